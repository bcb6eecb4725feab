//! Folds texts into lines of so many columns.
//!
//! In: a text, and which of it is marked. Out: lines of pieces, cleaned. Knows no colours.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::cli::printer::is_hostile;
use crate::document::fold::is_unspaced;

/// A part of a line, marked or not as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) marked: bool,
}

/// Letters between which no line ends.
#[derive(Default)]
struct Chunk {
    pieces: Vec<Piece>,
    width: usize,
    /// Whether a space stands before it, where it does not begin a line.
    spaced: bool,
}

/// Folds a text. `around` is how many columns the signs around a marked piece take; marks come in the order of the text.
pub(crate) fn folded(text: &str, marks: &[Range<usize>], width: usize, around: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut used = 0;
    for chunk in chunks(text, marks, width, around) {
        let gap = usize::from(chunk.spaced);
        match lines.last_mut().filter(|_| used + gap + chunk.width <= width) {
            None => {
                lines.push(chunk.pieces);
                used = chunk.width;
            }
            Some(line) => {
                if chunk.spaced {
                    add(line, " ", false);
                }
                chunk.pieces.iter().for_each(|piece| add(line, &piece.text, piece.marked));
                used += gap + chunk.width;
            }
        }
    }
    lines
}

fn add(line: &mut Vec<Piece>, text: &str, marked: bool) {
    match line.last_mut().filter(|last| last.marked == marked) {
        Some(last) => last.text.push_str(text),
        None => line.push(Piece { text: text.to_owned(), marked }),
    }
}

/// The chunks of a text: its words, letters of scripts without spaces by themselves, and parts of what is wider than a line.
fn chunks(text: &str, marks: &[Range<usize>], width: usize, around: usize) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut chunk = Chunk::default();
    let mut marks = marks.iter().peekable();
    let mut was_marked = false;
    for (place, letter) in text.char_indices() {
        if letter.is_whitespace() {
            end(&mut chunks, &mut chunk, true);
            was_marked = false;
            continue;
        }
        if is_hostile(letter) {
            continue;
        }
        while marks.next_if(|mark| mark.end <= place).is_some() {}
        let marked = marks.peek().is_some_and(|mark| mark.contains(&place));
        let columns = letter.width().unwrap_or(0);
        let may_break = is_unspaced(letter) && !closes(letter) && !(was_marked && marked);
        if columns > 0 && (may_break || chunk.width + columns > width) {
            end(&mut chunks, &mut chunk, false);
        }
        if marked && chunk.pieces.last().is_none_or(|last| !last.marked) {
            chunk.width += around;
        }
        match chunk.pieces.last_mut().filter(|last| last.marked == marked) {
            Some(last) => last.text.push(letter),
            None => chunk.pieces.push(Piece { text: letter.to_string(), marked }),
        }
        chunk.width += columns;
        was_marked = marked;
    }
    end(&mut chunks, &mut chunk, false);
    chunks
}

/// Ends a chunk. What follows has a space before it, or none.
fn end(chunks: &mut Vec<Chunk>, chunk: &mut Chunk, spaced: bool) {
    if chunk.pieces.is_empty() {
        chunk.spaced |= spaced && !chunks.is_empty();
        return;
    }
    chunks.push(std::mem::replace(chunk, Chunk { spaced, ..Chunk::default() }));
}

/// Whether a sign of Chinese or Japanese texts stands at no line's beginning.
fn closes(sign: char) -> bool {
    matches!(
        sign,
        '、' | '。'
            | '，'
            | '．'
            | '！'
            | '？'
            | '：'
            | '；'
            | '）'
            | '］'
            | '｝'
            | '」'
            | '』'
            | '】'
            | '》'
            | '〉'
            | 'ー'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marks: &[Range<usize>], width: usize) -> Vec<String> {
        let shown =
            |piece: &Piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() };
        folded(text, marks, width, 2).iter().map(|line| line.iter().map(shown).collect()).collect()
    }

    #[test]
    fn lines_are_no_wider_than_they_may_be() {
        let one = |start: usize, end: usize| Vec::from([Range { start, end }]);
        for (text, marks, width, lines) in [
            ("two words", vec![], 80, vec!["two words"]),
            ("  two \n words ", vec![], 5, vec!["two", "words"]),
            ("two words", one(0, 3), 8, vec!["[two]", "words"]),
            ("two words", one(0, 9), 80, vec!["[two] [words]"]),
            ("abcdefgh ij", vec![], 3, vec!["abc", "def", "gh", "ij"]),
            ("可解释性的可研究。", vec![], 8, vec!["可解释性", "的可研", "究。"]),
            ("可解释性的研究", one(6, 12), 10, vec!["可解[释性]", "的研究"]),
            ("a可解", vec![], 3, vec!["a可", "解"]),
            ("", vec![], 3, vec![]),
            ("a\u{1b}b", vec![], 3, vec!["ab"]),
        ] {
            assert_eq!(shown(text, &marks, width), lines, "{text}");
        }
    }
}
