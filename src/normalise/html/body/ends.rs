//! The short ends of a text: of pages with much around their text the model learnt that what is short and last is no text.
//!
//! In: a prepared page and the blocks chosen so far. Out: those that belong to them after all.

use super::blocks::{Block, Form};
use super::features::Page;
use super::lexicon;
use super::marks::{Named, Part};
use super::outline::Item;

/// Blocks of a page that has little beside its text. A judgement: a menu, a foot and a box of related posts have more.
const SMALL: usize = 24;

/// Blocks of code or definitions chosen from which on a page documents something. A judgement: an article quotes one or two.
const CODE: usize = 3;

/// Hundredths of what is chosen that the ends of such a page add at most: where more is left over, it was left out for a reason.
/// On the pages of the wcxb set that document something this costs .0005 of their F1 and no bound costs .005; on 52 pages that
/// generators of documentation made it is worth .02 of recall.
const MOST_ADDED: u32 = 15;

/// Hundredths of the chosen prose that the element of the text holds: the rest may be a stray block. A judgement.
const HELD: u32 = 90;

/// Adds the ends to the blocks chosen, whose places stay in order.
pub(super) fn add(page: &Page<'_>, chosen: &mut Vec<usize>) {
    if page.blocks.len() <= SMALL {
        let found = of_small_page(page, chosen);
        chosen.extend(found);
        chosen.sort_unstable();
    }
    let is_code = |place: &&usize| {
        page.blocks.get(**place).is_some_and(|block| matches!(block.form, Form::Pre | Form::Definition))
    };
    if !page.forum && chosen.iter().filter(is_code).take(CODE).count() == CODE {
        let found = of_documentation(page, chosen);
        chosen.extend(found);
        chosen.sort_unstable();
    }
}

/// The blocks of a small page that stand within the element of those chosen and say something, as a last short paragraph, a list
/// or a table below it do.
fn of_small_page(page: &Page<'_>, chosen: &[usize]) -> Vec<usize> {
    let container = |place: &usize| page.blocks.get(*place).map(|block| block.container);
    let mut containers = chosen.iter().filter(|place| page.blocks.get(**place).is_some_and(Block::is_prose));
    let Some(first) = containers.next().and_then(container) else { return Vec::new() };
    let last = containers.next_back().and_then(container).unwrap_or(first);
    let parent = |item: usize| page.outline.items.get(item).map_or(0, |item| item.parent);
    let holds = |item: usize| page.outline.items.get(item).is_some_and(|item| last < item.end);
    let mut above = parent(first);
    while above > 0 && !holds(above) {
        above = parent(above);
    }
    within(page, chosen, above, 0)
}

/// The blocks of a page that documents something which stand among or below those chosen, in the same `main` or `article`: the
/// last function of a module, what it returns, a footnote.
fn of_documentation(page: &Page<'_>, chosen: &[usize]) -> Vec<usize> {
    let items = &page.outline.items;
    let mut prose = vec![0; items.len() + 1];
    for block in chosen.iter().filter_map(|place| page.blocks.get(*place)).filter(|block| block.is_prose()) {
        if let Some(sum) = prose.get_mut(block.container + 1) {
            *sum += block.counts.chars;
        }
    }
    let mut total = 0;
    for sum in &mut prose {
        total += *sum;
        *sum = total;
    }
    let before = |place: usize| prose.get(place).copied().unwrap_or_default();
    let is_region = |place: usize, item: &Item<'_>| {
        (item.marks.is_named(Named::Main) || item.marks.has(Part::Article))
            && (before(item.end) - before(place)) * 100 >= total * HELD
    };
    let mut regions = items.iter().enumerate().filter(|(place, item)| is_region(*place, item));
    let Some((region, _)) = regions.next_back().filter(|_| total > 0) else { return Vec::new() };
    let added = within(page, chosen, region, chosen.first().copied().unwrap_or(0));
    let chars = |places: &[usize]| -> u32 {
        places.iter().filter_map(|place| page.blocks.get(*place)).map(|block| block.counts.chars).sum()
    };
    if chars(&added) * 100 > chars(chosen) * MOST_ADDED { Vec::new() } else { added }
}

/// The blocks within an element, from a place on, that say something and are not chosen.
fn within(page: &Page<'_>, chosen: &[usize], element: usize, from: usize) -> Vec<usize> {
    let end = page.outline.items.get(element).map_or(0, |item| item.end);
    let is_within = |place: &usize| {
        let block = page.blocks.get(*place);
        block.is_some_and(|block| (element..end).contains(&block.container) && says_something(block))
            && page.is_own(*place)
            && !page.is_of_others(*place)
    };
    let places = from..page.blocks.len();
    places.filter(|place| chosen.binary_search(place).is_err()).filter(is_within).collect()
}

/// Whether a block is a sentence, an item, a cell or a line of code, and neither small print, nor a link, nor a day.
pub(super) fn says_something(block: &Block) -> bool {
    // One word alone is a tag.
    let is_listed = matches!(block.form, Form::Cell | Form::Pre | Form::Definition)
        || matches!(block.form, Form::Item) && block.counts.words > 1;
    let told = lexicon::count(&block.text);
    // A quarter of it, a judgement: `Photo by Ada Reed.`, `All rights reserved.`
    let told = told.chrome + told.byline + told.legal + told.trade;
    let is_small_print = told > 0 && told * 4 >= block.counts.words;
    let is_linked = block.counts.link_chars * 2 >= block.counts.chars;
    // A day and a topic; tables of numbers are cells.
    let is_day = block.counts.digits * 6 >= block.counts.chars && !is_listed;
    !is_linked && !is_small_print && !is_day && (block.is_said() || is_listed)
}
