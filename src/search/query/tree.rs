//! The tree that a query is.
//!
//! In: nodes. Out: the same, combined, walked, and drawn for people. Knows no index: what a word matches
//! is for the planner to say.

use std::fmt::Write;

use super::dates::DateSpan;
use super::error::shown;

/// A parsed query.
///
/// A tree from the parser is in normal form: no `And` directly within an `And` nor `Or` within an `Or`,
/// two parts or more in each, and no [`Query::All`] beside others in an `And`. [`Query::all_of`] and
/// [`Query::any_of`] keep it so. A field stands with its leaves: `title:(a b)` is `title:a title:b`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Query {
    /// Every document: the empty query, and `*`.
    #[default]
    All,
    /// Words in running text.
    Text(Text),
    /// A whole value of a keyword or URL field.
    Value(Value),
    /// Days of a date field.
    Dates {
        /// The field.
        field: &'static str,
        /// The days, at least one end given.
        span: DateSpan,
    },
    /// Numbers of a number field; both ends included, at least one given.
    Numbers {
        /// The field.
        field: &'static str,
        /// The least number.
        from: Option<i64>,
        /// The greatest number.
        until: Option<i64>,
    },
    /// Documents that have any value in a field: `field:*`.
    Exists(&'static str),
    /// A saved query, by its name without the `@`.
    Saved(String),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// Documents that it does not match.
    Not(Box<Query>),
    /// The same documents, scored so many times as high (0 to 1,000).
    Boost(Box<Query>, f32),
}

/// Words to find in running text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// The only field to look in; none for all text fields.
    pub field: Option<&'static str>,
    /// What to find there.
    pub pattern: Pattern,
}

/// What to find in running text. Spelling and case are kept as typed; folding is the planner's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// A word in any of its inflected forms. It may hold punctuation (`GPT-4`, `10.1038/abc`), and so
    /// several tokens, which then follow each other; or be nothing else ([`Text::is_punctuation`]).
    Word(String),
    /// A word as it is spelt, unstemmed: `=word`.
    Exact(String),
    /// Words in this order, with one space between them.
    Phrase {
        /// The words.
        text: String,
        /// How many places the words may be moved to match: 0 when they stand together.
        slop: u32,
        /// Whether they match as they are spelt, unstemmed: `="a phrase"`.
        exact: bool,
    },
    /// Words that begin so: `word*`.
    Prefix(String),
    /// Words that fit a pattern with `*` or `?` in it.
    Wildcard(Vec<WildcardPart>),
    /// Words that differ in at most so many letters: `word~1`.
    Fuzzy {
        /// The word.
        word: String,
        /// Letters added, left out, changed or swapped: 1 or 2.
        distance: u8,
    },
    /// Words that match a regular expression from their first letter to their last: `/wor[dk]s?/`.
    /// Bounded in length; its syntax is for the planner to check.
    Regex(String),
}

/// A whole value to find in a keyword or URL field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// The field.
    pub field: &'static str,
    /// Which values.
    pub pattern: ValuePattern,
}

/// Which values of a field. Spelling and case are kept as typed; folding is the planner's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValuePattern {
    /// The value itself, with single spaces within.
    Is(String),
    /// Values that begin so.
    Prefix(String),
    /// Values that fit a pattern with `*` or `?` in it.
    Wildcard(Vec<WildcardPart>),
    /// Values that differ in at most so many letters.
    Fuzzy {
        /// The value.
        word: String,
        /// Letters added, left out, changed or swapped: 1 or 2.
        distance: u8,
    },
    /// Values that match a regular expression from their first letter to their last.
    Regex(String),
}

/// A piece of a word with wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WildcardPart {
    /// These letters.
    Text(String),
    /// `*`: any letters, or none.
    Any,
    /// `?`: any one letter.
    One,
}

impl WildcardPart {
    /// The piece as it stands in a query, its marks not escaped.
    pub(crate) fn spelt(&self) -> &str {
        match self {
            WildcardPart::Text(text) => text,
            WildcardPart::Any => "*",
            WildcardPart::One => "?",
        }
    }
}

