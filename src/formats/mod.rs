//! Unpacks captures: finds out how a capture is packed, and takes the pages out of it.
//!
//! In: a [`Capture`]. Out: [`Page`]s, and what could not be read or was passed over. Content decides before the
//! name does. Knows nothing of which text on a page matters.

mod charset;
mod html;
mod json_lines;
mod markdown;
mod open;
mod page;
mod saved;
mod sidecar;
mod viewer;

pub use open::{Decoder, Opened, Piece, Pieces, open};
pub use page::{Content, Page, Record, ViewerText};
pub use sidecar::Sidecar;

use std::io::{self, BufRead};

use thiserror::Error;

use crate::captures::{Capture, Skip};

/// How much is read of one capture.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one page or record, before and after decompression; a larger one is passed over.
    pub max_bytes: u64,
}

impl Default for Limits {
    /// 64 MiB: room for pages saved with all their images inside, which run to some tens of mebibytes.
    fn default() -> Limits {
        Limits { max_bytes: 64 << 20 }
    }
}

/// Why a capture, or a part of it, could not be read.
#[derive(Debug, Error)]
pub enum Error {
    /// The file system failed.
    #[error("cannot read it: {0}")]
    Io(#[from] io::Error),
    /// The compressed stream ends early or is damaged.
    #[error("damaged or cut gzip data: {0}")]
    Gzip(io::Error),
    /// Its name promises text, its bytes are none.
    #[error("its name says {extension}, its content is binary")]
    Binary {
        /// The extension.
        extension: String,
    },
    /// A line of JSON Lines is no JSON object.
    #[error("not a JSON object: {reason}")]
    BadRecord {
        /// What the JSON parser says.
        reason: String,
    },
    /// The metadata beside it is not understood.
    #[error("cannot read its metadata in {name}: {reason}")]
    BadSidecar {
        /// File name.
        name: String,
        /// Why.
        reason: String,
    },
}

impl Error {
    /// The kind of problem in a few words, by which problems are counted.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::Io(_) => "unreadable file",
            Error::Gzip(_) => "damaged gzip data",
            Error::Binary { .. } => "binary content",
            Error::BadRecord { .. } => "bad record",
            Error::BadSidecar { .. } => "bad metadata file",
        }
    }
}

/// What came of one page or record.
#[derive(Debug)]
pub enum Outcome {
    /// A page.
    Page(Box<Page>),
    /// Passed over, with the place and the reason.
    Skipped(String, Skip),
    /// Not readable, with the place and the error.
    Problem(String, Error),
}

/// What formats are told apart by: the first bytes of a capture, decompressed, and its extension.
pub(crate) struct Head<'a> {
    /// At most [`open::HEAD_BYTES`].
    pub(crate) bytes: &'a [u8],
    /// Lower case, without the dot, `.gz` passed over.
    pub(crate) extension: &'a str,
    /// Whether `bytes` is all there is.
    pub(crate) whole: bool,
}

/// What decoding is told about the capture around a piece.
pub(crate) struct Context<'a> {
    pub(crate) capture: &'a Capture,
    pub(crate) sidecar: &'a Sidecar,
}

/// One way of packing pages. A format is a file here and a row in [`FORMATS`].
pub(crate) trait Format: Sync {
    /// Short name, as shown and as stored with every sighting.
    fn name(&self) -> &'static str;

    /// One line for people: what it is and who writes it.
    fn about(&self) -> &'static str;

    /// Why a capture is of this format, or none.
    fn detect(&self, head: &Head) -> Option<&'static str>;

    /// For formats that hold many records: what cuts a stream into pieces that are decoded apart from each other.
    fn splitter(&self) -> Option<Splitter> {
        None
    }

    /// Takes the pages out of a piece (for most formats the whole capture).
    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome));
}

/// Cuts a stream into pieces.
pub(crate) type Splitter = fn(Box<dyn BufRead + Send>, Limits) -> Pieces;

/// Every format, the most specific first: the first that recognises a capture reads it.
pub(crate) const FORMATS: &[&dyn Format] =
    &[&viewer::Viewer, &json_lines::JsonLines, &html::HtmlFile, &markdown::MarkdownFile];

/// Name and description of every format.
pub fn formats() -> impl Iterator<Item = (&'static str, &'static str)> {
    FORMATS.iter().map(|format| (format.name(), format.about()))
}
