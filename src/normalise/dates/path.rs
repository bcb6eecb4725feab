//! Reads the date in the path of a web address.
//!
//! In: an address. Out: the day or month that its path names. Knows no page.

use std::ops::Range;

use crate::document::{Day, Interval};
use crate::normalise::dates::FIRST_YEAR;

/// Parts of sites whose pages have versions, which may be called as months. A judgement.
const VERSIONED: [&str; 6] = ["docs", "api", "reference", "developers", "versions", "schemas"];

/// Years that the path of an address can name; others are numbers of something.
const YEARS_IN_PATHS: Range<i32> = FIRST_YEAR..2100;

/// The date in the path of an address: `/2020/10/29/`, `/2020/10/`, `/2020-10/`, `/2020-10-29-title`, `/20201029/`.
pub(crate) fn in_path(address: &str) -> Option<Interval> {
    let path = address.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').collect();
    let number = |part: &str, lengths: &[usize]| {
        (lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let year = |part: &str| {
        number(part, &[4])
            .and_then(|year| i32::try_from(year).ok())
            .filter(|year| YEARS_IN_PATHS.contains(year))
    };
    let is_versioned = parts.iter().any(|part| VERSIONED.contains(part));
    let mut month_only = None;
    for (at, part) in parts.iter().enumerate() {
        if let Some(year) = year(part)
            && let Some(month) = parts.get(at + 1).and_then(|part| month_number(part))
        {
            if let Some(day) = parts
                .get(at + 2)
                .and_then(|part| {
                    number(part, &[1, 2]).or_else(|| number(part.split(['-', '_', '.']).next()?, &[2]))
                })
                .and_then(|day| Day::from_ymd(year, month, day))
            {
                return Some(Interval::day(day));
            }
            month_only = month_only.or(Interval::month(year, month));
        }
        if let Some(day) = in_part(part) {
            return Some(Interval::day(day));
        }
        if let Some((before, after)) = part.split_once('-') {
            let month = || {
                let (year, month) = (year(before)?, number(after, &[2])?);
                // `2011-12` is a season, and one of `/docs/2024-01/` a version.
                let is_season = u32::try_from(year + 1).is_ok_and(|next| next % 100 == month);
                if is_season || is_versioned { None } else { Interval::month(year, month) }
            };
            month_only = month_only.or_else(month);
        }
    }
    month_only
}

fn month_number(part: &str) -> Option<u32> {
    if matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit()) {
        return part.parse().ok().filter(|month| (1..=12).contains(month));
    }
    // `/2020/oct/29/`
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let part = part.to_ascii_lowercase();
    (part.len() == 3)
        .then(|| names.iter().zip(1..).find(|(name, _)| **name == part).map(|(_, month)| month))
        .flatten()
}

/// `2020-10-29-title`, `title-2020-10-29`, `20201029`, `20201029-title`.
fn in_part(part: &str) -> Option<Day> {
    let groups: Vec<&str> = part.split(['-', '_', '.']).collect();
    let all_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let day = |year: &str, month: &str, day: &str| {
        let year = year.parse::<i32>().ok().filter(|year| YEARS_IN_PATHS.contains(year))?;
        Day::from_ymd(year, month.parse().ok()?, day.parse().ok()?)
    };
    for window in groups.windows(3) {
        if let [y, m, d] = window
            && y.len() == 4
            && m.len() == 2
            && d.len() == 2
            && let Some(day) = day(y, m, d)
        {
            return Some(day);
        }
    }
    groups
        .iter()
        .filter(|group| group.len() == 8 && all_digits(group))
        .find_map(|group| day(group.get(..4)?, group.get(4..6)?, group.get(6..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_in_a_path_is_read_where_it_stands_as_one() {
        for (address, wanted) in [
            ("https://example.org/2020/10/29/a-title", Some("2020-10-29")),
            ("https://example.org/2020/oct/9/a-title", Some("2020-10-09")),
            ("/blog/2020-10-29-a-title.html", Some("2020-10-29")),
            ("/news/20201029/a-title", Some("2020-10-29")),
            ("/2020/10/a-title", Some("2020-10")),
            ("/news/2020-10/a-title", Some("2020-10")),
            ("/news/2020-13/a-title", None),
            ("/fixtures/2011-12/first-team", None),
            ("/docs/api/2024-01/resources", None),
            ("/news/2020-10-title", None),
            ("/2020/a-title", None),
            ("/item/1080/11/12", None),
            ("/search?from=/2020/10/29/", None),
        ] {
            assert_eq!(in_path(address).map(|it| it.to_string()).as_deref(), wanted, "{address}");
        }
    }
}
