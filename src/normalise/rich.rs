//! Writes the text of a record in a page's data as HTML: rich text of content systems, Markdown, HTML as it stands.
//!
//! In: a record of JSON. Out: HTML of its text. The shapes are told by what they have in common: leaves with a `text` or a
//! `value`, boxes of children, and names that say of a block what it is. Knows no page.

use serde_json::{Map, Value};

type Fields = Map<String, Value>;

/// Words of keys under which a record keeps its text. A judgement, of names that content systems use.
const TEXTS: [&str; 11] = [
    "body", "content", "text", "html", "markdown", "blocks", "slices", "document", "rendered", "richtext",
    "article",
];

/// Words of keys of what is told in short, or about other things.
const NO_TEXTS: [&str; 9] =
    ["short", "summary", "excerpt", "description", "preview", "type", "id", "search", "related"];

/// Keys under which blocks keep what stands in them.
const CHILDREN: [&str; 15] = [
    "children",
    "content",
    "nodes",
    "root",
    "document",
    "body",
    "items",
    "primary",
    "blocks",
    "value",
    "text",
    "rich_text",
    "richText",
    "data",
    "fields",
];

/// How deep blocks lie in others, at most. A judgement: a cell of a table in a list in a column.
const DEPTH: usize = 40;

/// Bytes of a text, at most. A judgement: a book is longer, an article is not.
const LONGEST: usize = 1 << 20;

/// The longest text that a record holds, as HTML.
pub(crate) fn text_of_record(record: &Value, words_of_key: fn(&str) -> Vec<String>) -> Option<String> {
    let names = |key: &str, list: &[&str]| words_of_key(key).iter().any(|word| list.contains(&word.as_str()));
    let is_text = |key: &str| names(key, &TEXTS) && !names(key, &NO_TEXTS);
    let mut best: Option<String> = None;
    let mut open: Vec<(&Fields, usize)> = record.as_object().map(|object| (object, 0)).into_iter().collect();
    while let Some((object, depth)) = open.pop() {
        for (key, value) in object {
            if is_text(key) {
                let text = html_of(value);
                if text.len() > best.as_ref().map_or(0, String::len) {
                    best = Some(text);
                }
            }
            // A record keeps its fields in a box, as `fields`, `data`, `content` are.
            if let Some(inner) = value.as_object().filter(|_| depth == 0 && CHILDREN.contains(&key.as_str()))
            {
                open.push((inner, depth + 1));
            }
        }
    }
    best.filter(|text| !text.is_empty())
}

/// A text as HTML.
fn html_of(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::String(text) => of_string(text, &mut out),
        other => write(other, &mut out, 0),
    }
    out
}

/// A text that stands as one: HTML, or Markdown, which may hold HTML.
fn of_string(text: &str, out: &mut String) {
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
    if text.contains("</") {
        out.push_str(text);
    } else {
        pulldown_cmark::html::push_html(out, pulldown_cmark::Parser::new(text));
    }
}

fn write(value: &Value, out: &mut String, depth: usize) {
    if depth > DEPTH || out.len() > LONGEST {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| write(value, out, depth + 1)),
        Value::Object(object) => write_object(object, out, depth),
        // A part of a page of its own, in a box whose other fields are no text.
        Value::String(text) if text.contains("</") => of_string(text, out),
        _ => {}
    }
}

fn write_object(object: &Fields, out: &mut String, depth: usize) {
    let tag = tag_of(object);
    if let Some(tag) = tag {
        out.push('<');
        out.push_str(tag);
        out.push('>');
    }
    if let Some(text) = leaf_of(object) {
        escape(text, out);
    } else {
        for key in CHILDREN {
            if let Some(value) = object.get(key) {
                write(value, out, depth + 1);
            }
        }
    }
    if let Some(tag) = tag {
        out.push_str("</");
        out.push_str(tag);
        out.push('>');
    }
}

/// The text of a leaf.
fn leaf_of(object: &Fields) -> Option<&str> {
    let is_box =
        ["children", "nodes", "content"].iter().any(|key| object.get(*key).is_some_and(Value::is_array));
    let text = ["text", "value", "plain_text"].iter().find_map(|key| object.get(*key)?.as_str());
    text.filter(|text| !is_box && !text.contains("</"))
}

fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("<br>"),
            other => out.push(other),
        }
    }
}

