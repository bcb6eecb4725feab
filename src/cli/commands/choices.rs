//! Filters of the command line as parts of a query.
//!
//! In: `--year`, `--team`, `-f FIELD=VALUE` and alike. Out: nodes of a query. Values of one field are alternatives, whichever
//! flag they came by; fields are conditions that all hold, and so is every exclusion.

use crate::cli::args::Filters;
use crate::cli::error::Failure;
use crate::document::Day;
use crate::index::{self as store, Field, FieldType};
use crate::search::grammar;
use crate::search::query::{
    DateSpan, ParseError, Pattern, Query, Text, Value, ValuePattern, date, dates, first_day, parse,
};

/// The filters as parts of a query.
pub(crate) fn filters(filters: &Filters, today: Day) -> Result<Vec<Query>, Failure> {
    let mut chosen: Vec<(&str, Vec<Query>)> = Vec::new();
    let mut excluded = Vec::new();
    let mut add =
        |field: &'static str, choice: Query| match chosen.iter_mut().find(|(name, _)| *name == field) {
            Some((_, choices)) => choices.push(choice),
            None => chosen.push((field, vec![choice])),
        };
    for year in &filters.year {
        add("year", by_year("--year ", year, today)?);
    }
    for month in &filters.month {
        add("month", by_month("--month ", month, today)?);
    }
    for (field, values) in [
        ("category", &filters.team),
        ("publisher", &filters.publisher),
        ("kind", &filters.kind),
        ("language", &filters.language),
    ] {
        for value in values {
            add(field, is(field, value));
        }
    }
    for text in &filters.filter {
        let (field, is_excluded, query) = choice(text, today)?;
        if is_excluded {
            excluded.push(Query::Not(Box::new(query)));
        } else {
            add(field, query);
        }
    }
    let mut parts: Vec<Query> = chosen.into_iter().map(|(_, choices)| Query::any_of(choices)).collect();
    parts.extend(excluded);
    let from = filters.since.as_deref().map(|text| since(text, today)).transpose()?;
    let until = filters.until.as_deref().map(|text| one_date("--until", text, today)).transpose()?;
    let until = until.map(|(_, last)| last);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(Failure::new(format!("--since is {from}, after --until, which is {until}")));
    }
    if let Some(from) = from {
        parts.push(published(DateSpan { from: Some(from), until: None }));
    }
    if let Some(until) = until {
        parts.push(published(DateSpan { from: None, until: Some(until) }));
    }
    Ok(parts)
}

/// `team=Alignment`, `year!=2024`, `team=` (none): the field, whether the value is excluded, and the condition.
fn choice(text: &str, today: Day) -> Result<(&'static str, bool, Query), Failure> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Failure::new(format!("-f {text}: this is no filter"))
            .hint("write FIELD=VALUE or FIELD!=VALUE, such as team=Alignment or year!=2024")
    })?;
    let (name, mut excluded) = name.strip_suffix('!').map_or((name, false), |name| (name, true));
    let field = store::field(name.trim()).ok_or_else(|| {
        let failure = Failure::new(format!("-f {text}: there is no field `{}`", name.trim()));
        failure.hint(nearest(name.trim(), store::FIELDS.iter(), "the fields are"))
    })?;
    let value = value.trim();
    if value.is_empty() {
        excluded = !excluded;
        return Ok((field.name, excluded, Query::Exists(field.name)));
    }
    let query = match field.kind {
        FieldType::Keyword if field.name == "month" => by_month("-f month=", value, today)?,
        FieldType::Keyword if field.name == "kind" => {
            let asked = format!("{}:\"{value}\"", field.name);
            parse(&asked, &grammar(today)).map_err(|error| Failure::in_query(&error, &asked))?
        }
        FieldType::Keyword | FieldType::Url => is(field.name, value),
        FieldType::Text { .. } => {
            let pattern = Pattern::Phrase { text: value.to_owned(), slop: 0, exact: false };
            Query::Text(Text { field: Some(field.name), pattern })
        }
        FieldType::Date => Query::Dates { field: field.name, span: day_range("-f", value, today)? },
        FieldType::Number if field.name == "year" && !value.starts_with(['<', '>']) => {
            by_year("-f year=", value, today)?
        }
        FieldType::Number => {
            let asked = format!("{}:{value}", field.name);
            parse(&asked, &grammar(today)).map_err(|error| Failure::in_query(&error, &asked))?
        }
    };
    Ok((field.name, excluded, query))
}

