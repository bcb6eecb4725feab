//! The standfirst of an article: what it is about, said between its title and its text.
//!
//! In: the parsed page, its title, its text. Out: the text of the standfirst. Reads no metadata.

use std::collections::HashSet;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::abstracts::{DEK, length, whole_text};
use super::descriptions::is_byline;
use super::lines::edges_after;
use super::marks::{has_word, is_marked_as_others};
use super::spelling::holds_words;
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named, seen};
use crate::normalise::summary::{ends_sentence, is_note};

/// Words of classes and ids that mark a standfirst where it stands between title and text, and other things elsewhere. A judgement, of
/// what newsrooms, universities and authorities call it in the languages of the public benchmarks.
const MARKS: [&str; 35] = [
    "dek",
    "deck",
    "standfirst",
    "subtitle",
    "lede",
    "lead",
    "leadin",
    "chapo",
    "chapeau",
    "excerpt",
    "intro",
    "introduction",
    "introtext",
    "teaser",
    "preamble",
    "ingress",
    "entradilla",
    "bajada",
    "copete",
    "occhiello",
    "sommario",
    "catenaccio",
    "inleiding",
    "lid",
    "zajawka",
    "perex",
    "vorspann",
    "anreisser",
    "einleitung",
    "subhead",
    "subheading",
    "subheadline",
    "strapline",
    "summary",
    "synopsis",
];

/// Letters that may stand between a title and its standfirst. A judgement: a byline, a date, a topic, buttons to share.
const BETWEEN: usize = 240;

/// Words of one that nothing marks, but that stands out. A judgement: headings of sections have fewer.
const WORDS: usize = 8;

/// Elements around one that are asked whose it is. A judgement: those further out are of the page.
const AROUND: usize = 2;

/// The standfirst below the heading that is the page's title.
pub(super) fn standfirst(html: &Html, title: &str, text: &str) -> Option<String> {
    let title = fold::words(title);
    let is_title = |element: &ElementRef<'_>| {
        is_named!(element.value(), "h1" | "h2" | "h3") && fold::words(&whole_text(element)) == title
    };
    let elements = html.tree.nodes().filter_map(ElementRef::wrap);
    let heading = elements.take_while(|_| !title.is_empty()).find(is_title)?;
    let mut between = 0;
    for edge in seen(edges_after(*heading)) {
        let Edge::Open(node) = edge else { continue };
        match node.value() {
            Node::Text(part) => between += part.trim().chars().count(),
            Node::Element(tag) if is_named!(tag, "nav" | "footer" | "table" | "form" | "h1") => return None,
            Node::Element(tag) => {
                let Some(element) = ElementRef::wrap(node) else { continue };
                let said = if is_marked(tag) {
                    marked(html, &element)
                } else if is_named!(tag, "h2" | "h3" | "h4") {
                    return heading_of_text(&element).filter(|said| is_of_article(said, &title, text));
                } else {
                    standing_out(&element)
                };
                if let Some(said) = said.filter(|said| is_of_article(said, &title, text)) {
                    return Some(said);
                }
                if is_named!(tag, "p") && is_prose(&element) {
                    return None;
                }
            }
            _ => {}
        }
        if between > BETWEEN {
            return None;
        }
    }
    None
}

/// Whether a text says what is marked by a class, an id or microdata as the standfirst.
fn is_marked(element: &Element) -> bool {
    let names = ["class", "id"].into_iter().filter_map(|name| element.attribute(name));
    element.attribute("itemprop") == Some("description")
        || names.into_iter().any(|name| has_word(name, &MARKS))
}

