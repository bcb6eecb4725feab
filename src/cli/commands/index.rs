//! `rsearch index`: reads captures and makes the index.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::HumanDuration;

use crate::captures::{sources, walk};
use crate::cli::args::{Global, Index, Reading, Rebuild, ReportFormat};
use crate::cli::printer::{Printer, clean};
use crate::cli::progress::{Notes, Progress};
use crate::cli::table::{Table, thousands};
use crate::cli::{Exit, Outcome, text};
use crate::ingest::{Options, Plan, Planned, Totals, ingest, plan};
use crate::json;

/// Problems named without `--verbose`.
const PROBLEMS_SHOWN: usize = 10;

pub(crate) fn run(args: &Index, global: &Global, printer: &Printer) -> Outcome {
    let options = Options {
        limits: args.reading.limits.limits(),
        keep_missing: args.keep_missing,
        prune: args.prune,
        rebuild: false,
    };
    if args.dry_run {
        let plan = plan(&args.paths, &global.index, &options)?;
        return foretell(&plan, args.reading.format, printer);
    }
    carry_out(&args.paths, &options, &args.reading, global, printer)
}

/// `rsearch rebuild`: makes the index anew.
pub(crate) fn rebuild(args: &Rebuild, global: &Global, printer: &Printer) -> Outcome {
    let options = Options {
        limits: args.reading.limits.limits(),
        keep_missing: false,
        prune: args.prune,
        rebuild: true,
    };
    carry_out(&[], &options, &args.reading, global, printer)
}

fn carry_out(
    paths: &[PathBuf],
    options: &Options,
    args: &Reading,
    global: &Global,
    printer: &Printer,
) -> Outcome {
    // Counting first costs a look at each name, and gives people the time that is left.
    let files = if printer.talks_to_terminal() {
        sources(paths).ok().map(|sources| walk(&sources).count() as u64)
    } else {
        None
    };
    let progress = Progress::begin(printer, files, args.kill_before.clone());
    let result = ingest(paths, &global.index, options, &progress);
    let (notes, took) = progress.end();
    for notice in &notes.notices {
        printer.talk(&clean(notice));
    }
    let totals = result?;
    match args.format {
        ReportFormat::Json => printer.line(&json::totals(&totals).to_string())?,
        ReportFormat::Text if printer.is_quiet() => {}
        ReportFormat::Text => report(&totals, took, notes.vectors_took(), &global.index, printer)?,
    }
    talk(&notes, args.verbose, printer);
    Ok(if totals.has_problems() { Exit::SomeProblems } else { Exit::Success })
}

/// Tells what a run would do.
fn foretell(plan: &Plan, format: ReportFormat, printer: &Printer) -> Outcome {
    let listed = plan.files.iter().filter(|(planned, _)| *planned == Planned::Problem).count() as u64;
    let problems = plan.problems + listed;
    match format {
        ReportFormat::Json => printer.line(&json::plan(plan).to_string())?,
        ReportFormat::Text => {
            for (planned, place) in &plan.files {
                printer.line(&format!("{:<8} {}", planned.as_str(), text::one_line(place)))?;
            }
            let [unchanged, skipped, problems] = [plan.unchanged, plan.skipped, problems].map(thousands);
            printer.talk(&format!(
                "{unchanged} unchanged, {skipped} skipped, {problems} problems; nothing was read or written"
            ));
        }
    }
    Ok(if problems > 0 { Exit::SomeProblems } else { Exit::Success })
}

fn report(
    totals: &Totals,
    took: Duration,
    vectors_took: Duration,
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
    for (name, count) in [("gone", totals.gone), ("missing, but kept", totals.missing)] {
        if count > 0 {
            row(name, count);
        }
    }
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
        printer.line(&clean(&line))?;
    }
    let placing = match totals.vectors.placed {
        0 => String::new(),
        placed => {
            let fitted = if totals.vectors.fitted { " anew" } else { "" };
            let seconds = vectors_took.as_secs_f64();
            format!(", {seconds:.1} s of it to tell{fitted} what {} documents are about", thousands(placed))
        }
    };
    // Beside a part of it in tenths of seconds, whole ones would be less than the part.
    let took = if took < Duration::from_secs(10) {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        HumanDuration(took).to_string()
    };
    let folder = folder.display();
    printer.talk(&format!("done in {took}{placing}; the index is in {folder}"));
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
                printer.talk(&clean(&format!("skipped: {place}: {reason}")));
            }
        }
        for (kind, lines) in &notes.doubts {
            for line in sorted(lines) {
                printer.talk(&clean(&format!("doubt: {kind}: {line}")));
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
