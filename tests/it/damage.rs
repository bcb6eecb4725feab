//! Captures that are broken, hostile or gone: each is counted with its reason, and the rest is indexed all the same.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;

use flate2::Compression;
use flate2::write::GzEncoder;
use rsearch::ingest::{Monitor, Options, ingest};
use serde_json::json;

use crate::support::{Output, TestEnv, skipped, text};

/// A good capture, which must be found whatever lies beside it.
const GOOD: &str = "<!DOCTYPE html><html lang=en><head><title>Layers</title><meta property=og:type content=article>\
    <meta property=article:published_time content=2024-05-06></head><body><article><h1>Layers</h1><p>Each storm leaves \
    a layer, thinner than a hand, and the layer keeps its temperature for weeks.</p></article></body></html>";

/// A folder with a good capture beside which bad ones are put.
fn beside_a_good_one() -> TestEnv {
    let env = TestEnv::empty();
    env.write("captures/good.html", GOOD);
    env
}

/// Indexes the folder, and makes sure that the good capture is found.
fn index(env: &TestEnv, arguments: &[&str]) -> Output {
    let output = env.run(&[&["index", "captures"], arguments].concat());
    let answer = env.run(&["query", "thinner than a hand", "--format", "json"]).expect_code(0).json();
    assert_eq!(text(&answer, "/hits/0/title"), "Layers", "{output}");
    output
}

