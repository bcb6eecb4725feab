//! `rsearch doctor`: what is wrong, and what mends it.

use serde_json::json;

use crate::cli::args::{Doctor, Global, ReportFormat};
use crate::cli::error::command;
use crate::cli::printer::{Printer, clean};
use crate::cli::{Exit, Outcome};
use crate::ingest::{Finding, Mend, check};
use crate::json as wire;

pub(crate) fn run(args: &Doctor, global: &Global, printer: &Printer) -> Outcome {
    let mut findings = check(&global.index, args.deep)?;
    findings.sort_by_key(|finding| (finding.mend, finding.part));
    let mend = |finding: &Finding| match finding.mend {
        Mend::Index => Some(command("index", &global.index)),
        Mend::Rebuild => Some(command("rebuild", &global.index)),
        Mend::Restore => None,
    };
    match args.format {
        ReportFormat::Json => {
            let findings: Vec<_> = findings
                .iter()
                .map(|finding| {
                    json!({
                        "part": finding.part.as_str(), "what": finding.what, "count": finding.count,
                        "places": finding.places, "mend": mend(finding),
                    })
                })
                .collect();
            let object =
                json!({ "schema": wire::SCHEMA, "sound": findings.is_empty(), "findings": findings });
            printer.line(&object.to_string())?;
        }
        ReportFormat::Text => {
            for finding in &findings {
                let count = if finding.count > 1 { format!(" ({})", finding.count) } else { String::new() };
                printer.line(&clean(&format!("{}: {}{count}", finding.part.as_str(), finding.what)))?;
                for place in &finding.places {
                    printer.line(&clean(&format!("  {place}")))?;
                }
                if finding.count > finding.places.len() as u64 && !finding.places.is_empty() {
                    printer.line("  …")?;
                }
                let advice = mend(finding).map_or_else(
                    || "put them back from a copy, or touch them to have them read as they are".to_owned(),
                    |command| format!("`{command}` mends it"),
                );
                printer.line(&format!("  {advice}"))?;
            }
            if findings.is_empty() {
                printer.line("sound: catalog, index and captures agree")?;
            }
        }
    }
    Ok(if findings.is_empty() { Exit::Success } else { Exit::NothingFound })
}
