//! Signs of notes: the number that leads from a text to its note, and the arrow that leads back. They stand in the text and are
//! none of it: behind `March 2024` the number of a note makes `20242`.
//!
//! In: an element. Out: whether it is such a sign.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::marks::{self, key};
use super::nodes;
use super::signs;
use crate::normalise::html::element::{Asked, is_named};

/// Nodes of a sign that are looked at. A judgement: a few numbers with their links and brackets.
const MOST: usize = 24;

/// Characters of a sign. A judgement: `[note 12]`, or four numbers.
const LONGEST: usize = 16;

/// Words by which a class calls a note.
const NOTE: [u128; 7] = [
    key(b"note"),
    key(b"footnote"),
    key(b"endnote"),
    key(b"sidenote"),
    key(b"marginnote"),
    key(b"noteref"),
    key(b"fn"),
];

/// Words by which a class calls what holds a note: without the short one, by which code calls functions and cards of people
/// their names.
const HOLDER: [u128; 6] =
    [key(b"note"), key(b"footnote"), key(b"endnote"), key(b"sidenote"), key(b"marginnote"), key(b"noteref")];

/// Whether an element is the sign of a note.
pub(super) fn is_sign(node: NodeRef<'_, Node>, element: &Element) -> bool {
    if is_named!(element, "sup") {
        let leads = || leads_to_notes(node) && (is_number(node) || !is_word(node));
        return leads() || marks::is_classed(element, &NOTE) && is_number(node);
    }
    // What shows a note on a narrow screen: a sign alone.
    if is_named!(element, "label") && !signs::is_in_code(node) {
        let said = text(node);
        if !said.is_empty() && !said.contains(char::is_alphanumeric) {
            return true;
        }
    }
    if is_named!(element, "span" | "label") {
        /// Beside these a class says that it is the number.
        const NUMBER: [u128; 4] = [key(b"tag"), key(b"mark"), key(b"number"), key(b"ref")];
        return marks::is_classed(element, &NOTE) && marks::is_classed(element, &NUMBER) && is_number(node);
    }
    let Some(place) = is_named!(element, "a").then(|| element.attribute("href")).flatten() else {
        return false;
    };
    let Some(place) = place.strip_prefix('#') else { return false };
    match element.attribute("role") {
        Some("doc-noteref" | "doc-backlink") => true,
        _ => {
            leads_back(node) && !(is_word(node) && text(node).contains(char::is_numeric))
                || is_note(place) && is_number(node) && (is_raised(node) || is_classed(node, element))
        }
    }
}

/// Whether an element holds a note within a line of text: its text is a thing of its own.
pub(super) fn is_note_in_line(element: &Element) -> bool {
    let name = &element.name.local;
    is_named!(element, "span" | "small") && marks::is_classed(element, &HOLDER)
        || name.contains('-') && name.ends_with("note")
}

/// Whether all that an element holds are links to notes of the page.
fn leads_to_notes(node: NodeRef<'_, Node>) -> bool {
    let (mut found, mut length, mut nodes) = (false, 0, 0);
    for inner in node.descendants() {
        nodes += 1;
        match inner.value() {
            Node::Element(element) if is_named!(element, "a") => {
                let place = element.attribute("href").and_then(|href| href.strip_prefix('#'));
                if !place.is_some_and(is_note) {
                    return false;
                }
                found = true;
            }
            Node::Text(text) => {
                length += text.chars().count();
                let in_link = || {
                    let above = inner.ancestors().take(3).filter_map(|above| above.value().as_element());
                    above.into_iter().any(|above| is_named!(above, "a"))
                };
                if text.contains(char::is_alphanumeric) && !in_link() {
                    return false;
                }
            }
            _ => {}
        }
        if nodes > MOST || length > LONGEST {
            return false;
        }
    }
    found
}

/// Whether a place of a page is one of a note, by its name: as Markdown, Word, `MediaWiki`, LaTeX and others call them.
fn is_note(place: &str) -> bool {
    const NAMES: [&str; 14] = [
        "fn",
        "foot",
        "note",
        "endnote",
        "cite",
        "ref",
        "bib",
        "ftn",
        "edn",
        "sdfootnote",
        "sdendnote",
        "sidenote",
        "fussnote",
        "easy-footnote",
    ];
    let place = place.trim_start_matches(|sign: char| !sign.is_ascii_alphabetic()).to_ascii_lowercase();
    let place = place.strip_prefix("user-content-").unwrap_or(&place);
    NAMES.iter().any(|name| {
        let rest = place.strip_prefix(name);
        rest.is_some_and(|rest| name.len() > 3 || !rest.starts_with(|sign: char| sign.is_ascii_alphabetic()))
    })
}

