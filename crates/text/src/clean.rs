//! Blocks as imported → one clean text with labelled spans.
//!
//! Invariant: the text is NFC with one blank line between blocks; block spans
//! are ordered, disjoint and together with the blank lines cover it. Cleaning
//! its own result changes nothing.

use parallax_types::{Block, BlockKind, Boilerplate, RawArticle, Role, Span};

use crate::boilerplate::{self, Line};
use crate::normalise::normalise;
use crate::words::n_words;

/// A block that stands in this many other articles of its outlet belongs to the
/// page, not to the article: no need to count further.
pub const N_ELSEWHERE_IS_BOILERPLATE: usize = 3;

/// What stands between two blocks of the clean text.
const BLANK_LINE: &str = "\n\n";

/// An article's clean text and what each part of it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CleanArticle {
    /// NFC, `\n` line ends, one blank line between blocks.
    pub text: String,
    /// In reading order; spans point into `text`.
    pub blocks: Vec<CleanBlock>,
}

/// One block of a [`CleanArticle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CleanBlock {
    /// Where it stands in the clean text.
    pub span: Span,
    /// What kind of text it is.
    pub kind: BlockKind,
    /// Whether the author or the page wrote it, as far as we can tell.
    pub role: Role,
    /// The page of the document it begins on, from 1, where there are pages.
    pub page: Option<u32>,
}

/// Cleans an article's text and labels its blocks.
///
/// What the importer called furniture stays furniture; rules and repetition may
/// add to it, but never all of it: an article keeps some body.
///
/// - `n_elsewhere(block_text)`: in how many *other* articles of the same outlet
///   this very block stands (compare by [`crate::block_key`]), counted to
///   [`N_ELSEWHERE_IS_BOILERPLATE`] at least; `&|_| 0` when unknown.
pub fn clean(raw: &RawArticle, n_elsewhere: &dyn Fn(&str) -> usize) -> CleanArticle {
    let blocks: Vec<Block> = raw
        .blocks
        .iter()
        .map(|block| Block { text: normalise(&block.text, block.kind), ..*block })
        .filter(|block| !block.text.is_empty())
        .collect();
    let roles = roles(raw, &blocks, n_elsewhere);
    assemble(&blocks, &roles)
}

fn assemble(blocks: &[Block], roles: &[Role]) -> CleanArticle {
    let mut article = CleanArticle::default();
    for (block, role) in blocks.iter().zip(roles) {
        if !article.text.is_empty() {
            article.text.push_str(BLANK_LINE);
        }
        let start = article.text.len();
        article.text.push_str(&block.text);
        let span = Span::new(start, article.text.len());
        article.blocks.push(CleanBlock { span, kind: block.kind, role: *role, page: block.page });
    }
    article
}

/// The importer's verdicts, the rules' and those by repetition, in that order.
fn roles(raw: &RawArticle, blocks: &[Block], n_elsewhere: &dyn Fn(&str) -> usize) -> Vec<Role> {
    let lines: Vec<Line<'_>> =
        blocks.iter().map(|block| Line::new(block.kind, &block.text)).collect();
    let verdicts = boilerplate::label(&lines, &raw.metadata);
    let given: Vec<Role> = blocks.iter().map(|block| block.role).collect();
    let mut roles = merge(&given, &verdicts);
    if !has_body(blocks, &roles) {
        // A page of one headline: better searchable than lost.
        let no_bylines: Vec<_> = verdicts
            .iter()
            .map(|verdict| verdict.filter(|kind| *kind != Boilerplate::Byline))
            .collect();
        roles = merge(&given, &no_bylines);
    }
    if !has_body(blocks, &roles) {
        roles = given;
    }
    mark_repeated(blocks, &mut roles, n_elsewhere);
    roles
}

fn merge(given: &[Role], verdicts: &[Option<Boilerplate>]) -> Vec<Role> {
    given
        .iter()
        .zip(verdicts)
        .map(|(given, verdict)| match (given, verdict) {
            (Role::Body | Role::Boilerplate(Boilerplate::OutsideArticle), Some(kind)) => {
                Role::Boilerplate(*kind)
            }
            _ => *given,
        })
        .collect()
}

fn has_body(blocks: &[Block], roles: &[Role]) -> bool {
    blocks.iter().zip(roles).any(|(block, role)| *role == Role::Body && n_words(&block.text) > 0)
}

/// When more than half of the body stands elsewhere too, the article itself was
/// published again, and nothing is marked.
fn mark_repeated(blocks: &[Block], roles: &mut [Role], n_elsewhere: &dyn Fn(&str) -> usize) {
    let n_body = roles.iter().filter(|role| **role == Role::Body).count();
    let repeated: Vec<usize> = (0..blocks.len())
        .filter(|&at| {
            roles[at] == Role::Body && n_elsewhere(&blocks[at].text) >= N_ELSEWHERE_IS_BOILERPLATE
        })
        .collect();
    if repeated.len() * 2 > n_body {
        return;
    }
    for at in repeated {
        roles[at] = Role::Boilerplate(Boilerplate::Repeated);
    }
}
