//! A page as the program's choosing sees it: outline, blocks, metadata, title.
//!
//! In: a page's bytes and address. Out: a [`Reading`], lent to the caller. Follows `shown` in the program's
//! `body/mod.rs`, whose second look at pages that wait for their scripts it repeats.

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use crate::formats::charset;
use crate::normalise::html::body::blocks::{self, Block};
use crate::normalise::html::body::outline::{Listed, Outline};
use crate::normalise::html::metadata::Metadata;
use crate::normalise::html::{title, tree};

/// Characters of prose below which a page is looked at again (`FEW` in `body/mod.rs`).
const FEW: u32 = 400;

/// Bytes of a `noscript` that are more than a line (`MORE_THAN_A_LINE` in `body/mod.rs`).
const MORE_THAN_A_LINE: usize = 1_000;

/// How many times more prose another reading must have to be taken (`FAR_MORE` in `body/mod.rs`).
const FAR_MORE: u32 = 3;

/// What the text of a page is chosen from.
pub(crate) struct Reading<'a> {
    /// Its visible nodes.
    pub(crate) outline: &'a Outline<'a>,
    /// Its blocks.
    pub(crate) blocks: &'a [Block],
    /// Its metadata.
    pub(crate) metadata: &'a Metadata,
    /// Its title.
    pub(crate) title: &'a str,
}

/// Reads a page and lends the reading to `look`.
pub(crate) fn read<T>(bytes: &[u8], url: Option<&str>, look: impl FnOnce(&Reading<'_>) -> T) -> T {
    let (source, _) = charset::decode_html(bytes, None);
    let html = tree::parse(&source).html;
    let metadata = Metadata::read(&html);
    let title = title::title(&html, &metadata, None, url).text;
    let lend = |outline: &Outline<'_>, blocks: &[Block]| {
        look(&Reading { outline, blocks, metadata: &metadata, title: &title })
    };

    let shown = Outline::of(&html, &HashSet::new(), Listed::Shown);
    let blocks = blocks::cut(&shown);
    let least = (FAR_MORE * prose(&blocks)).max(FEW);
    if shown.hides_article {
        let uncovered = Outline::of(&html, &HashSet::new(), Listed::Articles);
        let blocks = blocks::cut(&uncovered);
        if prose(&blocks) > least {
            return lend(&uncovered, &blocks);
        }
    }
    if prose(&blocks) >= FEW {
        return lend(&shown, &blocks);
    }
    let whole = Outline::of(&html, &HashSet::new(), Listed::Hidden);
    let hidden = blocks::cut(&whole);
    if prose(&hidden) > least {
        return lend(&whole, &hidden);
    }
    for spare in unscripted(&html) {
        let outline = Outline::of(&spare, &HashSet::new(), Listed::Shown);
        let blocks = blocks::cut(&outline);
        if prose(&blocks) > least {
            return lend(&outline, &blocks);
        }
    }
    lend(&shown, &blocks)
}

/// Characters in blocks that read as prose.
fn prose(blocks: &[Block]) -> u32 {
    blocks.iter().filter(|block| block.is_prose()).map(|block| block.counts.chars).sum()
}

/// What a page shows to a browser without scripts, where it is more than a line.
fn unscripted(html: &Html) -> impl Iterator<Item = Html> {
    let elements =
        html.tree.nodes().filter_map(ElementRef::wrap).filter(|element| element.value().name() == "noscript");
    let sources = elements.map(|element| element.text().collect::<String>());
    sources.filter(|source| source.len() > MORE_THAN_A_LINE).map(|source| tree::parse(&source).html)
}
