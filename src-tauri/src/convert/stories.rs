//! From the engine's sides of a story to what the window is sent.

use std::collections::HashMap;

use parallax_engine as engine;

use super::{count, file_name, id, outlet, published};
use crate::dto::stories::{
    ClaimView, CompareCell, CompareHead, CompareRowView, CompareView, ContrastView, DatePrecision,
    DiffersIn, ExtraBlock, FactKindDto, FactReasonDto, FactStateDto, FirstTellingView,
    LedgerCellView, LedgerRowView, LedgerView, LeftOutFactView, LeftOutTelling, LeftOutView,
    LinkBasisDto, MentionKind, NewsSentenceView, NewsStatusDto, NewsView, OriginLinkView,
    OriginNodeView, Place, QuoteFamilyView, RenderingView, RowKind, SeenFrom, SeenIn,
    SidePieceView, SourceMention, StandingDto, StoryArticle, StoryCopy, StoryEvent, StoryRow,
    StorySource, StoryView,
};
use crate::dto::{Mark, Segment};

/// The articles evidence stands in.
pub(crate) type Texts = HashMap<engine::ArticleId, engine::StoredArticle>;

/// What a story page is made of.
pub(crate) struct StoryParts<'a> {
    pub(crate) story: &'a engine::Story,
    pub(crate) texts: &'a Texts,
    pub(crate) copies: &'a [engine::CopyPairing],
    pub(crate) events: &'a [engine::Event],
    pub(crate) follow_up_of: Vec<StoryRow>,
    pub(crate) related: Vec<StoryRow>,
}

pub(crate) fn story_row(story: &engine::Story) -> StoryRow {
    let mut outlets: Vec<String> = Vec::new();
    for outlet in story.articles.iter().filter_map(outlet) {
        if !outlets.contains(&outlet) {
            outlets.push(outlet);
        }
    }
    StoryRow {
        story_id: id(story.id.0),
        title: story.title.clone(),
        first: story.first.clone(),
        last: story.last.clone(),
        n_articles: count(story.articles.len()),
        outlets,
        n_origins: count(story.origins.n_origins),
    }
}

pub(crate) fn story(parts: StoryParts<'_>) -> StoryView {
    let StoryParts { story, texts, copies, events, follow_up_of, related } = parts;
    let articles = story.articles.iter().zip(&story.days);
    StoryView {
        story_id: id(story.id.0),
        title: story.title.clone(),
        first: story.first.clone(),
        last: story.last.clone(),
        n_origins: count(story.origins.n_origins),
        articles: articles.map(|(row, day)| story_article(story, row, day.clone())).collect(),
        sources: story.origins.sources.iter().map(|source| story_source(source, texts)).collect(),
        tree: story.origins.tree.nodes.iter().map(|node| origin_node(node, texts)).collect(),
        first_telling: story.origins.first.as_ref().and_then(first_telling),
        copies: copies.iter().map(|pair| copy(pair, texts)).collect(),
        events: events.iter().map(|event| story_event(event, texts)).collect(),
        follow_up_of,
        related,
    }
}

fn story_article(
    story: &engine::Story,
    row: &engine::ArticleRow,
    day: Option<String>,
) -> StoryArticle {
    let origin = origins_in_time(story).iter().position(|group| group.contains(&row.id));
    StoryArticle {
        article_id: id(row.id.0),
        title: row.title.clone(),
        outlet: outlet(row),
        file_name: file_name(&row.path),
        day,
        origin: count(origin.unwrap_or_default()),
        n_words: count(row.n_words_kept),
    }
}

/// The articles of each origin, the origin of the earliest article first.
fn origins_in_time(story: &engine::Story) -> Vec<&Vec<engine::ArticleId>> {
    let place = |group: &&Vec<engine::ArticleId>| {
        story.articles.iter().position(|row| group.contains(&row.id))
    };
    let mut groups: Vec<&Vec<engine::ArticleId>> = story.origins.groups.iter().collect();
    groups.sort_by_key(place);
    groups
}

fn story_source(source: &engine::OriginSource, texts: &Texts) -> StorySource {
    let mentions = source.mentions.iter().map(|(article, kind, span, _)| SourceMention {
        kind: match kind {
            engine::OriginMarkKind::Wire => MentionKind::Wire,
            engine::OriginMarkKind::Told => MentionKind::Told,
            engine::OriginMarkKind::Cited => MentionKind::Cited,
            engine::OriginMarkKind::Republished => MentionKind::Republished,
            engine::OriginMarkKind::First => MentionKind::First,
        },
        place: place(*article, *span, texts),
    });
    StorySource { name: source.name.clone(), mentions: mentions.collect() }
}

