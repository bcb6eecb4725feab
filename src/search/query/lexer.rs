//! Reads the pieces of a query: words with their escapes, quoted text, regular expressions, and the
//! marks at the end of a word.
//!
//! In: the text of a query and a place in it. Out: letters that know where they stand and whether they
//! were escaped. Knows no field and no operator.

use std::ops::Range;

use super::error::{ParseError, quote};
use super::tree::WildcardPart;

/// Characters of a regular expression at most: the design's bound, so that building one stays cheap.
const MAX_REGEX: usize = 256;

/// How many times as high something can be scored at most: enough to put one word above all others.
const MAX_BOOST: f32 = 1000.0;

/// Places that the words of a phrase may be moved at most: more than a page has, it is a plain AND.
const MAX_SLOP: u32 = 1000;

/// The characters that close a quotation opened by this one, if it opens one.
fn closing_quotes(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"']),
        '“' | '”' | '„' | '‟' => Some(&['“', '”', '‟']),
        '«' => Some(&['»']),
        _ => None,
    }
}

/// Whether a character opens a quotation.
pub(super) fn opens_quote(letter: char) -> bool {
    closing_quotes(letter).is_some()
}

/// Whether a character ends the word before it.
pub(super) fn is_word_end(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '(' | ')') || opens_quote(letter)
}

/// A place in a query.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'q> {
    text: &'q str,
    at: usize,
}

impl<'q> Cursor<'q> {
    /// The beginning of a query.
    pub(super) fn new(text: &'q str) -> Cursor<'q> {
        Cursor { text, at: 0 }
    }

    /// The byte that comes next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'q str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The text between two bytes.
    pub(super) fn slice(&self, range: Range<usize>) -> &'q str {
        self.text.get(range).unwrap_or("")
    }

    /// The character that comes next.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character after the next.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    /// Reads one character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    /// Reads so many bytes, which must be whole characters.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Reads white space.
    pub(super) fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Whether nothing more can belong to a value here: white space, `)` or the end.
    pub(super) fn at_value_end(&self) -> bool {
        self.peek().is_none_or(|letter| letter.is_whitespace() || letter == ')')
    }

    /// Bytes up to the end of the word, taken literally.
    pub(super) fn literal_word(&self) -> &'q str {
        let rest = self.rest();
        rest.split(is_word_end).next().unwrap_or(rest)
    }

    /// The bytes of the word that comes next, or of the one character where no word does.
    pub(super) fn next_piece(&self) -> Range<usize> {
        let length = match self.literal_word().len() {
            0 => self.peek().map_or(0, char::len_utf8),
            length => length,
        };
        self.at..self.at + length
    }

    /// Reads a word, up to white space, a parenthesis or a quotation mark. An address (in a URL field, or
    /// recognised by its `://`) may hold parentheses.
    pub(super) fn word(&mut self, is_url: bool) -> Result<Word, ParseError> {
        let start = self.at;
        let mut word = Word { letters: Vec::new(), span: start..start, is_url };
        let mut open = 0_usize;
        while let Some(letter) = self.peek() {
            let at = self.at;
            match letter {
                '\\' => {
                    self.bump();
                    let Some(letter) = self.bump() else {
                        return Err(ParseError::new("nothing after `\\`", at..at + 1).hint(
                            "`\\` makes the next character an ordinary one; for the mark itself write `\\\\`",
                        ));
                    };
                    word.letters.push(Letter { char: letter, at, escaped: true });
                    continue;
                }
                '(' if word.is_url => open += 1,
                ')' if open > 0 => open -= 1,
                letter if is_word_end(letter) => break,
                _ => {}
            }
            self.bump();
            word.letters.push(Letter { char: letter, at, escaped: false });
            word.is_url = word.is_url || letter == '/' && word.ends_with("://");
        }
        word.span.end = self.at;
        Ok(word)
    }

    /// Reads quoted text; the quotation mark comes next. White space becomes single spaces.
    pub(super) fn quoted(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        let opening = self.bump().unwrap_or('"');
        let after_opening = self.at;
        let closing = closing_quotes(opening).unwrap_or_default();
        let mut text = String::new();
        loop {
            match self.bump() {
                Some('\\') => text.extend(self.bump()),
                Some(letter) if closing.contains(&letter) => break,
                Some(letter) => text.push(letter),
                None => {
                    return Err(ParseError::new("this quotation mark is not closed", start..after_opening)
                        .hint("close it, or write `\\` before a mark that is part of the text"));
                }
            }
        }
        let text = single_spaced(&text);
        if text.is_empty() {
            return Err(ParseError::new("nothing between the quotation marks", start..self.at));
        }
        Ok(text)
    }

    /// Reads a regular expression; its `/` comes next.
    pub(super) fn regex(&mut self) -> Result<String, ParseError> {
        const TEXT_HINT: &str = "for a text with slashes in it, put it in quotation marks";
        let start = self.at;
        self.bump();
        let mut regex = String::new();
        loop {
            match self.bump() {
                Some('/') => break,
                Some('\\') => match self.bump() {
                    Some('/') => regex.push('/'),
                    Some(letter) => regex.extend(['\\', letter]),
                    None => {}
                },
                Some(letter) => regex.push(letter),
                None => {
                    let message = "this `/` opens a regular expression that is not closed";
                    return Err(ParseError::new(message, start..start + 1).hint(TEXT_HINT));
                }
            }
        }
        let place = start..self.at;
        if regex.is_empty() {
            return Err(ParseError::new("the regular expression is empty", place).hint(TEXT_HINT));
        }
        let length = regex.chars().count();
        if length > MAX_REGEX {
            let message = format!("the regular expression has {length} characters, more than {MAX_REGEX}");
            return Err(ParseError::new(message, place));
        }
        if !(self.at_value_end() || self.peek() == Some('^')) {
            let message = "a regular expression ends at its second `/`";
            return Err(ParseError::new(message, self.next_piece()).hint(TEXT_HINT));
        }
        Ok(regex)
    }

    /// Reads the `~3` after a phrase, if there is one.
    pub(super) fn slop(&mut self) -> Result<Option<u32>, ParseError> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        let start = self.at;
        self.bump();
        let length = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let digits = self.slice(self.at..self.at + length);
        self.at += length;
        match digits.parse::<u32>() {
            Ok(slop) if slop <= MAX_SLOP => Ok(Some(slop)),
            Ok(_) => Err(too_far(start..self.at)),
            Err(_) if length > 0 => Err(too_far(start..self.at)),
            Err(_) => Err(ParseError::new("a number is missing after `~`", start..self.at)
                .hint("`\"a phrase\"~3` lets its words be moved by up to three places")),
        }
    }

    /// Reads the `^2` after a group, a phrase or a value, if there is one.
    pub(super) fn boost(&mut self) -> Result<Option<f32>, ParseError> {
        if self.peek() != Some('^') {
            return Ok(None);
        }
        let start = self.at;
        self.bump();
        let number = self.literal_word();
        self.at += number.len();
        boost(number, start..self.at).map(Some)
    }
}

