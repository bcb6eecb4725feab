//! Reads texts, names and addresses from the values of a page's data.
//!
//! In: a value of JSON. Out: the texts that it stands for, however a content system wraps them. Knows no record.

use ego_tree::iter::Edge;
use scraper::Node;
use serde_json::Value;

use crate::normalise::html::element::is_phrasing;
use crate::normalise::html::tree;
use crate::normalise::persons;

/// An address behind a value: a text, or what content systems keep one in.
pub(super) fn address_of(value: &Value) -> Option<String> {
    let Value::Object(object) = value else { return text_of(value) };
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::trim);
    if let (Some(base), Some(path)) = (text("base"), text("path")) {
        return Some(format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches('/')));
    }
    let known = ["url", "href", "current", "alias"].iter().find_map(|key| text(key));
    known.filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A short word behind a value: that of a kind, that of a language.
pub(super) fn code_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Object(object) => ["code", "id", "slug", "locale"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str())
            .map(str::to_owned),
        _ => None,
    }
}

/// The title behind a value, which may be the lines or the leaves of a rich text.
pub(super) fn title_of(value: &Value) -> Option<String> {
    let Value::Array(parts) = value else { return text_of(value) };
    let leaf = |part: &Value| {
        ["text", "plain_text"].iter().find_map(|key| part.get(*key)?.as_str().map(str::to_owned))
    };
    let texts: Vec<String> = parts.iter().filter_map(leaf).collect();
    Some(texts.concat().trim().to_owned()).filter(|text| texts.len() == parts.len() && !text.is_empty())
}

/// The names of people behind a value.
pub(super) fn people_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => persons::people(text),
        Value::Array(values) => values.iter().flat_map(people_of).collect(),
        Value::Object(object) => {
            let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default();
            let whole = ["name", "fullName", "full_name", "displayName", "display_name"];
            if let Some(name) = whole.into_iter().map(text).find(|name| !name.is_empty()) {
                return vec![name.to_owned()];
            }
            let parts = [("firstName", "lastName"), ("first_name", "last_name"), ("givenName", "familyName")];
            let parted = parts.into_iter().map(|(first, last)| [text(first), text(last)]);
            if let Some(names) = parted.into_iter().find(|names| names.iter().all(|name| !name.is_empty())) {
                return vec![names.join(" ")];
            }
            text_of(value).map_or_else(
                || LISTS.iter().filter_map(|key| object.get(*key)).flat_map(people_of).collect(),
                |text| vec![text],
            )
        }
        _ => Vec::new(),
    }
}

/// The text behind a value: a string, or an object that holds one as content systems do.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Object(object) => {
            ["rendered", "name", "title", "label", "value", "text", "@value", "current", "alias"]
                .iter()
                .find_map(|key| object.get(*key)?.as_str())
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

/// The texts behind a value: those of a list, or of what content systems wrap a list or a record in.
pub(super) fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts_of).collect(),
        Value::Object(object) => text_of(value).map_or_else(
            || LISTS.iter().filter_map(|key| object.get(*key)).flat_map(texts_of).collect(),
            |text| vec![text],
        ),
        other => text_of(other).into_iter().collect(),
    }
}

/// Keys under which content systems put the records that another one names.
const LISTS: &[&str] = &["nodes", "edges", "node", "data", "attributes", "fields", "items"];

/// Bytes of a text with markup that are read. A judgement: a summary is shorter, tags and all.
const MAX_MARKUP: usize = 4_000;

/// A text without markup and character references, where there is any. Words end where a line does, not where one of them is
/// set off (`<em>model</em>s`).
pub(super) fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let tree = tree::parse(&text[..text.floor_char_boundary(MAX_MARKUP)]);
    let mut text = String::new();
    for edge in tree.html.root_element().traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            Node::Text(part) if matches!(edge, Edge::Open(_)) => text.push_str(part),
            Node::Element(element) if !is_phrasing(element) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_set_off_within_a_text_are_whole_and_lines_are_parted() {
        for (text, wanted) in [
            ("Slow <em>lake</em>s &amp; more", "Slow lakes & more"),
            ("Slow<br>lakes", "Slow lakes"),
            ("<p>Slow</p><p>lakes</p>", "Slow lakes"),
            ("H<sub>2</sub>O  in\nwinter", "H2O in winter"),
        ] {
            assert_eq!(plain(text), wanted);
        }
    }
}
