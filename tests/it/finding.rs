//! Finding by other means than a query: documents like one, words that begin so, judgements.

use std::io::Write;
use std::process::Stdio;

use serde_json::json;

use crate::support::{NOW, PROGRAM, TestEnv, text};

/// Three records about lakes, two about letters, one about neither.
fn corpus() -> TestEnv {
    TestEnv::with_records(&[
        json!({"id": "l1", "title": "Depth of mountain lakes", "team": "Water", "published": "2025-01-01",
            "body": "Glaciers dig lakes. The depth of a lake is measured from the ice, with a line and a weight."}),
        json!({"id": "l2", "title": "Ice on lakes", "team": "Water", "published": "2016-01-01",
            "body": "A lake freezes from the shore. The depth of the ice is measured every winter, like glaciers are."}),
        json!({"id": "l3", "title": "Tarns", "team": "Water",
            "body": "A tarn is a mountain lake that glaciers dug."}),
        json!({"id": "p1", "title": "Letters of a printer", "team": "Archive", "published": "2020-01-01",
            "body": "A printer wrote letters on paper. The archive keeps the paper and the ink."}),
        json!({"id": "p2", "title": "Ink and paper", "team": "Archive", "published": "2021-01-01",
            "body": "What ink does to paper, an archive sees in its letters."}),
        json!({"id": "x", "title": "Introspection", "authors": ["Lake, Ada"], "body": "Introspective Introspektion."}),
    ])
}

fn records(env: &TestEnv, arguments: &[&str]) -> Vec<String> {
    let output = env.run(&[arguments, &["--format", "jsonl"]].concat());
    assert!(matches!(output.code, 0 | 1), "{output}");
    output.jsonl().iter().map(|hit| text(hit, "/record_id").to_owned()).collect()
}

fn id(env: &TestEnv, record: &str) -> String {
    text(&env.run(&["query", &format!("record_id:{record}"), "--format", "jsonl"]).jsonl()[0], "/id")
        .to_owned()
}

