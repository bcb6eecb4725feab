//! Finds the date of a short text, and takes it off: `By Ada · Dec 17, 2025` is a date and `By Ada`.
//!
//! In: a piece of text. Out: what stands before the date, the date, what stands after. Knows no page.

use super::others;
use super::roles;
use super::yearless;
use crate::document::{DateSource, Interval, Precision, fold};
use crate::normalise::citations::{self, YEARS};
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::fields;
use crate::normalise::listing::fields::bylines;
use crate::normalise::listing::flow::PieceDate;
use crate::normalise::listing::phrases;

/// A text cut around its date.
pub(crate) struct Split<'a> {
    pub(crate) before: &'a str,
    pub(crate) own: &'a str,
    pub(crate) after: &'a str,
    pub(crate) date: PieceDate,
    /// Whether what stands before is somebody's name, joined to the date: `Ada Lane on May 7, 2026`.
    pub(crate) is_byline: bool,
    /// Whether what stands before runs into the date, by a word that joins them or the mark of a label.
    pub(crate) runs_on: bool,
}

/// Bytes of a text that are looked at from either end: a card's date stands at one of them. A judgement: a title's
/// length.
const LOOKED_AT: usize = 160;

/// Words beside a date up to which a text is the small print of a card. By hand: a name, a topic and "5 min read".
const SMALL_PRINT_WORDS: usize = 8;

/// Takes the date of a text off. With `small_print` the date may stand anywhere in a short text; without, the
/// text may be a title, and the date must stand at an end, marked off.
pub(crate) fn split<'a>(text: &'a str, small_print: bool, reading: &Reading) -> Option<Split<'a>> {
    if !text.bytes().any(|byte| byte.is_ascii_digit() || byte >= 0x80) && !small_print {
        return None;
    }
    // What may be a title needs the mark of a label.
    let is_of_another = |before: &str| others::labels(before) && (small_print || others::is_marked(before));
    if let Some(interval) = whole(text, reading) {
        // What reads as a label may be a category: `Publication Feb 13, 2026`.
        let found = dates::scan(text, reading).into_iter().next();
        let label = found.as_ref().and_then(|found| text.get(..found.start)).unwrap_or_default();
        if is_of_another(label) {
            return None;
        }
        return Some(match found.filter(|_| !phrases::is_date_label(label)) {
            Some(found) if text.is_char_boundary(found.end) => {
                cut(text, found.start, found.end, Some(interval))
            }
            _ => {
                let mut whole = cut(text, 0, text.len(), Some(interval));
                whole.date.told = roles::told(label);
                whole
            }
        });
    }
    if let Some(interval) = dates::relative(text, reading) {
        return Some(cut(text, 0, text.len(), Some(interval)));
    }
    if is_partial(text, reading) || is_relative(text) {
        return Some(cut(text, 0, text.len(), None));
    }
    if phrases::is_example(text) {
        return None;
    }
    let window = &text[..text.floor_char_boundary(LOOKED_AT)];
    let short = text.len() <= LOOKED_AT;
    let mut set_aside = None;
    for found in dates::scan(window, reading) {
        if found.start >= found.end
            || !text.is_char_boundary(found.start)
            || !text.is_char_boundary(found.end)
        {
            continue;
        }
        let (before, after) = (&text[..found.start], &text[found.end..]);
        // `Applications: 16 March 2026 ~ 3 April 2026`
        let ends_it = |end: usize| before.get(end..).is_some_and(is_span);
        if is_of_another(before) || set_aside.is_some_and(ends_it) {
            set_aside = Some(found.end);
            continue;
        }
        // An issue before its volume: `Limnology. 2018 Feb;68(2):11-14.`
        let is_cited = || {
            after
                .strip_prefix(';')
                .is_some_and(|volume| volume.starts_with(|sign: char| sign.is_ascii_digit()))
        };
        if small_print && short && found.interval.precision != Precision::Year && is_cited() {
            return Some(cut(text, 0, text.len(), Some(found.interval)));
        }
        let label = phrases::is_date_label(before);
        let rest_words = before
            .split_whitespace()
            .chain(after.split_whitespace())
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count();
        let fits = match found.interval.precision {
            Precision::Day => {
                (small_print
                    && short
                    && rest_words <= SMALL_PRINT_WORDS
                    && !ends_a_sentence(after)
                    && !is_told(before, after))
                    || (label && (after.trim().is_empty() || parts_after(after)))
                    || (short && after.trim().is_empty() && parts_before(before, small_print))
                    || (short && bracketed(before, after))
                    || (short && is_marked_off(before, after))
            }
            // A month in small print is a date; in a title it is part of it. Three words beside it, by hand: a label. Marked off
            // from names it is one behind more.
            Precision::Month | Precision::Range => {
                let is_last = after.trim().is_empty();
                let is_behind_names = || is_last && parts_before(before, false) && is_row_of_names(before);
                (small_print && short && (rest_words <= 3 || is_behind_names())) || (label && is_last)
            }
            Precision::Year => false,
        };
        if fits {
            return Some(cut(text, found.start, found.end, Some(found.interval)));
        }
    }
    if !short || !may_count(text) {
        return None;
    }
    let (start, end) = parted(text, small_print, reading)?;
    Some(cut(text, start, end, dates::relative(text.get(start..end)?, reading)))
}

