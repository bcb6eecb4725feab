//! The keys of a record of JSON Lines, and what they mean.
//!
//! In: a key as written. Out: its meaning.

/// What a key of a record means.
#[derive(Clone, Copy)]
pub(super) enum Key {
    Id,
    Url,
    Title,
    Published,
    Updated,
    Category,
    Summary,
    Body,
    Captured,
    Publisher,
    Authors,
    Language,
    HttpStatus,
    Method,
}

/// The keys of a record, in lower case, and what they mean.
pub(super) const KEYS: &[(&str, Key)] = &[
    ("id", Key::Id),
    ("_id", Key::Id),
    ("url", Key::Url),
    ("title", Key::Title),
    ("published", Key::Published),
    ("date", Key::Published),
    ("updated", Key::Updated),
    ("category", Key::Category),
    ("categories", Key::Category),
    ("team", Key::Category),
    ("summary", Key::Summary),
    ("body", Key::Body),
    ("text", Key::Body),
    ("captured", Key::Captured),
    ("publisher", Key::Publisher),
    ("authors", Key::Authors),
    ("author", Key::Authors),
    ("language", Key::Language),
    ("lang", Key::Language),
    ("http_status", Key::HttpStatus),
    ("method", Key::Method),
];

/// The same by the names that crawlers give them: none that is known already, and none by which a file is recognised.
const OTHER_KEYS: &[(&str, Key)] = &[
    ("source_url", Key::Url),
    ("sourceurl", Key::Url),
    ("headline", Key::Title),
    ("published_date", Key::Published),
    ("published_at", Key::Published),
    ("published_time", Key::Published),
    ("publishedtime", Key::Published),
    ("publish_date", Key::Published),
    ("publication_date", Key::Published),
    ("date_published", Key::Published),
    ("date_publish", Key::Published),
    ("datepublished", Key::Published),
    ("pubdate", Key::Published),
    ("article:published_time", Key::Published),
    ("article:modified_time", Key::Updated),
    ("og:site_name", Key::Publisher),
    ("updated_at", Key::Updated),
    ("modified_time", Key::Updated),
    ("modifiedtime", Key::Updated),
    ("date_modified", Key::Updated),
    ("datemodified", Key::Updated),
    ("description", Key::Summary),
    ("excerpt", Key::Summary),
    ("content", Key::Body),
    ("markdown", Key::Body),
    ("maintext", Key::Body),
    ("page_content", Key::Body),
    ("captured_at", Key::Captured),
    ("scraped_at", Key::Captured),
    ("crawled_at", Key::Captured),
    ("fetched_at", Key::Captured),
    ("retrieved_at", Key::Captured),
    ("site_name", Key::Publisher),
    ("sitename", Key::Publisher),
    ("status_code", Key::HttpStatus),
    ("statuscode", Key::HttpStatus),
];

/// What a key of a record means, where it is one of ours.
pub(super) fn known(name: &str) -> Option<Key> {
    KEYS.iter().find(|(key, _)| name.eq_ignore_ascii_case(key)).map(|(_, key)| *key)
}

/// What a name of crawlers means, and which of several goes first.
pub(super) fn other_key(name: &str) -> Option<(usize, Key)> {
    let rank = OTHER_KEYS.iter().position(|(key, _)| name.eq_ignore_ascii_case(key))?;
    OTHER_KEYS.get(rank).map(|(_, key)| (rank, *key))
}

/// Whether an object under this name tells of the record's page.
pub(super) fn is_of_page(name: &str) -> bool {
    name.eq_ignore_ascii_case("metadata")
}
