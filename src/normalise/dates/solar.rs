//! Days of the Solar Hijri calendar, which pages in Persian count by.
//!
//! In: a year, a month and a day of it. Out: the day in the calendar that the rest of the program counts by. Of leap years those
//! of the cycle of 33 years are right from 1304 to 1498 (K. M. Borkowski, The Persian Calendar for 3000 Years, 1996).

use std::ops::RangeInclusive;

use crate::document::{Day, Interval, Precision};

/// Years for which the cycle is right, 1925 to 2120.
pub(super) const YEARS: RangeInclusive<i32> = 1304..=1498;

/// The day; none where there is none.
pub(super) fn day(year: i32, month: u32, day: u32) -> Option<Day> {
    let months = i32::try_from(month).ok().filter(|month| (1..=12).contains(month))? - 1;
    let days = i32::try_from(day).ok()? - 1;
    let length = match month {
        ..=6 => 31,
        7..=11 => 30,
        _ => 29 + first_of(year + 1) - first_of(year) - 365,
    };
    // Six months of 31 days, then of 30.
    let before = 31 * months.min(6) + 30 * (months - 6).max(0);
    let is_day = YEARS.contains(&year) && (0..length).contains(&days);
    // The first of Farvardin 1304.
    let epoch = Day::from_ymd(1925, 3, 21)?;
    is_day.then(|| epoch.plus(first_of(year) - first_of(1304) + before + days))
}

/// All days of a year.
pub(super) fn span(year: i32) -> Option<Interval> {
    let (earliest, next) = (day(year, 1, 1)?, day(year + 1, 1, 1)?);
    Some(Interval { earliest, latest: next.plus(-1), precision: Precision::Range })
}

/// How many days are before the first of a year, from a day on that does not matter.
fn first_of(year: i32) -> i32 {
    365 * year + (8 * year + 21).div_euclid(33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_other_calendar() {
        for ((year, month, of_month), written) in [
            ((1304, 1, 11), (1925, 3, 31)),
            ((1357, 11, 22), (1979, 2, 11)),
            ((1394, 1, 1), (2015, 3, 21)),
            ((1394, 9, 13), (2015, 12, 4)),
            ((1399, 12, 30), (2021, 3, 20)),
            ((1403, 12, 30), (2025, 3, 20)),
            ((1404, 1, 1), (2025, 3, 21)),
            ((1404, 7, 30), (2025, 10, 22)),
        ] {
            assert_eq!(day(year, month, of_month).map(Day::ymd), Some(written), "{year}-{month}-{of_month}");
        }
        for (year, month, of_month) in [
            (1402, 12, 30),
            (1403, 12, 31),
            (1404, 7, 31),
            (1404, 13, 1),
            (1404, 0, 1),
            (1404, 1, 0),
            (1499, 1, 1),
        ] {
            assert_eq!(day(year, month, of_month), None, "{year}-{month}-{of_month}");
        }
    }
}
