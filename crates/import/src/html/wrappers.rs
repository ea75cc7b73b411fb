//! Elements whose names say that they are beside the article although they are
//! around it: "with-sidebar", a dialogue that is the page.

use std::collections::HashSet;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node};

use super::elements::{Call, Place, call_of, is_invisible, place_of};

/// Elements whose names say that they are beside the article, but which hold most
/// of the page's text, or its main heading: those are around the article.
pub(super) struct Wrappers(HashSet<NodeId>);

/// An element with so much of the page's text, as a fraction, is not beside it.
const MIN_WRAPPED: (usize, usize) = (2, 5);

impl Wrappers {
    pub(super) fn of(page: &Html) -> Self {
        let (mut n_bytes, mut n_headings) = (0, 0);
        // The elements in question that are open or closed: how much there was when
        // they began, and how much they hold.
        let mut open: Vec<(NodeId, usize, usize)> = Vec::new();
        let mut found: Vec<(NodeId, usize, bool)> = Vec::new();
        let mut skipped: Option<NodeId> = None;
        for edge in page.tree.root().traverse() {
            match edge {
                Edge::Open(_) if skipped.is_some() => {}
                Edge::Open(node) => match node.value() {
                    Node::Text(text) => n_bytes += text.trim().len(),
                    Node::Element(element) if is_invisible(element) => skipped = Some(node.id()),
                    Node::Element(element) => {
                        n_headings += usize::from(element.name() == "h1");
                        if is_beside(element) {
                            open.push((node.id(), n_bytes, n_headings));
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
                Edge::Close(node) => {
                    if let Some((id, bytes, headings)) =
                        open.pop_if(|(id, _, _)| skipped.is_none() && *id == node.id())
                    {
                        found.push((id, n_bytes - bytes, n_headings > headings));
                    }
                }
            }
        }
        let (n, of) = MIN_WRAPPED;
        let is_large = |bytes: usize| bytes * of >= n_bytes * n;
        let around = found.into_iter().filter(|(_, bytes, has_heading)| {
            is_large(*bytes) || (*has_heading && bytes * of * 2 >= n_bytes * n)
        });
        Self(around.map(|(id, _, _)| id).collect())
    }

    pub(super) fn contains(&self, node: NodeRef<'_, Node>) -> bool {
        !self.0.is_empty() && self.0.contains(&node.id())
    }
}

/// Whether an element's name says that it is beside the article. Comments are,
/// however many there are.
fn is_beside(element: &Element) -> bool {
    let is_place = place_of(element).is_some_and(|it| !matches!(it, Place::Plain | Place::Footer));
    let is_comments = || {
        let mut names = element.classes().chain(element.attr("id"));
        names.any(|it| it.to_ascii_lowercase().contains("comment"))
    };
    is_place || (call_of(element) == Some(Call::Elsewhere) && !is_comments())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_most_of_the_page_is_not_beside_it() {
        let text = "The bridge over the harbour is shut until the winter. ".repeat(4);
        for (html, expected) in [
            (
                format!("<div class=with-sidebar><p>{text}</p></div><div class=sidebar>More</div>"),
                1,
            ),
            (format!("<div role=dialog><p>{text}</p></div><p>{text}</p>"), 1),
            (format!("<div class=sidebar><h1>Bridge</h1>{text}</div>{text}{text}"), 1),
            (format!("<div class=sidebar>{text}</div>{text}{text}"), 0),
            (format!("<div class=comments>{text}{text}</div>{text}"), 0),
            (format!("<div style='display:none'><div class=sidebar>{text}</div></div>"), 0),
        ] {
            assert_eq!(Wrappers::of(&Html::parse_document(&html)).0.len(), expected, "{html}");
        }
    }
}
