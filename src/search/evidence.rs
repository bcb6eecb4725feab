//! What documents have from their captures, as it stood at a moment: how many there were, when, and how they were made.
//!
//! In: conditions on such fields, a moment. Out: tantivy queries, and the values of a document. A version of a document may
//! have gained captures after the moment asked about, so its columns tell too much; its stored captures are read instead, of
//! those documents that other conditions let through.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tantivy::query::Query as Engine;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::schema::{Field as Handle, Value as _};
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader, TantivyDocument};

use crate::document::{Document, fold};
use crate::index::keyword_key;
use crate::index::schema::STORE;
use crate::search::highlight::{folded, like};
use crate::search::phrases::meets;
use crate::search::query::{Query, Value, ValuePattern, WildcardPart};
use crate::search::{DateMatch, Error};

/// Fields whose values come from the captures of a document. When it was first seen is not among them: a version that
/// stands at a moment was seen before.
const FIELDS: &[&str] =
    &["captured", "last_seen", "status", "method", "format", "sightings", "capture", "digest"];

/// Whether a field's values come from captures.
pub(crate) fn is_of_captures(field: &str) -> bool {
    FIELDS.contains(&field)
}

/// The documents of a segment as they are stored, with the captures up to a moment.
pub(crate) struct Past {
    store: Mutex<StoreReader>,
    stored: Handle,
    seconds: i64,
}

impl Past {
    /// Opens the stored documents of a segment.
    pub(crate) fn open(segment: &SegmentReader, seconds: i64) -> tantivy::Result<Past> {
        const BLOCKS_CACHED: usize = 4;
        let store = Mutex::new(segment.get_store_reader(BLOCKS_CACHED)?);
        Ok(Past { store, stored: segment.schema().get_field(STORE)?, seconds })
    }

    /// A document; none where its bytes are damaged.
    pub(crate) fn document(&self, doc: DocId) -> Option<Document> {
        let document: TantivyDocument = self.store.lock().ok()?.get(doc).ok()?;
        let bytes = document.get_first(self.stored)?.as_bytes()?;
        let document: Document = postcard::from_bytes(bytes).ok()?;
        Some(document.as_of(self.seconds))
    }
}

/// The values of a field of captures, each once: as they match, and as they are shown.
pub(crate) fn values(document: &Document, field: &str) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for seen in &document.sightings {
        let evidence = &seen.evidence;
        let value = match field {
            "status" => evidence.http_status.map(|status| status.to_string()),
            "method" => evidence.method.clone(),
            "format" => Some(evidence.format.clone()),
            "capture" => Some(evidence.capture.clone()),
            "digest" => Some(evidence.digest.clone()),
            _ => None,
        };
        if let Some(value) = value {
            let value = value.trim();
            let key = keyword_key(value);
            if !key.is_empty() {
                values.entry(key).or_insert_with(|| value.to_owned());
            }
        }
    }
    values
}

/// A condition on captures as they stood at a moment; none for a query that is about something else.
///
/// # Errors
/// For a regular expression, which only tantivy can compare.
pub(crate) fn condition(
    query: &Query,
    seconds: i64,
    mode: DateMatch,
) -> Result<Option<Box<dyn Engine>>, Error> {
    let about = match query {
        Query::Value(Value { field, .. })
        | Query::Numbers { field, .. }
        | Query::Dates { field, .. }
        | Query::Exists(field) => *field,
        _ => return Ok(None),
    };
    if !is_of_captures(about) {
        return Ok(None);
    }
    if let Query::Value(Value { field, pattern: ValuePattern::Regex(pattern) }) = query {
        return Err(Error::Pattern {
            message: format!("a regular expression cannot be asked of the {field} of a moment"),
            part: pattern.clone(),
            hint: "`*` and `?` can",
        });
    }
    let query = query.clone();
    let open = move |segment: &SegmentReader| -> tantivy::Result<Box<dyn Fn(DocId) -> bool + Send + Sync>> {
        let past = Past::open(segment, seconds)?;
        let query = query.clone();
        Ok(Box::new(move |doc| past.document(doc).is_some_and(|document| holds(&query, &document, mode))))
    };
    Ok(Some(Box::new(DocPredicateQuery::from(FunctionPredicate::from(open)))))
}

/// Whether a condition on captures holds of a document.
fn holds(query: &Query, document: &Document, mode: DateMatch) -> bool {
    match query {
        Query::Value(Value { field, pattern }) => {
            values(document, field).keys().any(|value| fits(pattern, value))
        }
        Query::Numbers { field, from, until } => {
            let within = |number: i64| {
                from.is_none_or(|from| from <= number) && until.is_none_or(|until| number <= until)
            };
            match *field {
                "sightings" => i64::try_from(document.sightings.len()).is_ok_and(within),
                field => values(document, field).values().filter_map(|value| value.parse().ok()).any(within),
            }
        }
        Query::Dates { field, span } => {
            let day = |moment: crate::document::Moment| i64::from(moment.day().0);
            let within = |day: i64| meets((day, day), span, mode);
            match *field {
                "last_seen" => document.last_seen().map(day).is_some_and(within),
                _ => document.sightings.iter().filter_map(|seen| seen.evidence.captured).map(day).any(within),
            }
        }
        Query::Exists(field) => match *field {
            "status" | "method" | "format" | "capture" | "digest" => !values(document, field).is_empty(),
            _ => !document.sightings.is_empty(),
        },
        _ => false,
    }
}

fn fits(pattern: &ValuePattern, value: &str) -> bool {
    match pattern {
        ValuePattern::Is(wanted) => keyword_key(wanted) == value,
        ValuePattern::Prefix(prefix) => value.starts_with(&keyword_key(prefix)),
        ValuePattern::Wildcard(parts) => {
            let parts: Vec<WildcardPart> = parts.iter().map(folded).collect();
            like(value, &parts)
        }
        ValuePattern::Fuzzy { word, distance } => {
            strsim::osa_distance(&fold::fold(word), value) <= usize::from(*distance)
        }
        ValuePattern::Regex(_) => false,
    }
}
