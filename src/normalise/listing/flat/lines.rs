//! Reads cards whose parts stand on lines of their own: a title, a summary, `By Ada`, `Dec 17, 2025`.
//!
//! In: the lines that no glued card took. Out: entries with the line each begins on.

use std::collections::{HashMap, HashSet};

use super::anchors::{self, Anchor};
use super::claim;
use super::dated_lines::Line;
use super::labelled;
use super::places::{self, Place, is_summary_like, is_title_like};
use super::vocabulary::{MAX_CATEGORY_WORDS, Vocabulary};
use crate::document::{DateClaim, DateSource, Precision, fold};
use crate::normalise::dates::Reading;
use crate::normalise::listing::Entry;
use crate::normalise::listing::entries::{CHANGE, CHANGED};
use crate::normalise::listing::fields::bylines::{self, byline};
use crate::normalise::listing::fields::{self, is_number, word_count};
use crate::normalise::listing::phrases;

/// Reads the cards among the lines.
pub(super) fn read(text: &mut [Line<'_>], vocabulary: &Vocabulary, reading: &Reading) -> Vec<(usize, Entry)> {
    let labelled = labelled::read(text);
    if !labelled.is_empty() {
        return labelled;
    }
    let anchors = anchors::find(text, reading);
    let mut found = Vec::new();
    for anchors in places::runs(anchors) {
        found.extend(cards(text, anchors, vocabulary));
    }
    found
}

/// Reads the cards of a run of dates that stand alike.
fn cards<'a>(
    text: &mut [Line<'a>],
    mut anchors: Vec<Anchor<'a>>,
    vocabulary: &Vocabulary,
) -> Vec<(usize, Entry)> {
    if anchors.len() < 2 {
        return Vec::new();
    }
    let mut placed = places::of_titles(text, &anchors);
    if placed.is_none() && keep_days(&mut anchors) {
        placed = places::of_titles(text, &anchors);
    }
    let Some((place, titles)) = placed else { return Vec::new() };
    let spans = spans(text, &anchors, &titles);
    let cards: Vec<Card<'_, '_>> = anchors
        .iter()
        .zip(titles.iter().zip(&spans))
        .map(|(anchor, (title, span))| Card { anchor, title: *title, span: *span })
        .collect();
    let chips = chips(text, &cards, vocabulary, place);
    let mut found = Vec::new();
    for card in &cards {
        let entry =
            if place == Place::Own { row(card, &chips, vocabulary) } else { entry(text, card, &chips) };
        found.extend(entry.map(|entry| (card.span.0, complete(text, card, entry))));
    }
    without_numbers(&mut found);
    for (first, end) in spans.iter().zip(&titles).filter(|(_, title)| title.is_some()).map(|(span, _)| *span)
    {
        for line in text.get_mut(first..end).unwrap_or_default() {
            line.used = true;
        }
    }
    found
}

/// Takes the numbers off titles that are counted, the number glued to the title: `Slow lakes1`, `Rivers and ice2`.
fn without_numbers(found: &mut [(usize, Entry)]) {
    /// Titles that are counted. A judgement: three may end so by chance.
    const LEAST: usize = 4;
    let stem = |title: &str, number: usize| {
        let stem = title.strip_suffix(number.to_string().as_str())?;
        // `Q1`, `v2`, `#3` and `Vol.4` are numbers of the title.
        let is_word =
            |sign: char| sign.is_lowercase() || fold::is_unspaced(sign) || matches!(sign, '?' | '!');
        let last = stem.rsplit(' ').next().unwrap_or_default();
        (stem.ends_with(is_word) && last.len() > 2).then_some(stem.len())
    };
    let stems: Option<Vec<usize>> =
        found.iter().zip(1..).map(|((_, entry), number)| stem(&entry.title, number)).collect();
    let texts = |stems: &Vec<usize>| -> HashSet<String> {
        let titles = found.iter().map(|(_, entry)| entry.title.as_str());
        titles.zip(stems).filter_map(|(title, stem)| title.get(..*stem)).map(str::to_owned).collect()
    };
    let stems = stems.filter(|stems| texts(stems).len() == stems.len());
    for ((_, entry), stem) in
        found.iter_mut().zip(stems.filter(|stems| stems.len() >= LEAST).unwrap_or_default())
    {
        entry.title.truncate(stem);
    }
}

/// Keeps the lines that name a day, where there are others: a menu of months stands beside the posts of a blog. Whether there
/// are any, and three days (a judgement: fewer may stand anywhere).
fn keep_days(anchors: &mut Vec<Anchor<'_>>) -> bool {
    let is_day = |anchor: &Anchor<'_>| anchor.interval.is_some_and(|date| date.precision == Precision::Day);
    let all = anchors.len();
    anchors.retain(is_day);
    (3..all).contains(&anchors.len())
}

/// The lines of one card.
struct Card<'c, 'a> {
    anchor: &'c Anchor<'a>,
    title: Option<usize>,
    /// From its first line to the one after its last.
    span: (usize, usize),
}

impl Card<'_, '_> {
    /// The lines of its title and its date, the first of the two first.
    fn ends(&self) -> (usize, usize) {
        let title = self.title.unwrap_or(self.anchor.line);
        (title.min(self.anchor.line), title.max(self.anchor.line))
    }
}

/// Lines that one card has at most. A judgement: a title, a date, names, topics and a summary broken into lines.
const MAX_CARD_LINES: usize = 12;

/// The lines of each card: from its title or the date, whichever comes first, to the next card.
fn spans(text: &[Line<'_>], anchors: &[Anchor<'_>], titles: &[Option<usize>]) -> Vec<(usize, usize)> {
    let starts: Vec<usize> = anchors
        .iter()
        .zip(titles)
        .map(|(anchor, title)| title.map_or(anchor.line, |title| title.min(anchor.line)))
        .collect();
    (0..anchors.len())
        .map(|at| {
            let core = anchors[at].line.max(titles[at].unwrap_or(0)) + 1;
            let next = starts.get(at + 1).copied().unwrap_or(text.len());
            // After the last date two lines belong to the card, a judgement: a summary and a topic; then the foot begins.
            let usual = if at + 1 < starts.len() { MAX_CARD_LINES } else { 2 };
            let end = next.min(core + usual).max(core).min(text.len());
            let goes_on = (core..end).find(|&line| phrases::goes_on(text[line].text));
            (starts[at], goes_on.unwrap_or(end))
        })
        .collect()
}

/// On which side of title and date categories stand outside of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outside {
    Before,
    After,
    /// Nothing tells.
    Either,
}

