//! One date as people write it: ISO forms, English month names and phrases such as `last 3 months`.
//!
//! In: text and the day that is today. Out: the first and the last day that it may mean. Knows no clock,
//! and guesses nothing: a form that could mean two days (`14/07/2025` beside `07/14/2025`) is refused.

use crate::document::{Day, ENGLISH_MONTHS};

/// A first and a last day.
pub(super) type Period = (Day, Day);

/// What can be wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It is in none of the forms.
    NotADate,
    /// It is in one of the forms, but the calendar has no such day or month.
    NoSuchDay,
    /// Day and month stand before the year, in an order that differs from country to country.
    DayOrMonth,
    /// A length of time in `m`, which are months or minutes.
    MonthsOrMinutes,
    /// The range ends before it begins.
    Backwards,
    /// A range with neither end.
    NoEnds,
    /// It leads outside the years 1 to 9999.
    OutOfRange,
}

/// Bytes of a date at most: twice the longest form, "14 September 2025 .. 15 September 2025".
pub(super) const MAX_DATE_BYTES: usize = 80;

/// Reads one date, as the first and the last of the days that it may mean.
pub(super) fn period(text: &str, today: Day) -> Result<Period, Problem> {
    if text.len() > MAX_DATE_BYTES {
        return Err(Problem::NotADate);
    }
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter == ',')
        .filter(|word| !word.is_empty())
        .collect();
    match *words.as_slice() {
        ["today"] => Ok((today, today)),
        ["yesterday"] => one(today.plus(-1)),
        [word] => iso(word).or_else(|| quarter_of_year(word)).ok_or_else(|| in_numbers(word)),
        ["this", unit] => calendar(unit, today, 0),
        ["last" | "previous", unit] => calendar(unit, today, 1),
        ["past", unit] => rolling("1", unit, today),
        ["last" | "past", count, unit] => rolling(count, unit, today),
        [count, unit, "ago"] => back(count, unit, today).and_then(one),
        [name, year] => {
            let month = month(name).zip(self::year(year)).and_then(|(month, year)| Day::month(year, month));
            month.or_else(|| quarter(name, self::year(year)?)).ok_or(Problem::NotADate)
        }
        [first, second, year] => {
            let named = match (month(first), month(second)) {
                (None, Some(month)) => day_of_month(first).map(|day| (month, day)),
                (Some(month), None) => day_of_month(second).map(|day| (month, day)),
                _ => None,
            };
            let ((month, day), year) = named.zip(self::year(year)).ok_or(Problem::NotADate)?;
            Day::from_ymd(year, month, day).map(|day| (day, day)).ok_or(Problem::NoSuchDay)
        }
        _ => Err(Problem::NotADate),
    }
}

/// Reads the beginning of a time: one date, or a length of time, `7d`, `2 weeks`, `1y`, which begins so long ago.
pub(super) fn since(text: &str, today: Day) -> Result<Period, Problem> {
    match period(text, today) {
        Err(Problem::NotADate) => length(&text.to_ascii_lowercase(), today),
        read => read,
    }
}

/// The days of a length of time up to today.
fn length(text: &str, today: Day) -> Result<Period, Problem> {
    /// More digits make a year.
    const MOST_DIGITS: usize = 3;
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (count, unit) = match text.split_once(char::is_whitespace) {
        Some((count, unit)) => (count, unit.trim()),
        None => text.split_at(digits),
    };
    if count.is_empty() || digits > MOST_DIGITS {
        return Err(Problem::NotADate);
    }
    match unit {
        "m" if self::count(count).is_some() => Err(Problem::MonthsOrMinutes),
        "d" => rolling(count, "days", today),
        "w" => rolling(count, "weeks", today),
        "y" => rolling(count, "years", today),
        unit => rolling(count, unit, today),
    }
}

/// What is wrong with a date in numbers.
fn in_numbers(word: &str) -> Problem {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let are_small = |parts: &[&str]| parts.iter().all(|part| small(part).is_some());
    match parts.as_slice() {
        [first @ .., last] if first.len() == 2 && are_small(first) && year(last).is_some() => {
            Problem::DayOrMonth
        }
        [first, rest @ ..]
            if matches!(rest.len(), 1 | 2)
                && !word.contains('.')
                && year(first).is_some()
                && are_small(rest) =>
        {
            Problem::NoSuchDay
        }
        _ => Problem::NotADate,
    }
}

/// Whether a word belongs to the language of dates: it then stands in the message about a date that is none.
pub(super) fn is_date_word(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    matches!(word.as_str(), "last" | "past" | "this" | "previous" | "ago")
        || unit(&word).is_some()
        || month(&word).is_some()
        || word.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Whether a word is a unit of calendar time in any case: `days`, `Month`.
pub(super) fn is_unit(word: &str) -> bool {
    unit(&word.to_ascii_lowercase()).is_some()
}

/// A unit of calendar time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Days(i32),
    Months(i32),
}

const WEEK: Unit = Unit::Days(7);
const QUARTER: Unit = Unit::Months(3);
const YEAR: Unit = Unit::Months(12);

fn unit(word: &str) -> Option<Unit> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "day" => Unit::Days(1),
        "week" => WEEK,
        "month" => Unit::Months(1),
        "quarter" => QUARTER,
        "year" => YEAR,
        _ => return None,
    })
}

