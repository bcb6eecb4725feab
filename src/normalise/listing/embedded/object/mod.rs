//! Reads one publication from an object of a page's data for scripts.
//!
//! In: an object of JSON. Out: the entry that it is, its address as written, with what tells which of its days and addresses
//! count; none where it is a thing of another kind, or lacks a title or a day. Knows no page.

mod kinds;
mod others;
mod values;

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde_json::{Map, Value};

use super::keys::{self, Rank};
use crate::document::{DateClaim, DateSource};
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::Entry;
use crate::normalise::listing::entries::confidence;
use crate::normalise::listing::fields;

use kinds::Kinds;
pub(crate) use others::holds_others;
use others::{is_other_thing, takes_place};
use values::{address_of, code_of, people_of, plain, text_of, texts_of, title_of};

type Fields = Map<String, Value>;

/// A record of a page's data.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// What it says, with the best of its days; without one where it has none that is one by its name.
    pub(crate) entry: Entry,
    /// Its days by the keys that they stand under, the best first.
    pub(super) days: Vec<(String, Rank, DateClaim)>,
    /// What its address may end in, by key.
    pub(crate) names: Vec<(String, String)>,
    /// Whether it leads somewhere: it has an address, a part of one, or an id.
    pub(crate) leads: bool,
    /// What kind of record it is.
    pub(crate) kind: Option<String>,
    /// The language that it is in.
    pub(crate) language: Option<String>,
    /// Whether it is said not to be published.
    pub(super) is_draft: bool,
    /// Whether it is said to wait for something, which may be its publication.
    pub(super) is_pending: bool,
}

/// What an object with a title and a date is, or one with one of them below another key; where it stands in a list, below
/// any other. Goods are passed over where they are not asked for.
pub(crate) fn publication(
    value: &Value,
    is_listed: bool,
    with_goods: bool,
    reading: &Reading,
) -> Option<Item> {
    let outer = value.as_object()?;
    let may_be_dated = |value: &Value| match value {
        Value::Object(inner) => inner.values().any(may_be_day),
        other => may_be_day(other),
    };
    if !outer.values().any(may_be_dated) {
        return None;
    }
    let kinds = Kinds::of(outer);
    if !with_goods && kinds.has(Kinds::GOODS) {
        return None;
    }
    let wrappers = if kinds.has(Kinds::WRAPPER) { WRAPPERS } else { &[] };
    let inner = wrappers.iter().filter_map(|key| outer.get(*key).and_then(Value::as_object));
    item((outer, kinds), (outer, kinds), is_listed, reading).or_else(|| {
        inner
            .into_iter()
            .find_map(|object| item((object, Kinds::of(object)), (outer, kinds), is_listed, reading))
    })
}

/// Keys under which content systems wrap a record's fields: those of `GraphQL` and REST interfaces of several. This
/// list and those of keys below are judgements, of names that schema.org, `WordPress` and headless content systems
/// use; only objects with both a title and a date count.
const WRAPPERS: &[&str] =
    &["node", "attributes", "fields", "data", "frontmatter", "_source", "item", "post", "article"];

/// Keys under which a record keeps a part of what it says of itself.
const PARTS: &[&str] =
    &["metadata", "meta", "acf", "content", "properties", "details", "info", "sys", "dates"];

const TITLE_KEYS: &[&str] = &[
    "title",
    "headline",
    "name",
    "postTitle",
    "displayTitle",
    "heading",
    "titre",
    "titel",
    "titulo",
    "titolo",
    "label",
];
/// Those of [`TITLE_KEYS`] that name a text and nothing else.
const TITLES_OF_TEXTS: &[&str] = &["title", "headline", "heading", "titre", "titel", "titulo", "titolo"];
/// Keys of what people are: such a record with a name and no title is one of a person.
const PERSON_KEYS: &[&str] =
    &["role", "jobTitle", "job_title", "position", "bio", "biography", "firstName", "first_name", "lastName"];
const SUMMARY_KEYS: &[&str] = &["summary", "description", "excerpt", "abstract", "subtitle", "dek", "teaser"];
const ADDRESS_KEYS: &[&str] =
    &["url", "href", "link", "permalink", "canonicalUrl", "canonical_url", "path", "uri", "slug"];