/// What an element says that is marked as the standfirst, and is the only one of its class.
fn marked(html: &Html, element: &ElementRef<'_>) -> Option<String> {
    let is_apart = |node: NodeRef<'_, Node>| {
        node.value().as_element().is_some_and(|tag| {
            is_named!(
                tag,
                "h1" | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "h6"
                    | "time"
                    | "ul"
                    | "ol"
                    | "table"
                    | "figure"
                    | "form"
                    | "button"
                    | "nav"
                    | "article"
            )
        })
    };
    // What stands below a title may be that of another thing too: a form for letters, what readers think of it.
    let mut around = element.ancestors().filter_map(ElementRef::wrap).take(AROUND).chain([*element]);
    let is_others =
        around.any(|around| is_marked_as_others(around.value(), &["teaser", "card", "cards", "widget"]));
    let text = said(element)?;
    if is_others || element.descendants().any(is_apart) {
        return None;
    }
    let linked: usize = element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|inner| is_named!(inner.value(), "a"))
        .flat_map(|link| link.text())
        .map(|text| text.trim().len())
        .sum();
    let is_told = linked * 2 < text.len()
        && !is_byline(&text, &[])
        && (is_long(&text) || (ends_sentence(&text) && !text.ends_with(['?', '？'])));
    // The whole page is gone through last.
    let class = element.value().attribute("class");
    let is_only = || {
        let elements = html.tree.nodes().filter_map(|node| node.value().as_element());
        class.is_none() || elements.filter(|other| other.attribute("class") == class).nth(1).is_none()
    };
    (is_told && is_only()).then_some(text)
}

