//! The JSON of `--json`: field names are a promise. Fields may be added, never
//! renamed.

use parallax_engine as engine;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Import<'a> {
    pub(crate) imported: Vec<Imported<'a>>,
    pub(crate) unchanged: Vec<Unchanged<'a>>,
    pub(crate) failed: Vec<Failed<'a>>,
    pub(crate) skipped: Vec<Skipped<'a>>,
    pub(crate) n_embedded: usize,
    pub(crate) cancelled: bool,
    /// Why nothing can be found by meaning, if so.
    pub(crate) model_problem: Option<String>,
    pub(crate) took_ms: f64,
}

#[derive(Serialize)]
pub(crate) struct Imported<'a> {
    article_id: i64,
    path: &'a str,
    title: &'a str,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    language: Option<&'a str>,
    format: &'a str,
    n_passages: usize,
    n_words_kept: usize,
    n_words_dropped: usize,
}

#[derive(Serialize)]
pub(crate) struct Unchanged<'a> {
    article_id: i64,
    path: &'a str,
}

#[derive(Serialize)]
pub(crate) struct Failed<'a> {
    path: &'a str,
    code: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
}

#[derive(Serialize)]
pub(crate) struct Skipped<'a> {
    path: &'a str,
    reason: &'a str,
}

impl<'a> Import<'a> {
    pub(crate) fn of(report: &'a engine::ImportReport) -> Self {
        let imported = report.imported.iter().map(|article| Imported {
            article_id: article.id.0,
            path: &article.path,
            title: &article.title,
            outlet: article.outlet.as_deref(),
            published: article.published.as_deref(),
            language: article.language.as_deref(),
            format: &article.format,
            n_passages: article.n_passages,
            n_words_kept: article.n_words_kept,
            n_words_dropped: article.n_words_dropped,
        });
        let unchanged =
            report.unchanged.iter().map(|a| Unchanged { article_id: a.id.0, path: &a.path });
        let failed = report.failed.iter().map(|file| Failed {
            path: &file.path,
            code: file.code,
            message: &file.message,
            hint: file.hint,
        });
        let skipped =
            report.skipped.iter().map(|file| Skipped { path: &file.path, reason: file.reason });
        Self {
            imported: imported.collect(),
            unchanged: unchanged.collect(),
            failed: failed.collect(),
            skipped: skipped.collect(),
            n_embedded: report.n_embedded,
            cancelled: report.is_cancelled,
            model_problem: report.model_problem.as_ref().map(ToString::to_string),
            took_ms: milliseconds(report.took),
        }
    }
}

/// An import, and what moved and went before it.
#[derive(Serialize)]
pub(crate) struct Sync<'a> {
    #[serde(flatten)]
    import: Import<'a>,
    moved: usize,
    removed: Vec<i64>,
    /// Folders whose articles were kept though none of their files is to be seen.
    kept: Vec<Kept>,
}

#[derive(Serialize)]
pub(crate) struct Kept {
    path: String,
    n_articles: usize,
    message: String,
}

impl<'a> Sync<'a> {
    pub(crate) fn of(synced: &'a engine::Synced) -> Self {
        let followed = &synced.followed;
        let kept = followed.held.iter().map(|held| Kept {
            path: held.path.display().to_string(),
            n_articles: held.n_articles,
            message: held.to_string(),
        });
        Self {
            import: Import::of(&synced.report),
            moved: followed.n_moved,
            removed: followed.removed.iter().map(|id| id.0).collect(),
            kept: kept.collect(),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Watched<'a> {
    folders: Vec<WatchedFolder<'a>>,
}

#[derive(Serialize)]
pub(crate) struct WatchedFolder<'a> {
    path: String,
    added_at: &'a str,
    synced_at: Option<&'a str>,
    problem: Option<&'a str>,
    n_articles: usize,
}

impl<'a> Watched<'a> {
    pub(crate) fn of(folders: &'a [engine::WatchedFolder]) -> Self {
        let folder = |folder: &'a engine::WatchedFolder| WatchedFolder {
            path: folder.path.display().to_string(),
            added_at: &folder.added_at,
            synced_at: folder.synced_at.as_deref(),
            problem: folder.problem.as_deref(),
            n_articles: folder.n_articles,
        };
        Self { folders: folders.iter().map(folder).collect() }
    }
}