/// Keys of an address elsewhere, to which a card leads.
const ELSEWHERE: &[&str] = &["externalUrl", "external_url", "externalLink", "external_link"];
/// Keys of what an address may end in.
const NAME_KEYS: &[&str] = &[
    "slug",
    "handle",
    "uid",
    "full_slug",
    "fullSlug",
    "url_slug",
    "urlSlug",
    "path",
    "uri",
    "permalink",
    "url",
    "href",
    "link",
    "id",
];
const CATEGORY_KEYS: &[&str] = &[
    "category",
    "categories",
    "team",
    "teams",
    "articleSection",
    "section",
    "subjects",
    "topic",
    "topics",
    "tags",
    "subject",
    "tag",
    "tag_list",
    "tagList",
    "primary_tag",
    "primaryTag",
    "eyebrow",
];
const AUTHOR_KEYS: &[&str] = &[
    "author",
    "authors",
    "byline",
    "creator",
    "writer",
    "writers",
    "authorName",
    "author_name",
    "contributors",
    "populatedAuthors",
];
const LANGUAGE_KEYS: &[&str] = &["locale", "language", "lang", "inLanguage", "langcode", "_locale"];
const KIND_KEYS: &[&str] = &["_type", "__typename", "type", "contentType", "content_type"];

/// Whether a text has what each key of a day has that counts by its name: `ubli`, `reated`, `osted` or `eleas`, or `date`,
/// `datum` or `fecha` at the end of a key or before a sign that parts its words. In code a key has no marks, where those that
/// only end so are of other things: `update:`.
pub(super) fn names_date(text: &str) -> bool {
    static PARTS: LazyLock<[Finder<'static>; 7]> = LazyLock::new(|| {
        ["ubli", "reated", "osted", "released", "\"fecha", "\"datum", "\"datetime"].map(Finder::new)
    });
    static DATE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ate"));
    let bytes = text.as_bytes();
    let ends_key = |at: usize| {
        let rest = bytes.get(at + "ate".len()..).unwrap_or_default();
        let is_date =
            at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|d| matches!(d, b'd' | b'D'));
        let is_word = || {
            let before = at.checked_sub(2).and_then(|at| bytes.get(at));
            bytes.get(at - 1) == Some(&b'D') || !before.is_some_and(u8::is_ascii_alphanumeric)
        };
        is_date
            && match rest {
                [b'"' | b'\\' | b'_', ..] => true,
                [b':' | b'\'', ..] => is_word(),
                _ => false,
            }
    };
    PARTS.iter().any(|part| part.find(bytes).is_some()) || DATE.find_iter(bytes).any(ends_key)
}

/// What an object is, within the one that wraps it or alone, each with the kinds of its keys.
fn item(
    (object, own): (&Fields, Kinds),
    (outer, wrapping): (&Fields, Kinds),
    is_listed: bool,
    reading: &Reading,
) -> Option<Item> {
    let parts = || parts_of(object, is_listed);
    let titles = if own.has(Kinds::TITLE) { TITLE_KEYS } else { &[] };
    let called = titles.iter().find_map(|key| Some((key, title_of(object.get(*key)?)?)));
    let title_key = called.as_ref().map(|(key, _)| *key);
    let title = called.map(|(_, title)| title).or_else(|| {
        parts().find_map(|part| TITLES_OF_TEXTS.iter().find_map(|key| title_of(part.get(*key)?)))
    })?;
    // A title has a letter, and is no paragraph: four hundred bytes are a judgement.
    if !title.chars().any(char::is_alphabetic) || title.len() > 400 {
        return None;
    }
    if let Some(Value::String(kind)) = object.get("@type")
        && matches!(
            kind.as_str(),
            "Product" | "Event" | "Person" | "Organization" | "Offer" | "Review" | "Comment" | "JobPosting"
        )
    {
        return None;
    }
    // What a menu or a chart shows has a label too.
    let is_labelled = title_key == Some(&"label");
    if is_other_thing(object, own) || (is_labelled && !own.has(Kinds::AUTHOR.or(Kinds::SUMMARY))) {
        return None;
    }
    if takes_place(object, own)
        || takes_place(outer, wrapping)
        || (!own.has(Kinds::TITLE_OF_TEXT) && own.has(Kinds::PERSON))
    {
        return None;
    }
    // Of people, goods and files too it is told when they were made; those have names, prices, or nothing to read.
    let both = own.or(wrapping);
    let is_text = both.has(Kinds::SUMMARY.or(Kinds::ADDRESS).or(Kinds::AUTHOR));
    let may_be_made = object.contains_key("title") && is_text && !both.has(Kinds::GOODS);
    let mut days = days_of(object, reading);
    if !std::ptr::eq(object, outer) {
        days.extend(days_of(outer, reading));
    }
    let is_told = |days: &[(String, Rank, DateClaim)]| days.iter().any(|(_, rank, _)| *rank < Rank::Made);
    if !is_told(&days) {
        for part in parts() {
            days.extend(days_of(part, reading).into_iter().filter(|(_, rank, _)| *rank < Rank::Made));
        }
    }
    days.retain(|(_, rank, _)| *rank != Rank::Made || may_be_made);
    days.sort_by_key(|(_, rank, _)| *rank);
    let published = days.first()?;
    let published =
        Some(published).filter(|(_, rank, _)| *rank != Rank::Other).map(|(_, _, claim)| claim.clone());
    if published.is_none() && !is_listed {
        return None;
    }
    let find = |keys: &[&str]| {
        keys.iter().find_map(|key| object.get(*key).or_else(|| outer.get(*key)).and_then(text_of))
    };
    let address = |keys: &[&str]| {
        let values = keys.iter().filter_map(|key| object.get(*key).or_else(|| outer.get(*key)));
        values.filter_map(address_of).find(|address| address.contains('/') && !address.contains(' '))
    };
    // Categories and names have up to sixty bytes, as in `fields`: more is a sentence.
    let list = |keys: &[&str], read: fn(&Value) -> Vec<String>| -> Vec<String> {
        let read = |key: &&str| object.get(*key).map(read).filter(|texts| !texts.is_empty());
        keys.iter().find_map(read).unwrap_or_default()
    };
    let summary = find(SUMMARY_KEYS).map(|text| plain(&text)).unwrap_or_default();
    let of_both = |keys: &[&str]| {
        let mut values = keys.iter().filter_map(|key| object.get(*key).or_else(|| outer.get(*key)));
        values.find_map(code_of)
    };
    let url = address(ELSEWHERE).filter(|url| url.starts_with("http")).or_else(|| address(ADDRESS_KEYS));
    let names = names_of(object, outer);
    Some(Item {
        leads: url.is_some() || !names.is_empty() || is_known(object) || is_known(outer),
        entry: Entry {
            title: plain(&title),
            url,
            updated: None,
            published,
            categories: list(CATEGORY_KEYS, texts_of)
                .into_iter()
                .filter(|text| text.len() <= 60)
                .map(|text| plain(&text))
                .collect(),
            summary: fields::clean_summary(&summary).to_owned(),
            authors: list(AUTHOR_KEYS, people_of).into_iter().filter(|text| text.len() <= 60).collect(),
        },
        days,
        names,
        kind: of_both(KIND_KEYS),
        language: of_both(LANGUAGE_KEYS),
        is_draft: is_draft(object) || is_draft(outer),
        is_pending: says_status(object, &PENDING) || says_status(outer, &PENDING),
    })
}

