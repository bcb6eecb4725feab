//! Finds the values that the code of a script holds.
//!
//! In: the text of a script. Out: the objects and lists with a date that stand where code has a value, and those that texts of JSON
//! hold. What would have to be run is not known, so that it is null.

use serde_json::Value;

use super::lexer::{Kind, Lexer};
use crate::normalise::listing::embedded::object;
use crate::normalise::listing::embedded::packed::{Budget, SHORTEST_DATA, literals, opened, scalars};

/// Code within data within code that is looked through: each is gone through once more. A judgement.
const MAX_LEVELS: usize = 4;

/// Brackets that may be left open. A judgement: one that is not closed is no code, or code that is not understood, and is looked for
/// up to the end.
const MAX_OPEN: usize = 8;

/// How many times a script may be looked through for functions that give data. A judgement: they stand side by side.
const MAX_TIMES: usize = 4;

/// The values in a script.
pub(super) fn values(code: &str, budget: &Budget) -> Vec<Value> {
    let is_data = code.starts_with(['{', '[']);
    if is_data && let Ok(value) = serde_json::from_str(code) {
        return vec![value];
    }
    let mut found = Finder { code, values: Vec::new(), open: 0, spent: 0, budget };
    found.look((0, code.len()), 0);
    found.values
}

struct Finder<'a> {
    code: &'a str,
    values: Vec<Value>,
    open: usize,
    /// Bytes that were looked through for functions that give data.
    spent: usize,
    budget: &'a Budget,
}

impl Finder<'_> {
    fn look(&mut self, span: (usize, usize), level: usize) {
        let mut lexer = Lexer::new(self.code, span);
        loop {
            let holds = lexer.before().is_some_and(|token| match token.kind {
                Kind::Sign(sign) => matches!(sign, b'=' | b'(' | b',' | b':' | b'?' | b'[' | b'|' | b'&'),
                Kind::Word => lexer.text(token) == "return",
                _ => false,
            });
            let before = lexer.clone();
            let Some(token) = lexer.next() else { return };
            if !holds {
                continue;
            }
            match token.kind {
                Kind::Text if token.end - token.start >= SHORTEST_DATA => {
                    let text = self.code.get(token.start + 1..token.end - 1).unwrap_or_default();
                    if opened::may_be_packed(text) {
                        let text = scalars::unquoted(lexer.text(token));
                        self.values.extend(text.and_then(|text| opened::in_text(&text, self.budget)));
                    }
                }
                Kind::Sign(b'{' | b'[') => {
                    let start = token.start;
                    if !lexer.close() {
                        self.open += 1;
                        if self.open > MAX_OPEN {
                            return;
                        }
                        lexer = before;
                        lexer.next();
                        continue;
                    }
                    self.take((start, lexer.at()), level);
                }
                // A function that gives data is called where it stands.
                Kind::Sign(b'(') | Kind::Word
                    if token.kind != Kind::Word || lexer.text(token) == "function" =>
                {
                    if self.spent > MAX_TIMES * self.code.len() {
                        continue;
                    }
                    let look = literals::read(self.code, (token.start, span.1), self.budget);
                    self.spent += look.furthest.saturating_sub(token.start);
                    let Some(read) = look.found else { continue };
                    if !read.value.is_array() && !read.value.is_object() {
                        continue;
                    }
                    self.values.push(read.value);
                    lexer = Lexer::new(self.code, (read.end, span.1));
                }
                _ => {}
            }
        }
    }

    /// Takes what stands between brackets, if it has a date; code in it is looked through.
    fn take(&mut self, span: (usize, usize), level: usize) {
        let text = self.code.get(span.0..span.1).unwrap_or_default();
        if text.len() < SHORTEST_DATA || !object::names_date(text) {
            return;
        }
        if let Ok(value) = serde_json::from_str(text) {
            self.values.push(value);
        } else if let Some(read) = literals::read(self.code, span, self.budget).found {
            self.values.push(read.value);
            if level < MAX_LEVELS {
                for inner in read.skipped {
                    self.look(inner, level + 1);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(code: &str) -> Vec<Value> {
        super::values(code, &Budget::default())
    }

    const POSTS: &str = "[{title:'Slow lakes in winter',date:'2025-03-06'},{title:'Echo of a stone',date:'2025-02-06',slug:'echo-of-a-stone'}]";

    #[test]
    fn values_are_found_wherever_code_has_one() {
        let posts = json!([
            {"title": "Slow lakes in winter", "date": "2025-03-06"},
            {"title": "Echo of a stone", "date": "2025-02-06", "slug": "echo-of-a-stone"}
        ]);
        for code in [
            format!("const posts = {POSTS};"),
            format!("{{a.start(b, {POSTS})}}"),
            format!("function f() {{ return {POSTS} }}"),
            format!("/* it's */ var a = \"={{\", b = /\"/g; c = {POSTS}"),
            format!("a = {{ open: function() {{ render({POSTS}) }}, date: '' }}"),
            format!("a({{ data: function() {{ return {POSTS} }} }})"),
            format!("a = JSON.parse('{posts}')"),
            format!("a = JSON.parse({})", json!(posts.to_string())),
            posts.to_string(),
        ] {
            assert!(values(&code).contains(&posts), "{code}: {:?}", values(&code));
        }
    }

    #[test]
    fn what_texts_and_comments_show_is_no_data() {
        for code in [format!("a = \"x = {POSTS}\""), format!("// a = {POSTS}"), format!("a = `{POSTS}`")] {
            assert!(values(&code).is_empty(), "{code}");
        }
    }

    #[test]
    fn hostile_code_ends() {
        for unit in [
            "={date:",
            "=[",
            "=({",
            "='",
            "\\'",
            "=/[",
            "=(function(a){return {date:",
            "`",
            "={date:function(){x=",
        ] {
            values(&unit.repeat(20_000));
        }
    }
}
