//! The lines below the title of a note that say what it is of, as notebooks and readers write them: `Author: …`, `URL: …`.
//!
//! In: the text below the title. Out: fields as of front matter, and the text without those lines.

use serde_json::{Map, Value};

use crate::document::Moment;
use crate::normalise::dates::{self, Reading};

/// What a key of a header stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    People,
    Day,
    /// When the note was made, which is when the page was captured.
    Made,
    Text,
    /// What is said of the note and not of the page.
    Note,
}

/// Keys in small letters, and the fields of front matter that they stand for. A judgement: those that Notion, Readwise, Yarle and
/// Logseq write.
const KEYS: [(&str, Field, &str); 24] = [
    ("author", Field::People, "author"),
    ("authors", Field::People, "author"),
    ("author(s)", Field::People, "author"),
    ("published", Field::Day, "published"),
    ("published at", Field::Day, "published"),
    ("publish date", Field::Day, "published"),
    ("date", Field::Day, "date"),
    ("updated", Field::Note, ""),
    ("updated at", Field::Note, ""),
    ("created", Field::Made, "created"),
    ("created at", Field::Made, "created"),
    ("clipped", Field::Made, "created"),
    ("saved", Field::Made, "created"),
    ("url", Field::Text, "url"),
    ("link", Field::Text, "url"),
    ("source", Field::Text, "url"),
    ("source url", Field::Text, "url"),
    ("publisher", Field::Text, "publisher"),
    ("summary", Field::Text, "summary"),
    ("full title", Field::Note, ""),
    ("category", Field::Note, ""),
    ("status", Field::Note, ""),
    ("tags", Field::Note, ""),
    ("tag(s)", Field::Note, ""),
];

/// Lines that a header has at least. A judgement: one such line may open any text.
const LEAST: usize = 2;

/// The fields of the header that a text begins with, and the text without their lines; none where it has no header.
pub(super) fn header(text: &str) -> Option<(Map<String, Value>, String)> {
    let mut rest = text.trim_start();
    // Readwise gives it a heading.
    if let Some((heading, below)) = rest.split_once("\n\n")
        && heading.trim().eq_ignore_ascii_case("metadata")
    {
        rest = below.trim_start();
    }
    let (lines, below) = rest.split_once("\n\n").unwrap_or((rest, ""));
    let told: Vec<(&str, Field, &str, &str)> = lines.lines().map(line).collect::<Option<_>>()?;
    if told.len() < LEAST {
        return None;
    }
    let mut fields = Map::new();
    let mut kept = String::new();
    for (line, field, name, value) in told {
        let value = match field {
            Field::Note => None,
            Field::Text => Some(Value::from(value)),
            Field::Made => Moment::parse(value).map(|_| Value::from(value)),
            Field::People => Some(Value::from(people(value))),
            Field::Day if dates::machine(value, &Reading::default()).is_some() => Some(Value::from(value)),
            // A day that is written in words is read as those of other lines are.
            Field::Day => {
                kept.extend([line, "\n"]);
                None
            }
        };
        if let Some(value) = value.filter(|_| !fields.contains_key(name)) {
            fields.insert(name.to_owned(), value);
        }
    }
    if !kept.is_empty() {
        kept.push('\n');
    }
    kept.push_str(below);
    Some((fields, kept))
}

/// A line of a header: itself, what it is, the field that it fills, and its value.
fn line(line: &str) -> Option<(&str, Field, &'static str, &str)> {
    let own = line.trim().trim_start_matches("- ");
    let (key, value) = own.split_once(':')?;
    let key = key.trim().to_lowercase();
    let (_, field, name) = KEYS.iter().find(|(known, _, _)| *known == key)?;
    Some((own, *field, *name, value.trim()))
}

/// The names of people, parted by semicolons, or by commas where each has two words.
fn people(value: &str) -> Vec<&str> {
    let parts = |sign: char| -> Vec<&str> {
        value.split(sign).map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    let by_comma = parts(',');
    if value.contains(';') {
        parts(';')
    } else if by_comma.iter().all(|name| name.contains(' ')) {
        by_comma
    } else {
        vec![value]
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
            "Author: Ada Reed, Ole Tamm\nCreated: January 9, 2026 10:12 AM\nPublished: at some time in spring\nTags: Ice\nURL: https://tarn.example/a\n\nIt rained.",
        )
        .unwrap();
        assert_eq!(fields, r#"{"author":["Ada Reed","Ole Tamm"],"url":"https://tarn.example/a"}"#);
        assert_eq!(rest, "Published: at some time in spring\n\nIt rained.");
        let dated = told("Published: March 4, 2025\nURL: https://tarn.example/a\n\nIt rained.").unwrap().0;
        assert_eq!(dated, r#"{"published":"March 4, 2025","url":"https://tarn.example/a"}"#);
        let (fields, rest) =
            told("Metadata\n\n- Author: [[Ada Reed]]\n- URL: https://tarn.example/a\n\nHighlights").unwrap();
        assert_eq!(fields, r#"{"author":["[[Ada Reed]]"],"url":"https://tarn.example/a"}"#);
        assert_eq!(rest, "Highlights");
    }

    #[test]
    fn other_lines_are_no_header() {
        for text in [
            "Date: unknown\n\nWords.",
            "Author: Ada Reed\nThe lake froze: it was cold.\n\nWords.",
            "Source: the upper tarn\nDepth: nine\n\nWords.",
            "It rained.",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
