//! The index folder: made on first use, marked as derived, cleared of what no manifest names.
//!
//! In: a path. Out: a folder that backups and version control pass over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::index::{Error, manifest};

/// The signature that makes backup programs pass over a folder (Cache Directory Tagging Specification,
/// bford.info/cachedir).
const CACHEDIR_TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
# This folder holds a search index of rsearch. It can be deleted: `rsearch index` makes it anew.\n";

const GITIGNORE: &str = "# Made by rsearch from the captures; `rsearch index` makes it anew.\n*\n";

/// The two kinds of folders of segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What is true now.
    Segments,
    /// What was true before.
    History,
}

impl Kind {
    const ALL: [Kind; 2] = [Kind::Segments, Kind::History];

    /// How the names of such folders begin; a number follows.
    fn begins(self) -> &'static str {
        match self {
            Kind::Segments => "segments-",
            Kind::History => "history-",
        }
    }
}

/// How the names of the catalog's files begin.
const CATALOG: &str = "catalog.sqlite";

/// Makes the folder, with its marks. Refuses one that holds other things.
pub(crate) fn create(folder: &Path) -> Result<(), Error> {
    let io = |path: PathBuf| move |source| Error::Io { what: "write", path, source };
    fs::create_dir_all(folder).map_err(io(folder.to_owned()))?;
    if !folder.join(manifest::NAME).exists() && !is_empty_or_ours(folder).map_err(io(folder.to_owned()))? {
        return Err(Error::NotAnIndex { folder: folder.to_owned() });
    }
    for (name, text) in [("CACHEDIR.TAG", CACHEDIR_TAG), (".gitignore", GITIGNORE)] {
        let path = folder.join(name);
        if !path.exists() {
            fs::write(&path, text).map_err(io(path))?;
        }
    }
    Ok(())
}

fn is_empty_or_ours(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with('.')
            || name.starts_with(CATALOG)
            || Kind::ALL.iter().any(|kind| name.starts_with(kind.begins()))
            || matches!(&*name, "CACHEDIR.TAG" | "writer.lock" | "README.md");
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A name for a new folder of segments that is not in use.
pub(crate) fn next(folder: &Path, kind: Kind) -> io::Result<String> {
    let mut last = 0;
    for name in segment_folders(folder)? {
        last = last.max(name.strip_prefix(kind.begins()).and_then(|number| number.parse().ok()).unwrap_or(0));
    }
    Ok(format!("{}{}", kind.begins(), last + 1_u64))
}

/// Removes all folders of segments but those named. What cannot be removed now is tried again by the next run.
pub(crate) fn sweep(folder: &Path, keep: &[&str]) {
    for name in segment_folders(folder).unwrap_or_default() {
        if !keep.contains(&name.as_str()) {
            let _ = fs::remove_dir_all(folder.join(name));
        }
    }
}

fn segment_folders(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Kind::ALL.iter().any(|kind| name.starts_with(kind.begins())) {
            names.push(name);
        }
    }
    Ok(names)
}
