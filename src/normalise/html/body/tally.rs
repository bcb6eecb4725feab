//! Sums over the subtrees of a page.
//!
//! In: the outline, its blocks and which of them stand in the page's own region. Out: per element how much text it
//! holds, and which element holds most of the prose. One pass each.

use super::blocks::{Block, Form};
use super::outline::Outline;

/// Sums over the blocks of a subtree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Letters, digits and signs.
    pub(crate) chars: u32,
    /// Of these, those inside links.
    pub(crate) link_chars: u32,
    /// Of these, those in blocks that read as prose.
    pub(crate) prose: u32,
    /// Blocks.
    pub(crate) blocks: u32,
    /// Of these, headings.
    pub(crate) headings: u32,
    /// Words.
    pub(crate) words: u32,
    /// Of these, those in the page's own region.
    pub(crate) own_words: u32,
}

impl Tally {
    /// Adds what another holds.
    pub(crate) fn add(&mut self, other: Tally) {
        self.chars += other.chars;
        self.link_chars += other.link_chars;
        self.prose += other.prose;
        self.blocks += other.blocks;
        self.headings += other.headings;
        self.words += other.words;
        self.own_words += other.own_words;
    }
}

/// A count as a number to weigh.
#[expect(
    clippy::cast_precision_loss,
    reason = "weights see counts roughly; past 16 million a few do not matter"
)]
pub(crate) fn real(count: u32) -> f32 {
    count as f32
}

/// A place or length as a number to weigh.
pub(crate) fn number(count: usize) -> f32 {
    real(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The sums of every item of the outline.
pub(crate) fn tallies(outline: &Outline<'_>, blocks: &[Block], own: &[bool]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); outline.items.len()];
    for (block, is_own) in blocks.iter().zip(own) {
        if let Some(tally) = tallies.get_mut(block.container) {
            tally.add(Tally {
                chars: block.counts.chars,
                link_chars: block.counts.link_chars,
                prose: if block.is_prose() { block.counts.chars } else { 0 },
                blocks: 1,
                headings: u32::from(matches!(block.form, Form::Heading(_))),
                words: block.counts.words,
                own_words: if *is_own { block.counts.words } else { 0 },
            });
        }
    }
    for place in (1..tallies.len()).rev() {
        let (Some(item), Some(own)) = (outline.items.get(place), tallies.get(place).copied()) else {
            continue;
        };
        if let Some(above) = tallies.get_mut(item.parent) {
            above.add(own);
        }
    }
    tallies
}

/// The deepest element below which no single child holds this share of the prose of its parent.
pub(crate) fn root(outline: &Outline<'_>, tallies: &[Tally], share: f32) -> usize {
    let mut root = 0;
    let mut child = 1;
    while let (Some(item), Some(above)) = (outline.items.get(child), outline.items.get(root)) {
        if child >= above.end {
            break;
        }
        let prose = |place: usize| tallies.get(place).map_or(0.0, |tally| real(tally.prose));
        if prose(child) > 0.0 && prose(child) >= share * prose(root) {
            root = child;
            child += 1;
        } else {
            child = item.end.max(child + 1);
        }
    }
    root
}
