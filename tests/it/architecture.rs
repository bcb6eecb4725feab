//! Holds the source to the plan: which room may use which, where outside crates live, how files look.
//!
//! In: the text of the source. Out: failures that name file and line. Reads words, not syntax: what stands in comments
//! and in tests beside the code is left out before imports are looked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::PACKAGE;

/// The rooms in the order of the flow, and the rooms that each may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("files", &[]),
    ("document", &[]),
    ("evaluation", &[]),
    ("captures", &["document", "files"]),
    ("formats", &["captures", "document"]),
    ("normalise", &["formats", "document"]),
    ("catalog", &["document", "files"]),
    ("index", &["document", "files"]),
    ("search", &["index", "document"]),
    ("ingest", &["captures", "formats", "normalise", "catalog", "index", "document"]),
    ("crawl", &["captures", "formats", "normalise", "document"]),
    // A sighting is printed as the document that it alone would make, which `catalog` knows how to make.
    ("state", &["files"]),
    ("json", &["document", "catalog", "normalise", "search", "index", "ingest", "crawl", "evaluation"]),
    (
        "cli",
        &[
            "captures",
            "formats",
            "normalise",
            "document",
            "catalog",
            "index",
            "search",
            "ingest",
            "crawl",
            "json",
            "evaluation",
            "state",
            "files",
        ],
    ),
];

/// The outside crates, and the rooms that each is at home in. `search` means all of it but `search/query`,
/// `captures` all of it but `captures/fetch`.
const CRATES: &[(&str, &[&str])] = &[
    ("anyhow", &["cli"]),
    ("brotli_decompressor", &["captures/fetch", "formats"]),
    ("chardetng", &["formats"]),
    ("chrono", &["cli", "document", "formats"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csv", &["cli", "formats"]),
    ("ego_tree", &["formats", "normalise"]),
    ("encoding_rs", &["formats"]),
    ("feed_rs", &["formats"]),
    ("flate2", &["captures/fetch", "formats"]),
    ("foldhash", &["normalise"]),
    ("frostem", &["index", "search"]),
    ("html5ever", &["formats", "normalise"]),
    ("imara_diff", &["catalog"]),
    ("indicatif", &["cli"]),
    ("memchr", &["formats", "normalise"]),
    ("notify", &["captures"]),
    ("mail_parser", &["formats"]),
    ("pdf_extract", &["formats"]),
    ("levenshtein_automata", &["search"]),
    ("postcard", &["catalog", "index", "search"]),
    ("pulldown_cmark", &["normalise"]),
    ("quick_xml", &["cli", "crawl"]),
    ("ratatui", &["cli"]),
    ("rayon", &["index", "ingest"]),
    ("regex", &["cli", "crawl"]),
    // What tantivy reads regular expressions with.
    ("regex_syntax", &["search"]),
    ("reqwest", &["captures/fetch"]),
    ("roxmltree", &["formats"]),
    ("rustc_hash", &["index"]),
    ("rustls", &["captures/fetch"]),
    ("ruzstd", &["captures/fetch", "formats"]),
    ("scraper", &["formats", "normalise"]),
    ("serde", &["document", "index", "formats", "json"]),
    (
        "serde_json",
        &[
            "captures",
            "captures/fetch",
            "catalog",
            "cli",
            "crawl",
            "evaluation",
            "formats",
            "index",
            "json",
            "normalise",
        ],
    ),
    ("serde_saphyr", &["formats"]),
    // Keys of a million sightings are kept as hashes, in `catalog`.
    ("sha2", &["captures", "captures/fetch", "document", "formats", "catalog"]),
    ("signal_hook", &["cli"]),
    ("strsim", &["cli", "search", "search/query"]),
    ("tantivy", &["index", "search"]),
    ("tantivy_fst", &["search"]),
    ("rusqlite", &["captures", "catalog", "formats"]),
    ("tar", &["formats"]),
    ("tempfile", &["captures/fetch", "files", "formats", "ingest"]),
    ("terminal_size", &["cli"]),
    ("texting_robots", &["captures/fetch"]),
    (
        "thiserror",
        &[
            "captures",
            "captures/fetch",
            "catalog",
            "evaluation",
            "formats",
            "index",
            "ingest",
            "search",
            "search/query",
            "state",
        ],
    ),
    ("tokio", &["captures/fetch"]),
    ("toml_edit", &["captures", "cli"]),
    ("unicode_normalization", &["document", "index"]),
    ("unicode_width", &["cli", "search", "search/query"]),
    ("url", &["captures/fetch", "cli", "crawl", "document", "normalise"]),
    ("walkdir", &["index"]),
    ("whatlang", &["normalise"]),
    ("zip", &["formats"]),
];

/// Lines of a file at most.
const MAX_LINES: usize = 600; // About 500 is the aim (style, rule 10); a file a fifth over it is still one file.

/// One source file.
struct Source {
    /// Path below the package, with `/`.
    name: String,
    text: String,
}

impl Source {
    /// The room of a file in `src`; none for `lib.rs` and `main.rs`.
    fn room(&self) -> Option<&str> {
        let below = self.name.strip_prefix("src/")?;
        let room = below.split('/').next()?;
        let room = room.strip_suffix(".rs").unwrap_or(room);
        (!matches!(room, "lib" | "main")).then_some(room)
    }

    /// The room by the names of the table of crates.
    fn home(&self) -> Option<&str> {
        let inner = ["captures/fetch", "search/query"];
        let inner = inner.into_iter().find(|inner| self.name.starts_with(&format!("src/{inner}/")));
        inner.or_else(|| self.room())
    }

    /// Lines of code with their numbers, without comments and without the tests beside the code.
    fn code(&self) -> Vec<(usize, &str)> {
        let is_test_file = ["/tests.rs", "/properties.rs"].iter().any(|end| self.name.ends_with(end));
        let mut lines = Vec::new();
        let mut all = (1..).zip(self.text.lines()).peekable();
        while let Some((number, line)) = all.next() {
            let next_opens_tests = all.peek().is_some_and(|(_, next)| next.starts_with("mod tests {"));
            if is_test_file || (line == "#[cfg(test)]" && next_opens_tests) {
                break;
            }
            if !line.trim_start().starts_with("//") {
                lines.push((number, line));
            }
        }
        lines
    }
}

/// Every Rust file below a folder of the package, by name.
fn sources(folder: &str) -> Vec<Source> {
    let mut sources: Vec<Source> = walkdir::WalkDir::new(Path::new(PACKAGE).join(folder))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| Source { name: name_of(entry.path()), text: fs::read_to_string(entry.path()).unwrap() })
        .collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!sources.is_empty(), "no source in {folder}");
    sources
}

