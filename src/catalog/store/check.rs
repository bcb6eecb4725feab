//! Looks for rows that cannot be as they were written.
//!
//! In: the tables. Out: what is wrong with them, a line a finding. What SQLite itself sees is asked before.

use rusqlite::Connection;

use crate::catalog::store::load::{self, PackedSighting};
use crate::catalog::store::{Catalog, Error, signed};
use crate::catalog::{Keys, keys};

/// Findings that are told at most.
const MOST: usize = 20;

/// References that lead nowhere: what they are, and how many.
const REFERENCES: &[(&str, &str)] = &[
    (
        "captures without a source",
        "SELECT count(*) FROM captures WHERE source NOT IN (SELECT id FROM sources)",
    ),
    ("pages without a capture", "SELECT count(*) FROM pages WHERE capture NOT IN (SELECT id FROM captures)"),
    ("sightings without a page", "SELECT count(*) FROM sightings WHERE page NOT IN (SELECT id FROM pages)"),
    (
        "sightings without a publication",
        "SELECT count(*) FROM sightings WHERE publication IS NULL
         OR publication NOT IN (SELECT key FROM publications WHERE NOT gone)",
    ),
    (
        "sightings without a text",
        "SELECT count(*) FROM sightings WHERE content NOT IN (SELECT id FROM contents)",
    ),
    (
        "publications without a sighting",
        "SELECT count(*) FROM publications WHERE NOT gone AND key NOT IN (SELECT publication FROM sightings)",
    ),
];

impl Catalog {
    /// What is wrong with the file, a line a finding; none when it is sound: what SQLite sees itself, and what
    /// [`Catalog::check_rows`] sees. Reads all of it.
    pub fn damages(&self) -> Result<Vec<String>, Error> {
        let findings = self.integrity()?;
        if findings.is_empty() { self.check_rows() } else { Ok(findings) }
    }

    /// Compares texts with their hashes, keys with the texts they were made of, and references with what they refer to.
    pub fn check_rows(&self) -> Result<Vec<String>, Error> {
        self.with(|inner| {
            let connection = &inner.connection;
            let mut findings = Vec::new();
            for (what, sql) in REFERENCES {
                let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
                if count > 0 {
                    findings.push(format!("{count} {what}"));
                }
            }
            if findings.is_empty() {
                check_contents(connection, &mut findings)?;
            }
            if findings.is_empty() {
                check_keys(connection, &mut findings)?;
            }
            Ok(findings)
        })
    }
}

fn check_contents(connection: &Connection, findings: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT id, sighting FROM contents")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        // Damaged text may not even be UTF-8.
        let is_sound = row.get_ref(1)?.as_str().is_ok_and(|json| signed(keys::hash(json)) == id);
        if !is_sound && findings.len() < MOST {
            findings.push(format!("text {id} is not as it was written"));
        }
    }
    Ok(())
}

fn check_keys(connection: &Connection, findings: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&format!("SELECT {} FROM sightings", load::ROW))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let row = load::row(row)?;
        let sighting = load::sighting(connection, row.id)?.as_ref().map(PackedSighting::unpack);
        let is_sound = matches!(sighting, Some(Ok(sighting)) if Keys::of(&sighting) == row.keys);
        if !is_sound && findings.len() < MOST {
            findings.push(format!("the keys of sighting {} are not those of its text", row.id));
        }
    }
    Ok(())
}
