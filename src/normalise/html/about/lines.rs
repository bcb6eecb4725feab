//! The lines of text of an element, and of what stands behind it or behind the title.
//!
//! In: an element, or the page and its title. Out: lines, as a browser breaks them.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::marks::has_word;
use super::pieces::{are_notes, before_orcid};
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named, is_phrasing, seen};
use crate::normalise::html::metadata;

/// The text of an element as far as a byline goes: its texts apart by spaces, items of a list by commas, its
/// lines by bars, at which names end.
pub(super) fn text_of(element: &ElementRef<'_>) -> String {
    let mut text = Joined::default();
    text.extend(element.traverse());
    metadata::plain(&text.text)
}

/// As [`text_of`], of what may hold names, so many bytes of it: marks of notes that stand high are ends of names, and what
/// tells of an ORCID is left out.
pub(super) fn names_text(element: &ElementRef<'_>, longest: usize) -> String {
    let mut text = Joined { is_of_names: true, longest, ..Joined::default() };
    text.extend(element.traverse());
    metadata::plain(&text.text)
}

/// The text from a node to the end of an element that holds it, as [`text_of`] gives it, so many bytes of it.
pub(super) fn text_from(node: NodeRef<'_, Node>, holder: &ElementRef<'_>, longest: usize) -> String {
    let mut text = Joined { is_of_names: true, longest, ..Joined::default() };
    text.extend(node.traverse());
    let levels = std::iter::once(node).chain(node.ancestors());
    for (place, level) in levels.take_while(|level| level.id() != holder.id()).enumerate() {
        if place > 0 && level.value().as_element().is_some_and(|tag| !is_phrasing(tag)) {
            text.due = text.due.max(Gap::Line);
        }
        text.extend(level.next_siblings().flat_map(|sibling| sibling.traverse()));
    }
    metadata::plain(&text.text)
}

/// Bytes of a byline. A judgement: longer texts are biographies.
pub(super) const LONGEST: usize = 240;

/// Texts as they are put together for a byline.
struct Joined {
    text: String,
    /// What stands between the text and the next.
    due: Gap,
    edges: usize,
    /// Bytes of it, at most.
    longest: usize,
    /// Whether the last text ended in a small letter, without a space behind it.
    ends_in_letter: bool,
    /// Whether marks of notes and ORCIDs are no part of it, and the mark that it is in.
    is_of_names: bool,
    mark: Option<NodeId>,
}

/// What stands between two texts, the weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Space,
    Note,
    Line,
    Item,
}

impl Default for Joined {
    fn default() -> Joined {
        let text = String::new();
        let due = Gap::Space;
        Joined {
            text,
            due,
            edges: 0,
            longest: LONGEST,
            ends_in_letter: false,
            is_of_names: false,
            mark: None,
        }
    }
}

impl Joined {
    /// Takes in beginnings and ends of elements, as many as a byline has.
    fn extend<'a>(&mut self, edges: impl Iterator<Item = Edge<'a, Node>>) {
        // Beginnings and ends of elements for a byte, a judgement: what holds more without so much text is no byline.
        const EDGES: usize = 3;
        for edge in edges {
            if self.text.len() > self.longest || self.edges >= EDGES * self.longest {
                break;
            }
            self.edges += 1;
            let (Edge::Open(node) | Edge::Close(node)) = edge;
            if self.mark.is_some() {
                let is_end = matches!(edge, Edge::Close(_)) && self.mark == Some(node.id());
                self.mark = self.mark.filter(|_| !is_end);
                continue;
            }
            match node.value() {
                Node::Text(part) if matches!(edge, Edge::Open(_)) => self.push(part, is_of_word(&node)),
                Node::Element(tag) if self.is_of_names && is_named!(tag, "sup") && is_mark(node) => {
                    self.due = self.due.max(Gap::Note);
                    self.mark = Some(node.id());
                }
                Node::Element(tag) if self.is_of_names && self.edges > 1 && is_affiliation(tag) => {
                    self.due = self.due.max(Gap::Line);
                    self.mark = matches!(edge, Edge::Open(_)).then(|| node.id());
                }
                Node::Element(tag) if is_named!(tag, "li") => self.due = Gap::Item,
                Node::Element(tag)
                    if self.is_of_names
                        && is_named!(tag, "span")
                        && matches!(edge, Edge::Close(_))
                        && ends_name(node) =>
                {
                    self.due = self.due.max(Gap::Line);
                }
                Node::Element(tag) if !is_phrasing(tag) || is_named!(tag, "br") => {
                    self.due = self.due.max(Gap::Line);
                }
                _ => {}
            }
        }
    }

    /// Takes in a text, which may be `set_apart` within a word.
    fn push(&mut self, part: &str, set_apart: bool) {
        let part = if self.is_of_names { before_orcid(part) } else { part };
        if part.trim().is_empty() {
            return;
        }
        let gap = std::mem::replace(&mut self.due, Gap::Space);
        // A lone small letter right behind another is the end of its word, set apart to be spaced otherwise.
        let mut letters = part.chars();
        let is_letter = letters.next().is_some_and(char::is_lowercase) && letters.next().is_none();
        if set_apart && gap == Gap::Space && is_letter && self.ends_in_letter {
            self.text.pop();
        }
        self.ends_in_letter = part.ends_with(char::is_lowercase);
        if !self.text.is_empty() {
            self.text.push_str(match gap {
                Gap::Space => "",
                Gap::Line => "| ",
                Gap::Note | Gap::Item => ", ",
            });
        }
        self.text.push_str(part);
        self.text.push(' ');
    }
}

