//! Saved queries: names for texts, which other queries use as `@name`.
//!
//! In: the text of the file that keeps them, a query that uses some. Out: the file's new text, the query with each name
//! replaced by what it stands for, or why not. Reads no file; circles are refused, and so is growth without bound.

use std::collections::BTreeMap;

use super::error::ParseError;
use super::fields::Grammar;
use super::parser::{MAX_NODES, parse};
use super::tree::Query;

/// Saved queries that stand inside each other at most: more than anyone keeps in mind.
const MAX_INSIDE: usize = 16;

/// What is saved, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedQueries {
    texts: BTreeMap<String, String>,
}

/// Why a saved query cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SavedError {
    /// Nothing is saved under that name.
    #[error("there is no saved query `{name}`")]
    Unknown {
        /// The name.
        name: String,
        /// A name that may be meant.
        nearest: Option<String>,
    },
    /// It leads back to itself.
    #[error("the saved query `{}` leads back to itself: {}", names[0], names.join(" → "))]
    Circle {
        /// The names on the way, the first one again at the end.
        names: Vec<String>,
    },
    /// With what it stands for, the query is too large.
    #[error("the query is too large with the saved query `{name}` in it")]
    TooLarge {
        /// The name.
        name: String,
    },
    /// What is saved does not parse (any more).
    #[error("the saved query `{name}` cannot be read: {error}")]
    Unreadable {
        /// The name.
        name: String,
        /// What is saved.
        text: String,
        /// What is wrong with it.
        error: ParseError,
    },
}

impl SavedQueries {
    /// Reads the file: a name, a tab and a query a line; empty lines and those that begin with `#` are passed over.
    ///
    /// # Errors
    /// What is wrong, and in which line.
    pub fn read(text: &str) -> Result<SavedQueries, String> {
        let mut texts = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('\t') {
                Some((name, query)) if is_name(name) => {
                    texts.insert(name.to_owned(), query.trim().to_owned())
                }
                _ => return Err(format!("line {number} is no name, tab and query")),
            };
        }
        Ok(SavedQueries { texts })
    }

    /// The text of the file.
    pub fn print(&self) -> String {
        let lines: Vec<String> =
            self.texts.iter().map(|(name, query)| format!("{name}\t{query}\n")).collect();
        lines.concat()
    }

    /// Names and queries, in the order of names.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, query)| (name.as_str(), query.as_str()))
    }

    /// Saves a query on one line, in place of what had that name; gives what it replaced.
    pub fn put(&mut self, name: &str, query: &str) -> Option<String> {
        let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
        self.texts.insert(name.to_owned(), line)
    }

    /// Forgets a query; gives what it was.
    pub fn remove(&mut self, name: &str) -> Option<String> {
        self.texts.remove(name)
    }

    /// The query with every `@name` in it replaced.
    ///
    /// # Errors
    /// When a name is not known, leads back to itself, or what it stands for cannot be read.
    pub fn resolve(&self, query: Query, grammar: &Grammar<'_>) -> Result<Query, SavedError> {
        self.resolve_within(query, grammar, &mut Vec::new())
    }

    fn resolve_within(
        &self,
        query: Query,
        grammar: &Grammar<'_>,
        inside: &mut Vec<String>,
    ) -> Result<Query, SavedError> {
        let mut nodes = 0;
        query.replace_saved(&mut |name| {
            let text = self.texts.get(name).ok_or_else(|| self.unknown(name, inside))?;
            if let Some(first) = inside.iter().position(|other| other == name) {
                let mut names = inside[first..].to_vec();
                names.push(name.to_owned());
                return Err(SavedError::Circle { names });
            }
            if inside.len() >= MAX_INSIDE {
                return Err(SavedError::TooLarge { name: name.to_owned() });
            }
            let parsed = parse(text, grammar).map_err(|error| SavedError::Unreadable {
                name: name.to_owned(),
                text: text.clone(),
                error,
            })?;
            inside.push(name.to_owned());
            let resolved = self.resolve_within(parsed, grammar, inside)?;
            inside.pop();
            nodes += resolved.nodes();
            if nodes > MAX_NODES { Err(SavedError::TooLarge { name: name.to_owned() }) } else { Ok(resolved) }
        })
    }

    /// The error about a name, which no query that it stands inside can be meant by.
    fn unknown(&self, name: &str, inside: &[String]) -> SavedError {
        let others = self.texts.keys().filter(|other| !inside.contains(*other));
        let near = others.map(|other| (strsim::damerau_levenshtein(other, name), other)).min();
        let nearest = near.filter(|(distance, _)| *distance <= 2).map(|(_, other)| other.clone());
        SavedError::Unknown { name: name.to_owned(), nearest }
    }
}

/// Whether a query can be saved under a name: letters, digits, `-`, `_` and `.`.
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Day;

    fn resolved(file: &str, query: &str) -> Result<String, String> {
        let grammar = crate::search::grammar(Day(20_000));
        let saved = SavedQueries::read(file).unwrap();
        let query = parse(query, &grammar).unwrap();
        saved.resolve(query, &grammar).map(|query| query.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn names_stand_for_their_queries_also_inside_each_other() {
        let file = "# mine\nweekly\tsince:2025 @teams\nteams\tteam:(a OR b)\n\n";
        assert_eq!(
            resolved(file, "x @weekly").as_deref(),
            Ok("x published:>=2025-01-01 (category:a OR category:b)")
        );
        assert_eq!(resolved(file, "-@teams").as_deref(), Ok("-(category:a OR category:b)"));
    }

    #[test]
    fn what_cannot_be_used_is_refused_by_name() {
        for (file, query, expected) in [
            ("", "@x", "there is no saved query `x`"),
            ("a\t@b\nb\t@c\nc\t@a", "@a", "the saved query `a` leads back to itself: a → b → c → a"),
            ("a\t@b\nb\t@b", "@a", "the saved query `b` leads back to itself: b → b"),
            ("a\t(x", "@a", "the saved query `a` cannot be read: this parenthesis is not closed"),
        ] {
            assert_eq!(resolved(file, query), Err(expected.to_owned()), "{query} in {file}");
        }
    }

    #[test]
    fn queries_that_double_each_other_stay_bounded() {
        let line = |number: usize| format!("q{number}\t@q{} x @q{}", number - 1, number - 1);
        let doubling = (1..16).map(line).collect::<Vec<_>>().join("\n");
        let error = resolved(&format!("q0\tone two\n{doubling}"), "@q15").unwrap_err();
        assert!(error.starts_with("the query is too large with the saved query `q"), "{error}");
    }

    #[test]
    fn the_file_is_read_as_it_was_written() {
        let mut saved = SavedQueries::default();
        assert_eq!(saved.put("a.b-c", " two\n lines\t"), None);
        assert_eq!(saved.put("a.b-c", "again"), Some("two lines".to_owned()));
        assert_eq!(SavedQueries::read(&saved.print()), Ok(saved.clone()));
        assert_eq!((saved.remove("a.b-c"), saved.print()), (Some("again".to_owned()), String::new()));
        assert_eq!(SavedQueries::read("ok\tx\nno tab"), Err("line 2 is no name, tab and query".to_owned()));
    }
}
