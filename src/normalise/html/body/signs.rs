//! What a browser shows of a word that is no letter of it: the marks around a quotation, the line through what was replaced.
//!
//! In: an element. Out: whether it is quoted, whether it is struck out and something stands in its place.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::normalise::html::element::is_named;

/// Whether an element is a quotation around which a browser sets marks (HTML Standard, section 15.3.6), and has none of its own.
pub(super) fn is_quoted(node: NodeRef<'_, Node>, element: &Element) -> bool {
    let is_mark =
        |text: &str| text.trim_start().starts_with(['"', '“', '„', '«', '»', '‘', '\'', '「', '『', '”']);
    let has_mark =
        || node.descendants().find_map(|inner| inner.value().as_text()).is_none_or(|text| is_mark(text));
    is_named!(element, "q") && !has_mark()
}

/// Whether an element is struck out and what stands in its place follows: an insertion, or a number behind a number. Other
/// struck words are as often a joke that the text makes.
pub(super) fn is_replaced(node: NodeRef<'_, Node>, element: &Element) -> bool {
    if !is_named!(element, "del" | "s" | "strike") {
        return false;
    }
    let is_blank =
        |node: &NodeRef<'_, Node>| node.value().as_text().is_some_and(|text| text.trim().is_empty());
    let number = |text: &str| text.trim_start().starts_with(|sign: char| sign.is_ascii_digit());
    let starts_so = |node: NodeRef<'_, Node>| {
        node.descendants().find_map(|inner| inner.value().as_text()).is_some_and(|text| number(text))
    };
    node.next_siblings().find(|after| !is_blank(after)).is_some_and(|after| match after.value() {
        Node::Element(after) => is_named!(after, "ins"),
        Node::Text(_) => starts_so(node) && starts_so(after),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use crate::normalise::html::tree;

    #[test]
    fn quotations_have_marks_and_what_was_replaced_is_left_out() {
        let cases = [
            ("<p>It grows, <q>a <b>finger</b></q>, he said.</p>", "It grows, “a finger”, he said."),
            ("<p>It grows, <q>“a finger”</q>, he said.</p>", "It grows, “a finger”, he said."),
            (
                "<p>It costs <s>40</s> 30 crowns and <del>never</del> <ins>always</ins> more.</p>",
                "It costs 30 crowns and always more.",
            ),
            ("<p>A <s>bug</s> lake of ours, <del>gone</del></p>", "A bug lake of ours, gone"),
            ("<p>No <q></q> more</p>", "No more"),
        ];
        for (source, text) in cases {
            let html = tree::parse(source).html;
            let blocks = blocks::cut(&Outline::of(&html, &HashSet::new(), Listed::Shown));
            assert_eq!(blocks.first().map(|block| block.text.as_str()), Some(text), "{source}");
        }
    }
}
