//! Finds out what the pieces of a page's text became.
//!
//! In: what was made of the page, and its text in pieces. Out: for each piece a [`Became`]. A piece is looked for by its words
//! alone, so white space, blank lines and what joins the cells of a row do not matter.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::document::fold;
use crate::normalise::Normalised;
use crate::normalise::explain::Became;

/// Words of which a run is looked up. A judgement: four words stand together by chance seldom.
const RUN: usize = 4;

/// Share of a block's runs that must be known for the block to be claimed.
const SHARE: usize = 2; // half: a link or a number cut otherwise breaks four runs

/// Words of a block that a short value, such as a date, can claim as a whole. A judgement.
const SHORT: usize = 12;

/// Words that the body may have between two pieces that stand in it. A judgement: a bullet's number, what stands for a
/// formula.
const STRAY: usize = 8;

/// What each piece became.
pub(super) fn claimed(normalised: &Normalised, pieces: &[String]) -> Vec<Became> {
    let claims = Claims::of(normalised);
    let folded: Vec<String> = pieces.iter().map(|piece| fold::words(piece)).collect();
    let mut became: Vec<Became> = folded.iter().map(|words| claims.became(words)).collect();
    let body = fold::words(&normalised.page.body);
    claim_between(&body.split(' ').collect::<Vec<_>>(), &folded, &mut became);
    became
}

/// What claims which text.
struct Claims {
    title: String,
    /// Short values that stand in a line of their own: dates, authors, categories.
    short: Vec<(String, Became)>,
    summary: HashSet<u64>,
    body: HashSet<u64>,
    /// Runs of words of entries, and their number.
    entries: HashMap<u64, usize>,
}

impl Claims {
    fn of(normalised: &Normalised) -> Claims {
        let page = &normalised.page;
        let mut short: Vec<(String, Became)> = Vec::new();
        let claims = page.published.iter().chain(&page.updated);
        short.extend(claims.map(|claim| (fold::words(&claim.evidence), Became::Date)));
        short.extend(page.authors.iter().map(|name| (fold::words(name), Became::Authors)));
        short.extend(page.categories.iter().map(|name| (fold::words(name), Became::Category)));
        short.retain(|(words, _)| !words.is_empty());
        let mut entries = HashMap::new();
        for (place, entry) in normalised.listing.iter().flat_map(|listing| &listing.entries).enumerate() {
            let date = entry.published.as_ref().map(|claim| claim.evidence.as_str());
            let texts = [entry.title.as_str(), entry.summary.as_str()].into_iter().chain(date);
            let names = entry.categories.iter().chain(&entry.authors).map(String::as_str);
            for run in texts.chain(names).flat_map(|text| runs(&fold::words(text))) {
                entries.entry(run).or_insert(place + 1);
            }
        }
        let of = |text: &str| text.lines().flat_map(|line| runs(&fold::words(line))).collect::<HashSet<_>>();
        let summary = if page.summary_made { HashSet::new() } else { of(&page.summary) };
        // Lines by themselves for those of few words, and all of it for what was cut into lines.
        let mut body = of(&page.body);
        body.extend(runs(&fold::words(&page.body)));
        Claims { title: fold::words(&page.title), short, summary, body, entries }
    }

    /// What a piece became, by its folded words.
    fn became(&self, words: &str) -> Became {
        if words.is_empty() {
            return Became::Nothing;
        }
        if words == self.title {
            return Became::Title;
        }
        let runs = runs(words);
        let is_most = |known: usize| known * SHARE >= runs.len() && known > 0;
        let listed: Vec<usize> = runs.iter().filter_map(|run| self.entries.get(run).copied()).collect();
        if is_most(listed.len()) {
            return Became::Entry(listed.first().copied().unwrap_or(1));
        }
        // A line that is little else than a value is that, wherever it stands.
        if let Some(became) = self.short(words, SHARE) {
            return became;
        }
        if is_most(runs.iter().filter(|run| self.body.contains(run)).count()) {
            return Became::Body;
        }
        if let Some(became) = self.short(words, SHORT) {
            return became;
        }
        if is_most(runs.iter().filter(|run| self.summary.contains(run)).count()) {
            return Became::Summary;
        }
        Became::Nothing
    }

    /// What the short value is that makes up one part in so many of these words, or more.
    fn short(&self, words: &str, parts: usize) -> Option<Became> {
        let count = words.split(' ').count();
        let padded = format!(" {words} ");
        let is_it = |value: &str| {
            let longer = format!(" {value} ");
            longer.contains(&padded)
                || (padded.contains(&longer) && value.split(' ').count() * parts >= count)
        };
        let found = self.short.iter().filter(|_| count <= SHORT).find(|(value, _)| is_it(value));
        found.map(|(_, became)| *became)
    }
}

/// Claims for the body what stands in it between two pieces that are in it, such as the cells of a row: too few words to be
/// known by themselves, and in the body right where the page has them.
fn claim_between(body: &[&str], folded: &[String], became: &mut [Became]) {
    let words: Vec<Vec<&str>> =
        folded.iter().map(|text| text.split(' ').filter(|word| !word.is_empty()).collect()).collect();
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (place, run) in body.windows(RUN).map(number).enumerate() {
        places.entry(run).or_default().push(place);
    }
    // Where the gap begins: in the pieces, and in the body.
    let (mut first, mut from) = (0, 0);
    for place in 0..=words.len() {
        let Some(piece) = words.get(place) else {
            fill(body.get(from..).unwrap_or_default(), &words, first..place, became);
            break;
        };
        if became.get(place) != Some(&Became::Body) {
            continue;
        }
        let Some(at) = place_of(piece, &places, from) else { continue };
        fill(body.get(from..at).unwrap_or_default(), &words, first..place, became);
        (first, from) = (place + 1, (at + piece.len()).min(body.len()));
    }
}

/// Where the body has a piece, behind a place if it can be; none where it is not known by a run.
fn place_of(piece: &[&str], places: &HashMap<u64, Vec<usize>>, from: usize) -> Option<usize> {
    let found =
        piece.windows(RUN).map(number).zip(0..).find_map(|(run, before)| Some((places.get(&run)?, before)));
    let (places, before) = found?;
    let next = places.get(places.partition_point(|place| *place < from + before)).or(places.first())?;
    Some(next.saturating_sub(before))
}

/// Claims those of some pieces that a part of the body is made of, in their order. What is longer than all of them is made of
/// others.
fn fill(body: &[&str], words: &[Vec<&str>], pieces: std::ops::Range<usize>, became: &mut [Became]) {
    let between = words.get(pieces.clone()).unwrap_or_default();
    if body.is_empty() || body.len() > between.iter().map(Vec::len).sum::<usize>() {
        return;
    }
    let mut rest = body;
    for (piece, became) in between.iter().zip(became.get_mut(pieces).unwrap_or_default()) {
        let starts = |stray: &usize| rest.get(*stray..).is_some_and(|rest| rest.starts_with(piece));
        let Some(stray) = (0..=STRAY).find(starts).filter(|_| !piece.is_empty()) else { continue };
        rest = rest.get(stray + piece.len()..).unwrap_or_default();
        if *became == Became::Nothing {
            *became = Became::Body;
        }
    }
}

/// The runs of words of a folded text, as numbers; a shorter text is one run.
fn runs(words: &str) -> Vec<u64> {
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    match words.len() {
        0 => Vec::new(),
        1..RUN => vec![number(&words)],
        _ => words.windows(RUN).map(number).collect(),
    }
}

fn number(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}
