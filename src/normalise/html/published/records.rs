//! What records of a page (schema.org, in JSON-LD) say of things: days that are theirs, and whether the page is one's.
//!
//! In: the page's metadata and title. Out: days, and whether a thing has the page's title. Articles and posts are none.

use std::collections::HashSet;

use serde_json::Value;

use crate::document::{Interval, fold};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::metadata::{self, Metadata, has_type};

/// What schema.org calls days of things.
const DAYS: [&str; 15] = [
    "startDate",
    "endDate",
    "doorTime",
    "releaseDate",
    "availabilityStarts",
    "availabilityEnds",
    "foundingDate",
    "dissolutionDate",
    "birthDate",
    "deathDate",
    "validFrom",
    "validThrough",
    "validUntil",
    "priceValidUntil",
    "jobStartDate",
];

/// Kinds of things that a page is for, other than texts. A judgement.
const THINGS: &[&str] = &[
    "Product",
    "ProductGroup",
    "Vehicle",
    "Car",
    "JobPosting",
    "Place",
    "LocalBusiness",
    "Hotel",
    "LodgingBusiness",
    "Restaurant",
    "TouristAttraction",
    "Residence",
    "RealEstateListing",
    "Event",
    "Course",
    "Movie",
    "TVSeries",
    "MusicAlbum",
    "Book",
    "VideoGame",
];

/// How deep records lie in others. A judgement: an offer in a product in a list.
const DEPTH: usize = 4;

/// The days of things in all records.
pub(super) fn days(metadata: &Metadata) -> HashSet<Interval> {
    let mut days = HashSet::new();
    for object in &metadata.json_ld {
        collect(object, DEPTH, &mut days);
    }
    days
}

fn collect(value: &Value, depth: usize, days: &mut HashSet<Interval>) {
    match value {
        Value::Array(values) if depth > 0 => values.iter().for_each(|value| collect(value, depth, days)),
        Value::Object(object) if depth > 0 => {
            for (key, value) in object {
                if DAYS.contains(&key.as_str()) {
                    let told = metadata::texts(value).into_iter();
                    days.extend(told.filter_map(|day| dates::machine(&day, &Reading::default())));
                } else {
                    collect(value, depth - 1, days);
                }
            }
        }
        _ => {}
    }
}

/// The days of events in JSON-LD (schema.org's `Event` and its kinds, which all are called so).
pub(super) fn events(metadata: &Metadata) -> HashSet<Interval> {
    let is_event = |object: &&Value| {
        let kinds = object.get("@type").map(metadata::texts).unwrap_or_default();
        kinds.iter().any(|kind| kind.ends_with("Event"))
    };
    let objects = metadata.json_ld.iter().filter(is_event);
    let days =
        objects.flat_map(|event| ["startDate", "endDate"].into_iter().filter_map(|key| event.get(key)));
    days.flat_map(metadata::texts).filter_map(|day| dates::machine(&day, &Reading::default())).collect()
}

/// Whether most of a folded title is a name, word for word, or the name begins with it.
fn is_called(title: &str, name: &str) -> bool {
    let has = |text: &str, part: &str| format!(" {text} ").contains(&format!(" {part} "));
    let begins = |text: &str, with: &str| {
        text.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    !name.is_empty()
        && !title.is_empty()
        && (begins(name, title) || (has(title, name) && name.len() * 2 >= title.len()))
}

/// Whether a thing has the page's title, and no record is that of a text.
pub(super) fn is_of_thing(metadata: &Metadata, title: &str) -> bool {
    let title = fold::words(title);
    let is_titled = |object: &&Value| {
        let name = object.get("name").or_else(|| object.get("title")).and_then(Value::as_str);
        name.map(fold::words).is_some_and(|name| is_called(&title, &name))
    };
    let is_text = |object: &Value| {
        let kinds = object.get("@type").map(metadata::texts).unwrap_or_default();
        let is_text = |kind: &str| {
            kind.ends_with("Article")
                || kind.ends_with("Blog")
                || (kind.ends_with("Posting") && kind != "JobPosting")
        };
        kinds.iter().any(|kind| is_text(kind) || matches!(&**kind, "Recipe" | "Review" | "Report" | "HowTo"))
    };
    metadata.json_ld.iter().filter(|object| has_type(object, THINGS)).any(|object| is_titled(&object))
        && !metadata.json_ld.iter().any(is_text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::html::tree::parse;

    fn read(record: &str) -> Metadata {
        Metadata::read(&parse(&format!("<script type='application/ld+json'>{record}</script>")).html)
    }

    #[test]
    fn days_of_things_are_found_in_records_within_others() {
        let metadata = read(
            r#"{"@type":"Product","name":"Gauge","offers":{"@type":"Offer","availabilityStarts":"2026-05-07"}}"#,
        );
        let told: Vec<String> = days(&metadata).iter().map(ToString::to_string).collect();
        assert_eq!(told, ["2026-05-07"]);
        assert!(is_of_thing(&metadata, "The gauge") && !is_of_thing(&metadata, "A lake"));
    }

    #[test]
    fn a_page_with_the_record_of_a_text_is_no_things() {
        let metadata =
            read(r#"[{"@type":"BlogPosting","headline":"Gauge"},{"@type":"Product","name":"Gauge"}]"#);
        assert!(!is_of_thing(&metadata, "Gauge"));
    }
}
