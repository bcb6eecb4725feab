//! `--as-of`: queries, counts, lists and documents as captures showed them at a moment.

use rsearch::document::identity::id_of;
use rsearch::document::{Document, Evidence, Moment, Role, Seen, Validity};
use rsearch::index::{Update, Writer};
use serde_json::Value;

use crate::support::{TestEnv, text};

fn second(day: &str) -> i64 {
    Moment::parse(&format!("{day}T12:00:00Z")).unwrap().seconds
}

fn document(name: &str, title: &str, team: &str, captured: &[Option<&str>]) -> Document {
    let seen = |day: Option<&str>| Seen {
        role: Role::Page,
        evidence: Evidence {
            capture: format!("captures/{name}-{}.html", day.unwrap_or("some-day")),
            format: "html".to_owned(),
            captured: day.map(second).and_then(Moment::from_unix),
            ..Evidence::default()
        },
    };
    Document {
        id: id_of(name),
        aliases: vec![id_of(name), id_of(&format!("{name} as it was"))],
        title: title.to_owned(),
        body: "The water in the upper tarn is older than the village.".to_owned(),
        categories: vec![team.to_owned()],
        sightings: captured.iter().copied().map(seen).collect(),
        ..Document::default()
    }
}

/// Three documents: one was renamed and moved on 1 June, one appeared on 1 July, of one no capture has a time.
fn env() -> TestEnv {
    let env = TestEnv::empty();
    let writer = Writer::open(&env.path("index"), true).unwrap();
    let days = [Some("2026-05-01"), Some("2026-06-01"), Some("2026-07-01")];
    let (may, june) = (second("2026-05-01"), second("2026-06-01"));
    let before = document("renamed", "Signs of thought", "Alignment", &days[..1]);
    let renamed = document("renamed", "Signs of introspection", "Interpretability", &days);
    let fresh = document("new", "New signs", "Alignment", &days[2..]);
    let untimed = document("untimed", "Signs without a time", "Alignment", &[None]);
    let superseded = [(before, Validity { from: may, until: Some(june) })];
    let open = |from| Some(Validity { from, until: None });
    for (document, validity, superseded) in [
        (&renamed, open(june), superseded.as_slice()),
        (&fresh, open(second("2026-07-01")), &[]),
        (&untimed, None, &[]),
    ] {
        writer.put(&Update { document, validity, superseded }).unwrap();
    }
    writer.finish(1, Vec::new(), &|_| {}).unwrap();
    env
}

fn titles(env: &TestEnv, arguments: &[&str]) -> Vec<String> {
    let output = env.run(&[arguments, &["--sort", "title", "--format", "jsonl"]].concat());
    let lines = output.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|hit| text(&hit, "/title").to_owned()).collect()
}

#[test]
fn a_query_finds_what_captures_showed_then() {
    let env = env();
    for (date, expected) in [
        ("2026-04-30", &[] as &[&str]),
        ("2026-05-01", &["Signs of thought"]),
        ("2026-05-01T11:59:59Z", &[]),
        ("2026-05-01T12:00:00Z", &["Signs of thought"]),
        ("2026-05", &["Signs of thought"]),
        ("2026-06-01T13:59:59+02:00", &["Signs of thought"]),
        ("2026-06-01T12:00:00Z", &["Signs of introspection"]),
        ("June 2026", &["Signs of introspection"]),
        ("2026", &["New signs", "Signs of introspection"]),
        ("2030-01-01", &["New signs", "Signs of introspection"]),
    ] {
        assert_eq!(titles(&env, &["query", "signs", "--as-of", date]), expected, "{date}");
    }
    let yesterday = ["query", "signs", "--now", "2026-06-01", "--as-of", "yesterday"];
    assert_eq!(titles(&env, &yesterday), ["Signs of thought"]);
    assert_eq!(titles(&env, &["query", "thought"]), [""; 0]);
    assert_eq!(titles(&env, &["query", "signs"]).len(), 3);
    assert_eq!(
        titles(&env, &["query", "--team", "Alignment", "--as-of", "2026-05-10"]),
        ["Signs of thought"]
    );
    for date in ["soon", "2026-02-30", ">2026-05-01", ""] {
        let output = env.run(&["query", "signs", "--as-of", date]).expect_code(2);
        assert!(output.stderr.starts_with("error: --as-of"), "{output}");
    }
}

