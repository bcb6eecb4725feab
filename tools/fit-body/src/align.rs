//! Which words of a page's blocks are words of its known text.
//!
//! In: the texts of the blocks, the known text. Out: for each block how many words it has and which share of
//! them is in the text, each word of the text used once and in order. Knows nothing of HTML.

use std::collections::{HashMap, HashSet};

use crate::normalise::html::body::tally::number;

/// What a word is worth that matches next to the match before it.
const NEXT: f32 = 2.0;

/// What a word is worth that matches alone: little, so that common words do not match here and there but
/// whole runs where they stand.
const ALONE: f32 = 0.4;

/// Cells of the table that is filled in to align (a byte each); larger pages are matched by runs of words.
const MOST_CELLS: usize = 300_000_000;

/// Words of a run that is looked up where the table would be too large; the scorers' shingles have as many.
const RUN: usize = 4;

/// How much of a block is in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share {
    /// Its words.
    pub(crate) words: usize,
    /// The share of them that are in the text, 0 for a block without words.
    pub(crate) found: f32,
}

/// Aligns the blocks with the text.
pub(crate) fn shares(blocks: &[String], text: &str) -> Vec<Share> {
    let mut codes = HashMap::new();
    let text = encode(text, &mut codes);
    let blocks: Vec<Vec<usize>> = blocks.iter().map(|block| encode(block, &mut codes)).collect();
    let page: Vec<usize> = blocks.iter().flatten().copied().collect();
    let table = (page.len() + 1).saturating_mul(text.len() + 1);
    let found = if table > MOST_CELLS { found_in_runs(&page, &text) } else { aligned(&page, &text) };
    let mut rest = found.as_slice();
    let shares = blocks.iter().map(|block| {
        let (own, others) = rest.split_at(block.len());
        rest = others;
        let hits = own.iter().filter(|found| **found).count();
        Share { words: block.len(), found: number(hits) / number(block.len().max(1)) }
    });
    shares.collect()
}

/// The words of a text in lower case, a number for each different one.
fn encode(text: &str, codes: &mut HashMap<String, usize>) -> Vec<usize> {
    let words = text.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words
        .map(|word| {
            let next = codes.len();
            *codes.entry(word).or_insert(next)
        })
        .collect()
}

/// The best is reached by leaving out a word of the text.
const SKIPS_TEXT: u8 = 1;
/// The best is reached by matching the two words.
const MATCHES: u8 = 2;
/// The best match of the two words has the two before them matched as well.
const CONTINUES: u8 = 4;

/// Aligns two sequences so that what their matches are worth is highest; says which words of the first match.
fn aligned(page: &[usize], text: &[usize]) -> Vec<bool> {
    let width = text.len() + 1;
    // Of the row above, then of this row: the most that can be reached up to here, and with these two words
    // matched.
    let mut most = vec![0.0_f32; width];
    let mut most_matched = vec![f32::MIN; width];
    let mut steps = vec![0_u8; (page.len() + 1) * width];
    for (word, row) in page.iter().zip(steps.chunks_exact_mut(width).skip(1)) {
        let (mut before, mut before_matched) = (most[0], most_matched[0]);
        for column in 1..width {
            let (above, above_matched) = (most[column], most_matched[column]);
            let mut step = 0;
            let mut matched = f32::MIN;
            if *word == text[column - 1] {
                matched = (before_matched + NEXT).max(before + ALONE);
                if before_matched + NEXT >= before + ALONE {
                    step = CONTINUES;
                }
            }
            let mut best = above;
            if most[column - 1] > best {
                best = most[column - 1];
                step |= SKIPS_TEXT;
            }
            if matched > best {
                best = matched;
                step = (step & CONTINUES) | MATCHES;
            }
            (before, before_matched) = (above, above_matched);
            (most[column], most_matched[column]) = (best, matched);
            row[column] = step;
        }
    }
    traced(&steps, page.len(), text.len())
}

/// Walks back along the steps that led to the best.
fn traced(steps: &[u8], page_words: usize, text_words: usize) -> Vec<bool> {
    let mut found = vec![false; page_words];
    let (mut row, mut column) = (page_words, text_words);
    let mut continues = false;
    while row > 0 && column > 0 {
        let step = steps[row * (text_words + 1) + column];
        if continues || step & MATCHES != 0 {
            row -= 1;
            column -= 1;
            found[row] = true;
            continues = step & CONTINUES != 0;
        } else if step & SKIPS_TEXT != 0 {
            column -= 1;
        } else {
            row -= 1;
        }
    }
    found
}

/// The words of the page in runs that the text has too, wherever.
fn found_in_runs(page: &[usize], text: &[usize]) -> Vec<bool> {
    let runs: HashSet<&[usize]> = text.windows(RUN).collect();
    let mut found = vec![false; page.len()];
    for (place, run) in page.windows(RUN).enumerate() {
        if runs.contains(run) {
            found[place..place + RUN].fill(true);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(blocks: &[&str], text: &str) -> Vec<f32> {
        let blocks: Vec<String> = blocks.iter().map(|block| (*block).to_owned()).collect();
        shares(&blocks, text).iter().map(|share| share.found).collect()
    }

    #[test]
    fn a_block_is_in_the_text_by_its_share_of_words() {
        let cases: [(&[&str], &str, &[f32]); 5] = [
            (&["Home", "It rained, all day", "About"], "it RAINED all day!", &[0.0, 1.0, 0.0]),
            (&["a b c d"], "a b", &[0.5]),
            (&["", "…"], "a", &[0.0, 0.0]),
            (&["a"], "", &[0.0]),
            (&[], "a", &[]),
        ];
        for (blocks, text, shares) in cases {
            assert_eq!(found(blocks, text), shares, "{blocks:?}");
        }
    }

    #[test]
    fn a_run_of_words_beats_the_same_words_here_and_there() {
        assert_eq!(
            found(&["it", "News", "rained", "News", "It rained"], "it rained"),
            [0.0, 0.0, 0.0, 0.0, 1.0]
        );
    }

    #[test]
    fn each_word_of_the_text_is_used_once() {
        assert_eq!(
            found(&["a b c", "News", "a b c"], "a b c").iter().filter(|share| **share > 0.0).count(),
            1
        );
    }

    #[test]
    fn runs_are_found_wherever_they_stand() {
        let (page, text) = ([9, 1, 2, 3, 4, 5, 9, 1, 2, 3], [1, 2, 3, 4, 5]);
        let hits = [false, true, true, true, true, true, false, false, false, false];
        assert_eq!(found_in_runs(&page, &text), hits);
    }
}
