//! Rows of names beside a title that nothing marks or introduces: alone, as papers have them, or beside the day and the time that
//! reading takes.
//!
//! In: the parsed page and its title. Out: names as written. Topics are written as names are; they are told by where they
//! stand, by their words, and by what the text writes in small letters.

use std::collections::HashSet;

use scraper::Html;

use super::abstracts;
use super::eastern;
use super::lines;
use super::names;
use super::pieces::is_note;
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::seen;
use crate::normalise::listing;

/// Signs between the parts of a line of small print.
const SEPARATORS: [char; 7] = ['·', '•', '|', '—', '–', '/', '⋅'];

/// The people whom the lines beside the title name, and whether they surely are.
pub(super) fn beside_title(html: &Html, title: &str) -> Option<(Vec<String>, bool)> {
    let (lines, above) = lines::beside_title(html, title);
    let reading = Reading::default();
    let days: Vec<_> = lines.iter().map(|line| dates::scan(line, &reading)).collect();
    let is_dated = days.iter().any(|days| !days.is_empty()) || dates::whole(above.trim(), &reading).is_some();
    let mut small = None;
    let mut are_people = |names: &[&str]| {
        let words = small.get_or_insert_with(|| small_words(html));
        names.iter().filter(|name| is_topic(name, words)).count() * 2 < names.len()
    };
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    // Journals in Russian print initials and names above the title.
    if citations::are_names(&above) {
        let names = citations::names(&above);
        if names.iter().all(|name| has_initials(name)) {
            return Some((owned(names), true));
        }
    }
    for (place, (line, days)) in lines.iter().zip(&days).enumerate() {
        // `Ada Reed*, Ole Tamm | * equal contribution`, `Ada Reed, Ole Tamm - Lake Lab`
        let whole = [" | ", " - ", " – ", " — "].iter().find_map(|sign| line.split_once(sign));
        let whole = whole.map_or(&**line, |(names, _)| names);
        let row = whole.trim_end_matches(|sign: char| is_note(sign) || sign == ',');
        let row = [row, line.trim_end_matches(|sign: char| is_note(sign) || sign == ',')]
            .into_iter()
            .find(|row| citations::are_names(row));
        let names = row.map(citations::names).or_else(|| eastern::row(whole));
        if let Some(names) = names {
            if has_notes(whole) || abstracts::shown(html).is_some() {
                return Some((owned(names), true));
            }
            return (is_dated && are_people(&names)).then(|| (owned(names), true));
        }
        // A name in a line of its own, and below it the day in another, which nothing labels: a place is told as well.
        let is_day = |line: &String| {
            line.starts_with(|first: char| first.is_ascii_digit() || first.is_uppercase())
                && dates::scan(line, &reading).iter().any(|day| day.start == 0)
                && dates::whole(line.trim(), &reading).is_some()
        };
        let is_alone = place == 0 && lines.get(1).is_some_and(is_day) && may_be_a_person(line);
        if is_alone && are_people(&[line.trim()]) {
            return Some((vec![line.trim().to_owned()], false));
        }
        // `Ayşe Demir / ANKARA`: Turkish papers tell the place so.
        let placed = line.split_once(" / ").filter(|(name, place)| may_be_a_person(name) && is_loud(place));
        if let Some((name, _)) = placed.filter(|(name, _)| are_people(&[name])) {
            return Some((vec![name.trim().to_owned()], false));
        }
        let [day] = days.as_slice() else { continue };
        let around = [line.get(..day.start), line.get(day.end..)].map(Option::unwrap_or_default);
        let parts = around.into_iter().flat_map(|text| text.split(SEPARATORS)).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| part.contains(char::is_alphanumeric)).collect();
        let row = parts.iter().find(|part| citations::are_names(part)).map(|part| citations::names(part));
        if let Some(names) = row.filter(|names| are_people(names)) {
            return Some((owned(names), true));
        }
        // `May 7, 2026 · 7 min · Ada Reed`: what stands behind the time and is no topic is a name.
        let alone = parts.windows(2).find(|pair| is_length(pair[0]) && citations::is_name(pair[1]));
        // `Ada Reed | 7 May 2026`, and no more; before a comma places stand.
        let only = || Some(around[0]).filter(|_| place == 0).and_then(|before| name_and_day(before, &parts));
        if let Some(name) = alone.map(|pair| pair[1]).or_else(only).filter(|name| are_people(&[name])) {
            return Some((vec![name.to_owned()], false));
        }
    }
    None
}

/// The people whom a line of the page names that has nothing else, none where they may be a place or, as the words of the page
/// tell that are to be asked, topics.
pub(super) fn names_of_line(line: &str, asked: Option<&Html>) -> Vec<String> {
    let names = if citations::are_names(line) {
        citations::names(line)
    } else if may_be_a_person(line) {
        vec![line.trim()]
    } else {
        return Vec::new();
    };
    let small = asked.map(small_words).unwrap_or_default();
    let are_people = !names.iter().any(|name| is_topic(name, &small));
    names.into_iter().filter(|_| are_people).map(str::to_owned).collect()
}

