//! Cleans and splits the texts of a card: its title, address, categories and names.
//!
//! In: texts and links as they stand in a card. Out: the values, borrowed from them. Knows no column.

mod access;
pub(super) mod addresses;
pub(super) mod amounts;
pub(super) mod bylines;
pub(super) mod credits;
pub(super) mod file_marks;
pub(super) mod filed;

use super::days::labels;
use super::days::moments;
use super::flow::names;
use super::flow::{Element, Flow, Hint, Kind, Piece, zone};
use super::phrases;
use super::records::regions::Card;
use crate::normalise::citations;
use crate::normalise::dates::Reading;

pub(super) use crate::document::fold::word_count;

/// Labels that stand before a title, folded; a judgement, in the languages of the Latin script whose dates are read.
const TITLE_LABELS: &[&str] = &["title", "titel", "titre", "titulo", "titolo", "tytul"];

/// Whether a text is a title with its label: `Title: Slow lakes`.
pub(super) fn is_labelled_title(text: &str) -> bool {
    let text = text.trim_start();
    phrases::without_label(text, TITLE_LABELS).len() < text.trim_end().len()
}

/// A title without its label and the marks of a link after it.
pub(super) fn clean_title(text: &str) -> &str {
    let text = phrases::without_label(text.trim(), TITLE_LABELS);
    let text = text.trim_end_matches(['→', '»', '›', '↗', '>']).trim_end_matches(" |");
    // The mark of a title that leads its day: `Slow lakes: May 7, 2026`.
    text.trim_end_matches([':', '：']).trim()
}

/// A part of a summary without the bars and dots that part it from what stands before it.
pub(super) fn without_bars(text: &str) -> &str {
    text.trim_start_matches(is_bar)
}

fn is_bar(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '•' | '·' | '・' | '|' | '–' | '—')
}

/// A whole summary without the marks that part it from the title or the date before it, or from what follows it.
pub(super) fn clean_summary(text: &str) -> &str {
    let stop = |letter: char| matches!(letter, '.' | ',' | ':' | ';' | '-' | '。' | '、' | '，' | '：');
    let text = text.trim_start_matches(is_bar);
    // Marks that end a phrase part only where a space follows: `.NET` and `-5 °C` begin summaries.
    let rest = text.trim_start_matches(|letter| stop(letter) || is_bar(letter));
    let marks = &text[..text.len() - rest.len()];
    let parted = rest.is_empty() || marks.ends_with(is_bar) || marks.ends_with(['。', '、', '，', '：']);
    let text = if parted { rest } else { text };
    let text = text.trim_end_matches(|letter| is_bar(letter) || letter == ',');
    let text = text.strip_suffix(" -").unwrap_or(text).trim_end();
    // A link that leads on stands behind the last sentence.
    let last = text
        .rfind(['.', '!', '?', '…'])
        .and_then(|at| text.get(at..)?.find(' ').map(|gap| text.split_at(at + gap)));
    last.filter(|(_, rest)| phrases::leads_on(rest)).map_or(text, |(sentences, _)| sentences)
}

/// Elements of one card that are searched for a link. A judgement: bounds the work; a card has some dozens.
const MAX_ELEMENTS: usize = 200;

/// The address of a card: that of its title, of the link around it, or of its first link that is of no person,
/// topic or part of the page itself.
pub(super) fn address<'a>(flow: &'a Flow, card: &Card, title: Option<usize>) -> Option<&'a str> {
    let pieces = flow.within(card.first, card.end);
    let of_title = title.and_then(|at| pieces.get(at)).and_then(|piece| flow.href(piece));
    if let Some(href) = of_title.filter(|href| leads_away(href)) {
        return Some(href);
    }
    let own = |href: &&str| is_address_of_entry(href);
    let free = |piece: &&Piece| {
        !matches!(piece.hint, Some(Hint::Author | Hint::Category)) && piece.zone & zone::COMMENTS == 0
    };
    let in_text =
        |pieces: &'a [Piece]| pieces.iter().filter(free).filter_map(|piece| flow.href(piece)).find(own);
    in_text(pieces)
        .or_else(|| without_text(flow, card).filter_map(|inner| inner.href.as_deref()).find(own))
        .or_else(|| in_text(term_of(flow, card)))
}

