//! Calendar days and moments: the two kinds of time the program knows.
//!
//! In: years, months, days, seconds, ISO 8601 text. Out: [`Day`] and [`Moment`], which compare and
//! print. Never reads a clock: whoever needs "now" is given it.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// A calendar day, proleptic Gregorian, counted in days since 1970-01-01 (which is 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day of a year (1 to 9999), month (1 to 12) and day of the month; none when there is no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Day::from)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = NaiveDate::from(self);
        (date.year(), date.month(), date.day())
    }

    /// The first and the last day of a month; none when there is no such month.
    pub fn month(year: i32, month: u32) -> Option<(Day, Day)> {
        let first = Day::from_ymd(year, month, 1)?;
        let next =
            if month == 12 { Day::from_ymd(year + 1, 1, 1) } else { Day::from_ymd(year, month + 1, 1) };
        Some((first, next.map_or_else(|| Day(first.0 + 30), |next| Day(next.0 - 1))))
    }

    /// The first and the last day of a year; none outside 1 to 9999.
    pub fn year(year: i32) -> Option<(Day, Day)> {
        Some((Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?))
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce() - UNIX_EPOCH_FROM_CE)
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(day.0.saturating_add(UNIX_EPOCH_FROM_CE)).unwrap_or_default()
    }
}

/// The months in English, in small letters, in their order.
pub(crate) const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// 1970-01-01 counted in days of the Common Era, 0001-01-01 being day 1.
const UNIX_EPOCH_FROM_CE: i32 = 719_163;

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// How much of a [`Moment`] was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fineness {
    /// Only a year.
    Year,
    /// A year and a month.
    Month,
    /// A calendar day.
    Day,
    /// A time of day, to the second.
    Second,
}

/// A point in time, such as when a capture was made: UTC seconds since 1970 and how fine it was given.
///
/// A time without a zone is taken as UTC. Moments order by their first second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z of the first second that the text allows.
    pub seconds: i64,
    /// What part of it was given.
    pub fineness: Fineness,
}

impl Moment {
    /// Reads ISO 8601 / RFC 3339 / W3CDTF text at any precision from a year to a fraction of a second
    /// (`2016`, `2016-01`, `2016-01-05`, `2016-01-05T10:00:00Z`, `2016-01-05 10:00:00 +02:00`).
    /// Anything else, and any year outside 1 to 9999, gives none.
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        let at = |seconds, fineness| Some(Moment { seconds, fineness });
        let digits =
            |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i32>().ok()).flatten();
        match text.len() {
            4 => return at(Day::year(digits(text)?)?.0.first_second(), Fineness::Year),
            7 if text.as_bytes()[4] == b'-' => {
                let month = u32::try_from(digits(text.get(5..7)?)?).ok()?;
                return at(Day::month(digits(text.get(..4)?)?, month)?.0.first_second(), Fineness::Month);
            }
            _ => {}
        }
        if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return in_range(date.year())
                .then(|| at(Day::from(date).first_second(), Fineness::Day))
                .flatten();
        }
        let zoned = DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%#z"))
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %#z"))
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
            .or_else(|_| DateTime::parse_from_rfc2822(text));
        if let Ok(zoned) = zoned {
            return in_range(zoned.year()).then(|| at(zoned.timestamp(), Fineness::Second)).flatten();
        }
        for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"] {
            if let Ok(time) = NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), format) {
                return in_range(time.year())
                    .then(|| at(time.and_utc().timestamp(), Fineness::Second))
                    .flatten();
            }
        }
        None
    }

    /// The moment of a Unix time in seconds; none outside the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Option<Moment> {
        let year = DateTime::from_timestamp(seconds, 0)?.year();
        in_range(year).then_some(Moment { seconds, fineness: Fineness::Second })
    }

    /// Whether something on the web can have been captured then, as far as its year tells.
    pub fn may_be_of_capture(self) -> bool {
        /// The first website went up in 1990; no program of today wrote a date after this century.
        const YEARS: std::ops::Range<i32> = 1990..2100;
        YEARS.contains(&self.day().ymd().0)
    }

    /// The UTC day that it falls on (the first of them, when it is coarser than a day).
    pub fn day(self) -> Day {
        Day::of_seconds(self.seconds)
    }

    /// The last UTC second that it may mean: what is known only to the month was surely past only at its end.
    pub fn last_second(self) -> i64 {
        let (year, month, _) = self.day().ymd();
        let last = match self.fineness {
            Fineness::Second => return self.seconds,
            Fineness::Day => Some(self.day()),
            Fineness::Month => Day::month(year, month).map(|(_, last)| last),
            Fineness::Year => Day::year(year).map(|(_, last)| last),
        };
        last.map_or(self.seconds, |last| last.plus(1).first_second() - 1)
    }

    /// The last day that it may mean.
    pub fn last_day(self) -> Day {
        Day::of_seconds(self.last_second())
    }

    /// The moment `seconds` earlier, equally fine.
    pub fn minus(self, seconds: i64) -> Option<Moment> {
        let then = DateTime::from_timestamp(self.seconds, 0)?
            .checked_sub_signed(TimeDelta::try_seconds(seconds)?)?;
        in_range(then.year()).then_some(Moment { seconds: then.timestamp(), ..self })
    }
}

