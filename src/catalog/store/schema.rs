//! The tables of the catalog, and how an older catalog becomes a newer one.
//!
//! In: a connection. Out: the tables, made or migrated. `docs/index-format.md` describes them; a person can read them with
//! `sqlite3`.

use rusqlite::{Connection, Result};

/// The version of the tables, kept in SQLite's `user_version`.
pub(super) const VERSION: i64 = 5;

/// Marks the file as a catalog of rsearch (SQLite's `application_id`): "rsrc".
pub(super) const APPLICATION: i64 = 0x7273_7263;

/// Each step makes the tables of one version out of those of the version before; the first makes them out of nothing.
const MIGRATIONS: &[&str] = &[FIRST, MEMBERS, CORRECTIONS, PLACED, KEPT];

const FIRST: &str = "
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- The folders and files that captures come from.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    root NOT NULL UNIQUE,
    reading TEXT
);

-- Every file that was looked into, with what tells whether it changed since.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    path NOT NULL,
    bytes INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    sidecar_bytes INTEGER,
    sidecar_modified INTEGER,
    digest TEXT,
    outcome TEXT NOT NULL,
    reason TEXT,
    lost TEXT,
    missing INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, path)
);

-- The pages and records in the captures, with what is known of how they were captured.
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES captures,
    first_byte INTEGER,
    end_byte INTEGER,
    digest TEXT NOT NULL,
    format TEXT NOT NULL,
    captured TEXT,
    seconds INTEGER,
    http_status INTEGER,
    method TEXT,
    entries INTEGER,
    complete INTEGER
);

-- Every capture that is put is asked for the pages it had, from the first on.
CREATE INDEX pages_of_capture ON pages (capture);

-- What a page shows: itself (entry 0) and the publications it lists (1, 2, …).
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES pages,
    entry INTEGER NOT NULL,
    publication INTEGER REFERENCES publications,
    content INTEGER NOT NULL REFERENCES contents,
    kind TEXT NOT NULL,
    record_key INTEGER,
    file_key INTEGER NOT NULL,
    url_key INTEGER,
    title_key INTEGER NOT NULL,
    dated_key INTEGER NOT NULL,
    publisher_known INTEGER NOT NULL,
    earliest INTEGER,
    latest INTEGER,
    precision TEXT,
    captured INTEGER
);

-- What sightings say, each different text once, as JSON; its id is the hash of it.
CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    sighting TEXT NOT NULL
);

-- Documents: publications, and pages that are none. A row with `gone` is kept until the index has forgotten it too.
CREATE TABLE publications (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    generation INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    state INTEGER,
    name_repeats INTEGER NOT NULL,
    ambiguous INTEGER NOT NULL,
    record_apart INTEGER NOT NULL,
    aliases TEXT NOT NULL,
    kind TEXT,
    title TEXT,
    published TEXT,
    earliest INTEGER,
    latest INTEGER,
    categories TEXT,
    publisher TEXT,
    url TEXT,
    first_seen TEXT,
    last_seen TEXT,
    own_page INTEGER,
    sightings INTEGER
);

-- Times over which captures show a document unchanged: UTC seconds, the end not included.
CREATE TABLE versions (
    publication INTEGER NOT NULL REFERENCES publications,
    number INTEGER NOT NULL,
    shown_from INTEGER NOT NULL,
    shown_until INTEGER,
    is_current INTEGER NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    categories TEXT NOT NULL,
    summary TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    PRIMARY KEY (publication, number)
) WITHOUT ROWID;

-- What a person meets first.
CREATE VIEW shown AS
    SELECT publications.id, publications.title, publications.published, captures.path, pages.captured,
           CASE sightings.entry WHEN 0 THEN 'page' ELSE 'entry' END AS role
    FROM sightings
    JOIN publications ON publications.key = sightings.publication
    JOIN pages ON pages.id = sightings.page
    JOIN captures ON captures.id = pages.capture;
";

/// Pages within archives.
const MEMBERS: &str = "ALTER TABLE pages ADD COLUMN member TEXT;";

const CORRECTIONS: &str = "
-- What people put right, as JSON, and the file beside the captures that says so.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    file TEXT NOT NULL,
    correction TEXT NOT NULL
);
";

/// The publication that each correction is of (none where it meets none, or where it could be of several), and how many it
/// could be of; keys that few sightings have. Ids are made otherwise than before, so everything is read again.
const PLACED: &str = "
ALTER TABLE corrections ADD COLUMN publication INTEGER REFERENCES publications;
ALTER TABLE corrections ADD COLUMN candidates INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sightings ADD COLUMN place_key INTEGER;
ALTER TABLE sightings ADD COLUMN moved_from_key INTEGER;
ALTER TABLE sightings ADD COLUMN wherever_keys TEXT;
ALTER TABLE publications ADD COLUMN part_of_page INTEGER NOT NULL DEFAULT 0;
UPDATE sources SET reading = NULL;
";

/// Captures that cannot be read any more, whose pages of before were kept.
const KEPT: &str = "ALTER TABLE captures ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;";

/// Ways to find rows. Made after the first captures are in: a table without them takes rows twice as fast.
const INDEXES: &str = "
CREATE INDEX IF NOT EXISTS pages_of_capture ON pages (capture);
CREATE INDEX IF NOT EXISTS sightings_of_page ON sightings (page, entry);
CREATE INDEX IF NOT EXISTS sightings_of_publication ON sightings (publication, entry);
CREATE INDEX IF NOT EXISTS sightings_of_content ON sightings (content);
CREATE INDEX IF NOT EXISTS sightings_by_record ON sightings (record_key) WHERE record_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS sightings_by_url ON sightings (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS sightings_by_moved_from ON sightings (moved_from_key) WHERE moved_from_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS sightings_by_title ON sightings (title_key);
CREATE INDEX IF NOT EXISTS publications_by_generation ON publications (generation);
CREATE INDEX IF NOT EXISTS publications_gone ON publications (generation) WHERE gone;
CREATE INDEX IF NOT EXISTS publications_by_kind ON publications (kind) WHERE NOT gone;
";

/// Brings the tables to this version. The caller has begun a transaction.
pub(super) fn migrate(connection: &Connection, from: i64) -> Result<()> {
    for step in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        connection.execute_batch(step)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", VERSION)
}

/// Makes the indexes, where they are not there yet.
pub(super) fn make_indexes(connection: &Connection) -> Result<()> {
    connection.execute_batch(INDEXES)
}
