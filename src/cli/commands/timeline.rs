//! `rsearch timeline`: counts along the calendar.

use crate::cli::args::{DateOf, Every, Global, ListFormat, Timeline as Arguments};
use crate::cli::commands::facets::{room_for_bars, separated};
use crate::cli::commands::time::narrowed;
use crate::cli::commands::{date_match, facets, moment, reader, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style};
use crate::cli::table::{Table, bar, thousands};
use crate::cli::{Exit, Outcome, text};
use crate::json;
use crate::search::{Line, Period, Request, Step, Timeline, timeline};

pub(crate) fn run(args: &Arguments, global: &Global, printer: &Printer) -> Outcome {
    let today = today(global)?;
    let by = facets(args.by.as_slice())?.into_iter().next();
    let request = Request {
        query: narrowed(&args.narrow, today)?,
        dates: date_match(args.narrow.filters().dates),
        as_of: moment(&args.as_of, today)?,
        ..Request::default()
    };
    let date = match args.of {
        DateOf::Published => "published",
        DateOf::FirstSeen => "first_seen",
    };
    let step = match args.every {
        Every::Day => Step::Day,
        Every::Week => Step::Week,
        Every::Month => Step::Month,
        Every::Quarter => Step::Quarter,
        Every::Year => Step::Year,
    };
    let found = timeline(&reader(global)?, &request, by.as_ref(), step, date);
    let found = found.map_err(|error| Failure::in_search(error, &args.narrow.query))?;
    let name = by.as_ref().map(|facet| facet.name.as_str());
    print(args, name, date, &request, &found, printer)?;
    match found.untimed {
        0 => {}
        1 => printer.talk("1 more is found today, but no capture of it says when it was made"),
        several => {
            let several = thousands(several);
            printer.talk(&format!(
                "{several} more are found today, but no capture of them says when it was made"
            ));
        }
    }
    if found.all.total == 0 {
        printer.talk("nothing found");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

fn print(
    args: &Arguments,
    by: Option<&str>,
    date: &str,
    request: &Request,
    found: &Timeline,
    printer: &Printer,
) -> Result<(), Failure> {
    // Without a field there is one line, of everything.
    let lines = if by.is_some() { found.lines.as_slice() } else { std::slice::from_ref(&found.all) };
    match args.format {
        ListFormat::Json => printer.line(&json::timeline(found, by, date, request.as_of).to_string()),
        ListFormat::Jsonl => lines
            .iter()
            .flat_map(json::timeline_counts)
            .try_for_each(|count| printer.line(&count.to_string())),
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header = ["value", "period", "from", "until", "count"];
            separated(args.format, &header.map(str::to_owned), lines.iter().flat_map(rows), printer)
        }
        ListFormat::Text => {
            let counts = || lines.iter().flat_map(|line| &line.periods);
            let most = counts().map(|(_, count)| *count).max().unwrap_or(0);
            for (place, line) in lines.iter().enumerate() {
                if place > 0 {
                    printer.line("")?;
                }
                if by.is_some() {
                    let value = line.value.as_deref().map_or("(none)".to_owned(), text::one_line);
                    let title = printer.styled(Style::Title, &value);
                    printer.line(&format!("{title}  {}", thousands(line.total)))?;
                }
                as_text(line, most, printer)?;
            }
            Ok(())
        }
    }
}

fn rows(line: &Line) -> Vec<Vec<String>> {
    let value = line.value.as_deref().map(text::one_line).unwrap_or_default();
    let row = |period: String, from: String, until: String, count: u64| {
        vec![value.clone(), period, from, until, count.to_string()]
    };
    let periods = line.periods.iter().map(|(period, count)| {
        row(period.to_string(), period.first.to_string(), period.last.to_string(), *count)
    });
    let apart = [("imprecise", line.imprecise), ("undated", line.undated)];
    let apart = apart.into_iter().filter(|(_, count)| *count > 0);
    periods
        .chain(apart.map(|(name, count)| row(name.to_owned(), String::new(), String::new(), count)))
        .collect()
}

/// Columns of a bar at most.
const BAR_WIDTH: usize = 30;

/// Steps without anything that are shown one by one; more in a row are told by their number.
const EMPTY_STEPS: usize = 3;

/// The steps of one line with bars.
fn as_text(line: &Line, most: u64, printer: &Printer) -> Result<(), Failure> {
    let mut rows: Vec<(String, Option<u64>)> = Vec::new();
    let mut last: Option<Period> = None;
    for (period, count) in &line.periods {
        let mut empty: Vec<Period> = Vec::new();
        let mut next = last.map(Period::next);
        while let Some(between) = next.filter(|between| between < period) {
            empty.push(between);
            next = Some(between.next());
        }
        if empty.len() > EMPTY_STEPS {
            rows.push((format!("… {} without any", thousands(empty.len() as u64)), None));
        } else {
            rows.extend(empty.iter().map(|period| (period.to_string(), Some(0))));
        }
        rows.push((period.to_string(), Some(*count)));
        last = Some(*period);
    }
    let steps = rows.len();
    for (name, count) in [("(less precise)", line.imprecise), ("(undated)", line.undated)] {
        if count > 0 {
            rows.push((name.to_owned(), Some(count)));
        }
    }
    let mut table = Table::default();
    for (name, count) in &rows {
        let mut cells = vec![format!("  {name}")];
        cells.extend(count.map(thousands));
        table.row(cells);
    }
    let lines = table.lines();
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let room = room_for_bars(printer, longest, BAR_WIDTH);
    for (place, (line, (_, count))) in lines.iter().zip(&rows).enumerate() {
        let space = " ".repeat(longest - line.chars().count());
        // What is in no step has no place among the bars.
        let bar = if place < steps { bar(count.unwrap_or(0), most, room) } else { String::new() };
        printer.line(format!("{line}{space}  {bar}").trim_end())?;
    }
    Ok(())
}
