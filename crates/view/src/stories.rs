//! The JSON of `copies`, `stories`, `quotes`, `compare`, `whatsnew` and
//! `timeline`: field names are a promise. Fields may be added, never renamed.

use parallax_engine as engine;
use schemars::JsonSchema;
use serde::Serialize;

use super::Article;

/// Articles that repeat each other.
#[derive(Serialize, JsonSchema)]
pub struct Copies<'a> {
    groups: Vec<CopyGroup<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct CopyGroup<'a> {
    articles: Vec<Article<'a>>,
    pairs: Vec<CopyPair<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct CopyPair<'a> {
    a: i64,
    b: i64,
    a_in_b: f64,
    b_in_a: f64,
    extra_blocks: Vec<ExtraBlock<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct ExtraBlock<'a> {
    article_id: i64,
    span: [usize; 2],
    text: &'a str,
    /// Null for body text, else why it is furniture.
    furniture: Option<&'static str>,
}

impl<'a> From<&'a [engine::CopyGroup]> for Copies<'a> {
    fn from(groups: &'a [engine::CopyGroup]) -> Self {
        let groups = groups.iter().map(|group| CopyGroup {
            articles: group.articles.iter().map(Article::from).collect(),
            pairs: group.pairs.iter().map(CopyPair::from).collect(),
        });
        Self { groups: groups.collect() }
    }
}

impl<'a> From<&'a engine::CopyPairing> for CopyPair<'a> {
    fn from(pair: &'a engine::CopyPairing) -> Self {
        let extra_blocks = pair.extra_blocks.iter().map(|block| ExtraBlock {
            article_id: block.article_id.0,
            span: span(block.span),
            text: &block.text,
            furniture: block.furniture.map(engine::Boilerplate::as_str),
        });
        Self {
            a: pair.a.0,
            b: pair.b.0,
            a_in_b: pair.a_in_b,
            b_in_a: pair.b_in_a,
            extra_blocks: extra_blocks.collect(),
        }
    }
}

/// Articles grouped by the event they report.
#[derive(Serialize, JsonSchema)]
pub struct Stories<'a> {
    stories: Vec<Story<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "names are a promise of the JSON")]
struct Story<'a> {
    story_id: i64,
    title: &'a str,
    articles: Vec<StoryArticle<'a>>,
    /// At least so many.
    n_origins: usize,
    /// The articles of each origin.
    origins: Vec<Vec<i64>>,
    sources: Vec<Source<'a>>,
    /// Each teller behind the one it takes from.
    origin_tree: Vec<OriginNode<'a>>,
    first_telling: Option<FirstTelling<'a>>,
    first: Option<&'a str>,
    last: Option<&'a str>,
    follow_up_of: Vec<Relation>,
    related: Vec<Relation>,
}

#[derive(Serialize, JsonSchema)]
struct StoryArticle<'a> {
    #[serde(flatten)]
    article: Article<'a>,
    /// When it was written: published, or as its text gives away.
    day: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct Source<'a> {
    name: &'a str,
    n_articles: usize,
    mentions: Vec<Mention<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Mention<'a> {
    article_id: i64,
    kind: &'static str,
    span: [usize; 2],
    text: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct Relation {
    story_id: i64,
    similarity: f64,
}

impl<'a> From<&'a [engine::Story]> for Stories<'a> {
    fn from(stories: &'a [engine::Story]) -> Self {
        Self { stories: stories.iter().map(Story::from).collect() }
    }
}

impl<'a> From<&'a engine::Story> for Story<'a> {
    fn from(story: &'a engine::Story) -> Self {
        let articles = story.articles.iter().zip(&story.days);
        let relations = |relations: &[engine::StoryRelation]| {
            let relations = relations.iter();
            relations
                .map(|r| Relation { story_id: r.story_id.0, similarity: r.similarity })
                .collect()
        };
        let ids = |group: &Vec<engine::ArticleId>| group.iter().map(|id| id.0).collect();
        Self {
            story_id: story.id.0,
            title: &story.title,
            articles: articles
                .map(|(row, day)| StoryArticle { article: row.into(), day: day.as_deref() })
                .collect(),
            n_origins: story.origins.n_origins,
            origins: story.origins.groups.iter().map(ids).collect(),
            sources: story.origins.sources.iter().map(Source::from).collect(),
            origin_tree: OriginNode::all(&story.origins.tree),
            first_telling: story.origins.first.as_ref().map(FirstTelling::from),
            first: story.first.as_deref(),
            last: story.last.as_deref(),
            follow_up_of: relations(&story.follow_up_of),
            related: relations(&story.related),
        }
    }
}