/// The element that a block is, by the names that say so: what kind it is, then how it is set.
fn tag_of(object: &Fields) -> Option<&'static str> {
    /// What blocks are called, letters alone, and the elements that they are. A judgement, of names that content systems use.
    const BLOCKS: [(&str, &str); 31] = [
        ("paragraph", "p"),
        ("p", "p"),
        ("normal", "p"),
        ("heading", "h2"),
        ("header", "h2"),
        ("subheader", "h3"),
        ("subsubheader", "h4"),
        ("h", "h2"),
        ("list", "ul"),
        ("ul", "ul"),
        ("bulletlist", "ul"),
        ("bulletedlist", "ul"),
        ("unorderedlist", "ul"),
        ("ol", "ol"),
        ("orderedlist", "ol"),
        ("numberedlist", "ol"),
        ("listitem", "li"),
        ("olistitem", "li"),
        ("li", "li"),
        ("bulletedlistitem", "li"),
        ("numberedlistitem", "li"),
        ("quote", "blockquote"),
        ("blockquote", "blockquote"),
        ("code", "pre"),
        ("codeblock", "pre"),
        ("preformatted", "pre"),
        ("pre", "pre"),
        ("table", "table"),
        ("tablerow", "tr"),
        ("tablecell", "td"),
        ("tableheadercell", "th"),
    ];
    let name = |key: &str| object.get(key).and_then(Value::as_str);
    let is_item = name("listItem").is_some();
    // A block of a portable text is called `block`, and what it is by its style.
    let kinds = ["nodeType", "type", "_type", "style"].iter().filter_map(|key| name(key));
    for kind in kinds {
        let letters: String =
            kind.chars().filter(char::is_ascii_alphabetic).map(|sign| sign.to_ascii_lowercase()).collect();
        let Some((called, tag)) = BLOCKS.iter().find(|(called, _)| *called == letters) else { continue };
        if is_item && *tag == "p" {
            return Some("li");
        }
        if !matches!(*called, "heading" | "header" | "h") {
            return Some(tag);
        }
        let number = kind.chars().find_map(|sign| sign.to_digit(10)).map(u64::from);
        let level = || {
            let attributes = object.get("attrs").and_then(Value::as_object);
            [Some(object), attributes].into_iter().flatten().find_map(|fields| fields.get("level")?.as_u64())
        };
        let set =
            || name("tag").and_then(|tag| tag.chars().find_map(|sign| sign.to_digit(10))).map(u64::from);
        return Some(match number.or_else(level).or_else(set) {
            Some(1) => "h1",
            Some(3) => "h3",
            Some(4) => "h4",
            Some(5) => "h5",
            Some(6) => "h6",
            _ => "h2",
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(record: &Value) -> String {
        text_of_record(record, |key| vec![key.to_owned()]).unwrap_or_default()
    }

    #[test]
    fn rich_texts_of_many_kinds_are_paragraphs_and_headings() {
        let wanted = "<p>Slow lakes.</p><h2>What we saw</h2><p>Ice &amp; silt.</p>";
        let texts = ["Slow lakes.", "What we saw", "Ice & silt."];
        let blocks = |block: fn(&str, bool) -> Value| -> Vec<Value> {
            texts.iter().enumerate().map(|(at, text)| block(text, at == 1)).collect()
        };
        let portable = blocks(
            |text, is_head| json!({"_type": "block", "style": if is_head { "h2" } else { "normal" }, "children": [{"_type": "span", "text": text}]}),
        );
        let document = blocks(
            |text, is_head| json!({"nodeType": if is_head { "heading-2" } else { "paragraph" }, "content": [{"nodeType": "text", "value": text}]}),
        );
        let lexical = blocks(
            |text, is_head| json!({"type": if is_head { "heading" } else { "paragraph" }, "tag": "h2", "children": [{"type": "text", "text": text}]}),
        );
        let levels = blocks(
            |text, is_head| json!({"type": if is_head { "heading" } else { "paragraph" }, "attrs": {"level": 2}, "content": [{"type": "text", "text": text}]}),
        );
        let spans = blocks(
            |text, is_head| json!({"type": if is_head { "heading2" } else { "paragraph" }, "text": text, "spans": []}),
        );
        let dast = blocks(
            |text, is_head| json!({"type": if is_head { "heading" } else { "paragraph" }, "level": 2, "children": [{"type": "span", "value": text}]}),
        );
        for record in [
            json!({"body": portable}),
            json!({"fields": {"content": {"nodeType": "document", "content": document}}}),
            json!({"content": {"root": {"type": "root", "children": lexical}}}),
            json!({"content": {"component": "page", "body": [{"component": "part", "text": {"type": "doc", "content": levels}}]}}),
            json!({"data": {"slices": [{"slice_type": "text", "primary": {"body": spans}}]}}),
            json!({"content": {"value": {"schema": "dast", "document": {"type": "root", "children": dast}}}}),
            json!({"content": {"rendered": wanted}, "excerpt": {"rendered": "<p>Another</p>"}}),
        ] {
            assert_eq!(read(&record), wanted, "{record}");
        }
        let marked = json!({"markdown": "Slow lakes.\n\n## What we saw\n\nIce & silt.\n"});
        assert_eq!(read(&marked).replace('\n', ""), wanted);
        let items = json!({"body": [{"_type": "block", "style": "normal", "listItem": "bullet", "children": [{"text": "One"}]}]});
        assert_eq!(read(&items), "<li>One</li>");
        // What is told in short, or of others, is not its text.
        let others = json!({"description": "<p>Short</p>", "related": [{"content": "<p>Other</p>"}], "contentType": "post"});
        assert_eq!(read(&others), "");
    }

    #[test]
    fn blocks_that_lie_too_deep_are_passed_over() {
        let mut deep = json!({"type": "paragraph", "text": "Down here"});
        for _ in 0..100 {
            deep = json!({"children": [deep]});
        }
        assert_eq!(read(&json!({"body": deep})), "");
    }
}