/// Decides it by the cards at the edges, where all have as many lines, as the rows of a table do: what stands before the
/// first belongs to no other card, nor does what follows the last.
fn outside(text: &[Line<'_>], cards: &[Card<'_, '_>]) -> Outside {
    let starts = || cards.iter().map(|card| card.ends().0);
    let mut steps = starts().zip(starts().skip(1)).map(|(start, next)| next.saturating_sub(start));
    let step = steps.next();
    if step.is_none() || steps.any(|other| Some(other) != step) {
        return Outside::Either;
    }
    let first = cards.first().and_then(|card| card.ends().0.checked_sub(1));
    let last = cards.last().map(|card| card.ends().1 + 1);
    let has_chip = |line: Option<usize>| line.and_then(|line| text.get(line)).is_some_and(is_chip);
    match (has_chip(first), has_chip(last)) {
        (true, false) => Outside::Before,
        (false, true) => Outside::After,
        _ => Outside::Either,
    }
}

/// What the cards have as categories.
struct Chips {
    outside: Outside,
    /// Short strings that recur in the same place of several cards.
    known: HashSet<String>,
    /// Whether most cards have one, so that a string met once in that place is one as well.
    open: bool,
}

/// Finds the short strings that recur in the same place of several cards. By hand: two cards for a topic, nine in ten
/// of four for a label.
fn chips(text: &[Line<'_>], cards: &[Card<'_, '_>], vocabulary: &Vocabulary, place: Place) -> Chips {
    let outside = outside(text, cards);
    let mut seen: HashMap<&str, HashSet<usize>> = HashMap::new();
    let mut by_date: HashSet<&str> = HashSet::new();
    for (at, card) in cards.iter().enumerate() {
        for part in [card.anchor.before, card.anchor.after].into_iter().filter(|part| is_category_like(part))
        {
            seen.entry(part).or_default().insert(at);
            by_date.insert(part);
        }
        for line in chip_lines(text, card, outside) {
            seen.entry(text[line].text).or_default().insert(at);
        }
    }
    let dated = cards.iter().filter(|card| card.title.is_some()).count();
    let recurs = |chip: &str, cards: usize| {
        // What stands in every card and not beside the date is a label.
        let label = dated >= 4 && cards * 10 >= dated * 9 && !by_date.contains(chip);
        (cards >= 2 && !label) || vocabulary.is_category(chip)
    };
    let known: HashSet<String> = seen
        .iter()
        .filter(|(chip, cards)| recurs(chip, cards.len()))
        .map(|(chip, _)| (*chip).to_owned())
        .collect();
    let has = |card: &&Card<'_, '_>| match card.title {
        None => false,
        Some(_) if place == Place::Own => vocabulary.leading(card.anchor.rest()).is_some(),
        Some(title) => between(text, card.anchor, title).any(|line| known.contains(text[line].text)),
    };
    let open = cards.iter().filter(has).count() * 2 >= dated.max(1);
    Chips { outside, known, open }
}

/// Short lines between a title and its date.
fn between(text: &[Line<'_>], anchor: &Anchor<'_>, title: usize) -> impl Iterator<Item = usize> {
    let lines = title.min(anchor.line) + 1..title.max(anchor.line);
    lines.filter(|&line| text.get(line).is_some_and(is_chip))
}

/// Short lines directly before the title, between the title and the date, or right after the date.
fn chip_lines(text: &[Line<'_>], card: &Card<'_, '_>, outside: Outside) -> Vec<usize> {
    let Some(title) = card.title else { return Vec::new() };
    let (first, last) = card.ends();
    let is_chip_line = |line: &usize| text.get(*line).is_some_and(is_chip);
    let before = first.checked_sub(1).filter(is_chip_line).filter(|_| outside != Outside::After);
    let after = Some(last + 1).filter(|line| *line < card.span.1 && is_chip_line(line));
    let after = after.filter(|_| outside != Outside::Before);
    before.into_iter().chain(between(text, card.anchor, title)).chain(after).collect()
}

fn is_chip(line: &Line<'_>) -> bool {
    line.whole.is_none() && line.dates.is_empty() && is_category_like(line.text)
}

/// Whether a text may be a category. Forty bytes are a judgement: four words, as `columns` bounds them too.
fn is_category_like(text: &str) -> bool {
    let words = word_count(text);
    (1..=MAX_CATEGORY_WORDS).contains(&words)
        && text.len() <= 40
        && (text.starts_with(char::is_uppercase) || is_caseless(text))
        && !text.ends_with(['.', ':', '：', '?', '!', ','])
        && !is_number(text)
        && byline(text).is_none()
        && !phrases::leads_on(text)
}

/// Whether a text is one word of a script without capitals.
fn is_caseless(text: &str) -> bool {
    text.chars().all(|letter| letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase())
}

/// An entry whose title stands on the date's line.
fn row(card: &Card<'_, '_>, chips: &Chips, vocabulary: &Vocabulary) -> Option<Entry> {
    let (rest, other) = (card.anchor.rest(), card.anchor.other());
    if !is_title_like(rest) || word_count(rest) < 2 {
        return None;
    }
    let mut entry = Entry::default();
    if is_category_like(other) {
        entry.categories.push(other.to_owned());
    }
    let guess = || if chips.open { vocabulary.guess_leading(rest) } else { None };
    let led = vocabulary.leading(rest).or_else(guess).filter(|(_, title)| word_count(title) >= 2);
    let (category, title) = led.map_or((None, rest), |(category, title)| (Some(category), title));
    entry.categories.extend(category.map(str::to_owned));
    fields::clean_title(title).clone_into(&mut entry.title);
    Some(entry)
}

/// An entry whose title has a line of its own. By hand: up to eight words before the date are names, six after it the
/// summary.
fn entry(text: &[Line<'_>], card: &Card<'_, '_>, chips: &Chips) -> Option<Entry> {
    let title = card.title?;
    let anchor = card.anchor;
    let mut entry = Entry { title: text.get(title)?.text.to_owned(), ..Entry::default() };
    let mut names: Vec<&str> = Vec::new();
    for part in [anchor.before, anchor.after] {
        let short = part == anchor.before && (1..=8).contains(&word_count(part));
        if chips.known.contains(part) {
            entry.categories.push(part.to_owned());
        } else if byline(part).is_some() || short {
            push_people(part, &mut names);
        }
    }
    let open: Vec<usize> = if chips.open { between(text, anchor, title).collect() } else { Vec::new() };
    for line in chip_lines(text, card, chips.outside) {
        let chip = text[line].text;
        let known = chips.known.contains(chip) || open.contains(&line);
        if known && chip != entry.title && !entry.categories.iter().any(|known| known == chip) {
            entry.categories.push(chip.to_owned());
        }
    }
    if word_count(anchor.after) >= 6 && anchor.after != entry.title {
        fields::clean_summary(anchor.after).clone_into(&mut entry.summary);
    }
    entry.authors = names.into_iter().map(str::to_owned).collect();
    Some(entry)
}

/// Adds the date, and the authors and the summary that stand on lines of their own.
fn complete(text: &[Line<'_>], card: &Card<'_, '_>, mut entry: Entry) -> Entry {
    let anchor = card.anchor;
    let row = |sure: f32| {
        let interval = anchor.interval?;
        Some(DateClaim::new(interval, DateSource::ListingRow, sure, &anchor.evidence))
    };
    if anchor.updated {
        (entry.published, entry.updated) = (row(CHANGE), row(CHANGED));
    } else {
        let date = anchor.interval;
        entry.published = date.map(|interval| claim(interval, DateSource::ListingRow, &anchor.evidence));
    }
    let mut names: Vec<&str> = Vec::new();
    let lines = text.get(card.span.0..card.span.1).unwrap_or_default();
    for (at, line) in lines.iter().enumerate() {
        let at = card.span.0 + at;
        if Some(at) == card.title || at == anchor.line {
            continue;
        }
        if byline(line.text).is_some() {
            push_people(line.text, &mut names);
        } else if entry.summary.is_empty() && is_summary_like(line.text) && line.text != entry.title {
            fields::clean_summary(line.text).clone_into(&mut entry.summary);
        }
    }
    for name in names {
        if !entry.authors.iter().any(|known| known == name) {
            entry.authors.push(name.to_owned());
        }
    }
    entry
}

/// Adds names of people: two to four words, a judgement, as one word alone may be anything and five are a sentence.
fn push_people<'a>(text: &'a str, names: &mut Vec<&'a str>) {
    let mut found = Vec::new();
    bylines::push_names(text, &mut found);
    names.extend(found.into_iter().filter(|name| (2..=4).contains(&word_count(name))));
}
