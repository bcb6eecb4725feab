//! A corpus that is the same everywhere: research texts of frequent and rare words in all their forms.
//!
//! In: a number of documents. Out: records. Titles are as people write them, with the marks that mean something in a query.

use serde_json::{Value, json};

/// A document of the corpus.
#[derive(Clone, Debug)]
pub(crate) struct Article {
    pub(crate) title: String,
    pub(crate) team: &'static str,
    pub(crate) published: String,
    pub(crate) body: String,
}

impl Article {
    /// The article as a record of JSON Lines.
    pub(crate) fn record(&self, number: usize) -> Value {
        json!({
            "id": number.to_string(), "title": self.title, "team": self.team, "published": self.published,
            "body": self.body,
        })
    }
}

const TEAMS: [&str; 4] = ["Alignment", "Interpretability", "Policy", "Evaluations"];

/// Words in the order of how frequent they are.
const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "for",
    "that",
    "with",
    "as",
    "by",
    "not",
    "or",
    "model",
    "network",
    "train",
    "reason",
    "measure",
    "learn",
    "language",
    "reward",
    "evaluate",
    "behaviour",
    "safety",
    "agent",
    "method",
    "result",
    "human",
    "value",
    "scale",
    "attack",
    "predict",
    "probe",
    "feature",
    "circuit",
    "monitor",
    "oversee",
    "deceive",
    "introspect",
    "generate",
    "explain",
    "align",
    "control",
    "risk",
    "policy",
    "benchmark",
    "activation",
    "represent",
    "interpret",
    "memory",
    "layer",
    "gradient",
    "optimise",
    "distribution",
    "sample",
    "concept",
    "persona",
    "vector",
    "sabotage",
    "hack",
    "argument",
    "debate",
    "incident",
    "report",
    "sandbag",
    "constitution",
    "classify",
    "refuse",
    "jailbreak",
    "steer",
    "sparse",
    "dictionary",
    "encode",
    "tarn",
    "glacier",
    "archive",
];

/// What is put behind a word, most often nothing.
const ENDINGS: [&str; 9] = ["", "", "", "s", "ing", "ed", "er", "ation", "ly"];

/// Titles; `{}` is a word. Marks stand in them as in the titles of papers.
const TITLES: [&str; 16] = [
    "{} {}",
    "{} {} in {} {}",
    "On the {} of {}: a {} study",
    "{} and {} — what {} shows",
    "What is {} {}?",
    "Towards {} {} for {} (part {})",
    "“{} {}”: {} considered",
    "\"{} {}\" in {}",
    "{}-based {}, {} and {}/{}",
    "{} OR {}: {} compared",
    "{} {}: {} & {}",
    "{}, not {}",
    "{} and the {} of {}'s",
    "The {} of the {}",
    "{} {} {}",
    "A* and {}",
];

/// So many articles, no two of one title.
pub(crate) fn articles(count: usize) -> Vec<Article> {
    let mut seen = std::collections::HashSet::new();
    let mut random = Random(1);
    let mut articles = Vec::new();
    while articles.len() < count {
        let article = article(&mut random);
        if seen.insert(article.title.clone()) {
            articles.push(article);
        }
    }
    articles
}

fn article(random: &mut Random) -> Article {
    let pieces: Vec<&str> = TITLES[random.below(TITLES.len())].split("{}").collect();
    let mut title = pieces[0].to_owned();
    for piece in &pieces[1..] {
        title.push_str(&random.word(14));
        title.push_str(piece);
    }
    let sentences: Vec<String> = (0..2 + random.below(8))
        .map(|_| (0..6 + random.below(14)).map(|_| random.word(0)).collect::<Vec<_>>().join(" ") + ".")
        .collect();
    let (year, month, day) = (2017 + random.below(9), 1 + random.below(12), 1 + random.below(28));
    Article {
        title: capitalised(&title),
        team: TEAMS[random.below(TEAMS.len())],
        published: format!("{year}-{month:02}-{day:02}"),
        body: sentences.join(" "),
    }
}

fn capitalised(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Numbers that look like chance and are always the same (xorshift64*, Vigna 2016).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % limit
    }

    /// A word in one of its forms, those at the beginning of the list the likeliest; none of the first `without`.
    pub(crate) fn word(&mut self, without: usize) -> String {
        let words = &WORDS[without..];
        let mut limit = words.len();
        for _ in 0..2 {
            limit = self.below(limit) + 1;
        }
        let word = words[limit - 1];
        let ending = if word.len() > 3 { ENDINGS[self.below(ENDINGS.len())] } else { "" };
        format!("{}{ending}", word.strip_suffix('e').filter(|_| ending.len() > 1).unwrap_or(word))
    }
}