impl<'a> From<&'a engine::OriginSource> for Source<'a> {
    fn from(source: &'a engine::OriginSource) -> Self {
        let mentions = source.mentions.iter().map(|(id, kind, at, text)| Mention {
            article_id: id.0,
            kind: kind.as_str(),
            span: span(*at),
            text,
        });
        Self { name: &source.name, n_articles: source.n_articles(), mentions: mentions.collect() }
    }
}

/// A teller of a story: an article, or a medium that has no earlier article in it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct OriginNode<'a> {
    article_id: Option<i64>,
    /// For a medium that is only named.
    name: Option<&'a str>,
    /// How many stand above it.
    depth: usize,
    /// Number of the node it takes from.
    from: Option<usize>,
    /// `republished`, `wire`, `copy`, `first`, `wording`, `told` or `cited`.
    basis: Option<&'static str>,
    /// Whether nothing written says so.
    guessed: bool,
    /// The words that say so.
    text: Option<&'a str>,
    span: Option<[usize; 2]>,
    /// Share of the article that stands in the other, where that says so.
    share: Option<f64>,
}

impl<'a> OriginNode<'a> {
    pub(crate) fn all(tree: &'a engine::OriginTree) -> Vec<Self> {
        tree.nodes.iter().map(Self::from).collect()
    }
}

impl<'a> From<&'a engine::OriginNode> for OriginNode<'a> {
    fn from(node: &'a engine::OriginNode) -> Self {
        let link = node.from.as_ref().map(|(_, link)| link);
        let credit = link.and_then(|link| link.credit.as_ref());
        Self {
            article_id: match &node.teller {
                engine::Teller::Article(id) => Some(id.0),
                engine::Teller::Named(_) => None,
            },
            name: match &node.teller {
                engine::Teller::Article(_) => None,
                engine::Teller::Named(name) => Some(name),
            },
            depth: node.depth,
            from: node.from.as_ref().map(|(at, _)| *at),
            basis: link.map(|link| link.basis.as_str()),
            guessed: link.is_some_and(engine::OriginLink::is_guessed),
            text: credit.map(|(_, words)| words.as_str()),
            span: credit.map(|(at, _)| span(*at)),
            share: link.and_then(|link| link.share),
        }
    }
}

/// The earliest dated telling.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FirstTelling<'a> {
    article_id: i64,
    date: &'a str,
    /// `hour`, `day` or `month or year`.
    precision: &'static str,
    /// Articles that may have been as early.
    or: Vec<i64>,
    /// Articles without a date.
    n_undated: usize,
}

impl<'a> From<&'a engine::FirstTelling> for FirstTelling<'a> {
    fn from(first: &'a engine::FirstTelling) -> Self {
        Self {
            article_id: first.article_id.0,
            date: &first.date,
            precision: first.precision.as_str(),
            or: first.or.iter().map(|id| id.0).collect(),
            n_undated: first.n_undated,
        }
    }
}

/// Quotations, each with all its renderings.
#[derive(Serialize, JsonSchema)]
pub struct Quotes<'a> {
    families: Vec<Family<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Family<'a> {
    speaker: Option<&'a str>,
    n_articles: usize,
    first: Option<FirstTelling<'a>>,
    /// To which medium it was said.
    told_to: Option<&'a str>,
    renderings: Vec<Rendering<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Rendering<'a> {
    article_id: i64,
    span: [usize; 2],
    text: &'a str,
    reported: bool,
    /// Equal for renderings in the same words.
    wording: usize,
    sentence: [usize; 2],
    speaker: Option<&'a str>,
    speaker_span: Option<[usize; 2]>,
}

impl<'a> From<&'a [engine::QuoteFamily]> for Quotes<'a> {
    fn from(families: &'a [engine::QuoteFamily]) -> Self {
        let families = families.iter().map(|family| Family {
            speaker: family.speaker.as_deref(),
            n_articles: family.n_articles(),
            first: family.first.as_ref().map(FirstTelling::from),
            told_to: family.told_to.as_deref(),
            renderings: family.renderings.iter().map(Rendering::from).collect(),
        });
        Self { families: families.collect() }
    }
}

impl<'a> From<&'a engine::Rendering> for Rendering<'a> {
    fn from(rendering: &'a engine::Rendering) -> Self {
        Self {
            article_id: rendering.article_id.0,
            span: span(rendering.span),
            text: &rendering.text,
            reported: rendering.is_reported,
            wording: rendering.wording,
            sentence: span(rendering.sentence),
            speaker: rendering.speaker.as_deref(),
            speaker_span: rendering.speaker_span.map(span),
        }
    }
}

