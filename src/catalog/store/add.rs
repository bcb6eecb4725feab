//! Puts what was read of a capture into the catalog.
//!
//! In: a capture's stamp and outcome, its pages with their sightings. Out: rows. Packing is done before the connection is
//! taken, so that threads wait for each other only while rows are written.

use std::path::Path;

use rusqlite::params;

use crate::catalog::store::captures::{SqlPath, forget_pages, sidecar};
use crate::catalog::store::{Catalog, Error, Inner, Lost, Outcome, Stamp, signed};
use crate::catalog::{Keys, keys};
use crate::document::{Evidence, Precision, Role, Sighting};

/// One page of a capture: its own sighting, and those of what it lists.
pub struct CapturedPage {
    /// The page's own sighting, then one an entry.
    pub sightings: Vec<Sighting>,
    /// Whether it lists publications, and if so whether nothing says that it goes on elsewhere.
    pub complete_listing: Option<bool>,
}

/// A page ready to be written.
pub struct NewPage {
    evidence: Evidence,
    complete_listing: Option<bool>,
    sightings: Vec<Packed>,
}

struct Packed {
    keys: Keys,
    content: i64,
    json: String,
}

impl NewPage {
    /// Packs a page. None when it has no sighting.
    pub fn pack(page: CapturedPage) -> Option<NewPage> {
        let evidence = page.sightings.first()?.evidence.clone();
        let sightings = page
            .sightings
            .into_iter()
            .map(|sighting| {
                // A struct of texts and numbers always has a JSON form.
                let json = serde_json::to_string(&sighting).unwrap_or_default();
                Packed { keys: Keys::of(&sighting), content: signed(keys::hash(&json)), json }
            })
            .collect();
        Some(NewPage { evidence, complete_listing: page.complete_listing, sightings })
    }
}

impl Catalog {
    /// Notes what became of a file and takes out what it showed before. Gives the number of its row.
    pub fn put_capture(
        &self,
        source: i64,
        path: &Path,
        stamp: &Stamp,
        settled: bool,
        digest: Option<&str>,
        outcome: &Outcome,
    ) -> Result<i64, Error> {
        let (word, reason, lost) = columns(outcome);
        self.with(|inner| {
            let sql = "INSERT INTO captures (source, path, bytes, modified, settled, sidecar_bytes, sidecar_modified,
                                             digest, outcome, reason, lost)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                       ON CONFLICT (source, path) DO UPDATE SET bytes = ?3, modified = ?4, settled = ?5,
                           sidecar_bytes = ?6, sidecar_modified = ?7, digest = ?8, outcome = ?9, reason = ?10, lost = ?11,
                           missing = 0, kept = 0
                       RETURNING id";
            let sidecar = sidecar(stamp);
            let id = inner.connection.prepare_cached(sql)?.query_row(
                params![
                    source,
                    SqlPath(path),
                    stamp.bytes.cast_signed(),
                    stamp.modified,
                    settled,
                    sidecar.0,
                    sidecar.1,
                    digest,
                    word,
                    reason,
                    lost
                ],
                |row| row.get(0),
            )?;
            forget_pages(inner, id)?;
            Ok(id)
        })
    }

    /// Completes a file that was read as a stream.
    pub fn end_capture(&self, id: i64, digest: Option<&str>) -> Result<(), Error> {
        self.with(|inner| {
            let sql = "UPDATE captures SET digest = ?2 WHERE id = ?1";
            inner.connection.prepare_cached(sql)?.execute(params![id, digest]).map(|_| ())
        })
    }

    /// Notes which records of a file could not be read, and whether the file is to be read again as it is.
    pub fn note_lost(&self, id: i64, lost: &Lost, again: bool) -> Result<(), Error> {
        self.with(|inner| {
            let sql =
                "UPDATE captures SET lost = ?2, settled = settled AND NOT ?3, digest = iif(?3, NULL, digest)
                       WHERE id = ?1";
            inner.connection.prepare_cached(sql)?.execute(params![id, lost.to_text(), again]).map(|_| ())
        })
    }

    /// Adds pages to a capture.
    pub fn add_pages(&self, capture: i64, pages: &[NewPage]) -> Result<(), Error> {
        self.with(|inner| pages.iter().try_for_each(|page| add_page(inner, capture, page)))
    }
}

/// An outcome as the catalog keeps it: its word, its reason, and what was lost or the kind of the problem.
pub(super) fn columns(outcome: &Outcome) -> (&'static str, Option<&str>, Option<&str>) {
    match outcome {
        Outcome::Read { lost } => ("read", None, lost.as_deref()),
        Outcome::Skipped { reason } => ("skipped", Some(reason.as_str()), None),
        Outcome::Problem { kind, message } => ("problem", Some(message.as_str()), Some(kind.as_str())),
    }
}

pub(super) fn add_page(inner: &mut Inner, capture: i64, page: &NewPage) -> rusqlite::Result<()> {
    let sql = "INSERT INTO pages (capture, first_byte, end_byte, digest, format, captured, seconds, http_status, method,
                                  entries, complete, member)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let evidence = &page.evidence;
    let entries = page.complete_listing.map(|_| page.sightings.len().saturating_sub(1));
    let id = inner.connection.prepare_cached(sql)?.insert(params![
        capture,
        evidence.range.map(|(from, _)| from.cast_signed()),
        evidence.range.map(|(_, to)| to.cast_signed()),
        evidence.digest,
        evidence.format,
        evidence.captured.map(|moment| moment.to_string()),
        evidence.captured.map(crate::document::Moment::last_second),
        evidence.http_status,
        evidence.method,
        entries.map(|entries| i64::try_from(entries).unwrap_or(i64::MAX)),
        page.complete_listing,
        evidence.member,
    ])?;
    inner.added.push(id);
    // Entry 0 is the page itself, which an item of a feed or an export does not have.
    let first = i64::from(page.sightings.first().is_some_and(|packed| packed.keys.role == Role::Entry));
    for (entry, packed) in (first..).zip(&page.sightings) {
        add_sighting(inner, id, entry, packed)?;
    }
    Ok(())
}

fn add_sighting(inner: &Inner, page: i64, entry: i64, packed: &Packed) -> rusqlite::Result<()> {
    let sql = "INSERT INTO contents (id, sighting) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    inner.connection.prepare_cached(sql)?.execute(params![packed.content, packed.json])?;
    let sql = "INSERT INTO sightings (page, entry, content, kind, record_key, file_key, url_key, title_key, dated_key,
                                      publisher_known, earliest, latest, precision, captured, place_key,
                                      moved_from_key, wherever_keys)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
    let keys = &packed.keys;
    let wherever = keys
        .rare
        .as_ref()
        .filter(|rare| !rare.wherever.is_empty())
        .map(|rare| rare.wherever.iter().map(|key| format!("{key:x}")).collect::<Vec<_>>().join(" "));
    inner.connection.prepare_cached(sql)?.execute(params![
        page,
        entry,
        packed.content,
        keys.kind.as_str(),
        keys.record.map(signed),
        signed(keys.file),
        keys.url.map(signed),
        signed(keys.title),
        signed(keys.dated),
        keys.publisher_known,
        keys.date.map(|date| date.earliest.0),
        keys.date.map(|date| date.latest.0),
        keys.date.map(|date| Precision::as_str(date.precision)),
        keys.captured,
        keys.place().map(signed),
        keys.moved_from().map(signed),
        wherever,
    ])?;
    Ok(())
}
