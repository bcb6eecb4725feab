//! Walks the tree of a page and takes down its visible texts in order.
//!
//! In: the parsed page. Out: its visible elements, and [`Raw`] pieces of text, each with the element, the line
//! and the link it stands in. Reads no text.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::{Element as Tag, Node};
use scraper::{ElementRef, Html};

use super::elements::{heading_level, is_formatting, is_hidden, is_inline, is_portrait, kind_of, zone_of};
use super::names::{self, Class, Classes};
use super::{Element, Hint, Kind, Told};
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::tooltips;
use crate::normalise::tables::hasher;

/// The visible elements of a page and its texts. Elements hold the raw pieces from `first` to `end`.
pub(super) fn walk(html: &Html, classes: &Classes<'_>) -> (Vec<Element>, Vec<Raw>) {
    let mut reader = Reader { around_main: around_main(html), ..Reader::default() };
    reader.walk(html, classes);
    (reader.elements, reader.pieces)
}

/// Bytes of what is told in place of a picture that are kept: a judgement, longer ones name nobody.
const MAX_ALT: usize = 200;

/// Siblings up to which an element without a class is told apart by its place among its likes: a record has
/// few parts, a list has many items. A judgement; a record shows a title, a date, a topic, names, a summary, a link.
const FEW_SIBLINGS: usize = 6;

/// Sibling nodes on either side, white space between elements too, that are looked at to number an element among its
/// likes. A judgement: enough to count past [`FEW_SIBLINGS`] on both sides; bounds the work in long lists.
const NUMBERED_CHILDREN: usize = 16;

/// The same before a cell, whose number is that of its column. A judgement: with white space between the cells this is
/// 128 columns, more than people read; bounds the work in long rows.
const NUMBERED_CELLS: usize = 256;

/// How a text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Weight {
    #[default]
    Normal,
    Strong,
}

/// A piece before dates are looked for.
pub(super) struct Raw {
    pub(super) text: String,
    pub(super) holder: usize,
    pub(super) run: usize,
    pub(super) link: Option<usize>,
    pub(super) heading: u8,
    pub(super) zone: u16,
    /// `datetime` of the `time` element around it.
    pub(super) datetime: Option<Rc<str>>,
    /// The `time` element around it.
    pub(super) time: bool,
    /// The text stands directly in the run's own block or link, not in an inline element of its own.
    pub(super) loose: bool,
    pub(super) weight: Weight,
    /// The text goes on in the type of the text before it but for strength: the two are one text unless the strong one is
    /// a title.
    pub(super) continues: bool,
}

#[derive(Default)]
struct Reader {
    elements: Vec<Element>,
    pieces: Vec<Raw>,
    open: Vec<Open>,
    run: usize,
    /// The next text starts a new piece.
    fresh: bool,
    /// The elements that `main` stands in.
    around_main: HashSet<NodeId>,
}

#[derive(Clone)]
struct Open {
    element: usize,
    link: Option<usize>,
    heading: u8,
    zone: u16,
    datetime: Option<Rc<str>>,
    time: bool,
    shape: Shape,
    /// The direct text of it counts as loose.
    loose: bool,
    weight: Weight,
}

/// What an element does to the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Its text joins the text around it.
    Formatting,
    /// Its text is a piece of its own on the line.
    Inline,
    /// It has lines of its own.
    Block,
}

