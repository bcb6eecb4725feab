//! `rsearch inspect`: what each stage makes of a capture. Nothing is written.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::captures::{Found, sources, walk};
use crate::catalog::{Catalog, Lessened};
use crate::cli::args::{Global, Inspect, ReportFormat};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style, clean};
use crate::cli::{Exit, Outcome, explained, text};
use crate::document::{Sighting, fold};
use crate::formats::{Outcome as Decoded, open};
use crate::json;
use crate::normalise::{Explanation, Normalised, explain, normalise_to};

pub(crate) fn run(args: &Inspect, global: &Global, printer: &Printer) -> Outcome {
    // An index is not needed; where there is one, it knows what earlier captures gave.
    let lessened =
        Catalog::open_to_read(&global.index).and_then(|catalog| catalog.lessened()).unwrap_or_default();
    let mut problems = false;
    let mut sections = Vec::new();
    for file in &args.files {
        let sources = sources(std::slice::from_ref(file)).map_err(crate::ingest::Error::from)?;
        if sources.iter().any(|source| source.root.is_dir()) {
            return Err(Failure::new(format!("{} is a folder", file.display())).hint("name a capture in it"));
        }
        for found in walk(&sources) {
            match found {
                Found::Capture(capture) => {
                    problems |= inspect(capture, args, &lessened, &mut sections, printer)?;
                }
                Found::Corrections { place, .. } => {
                    let reason = crate::captures::Skip::Corrections.as_str();
                    printer.talk(&clean(&format!("skipped: {place}: {reason}")));
                }
                Found::Skipped { place, reason, .. } => {
                    printer.talk(&clean(&format!("skipped: {place}: {}", reason.as_str())));
                }
                Found::Problem { place, error, .. } => {
                    printer.warning(&format!("{place}: {error}"));
                    problems = true;
                }
            }
        }
    }
    if let Some(out) = &args.html {
        if is_another(out) {
            let said = format!("{} is there already, and is no report of `rsearch inspect`", out.display());
            return Err(Failure::new(said).hint("name another file: `--html OUT`, then the captures"));
        }
        let written = std::fs::write(out, explained::page(&sections));
        written.map_err(|error| Failure::new(format!("cannot write {}: {error}", out.display())))?;
        printer.talk(&clean(&format!("written: {}", out.display())));
    }
    Ok(if problems { Exit::SomeProblems } else { Exit::Success })
}

/// Whether a file is there that no report made: a capture, perhaps.
fn is_another(out: &Path) -> bool {
    /// Bytes in which a report says what it is.
    const HEAD_BYTES: u64 = 1 << 10;
    if !out.is_file() {
        return false;
    }
    let mut head = Vec::new();
    let read = File::open(out).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
    read.is_err() || !head.is_empty() && !String::from_utf8_lossy(&head).contains(explained::TITLE)
}

