//! Parses a query: words side by side, operators, groups, and what each word is.
//!
//! In: the text and the [`Grammar`]. Out: the tree in normal form, or the first error. What stands after a
//! field's colon is read in `values`. Knows no index.

use std::ops::Range;

use super::dates;
use super::error::{ParseError, quote};
use super::fields::{FieldKind, FieldSpec, Grammar, Target};
use super::lexer::{Cursor, Form, Word, is_word_end, opens_quote};
use super::tree::{Pattern, Query, Text};

/// Bytes of a query at most: far above any that a person writes, and cheap to parse and plan.
pub const MAX_BYTES: usize = 64 * 1024;

/// Parentheses and `NOT`s within each other at most, so that walking a tree needs little stack.
pub const MAX_DEPTH: usize = 64;

/// Words, values, groups, negations and boosts of a query at most: the clauses that a search can bear.
pub const MAX_NODES: usize = 1024;

/// How comparisons are written, for hints.
const COMPARISON_FORMS: &str = "write `year:<2024` or `published:<2024`, and for both ends a range such as `year:2020..2023`; for the mark itself write `\\` before it";

/// Parses a query.
///
/// Words side by side must all match; `OR` binds looser. The empty query is [`Query::All`]. The first
/// thing that cannot be meant is an error that names its place; nothing is dropped or loosened.
pub fn parse(text: &str, grammar: &Grammar) -> Result<Query, ParseError> {
    if text.len() > MAX_BYTES {
        let message = format!("the query has {} bytes, more than {MAX_BYTES}", text.len());
        let start = text.floor_char_boundary(MAX_BYTES);
        return Err(ParseError::new(message, start..text.len()));
    }
    let mut parser = Parser { cursor: Cursor::new(text), grammar, nodes: 0, depth: 0 };
    parser.cursor.skip_space();
    if parser.cursor.peek().is_none() {
        return Ok(Query::All);
    }
    let query = parser.alternatives(None)?;
    if parser.cursor.peek().is_none() {
        return Ok(query);
    }
    let at = parser.cursor.at();
    Err(ParseError::new("this `)` closes nothing", at..at + 1)
        .hint("for the mark itself write `\\)` or put the text in quotation marks"))
}

/// A query being parsed.
pub(super) struct Parser<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) grammar: &'a Grammar<'a>,
    nodes: usize,
    depth: usize,
}

/// The field whose group is being read; none outside one.
pub(super) type Within<'a> = Option<&'a FieldSpec>;

