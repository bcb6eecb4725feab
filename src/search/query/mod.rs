//! The query language: what a person types becomes a tree, or an error that names the place.
//!
//! In: the text of a query, the fields that exist and today's date. Out: a [`Query`], which prints as a
//! query that parses to the same tree, or a [`ParseError`] with a span and a hint. Knows no index, no
//! clock and no file; `docs/query-language.md` is the same thing in words for people.

mod calendar;
mod dates;
mod error;
mod fields;
mod lexer;
mod parser;
mod print;
#[cfg(test)]
mod properties;
mod saved;
mod synonyms;
#[cfg(test)]
mod tests;
mod tree;
mod values;

pub use dates::{DateSpan, date, dates, first_day};
pub use error::ParseError;
pub use fields::{FieldKind, FieldSpec, Grammar};
pub use parser::{MAX_BYTES, MAX_DEPTH, MAX_NODES, parse};
pub use saved::{SavedError, SavedQueries, is_name};
pub use synonyms::Synonyms;
pub use tree::{Pattern, Query, Text, Value, ValuePattern, WildcardPart};