impl Text {
    /// Whether it is a plain word or phrase without a letter or digit (`&`, `—`), which no term can match.
    ///
    /// The parser keeps these, so that a title can be pasted as it stands; the planner passes over them
    /// beside other words, as the tokenizer passes over them in the text.
    pub fn is_punctuation(&self) -> bool {
        match &self.pattern {
            Pattern::Word(text) | Pattern::Exact(text) | Pattern::Phrase { text, .. } => {
                !text.chars().any(char::is_alphanumeric)
            }
            _ => false,
        }
    }
}

impl Query {
    /// A query that all of the parts match, in normal form; [`Query::All`] of none.
    pub fn all_of(parts: impl IntoIterator<Item = Query>) -> Query {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Query::And(inner) => flat.extend(inner),
                Query::All => {}
                part => flat.push(part),
            }
        }
        if flat.len() > 1 { Query::And(flat) } else { flat.pop().unwrap_or_default() }
    }

    /// A query that any of the parts match, in normal form. Of none it is [`Query::All`]: a filter for
    /// which no value was given limits nothing.
    pub fn any_of(parts: impl IntoIterator<Item = Query>) -> Query {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Query::Or(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        if flat.len() > 1 { Query::Or(flat) } else { flat.pop().unwrap_or_default() }
    }

    /// Calls `see` with every node, parents first, parts in order, and whether the node is wanted
    /// (`true`) or stands under an odd number of `Not`s.
    pub fn visit<'q>(&'q self, see: &mut impl FnMut(&'q Query, bool)) {
        self.visit_as(true, see);
    }

    fn visit_as<'q>(&'q self, wanted: bool, see: &mut impl FnMut(&'q Query, bool)) {
        see(self, wanted);
        match self {
            Query::And(parts) | Query::Or(parts) => {
                for part in parts {
                    part.visit_as(wanted, see);
                }
            }
            Query::Not(inner) => inner.visit_as(!wanted, see),
            Query::Boost(inner, _) => inner.visit_as(wanted, see),
            _ => {}
        }
    }

    /// The words, phrases and patterns that are wanted in text, in the order of the query: what to
    /// highlight. Those that are only excluded are left out.
    pub fn words(&self) -> Vec<&Text> {
        let mut words = Vec::new();
        self.visit(&mut |query, wanted| {
            if let Query::Text(text) = query
                && wanted
            {
                words.push(text);
            }
        });
        words
    }

    /// The values of fields that are wanted, in the order of the query; those that are only excluded are left out.
    pub fn values(&self) -> Vec<&Value> {
        let mut values = Vec::new();
        self.visit(&mut |query, wanted| {
            if let Query::Value(value) = query
                && wanted
            {
                values.push(value);
            }
        });
        values
    }

    /// The names of the saved queries that it refers to, in the order of the query, repeats included.
    pub fn saved(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.visit(&mut |query, _| {
            if let Query::Saved(name) = query {
                names.push(name.as_str());
            }
        });
        names
    }

    /// The same query with each saved query replaced by what `find` gives for its name, in normal form.
    ///
    /// What is put in is not searched for further saved queries: `find` gives queries already replaced,
    /// and is the place to notice a circle.
    pub fn replace_saved<E>(self, find: &mut impl FnMut(&str) -> Result<Query, E>) -> Result<Query, E> {
        Ok(match self {
            Query::Saved(name) => find(&name)?,
            Query::And(parts) => Query::all_of(replace_each(parts, find)?),
            Query::Or(parts) => Query::any_of(replace_each(parts, find)?),
            Query::Not(inner) => Query::Not(Box::new(inner.replace_saved(find)?)),
            Query::Boost(inner, boost) => Query::Boost(Box::new(inner.replace_saved(find)?), boost),
            leaf => leaf,
        })
    }

    /// The number of nodes in the tree.
    pub fn nodes(&self) -> usize {
        let mut count = 0;
        self.visit(&mut |_, _| count += 1);
        count
    }

    /// The tree as indented lines for people, each ended by a line break.
    pub fn tree(&self) -> String {
        let mut lines = String::new();
        self.draw(0, &mut lines);
        lines
    }

    fn draw(&self, depth: usize, lines: &mut String) {
        let _ = writeln!(lines, "{:indent$}{}", "", self.label(), indent = depth * 2);
        match self {
            Query::And(parts) | Query::Or(parts) => {
                for part in parts {
                    part.draw(depth + 1, lines);
                }
            }
            Query::Not(inner) | Query::Boost(inner, _) => inner.draw(depth + 1, lines),
            _ => {}
        }
    }

    /// One line about the node alone.
    fn label(&self) -> String {
        match self {
            Query::All => "everything".to_owned(),
            Query::Text(text) => {
                let pattern = text.pattern.label();
                text.field.map_or_else(|| pattern.clone(), |field| format!("{field}: {pattern}"))
            }
            Query::Value(value) => format!("{}: {}", value.field, value.pattern.label()),
            Query::Dates { field, span } => {
                format!("{field}: {}", ends(span.from.as_ref(), span.until.as_ref()))
            }
            Query::Numbers { field, from, until } => {
                format!("{field}: {}", ends(from.as_ref(), until.as_ref()))
            }
            Query::Exists(field) => format!("{field}: any value"),
            Query::Saved(name) => format!("saved query {name}"),
            Query::And(_) => "all of".to_owned(),
            Query::Or(_) => "any of".to_owned(),
            Query::Not(_) => "not".to_owned(),
            Query::Boost(_, boost) => format!("counts {boost} times"),
        }
    }
}

