//! Finds where the titles of cards of bare lines stand: on the date's line, before it or after it.
//!
//! In: lines and the anchors among them. Out: the line of each anchor's title. Of all places the one is chosen
//! where, over all dates, the lines look most like titles. Weights and bounds are by hand, on the listing pages of the
//! dev quarter as flattened text; those of one function only order its signs.

use std::collections::HashMap;

use super::anchors::Anchor;
use super::dated_lines::Line;
use super::vocabulary::MAX_CATEGORY_WORDS;
use crate::document::Interval;
use crate::normalise::citations;
use crate::normalise::listing::fields::bylines::byline;
use crate::normalise::listing::fields::credits::is_parted;
use crate::normalise::listing::fields::{is_number, word_count};
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases;
use crate::normalise::listing::records::columns::ratio;

/// Where titles stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// On the date's own line.
    Own,
    /// On a line before the date.
    Before,
    /// On a line after the date.
    After,
}

/// Lines on either side of a date in which its title is looked for. A judgement: names, a topic and a summary of some
/// lines stand between.
const REACH: usize = 6;

/// Share of the dates that must have something like a title in the place chosen. By hand; below, places
/// score alike by chance on pages that are no listing.
const MIN_SHARE: f32 = 0.6;

/// Chooses where titles stand, and the line of each.
pub(super) fn of_titles(text: &[Line<'_>], anchors: &[Anchor<'_>]) -> Option<(Place, Vec<Option<usize>>)> {
    let mut recurring: HashMap<&str, usize> = HashMap::new();
    for line in text {
        *recurring.entry(line.text).or_default() += 1;
    }
    let own: f32 = anchors.iter().map(|anchor| quality(anchor.rest(), &recurring)).sum();
    let (before, before_titles) = beside(text, anchors, &recurring, Place::Before);
    let (after, after_titles) = beside(text, anchors, &recurring, Place::After);
    let count = ratio(anchors.len(), 1);
    // Between equals before the date. By hand, and so is the tenth below.
    let (place, score, titles) = if before + 0.3 >= after {
        (Place::Before, before, before_titles)
    } else {
        (Place::After, after, after_titles)
    };
    // A title on the date's line leaves the lines around it to other cards.
    let (place, score, titles) = if own >= score * 0.9 {
        (
            Place::Own,
            own,
            anchors
                .iter()
                .map(|anchor| (quality(anchor.rest(), &recurring) > 0.5).then_some(anchor.line))
                .collect(),
        )
    } else {
        (place, score, titles)
    };
    // Two dates alone may stand anywhere.
    let least = if anchors.len() < 3 && place != Place::Own { 0.9 } else { MIN_SHARE };
    (score / count >= least).then_some((place, titles))
}

/// Dates from which a part of a text is read by itself, where the dates around it stand otherwise. A judgement: fewer may be
/// cards of the same listing that lack a part.
const LEAST_ALIKE: usize = 4;

/// Parts the dates of a text where they stand on the line of their titles first and on lines of their own then, or the
/// other way round: posts, and a box of the newest of them.
pub(super) fn runs(anchors: Vec<Anchor<'_>>) -> Vec<Vec<Anchor<'_>>> {
    let mut rests: HashMap<&str, usize> = HashMap::new();
    for anchor in &anchors {
        *rests.entry(anchor.rest()).or_default() += 1;
    }
    // Of three words: `Created 2024-06-30 | Field Notes`.
    let is_own = |anchor: &Anchor<'_>| {
        let rest = anchor.rest();
        word_count(rest) >= 3 && quality(rest, &rests) > 0.5 && rests.get(rest).is_none_or(|times| *times < 2)
    };
    let own: Vec<bool> = anchors.iter().map(is_own).collect();
    let lengths: Vec<usize> = own.chunk_by(|a, b| a == b).map(<[bool]>::len).collect();
    if lengths.len() < 2 || lengths.iter().any(|length| *length < LEAST_ALIKE) {
        return vec![anchors];
    }
    let mut anchors = anchors.into_iter();
    lengths.into_iter().map(|length| anchors.by_ref().take(length).collect()).collect()
}

