//! Takes sightings out of the catalog again.
//!
//! In: numbers of rows. Out: keys for grouping, sightings for merging.

use rusqlite::types::FromSqlError;
use rusqlite::{Connection, OptionalExtension, Row as SqlRow};

use crate::catalog::Keys;
use crate::catalog::keys::RareKeys;
use crate::catalog::store::captures::OwnedPath;
use crate::catalog::store::unsigned;
use crate::document::{Day, Evidence, Interval, Kind, Moment, Precision, Role, Sighting};

/// A sighting as grouping sees it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) page: i64,
    pub(super) entry: i64,
    pub(super) publication: Option<i64>,
    pub(super) content: i64,
    pub(super) keys: Keys,
}

/// The columns that [`row`] reads.
pub(super) const ROW: &str =
    "id, page, entry, publication, content, kind, record_key, file_key, url_key, title_key,
    dated_key, publisher_known, earliest, latest, precision, captured, place_key, moved_from_key, wherever_keys";

/// Reads a row of `sightings`.
pub(super) fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let key = |place: usize| row.get::<_, Option<i64>>(place).map(|key| key.map(unsigned));
    let kind = match row.get_ref(5)?.as_str()? {
        "publication" => Kind::Publication,
        "page" => Kind::Page,
        _ => return Err(FromSqlError::InvalidType.into()),
    };
    let date = match (row.get::<_, Option<i32>>(12)?, row.get::<_, Option<i32>>(13)?, row.get_ref(14)?) {
        (Some(earliest), Some(latest), precision) => Some(Interval {
            earliest: Day(earliest),
            latest: Day(latest),
            precision: named(precision.as_str()?)?,
        }),
        _ => None,
    };
    let entry: i64 = row.get(2)?;
    let wherever = row.get_ref(18)?.as_str_or_null()?.unwrap_or_default().split_ascii_whitespace();
    let wherever = wherever.map(|key| u64::from_str_radix(key, 16).map_err(|_| FromSqlError::InvalidType));
    let rare =
        RareKeys { place: key(16)?, moved_from: key(17)?, wherever: wherever.collect::<Result<_, _>>()? };
    Ok(Row {
        id: row.get(0)?,
        page: row.get(1)?,
        entry,
        publication: row.get(3)?,
        content: row.get(4)?,
        keys: Keys {
            record: key(6)?,
            file: unsigned(row.get(7)?),
            url: key(8)?,
            title: unsigned(row.get(9)?),
            dated: unsigned(row.get(10)?),
            publisher_known: row.get(11)?,
            kind,
            date,
            role: if entry == 0 { Role::Page } else { Role::Entry },
            captured: row.get(15)?,
            rare: (rare != RareKeys::default()).then(|| Box::new(rare)),
        },
    })
}

fn named(precision: &str) -> rusqlite::Result<Precision> {
    [Precision::Day, Precision::Month, Precision::Range, Precision::Year]
        .into_iter()
        .find(|known| known.as_str() == precision)
        .ok_or_else(|| FromSqlError::InvalidType.into())
}

/// A sighting of a publication, its text still packed.
pub(super) struct PackedSighting {
    pub(super) page: i64,
    pub(super) entry: i64,
    pub(super) seconds: Option<i64>,
    json: String,
    evidence: Evidence,
}

impl PackedSighting {
    /// The sighting. Fails where the packed text makes no sense, which is damage.
    pub(super) fn unpack(&self) -> serde_json::Result<Sighting> {
        let mut sighting: Sighting = serde_json::from_str(&self.json)?;
        sighting.evidence = self.evidence.clone();
        Ok(sighting)
    }
}

/// Everything that a sighting is made of.
const PACKED: &str = "SELECT sightings.page, sightings.entry, contents.sighting, pages.seconds, sources.name, captures.path,
        pages.first_byte, pages.end_byte, pages.digest, pages.format, pages.captured, pages.http_status, pages.method,
        pages.member
    FROM sightings
    JOIN contents ON contents.id = sightings.content
    JOIN pages ON pages.id = sightings.page
    JOIN captures ON captures.id = pages.capture
    JOIN sources ON sources.id = captures.source";

/// The sightings of a publication, in no order.
pub(super) fn sightings_of(
    connection: &Connection,
    publication: i64,
) -> rusqlite::Result<Vec<PackedSighting>> {
    let mut statement = connection.prepare_cached(&format!("{PACKED} WHERE sightings.publication = ?1"))?;
    statement.query_map([publication], packed)?.collect()
}

/// The sightings of a page, in their order.
pub(super) fn on_page(connection: &Connection, page: i64) -> rusqlite::Result<Vec<PackedSighting>> {
    let sql = format!("{PACKED} WHERE sightings.page = ?1 ORDER BY sightings.entry");
    connection.prepare_cached(&sql)?.query_map([page], packed)?.collect()
}

/// What a sighting says, without where it was seen. None where that makes no sense, which is damage.
pub(super) fn content(connection: &Connection, id: i64) -> rusqlite::Result<Option<Sighting>> {
    let mut statement = connection.prepare_cached("SELECT sighting FROM contents WHERE id = ?1")?;
    let json: Option<String> = statement.query_row([id], |row| row.get(0)).optional()?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

/// One sighting by its number.
pub(super) fn sighting(connection: &Connection, id: i64) -> rusqlite::Result<Option<PackedSighting>> {
    let mut statement = connection.prepare_cached(&format!("{PACKED} WHERE sightings.id = ?1"))?;
    statement.query_row([id], packed).optional()
}

fn packed(row: &SqlRow<'_>) -> rusqlite::Result<PackedSighting> {
    let range = match (row.get::<_, Option<i64>>(6)?, row.get::<_, Option<i64>>(7)?) {
        (Some(from), Some(to)) => Some((unsigned(from), unsigned(to))),
        _ => None,
    };
    let captured = match row.get_ref(10)?.as_str_or_null()? {
        Some(text) => Some(Moment::parse(text).ok_or(FromSqlError::InvalidType)?),
        None => None,
    };
    let evidence = Evidence {
        capture: Evidence::place(&row.get::<_, String>(4)?, &row.get::<_, OwnedPath>(5)?.0),
        member: row.get(13)?,
        range,
        digest: row.get(8)?,
        format: row.get(9)?,
        captured,
        http_status: row.get(11)?,
        method: row.get(12)?,
    };
    Ok(PackedSighting {
        page: row.get(0)?,
        entry: row.get(1)?,
        json: row.get(2)?,
        seconds: row.get(3)?,
        evidence,
    })
}
