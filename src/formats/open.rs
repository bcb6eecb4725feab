//! Opens a capture: looks at its first bytes, picks the format, reads it whole or has it taken apart.
//!
//! In: a [`Capture`]. Out: an [`Opened`] one, whose pieces can be decoded in parallel. Judges no content.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::captures::Capture;
use crate::document::{Doubt, DoubtKind, Evidence, Moment, identity};
use crate::formats::packing::{BUFFER_BYTES, Packed};
use crate::formats::unpack::{Cut, Feed, Input, Refusal, place_of, read_whole, recognise};
use crate::formats::{Context, Error, Format, Limits, Outcome, Packing, Sidecar, markdown, unchanged};

/// Bytes that formats are recognised by: the HTML Standard looks for a charset in 1,024; the viewer's chips and
/// a long JSON record want a little more.
pub(crate) const HEAD_BYTES: usize = 8 << 10;

/// Share of control characters in the head above which bytes are binary; no text encoding in use comes near it.
const MAX_CONTROL_SHARE: f32 = 0.05;

/// A part of a capture that is decoded by itself.
pub struct Piece {
    /// What decodes it.
    pub(crate) format: &'static dyn Format,
    /// Its name within the capture, where the capture is an archive.
    pub(crate) member: Option<String>,
    /// First byte and byte after the last, where it is one record of many.
    pub(crate) range: Option<(u64, u64)>,
    /// Where it begins in the (decompressed) stream, in bytes.
    pub(crate) offset: u64,
    /// The line it begins at, from 1.
    pub(crate) line: u64,
    /// Its bytes, decompressed.
    pub(crate) bytes: Vec<u8>,
    /// SHA-256 of the whole file as it lies on disk, or of the member; empty for the pieces of a stream.
    pub(crate) digest: String,
    /// What the container says of it.
    pub(crate) known: Option<Box<Sidecar>>,
    /// What is said of the container, where that lies in an archive.
    pub(crate) of_container: Option<Box<Sidecar>>,
    /// The address that was asked for, where the container says that the server named this one instead.
    pub(crate) moved_from: Option<String>,
    /// Where a note in the container says that the page was seen again.
    pub(crate) again: Option<Box<Again>>,
    /// Whether what it was packed in breaks off before its end.
    pub(crate) is_cut: bool,
}

impl Default for Piece {
    fn default() -> Piece {
        Piece {
            format: &markdown::MarkdownFile,
            member: None,
            range: None,
            offset: 0,
            line: 1,
            bytes: Vec::new(),
            digest: String::new(),
            known: None,
            of_container: None,
            moved_from: None,
            again: None,
            is_cut: false,
        }
    }
}

