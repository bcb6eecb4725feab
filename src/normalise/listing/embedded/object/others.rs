//! Tells which objects of a page's data are things of another kind than texts: what takes place, goods, offers, points and files.
//!
//! In: an object or a key of data. Out: whether it is such a thing. The lists are judgements, of names that schema.org and content
//! systems use.

use serde_json::Value;

use super::kinds::Kinds;
use super::{AUTHOR_KEYS, Fields};
use crate::normalise::listing::embedded::keys;

/// Keys of goods.
pub(super) const GOODS_KEYS: &[&str] = &["price", "prices", "variants", "sku", "handle", "vendor"];

/// Whether what stands under a key of data is no publications: events, what people say of a house, work that it offers. Keys
/// are words, or end in one: `upcomingEvents`, `past_events`.
pub(crate) fn holds_others(key: &str) -> bool {
    let is_word = |rest: &str, word: &str| {
        rest.is_empty()
            || rest.ends_with(['_', '-'])
            || key
                .get(rest.len()..)
                .is_some_and(|end| end.starts_with(char::is_uppercase) && end.len() == word.len())
    };
    let lower = key.to_ascii_lowercase();
    OTHERS.iter().any(|word| lower.strip_suffix(word).is_some_and(|rest| is_word(rest, word)))
}

/// Words of such keys. A judgement: plurals and singulars that name no text in any content system known.
const OTHERS: [&str; 10] = [
    "events",
    "event",
    "testimonials",
    "testimonial",
    "vacancies",
    "vacancy",
    "jobs",
    "openings",
    "positions",
    "careers",
];

/// Keys that say when a thing begins, which texts do not. A judgement, of names that schema.org and calendars use.
pub(super) const EVENT_KEYS: [&str; 8] = [
    "startTime",
    "start_time",
    "startsAt",
    "starts_at",
    "startDate",
    "start_date",
    "eventDate",
    "event_date",
];

/// Whether an object with keys of these kinds is something that takes place: it begins some time, or has a place and nobody who
/// wrote it.
pub(super) fn takes_place(object: &Fields, kinds: Kinds) -> bool {
    if !kinds.has(Kinds::EVENT.or(Kinds::PLACE).or(Kinds::KIND)) {
        return false;
    }
    let is_told = |key: &str| {
        object.get(key).is_some_and(|value| match value {
            Value::Null | Value::Bool(_) => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    };
    let is_kind = |key: &&str| object.get(*key).and_then(Value::as_str).is_some_and(holds_others);
    EVENT_KEYS.iter().any(|key| is_told(key))
        || (is_told("location") && !AUTHOR_KEYS.iter().any(|key| is_told(key)))
        || ["__typename", "_type"].iter().any(is_kind)
}

/// Keys of work that is offered and of houses, which texts have not. A judgement.
pub(super) const OFFER_KEYS: [&str; 10] = [
    "employmentType",
    "employment_type",
    "jobType",
    "job_type",
    "salary",
    "salaryRange",
    "salary_range",
    "rooms",
    "bedrooms",
    "bathrooms",
];

/// Keys of the numbers of places and points, which come together, and of files. A judgement.
pub(super) const POINTS: [&[&str]; 5] =
    [&["lat", "lng"], &["lat", "lon"], &["latitude", "longitude"], &["x", "y"], &["value"]];
pub(super) const FILE_KEYS: [&str; 4] = ["src", "mime", "mimeType", "mime_type"];

/// Whether an object with keys of these kinds is an offer, a point of a map or of a chart, or a file. Texts that have a place too
/// have somebody who wrote them or say what they are about, and files that are publications a page.
pub(super) fn is_other_thing(object: &Fields, kinds: Kinds) -> bool {
    let is_text = kinds.has(Kinds::AUTHOR.or(Kinds::SUMMARY));
    let is_number = |value: &Value| match value {
        Value::String(text) => text.parse::<f64>().is_ok(),
        other => other.is_number(),
    };
    let is_point = |keys: &&[&str]| keys.iter().all(|key| object.get(*key).is_some_and(is_number));
    let is_placed = || POINTS.iter().any(is_point) || object.contains_key("department");
    let leads = || object.keys().any(|key| keys::is_address(key));
    kinds.has(Kinds::OFFER)
        || (kinds.has(Kinds::POINT) && !is_text && is_placed())
        || (kinds.has(Kinds::FILE) && !is_text && !leads())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn offers_points_and_files_are_no_texts_but_what_is_written_of_a_place_is_one() {
        let is_other =
            |value: Value| value.as_object().is_some_and(|object| is_other_thing(object, Kinds::of(object)));
        for other in [
            json!({"title": "Warden of a weir", "employmentType": "full"}),
            json!({"title": "House by the mill", "bedrooms": 3}),
            json!({"title": "North bay", "lat": 47.1, "lng": 8.2, "url": "/bays/north"}),
            json!({"title": "Level of the lake", "value": 3}),
            json!({"title": "The lake at dawn", "src": "/dawn.jpg"}),
        ] {
            assert!(is_other(other.clone()), "{other}");
        }
        for text in [
            json!({"title": "Slow lakes", "lat": 47.1, "lng": 8.2, "author": "Ada Reed"}),
            json!({"title": "Slow lakes", "value": 3, "summary": "They freeze late."}),
            json!({"title": "Slow lakes", "src": "/dawn.jpg", "canonicalUrl": "/notes/slow-lakes"}),
            json!({"title": "Slow lakes", "slug": "slow-lakes", "value": "slow"}),
        ] {
            assert!(!is_other(text.clone()), "{text}");
        }
        for key in ["openings", "openPositions", "careers", "upcomingEvents"] {
            assert!(holds_others(key), "{key}");
        }
        assert!(!holds_others("posts"));
    }
}
