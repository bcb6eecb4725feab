//! The box in which a page tells of itself, by labels: who wrote it, when, on what.
//!
//! In: the parsed page. Out: the element that holds the labels and their values. Such a box may stand beside the text or
//! behind it, where else other pages are named; its labels tell it from those.

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::marks::{HEIGHT, has_word, is_marked_as_others};
use crate::document::fold;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_named, is_unseen};
use crate::normalise::listing::{self, Detail};

/// Bytes of a label with its colon. A judgement.
const LABEL: usize = 32;

/// Labels that are looked at: tables and forms have many. A judgement, that bounds the work.
const MOST_LABELS: usize = 40;

/// Bytes of a box of details: a row of names, a day, eight topics. A judgement.
const BOX: usize = 800;

/// The box of details of a page: the lowest element that holds labels of two kinds. None where there are several, which are
/// those of other pages.
pub(super) fn details(html: &Html) -> Option<NodeId> {
    let mut labels: Vec<(NodeRef<'_, Node>, Detail)> = Vec::new();
    for node in html.tree.root().descendants() {
        let Some(label) = node.value().as_text().and_then(|text| label(node, text)) else { continue };
        if labels.len() >= MOST_LABELS {
            return None;
        }
        labels.push((node, label));
    }
    let mut found: Option<NodeRef<'_, Node>> = None;
    for pair in labels.windows(2).filter(|pair| pair[0].1 != pair[1].1) {
        let above: Vec<NodeId> = pair[0].0.ancestors().take(HEIGHT).map(|above| above.id()).collect();
        let Some(shared) = pair[1].0.ancestors().take(HEIGHT).find(|it| above.contains(&it.id())) else {
            continue;
        };
        if !is_box(shared) {
            continue;
        }
        found = match found {
            None => Some(shared),
            Some(known) if holds(Some(known.id()), shared) => Some(known),
            Some(known) if holds(Some(shared.id()), known) => Some(shared),
            Some(_) => return None,
        };
    }
    found.map(|found| found.id())
}

/// Whether a node stands in the box of details.
pub(super) fn holds(details: Option<NodeId>, node: NodeRef<'_, Node>) -> bool {
    let mut own = std::iter::once(node).chain(node.ancestors()).take(HEIGHT + 1);
    details.is_some_and(|details| own.any(|above| above.id() == details))
}

/// What a text says of what stands behind it: as a term, the head of a row, an element that is called a label, or with a colon.
fn label(node: NodeRef<'_, Node>, text: &str) -> Option<Detail> {
    let text = text.trim();
    if text.is_empty() || text.len() > LABEL {
        return None;
    }
    let told = listing::detail(text)?;
    let above = || node.ancestors().take(2).filter_map(|above| above.value().as_element());
    let is_marked = || above().any(is_label);
    let is_seen =
        || !above().any(|above| is_unseen(above) || is_named!(above, "option" | "button" | "a" | "title"));
    ((text.ends_with([':', '：']) || is_marked()) && is_seen()).then_some(told)
}

/// Whether an element holds the label of what stands behind it: a term, the head of a row, or as its class calls it.
pub(super) fn is_label(element: &Element) -> bool {
    is_named!(element, "dt" | "th")
        || element.attribute("class").is_some_and(|class| has_word(class, &["label", "term", "key"]))
}

/// Words of places beside a text, which say nothing of a box of details.
const PLACES: [&str; 8] = ["sidebar", "widget", "footer", "card", "cards", "teaser", "nav", "menu"];

/// Nodes of a box of details, and nodes before it among which its heading stands. Judgements, that bound the work.
const NODES: usize = 200;
const BEFORE: usize = 6;

/// Whether an element can be a box of details: short, without a heading or a field of a form, no row of a table, no part of what
/// people said or of code, and not below a heading that names something else.
fn is_box(element: NodeRef<'_, Node>) -> bool {
    let mut left = BOX;
    for (place, node) in element.descendants().enumerate() {
        match node.value() {
            _ if place >= NODES => return false,
            Node::Element(inner)
                if is_heading(inner) || is_named!(inner, "input" | "select" | "textarea") =>
            {
                return false;
            }
            Node::Text(text) => match left.checked_sub(text.trim().len()) {
                Some(rest) => left = rest,
                None => return false,
            },
            _ => {}
        }
    }
    let is_other = |above: NodeRef<'_, Node>| {
        above.value().as_element().is_some_and(|above| {
            is_named!(above, "form" | "thead" | "pre" | "code" | "blockquote")
                || is_marked_as_others(above, &PLACES)
        })
    };
    let is_row = element.value().as_element().is_some_and(|element| is_named!(element, "tr"));
    let holders = std::iter::once(element).chain(element.parent());
    let mut headings = holders.filter_map(|holder| {
        let before = holder.prev_siblings().take(BEFORE);
        before.filter_map(ElementRef::wrap).find(|before| is_heading(before.value()))
    });
    !is_row
        && !is_other(element)
        && !element.ancestors().any(is_other)
        && headings.next().is_none_or(|heading| heads_details(&heading.text().collect::<String>()))
}

fn is_heading(element: &Element) -> bool {
    is_named!(element, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Whether a heading is that of a box of details: it says so, or is the day itself. The words are judgements.
fn heads_details(heading: &str) -> bool {
    const HEADS: [&str; 9] = [
        "about",
        "details",
        "facts",
        "info",
        "information",
        "metadata",
        "citation",
        "publication",
        "article",
    ];
    let words = fold::words(heading);
    words.split(' ').any(|word| HEADS.contains(&word))
        || dates::whole(heading.trim(), &Reading::default()).is_some()
}
