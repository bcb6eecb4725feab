//! `rsearch save`: keeps queries under names.
//!
//! In: a name and a query, or nothing. Out: the state folder with it, or a list. A query is read before it is saved.

use serde_json::json;

use crate::cli::args::{Global, ListFormat, Save};
use crate::cli::commands::asked::{SAVED, in_saved, saved};
use crate::cli::commands::{facets::separated, state, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::{Exit, Outcome, hyphens};
use crate::search::grammar;
use crate::search::query::{is_name, parse};

pub(crate) fn run(args: &Save, global: &Global, printer: &Printer) -> Outcome {
    let Some(name) = &args.name else {
        let kept = saved(global)?;
        return list(&kept.all().collect::<Vec<_>>(), args.format, printer);
    };
    let name = name.strip_prefix('@').unwrap_or(name);
    let typed = hyphens::restored(&args.query);
    if !args.remove && typed.trim().is_empty() {
        let kept = saved(global)?;
        let Some(one) = kept.all().find(|(other, _)| *other == name) else { return Err(unknown(name)) };
        if args.format != ListFormat::Text {
            return list(&[one], args.format, printer);
        }
        printer.line(&clean(one.1))?;
        return Ok(Exit::Success);
    }
    let state = state(global);
    let _lock = state.lock(SAVED)?;
    let mut kept = saved(global)?;
    if args.remove {
        kept.remove(name).ok_or_else(|| unknown(name))?;
        state.write(SAVED, &kept.print())?;
        return Ok(Exit::Success);
    }
    if !is_name(name) {
        return Err(Failure::new(format!("`{name}` cannot be the name of a saved query"))
            .hint("names have letters, digits, `-`, `_` and `.`"));
    }
    let grammar = grammar(today(global)?);
    kept.put(name, &typed);
    parse(&typed, &grammar).map_err(|error| Failure::in_query(&error, &typed))?;
    let itself = parse(&format!("@{name}"), &grammar).map_err(|error| Failure::in_query(&error, &typed))?;
    kept.resolve(itself, &grammar).map_err(in_saved)?;
    state.write(SAVED, &kept.print())?;
    Ok(Exit::Success)
}

fn unknown(name: &str) -> Failure {
    Failure::new(format!("there is no saved query `{name}`")).hint("`rsearch save` lists them")
}

fn list(kept: &[(&str, &str)], format: ListFormat, printer: &Printer) -> Outcome {
    let objects = || kept.iter().map(|(name, query)| json!({ "name": name, "query": query }));
    match format {
        ListFormat::Text => {
            for (name, query) in kept {
                printer.line(&clean(&format!("@{name}  {query}")))?;
            }
        }
        ListFormat::Json => printer.line(
            &json!({ "schema": crate::json::SCHEMA, "saved": objects().collect::<Vec<_>>() }).to_string(),
        )?,
        ListFormat::Jsonl => objects().try_for_each(|object| printer.line(&object.to_string()))?,
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let rows = kept.iter().map(|(name, query)| vec![(*name).to_owned(), clean(query)]);
            separated(format, &["name", "query"].map(str::to_owned), rows, printer)?;
        }
    }
    Ok(Exit::Success)
}
