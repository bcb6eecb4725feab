//! `rsearch fix`: corrections beside the captures, and what they outlast.

use serde_json::Value;

use crate::support::{TestEnv, text};

const PAGE: &str = "<!DOCTYPE html><html lang=en><title>Tides</title><meta property='og:site_name' content='Sea Institute'>\
    <link rel=canonical href='https://sea.example/tides'><article><h1>Tides in shallow seas</h1><p>Published 3 May 2024</p>\
    <p>The water of shallow seas moves in ways that nobody had measured before, so we built a buoy and waited.</p></article>";

/// An index of one page, captured at a known time.
fn one_page() -> TestEnv {
    let env = TestEnv::empty();
    env.write("captures/tides.html", PAGE);
    env.write("captures/tides.json", "{\"captured\":\"2025-01-01T00:00:00Z\"}");
    env.run(&["index", "captures"]).expect_code(0);
    env
}

fn only(env: &TestEnv) -> Value {
    let mut all = env.export();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn a_correction_is_shown_as_the_source_and_outlasts_the_index() {
    let env = one_page();
    let before = only(&env);
    let id = text(&before, "/id").to_owned();
    env.run(&[
        "fix",
        &id,
        "published=2023-05",
        "team=Oceans",
        "team=Climate",
        "summary=",
        "--now",
        "2026-05-09",
    ])
    .expect_code(0);
    let check = |env: &TestEnv| {
        let now = only(env);
        assert_eq!(text(&now, "/id"), id);
        assert_eq!(
            (text(&now, "/published/date"), text(&now, "/published/source")),
            ("2023-05", "correction")
        );
        assert_eq!(now["categories"], serde_json::json!(["Oceans", "Climate"]));
        let corrections = now["corrections"].as_array().unwrap();
        assert_eq!(corrections.len(), 3, "{now}");
        assert_eq!(corrections[0]["field"], "published");
        assert_eq!(corrections[0]["was"], serde_json::json!(["2024-05-03"]));
        assert_eq!(corrections[0]["file"], "captures/corrections.toml");
        assert_eq!(corrections[0]["recorded"], "2026-05-09");
        env.run(&["query", "team:oceans published:2023-05 corrected:category"]).expect_code(0);
        // A correction tells what is true of the publication, not when it was captured.
        env.run(&["query", "--as-of", "2025-06-01", "published:2023-05"]).expect_code(0);
    };
    check(&env);
    let shown = env.run(&["show", &id]).expect_code(0).stdout;
    assert!(
        shown.contains(
            "corrected:  published, captures say 2024-05-03 · captures/corrections.toml, 2026-05-09"
        ),
        "{shown}"
    );
    env.run(&["rebuild"]).expect_code(0);
    check(&env);
    std::fs::remove_dir_all(env.path("index")).unwrap();
    let run = env.run(&["index", "captures", "--format", "json"]).expect_code(0).json();
    assert_eq!(run["files"]["read"], 1, "{run}");
    assert_eq!(run["skipped"]["corrections"], 1, "{run}");
    check(&env);
}

#[test]
fn a_run_notices_what_changed_in_the_file_and_that_it_went() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    env.run(&["fix", &id, "title=Wrong"]).expect_code(0);
    assert_eq!(text(&only(&env), "/title"), "Wrong");
    let file = std::fs::read_to_string(env.path("captures/corrections.toml"))
        .unwrap()
        .replace("\"Wrong\"", "\"By hand\"");
    env.write("captures/corrections.toml", file);
    let run = env.run(&["index", "--format", "json"]).expect_code(0).json();
    assert_eq!((&run["files"]["unchanged"], text(&only(&env), "/title")), (&Value::from(1), "By hand"));
    // What makes no sense is a problem, and what it said before holds.
    env.write("captures/corrections.toml", "[[correction]]\nids = 7.5\n");
    let run = env.run(&["index"]).expect_code(3);
    assert!(run.stderr.contains("corrections.toml"), "{run}");
    let refused = env.run(&["fix", &id, "title=Other"]).expect_code(2);
    assert!(refused.stderr.contains("correction 1: `field` is missing"), "{refused}");
    assert!(refused.stderr.contains("hint: mend the file by hand"), "{refused}");
    assert_eq!(text(&only(&env), "/title"), "By hand");
    std::fs::remove_file(env.path("captures/corrections.toml")).unwrap();
    env.run(&["index"]).expect_code(0);
    assert_eq!(text(&only(&env), "/title"), "Tides in shallow seas");
}

