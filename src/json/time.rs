//! The wire shape of answers about time.
//!
//! In: histories, changes, gaps. Out: JSON values, as `docs/json.md` describes them.

use serde_json::{Map, Value, json};

use crate::catalog::{
    self, Arrival, Change, Cut, Difference, History, Lag, Listing, Piece, Sighted, Version, What,
    word_changes,
};
use crate::document::{Day, Document, Moment, Seen};
use crate::json::{Detail, SCHEMA, corrected, date, document, moment, seen};
use crate::search::{Line, Timeline};

/// A moment in UTC seconds.
fn second(seconds: i64) -> Value {
    moment(Moment::from_unix(seconds))
}

/// Every sighting and version of a document.
pub fn history(history: &History) -> Value {
    let of = &history.past.document;
    json!({
        "schema": SCHEMA,
        "id": of.id,
        "aliases": of.aliases,
        "kind": of.kind.as_str(),
        "title": of.title,
        "url": of.url,
        "corrections": of.corrections.iter().map(corrected).collect::<Vec<_>>(),
        "versions": history.versions().map(|(version, differences)| self::version(version, &differences)).collect::<Vec<_>>(),
        "sightings": history.sightings.iter().map(sighted).collect::<Vec<_>>(),
    })
}

/// One version, with what makes it other than the one before.
pub fn version(version: &Version, differences: &[Difference]) -> Value {
    let mut object = head(&version.document);
    object.insert("summary".into(), json!(version.document.summary));
    object.insert("corrections".into(), version.document.corrections.iter().map(corrected).collect());
    object.insert("from".into(), second(version.validity.from));
    object.insert("until".into(), version.validity.until.map_or(Value::Null, second));
    object.insert("differences".into(), differences.iter().map(difference).collect());
    Value::Object(object)
}

/// One capture that shows a document.
pub fn sighted(sighted: &Sighted) -> Value {
    let mut value = seen(&Seen { role: sighted.role, evidence: sighted.evidence.clone() });
    if let Value::Object(object) = &mut value {
        object.insert("listing".into(), sighted.listing.as_ref().map_or(Value::Null, listing));
        object.insert("entries".into(), json!(sighted.lists.map(|(entries, _)| entries)));
        object.insert("complete".into(), json!(sighted.lists.map(|(_, complete)| complete)));
        object.insert("missing".into(), json!(sighted.is_missing));
    }
    value
}

fn listing(listing: &Listing) -> Value {
    json!({ "id": listing.id, "title": listing.title, "url": listing.url })
}

/// What a document is called and filed under.
fn head(document: &Document) -> Map<String, Value> {
    let value = json!({
        "id": document.id,
        "kind": document.kind.as_str(),
        "title": document.title,
        "published": date(document.published.as_ref()),
        "categories": document.categories,
        "publisher": document.publisher,
        "url": document.url,
    });
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// What became of one document.
pub fn change(change: &Change) -> Value {
    let mut object = Map::new();
    object.insert("change".into(), json!(change.as_str()));
    object.extend(head(change.document()));
    let differences = match change {
        Change::Changed { differences, .. } => differences.as_slice(),
        Change::Added(_) | Change::Removed(_) => &[],
    };
    object.insert("differences".into(), differences.iter().map(difference).collect());
    Value::Object(object)
}

fn difference(difference: &Difference) -> Value {
    let words = match (difference.what, &difference.before, &difference.after) {
        (
            What::Title | What::Summary | What::Text,
            catalog::Value::Text(before),
            catalog::Value::Text(after),
        ) => word_changes(before, after).iter().map(piece).collect(),
        _ => Value::Null,
    };
    json!({
        "what": difference.what.as_str(),
        "retold": difference.retold,
        "before": value(&difference.before),
        "after": value(&difference.after),
        "words": words,
    })
}

fn value(value: &catalog::Value) -> Value {
    match value {
        catalog::Value::Text(text) => json!(text),
        catalog::Value::List(names) => json!(names),
        catalog::Value::Date(claim) => date(claim.as_ref()),
    }
}

fn piece(piece: &Piece) -> Value {
    let (is, text) = match piece {
        Piece::Same(text) => ("same", text),
        Piece::Removed(text) => ("removed", text),
        Piece::Added(text) => ("added", text),
    };
    json!({ "is": is, "text": text })
}

/// What changed between two moments.
pub struct Compared<'a> {
    /// The document that was asked for; none for everything.
    pub of: Option<&'a Document>,
    /// The earlier moment and the later one, in UTC seconds; none where no capture has a time.
    pub span: Option<(i64, i64)>,
    /// What changed: of a listing, what it lists.
    pub changes: &'a [Change],
    /// What changed of the page itself that lists.
    pub page: Option<&'a Change>,
    /// What the last capture of a cut listing no longer shows and counts as listed.
    pub carried: u64,
    /// Documents, or captures of the one, that have no time and take no part.
    pub untimed: u64,
}

/// What changed between two moments.
pub fn compared(compared: &Compared<'_>) -> Value {
    json!({
        "schema": SCHEMA,
        "of": compared.of.map(head),
        "from": compared.span.map(|(from, _)| second(from)),
        "to": compared.span.map(|(_, until)| second(until)),
        "changes": compared.changes.iter().map(change).collect::<Vec<_>>(),
        "page": compared.page.map(change),
        "carried": compared.carried,
        "untimed": compared.untimed,
    })
}

