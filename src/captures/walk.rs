//! Walks sources and says of every file what it is: a capture, passed over with a reason, or unreadable.
//!
//! In: [`Source`]s. Out: [`Found`]s, folders in the order of their names. Decides by name and place only; what a
//! file contains is for `formats`.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use crate::captures::{CORRECTIONS, Capture, SidecarFile, Source, read_up_to};
use crate::document::Evidence;

/// What the walk says of one file (or of a folder that it does not enter).
#[derive(Debug)]
pub enum Found {
    /// A file to read.
    Capture(Capture),
    /// A file or folder passed over.
    Skipped {
        /// Its name for people.
        place: String,
        /// Why.
        reason: Skip,
    },
    /// A file in which a person's corrections stand; it is no capture.
    Corrections {
        /// Its name for people.
        place: String,
        /// Place of its source among those walked.
        source: usize,
        /// Where it is.
        path: PathBuf,
    },
    /// A file or folder that could not be looked at.
    Problem {
        /// Its name for people.
        place: String,
        /// Place of its source among those walked.
        source: usize,
        /// Where it is.
        path: PathBuf,
        /// What went wrong.
        error: io::Error,
    },
}

/// Why a file was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// Its name begins with a dot.
    Hidden,
    /// It is an index of rsearch.
    Index,
    /// It is the metadata of the capture beside it, and is read with that.
    Sidecar,
    /// What a person put right stands in it.
    Corrections,
    /// It is a symbolic link.
    Link,
    /// It is neither a file nor a folder.
    Special,
    /// It has no bytes, or a record has neither title nor text.
    Empty,
    /// It is larger than the limit.
    TooLarge,
    /// No format recognises it.
    UnknownFormat,
    /// It asks not to be indexed.
    OptedOut,
    /// It is the answer to a request that failed, not a page.
    ErrorPage,
    /// It sends to another address.
    Redirect,
    /// It is a picture, a script or another part of a page.
    NoPage,
    /// It says that a page was captured again as it was, and the file does not hold that page.
    Repeat,
    /// It is in the folder of what belongs to a page that was saved completely, or is the same page with its parts in one file.
    PageParts,
}

impl Skip {
    /// The words shown to people and used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Skip::Hidden => "hidden",
            Skip::Index => "rsearch index",
            Skip::Sidecar => "metadata of the capture beside it",
            Skip::Corrections => "corrections",
            Skip::Link => "symbolic link",
            Skip::Special => "not a regular file",
            Skip::Empty => "empty",
            Skip::TooLarge => "over the size limit",
            Skip::UnknownFormat => "no known capture format",
            Skip::OptedOut => "asks to be skipped",
            Skip::ErrorPage => "answer to a failed request",
            Skip::Redirect => "redirect to another address",
            Skip::NoPage => "no page",
            Skip::Repeat => "repeats a page that is not in this file",
            Skip::PageParts => "parts of the page saved beside it",
        }
    }
}

/// The file that marks a folder as an index of rsearch.
const INDEX_MARK: &str = "rsearch.json";

/// Walks every source, in order. Files are found as the iterator is advanced.
pub fn walk(sources: &[Source]) -> Walk {
    Walk { sources: sources.to_vec(), next: 0, current: None, folder: Folder::default(), index: None }
}

impl Walk {
    /// Does not enter this folder (an absolute path): the index that is being written.
    #[must_use]
    pub fn without(self, index: Option<PathBuf>) -> Walk {
        Walk { index, ..self }
    }
}

/// The iterator of [`walk`].
pub struct Walk {
    sources: Vec<Source>,
    next: usize,
    current: Option<(Source, walkdir::IntoIter)>,
    folder: Folder,
    index: Option<PathBuf>,
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if self.current.is_none() {
                let source = self.sources.get(self.next)?.clone();
                self.next += 1;
                let walker =
                    WalkDir::new(&source.root).sort_by_file_name().follow_root_links(true).into_iter();
                self.current = Some((source, walker));
            }
            let number = self.next - 1;
            let (source, walker) = self.current.as_mut()?;
            match walker.next() {
                None => self.current = None,
                Some(Err(error)) => {
                    let path = error.path().unwrap_or(&source.root).to_owned();
                    let error = error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"));
                    return Some(Found::Problem { place: place(source, &path), source: number, path, error });
                }
                Some(Ok(entry)) => {
                    let found = look(source, number, &entry, &mut self.folder, self.index.as_deref());
                    if entry.file_type().is_dir() && found.is_some() {
                        walker.skip_current_dir();
                    }
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
    }
}

/// None for a folder to enter.
fn look(
    source: &Source,
    number: usize,
    entry: &DirEntry,
    folder: &mut Folder,
    index: Option<&Path>,
) -> Option<Found> {
    let path = entry.path();
    let skipped = |reason| Some(Found::Skipped { place: place(source, path), reason });
    let kind = entry.file_type();
    if entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".") {
        return skipped(Skip::Hidden);
    }
    if kind.is_dir() {
        if index == Some(path) || is_index(path) {
            return skipped(Skip::Index);
        }
        if entry.depth() > 0 && is_snapshot(path) {
            return Some(snapshot(source, number, path));
        }
        return if entry.depth() > 0 && is_of_page(path) { skipped(Skip::PageParts) } else { None };
    }
    if kind.is_symlink() {
        return skipped(Skip::Link);
    }
    if !kind.is_file() {
        return skipped(Skip::Special);
    }
    if entry.depth() > 0 && entry.file_name() == CORRECTIONS {
        return Some(Found::Corrections {
            place: place(source, path),
            source: number,
            path: path.to_owned(),
        });
    }
    folder.enter(path);
    if entry.depth() > 0 && folder.is_sidecar(path) {
        return skipped(Skip::Sidecar);
    }
    if entry.depth() > 0 && is_drawn_beside(path) {
        return skipped(Skip::PageParts);
    }
    let problem = |error| {
        Some(Found::Problem { place: place(source, path), source: number, path: path.to_owned(), error })
    };
    let metadata = match entry.metadata() {
        Ok(metadata) => metadata,
        Err(error) => return problem(error.into()),
    };
    let sidecar = match folder.sidecar_of(path) {
        Some(path) => match fs::metadata(&path) {
            Ok(metadata) => Some(SidecarFile { path, bytes: metadata.len(), modified: modified(&metadata) }),
            Err(error) => return problem(error),
        },
        None => None,
    };
    Some(Found::Capture(Capture {
        place: place(source, path),
        source: number,
        path: path.to_owned(),
        bytes: metadata.len(),
        modified: modified(&metadata),
        sidecar,
    }))
}

