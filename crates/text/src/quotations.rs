//! Who is quoted saying what: quotations with their speakers, and sentences
//! that report speech without quotation marks.
//!
//! A quotation's speaker is the subject of the nearest verb of saying in its
//! sentence; `he` and `she` mean the person last named in the paragraph, or in one
//! before it since somebody spoke, or who spoke last. A paragraph that is nothing but a quotation goes on
//! with the last speaker.
//! What this misses: single quotation marks, verbs that are not in the list,
//! speakers named only in a later paragraph.
//! Not here: which quotations render the same words.

use parallax_types::Span;

use crate::names::{Name, NameKind, names, person_key};
use crate::sentences::sentences;
use crate::tokens::{Token, tokens};

/// A quotation shorter than this is a quoted expression, nobody's statement.
const MIN_WORDS: usize = 4;

/// How far from a quotation its verb of saying may stand, in bytes.
const REACH: usize = 220;

/// What somebody is quoted or reported as saying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words said, without quotation marks, or the sentence that reports them.
    pub span: Span,
    /// Who said it, as fully as the article names them, if it says so.
    pub speaker: Option<String>,
    /// Where the speaker is named.
    pub speaker_span: Option<Span>,
    /// The sentence or paragraph it stands in.
    pub sentence: Span,
    /// Whether it is told in the author's words.
    pub is_reported: bool,
}

/// The quotations of an article, in order.
///
/// - `blocks`: its body paragraphs in the clean `text`.
#[must_use]
pub fn quotations(text: &str, blocks: &[Span]) -> Vec<Quotation> {
    let mut article = Article { text, persons: Vec::new(), last_speaker: None, last_named: None };
    let mut found = Vec::new();
    for block in blocks {
        found.extend(article.read(*block));
    }
    found
}

/// What is known while reading on.
struct Article<'a> {
    text: &'a str,
    /// Full names met so far.
    persons: Vec<String>,
    last_speaker: Option<Speaker>,
    /// The person last named since somebody spoke.
    last_named: Option<Speaker>,
}

#[derive(Debug, Clone)]
struct Speaker {
    name: String,
    span: Span,
}

/// A paragraph with its quotations blanked out, so that words inside them are
/// nobody's names and verbs.
struct Paragraph {
    at: usize,
    masked: String,
    words: Vec<Token>,
    names: Vec<Name>,
    quoted: Vec<Span>,
}

