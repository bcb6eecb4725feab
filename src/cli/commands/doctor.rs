//! `rsearch doctor`: what is wrong, and what mends it.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::args::{Doctor, Global, ReportFormat};
use crate::cli::error::{Failure, command, quoted};
use crate::cli::printer::{Printer, clean};
use crate::cli::{Exit, Outcome};
use crate::ingest::{Finding, Mend, check};
use crate::json as wire;

pub(crate) fn run(args: &Doctor, global: &Global, printer: &Printer) -> Outcome {
    let mut all = check(&global.index, args.deep)?;
    all.sort_by_key(|finding| (finding.mend, finding.part));
    // What only a person can judge is noted, and breaks nothing.
    let (notes, findings): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|finding| finding.mend.is_judgement());
    let sound = findings.is_empty();
    let mend = |finding: &Finding| match finding.mend {
        Mend::Index => Some(command("index", &global.index)),
        Mend::Prune => Some(command("index --prune", &global.index)),
        Mend::Forget => {
            let name = finding.places.first().map(|name| quoted(Path::new(name))).unwrap_or_default();
            Some(command(&format!("sources forget {name}"), &global.index))
        }
        Mend::Rebuild => Some(command("rebuild", &global.index)),
        Mend::Restore | Mend::Look | Mend::Place | Mend::Edit | Mend::Allow | Mend::Rename => None,
    };
    match args.format {
        ReportFormat::Json => {
            let told = |findings: &[Finding]| -> Vec<Value> {
                findings
                    .iter()
                    .map(|finding| {
                        json!({
                            "part": finding.part.as_str(), "what": finding.what, "count": finding.count,
                            "places": finding.places, "mend": mend(finding),
                        })
                    })
                    .collect()
            };
            let object = json!({
                "schema": wire::SCHEMA, "sound": sound, "findings": told(&findings), "notes": told(&notes),
            });
            printer.line(&object.to_string())?;
        }
        ReportFormat::Text => {
            for finding in &findings {
                as_text(finding, "", &advice(finding, mend(finding), global), printer)?;
            }
            if sound {
                printer.line("sound: catalog, index and captures agree")?;
            }
            for note in &notes {
                as_text(note, "note: ", &advice(note, mend(note), global), printer)?;
            }
        }
    }
    Ok(if sound { Exit::Success } else { Exit::NothingFound })
}

fn as_text(finding: &Finding, mark: &str, advice: &str, printer: &Printer) -> Result<(), Failure> {
    let count = if finding.count > 1 { format!(" ({})", finding.count) } else { String::new() };
    printer.line(&clean(&format!("{mark}{}: {}{count}", finding.part.as_str(), finding.what)))?;
    for place in &finding.places {
        printer.line(&clean(&format!("  {place}")))?;
    }
    if finding.count > finding.places.len() as u64 && !finding.places.is_empty() {
        printer.line("  …")?;
    }
    printer.line(&format!("  {advice}"))
}

/// What helps.
fn advice(finding: &Finding, mend: Option<String>, global: &Global) -> String {
    let index = command("index", &global.index);
    match (finding.mend, mend) {
        (Mend::Forget, Some(command)) => {
            format!("put it back where it was, or `{command}` parts with what it showed")
        }
        (Mend::Prune, Some(command)) => {
            format!("put them back, or `{command}` parts with what they showed")
        }
        (_, Some(command)) => format!("`{command}` mends it"),
        (Mend::Look, None) => "`rsearch inspect --explain FILE` tells how they are read".to_owned(),
        (Mend::Place, None) => {
            format!("write the id of the document to `ids` there, or take them out; then `{index}`")
        }
        (Mend::Edit, None) => format!("mend the file by hand, then `{index}`; what it said before holds"),
        (Mend::Allow, None) => {
            format!("give leave to read them, then `{index}`; what they showed before is kept")
        }
        (Mend::Rename, None) => format!("rename them, then `{index}`"),
        (_, None) => "put them back from a copy, or touch them to have them read as they are".to_owned(),
    }
}
