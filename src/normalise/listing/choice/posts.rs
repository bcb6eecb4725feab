//! Tells the posts of a thread from publications: repeated siblings by people, each with a day and a text, that lead nowhere.
//!
//! In: the chosen records and the page. Out: yes or no. Knows no forum's program.

use std::collections::HashSet;

use super::Page;
use crate::document::identity;
use crate::normalise::listing::days::hours;
use crate::normalise::listing::fields::{self, word_count};
use crate::normalise::listing::flow::names;
use crate::normalise::listing::flow::{Flow, Hint, Piece, traits};
use crate::normalise::listing::records::Record;

/// Words of the text of a post, at least. A judgement: fewer are a caption or what a button says.
const WORDS: usize = 4;

/// What stands before the title of what is answered, in the languages of mail programs; a judgement.
const ANSWERS: [&str; 6] = ["re", "aw", "sv", "antw", "odp", "vs"];

/// Whether records are the posts of a thread. Two in three must be, a judgement: between and below posts a forum says what else
/// was done.
pub(super) fn are_posts(page: &Page<'_>, chosen: &[Record<'_>]) -> bool {
    let titles: HashSet<&str> = chosen.iter().map(|record| record.title).collect();
    let recur = titles.len() < chosen.len();
    let below = |place: usize, record: &Record<'_>| {
        let next = chosen.get(place + 1).map_or(record.card.end, |next| next.card.first);
        page.flow.within(record.card.end, next).iter().any(|piece| piece.traits & traits::PROSE != 0)
    };
    let is_one = |(place, record): &(usize, &Record<'_>)| {
        is_post(page, record, recur) || (is_of_somebody(page.flow, record) && below(*place, record))
    };
    let posts = chosen.iter().enumerate().filter(is_one).count();
    chosen.len() >= 2 && posts * 3 >= chosen.len() * 2
}

/// Whether a record is a post: a text of a day, called by a person, as the page or as what is answered, or by a text of
/// the post itself behind the person who wrote it; on a page of a forum by whatever leads nowhere, where it says who wrote it or
/// titles `recur`. People who are all different are those that a page is about, but for a forum's.
fn is_post(page: &Page<'_>, record: &Record<'_>, recur: bool) -> bool {
    let flow = page.flow;
    let title = record.title_piece.and_then(|at| flow.pieces.get(at));
    let has_text = record.summary.iter().any(|part| word_count(part) >= WORDS)
        || title.is_some_and(|title| title.words >= WORDS && title.text.ends_with(['.', '?', '!', '…']));
    if !record.is_dated || !has_text {
        return false;
    }
    let href = title.and_then(|title| flow.href(title));
    let leads =
        href.is_some_and(|href| fields::is_address_of_entry(href) && !page.addresses.leads_nowhere(href));
    let is_person = |title: &Piece| is_person(flow, title) && is_called(title);
    if (recur || page.said.is_forum) && title.is_some_and(is_person)
        || is_of_somebody(flow, record)
        || title.zip(href).is_some_and(|(title, href)| is_handle(&title.text, href))
    {
        return true;
    }
    let key = identity::title_key(record.title);
    let answered = ANSWERS.iter().find_map(|mark| key.strip_prefix(mark)?.strip_prefix(' '));
    let of_page = identity::title_key(page.said.title);
    let repeats = !of_page.is_empty() && answered == Some(of_page.as_str());
    let is_of_forum = || page.said.is_forum && (recur || is_signed(flow, record));
    repeats || (!leads && (key == of_page || is_of_forum() || is_written_by(flow, record)))
}

/// Whether a record is called by a person and shows the second that it was written at. What a page tells of people has days, and
/// `Board Meeting` reads as a name and has a clock.
fn is_of_somebody(flow: &Flow, record: &Record<'_>) -> bool {
    let has_second = |text: &str| text.split_whitespace().any(|word| word.matches(':').count() == 2);
    let shows =
        |piece: &Piece| piece.date.is_some() && hours::has_clock(&piece.text) && has_second(&piece.text);
    let title = record.title_piece.and_then(|at| flow.pieces.get(at));
    title.is_some_and(|title| is_person(flow, title) && is_called(title))
        && flow.within(record.card.first, record.card.end).iter().any(shows)
}

/// Whether a title is what a person is called: a name, or a word.
fn is_called(title: &Piece) -> bool {
    title.words == 1 || title.traits & traits::NAME != 0
}

/// Whether a record says who wrote it.
fn is_signed(flow: &Flow, record: &Record<'_>) -> bool {
    let names = |piece: &Piece| {
        piece.hint == Some(Hint::Author)
            || piece.traits & traits::BYLINE != 0
            || (piece.link.is_some() && is_person(flow, piece))
    };
    flow.within(record.card.first, record.card.end).iter().any(names)
}

/// Whether the title of a record is a text of no mark, behind the link of the person who wrote it and the day.
fn is_written_by(flow: &Flow, record: &Record<'_>) -> bool {
    let Some(at) = record.title_piece else { return false };
    let before = flow.within(record.card.first, at);
    let is_bare = flow.pieces.get(at).is_some_and(|title| {
        title.heading == 0
            && title.link.is_none()
            && title.hint.is_none()
            && title.traits & (traits::STRONG | traits::TITLE_LABEL) == 0
    });
    // A name without a link may stand over a title; over what ends as a sentence does it says who wrote that.
    let is_sentence = flow.pieces.get(at).is_some_and(|title| title.traits & traits::PROSE != 0);
    let signs = |piece: &Piece| (piece.link.is_some() || is_sentence) && is_person(flow, piece);
    is_bare && before.iter().any(signs) && before.iter().any(|piece| piece.date.is_some())
}

/// Whether a piece names a person and leads to nothing else.
fn is_person(flow: &Flow, piece: &Piece) -> bool {
    match flow.href(piece) {
        Some(href) => piece.hint == Some(Hint::Author) || is_of_person(href),
        None => piece.hint == Some(Hint::Author) || piece.traits & traits::NAME != 0,
    }
}

/// Whether a text ends with the name that its address knows a member by: `S slowrails` at `/u/slowrails`.
fn is_handle(text: &str, href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or(href).trim_end_matches('/');
    let mut segments = path.rsplit('/');
    let handle = segments.next().unwrap_or_default().trim_start_matches('@');
    let is_below = matches!(segments.next(), Some("u" | "user" | "users" | "member" | "members" | "profile"));
    let name = text.split_whitespace().next_back().unwrap_or_default();
    is_below && !handle.is_empty() && name.trim_start_matches('@').eq_ignore_ascii_case(handle)
}

/// Whether an address is that of a member: below a segment that says so, which forums cut short.
fn is_of_person(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or(href).trim_end_matches('/');
    let above = path.rsplit('/').nth(1);
    names::hint_of_address(href) == Some(Hint::Author)
        || above.is_some_and(|above| matches!(above, "u" | "user"))
}
