//! What kind of page it is, as far as its parts and its own word tell.
//!
//! In: a prepared page and its metadata. Out: the numbers that all its blocks share, and whether it is a forum's.

use crate::document::fold;
use crate::normalise::html::about;
use crate::normalise::html::metadata::{self, Metadata};

use super::features::Page;
use super::marks::Part;
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
    // Coarse on purpose: finer numbers would let the fit know single pages again.
    let step = |value: f32| (value + 1.0).log2().floor();
    let tenth = |share: f32| (share * 10.0).round() / 10.0;
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
    for part in [Part::Forum, Part::Product, Part::Content, Part::Card, Part::Related] {
        whole.push(f32::from(u8::from(page.outline.page.has(part))));
    }
    whole
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

/// Programs that forums run on, and words in the names of forums.
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
    // A page of posts has its marks on every part of every post; articles have a dozen at most.
    const MARKED: usize = 100;
    let is_typed = metadata
        .json_ld
        .iter()
        .any(|object| metadata::has_type(object, &["DiscussionForumPosting", "QAPage"]));
    let address = metadata.link("canonical").or_else(|| metadata.first(&["og:url"])).unwrap_or_default();
    let path = address.split("://").nth(1).unwrap_or(address).split(['?', '#']).next().unwrap_or_default();
    let is_addressed = path
        .split(['/', '.'])
        .any(|segment| FORUM_SEGMENTS.iter().any(|known| segment.eq_ignore_ascii_case(known)));
    let names =
        [metadata.first(&["generator"]), metadata.first(&["og:site_name"]), metadata.title.as_deref()];
    let is_named = names
        .into_iter()
        .flatten()
        .any(|name| fold::words(name).split(' ').any(|word| FORUM_NAMES.contains(&word)));
    is_typed
        || is_addressed
        || is_named
        || outline.page.has(Part::Forum)
        || outline.items.iter().filter(|item| item.marks.has(Part::Forum)).count() >= MARKED
}

/// Whether a page says that it is an article, by more than the type that programs give every page.
pub(super) fn is_article(metadata: &Metadata) -> bool {
    metadata.json_ld.iter().any(|object| metadata::has_type(object, &about::ARTICLE_TYPES))
        || metadata.first(&["article:published_time"]).is_some()
}
