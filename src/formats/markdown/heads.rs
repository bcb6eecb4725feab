//! What Markdown files begin with beside front matter in YAML and TOML: lines of a header (`MultiMarkdown`, Pelican, properties of
//! Logseq), an object of JSON (Hugo), a title block (Pandoc).
//!
//! In: the text of a file. Out: fields with keys in lower case, and the text after them. What they mean is for `normalise`.

use serde_json::{Map, Value};

/// The fields that a text begins with, and what follows.
pub(super) fn split(source: &str) -> Option<(Map<String, Value>, &str)> {
    let header = || split_header(source).map(|(header, text)| (of_header(header), text));
    header().or_else(|| title_block(source)).or_else(|| object(source))
}

/// An object of JSON alone at the head of a text, as Hugo has it.
fn object(source: &str) -> Option<(Map<String, Value>, &str)> {
    let source = source.trim_start_matches('\u{feff}');
    if !source.starts_with('{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(source).into_iter::<Map<String, Value>>();
    let fields = values.next()?.ok()?;
    let text = source.get(values.byte_offset()..)?;
    let fields = fields.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect();
    (text.trim().is_empty() || text.starts_with(['\n', '\r'])).then_some((fields, text))
}

/// The title block of Pandoc (its manual, "Extension: `pandoc_title_block`"): lines that begin with `%` tell title, authors and
/// day, in this order; each may go on in lines that are set in.
fn title_block(source: &str) -> Option<(Map<String, Value>, &str)> {
    const KEYS: [&str; 3] = ["title", "author", "date"];
    let mut told: Vec<String> = Vec::new();
    let mut length = 0;
    for line in source.split_inclusive('\n') {
        if let Some(own) = line.strip_prefix('%').filter(|_| told.len() < KEYS.len()) {
            told.push(own.trim().to_owned());
        } else if line.starts_with(' ') && !line.trim().is_empty() {
            // A further line of authors is another of them.
            let sign = if told.len() == 2 { "; " } else { " " };
            told.last_mut()?.extend([sign, line.trim()]);
        } else {
            break;
        }
        length += line.len();
    }
    let text = source.get(length..)?;
    let is_whole = told.first().is_some_and(|title| !title.is_empty()) && length <= LONGEST_HEADER;
    let fields = KEYS.iter().zip(told).filter(|(_, value)| !value.is_empty());
    let fields = fields.map(|(key, value)| ((*key).to_owned(), Value::from(value))).collect();
    (is_whole && text.chars().next().is_none_or(|next| matches!(next, '\n' | '\r'))).then_some((fields, text))
}

/// Keys of a header, in small letters. A judgement: those that are read, and others of Pelican's and `MultiMarkdown`'s; a letter or
/// a record has others.
const HEADER_KEYS: [&str; 18] = [
    "title",
    "subtitle",
    "date",
    "modified",
    "author",
    "authors",
    "category",
    "categories",
    "tags",
    "keywords",
    "slug",
    "summary",
    "abstract",
    "lang",
    "language",
    "status",
    "url",
    "source",
];

/// Bytes of a header. A judgement: a long summary and twenty names.
const LONGEST_HEADER: usize = 4_000;

/// The lines that a text begins with up to the first that is empty, each with a key, where one is the title and no other text
/// follows that begins so; and what follows.
pub(super) fn split_header(source: &str) -> Option<(&str, &str)> {
    let source = source.trim_start_matches('\u{feff}');
    let mut header = 0;
    let mut keys: Vec<String> = Vec::new();
    for line in source.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        header += line.len();
        // A value may go on in lines that are set in.
        if !keys.is_empty() && line.starts_with([' ', '\t']) {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        // Two colons are a property of Logseq, whatever it is called.
        let is_known = |key: &str| HEADER_KEYS.contains(&key) || (value.starts_with(':') && is_key(key));
        let key = key.trim_end().to_lowercase();
        if header > LONGEST_HEADER || !is_known(&key) {
            return None;
        }
        keys.push(key);
    }
    let (header, text) = source.split_at_checked(header)?;
    let is_title = |line: &str| line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("title:"));
    let is_whole = keys.len() > 1 && keys.iter().any(|key| key == "title") && !text.lines().any(is_title);
    is_whole.then_some((header, text))
}

