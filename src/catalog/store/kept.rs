//! Keeps what captures showed that cannot be read now, and what they showed where they come to be called otherwise.
//!
//! In: what became of a file that showed something before. Out: its pages of before, as far as none of now stands in their
//! place.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row as SqlRow, params};

use crate::catalog::store::add::{CapturedPage, NewPage, add_page, columns};
use crate::catalog::store::captures::{OwnedPath, SqlPath, sidecar};
use crate::catalog::store::load::{PackedSighting, on_page};
use crate::catalog::store::{Catalog, Error, Outcome, Stamp};
use crate::document::Evidence;

impl Catalog {
    /// Notes what became of a file that showed something before, and keeps that. Gives whether there was something to keep;
    /// if not, nothing is noted.
    pub fn keep_capture(
        &self,
        id: i64,
        stamp: &Stamp,
        settled: bool,
        outcome: &Outcome,
    ) -> Result<bool, Error> {
        let (word, reason, lost) = columns(outcome);
        self.with(|inner| {
            let sql = "UPDATE captures SET bytes = ?2, modified = ?3, settled = ?4, sidecar_bytes = ?5,
                           sidecar_modified = ?6, digest = NULL, outcome = ?7, reason = ?8, lost = ?9, missing = 0, kept = 1
                       WHERE id = ?1 AND EXISTS (SELECT 1 FROM pages WHERE capture = ?1)";
            let (bytes, sidecar) = (stamp.bytes.cast_signed(), sidecar(stamp));
            let mut statement = inner.connection.prepare_cached(sql)?;
            let rows = statement.execute(params![
                id,
                bytes,
                stamp.modified,
                settled,
                sidecar.0,
                sidecar.1,
                word,
                reason,
                lost
            ])?;
            Ok(rows > 0)
        })
    }

    /// The last page that was added; those that are added later have higher numbers.
    pub fn last_page(&self) -> Result<i64, Error> {
        self.with(|inner| {
            inner.connection.query_row("SELECT ifnull(max(id), 0) FROM pages", [], |row| row.get(0))
        })
    }

    /// Ends the reading of a file of which the pages up to `last` were kept meanwhile: those stay that stood in one of the
    /// `damaged` parts, and in whose place none stands that was added. Gives whether any stay.
    pub fn end_kept(&self, id: i64, last: i64, damaged: &Damaged) -> Result<bool, Error> {
        self.with(|inner| {
            let sql = "SELECT pages.id, pages.member, pages.first_byte, pages.digest, pages.captured, sightings.url_key,
                              json_extract(contents.sighting, '$.record_id'), ifnull(sightings.entry = 0, 0)
                       FROM pages
                       LEFT JOIN sightings ON sightings.page = pages.id
                            AND sightings.entry = (SELECT min(entry) FROM sightings WHERE page = pages.id)
                       LEFT JOIN contents ON contents.id = sightings.content
                       WHERE pages.capture = ?1";
            let mut statement = inner.connection.prepare_cached(sql)?;
            let pages = statement.query_map([id], Stood::of)?.collect::<rusqlite::Result<Vec<_>>>()?;
            drop(statement);
            let (before, added): (Vec<Stood>, Vec<Stood>) =
                pages.into_iter().partition(|page| page.id <= last);
            let taken: HashSet<_> = added.iter().flat_map(Stood::places).collect();
            let goes = |page: &&Stood| !damaged.holds(page.member.as_deref()) || page.is_among(&taken);
            let gone: Vec<i64> = before.iter().filter(goes).map(|page| page.id).collect();
            let stay = gone.len() < before.len();
            inner.gone.extend(gone);
            let sql = "UPDATE captures SET kept = ?2 WHERE id = ?1";
            inner.connection.prepare_cached(sql)?.execute(params![id, stay])?;
            Ok(stay)
        })
    }

