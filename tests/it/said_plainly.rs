//! What answers and refusals say to people: what was put right by hand, what emptied a query, what was misread.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::support::{PROGRAM, TestEnv};

const PAGE: &str = "<!DOCTYPE html><html lang=en><title>Tides</title><meta property='og:site_name' content='Sea Institute'>\
    <link rel=canonical href='https://sea.example/tides'><article><h1>Tides in shallow seas</h1><p>Published 3 May 2024</p>\
    <p>The water of shallow seas moves in ways that nobody had measured before, so we built a buoy and waited.</p></article>";

/// An index of one page, captured at a known time, and its id.
fn one_page() -> (TestEnv, String) {
    let env = TestEnv::empty();
    env.write("captures/tides.html", PAGE);
    env.write("captures/tides.json", "{\"captured\":\"2025-01-01T00:00:00Z\"}");
    env.run(&["index", "captures"]).expect_code(0);
    let id = env.export()[0]["id"].as_str().unwrap().to_owned();
    (env, id)
}

#[test]
fn what_was_put_right_by_hand_is_said_wherever_it_is_shown() {
    let (env, id) = one_page();
    env.run(&["fix", &id, "title=Of moons", "published=May 2023", "team=Buoys"]).expect_code(0);
    let note = "title and date corrected by hand, where captures say title “Tides in shallow seas”, date 2024-05-03; capture";
    for format in ["bibtex", "csl-json", "md"] {
        let output = env.run(&["show", &id, "--format", format]).expect_code(0);
        assert!(output.stdout.contains(note) && output.stdout.contains("2023"), "{output}");
    }
    for command in [&["query", "moons"][..], &["query", "moons", "--format", "md"], &["history", &id]] {
        let output = env.run(command).expect_code(0);
        assert!(output.stdout.contains("corrected by hand"), "{output}");
    }
    let history = env.run(&["history", &id]).expect_code(0);
    assert!(history.stdout.contains("     2024-05-03 · Tides in shallow seas\n"), "{history}");
    let history = env.run(&["history", &id, "--format", "json"]).json();
    assert_eq!(history["corrections"][0]["was"], json!(["Tides in shallow seas"]), "{history}");
    assert_eq!(history["versions"][0]["corrections"].as_array().map(Vec::len), Some(3), "{history}");
    env.run(&["fix", &id, "--undo"]).expect_code(0);
    let output = env.run(&["show", &id, "--format", "md"]).expect_code(0);
    assert!(!output.stdout.contains("by hand"), "{output}");
}

#[test]
fn what_no_publication_can_have_is_no_correction() {
    let (env, id) = one_page();
    for (assignment, expected) in [
        ("title=", "`title` cannot be empty"),
        ("kind=", "`kind` cannot be empty"),
        ("published=2999", "published=2999 lies more than a year ahead"),
        ("published=3 months ago", "`3 months ago` is counted from today"),
        (
            "published=yesterday",
            "hint: write `2025-10-29`, `2025-10`, `2025`, `29 October 2025` or `October 2025`",
        ),
        ("published=04/07/2025", "does not say which is the day and which the month"),
        ("published=Q3 2025", "`Q3 2025` is no day, month or year"),
        ("updated=soon", "or `October 2025`"),
    ] {
        let output = env.run_now(&["fix", &id, assignment]).expect_code(2);
        assert!(output.stderr.contains(expected), "{output}");
    }
    env.run_now(&["fix", &id, "published=4 July 2025"]).expect_code(0);
    assert_eq!(env.export()[0]["published"]["date"], "2025-07-04");
    env.run_now(&["fix", "nosuchid", "title=A"]).expect_code(1);
    env.run_now(&["judge", "tides", "--grade", "nosuchid=1"]).expect_code(1);
}

#[test]
fn an_address_that_another_document_has_is_told() {
    let env = TestEnv::with_records(&[
        json!({"id": "1", "title": "Of moons", "url": "https://sea.example/moons"}),
        json!({"id": "2", "title": "Of tides", "url": "https://sea.example/tides"}),
    ]);
    let output = env.run(&["fix", "sea.example/moons", "url=https://sea.example/tides"]).expect_code(0);
    assert!(output.stderr.contains("(Of tides) has this address too"), "{output}");
}

