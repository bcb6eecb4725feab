//! Compares two moments: of one document, of a listing, of the whole catalog.
//!
//! In: an id or none, two moments. Out: [`Change`]s: what came, what went, what is otherwise. A moment is a second of
//! UTC; what it shows is what [`versions`](crate::catalog::versions) says.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use crate::catalog::changes::{Difference, differences};
use crate::catalog::store::correct::Corrections;
use crate::catalog::store::evaluate::{Listings, material};
use crate::catalog::store::load::{PackedSighting, sighting};
use crate::catalog::store::{Catalog, Error, unsigned};
use crate::catalog::{Group, Past, merge};
use crate::document::{Document, Sighting};

/// What became of one document between two moments.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It was not shown, and is.
    Added(Document),
    /// It was shown, and is not.
    Removed(Document),
    /// It is shown otherwise.
    Changed {
        /// As it was.
        before: Box<Document>,
        /// As it is.
        after: Box<Document>,
        /// In what they differ; never nothing.
        differences: Vec<Difference>,
    },
}

impl Change {
    /// The document in its later state, or in its last one.
    pub fn document(&self) -> &Document {
        match self {
            Change::Added(document) | Change::Removed(document) => document,
            Change::Changed { after, .. } => after,
        }
    }

    /// The word used in JSON: `added`, `removed`, `changed`, or `retold` where only what is known of it did.
    pub fn as_str(&self) -> &'static str {
        match self {
            Change::Added(_) => "added",
            Change::Removed(_) => "removed",
            Change::Changed { differences, .. } if differences.iter().all(|difference| difference.retold) => {
                "retold"
            }
            Change::Changed { .. } => "changed",
        }
    }

    fn between(
        before: Option<&Document>,
        after: Option<&Document>,
        differences: Vec<Difference>,
    ) -> Option<Change> {
        match (before, after) {
            (None, Some(after)) => Some(Change::Added(after.clone())),
            (Some(before), None) => Some(Change::Removed(before.clone())),
            (Some(before), Some(after)) if !differences.is_empty() => Some(Change::Changed {
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
                differences,
            }),
            _ => None,
        }
    }
}

/// What a listing listed at two moments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListingChanges {
    /// What changed, in the order of ids.
    pub changes: Vec<Change>,
    /// What it listed at the later moment.
    pub listed: u64,
    /// Of these, what the last capture by then no longer shows, and which counts as listed because that capture is cut.
    pub carried: u64,
}

/// The captures of a listing in order of time: whether each is complete, and which publications it shows in which sightings.
type ListingCaptures = BTreeMap<i64, (bool, BTreeMap<i64, BTreeSet<Entry>>)>;

/// A sighting by what it says, then by its number.
type Entry = (i64, i64);

impl Catalog {
    /// The first and the last second of any capture that has a time.
    pub fn span(&self) -> Result<Option<(i64, i64)>, Error> {
        self.with(|inner| {
            let sql = "SELECT min(seconds), max(seconds) FROM pages";
            inner.connection.query_row(sql, [], |row| {
                let (first, last): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
                Ok(first.zip(last))
            })
        })
    }

    /// The first and the last second of the captures of a document's own page.
    pub fn span_of_page(&self, id: &str) -> Result<Option<(i64, i64)>, Error> {
        self.with(|inner| {
            let sql = "SELECT min(pages.seconds), max(pages.seconds) FROM publications
                       JOIN sightings ON sightings.publication = publications.key AND sightings.entry = 0
                       JOIN pages ON pages.id = sightings.page WHERE publications.id = ?1";
            inner.connection.query_row(sql, [id], |row| {
                let (first, last): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
                Ok(first.zip(last))
            })
        })
    }

