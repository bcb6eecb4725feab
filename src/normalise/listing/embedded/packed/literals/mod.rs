//! Reads values that are written as in JavaScript: `{title: 'Slow lakes', date: new Date(0), draft: !1}`.
//!
//! In: code and where a value begins in it. Out: the value, null for whatever would have to be run. Runs nothing: of functions only
//! those are read that give a value their arguments' names (`(function(a){return {title: a}}("Slow lakes"))`), as frameworks
//! write data that repeat themselves. Readers of JSON5 know none of calls, of names and of `!1`, so this is one of our own.

mod functions;

use serde_json::{Map, Value};

use super::lexer::{Kind, Lexer, Token};
use super::scalars::{moment, number, unquoted};
use crate::normalise::listing::embedded::packed::{Budget, MAX_DEPTH, opened};
use crate::normalise::tables::Table;

/// Functions within functions that are read. A judgement: frameworks write one.
const MAX_CALLS: usize = 3;

/// What was found in code, and up to where it was looked for.
pub(super) struct Look {
    pub(super) found: Option<Read>,
    pub(super) furthest: usize,
}

/// What was read of code.
pub(super) struct Read {
    pub(super) value: Value,
    /// Where it ends.
    pub(super) end: usize,
    /// Where code with braces stands in it that was not read.
    pub(super) skipped: Vec<(usize, usize)>,
}

/// The value at a place in code, which ends before another; none where it is none.
pub(super) fn read(code: &str, span: (usize, usize), budget: &Budget) -> Look {
    let mut reader = Reader {
        lexer: Lexer::new(code, span),
        scopes: Vec::new(),
        numbered: Table::default(),
        skipped: Vec::new(),
        budget,
        is_broken: false,
        furthest: span.0,
    };
    let value = reader.operand(0).filter(|_| !reader.is_broken);
    let end = reader.lexer.at();
    let furthest = reader.furthest.max(end);
    Look { found: value.map(|value| Read { value, end, skipped: reader.skipped }), furthest }
}

struct Reader<'a> {
    lexer: Lexer<'a>,
    /// The values of the names of the functions that are being read.
    scopes: Vec<Table<&'a str, Value>>,
    /// Where the values begin that got a number: `$R[3]={…}`, as `seroval` writes.
    numbered: Table<&'a str, usize>,
    skipped: Vec<(usize, usize)>,
    /// Values that may still be read.
    budget: &'a Budget,
    /// Brackets do not match.
    is_broken: bool,
    /// Up to where a bracket was looked for.
    furthest: usize,
}

