//! Splits clean article text into passages, the unit we embed and show.
//!
//! Input: a [`CleanArticle`]. Output: byte spans into its text, each made of
//! whole sentences of consecutive body blocks; nobody stores a second copy.
//! Where to cut is the cheapest of all ways to cut (dynamic programming over
//! sentence ends), so there is no greedy leftover at the end.
//!
//! Invariant: no I/O, never fails; spans are ordered and disjoint, cover every
//! body word once and never touch furniture.
//! Not here: sentence rules (`sentences`), token counts (a model's matter).

use parallax_types::{BlockKind, Role, Span};

use crate::clean::{CleanArticle, CleanBlock};
use crate::sentences::sentences;
use crate::words::{each_word, n_words};

/// How long passages are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassageRules {
    /// Shorter passages appear only where the text itself is shorter.
    pub min_words: usize,
    /// No passage is longer.
    pub max_words: usize,
}

impl Default for PassageRules {
    fn default() -> Self {
        Self { min_words: 60, max_words: 120 }
    }
}

/// The passages of an article, in reading order.
///
/// Whole sentences, packed `min_words..=max_words` long along paragraph borders;
/// a sentence longer than `max_words` is split between words. A heading goes with
/// the text below it. Boilerplate ends a passage.
#[must_use]
pub fn passages(article: &CleanArticle, rules: &PassageRules) -> Vec<Span> {
    let rules = PassageRules { min_words: rules.min_words, max_words: rules.max_words.max(1) };
    article
        .blocks
        .chunk_by(|a, b| a.role == Role::Body && b.role == Role::Body)
        .filter(|run| run[0].role == Role::Body)
        .flat_map(|run| pack(&units(&article.text, run, &rules), &rules))
        .collect()
}

/// A piece that is never cut: a sentence, a line, a table row, or part of a giant sentence.
#[derive(Debug, Clone, Copy)]
struct Unit {
    span: Span,
    n_words: usize,
    /// What lies between this unit and the next.
    border: Border,
}

/// How good a place to cut is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Border {
    /// Between paragraphs.
    Paragraph,
    /// Between items of a list, rows of a table, lines.
    Item,
    /// Inside a paragraph.
    Sentence,
    /// After a heading.
    Heading,
    /// Inside a sentence.
    Word,
}

impl Border {
    /// In units of the cost of a passage half as long as the shortest wanted.
    fn cost(self) -> f64 {
        match self {
            Self::Paragraph => 0.0,
            Self::Item => 0.1,
            Self::Sentence => 0.3,
            Self::Word => 0.6,
            Self::Heading => 3.0,
        }
    }
}

/// The units of a run of body blocks. Pieces without a word are left out: they
/// fall between units and into no passage's edge.
fn units(text: &str, run: &[CleanBlock], rules: &PassageRules) -> Vec<Unit> {
    let mut units = Vec::new();
    for block in run {
        let body = block.span.of(text);
        let pieces = pieces(body, block.kind);
        for piece in pieces {
            let span = Span::new(block.span.start + piece.start, block.span.start + piece.end);
            split(text, span, rules.max_words, &mut units);
        }
        if let Some(last) = units.last_mut() {
            last.border = after_block(block.kind);
        }
    }
    units
}

fn pieces(body: &str, kind: BlockKind) -> Vec<Span> {
    match kind {
        BlockKind::Heading | BlockKind::TableRow => vec![Span::new(0, body.len())],
        BlockKind::Preformatted => line_spans(body),
        _ => sentences(body),
    }
}

fn after_block(kind: BlockKind) -> Border {
    match kind {
        BlockKind::Heading => Border::Heading,
        BlockKind::ListItem | BlockKind::TableRow => Border::Item,
        _ => Border::Paragraph,
    }
}

fn line_spans(body: &str) -> Vec<Span> {
    let mut start = 0;
    let mut spans = Vec::new();
    for line in body.split('\n') {
        let trimmed = line.trim_start();
        let from = start + line.len() - trimmed.len();
        spans.push(Span::new(from, from + trimmed.trim_end().len()));
        start += line.len() + 1;
    }
    spans
}

/// Adds the span as one unit, or as several of at most `max_words` each.
fn split(text: &str, span: Span, max_words: usize, units: &mut Vec<Unit>) {
    let total = n_words(span.of(text));
    if total == 0 {
        return;
    }
    if total <= max_words {
        units.push(Unit { span, n_words: total, border: Border::Sentence });
        return;
    }
    // Parts of even length, so that the last is no leftover.
    let n_parts = total.div_ceil(max_words);
    let part_words = total.div_ceil(n_parts);
    let mut part: Option<Unit> = None;
    each_word(span.of(text), |word| {
        let word = Span::new(span.start + word.start, span.start + word.end);
        match &mut part {
            Some(open) if open.n_words < part_words => {
                open.span.end = word.end;
                open.n_words += 1;
            }
            _ => {
                units.extend(part.take());
                part = Some(Unit { span: word, n_words: 1, border: Border::Word });
            }
        }
    });
    if let Some(mut last) = part {
        // Punctuation after the last word stays with it.
        last.span.end = span.end;
        last.border = Border::Sentence;
        units.push(last);
    }
}

/// The cheapest way to cut the units into passages.
///
/// `best[end]` is the cost of the units before `end` and where the last passage
/// among them starts. A passage has at most `max_words` units, each being at
/// least one word, so this is linear.
fn pack(units: &[Unit], rules: &PassageRules) -> Vec<Span> {
    let mut best = vec![(0.0_f64, 0_usize)];
    for end in 1..=units.len() {
        let cut = if end == units.len() { 0.0 } else { units[end - 1].border.cost() };
        let mut n_words = 0;
        let mut cheapest = (f64::INFINITY, end - 1);
        for start in (0..end).rev() {
            n_words += units[start].n_words;
            if n_words > rules.max_words {
                break;
            }
            let cost = best[start].0 + cut + length_cost(n_words, rules);
            // On equal cost the longer passage.
            if cost <= cheapest.0 {
                cheapest = (cost, start);
            }
        }
        best.push(cheapest);
    }
    let mut spans = Vec::new();
    let mut end = units.len();
    while end > 0 {
        let start = best[end].1;
        spans.push(Span::new(units[start].span.start, units[end - 1].span.end));
        end = start;
    }
    spans.reverse();
    spans
}

/// Zero at a third of the wanted range, growing to both sides, steep below it.
/// Sentence models were trained on short texts: on TIME, passages of about 85 words
/// are found better by meaning than longer ones (nDCG@10 0.763 against 0.751 at 103).
fn length_cost(n_words: usize, rules: &PassageRules) -> f64 {
    let (n_words, min, max) = (n_words as f64, rules.min_words as f64, rules.max_words as f64);
    let wanted = min + (max - min) / 3.0;
    let off = (n_words - wanted) / wanted.max(1.0);
    let short = ((min - n_words) / min.max(1.0)).max(0.0);
    6.0 * off * off + 4.0 * short * short + 0.2 * f64::from(short > 0.0)
}

#[cfg(test)]
mod tests;
