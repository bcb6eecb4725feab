//! What the fuzzers begin from, and what they once found: it is read on every run of the tests, without a fuzzer.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{PACKAGE, TestEnv};

#[path = "../../fuzz/src/read.rs"]
mod read;

/// The seeds of a target; what was found by fuzzing lies among them.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(PACKAGE).join("fuzz/seeds").join(target);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

#[test]
fn every_seed_is_read_to_its_end() {
    let env = TestEnv::empty();
    let mut count = 0;
    for (target, name) in [
        ("warc", "page.warc"),
        ("mhtml", "page.mhtml"),
        ("viewer", "page.txt"),
        ("front_matter", "page.md"),
        ("listing", "page.html"),
    ] {
        for seed in seeds(target) {
            let front = if target == "front_matter" { b"---\n".as_slice() } else { b"" };
            read::capture(&env.path(name), &[front, &seed].concat());
            count += 1;
        }
    }
    for seed in seeds("dates") {
        read::dates(&env.path("dated.html"), &seed);
        count += 1;
    }
    for seed in seeds("query") {
        read::query(&seed);
        count += 1;
    }
    assert!(count > 20, "the seeds are away: {count}");
}