/// Whether what stands between two days makes a span of them: a sign, or a short word with or without a time of day.
fn is_span(between: &str) -> bool {
    /// Words of that. A judgement: `12:00 to`.
    const WORDS: usize = 2;
    let is_parted = between.contains(['|', '·', '•', '・', ';', ',', ':', '：', '/']);
    let words = || between.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    !is_parted && words().count() < WORDS && words().all(|word| word.chars().count() <= 3)
}

/// The part of small print that is a date to whoever knows the day it was read: `Ada Lane · 3 days ago`, `Mar 7 by Ada`.
fn parted(text: &str, small_print: bool, reading: &Reading) -> Option<(usize, usize)> {
    const PARTED_BY: [&str; 9] = ["|", "·", "•", "・", "–", "—", ",", " by ", " in "];
    /// Of these the signs that part small print from a title; dashes stand within titles.
    const MARKED_OFF_BY: usize = 4;
    let signs = if small_print { &PARTED_BY[..] } else { &PARTED_BY[..MARKED_OFF_BY] };
    let mut start = 0;
    loop {
        let rest = text.get(start..)?;
        let next = signs.iter().filter_map(|sign| Some((rest.find(sign)?, sign.len()))).min();
        let part = rest.get(..next.map_or(rest.len(), |(at, _)| at))?;
        if may_count(part) && (is_relative(part.trim()) || is_partial(part, reading)) {
            return Some((start, start + part.len()));
        }
        let (at, length) = next?;
        start += at + length;
    }
}

/// Whether a whole text reads as a date, so that it joins no sentence.
pub(crate) fn is_date_like(text: &str) -> bool {
    short(text).is_some() || is_relative(text.trim())
}

/// Whether a whole text reads as a day, or a month of a year: a year may be a word of a title.
pub(crate) fn is_day(text: &str) -> bool {
    short(text).is_some_and(|date| date.precision != Precision::Year)
}

/// Whether a whole text reads as one day, with or without its time: months stand in titles.
pub(crate) fn is_one_day(text: &str) -> bool {
    short(text).is_some_and(|date| date.precision == Precision::Day)
}

/// The date that a short text is, whatever the language of the page.
fn short(text: &str) -> Option<Interval> {
    /// Bytes, a judgement: `Wednesday, 30 September 2026, 10:15` with room.
    const SHORT: usize = 40;
    Some(text.trim()).filter(|text| text.len() <= SHORT).and_then(|text| whole(text, &Reading::default()))
}

