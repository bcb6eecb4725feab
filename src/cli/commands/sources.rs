//! `rsearch sources`: the folders that are indexed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::json;

use crate::catalog::{Catalog, StoredSource};
use crate::cli::args::{Global, ListFormat, Sources, SourcesWhat};
use crate::cli::commands::facets::separated;
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::progress::Progress;
use crate::cli::table::{Table, thousands};
use crate::cli::{Exit, Outcome};
use crate::index::Manifest;
use crate::ingest::forget;
use crate::json as wire;

pub(crate) fn run(args: &Sources, global: &Global, printer: &Printer) -> Outcome {
    match &args.what {
        None => list(args.format, global, printer),
        Some(SourcesWhat::Forget { sources, kill_before }) => {
            forget_some(sources, kill_before.clone(), global, printer)
        }
    }
}

fn list(format: ListFormat, global: &Global, printer: &Printer) -> Outcome {
    let catalog = Catalog::open_to_read(&global.index)?;
    let rows = catalog
        .sources()?
        .into_iter()
        .map(|source| catalog.captures_of_source(source.id).map(|captures| (source, captures)))
        .collect::<Result<Vec<_>, _>>()?;
    let object = |(source, captures): &(StoredSource, u64)| {
        json!({
            "name": source.name, "path": source.root, "captures": captures, "present": source.root.exists(),
        })
    };
    match format {
        ListFormat::Text => {
            let mut table = Table::default();
            for (source, captures) in &rows {
                let gone = if source.root.exists() { "" } else { " (not there now)" };
                let path = clean(&format!("{}{gone}", source.root.display()));
                table.row_before([clean(&source.name), thousands(*captures)], path);
            }
            for line in table.lines() {
                printer.line(&line)?;
            }
        }
        ListFormat::Json => {
            let sources: Vec<_> = rows.iter().map(object).collect();
            printer.line(&json!({ "schema": wire::SCHEMA, "sources": sources }).to_string())?;
        }
        ListFormat::Jsonl => {
            for row in &rows {
                printer.line(&object(row).to_string())?;
            }
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header = ["name", "path", "captures", "present"].map(str::to_owned);
            let cells = rows.iter().map(|(source, captures)| {
                let path = source.root.display().to_string();
                vec![source.name.clone(), path, captures.to_string(), source.root.exists().to_string()]
            });
            separated(format, &header, cells, printer)?;
        }
    }
    Ok(if rows.is_empty() { Exit::NothingFound } else { Exit::Success })
}

fn forget_some(names: &[String], kill_before: Option<String>, global: &Global, printer: &Printer) -> Outcome {
    let known = Catalog::open_to_read(&global.index)?.sources()?;
    // What a run that was killed had forgotten in the catalog alone is still in the index, and is forgotten to the end.
    let indexed = Manifest::read(&global.index).map(|manifest| manifest.sources).unwrap_or_default();
    let known: BTreeMap<PathBuf, (String, Option<i64>)> = indexed
        .into_iter()
        .map(|source| (source.root, (source.name, None)))
        .chain(known.into_iter().map(|source| (source.root, (source.name, Some(source.id)))))
        .collect();
    let mut forgotten = BTreeMap::new();
    for name in names {
        let paths = [std::path::absolute(name).ok(), std::fs::canonicalize(name).ok()];
        let is_named = |(root, (known, _)): &(&PathBuf, &(String, Option<i64>))| {
            known == name || paths.iter().flatten().any(|path| path == *root)
        };
        let (root, source) = known.iter().find(is_named).ok_or_else(|| {
            Failure::new(format!("{name} is no source of the index in {}", global.index.display()))
                .hint("`rsearch sources` lists them")
        })?;
        forgotten.insert(root, source);
    }
    let rows: Vec<i64> = forgotten.values().filter_map(|(_, row)| *row).collect();
    let progress = Progress::begin(printer, None, kill_before);
    let result = forget(&rows, &global.index, &progress);
    progress.end();
    result?;
    for (root, (name, _)) in &forgotten {
        printer.talk(&clean(&format!("forgotten: {name} ({})", root.display())));
    }
    Ok(Exit::Success)
}
