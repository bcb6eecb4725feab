//! What kind of page it is, as far as its parts and its own word tell.
//!
//! In: a prepared page and its metadata. Out: the numbers that all its blocks share, and whether it is a forum's.

use crate::document::fold;
use crate::normalise::html::about;
use crate::normalise::html::metadata::{self, Metadata};

use super::blocks::{Block, Form};
use super::features::Page;
use super::groups::Group;
use super::marks::{Named, Part};
use super::outline::{Kind, Outline};
use super::tally::{number, real};

/// The numbers that are the same for all blocks of a page.
pub(super) fn numbers(page: &Page<'_>, metadata: &Metadata) -> Vec<f32> {
    let total = page.sums.last().copied().unwrap_or_default();
    let marked = |part: Part| number(page.outline.items.iter().filter(|item| item.marks.has(part)).count());
    let kinds = |kind: Kind| number(page.outline.items.iter().filter(|item| item.kind == kind).count());
    let typed = |types: &[&str]| {
        f32::from(u8::from(metadata.json_ld.iter().any(|object| metadata::has_type(object, types))))
    };
    let og = metadata.first(&["og:type"]).unwrap_or_default().to_ascii_lowercase();
    let og = match og.as_str() {
        kind if kind.contains("article") => 3.0,
        kind if kind.contains("product") => 2.0,
        "" => 0.0,
        _ => 1.0,
    };
    let longest = page.lights.iter().filter(|light| light.prose).map(|light| light.chars).fold(0.0, f32::max);
    let root = page.tallies.get(page.roots.first().copied().unwrap_or(0)).copied().unwrap_or_default();
    let mut whole = vec![
        step(total.chars),
        tenth(total.link_chars / total.chars.max(1.0)),
        tenth(total.prose / total.chars.max(1.0)),
        step(total.prose),
        step(number(page.lights.iter().filter(|light| light.prose).count())),
        step(number(page.blocks.len())),
        tenth(real(root.prose) / real(root.chars.max(1))),
        step(longest),
        step(kinds(Kind::Heading(1))),
        step(kinds(Kind::Heading(2))),
        step(kinds(Kind::Time)),
        step(kinds(Kind::Pre)),
        step(marked(Part::Article)),
        step(marked(Part::Main)),
        step(marked(Part::Forum)),
        step(marked(Part::Comment)),
        step(marked(Part::Product)),
        step(marked(Part::Card)),
        og,
        typed(&about::ARTICLE_TYPES),
        typed(&["Product", "ProductGroup", "Offer", "AggregateOffer"]),
        typed(&["DiscussionForumPosting", "QAPage", "Question"]),
        typed(&["CollectionPage", "ItemList", "SearchResultsPage"]),
        typed(&["Service", "LocalBusiness", "FAQPage", "SoftwareApplication"]),
        f32::from(u8::from(metadata.first(&["article:published_time", "citation_title"]).is_some())),
        f32::from(u8::from(page.forum)),
    ];
    whole.extend(region(page));
    for part in [Part::Forum, Part::Product, Part::Content, Part::Card, Part::Related] {
        whole.push(f32::from(u8::from(page.outline.page.has(part))));
    }
    whole
}

/// What the page's own region is made of: its words, links and prose, and the largest of its groups.
fn region(page: &Page<'_>) -> [f32; 12] {
    let own = || page.blocks.iter().zip(&page.own).filter(|(_, own)| **own).map(|(block, _)| block);
    let sum = |count: fn(&Block) -> u32| real(own().map(count).sum());
    let (words, chars) = (sum(|block| block.counts.words), sum(|block| block.counts.chars).max(1.0));
    let prose = |block: &Block| if block.is_prose() { block.counts.chars } else { 0 };
    let all = page.sum();
    let largest = page.groups.get(page.groups.largest);
    let group = largest.map(Group::tally).unwrap_or_default();
    let main = page.tallies.iter().zip(&page.outline.items);
    let main = main.filter(|(_, item)| item.marks.is_named(Named::Main)).map(|(tally, _)| tally.words).max();
    let main = main.map_or(-1.0, |words| tenth(real(words) / real(all.words.max(1))));
    [
        main,
        tenth(words / real(all.words.max(1))),
        step(words),
        tenth(sum(|block| block.counts.link_chars) / chars),
        tenth(sum(prose) / chars),
        step(sum(|block| u32::from(block.is_prose()))),
        step(sum(|block| u32::from(matches!(block.form, Form::Heading(_))))),
        step(own().map(prose).max().map_or(0.0, real)),
        tenth(real(group.own_words) / words.max(1.0)),
        step(largest.map_or(0.0, |group| real(group.members()))),
        // In steps of four characters.
        tenth(chars / sum(|_| 1).max(1.0) / 40.0),
        largest.map_or(-1.0, |_| real(group.prose) / real(group.chars.max(1))),
    ]
}

