//! The wire shape: every key of what the commands print as JSON, in its order.

use std::fmt::Write;

use serde_json::Value;

use crate::support::{PACKAGE, TestEnv, text};

/// The keys of a value with the kinds of their values, indented; of a list its first element.
fn shape(value: &Value, depth: usize, out: &mut String) {
    let kind = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                writeln!(out, "{}{key}: {}", "  ".repeat(depth), kind(value)).unwrap();
                shape(value, depth + 1, out);
            }
        }
        Value::Array(values) => {
            if let Some(first) = values.first().filter(|value| !matches!(value, Value::Object(_))) {
                writeln!(out, "{}- {}", "  ".repeat(depth), kind(first)).unwrap();
            }
            if let Some(first) = values.first() {
                shape(first, depth + 1, out);
            }
        }
        _ => {}
    }
}

fn shape_of(value: &Value) -> String {
    let mut out = String::new();
    shape(value, 0, &mut out);
    out
}

/// A record with a value in every field, and a page of HTML that lists.
fn full() -> TestEnv {
    let env = TestEnv::with_fixtures("listings");
    let record = serde_json::json!({
        "id": "full", "url": "https://tarn.example/full", "title": "A full record of lakes", "published": "2025-10-29",
        "updated": "2025-11", "categories": ["Hydrology"], "summary": "It has all fields.", "body": "Lakes, in full.",
        "captured": "2026-01-02T03:04:05Z", "publisher": "Tarn Lab", "authors": ["Ada Loop"], "language": "en",
        "http_status": 200, "method": "plain",
    });
    env.write("records.jsonl", record.to_string());
    env.index(&["records.jsonl", "listings"]);
    env
}

#[test]
fn an_answer_has_these_keys() {
    let arguments = ["query", "record_id:full lakes", "--facets", "year", "--format", "json"];
    insta::assert_snapshot!(shape_of(&full().run(&arguments).expect_code(0).json()));
}

#[test]
fn an_empty_answer_says_what_limits_it() {
    let answer = full().run(&["query", "lakes zeppelin", "--format", "json"]).expect_code(1).json();
    insta::assert_snapshot!(shape_of(&answer), @"
    schema: string
    query: string
    as_of: null
    total: number
    untimed: number
    hits: list
    facets: object
    limiting: list
        part: string
        alone: number
        without: number
    suggestions: list
    close_titles: list
        id: string
        title: string
    ");
}

#[test]
fn a_document_has_these_keys_in_show_and_export() {
    let env = full();
    let exported = env.export().into_iter().find(|document| document["record_id"] == "full").unwrap();
    let shown = env.run(&["show", text(&exported, "/id"), "--format", "json"]).expect_code(0).json();
    assert_eq!(shown, exported);
    insta::assert_snapshot!(shape_of(&shown));
}

#[test]
fn a_page_of_inspect_has_these_keys_and_its_documents_those_of_export() {
    let env = full();
    let page = env.inspect("listings/glued.txt").remove(0);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let exported = keys(&env.export()[0]);
    assert_eq!(keys(&page["page"]), exported);
    assert_eq!(keys(&page["listing"]["entries"][0]), exported);
    let mut page = page;
    page["page"] = Value::Null;
    page["listing"]["entries"] = Value::Array(Vec::new());
    insta::assert_snapshot!(shape_of(&page), @"
    page: null
    listing: object
      complete: bool
      entries: list
    doubts: list
    explanation: null
    ");
    let record = env.inspect("records.jsonl").remove(0);
    assert_eq!(keys(&record["page"]), exported);
}

#[test]
fn a_field_without_a_value_is_null_or_empty_and_never_left_out() {
    let env = TestEnv::with_records(&[serde_json::json!({"title": "Bare"})]);
    let bare = env.export().remove(0);
    let filled = full().export().into_iter().find(|document| document["record_id"] == "full").unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&bare), keys(&filled));
    for part in ["published", "updated"] {
        assert_eq!(keys(&bare[part]), keys(&filled[part]));
        assert!(bare[part].as_object().unwrap().values().all(Value::is_null), "{bare}");
    }
    for name in ["record_id", "url", "publisher", "language", "first_seen", "last_seen"] {
        assert_eq!(bare[name], Value::Null, "{name}");
    }
    for name in ["categories", "authors", "headings"] {
        assert_eq!(bare[name], Value::Array(Vec::new()), "{name}");
    }
}

#[test]
fn every_object_at_the_top_names_the_shape() {
    let env = full();
    for arguments in [
        &["query", "lakes", "--format", "json"] as &[&str],
        &["facets", "year", "--format", "json"],
        &["status", "--format", "json"],
        &["index", "records.jsonl", "--format", "json"],
    ] {
        let value = env.run(arguments).expect_code(0).json();
        assert_eq!(
            value.as_object().unwrap().keys().next().map(String::as_str),
            Some("schema"),
            "{arguments:?}"
        );
        assert_eq!(value["schema"], "rsearch/1", "{arguments:?}");
    }
}

#[test]
fn every_key_stands_in_docs_json_md() {
    let page = std::fs::read_to_string(std::path::Path::new(PACKAGE).join("docs/json.md")).unwrap();
    let env = full();
    let mut shapes = String::new();
    for arguments in [
        &["query", "lakes", "--facets", "year", "--format", "json"] as &[&str],
        &["query", "lakes zeppelin", "--format", "json"],
        &["export"],
        &["facets", "year", "--format", "jsonl"],
        &["status", "--format", "json"],
        &["index", "records.jsonl", "--format", "json"],
        &["inspect", "listings/glued.txt", "--format", "json"],
        &["history", "https://tarn.example/full", "--format", "json"],
        &["diff", "--from", "2025", "--format", "json"],
        &["missing", "--format", "json"],
        &["new", "--since", "2025", "--format", "json"],
        &["timeline", "--by", "team", "--format", "json"],
        &["timeline", "--format", "jsonl"],
    ] {
        env.run(arguments).jsonl().iter().for_each(|value| shape(value, 0, &mut shapes));
    }
    // Reasons for skipping and names of fields are values that stand as keys.
    let is_value =
        |key: &str| key.contains([' ', '-']) || rsearch::index::field(key).is_some_and(|field| field.facet);
    let keys = shapes.lines().filter_map(|line| line.trim_start().split_once(": ")).map(|(key, _)| key);
    let mut missing: Vec<&str> = keys
        .filter(|key| {
            !is_value(key) && !page.contains(&format!("\"{key}\"")) && !page.contains(&format!("`{key}`"))
        })
        .collect();
    missing.sort_unstable();
    missing.dedup();
    assert_eq!(missing, [""; 0], "docs/json.md does not name them");
}

#[test]
fn json_takes_one_line() {
    let env = full();
    for arguments in [&["query", "lakes", "--format", "json"] as &[&str], &["status", "--format", "json"]] {
        assert_eq!(env.run(arguments).stdout.lines().count(), 1);
    }
}
