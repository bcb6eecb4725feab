//! What a browser does not show of a page at once: what nobody sees, and what a reader unfolds. What is called a menu and is
//! none.
//!
//! In: an element. Out: whether it is hidden, whether it holds the text of an article all the same, and whether something
//! that is shown unfolds it, as a tab does its panel and a question its answer; whether a `nav` holds sentences.

use std::collections::HashSet;

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::normalise::html::element::{Asked, is_named};

/// Whether the id, a class or the microdata of an element say that it is the text of an article. A judgement: as content
/// systems call it.
fn says_article_text(element: &Element) -> bool {
    const KINDS: [&str; 4] = ["article", "entry", "post", "story"];
    const PARTS: [&str; 3] = ["body", "content", "text"];
    let is_text = |name: &str| {
        let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
        let name = letters.to_ascii_lowercase();
        let is_part = |rest: &str| PARTS.contains(&rest);
        KINDS.iter().filter_map(|kind| name.strip_prefix(kind)).any(is_part)
    };
    let names = ["id", "class", "itemprop"].into_iter().filter_map(|name| element.attribute(name));
    names.flat_map(str::split_ascii_whitespace).any(is_text)
}

/// Whether an element, or one of the first within it, is marked as the text of an article.
pub(super) fn holds_article_text(node: NodeRef<'_, Node>) -> bool {
    /// Nodes that are looked at. A judgement: the box of what must be paid for, and what holds its text.
    const WITHIN: usize = 12;
    let elements = node.descendants().take(WITHIN).filter_map(|inner| inner.value().as_element());
    let is_for_nobody = |element: &Element| element.attribute("aria-hidden") == Some("true");
    elements.take_while(|element| !is_for_nobody(element)).any(says_article_text)
}

/// Whether a browser would not show an element.
pub(super) fn is_hidden(element: &Element) -> bool {
    // Text that React streams into a page waits in hidden elements with such ids until a script moves it.
    let streamed = || element.attribute("id").is_some_and(|id| id.starts_with("S:"));
    if element.attribute("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return !streamed();
    }
    if element.attribute("aria-hidden").is_some_and(|value| value.trim() == "true") {
        return true;
    }
    let style: String = element
        .attribute("style")
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether a class hides an element, and it holds no sentences right below what a reader may press or what heads them, as answers and
/// the rest of a text do.
pub(super) fn is_hidden_by_class(node: NodeRef<'_, Node>, element: &Element) -> bool {
    let shows = |style: &str| style.to_ascii_lowercase().contains("display");
    is_called_hidden(element)
        && !element.attribute("style").is_some_and(shows)
        && !(is_below_head(node) && is_prose(node))
}

/// Whether the element before one heads it or may be pressed.
fn is_below_head(node: NodeRef<'_, Node>) -> bool {
    /// Nodes of that element that are looked at. A judgement: a question in a button in a heading, a paragraph with a link at its end.
    const NODES: usize = 12;
    let Some(before) = node.prev_siblings().find(|before| before.value().is_element()) else { return false };
    before.descendants().take(NODES).filter_map(|inner| inner.value().as_element()).any(|inner| {
        let leads_nowhere = |href: &str| href.starts_with('#') || href.starts_with("javascript:");
        is_named!(inner, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "button" | "summary" | "dt")
            || inner.attribute("onclick").is_some()
            || inner.attribute("aria-expanded").is_some()
            || inner.attribute("role") == Some("button")
            || (is_named!(inner, "a") && inner.attribute("href").is_none_or(leads_nowhere))
    })
}

/// Whether a class hides an element and none shows it again: Bootstrap, Foundation, Tailwind and others have these names for it, and
/// `md:block`, `d-lg-flex` and alike for what wider screens show. Of 5,550 words in such elements of the dev quarter's pages 360 are
/// text, most of them a second time.
fn is_called_hidden(element: &Element) -> bool {
    const HIDDEN: [&str; 3] = ["hidden", "hide", "d-none"];
    const SHOWN: [&str; 5] = ["d-", "show", "visible", "open", "active"];
    let classes = || element.attribute("class").unwrap_or_default().split_ascii_whitespace();
    let shows = |class: &str| class.contains(':') || SHOWN.iter().any(|start| class.starts_with(start));
    classes().any(|class| HIDDEN.contains(&class))
        && !classes().any(|class| !HIDDEN.contains(&class) && shows(class))
}

/// The ids of elements that something on a page unfolds.
#[derive(Default)]
pub(super) struct Unfolded<'a> {
    ids: Option<HashSet<&'a str>>,
}

