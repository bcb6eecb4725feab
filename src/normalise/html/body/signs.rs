//! What a browser shows of a word that is no letter of it: the marks around a quotation, the line through what was replaced.
//!
//! In: an element. Out: whether it is quoted, whether it is struck out and something stands in its place.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::normalise::html::element::is_named;

/// Whether an element is a quotation around which a browser sets marks (HTML Standard, section 15.3.6), and has none of its own.
pub(super) fn is_quoted(node: NodeRef<'_, Node>, element: &Element) -> bool {
    const MARKS: [char; 14] = ['"', '“', '„', '«', '»', '‘', '’', '\'', '「', '『', '」', '』', '‹', '”'];
    if !is_named!(element, "q") {
        return false;
    }
    let has_mark = || {
        let first = node.descendants().find_map(|inner| inner.value().as_text());
        first.is_none_or(|text| text.trim_start().starts_with(MARKS))
    };
    let beside = |beside: Option<NodeRef<'_, Node>>, is_such: fn(&str) -> bool| {
        beside.is_some_and(|beside| beside.value().as_text().is_some_and(|text| is_such(text)))
    };
    let is_in_marks = || {
        beside(node.prev_sibling(), |text| text.ends_with(MARKS))
            && beside(node.next_sibling(), |text| text.starts_with(MARKS))
    };
    !has_mark() && !is_in_marks() && !is_in_code(node)
}

/// Whether an element stands in code, of which every sign counts.
pub(super) fn is_in_code(node: NodeRef<'_, Node>) -> bool {
    /// Elements above that are looked at. A judgement: a word in a line in the code in its `pre`.
    const ABOVE: usize = 6;
    let above = node.ancestors().take(ABOVE).filter_map(|above| above.value().as_element());
    above.into_iter().any(|above| is_named!(above, "pre" | "code" | "kbd" | "samp"))
}

/// Whether an element is struck out and what stands in its place follows: an insertion, or a number, price or day behind such a
/// one. Other struck words are as often a joke that the text makes.
pub(super) fn is_replaced(node: NodeRef<'_, Node>, element: &Element) -> bool {
    /// Words of a day: `3 May 2026`.
    const WORDS: usize = 3;
    if !is_named!(element, "del" | "s" | "strike") || is_in_code(node) {
        return false;
    }
    let is_blank =
        |node: &NodeRef<'_, Node>| node.value().as_text().is_some_and(|text| text.trim().is_empty());
    let number = |text: &str| {
        let text = text.trim_start().trim_start_matches(['$', '€', '£', '¥', '₹', '₽', '+', '-', '−', '~']);
        text.trim_start().starts_with(|sign: char| sign.is_ascii_digit())
    };
    let is_number = |node: NodeRef<'_, Node>| {
        let text = node.descendants().find_map(|inner| inner.value().as_text());
        text.is_some_and(|text| number(text) && text.split_whitespace().take(WORDS + 1).count() <= WORDS)
    };
    node.next_siblings().find(|after| !is_blank(after)).is_some_and(|after| match after.value() {
        Node::Element(after) => is_named!(after, "ins"),
        Node::Text(text) => is_number(node) && number(text),
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
            ("<p>We did <s>1 wash the boat</s> 2 paint it", "We did 1 wash the boat 2 paint it"),
            (
                "<p>He said “<q>it is slow</q>” and \"<q>so it is</q>\".",
                "He said “it is slow” and \"so it is\".",
            ),
            ("<pre><del>-x = 2</del><ins>+x = 3</ins> <q>a</q><label>@</label></pre>", "-x = 2+x = 3 a@"),
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
