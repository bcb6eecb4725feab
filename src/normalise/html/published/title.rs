//! Finds the element that shows the page's title.
//!
//! In: the page and the title chosen for it. Out: the element's node. Dates near it are likely the page's own.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named};

/// Bytes of a heading that are compared: two for each of the characters that a title can have.
const MAX_HEADING_BYTES: usize = 600;
/// Headings looked at: the title stands among the first. A judgement: bounds the work.
const MAX_HEADINGS: usize = 500;
/// Share of words that a heading must have in common with the title.
const MIN_SHARED: f32 = 0.5; // half: below, sections of the text begin to match

/// The heading that shows the title: the one most like it, else the first `h1` with a few words.
pub(super) fn title_node(html: &Html, title: &str) -> Option<NodeId> {
    let words_of = |text: &str| -> HashSet<String> {
        fold::units(&fold::words(text)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let wanted = words_of(title);
    let mut best: Option<(f32, NodeId)> = None;
    let mut first_heading = None;
    let headings =
        html.tree.root().descendants().filter_map(ElementRef::wrap).filter(|element| is_heading(element));
    for element in headings.take(MAX_HEADINGS) {
        let text = heading_text(&element);
        let words = words_of(&text);
        if words.is_empty() {
            continue;
        }
        let name = element.value().name();
        if name == "h1" && words.len() > 1 && first_heading.is_none() {
            first_heading = Some(element.id());
        }
        let share = |words: &HashSet<String>| {
            count(words.intersection(&wanted).count()) / count(words.len().max(wanted.len()))
        };
        let without_label = without_label(&text).map(words_of);
        let shared = share(&words).max(without_label.map_or(0.0, |words| share(&words)));
        // Of equals an `h1`, then the first; a twentieth is less than one word of a title makes.
        let score = shared - if name == "h1" { 0.0 } else { 0.05 };
        if shared >= MIN_SHARED && best.is_none_or(|(least, _)| score > least) {
            best = Some((score, element.id()));
        }
    }
    best.map(|(_, node)| node).or(first_heading).or_else(|| plain_title(html, title))
}

/// A heading without a label of one word before it: `Thread: A fine title`.
fn without_label(text: &str) -> Option<&str> {
    let parts = text
        .split_once(": ")
        .filter(|(label, rest)| !label.trim().contains(' ') && rest.trim().contains(' '));
    parts.map(|(_, rest)| rest)
}

/// The first element outside of links that says the title and nothing else, or what the title begins with, where no
/// heading shows it. Three words, a judgement: less is a label as often.
fn plain_title(html: &Html, title: &str) -> Option<NodeId> {
    const LEAST_WORDS: usize = 3;
    let title = fold::words(title);
    let says_title = |text: &str| {
        let words = fold::words(text);
        title.strip_prefix(&*words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            && fold::units(&words).count() >= LEAST_WORDS
    };
    let mut texts = html.tree.root().descendants().filter(|node| {
        node.value().as_text().is_some_and(|text| text.len() <= MAX_HEADING_BYTES && says_title(text))
    });
    let in_page = |node: &ego_tree::NodeRef<'_, scraper::Node>| {
        let mut above = node.ancestors().filter_map(ElementRef::wrap);
        !above.any(|above| is_named!(above.value(), "a" | "head" | "nav" | "script" | "option"))
    };
    texts.find(in_page).and_then(|text| text.parent()).map(|parent| parent.id())
}

fn is_heading(element: &ElementRef) -> bool {
    let value = element.value();
    is_named!(value, "h1" | "h2" | "h3" | "h4")
        || value.attribute("itemprop").is_some_and(|name| name.contains("headline"))
            && !is_named!(value, "meta")
}

fn heading_text(element: &ElementRef) -> String {
    let mut text = String::new();
    // Few nodes make a heading; a hostile one is cut.
    for part in element.text().take(MAX_HEADING_BYTES) {
        if text.len() + part.len() > MAX_HEADING_BYTES {
            break;
        }
        text.push_str(part);
    }
    text
}

fn count(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