/// The fields of a header; categories are parted by commas.
fn of_header(header: &str) -> Map<String, Value> {
    let mut lines: Vec<String> = Vec::new();
    for line in header.lines() {
        match lines.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(last) => *last = format!("{last} {}", line.trim()),
            None => lines.push(line.to_owned()),
        }
    }
    let mut fields = lines_as_fields(&lines.join("\n"));
    if let Some(value) = fields.get_mut("categories") {
        let parts = value.as_str().unwrap_or_default().split(',').map(str::trim);
        *value = parts.filter(|part| !part.is_empty()).collect();
    }
    fields
}

/// Front matter that YAML rejects is mostly one unquoted colon: its plain `key: value` lines are still good.
pub(super) fn lines_as_fields(front: &str) -> Map<String, Value> {
    let plain = |line: &str| {
        let (key, value) = line.split_once(':')?;
        // `key:: value`, as Logseq writes it.
        let value = value.strip_prefix(':').unwrap_or(value).trim().trim_matches(['"', '\'']);
        (is_key(key) && !value.is_empty())
            .then(|| (key.trim().to_lowercase(), Value::String(value.to_owned())))
    };
    front.lines().filter_map(plain).collect()
}

/// Whether a text can be the key of a field.
pub(super) fn is_key(key: &str) -> bool {
    let key = key.trim_end();
    !key.is_empty()
        && key.len() <= 40
        && key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ' | '.'))
        && !key.starts_with([' ', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (String, &str) {
        let (fields, text) = split(source).unwrap_or((Map::new(), source));
        (serde_json::to_string(&fields).unwrap(), text)
    }

    #[test]
    fn properties_objects_and_title_blocks_are_fields() {
        assert_eq!(
            read("title:: Slow lakes\nauthor:: [[Ada Reed]]\nshelf:: north\n\n- Body\n"),
            (r#"{"title":"Slow lakes","author":"[[Ada Reed]]","shelf":"north"}"#.to_owned(), "\n- Body\n")
        );
        assert_eq!(
            read("{\n  \"Title\": \"Slow lakes\",\n  \"date\": \"2026-05-07\"\n}\n\nBody\n"),
            (r#"{"title":"Slow lakes","date":"2026-05-07"}"#.to_owned(), "\n\nBody\n")
        );
        assert_eq!(
            read("% Slow lakes\n  and warm ones\n% Ada Reed\n  Basil Marsh\n% May 7, 2026\n\nBody\n"),
            (
                r#"{"title":"Slow lakes and warm ones","author":"Ada Reed; Basil Marsh","date":"May 7, 2026"}"#.to_owned(),
                "\nBody\n"
            )
        );
        for other in
            ["{ \"title\": 1 } and words", "{broken", "%\n\nBody", "% a comment\ncode", "100 % sure\n"]
        {
            assert_eq!(read(other).1, other);
        }
    }

    #[test]
    fn the_lines_of_a_header_are_fields() {
        let (fields, text) = read(
            "Title: A: b\nDate: 2026-05-07\nAuthors: Ada Reed, Ole Tamm\nSummary: One\n    and two.\n\nBody\n",
        );
        assert_eq!(
            fields,
            r#"{"title":"A: b","date":"2026-05-07","authors":"Ada Reed, Ole Tamm","summary":"One and two."}"#
        );
        assert_eq!(text, "\nBody\n");
        for other in [
            "Title: alone\n\nBody",
            "Title: A letter\nFrom: Ada\n\nBody",
            "Date: 2026-05-07\nAuthor: Ada Reed\n\nBody",
            "Title: One\nDate: 2026-05-07\n\nTitle: Two\nDate: 2026-05-08\n",
            "Title: A\nDate: b\nwords go on\n\nBody",
        ] {
            assert_eq!(read(other).1, other);
        }
    }
}
