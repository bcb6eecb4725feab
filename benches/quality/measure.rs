//! The measures of the benchmarks, as their scorers define them.
//!
//! In: what stands on pages, and what was read, by whatever tool. Out: named numbers. `tools/compare-extractors` takes this
//! file in by path, so that all tools are measured alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::hash::Hash;
use std::path::Path;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::normalise::Normalised;

/// What was read of a page.
#[derive(Default)]
pub(crate) struct Predicted {
    /// Its title.
    pub(crate) title: String,
    /// When it was published: a day; a month or a year counts as none.
    pub(crate) date: Option<String>,
    /// How sure that is, 0 to 1.
    pub(crate) confidence: f32,
    /// Its main text.
    pub(crate) body: String,
    /// Who wrote it.
    pub(crate) authors: Vec<String>,
    /// What it is filed under.
    pub(crate) categories: Vec<String>,
    /// Titles and days of the publications it lists.
    pub(crate) entries: Vec<(String, Option<String>)>,
}

impl From<Normalised> for Predicted {
    fn from(read: Normalised) -> Predicted {
        let entries = read.listing.into_iter().flat_map(|listing| listing.entries);
        Predicted {
            entries: entries
                .map(|entry| (entry.title, entry.published.map(|claim| claim.to_string())))
                .collect(),
            confidence: read.page.published.as_ref().map_or(0.0, |claim| claim.confidence),
            date: read.page.published.map(|claim| claim.to_string()),
            title: read.page.title,
            body: read.text,
            authors: read.page.authors,
            categories: read.page.categories,
        }
    }
}

/// What stands on the pages of one set.
pub(crate) struct Truth(Vec<Value>);

impl Truth {
    pub(crate) fn read(path: &Path) -> Truth {
        Truth(lines(path))
    }
}

/// The objects of a file of JSON Lines.
pub(crate) fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("ground truth");
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Runs of letters, digits and underscores.
fn words(text: &str) -> Vec<&str> {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '_').filter(|word| !word.is_empty()).collect()
}

