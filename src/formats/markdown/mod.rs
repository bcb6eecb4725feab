//! Markdown files, with YAML front matter as clippers such as Obsidian Web Clipper write it, with the lines of a header as
//! `MultiMarkdown` and Pelican have them, or without.
//!
//! In: bytes. Out: one page with its front matter and its text. What the fields mean is for `normalise`.

mod heads;

use serde_json::{Map, Value};

use crate::captures::Skip;
use crate::document::{Doubt, DoubtKind};
use crate::formats::{Content, Context, Format, Head, Outcome, Page, Piece, charset};

use heads::{is_key, lines_as_fields};

/// Bytes of front matter that are parsed: the largest that clippers write are a few kilobytes.
const MAX_FRONT_MATTER: usize = 256 << 10;

/// Markdown files.
pub(crate) struct MarkdownFile;

impl Format for MarkdownFile {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "Markdown notes and clips, with YAML front matter or without"
    }

    fn recognised_by(&self) -> &'static str {
        "YAML front matter, a header (`Title:`, `Date:`); or `.md`, `.markdown`"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes);
        let text = text.trim_start_matches('\u{feff}');
        if let Some(front) =
            split_front_matter(text).map(|(front, _)| front).or_else(|| open_front_matter(text, head))
        {
            let fields =
                front.lines().filter(|line| line.split_once(':').is_some_and(|(key, _)| is_key(key))).count();
            if fields > 0 {
                return Some("begins with YAML front matter");
            }
        }
        if matches!(head.extension, "md" | "markdown" | "txt" | "text") && heads::split_header(text).is_some()
        {
            return Some("begins with a header that names a title");
        }
        matches!(head.extension, "md" | "markdown").then_some("is named as Markdown")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_text(&piece.bytes, context.known.charset());
        let mut doubts: Vec<Doubt> = doubt.into_iter().collect();
        let (fields, text) = read(&source, &mut doubts);
        if fields.get("rsearch").and_then(Value::as_str) == Some("skip") {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::OptedOut));
        }
        if fields.is_empty() && text.trim().is_empty() {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::Empty));
        }
        let mut evidence = context.evidence(self.name(), &piece);
        context.known.complete(&mut evidence);
        let url = context.known.url.clone();
        let (fields, text) = without_excerpt(fields, text);
        let note = Content::Markdown { fields, text };
        emit(Outcome::Page(Box::new(Page { evidence, url, content: note, doubts, moved_from: None })));
    }
}

/// Front matter with keys in lower case, and the text after it. Front matter that is no YAML stays in the text.
fn read<'a>(source: &'a str, doubts: &mut Vec<Doubt>) -> (Map<String, Value>, &'a str) {
    if let Some((front, text)) = split_between(source, "+++", &["+++"]) {
        return (of_toml(front, doubts), text);
    }
    let Some((front, text)) = split_front_matter(source) else {
        return heads::split(source).unwrap_or((Map::new(), source));
    };
    if front.len() > MAX_FRONT_MATTER {
        doubts.push(Doubt::new(
            DoubtKind::UnreadableField,
            "front matter of more than 256 KiB was left in the text",
        ));
        return (Map::new(), source);
    }
    (of_yaml(front, doubts), text)
}

/// The fields of front matter in YAML.
fn of_yaml(front: &str, doubts: &mut Vec<Doubt>) -> Map<String, Value> {
    // Strict: in YAML 1.1 a tag `y` or `no` would be a truth value.
    let options = serde_saphyr::options! { strict_booleans: true };
    match serde_saphyr::from_str_with_options::<Option<Map<String, Value>>>(front, options) {
        Ok(fields) => {
            let fields = fields.unwrap_or_default();
            fields.into_iter().map(|(key, value)| (key.trim().to_lowercase(), value)).collect()
        }
        Err(error) => {
            let error = error.to_string();
            let reason = error.lines().next().unwrap_or_default();
            doubts
                .push(Doubt::new(DoubtKind::UnreadableField, format!("front matter is not YAML: {reason}")));
            lines_as_fields(front)
        }
    }
}

/// The fields of front matter in TOML, as Hugo and Zola write it, up to the first table. Its texts, lists and days are written as
/// those of YAML are, where a colon stands for the equals sign.
fn of_toml(front: &str, doubts: &mut Vec<Doubt>) -> Map<String, Value> {
    let mut lines = String::new();
    for line in front.lines().take_while(|line| !is_table(line)) {
        match line.split_once('=').filter(|(key, _)| is_key(key)) {
            Some((key, value)) => lines.extend([key.trim_end(), ": ", value.trim()]),
            // A list may go on.
            None => lines.extend(["  ", line]),
        }
        lines.push('\n');
    }
    of_yaml(&lines, doubts)
}

/// Whether a line of TOML begins a table: `[params]`.
fn is_table(line: &str) -> bool {
    line.starts_with('[') && line.trim_end().ends_with(']')
}

