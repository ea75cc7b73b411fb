//! From engine types to what the window is sent.

pub(crate) mod annotations;
pub(crate) mod bin;
pub(crate) mod map;
mod packs;
mod queue;
mod settings;
pub(crate) mod stories;
pub(crate) mod versions;

pub(crate) use packs::{pack, pack_advice};
pub(crate) use queue::{Files, queue};
pub(crate) use settings::{
    backup_choice, bytes, library_choice, library_problem, model, path_id, privacy, watched,
};

use std::collections::HashSet;
use std::path::Path;

use parallax_engine as engine;

use crate::dto::{
    ArticleRow, ArticleView, BlockKindDto, BlockView, CopyOf, ErrorDto, Facet, FileProblem, Hit,
    HitReason, ImportPhase, ImportProgress, LabelDto, Mark, NamedWords, PageOfScan, Piece,
    QueryPart, ReasonKind, ReceiptLine, RelatedReply, SearchReply, Segment,
};

/// Counts in the window are `u32`: JavaScript has no larger whole number we could use.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Row ids as the window knows them; a library of two thousand million articles
/// is not expected on a laptop.
pub(crate) fn id(id: i64) -> i32 {
    i32::try_from(id).unwrap_or(i32::MAX)
}

pub(crate) fn error(error: &engine::EngineError) -> ErrorDto {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if !message.contains(&error.to_string()) {
            message = format!("{message}: {error}");
        }
        cause = error.source();
    }
    ErrorDto { code: error.code().to_owned(), message, hint: error.hint().map(str::to_owned) }
}

pub(crate) fn model_error(error: &engine::EmbedError) -> ErrorDto {
    ErrorDto {
        code: error.code().to_owned(),
        message: error.to_string(),
        hint: error.hint().map(str::to_owned),
    }
}

pub(crate) fn facets(counts: &[engine::Count]) -> Vec<Facet> {
    let facet = |c: &engine::Count| Facet {
        name: c.name.clone().unwrap_or_default(),
        n_articles: count(c.n_articles),
    };
    counts.iter().map(facet).collect()
}

pub(crate) fn progress(progress: &engine::Progress) -> ImportProgress {
    ImportProgress {
        phase: match progress.phase {
            engine::Phase::Reading => ImportPhase::Reading,
            engine::Phase::Embedding => ImportPhase::Embedding,
            engine::Phase::Paused => ImportPhase::Paused,
            engine::Phase::Cancelled => ImportPhase::Cancelled,
            engine::Phase::Done => ImportPhase::Done,
        },
        n_files: count(progress.n_files),
        n_files_done: count(progress.n_files_done),
        n_imported: count(progress.n_imported),
        n_unchanged: count(progress.n_unchanged),
        n_skipped: count(progress.n_skipped),
        n_removed: 0,
        is_following: false,
        n_passages: count(progress.n_passages),
        n_passages_done: count(progress.n_passages_done),
        seconds_left: progress.seconds_left,
        current: progress.current.clone(),
        page: progress.page.map(|page| PageOfScan { number: page.number, n_pages: page.n_pages }),
        n_scans_waiting: count(progress.n_scans_waiting),
        n_problems: count(progress.n_failed),
        library_problem: None,
    }
}

/// An import of which nothing is known.
pub(crate) fn nothing_yet() -> engine::Progress {
    engine::Progress {
        phase: engine::Phase::Reading,
        n_files: 0,
        n_files_done: 0,
        n_imported: 0,
        n_unchanged: 0,
        n_skipped: 0,
        n_passages: 0,
        n_passages_done: 0,
        seconds_left: None,
        current: None,
        n_scans_waiting: 0,
        page: None,
        n_failed: 0,
    }
}

fn problem(file: &engine::FailedFile) -> FileProblem {
    FileProblem {
        file_name: file_name(&file.path),
        path: file.path.clone(),
        code: file.code.to_owned(),
        message: file.message.clone(),
        hint: file.hint.map(str::to_owned),
    }
}

pub(crate) fn search(result: &engine::SearchResult) -> SearchReply {
    let articles: HashSet<_> = result.hits.iter().map(|hit| hit.article.id).collect();
    let understood = result.query.parts.iter().map(|part| QueryPart {
        kind: part.kind.as_str().to_owned(),
        value: part.value.clone(),
        typed: part.typed.clone(),
    });
    SearchReply {
        n_total: count(result.n_total),
        n_articles: count(articles.len()),
        n_outlets: n_outlets(&result.hits),
        understood: understood.collect(),
        nothing_close: result.nothing_close,
        notes: result.notes.clone(),
        did_you_mean: result.did_you_mean.clone(),
        unknown_language: result.unknown_language.as_ref().map(packs::unknown_language),
        searched_meaning: result.searched_meaning,
        took_ms: result.took.total.as_secs_f64() * 1e3,
        hits: result.hits.iter().map(hit).collect(),
    }
}