/// The date that a whole text is, a label or a weekday or a time of day aside.
pub(crate) fn whole(text: &str, reading: &Reading) -> Option<Interval> {
    let text = text.trim().trim_matches(|letter: char| {
        matches!(letter, '|' | '·' | '•' | '-' | '–' | '—' | '(' | ')' | '[' | ']' | ',' | ':' | '/' | ';')
    });
    let text = text.trim();
    if text.is_empty() || text.len() > LOOKED_AT {
        return None;
    }
    // Four digits are a year only when the web, or print that is cited on it, was there.
    dates::whole(text, reading).filter(|interval| {
        interval.precision != Precision::Year || YEARS.contains(&interval.earliest.ymd().0)
    })
}

/// Whether a text is a day of a month without its year: it becomes a date with a year after it.
pub(crate) fn is_partial(text: &str, reading: &Reading) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.');
    // `09-28` is one only below a year; a full stop behind it tells that it is.
    let is_bare = || text.trim().bytes().all(is_sign) && !text.trim_end().ends_with('.');
    yearless::in_any_year(text, 2024, reading).is_some() && !is_bare()
}

/// Words of texts that count back with a word for one: `a week ago`. A judgement, in the languages of `dates::relative`.
const AGO: [&str; 9] = ["ago", "vor ", "hace ", "il y a ", "há ", " fa", "geleden", "temu", "назад"];

/// Whether a text can be a date without a year: it has a digit, or says that it counts back.
fn may_count(text: &str) -> bool {
    dates::has_digit(text) || AGO.iter().any(|word| text.contains(word))
}

/// Whether a text counts back from the day it was read (`3 days ago`): a date to whoever knows that day. Twenty-four
/// bytes, a judgement: a number, a unit and `ago`; longer texts speak of something.
fn is_relative(text: &str) -> bool {
    // `Today` alone is the name of something as often.
    text.len() <= 24 && may_count(text) && dates::counts_back(text)
}

pub(crate) fn cut(text: &str, start: usize, end: usize, interval: Option<Interval>) -> Split<'_> {
    let (before, own, after) = (&text[..start], &text[start..end], &text[end..]);
    let told = roles::told(before);
    let (before, after) = without_brackets(before, without_time(after));
    let whole = before;
    let before = if phrases::is_date_label(before) { "" } else { phrases::without_joining(before) };
    let is_joined = before.trim_end().len() < whole.trim_end().len();
    let runs_on = is_joined || (others::is_marked(whole) && fields::word_count(whole) <= LABEL_WORDS);
    let before = without_label(before);
    let trims = |letter: char| {
        letter.is_whitespace()
            || matches!(
                letter,
                '|' | '·' | '•' | '・' | '–' | '—' | '-' | ',' | ';' | '/' | ':' | '»' | '›' | '→'
            )
    };
    let marked = before.trim_end();
    let is_label = others::is_marked(marked) && fields::word_count(marked) <= LABEL_WORDS;
    let before = before.trim_matches(trims);
    // The colon tells a label from a topic.
    let before = if is_label { marked.trim_start_matches(trims) } else { before };
    let after = after.trim_start_matches(trims).trim_end();
    let after = if after.chars().any(char::is_alphanumeric) { after } else { "" };
    let is_byline = is_joined && citations::is_name(before);
    let date = PieceDate { interval, source: DateSource::ListingRow, told };
    Split { before, own, after, date, is_byline, runs_on }
}

/// Words of a label before a date, at most: as many as `others` lets one of another day have.
const LABEL_WORDS: usize = 4;

/// What stands before a date without the label that a bar or a dot parts from the rest: `Ada Lane | Registered: `.
fn without_label(before: &str) -> &str {
    let Some(at) = before.rfind(['|', '·', '•', '・']) else { return before };
    let (rest, label) = before.split_at(at);
    let label = label.trim_start_matches(['|', '·', '•', '・', ' ']);
    let is_label =
        (others::is_marked(label) && bylines::byline(label).is_none()) || phrases::is_date_label(label);
    if is_label && fields::word_count(label) <= LABEL_WORDS { rest } else { before }
}

