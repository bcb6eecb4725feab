//! `rsearch formats`: the formats of captures that are read, and what each is recognised by.

use serde_json::json;

use crate::cli::args::{Formats, ReportFormat};
use crate::cli::printer::{Printer, Style};
use crate::cli::{Exit, Outcome};
use crate::formats::formats;
use crate::json as wire;

pub(crate) fn run(args: &Formats, printer: &Printer) -> Outcome {
    match args.format {
        ReportFormat::Json => {
            let formats: Vec<_> = formats()
                .map(|format| {
                    json!({
                        "name": format.name, "about": format.about, "recognised_by": format.recognised_by,
                        "holds_many": format.holds_many,
                    })
                })
                .collect();
            printer.line(&json!({ "schema": wire::SCHEMA, "formats": formats }).to_string())?;
        }
        ReportFormat::Text => {
            for format in formats() {
                printer.line(&printer.styled(Style::Title, format.name))?;
                printer.line(&format!("  {}", format.about))?;
                printer.line(
                    &printer.styled(Style::Dim, &format!("  recognised by {}", format.recognised_by)),
                )?;
            }
        }
    }
    Ok(Exit::Success)
}
