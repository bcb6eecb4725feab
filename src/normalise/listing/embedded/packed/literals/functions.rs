//! Reads functions that give data, where they are called where they stand.
//!
//! In: a reader at a function. Out: what it returns, with its arguments in the place of their names; none where it does more.

use serde_json::Value;

use crate::normalise::listing::embedded::packed::lexer::{Kind, Lexer};
use crate::normalise::listing::embedded::packed::literals::{MAX_CALLS, Reader};
use crate::normalise::listing::embedded::packed::scalars::unquoted;

impl<'a> Reader<'a> {
    /// Whether a function of one name is next: `a=>`.
    pub(super) fn is_short(&self) -> bool {
        let mut ahead = self.lexer.clone();
        ahead.next().is_some_and(|token| token.kind == Kind::Word) && ahead.takes(b'=') && ahead.takes(b'>')
    }

    /// What a function gives, behind `function`, that is called where it stands.
    pub(super) fn called(&mut self, in_parentheses: bool, depth: usize) -> Option<Value> {
        if self.lexer.peek()?.kind == Kind::Word {
            self.lexer.next();
        }
        let names = self.names()?;
        if !self.lexer.takes(b'{') {
            return None;
        }
        let body = self.lexer.clone();
        self.begins_plainly().then_some(())?;
        self.close();
        let given = self.given(in_parentheses, depth)?;
        self.with(names, given, body, |reader| reader.returned(depth))
    }

    /// The same of `(a,b)=>({…})` and `(()=>{return …})`, in parentheses.
    pub(super) fn called_short(&mut self, depth: usize) -> Option<Value> {
        let names = if self.is_short() {
            let name = self.lexer.next()?;
            vec![self.lexer.text(name)]
        } else {
            self.names()?
        };
        (self.lexer.takes(b'=') && self.lexer.takes(b'>')).then_some(())?;
        let is_block = self.lexer.takes(b'{');
        let body = self.lexer.clone();
        if is_block {
            self.begins_plainly().then_some(())?;
            self.close();
        } else {
            while !self.is_at_end() {
                let token = self.lexer.next()?;
                if matches!(token.kind, Kind::Sign(b'(' | b'[' | b'{')) {
                    self.close();
                }
            }
        }
        let given = self.given(true, depth)?;
        self.with(names, given, body, |reader| {
            if is_block { reader.returned(depth) } else { Some(reader.value(depth + 1)) }
        })
    }

    /// The names of a function's arguments, in parentheses.
    fn names(&mut self) -> Option<Vec<&'a str>> {
        self.lexer.takes(b'(').then_some(())?;
        let mut names = Vec::new();
        while !self.lexer.takes(b')') {
            let token = self.lexer.next()?;
            match token.kind {
                Kind::Word => names.push(self.lexer.text(token)),
                Kind::Sign(b',') => {}
                _ => return None,
            }
        }
        Some(names)
    }

    /// Whether the body of a function begins with what is read of one: its value, or a name that is filled.
    fn begins_plainly(&self) -> bool {
        let mut ahead = self.lexer.clone();
        let first = ahead.next().filter(|token| token.kind == Kind::Word);
        first.is_some_and(|token| ahead.text(token) == "return" || ahead.takes(b'.') || ahead.takes(b'['))
    }

    /// What a function is given, behind it: `}(…))` or `})(…)`.
    fn given(&mut self, in_parentheses: bool, depth: usize) -> Option<Vec<Value>> {
        let is_closed = in_parentheses && self.lexer.takes(b')');
        self.lexer.takes(b'(').then_some(())?;
        let given = self.list(b')', depth);
        (!in_parentheses || is_closed || self.lexer.takes(b')')).then_some(given)
    }

    /// Reads a function's body with its arguments, and goes back to behind the call.
    fn with(
        &mut self,
        names: Vec<&'a str>,
        given: Vec<Value>,
        body: Lexer<'a>,
        read: impl FnOnce(&mut Self) -> Option<Value>,
    ) -> Option<Value> {
        if self.is_broken || self.scopes.len() >= MAX_CALLS {
            return None;
        }
        let behind = std::mem::replace(&mut self.lexer, body);
        self.scopes.push(names.into_iter().zip(given).collect());
        let value = read(self);
        self.scopes.pop();
        self.lexer = behind;
        value
    }

    /// What the body of a function returns, whose names it fills before: `a.title="Slow lakes";return {posts:[a]}`.
    fn returned(&mut self, depth: usize) -> Option<Value> {
        loop {
            let token = self.lexer.next()?;
            match (token.kind, self.lexer.text(token)) {
                (Kind::Sign(b';' | b','), _) => {}
                (Kind::Word, "return") => return Some(self.value(depth + 1)),
                (Kind::Word, name) => self.fill(name, depth)?,
                _ => return None,
            }
        }
    }

    /// Puts a value into what a name stands for.
    fn fill(&mut self, name: &'a str, depth: usize) -> Option<()> {
        let mut path = Vec::new();
        while !self.lexer.takes(b'=') {
            let is_bracket = self.lexer.takes(b'[');
            (is_bracket || self.lexer.takes(b'.')).then_some(())?;
            let token = self.lexer.next()?;
            path.push(match token.kind {
                Kind::Text => unquoted(self.lexer.text(token))?,
                Kind::Word => self.lexer.text(token).to_owned(),
                _ => return None,
            });
            (!is_bracket || self.lexer.takes(b']')).then_some(())?;
        }
        let value = self.value(depth + 1);
        let mut place = self.scopes.last_mut()?.get_mut(name)?;
        for step in path {
            place = match place {
                Value::Object(object) => object.entry(step).or_insert(Value::Null),
                Value::Array(values) => {
                    let number: usize = step.parse().ok()?;
                    if number == values.len() {
                        values.push(Value::Null);
                    }
                    values.get_mut(number)?
                }
                _ => return Some(()),
            };
        }
        *place = value;
        Some(())
    }
}
