//! Where a page shows who wrote it.
//!
//! In: the parsed page. Out: the texts of bylines, names not yet cleaned out of them.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::abstracts;
use super::authors::text_of;
use super::topics;
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_phrasing, is_unseen};
use crate::normalise::html::metadata;

/// Words of classes and ids that mark an author, in the languages of the public benchmarks. A judgement.
const MARKS: [&str; 12] = [
    "author",
    "authors",
    "autor",
    "autoren",
    "auteur",
    "auteurs",
    "autore",
    "byline",
    "writer",
    "contributor",
    "authorname",
    "fullname",
];

/// Words of classes and ids in whose elements authors are those of something else. A judgement, of what themes share.
const OTHERS: [&str; 16] = [
    "comment",
    "comments",
    "commentlist",
    "related",
    "recommended",
    "sidebar",
    "widget",
    "footer",
    "card",
    "cards",
    "teaser",
    "newsletter",
    "nav",
    "menu",
    "popular",
    "testimonial",
];

/// Elements that are looked at above one to see whether it is part of something else. A judgement: the names of outer
/// ones are those of the page's layout.
const HEIGHT: usize = 8;

/// Links to authors that stand side by side from which they are a menu. A judgement.
const MOST_TOLD: usize = 8;

/// The texts of the first elements that say they hold an author; the surest marks first.
pub(super) fn marked(html: &Html) -> Vec<String> {
    let mut by_class = None;
    let mut told = Vec::new();
    for element in html.tree.nodes().filter_map(ElementRef::wrap) {
        let value = element.value();
        let is_told = value
            .attribute("rel")
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "author"))
            || value.attribute("itemprop").is_some_and(|property| property.trim() == "author")
            || value.attribute("href").is_some_and(leads_to_author);
        let is_marked = || {
            ["class", "id"]
                .iter()
                .filter_map(|name| value.attribute(name))
                .any(|value| has_word(value, &MARKS))
        };
        if !is_told && (by_class.is_some() || !told.is_empty() || !is_marked()) {
            continue;
        }
        // Those beside the first wrote with them.
        let holder = topics::holder(&element);
        let is_beside = told.first().is_none_or(|(first, _)| *first == holder);
        if is_told && (!is_beside || told.len() >= MOST_TOLD) {
            continue;
        }
        if matches!(value.name(), "meta" | "link" | "img" | "input" | "body" | "html")
            || is_of_another(*element)
        {
            continue;
        }
        let text = text_of(&element);
        // A mark on a whole box, or on a picture alone. A judgement: two names with their roles have 120 characters.
        if text.is_empty() || text.chars().count() > 120 || !super::names::is_plausible(&text) {
            continue;
        }
        if is_told {
            told.push((holder, text));
            continue;
        }
        by_class = Some(text);
    }
    if told.is_empty() {
        return by_class.into_iter().collect();
    }
    // More are the menu of those who write for the site.
    let most = if told.len() < MOST_TOLD { told.len() } else { 1 };
    told.into_iter().take(most).map(|(_, text)| text).collect()
}

/// Short texts that begin as bylines do: "By Jane Doe". A judgement: a byline and a date have 160 bytes, a paragraph of
/// more than 120 characters is prose, and the names stand in the first hundred.
pub(super) fn written(html: &Html) -> Vec<String> {
    for node in html.tree.nodes() {
        let Node::Text(text) = node.value() else { continue };
        let start = text.trim_start();
        // `(contributed by …` and `…, by …` credit what stands before.
        if start.is_empty() || start.len() > 160 || start.starts_with(['(', ',']) {
            continue;
        }
        let start = if super::names::without_intro(start).is_some() { start } else { behind_date(start) };
        if start.is_empty() {
            continue;
        }
        let Some(parent) = node.parent().and_then(ElementRef::wrap) else { continue };
        let is_prose = parent.value().name() == "p" && text_of(&parent).chars().count() > 120;
        if matches!(parent.value().name(), "script" | "style" | "title" | "noscript" | "option" | "button")
            || is_prose
        {
            continue;
        }
        if is_of_another(*parent) {
            continue;
        }
        let alone = super::names::without_intro(start).is_some_and(|rest| rest.trim().is_empty());
        let holder =
            if alone { parent.parent().and_then(ElementRef::wrap).unwrap_or(parent) } else { parent };
        let whole = text_of(&holder);
        let from = whole.find(start.split_whitespace().next().unwrap_or(start)).unwrap_or(0);
        let byline: String = whole.get(from..).unwrap_or(&whole).chars().take(100).collect();
        if super::names::is_plausible(&byline) {
            return vec![byline];
        }
    }
    Vec::new()
}

