//! What a page carries for its scripts: the texts of `script` elements that may hold data, and the properties of islands.
//!
//! In: the elements of a page, one after the other. Out: their texts. What is read in a text is kept with it, so that
//! nobody reads it twice. Judges nothing.

use std::cell::OnceCell;

use html5ever::tendril::StrTendril;
use scraper::{ElementRef, Node};
use serde_json::Value;

use crate::normalise::html::element::{Asked, is_named};

/// Bytes of scripts that are read on one page. A judgement: bounds memory, and lets a page have far more data than
/// text.
const MAX_BYTES: usize = 16 << 20;

/// How a text for scripts is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// As JSON, by its type.
    Json,
    /// As the `props` of an `astro-island`.
    Island,
    /// As code, which may hold JSON.
    Code,
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
    bytes: usize,
    /// A script was too long for what was left of [`MAX_BYTES`]: it and those behind it are left out.
    is_full: bool,
}

impl Scripts {
    /// Takes down what an element has for scripts.
    pub(super) fn add(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        if self.is_full {
            return;
        }
        if !is_named!(value, "script") {
            let properties = value.attribute("props").filter(|_| value.name() == "astro-island");
            self.bytes += properties.map_or(0, str::len);
            if let Some(properties) = properties.filter(|_| self.bytes <= MAX_BYTES) {
                self.all.push(Script::new(Writing::Island, StrTendril::from_slice(properties)));
            }
            return;
        }
        let kind = value.attribute("type").unwrap_or("").trim();
        if kind.eq_ignore_ascii_case("application/ld+json") {
            return;
        }
        let text = text_of(element);
        self.bytes += text.len();
        self.is_full = self.bytes > MAX_BYTES;
        let is_json =
            kind.eq_ignore_ascii_case("application/json") || value.attribute("id") == Some("__NEXT_DATA__");
        if !self.is_full && !text.is_empty() {
            self.all.push(Script::new(if is_json { Writing::Json } else { Writing::Code }, text));
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
