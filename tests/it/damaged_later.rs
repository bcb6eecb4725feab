//! Captures that were read and then damaged: what they showed is kept, told as a problem, and goes only when that is said.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::support::{PROGRAM, TestEnv};

const PAGE: &str = "<!DOCTYPE html><html lang=en><title>Slow tarns</title><article><h1>Slow tarns</h1><p>A tarn remembers \
    the winter until the first week of June, and forgets it within a day.</p></article></html>";

/// Records, gzipped.
fn gzipped(from: u32, to: u32) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    for number in from..to {
        let digest = rsearch::document::identity::digest_of(&number.to_be_bytes());
        let record = json!({"id": number.to_string(), "title": format!("Record {number}"), "body": digest});
        writeln!(gzip, "{record}").unwrap();
    }
    gzip.finish().unwrap()
}

/// A note, a page with its metadata and records, indexed: twelve documents.
fn env() -> TestEnv {
    let env = TestEnv::empty();
    env.write("c/note.md", "# Ice on the tarn\n\nIt is thin in March, and nobody walks on it.\n");
    env.write("c/page.html", PAGE);
    env.write("c/page.json", r#"{"url":"https://tarn.example/slow","captured":"2026-05-04"}"#);
    env.write("c/records.jsonl.gz", gzipped(0, 10));
    env.write("c/paper.pdf", "");
    env.index(&["c"]);
    env
}

#[test]
fn a_file_that_is_damaged_keeps_what_it_showed_until_it_is_whole_gone_or_pruned() {
    let whole = gzipped(0, 10);
    let cases: [(&str, &[u8], &str); 5] = [
        ("c/note.md", b"", "empty now, and was read before"),
        ("c/note.md", b"\x7fELF\x02\x01\x01\0\0\0", "its name says md, its content is binary"),
        ("c/page.json", b"{bad", "cannot read its metadata in page.json"),
        ("c/records.jsonl.gz", &whole[..10], "damaged or cut data"),
        ("c/records.jsonl.gz", b"\0\0\0\0\0\0\0\0", "its content is binary"),
    ];
    for (name, bytes, said) in cases {
        let env = env();
        let (before, documents) = (fs::read(env.path(name)).unwrap(), env.run(&["export"]).stdout);
        assert_eq!(documents.lines().count(), 12);
        env.write(name, bytes);
        for arguments in [&["index"] as &[&str], &["index"], &["index", "--max-depth", "100"], &["rebuild"]] {
            let output = env.run(arguments).expect_code(3);
            let kept = "what it showed before is kept, unless you say --prune";
            assert!(output.stderr.contains(said) && output.stderr.contains(kept), "{output}");
            assert_eq!(env.run(&["export"]).stdout, documents, "{name} {arguments:?}");
        }
        let plan = env.run(&["index", "--dry-run"]).expect_code(3);
        assert!(plan.stderr.contains(" 1 problems; nothing was read"), "{plan}");
        let doctor = env.run(&["doctor"]).expect_code(1);
        assert!(doctor.stdout.contains("captures cannot be read any more, and what they showed"), "{doctor}");
        assert!(doctor.stdout.contains("`rsearch index --prune` parts with"), "{doctor}");
        env.write(name, &before);
        env.run(&["index"]).expect_code(0);
        assert_eq!(env.run(&["export"]).stdout, documents, "{name} is whole again");
        env.run(&["doctor"]).expect_code(0);
        env.write(name, bytes);
        env.run(&["index"]).expect_code(3);
        let pruned = env.run(&["index", "--prune"]);
        assert!(!pruned.stderr.contains("is kept"), "{pruned}");
        assert!(env.export().len() < 12, "{name} is pruned");
        env.run(&["doctor"]).expect_code(0);
    }
}

#[test]
fn of_a_damaged_stream_the_reading_holds_that_shows_more() {
    let env = env();
    let whole = gzipped(0, 2_000);
    env.write("c/records.jsonl.gz", &whole);
    env.index(&[]);
    let documents = env.run(&["export"]).stdout;
    env.write("c/records.jsonl.gz", &whole[..whole.len() / 2]);
    for _ in 0..2 {
        let output = env.run(&["index"]).expect_code(3);
        assert!(output.stderr.contains("it lacks some of what it showed before; that is kept"), "{output}");
        assert_eq!(env.run(&["export"]).stdout, documents);
    }
    env.run(&["doctor"]).expect_code(1);
    env.run(&["index", "--prune"]).expect_code(3);
    let half = env.export().len();
    assert!((500..1_500).contains(&half), "{half}");
    // One that breaks off later than before, as while it is being written, shows more.
    env.write("c/records.jsonl.gz", &whole[..whole.len() * 3 / 4]);
    let output = env.run(&["index"]).expect_code(3);
    assert!(!output.stderr.contains("is kept") && env.export().len() > half, "{output}");
    // A whole one with less in it holds.
    env.write("c/records.jsonl.gz", gzipped(0, 3));
    env.index(&[]);
    assert_eq!(env.export().len(), 5);
    env.run(&["doctor"]).expect_code(0);
}

/// The titles that are found, in order.
fn titles(env: &TestEnv) -> Vec<String> {
    let titles = env.export().into_iter().map(|document| document["title"].as_str().unwrap().to_owned());
    let mut titles: Vec<String> = titles.collect();
    titles.sort();
    titles
}

#[test]
fn what_is_new_in_a_damaged_stream_is_there_beside_what_it_lacks() {
    let env = TestEnv::empty();
    env.write("c/day.jsonl.gz", gzipped(0, 100));
    env.index(&["c"]);
    let next = gzipped(1_000, 1_040);
    env.write("c/day.jsonl.gz", &next[..next.len() / 2]);
    for arguments in [&["index"] as &[&str], &["index"], &["index", "--max-depth", "100"]] {
        let output = env.run(arguments).expect_code(3);
        assert!(output.stderr.contains("it lacks some of what it showed before; that is kept"), "{output}");
        let (new, old): (Vec<_>, Vec<_>) =
            titles(&env).into_iter().partition(|title| title.contains("Record 10"));
        // Of the old ones 10 begins with the same figures.
        assert!((5..40).contains(&new.len()) && old.len() == 99, "{new:?}");
    }
    let old = env.run(&["query", "title:\"Record 7\"", "--format", "json"]).json();
    let raw = env.run(&["show", "--raw", old["hits"][0]["id"].as_str().unwrap()]).expect_code(2);
    assert!(raw.stderr.contains("only a copy of the file has the bytes"), "{raw}");
    let plan = env.run(&["index", "--dry-run"]).expect_code(3);
    assert!(plan.stderr.starts_with("0 unchanged, 0 skipped, 1 problems"), "{plan}");
    env.write("c/day.jsonl.gz", &next);
    env.index(&[]);
    assert_eq!(titles(&env).len(), 40);
    env.run(&["doctor"]).expect_code(0);
}

#[test]
fn texts_of_now_win_over_those_of_before_in_the_same_place() {
    let env = TestEnv::empty();
    let lines = |text: &str| {
        let line = |number| {
            let digest = rsearch::document::identity::digest_of(format!("{text}{number}").as_bytes());
            format!("{{\"id\":{number},\"title\":\"Tarn {number}\",\"body\":\"{text} {digest}\"}}\n")
        };
        (0..200).map(line).collect::<String>()
    };
    env.write("c/day.jsonl", lines("old"));
    env.index(&["c"]);
    let new = lines("newer");
    // One that is not packed breaks off within a line.
    env.write("c/day.jsonl", &new[..new.len() / 2 - 20]);
    let output = env.run(&["index"]).expect_code(3);
    assert!(output.stderr.contains("damaged or cut data: not a JSON object: EOF while parsing"), "{output}");
    let documents = env.export();
    let of =
        |text: &str| documents.iter().filter(|it| it["body"].as_str().unwrap().starts_with(text)).count();
    assert_eq!((documents.len(), of("old") + of("newer")), (200, 200));
    assert!((90..110).contains(&of("newer")));
    env.write("c/day.jsonl", &new[..30]);
    env.run(&["index"]).expect_code(3);
    assert_eq!(env.export().len(), 200);
}

/// An archive of members; of those that are damaged the bytes are not what their sums say.
fn archive(members: &[(&str, &str, bool)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text, _) in members {
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = archive.finish().unwrap().into_inner();
    for (_, text, _) in members.iter().filter(|(.., damaged)| *damaged) {
        let at = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
        bytes[at + text.len() / 2] ^= 1;
    }
    bytes
}

#[test]
fn of_an_archive_with_a_damaged_member_that_member_alone_is_kept() {
    let env = TestEnv::empty();
    let page = |title: &str| {
        format!(
            "<title>{title}</title><article><h1>{title}</h1><p>{title} lies below the pass.</p></article>"
        )
    };
    let (one, two, gone, new) = (page("One tarn"), page("Two tarns"), page("Gone tarn"), page("New tarn"));
    env.write(
        "c/a.zip",
        archive(&[("1.html", &one, false), ("2.html", &two, false), ("3.html", &gone, false)]),
    );
    env.index(&["c"]);
    let fresh = page("One fresh tarn");
    env.write(
        "c/a.zip",
        archive(&[("1.html", &fresh, false), ("2.html", &two, true), ("4.html", &new, false)]),
    );
    env.run(&["index"]).expect_code(3);
    assert_eq!(titles(&env), ["New tarn", "One fresh tarn", "Two tarns"]);
}

#[test]
fn what_is_kept_stays_where_its_source_is_called_otherwise_or_comes_to_be_part_of_another() {
    let env = TestEnv::empty();
    for (place, what) in [("x/c", "Lake"), ("y/c", "Tarn"), ("x/c/sub", "Pond")] {
        env.write(&format!("{place}/note.md"), format!("# {what}\n\nOf the {what}.\n"));
        env.write(&format!("{place}/page.html"), PAGE);
    }
    env.index(&["x/c/sub"]);
    env.write("x/c/sub/note.md", "");
    env.run(&["index"]).expect_code(3);
    let kept = "note.md: empty now, and was read before; what it showed before is kept";
    let absorbed = env.run(&["index", "x/c"]).expect_code(3);
    assert!(absorbed.stderr.contains(&format!("c/sub/{kept}")), "{absorbed}");
    assert_eq!(titles(&env), ["Lake", "Pond", "Slow tarns"]);
    env.write("x/c/note.md", "");
    let plan = env.run(&["index", "--dry-run"]).expect_code(3);
    assert_eq!(plan.stdout, "changed  c/note.md\n");
    env.run(&["index"]).expect_code(3);
    // Another source of that name gives the first a longer one.
    let renamed = env.run(&["index", "y/c"]).expect_code(3);
    assert!(renamed.stderr.contains(&format!("x/c/{kept}")), "{renamed}");
    assert_eq!(titles(&env), ["Lake", "Pond", "Slow tarns", "Tarn"]);
    let doctor = env.run(&["doctor"]).expect_code(1);
    assert!(!doctor.stdout.contains("the catalog is damaged"), "{doctor}");
    let lake =
        env.run(&["query", "Lake", "--format", "json"]).json()["hits"][0]["id"].as_str().unwrap().to_owned();
    let shown = env.run(&["show", &lake]).expect_code(0);
    assert!(shown.stdout.contains("its page x/c/note.md"), "{shown}");
    assert!(shown.stderr.contains("note: no file holds what x/c/note.md showed: empty now"), "{shown}");
    let raw = env.run(&["show", "--raw", &lake]).expect_code(2);
    assert!(raw.stderr.contains("only a copy of the file has the bytes"), "{raw}");
    env.run(&["rebuild"]).expect_code(3);
    assert_eq!(titles(&env), ["Lake", "Pond", "Slow tarns", "Tarn"]);
}

#[test]
fn a_file_of_which_only_the_time_is_another_is_the_same_file() {
    let env = env();
    env.write("c/page.html", PAGE);
    let output = env.run(&["index", "--max-bytes", "50"]).expect_code(3);
    assert!(output.stderr.contains("c/page.html: larger than 50 bytes"), "{output}");
    assert!(!output.stderr.contains("is kept"), "{output}");
}

#[test]
fn a_file_that_is_named_itself_is_a_capture_whatever_lies_beside_it() {
    let env = TestEnv::empty();
    env.write("c/data.html", PAGE);
    env.write(
        "c/data.json",
        "{\"title\":\"Of ice\",\"body\":\"It is thin.\"}\n{\"title\":\"Of snow\",\"body\":\"Deep.\"}\n",
    );
    env.index(&["c/data.json"]);
    assert_eq!(titles(&env), ["Of ice", "Of snow"]);
    env.run(&["index"]).expect_code(0);
}

#[test]
fn limits_of_a_catalog_without_any_are_those_of_its_sources() {
    let env = env();
    env.run(&["index", "--max-nesting", "4"]).expect_code(0);
    let catalog = rusqlite::Connection::open(env.path("index/catalog.sqlite")).unwrap();
    catalog.execute("DELETE FROM facts WHERE name = 'limits'", []).unwrap();
    drop(catalog);
    let output = env.run(&["index"]).expect_code(0);
    assert!(!output.stderr.contains("read again"), "{output}");
}

#[test]
fn what_a_file_says_of_itself_holds_also_where_it_was_read_before() {
    let env = env();
    env.write("c/note.md", "---\nrsearch: skip\n---\nNothing to see.\n");
    env.write("c/page.json", r#"{"url":"https://tarn.example/slow","status":404}"#);
    env.index(&[]);
    assert_eq!(env.export().len(), 10);
    // So does another reading of the same bytes.
    let output = env.run(&["index", "--max-bytes", "1"]).expect_code(3);
    assert!(!output.stderr.contains("is kept") && env.export().is_empty(), "{output}");
}

#[test]
fn packed_data_of_which_nothing_comes_out_are_damaged_and_not_empty() {
    let env = TestEnv::empty();
    env.write("c/a.md.gz", b"\x1f\x8bgarbage");
    env.write("c/b.jsonl.gz", &gzipped(0, 9)[..12]);
    env.write("c/c.html.gz", &gzipped(0, 9)[..4]);
    let output = env.run(&["index", "c"]).expect_code(3);
    assert_eq!(output.stderr.matches("damaged or cut data").count(), 3, "{output}");
    let output = env.run(&["inspect", "c/a.md.gz"]).expect_code(3);
    assert!(output.stderr.contains("damaged or cut data"), "{output}");
    let doctor = env.run(&["doctor"]).expect_code(0);
    assert!(
        doctor.stdout.contains("note: captures: captures could not be read (3)\n  c/a.md.gz: "),
        "{doctor}"
    );
}

#[test]
fn the_places_of_problems_are_told_again_by_the_next_run() {
    let env = TestEnv::empty();
    env.write("c/bad.jsonl", format!("{{\"title\":\"One\"}}\n{}", "no record\n".repeat(12)));
    let warnings = |arguments: &[&str]| -> Vec<String> {
        let output = env.run(&[&["index", "-v"], arguments].concat()).expect_code(3);
        output.stderr.lines().filter(|line| line.starts_with("warning")).map(str::to_owned).collect()
    };
    let first = warnings(&["c"]);
    let again = warnings(&[]);
    assert_eq!((first.len(), again.len()), (12, 11));
    assert_eq!(again[0], "warning: c/bad.jsonl: 2 more records could not be read");
    assert!(again[1..].iter().all(|line| first.contains(line)), "{again:?}");
}

#[test]
fn limits_hold_until_others_are_named_and_what_changed_is_told() {
    let env = env();
    let output = env.run(&["index", "--max-nesting", "4", "--max-bytes", "100KiB"]).expect_code(0);
    let changed =
        "in another way than before (--max-bytes is 100 KiB and was 64 MiB, --max-nesting is 4 and was 3)";
    assert!(output.stderr.contains(changed), "{output}");
    let output = env.run(&["index"]).expect_code(0);
    assert!(!output.stderr.contains("read again"), "{output}");
    assert_eq!(env.run(&["index", "--format", "json"]).json()["files"]["unchanged"], 3);
    env.write("c/large.md", format!("# Large\n\n{}", "Of the tarn. ".repeat(10_000)));
    for arguments in [&["index"] as &[&str], &["rebuild"], &["inspect", "c/large.md"]] {
        let output = env.run(arguments).expect_code(3);
        assert!(output.stderr.contains("larger than 100 KiB"), "{output}");
    }
    let output = env.run(&["index", "--max-bytes", "64MiB"]).expect_code(0);
    assert!(output.stderr.contains("(--max-bytes is 64 MiB and was 100 KiB)"), "{output}");
}

#[cfg(unix)]
#[test]
fn of_a_file_that_may_not_be_read_leave_is_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let env = env();
    let path = env.write("c/secret.md", "# A secret\n\nOf the tarn.\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let line = format!(
        "chmod -R a+rwX index; for command in index doctor; do \
         setpriv --reuid=65534 --clear-groups {PROGRAM} $command; done"
    );
    let output = env.output(env.command("sh").args(["-c", &line]));
    if fs::File::open(&path).is_err() || output.stderr.contains("setpriv") {
        return crate::support::skipped("a file that may not be read", "it takes root and setpriv");
    }
    assert!(output.stdout.contains("captures: captures cannot be looked at\n  c/secret.md\n"), "{output}");
    assert!(output.stdout.contains("give leave to read them") && !output.stdout.contains("not indexed yet"));
}

#[cfg(unix)]
#[test]
fn what_comes_through_a_pipe_is_inspected_by_its_content() {
    let env = TestEnv::empty();
    let piped = |arguments: &[&str], bytes: &[u8]| {
        let mut command = env.command(PROGRAM);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let _ = input.write_all(bytes);
        drop(input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    for name in ["-", "/dev/stdin"] {
        let (code, shown, said) = piped(&["inspect", name], PAGE.as_bytes());
        assert!(code == 0 && shown.starts_with(&format!("{name}: html (")), "{shown}{said}");
        assert!(shown.contains("title:      Slow tarns"), "{shown}");
    }
    // There the file has no name from the beginning.
    let line = format!("TMPDIR=/nonexistent {PROGRAM} inspect - < /dev/null");
    let output = env.output(env.command("sh").args(["-c", &line])).expect_code(2);
    assert!(output.stderr.starts_with("error: cannot write to /nonexistent: "), "{output}");
    let (code, shown, said) =
        piped(&["inspect", "-", "--max-bytes", "1", "--format", "json"], PAGE.as_bytes());
    assert!(code == 3 && said.contains("more than 16 bytes through a pipe"), "{said}");
    assert!(shown.starts_with(r#"{"capture":"-","problem":"more than"#), "{shown}");
}

#[test]
fn fields_of_records_that_are_not_understood_are_told() {
    let env = TestEnv::empty();
    let lines = "{\"title\":[\"Tarns\"],\"body\":{\"of\":\"ice\"}}\n{\"title\":\"Lakes\",\"url\":\"javascript:go(1)\"}\n{}\n";
    env.write("c/odd.jsonl", lines);
    let output = env.run(&["index", "c", "-v"]).expect_code(3);
    let told = "is in a shape that is not understood";
    assert!(output.stderr.contains("warning: c/odd.jsonl:1: `") && output.stderr.contains(told), "{output}");
    let doubt = "`url` is \"javascript:go(1)\", which is no address of the web";
    assert!(
        output.stderr.contains(doubt) && output.stderr.contains("skipped: c/odd.jsonl:3: empty"),
        "{output}"
    );
}

#[cfg(unix)]
#[test]
fn a_dry_run_prints_a_name_on_one_line_and_counts_what_would_end_as_it_did() {
    let env = TestEnv::empty();
    env.write("c/a.md", "# A\n\nOf the tarn.\n");
    env.write("c/b.md", "");
    env.write("c/c.html", b"\x7fELF\x02\x01\x01\0\0\0");
    env.run(&["index", "c"]).expect_code(3);
    env.write("c/new\nline.md", "# New\n\nOf the lake.\n");
    let plan = env.run(&["index", "--dry-run"]).expect_code(3);
    assert_eq!(plan.stdout, "new      c/new line.md\n");
    assert_eq!(plan.stderr, "1 unchanged, 1 skipped, 1 problems; nothing was read or written\n");
}
