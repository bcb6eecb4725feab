//! What a page carries for its scripts: the texts of `script` elements that may hold data, the properties of islands, and
//! attributes that are data.
//!
//! In: the elements of a page, one after the other. Out: their texts. What is read in a text is kept with it, so that
//! nobody reads it twice. Judges nothing.

use std::cell::OnceCell;

use html5ever::tendril::StrTendril;
use scraper::node::Element;
use scraper::{ElementRef, Node};
use serde_json::Value;

use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::listing::{Budget, Records};

/// Bytes of scripts that are read on one page. A judgement: bounds memory, and lets a page have far more data than
/// text.
const MAX_BYTES: usize = 16 << 20;

/// Bytes of the shortest attribute that can be a list of publications. A judgement: two titles, two dates, two addresses and their
/// keys; settings of a carousel are shorter mostly.
const SHORTEST_ATTRIBUTE: usize = 200;

/// How a text for scripts is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// As JSON, by its type.
    Json,
    /// As the `props` of an `astro-island`.
    Island,
    /// As JSON in an attribute, or as code has a value.
    Attribute,
    /// As code, which may hold JSON.
    Code,
    /// As rows that several scripts send ("flight").
    Flight,
    /// As lines that several scripts send (`turbo-stream`).
    Stream,
}

/// A text for scripts.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) writing: Writing,
    pub(crate) text: StrTendril,
    /// Whether it names a date, once that was asked.
    pub(crate) names_date: OnceCell<bool>,
    /// The values that it holds, once they were read.
    pub(crate) values: OnceCell<Vec<Value>>,
}

impl Script {
    pub(crate) fn new(writing: Writing, text: StrTendril) -> Script {
        Script { writing, text, names_date: OnceCell::new(), values: OnceCell::new() }
    }
}

/// The texts for scripts of one page, but for those in JSON-LD.
#[derive(Debug, Default)]
pub(crate) struct Scripts {
    pub(crate) all: Vec<Script>,
    /// The values that several scripts give together, once they were read.
    pub(crate) joined: OnceCell<Vec<Script>>,
    /// The records in all of them, once they were looked for.
    pub(crate) records: OnceCell<Records>,
    /// Values that may still be laid out of all of them.
    pub(crate) budget: Budget,
    bytes: usize,
    /// A script was too long for what was left of [`MAX_BYTES`]: it and those behind it are left out.
    is_full: bool,
}

impl Scripts {
    /// Takes down what an element has for scripts.
    pub(crate) fn add(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        if self.is_full {
            return;
        }
        if !is_named!(value, "script") {
            self.add_attributes(value);
            let properties = value.attribute("props").filter(|_| value.name() == "astro-island");
            if let Some(properties) = properties {
                self.push(Writing::Island, StrTendril::from_slice(properties));
            }
            return;
        }
        let kind = value.attribute("type").unwrap_or("").trim();
        if kind.eq_ignore_ascii_case("application/ld+json") {
            return;
        }
        let text = text_of(element);
        let is_json =
            kind.eq_ignore_ascii_case("application/json") || value.attribute("id") == Some("__NEXT_DATA__");
        if !text.is_empty() {
            self.push(if is_json { Writing::Json } else { Writing::Code }, text);
        }
    }

    /// Takes down the attributes of an element that are data, whatever they are called.
    fn add_attributes(&mut self, element: &Element) {
        // The properties of an island have a writing of their own.
        if element.name() == "astro-island" {
            return;
        }
        for (_, text) in &element.attrs {
            if text.len() >= SHORTEST_ATTRIBUTE && text.trim_start().starts_with(['{', '[']) {
                self.push(Writing::Attribute, text.clone());
            }
        }
    }

    fn push(&mut self, writing: Writing, text: StrTendril) {
        self.bytes += text.len();
        self.is_full |= self.bytes > MAX_BYTES;
        if !self.is_full {
            self.all.push(Script::new(writing, text));
        }
    }
}

/// The text of a script, which is mostly one node.
fn text_of(script: ElementRef<'_>) -> StrTendril {
    let mut texts = script.descendants().filter_map(|node| match node.value() {
        Node::Text(text) => Some(&text.text),
        _ => None,
    });
    let mut whole = texts.next().cloned().unwrap_or_default();
    texts.for_each(|text| whole.push_tendril(text));
    whole
}
