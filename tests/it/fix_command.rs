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
    assert!(listed.contains("corrected:  title = Three, captures say Tides in shallow seas · "), "{listed}");
    assert!(listed.contains("corrected:  publisher = Two, captures say Sea Institute · "), "{listed}");
    env.run(&["fix", &id, "--undo", "title"]).expect_code(0);
    let now = only(&env);
    assert_eq!((text(&now, "/title"), text(&now, "/publisher")), ("Tides in shallow seas", "Two"));
    env.run(&["fix", &id, "--undo"]).expect_code(0);
    assert_eq!(text(&only(&env), "/publisher"), "Sea Institute");
    env.run(&["fix", &id, "--undo"]).expect_code(1);
}

#[test]
fn that_nothing_is_corrected_is_said() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    let output = env.run(&["fix", &id]).expect_code(1);
    assert!(output.stdout.is_empty() && output.stderr.contains("nothing of it is corrected"), "{output}");
}

#[test]
fn names_that_hold_a_comma_are_told_apart() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    env.run(&["fix", &id, "authors=Reed, Ada", "authors=Hale, Jonas", "--now", "2026-05-09"]).expect_code(0);
    let output = env.run(&["show", &id]).expect_code(0);
    assert!(output.stdout.contains("Reed, Ada; Hale, Jonas"), "{output}");
}

#[test]
fn a_document_is_found_by_the_address_that_was_put_right_and_by_that_of_its_captures() {
    const SHOWN: &str = "https://sea.example/deep/tides";
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    env.run(&["fix", &id, &format!("url={SHOWN}")]).expect_code(0);
    for rebuilt in [false, true] {
        if rebuilt {
            env.run(&["rebuild"]).expect_code(0);
        }
        for address in [SHOWN, "sea.example/deep/tides/", "https://sea.example/tides"] {
            for arguments in [
                &["show", address, "--format", "json"][..],
                &["show", address, "--as-of", "2025-06-01"],
                &["history", address],
                &["fix", address],
            ] {
                let run = env.run(arguments).expect_code(0);
                assert!(run.stdout.contains("Tides") || run.stdout.contains("url"), "{arguments:?}: {run}");
            }
            // Nothing is like it, which is no error: it was found.
            assert!(!env.run(&["similar", address]).stderr.contains("no document"), "{address}");
        }
        env.run(&["show", "https://sea.example/deep"]).expect_code(1);
    }
    env.run(&["fix", SHOWN, "--undo", "url"]).expect_code(0);
    assert_eq!(text(&only(&env), "/url"), "https://sea.example/tides");
    env.run(&["show", SHOWN]).expect_code(1);
}

#[test]
fn an_address_that_two_documents_have_names_both() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    env.write("captures/other.html", PAGE.replace("Tides", "Waves").replace("/tides", "/waves"));
    env.run(&["index"]).expect_code(0);
    env.run(&["fix", &id, "url=https://sea.example/waves"]).expect_code(0);
    let run = env.run(&["show", "https://sea.example/waves"]).expect_code(2);
    assert!(run.stderr.contains("stands for 2 documents") && run.stderr.contains(&id), "{run}");
}

#[test]
fn what_cannot_be_put_right_is_refused_and_nothing_is_written() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    for (arguments, message) in [
        (vec![id.as_str(), "body=A"], "`body` is no field that can be put right"),
        (vec![id.as_str(), "published=soon"], "published=soon: `soon` is not a date"),
        (vec![id.as_str(), "title"], "`title` is no FIELD=VALUE"),
        (vec![id.as_str(), "title=A", "title=B"], "`title` has one value, not 2"),
    ] {
        let output = env.run(&[vec!["fix"], arguments].concat()).expect_code(2);
        assert!(output.stderr.contains(message), "{output}");
        assert!(!env.path("captures/corrections.toml").exists());
    }
}

