//! Cuts a stretch of text into numbers, words and marks.
//!
//! In: a text and the bytes to look at. Out: [`Token`]s with their place. Knows no language: a word is a run of
//! letters, cut where a capital begins a new word inside it, as in `ArchaeologyMay`.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A run of ASCII digits; the value is saturated.
    Number { value: u32, digits: u32 },
    /// A run of letters of an alphabet.
    Word,
    /// Anything else that is not white space: one character, also of scripts without spaces.
    Mark(char),
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after its last.
    pub(super) end: usize,
    /// What it is.
    pub(super) shape: Shape,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

impl Token {
    /// Its text.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// A number of one or two digits.
    pub(super) fn small(&self) -> Option<u32> {
        match self.shape {
            Shape::Number { value, digits: 1 | 2 } => Some(value),
            _ => None,
        }
    }

    /// A mark.
    pub(super) fn mark(&self) -> Option<char> {
        match self.shape {
            Shape::Mark(mark) => Some(mark),
            _ => None,
        }
    }
}

/// The tokens of `text[from..to]`, both at character boundaries, in a buffer that the caller reuses.
pub(super) fn tokenise(text: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    tokens.clear();
    let Some(part) = text.get(from..to) else { return };
    let mut letters = part.char_indices().peekable();
    let mut spaced = true;
    while let Some((at, letter)) = letters.next() {
        if is_blank(letter) {
            spaced = true;
            continue;
        }
        let mut end = at + letter.len_utf8();
        let shape = if let Some(digit) = letter.to_digit(10) {
            let (mut value, mut digits) = (digit, 1);
            while let Some(&(next, letter)) = letters.peek()
                && let Some(digit) = letter.to_digit(10)
            {
                value = value.saturating_mul(10).saturating_add(digit);
                digits += 1;
                end = next + 1;
                letters.next();
            }
            Shape::Number { value, digits }
        } else if is_spelling(letter) {
            let mut before = letter;
            while let Some(&(next, letter)) = letters.peek()
                && (is_spelling(letter) || is_combining(letter))
                && !begins_word(
                    before,
                    letter,
                    part.get(next + letter.len_utf8()..).and_then(|rest| rest.chars().next()),
                )
            {
                end = next + letter.len_utf8();
                before = letter;
                letters.next();
            }
            Shape::Word
        } else {
            Shape::Mark(letter)
        };
        tokens.push(Token { start: from + at, end: from + end, shape, spaced });
        spaced = false;
    }
}

/// White space, and characters that only look like none.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

/// A letter of a script that puts spaces between words.
fn is_spelling(letter: char) -> bool {
    letter.is_alphabetic() && !is_eastern(letter)
}

/// A mark that belongs to the letter before it and that Unicode counts as no letter: accents, vowels of Arabic, signs of
/// Devanagari and Bengali, tones of Thai.
fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}'
        | '\u{e47}'..='\u{e4e}')
}

/// Kana, Han and Hangul.
pub(crate) fn is_eastern(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a capital begins a word although a letter stands before it: `yM`, and the `M` of `AIMay`.
fn begins_word(before: char, letter: char, after: Option<char>) -> bool {
    letter.is_uppercase()
        && (before.is_lowercase() || (before.is_uppercase() && after.is_some_and(char::is_lowercase)))
}

/// The nearest character boundary at or before a byte.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
