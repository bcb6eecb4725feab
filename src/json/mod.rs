//! The one wire shape: what `--format json` prints, and every other front end gives.
//!
//! In: documents, answers, totals. Out: JSON values of the shape `rsearch/1`, which `docs/json.md` describes. Fields
//! come in one order; a field without a value is `null` or an empty list, never left out.

mod evaluation;
mod time;

use serde_json::{Map, Value, json};

use crate::crawl::Summary;
use crate::document::{Corrected, DateClaim, Document, Doubt, Moment, Seen, Sighting};
use crate::index::Manifest;
use crate::ingest::{Changed, Counts, Plan, Totals, Watched};
use crate::normalise::{Became, Candidate, Explanation, Normalised, Span};
use crate::search::{FacetCounts, Hit, Limiting, Reason, Response, Snippet, Suggestion, TermCount};

pub use evaluation::evaluation;
pub use time::{
    Compared, Fresh, LagSummary, Lags, Late, change, compared, cut, fresh, history, lags, late, sighted,
    timeline, timeline_counts, uncaptured, version,
};

/// Name of the shape.
pub const SCHEMA: &str = "rsearch/1";

/// Whether the text of a document is given in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Without the main text, as in a list of hits.
    Brief,
    /// With it.
    Full,
}

/// An answer to a query.
pub fn response(query: &str, response: &Response) -> Value {
    json!({
        "schema": SCHEMA,
        "query": query,
        "as_of": moment(response.as_of.and_then(Moment::from_unix)),
        "total": response.total,
        "untimed": response.untimed,
        "hits": response.hits.iter().map(hit).collect::<Vec<_>>(),
        "facets": facets(&response.facets),
        "limiting": response.limiting.iter().map(limiting).collect::<Vec<_>>(),
        "suggestions": response.suggestions.iter().map(suggestion).collect::<Vec<_>>(),
        "close_titles": response.close_titles.iter().map(|close| json!({ "id": close.id, "title": close.title })).collect::<Vec<_>>(),
    })
}

/// Counts alone.
pub fn counts_of(query: &str, response: &Response) -> Value {
    let mut object = self::response(query, response);
    if let Value::Object(object) = &mut object {
        object.retain(|key, _| !matches!(key.as_str(), "hits" | "limiting" | "suggestions" | "close_titles"));
    }
    object
}

/// Words or values that begin so.
pub fn terms(prefix: &str, field: Option<&str>, terms: &[TermCount]) -> Value {
    json!({
        "schema": SCHEMA,
        "prefix": prefix,
        "field": field,
        "terms": terms.iter().map(term).collect::<Vec<_>>(),
    })
}

/// One of them.
pub fn term(term: &TermCount) -> Value {
    json!({ "term": term.term, "count": term.documents })
}

/// One hit.
pub fn hit(hit: &Hit) -> Value {
    let mut object = head(&hit.document);
    object.insert("score".into(), json!(hit.score));
    object.insert("snippets".into(), hit.snippets.iter().map(snippet).collect());
    object.insert("reasons".into(), hit.reasons.iter().map(reason).collect());
    object.insert("sightings".into(), hit.document.sightings.iter().map(seen).collect());
    Value::Object(object)
}

fn reason(reason: &Reason) -> Value {
    json!({
        "clause": reason.clause.as_str(),
        "text": reason.text,
        "field": reason.field,
        "score": reason.score,
    })
}

/// A document.
pub fn document(document: &Document, detail: Detail) -> Value {
    let mut object = head(document);
    if detail == Detail::Full {
        object.insert("body".into(), json!(document.body));
    }
    object.insert("first_seen".into(), moment(document.first_seen()));
    object.insert("last_seen".into(), moment(document.last_seen()));
    object.insert("sightings".into(), document.sightings.iter().map(seen).collect());
    Value::Object(object)
}

