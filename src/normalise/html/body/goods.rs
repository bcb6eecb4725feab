//! What a page of goods holds beside them: what buyers wrote of them, and other goods.
//!
//! In: a page's outline, its blocks and groups, the metadata. Out: the elements that hold what is beside.

use crate::normalise::html::element::{Asked, is_called_only, is_named};
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::tables::{Set, Table};

use super::blocks::Block;
use super::comments::is_written;
use super::groups::Groups;
use super::outline::{Item, Kind, Outline};

/// Types of goods ([schema.org](https://schema.org/Product)).
const GOODS: [&str; 2] = ["Product", "ProductGroup"];

/// Words of names of classes that say of what buyers wrote, and those that stand beside them there. A judgement, of what shops
/// write; `description-reviews` holds more.
const REVIEWS: [&str; 4] = ["review", "reviews", "testimonial", "testimonials"];
const PARTS: [&str; 16] = [
    "area",
    "block",
    "body",
    "box",
    "buyer",
    "card",
    "container",
    "content",
    "customer",
    "item",
    "list",
    "product",
    "section",
    "tab",
    "user",
    "wrapper",
];

/// Reviews from which on they may be most of a page: one that is most of it is what the page is there for. A judgement.
const SEVERAL: usize = 3;

/// Bytes of text of a card of other goods. A judgement: a name of a line, a price and a rating.
const LONGEST_CARD: usize = 300;

/// Bytes of a text that gives a price and little else. A judgement: `from € 1,299.00 incl. VAT`.
const LONGEST_PRICE: usize = 40;

/// Whether a page is of one piece of goods, by its own word.
fn is_of_goods(metadata: &Metadata) -> bool {
    let typed = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &GOODS));
    let og = metadata.first(&["og:type"]).unwrap_or_default();
    match typed.count() {
        0 => og.eq_ignore_ascii_case("product") || og.eq_ignore_ascii_case("og:product"),
        count => count == 1,
    }
}

/// Whether each element stands beside the goods that a page is of: what buyers wrote, and small cards of other goods, of which each
/// has a price, a picture and a link of its own. Empty where it is of none.
pub(super) fn beside(
    outline: &Outline<'_>,
    blocks: &[Block],
    groups: &Groups,
    metadata: &Metadata,
    heading: Option<usize>,
) -> Vec<bool> {
    if !is_of_goods(metadata) {
        return Vec::new();
    }
    let title = heading.and_then(|heading| blocks.get(heading)).map(|heading| heading.container);
    let titled = holders(outline, title.into_iter());
    // Bytes of text.
    let texts = sums(outline, |item| item.text.trim().len());
    let cards = cards(outline, blocks, groups, &titled, &texts);
    let reviews = reviews(outline, &titled, &texts);
    within(outline, |place| {
        groups.at(place).is_some_and(|group| cards.contains(&group)) || has(&reviews, place)
    })
}

/// Whether each element is such a one, or in one.
pub(super) fn within(outline: &Outline<'_>, is_such: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut within: Vec<bool> = Vec::with_capacity(outline.items.len());
    for (place, item) in outline.items.iter().enumerate() {
        within.push(has(&within, item.parent) || is_such(place));
    }
    within
}

