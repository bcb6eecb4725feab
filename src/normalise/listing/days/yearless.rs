//! Reads days that lack their year: it stands elsewhere, or is that of the capture.
//!
//! In: a short text and the year, the month or the address beside it. Out: the day, none where a weekday does not fit.

use crate::document::{Interval, Moment, Precision, fold};
use crate::normalise::citations::YEARS;
use crate::normalise::dates::{self, Reading};

/// The day of a month that a text is, a weekday beside it (`Thursday 20`, `31`), or of a year (`09-28`).
pub(super) fn day_of(text: &str, month: &Interval, reading: &Reading) -> Option<Interval> {
    /// Bytes, a judgement: a long weekday in Cyrillic and a number.
    const LONGEST: usize = 40;
    let text = text.trim();
    // `3.` is a place in a list as often.
    let is_ranked = text.ends_with('.');
    let text = text.trim_matches(['.', ',', '|']);
    match month.precision {
        _ if text.len() > LONGEST => return None,
        Precision::Year => return dates::in_year(text, month.earliest.ymd().0, reading),
        Precision::Month => {}
        Precision::Day | Precision::Range => return None,
    }
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let (mut day, mut others) = (None, 0);
    for word in text.split_whitespace().map(|word| word.trim_matches(['.', ','])) {
        match word {
            word if is_digits(word) && day.is_none() && word.len() <= 2 => day = word.parse::<i32>().ok(),
            word if dates::is_weekday(&fold::fold(word)) => others += 1,
            _ => return None,
        }
    }
    let day = month.earliest.plus(day.filter(|day| *day > 0)? - 1);
    let is_day = others == 1 || (others == 0 && !is_ranked);
    (is_day && day <= month.latest).then(|| Interval::day(day))
}

/// A day of a month, in a year that stands elsewhere; none where a weekday beside it is no day of that year.
pub(crate) fn with_year(text: &str, year: i32, reading: &Reading) -> Option<Interval> {
    in_any_year(text, year, reading).filter(|day| fits_weekday(text, day))
}

/// Whether a day is of the weekdays that a text names, if it names any.
fn fits_weekday(text: &str, day: &Interval) -> bool {
    /// Monday, as days are counted: 1970-01-05.
    const MONDAY: i32 = 4;
    let own = (day.earliest.0 - MONDAY).rem_euclid(7);
    weekdays(text).all(|weekday| weekday == own)
}

/// The weekdays that a text names, counted from Monday.
fn weekdays(text: &str) -> impl Iterator<Item = i32> {
    let words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    words.filter_map(|word| dates::weekday(&fold::fold(word)))
}

/// As [`with_year`], whatever the weekday.
pub(super) fn in_any_year(text: &str, year: i32, reading: &Reading) -> Option<Interval> {
    let text = text.trim().trim_end_matches([':', '：']).trim_matches(['[', ']', '(', ')']);
    // `Sept. 30` to `30 września`: two or three words with a number and a name, in twice the bytes of the longest.
    if text.len() > 24 || text.split_whitespace().count() > 3 || !dates::has_digit(text) {
        return None;
    }
    if let Some(day) = dates::in_year(text, year, reading) {
        return Some(day);
    }
    if !text.chars().any(char::is_alphabetic) || dates::whole(text, reading).is_some() {
        return None;
    }
    let first_is_letter = text.starts_with(char::is_alphabetic);
    let dated = if first_is_letter { format!("{text}, {year}") } else { format!("{text} {year}") };
    dates::whole(&dated, reading).filter(|interval| interval.precision == Precision::Day)
}

/// A day of a month in the year that the address of its publication names, where that names the same month.
pub(crate) fn in_address(text: &str, href: &str, reading: &Reading) -> Option<Interval> {
    let named = dates::in_path(href)?;
    let (year, ..) = named.earliest.ymd();
    let is_within = |day: &Interval| named.earliest <= day.earliest && day.latest <= named.latest;
    with_year(text, year, reading).filter(is_within)
}

/// How sure a day is whose year is only that of the page's title, or that is two numbers below its year. A judgement: more
/// than that of a change, less than that of a heading.
pub(super) const GUESSED: f32 = 0.70;

/// A year, by what names it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named {
    /// A heading above the day.
    Heading(i32),
    /// The title of the page.
    Title(i32),
}