/// The elements of a card that a link without text of its own may be: around a picture, or laid over the card. What names
/// somebody holds links to people.
fn without_text<'a>(flow: &'a Flow, card: &Card) -> impl Iterator<Item = &'a Element> {
    let at = card.element.unwrap_or(flow.elements.len());
    let depth = flow.elements.get(at).map_or(0, |card| card.depth);
    let elements = flow.elements.iter().skip(at).take(MAX_ELEMENTS);
    let within = elements.enumerate().take_while(move |(place, inner)| *place == 0 || inner.depth > depth);
    let is_of_somebody = move |inner: &Element| {
        let mut around = Some(inner).into_iter().chain(flow.elements.get(inner.parent));
        around.any(|around| matches!(around.hint, Some(Hint::Author | Hint::Category)))
    };
    within.map(|(_, inner)| inner).filter(move |inner| !is_of_somebody(inner))
}

/// The pieces of the term that a card, which is its definition, stands right behind.
fn term_of<'a>(flow: &'a Flow, card: &Card) -> &'a [Piece] {
    let is_definition = card.element.is_some_and(|at| flow.elements[at].kind == Kind::Definition);
    let before = card.first.checked_sub(1).filter(|_| is_definition);
    let holder = before.and_then(|before| flow.pieces.get(before)).map(|piece| piece.holder);
    let sibling = holder.filter(|holder| flow.elements[*holder].depth > flow.elements[card.parent].depth);
    let term = sibling.and_then(|holder| flow.child_towards(card.parent, holder));
    let term = term.map(|term| &flow.elements[term]).filter(|term| term.kind == Kind::Term);
    term.map_or(&[], |term| flow.within(term.first, term.end))
}

/// Whether a link may lead to what an entry is: to another page, and to no person or topic.
pub(super) fn is_address_of_entry(href: &str) -> bool {
    leads_away(href) && names::hint_of_address(href).is_none()
}

/// Whether a link leads to another page.
fn leads_away(href: &str) -> bool {
    let scheme = href.get(..href.floor_char_boundary(11)).unwrap_or("").to_ascii_lowercase();
    !href.is_empty()
        && !href.starts_with('#')
        && !["javascript:", "mailto:", "tel:", "data:", "whatsapp:"]
            .iter()
            .any(|other| scheme.starts_with(other))
}

/// Labels that stand before categories, folded; a judgement, English only.
const CATEGORY_LABELS: &[&str] = &[
    "subjects",
    "subject",
    "tags",
    "tag",
    "category",
    "categories",
    "topics",
    "topic",
    "filed under",
    "posted in",
    "in",
];

/// Bytes up to which commas part categories; in a longer text a comma may be within one (`Logic, Language and
/// Computation; Sets`). By hand.
const COMMA_LIST: usize = 60;

/// Adds the categories of a text, each once. Eight words, as in `records`: more is a sentence.
pub(super) fn push_categories<'a>(text: &'a str, categories: &mut Vec<&'a str>) {
    let comma = if text.len() < COMMA_LIST { ',' } else { ';' };
    for part in text.split([';', '|', '•', '·', '/', comma]) {
        let part = part.trim().trim_start_matches('#').trim();
        let part = part.strip_prefix("in ").unwrap_or(part);
        let part = part.strip_suffix('.').filter(|rest| !rest.contains('.')).unwrap_or(part);
        let part = filed::without_topic_label(phrases::without_label(part, CATEGORY_LABELS));
        let fits = part.chars().any(char::is_alphabetic)
            && !part.ends_with([':', '：'])
            && !labels::is_of_another(part)
            && word_count(part) <= 8
            && !phrases::leads_on(part)
            && !phrases::joins_or_counts(part)
            && !phrases::labels_small_print(part)
            && !filed::says_filed(part)
            && !file_marks::is_mark(part)
            && !access::is_access(part)
            && !part.starts_with('(')
            && !citations::is_printed_in(part)
            && !part.split(' ').any(is_clock)
            && !moments::is_partial(part, &Reading::default());
        if fits && !categories.contains(&part) {
            categories.push(part);
        }
    }
}