impl Piece {
    /// SHA-256 of the whole file; empty for the pieces of a stream.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// A capture whose format is known.
pub struct Opened {
    capture: Capture,
    sidecar: Sidecar,
    format: &'static dyn Format,
    reason: &'static str,
    limits: Limits,
    source: Source,
    /// SHA-256 of a stream, once it has been read to its end.
    digest: Arc<OnceLock<String>>,
    /// Where the capture only says that an earlier one was seen again.
    again: Option<Again>,
}

/// An earlier capture was seen again.
#[derive(Clone)]
pub(crate) struct Again {
    /// When that was made, where it says so.
    pub(crate) shown: Option<Moment>,
    /// SHA-256 of the note that says so, in lower-case hexadecimal.
    pub(crate) digest: String,
}

enum Source {
    Whole {
        file: File,
        raw_head: Vec<u8>,
        packed: Packed,
    },
    /// A stream whose reading has not begun.
    Stream {
        file: File,
        raw_head: Vec<u8>,
        packed: Packed,
        cut: Cut,
    },
    Fed(Feed),
    Done,
}

/// Opens a capture and finds its format, or says why it is not read.
///
/// The error is an [`Outcome`] that is never a page.
pub fn open(capture: Capture, limits: Limits) -> Result<Opened, Outcome> {
    match capture.open() {
        Ok(file) => open_file(capture, file, limits),
        Err(error) => Err(Outcome::Problem(capture.place, error.into())),
    }
}

/// The same for a capture whose file is open already, at its beginning.
pub fn open_file(capture: Capture, mut file: File, limits: Limits) -> Result<Opened, Outcome> {
    let problem = |error: Error| Outcome::Problem(capture.place.clone(), error);
    let skipped = |reason| Outcome::Skipped(capture.place.clone(), reason);
    let raw_head =
        crate::formats::packing::read_head(&mut file, HEAD_BYTES).map_err(|error| problem(error.into()))?;
    let found = match recognise(&raw_head, &capture.extension()) {
        Ok(found) => found,
        Err(Refusal::Skip(reason)) => return Err(skipped(reason)),
        Err(Refusal::Problem(error)) => return Err(problem(error)),
    };
    if found.format.name() == unchanged::NAME {
        let (earlier, again) = unchanged::earlier(&capture).map_err(&problem)?;
        return Ok(Opened { again: Some(again), reason: found.reason, ..open(earlier, limits)? });
    }
    let sidecar = match &capture.sidecar {
        Some(file) => Sidecar::read(&file.path, &capture.path).map_err(&problem)?,
        None => Sidecar::default(),
    };
    if sidecar.is_failure() {
        return Err(skipped(crate::captures::Skip::ErrorPage));
    }
    let packed = found.packed;
    let source = match found.format.packing() {
        Packing::Whole => Source::Whole { file, raw_head, packed },
        Packing::Stream(cut) => Source::Stream { file, raw_head, packed, cut },
    };
    let (format, reason) = (found.format, found.reason);
    Ok(Opened { capture, sidecar, format, reason, limits, source, digest: Arc::default(), again: None })
}

/// Opens a capture and hands on everything in it, in order: what it shows, and why something is not read.
pub fn read(capture: Capture, limits: Limits, take: &mut dyn FnMut(Outcome)) {
    let mut opened = match open(capture, limits) {
        Ok(opened) => opened,
        Err(outcome) => return take(outcome),
    };
    let decoder = opened.decoder();
    while let Some(piece) = opened.next_piece() {
        match piece {
            Ok(piece) => decoder.decode(piece, take),
            Err(outcome) => take(outcome),
        }
    }
}

impl Opened {
    /// Name of the format that recognised it.
    pub fn format(&self) -> &'static str {
        if self.again.is_some() { unchanged::NAME } else { self.format.name() }
    }

    /// What it was recognised by.
    pub fn reason(&self) -> &'static str {
        self.reason
    }

    /// The capture.
    pub fn capture(&self) -> &Capture {
        &self.capture
    }

    /// Takes the next piece, or none after the last. Pieces come in order and may be decoded in any.
    pub fn next_piece(&mut self) -> Option<Result<Piece, Outcome>> {
        let place = || self.capture.place.clone();
        match std::mem::replace(&mut self.source, Source::Done) {
            Source::Done => None,
            Source::Whole { file, raw_head, packed } => {
                Some(match read_whole(Cursor::new(raw_head).chain(file), packed, self.limits) {
                    Ok(piece) => Ok(Piece { format: self.format, ..piece }),
                    Err(Refusal::Skip(reason)) => Err(Outcome::Skipped(place(), reason)),
                    Err(Refusal::Problem(error)) => Err(Outcome::Problem(place(), error)),
                })
            }
            Source::Stream { file, raw_head, packed, cut } => match self.feed(file, raw_head, packed, cut) {
                Ok(feed) => {
                    self.source = Source::Fed(feed);
                    self.next_piece()
                }
                Err(error) => Some(Err(Outcome::Problem(place(), Error::Io(error)))),
            },
            Source::Fed(mut feed) => {
                let piece = feed.next()?;
                self.source = Source::Fed(feed);
                Some(piece)
            }
        }
    }

    /// Starts the thread that takes a stream apart.
    fn feed(&self, file: File, raw_head: Vec<u8>, packed: Packed, cut: Cut) -> io::Result<Feed> {
        let digest = self.digest.clone();
        Feed::start(self.capture.place.clone(), self.limits, move |unpacking| {
            let raw = Cursor::new(raw_head).chain(&file);
            let mut raw =
                BufReader::with_capacity(BUFFER_BYTES, Hashing { inner: raw, hasher: Sha256::new(), digest });
            let input =
                Input { raw: Box::new(&mut raw), packed, file: Some((&file, 0)), member: None, depth: 0 };
            if cut(input, unpacking).is_continue() {
                // Archives are read from their end, streams may end before their file does: the digest is of all of it.
                let _ = io::copy(&mut raw, &mut io::sink());
            }
        })
    }

    /// SHA-256 of the file in lower-case hexadecimal, where that is another than that of its one piece: of a stream, once
    /// all its pieces were taken, and of a note that an earlier capture was seen again.
    pub fn digest(&self) -> Option<&str> {
        self.again.as_ref().map(|again| &again.digest).or_else(|| self.digest.get()).map(String::as_str)
    }

    /// SHA-256 of the file, which is read for it where need be.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn digest_of_file(&self) -> io::Result<String> {
        match &self.again {
            Some(again) => Ok(again.digest.clone()),
            None => self.capture.digest(),
        }
    }

    /// Whether there may be more pieces than one.
    pub fn is_stream(&self) -> bool {
        matches!(self.source, Source::Stream { .. } | Source::Fed(_))
    }

    /// What is needed to decode the pieces, apart from the stream they come from.
    pub fn decoder(&self) -> Decoder {
        let (place, sidecar) = (self.capture.place.clone(), self.sidecar.clone());
        Decoder { place, sidecar, limits: self.limits, again: self.again.clone() }
    }
}

