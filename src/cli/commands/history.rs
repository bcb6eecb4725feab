//! `rsearch history`: every sighting and every version of a document.

use crate::catalog::{Catalog, Difference, History, Sighted, Version};
use crate::cli::args::{Global, History as Arguments, ListFormat};
use crate::cli::commands::facets::separated;
use crate::cli::commands::named::{target, tell_unknown};
use crate::cli::commands::reader;
use crate::cli::commands::time::second;
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style};
use crate::cli::{Exit, Outcome, changes, text};
use crate::document::{CorrectedField, Document, Seen};
use crate::json;

pub(crate) fn run(args: &Arguments, global: &Global, printer: &Printer) -> Outcome {
    let document = target(&reader(global)?, &args.target)?;
    let history = match &document {
        Some(document) => Catalog::open_to_read(&global.index)?.history(&document.id)?,
        None => None,
    };
    let Some(history) = history else {
        tell_unknown(&args.target, printer);
        return Ok(Exit::NothingFound);
    };
    match args.format {
        ListFormat::Text => as_text(&history, printer)?,
        ListFormat::Json => printer.line(&json::history(&history).to_string())?,
        ListFormat::Jsonl => {
            for (version, differences) in history.versions() {
                printer.line(&json::version(version, &differences).to_string())?;
            }
            for sighted in &history.sightings {
                printer.line(&json::sighted(sighted).to_string())?;
            }
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header =
                ["captured", "as", "capture", "listing", "http_status", "method", "format", "digest"];
            let rows = history.sightings.iter().map(|sighted| {
                let evidence = &sighted.evidence;
                vec![
                    evidence.captured.map(|moment| moment.to_string()).unwrap_or_default(),
                    sighted.role.as_str().to_owned(),
                    text::one_line(&evidence.capture),
                    sighted.listing.as_ref().map(|listing| listing.id.clone()).unwrap_or_default(),
                    evidence.http_status.map(|status| status.to_string()).unwrap_or_default(),
                    evidence.method.as_deref().map(text::one_line).unwrap_or_default(),
                    evidence.format.clone(),
                    evidence.digest.clone(),
                ]
            });
            separated(args.format, &header.map(str::to_owned), rows, printer)?;
        }
    }
    Ok(Exit::Success)
}

fn as_text(history: &History, printer: &Printer) -> Result<(), Failure> {
    let document = &history.past.document;
    printer.line(&changes::title(printer, document))?;
    printer.line(&printer.styled(Style::Dim, &changes::facts(document)))?;
    printer.line("")?;
    printer.line(&printer.styled(Style::Title, "versions"))?;
    let versions: Vec<(&Version, Vec<Difference>)> = history.versions().collect();
    if versions.is_empty() {
        printer.line("  none: no capture of it says when it was made")?;
    }
    for (place, (version, differences)) in versions.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| versions.get(before));
        if let Some(until) = before.and_then(|(before, _)| before.validity.until)
            && until < version.validity.from
        {
            printer.line(&format!(
                "  {} to {}: no capture shows it",
                second(until),
                second(version.validity.from)
            ))?;
        }
        let until = version.validity.until.map_or("now".to_owned(), second);
        let number = place + 1;
        printer.line(&format!("{number:>3}. {} to {until}", second(version.validity.from)))?;
        match before {
            None => printer.line(&format!("     {}", said(&version.document)))?,
            Some(_) => {
                for line in changes::differences(printer, differences) {
                    printer.line(&format!("     {line}"))?;
                }
            }
        }
    }
    if let Some(until) = versions.last().and_then(|(version, _)| version.validity.until) {
        printer.line(&format!("  since {}: no capture shows it", second(until)))?;
    }
    let (timed, untimed): (Vec<_>, Vec<_>) =
        history.sightings.iter().partition(|sighted| sighted.evidence.captured.is_some());
    if !timed.is_empty() {
        printer.line("")?;
        printer.line(&printer.styled(Style::Title, "sightings"))?;
    }
    for sighted in timed {
        printer.line(&format!("  {}", self::sighted(sighted)))?;
    }
    if !untimed.is_empty() {
        printer.line("")?;
        printer.line(&printer.styled(Style::Title, "sightings without a time, which are in no version"))?;
    }
    for sighted in untimed {
        printer.line(&format!("  {}", self::sighted(sighted)))?;
    }
    Ok(())
}

/// The date and the title that captures showed, which a person may have put right.
fn said(document: &Document) -> String {
    let was =
        |field: CorrectedField| document.corrections.iter().find(|it| it.field == field).map(|it| &it.was);
    let date = match was(CorrectedField::Published) {
        Some(was) if was.is_empty() => text::date(None),
        Some(was) => was.join("; "),
        None => text::date(document.published.as_ref()),
    };
    let title = was(CorrectedField::Title).map_or(document.title.clone(), |was| was.join("; "));
    format!("{} · {}", text::one_line(&date), text::one_line(&title))
}

/// A sighting on one line: the capture, and what the page was.
fn sighted(sighted: &Sighted) -> String {
    let mut parts = vec![text::seen(&Seen { role: sighted.role, evidence: sighted.evidence.clone() })];
    if let Some(listing) = &sighted.listing {
        parts.push(format!("in {} ({})", text::one_line(&listing.title), listing.id));
    }
    match sighted.lists {
        Some((entries, true)) if entries > 0 => parts.push(format!("lists {entries}")),
        Some((entries, false)) => parts.push(format!("lists {entries} and goes on elsewhere")),
        _ => {}
    }
    if sighted.is_missing {
        parts.push("the file is gone".to_owned());
    }
    parts.join(" · ")
}
