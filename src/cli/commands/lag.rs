//! `rsearch lag`: how long after their dates publications appeared.

use std::collections::{BTreeMap, HashSet};

use crate::catalog::{Catalog, Lag};
use crate::cli::args::{Global, Lag as Arguments, LagBy, ListFormat};
use crate::cli::commands::facets::separated;
use crate::cli::commands::time::{chosen, second};
use crate::cli::commands::{reader, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style};
use crate::cli::table::{Table, thousands};
use crate::cli::{Exit, Outcome, changes, text};
use crate::json::{self, LagSummary, Lags, Late};

pub(crate) fn run(args: &Arguments, global: &Global, printer: &Printer) -> Outcome {
    let chosen = chosen(&args.narrow, &reader(global)?, today(global)?, None)?;
    let ids: HashSet<&str> = chosen.iter().map(|document| document.id.as_str()).collect();
    let arrivals = Catalog::open_to_read(&global.index)?.arrivals(&ids)?;
    let mut lags = Lags::default();
    for document in chosen {
        match (arrivals.get(&document.id), &document.published) {
            (None, _) => lags.untimed += 1,
            (Some(arrival), _) if arrival.absent.is_none() => lags.already_there += 1,
            (Some(_), None) => lags.undated += 1,
            (Some(arrival), Some(published)) => {
                let lag = arrival.lag(&published.interval());
                lags.publications.push(Late { arrival: *arrival, lag, document });
            }
        }
    }
    lags.summary = summary(&lags.publications, args.by);
    print(args.format, &lags, printer)?;
    if args.format == ListFormat::Text {
        talk(&lags, printer);
    }
    Ok(if lags.publications.is_empty() { Exit::NothingFound } else { Exit::Success })
}

/// All of them, then those of each value, the most frequent first.
fn summary(publications: &[Late], by: LagBy) -> Vec<LagSummary> {
    let mut groups: BTreeMap<Option<String>, Vec<Lag>> = BTreeMap::new();
    for late in publications {
        let values: Vec<String> = match by {
            LagBy::Publisher => late.document.publisher.iter().cloned().collect(),
            LagBy::Team => late.document.categories.clone(),
        };
        let without = values.is_empty().then_some(None);
        for value in values.into_iter().map(Some).chain(without) {
            groups.entry(value).or_default().push(late.lag);
        }
    }
    let mut summaries: Vec<LagSummary> =
        groups.into_iter().map(|(value, lags)| quantiles(value, &lags)).collect();
    summaries.sort_by(|one, other| {
        one.value.is_none().cmp(&other.value.is_none()).then(other.publications.cmp(&one.publications))
    });
    if !publications.is_empty() {
        let all: Vec<Lag> = publications.iter().map(|late| late.lag).collect();
        summaries.insert(0, LagSummary { is_all: true, ..quantiles(None, &all) });
    }
    summaries
}

/// Quantiles of what is sure and of what is possible: the true ones lie between them.
fn quantiles(value: Option<String>, lags: &[Lag]) -> LagSummary {
    let of = |pick: fn(&Lag) -> i64| {
        let mut days: Vec<i64> = lags.iter().map(pick).collect();
        days.sort_unstable();
        // The smallest number that so large a share does not exceed.
        let at = |tenths: usize| days[(days.len() * tenths).div_ceil(10).saturating_sub(1)];
        [at(5), at(9)]
    };
    let (least, most) = (of(|lag| lag.at_least), of(|lag| lag.at_most));
    LagSummary {
        is_all: false,
        value,
        publications: lags.len() as u64,
        median: Lag { at_least: least[0], at_most: most[0] },
        nine_in_ten: Lag { at_least: least[1], at_most: most[1] },
    }
}