/// Captures a listing whose rows are title, date and, where one is known, the end of the address.
fn list(env: &TestEnv, name: &str, captured: &str, rows: &[(&str, &str, &str)]) {
    let row = |(title, date, end): &(&str, &str, &str)| {
        let title =
            if end.is_empty() { (*title).to_owned() } else { format!("<a href=/notes/{end}>{title}</a>") };
        format!("<li><h3>{title}</h3><time>{date}</time> <span class=category>Notes</span></li>")
    };
    let rows: String = rows.iter().map(row).collect();
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>Notes | Tarn Lab</title><meta property='og:site_name' content='Tarn Lab'>\
         <main><h1>Notes</h1><ul>{rows}</ul></main>"
    );
    env.write(&format!("captures/{name}.html"), page);
    let metadata = format!(
        "{{\"url\":\"https://tarn.example/notes\",\"captured\":\"{captured}T00:00:00Z\",\"status\":200}}"
    );
    env.write(&format!("captures/{name}.json"), metadata);
}

const EELS: (&str, &str, &str) = ("Eels in the outflow", "April 20, 2025", "");
const REEDS: (&str, &str, &str) = ("Reeds along the shore", "April 10, 2025", "");
const MAY: (&str, &str, &str) = ("Monthly update", "May 1, 2025", "");
const JUNE: (&str, &str, &str) = ("Monthly update", "June 1, 2025", "");

/// Days of the monthly updates, each with whether it is corrected.
fn updates(env: &TestEnv) -> Vec<(String, bool)> {
    let all = env.export().into_iter().filter(|one| text(one, "/title") == "Monthly update");
    let mut days: Vec<(String, bool)> = all
        .map(|one| {
            let corrected = !one["corrections"].as_array().unwrap().is_empty();
            (text(&one, "/published/date").to_owned(), corrected)
        })
        .collect();
    days.sort();
    days
}

fn days(expected: &[(&str, bool)]) -> Vec<(String, bool)> {
    expected.iter().map(|(day, corrected)| ((*day).to_owned(), *corrected)).collect()
}

fn id_of(env: &TestEnv, published: &str) -> String {
    let query = format!("title:monthly published:{published}");
    text(&env.run(&["query", &query, "--format", "json"]).expect_code(0).json(), "/hits/0/id").to_owned()
}

#[test]
fn a_correction_stays_with_its_document_when_the_name_comes_to_repeat() {
    let env = TestEnv::empty();
    list(&env, "may", "2025-05-10", &[MAY, EELS, REEDS]);
    env.index(&["captures"]);
    let id = id_of(&env, "2025-05-01");
    env.run(&["fix", &id, "published=2025-05-02"]).expect_code(0);
    list(&env, "june", "2025-06-10", &[JUNE, MAY, EELS, REEDS]);
    env.index(&["captures"]);
    let expected = days(&[("2025-05-02", true), ("2025-06-01", false)]);
    assert_eq!(updates(&env), expected);
    env.run(&["rebuild"]).expect_code(0);
    assert_eq!(updates(&env), expected);

    // A person wrote no more than the id that the name had, which is now that of two.
    let by_hand = |was: &str| {
        format!("[[correction]]\nids = [\"{id}\"]\nfield = \"published\"\nvalue = \"2025-05-03\"\n{was}")
    };
    env.write("captures/corrections.toml", by_hand("was = \"2025-05-01\"\n"));
    env.index(&["captures"]);
    assert_eq!(updates(&env), days(&[("2025-05-03", true), ("2025-06-01", false)]));
    env.write("captures/corrections.toml", by_hand(""));
    let run = env.run(&["index", "-v", "captures"]).expect_code(0);
    assert_eq!(updates(&env), days(&[("2025-05-01", false), ("2025-06-01", false)]));
    assert!(run.stderr.contains("could be of 2 documents, so it holds for none"), "{run}");
    // Where one of the two goes, the other is meant.
    std::fs::remove_file(env.path("captures/june.html")).unwrap();
    env.index(&["captures"]);
    assert_eq!(updates(&env), days(&[("2025-05-03", true)]));
}