/// The name that stands before the day in a line of nothing else but its hour, where it is not that of a place. Behind the day
/// topics stand as often.
fn name_and_day<'a>(before: &'a str, parts: &[&str]) -> Option<&'a str> {
    let is_hour = |part: &&str| part.chars().all(|sign| !sign.is_alphabetic());
    let name = before.trim_end().strip_suffix(['|', '·'])?.trim_end();
    // A day of the week belongs to the day: `Tomáš Dvořák | pátek 3. října 2025`.
    let are_hours = parts.iter().skip(1).all(|part| is_hour(part) || dates::is_weekday(&fold::words(part)));
    (are_hours && may_be_a_person(name)).then_some(name)
}

/// Whether a text is a name of two or three words, and not that of a place.
fn may_be_a_person(name: &str) -> bool {
    /// Words that names of places begin or end with: a place stands before a day as often. A judgement; folded.
    const PLACES: [&str; 36] = [
        "new", "san", "santa", "los", "las", "saint", "st", "fort", "port", "cape", "tel", "hong", "north",
        "south", "east", "west", "mount", "lake", "united", "city", "town", "island", "beach", "valley",
        "springs", "park", "kong", "aviv", "delhi", "buenos", "kuala", "palo", "addis", "rio", "bad", "sao",
    ];
    let (name, folded) = (name.trim(), fold::words(name));
    let is_place = folded.split(' ').any(|word| PLACES.contains(&word));
    (2..=3).contains(&name.split(' ').count()) && citations::is_name(name) && !is_place
}

/// Whether a text is one word in capitals, longer than the initials of a house.
fn is_loud(text: &str) -> bool {
    let text = text.trim();
    text.chars().nth(4).is_some() && text.chars().all(char::is_uppercase)
}

/// Whether a name has initials in it.
fn has_initials(name: &str) -> bool {
    name.split([' ', ',']).any(|word| word.ends_with('.') && word.chars().count() <= 3)
}

/// Whether a row of names has marks of notes in it, as papers have them.
fn has_notes(line: &str) -> bool {
    let mut signs = line.chars().zip(line.chars().skip(1));
    signs.any(|(before, sign)| before.is_alphabetic() && is_note(sign))
}

/// Whether a text is how long another is, in minutes or words.
fn is_length(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && listing::is_small_print(text)
}

/// Whether what is written as a name is that of a topic: one of its words is a word of topics, or is written small in the text.
fn is_topic(name: &str, small: &HashSet<String>) -> bool {
    let folded = fold::words(name);
    let is_word = |word: &str| word.len() > 2 && !citations::PARTICLES.contains(&word);
    has_word_of_topics(&folded)
        || folded.split(' ').filter(|word| is_word(word)).any(|word| small.contains(word))
}

/// Whether one of the words of a text (folded) is one of topics, of organisations or their parts, or ends as what is thought or
/// done is called in English and no family is.
pub(super) fn has_word_of_topics(folded: &str) -> bool {
    /// Endings of such words, and letters of a word that has one. Judgements: `Clement` is a name.
    const ENDINGS: [&str; 9] = ["tion", "tions", "ments", "ability", "ities", "ology", "ics", "isms", "ism"];
    const LETTERS: usize = 7;
    let is_called = |word: &str| word.len() >= LETTERS && ENDINGS.iter().any(|ending| word.ends_with(ending));
    folded.split(' ').any(|word| TOPICS.contains(&word) || is_called(word)) || names::is_institution(folded)
}

/// Words that names of topics have in them, folded. A judgement, of what research and companies file their posts under, what
/// they call their teams, and the kinds of what they publish.
const TOPICS: [&str; 78] = [
    "article",
    "articles",
    "brief",
    "briefing",
    "briefs",
    "card",
    "cards",
    "commentary",
    "essay",
    "essays",
    "frontier",
    "governance",
    "impact",
    "impacts",
    "issue",
    "memo",
    "model",
    "models",
    "note",
    "notes",
    "opinion",
    "paper",
    "papers",
    "podcast",
    "release",
    "releases",
    "report",
    "reports",
    "societal",
    "stories",
    "teams",
    "technical",
    "welfare",
    "working",
    "ai",
    "alignment",
    "announcements",
    "applied",
    "artificial",
    "biology",
    "business",
    "case",
    "climate",
    "company",
    "computer",
    "computing",
    "culture",
    "data",
    "deep",
    "design",
    "developer",
    "development",
    "economics",
    "education",
    "engineering",
    "ethics",
    "health",
    "human",
    "insights",
    "intelligence",
    "language",
    "learning",
    "machine",
    "news",
    "open",
    "policy",
    "press",
    "product",
    "products",
    "research",
    "safety",
    "science",
    "security",
    "software",
    "studies",
    "systems",
    "technology",
    "updates",
];

/// The words, folded, that the text of a page writes small.
fn small_words(html: &Html) -> HashSet<String> {
    /// Words that are looked at. A judgement: bounds the work.
    const MOST: usize = 20_000;
    let texts = seen(html.tree.root().traverse()).filter_map(|edge| match edge {
        ego_tree::iter::Edge::Open(node) => node.value().as_text(),
        ego_tree::iter::Edge::Close(_) => None,
    });
    let words = texts.flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric()));
    let small = words.filter(|word| word.starts_with(char::is_lowercase)).take(MOST);
    small.map(fold::fold).collect()
}
