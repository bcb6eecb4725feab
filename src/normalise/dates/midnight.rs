//! Tells a day that a program wrote as a time in UTC: `2022-11-06T23:00:00.000Z` is the 7th where clocks show an hour more.
//!
//! In: a day and a time of it in UTC, and the language of the page. Out: the day that began then where the language is
//! spoken. Whoever gives a day alone has it kept as its midnight; a post of that very minute is the exception.

use crate::document::Day;

/// Where a language is spoken: its folded codes, and the hours of UTC at which a day begins in winter and in summer (tz
/// database). Languages that are spoken from one end of the world to the other are left out.
struct Zone(&'static [&'static str], [u32; 2]);

const ZONES: [Zone; 6] = [
    Zone(
        &[
            "de", "fr-fr", "fr-be", "fr-ch", "it", "es-es", "pl", "nl", "da", "sv", "no", "nb", "nn", "cs",
            "sk", "hu", "sl", "hr",
        ],
        [23, 22],
    ),
    Zone(&["fi", "el", "ro", "bg", "uk", "et", "lv", "lt"], [22, 21]),
    Zone(&["ru", "tr"], [21, 21]),
    Zone(&["zh"], [16, 16]),
    Zone(&["ja", "ko"], [15, 15]),
    // In winter the day of London is that of UTC.
    Zone(&["en-gb", "en-ie"], [24, 23]),
];

/// The day that begins at an hour of a day in UTC, where the language is spoken; none when none does.
pub(super) fn begins(day: Day, hour: u32, language: &str) -> Option<Day> {
    let language = language.trim().to_ascii_lowercase().replace('_', "-");
    let own = language.split('-').next().unwrap_or_default();
    // Of a language with regions of its own only these; any region of the others.
    let is_spoken = |zone: &&Zone| {
        let by_region = zone.0.iter().any(|code| code.starts_with(own) && code.contains('-'));
        zone.0.contains(&if by_region { &*language } else { own })
    };
    let Zone(_, [winter, summer]) = ZONES.iter().find(is_spoken)?;
    let (_, month, _) = day.ymd();
    // Clocks change on the last Sundays of March and October.
    let is_midnight = match month {
        4..=9 => hour == *summer,
        3 | 10 => hour == *winter || hour == *summer,
        _ => hour == *winter,
    };
    is_midnight.then(|| day.plus(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_where_the_language_is_spoken() {
        for (language, month, hour, is_midnight) in [
            ("de", 11, 23, true),
            ("de-AT", 7, 22, true),
            ("de", 7, 23, false),
            ("de", 10, 22, true),
            ("ja", 7, 15, true),
            ("zh_TW", 1, 16, true),
            ("fr-FR", 1, 23, true),
            ("fr", 1, 23, false),
            ("es", 1, 23, false),
            ("fr-CA", 1, 23, false),
            ("es-MX", 1, 23, false),
            ("en", 7, 23, false),
            ("en-GB", 7, 23, true),
            ("en-GB", 1, 23, false),
            ("pt", 1, 23, false),
            ("", 1, 23, false),
        ] {
            let day = Day::from_ymd(2022, month, 30).unwrap();
            assert_eq!(
                begins(day, hour, language),
                is_midnight.then(|| day.plus(1)),
                "{language} {month} {hour}"
            );
        }
    }
}
