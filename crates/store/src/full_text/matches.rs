//! Which passages hold a phrase, a word's beginning, or phrases near each other: what
//! conditions are put together from.
//!
//! The index knows stems. What asks for more (the very form of a word, a spelling that
//! crosses several words) is given as *uncertain*: its text has to be read to tell.
//! Invariant: nothing that matches is missing; what is certain does match.
//! Not here: reading texts, putting conditions together (`engine`).

use std::collections::BTreeMap;

use parallax_lang::{Phrase, TokenKind, tokens};
use parallax_types::{ArticleId, PassageId};
use rusqlite::Connection;

use super::PassageLengths;
use super::expression::{Alternatives, beginning_with, near, spelt_otherwise};
use super::term_counts::counts;
use crate::error::Doing;
use crate::{Snapshot, StoreError};

/// Beginnings of a word that a stem may have been cut down to are looked for from so many
/// letters on.
const MIN_STEM: usize = 3;

/// A passage that holds, or may hold, what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhraseMatch {
    /// The passage; the first of its article where the title holds it.
    pub passage_id: PassageId,
    /// Its article.
    pub article_id: ArticleId,
    /// Whether the article's title holds it.
    pub in_title: bool,
    /// Whether the passage does.
    pub in_body: bool,
    /// Whether that is certain, or the texts have to be read.
    pub is_certain: bool,
}

/// By passage, in the order of ids.
type Matches = BTreeMap<i64, PhraseMatch>;

impl Snapshot<'_> {
    /// Passages that hold a phrase, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_with(&self, phrase: &Phrase) -> Result<Vec<PhraseMatch>, StoreError> {
        let alternatives = Alternatives::of([phrase]);
        if alternatives.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|connection| {
            let places = self.store.places(connection)?;
            let mut matches = Matches::new();
            let is_certain = !phrase.is_exact() || is_its_own_stem(phrase);
            let expression = alternatives.expression();
            collect(connection, &places, &expression, is_certain, &mut matches)?;
            if let Some(expression) = spelt_otherwise(phrase) {
                collect(connection, &places, &expression, false, &mut matches)?;
            }
            Ok(matches.into_values().collect())
        })
    }

    /// Passages with a word that begins with `beginning`, by id. Of several words the last
    /// is the one that goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_with_beginning(&self, beginning: &str) -> Result<Vec<PhraseMatch>, StoreError> {
        let words = tokens(beginning).list;
        let Some((last, before)) = words.split_last() else { return Ok(Vec::new()) };
        let mut stems: Vec<&str> = before.iter().map(|edge| edge.stem.as_str()).collect();
        stems.push(&last.form);
        let form = stems.join(" ");
        let is_changed_letter = last.kind == TokenKind::Word && form.ends_with(['i', 'e']);
        let mut certain = vec![beginning_with(&form)];
        let mut uncertain = Vec::new();
        if is_changed_letter {
            // `hope` is the stem of `hoping` too; what is longer begins as its words do.
            certain =
                ('a'..='z').map(|letter| beginning_with(&format!("{form}{letter}"))).collect();
            uncertain.push(format!("\"{form}\""));
        }
        if before.is_empty() && last.kind == TokenKind::Word {
            uncertain.extend(shorter_stems(&last.form));
        }
        self.read(|connection| {
            let places = self.store.places(connection)?;
            let mut matches = Matches::new();
            collect(connection, &places, &certain.join(" OR "), true, &mut matches)?;
            if !uncertain.is_empty() {
                collect(connection, &places, &uncertain.join(" OR "), false, &mut matches)?;
            }
            Ok(matches.into_values().collect())
        })
    }

    /// Passages in which all of `phrases` stand with `n` words at most between the first
    /// and the last; `None` where the index cannot tell by itself.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passages_with_near(
        &self,
        phrases: &[Phrase],
        n: usize,
    ) -> Result<Option<Vec<PassageId>>, StoreError> {
        if phrases.iter().any(|phrase| phrase.is_exact() && !is_its_own_stem(phrase)) {
            return Ok(None);
        }
        let Some(expression) = near(phrases, n) else { return Ok(None) };
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT rowid FROM passage_words WHERE passage_words MATCH ?1")
                .doing("searching words")?;
            let rows = statement
                .query_map([expression], |row| row.get(0).map(PassageId))
                .doing("searching words")?;
            rows.collect::<rusqlite::Result<_>>().map(Some).doing("searching words")
        })
    }
}

