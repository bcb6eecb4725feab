//! Blocks that are alike are decided together: the cells of a row, the same part of every card of a grid, the items of a
//! list, the posts of a thread. One by one, the first items of a list look like text and the last like its end.
//!
//! In: a prepared page and how likely each of its blocks is text. Out: the same, evened out among those that are alike.

use std::hash::{Hash, Hasher};

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

/// Elements by which one part of a post is told from another. In cross-validation on the dev quarter forums gain .03 with any of 3 to
/// 9; with 2, quotes are taken for posts and half of it is gone.
const POST: usize = 4;

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
    if page.forum {
        posts(page, likely);
    }
}

/// Gives all cells of a row the same.
fn rows(page: &Page<'_>, likely: &mut [f32]) {
    let mut of_rows: Table<usize, Shared> = Table::default();
    let rows = || page.blocks.iter().enumerate().filter(|(_, block)| block.is_in_cell());
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

/// Gives the same part of all posts of a page of posts the same, sentences too: one post is as much text as the next.
fn posts(page: &Page<'_>, likely: &mut [f32]) {
    let ways: Vec<u64> = page.blocks.iter().map(|block| way_to_post(page, block.container)).collect();
    let mut parts: Table<u64, Shared> = Table::default();
    for ((way, block), own) in ways.iter().zip(page.blocks).zip(likely.iter()) {
        parts.entry(*way).or_default().add(*own, real(block.counts.words));
    }
    for (way, own) in ways.iter().zip(likely.iter_mut()) {
        if let Some(mean) = parts.get(way).copied().and_then(Shared::mean) {
            *own = mean;
        }
    }
}

/// The names and first classes of an element and those above it, without the numbers that posts and who wrote them have there.
fn way_to_post(page: &Page<'_>, place: usize) -> u64 {
    let mut way = hasher();
    let above = page.outline.upwards(place).filter_map(|above| page.outline.items.get(above)?.element);
    for element in above.take(POST) {
        let class = element.attribute("class").unwrap_or_default().split_ascii_whitespace().next();
        let class = class.and_then(|class| class.split(|sign: char| sign.is_ascii_digit()).next());
        (element.name(), class).hash(&mut way);
    }
    way.finish()
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use super::*;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    #[test]
    fn posts_are_decided_together() {
        const POST: &str =
            "<p>The committee met on Tuesday, after weeks of delay, and heard the engineers.</p>";
        let posts = format!(
            "<li class=post-1>{POST}</li><li class=post-2>{POST}</li><li class=post-3><blockquote>{POST}</blockquote></li>"
        );
        let evened = |source: &str| {
            let html = tree::parse(source).html;
            let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
            let blocks = blocks::cut(&outline);
            let page = Page::new(&outline, &blocks, &Metadata::read(&html), "");
            let mut likely = vec![0.75, 0.25, 0.125];
            even(&page, &mut likely);
            likely
        };
        assert_eq!(evened(&format!("<meta name=generator content=phpBB>{posts}")), [0.5, 0.5, 0.125]);
        assert_eq!(evened(&posts), [0.75, 0.25, 0.125]);
    }
}