impl<'a> Unfolded<'a> {
    /// Whether a hidden element is one that a reader unfolds, and says something: a panel of tabs, the answer to a question.
    /// Menus, forms and dialogues are unfolded too, and say nothing.
    pub(super) fn holds(&mut self, node: NodeRef<'a, Node>, element: &'a Element) -> bool {
        let is_panel = element.attribute("role") == Some("tabpanel");
        let is_answer = || {
            let before = node.prev_siblings().find(|node| node.value().is_element());
            before.is_some_and(|before| expands(before) || is_question(before))
        };
        (is_panel || self.is_named(node, element) || is_answer()) && says_something(node)
    }

    /// Whether a control of the page names an element as what it unfolds (WAI-ARIA 1.2, `aria-controls`; Bootstrap's
    /// `data-target`; a tab that leads to it).
    fn is_named(&mut self, node: NodeRef<'a, Node>, element: &Element) -> bool {
        let Some(id) = element.attribute("id") else { return false };
        let ids = self.ids.get_or_insert_with(|| {
            let root = node.tree().root();
            root.descendants().filter_map(|node| node.value().as_element()).flat_map(controlled).collect()
        });
        ids.contains(id)
    }
}

/// The ids that a control names.
fn controlled(element: &Element) -> impl Iterator<Item = &str> {
    let toggles = ["data-toggle", "data-bs-toggle"].into_iter().find_map(|name| element.attribute(name));
    let is_tab =
        element.attribute("role") == Some("tab") || matches!(toggles, Some("tab" | "pill" | "collapse"));
    let by_role = element.attribute("aria-controls").into_iter().flat_map(str::split_ascii_whitespace);
    let by_link = ["href", "data-target", "data-bs-target"].into_iter().filter(move |_| is_tab);
    by_role.chain(by_link.filter_map(|name| element.attribute(name)?.strip_prefix('#')))
}

/// Whether an element, or one of the first in it, says that it expands something.
fn expands(node: NodeRef<'_, Node>) -> bool {
    /// Nodes that are looked at. A judgement: a heading, a button, an icon.
    const WITHIN: usize = 6;
    let mut elements = node.descendants().take(WITHIN).filter_map(|inner| inner.value().as_element());
    elements.any(|element| element.attribute("aria-expanded").is_some())
}

/// Whether an element may be pressed and asks something: builders of sites write toggles that say no more of themselves.
fn is_question(node: NodeRef<'_, Node>) -> bool {
    /// Nodes that are looked at. A judgement: an icon, a link, its words.
    const WITHIN: usize = 12;
    let is_button =
        node.value().as_element().is_some_and(|element| element.attribute("role") == Some("button"));
    let asks = |inner: NodeRef<'_, Node>| {
        inner.value().as_text().is_some_and(|text| text.trim_end().ends_with(['?', '？', '؟']))
    };
    is_button && node.descendants().take(WITHIN).any(asks)
}

/// Whether an element holds text rather than links, and no form.
fn says_something(node: NodeRef<'_, Node>) -> bool {
    /// Letters that a panel has at least, a judgement: a line that is to be typed, a short answer.
    const LEAST: usize = 20;
    let letters = Letters::of(node);
    !letters.in_form && letters.plain >= LEAST && letters.plain > 2 * letters.linked
}

/// Whether a `nav` holds sentences and hardly a link, as the answers of some builders of sites do.
pub(super) fn is_prose(node: NodeRef<'_, Node>) -> bool {
    /// Letters from which on a text can be a sentence. A judgement.
    const LEAST: usize = 30;
    let letters = Letters::of(node);
    letters.ends && !letters.in_form && letters.plain >= LEAST && letters.plain > 8 * letters.linked
}

/// What an element holds.
#[derive(Default)]
struct Letters {
    /// Bytes of text in links.
    linked: usize,
    /// Bytes of other text.
    plain: usize,
    /// Whether a text ends as a sentence does.
    ends: bool,
    /// Whether there is a form.
    in_form: bool,
}

impl Letters {
    fn of(node: NodeRef<'_, Node>) -> Letters {
        /// Nodes that are looked at. A judgement: an answer of several paragraphs.
        const MOST: usize = 400;
        let mut letters = Letters::default();
        for inner in node.descendants().take(MOST) {
            match inner.value() {
                Node::Element(element) => letters.in_form |= is_named!(element, "form" | "input" | "dialog"),
                Node::Text(text) if !text.trim().is_empty() => {
                    let near = || inner.ancestors().take(3).filter_map(|above| above.value().as_element());
                    if near().any(|above| is_named!(above, "script" | "style" | "template")) {
                        continue;
                    }
                    if near().any(|above| is_named!(above, "a")) {
                        letters.linked += text.trim().len();
                    } else {
                        letters.plain += text.trim().len();
                        letters.ends |= text.trim_end().ends_with(['.', '!', '?', '。']);
                    }
                }
                _ => {}
            }
        }
        letters
    }
}
