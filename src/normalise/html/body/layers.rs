//! Which layers of a page are read: what it shows, what it shows in time, what it hides, what it shows without scripts.
//!
//! In: the parsed page, subtrees that belong to others. Out: the outline and blocks that its text is chosen from.
//! `tools/fit-body` fits the weights to what is chosen here.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use crate::normalise::html::element::is_named;
use crate::normalise::html::tree;

use super::blocks::{self, Block};
use super::outline::{Listed, Outline};

/// Characters of prose below which a page is looked at again, hidden parts and `noscript` included: pages that
/// wait for their scripts show a menu and no more. The shortest true articles of the benchmarks have about as many.
const FEW: u32 = 400;

/// Bytes of a `noscript` that are more than a tracking picture or a line that asks for scripts. A judgement.
const MORE_THAN_A_LINE: usize = 1_000;

/// How many times more prose another reading of the page must have to be taken instead. A judgement: hidden parts
/// repeat menus and comments, so that twice as much is no sign of a text.
const FAR_MORE: u32 = 3;

/// Lends `look` the layer that holds the text.
pub(crate) fn chosen<T>(
    html: &Html,
    without: &HashSet<NodeId>,
    look: impl FnOnce(&Outline<'_>, &[Block]) -> T,
) -> T {
    let outline = Outline::of(html, without, Listed::Shown);
    let blocks = blocks::cut(&outline);
    let least = (FAR_MORE * prose(&blocks)).max(FEW);
    if outline.hides_article {
        let uncovered = Outline::of(html, without, Listed::Articles);
        let blocks = blocks::cut(&uncovered);
        if prose(&blocks) > least {
            return look(&uncovered, &blocks);
        }
    }
    if prose(&blocks) < FEW {
        let whole = Outline::of(html, without, Listed::Hidden);
        let hidden = blocks::cut(&whole);
        if prose(&hidden) > least {
            return look(&whole, &hidden);
        }
        for spare in unscripted(html) {
            let outline = Outline::of(&spare, &HashSet::new(), Listed::Shown);
            let blocks = blocks::cut(&outline);
            if prose(&blocks) > least {
                return look(&outline, &blocks);
            }
        }
    }
    look(&outline, &blocks)
}

/// Characters in blocks that read as prose.
fn prose(blocks: &[Block]) -> u32 {
    blocks.iter().filter(|block| block.is_prose()).map(|block| block.counts.chars).sum()
}

/// What a page shows to a browser without scripts, where it is more than a line.
fn unscripted(html: &Html) -> impl Iterator<Item = Html> {
    let elements = html
        .tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .filter(|element| is_named!(element.value(), "noscript"));
    let sources = elements.map(|element| element.text().collect::<String>());
    // A browser that saved the page may have written the tags as text.
    let is_page = |source: &String| source.len() > MORE_THAN_A_LINE && source.contains('<');
    sources.filter(is_page).map(|source| tree::parse(&source).html)
}
