//! Parses what stands after a field's colon: words, whole values, dates and numbers.
//!
//! In: the parser, at the first character of a value, and the field. Out: the node. A value runs up to
//! white space, `)` or the end; whatever else touches it is an error, since it would not be part of it.

use std::ops::Range;

use super::calendar::{self, MAX_DATE_BYTES, Problem};
use super::dates::{self, DateSpan, RANGE_FORMS};
use super::error::{ParseError, quote};
use super::fields::{FieldKind, FieldSpec, Target};
use super::lexer::{Form, is_word_end, opens_quote, single_spaced};
use super::parser::Parser;
use super::tree::{Query, Value, ValuePattern};
use crate::document::{Day, fold};

/// Words of a date at most: `14 September 2025 .. 15 September 2025` has seven.
const MAX_DATE_WORDS: usize = 7;

impl Parser<'_> {
    /// What stands after `name:`, which has been read.
    pub(super) fn field(&mut self, name: Range<usize>, target: Target) -> Result<Query, ParseError> {
        let start = name.start;
        match target {
            Target::Since(spec) | Target::Until(spec) => {
                let is_since = matches!(target, Target::Since(_));
                let (read, forms): (fn(&str, Day) -> _, _) = if is_since {
                    (calendar::since, dates::SINCE_FORMS)
                } else {
                    (calendar::period, dates::SINGLE_FORMS)
                };
                let (period, boost) = self.date(read).map_err(|error| match error.hint.as_deref() {
                    Some(dates::FORMS) => error.hint(forms),
                    _ => error,
                })?;
                let span = if is_since {
                    DateSpan { from: Some(period.0), until: None }
                } else {
                    DateSpan { from: None, until: Some(period.1) }
                };
                self.days(&spec, span, boost, start)
            }
            Target::Field(spec) if self.cursor.peek() == Some('(') => {
                let group = self.group(Some(&spec))?;
                self.expect_end(&spec, true)?;
                self.boosted_group(group, start)
            }
            Target::Field(spec) => self.value(&spec),
        }
    }

    /// One value of a field: after its colon, or within its parentheses.
    pub(super) fn value(&mut self, spec: &FieldSpec) -> Result<Query, ParseError> {
        let start = self.cursor.at();
        if self.next_is_star() {
            self.cursor.bump();
            return self.boosted(Query::Exists(spec.name), start);
        }
        match spec.kind {
            FieldKind::Text => {
                self.check_text(spec)?;
                let query = self.text(Some(spec))?;
                self.expect_end(spec, false)?;
                Ok(query)
            }
            FieldKind::Month if !self.next_is_pattern() => self.month(spec),
            FieldKind::Keyword | FieldKind::OneOf(_) | FieldKind::Month | FieldKind::Url => {
                self.check_text(spec)?;
                self.whole_value(spec)
            }
            FieldKind::Date => {
                let (span, boost) = self.date(dates::span)?;
                self.days(spec, span, boost, start)
            }
            FieldKind::Number | FieldKind::Year => self.number(spec),
        }
    }

    /// Whether a `*` comes next and nothing with it but a boost.
    fn next_is_star(&self) -> bool {
        self.cursor.rest().strip_prefix('*').is_some_and(|after| {
            after.is_empty() || after.starts_with(|letter: char| is_word_end(letter) || letter == '^')
        })
    }

    /// Whether the word that comes next is a pattern.
    fn next_is_pattern(&self) -> bool {
        let word = self.cursor.literal_word();
        word.starts_with('/') || word.contains(['*', '?', '~'])
    }

    /// A month, in any form of a date that is just one.
    fn month(&mut self, spec: &FieldSpec) -> Result<Query, ParseError> {
        let start = self.cursor.at();
        let (span, boost) = self.date(dates::span).map_err(|error| match error.hint.as_deref() {
            Some(dates::FORMS) => self.no_month(spec, error.span),
            _ => error,
        })?;
        let place = start..self.cursor.at();
        let month = span.month().ok_or_else(|| self.no_month(spec, place.clone()))?;
        self.expect_end(spec, false)?;
        self.count(&place)?;
        let value = Value { field: spec.name, pattern: ValuePattern::Is(month) };
        self.with_boost(Query::Value(value), boost, &place)
    }

    fn no_month(&self, spec: &FieldSpec, place: Range<usize>) -> ParseError {
        let is_quote = |sign: char| matches!(sign, '"' | '“' | '”' | '„' | '«' | '»');
        let name = spec.name;
        let dated = self.grammar.first_date_field().map_or("field", |spec| spec.name);
        let text = self.cursor.slice(place.clone()).trim_matches(is_quote);
        ParseError::new(format!("{} is no month", quote(text)), place).hint(format!(
            "write `{name}:2025-07`, `{name}:\"July 2025\"` or `{name}:\"last month\"`; for a range \
             `{dated}:2025-07..2025-09`"
        ))
    }

    /// Refuses a value that a field cannot have.
    fn check_choice(&self, spec: &FieldSpec, value: &str, place: Range<usize>) -> Result<(), ParseError> {
        match spec.kind {
            // It has no mark of a pattern that means something, so it is read as a month and is none.
            FieldKind::Month => Err(self.no_month(spec, place)),
            FieldKind::OneOf(values) if !values.contains(&fold::fold(value).as_str()) => {
                let choices: Vec<String> =
                    values.iter().map(|value| format!("`{}:{value}`", spec.name)).collect();
                let message = format!("{} is no {}", quote(value), spec.name);
                Err(ParseError::new(message, place).hint(format!("write {}", choices.join(" or "))))
            }
            _ => Ok(()),
        }
    }

    /// Refuses what looks like more than text at the head of a text or keyword value.
    fn check_text(&self, spec: &FieldSpec) -> Result<(), ParseError> {
        let name = spec.name;
        let start = self.cursor.at();
        let place = start..start + 1;
        match self.cursor.peek() {
            Some('-') => Err(ParseError::new("`-` goes before the field", place)
                .hint(format!("write `-{name}:…`; for the mark itself write `\\-`"))),
            Some(mark @ ('<' | '>')) => {
                Err(ParseError::new(format!("`{mark}` is for dates and numbers"), place)
                    .hint(format!("`{name}` holds text; for the mark itself write `\\{mark}`")))
            }
            Some('@') => {
                Err(ParseError::new("a saved query cannot stand inside a field", self.cursor.next_piece())
                    .hint("for the mark itself write `\\@`"))
            }
            _ => match self.cursor.literal_word().split_once(':') {
                Some((inner, after)) if !after.starts_with("//") && self.grammar.target(inner).is_some() => {
                    let place = start..start + inner.len() + 1;
                    Err(ParseError::new(format!("`{inner}:` cannot stand inside `{name}:`"), place)
                        .hint("for the text itself put it in quotation marks"))
                }
                _ => Ok(()),
            },
        }
    }

    /// Refuses what touches the end of a value: it would not be restricted to the field.
    fn expect_end(&self, spec: &FieldSpec, boostable: bool) -> Result<(), ParseError> {
        if self.cursor.at_value_end() || boostable && self.cursor.peek() == Some('^') {
            return Ok(());
        }
        let place = self.cursor.next_piece();
        Err(ParseError::new(
            format!("{} does not belong to `{}:`", quote(self.cursor.slice(place.clone())), spec.name),
            place,
        )
        .hint("put the whole value in one pair of quotation marks, or a space before what follows it"))
    }

    /// A whole value of a keyword or URL field.
    fn whole_value(&mut self, spec: &FieldSpec) -> Result<Query, ParseError> {
        let start = self.cursor.at();
        let leaf = |pattern| Query::Value(Value { field: spec.name, pattern });
        let next = self.cursor.peek().unwrap_or(' ');
        let second = self.cursor.peek_second().unwrap_or(' ');
        // Values are matched whole and unstemmed: `=` says what is so anyway.
        if next == '=' && !second.is_whitespace() && second != ')' {
            self.cursor.bump();
        }
        if self.cursor.peek().is_some_and(opens_quote) {
            let text = self.cursor.quoted()?;
            self.expect_end(spec, true)?;
            self.check_choice(spec, &text, start..self.cursor.at())?;
            return self.boosted(leaf(ValuePattern::Is(text)), start);
        }
        if next == '/' && !second.is_whitespace() && second != ')' {
            let regex = self.cursor.regex()?;
            return self.boosted(leaf(ValuePattern::Regex(regex)), start);
        }
        let mut word = self.cursor.word(spec.kind == FieldKind::Url)?;
        self.expect_end(spec, false)?;
        let boost = word.take_boost()?;
        let place = word.span.clone();
        let pattern = match word.form()? {
            Form::Plain(text) => match single_spaced(&text) {
                text if text.is_empty() => return Err(ParseError::new("the value is empty", place)),
                text => {
                    self.check_choice(spec, &text, place.clone())?;
                    ValuePattern::Is(text)
                }
            },
            Form::Prefix(text) => ValuePattern::Prefix(text),
            Form::Wildcard(parts) => ValuePattern::Wildcard(parts),
            Form::Fuzzy(word, distance) => ValuePattern::Fuzzy { word, distance },
        };
        self.count(&place)?;
        self.with_boost(leaf(pattern), boost, &place)
    }

    /// The node for some days, counted.
    fn days(
        &mut self,
        spec: &FieldSpec,
        span: DateSpan,
        boost: Option<f32>,
        start: usize,
    ) -> Result<Query, ParseError> {
        let place = start..self.cursor.at();
        self.expect_end(spec, false)?;
        self.count(&place)?;
        self.with_boost(Query::Dates { field: spec.name, span }, boost, &place)
    }

    /// The mark of comparison that comes next; empty where none does.
    fn comparison(&self) -> &'static str {
        let rest = self.cursor.rest();
        ["<=", ">=", "<", ">"].into_iter().find(|mark| rest.starts_with(mark)).unwrap_or_default()
    }

    /// A date: quoted, behind a mark of comparison perhaps, or as many of the next words as make one.
    fn date<T>(
        &mut self,
        read: impl Fn(&str, Day) -> Result<T, Problem>,
    ) -> Result<(T, Option<f32>), ParseError> {
        let start = self.cursor.at();
        let today = self.grammar.today;
        let mark = self.comparison();
        if self.cursor.rest()[mark.len()..].starts_with(opens_quote) {
            self.cursor.skip(mark.len());
            let text = format!("{mark}{}", self.cursor.quoted()?);
            let date = read(&text, today).map_err(|problem| problem.at(&text, start..self.cursor.at()))?;
            return Ok((date, self.cursor.boost()?));
        }
        let ends = self.date_ends();
        let mut refused = None;
        for end in ends.iter().rev() {
            let text = self.cursor.slice(start..*end);
            match read(text, today) {
                Ok(date) => {
                    self.cursor.skip(end - start);
                    return Ok((date, self.cursor.boost()?));
                }
                Err(Problem::NotADate) => {}
                Err(problem) => {
                    refused = Some(problem.at(text, start..*end));
                    break;
                }
            }
        }
        Err(refused.unwrap_or_else(|| {
            let of_dates =
                |end: &&usize| self.cursor.slice(start..**end).split_whitespace().all(calendar::is_date_word);
            let first = ends.first().copied().unwrap_or(start);
            let end = ends.iter().take_while(of_dates).last().copied().unwrap_or(first);
            let place = if end > start { start..end } else { self.cursor.next_piece() };
            Problem::NotADate.at(self.cursor.slice(place.clone()), place)
        }))
    }

    /// The bytes at which a date that begins here may end: after each of the next words, up to an operator
    /// or a boost.
    fn date_ends(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut ahead = self.cursor.clone();
        let start = ahead.at();
        while ends.len() < MAX_DATE_WORDS {
            let word = ahead.literal_word();
            let (bare, boosted) = word.split_once('^').map_or((word, false), |(bare, _)| (bare, true));
            let end = ahead.at() + bare.len();
            if bare.is_empty() || (!ends.is_empty() && end - start > MAX_DATE_BYTES) {
                break;
            }
            ends.push(end);
            ahead.skip(bare.len());
            ahead.skip_space();
            if boosted || matches!(ahead.literal_word(), "OR" | "AND" | "NOT") {
                break;
            }
        }
        ends
    }

    /// A number, a range of numbers or a comparison.
    fn number(&mut self, spec: &FieldSpec) -> Result<Query, ParseError> {
        let start = self.cursor.at();
        let text = if self.cursor.peek().is_some_and(opens_quote) {
            self.cursor.quoted()?
        } else {
            let word = self.cursor.literal_word();
            let bare = word.split_once('^').map_or(word, |(bare, _)| bare);
            self.cursor.skip(bare.len());
            bare.to_owned()
        };
        let place = start..self.cursor.at();
        let boost = self.cursor.boost()?;
        self.expect_end(spec, false)?;
        let (from, until) = numbers(&text, spec, place.clone())?;
        self.count(&place)?;
        self.with_boost(Query::Numbers { field: spec.name, from, until }, boost, &place)
    }
}

