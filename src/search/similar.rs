//! Finds documents like one.
//!
//! In: a document, and a request for the filters and the form of the answer. Out: a [`Response`]: documents that share its
//! telling words, those first that share the most of them and are about the same.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;

use crate::document::Document;
use crate::index::schema::order_of;
use crate::index::{Language, Reader, View, Words, is_stop_word};
use crate::search::highlight::Highlighter;
use crate::search::likeness::{self, Rescored};
use crate::search::query::{Pattern, Query, Text, Value, ValuePattern};
use crate::search::run::Searched;
use crate::search::{Error, Request, Response, Semantic, Sort};

/// Words of a document that are looked for in others.
const WORDS: usize = 25;

/// Letters of a text in which these are looked for: what a longer one is about, its beginning says.
const LETTERS: usize = 100_000;

/// How many times a word of the title counts.
const TITLE: f32 = 3.0;

/// Documents that share words, of which the likeness is looked at.
const LOOKED_AT: usize = 1_000;

/// Finds documents like one. The request's query is a condition that they have to fulfil; its words, matching and order do not
/// count.
///
/// # Errors
/// When the index cannot be read, or a pattern of the condition is not one.
pub fn similar(reader: &Reader, document: &Document, request: &Request) -> Result<Response, Error> {
    let view = reader.view(request.as_of)?;
    let words = telling_words(&view, document)?;
    if words.is_empty() {
        return Ok(Response { as_of: request.as_of, ..Response::default() });
    }
    let itself = Query::Value(Value { field: "id", pattern: ValuePattern::Is(document.id.clone()) });
    let words = Query::any_of(words.into_iter().map(|(word, weight)| {
        let text = Query::Text(Text { field: None, pattern: Pattern::Word(word) });
        Query::Boost(Box::new(text), weight)
    }));
    let query = Query::all_of([words.clone(), request.query.clone(), Query::Not(Box::new(itself))]);
    let request = Request { query: query.clone(), ..request.clone() };
    let searched = Searched::of(&view, &request, &query)?;
    let highlighter = Highlighter::new(&words, &searched.planner.languages);
    let engine = searched.standing(searched.planner.node(&query)?);
    let wanted = LOOKED_AT.max(request.limit.saturating_add(request.offset));
    let collected = searched.gather(engine.as_ref(), Sort::Relevance, wanted, &request.facets)?;
    let example = view.latent().filter(|_| request.semantic == Semantic::Rescored).and_then(|latent| {
        let entry = latent.entry(order_of(&document.id))?;
        Some((latent, entry.vector))
    });
    let top = match example {
        Some((latent, vector)) => likeness::rescore_by_example(&view, latent, &vector, &collected.top)?,
        None => collected.top.iter().copied().map(Rescored::by_words).collect(),
    };
    let top: Vec<Rescored> = top.into_iter().skip(request.offset).take(request.limit).collect();
    let leaves = if request.explain { Some(searched.planner.leaves(&query)?) } else { None };
    let hits = searched.hits(&top, &highlighter, request.snippets, leaves.as_deref())?;
    let facets = searched.facets(&request, &query, &collected.tallies)?;
    Ok(Response { total: collected.total, hits, facets, as_of: request.as_of, ..Response::default() })
}

/// The words that tell a document from others, each with how many times it counts: those that it has often and few others have,
/// the most telling first.
fn telling_words(view: &View, document: &Document) -> Result<Vec<(String, f32)>, Error> {
    let language = Language::of(document.language.as_deref());
    let mut counted: BTreeMap<String, (String, f32)> = BTreeMap::new();
    let body = document.body.get(..document.body.floor_char_boundary(LETTERS)).unwrap_or_default();
    for (text, times) in [(document.title.as_str(), TITLE), (&document.summary, 1.0), (body, 1.0)] {
        for word in Words::all(text).into_iter().filter(|word| !is_stop_word(word)) {
            counted.entry(language.stem(&word)).or_insert((word, 0.0)).1 += times;
        }
    }
    let statistics = view.statistics();
    let fields = ["title", "summary", "body"].map(|name| view.schema().get_field(name));
    let weighed = view.guard(|| {
        let documents = float(statistics.total_num_docs()?);
        let mut weighed = Vec::new();
        for (stem, (word, occurrences)) in counted {
            let mut frequency = 0;
            for field in fields.iter().flatten() {
                frequency = frequency.max(statistics.doc_freq(&Term::from_field_text(*field, &stem))?);
            }
            // Nobody else has what it has alone.
            if frequency > 1 {
                let weight = 1.0 + occurrences.ln();
                let frequency = float(frequency);
                let tells = (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln();
                weighed.push((word, weight, weight * tells));
            }
        }
        Ok(weighed)
    });
    let mut weighed = weighed?;
    weighed.sort_by(|(word_a, _, a), (word_b, _, b)| b.total_cmp(a).then(word_a.cmp(word_b)));
    Ok(weighed.into_iter().take(WORDS).map(|(word, weight, _)| (word, weight)).collect())
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents need no more than 24 bits here")]
fn float(number: u64) -> f32 {
    number as f32
}