/// Shows one capture, and adds what is shown of it as HTML to `sections`. Gives whether something could not be read.
fn inspect(
    capture: crate::captures::Capture,
    args: &Inspect,
    lessened: &[Lessened],
    sections: &mut Vec<String>,
    printer: &Printer,
) -> Result<bool, Failure> {
    let mut problems = false;
    let depth = args.limits.limits().max_depth;
    let mut opened = match open(capture, args.limits.limits()) {
        Ok(opened) => opened,
        Err(outcome) => return Ok(passed_over(&outcome, printer)),
    };
    let decoder = opened.decoder();
    let (format, reason) = (opened.format(), opened.reason());
    let mut failure = None;
    while let Some(piece) = opened.next_piece() {
        match piece {
            Ok(piece) => decoder.decode(piece, &mut |outcome| match outcome {
                Decoded::Page(page) => {
                    let (mut normalised, explanation) = if args.explain || args.html.is_some() {
                        let (normalised, explanation) = explain(*page, depth);
                        (normalised, Some(explanation))
                    } else {
                        (normalise_to(*page, depth), None)
                    };
                    let digest = &normalised.page.evidence.digest;
                    let doubt = lessened.iter().find(|it| it.digest == *digest).map(Lessened::doubt);
                    normalised.doubts.extend(doubt);
                    // A container, and what it was found to hold.
                    let own = &normalised.page.evidence.format;
                    let held = if own == format { String::new() } else { format!(", in it {own}") };
                    let packed = format!("{format} ({reason}){held}");
                    if let Some(explanation) = explanation.as_ref().filter(|_| args.html.is_some()) {
                        sections.push(explained::section(&normalised, explanation, &packed));
                        if args.format == ReportFormat::Text {
                            return;
                        }
                    }
                    let explanation = explanation.filter(|_| args.explain);
                    let written = match args.format {
                        ReportFormat::Json => {
                            printer.line(&json::inspected(&normalised, explanation.as_ref()).to_string())
                        }
                        ReportFormat::Text => as_text(&normalised, explanation.as_ref(), &packed, printer),
                    };
                    if let Err(error) = written {
                        failure.get_or_insert(error);
                    }
                }
                other => problems |= passed_over(&other, printer),
            }),
            Err(outcome) => problems |= passed_over(&outcome, printer),
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
    }
    Ok(problems)
}

/// Says why there is no page; whether that is a problem.
fn passed_over(outcome: &Decoded, printer: &Printer) -> bool {
    match outcome {
        Decoded::Skipped(place, reason) => {
            printer.talk(&clean(&format!("skipped: {place}: {}", reason.as_str())));
            false
        }
        Decoded::Problem(place, error) => {
            printer.warning(&format!("{place}: {error}"));
            true
        }
        Decoded::Page(_) => false,
    }
}

fn as_text(
    page: &Normalised,
    explanation: Option<&Explanation>,
    format: &str,
    printer: &Printer,
) -> Result<(), Failure> {
    let capture = text::one_line(&page.page.evidence.place_within());
    printer.line(&printer.styled(Style::Title, &format!("{capture}: {format}")))?;
    sighting(&page.page, "", printer)?;
    if let Some(listing) = &page.listing {
        let complete = if listing.complete { "complete" } else { "goes on elsewhere" };
        printer.line(&format!("listing:    {} entries, {complete}", listing.entries.len()))?;
        for (place, entry) in listing.entries.iter().enumerate() {
            printer.line(&format!("  {}. {}", place + 1, text::one_line(&entry.title)))?;
            let mut facts = vec![text::claim(entry.published.as_ref())];
            facts.extend(entry.categories.iter().map(|category| text::one_line(category)));
            facts.extend(entry.url.iter().map(|url| text::one_line(url)));
            printer.line(&format!("     {}", facts.join(" · ")))?;
            if !entry.summary.is_empty() {
                printer.line(&format!("     {}", text::one_line(&entry.summary)))?;
            }
        }
    }
    for doubt in &page.doubts {
        printer.line(&format!("doubt:      {}: {}", doubt.kind.as_str(), text::one_line(&doubt.detail)))?;
    }
    if let Some(explanation) = explanation {
        explained::as_text(explanation, printer)?;
    }
    printer.line("")
}

fn sighting(sighting: &Sighting, indent: &str, printer: &Printer) -> Result<(), Failure> {
    /// Words of the text that are shown; `--format json` gives all.
    const WORDS_SHOWN: usize = 60;
    const LETTERS_SHOWN: usize = 600;
    let words = fold::word_count(&sighting.body);
    let mut rest = sighting.body.split_whitespace();
    let mut body = rest.by_ref().take(WORDS_SHOWN).collect::<Vec<_>>().join(" ");
    // Where words are written without spaces, letters bound what is shown.
    let end = body.char_indices().nth(LETTERS_SHOWN).map(|(end, _)| end);
    body.truncate(end.unwrap_or(body.len()));
    if end.is_some() || rest.next().is_some() {
        body.push_str(" …");
    }
    let related: Vec<String> = sighting.links.related.iter().map(|it| it.title.clone()).collect();
    for (name, value) in [
        ("kind", sighting.kind.as_str().to_owned()),
        ("title", sighting.title.clone()),
        ("published", text::claim(sighting.published.as_ref())),
        ("updated", sighting.updated.as_ref().map(|claim| text::claim(Some(claim))).unwrap_or_default()),
        ("team", text::list(&[sighting.categories.as_slice(), &sighting.tags].concat())),
        ("publisher", sighting.publisher.clone().unwrap_or_default()),
        ("authors", text::list(&sighting.authors)),
        ("language", sighting.language.clone().unwrap_or_default()),
        ("url", sighting.url.clone().unwrap_or_default()),
        (
            if sighting.summary_made { "summary, made of the text" } else { "summary" },
            sighting.summary.clone(),
        ),
        ("arxiv", text::list(&sighting.links.arxiv)),
        ("doi", text::list(&sighting.links.dois)),
        ("github", text::list(&sighting.links.github)),
        ("next", sighting.links.next.clone().unwrap_or_default()),
        ("feeds", text::list(&sighting.links.feeds)),
        ("related", text::list(&related)),
        ("headings", text::list(&sighting.headings)),
        ("text", format!("{words} words: {body}")),
    ] {
        if !value.is_empty() {
            printer.line(&format!("{indent}{:<11} {}", format!("{name}:"), text::one_line(&value)))?;
        }
    }
    let evidence = &sighting.evidence;
    let mut known = Vec::new();
    known.extend(evidence.captured.map(|moment| format!("captured {moment}")));
    known.extend(evidence.http_status.map(|status| format!("HTTP {status}")));
    known.extend(evidence.method.iter().map(|method| format!("method {}", text::one_line(method))));
    known.push(format!("sha256 {}", evidence.digest));
    printer.line(&format!("{indent}{:<11} {}", "capture:", known.join(" · ")))
}