impl Reader<'_> {
    /// The value of an expression, up to what ends it: null where it is more than a value.
    fn value(&mut self, depth: usize) -> Value {
        if self.is_at_end() {
            return Value::Null;
        }
        let before = self.lexer.clone();
        match self.operand(depth) {
            Some(value) if self.is_at_end() => return value,
            Some(_) => {}
            // It may have been left in the middle of brackets.
            None => self.lexer = before.clone(),
        }
        self.skip(before.at());
        Value::Null
    }

    /// Goes to the end of what the token before opens.
    fn close(&mut self) {
        self.is_broken |= !self.lexer.close();
        self.furthest = self.furthest.max(self.lexer.at());
    }

    fn is_at_end(&self) -> bool {
        let ends = |token: Token| matches!(token.kind, Kind::Sign(b',' | b']' | b'}' | b')' | b';'));
        self.lexer.peek().is_none_or(ends)
    }

    /// Passes over the rest of an expression that began at a place.
    fn skip(&mut self, start: usize) {
        while !self.is_at_end() {
            let Some(token) = self.lexer.next() else { break };
            if matches!(token.kind, Kind::Sign(b'(' | b'[' | b'{')) {
                self.close();
            }
        }
        let end = self.lexer.at();
        if self.lexer.code().get(start..end).is_some_and(|code| code.contains('{')) {
            self.skipped.push((start, end));
        }
    }

    /// The value that begins here; none where there is something else.
    fn operand(&mut self, depth: usize) -> Option<Value> {
        (!self.is_broken && depth <= MAX_DEPTH).then_some(())?;
        self.budget.spend(1)?;
        let token = self.lexer.next()?;
        match token.kind {
            Kind::Text => {
                let text = self.lexer.text(token);
                self.budget.spend_text(text)?;
                unquoted(text).map(Value::String)
            }
            Kind::Word => self.word(token, depth),
            Kind::Sign(b'{') => Some(self.object(depth)),
            Kind::Sign(b'[') => Some(Value::Array(self.list(b']', depth))),
            Kind::Sign(b'(') => self.parenthesis(depth),
            // `!0` and `!1`, as short code says true and false.
            Kind::Sign(b'!') => match self.lexer.next().map(|token| self.lexer.text(token))? {
                "0" => Some(Value::Bool(true)),
                "1" => Some(Value::Bool(false)),
                _ => None,
            },
            Kind::Sign(b'-') => {
                let token = self.lexer.next()?;
                number(&format!("-{}", self.lexer.text(token)))
            }
            _ => None,
        }
    }

    fn word(&mut self, token: Token, depth: usize) -> Option<Value> {
        let word = self.lexer.text(token);
        if word.starts_with(|sign: char| sign.is_ascii_digit()) {
            return number(word);
        }
        match word {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" | "undefined" | "NaN" | "Infinity" => Some(Value::Null),
            "void" => self.operand(depth + 1).map(|_| Value::Null),
            "new" => self.made(depth),
            "function" => self.called(false, depth),
            "JSON" | "Object" => {
                let is_call = self.lexer.takes(b'.')
                    && self
                        .lexer
                        .next()
                        .is_some_and(|token| matches!(self.lexer.text(token), "parse" | "freeze" | "seal"));
                if is_call { self.argument(depth) } else { None }
            }
            "decodeURIComponent" | "decodeURI" => self.argument(depth),
            "$R" if self.lexer.is_next(b'[') => self.numbered(depth),
            name => {
                let value = self.scopes.iter().rev().find_map(|scope| scope.get(name))?;
                self.budget.spend_value(value)?;
                Some(value.clone())
            }
        }
    }

    /// What a call is given, alone, that gives the same; a text of JSON is what it holds.
    fn argument(&mut self, depth: usize) -> Option<Value> {
        if !self.lexer.takes(b'(') {
            return None;
        }
        let mut given = self.list(b')', depth);
        let value = given.pop().filter(|_| given.is_empty())?;
        Some(match &value {
            Value::String(text) => opened::in_text(text, self.budget).unwrap_or(value),
            _ => value,
        })
    }

    /// What `new` makes: a date as text, a list of what a set holds, an object of a map.
    fn made(&mut self, depth: usize) -> Option<Value> {
        let kind = self.lexer.next().map(|token| self.lexer.text(token))?;
        if !self.lexer.takes(b'(') {
            return None;
        }
        let given = self.list(b')', depth);
        let first = || given.first().cloned();
        match kind {
            "Date" => match given.as_slice() {
                [Value::Number(number)] => Some(moment(number.as_i64()?)),
                [year, month, day, ..] => {
                    let (year, month, day) = (year.as_i64()?, month.as_i64()? + 1, day.as_i64()?);
                    Some(Value::from(format!("{year:04}-{month:02}-{day:02}")))
                }
                [text] => Some(text.clone()),
                _ => None,
            },
            "Set" | "URL" | "String" | "Number" => first(),
            "Map" => {
                let pairs = first()?;
                let pairs = pairs.as_array()?.iter().filter_map(Value::as_array);
                let pairs = pairs.filter_map(|pair| Some((pair.first()?, pair.get(1)?)));
                let named = |key: &Value| key.as_str().map_or_else(|| key.to_string(), str::to_owned);
                Some(Value::Object(pairs.map(|(key, value)| (named(key), value.clone())).collect()))
            }
            _ => None,
        }
    }

    /// A value that gets a number, or the one that has it.
    fn numbered(&mut self, depth: usize) -> Option<Value> {
        self.lexer.takes(b'[');
        let number = self.lexer.next().filter(|token| token.kind == Kind::Word)?;
        let number = self.lexer.text(number);
        if !self.lexer.takes(b']') {
            return None;
        }
        if self.lexer.takes(b'=') {
            let start = self.lexer.at();
            let value = self.operand(depth + 1);
            self.numbered.insert(number, start);
            return value;
        }
        let here = self.lexer.clone();
        let start = *self.numbered.get(number)?;
        self.lexer = Lexer::new(self.lexer.code(), (start, here.end()));
        let value = self.operand(depth + 1);
        self.lexer = here;
        value
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut object = Map::new();
        while !self.is_broken && !self.lexer.takes(b'}') {
            if self.lexer.takes(b',') {
                continue;
            }
            let start = self.lexer.at();
            let Some(token) = self.lexer.next() else {
                self.is_broken = true;
                break;
            };
            let key = match token.kind {
                Kind::Text => unquoted(self.lexer.text(token)),
                Kind::Word => Some(self.lexer.text(token).to_owned()),
                Kind::Sign(b'[') => {
                    self.close();
                    None
                }
                // Another object's keys (`...more`); a bracket too many, or none of an object.
                Kind::Sign(b'.') => None,
                _ => {
                    self.is_broken = true;
                    None
                }
            };
            if self.lexer.takes(b':') {
                let value = self.value(depth + 1);
                object.extend(key.map(|key| (key, value)));
            } else if self.is_at_end() {
                let named = key.and_then(|key| {
                    let value = self.scopes.iter().rev().find_map(|scope| scope.get(key.as_str()))?;
                    self.budget.spend_value(value)?;
                    Some((key, value.clone()))
                });
                object.extend(named);
            } else {
                self.skip(start);
            }
            self.is_broken |= !(self.lexer.is_next(b',') || self.lexer.is_next(b'}'));
        }
        Value::Object(object)
    }

    /// Values up to a bracket.
    fn list(&mut self, end: u8, depth: usize) -> Vec<Value> {
        let mut values = Vec::new();
        while !self.is_broken && !self.lexer.takes(end) {
            if self.lexer.takes(b',') {
                continue;
            }
            values.push(self.value(depth + 1));
            self.is_broken |= !(self.lexer.is_next(b',') || self.lexer.is_next(end));
        }
        values
    }

    /// What stands in parentheses, or what a function gives that stands there.
    fn parenthesis(&mut self, depth: usize) -> Option<Value> {
        let open = self.lexer.clone();
        let first = self.lexer.peek()?;
        if self.lexer.text(first) == "function" {
            self.lexer.next();
            return self.called(true, depth);
        }
        if first.kind == Kind::Sign(b'(') || self.is_short() {
            let value = self.called_short(depth);
            if value.is_some() {
                return value;
            }
            self.lexer = open;
        }
        let value = self.operand(depth + 1)?;
        self.lexer.takes(b')').then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(code: &str) -> Option<Value> {
        read(code, (0, code.len()), &Budget::default()).found.map(|read| read.value)
    }

    #[test]
    fn objects_as_code_writes_them_are_read() {
        for (code, wanted) in [
            ("{title: 'It\\'s \\u00e9\\x41\\n', \"n\": 1e3, }", json!({"title": "It's éA\n", "n": 1000})),
            (
                "{a:!0,b:!1,c:void 0,d:-1.5,e:null,f:undefined}",
                json!({"a": true, "b": false, "c": null, "d": -1.5, "e": null, "f": null}),
            ),
            ("[`a`, /* no */ 'b', // no\n,]", json!(["a", "b"])),
            (
                "{d:new Date(1741219200000),e:new Date('2025-03-06'),f:new Date(2025,2,6)}",
                json!({"d": "2025-03-06T00:00:00Z", "e": "2025-03-06", "f": "2025-03-06"}),
            ),
            ("{s:new Set([1,2]),m:new Map([['a',1]])}", json!({"s": [1, 2], "m": {"a": 1}})),
            ("{a: JSON.parse('{\"b\":1}'), c: (2)}", json!({"a": {"b": 1}, "c": 2})),
            (
                "{a: f(1, {b: 2}), c: 1 + 2, d: x ? 1 : 2, e: () => { return '}' }, g: 3}",
                json!({"a": null, "c": null, "d": null, "e": null, "g": 3}),
            ),
            (
                "{a: function(b) { var c = {}; return c }, d: (e, {f}) => 1, g: 3}",
                json!({"a": null, "d": null, "g": 3}),
            ),
            ("{a() { return 1 }, get b() { return 2 }, [c]: 3, ...d, e, f: 4}", json!({"f": 4})),
            ("'\\ud83d\\ude00'", json!("😀")),
        ] {
            assert_eq!(value(code), Some(wanted), "{code}");
        }
        for code in ["{a:1", "{a:1]", "f(1)", "", "{;}"] {
            assert_eq!(value(code), None, "{code}");
        }
    }

    #[test]
    fn functions_that_give_data_names_are_read() {
        let wanted = json!({"posts": [{"title": "Slow lakes", "topic": "Water"}, {"title": "Echo", "topic": "Water"}]});
        for code in [
            "(function(a){return {posts:[{title:'Slow lakes',topic:a},{title:'Echo',topic:a}]}}('Water'))",
            "(function(a){return {posts:[{title:'Slow lakes',topic:a},{title:'Echo',topic:a}]}})('Water')",
            "function(a,b){b.title='Echo';b.topic=a;return {posts:[{title:'Slow lakes',topic:a},b]}}('Water',{})",
            "((a,b)=>({posts:[{title:'Slow lakes',topic:a},{title:'Echo',topic:a}]}))('Water')",
            "(()=>{return {posts:[{title:'Slow lakes',topic:'Water'},{title:'Echo',topic:'Water'}]}})()",
            "(a=>({posts:[{title:'Slow lakes',topic:a},{title:'Echo',topic:a}]}))('Water')",
        ] {
            assert_eq!(value(code), Some(wanted.clone()), "{code}");
        }
        assert_eq!(value("(function(){var a=1;return {b:a}})()"), None);
        assert_eq!(value("(function(a){if(a){return {b:1}}return {}})(1)"), None);
    }

    #[test]
    fn values_with_numbers_are_read_again_where_they_are_named() {
        let code = "{posts:$R[1]=[$R[2]={title:'Slow lakes',by:$R[3]={name:'Ada Reed'}},{title:'Echo',by:$R[3],loop:$R[1]}]}";
        let by = json!({"name": "Ada Reed"});
        let wanted =
            json!({"posts": [{"title": "Slow lakes", "by": by}, {"title": "Echo", "by": by, "loop": null}]});
        assert_eq!(value(code), Some(wanted));
    }

    #[test]
    fn hostile_code_ends() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(value(&deep).is_some());
        assert!(value(&"{a:".repeat(100_000)).is_none());
        assert!(value(&"(function(a){return ".repeat(10_000)).is_none());
        let doubled: String = (2..60).fold("{a:$R[1]=[1]".to_owned(), |code, next| {
            let before = next - 1;
            code + &format!(",b{next}:$R[{next}]=[$R[{before}],$R[{before}]]")
        });
        assert!(value(&format!("{doubled}}}")).is_some());
        let grown: String = (0..60).map(|_| "a.b=[a,a];").collect();
        assert!(value(&format!("(function(a){{{grown}return a}}({{}}))")).is_some());
    }
}