    /// A document with its past; none where there is none of that id.
    pub fn past(&self, id: &str) -> Result<Option<Past>, Error> {
        let material = self.with_snapshot(|connection| {
            let key = key_of(connection, id)?;
            let corrections = Corrections::read(connection)?;
            key.map(|key| material(connection, key, -1, &corrections, &mut Listings::new())).transpose()
        })?;
        material.map(|material| material.past().map_err(|reason| self.damaged(reason))).transpose()
    }

    /// What changed between two moments, in the order of ids. `chosen` are the ids that are looked at; all where there are
    /// none given.
    pub fn changes(
        &self,
        from: i64,
        until: i64,
        chosen: Option<&HashSet<String>>,
    ) -> Result<Vec<Change>, Error> {
        let materials = self.with_snapshot(|connection| {
            let mut listings = Listings::new();
            let corrections = Corrections::read(connection)?;
            let keys = changed(connection, from, until)?.into_iter();
            let keys = keys.filter(|(_, id)| chosen.is_none_or(|chosen| chosen.contains(id)));
            keys.map(|(key, _)| material(connection, key, -1, &corrections, &mut listings))
                .collect::<rusqlite::Result<Vec<_>>>()
        })?;
        let mut changes = Vec::new();
        for material in materials {
            let past = material.past().map_err(|reason| self.damaged(reason))?;
            changes.extend(past.change(from, until));
        }
        Ok(changes)
    }

    /// Documents of which no capture has a time, so that they take part in no comparison; of those chosen.
    pub fn untimed(&self, chosen: Option<&HashSet<String>>) -> Result<u64, Error> {
        self.with(|inner| {
            let sql = "SELECT id FROM publications
                       WHERE NOT gone AND NOT EXISTS (SELECT 1 FROM versions WHERE publication = key)";
            let mut statement = inner.connection.prepare(sql)?;
            let mut count = 0;
            for id in statement.query_map([], |row| row.get::<_, String>(0))? {
                let id = id?;
                count += u64::from(chosen.is_none_or(|chosen| chosen.contains(&id)));
            }
            Ok(count)
        })
    }

    /// What changed in what a page lists; none where no capture with a time lists anything.
    pub fn listing_changes(&self, id: &str, from: i64, until: i64) -> Result<Option<ListingChanges>, Error> {
        let found = self.with_snapshot(|connection| {
            let Some(key) = key_of(connection, id)? else { return Ok(None) };
            let captures = listing_captures(connection, key)?;
            if captures.values().all(|(_, shown)| shown.is_empty()) {
                return Ok(None);
            }
            let (before, _) = listed_at(&captures, from);
            let (after, carried) = listed_at(&captures, until);
            let keys: BTreeSet<i64> = before.keys().chain(after.keys()).copied().collect();
            let mut pairs = Vec::new();
            for key in keys {
                let (before, after) = (before.get(&key), after.get(&key));
                if before.map(says) != after.map(says) {
                    let id: String =
                        connection.query_row("SELECT id FROM publications WHERE key = ?1", [key], |row| {
                            row.get(0)
                        })?;
                    pairs.push((id, packed(connection, before)?, packed(connection, after)?));
                }
            }
            Ok(Some((pairs, unsigned_count(after.len()), carried)))
        })?;
        let Some((pairs, listed, carried)) = found else { return Ok(None) };
        let mut changes = Vec::new();
        for (id, before, after) in pairs {
            let (before, after) = (self.row(&id, &before)?, self.row(&id, &after)?);
            let found = before.as_ref().zip(after.as_ref()).map(|(before, after)| differences(before, after));
            changes.extend(Change::between(before.as_ref(), after.as_ref(), found.unwrap_or_default()));
        }
        changes.sort_by(|one, other| one.document().id.cmp(&other.document().id));
        Ok(Some(ListingChanges { changes, listed, carried }))
    }

