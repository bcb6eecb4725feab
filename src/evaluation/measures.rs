//! nDCG@10, MRR@10 and Recall@100, as `trec_eval` defines them.
//!
//! In: judgements, a run. Out: [`Measures`] a topic and on average.

use std::collections::BTreeMap;

use crate::evaluation::{Qrels, Ranked, TrecRun};

/// How well a ranking agrees with the judgements: each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Gain of the first ten, as a share of the best that was possible: a document's gain is its grade, divided by the
    /// binary logarithm of its place plus one.
    pub ndcg_10: f64,
    /// One divided by the place of the first relevant document; 0 where it is not among the first ten.
    pub mrr_10: f64,
    /// The share of the relevant documents that is among the first hundred.
    pub recall_100: f64,
}

impl Measures {
    /// The average of each; zeros where there is nothing to average.
    pub fn mean<'a>(all: impl IntoIterator<Item = &'a Measures>) -> Measures {
        let mut sum = Measures::default();
        let mut count = 0.0;
        for one in all {
            sum.ndcg_10 += one.ndcg_10;
            sum.mrr_10 += one.mrr_10;
            sum.recall_100 += one.recall_100;
            count += 1.0;
        }
        let count = f64::max(count, 1.0);
        Measures {
            ndcg_10: sum.ndcg_10 / count,
            mrr_10: sum.mrr_10 / count,
            recall_100: sum.recall_100 / count,
        }
    }
}

/// The measures of every topic for which some document is relevant. A topic that the run lacks has found nothing.
pub fn measure(qrels: &Qrels, run: &TrecRun) -> BTreeMap<String, Measures> {
    qrels.measured().map(|(topic, grades)| (topic.to_owned(), of_topic(grades, run.of(topic)))).collect()
}

/// How a topic fares in two runs, by nDCG@10: those that the second does better first, those it does worse last.
pub fn compare(
    before: &BTreeMap<String, Measures>,
    after: &BTreeMap<String, Measures>,
) -> Vec<(String, Measures, Measures)> {
    let mut pairs: Vec<(String, Measures, Measures)> = after
        .iter()
        .map(|(topic, measures)| (topic.clone(), before.get(topic).copied().unwrap_or_default(), *measures))
        .collect();
    let gain = |pair: &(String, Measures, Measures)| pair.2.ndcg_10 - pair.1.ndcg_10;
    pairs.sort_by(|a, b| gain(b).total_cmp(&gain(a)).then_with(|| a.0.cmp(&b.0)));
    pairs
}

fn of_topic(grades: &BTreeMap<String, i64>, ranked: &[Ranked]) -> Measures {
    const FIRST: usize = 10;
    const FAR: usize = 100;
    let grade = |ranked: &Ranked| grades.get(&ranked.document).copied().unwrap_or(0).max(0);
    let gained: Vec<i64> = ranked.iter().take(FIRST).map(grade).collect();
    let mut ideal: Vec<i64> = grades.values().copied().filter(|grade| *grade > 0).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let relevant = float(ideal.len());
    ideal.truncate(FIRST);
    let found = ranked.iter().take(FAR).filter(|ranked| grade(ranked) > 0).count();
    let first = gained.iter().position(|grade| *grade > 0);
    Measures {
        ndcg_10: discounted(&gained) / discounted(&ideal),
        mrr_10: first.map_or(0.0, |place| 1.0 / float(place + 1)),
        recall_100: float(found) / relevant,
    }
}

fn discounted(grades: &[i64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "grades are small numbers")]
    let gain = |(place, grade): (usize, &i64)| *grade as f64 / float(place + 2).log2();
    // A sum of nothing would be -0.
    grades.iter().enumerate().map(gain).fold(0.0, |sum, gain| sum + gain)
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents in a ranking")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(topics: &[(&str, &[&str])]) -> TrecRun {
        let mut run = TrecRun::default();
        for (topic, documents) in topics {
            let ranked = documents.iter().map(|document| Ranked { document: (*document).into(), score: 1.0 });
            run.put(topic, ranked.collect());
        }
        run
    }

    /// Worked out by hand: d1 (grade 3) comes second, d2 (grade 1) first, d3 (grade 1) is not found.
    #[test]
    fn measures_are_those_of_trec_eval() {
        let qrels = Qrels::parse("t 0 d1 3\nt 0 d2 1\nt 0 d3 1\nt 0 d4 0\nt 0 d5 -1\n").unwrap();
        let measured = measure(&qrels, &run(&[("t", &["d2", "d1", "d4", "d5"])]))["t"];
        let third = 3.0_f64.log2();
        let expected = (1.0 + 3.0 / third) / (3.0 + 1.0 / third + 1.0 / 2.0);
        assert!((measured.ndcg_10 - expected).abs() < 1e-12, "{measured:?}");
        assert!((measured.mrr_10 - 1.0).abs() < 1e-12 && (measured.recall_100 - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn only_the_first_ten_and_hundred_count() {
        let qrels = Qrels::parse("t 0 wanted 1").unwrap();
        let names: Vec<String> = (0..100).map(|number| format!("d{number}")).collect();
        let mut ranked: Vec<&str> = names.iter().map(String::as_str).collect();
        ranked.insert(10, "wanted");
        let measured = measure(&qrels, &run(&[("t", &ranked)]))["t"];
        assert_eq!(measured, Measures { ndcg_10: 0.0, mrr_10: 0.0, recall_100: 1.0 });
        ranked.swap(10, 100);
        assert_eq!(measure(&qrels, &run(&[("t", &ranked)]))["t"], Measures::default());
    }

    #[test]
    fn topics_without_a_relevant_document_are_left_out_and_topics_without_hits_count() {
        let qrels = Qrels::parse("a 0 d 1\nb 0 d 0\nc 0 d 1").unwrap();
        let measured = measure(&qrels, &run(&[("a", &["d"]), ("b", &["d"]), ("z", &["d"])]));
        assert_eq!(measured.keys().collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(
            Measures::mean(measured.values()),
            Measures { ndcg_10: 0.5, mrr_10: 0.5, recall_100: 0.5 }
        );
    }

    #[test]
    fn a_comparison_begins_with_what_was_won() {
        let qrels = Qrels::parse("a 0 d 1\nb 0 d 1\nc 0 d 1").unwrap();
        let before = measure(&qrels, &run(&[("a", &["d"]), ("b", &["x", "d"]), ("c", &["d"])]));
        let after = measure(&qrels, &run(&[("a", &["d"]), ("b", &["d"]), ("c", &["x", "d"])]));
        let order: Vec<String> = compare(&before, &after).into_iter().map(|(topic, ..)| topic).collect();
        assert_eq!(order, ["b", "a", "c"]);
    }
}
