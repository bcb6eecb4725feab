//! The database of a Zotero library, `zotero.sqlite`, as far as it says which files it keeps.
//!
//! In: the path of a database, or of a folder in its `storage`. Out: a connection that only reads, and for every stored file
//! its name and when Zotero last changed what it says of it. What that is, is for `formats`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use crate::captures::SidecarFile;
use crate::captures::tree::Tree;
use crate::files;

/// File name of the database, in the folder that has `storage` in it.
pub(crate) const DATABASE: &str = "zotero.sqlite";

/// Letters of the key of an item, which is also the name of the folder of its file.
const KEY_LETTERS: usize = 8;

/// Tables of a library that are read. One that has them as anything else than plain tables is none.
const TABLES: [&str; 15] = [
    "items",
    "itemTypes",
    "itemData",
    "itemDataValues",
    "fields",
    "creators",
    "itemCreators",
    "itemTypeCreatorTypes",
    "tags",
    "itemTags",
    "collections",
    "collectionItems",
    "itemAttachments",
    "deletedItems",
    "libraries",
];

/// Opens a database to read it as it lies: Zotero keeps it locked while it runs. None where it is another program's.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn open(path: &Path) -> rusqlite::Result<Option<Connection>> {
    /// Bytes of a row or value at most.
    const MAX_BYTES: i32 = 16 << 20;
    /// Steps of SQLite's machine at a time, and how many times so many: half a minute at most, and enough for a million
    /// items. A damaged database may lead in circles.
    const STEPS: (i32, u32) = (1 << 20, 1 << 9);
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(files::uri_of_unchanging(path), flags)?;
    // What is damaged is noticed where it is read, and the schema runs no functions of ours.
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_BYTES)?;
    let mut taken = 0;
    let is_enough = move || {
        taken += 1;
        taken > STEPS.1
    };
    connection.progress_handler(STEPS.0, Some(is_enough))?;
    // Neither views nor columns that are reckoned, which may go on for ever.
    let is_plain = "SELECT count(*) FROM pragma_table_list(?1)
         WHERE schema = 'main' AND type = 'table'
             AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(?1) WHERE hidden <> 0)";
    let mut statement = connection.prepare(is_plain)?;
    for table in TABLES {
        if statement.query_row([table], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(None);
        }
    }
    drop(statement);
    Ok(Some(connection))
}

/// Whether a file is called as the database of a library is.
pub(crate) fn is_database(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == DATABASE)
}

/// The database that tells of the files in a folder, where the folder is `storage/KEY` beside one.
pub(crate) fn database_of(tree: &dyn Tree, folder: &Path) -> Option<PathBuf> {
    let key = folder.file_name()?.to_str()?;
    let is_key = key.len() == KEY_LETTERS
        && key.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    let storage = folder.parent().filter(|storage| storage.ends_with("storage"))?;
    let database = storage.with_file_name(DATABASE);
    (is_key && tree.is_file(&database)).then_some(database)
}

/// The files that libraries keep, each library read once.
#[derive(Default)]
pub(crate) struct Libraries(HashMap<PathBuf, HashMap<String, Stored>>);

/// A file that a library keeps.
struct Stored {
    name: String,
    /// Number of the item that it belongs to.
    item: u64,
    /// Second of the last change of the item or any of its files: which of them is the paper depends on the others.
    changed: i64,
}

impl Libraries {
    /// The file in `storage/KEY` that a database tells of, by its name there, and what stands for the database beside it: it
    /// changes when what is said of this file changes, not with every change of the library.
    pub(crate) fn stored(
        &mut self,
        tree: &dyn Tree,
        database: PathBuf,
        folder: &Path,
    ) -> Option<(String, SidecarFile)> {
        // One that cannot be read says nothing; as a capture of its own it is told to be unreadable.
        let files =
            self.0.entry(database.clone()).or_insert_with_key(|path| files(tree, path).unwrap_or_default());
        let file = files.get(folder.file_name()?.to_str()?)?;
        let modified = file.changed.saturating_mul(1_000_000_000);
        Some((file.name.clone(), SidecarFile { path: database, bytes: file.item, modified }))
    }
}

fn files(tree: &dyn Tree, database: &Path) -> rusqlite::Result<HashMap<String, Stored>> {
    let Some(connection) = tree.library(database)? else { return Ok(HashMap::new()) };
    // Times are in UTC, as `2025-05-01 10:00:00`. What is in the bin is none of the library.
    let mut statement = connection.prepare(
        "SELECT CAST(own.key AS TEXT), CAST(substr(path, 9) AS TEXT), coalesce(parentItemID, own.itemID),
             max(strftime('%s', own.clientDateModified), coalesce(strftime('%s', parent.clientDateModified), 0)),
             path LIKE 'storage:%' AND own.itemID NOT IN (SELECT itemID FROM deletedItems)
                 AND coalesce(parentItemID, 0) NOT IN (SELECT itemID FROM deletedItems)
         FROM itemAttachments JOIN items AS own USING (itemID)
             LEFT JOIN items AS parent ON parent.itemID = parentItemID
         WHERE path IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| {
        let text = |column: usize| -> rusqlite::Result<String> {
            let bytes = row.get_ref(column)?.as_bytes_or_null()?.unwrap_or_default();
            Ok(String::from_utf8_lossy(bytes).into_owned())
        };
        let changed = row.get::<_, Option<String>>(3)?.and_then(|second| second.parse().ok()).unwrap_or(0);
        let item = row.get::<_, Option<i64>>(2)?.unwrap_or_default().unsigned_abs();
        Ok((text(0)?, Stored { name: text(1)?, item, changed }, row.get::<_, bool>(4)?))
    })?;
    let mut changes: HashMap<u64, i64> = HashMap::new();
    let mut kept = HashMap::new();
    for row in rows {
        let (key, file, is_kept) = row?;
        let change = changes.entry(file.item).or_insert(file.changed);
        *change = file.changed.max(*change);
        if is_kept {
            kept.insert(key, file);
        }
    }
    for file in kept.values_mut() {
        file.changed = changes.get(&file.item).copied().unwrap_or(file.changed);
    }
    Ok(kept)
}
