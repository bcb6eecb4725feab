//! The people who wrote a page.
//!
//! In: the parsed page, its metadata, the publisher's name. Out: names, as written, without roles, addresses and
//! the publisher.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

use crate::document::fold;
use crate::normalise::html::element::is_phrasing;
use crate::normalise::html::metadata::{self, Metadata};

use super::bylines;
use super::names::{self, Trust};

/// More names are a list of something else; papers of large collaborations are cut here.
const MOST: usize = 100;

/// Types of JSON-LD objects whose author is the page's, beside the articles. A judgement, of those that a page is made
/// for.
const AUTHORED: [&str; 6] =
    ["DiscussionForumPosting", "Recipe", "Review", "HowTo", "WebPage", "CreativeWork"];

/// The sources that are no part of what the page shows.
const DECLARED: [&str; 3] = ["citation metadata", "json-ld", "meta"];

/// The authors of a page, those of the first source that names any, and whether it is one of metadata.
pub(super) fn authors(
    html: &Html,
    metadata: &Metadata,
    publisher: Option<&str>,
    title: &str,
) -> (Vec<String>, bool) {
    told(html, metadata, publisher, title)
        .find(|(_, found)| !found.is_empty())
        .map(|(source, found)| (found, DECLARED.contains(&source)))
        .unwrap_or_default()
}

/// A source by name, and what reads it.
type Source<'a> = (&'static str, Box<dyn Fn() -> Vec<String> + 'a>, Trust);

/// What each source names, the most trusted first; read as the iterator is advanced.
pub(super) fn told<'a>(
    html: &'a Html,
    metadata: &'a Metadata,
    publisher: Option<&str>,
    title: &'a str,
) -> impl Iterator<Item = (&'static str, Vec<String>)> + use<'a> {
    let publisher = publisher.map(fold::words).unwrap_or_default();
    let sources: [Source<'a>; 6] = [
        ("citation metadata", Box::new(|| from_citation(metadata)), Trust::Told),
        ("json-ld", Box::new(|| from_json_ld(metadata)), Trust::Person),
        ("meta", Box::new(|| from_meta(metadata)), Trust::Told),
        ("an element marked as byline", Box::new(|| bylines::marked(html)), Trust::Marked),
        ("names below the title", Box::new(|| bylines::below_title(html, title)), Trust::Written),
        ("a line that reads as byline", Box::new(|| bylines::written(html)), Trust::Written),
    ];
    sources.into_iter().map(move |(name, source, trust)| {
        let mut found: Vec<String> = Vec::new();
        for name in source().iter().flat_map(|told| names::clean(told, &publisher, trust)) {
            if found.len() < MOST && !found.iter().any(|known| fold::words(known) == fold::words(&name)) {
                found.push(name);
            }
        }
        (name, found)
    })
}

fn from_citation(metadata: &Metadata) -> Vec<String> {
    ["citation_author", "dc.creator", "dcterms.creator"]
        .iter()
        .map(|name| metadata.all(name).map(turned).collect::<Vec<_>>())
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// `Family, Given` turned round, as citation metadata writes names.
fn turned(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.contains(',') && !given.trim().is_empty() => {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}

fn from_json_ld(metadata: &Metadata) -> Vec<String> {
    let people: Vec<(&str, &str)> = metadata
        .json_ld
        .iter()
        .filter(|object| metadata::has_type(object, &["Person"]))
        .filter_map(|object| Some((object.get("@id")?.as_str()?, object.get("name")?.as_str()?)))
        .collect();
    let named = |author: &Value| -> Vec<String> {
        if metadata::has_type(author, &["Organization", "NewsMediaOrganization", "Corporation"]) {
            return Vec::new();
        }
        let names = metadata::texts(author);
        if !names.is_empty() {
            return names;
        }
        let id = author.get("@id").and_then(Value::as_str);
        people.iter().filter(|(known, _)| Some(*known) == id).map(|(_, name)| (*name).to_owned()).collect()
    };
    let of = |object: &Value| -> Vec<String> {
        match object.get("author").or_else(|| object.get("creator")) {
            Some(Value::Array(authors)) => authors.iter().flat_map(&named).collect(),
            Some(author) => named(author),
            None => Vec::new(),
        }
    };
    let typed = |types: &'static [&'static str]| {
        metadata
            .json_ld
            .iter()
            .flat_map(|object| [Some(object), object.get("mainEntity")])
            .flatten()
            .filter(move |object| metadata::has_type(object, types))
    };
    typed(&super::ARTICLE_TYPES)
        .chain(typed(&AUTHORED))
        .map(of)
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn from_meta(metadata: &Metadata) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    // The last two are those that Parse.ly and Sailthru, services which many sites use, ask for.
    for name in ["author", "article:author", "parsely-author", "sailthru.author"] {
        told.extend(metadata.all(name).map(str::to_owned));
        if told.iter().any(|name| names::is_plausible(name)) {
            return told;
        }
    }
    // A label says what the value beside it is; a judgement, of six languages.
    let label = metadata.first(&["twitter:label1"]).map(fold::words).unwrap_or_default();
    if ["written", "verfasst", "geschrieben", "ecrit", "escrito", "scritto", "author", "autor"]
        .iter()
        .any(|word| label.contains(word))
    {
        told.extend(metadata.first(&["twitter:data1"]).map(str::to_owned));
    }
    told
}

/// The text of an element as far as a byline goes: its texts apart by spaces, items of a list by commas, its
/// lines by bars, at which names end.
pub(super) fn text_of(element: &ElementRef<'_>) -> String {
    // Bytes, a judgement: longer texts are biographies.
    const LONGEST: usize = 240;
    let mut text = String::new();
    let mut is_line_due = false;
    let mut is_item_due = false;
    for edge in element.traverse() {
        if text.len() > LONGEST {
            break;
        }
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            Node::Text(part) if matches!(edge, Edge::Open(_)) && !part.trim().is_empty() => {
                let (line, item) = (std::mem::take(&mut is_line_due), std::mem::take(&mut is_item_due));
                if (line || item) && !text.is_empty() {
                    text.push_str(if item { ", " } else { "| " });
                }
                text.push_str(part);
                text.push(' ');
            }
            Node::Element(tag) if tag.name() == "li" => is_item_due = true,
            Node::Element(tag) => is_line_due |= !is_phrasing(tag) || tag.name() == "br",
            _ => {}
        }
    }
    metadata::plain(&text)
}