/// Whether a link is raised, as signs of notes are.
fn is_raised(node: NodeRef<'_, Node>) -> bool {
    let is_sup =
        |inner: NodeRef<'_, Node>| inner.value().as_element().is_some_and(|inner| is_named!(inner, "sup"));
    node.children().any(is_sup)
}

/// Whether a class says that a link is the sign of a note, and it stands where one does.
fn is_classed(node: NodeRef<'_, Node>, element: &Element) -> bool {
    marks::is_classed(element, &NOTE) && !is_word(node)
}

/// Whether an element stands as a word of a sentence does: a space before it and a word behind.
fn is_word(node: NodeRef<'_, Node>) -> bool {
    let beside = |beside: Option<NodeRef<'_, Node>>, is_such: fn(&str) -> bool| {
        beside.is_some_and(|beside| beside.value().as_text().is_some_and(|text| is_such(text)))
    };
    let is_before = |text: &str| {
        text.ends_with(char::is_whitespace)
            && text.trim_end().ends_with(|sign: char| sign.is_alphanumeric() || sign == ',')
    };
    let is_behind = |text: &str| {
        text.starts_with(char::is_whitespace) && text.trim_start().starts_with(char::is_alphabetic)
    };
    beside(node.prev_sibling(), is_before) && beside(node.next_sibling(), is_behind)
}

/// Whether a link is an arrow back to where a note is from, with a number where there are several.
fn leads_back(node: NodeRef<'_, Node>) -> bool {
    let text = text(node);
    text.starts_with(['↩', '↑', '⏎', '↵', '⤴', '⬆', '⇧', '⤶', '←'])
        && text.chars().count() <= 6
        && !text.contains(char::is_alphabetic)
}

/// Whether an element's text is a number or a sign.
fn is_number(node: NodeRef<'_, Node>) -> bool {
    let text = text(node);
    text.chars().count() <= LONGEST && !text.contains(char::is_alphabetic)
}

/// The text of the first nodes of an element, without white space at its ends.
fn text(node: NodeRef<'_, Node>) -> String {
    nodes::text(node, MOST).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use crate::normalise::html::tree;

    #[test]
    fn signs_of_notes_are_no_text_and_powers_are() {
        let cases = [
            (
                "<p>in March 2024<sup id=fnref:2><a href=#fn:2 class=footnote>2</a></sup> and",
                "in March 2024 and",
            ),
            ("<p>pumps<sup><a href=#fn3>3</a>, <a href=#fn4>4</a></sup> ran", "pumps ran"),
            ("<p>pumps<a href=#_ftn1><sup>[1]</sup></a> ran", "pumps ran"),
            ("<p>pumps<a role=doc-noteref href=#x>1</a> ran", "pumps ran"),
            (
                "<p>as said. <a href=#fnref:2>&#8617;</a> <a href=#fnref:2:1>&#8617;<sup>2</sup></a></p>",
                "as said.",
            ),
            (
                "<p>so.<span class=note><sup class=note_mark>1</sup>Not counted.</span> On",
                "so. Not counted. On",
            ),
            (
                "<p>The keeper (<span class=note>Ada Reed</span>) made an un<span class=note>remark</span>able one",
                "The keeper (Ada Reed) made an unremarkable one",
            ),
            ("<p>It grew.<span class=sidenote>By a foot.</span>Slowly, ", "It grew. By a foot. Slowly,"),
            ("<p>by <span class=fn>Ada</span>s", "by Adas"),
            (
                "<p>as in <sup><a href=#note-x>x</a></sup> and see <a class=note href=#note2>2</a> boats",
                "as in x and see 2 boats",
            ),
            ("<p>from <a href=#a>← 12</a> to 14", "from ← 12 to 14"),
            (
                "<p>10<sup>6</sup> on the 5<sup>th</sup>, Dot<sup><a href=/tm>®</a></sup>",
                "106 on the 5th, Dot®",
            ),
            (
                "<p>see x<sup><a href=#def-x>2</a></sup> and <a href=#ref-2>the second</a>",
                "see x2 and the second",
            ),
        ];
        for (source, text) in cases {
            let html = tree::parse(source).html;
            let blocks = blocks::cut(&Outline::of(&html, &HashSet::new(), Listed::Shown));
            assert_eq!(blocks.first().map(|block| block.text.as_str()), Some(text), "{source}");
        }
    }
}
