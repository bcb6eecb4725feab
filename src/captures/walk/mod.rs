//! Walks sources and says of every file what it is: a capture, passed over with a reason, or unreadable.
//!
//! In: [`Source`]s. Out: [`Found`]s, folders in the order of their names. Decides by name and place only; what a
//! file contains is for `formats`.

mod exports;
mod folder;
mod skip;
mod special;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::captures::tree::{self, Disk, Entry, Kind, Stamp, Tree};
use crate::captures::walk::folder::Folder;
use crate::captures::walk::special::{is_drawn_beside, is_index, is_of_page, is_snapshot, kept};
use crate::captures::zotero::Libraries;
use crate::captures::{CORRECTIONS, Capture, SidecarFile, Source, not_utf8};
use crate::document::Evidence;

pub use skip::Skip;

/// What the walk says of one file (or of a folder that it does not enter).
#[derive(Debug)]
pub enum Found {
    /// A file to read.
    Capture(Capture),
    /// A file or folder passed over.
    Skipped {
        /// Its name for people.
        place: String,
        /// Where it is.
        path: PathBuf,
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

/// Walks every source, in order. Files are found as the iterator is advanced, a folder at a time.
pub fn walk(sources: &[Source]) -> Walk {
    Walk(Walking::new(Disk, sources.to_vec()))
}

/// The iterator of [`walk`].
pub struct Walk(Walking<Disk>);

impl Walk {
    /// Does not enter this folder (an absolute path): the index that is being written.
    #[must_use]
    pub fn without(self, index: Option<PathBuf>) -> Walk {
        Walk(Walking { index, ..self.0 })
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        self.0.next()
    }
}

/// A walk, of the disk or of anything else that has folders.
pub(crate) struct Walking<T> {
    tree: T,
    sources: Vec<Source>,
    /// Place of the source that comes after the one that is being walked.
    next: usize,
    /// The folders from the source down to where the walk is.
    folders: Vec<Folder>,
    index: Option<PathBuf>,
    /// The libraries of Zotero that were met.
    libraries: Libraries,
}

impl<T: Tree> Walking<T> {
    pub(crate) fn new(tree: T, sources: Vec<Source>) -> Walking<T> {
        let libraries = Libraries::default();
        Walking { tree, sources, next: 0, folders: Vec::new(), index: None, libraries }
    }
}

impl<T: Tree> Iterator for Walking<T> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let is_new = self.folders.is_empty();
            let number = if is_new { self.next } else { self.next - 1 };
            let source = self.sources.get(number)?;
            let index = self.index.as_deref();
            let mut at = At { tree: &self.tree, source, number, index, libraries: &mut self.libraries };
            let looked = match self.folders.last_mut() {
                None => {
                    self.next += 1;
                    at.root()
                }
                Some(folder) => match folder.next() {
                    None => {
                        self.folders.pop();
                        continue;
                    }
                    Some(Err(error)) => Looked::Found(at.problem(folder.path.clone(), error)),
                    Some(Ok(entry)) => at.look(folder, entry),
                },
            };
            match looked {
                Looked::Found(found) => return Some(found),
                Looked::Folder(folder) => self.folders.push(folder),
            }
        }
    }
}

/// What a look at a name gives.
enum Looked {
    Found(Found),
    /// A folder that is entered.
    Folder(Folder),
}

/// The source that is being walked.
struct At<'a> {
    tree: &'a dyn Tree,
    source: &'a Source,
    /// Its place among the sources.
    number: usize,
    /// The folder that is not entered.
    index: Option<&'a Path>,
    /// The libraries of Zotero that were met.
    libraries: &'a mut Libraries,
}

