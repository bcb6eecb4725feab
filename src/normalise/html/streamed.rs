//! Puts what a page's server sent late where the page's scripts put it.
//!
//! In: a parsed page. Out: the same, with the content of boxes like `<div hidden id="S:0">` in the place of what stood for it, as
//! React does on `$RC("B:0","S:0")` (`ReactDOMFizzInstructionSet`, React 19). Runs no script.

use std::collections::HashMap;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, Tree};
use memchr::memmem;
use scraper::{Html, Node};

use crate::normalise::html::element::{Asked, is_named};

/// What each page says that puts something somewhere.
const MARK: &[u8] = b"(\"B:";

/// Calls that are followed on one page. A judgement: pages have a dozen.
const MAX_CALLS: usize = 200;

/// Nodes that are looked at behind a place for what stands there until the rest comes. A judgement.
const MAX_FALLBACK: usize = 10_000;

/// The calls, and whether the first thing that they name is the place.
const CALLS: [(&str, bool); 3] = [("$RC(", true), ("$RR(", true), ("$RS(", false)];

/// A call: what is put, and where.
struct Call {
    content: String,
    place: String,
    /// What stood for it until now goes.
    replaces: bool,
}

/// Puts what came late in its place, unless that would be too deep.
pub(super) fn placed(mut html: Html, source: &str, max_depth: usize) -> Html {
    if memmem::find(source.as_bytes(), MARK).is_none() {
        return html;
    }
    let mut ids: HashMap<String, NodeId> = HashMap::new();
    let mut calls = Vec::new();
    for node in html.tree.nodes() {
        let Some(element) = node.value().as_element() else { continue };
        if is_named!(element, "script") {
            let texts = node.children().filter_map(|child| child.value().as_text());
            texts.for_each(|text| calls_of(text, &mut calls));
        } else if (is_named!(element, "template") || element.attribute("hidden").is_some())
            && let Some(id) = element.attribute("id")
        {
            ids.entry(id.to_owned()).or_insert(node.id());
        }
    }
    calls.truncate(MAX_CALLS);
    let mut is_changed = false;
    for call in calls {
        let content = ids.get(&call.content).copied();
        if let Some((content, place)) = content.zip(ids.get(&call.place).copied())
            && fits(&html.tree, (content, place), max_depth)
        {
            put(&mut html.tree, (content, place), call.replaces);
            is_changed = true;
        }
    }
    // Nodes are numbered in the order of the page.
    if is_changed {
        html.tree = renumbered(&html.tree);
    }
    html
}

/// The calls in a script.
fn calls_of(script: &str, calls: &mut Vec<Call>) {
    let mut rest = script;
    while let Some((_, after)) = rest.split_once("$R") {
        let Some((_, place_first)) = CALLS.iter().find(|(call, _)| after.starts_with(&call[2..])) else {
            rest = after;
            continue;
        };
        rest = after.get(2..).unwrap_or_default();
        let mut named = rest.strip_prefix('"').unwrap_or_default().splitn(4, '"');
        if let (Some(first), Some(","), Some(second), Some(_)) =
            (named.next(), named.next(), named.next(), named.next())
        {
            let (place, content) = if *place_first { (first, second) } else { (second, first) };
            calls.push(Call { content: content.to_owned(), place: place.to_owned(), replaces: *place_first });
        }
    }
}

/// Whether content may be put in a place: the place is not within it, and what is there then is not too deep.
fn fits(tree: &Tree<Node>, (content, place): (NodeId, NodeId), max_depth: usize) -> bool {
    let (Some(content_node), Some(place_node)) = (tree.get(content), tree.get(place)) else { return false };
    let is_within = content == place || place_node.ancestors().any(|node| node.id() == content);
    let mut depth = place_node.ancestors().count();
    let mut deepest = depth;
    for edge in content_node.traverse() {
        match edge {
            Edge::Open(_) => depth += 1,
            Edge::Close(_) => depth -= 1,
        }
        deepest = deepest.max(depth);
    }
    !is_within && content_node.parent().is_some() && place_node.parent().is_some() && deepest <= max_depth
}

fn put(tree: &mut Tree<Node>, (content, place): (NodeId, NodeId), replaces: bool) {
    let fallback = if replaces { fallback(tree, place) } else { Vec::new() };
    for id in fallback {
        if let Some(mut node) = tree.get_mut(id) {
            node.detach();
        }
    }
    let children: Vec<NodeId> =
        tree.get(content).into_iter().flat_map(|node| node.children().map(|child| child.id())).collect();
    if let Some(mut place) = tree.get_mut(place) {
        for child in children {
            place.insert_id_before(child);
        }
        place.detach();
    }
    if let Some(mut content) = tree.get_mut(content) {
        content.detach();
    }
}

