//! What elements and stretches of text are to those who read the page: shown or silent, inside a line, a time, prose.
//!
//! In: one element or one stretch. Out: what it is. Knows no page.

use scraper::Html;
use scraper::node::Element;

use crate::normalise::html::element::{Asked, is_named, is_phrasing};

/// Bytes of a stretch of text between tags, white space aside, from which it counts as prose: a sentence, no caption.
/// By hand, with the shares of prose in `weigh`; positions and distances are counted in the same way.
const MIN_PROSE_LETTERS: usize = 80;

/// Whether a stretch of text between tags is prose.
pub(super) fn is_prose(letters: usize) -> bool {
    letters >= MIN_PROSE_LETTERS
}

/// Whether a stretch of text between tags is prose or a short sentence to its end.
pub(super) fn is_sentence(text: &str, letters: usize) -> bool {
    /// Letters and words of a short sentence. Judgements: `Opening hours.` is none.
    const LETTERS: usize = 25;
    const WORDS: usize = 7;
    let ends = || {
        let text = text.trim_end().trim_end_matches(['"', '”', '»', ')', '\'']);
        text.ends_with(['.', '!', '?', '。', '！', '？', '…'])
    };
    is_prose(letters) || letters >= LETTERS && ends() && text.split_whitespace().nth(WORDS - 1).is_some()
}

/// Whether an attribute's name says that its value is a time. The words are judgements: what names of data attributes
/// have in them.
pub(super) fn names_time(attribute: &str) -> bool {
    ["date", "time", "publish", "created", "posted"].iter().any(|word| attribute.contains(word))
        && !["update", "event", "start", "end", "expir", "runtime", "deadline", "until"]
            .iter()
            .any(|word| attribute.contains(word))
}

/// Whether the text of an element is not shown, or not part of the page's own.
pub(super) fn is_silent(element: &Element) -> bool {
    is_named!(
        element,
        "script" | "style" | "noscript" | "template" | "head" | "iframe" | "svg" | "select" | "textarea"
    )
}

/// Whether an element holds a time: `time`, or one that a site made for itself (whose names have a hyphen) with a `datetime`.
pub(super) fn is_time(element: &Element) -> bool {
    is_named!(element, "time") || (element.name().contains('-') && element.attribute("datetime").is_some())
}

/// Whether an element does not break a line of text.
pub(super) fn is_inline(element: &Element) -> bool {
    is_phrasing(element)
        || is_time(element)
        || is_named!(element, "meta" | "path" | "script" | "style" | "svg" | "time" | "use")
}

/// Elements inside a word: no space where they begin and end.
pub(super) fn joins_letters(element: &Element) -> bool {
    is_named!(element, "b" | "i" | "em" | "strong" | "sup" | "sub" | "font" | "u" | "wbr" | "mark")
}

/// Whether an element is a field of a form for a name, an address or a password.
pub(super) fn is_filled_in(element: &Element) -> bool {
    let kind = || element.attribute("type").unwrap_or_default();
    is_named!(element, "input") && matches!(kind(), "" | "text" | "email" | "password")
}

/// Whether a page asks who comes: it has fields for a name and a password, and none for a text.
pub(super) fn asks_who_comes(html: &Html) -> bool {
    let elements = || html.tree.nodes().filter_map(|node| node.value().as_element());
    let is_text = |element: &&Element| is_named!(element, "textarea");
    elements().filter(|element| is_filled_in(element)).nth(1).is_some()
        && !elements().any(|element| is_text(&element))
}
