//! `rsearch export`: every document, one JSON object a line, in the order of their ids.

use serde_json::{Value, json};

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

#[test]
fn what_was_exported_is_indexed_as_the_same_documents() {
    // Where it was seen is told by the line that it stands in now.
    const OF_SIGHTINGS: [&str; 3] = ["first_seen", "sightings", "corrections"];
    let env = TestEnv::with_captures();
    env.index(&["captures"]);
    let exported = env.export();
    env.write("exported.jsonl", env.run(&["export"]).stdout);
    let run = ["index", "exported.jsonl", "--index", "second", "--format", "json"];
    let totals = env.run(&run).expect_code(0).json();
    assert_eq!((&totals["ignored_keys"], &totals["doubts"]), (&json!({}), &json!({})), "{totals}");
    let again = env.run(&["export", "--index", "second"]).expect_code(0).jsonl();
    let known = |document: &Value| {
        let mut document = document.clone();
        let object = document.as_object_mut().unwrap();
        // What its record or its bytes name is named by another file and other bytes now.
        if !object["record_id"].is_null() || object["url"].is_null() && object["publisher"].is_null() {
            object.remove("id");
        }
        object.retain(|key, _| !OF_SIGHTINGS.contains(&key.as_str()));
        document
    };
    // Its id leads to it all the same.
    for document in &exported {
        let id = text(document, "/id");
        let shown = env.run(&["show", id, "--index", "second", "--format", "json"]).expect_code(0).json();
        assert_eq!(shown["title"], document["title"], "{id}");
    }
    let sorted = |documents: &[Value]| {
        let mut all: Vec<Value> = documents.iter().map(known).collect();
        all.sort_by_key(|document| text(document, "/title").to_owned());
        all
    };
    assert_eq!(sorted(&exported), sorted(&again));
    let roles = |documents: &[Value]| {
        let is_page = |document: &&Value| {
            document["sightings"].as_array().unwrap().iter().any(|seen| seen["as"] == "page")
        };
        documents.iter().filter(is_page).count()
    };
    assert_eq!(roles(&exported), roles(&again), "what was only listed is only listed");
}

#[test]
fn the_id_of_what_was_exported_holds_in_corrections_and_stays_that_of_the_captures_beside_it() {
    let env = TestEnv::empty();
    env.write(
        "captures/r.jsonl",
        json!({ "id": "r1", "title": "Slow rivers", "body": "Rivers are slow." }).to_string(),
    );
    env.index(&["captures"]);
    let id = text(&env.export()[0], "/id").to_owned();
    env.write("copy/export.jsonl", env.run(&["export"]).stdout);
    env.run(&["--index", "second", "index", "copy"]).expect_code(0);
    for command in ["show", "history"] {
        env.run(&["--index", "second", command, &id]).expect_code(0);
    }
    env.run(&["--index", "second", "fix", &id, "title=Quick rivers"]).expect_code(0);
    let shown = env.run(&["--index", "second", "show", &id, "--format", "json"]).expect_code(0).json();
    assert_eq!(shown["title"], "Quick rivers");
    // Beside the captures it is another document, and the id is that of the one that has it still.
    env.run(&["fix", &id, "title=Wide rivers"]).expect_code(0);
    env.run(&["index", "copy"]).expect_code(0);
    assert_eq!(env.export().len(), 2);
    let shown = env.run(&["show", &id, "--format", "json"]).expect_code(0).json();
    assert_eq!((text(&shown, "/id"), text(&shown, "/title")), (id.as_str(), "Wide rivers"));
}

#[test]
fn a_document_that_nothing_names_stays_one_by_itself() {
    let env = TestEnv::empty();
    let none = json!({ "date": null, "earliest": null, "latest": null, "precision": null, "source": null });
    let line = |id: &str, body: &str, published: &Value| {
        json!({
            "id": id, "kind": "page", "title": "Notes", "record_id": null, "url": null, "publisher": null,
            "published": published, "body": body, "sightings": [],
        })
    };
    let bad = json!({ "earliest": "soon", "latest": "soon", "precision": "day", "source": "meta" });
    let lines = [line("aaaa", "One.", &none), line("bbbb", "Two.", &none), line("cccc", "Three.", &bad)];
    env.write("e.jsonl", lines.map(|line| line.to_string()).join("\n"));
    let totals = env.run(&["index", "e.jsonl", "--format", "json"]).expect_code(0).json();
    assert_eq!(totals["doubts"]["unreadable-field"], 1, "{totals}");
    let mut bodies: Vec<(Value, Value)> =
        env.export().into_iter().map(|mut one| (one["kind"].take(), one["body"].take())).collect();
    bodies.sort_by_key(|(_, body)| body.to_string());
    assert_eq!(bodies, ["One.", "Three.", "Two."].map(|body| (json!("page"), json!(body))));
}