/// A publication whose own page was never captured.
pub fn uncaptured(publication: &Document, listed_by: &[Listing]) -> Value {
    let mut value = document(publication, Detail::Brief);
    if let Value::Object(object) = &mut value {
        object.insert("listed_by".into(), listed_by.iter().map(listing).collect());
    }
    value
}

/// A listing that goes on.
pub fn cut(cut: &Cut) -> Value {
    json!({
        "id": cut.listing.id,
        "title": cut.listing.title,
        "url": cut.listing.url,
        "entries": cut.entries,
        "capture": cut.capture,
        "captured": moment(cut.captured),
    })
}

/// What is new to somebody.
pub struct Fresh<'a> {
    /// From when on it was first seen, in UTC seconds; none where a name asked.
    pub since: Option<i64>,
    /// The name that asked.
    pub name: Option<&'a str>,
    /// Whether that name asked for the first time.
    pub is_first_time: bool,
    /// Documents of which no capture has a time, which are not among them.
    pub untimed: u64,
    /// Documents first seen at a time that is known too coarsely to tell; they are not among them either.
    pub imprecise: u64,
    /// The documents, the last to appear first.
    pub documents: &'a [Document],
}

/// What is new to somebody.
pub fn fresh(fresh: &Fresh<'_>) -> Value {
    json!({
        "schema": SCHEMA,
        "since": fresh.since.map_or(Value::Null, second),
        "since_last": fresh.name,
        "first_time": fresh.is_first_time,
        "untimed": fresh.untimed,
        "imprecise": fresh.imprecise,
        "publications": fresh.documents.iter().map(|one| document(one, Detail::Brief)).collect::<Vec<_>>(),
    })
}

/// Counts along the calendar.
pub fn timeline(timeline: &Timeline, by: Option<&str>, of: &str, as_of: Option<i64>) -> Value {
    json!({
        "schema": SCHEMA,
        "by": by,
        "of": of,
        "as_of": as_of.map_or(Value::Null, second),
        "untimed": timeline.untimed,
        "all": line(&timeline.all),
        "lines": timeline.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn line(line: &Line) -> Value {
    let periods = line.periods.iter().map(|(period, count)| {
        json!({ "period": period.to_string(), "from": period.first.to_string(), "until": period.last.to_string(), "count": count })
    });
    json!({
        "value": line.value,
        "total": line.total,
        "imprecise": line.imprecise,
        "undated": line.undated,
        "periods": periods.collect::<Vec<_>>(),
    })
}

/// The counts of a line one by one; those in no period last.
pub fn timeline_counts(line: &Line) -> Vec<Value> {
    let count = |period: &str, from: Option<Day>, until: Option<Day>, count: u64| {
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        json!({ "value": line.value, "period": period, "from": day(from), "until": day(until), "count": count })
    };
    let periods = line
        .periods
        .iter()
        .map(|(period, number)| count(&period.to_string(), Some(period.first), Some(period.last), *number));
    let apart = [("imprecise", line.imprecise), ("undated", line.undated)];
    let apart = apart.into_iter().filter(|(_, number)| *number > 0);
    periods.chain(apart.map(|(name, number)| count(name, None, None, number))).collect()
}

/// How long after their dates publications appeared.
#[derive(Default)]
pub struct Lags {
    /// Those that appeared between two captures, the newest first.
    pub publications: Vec<Late>,
    /// All of them, then each value.
    pub summary: Vec<LagSummary>,
    /// Publications that were there from the first capture on.
    pub already_there: u64,
    /// Publications that appeared between two captures and have no date.
    pub undated: u64,
    /// Publications of which no capture has a time.
    pub untimed: u64,
}

/// One publication that appeared between two captures.
pub struct Late {
    /// The publication.
    pub document: Document,
    /// The captures around its appearing.
    pub arrival: Arrival,
    /// What they say.
    pub lag: Lag,
}

/// The lags of one value.
pub struct LagSummary {
    /// Whether it is of everything.
    pub is_all: bool,
    /// The value; none for everything, and for publications without one.
    pub value: Option<String>,
    /// Publications.
    pub publications: u64,
    /// Days that half of them do not exceed.
    pub median: Lag,
    /// Days that nine in ten do not exceed.
    pub nine_in_ten: Lag,
}

/// How long after their dates publications appeared.
pub fn lags(lags: &Lags) -> Value {
    let days = |lag: Lag| json!({ "at_least": lag.at_least, "at_most": lag.at_most });
    let summary = lags.summary.iter().map(|one| {
        json!({
            "all": one.is_all, "value": one.value, "count": one.publications,
            "median": days(one.median), "nine_in_ten": days(one.nine_in_ten),
        })
    });
    json!({
        "schema": SCHEMA,
        "summary": summary.collect::<Vec<_>>(),
        "publications": lags.publications.iter().map(late).collect::<Vec<_>>(),
        "already_there": lags.already_there,
        "undated": lags.undated,
        "untimed": lags.untimed,
    })
}

/// One publication that appeared between two captures.
pub fn late(late: &Late) -> Value {
    let mut object = head(&late.document);
    object.insert("absent".into(), late.arrival.absent.map_or(Value::Null, second));
    object.insert("first_seen".into(), second(late.arrival.at));
    object.insert("at_least".into(), json!(late.lag.at_least));
    object.insert("at_most".into(), json!(late.lag.at_most));
    Value::Object(object)
}
