//! What is said *about* an article is kept to a length people read. A file can claim a
//! title of millions of characters; lists, prompts and exports would carry it.
//!
//! What is cut is named among the article's warnings. Not here: the text itself, whose
//! bound is the reading child's.

use parallax_types::{RawArticle, Sourced};

/// Characters of a title, outlet or author's name, and of an address.
pub(crate) const MAX_TITLE: usize = 1_000;
pub(crate) const MAX_NAME: usize = 300;
const MAX_ADDRESS: usize = 2_000;
const MAX_LANGUAGE: usize = 35;

/// Tags a file may bring along: more are keywords, not what somebody sorts by.
const MAX_TAGS: usize = 30;

/// Authors, and notes on how a file was read.
pub(crate) const MAX_AUTHORS: usize = 100;
const MAX_WARNINGS: usize = 100;

/// Cuts what is too long, and says so.
pub(crate) fn limit(raw: &mut RawArticle) {
    let metadata = &mut raw.metadata;
    let mut said = Vec::new();
    cut(&mut metadata.title, "title", MAX_TITLE, &mut said);
    cut(&mut metadata.outlet, "outlet", MAX_NAME, &mut said);
    cut(&mut metadata.language, "language", MAX_LANGUAGE, &mut said);
    if let Some(authors) = &mut metadata.authors {
        let names = &mut authors.value;
        if names.len() > MAX_AUTHORS {
            said.push(format!("It names {} authors; {MAX_AUTHORS} are kept.", names.len()));
            names.truncate(MAX_AUTHORS);
        }
        let n_cut = names.iter_mut().filter_map(|name| shortened(name, MAX_NAME)).count();
        if n_cut > 0 {
            said.push(format!("{n_cut} names of authors were longer than {MAX_NAME} characters."));
        }
    }
    // Half an address leads elsewhere.
    let is_too_long = |url: &Sourced<String>| url.value.len() > MAX_ADDRESS;
    if metadata.canonical_url.take_if(|url| is_too_long(url)).is_some() {
        said.push(format!("Its address is longer than {MAX_ADDRESS} bytes and was left out."));
    }
    if raw.tags.len() > MAX_TAGS {
        said.push(format!("It has {} tags; {MAX_TAGS} are kept.", raw.tags.len()));
        raw.tags.truncate(MAX_TAGS);
    }
    let warnings = &mut raw.receipt.warnings;
    if warnings.len() > MAX_WARNINGS {
        let n_more = warnings.len() - MAX_WARNINGS;
        warnings.truncate(MAX_WARNINGS);
        warnings.push(format!("{n_more} more notes were left out."));
    }
    for warning in warnings.iter_mut() {
        shortened(warning, MAX_TITLE);
    }
    warnings.append(&mut said);
}

fn cut(field: &mut Option<Sourced<String>>, what: &str, max: usize, said: &mut Vec<String>) {
    if let Some(field) = field
        && let Some(n_chars) = shortened(&mut field.value, max)
    {
        said.push(format!("Its {what} has {n_chars} characters; the first {max} are kept."));
    }
}

/// Cuts a text to `max` characters and an ellipsis. Returns how many it had, if more.
pub(crate) fn shortened(text: &mut String, max: usize) -> Option<usize> {
    let (at, _) = text.char_indices().nth(max)?;
    let n_chars = max + text[at..].chars().count();
    text.truncate(at);
    text.push('…');
    Some(n_chars)
}

#[cfg(test)]
mod tests {
    use parallax_types::{Metadata, Receipt, Source};

    use super::*;

    #[test]
    fn what_is_said_about_an_article_is_kept_to_a_length_and_that_is_told() {
        let long = || Some(Sourced::new("ž".repeat(5_000_000), Source::Meta));
        let authors = vec!["x".repeat(9_999); 7_000];
        let mut raw = RawArticle {
            metadata: Metadata {
                title: long(),
                outlet: long(),
                authors: Some(Sourced::new(authors, Source::Meta)),
                canonical_url: long(),
                language: long(),
                published: None,
            },
            blocks: Vec::new(),
            tags: vec!["t".to_owned(); 99],
            receipt: Receipt { warnings: vec!["w".to_owned(); 500], ..Receipt::default() },
        };
        limit(&mut raw);
        let Metadata { title, outlet, authors, canonical_url, .. } = raw.metadata;
        assert_eq!(title.unwrap().value.chars().count(), MAX_TITLE + 1);
        assert_eq!(outlet.unwrap().value.chars().count(), MAX_NAME + 1);
        assert_eq!(authors.unwrap().value.len(), MAX_AUTHORS);
        assert_eq!(canonical_url, None);
        let told = raw.receipt.warnings[MAX_WARNINGS..].join("\n");
        expect_test::expect![[r"
            400 more notes were left out.
            Its title has 5000000 characters; the first 1000 are kept.
            Its outlet has 5000000 characters; the first 300 are kept.
            Its language has 5000000 characters; the first 35 are kept.
            It names 7000 authors; 100 are kept.
            100 names of authors were longer than 300 characters.
            Its address is longer than 2000 bytes and was left out.
            It has 99 tags; 30 are kept."]]
        .assert_eq(&told);
    }

    #[test]
    fn what_is_short_is_left_alone() {
        let mut text = "ž".repeat(MAX_TITLE);
        assert_eq!((shortened(&mut text, MAX_TITLE), text.chars().count()), (None, MAX_TITLE));
    }
}