/// The name that was probably meant, or all that there are.
pub(super) fn nearest<'a>(name: &str, fields: impl Iterator<Item = &'a Field> + Clone, all: &str) -> String {
    let close = fields
        .clone()
        .flat_map(|field| std::iter::once(field.name).chain(field.aliases.iter().copied()))
        .map(|known| (strsim::damerau_levenshtein(known, &name.to_ascii_lowercase()), known))
        .min();
    match close {
        Some((distance, known)) if distance <= (name.chars().count() / 3).clamp(1, 2) => {
            format!("did you mean `{known}`?")
        }
        _ => {
            let names: Vec<&str> = fields.map(|field| field.name).collect();
            format!("{all} {}", names.join(", "))
        }
    }
}

fn is(field: &'static str, value: &str) -> Query {
    Query::Value(Value { field, pattern: ValuePattern::Is(value.to_owned()) })
}

fn published(span: DateSpan) -> Query {
    Query::Dates { field: "published", span }
}

fn day_range(flag: &str, text: &str, today: Day) -> Result<DateSpan, Failure> {
    dates(text, today).map_err(|error| in_flag(flag, text, error))
}

/// The first and the last day of one date, which is no range.
pub(super) fn one_date(flag: &str, text: &str, today: Day) -> Result<(Day, Day), Failure> {
    date(text, today).map_err(|error| in_flag(flag, text, error))
}

/// The first day that `--since` means: of a date its first, of a length of time so long ago.
pub(super) fn since(text: &str, today: Day) -> Result<Day, Failure> {
    first_day(text, today).map_err(|error| in_flag("--since", text, error))
}

fn in_flag(flag: &str, text: &str, error: ParseError) -> Failure {
    let typed = if text.trim().is_empty() { String::new() } else { format!(" {text}") };
    let failure = Failure::new(format!("{flag}{typed}: {}", error.message));
    match error.hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// `2025`, or `2023..2025`.
fn by_year(flag: &str, text: &str, today: Day) -> Result<Query, Failure> {
    let whole_years = || -> Option<(Option<i64>, Option<i64>)> {
        let four = |text: &&str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let year = |text: &str| Some(text.trim()).filter(four)?.parse::<i64>().ok().filter(|year| *year > 0);
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
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            return Err(Failure::new(format!("{flag}{text}: the range ends before it begins"))
                .hint(format!("did you mean {until}..{from}?")));
        }
        return Ok(Query::Numbers { field: "year", from, until });
    }
    let no_year = || {
        let hint = "write 2025, 2023..2025 or \"last year\"; --since and --until take days";
        is_none(flag, text, "year").hint(hint)
    };
    // "last year", "this year"
    let span = dates(text, today).map_err(|_| no_year())?;
    match (span.from.map(Day::ymd), span.until.map(Day::ymd)) {
        (Some((from, 1, 1)), Some((until, 12, 31))) => {
            Ok(Query::Numbers { field: "year", from: Some(from.into()), until: Some(until.into()) })
        }
        _ => Err(no_year()),
    }
}

/// `2025-07`, `July 2025`.
fn by_month(flag: &str, text: &str, today: Day) -> Result<Query, Failure> {
    let no_month = || {
        let hint = "write 2025-07, \"July 2025\" or \"last month\"; for a range use --since and --until";
        is_none(flag, text, "month").hint(hint)
    };
    let span = dates(text, today).map_err(|_| no_month())?;
    span.month().map(|month| is("month", &month)).ok_or_else(no_month)
}

/// The failure of a flag whose value is no year or month, or empty.
fn is_none(flag: &str, text: &str, unit: &str) -> Failure {
    Failure::new(if text.trim().is_empty() {
        format!("{}: a {unit} is missing", flag.trim_end())
    } else {
        format!("{flag}{text}: this is no {unit}")
    })
}
