//! Scores in whole steps, so that their sums do not depend on the order of adding.
//!
//! In: a query whose clauses score. Out: [`Steps`], how fine its scores may be, and [`Stepped`], a clause whose scores are
//! rounded to them. tantivy adds the scores of clauses in an order that changes from segment to segment, and sums of floating
//! point numbers depend on it; sums of whole steps that stay below 2^24 of them are exact.

use tantivy::query::{EnableScoring, Explanation, Query as Engine, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

use crate::search::named;
use crate::search::query::{Pattern, Query, Text};

/// Steps of a score that tell two documents apart, where clauses are few.
pub(crate) const FINEST: f32 = 4_096.0;

/// No word of a query scores higher: BM25 stays below 2.2 times the logarithm of twice the number of documents.
pub(crate) const MOST_A_WORD: f32 = 48.0;

/// Whole numbers up to this are exact in 32 bits of floating point.
const EXACT_BELOW: f32 = 16_777_216.0;

/// How many steps a score of one has: a power of two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Steps(f32);

impl Steps {
    /// The finest steps in which scores up to `most` are exact.
    pub(crate) fn for_scores_up_to(most: f32) -> Steps {
        let mut steps = FINEST;
        while most * steps > EXACT_BELOW && steps > f32::MIN_POSITIVE {
            steps /= 2.0;
        }
        Steps(steps)
    }

    /// A score in whole steps.
    pub(crate) fn round(self, score: Score) -> Score {
        whole(score * self.0) / self.0
    }
}

/// The nearest whole number of one that is not below zero. `f32::round` is a call into a library where the oldest processors are
/// built for, and it showed in profiles: every clause of every hit is rounded.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "scores are far below 2^63 steps"
)]
pub(crate) fn whole(number: f32) -> f32 {
    (f64::from(number) + 0.5) as i64 as f32
}

/// A score that no document exceeds by a tree, without what ranks it better beside it.
pub(crate) fn most(query: &Query) -> f32 {
    match query {
        Query::Text(text) => most_of_text(text),
        Query::And(parts) | Query::Or(parts) => parts.iter().map(most).sum(),
        Query::Boost(inner, boost) => most(inner) * boost,
        Query::All
        | Query::Value(_)
        | Query::Numbers { .. }
        | Query::Dates { .. }
        | Query::Exists(_)
        | Query::Saved(_)
        | Query::Not(_) => 0.0,
    }
}

/// What so many words that stand side by side can score, in every field.
#[expect(clippy::cast_precision_loss, reason = "a query has far fewer than 2^24 words")]
pub(crate) fn most_of_words(words: usize) -> f32 {
    /// The weights of all fields together, rounded up.
    const FIELDS: f32 = 8.0;
    if words > 1 { words as f32 * MOST_A_WORD * FIELDS } else { MOST_A_WORD }
}

fn most_of_text(text: &Text) -> f32 {
    /// What a pattern scores in all fields together, rounded up.
    const PATTERN: f32 = 8.0;
    match &text.pattern {
        Pattern::Word(word) if text.field.is_none() => {
            // What has the address or the number itself, in each field that may name it.
            #[expect(clippy::cast_precision_loss, reason = "a word names a handful of things")]
            let named = named::named(word).len() as f32;
            most_of_words(crate::index::Words::all(word).len()) + named * MOST_A_WORD
        }
        Pattern::Word(words) | Pattern::Exact(words) | Pattern::Phrase { text: words, .. } => {
            most_of_words(crate::index::Words::all(words).len())
        }
        Pattern::Prefix(_) | Pattern::Wildcard(_) | Pattern::Regex(_) | Pattern::Fuzzy { .. } => PATTERN,
    }
}

/// A clause whose scores are in whole steps.
///
/// What is excluded is wrapped in one too. tantivy asks it whether it has documents that it may be past already, which its
/// own phrases, ranges and intersections take for a mistake; the scorer of this one answers by where it stands.
#[derive(Debug)]
pub(crate) struct Stepped {
    pub(crate) inner: Box<dyn Engine>,
    pub(crate) steps: Steps,
}

impl Clone for Stepped {
    fn clone(&self) -> Stepped {
        Stepped { inner: self.inner.box_clone(), steps: self.steps }
    }
}

impl Engine for Stepped {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SteppedWeight { inner: self.inner.weight(scoring)?, steps: self.steps }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.inner.query_terms(visitor);
    }
}

struct SteppedWeight {
    inner: Box<dyn Weight>,
    steps: Steps,
}

impl Weight for SteppedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(SteppedScorer { inner: self.inner.scorer(reader, boost)?, steps: self.steps }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, doc)
    }
}

struct SteppedScorer {
    inner: Box<dyn Scorer>,
    steps: Steps,
}

impl DocSet for SteppedScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }

    fn cost(&self) -> u64 {
        self.inner.cost()
    }
}

impl Scorer for SteppedScorer {
    fn score(&mut self) -> Score {
        self.steps.round(self.inner.score())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse;

    #[test]
    fn whole_numbers_are_the_nearest() {
        for number in [0.0, 0.49, 0.5, 0.51, 1.5, 2.5, 4_095.5, 8_388_609.0, 16_777_215.0] {
            assert_eq!(whole(number).to_bits(), f32::round(number).to_bits(), "{number}");
        }
    }

    #[test]
    fn sums_of_whole_steps_do_not_depend_on_their_order() {
        let steps = Steps::for_scores_up_to(4_000.0);
        let scores: Vec<f32> = (1..200_u8).map(|number| steps.round(f32::from(number).sqrt())).collect();
        let forth: f32 = scores.iter().sum();
        let back: f32 = scores.iter().rev().sum();
        assert!(forth.to_bits() == back.to_bits() && forth > 1_000.0, "{forth} {back}");
    }

    #[test]
    fn steps_grow_with_what_a_query_can_score() {
        let grammar = crate::search::grammar(crate::document::Day(20_000));
        let most = |text: &str| most(&parse(text, &grammar).unwrap());
        assert!(most("a b c") > most("a b") && most("a^900") > most("a^2") && most("year:2024") <= 0.0);
        assert_eq!(Steps::for_scores_up_to(most("a b c")), Steps(FINEST));
        for text in ["a^1000", "(a^1000 b)^1000 OR \"c d e\"^1000"] {
            let Steps(steps) = Steps::for_scores_up_to(most(text));
            assert!(most(text) * steps <= EXACT_BELOW && steps > 0.0, "{text}");
        }
    }
}