/// What stands behind a number of two digits that is less than this.
fn behind_number(text: &str, most: u32) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    (digits == 2 && number.parse::<u32>().ok()? < most).then_some(rest)
}

/// What stands after a date without a time of day that is glued to that: `12:00A title`.
fn without_time(after: &str) -> &str {
    /// What stands behind times and belongs to them.
    const ZONES: [&str; 13] =
        ["AM", "PM", "am", "pm", "a", "p", "UTC", "GMT", "CET", "CEST", "Uhr", "h", "Z"];
    let time = || {
        let minutes = behind_number(after.trim_start(), 24)?.strip_prefix(':')?;
        let behind = behind_number(minutes, 60)?;
        Some(behind.strip_prefix(':').and_then(|seconds| behind_number(seconds, 60)).unwrap_or(behind))
    };
    let Some(behind) = time().filter(|behind| behind.starts_with(char::is_alphabetic)) else { return after };
    let word = behind.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
    if ZONES.contains(&word) { after } else { behind }
}

/// What stands before and after a date without the brackets around it.
fn without_brackets<'a>(before: &'a str, after: &'a str) -> (&'a str, &'a str) {
    let pairs = [('(', ')'), ('[', ']')];
    let inside = |(open, close): (char, char)| {
        Some((before.trim_end().strip_suffix(open)?, after.trim_start().strip_prefix(close)?))
    };
    pairs.into_iter().find_map(inside).unwrap_or((before, after))
}

/// Whether signs that part small print, and no title, stand on either side: `Models · May 7, 2026 · 5 min read`.
fn is_marked_off(before: &str, after: &str) -> bool {
    const SIGNS: [char; 4] = ['|', '·', '•', '・'];
    before.trim_end().ends_with(SIGNS) && after.trim_start().starts_with(SIGNS)
}

/// Whether what follows a date at the start is marked off from it. After a comma forty bytes, a judgement: a place or a
/// name; more is the rest of a sentence.
fn parts_after(after: &str) -> bool {
    let trimmed = after.trim_start();
    trimmed.starts_with(['|', '·', '•', '・', '–', '—', ':', '/', ')', ']', '(', '['])
        || (trimmed.starts_with('-') && after.starts_with(' '))
        || (trimmed.starts_with(',') && trimmed.len() < 40)
}

/// Whether what stands before a date at the end is marked off from it.
fn parts_before(before: &str, small_print: bool) -> bool {
    let trimmed = before.trim_end();
    trimmed.ends_with(['|', '·', '•', '・', '–', '—'])
        || (trimmed.ends_with('-') && before.ends_with(' '))
        || (small_print && trimmed.ends_with([',', ':']))
}

pub(crate) fn bracketed(before: &str, after: &str) -> bool {
    let after = after.trim_start();
    (before.ends_with('(') && after == ")")
        || (before.ends_with('[') && after == "]")
        || (before == "(" && after.starts_with(')'))
        || (before == "[" && after.starts_with(']'))
}

/// Whether what stands before a date is names of people, two or more, but for the sign that parts it off.
fn is_row_of_names(before: &str) -> bool {
    let names = before.trim_end().trim_end_matches(['|', '·', '•', '・', '–', '—', '-']);
    citations::are_names(names)
}

/// Three words, a judgement: `p.m.` and initials end with a full stop too.
fn ends_a_sentence(after: &str) -> bool {
    after.trim_end().ends_with('.') && after.split_whitespace().count() > 3
}

