//! What is wrong with a query, where, and what to write instead.
//!
//! In: a message, the bytes it is about, perhaps a hint. Out: [`ParseError`], and the query with a line
//! of carets below the place. Prints nothing itself.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Why a query (or a date given to a flag) was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The bytes of the query that it is about, on character boundaries.
    pub span: Range<usize>,
    /// What to write instead.
    pub hint: Option<String>,
}

/// Columns of the query that an error shows at most: an 80-column terminal less the indent.
const MAX_COLUMNS: usize = 76;

/// Columns shown before the place when the query is cut: about a third of the line.
const COLUMNS_BEFORE: usize = 28;

/// Characters of the query that a message repeats at most: enough for any field name or date.
const MAX_QUOTED: usize = 40;

impl ParseError {
    /// An error about some bytes of the query, without a hint.
    pub(super) fn new(message: impl Into<String>, span: Range<usize>) -> ParseError {
        ParseError { message: message.into(), span, hint: None }
    }

    /// The same error with a hint.
    pub(super) fn hint(self, hint: impl Into<String>) -> ParseError {
        ParseError { hint: Some(hint.into()), ..self }
    }

    /// The query on one line and carets below the place, both indented by two spaces, without a final
    /// line break. A long query is cut to a window around the place, with `…` where it goes on.
    ///
    /// Control characters are shown as spaces, so that the line is safe on a terminal.
    pub fn render(&self, query: &str) -> String {
        let letters: Vec<(usize, char)> = query.char_indices().map(|(at, c)| (at, shown(c))).collect();
        let index_of = |byte: usize| letters.partition_point(|(at, _)| *at < byte);
        let first = index_of(self.span.start);
        let last = index_of(self.span.end).max(first);
        let (start, end) = window(&letters, first);
        let text = |range: Range<usize>| -> String {
            letters.get(range).unwrap_or_default().iter().map(|(_, letter)| *letter).collect()
        };
        let opening = if start > 0 { "…" } else { "" };
        let closing = if end < letters.len() { "…" } else { "" };
        let before = opening.width() + text(start..first).width();
        let marked = text(first..last.min(end)).width().max(1);
        format!("  {opening}{}{closing}\n  {}{}", text(start..end), " ".repeat(before), "^".repeat(marked))
    }
}

/// The characters to show so that the one at `first` is among them, and no more than fit on a line.
fn window(letters: &[(usize, char)], first: usize) -> (usize, usize) {
    let columns = |index: usize| letters.get(index).map_or(0, |(_, letter)| letter.width().unwrap_or(0));
    let (mut start, mut end, mut used) = (first, first, 0);
    let room = MAX_COLUMNS - 2; // one column for each `…`
    while start > 0 && used + columns(start - 1) <= COLUMNS_BEFORE {
        start -= 1;
        used += columns(start);
    }
    while end < letters.len() && used + columns(end) <= room {
        used += columns(end);
        end += 1;
    }
    while start > 0 && used + columns(start - 1) <= room {
        start -= 1;
        used += columns(start);
    }
    (start, end)
}

/// A character as an error may show it: no control characters, none that change the writing direction.
pub(super) fn shown(letter: char) -> char {
    match letter {
        '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => ' ',
        letter if letter.is_control() => ' ',
        letter => letter,
    }
}

/// Text of the query within a message: in backticks, cleaned, and cut when long.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("`");
    let mut letters = text.chars();
    quoted.extend(letters.by_ref().take(MAX_QUOTED).map(shown));
    if letters.next().is_some() {
        quoted.push('…');
    }
    quoted.push('`');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(query: &str, place: &str) -> String {
        let start = query.find(place).unwrap();
        ParseError::new("wrong", start..start + place.len()).render(query)
    }

    #[test]
    fn carets_stand_under_the_place() {
        assert_eq!(render("pubished:2024", "pubished"), "  pubished:2024\n  ^^^^^^^^");
        assert_eq!(render("a OR", "OR"), "  a OR\n    ^^");
    }

    #[test]
    fn carets_know_wide_characters() {
        assert_eq!(render("研究 titel:x", "titel"), "  研究 titel:x\n       ^^^^^");
        assert_eq!(render("x 研究", "研究"), "  x 研究\n    ^^^^");
        assert_eq!(render("e\u{301}e\u{301} titel:x", "titel"), "  e\u{301}e\u{301} titel:x\n     ^^^^^");
    }

    #[test]
    fn control_characters_are_shown_as_spaces() {
        assert_eq!(render("a\u{1b}[31m\tb\nc", "b"), "  a [31m b c\n         ^");
    }

    #[test]
    fn a_place_past_the_end_has_one_caret() {
        assert_eq!(ParseError::new("wrong", 1..1).render("a"), "  a\n   ^");
        assert_eq!(ParseError::new("wrong", 0..0).render(""), "  \n  ^");
        assert_eq!(ParseError::new("wrong", 50..70).render("é"), "  é\n   ^");
        assert_eq!(ParseError::new("wrong", 1..2).render("é"), "  é\n   ^", "a span within a character");
    }

    #[test]
    fn a_long_query_is_cut_to_a_window_around_the_place() {
        let query = format!("{}HERE{}", "left ".repeat(100), " right".repeat(100));
        let rendered = render(&query, "HERE");
        assert_eq!(
            rendered,
            "  …ft left left left left left HERE right right right right right right right…\n  \
             \u{20}                            ^^^^"
        );
        let start = format!("HERE{}", " right".repeat(100));
        assert!(render(&start, "HERE").starts_with("  HERE right"));
        let end = format!("{}HERE", "left ".repeat(100));
        assert!(render(&end, "HERE").lines().next().unwrap().ends_with("left HERE"));
        for line in [render(&start, "HERE"), render(&end, "HERE"), rendered] {
            assert!(line.lines().all(|line| line.width() <= MAX_COLUMNS + 2), "{line}");
        }
    }

    #[test]
    fn a_place_longer_than_the_line_is_cut_with_it() {
        let query = "x".repeat(500);
        let rendered = ParseError::new("wrong", 0..500).render(&query);
        assert_eq!(rendered, format!("  {}…\n  {}", "x".repeat(74), "^".repeat(74)));
    }

    #[test]
    fn long_text_in_a_message_is_cut() {
        assert_eq!(quote("short"), "`short`");
        assert_eq!(quote(&"x".repeat(50)), format!("`{}…`", "x".repeat(40)));
    }
}
