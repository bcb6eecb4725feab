//! An index that is missing, damaged, locked, of another format or cannot be written: a clear message, the right exit
//! code, and the earlier index as it was.

use std::fs;
use std::path::{Path, PathBuf};

use rsearch::document::identity::id_of;
use rsearch::document::{Document, Validity};
use rsearch::index::{Update, Writer};
use serde_json::{Value, json};

use crate::support::{PROGRAM, TestEnv, copy_folder};

/// Commands that read the index.
const READERS: &[&[&str]] = &[
    &["query", "introspection"],
    &["query", "--team", "Interpretability", "--facets", "year", "--format", "json", "--limit", "50"],
    &["export"],
    &["status"],
    &["query", "introspection", "--as-of", "2025-11-30", "--format", "json"],
];

fn small_index() -> TestEnv {
    let records: Vec<Value> = (0..30)
        .map(|number| {
            json!({"id": number.to_string(), "title": format!("Introspection, part {number}"), "published": "2025-10-29",
                "category": "Interpretability", "body": "The water in the upper tarn is older than the village."})
        })
        .collect();
    TestEnv::with_records(&records)
}

/// The same documents, each with a version that is no longer: both indexes hold documents, and some are deleted.
fn index_with_a_past(env: &TestEnv) {
    let document = |number: usize, title: &str| Document {
        id: id_of(&number.to_string()),
        title: format!("{title}, part {number}"),
        body: "The water in the upper tarn is older than the village.".to_owned(),
        categories: vec!["Interpretability".to_owned()],
        ..Document::default()
    };
    let reader = rsearch::index::Reader::open(&env.path("index")).unwrap();
    let sources = reader.manifest().sources.clone();
    for (generation, documents) in [(1, 0..30), (2, 10..13)] {
        let writer = Writer::open(&env.path("index"), generation == 1).unwrap();
        for number in documents {
            let before = document(number, "Introspection, as it was");
            let superseded = [(before, Validity { from: 1_700_000_000, until: Some(1_800_000_000) })];
            let validity = Some(Validity { from: 1_800_000_000, until: None });
            let document = document(number, "Introspection");
            writer.put(&Update { document: &document, validity, superseded: &superseded }).unwrap();
        }
        writer.finish(generation, sources.clone(), &|_| {}).unwrap();
    }
}