#[test]
fn a_record_is_cited_by_its_bytes_and_cannot_be_opened_alone() {
    let records = [json!({"id": "1", "title": "Of moons"}), json!({"id": "2", "title": "Of tides"})];
    let env = TestEnv::with_records(&records);
    let id = env.export().into_iter().find(|document| document["record_id"] == "2").unwrap();
    let id = id["id"].as_str().unwrap();
    let output = env.run(&["show", id, "--format", "md"]).expect_code(0);
    let (from, until) = (records[0].to_string().len() + 1, records[0].to_string().len() * 2 + 1);
    assert!(
        output.stdout.contains(&format!("records.jsonl, its bytes {from}-{}, sha256", until - 1)),
        "{output}"
    );
    let opened =
        env.output(env.command(PROGRAM).env("BROWSER", "true").args(["query", "tides", "--open", "1"]));
    assert!(opened.code == 2 && opened.stderr.contains("cannot be opened"), "{opened}");
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn the_only_record_of_a_file_is_opened_and_a_packed_one_is_cited_by_its_unpacked_bytes() {
    let env = TestEnv::empty();
    let record = json!({"id": "1", "title": "Of moons"}).to_string();
    env.write("captures/moons.jsonl", format!("{record}\n"));
    env.index(&["captures"]);
    let open = ["query", "moons", "--open", "1"];
    env.output(env.command(PROGRAM).env("BROWSER", "true").args(open)).expect_code(0);
    let env = TestEnv::empty();
    env.write("captures/moons.jsonl.gz", gzip(&record));
    env.index(&["captures"]);
    let output = env.run(&["query", "moons", "--format", "md"]).expect_code(0);
    let bytes = format!("moons.jsonl.gz, its bytes 0-{} of the unpacked file, sha256", record.len() - 1);
    assert!(output.stdout.contains(&bytes), "{output}");
    let opened = env.output(env.command(PROGRAM).env("BROWSER", "true").args(open));
    assert!(opened.code == 2 && opened.stderr.contains("cannot be opened"), "{opened}");
}

#[test]
fn an_unchanged_note_is_not_what_is_opened() {
    let env = TestEnv::empty();
    env.index(&[TestEnv::shared().path("captures/metr.org").to_str().unwrap()]);
    let viewer =
        env.write("viewer", "#!/bin/sh\nprintf '%s\\n' \"$@\" > opened.new && mv opened.new opened\n");
    std::fs::set_permissions(&viewer, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let browser = format!("/no/such/viewer:{} --at=%s", viewer.display());
    let arguments = ["query", "reward hacking", "--open", "1"];
    env.output(env.command(PROGRAM).env("BROWSER", browser).args(arguments)).expect_code(0);
    let begun = std::time::Instant::now();
    while !env.path("opened").exists() && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let opened = std::fs::read_to_string(env.path("opened")).unwrap();
    assert!(opened.starts_with("--at=/") && opened.ends_with("blog.html\n"), "{opened}");
}

#[test]
fn parts_that_do_not_meet_are_counted_where_nothing_is_found() {
    let records = [
        json!({"id": "1", "title": "Moons of 2025", "published": "2024"}),
        json!({"id": "2", "title": "Tides and moons"}),
        json!({"id": "3", "title": "Tides and buoys"}),
        json!({"id": "4", "title": "Buoys 2025"}),
    ];
    let env = TestEnv::with_records(&records);
    insta::assert_snapshot!(env.run(&["query", "moons tides buoys 2025"]), @"
    exit code: 1
    ----- stderr -----
    nothing found
      moons matches 2, tides matches 2, buoys matches 2, 2025 matches 2; no document has all of them
      near: Buoys 2025 · 5yx473nsjj6k
      near: Tides and buoys · 2x5t8mj0f9y4
      near: Tides and moons · d9kxbcqb9pkx
    hint: 2025 is looked for as a word; for the year of publication write published:2025
    hint: --match any finds what has some of the words
    ");
    // The year has no share in it where another part is what nothing has.
    let output = env.run(&["query", "zzzz buoys 2025"]).expect_code(1);
    assert!(
        output.stderr.contains("zzzz matches nothing") && !output.stderr.contains("published:2025"),
        "{output}"
    );
    for arguments in [&["terms", "zzzz"][..], &["facets", "year", "-q", "zzzz"]] {
        let output = env.run(arguments).expect_code(1);
        assert!(output.stdout.is_empty() && output.stderr == "nothing found\n", "{output}");
    }
    // Of so short a word any other may be meant.
    let output = env.run(&["query", "x"]).expect_code(1);
    assert!(!output.stderr.contains("there is"), "{output}");
}

#[test]
fn a_field_with_the_mark_of_another_language_is_refused() {
    let env = TestEnv::shared();
    for (query, hint) in [
        ("team=Alignment", "write `team:Alignment`"),
        ("Team==Alignment", "write `Team:Alignment`"),
        ("year>2024", "write `year:>2024`"),
        ("date<=2024", "write `date:<=2024`"),
        ("team!=Alignment", "write `-team:Alignment`"),
        ("team>Alignment", "write `team:Alignment`"),
        ("year<>2024", "write `-year:2024`"),
        ("year=~2024", "write `year:2024`"),
        ("year=>2024", "write `year:>=2024`"),
        ("year=recent", "write `year:…`"),
        ("!team=x", "write `-team:x` for what must not be there"),
        ("team=\"Frontier Red Team\"", "write `team:…`"),
    ] {
        let output = env.run(&["query", query]).expect_code(2);
        assert!(output.stderr.contains(hint), "{output}");
    }
    for query in [
        "e=mc2",
        "a=b",
        "x<=y",
        "\"team=x\"",
        "team\\=x",
        "https://a.example/?team=x&year=2024",
        "\"a.example/?year=2024\"",
        "year=2024&page=2",
        "title<b>x",
        "title</b>",
    ] {
        assert_ne!(env.run(&["query", query]).code, 2, "{query}");
    }
    // Only what would be refused as it stands is shown with a mark before it.
    for query in ["titel=reward", "titel>reward", "summary\\=reward", "publisher:\"x=y\""] {
        let output = env.run(&["query", query]).expect_code(1);
        let part = query.replace('"', "");
        assert!(output.stderr.contains(&format!("  {part} matches nothing at all")), "{output}");
    }
}

#[test]
fn flags_that_take_one_date_take_no_range() {
    let env = TestEnv::shared();
    for (arguments, expected) in [
        (&["query", "--since", "2025-07..2025-09"][..], "--since 2025-07..2025-09: one date is wanted here"),
        (&["query", "--until", "2025.."], "one date is wanted here"),
        (&["query", "--as-of", "2025..2026"], "one date is wanted here"),
        (&["new", "--since", "2025.."], "one date is wanted here"),
        (
            &["query", "--since", "2026", "--until", "2025"],
            "--since is 2026-01-01, after --until, which is 2025-12-31",
        ),
        (&["query", "--since", "12m"], "hint: write `12 months`"),
        (&["query", "since:12m"], "`12m` may be months or minutes"),
        (&["query", "--year", "25"], "--year 25: this is no year"),
        (&["query", "--year", ""], "--year: a year is missing"),
        (&["query", "year:99999"], "`99999` is not a year"),
        (&["query", "status:2xx"], "`status:400..499`"),
        (&["query", "published:04/07/2025"], "does not say which is the day and which the month"),
        (&["query", "published:2025-02-30"], "`2025-02-30` is not in the calendar"),
        (&["query", "/(a+)+$/"], "compared with whole words, so `^`, `$` and `\\b` have no place"),
        (&["query", "x", "--limit", "-1"], "invalid value '-1' for '--limit <N>'"),
        (&["terms", "--field", "titel"], "did you mean `title`?"),
    ] {
        let output = env.run_now(arguments).expect_code(2);
        assert!(output.stderr.contains(expected), "{output}");
    }
    let output = env.run(&["diff", "--since", "2025"]).expect_code(2);
    assert!(output.stderr.contains("'--since'") && !output.stderr.contains("--index"), "{output}");
    assert!(output.stderr.contains("Usage: rsearch diff [OPTIONS]"), "{output}");
    for (flag, meant) in [
        ("--lang", "'--language'"),
        ("--pub", "'--publisher'"),
        ("--snip", "'--snippets'"),
        ("--form", "'--format'"),
        ("--expl", "'--explain'"),
        ("--no-color", "'--color'"),
    ] {
        let output = env.run(&["query", flag, "x"]).expect_code(2);
        assert!(output.stderr.contains(&format!("a similar argument exists: {meant}")), "{output}");
        assert!(output.stderr.contains("Usage: rsearch query"), "{output}");
    }
    // Counted back from the day of `--now`.
    let found =
        |since: &str| env.run_now(&["query", "--since", since, "--format", "jsonl", "-n", "99"]).stdout;
    assert!(
        !found("30d").is_empty() && found("30d") == found("2026-05-02") && found("30 days") == found("30d")
    );
    for since in ["30 d", "30days"] {
        assert_eq!(found(since), found("30d"));
    }
    assert_eq!(found("1y"), found("a year"));
    assert_eq!(env.run_now(&["query", "since:30 d", "--format", "jsonl", "-n", "99"]).stdout, found("30d"));
}

#[test]
fn an_answer_that_cannot_be_written_says_where_to() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else { return };
    let env = TestEnv::shared();
    let mut command = env.command(PROGRAM);
    let output = env.output(command.arg("export").stdout(full));
    assert!(
        output.code == 2 && output.stderr.contains("cannot write the answer to standard output"),
        "{output}"
    );
}

#[test]
fn cells_say_what_corrections_and_doubtful_dates_are() {
    let (env, id) = one_page();
    env.run(&["fix", &id, "title=Of moons"]).expect_code(0);
    let fields = ["--format", "csv", "--fields", "title,corrections,published.source,published.precision"];
    let output = env.run(&[&["query", "moons"][..], &fields].concat()).expect_code(0);
    let row = "Of moons,title: captures say Tides in shallow seas,near-title,day";
    assert!(output.stdout.lines().any(|line| line == row), "{output}");
    let shared = TestEnv::shared();
    let doubtful =
        ["query", "id:3j66rp7swkc7", "--template", "{published} {published.date} {published.confidence}"];
    assert_eq!(shared.run(&doubtful).expect_code(0).stdout, "2026-05-07? 2026-05-07 0.4\n");
    // Programs read the column; the doubt is in one of its own.
    let columns = ["query", "id:3j66rp7swkc7", "--format", "csv", "--fields", "date,published.confidence"];
    assert_eq!(shared.run(&columns).stdout, "published,published.confidence\n2026-05-07,0.4\n");
    let refused = shared.run(&["query", "x", "--format", "csv", "--fields", "titel"]).expect_code(2);
    assert!(refused.stderr.contains("published.evidence, and the same of updated"), "{refused}");
    assert_eq!(shared.run(&["facets", "year", "year"]).stdout, shared.run(&["facets", "year"]).stdout);
}

#[test]
fn a_former_id_is_found_by_its_beginning() {
    let env = TestEnv::with_records(&[json!({"id": "1", "title": "Of moons"})]);
    let old = env.export()[0]["id"].as_str().unwrap().to_owned();
    env.write("exported/documents.jsonl", env.run(&["export"]).stdout);
    env.run(&["--index", "second", "index", "exported"]).expect_code(0);
    let shown = env.run(&["--index", "second", "show", &old[..4], "--format", "md"]).expect_code(0);
    assert!(shown.stdout.contains("Of moons"), "{shown}");
}
