//! Reads the data that a page carries for its scripts, however a framework packs them.
//!
//! In: the texts for scripts of a page. Out: the values that they hold, as JSON: what was packed is laid out, what is named is put
//! where it is named. Finds no publications, runs nothing.

mod code;
mod flat;
mod flight;
mod lexer;
mod literals;
mod opened;
mod references;
mod streams;
mod weight;

use html5ever::tendril::StrTendril;
use serde_json::Value;

use crate::normalise::html::scripts::{Script, Scripts, Writing};

/// Values that are laid out of one text, long texts counting as several: a packed value may name another any number
/// of times. A judgement: far more than a page shows.
const MAX_VALUES: usize = 500_000;

/// Levels that are laid out; `serde_json` reads no more.
const MAX_DEPTH: usize = 128;

/// Bytes of the shortest value that can be a list of publications. A judgement: two titles, two dates and their keys.
const SHORTEST_DATA: usize = 100;

/// The values that a text holds.
pub(super) fn values(script: &Script) -> Vec<Value> {
    let text = script.text.trim();
    let json = || serde_json::from_str::<Value>(text).ok();
    let values = match script.writing {
        Writing::Island => json().as_ref().and_then(flat::island).into_iter().collect(),
        Writing::Json => json().map(|value| flat::flat(&value).unwrap_or(value)).into_iter().collect(),
        Writing::Attribute => json().or_else(|| literal(text)).into_iter().collect(),
        Writing::Code => code::values(text),
        Writing::Flight => flight::values(text),
        Writing::Stream => streams::values(text),
    };
    opened::opened(values, text)
}

/// A text that is a value as code writes it, and nothing else.
fn literal(text: &str) -> Option<Value> {
    literals::read(text, (0, text.len())).found.filter(|read| read.end == text.len()).map(|read| read.value)
}

/// What several scripts send together, each stream as one text.
pub(super) fn joined(scripts: &Scripts) -> Vec<Script> {
    let parts: Vec<&Script> = scripts.all.iter().filter(|script| is_part(script)).collect();
    let mut texts = Vec::new();
    for (writing, call) in [(Writing::Flight, flight::PUSH), (Writing::Stream, streams::ENQUEUE)] {
        let mut text = String::new();
        for script in &parts {
            pushed(&script.text, call, &mut text);
        }
        if !text.is_empty() {
            texts.push(Script::new(writing, StrTendril::from_slice(&text)));
        }
    }
    texts
}

/// Whether a script sends a part of what others send too.
pub(super) fn is_part(script: &Script) -> bool {
    let calls = [flight::PUSH, streams::ENQUEUE];
    script.writing == Writing::Code && calls.iter().any(|call| script.text.contains(call))
}

/// Collects what a call is given: a text, or a list whose second value is one (`push([1,"…"])`).
fn pushed(script: &str, call: &str, all: &mut String) {
    let mut rest = script;
    while let Some((_, after)) = rest.split_once(call) {
        rest = after;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let text = match values.next() {
            Some(Ok(Value::String(text))) => Some(text),
            Some(Ok(Value::Array(parts))) => parts.get(1).and_then(Value::as_str).map(str::to_owned),
            _ => None,
        };
        if let Some(text) = text {
            all.push_str(&text);
            rest = rest.get(values.byte_offset()..).unwrap_or("");
        }
    }
}