/// The groups whose members are cards of other goods.
fn cards(
    outline: &Outline<'_>,
    blocks: &[Block],
    groups: &Groups,
    titled: &[bool],
    texts: &[usize],
) -> Set<usize> {
    let of_kind = |is_such: fn(&Item<'_>) -> bool| {
        let found = outline.items.iter().enumerate().filter(move |(_, item)| is_such(item));
        holders(outline, found.map(|(place, _)| place))
    };
    let with_price = blocks.iter().filter(|block| is_price(&block.text)).map(|block| block.container);
    let priced = holders(outline, with_price);
    let pictured = of_kind(|item| item.element.is_some_and(|element| is_named!(element, "img" | "picture")));
    let linked = of_kind(|item| item.kind == Kind::Link);
    // The paths that the members of each group lead to.
    let mut found: Table<usize, Set<&str>> = Table::default();
    for (place, item) in outline.items.iter().enumerate() {
        let is_card = [&priced, &pictured, &linked].into_iter().all(|held| has(held, place))
            && !has(titled, place)
            && sum(texts, item.end) - sum(texts, place) <= LONGEST_CARD;
        let Some(group) = groups.at(place).filter(|_| is_card) else { continue };
        let within = outline.items.get(place..item.end).unwrap_or_default();
        let href = within
            .iter()
            .find(|item| item.kind == Kind::Link)
            .and_then(|link| link.element?.attribute("href"));
        if let Some(path) = href.and_then(|href| href.split(['?', '#']).next()) {
            found.entry(group).or_default().insert(path);
        }
    }
    let is_full = |(group, paths): &(usize, Set<&str>)| {
        groups.get(Some(*group)).is_some_and(|group| paths.len() >= group.members() as usize)
    };
    found.into_iter().filter(is_full).map(|(group, _)| group).collect()
}

/// Whether each element is called by what buyers wrote, tells who wrote it, and is not the text that the page is there for.
fn reviews(outline: &Outline<'_>, titled: &[bool], texts: &[usize]) -> Vec<bool> {
    let written = sums(outline, |item| usize::from(is_written(item)));
    let items = &outline.items;
    let is_review = |(place, item): (usize, &Item<'_>)| {
        item.element.is_some_and(|element| is_called_only(element, &REVIEWS, &PARTS))
            && !has(titled, place)
            && sum(&written, item.end) > sum(&written, place)
    };
    let mut all: Vec<bool> = items.iter().enumerate().map(is_review).collect();
    let several = sums_of(&all);
    for (place, item) in items.iter().enumerate() {
        let is_most = (sum(texts, item.end) - sum(texts, place)) * 2 > sum(texts, items.len());
        let is_one = sum(&several, item.end) - sum(&several, place) < SEVERAL;
        if let Some(review) = all.get_mut(place).filter(|_| is_most && is_one) {
            *review = false;
        }
    }
    all
}

/// Whether each element holds one of these places.
pub(super) fn holders(outline: &Outline<'_>, places: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut holds = vec![false; outline.items.len()];
    for place in places {
        for above in outline.upwards(place) {
            match holds.get_mut(above) {
                Some(held) if !*held => *held = true,
                _ => break,
            }
        }
    }
    holds
}

pub(super) fn has(of: &[bool], place: usize) -> bool {
    of.get(place).copied().unwrap_or(false)
}

/// What the items before each place sum up to.
pub(super) fn sums(outline: &Outline<'_>, count: impl Fn(&Item<'_>) -> usize) -> Vec<usize> {
    running(outline.items.iter().map(count))
}

fn sums_of(flags: &[bool]) -> Vec<usize> {
    running(flags.iter().map(|flag| usize::from(*flag)))
}

fn running(counts: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut total = 0;
    let ends = counts.map(|count| {
        total += count;
        total
    });
    std::iter::once(0).chain(ends).collect()
}

pub(super) fn sum(sums: &[usize], place: usize) -> usize {
    sums.get(place).copied().unwrap_or_default()
}

/// Whether a text is a price.
pub(super) fn is_price(text: &str) -> bool {
    // Signs of currencies (Unicode's category Sc, those in use).
    let is_currency = |sign: char| matches!(sign, '$' | '¢'..='¥' | '₠'..='⃀' | '￠' | '￡' | '￥');
    let is_code = |word: &str| {
        matches!(word, "eur" | "usd" | "gbp" | "chf" | "zł" | "kr" | "kč" | "ft" | "lei" | "руб")
    };
    text.len() <= LONGEST_PRICE
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.chars().any(is_currency) || text.to_lowercase().split(' ').any(is_code))
}
