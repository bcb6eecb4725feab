//! Counts the values of fields over the documents that match.
//!
//! In: columns and matching documents. Out: [`FacetCounts`]. Exact: every matching document is counted, a value once a
//! document, and those without one under none.

use std::collections::HashMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::document::Day;
use crate::index::schema::{FROM, SHOWN_AFTER, TO, values_name};
use crate::index::{Field, FieldType};
use crate::search::evidence::{self, Past};
use crate::search::request::Facet;

/// The counts of one field's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The name it was asked for under.
    pub name: String,
    /// The field.
    pub field: &'static str,
    /// Its values: years and months in the order of time, each year of a date before its months, others the most frequent
    /// first; none last.
    pub values: Vec<FacetValue>,
}

/// How often one value occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value in its most frequent spelling; none for documents without one.
    pub value: Option<String>,
    /// Hits that have it.
    pub count: u64,
    /// Hits there would be if it replaced what the query chooses in this field.
    pub alone: u64,
}

/// Counts by folded value, and for each the counts of its spellings.
pub(crate) type Tally = HashMap<Option<String>, HashMap<String, u64>>;

/// Counts one field in one segment.
pub(crate) enum Counter {
    Values {
        column: Option<StrColumn>,
        counts: Vec<u64>,
        without: u64,
    },
    Numbers {
        column: Column<i64>,
        counts: Numbers,
        without: u64,
    },
    /// Years, and within each its months, of intervals of days.
    Days {
        first: Column<i64>,
        last: Column<i64>,
        counts: HashMap<(i64, i64), u64>,
        without: u64,
    },
    /// What captures had at a moment.
    Past {
        past: Past,
        field: &'static str,
        tally: Tally,
    },
}

impl Counter {
    pub(crate) fn open(
        field: &Field,
        segment: &SegmentReader,
        as_of: Option<i64>,
    ) -> tantivy::Result<Counter> {
        if let Some(seconds) = as_of
            && evidence::is_of_captures(field.name)
        {
            let past = Past::open(segment, seconds)?;
            return Ok(Counter::Past { past, field: field.name, tally: Tally::new() });
        }
        let columns = segment.fast_fields();
        Ok(match field.kind {
            FieldType::Number => {
                let column = columns.i64(field.name)?;
                Counter::Numbers { counts: Numbers::of(&column), column, without: 0 }
            }
            FieldType::Date => {
                let first = columns.i64(&format!("{}{FROM}", field.name))?;
                let last = columns.i64(&format!("{}{TO}", field.name))?;
                Counter::Days { first, last, counts: HashMap::new(), without: 0 }
            }
            _ => {
                let column = columns.str(&values_name(field))?;
                let values = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
                Counter::Values { column, counts: vec![0; values], without: 0 }
            }
        })
    }

    pub(crate) fn count(&mut self, doc: DocId) {
        match self {
            Counter::Values { column, counts, without } => {
                let mut any = false;
                for place in column.iter().flat_map(|column| column.term_ords(doc)) {
                    any = true;
                    if let Some(count) = usize::try_from(place).ok().and_then(|place| counts.get_mut(place)) {
                        *count += 1;
                    }
                }
                *without += u64::from(!any);
            }
            Counter::Numbers { column, counts, without } => {
                let mut any = false;
                for number in column.values_for_doc(doc) {
                    any = true;
                    counts.add(number);
                }
                *without += u64::from(!any);
            }
            Counter::Days { first, last, counts, without } => match first.first(doc).zip(last.first(doc)) {
                Some(days) => *counts.entry(days).or_default() += 1,
                None => *without += 1,
            },
            Counter::Past { past, field, tally } => {
                let document = past.document(doc).unwrap_or_default();
                let mut values = evidence::values(&document, field);
                let mut put = |key: Option<String>, shown: String| {
                    *tally.entry(key).or_default().entry(shown).or_default() += 1;
                };
                if values.is_empty() {
                    put(None, String::new());
                }
                while let Some((key, shown)) = values.pop_first() {
                    put(Some(key), shown);
                }
            }
        }
    }

