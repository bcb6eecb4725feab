//! The ways into rsearch that are fuzzed. The tests of the main package take the same ways over the seeds.
//!
//! In: bytes. Out: nothing; what the program cannot bear is a panic.

use std::fs;
use std::path::Path;

use rsearch::captures::Capture;
use rsearch::document::Day;
use rsearch::formats::{Error, Limits, Outcome, read};
use rsearch::normalise::normalise;
use rsearch::search::query::{FieldKind, FieldSpec, Grammar, parse};

/// Limits that end a run early, so that reaching one is cheap.
fn limits() -> Limits {
    Limits { max_bytes: 1 << 20, max_members: 1_000, ..Limits::default() }
}

/// Reads these bytes as a capture at this path (which is written), and takes apart every page in it.
pub(crate) fn capture(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("a file can be written");
    let capture = Capture {
        place: "captures/fuzzed".to_owned(),
        source: 0,
        path: path.to_owned(),
        bytes: u64::try_from(bytes.len()).expect("a length"),
        modified: 0,
        sidecar: None,
    };
    let mut take = |outcome| match outcome {
        Outcome::Page(page) => drop(normalise(*page)),
        // That the program failed on a page is told instead of a panic.
        Outcome::Problem(place, error @ Error::Broke) => panic!("{place}: {error}"),
        Outcome::Problem(..) | Outcome::Skipped(..) => {}
    };
    read(capture, limits(), &mut take);
}

/// A page in which a text stands wherever a date may: in metadata, in an element for times, as a line of its own, in
/// running text and in the address. The first byte chooses the language that the page declares.
pub(crate) fn dates(path: &Path, bytes: &[u8]) {
    const LANGUAGES: &[&str] =
        &["en", "en-GB", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ko", ""];
    let Some((first, rest)) = bytes.split_first() else { return };
    let language = LANGUAGES[usize::from(*first) % LANGUAGES.len()];
    let text = String::from_utf8_lossy(rest)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let page = format!(
        "<!doctype html><html lang=\"{language}\"><head><title>A page</title>\
         <meta property=\"article:published_time\" content=\"{text}\">\
         <link rel=\"canonical\" href=\"https://www.example.org/{text}/a-page\"></head>\
         <body><main><h1>A page</h1><p class=\"date\">{text}</p><time datetime=\"{text}\">{text}</time>\
         <p>What is said here was said on {text}, and is said again.</p></main>\
         <footer>© {text}</footer></body></html>"
    );
    capture(path, page.as_bytes());
}

/// Parses a query.
pub(crate) fn query(bytes: &[u8]) {
    const FIELDS: &[FieldSpec] = &[
        FieldSpec { name: "published", aliases: &["date"], kind: FieldKind::Date },
        FieldSpec { name: "title", aliases: &[], kind: FieldKind::Text },
        FieldSpec { name: "team", aliases: &["category"], kind: FieldKind::Keyword },
        FieldSpec { name: "url", aliases: &[], kind: FieldKind::Url },
        FieldSpec { name: "words", aliases: &[], kind: FieldKind::Number },
    ];
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let today = Day::from_ymd(2026, 1, 31).expect("a day");
    if let Ok(query) = parse(text, &Grammar { fields: FIELDS, today }) {
        // What was understood can be shown, and is not much longer than what was typed.
        drop(format!("{query:?}"));
    }
}
