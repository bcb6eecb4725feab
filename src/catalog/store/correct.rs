//! Keeps what people put right.
//!
//! In: the corrections of a source, as its files have them now. Out: rows, the publication that each is of, and which
//! publications have to be merged again.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::catalog::store::captures::OwnedPath;
use crate::catalog::store::load::sightings_of;
use crate::catalog::store::{Catalog, Error, Inner, StoredSource};
use crate::catalog::{Group, merge};
use crate::document::{Correction, Doubt, DoubtKind};

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

/// The corrections that hold, by the publications that they are of.
pub(super) struct Corrections(HashMap<i64, Vec<Correction>>);

impl Corrections {
    /// Reads those of all sources.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Corrections> {
        let sql = "SELECT publication, correction FROM corrections WHERE publication IS NOT NULL ORDER BY id";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut by_publication: HashMap<i64, Vec<Correction>> = HashMap::new();
        while let Some(row) = rows.next()? {
            if let Some(correction) = parsed(row.get_ref(1)?.as_str()?) {
                by_publication.entry(row.get(0)?).or_default().push(correction);
            }
        }
        Ok(Corrections(by_publication))
    }

    /// Those of a publication, in the order in which they were put.
    pub(super) fn of(&self, publication: i64) -> &[Correction] {
        self.0.get(&publication).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Forgets the corrections of a source.
pub(super) fn forget(inner: &mut Inner, source: i64) -> rusqlite::Result<()> {
    let before = stored(&inner.connection, source, None)?;
    inner.corrected.extend(before.into_iter().flat_map(|correction| correction.ids));
    inner.connection.execute("DELETE FROM corrections WHERE source = ?1", [source]).map(|_| ())
}

/// A correction that holds for no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The correction.
    pub correction: Correction,
    /// How many documents it could be of; none where none has one of its ids.
    pub candidates: u32,
}

impl Unplaced {
    /// What it says, and why it holds for nothing, in a sentence without a full stop.
    pub fn reason(&self) -> String {
        let Correction { field, values, ids, .. } = &self.correction;
        let what = format!("{} = {:?} of {}", field.as_str(), values.join("; "), ids.join(", "));
        match self.candidates {
            0 => format!("{what} meets no document"),
            several => format!("{what} could be of {several} documents, so it holds for none"),
        }
    }

    /// The doubt that tells it.
    pub fn doubt(&self) -> Doubt {
        Doubt::new(DoubtKind::CorrectionUnplaced, self.reason())
    }
}

impl Catalog {
    /// The corrections that hold for no document, in the order in which they were put.
    pub fn unplaced(&self) -> Result<Vec<Unplaced>, Error> {
        self.with(|inner| {
            let sql = "SELECT correction, candidates FROM corrections WHERE publication IS NULL ORDER BY id";
            let mut statement = inner.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            let mut unplaced = Vec::new();
            while let Some(row) = rows.next()? {
                let correction = parsed(row.get_ref(0)?.as_str()?);
                let candidates = row.get(1)?;
                unplaced.extend(correction.map(|correction| Unplaced { correction, candidates }));
            }
            Ok(unplaced)
        })
    }

    /// The corrections of a document as the catalog has them, each with the source whose file keeps it.
    pub fn corrections_of(&self, id: &str) -> Result<Vec<(StoredSource, Correction)>, Error> {
        self.with(|inner| {
            let sql = "SELECT sources.id, sources.name, sources.root, corrections.correction FROM corrections
                       JOIN publications ON publications.key = corrections.publication
                       JOIN sources ON sources.id = corrections.source
                       WHERE publications.id = ?1 AND NOT publications.gone ORDER BY corrections.id";
            let mut statement = inner.connection.prepare(sql)?;
            let mut rows = statement.query([id])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let root = row.get::<_, OwnedPath>(2)?.0;
                let source = StoredSource { id: row.get(0)?, name: row.get(1)?, root };
                let correction = parsed(row.get_ref(3)?.as_str()?);
                found.extend(correction.map(|correction| (source, correction)));
            }
            Ok(found)
        })
    }

    /// Those that hold for no document of which this transaction looked for one.
    pub fn newly_unplaced(&self) -> Result<Vec<Unplaced>, Error> {
        self.with(|inner| Ok(std::mem::take(&mut inner.unplaced)))
    }
}

/// Notices which ids of corrections come to lead elsewhere.
pub(super) struct Watched {
    ids: HashSet<String>,
    /// Ids of corrections that publications have, or had, that came, went or have other sightings.
    pub(super) met: HashSet<String>,
}

