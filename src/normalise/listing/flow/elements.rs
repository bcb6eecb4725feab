//! Reads what an HTML element is: its kind, its zone, whether it is shown, whether it breaks lines.
//!
//! In: an element's name and attributes. Out: answers about it alone. Knows no text.

use html5ever::local_name;
use scraper::node::Element as Tag;

use super::names::Class;
use super::{Kind, zone};
use crate::normalise::html::element::{Asked, is_named};

/// The kind of an element.
pub(super) fn kind_of(tag: &Tag, block: bool) -> Kind {
    match tag.name.local {
        local_name!("article") => Kind::Article,
        local_name!("li") => Kind::Item,
        local_name!("tr") => Kind::Row,
        local_name!("th") => Kind::HeadCell,
        local_name!("td") => Kind::Cell,
        local_name!("table") => Kind::Table,
        local_name!("dt") => Kind::Term,
        local_name!("dd") => Kind::Definition,
        local_name!("a") => Kind::Link,
        local_name!("time") => Kind::Time,
        local_name!("img") => Kind::Image,
        local_name!("h1")
        | local_name!("h2")
        | local_name!("h3")
        | local_name!("h4")
        | local_name!("h5")
        | local_name!("h6") => Kind::Heading,
        _ if block => Kind::Block,
        _ => Kind::Inline,
    }
}

/// Whether a picture is called as portraits are, by its classes or its address.
pub(super) fn is_portrait(tag: &Tag) -> bool {
    /// A judgement, of what themes and services for portraits write.
    const WORDS: [&str; 9] =
        ["avatar", "avatars", "gravatar", "portrait", "headshot", "author", "authors", "userpic", "profile"];
    /// Bytes of an address that is looked at: longer ones are the pictures themselves. A judgement.
    const ADDRESS: usize = 300;
    let says = |text: &str| {
        let is_word = |word: &str| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
        text.len() <= ADDRESS && text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(is_word)
    };
    is_named!(tag, "img") && ["class", "src"].iter().filter_map(|name| tag.attribute(name)).any(says)
}

/// The level of a heading, 1 to 6.
pub(super) fn heading_level(tag: &Tag) -> Option<u8> {
    match tag.name.local {
        local_name!("h1") => Some(1),
        local_name!("h2") => Some(2),
        local_name!("h3") => Some(3),
        local_name!("h4") => Some(4),
        local_name!("h5") => Some(5),
        local_name!("h6") => Some(6),
        // WAI-ARIA 1.2: a heading without a level counts as level 2.
        _ if tag.attribute("role") == Some("heading") => {
            Some(tag.attribute("aria-level").and_then(|level| level.parse().ok()).unwrap_or(2).clamp(1, 6))
        }
        _ => None,
    }
}

/// Elements whose content is not shown as text.
pub(super) fn is_hidden(tag: &Tag, classes: &[Class]) -> bool {
    is_named!(
        tag,
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
pub(super) fn is_inline(tag: &Tag) -> bool {
    is_formatting(tag)
        || is_named!(
            tag,
            "a" | "span" | "time" | "small" | "label" | "cite" | "img" | "br" | "button" | "data"
        )
}

/// Inline elements that only format: their text joins the text around them.
pub(super) fn is_formatting(tag: &Tag) -> bool {
    is_named!(
        tag,
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

/// The zones that an element opens by its own name and role, besides those it stands in.
pub(super) fn zone_of(tag: &Tag, above: u16, kind: Kind) -> u16 {
    let mut bits = match tag.name.local {
        local_name!("nav") | local_name!("menu") => zone::NAVIGATION,
        local_name!("aside") => zone::ASIDE,
        local_name!("footer") if above & (zone::ARTICLE | zone::MAIN) == 0 && kind == Kind::Block => {
            zone::FOOTER
        }
        local_name!("header") if above & (zone::ARTICLE | zone::MAIN) == 0 => zone::HEADER,
        local_name!("button") => zone::BUTTON,
        local_name!("figcaption") | local_name!("figure") => zone::CAPTION,
        local_name!("main") => zone::MAIN,
        // Items are told as articles so that the footer of a card is not the footer of the page.
        local_name!("article") | local_name!("li") | local_name!("td") => zone::ARTICLE,
        local_name!("dialog") => zone::DIALOGUE,
        local_name!("pre") => zone::CODE,
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
    bits
}