fn print(format: ListFormat, lags: &Lags, printer: &Printer) -> Result<(), Failure> {
    match format {
        ListFormat::Json => printer.line(&json::lags(lags).to_string()),
        ListFormat::Jsonl => {
            lags.publications.iter().try_for_each(|late| printer.line(&json::late(late).to_string()))
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header =
                ["id", "title", "published", "publisher", "absent", "first_seen", "at_least", "at_most"];
            let rows = lags.publications.iter().map(|late| {
                let document = &late.document;
                vec![
                    document.id.clone(),
                    text::one_line(&document.title),
                    text::date_cell(document.published.as_ref()),
                    document.publisher.as_deref().map(text::one_line).unwrap_or_default(),
                    late.arrival.absent.map(second).unwrap_or_default(),
                    second(late.arrival.at),
                    late.lag.at_least.to_string(),
                    late.lag.at_most.to_string(),
                ]
            });
            separated(format, &header.map(str::to_owned), rows, printer)
        }
        ListFormat::Text => as_text(lags, printer),
    }
}

fn as_text(lags: &Lags, printer: &Printer) -> Result<(), Failure> {
    if lags.publications.is_empty() {
        return Ok(());
    }
    let mut table = Table::default();
    table
        .row(["days after the date", "publications", "half within", "nine in ten within"].map(str::to_owned));
    for summary in &lags.summary {
        let name = match &summary.value {
            Some(value) => text::one_line(value),
            None if summary.is_all => "all".to_owned(),
            None => "(none)".to_owned(),
        };
        table.row([name, thousands(summary.publications), days(summary.median), days(summary.nine_in_ten)]);
    }
    for line in table.lines() {
        printer.line(&line)?;
    }
    for late in &lags.publications {
        printer.line("")?;
        printer.line(&changes::title(printer, &late.document))?;
        printer.line(&printer.styled(Style::Dim, &format!("  {}", changes::facts(&late.document))))?;
        printer.line(&format!("  {}: {}", told(late), seen(late)))?;
    }
    Ok(())
}

/// `2`, or `0 to 2`.
fn days(lag: Lag) -> String {
    if lag.at_least == lag.at_most {
        lag.at_most.to_string()
    } else {
        format!("{} to {}", lag.at_least, lag.at_most)
    }
}

fn told(late: &Late) -> String {
    let noun = |days: i64| if days == 1 { "day" } else { "days" };
    let Lag { at_least, at_most } = late.lag;
    if at_most < 0 {
        format!("{} {} before its date", -at_most, noun(-at_most))
    } else if at_least == 0 {
        format!("at most {at_most} {} after its date", noun(at_most))
    } else {
        format!("at least {at_least} and at most {at_most} {} after its date", noun(at_most))
    }
}

fn seen(late: &Late) -> String {
    let absent = late.arrival.absent.map(|at| format!("not yet listed {}, ", second(at))).unwrap_or_default();
    format!("{absent}first seen {}", second(late.arrival.at))
}

fn talk(lags: &Lags, printer: &Printer) {
    let found = lags.publications.len() as u64;
    printer.talk(&if found == 0 {
        "no publication appeared between two captures of a page that lists it".to_owned()
    } else {
        format!("\n{} appeared between two captures", thousands(found))
    });
    for (count, why) in [
        (lags.already_there, "there from the first capture on: nothing tells since when"),
        (lags.undated, "without a date"),
        (lags.untimed, "of which no capture says when it was made"),
    ] {
        if count > 0 {
            printer.talk(&format!("{} {why}", thousands(count)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_nine_in_ten_are_days_that_so_many_do_not_exceed() {
        let lags: Vec<Lag> = (1..=10).map(|day| Lag { at_least: day - 1, at_most: day }).collect();
        let summary = quantiles(None, &lags);
        assert_eq!(
            (days(summary.median), days(summary.nine_in_ten)),
            ("4 to 5".to_owned(), "8 to 9".to_owned())
        );
        let one = quantiles(None, &lags[..1]);
        assert_eq!((days(one.median), days(one.nine_in_ten)), ("0 to 1".to_owned(), "0 to 1".to_owned()));
    }
}
