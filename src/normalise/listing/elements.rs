//! Reads what an HTML element is: its kind, its zone, whether it is shown, whether it breaks lines.
//!
//! In: an element's name and attributes. Out: answers about it alone. Knows no text.

use scraper::node::Element as Tag;

use crate::normalise::html::element::Asked;
use crate::normalise::listing::flow::{Kind, zone};
use crate::normalise::listing::names::{self, Class};

/// The kind of an element.
pub(super) fn kind_of(name: &str, block: bool) -> Kind {
    match name {
        "article" => Kind::Article,
        "li" => Kind::Item,
        "tr" => Kind::Row,
        "th" => Kind::HeadCell,
        "td" => Kind::Cell,
        "table" => Kind::Table,
        "dt" => Kind::Term,
        "dd" => Kind::Definition,
        "a" => Kind::Link,
        "time" => Kind::Time,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        _ if block => Kind::Block,
        _ => Kind::Inline,
    }
}

/// The level of a heading, 1 to 6.
pub(super) fn heading_level(tag: &Tag) -> Option<u8> {
    match tag.name() {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        // WAI-ARIA 1.2: a heading without a level counts as level 2.
        _ if tag.attribute("role") == Some("heading") => {
            Some(tag.attribute("aria-level").and_then(|level| level.parse().ok()).unwrap_or(2).clamp(1, 6))
        }
        _ => None,
    }
}

/// Elements whose content is not shown as text.
pub(super) fn is_hidden(tag: &Tag, classes: &[Class]) -> bool {
    matches!(
        tag.name(),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "head"
            | "iframe"
            | "object"
            | "select"
            | "option"
            | "textarea"
            | "video"
            | "audio"
            | "canvas"
            | "math"
            | "datalist"
    ) || tag.attribute("hidden").is_some_and(|value| value != "until-found")
        || tag.attribute("style").is_some_and(hides)
        || classes.iter().any(|class| class.is_for_screen_readers)
}

fn hides(style: &str) -> bool {
    let plain: String = style.chars().filter(|letter| !letter.is_whitespace()).take(400).collect();
    plain.to_ascii_lowercase().contains("display:none")
}

/// Elements that run with the text around them.
pub(super) fn is_inline(name: &str) -> bool {
    is_formatting(name)
        || matches!(
            name,
            "a" | "span" | "time" | "small" | "label" | "cite" | "img" | "br" | "button" | "data"
        )
}

/// Inline elements that only format: their text joins the text around them.
pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "em" | "i"
            | "u"
            | "s"
            | "mark"
            | "code"
            | "sup"
            | "sub"
            | "abbr"
            | "q"
            | "wbr"
            | "font"
            | "kbd"
            | "var"
            | "bdi"
            | "bdo"
            | "ins"
            | "del"
            | "dfn"
            | "samp"
            | "nobr"
            | "tt"
            | "big"
            | "b"
            | "strong"
    )
}

/// The zones that an element opens, besides those it stands in.
pub(super) fn zone_of(tag: &Tag, classes: &[Class], above: u16, kind: Kind) -> u16 {
    let mut bits = match tag.name() {
        "nav" | "menu" => zone::NAVIGATION,
        "aside" => zone::ASIDE,
        "footer" if above & (zone::ARTICLE | zone::MAIN) == 0 && kind == Kind::Block => zone::FOOTER,
        "header" if above & (zone::ARTICLE | zone::MAIN) == 0 => zone::HEADER,
        "button" => zone::BUTTON,
        "figcaption" | "figure" => zone::CAPTION,
        "main" => zone::MAIN,
        // Items are told as articles so that the footer of a card is not the footer of the page.
        "article" | "li" | "td" => zone::ARTICLE,
        "dialog" => zone::DIALOGUE,
        _ => 0,
    };
    bits |= match tag.attribute("role") {
        Some("navigation" | "menu" | "menubar") => zone::NAVIGATION,
        Some("complementary") => zone::ASIDE,
        Some("contentinfo") if above & zone::ARTICLE == 0 => zone::FOOTER,
        Some("main") => zone::MAIN,
        Some("button") => zone::BUTTON,
        Some("dialog" | "alertdialog") => zone::DIALOGUE,
        _ => 0,
    };
    bits | names::zone_of_names(tag, classes)
}
