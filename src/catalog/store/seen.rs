//! When documents were first seen.
//!
//! In: the catalog. Out: for every document the first capture that shows it, and what the pages that show it later showed
//! before.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use crate::catalog::store::{Catalog, Error};
use crate::document::{Day, Interval};

/// A document, and when it was first seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstSeen {
    /// Its id.
    pub id: String,
    /// Every id that leads to it.
    pub aliases: Vec<String>,
    /// Whether it is a publication.
    pub is_publication: bool,
    /// Second of the first capture that shows it; none where no capture has a time.
    pub at: Option<i64>,
}

/// The first capture that shows a publication, and the captures before it of pages that show it later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Second of the first capture that shows it.
    pub at: i64,
    /// The last capture before it, of a page that lists it later; none where every such page listed it from its first
    /// capture on, so that nothing tells since when.
    pub absent: Option<i64>,
    /// The last such capture that is complete, so that what it does not list was not there.
    pub surely_absent: Option<i64>,
}

/// How many days after its date a publication appeared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lag {
    /// At least so many: from the last day it can be of to the last capture that surely lacks it. Never below nothing.
    pub at_least: i64,
    /// At most so many: from the first day it can be of to the first capture that shows it. Below nothing where it was
    /// seen before its date.
    pub at_most: i64,
}

impl Arrival {
    /// The lag behind a date.
    pub fn lag(&self, published: &Interval) -> Lag {
        let days = |until: i64, from: Day| until.div_euclid(86_400) - i64::from(from.0);
        let at_least = self.surely_absent.map_or(0, |absent| days(absent, published.latest).max(0));
        Lag { at_least, at_most: days(self.at, published.earliest) }
    }
}

impl Catalog {
    /// Every document, in the order of ids.
    pub fn first_seen(&self) -> Result<Vec<FirstSeen>, Error> {
        self.with(|inner| {
            let sql = "SELECT id, aliases, kind = 'publication', (
                           SELECT min(shown_from) FROM versions WHERE versions.publication = publications.key)
                       FROM publications WHERE NOT gone ORDER BY id";
            let mut statement = inner.connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let aliases: String = row.get(1)?;
                Ok(FirstSeen {
                    id: row.get(0)?,
                    aliases: aliases
                        .split(' ')
                        .filter(|alias| !alias.is_empty())
                        .map(str::to_owned)
                        .collect(),
                    is_publication: row.get::<_, Option<bool>>(2)?.unwrap_or(false),
                    at: row.get(3)?,
                })
            })?;
            rows.collect()
        })
    }

    /// How documents arrived, by their ids; those of which no capture has a time are left out.
    pub fn arrivals(&self, chosen: &HashSet<&str>) -> Result<HashMap<String, Arrival>, Error> {
        self.with_snapshot(|connection| {
            let sql =
                "SELECT key, id, (SELECT min(shown_from) FROM versions WHERE versions.publication = key)
                       FROM publications WHERE NOT gone";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<i64>>(2)?))
            })?;
            let mut captures = Captures::new();
            let mut arrivals = HashMap::new();
            for row in rows {
                let (key, id, at) = row?;
                if let Some(at) = at.filter(|_| chosen.contains(id.as_str())) {
                    arrivals.insert(id, arrival(connection, key, at, &mut captures)?);
                }
            }
            Ok(arrivals)
        })
    }
}

/// The captures of listings, found once: their seconds, and whether they are complete.
type Captures = HashMap<i64, Vec<(i64, bool)>>;

fn arrival(connection: &Connection, key: i64, at: i64, captures: &mut Captures) -> rusqlite::Result<Arrival> {
    let sql = "SELECT DISTINCT own.publication FROM sightings AS listed
               JOIN sightings AS own ON own.page = listed.page AND own.entry = 0
               WHERE listed.publication = ?1 AND listed.entry > 0 AND own.publication IS NOT NULL";
    let mut statement = connection.prepare_cached(sql)?;
    let mut arrival = Arrival { at, absent: None, surely_absent: None };
    for listing in statement.query_map([key], |row| row.get::<_, i64>(0))? {
        let listing = listing?;
        if let Entry::Vacant(vacant) = captures.entry(listing) {
            vacant.insert(captures_of(connection, listing)?);
        }
        for (second, complete) in
            captures.get(&listing).into_iter().flatten().filter(|(second, _)| *second < at)
        {
            arrival.absent = arrival.absent.max(Some(*second));
            if *complete {
                arrival.surely_absent = arrival.surely_absent.max(Some(*second));
            }
        }
    }
    Ok(arrival)
}

fn captures_of(connection: &Connection, listing: i64) -> rusqlite::Result<Vec<(i64, bool)>> {
    let sql = "SELECT pages.seconds, pages.complete FROM sightings JOIN pages ON pages.id = sightings.page
               WHERE sightings.publication = ?1 AND sightings.entry = 0 AND pages.seconds IS NOT NULL
                   AND pages.entries > 0";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_map([listing], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lag_claims_no_more_than_captures_and_dates_tell() {
        let day = |day: i32| Interval::day(Day(day));
        let month = Interval { earliest: Day(1), latest: Day(31), ..day(1) };
        let second = |day: i64| day * 86_400 + 3_600;
        for (published, at, surely_absent, expected) in [
            (day(10), 12, None, (0, 2)),
            (day(10), 20, Some(15), (5, 10)),
            (day(10), 20, Some(5), (0, 10)),
            (month, 40, Some(35), (4, 39)),
            (day(10), 8, Some(5), (0, -2)),
        ] {
            let surely_absent = surely_absent.map(second);
            let arrival = Arrival { at: second(at), absent: surely_absent, surely_absent };
            let lag = arrival.lag(&published);
            assert_eq!((lag.at_least, lag.at_most), expected, "{published:?} {at}");
        }
    }
}