#[test]
fn a_correction_can_be_listed_and_taken_back() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    env.run(&["fix", &id]).expect_code(1);
    env.run(&["fix", &id, "title=One", "publisher=Two"]).expect_code(0);
    env.run(&["fix", &id, "title=Three"]).expect_code(0);
    let listed = env.run(&["fix", &id]).expect_code(0).stdout;
    assert!(listed.contains("title, captures say Tides in shallow seas"), "{listed}");
    env.run(&["fix", &id, "--undo", "title"]).expect_code(0);
    let now = only(&env);
    assert_eq!((text(&now, "/title"), text(&now, "/publisher")), ("Tides in shallow seas", "Two"));
    env.run(&["fix", &id, "--undo"]).expect_code(0);
    assert_eq!(text(&only(&env), "/publisher"), "Sea Institute");
    env.run(&["fix", &id, "--undo"]).expect_code(1);
}

#[test]
fn what_cannot_be_put_right_is_refused_and_nothing_is_written() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    for (arguments, message) in [
        (vec!["nosuchid", "title=A"], "there is no document nosuchid"),
        (vec![id.as_str(), "body=A"], "`body` is no field that can be put right"),
        (vec![id.as_str(), "published=soon"], "is no date; write 2025-10-29, 2025-10 or 2025"),
        (vec![id.as_str(), "title"], "`title` is no FIELD=VALUE"),
        (vec![id.as_str(), "title=A", "title=B"], "`title` has one value, not 2"),
    ] {
        let output = env.run(&[vec!["fix"], arguments].concat()).expect_code(2);
        assert!(output.stderr.contains(message), "{output}");
        assert!(!env.path("captures/corrections.toml").exists());
    }
}

#[test]
fn a_listing_that_used_to_give_more_is_told_by_index_inspect_and_doctor() {
    let env = TestEnv::empty();
    let row = |day: u32| {
        format!(
            "<li><time datetime=2024-05-{day:02}>{day} May 2024</time> <a href=/p{day}>The paper number {day} about tides</a></li>"
        )
    };
    let page = |rows: String| {
        format!(
            "<!DOCTYPE html><html lang=en><title>Papers</title><link rel=canonical href='https://sea.example/papers'><h1>Papers</h1><ul>{rows}</ul>"
        )
    };
    env.write("captures/1.html", page((1..9).map(row).collect()));
    env.write("captures/1.json", "{\"captured\":\"2025-01-01T00:00:00Z\"}");
    env.run(&["index", "captures"]).expect_code(0);
    env.run(&["doctor"]).expect_code(0);
    env.write("captures/2.html", page("<li>The papers have moved behind a script.</li>".to_owned()));
    env.write("captures/2.json", "{\"captured\":\"2025-02-01T00:00:00Z\"}");
    let run = env.run(&["index", "--format", "json"]).expect_code(0).json();
    assert_eq!(run["doubts"]["listing-lessened"], 1, "{run}");
    let told = env.run(&["inspect", "captures/2.html"]).expect_code(0).stdout;
    assert!(
        told.contains("doubt:      listing-lessened: gives 0 entries, the capture before gave 8"),
        "{told}"
    );
    let told = env.run(&["doctor"]).expect_code(0).stdout;
    assert!(told.contains("captures/2.html: 0 entries, 8 before"), "{told}");
    assert!(!env.run(&["inspect", "captures/1.html"]).stdout.contains("lessened"));
}
