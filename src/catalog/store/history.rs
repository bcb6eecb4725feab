//! Everything that was seen of one document.
//!
//! In: an id. Out: [`History`]: its past, and every capture that shows it, with the page on which it stood there.

use rusqlite::Connection;

use crate::catalog::store::captures::OwnedPath;
use crate::catalog::store::compare::key_of;
use crate::catalog::store::correct::Corrections;
use crate::catalog::store::evaluate::{Listings, material};
use crate::catalog::store::{Catalog, Error, unsigned};
use crate::catalog::{Difference, Past, Version};
use crate::document::{Evidence, Moment, Role};

/// A document's history.
#[derive(Clone, Debug)]
pub struct History {
    /// How it was shown when.
    pub past: Past,
    /// Every sighting, in the order of the times of capture; those without one last.
    pub sightings: Vec<Sighted>,
}

/// One capture that shows a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighted {
    /// As its own page, or as an entry.
    pub role: Role,
    /// The capture.
    pub evidence: Evidence,
    /// The page that lists it there; none where it is its own.
    pub listing: Option<Listing>,
    /// What the page listed, where it is the document's own: entries, and whether nothing says that there are more.
    pub lists: Option<(u64, bool)>,
    /// Whether the file is gone, and what it showed was kept.
    pub is_missing: bool,
}

/// A page that lists something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its id.
    pub id: String,
    /// Its title in this capture.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
}

impl History {
    /// The versions in order of time, each with what makes it other than the one before.
    pub fn versions(&self) -> impl Iterator<Item = (&Version, Vec<Difference>)> {
        let versions = &self.past.versions;
        versions.iter().enumerate().map(|(place, version)| {
            let before = place.checked_sub(1).and_then(|before| versions.get(before));
            let found =
                before.map(|before| self.past.differences(before.validity.from, version.validity.from));
            (version, found.unwrap_or_default())
        })
    }
}

impl Catalog {
    /// The history of a document; none where there is none of that id.
    pub fn history(&self, id: &str) -> Result<Option<History>, Error> {
        let found = self.with_snapshot(|connection| {
            let Some(key) = key_of(connection, id)? else { return Ok(None) };
            let corrections = Corrections::read(connection)?;
            let material = material(connection, key, -1, &corrections, &mut Listings::new())?;
            Ok(Some((material, sighted(connection, key)?)))
        })?;
        let Some((material, mut sightings)) = found else { return Ok(None) };
        // Times first, in their order; then places.
        sightings.sort_by_key(|one| {
            let at = one.evidence.captured.map(Moment::last_second);
            (at.is_none(), at, one.evidence.capture.clone(), one.evidence.range, one.role)
        });
        let past = material.past().map_err(|reason| self.damaged(reason))?;
        Ok(Some(History { past, sightings }))
    }
}

fn sighted(connection: &Connection, key: i64) -> rusqlite::Result<Vec<Sighted>> {
    let sql = "SELECT sightings.entry, sources.name, captures.path, pages.first_byte, pages.end_byte, pages.digest,
                   pages.format, pages.captured, pages.http_status, pages.method, pages.entries, pages.complete,
                   captures.missing, listings.id,
                   coalesce(nullif(json_extract(said.sighting, '$.title'), ''), listings.title), listings.url, pages.member
               FROM sightings
               JOIN pages ON pages.id = sightings.page
               JOIN captures ON captures.id = pages.capture
               JOIN sources ON sources.id = captures.source
               LEFT JOIN sightings AS own ON own.page = sightings.page AND own.entry = 0 AND sightings.entry > 0
               LEFT JOIN contents AS said ON said.id = own.content
               LEFT JOIN publications AS listings ON listings.key = own.publication
               WHERE sightings.publication = ?1";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([key], |row| {
        let range = row.get::<_, Option<i64>>(3)?.zip(row.get::<_, Option<i64>>(4)?);
        let captured: Option<String> = row.get(7)?;
        let listing = match row.get::<_, Option<String>>(13)? {
            Some(id) => Some(Listing {
                id,
                title: row.get::<_, Option<String>>(14)?.unwrap_or_default(),
                url: row.get(15)?,
            }),
            None => None,
        };
        let role = if row.get::<_, i64>(0)? == 0 { Role::Page } else { Role::Entry };
        let lists = row.get::<_, Option<i64>>(10)?.zip(row.get::<_, Option<bool>>(11)?);
        Ok(Sighted {
            role,
            evidence: Evidence {
                capture: Evidence::place(&row.get::<_, String>(1)?, &row.get::<_, OwnedPath>(2)?.0),
                member: row.get(16)?,
                range: range.map(|(from, to)| (unsigned(from), unsigned(to))),
                digest: row.get(5)?,
                format: row.get(6)?,
                captured: captured.as_deref().and_then(Moment::parse),
                http_status: row.get(8)?,
                method: row.get(9)?,
            },
            listing,
            lists: lists
                .filter(|_| role == Role::Page)
                .map(|(entries, complete)| (unsigned(entries), complete)),
            is_missing: row.get(12)?,
        })
    })?;
    rows.collect()
}
