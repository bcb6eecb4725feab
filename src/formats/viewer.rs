//! The flattened text that a capture viewer shows of a page, saved as a text file.
//!
//! In: bytes. Out: one page, its header taken apart: label, publisher, chips, title, blocks. The form:
//!
//! ```text
//! WritingExample LabExample Labpublished May 7, 2026seen 2d      label, publisher, source, chips
//! Title
//! Open original ↗                                                 links, of which only the words are left
//! Captured source
//! source ↗
//! published May 7, 2026seen 2dcaptured 12hhttp 200method plain    chips, each of which may be missing
//! blocks of the page, blank lines between them
//! ```
//!
//! Nothing in it tells the page's address.

use crate::captures::Skip;
use crate::formats::{Content, Context, Format, Head, Outcome, Page, Piece, ViewerText, charset};

/// The capture viewer's text.
pub(crate) struct Viewer;

impl Format for Viewer {
    fn name(&self) -> &'static str {
        "viewer-text"
    }

    fn about(&self) -> &'static str {
        "text of a page as a capture viewer shows it, with its chips (published, seen, captured, http, method)"
    }

    fn recognised_by(&self) -> &'static str {
        "two of the marks of a capture viewer: chips, “Open original ↗”, “Captured source”, “source ↗”"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes);
        if text.trim_start_matches(['\u{feff}', ' ', '\n', '\r']).starts_with(['<', '{']) {
            return None;
        }
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).take(HEADER_LINES).collect();
        let marks = [
            lines.first().is_some_and(|line| Chips::split(line).1.seen.is_some()),
            lines.iter().any(|line| is_link(line, "Open original")),
            lines.contains(&"Captured source"),
            lines.iter().any(|line| is_link(line, "source")),
            lines.iter().skip(1).any(|line| is_chips_line(line)),
        ];
        (marks.iter().filter(|mark| **mark).count() >= 2).then_some("has the viewer's header and chips")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_text(&piece.bytes, context.known.charset());
        let (text, chips) = read(&source);
        let mut evidence = context.evidence(self.name(), &piece);
        (evidence.http_status, evidence.method) = (chips.http, chips.method);
        context.known.complete(&mut evidence);
        if evidence.http_status.is_some_and(|status| status >= 400) {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::ErrorPage));
        }
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: context.known.url.clone(),
            content: Content::Viewer(Box::new(text)),
            doubts: doubt.into_iter().collect(),
            moved_from: None,
        })));
    }
}

/// Lines of the header at most, blank ones not counted: seven are in use.
const HEADER_LINES: usize = 12;

/// The chips of a header line.
#[derive(Debug, Default, PartialEq, Eq)]
struct Chips {
    published: Option<String>,
    seen: Option<String>,
    captured: Option<String>,
    http: Option<u16>,
    method: Option<String>,
}

/// The words that chips begin with, in the order they stand in.
const CHIP_WORDS: [&str; 5] = ["published ", "seen ", "captured ", "http ", "method "];

impl Chips {
    /// Takes the chips off the end of a line. What is left in front of them comes first.
    fn split(line: &str) -> (&str, Chips) {
        let mut chips = Chips::default();
        let mut rest = line.trim_end();
        // Each chip is looked for from the right, so that a title with the word `seen` in it stays whole.
        while let Some((start, word)) = CHIP_WORDS
            .iter()
            .filter_map(|word| Some((rest.rfind(word)?, *word)))
            .max_by_key(|(start, _)| *start)
        {
            let value = rest[start + word.len()..].trim();
            if !chips.set(word.trim_end(), value) {
                break;
            }
            rest = rest[..start].trim_end();
        }
        (rest, chips)
    }

    /// Sets a chip, if the value has the form that the chip takes and it is not set yet.
    fn set(&mut self, word: &str, value: &str) -> bool {
        let field = match word {
            "published" if is_date_like(value) => &mut self.published,
            "seen" if is_age(value) => &mut self.seen,
            "captured" if is_age(value) => &mut self.captured,
            "method" if !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
                &mut self.method
            }
            "http" if self.http.is_none() => {
                self.http = value.parse().ok().filter(|status| (100..=999).contains(status));
                return self.http.is_some();
            }
            _ => return false,
        };
        let free = field.is_none();
        if free {
            *field = Some(value.to_owned());
        }
        free
    }

    fn is_empty(&self) -> bool {
        *self == Chips::default()
    }

    /// Fills what is missing from the chips of another line.
    fn or(self, other: Chips) -> Chips {
        Chips {
            published: self.published.or(other.published),
            seen: self.seen.or(other.seen),
            captured: self.captured.or(other.captured),
            http: self.http.or(other.http),
            method: self.method.or(other.method),
        }
    }
}

/// `2d`, `12h`, `3mo`: a number and a unit.
fn is_age(text: &str) -> bool {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    !digits.is_empty()
        && digits.len() <= 4
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(&text[digits.len()..], "s" | "m" | "h" | "d" | "w" | "mo" | "y")
}

/// Short, with a digit and nothing that a sentence has.
fn is_date_like(text: &str) -> bool {
    text.len() <= 30 && text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains([':', ';', '?', '!'])
}

fn is_chips_line(line: &str) -> bool {
    let (rest, chips) = Chips::split(line);
    rest.is_empty() && !chips.is_empty()
}

