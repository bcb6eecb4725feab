//! `rsearch bench`: writes what the scorers of benchmarks read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::json;

use crate::captures::{Capture, Found, sources, walk};
use crate::cli::args::{Bench, BenchNormalise, BenchWhat};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome};
use crate::document::Sighting;
use crate::formats::{Limits, Outcome as Decoded, read};
use crate::normalise::{Normalised, normalise};

pub(crate) fn run(args: &Bench, printer: &Printer) -> Outcome {
    match &args.what {
        BenchWhat::Normalise(args) => over_folder(args, printer),
    }
}

fn over_folder(args: &BenchNormalise, printer: &Printer) -> Outcome {
    let sources = sources(std::slice::from_ref(&args.folder)).map_err(crate::ingest::Error::from)?;
    let mut problems = false;
    for found in walk(&sources) {
        let Found::Capture(capture) = found else { continue };
        if args
            .ext
            .as_ref()
            .is_some_and(|ext| capture.path.extension().is_none_or(|found| found != ext.as_str()))
        {
            continue;
        }
        let place = capture.place.clone();
        // One page that breaks the program should not hide how it does on the others.
        let failed = |_| (Vec::new(), vec![format!("{place}: rsearch failed on it")]);
        let (pages, errors) = catch_unwind(AssertUnwindSafe(|| pages(capture))).unwrap_or_else(failed);
        for page in &pages {
            write(page, printer)?;
        }
        for error in &errors {
            printer.warning(error);
        }
        problems |= !errors.is_empty();
    }
    Ok(if problems { Exit::SomeProblems } else { Exit::Success })
}

/// The pages of a capture, and what could not be read.
fn pages(capture: Capture) -> (Vec<Normalised>, Vec<String>) {
    let (mut pages, mut errors) = (Vec::new(), Vec::new());
    let mut take = |outcome: Decoded| match outcome {
        Decoded::Page(page) => pages.push(normalise(*page)),
        Decoded::Skipped(..) => {}
        Decoded::Problem(place, error) => errors.push(format!("{place}: {error}")),
    };
    read(capture, Limits::default(), &mut take);
    (pages, errors)
}

fn write(page: &Normalised, printer: &Printer) -> Result<(), Failure> {
    let name = Path::new(&page.page.evidence.capture).file_stem();
    let id = page
        .page
        .record_id
        .clone()
        .or_else(|| name.map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_default();
    printer.line(&line(&id, None, &page.page, &page.text))?;
    for (place, entry) in page.listing.iter().flat_map(|listing| &listing.entries).enumerate() {
        printer.line(&line(&format!("{id}#{}", place + 1), Some(&id), entry, &entry.summary))?;
    }
    Ok(())
}

/// One line. An entry names the page it is from.
fn line(id: &str, parent: Option<&str>, sighting: &Sighting, body: &str) -> String {
    let mut object = json!({
        "id": id,
        "title": sighting.title,
        "date": sighting.published.as_ref().map(ToString::to_string),
        "body": body,
        "author": sighting.authors,
        "category": sighting.categories,
    });
    if let (Some(parent), Some(object)) = (parent, object.as_object_mut()) {
        object.insert("parent".into(), json!(parent));
    }
    object.to_string()
}
