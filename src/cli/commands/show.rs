//! `rsearch show`: a document in full, or cited.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use crate::captures::{self, Source};
use crate::catalog::{Catalog, Kept};
use crate::cli::args::{Global, Show, ShowFormat};
use crate::cli::commands::named::{advice, found, only};
use crate::cli::commands::{moment, reader, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style, clean};
use crate::cli::{Exit, Outcome, cite, text};
use crate::document::Document;
use crate::formats::{self, Limits};
use crate::index::Manifest;
use crate::json::{self, Detail};

pub(crate) fn run(args: &Show, global: &Global, printer: &Printer) -> Outcome {
    let reader = reader(global)?;
    let as_of = moment(&args.as_of, today(global)?)?;
    let mut documents = Vec::new();
    let mut missing = Vec::new();
    for id in &args.ids {
        match only(found(&reader, id, as_of)?, id)? {
            None => missing.push(id.as_str()),
            Some(document) => documents.push(document),
        }
    }
    // References to one work under one key are refused by programs that read them.
    if matches!(args.format, ShowFormat::Bibtex | ShowFormat::CslJson) {
        let mut ids = HashSet::new();
        documents.retain(|document: &Document| ids.insert(document.id.clone()));
    }
    let catalog = Catalog::open_to_read(&global.index).ok();
    let kept = |place: &str| catalog.as_ref().and_then(|catalog| catalog.kept(place).ok()).flatten();
    if args.raw && !documents.is_empty() {
        raw(&documents, &kept, global, printer)?;
    }
    match args.format {
        _ if args.raw => {}
        ShowFormat::CslJson => {
            let items: Vec<Value> = documents.iter().map(cite::csl).collect();
            printer.line(&serde_json::to_string_pretty(&items).unwrap_or_default())?;
        }
        format => {
            for (place, document) in documents.iter().enumerate() {
                if place > 0 && format == ShowFormat::Text {
                    printer.line("")?;
                }
                match format {
                    ShowFormat::Json => printer.line(&json::document(document, Detail::Full).to_string())?,
                    ShowFormat::Bibtex => printer.data(&clean(&cite::bibtex(document)))?,
                    ShowFormat::Md => printer.data(&clean(&cite::markdown(document)))?,
                    ShowFormat::Text | ShowFormat::CslJson => as_text(document, printer)?,
                }
            }
        }
    }
    if !args.raw {
        let captures = documents.iter().flat_map(|document| &document.sightings);
        let captures: BTreeSet<&str> = captures.map(|seen| seen.evidence.capture.as_str()).collect();
        for place in captures {
            if let Some(Kept::Whole(why)) = kept(place) {
                printer.talk(&clean(&format!("note: no file holds what {place} showed: {why}")));
            }
        }
    }
    if missing.is_empty() {
        return Ok(Exit::Success);
    }
    let mut known = false;
    for id in &missing {
        if as_of.is_some() && !found(&reader, id, None)?.is_empty() {
            known = true;
            printer.error(&format!("no capture up to then shows the document {id}"));
        } else {
            printer.error(&format!("there is no document {id}"));
        }
    }
    printer.hint(if known {
        "without --as-of it is shown as it is today, with the times of its captures"
    } else {
        missing.first().map_or("", |id| advice(id))
    });
    Ok(Exit::NothingFound)
}

/// Writes the bytes of the best capture of the only document.
fn raw(
    documents: &[Document],
    kept: &dyn Fn(&str) -> Option<Kept>,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    let [document] = documents else {
        return Err(Failure::new("--raw gives the bytes of one document".to_owned()).hint("name one id"));
    };
    if printer.is_terminal() {
        return Err(Failure::new("captured bytes are not for a terminal".to_owned())
            .hint("send them to a file: rsearch show --raw ID > page.html"));
    }
    let Some(seen) = document.sightings.first() else { return Ok(()) };
    let evidence = &seen.evidence;
    let place = evidence.place_within();
    let sources: Vec<Source> = Manifest::read(&global.index)?
        .sources
        .into_iter()
        .map(|source| Source { name: source.name, root: source.root })
        .collect();
    let Some(capture) = captures::find(&sources, &evidence.capture)
        .map_err(|error| Failure::new(format!("cannot read {place}: {error}")))?
    else {
        return Err(Failure::new(format!("the capture {place} is not there any more"))
            .hint("`rsearch index` brings the index to what the folders hold now"));
    };
    let refused = |said: String, otherwise: Option<&str>| {
        let hint = match kept(&evidence.capture) {
            Some(_) => {
                Some("what it showed before it was damaged is kept; only a copy of the file has the bytes")
            }
            None => otherwise,
        };
        let failure = Failure::new(said);
        Err(match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        })
    };
    let again = Some("it changed since it was indexed: `rsearch index` reads it again");
    match formats::raw(capture, evidence, Limits::default()) {
        Ok(Some(bytes)) => printer.bytes(&bytes),
        Ok(None) => refused(format!("{place} does not hold these bytes any more"), again),
        Err(formats::Outcome::Problem(place, error)) => {
            refused(format!("cannot read {place}: {error}"), None)
        }
        Err(_) => refused(format!("{place} is not a capture any more"), again),
    }
}

fn as_text(document: &Document, printer: &Printer) -> Result<(), Failure> {
    let title =
        if document.title.is_empty() { "(no title)".to_owned() } else { text::one_line(&document.title) };
    printer.line(&printer.styled(Style::Title, &title))?;
    let option = |value: &Option<String>| value.as_deref().map(text::one_line).unwrap_or_default();
    let updated = document.updated.as_ref().map(|claim| text::claim(Some(claim))).unwrap_or_default();
    let moment =
        |moment: Option<crate::document::Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
    for (name, value) in [
        ("id", document.id.clone()),
        ("kind", document.kind.as_str().to_owned()),
        ("published", text::claim(document.published.as_ref())),
        ("updated", updated),
        ("team", text::list(&document.categories)),
        ("publisher", option(&document.publisher)),
        ("authors", text::list(&document.authors)),
        ("url", option(&document.url)),
        ("language", option(&document.language)),
        ("record id", option(&document.record_id)),
        ("arxiv", document.links.arxiv.join(", ")),
        ("doi", document.links.dois.join(", ")),
        ("github", document.links.github.join(", ")),
        ("next page", option(&document.links.next)),
        ("feeds", text::list(&document.links.feeds)),
        ("first seen", moment(document.first_seen())),
        ("last seen", moment(document.last_seen())),
    ] {
        if !value.is_empty() {
            printer.line(&format!("{:<11} {value}", format!("{name}:")))?;
        }
    }
    for related in &document.links.related {
        let line =
            format!("related:    {} · {}", text::one_line(&related.title), text::one_line(&related.url));
        printer.line(&line)?;
    }
    for corrected in &document.corrections {
        printer.line(&text::corrected(corrected))?;
    }
    printer.line("sightings:")?;
    for seen in &document.sightings {
        printer.line(&format!("  {}", text::seen(seen)))?;
    }
    let summary = if document.summary_made { "summary, made of the text" } else { "summary" };
    for (name, value) in [(summary, &document.summary), ("text", &document.body)] {
        if !value.is_empty() {
            printer.line("")?;
            printer.line(&printer.styled(Style::Dim, &format!("{name}:")))?;
            printer.line(&clean(value))?;
        }
    }
    Ok(())
}
