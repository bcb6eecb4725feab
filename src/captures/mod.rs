//! Finds captures in folders and opens them.
//!
//! In: the folders and files a person named. Out: [`Capture`]s, and what was passed over and why.
//! Knows nothing of what is inside a page.

mod sources;
mod walk;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use sources::{Source, sources};
pub use walk::{Found, Skip, Walk, walk};

/// A file that may hold captured pages.
#[derive(Clone, Debug)]
pub struct Capture {
    /// Name of its source and the path below it, with `/` between parts: how people and the index name it.
    pub place: String,
    /// Where it is.
    pub path: PathBuf,
    /// Size in bytes when it was found.
    pub bytes: u64,
    /// The metadata file beside it (`NAME.json`), where there is one.
    pub sidecar: Option<PathBuf>,
}

/// What can go wrong before a single capture is read.
#[derive(Debug, Error)]
pub enum Error {
    /// A path that was named does not exist or cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Two different sources would have one name.
    #[error("{} and {} cannot be told apart by name", first.display(), second.display())]
    SameName {
        /// One of them.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
}

impl Capture {
    /// Opens the file for reading.
    pub fn open(&self) -> io::Result<File> {
        File::open(&self.path)
    }

    /// The extension of its name in lower case, without the dot; a closing `.gz` is passed over.
    pub fn extension(&self) -> String {
        let name =
            self.path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        Path::new(name)
            .extension()
            .map(|extension| extension.to_string_lossy().into_owned())
            .unwrap_or_default()
    }
}

/// Reads at most `limit` bytes; `Ok(None)` when there are more.
pub fn read_up_to(reader: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
