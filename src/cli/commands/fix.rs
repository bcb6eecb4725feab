//! `rsearch fix`: puts right what captures say wrongly of a document, and takes that back.

use std::path::{Path, PathBuf};

use crate::captures::{record_correction, remove_corrections};
use crate::cli::args::{Fix, Global};
use crate::cli::commands::named::one_document;
use crate::cli::commands::{reader, today};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome, text};
use crate::document::{CorrectedField, Correction, Document};
use crate::index::Manifest;
use crate::ingest::{Quiet, correct, corrections_of};

pub(crate) fn run(args: &Fix, global: &Global, printer: &Printer) -> Outcome {
    let (document, ids) = document(&args.id, global)?;
    let assignments = args.values.iter().map(|text| assignment(text)).collect::<Result<Vec<_>, _>>()?;
    let (capture, root) = source(&document, global)?;
    let file = corrections_of(&root);
    if let Some(fields) = &args.undo {
        let fields = fields.iter().map(|name| field(name)).collect::<Result<Vec<_>, _>>()?;
        return undo(&ids, &fields, &file, &root, global, printer);
    }
    if assignments.is_empty() {
        for corrected in &document.corrections {
            printer.line(&text::corrected(corrected))?;
        }
        return Ok(if document.corrections.is_empty() { Exit::NothingFound } else { Exit::Success });
    }
    let corrections = corrections(&document, &ids, &assignments, &capture, &today(global)?.to_string())?;
    for correction in &corrections {
        record_correction(&file, correction).map_err(crate::ingest::Error::from)?;
    }
    apply(&root, global)?;
    for correction in &corrections {
        let now = if correction.values.is_empty() { "none".to_owned() } else { correction.values.join("; ") };
        printer.talk(&format!("{}: {}", correction.field.as_str(), text::one_line(&now)));
    }
    printer.talk(&format!("kept in {}", text::one_line(&file.display().to_string())));
    Ok(Exit::Success)
}

fn undo(
    ids: &[String],
    fields: &[CorrectedField],
    file: &Path,
    root: &Path,
    global: &Global,
    printer: &Printer,
) -> Outcome {
    let remove = |field| remove_corrections(file, ids, field).map_err(crate::ingest::Error::from);
    let removed = if fields.is_empty() {
        remove(None)?
    } else {
        fields.iter().map(|field| remove(Some(*field))).sum::<Result<usize, _>>()?
    };
    if removed == 0 {
        printer.talk(&format!("{} holds no such correction", text::one_line(&file.display().to_string())));
        return Ok(Exit::NothingFound);
    }
    apply(root, global)?;
    printer.talk(&format!("{removed} taken back"));
    Ok(Exit::Success)
}

/// The index shows it at once.
fn apply(root: &Path, global: &Global) -> Result<(), Failure> {
    Ok(correct(root, &global.index, &Quiet)?)
}

/// The document of an id, and the ids that lead to it alone: a name that repeats leads to several.
fn document(id: &str, global: &Global) -> Result<(Document, Vec<String>), Failure> {
    let reader = reader(global)?;
    let document = one_document(&reader, id)?;
    let mut ids = Vec::new();
    for alias in &document.aliases {
        if *alias == document.id || reader.find(alias)?.len() == 1 {
            ids.push(alias.clone());
        }
    }
    Ok((document, ids))
}

/// The capture that shows a document best, and the source that it is in.
fn source(document: &Document, global: &Global) -> Result<(String, PathBuf), Failure> {
    let sources = Manifest::read(&global.index)?.sources;
    let captures = document.sightings.iter().map(|seen| &seen.evidence.capture);
    let found = captures.into_iter().find_map(|capture| {
        let is_in = |name: &str| {
            capture
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || name.is_empty())
        };
        let source =
            sources.iter().filter(|source| is_in(&source.name)).max_by_key(|source| source.name.len())?;
        source.root.exists().then(|| (capture.clone(), source.root.clone()))
    });
    found.ok_or_else(|| {
        Failure::new(format!("the folder of the captures of {} is not there", document.id))
            .hint("`rsearch sources` lists the folders; corrections are kept beside the captures")
    })
}

/// `FIELD=VALUE`, taken apart.
fn assignment(text: &str) -> Result<(CorrectedField, String), Failure> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Failure::new(format!("`{text}` is no FIELD=VALUE")).hint("such as published=2025-10-29")
    })?;
    Ok((field(name)?, value.trim().to_owned()))
}

fn field(name: &str) -> Result<CorrectedField, Failure> {
    CorrectedField::named(name).ok_or_else(|| {
        let names: Vec<&str> = CorrectedField::names().collect();
        Failure::new(format!("`{name}` is no field that can be put right"))
            .hint(format!("the fields are {}", names.join(", ")))
    })
}

/// One correction a field, in the order of their first mention.
fn corrections(
    document: &Document,
    ids: &[String],
    assignments: &[(CorrectedField, String)],
    capture: &str,
    today: &str,
) -> Result<Vec<Correction>, Failure> {
    let mut made: Vec<Correction> = Vec::new();
    for (field, value) in assignments {
        let values = Some(value.clone()).filter(|value| !value.is_empty());
        if let Some(correction) = made.iter_mut().find(|correction| correction.field == *field) {
            correction.values.extend(values);
            continue;
        }
        // What the captures say, not what an earlier correction made of it.
        let earlier = document.corrections.iter().find(|corrected| corrected.field == *field);
        made.push(Correction {
            ids: ids.to_vec(),
            field: *field,
            values: values.into_iter().collect(),
            was: earlier.map_or_else(|| field.of(document), |corrected| corrected.was.clone()),
            capture: Some(capture.to_owned()),
            recorded: Some(today.to_owned()),
            file: String::new(),
        });
    }
    for correction in &made {
        if let Some(reason) = correction.field.refuse(&correction.values) {
            return Err(Failure::new(reason));
        }
    }
    Ok(made)
}
