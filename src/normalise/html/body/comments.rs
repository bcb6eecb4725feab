//! What readers wrote below a text, told from what is only called a comment.
//!
//! In: the nodes of an outline; its blocks and metadata. Out: the nodes without the mark where nobody wrote what they hold
//! (documentation is made of comments in code, `class="doc-comment"`); whether comments are what a page is there for.

use crate::normalise::html::element::Asked;
use crate::normalise::html::metadata::Metadata;

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

/// Takes the mark off elements that are called a comment where none of them tells who wrote it or when.
pub(super) fn unmark(items: &mut [Item<'_>]) {
    let is_one = |item: &Item<'_>| {
        item.marks.has(Part::Comment)
            && item.element.is_some_and(|element| {
                !has_word(element, &MANY) && element.attribute("itemprop") != Some("comment")
            })
    };
    if !items.iter().any(is_one) {
        return;
    }
    let mut sums = Vec::with_capacity(items.len() + 1);
    let (mut written, mut text) = (0_usize, 0_usize);
    for item in items.iter() {
        sums.push((written, text));
        written += usize::from(is_written(item));
        text += item.text.trim().len();
    }
    sums.push((written, text));
    let mut within: Vec<bool> = Vec::with_capacity(items.len());
    for place in 0..items.len() {
        let Some(item) = items.get_mut(place) else { continue };
        let mut is_within = within.get(item.parent).copied().unwrap_or(false);
        let at = |place: usize| sums.get(place).copied().unwrap_or_default();
        let ((from, text_from), (to, text_to)) = (at(place), at(item.end));
        if !is_within && to == from && text_to - text_from >= LEAST_TEXT && is_one(item) {
            item.marks = item.marks.without(Part::Comment);
        }
        is_within |= item.marks.has(Part::Comment);
        within.push(is_within);
    }
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

/// Whether a page is there for what readers wrote: it has nothing else, or more of it than of anything, and they vote on it.
pub(super) fn are_all(outline: &Outline<'_>, blocks: &[Block], metadata: &Metadata) -> bool {
    /// Characters of prose, judgements: two short posts; a line above them; one post with nothing beside it.
    const LEAST: u32 = 300;
    const BESIDE: u32 = 150;
    const ALONE: u32 = 60;
    /// Votes on two comments. A judgement.
    const VOTES: usize = 2;
    if is_article(metadata) {
        return false;
    }
    let marked = |above: usize| outline.items.get(above).is_some_and(|item| item.marks.has(Part::Comment));
    let (mut comments, mut beside) = (0, 0);
    for block in blocks.iter().filter(|block| block.is_prose()) {
        let sum = if outline.upwards(block.container).any(marked) { &mut comments } else { &mut beside };
        *sum += block.counts.chars;
    }
    let are_voted_on = || {
        let voted = outline.items.iter().enumerate().filter(|(place, item)| {
            item.element.is_some_and(|element| has_word(element, &VOTED))
                && outline.upwards(*place).any(marked)
        });
        voted.take(VOTES).count() == VOTES
    };
    (beside == 0 && comments >= ALONE)
        || (comments >= LEAST && (beside <= BESIDE || (comments > beside && are_voted_on())))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::normalise::html::body::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    const POST: &str =
        "The frame has a thread on the drive side that no catalogue of ours knows, and the cups are pitted.";

    fn text(inside: &str) -> String {
        let html =
            tree::parse(&format!("<title>Which bearings?</title><h1>Which bearings?</h1>{inside}")).html;
        body(&html, &Metadata::read(&html), "Which bearings?", &HashSet::new()).text
    }

    #[test]
    fn comments_in_code_are_no_comments_of_readers() {
        let method = |name: &str, within: &str| {
            format!(
                "<section><h3>{name}</h3><div class=doc-comment>{within}<p>{name}: {POST}</p></div></section>"
            )
        };
        let page = |within: &str| {
            text(&format!("<p>{POST}</p>{}{}", method("put", within), method("clear", within)))
        };
        let documentation = page("");
        assert!(
            documentation.contains("put: The frame") && documentation.contains("clear: The"),
            "{documentation}"
        );
        let written = page("<b class=author>Ada</b>");
        assert!(!written.contains("put: The frame"), "{written}");
    }

    #[test]
    fn a_page_is_of_its_comments_where_readers_vote_on_them() {
        let comment = |number: usize, vote: &str| {
            format!(
                "<div class=comment><i class={vote}></i><span class=user>u{number}</span><p>Answer {number}. {POST} {POST}</p></div>"
            )
        };
        let page = |vote: &str| {
            let comments: String = (0..4).map(|number| comment(number, vote)).collect();
            text(&format!("<p>{POST} {POST}</p><p>{POST}</p><div class=comment-tree>{comments}</div>"))
        };
        let voted = page("votearrow");
        assert!(voted.contains("Answer 0.") && voted.contains("Answer 3."), "{voted}");
        let other = page("dot");
        assert!(!other.contains("Answer 0."), "{other}");
    }
}
