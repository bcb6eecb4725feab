//! `rsearch index`: reads captures and makes the index.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use indicatif::HumanDuration;

use crate::captures::{sources, walk};
use crate::cli::args::{Global, Index, ReportFormat};
use crate::cli::printer::Printer;
use crate::cli::progress::{Notes, Progress};
use crate::cli::table::{Table, thousands};
use crate::cli::{Exit, Outcome};
use crate::formats::Limits;
use crate::index::{self as store, Manifest};
use crate::ingest::{Options, Totals, ingest};
use crate::json;

/// Problems named without `--verbose`.
const PROBLEMS_SHOWN: usize = 10;

pub(crate) fn run(args: &Index, global: &Global, printer: &Printer) -> Outcome {
    // Counting first costs a look at each name, and gives people the time that is left.
    let files = if printer.talks_to_terminal() {
        sources(&args.paths).ok().map(|sources| walk(&sources).count() as u64)
    } else {
        None
    };
    if let Err(error @ (store::Error::OtherFormat { .. } | store::Error::Damaged { .. })) =
        Manifest::read(&global.index)
    {
        printer.warning(&format!("{error}; it is made anew"));
    }
    let progress = Progress::begin(printer, files);
    let options = Options { limits: Limits { max_bytes: args.max_bytes } };
    let result = ingest(&args.paths, &global.index, &options, &progress);
    let (notes, took) = progress.end();
    let totals = result?;
    match args.format {
        ReportFormat::Json => printer.line(&json::totals(&totals).to_string())?,
        ReportFormat::Text => report(&totals, took, &global.index, printer)?,
    }
    talk(&notes, args.verbose, printer);
    Ok(if totals.has_problems() { Exit::SomeProblems } else { Exit::Success })
}

fn report(
    totals: &Totals,
    took: Duration,
    folder: &Path,
    printer: &Printer,
) -> Result<(), crate::cli::error::Failure> {
    let mut table = Table::default();
    let mut row = |name: &str, count: u64| table.row([name.to_owned(), thousands(count)]);
    row("publications", totals.publications);
    row("other pages", totals.pages);
    row("files", totals.files.total());
    row("  read", totals.files.read);
    row("  unchanged", totals.files.unchanged);
    row("  skipped", totals.files.skipped);
    row("  problems", totals.files.problems);
    if totals.records.total() > 0 {
        row("records", totals.records.total());
        row("  read", totals.records.read);
        row("  skipped", totals.records.skipped);
        row("  problems", totals.records.problems);
    }
    row("skipped", totals.files.skipped + totals.records.skipped);
    reasons(&mut row, &totals.skipped);
    row("problems", totals.files.problems + totals.records.problems);
    reasons(&mut row, &totals.problems);
    row("doubts", totals.doubts.values().sum());
    reasons(&mut row, &totals.doubts);
    if !totals.ignored_keys.is_empty() {
        row("keys of records left aside", totals.ignored_keys.values().sum());
        reasons(&mut row, &totals.ignored_keys);
    }
    for line in table.lines() {
        printer.line(&crate::cli::printer::clean(&line))?;
    }
    printer.talk(&format!("done in {}; the index is in {}", HumanDuration(took), folder.display()));
    Ok(())
}

fn reasons(row: &mut impl FnMut(&str, u64), counts: &BTreeMap<String, u64>) {
    for (reason, count) in counts {
        row(&format!("  {reason}"), *count);
    }
}

/// Names problems; with `verbose` all of them, and what was skipped and doubted.
fn talk(notes: &Notes, verbose: bool, printer: &Printer) {
    let shown = if verbose { usize::MAX } else { PROBLEMS_SHOWN };
    let problems = sorted(&notes.problems);
    for problem in problems.iter().take(shown) {
        printer.warning(problem);
    }
    if problems.len() > shown {
        printer.hint(&format!("{} more; --verbose names them all", problems.len() - shown));
    }
    if verbose {
        for (reason, places) in &notes.skipped {
            for place in sorted(places) {
                printer.talk(&crate::cli::printer::clean(&format!("skipped: {place}: {reason}")));
            }
        }
        for (kind, lines) in &notes.doubts {
            for line in sorted(lines) {
                printer.talk(&crate::cli::printer::clean(&format!("doubt: {kind}: {line}")));
            }
        }
    }
}

/// Threads finish in any order; people read one.
fn sorted(lines: &[String]) -> Vec<&String> {
    let mut lines: Vec<&String> = lines.iter().collect();
    lines.sort();
    lines
}