/// Takes off what `MarkDownload` writes over the text of a clip (a heading, the excerpt in a quotation, a rule) and keeps it
/// as fields.
fn without_excerpt(mut fields: Map<String, Value>, text: &str) -> (Map<String, Value>, String) {
    const EXCERPT: &str = "> ## Excerpt";
    let whole = |fields| (fields, text.to_owned());
    let mut rest = text.trim_start();
    let title = rest.strip_prefix("# ").and_then(|after| after.lines().next()).unwrap_or_default().trim();
    if !title.is_empty() {
        rest = rest.split_once('\n').map_or("", |(_, after)| after.trim_start());
    }
    if !rest.starts_with(EXCERPT) {
        return whole(fields);
    }
    let Some((quotation, body)) = rest.split_once("\n---") else { return whole(fields) };
    if !quotation.lines().all(|line| line.trim().is_empty() || line.starts_with('>')) {
        return whole(fields);
    }
    let lines = quotation.lines().skip(1).map(|line| line.trim_start_matches('>').trim());
    let excerpt = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    for (name, value) in [("title", title), ("excerpt", &excerpt)] {
        if !value.is_empty() && !fields.contains_key(name) {
            fields.insert(name.to_owned(), Value::from(value));
        }
    }
    (fields, body.trim_start().to_owned())
}

/// What stands between a first line `---` and the next `---` or `...`, and what follows.
fn split_front_matter(source: &str) -> Option<(&str, &str)> {
    split_between(source, "---", &["---", "..."])
}

/// What stands between a first line that opens front matter and the next that closes it, and what follows.
fn split_between<'a>(source: &'a str, opens: &str, closes: &[&str]) -> Option<(&'a str, &'a str)> {
    let rest = source.strip_prefix(opens)?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let mut place = 0;
    for line in rest.split_inclusive('\n') {
        if closes.contains(&line.trim_end()) {
            return Some((&rest[..place], &rest[place + line.len()..]));
        }
        place += line.len();
    }
    None
}

/// Front matter that goes on past the head.
fn open_front_matter<'a>(text: &'a str, head: &Head) -> Option<&'a str> {
    (!head.whole).then(|| text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_taken_off() {
        let mut doubts = Vec::new();
        let (fields, text) =
            read("---\r\nTitle: \"A: b\"\r\ntags: [x, y]\r\npublished:\r\n---\r\nBody\r\n", &mut doubts);
        assert_eq!(
            serde_json::to_string(&fields).unwrap(),
            r#"{"title":"A: b","tags":["x","y"],"published":null}"#
        );
        assert_eq!((text, doubts.len()), ("Body\r\n", 0));
    }

    #[test]
    fn front_matter_in_toml_is_taken_off() {
        let mut doubts = Vec::new();
        let (fields, text) = read(
            "+++\ntitle = \"A: b\"\ndate = 2026-05-07T10:00:00Z\nauthors = [\n  \"Ada Reed\",\n  'Ole Tamm',\n]\n# A note\ndraft = false\n\n[extra]\ntitle = \"C\"\n+++\nBody\n",
            &mut doubts,
        );
        assert_eq!(
            serde_json::to_string(&fields).unwrap(),
            r#"{"title":"A: b","date":"2026-05-07T10:00:00Z","authors":["Ada Reed","Ole Tamm"],"draft":false}"#
        );
        assert_eq!((text, doubts.len()), ("Body\n", 0));
    }

    #[test]
    fn a_rule_in_plain_markdown_is_no_front_matter() {
        let mut doubts = Vec::new();
        assert_eq!(read("---\nnever closed", &mut doubts).1, "---\nnever closed");
        assert_eq!(read("words\n---\nmore", &mut doubts).1, "words\n---\nmore");
        assert_eq!(doubts.len(), 0);
    }

    #[test]
    fn front_matter_that_is_not_yaml_gives_a_doubt_and_its_plain_lines() {
        let mut doubts = Vec::new();
        let (fields, text) =
            read("---\ntitle: Part one: the start\nsource: https://a.example/x\n---\nBody", &mut doubts);
        assert_eq!(fields.get("title"), Some(&Value::from("Part one: the start")));
        assert_eq!(fields.get("source"), Some(&Value::from("https://a.example/x")));
        assert_eq!((text, doubts[0].kind), ("Body", DoubtKind::UnreadableField));
    }

    #[test]
    fn the_excerpt_of_markdownload_is_a_field() {
        let (fields, text) =
            without_excerpt(Map::new(), "\n# A title\n\n> ## Excerpt\n> One\n> two.\n\n---\nBody\n");
        assert_eq!(serde_json::to_string(&fields).unwrap(), r#"{"title":"A title","excerpt":"One two."}"#);
        assert_eq!(text, "Body\n");
        assert_eq!(without_excerpt(Map::new(), "# A\n\n> quoted\n").1, "# A\n\n> quoted\n");
    }

    #[test]
    fn content_decides_before_the_name() {
        let detect = |text: &str, extension| {
            MarkdownFile.detect(&Head { bytes: text.as_bytes(), extension, whole: true }).is_some()
        };
        assert!(detect("---\ntitle: x\n---\n", "txt"));
        assert!(!detect("---\nwords\n---\n", "txt"));
        assert!(detect("# x", "md"));
    }
}
