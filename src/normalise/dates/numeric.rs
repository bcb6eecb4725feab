//! Dates written in numbers: `31.03.2020`, `3/4/2025`, `2025-10-29`.
//!
//! In: the tokens around a year. Out: the numbers beside it, and which order they show. Decides no order itself
//! where both are possible: [`crate::normalise::dates::Reading`] does.

use crate::document::{Day, Interval};
use crate::normalise::dates::parts::folded;
use crate::normalise::dates::scan::{Anchors, BYTES_BEFORE};
use crate::normalise::dates::solar;
use crate::normalise::dates::tokens::{Shape, Token, boundary, tokenise};
use crate::normalise::dates::whole::{is_insubstantial, puts_year_first};
use crate::normalise::dates::{Found, Reading, digits};

/// Whether the text has a date of two small numbers and a year, written with slashes or dashes, that shows which
/// comes first: true for the day, false for the month, none where nothing tells or dates tell both.
pub(crate) fn order_shown(text: &str) -> Option<bool> {
    let plain = digits::plain(text);
    let text = plain.as_ref().map_or(text, |plain| &plain.text);
    let (mut day, mut month) = (0, 0);
    let mut tokens = Vec::new();
    for anchor in Anchors::new(text).filter(|anchor| !anchor.eastern) {
        tokenise(text, boundary(text, anchor.start.saturating_sub(BYTES_BEFORE)), anchor.end, &mut tokens);
        let Some(year) = tokens.iter().position(|token| token.start == anchor.start) else { continue };
        if let Some((_, first, second, '/' | '-')) = numbers_before(&tokens, year) {
            day += u32::from(first > 12 && first <= 31 && second <= 12);
            month += u32::from(second > 12 && second <= 31 && first <= 12);
        }
    }
    match (day, month) {
        (0, 0) => None,
        (_, 0) => Some(true),
        (0, _) => Some(false),
        _ => None,
    }
}

/// `N mark N mark` before the token: index of the first, both numbers, and the mark.
pub(super) fn numbers_before(tokens: &[Token], at: usize) -> Option<(usize, u32, u32, char)> {
    let first = at.checked_sub(4)?;
    let [one, mark, other, again, year] = tokens.get(first..=at)? else { return None };
    let sign = mark.mark().filter(|sign| matches!(sign, '.' | '/' | '-' | '‐' | '‑' | '−'))?;
    if again.mark() != Some(sign) || mark.spaced && sign != '/' || again.spaced && sign != '/' {
        return None;
    }
    // Spaces may follow a full stop and surround a slash, but not one of two.
    if other.spaced != year.spaced || (other.spaced && !matches!(sign, '.' | '/')) {
        return None;
    }
    let glued_before = first.checked_sub(1).and_then(|at| tokens.get(at)).filter(|_| !one.spaced);
    if glued_before.is_some_and(|token| {
        matches!(token.mark(), Some('.' | '/' | '-' | ':' | ',' | '_' | '$' | '€' | '#'))
    }) && {
        // A full stop that ends a sentence is no part of a version number.
        first
            .checked_sub(2)
            .and_then(|at| tokens.get(at))
            .is_none_or(|token| matches!(token.shape, Shape::Number { .. }))
    } {
        return None;
    }
    Some((first, one.small()?, other.small()?, if sign == '.' || sign == '/' { sign } else { '-' }))
}

/// A day and a month in Roman numerals before the token, in the languages that write dates so: `15 XI 2025`, `15.XI.2025`.
/// Index of the day, and both numbers.
pub(super) fn roman_before(
    text: &str,
    tokens: &[Token],
    at: usize,
    reading: &Reading,
) -> Option<(usize, u32, u32)> {
    /// A judgement: where schools and offices write them.
    const LANGUAGES: [&str; 12] = ["pl", "hu", "cs", "sk", "ro", "ru", "uk", "bg", "lv", "lt", "sr", "hr"];
    /// What is numbered in other ways. A judgement; folded.
    const COUNTED: [&str; 12] =
        ["vol", "tom", "cast", "cislo", "nr", "no", "rozdzial", "kapitola", "том", "глава", "часть", "номер"];
    const MONTHS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let without_stop = |at: usize| {
        let before = at.checked_sub(1)?;
        if tokens.get(before)?.mark() == Some('.') { before.checked_sub(1) } else { Some(before) }
    };
    let name = without_stop(at)?;
    let (_, month) = MONTHS.iter().zip(1..).find(|(numeral, _)| tokens[name].of(text) == **numeral)?;
    let day = without_stop(name)?;
    let number = tokens.get(day)?.small()?;
    // `MS-DOS 6.22 I 2024`, `Tom 12. V. 2023`
    let before = day.checked_sub(1).and_then(|before| tokens.get(before));
    let is_other = before.is_some_and(|before| match before.mark() {
        Some(_) => !tokens[day].spaced,
        None => COUNTED.contains(&&*folded(text, before)),
    });
    if is_other {
        return None;
    }
    LANGUAGES.iter().any(|language| reading.speaks(language)).then_some((day, number, month))
}

