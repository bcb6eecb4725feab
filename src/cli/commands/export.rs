//! `rsearch export`: every document, in the order of their ids.

use crate::cli::args::{Export, ExportFormat, Global};
use crate::cli::commands::{moment, reader, tell_untimed, today};
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome};
use crate::document::Document;
use crate::index::Error;
use crate::json::{self, Detail};
use crate::search::{Request, count_facets};

pub(crate) fn run(args: &Export, global: &Global, printer: &Printer) -> Outcome {
    let reader = reader(global)?;
    match moment(&args.as_of, today(global)?)? {
        None => print(args, reader.all()?, printer),
        Some(seconds) => {
            let exit = print(args, reader.all_as_of(seconds)?, printer)?;
            let request = Request { as_of: Some(seconds), ..Request::default() };
            tell_untimed(&count_facets(&reader, &request)?, printer);
            Ok(exit)
        }
    }
}

fn print(
    args: &Export,
    documents: impl Iterator<Item = Result<Document, Error>>,
    printer: &Printer,
) -> Outcome {
    for document in documents {
        let document = document?;
        match args.format {
            ExportFormat::Jsonl => printer.line(&json::document(&document, Detail::Full).to_string())?,
        }
    }
    Ok(Exit::Success)
}