/// The capture that people know by a place, if it is still there, without its metadata file.
///
/// # Errors
/// When it cannot be looked at.
pub fn find(sources: &[Source], known_as: &str) -> io::Result<Option<Capture>> {
    for (number, source) in sources.iter().enumerate() {
        let path = match known_as.strip_prefix(&source.name) {
            Some("") => source.root.clone(),
            Some(below) if below.starts_with('/') || source.name.is_empty() => {
                source.root.join(below.trim_start_matches('/'))
            }
            _ => continue,
        };
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => {
                return Ok(Some(Capture {
                    place: known_as.to_owned(),
                    source: number,
                    path,
                    bytes: metadata.len(),
                    modified: modified(&metadata),
                    sidecar: None,
                }));
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(None)
}

/// When a file was changed last, in nanoseconds since 1970; 0 where the system does not say.
pub(crate) fn modified(metadata: &fs::Metadata) -> i64 {
    let nanoseconds = |duration: std::time::Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match metadata.modified().map(|time| time.duration_since(UNIX_EPOCH)) {
        Ok(Ok(since)) => nanoseconds(since),
        Ok(Err(before)) => -nanoseconds(before.duration()),
        Err(_) => 0,
    }
}

fn is_index(folder: &Path) -> bool {
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
    "readability/content.html",
    "mercury/content.html",
    "htmltotext.txt",
    "htmltotext/htmltotext.txt",
    "output.pdf",
    "pdf/output.pdf",
];

/// Whether a folder is a snapshot of `ArchiveBox`: `archive/1714557600.123` with an `index.json`, or (since 0.9)
/// `…/snapshots/20240501/example.org/ID` with an `index.jsonl`.
fn is_snapshot(folder: &Path) -> bool {
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

/// A snapshot is one capture: its best rendering, described by its index. One without any is that index.
fn snapshot(source: &Source, number: usize, folder: &Path) -> Found {
    let index =
        ["index.json", "index.jsonl"].iter().map(|name| folder.join(name)).find(|path| path.is_file());
    let index = index.unwrap_or_else(|| folder.join("index.json"));
    let best = RENDERINGS.iter().map(|name| folder.join(name)).find(|path| path.is_file());
    let problem =
        |path: PathBuf, error| Found::Problem { place: place(source, &path), source: number, path, error };
    let described = match fs::metadata(&index) {
        Ok(metadata) => {
            SidecarFile { path: index.clone(), bytes: metadata.len(), modified: modified(&metadata) }
        }
        Err(error) => return problem(index, error),
    };
    let (path, sidecar) = match best {
        Some(path) => (path, Some(described)),
        None => (index, None),
    };
    match fs::metadata(&path) {
        Ok(metadata) => Found::Capture(Capture {
            place: place(source, &path),
            source: number,
            bytes: metadata.len(),
            modified: modified(&metadata),
            path,
            sidecar,
        }),
        Err(error) => problem(path, error),
    }
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
fn is_of_page(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(OsStr::to_str) else { return false };
    let page = PARTS.iter().find_map(|end| name.strip_suffix(end)).filter(|page| !page.is_empty());
    page.is_some_and(|page| {
        ["html", "htm"].iter().any(|end| folder.with_file_name(format!("{page}.{end}")).is_file())
    })
}

/// Whether a file is the MHTML of a page that `rsearch capture` had a browser draw, with the page itself beside it:
/// `20260509T184210Z.mhtml`.
fn is_drawn_beside(path: &Path) -> bool {
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

fn place(source: &Source, path: &Path) -> String {
    Evidence::place(&source.name, path.strip_prefix(&source.root).unwrap_or(path))
}

/// The names in the folder last looked at, so that each folder is listed once and not asked for each name that a
/// metadata file could have.
#[derive(Default)]
struct Folder {
    path: PathBuf,
    /// Names of captures that a metadata file can describe, with and without their extensions.
    captures: HashSet<OsString>,
    /// Names of `.json` files.
    metadata: HashSet<OsString>,
}

impl Folder {
    /// Lists the folder of a file.
    fn enter(&mut self, file: &Path) {
        let Some(folder) = file.parent() else { return };
        if self.path == folder {
            return;
        }
        self.captures.clear();
        self.metadata.clear();
        folder.clone_into(&mut self.path);
        let mut captures = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = PathBuf::from(entry.file_name());
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if !is_file || name.as_os_str().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if name.extension() == Some(OsStr::new("json")) {
                self.metadata.insert(name.into_os_string());
            } else {
                captures.push(name);
            }
        }
        // Where nothing can describe a capture nobody asks for them by name.
        if self.metadata.is_empty() {
            return;
        }
        for name in captures {
            let plain = plain(&name);
            if let Some(stem) = plain.file_stem() {
                self.captures.insert(stem.to_owned());
            }
            self.captures.insert(plain.into_os_string());
            self.captures.insert(name.into_os_string());
        }
    }

    /// Whether a `.json` file has a capture beside it that it describes.
    fn is_sidecar(&self, path: &Path) -> bool {
        path.extension() == Some(OsStr::new("json"))
            && path.file_stem().is_some_and(|stem| self.captures.contains(stem))
    }

    /// The metadata file of a capture: `NAME.json` or `NAME.EXT.json` beside `NAME.EXT`.
    fn sidecar_of(&self, path: &Path) -> Option<PathBuf> {
        if self.metadata.is_empty() || path.extension() == Some(OsStr::new("json")) {
            return None;
        }
        let name = Path::new(path.file_name()?);
        let plain = plain(name);
        let with_json = |name: &Path| {
            let mut name = name.as_os_str().to_owned();
            name.push(".json");
            name
        };
        let candidates = [with_json(name), with_json(&plain), plain.with_extension("json").into_os_string()];
        candidates.into_iter().find(|name| self.metadata.contains(name)).map(|name| path.with_file_name(name))
    }
}

/// A name without a closing `.gz`.
fn plain(name: &Path) -> PathBuf {
    if name.extension() == Some(OsStr::new("gz")) { name.with_extension("") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::captures::sources;

    fn walked(folder: &Path) -> Vec<String> {
        let sources = sources(&[folder.to_owned()]).unwrap();
        let name = sources[0].name.clone();
        walk(&sources)
            .map(|found| match found {
                Found::Capture(capture) => {
                    let sidecar = capture
                        .sidecar
                        .map(|file| file.path.file_name().unwrap().to_string_lossy().into_owned());
                    format!("{} {}", capture.place, sidecar.unwrap_or_default())
                }
                Found::Skipped { place, reason } => format!("{place}: {}", reason.as_str()),
                Found::Corrections { place, .. } => format!("{place}: corrections"),
                Found::Problem { place, error, .. } => format!("{place}! {error}"),
            })
            .map(|line| line.replacen(&name, "S", 1).trim_end().to_owned())
            .collect()
    }

    #[test]
    fn every_file_is_accounted_for() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("b.html", "x"),
            ("b.json", "{}"),
            ("c.html", "x"),
            ("c.html.json", "{}"),
            ("alone.json", "{}"),
            ("corrections.toml", ""),
            (".hidden", "x"),
            (".git/config", "x"),
            ("index/rsearch.json", "{\"program\":\"rsearch\"}"),
            ("index/segments-1/x", "x"),
            ("sub/a.md", ""),
            ("20260509T184210Z.html", "x"),
            ("20260509T184210Z.json", "{}"),
            ("20260509T184210Z.mhtml", "x"),
            ("20260509T184211Z.mhtml", "x"),
            ("b.mhtml", "x"),
            ("b_files/ad.html", "x"),
            ("other_files/c.html", "x"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        assert_eq!(
            walked(folder.path()),
            [
                "S/.git: hidden",
                "S/.hidden: hidden",
                "S/20260509T184210Z.html 20260509T184210Z.json",
                "S/20260509T184210Z.json: metadata of the capture beside it",
                "S/20260509T184210Z.mhtml: parts of the page saved beside it",
                "S/20260509T184211Z.mhtml",
                "S/alone.json",
                "S/b.html b.json",
                "S/b.json: metadata of the capture beside it",
                "S/b.mhtml b.json",
                "S/b_files: parts of the page saved beside it",
                "S/c.html c.html.json",
                "S/c.html.json: metadata of the capture beside it",
                "S/corrections.toml: corrections",
                "S/index: rsearch index",
                "S/other_files/c.html",
                "S/sub/a.md",
            ]
        );
    }

    #[test]
    fn a_single_file_is_a_source() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".page.html");
        fs::write(&file, "x").unwrap();
        assert_eq!(walked(&file), ["S"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_passed_over_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        assert_eq!(walked(folder.path()), ["S/loop: symbolic link"]);
    }
}
