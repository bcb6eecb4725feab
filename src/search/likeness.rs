//! Looks at the best hits once more: those that are about the same as the query, and as the very best, move up.
//!
//! In: hits in the order of their words' scores. Out: the same in another order, with what likeness added. What documents are
//! about is in their vectors (`index/latent`); a document may be like a query without having its words.

use std::collections::HashMap;

use tantivy::Score;

use crate::index::latent::{DIMENSIONS, Latent, Packed, likeness, unit, wide};
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
    let Some(asked) = latent.direction(stems.iter().map(String::as_str)) else { return Ok(by_words(top)) };
    let looked_at = look_at(view, latent, top, LOOKED_AT)?;
    let words = |seen: &Seen| (seen.score - first.get(&seen.place).copied().unwrap_or(0.0)).max(0.0);
    let best = looked_at.iter().map(words).fold(0.0, f32::max);
    let mut wanted = asked;
    let mut examples = [0.0; DIMENSIONS];
    for seen in looked_at.iter().take(EXAMPLES) {
        let Some(example) = seen.vector.as_ref().and_then(|vector| unit(wide(vector))) else { continue };
        for (sum, value) in examples.iter_mut().zip(example) {
            *sum += value * words(seen) / best.max(f32::MIN_POSITIVE);
        }
    }
    if let Some(examples) = unit(examples) {
        for (wanted, value) in wanted.iter_mut().zip(examples) {
            *wanted += EXAMPLES_WEIGHT * value;
        }
    }
    Ok(reordered(&looked_at, &wanted, WEIGHT * best, top))
}

/// Puts the first hits into the order of words and of likeness to a document together; the likest gains as much as the best
/// score of words.
pub(crate) fn rescore_by_example(
    view: &View,
    latent: &Latent,
    example: &Packed,
    top: &[(Place, Score)],
) -> Result<Vec<Rescored>, Error> {
    let Some(wanted) = unit(wide(example)) else { return Ok(by_words(top)) };
    let looked_at = look_at(view, latent, top, top.len())?;
    let best = looked_at.iter().map(|seen| seen.score).fold(0.0, f32::max);
    Ok(reordered(&looked_at, &wanted, best, top))
}

fn by_words(top: &[(Place, Score)]) -> Vec<Rescored> {
    top.iter().copied().map(Rescored::by_words).collect()
}

/// A hit with what it is about.
struct Seen {
    place: Place,
    order: u64,
    score: Score,
    vector: Option<Packed>,
}

fn look_at(view: &View, latent: &Latent, top: &[(Place, Score)], most: usize) -> Result<Vec<Seen>, Error> {
    let seen = |(place, score): &(Place, Score)| -> Result<Seen, Error> {
        let order = view.order(*place)?;
        let vector = latent.entry(order).map(|entry| entry.vector);
        Ok(Seen { place: *place, order, score: *score, vector })
    };
    top.iter().take(most).map(seen).collect()
}

/// Adds to scores by likeness, so much to the likest, and sorts; hits that were not looked at stay behind.
fn reordered(
    looked_at: &[Seen],
    wanted: &[f32; DIMENSIONS],
    gain: f32,
    top: &[(Place, Score)],
) -> Vec<Rescored> {
    let like = |seen: &Seen| seen.vector.as_ref().map_or(0.0, |vector| likeness(wanted, vector)).max(0.0);
    let likenesses: Vec<f32> = looked_at.iter().map(like).collect();
    let likest = likenesses.iter().copied().fold(0.0, f32::max);
    if likest <= f32::MIN_POSITIVE {
        return by_words(top);
    }
    let mut rescored: Vec<(u64, Rescored)> = looked_at
        .iter()
        .zip(likenesses)
        .map(|(seen, like)| {
            let likeness = (gain * like / likest * FINEST).round() / FINEST;
            (seen.order, Rescored { place: seen.place, score: seen.score + likeness, likeness })
        })
        .collect();
    rescored.sort_by(|(order_a, a), (order_b, b)| b.score.total_cmp(&a.score).then(order_a.cmp(order_b)));
    let mut all: Vec<Rescored> = rescored.into_iter().map(|(_, rescored)| rescored).collect();
    all.extend(by_words(top.get(looked_at.len()..).unwrap_or(&[])));
    all
}