impl Reader {
    fn walk(&mut self, html: &Html, classes: &Classes<'_>) {
        let root = html.tree.root();
        self.elements.push(Element {
            parent: 0,
            node: root.id(),
            depth: 0,
            first: 0,
            end: 0,
            kind: Kind::Block,
            own: 0,
            place: 0,
            zone: 0,
            hint: None,
            told: Told::Nothing,
            href: None,
            title: None,
        });
        self.open.push(Open {
            element: 0,
            link: None,
            heading: 0,
            zone: 0,
            datetime: None,
            time: false,
            shape: Shape::Block,
            loose: true,
            weight: Weight::Normal,
        });
        let mut skipped = 0_usize;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(tag) => {
                        if skipped > 0 {
                            skipped += 1;
                            continue;
                        }
                        let said = classes.read(tag);
                        if is_hidden(tag, said) {
                            skipped += 1;
                        } else {
                            self.enter(&node, tag, said);
                        }
                    }
                    Node::Text(text) if skipped == 0 => self.text(text),
                    _ => {}
                },
                Edge::Close(node) => {
                    if node.value().is_element() {
                        if skipped > 0 {
                            skipped -= 1;
                        } else {
                            self.leave();
                        }
                    }
                }
            }
        }
        let end = self.pieces.len();
        self.elements[0].end = end;
    }

    fn enter(&mut self, node: &NodeRef<'_, Node>, tag: &Tag, classes: &[Class]) {
        let Some(above) = self.open.last().cloned() else { return };
        if is_named!(tag, "br" | "hr") {
            self.run += 1;
            self.fresh = true;
        }
        if is_formatting(tag) && tag.attribute("class").is_none() && tag.attribute("itemprop").is_none() {
            let weight = if is_named!(tag, "b" | "strong") { Weight::Strong } else { above.weight };
            self.open.push(Open { shape: Shape::Formatting, weight, ..above });
            return;
        }
        let block = !is_inline(tag);
        if block {
            self.run += 1;
        }
        self.fresh = true;
        let kind = kind_of(tag, block);
        let parent = &self.elements[above.element];
        let own = own_hash(tag, classes, kind);
        let mut zone = above.zone | zone_of(tag, parent.zone, kind);
        // `page-navbar` around the whole page says that the page has a bar, not that it is one.
        if !self.around_main.contains(&node.id()) {
            zone |= names::zone_of_names(tag, classes);
        }
        let element = self.elements.len();
        let is_anchor = is_named!(tag, "a");
        let link = if is_anchor && tag.attribute("href").is_some() { Some(element) } else { above.link };
        let heading = heading_level(tag).unwrap_or(above.heading);
        self.elements.push(Element {
            parent: above.element,
            node: node.id(),
            depth: parent.depth + 1,
            first: self.pieces.len(),
            end: self.pieces.len(),
            kind,
            own,
            place: place(node),
            zone,
            hint: if is_portrait(tag) { Some(Hint::Author) } else { names::hint_of(tag, classes) },
            told: names::told_of(tag, classes),
            href: if is_anchor { tag.attribute("href").map(|href| href.trim().to_owned()) } else { None },
            title: match kind {
                Kind::Image => tag.attribute("alt").filter(|alt| alt.len() <= MAX_ALT),
                _ => tag.attribute("title").filter(|_| is_anchor),
            }
            .map(str::to_owned),
        });
        let is_time = is_named!(tag, "time");
        let tooltip = ElementRef::wrap(*node).and_then(tooltips::day).map(Rc::from);
        let is_time = is_time || tooltip.is_some();
        let own = if is_time { tag.attribute("datetime").map(Rc::from).or(tooltip) } else { None };
        let datetime = if is_time { own } else { above.datetime };
        self.open.push(Open {
            element,
            link,
            heading,
            zone,
            datetime,
            time: above.time || is_time,
            shape: if block { Shape::Block } else { Shape::Inline },
            loose: block || (is_anchor && above.loose),
            weight: if block { Weight::Normal } else { above.weight },
        });
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.shape != Shape::Formatting {
            self.elements[open.element].end = self.pieces.len();
            self.fresh = true;
        }
        if open.shape == Shape::Block {
            self.run += 1;
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last() else { return };
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() {
            if let Some(last) = self.pieces.last_mut()
                && !self.fresh
                && !last.text.ends_with(' ')
                && !text.is_empty()
            {
                last.text.push(' ');
            }
            return;
        }
        let mut last = self.pieces.last_mut().filter(|last| {
            !self.fresh && last.run == self.run && last.holder == open.element && last.link == open.link
        });
        let joins = last.as_ref().is_some_and(|last| last.weight == open.weight);
        if !joins {
            let continues = last.is_some();
            if let Some(last) = &mut last
                && text.starts_with(char::is_whitespace)
                && !last.text.ends_with(' ')
            {
                last.text.push(' ');
            }
            self.pieces.push(Raw {
                text: String::new(),
                holder: open.element,
                run: self.run,
                link: open.link,
                heading: open.heading,
                zone: open.zone,
                datetime: open.datetime.clone(),
                time: open.time,
                loose: open.loose,
                weight: open.weight,
                continues,
            });
        }
        self.fresh = false;
        let Some(piece) = self.pieces.last_mut() else { return };
        if text.starts_with(char::is_whitespace) && !piece.text.is_empty() && !piece.text.ends_with(' ') {
            piece.text.push(' ');
        }
        for (place, word) in words.enumerate() {
            if place > 0 {
                piece.text.push(' ');
            }
            piece.text.push_str(word);
        }
        if text.ends_with(char::is_whitespace) {
            piece.text.push(' ');
        }
    }
}

