//! Finds which words of a text changed.
//!
//! In: two texts. Out: [`Piece`]s: what both have, what went, what came. Knows no document.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// A part of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Both have it.
    Same(String),
    /// Only the earlier text has it.
    Removed(String),
    /// Only the later text has it.
    Added(String),
}

/// The pieces of two texts in order: the earlier is all of them but what was added, the later all but what was removed.
/// A run of white space counts as one space, line break or blank line.
///
/// The histogram algorithm stays quick where two long texts have nothing in common, and gives the same every time.
pub fn word_changes(before: &str, after: &str) -> Vec<Piece> {
    let (before, after) = (plain(before), plain(after));
    let (old, new) = (tokens(&before), tokens(&after));
    let mut input = InternedInput::default();
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for hunk in diff.hunks() {
        let removed = hunk.before.start as usize..hunk.before.end as usize;
        let added = hunk.after.start as usize..hunk.after.end as usize;
        match changes.last_mut() {
            // A comma between two changes belongs to them, so that they read as one.
            Some(last) if !old[last.0.end..removed.start].iter().any(|token| has_word(token)) => {
                last.0.end = removed.end;
                last.1.end = added.end;
            }
            _ => changes.push((removed, added)),
        }
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    for (removed, added) in changes {
        put(&mut pieces, Piece::Same, &old[at..removed.start]);
        at = removed.end;
        put(&mut pieces, Piece::Removed, &old[removed]);
        put(&mut pieces, Piece::Added, &new[added]);
    }
    put(&mut pieces, Piece::Same, &old[at..]);
    pieces
}

fn put(pieces: &mut Vec<Piece>, piece: fn(String) -> Piece, tokens: &[&str]) {
    if !tokens.is_empty() {
        pieces.push(piece(tokens.concat()));
    }
}

fn has_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

/// The text with each run of white space as one space, one line break or one blank line, and none at its ends.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut breaks, mut is_apart) = (0, false);
    for letter in text.trim().chars() {
        if letter.is_whitespace() {
            is_apart = true;
            breaks += usize::from(letter == '\n');
            continue;
        }
        if is_apart {
            out.push_str(match breaks {
                0 => " ",
                1 => "\n",
                _ => "\n\n",
            });
            (breaks, is_apart) = (0, false);
        }
        out.push(letter);
    }
    out
}

/// Words and marks, each with the white space before it: together they are the text. Where words are written without
/// spaces each letter is one.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut was = Letter::None;
    for (place, letter) in text.char_indices() {
        let is = Letter::of(letter, was);
        let goes_on = match (was, is) {
            (Letter::None | Letter::Space, _) | (Letter::Word, Letter::Word) => true,
            (_, _) => false,
        };
        if !goes_on && start < place {
            tokens.push(&text[start..place]);
            start = place;
        }
        was = is;
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// What a character does to the token it may belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    None,
    Space,
    Word,
    Alone,
}

impl Letter {
    fn of(letter: char, before: Letter) -> Letter {
        /// From here on stand the scripts of East Asia, which put no spaces between words.
        const EAST: char = '\u{2e80}';
        let joins = before == Letter::Word && matches!(letter, '\'' | '’' | '\u{300}'..='\u{36f}');
        if letter.is_whitespace() {
            Letter::Space
        } else if joins || (letter.is_alphanumeric() && letter < EAST) {
            Letter::Word
        } else {
            Letter::Alone
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let shown = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Removed(text) => format!("[-{text}-]"),
            Piece::Added(text) => format!("{{+{text}+}}"),
        };
        word_changes(before, after).iter().map(shown).collect()
    }

    #[test]
    fn words_that_changed_are_named_and_no_more() {
        for (before, after, expected) in [
            ("The lake is deep.", "The lake is deep.", "The lake is deep."),
            ("The lake is deep.", "The lake was deep.", "The lake[- is-]{+ was+} deep."),
            ("The lake is deep.", "The old lake is deep.", "The{+ old+} lake is deep."),
            ("The lake, deep.", "The lake\n deep!", "The lake[-, deep.-]{+\ndeep!+}"),
            ("one, two, three", "four, five, three", "[-one, two-]{+four, five+}, three"),
            ("", "New words", "{+New words+}"),
            ("Old words", "", "[-Old words-]"),
            ("", "", ""),
            ("don’t go", "don't go", "[-don’t-]{+don't+} go"),
            ("大きな湖", "小さな湖", "[-大き-]{+小さ+}な湖"),
        ] {
            assert_eq!(shown(before, after), expected, "{before:?} {after:?}");
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_two_texts(before in "[ab湖, \n.é]{0,40}", after in "[ab湖, \n.é]{0,40}") {
            let pieces = word_changes(&before, &after);
            let text = |without: fn(&Piece) -> bool| -> String {
                let kept = pieces.iter().filter(|piece| !without(piece));
                kept.map(|piece| match piece {
                    Piece::Same(text) | Piece::Removed(text) | Piece::Added(text) => text.as_str(),
                }).collect()
            };
            prop_assert_eq!(text(|piece| matches!(piece, Piece::Added(_))), plain(&before));
            prop_assert_eq!(text(|piece| matches!(piece, Piece::Removed(_))), plain(&after));
        }
    }

    #[test]
    fn long_texts_without_a_word_in_common_take_no_quadratic_time() {
        let text =
            |name: &str| (0..60_000).map(|number| format!("{name}{number}")).collect::<Vec<_>>().join(" ");
        let pieces = word_changes(&text("a"), &text("b"));
        assert_eq!(pieces.len(), 2);
    }
}
