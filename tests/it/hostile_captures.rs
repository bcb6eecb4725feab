//! Captures that somebody broke: whatever stands in them, reading ends, and nothing panics.
//!
//! Every fixture is changed in many small ways, the same in each run. `RSEARCH_HOSTILE` says how many ways; a night of
//! them is worth more than the few of an ordinary run.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rsearch::captures::{Found, sources, walk};
use rsearch::formats::{Error, Limits, Outcome, open};
use rsearch::normalise::normalise;

use crate::support::{PACKAGE, TestEnv, asked_for};

/// Ways in which each fixture is changed in an ordinary run.
const WAYS: u64 = 12;

/// Bytes of the largest fixture that is changed: larger ones are packed, and a change of theirs ends at a checksum.
const MAX_BYTES: u64 = 64 << 10;

/// Marsaglia's xorshift: the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// Changes bytes in one of the ways in which files break and in which people break them.
fn changed(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    /// Texts that mean something to one format or another.
    const WORDS: &[&str] = &[
        "\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "WARC/1.1\r\n",
        "--",
        "\0",
        "<!--",
        "-->",
        "<div>",
        "&#x110000;",
        "ffffffffffffffff\r\n",
        "---\n",
        "{\"",
        "]}",
        "%PDF-",
        "PK\u{3}\u{4}",
        "2024-99-99",
        "\u{feff}",
        "<![CDATA[",
        "=?utf-8?q?",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        let end = (at + numbers.below(200)).min(bytes.len());
        match numbers.below(6) {
            0 if !bytes.is_empty() => bytes[at] = numbers.next().to_le_bytes()[0],
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            4 => drop(bytes.splice(at..at, WORDS[numbers.below(WORDS.len())].bytes())),
            _ => bytes[at..end].reverse(),
        }
    }
    bytes
}

/// Reads a file as a run would, all of it.
fn read(path: &Path) {
    let limits = Limits { max_bytes: 1 << 20, max_seconds: 10, ..Limits::default() };
    for found in walk(&sources(&[path.to_owned()]).unwrap()) {
        let Found::Capture(capture) = found else { continue };
        let Ok(mut opened) = open(capture, limits) else { continue };
        let decoder = opened.decoder();
        while let Some(piece) = opened.next_piece() {
            let piece = match piece {
                Ok(piece) => piece,
                Err(Outcome::Problem(place, Error::Broke)) => panic!("a library failed on {place}"),
                Err(_) => continue,
            };
            decoder.decode(piece, &mut |outcome| {
                if let Outcome::Page(page) = outcome {
                    drop(normalise(*page));
                }
            });
        }
    }
}

#[test]
fn broken_captures_are_read_to_their_end_without_a_panic() {
    let ways = asked_for("RSEARCH_HOSTILE").and_then(|ways| ways.to_str()?.parse().ok()).unwrap_or(WAYS);
    let env = TestEnv::empty();
    let folder = Path::new(PACKAGE).join("tests/fixtures");
    let mut fixtures: Vec<PathBuf> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file() && entry.metadata().unwrap().len() <= MAX_BYTES)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| !path.starts_with(folder.join("make")))
        .collect();
    fixtures.sort();
    assert!(fixtures.len() > 20, "{fixtures:?}");
    let mut failures = Vec::new();
    for (number, fixture) in (1_u64..).zip(&fixtures) {
        let bytes = fs::read(fixture).unwrap();
        let mut numbers = Numbers(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for way in 0..ways {
            let name = format!("{way}-{}", fixture.file_name().unwrap().to_string_lossy());
            let path = env.write(&name, changed(&bytes, &mut numbers));
            if catch_unwind(AssertUnwindSafe(|| read(&path))).is_err() {
                failures.push(format!("{} in way {way}", fixture.display()));
            }
            fs::remove_file(path).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}
