//! Conditions on documents that postings alone cannot answer.
//!
//! In: ranges of days, exact phrases. Out: tantivy queries. Dates are two columns of day numbers; an exact phrase is
//! looked for in the stored text of those documents that a cheaper query lets through.

use std::sync::Mutex;

use tantivy::query::Query;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::schema::Value;
use tantivy::{DocId, SegmentReader, TantivyDocument};

use crate::document::Document;
use crate::index::schema::{FROM, STORE, TO};
use crate::index::{Validities, Words};
use crate::search::DateMatch;
use crate::search::highlight::text_of;
use crate::search::query::DateSpan;

type Test = Box<dyn Fn(DocId) -> bool + Send + Sync>;

/// Documents with a date in a span.
pub(crate) fn dates(field: &'static str, span: &DateSpan, mode: DateMatch) -> Box<dyn Query> {
    let span = *span;
    let open = move |segment: &SegmentReader| -> tantivy::Result<Test> {
        let firsts = segment.fast_fields().i64(&format!("{field}{FROM}"))?;
        let lasts = segment.fast_fields().i64(&format!("{field}{TO}"))?;
        Ok(Box::new(move |doc| {
            let mut intervals = firsts.values_for_doc(doc).zip(lasts.values_for_doc(doc));
            intervals.any(|interval| meets(interval, &span, mode))
        }))
    };
    Box::new(DocPredicateQuery::from(FunctionPredicate::from(open)))
}

/// Whether an interval of days, both ends included, lies in a span.
pub(crate) fn meets((first, last): (i64, i64), span: &DateSpan, mode: DateMatch) -> bool {
    let from = span.from.map_or(i64::from(i32::MIN), |day| i64::from(day.0));
    let to = span.until.map_or(i64::from(i32::MAX), |day| i64::from(day.0));
    let shared = (last.min(to) - first.max(from) + 1).max(0);
    match mode {
        DateMatch::Strict => from <= first && last <= to,
        DateMatch::Likely => shared * 2 > last - first,
        DateMatch::Any => shared > 0,
    }
}

/// Documents that stood as they are at a moment, in UTC seconds.
pub(crate) fn standing(seconds: i64) -> Box<dyn Query> {
    let open = move |segment: &SegmentReader| -> tantivy::Result<Test> {
        let validities = Validities::open(segment)?;
        Ok(Box::new(move |doc| validities.of(doc).is_some_and(|validity| validity.holds_at(seconds))))
    };
    Box::new(DocPredicateQuery::from(FunctionPredicate::from(open)))
}

/// Documents of which no capture says when it was made.
pub(crate) fn untimed() -> Box<dyn Query> {
    let open = |segment: &SegmentReader| -> tantivy::Result<Test> {
        let validities = Validities::open(segment)?;
        let seen = segment.fast_fields().i64(&format!("first_seen{FROM}"))?;
        Ok(Box::new(move |doc| seen.first(doc).is_none() && validities.of(doc).is_none()))
    };
    Box::new(DocPredicateQuery::from(FunctionPredicate::from(open)))
}

/// Documents in whose text some field has these folded words, unstemmed, one after the other. Reads stored text, so
/// it belongs behind a query that lets few documents through.
pub(crate) fn exact_phrase(fields: Vec<&'static str>, words: Vec<String>) -> Box<dyn Query> {
    let open = move |segment: &SegmentReader| -> tantivy::Result<Test> {
        const BLOCKS_CACHED: usize = 4;
        let store = Mutex::new(segment.get_store_reader(BLOCKS_CACHED)?);
        let stored = segment.schema().get_field(STORE)?;
        let (fields, words) = (fields.clone(), words.clone());
        Ok(Box::new(move |doc| {
            let document = store.lock().ok().and_then(|store| store.get::<TantivyDocument>(doc).ok());
            let document: Option<Document> = document
                .as_ref()
                .and_then(|document| document.get_first(stored))
                .and_then(|value| value.as_bytes().and_then(|bytes| postcard::from_bytes(bytes).ok()));
            document.is_some_and(|document| {
                fields.iter().any(|field| has_sequence(&text_of(&document, field), &words))
            })
        }))
    };
    Box::new(DocPredicateQuery::from(FunctionPredicate::from(open)))
}

/// Whether a text has these folded words at successive places.
fn has_sequence(text: &str, wanted: &[String]) -> bool {
    let mut walk = Words::of(text);
    let mut last: Vec<(String, usize)> = Vec::new();
    while let Some(place) = walk.advance() {
        last.push((walk.folded().to_owned(), place.position));
        if last.len() > wanted.len() {
            last.remove(0);
        }
        let adjacent = last.windows(2).all(|pair| pair[0].1 + 1 == pair[1].1);
        if last.len() == wanted.len()
            && adjacent
            && last.iter().zip(wanted).all(|((word, _), wanted)| word == wanted)
        {
            return true;
        }
    }
    false
}
