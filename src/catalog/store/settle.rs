//! Brings the sightings of a run to their publications.
//!
//! In: the pages that came and went. Out: which publications there are, which sightings each has, and which have to be
//! merged again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::catalog::keys::identify;
use crate::catalog::pairs::{ListingCapture, Row as ListingRow, pairs};
use crate::catalog::store::load::{Row, content};
use crate::catalog::store::touch::touched;
use crate::catalog::store::{Catalog, Error, Inner, correct, schema};
use crate::catalog::{Group, Keys, NamedBy, group, unite};
use crate::document::Sighting;

impl Catalog {
    /// Groups anew what the run touched. Publications that have no sighting any more are marked as gone in `generation`;
    /// those that may have changed wait for [`Catalog::materials`].
    pub fn settle(&self, generation: u64) -> Result<(), Error> {
        self.with(|inner| {
            schema::make_indexes(&inner.connection)?;
            let rows = touched(inner)?;
            let (gone, live): (Vec<Row>, Vec<Row>) =
                rows.into_iter().partition(|row| inner.gone.contains(&row.page));
            let keys: Vec<&Keys> = live.iter().map(|row| &row.keys).collect();
            let mut groups = group(&keys);
            let retitled = retitled(&inner.connection, &live, &groups)?;
            unite(&mut groups, &retitled);
            let mut dirty = BTreeSet::new();
            let mut watched = correct::Watched::over(&inner.connection)?;
            let assigned = assign(inner, &live, &gone, &groups, generation, &mut dirty, &mut watched)?;
            let kept: BTreeSet<i64> = assigned.iter().copied().collect();
            let before: BTreeSet<i64> = live.iter().chain(&gone).filter_map(|row| row.publication).collect();
            bury(&inner.connection, before.difference(&kept), generation, &mut watched)?;
            forget_gone(inner, &gone)?;
            add_listed(&inner.connection, &live, &assigned, &gone, &mut dirty)?;
            dirty.extend(&inner.dirty);
            inner.corrected.extend(watched.met);
            dirty.extend(correct::place(inner)?);
            inner.dirty = dirty.into_iter().collect();
            Ok(())
        })
    }
}

/// Pairs of groups that are one publication under two titles or dates, as captures of one listing show.
fn retitled(
    connection: &Connection,
    rows: &[Row],
    groups: &[Group],
) -> rusqlite::Result<Vec<(usize, usize)>> {
    let mut group_of = vec![0; rows.len()];
    for (place, group) in groups.iter().enumerate() {
        for &member in &group.members {
            group_of[member] = place;
        }
    }
    let mut own_page: HashMap<i64, usize> = HashMap::new();
    let mut entries: HashMap<i64, Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        if row.entry == 0 {
            own_page.insert(row.page, place);
        } else {
            entries.entry(row.page).or_default().push(place);
        }
    }
    // The captures of each listing, in order of time; those of one second are one.
    let mut listings: BTreeMap<usize, BTreeMap<i64, Vec<usize>>> = BTreeMap::new();
    for (page, listed) in entries {
        let Some(own) = own_page.get(&page).copied() else { continue };
        let Some(captured) = rows[own].keys.captured else { continue };
        listings.entry(group_of[own]).or_default().entry(captured).or_default().extend(listed);
    }
    let mut found = Vec::new();
    for captures in listings.into_values().filter(|captures| captures.len() > 1) {
        let shown = captures
            .values()
            .map(|places| places.iter().map(|&place| group_of[place]).collect::<HashSet<_>>());
        let shown: Vec<HashSet<usize>> = shown.collect();
        let always = |group: usize| shown.iter().all(|capture| capture.contains(&group));
        let nameless = |place: usize| rows[place].keys.url.is_none() && !always(group_of[place]);
        if !captures.values().flatten().any(|&place| nameless(place)) {
            continue;
        }
        let mut loaded: Vec<Vec<(usize, Option<Sighting>)>> = Vec::new();
        for places in captures.values() {
            let mut capture = Vec::new();
            for &place in places {
                // What every capture shows is never unmatched, so its title is not needed.
                let content =
                    if always(group_of[place]) { None } else { content(connection, rows[place].content)? };
                capture.push((place, content));
            }
            loaded.push(capture);
        }
        let listing: Vec<ListingCapture<'_>> = loaded
            .iter()
            .zip(captures.keys())
            .map(|(capture, &at)| {
                let rows = capture
                    .iter()
                    .map(|(place, content)| ListingRow {
                        group: group_of[*place],
                        url: rows[*place].keys.url,
                        date: rows[*place].keys.date,
                        categories: content
                            .as_ref()
                            .map(|sighting| sighting.categories.as_slice())
                            .unwrap_or_default(),
                        title: content.as_ref().map(|sighting| sighting.title.as_str()).unwrap_or_default(),
                    })
                    .collect();
                ListingCapture { at, rows }
            })
            .collect();
        found.extend(pairs(&listing));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Gives every group its publication, and adds those that changed to `dirty`. Gives the publication of every live row.
fn assign(
    inner: &Inner,
    live: &[Row],
    gone: &[Row],
    groups: &[Group],
    generation: u64,
    dirty: &mut BTreeSet<i64>,
    watched: &mut correct::Watched,
) -> rusqlite::Result<Vec<i64>> {
    let connection = &inner.connection;
    let lessened: HashSet<i64> = gone.iter().filter_map(|row| row.publication).collect();
    let mut live_of: HashMap<i64, usize> = HashMap::new();
    for publication in live.iter().filter_map(|row| row.publication) {
        *live_of.entry(publication).or_default() += 1;
    }
    let mut assigned = vec![0; live.len()];
    for group in groups {
        let members = || group.members.iter().map(|&place| &live[place]);
        let (id, aliases) = identify(members().map(|row| &row.keys), group);
        let (record, place) = (is_named_by(group, NamedBy::Record), is_named_by(group, NamedBy::Place));
        let marks = params![id, group.name_repeats, group.ambiguous, record, place];
        let sql = "SELECT key, NOT gone AND name_repeats = ?2 AND ambiguous = ?3 AND record_apart = ?4
                       AND part_of_page = ?5
                   FROM publications WHERE id = ?1";
        let known = connection.prepare_cached(sql)?.query_row(marks, |row| Ok((row.get(0)?, row.get(1)?)));
        let known: Option<(i64, bool)> = known.optional()?;
        let same = known.filter(|(_, same)| *same).map(|(key, _)| key).filter(|key| {
            members().all(|row| row.publication == Some(*key))
                && live_of.get(key) == Some(&group.members.len())
                && !lessened.contains(key)
        });
        let key = match same {
            Some(key) => key,
            None => put(inner, group, &id, &aliases.join(" "), generation, watched)?,
        };
        for &place in &group.members {
            assigned[place] = key;
            if live[place].publication != Some(key) {
                let sql = "UPDATE sightings SET publication = ?2 WHERE id = ?1";
                connection.prepare_cached(sql)?.execute([live[place].id, key])?;
            }
        }
        if same.is_none() {
            dirty.insert(key);
        }
    }
    Ok(assigned)
}

fn is_named_by(group: &Group, what: NamedBy) -> bool {
    group.named_by == what
}

/// The row of a publication that is new or has other sightings than before.
fn put(
    inner: &Inner,
    group: &Group,
    id: &str,
    aliases: &str,
    generation: u64,
    watched: &mut correct::Watched,
) -> rusqlite::Result<i64> {
    watched.came(&inner.connection, id, aliases)?;
    let sql =
        "INSERT INTO publications (id, generation, gone, name_repeats, ambiguous, record_apart, part_of_page, aliases)
               VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7)
               ON CONFLICT (id) DO UPDATE
               SET gone = 0, name_repeats = ?3, ambiguous = ?4, record_apart = ?5, part_of_page = ?6, aliases = ?7
               RETURNING key";
    let generation = generation.cast_signed();
    let (record, place) = (is_named_by(group, NamedBy::Record), is_named_by(group, NamedBy::Place));
    let values = params![id, generation, group.name_repeats, group.ambiguous, record, place, aliases];
    inner.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))
}

