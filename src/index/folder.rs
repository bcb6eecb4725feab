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

/// Begins the names of folders of segments.
const SEGMENTS: &str = "segments-";

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
            || name.starts_with(SEGMENTS)
            || matches!(&*name, "CACHEDIR.TAG" | "writer.lock" | "README.md");
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Lets whoever may read the index folder's other files read its segments: tantivy makes some of its files for their
/// owner alone. Where it cannot be done, those who could not read them are told when they try.
pub(crate) fn share(segments: &Path, folder: &Path) {
    let Ok(like) = fs::metadata(folder.join("CACHEDIR.TAG")) else { return };
    for entry in fs::read_dir(segments).into_iter().flatten().flatten() {
        let _ = fs::set_permissions(entry.path(), like.permissions());
    }
}

/// A name for new segments that is not in use.
pub(crate) fn next_segments(folder: &Path) -> io::Result<String> {
    let mut last = 0;
    for name in segment_folders(folder)? {
        last = last.max(name.strip_prefix(SEGMENTS).and_then(|number| number.parse().ok()).unwrap_or(0));
    }
    Ok(format!("{SEGMENTS}{}", last + 1_u64))
}

/// Removes all segments but those named. What cannot be removed now is tried again by the next run.
pub(crate) fn sweep(folder: &Path, keep: &str) {
    for name in segment_folders(folder).unwrap_or_default() {
        if name != keep {
            let _ = fs::remove_dir_all(folder.join(name));
        }
    }
}

fn segment_folders(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(SEGMENTS) {
            names.push(name);
        }
    }
    Ok(names)
}