// Coarse on purpose: finer numbers would let the fit know single pages again.
fn step(value: f32) -> f32 {
    (value + 1.0).log2().floor()
}

fn tenth(share: f32) -> f32 {
    (share * 10.0).round() / 10.0
}

/// Path segments of addresses under which forums keep their threads.
const FORUM_SEGMENTS: [&str; 13] = [
    "forum",
    "forums",
    "thread",
    "threads",
    "showthread",
    "viewtopic",
    "discussion",
    "discussions",
    "comments",
    "boards",
    "board",
    "community",
    "questions",
];

/// Programs that forums run on, and words in the names of forums. This list and that of segments, which are compared
/// with the labels of a host and with endings too, are judgements.
const FORUM_NAMES: [&str; 12] = [
    "forum",
    "forums",
    "discourse",
    "phpbb",
    "vbulletin",
    "xenforo",
    "flarum",
    "nodebb",
    "mybb",
    "invision",
    "vanilla",
    "community",
];

/// Whether the posts of a page's readers are its text: it says so, or its address or name does.
pub(super) fn is_forum(outline: &Outline<'_>, metadata: &Metadata) -> bool {
    // A page of posts has its marks on every part of every post, articles have few: a judgement, far from both.
    const MARKED: usize = 100;
    let is_typed = metadata
        .json_ld
        .iter()
        .any(|object| metadata::has_type(object, &["DiscussionForumPosting", "QAPage"]));
    let address = metadata.link("canonical").or_else(|| metadata.first(&["og:url"])).unwrap_or_default();
    let names =
        [metadata.first(&["generator"]), metadata.first(&["og:site_name"]), metadata.title.as_deref()];
    let is_named = names
        .into_iter()
        .flatten()
        .any(|name| fold::words(name).split(' ').any(|word| FORUM_NAMES.contains(&word)));
    is_typed
        || is_in_forum(address)
        || is_named
        || outline.page.has(Part::Forum)
        || outline.items.iter().filter(|item| item.marks.has(Part::Forum)).count() >= MARKED
}

/// Whether an address is one under which forums keep their threads.
pub(super) fn is_in_forum(address: &str) -> bool {
    let path = address.split("://").nth(1).unwrap_or(address).split(['?', '#']).next().unwrap_or_default();
    path.split(['/', '.'])
        .any(|segment| FORUM_SEGMENTS.iter().any(|known| segment.eq_ignore_ascii_case(known)))
}

/// Whether a page's own region is a group of cards rather than a text, whatever the page says that it is: more than .3 of its
/// words are in its largest group and .2 or less in prose. In cross-validation listings that say they are articles gain .1
/// by it and articles lose nothing.
pub(super) fn is_of_cards(page: &Page<'_>) -> bool {
    let (mut chars, mut prose) = (0, 0);
    for (block, _) in page.blocks.iter().zip(&page.own).filter(|(_, own)| **own) {
        chars += block.counts.chars;
        prose += if block.is_prose() { block.counts.chars } else { 0 };
    }
    let group = page.groups.get(page.groups.largest).map(Group::tally).unwrap_or_default();
    group.own_words * 10 > page.sum().own_words * 3 && prose * 5 <= chars
}

/// Whether a page says that it is an article, by more than the type that programs give every page.
pub(super) fn is_article(metadata: &Metadata) -> bool {
    metadata.json_ld.iter().any(|object| metadata::has_type(object, &about::ARTICLE_TYPES))
        || metadata.first(&["article:published_time"]).is_some()
}
