//! Finds captures in folders and opens them.
//!
//! In: the folders and files a person named. Out: [`Capture`]s, and what was passed over and why.
//! Knows nothing of what is inside a page.

mod corrections;
pub mod fetch;
mod sources;
pub(crate) mod tree;
pub(crate) mod walk;
mod watch;
pub(crate) mod zotero;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::document::identity;

pub use corrections::{
    CORRECTIONS, CorrectionsError, read_corrections, record_correction, remove_corrections,
};
pub use sources::{Source, named, resolve, sources};
pub use walk::{Found, Skip, Walk, find, walk};
pub use watch::Watch;

/// A file that may hold captured pages.
#[derive(Clone, Debug)]
pub struct Capture {
    /// Name of its source and the path below it, with `/` between parts: how people and the index name it.
    pub place: String,
    /// Place of its source among those that were walked.
    pub source: usize,
    /// Where it is.
    pub path: PathBuf,
    /// Size in bytes when it was found.
    pub bytes: u64,
    /// When it was changed last, in nanoseconds since 1970. Tells whether it was changed again, and nothing else.
    pub modified: i64,
    /// The metadata file beside it (`NAME.json`), where there is one.
    pub sidecar: Option<SidecarFile>,
}

/// The metadata file of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarFile {
    /// Where it is.
    pub path: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub modified: i64,
}

/// The error about a name that is kept nowhere as it is: in the index and on the terminal names are text.
fn not_utf8() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidFilename, "its name is not UTF-8; rename it")
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
    /// The system does not tell what changes there.
    #[error("cannot watch {}", path.display())]
    Unwatchable {
        /// The path.
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

    /// SHA-256 of the file in lower-case hexadecimal.
    pub fn digest(&self) -> io::Result<String> {
        let mut hasher = Sha256::new();
        io::copy(&mut self.open()?, &mut Sink(&mut hasher))?;
        Ok(identity::hex(&hasher.finalize()))
    }

    /// The extension of its name in lower case, without the dot; a closing `.gz` or `.zst` is passed over.
    pub fn extension(&self) -> String {
        self.path.file_name().map(|name| extension_of(&name.to_string_lossy())).unwrap_or_default()
    }
}

/// The extension of a file's name in lower case, without the dot; a closing `.gz` or `.zst` is passed over.
pub fn extension_of(name: &str) -> String {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    Path::new(name).extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Takes bytes into a hash.
struct Sink<'a>(&'a mut Sha256);

impl io::Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// When a file was changed last as its file system keeps time, in nanoseconds since 1970.
///
/// # Errors
/// When the file cannot be looked at.
pub fn modified(file: &File) -> io::Result<i64> {
    Ok(tree::modified(&file.metadata()?))
}

/// Reads at most `limit` bytes; `Ok(None)` when there are more.
pub fn read_up_to(reader: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