fn replace_each<E>(
    parts: Vec<Query>,
    find: &mut impl FnMut(&str) -> Result<Query, E>,
) -> Result<Vec<Query>, E> {
    parts.into_iter().map(|part| part.replace_saved(find)).collect()
}

fn ends<T: PartialEq + std::fmt::Display>(from: Option<&T>, until: Option<&T>) -> String {
    match (from, until) {
        (Some(from), Some(until)) if from == until => from.to_string(),
        (Some(from), Some(until)) => format!("{from} to {until}"),
        (Some(from), None) => format!("{from} or later"),
        (None, Some(until)) => format!("{until} or earlier"),
        (None, None) => "any value".to_owned(),
    }
}

impl Pattern {
    fn label(&self) -> String {
        match self {
            Pattern::Word(text) => format!("word {}", cleaned(text)),
            Pattern::Exact(text) => format!("exact word {}", cleaned(text)),
            Pattern::Phrase { text, slop, exact } => {
                let exactly = if *exact { "exact " } else { "" };
                let moves = if *slop > 0 { format!(", moved by {slop} at most") } else { String::new() };
                format!("{exactly}phrase \"{}\"{moves}", cleaned(text))
            }
            Pattern::Prefix(text) => format!("words beginning {}", cleaned(text)),
            Pattern::Wildcard(parts) => format!("words like {}", cleaned(&spelt(parts))),
            Pattern::Fuzzy { word, distance } => fuzzy_label("words", word, *distance),
            Pattern::Regex(regex) => format!("words matching /{}/", cleaned(regex)),
        }
    }
}

impl ValuePattern {
    fn label(&self) -> String {
        match self {
            ValuePattern::Is(text) => format!("value {}", cleaned(text)),
            ValuePattern::Prefix(text) => format!("values beginning {}", cleaned(text)),
            ValuePattern::Wildcard(parts) => format!("values like {}", cleaned(&spelt(parts))),
            ValuePattern::Fuzzy { word, distance } => fuzzy_label("values", word, *distance),
            ValuePattern::Regex(regex) => format!("values matching /{}/", cleaned(regex)),
        }
    }
}

fn fuzzy_label(what: &str, word: &str, distance: u8) -> String {
    let letters = if distance == 1 { "letter" } else { "letters" };
    format!("{what} within {distance} {letters} of {}", cleaned(word))
}

fn spelt(parts: &[WildcardPart]) -> String {
    parts
        .iter()
        .map(|part| match part {
            WildcardPart::Text(text) => text.as_str(),
            WildcardPart::Any => "*",
            WildcardPart::One => "?",
        })
        .collect()
}

fn cleaned(text: &str) -> String {
    text.chars().map(shown).collect()
}
