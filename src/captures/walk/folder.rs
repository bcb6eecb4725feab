//! Lists one folder: its names in order, how large the files are and when they were changed, and which of them describe
//! others.
//!
//! In: the path of a folder. Out: [`Entry`]s. A folder is listed once, and every file in it looked at once, beside its
//! folder: a path from the root would have to be followed for each.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use crate::captures::SidecarFile;
use crate::captures::tree::{Entry, Kind, Stamp, Tree};
use crate::captures::walk::{exports, is_hidden};
use crate::captures::zotero::Libraries;

/// A folder that is being walked.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// What is left of it.
    entries: std::vec::IntoIter<Entry>,
    /// What could not be listed.
    errors: Vec<io::Error>,
    /// Names of captures that a metadata file can describe, with and without their extensions.
    captures: HashSet<OsString>,
    /// The `.json` files, with size and time.
    metadata: HashMap<OsString, Stamp>,
    /// The indexes elsewhere in an export that describe files here.
    described: HashMap<OsString, SidecarFile>,
}

impl Folder {
    /// Lists a folder. `libraries` are those that other folders of the walk belong to.
    pub(super) fn list(tree: &dyn Tree, path: &Path, libraries: &mut Libraries) -> io::Result<Folder> {
        let (mut entries, mut errors) = (Vec::new(), Vec::new());
        for entry in tree.list(path)? {
            match entry {
                Ok(entry) => entries.push(entry),
                Err(error) => errors.push(error),
            }
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let mut folder = Folder {
            path: path.to_owned(),
            entries: Vec::new().into_iter(),
            errors,
            captures: HashSet::new(),
            metadata: HashMap::new(),
            described: exports::described(
                tree,
                path,
                entries.iter().map(|entry| entry.name.as_os_str()),
                libraries,
            ),
        };
        folder.note(&entries);
        folder.entries = entries.into_iter();
        Ok(folder)
    }

    /// The next name, or what could not be listed.
    pub(super) fn next(&mut self) -> Option<io::Result<Entry>> {
        match self.errors.pop() {
            Some(error) => Some(Err(error)),
            None => self.entries.next().map(Ok),
        }
    }

    /// Notes which files can describe others, and which can be described.
    fn note(&mut self, entries: &[Entry]) {
        let is_visible = |entry: &&Entry| entry.kind == Kind::File && !is_hidden(&entry.name);
        let is_metadata = |entry: &&Entry| is_json(Path::new(&entry.name));
        for entry in entries.iter().filter(is_visible).filter(is_metadata) {
            if let Ok(stamp) = entry.stamp {
                self.metadata.insert(entry.name.clone(), stamp);
            }
        }
        // Where nothing can describe a capture nobody asks for them by name.
        if self.metadata.is_empty() {
            return;
        }
        for entry in entries.iter().filter(is_visible).filter(|entry| !is_metadata(entry)) {
            let plain = plain(Path::new(&entry.name));
            if let Some(stem) = plain.file_stem() {
                self.captures.insert(stem.to_owned());
            }
            self.captures.insert(plain.into_os_string());
            self.captures.insert(entry.name.clone());
        }
    }

    /// Whether a `.json` file has a capture beside it that it describes.
    pub(super) fn is_sidecar(&self, name: &OsStr) -> bool {
        let name = Path::new(name);
        is_json(name) && name.file_stem().is_some_and(|stem| self.captures.contains(stem))
    }

    /// The metadata file of a capture: `NAME.json` or `NAME.EXT.json` beside `NAME.EXT`, or the index of its export.
    pub(super) fn sidecar_of(&self, name: &OsStr) -> Option<SidecarFile> {
        if let Some(index) = self.described.get(name) {
            return Some(index.clone());
        }
        let name = Path::new(name);
        if self.metadata.is_empty() || is_json(name) {
            return None;
        }
        let plain = plain(name);
        let with_json = |name: &Path| {
            let mut name = name.as_os_str().to_owned();
            name.push(".json");
            name
        };
        let candidates = [with_json(name), with_json(&plain), plain.with_extension("json").into_os_string()];
        candidates.into_iter().find_map(|name| {
            let &(bytes, modified) = self.metadata.get(&name)?;
            Some(SidecarFile { path: self.path.join(name), bytes, modified })
        })
    }
}

fn is_json(name: &Path) -> bool {
    name.extension() == Some(OsStr::new("json"))
}

/// A name without a closing `.gz`.
fn plain(name: &Path) -> PathBuf {
    if name.extension() == Some(OsStr::new("gz")) { name.with_extension("") } else { name.to_owned() }
}