impl Parser<'_> {
    /// Parts with `OR` between them. Something other than white space comes next.
    fn alternatives(&mut self, within: Within) -> Result<Query, ParseError> {
        let mut parts = vec![self.sequence(within)?];
        while let Some(place) = self.take_operator("OR") {
            self.expect_operand("OR", place, &["OR", "AND"])?;
            parts.push(self.sequence(within)?);
        }
        Ok(Query::any_of(parts))
    }

    /// Parts side by side, up to an `OR`, a `)` or the end.
    fn sequence(&mut self, within: Within) -> Result<Query, ParseError> {
        let mut parts = Vec::new();
        loop {
            self.cursor.skip_space();
            if matches!(self.cursor.peek(), None | Some(')')) {
                break;
            }
            for operator in ["OR", "AND"] {
                if parts.is_empty() && self.next_is_operator(operator) {
                    let place = self.cursor.next_piece();
                    return Err(ParseError::new(format!("nothing before `{operator}`"), place)
                        .hint(format!("for the word itself write `\"{operator}\"`")));
                }
            }
            if self.next_is_operator("OR") {
                break;
            }
            if let Some(place) = self.take_operator("AND") {
                self.expect_operand("AND", place, &["OR", "AND"])?;
            }
            parts.push(self.operand(within)?);
        }
        Ok(Query::all_of(parts))
    }

    /// One part, negated or not.
    fn operand(&mut self, within: Within) -> Result<Query, ParseError> {
        if let Some(place) = self.take_operator("NOT") {
            self.expect_operand("NOT", place.clone(), &["OR", "AND"])?;
            self.enter(&place)?;
            self.count(&place)?;
            let inner = self.operand(within)?;
            self.depth -= 1;
            return Ok(Query::Not(Box::new(inner)));
        }
        let start = self.cursor.at();
        let after = self.cursor.rest().trim_start_matches('-');
        let hyphens = self.cursor.rest().len() - after.len();
        // Hyphens that stand alone are a dash between words.
        if hyphens == 0
            || after.is_empty()
            || after.starts_with(|letter: char| letter.is_whitespace() || letter == ')')
        {
            return self.item(within);
        }
        if hyphens > 1 {
            let hint = "a flag stands outside the query; for the text itself put it in quotation marks";
            return Err(ParseError::new("several hyphens before a word", start..start + hyphens).hint(hint));
        }
        self.cursor.bump();
        self.count(&(start..start + 1))?;
        Ok(Query::Not(Box::new(self.item(within)?)))
    }

    /// A group, a phrase, a word or a value, with its boost.
    fn item(&mut self, within: Within) -> Result<Query, ParseError> {
        let start = self.cursor.at();
        if self.cursor.peek() == Some('(') {
            let group = self.group(within)?;
            if let Some(mark @ ('~' | '*')) = self.cursor.peek() {
                let message = format!("`{mark}` does not go after a parenthesis");
                return Err(ParseError::new(message, self.cursor.next_piece()));
            }
            return self.boosted_group(group, start);
        }
        if let Some((name, target)) = self.field_prefix()? {
            return match within {
                Some(outer) => Err(ParseError::new(
                    format!("`{}:` cannot stand inside `{}:`", self.cursor.slice(name.clone()), outer.name),
                    name,
                )),
                None => self.field(name, target),
            };
        }
        match within {
            Some(field) => self.value(field),
            None => self.text(None),
        }
    }

    /// What stands between two parentheses; the `(` comes next.
    pub(super) fn group(&mut self, within: Within) -> Result<Query, ParseError> {
        let start = self.cursor.at();
        let opener = start..start + 1;
        self.enter(&opener)?;
        self.count(&opener)?;
        self.cursor.bump();
        self.cursor.skip_space();
        if self.cursor.peek() == Some(')') {
            return Err(ParseError::new("nothing between the parentheses", start..self.cursor.at() + 1)
                .hint("for the marks themselves put the text in quotation marks"));
        }
        if self.cursor.peek().is_none() {
            return Err(not_closed(opener));
        }
        let query = self.alternatives(within)?;
        if self.cursor.bump() != Some(')') {
            return Err(not_closed(opener));
        }
        self.depth -= 1;
        Ok(query)
    }

    /// A word, phrase or pattern in running text: in one field, or in all.
    pub(super) fn text(&mut self, field: Within) -> Result<Query, ParseError> {
        let start = self.cursor.at();
        let name = field.map(|spec| spec.name);
        let leaf = |pattern| Query::Text(Text { field: name, pattern });
        let next = self.cursor.peek().unwrap_or(' ');
        let second = self.cursor.peek_second().unwrap_or(' ');
        let exact = next == '=' && opens_quote(second);
        if exact || opens_quote(next) {
            if exact {
                self.cursor.bump();
            }
            let text = self.cursor.quoted()?;
            let slop = self.cursor.slop()?.unwrap_or(0);
            if matches!(self.cursor.peek(), Some('*' | '~')) {
                let hint = "inside quotation marks every word is meant as it stands";
                return Err(ParseError::new("a phrase takes no pattern", self.cursor.next_piece()).hint(hint));
            }
            return self.boosted(leaf(Pattern::Phrase { text, slop, exact }), start);
        }
        if next == '/' && !second.is_whitespace() && second != ')' {
            let regex = self.cursor.regex()?;
            return self.boosted(leaf(Pattern::Regex(regex)), start);
        }
        let mut word = self.cursor.word(false)?;
        if !word.has_escapes() {
            self.check_marks(&word)?;
            if field.is_none() {
                self.check_bare(&word)?;
            }
        }
        let boost = word.take_boost()?;
        let place = word.span.clone();
        let query = if word.is("*") {
            name.map_or(Query::All, Query::Exists)
        } else if field.is_none() && word.starts_with('@') && word.letters.len() > 1 {
            saved(&word)?
        } else {
            leaf(word_pattern(word)?)
        };
        self.count(&place)?;
        self.with_boost(query, boost, &place)
    }

    /// Refuses the operators of other languages, alone or with what they would apply to: as words they would
    /// loosen the query silently. An address may have them.
    fn check_marks(&self, word: &Word) -> Result<(), ParseError> {
        let text = self.cursor.slice(word.span.clone());
        if text.contains("://") {
            return Ok(());
        }
        // A group or a phrase that touches the mark.
        let touches = self.cursor.peek().is_some_and(|next| next == '(' || opens_quote(next));
        let applies = |after: &str| {
            let letter = after.chars().next();
            letter.map_or(touches, |letter| letter.is_alphanumeric() || letter == '@')
        };
        let refuse = |mark: &str, at: usize, hint: String| {
            let start = word.span.start + at;
            let message = format!("`{mark}` is no operator here");
            Err(ParseError::new(message, start..start + mark.len()).hint(hint))
        };
        if let Some(after) = text.strip_prefix('!').filter(|after| applies(after)) {
            let written = self.misread_field(text).map_or(format!("-{after}"), |(_, written)| written);
            let hint = format!(
                "write {} for what must not be there; for the mark itself write `\\!`",
                quote(&written)
            );
            return refuse("!", 0, hint);
        }
        for (mark, hint) in [
            ("||", "write `OR` between the two sides"),
            ("|", "write ` OR ` between the two sides; for the mark itself write `\\|`"),
            ("&&", "leave it out: all words must match anyway"),
        ] {
            let parts = |(at, _): &(usize, &str)| applies(&text[at + mark.len()..]);
            let alone = mark != "|" && text == mark;
            if let Some(at) = text.match_indices(mark).find(parts).map(|(at, _)| at).or(alone.then_some(0)) {
                return refuse(mark, at, hint.to_owned());
            }
        }
        Ok(())
    }

    /// Refuses ranges and comparisons that lack their field.
    fn check_bare(&self, word: &Word) -> Result<(), ParseError> {
        let refuse =
            |message: String, hint: String| Err(ParseError::new(message, word.span.clone()).hint(hint));
        if word.is("..") {
            return refuse("a range needs a field".into(), format!("{}, after a field", dates::RANGE_FORMS));
        }
        let text = self.cursor.slice(word.span.clone());
        let compared = text.trim_start_matches(['<', '>', '=']);
        if text.starts_with(['<', '>']) && compared.starts_with(char::is_alphanumeric) {
            return refuse("a comparison needs a field".into(), COMPARISON_FORMS.into());
        }
        if let Some((mark, written)) = self.misread_field(text) {
            let hint = format!("write {}; for the text itself put it in quotation marks", quote(&written));
            return refuse(format!("{} does not go after a field", quote(&mark)), hint);
        }
        if text.contains("..") && dates::span(text, self.grammar.today).is_ok() {
            let field = self.grammar.first_date_field().map_or("field", |spec| spec.name);
            return refuse("a range needs a field".into(), format!("write `{field}:{text}`"));
        }
        Ok(())
    }

    /// What stands in the place of the colon in a word such as `team=Alignment` or `year>2024`, a mark of another language
    /// behind the name of a field, and what to write instead.
    ///
    /// None for a tag (`title<b>x`) and for the end of an address (`year=2024&page=2`), which are text.
    fn misread_field(&self, text: &str) -> Option<(String, String)> {
        let (text, is_negated) = text.strip_prefix('!').map_or((text, false), |text| (text, true));
        let at = text.find(['=', '<', '>'])?;
        let name = text[..at].trim_end_matches('!');
        let target = self.grammar.target(name)?;
        let rest = &text[name.len()..];
        let value = rest.trim_start_matches(['!', '=', '<', '>', '~']);
        let marks = &rest[..rest.len() - value.len()];
        let is_tag = marks == "<"
            && value.strip_prefix('/').unwrap_or(value).starts_with(char::is_alphabetic)
            && value.contains('>');
        let is_address = value.split_once('&').is_some_and(|(_, more)| more.contains('='));
        if is_tag || is_address {
            return None;
        }
        let compares = match target {
            Target::Field(spec) => {
                matches!(spec.kind, FieldKind::Date | FieldKind::Number | FieldKind::Year)
            }
            Target::Since(_) | Target::Until(_) => false,
        };
        let comparison = match marks {
            "<" | ">" | "<=" | ">=" => marks,
            "=<" => "<=",
            "=>" => ">=",
            _ => "",
        };
        let comparison = if compares { comparison } else { "" };
        let is_unequal = marks.starts_with('!') || marks == "<>";
        let sign = if is_unequal == is_negated { "" } else { "-" };
        let written = format!("{sign}{name}:{comparison}{value}");
        // What would be refused in turn is no advice.
        let is_read = !value.is_empty() && parse(&written, self.grammar).is_ok();
        let written = if is_read { written } else { format!("{sign}{name}:…") };
        Some((marks.to_owned(), written))
    }

    /// The name before a colon and what it stands for; reads past the colon.
    ///
    /// None when the next word has no such name: `https://…`, `std::vector`, `10:30`, and `Title: of a
    /// paper` with an unknown name and nothing after the colon.
    fn field_prefix(&mut self) -> Result<Option<(Range<usize>, Target)>, ParseError> {
        let Some((name, _)) = self.cursor.literal_word().split_once(':') else { return Ok(None) };
        let after = self.cursor.rest().get(name.len() + 1..).unwrap_or("");
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'));
        if !is_name || after.starts_with("//") || after.starts_with(':') {
            return Ok(None);
        }
        let place = self.cursor.at()..self.cursor.at() + name.len();
        let empty =
            after.starts_with(|letter: char| letter.is_whitespace() || letter == ')') || after.is_empty();
        match self.grammar.target(name) {
            Some(_) if empty => {
                Err(ParseError::new(format!("nothing after `{name}:`"), place.start..place.end + 1).hint(
                    format!("the value follows without a space; for the word itself write `{name}\\:`"),
                ))
            }
            Some(target) => {
                self.cursor.skip(name.len() + 1);
                Ok(Some((place, target)))
            }
            None if empty => Ok(None),
            None => Err(ParseError::new(format!("unknown field {}", quote(name)), place)
                .hint(self.grammar.suggestion(name))),
        }
    }

    /// Counts a leaf that began at a byte, and reads the boost behind it.
    pub(super) fn boosted(&mut self, leaf: Query, start: usize) -> Result<Query, ParseError> {
        self.count(&(start..self.cursor.at()))?;
        self.boosted_group(leaf, start)
    }

    /// Reads the boost behind something that began at a byte and has been counted.
    pub(super) fn boosted_group(&mut self, query: Query, start: usize) -> Result<Query, ParseError> {
        let place = start..self.cursor.at();
        let boost = self.cursor.boost()?;
        self.with_boost(query, boost, &place)
    }

    /// Puts a boost around something.
    pub(super) fn with_boost(
        &mut self,
        query: Query,
        boost: Option<f32>,
        place: &Range<usize>,
    ) -> Result<Query, ParseError> {
        let Some(boost) = boost else { return Ok(query) };
        self.count(place)?;
        Ok(Query::Boost(Box::new(query), boost))
    }

    /// Counts one node more.
    pub(super) fn count(&mut self, place: &Range<usize>) -> Result<(), ParseError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("the query has more than {MAX_NODES} words and groups");
            return Err(ParseError::new(message, place.clone()));
        }
        Ok(())
    }

    /// Goes one level deeper.
    fn enter(&mut self, place: &Range<usize>) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} groups inside each other");
            return Err(ParseError::new(message, place.clone()));
        }
        Ok(())
    }

    /// Whether an operator comes next.
    fn next_is_operator(&self, operator: &str) -> bool {
        let after = self.cursor.rest().strip_prefix(operator);
        after.is_some_and(|after| after.is_empty() || after.starts_with(is_word_end))
    }

    /// Reads an operator, if it comes next.
    fn take_operator(&mut self, operator: &str) -> Option<Range<usize>> {
        let start = self.cursor.at();
        self.next_is_operator(operator).then(|| {
            self.cursor.skip(operator.len());
            start..start + operator.len()
        })
    }

    /// Makes sure that something stands after an operator.
    fn expect_operand(
        &mut self,
        operator: &str,
        place: Range<usize>,
        others: &[&str],
    ) -> Result<(), ParseError> {
        self.cursor.skip_space();
        let missing = matches!(self.cursor.peek(), None | Some(')'))
            || others.iter().any(|other| self.next_is_operator(other));
        if missing {
            return Err(ParseError::new(format!("nothing after `{operator}`"), place)
                .hint(format!("for the word itself write `\"{operator}\"`")));
        }
        Ok(())
    }
}

