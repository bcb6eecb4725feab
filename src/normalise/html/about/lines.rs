//! The lines of text that stand behind an element.
//!
//! In: an element. Out: its lines, as a browser breaks them.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Node};

use crate::normalise::html::element::{is_phrasing, is_unseen};
use crate::normalise::html::metadata;

/// Bytes of one line that are looked at: a row of two hundred names has as many as a long paragraph. A judgement.
pub(super) const LONGEST_LINE: usize = 4_000;

/// The lines of text that follow an element up to the next heading, list, table, form or menu, until they have `most`
/// characters together.
pub(super) fn lines_after(element: ElementRef<'_>, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    let mut unseen = 0_usize;
    for edge in edges_after(*element) {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        let is_unseen = node.value().as_element().is_some_and(is_unseen);
        match edge {
            Edge::Open(_) => unseen += usize::from(is_unseen),
            Edge::Close(_) => unseen = unseen.saturating_sub(usize::from(is_unseen)),
        }
        if unseen > 0 {
            continue;
        }
        match node.value() {
            // A line that goes on and on is no line of small print, nor is what follows it.
            Node::Text(_) if line.len() > LONGEST_LINE => break,
            Node::Text(part) if matches!(edge, Edge::Open(_)) => line.push_str(part),
            Node::Element(tag) if !is_phrasing(tag) || tag.name() == "br" => {
                let whole = metadata::plain(&std::mem::take(&mut line));
                length += whole.chars().count();
                if whole.chars().any(char::is_alphanumeric) {
                    lines.push(whole);
                }
                if length > most || ends_lines(tag) {
                    break;
                }
            }
            _ => {}
        }
    }
    lines
}

/// Whether what an element holds is no line of what stands before it.
fn ends_lines(tag: &Element) -> bool {
    matches!(
        tag.name(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table" | "form" | "nav"
    )
}

/// The edges of the tree after a node, in the order of the page.
fn edges_after(node: NodeRef<'_, Node>) -> impl Iterator<Item = Edge<'_, Node>> {
    let above = std::iter::once(node).chain(node.ancestors());
    above.flat_map(|above| above.next_siblings().flat_map(|sibling| sibling.traverse()))
}