#[test]
fn ids_and_corrections_of_repeated_names_outlast_the_learning_of_addresses() {
    let env = TestEnv::empty();
    list(&env, "early", "2025-06-10", &[JUNE, MAY, REEDS]);
    env.index(&["captures"]);
    let id = id_of(&env, "2025-05-01");
    env.run(&["fix", &id, "published=2025-05-02"]).expect_code(0);
    env.run(&["new", "--since-last", "me"]).expect_code(0);
    let linked = |(title, day, _): (&'static str, &'static str, &str), end: &'static str| (title, day, end);
    let rows = [linked(JUNE, "june"), linked(MAY, "may"), linked(REEDS, "reeds")];
    list(&env, "late", "2025-06-17", &rows);
    env.index(&["captures"]);
    let shown = env.run(&["show", &id, "--format", "json"]).expect_code(0).json();
    assert_eq!(
        (text(&shown, "/url"), text(&shown, "/published/date")),
        ("https://tarn.example/notes/may", "2025-05-02")
    );
    env.run(&["new", "--since-last", "me"]).expect_code(1);
}

#[test]
fn a_correction_that_meets_no_document_is_named() {
    let env = one_page();
    env.write(
        "captures/corrections.toml",
        "[[correction]]\nids = [\"aaaaaaaaaaaa\"]\nfield = \"title\"\nvalue = \"Other\"\n",
    );
    let run = env.run(&["index", "-v"]).expect_code(0);
    assert!(
        run.stderr.contains(
            "correction-unplaced: captures/corrections.toml: title = \"Other\" of aaaaaaaaaaaa meets no document"
        ),
        "{run}"
    );
    // It breaks nothing, so it is a note and no finding.
    let told = env.run(&["doctor", "--format", "json"]).expect_code(0).json();
    assert_eq!((&told["sound"], &told["findings"]), (&Value::from(true), &serde_json::json!([])), "{told}");
    assert_eq!(told["notes"][0]["what"], "corrections hold for no document", "{told}");
    let doctor = env.run(&["doctor"]).expect_code(0);
    assert!(
        doctor.stdout.contains("note: captures: corrections hold for no document")
            && doctor.stdout.contains("title = \"Other\" of aaaaaaaaaaaa meets no document"),
        "{doctor}"
    );
}

/// A page that two folders hold.
fn two_folders() -> (TestEnv, String) {
    let env = TestEnv::empty();
    for (folder, captured) in [("bob", "2025-01-02"), ("zed", "2025-01-01")] {
        env.write(&format!("{folder}/tides.html"), PAGE);
        env.write(&format!("{folder}/tides.json"), format!("{{\"captured\":\"{captured}T00:00:00Z\"}}"));
    }
    env.index(&["zed"]);
    let id = text(&only(&env), "/id").to_owned();
    (env, id)
}

#[test]
fn the_last_correction_holds_and_is_taken_back_whichever_folder_keeps_it() {
    let (env, id) = two_folders();
    env.run(&["fix", &id, "title=Of zed"]).expect_code(0);
    env.index(&["bob"]);
    // The best capture is now another folder's.
    let run = env.run(&["fix", &id, "title=Of bob", "language=fr"]).expect_code(0);
    assert!(run.stderr.contains("kept in") && run.stderr.contains("bob/corrections.toml"), "{run}");
    assert_eq!(text(&only(&env), "/title"), "Of bob");
    env.run(&["fix", &id, "--undo", "title"]).expect_code(0);
    let now = only(&env);
    assert_eq!((text(&now, "/title"), text(&now, "/language")), ("Tides in shallow seas", "fr"));

    let (env, id) = two_folders();
    env.run(&["fix", &id, "title=Of zed"]).expect_code(0);
    env.index(&["bob"]);
    // Where the file that holds it is broken nothing is done by halves; where another is, it does not matter.
    let kept = std::fs::read_to_string(env.path("zed/corrections.toml")).unwrap();
    env.write("zed/corrections.toml", "a = ");
    env.run(&["fix", &id, "title=Of bob"]).expect_code(2);
    assert!(!env.path("bob/corrections.toml").exists());
    env.write("zed/corrections.toml", kept);
    env.write("bob/corrections.toml", "a = ");
    env.run(&["fix", &id, "--undo"]).expect_code(0);
    assert_eq!(text(&only(&env), "/title"), "Tides in shallow seas");
    env.run(&["fix", &id, "--undo"]).expect_code(1);
}