fn origin_node(node: &engine::OriginNode, texts: &Texts) -> OriginNodeView {
    let (article, name) = match &node.teller {
        engine::Teller::Article(article) => (Some(*article), None),
        engine::Teller::Named(name) => (None, Some(name.clone())),
    };
    let link = node.from.as_ref().map(|(_, link)| OriginLinkView {
        basis: match link.basis {
            engine::LinkBasis::Cited => LinkBasisDto::Cited,
            engine::LinkBasis::Told => LinkBasisDto::Told,
            engine::LinkBasis::Wording => LinkBasisDto::Wording,
            engine::LinkBasis::First => LinkBasisDto::First,
            engine::LinkBasis::Copy => LinkBasisDto::Copy,
            engine::LinkBasis::Wire => LinkBasisDto::Wire,
            engine::LinkBasis::Republished => LinkBasisDto::Republished,
        },
        credit: article.zip(link.credit.as_ref()).map(|(id, (span, _))| place(id, *span, texts)),
        percent: link.share.map(percent),
    });
    let article_id = article.map(|article| id(article.0));
    OriginNodeView { article_id, name, depth: count(node.depth), link }
}

fn first_telling(first: &engine::FirstTelling) -> Option<FirstTellingView> {
    Some(FirstTellingView {
        article_id: id(first.article_id.0),
        date: first.date.clone(),
        precision: match first.precision {
            engine::MomentPrecision::Hour => DatePrecision::Hour,
            engine::MomentPrecision::Day => DatePrecision::Day,
            engine::MomentPrecision::Coarse => DatePrecision::Coarse,
            engine::MomentPrecision::Unknown => return None,
        },
        or: first.or.iter().map(|other| id(other.0)).collect(),
        n_undated: count(first.n_undated),
    })
}

/// - `texts`: the article and those that tell what it leaves out.
pub(crate) fn left_out(left_out: &engine::LeftOut, texts: &Texts) -> LeftOutView {
    let telling = |cell: &engine::LedgerCell| LeftOutTelling {
        outlet: texts.get(&cell.article_id).and_then(|article| outlet(&article.row)),
        title: texts
            .get(&cell.article_id)
            .map_or(String::new(), |article| article.row.title.clone()),
        place: place(cell.article_id, cell.sentence, texts),
    };
    let facts = left_out.facts.iter().map(|fact| LeftOutFactView {
        n_origins: count(fact.n_origins),
        tellings: fact.tellings.iter().map(telling).collect(),
    });
    let alone = left_out.only_here.iter();
    LeftOutView {
        has_date: left_out.has_date,
        facts: facts.collect(),
        only_here: alone.map(|at| place(left_out.article_id, at.span, texts)).collect(),
    }
}

fn copy(pair: &engine::CopyPairing, texts: &Texts) -> StoryCopy {
    let extra = pair.extra_blocks.iter().map(|block| ExtraBlock {
        place: place(block.article_id, block.span, texts),
        furniture: block.furniture.map(|furniture| furniture.as_str().to_owned()),
    });
    StoryCopy {
        a: id(pair.a.0),
        b: id(pair.b.0),
        a_in_b: percent(pair.a_in_b),
        b_in_a: percent(pair.b_in_a),
        extra: extra.collect(),
    }
}

fn story_event(event: &engine::Event, texts: &Texts) -> StoryEvent {
    let (start, end) = (event.span.start, event.span.end);
    let text =
        |from: usize, to: usize| event.text.get(from - start..to - start).unwrap_or_default();
    let (before, after) = (event.mention.start.max(start), event.mention.end.min(end));
    let pieces = [
        (text(start, before), Mark::None),
        (text(before, after), Mark::Meaning),
        (text(after, end), Mark::None),
    ];
    StoryEvent {
        date: event.date.clone(),
        place: place(event.article_id, event.span, texts),
        segments: pieces
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, mark)| Segment { text: text.to_owned(), mark })
            .collect(),
        seen_from: match event.reference {
            engine::ReferenceFrom::Published => SeenFrom::Published,
            engine::ReferenceFrom::Text => SeenFrom::Text,
            engine::ReferenceFrom::Story => SeenFrom::Story,
            engine::ReferenceFrom::Unknown => SeenFrom::Unknown,
        },
    }
}