fn head(document: &Document) -> Map<String, Value> {
    let value = json!({
        "id": document.id,
        "kind": document.kind.as_str(),
        "title": document.title,
        "record_id": document.record_id,
        "published": date(document.published.as_ref()),
        "categories": document.categories,
        "summary": document.summary,
        "summary_made": document.summary_made,
        "url": document.url,
        "publisher": document.publisher,
        "language": document.language,
        "authors": document.authors,
        "headings": document.headings,
        "updated": date(document.updated.as_ref()),
        "arxiv": document.links.arxiv,
        "doi": document.links.dois,
        "github": document.links.github,
        "feeds": document.links.feeds,
        "next": document.links.next,
        "corrections": document.corrections.iter().map(corrected).collect::<Vec<_>>(),
        "related": document.links.related.iter().map(|related| json!({ "title": related.title, "url": related.url })).collect::<Vec<_>>(),
    });
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// A date claim: its date no finer than it is known, and the evidence. All `null` where there is none.
pub fn date(claim: Option<&DateClaim>) -> Value {
    match claim {
        Some(claim) => json!({
            "date": claim.to_string(),
            "earliest": claim.earliest.to_string(),
            "latest": claim.latest.to_string(),
            "precision": claim.precision.as_str(),
            "source": claim.source.as_str(),
            "confidence": (f64::from(claim.confidence) * 1_000.0).round() / 1_000.0,
            "evidence": claim.evidence,
        }),
        None => json!({
            "date": null, "earliest": null, "latest": null, "precision": null,
            "source": null, "confidence": null, "evidence": null,
        }),
    }
}

fn moment(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, |moment| Value::String(moment.to_string()))
}

fn seen(seen: &Seen) -> Value {
    let evidence = &seen.evidence;
    json!({
        "capture": evidence.capture,
        "member": evidence.member,
        "as": seen.role.as_str(),
        "captured": moment(evidence.captured),
        "http_status": evidence.http_status,
        "method": evidence.method,
        "format": evidence.format,
        "bytes": evidence.range.map(|(from, to)| [from, to]),
        "digest": evidence.digest,
    })
}

fn corrected(corrected: &Corrected) -> Value {
    json!({
        "field": corrected.field.as_str(),
        "was": corrected.was,
        "file": corrected.file,
        "recorded": corrected.recorded,
    })
}

fn snippet(snippet: &Snippet) -> Value {
    json!({
        "field": snippet.field,
        "text": snippet.text,
        "offset": snippet.offset,
        "matches": snippet.matches.iter().map(|range| [range.start, range.end]).collect::<Vec<_>>(),
    })
}

fn suggestion(suggestion: &Suggestion) -> Value {
    let words = suggestion.words.iter().map(|(word, count)| json!({ "word": word, "count": count }));
    json!({ "part": suggestion.part, "words": words.collect::<Vec<_>>() })
}

fn limiting(limiting: &Limiting) -> Value {
    json!({ "part": limiting.part, "alone": limiting.alone, "without": limiting.without })
}

/// Counts of facets, under the names of their fields.
pub fn facets(facets: &[FacetCounts]) -> Value {
    let mut object = Map::new();
    for counts in facets {
        let values = counts
            .values
            .iter()
            .map(|value| json!({ "value": value.value, "count": value.count, "alone": value.alone }))
            .collect();
        object.insert(counts.name.clone(), values);
    }
    Value::Object(object)
}

/// What the stages made of one page of a capture, and why, where that is asked for.
pub fn inspected(page: &Normalised, explanation: Option<&Explanation>) -> Value {
    let entries = page.listing.iter().flat_map(|listing| &listing.entries).map(sighting).collect::<Vec<_>>();
    let complete = page.listing.as_ref().is_none_or(|listing| listing.complete);
    json!({
        "page": sighting(&page.page),
        "listing": { "complete": complete, "entries": entries },
        "doubts": page.doubts.iter().map(doubt).collect::<Vec<_>>(),
        "explanation": explanation.map(explained),
    })
}

/// A capture that no page came out of, and why: it was `skipped`, or has a `problem`.
pub fn without_page(place: &str, what: &str, reason: &str) -> Value {
    json!({ "capture": place, what: reason })
}

fn explained(explanation: &Explanation) -> Value {
    let candidate = |candidate: &Candidate| {
        json!({
            "field": candidate.field,
            "values": candidate.values,
            "source": candidate.source,
            "evidence": candidate.evidence,
            "lost": candidate.lost,
        })
    };
    let span = |span: &Span| {
        let entry = match span.became {
            Became::Entry(number) => Some(number),
            _ => None,
        };
        json!({ "text": span.text, "became": span.became.as_str(), "entry": entry })
    };
    json!({
        "candidates": explanation.candidates.iter().map(candidate).collect::<Vec<_>>(),
        "text": explanation.spans.iter().map(span).collect::<Vec<_>>(),
        "unclaimed": (explanation.unclaimed() * 1_000.0).round() / 1_000.0,
    })
}

