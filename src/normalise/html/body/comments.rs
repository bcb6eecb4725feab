//! What readers wrote below a text, told from what is only called a comment.
//!
//! In: the nodes of an outline; its blocks and metadata. Out: the nodes without the mark where nobody wrote what they hold
//! (documentation is made of comments in code, `class="doc-comment"`); whether comments are what a page is there for.

use scraper::node::Element;

use crate::normalise::html::element::Asked;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::tables::Table;

use super::blocks::Block;
use super::marks::{Part, has_word, key};
use super::outline::{Item, Kind, Outline};
use super::whole::is_article;

/// Words of classes that say of many comments, or of a place for them.
const MANY: [u128; 9] = [
    key(b"comments"),
    key(b"commentlist"),
    key(b"commentaires"),
    key(b"kommentare"),
    key(b"disqus"),
    key(b"pingback"),
    key(b"replies"),
    key(b"respond"),
    key(b"trackback"),
];

/// Words of classes by which a comment shows who wrote it and when.
const WRITTEN: [u128; 14] = [
    key(b"author"),
    key(b"avatar"),
    key(b"commenter"),
    key(b"date"),
    key(b"gravatar"),
    key(b"hnuser"),
    key(b"member"),
    key(b"permalink"),
    key(b"poster"),
    key(b"reply"),
    key(b"time"),
    key(b"user"),
    key(b"username"),
    key(b"vcard"),
];

/// Words of classes by which readers vote on what others wrote.
const VOTED: [u128; 10] = [
    key(b"downvote"),
    key(b"karma"),
    key(b"points"),
    key(b"score"),
    key(b"upvote"),
    key(b"upvotes"),
    key(b"vote"),
    key(b"votearrow"),
    key(b"votelinks"),
    key(b"votes"),
];

/// Bytes of text from which an element called a comment is looked into. A judgement: less is a count or a link to them.
const LEAST_TEXT: usize = 40;

/// Takes the mark off an element that is called a comment where it stands below a heading as the only one of its parent, and
/// nothing there tells who wrote it or when; of a page that says of many comments off none.
pub(super) fn unmark(items: &mut [Item<'_>]) {
    let is_marked = |item: &Item<'_>| item.marks.has(Part::Comment);
    let says_many = |item: &Item<'_>| {
        item.element.is_some_and(|element| {
            has_word(element, &MANY)
                || element.attribute("itemprop") == Some("comment")
                || is_numbered(element)
        })
    };
    if !items.iter().any(is_marked) || items.iter().any(|item| is_marked(item) && says_many(item)) {
        return;
    }
    let mut sums = Vec::with_capacity(items.len() + 1);
    let mut sum = Sum::default();
    let mut siblings: Table<usize, u32> = Table::default();
    for item in items.iter() {
        sums.push(sum);
        sum.written += usize::from(is_written(item));
        sum.headings += usize::from(matches!(item.kind, Kind::Heading(_)));
        sum.text += item.text.trim().len();
        if is_marked(item) {
            *siblings.entry(item.parent).or_default() += 1;
        }
    }
    sums.push(sum);
    let at = |place: usize| sums.get(place).copied().unwrap_or_default();
    let mut within: Vec<bool> = Vec::with_capacity(items.len());
    for place in 0..items.len() {
        let Some(item) = items.get(place) else { continue };
        let mut is_within = within.get(item.parent).copied().unwrap_or(false);
        let parent = (at(item.parent), at(items.get(item.parent).map_or(0, |parent| parent.end)));
        let tells_of_code = is_marked(item)
            && !is_within
            && siblings.get(&item.parent) == Some(&1)
            && parent.0.written == parent.1.written
            && parent.0.headings < parent.1.headings
            && at(item.end).text - at(place).text >= LEAST_TEXT;
        if let Some(item) = items.get_mut(place) {
            if tells_of_code {
                item.marks = item.marks.without(Part::Comment);
            }
            is_within |= item.marks.has(Part::Comment);
        }
        within.push(is_within);
    }
}

/// What stands in the nodes before a place.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// Signs of who wrote something, or when.
    written: usize,
    headings: usize,
    /// Bytes.
    text: usize,
}

/// Whether an element has the number of a comment: `id=comment-12`.
fn is_numbered(element: &Element) -> bool {
    let id = element.attribute("id").and_then(|id| id.split_once(['-', '_']));
    id.is_some_and(|(name, number)| {
        name.eq_ignore_ascii_case("comment") && number.bytes().all(|sign| sign.is_ascii_digit())
    })
}

/// Whether a node tells who wrote something, or when.
pub(super) fn is_written(item: &Item<'_>) -> bool {
    item.kind == Kind::Time
        || item.marks.has(Part::Poster)
        || item.element.is_some_and(|element| {
            let property = element.attribute("itemprop").unwrap_or_default();
            has_word(element, &WRITTEN) || matches!(property, "author" | "creator" | "datePublished")
        })
}

/// Whether a page is there for what readers wrote: it has nothing else, or more of it than of anything, and they vote on that and
/// on what it answers.
pub(super) fn are_all(outline: &Outline<'_>, blocks: &[Block], metadata: &Metadata) -> bool {
    /// Characters of prose, judgements: two short posts; a line above them; one post with nothing beside it.
    const LEAST: u32 = 300;
    const BESIDE: u32 = 150;
    const ALONE: u32 = 60;
    /// Votes on two comments. A judgement.
    const VOTES: u32 = 2;
    if is_article(metadata) {
        return false;
    }
    let marked = |above: usize| outline.items.get(above).is_some_and(|item| item.marks.has(Part::Comment));
    let (mut comments, mut beside) = (0, 0);
    // Bug trackers and mailing lists set what people write as it was typed.
    for block in blocks.iter().filter(|block| block.is_prose() || block.is_typed_prose()) {
        let sum = if outline.upwards(block.container).any(marked) { &mut comments } else { &mut beside };
        *sum += block.counts.chars;
    }
    // Of an article readers vote on the comments alone.
    let are_voted_on = || {
        let (mut within, mut above) = (0, 0);
        let is_voted = |item: &Item<'_>| item.element.is_some_and(|element| has_word(element, &VOTED));
        for (place, _) in outline.items.iter().enumerate().filter(|(_, item)| is_voted(item)) {
            *(if outline.upwards(place).any(marked) { &mut within } else { &mut above }) += 1;
        }
        within >= VOTES && above > 0
    };
    (beside == 0 && comments >= ALONE)
        || (comments >= LEAST && (beside <= BESIDE || (comments > beside && are_voted_on())))
}
