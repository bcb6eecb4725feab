//! `rsearch.json`: what an index folder holds.
//!
//! In: a folder. Out: the [`Manifest`], read or written whole. It is the only name by which segments and their states are
//! found, so replacing it replaces the index.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files;
use crate::index::{Error, schema};

/// Number of the index format that this program writes.
pub const FORMAT: u64 = 5;

/// File name.
pub(crate) const NAME: &str = "rsearch.json";

/// What an index folder holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `rsearch`.
    pub program: String,
    /// Format of the folder.
    pub format: u64,
    /// Changes with fields and tokenizers.
    pub schema: String,
    /// Version of the program that wrote it.
    pub version: String,
    /// Folder of the segments of what is true now.
    pub segments: String,
    /// Folder of the segments of superseded versions.
    pub history: String,
    /// Which state of the two is meant: that of their files `meta-GENERATION.json`.
    pub generation: u64,
    /// Where the captures came from.
    pub sources: Vec<IndexedSource>,
}

/// A source as the index remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedSource {
    /// How the places of its captures begin.
    pub name: String,
    /// Absolute path when it was indexed.
    pub root: PathBuf,
}

impl Manifest {
    /// A manifest of this program.
    pub(crate) fn new(
        segments: String,
        history: String,
        generation: u64,
        sources: Vec<IndexedSource>,
    ) -> Manifest {
        Manifest {
            program: "rsearch".to_owned(),
            format: FORMAT,
            schema: schema::fingerprint(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            segments,
            history,
            generation,
            sources,
        }
    }

    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// When there is none, it is damaged, or the index is of another format.
    pub fn read(folder: &Path) -> Result<Manifest, Error> {
        let path = folder.join(NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::Missing { folder: folder.to_owned() });
            }
            Err(source) => return Err(Error::Io { what: "read", path, source }),
        };
        let damaged =
            |reason: String| Error::Damaged { folder: folder.to_owned(), reason, sources: Vec::new() };
        let value: serde_json::Value = serde_json::from_slice(&bytes)
            .map_err(|error| damaged(format!("{NAME} is not readable ({error})")))?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        let format = format.ok_or_else(|| damaged(format!("{NAME} names no format")))?;
        let other = |sources| Error::OtherFormat { folder: folder.to_owned(), found: format, sources };
        match serde_json::from_value::<Manifest>(value) {
            Ok(manifest) if format == FORMAT && manifest.schema == schema::fingerprint() => {
                // Only a name, never a way out of the folder.
                for name in [&manifest.segments, &manifest.history] {
                    if name.is_empty() || name.contains(['/', '\\', '.']) {
                        return Err(damaged(format!("{NAME} names no folder of segments")));
                    }
                }
                if manifest.segments == manifest.history {
                    return Err(damaged(format!("{NAME} names one folder of segments for two")));
                }
                Ok(manifest)
            }
            Ok(manifest) => Err(other(manifest.roots())),
            Err(_) if format != FORMAT => Err(other(Vec::new())),
            Err(error) => Err(damaged(format!("{NAME} is not readable ({error})"))),
        }
    }

    /// Where the captures came from.
    pub fn roots(&self) -> Vec<PathBuf> {
        self.sources.iter().map(|source| source.root.clone()).collect()
    }

    /// Puts the manifest in the place of the one before, in one step. The folder is the caller's to sync.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        text.push('\n');
        files::replace(&folder.join(NAME), text.as_bytes())
    }
}