#[test]
fn an_empty_file_is_skipped() {
    let env = beside_a_good_one();
    env.write("captures/empty.html", "");
    env.write("captures/blank.md", "\n\n");
    insta::assert_snapshot!(index(&env, &["--verbose"]), @"
    exit code: 0
    ----- stdout -----
    publications  1
    other pages   0
    files         3
      read        1
      unchanged   0
      skipped     2
      problems    0
    skipped       2
      empty       2
    problems      0
    doubts        0
    ----- stderr -----
    done in [TIME]; the index is in index
    skipped: captures/blank.md: empty
    skipped: captures/empty.html: empty
    ");
}

#[test]
fn a_binary_file_named_html_is_skipped() {
    let env = beside_a_good_one();
    let bytes: Vec<u8> = (0..5_000_u32).map(|number| u8::try_from(number * 7919 % 251).unwrap()).collect();
    env.write("captures/picture.html", bytes);
    env.write("captures/program.html", b"\x7fELF\x02\x01\x01\0\0\0<html>");
    insta::assert_snapshot!(index(&env, &["--verbose"]), @"
    exit code: 3
    ----- stdout -----
    publications      1
    other pages       0
    files             3
      read            1
      unchanged       0
      skipped         0
      problems        2
    skipped           0
    problems          2
      binary content  2
    doubts            0
    ----- stderr -----
    done in [TIME]; the index is in index
    warning: captures/picture.html: its name says html, its content is binary
    warning: captures/program.html: its name says html, its content is binary
    ");
}

#[test]
fn invalid_utf_8_is_read_as_far_as_it_goes_and_doubted() {
    let env = beside_a_good_one();
    let page = b"<!DOCTYPE html><meta charset=utf-8><title>Torn</title><article><p>The first half of this sentence is fine, \
        \xff\xfe\xc3\x28 \x81\x8d and so is the second half of it, which goes on for a while.</p></article>";
    env.write("captures/torn.html", page);
    env.write(
        "captures/torn.jsonl",
        b"{\"id\":\"1\",\"title\":\"Torn record\",\"body\":\"before \xff after\"}\n",
    );
    insta::assert_snapshot!(index(&env, &["--verbose"]), @"
    exit code: 0
    ----- stdout -----
    publications    2
    other pages     1
    files           3
      read          3
      unchanged     0
      skipped       0
      problems      0
    records         1
      read          1
      skipped       0
      problems      0
    skipped         0
    problems        0
    doubts          2
      bad-encoding  2
    ----- stderr -----
    done in [TIME]; the index is in index
    doubt: bad-encoding: captures/torn.html: declared UTF-8, read as windows-1252
    doubt: bad-encoding: captures/torn.jsonl: some bytes are not UTF-8
    ");
    let found = env.run(&["query", "torn", "--format", "json"]).json();
    assert_eq!(found["total"], 2, "{found}");
}

/// Records, gzipped.
fn gzipped(records: u32) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    for number in 0..records {
        let digest = rsearch::document::identity::digest_of(&number.to_be_bytes());
        let record = json!({"id": number.to_string(), "title": format!("Record {number}"), "body": digest});
        writeln!(gzip, "{record}").unwrap();
    }
    gzip.finish().unwrap()
}

#[test]
fn a_truncated_gzip_gives_the_records_before_the_break() {
    let env = beside_a_good_one();
    let whole = gzipped(3_000);
    env.write("captures/broken.jsonl.gz", &whole[..whole.len() / 2]);
    let output = index(&env, &[]).expect_code(3);
    assert!(output.stderr.contains("warning: captures/broken.jsonl.gz: "), "{output}");
    let found = env.run(&["query", "record", "--format", "json", "--limit", "1"]).json();
    let total = found["total"].as_u64().unwrap();
    assert!((1_000..2_000).contains(&total), "half the file holds about half the records, not {total}");
}

#[test]
fn a_gzip_with_a_flipped_byte_is_a_problem_and_not_a_crash() {
    let env = beside_a_good_one();
    let mut whole = gzipped(500);
    let middle = whole.len() / 2;
    whole[middle] ^= 0xff;
    env.write("captures/flipped.jsonl.gz", &whole);
    env.write("captures/no-gzip.jsonl.gz", b"\x1f\x8b\x08\0 and then nothing of the kind");
    index(&env, &[]).expect_code(3);
}

#[test]
fn lines_that_are_no_records_are_problems_and_the_others_are_read() {
    let env = beside_a_good_one();
    let lines = "{\"id\":\"1\",\"title\":\"First\"}\n{\"id\":\"2\",\"title\":\n[1,2]\nwords\n{\"id\":\"5\",\"title\":\"Fifth\"}\n{}\n";
    env.write("captures/odd.jsonl", lines);
    insta::assert_snapshot!(index(&env, &["--verbose"]), @"
    exit code: 3
    ----- stdout -----
    publications  3
    other pages   0
    files         2
      read        2
      unchanged   0
      skipped     0
      problems    0
    records       6
      read        2
      skipped     1
      problems    3
    skipped       1
      empty       1
    problems      3
      bad record  3
    doubts        0
    ----- stderr -----
    done in [TIME]; the index is in index
    warning: captures/odd.jsonl:2: not a JSON object: EOF while parsing a value at column 18
    warning: captures/odd.jsonl:3: not a JSON object: invalid type: sequence, expected a map at column 0
    warning: captures/odd.jsonl:4: not a JSON object: expected value at column 1
    skipped: captures/odd.jsonl:6: empty
    ");
}

#[test]
fn keys_that_mean_nothing_are_counted() {
    let env = beside_a_good_one();
    let lines = "{\"id\":\"1\",\"title\":\"First\",\"colour\":\"red\",\"weight\":3}\n{\"id\":\"2\",\"title\":\"Second\",\"colour\":null}\n";
    env.write("captures/keys.jsonl", lines);
    insta::assert_snapshot!(index(&env, &[]), @"
    exit code: 0
    ----- stdout -----
    publications                3
    other pages                 0
    files                       2
      read                      2
      unchanged                 0
      skipped                   0
      problems                  0
    records                     2
      read                      2
      skipped                   0
      problems                  0
    skipped                     0
    problems                    0
    doubts                      0
    keys of records left aside  3
      colour                    2
      weight                    1
    ----- stderr -----
    done in [TIME]; the index is in index
    ");
    let report = index(&env, &["--index", "other", "--format", "json"]).json();
    assert_eq!(report["ignored_keys"], json!({"colour": 2, "weight": 1}));
}

#[test]
fn a_page_or_record_over_the_limit_is_a_problem_and_the_rest_goes_on() {
    let env = beside_a_good_one();
    let long = "deep water ".repeat(400);
    env.write("captures/long.html", format!("<html><body><p>{long}</p></body></html>"));
    let record =
        |id: &str, body: &str| json!({"id": id, "title": format!("Record {id}"), "body": body}).to_string();
    env.write(
        "captures/long.jsonl",
        [record("1", "short"), record("2", &long), record("3", "short")].join("\n"),
    );
    insta::assert_snapshot!(index(&env, &["--max-bytes", "2KiB"]), @"
    exit code: 3
    ----- stdout -----
    publications    3
    other pages     0
    files           3
      read          2
      unchanged     0
      skipped       0
      problems      1
    records         3
      read          2
      skipped       0
      problems      1
    skipped         0
    problems        2
      over a limit  2
    doubts          0
    ----- stderr -----
    done in [TIME]; the index is in index
    warning: captures/long.html: larger than 2 KiB; --max-bytes allows more
    warning: captures/long.jsonl:2: larger than 2 KiB; --max-bytes allows more
    ");
}

/// Mebibytes of the largest page that is tried: all that is promised, where the program is not too slow for it.
const LARGE_PAGE_MEBIBYTES: usize = if cfg!(debug_assertions) { 8 } else { 60 };

#[test]
fn a_very_large_page_on_one_line_is_indexed() {
    let env = beside_a_good_one();
    let paragraph =
        "<p>The water in the upper tarn is older than the village beside it, and colder than it looks.</p>";
    let mut page =
        String::from("<!DOCTYPE html><html><head><title>One long line</title></head><body><article>");
    while page.len() < LARGE_PAGE_MEBIBYTES << 20 {
        page.push_str(paragraph);
    }
    page.push_str("<p>The last boat on the tarn was a zeppelin that had lost its way in the fog above the village.</p></article></body></html>");
    env.write("captures/large.html", page);
    // A debug build on a busy machine is no measure of how long a page may take.
    index(&env, &["--max-seconds", "3600"]).expect_code(0);
    let found = env.run(&["query", "zeppelin", "--format", "json"]).expect_code(0).json();
    assert_eq!(text(&found, "/hits/0/title"), "One long line");
}

#[test]
fn very_deep_nesting_is_flattened_with_a_doubt() {
    let env = beside_a_good_one();
    let deep = 50_000;
    let page = format!(
        "<!DOCTYPE html><html><head><title>Deep</title></head><body>{}<p>The bottom of the tarn is further down than it \
         looks, and nobody has touched it.</p>{}</body></html>",
        "<div>".repeat(deep),
        "</div>".repeat(deep)
    );
    env.write("captures/deep.html", page);
    insta::assert_snapshot!(index(&env, &["--verbose"]), @"
    exit code: 0
    ----- stdout -----
    publications     1
    other pages      1
    files            2
      read           2
      unchanged      0
      skipped        0
      problems       0
    skipped          0
    problems         0
    doubts           1
      depth-limited  1
    ----- stderr -----
    done in [TIME]; the index is in index
    doubt: depth-limited: captures/deep.html: elements nested more than 512 deep were flattened; --max-depth allows more
    ");
    assert_eq!(env.run(&["query", "bottom of the tarn", "--format", "json"]).json()["total"], 1);
}

#[test]
fn metadata_beside_a_capture_that_cannot_be_read_is_a_problem() {
    let env = beside_a_good_one();
    env.write("captures/a.html", GOOD.replace("Layers", "Other layers").replace("thinner", "thicker"));
    env.write("captures/a.json", "{\"captured\":\"last week\"}");
    env.write("captures/b.html", GOOD.replace("Layers", "More layers").replace("thinner", "wider"));
    env.write("captures/b.json", "{");
    insta::assert_snapshot!(index(&env, &[]), @r#"
    exit code: 3
    ----- stdout -----
    publications                         1
    other pages                          0
    files                                5
      read                               1
      unchanged                          0
      skipped                            2
      problems                           2
    skipped                              2
      metadata of the capture beside it  2
    problems                             2
      bad metadata file                  2
    doubts                               0
    ----- stderr -----
    done in [TIME]; the index is in index
    warning: captures/a.html: cannot read its metadata in a.json: `captured` is "last week", wanted a time such as 2026-05-09T12:00:00Z
    warning: captures/b.html: cannot read its metadata in b.json: EOF while parsing an object at line 1 column 1
    "#);
}

#[test]
fn an_answer_to_a_failed_request_is_skipped() {
    let env = beside_a_good_one();
    env.write(
        "captures/missing.html",
        "<html><title>Not found</title><body><p>There is nothing here.</p></body></html>",
    );
    env.write("captures/missing.json", "{\"url\":\"https://tarn.example/x\",\"status\":404}");
    insta::assert_snapshot!(index(&env, &["--verbose"]), @"
    exit code: 0
    ----- stdout -----
    publications                         1
    other pages                          0
    files                                3
      read                               1
      unchanged                          0
      skipped                            2
      problems                           0
    skipped                              2
      answer to a failed request         1
      metadata of the capture beside it  1
    problems                             0
    doubts                               0
    ----- stderr -----
    done in [TIME]; the index is in index
    skipped: captures/missing.html: answer to a failed request
    skipped: captures/missing.json: metadata of the capture beside it
    ");
}

#[test]
fn hidden_files_links_and_the_index_itself_are_skipped() {
    let env = beside_a_good_one();
    env.write("captures/.hidden.html", GOOD);
    env.write("captures/.git/page.html", GOOD);
    #[cfg(unix)]
    std::os::unix::fs::symlink(env.path("nowhere"), env.path("captures/link.html")).unwrap();
    env.run(&["index", "captures", "--index", "captures/index"]).expect_code(0);
    let again = env.run(&["index", "captures", "--index", "captures/index", "--verbose"]).expect_code(0);
    for skipped in [
        "captures/.hidden.html: hidden",
        "captures/.git: hidden",
        "captures/index: rsearch index",
        #[cfg(unix)]
        "captures/link.html: symbolic link",
    ] {
        assert!(again.stderr.contains(&format!("skipped: {skipped}\n")), "{skipped}\n{again}");
    }
}

#[test]
fn a_folder_that_does_not_exist_ends_the_run() {
    let env = beside_a_good_one();
    insta::assert_snapshot!(env.run(&["index", "captures", "nowhere"]), @"
    exit code: 2
    ----- stderr -----
    error: cannot read nowhere: No such file or directory (os error 2)
    hint: check the path
    ");
    assert!(!env.path("index").exists(), "nothing is made before the paths are known to be good");
    insta::assert_snapshot!(env.run(&["inspect", "nowhere.html"]), @"
    exit code: 2
    ----- stderr -----
    error: cannot read nowhere.html: No such file or directory (os error 2)
    hint: check the path
    ");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_a_problem() {
    use std::os::unix::fs::PermissionsExt;
    let env = beside_a_good_one();
    let path = env.write("captures/secret.html", GOOD);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        return skipped("an unreadable file", "this user may read every file");
    }
    insta::assert_snapshot!(index(&env, &[]), @"
    exit code: 3
    ----- stdout -----
    publications       1
    other pages        0
    files              2
      read             1
      unchanged        0
      skipped          0
      problems         1
    skipped            0
    problems           1
      unreadable file  1
    doubts             0
    ----- stderr -----
    done in [TIME]; the index is in index
    warning: captures/secret.html: cannot read it: Permission denied (os error 13)
    ");
}

/// Removes a file when the first file has been read, and remembers what was said.
struct Remover {
    path: PathBuf,
    problems: Mutex<Vec<String>>,
}

impl Monitor for Remover {
    fn file(&self, _: u64) {
        let _ = fs::remove_file(&self.path);
    }

    fn problem(&self, place: &str, error: &str) {
        self.problems.lock().unwrap().push(format!("{place}: {error}"));
    }
}

#[test]
fn a_file_that_vanishes_while_the_folder_is_read_is_a_problem() {
    let env = TestEnv::empty();
    // Enough files that the first is done long before the last is come to.
    let files = 300;
    for number in 0..files {
        env.write(
            &format!("captures/{number:03}.md"),
            format!("# Note {number}\n\nText of note {number}.\n"),
        );
    }
    let last = env.write("captures/zzz.md", "# Last\n");
    let monitor = Remover { path: last, problems: Mutex::default() };
    let totals = ingest(&[env.path("captures")], &env.path("index"), &Options::default(), &monitor).unwrap();
    assert_eq!((totals.files.read, totals.files.problems, totals.files.total()), (files, 1, files + 1));
    let problems = monitor.problems.lock().unwrap().clone();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("captures/zzz.md: "), "{problems:?}");
}

/// Text that drives a terminal: escapes, a bell, a C1 control, marks that turn the direction of writing.
const HOSTILE: &str = "a\u{1b}]0;owned\u{7}b\u{1b}[31mc\u{9b}31md\u{202e}e\u{2066}f\rg\u{8}h\u{7f}i";

/// Characters that must not reach a terminal.
fn hostile_letters(output: &str) -> Vec<char> {
    let hostile = |letter: &char| {
        letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    output.chars().filter(hostile).collect()
}

#[test]
fn control_characters_of_pages_never_reach_standard_output_as_text() {
    let env = TestEnv::empty();
    let hostile = |word: &str| format!("{word} {HOSTILE} word");
    let record = json!({
        "id": hostile("id"), "title": hostile("title"), "summary": hostile("summary"), "body": hostile("body"),
        "category": hostile("team"), "publisher": hostile("publisher"), "authors": [hostile("author")],
        "published": "2025-01-01", "url": format!("https://tarn.example/{HOSTILE}"), "language": "en",
        "method": hostile("method"), "captured": "2026-01-01T00:00:00Z", "colour\u{1b}[31m": 1,
    });
    env.write("captures/records.jsonl", record.to_string());
    let page = format!(
        "<html><head><title>{HOSTILE}</title></head><body><h1>{HOSTILE}</h1><p>{HOSTILE}</p></body></html>"
    );
    env.write("captures/page.html", &page);
    #[cfg(unix)]
    env.write("captures/na\u{1b}[31mme.html", page.replace("</p>", " more</p>"));
    env.write("captures/na\u{202e}me.bin", "nothing");
    let check = |output: &Output, arguments: &[&str]| {
        let letters = hostile_letters(&(output.stdout.clone() + &output.stderr));
        assert!(letters.is_empty(), "{letters:?} of {arguments:?}\n{output:?}");
    };
    check(&env.run(&["index", "captures", "--verbose"]), &["index"]);
    let found = env.run(&["query", "word", "--format", "jsonl"]).expect_code(0).jsonl();
    let id =
        found.iter().find(|hit| hit["kind"] == "publication").map(|hit| text(hit, "/id").to_owned()).unwrap();
    let typed = format!("zeppelin{HOSTILE}");
    for arguments in [
        &["query", "word", "--facets", "team,publisher,authors,method"] as &[&str],
        &["query", "word", "--format", "csv"],
        &["query", "word", "--format", "tsv", "--fields", "title,summary,snippets,authors,record_id"],
        &["query"],
        &["query", &typed],
        &["query", &format!("team:{HOSTILE}")],
        &["query", &format!("({HOSTILE}")],
        &["query", "--parse", &typed],
        &["facets", "team,publisher,authors,method"],
        &["facets", "team", "--format", "csv"],
        &["facets", "team", "--format", "tsv"],
        &["show", &id],
        &["show", &id, "--format", "md"],
        &["show", &id, "--format", "bibtex"],
        &["show", &typed],
        &["status"],
        &["inspect", "captures/page.html"],
        &["inspect", "captures/records.jsonl"],
        &["inspect", &format!("captures/{HOSTILE}.html")],
        &["index", &format!("captures/{HOSTILE}")],
    ] {
        check(&env.run(arguments), arguments);
    }
    for arguments in
        [&["export"] as &[&str], &["show", &id, "--format", "json"], &["show", &id, "--format", "csl-json"]]
    {
        let output = env.run(arguments).expect_code(0);
        assert!(!output.stdout.contains(|letter| letter < ' ' && letter != '\n'), "{arguments:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let env = TestEnv::shared();
    let line = format!("( {} export; echo \"exit code $?\" >&2 ) | head -n 1", crate::support::PROGRAM);
    let output = env.output(env.command("sh").args(["-c", &line]));
    assert_eq!(output.stdout.lines().count(), 1);
    assert_eq!(output.stderr, "exit code 0\n");
}