#[test]
fn an_answer_says_what_it_leaves_out() {
    let env = env();
    let text = env.run(&["query", "signs", "--as-of", "2026-05-10"]).expect_code(0);
    assert!(text.stdout.contains("Signs of thought"), "{text}");
    assert!(
        text.stderr.contains("1 more matches today, but no capture of it says when it was made"),
        "{text}"
    );
    let none = env.run(&["query", "signs", "--as-of", "2020"]).expect_code(1);
    assert!(none.stderr.contains("nothing found") && none.stderr.contains("1 more matches today"), "{none}");
    for arguments in [
        &["export", "--as-of", "2026-05-10"] as &[&str],
        &["facets", "team", "--as-of", "2026-05-10", "--format", "csv"],
        &["query", "signs", "--as-of", "2026-05-10", "--format", "jsonl"],
    ] {
        let output = env.run(arguments).expect_code(0);
        assert!(output.stderr.contains("1 more matches today, but no capture of it says when"), "{output}");
    }
    let today = env.run(&["query", "signs"]).expect_code(0);
    assert!(!today.stderr.contains("today"), "{today}");
    for (command, date, as_of, untimed) in [
        ("query", Some("2026-05-10"), Value::from("2026-05-10T23:59:59Z"), 1),
        ("facets", Some("2026-05-10T06:00:00Z"), Value::from("2026-05-10T06:00:00Z"), 1),
        ("query", None, Value::Null, 0),
        ("facets", None, Value::Null, 0),
    ] {
        let words: &[&str] = if command == "query" { &["signs"] } else { &["team", "-q", "signs"] };
        let date = date.map_or(Vec::new(), |date| vec!["--as-of", date]);
        let output = env.run(&[&[command], words, &date, &["--format", "json"]].concat()).expect_code(0);
        let answer: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!((&answer["as_of"], &answer["untimed"]), (&as_of, &Value::from(untimed)), "{output}");
    }
}

#[test]
fn counts_are_those_of_then() {
    let env = env();
    let count = |date: &str| env.run(&["facets", "team", "--as-of", date, "--format", "csv"]).stdout;
    assert_eq!(count("2026-05-10"), "field,value,count,alone\nteam,Alignment,1,1\n");
    assert_eq!(count("2026-06-10"), "field,value,count,alone\nteam,Interpretability,1,1\n");
    assert_eq!(
        count("2026-07-10"),
        "field,value,count,alone\nteam,Alignment,1,1\nteam,Interpretability,1,1\n"
    );
}

#[test]
fn a_document_is_shown_as_it_was_with_the_captures_of_then() {
    let env = env();
    let id = id_of("renamed");
    for (date, title, sightings) in [
        ("2026-05-10", "Signs of thought", 1),
        ("2026-06-10", "Signs of introspection", 2),
        ("2026-07-10", "Signs of introspection", 3),
    ] {
        for id in [id.clone(), id[..6].to_owned(), id_of("renamed as it was")] {
            let output = env.run(&["show", &id, "--as-of", date, "--format", "json"]).expect_code(0);
            let shown: Value = serde_json::from_str(&output.stdout).unwrap();
            assert_eq!(text(&shown, "/title"), title);
            assert_eq!(shown["sightings"].as_array().unwrap().len(), sightings, "{output}");
        }
        let exported = env.run(&["export", "--as-of", date]).expect_code(0).stdout;
        let line = exported.lines().find(|line| line.contains(&id)).unwrap();
        let shown = env.run(&["show", &id, "--as-of", date, "--format", "json"]).stdout;
        assert_eq!(line, shown.trim_end());
    }
    insta::assert_snapshot!(env.run(&["show", &id_of("untimed"), "--as-of", "2026-05-10"]), @"
    exit code: 1
    ----- stderr -----
    error: no capture up to then shows the document 2e93ayf6az3f
    hint: without --as-of it is shown as it is today, with the times of its captures
    ");
    insta::assert_snapshot!(env.run(&["show", "zzzzzzzzzzzz", "--as-of", "2026-05-10"]), @"
    exit code: 1
    ----- stderr -----
    error: there is no document zzzzzzzzzzzz
    hint: ids stand below every hit of `rsearch query`; an address is that of a page or publication
    ");
    assert!(env.run(&["export", "--as-of", "2020"]).expect_code(0).stdout.is_empty());
}

#[test]
fn conditions_on_captures_are_about_those_of_then() {
    let env = env();
    for (query, date, found) in [
        ("sightings:1", "2026-06-10", false),
        ("sightings:2", "2026-06-10", true),
        ("sightings:3", "2026-06-10", false),
        ("sightings:3", "2026-07-10", true),
        ("last_seen:2026-06", "2026-06-10", true),
        ("last_seen:2026-07", "2026-06-10", false),
        ("captured:2026-05", "2026-06-10", true),
        ("captured:2026-07", "2026-06-10", false),
        ("NOT captured:2026-07", "2026-06-10", true),
        ("first_seen:2026-05", "2026-06-10", true),
        ("format:html", "2026-06-10", true),
        ("format:H?ml", "2026-06-10", true),
        ("status:*", "2026-06-10", false),
        ("capture:captures/renamed-2026-06-01.html", "2026-06-10", true),
        ("capture:captures/renamed-2026-07-01.html", "2026-06-10", false),
        ("capture:captures/renamed-2026-07*", "2026-06-10", false),
        ("capture:captures/renamed*", "2026-06-10", true),
    ] {
        let hits = titles(&env, &["query", query, "--as-of", date]);
        assert_eq!(hits.contains(&"Signs of introspection".to_owned()), found, "{query} as of {date}");
    }
    let count = |date: &str| env.run(&["facets", "format,status", "--as-of", date, "--format", "csv"]).stdout;
    assert_eq!(count("2026-06-10"), "field,value,count,alone\nformat,html,1,1\nstatus,,1,1\n");
    let regex = env.run(&["query", "capture:/captures.*/", "--as-of", "2026-06-10"]).expect_code(2);
    assert!(
        regex.stderr.contains("a regular expression cannot be asked of the capture of a moment"),
        "{regex}"
    );
}