impl Watched {
    /// Watches over the ids of all corrections.
    pub(super) fn over(connection: &Connection) -> rusqlite::Result<Watched> {
        let mut statement = connection.prepare("SELECT correction FROM corrections")?;
        let mut rows = statement.query([])?;
        let mut ids = HashSet::new();
        while let Some(row) = rows.next()? {
            ids.extend(parsed(row.get_ref(0)?.as_str()?).into_iter().flat_map(|correction| correction.ids));
        }
        Ok(Watched { ids, met: HashSet::new() })
    }

    /// Looks at the ids of a publication.
    pub(super) fn look(&mut self, aliases: &str) {
        if !self.ids.is_empty() {
            let met = aliases.split(' ').filter(|alias| self.ids.contains(*alias));
            self.met.extend(met.map(str::to_owned));
        }
    }

    /// Looks at the ids that a publication has now, and at those that it had.
    pub(super) fn came(&mut self, connection: &Connection, id: &str, aliases: &str) -> rusqlite::Result<()> {
        if self.ids.is_empty() {
            return Ok(());
        }
        self.look(aliases);
        let sql = "SELECT aliases FROM publications WHERE id = ?1";
        let former: Option<String> =
            connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        self.look(former.as_deref().unwrap_or_default());
        Ok(())
    }
}

/// Finds anew of which publication each correction is that shares an id with those waiting. Gives the publications that
/// have one of these ids, which are to be merged again.
pub(super) fn place(inner: &mut Inner) -> rusqlite::Result<Vec<i64>> {
    let mut ids = std::mem::take(&mut inner.corrected);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let connection = &inner.connection;
    let mut affected: Vec<(i64, Correction)> = Vec::new();
    let mut statement = connection.prepare("SELECT id, correction FROM corrections ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(correction) = parsed(row.get_ref(1)?.as_str()?)
            && correction.ids.iter().any(|id| ids.contains(id))
        {
            affected.push((row.get(0)?, correction));
        }
    }
    ids.extend(affected.iter().flat_map(|(_, correction)| correction.ids.iter().cloned()));
    let bearers = bearers(connection, &ids)?;
    for (row, correction) in affected {
        let candidates = candidates(&correction, &bearers);
        let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
        let publication = chosen(connection, &correction, &candidates)?;
        let sql = "UPDATE corrections SET publication = ?2, candidates = ?3 WHERE id = ?1";
        connection.prepare_cached(sql)?.execute(params![row, publication, count])?;
        if publication.is_none() {
            inner.unplaced.push(Unplaced { correction, candidates: count });
        }
    }
    Ok(bearers.into_values().flatten().collect())
}

/// The publications that have each of these ids.
fn bearers(connection: &Connection, ids: &HashSet<String>) -> rusqlite::Result<HashMap<String, Vec<i64>>> {
    let mut statement =
        connection.prepare("SELECT key, aliases FROM publications WHERE NOT gone ORDER BY key")?;
    let mut rows = statement.query([])?;
    let mut bearers: HashMap<String, Vec<i64>> = HashMap::new();
    while let Some(row) = rows.next()? {
        for alias in row.get_ref(1)?.as_str()?.split(' ').filter(|alias| ids.contains(*alias)) {
            bearers.entry(alias.to_owned()).or_default().push(row.get(0)?);
        }
    }
    Ok(bearers)
}

/// The publications that a correction could be of: those that one of its ids leads to alone; where none does, all that its
/// ids lead to.
fn candidates(correction: &Correction, bearers: &HashMap<String, Vec<i64>>) -> BTreeSet<i64> {
    let led: Vec<&Vec<i64>> = correction.ids.iter().filter_map(|id| bearers.get(id)).collect();
    let alone: BTreeSet<i64> =
        led.iter().filter(|keys| keys.len() == 1).copied().flatten().copied().collect();
    if alone.is_empty() { led.into_iter().flatten().copied().collect() } else { alone }
}

/// The one of them that it is of: the only one, or the only one whose captures say what they said when it was made.
fn chosen(
    connection: &Connection,
    correction: &Correction,
    candidates: &BTreeSet<i64>,
) -> rusqlite::Result<Option<i64>> {
    if candidates.len() < 2 {
        return Ok(candidates.first().copied());
    }
    let mut found = None;
    for &publication in candidates {
        let sightings = sightings_of(connection, publication)?;
        // What makes no sense is damage, and told where the document is merged.
        let sightings: Vec<_> = sightings.iter().filter_map(|packed| packed.unpack().ok()).collect();
        let (document, _) = merge(sightings, &Group::default());
        if correction.field.of(&document) == correction.was && found.replace(publication).is_some() {
            return Ok(None);
        }
    }
    Ok(found)
}

fn parsed(json: &str) -> Option<Correction> {
    serde_json::from_str(json).ok()
}