/// Marks publications that no sighting is left of.
fn bury<'a>(
    connection: &Connection,
    keys: impl Iterator<Item = &'a i64>,
    generation: u64,
    watched: &mut correct::Watched,
) -> rusqlite::Result<()> {
    for key in keys {
        let sql = "UPDATE publications SET gone = 1, generation = ?2, state = NULL WHERE key = ?1 RETURNING aliases";
        let values = [*key, generation.cast_signed()];
        let aliases: Option<String> =
            connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
        watched.look(aliases.as_deref().unwrap_or_default());
        connection.prepare_cached("DELETE FROM versions WHERE publication = ?1")?.execute([*key])?;
    }
    Ok(())
}

/// Adds what the listings list of which captures came or went: what one capture shows tells when another's stopped being so.
fn add_listed(
    connection: &Connection,
    live: &[Row],
    assigned: &[i64],
    gone: &[Row],
    dirty: &mut BTreeSet<i64>,
) -> rusqlite::Result<()> {
    let mut changed: BTreeSet<i64> =
        gone.iter().filter(|row| row.entry == 0).filter_map(|row| row.publication).collect();
    let mut known = changed.clone();
    for (row, &now) in live.iter().zip(assigned).filter(|(row, _)| row.entry == 0) {
        if row.publication.is_some() {
            known.insert(now);
        }
        if row.publication != Some(now) {
            changed.insert(now);
            changed.extend(row.publication);
        }
    }
    // Of a listing that is new altogether everything is new.
    for listing in changed.intersection(&known) {
        let sql = "SELECT DISTINCT listed.publication FROM sightings AS own
                   JOIN sightings AS listed ON listed.page = own.page
                   WHERE own.publication = ?1 AND own.entry = 0 AND listed.publication IS NOT NULL";
        let mut statement = connection.prepare_cached(sql)?;
        for publication in statement.query_map([listing], |row| row.get(0))? {
            dirty.insert(publication?);
        }
    }
    Ok(())
}

/// Removes the pages that went away, their sightings, and what no sighting says any more.
fn forget_gone(inner: &mut Inner, gone: &[Row]) -> rusqlite::Result<()> {
    let connection = &inner.connection;
    for row in gone {
        connection.prepare_cached("DELETE FROM sightings WHERE id = ?1")?.execute([row.id])?;
    }
    let contents: BTreeSet<i64> = gone.iter().map(|row| row.content).collect();
    for content in contents {
        let sql =
            "DELETE FROM contents WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM sightings WHERE content = ?1)";
        connection.prepare_cached(sql)?.execute([content])?;
    }
    for page in inner.gone.drain() {
        connection.prepare_cached("DELETE FROM pages WHERE id = ?1")?.execute([page])?;
    }
    Ok(())
}
