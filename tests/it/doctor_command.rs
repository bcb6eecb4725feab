//! `rsearch doctor`: what is wrong between index, catalog and captures, and that the command it names mends it.

use std::fs;
use std::time::{Duration, SystemTime};

use rsearch::index::{Reader, Writer};
use rusqlite::Connection;
use serde_json::Value;

use crate::support::shelf::{captures, change};
use crate::support::{TestEnv, text};

fn env() -> TestEnv {
    let env = TestEnv::empty();
    captures(&env);
    env.index(&["captures", "other"]);
    env
}

/// What it finds: part, what, mending command.
fn findings(env: &TestEnv, arguments: &[&str]) -> Vec<(String, String, Value)> {
    let output = env.run(&[&["doctor", "--format", "json"], arguments].concat());
    let report = output.json();
    assert_eq!(report["sound"], output.code == 0, "{output}");
    let finding = |finding: &Value| {
        (text(finding, "/part").to_owned(), text(finding, "/what").to_owned(), finding["mend"].clone())
    };
    report["findings"].as_array().unwrap().iter().map(finding).collect()
}

/// Does what is named, until nothing is found; the documents must then be these.
#[track_caller]
fn mends(env: &TestEnv, what: &str, command: &str, documents: &str) {
    let found = findings(env, &[]);
    assert!(found.iter().any(|(_, found, mend)| found == what && mend == command), "{what}: {found:?}");
    let arguments: Vec<&str> = command.split(' ').skip(1).collect();
    env.run(&arguments).expect_code(0);
    assert_eq!(findings(env, &[]), []);
    assert_eq!(env.run(&["export"]).stdout, documents);
}

