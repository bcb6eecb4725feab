//! What rsearch itself prints of a document, read back.
//!
//! In: the object of one line of `rsearch export`. Out: the sighting that it is, with the claims as they were. What only
//! other captures tell (which they are, what they said before, what was put right) is not in it.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::document::{
    DateClaim, DateSource, Day, Doubt, DoubtKind, Fineness, Interval, Kind, Links, Moment, Precision,
    Related, Role, Sighting, identifiers, identity,
};

/// A document that was read back.
pub(super) struct Exported {
    pub(super) sighting: Sighting,
    /// When a capture showed it last.
    pub(super) captured: Option<Moment>,
    pub(super) doubts: Vec<Doubt>,
}

/// Whether the object is one that rsearch printed: its dates are claims, and it says where it was seen.
pub(super) fn is_one(object: &Map<String, Value>) -> bool {
    let is_claim = |name: &str| object.get(name).and_then(Value::as_object).is_some_and(is_claim);
    object.get("sightings").is_some_and(Value::is_array)
        && object.contains_key("record_id")
        && is_claim("published")
}

fn is_claim(claim: &Map<String, Value>) -> bool {
    ["earliest", "latest", "precision", "source"].iter().all(|key| claim.contains_key(*key))
}

/// Reads it.
pub(super) fn read(object: Map<String, Value>) -> Exported {
    let sightings = object.get("sightings").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_page = |seen: &Value| seen["as"] == Role::Page.as_str();
    let as_entry = !sightings.is_empty() && !sightings.iter().any(is_page);
    let mut exported = Exported {
        sighting: Sighting { as_entry, ..Sighting::default() },
        captured: object.get("last_seen").and_then(Value::as_str).and_then(Moment::parse),
        doubts: Vec::new(),
    };
    for (name, value) in object {
        if exported.take(&name, value).is_err() {
            let detail = format!("`{name}` is in a shape that is not understood");
            exported.doubts.push(Doubt::new(DoubtKind::UnreadableField, detail));
        }
    }
    exported
}

/// A value that is not of the shape that rsearch gives it.
struct Misshapen;

impl Exported {
    /// Takes the value of a key.
    fn take(&mut self, name: &str, value: Value) -> Result<(), Misshapen> {
        let sighting = &mut self.sighting;
        match name {
            "kind" => {
                let kinds = [Kind::Publication, Kind::Page];
                sighting.kind = kinds.into_iter().find(|kind| value == kind.as_str()).ok_or(Misshapen)?;
            }
            "id" => sighting.exported_id = option(value)?.filter(|id| identity::bits_of_id(id).is_some()),
            "record_id" => sighting.record_id = option(value)?,
            "title" => sighting.title = option(value)?.unwrap_or_default(),
            "published" => sighting.published = claim(&value)?,
            "updated" => sighting.updated = claim(&value)?,
            "categories" => sighting.categories = texts(value)?,
            "summary" => sighting.summary = option(value)?.unwrap_or_default(),
            "summary_made" => sighting.summary_made = value.as_bool().ok_or(Misshapen)?,
            "url" => sighting.url = option(value)?,
            "publisher" => sighting.publisher = option(value)?,
            "language" => sighting.language = option(value)?,
            "authors" => sighting.authors = texts(value)?,
            "headings" => sighting.headings = texts(value)?,
            "body" => sighting.body = option(value)?.unwrap_or_default(),
            _ => return self.take_link(name, value),
        }
        Ok(())
    }

    /// Takes what it points at.
    fn take_link(&mut self, name: &str, value: Value) -> Result<(), Misshapen> {
        let links: &mut Links = &mut self.sighting.links;
        match name {
            "arxiv" => {
                let ids = texts(value)?;
                ids.iter().filter_map(|id| identifiers::arxiv_id(id)).for_each(|id| links.add_arxiv(id));
            }
            "doi" => {
                let ids = texts(value)?;
                ids.iter().filter_map(|id| identifiers::doi(id)).for_each(|doi| links.add_doi(doi));
            }
            "github" => texts(value)?.into_iter().for_each(|name| links.add_github(name)),
            "feeds" => texts(value)?
                .into_iter()
                .filter(|feed| is_address(feed))
                .for_each(|feed| links.add_feed(feed)),
            "next" => links.next = option(value)?.filter(|next| is_address(next)),
            "related" => {
                for related in value.as_array().ok_or(Misshapen)? {
                    let text = |key: &str| related[key].as_str().map(str::to_owned).ok_or(Misshapen);
                    links.add_related(Related { title: text("title")?, url: text("url")? });
                }
            }
            // Where it was seen, and what a query made of it.
            _ => {}
        }
        Ok(())
    }
}

/// Whether a text is an address of the web, as those that pages name are.
fn is_address(text: &str) -> bool {
    identity::url_key(text).is_some()
}

/// Years of four digits: what a program that writes days has them of.
const YEARS: RangeInclusive<i32> = 1_000..=2_999;

/// A text or nothing.
fn option(value: Value) -> Result<Option<String>, Misshapen> {
    match value {
        Value::String(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Value::Null => Ok(None),
        _ => Err(Misshapen),
    }
}

/// A list of texts.
fn texts(value: Value) -> Result<Vec<String>, Misshapen> {
    let Value::Array(values) = value else { return Err(Misshapen) };
    let text = |value| match value {
        Value::String(text) => Ok(text),
        _ => Err(Misshapen),
    };
    values.into_iter().map(text).collect()
}

/// A claim or nothing.
fn claim(value: &Value) -> Result<Option<DateClaim>, Misshapen> {
    let object = value.as_object().filter(|object| is_claim(object)).ok_or(Misshapen)?;
    if object["earliest"].is_null() {
        return Ok(None);
    }
    claimed(object).map(Some).ok_or(Misshapen)
}

/// The claim of an object that has all its keys; none where a value is not what it can be.
fn claimed(object: &Map<String, Value>) -> Option<DateClaim> {
    let text = |key: &str| object[key].as_str();
    let interval = Interval {
        earliest: day(text("earliest")?)?,
        latest: day(text("latest")?)?,
        precision: Precision::named(text("precision")?)?,
    };
    let (first, last) = (interval.earliest.ymd().0, interval.latest.ymd().0);
    let is_span = interval.earliest <= interval.latest
        && match interval.precision {
            Precision::Day => interval.earliest == interval.latest,
            Precision::Month | Precision::Year => first == last,
            Precision::Range => true,
        };
    if !is_span || !YEARS.contains(&first) || !YEARS.contains(&last) {
        return None;
    }
    let confidence = object.get("confidence").and_then(Value::as_f64)?;
    let evidence = object.get("evidence").and_then(Value::as_str).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "a confidence has three decimals")]
    let confidence = (confidence as f32).clamp(0.0, 1.0);
    Some(DateClaim::new(interval, DateSource::named(text("source")?)?, confidence, evidence))
}

fn day(text: &str) -> Option<Day> {
    Moment::parse(text).filter(|moment| moment.fineness == Fineness::Day).map(Moment::day)
}
