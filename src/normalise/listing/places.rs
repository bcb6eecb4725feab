//! Finds where the titles of cards of bare lines stand: on the date's line, before it or after it.
//!
//! In: lines and the anchors among them. Out: the line of each anchor's title. Of all places the one is chosen
//! where, over all dates, the lines look most like titles. Weights and bounds are by hand, on the listing pages of the
//! dev quarter as flattened text; those of one function only order its signs.

use std::collections::HashMap;

use crate::document::Interval;
use crate::normalise::citations;
use crate::normalise::listing::anchors::Anchor;
use crate::normalise::listing::columns::ratio;
use crate::normalise::listing::fields::{byline, is_number, is_parted, word_count};
use crate::normalise::listing::flat::Line;
use crate::normalise::listing::phrases;

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
    (sum + search.edge(&titles) + search.heading(&titles), titles)
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

    /// Whether the title at the edge is one of the page rather than of a card: of half the words that the others have.
    fn heading(&self, titles: &[Option<usize>]) -> f32 {
        let words =
            |title: &Option<usize>| title.and_then(|at| self.text.get(at)).map(|line| word_count(line.text));
        let (edge, others) = if self.place == Place::Before {
            (titles.first(), titles.get(1..))
        } else {
            (titles.last(), titles.split_last().map(|(_, others)| others))
        };
        let others: Vec<usize> = others.unwrap_or_default().iter().filter_map(words).collect();
        let sum: usize = others.iter().sum();
        let short = edge.and_then(words).is_some_and(|edge| 2 * edge * others.len() < sum);
        // More than the preference for titles before dates.
        if short { -0.4 } else { 0.0 }
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
    if !is_title_like(text) {
        return 0.0;
    }
    let length: f32 = match word_count(text) {
        0 | 1 => 0.4,
        2 => 0.7,
        4..=18 => 1.0,
        _ => 0.85,
    };
    let heading = if word_count(text) <= 4 && phrases::heads_a_listing(text) { 0.5 } else { 0.0 };
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
    let recurs = match recurring.get(text) {
        Some(3..) => 0.5,
        _ => 0.0,
    };
    (length - names - recurs - heading - sentence).max(0.0)
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