/// The objects in which a record keeps a part of what it says of itself: those of known names, or any where it is one of a list;
/// not what tells of people, pictures or other records.
fn parts_of(object: &Fields, is_any: bool) -> impl Iterator<Item = &Fields> {
    /// Words of keys of other things. A judgement.
    const OTHERS: [&str; 24] = [
        "author",
        "authors",
        "creator",
        "user",
        "owner",
        "writer",
        "editor",
        "category",
        "tag",
        "topic",
        "image",
        "cover",
        "thumbnail",
        "media",
        "video",
        "photo",
        "next",
        "previous",
        "prev",
        "related",
        "parent",
        "publisher",
        "site",
        "event",
    ];
    let is_part = move |key: &str| {
        PARTS.contains(&key) || (is_any && !WRAPPERS.contains(&key) && !keys::has_word(key, &OTHERS))
    };
    let inner = object.iter().filter_map(|(key, value)| Some((key, value.as_object()?)));
    inner.filter(move |(key, _)| is_part(key)).map(|(_, value)| value)
}

/// Whether a value can be a day, or hold one: quicker told than what its key says.
fn may_be_day(value: &Value) -> bool {
    /// Bytes of a day as text. A judgement: with weekday, time and zone, written out.
    const LONGEST: usize = 80;
    match value {
        Value::String(text) => {
            text.len() <= LONGEST && text.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii())
        }
        Value::Number(number) => number.as_f64().is_some_and(|number| number >= 1e9),
        Value::Object(_) => true,
        _ => false,
    }
}

