//! Finds entries of a listing that were given another title, or another date, between two captures.
//!
//! In: the rows of a listing, capture by capture. Out: pairs of groups that are one publication. Independent of the order of
//! rows.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::document::identity::title_key;
use crate::document::{Day, Interval, fold};

/// One row of a captured listing.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// The group that its sighting is in by its keys.
    pub(crate) group: usize,
    /// Hash of its address.
    pub(crate) url: Option<u64>,
    /// Its date.
    pub(crate) date: Option<Interval>,
    /// Its categories.
    pub(crate) categories: &'a [String],
    /// Its title.
    pub(crate) title: &'a str,
}

/// How much of two titles has to be the same words, as F1.
const TITLE_F1: f64 = 0.6;

/// Pairs of rows of one date and category that are compared at most; where a listing has more, titles tell nothing.
const MOST_COMPARED: usize = 10_000;

/// A capture of a listing.
pub(crate) struct ListingCapture<'a> {
    /// The last second that its time can mean.
    pub(crate) at: i64,
    /// What it shows.
    pub(crate) rows: Vec<Row<'a>>,
}

/// What rows have to share to be compared: their date or their title, and their categories.
type Bucket = (Shared, Vec<String>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Date(i32, i32),
    Title(String),
}

/// Pairs rows that one capture shows and the next does not with rows that only the next shows, one to one and unambiguous:
/// of equal date and categories, with most words of the title in common; or of equal title and categories and another
/// date, which lies before the earlier capture, so that it is not the next of a series. Rows that differ in address are
/// never paired, nor are groups that some capture shows side by side.
pub(crate) fn pairs(captures: &[ListingCapture<'_>]) -> Vec<(usize, usize)> {
    let shown: Vec<HashSet<usize>> =
        captures.iter().map(|capture| capture.rows.iter().map(|row| row.group).collect()).collect();
    let mut captures_of: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for (capture, groups) in shown.iter().enumerate() {
        for &group in groups {
            captures_of.entry(group).or_default().insert(capture);
        }
    }
    let mut found = BTreeSet::new();
    for (place, pair) in captures.windows(2).enumerate() {
        let removed = unmatched(&pair[0].rows, &shown[place + 1]);
        let added = unmatched(&pair[1].rows, &shown[place]);
        let before = Day::of_seconds(pair[0].at);
        for (bucket, removed) in removed {
            let Some(added) = added.get(&bucket) else { continue };
            if removed.len().saturating_mul(added.len()) <= MOST_COMPARED {
                found.extend(match bucket.0 {
                    Shared::Date(..) => unambiguous(&retitled(&removed, added)),
                    Shared::Title(_) => unambiguous(&redated(&removed, added, before)),
                });
            }
        }
    }
    apart(found, captures_of)
}

/// The rows of a capture whose groups another does not show, by what they have to share.
fn unmatched<'a, 'b>(rows: &'b [Row<'a>], other: &HashSet<usize>) -> BTreeMap<Bucket, Vec<&'b Row<'a>>> {
    let mut unmatched: BTreeMap<Bucket, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !other.contains(&row.group)) {
        let Some(date) = row.date else { continue };
        let categories: BTreeSet<String> = row.categories.iter().map(|name| fold::words(name)).collect();
        let categories: Vec<String> = categories.into_iter().collect();
        let title = title_key(row.title);
        unmatched.entry((Shared::Title(title), categories.clone())).or_default().push(row);
        let date = Shared::Date(date.earliest.0, date.latest.0);
        unmatched.entry((date, categories)).or_default().push(row);
    }
    unmatched
}

/// Whether two rows can be one publication, as far as their addresses tell.
fn may_be_one(one: &Row<'_>, other: &Row<'_>) -> bool {
    one.group != other.group && (one.url.is_none() || other.url.is_none())
}

/// Pairs of groups whose rows have most words of the title in common.
fn retitled(removed: &[&Row<'_>], added: &[&Row<'_>]) -> BTreeSet<(usize, usize)> {
    let words = |rows: &[&Row<'_>]| rows.iter().map(|row| counted(row.title)).collect::<Vec<_>>();
    let (words_removed, words_added) = (words(removed), words(added));
    let mut fits: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (one, words) in removed.iter().zip(&words_removed) {
        for (other, others) in added.iter().zip(&words_added) {
            if may_be_one(one, other) && f1(words, others) >= TITLE_F1 {
                fits.insert((one.group, other.group));
            }
        }
    }
    fits
}

/// Pairs of groups of which the later is of a day before the earlier capture: had it been there then, that would show it.
fn redated(removed: &[&Row<'_>], added: &[&Row<'_>], before: Day) -> BTreeSet<(usize, usize)> {
    let mut fits: BTreeSet<(usize, usize)> = BTreeSet::new();
    for other in added.iter().filter(|row| row.date.is_some_and(|date| date.latest < before)) {
        let ones = removed.iter().filter(|one| may_be_one(one, other));
        fits.extend(ones.map(|one| (one.group, other.group)));
    }
    fits
}

/// The pairs in which each fits only the other.
fn unambiguous(fits: &BTreeSet<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut times: HashMap<usize, usize> = HashMap::new();
    for group in fits.iter().flat_map(|(one, other)| [*one, *other]) {
        *times.entry(group).or_default() += 1;
    }
    let is_only = |group: &usize| times.get(group) == Some(&1);
    fits.iter().filter(|(one, other)| is_only(one) && is_only(other)).copied().collect()
}

/// Words of a title, folded, with how often each stands there.
fn counted(title: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for word in fold::words(title).split(' ').filter(|word| !word.is_empty()) {
        *counted.entry(word.to_owned()).or_default() += 1;
    }
    counted
}

/// The harmonic mean of the shares of each title's words that the other has too.
#[expect(clippy::cast_precision_loss, reason = "titles have few words")]
fn f1(one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> f64 {
    let common: usize =
        one.iter().map(|(word, count)| other.get(word).map_or(0, |found| *found.min(count))).sum();
    let all: usize = one.values().chain(other.values()).sum();
    if all == 0 { 0.0 } else { 2.0 * common as f64 / all as f64 }
}

/// Leaves out pairs that would bring together what a capture shows side by side, directly or through other pairs: all of
/// such a chain, since nothing tells which link is wrong.
fn apart(
    found: BTreeSet<(usize, usize)>,
    mut captures_of: HashMap<usize, BTreeSet<usize>>,
) -> Vec<(usize, usize)> {
    let mut chain_of: HashMap<usize, usize> = HashMap::new();
    let mut chains: Vec<BTreeSet<usize>> = Vec::new();
    for &(one, other) in &found {
        match (chain_of.get(&one).copied(), chain_of.get(&other).copied()) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => {
                let moved = std::mem::take(&mut chains[b]);
                for &group in &moved {
                    chain_of.insert(group, a);
                }
                chains[a].extend(moved);
            }
            (Some(chain), None) | (None, Some(chain)) => {
                for group in [one, other] {
                    chain_of.insert(group, chain);
                    chains[chain].insert(group);
                }
            }
            (None, None) => {
                for group in [one, other] {
                    chain_of.insert(group, chains.len());
                }
                chains.push(BTreeSet::from([one, other]));
            }
        }
    }
    let sound: Vec<bool> = chains
        .iter()
        .map(|chain| {
            let mut seen = BTreeSet::new();
            chain.iter().all(|group| {
                captures_of.remove(group).unwrap_or_default().into_iter().all(|capture| seen.insert(capture))
            })
        })
        .collect();
    found.into_iter().filter(|(one, _)| chain_of.get(one).is_some_and(|&chain| sound[chain])).collect()
}
