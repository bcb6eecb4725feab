//! Completes words and values from what the index has.
//!
//! In: the beginning of a word or value. Out: those that begin so, the most frequent first, with how many documents have them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::TantivyError;

use crate::document::fold;
use crate::index::schema::{exact_name, keyword_key};
use crate::index::{FIELDS, Field, FieldType, Reader};
use crate::search::query::{Pattern, Query, Text, Value, ValuePattern};
use crate::search::run::{Searched, count_facets};
use crate::search::{Error, Facet, Request};

/// A word or value, and how many documents have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermCount {
    /// A word folded as it is compared; a value as it is shown.
    pub term: String,
    /// Documents that have it: a word as it is spelt, in any field that is looked in.
    pub documents: u64,
}

/// The words of a field of text that begin so, those of all that are searched where none is named; the values of any other
/// field. At most `most` of them: those that the most documents have, equal ones in the order of the alphabet.
///
/// # Errors
/// When the index cannot be read.
pub fn complete(
    reader: &Reader,
    prefix: &str,
    field: Option<&'static Field>,
    most: usize,
) -> Result<Vec<TermCount>, Error> {
    match field {
        Some(field) if field.facet => values(reader, &keyword_key(prefix), field, most),
        field => terms(reader, prefix, field, most),
    }
}

/// Values as they are shown, from the counts of the facet.
fn values(
    reader: &Reader,
    prefix: &str,
    field: &'static Field,
    most: usize,
) -> Result<Vec<TermCount>, Error> {
    let facet = Facet { name: field.name.to_owned(), field };
    let response = count_facets(reader, &Request { facets: vec![facet], ..Request::default() })?;
    let values = response.facets.into_iter().flat_map(|counts| counts.values);
    let mut found: Vec<TermCount> = values
        .filter_map(|value| Some(TermCount { term: value.value?, documents: value.count }))
        .filter(|value| keyword_key(&value.term).starts_with(prefix))
        .collect();
    in_order(&mut found);
    found.truncate(most);
    Ok(found)
}

/// Terms of the dictionary, each with the exact number of documents.
fn terms(
    reader: &Reader,
    prefix: &str,
    field: Option<&'static Field>,
    most: usize,
) -> Result<Vec<TermCount>, Error> {
    let is_text = |field: &&Field| matches!(field.kind, FieldType::Text { .. });
    let fields: Vec<&'static Field> = match field {
        Some(field) => vec![field],
        None => FIELDS.iter().filter(|field| field.weight > 0.0).filter(is_text).collect(),
    };
    let prefix = match field {
        Some(field) if !is_text(&field) => keyword_key(prefix),
        _ => fold::fold(prefix),
    };
    let view = reader.view(None)?;
    // What the dictionaries say counts a document once a field, and those that are deleted: never too few.
    let mut at_most: BTreeMap<String, u64> = BTreeMap::new();
    view.guard(|| {
        for field in &fields {
            let name = if is_text(field) { exact_name(field) } else { field.name.to_owned() };
            let handle = view.schema().get_field(&name)?;
            for segment in view.parts().into_iter().flat_map(|opened| opened.searcher.segment_readers()) {
                let index = segment.inverted_index(handle)?;
                let stream = index.terms().range().ge(prefix.as_bytes()).into_stream();
                let mut stream = stream.map_err(TantivyError::from)?;
                while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                    if let Ok(term) = std::str::from_utf8(stream.key()) {
                        *at_most.entry(term.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        Ok(())
    })?;
    let mut candidates: Vec<(Reverse<u64>, String)> =
        at_most.into_iter().map(|(term, times)| (Reverse(times), term)).collect();
    candidates.sort();
    let request = Request::default();
    let searched = Searched::of(&view, &request, &request.query)?;
    let mut found: Vec<TermCount> = Vec::new();
    for (Reverse(times), term) in candidates {
        // No later one has more documents than this one may have.
        if found.len() >= most && found.iter().filter(|found| found.documents > times).count() >= most {
            break;
        }
        let query = exactly(&term, field);
        let documents = searched.count(searched.planner.node(&query)?.as_ref())?;
        if documents > 0 {
            found.push(TermCount { term, documents });
        }
    }
    in_order(&mut found);
    found.truncate(most);
    Ok(found)
}

/// The query that finds documents with a term of the dictionary.
fn exactly(term: &str, field: Option<&'static Field>) -> Query {
    match field {
        Some(field) if !matches!(field.kind, FieldType::Text { .. }) => {
            Query::Value(Value { field: field.name, pattern: ValuePattern::Is(term.to_owned()) })
        }
        field => {
            let pattern = Pattern::Exact(term.to_owned());
            Query::Text(Text { field: field.map(|field| field.name), pattern })
        }
    }
}

fn in_order(found: &mut [TermCount]) {
    found.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.term.cmp(&b.term)));
}