/// What stands behind a place until its content comes: the nodes up to the comment that ends its part (`/$`), which parts within
/// it have too; none where there is no such comment.
fn fallback(tree: &Tree<Node>, place: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let Some(place) = tree.get(place) else { return found };
    for node in place.next_siblings().take(MAX_FALLBACK) {
        match node.value().as_comment().map(|comment| &**comment) {
            Some("/$") if depth == 0 => return found,
            Some("/$") => depth -= 1,
            Some("$" | "$?" | "$!" | "$~") => depth += 1,
            _ => {}
        }
        found.push(node.id());
    }
    Vec::new()
}

/// A copy whose nodes are numbered in their order.
fn renumbered(tree: &Tree<Node>) -> Tree<Node> {
    let mut copy = Tree::with_capacity(tree.root().value().clone(), tree.values().len());
    let mut open = vec![copy.root().id()];
    for edge in tree.root().traverse().skip(1) {
        match edge {
            Edge::Open(node) => {
                let parent = open.last().and_then(|id| copy.get_mut(*id));
                let id = parent.map(|mut parent| parent.append(node.value().clone()).id());
                open.extend(id);
            }
            Edge::Close(_) => {
                open.pop();
            }
        }
    }
    copy
}

#[cfg(test)]
mod tests {
    use crate::normalise::html::tree;

    fn text(source: &str) -> String {
        let html = tree::parse(source).html;
        let texts = html.tree.nodes().filter(|node| {
            let is_script = |node: ego_tree::NodeRef<'_, scraper::Node>| {
                node.value().as_element().is_some_and(|element| element.name() == "script")
            };
            !node.parent().is_some_and(is_script)
        });
        texts.filter_map(|node| node.value().as_text()).map(|text| &**text).collect::<Vec<_>>().join("|")
    }

    const PLACE: &str =
        "<main>Above<!--$?--><template id=B:0></template>Loading<!--$-->inner<!--/$--><!--/$-->Below</main>";

    #[test]
    fn content_that_came_late_stands_in_its_place_in_the_order_of_the_page() {
        let content = "<div hidden id=S:0><p>Slow lakes</p><template id=P:1></template></div><div hidden id=S:1><p>Echo</p></div>";
        let script = "<script>$RS=function(a,b){};$RS(\"S:1\",\"P:1\");$RC=function(b,c){};$RC(\"B:0\",\"S:0\")</script>";
        assert_eq!(text(&format!("{PLACE}{content}{script}")), "Above|Slow lakes|Echo|Below");
        let styled = "<script>$RR(\"B:0\",\"S:0\",[[\"/a.css\"]])</script>";
        assert_eq!(
            text(&format!("{PLACE}<div hidden id=S:0>Slow lakes</div>{styled}")),
            "Above|Slow lakes|Below"
        );
    }

    #[test]
    fn what_no_script_puts_elsewhere_stays() {
        let page = format!("{PLACE}<div hidden id=S:0>Search</div>");
        let same = "Above|Loading|inner|Below|Search";
        for script in ["", "<script>$RC(\"B:0\",\"S:9\")</script>", "<script>f(\"B:0\",\"S:0\")</script>"] {
            assert_eq!(text(&format!("{page}{script}")), same, "{script}");
        }
        let open = "<template id=B:0></template>Loading<p>Below</p><div hidden id=S:0>Echo</div><script>$RC(\"B:0\",\"S:0\")</script>";
        assert_eq!(text(open), "Echo|Loading|Below");
    }

    #[test]
    fn content_that_holds_its_own_place_stays() {
        let ring = "<div hidden id=S:0>a<template id=B:0></template></div><script>$RC(\"B:0\",\"S:0\")$RC(\"S:0\",\"S:0\")</script>";
        assert_eq!(text(ring), "a");
        let deep = (0..300)
            .map(|n| {
                format!("<div hidden id=S:{n}>{}<template id=B:{}></template></div>", "<i>".repeat(9), n + 1)
            })
            .collect::<Vec<_>>()
            .concat();
        let calls = (0..300).map(|n| format!("$RC(\"B:{n}\",\"S:{n}\");")).collect::<Vec<_>>().concat();
        let page = format!("<template id=B:0></template>{deep}<script>{calls}</script>");
        let html = tree::parse(&page).html;
        let deepest = html.tree.nodes().map(|node| node.ancestors().count()).max().unwrap_or(0);
        assert!(deepest <= 2 * tree::MAX_DEPTH, "{deepest}");
    }
}
