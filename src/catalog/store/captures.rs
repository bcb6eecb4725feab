//! The captures that the catalog knows: which files, how they were, what became of them.
//!
//! In: what a walk finds. Out: what was known of it. A path that is not UTF-8 is kept as its bytes; where the system's paths
//! are no bytes (Windows), such a path is taken for changed at every run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, Value, ValueRef};
use rusqlite::{OptionalExtension, ToSql, params};

use crate::catalog::store::{Catalog, Error, Inner, correct, unsigned};

/// A source as the catalog knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSource {
    /// Number of its row.
    pub id: i64,
    /// How the places of its captures begin.
    pub name: String,
    /// Absolute path.
    pub root: PathBuf,
}

/// What tells whether a file changed since it was read: sizes in bytes, times of change in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Size of the file.
    pub bytes: u64,
    /// When the file was changed last.
    pub modified: i64,
    /// The same two of the metadata file beside it.
    pub sidecar: Option<(u64, i64)>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Read, but for some records.
    Read {
        /// Records that could not be read, as [`Lost::to_text`] has them.
        lost: Option<String>,
    },
    /// Passed over.
    Skipped {
        /// Why.
        reason: String,
    },
    /// Not readable.
    Problem {
        /// Kind of problem.
        kind: String,
        /// What exactly.
        message: String,
    },
}

/// A file as the catalog knows it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Number of its row.
    pub id: i64,
    /// How it was when it was read.
    pub stamp: Stamp,
    /// Whether its time of change was past when it was read, so that a later change shows in it.
    pub settled: bool,
    /// SHA-256 of the file, where it was read to its end.
    pub digest: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether it was away at the last run, and its sightings were kept.
    pub missing: bool,
    /// Whether it could not be read at the last run, or less of it than before, and the sightings of before were kept.
    pub kept: bool,
}

/// What of a file could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// How many records, by kind of problem.
    pub kinds: BTreeMap<String, u64>,
    /// The first places by name, and what was told of them.
    pub told: BTreeSet<(String, String)>,
}

/// Places that are remembered of one file: as many as a run names unless it is asked for all.
const TOLD: usize = 10;

impl Lost {
    /// Adds a record.
    pub fn add(&mut self, kind: &str, place: &str, message: &str) {
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
        self.told.insert((place.to_owned(), message.to_owned()));
        while self.told.len() > TOLD {
            self.told.pop_last();
        }
    }

    /// As the catalog keeps it: JSON.
    pub fn to_text(&self) -> String {
        serde_json::to_string(&(&self.kinds, &self.told)).unwrap_or_default()
    }

    /// The reverse of [`Lost::to_text`].
    pub fn of_text(text: &str) -> Lost {
        let (kinds, told) = serde_json::from_str(text).unwrap_or_default();
        Lost { kinds, told }
    }
}

/// Sources up to which each holds so much of the captures that reading all of them in a row takes less time than looking
/// up one after the other by the index.
const FEW_SOURCES: i64 = 4;

/// A path as SQLite keeps it.
pub(super) struct SqlPath<'a>(pub(super) &'a Path);

impl ToSql for SqlPath<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0.to_str() {
            Some(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            None => ToSqlOutput::Owned(Value::Blob(self.0.as_os_str().as_encoded_bytes().to_vec())),
        })
    }
}

/// A path out of SQLite.
pub(super) struct OwnedPath(pub(super) PathBuf);