fn change_manifest(env: &TestEnv, change: impl FnOnce(&mut Value)) {
    let path = env.path("index/rsearch.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(path, manifest.to_string()).unwrap();
}

#[test]
fn without_an_index_every_reader_says_how_to_make_one() {
    let env = TestEnv::empty();
    insta::assert_snapshot!(env.run(&["query", "introspection"]), @"
    exit code: 2
    ----- stderr -----
    error: there is no index in index
    hint: make one with `rsearch index PATH…`, or name another with --index or RSEARCH_INDEX
    ");
    for arguments in READERS.iter().chain([&["facets", "year"] as &[&str], &["show", "abcd"]].iter()) {
        let output = env.run(arguments).expect_code(2);
        assert!(
            output.stdout.is_empty() && output.stderr.contains("there is no index in index\n"),
            "{output}"
        );
        assert!(output.stderr.contains("`rsearch index PATH…`"), "{output}");
    }
    let elsewhere = env.run(&["query", "introspection", "--index", "some where"]).expect_code(2);
    assert!(elsewhere.stderr.contains("`rsearch index PATH… --index 'some where'`"), "{elsewhere}");
    assert!(!env.path("index").exists(), "reading makes nothing");
}

#[test]
fn an_index_of_a_later_format_is_refused_with_the_command_that_rebuilds_it() {
    let env = small_index();
    change_manifest(&env, |manifest| manifest["format"] = json!(999));
    insta::assert_snapshot!(env.run(&["query", "introspection"]), @"
    exit code: 2
    ----- stderr -----
    error: the index in index has format 999, this rsearch reads format 5
    hint: the captures are the truth: make the index anew with `rsearch index [DIR]/records.jsonl`
    ");
    for arguments in READERS {
        env.run(arguments).expect_code(2);
    }
    env.index(&["records.jsonl"]);
    env.run(&["query", "introspection"]).expect_code(0);
}

#[test]
fn an_index_with_other_fields_is_refused() {
    let env = small_index();
    change_manifest(&env, |manifest| manifest["schema"] = json!("of another day"));
    let output = env.run(&["query", "introspection"]).expect_code(2);
    assert!(output.stderr.contains("hint: ") && output.stderr.contains("`rsearch index "), "{output}");
}

#[test]
fn a_later_format_with_other_keys_is_refused_as_such() {
    let env = small_index();
    env.write("index/rsearch.json", "{\"program\":\"rsearch\",\"format\":999,\"pointers\":[]}");
    let output = env.run(&["query", "introspection"]).expect_code(2);
    assert!(
        output.stderr.starts_with("error: the index in index has format 999, this rsearch reads format "),
        "{output}"
    );
}

#[test]
fn a_damaged_manifest_is_an_error_that_names_the_command() {
    for (content, reason) in [
        ("", "rsearch.json is not readable"),
        ("{", "rsearch.json is not readable"),
        ("[]", "rsearch.json names no format"),
        ("{\"format\":\"one\"}", "rsearch.json names no format"),
        ("{\"format\":5}", "rsearch.json is not readable"),
        ("\u{0}\u{1}\u{2}", "rsearch.json is not readable"),
    ] {
        let env = small_index();
        env.write("index/rsearch.json", content);
        for arguments in READERS {
            let output = env.run(arguments).expect_code(2);
            let first = format!("error: the index in index is damaged: {reason}");
            assert!(output.stderr.starts_with(&first), "{content}\n{output}");
            assert!(
                output.stderr.contains("\nhint: ") && output.stderr.contains("`rsearch rebuild`"),
                "{output}"
            );
        }
        env.index(&["records.jsonl"]);
        env.run(&["query", "introspection"]).expect_code(0);
    }
}

#[test]
fn a_manifest_cannot_lead_out_of_its_folder() {
    for key in ["segments", "history"] {
        for name in ["../captures", "/etc", "", "..", "segments-1/../../x"] {
            let env = small_index();
            change_manifest(&env, |manifest| manifest[key] = json!(name));
            env.run(&["query", "introspection"]).expect_code(2);
        }
    }
}

/// Files of both indexes.
fn segment_files(index: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(index).sort_by_file_name().into_iter().map(Result::unwrap);
    let inside = |path: &Path| path.strip_prefix(index).unwrap().components().count() > 1;
    files
        .filter(|entry| entry.file_type().is_file() && inside(entry.path()))
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Damages every file of the segments in turn and runs the readers. `strict`: an answer must be the right one, or an
/// error; else a wrong answer may go unseen, but never a crash.
fn damage_each(strict: bool, damage: impl Fn(&Path)) {
    let env = small_index();
    index_with_a_past(&env);
    let right: Vec<String> =
        READERS.iter().map(|arguments| env.run(arguments).expect_code(0).stdout).collect();
    copy_folder(&env.path("index"), &env.path("whole"));
    let files = segment_files(&env.path("index"));
    assert!(files.len() > 5, "{files:?}");
    for file in files {
        damage(&file);
        for (arguments, right) in READERS.iter().zip(&right) {
            let output = env.run(arguments);
            let place = format!("{} {arguments:?}\n{output}", file.display());
            assert!(!output.stderr.contains("panicked"), "{place}");
            match output.code {
                2 => {
                    assert!(output.stderr.contains("hint: "), "{place}");
                    assert!(output.stderr.contains("`rsearch rebuild`"), "{place}");
                }
                0 if strict && arguments[0] != "status" => assert_eq!(&output.stdout, right, "{place}"),
                0 | 1 => assert!(!strict || output.code == 0, "{place}"),
                _ => panic!("{place}"),
            }
        }
        fs::remove_dir_all(env.path("index")).unwrap();
        copy_folder(&env.path("whole"), &env.path("index"));
    }
}

#[test]
fn segments_with_a_file_missing_are_an_error_or_answer_right() {
    damage_each(true, |file| fs::remove_file(file).unwrap());
}

#[test]
fn segments_with_a_truncated_file_are_an_error_or_answer_right() {
    damage_each(true, |file| {
        let bytes = fs::read(file).unwrap();
        fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    });
}

#[test]
fn segments_with_an_emptied_file_are_an_error_or_answer_right() {
    damage_each(true, |file| fs::write(file, "").unwrap());
}

#[test]
fn segments_with_flipped_bits_never_crash_the_program() {
    for part in [3, 2] {
        damage_each(false, |file| {
            let mut bytes = fs::read(file).unwrap();
            let places = bytes.len() / part..(bytes.len() / part + 16).min(bytes.len());
            bytes[places].iter_mut().for_each(|byte| *byte ^= 0x55);
            fs::write(file, bytes).unwrap();
        });
    }
}

#[test]
fn a_damaged_index_is_made_anew() {
    let env = small_index();
    for file in segment_files(&env.path("index")) {
        fs::write(file, "damage").unwrap();
    }
    env.run(&["query", "introspection"]).expect_code(2);
    env.index(&["records.jsonl"]);
    env.run(&["query", "introspection"]).expect_code(0);
}

#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_run_and_leaves_the_earlier_index_as_it_was() {
    let env = small_index();
    let before = env.run(&["export"]).stdout;
    let body = |number: u32| {
        let words = (0..200).map(|word| rsearch::document::identity::id_of(&format!("{number} {word}")));
        words.collect::<Vec<_>>().join(" ")
    };
    let lines: Vec<String> = (0..200)
        .map(|number| json!({"id": number, "title": "Large", "body": body(number)}).to_string())
        .collect();
    env.write("captures/large.jsonl", lines.join("\n"));
    // A file over the limit cannot be written further, as on a full disk, once the signal for it is ignored.
    let line = format!("trap '' XFSZ; ulimit -f 64; exec {PROGRAM} index captures");
    let output = env.output(env.command("sh").args(["-c", &line])).expect_code(2);
    assert!(output.stderr.starts_with("error: cannot "), "{output}");
    assert!(output.stderr.contains("hint: check that there is room"), "{output}");
    assert!(output.stdout.is_empty(), "{output}");
    assert_eq!(env.run(&["export"]).expect_code(0).stdout, before);
    let left: Vec<String> = fs::read_dir(env.path("index"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("segments-"))
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    env.index(&["captures"]);
    assert_eq!(env.export().len(), before.lines().count() + 200);
}

#[test]
fn a_second_writer_is_told_who_holds_the_lock() {
    let env = small_index();
    let lock = fs::File::options().read(true).write(true).open(env.path("index/writer.lock")).unwrap();
    lock.try_lock().unwrap();
    env.write("index/writer.lock", "process 4242\n");
    insta::assert_snapshot!(env.run(&["index", "records.jsonl"]), @"
    exit code: 2
    ----- stderr -----
    error: another rsearch (process 4242) is writing to the index in index
    hint: wait until it is done, or give this one another --index
    ");
    env.run(&["query", "introspection"]).expect_code(0);
    lock.unlock().unwrap();
    env.index(&["records.jsonl"]);
}

#[test]
fn what_a_killed_run_left_is_cleared_away() {
    let env = small_index();
    env.write("index/segments-7/rubbish", "left by a killed run");
    env.index(&["records.jsonl"]);
    assert!(!env.path("index/segments-7").exists());
    env.run(&["query", "introspection"]).expect_code(0);
}

#[test]
fn no_index_is_made_in_a_folder_that_holds_other_things() {
    let env = small_index();
    env.write("thesis/chapter.txt", "Chapter one.");
    insta::assert_snapshot!(env.run(&["index", "records.jsonl", "--index", "thesis"]), @"
    exit code: 2
    ----- stderr -----
    error: thesis is no index and is not empty
    hint: name a new or empty folder with --index
    ");
    let there: Vec<_> =
        fs::read_dir(env.path("thesis")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(there, ["chapter.txt"], "nothing is added to it");
    env.write("file", "no folder");
    let output = env.run(&["index", "records.jsonl", "--index", "file"]).expect_code(2);
    assert!(output.stderr.starts_with("error: "), "{output}");
}

#[test]
fn the_index_folder_is_marked_as_derived() {
    let env = small_index();
    assert!(fs::read_to_string(env.path("index/.gitignore")).unwrap().lines().any(|line| line == "*"));
    let tag = fs::read_to_string(env.path("index/CACHEDIR.TAG")).unwrap();
    assert!(tag.starts_with("Signature: 8a477f597d28d172789f06886806bc55"));
}