fn folded(text: &str) -> Vec<String> {
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    words(&text).into_iter().map(str::to_owned).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and pages are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn harmonic(one: f64, other: f64) -> f64 {
    if one + other > 0.0 { 2.0 * one * other / (one + other) } else { 0.0 }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / share(values.len().max(1), 1)
}

/// Elements that two multisets share.
fn shared<T: Hash + Eq>(one: &[T], other: &[T]) -> usize {
    let mut counts: HashMap<&T, usize> = HashMap::new();
    for item in other {
        *counts.entry(item).or_default() += 1;
    }
    let mut hits = 0;
    for item in one {
        if let Some(count) = counts.get_mut(item).filter(|count| **count > 0) {
            *count -= 1;
            hits += 1;
        }
    }
    hits
}

fn f1<T: Hash + Eq>(one: &[T], other: &[T]) -> f64 {
    // Nothing where there is nothing is right.
    if one.is_empty() && other.is_empty() {
        return 1.0;
    }
    let hits = shared(one, other);
    harmonic(share(hits, one.len()), share(hits, other.len()))
}

fn shingles<'a>(words: &[&'a str]) -> Vec<Vec<&'a str>> {
    let runs: Vec<_> = words.windows(4).map(<[&str]>::to_vec).collect();
    if runs.is_empty() && !words.is_empty() { vec![words.to_vec()] } else { runs }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn squash(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a date of the truth, a day or a month, is the one that was read.
fn is_right(truth: &str, read: Option<&String>) -> Option<bool> {
    // A claim that is no day is none for the scorer.
    let read = read.filter(|date| date.len() == 10)?;
    Some(read.starts_with(truth.get(..10).unwrap_or(truth)))
}

/// Adds all measures of a set that its ground truth allows.
pub(crate) fn page_measures(
    set: &str,
    truth: &Truth,
    predicted: &HashMap<String, Predicted>,
    measures: &mut Vec<(String, f64)>,
) {
    let (mut precision, mut recall, mut bags) = (Vec::new(), Vec::new(), Vec::new());
    let mut by_type: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let (mut hits, mut misses, mut false_hits) = (0, 0, 0);
    let (mut titles, mut authors, mut categories) = (Vec::new(), Vec::new(), Vec::new());
    let (mut dated, mut right, mut undated, mut given) = (0, 0, 0, 0);
    for page in &truth.0 {
        let Some(read) = page["id"].as_str().and_then(|id| predicted.get(id)) else { continue };
        if let Some(body) = page["body"].as_str() {
            let (ours, theirs) = (words(&read.body), words(body));
            let (ours, theirs) = (shingles(&ours), shingles(&theirs));
            let hits = shared(&ours, &theirs);
            precision.extend((!ours.is_empty()).then(|| share(hits, ours.len())));
            recall.extend((!theirs.is_empty()).then(|| share(hits, theirs.len())));
            let (ours, theirs) = (read.body.to_lowercase(), body.to_lowercase());
            let bag = f1(&words(&ours), &words(&theirs));
            bags.push(bag);
            by_type.entry(page["type"].as_str().unwrap_or_default().to_owned()).or_default().push(bag);
        }
        let flat = squash(&read.body);
        let found =
            |snippets: &Value| texts(snippets).iter().filter(|text| flat.contains(&squash(text))).count();
        hits += found(&page["with"]);
        misses += texts(&page["with"]).len() - found(&page["with"]);
        false_hits += found(&page["without"]);
        if let Some(title) = page["title"].as_str().filter(|title| !folded(title).is_empty()) {
            titles.push(f64::from(u8::from(folded(title) == folded(&read.title))));
        }
        if let Some(named) = page["author"].as_str() {
            let named = named.replace(" and ", ";").replace(',', ";");
            let named: BTreeSet<_> = named.split(';').map(folded).filter(|name| !name.is_empty()).collect();
            let ours: BTreeSet<_> = read.authors.iter().map(|name| folded(name)).collect();
            authors.push(f64::from(u8::from(named == ours)));
        }
        let filed: Vec<_> = texts(&page["categories"]).iter().map(|name| folded(name)).collect();
        if !filed.is_empty() {
            let ours: Vec<_> = read.categories.iter().map(|name| folded(name)).collect();
            categories.push(f1(&ours, &filed));
        }
        match page.get("date") {
            Some(Value::String(date)) => {
                dated += 1;
                right += usize::from(is_right(date, read.date.as_ref()) == Some(true));
            }
            Some(Value::Null) => {
                undated += 1;
                given += usize::from(read.date.as_ref().is_some_and(|date| date.len() == 10));
            }
            _ => {}
        }
    }
    let mut add = |name: &str, value: f64, known: bool| {
        if known {
            measures.push((format!("{set} {name}"), value));
        }
    };
    add("body, shingles F1", harmonic(mean(&precision), mean(&recall)), !recall.is_empty());
    add("body, words F1", mean(&bags), !bags.is_empty());
    for (kind, bags) in by_type.iter().filter(|(kind, _)| !kind.is_empty()) {
        add(&format!("body, words F1, {kind}"), mean(bags), true);
    }
    let snippets = harmonic(share(hits, hits + false_hits), share(hits, hits + misses));
    add("snippets F1", snippets, hits + misses > 0);
    add("titles exact", mean(&titles), !titles.is_empty());
    add("authors exact", mean(&authors), !authors.is_empty());
    add("categories F1", mean(&categories), !categories.is_empty());
    add("right day", share(right, dated), dated > 0);
    add("undated pages given a day", share(given, undated), undated > 1);
    add("right day or rightly none", share(right + undated - given, dated + undated), undated > 1);
}

/// Adds the measures of listings.
pub(crate) fn listing_measures(
    name: &str,
    path: &Path,
    predicted: &HashMap<String, Predicted>,
    measures: &mut Vec<(String, f64)>,
) {
    /// Words in common from which two titles are one.
    const CLOSE: f64 = 0.85;
    let (mut known, mut given, mut found, mut dated, mut right) = (0, 0, 0, 0, 0);
    for page in lines(path) {
        let Some(read) = page["id"].as_str().and_then(|id| predicted.get(id)) else { continue };
        let mut free: Vec<_> = read.entries.iter().map(|(title, date)| (folded(title), date)).collect();
        given += free.len();
        for entry in page["entries"].as_array().into_iter().flatten() {
            known += 1;
            dated += usize::from(entry["date"].is_string());
            let title = folded(entry["title"].as_str().unwrap_or_default());
            let same = free.iter().position(|(words, _)| *words == title);
            let nearest = || {
                let all = free.iter().enumerate().map(|(place, (words, _))| (f1(words, &title), place));
                all.max_by(|a, b| a.0.total_cmp(&b.0))
                    .filter(|(score, _)| *score >= CLOSE)
                    .map(|(_, place)| place)
            };
            if let Some(place) = same.or_else(nearest) {
                let (_, date) = free.swap_remove(place);
                found += 1;
                right += usize::from(
                    entry["date"].as_str().is_some() && entry["date"].as_str() == date.as_deref(),
                );
            }
        }
    }
    measures.push((format!("{name} F1"), harmonic(share(found, given), share(found, known))));
    measures.push((format!("{name} with the right day"), share(right, dated)));
}

/// What confidences say and what they are worth, over a range of them.
pub(crate) struct Bin {
    /// Where the range begins.
    pub(crate) from: f64,
    /// Where it ends.
    pub(crate) to: f64,
    /// Days that are so sure.
    pub(crate) days: usize,
    /// How sure they are on average.
    pub(crate) said: f64,
    /// The share that is right.
    pub(crate) right: f64,
}

/// What the confidences of days are worth, over ranges that end before `ends`.
pub(crate) fn calibration(sets: &[Truth], predicted: &HashMap<String, Predicted>, ends: &[f64]) -> Vec<Bin> {
    let mut said: Vec<(f64, bool)> = Vec::new();
    let mut seen = BTreeSet::new();
    for page in sets.iter().flat_map(|set| &set.0) {
        let Some(id) = page["id"].as_str().filter(|id| seen.insert((*id).to_owned())) else { continue };
        let (Some(read), Some(date)) = (predicted.get(id), page.get("date")) else { continue };
        // An undated page that is given a day is a wrong one.
        let Some(is_right) = is_right(date.as_str().unwrap_or("none"), read.date.as_ref()) else { continue };
        said.push((f64::from(read.confidence), is_right));
    }
    let mut bins = Vec::new();
    let mut from = 0.0;
    for &to in ends {
        // Confidences are kept with fewer digits than these ends.
        let is_within = |sure: f64| sure >= from - 1e-6 && sure < to - 1e-6;
        let within: Vec<_> = said.iter().filter(|(sure, _)| is_within(*sure)).collect();
        let sure: Vec<f64> = within.iter().map(|(sure, _)| *sure).collect();
        let right = within.iter().filter(|(_, is_right)| *is_right).count();
        let right = share(right, within.len());
        bins.push(Bin { from, to, days: within.len(), said: mean(&sure), right });
        from = to;
    }
    bins.retain(|bin| bin.days > 0);
    bins
}
