//! Keeps what people put right.
//!
//! In: the corrections of a source, as its files have them now. Out: rows, and which publications have to be merged again.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, params};

use crate::catalog::store::{Catalog, Error, Inner};
use crate::document::Correction;

impl Catalog {
    /// Replaces the corrections of a source; where a file is named, only those of that file.
    pub fn put_corrections(&self, source: i64, file: Option<&str>, now: &[Correction]) -> Result<(), Error> {
        self.with(|inner| {
            let before = stored(&inner.connection, source, file)?;
            if before == now {
                return Ok(());
            }
            inner
                .corrected
                .extend(before.iter().chain(now).flat_map(|correction| correction.ids.iter().cloned()));
            let sql = "DELETE FROM corrections WHERE source = ?1 AND (?2 IS NULL OR file = ?2)";
            inner.connection.execute(sql, params![source, file])?;
            for correction in now {
                // A struct of texts always has a JSON form.
                let json = serde_json::to_string(correction).unwrap_or_default();
                let sql = "INSERT INTO corrections (source, file, correction) VALUES (?1, ?2, ?3)";
                inner.connection.prepare_cached(sql)?.execute(params![source, correction.file, json])?;
            }
            Ok(())
        })
    }
}

/// The corrections of a source in the order in which they were put.
fn stored(connection: &Connection, source: i64, file: Option<&str>) -> rusqlite::Result<Vec<Correction>> {
    let sql =
        "SELECT correction FROM corrections WHERE source = ?1 AND (?2 IS NULL OR file = ?2) ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![source, file], |row| row.get::<_, String>(0))?;
    // What makes no sense was written by another version, and is replaced.
    rows.filter_map(|row| row.map(|json| serde_json::from_str(&json).ok()).transpose()).collect()
}

/// All corrections, found by the ids that they are of.
pub(super) struct Corrections {
    all: Vec<Correction>,
    places: HashMap<String, Vec<usize>>,
}

impl Corrections {
    /// Reads those of all sources.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Corrections> {
        let mut statement = connection.prepare_cached("SELECT correction FROM corrections ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let rows = rows.filter_map(|row| row.map(|json| serde_json::from_str(&json).ok()).transpose());
        let all = rows.collect::<rusqlite::Result<Vec<Correction>>>()?;
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, correction) in all.iter().enumerate() {
            for id in &correction.ids {
                places.entry(id.clone()).or_default().push(place);
            }
        }
        Ok(Corrections { all, places })
    }

    /// Those of a publication with these ids, in the order in which they were put.
    pub(super) fn of<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Vec<Correction> {
        let places: BTreeSet<usize> = ids.filter_map(|id| self.places.get(id)).flatten().copied().collect();
        places.into_iter().filter_map(|place| self.all.get(place)).cloned().collect()
    }
}

/// Forgets the corrections of a source.
pub(super) fn forget(inner: &mut Inner, source: i64) -> rusqlite::Result<()> {
    let before = stored(&inner.connection, source, None)?;
    inner.corrected.extend(before.into_iter().flat_map(|correction| correction.ids));
    inner.connection.execute("DELETE FROM corrections WHERE source = ?1", [source]).map(|_| ())
}

/// The publications that are known under any of these ids.
pub(super) fn known_as(connection: &Connection, ids: &HashSet<String>) -> rusqlite::Result<Vec<i64>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare("SELECT key, id, aliases FROM publications WHERE NOT gone")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, aliases) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
        if ids.contains(id) || aliases.split(' ').any(|alias| ids.contains(alias)) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}