pub(crate) fn related(related: &engine::Related, searched_meaning: bool) -> RelatedReply {
    RelatedReply {
        hits: related.hits.iter().map(hit).collect(),
        n_outlets: n_outlets(&related.hits),
        copies: related.copies.iter().map(copy).collect(),
        searched_meaning,
        outside_model: related.outside_model.clone(),
    }
}

fn n_outlets(hits: &[engine::Hit]) -> u32 {
    let outlets: HashSet<&str> = hits
        .iter()
        .filter_map(|hit| hit.article.metadata.outlet.as_ref())
        .map(|outlet| outlet.value.as_str())
        .collect();
    count(outlets.len())
}

fn hit(hit: &engine::Hit) -> Hit {
    let article = &hit.article;
    Hit {
        passage_id: id(hit.passage_id.0),
        article_id: id(article.id.0),
        title: article.title.clone(),
        outlet: outlet(article),
        published: published(article),
        language: article.metadata.language.as_ref().map(|language| language.value.clone()),
        file_name: file_name(&article.path),
        label: hit.label.map_or(LabelDto::Words, label),
        similarity: hit.similarity.map(f64::from),
        segments: segments(&hit.segments),
        title_segments: segments(&hit.title_segments),
        why: reason(&hit.why),
        copies: hit.copies.iter().map(copy).collect(),
        n_versions: count(article.n_versions),
    }
}

fn reason(reason: &engine::HitReason) -> HitReason {
    HitReason {
        kind: match reason.kind {
            engine::ReasonKind::SameWords => ReasonKind::SameWords,
            engine::ReasonKind::Reworded => ReasonKind::Reworded,
            engine::ReasonKind::Near => ReasonKind::Near,
            engine::ReasonKind::MayBeNear => ReasonKind::MayBeNear,
            engine::ReasonKind::Words => ReasonKind::Words,
            engine::ReasonKind::Headline => ReasonKind::Headline,
            engine::ReasonKind::Filters => ReasonKind::Filters,
        },
        shared: named_words(&reason.shared),
        in_headline: named_words(&reason.in_headline),
    }
}

fn named_words(named: &engine::NamedWords) -> NamedWords {
    NamedWords { words: named.words.clone(), n_more: count(named.n_more) }
}

fn segments(segments: &[engine::Segment]) -> Vec<Segment> {
    let piece = |segment: &engine::Segment| Segment {
        text: segment.text.clone(),
        mark: mark(segment.mark),
    };
    segments.iter().map(piece).collect()
}

fn copy(copy: &engine::CopyOf) -> CopyOf {
    CopyOf {
        article_id: id(copy.article.id.0),
        passage_id: id(copy.passage_id.0),
        title: copy.article.title.clone(),
        outlet: outlet(&copy.article),
        file_name: file_name(&copy.article.path),
    }
}

fn label(label: engine::Label) -> LabelDto {
    match label {
        engine::Label::Identical => LabelDto::Identical,
        engine::Label::Reworded => LabelDto::Reworded,
        engine::Label::SameSubject => LabelDto::SameSubject,
        engine::Label::LooselyRelated => LabelDto::LooselyRelated,
    }
}

fn mark(mark: engine::Mark) -> Mark {
    match mark {
        engine::Mark::None => Mark::None,
        engine::Mark::Word => Mark::Word,
        engine::Mark::Meaning => Mark::Meaning,
        engine::Mark::Differs => Mark::Differs,
    }
}

/// Rows of the list, each with its tags.
pub(crate) fn article_rows(
    library: &engine::Library,
    filter: &engine::Filter,
) -> Result<Vec<ArticleRow>, engine::EngineError> {
    let mut tags = library.tags_by_article()?;
    let rows = library.articles(filter)?;
    Ok(rows.iter().map(|row| article_row(row, tags.remove(&row.id).unwrap_or_default())).collect())
}

fn article_row(row: &engine::ArticleRow, tags: Vec<String>) -> ArticleRow {
    ArticleRow {
        article_id: id(row.id.0),
        title: row.title.clone(),
        outlet: outlet(row),
        published: published(row),
        file_name: file_name(&row.path),
        n_passages: count(row.n_passages),
        n_words: count(row.n_words_kept),
        added: row.imported_at.clone(),
        tags,
        opening: row.opening.clone(),
    }
}