    pub(crate) fn tally(self) -> Tally {
        let mut tally = Tally::new();
        let mut put = |key: Option<&str>, shown: &str, count: u64| {
            if count > 0 {
                *tally.entry(key.map(str::to_owned)).or_default().entry(shown.to_owned()).or_default() +=
                    count;
            }
        };
        match self {
            Counter::Values { column, counts, without } => {
                put(None, "", without);
                let mut text = String::new();
                for (place, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                    if let Some(column) = &column
                        && column.ord_to_str(place as u64, &mut text).unwrap_or(false)
                    {
                        let (key, shown) = text.split_once(SHOWN_AFTER).unwrap_or((&text, &text));
                        put(Some(key), shown, count);
                    }
                }
            }
            Counter::Numbers { counts, without, .. } => {
                put(None, "", without);
                for (number, count) in counts.all() {
                    put(Some(&number.to_string()), &number.to_string(), count);
                }
            }
            Counter::Days { counts, without, .. } => {
                put(None, "", without);
                for ((first, last), count) in counts {
                    let (year, month) = periods(first, last);
                    put(year.as_deref(), year.as_deref().unwrap_or_default(), count);
                    if let Some(month) = month {
                        put(Some(&month), &month, count);
                    }
                }
            }
            Counter::Past { tally: counted, .. } => return counted,
        }
        tally
    }
}

/// Counts of numbers. Years and statuses lie close together, so that they are counted in a row of places.
pub(crate) enum Numbers {
    Close { least: i64, counts: Vec<u64> },
    Apart(HashMap<i64, u64>),
}

impl Numbers {
    fn of(column: &Column<i64>) -> Numbers {
        /// Places at most; half a mebibyte.
        const MOST: usize = 1 << 16;
        let least = column.min_value();
        let span = column.max_value().checked_sub(least).and_then(|span| usize::try_from(span).ok());
        match span.filter(|span| *span < MOST) {
            Some(span) => Numbers::Close { least, counts: vec![0; span + 1] },
            None => Numbers::Apart(HashMap::new()),
        }
    }

    fn add(&mut self, number: i64) {
        match self {
            Numbers::Close { least, counts } => {
                let place = usize::try_from(number - *least).ok();
                if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                    *count += 1;
                }
            }
            Numbers::Apart(counts) => *counts.entry(number).or_default() += 1,
        }
    }

    fn all(self) -> Vec<(i64, u64)> {
        match self {
            Numbers::Close { least, counts } => (least..).zip(counts).collect(),
            Numbers::Apart(counts) => counts.into_iter().collect(),
        }
    }
}

/// The year and the month that an interval of days lies wholly within.
fn periods(first: i64, last: i64) -> (Option<String>, Option<String>) {
    let day = |day: i64| i32::try_from(day).ok().map(|day| Day(day).ymd());
    let (Some(first), Some(last)) = (day(first), day(last)) else { return (None, None) };
    let year = (first.0 == last.0).then(|| format!("{:04}", first.0));
    let month = (year.is_some() && first.1 == last.1).then(|| format!("{:04}-{:02}", first.0, first.1));
    (year, month)
}

/// Adds one tally to another.
pub(crate) fn add(sum: &mut Tally, tally: Tally) {
    for (key, spellings) in tally {
        let known = sum.entry(key).or_default();
        for (spelling, count) in spellings {
            *known.entry(spelling).or_default() += count;
        }
    }
}

/// The counts as they are shown. `alone` is the tally without the field's own choices, where it has any.
pub(crate) fn present(facet: &Facet, tally: &Tally, alone: Option<&Tally>) -> FacetCounts {
    let field = facet.field;
    let all = alone.unwrap_or(tally);
    let total =
        |tally: &Tally, key: &Option<String>| tally.get(key).map_or(0, |spellings| spellings.values().sum());
    let mut values: Vec<(Option<String>, FacetValue)> = all
        .iter()
        .map(|(key, spellings)| {
            let shown = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            let value = key.as_ref().and(shown.map(|(shown, _)| shown.clone()));
            (key.clone(), FacetValue { value, count: total(tally, key), alone: total(all, key) })
        })
        .collect();
    let in_time = matches!(field.name, "year" | "month" | "published");
    values.sort_by(|(a, x), (b, y)| {
        let by_count = if in_time {
            std::cmp::Ordering::Equal
        } else {
            y.count.cmp(&x.count).then(y.alone.cmp(&x.alone))
        };
        a.is_none().cmp(&b.is_none()).then(by_count).then_with(|| a.cmp(b))
    });
    FacetCounts {
        name: facet.name.clone(),
        field: field.name,
        values: values.into_iter().map(|(_, value)| value).collect(),
    }
}
