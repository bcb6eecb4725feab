//! Looks at the best hits once more: those that are about the same as the query, and as the very best, move up.
//!
//! In: hits in the order of their words' scores. Out: the same in another order, with what likeness added. What documents are
//! about is in their vectors (`index/latent`); a document may be like a query without having its words.

use std::collections::HashMap;

use tantivy::Score;

use crate::index::latent::{DIMENSIONS, Latent, likeness, unit, wide};
use crate::index::{Place, View};
use crate::search::Error;
use crate::search::steps::FINEST;

/// Hits that are looked at once more.
pub(crate) const LOOKED_AT: usize = 200;

/// What the likest of them gains, as a share of the best score of words. Measured with the other weights
/// (docs/ranking.md).
const WEIGHT: f32 = 0.5;

/// The best hits by words, which say more about what is meant than the query's few words do.
const EXAMPLES: usize = 3;

/// How much they count beside the query itself.
const EXAMPLES_WEIGHT: f32 = 0.75;

/// A hit with its score, and the part of it that is likeness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rescored {
    pub(crate) place: Place,
    pub(crate) score: Score,
    pub(crate) likeness: Score,
}

impl Rescored {
    /// A hit whose score is that of its words.
    pub(crate) fn by_words((place, score): (Place, Score)) -> Rescored {
        Rescored { place, score, likeness: 0.0 }
    }
}

/// Puts the first hits into the order of words and likeness together. `first` are those that stay first, with what that adds
/// to their scores.
pub(crate) fn rescore(
    view: &View,
    latent: &Latent,
    stems: &[String],
    first: &HashMap<Place, Score>,
    top: &[(Place, Score)],
) -> Result<Vec<Rescored>, Error> {
    let as_they_are =
        |top: &[(Place, Score)]| top.iter().copied().map(Rescored::by_words).collect::<Vec<_>>();
    let Some(asked) = latent.direction(stems.iter().map(String::as_str)) else { return Ok(as_they_are(top)) };
    let mut looked_at = Vec::new();
    for (place, score) in top.iter().take(LOOKED_AT) {
        let order = view.order(*place)?;
        let words = score - first.get(place).copied().unwrap_or(0.0);
        looked_at.push((*place, order, *score, words, latent.entry(order).map(|entry| entry.vector)));
    }
    let best = looked_at.iter().map(|(_, _, _, words, _)| *words).fold(0.0, f32::max);
    let mut wanted = asked;
    let mut examples = [0.0; DIMENSIONS];
    for (_, _, _, words, vector) in looked_at.iter().take(EXAMPLES) {
        let Some(example) = vector.as_ref().and_then(|vector| unit(wide(vector))) else { continue };
        for (sum, value) in examples.iter_mut().zip(example) {
            *sum += value * words / best.max(f32::MIN_POSITIVE);
        }
    }
    if let Some(examples) = unit(examples) {
        for (wanted, value) in wanted.iter_mut().zip(examples) {
            *wanted += EXAMPLES_WEIGHT * value;
        }
    }
    let likenesses: Vec<f32> = looked_at
        .iter()
        .map(|(.., vector)| vector.as_ref().map_or(0.0, |vector| likeness(&wanted, vector)).max(0.0))
        .collect();
    let likest = likenesses.iter().copied().fold(0.0, f32::max);
    if likest <= f32::MIN_POSITIVE {
        return Ok(as_they_are(top));
    }
    let mut rescored: Vec<(u64, Rescored)> = looked_at
        .iter()
        .zip(likenesses)
        .map(|((place, order, score, ..), like)| {
            let likeness = (WEIGHT * best * like / likest * FINEST).round() / FINEST;
            (*order, Rescored { place: *place, score: score + likeness, likeness })
        })
        .collect();
    rescored.sort_by(|(order_a, a), (order_b, b)| b.score.total_cmp(&a.score).then(order_a.cmp(order_b)));
    let mut all: Vec<Rescored> = rescored.into_iter().map(|(_, rescored)| rescored).collect();
    all.extend(as_they_are(top.get(LOOKED_AT..).unwrap_or(&[])));
    Ok(all)
}