/// The most title-like line before or after each date, and how title-like they are together.
fn beside(
    text: &[Line<'_>],
    anchors: &[Anchor<'_>],
    recurring: &HashMap<&str, usize>,
    place: Place,
) -> (f32, Vec<Option<usize>>) {
    let search = Search { text, anchors, recurring, place };
    let mut distances: HashMap<usize, usize> = HashMap::new();
    for at in 0..anchors.len() {
        if let Some((distance, ..)) = search.best(at, None) {
            *distances.entry(distance).or_default() += 1;
        }
    }
    let usual = distances.iter().max_by_key(|(distance, count)| (**count, std::cmp::Reverse(**distance)));
    let usual = usual.map(|(distance, _)| *distance);
    // A title met twice speaks for its place when it has the same day both times, else against it.
    let mut days: HashMap<&str, Option<Interval>> = HashMap::new();
    let mut sum = 0.0;
    let mut titles = Vec::with_capacity(anchors.len());
    for (at, anchor) in anchors.iter().enumerate() {
        let best = search.best(at, usual);
        if let Some((_, line, score)) = best {
            let first = text.get(line).map(|line| *days.entry(line.text).or_insert(anchor.interval));
            sum += if first == Some(anchor.interval) { score.clamp(0.0, 1.0) } else { -0.5 };
        }
        // A poor candidate is no title.
        titles.push(best.filter(|(.., score)| *score > 0.3).map(|(_, line, _)| line));
    }
    let edges = search.edge(&titles) + search.heading(&titles) + search.topic();
    (sum + edges + search.together(&titles), titles)
}

/// What titles are looked for in.
struct Search<'a> {
    text: &'a [Line<'a>],
    anchors: &'a [Anchor<'a>],
    recurring: &'a HashMap<&'a str, usize>,
    place: Place,
}

