//! The dates articles mention, as a sequence of events with the sentences that
//! tell them.

use parallax_store::StoredArticle;
use parallax_text::{Day, Precision, date_mentions, is_ahead, resolve};
use parallax_types::{ArticleId, Span};

use super::body::Body;
use crate::{EngineError, Library};

/// Where the day came from that an article's dates are seen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceFrom {
    /// The article says when it was published.
    Published,
    /// Its text gives the day away.
    Text,
    /// The other articles of its story do.
    Story,
    /// Nothing does; only dates with a year are placed.
    Unknown,
}

impl ReferenceFrom {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Text => "text",
            Self::Story => "story",
            Self::Unknown => "unknown",
        }
    }
}

/// A date an article mentions, and what it says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `2017-01-04`, `2016-04` or `2014`.
    pub date: String,
    /// How exactly it is known.
    pub precision: Precision,
    /// The article.
    pub article_id: ArticleId,
    /// The sentence, in the article's clean text.
    pub span: Span,
    /// That sentence.
    pub text: String,
    /// The words that name the date.
    pub mention: Span,
    /// Where the day came from that the mention was seen from.
    pub reference: ReferenceFrom,
}

impl Library {
    /// The events the articles of a story mention, or those of every article, in
    /// time order.
    ///
    /// # Errors
    /// When the store cannot be read, or there is no such story.
    pub fn timeline(&self, story: Option<ArticleId>) -> Result<Vec<Event>, EngineError> {
        let ids: Vec<ArticleId> = match story {
            Some(story) => self.story_articles(story)?.into_iter().map(|(id, _)| id).collect(),
            None => {
                self.articles(&crate::Filter::default())?.into_iter().map(|row| row.id).collect()
            }
        };
        let mut events = Vec::new();
        for id in ids {
            let article = self.store.article(id)?;
            let (day, from) = self.reference_of(&article)?;
            collect(&article, day, from, &mut events);
        }
        events.sort_by(|a, b| {
            (&a.date, a.article_id, a.mention).cmp(&(&b.date, b.article_id, b.mention))
        });
        Ok(events)
    }

    pub(super) fn reference_of(
        &self,
        article: &StoredArticle,
    ) -> Result<(Option<Day>, ReferenceFrom), EngineError> {
        if let Some(published) = &article.row.metadata.published {
            return Ok((Day::parse(published.value.day()), ReferenceFrom::Published));
        }
        let id = article.row.id;
        if let Some(day) = self.day_of(id)? {
            return Ok((Day::parse(&day), ReferenceFrom::Text));
        }
        let story = self.store.story_of(id)?;
        let members = match story {
            Some(story) => self.store.story_members(Some(story))?,
            None => Vec::new(),
        };
        let earliest = members.into_iter().filter_map(|member| member.day).min();
        Ok(match earliest.and_then(|day| Day::parse(&day)) {
            Some(day) => (Some(day), ReferenceFrom::Story),
            None => (None, ReferenceFrom::Unknown),
        })
    }
}

/// A sentence with more dates is a list.
const MAX_DATES_OF_A_SENTENCE: usize = 50;

/// Bytes of a sentence shown on either side of its date.
const N_AROUND: usize = 600;

/// The sentence, or of a long one what stands around its date: a page without full stops is one
/// sentence, and each of its dates would carry all of it.
fn around(sentence: &str, date: Span) -> String {
    let start = sentence.floor_char_boundary(date.start.saturating_sub(N_AROUND));
    let end = sentence.ceil_char_boundary((date.end + N_AROUND).min(sentence.len()));
    let (before, behind) =
        (if start > 0 { "…" } else { "" }, if end < sentence.len() { "…" } else { "" });
    format!("{before}{}{behind}", &sentence[start..end])
}

fn collect(
    article: &StoredArticle,
    day: Option<Day>,
    from: ReferenceFrom,
    events: &mut Vec<Event>,
) {
    let text = article.text.as_str();
    for sentence in Body::of(article).sentences() {
        for mention in date_mentions(sentence.of(text)).into_iter().take(MAX_DATES_OF_A_SENTENCE) {
            let ahead = is_ahead(sentence.of(text), mention.span);
            let Some(resolved) = resolve(mention.spoken, day, ahead) else { continue };
            events.push(Event {
                date: resolved.iso(),
                precision: resolved.precision,
                article_id: article.row.id,
                span: sentence,
                text: around(sentence.of(text), mention.span),
                mention: Span::new(
                    sentence.start + mention.span.start,
                    sentence.start + mention.span.end,
                ),
                reference: from,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_cut_around_its_date() {
        let sentence = "ž 4 January ".repeat(16_000);
        let date = Span::new(90_002, 90_011);
        let text = around(&sentence, date);
        assert!(text.starts_with('…') && text.ends_with('…'));
        assert!(text.len() < 2 * N_AROUND + 20 && text.contains(date.of(&sentence)));
        assert_eq!(around("It opened on 4 January.", Span::new(13, 22)), "It opened on 4 January.");
    }
}
