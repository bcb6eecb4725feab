//! Sums over the subtrees of a page.
//!
//! In: the outline and its blocks. Out: per element how much text it holds, how often its like stands beside it,
//! and which element holds most of the prose. One pass each.

use html5ever::LocalName;

use super::blocks::Block;
use super::outline::{Kind, Outline};
use crate::normalise::html::element::Asked;
use crate::normalise::tables::Table;

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
pub(crate) fn tallies(outline: &Outline<'_>, blocks: &[Block]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); outline.items.len()];
    for block in blocks {
        if let Some(tally) = tallies.get_mut(block.container) {
            tally.chars += block.counts.chars;
            tally.link_chars += block.counts.link_chars;
            tally.prose += if block.is_prose() { block.counts.chars } else { 0 };
            tally.blocks += 1;
        }
    }
    for place in (1..tallies.len()).rev() {
        let (Some(item), Some(own)) = (outline.items.get(place), tallies.get(place).copied()) else {
            continue;
        };
        if let Some(above) = tallies.get_mut(item.parent) {
            above.chars += own.chars;
            above.link_chars += own.link_chars;
            above.prose += own.prose;
            above.blocks += own.blocks;
        }
    }
    tallies
}

/// How many siblings of every element have its name and its first class, itself included.
pub(crate) fn repeats(outline: &Outline<'_>) -> Vec<u16> {
    // By parent, name and class: which group it is. Groups are counted, then each element is told the count of its own.
    let mut groups: Table<(usize, &LocalName, &str), usize> = Table::default();
    let mut counts: Vec<u16> = Vec::new();
    let mut own = Vec::with_capacity(outline.items.len());
    for item in &outline.items {
        let is_inline = matches!(item.kind, Kind::Inline | Kind::Link | Kind::Break | Kind::Time);
        let Some(element) = item.element.filter(|_| !is_inline) else {
            own.push(None);
            continue;
        };
        let classes = element.attribute("class").unwrap_or_default();
        let class = classes.split_ascii_whitespace().next().unwrap_or_default();
        let group = *groups.entry((item.parent, &element.name.local, class)).or_insert(counts.len());
        match counts.get_mut(group) {
            Some(count) => *count = count.saturating_add(1),
            None => counts.push(1),
        }
        own.push(Some(group));
    }
    let count = |group: &Option<usize>| group.and_then(|group| counts.get(group).copied()).unwrap_or(0);
    own.iter().map(count).collect()
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
