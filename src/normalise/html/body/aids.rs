//! What stands in the text of a page to help those who read it and is none of it: signs that link to a heading, links that
//! edit a section, numbers of lines of code.
//!
//! In: an element. Out: whether it is one of these.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::normalise::html::element::{Asked, is_named};

/// Nodes of an element that are looked at. A judgement: a sign, a picture, two brackets.
const MOST: usize = 12;

/// Whether an element is an aid to readers and no text.
pub(super) fn is_aid(node: NodeRef<'_, Node>, element: &Element) -> bool {
    // A link to a place of the page that is called by a sign (`¶`, `#`, `§`).
    let leads_here =
        || is_named!(element, "a") && element.attribute("href").is_some_and(|href| href.starts_with('#'));
    // As MediaWiki and what shows code as tables call them, in whatever design.
    let is_called_so = |class: &str| match class {
        "mw-editsection" => true,
        "linenos" | "lineno" | "line-numbers" | "line-number" => !any_letter(node, char::is_alphabetic),
        _ => false,
    };
    (leads_here() && !any_letter(node, char::is_alphanumeric))
        || element.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(is_called_so))
}

/// Whether the text of an element has such a letter; one with much in it has.
fn any_letter(node: NodeRef<'_, Node>, is_letter: fn(char) -> bool) -> bool {
    let mut left = MOST;
    node.descendants().any(|inner| {
        left = left.saturating_sub(1);
        left == 0 || inner.value().as_text().is_some_and(|text| text.chars().any(is_letter))
    })
}