#[derive(Serialize)]
pub(crate) struct Search<'a> {
    pub(crate) query: &'a str,
    pub(crate) mode: &'a str,
    pub(crate) results: Vec<Hit<'a>>,
    pub(crate) n_total: usize,
    /// The query in words for people.
    pub(crate) understood: String,
    pub(crate) notes: &'a [String],
    pub(crate) did_you_mean: Option<&'a str>,
    pub(crate) nothing_close: bool,
    pub(crate) searched_meaning: bool,
    pub(crate) took_ms: SearchTook,
}

#[derive(Serialize)]
pub(crate) struct SearchTook {
    embed: f64,
    words: f64,
    meaning: f64,
    fuse: f64,
    total: f64,
}

impl From<engine::Timings> for SearchTook {
    fn from(took: engine::Timings) -> Self {
        Self {
            embed: milliseconds(took.embed),
            words: milliseconds(took.words),
            meaning: milliseconds(took.meaning),
            fuse: milliseconds(took.fuse),
            total: milliseconds(took.total),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Related<'a> {
    pub(crate) results: Vec<Hit<'a>>,
    /// Articles that repeat the very passage.
    pub(crate) copies: Vec<CopyOf<'a>>,
    pub(crate) took_ms: f64,
}

#[derive(Serialize)]
pub(crate) struct Hit<'a> {
    passage_id: i64,
    article_id: i64,
    title: &'a str,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    path: &'a str,
    text: &'a str,
    span: [usize; 2],
    similarity: Option<f32>,
    label: Option<&'static str>,
    matched: Matched,
    segments: Vec<Segment<'a>>,
    why: &'a str,
    copies: Vec<CopyOf<'a>>,
    /// Further passages of the article, behind everybody's turn.
    n_more_in_article: usize,
}

#[derive(Serialize)]
struct Matched {
    words: bool,
    meaning: bool,
}

#[derive(Serialize)]
struct Segment<'a> {
    text: &'a str,
    marked: bool,
    /// `word`, `meaning` or `differs` where it is marked.
    mark: Option<&'static str>,
}

#[derive(Serialize)]
pub(crate) struct CopyOf<'a> {
    article_id: i64,
    passage_id: i64,
    title: &'a str,
    path: &'a str,
}

impl<'a> From<&'a engine::CopyOf> for CopyOf<'a> {
    fn from(copy: &'a engine::CopyOf) -> Self {
        Self {
            article_id: copy.article.id.0,
            passage_id: copy.passage_id.0,
            title: &copy.article.title,
            path: &copy.article.path,
        }
    }
}

impl<'a> From<&'a engine::Hit> for Hit<'a> {
    fn from(hit: &'a engine::Hit) -> Self {
        let segments = hit.segments.iter().map(|segment| Segment {
            text: &segment.text,
            marked: segment.mark != engine::Mark::None,
            mark: mark_name(segment.mark),
        });
        Self {
            passage_id: hit.passage_id.0,
            article_id: hit.article.id.0,
            title: &hit.article.title,
            outlet: outlet(&hit.article),
            published: published(&hit.article),
            path: &hit.article.path,
            text: &hit.text,
            span: [hit.span.start, hit.span.end],
            similarity: hit.similarity,
            label: hit.label.map(engine::Label::as_str),
            matched: Matched { words: hit.matched.words, meaning: hit.matched.meaning },
            segments: segments.collect(),
            why: &hit.why,
            copies: hit.copies.iter().map(CopyOf::from).collect(),
            n_more_in_article: hit.n_more_in_article,
        }
    }
}

