//! Which blocks are the text.
//!
//! In: the outline and its blocks, the metadata, the title. Out: the places of the blocks that are text.

use crate::normalise::html::element::is_named;
use crate::normalise::html::metadata::Metadata;

use super::alike;
use super::asides;
use super::beside;
use super::blocks::{Block, Form};
use super::completed;
use super::copies;
use super::declared;
use super::ends;
use super::features::Page;
use super::feet;
use super::model;
use super::outline::Outline;
use super::shelves;
use super::tally::real;
use super::whole;

/// However sure or unsure a page's blocks are, a block as likely as the second is text, but for comments and on
/// articles ([`ARTICLE`]), and one less likely than the first is not; the dev quarter's pages score best between
/// these.
const BOUNDS: (f32, f32) = (0.25, 0.6);

/// On a page that says it is an article, what is less likely text than this is a teaser or a caption: in
/// cross-validation on the dev quarter articles lose nothing by it, and a tenth of the aeb set's excess goes.
const ARTICLE: f32 = 0.65;

/// Blocks of a page that is there for whatever it says. A judgement: menus and feet alone have more.
const FEW: usize = 6;

/// Chooses the blocks that are the text; also says whether the posts of readers are.
pub(crate) fn choose(
    outline: &Outline<'_>,
    blocks: &[Block],
    metadata: &Metadata,
    title: &str,
) -> (Vec<usize>, bool) {
    let page = Page::new(outline, blocks, metadata, title);
    let mut row = Vec::new();
    let mut likely: Vec<f32> = (0..blocks.len())
        .map(|place| {
            page.row(place, &mut row);
            model::probability(&row)
        })
        .collect();
    alike::even(&page, &mut likely);
    let declared = declared::raise(&page, metadata, &mut likely);
    // An article may compare goods.
    if !whole::is_article(metadata) {
        shelves::leave_out(&page, &mut likely);
    }
    let is_article = whole::is_article(metadata) && !page.forum && !whole::is_of_cards(&page);
    let least = least(blocks, &likely);
    // What readers wrote below the text is not part of it.
    let above = |least: f32| {
        let all = likely.iter().enumerate().filter(|(_, likely)| **likely >= least);
        let is_own = |place: &usize| declared.contains(place) || !page.is_of_others(*place);
        all.map(|(place, _)| place).filter(is_own).collect::<Vec<usize>>()
    };
    let mut chosen = above(if is_article { least.max(ARTICLE) } else { least });
    // A page of a line or two is unlike those that the model knows, but it is there for them.
    if chosen.is_empty() && blocks.len() <= FEW {
        let is_said = |place: &usize| blocks.get(*place).is_some_and(Block::is_said);
        chosen = above(BOUNDS.0);
        chosen.retain(is_said);
        if chosen.is_empty() {
            let own = (0..blocks.len()).filter(|place| page.is_own(*place) && !page.is_of_others(*place));
            chosen = own.filter(is_said).collect();
        }
    }
    ends::add(&page, &mut chosen);
    completed::add(&page, &mut chosen);
    beside::add(&page, &mut chosen);
    asides::leave_out(&page, &mut chosen);
    asides::without_adverts(&page, &mut chosen);
    feet::leave_out(&page, &mut chosen);
    headed(outline, blocks, &mut chosen);
    without_contents(blocks, &mut chosen);
    copies::leave_out(outline, blocks, &mut chosen);
    (chosen, page.forum)
}

/// Leaves out the contents of a book that stand beside one of its chapters: very many links, one below another and nothing
/// else, before all prose or behind it. Judgements: a chapter has some paragraphs, a list of links within one is shorter.
fn without_contents(blocks: &[Block], chosen: &mut Vec<usize>) {
    const PROSE: u32 = 600;
    const LINKS: usize = 80;
    const WORDS: u32 = 12;
    let block = |place: &usize| blocks.get(*place);
    let prose = chosen.iter().filter_map(block).filter(|block| block.is_prose());
    if prose.map(|block| block.counts.chars).sum::<u32>() < PROSE {
        return;
    }
    let is_link = |place: &&usize| {
        block(place).is_some_and(|block| {
            let counts = block.counts;
            block.item.is_some() && counts.link_chars * 10 >= counts.chars * 9 && counts.words <= WORDS
        })
    };
    let behind = chosen.iter().rev().take_while(is_link).count();
    if behind >= LINKS {
        chosen.truncate(chosen.len() - behind);
    }
    let first = chosen.iter().position(|place| block(place).is_some_and(Block::is_prose)).unwrap_or(0);
    let before = chosen.get(..first).unwrap_or_default();
    let from = before.iter().position(|place| is_link(&place)).unwrap_or(first);
    let links = before.iter().skip(from).take_while(is_link).count();
    if links >= LINKS {
        chosen.drain(from..from + links);
    }
}

/// Adds the headings that stand right above a chosen block and in the same section as it: a heading alone is too short to be
/// sure of, above text it is the text's.
fn headed(outline: &Outline<'_>, blocks: &[Block], text: &mut Vec<usize>) {
    let holds = |heading: &Block, container: usize| {
        let parent = |place: usize| outline.items.get(place).map_or(0, |item| item.parent);
        let above = parent(heading.container);
        // What unfolds a section heads it.
        let element = outline.items.get(above).and_then(|item| item.element);
        let is_summary = element.is_some_and(|element| is_named!(element, "summary"));
        let parent = if is_summary { parent(above) } else { above };
        outline.items.get(parent).is_some_and(|item| (parent..item.end).contains(&container))
    };
    let mut found = Vec::new();
    for (at, after) in text.iter().enumerate() {
        let Some(container) = blocks.get(*after).map(|block| block.container) else { continue };
        let first = at.checked_sub(1).and_then(|before| text.get(before)).map_or(0, |before| before + 1);
        let above = (first..*after).rev().map_while(|place| blocks.get(place).map(|block| (place, block)));
        let headings =
            above.take_while(|(_, block)| matches!(block.form, Form::Heading(_)) && holds(block, container));
        found.extend(headings.map(|(place, _)| place));
    }
    text.extend(found);
    text.sort_unstable();
}

/// The least likely block to take, so that the expected F1 of the words taken is highest.
fn least(blocks: &[Block], likely: &[f32]) -> f32 {
    let mut order: Vec<(f32, f32)> =
        blocks.iter().zip(likely).map(|(block, likely)| (*likely, real(block.counts.words))).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let expected: f32 = order.iter().map(|(likely, words)| likely * words).sum();
    let (mut right, mut taken, mut best, mut least) = (0.0, 0.0, -1.0, BOUNDS.1);
    for (likely, words) in order {
        right += likely * words;
        taken += words;
        let score = 2.0 * right / (taken + expected).max(1.0);
        if score > best {
            (best, least) = (score, likely);
        }
    }
    least.clamp(BOUNDS.0, BOUNDS.1)
}