fn name_of(path: &Path) -> String {
    let parts: PathBuf = path.strip_prefix(PACKAGE).unwrap().to_owned();
    parts.to_string_lossy().replace('\\', "/")
}

/// Identifiers that follow `prefix` in a line.
fn names_after<'a>(line: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(prefix) {
        let before = rest[..at].chars().next_back();
        rest = &rest[at + prefix.len()..];
        if before.is_some_and(|letter| is_name(letter) || letter == '$') {
            continue;
        }
        match rest.strip_prefix('{') {
            // `crate::{index, ingest::{Error, Totals}}`
            Some(group) => {
                let mut depth = 0;
                for item in group.split(',') {
                    if depth == 0 {
                        names.push(first_name(item.trim_start()));
                    }
                    depth += item.matches('{').count();
                    depth = depth.saturating_sub(item.matches('}').count());
                }
            }
            None => names.push(first_name(rest)),
        }
    }
    names
}

fn first_name(text: &str) -> &str {
    &text[..text.find(|letter| !is_name(letter)).unwrap_or(text.len())]
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether a line of code names a crate: `name::` at the beginning of a path, or `use name;`.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let begins = before.is_none_or(|letter| !is_name(letter) && !matches!(letter, ':' | '.' | '"'));
        let used = line.trim_start().trim_start_matches("pub ").starts_with("use ") && after.starts_with(';');
        begins && (after.starts_with("::") || used)
    })
}

#[track_caller]
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "\n  {}\n", failures.join("\n  "));
}

#[test]
fn every_room_is_in_the_table_and_every_row_is_a_room() {
    let rooms: BTreeSet<String> =
        sources("src").iter().filter_map(|source| source.room().map(str::to_owned)).collect();
    let table: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(rooms, table);
}

#[test]
fn rooms_import_upstream_only() {
    let table: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut failures = Vec::new();
    for source in sources("src") {
        let Some(room) = source.room() else { continue };
        let is_root = source.name == format!("src/{room}.rs") || source.name == format!("src/{room}/mod.rs");
        for (number, line) in source.code() {
            let mut used = names_after(line, "crate::");
            if is_root {
                used.extend(names_after(line, "super::").into_iter().filter(|name| table.contains_key(name)));
            }
            for name in used {
                if name != room && !table[room].contains(&name) {
                    failures.push(format!("{}:{number}: {room} may not use `{name}`", source.name));
                }
            }
        }
    }
    none(&failures);
}

