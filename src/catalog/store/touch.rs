//! Finds the sightings whose groups may change.
//!
//! In: the pages that came and went. Out: their sightings, and every sighting that can be reached from them by a shared key,
//! so that grouping these alone gives what grouping all would give.

use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, ToSql};

use crate::catalog::store::Inner;
use crate::catalog::store::load::{ROW, Row, row};

/// Of so many sightings, one in this many has to have changed for all to be looked at: following the keys of one
/// sighting takes several look-ups, reading all of them in a row takes none.
const FOLLOWED: usize = 20;

/// The sightings to group again, those that went away among them.
pub(super) fn touched(inner: &Inner) -> rusqlite::Result<Vec<Row>> {
    let connection = &inner.connection;
    let all: i64 = connection
        .query_row("SELECT max(id) FROM sightings", [], |row| row.get::<_, Option<i64>>(0))?
        .unwrap_or(0);
    let changed = inner.added.len() + inner.gone.len();
    if changed == 0 {
        return Ok(Vec::new());
    }
    if changed.saturating_mul(FOLLOWED) > usize::try_from(all).unwrap_or(usize::MAX) {
        let mut statement = connection.prepare(&format!("SELECT {ROW} FROM sightings"))?;
        return statement.query_map([], row)?.collect();
    }
    let mut closure = Closure::new(connection);
    for page in inner.added.iter().chain(&inner.gone) {
        closure.add("page = ?1", page)?;
    }
    closure.follow()?;
    Ok(closure.rows.into_values().collect())
}

/// Sightings that share keys, gathered breadth first.
struct Closure<'a> {
    connection: &'a Connection,
    rows: HashMap<i64, Row>,
    waiting: VecDeque<i64>,
    /// Keys that have been followed.
    urls: HashSet<u64>,
    records: HashSet<u64>,
    titles: HashSet<u64>,
    publications: HashSet<i64>,
    pages: HashSet<i64>,
}

impl<'a> Closure<'a> {
    fn new(connection: &'a Connection) -> Closure<'a> {
        Closure {
            connection,
            rows: HashMap::new(),
            waiting: VecDeque::new(),
            urls: HashSet::new(),
            records: HashSet::new(),
            titles: HashSet::new(),
            publications: HashSet::new(),
            pages: HashSet::new(),
        }
    }

    /// Adds the sightings of which a condition is true.
    fn add(&mut self, condition: &str, value: &dyn ToSql) -> rusqlite::Result<()> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {ROW} FROM sightings WHERE {condition}"))?;
        let found = statement.query_map([value], row)?;
        for found in found {
            let found = found?;
            if !self.rows.contains_key(&found.id) {
                self.waiting.push_back(found.id);
                self.rows.insert(found.id, found);
            }
        }
        Ok(())
    }

    fn follow(&mut self) -> rusqlite::Result<()> {
        while let Some(id) = self.waiting.pop_front() {
            let Some(row) = self.rows.get(&id).cloned() else { continue };
            if let Some(publication) = row.publication
                && self.publications.insert(publication)
            {
                self.add("publication = ?1", &publication)?;
            }
            if let Some(url) = row.keys.url
                && self.urls.insert(url)
            {
                self.add("url_key = ?1", &url.cast_signed())?;
                self.add("moved_from_key = ?1", &url.cast_signed())?;
            }
            if let Some(moved_from) = row.keys.moved_from() {
                self.add("url_key = ?1", &moved_from.cast_signed())?;
            }
            if let Some(record) = row.keys.record
                && self.records.insert(record)
            {
                self.add("record_key = ?1", &record.cast_signed())?;
            }
            let unaddressed = row.keys.url.is_none() && row.keys.record.is_none();
            // A title brings together only what has neither address nor record; where nothing of that title lacks both
            // it does not matter.
            if !self.titles.contains(&row.keys.title)
                && (unaddressed || self.is_borne_without_address(row.keys.title)?)
            {
                self.titles.insert(row.keys.title);
                self.add("title_key = ?1", &row.keys.title.cast_signed())?;
            }
            // Rows without address are paired with those of the captures of the listing before and after: all of what
            // these captures show is needed. The listing's own sighting leads to them, by its own keys.
            if !self.pages.contains(&row.page)
                && ((unaddressed && row.entry > 0)
                    || (row.entry == 0 && self.lists_without_address(row.page)?))
            {
                self.pages.insert(row.page);
                self.add("page = ?1", &row.page)?;
            }
        }
        Ok(())
    }

    fn is_borne_without_address(&self, title: u64) -> rusqlite::Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM sightings WHERE title_key = ?1 AND url_key IS NULL AND record_key IS NULL)";
        self.connection.prepare_cached(sql)?.query_row([title.cast_signed()], |row| row.get(0))
    }

    fn lists_without_address(&self, page: i64) -> rusqlite::Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM sightings WHERE page = ?1 AND entry > 0 AND url_key IS NULL AND record_key IS NULL)";
        self.connection.prepare_cached(sql)?.query_row([page], |row| row.get(0))
    }
}