pub(crate) fn article(
    article: &engine::StoredArticle,
    blocks: &[engine::ArticleBlock],
    here: Option<engine::PassageId>,
) -> ArticleView {
    let row = &article.row;
    let furniture: Vec<engine::Boilerplate> = blocks
        .iter()
        .filter_map(|block| match block.role {
            engine::Role::Boilerplate(furniture) => Some(furniture),
            engine::Role::Body => None,
        })
        .collect();
    ArticleView {
        article_id: id(row.id.0),
        title: row.title.clone(),
        outlet: outlet(row),
        authors: row
            .metadata
            .authors
            .as_ref()
            .map(|authors| authors.value.clone())
            .unwrap_or_default(),
        published: published(row),
        language: row.metadata.language.as_ref().map(|language| language.value.clone()),
        format: row.receipt.format.clone(),
        file_name: file_name(&row.path),
        path: row.path.clone(),
        blocks: blocks.iter().map(|b| block(b, here)).collect(),
        n_words_kept: count(row.n_words_kept),
        n_words_dropped: count(row.n_words_dropped),
        n_boilerplate: count(furniture.len()),
        boilerplate_summary: boilerplate_summary(&furniture),
        n_versions: count(row.n_versions),
        receipt: receipt(row),
    }
}

fn block(block: &engine::ArticleBlock, here: Option<engine::PassageId>) -> BlockView {
    let pieces = block.pieces.iter().map(|piece| Piece {
        text: piece.text.clone(),
        mark: mark(piece.mark),
        passage_id: piece.passage_id.map(|passage| id(passage.0)),
        here: piece.passage_id.is_some() && piece.passage_id == here,
        paint: annotations::paint(piece),
    });
    BlockView {
        kind: match block.kind {
            engine::BlockKind::Heading => BlockKindDto::Heading,
            engine::BlockKind::Paragraph => BlockKindDto::Paragraph,
            engine::BlockKind::ListItem => BlockKindDto::ListItem,
            engine::BlockKind::Quote => BlockKindDto::Quote,
            engine::BlockKind::TableRow => BlockKindDto::TableRow,
            engine::BlockKind::Caption => BlockKindDto::Caption,
            engine::BlockKind::Preformatted => BlockKindDto::Preformatted,
        },
        furniture: match block.role {
            engine::Role::Body => None,
            engine::Role::Boilerplate(furniture) => Some(furniture.as_str().to_owned()),
        },
        pieces: pieces.collect(),
    }
}

/// The kinds present, most frequent first: "appeal, navigation, more links".
fn boilerplate_summary(furniture: &[engine::Boilerplate]) -> String {
    let n_of = |kind: engine::Boilerplate| furniture.iter().filter(|other| **other == kind).count();
    let mut kinds: Vec<engine::Boilerplate> =
        engine::Boilerplate::ALL.into_iter().filter(|kind| n_of(*kind) > 0).collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(n_of(*kind)));
    kinds.iter().take(4).map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}

fn receipt(row: &engine::ArticleRow) -> Vec<ReceiptLine> {
    let line = |name: &str, value: String, source: Option<engine::Source>| ReceiptLine {
        name: name.to_owned(),
        value,
        source: source.map(|source| source.as_str().to_owned()),
    };
    let metadata = &row.metadata;
    let mut lines = vec![
        line("format", row.receipt.format.clone(), None),
        line("encoding", row.receipt.encoding.clone(), None),
        line("title", row.title.clone(), Some(row.title_source)),
    ];
    lines.extend(metadata.outlet.as_ref().map(|o| line("outlet", o.value.clone(), Some(o.source))));
    lines.extend(
        metadata.authors.as_ref().map(|a| line("authors", a.value.join(", "), Some(a.source))),
    );
    lines.extend(
        metadata
            .published
            .as_ref()
            .map(|p| line("published", p.value.as_str().to_owned(), Some(p.source))),
    );
    lines.extend(
        metadata.language.as_ref().map(|l| line("language", l.value.clone(), Some(l.source))),
    );
    lines.extend(
        metadata.canonical_url.as_ref().map(|url| line("address", url.value.clone(), None)),
    );
    lines.extend(row.receipt.warnings.iter().map(|warning| line("note", warning.clone(), None)));
    lines
}

fn outlet(row: &engine::ArticleRow) -> Option<String> {
    row.metadata.outlet.as_ref().map(|outlet| outlet.value.clone())
}

fn published(row: &engine::ArticleRow) -> Option<String> {
    row.metadata.published.as_ref().map(|published| published.value.as_str().to_owned())
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}
