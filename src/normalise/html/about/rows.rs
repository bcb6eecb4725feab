//! Rows of names below a title that nothing marks or introduces: alone, as papers have them, or beside the day and the time that
//! reading takes.
//!
//! In: the parsed page and its title. Out: names as written. Topics are written as names are; they are told by where they
//! stand, by their words, and by what the text writes in small letters.

use std::collections::HashSet;

use scraper::Html;

use super::abstracts;
use super::lines;
use super::pieces::is_note;
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::seen;
use crate::normalise::listing;

/// Signs between the parts of a line of small print.
const SEPARATORS: [char; 7] = ['·', '•', '|', '—', '–', '/', '⋅'];

/// The people whom the lines below the title name, and whether they surely are.
pub(super) fn below_title(html: &Html, title: &str) -> Option<(Vec<String>, bool)> {
    let lines = lines::below_title(html, title);
    let reading = Reading::default();
    let days: Vec<_> = lines.iter().map(|line| dates::scan(line, &reading)).collect();
    let is_dated = days.iter().any(|days| !days.is_empty());
    let mut small = None;
    let mut are_people = |names: &[&str]| {
        let words = small.get_or_insert_with(|| small_words(html));
        names.iter().filter(|name| is_topic(name, words)).count() * 2 < names.len()
    };
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    for (line, days) in lines.iter().zip(&days) {
        let whole = line;
        let line = line.trim_end_matches(|sign: char| is_note(sign) || sign == ',');
        if citations::are_names(line) {
            let names = citations::names(line);
            if has_notes(whole) || abstracts::shown(html).is_some() {
                return Some((owned(names), true));
            }
            return (is_dated && are_people(&names)).then(|| (owned(names), true));
        }
        let [day] = days.as_slice() else { continue };
        let around = [line.get(..day.start), line.get(day.end..)].map(Option::unwrap_or_default);
        let parts = around.into_iter().flat_map(|text| text.split(SEPARATORS)).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| part.contains(char::is_alphanumeric)).collect();
        let row = parts.iter().find(|part| citations::are_names(part)).map(|part| citations::names(part));
        if let Some(names) = row.filter(|names| are_people(names)) {
            return Some((owned(names), true));
        }
        // `May 7, 2026 · 7 min · Ada Reed`: what stands behind the time and is no topic is a name.
        let alone = parts.windows(2).find(|pair| is_length(pair[0]) && citations::is_name(pair[1]));
        if let Some(name) = alone.map(|pair| pair[1]).filter(|name| are_people(&[name])) {
            return Some((vec![name.to_owned()], false));
        }
    }
    None
}

/// Whether a row of names has marks of notes in it, as papers have them.
fn has_notes(line: &str) -> bool {
    let mut signs = line.chars().zip(line.chars().skip(1));
    signs.any(|(before, sign)| before.is_alphabetic() && is_note(sign))
}

/// Whether a text is how long another is, in minutes or words.
fn is_length(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && listing::is_small_print(text)
}

/// Whether what is written as a name is that of a topic: one of its words is a word of topics, or is written small in the text.
fn is_topic(name: &str, small: &HashSet<String>) -> bool {
    let folded = fold::words(name);
    let is_word = |word: &str| word.len() > 2 && !citations::PARTICLES.contains(&word);
    folded.split(' ').filter(|word| is_word(word)).any(|word| TOPICS.contains(&word) || small.contains(word))
}

/// Words that names of topics have in them, folded. A judgement, of what research and companies file their posts under.
const TOPICS: [&str; 44] = [
    "ai",
    "alignment",
    "announcements",
    "applied",
    "artificial",
    "biology",
    "business",
    "case",
    "climate",
    "company",
    "computer",
    "computing",
    "culture",
    "data",
    "deep",
    "design",
    "developer",
    "development",
    "economics",
    "education",
    "engineering",
    "ethics",
    "health",
    "human",
    "insights",
    "intelligence",
    "language",
    "learning",
    "machine",
    "news",
    "open",
    "policy",
    "press",
    "product",
    "products",
    "research",
    "safety",
    "science",
    "security",
    "software",
    "studies",
    "systems",
    "technology",
    "updates",
];

/// The words, folded, that the text of a page writes small.
fn small_words(html: &Html) -> HashSet<String> {
    /// Words that are looked at. A judgement: bounds the work.
    const MOST: usize = 20_000;
    let texts = seen(html.tree.root().traverse()).filter_map(|edge| match edge {
        ego_tree::iter::Edge::Open(node) => node.value().as_text(),
        ego_tree::iter::Edge::Close(_) => None,
    });
    let words = texts.flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric()));
    let small = words.filter(|word| word.starts_with(char::is_lowercase)).take(MOST);
    small.map(fold::fold).collect()
}
