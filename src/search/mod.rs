//! Answers queries: what matches, in which order, with which facets, and which words of it.
//!
//! In: a [`Request`] and a reader. Out: a [`Response`]. Knows neither captures nor who is asking.

mod better;
mod collect;
mod evidence;
mod explain;
mod expressions;
mod facets;
mod fragments;
mod highlight;
mod likeness;
mod matching;
mod named;
mod near;
mod phrases;
mod plan;
pub mod query;
mod request;
mod run;
mod similar;
mod steps;
mod suggest;
mod terms;
mod timeline;
mod titles;
mod words;

use thiserror::Error;

pub use facets::{FacetCounts, FacetValue};
pub use highlight::{Snippet, marks};
pub use matching::plain;
pub use request::{
    Clause, DateMatch, Facet, Hit, Limiting, Matching, Ranked, Ranking, Reason, Request, Response, Semantic,
    Sort,
};
pub use run::{count_facets, grammar, has_title, rank, search, timeline};
pub use similar::similar;
pub use suggest::{CloseTitle, Suggestion};
pub use terms::{TermCount, complete};
pub use timeline::{Line, Period, Step, Timeline};

/// What can go wrong with a search.
#[derive(Debug, Error)]
pub enum Error {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] crate::index::Error),
    /// A pattern of the query is not one.
    #[error("{message}")]
    Pattern {
        /// What is wrong with it.
        message: String,
        /// The pattern as it stands in the query.
        part: String,
        /// What to write instead.
        hint: &'static str,
    },
    /// The index lacks what the query needs.
    #[error("the index lacks the field {name}")]
    NoSuchField {
        /// The field.
        name: String,
    },
    /// The query names a saved query.
    #[error("there is no saved query named {name:?}")]
    NoSuchSavedQuery {
        /// The name.
        name: String,
    },
}
