//! `rsearch inspect`: what each stage makes of a capture. Nothing is written.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use crate::captures::{Found, Skip, sources, walk};
use crate::catalog::{Catalog, Lessened};
use crate::cli::args::{Global, Inspect, ReportFormat};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style, clean};
use crate::cli::{Exit, Outcome, explained, text};
use crate::document::{Sighting, fold};
use crate::formats::{self, Limits, Opened, Outcome as Decoded, open, open_file, piped};
use crate::ingest::last_limits;
use crate::json;
use crate::normalise::{Explanation, Normalised, explain, normalise_to};

pub(crate) fn run(args: &Inspect, global: &Global, printer: &Printer) -> Outcome {
    // An index is not needed; where there is one, it knows how captures are read and what earlier ones gave.
    let catalog = Catalog::open_to_read(&global.index).ok();
    let lessened = catalog.as_ref().and_then(|catalog| catalog.lessened().ok()).unwrap_or_default();
    let before = catalog.as_ref().and_then(|catalog| last_limits(catalog).ok()).unwrap_or_default();
    let limits = args.limits.limits().over(before);
    let mut shown = Shown::default();
    for file in &args.files {
        let pages = shown.pages;
        if let Some(pipe) = piped::open(file) {
            let place = text::one_line(&file.display().to_string());
            let pipe = pipe.map_err(|error| cannot_read(file, &error))?;
            match piped::spool(pipe, &place, limits).map_err(|error| cannot_spool(file, error))? {
                Some((capture, spooled)) => {
                    let opened = open_file(capture, spooled, limits);
                    inspect(opened, args, limits, &lessened, &mut shown, printer)?;
                }
                None => shown.passed_over(&piped::too_large(place, limits), printer),
            }
        } else {
            inspect_file(file, args, limits, &lessened, &mut shown, printer)?;
        }
        let without = shown.without.take().filter(|_| shown.pages == pages);
        if let Some(without) = without.filter(|_| args.format == ReportFormat::Json) {
            printer.line(&without.to_string())?;
        }
    }
    let Shown { pages, problems, sections, .. } = shown;
    if let Some(out) = &args.html {
        if is_another(out) {
            let said = format!("{} is there already, and is no report of `rsearch inspect`", out.display());
            return Err(Failure::new(said).hint("name another file: `--html OUT`, then the captures"));
        }
        let written = std::fs::write(out, explained::page(&sections));
        written.map_err(|error| Failure::new(format!("cannot write {}: {error}", out.display())))?;
        printer.talk(&clean(&format!("written: {}", out.display())));
    }
    Ok(match pages {
        _ if problems => Exit::SomeProblems,
        0 => Exit::NothingFound,
        _ => Exit::Success,
    })
}

fn cannot_read(file: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot read {}: {error}", file.display()))
}

fn cannot_spool(file: &Path, error: formats::Error) -> Failure {
    match error {
        formats::Error::Io(error) => cannot_read(file, &error),
        // What lacks is room, whatever comes through the pipe.
        error => Failure::new(error.to_string()),
    }
}

/// What was shown of the captures so far.
#[derive(Default)]
struct Shown {
    pages: u64,
    /// Whether something could not be read.
    problems: bool,
    /// What is shown as HTML.
    sections: Vec<String>,
    /// Why something of the file at hand was passed over, as JSON: the first that was.
    without: Option<Value>,
}

impl Shown {
    /// Says why there is no page.
    fn passed_over(&mut self, outcome: &Decoded, printer: &Printer) {
        match outcome {
            Decoded::Skipped(place, reason) => self.skipped(place, *reason, printer),
            Decoded::Problem(place, error) => self.problem(place, &error.to_string(), printer),
            Decoded::Page(_) => {}
        }
    }

    fn skipped(&mut self, place: &str, reason: Skip, printer: &Printer) {
        printer.talk(&clean(&format!("skipped: {place}: {}", reason.as_str())));
        self.without.get_or_insert_with(|| json::without_page(place, "skipped", reason.as_str()));
    }

    fn problem(&mut self, place: &str, error: &str, printer: &Printer) {
        printer.warning(&format!("{place}: {error}"));
        self.problems = true;
        self.without.get_or_insert_with(|| json::without_page(place, "problem", error));
    }
}

/// Shows the capture in a file.
fn inspect_file(
    file: &Path,
    args: &Inspect,
    limits: Limits,
    lessened: &[Lessened],
    shown: &mut Shown,
    printer: &Printer,
) -> Result<(), Failure> {
    let sources = sources(&[file.to_owned()]).map_err(crate::ingest::Error::from)?;
    if sources.iter().any(|source| source.root.is_dir()) {
        return Err(Failure::new(format!("{} is a folder", file.display())).hint("name a capture in it"));
    }
    for found in walk(&sources) {
        match found {
            Found::Capture(capture) => {
                inspect(open(capture, limits), args, limits, lessened, shown, printer)?;
            }
            Found::Corrections { place, .. } => shown.skipped(&place, Skip::Corrections, printer),
            Found::Skipped { place, reason, .. } => shown.skipped(&place, reason, printer),
            Found::Problem { place, error, .. } => shown.problem(&place, &error.to_string(), printer),
        }
    }
    Ok(())
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

/// Shows one capture.
fn inspect(
    opened: Result<Opened, Decoded>,
    args: &Inspect,
    limits: Limits,
    lessened: &[Lessened],
    shown: &mut Shown,
    printer: &Printer,
) -> Result<(), Failure> {
    let depth = limits.max_depth;
    let mut opened = match opened {
        Ok(opened) => opened,
        Err(outcome) => {
            shown.passed_over(&outcome, printer);
            return Ok(());
        }
    };
    let decoder = opened.decoder();
    let (format, reason) = (opened.format(), opened.reason());
    let mut failure = None;
    while let Some(piece) = opened.next_piece() {
        match piece {
            Ok(piece) => decoder.decode(piece, &mut |outcome| match outcome {
                Decoded::Page(page) => {
                    shown.pages += 1;
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
                        shown.sections.push(explained::section(&normalised, explanation, &packed));
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
                other => shown.passed_over(&other, printer),
            }),
            Err(outcome) => shown.passed_over(&outcome, printer),
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
    }
    Ok(())
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
