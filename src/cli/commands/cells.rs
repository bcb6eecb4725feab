//! The fields of a hit, by name, and how each stands in a cell of a table or a template.
//!
//! In: names as typed, hits in the shape of JSON. Out: proper names, values, texts.

use serde_json::Value;

use crate::cli::printer::clean;
use crate::document::DateClaim;

/// Columns of CSV and TSV unless others are named.
pub(super) const COLUMNS: &[&str] =
    &["id", "kind", "title", "published", "categories", "publisher", "url", "score"];

/// Name of a hit's number in templates.
pub(super) const NUMBER: &str = "n";

/// Names that `--fields` takes: those of a hit in JSON.
pub(super) const FIELDS: &[&str] = &[
    "id",
    "kind",
    "title",
    "record_id",
    "published",
    "categories",
    "summary",
    "summary_made",
    "url",
    "publisher",
    "language",
    "authors",
    "headings",
    "updated",
    "arxiv",
    "doi",
    "github",
    "feeds",
    "next",
    "corrections",
    "related",
    "score",
    "snippets",
    "reasons",
    "sightings",
];

/// Fields that are dates, of which a part can be asked for too: `published.confidence`.
pub(super) const DATES: [&str; 2] = ["published", "updated"];

/// The parts of a date.
pub(super) const DATE_PARTS: [&str; 7] =
    ["date", "earliest", "latest", "precision", "source", "confidence", "evidence"];

/// The proper name of a field of a hit, or of a part of a date.
pub(super) fn known(asked: &str) -> Option<String> {
    if let Some((field, part)) = asked.split_once('.') {
        let field = known(field).filter(|field| DATES.contains(&field.as_str()))?;
        return DATE_PARTS.contains(&part).then(|| format!("{field}.{part}"));
    }
    let asked = match asked {
        "team" | "category" => "categories",
        "date" => "published",
        "captures" => "sightings",
        "number" => NUMBER,
        name => name,
    };
    FIELDS.iter().chain(&[NUMBER]).find(|known| **known == asked).map(|known| (*known).to_owned())
}

/// What a hit has under a proper name.
pub(super) fn value<'a>(hit: &'a Value, name: &str) -> Option<&'a Value> {
    match name.split_once('.') {
        Some((field, part)) => hit.get(field)?.get(part),
        None => hit.get(name),
    }
}

/// A value as people read it: as a cell, a date with a `?` where it is doubtful.
pub(super) fn shown(value: Option<&Value>) -> String {
    let confidence = value.and_then(|value| value.get("confidence")).and_then(Value::as_f64);
    let is_doubtful = confidence.is_some_and(|confidence| confidence < f64::from(DateClaim::DOUBTFUL));
    format!("{}{}", cell(value), if is_doubtful { "?" } else { "" })
}

/// A value as one cell: a date no finer than it is known, lists joined by `; `.
pub(super) fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => clean(text),
        Some(Value::Array(values)) => {
            values.iter().map(|value| cell(Some(value))).collect::<Vec<_>>().join("; ")
        }
        Some(Value::Object(object)) => {
            let of = |key: &str| cell(object.get(key));
            if let Some(date) = object.get("date") {
                return cell(Some(date));
            }
            if object.contains_key("was") {
                let was = Some(of("was")).filter(|was| !was.is_empty());
                return format!("{}: captures say {}", of("field"), was.as_deref().unwrap_or("nothing"));
            }
            if object.contains_key("clause") {
                let field = Some(of("field")).filter(|field| !field.is_empty());
                let place = field.map_or(String::new(), |field| format!(" in {field}"));
                return format!("{} {}{place}: {}", of("clause"), of("text"), of("score"));
            }
            if object.contains_key("url") {
                return format!("{} {}", of("title"), of("url")).trim().to_owned();
            }
            cell(["text", "capture"].iter().find_map(|key| object.get(*key)))
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_readable_cells() {
        for (value, expected) in [
            (json!({ "date": "2026-05-07", "confidence": 0.4 }), "2026-05-07"),
            (json!({ "date": null, "confidence": null }), ""),
            (
                json!([{ "field": "title", "was": ["Tides"], "file": "c" }, { "field": "url", "was": [] }]),
                "title: captures say Tides; url: captures say nothing",
            ),
            (json!([{ "title": "Waves", "url": "https://a.example/" }]), "Waves https://a.example/"),
            (
                json!([{ "clause": "word", "text": "tide", "field": "title", "score": 1.5 }]),
                "word tide in title: 1.5",
            ),
            (json!([{ "field": "body", "text": "The tide", "offset": 0 }]), "The tide"),
            (json!([{ "capture": "a.html", "member": null }]), "a.html"),
        ] {
            assert_eq!(cell(Some(&value)), expected);
        }
    }

    #[test]
    fn people_are_shown_which_dates_are_doubtful() {
        for (value, expected) in [
            (json!({ "date": "2026-05-07", "confidence": 0.4 }), "2026-05-07?"),
            (json!({ "date": "2026-05", "confidence": 0.9 }), "2026-05"),
            (json!({ "date": null, "confidence": null }), ""),
            (json!("tide"), "tide"),
        ] {
            assert_eq!(shown(Some(&value)), expected);
        }
    }

    #[test]
    fn parts_of_dates_have_names_of_their_own() {
        assert_eq!(known("date.source").as_deref(), Some("published.source"));
        assert_eq!((known("published.kind"), known("title.date"), known("n.date")), (None, None, None));
        let hit = json!({ "published": { "confidence": 0.95 } });
        assert_eq!(cell(value(&hit, "published.confidence")), "0.95");
    }
}
