//! `rsearch eval`: measures by hand, runs that reproduce the order, topics without operators, comparisons.

use serde_json::json;

use crate::support::TestEnv;

/// Three records, of which one is about both lakes and dams.
fn lakes() -> TestEnv {
    let record = |id: &str, title: &str, body: &str| json!({ "_id": id, "title": title, "text": body });
    let env = TestEnv::with_records(&[
        record("d1", "Lakes of the north", "A lake is still water."),
        record("d2", "Dams", "A dam makes a lake of a river; whatever the lake was, it is the dam's now."),
        record("d3", "Rivers", "A river runs, or it is a lake."),
        record("d4", "NOT a title", "Nothing about water OR the like."),
    ]);
    env.write(
        "topics.jsonl",
        "{\"_id\": \"1\", \"text\": \"lakes and dams\"}\n{\"_id\": \"2\", \"text\": \"zeppelin\"}\n\
         {\"_id\": \"3\", \"text\": \"title:rivers -river \\\"running\"}\n",
    );
    env.write("qrels.tsv", "query-id\tcorpus-id\tscore\n1\td2\t2\n1\td9\t1\n2\td1\t1\n3\td3\t1\n4\td1\t0\n");
    env
}

const EVAL: &[&str] = &["eval", "--topics", "topics.jsonl", "--qrels", "qrels.tsv"];

fn eval(more: &[&str]) -> Vec<String> {
    EVAL.iter().chain(more).map(|argument| (*argument).to_owned()).collect()
}

fn run(env: &TestEnv, more: &[&str]) -> crate::support::Output {
    let arguments = eval(more);
    env.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn measures_are_averaged_over_the_topics_that_have_a_relevant_document() {
    // Topic 1: the first hit has grade 2, the other relevant document is not there: 2 / (2 + 1 / log2 3).
    insta::assert_snapshot!(run(&lakes(), &["--each"]), @"
    exit code: 0
    ----- stdout -----
              nDCG@10  MRR@10  Recall@100
    3 topics   0.5867  0.6667      0.5000
    1          0.7602  1.0000      0.5000
    2          0.0000  0.0000      0.0000
    3          1.0000  1.0000      1.0000
    ");
}

#[test]
fn json_has_every_topic() {
    let report = run(&lakes(), &["--format", "json"]).expect_code(0).json();
    assert_eq!(report["topics"], 3);
    assert_eq!(report["by_topic"].as_array().unwrap().len(), 3);
    assert_eq!(report["by_topic"][2]["ndcg_10"], 1.0);
    assert!(report["before"].is_null() && report["milliseconds"].is_null());
}

#[test]
fn a_run_names_records_and_its_scores_fall_strictly() {
    let env = lakes();
    run(&env, &["--run", "out.trec"]).expect_code(0);
    let written = std::fs::read_to_string(env.path("out.trec")).unwrap();
    let mut topics = Vec::new();
    let mut last = ("", f64::INFINITY);
    for line in written.lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        let (topic, score) = (columns[0], columns[4].parse::<f64>().unwrap());
        assert!(columns[1] == "Q0" && columns[2].starts_with('d') && columns[5] == "rsearch", "{line}");
        assert!(topic != last.0 || score < last.1, "{written}");
        last = (topic, score);
        topics.push(topic);
    }
    topics.dedup();
    assert_eq!(topics, ["1", "3"], "a topic that finds nothing has no line");
    assert!(written.starts_with("1 Q0 d2 1 "), "{written}");
}

#[test]
fn a_comparison_shows_what_was_won_and_lost() {
    let env = lakes();
    env.write("before.trec", "1 Q0 d3 1 2.0 x\n1 Q0 d2 2 1.0 x\n3 Q0 d3 1 1.0 x\n");
    insta::assert_snapshot!(run(&env, &["--compare", "before.trec"]), @"
    exit code: 0
    ----- stdout -----
              nDCG@10  MRR@10  Recall@100
    3 topics   0.5867  0.6667      0.5000
      before   0.4932  0.5000      0.5000

    1 won, 0 lost, 2 equal by nDCG@10
      1  0.4796  0.7602  +0.2806
    ");
    let report = run(&env, &["--compare", "before.trec", "--format", "json"]).expect_code(0).json();
    assert_eq!(report["compared"], json!({ "won": 1, "lost": 0, "equal": 2 }));
}

#[test]
fn timing_is_told_in_milliseconds() {
    let report = run(&lakes(), &["--timing", "--format", "json"]).expect_code(0).json();
    let (median, p95) = (&report["milliseconds"]["median"], &report["milliseconds"]["p95"]);
    assert!(median.as_f64().unwrap() > 0.0 && p95.as_f64().unwrap() >= median.as_f64().unwrap());
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let env = lakes();
    env.write("bad.jsonl", "{\"_id\": \"1\", \"text\": \"a\"}\nrubbish\n");
    let output = env.run(&["eval", "--topics", "bad.jsonl", "--qrels", "qrels.tsv"]).expect_code(2);
    assert!(output.stderr.contains("bad.jsonl: line 2: a topic is a JSON object"), "{output}");
    env.write("none.tsv", "1\td2\t0\n");
    let output = env.run(&["eval", "--topics", "topics.jsonl", "--qrels", "none.tsv"]).expect_code(2);
    assert!(output.stderr.contains("no topic has a relevant document"), "{output}");
    // Nothing was judged yet.
    let output = env.run(&["eval"]).expect_code(2);
    assert!(
        output.stderr.contains("hint: `rsearch judge QUERY` makes topics and judgements, --topics"),
        "{output}"
    );
}

#[test]
fn match_any_finds_what_has_one_of_the_words_and_filters_stay() {
    let env = lakes();
    let titles = |arguments: &[&str]| {
        let output = env.run(&[&["query", "--format", "json", "--fields", "record_id"], arguments].concat());
        let answer = output.json();
        let hits = answer["hits"].as_array().unwrap().iter();
        hits.map(|hit| hit["record_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&["dams rivers"]), ["d2"]);
    assert_eq!(titles(&["dams rivers", "--match", "any"]), ["d2", "d3"]);
    assert_eq!(titles(&["dams rivers -runs", "--match", "any"]), ["d2"]);
    assert_eq!(titles(&["dams rivers", "--match", "any", "--kind", "page"]), [""; 0]);
}
