//! Takes the code of a script apart into strings, words and signs.
//!
//! In: the text of a script. Out: its tokens, one after the other, and where brackets close. Comments and regular expressions are
//! passed over. Knows no grammar: whether a stroke divides is told by what stands before it.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text between quotation marks, or between accents.
    Text,
    /// A name, a word of the language, a number.
    Word,
    /// One byte of another sign.
    Sign(u8),
    /// A regular expression.
    Pattern,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Goes through code.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'a> {
    code: &'a str,
    at: usize,
    end: usize,
    before: Option<Token>,
    /// Up to where nothing closes a text of each mark, nor a regular expression, so that nobody looks again.
    open: [usize; 4],
}

impl<'a> Lexer<'a> {
    /// Begins at a place where a value may stand, and ends at another.
    pub(super) fn new(code: &'a str, (start, end): (usize, usize)) -> Lexer<'a> {
        Lexer { code, at: start, end: end.min(code.len()), before: None, open: [0; 4] }
    }

    /// The next byte to be read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn code(&self) -> &'a str {
        self.code
    }

    /// Where nothing more is read.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The token that was read last.
    pub(super) fn before(&self) -> Option<Token> {
        self.before
    }

    pub(super) fn text(&self, token: Token) -> &'a str {
        self.code.get(token.start..token.end).unwrap_or_default()
    }

    /// The next token, which stays.
    pub(super) fn peek(&self) -> Option<Token> {
        let mut ahead = self.clone();
        ahead.next()
    }

    pub(super) fn is_next(&self, sign: u8) -> bool {
        self.peek().is_some_and(|token| token.kind == Kind::Sign(sign))
    }

    /// Reads a sign, if it is the next.
    pub(super) fn takes(&mut self, sign: u8) -> bool {
        let mut ahead = self.clone();
        let is_it = ahead.next().is_some_and(|token| token.kind == Kind::Sign(sign));
        if is_it {
            *self = ahead;
        }
        is_it
    }

    /// Goes to the end of what opens with the token that was read last, an opening bracket; whether it is closed. Brackets are
    /// counted, not matched.
    pub(super) fn close(&mut self) -> bool {
        let mut depth = 1_usize;
        for token in &mut *self {
            match token.kind {
                Kind::Sign(b'(' | b'[' | b'{') => depth += 1,
                Kind::Sign(b')' | b']' | b'}') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return true;
            }
        }
        false
    }

    /// Whether a value is expected, by what stands before: else a stroke divides, and a brace opens a block.
    pub(super) fn expects_value(&self) -> bool {
        match self.before.map(|token| (token.kind, token)) {
            None => true,
            Some((Kind::Sign(sign), _)) => !matches!(sign, b')' | b']' | b'}'),
            Some((Kind::Word, token)) => {
                matches!(self.text(token), "return" | "typeof" | "case" | "in" | "of" | "void" | "delete")
            }
            Some(_) => false,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.code.as_bytes().get(at).copied().filter(|_| at < self.end)
    }

    /// Passes over blanks and comments.
    fn pass(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            let rest = self.code.as_bytes().get(self.at..self.end).unwrap_or_default();
            match byte {
                byte if byte.is_ascii_whitespace() => self.at += 1,
                b'/' if rest.starts_with(b"//") => {
                    self.at = memchr::memchr(b'\n', rest).map_or(self.end, |line| self.at + line);
                }
                b'/' if rest.starts_with(b"/*") => {
                    let inside = rest.get(2..).unwrap_or_default();
                    let end = memchr::memmem::find(inside, b"*/");
                    self.at = end.map_or(self.end, |end| self.at + end + 4);
                }
                _ => return,
            }
        }
    }

    /// Where a text or a regular expression ends that opens at a place; none where its line ends first.
    fn closing(&mut self, start: usize) -> Option<usize> {
        let mark = self.byte(start)?;
        let open = self.open.get_mut(match mark {
            b'"' => 0,
            b'\'' => 1,
            b'`' => 2,
            _ => 3,
        })?;
        if start < *open {
            return None;
        }
        let code = self.code.as_bytes().get(..self.end)?;
        let found = if mark == b'/' { pattern_end(code, start) } else { text_end(code, start) };
        if let Err(end) = found {
            *open = end;
        }
        found.ok()
    }

    /// Where a word ends. A number has a point and, behind its `e`, a sign.
    fn word_end(&self, start: usize) -> usize {
        let is_number = self.byte(start).is_some_and(|byte| byte.is_ascii_digit());
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            let before = self.byte(at - 1);
            let goes_on = is_word(byte)
                || (is_number
                    && (byte == b'.'
                        || (matches!(byte, b'+' | b'-') && matches!(before, Some(b'e' | b'E')))));
            if !goes_on {
                break;
            }
            at += 1;
        }
        at
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.pass();
        let start = self.at;
        let byte = self.byte(start)?;
        let (kind, end) = match byte {
            b'"' | b'\'' | b'`' => match self.closing(start) {
                Some(end) => (Kind::Text, end),
                None => (Kind::Sign(byte), start + 1),
            },
            b'/' if self.expects_value() => match self.closing(start) {
                Some(end) => (Kind::Pattern, end),
                None => (Kind::Sign(byte), start + 1),
            },
            byte if is_word(byte) => (Kind::Word, self.word_end(start)),
            _ => (Kind::Sign(byte), start + 1),
        };
        let token = Token { kind, start, end };
        self.at = end;
        self.before = Some(token);
        Some(token)
    }
}

