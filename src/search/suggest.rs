//! What may have been meant by a word, or by the value of a field, that the index does not have.
//!
//! In: a word or a value, the terms of the index. Out: those nearest to it in spelling. They are offered, never put in its place.

use std::collections::BTreeMap;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::schema::{Field as Handle, Schema};
use tantivy::{Searcher, TantivyError};
use tantivy_fst::Automaton;

use crate::index::schema::exact_name;
use crate::index::{FIELDS, FieldType};

/// A word that is in no document, or a value that none has, and those of the index that are spelt nearly so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word as typed; the condition that names the value.
    pub part: String,
    /// Words, or conditions that name other values, the nearest first, with how many documents have it in any of its forms.
    pub words: Vec<(String, u64)>,
}

/// A document whose title has words of a query that found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseTitle {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// The fields of an index in which words are looked up as they are spelt.
///
/// # Errors
/// When the schema lacks one.
pub(crate) fn fields_of_words(schema: &Schema) -> tantivy::Result<Vec<Handle>> {
    let fields =
        FIELDS.iter().filter(|field| field.weight > 0.0 && matches!(field.kind, FieldType::Text { .. }));
    fields.map(|field| schema.get_field(&exact_name(field))).collect()
}

/// The terms of fields nearest to a folded word or value: those with the fewest letters changed, then the most frequent; at most
/// `most` of them.
///
/// # Errors
/// When the terms cannot be read.
pub(crate) fn nearest(
    searchers: &[&Searcher],
    fields: &[Handle],
    word: &str,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    /// In a shorter word, two letters changed make any other.
    const LONG: usize = 5;
    let distance = if word.chars().count() < LONG { 1 } else { 2 };
    let automaton = LevenshteinAutomatonBuilder::new(distance, true).build_dfa(word);
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for field in fields {
        for segment in searchers.iter().flat_map(|searcher| searcher.segment_readers()) {
            let index = segment.inverted_index(*field)?;
            let terms = index.terms().search(Near(&automaton)).into_stream();
            let mut terms = terms.map_err(TantivyError::from)?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    *found.entry(term.to_owned()).or_default() += terms.value().doc_freq;
                }
            }
        }
    }
    found.remove(word);
    let mut found: Vec<(usize, std::cmp::Reverse<u32>, String)> = found
        .into_iter()
        .map(|(term, times)| (strsim::osa_distance(word, &term), std::cmp::Reverse(times), term))
        .collect();
    found.sort();
    Ok(found.into_iter().take(most).map(|(_, _, term)| term).collect())
}

/// Terms within a distance of a word, as the dictionary of terms takes it.
struct Near<'a>(&'a DFA);

impl Automaton for Near<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
