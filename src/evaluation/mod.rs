//! Measures how well a ranking agrees with what people judged, by `trec_eval`'s definitions.
//!
//! In: the texts of topics, judgements and runs. Out: those as values, and their measures. Values only: knows no index, no
//! file and no query language.

mod measures;
mod qrels;
mod topics;
mod trec_run;

use thiserror::Error;

pub use measures::{Measures, compare, measure};
pub use qrels::Qrels;
pub use topics::Topic;
pub use trec_run::{Ranked, TrecRun};

/// What can be wrong with a text of topics, judgements or a run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct Error {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl Error {
    fn at(line: usize, reason: impl Into<String>) -> Error {
        Error { line, reason: reason.into() }
    }
}
