//! `rsearch terms`: words and values that begin so.

use crate::cli::args::{Global, ListFormat, Terms};
use crate::cli::commands::choices::nearest;
use crate::cli::commands::facets::separated;
use crate::cli::commands::reader;
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::table::{Table, thousands};
use crate::cli::{Exit, Outcome, text};
use crate::index::{FIELDS, Field, FieldType, field};
use crate::json;
use crate::search::complete;

pub(crate) fn run(args: &Terms, global: &Global, printer: &Printer) -> Outcome {
    let field = args.field.as_deref().map(named).transpose()?;
    let found = complete(&reader(global)?, &args.prefix, field, args.limit)?;
    match args.format {
        ListFormat::Text => {
            let mut table = Table::default();
            for term in &found {
                table.row([text::one_line(&term.term), thousands(term.documents)]);
            }
            for line in table.lines() {
                printer.line(&line)?;
            }
        }
        ListFormat::Json => {
            let name = field.map(|field| field.name);
            printer.line(&json::terms(&args.prefix, name, &found).to_string())?;
        }
        ListFormat::Jsonl => {
            for term in &found {
                printer.line(&json::term(term).to_string())?;
            }
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let rows = found.iter().map(|term| vec![clean(&term.term), term.documents.to_string()]);
            separated(args.format, &["term", "count"].map(str::to_owned), rows, printer)?;
        }
    }
    if found.is_empty() {
        printer.talk("nothing found");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

/// The field of a name, which has to have words or values.
fn named(name: &str) -> Result<&'static Field, Failure> {
    let known = field(name).ok_or_else(|| {
        Failure::new(format!("there is no field `{name}`")).hint(nearest(
            name,
            FIELDS.iter(),
            "the fields are",
        ))
    })?;
    match known.kind {
        FieldType::Date | FieldType::Number if !known.facet => {
            Err(Failure::new(format!("`{name}` has neither words nor values that are counted"))
                .hint("name a field of text, or one of those that `rsearch facets --help` lists"))
        }
        _ => Ok(known),
    }
}