#[test]
fn a_sound_index_is_said_to_be_sound() {
    let env = env();
    insta::assert_snapshot!(env.run(&["doctor", "--deep"]), @"
    exit code: 0
    ----- stdout -----
    sound: catalog, index and captures agree
    ");
}

#[test]
fn captures_of_every_kind_are_sound_however_old_they_are() {
    let env = TestEnv::with_captures();
    // The check compares bytes only where size and time say that nothing changed.
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let files = walkdir::WalkDir::new(env.path("captures")).into_iter().map(Result::unwrap);
    for file in files.filter(|file| file.file_type().is_file()) {
        fs::File::options().append(true).open(file.path()).unwrap().set_modified(long_ago).unwrap();
    }
    env.index(&["captures"]);
    assert_eq!(findings(&env, &["--deep"]), []);
}

#[test]
fn captures_that_came_changed_and_went_are_named() {
    let env = env();
    change(&env);
    insta::assert_snapshot!(env.run(&["doctor"]), @"
    exit code: 1
    ----- stdout -----
    captures: captures are not indexed yet (2)
      captures/list/march.html
      captures/notes/echo.html
      `rsearch index` mends it
    captures: captures have changed since they were read (3)
      captures/ice-models.html
      captures/notes/viewer.txt
      captures/records.jsonl
      `rsearch index` mends it
    captures: captures are gone that are still indexed (2)
      captures/echo-depth.html
      captures/fish.html
      `rsearch index` mends it
    ");
    env.index(&[]);
    assert_eq!(findings(&env, &[]), []);
}

#[test]
fn bytes_that_changed_behind_the_back_of_size_and_time_are_found_by_the_deep_check() {
    let env = env();
    let path = env.path("captures/fish.html");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let set_time = || fs::File::options().append(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    set_time();
    env.index(&[]);
    let bytes = fs::read_to_string(&path).unwrap();
    fs::write(&path, bytes.replacen("currents", "currants", 1)).unwrap();
    set_time();
    assert_eq!(findings(&env, &[]), []);
    insta::assert_snapshot!(env.run(&["doctor", "--deep"]), @"
    exit code: 1
    ----- stdout -----
    captures: captures have other bytes than were read, though size and time are the same
      captures/fish.html
      put them back from a copy, or touch them to have them read as they are
    ");
    fs::write(&path, bytes).unwrap();
    set_time();
    assert_eq!(findings(&env, &["--deep"]), []);
}

#[test]
fn what_a_killed_run_left_is_cleared_by_the_next() {
    let env = env();
    let documents = env.run(&["export"]).stdout;
    env.write("index/segments-9/rubbish", "left by a killed run");
    mends(&env, "a run that was stopped left files", "rsearch index", &documents);
    assert!(!env.path("index/segments-9").exists());
}

#[test]
fn an_index_that_lacks_a_document_is_made_anew() {
    let env = env();
    let documents = env.run(&["export"]).stdout;
    let reader = Reader::open(&env.path("index")).unwrap();
    let first = reader.all().unwrap().next().unwrap().unwrap();
    let (sources, generation) = (reader.manifest().sources.clone(), reader.manifest().generation + 1);
    let writer = Writer::open(&env.path("index"), false).unwrap();
    writer.remove(&first.id).unwrap();
    writer.finish(generation, sources, &|_| {}).unwrap();
    execute(&env, &format!("UPDATE facts SET value = '{generation}' WHERE name = 'generation'"));
    mends(&env, "documents are missing from the index", "rsearch rebuild", &documents);
}

#[test]
fn a_catalog_that_was_changed_by_hand_is_made_anew() {
    for (sql, what) in [
        ("UPDATE sightings SET title_key = title_key + 1 WHERE id = 1", "the catalog is damaged"),
        ("DELETE FROM pages WHERE id = 1", "the catalog is damaged"),
        ("UPDATE contents SET sighting = replace(sighting, 'lakes', 'seas')", "the catalog is damaged"),
        (
            "UPDATE publications SET state = state + 1 WHERE key = 1",
            "documents are not what their sightings make of them",
        ),
        (
            "UPDATE pages SET captured = '2020-01-01T00:00:00Z' WHERE captured IS NOT NULL",
            "the catalog is damaged",
        ),
    ] {
        let env = env();
        let documents = env.run(&["export"]).stdout;
        execute(&env, sql);
        mends(&env, what, "rsearch rebuild", &documents);
    }
}

#[test]
fn the_catalog_of_another_index_is_noticed() {
    let (env, other) = (env(), TestEnv::empty());
    let documents = env.run(&["export"]).stdout;
    captures(&other);
    other.index(&["captures"]);
    other.run(&["rebuild"]).expect_code(0);
    fs::copy(other.path("index/catalog.sqlite"), env.path("index/catalog.sqlite")).unwrap();
    let found = findings(&env, &[]);
    assert!(found.iter().any(|(_, what, _)| what == "index and catalog do not belong together"), "{found:?}");
    env.index(&["captures", "other"]);
    drop(other);
    env.run(&["index", "--prune"]);
    let exported = env.run(&["export"]).stdout;
    assert_eq!(exported.lines().count(), documents.lines().count());
}

#[test]
fn of_a_folder_that_went_or_was_emptied_what_helps_is_named() {
    let env = env();
    fs::rename(env.path("captures"), env.path("moved")).unwrap();
    let output = env.run(&["doctor"]).expect_code(1);
    assert!(output.stdout.contains("`rsearch sources forget captures` parts with"), "{output}");
    env.run(&["sources", "forget", "captures"]).expect_code(0);
    env.index(&["moved"]);
    assert_eq!(findings(&env, &[]), []);
    fs::remove_dir_all(env.path("moved")).unwrap();
    fs::create_dir(env.path("moved")).unwrap();
    let output = env.run(&["doctor"]).expect_code(1);
    assert!(output.stdout.contains("`rsearch index --prune` parts with"), "{output}");
    env.run(&["index", "--prune"]).expect_code(0);
    assert_eq!(findings(&env, &[]), []);
}

/// Changes the catalog as a person with `sqlite3` could.
fn execute(env: &TestEnv, sql: &str) {
    let connection = Connection::open(env.path("index/catalog.sqlite")).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    assert!(connection.execute(sql, []).unwrap() > 0, "{sql}");
}

#[cfg(target_os = "linux")]
#[test]
fn of_a_name_that_is_no_text_it_is_said_that_it_has_to_be_another() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let env = TestEnv::empty();
    env.write("captures/a.md", "# Lamps\n\nOf light.");
    let misnamed = env.path("captures").join(OsStr::from_bytes(b"b\xff.md"));
    std::fs::write(&misnamed, "# Wicks\n\nOf oil.").unwrap();
    env.run(&["index", "captures"]).expect_code(3);
    insta::assert_snapshot!(env.run(&["doctor"]), @"
    exit code: 1
    ----- stdout -----
    captures: names of captures are not UTF-8
      captures/b�.md
      rename them, then `rsearch index`
    ");
    std::fs::rename(&misnamed, env.path("captures/b.md")).unwrap();
    env.run(&["index"]).expect_code(0);
    env.run(&["doctor"]).expect_code(0);
}
