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
pub(super) fn with_year(text: &str, year: i32, reading: &Reading) -> Option<Interval> {
    in_any_year(text, year, reading).filter(|day| fits_weekday(text, day))
}

/// Whether a day is of the weekdays that a text names, if it names any.
fn fits_weekday(text: &str, day: &Interval) -> bool {
    /// Monday, as days are counted: 1970-01-05.
    const MONDAY: i32 = 4;
    let own = (day.earliest.0 - MONDAY).rem_euclid(7);
    let words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    words.filter_map(|word| dates::weekday(&fold::fold(word))).all(|weekday| weekday == own)
}

/// As [`with_year`], whatever the weekday.
pub(super) fn in_any_year(text: &str, year: i32, reading: &Reading) -> Option<Interval> {
    let text = text.trim().trim_matches(['[', ']', '(', ')']);
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
pub(super) fn in_address(text: &str, href: &str, reading: &Reading) -> Option<Interval> {
    let named = dates::in_path(href)?;
    let (year, ..) = named.earliest.ymd();
    let is_within = |day: &Interval| named.earliest <= day.earliest && day.latest <= named.latest;
    with_year(text, year, reading).filter(is_within)
}

/// A day of a month without a year: in the year that the page `names`, else the last such day before the capture, as that is
/// what pages mean by leaving the year out.
pub(super) fn before_capture(text: &str, names: Option<i32>, reading: &Reading) -> Option<Interval> {
    let captured = reading.captured.map(Moment::day);
    // A day more for time zones. What lies behind the capture is named for another reason.
    let is_past = |day: &Interval| captured.is_none_or(|captured| day.earliest <= captured.plus(1));
    if let Some(named) = names
        && captured.is_none_or(|captured| named <= captured.ymd().0)
    {
        return with_year(text, named, reading).filter(is_past);
    }
    let (year, ..) = captured?.ymd();
    [year, year - 1].into_iter().filter_map(|year| with_year(text, year, reading)).find(is_past)
}

/// The only number of four digits in a text, where it is a year; else one of two behind the sign that says it is cut
/// (`Lakes '22`).
pub(super) fn named_year(text: &str) -> Option<i32> {
    let numbers = text.split(|sign: char| !sign.is_ascii_digit());
    let mut numbers = numbers.filter(|number| number.len() == 4);
    if let Some(year) = numbers.next() {
        return year.parse().ok().filter(|year| YEARS.contains(year) && numbers.next().is_none());
    }
    let (_, behind) = text.split_once(['\'', '’', '‘'])?;
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let cut: i32 = behind.get(..digits).filter(|_| digits == 2)?.parse().ok()?;
    Some(2000 + cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_year_has_that_of_the_page_and_of_its_weekday() {
        let captured = crate::document::Moment::parse("2026-05-10T10:00:00Z");
        let reading = Reading { captured, ..Reading::default() };
        for (text, names, wanted) in [
            ("August 10", None, Some("2025-08-10")),
            ("Wednesday, August 10", None, None),
            ("Sunday, August 10", None, Some("2025-08-10")),
            ("Wednesday, August 10", Some(2022), Some("2022-08-10")),
            ("August 10", Some(2030), Some("2025-08-10")),
        ] {
            let day = before_capture(text, names, &reading).map(|day| day.to_string());
            assert_eq!(day.as_deref(), wanted, "{text} {names:?}");
        }
        assert_eq!(named_year("Lakes ’22"), Some(2022));
        assert_eq!(named_year("It’s 5 o’clock"), None);
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