impl Article<'_> {
    fn read(&mut self, block: Span) -> Vec<Quotation> {
        let text = block.of(self.text);
        let quoted = quoted(text);
        let masked = mask(text, &quoted);
        let paragraph = Paragraph {
            at: block.start,
            words: tokens(&masked),
            names: names(&masked),
            masked,
            quoted,
        };
        self.learn(&paragraph);
        let mut found = self.quoted_speech(text, &paragraph);
        found.extend(self.reported_speech(text, &paragraph));
        found.sort_by_key(|quotation| quotation.span);
        if let Some(last) =
            found.iter().rev().find_map(|q| Some((q.speaker.clone()?, q.speaker_span?)))
        {
            self.last_speaker = Some(Speaker { name: last.0, span: last.1 });
            self.last_named = None;
        } else if let Some(named) = self.last_person(&paragraph) {
            self.last_named = Some(named);
        }
        found
    }

    fn learn(&mut self, paragraph: &Paragraph) {
        for name in paragraph.names.iter().filter(|name| name.kind == NameKind::Person) {
            let written = name.span.of(&paragraph.masked).to_owned();
            if written.contains(' ') && !self.persons.contains(&written) {
                self.persons.push(written);
            }
        }
    }

    /// A person, or a lone name that ends a person's full name.
    fn is_person(&self, name: &Name, text: &str) -> bool {
        let key = person_key(name.span.of(text));
        name.kind == NameKind::Person || self.persons.iter().any(|known| person_key(known) == key)
    }

    /// `Vassmo` as the fullest name the article has given so far.
    fn full(&self, written: &str) -> String {
        if written.contains(' ') {
            return written.to_owned();
        }
        let key = person_key(written);
        let full = self.persons.iter().rev().find(|name| person_key(name) == key);
        full.cloned().unwrap_or_else(|| written.to_owned())
    }

    fn quoted_speech(&self, text: &str, paragraph: &Paragraph) -> Vec<Quotation> {
        let mut found: Vec<Quotation> = Vec::new();
        for (at, span) in paragraph.quoted.iter().enumerate() {
            let inner = trimmed(text, *span);
            if tokens(inner.of(text)).len() < MIN_WORDS {
                continue;
            }
            let speaker = self
                .speaker_after(paragraph, *span, paragraph.quoted.get(at + 1))
                .or_else(|| {
                    self.speaker_before(
                        paragraph,
                        *span,
                        at.checked_sub(1).map(|at| paragraph.quoted[at]),
                    )
                })
                .or_else(|| found.last().and_then(known_speaker))
                .or_else(|| goes_on(paragraph).then(|| self.last_speaker.clone()).flatten());
            found.push(Quotation {
                span: shifted(inner, paragraph.at),
                speaker: speaker.as_ref().map(|speaker| speaker.name.clone()),
                speaker_span: speaker.map(|speaker| speaker.span),
                sentence: shifted(around(text, inner), paragraph.at),
                is_reported: false,
            });
        }
        found
    }

    /// `“…,” said Roe` and `“…,” Roe, the head of the board, told us`.
    fn speaker_after(
        &self,
        paragraph: &Paragraph,
        quote: Span,
        next: Option<&Span>,
    ) -> Option<Speaker> {
        let limit = next.map_or(paragraph.masked.len(), |next| next.start).min(quote.end + REACH);
        let clause = Span::new(quote.end, clause_end(&paragraph.masked, quote.end, limit));
        let verb = paragraph.verb_in(clause)?;
        self.subject(paragraph, clause, verb, Side::First)
    }

    /// `Roe said: “…”`.
    fn speaker_before(
        &self,
        paragraph: &Paragraph,
        quote: Span,
        before: Option<Span>,
    ) -> Option<Speaker> {
        let from = before.map_or(0, |before| before.end).max(quote.start.saturating_sub(REACH));
        let from = floor(&paragraph.masked, from);
        let start = clause_start(&paragraph.masked, from, quote.start);
        let clause = Span::new(start, quote.start);
        let verb = paragraph.last_verb_in(clause)?;
        self.subject(paragraph, clause, verb, Side::Last)
    }

    fn subject(
        &self,
        paragraph: &Paragraph,
        clause: Span,
        verb: usize,
        side: Side,
    ) -> Option<Speaker> {
        let verb_span = paragraph.words[verb].span;
        let before = Span::new(clause.start, verb_span.start);
        if paragraph.has_pronoun_before(verb, before) {
            return self.pronoun(paragraph, verb_span.start);
        }
        let mut people = paragraph
            .names
            .iter()
            .filter(|name| before.contains(name.span) && self.is_person(name, &paragraph.masked));
        let person = match side {
            Side::First => people.next(),
            Side::Last => people.next_back(),
        };
        let after = || {
            let next =
                paragraph.words.get(verb + 1).filter(|word| word.span.start <= clause.end)?;
            paragraph.names.iter().find(|name| {
                name.span.start >= next.span.start && name.span.start <= next.span.end + 60
            })
        };
        // "said Roe": only when nothing stands before the verb.
        let inverted =
            before.of(&paragraph.masked).trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
        let name = if inverted { after() } else { person.or_else(|| paragraph.last_name(before)) };
        match name {
            Some(name) => Some(Speaker {
                name: self.full(name.span.of(&paragraph.masked)),
                span: shifted(name.span, paragraph.at),
            }),
            None => paragraph.noun_phrase(before, verb).map(|span| Speaker {
                name: span.of(&paragraph.masked).to_owned(),
                span: shifted(span, paragraph.at),
            }),
        }
    }

    /// The person last named in the paragraph, or before it since somebody spoke, or
    /// the last speaker.
    fn pronoun(&self, paragraph: &Paragraph, before: usize) -> Option<Speaker> {
        let named = paragraph
            .names
            .iter()
            .rev()
            .find(|name| name.span.end <= before && self.is_person(name, &paragraph.masked));
        match named {
            Some(name) => Some(Speaker {
                name: self.full(name.span.of(&paragraph.masked)),
                span: shifted(name.span, paragraph.at),
            }),
            None => self.last_named.clone().or_else(|| self.last_speaker.clone()),
        }
    }

    fn last_person(&self, paragraph: &Paragraph) -> Option<Speaker> {
        let names = paragraph.names.iter().rev();
        let name = names.into_iter().find(|name| self.is_person(name, &paragraph.masked))?;
        Some(Speaker {
            name: self.full(name.span.of(&paragraph.masked)),
            span: shifted(name.span, paragraph.at),
        })
    }

    fn reported_speech(&self, text: &str, paragraph: &Paragraph) -> Vec<Quotation> {
        let spoken = |span: &Span| tokens(span.of(text)).len() >= MIN_WORDS;
        let reports = sentences(text).into_iter().filter_map(|sentence| {
            if paragraph.quoted.iter().any(|quote| quote.overlaps(sentence) && spoken(quote)) {
                return None;
            }
            let verb = paragraph.verb_in(sentence)?;
            let n_words =
                paragraph.words.iter().filter(|word| sentence.contains(word.span)).count();
            let speaker = self.subject(paragraph, sentence, verb, Side::Last)?;
            (n_words >= MIN_WORDS + 3).then(|| Quotation {
                span: shifted(sentence, paragraph.at),
                speaker: Some(speaker.name),
                speaker_span: Some(speaker.span),
                sentence: shifted(sentence, paragraph.at),
                is_reported: true,
            })
        });
        reports.collect()
    }
}

