//! What documents are about, as a few numbers each: latent semantic indexing (Deerwester and others, 1990).
//!
//! In: the postings of living documents. Out: a file beside the segments that has a vector for every document and for the
//! words of a sample, and [`Latent`], which reads it. The sample is the documents with the smallest ids, which are hashes, so
//! what is fitted depends on the documents alone: not on the order they came in, on threads, or on what was deleted.

mod build;
mod decompose;
mod file;
mod gather;
mod matrix;

pub(crate) use build::{Built, build};
pub(crate) use file::{Latent, Packed, unit, wide};

/// Numbers of a vector: with 128 the test collections ranked no better.
pub(crate) const DIMENSIONS: usize = 64;

/// Documents of the sample at most.
pub(crate) const SAMPLE: usize = 8_192;

/// Documents of the sample that have to have a word for it to count: what stands in one alone relates nothing.
const LEAST_DOCUMENTS: u32 = 2;

/// The fields whose words count, in the order in which they are added up.
const FIELDS: [&str; 3] = ["title", "summary", "body"];

/// What an occurrence of a word counts: the first fully, more of them ever less.
#[expect(clippy::cast_precision_loss, reason = "occurrences in a text are far below 2^24")]
fn weight_of(occurrences: u32) -> f32 {
    // Most words stand in a text once, and a logarithm takes long.
    if occurrences <= 1 { 1.0 } else { 1.0 + (occurrences as f32).ln() }
}

/// Sixty-four bits of a word (FNV-1a).
pub(crate) fn hash_of(word: &[u8]) -> u64 {
    word.iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How alike two directions are: the cosine of their angle, times the length of the first.
pub(crate) fn likeness(direction: &[f32; DIMENSIONS], vector: &Packed) -> f32 {
    let (mut product, mut square) = (0.0, 0.0);
    for (one, other) in direction.iter().zip(wide(vector)) {
        product += one * other;
        square += other * other;
    }
    if square > 0.0 { product / f32::sqrt(square) } else { 0.0 }
}

/// Multiples of a vector added to another.
fn add_to(sum: &mut [f32], row: &[f32], weight: f32) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += weight * value;
    }
}
