//! The commands, one a file.
//!
//! In: arguments. Out: an exit code; what is found goes to the printer.

pub(super) mod bench;
pub(super) mod diff;
pub(super) mod doctor;
pub(super) mod eval;
pub(super) mod export;
pub(super) mod facets;
pub(super) mod formats;
pub(super) mod history;
pub(super) mod index;
pub(super) mod inspect;
pub(super) mod lag;
pub(super) mod missing;
pub(super) mod new;
pub(super) mod query;
pub(super) mod shell;
pub(super) mod show;
pub(super) mod sources;
pub(super) mod status;
mod time;
pub(super) mod timeline;
pub(super) mod watch;

use crate::cli::args::{AsOf, Dates, Filters, Global, Match};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::document::{Day, Fineness, Moment};
use crate::index::{self as store, Reader};
use crate::search::query::{DateSpan, Query, Value, ValuePattern, dates};
use crate::search::{DateMatch, Facet, Matching, Response, Semantic};
use crate::state::State;

fn reader(global: &Global) -> Result<Reader, Failure> {
    Ok(Reader::open(&global.index)?)
}

/// What people said, which is kept outside the index.
fn state(global: &Global) -> State {
    global.state.as_deref().map_or_else(|| State::beside(&global.index), State::at)
}

/// Today, or the day given with `--now`.
#[expect(clippy::disallowed_methods, reason = "the clock is looked at here and nowhere else")]
fn today(global: &Global) -> Result<Day, Failure> {
    let now = Day::from(chrono::Local::now().date_naive());
    let Some(text) = &global.now else { return Ok(now) };
    let span = dates(text, now).map_err(|error| Failure::in_query(&error, text))?;
    Ok(span.from.unwrap_or(now))
}

/// The last second that `--as-of` means: of a day its end, of a moment that second. None without the flag.
fn moment(flag: &AsOf, today: Day) -> Result<Option<i64>, Failure> {
    flag.as_of.as_deref().map(|text| moment_of("--as-of", text, today)).transpose()
}

/// The last second that a date means.
fn moment_of(flag: &str, text: &str, today: Day) -> Result<i64, Failure> {
    if let Some(Moment { seconds, fineness: Fineness::Second }) = Moment::parse(text) {
        return Ok(seconds);
    }
    let span = day_range(flag, text, today)?;
    let last = span.until.ok_or_else(|| open_end(flag, text, "last"))?;
    Ok(last.plus(1).first_second() - 1)
}

/// Says how many documents are left out of the past because no capture says when it was made.
fn tell_untimed(response: &Response, printer: &Printer) {
    let talk = match response.untimed {
        0 => return,
        1 => "1 more matches today, but no capture of it says when it was made".to_owned(),
        several => format!("{several} more match today, but no capture of them says when it was made"),
    };
    printer.talk(&talk);
}

/// The filters as parts of a query: values of one filter are alternatives, different filters all apply.
fn filters(filters: &Filters, today: Day) -> Result<Vec<Query>, Failure> {
    let mut parts = Vec::new();
    let mut add = |alternatives: Vec<Query>| {
        if !alternatives.is_empty() {
            parts.push(Query::any_of(alternatives));
        }
    };
    add(filters.year.iter().map(|year| by_year(year, today)).collect::<Result<_, _>>()?);
    add(filters.month.iter().map(|month| by_month(month, today)).collect::<Result<_, _>>()?);
    for (field, values) in [
        ("category", &filters.team),
        ("publisher", &filters.publisher),
        ("kind", &filters.kind),
        ("language", &filters.language),
    ] {
        add(values.iter().map(|value| is(field, value)).collect());
    }
    if let Some(since) = &filters.since {
        let span = day_range("--since", since, today)?;
        let from = span.from.ok_or_else(|| open_end("--since", since, "first"))?;
        add(vec![published(DateSpan { from: Some(from), until: None })]);
    }
    if let Some(until) = &filters.until {
        let span = day_range("--until", until, today)?;
        let until = span.until.ok_or_else(|| open_end("--until", until, "last"))?;
        add(vec![published(DateSpan { from: None, until: Some(until) })]);
    }
    Ok(parts)
}

