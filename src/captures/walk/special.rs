//! What is not walked like other folders and files: an index, a snapshot of `ArchiveBox`, the parts of a saved page.
//!
//! In: a path. Out: whether it is one of these, told by its name and by what lies in and beside it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::captures::read_up_to;

/// The file that marks a folder as an index of rsearch.
const INDEX_MARK: &str = "rsearch.json";

pub(super) fn is_index(folder: &Path) -> bool {
    /// Bytes of a manifest at most; what is longer is none.
    const MAX_BYTES: u64 = 1 << 20;
    let Ok(file) = fs::File::open(folder.join(INDEX_MARK)) else { return false };
    let Ok(Some(text)) = read_up_to(file, MAX_BYTES) else { return false };
    // The mark names the program, so that a capture which happens to have this name does not hide its folder.
    let mark: Option<serde_json::Value> = serde_json::from_slice(&text).ok();
    mark.is_some_and(|mark| mark.get("program").is_some_and(|program| program == "rsearch"))
}

/// The renderings of a page in a snapshot of `ArchiveBox`, the best first: those that keep the whole page before those that
/// keep its text. Each lies in the snapshot's folder, in later versions in one of its extractor.
const RENDERINGS: &[&str] = &[
    "singlefile.html",
    "singlefile/singlefile.html",
    "output.html",
    "dom/output.html",
    WGET,
    "readability/content.html",
    "mercury/content.html",
    "htmltotext.txt",
    "htmltotext/htmltotext.txt",
    "output.pdf",
    "pdf/output.pdf",
];

/// Stands for the page that wget saved, whose path the index tells.
const WGET: &str = "wget";

/// Whether a folder is a snapshot of `ArchiveBox`: `archive/1714557600.123` with an `index.json`, or (since 0.9)
/// `…/snapshots/20240501/example.org/ID` with an `index.jsonl`.
pub(super) fn is_snapshot(folder: &Path) -> bool {
    let names: Vec<&str> =
        folder.components().rev().filter_map(|part| part.as_os_str().to_str()).take(4).collect();
    let is_time = |name: &str| {
        name.len() >= 9
            && name.starts_with(|letter: char| letter.is_ascii_digit())
            && name.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
    };
    match names.as_slice() {
        [name, "archive", ..] if is_time(name) => folder.join("index.json").is_file(),
        [_, _, _, "snapshots"] => folder.join("index.jsonl").is_file() || folder.join("index.json").is_file(),
        _ => false,
    }
}

/// The best rendering of a page in a snapshot, and the index that describes it.
pub(super) fn in_snapshot(folder: &Path) -> (Option<PathBuf>, PathBuf) {
    let index =
        ["index.json", "index.jsonl"].iter().map(|name| folder.join(name)).find(|path| path.is_file());
    let path = |name: &&str| match *name {
        WGET => index.as_deref().and_then(saved_by_wget),
        name => Some(folder.join(name)),
    };
    let best = RENDERINGS.iter().filter_map(path).find(|path| path.is_file());
    (best, index.unwrap_or_else(|| folder.join("index.json")))
}

/// The page that wget saved: `canonical.wget_path` of an index (0.7), where that lies in the snapshot.
fn saved_by_wget(index: &Path) -> Option<PathBuf> {
    /// Bytes of an index at most: it tells of a dozen programs.
    const MAX_BYTES: u64 = 1 << 20;
    let text = read_up_to(fs::File::open(index).ok()?, MAX_BYTES).ok()??;
    let index_value: serde_json::Value = serde_json::from_slice(&text).ok()?;
    let path = Path::new(index_value.get("canonical")?.get("wget_path")?.as_str()?);
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
    is_below.then(|| index.with_file_name("").join(path))
}

/// How browsers end the name of the folder with what belongs to a page that they save completely: Chromium and Firefox
/// always `_files`, Internet Explorer and Edge in the words of the system ("Managing connected files", Windows Shell).
const PARTS: &[&str] = &[
    "_files",
    "_archivos",
    "_arquivos",
    "_bestanden",
    "_bylos",
    "-Dateien",
    "_datoteke",
    "_dosyalar",
    "_elemei",
    "_failid",
    "_fails",
    "_fajlovi",
    "_ficheiros",
    "_fichiers",
    "_file",
    "-filer",
    "_fitxers",
    "_fitxategiak",
    "_kartes",
    "_pliki",
    "_soubory",
    "_tiedostot",
];

/// Whether a folder holds the parts of a page beside it.
pub(super) fn is_of_page(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(OsStr::to_str) else { return false };
    let page = PARTS.iter().find_map(|end| name.strip_suffix(end)).filter(|page| !page.is_empty());
    page.is_some_and(|page| {
        ["html", "htm"].iter().any(|end| folder.with_file_name(format!("{page}.{end}")).is_file())
    })
}

/// Whether a file is the MHTML of a page that `rsearch capture` had a browser draw, with the page itself beside it:
/// `20260509T184210Z.mhtml`.
pub(super) fn is_drawn_beside(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else { return false };
    let Some(time) = name.strip_suffix(".mhtml").and_then(|stem| stem.split('-').next()) else {
        return false;
    };
    let is_time = time.len() == 16
        && time.char_indices().all(|(at, letter)| match at {
            8 => letter == 'T',
            15 => letter == 'Z',
            _ => letter.is_ascii_digit(),
        });
    is_time && ["html", "json"].iter().all(|other| path.with_extension(other).is_file())
}