    /// What rows of a listing say of one publication, as a document.
    fn row(&self, id: &str, rows: &[PackedSighting]) -> Result<Option<Document>, Error> {
        let sightings =
            rows.iter().map(PackedSighting::unpack).collect::<serde_json::Result<Vec<Sighting>>>();
        let sightings =
            sightings.map_err(|error| self.damaged(format!("a stored sighting makes no sense ({error})")))?;
        if sightings.is_empty() {
            return Ok(None);
        }
        let (document, _) = merge(sightings, &Group::default());
        Ok(Some(Document { id: id.to_owned(), ..document }))
    }
}

impl Past {
    /// What became of the document between two moments.
    pub fn change(&self, from: i64, until: i64) -> Option<Change> {
        Change::between(self.at(from), self.at(until), self.differences(from, until))
    }
}

/// The row of a document.
pub(super) fn key_of(connection: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT key FROM publications WHERE id = ?1 AND NOT gone";
    connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()
}

/// The documents that stand in other versions at two moments, in the order of ids.
fn changed(connection: &Connection, from: i64, until: i64) -> rusqlite::Result<Vec<(i64, String)>> {
    let sql = "SELECT key, id FROM publications
               LEFT JOIN versions AS old ON old.publication = key AND old.shown_from <= ?1
                   AND (old.shown_until IS NULL OR old.shown_until > ?1)
               LEFT JOIN versions AS new ON new.publication = key AND new.shown_from <= ?2
                   AND (new.shown_until IS NULL OR new.shown_until > ?2)
               WHERE NOT gone AND old.number IS NOT new.number ORDER BY id";
    let mut statement = connection.prepare(sql)?;
    statement.query_map([from, until], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn listing_captures(connection: &Connection, key: i64) -> rusqlite::Result<ListingCaptures> {
    let sql = "SELECT pages.id, pages.seconds, pages.complete AND pages.entries > 0
               FROM sightings JOIN pages ON pages.id = sightings.page
               WHERE sightings.publication = ?1 AND sightings.entry = 0 AND pages.seconds IS NOT NULL";
    let mut statement = connection.prepare(sql)?;
    let pages = statement.query_map([key], |row| {
        Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, Option<bool>>(2)?.unwrap_or(false)))
    })?;
    let mut captures = ListingCaptures::new();
    for page in pages {
        let (page, seconds, complete) = page?;
        let capture = captures.entry(seconds).or_insert((true, BTreeMap::new()));
        capture.0 &= complete;
        let sql = "SELECT publication, content, id FROM sightings
                   WHERE page = ?1 AND entry > 0 AND publication IS NOT NULL";
        let mut statement = connection.prepare_cached(sql)?;
        for row in statement.query_map([page], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))? {
            let (publication, entry) = row?;
            capture.1.entry(publication).or_default().insert(entry);
        }
    }
    Ok(captures)
}

/// What a listing listed at a moment, and how much of it the last capture by then does not show.
fn listed_at(captures: &ListingCaptures, moment: i64) -> (HashMap<i64, BTreeSet<Entry>>, u64) {
    let mut listed: HashMap<i64, BTreeSet<Entry>> = HashMap::new();
    let mut carried = 0;
    for (complete, shown) in captures.range(..=moment).map(|(_, capture)| capture) {
        if *complete {
            listed.clear();
        }
        listed.extend(shown.iter().map(|(publication, entries)| (*publication, entries.clone())));
        carried =
            unsigned_count(listed.keys().filter(|publication| !shown.contains_key(publication)).count());
    }
    (listed, carried)
}

/// What entries say, whichever capture shows them.
fn says(entries: &BTreeSet<Entry>) -> BTreeSet<i64> {
    entries.iter().map(|(content, _)| *content).collect()
}

fn packed(
    connection: &Connection,
    entries: Option<&BTreeSet<Entry>>,
) -> rusqlite::Result<Vec<PackedSighting>> {
    let sightings = entries.into_iter().flatten().map(|(_, id)| sighting(connection, *id));
    sightings.filter_map(Result::transpose).collect()
}

fn unsigned_count(count: usize) -> u64 {
    unsigned(i64::try_from(count).unwrap_or(i64::MAX))
}