/// The days of an object by their keys.
fn days_of(object: &Fields, reading: &Reading) -> Vec<(String, Rank, DateClaim)> {
    /// Days of other names that are kept of one record. A judgement.
    const OTHERS: usize = 6;
    let mut others = 0;
    let mut days = Vec::new();
    for (key, value) in object.iter().filter(|(_, value)| may_be_day(value)) {
        let Some(rank) = keys::rank(key) else { continue };
        let text = match value {
            Value::String(text)
                if rank != Rank::Other || text.starts_with(|sign: char| sign.is_ascii_digit()) =>
            {
                text.clone()
            }
            // Seconds or thousandths of them since 1970; other numbers are years, or something else.
            Value::Number(number) if rank != Rank::Other => {
                let digits = number.to_string();
                if !matches!(digits.len(), 10 | 13) {
                    continue;
                }
                digits
            }
            Value::Object(_) if rank != Rank::Other => {
                let text = ["iso", "date", "value", "@value", "$date"]
                    .iter()
                    .find_map(|key| value.get(*key)?.as_str());
                let Some(text) = text else { continue };
                text.trim().to_owned()
            }
            _ => continue,
        };
        let interval = dates::machine(&text, reading);
        let interval = interval.or_else(|| dates::whole(&text, reading).filter(|_| rank != Rank::Other));
        let Some(interval) = interval else { continue };
        others += usize::from(rank == Rank::Other);
        if others > OTHERS && rank == Rank::Other {
            continue;
        }
        let noted = dates::noted(&text, &interval);
        let sure = confidence(DateSource::EmbeddedData, interval.precision);
        days.push((key.clone(), rank, DateClaim::new(interval, DateSource::EmbeddedData, sure, &noted)));
    }
    days
}

/// What the address of a record may end in.
fn names_of(object: &Fields, outer: &Fields) -> Vec<(String, String)> {
    /// Bytes of such a name. A judgement.
    const LONGEST: usize = 300;
    let name = |key: &str| {
        let name = match object.get(key).or_else(|| outer.get(key))? {
            Value::Number(number) => number.to_string(),
            other => address_of(other)?,
        };
        let is_name = !name.contains(char::is_whitespace) && (1..=LONGEST).contains(&name.len());
        is_name.then(|| (key.to_owned(), name))
    };
    let others = object.keys().map(String::as_str);
    let others = others.filter(|key| !NAME_KEYS.contains(key) && keys::is_address(key));
    NAME_KEYS.iter().copied().chain(others).filter_map(name).collect()
}

/// Whether a record has an id, or a key of an address of its own.
fn is_known(object: &Fields) -> bool {
    /// Keys of ids, of content systems. A judgement.
    const IDS: [&str; 6] = ["_id", "nid", "documentId", "document_id", "uuid", "guid"];
    let is_set = |value: &Value| match value {
        Value::String(text) => !text.is_empty(),
        other => !other.is_null(),
    };
    object.iter().any(|(key, value)| (IDS.contains(&key.as_str()) || keys::is_address(key)) && is_set(value))
}

/// Words by which content systems say that something is not published.
const NOT_YET: [&str; 4] = ["draft", "scheduled", "unpublished", "trash"];
/// The same, of what may be a state of the thing itself.
const PENDING: [&str; 2] = ["future", "pending"];

/// Whether a record has one of some words for a state.
fn says_status(object: &Fields, words: &[&str]) -> bool {
    const STATUS: [&str; 8] = [
        "status",
        "_status",
        "stage",
        "state",
        "publishStatus",
        "publish_status",
        "publicationStatus",
        "publicationState",
    ];
    let status = |key: &&str| object.get(*key).and_then(Value::as_str).map(str::to_ascii_lowercase);
    STATUS.iter().filter_map(status).any(|status| words.contains(&status.as_str()))
}

/// Whether a record says that it is not published: by words of content systems.
fn is_draft(object: &Fields) -> bool {
    const DRAFT: [&str; 4] = ["draft", "isDraft", "is_draft", "_draft"];
    const PUBLISHED: [&str; 4] = ["published", "isPublished", "is_published", "_published"];
    let is = |keys: &[&str], wanted: bool| {
        keys.iter().any(|key| object.get(*key).and_then(Value::as_bool) == Some(wanted))
    };
    is(&DRAFT, true)
        || is(&PUBLISHED, false)
        || says_status(object, &NOT_YET)
        || object.get("_id").and_then(Value::as_str).is_some_and(|id| id.starts_with("drafts."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_with_any_key_of_a_date_are_read() {
        for key in [
            "publishedOn",
            "datePublished",
            "published",
            "publish_date",
            "pubDate",
            "postDate",
            "date",
            "date_gmt",
            "releaseDate",
            "displayDate",
            "posted_at",
            "released_on",
            "createdAt",
            "dateCreated",
            "datetime",
            "fecha",
            "datum",
            "publie_le",
        ] {
            assert!(names_date(&format!("{{\"{key}\":1}}")), "{key}");
            assert!(names_date(&format!("{{\\\"{key}\\\":1}}")), "{key}");
        }
        for code in ["{date:'2025'}", "{'date':1}", "{startDate:1}"] {
            assert!(names_date(code), "{code}");
        }
        for code in ["{\"title\": \"late\", \"dates\": []}", "{update:f}", "validate: 1"] {
            assert!(!names_date(code), "{code}");
        }
    }
}