fn too_far(place: Range<usize>) -> ParseError {
    ParseError::new(format!("words can be moved by {MAX_SLOP} places at most"), place)
}

/// Text with one space where there was white space, and none at the ends.
pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn boost(number: &str, place: Range<usize>) -> Result<f32, ParseError> {
    match number.parse::<f32>() {
        Ok(boost) if is_decimal(number) && (0.0..=MAX_BOOST).contains(&boost) => Ok(boost),
        _ if number.is_empty() => Err(ParseError::new("a number is missing after `^`", place)
            .hint("`word^2` counts a word twice; for the mark itself write `\\^`")),
        _ => Err(ParseError::new(format!("{} is no boost", quote(number)), place)
            .hint("a boost is a number from 0 to 1000; for the mark itself write `\\^`")),
    }
}

fn is_decimal(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A character of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// The character.
    pub(super) char: char,
    /// Its first byte in the query (that of its `\` when escaped).
    pub(super) at: usize,
    /// Whether a `\` makes it an ordinary character.
    pub(super) escaped: bool,
}

/// A word as it stands in the query.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Its characters.
    pub(super) letters: Vec<Letter>,
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// Whether it is an address, in which `?` and `~` are ordinary.
    is_url: bool,
}

/// What a word turns out to be, its marks read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Letters alone.
    Plain(String),
    /// `word*`.
    Prefix(String),
    /// `w?rd`, `wo*d`.
    Wildcard(Vec<WildcardPart>),
    /// `word~1`.
    Fuzzy(String, u8),
}

impl Word {
    /// Its characters, escaped or not.
    pub(super) fn text(&self) -> String {
        text(&self.letters)
    }

    /// Whether it is exactly this, with nothing escaped.
    pub(super) fn is(&self, text: &str) -> bool {
        self.letters.len() == text.chars().count()
            && self.letters.iter().zip(text.chars()).all(|(letter, other)| letter.is(other))
    }

    /// Whether its first character is this one, not escaped.
    pub(super) fn starts_with(&self, letter: char) -> bool {
        self.letters.first().is_some_and(|first| first.is(letter))
    }

    /// Whether anything in it is escaped.
    pub(super) fn has_escapes(&self) -> bool {
        self.letters.iter().any(|letter| letter.escaped)
    }

