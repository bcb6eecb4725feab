//! A date is a claim: an interval of days with its precision, its source, how far to trust it, and
//! the text it was read from.
//!
//! In: what a stage found. Out: values that compare, contain and print. Knows no page.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::Day;

/// How much of a date its source gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Precision {
    /// A calendar day.
    Day,
    /// A calendar month.
    Month,
    /// Several days that are neither a month nor a year: a season, a quarter, a span.
    Range,
    /// A calendar year.
    Year,
}

impl Precision {
    /// The word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Range => "range",
            Precision::Year => "year",
        }
    }

    /// The one that a word names.
    pub fn named(word: &str) -> Option<Precision> {
        let all = [Precision::Day, Precision::Month, Precision::Range, Precision::Year];
        all.into_iter().find(|precision| precision.as_str() == word)
    }
}

/// Where a date was read, best evidence first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DateSource {
    /// A person corrected it.
    Correction,
    /// A field of a record (JSON Lines).
    Record,
    /// The YAML front matter of a Markdown file.
    FrontMatter,
    /// `datePublished` and alike in a JSON-LD script.
    JsonLd,
    /// An HTML `meta` element: Open Graph, `citation_*`, Dublin Core and alike.
    Meta,
    /// Data embedded for a page's scripts (`__NEXT_DATA__` and alike).
    EmbeddedData,
    /// A `time` element.
    TimeElement,
    /// The row, card or item of a listing.
    ListingRow,
    /// The heading of a group in a listing, which dates what follows it.
    GroupHeading,
    /// Text beside the title or the byline.
    NearTitle,
    /// Text elsewhere on the page.
    Text,
    /// The path of the page's URL.
    UrlPath,
    /// What the capturing program wrote above the page.
    CaptureHeader,
}

impl DateSource {
    const ALL: [DateSource; 13] = [
        DateSource::Correction,
        DateSource::Record,
        DateSource::FrontMatter,
        DateSource::JsonLd,
        DateSource::Meta,
        DateSource::EmbeddedData,
        DateSource::TimeElement,
        DateSource::ListingRow,
        DateSource::GroupHeading,
        DateSource::NearTitle,
        DateSource::Text,
        DateSource::UrlPath,
        DateSource::CaptureHeader,
    ];

    /// The one that a word names.
    pub fn named(word: &str) -> Option<DateSource> {
        DateSource::ALL.into_iter().find(|source| source.as_str() == word)
    }

    /// The word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            DateSource::Correction => "correction",
            DateSource::Record => "record",
            DateSource::FrontMatter => "front-matter",
            DateSource::JsonLd => "json-ld",
            DateSource::Meta => "meta",
            DateSource::EmbeddedData => "embedded-data",
            DateSource::TimeElement => "time-element",
            DateSource::ListingRow => "listing-row",
            DateSource::GroupHeading => "group-heading",
            DateSource::NearTitle => "near-title",
            DateSource::Text => "text",
            DateSource::UrlPath => "url-path",
            DateSource::CaptureHeader => "capture-header",
        }
    }
}

/// A claimed date: the days from `earliest` to `latest`, both included, one of which is meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateClaim {
    /// The first day it can be.
    pub earliest: Day,
    /// The last day it can be; never before `earliest`.
    pub latest: Day,
    /// How much of it was given.
    pub precision: Precision,
    /// Where it was read.
    pub source: DateSource,
    /// How likely it is right, 0 to 1.
    pub confidence: f32,
    /// The text it was read from, as found, at most [`DateClaim::MAX_EVIDENCE`] characters.
    pub evidence: String,
}

impl DateClaim {
    /// Characters of evidence that are kept.
    pub const MAX_EVIDENCE: usize = 120;

    /// Below this confidence a claim is more likely wrong than right.
    pub const DOUBTFUL: f32 = 0.5;

    /// Whether it is more likely wrong than right.
    pub fn is_doubtful(&self) -> bool {
        self.confidence < DateClaim::DOUBTFUL
    }

    /// A claim over an interval; the ends are put in order, the evidence cut, the confidence kept within 0 to 1.
    pub fn new(interval: Interval, source: DateSource, confidence: f32, evidence: &str) -> DateClaim {
        DateClaim {
            earliest: interval.earliest.min(interval.latest),
            latest: interval.latest.max(interval.earliest),
            precision: interval.precision,
            source,
            confidence: confidence.clamp(0.0, 1.0),
            evidence: evidence.trim().chars().take(DateClaim::MAX_EVIDENCE).collect(),
        }
    }

    /// The interval alone.
    pub fn interval(&self) -> Interval {
        Interval { earliest: self.earliest, latest: self.latest, precision: self.precision }
    }
}

impl fmt::Display for DateClaim {
    /// Prints the date no finer than it is known: `2025-10-29`, `2025-10`, `2025`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.interval().fmt(f)
    }
}

/// Days from `earliest` to `latest`, both included, and what they were written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// The first day.
    pub earliest: Day,
    /// The last day.
    pub latest: Day,
    /// How it was written.
    pub precision: Precision,
}

impl Interval {
    /// One day.
    pub fn day(day: Day) -> Interval {
        Interval { earliest: day, latest: day, precision: Precision::Day }
    }

    /// One month (1 to 12); none when there is no such month.
    pub fn month(year: i32, month: u32) -> Option<Interval> {
        let (earliest, latest) = Day::month(year, month)?;
        Some(Interval { earliest, latest, precision: Precision::Month })
    }

    /// One year; none outside 1 to 9999.
    pub fn year(year: i32) -> Option<Interval> {
        let (earliest, latest) = Day::year(year)?;
        Some(Interval { earliest, latest, precision: Precision::Year })
    }

    /// Whether every day of `other` lies in this interval.
    pub fn contains(&self, other: &Interval) -> bool {
        self.earliest <= other.earliest && other.latest <= self.latest
    }

    /// Whether the two have a day in common.
    pub fn overlaps(&self, other: &Interval) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.earliest.ymd();
        match self.precision {
            Precision::Day => self.earliest.fmt(f),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Year => write!(f, "{year:04}"),
            Precision::Range => {
                let (last_year, last_month, _) = self.latest.ymd();
                match (year == last_year, month == last_month) {
                    (true, true) => write!(f, "{year:04}-{month:02}"),
                    (true, false) => write!(f, "{year:04}"),
                    (false, _) => write!(f, "{year:04}/{last_year:04}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_not_its_first_day() {
        let month = Interval::month(2025, 10).unwrap();
        assert_eq!(month.to_string(), "2025-10");
        assert!(month.contains(&Interval::day(Day::from_ymd(2025, 10, 29).unwrap())));
        assert!(!month.contains(&Interval::day(Day::from_ymd(2025, 11, 1).unwrap())));
        assert!(Interval::year(2025).unwrap().contains(&month));
    }

    #[test]
    fn evidence_is_cut_by_characters() {
        let claim = DateClaim::new(Interval::year(2025).unwrap(), DateSource::Text, 2.0, &"é".repeat(500));
        assert_eq!(claim.evidence.chars().count(), DateClaim::MAX_EVIDENCE);
        assert!((claim.confidence - 1.0).abs() < f32::EPSILON);
    }
}
