//! What is on the screen: the query being typed, the hits, the chosen values, and where the person is.
//!
//! In: keys already understood, answers. Out: the state that `draw` shows. Knows no terminal.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::preview::Preview;
use super::{Answer, Question};
use crate::cli::text::one_line;
use crate::search::query::Query;
use crate::search::{Hit, Response};

/// What is to be done after a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Nothing but to go on.
    Go,
    /// The capture of the hit is opened.
    Open,
    /// The program stops until the shell lets it go on.
    Pause,
    Quit,
}

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    /// To the query; up and down go through the hits.
    Query,
    /// To the values of fields.
    Facets,
    /// To the document, over the whole screen.
    Document,
    Help,
}

/// A line of the pane of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Field(String),
    Value { field: String, value: String, count: u64, chosen: bool },
}

/// The state.
pub(super) struct App {
    pub(super) typed: String,
    /// Bytes of the query before the cursor.
    pub(super) cursor: usize,
    pub(super) focus: Focus,
    /// Where the help was called from.
    pub(super) before_help: Focus,
    choices: BTreeSet<(String, String)>,
    pub(super) query: Query,
    pub(super) response: Option<Response>,
    /// Why the query as it stands has no answer.
    pub(super) error: Option<String>,
    /// Something said once.
    pub(super) told: Option<String>,
    pub(super) selected: usize,
    pub(super) rows: Vec<Row>,
    pub(super) row: usize,
    pub(super) preview: Preview,
}

impl App {
    pub(super) fn new(typed: String) -> App {
        App {
            cursor: typed.len(),
            typed,
            focus: Focus::Query,
            before_help: Focus::Query,
            choices: BTreeSet::new(),
            query: Query::All,
            response: None,
            error: None,
            told: None,
            selected: 0,
            rows: Vec::new(),
            row: 0,
            preview: Preview::default(),
        }
    }

    /// What is asked as things stand.
    pub(super) fn question(&self) -> Question {
        let is_open = self.cursor == self.typed.len();
        Question { typed: self.typed.clone(), is_open, choices: self.choices.clone() }
    }

    /// Takes an answer. One to a question that was changed meanwhile is shown until the newer comes.
    pub(super) fn take(&mut self, answer: Answer) {
        match answer.result {
            Ok((query, response)) => {
                let before = self.hit().map(|hit| hit.document.id.clone());
                self.rows = rows(&response, &answer.question.choices);
                self.row = self.row.min(self.rows.len().saturating_sub(1));
                let same = before.and_then(|id| response.hits.iter().position(|hit| hit.document.id == id));
                self.selected = same.filter(|_| self.query == query).unwrap_or(0);
                self.query = query;
                self.response = Some(response);
                self.error = None;
                self.look();
            }
            // A query half typed cannot be read yet; the hits of the last one stay.
            Err(message) => self.error = Some(message),
        }
    }

    /// The hit that is selected.
    pub(super) fn hit(&self) -> Option<&Hit> {
        self.response.as_ref()?.hits.get(self.selected)
    }

    /// Says something until the next key.
    pub(super) fn tell(&mut self, message: String) {
        self.told = Some(message);
    }

    /// Moves among the hits, the values, or within the document.
    pub(super) fn go(&mut self, lines: isize) {
        let hits = self.response.as_ref().map_or(0, |response| response.hits.len());
        match self.focus {
            Focus::Query => {
                self.selected = moved(self.selected, lines, hits);
                self.look();
            }
            Focus::Facets => self.row = moved(self.row, lines, self.rows.len()),
            Focus::Document => self.preview.scroll(lines),
            Focus::Help => {}
        }
    }

    /// Goes to another hit from within the document.
    pub(super) fn turn(&mut self, hits: isize) {
        let all = self.response.as_ref().map_or(0, |response| response.hits.len());
        self.selected = moved(self.selected, hits, all);
        self.look();
    }

    /// Shows the selected hit in the preview, unless it is shown already.
    fn look(&mut self) {
        let hit = self.response.as_ref().and_then(|response| response.hits.get(self.selected));
        self.preview.look(hit.map(|hit| &hit.document), &self.query);
    }

    /// Chooses the value under the cursor, or takes the choice back.
    pub(super) fn toggle(&mut self) {
        if let Some(Row::Value { field, value, chosen, .. }) = self.rows.get_mut(self.row) {
            *chosen = !*chosen;
            let choice = (field.clone(), value.clone());
            if !self.choices.remove(&choice) {
                self.choices.insert(choice);
            }
        }
    }

    /// Takes back all choices; whether there were any.
    pub(super) fn clear_choices(&mut self) -> bool {
        let any = !self.choices.is_empty();
        self.choices.clear();
        any
    }

    pub(super) fn insert(&mut self, text: &str) {
        let text = one_line_typed(text);
        self.typed.insert_str(self.cursor, &text);
        self.cursor += text.len();
    }

    /// Takes out what stands between the cursor and another place.
    pub(super) fn delete_to(&mut self, place: usize) {
        let (from, to) = (place.min(self.cursor), place.max(self.cursor));
        self.typed.replace_range(from..to, "");
        self.cursor = from;
    }

    pub(super) fn before(&self) -> usize {
        self.typed[..self.cursor].char_indices().next_back().map_or(0, |(place, _)| place)
    }

    pub(super) fn after(&self) -> usize {
        self.typed[self.cursor..].chars().next().map_or(self.cursor, |letter| self.cursor + letter.len_utf8())
    }

    /// Where the word before the cursor begins.
    pub(super) fn word_before(&self) -> usize {
        let kept = self.typed[..self.cursor].trim_end();
        kept.rfind(char::is_whitespace).map_or(0, |space| space + 1)
    }

    /// Columns before the cursor.
    pub(super) fn column(&self) -> u16 {
        u16::try_from(self.typed[..self.cursor].width()).unwrap_or(u16::MAX)
    }
}

fn moved(place: usize, by: isize, length: usize) -> usize {
    place.saturating_add_signed(by).min(length.saturating_sub(1))
}

/// Typed or pasted text: control characters would break the line.
fn one_line_typed(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn rows(response: &Response, choices: &BTreeSet<(String, String)>) -> Vec<Row> {
    let mut rows = Vec::new();
    for counts in &response.facets {
        rows.push(Row::Field(counts.name.clone()));
        for counted in &counts.values {
            let Some(value) = counted.value.as_deref().map(one_line) else { continue };
            let chosen = choices.contains(&(counts.name.clone(), value.clone()));
            // What could be chosen beside the present choice counts too.
            let count = if chosen || counted.count > 0 { counted.count } else { counted.alone };
            rows.push(Row::Value { field: counts.name.clone(), value, count, chosen });
        }
    }
    rows
}
