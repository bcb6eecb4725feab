//! Unpacks captures: finds out how a capture is packed, and takes the pages out of it.
//!
//! In: a [`Capture`](crate::captures::Capture). Out: [`Page`]s, and what could not be read or was passed over. Content
//! decides before the name does. Knows nothing of which text on a page matters.

mod archive_box;
mod archive_today;
mod article;
mod charset;
mod encoded_words;
mod epub;
mod exported;
mod exports;
mod feed;
mod html;
mod json_lines;
mod limits;
mod markdown;
mod media;
mod members;
mod mhtml;
mod mirror;
mod open;
mod packing;
mod page;
mod pdf;
pub mod piped;
mod record_keys;
mod refresh;
mod saved;
mod sidecar;
mod tar;
mod text;
mod unchanged;
mod unpack;
mod viewer;
mod warc;
pub(crate) mod watch;
mod wayback;
mod xml;
mod zip;

pub use json_lines::NAME as JSON_LINES;
pub use limits::{GivenLimits, Limits};
pub use open::{Decoder, Opened, Piece, open, open_file, raw, read};
pub use page::{Content, Page, Record, ViewerText};
pub use sidecar::Sidecar;
pub use unchanged::NAME as UNCHANGED;

pub use html::page_of;

pub(crate) use encoded_words::decoded;

use std::fs::File;
use std::io;

use thiserror::Error;

use crate::captures::Skip;
use crate::document::Evidence;
use crate::formats::unpack::Cut;

/// Why a capture, or a part of it, could not be read.
#[derive(Debug, Error)]
pub enum Error {
    /// The file system failed.
    #[error("cannot read it: {0}")]
    Io(#[from] io::Error),
    /// The compressed stream ends early or is damaged.
    #[error("damaged or cut data: {0}")]
    Packing(io::Error),
    /// A container goes over a limit.
    #[error("{what}; {flag} allows more")]
    Limit {
        /// What is too much.
        what: String,
        /// The flag that allows it.
        flag: &'static str,
    },
    /// An archive is not readable.
    #[error("not a readable {kind} archive: {reason}")]
    Archive {
        /// Which kind.
        kind: &'static str,
        /// Why.
        reason: String,
    },
    /// Nothing can be written where files for the time being go.
    #[error("cannot write to {}: {reason}; make room there, or set TMPDIR to another folder", folder.display())]
    NoRoom {
        /// The folder.
        folder: std::path::PathBuf,
        /// Why.
        reason: String,
    },
    /// A part of it is not what its digest says.
    #[error("{member} is not what its digest says")]
    Altered {
        /// The part.
        member: String,
    },
    /// The program itself failed on it.
    #[error("rsearch failed on it: please report this capture")]
    Broke,
    /// Its name promises text, its bytes are none.
    #[error("its name says {extension}, its content is binary")]
    Binary {
        /// The extension.
        extension: String,
    },
    /// A record is not what it should be.
    #[error("{reason}")]
    BadRecord {
        /// What it is not.
        reason: String,
    },
    /// The capture that it says it is like is not there, or cannot be read.
    #[error("it says that the page is as in {name}, which cannot be read: {reason}")]
    NoEarlier {
        /// File name of the capture.
        name: String,
        /// Why.
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
    /// The metadata beside it cannot be read for now.
    #[error("cannot read its metadata in {name}: {source}")]
    SidecarUnread {
        /// File name.
        name: String,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// Whether the same file may well be read the next time.
    pub fn is_passing(&self) -> bool {
        matches!(self, Error::Io(_) | Error::NoRoom { .. } | Error::SidecarUnread { .. })
    }

    /// Whether bytes are not as they were written, or cannot be had: what was read of the same file before it holds.
    pub fn is_damage(&self) -> bool {
        self.is_passing() || matches!(self, Error::Packing(_) | Error::Archive { .. } | Error::Broke)
    }

    /// The kind of problem in a few words, by which problems are counted.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::Io(_) => "unreadable file",
            Error::Packing(_) => "damaged data",
            Error::Limit { .. } => "over a limit",
            Error::Archive { .. } => "unreadable archive",
            Error::NoRoom { .. } => "no room for temporary files",
            Error::Altered { .. } => "altered data",
            Error::Broke => "internal failure",
            Error::Binary { .. } => "binary content",
            Error::BadRecord { .. } => "bad record",
            Error::NoEarlier { .. } => "no earlier capture",
            Error::BadSidecar { .. } => "bad metadata file",
            Error::SidecarUnread { .. } => "unreadable metadata file",
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
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The capture, as people name it.
    pub(crate) capture: &'a str,
    /// The name of the piece within it.
    pub(crate) member: Option<&'a str>,
    /// How people name the piece.
    pub(crate) place: &'a str,
    /// What is known of the piece from elsewhere.
    pub(crate) known: &'a Sidecar,
    /// The name of the format that it was packed in, where that is another than the decoding one.
    pub(crate) format: Option<&'static str>,
    pub(crate) limits: Limits,
}

impl Context<'_> {
    /// How people name the piece.
    pub(crate) fn place(&self) -> &str {
        self.place
    }

    /// The evidence of a page that is the whole piece, without what is known from elsewhere.
    pub(crate) fn evidence(&self, format: &str, piece: &Piece) -> Evidence {
        Evidence {
            capture: self.capture.to_owned(),
            member: self.member.map(str::to_owned),
            range: piece.range,
            digest: piece.digest.clone(),
            format: self.format.unwrap_or(format).to_owned(),
            ..Evidence::default()
        }
    }
}

/// How a format packs pages.
pub(crate) enum Packing {
    /// One capture, decoded as a whole.
    Whole,
    /// Many records or members, read as a stream and decoded apart from each other.
    Stream(Cut),
}

/// One way of packing pages. A format is a file here and a row in [`FORMATS`].
pub(crate) trait Format: Sync {
    /// Short name, as shown and as stored with every sighting.
    fn name(&self) -> &'static str;

    /// One line for people: what it is and who writes it.
    fn about(&self) -> &'static str;

    /// One line for people: what it is recognised by.
    fn recognised_by(&self) -> &'static str;

    /// Whether it may hold bytes that are no text.
    fn is_binary(&self) -> bool {
        false
    }

    /// Why a capture is of this format, or none.
    fn detect(&self, head: &Head) -> Option<&'static str>;

    /// Whether it is read whole, or what cuts it into pieces.
    fn packing(&self) -> Packing {
        Packing::Whole
    }

    /// Takes the pages out of a piece (for most formats the whole capture).
    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome));

