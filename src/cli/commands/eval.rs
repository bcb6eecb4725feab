//! `rsearch eval`: how well the ranking agrees with what people judged.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::cli::args::{Eval, Global, ReportFormat};
use crate::cli::commands::judge::{Place, QRELS, TOPICS};
use crate::cli::commands::{matching, reader, semantic};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::table::{Table, thousands};
use crate::cli::{Exit, Outcome};
use crate::evaluation::{self, Measures, Qrels, Ranked, Topic, TrecRun, compare, measure};
use crate::index::Reader;
use crate::json;
use crate::search::{Request, plain, rank};

/// The name that runs carry in their last column.
const NAME: &str = "rsearch";

pub(crate) fn run(args: &Eval, global: &Global, printer: &Printer) -> Outcome {
    let topics = Place::of(args.topics.as_deref(), TOPICS, global)?;
    let topics = read(topics.path(), "topics", Topic::all)?;
    let qrels = Place::of(args.qrels.as_deref(), QRELS, global)?;
    let qrels = read(qrels.path(), "judgements", Qrels::parse)?;
    let before = args.compare.as_deref().map(|path| read(path, "run", TrecRun::parse)).transpose()?;
    let reader = reader(global)?;
    let (found, _) = search_all(&reader, &topics, args)?;
    let timing = if args.timing {
        // Once more, now that what the first pass read is in memory.
        Some(Timing::of(search_all(&reader, &topics, args)?.1))
    } else {
        None
    };
    if let Some(path) = &args.run {
        write(path, &found.text(NAME))?;
    }
    let report = Report {
        measures: measure(&qrels, &found),
        before: before.map(|before| measure(&qrels, &before)),
        timing,
    };
    if report.measures.is_empty() {
        return Err(Failure::new("no topic has a relevant document")
            .hint("judge some: a grade above 0 means relevant"));
    }
    let lacking = report.measures.keys().filter(|id| !topics.iter().any(|topic| topic.id == **id)).count();
    if lacking > 0 {
        printer
            .warning(&format!("{lacking} judged topics are not among the topics, and count as without hits"));
    }
    match args.format {
        ReportFormat::Json => printer.line(&report.json().to_string())?,
        ReportFormat::Text => report.print(args.each, printer)?,
    }
    Ok(Exit::Success)
}

fn read<T>(
    path: &Path,
    what: &str,
    parse: impl Fn(&str) -> Result<T, evaluation::Error>,
) -> Result<T, Failure> {
    let bytes = fs::read(path).map_err(|error| {
        let failure = Failure::new(format!("cannot read the {what} in {}: {error}", path.display()));
        match error.kind() {
            std::io::ErrorKind::NotFound if what != "run" => failure
                .hint("`rsearch judge QUERY` makes topics and judgements, --topics and --qrels name others"),
            _ => failure,
        }
    })?;
    parse(&String::from_utf8_lossy(&bytes))
        .map_err(|error| Failure::new(format!("cannot read the {what} in {}: {error}", path.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text)
        .map_err(|error| Failure::new(format!("cannot write the run to {}: {error}", path.display())))
}

/// Searches for every topic; gives what was found and how long each took.
fn search_all(reader: &Reader, topics: &[Topic], args: &Eval) -> Result<(TrecRun, Vec<Duration>), Failure> {
    let mut run = TrecRun::default();
    let mut times = Vec::new();
    for topic in topics {
        let begun = Instant::now();
        let request = Request {
            query: plain(&topic.text),
            matching: matching(args.matching),
            semantic: semantic(args.no_semantic),
            limit: args.depth,
            ..Request::default()
        };
        let ranking = rank(reader, &request)?;
        times.push(begun.elapsed());
        let ranked = ranking.ranked.into_iter().map(|ranked| Ranked {
            document: ranked.record_id.unwrap_or(ranked.id),
            score: f64::from(ranked.score),
        });
        run.put(&topic.id, ranked.collect());
    }
    Ok((run, times))
}

/// Milliseconds a query.
struct Timing {
    median: f64,
    p95: f64,
}

impl Timing {
    fn of(mut times: Vec<Duration>) -> Timing {
        times.sort_unstable();
        let at = |share: usize| {
            let place = (times.len() * share / 100).min(times.len().saturating_sub(1));
            times.get(place).copied().unwrap_or_default().as_secs_f64() * 1_000.0
        };
        Timing { median: at(50), p95: at(95) }
    }
}

struct Report {
    measures: BTreeMap<String, Measures>,
    /// Those of the run to compare with.
    before: Option<BTreeMap<String, Measures>>,
    timing: Option<Timing>,
}

impl Report {
    fn json(&self) -> serde_json::Value {
        let timing = self.timing.as_ref().map(|timing| (timing.median, timing.p95));
        json::evaluation(&self.measures, self.before.as_ref(), timing)
    }

    fn print(&self, each: bool, printer: &Printer) -> Result<(), Failure> {
        let mut table = Table::default();
        table.row(["", "nDCG@10", "MRR@10", "Recall@100"].map(str::to_owned));
        let count = thousands(self.measures.len() as u64);
        let name = if self.measures.len() == 1 { "1 topic".to_owned() } else { format!("{count} topics") };
        table.row(row(&name, &Measures::mean(self.measures.values())));
        if let Some(before) = &self.before {
            table.row(row("  before", &Measures::mean(before.values())));
        }
        if each {
            for (topic, measures) in &self.measures {
                table.row(row(topic, measures));
            }
        }
        for line in table.lines() {
            printer.line(&line)?;
        }
        if let Some(before) = &self.before {
            printer.line("")?;
            changes(&compare(before, &self.measures), printer)?;
        }
        if let Some(timing) = &self.timing {
            printer.line("")?;
            printer.line(&format!(
                "{:.2} ms a query (median), {:.2} ms (95th percentile)",
                timing.median, timing.p95
            ))?;
        }
        Ok(())
    }
}

fn row(name: &str, measures: &Measures) -> [String; 4] {
    let number = |number: f64| format!("{number:.4}");
    [clean(name), number(measures.ndcg_10), number(measures.mrr_10), number(measures.recall_100)]
}

/// The topics whose nDCG@10 is another than before: won ones first.
fn changes(pairs: &[(String, Measures, Measures)], printer: &Printer) -> Result<(), Failure> {
    let gain = |before: &Measures, after: &Measures| after.ndcg_10 - before.ndcg_10;
    let changed: Vec<_> =
        pairs.iter().filter(|(_, before, after)| gain(before, after).abs() > f64::EPSILON).collect();
    let won = changed.iter().filter(|(_, before, after)| gain(before, after) > 0.0).count();
    let (lost, equal) = (changed.len() - won, pairs.len() - changed.len());
    printer.line(&format!("{won} won, {lost} lost, {equal} equal by nDCG@10"))?;
    let mut table = Table::default();
    for (topic, before, after) in changed {
        let cells = [
            format!("  {}", clean(topic)),
            format!("{:.4}", before.ndcg_10),
            format!("{:.4}", after.ndcg_10),
            format!("{:+.4}", gain(before, after)),
        ];
        table.row(cells);
    }
    for line in table.lines() {
        printer.line(&line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_slow_end_of_times() {
        let times = (1..=100).map(Duration::from_millis).collect();
        let timing = Timing::of(times);
        assert!((timing.median - 51.0).abs() < 1e-9 && (timing.p95 - 96.0).abs() < 1e-9);
        assert!(Timing::of(Vec::new()).median < f64::EPSILON);
    }
}