/// Which of several persons before the verb is its subject.
#[derive(Clone, Copy)]
enum Side {
    /// After a quotation the speaker comes first, his office after.
    First,
    /// Before one, the office comes first, his name after.
    Last,
}

impl Paragraph {
    fn verb_in(&self, clause: Span) -> Option<usize> {
        self.words
            .iter()
            .position(|word| clause.contains(word.span) && is_verb_of_saying(&word.folded))
    }

    fn last_verb_in(&self, clause: Span) -> Option<usize> {
        self.words
            .iter()
            .rposition(|word| clause.contains(word.span) && is_verb_of_saying(&word.folded))
    }

    fn has_pronoun_before(&self, verb: usize, clause: Span) -> bool {
        let near = self.words[verb.saturating_sub(5)..verb].iter().rev();
        let mut near = near.filter(|word| clause.contains(word.span));
        // "he went on to say", "she also said"
        near.find(|word| {
            !matches!(
                word.folded.as_str(),
                "also"
                    | "then"
                    | "later"
                    | "went"
                    | "on"
                    | "to"
                    | "had"
                    | "has"
                    | "even"
                    | "further"
            )
        })
        .is_some_and(|word| matches!(word.folded.as_str(), "he" | "she"))
    }

    fn last_name(&self, clause: Span) -> Option<&Name> {
        self.names
            .iter()
            .rev()
            .find(|name| clause.contains(name.span) && name.kind != NameKind::Place)
    }

    /// `the former diplomat` before a verb.
    fn noun_phrase(&self, clause: Span, verb: usize) -> Option<Span> {
        let words: Vec<&Token> = self.words[verb.saturating_sub(8)..verb]
            .iter()
            .filter(|word| clause.contains(word.span))
            .collect();
        let start = words.iter().rposition(|word| {
            matches!(
                word.folded.as_str(),
                "the" | "a" | "an" | "one" | "his" | "her" | "their" | "officials" | "police"
            )
        })?;
        let span = Span::new(words[start].span.start, words.last()?.span.end);
        (words.len() - start <= 6 && !span.of(&self.masked).contains([',', '.', ';']))
            .then_some(span)
    }
}

const VERBS: &[&str] = &[
    "acknowledged",
    "added",
    "adding",
    "adds",
    "admitted",
    "agreed",
    "alleged",
    "announced",
    "argued",
    "argues",
    "asked",
    "asserted",
    "believes",
    "called",
    "claimed",
    "claims",
    "commented",
    "complained",
    "concluded",
    "confirmed",
    "continued",
    "declared",
    "denied",
    "described",
    "emphasized",
    "explained",
    "explains",
    "insisted",
    "maintained",
    "mentioned",
    "noted",
    "notes",
    "pledged",
    "predicted",
    "promised",
    "recalled",
    "remarked",
    "repeated",
    "replied",
    "reported",
    "responded",
    "said",
    "say",
    "saying",
    "says",
    "stated",
    "stressed",
    "suggested",
    "telling",
    "tells",
    "testified",
    "told",
    "tweeted",
    "urged",
    "vowed",
    "warned",
    "warns",
    "writes",
    "wrote",
];

fn is_verb_of_saying(folded: &str) -> bool {
    VERBS.binary_search(&folded).is_ok()
}

/// Whether a paragraph says nothing but its quotations.
fn goes_on(paragraph: &Paragraph) -> bool {
    paragraph.words.len() <= MIN_WORDS
}

fn known_speaker(quotation: &Quotation) -> Option<Speaker> {
    Some(Speaker { name: quotation.speaker.clone()?, span: quotation.speaker_span? })
}

