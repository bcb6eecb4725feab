//! The events of a Markdown text, with the line breaks kept that are no wraps.
//!
//! In: Markdown. Out: the events of its parser, where a break within a paragraph that stands for nothing in `CommonMark` (section
//! 6.8) is hard if whoever wrote it meant it: one line a name, a day, a journal. A list item that is a day is a line.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::normalise::dates::{self, Reading};
use crate::normalise::html::head;

/// Characters of a line from which its end may be a wrap. A judgement: programs wrap at 60 and more, and words are short.
const WRAPPED: usize = 56;

/// Characters of a line from which a small letter in the next says that it goes on there. A judgement: shorter lines are days and
/// labels, and `by Ada Reed` may stand below.
const GOES_ON: usize = 24;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
}

/// Markdown in which no line that is a day (`2. Februar 2021`) begins an item of a list.
pub(super) fn with_days(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut at, mut kept) = (0, 0);
    let mut before = None;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let stop = at + line.find('.').unwrap_or(0);
        let number = number_of(line);
        let after = lines.peek().and_then(|next| number_of(next));
        // Numbers that follow each other are those of items.
        let is_item = number.is_some_and(|own| {
            before.is_some_and(|before: u8| before + 1 == own) || after.is_some_and(|after| own + 1 == after)
        });
        before = number;
        if !is_item && is_day(line) {
            out.extend([text.get(kept..stop).unwrap_or_default(), "\\"]);
            kept = stop;
        }
        at += line.len();
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The number that a line begins with as items do.
fn number_of(line: &str) -> Option<u8> {
    let (number, _) = line.split_once(". ").filter(|(number, _)| (1..=2).contains(&number.len()))?;
    number.parse().ok()
}

/// Whether the month of a day is written in English, which puts no full stop behind the day.
fn is_english(rest: &str) -> bool {
    /// Months that no tongue with such days has as well. A judgement: `April 2021` may be German.
    const MONTHS: [&str; 10] =
        ["january", "february", "march", "may", "june", "july", "october", "december", "oct", "dec"];
    let word = rest.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    MONTHS.contains(&word.as_str())
}

/// Whether a line that looks like the item of a list begins with a day whose number is the item's.
fn is_day(line: &str) -> bool {
    let Some((number, rest)) = line.split_once(". ") else { return false };
    let may_be = (1..=2).contains(&number.len())
        && number.bytes().all(|digit| digit.is_ascii_digit())
        && rest.starts_with(char::is_alphabetic)
        && !is_english(rest)
        && head::is_short(line.trim_end());
    may_be && dates::scan(line, &Reading::default()).first().is_some_and(|found| found.start == 0)
}

/// The events of a text, each with the bytes that it stands for.
pub(super) fn events(text: &str) -> Vec<(Event<'_>, Range<usize>)> {
    let mut events: Vec<_> = Parser::new_ext(text, options()).into_offset_iter().collect();
    let mut line = Line::default();
    for at in 0..events.len() {
        match &events[at].0 {
            Event::Start(Tag::Paragraph | Tag::Item) | Event::HardBreak => line = Line::from(at + 1),
            Event::SoftBreak => {
                let goes_on = line.letters >= GOES_ON
                    && next_text(&events[at + 1..]).is_some_and(|next| next.starts_with(char::is_lowercase));
                let is_meant =
                    line.is_one_thing(&events[line.from..at]) || (line.letters < WRAPPED && !goes_on);
                if is_meant {
                    events[at].0 = Event::HardBreak;
                }
                line = Line::from(at + 1);
            }
            Event::Text(text) | Event::Code(text) => line.letters += text.chars().count(),
            _ => {}
        }
    }
    events
}

/// The first text of the line that begins with these events.
fn next_text<'a>(events: &'a [(Event<'_>, Range<usize>)]) -> Option<&'a str> {
    let is_end = |event: &Event<'_>| {
        matches!(event, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item))
    };
    events.iter().map(|(event, _)| event).take_while(|event| !is_end(event)).find_map(text_of)
}

/// The text that an event is.
fn text_of<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        _ => None,
    }
}

/// A line that is being read.
#[derive(Default)]
struct Line {
    /// Its first event.
    from: usize,
    letters: usize,
}

impl Line {
    fn from(from: usize) -> Line {
        Line { from, letters: 0 }
    }

    /// Whether the line is a link or stressed from end to end, as a title in a list is.
    fn is_one_thing(&self, events: &[(Event<'_>, Range<usize>)]) -> bool {
        let opens = matches!(events.first(), Some((Event::Start(Tag::Link { .. } | Tag::Strong), _)));
        let closes = matches!(events.last(), Some((Event::End(TagEnd::Link | TagEnd::Strong), _)));
        let is_end =
            |event: &&(Event<'_>, Range<usize>)| matches!(event.0, Event::End(TagEnd::Link | TagEnd::Strong));
        let spans = events.first().zip(events.last()).is_some_and(|(first, last)| first.1 == last.1);
        self.letters > 0 && opens && closes && (spans || events.iter().filter(is_end).count() == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hard_breaks(text: &str) -> usize {
        events(text).iter().filter(|(event, _)| *event == Event::HardBreak).count()
    }

    #[test]
    fn short_lines_and_lines_that_are_one_thing_end_where_they_do() {
        assert_eq!(hard_breaks("The warden of the upper tarn wrote down\nhow far the ice had gone."), 0);
        assert_eq!(hard_breaks("Author: Ada Reed\nURL: https://tarn.example/a"), 1);
        assert_eq!(
            hard_breaks(
                "**What the herons of the upper tarn know of the ice in spring**\nAda Reed\n*Tarns*, 2025"
            ),
            2
        );
        assert_eq!(
            hard_breaks(
                "The warden of the upper tarn wrote down every morning how far the\nice had gone, and what the herons did about it while he\nlooked."
            ),
            0
        );
    }

    #[test]
    fn a_day_is_no_item_of_a_list() {
        assert_eq!(
            with_days("# A\n\n2. Februar 2021\n\n2. Vom Eis\n"),
            "# A\n\n2\\. Februar 2021\n\n2. Vom Eis\n"
        );
        for items in ["1. Sept 2024: we begin\n2. Okt 2024: we go on\n", "# Log\n\n3. May 2026\n"] {
            assert!(matches!(with_days(items), Cow::Borrowed(_)), "{items}");
        }
        assert!(matches!(
            with_days("1. May 2021 was cold, and so was the June that came after it, they say.\n"),
            Cow::Borrowed(_)
        ));
    }
}
