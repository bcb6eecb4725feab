//! Dates in Chinese and Japanese numerals, and in Japanese eras.
//!
//! In: the place of a year sign (`年`). Out: the date around it. Ordinary digits are read by the scanner of
//! running text; here are numerals (`二〇二四年五月三日`) and eras (`令和6年`, `民國113年`).

use crate::document::{Day, Interval};
use crate::normalise::dates::eras::REPUBLIC;
use crate::normalise::dates::{Found, Reading, YEARS};

/// Eras that a page may use, Japanese ones and that of the Republic of China, and the Gregorian year before their first.
const ERAS: [(&str, i32); 8] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("中華民國", REPUBLIC),
    ("中华民国", REPUBLIC),
    ("民國", REPUBLIC),
    ("民国", REPUBLIC),
];

/// The date around the year sign at `sign..after`, within the bytes `from..to`.
pub(super) fn written(
    text: &str,
    (from, to): (usize, usize),
    sign: usize,
    after: usize,
    reading: &Reading,
) -> Option<Found> {
    // `令和8（2026）年` tells the year twice: the first will do.
    let sign = before_twin(text.get(from..sign)?).map_or(sign, |length| from + length);
    let before = text.get(from..sign)?;
    let numeral_length: usize =
        before.chars().rev().take_while(|it| numeral(*it).is_some()).map(char::len_utf8).sum();
    let mut start = sign - numeral_length;
    // A ring before a year of four numerals is a bullet.
    let bullet = text.get(start..sign)?.strip_prefix(['○', '◯']).filter(|rest| rest.chars().count() == 4);
    start = bullet.map_or(start, |rest| sign - rest.len());
    // The first year of an era has a sign of its own.
    if start == sign && before.ends_with('元') {
        start -= '元'.len_utf8();
    }
    let digits = text.get(start..sign)?;
    let era = text.get(from..start)?;
    let year = if let Some((name, zero)) = ERAS.iter().find(|(name, _)| era.ends_with(name)) {
        start -= name.len();
        zero + of_era(digits)?
    } else if digits.len() == 3 && reading.is_of_taiwan() && !era.ends_with(char::is_alphanumeric) {
        REPUBLIC + of_era(digits)?
    } else {
        // Numerals of a year are said one by one.
        let values: Vec<u32> = digits.chars().filter_map(numeral).collect();
        let [a, b, c, d] = values.as_slice() else { return None };
        if [a, b, c, d].iter().any(|value| **value > 9) {
            return None;
        }
        i32::try_from(a * 1000 + b * 100 + c * 10 + d).ok()?
    };
    if !YEARS.contains(&year) {
        return None;
    }
    let (month, end) = part(text, after, to, &['月', '월'])?;
    if let Some((day, end)) = part(text, end, to, &['日', '일', '号', '號'])
        && let Some(day) = Day::from_ymd(year, month, day)
    {
        return Some(Found { start, end, interval: Interval::day(day) });
    }
    Some(Found { start, end, interval: Interval::month(year, month)? })
}

/// Bytes up to the brackets that a text ends with, where they hold a year again, by another count: `2026（令和8）`.
fn before_twin(before: &str) -> Option<usize> {
    let (own, twin) = before.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_of_era = |text: &str| {
        ERAS.iter().any(|(name, _)| text.strip_prefix(name).is_some_and(|year| of_era(year.trim()).is_some()))
    };
    (is_year(twin) || is_of_era(twin.trim())).then(|| own.trim_end().len())
}

/// The year that a whole text is by its era: `令和7年`, `民國113年度`.
pub(super) fn year(text: &str) -> Option<Interval> {
    let before = text.strip_suffix('度').unwrap_or(text).strip_suffix('年')?;
    let (name, zero) = ERAS.iter().find(|(name, _)| before.starts_with(name))?;
    Interval::year(zero + of_era(before.get(name.len()..)?.trim_start())?)
}

/// The number of a year of an era: of two digits, of three plain ones, or its first.
fn of_era(digits: &str) -> Option<i32> {
    let of_three = || (digits.len() == 3).then(|| digits.parse().ok())?;
    small(digits)
        .or_else(of_three)
        .or((digits == "元").then_some(1))
        .and_then(|year| i32::try_from(year).ok())
}

/// A numeral up to one of the signs: its value, and where the text goes on.
fn part(text: &str, from: usize, to: usize, signs: &[char]) -> Option<(u32, usize)> {
    let rest = text.get(from..to)?;
    let skipped = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let length: usize = rest.chars().take_while(|it| numeral(*it).is_some()).map(char::len_utf8).sum();
    let value = small(rest.get(..length)?)?;
    let sign = rest.get(length..)?.chars().next().filter(|sign| signs.contains(sign))?;
    Some((value, from + skipped + length + sign.len_utf8()))
}

/// A number below a hundred: `5`, `12`, `十二`, `三十一`.
fn small(digits: &str) -> Option<u32> {
    let values: Vec<u32> = digits.chars().filter_map(numeral).collect();
    match *values.as_slice() {
        [it] => Some(it),
        [10, it @ 0..=9] => Some(10 + it),
        [tens @ 0..=9, 10] => Some(tens * 10),
        [tens @ 0..=9, 10, it @ 0..=9] | [tens @ 0..=9, it @ 0..=9] => Some(tens * 10 + it),
        _ => None,
    }
}

fn numeral(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => letter.to_digit(10),
        '〇' | '零' | '○' | '◯' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        '十' => Some(10),
        _ => None,
    }
}
