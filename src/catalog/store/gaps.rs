//! What captures tell of and do not show.
//!
//! In: the catalog. Out: publications that are listed, on a page or in a feed or an export, and of which no capture is
//! their own page, and listings that go on where no capture looked.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};

use crate::catalog::keys;
use crate::catalog::store::captures::OwnedPath;
use crate::catalog::store::history::Listing;
use crate::catalog::store::load::content;
use crate::catalog::store::{Catalog, Error, signed, unsigned};
use crate::document::{Evidence, Moment};

/// A publication whose own page was never captured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncaptured {
    /// Its id.
    pub id: String,
    /// The pages that list it, in the order of their ids; none where only a feed, an export or a crawl's note names it.
    pub listed_by: Vec<Listing>,
}

/// A listing of which the last capture says that it goes on elsewhere, where nothing was captured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The page.
    pub listing: Listing,
    /// Publications that the capture lists.
    pub entries: u64,
    /// The capture.
    pub capture: String,
    /// When it was made.
    pub captured: Option<Moment>,
    /// Ids of the publications.
    pub listed: Vec<String>,
}

impl Catalog {
    /// What some capture names and none shows, in the order of ids.
    pub fn uncaptured(&self) -> Result<Vec<Uncaptured>, Error> {
        self.with_snapshot(|connection| {
            let sql = "SELECT DISTINCT publications.id, listings.id, listings.title, listings.url
                       FROM publications
                       JOIN sightings ON sightings.publication = publications.key
                       LEFT JOIN sightings AS own ON own.page = sightings.page AND own.entry = 0
                       LEFT JOIN publications AS listings ON listings.key = own.publication
                       WHERE NOT publications.gone AND NOT publications.own_page
                       ORDER BY publications.id, listings.id";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let is_listed = row.get_ref(1)? != rusqlite::types::ValueRef::Null;
                Ok((row.get::<_, String>(0)?, is_listed.then(|| listing(row, 1)).transpose()?))
            })?;
            let mut found: Vec<Uncaptured> = Vec::new();
            for row in rows {
                let (id, listing) = row?;
                match found.last_mut() {
                    Some(last) if last.id == id => last.listed_by.extend(listing),
                    _ => found.push(Uncaptured { id, listed_by: listing.into_iter().collect() }),
                }
            }
            Ok(found)
        })
    }

    /// Listings whose last capture is cut and whose next page was never captured, in the order of ids. Captures without a time come before those with one.
    pub fn cut_listings(&self) -> Result<Vec<Cut>, Error> {
        self.with_snapshot(|connection| {
            let sql =
                "SELECT publications.key, publications.id, publications.title, publications.url, pages.id,
                           pages.entries, pages.complete, sources.name, captures.path, pages.captured
                       FROM pages
                       JOIN sightings ON sightings.page = pages.id AND sightings.entry = 0
                       JOIN publications ON publications.key = sightings.publication
                       JOIN captures ON captures.id = pages.capture
                       JOIN sources ON sources.id = captures.source
                       WHERE pages.entries > 0
                       ORDER BY pages.seconds NULLS FIRST, sources.name, captures.path, pages.first_byte";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let captured: Option<String> = row.get(9)?;
                let place = Evidence::place(&row.get::<_, String>(7)?, &row.get::<_, OwnedPath>(8)?.0);
                let cut = Cut {
                    listing: listing(row, 1)?,
                    entries: unsigned(row.get(5)?),
                    capture: place,
                    captured: captured.as_deref().and_then(Moment::parse),
                    listed: Vec::new(),
                };
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(4)?, row.get::<_, bool>(6)?, cut))
            })?;
            // The last capture of each is the one that stays.
            let mut last: BTreeMap<i64, (i64, bool, Cut)> = BTreeMap::new();
            for row in rows {
                let (key, page, complete, cut) = row?;
                last.insert(key, (page, complete, cut));
            }
            let mut found = Vec::new();
            for (page, _, cut) in last.into_values().filter(|(_, complete, _)| !complete) {
                if !goes_on_in_a_capture(connection, page)? {
                    found.push(Cut { listed: listed(connection, page)?, ..cut });
                }
            }
            found.sort_by(|one, other| one.listing.id.cmp(&other.listing.id));
            Ok(found)
        })
    }
}

/// Whether the page that a page names as the next one was captured. A button for more often leads to the page itself.
fn goes_on_in_a_capture(connection: &Connection, page: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT content FROM sightings WHERE page = ?1 AND entry = 0";
    let own = connection.prepare_cached(sql)?.query_row([page], |row| row.get(0)).optional()?;
    let next = own.map(|own| content(connection, own)).transpose()?.flatten().and_then(|own| {
        let next = keys::url_of(own.links.next.as_deref()?)?;
        (own.url.as_deref().and_then(keys::url_of) != Some(next)).then_some(next)
    });
    let Some(next) = next else { return Ok(false) };
    let sql = "SELECT EXISTS (SELECT 1 FROM sightings WHERE url_key = ?1 AND entry = 0)";
    connection.prepare_cached(sql)?.query_row([signed(next)], |row| row.get(0))
}

fn listing(row: &Row<'_>, first: usize) -> rusqlite::Result<Listing> {
    let title: Option<String> = row.get(first + 1)?;
    Ok(Listing { id: row.get(first)?, title: title.unwrap_or_default(), url: row.get(first + 2)? })
}

fn listed(connection: &Connection, page: i64) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT DISTINCT publications.id FROM sightings
               JOIN publications ON publications.key = sightings.publication
               WHERE sightings.page = ?1 AND sightings.entry > 0 ORDER BY publications.id";
    connection.prepare_cached(sql)?.query_map([page], |row| row.get(0))?.collect()
}
