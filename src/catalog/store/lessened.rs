//! Finds listings that used to give more.
//!
//! In: the entries that each capture of a listing gave. Out: those whose last capture gives far fewer than the one before:
//! a page whose markup changed so that it is no longer taken apart looks like that.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::catalog::store::{Catalog, Error, Inner};
use crate::document::{Doubt, DoubtKind};

/// A listing that used to give more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lessened {
    /// Its title.
    pub title: String,
    /// Name of the last capture.
    pub capture: String,
    /// SHA-256 of the last capture.
    pub digest: String,
    /// Entries of the last capture.
    pub now: u64,
    /// Entries of the capture before.
    pub before: u64,
}

/// Entries of the capture before from which fewer than half are told; of fewer, one more or less is half.
const FEWEST: i64 = 3;

impl Lessened {
    /// The doubt that tells it.
    pub fn doubt(&self) -> Doubt {
        let detail = format!("gives {} entries, the capture before gave {}", self.now, self.before);
        Doubt::new(DoubtKind::ListingLessened, detail)
    }
}

impl Catalog {
    /// The listings whose last capture gives fewer than half of what the one before gave, by the name of that capture.
    pub fn lessened(&self) -> Result<Vec<Lessened>, Error> {
        self.with(|inner| lessened(&inner.connection).map(|all| all.into_iter().map(|(_, it)| it).collect()))
    }

    /// Those of them whose last capture was read in this transaction.
    pub fn newly_lessened(&self) -> Result<Vec<Lessened>, Error> {
        self.with(|inner| {
            let Inner { connection, added, .. } = inner;
            if added.is_empty() {
                return Ok(Vec::new());
            }
            let added: HashSet<i64> = added.iter().copied().collect();
            let all = lessened(connection)?.into_iter();
            Ok(all.filter(|(page, _)| added.contains(page)).map(|(_, it)| it).collect())
        })
    }
}

fn lessened(connection: &Connection) -> rusqlite::Result<Vec<(i64, Lessened)>> {
    let sql = "SELECT own.publication, pages.id, coalesce(pages.entries, 0), pages.digest,
                      sources.name, captures.path, publications.title
               FROM sightings AS own
               JOIN pages ON pages.id = own.page
               JOIN captures ON captures.id = pages.capture
               JOIN sources ON sources.id = captures.source
               JOIN publications ON publications.key = own.publication
               WHERE own.entry = 0 AND pages.seconds IS NOT NULL AND own.publication IN (
                   SELECT listing.publication FROM pages AS listed JOIN sightings AS listing
                   ON listing.page = listed.id AND listing.entry = 0 WHERE listed.entries >= ?1)
               ORDER BY own.publication, pages.seconds, pages.id";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([FEWEST])?;
    let mut found: Vec<(i64, Lessened)> = Vec::new();
    // The publication that the rows are of, its capture before the last, and its last.
    let mut series: Option<(i64, i64, i64, Lessened)> = None;
    let mut take = |series: Option<(i64, i64, i64, Lessened)>| {
        if let Some((_, page, before, last)) = series
            && before >= FEWEST
            && last.now.saturating_mul(2) < before.unsigned_abs()
        {
            found.push((page, last));
        }
    };
    while let Some(row) = rows.next()? {
        let (publication, page, entries): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let path = row.get::<_, super::captures::OwnedPath>(5)?.0;
        let name: String = row.get(4)?;
        let before = match &series {
            Some((of, _, _, last)) if *of == publication => last.now,
            _ => 0,
        };
        let last = Lessened {
            title: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
            capture: crate::document::Evidence::place(&name, &path),
            digest: row.get(3)?,
            now: entries.unsigned_abs(),
            before,
        };
        let next = Some((publication, page, before.cast_signed(), last));
        let is_same = series.as_ref().is_some_and(|(of, ..)| *of == publication);
        let former = std::mem::replace(&mut series, next);
        if !is_same {
            take(former);
        }
    }
    take(series);
    found.sort_by(|a, b| a.1.capture.cmp(&b.1.capture));
    Ok(found)
}