/// The elements that `main` stands in: what holds the page's own content is no menu, whatever its classes say.
fn around_main(html: &Html) -> HashSet<NodeId> {
    let is_main = |node: &NodeRef<'_, Node>| {
        node.value()
            .as_element()
            .is_some_and(|tag| is_named!(tag, "main") || tag.attribute("role") == Some("main"))
    };
    html.tree.nodes().find(is_main).iter().flat_map(NodeRef::ancestors).map(|node| node.id()).collect()
}

/// Name and shared classes. Cards, items and rows often carry a class for each of their topics, so only their name
/// counts.
fn own_hash(tag: &Tag, classes: &[Class], kind: Kind) -> u64 {
    let mut hasher = hasher();
    tag.name.local.hash(&mut hasher);
    if !matches!(kind, Kind::Article | Kind::Item | Kind::Row) {
        let shared = classes.iter().filter(|class| class.count > 1);
        let mut shared: Vec<u64> = shared.map(|class| class.hash).collect();
        shared.sort_unstable();
        shared.hash(&mut hasher);
    }
    hasher.finish()
}

/// The place of an element among siblings of the same name, from 1; 0 where there are many, but for cells.
fn place(node: &NodeRef<'_, Node>) -> usize {
    let Node::Element(tag) = node.value() else { return 0 };
    let cell = is_named!(tag, "td" | "th");
    let alike = |other: &NodeRef<'_, Node>| {
        other.value().as_element().is_some_and(|other| {
            other.name.local == tag.name.local || (cell && is_named!(other, "td" | "th"))
        })
    };
    if cell {
        return node.prev_siblings().take(NUMBERED_CELLS).filter(alike).count() + 1;
    }
    let before = node.prev_siblings().take(NUMBERED_CHILDREN).filter(alike).count();
    let after = node.next_siblings().take(NUMBERED_CHILDREN).filter(alike).count();
    if before + after < FEW_SIBLINGS { before + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(source: &str, wanted: Kind) -> Vec<usize> {
        let html = Html::parse_document(source);
        let (elements, _) = walk(&html, &Classes::of(&html));
        elements.iter().filter(|element| element.kind == wanted).map(|element| element.place).collect()
    }

    #[test]
    fn every_column_of_a_wide_table_has_a_number_of_its_own() {
        let cells: Vec<String> = (0..30).map(|column| format!("<td>{column}</td>")).collect();
        let cells = cells.join("\n  ");
        let found = places(&format!("<table><tr>{cells}\n</tr></table>"), Kind::Cell);
        assert_eq!(found, (1..=30).collect::<Vec<_>>());
    }

    #[test]
    fn items_are_numbered_where_they_are_few() {
        let items = |count: usize| places(&format!("<ul>{}</ul>", "<li>x</li>".repeat(count)), Kind::Item);
        assert_eq!(items(3), [1, 2, 3]);
        assert!(items(30).contains(&0));
    }
}