/// A sighting, in the shape of the document that it alone would make.
fn sighting(sighting: &Sighting) -> Value {
    let group = crate::catalog::Group { members: vec![0], ..crate::catalog::Group::default() };
    let (merged, _) = crate::catalog::merge(vec![sighting.clone()], &group);
    document(&merged, Detail::Full)
}

fn doubt(doubt: &Doubt) -> Value {
    json!({ "kind": doubt.kind.as_str(), "detail": doubt.detail })
}

/// What a run did.
pub fn totals(totals: &Totals) -> Value {
    json!({
        "schema": SCHEMA,
        "files": counts(&totals.files),
        "new": totals.new,
        "changed": totals.changed,
        "gone": totals.gone,
        "missing": totals.missing,
        "records": counts(&totals.records),
        "captured_pages": totals.captured_pages,
        "listings": totals.listings,
        "entries": totals.entries,
        "publications": totals.publications,
        "pages": totals.pages,
        "skipped": totals.skipped,
        "problems": totals.problems,
        "doubts": totals.doubts,
        "ignored_keys": totals.ignored_keys,
        "vectors": { "fitted": totals.vectors.fitted, "placed": totals.vectors.placed },
    })
}

/// What a watch tells: one object an event.
pub fn watched(event: &Watched<'_>) -> Value {
    match event {
        Watched::Began(sources) => {
            let sources = sources.iter().map(|source| json!({ "name": source.name, "path": source.root }));
            json!({ "schema": SCHEMA, "event": "watching", "sources": sources.collect::<Vec<_>>() })
        }
        Watched::Waiting(error) => {
            json!({ "schema": SCHEMA, "event": "waiting", "error": error.to_string() })
        }
        Watched::Failed(error) => json!({ "schema": SCHEMA, "event": "failed", "error": error.to_string() }),
        Watched::Ran(ran) => {
            let change = |(place, changed): (&String, &Changed)| json!({ "capture": place, "change": changed.as_str() });
            let problem = |(place, reason): (&String, &String)| json!({ "capture": place, "reason": reason });
            json!({
                "schema": SCHEMA,
                "event": "run",
                "first": ran.first,
                "changes": ran.changes.iter().map(change).collect::<Vec<_>>(),
                "problems": ran.problems.iter().map(problem).collect::<Vec<_>>(),
                "totals": totals(&ran.totals),
            })
        }
    }
}

/// What a run would do.
pub fn plan(plan: &Plan) -> Value {
    let files = plan.files.iter().map(|(planned, place)| json!({ "capture": place, "is": planned.as_str() }));
    json!({
        "schema": SCHEMA,
        "unchanged": plan.unchanged,
        "skipped": plan.skipped,
        "problems": plan.problems,
        "files": files.collect::<Vec<_>>(),
    })
}

fn counts(counts: &Counts) -> Value {
    json!({
        "total": counts.total(),
        "read": counts.read,
        "unchanged": counts.unchanged,
        "skipped": counts.skipped,
        "problems": counts.problems,
    })
}

/// What an index holds.
pub fn status(
    folder: &str,
    state: &str,
    manifest: &Manifest,
    documents: u64,
    bytes: u64,
    facets_counted: &[FacetCounts],
) -> Value {
    json!({
        "schema": SCHEMA,
        "index": folder,
        "state": state,
        "format": manifest.format,
        "version": manifest.version,
        "documents": documents,
        "bytes": bytes,
        "sources": manifest.sources.iter().map(|source| json!({ "name": source.name, "path": source.root })).collect::<Vec<_>>(),
        "facets": facets(facets_counted),
    })
}

/// What became of the addresses of `rsearch capture`.
pub fn captured(summary: &Summary) -> Value {
    let with_file = |list: &[(String, std::path::PathBuf)]| -> Vec<Value> {
        list.iter().map(|(url, file)| json!({ "url": url, "file": file.display().to_string() })).collect()
    };
    let failed = summary
        .all_failed()
        .map(|(url, error)| json!({ "url": url, "kind": error.kind(), "error": error.in_full() }));
    let doubts = summary.doubts.iter().map(|(url, doubt)| json!({ "url": url, "doubt": doubt }));
    json!({
        "schema": SCHEMA,
        "captured": with_file(&summary.captured),
        "unchanged": with_file(&summary.unchanged),
        "known": summary.known,
        "elsewhere": summary.elsewhere,
        "left": summary.left,
        "stopped": summary.is_stopped,
        "failed": failed.collect::<Vec<_>>(),
        "doubts": doubts.collect::<Vec<_>>(),
    })
}