impl FromSql for OwnedPath {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<OwnedPath> {
        match value {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(OwnedPath(path_of(bytes))),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

impl Catalog {
    /// The sources, in the order of their paths.
    pub fn sources(&self) -> Result<Vec<StoredSource>, Error> {
        self.with(|inner| {
            let mut statement = inner.connection.prepare("SELECT id, name, root FROM sources")?;
            let rows = statement.query_map([], |row| {
                Ok(StoredSource { id: row.get(0)?, name: row.get(1)?, root: row.get::<_, OwnedPath>(2)?.0 })
            })?;
            let mut sources = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            sources.sort_by(|a, b| a.root.cmp(&b.root));
            Ok(sources)
        })
    }

    /// Adds a source, or gives a known one another name. Gives the number of its row.
    pub fn put_source(&self, name: &str, root: &Path) -> Result<i64, Error> {
        self.with(|inner| {
            // A run that changes nothing writes nothing, and need not wait for the disk.
            let sql = "SELECT id FROM sources WHERE root = ?2 AND name = ?1";
            let known =
                inner.connection.query_row(sql, params![name, SqlPath(root)], |row| row.get(0)).optional()?;
            if let Some(id) = known {
                return Ok(id);
            }
            let sql = "INSERT INTO sources (name, root) VALUES (?1, ?2)
                       ON CONFLICT (root) DO UPDATE SET name = ?1 RETURNING id";
            inner.connection.query_row(sql, params![name, SqlPath(root)], |row| row.get(0))
        })
    }

    /// What the captures of a source were read with; none where it was never read whole.
    pub fn reading(&self, source: i64) -> Result<Option<String>, Error> {
        self.with(|inner| {
            let sql = "SELECT reading FROM sources WHERE id = ?1";
            inner.connection.query_row(sql, [source], |row| row.get(0))
        })
    }

    /// Notes what the captures of a source were read with.
    pub fn set_reading(&self, source: i64, reading: &str) -> Result<(), Error> {
        self.with(|inner| {
            let sql = "UPDATE sources SET reading = ?2 WHERE id = ?1 AND reading IS NOT ?2";
            inner.connection.execute(sql, params![source, reading]).map(|_| ())
        })
    }

    /// Forgets a source and all its captures.
    pub fn forget_source(&self, id: i64) -> Result<(), Error> {
        self.with(|inner| {
            let captures: Vec<i64> = {
                let mut statement = inner.connection.prepare("SELECT id FROM captures WHERE source = ?1")?;
                let rows = statement.query_map([id], |row| row.get(0))?;
                rows.collect::<rusqlite::Result<_>>()?
            };
            for capture in captures {
                forget(inner, capture)?;
            }
            correct::forget(inner, id)?;
            inner.connection.execute("DELETE FROM sources WHERE id = ?1", [id]).map(|_| ())
        })
    }

    /// Number of files of a source that captures were read from.
    pub fn captures_of_source(&self, source: i64) -> Result<u64, Error> {
        self.with(|inner| {
            let sql = "SELECT count(*) FROM captures WHERE source = ?1 AND outcome = 'read'";
            inner.connection.query_row(sql, [source], |row| row.get(0).map(unsigned))
        })
    }

    /// Every capture of a source, with its path below the root.
    pub fn known(&self, source: i64) -> Result<Vec<(PathBuf, Known)>, Error> {
        self.with(|inner| {
            let sources: i64 =
                inner.connection.query_row("SELECT count(*) FROM sources", [], |row| row.get(0))?;
            // SQLite uses no index for a column with a sign before it.
            let column = if sources <= FEW_SOURCES { "+source" } else { "source" };
            let sql = format!(
                "SELECT path, id, bytes, modified, settled, sidecar_bytes, sidecar_modified, digest, outcome,
                        reason, lost, missing, kept FROM captures WHERE {column} = ?1"
            );
            let mut statement = inner.connection.prepare(&sql)?;
            let rows = statement.query_map([source], |row| {
                let text = |place: usize| row.get::<_, Option<String>>(place);
                let outcome = match row.get_ref(8)?.as_str()? {
                    "skipped" => Outcome::Skipped { reason: text(9)?.unwrap_or_default() },
                    "problem" => Outcome::Problem {
                        message: text(9)?.unwrap_or_default(),
                        kind: text(10)?.unwrap_or_default(),
                    },
                    _ => Outcome::Read { lost: text(10)? },
                };
                let sidecar = match (row.get::<_, Option<i64>>(5)?, row.get(6)?) {
                    (Some(bytes), Some(modified)) => Some((unsigned(bytes), modified)),
                    _ => None,
                };
                let known = Known {
                    id: row.get(1)?,
                    stamp: Stamp { bytes: unsigned(row.get(2)?), modified: row.get(3)?, sidecar },
                    settled: row.get(4)?,
                    digest: text(7)?,
                    outcome,
                    missing: row.get(11)?,
                    kept: row.get(12)?,
                };
                Ok((row.get::<_, OwnedPath>(0)?.0, known))
            })?;
            rows.collect()
        })
    }

    /// Notes that a file is as it was, though its times are others.
    pub fn touch(&self, id: i64, stamp: &Stamp, settled: bool) -> Result<(), Error> {
        self.with(|inner| {
            let sql = "UPDATE captures SET bytes = ?2, modified = ?3, settled = ?4, sidecar_bytes = ?5,
                       sidecar_modified = ?6, missing = 0 WHERE id = ?1";
            let mut statement = inner.connection.prepare_cached(sql)?;
            let sidecar = sidecar(stamp);
            let bytes = stamp.bytes.cast_signed();
            statement.execute(params![id, bytes, stamp.modified, settled, sidecar.0, sidecar.1]).map(|_| ())
        })
    }

    /// Notes that a file is away, and keeps what it showed.
    pub fn keep_missing(&self, id: i64, missing: bool) -> Result<(), Error> {
        self.with(|inner| {
            let sql = "UPDATE captures SET missing = ?2 WHERE id = ?1";
            inner.connection.prepare_cached(sql)?.execute(params![id, missing]).map(|_| ())
        })
    }

    /// Takes a file that went away out of the catalog, and its sightings with it.
    pub fn forget_capture(&self, id: i64) -> Result<(), Error> {
        self.with(|inner| forget(inner, id))
    }
}

/// The sizes and times of a metadata file as SQLite keeps them.
pub(super) fn sidecar(stamp: &Stamp) -> (Option<i64>, Option<i64>) {
    (stamp.sidecar.map(|(bytes, _)| bytes.cast_signed()), stamp.sidecar.map(|(_, modified)| modified))
}

/// Marks the pages of a capture as gone. They stay until the publications they showed have been looked at.
pub(super) fn forget_pages(inner: &mut Inner, capture: i64) -> rusqlite::Result<()> {
    let pages = pages_of(inner, capture)?;
    inner.gone.extend(pages);
    Ok(())
}

/// The pages of a capture.
pub(super) fn pages_of(inner: &Inner, capture: i64) -> rusqlite::Result<Vec<i64>> {
    let mut statement = inner.connection.prepare_cached("SELECT id FROM pages WHERE capture = ?1")?;
    statement.query_map([capture], |row| row.get(0))?.collect()
}

fn forget(inner: &mut Inner, capture: i64) -> rusqlite::Result<()> {
    forget_pages(inner, capture)?;
    inner.connection.prepare_cached("DELETE FROM captures WHERE id = ?1")?.execute([capture]).map(|_| ())
}
