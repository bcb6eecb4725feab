//! Counts documents along the calendar, each value of a field by itself.
//!
//! In: matching documents, a field or none, how long a step is. Out: a [`Timeline`]. A document counts in a step only where
//! its date lies wholly within it; what is dated less finely or not at all is counted apart.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::document::Day;
use crate::index::schema::{FROM, SHOWN_AFTER, TO, values_name};
use crate::index::{Field, FieldType};
use crate::search::evidence::{self, Past};

/// Length of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday to Sunday, numbered as ISO 8601 does.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
}

/// One step of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first day.
    pub first: Day,
    /// Its last day.
    pub last: Day,
    step: Step,
}

impl Period {
    /// The step that a day is in.
    pub fn of(day: Day, step: Step) -> Period {
        let (year, month, _) = day.ymd();
        let months = |first: u32, last: u32| {
            let ends = Day::month(year, first).zip(Day::month(year, last));
            ends.map_or((day, day), |((first, _), (_, last))| (first, last))
        };
        let (first, last) = match step {
            Step::Day => (day, day),
            Step::Week => {
                let monday = day.plus(-days_since_monday(day));
                (monday, monday.plus(6))
            }
            Step::Month => months(month, month),
            Step::Quarter => {
                let first = (month - 1) / 3 * 3 + 1;
                months(first, first + 2)
            }
            Step::Year => months(1, 12),
        };
        Period { first, last, step }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Period {
        Period::of(self.last.plus(1), self.step)
    }
}

/// 1970-01-01, the day 0, was a Thursday.
fn days_since_monday(day: Day) -> i32 {
    (day.0 + 3).rem_euclid(7)
}

impl fmt::Display for Period {
    /// `2025-10-29`, `2025-W44`, `2025-10`, `2025-Q4`, `2025`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.first.ymd();
        match self.step {
            Step::Day => self.first.fmt(f),
            Step::Week => {
                // A week belongs to the year of its Thursday (ISO 8601).
                let thursday = self.first.plus(3);
                let (year, ..) = thursday.ymd();
                let new_year = Day::year(year).map_or(thursday, |(first, _)| first);
                write!(f, "{year:04}-W{:02}", (thursday.0 - new_year.0) / 7 + 1)
            }
            Step::Month => write!(f, "{year:04}-{month:02}"),
            Step::Quarter => write!(f, "{year:04}-Q{}", (month - 1) / 3 + 1),
            Step::Year => write!(f, "{year:04}"),
        }
    }
}

/// Counts along the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Every document once.
    pub all: Line,
    /// The documents of each value of the field, the most frequent first, those without one last; nothing without a field.
    pub lines: Vec<Line>,
    /// Documents that match today and of which no capture has a time; counted only where a moment was asked for.
    pub untimed: u64,
}

/// The counts of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The value in its most frequent spelling; none for documents without one, and for all together.
    pub value: Option<String>,
    /// Documents.
    pub total: u64,
    /// Of these, those whose date is longer than a step or lies across two.
    pub imprecise: u64,
    /// Of these, those without a date.
    pub undated: u64,
    /// The others, by step, in order of time; steps without any are left out.
    pub periods: Vec<(Period, u64)>,
}

/// Where a document counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    In(Period),
    Imprecise,
    Undated,
}

/// Whose count it is: everything, or a value: as it matches, and as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    All,
    Value(Option<(String, String)>),
}

/// Collects the counts.
pub(crate) struct Along {
    pub(crate) by: Option<&'static Field>,
    pub(crate) step: Step,
    /// Name of the date that counts.
    pub(crate) date: &'static str,
    pub(crate) as_of: Option<i64>,
}

/// Where the values of a field are.
enum Values {
    None,
    Texts(Option<StrColumn>),
    Numbers(Column<i64>),
    Past(Past, &'static str),
}

/// A value before its text is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    All,
    Without,
    Place(u64),
    Number(i64),
    Text(String, String),
}

pub(crate) struct SegmentAlong {
    step: Step,
    first: Column<i64>,
    last: Column<i64>,
    values: Values,
    counts: HashMap<(Slot, Key), u64>,
}

