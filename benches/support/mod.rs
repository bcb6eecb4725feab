//! What the benchmarks share: a corpus that is the same everywhere, and medians.
//!
//! In: sizes. Out: texts, durations. Nothing here is part of the program.

use std::time::{Duration, Instant};

/// A publication made up of frequent and rare words.
pub(crate) struct Article {
    pub(crate) title: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) date: String,
    pub(crate) team: &'static str,
}

impl Article {
    pub(crate) fn body(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}

pub(crate) const TEAMS: [&str; 6] =
    ["Interpretability", "Alignment", "Societal Impacts", "Policy", "Evaluations", "Security"];

/// A small generator of pseudo-random numbers (xorshift64*, Vigna 2016): the same corpus on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or(0) % limit
    }

    /// A word; the lower its rank, the likelier, somewhat as in texts.
    fn word(&mut self, words: &[String]) -> String {
        let mut limit = words.len();
        for _ in 0..4 {
            limit = self.below(limit) + 1;
        }
        words[limit - 1].clone()
    }
}

/// Pronounceable words with English endings.
pub(crate) fn vocabulary(count: usize) -> Vec<String> {
    const STARTS: [&str; 16] =
        ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl"];
    const MIDDLES: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
    const ENDS: [&str; 10] = ["", "s", "ing", "ed", "tion", "al", "er", "ment", "ity", "n"];
    let mut random = Random::new(1);
    let mut seen = std::collections::HashSet::new();
    let mut words = Vec::new();
    while words.len() < count {
        let mut word = String::new();
        for _ in 0..=random.below(3) {
            word.push_str(STARTS[random.below(STARTS.len())]);
            word.push_str(MIDDLES[random.below(MIDDLES.len())]);
        }
        word.push_str(ENDS[random.below(ENDS.len())]);
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

/// The article of a number; `words` of text, more or less.
pub(crate) fn article(number: usize, words: usize, vocabulary: &[String]) -> Article {
    let mut random = Random::new(number as u64 + 7);
    let title = (0..6).map(|_| random.word(vocabulary)).collect::<Vec<_>>().join(" ");
    let mut paragraphs = Vec::new();
    let mut left = words / 2 + random.below(words);
    while left > 0 {
        let mut sentences = Vec::new();
        for _ in 0..3 + random.below(4) {
            let length = 8 + random.below(18);
            left = left.saturating_sub(length);
            let sentence = (0..length).map(|_| random.word(vocabulary)).collect::<Vec<_>>().join(" ");
            sentences.push(format!("{}{}.", sentence[..1].to_uppercase(), &sentence[1..]));
        }
        paragraphs.push(sentences.join(" "));
    }
    let date = format!("{}-{:02}-{:02}", 2017 + random.below(9), 1 + random.below(12), 1 + random.below(28));
    Article { title: format!("{title} {number}"), paragraphs, date, team: TEAMS[random.below(TEAMS.len())] }
}

/// How long something takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// The middle of some durations.
pub(crate) fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied().unwrap_or_default()
}

/// One duration as a multiple of another.
pub(crate) fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(1e-9)
}