    fn ends_with(&self, text: &str) -> bool {
        let mut backwards = self.letters.iter().rev();
        text.chars().rev().all(|letter| backwards.next().is_some_and(|last| last.is(letter)))
    }

    /// Takes a `^2` off its end.
    pub(super) fn take_boost(&mut self) -> Result<Option<f32>, ParseError> {
        let Some((index, number)) = self.mark('^') else { return Ok(None) };
        let numeric = number.is_empty()
            || number.bytes().any(|byte| byte.is_ascii_digit())
                && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        if !numeric {
            return Ok(None);
        }
        let boost = boost(&number, self.from(index)..self.span.end)?;
        self.span.end = self.from(index);
        self.letters.truncate(index);
        Ok(Some(boost))
    }

    /// Reads the marks in it: `*`, `?`, and `~` at its end.
    pub(super) fn form(mut self) -> Result<Form, ParseError> {
        let fuzzy = if self.is_url { None } else { self.take_fuzziness()? };
        let parts = self.wildcard_parts();
        let patterned = parts.iter().any(|part| !matches!(part, WildcardPart::Text(_)));
        let named = self.letters.iter().any(|letter| letter.char.is_alphanumeric());
        if (patterned || fuzzy.is_some()) && !named {
            return Err(ParseError::new("a pattern needs a letter or a digit", self.span)
                .hint("`*` alone finds everything; for the mark itself write `\\` before it"));
        }
        match (fuzzy, parts.as_slice()) {
            (None, [WildcardPart::Text(text), WildcardPart::Any]) => Ok(Form::Prefix(text.clone())),
            (None, _) if patterned => Ok(Form::Wildcard(parts)),
            (None, _) => Ok(Form::Plain(self.text())),
            (Some(_), _) if patterned => Err(ParseError::new("`~` does not go with `*` and `?`", self.span)),
            (Some(distance), _) => Ok(Form::Fuzzy(self.text(), distance)),
        }
    }

    /// Takes a `~`, `~1` or `~2` off its end.
    fn take_fuzziness(&mut self) -> Result<Option<u8>, ParseError> {
        let Some((index, number)) = self.mark('~') else { return Ok(None) };
        let distance = match number.as_str() {
            "" | "1" => 1,
            "2" => 2,
            number if number.starts_with(|digit: char| digit.is_ascii_digit()) && is_decimal(number) => {
                return Err(ParseError::new(
                    "a word can differ in 1 or 2 letters",
                    self.from(index)..self.span.end,
                )
                .hint("write `word~1` or `word~2`; for the mark itself write `\\~`"));
            }
            _ => return Ok(None),
        };
        self.span.end = self.from(index);
        self.letters.truncate(index);
        Ok(Some(distance))
    }

    /// Where the last such mark stands, and what follows it; none at the head of the word, and none when
    /// something behind it is escaped.
    fn mark(&self, mark: char) -> Option<(usize, String)> {
        let index = self.letters.iter().rposition(|letter| letter.is(mark)).filter(|index| *index > 0)?;
        let after = self.letters.get(index + 1..)?;
        after.iter().all(|letter| !letter.escaped).then(|| (index, text(after)))
    }

    /// The byte at which a letter begins.
    fn from(&self, index: usize) -> usize {
        self.letters.get(index).map_or(self.span.end, |letter| letter.at)
    }

    /// Its text cut at the wildcards; adjacent `*` count as one.
    fn wildcard_parts(&self) -> Vec<WildcardPart> {
        let last_named = self.letters.iter().rposition(|letter| letter.char.is_alphanumeric()).unwrap_or(0);
        let asks_within = self.letters.iter().take(last_named).any(|letter| letter.is('?'));
        // A `?` behind the last letter closes a question, unless the word is a pattern anyway.
        let question_is_one =
            !self.is_url && (asks_within || self.letters.iter().any(|letter| letter.is('*')));
        let mut parts: Vec<WildcardPart> = Vec::new();
        for letter in &self.letters {
            if letter.is('*') {
                if parts.last() != Some(&WildcardPart::Any) {
                    parts.push(WildcardPart::Any);
                }
            } else if letter.is('?') && question_is_one {
                parts.push(WildcardPart::One);
            } else if let Some(WildcardPart::Text(text)) = parts.last_mut() {
                text.push(letter.char);
            } else {
                parts.push(WildcardPart::Text(letter.char.to_string()));
            }
        }
        parts
    }
}

impl Letter {
    /// Whether it is this character, not escaped.
    fn is(self, letter: char) -> bool {
        self.char == letter && !self.escaped
    }
}

fn text(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.char).collect()
}