impl Collector for Along {
    type Fruit = HashMap<(Slot, Of), u64>;
    type Child = SegmentAlong;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentAlong> {
        let columns = segment.fast_fields();
        let values = match (self.by, self.as_of) {
            (None, _) => Values::None,
            (Some(field), Some(seconds)) if evidence::is_of_captures(field.name) => {
                Values::Past(Past::open(segment, seconds)?, field.name)
            }
            (Some(field), _) if field.kind == FieldType::Number => Values::Numbers(columns.i64(field.name)?),
            (Some(field), _) => Values::Texts(columns.str(&values_name(field))?),
        };
        Ok(SegmentAlong {
            step: self.step,
            first: columns.i64(&format!("{}{FROM}", self.date))?,
            last: columns.i64(&format!("{}{TO}", self.date))?,
            values,
            counts: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(
        &self,
        fruits: Vec<HashMap<(Slot, Of), u64>>,
    ) -> tantivy::Result<HashMap<(Slot, Of), u64>> {
        let mut sum = HashMap::new();
        for (key, count) in fruits.into_iter().flatten() {
            *sum.entry(key).or_default() += count;
        }
        Ok(sum)
    }
}

impl SegmentAlong {
    fn slot(&self, doc: DocId) -> Slot {
        let day = |days: i64| i32::try_from(days).ok().map(Day);
        let days = self.first.first(doc).and_then(day).zip(self.last.first(doc).and_then(day));
        let Some((first, last)) = days else { return Slot::Undated };
        let period = Period::of(first, self.step);
        if last <= period.last { Slot::In(period) } else { Slot::Imprecise }
    }
}

impl SegmentCollector for SegmentAlong {
    type Fruit = HashMap<(Slot, Of), u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let slot = self.slot(doc);
        let keys: Vec<Key> = match &self.values {
            Values::None => Vec::new(),
            Values::Texts(column) => {
                column.iter().flat_map(|column| column.term_ords(doc)).map(Key::Place).collect()
            }
            Values::Numbers(column) => column.values_for_doc(doc).map(Key::Number).collect(),
            Values::Past(past, field) => {
                let document = past.document(doc).unwrap_or_default();
                evidence::values(&document, field)
                    .into_iter()
                    .map(|(key, shown)| Key::Text(key, shown))
                    .collect()
            }
        };
        let without = (keys.is_empty() && !matches!(self.values, Values::None)).then_some(Key::Without);
        for key in keys.into_iter().chain(without).chain([Key::All]) {
            *self.counts.entry((slot, key)).or_default() += 1;
        }
    }

    fn harvest(self) -> HashMap<(Slot, Of), u64> {
        let mut named = HashMap::new();
        let mut text = String::new();
        for ((slot, key), count) in self.counts {
            let of = match key {
                Key::All => Of::All,
                Key::Without => Of::Value(None),
                Key::Number(number) => Of::Value(Some((number.to_string(), number.to_string()))),
                Key::Text(key, shown) => Of::Value(Some((key, shown))),
                Key::Place(place) => match &self.values {
                    Values::Texts(Some(column)) if column.ord_to_str(place, &mut text).unwrap_or(false) => {
                        let (key, shown) = text.split_once(SHOWN_AFTER).unwrap_or((&text, &text));
                        Of::Value(Some((key.to_owned(), shown.to_owned())))
                    }
                    _ => continue,
                },
            };
            *named.entry((slot, of)).or_default() += count;
        }
        named
    }
}

/// The counts as they are shown: spellings of one value are one line.
pub(crate) fn lines(counts: HashMap<(Slot, Of), u64>) -> Timeline {
    let mut all = BTreeMap::new();
    // By the value as it matches: how often each spelling of it stands, and how much is where.
    let mut values: BTreeMap<Option<String>, (Spellings, Slots)> = BTreeMap::new();
    for ((slot, of), count) in counts {
        match of {
            Of::All => *all.entry(slot).or_default() += count,
            Of::Value(value) => {
                let (key, shown) = value.map_or((None, String::new()), |(key, shown)| (Some(key), shown));
                let (spellings, slots) = values.entry(key).or_default();
                *spellings.entry(shown).or_default() += count;
                *slots.entry(slot).or_default() += count;
            }
        }
    }
    let mut lines: Vec<Line> = values
        .into_iter()
        .map(|(key, (spellings, slots))| {
            let shown =
                spellings.iter().max_by(|one, other| one.1.cmp(other.1).then_with(|| other.0.cmp(one.0)));
            line(key.and(shown.map(|(shown, _)| shown.clone())), &slots)
        })
        .collect();
    lines.sort_by(|one, other| {
        one.value
            .is_none()
            .cmp(&other.value.is_none())
            .then(other.total.cmp(&one.total))
            .then_with(|| one.value.cmp(&other.value))
    });
    Timeline { all: line(None, &all), lines, untimed: 0 }
}

type Spellings = BTreeMap<String, u64>;

type Slots = BTreeMap<Slot, u64>;

fn line(value: Option<String>, slots: &Slots) -> Line {
    let periods = slots.iter().filter_map(|(slot, count)| match slot {
        Slot::In(period) => Some((*period, *count)),
        _ => None,
    });
    Line {
        value,
        total: slots.values().sum(),
        imprecise: slots.get(&Slot::Imprecise).copied().unwrap_or(0),
        undated: slots.get(&Slot::Undated).copied().unwrap_or(0),
        periods: periods.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_named_as_the_calendar_names_them() {
        for (day, step, name, days) in [
            ((2025, 10, 29), Step::Day, "2025-10-29", 1),
            ((2025, 10, 29), Step::Week, "2025-W44", 7),
            ((2024, 12, 30), Step::Week, "2025-W01", 7),
            ((2021, 1, 3), Step::Week, "2020-W53", 7),
            ((1969, 12, 31), Step::Week, "1970-W01", 7),
            ((2024, 2, 29), Step::Month, "2024-02", 29),
            ((2025, 12, 31), Step::Quarter, "2025-Q4", 92),
            ((2025, 1, 1), Step::Quarter, "2025-Q1", 90),
            ((2024, 6, 1), Step::Year, "2024", 366),
        ] {
            let day = Day::from_ymd(day.0, day.1, day.2).unwrap();
            let period = Period::of(day, step);
            assert_eq!((period.to_string().as_str(), period.last.0 - period.first.0 + 1), (name, days));
            assert!(period.first <= day && day <= period.last);
            assert_eq!(period.next().first, period.last.plus(1));
        }
    }
}
