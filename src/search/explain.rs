//! Says what the score of a hit is made of.
//!
//! In: the clauses of a plan, a hit. Out: [`Reason`]s: what each clause gave, the most first. The clauses are asked once more,
//! each alone; since scores are in whole steps, what they gave adds up to the score.

use tantivy::query::EnableScoring;
use tantivy::{Score, TERMINATED};

use crate::index::View;
use crate::search::better::Part;
use crate::search::likeness::Rescored;
use crate::search::{Clause, Error, Reason};

/// What each clause gave a hit; those that gave nothing are left out.
pub(crate) fn reasons<'a>(
    view: &View,
    clauses: impl Iterator<Item = &'a Part>,
    hit: &Rescored,
    has_aged: bool,
) -> Result<Vec<Reason>, Error> {
    let mut reasons = Vec::new();
    for part in clauses {
        let score = score(view, part, hit)?;
        if score > 0.0 {
            reasons.push(Reason { clause: part.clause, text: part.text.clone(), field: part.field, score });
        }
    }
    if hit.likeness > 0.0 {
        let text = String::new();
        reasons.push(Reason { clause: Clause::Likeness, text, field: None, score: hit.likeness });
    }
    if has_aged {
        let sum: Score = reasons.iter().map(|reason| reason.score).sum();
        let text = String::new();
        reasons.push(Reason { clause: Clause::Age, text, field: Some("published"), score: hit.score - sum });
    }
    reasons.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(reasons)
}

/// What a clause alone gives a hit.
fn score(view: &View, part: &Part, hit: &Rescored) -> Result<Score, Error> {
    let statistics = view.statistics();
    let parts = view.parts();
    let Some(opened) = parts.get(hit.place.part) else { return Ok(0.0) };
    let address = hit.place.address;
    Ok(view.guard(|| {
        let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, &opened.searcher);
        let weight = part.engine.weight(scoring)?;
        let mut scorer = weight.scorer(opened.searcher.segment_reader(address.segment_ord), 1.0)?;
        let mut doc = scorer.doc();
        if doc < address.doc_id && doc != TERMINATED {
            doc = scorer.seek(address.doc_id);
        }
        Ok(if doc == address.doc_id { scorer.score() } else { 0.0 })
    })?)
}
