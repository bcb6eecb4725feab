//! `rsearch export`: every document, in the order of their ids.

use crate::cli::args::{Export, ExportFormat, Global};
use crate::cli::commands::reader;
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome};
use crate::json::{self, Detail};

pub(crate) fn run(args: &Export, global: &Global, printer: &Printer) -> Outcome {
    let reader = reader(global)?;
    for document in reader.all()? {
        let document = document?;
        match args.format {
            ExportFormat::Jsonl => printer.line(&json::document(&document, Detail::Full).to_string())?,
        }
    }
    Ok(Exit::Success)
}
