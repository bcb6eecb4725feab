//! Runs: what a search engine found for topics, in TREC's six columns.
//!
//! In: ranked documents, or the text of a run. Out: the other.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use crate::evaluation::Error;

/// A document with its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its id.
    pub document: String,
    /// Its score.
    pub score: f64,
}

/// Ranked documents by topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrecRun {
    topics: BTreeMap<String, Vec<Ranked>>,
}

impl TrecRun {
    /// Reads a run. As `trec_eval` does, it goes by scores, and by documents from the last where they are equal; not by the
    /// column of ranks.
    ///
    /// # Errors
    /// When a line has not six columns, its score is no number, or a document repeats.
    pub fn parse(text: &str) -> Result<TrecRun, Error> {
        let mut run = TrecRun::default();
        let mut seen = HashSet::new();
        for (number, line) in (1..).zip(text.lines()) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (topic, document, score) = match columns[..] {
                [] => continue,
                [topic, _, document, _, score, _] => (topic, document, score),
                _ => {
                    return Err(Error::at(number, format!("{} columns, a run has 6", columns.len())));
                }
            };
            let score: Option<f64> = score.parse().ok().filter(|score: &f64| score.is_finite());
            let score = score.ok_or_else(|| Error::at(number, "the score is no number"))?;
            if !seen.insert((topic.to_owned(), document.to_owned())) {
                return Err(Error::at(number, format!("{document} is there twice for topic {topic}")));
            }
            let ranked = Ranked { document: document.to_owned(), score };
            run.topics.entry(topic.to_owned()).or_default().push(ranked);
        }
        for ranked in run.topics.values_mut() {
            ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.document.cmp(&a.document)));
        }
        Ok(run)
    }

    /// Puts what was found for a topic, best first. A document that is there twice counts at its better place.
    pub fn put(&mut self, topic: &str, mut ranked: Vec<Ranked>) {
        let mut seen = HashSet::new();
        ranked.retain(|ranked| seen.insert(ranked.document.clone()));
        self.topics.insert(topic.to_owned(), ranked);
    }

    /// What was found for a topic, best first.
    pub fn of(&self, topic: &str) -> &[Ranked] {
        self.topics.get(topic).map_or(&[], Vec::as_slice)
    }

    /// The run as text, under a name. Scores fall strictly, so that whoever sorts by them gets this order back: an equal one
    /// is written a little lower.
    pub fn text(&self, name: &str) -> String {
        /// Steps of a score as it is written.
        const STEP: f64 = 1e-6;
        let mut text = String::new();
        for (topic, ranked) in &self.topics {
            let mut last = f64::INFINITY;
            for (rank, ranked) in (1..).zip(ranked) {
                let score = ((ranked.score / STEP).round() * STEP).min(last - STEP);
                last = score;
                let _ = writeln!(text, "{topic} Q0 {} {rank} {score:.6} {name}", ranked.document);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_scores_keep_their_order_in_the_text() {
        let mut run = TrecRun::default();
        let ranked = [("b", 2.5), ("a", 2.5), ("c", 2.5), ("b", 1.0), ("d", 2.499_999_9), ("e", 0.0)];
        run.put("t", ranked.map(|(document, score)| Ranked { document: document.into(), score }).to_vec());
        let text = run.text("rsearch");
        let again = TrecRun::parse(&text).unwrap();
        let order: Vec<&str> = again.of("t").iter().map(|ranked| ranked.document.as_str()).collect();
        assert_eq!(order, ["b", "a", "c", "d", "e"]);
        assert!(again.of("t").windows(2).all(|pair| pair[0].score > pair[1].score), "{text}");
        assert!(text.starts_with("t Q0 b 1 2.500000 rsearch\nt Q0 a 2 2.499999 rsearch\n"), "{text}");
    }

    #[test]
    fn a_run_goes_by_scores_not_by_ranks() {
        let run = TrecRun::parse("t Q0 a 1 1.0 x\nt Q0 b 2 3.0 x\nt Q0 c 3 3.0 x\n").unwrap();
        let order: Vec<&str> = run.of("t").iter().map(|ranked| ranked.document.as_str()).collect();
        assert_eq!(order, ["c", "b", "a"]);
        assert!(TrecRun::parse("t Q0 a 1 1.0").unwrap_err().reason.contains("5 columns"));
        assert!(TrecRun::parse("t Q0 a 1 x y").unwrap_err().reason.contains("no number"));
        assert!(TrecRun::parse("t Q0 a 1 1 y\nt Q0 a 2 1 y").unwrap_err().reason.contains("twice"));
    }
}
