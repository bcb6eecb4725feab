//! The pages to fit to, and what of them is text.
//!
//! In: a folder with `pages/ID.html`, `gt/SET.jsonl` and `urls.jsonl`. Out: [`Page`]s: for every block its
//! numbers, its target (1 text, 0 not) and its weight (0: nothing is known of it). Fits nothing.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::align;
use crate::normalise::html::body::features;
use crate::normalise::html::body::tally::number;
use crate::reading;

/// A collection of pages with known text.
struct Set {
    /// Its name: the ground truth is in `gt/NAME.jsonl`.
    name: &'static str,
    /// What its pages weigh, where a page of the largest set weighs 1.
    weight: f32,
}

/// The sets that are fitted to. The weight of aeb, a tenth of wcxb in size and all articles, is the best for
/// the three scores together of 1.3, 2, 3 and 4. Pages of traf have no whole text and weigh by [`SNIPPET`].
const SETS: [Set; 3] =
    [Set { name: "aeb", weight: 3.0 }, Set { name: "wcxb", weight: 1.0 }, Set { name: "traf", weight: 1.0 }];

/// What the blocks of a page with a whole text weigh together. The scale only matters beside [`SNIPPET`] and
/// [`crate::boost::SMOOTHING`].
const PAGE: f32 = 100.0;

/// The least by which a page's blocks are divided to weigh [`PAGE`]: pages of a few words shall not weigh as
/// much as others. About as many as 90 words in one block.
const LEAST_PAGE: f32 = 30.0;

/// A block weighs as its words to this power: a long one more than a short one, but less than by its length,
/// as most of what is hard to tell is short.
const WORDS_POWER: f32 = 0.75;

/// What a snippet weighs, dealt out over the blocks that hold it; better than 8 in cross-validation.
const SNIPPET: f32 = 10.0;

/// A block with more of its words in the text than the second is text, with fewer than the first it is not;
/// between them the share itself is the target.
const UNSURE: (f32, f32) = (0.35, 0.8);

/// Words from which on a text that stands in several blocks is text in all of them if it is in one: the program takes it once,
/// whichever it is (`copies.rs` there has the same number). In cross-validation collections gain .006 by it and all pages .001.
const COPIED: usize = 6;

/// A snippet that is not text speaks only of blocks up to this many times its length, and this many bytes
/// more: a longer block may be text all the same.
const SNIPPET_REACH: (usize, usize) = (6, 40);

/// A page to fit to.
pub(crate) struct Page {
    /// The page's name in its set.
    pub(crate) id: String,
    /// Its address, where known.
    pub(crate) url: Option<String>,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The numbers of its blocks.
    pub(crate) rows: Vec<Vec<f32>>,
    /// Whether its blocks are text: 1 yes, 0 no.
    pub(crate) targets: Vec<f32>,
    /// What its blocks weigh.
    pub(crate) weights: Vec<f32>,
}

impl Page {
    /// The part of the cross-validation that it is in: pages of a host are in the same.
    pub(crate) fn fold(&self, folds: u64) -> u64 {
        let host = self.url.as_deref().and_then(|url| url.split('/').nth(2)).unwrap_or(&self.id);
        // FNV-1a: the same on every machine, in every release.
        let hash = host.trim_start_matches("www.").bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        // The lowest digits are the least mixed.
        (hash >> 20) % folds
    }
}

/// What is known of a page's text.
#[derive(Deserialize)]
struct Truth {
    id: String,
    /// The whole text.
    body: Option<String>,
    /// Snippets that are text.
    #[serde(default)]
    with: Vec<String>,
    /// Snippets that are not.
    #[serde(default)]
    without: Vec<String>,
}

#[derive(Deserialize)]
struct Address {
    id: String,
    url: Option<String>,
}

/// Reads the pages of all sets.
pub(crate) fn read(folder: &Path) -> Result<Vec<Page>> {
    let addresses: Vec<Address> = lines(&folder.join("urls.jsonl"))?;
    let urls: HashMap<String, String> =
        addresses.into_iter().filter_map(|address| Some((address.id, address.url?))).collect();
    let mut pages = Vec::new();
    for set in SETS {
        let truths: Vec<Truth> = lines(&folder.join("gt").join(set.name).with_extension("jsonl"))?;
        let read: Result<Vec<Page>> = truths
            .into_par_iter()
            .map(|truth| {
                let path = folder.join("pages").join(&truth.id).with_extension("html");
                let url = urls.get(&truth.id).cloned();
                page(path, url, truth, &set)
            })
            .collect();
        pages.extend(read?);
    }
    Ok(pages)
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let values = text.lines().map(serde_json::from_str).collect::<Result<_, _>>();
    values.with_context(|| format!("cannot read the JSON of {}", path.display()))
}

