//! Saved queries, synonyms, what is offered where nothing was found, and the forms of the answer.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::support::{PROGRAM, TestEnv};

fn corpus() -> TestEnv {
    TestEnv::with_records(&[
        json!({"id": "a", "title": "Signs of introspection", "published": "2025-10-29", "category": "Interpretability",
            "url": "https://lab.example/a", "body": "Large *language models* report on [themselves]."}),
        json!({"id": "b", "title": "Reward hacking", "published": "2024-05-01", "category": "Alignment",
            "body": "An LLM learns to cheat."}),
        json!({"id": "c", "title": "Alignment | faking", "published": "2023", "category": "Alignment", "body": "Safety."}),
    ])
}

fn total(env: &TestEnv, arguments: &[&str]) -> u64 {
    let output = env.run(&[&["query", "--format", "json"], arguments].concat());
    assert!(matches!(output.code, 0 | 1), "{output}");
    output.json()["total"].as_u64().unwrap()
}

#[test]
fn saved_queries_are_used_listed_and_removed() {
    let env = corpus();
    env.run(&["save", "recent", "since:2024"]).expect_code(0);
    env.run(&["save", "mine", "@recent", "team:alignment"]).expect_code(0);
    assert_eq!(
        (total(&env, &["@recent"]), total(&env, &["@mine"]), total(&env, &["hacking @mine"])),
        (2, 1, 1)
    );
    assert_eq!(
        env.run(&["facets", "year", "-q", "@mine", "--format", "csv"]).stdout,
        "field,value,count,alone\nyear,2024,1,1\n"
    );
    assert_eq!(env.run(&["save"]).stdout, "@mine  @recent team:alignment\n@recent  since:2024\n");
    assert_eq!(env.run(&["save", "mine"]).stdout, "@recent team:alignment\n");
    let one = env.run(&["save", "mine", "--format", "json"]).json();
    assert_eq!(one["saved"], serde_json::json!([{ "name": "mine", "query": "@recent team:alignment" }]));
    let exported = env.run(&["save", "--format", "tsv"]).stdout;
    assert_eq!(exported, "name\tquery\nmine\t@recent team:alignment\nrecent\tsince:2024\n");
    let kept = fs::read_to_string(env.path(".rsearch/queries.tsv")).unwrap();
    assert_eq!(kept, "mine\t@recent team:alignment\nrecent\tsince:2024\n");
    // A hyphen excludes as it does for `query`.
    env.run(&["save", "minus", "tides", "-draft", "-\"old news\""]).expect_code(0);
    assert_eq!(env.run(&["save", "minus"]).stdout, "tides -draft -\"old news\"\n");
    let refused = env.run(&["save", "minus", "-draft", "tides"]).expect_code(2);
    assert!(refused.stderr.contains("write `rsearch save NAME -- -draft`"), "{refused}");
    env.run(&["save", "minus", "--remove"]).expect_code(0);
    env.run(&["save", "recent", "--remove"]).expect_code(0);
    let output = env.run(&["query", "@mine"]).expect_code(2);
    assert_eq!(
        output.stderr,
        "error: there is no saved query `recent`\nhint: `rsearch save NAME QUERY` saves one, `rsearch save` lists them\n"
    );
}

#[test]
fn what_cannot_be_saved_is_refused_and_nothing_changes() {
    let env = corpus();
    env.run(&["save", "a", "x"]).expect_code(0);
    env.run(&["save", "b", "@a"]).expect_code(0);
    for (arguments, expected) in [
        (&["save", "a", "@b"][..], "error: the saved query `a` leads back to itself: a → b → a"),
        (&["save", "a", "@a"], "error: the saved query `a` leads back to itself: a → a"),
        (&["save", "a", "(x"], "error: this parenthesis is not closed\n  (x\n  ^"),
        (&["save", "a b", "x"], "error: `a b` cannot be the name of a saved query"),
        (&["save", "c", "@aa"], "error: there is no saved query `aa`\nhint: did you mean `@a`?"),
        (&["save", "bb", "@bc"], "error: there is no saved query `bc`\nhint: did you mean `@b`?"),
        (&["save", "a", "@c"], "error: there is no saved query `c`\nhint: did you mean `@b`?"),
        (&["save", "c", "--remove"], "error: there is no saved query `c`"),
    ] {
        let output = env.run(arguments).expect_code(2);
        assert!(output.stderr.starts_with(expected), "{output}");
    }
    assert_eq!(env.run(&["save"]).stdout, "@a  x\n@b  @a\n");
    env.write(".rsearch/queries.tsv", "no tab\n");
    let output = env.run(&["query", "@a"]).expect_code(2);
    assert!(output.stderr.contains("line 1 is no name, tab and query"), "{output}");
}

