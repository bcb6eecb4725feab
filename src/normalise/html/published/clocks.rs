//! Whether a day with a time of day is when the page was looked at, and what stands before a time of day.
//!
//! In: a date, and how much of the page is prose; or the text before a date. Out: whether a clock shows it; the text without the
//! time it ends with. What labels a clock is told by `changes`.

use scraper::node::Element;

use crate::document::fold::fold;
use crate::normalise::dates::is_weekday;
use crate::normalise::html::element::is_named;
use crate::normalise::html::published::labels::tail;
use crate::normalise::html::published::shown::Shown;
use crate::normalise::html::published::zones::{Hints, Zone};

/// Whether something stands in the frame of the page or in its matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Frame {
    /// Nothing tells.
    #[default]
    Page,
    /// In the head of the page, which does not hold the title.
    Head,
    /// In the foot of the page.
    Foot,
    /// In its main part, whose head and foot are its own.
    Main,
    /// In an article, whose head and foot are its own.
    Article,
}

impl Frame {
    /// What stands in an element that opens a zone, within this; `is_exempt` elements hold the title or most of the page.
    pub(super) fn within(self, element: &Element, opened: Option<Zone>, is_exempt: bool) -> Frame {
        match self {
            Frame::Page | Frame::Main if is_named!(element, "article") => Frame::Article,
            Frame::Page if is_named!(element, "main") => Frame::Main,
            Frame::Page if opened == Some(Zone::Footer) => Frame::Foot,
            Frame::Page if is_named!(element, "header") && !is_exempt => Frame::Head,
            frame => frame,
        }
    }
}

/// Whether a date is that of a clock: it has a time of day, nothing tells what it is of, and it stands in the page's head or foot,
/// behind a form on a page with little prose, or on a page that shows no title and asks who comes.
pub(super) fn is_clock(date: &Shown, has_prose: bool, has_login: bool) -> bool {
    let is_marked = date.hints.say(Hints::PUBLISHED) && !date.hints.say(Hints::UPDATED);
    let is_bare = date.said.is_none() && date.line.is_unsigned() && !is_marked;
    let is_by_form = (date.fields > 1 && !has_prose) || (date.distance.is_none() && has_login);
    let is_framed = match date.frame {
        Frame::Head | Frame::Foot => true,
        Frame::Article => false,
        Frame::Page | Frame::Main => is_by_form,
    };
    date.beside.is_timed && is_bare && is_framed
}

/// The text before a date without the time of day that it ends with: `Updated 10:15 AM EDT, Tue `, `Updated at 10:15 a.m. on `.
pub(super) fn without_clock(before: &str) -> &str {
    /// Words behind a time of day. A judgement: `a.m. EDT, on Tue`, with one to spare.
    const BEHIND: usize = 5;
    /// Bytes of such a word that are looked at. A judgement: `donderdag,`, doubled.
    const LETTERS: usize = 20;
    let mut rest = trimmed(before);
    for _ in 0..=BEHIND {
        let word = tail(rest, LETTERS).rsplit(char::is_whitespace).next().unwrap_or_default();
        let head = rest.strip_suffix(word).unwrap_or_default();
        if is_time(word) {
            return head.trim_end();
        }
        if head.is_empty() || !may_follow_time(word) {
            break;
        }
        rest = trimmed(head);
    }
    before
}

fn trimmed(text: &str) -> &str {
    text.trim_end_matches(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '(' | ')' | '@'))
}

/// Whether a word is a time of day: `10:15`, `9.30pm`, `18h05`.
fn is_time(word: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(word);
    let minutes = word.get(hours..).and_then(|rest| rest.strip_prefix([':', '.', 'h'])).unwrap_or_default();
    let rest = minutes.get(2..).unwrap_or_default();
    let rest = rest.strip_prefix(':').and_then(|seconds| seconds.get(2..)).unwrap_or(rest);
    let is_half = matches!(fold(rest).as_str(), "" | "am" | "pm" | "a.m" | "p.m" | "a.m." | "p.m." | "h");
    matches!(hours, 1 | 2) && digits(minutes) == 2 && is_half
}

/// Whether a word may stand between a time of day and the day: half of the day, a zone, a weekday, a preposition. A judgement, in
/// the languages of the public benchmarks.
fn may_follow_time(word: &str) -> bool {
    const WORDS: [&str; 18] = [
        "am", "pm", "a.m", "p.m", "uhr", "h", "on", "vom", "le", "el", "il", "em", "op", "den", "the",
        "time", "eastern", "gmt",
    ];
    let is_zone = (2..=5).contains(&word.len()) && word.bytes().all(|sign| sign.is_ascii_uppercase());
    let folded = fold(word.trim_end_matches(['.', ',']));
    is_zone || WORDS.contains(&folded.as_str()) || is_weekday(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_between_a_label_and_its_day_is_passed_over() {
        for (before, wanted) in [
            ("Updated 10:15 AM EDT, Tue ", "Updated"),
            ("Updated at 10:15 a.m. on ", "Updated at"),
            ("Aktualisiert um 18.05 Uhr am ", "Aktualisiert um"),
            ("Updated ", "Updated "),
            ("By Ada Reed, ", "By Ada Reed, "),
            ("Gauges 1.20 and ", "Gauges 1.20 and "),
            ("10:15 ", ""),
        ] {
            assert_eq!(without_clock(before), wanted, "{before}");
        }
    }
}
