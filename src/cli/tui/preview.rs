//! The document beside the list: its facts and text with the query's words marked, or its captures.
//!
//! In: a document and the query. Out: lines of a width, and which of them is the first on the screen. Text of pages is
//! cleaned on the way; lines are laid out once a document and width.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthChar;

use crate::cli::printer::is_hostile;
use crate::cli::text::{claim, corrected, list, one_line, seen};
use crate::document::Document;
use crate::search::marks;
use crate::search::query::Query;

/// How a match looks.
pub(super) const MATCH: Style = Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED);

/// A stretch of text, marked or not.
type Stretch = (String, bool);

#[derive(Default)]
pub(super) struct Preview {
    /// The id of what is shown.
    shown: Option<(String, Query)>,
    title: Vec<Stretch>,
    facts: Vec<String>,
    text: Vec<Vec<Stretch>>,
    history: Vec<String>,
    shows_history: bool,
    first: usize,
    height: usize,
    laid_out: Option<(usize, Vec<Line<'static>>)>,
}

impl Preview {
    /// Shows a document.
    pub(super) fn look(&mut self, document: Option<&Document>, query: &Query) {
        let Some(document) = document else {
            *self = Preview { shows_history: self.shows_history, height: self.height, ..Preview::default() };
            return;
        };
        if self.shown.as_ref().is_some_and(|(id, asked)| *id == document.id && asked == query) {
            return;
        }
        let marked = |text: &str, field: &str| stretches(text, &marks(query, document, text, field));
        let paragraphs =
            |text: &str, field: &str| text.split('\n').map(|line| marked(line, field)).collect::<Vec<_>>();
        let title = if document.title.is_empty() { "(no title)" } else { &document.title };
        let mut text = paragraphs(&document.summary, "summary");
        if !document.summary.is_empty() {
            text.push(Vec::new());
        }
        text.extend(paragraphs(&document.body, "body"));
        *self = Preview {
            shown: Some((document.id.clone(), query.clone())),
            title: marked(&one_line(title), "title"),
            facts: facts(document),
            text,
            history: document.sightings.iter().map(seen).collect(),
            shows_history: self.shows_history,
            first: 0,
            height: self.height,
            laid_out: None,
        };
    }

    /// The captures instead of the text, or the text again.
    pub(super) fn toggle_history(&mut self) {
        self.shows_history = !self.shows_history;
        self.laid_out = None;
        self.first = 0;
    }

    /// Moves by lines.
    pub(super) fn scroll(&mut self, lines: isize) {
        self.first = self.first.saturating_add_signed(lines);
    }

    /// Moves by as many lines as are on the screen.
    pub(super) fn page(&mut self, pages: isize) {
        let height = isize::try_from(self.height.max(2) - 1).unwrap_or(1);
        self.scroll(pages * height);
    }

    /// The lines on a screen of a size.
    pub(super) fn lines(&mut self, width: usize, height: usize) -> Vec<Line<'static>> {
        if self.laid_out.as_ref().is_none_or(|(laid_out, _)| *laid_out != width) {
            self.laid_out = Some((width, self.lay_out(width)));
        }
        self.height = height;
        let all = self.laid_out.as_ref().map_or(&[][..], |(_, lines)| lines);
        self.first = self.first.min(all.len().saturating_sub(height));
        all.iter().skip(self.first).take(height).cloned().collect()
    }

    fn lay_out(&self, width: usize) -> Vec<Line<'static>> {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let dim = Style::new().add_modifier(Modifier::DIM);
        let plain = |text: &String| vec![(text.clone(), false)];
        let mut lines = wrapped(&self.title, width, bold);
        self.facts.iter().for_each(|fact| lines.extend(wrapped(&plain(fact), width, dim)));
        lines.push(Line::default());
        if self.shows_history {
            self.history.iter().for_each(|seen| lines.extend(wrapped(&plain(seen), width, Style::new())));
        } else {
            self.text.iter().for_each(|line| lines.extend(wrapped(line, width, Style::new())));
        }
        lines
    }
}

fn facts(document: &Document) -> Vec<String> {
    let mut facts = vec![format!("published {}", claim(document.published.as_ref()))];
    let names: Vec<&str> = document.labels();
    if !names.is_empty() {
        facts.push(one_line(&names.join(" · ")));
    }
    if !document.authors.is_empty() {
        facts.push(list(&document.authors));
    }
    facts.extend(document.url.as_deref().map(one_line));
    facts.extend(document.corrections.iter().map(corrected));
    facts
}

/// A text cut at its marks, cleaned.
fn stretches(text: &str, marks: &[std::ops::Range<usize>]) -> Vec<Stretch> {
    let clean = |part: &str| -> String {
        part.chars()
            .filter(|letter| !is_hostile(*letter))
            .map(|letter| if letter == '\t' { ' ' } else { letter })
            .collect()
    };
    let mut stretches = Vec::new();
    let mut at = 0;
    for mark in marks.iter().filter(|mark| !mark.is_empty()) {
        if mark.start < at {
            continue;
        }
        stretches.push((clean(&text[at..mark.start]), false));
        stretches.push((clean(&text[mark.clone()]), true));
        at = mark.end;
    }
    stretches.push((clean(&text[at..]), false));
    stretches.retain(|(text, _)| !text.is_empty());
    stretches
}

/// Lines of a width, broken between words where they can be.
fn wrapped(stretches: &[Stretch], width: usize, style: Style) -> Vec<Line<'static>> {
    let letters: Vec<(char, bool)> =
        stretches.iter().flat_map(|(text, marked)| text.chars().map(|letter| (letter, *marked))).collect();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < letters.len() {
        let (mut end, mut used, mut space) = (start, 0, None);
        while let Some((letter, _)) = letters.get(end) {
            used += letter.width().unwrap_or(0);
            if used > width.max(1) {
                break;
            }
            if letter.is_whitespace() {
                space = Some(end);
            }
            end += 1;
        }
        // At least one letter a line, however narrow.
        let full = end.max(start + 1);
        let (cut, next) = match space {
            _ if end == letters.len() => (full, full),
            Some(space) if space > start => (space, space + 1),
            _ => (full, full),
        };
        lines.push(line(&letters[start..cut], style));
        start = next;
    }
    if lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

fn line(letters: &[(char, bool)], style: Style) -> Line<'static> {
    let spans = letters.chunk_by(|a, b| a.1 == b.1).map(|run| {
        let text: String = run.iter().map(|(letter, _)| *letter).collect();
        let marked = run.first().is_some_and(|(_, marked)| *marked);
        Span::styled(text, if marked { style.patch(MATCH) } else { style })
    });
    Line::from(spans.collect::<Vec<_>>())
}
