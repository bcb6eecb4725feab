//! Runs a request.
//!
//! In: a reader and a [`Request`]. Out: a [`Response`].

use tantivy::query::Query as Engine;

use crate::document::Day;
use crate::index::{FIELDS, FieldType, Reader, guard};
use crate::search::collect::{Collected, Gather};
use crate::search::facets::{FacetCounts, Tally, present};
use crate::search::highlight::Highlighter;
use crate::search::plan::Planner;
use crate::search::query::{FieldKind, FieldSpec, Grammar, Query};
use crate::search::{Error, Facet, Hit, Limiting, Request, Response, Sort};

/// The query language over the table of fields.
pub fn grammar(today: Day) -> Grammar<'static> {
    Grammar { fields: &SPECS, today }
}

/// The table of fields as the parser sees it.
static SPECS: std::sync::LazyLock<Vec<FieldSpec>> = std::sync::LazyLock::new(|| {
    FIELDS
        .iter()
        .map(|field| FieldSpec {
            name: field.name,
            aliases: field.aliases,
            kind: match field.kind {
                FieldType::Text { .. } => FieldKind::Text,
                FieldType::Keyword => FieldKind::Keyword,
                FieldType::Url => FieldKind::Url,
                FieldType::Date => FieldKind::Date,
                FieldType::Number => FieldKind::Number,
            },
        })
        .collect()
});

/// Searches.
///
/// # Errors
/// When the index cannot be read, or a pattern of the query is not one.
pub fn search(reader: &Reader, request: &Request) -> Result<Response, Error> {
    let planner = Planner { schema: reader.searcher().schema(), dates: request.dates };
    let engine = planner.plan(&request.query)?;
    let wanted = request.limit.saturating_add(request.offset);
    let sort = order(request);
    let collected = gather(reader, engine.as_ref(), sort, wanted, &request.facets)?;
    let highlighter = Highlighter::new(&request.query);
    let hits = collected
        .top
        .iter()
        .skip(request.offset)
        .map(|(address, score)| {
            let document = reader.document(*address)?;
            let snippets = highlighter.snippets(&document, request.snippets);
            let title_matches = highlighter.matches(&document.title, "title");
            Ok(Hit { document, score: *score, snippets, title_matches })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let limiting =
        if collected.total == 0 { limiting(reader, &planner, &request.query)? } else { Vec::new() };
    let facets = facets(reader, &planner, request, &collected.tallies)?;
    Ok(Response { total: collected.total, hits, facets, limiting })
}

/// Counts alone.
///
/// # Errors
/// As [`search`].
pub fn count_facets(reader: &Reader, request: &Request) -> Result<Response, Error> {
    search(reader, &Request { limit: 0, offset: 0, snippets: 0, ..request.clone() })
}

/// Without a word to rank by, the newest come first.
fn order(request: &Request) -> Sort {
    match request.sort {
        Sort::Relevance if request.query.words().is_empty() => Sort::PublishedReverse,
        sort => sort,
    }
}

fn gather(
    reader: &Reader,
    engine: &dyn Engine,
    sort: Sort,
    wanted: usize,
    facets: &[Facet],
) -> Result<Collected, Error> {
    // No index has as many documents as a limit may ask for.
    let wanted = wanted.min(usize::try_from(reader.documents()).unwrap_or(usize::MAX));
    let collector = Gather { sort, wanted, facets };
    Ok(guard(reader, || reader.searcher().search(engine, &collector))?)
}

/// Counts of the facets asked for. A field in which the query makes a choice is counted once more without it.
fn facets(
    reader: &Reader,
    planner: &Planner,
    request: &Request,
    tallies: &[Tally],
) -> Result<Vec<FacetCounts>, Error> {
    let mut counts = Vec::new();
    for (facet, tally) in request.facets.iter().zip(tallies) {
        let alone = match without_choices(&request.query, facet.field.name) {
            Some(query) => {
                let engine = planner.node(&query)?;
                gather(reader, engine.as_ref(), Sort::Title, 0, std::slice::from_ref(facet))?.tallies.pop()
            }
            None => None,
        };
        counts.push(present(facet, tally, alone.as_ref()));
    }
    Ok(counts)
}

/// The query without its choices in a field; none when it makes none there.
fn without_choices(query: &Query, name: &str) -> Option<Query> {
    let parts: Vec<&Query> = match query {
        Query::And(parts) => parts.iter().collect(),
        single => vec![single],
    };
    let kept: Vec<Query> =
        parts.iter().filter(|part| !chooses_in(part, name)).map(|part| (*part).clone()).collect();
    (kept.len() < parts.len()).then(|| Query::all_of(kept))
}

/// Whether a part of a query is about one field only.
fn chooses_in(query: &Query, name: &str) -> bool {
    match query {
        Query::Value(value) => value.field == name,
        Query::Text(text) => text.field == Some(name),
        Query::Numbers { field, .. } | Query::Dates { field, .. } | Query::Exists(field) => *field == name,
        Query::And(parts) | Query::Or(parts) => parts.iter().all(|part| chooses_in(part, name)),
        Query::Not(inner) | Query::Boost(inner, _) => chooses_in(inner, name),
        Query::All | Query::Saved(_) => false,
    }
}

/// For a query that found nothing: what each of its parts finds alone, and the others without it.
fn limiting(reader: &Reader, planner: &Planner, query: &Query) -> Result<Vec<Limiting>, Error> {
    // More parts than a person types; each costs two searches.
    const MOST: usize = 16;
    let single = [query.clone()];
    let parts: &[Query] = match query {
        Query::And(parts) if parts.len() <= MOST => parts,
        Query::And(_) | Query::All => return Ok(Vec::new()),
        _ => &single,
    };
    let count = |query: &Query| -> Result<u64, Error> {
        let engine = planner.node(query)?;
        Ok(gather(reader, engine.as_ref(), Sort::Title, 0, &[])?.total)
    };
    let mut limiting = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let others =
            parts.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, part)| part.clone());
        let without = count(&Query::all_of(others))?;
        limiting.push(Limiting { part: part.to_string(), alone: count(part)?, without });
    }
    Ok(limiting)
}
