//! Normalises records of JSON Lines.
//!
//! In: a record as written. Out: a sighting of the publication it stands for.

use crate::document::{DateClaim, DateSource, DoubtKind, Interval, Kind, Moment, Precision, Sighting};
use crate::formats::Record;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::title::names;
use crate::normalise::{Draft, language, persons};

/// How often a date that a record states is right: it is the record's word, and taken as such.
const CONFIDENCE: f32 = 0.95;

/// The days from which programs count, which stand where none was set: of Unix (POSIX, "Seconds Since the Epoch") and of Go
/// (`time.Time`, its zero value).
const UNSET: [(i32, u32, u32); 2] = [(1970, 1, 1), (1, 1, 1)];

/// A date that a record or front matter states. Where day and month can be either and no language tells, the claim is
/// of all the days that both readings lie within.
pub(crate) fn stated(name: &str, text: &str, reading: &Reading, draft: &mut Draft) -> Option<Interval> {
    let read = |day_first| dates::machine(text, &Reading { day_first, ..reading.clone() });
    if reading.language.is_none()
        && let (Some(one), Some(other)) = (read(Some(true)), read(Some(false)))
        && one != other
    {
        draft.doubt(DoubtKind::AmbiguousDate, format!("`{name}` is {text:?}, which is {one} or {other}"));
        let (earliest, latest) = (one.earliest.min(other.earliest), one.latest.max(other.latest));
        return Some(Interval { earliest, latest, precision: Precision::Range });
    }
    let found = read(reading.day_first);
    if found.is_some_and(|found| UNSET.contains(&found.earliest.ymd())) {
        draft.doubt(DoubtKind::ImplausibleDate, format!("`{name}` is {text:?}: no day was set"));
        return None;
    }
    if found.is_none() {
        draft.doubt(DoubtKind::UnreadableField, format!("`{name}` is {text:?}, which is no date"));
    }
    found
}

/// A stated date, unless it is later than the capture that states it: then it is left out with a doubt.
pub(crate) fn not_after(
    captured: Option<Moment>,
    name: &str,
    claim: DateClaim,
    draft: &mut Draft,
) -> Option<DateClaim> {
    // Time zones reach a day ahead.
    let last = captured.map(|captured| captured.last_day().plus(1));
    if last.is_none_or(|last| claim.earliest <= last) {
        return Some(claim);
    }
    draft.doubt(DoubtKind::ImplausibleDate, format!("`{name}` is {claim}: after the capture"));
    None
}

/// Fills the draft.
pub(crate) fn normalise(record: Record, captured: Option<Moment>, draft: &mut Draft) {
    let reading = Reading { language: record.language.clone(), ..Reading::default() };
    let mut date = |name: &str, text: &Option<String>| -> Option<DateClaim> {
        let text = text.as_deref()?;
        let found: Option<Interval> = stated(name, text, &reading, draft);
        let claim = found.map(|interval| {
            DateClaim::new(interval, DateSource::Record, CONFIDENCE, &dates::noted(text, &interval))
        });
        not_after(captured, name, claim?, draft)
    };
    let mut published = date("published", &record.published);
    if let (Some(claim), Some(confidence)) = (&mut published, record.published_confidence) {
        claim.confidence = confidence;
    }
    let updated = date("updated", &record.updated);
    draft.ignored_keys = record.ignored;
    draft.page = Sighting {
        kind: Kind::Publication,
        record_id: record.id,
        title: names::without_site(&record.title, record.publisher.as_deref(), None),
        published,
        updated,
        categories: record.categories,
        tags: record.tags,
        summary: record.summary,
        language: record.language.as_deref().and_then(language::code),
        body: record.body,
        authors: record.authors.iter().flat_map(|stated| persons::people(stated)).collect(),
        publisher: record.publisher,
        ..Sighting::default()
    };
}