/// A day of a month without a year, and how sure it is at most where its year is guessed: in the year that is `named`, else
/// the last such day before the capture, as that is what pages mean by leaving the year out. Where a weekday fits that as well,
/// the title of the page says too little.
pub(crate) fn before_capture(
    text: &str,
    named: Option<Named>,
    reading: &Reading,
) -> Option<(Interval, Option<f32>)> {
    let captured = reading.captured.map(Moment::day);
    // A day more for time zones. What lies behind the capture is named for another reason.
    let is_past = |day: &Interval| captured.is_none_or(|captured| day.earliest <= captured.plus(1));
    let is_known = |year: i32| captured.is_none_or(|captured| year <= captured.ymd().0);
    let day_in = |year: i32| with_year(text, year, reading).filter(is_past);
    let last = || {
        let (year, ..) = captured?.ymd();
        [year, year - 1].into_iter().find_map(day_in)
    };
    match named {
        Some(Named::Heading(year)) if is_known(year) => Some((day_in(year)?, None)),
        Some(Named::Title(year)) if is_known(year) => {
            let own = day_in(year)?;
            let last = last().filter(|last| *last == own || weekdays(text).next().is_some());
            Some(last.map_or((own, Some(GUESSED)), |last| (last, None)))
        }
        _ => Some((last()?, None)),
    }
}

/// The only number of four digits in a text, where it is a year that nothing began or ended in; else one of two behind the sign
/// that says it is cut (`Lakes '22`).
pub(super) fn named_year(text: &str) -> Option<i32> {
    let mut numbers = text.split(|sign: char| !sign.is_ascii_digit()).filter(|number| number.len() == 4);
    if let Some(number) = numbers.next() {
        let year = number.parse().ok().filter(|year| YEARS.contains(year) && numbers.next().is_none())?;
        let before = text.split(number).next().unwrap_or_default();
        return (!is_span(before)).then_some(year);
    }
    let (_, behind) = text.split_once(['\'', '’', '‘'])?;
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let cut: i32 = behind.get(..digits).filter(|_| digits == 2)?.parse().ok()?;
    Some(2000 + cut)
}

/// Whether what stands before a year says that something began or ended in it: `Since`, `©`.
fn is_span(before: &str) -> bool {
    /// A judgement: the commonest languages.
    const WORDS: [&str; 13] = [
        "since",
        "founded",
        "established",
        "copyright",
        "from",
        "before",
        "after",
        "until",
        "seit",
        "depuis",
        "desde",
        "dal",
        "sinds",
    ];
    let before = before.trim_end();
    let last = before.rsplit(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
    before.ends_with(['©', '(']) && before.contains('©') || WORDS.contains(&fold::fold(last).as_str())
}

/// The year that a title ends with.
pub(crate) fn year_of_title(title: &str) -> Option<i32> {
    let year = named_year(title)?;
    let title = title.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    let ends = |digits: String| {
        let before = title.strip_suffix(&digits)?;
        (!before.ends_with(char::is_alphanumeric)).then_some(year)
    };
    ends(year.to_string()).or_else(|| ends(format!("{:02}", year.rem_euclid(100))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_year_has_that_of_the_page_and_of_its_weekday() {
        let captured = crate::document::Moment::parse("2026-05-10T10:00:00Z");
        let reading = Reading { captured, ..Reading::default() };
        let title = |year| Some(Named::Title(year));
        for (text, names, wanted) in [
            ("August 10", None, Some("2025-08-10")),
            ("Wednesday, August 10", None, None),
            ("Sunday, August 10", None, Some("2025-08-10")),
            ("Wednesday, August 10", title(2022), Some("2022-08-10")),
            ("August 10", title(2030), Some("2025-08-10")),
            // Of the two years that the weekday fits a heading tells.
            ("Sunday, August 10", title(2014), Some("2025-08-10")),
            ("Sunday, August 10", Some(Named::Heading(2014)), Some("2014-08-10")),
        ] {
            let day = before_capture(text, names, &reading).map(|(day, _)| day.to_string());
            assert_eq!(day.as_deref(), wanted, "{text} {names:?}");
        }
        let sure = |names| before_capture("August 10", names, &reading).and_then(|(_, at_most)| at_most);
        assert_eq!([sure(title(2022)), sure(title(2025)), sure(None)], [Some(GUESSED), None, None]);
    }

    #[test]
    fn a_year_is_named_by_what_ends_with_it_and_does_not_span_time_from_it() {
        assert_eq!(named_year("Lakes ’22"), Some(2022));
        assert_eq!(named_year("It’s 5 o’clock"), None);
        for (title, year) in [
            ("Lakes 2022", Some(2022)),
            ("2022", Some(2022)),
            ("Lakes ’22", Some(2022)),
            ("Notes since 2019", None),
            ("Notizen seit 2019", None),
            ("© 2019", None),
            ("The 2019 flood and after", None),
        ] {
            assert_eq!(year_of_title(title), year, "{title}");
        }
    }

    #[test]
    fn a_day_lacks_its_month() {
        let month = Interval::month(2025, 10).unwrap();
        for (text, wanted) in [
            ("Jueves 30", Some("2025-10-30")),
            ("7", Some("2025-10-07")),
            ("7.", None),
            ("32", None),
            ("7 comments", None),
        ] {
            assert_eq!(
                day_of(text, &month, &Reading::default()).map(|day| day.to_string()).as_deref(),
                wanted,
                "{text}"
            );
        }
    }
}