impl Day {
    /// The UTC day of a Unix time in seconds.
    pub fn of_seconds(seconds: i64) -> Day {
        Day(i32::try_from(seconds.div_euclid(86_400)).unwrap_or(0))
    }

    /// Seconds since 1970-01-01T00:00:00Z at the start of the day.
    pub fn first_second(self) -> i64 {
        i64::from(self.0) * 86_400
    }
}

fn in_range(year: i32) -> bool {
    (1..=9999).contains(&year)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(time) = DateTime::from_timestamp(self.seconds, 0) else { return Ok(()) };
        let form = match self.fineness {
            Fineness::Year => "%Y",
            Fineness::Month => "%Y-%m",
            Fineness::Day => "%Y-%m-%d",
            Fineness::Second => "%Y-%m-%dT%H:%M:%SZ",
        };
        write!(f, "{}", time.format(form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_print_as_iso_dates_and_come_back() {
        for (year, month, day) in [(1970, 1, 1), (2024, 2, 29), (1, 1, 1), (9999, 12, 31), (1658, 3, 9)] {
            let it = Day::from_ymd(year, month, day).unwrap();
            assert_eq!(it.ymd(), (year, month, day));
            assert_eq!(it.to_string(), format!("{year:04}-{month:02}-{day:02}"));
        }
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(2023, 2, 29), None);
        assert_eq!(Day::from_ymd(10_000, 1, 1), None);
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let (first, last) = Day::month(2024, 2).unwrap();
        assert_eq!((first.to_string(), last.to_string()), ("2024-02-01".into(), "2024-02-29".into()));
        assert_eq!(Day::month(2025, 12).unwrap().1.to_string(), "2025-12-31");
        assert_eq!(Day::month(2025, 13), None);
    }

    #[test]
    fn moments_keep_how_fine_they_were_given() {
        for (text, shown) in [
            ("2016", "2016"),
            ("2016-01", "2016-01"),
            ("2016-01-05", "2016-01-05"),
            ("2016-01-05T10:00:00Z", "2016-01-05T10:00:00Z"),
            ("2016-01-05T10:00:00.123456789Z", "2016-01-05T10:00:00Z"),
            ("2016-01-05T10:00:00+02:00", "2016-01-05T08:00:00Z"),
            ("2016-01-05T10:00:00+0200", "2016-01-05T08:00:00Z"),
            ("2016-01-05 10:00:00 +02:00", "2016-01-05T08:00:00Z"),
            ("2016-01-05T10:00", "2016-01-05T10:00:00Z"),
            ("Tue, 05 Jan 2016 10:00:00 GMT", "2016-01-05T10:00:00Z"),
        ] {
            assert_eq!(
                Moment::parse(text).map(|moment| moment.to_string()),
                Some(shown.to_owned()),
                "{text}"
            );
        }
        for text in ["", "yesterday", "20160", "2016-13", "2016-02-30", "99999-01-01", "2016-0x"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