    /// The captured bytes of a piece, or of a range of the stream within it.
    fn raw(&self, piece: &Piece, range: Option<(u64, u64)>, limits: Limits) -> Option<Vec<u8>> {
        let _ = limits;
        let Some((from, to)) = range else { return Some(piece.bytes.clone()) };
        let place = |at: u64| usize::try_from(at.checked_sub(piece.offset)?).ok();
        piece.bytes.get(place(from)?..place(to)?).map(<[u8]>::to_vec)
    }

    /// The captured bytes of the record that begins at a byte of a file, where it can be read without what is before it.
    fn raw_at(&self, file: &File, from: u64, limits: Limits) -> Option<Vec<u8>> {
        let _ = (file, from, limits);
        None
    }
}

/// Every format, the most specific first: the first that recognises a capture reads it.
pub(crate) const FORMATS: &[&dyn Format] = &[
    &warc::Warc,
    &zip::Wacz,
    &epub::Epub,
    &zip::Zip,
    &tar::Tar,
    &pdf::Pdf,
    &exports::Zotero,
    &mhtml::Mhtml,
    &unchanged::Unchanged,
    &viewer::Viewer,
    &feed::FeedFile,
    &archive_box::ArchiveBox,
    &exports::KARAKEEP,
    &exports::LINKWARDEN,
    &exports::OMNIVORE,
    &exports::Readeck,
    &exports::READABILITY,
    &exports::WALLABAG,
    &exports::Bookmarks,
    &exports::SavedCsv,
    &text::JinaReader,
    &json_lines::JsonLines,
    &zip::SelfExtracting,
    &html::HtmlFile,
    &markdown::MarkdownFile,
    &text::PlainText,
];

/// A format, as it is shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// What it is and who writes it.
    pub about: &'static str,
    /// What it is recognised by.
    pub recognised_by: &'static str,
    /// Whether it holds many pages.
    pub holds_many: bool,
}

/// Every format, in the order in which they are tried.
pub fn formats() -> impl Iterator<Item = About> {
    FORMATS.iter().map(|format| About {
        name: format.name(),
        about: format.about(),
        recognised_by: format.recognised_by(),
        holds_many: matches!(format.packing(), Packing::Stream(_)),
    })
}
