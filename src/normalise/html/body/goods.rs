//! What a page of goods holds beside them: what buyers wrote of them, and other goods.
//!
//! In: a page's outline, its blocks and groups, the metadata. Out: the elements that hold what is beside.

use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::tables::Table;

use super::blocks::Block;
use super::comments::is_written;
use super::groups::{Group, Groups};
use super::marks::{has_word, key};
use super::outline::{Item, Kind, Outline};

/// Types of goods ([schema.org](https://schema.org/Product)).
const GOODS: [&str; 2] = ["Product", "ProductGroup"];

/// Words of classes that say of what buyers wrote.
const REVIEWS: [u128; 4] = [key(b"review"), key(b"reviews"), key(b"testimonial"), key(b"testimonials")];

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

/// Whether each element stands beside the goods that a page is of: what buyers wrote, and cards of other goods, of which each
/// has a price and a link. Empty where it is of none.
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
    let holders = |places: &mut dyn Iterator<Item = usize>| {
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
    };
    let mut of_prices = blocks.iter().filter(|block| is_price(&block.text)).map(|block| block.container);
    let priced = holders(&mut of_prices);
    let links = outline.items.iter().enumerate().filter(|(_, item)| item.kind == Kind::Link);
    let linked = holders(&mut links.map(|(place, _)| place));
    let title = heading.and_then(|heading| blocks.get(heading)).map(|heading| heading.container);
    let titled = holders(&mut title.into_iter());
    let has = |of: &[bool], place: usize| of.get(place).copied().unwrap_or(false);
    let mut cards: Table<usize, u32> = Table::default();
    for place in (0..outline.items.len()).filter(|place| has(&priced, *place) && has(&linked, *place)) {
        if let Some(group) = groups.at(place).filter(|_| !has(&titled, place)) {
            *cards.entry(group).or_default() += 1;
        }
    }
    let is_card = |place: usize| {
        let Some(group) = groups.at(place) else { return false };
        let members = groups.get(Some(group)).map_or(u32::MAX, Group::members);
        cards.get(&group).is_some_and(|cards| *cards >= members)
    };
    let is_review = |place: usize, item: &Item<'_>| {
        item.element.is_some_and(|element| has_word(element, &REVIEWS))
            && !has(&titled, place)
            && outline.items.get(place..item.end).is_some_and(|within| within.iter().any(is_written))
    };
    let mut beside: Vec<bool> = Vec::with_capacity(outline.items.len());
    for (place, item) in outline.items.iter().enumerate() {
        beside.push(has(&beside, item.parent) || is_review(place, item) || is_card(place));
    }
    beside
}

/// Whether a text is a price.
fn is_price(text: &str) -> bool {
    // Signs of currencies (Unicode's category Sc, those in use).
    let is_currency = |sign: char| matches!(sign, '$' | '¢'..='¥' | '₠'..='⃀' | '￠' | '￡' | '￥');
    let is_code = |word: &str| {
        matches!(word, "eur" | "usd" | "gbp" | "chf" | "zł" | "kr" | "kč" | "ft" | "lei" | "руб")
    };
    text.len() <= LONGEST_PRICE
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.chars().any(is_currency) || text.to_lowercase().split(' ').any(is_code))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::normalise::html::body::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    #[test]
    fn other_goods_and_what_buyers_wrote_are_no_text_of_goods() {
        let card = "<div class=tile><a href=/p><h3>A pan of cast iron</h3></a><span>€ 49.00</span></div>";
        let review = "<div class=review><span class=author>Ada</span><p>It broke after two weeks, and I was not glad of it at all.</p></div>";
        let size = "<li class=size><b>Small</b><span>€ 29.00</span></li>".repeat(3);
        let text =
            "A kettle of steel with a handle that stays cool. It boils a litre of water in four minutes.";
        let page = |kind: &str| {
            let source = format!(
                "<title>Kettle</title><script type='application/ld+json'>{{\"@type\": \"{kind}\", \"name\": \"Kettle\"}}</script>
                 <main><h1>Kettle</h1><p>{text}</p><p>{text}</p><ul>{size}</ul><h2>Five stars</h2><div id=reviews>{review}{review}</div>
                 <h2>For your kitchen</h2><div class=row>{}</div></main>",
                card.repeat(4)
            );
            let html = tree::parse(&source).html;
            body(&html, &Metadata::read(&html), "Kettle", &HashSet::new()).text
        };
        let product = page("Product");
        assert!(product.contains("A kettle of steel"), "{product}");
        for other in ["cast iron", "It broke"] {
            assert!(!product.contains(other), "{product}");
        }
        assert!(page("Thing").contains("It broke"));
    }
}
