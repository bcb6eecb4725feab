//! `rsearch status`: what the index holds.

use crate::cli::args::{Global, ReportFormat, Status};
use crate::cli::commands::{facets, reader, state};
use crate::cli::printer::{Printer, clean};
use crate::cli::table::{Table, size, thousands};
use crate::cli::{Exit, Outcome};
use crate::json;
use crate::search::{Request, count_facets};

pub(crate) fn run(args: &Status, global: &Global, printer: &Printer) -> Outcome {
    let reader = reader(global)?;
    let wanted = facets(&["kind", "year", "publisher"].map(str::to_owned))?;
    let counted = count_facets(&reader, &Request { facets: wanted, ..Request::default() })?.facets;
    let manifest = reader.manifest();
    let folder = reader.folder().display().to_string();
    let state = state(global).folder().display().to_string();
    if args.format == ReportFormat::Json {
        printer.line(
            &json::status(&folder, &state, manifest, reader.documents(), reader.bytes(), &counted)
                .to_string(),
        )?;
        return Ok(Exit::Success);
    }
    let mut table = Table::default();
    table.row(["documents".to_owned(), thousands(reader.documents())]);
    for counts in counted.iter().filter(|counts| counts.name == "kind") {
        for value in &counts.values {
            table.row([
                format!("  {}s", value.value.as_deref().unwrap_or("document")),
                thousands(value.count),
            ]);
        }
    }
    let years: Vec<&str> = counted
        .iter()
        .filter(|counts| counts.name == "year")
        .flat_map(|counts| counts.values.iter().filter_map(|value| value.value.as_deref()))
        .collect();
    if let (Some(first), Some(last)) = (years.first(), years.last()) {
        table.row(["published".to_owned(), format!("{first} to {last}")]);
    }
    let publishers =
        counted.iter().filter(|counts| counts.name == "publisher").flat_map(|counts| &counts.values);
    table.row([
        "publishers".to_owned(),
        thousands(publishers.filter(|value| value.value.is_some()).count() as u64),
    ]);
    table.row(["size".to_owned(), size(reader.bytes())]);
    table.row(["written by".to_owned(), format!("rsearch {}", clean(&manifest.version))]);
    for line in table.lines() {
        printer.line(&line)?;
    }
    printer.line(&format!("index       {folder}"))?;
    printer.line(&format!("state       {state}"))?;
    for source in &manifest.sources {
        let gone = if source.root.exists() { "" } else { " (not there now)" };
        printer.line(&clean(&format!("captures    {} as {}{gone}", source.root.display(), source.name)))?;
    }
    Ok(Exit::Success)
}