pub(crate) fn quote_family(
    family: &engine::QuoteFamily,
    order: &HashMap<engine::ArticleId, usize>,
    texts: &Texts,
) -> QuoteFamilyView {
    let renderings =
        engine::compare_renderings(family, order).into_iter().map(|told| RenderingView {
            place: place(told.rendering.article_id, told.rendering.span, texts),
            pieces: pieces(&told.pieces),
            standing: match told.standing {
                engine::RenderingKind::First => StandingDto::First,
                engine::RenderingKind::SameWords => StandingDto::SameWords,
                engine::RenderingKind::Reworded => StandingDto::Reworded,
                engine::RenderingKind::Reported => StandingDto::Reported,
            },
            is_reported: told.rendering.is_reported,
            claims: claims(&told.claims),
            speaker: told.rendering.speaker,
        });
    QuoteFamilyView {
        speaker: family.speaker.clone(),
        n_articles: count(family.n_articles()),
        renderings: renderings.collect(),
    }
}

/// What is new in an article; `texts` holds it and the earlier ones it names.
pub(crate) fn news(passage: &engine::NewsPassage, texts: &Texts) -> NewsView {
    NewsView {
        passage_id: id(passage.passage_id.0),
        status: news_status(passage.status),
        sentences: passage
            .sentences
            .iter()
            .map(|sentence| news_sentence(passage.article_id, sentence, texts))
            .collect(),
    }
}

fn news_sentence(
    article: engine::ArticleId,
    sentence: &engine::NewsSentence,
    texts: &Texts,
) -> NewsSentenceView {
    let text_of = |id: engine::ArticleId| texts.get(&id).map_or("", |article| &article.text);
    let own = text_of(article);
    let marks = sentence.differences.iter().filter_map(|found| Some((found.a?, found.kind)));
    let earlier = sentence.seen_in.map_or("", |(id, _)| text_of(id));
    NewsSentenceView {
        status: news_status(sentence.status),
        pieces: pieces(&engine::split_at_marks(sentence.span.of(own), sentence.span.start, marks)),
        claims: claims(&engine::claims(&sentence.differences, own, earlier)),
        seen_in: sentence.seen_in.and_then(|(id, span)| {
            let row = &texts.get(&id)?.row;
            Some(SeenIn {
                outlet: outlet(row),
                title: row.title.clone(),
                place: place(id, span, texts),
            })
        }),
    }
}

fn news_status(status: engine::NewsStatus) -> NewsStatusDto {
    match status {
        engine::NewsStatus::New => NewsStatusDto::New,
        engine::NewsStatus::Seen => NewsStatusDto::Seen,
        engine::NewsStatus::Changed => NewsStatusDto::Changed,
    }
}

pub(crate) fn side_by_side(both: &engine::SideBySide) -> CompareView {
    CompareView {
        a: compare_head(&both.a),
        b: compare_head(&both.b),
        rows: both.rows.iter().map(compare_row).collect(),
    }
}

fn compare_head(row: &engine::ArticleRow) -> CompareHead {
    CompareHead {
        article_id: id(row.id.0),
        title: row.title.clone(),
        outlet: outlet(row),
        published: published(row),
        file_name: file_name(&row.path),
    }
}

fn compare_row(row: &engine::CompareRow) -> CompareRowView {
    let cell = |sentence: &engine::SideSentence| CompareCell {
        pieces: pieces(&sentence.pieces),
        passage_id: sentence.passage_id.map(|passage| id(passage.0)),
        begins_block: sentence.begins_block,
    };
    CompareRowView {
        kind: match (row.relation, &row.a) {
            (Some(engine::Relation::Identical), _) => RowKind::Identical,
            (Some(engine::Relation::Reworded), _) => RowKind::Reworded,
            (Some(engine::Relation::SameSubject), _) => RowKind::SameSubject,
            (None, Some(_)) => RowKind::OnlyA,
            (None, None) => RowKind::OnlyB,
        },
        a: row.a.as_ref().map(cell),
        b: row.b.as_ref().map(cell),
        claims: claims(&row.claims),
    }
}

pub(crate) fn contrast(contrast: &engine::Contrast) -> ContrastView {
    ContrastView {
        here: pieces(&contrast.here),
        there: pieces(&contrast.there),
        claims: claims(&contrast.claims),
    }
}

pub(crate) fn ledger(ledger: &engine::Ledger) -> LedgerView {
    let origin = |origin: &engine::LedgerOrigin| -> Vec<i32> {
        origin.articles.iter().map(|article| id(article.0)).collect()
    };
    LedgerView {
        origins: ledger.origins.iter().map(origin).collect(),
        rows: ledger.rows.iter().map(ledger_row).collect(),
        n_left_out: count(ledger.n_left_out),
    }
}

