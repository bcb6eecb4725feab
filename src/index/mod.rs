//! Keeps documents searchable: the table of fields, the segments on disk, and a reader over them.
//!
//! In: documents. Out: an index folder, and documents back. Knows neither captures nor queries.

mod fields;
mod folder;
pub(crate) mod latent;
mod lock;
mod manifest;
mod opened;
mod read_only;
mod reader;
pub(crate) mod schema;
mod segments;
mod staged;
mod state;
mod statistics;
mod stemmer;
mod stop_words;
#[cfg(test)]
mod tests;
pub(crate) mod tokenizer;
mod view;
mod writer;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

pub use fields::{FIELDS, Field, FieldType, facets, field};
pub use manifest::{FORMAT, IndexedSource, Manifest};
pub(crate) use opened::Validities;
pub use reader::Reader;
pub use schema::{address_key, keyword_key};
pub use stemmer::Language;
pub use stop_words::{is_stop_word, same_words_key};
pub use tokenizer::Words;
pub(crate) use view::{Place, View};
pub use writer::{Finished, Update, Writer};

fn other_format(found: u64) -> String {
    if found == FORMAT {
        "was written by another version of rsearch, with other fields".to_owned()
    } else {
        format!("has format {found}, this rsearch reads format {FORMAT}")
    }
}

/// What can go wrong with an index.
#[derive(Debug, Error)]
pub enum Error {
    /// There is no index in the folder.
    #[error("there is no index in {}", folder.display())]
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder holds other things, so that no index is made in it.
    #[error("{} is no index and is not empty", folder.display())]
    NotAnIndex {
        /// The folder.
        folder: PathBuf,
    },
    /// The index was written in another format.
    #[error("the index in {} {}", folder.display(), other_format(*found))]
    OtherFormat {
        /// The folder.
        folder: PathBuf,
        /// Its format.
        found: u64,
        /// Where its captures came from.
        sources: Vec<PathBuf>,
    },
    /// Something in the folder is damaged.
    #[error("the index in {} is damaged: {reason}", folder.display())]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// What was noticed.
        reason: String,
        /// Where its captures came from, as far as known.
        sources: Vec<PathBuf>,
    },
    /// Another process is writing.
    #[error("another rsearch ({holder}) is writing to the index in {}", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// Who, as far as it says.
        holder: String,
    },
    /// A file could not be written or read.
    #[error("cannot {what} {}", path.display())]
    Io {
        /// `write`, `read`, …
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// tantivy could not write.
    #[error("cannot write the index in {}", folder.display())]
    Write {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: tantivy::TantivyError,
    },
}
