//! The catalog on disk: captures, sightings, publications and versions, in one SQLite file.
//!
//! In: what a run reads. Out: which documents that changes, and what was seen when. A run writes in one transaction, so a
//! catalog is never half of one state and half of another.

mod add;
mod captures;
mod check;
mod compare;
mod correct;
mod evaluate;
mod gaps;
mod history;
mod kept;
mod lessened;
mod load;
mod schema;
mod seen;
mod settle;
mod touch;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use thiserror::Error;

use crate::document::Kind;
use crate::files;

pub use add::{CapturedPage, NewPage};
pub use captures::{Known, Lost, Outcome, Stamp, StoredSource};
pub use compare::{Change, ListingChanges};
pub use correct::Unplaced;
pub use evaluate::{Evaluated, Material};
pub use gaps::{Cut, Uncaptured};
pub use history::{History, Listing, Sighted};
pub use kept::{Damaged, Kept};
pub use lessened::Lessened;
pub use seen::{Arrival, FirstSeen, Lag};

/// File name, in the index folder.
pub const CATALOG: &str = "catalog.sqlite";

/// What can go wrong with a catalog.
#[derive(Debug, Error)]
pub enum Error {
    /// There is none.
    #[error("there is no catalog in {}", folder.display())]
    Missing {
        /// The index folder.
        folder: PathBuf,
    },
    /// It is of another version, or no catalog of rsearch.
    #[error("the catalog in {} has version {found}, this rsearch reads version {}", folder.display(), schema::VERSION)]
    OtherVersion {
        /// The index folder.
        folder: PathBuf,
        /// Its version.
        found: i64,
    },
    /// What SQLite found wrong with it.
    #[error("the catalog in {} is damaged: {reason}", folder.display())]
    Damaged {
        /// The index folder.
        folder: PathBuf,
        /// What was noticed.
        reason: String,
    },
    /// Reading or writing failed: no room, no permission, busy.
    #[error("cannot use the catalog in {}", folder.display())]
    Sqlite {
        /// The index folder.
        folder: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The file could not be removed.
    #[error("cannot remove {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// An open catalog.
pub struct Catalog {
    folder: PathBuf,
    inner: Mutex<Inner>,
}

struct Inner {
    connection: Connection,
    /// Pages that were added in this transaction.
    added: Vec<i64>,
    /// Pages whose captures changed or went away in this transaction.
    gone: HashSet<i64>,
    /// Publications to look at again before it ends.
    dirty: Vec<i64>,
    /// Ids whose corrections changed in this transaction.
    corrected: HashSet<String>,
    /// Corrections that were looked at in this transaction and are of no document.
    unplaced: Vec<Unplaced>,
}

impl Inner {
    fn new(connection: Connection) -> Inner {
        Inner {
            connection,
            added: Vec::new(),
            gone: HashSet::new(),
            dirty: Vec::new(),
            corrected: HashSet::new(),
            unplaced: Vec::new(),
        }
    }
}

/// KiB of SQLite's page cache: enough for the indexes of a few hundred thousand sightings.
const CACHE_KIB: i64 = 64 << 10;

/// How long a reader waits for the moment in which a writer tidies up.
const PATIENCE: Duration = Duration::from_secs(10);

impl Catalog {
    /// Opens the catalog of an index folder for writing, and makes it where there is none. The caller holds the lock of
    /// the folder.
    ///
    /// # Errors
    /// When it is damaged or of a later version ([`Catalog::remove`] clears the way for a new one), or cannot be written.
    pub fn open(folder: &Path) -> Result<Catalog, Error> {
        let named = Named(folder);
        let connection = named.of(Connection::open_with_flags(
            folder.join(CATALOG),
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        ))?;
        named.of(set_up(&connection))?;
        let version = named.of(version(&connection))?;
        if version > schema::VERSION {
            return Err(Error::OtherVersion { folder: folder.to_owned(), found: version });
        }
        named.of(write_ahead(&connection))?;
        if version < schema::VERSION {
            let migrate = || -> rusqlite::Result<()> {
                connection.execute_batch("BEGIN IMMEDIATE")?;
                schema::migrate(&connection, version)?;
                connection.execute_batch("COMMIT")
            };
            named.of(migrate())?;
        }
        let inner = Inner::new(connection);
        Ok(Catalog { folder: folder.to_owned(), inner: Mutex::new(inner) })
    }

    /// Opens the catalog of an index folder for reading. It does not wait for a writer, and sees the last state that was
    /// written whole.
    ///
    /// # Errors
    /// When there is none, it is damaged, or of another version.
    pub fn open_to_read(folder: &Path) -> Result<Catalog, Error> {
        let path = folder.join(CATALOG);
        let is_there = fs::metadata(&path).is_ok_and(|metadata| metadata.len() > 0);
        if !is_there {
            return Err(Error::Missing { folder: folder.to_owned() });
        }
        let named = Named(folder);
        let open = |connection: rusqlite::Result<Connection>| -> rusqlite::Result<(Connection, i64)> {
            let connection = connection?;
            set_up(&connection)?;
            connection.pragma_update(None, "query_only", true)?;
            let version = version(&connection)?;
            Ok((connection, version))
        };
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // Whoever may not write there reads the file as it lies.
        let opened = open(Connection::open_with_flags(&path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE))
            .or_else(|_| {
                let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                open(Connection::open_with_flags(files::uri_of_unchanging(&path), flags))
            });
        let (connection, found) = named.of(opened)?;
        if found != schema::VERSION {
            return Err(Error::OtherVersion { folder: folder.to_owned(), found });
        }
        let inner = Inner::new(connection);
        Ok(Catalog { folder: folder.to_owned(), inner: Mutex::new(inner) })
    }

    /// Removes the catalog of an index folder, so that a new one can be made. The caller holds the lock of the folder.
    ///
    /// # Errors
    /// When a file of it cannot be removed.
    pub fn remove(folder: &Path) -> Result<(), Error> {
        for end in ["", "-wal", "-shm", "-journal"] {
            let path = folder.join(format!("{CATALOG}{end}"));
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::Io { path, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Begins the one transaction of a run.
    pub fn begin(&self) -> Result<(), Error> {
        self.with(|inner| {
            inner.added.clear();
            inner.gone.clear();
            inner.dirty.clear();
            inner.corrected.clear();
            inner.unplaced.clear();
            inner.connection.execute_batch("BEGIN IMMEDIATE")
        })
    }

    /// Ends it and keeps all of it.
    pub fn commit(&self) -> Result<(), Error> {
        self.with(|inner| inner.connection.execute_batch("COMMIT"))
    }

    /// Ends it and keeps nothing.
    pub fn roll_back(&self) -> Result<(), Error> {
        self.with(|inner| inner.connection.execute_batch("ROLLBACK"))
    }

    /// The generation of documents that it stands at; 0 when it has none yet.
    pub fn generation(&self) -> Result<u64, Error> {
        Ok(self.fact("generation")?.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// A fact about the whole catalog, such as what read the captures.
    pub fn fact(&self, name: &str) -> Result<Option<String>, Error> {
        self.with(|inner| {
            let mut statement = inner.connection.prepare_cached("SELECT value FROM facts WHERE name = ?1")?;
            statement.query_row([name], |row| row.get(0)).optional()
        })
    }

    /// Remembers a fact.
    pub fn set_fact(&self, name: &str, value: &str) -> Result<(), Error> {
        self.with(|inner| {
            let sql = "INSERT INTO facts (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
            inner.connection.execute(sql, params![name, value]).map(|_| ())
        })
    }

    /// Numbers of publications and of pages that are none.
    pub fn counts(&self) -> Result<(u64, u64), Error> {
        self.with(|inner| {
            let sql = "SELECT count(*) FROM publications WHERE NOT gone AND kind = ?1";
            let mut statement = inner.connection.prepare(sql)?;
            let mut count = |kind: Kind| statement.query_row([kind.as_str()], |row| row.get(0).map(unsigned));
            Ok((count(Kind::Publication)?, count(Kind::Page)?))
        })
    }

    /// What SQLite finds wrong with the file, a line a finding; none when it is sound.
    pub fn integrity(&self) -> Result<Vec<String>, Error> {
        /// Findings that are told at most.
        const MOST: i64 = 20;
        self.with(|inner| {
            let mut statement = inner.connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
            let findings = statement.query_map([], |row| row.get::<_, String>(0))?;
            findings.filter(|finding| !matches!(finding.as_deref(), Ok("ok"))).collect()
        })
    }

    /// The error of a catalog in which something makes no sense.
    pub fn damaged(&self, reason: impl Into<String>) -> Error {
        Error::Damaged { folder: self.folder.clone(), reason: reason.into() }
    }

    /// Runs something on the connection; what fails is named by the folder.
    fn with<T>(&self, run: impl FnOnce(&mut Inner) -> rusqlite::Result<T>) -> Result<T, Error> {
        let mut inner = self.lock();
        Named(&self.folder).of(run(&mut inner))
    }

    /// Runs something that reads in several steps, all of one state whatever a writer does meanwhile.
    fn with_snapshot<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.with(|inner| {
            let snapshot = inner.connection.transaction()?;
            let found = read(&snapshot)?;
            snapshot.commit()?;
            Ok(found)
        })
    }

    /// A thread that failed while it held the connection leaves a transaction that is never committed.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Puts the folder's name to what SQLite says.
struct Named<'a>(&'a Path);

impl Named<'_> {
    fn of<T>(&self, result: rusqlite::Result<T>) -> Result<T, Error> {
        result.map_err(|source| {
            let folder = self.0.to_owned();
            match &source {
                rusqlite::Error::SqliteFailure(error, message) => match error.code {
                    ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::SchemaChanged => {
                        let reason = message.clone().unwrap_or_else(|| error.to_string());
                        Error::Damaged { folder, reason }
                    }
                    // "no such table": the file is a database, but not as it was written.
                    ErrorCode::Unknown => {
                        let reason = message.clone().unwrap_or_else(|| error.to_string());
                        Error::Damaged { folder, reason }
                    }
                    _ => Error::Sqlite { folder, source },
                },
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::QueryReturnedNoRows => {
                    Error::Damaged { folder, reason: format!("a row makes no sense ({source})") }
                }
                _ => Error::Sqlite { folder, source },
            }
        })
    }
}

/// What every connection is set to.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A damaged file is noticed where it is read, and its schema runs no functions.
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Rows of captures go before those of their pages do; what refers to what is checked by `doctor`.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_prepared_statement_cache_capacity(64);
    // A statement is planned once, not anew for every value that it is given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Readers go on while a run writes, and a commit is on disk before the index is told of it.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")
}

/// The version of the tables; 0 for a file without any. Another program's database is damage.
fn version(connection: &Connection) -> rusqlite::Result<i64> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, tables) {
        (schema::APPLICATION, _) => Ok(version),
        (0, 0) => Ok(0),
        _ => Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB),
            Some("it is no catalog of rsearch".to_owned()),
        )),
    }
}

/// SQLite's numbers are signed; a key of 64 bits is kept bit for bit.
fn signed(key: u64) -> i64 {
    i64::from_ne_bytes(key.to_ne_bytes())
}

/// See [`signed`].
fn unsigned(key: i64) -> u64 {
    u64::from_ne_bytes(key.to_ne_bytes())
}