/// A heading below the title that is a sentence, with text behind it.
fn heading_of_text(heading: &ElementRef<'_>) -> Option<String> {
    let text = said(heading)?;
    // Questions head sections.
    let is_sentence = text.ends_with(['.', '。']) && is_long(&text);
    let next = seen(edges_after(**heading)).find_map(|edge| match edge {
        Edge::Open(node) => node.value().as_element().filter(|tag| {
            is_named!(tag, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table")
        }),
        Edge::Close(_) => None,
    });
    (is_sentence && next.is_some_and(|next| is_named!(next, "p"))).then_some(text)
}

/// A first paragraph that is set in bold as a whole, or says that it is what others have not the time to read.
fn standing_out(paragraph: &ElementRef<'_>) -> Option<String> {
    if !is_named!(paragraph.value(), "p") {
        return None;
    }
    let is_blank =
        |node: &NodeRef<'_, Node>| node.value().as_text().is_none_or(|text| text.trim().is_empty());
    let mut parts = paragraph.children().filter(|node| node.value().is_element() || !is_blank(node));
    let is_bold =
        parts.next().and_then(|node| node.value().as_element().map(|tag| is_named!(tag, "strong" | "b")))
            == Some(true)
            && parts.next().is_none();
    let text = said(paragraph)?;
    let letters: String = text.chars().take(10).filter(|sign| sign.is_alphanumeric()).collect();
    let is_short = letters.to_ascii_lowercase().starts_with("tldr");
    let is_lead =
        is_bold && text.ends_with(['.', '。']) && is_long(&text) && !is_note(&text) && !is_byline(&text, &[]);
    (is_short || is_lead).then_some(text)
}

/// The text of an element, where it is as long as a standfirst.
fn said(element: &ElementRef<'_>) -> Option<String> {
    let text = whole_text(element);
    let text = ["Summary:", "Zusammenfassung:"]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .unwrap_or(&text)
        .trim();
    DEK.contains(&length(text)).then(|| text.to_owned())
}

/// Whether a text has as many words as a sentence.
fn is_long(text: &str) -> bool {
    fold::word_count(text) >= WORDS
}

/// Whether a paragraph is the text.
fn is_prose(paragraph: &ElementRef<'_>) -> bool {
    let text = whole_text(paragraph);
    length(&text) >= *DEK.start() && is_long(&text) && ends_sentence(&text)
}

/// Whether what is said is less than half of a text, else it is the text; and no advert, no note of the editors, but of what title or
/// text speak of.
fn is_of_article(said: &str, title: &str, text: &str) -> bool {
    /// Letters of a word that tells what it is about. A judgement: articles and prepositions have fewer.
    const LONG: usize = 4;
    let words = fold::words(said);
    let is_told = || {
        let known = fold::words(text);
        let known: HashSet<&str> = fold::units(&known).chain(fold::units(title)).collect();
        let mut long = fold::units(&words).filter(|word| word.len() >= LONG).peekable();
        long.peek().is_none() || long.any(|word| known.contains(word))
    };
    text.len() >= 2 * said.len() && !is_note(said) && !is_advert(&words, title) && is_told()
}

/// Whether a text asks its reader for money or for an address, or tells what the site earns by it, and the title does not speak of that.
fn is_advert(words: &str, title: &str) -> bool {
    /// What such texts begin with or say, folded. A judgement: what the pages of the public benchmarks have.
    const ASKING: [&str; 26] = [
        "subscribe",
        "sign up",
        "join our",
        "join us",
        "join thousands",
        "become a member",
        "become a subscriber",
        "become a patron",
        "support our",
        "donate",
        "follow us",
        "download our",
        "get our",
        "read our",
        "click here",
        "register for",
        "abonnieren sie",
        "jetzt abonnieren",
        "melden sie sich",
        "werden sie mitglied",
        "abonnez vous",
        "inscrivez vous",
        "suscribete",
        "unete a",
        "iscriviti",
        "abonneer",
    ];
    const SAYING: [&str; 10] = [
        "affiliate links",
        "affiliate link",
        "affiliate disclosure",
        "earn a commission",
        "at no cost to you",
        "at no extra cost",
        "sponsored post",
        "our newsletter",
        "affiliate commission",
        "unseren newsletter",
    ];
    ASKING.iter().any(|begun| words.starts_with(begun) && !title.starts_with(begun))
        || SAYING.iter().any(|saying| holds_words(words, saying) && !holds_words(title, saying))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "How a lake remembers what once fell into its deep water.";
    const TEXT: &str =
        "We read the gauges of a lake for ninety years and asked what it still knows of its storms.";

    fn of(below: &str) -> Option<String> {
        let text = format!("<p>{TEXT}</p>").repeat(2);
        let html = Html::parse_document(&format!("<h1>Slow lakes</h1>{below}{text}"));
        standfirst(&html, "Slow lakes", &TEXT.repeat(2))
    }

    #[test]
    fn a_standfirst_is_known_by_its_class_between_title_and_text() {
        let small = "<p>By Ada Reed</p><p>3 May 2025</p>";
        for mark in
            ["class=intro", "class=article-intro", "class=teaser", "id=entradilla", "itemprop=description"]
        {
            for small in ["", small] {
                assert_eq!(
                    of(&format!("{small}<div {mark}><p>{LINE}</p></div>")).as_deref(),
                    Some(LINE),
                    "{mark}"
                );
            }
        }
        for (other, why) in [
            (format!("<p>{TEXT}</p><p class=summary>{LINE}</p>"), "behind the text"),
            (
                format!("<p class=intro>{LINE}</p><p class=intro>What another lake knows.</p>"),
                "two of a class",
            ),
            (format!("<div class=intro><h2>Gauges</h2>{LINE}</div>"), "a section"),
            (format!("<div class=intro><a href=/lakes>{LINE}</a></div>"), "a card"),
            (format!("<div class=intro>{}</div>", TEXT.repeat(2)), "the whole text"),
            (format!("<div class=newsletter-intro>{LINE}</div>"), "a form"),
            ("<div class=intro>By Ada Reed, Tarn Lab, 3 May 2025</div>".to_owned(), "a byline"),
        ] {
            assert_eq!(of(&other), None, "{why}");
        }
    }

    #[test]
    fn a_heading_that_is_a_sentence_and_a_bold_first_paragraph_are_one() {
        for lead in [format!("<h2>{LINE}</h2>"), format!("<p><strong>{LINE}</strong></p>")] {
            assert_eq!(of(&lead).as_deref(), Some(LINE), "{lead}");
        }
        assert!(of("<p>TL;DR: the lake remembers its storms.</p>").is_some());
        for other in [
            "<h2>What does a lake know of the storms that it has seen?</h2>",
            "<h2>Gauges of the lake</h2>",
            "<p><b>This post contains affiliate links, and we may earn a commission on books of a lake.</b></p>",
            "<h2>Subscribe to the letter of the keepers of the lake for free.</h2>",
            "<h2>Become a member of the club of our readers and row for less.</h2>",
            "<p><b>This story has been updated with the gauges of a second lake.</b></p>",
            "<h2>Fresh bread comes daily from the oven next door to our office.</h2>",
            "<p><b>Update:</b> a table of the gauges of this lake was put right.</p>",
            "<p><b>Update: a table of the gauges of this lake was put right.</b></p>",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