fn ledger_row(row: &engine::LedgerRow) -> LedgerRowView {
    LedgerRowView {
        state: match row.state {
            engine::FactState::Differ => FactStateDto::Differ,
            engine::FactState::Revised => FactStateDto::Revised,
            engine::FactState::Agree => FactStateDto::Agree,
            engine::FactState::NotComparable => FactStateDto::NotComparable,
            engine::FactState::OneOrigin => FactStateDto::OneOrigin,
        },
        reason: row.reason.map(|reason| match reason {
            engine::Reason::Day => FactReasonDto::Day,
            engine::Reason::Scope => FactReasonDto::Scope,
            engine::Reason::Unit => FactReasonDto::Unit,
            engine::Reason::Kind => FactReasonDto::Kind,
            engine::Reason::Precision => FactReasonDto::Precision,
        }),
        kind: fact_kind(row.kind),
        subject: row.subject.clone(),
        cells: row.cells.iter().map(ledger_cell).collect(),
    }
}

fn fact_kind(kind: engine::FactKind) -> FactKindDto {
    use engine::ValueKind;
    match kind {
        engine::FactKind::Quotation => FactKindDto::Quotation,
        engine::FactKind::Statement => FactKindDto::Statement,
        engine::FactKind::Value(kind) => match kind {
            ValueKind::Count | ValueKind::Ordinal | ValueKind::Score | ValueKind::Numbered => {
                FactKindDto::Number
            }
            ValueKind::Money => FactKindDto::Money,
            ValueKind::Percent => FactKindDto::Percent,
            ValueKind::Measure => FactKindDto::Measure,
            ValueKind::Duration | ValueKind::Time => FactKindDto::Time,
            ValueKind::Age => FactKindDto::Age,
            ValueKind::Date => FactKindDto::Date,
            ValueKind::Person | ValueKind::Place => FactKindDto::Name,
            ValueKind::Denial => FactKindDto::Denial,
            ValueKind::Modality => FactKindDto::Modality,
        },
    }
}

fn ledger_cell(cell: &engine::LedgerCell) -> LedgerCellView {
    let value = cell.value_text();
    let start = cell.value.start.saturating_sub(cell.sentence.start);
    let around = cell.text.get(..start).zip(cell.text.get(start + value.len()..));
    let (before, behind) = around.unwrap_or_default();
    LedgerCellView {
        origin: count(cell.origin),
        group: count(cell.group),
        n_articles: count(cell.n_articles),
        place: Place {
            article_id: id(cell.article_id.0),
            passage_id: cell.passage_id.map(|passage| id(passage.0)),
            text: cell.text.clone(),
        },
        before: before.to_owned(),
        value: value.to_owned(),
        behind: behind.to_owned(),
    }
}

fn place(article: engine::ArticleId, span: engine::Span, texts: &Texts) -> Place {
    let stored = texts.get(&article);
    Place {
        article_id: id(article.0),
        passage_id: stored
            .and_then(|stored| engine::passage_at(stored, span))
            .map(|passage| id(passage.0)),
        text: stored.map(|stored| span.of(&stored.text).to_owned()).unwrap_or_default(),
    }
}

fn pieces(pieces: &[engine::SidePiece]) -> Vec<SidePieceView> {
    let piece = |piece: &engine::SidePiece| SidePieceView {
        text: piece.text.clone(),
        kind: piece.kind.map(differs_in),
    };
    pieces.iter().map(piece).collect()
}

fn claims(claims: &[engine::Claim]) -> Vec<ClaimView> {
    let claim = |claim: &engine::Claim| ClaimView {
        kind: differs_in(claim.kind),
        a: claim.a.clone(),
        b: claim.b.clone(),
    };
    claims.iter().map(claim).collect()
}

pub(crate) fn differs_in(kind: engine::DifferenceKind) -> DiffersIn {
    match kind {
        engine::DifferenceKind::Number => DiffersIn::Number,
        engine::DifferenceKind::Negation => DiffersIn::Negation,
        engine::DifferenceKind::Name => DiffersIn::Name,
        engine::DifferenceKind::Date => DiffersIn::Date,
        engine::DifferenceKind::Modality => DiffersIn::Modality,
        engine::DifferenceKind::Word => DiffersIn::Word,
    }
}

/// A share, 0…1, as whole percent; only all of it is a hundred.
fn percent(share: f64) -> u32 {
    let whole = (share * 100.0).round().clamp(0.0, 100.0);
    let whole = if share < 1.0 { whole.min(99.0) } else { whole };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 100"
    )]
    let percent = whole as u32;
    percent
}
