//! Tells what the page put around an article from what its author wrote.
use parallax_types::{BlockKind, Furniture, Metadata};
pub(crate) struct Line<'a> {
    kind: BlockKind,
    text: &'a str,
}
impl<'a> Line<'a> {
    pub(crate) fn new(kind: BlockKind, text: &'a str) -> Self {
        Self { kind, text }
    }
}
pub(crate) fn label(lines: &[Line<'_>], _metadata: &Metadata) -> Vec<Option<Furniture>> {
    lines
        .iter()
        .map(|line| {
            (line.kind == BlockKind::Caption || line.text == "×").then_some(Furniture::PhotoCredit)
        })
        .collect()
}