/// Decodes the pieces of one capture.
#[derive(Clone)]
pub struct Decoder {
    place: String,
    sidecar: Sidecar,
    limits: Limits,
    again: Option<Again>,
}

impl Decoder {
    /// Name of the capture for people.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Takes the pages out of a piece.
    pub fn decode(&self, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let member = piece.member.clone();
        let known = piece.known.clone().or_else(|| piece.of_container.clone());
        let again = piece.again.as_deref().or(self.again.as_ref()).cloned();
        let place = place_of(&self.place, member.as_deref());
        let context = Context {
            capture: &self.place,
            member: member.as_deref(),
            place: &place,
            known: known.as_deref().unwrap_or(&self.sidecar),
            format: None,
            limits: self.limits,
        };
        let mut is_cut = piece.is_cut;
        piece.format.decode(&context, piece, &mut |outcome| {
            let Outcome::Page(page) = outcome else { return emit(outcome) };
            let mut page = page.with_plausible_time();
            if std::mem::take(&mut is_cut) {
                let detail = "what it is packed in breaks off; what comes before that is read";
                page.doubts.push(Doubt::new(DoubtKind::CutShort, detail));
            }
            let asked = context.known.asked.clone().filter(|_| page.url == context.known.url);
            page.moved_from = page.moved_from.or(asked);
            emit(Outcome::Page(Box::new(match &again {
                Some(Again { shown, .. }) => unchanged::seen_again(page, *shown),
                None => page,
            })));
        });
    }
}

/// The captured bytes behind some evidence: the file, the member of the archive, or the record's own.
///
/// None where the capture does not hold them any more. The error is an [`Outcome`] that is never a page.
pub fn raw(capture: Capture, evidence: &Evidence, limits: Limits) -> Result<Option<Vec<u8>>, Outcome> {
    let mut opened = open(capture, limits)?;
    let is_it = |bytes: &[u8], digest: &str| {
        evidence.digest
            == if evidence.range.is_some() { identity::digest_of(bytes) } else { digest.to_owned() }
    };
    if let (Source::Stream { file, .. }, Some((from, _)), None) =
        (&opened.source, evidence.range, &evidence.member)
        && let Some(bytes) = opened.format.raw_at(file, from, limits)
        && is_it(&bytes, "")
    {
        return Ok(Some(bytes));
    }
    while let Some(piece) = opened.next_piece() {
        // What cannot be read is something else.
        let Ok(piece) = piece else { continue };
        if piece.member != evidence.member || !holds(&piece, evidence.range) {
            continue;
        }
        let bytes = piece.format.raw(&piece, evidence.range, limits);
        if let Some(bytes) = bytes.filter(|bytes| is_it(bytes, &piece.digest)) {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// Whether a piece holds a range of a stream.
fn holds(piece: &Piece, range: Option<(u64, u64)>) -> bool {
    match (piece.range, range) {
        (Some(own), Some(range)) => own == range,
        (None, Some((from, to))) => piece.offset <= from && to <= piece.offset + piece.bytes.len() as u64,
        (own, None) => own.is_none(),
    }
}

/// Hashes what is read, and tells the digest when the end is reached.
struct Hashing<R> {
    inner: R,
    hasher: Sha256,
    digest: Arc<OnceLock<String>>,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..bytes]);
        if bytes == 0 && !buffer.is_empty() {
            let _ = self.digest.set(identity::hex(&std::mem::take(&mut self.hasher).finalize()));
        }
        Ok(bytes)
    }
}

/// Whether bytes are no text: many control characters, outside UTF-16. A stray NUL stands in many a real page.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return false;
    }
    let control = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    #[expect(clippy::cast_precision_loss, reason = "a head is a few thousand bytes")]
    let share = control as f32 / bytes.len().max(1) as f32;
    share > MAX_CONTROL_SHARE
}