#[test]
fn the_table_of_rooms_has_no_circle() {
    for (place, (room, uses)) in ROOMS.iter().enumerate() {
        for used in *uses {
            let before = ROOMS[..place].iter().any(|(earlier, _)| earlier == used);
            assert!(before, "{room} uses {used}, which comes after it");
        }
    }
}

#[test]
fn outside_crates_stay_at_home() {
    let mut failures = Vec::new();
    for source in sources("src") {
        let home = source.home();
        for (number, line) in source.code() {
            for (name, homes) in CRATES {
                if names_crate(line, name) && !home.is_some_and(|home| homes.contains(&home)) {
                    failures.push(format!("{}:{number}: `{name}` is at home in {homes:?}", source.name));
                }
            }
        }
    }
    none(&failures);
}

#[test]
fn every_dependency_has_a_home_and_is_used() {
    let manifest = fs::read_to_string(Path::new(PACKAGE).join("Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let declared: BTreeSet<String> = section
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect();
    let table: BTreeSet<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(declared, table, "Cargo.toml and the table of crates");
    let sources = sources("src");
    let unused: Vec<String> = CRATES
        .iter()
        .filter(|(name, _)| {
            !sources.iter().any(|source| source.code().iter().any(|(_, line)| names_crate(line, name)))
        })
        .map(|(name, _)| format!("{name} is used nowhere"))
        .collect();
    none(&unused);
}

#[test]
fn items_are_named_through_their_room() {
    let mut failures = Vec::new();
    for source in [sources("src"), sources("tests")].concat_all() {
        for (number, line) in source.code() {
            // This file names what it forbids.
            for forbidden in [concat!("crate::", "*"), concat!("super::", "super")] {
                if line.contains(forbidden) {
                    failures.push(format!("{}:{number}: `{forbidden}`", source.name));
                }
            }
        }
    }
    none(&failures);
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    let bare: Vec<String> = [sources("src"), sources("tests")]
        .concat_all()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.name)
        .collect();
    none(&bare);
}

#[test]
fn nothing_is_left_to_do() {
    let mut failures = Vec::new();
    for source in [sources("src"), sources("tests")].concat_all() {
        for (number, line) in (1..).zip(source.text.lines()) {
            for mark in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")] {
                if line.split(|letter| !is_name(letter)).any(|word| word == mark) {
                    failures.push(format!("{}:{number}: {mark}", source.name));
                }
            }
        }
    }
    none(&failures);
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = [sources("src"), sources("tests")]
        .concat_all()
        .map(|source| (source.text.lines().count(), source.name))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, name)| format!("{name}: {lines} lines"))
        .collect();
    none(&long);
}

#[test]
fn every_file_of_tests_is_listed() {
    let folder = Path::new(PACKAGE).join("tests/it");
    let listed: BTreeSet<String> = fs::read_to_string(folder.join("main.rs"))
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    let there: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| {
            entry.path().join("mod.rs").exists() || entry.path().extension().is_some_and(|e| e == "rs")
        })
        .map(|entry| entry.path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "main")
        .collect();
    assert_eq!(listed, there);
}

#[test]
fn the_readers_of_this_test_work() {
    assert_eq!(
        names_after("use crate::{index, ingest::{A, b}, search};", "crate::"),
        ["index", "ingest", "search"]
    );
    assert_eq!(names_after("    crate::a::b(crate::c::D, $crate::e)", "crate::"), ["a", "c"]);
    for (line, used) in [
        ("use csv;", true),
        ("    let x = csv::Writer::new();", true),
        ("use crate::csv::X;", false),
        ("mod csv;", false),
        ("pub use csv::X;", true),
        ("x.csv::<Y>()", false),
        ("my_csv::X", false),
    ] {
        assert_eq!(names_crate(line, "csv"), used, "{line}");
    }
}

/// Lists one after another.
trait ConcatAll<T> {
    fn concat_all(self) -> impl Iterator<Item = T>;
}

impl<T, const N: usize> ConcatAll<T> for [Vec<T>; N] {
    fn concat_all(self) -> impl Iterator<Item = T> {
        self.into_iter().flatten()
    }
}
