//! Words for people: hits, dates, documents.
//!
//! In: hits and documents. Out: lines. Everything that comes from a page is cleaned on the way.

use std::fmt::Write;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::cli::printer::{Printer, Style, clean, is_hostile};
use crate::document::{Corrected, DateClaim, Document, Seen};
use crate::search::{Clause, Hit, Reason, Snippet};

/// A hit as a few lines.
pub(crate) fn hit(printer: &Printer, rank: usize, hit: &Hit) -> Vec<String> {
    let document = &hit.document;
    let title = if document.title.is_empty() { "(no title)".to_owned() } else { marked_title(printer, hit) };
    let title = document.url.as_deref().map_or(title.clone(), |url| printer.link(url, &title));
    let mut lines = vec![format!("{rank:>3}. {title}")];
    let mut facts = vec![date(document.published.as_ref())];
    facts.extend(document.categories.iter().take(4).map(|category| one_line(category)));
    facts.extend(document.publisher.iter().map(|publisher| one_line(publisher)));
    if document.kind == crate::document::Kind::Page {
        facts.push("page".to_owned());
    }
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

/// Text on one line, cleaned.
pub(crate) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn marked_title(printer: &Printer, hit: &Hit) -> String {
    let title = &hit.document.title;
    if !printer.is_colourful() {
        return one_line(title);
    }
    let mut out = String::new();
    let mut at = 0;
    for range in &hit.title_matches {
        if range.start < at {
            continue;
        }
        out.push_str(&printer.styled(Style::Title, &one_piece(&title[at..range.start])));
        out.push_str(&printer.styled(Style::Match, &one_piece(&title[range.clone()])));
        at = range.end;
    }
    out.push_str(&printer.styled(Style::Title, &one_piece(&title[at..])));
    out
}

/// Cleaned, white space made plain but kept.
fn one_piece(text: &str) -> String {
    clean(text).chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect()
}

/// A snippet in lines of the terminal's width, matches marked: in colour, or between brackets.
fn wrapped(printer: &Printer, snippet: &Snippet) -> Vec<String> {
    const INDENT: usize = 5;
    // Enough for a word even in a very narrow terminal; without a terminal lines are not cut.
    let width =
        if printer.is_terminal() { printer.width().saturating_sub(INDENT + 1).max(20) } else { usize::MAX };
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for (word, shown_width) in words(printer, &snippet.text, &snippet.matches) {
        if used > 0 && used + 1 + shown_width > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(&word);
        used += shown_width;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of a text with their marks, and how wide each is on a terminal.
fn words(printer: &Printer, text: &str, matches: &[Range<usize>]) -> Vec<(String, usize)> {
    let colourful = printer.is_colourful();
    let mut words = Vec::new();
    let (mut word, mut width) = (String::new(), 0);
    let mut piece = String::new();
    let inside = |place: usize| matches.iter().any(|range| range.contains(&place));
    let mut was_inside = false;
    let end_piece = |word: &mut String, width: &mut usize, piece: &mut String, matched: bool| {
        if piece.is_empty() {
            return;
        }
        if !matched {
            word.push_str(piece);
        } else if colourful {
            word.push_str(&printer.styled(Style::Match, piece));
        } else {
            let _ = write!(word, "[{piece}]");
            *width += 2;
        }
        piece.clear();
    };
    for (place, letter) in text.char_indices() {
        let now_inside = inside(place);
        if letter.is_whitespace() {
            end_piece(&mut word, &mut width, &mut piece, was_inside);
            if !word.is_empty() {
                words.push((std::mem::take(&mut word), std::mem::take(&mut width)));
            }
            was_inside = false;
            continue;
        }
        if is_hostile(letter) {
            continue;
        }
        if now_inside != was_inside {
            end_piece(&mut word, &mut width, &mut piece, was_inside);
            was_inside = now_inside;
        }
        piece.push(letter);
        width += letter.width().unwrap_or(0);
    }
    end_piece(&mut word, &mut width, &mut piece, was_inside);
    if !word.is_empty() {
        words.push((word, width));
    }
    words
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
    if let Some((from, to)) = evidence.range {
        parts.push(format!("bytes {from} to {to}"));
    }
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
    let was = match corrected.was.as_slice() {
        [] => "nothing".to_owned(),
        values => one_line(&values.join("; ")),
    };
    let recorded =
        corrected.recorded.as_deref().map(|day| format!(", {}", one_line(day))).unwrap_or_default();
    format!(
        "corrected:  {}, captures say {was} · {}{recorded}",
        corrected.field.as_str(),
        one_line(&corrected.file)
    )
}