    /// Makes those pages of a source up to `last` anew that are still there: what a capture is called is part of what its
    /// sightings are met by.
    pub fn rename_pages(&self, source: i64, last: i64) -> Result<(), Error> {
        self.with(|inner| {
            let sql = "SELECT pages.id, captures.id, pages.complete FROM pages JOIN captures ON captures.id = pages.capture
                       WHERE captures.source = ?1 AND pages.id <= ?2 ORDER BY pages.id";
            let mut statement = inner.connection.prepare(sql)?;
            let rows = statement.query_map([source, last], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let pages: Vec<(i64, i64, Option<bool>)> = rows.collect::<rusqlite::Result<_>>()?;
            drop(statement);
            for (page, capture, complete_listing) in pages {
                if inner.gone.contains(&page) {
                    continue;
                }
                let packed = on_page(&inner.connection, page)?;
                let sightings = packed.iter().map(PackedSighting::unpack).collect::<Result<_, _>>();
                let sightings = sightings.map_err(|error| {
                    rusqlite::Error::FromSqlConversionFailure(2, Type::Text, Box::new(error))
                })?;
                if let Some(renamed) = NewPage::pack(CapturedPage { sightings, complete_listing }) {
                    add_page(inner, capture, &renamed)?;
                    inner.gone.insert(page);
                }
            }
            Ok(())
        })
    }

    /// Makes the captures of a source those of another one, `below` whose root it lies, and forgets it.
    pub fn absorb(&self, source: i64, into: i64, below: &Path) -> Result<(), Error> {
        self.with(|inner| {
            let mut statement =
                inner.connection.prepare("SELECT id, path FROM captures WHERE source = ?1")?;
            let rows =
                statement.query_map([source], |row| Ok((row.get(0)?, row.get::<_, OwnedPath>(1)?.0)))?;
            let captures: Vec<(i64, PathBuf)> = rows.collect::<rusqlite::Result<_>>()?;
            drop(statement);
            for (capture, path) in captures {
                // A path of nothing is the file that the source itself is.
                let path = if path.as_os_str().is_empty() { below.to_owned() } else { below.join(path) };
                let sql = "UPDATE OR IGNORE captures SET source = ?2, path = ?3 WHERE id = ?1";
                inner.connection.prepare_cached(sql)?.execute(params![capture, into, SqlPath(&path)])?;
            }
            Ok(())
        })?;
        self.forget_source(source)
    }

    /// What is kept of what a capture showed before, by what it is called; none where nothing is.
    pub fn kept(&self, known_as: &str) -> Result<Option<Kept>, Error> {
        let sources = self.sources()?;
        self.with(|inner| {
            let sql = "SELECT iif(outcome = 'problem', reason, NULL) FROM captures WHERE source = ?1 AND path = ?2 AND kept";
            for source in &sources {
                let below = known_as.strip_prefix(&source.name).map(|below| below.trim_start_matches('/'));
                let Some(below) = below.map(Path::new) else { continue };
                if Evidence::place(&source.name, below) != known_as {
                    continue;
                }
                let mut statement = inner.connection.prepare_cached(sql)?;
                let kept = statement.query_row(params![source.id, SqlPath(below)], |row| row.get(0));
                if let Some(reason) = kept.optional()? {
                    let reason: Option<String> = reason;
                    return Ok(Some(reason.map_or(Kept::Partly, Kept::Whole)));
                }
            }
            Ok(None)
        })
    }
}

/// What is kept of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// All that it showed, and why it cannot be read now.
    Whole(String),
    /// Some of what it showed.
    Partly,
}

/// Which parts of a capture are damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// Any may be.
    Whole,
    /// Members of an archive, by their names or those of records in them.
    Members(BTreeSet<String>),
}

impl Damaged {
    /// Whether what stood in a member, or where there are none, may be lost.
    fn holds(&self, member: Option<&str>) -> bool {
        let Damaged::Members(damaged) = self else { return true };
        let Some(member) = member else { return false };
        // An archive in which it lies may be damaged, or a record in it.
        let around = member.match_indices("!/").filter_map(|(at, _)| member.get(..at));
        // Of a record its line or its first byte stands behind the name.
        let has_record = |sign: &str| {
            let records = format!("{member}{sign}");
            damaged.range(records.clone()..).next().is_some_and(|name| name.starts_with(&records))
        };
        around.chain([member]).any(|name| damaged.contains(name)) || has_record(":") || has_record("@")
    }
}

/// Where a page stood in its capture.
struct Stood {
    id: i64,
    member: Option<String>,
    first_byte: Option<i64>,
    digest: String,
    captured: Option<String>,
    url: Option<i64>,
    record: Option<String>,
    /// Whether it is a page of its own, and no item of a list.
    is_page: bool,
}

/// What makes a place one place.
#[derive(PartialEq, Eq, Hash)]
enum Place<'a> {
    Record(&'a str),
    Byte(i64),
    /// All of the capture or the member.
    All,
    /// An address at a moment.
    Address(i64, Option<&'a str>),
    Digest(&'a str),
}

impl Stood {
    fn of(row: &SqlRow<'_>) -> rusqlite::Result<Stood> {
        Ok(Stood {
            id: row.get(0)?,
            member: row.get(1)?,
            first_byte: row.get(2)?,
            digest: row.get(3)?,
            captured: row.get(4)?,
            url: row.get(5)?,
            record: row.get(6)?,
            is_page: row.get(7)?,
        })
    }

    /// All that its place is known by, each with its member.
    fn places(&self) -> impl Iterator<Item = (Option<&str>, Place<'_>)> {
        let record = self.record.as_deref().map(Place::Record);
        let address = self.url.map(|url| Place::Address(url, self.captured.as_deref()));
        let byte = match self.first_byte {
            Some(byte) => Some(Place::Byte(byte)),
            None => self.is_page.then_some(Place::All),
        };
        let digest = Place::Digest(&self.digest);
        [record, address, byte, Some(digest)]
            .into_iter()
            .flatten()
            .map(|place| (self.member.as_deref(), place))
    }

    /// Whether its place is taken: that of a record is its id, whatever else comes to stand where it stood.
    fn is_among(&self, taken: &HashSet<(Option<&str>, Place<'_>)>) -> bool {
        match &self.record {
            Some(record) => taken.contains(&(self.member.as_deref(), Place::Record(record))),
            None => self.places().any(|place| taken.contains(&place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_damaged_where_it_is_named_or_lies_in_what_is() {
        let damaged =
            Damaged::Members(["in.zip", "a.jsonl:3", "b.html", "c.warc@7"].map(str::to_owned).into());
        for (member, is_it) in [
            (Some("in.zip!/x.html"), true),
            (Some("a.jsonl"), true),
            (Some("b.html"), true),
            (Some("c.warc"), true),
            (Some("b.html2"), false),
            (Some("a.json"), false),
            (Some("in.zi"), false),
            (None, false),
        ] {
            assert_eq!(damaged.holds(member), is_it, "{member:?}");
            assert!(Damaged::Whole.holds(member));
        }
    }
}