fn page(path: PathBuf, url: Option<String>, truth: Truth, set: &Set) -> Result<Page> {
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (rows, texts) = reading::read(&bytes, url.as_deref(), |reading| {
        let page = features::Page::new(reading.outline, reading.blocks, reading.metadata, reading.title);
        let rows = (0..reading.blocks.len()).map(|place| {
            let mut row = Vec::new();
            page.row(place, &mut row);
            row
        });
        let texts: Vec<String> = reading.blocks.iter().map(|block| block.text.clone()).collect();
        (rows.collect::<Vec<_>>(), texts)
    });
    let known = match &truth.body {
        Some(body) => by_text(&texts, body, set.weight),
        None => by_snippets(&texts, &truth.with, &truth.without),
    };
    let (targets, weights) = known.into_iter().map(|known| (known.target, known.weight)).unzip();
    Ok(Page { id: truth.id, url, path, rows, targets, weights })
}

/// What is known of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Known {
    target: f32,
    weight: f32,
}

/// What the whole text tells of every block: how many of its words are in it, where the two are aligned.
fn by_text(texts: &[String], body: &str, set_weight: f32) -> Vec<Known> {
    let mut shares = align::shares(texts, body);
    let mut found: HashMap<&str, f32> = HashMap::new();
    for (text, share) in texts.iter().zip(&shares).filter(|(_, share)| share.words >= COPIED) {
        let most = found.entry(text.as_str()).or_default();
        *most = most.max(share.found);
    }
    for (text, share) in texts.iter().zip(&mut shares) {
        share.found = found.get(text.as_str()).copied().unwrap_or(share.found);
    }
    let weights: Vec<f32> = shares.iter().map(|share| number(share.words).powf(WORDS_POWER)).collect();
    let all = weights.iter().sum::<f32>().max(LEAST_PAGE);
    // A page said to have no text is more often one whose text was not found.
    let scale = if body.trim().is_empty() { 0.0 } else { PAGE * set_weight / all };
    let known = shares.iter().zip(weights).map(|(share, weight)| Known {
        target: match share.found {
            found if found > UNSURE.1 => 1.0,
            found if found < UNSURE.0 => 0.0,
            found => found,
        },
        weight: weight * scale,
    });
    known.collect()
}

/// What snippets tell of the blocks that hold them; where they disagree, the block is text.
fn by_snippets(texts: &[String], with: &[String], without: &[String]) -> Vec<Known> {
    let texts: Vec<String> = texts.iter().map(|text| squashed(text)).collect();
    let mut known = vec![Known::default(); texts.len()];
    let said =
        without.iter().map(|snippet| (snippet, false)).chain(with.iter().map(|snippet| (snippet, true)));
    for (snippet, is_text) in said {
        let snippet = squashed(snippet);
        if snippet.is_empty() {
            continue;
        }
        let longest = if is_text { usize::MAX } else { SNIPPET_REACH.0 * snippet.len() + SNIPPET_REACH.1 };
        let holds = |text: &String| text.len() < longest && text.contains(&snippet);
        let found: Vec<usize> = (0..texts.len()).filter(|place| holds(&texts[*place])).collect();
        for place in &found {
            let weight = known[*place].weight.max(SNIPPET / number(found.len()));
            known[*place] = Known { target: f32::from(u8::from(is_text)), weight };
        }
    }
    known
}

/// A text with single spaces, as the scorer compares snippets.
fn squashed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn blocks_of_the_text_are_told_from_others() {
        let known =
            by_text(&owned(&["Home News", "It rained all day.", "About us"]), "It rained all day.", 1.0);
        let targets: Vec<f32> = known.iter().map(|known| known.target).collect();
        assert_eq!(targets, [0.0, 1.0, 0.0]);
        assert!(known[1].weight > known[0].weight);
        let empty = by_text(&owned(&["Home News"]), " ", 1.0);
        assert_eq!(empty, [Known::default()]);
    }

    #[test]
    fn what_is_text_once_is_text_wherever_it_stands() {
        let line = "It rained all day, they said.";
        let known = by_text(&owned(&["Home", line, "Home", line]), line, 1.0);
        let targets: Vec<f32> = known.iter().map(|known| known.target).collect();
        assert_eq!(targets, [0.0, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn a_snippet_speaks_of_the_blocks_that_hold_it() {
        let texts = owned(&["Menu", "It  rained\nall day.", "Menu", "unknown"]);
        let known = by_snippets(&texts, &owned(&["rained all"]), &owned(&["Menu", ""]));
        let half = Known { target: 0.0, weight: SNIPPET / 2.0 };
        assert_eq!(known, [half, Known { target: 1.0, weight: SNIPPET }, half, Known::default()]);
    }

    #[test]
    fn pages_of_a_host_are_in_the_same_fold() {
        let fold = |url: &str| {
            let page = Page {
                id: String::new(),
                url: Some(url.to_owned()),
                path: PathBuf::new(),
                rows: Vec::new(),
                targets: Vec::new(),
                weights: Vec::new(),
            };
            page.fold(5)
        };
        assert_eq!(fold("https://www.example.org/a"), fold("http://example.org/b?c"));
    }
}