#[test]
fn synonyms_of_a_file_are_put_in_and_shown() {
    let env = corpus();
    assert_eq!(total(&env, &["llm"]), 1);
    env.write("words.txt", "LLM, language model\nsafety => introspection\n");
    assert_eq!(total(&env, &["llm", "--synonyms", "words.txt"]), 2);
    assert_eq!(total(&env, &["safety", "--synonyms", "words.txt"]), 2);
    env.write(".rsearch/synonyms.txt", "LLM, language model\n");
    assert_eq!((total(&env, &["llm"]), total(&env, &["llm", "--no-synonyms"])), (2, 1));
    assert_eq!(
        env.run(&["query", "llm", "--parse"]).stdout,
        "any of\n  word llm\n  phrase \"language model\"\n"
    );
    env.write(".rsearch/synonyms.txt", "alone\n");
    let output = env.run(&["query", "llm"]).expect_code(2);
    assert!(output.stderr.contains("synonyms.txt: line 1 names fewer than two words"), "{output}");
}

#[test]
fn words_that_are_nowhere_are_offered_others_and_never_replaced() {
    let env = corpus();
    let output = env.run(&["query", "hackign", "signs"]).expect_code(1);
    assert_eq!(output.stdout, "");
    assert!(output.stderr.contains("for hackign there is hacking (1)\n"), "{output}");
    assert!(output.stderr.contains("near: Signs of introspection"), "{output}");
    let answer = env.run(&["query", "hackign", "--format", "json"]).json();
    assert_eq!(answer["total"], 0);
    assert_eq!(
        answer["suggestions"],
        json!([{ "part": "hackign", "words": [{ "word": "hacking", "count": 1 }] }])
    );
    assert_eq!(answer["close_titles"][0]["title"], "Reward hacking");
    let answer = env.run(&["query", "hacking", "--format", "json"]).json();
    assert_eq!((&answer["suggestions"], &answer["close_titles"]), (&json!([]), &json!([])));
}

#[test]
fn hits_are_printed_as_markdown_and_by_a_template() {
    let env = corpus();
    let output = env.run(&["query", "language themselves", "--format", "md"]).stdout;
    assert!(
        output.starts_with("1. [Signs of introspection](<https://lab.example/a>)")
            && output.contains("2025-10-29"),
        "{output}"
    );
    assert!(
        output.contains("\n\n   > Large \\***language** models\\* report on \\[**themselves**\\].\n"),
        "{output}"
    );
    let table = env.run(&["query", "faking", "--format", "md", "--fields", "title,published"]).stdout;
    assert_eq!(table, "| title | published |\n| --- | --- |\n| Alignment \\| faking | 2023 |\n");
    let table = env.run(&["facets", "team", "--format", "md"]).stdout;
    assert!(table.contains("| team | Alignment | 2 | 2 |\n"), "{table}");
    let arguments =
        ["query", "team:alignment", "--template", "{n}. {title} ({date})\\t{{{team}}}", "--offset", "1"];
    assert_eq!(env.run(&arguments).stdout, "2. Alignment | faking (2023)\t{Alignment}\n");
    let output = env.run(&["query", "x", "--template", "{title"]).expect_code(2);
    assert!(output.stderr.starts_with("error: --template: a `{` is not closed;"), "{output}");
    let output = env.run(&["query", "x", "--template", "{titel}"]).expect_code(2);
    assert!(
        output.stderr.starts_with("error: --template: hits have no field `titel`\nhint: hits have n, id,"),
        "{output}"
    );
}

#[test]
fn a_hit_is_opened_without_a_shell() {
    let env = TestEnv::empty();
    let place = "pages/$(touch owned); 'x' & y.html";
    env.write(
        place,
        "<title>Signs of introspection</title><p>A model that looks at itself for some while.</p>",
    );
    env.index(&["pages"]);
    let viewer = env.write(
        "viewer",
        format!("#!/bin/sh\nprintf '%s|' \"$@\" > {}\n", env.path("opened.tmp").display())
            + &format!("mv {} {}\n", env.path("opened.tmp").display(), env.path("opened").display()),
    );
    fs::set_permissions(&viewer, fs::Permissions::from_mode(0o755)).unwrap();
    let open = |number: &str| {
        let mut command = env.command(PROGRAM);
        env.output(
            command
                .env("BROWSER", format!("{} --flag", viewer.display()))
                .args(["query", "signs", "--open", number]),
        )
    };
    assert_eq!(open("1").code, 0);
    for _ in 0..200 {
        if env.path("opened").exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let opened = fs::read_to_string(env.path("opened")).unwrap();
    assert_eq!(opened, format!("--flag|{}|", env.path(place).display()));
    assert!(!env.path("owned").exists());
    assert!(open("2").stderr.contains("error: no hit 2 is shown\nhint: 1 to 1 are"));
    fs::remove_file(env.path(place)).unwrap();
    assert!(open("1").stderr.contains("is not there"));
}

#[test]
fn the_terminal_interface_needs_a_terminal() {
    let output = corpus().run(&["tui"]).expect_code(2);
    assert!(output.stderr.starts_with("error: the terminal is needed for this"), "{output}");
}