fn is(field: &'static str, value: &str) -> Query {
    Query::Value(Value { field, pattern: ValuePattern::Is(value.to_owned()) })
}

fn published(span: DateSpan) -> Query {
    Query::Dates { field: "published", span }
}

fn day_range(flag: &str, text: &str, today: Day) -> Result<DateSpan, Failure> {
    dates(text, today).map_err(|error| {
        let failure = Failure::new(format!("{flag} {text}: {}", error.message));
        match error.hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    })
}

fn open_end(flag: &str, text: &str, end: &str) -> Failure {
    Failure::new(format!("{flag} {text}: this has no {end} day"))
}

/// `2025`, or `2023..2025`.
fn by_year(text: &str, today: Day) -> Result<Query, Failure> {
    let whole_years = || -> Option<(Option<i64>, Option<i64>)> {
        let year = |text: &str| text.trim().parse::<i64>().ok().filter(|year| (1..=9999).contains(year));
        match text.split_once("..") {
            Some((from, until)) => {
                let end = |text: &str| if text.trim().is_empty() { Some(None) } else { year(text).map(Some) };
                let (from, until) = (end(from)?, end(until)?);
                (from.is_some() || until.is_some()).then_some((from, until))
            }
            None => year(text).map(|year| (Some(year), Some(year))),
        }
    };
    if let Some((from, until)) = whole_years() {
        return Ok(Query::Numbers { field: "year", from, until });
    }
    // "last year", "this year"
    let span = day_range("--year", text, today)?;
    match (span.from.map(Day::ymd), span.until.map(Day::ymd)) {
        (Some((from, 1, 1)), Some((until, 12, 31))) => {
            Ok(Query::Numbers { field: "year", from: Some(from.into()), until: Some(until.into()) })
        }
        _ => Err(Failure::new(format!("--year {text}: this is no year"))
            .hint("write 2025 or 2023..2025; --since and --until take days")),
    }
}

/// `2025-07`, `July 2025`.
fn by_month(text: &str, today: Day) -> Result<Query, Failure> {
    let span = day_range("--month", text, today)?;
    let first = span.from.map(Day::ymd);
    let month = first.and_then(|(year, month, _)| Some((year, month, Day::month(year, month)?)));
    match month {
        Some((year, month, days)) if span.from == Some(days.0) && span.until == Some(days.1) => {
            Ok(is("month", &format!("{year:04}-{month:02}")))
        }
        _ => Err(Failure::new(format!("--month {text}: this is no month"))
            .hint("write it as 2025-07; for a range use --since and --until")),
    }
}

fn date_match(dates: Dates) -> DateMatch {
    match dates {
        Dates::Strict => DateMatch::Strict,
        Dates::Likely => DateMatch::Likely,
        Dates::Any => DateMatch::Any,
    }
}

fn matching(flag: Match) -> Matching {
    match flag {
        Match::All => Matching::All,
        Match::Any => Matching::Any,
    }
}

fn semantic(is_left_out: bool) -> Semantic {
    if is_left_out { Semantic::Off } else { Semantic::Rescored }
}

/// The facets of names as typed.
fn facets(names: &[String]) -> Result<Vec<Facet>, Failure> {
    names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
        .map(|name| {
            Facet::named(name).ok_or_else(|| {
                let known: Vec<&str> = store::facets().map(|field| field.name).collect();
                let nearest = store::facets()
                    .flat_map(|field| std::iter::once(field.name).chain(field.aliases.iter().copied()))
                    .map(|known| (strsim::damerau_levenshtein(known, &name.to_ascii_lowercase()), known))
                    .min();
                let hint = match nearest {
                    Some((distance, known))
                        if distance <= (name.chars().count() / 3).max(1) && distance <= 2 =>
                    {
                        format!("did you mean `{known}`?")
                    }
                    _ => format!("the fields that can be counted are {}", known.join(", ")),
                };
                Failure::new(format!("the values of `{name}` cannot be counted")).hint(hint)
            })
        })
        .collect()
}
