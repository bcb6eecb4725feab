//! `rsearch query`: what a person sees in each format, on the sample captures.

use serde_json::Value;

use crate::support::{PROGRAM, TestEnv, text};

#[test]
fn the_quick_start_finds_the_publication_first() {
    insta::assert_snapshot!(TestEnv::shared().run_now(&["query", "introspection", "--kind", "publication"]), @"
    exit code: 0
    ----- stdout -----
      1. Signs of introspection in large language models
         2025-10-29 · Interpretability · Anthropic
         A reply counts as [introspection] only under strict conditions. It has to be accurate. It has to depend on the internal state, so that it changes when the state is changed.
         svf4peyjssfc · captures/anthropic.com/introspection.html · captured 2026-05-09 · and 3 more captures

      2. Emergent Introspective Awareness in Large Language Models
         2025-10
         If a known concept is planted in a model’s activations, does the model notice? Sometimes, and only under the right conditions.
         tq7f7w3jgwzz · captures/transformer-circuits.pub/index.html
    ----- stderr -----

    2 found
    ");
}

#[test]
fn filters_without_words_browse_and_facets_follow_the_hits() {
    let arguments = ["query", "--team", "alignment", "--since", "2025", "-n", "3", "--facets", "year,team"];
    insta::assert_snapshot!(TestEnv::shared().run_now(&arguments), @"
    exit code: 0
    ----- stdout -----
      1. Teaching Claude why
         2026-05-08 · Alignment · Anthropic
         xm4vtm9wybcs · captures/anthropic.com/research.html · captured 2026-05-11

      2. Donating our open-source alignment tool
         2026-05-07 · Alignment · Anthropic
         frercnj1rd90 · captures/anthropic.com/research.html · captured 2026-05-11

      3. Automated Alignment Researchers: Using large language models to scale scalable oversight
         2026-04-14 · Alignment · Anthropic
         5n40bv1bpknf · captures/anthropic.com/research.html · captured 2026-05-11

    year
      2025  2  ████████████████████
      2026  3  ██████████████████████████████

    team
      Alignment                5   of 5  ███████████████
      Interpretability         0  of 10
      Policy                   0   of 3
      Responsibility & Safety  0   of 2
      Societal Impacts         0   of 2
      Economic Research        0   of 1
      Frontier Red Team        0   of 1
      Interprétabilité         0   of 1
      Research                 0   of 1
      Science                  0   of 1
      (none)                   0   of 9
    ----- stderr -----

    5 found, 1 to 3 shown; --offset 3 goes on
    ");
}

#[test]
fn json_is_one_object() {
    let arguments = [
        "query",
        "introspection",
        "--kind",
        "publication",
        "-n",
        "1",
        "--format",
        "json",
        "--facets",
        "year,team",
    ];
    insta::assert_snapshot!(TestEnv::shared().run_now(&arguments));
}

#[test]
fn json_lines_are_one_object_a_hit() {
    let arguments = ["query", "circuit", "--kind", "publication", "--format", "jsonl"];
    let output = TestEnv::shared().run_now(&arguments).expect_code(0);
    let all =
        TestEnv::shared().run_now(&["query", "circuit", "--kind", "publication", "--format", "json"]).json();
    assert_eq!(Value::Array(output.jsonl()), all["hits"]);
}

#[test]
fn fields_are_chosen_and_ordered() {
    let env = TestEnv::shared();
    let arguments = ["query", "introspection", "-n", "1", "--fields", "title,published,team", "--format"];
    for format in ["json", "jsonl", "csv", "tsv"] {
        let output = env.run_now(&[&arguments as &[&str], &[format]].concat()).expect_code(0);
        match format {
            "csv" => insta::assert_snapshot!(output, @"
            exit code: 0
            ----- stdout -----
            title,published,categories
            Signs of introspection in large language models,2025-10-29,Interpretability
            "),
            "tsv" => {
                insta::assert_snapshot!(output, @"exit code: 0\n----- stdout -----\ntitle\tpublished\tcategories\nSigns of introspection in large language models\t2025-10-29\tInterpretability");
            }
            _ => {
                let value = output.jsonl().remove(0);
                let hit = if format == "json" { value["hits"][0].clone() } else { value };
                let keys: Vec<&String> = hit.as_object().unwrap().keys().collect();
                assert_eq!(keys, ["title", "published", "categories"]);
            }
        }
    }
}

#[test]
fn csv_has_a_header_and_a_row_a_hit() {
    let output =
        TestEnv::shared().run_now(&["query", "--sort", "title", "-n", "3", "--format", "csv"]).expect_code(0);
    assert_eq!(output.stdout.lines().next(), Some("id,kind,title,published,categories,publisher,url,score"));
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3, "{output}");
}

#[test]
fn cells_of_csv_and_tsv_keep_what_separates_them() {
    let title = "A \"quoted\", comma'd\ttitle; of parts";
    let record = serde_json::json!({"id": "1", "title": title, "categories": ["One", "Two, three"], "published": "2025-10"});
    let env = TestEnv::with_records(&[record]);
    let arguments = ["query", "quoted", "--fields", "title,categories,published", "--format"];
    insta::assert_snapshot!(env.run(&[&arguments as &[&str], &["csv"]].concat()), @r#"
    exit code: 0
    ----- stdout -----
    title,categories,published
    "A ""quoted"", comma'd title; of parts","One; Two, three",2025-10
    "#);
    insta::assert_snapshot!(env.run(&[&arguments as &[&str], &["tsv"]].concat()), @"exit code: 0\n----- stdout -----\ntitle\tcategories\tpublished\nA \"quoted\", comma'd title; of parts\tOne; Two, three\t2025-10");
}

#[test]
fn nothing_found_ends_with_1_in_every_format() {
    for format in ["text", "json", "jsonl", "csv", "tsv"] {
        let output = TestEnv::shared().run(&["query", "zeppelin", "--format", format]).expect_code(1);
        assert!(output.stderr.starts_with("nothing found\n"), "{format}: {output}");
    }
    let answer = TestEnv::shared().run(&["query", "zeppelin", "introspection", "--format", "json"]).json();
    assert_eq!(answer["total"], 0);
    assert_eq!(text(&answer, "/limiting/0/part"), "zeppelin");
    assert_eq!(answer["limiting"][0]["alone"], 0);
}

#[test]
fn flags_may_follow_words_and_words_flags() {
    let env = TestEnv::shared();
    let answer =
        |arguments: &[&str]| env.run_now(&[&["query", "--format", "jsonl"], arguments].concat()).stdout;
    let expected = answer(&["--year", "2025", "--sort", "-published", "circuit", "tracing"]);
    assert!(!expected.is_empty());
    assert_eq!(answer(&["circuit", "--year", "2025", "tracing", "--sort", "-published"]), expected);
    assert_eq!(answer(&["circuit tracing", "--sort=-published", "--year=2025"]), expected);
}

#[test]
fn the_rest_is_told_with_the_flag_that_shows_it() {
    let env = TestEnv::shared();
    let output = env.run_now(&["query", "--year", "2025", "-n", "2", "--offset", "2"]).expect_code(0);
    let talk = output.stderr.trim();
    assert!(talk.ends_with(" found, 3 to 4 shown; --offset 4 goes on"), "{output}");
    assert!(output.stdout.starts_with("  3. "), "{output}");
}

#[test]
fn colours_and_links_come_only_when_they_are_wanted() {
    let env = TestEnv::shared();
    let escapes = |name: &str, value: &str, arguments: &[&str]| {
        let arguments = [arguments, &["query", "introspection"]].concat();
        env.output(env.command(PROGRAM).env(name, value).args(arguments))
            .expect_code(0)
            .stdout
            .contains('\u{1b}')
    };
    assert!(!escapes("TERM", "xterm", &[]), "no terminal, no colours");
    assert!(escapes("TERM", "xterm", &["--color", "always"]));
    assert!(!escapes("NO_COLOR", "1", &[]));
    assert!(!escapes("TERM", "xterm", &["--color", "never"]));
}

#[test]
fn marks_and_links_stand_around_the_words_they_mean() {
    let arguments = ["--color", "always", "query", "introspection", "--kind", "publication", "-n", "1"];
    let output = TestEnv::shared().run_now(&arguments).expect_code(0);
    for marked in [
        "\u{1b}]8;;https://www.anthropic.com/research/introspection\u{1b}\\",
        "\u{1b}[1;33mintrospection\u{1b}[0m",
        "\u{1b}]8;;\u{1b}\\",
    ] {
        assert!(output.stdout.contains(marked), "{marked:?} in {:?}", output.stdout);
    }
}

#[test]
fn every_key_of_a_hit_can_be_asked_for() {
    let env = TestEnv::shared();
    let hit = env.run(&["query", "introspection", "-n", "1", "--format", "jsonl"]).jsonl().remove(0);
    let keys: Vec<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
    let fields = keys.join(",");
    let chosen = env.run(&["query", "introspection", "-n", "1", "--format", "jsonl", "--fields", &fields]);
    assert_eq!(chosen.expect_code(0).jsonl().first(), Some(&hit));
    let line = env.run(&["query", "introspection", "-n", "1", "--template", "{number}/{n}"]).expect_code(0);
    assert_eq!(line.stdout.trim_end(), "1/1");
}