/// Where text stands in quotation marks, marks included. A quotation that is not
/// closed ends with the paragraph: the next one goes on with it.
fn quoted(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let doubled =
            matches!(char, '`' | '\'') && chars.peek().is_some_and(|(_, next)| *next == char);
        if doubled {
            chars.next();
        }
        let mark_len = if doubled { 2 } else { char.len_utf8() };
        let opens = matches!(char, '“' | '„' | '«') || (doubled && char == '`') || char == '"';
        let closes = matches!(char, '”' | '»' | '"') || (doubled && char == '\'');
        match open {
            Some(start) if closes => {
                spans.push(Span::new(start, at + mark_len));
                open = None;
            }
            None if opens => open = Some(at),
            _ => {}
        }
    }
    if let Some(start) = open {
        spans.push(Span::new(start, text.len()));
    }
    spans
}

/// Blanks out the quotations; every other byte keeps its place.
fn mask(text: &str, quoted: &[Span]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for span in quoted {
        masked.push_str(&text[at..span.start]);
        masked.extend(std::iter::repeat_n(' ', span.len()));
        at = span.end;
    }
    masked.push_str(&text[at..]);
    masked
}

/// The words inside quotation marks, without the comma before the closing one.
fn trimmed(text: &str, quote: Span) -> Span {
    let is_mark = |c: char| matches!(c, '“' | '”' | '„' | '«' | '»' | '"' | '`' | '\'' | ' ' | ',');
    let inner = quote.of(text);
    let start = quote.start + (inner.len() - inner.trim_start_matches(is_mark).len());
    Span::new(start, quote.start + inner.trim_end_matches(is_mark).len())
}

/// The sentences a quotation stands in, with its attribution.
fn around(text: &str, quote: Span) -> Span {
    let touching: Vec<Span> =
        sentences(text).into_iter().filter(|sentence| sentence.overlaps(quote)).collect();
    match (touching.first(), touching.last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end),
        _ => quote,
    }
}

/// The end of the sentence that goes on after a quotation.
fn clause_end(masked: &str, from: usize, limit: usize) -> usize {
    let limit = floor(masked, limit.min(masked.len()));
    let rest = &masked[from..limit];
    sentences(rest).first().map_or(limit, |first| from + first.end)
}

/// The start of the sentence that leads up to a quotation.
fn clause_start(masked: &str, from: usize, until: usize) -> usize {
    let rest = &masked[from..until];
    sentences(rest).last().map_or(from, |last| from + last.start)
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let mut blocks = Vec::new();
        let mut at = 0;
        for block in text.split("\n\n") {
            blocks.push(Span::new(at, at + block.len()));
            at += block.len() + 2;
        }
        let found: Vec<String> = quotations(text, &blocks)
            .into_iter()
            .map(|q| {
                let mark = if q.is_reported { "~" } else { "=" };
                format!("{} {mark} {}", q.speaker.unwrap_or_default(), q.span.of(text))
            })
            .collect();
        expected.assert_eq(&found.join("\n"));
    }

    #[test]
    fn verbs_are_sorted_for_the_search() {
        assert!(VERBS.is_sorted());
    }

    #[test]
    fn speakers_before_after_and_by_pronoun() {
        check(
            "Head of the harbour board, Ingrid Vassmo, said: \"We need to restore normal ties and renew them\".\n\n\
             \"It is not possible to convince them that they must leave,\" she told the Norden Wire on Monday.\n\n\
             “Nobody asked us about any of this,” said Jan Roe, a docker. “We read it in the paper,” he said.\n\n\
             \"And so it goes on and on in this town.\"",
            expect![[r#"
                Ingrid Vassmo = We need to restore normal ties and renew them
                Ingrid Vassmo = It is not possible to convince them that they must leave
                Jan Roe = Nobody asked us about any of this
                Jan Roe = We read it in the paper
                Jan Roe = And so it goes on and on in this town."#]],
        );
    }

    #[test]
    fn a_pronoun_means_who_was_named_since_somebody_spoke() {
        check(
            "“We want to talk to the dockers again,” said Jan Roe, who leads the harbour board.\n\n\
             On Tuesday the mayor of the town, Mira Tollen, backed the dockers instead.\n\n\
             “I disagree that it was an illegal strike,” she told the Norden Wire.",
            expect![[r#"
                Jan Roe = We want to talk to the dockers again
                Mira Tollen = I disagree that it was an illegal strike"#]],
        );
    }

    #[test]
    fn offices_after_names_and_reported_speech() {
        check(
            "“We need to build normal ties with them,” Ingrid Vassmo, the board’s head of the Department of Quays, told \
             the Norden Wire.\n\nMany ports are members because it pays, Vassmo said. The former harbour master said \
             that nothing would come of it at all. It rained. The “plan” is old.",
            expect![[r#"
                Ingrid Vassmo = We need to build normal ties with them
                Ingrid Vassmo ~ Many ports are members because it pays, Vassmo said.
                The former harbour master ~ The former harbour master said that nothing would come of it at all."#]],
        );
    }
}
