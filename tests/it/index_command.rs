//! `rsearch index`: what it prints and how it ends, on the sample captures.

use serde_json::Value;

use crate::support::{PROGRAM, TestEnv};

#[test]
fn it_ends_with_a_table_in_which_every_file_is_counted() {
    let env = TestEnv::with_captures();
    insta::assert_snapshot!(env.run(&["index", "captures"]), @"
    exit code: 0
    ----- stdout -----
    publications                         75
    other pages                           7
    files                                27
      read                               19
      unchanged                           0
      skipped                             8
      problems                            0
    records                              15
      read                               15
      skipped                             0
      problems                            0
    skipped                               8
      asks to be skipped                  1
      metadata of the capture beside it   7
    problems                              0
    doubts                                7
      dates-disagree                      1
      listing-incomplete                  6
    ----- stderr -----
    done in [TIME]; the index is in index
    ");
}

#[test]
fn quiet_says_nothing_but_what_went_wrong() {
    let env = TestEnv::with_captures();
    let output = env.run(&["index", "captures", "--quiet"]).expect_code(0);
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("", ""));
    env.write("captures/broken.html.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff]);
    insta::assert_snapshot!(env.run(&["--quiet", "index", "captures"]), @"
    exit code: 3
    ----- stderr -----
    warning: captures/broken.html.gz: damaged or cut data: corrupt deflate stream
    ");
}

#[test]
fn verbose_names_what_was_skipped_and_doubted() {
    let env = TestEnv::with_captures();
    insta::assert_snapshot!(env.run(&["index", "captures", "--verbose"]), @r#"
    exit code: 0
    ----- stdout -----
    publications                         75
    other pages                           7
    files                                27
      read                               19
      unchanged                           0
      skipped                             8
      problems                            0
    records                              15
      read                               15
      skipped                             0
      problems                            0
    skipped                               8
      asks to be skipped                  1
      metadata of the capture beside it   7
    problems                              0
    doubts                                7
      dates-disagree                      1
      listing-incomplete                  6
    ----- stderr -----
    done in [TIME]; the index is in index
    skipped: captures/README.md: asks to be skipped
    skipped: captures/anthropic.com/interpretability-2026-04-10.json: metadata of the capture beside it
    skipped: captures/anthropic.com/interpretability-2026-05-09.json: metadata of the capture beside it
    skipped: captures/anthropic.com/introspection.json: metadata of the capture beside it
    skipped: captures/anthropic.com/open-source-circuit-tracing.json: metadata of the capture beside it
    skipped: captures/anthropic.com/research.json: metadata of the capture beside it
    skipped: captures/deepmind.google/blog.json: metadata of the capture beside it
    skipped: captures/metr.org/blog.json: metadata of the capture beside it
    doubt: dates-disagree: captures/arxiv.org/2312.06942.html: published 2023-12-12 or 2024-07-23
    doubt: listing-incomplete: captures/anthropic.com/interpretability-2026-04-10.txt: lists 9 and says that there is more ("See more")
    doubt: listing-incomplete: captures/anthropic.com/interpretability-2026-05-09.txt: lists 10 and says that there is more ("See more")
    doubt: listing-incomplete: captures/anthropic.com/research.html: lists 28 and says that there is more ("See more")
    doubt: listing-incomplete: captures/deepmind.google/blog.html: lists 8 and says that there is more ("Load more")
    doubt: listing-incomplete: captures/metr.org/blog-2026-05-18.json: lists 8 and says that there is more ("2")
    doubt: listing-incomplete: captures/metr.org/blog.html: lists 8 and says that there is more ("2")
    "#);
}

#[test]
fn json_gives_the_same_counts() {
    let env = TestEnv::with_captures();
    insta::assert_snapshot!(env.run(&["index", "captures", "--format", "json"]), @r#"
    exit code: 0
    ----- stdout -----
    {"schema":"rsearch/1","files":{"total":27,"read":19,"unchanged":0,"skipped":8,"problems":0},"new":19,"changed":0,"gone":0,"missing":0,"records":{"total":15,"read":15,"unchanged":0,"skipped":0,"problems":0},"captured_pages":32,"listings":7,"entries":80,"publications":75,"pages":7,"skipped":{"asks to be skipped":1,"metadata of the capture beside it":7},"problems":{},"doubts":{"dates-disagree":1,"listing-incomplete":6},"ignored_keys":{},"vectors":{"fitted":true,"placed":82}}
    "#);
}

#[test]
fn the_counts_add_up() {
    let env = TestEnv::with_captures();
    env.write("captures/more/broken.jsonl", "{\"id\":\"1\",\"title\":\"x\"}\n{\n{}\n");
    env.write("captures/more/empty.html", "");
    env.write("captures/more/bad.jsonl.gz", b"\x1f\x8b\x08\0broken");
    let output = env.run(&["index", "captures", "--format", "json"]).expect_code(3);
    let report = output.json();
    let number = |pointer: &str| report.pointer(pointer).and_then(Value::as_u64).unwrap();
    for part in ["/files", "/records"] {
        let sum: u64 = ["read", "unchanged", "skipped", "problems"]
            .iter()
            .map(|name| number(&format!("{part}/{name}")))
            .sum();
        assert_eq!(number(&format!("{part}/total")), sum, "{part} in {report}");
    }
    let files = walkdir::WalkDir::new(env.path("captures")).into_iter();
    let files = files.map(Result::unwrap).filter(|entry| entry.file_type().is_file()).count();
    assert_eq!(number("/files/total"), files as u64, "{report}");
    for (reasons, counts) in [("/skipped", "skipped"), ("/problems", "problems")] {
        let sum: u64 =
            report.pointer(reasons).unwrap().as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(
            sum,
            number(&format!("/files/{counts}")) + number(&format!("/records/{counts}")),
            "{report}"
        );
    }
    let documents = env.export();
    assert_eq!(documents.len() as u64, number("/publications") + number("/pages"));
}

#[test]
fn skips_and_doubts_end_with_0_and_problems_with_3() {
    let env = TestEnv::with_captures();
    env.write("captures/unknown.bin", "\u{1}\u{2}\u{0}");
    env.run(&["index", "captures"]).expect_code(0);
    env.write("captures/bad.jsonl", "{\"title\":\"x\"}\n{\n");
    let output = env.run(&["index", "captures"]).expect_code(3);
    assert!(output.stderr.contains("warning: captures/bad.jsonl:2: "), "{output}");
}

#[test]
fn only_the_first_problems_are_named_unless_all_are_asked_for() {
    let env = TestEnv::empty();
    env.write("captures/bad.jsonl", format!("{{\"title\":\"x\"}}\n{}", "{\n".repeat(25)));
    let output = env.run(&["index", "captures"]).expect_code(3);
    assert_eq!(output.stderr.matches("warning: ").count(), 10, "{output}");
    assert!(output.stderr.contains("hint: 15 more; --verbose names them all"), "{output}");
    let output = env.run(&["index", "captures", "--index", "other", "-v"]).expect_code(3);
    assert_eq!(output.stderr.matches("warning: ").count(), 25, "{output}");
}

#[test]
fn an_empty_folder_makes_an_empty_index() {
    let env = TestEnv::empty();
    std::fs::create_dir(env.path("captures")).unwrap();
    insta::assert_snapshot!(env.run(&["index", "captures"]), @"
    exit code: 0
    ----- stdout -----
    publications  0
    other pages   0
    files         0
      read        0
      unchanged   0
      skipped     0
      problems    0
    skipped       0
    problems      0
    doubts        0
    ----- stderr -----
    done in [TIME]; the index is in index
    ");
    insta::assert_snapshot!(env.run(&["query", "anything"]), @"
    exit code: 1
    ----- stderr -----
    nothing found: the index holds no documents
    hint: `rsearch index PATH…` reads captures into it
    ");
    assert_eq!(env.export(), [Value::Null; 0]);
    env.run(&["facets", "year"]).expect_code(1);
    env.run(&["status"]).expect_code(0);
}

#[test]
fn a_single_file_can_be_indexed() {
    let env = TestEnv::with_captures();
    env.index(&["captures/anthropic.com/introspection.html"]);
    let documents = env.export();
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0]["sightings"][0]["capture"], "introspection.html");
    assert_eq!(
        documents[0]["url"], "https://www.anthropic.com/research/introspection",
        "the file beside it counts too"
    );
}

#[test]
fn a_run_over_another_folder_adds_to_the_index() {
    let env = TestEnv::with_captures();
    env.index(&["captures/notes"]);
    let notes = env.export();
    env.index(&["captures/feeds"]);
    let both = env.export();
    assert!(
        both.len() > notes.len() && notes.iter().all(|note| both.contains(note)),
        "{notes:#?}\n{both:#?}"
    );
    env.run(&["sources", "forget", "feeds"]).expect_code(0);
    assert_eq!(env.export(), notes);
}

#[test]
fn the_index_may_lie_elsewhere() {
    let env = TestEnv::with_captures();
    env.run(&["index", "captures/notes", "--index", "deep/er/here"]).expect_code(0);
    assert!(env.path("deep/er/here/rsearch.json").exists() && !env.path("index").exists());
    let by_variable = |index: &str, arguments: &[&str]| {
        env.output(env.command(PROGRAM).env("RSEARCH_INDEX", index).args(arguments))
    };
    by_variable("deep/er/here", &["query", "introspection"]).expect_code(0);
    by_variable("named", &["index", "captures/notes"]).expect_code(0);
    assert!(env.path("named/rsearch.json").exists());
    by_variable("nowhere", &["--index", "named", "query", "introspection"]).expect_code(0);
    by_variable("nowhere", &["query", "introspection"]).expect_code(2);
}

#[test]
fn the_folder_is_named_by_the_manifest_and_nothing_else_is_left() {
    let env = TestEnv::with_captures();
    env.index(&["captures"]);
    env.index(&["captures"]);
    let mut names: Vec<String> = std::fs::read_dir(env.path("index"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            ".gitignore",
            "CACHEDIR.TAG",
            "catalog.sqlite",
            "history-1",
            "rsearch.json",
            "segments-1",
            "writer.lock"
        ]
    );
}

#[test]
fn where_nothing_was_named_nothing_is_made() {
    let env = TestEnv::empty();
    let output = env.run(&["index"]).expect_code(2);
    assert!(output.stderr.contains("rsearch index PATH"), "{output}");
    assert!(!env.path("index").exists());
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_a_problem_that_says_what_to_do() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let env = TestEnv::empty();
    let page =
        "<title>Owls</title><article><h1>Owls</h1><p>Owls see well at night, and hear better.</p></article>";
    env.write("captures/owls.html", page);
    for name in [&b"captures/caf\xe9.html"[..], b"captures/d\xe9p\xf4t/x.html", b"r\xe9/y.html"] {
        let path = env.path("").join(OsStr::from_bytes(name));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A file system may take names in UTF-8 alone.
        if std::fs::write(&path, page).is_err() {
            return;
        }
    }
    let output = env.run(&["index", "captures"]).expect_code(3);
    for folder_or_file in ["caf\u{fffd}.html", "d\u{fffd}p\u{fffd}t"] {
        let told = format!("captures/{folder_or_file}: cannot read it: its name is not UTF-8; rename it");
        assert!(output.stderr.contains(&told), "{output}");
    }
    let documents = env.export();
    assert_eq!(documents.len(), 1, "{documents:?}");
    assert_eq!(documents[0]["sightings"].as_array().map(Vec::len), Some(1));
    let mut index = env.command(PROGRAM);
    let output = env.output(index.arg("index").arg(OsStr::from_bytes(b"r\xe9")));
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.contains("its name is not UTF-8; rename it"), "{output}");
    let mut inspect = env.command(PROGRAM);
    let output = env.output(inspect.arg("inspect").arg(OsStr::from_bytes(b"captures/caf\xe9.html")));
    assert!(output.code == 0 && output.stdout.contains("Owls"), "{output}");
}

#[test]
fn the_index_itself_is_no_folder_of_captures() {
    let env = TestEnv::empty();
    env.write("captures/a.md", "# A note\n\nWords of it.\n");
    env.index(&["captures"]);
    for arguments in [&["index", "index"][..], &["index", "--dry-run", "./index"]] {
        let run = env.run(arguments).expect_code(2);
        assert!(run.stderr.contains("is the index itself, not a folder of captures"), "{run}");
    }
    assert_eq!(env.run(&["sources", "--format", "json"]).json()["sources"].as_array().map(Vec::len), Some(1));
}
