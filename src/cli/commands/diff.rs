//! `rsearch diff`: what changed between two moments.

use crate::catalog::{Catalog, Change, Value};
use crate::cli::args::{Diff, Global, ListFormat};
use crate::cli::commands::facets::separated;
use crate::cli::commands::named::{target, tell_unknown};
use crate::cli::commands::time::{chosen_ids, second, sort};
use crate::cli::commands::{moment_of, reader, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style};
use crate::cli::table::thousands;
use crate::cli::{Exit, Outcome, changes, text};
use crate::document::{Day, Document};
use crate::index::Reader;
use crate::json::{self, Compared};

pub(crate) fn run(args: &Diff, global: &Global, printer: &Printer) -> Outcome {
    let today = today(global)?;
    let reader = reader(global)?;
    let catalog = Catalog::open_to_read(&global.index)?;
    let of = match &args.target {
        Some(typed) => {
            let Some(document) = target(&reader, typed)? else {
                tell_unknown(typed, printer);
                return Ok(Exit::NothingFound);
            };
            Some(document)
        }
        None => None,
    };
    let span = match &of {
        Some(document) => match catalog.span_of_page(&document.id)? {
            Some(span) if span.0 < span.1 => Some(span),
            _ => catalog.past(&document.id)?.and_then(|past| past.span()),
        },
        None => catalog.span()?,
    };
    let Some((first, last)) = span else {
        let untimed = untimed(args, of.as_ref(), &catalog, &reader, today)?;
        let found = Found { changes: Vec::new(), page: None, carried: 0, untimed };
        print(args, of.as_ref(), None, &found, printer)?;
        printer.talk("no capture of it says when it was made, so there is nothing to compare");
        return Ok(Exit::NothingFound);
    };
    let given = |flag: &str, text: &Option<String>| {
        text.as_ref().map(|text| moment_of(flag, text, today)).transpose()
    };
    let (from, until) =
        (given("--from", &args.from)?.unwrap_or(first), given("--to", &args.to)?.unwrap_or(last));
    if from > until {
        return Err(Failure::new(format!(
            "--from is {}, after --to, which is {}",
            second(from),
            second(until)
        ))
        .hint("without --from it is the first capture, without --to the last"));
    }
    let mut found = compare(args, of.as_ref(), &catalog, &reader, today, (from, until))?;
    sort(&mut found.changes);
    print(args, of.as_ref(), Some((from, until)), &found, printer)?;
    let differs = !found.changes.is_empty() || found.page.is_some();
    if !differs {
        printer.talk(&format!("nothing changed from {} to {}", second(from), second(until)));
    }
    tell_left_out(of.as_ref(), &found, (first, from), printer);
    Ok(if differs { Exit::Success } else { Exit::NothingFound })
}

/// What was found.
struct Found {
    changes: Vec<Change>,
    /// The change of the listing's own page.
    page: Option<Change>,
    carried: u64,
    untimed: u64,
}

fn compare(
    args: &Diff,
    of: Option<&Document>,
    catalog: &Catalog,
    reader: &Reader,
    today: Day,
    (from, until): (i64, i64),
) -> Result<Found, Failure> {
    let ids = |narrowed: bool| -> Result<_, Failure> {
        if !narrowed {
            return Ok(None);
        }
        let mut ids = chosen_ids(&args.narrow, reader, today, Some(from))?;
        ids.extend(chosen_ids(&args.narrow, reader, today, Some(until))?);
        Ok(Some(ids))
    };
    let untimed = untimed(args, of, catalog, reader, today)?;
    let Some(document) = of else {
        let changes = catalog.changes(from, until, ids(true)?.as_ref())?;
        return Ok(Found { changes, page: None, carried: 0, untimed });
    };
    let own = catalog.past(&document.id)?.and_then(|past| past.change(from, until));
    let Some(listed) = catalog.listing_changes(&document.id, from, until)? else {
        return Ok(Found { changes: own.into_iter().collect(), page: None, carried: 0, untimed });
    };
    let mut changes = listed.changes;
    if let Some(ids) = ids(!args.narrow.is_plain())? {
        changes.retain(|change| ids.contains(&change.document().id));
    }
    Ok(Found { changes, page: own, carried: listed.carried, untimed })
}