/// Whether stems tell as much as forms: digits and characters have no endings.
fn is_its_own_stem(phrase: &Phrase) -> bool {
    phrase.readings().iter().flatten().all(|edge| edge.kind != TokenKind::Word)
}

/// Stems that words beginning with `form` may have: endings are dropped, and what is left
/// may end in another letter (`happi`, `hope`).
fn shorter_stems(form: &str) -> Vec<String> {
    let ends: Vec<usize> = form.char_indices().map(|(at, _)| at).skip(MIN_STEM).collect();
    let mut stems: Vec<String> = Vec::new();
    for end in ends.into_iter().rev() {
        let short = &form[..end];
        stems.push(format!("\"{short}\""));
        if form.is_ascii() {
            stems.extend(["e", "i"].map(|letter| format!("\"{short}{letter}\"")));
        }
    }
    stems.truncate(60);
    stems
}

fn collect(
    connection: &Connection,
    places: &PassageLengths,
    expression: &str,
    is_certain: bool,
    matches: &mut Matches,
) -> Result<(), StoreError> {
    let doing = "searching words";
    let mut statement = connection
        .prepare_cached(
            "SELECT rowid, tally(passage_words) FROM passage_words WHERE passage_words MATCH ?1",
        )
        .doing(doing)?;
    let mut rows = statement.query([expression]).doing(doing)?;
    let mut walk = places.walk();
    while let Some(row) = rows.next().doing(doing)? {
        let Some(place) = walk.to(row.get(0).doing(doing)?) else { continue };
        let tally = row.get_ref(1).and_then(|value| Ok(value.as_blob()?)).doing(doing)?;
        let has = |of: fn((u8, u8)) -> u8| tally.iter().any(|byte| of(counts(*byte)) > 0);
        let found = PhraseMatch {
            passage_id: PassageId(place.passage_id),
            article_id: places.home(place.home).article_id,
            in_title: has(|(title, _)| title),
            in_body: has(|(_, body)| body),
            is_certain,
        };
        let known = matches.entry(place.passage_id).or_insert(found);
        if known.is_certain && !is_certain {
            // What else of it may match is read too.
            known.is_certain =
                (known.in_title || !found.in_title) && (known.in_body || !found.in_body);
        }
        known.in_title |= found.in_title;
        known.in_body |= found.in_body;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{article, library};

    #[test]
    fn what_the_index_cannot_tell_is_uncertain() {
        let (_dir, store) = library();
        store.put_article(&article("/a", "Some 1,200 dockers hoped for a co-operative.")).unwrap();
        store.put_article(&article("/b", "Hope, said the docker, is a hop away.")).unwrap();
        let found = |phrase: &Phrase| {
            let found = store.snapshot(|snapshot| snapshot.passages_with(phrase)).unwrap();
            found.iter().map(|m| (m.passage_id.0, m.is_certain)).collect::<Vec<_>>()
        };
        assert_eq!(found(&Phrase::stemmed("docker")), [(1, true), (2, true)]);
        assert_eq!(found(&Phrase::exact("docker")), [(1, false), (2, false)]);
        assert_eq!(found(&Phrase::exact("1200")), [(1, true)]);
        assert_eq!(found(&Phrase::stemmed("1 200 dockers")), [(1, true)]);
        assert_eq!(found(&Phrase::stemmed("1200 dockers")), [(1, false)]);
        assert_eq!(found(&Phrase::stemmed("dockers 1200")), [(1, false)]);
        assert_eq!(found(&Phrase::stemmed("waterfront dockers")), []);
        let beginning = |text: &str| {
            let found = store.snapshot(|snapshot| snapshot.passages_with_beginning(text)).unwrap();
            found.iter().map(|m| (m.passage_id.0, m.is_certain)).collect::<Vec<_>>()
        };
        assert_eq!(beginning("dock"), [(1, true), (2, true)]);
        assert_eq!(beginning("coop"), [(1, true)]);
        assert_eq!(beginning("dockers"), [(1, false), (2, false)]);
        assert_eq!(beginning("hope"), [(1, false), (2, false)]);
        assert_eq!(beginning("zz"), []);
        let near = |n| {
            let phrases = ["dockers", "hope"].map(Phrase::stemmed);
            let found = store.snapshot(|snapshot| snapshot.passages_with_near(&phrases, n));
            found.unwrap().unwrap()
        };
        assert_eq!(near(0), [PassageId(1)]);
        assert_eq!(near(2), [PassageId(1), PassageId(2)]);
    }
}