/// Whether a text begins with a time of day: `10:18 GMT`.
pub(super) fn is_clock(text: &str) -> bool {
    let small = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, rest) = text.split_once(':').unwrap_or_default();
    small(hour) && rest.get(..2).is_some_and(small)
}

/// Whether a text is the small print of a card or page that is neither name nor topic: a label, a count, a byline, a link
/// that leads on.
pub(crate) fn is_small_print(text: &str) -> bool {
    is_number(text)
        || phrases::leads_on(text)
        || phrases::joins_or_counts(text)
        || phrases::labels_small_print(text)
        || bylines::byline(text).is_some()
}

/// Whether a text is a count, a duration or a place in a ranking: digits with at most two short words, of twelve
/// letters together, a judgement (`5 min read`, `12 contributors`); or several of these (`180 words 2 mins`).
pub(super) fn is_number(text: &str) -> bool {
    is_count(text) || are_counts(text)
}

/// Whether a text is two or three counts, each of a number and a word of what is counted.
fn are_counts(text: &str) -> bool {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().take(7).collect();
    let is_digits =
        |number: &str| number.bytes().all(|sign| sign.is_ascii_digit() || matches!(sign, b'.' | b','));
    let is_pair = |pair: &[&str]| is_digits(pair[0]) && phrases::is_counted(pair[1]);
    matches!(words.len(), 4 | 6) && words.chunks(2).all(is_pair)
}

fn is_count(text: &str) -> bool {
    let begins =
        text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '#' | '+' | '(' | '['));
    if !begins {
        return !text.chars().any(char::is_alphabetic);
    }
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).take(13).count();
    letters == 0 || (digits && letters <= 12 && text.split_whitespace().count() <= 3)
}

/// Bytes of a text that can be a price. A judgement: one price, a crossed-out one, and a word.
const PRICE_LETTERS: usize = 40;

/// Whether a short text shows a price.
pub(super) fn is_price(text: &str) -> bool {
    if text.len() > PRICE_LETTERS || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut before = ' ';
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace()).peekable();
    while let Some(letter) = letters.next() {
        let currency = matches!(letter, '$' | '€' | '£' | '¥' | '₹');
        if currency && (before.is_ascii_digit() || letters.peek().is_some_and(char::is_ascii_digit)) {
            return true;
        }
        before = letter;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_split_and_junk_left_out() {
        let mut topics = Vec::new();
        push_categories("#ai", &mut topics);
        push_categories("Subjects: Logic (cs.LO); Sets", &mut topics);
        for junk in [
            "Posted on",
            "Submitted",
            "By",
            "(modified)",
            "Read more",
            "on",
            "79 Topics",
            "Replies",
            "5 min read",
            "Mar 6",
            "8 March",
            "10:18 GMT",
            "a las 9:46 PM",
            "Publicerad",
            "106 Темы",
        ] {
            push_categories(junk, &mut topics);
        }
        for topic in ["Data", "3D printing", "5G", "May"] {
            push_categories(topic, &mut topics);
        }
        assert_eq!(topics, ["ai", "Logic (cs.LO)", "Sets", "Data", "3D printing", "5G", "May"]);
    }

    #[test]
    fn a_summary_loses_the_marks_around_it_and_keeps_its_own() {
        for (text, wanted) in [
            (". A record of every storm.", "A record of every storm."),
            (": a record", "a record"),
            (" – A record | ", "A record"),
            ("—A record", "A record"),
            ("- A record, ", "A record"),
            (", · . A record -", "A record"),
            ("。記録", "記録"),
            (".NET in short.", ".NET in short."),
            ("-5 degrees", "-5 degrees"),
            ("…and so on…", "…and so on…"),
            ("A record. Read more", "A record."),
            ("A record … mehr", "A record …"),
            ("A record. Of more", "A record. Of more"),
            (" . ", ""),
        ] {
            assert_eq!(clean_summary(text), wanted, "{text}");
        }
    }

    #[test]
    fn counts_and_prices_are_told() {
        for text in ["31 answers", "5 min read", "#3", "·"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["2025 in review: what we learnt", "GPT-4"] {
            assert!(!is_number(text), "{text}");
        }
        assert!(
            is_price("$19.99")
                && is_price("19 €")
                && !is_price("The $100 question that nobody wanted to be asked")
        );
    }
}
