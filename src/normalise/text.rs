//! Normalises plain text.
//!
//! In: the text, and where it was captured. Out: a page with a title and a text. Text says nothing of dates or authors
//! in a way that could be told from what it talks about.

use crate::document::{Evidence, Kind, Sighting};
use crate::normalise::{Draft, language, markdown};

/// Letters that a line may have to be a title.
const MAX_TITLE_LETTERS: usize = 150;

/// Fills the draft.
pub(crate) fn normalise(text: &str, evidence: &Evidence, draft: &mut Draft) {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    // A line that stands alone over the text is its title; a file without one is called by its name.
    let head = text.split_once("\n\n").map(|(head, rest)| (head.trim(), rest.trim()));
    let is_title = |line: &str| !line.contains('\n') && line.chars().count() <= MAX_TITLE_LETTERS;
    let (title, body) = match head {
        Some((line, rest)) if is_title(line) && !rest.is_empty() => (line.to_owned(), rest),
        _ => (markdown::stem(&evidence.place_within()), text),
    };
    draft.page = Sighting {
        kind: Kind::Page,
        title,
        language: language::detected(body),
        body: body.to_owned(),
        ..Sighting::default()
    };
}