/// Documents, or captures of the one, that have no time.
fn untimed(
    args: &Diff,
    of: Option<&Document>,
    catalog: &Catalog,
    reader: &Reader,
    today: Day,
) -> Result<u64, Failure> {
    Ok(match of {
        Some(document) => {
            document.sightings.iter().filter(|seen| seen.evidence.captured.is_none()).count() as u64
        }
        None => catalog.untimed(Some(&chosen_ids(&args.narrow, reader, today, None)?))?,
    })
}

fn print(
    args: &Diff,
    of: Option<&Document>,
    span: Option<(i64, i64)>,
    found: &Found,
    printer: &Printer,
) -> Result<(), Failure> {
    let Found { changes, page, carried, untimed } = found;
    match args.format {
        ListFormat::Json => {
            let page = page.as_ref();
            let compared = Compared { of, span, changes, page, carried: *carried, untimed: *untimed };
            printer.line(&json::compared(&compared).to_string())
        }
        ListFormat::Jsonl => {
            changes.iter().chain(page).try_for_each(|change| printer.line(&json::change(change).to_string()))
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header = ["change", "id", "kind", "title", "published", "what", "before", "after"];
            let rows = changes.iter().chain(page).flat_map(rows);
            separated(args.format, &header.map(str::to_owned), rows, printer)
        }
        ListFormat::Text => {
            for (place, change) in changes.iter().enumerate() {
                if place > 0 {
                    printer.line("")?;
                }
                for line in changes::change(printer, change) {
                    printer.line(&line)?;
                }
            }
            if let Some(page) = page {
                if !changes.is_empty() {
                    printer.line("")?;
                }
                printer.line(&printer.styled(Style::Title, "the page itself"))?;
                for line in changes::change(printer, page) {
                    printer.line(&line)?;
                }
            }
            if let Some((from, until)) = span.filter(|_| !changes.is_empty()) {
                let span = format!("from {} to {}", second(from), second(until));
                printer.talk(&format!("\n{}; {span}", changes::summary(changes)));
            }
            Ok(())
        }
    }
}

/// A row a difference; one for what came or went.
fn rows(change: &Change) -> Vec<Vec<String>> {
    let document = change.document();
    let head = [
        change.as_str().to_owned(),
        document.id.clone(),
        document.kind.as_str().to_owned(),
        text::one_line(&document.title),
        text::date_cell(document.published.as_ref()),
    ];
    let row = |what: &str, before: String, after: String| {
        head.iter().cloned().chain([what.to_owned(), before, after]).collect::<Vec<_>>()
    };
    match change {
        Change::Added(_) | Change::Removed(_) => vec![row("", String::new(), String::new())],
        Change::Changed { differences, .. } => differences
            .iter()
            .map(|difference| {
                row(difference.what.as_str(), cell(&difference.before), cell(&difference.after))
            })
            .collect(),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => text::one_line(text),
        Value::List(names) => text::one_line(&names.join("; ")),
        Value::Date(claim) => claim.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// Says what took no part, and why.
fn tell_left_out(of: Option<&Document>, found: &Found, (first, from): (i64, i64), printer: &Printer) {
    if from < first {
        printer.talk(&format!("the first capture is of {}: before it nothing was shown", second(first)));
    }
    let carried = thousands(found.carried);
    match found.carried {
        0 => {}
        1 => printer.talk(
            "1 that an earlier capture lists is not in the last one, which is cut or lists nothing: it counts as listed",
        ),
        _ => printer.talk(&format!(
            "{carried} that earlier captures list are not in the last one, which is cut or lists nothing: they count as listed"
        )),
    }
    let untimed = thousands(found.untimed);
    match (found.untimed, of) {
        (0, _) => {}
        (1, Some(_)) => printer.talk("1 capture of it does not say when it was made and takes no part"),
        (_, Some(_)) => {
            printer
                .talk(&format!("{untimed} captures of it do not say when they were made and take no part"));
        }
        (1, None) => printer.talk("1 takes no part: no capture of it says when it was made"),
        (_, None) => {
            printer.talk(&format!("{untimed} take no part: no capture of them says when it was made"));
        }
    }
}