/// The byline behind the date that a text begins with: `Posted on May 7, 2025 by Ada Reed`; empty where there is none.
fn behind_date(text: &str) -> &str {
    /// Bytes of what stands before the date. A judgement: `Veröffentlicht am`, doubled.
    const LABEL: usize = 40;
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return "";
    }
    let found = dates::scan(text, &Reading::default()).into_iter().next();
    let rest = found
        .filter(|found| found.start <= LABEL)
        .and_then(|found| text.get(found.end..))
        .unwrap_or_default();
    let rest = rest.trim_start_matches(|sign: char| !sign.is_alphabetic());
    if super::names::without_intro(rest).is_some() { rest } else { "" }
}

/// Lines below a heading in which names are looked for. A judgement: a subtitle, a date, a topic stand between.
const LINES_BELOW: usize = 4;

/// A line of two names or more below the heading that is the page's title, as papers have it. Topics and places read as
/// names do, so the page must show an abstract too.
pub(super) fn below_title(html: &Html, title: &str) -> Vec<String> {
    let title = fold::words(title);
    let is_title = |element: &ElementRef<'_>| {
        matches!(element.value().name(), "h1" | "h2") && fold::words(&text_of(element)) == title
    };
    let headings = html.tree.nodes().filter_map(ElementRef::wrap);
    let Some(heading) = headings.take_while(|_| !title.is_empty()).find(is_title) else { return Vec::new() };
    for line in lines_after(heading, LETTERS_BELOW).iter().take(LINES_BELOW) {
        if citations::are_names(line) && abstracts::shown(html).is_some() {
            return citations::names(line).into_iter().map(str::to_owned).collect();
        }
    }
    Vec::new()
}

/// Bytes of one line that are looked at: a row of two hundred names has as many as a long paragraph. A judgement.
const LONGEST_LINE: usize = 4_000;

/// Characters of the lines below a heading in which names are looked for. A judgement: ten names, a subtitle and a date.
const LETTERS_BELOW: usize = 480;

/// The lines of text that follow an element up to the next heading, list, table, form or menu, until they have `most`
/// characters together.
pub(super) fn lines_after(element: ElementRef<'_>, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    let mut unseen = 0_usize;
    for edge in edges_after(*element) {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        let is_unseen = node.value().as_element().is_some_and(is_unseen);
        match edge {
            Edge::Open(_) => unseen += usize::from(is_unseen),
            Edge::Close(_) => unseen = unseen.saturating_sub(usize::from(is_unseen)),
        }
        if unseen > 0 {
            continue;
        }
        match node.value() {
            // A line that goes on and on is no line of small print, nor is what follows it.
            Node::Text(_) if line.len() > LONGEST_LINE => break,
            Node::Text(part) if matches!(edge, Edge::Open(_)) => line.push_str(part),
            Node::Element(tag) if !is_phrasing(tag) || tag.name() == "br" => {
                let whole = metadata::plain(&std::mem::take(&mut line));
                length += whole.chars().count();
                if whole.chars().any(char::is_alphanumeric) {
                    lines.push(whole);
                }
                if length > most || ends_lines(tag) {
                    break;
                }
            }
            _ => {}
        }
    }
    lines
}

/// Whether what an element holds is no line of what stands before it.
fn ends_lines(tag: &Element) -> bool {
    matches!(
        tag.name(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table" | "form" | "nav"
    )
}

/// The edges of the tree after a node, in the order of the page.
fn edges_after(node: NodeRef<'_, Node>) -> impl Iterator<Item = Edge<'_, Node>> {
    let above = std::iter::once(node).chain(node.ancestors());
    above.flat_map(|above| above.next_siblings().flat_map(|sibling| sibling.traverse()))
}

/// Whether an address is that of an author's page. A judgement: the segments that content systems give.
fn leads_to_author(href: &str) -> bool {
    href.split('/')
        .rev()
        .skip(1)
        .any(|segment| matches!(segment, "author" | "authors" | "autor" | "autoren" | "auteur"))
}

/// Whether an element belongs to comments, cards of other pages, menus or the foot.
pub(super) fn is_of_another(node: NodeRef<'_, Node>) -> bool {
    node.ancestors().take(HEIGHT).chain([node]).filter_map(|above| above.value().as_element()).any(
        |element| {
            matches!(element.name(), "nav" | "aside" | "footer")
                || ["class", "id"]
                    .iter()
                    .filter_map(|name| element.attribute(name))
                    .any(|value| has_word(value, &OTHERS))
        },
    )
}

/// Whether a class or id has one of these words.
pub(super) fn has_word(value: &str, words: &[&str]) -> bool {
    let mut parts = value.as_bytes().split(|sign| !sign.is_ascii_alphabetic());
    parts.any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word.as_bytes())))
}