impl Search<'_> {
    /// Whether the card at the edge, whose title another card could not have, is like the others: where most
    /// titles are followed by a sentence, so is its own.
    fn edge(&self, titles: &[Option<usize>]) -> f32 {
        let sentence = |title: usize| self.text.get(title + 1).is_some_and(|line| is_summary_like(line.text));
        let followed = titles.iter().flatten().filter(|title| sentence(**title)).count();
        if followed * 2 < titles.len() {
            return 0.0;
        }
        let edge = if self.place == Place::Before { titles.first() } else { titles.last() };
        let like = edge.is_some_and(|title| title.is_some_and(sentence));
        // Together more than the preference for titles before dates.
        if like { 0.2 } else { -0.2 }
    }

    /// Whether the title at the edge is one of the page rather than of a card: of half the words that the others have, or said
    /// again elsewhere where they are not.
    fn heading(&self, titles: &[Option<usize>]) -> f32 {
        let line = |title: &Option<usize>| title.and_then(|at| self.text.get(at)).map(|line| line.text);
        let (edge, others) = if self.place == Place::Before {
            (titles.first(), titles.get(1..))
        } else {
            (titles.last(), titles.split_last().map(|(_, others)| others))
        };
        let Some(edge) = edge.and_then(line) else { return 0.0 };
        let others: Vec<&str> = others.unwrap_or_default().iter().filter_map(line).collect();
        let sum: usize = others.iter().map(|other| word_count(other)).sum();
        let short = 2 * word_count(edge) * others.len() < sum;
        let recurs = |text: &str| self.recurring.get(text).is_some_and(|times| *times > 1);
        let again = others.len() >= 2 && recurs(edge) && !others.iter().any(|other| recurs(other));
        // More than the preference for titles before dates.
        if short || again { -0.4 } else { 0.0 }
    }

    /// Whether titles stand right beside their dates, with no empty line between.
    fn together(&self, titles: &[Option<usize>]) -> f32 {
        /// Lines from a date to a title beside it: a topic may stand between.
        const BESIDE: usize = 2;
        let block = |line: usize| self.text.get(line).map(|line| line.block);
        let is_together = |(anchor, title): &(&Anchor<'_>, &Option<usize>)| {
            title.is_some_and(|title| {
                title.abs_diff(anchor.line) <= BESIDE && block(title) == block(anchor.line)
            })
        };
        let together = self.anchors.iter().zip(titles).filter(is_together).count();
        // What stands below a day may be its summary where a title has a line of its own between the days.
        let is_next = |pair: &&[Anchor<'_>]| block(pair[0].line).map(|it| it + 1) == block(pair[1].line);
        let next = self.anchors.windows(2).filter(is_next).count();
        // More than the preference for titles before dates; nine in ten, as one may stand apart, and half, as years stand over some.
        if together * 10 >= titles.len() * 9 && next * 2 >= titles.len() { 0.4 } else { 0.0 }
    }

    /// Whether what stands at the outer end of the card at the edge is one of what stands there in the others: a topic ends
    /// each card (`2026-05-07`, a title, `Rivers`), or begins it.
    fn topic(&self) -> f32 {
        let text =
            |line: usize| self.text.get(line).filter(|line| line.whole.is_none()).map(|line| line.text);
        let mut gaps = self.anchors.windows(2).map(|pair| (pair[0].line + 1, pair[1].line));
        let Some((from, to)) = gaps.next() else { return 0.0 };
        // Of one line, that is the title.
        let length = to.saturating_sub(from);
        if length < 2 || gaps.any(|(from, to)| to.saturating_sub(from) != length) {
            return 0.0;
        }
        let is_before = self.place == Place::Before;
        let topics = self.anchors.windows(2).filter_map(|pair| {
            let line = if is_before { pair[0].line + 1 } else { pair[1].line.checked_sub(1)? };
            text(line)
        });
        let topics: Vec<&str> = topics.collect();
        let edge = if is_before {
            self.anchors.first().and_then(|first| first.line.checked_sub(length))
        } else {
            self.anchors.last().map(|last| last.line + length)
        };
        let is_known = edge.and_then(text).is_some_and(|edge| topics.contains(&edge));
        // As a title that is the page's own.
        if is_known { 0.4 } else { 0.0 }
    }

    /// The most title-like line on this side of a date: its distance, the line, how title-like it is. `usual`
    /// is the distance at which most titles stand.
    fn best(&self, at: usize, usual: Option<usize>) -> Option<(usize, usize, f32)> {
        let from = self.anchors.get(at)?.line;
        let mut best: Option<(usize, usize, f32)> = None;
        let mut prose_passed = false;
        for line in self.lines(at) {
            let Some(candidate) = self.text.get(line).filter(|line| !line.used && line.whole.is_none())
            else {
                continue;
            };
            let distance = line.abs_diff(from);
            // A sentence between a date and a title after it is the summary of the card before.
            let passed = if self.place == Place::After && prose_passed { 0.3 } else { 0.0 };
            prose_passed |= is_summary_like(candidate.text) && !is_title_like(candidate.text);
            let mut quality = quality(candidate.text, self.recurring);
            // A title may end with a full stop where the other titles stand.
            let short = (3..=20).contains(&word_count(candidate.text)) && byline(candidate.text).is_none();
            if quality <= 0.0 && usual == Some(distance) && short {
                quality = 0.5;
            }
            let steady = if usual == Some(distance) { 0.15 } else { 0.0 };
            let score = quality + steady - passed - 0.03 * ratio(distance, 1);
            if quality > 0.0 && best.is_none_or(|(.., highest)| score > highest) {
                best = Some((distance, line, score));
            }
        }
        best
    }

    /// The lines on this side of a date up to the next date, nearest first.
    fn lines(&self, at: usize) -> Vec<usize> {
        let line_of = |at: usize| self.anchors.get(at).map(|anchor| anchor.line);
        let Some(line) = line_of(at) else { return Vec::new() };
        if self.place == Place::Before {
            let last = at.checked_sub(1).and_then(line_of).map_or(0, |before| before + 1);
            (last.max(line.saturating_sub(REACH))..line).rev().collect()
        } else {
            let next = line_of(at + 1).unwrap_or(self.text.len());
            (line + 1..next.min(line + 1 + REACH)).collect()
        }
    }
}