impl At<'_> {
    /// Looks at the source itself. A link there was named by a person, and is followed.
    fn root(&mut self) -> Looked {
        let path = &self.source.root;
        let (kind, stamp) = match self.tree.look(path) {
            Ok(looked) => looked,
            Err(error) => return Looked::Found(self.problem(path.clone(), error)),
        };
        if kind == Kind::Folder {
            if self.index == Some(path) || is_index(self.tree, path) {
                return Looked::Found(self.skipped(path, Skip::Index));
            }
            return self.enter(path.clone());
        }
        if kind != Kind::File {
            return Looked::Found(self.skipped(path, Skip::Special));
        }
        // It is a capture whatever lies beside it: a person named it.
        let beside = path.file_name().zip(path.parent());
        let sidecar = beside.and_then(|(name, parent)| {
            Folder::list(self.tree, parent, self.libraries).ok()?.sidecar_of(name)
        });
        Looked::Found(self.capture(path.clone(), stamp, sidecar))
    }

    fn look(&mut self, folder: &Folder, entry: Entry) -> Looked {
        let Entry { name, kind, stamp } = entry;
        let path = folder.path.join(&name);
        let skipped = |reason| Looked::Found(self.skipped(&path, reason));
        if is_hidden(&name) {
            return skipped(Skip::Hidden);
        }
        if let Some(reason) = kept(self.tree, &path) {
            return skipped(reason);
        }
        if name.to_str().is_none() {
            return Looked::Found(self.problem(path, not_utf8()));
        }
        if kind == Kind::Folder {
            return if self.index == Some(path.as_path()) || is_index(self.tree, &path) {
                skipped(Skip::Index)
            } else if is_snapshot(self.tree, &path) {
                Looked::Found(self.snapshot(&path))
            } else if is_of_page(self.tree, &path) {
                skipped(Skip::PageParts)
            } else {
                self.enter(path)
            };
        }
        if kind == Kind::Link {
            return skipped(Skip::Link);
        }
        if kind == Kind::Special {
            return skipped(Skip::Special);
        }
        if name == CORRECTIONS {
            let place = place(self.source, &path);
            return Looked::Found(Found::Corrections { place, source: self.number, path });
        }
        if folder.is_sidecar(&name) || exports::is_index_of_article(self.tree, &path) {
            return skipped(Skip::Sidecar);
        }
        if is_drawn_beside(self.tree, &path) || exports::is_rendering(self.tree, &path) {
            return skipped(Skip::PageParts);
        }
        Looked::Found(match stamp {
            Ok(stamp) => {
                let sidecar = folder.sidecar_of(&name);
                self.capture(path, stamp, sidecar)
            }
            Err(error) => self.problem(path, error),
        })
    }

    fn enter(&mut self, path: PathBuf) -> Looked {
        match Folder::list(self.tree, &path, self.libraries) {
            Ok(folder) => Looked::Folder(folder),
            Err(error) => Looked::Found(self.problem(path, error)),
        }
    }

    /// A snapshot is one capture: its best rendering, described by its index. One without any is that index, which then
    /// describes itself: the answer may have been that of a request that failed.
    fn snapshot(&self, folder: &Path) -> Found {
        let (best, index) = special::in_snapshot(self.tree, folder);
        let (bytes, modified) = match self.tree.look(&index) {
            Ok((_, stamp)) => stamp,
            Err(error) => return self.problem(index, error),
        };
        let best = best.unwrap_or_else(|| index.clone());
        let sidecar = SidecarFile { path: index, bytes, modified };
        match self.tree.look(&best) {
            Ok((_, stamp)) => self.capture(best, stamp, Some(sidecar)),
            Err(error) => self.problem(best, error),
        }
    }

    fn capture(&self, path: PathBuf, (bytes, modified): Stamp, sidecar: Option<SidecarFile>) -> Found {
        let place = place(self.source, &path);
        Found::Capture(Capture { place, source: self.number, path, bytes, modified, sidecar })
    }

    fn skipped(&self, path: &Path, reason: Skip) -> Found {
        Found::Skipped { place: place(self.source, path), path: path.to_owned(), reason }
    }

    fn problem(&self, path: PathBuf, error: io::Error) -> Found {
        Found::Problem { place: place(self.source, &path), source: self.number, path, error }
    }
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
                    modified: tree::modified(&metadata),
                    sidecar: None,
                }));
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(None)
}

/// Whether a name is hidden: it begins with a dot, or is what macOS puts beside files in archives.
pub(crate) fn is_hidden(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    // Two of these an archive may have in its names; no folder lists them.
    bytes.starts_with(b".") && name != "." && name != ".." || name == "__MACOSX"
}

fn place(source: &Source, path: &Path) -> String {
    Evidence::place(&source.name, path.strip_prefix(&source.root).unwrap_or(path))
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
                Found::Skipped { place, reason, .. } => format!("{place}: {}", reason.as_str()),
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
