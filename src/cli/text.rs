//! Words for people: hits, dates, documents.
//!
//! In: hits and documents. Out: lines. Everything that comes from a page is cleaned on the way.

use std::ffi::OsStr;
use std::path::Path;

use crate::cli::folding::{Piece, folded};
use crate::cli::printer::{Printer, Style, clean};
use crate::document::{Corrected, DateClaim, Document, Evidence, Seen};
use crate::formats::JSON_LINES;
use crate::search::{Clause, Hit, Reason, Snippet};

/// A hit as a few lines.
pub(crate) fn hit(printer: &Printer, rank: usize, hit: &Hit) -> Vec<String> {
    let document = &hit.document;
    let mut lines = title(printer, hit);
    for (place, line) in lines.iter_mut().enumerate() {
        let before = if place == 0 { format!("{rank:>3}. ") } else { " ".repeat(INDENT) };
        line.insert_str(0, &before);
    }
    let mut facts = vec![date(document.published.as_ref())];
    facts.extend(document.categories.iter().take(4).map(|category| one_line(category)));
    facts.extend(document.publisher.iter().map(|publisher| one_line(publisher)));
    if document.kind == crate::document::Kind::Page {
        facts.push("page".to_owned());
    }
    facts.extend(by_hand(document));
    lines.push(format!("     {}", facts.join(" · ")));
    for snippet in &hit.snippets {
        lines.extend(wrapped(printer, snippet).into_iter().map(|line| format!("     {line}")));
    }
    lines.push(printer.styled(Style::Dim, &format!("     {}", origin(document))));
    lines.extend(hit.reasons.iter().map(|reason| format!("     {}", explained(reason))));
    lines
}

/// What a clause gave, in words.
fn explained(reason: &Reason) -> String {
    let text = one_line(&reason.text);
    let place = match reason.field {
        Some("title") => " in the title".to_owned(),
        Some(field) => format!(" in {field}"),
        None => String::new(),
    };
    let words = match reason.clause {
        Clause::Word => format!("{text}, in any of its forms{place}"),
        Clause::Phrase => format!("{text}, one after the other{place}"),
        Clause::Pattern => format!("words that fit {text}{place}"),
        Clause::TitleWords => format!("{text}{place}, by the share of it that they make up"),
        Clause::AsTyped => format!("{text}{place} just as typed"),
        Clause::SideBySide => format!("{text} side by side{place}"),
        Clause::ExactTitle => "the title is what was typed".to_owned(),
        Clause::SameTitle => "the title has the same words".to_owned(),
        Clause::Likeness => "it is about the same as the query and the best hits".to_owned(),
        Clause::Age => "for its age".to_owned(),
    };
    format!("{:>9.3}  {words}", reason.score)
}

/// Where a document was captured, and its id.
fn origin(document: &Document) -> String {
    let mut parts = vec![document.id.clone()];
    if let Some(best) = document.sightings.first() {
        parts.push(one_line(&best.evidence.place_within()));
        parts.extend(best.evidence.captured.map(|moment| format!("captured {}", moment.day())));
    }
    let more = document.sightings.len().saturating_sub(1);
    match more {
        0 => {}
        1 => parts.push("and 1 more capture".to_owned()),
        more => parts.push(format!("and {more} more captures")),
    }
    parts.join(" · ")
}

/// A date no finer than it is known, with a mark where it is doubtful.
pub(crate) fn date(claim: Option<&DateClaim>) -> String {
    match claim {
        Some(claim) if claim.is_doubtful() => format!("{claim}?"),
        Some(claim) => claim.to_string(),
        None => "undated".to_owned(),
    }
}

/// The same as a cell of a table: nothing where there is none.
pub(crate) fn date_cell(claim: Option<&DateClaim>) -> String {
    claim.map_or(String::new(), |claim| date(Some(claim)))
}

/// Values on one line, joined by commas, or by semicolons where one holds a comma (`Reed, Ada`).
pub(crate) fn list(values: &[String]) -> String {
    let lines: Vec<String> = values.iter().map(|value| one_line(value)).collect();
    lines.join(if lines.iter().any(|line| line.contains(',')) { "; " } else { ", " })
}

/// Text on one line, cleaned.
pub(crate) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Columns before the lines of a hit.
const INDENT: usize = 5;

/// Lines of a title on a terminal. A judgement: the longest titles of papers take three of eighty columns.
const TITLE_LINES: usize = 5;

/// Columns that lines of a hit may take. Enough for a word even in a very narrow terminal; without a terminal lines are not
/// cut.
fn columns(printer: &Printer) -> usize {
    if printer.is_terminal() { printer.width().saturating_sub(INDENT + 1).max(20) } else { usize::MAX }
}

