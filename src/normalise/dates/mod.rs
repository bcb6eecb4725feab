//! Reads dates: in running text, in machine-written fields, and counted back from a capture.
//!
//! In: a text and how ambiguous dates are to be read ([`Reading`]). Out: intervals of days, no finer than
//! they were written. Knows no page and no clock: what a date belongs to is decided where it was found.

mod digits;
mod east;
mod eras;
mod machine;
mod midnight;
mod month;
mod neighbours;
mod numeric;
mod others;
mod parts;
mod path;
mod relative;
mod scan;
mod solar;
mod tokens;
mod whole;
mod words;

pub(crate) use digits::has_digit;
pub(crate) use machine::{is_no_day, machine, noted};
pub(crate) use month::month_number;
pub(crate) use numeric::{in_year, order_shown};
pub(crate) use others::{
    BUILD, EVENT, EXPIRY, MEETING, RECEIPT, REGISTRATION, VISIT, of_another, of_another_beside,
};
pub(crate) use path::in_path;
pub(crate) use relative::{counts_back, relative};
pub(crate) use scan::scan;
pub(crate) use tokens::is_eastern;
pub(crate) use whole::{puts_year_first, whole};
pub(crate) use words::{Label, is_month, is_of_time, is_weekday, label, weekday};

use crate::document::{Interval, Moment};
use crate::normalise::language;

/// How ambiguous dates are to be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// Language of the text as ISO 639-1 (`en`); a region (`en-GB`) is understood too.
    pub(crate) language: Option<String>,
    /// Whether `3/4/2025` is the third of April, where other dates or the URL tell. None goes by the language:
    /// English without a region that says otherwise puts the month first, everything else the day.
    pub(crate) day_first: Option<bool>,
    /// When the text was captured: what relative dates count back from.
    pub(crate) captured: Option<Moment>,
}

impl Reading {
    /// Whether the text counts years as Iran does.
    fn is_persian(&self) -> bool {
        self.speaks("fa") || self.speaks("ps")
    }

    /// Whether the text is in the language of this code.
    fn speaks(&self, code: &str) -> bool {
        self.language.as_deref().and_then(language::code).as_deref() == Some(code)
    }

    /// Whether the text may count years as Taiwan does: its region, or its letters.
    fn is_of_taiwan(&self) -> bool {
        let language = self.language.as_deref().unwrap_or_default().to_ascii_lowercase().replace('_', "-");
        ["zh-tw", "zh-hant"].iter().any(|taiwan| language.starts_with(taiwan))
    }

    /// Whether the first of two small numbers is the day.
    fn reads_day_first(&self) -> bool {
        self.day_first.unwrap_or_else(|| {
            let Some(language) = self.language.as_deref() else { return true };
            let language = language.trim().to_ascii_lowercase();
            // Only the United States, and what follows their habits, puts the month first.
            !(language == "en"
                || ["en-us", "en_us", "en-ph", "en_ph"].iter().any(|it| language.starts_with(it)))
        })
    }
}

/// One date found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
    /// The days it can mean.
    pub(crate) interval: Interval,
}

/// The first year that a page can have been published in.
pub(crate) const FIRST_YEAR: i32 = 1990; // the first web page is of that year

/// Years that a date in a text can have.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=2999; // the interface's bounds: before and after, four digits are no year
