//! Makes documents and their versions out of the sightings of publications.
//!
//! In: publications that may have changed. Out: for each its document, its versions, and whether they are others than before.
//! Loading and noting need the connection; what lies between is pure and runs in many threads.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use crate::catalog::store::correct::Corrections;
use crate::catalog::store::load::{PackedSighting, sightings_of};
use crate::catalog::store::{Catalog, Error, Inner};
use crate::catalog::versions::{Series, Showing, versions};
use crate::catalog::{Group, NamedBy, Past, keys, merge};
use crate::document::identity::digest_of;
use crate::document::{Correction, Document, Doubt, Role, Sighting, Validity};

/// A publication with all that its document is made of.
pub struct Material {
    key: i64,
    group: Group,
    /// What people put right of it.
    corrections: Vec<Correction>,
    state: Option<i64>,
    /// Whether the index lacks it, changed or not.
    lacking: bool,
    sightings: Vec<PackedSighting>,
    /// The captures of each page that shows it: page, second, and whether what it does not show is gone.
    series: Vec<Vec<(i64, i64, bool)>>,
}

/// A publication's document and versions.
pub struct Evaluated {
    key: i64,
    state: i64,
    /// Whether they are others than the catalog had.
    pub changed: bool,
    /// Whether the index has to be told.
    pub to_index: bool,
    /// The document, merged from all sightings.
    pub document: Document,
    /// When captures show it as it is now; none where no capture time says.
    pub validity: Option<Validity>,
    /// How it was shown at other times.
    pub superseded: Vec<(Document, Validity)>,
    /// What merging was not sure of.
    pub doubts: Vec<Doubt>,
}

impl Material {
    /// Merges, and finds the versions.
    ///
    /// # Errors
    /// When a stored sighting makes no sense: the name of what is damaged.
    pub fn evaluate(&self) -> Result<Evaluated, String> {
        let (sightings, series) = self.unpack()?;
        let (mut document, doubts) = merge(sightings.clone(), &self.group);
        document.correct(&self.corrections);
        let mut validity = None;
        let mut superseded = Vec::new();
        for version in versions(&sightings, &series, &self.group, &self.corrections, &document) {
            if version.validity.until.is_none() && version.document == document {
                validity = Some(version.validity);
            } else {
                superseded.push((version.document, version.validity));
            }
        }
        let state = state_of(&document, validity, &superseded);
        let changed = self.state != Some(state);
        let to_index = changed || self.lacking;
        Ok(Evaluated { key: self.key, state, changed, to_index, document, validity, superseded, doubts })
    }

    /// The document with all of its past.
    ///
    /// # Errors
    /// As [`Material::evaluate`].
    pub(super) fn past(&self) -> Result<Past, String> {
        let (sightings, series) = self.unpack()?;
        Ok(Past::of(&sightings, &series, self.group.clone(), &self.corrections))
    }

    fn unpack(&self) -> Result<(Vec<Sighting>, Vec<Series>), String> {
        let sightings =
            self.sightings.iter().map(PackedSighting::unpack).collect::<serde_json::Result<Vec<_>>>();
        let sightings = sightings.map_err(|error| format!("a stored sighting makes no sense ({error})"))?;
        Ok((sightings, self.series.iter().map(|pages| self.series_of(pages)).collect()))
    }

    fn series_of(&self, pages: &[(i64, i64, bool)]) -> Series {
        let mut shows: HashMap<i64, Vec<usize>> = HashMap::new();
        for (place, sighting) in self.sightings.iter().enumerate() {
            shows.entry(sighting.page).or_default().push(place);
        }
        let showings = pages
            .iter()
            .map(|(page, at, complete)| Showing {
                at: *at,
                complete: *complete,
                shows: shows.get(page).cloned().unwrap_or_default(),
            })
            .collect();
        Series { showings }
    }
}

