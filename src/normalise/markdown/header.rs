//! The lines below the title of a note that say what it is of, as notebooks and readers write them: `Author: …`, `URL: …`.
//!
//! In: the text below the title. Out: fields as of front matter, and the text without those lines.

use serde_json::{Map, Value};
use url::Url;

use crate::document::Moment;
use crate::normalise::dates::{self, Reading};
use crate::normalise::{citations, persons};

/// What a key of a header stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    People,
    Day,
    /// When the note was made, which is when the page was captured.
    Made,
    Address,
    Text,
    /// Several things, parted by commas.
    List,
}

/// Keys in small letters, and the fields of front matter that they stand for. A judgement: those that Notion, Readwise, Yarle and
/// Logseq write. A field without a name is told of the note and not of the page: nothing is stored, and its line stays.
const KEYS: [(&str, Field, &str); 24] = [
    ("author", Field::People, "author"),
    ("authors", Field::People, "author"),
    ("author(s)", Field::People, "author"),
    ("published", Field::Day, "published"),
    ("published at", Field::Day, "published"),
    ("publish date", Field::Day, "published"),
    ("date", Field::Day, "date"),
    ("updated", Field::Day, "updated"),
    ("updated at", Field::Day, "updated"),
    ("created", Field::Made, "created"),
    ("created at", Field::Made, "created"),
    ("clipped", Field::Made, "created"),
    ("saved", Field::Made, "created"),
    ("url", Field::Address, "url"),
    ("link", Field::Address, "url"),
    ("source", Field::Address, "url"),
    ("source url", Field::Address, "url"),
    ("publisher", Field::Text, "publisher"),
    ("summary", Field::Text, "summary"),
    ("full title", Field::Text, ""),
    ("category", Field::List, "category"),
    ("status", Field::Text, ""),
    ("tags", Field::List, ""),
    ("tag(s)", Field::List, ""),
];

/// Lines that a header has at least. A judgement: one such line may open any text.
const LEAST: usize = 2;

/// The fields of the header that a text begins with, and the text without the lines that fill them; none where it has no header.
pub(super) fn header(text: &str) -> Option<(Map<String, Value>, String)> {
    let mut rest = text.trim_start();
    // Readwise gives it a heading.
    if let Some((heading, below)) = rest.split_once("\n\n")
        && heading.trim().eq_ignore_ascii_case("metadata")
    {
        rest = below.trim_start();
    }
    // Where nothing is below, the lines are the text.
    let (lines, below) = rest.split_once("\n\n")?;
    let told: Vec<Line<'_>> = lines.lines().map(line).collect::<Option<_>>()?;
    // Several such blocks are a list of what others wrote.
    let next = below.trim_start().lines().next().and_then(line);
    let is_list = next.is_some_and(|next| told.iter().any(|own| own.name == next.name));
    if told.len() < LEAST || is_list {
        return None;
    }
    let mut fields = Map::new();
    let mut kept = String::new();
    for line in told {
        match value(&line).filter(|_| !line.name.is_empty() && !fields.contains_key(line.name)) {
            Some(value) => {
                fields.insert(line.name.to_owned(), value);
            }
            // What fills no field is text; a day that is written in words is read as those of other lines are.
            None => kept.extend([line.own, "\n"]),
        }
    }
    if fields.is_empty() {
        return None;
    }
    if !kept.is_empty() {
        kept.push('\n');
    }
    kept.push_str(below);
    Some((fields, kept))
}

/// A line of a header: itself, what it is, the field that it fills, and its value.
struct Line<'a> {
    own: &'a str,
    field: Field,
    name: &'static str,
    value: &'a str,
}

fn line(line: &str) -> Option<Line<'_>> {
    let own = line.trim().trim_start_matches("- ");
    let (key, value) = own.split_once(':')?;
    let key = key.trim().to_lowercase();
    let (_, field, name) = KEYS.iter().find(|(known, _, _)| *known == key)?;
    Some(Line { own, field: *field, name, value: value.trim() })
}

/// What a line says, where it is what its key says.
fn value(line: &Line<'_>) -> Option<Value> {
    let told = line.value;
    match line.field {
        _ if told.is_empty() => None,
        Field::Text => Some(Value::from(told)),
        Field::List => {
            let parts = told.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
            Some(Value::from(parts.collect::<Vec<_>>()))
        }
        Field::Address => {
            let address = Url::parse(told).ok().filter(Url::has_host);
            address.map(|_| Value::from(told))
        }
        Field::Made if Moment::parse(told).is_some() => Some(Value::from(told)),
        // In words: `January 9, 2026 10:12 AM`.
        Field::Made => {
            let day = dates::machine(told, &Reading::default())?.to_string();
            Moment::parse(&day).map(|_| Value::from(day))
        }
        Field::Day => dates::machine(told, &Reading::default()).map(|_| Value::from(told)),
        Field::People => {
            let name = told.trim_start_matches("[[").trim_end_matches("]]");
            let names = persons::people(name);
            let are_names = !names.is_empty() && names.iter().all(|name| citations::is_name(name));
            are_names.then(|| Value::from(told))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(String, String)> {
        header(text).map(|(fields, rest)| (serde_json::to_string(&fields).unwrap_or_default(), rest))
    }

    #[test]
    fn the_lines_of_a_notebook_are_fields() {
        let (fields, rest) = told(
            "Author: Ada Reed, Ole Tamm\nPublished: at some time in spring\nTags: Ice\nURL: https://tarn.example/a\n\nIt rained.",
        )
        .unwrap();
        assert_eq!(fields, r#"{"author":"Ada Reed, Ole Tamm","url":"https://tarn.example/a"}"#);
        assert_eq!(rest, "Published: at some time in spring\nTags: Ice\n\nIt rained.");
        let dated = told("Published: March 4, 2025\nURL: https://tarn.example/a\n\nIt rained.").unwrap().0;
        assert_eq!(dated, r#"{"published":"March 4, 2025","url":"https://tarn.example/a"}"#);
        let (fields, rest) =
            told("Metadata\n\n- Author: [[Ada Reed]]\n- URL: https://tarn.example/a\n\nHighlights").unwrap();
        assert_eq!(fields, r#"{"author":"[[Ada Reed]]","url":"https://tarn.example/a"}"#);
        assert_eq!(rest, "Highlights");
    }

    #[test]
    fn other_lines_are_no_header() {
        for text in [
            "Date: unknown\n\nWords.",
            "Author: Ada Reed\nThe lake froze: it was cold.\n\nWords.",
            "Source: the upper tarn\nDepth: nine\n\nWords.",
            "It rained.",
            "Status: done\nTags: a, b",
            "Source: Reuters\nStatus: done\n\nWords.",
            "Author: who wrote it\nStatus: whether it is done\n\nWords.",
            "Author: Ada Reed\nLink: https://x.example/a\n\nAuthor: Ole Tamm\nLink: https://x.example/b",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_that_fills_no_field_stays() {
        let (fields, rest) =
            told("Source: Reuters\nAuthor: Ada Reed\nAuthor: Ole Tamm\nUpdated: 2026-05-03\n\nIt rained.")
                .unwrap();
        assert_eq!(fields, r#"{"author":"Ada Reed","updated":"2026-05-03"}"#);
        assert_eq!(rest, "Source: Reuters\nAuthor: Ole Tamm\n\nIt rained.");
    }
}