/// How much a text is like a title, from 0 to 1: texts of four words and more are titles, shorter ones names or topics
/// as often, and what recurs is a label. By hand.
fn quality(text: &str, recurring: &HashMap<&str, usize>) -> f32 {
    if !is_title_like(text) || text.split_whitespace().any(is_code) {
        return 0.0;
    }
    let length: f32 = match word_count(text) {
        0 | 1 => 0.4,
        2 => 0.7,
        4..=18 => 1.0,
        _ => 0.85,
    };
    let heading = if word_count(text) <= 4 && headings::heads_a_listing(text) { 0.5 } else { 0.0 };
    // Few titles end with a full stop; short summaries do.
    let sentence = if text.ends_with(['.', '。']) { 0.4 } else { 0.0 };
    // `Lakes and Rivers` is a title as often.
    let names = if text.contains([',', ';', '&', '|', '·']) && citations::are_names(text) {
        0.6
    } else if is_names(text) {
        0.4
    } else {
        0.0
    };
    // Topics are shown twice where a page has them for small screens too; `Topic Topic` is their text.
    let doubled = if says_twice(text) { 0.5 } else { 0.0 };
    let recurs = match recurring.get(text) {
        Some(3..) => 0.5,
        _ => 0.0,
    };
    (length - names - recurs - heading - sentence - doubled).max(0.0)
}

/// Whether a word is a number of 32 digits and letters, as programs know posts by (MD5, UUIDs without their signs).
fn is_code(word: &str) -> bool {
    const DIGITS: usize = 32;
    word.len() >= DIGITS
        && word.bytes().all(|sign| sign.is_ascii_hexdigit())
        && word.bytes().any(|sign| sign.is_ascii_digit())
}

/// Whether a text begins with some words and the same again.
fn says_twice(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(2 * MAX_CATEGORY_WORDS).collect();
    (1..=words.len() / 2).any(|count| words.get(..count) == words.get(count..2 * count))
}

/// Whether a text may be names of people: short, and every word with a capital. Eight words, a judgement: three people.
fn is_names(text: &str) -> bool {
    text.contains([',', '&'])
        && word_count(text) <= 8
        && text
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "&" | "and"))
}

/// Signs with which a title may begin.
pub(super) const OPENING: [char; 10] = ['“', '"', '\'', '‘', '«', '„', '¿', '¡', '(', '['];

/// Whether a line reads as a title. Thirty words and three hundred bytes are a judgement: more is a paragraph. By hand:
/// four words let a small letter begin it, seven let a full stop end it.
pub(super) fn is_title_like(text: &str) -> bool {
    let words = word_count(text);
    let begins = text.trim_start_matches(OPENING).chars().next();
    (1..=30).contains(&words)
        && text.len() <= 300
        && begins.is_some_and(|letter| {
            letter.is_alphanumeric() && !letter.is_lowercase() || words >= 4 && letter.is_alphabetic()
        })
        && !(text.ends_with(['.', '…']) && words > 7)
        && !text.ends_with(':')
        && byline(text).is_none()
        && !is_number(text)
        && !(is_parted(text) && text.split(['·', '•', '|']).any(|part| is_number(part.trim())))
        && !phrases::leads_on(text)
        && !phrases::is_date_label(text)
        && !text.starts_with('#')
}

/// Whether a line reads as a sentence or more: five words with its end, or twelve without. By hand.
pub(super) fn is_summary_like(text: &str) -> bool {
    let words = word_count(text);
    words >= 5 && (text.ends_with(['.', '!', '?', '…', '。', '”', '"']) || words >= 12)
}