/// A number that changes with anything that is shown of a document.
fn state_of(document: &Document, validity: Option<Validity>, superseded: &[(Document, Validity)]) -> i64 {
    // Neither has a part that could fail to be packed; were there one, the state would be that of an empty text.
    let packed = postcard::to_stdvec(&(document, validity, superseded)).unwrap_or_default();
    keys::hash(digest_of(&packed)).cast_signed()
}

impl Catalog {
    /// The publications to look at: those that [`Catalog::settle`] found touched, and those that an index of this
    /// generation lacks (every one, where there is no index). In the order of their rows.
    pub fn pending(&self, index: Option<u64>) -> Result<Vec<i64>, Error> {
        self.with(|inner| {
            let mut keys: BTreeSet<i64> = inner.dirty.iter().copied().collect();
            let sql = "SELECT key FROM publications WHERE NOT gone AND generation > ?1";
            let mut statement = inner.connection.prepare(sql)?;
            for key in statement.query_map([after(index)], |row| row.get(0))? {
                keys.insert(key?);
            }
            Ok(keys.into_iter().collect())
        })
    }

    /// Ids of the publications that are gone since an index of this generation was written.
    pub fn gone_since(&self, index: Option<u64>) -> Result<Vec<String>, Error> {
        self.with(|inner| {
            // Sorted here: SQLite would go through all publications in the order of their ids.
            let sql = "SELECT id FROM publications WHERE gone AND generation > ?1";
            let mut statement = inner.connection.prepare(sql)?;
            let ids = statement.query_map([after(index)], |row| row.get(0))?;
            let mut ids = ids.collect::<rusqlite::Result<Vec<String>>>()?;
            ids.sort_unstable();
            Ok(ids)
        })
    }

    /// Forgets the publications that were gone when an index of this generation was written.
    pub fn forget_buried(&self, index: u64) -> Result<(), Error> {
        self.with(|inner| {
            let sql = "DELETE FROM publications WHERE gone AND generation <= ?1";
            inner.connection.execute(sql, [index.cast_signed()]).map(|_| ())
        })
    }

    /// What the documents of some publications are made of. `index` as in [`Catalog::pending`].
    pub fn materials(&self, keys: &[i64], index: Option<u64>) -> Result<Vec<Material>, Error> {
        self.with(|inner| {
            let mut listings = HashMap::new();
            let corrections = Corrections::read(&inner.connection)?;
            keys.iter()
                .map(|&key| material(&inner.connection, key, after(index), &corrections, &mut listings))
                .collect()
        })
    }

    /// Notes the documents that changed, as of a generation.
    pub fn note(&self, evaluated: &[Evaluated], generation: u64) -> Result<(), Error> {
        self.with(|inner| {
            evaluated.iter().filter(|one| one.changed).try_for_each(|one| note(inner, one, generation))
        })
    }
}

/// The generation as SQLite compares it; before all where there is none.
fn after(index: Option<u64>) -> i64 {
    index.map_or(-1, u64::cast_signed)
}

/// The captures of pages that show several documents, found once.
pub(super) type Listings = HashMap<i64, Vec<(i64, i64, bool)>>;