/// A day and a month without a year, in numbers alone, in a year that stands elsewhere: `28.09.`, `9月28日`, `09-28` where years
/// come first. `3.1.` is a section as often.
pub(crate) fn in_year(text: &str, year: i32, reading: &Reading) -> Option<Interval> {
    let plain = digits::plain(text);
    let text = plain.as_ref().map_or(text, |plain| &plain.text);
    let mut tokens = Vec::new();
    tokenise(text, 0, text.len(), &mut tokens);
    let [one, mark, other, rest @ ..] = tokens.as_slice() else { return None };
    let (first, second) = (one.small()?, other.small()?);
    let has_two = |token: &Token| token.end - token.start == 2;
    let again = rest.first().and_then(Token::mark);
    let east = reading.language.as_deref().is_some_and(puts_year_first);
    let (month, day, rest) = match (mark.mark()?, again) {
        ('月', Some('日' | '号' | '號')) | ('월', Some('일')) => (first, second, &rest[1..]),
        ('.', Some('.')) if reading.speaks("hu") && has_two(one) => (first, second, &rest[1..]),
        ('.', Some('.')) if has_two(other) && !mark.spaced => (second, first, &rest[1..]),
        ('-' | '/' | '.', None)
            if east && has_two(one) && has_two(other) && !mark.spaced && !other.spaced =>
        {
            (first, second, rest)
        }
        _ => return None,
    };
    let day = Day::from_ymd(year, month, day)?;
    is_insubstantial(text, rest).then_some(Interval::day(day))
}

/// The day of two small numbers, in the order given unless only the other makes a date. A text in Persian puts the day first, and
/// counts its years in the Solar Hijri calendar.
pub(super) fn by_order(year: i32, one: u32, other: u32, mark: char, reading: &Reading) -> Option<Day> {
    if solar::YEARS.contains(&year) && reading.is_persian() {
        return solar::day(year, other, one);
    }
    let day_first = mark == '.' || reading.reads_day_first();
    let straight = Day::from_ymd(year, other, one);
    let swapped = Day::from_ymd(year, one, other);
    if day_first { straight.or(swapped) } else { swapped.or(straight) }
}

/// `2025-10-29`, `2025/10/29`, `2025. 10. 29`, and `2025-10` where it is all there is; `1404/08/07` in a
/// text in Persian, in the Solar Hijri calendar.
pub(super) fn year_first_numbers(
    text: &str,
    tokens: &[Token],
    at: usize,
    year: i32,
    reading: &Reading,
) -> Option<Found> {
    let token = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|at| tokens.get(at)).filter(|_| !token.spaced);
    if before
        .is_some_and(|before| matches!(before.mark(), Some('.' | '/' | '-' | '_' | '$' | '€' | '+' | '#')))
        && at.checked_sub(2).and_then(|at| tokens.get(at)).is_none_or(|token| token.mark().is_none())
    {
        return None;
    }
    let [sign, month, rest @ ..] = tokens.get(at + 1..)? else { return None };
    let mark = sign.mark().filter(|mark| matches!(mark, '-' | '/' | '.' | '‐' | '‑' | '−'))?;
    if sign.spaced || (month.spaced && mark != '.') {
        return None;
    }
    let number = month.small().filter(|month| (1..=12).contains(month))?;
    if let [again, day, rest @ ..] = rest
        && again.mark() == Some(mark)
        && !again.spaced
        && day.spaced == month.spaced
        && let Some(it) = day.small()
    {
        let runs_on = matches!(rest, [next, number, ..] if !next.spaced && !number.spaced && next.mark() == Some(mark) && matches!(number.shape, Shape::Number { .. }));
        let is_solar = solar::YEARS.contains(&year) && reading.is_persian();
        let read = if is_solar { solar::day(year, number, it) } else { Day::from_ymd(year, number, it) };
        let interval = Interval::day(read?);
        return (!runs_on).then_some(Found { start: token.start, end: day.end, interval });
    }
    let alone = tokens.len() == 3
        && at == 0
        && text.trim().len() == month.end - token.start
        && month.end - month.start == 2;
    let interval = Interval::month(year, number)?;
    alone.then_some(Found { start: token.start, end: month.end, interval })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_its_year_is_read_where_it_is_written_as_one() {
        for (language, text, wanted) in [
            ("de", "28.09.", Some("2024-09-28")),
            ("de", "2.10.", Some("2024-10-02")),
            ("hu", "09. 28.", Some("2024-09-28")),
            ("zh", "9月28日", Some("2024-09-28")),
            ("zh", "09-28", Some("2024-09-28")),
            ("ko", "9월 28일 (토)", Some("2024-09-28")),
            ("en", "09-28", None),
            ("de", "3.1.", None),
            ("de", "28.09", None),
            ("zh", "1-2", None),
            ("zh", "9月28日 Lake", None),
        ] {
            let reading = Reading { language: Some(language.to_owned()), ..Reading::default() };
            let day = in_year(text, 2024, &reading).map(|day| day.to_string());
            assert_eq!(day.as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn other_dates_show_the_order() {
        assert_eq!(order_shown("31/3/2025 and 3/4/2025"), Some(true));
        assert_eq!(order_shown("3/31/2025"), Some(false));
        assert_eq!(order_shown("3/31/2025 31/3/2025"), None);
        assert_eq!(order_shown("31.3.2025"), None);
    }
}