/// Two articles, sentence by sentence.
#[derive(Serialize, JsonSchema)]
pub struct Compare<'a> {
    pairs: Vec<Pair<'a>>,
    only_a: Vec<TextAt<'a>>,
    only_b: Vec<TextAt<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Pair<'a> {
    relation: &'static str,
    a: TextAt<'a>,
    b: TextAt<'a>,
    differences: Vec<Difference<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct TextAt<'a> {
    span: [usize; 2],
    text: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct Difference<'a> {
    kind: &'static str,
    /// The words; null where only the other side has any.
    a: Option<&'a str>,
    b: Option<&'a str>,
    a_span: Option<[usize; 2]>,
    b_span: Option<[usize; 2]>,
}

impl<'a> Compare<'a> {
    /// `a`, `b`: the clean texts of the articles compared.
    #[must_use]
    pub fn of(comparison: &'a engine::Comparison, a: &'a str, b: &'a str) -> Self {
        let pairs = comparison.pairs.iter().map(|pair| Pair {
            relation: pair.relation.as_str(),
            a: TextAt::from(&pair.a),
            b: TextAt::from(&pair.b),
            differences: pair
                .differences
                .iter()
                .map(|found| Difference {
                    kind: found.kind.as_str(),
                    a: found.a.map(|span| span.of(a)),
                    b: found.b.map(|span| span.of(b)),
                    a_span: found.a.map(span),
                    b_span: found.b.map(span),
                })
                .collect(),
        });
        Self {
            pairs: pairs.collect(),
            only_a: comparison.only_a.iter().map(TextAt::from).collect(),
            only_b: comparison.only_b.iter().map(TextAt::from).collect(),
        }
    }
}

impl<'a> From<&'a engine::TextAt> for TextAt<'a> {
    fn from(at: &'a engine::TextAt) -> Self {
        Self { span: span(at.span), text: &at.text }
    }
}

/// What an article says that earlier ones did not.
#[derive(Serialize, JsonSchema)]
pub struct WhatsNew<'a> {
    passages: Vec<NewsPassage<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct NewsPassage<'a> {
    article_id: i64,
    passage_id: i64,
    span: [usize; 2],
    text: &'a str,
    status: &'static str,
    seen_in: Vec<i64>,
    sentences: Vec<NewsSentence>,
}

#[derive(Serialize, JsonSchema)]
struct NewsSentence {
    span: [usize; 2],
    status: &'static str,
    seen_in: Option<SeenIn>,
    differences: Vec<Change>,
}

#[derive(Serialize, JsonSchema)]
struct SeenIn {
    article_id: i64,
    span: [usize; 2],
}

#[derive(Serialize, JsonSchema)]
struct Change {
    kind: &'static str,
    /// In this article.
    here: Option<[usize; 2]>,
    /// In the earlier one.
    there: Option<[usize; 2]>,
}

impl<'a> From<&'a [engine::NewsPassage]> for WhatsNew<'a> {
    fn from(news: &'a [engine::NewsPassage]) -> Self {
        Self { passages: news.iter().map(NewsPassage::from).collect() }
    }
}

impl<'a> From<&'a engine::NewsPassage> for NewsPassage<'a> {
    fn from(passage: &'a engine::NewsPassage) -> Self {
        Self {
            article_id: passage.article_id.0,
            passage_id: passage.passage_id.0,
            span: span(passage.span),
            text: &passage.text,
            status: passage.status.as_str(),
            seen_in: passage.seen_in.iter().map(|id| id.0).collect(),
            sentences: passage.sentences.iter().map(NewsSentence::from).collect(),
        }
    }
}

impl From<&engine::NewsSentence> for NewsSentence {
    fn from(sentence: &engine::NewsSentence) -> Self {
        let differences = sentence.differences.iter().map(|found| Change {
            kind: found.kind.as_str(),
            here: found.a.map(span),
            there: found.b.map(span),
        });
        Self {
            span: span(sentence.span),
            status: sentence.status.as_str(),
            seen_in: sentence.seen_in.map(|(id, at)| SeenIn { article_id: id.0, span: span(at) }),
            differences: differences.collect(),
        }
    }
}

/// Dates that articles mention, in order.
#[derive(Serialize, JsonSchema)]
pub struct Timeline<'a> {
    events: Vec<Event<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Event<'a> {
    date: &'a str,
    precision: &'static str,
    article_id: i64,
    span: [usize; 2],
    text: &'a str,
    /// The words that name the date.
    mention: [usize; 2],
    /// Where the day came from that they were seen from.
    reference: &'static str,
}

impl<'a> From<&'a [engine::Event]> for Timeline<'a> {
    fn from(events: &'a [engine::Event]) -> Self {
        let events = events.iter().map(|event| Event {
            date: &event.date,
            precision: event.precision.as_str(),
            article_id: event.article_id.0,
            span: span(event.span),
            text: &event.text,
            mention: span(event.mention),
            reference: event.reference.as_str(),
        });
        Self { events: events.collect() }
    }
}

fn span(span: engine::Span) -> [usize; 2] {
    [span.start, span.end]
}
