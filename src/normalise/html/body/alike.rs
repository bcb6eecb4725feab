//! Blocks that are alike are decided together: the cells of a row, the same part of every card of a grid, the items of a
//! list. One by one, the first items of a list look like text and the last like its end.
//!
//! In: a prepared page and how likely each of its blocks is text. Out: the same, evened out among those that are alike.

use std::hash::{Hash, Hasher};

use super::blocks::Form;
use super::features::Page;
use super::outline::Kind;
use super::tally::real;
use crate::normalise::html::element::Asked;
use crate::normalise::tables::{Table, hasher};

/// Elements between a block and the member of a group that holds it, of which the names tell one part of a card from another.
/// A judgement.
const REACH: usize = 6;

/// Bytes of the classes of an element by whose first it is told from others. A judgement: more is no name.
const LONGEST_CLASS: usize = 64;

/// What blocks that are alike share.
#[derive(Clone, Copy, Default)]
struct Shared {
    likely: f32,
    words: f32,
}

impl Shared {
    fn add(&mut self, likely: f32, words: f32) {
        self.likely += likely * words;
        self.words += words;
    }

    /// None where nothing has a word.
    fn mean(self) -> Option<f32> {
        (self.words > 0.0).then(|| self.likely / self.words)
    }
}

/// Evens out how likely blocks are.
pub(super) fn even(page: &Page<'_>, likely: &mut [f32]) {
    rows(page, likely);
    groups(page, likely);
}

/// Gives all cells of a row the same.
fn rows(page: &Page<'_>, likely: &mut [f32]) {
    let mut of_rows: Table<usize, Shared> = Table::default();
    let rows = || page.blocks.iter().enumerate().filter(|(_, block)| block.form == Form::Cell);
    for (place, block) in rows() {
        let (Some(row), Some(own)) = (block.row, likely.get(place)) else { continue };
        of_rows.entry(row).or_default().add(*own, real(block.counts.words));
    }
    for (place, block) in rows() {
        let mean = block.row.and_then(|row| of_rows.get(&row)?.mean());
        if let Some((mean, own)) = mean.zip(likely.get_mut(place)) {
            *own = mean;
        }
    }
}

/// Gives the same part of all members of a group the same.
fn groups(page: &Page<'_>, likely: &mut [f32]) {
    let keys: Vec<Option<(usize, u64)>> = (0..page.blocks.len()).map(|place| key(page, place)).collect();
    let mut parts: Table<(usize, u64), Shared> = Table::default();
    for ((key, block), own) in keys.iter().zip(page.blocks).zip(likely.iter()) {
        if let Some(key) = key {
            parts.entry(*key).or_default().add(*own, real(block.counts.words));
        }
    }
    for (key, own) in keys.iter().zip(likely.iter_mut()) {
        if let Some(mean) = key.and_then(|key| parts.get(&key)?.mean()) {
            *own = mean;
        }
    }
}

/// The group that a block is in and the way to it from the member that holds it.
fn key(page: &Page<'_>, place: usize) -> Option<(usize, u64)> {
    let block = page.blocks.get(place).filter(|block| !block.is_prose())?;
    let mut way = hasher();
    for above in page.outline.upwards(block.container).take(REACH) {
        let item = page.outline.items.get(above)?;
        let is_card = matches!(item.kind, Kind::Item | Kind::Block | Kind::Term | Kind::Detail | Kind::Row);
        if let Some(group) = page.groups.at(above).filter(|_| is_card) {
            return Some((group, way.finish()));
        }
        let element = item.element?;
        let class = element.attribute("class").unwrap_or_default().as_bytes();
        let class = class.get(..LONGEST_CLASS).unwrap_or(class);
        let first = class.split(u8::is_ascii_whitespace).find(|name| !name.is_empty());
        (element.name(), first).hash(&mut way);
    }
    None
}
