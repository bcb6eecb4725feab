//! What is not walked like other folders and files: an index, a snapshot of `ArchiveBox`, the parts of a saved page.
//!
//! In: a path. Out: whether it is one of these, told by its name and by what lies in and beside it.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::captures::tree::Tree;
use crate::captures::walk::Skip;
use crate::captures::zotero;

/// The file that marks a folder as an index of rsearch.
const INDEX_MARK: &str = "rsearch.json";

pub(super) fn is_index(tree: &dyn Tree, folder: &Path) -> bool {
    /// Bytes of a manifest at most; what is longer is none.
    const MAX_BYTES: u64 = 1 << 20;
    let Ok(Some(text)) = tree.read(&folder.join(INDEX_MARK), MAX_BYTES) else { return false };
    // The mark names the program, so that a capture which happens to have this name does not hide its folder.
    let mark: Option<Value> = serde_json::from_slice(&text).ok();
    mark.is_some_and(|mark| mark.get("program").is_some_and(|program| program == "rsearch"))
}

/// The renderings of a page in a snapshot of `ArchiveBox`, the best first: those that keep the whole page before those that
/// keep its text. Each lies in the snapshot's folder, in later versions in one of its extractor.
const RENDERINGS: &[&str] = &[
    "singlefile.html",
    "singlefile/singlefile.html",
    "output.html",
    "dom/output.html",
    "chrome_mhtml/snapshot.mhtml",
    AS_FETCHED,
    "readability/content.html",
    "mercury/content.html",
    "defuddle/content.html",
    "trafilatura/content.html",
    "htmltotext.txt",
    "htmltotext/htmltotext.txt",
    "output.pdf",
    "pdf/output.pdf",
];

/// Stands for what was saved as the server sent it, whose path the index tells.
const AS_FETCHED: &str = "as fetched";

/// Files and folders that a program keeps for itself.
struct Kept {
    reason: Skip,
    names: &'static [&'static str],
    /// Whether one of these names is the program's, by what lies beside it.
    is_there: fn(&dyn Tree, &Path) -> bool,
}

/// The programs that keep more beside captures than captures.
const KEPT: [Kept; 4] = [
    // What `ArchiveBox` was given to save, its logs, the profiles of its browser, the list of all snapshots.
    Kept {
        reason: Skip::Archiver,
        names: &[
            "cache",
            "custom_templates",
            "index.html",
            "index.json",
            "lib",
            "logs",
            "machines",
            "personas",
            "sonic",
            "sources",
            "static",
            "tmp",
            "user_templates",
        ],
        is_there: |tree, path| {
            tree.is_folder(&path.with_file_name("archive"))
                && tree.is_file(&path.with_file_name("index.sqlite3"))
        },
    },
    // A folder without its database, as versions before 0.4 made it or as it is passed on: the list of all snapshots.
    Kept {
        reason: Skip::Archiver,
        names: &["index.html", "index.json"],
        is_there: |tree, path| lists_snapshots(tree, &path.with_file_name("index.json")),
    },
    // Since 0.9, in the folder of a user: nothing but what its programs said.
    Kept {
        reason: Skip::Archiver,
        names: &["crawls"],
        is_there: |tree, path| {
            let mut above = path.components().rev().skip(2);
            above.next() == Some(Component::Normal(OsStr::new("users")))
                && tree.is_folder(&path.with_file_name("snapshots"))
        },
    },
    // The styles of Zotero are XML with a title, and would be taken for pages.
    Kept {
        reason: Skip::Library,
        names: &["cache", "engines.json", "locate", "logs", "pipes", "styles", "tmp", "translators"],
        is_there: |tree, path| tree.is_file(&path.with_file_name(zotero::DATABASE)),
    },
];

/// Why a file or folder is passed over that a program keeps for itself.
pub(super) fn kept(tree: &dyn Tree, path: &Path) -> Option<Skip> {
    let name = path.file_name().and_then(OsStr::to_str)?;
    let kept = KEPT.iter().find(|kept| kept.names.contains(&name) && (kept.is_there)(tree, path));
    kept.map(|kept| kept.reason)
}

/// Whether a file is a list of snapshots in the folder `archive` beside it.
fn lists_snapshots(tree: &dyn Tree, index: &Path) -> bool {
    /// Bytes of a list at most: some thousand of a snapshot, for ten thousand snapshots.
    const MAX_BYTES: u64 = 64 << 20;
    let archive = index.with_file_name("archive");
    if !tree.is_folder(&archive) {
        return false;
    }
    let Ok(Some(text)) = tree.read(index, MAX_BYTES) else { return false };
    let list: Value = serde_json::from_slice(&text).unwrap_or_default();
    let links = list.get("links").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut times = links.iter().filter_map(|link| link.get("timestamp")?.as_str());
    times.any(|time| !time.contains(['/', '\\']) && is_snapshot(tree, &archive.join(time)))
}