/// A link of the viewer: its words and an arrow.
fn is_link(line: &str, words: &str) -> bool {
    line.strip_prefix(words).is_some_and(|rest| matches!(rest.trim(), "↗" | "→" | "⧉"))
}

fn read(source: &str) -> (ViewerText, Chips) {
    let mut lines = source.lines().map(str::trim).peekable();
    while lines.next_if(|line| line.is_empty()).is_some() {}
    let first = lines.next().unwrap_or_default();
    let (names, mut chips) = Chips::split(first);
    let (label, publisher) = split_names(names);
    let mut text = ViewerText { label, publisher, ..ViewerText::default() };
    let mut block = String::new();
    let mut in_header = true;
    for line in lines.chain(std::iter::once("")) {
        if line.is_empty() {
            if !block.is_empty() {
                text.blocks.push(std::mem::take(&mut block));
            }
            continue;
        }
        if in_header {
            if is_link(line, "Open original") || line == "Captured source" || is_link(line, "source") {
                continue;
            }
            if is_chips_line(line) {
                chips = chips.or(Chips::split(line).1);
                in_header = false;
                continue;
            }
            if text.title.is_empty() {
                line.clone_into(&mut text.title);
                continue;
            }
            in_header = false;
        }
        if !block.is_empty() {
            block.push('\n');
        }
        block.push_str(line);
    }
    text.published = chips.published.take();
    text.captured_ago = chips.captured.take();
    (text, chips)
}

/// Takes `label`, `publisher` and `source` apart, which stand without separators. The source begins with the
/// publisher's name, so the longest name that is followed by itself is the publisher.
fn split_names(names: &str) -> (String, Option<String>) {
    /// Bytes of two names and a label at most; what is longer is no header.
    const LONGEST: usize = 300;
    if names.len() > LONGEST {
        return (names.trim().to_owned(), None);
    }
    let starts: Vec<usize> = names
        .char_indices()
        .filter(|(place, letter)| *place == 0 || letter.is_uppercase() || letter.is_numeric())
        .map(|(place, _)| place)
        .collect();
    let mut best: Option<(usize, usize)> = None;
    for (index, &start) in starts.iter().enumerate() {
        for &end in &starts[index + 1..] {
            let name = names[start..end].trim_end();
            let longer = best.is_none_or(|(from, to)| end - start > to - from);
            if longer && name.chars().count() > 1 && names[end..].starts_with(name) {
                best = Some((start, end));
            }
        }
    }
    match best {
        Some((start, end)) => (names[..start].trim().to_owned(), Some(names[start..end].trim().to_owned())),
        None => (names.trim().to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_comes_apart() {
        for (line, label, publisher) in [
            ("WritingAnthropicAnthropic", "Writing", Some("Anthropic")),
            ("WritingExample LabExample Lab Blog", "Writing", Some("Example Lab")),
            ("PaperMETRMETR", "Paper", Some("METR")),
            ("Note", "Note", None),
            ("", "", None),
        ] {
            assert_eq!(split_names(line), (label.to_owned(), publisher.map(str::to_owned)), "{line}");
        }
    }

    #[test]
    fn chips_are_taken_off_the_end_and_any_may_be_missing() {
        let (rest, chips) = Chips::split("published May 7, 2026seen 2dcaptured 12hhttp 200method plain");
        assert_eq!(rest, "");
        assert_eq!(chips.published.as_deref(), Some("May 7, 2026"));
        assert_eq!((chips.seen.as_deref(), chips.captured.as_deref()), (Some("2d"), Some("12h")));
        assert_eq!((chips.http, chips.method.as_deref()), (Some(200), Some("plain")));
        assert_eq!(Chips::split("http 404").1.http, Some(404));
        assert_eq!(Chips::split("What we have seen so far"), ("What we have seen so far", Chips::default()));
        assert_eq!(
            Chips::split("Results published in Nature: a review"),
            ("Results published in Nature: a review", Chips::default())
        );
    }

    #[test]
    fn a_page_without_the_viewers_marks_is_not_taken() {
        let detect = |text: &str| {
            Viewer.detect(&Head { bytes: text.as_bytes(), extension: "txt", whole: true }).is_some()
        };
        assert!(detect("WritingLabLabpublished May 7, 2026seen 2d\n\nTitle\n\nOpen original ↗\n\nText"));
        assert!(detect("LabLab\n\nTitle\n\nCaptured source\n\nsource ↗\ncaptured 3mo\n\nText"));
        assert!(!detect("A letter\n\nI have seen 2d games.\n\nCaptured source"));
        assert!(!detect("<html>Captured source\nsource ↗"));
    }

    #[test]
    fn header_lines_are_not_blocks() {
        let (text, chips) = read(
            "WritingLabLabpublished May 7, 2026seen 2d\r\n\r\nTitle\r\n\r\nOpen original ↗\r\n\r\nCaptured source\r\n\r\n\
             source ↗\r\ncaptured 12hhttp 200method plain\r\n\r\nFirst block\r\nof two lines\r\n\r\n\r\nSecond",
        );
        assert_eq!(text.title, "Title");
        assert_eq!(text.blocks, ["First block\nof two lines", "Second"]);
        assert_eq!(
            (text.published.as_deref(), text.captured_ago.as_deref()),
            (Some("May 7, 2026"), Some("12h"))
        );
        assert_eq!((chips.http, chips.method.as_deref()), (Some(200), Some("plain")));
    }
}