fn mark_name(mark: engine::Mark) -> Option<&'static str> {
    match mark {
        engine::Mark::None => None,
        engine::Mark::Word => Some("word"),
        engine::Mark::Meaning => Some("meaning"),
        engine::Mark::Differs => Some("differs"),
    }
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
pub(crate) struct Article<'a> {
    article_id: i64,
    path: &'a str,
    title: &'a str,
    outlet: Option<&'a str>,
    authors: &'a [String],
    published: Option<&'a str>,
    language: Option<&'a str>,
    format: &'a str,
    n_passages: usize,
    n_words_kept: usize,
    n_words_dropped: usize,
    imported_at: &'a str,
}

impl<'a> From<&'a engine::ArticleRow> for Article<'a> {
    fn from(row: &'a engine::ArticleRow) -> Self {
        Self {
            article_id: row.id.0,
            path: &row.path,
            title: &row.title,
            outlet: outlet(row),
            authors: row.metadata.authors.as_ref().map_or(&[], |authors| &authors.value),
            published: published(row),
            language: row.metadata.language.as_ref().map(|language| language.value.as_str()),
            format: &row.receipt.format,
            n_passages: row.n_passages,
            n_words_kept: row.n_words_kept,
            n_words_dropped: row.n_words_dropped,
            imported_at: &row.imported_at,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Show<'a> {
    #[serde(flatten)]
    article: Article<'a>,
    text: &'a str,
    passages: Vec<Passage<'a>>,
    blocks: Vec<Block<'a>>,
    receipt: Receipt<'a>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
struct Passage<'a> {
    passage_id: i64,
    span: [usize; 2],
    /// The page of the document its first block begins on, from 1.
    page: Option<u32>,
    text: &'a str,
}

#[derive(Serialize)]
struct Block<'a> {
    span: [usize; 2],
    page: Option<u32>,
    /// Null for body text, else why it is furniture.
    furniture: Option<&'static str>,
    text: &'a str,
}

#[derive(Serialize)]
struct Receipt<'a> {
    format: &'a str,
    encoding: &'a str,
    warnings: &'a [String],
    title_source: &'static str,
    outlet_source: Option<&'static str>,
    authors_source: Option<&'static str>,
    published_source: Option<&'static str>,
    language_source: Option<&'static str>,
    canonical_url: Option<&'a str>,
    n_words_kept: usize,
    n_words_dropped: usize,
    content_hash: String,
    /// Milliseconds it took to read the whole file.
    took_ms: u32,
}

impl<'a> From<&'a engine::StoredArticle> for Show<'a> {
    fn from(article: &'a engine::StoredArticle) -> Self {
        let row = &article.row;
        let metadata = &row.metadata;
        let passages = article.passages.iter().map(|(id, span)| Passage {
            passage_id: id.0,
            span: [span.start, span.end],
            page: article.page_of(span.start),
            text: span.of(&article.text),
        });
        let blocks = article.blocks.iter().map(|block| Block {
            span: [block.span.start, block.span.end],
            page: block.page,
            furniture: match block.role {
                engine::Role::Body => None,
                engine::Role::Furniture(furniture) => Some(furniture.as_str()),
            },
            text: block.span.of(&article.text),
        });
        Self {
            article: row.into(),
            text: &article.text,
            passages: passages.collect(),
            blocks: blocks.collect(),
            receipt: Receipt {
                format: &row.receipt.format,
                encoding: &row.receipt.encoding,
                warnings: &row.receipt.warnings,
                title_source: row.title_source.as_str(),
                outlet_source: metadata.outlet.as_ref().map(|value| value.source.as_str()),
                authors_source: metadata.authors.as_ref().map(|value| value.source.as_str()),
                published_source: metadata.published.as_ref().map(|value| value.source.as_str()),
                language_source: metadata.language.as_ref().map(|value| value.source.as_str()),
                canonical_url: metadata.canonical_url.as_ref().map(|url| url.value.as_str()),
                n_words_kept: row.n_words_kept,
                n_words_dropped: row.n_words_dropped,
                content_hash: row.content_hash.iter().map(|byte| format!("{byte:02x}")).collect(),
                took_ms: row.receipt.took_ms,
            },
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Stats<'a> {
    library: String,
    n_articles: usize,
    n_passages: usize,
    n_vectors: usize,
    n_pending: usize,
    database_bytes: u64,
    index_bytes: u64,
    model: Option<&'a str>,
    index: Option<Index>,
    outlets: Vec<Count<'a>>,
    languages: Vec<Count<'a>>,
    formats: Vec<Count<'a>>,
}

#[derive(Serialize)]
struct Index {
    n_vectors: usize,
    n_in_snapshot: usize,
    n_recent: usize,
    n_tombstones: usize,
    problem: Option<String>,
}

#[derive(Serialize)]
struct Count<'a> {
    name: Option<&'a str>,
    n_articles: usize,
}