/// The calendar unit that today lies in, or one before it: `this week`, `last year`. Weeks begin on Monday.
fn calendar(name: &str, today: Day, before: i32) -> Result<Period, Problem> {
    let unit = unit(name).filter(|_| !name.ends_with('s')).ok_or(Problem::NotADate)?;
    let (year, month, _) = today.ymd();
    match unit {
        WEEK => {
            let monday = today.plus(-weekday(today) - 7 * before);
            Ok((in_range(monday)?, in_range(monday.plus(6))?))
        }
        Unit::Days(_) => one(today.plus(-before)),
        Unit::Months(length) => {
            let first_of_unit = (month_number(year, month) / length - before) * length;
            let (first, _) = numbered_month(first_of_unit)?;
            let (_, last) = numbered_month(first_of_unit + length - 1)?;
            Ok((first, last))
        }
    }
}

/// The days from so many units ago to today: `last 3 months`.
fn rolling(count: &str, unit: &str, today: Day) -> Result<Period, Problem> {
    Ok((back(count, unit, today)?, today))
}

/// The day so many units ago; where that month is shorter, its last day.
fn back(count: &str, name: &str, today: Day) -> Result<Day, Problem> {
    let (count, unit) = self::count(count).zip(unit(name)).ok_or(Problem::NotADate)?;
    match unit {
        Unit::Days(days) => in_range(today.plus(-days * count)),
        Unit::Months(months) => {
            let (year, month, day) = today.ymd();
            let (first, last) = numbered_month(month_number(year, month) - months * count)?;
            let days_in = i32::try_from(day).unwrap_or(1) - 1;
            Ok(first.plus(days_in).min(last))
        }
    }
}

/// Digits of a count at most, which keeps sums of days and months far from overflowing.
const MAX_COUNT_DIGITS: usize = 5;

fn count(word: &str) -> Option<i32> {
    const NAMES: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let named = NAMES.iter().zip(1..).find(|(name, _)| **name == word).map(|(_, number)| number);
    named.or_else(|| digits(word, 1..=MAX_COUNT_DIGITS).filter(|count| *count > 0))
}

/// Months counted from January of the year 0.
fn month_number(year: i32, month: u32) -> i32 {
    year * 12 + i32::try_from(month).unwrap_or(1) - 1
}

fn numbered_month(number: i32) -> Result<Period, Problem> {
    let month = u32::try_from(number.rem_euclid(12) + 1).unwrap_or(1);
    Day::month(number.div_euclid(12), month).ok_or(Problem::OutOfRange)
}

/// Days since Monday.
fn weekday(day: Day) -> i32 {
    (day.0.rem_euclid(7) + 3).rem_euclid(7) // 1970-01-01, day 0, was a Thursday
}

fn one(day: Day) -> Result<Period, Problem> {
    in_range(day).map(|day| (day, day))
}

/// A day, if it lies in the years that dates have.
pub(super) fn in_range(day: Day) -> Result<Day, Problem> {
    let (year, _, _) = day.ymd();
    if (1..=9999).contains(&year) { Ok(day) } else { Err(Problem::OutOfRange) }
}

/// `2025`, `2025-07`, `2025-07-14`, or with `/` between; a month or day may have one digit.
fn iso(word: &str) -> Option<Period> {
    let separator = if word.contains('/') { '/' } else { '-' };
    let mut parts = word.split(separator);
    let year = year(parts.next()?)?;
    let Some(month) = parts.next() else { return Day::year(year) };
    let month = small(month)?;
    let Some(day) = parts.next() else { return Day::month(year, month) };
    let day = Day::from_ymd(year, month, small(day)?)?;
    parts.next().is_none().then_some((day, day))
}

/// `2025-Q3` or `2025Q3`.
fn quarter_of_year(word: &str) -> Option<Period> {
    let (year, name) = word.split_at_checked(4)?;
    quarter(name.strip_prefix('-').unwrap_or(name), self::year(year)?)
}

/// A quarter by its name, `q1` to `q4`.
fn quarter(name: &str, year: i32) -> Option<Period> {
    let last_month = match name {
        "q1" => 3,
        "q2" => 6,
        "q3" => 9,
        "q4" => 12,
        _ => return None,
    };
    Some((Day::month(year, last_month - 2)?.0, Day::month(year, last_month)?.1))
}

/// A month by its English name, or the first three letters of it or more.
fn month(word: &str) -> Option<u32> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let found = ENGLISH_MONTHS.iter().zip(1..).find(|(name, _)| word.len() >= 3 && name.starts_with(word));
    found.map(|(_, number)| number)
}

/// A day of the month, with or without `st`, `nd`, `rd`, `th`.
fn day_of_month(word: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    small(bare.unwrap_or(word))
}

fn year(word: &str) -> Option<i32> {
    digits(word, 4..=4)
}

fn small(word: &str) -> Option<u32> {
    digits(word, 1..=2).and_then(|number| u32::try_from(number).ok())
}

/// A number of so many digits and nothing else.
fn digits(word: &str, length: std::ops::RangeInclusive<usize>) -> Option<i32> {
    let digits = length.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten()
}