fn not_closed(opener: Range<usize>) -> ParseError {
    ParseError::new("this parenthesis is not closed", opener)
        .hint("close it, or write `\\(` for a mark that is part of the text")
}

/// `@name`.
fn saved(word: &Word) -> Result<Query, ParseError> {
    let name: String = word.text().chars().skip(1).collect();
    let plain = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'));
    if !plain || word.has_escapes() {
        let message = format!("{} cannot be the name of a saved query", quote(&name));
        return Err(ParseError::new(message, word.span.clone())
            .hint("names have letters, digits, `-`, `_` and `.`; for the text itself write `\\@`"));
    }
    Ok(Query::Saved(name))
}

/// What a word in running text is.
fn word_pattern(mut word: Word) -> Result<Pattern, ParseError> {
    let place = word.span.clone();
    let exact = word.starts_with('=') && word.letters.len() > 1;
    if exact {
        word.letters.remove(0);
    }
    match word.form()? {
        Form::Plain(text) if exact => Ok(Pattern::Exact(text)),
        _ if exact => Err(ParseError::new("`=` goes with a plain word or a phrase", place)
            .hint("patterns match words as they are spelt anyway: leave out the `=`")),
        Form::Plain(text) => Ok(Pattern::Word(text)),
        Form::Prefix(text) => Ok(Pattern::Prefix(text)),
        Form::Wildcard(parts) => Ok(Pattern::Wildcard(parts)),
        Form::Fuzzy(word, distance) => Ok(Pattern::Fuzzy { word, distance }),
    }
}
