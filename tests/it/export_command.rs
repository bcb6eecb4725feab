//! `rsearch export`: every document, one JSON object a line, in the order of their ids.

use crate::support::{TestEnv, text};

#[test]
fn every_document_is_printed_once_in_the_order_of_ids() {
    let env = TestEnv::shared();
    let documents = env.export();
    let total = env.run(&["query", "--limit", "0", "--format", "json"]).json()["total"].clone();
    assert_eq!(total, documents.len());
    let ids: Vec<&str> = documents.iter().map(|document| text(document, "/id")).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[test]
fn a_document_is_the_one_that_show_gives() {
    let env = TestEnv::shared();
    for document in env.export().iter().step_by(10) {
        let shown = env.run(&["show", text(document, "/id"), "--format", "json"]).expect_code(0).json();
        assert_eq!(&shown, document);
    }
}

#[test]
fn each_is_one_line_of_jsonl() {
    let env = TestEnv::with_captures();
    env.index(&["captures/feeds/openai.jsonl.gz"]);
    insta::assert_snapshot!(env.run(&["export", "--format", "jsonl"]));
}
