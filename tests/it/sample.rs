//! The first promise of the program, on the viewer's text of one page: what it lists, each found by itself.

use serde_json::Value;

use crate::support::{TestEnv, copy_folder, data_folder, skipped, text};

/// Where the capture lies in the sample captures.
const CAPTURE: &str = "captures/anthropic.com/interpretability-2026-05-09.txt";

/// A folder with the capture alone, without the file beside it that tells its address.
fn alone() -> TestEnv {
    let env = not_yet_indexed();
    env.index(&["sample"]);
    env
}

fn not_yet_indexed() -> TestEnv {
    let env = TestEnv::with_captures();
    std::fs::create_dir(env.path("sample")).unwrap();
    std::fs::copy(env.path(CAPTURE), env.path("sample/capture.txt")).unwrap();
    env
}

fn query(env: &TestEnv, arguments: &[&str]) -> Value {
    env.run_now(&[&["query", "--format", "json", "--limit", "100"], arguments].concat()).expect_code(0).json()
}

fn hits(answer: &Value) -> &Vec<Value> {
    answer["hits"].as_array().unwrap()
}

/// The counts of a facet, as `value: count` in its order.
fn counts(answer: &Value, facet: &str) -> Vec<String> {
    let values = answer["facets"][facet].as_array().unwrap();
    values
        .iter()
        .map(|value| format!("{}: {}", value["value"].as_str().unwrap_or("none"), value["count"]))
        .collect()
}

/// What both the sample and our own capture of the same page must show.
fn check(env: &TestEnv) {
    let answer = query(env, &["--kind", "publication", "--facets", "year,team"]);
    assert_eq!(answer["total"], 10);
    assert_eq!(counts(&answer, "year"), ["2025: 6", "2026: 4"]);
    assert_eq!(counts(&answer, "team"), ["Interpretability: 9", "Alignment: 1"]);
    let with_summary = hits(&answer).iter().filter(|hit| !text(hit, "/summary").is_empty()).count();
    assert_eq!(with_summary, 5);
    for hit in hits(&answer) {
        assert_eq!(hit["url"], Value::Null, "no address is invented: {hit}");
        assert_eq!(hit["sightings"].as_array().unwrap().len(), 1);
        assert_eq!(hit["sightings"][0]["as"], "entry");
        assert_eq!(hit["sightings"][0]["http_status"], 200);
        assert_eq!(hit["sightings"][0]["method"], "plain");
        assert_eq!(text(hit, "/published/precision"), "day");
        assert_eq!(text(hit, "/published/source"), "listing-row");
    }

    let pages = query(env, &["--kind", "page"]);
    assert_eq!(pages["total"], 1);
    let page = &hits(&pages)[0];
    assert_eq!(page["title"], "Interpretability");
    assert_eq!(page["url"], Value::Null);
    assert_eq!(text(page, "/published/date"), "2026-05-07");
    assert_eq!(text(page, "/published/source"), "capture-header");
    assert_eq!(page["sightings"][0]["as"], "page");
    assert_eq!(page["sightings"][0]["http_status"], 200);
    assert_eq!(page["sightings"][0]["method"], "plain");
    assert_eq!(page["sightings"][0]["captured"], Value::Null, "12 hours before what, nobody knows");

    let found = query(env, &["introspection"]);
    let first = &hits(&found)[0];
    assert_eq!(first["title"], "Signs of introspection in large language models");
    assert_eq!(text(first, "/published/date"), "2025-10-29");
    assert_eq!(first["snippets"][0]["field"], "summary");
    let snippet = text(first, "/snippets/0/text");
    assert!(!snippet.is_empty() && text(first, "/summary").contains(snippet), "{first}");
}

#[test]
fn one_page_of_viewer_text_gives_ten_publications_and_itself() {
    check(&alone());
}

#[test]
fn the_run_counts_them_and_says_that_the_listing_goes_on() {
    let env = not_yet_indexed();
    insta::assert_snapshot!(env.run(&["index", "sample"]), @"
    exit code: 0
    ----- stdout -----
    publications          10
    other pages            1
    files                  1
      read                 1
      unchanged            0
      skipped              0
      problems             0
    skipped                0
    problems               0
    doubts                 1
      listing-incomplete   1
    ----- stderr -----
    done in [TIME]; the index is in index
    ");
}

#[test]
fn every_title_of_the_listing_is_whole() {
    let env = alone();
    let answer = query(&env, &["--kind", "publication"]);
    let lines: Vec<String> = hits(&answer)
        .iter()
        .map(|hit| format!("{} {}", text(hit, "/published/date"), text(hit, "/title")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    2026-05-07 Natural Language Autoencoders: Turning Claude’s thoughts into text
    2026-04-02 Emotion concepts and their function in a large language model
    2026-03-13 A “diff” tool for AI: Finding behavioral differences in new models
    2026-01-19 The assistant axis: situating and stabilizing the character of large language models
    2025-10-29 Signs of introspection in large language models
    2025-08-01 Persona vectors: Monitoring and controlling character traits in language models
    2025-05-29 Open-sourcing circuit tracing tools
    2025-03-27 Tracing the thoughts of a large language model
    2025-03-13 Auditing language models for hidden objectives
    2025-02-20 Insights on Crosscoder Model Diffing
    ");
}

#[test]
fn the_sample_of_the_data_folder_shows_the_same() {
    let Some(sample) = data_folder("sample") else {
        return skipped("sample", "RSEARCH_DATA does not name the data folder");
    };
    let env = TestEnv::empty();
    copy_folder(&sample, &env.path("sample"));
    env.index(&["sample"]);
    check(&env);
}
