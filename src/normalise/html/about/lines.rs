//! The lines of text that stand behind an element, and the names among those behind the title.
//!
//! In: an element, or the page and its title. Out: lines, as a browser breaks them; names as written.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::abstracts;
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::html::element::{is_named, is_phrasing, seen};
use crate::normalise::html::metadata;

/// The text of an element as far as a byline goes: its texts apart by spaces, items of a list by commas, its
/// lines by bars, at which names end.
pub(super) fn text_of(element: &ElementRef<'_>) -> String {
    let mut text = Joined::default();
    text.extend(element.traverse());
    metadata::plain(&text.text)
}

/// The text from a node to the end of an element that holds it, as [`text_of`] gives it.
pub(super) fn text_from(node: NodeRef<'_, Node>, holder: &ElementRef<'_>) -> String {
    let mut text = Joined::default();
    text.extend(node.traverse());
    let levels = std::iter::once(node).chain(node.ancestors());
    for (place, level) in levels.take_while(|level| level.id() != holder.id()).enumerate() {
        if place > 0 && level.value().as_element().is_some_and(|tag| !is_phrasing(tag)) {
            text.is_line_due = true;
        }
        text.extend(level.next_siblings().flat_map(|sibling| sibling.traverse()));
    }
    metadata::plain(&text.text)
}

/// Texts as they are put together for a byline.
#[derive(Default)]
struct Joined {
    text: String,
    is_line_due: bool,
    is_item_due: bool,
    edges: usize,
}

impl Joined {
    /// Takes in beginnings and ends of elements, as many as a byline has.
    fn extend<'a>(&mut self, edges: impl Iterator<Item = Edge<'a, Node>>) {
        // Bytes, a judgement: longer texts are biographies.
        const LONGEST: usize = 240;
        // Beginnings and ends of elements, a judgement: what holds more without so much text is no byline.
        const MOST_EDGES: usize = 600;
        for edge in edges {
            if self.text.len() > LONGEST || self.edges >= MOST_EDGES {
                break;
            }
            self.edges += 1;
            let (Edge::Open(node) | Edge::Close(node)) = edge;
            match node.value() {
                Node::Text(part) if matches!(edge, Edge::Open(_)) && !part.trim().is_empty() => {
                    let is_item = std::mem::take(&mut self.is_item_due);
                    let is_line = std::mem::take(&mut self.is_line_due);
                    if (is_line || is_item) && !self.text.is_empty() {
                        self.text.push_str(if is_item { ", " } else { "| " });
                    }
                    self.text.push_str(part);
                    self.text.push(' ');
                }
                Node::Element(tag) if is_named!(tag, "li") => self.is_item_due = true,
                Node::Element(tag) => self.is_line_due |= !is_phrasing(tag) || is_named!(tag, "br"),
                _ => {}
            }
        }
    }
}

/// Bytes of one line that are looked at: a row of two hundred names has as many as a long paragraph. A judgement.
pub(super) const LONGEST_LINE: usize = 4_000;

/// The lines of text that follow an element up to the next heading, list, table, form or menu, until they have `most`
/// characters together.
pub(super) fn lines_after(element: ElementRef<'_>, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for edge in seen(edges_after(*element)) {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            // A line that goes on and on is no line of small print, nor is what follows it.
            Node::Text(_) if line.len() > LONGEST_LINE => break,
            Node::Text(part) if matches!(edge, Edge::Open(_)) => line.push_str(part),
            Node::Element(tag) if !is_phrasing(tag) || is_named!(tag, "br") => {
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

/// Lines below a heading in which names are looked for. A judgement: a subtitle, a date, a topic stand between.
const LINES_BELOW: usize = 4;

/// A line of two names or more below the heading that is the page's title, as papers have it. Topics and places read as
/// names do, so the page must show an abstract too.
pub(super) fn below_title(html: &Html, title: &str) -> Vec<String> {
    let title = fold::words(title);
    let is_title = |element: &ElementRef<'_>| {
        is_named!(element.value(), "h1" | "h2") && fold::words(&text_of(element)) == title
    };
    let headings = html.tree.nodes().filter_map(ElementRef::wrap);
    let Some(heading) = headings.take_while(|_| !title.is_empty()).find(is_title) else { return Vec::new() };
    for line in lines_after(heading, LETTERS_BELOW).iter().take(LINES_BELOW) {
        if citations::are_names(line) && abstracts::shown(html).is_some() {
            return citations::names(line).into_iter().map(str::to_owned).collect();
        }
    }
    Vec::new()
}

/// Characters of the lines below a heading in which names are looked for. A judgement: ten names, a subtitle and a date.
const LETTERS_BELOW: usize = 480;