/// Where a text ends, or up to where it does not.
fn text_end(code: &[u8], start: usize) -> Result<usize, usize> {
    let mark = code.get(start).copied().unwrap_or_default();
    let mut at = start + 1;
    loop {
        let rest = code.get(at..).unwrap_or_default();
        let found = match mark {
            b'`' => memchr::memchr2(b'`', b'\\', rest),
            _ => memchr::memchr3(mark, b'\\', b'\n', rest),
        };
        at += found.ok_or(code.len())?;
        match code.get(at) {
            Some(b'\\') => at += 2,
            Some(b'\n') if mark != b'`' => return Err(at),
            _ => return Ok(at + 1),
        }
    }
}

/// Where a regular expression ends, or up to where it does not.
fn pattern_end(code: &[u8], start: usize) -> Result<usize, usize> {
    let mut in_class = false;
    let mut at = start + 1;
    loop {
        match code.get(at).ok_or(code.len())? {
            b'\\' => at += 1,
            b'\n' => return Err(at),
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return Ok(at + 1),
            _ => {}
        }
        at += 1;
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(code: &str) -> Vec<&str> {
        let lexer = Lexer::new(code, (0, code.len()));
        lexer.clone().map(|token| lexer.text(token)).collect()
    }

    #[test]
    fn code_is_taken_apart() {
        for (code, wanted) in [
            ("a.b = [1.5e-3, 'it\\'s']; // no", "a . b = [ 1.5e-3 , 'it\\'s' ] ;"),
            ("x=/[/\"]/g/2/* no */+`a\nb`", "x = /[/\"]/ g / 2 + `a\nb`"),
            ("it's\nnot 'é'", "it ' s not 'é'"),
            ("return /x/", "return /x/"),
            ("/* never", ""),
            ("\"never", "\" never"),
        ] {
            assert_eq!(tokens(code).join(" "), wanted, "{code}");
        }
    }

    #[test]
    fn brackets_close_behind_what_they_hold() {
        let code = "{a: \"}\", b: /}/, c: [{}]} rest";
        let mut lexer = Lexer::new(code, (0, code.len()));
        lexer.next();
        assert!(lexer.close());
        assert_eq!(&code[lexer.at()..], " rest");
        let mut open = Lexer::new("{{}", (0, 3));
        open.next();
        assert!(!open.close());
    }
}
