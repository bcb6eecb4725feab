//! What the first nodes of an element say: enough to tell a sign, a label or a formula, whatever else it holds.
//!
//! In: a node, and how many below it are looked at. Out: their text.

use ego_tree::NodeRef;
use scraper::Node;

/// Whether there is more than white space in so many nodes.
pub(super) fn has_text(node: NodeRef<'_, Node>, most: usize) -> bool {
    let is_text =
        |inner: NodeRef<'_, Node>| inner.value().as_text().is_some_and(|text| !text.trim().is_empty());
    node.descendants().take(most).any(is_text)
}

/// The text of so many nodes.
pub(super) fn text(node: NodeRef<'_, Node>, most: usize) -> String {
    node.descendants().take(most).filter_map(|inner| inner.value().as_text()).map(|text| &**text).collect()
}
