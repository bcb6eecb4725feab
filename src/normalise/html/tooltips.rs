//! Reads the day that a pointer over a text shows, where the text itself counts back: `3 days ago`.
//!
//! In: an element. Out: the day as its `title` attribute has it. Calendars put days there too, over texts of their own.

use scraper::ElementRef;

use crate::document::Precision;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::Asked;

/// Bytes of such a `title` and of the text under it. A judgement: a day with its name, a time and a zone.
const LONGEST: usize = 48;

/// The day of an element whose text counts back from when it was shown.
pub(crate) fn day(element: ElementRef<'_>) -> Option<&str> {
    let title = element.value().attribute("title")?.trim();
    let has_digits = title.bytes().filter(u8::is_ascii_digit).nth(4).is_some();
    if title.len() > LONGEST || !has_digits || !is_relative(element) {
        return None;
    }
    let is_day = |text: &str| {
        dates::machine(text, &Reading::default()).is_some_and(|day| day.precision == Precision::Day)
    };
    if is_day(title) { Some(title) } else { behind_words(title).filter(|day| is_day(day)) }
}

/// What stands behind the words that lead to a day: `See timeline at Oct 3, 2017`.
fn behind_words(title: &str) -> Option<&str> {
    // What something is of may be another day. A judgement, in the languages of the public benchmarks.
    const LEADS: [&str; 9] = ["at", "on", "am", "le", "el", "il", "em", "op", "um"];
    let start = dates::scan(title, &Reading::default()).first()?.start;
    let (before, day) = title.split_at_checked(start)?;
    let last = before.trim_end().rsplit(char::is_whitespace).next()?;
    (LEADS.contains(&last) || last.ends_with(':')).then_some(day)
}

/// Whether a text is a time before another that it does not name.
fn is_relative(element: ElementRef<'_>) -> bool {
    let mut text = String::new();
    for part in element.text() {
        text.push_str(part);
        if text.len() > LONGEST {
            return false;
        }
    }
    // `Today` stands over calendars and clocks.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    dates::counts_back(text.trim())
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    #[test]
    fn a_day_is_read_over_a_text_that_counts_back() {
        let read = |source: &str| {
            let html = Html::parse_fragment(source);
            let titled = Selector::parse("[title]").unwrap();
            html.select(&titled).next().and_then(|element| day(element).map(str::to_owned))
        };
        for (source, wanted) in [
            ("<span title='2025-06-05T12:11:10'>3 days ago</span>", Some("2025-06-05T12:11:10")),
            ("<span title='June 5, 2025'>3 days ago</span>", Some("June 5, 2025")),
            (
                "<a title='2025-06-05T12:11:10 1749125470'><b>2 hours</b> ago</a>",
                Some("2025-06-05T12:11:10 1749125470"),
            ),
            ("<a title='2023-01-09 10:00:00Z'>2 years ago</a>", Some("2023-01-09 10:00:00Z")),
            (
                "<a title='See timeline at Jun 5, 2025, 12:44:01 PM'>3 days ago</a>",
                Some("Jun 5, 2025, 12:44:01 PM"),
            ),
            ("<a title='June 5, 2025'>5</a>", None),
            ("<a title='Notes of June 5, 2025'>3 days ago</a>", None),
            ("<span title='March 1, 2026'>Today</span>", None),
            ("<a title='12345678'>3 days ago</a>", None),
        ] {
            assert_eq!(read(source).as_deref(), wanted, "{source}");
        }
    }
}
