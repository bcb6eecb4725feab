//! The commands, one a file.
//!
//! In: arguments. Out: an exit code; what is found goes to the printer.

pub(super) mod asked;
pub(super) mod bench;
pub(super) mod capture;
mod cells;
pub(super) mod choices;
pub(super) mod diff;
pub(super) mod doctor;
pub(super) mod eval;
pub(super) mod export;
pub(super) mod facets;
pub(super) mod fix;
pub(super) mod follow;
pub(super) mod formats;
pub(super) mod history;
pub(super) mod index;
pub(super) mod inspect;
pub(super) mod judge;
pub(super) mod lag;
pub(super) mod missing;
mod named;
pub(super) mod new;
pub(super) mod open;
pub(super) mod query;
pub(super) mod save;
pub(super) mod shell;
pub(super) mod show;
pub(super) mod similar;
pub(super) mod sources;
pub(super) mod status;
pub(super) mod terms;
mod time;
pub(super) mod timeline;
pub(super) mod update;
pub(super) mod watch;

use std::collections::HashSet;

use crate::cli::args::{AsOf, Dates, Global, Match};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::document::{Day, Fineness, Moment};
use crate::index::{self as store, Reader};
use crate::search::query::dates;
use crate::search::{DateMatch, Facet, Matching, Response, Semantic};
use crate::state::State;
use choices::{one_date, since};

pub(super) fn reader(global: &Global) -> Result<Reader, Failure> {
    Ok(Reader::open(&global.index)?)
}

/// What people said, which is kept outside the index.
fn state(global: &Global) -> State {
    global.state.as_deref().map_or_else(|| State::beside(&global.index), State::at)
}

/// Today, or the day given with `--now`.
#[expect(clippy::disallowed_methods, reason = "the clock is looked at here and nowhere else")]
pub(super) fn today(global: &Global) -> Result<Day, Failure> {
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
    let (_, last) = one_date(flag, text, today)?;
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

/// The facets of names as typed, each name once.
fn facets(names: &[String]) -> Result<Vec<Facet>, Failure> {
    let mut facets = names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
        .map(|name| {
            Facet::named(name).ok_or_else(|| {
                Failure::new(format!("the values of `{name}` cannot be counted")).hint(choices::nearest(
                    name,
                    store::FIELDS.iter().filter(|field| field.facet),
                    "the fields that can be counted are",
                ))
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut seen = HashSet::new();
    facets.retain(|facet| seen.insert(facet.name.clone()));
    Ok(facets)
}