/// Whether a folder is a snapshot of `ArchiveBox`: `archive/1714557600.123` with an `index.json`, or (since 0.9)
/// `…/snapshots/20240501/example.org/ID` with an `index.jsonl`.
pub(super) fn is_snapshot(tree: &dyn Tree, folder: &Path) -> bool {
    let names: Vec<&str> =
        folder.components().rev().filter_map(|part| part.as_os_str().to_str()).take(4).collect();
    let is_time = |name: &str| {
        name.len() >= 9
            && name.starts_with(|letter: char| letter.is_ascii_digit())
            && name.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
    };
    let is_day = |name: &str| name.len() == 8 && name.bytes().all(|byte| byte.is_ascii_digit());
    match names.as_slice() {
        [name, "archive", ..] if is_time(name) => tree.is_file(&folder.join("index.json")),
        [_, _, day, "snapshots"] if is_day(day) => {
            ["index.jsonl", "index.json"].iter().any(|index| tree.is_file(&folder.join(index)))
        }
        _ => false,
    }
}

/// The best rendering of a page in a snapshot, and the index that describes it.
pub(super) fn in_snapshot(tree: &dyn Tree, folder: &Path) -> (Option<PathBuf>, PathBuf) {
    let names = ["index.json", "index.jsonl"];
    let index = names.iter().map(|name| folder.join(name)).find(|path| tree.is_file(path));
    let path = |name: &&str| match *name {
        AS_FETCHED => index.as_deref().and_then(|index| saved_as_fetched(tree, index)),
        name => Some(folder.join(name)),
    };
    let best = RENDERINGS.iter().filter_map(path).find(|path| tree.is_file(path));
    (best, index.unwrap_or_else(|| folder.join("index.json")))
}

/// What wget saved, or (since 0.9) what was a file and no page, where that lies in the snapshot: `canonical.wget_path` of an
/// index, what the result of the extractor names in one of lines.
fn saved_as_fetched(tree: &dyn Tree, index: &Path) -> Option<PathBuf> {
    /// Bytes of an index at most: it tells of a dozen programs.
    const MAX_BYTES: u64 = 1 << 20;
    let text = tree.read(index, MAX_BYTES).ok()??;
    let saved = |value: &Value| {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        if let Some(path) = value.get("canonical").and_then(|paths| paths.get("wget_path")?.as_str()) {
            return Some(PathBuf::from(path));
        }
        let is_saved = text("type") == Some("ArchiveResult")
            && text("status") == Some("succeeded")
            && matches!(text("plugin"), Some("wget" | "staticfile"));
        is_saved.then(|| text("output_str").map(PathBuf::from)).flatten()
    };
    let path = if let Ok(value) = serde_json::from_slice(&text) {
        saved(&value)
    } else {
        let lines = text.split(|byte| *byte == b'\n');
        lines.filter_map(|line| serde_json::from_slice(line).ok()).find_map(|value| saved(&value))
    }?;
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
pub(super) fn is_of_page(tree: &dyn Tree, folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(OsStr::to_str) else { return false };
    let page = PARTS.iter().find_map(|end| name.strip_suffix(end)).filter(|page| !page.is_empty());
    page.is_some_and(|page| {
        ["html", "htm"].iter().any(|end| tree.is_file(&folder.with_file_name(format!("{page}.{end}"))))
    })
}

/// Whether a file is the MHTML of a page that `rsearch capture` had a browser draw, with the page itself beside it:
/// `20260509T184210Z.mhtml`.
pub(super) fn is_drawn_beside(tree: &dyn Tree, path: &Path) -> bool {
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
    is_time && ["html", "json"].iter().all(|other| tree.is_file(&path.with_extension(other)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::captures::tree::Disk;

    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn what_was_saved_as_fetched_is_where_the_index_says() {
        let result = |plugin: &str, status: &str, path: &str| {
            format!(
                r#"{{"type":"ArchiveResult","plugin":"{plugin}","status":"{status}","output_str":"{path}"}}"#
            )
        };
        for (index, found) in [
            (r#"{"canonical":{"wget_path":"a.example/x.html"}}"#.to_owned(), Some("a.example/x.html")),
            (r#"{"canonical":{"wget_path":"../x.html"}}"#.to_owned(), None),
            (format!("{{\"type\":\"Snapshot\"}}\n{}", result("wget", "succeeded", "wget/x")), Some("wget/x")),
            (result("wget", "failed", "wget failed"), None),
            (result("title", "succeeded", "A title"), None),
            (
                format!(
                    "{}\n{}",
                    result("wget", "failed", "no"),
                    result("staticfile", "succeeded", "staticfile/x.pdf")
                ),
                Some("staticfile/x.pdf"),
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), "index", &index);
            let expected = found.map(|found| folder.path().join(found));
            assert_eq!(saved_as_fetched(&Disk, &folder.path().join("index")), expected, "{index}");
        }
    }

    #[test]
    fn what_archivebox_keeps_for_itself_lies_beside_its_archive() {
        let folder = tempfile::tempdir().unwrap();
        let is_own = |path: &str| kept(&Disk, &folder.path().join(path)).is_some();
        write(folder.path(), "sources/1-import.txt", "x");
        write(folder.path(), "archive/users/me/crawls/20240501/x", "x");
        assert!(!is_own("sources"), "another program's folder of that name");
        assert!(!is_own("archive/users/me/crawls"), "no snapshots beside it");
        write(folder.path(), "index.sqlite3", "x");
        write(folder.path(), "archive/users/me/snapshots/20240501/x", "x");
        assert!(is_own("sources") && is_own("index.html") && is_own("archive/users/me/crawls"));
        assert!(!is_own("archive") && !is_own("notes") && !is_own("archive/users/me/snapshots"));
    }
}
