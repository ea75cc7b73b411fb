//! Texts that say where they appeared before: `originally published in The Herald`.

use parallax_lang::{CreditWord, credit_phrases};
use parallax_types::Span;

use super::media::Words;
use super::{OriginMark, OriginMarkKind};

/// Words of the longest name.
const MAX_NAME: usize = 6;

/// What a block says of where the text appeared before.
pub(super) fn republished(words: &Words<'_>) -> Vec<OriginMark> {
    let mut found = Vec::new();
    for start in 0..words.list.len() {
        let longest = credit_phrases().longest();
        let end = (1..=longest)
            .rev()
            .map(|n| start + n)
            .find(|end| words.has(CreditWord::Republished, start, *end));
        let Some(name) = end.and_then(|end| name_behind(words, end)) else { continue };
        let span = Span::new(words.list[start].span.start, name.end);
        found.push(OriginMark {
            name: bare(name.of(words.text)),
            kind: OriginMarkKind::Republished,
            span,
        });
    }
    found
}

fn bare(written: &str) -> String {
    let name = written.strip_prefix("the ").or_else(|| written.strip_prefix("The "));
    name.unwrap_or(written).to_owned()
}

/// A run of capitals, `the`, `of` and `and` among them.
fn name_behind(words: &Words<'_>, start: usize) -> Option<Span> {
    let mut end = start;
    let mut last = None;
    while end < words.list.len() && end - start < MAX_NAME {
        let is_small = matches!(words.list[end].folded.as_str(), "the" | "of" | "and");
        if !is_small && !words.is_capital(end) {
            break;
        }
        // `in Coast Herald and was changed`: no name ends with the words it may hold.
        if words.is_capital(end) && words.list[end].folded != "the" {
            last = Some(end);
        }
        end += 1;
        if words.gap(end - 1).contains(['.', ',', ';', '\n', ')', '”', '"', '(']) {
            break;
        }
    }
    last.map(|last| Span::new(words.list[start].span.start, words.list[last].span.end))
}