/// A title in lines of the terminal's width, matches in colour, leading to the document's address.
fn title(printer: &Printer, hit: &Hit) -> Vec<String> {
    let document = &hit.document;
    let mut lines = folded(&document.title, &hit.title_matches, columns(printer), 0);
    if lines.is_empty() {
        lines.push(vec![Piece { text: "(no title)".to_owned(), marked: false }]);
    }
    if lines.len() > TITLE_LINES {
        lines.truncate(TITLE_LINES);
        if let Some(line) = lines.last_mut() {
            line.push(Piece { text: "…".to_owned(), marked: false });
        }
    }
    let painted =
        |piece: &Piece| printer.styled(if piece.marked { Style::Match } else { Style::Title }, &piece.text);
    let line = |line: &Vec<Piece>| {
        let line: String = line.iter().map(painted).collect();
        document.url.as_deref().map_or(line.clone(), |url| printer.link(url, &line))
    };
    lines.iter().map(line).collect()
}

/// A snippet in lines of the terminal's width, matches marked: in colour, or between brackets.
fn wrapped(printer: &Printer, snippet: &Snippet) -> Vec<String> {
    let colourful = printer.is_colourful();
    let painted = |piece: &Piece| {
        if !piece.marked {
            piece.text.clone()
        } else if colourful {
            printer.styled(Style::Match, &piece.text)
        } else {
            format!("[{}]", piece.text)
        }
    };
    let around = if colourful { 0 } else { "[]".len() };
    let lines = folded(&snippet.text, &snippet.matches, columns(printer), around);
    lines.iter().map(|line| line.iter().map(painted).collect()).collect()
}

/// The bytes of a record with the last of them, as ranges of HTTP have it. Lines of JSON are counted in the unpacked file.
pub(crate) fn bytes(evidence: &Evidence) -> Option<String> {
    /// Endings of names of packed files.
    const PACKED: [&str; 3] = ["gz", "zst", "zstd"];
    let (from, until) = evidence.range?;
    let name = Path::new(evidence.member.as_ref().unwrap_or(&evidence.capture));
    let ending = name.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    let is_packed = PACKED.iter().any(|packed| ending.as_deref() == Some(OsStr::new(packed)));
    let of = if is_packed && evidence.format == JSON_LINES { " of the unpacked file" } else { "" };
    Some(format!("bytes {from}-{}{of}", until.saturating_sub(1)))
}

/// A sighting on one line.
pub(crate) fn seen(seen: &Seen) -> String {
    let evidence = &seen.evidence;
    let mut parts = vec![
        format!(
            "{} {}",
            if seen.role == crate::document::Role::Page { "its page" } else { "listed" },
            one_line(&evidence.place_within())
        ),
        evidence.captured.map_or("capture time unknown".to_owned(), |moment| format!("captured {moment}")),
    ];
    parts.extend(bytes(evidence));
    parts.extend(evidence.http_status.map(|status| format!("HTTP {status}")));
    parts.extend(evidence.method.iter().map(|method| one_line(method)));
    parts.push(evidence.format.clone());
    parts.push(format!("sha256 {}", evidence.digest.get(..12).unwrap_or(&evidence.digest)));
    parts.join(" · ")
}

/// A date with all that is known of it.
pub(crate) fn claim(claim: Option<&DateClaim>) -> String {
    let Some(claim) = claim else { return "unknown".to_owned() };
    let span = if claim.earliest == claim.latest {
        String::new()
    } else {
        format!(" ({} to {})", claim.earliest, claim.latest)
    };
    format!(
        "{claim}{span}, {}, from {} (confidence {:.2}): \"{}\"",
        claim.precision.as_str(),
        claim.source.as_str(),
        claim.confidence,
        one_line(&claim.evidence)
    )
}

/// A line that tells what a person put right.
pub(crate) fn corrected(corrected: &Corrected) -> String {
    corrected_line(corrected.field.as_str(), corrected)
}

/// The same with what the document has there now.
pub(crate) fn corrected_in(document: &Document, corrected: &Corrected) -> String {
    let now = values(&corrected.field.of(document));
    corrected_line(&format!("{} = {now}", corrected.field.as_str()), corrected)
}

fn corrected_line(what: &str, corrected: &Corrected) -> String {
    let was = values(&corrected.was);
    let recorded =
        corrected.recorded.as_deref().map(|day| format!(", {}", one_line(day))).unwrap_or_default();
    format!("corrected:  {what}, captures say {was} · {}{recorded}", one_line(&corrected.file))
}

/// Names the fields that a person put right; none where there are none.
pub(crate) fn by_hand(document: &Document) -> Option<String> {
    let fields: Vec<&str> = document.corrections.iter().map(|corrected| corrected.field.as_str()).collect();
    (!fields.is_empty()).then(|| format!("{} corrected by hand", fields.join(", ")))
}

fn values(values: &[String]) -> String {
    if values.is_empty() { "nothing".to_owned() } else { one_line(&values.join("; ")) }
}