/// Whether a text stands in an element that may set a part of a word apart: marks of notes stand in others.
fn is_of_word(text: &NodeRef<'_, Node>) -> bool {
    let holder = text.parent().and_then(ElementRef::wrap);
    let is_sup = |above: ElementRef<'_>| is_named!(above.value(), "sup");
    holder.is_some_and(|holder| {
        is_named!(holder.value(), "span" | "b" | "i" | "font")
            && !holder.ancestors().filter_map(ElementRef::wrap).take(3).any(is_sup)
    })
}

/// Whether an element holds where somebody works, as its class says.
fn is_affiliation(element: &Element) -> bool {
    const WORDS: [&str; 5] = ["affiliation", "affiliations", "institution", "institutions", "orgname"];
    element.attribute("class").is_some_and(|class| has_word(class, &WORDS) && !has_word(class, &["author"]))
}

/// Whether a stretch of text has several words, and another begins right behind it without a space: what stands in that is no
/// part of the same name, which would read as one word (`<span>Ada Reed</span><span>Fellow</span>`). A word that joins names may
/// stand there.
fn ends_name(node: NodeRef<'_, Node>) -> bool {
    /// Texts of a stretch that are looked at. A judgement.
    const TEXTS: usize = 4;
    let is_span = |other: &ElementRef<'_>| is_named!(other.value(), "span");
    let Some(own) = ElementRef::wrap(node) else { return false };
    let Some(next) = node.next_sibling().and_then(ElementRef::wrap).filter(is_span) else { return false };
    let mut texts = own.text().take(TEXTS);
    let ends_open = own.text().take(TEXTS).last().is_some_and(|text| text.ends_with(char::is_whitespace));
    let mut first = next.text().take(TEXTS).map(str::trim_start).filter(|text| !text.is_empty());
    let begins = first.next().is_some_and(|text| text.starts_with(char::is_uppercase));
    !ends_open && begins && texts.any(|text| text.trim().contains(' '))
}

/// Whether an element holds marks of notes and nothing else.
fn is_mark(node: NodeRef<'_, Node>) -> bool {
    /// Nodes of a mark that are looked at: a link and its text, twice.
    const NODES: usize = 6;
    let mut texts = node.descendants().take(NODES).filter_map(|inner| inner.value().as_text());
    let mut has_text = false;
    texts.all(|text| {
        has_text |= !text.trim().is_empty();
        text.trim().is_empty() || are_notes(text)
    }) && has_text
}

/// Bytes of one line that are looked at: a row of two hundred names has as many as a long paragraph. A judgement.
pub(super) const LONGEST_LINE: usize = 4_000;

/// The lines of text that follow an element up to the next heading, list, table, form or menu, until they have `most`
/// characters together.
pub(super) fn lines_after(element: ElementRef<'_>, most: usize) -> Vec<String> {
    lines_behind(element, most, false)
}

/// As [`lines_after`], of which some may be `of_names`: what tells of an ORCID is left out of those, and a space stands where a
/// link or a stretch of text begins and ends.
fn lines_behind(element: ElementRef<'_>, most: usize, of_names: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for edge in seen(edges_after(*element)) {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            // A line that goes on and on is no line of small print, nor is what follows it.
            Node::Text(_) if line.len() > LONGEST_LINE => break,
            Node::Text(part) if matches!(edge, Edge::Open(_)) => {
                line.push_str(if of_names { before_orcid(part) } else { part });
            }
            Node::Element(tag) if of_names && is_named!(tag, "a" | "span" | "time") => line.push(' '),
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
pub(super) fn edges_after(node: NodeRef<'_, Node>) -> impl Iterator<Item = Edge<'_, Node>> {
    let above = std::iter::once(node).chain(node.ancestors());
    above.flat_map(|above| above.next_siblings().flat_map(|sibling| sibling.traverse()))
}

/// Lines below a heading in which names are looked for. A judgement: a subtitle, a date, a topic stand between.
const LINES_BELOW: usize = 4;

/// Characters of those lines. A judgement: ten names, a subtitle and a date.
const LETTERS_BELOW: usize = 480;

/// The first lines below the heading that is the page's title, and the line above it.
pub(super) fn beside_title(html: &Html, title: &str) -> (Vec<String>, String) {
    let title = fold::words(title);
    let is_title = |element: &ElementRef<'_>| {
        is_named!(element.value(), "h1" | "h2") && fold::words(&text_of(element)) == title
    };
    let headings = html.tree.nodes().filter_map(ElementRef::wrap);
    let heading = headings.take_while(|_| !title.is_empty()).find(is_title);
    let mut lines = heading.map(|heading| lines_behind(heading, LETTERS_BELOW, true)).unwrap_or_default();
    lines.truncate(LINES_BELOW);
    (lines, heading.map(above).unwrap_or_default())
}

/// The text of the nearest element before a heading that has one.
fn above(heading: ElementRef<'_>) -> String {
    /// Elements above the heading, and before each, that are looked at. A judgement, as a header holds a topic and a day.
    const REACH: usize = 3;
    let levels = std::iter::once(*heading).chain(heading.ancestors()).take(REACH);
    let before = levels.flat_map(|level| level.prev_siblings().filter_map(ElementRef::wrap).take(REACH));
    let mut texts = before.map(|before| names_text(&before, LONGEST));
    texts.find(|text| text.contains(char::is_alphanumeric)).unwrap_or_default()
}