impl<'a> Stats<'a> {
    pub(crate) fn of(library: String, stats: &'a engine::LibraryStats) -> Self {
        let counts = |counts: &'a [engine::Count]| {
            counts
                .iter()
                .map(|c| Count { name: c.name.as_deref(), n_articles: c.n_articles })
                .collect()
        };
        let store = &stats.store;
        Self {
            library,
            n_articles: store.n_articles,
            n_passages: store.n_passages,
            n_vectors: store.n_vectors,
            n_pending: store.n_pending,
            database_bytes: store.database_bytes,
            index_bytes: stats.index_bytes,
            model: stats.model.as_deref(),
            index: stats.index.as_ref().map(|index| Index {
                n_vectors: index.n_vectors,
                n_in_snapshot: index.n_settled,
                n_recent: index.n_recent,
                n_tombstones: index.n_tombstones,
                problem: stats.index_problem.clone(),
            }),
            outlets: counts(&store.outlets),
            languages: counts(&store.languages),
            formats: counts(&store.formats),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Verify {
    pub(crate) ok: bool,
    pub(crate) problems: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct Eval<'a> {
    dataset: &'a str,
    n_docs: usize,
    n_passages: usize,
    n_queries: usize,
    modes: Modes,
    took_ms: f64,
}

#[derive(Serialize, Default)]
struct Modes {
    words: Scores,
    meaning: Scores,
    hybrid: Scores,
}

#[derive(Serialize, Default)]
struct Scores {
    ndcg_at_10: f64,
    mrr_at_10: f64,
    recall_at_100: f64,
    /// 95 % bootstrap interval.
    ndcg_interval: [f64; 2],
}

/// Several corpora at once; a single one is printed bare.
#[derive(Serialize)]
pub(crate) struct Evals<'a> {
    pub(crate) sets: Vec<Eval<'a>>,
    pub(crate) mixed: Vec<Eval<'a>>,
    pub(crate) closeness: Vec<Closeness<'a>>,
}

/// How often queries find something close in a library.
#[derive(Serialize)]
pub(crate) struct Closeness<'a> {
    pub(crate) library: &'a str,
    pub(crate) queries: &'a str,
    pub(crate) n_queries: usize,
    pub(crate) n_close: usize,
}

impl<'a> Eval<'a> {
    pub(crate) fn of(dataset: &'a str, evaluation: &engine::Evaluation) -> Self {
        let mut modes = Modes::default();
        for (mode, scores) in &evaluation.modes {
            let place = match mode {
                engine::Mode::Words => &mut modes.words,
                engine::Mode::Meaning => &mut modes.meaning,
                engine::Mode::Hybrid => &mut modes.hybrid,
            };
            *place = Scores {
                ndcg_at_10: scores.ndcg_at_10,
                mrr_at_10: scores.mrr_at_10,
                recall_at_100: scores.recall_at_100,
                ndcg_interval: scores.ndcg_interval.into(),
            };
        }
        Self {
            dataset,
            n_docs: evaluation.n_documents,
            n_passages: evaluation.n_passages,
            n_queries: evaluation.n_queries,
            modes,
            took_ms: milliseconds(evaluation.took),
        }
    }
}

fn outlet(row: &engine::ArticleRow) -> Option<&str> {
    row.metadata.outlet.as_ref().map(|outlet| outlet.value.as_str())
}

fn published(row: &engine::ArticleRow) -> Option<&str> {
    row.metadata.published.as_ref().map(|published| published.value.as_str())
}

pub(crate) fn milliseconds(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
