//! What both benchmarks share: a corpus that is the same everywhere, a bare tantivy index beside, and medians.
//!
//! In: sizes. Out: texts, indexes, durations. Nothing here is part of the program.

use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::schema::{Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument};

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

/// The article as a line of JSON Lines.
pub(crate) fn json_line(number: usize, article: &Article) -> String {
    let record = serde_json::json!({
        "id": number.to_string(), "title": article.title, "published": article.date, "team": article.team,
        "body": article.body(),
    });
    format!("{record}\n")
}

/// Indexes title and body, stemmed, and stores them: what tantivy alone does with the same text from memory.
pub(crate) fn bare_index(folder: &Path, articles: impl Iterator<Item = (String, String)>) -> Index {
    let mut schema = Schema::builder();
    let stemmed = TextOptions::default().set_stored().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(tantivy::schema::IndexRecordOption::WithFreqsAndPositions),
    );
    let title = schema.add_text_field("title", stemmed.clone());
    let body = schema.add_text_field("body", stemmed);
    let index = Index::create_in_dir(folder, schema.build()).expect("a bare index");
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let mut writer = index.writer_with_num_threads(threads, threads * (128 << 20)).expect("a bare writer");
    for (title_text, body_text) in articles {
        let mut document = TantivyDocument::new();
        document.add_text(title, &title_text);
        document.add_text(body, &body_text);
        writer.add_document(document).expect("a document added");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges");
    index
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