/// What the document of a row is made of.
pub(super) fn material(
    connection: &Connection,
    key: i64,
    index: i64,
    corrections: &Corrections,
    listings: &mut Listings,
) -> rusqlite::Result<Material> {
    let sql = "SELECT name_repeats, ambiguous, record_apart, part_of_page, state, generation
               FROM publications WHERE key = ?1";
    let (group, state, generation) = connection.prepare_cached(sql)?.query_row([key], |row| {
        let group = Group {
            members: Vec::new(),
            name_repeats: row.get(0)?,
            ambiguous: row.get(1)?,
            named_by: match (row.get(2)?, row.get(3)?) {
                (true, _) => NamedBy::Record,
                (false, true) => NamedBy::Place,
                (false, false) => NamedBy::BestKey,
            },
        };
        Ok((group, row.get::<_, Option<i64>>(4)?, row.get::<_, i64>(5)?))
    })?;
    let sightings = sightings_of(connection, key)?;
    let mut shown_by: BTreeSet<i64> = BTreeSet::new();
    let mut items = Vec::new();
    for sighting in sightings.iter().filter(|sighting| sighting.seconds.is_some()) {
        if sighting.entry == 0 {
            shown_by.insert(key);
        } else {
            let sql = "SELECT publication FROM sightings WHERE page = ?1 AND entry = 0";
            let listing: Option<Option<i64>> =
                connection.prepare_cached(sql)?.query_row([sighting.page], |row| row.get(0)).optional()?;
            match listing {
                Some(listing) => shown_by.extend(listing),
                // An item of a feed or an export tells of its moment and of nothing that is gone.
                None => items.extend(sighting.seconds.map(|at| vec![(sighting.page, at, false)])),
            }
        }
    }
    let mut series = items;
    for page in shown_by {
        series.push(match listings.entry(page) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(free) => free.insert(captures_of(connection, page)?).clone(),
        });
    }
    let corrections = corrections.of(key).to_vec();
    Ok(Material { key, group, corrections, state, lacking: generation > index, sightings, series })
}

/// The timed captures of a document's own page.
fn captures_of(connection: &Connection, page: i64) -> rusqlite::Result<Vec<(i64, i64, bool)>> {
    let sql = "SELECT pages.id, pages.seconds, pages.complete AND pages.entries > 0
               FROM sightings JOIN pages ON pages.id = sightings.page
               WHERE sightings.publication = ?1 AND sightings.entry = 0 AND pages.seconds IS NOT NULL";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([page], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<bool>>(2)?.unwrap_or(false)))
    })?;
    rows.collect()
}

fn note(inner: &Inner, one: &Evaluated, generation: u64) -> rusqlite::Result<()> {
    let document = &one.document;
    let sql = "UPDATE publications SET generation = ?2, state = ?3, kind = ?4, title = ?5, published = ?6, earliest = ?7,
                   latest = ?8, categories = ?9, publisher = ?10, url = ?11, first_seen = ?12, last_seen = ?13,
                   own_page = ?14, sightings = ?15
               WHERE key = ?1";
    let published = document.published.as_ref();
    let own_page = document.sightings.iter().any(|seen| seen.role == Role::Page);
    inner.connection.prepare_cached(sql)?.execute(params![
        one.key,
        generation.cast_signed(),
        one.state,
        document.kind.as_str(),
        document.title,
        published.map(ToString::to_string),
        published.map(|claim| claim.earliest.0),
        published.map(|claim| claim.latest.0),
        list(&document.categories),
        document.publisher,
        document.url,
        document.first_seen().map(|moment| moment.to_string()),
        document.last_seen().map(|moment| moment.to_string()),
        own_page,
        i64::try_from(document.sightings.len()).unwrap_or(i64::MAX),
    ])?;
    inner.connection.prepare_cached("DELETE FROM versions WHERE publication = ?1")?.execute([one.key])?;
    let current = one.validity.map(|validity| (validity, document, true));
    let former = one.superseded.iter().map(|(document, validity)| (*validity, document, false));
    let mut all: BTreeMap<(i64, bool), (Validity, &Document, bool)> = BTreeMap::new();
    for version in former.chain(current) {
        all.insert((version.0.from, version.2), version);
    }
    for (number, (validity, document, is_current)) in (1_i64..).zip(all.into_values()) {
        let sql = "INSERT INTO versions (publication, number, shown_from, shown_until, is_current, title, published,
                                         categories, summary, text_digest)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        inner.connection.prepare_cached(sql)?.execute(params![
            one.key,
            number,
            validity.from,
            validity.until,
            is_current,
            document.title,
            document.published.as_ref().map(ToString::to_string),
            list(&document.categories),
            document.summary,
            digest_of(document.body.as_bytes()),
        ])?;
    }
    Ok(())
}

/// A list of names as JSON.
fn list(names: &[String]) -> String {
    serde_json::to_string(names).unwrap_or_default()
}