#[test]
fn documents_like_one_share_its_words_and_are_about_the_same() {
    let env = corpus();
    let lake = id(&env, "l1");
    assert_eq!(records(&env, &["similar", &lake, "-n", "2"]), ["l2", "l3"]);
    assert_eq!(records(&env, &["similar", &id(&env, "p1"), "-n", "1"]), ["p2"]);
    for more in [&[][..], &["--no-semantic"]] {
        let found = records(&env, &[&["similar", &lake], more].concat());
        assert!(!found.contains(&"l1".to_owned()) && found.starts_with(&["l2".to_owned()]), "{found:?}");
    }
    assert_eq!(records(&env, &["similar", &lake, "--until", "2019"]), ["l2"]);
    let page = env
        .run(&["similar", &lake, "--facets", "team", "--explain", "--format", "json"])
        .expect_code(0)
        .json();
    assert_eq!(page["facets"]["team"][0]["value"], "Water");
    assert!(
        page["hits"][0]["reasons"].as_array().unwrap().iter().any(|reason| reason["clause"] == "likeness")
    );
    assert_eq!(page["hits"][0]["snippets"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_like_nothing_and_what_is_no_document_are_said() {
    let env = corpus();
    let output = env.run(&["similar", &id(&env, "x")]).expect_code(1);
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("", "nothing is like it\n"));
    insta::assert_snapshot!(env.run(&["similar", "nobody"]), @"
    exit code: 1
    ----- stderr -----
    error: there is no document nobody
    hint: ids stand below every hit of `rsearch query`; an address is that of a page or publication
    ");
}

#[test]
fn words_that_begin_so_are_listed_with_their_documents() {
    let env = corpus();
    assert_eq!(
        env.run(&["terms", "LAKE", "--format", "csv"]).expect_code(0).stdout,
        "term,count\nlake,4\nlakes,2\n",
        "an author is a word too"
    );
    assert_eq!(
        env.run(&["terms", "lake", "--field", "title", "--format", "tsv"]).stdout,
        "term\tcount\nlakes\t2\n"
    );
    assert_eq!(
        env.run(&["terms", "intro", "-n", "2"]).stdout,
        "introspection  1\nintrospective  1\n",
        "equal ones in the order of the alphabet"
    );
    let answer = env.run(&["terms", "w", "--field", "team", "--format", "json"]).expect_code(0).json();
    assert_eq!(
        answer,
        json!({"schema": "rsearch/1", "prefix": "w", "field": "category", "terms": [{"term": "Water", "count": 3}]})
    );
    assert_eq!(env.run(&["terms", "20", "--field", "year", "--format", "jsonl"]).jsonl().len(), 4);
    assert_eq!(env.run(&["terms", "zeppelin"]).expect_code(1).stdout, "");
    assert!(
        env.run(&["terms", "--field", "updated"]).expect_code(2).stderr.contains("neither words nor values")
    );
    assert!(
        env.run(&["terms", "--field", "tame"]).expect_code(2).stderr.contains("there is no field `tame`")
    );
    // A document that is gone is counted nowhere.
    std::fs::write(
        env.path("records.jsonl"),
        "{\"id\": \"l3\", \"title\": \"Tarns\", \"body\": \"A lake.\"}\n",
    )
    .unwrap();
    env.index(&[]);
    assert_eq!(env.run(&["terms", "lake", "--format", "csv"]).stdout, "term,count\nlake,1\n");
}

#[test]
fn age_counts_against_a_hit_only_where_it_is_asked_for() {
    let env = corpus();
    let first = |arguments: &[&str]| {
        let output = env.run_now(
            &[&["query", "ice depth glaciers", "--no-semantic", "--format", "json"], arguments].concat(),
        );
        output.json()["hits"].clone()
    };
    let (plain, recent) = (first(&[]), first(&["--boost", "recent"]));
    assert_eq!((text(&plain[0], "/record_id"), text(&recent[0], "/record_id")), ("l2", "l1"), "{NOW}");
    let score = |hits: &serde_json::Value, record: &str| {
        let hit = hits.as_array().unwrap().iter().find(|hit| hit["record_id"] == record).unwrap();
        hit["score"].as_f64().unwrap()
    };
    for (record, years) in [("l1", 1.41), ("l2", 10.41)] {
        let share = score(&recent, record) / score(&plain, record);
        assert!((share - (0.5 + 0.5 / (1.0 + years))).abs() < 0.01, "{record}: {share}");
    }
    let explained = first(&["--boost", "recent", "--explain"]);
    let reasons = explained[0]["reasons"].as_array().unwrap();
    let sum: f64 = reasons.iter().map(|reason| reason["score"].as_f64().unwrap()).sum();
    assert!((sum - explained[0]["score"].as_f64().unwrap()).abs() < 0.01, "{explained}");
    assert!(
        reasons.iter().any(|reason| reason["clause"] == "age" && reason["score"].as_f64().unwrap() < 0.0)
    );
}

#[test]
fn what_a_score_is_made_of_adds_up_and_is_told_in_words() {
    let env = corpus();
    for query in
        ["ice on lakes", "depth ice", "\"mountain lake\"", "glac* lake", "lakes^3 OR ink", "introspection"]
    {
        for more in [&[][..], &["--no-semantic"], &["--match", "any"]] {
            let answer = env.run(&[&["query", query, "--explain", "--format", "json"], more].concat()).json();
            for hit in answer["hits"].as_array().unwrap() {
                let reasons = hit["reasons"].as_array().unwrap();
                let sum: f64 = reasons.iter().map(|reason| reason["score"].as_f64().unwrap()).sum();
                assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01, "{query} {more:?}: {hit}");
            }
        }
    }
    let told = env.run(&["query", "ice on lakes", "--explain", "--limit", "1", "--snippets", "0"]).stdout;
    for words in
        ["the title is what was typed", "lakes, in any of its forms", "ice lakes in the title, by the share"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    let plain = env.run(&["query", "ice on lakes", "--format", "json"]).json();
    assert_eq!(plain["hits"][0]["reasons"], json!([]));
}

/// Judges, with these lines typed.
fn judge(env: &TestEnv, arguments: &[&str], typed: &str) -> (String, String) {
    let mut command = env.command(PROGRAM);
    command.arg("judge").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn grades_of_a_person_are_kept_and_measured() {
    let env = corpus();
    let kept = |name: &str| std::fs::read_to_string(env.path(&format!(".rsearch/{name}"))).unwrap();
    // Nonsense is asked again, u takes the last grade back, an empty line passes over.
    let (shown, said) = judge(&env, &["lakes", "and", "ice"], "9\n2\nu\n3\n\n1\n");
    assert!(shown.starts_with("topic 1: lakes and ice\n\n  1. Ice on lakes"), "{shown}");
    assert!(
        said.contains("that is no grade")
            && said.ends_with("2 judged, 2 in all; `rsearch eval` measures by them\n"),
        "{said}"
    );
    assert_eq!(kept("topics.jsonl"), "{\"_id\":\"1\",\"text\":\"lakes and ice\"}\n");
    assert!(
        kept("qrels.tsv").contains("1 0 l2 3\n") && kept("qrels.tsv").lines().count() == 2,
        "{}",
        kept("qrels.tsv")
    );
    // What has a grade is not asked again; a grade can be set without being asked.
    let (shown, _) = judge(&env, &["lakes and ice"], "q\n");
    assert!(!shown.contains("Ice on lakes"), "{shown}");
    env.run(&["judge", "letters", "--grade", &format!("{}=1", id(&env, "p1"))]).expect_code(0);
    assert!(kept("qrels.tsv").ends_with("2 0 p1 1\n") && kept("topics.jsonl").lines().count() == 2);
    let measured = env.run(&["eval", "--format", "json"]).expect_code(0).json();
    assert_eq!(measured["topics"], 2);
    assert_eq!(measured["by_topic"][0]["mrr_10"], 1.0);
    let graded = kept("qrels.tsv");
    for grade in ["-1", "4", "x"] {
        let refused =
            env.run(&["judge", "letters", "--grade", &format!("{}={grade}", id(&env, "p1"))]).expect_code(2);
        assert!(refused.stderr.contains("with a grade from 0 to 3"), "{refused}");
        assert_eq!(kept("qrels.tsv"), graded);
    }
    let output = env.run(&["judge", "harbours", "--grade", "p1"]).expect_code(2);
    assert!(output.stderr.contains("`p1` is no grade of a document"), "{output}");
    assert_eq!(kept("topics.jsonl").lines().count(), 2, "a topic without a grade is not kept");
}
