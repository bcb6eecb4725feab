//! JSON-LD as sites write it, which is not always JSON: of 769 scripts of the dev quarter 28 are not.
//!
//! In: the text of a script. Out: its value, or of one that cannot be read its type and dates. Judges nothing.

use serde_json::{Deserializer, Map, Value};

/// Fields that are saved from a script that is no JSON. Texts are not: it is mostly a quotation mark within one that
/// breaks it, so they would be cut there.
const SAVED: [&str; 3] = ["@type", "datePublished", "dateModified"];

/// Reads a script, forgiving what sites often get wrong: comment marks and CDATA marks around it, a closing semicolon,
/// line breaks inside strings, a bracket too many. None where there is nothing.
pub(super) fn parse(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let text = text.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>");
    let text = text.trim().trim_end_matches(';');
    first_value(text)
        .or_else(|| {
            let plain: String =
                text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            first_value(&plain)
        })
        .or_else(|| first_value(&unescaped(text)?))
        .or_else(|| saved(text))
}

/// A script that was escaped as text of the page is (HTML Standard, section 13.3), which a script is not.
fn unescaped(text: &str) -> Option<String> {
    const ESCAPES: [(&str, &str); 6] =
        [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    let is_escaped = text.trim_start_matches(['{', '[', ' ', '\n']).starts_with('&');
    is_escaped
        .then(|| ESCAPES.iter().fold(text.to_owned(), |text, (escape, sign)| text.replace(escape, sign)))
}

/// The first value of a text, whatever stands behind it.
fn first_value(text: &str) -> Option<Value> {
    let value = Deserializer::from_str(text).into_iter::<Value>().next()?.ok()?;
    matches!(value, Value::Object(_) | Value::Array(_)).then_some(value)
}

/// The first type and dates of a text that is no JSON; none without a date.
fn saved(text: &str) -> Option<Value> {
    let field = |name: &str| {
        let (_, rest) = text.split_once(&format!("\"{name}\""))?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let value = match rest.strip_prefix('"') {
            Some(rest) => rest.split_once('"')?.0,
            // A day without its quotation marks.
            None => rest.split([',', '}', '"', '<', '\n']).next().unwrap_or_default().trim(),
        };
        let is_said = rest.starts_with('"') || value.starts_with(|sign: char| sign.is_ascii_digit());
        is_said.then(|| (name.to_owned(), Value::from(value)))
    };
    let object: Map<String, Value> = SAVED.into_iter().filter_map(field).collect();
    SAVED[1..].iter().any(|name| object.contains_key(*name)).then_some(Value::Object(object))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_sites_get_wrong_around_json_is_forgiven() {
        let whole = json!({"@type": "Article", "headline": "A B"});
        for text in [
            r#"{"@type":"Article","headline":"A B"}"#,
            r#"<!-- {"@type":"Article","headline":"A B"} -->"#,
            r#"//<![CDATA[
               {"@type":"Article","headline":"A B"};
               //]]>"#,
            "{\"@type\":\"Article\",\"headline\":\"A\nB\"}",
            r#"{"@type":"Article","headline":"A B"} } }"#,
            "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;A B&quot;}",
        ] {
            assert_eq!(parse(text), Some(whole.clone()), "{text}");
        }
    }

    #[test]
    fn type_and_dates_are_saved_from_what_is_no_json() {
        let broken = r#"{"@type": "NewsArticle", "headline": "They call it "safe"", // no comment
            "datePublished" : "2024-05-01T08:00:00Z", "keywords": ["a", ], "dateModified":"2024-05-02"}"#;
        let saved = json!({"@type": "NewsArticle", "datePublished": "2024-05-01T08:00:00Z", "dateModified": "2024-05-02"});
        assert_eq!(parse(broken), Some(saved.clone()));
        let bare =
            r#"{"@type": "NewsArticle", "datePublished": 2024-05-01T08:00:00Z, "dateModified":2024-05-02}"#;
        assert_eq!(parse(bare), Some(saved));
        for nothing in ["", "text", "\"text\"", "{\"@type\": \"Organization\", }", "{\"datePublished\": }"] {
            assert_eq!(parse(nothing), None, "{nothing}");
        }
    }
}
