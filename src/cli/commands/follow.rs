//! `rsearch follow`: what `rsearch update` looks at.

use std::time::Duration;

use serde_json::json;
use url::Url;

use crate::captures::fetch::{Method, Redaction};
use crate::cli::args::follow::{Follow, FollowWhat};
use crate::cli::args::{Global, ReportFormat};
use crate::cli::commands::capture::{address, check_drawing, check_folder};
use crate::cli::commands::state;
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::{Exit, Outcome, config};
use crate::crawl::{Followed, Follows};
use crate::json;
use crate::state::{self as kept, State};

/// The file of the state folder.
pub(crate) const FILE: &str = "follows.json";

pub(crate) fn run(args: &Follow, global: &Global, printer: &Printer) -> Outcome {
    let state = state(global);
    match (&args.what, &args.url) {
        (Some(FollowWhat::List { format }), _) => list(&read(&state)?, *format, printer),
        (Some(FollowWhat::Rm { urls }), _) => remove(urls, &state, printer),
        (None, Some(url)) => add(args, &address(url)?, &state, printer),
        (None, None) => Err(Failure::new("no address to follow")),
    }
}

/// What is followed.
pub(crate) fn read(state: &State) -> Result<Follows, Failure> {
    let Some(text) = state.read(FILE)? else { return Ok(Follows::default()) };
    let path = state.path(FILE)?;
    Ok(Follows::parse(&text).map_err(|reason| kept::Error::Damaged { path, reason })?)
}

fn add(args: &Follow, url: &Url, state: &State, printer: &Printer) -> Outcome {
    check_folder(&args.into)?;
    check_drawing(&args.drawing)?;
    let kept = redaction(state)?.shown(url);
    if kept != url.as_str() && url.fragment().is_none() {
        return Err(Failure::new("an address with a password or a token in it cannot be kept").hint(
            "`rsearch capture` takes it, and keeps none of it; `not-secret` in config.toml names parameters that are none",
        ));
    }
    let lock = state.lock(FILE)?;
    let mut follows = read(state)?;
    let into = std::path::absolute(&args.into)?;
    follows.put(Followed {
        url: kept.clone(),
        every: args.every,
        team: args.team.clone(),
        next: args.next,
        any_site: args.any_site,
        into,
        method: args.drawing.method.method(),
        click: args.drawing.click.clone(),
        expand: args.drawing.expand,
        last: None,
    });
    state.write(FILE, &follows.as_text())?;
    drop(lock);
    printer.talk(&format!("followed: {}; `rsearch update` looks at it", clean(&kept)));
    Ok(Exit::Success)
}

/// What is left out of addresses that are kept.
fn redaction(state: &State) -> Result<Redaction, Failure> {
    Ok(Redaction::without(&config::read(state)?.not_secret))
}

fn remove(urls: &[String], state: &State, printer: &Printer) -> Outcome {
    let redaction = redaction(state)?;
    let lock = state.lock(FILE)?;
    let mut follows = read(state)?;
    for url in urls {
        let full = address(url).map(|url| redaction.shown(&url)).unwrap_or_default();
        if !follows.remove(url) && !follows.remove(&full) {
            return Err(
                Failure::new(format!("{url} is not followed")).hint("`rsearch follow list` shows what is")
            );
        }
    }
    state.write(FILE, &follows.as_text())?;
    drop(lock);
    printer.talk("captures and index stay as they are");
    Ok(Exit::Success)
}

/// A length of time in the largest unit that tells all of it.
fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0 => "0 s".to_owned(),
        seconds if seconds.is_multiple_of(3_600) => format!("{} h", seconds / 3_600),
        seconds if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

fn list(follows: &Follows, format: ReportFormat, printer: &Printer) -> Outcome {
    if format == ReportFormat::Json {
        let all: Vec<_> = follows.all.iter().map(Followed::as_value).collect();
        printer.line(&json!({ "schema": json::SCHEMA, "follows": all }).to_string())?;
        return Ok(Exit::Success);
    }
    for followed in &follows.all {
        let mut facts = vec![followed.url.clone(), format!("every {}", in_words(followed.every))];
        facts.extend(followed.team.iter().map(|team| format!("team {team}")));
        if followed.method != Method::Plain {
            facts.push(format!("method {}", followed.method.as_str()));
        }
        facts.push(
            followed.last.map_or_else(|| "not yet captured".to_owned(), |last| format!("captured {last}")),
        );
        printer.line(&clean(&facts.join(" · ")))?;
    }
    if follows.all.is_empty() {
        printer.talk("nothing is followed; `rsearch follow URL` begins");
    }
    Ok(Exit::Success)
}
