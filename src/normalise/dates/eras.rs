//! Years that are counted from elsewhere: `18/11/2568`, `113-09-26`, `R6.3.29`.
//!
//! In: a year with how its text is read, or the tokens of a short text. Out: the year or day that the rest of the program
//! counts by. Eras that are named by a word are read beside the sign of a year (see [`crate::normalise::dates::east`]).

use std::ops::RangeInclusive;

use crate::document::{Day, Interval};
use crate::normalise::dates::tokens::{Shape, Token};
use crate::normalise::dates::{Reading, solar};

/// Years of the Buddhist era, which Thailand counts by, of 1857 to 2156: no page is of a later year.
const BUDDHIST: RangeInclusive<i32> = 2400..=2699;

/// How many years before it the Buddhist era has begun.
const BEFORE: i32 = 543;

/// The year before the first of the Republic of China, and of its years those of three digits that a page can be of.
pub(super) const REPUBLIC: i32 = 1911;
const OF_REPUBLIC: RangeInclusive<u32> = 100..=199;

/// What stands before years in Thai: the Buddhist era, and ours.
const THAI: [&str; 2] = ["พ.ศ.", "ค.ศ."];

/// The year in our calendar, of one beside these tokens.
pub(super) fn year(text: &str, beside: &[Token], year: i32, reading: &Reading) -> i32 {
    let is_thai = || {
        let is_thai =
            |token: &Token| token.of(text).starts_with(|letter| matches!(letter, '\u{e00}'..='\u{e7f}'));
        reading.speaks("th") || beside.iter().any(is_thai)
    };
    if BUDDHIST.contains(&year) && is_thai() { year - BEFORE } else { year }
}

/// The token at which the name of an era before a year begins; the year itself where none stands there.
pub(super) fn before_name(text: &str, tokens: &[Token], year: usize) -> usize {
    let name = year.checked_sub(4).and_then(|first| tokens.get(first..year));
    let text = name.and_then(|name| text.get(name.first()?.start..name.last()?.end));
    if text.is_some_and(|text| THAI.contains(&text)) { year - 4 } else { year }
}

/// The days of a year that stands alone in a text: in Persian one of the Solar Hijri calendar.
pub(super) fn whole_year(year: i32, reading: &Reading) -> Option<Interval> {
    if reading.is_persian() && solar::YEARS.contains(&year) {
        solar::span(year)
    } else {
        Interval::year(year)
    }
}

/// A day whose year is of an era that the page's language tells: `113-09-26` in Taiwan, `R6.3.29` in Japan.
pub(super) fn day<'a>(tokens: &'a [Token], text: &str, reading: &Reading) -> Option<(Interval, &'a [Token])> {
    /// The letters of eras, and the year before the first of each.
    const LETTERS: [(&str, i32); 3] = [("R", 2018), ("H", 1988), ("S", 1925)];
    let (tokens, zero) = match tokens {
        [letter, rest @ ..] if letter.shape == Shape::Word && reading.speaks("ja") => {
            let (_, zero) = LETTERS.iter().find(|(name, _)| *name == letter.of(text))?;
            (rest, *zero)
        }
        _ => (tokens, REPUBLIC),
    };
    let [year, mark, month, again, day, rest @ ..] = tokens else { return None };
    let is_marked =
        mark.mark().is_some_and(|mark| matches!(mark, '.' | '/' | '-')) && again.mark() == mark.mark();
    let year = match year.shape {
        Shape::Number { value, digits: 1 | 2 } if zero != REPUBLIC && !year.spaced => value,
        Shape::Number { value, digits: 3 }
            if zero == REPUBLIC && reading.is_of_taiwan() && OF_REPUBLIC.contains(&value) =>
        {
            value
        }
        _ => return None,
    };
    let is_glued = [mark, month, again, day].iter().all(|token| !token.spaced);
    let day = Day::from_ymd(zero + i32::try_from(year).ok()?, month.small()?, day.small()?)?;
    (is_marked && is_glued).then(|| (Interval::day(day), rest))
}

#[cfg(test)]
mod tests {
    use crate::normalise::dates::{Reading, scan, whole};

    fn read(text: &str, language: &str) -> Option<String> {
        let reading = Reading { language: Some(language.to_owned()), ..Reading::default() };
        let found = scan(text, &reading).first().map(|date| date.interval).or_else(|| whole(text, &reading));
        found.map(|interval| interval.to_string())
    }

    #[test]
    fn years_of_other_eras_are_those_of_ours() {
        for (language, text, wanted) in [
            ("th", "18/11/2568", "2025-11-18"),
            ("th", "9 กันยายน 2567", "2024-09-09"),
            ("th", "9 ก.ย. 2567", "2024-09-09"),
            ("th", "9 มี.ค. พ.ศ. 2567", "2024-03-09"),
            ("en", "9 กันยายน พ.ศ. 2567", "2024-09-09"),
            ("th", "พ.ศ. 2568", "2025"),
            ("zh-TW", "113-09-26", "2024-09-26"),
            ("zh-TW", "發布日期：112/12/05", "2023-12-05"),
            ("zh-TW", "113年9月26日", "2024-09-26"),
            ("zh", "民國113年9月26日", "2024-09-26"),
            ("zh", "中華民國113年9月", "2024-09"),
            ("ja", "R6.3.29", "2024-03-29"),
            ("ja", "H30.04.01", "2018-04-01"),
            ("ja", "令和7年", "2025"),
            ("ja", "令和元年度", "2019"),
            ("ja", "令和元年5月3日", "2019-05-03"),
            ("ja", "令和8（2026）年3月5日", "2026-03-05"),
            ("ja", "2026(令和8)年3月5日", "2026-03-05"),
            ("zh", "二○二六年三月五日", "2026-03-05"),
            ("zh", "○二〇二六年三月五日", "2026-03-05"),
            ("fa", "15 مهر 1403", "2024-10-06"),
            ("fa", "1404", "2025/2026"),
        ] {
            assert_eq!(read(text, language).as_deref(), Some(wanted), "{text}");
        }
        for (language, text) in [
            ("en", "113-09-26"),
            ("zh-CN", "113-09-26"),
            ("en", "R6.3.29"),
            ("zh", "113年9月26日"),
            ("ja", "令和7"),
            ("ja", "定員8（20）年3月5日"),
        ] {
            assert_eq!(read(text, language), None, "{text}");
        }
    }
}