/// Reads a number, a range or a comparison, as the least and the greatest number.
fn numbers(
    text: &str,
    spec: &FieldSpec,
    place: Range<usize>,
) -> Result<(Option<i64>, Option<i64>), ParseError> {
    let name = spec.name;
    let is_year = spec.kind == FieldKind::Year;
    let number = |text: &str| {
        let text = text.trim();
        let plain = text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
        let fits = plain && (!is_year || text.len() == 4);
        text.parse::<i64>().ok().filter(|_| fits).ok_or_else(|| {
            let message = match text {
                "" => "a number is missing".to_owned(),
                text if is_year => format!("{} is not a year", quote(text)),
                text => format!("{} is not a whole number", quote(text)),
            };
            let (holds, one, range) =
                if is_year { ("years", "2024", "2020..2024") } else { ("numbers", "400", "400..499") };
            let forms =
                format!("`{name}` holds {holds}: write `{name}:{one}`, `{name}:{range}` or `{name}:>={one}`");
            ParseError::new(message, place.clone()).hint(forms)
        })
    };
    let beyond =
        |text: &str| ParseError::new(format!("{} is beyond all numbers", quote(text)), place.clone());
    if let Some(value) = text.strip_prefix(">=") {
        return Ok((Some(number(value)?), None));
    }
    if let Some(value) = text.strip_prefix("<=") {
        return Ok((None, Some(number(value)?)));
    }
    if let Some(value) = text.strip_prefix('>') {
        return Ok((Some(number(value)?.checked_add(1).ok_or_else(|| beyond(text))?), None));
    }
    if let Some(value) = text.strip_prefix('<') {
        return Ok((None, Some(number(value)?.checked_sub(1).ok_or_else(|| beyond(text))?)));
    }
    let Some((from, until)) = text.split_once("..") else {
        let number = number(text.strip_prefix('=').unwrap_or(text))?;
        return Ok((Some(number), Some(number)));
    };
    let side = |text: &str| if text.trim().is_empty() { Ok(None) } else { number(text).map(Some) };
    match (side(from)?, side(until)?) {
        (None, None) => {
            Err(ParseError::new("the range has neither a beginning nor an end", place.clone())
                .hint(RANGE_FORMS))
        }
        (Some(least), Some(greatest)) if least > greatest => Err(dates::backwards(text, place.clone())),
        ends => Ok(ends),
    }
}