/// Whether a date stands in a sentence that tells something else of it: `Ada Reed takes over on May 7, 2026.` Labels and names
/// have none of the words that do.
fn is_told(before: &str, after: &str) -> bool {
    /// Letters of such a word, and how many there are where words follow the date too. Judgements: `p.m.`, `5 min read.`
    const LETTERS: usize = 3;
    const WORDS: usize = 2;
    let tells = |word: &&str| {
        let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        word.starts_with(char::is_lowercase)
            && word.chars().nth(LETTERS - 1).is_some()
            && word.chars().all(char::is_alphabetic)
            && dates::label(&fold::fold(word)).is_none()
            && !phrases::is_name_label(word)
    };
    let follows = after.trim_end();
    // `Blog post, 7 May 2026.`, `Posted in research on 7 May 2026.`
    let is_label = |word: &str| word.len() > LETTERS && dates::label(&fold::fold(word)).is_some();
    let is_small_print =
        before.trim_end().ends_with(',') || before.split_whitespace().next().is_some_and(is_label);
    if follows == "." && is_small_print {
        return false;
    }
    let words = before.split_whitespace().chain(follows.split_whitespace());
    let wanted = if follows == "." { 1 } else { WORDS };
    follows.ends_with('.') && words.filter(tells).nth(wanted - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_a_sentence_tells_stays_in_it() {
        let reading = Reading::default();
        for text in [
            "Proposals may be handed in until 31 January 2026.",
            "Anträge können bis zum 31. Januar 2026 gestellt werden.",
            "Die Tagung findet am 6. März 2026 statt.",
            "Ines Rohde takes over on 1 July 2025.",
        ] {
            assert!(split(text, true, &reading).is_none(), "{text}");
        }
        for text in [
            "Posted in research by Ada Reed on 7 May 2026.",
            "Blog post, 7 May 2026.",
            "Published 7 May 2026, 5 p.m.",
            "By Ada Reed, 7 May 2026",
        ] {
            assert!(split(text, true, &reading).is_some(), "{text}");
        }
    }

    #[test]
    fn a_date_comes_off_small_print_and_off_the_ends_of_titles() {
        let reading = Reading { language: Some("en".to_owned()), ..Reading::default() };
        let cut = |text: &str, small_print| {
            split(text, small_print, &reading).map(|split| {
                let date = split.date.interval.map(|interval| interval.to_string()).unwrap_or_default();
                format!("{}|{date}|{}", split.before, split.after)
            })
        };
        for (text, small_print, wanted) in [
            ("Dec 17, 2025", true, Some("|2025-12-17|")),
            ("By Ada · Dec 17, 2025", true, Some("By Ada|2025-12-17|")),
            ("Publication Feb 13, 2026", true, Some("Publication|2026-02-13|")),
            ("Ada Lane | Circulated: May 7, 2026", true, Some("Ada Lane|2026-05-07|")),
            ("Circulated: May 7, 2026", true, Some("Circulated:|2026-05-07|")),
            (
                "Applications: 16 March 2026 ~ 3 April 2026",
                true,
                Some("Applications:|2026-03-16|~ 3 April 2026"),
            ),
            ("Frist: 10.04.2026 – 20.04.2026", true, None),
            ("접수기간: 2026.03.16 ~ 2026.04.03", true, None),
            ("등록일: 2026.03.10", true, Some("|2026-03-10|")),
            ("Plazo de solicitud: hasta el 30 de abril de 2026", true, None),
            ("Published on 7 May 2026 by Ada", true, Some("|2026-05-07|by Ada")),
            (
                "June 9, 2025 • Herons nest later than they did, and nobody is sure of why that is.",
                true,
                Some("|2025-06-09|Herons nest later than they did, and nobody is sure of why that is."),
            ),
            ("A title of some words (May 7, 2026)", false, Some("A title of some words|2026-05-07|")),
            ("[2026-05-07] A title of some words", true, Some("|2026-05-07|A title of some words")),
            ("20 May 2026 » A title of some words", true, Some("|2026-05-20|A title of some words")),
            ("A title of some words – May 7, 2026", false, Some("A title of some words|2026-05-07|")),
            ("Availability report: January 2026", false, None),
            ("What happened on May 7, 2026 and after", false, None),
            (
                "We began on May 3, 2025 with a plan that was longer than any small print could ever be.",
                true,
                None,
            ),
            ("Mar 7", true, Some("||")),
            ("1280", true, None),
        ] {
            assert_eq!(cut(text, small_print).as_deref(), wanted, "{text}");
        }
    }
}