#[test]
fn files_of_one_folder_share_its_corrections() {
    let env = TestEnv::empty();
    for (name, day) in [("a", 1), ("b", 2)] {
        let record = serde_json::json!({ "url": "https://sea.example/tides", "title": "Tides in shallow seas",
            "captured": format!("2025-01-0{day}T00:00:00Z"), "body": "The water of shallow seas moves." });
        env.write(&format!("kept/{name}.jsonl"), format!("{record}\n"));
    }
    env.index(&["kept/a.jsonl", "kept/b.jsonl"]);
    let id = text(&only(&env), "/id").to_owned();
    for title in ["Of the first", "Of the second"] {
        env.run(&["fix", &id, &format!("title={title}")]).expect_code(0);
        assert_eq!(text(&only(&env), "/title"), title);
    }
    env.run(&["fix", &id, "--undo"]).expect_code(0);
    assert_eq!(text(&only(&env), "/title"), "Tides in shallow seas");
}

#[test]
fn a_correction_waits_for_a_run_that_writes_and_changes_nothing_until_then() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    let writer = rsearch::index::Writer::open(&env.path("index"), false).unwrap();
    let mut fix = env.command(crate::support::PROGRAM);
    let fix = fix.args(["fix", &id, "title=Waited"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(!env.path("captures/corrections.toml").exists());
    drop(writer);
    let output = fix.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && told.contains("another rsearch is writing"), "{told}");
    assert_eq!(text(&only(&env), "/title"), "Waited");
}

#[test]
fn of_corrections_made_at_once_the_last_holds_and_all_are_told() {
    let env = one_page();
    let id = text(&only(&env), "/id").to_owned();
    let fixes: Vec<_> = (0..4)
        .map(|number| {
            let mut fix = env.command(crate::support::PROGRAM);
            fix.args(["fix", &id, &format!("title=Title {number}")]).spawn().unwrap()
        })
        .collect();
    for mut fix in fixes {
        assert!(fix.wait().unwrap().success());
    }
    let kept = std::fs::read_to_string(env.path("captures/corrections.toml")).unwrap();
    assert_eq!(kept.matches("[[correction]]").count(), 1, "{kept}");
    let shown = only(&env);
    assert!(kept.contains(&format!("value = {:?}", text(&shown, "/title"))), "{kept} {shown}");
    env.run(&["rebuild"]).expect_code(0);
    assert_eq!(only(&env)["title"], shown["title"]);
}

#[test]
fn a_correction_of_a_note_without_address_outlasts_a_change_of_its_text() {
    let env = TestEnv::empty();
    let note =
        |text: &str| format!("---\ntitle: A note on eels\n---\nEels go {text} the outflow in spring.\n");
    env.write("captures/note.md", note("through"));
    env.index(&["captures"]);
    let id = text(&only(&env), "/id").to_owned();
    env.run(&["fix", &id, "published=2025-03-01"]).expect_code(0);
    env.write("captures/note.md", note("across"));
    env.index(&["captures"]);
    assert_eq!(text(&only(&env), "/published/date"), "2025-03-01");
    std::fs::create_dir(env.path("captures/notes")).unwrap();
    std::fs::rename(env.path("captures/note.md"), env.path("captures/notes/note.md")).unwrap();
    env.index(&["captures"]);
    assert_eq!(text(&only(&env), "/published/date"), "2025-03-01");
}

#[test]
fn where_a_file_of_corrections_is_broken_is_told_and_doctor_calls_it_unsound() {
    let env = one_page();
    env.write("captures/corrections.toml", "# by hand\n\n[[correction]\nids = [\"a\"]\n");
    let run = env.run(&["index"]).expect_code(3);
    assert!(run.stderr.contains("captures/corrections.toml: makes no sense: line 3: "), "{run}");
    let doctor = env.run(&["doctor"]).expect_code(1);
    assert!(
        doctor.stdout.contains("corrections cannot be read")
            && doctor.stdout.contains("captures/corrections.toml: makes no sense: line 3: ")
            && doctor.stdout.contains("mend the file by hand, then `rsearch index`"),
        "{doctor}"
    );
    let planned = env.run(&["index", "--dry-run", "--format", "json"]).json();
    assert_eq!(planned["files"][0]["is"], "problem", "{planned}");
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
