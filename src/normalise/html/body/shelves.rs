//! The goods that a page shows beside a text about them: a shop's page of a kind of goods has both, and the text is what it says.
//!
//! In: a prepared page and how likely each of its blocks is text. Out: the same, with the cards of goods as no text where the
//! page has a text besides.

use super::features::Page;
use super::goods::{self, has, holders, is_price, sum, sums};
use super::groups::Group;
use super::outline::{Item, Kind};
use super::tally::real;
use crate::normalise::tables::{Set, Table};

/// Cards of goods that are a shelf, and how many of a group's members are such cards: advertisements stand among them. Judgements.
const FEWEST: u32 = 4;
const OF_THREE: u32 = 2;

/// Bytes of a card: a name, what it can do, a price, a rating. A judgement.
const LONGEST: usize = 800;

/// Elements above a card in which its link is looked for. A judgement: the whole card may stand in one.
const REACH: usize = 4;

/// Words of running text beside the cards that are a text about them. In cross-validation on the dev quarter 30 and 60 are the same
/// and 120 takes a paragraph of 82 words for none.
const TOLD: u32 = 60;

/// As likely text is the running text that counts, and less likely the cards are that go: surer ones are what the page is for.
/// Judgements. In cross-validation collections gain .038 by all of this, products .010, and listings lose .009 (one front page).
const LIKELY: f32 = 0.5;
const SURE: f32 = 0.7;

/// Makes the cards of goods of a page that tells of them no text.
pub(super) fn leave_out(page: &Page<'_>, likely: &mut [f32]) {
    let shelf = shelf(page);
    let is_on_shelf = |place: usize| page.blocks.get(place).is_some_and(|block| has(&shelf, block.container));
    let (mut words, mut sure, mut told) = (0, 0.0, 0);
    for (place, (block, likely)) in page.blocks.iter().zip(likely.iter()).enumerate() {
        if is_on_shelf(place) {
            words += block.counts.words;
            sure += likely * real(block.counts.words);
        } else if block.is_prose() && *likely >= LIKELY && page.is_own(place) && !page.is_of_others(place) {
            told += block.counts.words;
        }
    }
    if words == 0 || told < TOLD || sure >= SURE * real(words) {
        return;
    }
    let blocks = page.blocks.iter().zip(likely.iter_mut());
    for (_, likely) in blocks.filter(|(block, _)| has(&shelf, block.container)) {
        *likely = 0.0;
    }
}

/// Whether each element of the outline is in a card of goods, of which there are several alike: it gives a price, and has, is or
/// stands in a link. Empty where a page has none.
fn shelf(page: &Page<'_>) -> Vec<bool> {
    let outline = page.outline;
    let with_price = || page.blocks.iter().filter(|block| is_price(&block.text)).map(|block| block.container);
    if with_price().take(FEWEST as usize).count() < FEWEST as usize {
        return Vec::new();
    }
    let priced = holders(outline, with_price());
    let titled = holders(outline, page.title_at().into_iter());
    let is_link = |item: &Item<'_>| item.kind == Kind::Link;
    let links = outline.items.iter().enumerate().filter(|(_, item)| is_link(item)).map(|(place, _)| place);
    let linked = holders(outline, links);
    let texts = sums(outline, |item| item.text.trim().len());
    let mut cards: Table<usize, u32> = Table::default();
    for (place, item) in outline.items.iter().enumerate().filter(|(place, _)| has(&priced, *place)) {
        let mut above = outline.upwards(place).take(REACH);
        let is_linked =
            has(&linked, place) || above.any(|above| outline.items.get(above).is_some_and(is_link));
        let length = sum(&texts, item.end) - sum(&texts, place);
        if is_linked
            && !has(&titled, place)
            && length <= LONGEST
            && let Some(group) = page.groups.at(place)
        {
            *cards.entry(group).or_default() += 1;
        }
    }
    let is_shelf = |(group, cards): &(usize, u32)| {
        let members = page.groups.get(Some(*group)).map_or(0, Group::members);
        *cards >= FEWEST && cards * 3 >= members * OF_THREE
    };
    let shelves: Set<usize> = cards.into_iter().filter(is_shelf).map(|(group, _)| group).collect();
    if shelves.is_empty() {
        return Vec::new();
    }
    goods::within(outline, |place| page.groups.at(place).is_some_and(|group| shelves.contains(&group)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use super::*;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    /// The texts of a page that are left where each block is as likely.
    fn left(main: &str, likely: f32) -> Vec<String> {
        let html = tree::parse(&format!("<main><h1>Gauges</h1>{main}</main>")).html;
        let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
        let blocks = blocks::cut(&outline);
        let page = Page::new(&outline, &blocks, &Metadata::read(&html), "Gauges");
        let mut likely = vec![likely; blocks.len()];
        leave_out(&page, &mut likely);
        let kept = blocks.iter().zip(likely).filter(|(_, likely)| *likely > 0.0);
        kept.map(|(block, _)| block.text.clone()).collect()
    }

    fn cards(count: usize, price: &str) -> String {
        let card = |at| format!("<li class=card><a href=/g/{at}><h3>Gauge {at}</h3><p>{price}</p></a></li>");
        format!("<ul>{}</ul>", (1..=count).map(card).collect::<Vec<_>>().concat())
    }

    const SENTENCE: &str = "A gauge tells how high the water of a lake stands at its edge, day and night. ";

    #[test]
    fn goods_beside_a_text_about_them_are_no_text() {
        let text = format!("<p>{}</p>", SENTENCE.repeat(4));
        assert_eq!(left(&format!("{text}{}", cards(6, "€ 40.00")), 0.6).len(), 2);
        let among = cards(6, "€ 40.00").replace("</ul>", "<li class=card>Our advice</li></ul>");
        assert_eq!(left(&format!("{text}{among}"), 0.6).len(), 2);
    }

    #[test]
    fn goods_alone_few_goods_sure_goods_and_cards_without_a_price_stay() {
        let text = format!("<p>{}</p>", SENTENCE.repeat(4));
        for (main, likely, kept) in [
            (cards(6, "€ 40.00"), 0.6, 13),
            (format!("<p>{SENTENCE}</p>{}", cards(6, "€ 40.00")), 0.6, 14),
            (format!("{text}{}", cards(3, "€ 40.00")), 0.6, 8),
            (format!("{text}{}", cards(6, "40 cm")), 0.6, 14),
            (format!("{text}{}", cards(6, "€ 40.00")), 0.9, 14),
        ] {
            assert_eq!(left(&main, likely).len(), kept, "{main}");
        }
    }
}
