//! Opens a capture: looks at its first bytes, undoes gzip, picks the format, reads or streams the rest.
//!
//! In: a [`Capture`]. Out: an [`Opened`] one, whose pieces can be decoded in parallel. Judges no content.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::{Arc, OnceLock};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::captures::{Capture, Skip, read_up_to};
use crate::document::identity;
use crate::formats::{Context, Error, FORMATS, Format, Head, Limits, Outcome, Sidecar};

/// Bytes that formats are recognised by: the HTML Standard looks for a charset in 1,024; the viewer's chips and
/// a long JSON record want a little more.
pub(crate) const HEAD_BYTES: usize = 8 << 10;

/// Share of control characters in the head above which bytes are binary; no text encoding in use comes near it.
const MAX_CONTROL_SHARE: f32 = 0.05;

/// A part of a capture that is decoded by itself.
pub struct Piece {
    /// Where it begins in the (decompressed) capture, in bytes.
    pub offset: u64,
    /// The line it begins at, from 1.
    pub line: u64,
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
    /// SHA-256 of the whole capture as it lies on disk; empty for the pieces of a stream.
    pub digest: String,
    /// What was passed over before it, with the line it began at.
    pub passed_over: Vec<(u64, Skip)>,
}

/// The pieces of a stream.
pub type Pieces = Box<dyn Iterator<Item = Result<Piece, Error>> + Send>;

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
}

enum Source {
    Whole { file: File, raw_head: Vec<u8>, gzip: bool },
    Stream(Pieces),
    Done,
}

/// Opens a capture and finds its format, or says why it is not read.
///
/// The error is an [`Outcome`] that is never a page.
pub fn open(capture: Capture, limits: Limits) -> Result<Opened, Outcome> {
    let problem = |error: Error| Outcome::Problem(capture.place.clone(), error);
    let skipped = |reason| Outcome::Skipped(capture.place.clone(), reason);
    let mut file = capture.open().map_err(|error| problem(error.into()))?;
    let raw_head = read_head(&mut file).map_err(|error| problem(error.into()))?;
    if raw_head.is_empty() {
        return Err(skipped(Skip::Empty));
    }
    let gzip = raw_head.starts_with(&[0x1f, 0x8b]);
    let plain_head = if gzip {
        gunzip_head(&raw_head).map_err(|error| problem(Error::Gzip(error)))?
    } else {
        raw_head.clone()
    };
    let extension = capture.extension();
    let head = Head { bytes: &plain_head, extension: &extension, whole: plain_head.len() < HEAD_BYTES };
    if plain_head.trim_ascii().is_empty() && head.whole {
        return Err(skipped(Skip::Empty));
    }
    if is_binary(head.bytes) {
        let promised = matches!(
            extension.as_str(),
            "html" | "htm" | "xhtml" | "md" | "markdown" | "txt" | "jsonl" | "ndjson"
        );
        return Err(if promised {
            problem(Error::Binary { extension })
        } else {
            skipped(Skip::UnknownFormat)
        });
    }
    let found = FORMATS.iter().find_map(|format| Some((*format, format.detect(&head)?)));
    let Some((format, reason)) = found else { return Err(skipped(Skip::UnknownFormat)) };
    let sidecar = match &capture.sidecar {
        Some(file) => Sidecar::read(&file.path).map_err(&problem)?,
        None => Sidecar::default(),
    };
    if sidecar.is_failure() {
        return Err(skipped(Skip::ErrorPage));
    }
    let digest = Arc::default();
    let source = match format.splitter() {
        Some(split) => Source::Stream(split(stream(file, raw_head, gzip, &digest), limits)),
        None => Source::Whole { file, raw_head, gzip },
    };
    Ok(Opened { capture, sidecar, format, reason, limits, source, digest })
}

impl Opened {
    /// Name of the format that recognised it.
    pub fn format(&self) -> &'static str {
        self.format.name()
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
            Source::Whole { file, raw_head, gzip } => {
                Some(read_whole(file, raw_head, gzip, self.limits).map_err(|failure| match failure {
                    Failure::TooLarge => Outcome::Skipped(place(), Skip::TooLarge),
                    Failure::Error(error) => Outcome::Problem(place(), error),
                }))
            }
            Source::Stream(mut pieces) => {
                let piece = pieces.next()?;
                // After an error the rest of a stream cannot be trusted.
                if piece.is_ok() {
                    self.source = Source::Stream(pieces);
                }
                Some(piece.map_err(|error| Outcome::Problem(place(), error)))
            }
        }
    }

    /// SHA-256 of a stream in lower-case hexadecimal, once all its pieces were taken and none was an error.
    pub fn digest(&self) -> Option<&str> {
        self.digest.get().map(String::as_str)
    }

    /// Whether there may be more pieces than one.
    pub fn is_stream(&self) -> bool {
        matches!(self.source, Source::Stream(_))
    }

    /// What is needed to decode the pieces, apart from the stream they come from.
    pub fn decoder(&self) -> Decoder {
        Decoder { capture: self.capture.clone(), sidecar: self.sidecar.clone(), format: self.format }
    }
}

/// Decodes the pieces of one capture.
#[derive(Clone)]
pub struct Decoder {
    capture: Capture,
    sidecar: Sidecar,
    format: &'static dyn Format,
}

impl Decoder {
    /// Name of the capture for people.
    pub fn place(&self) -> &str {
        &self.capture.place
    }

    /// Takes the pages out of a piece.
    pub fn decode(&self, mut piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        for (line, reason) in std::mem::take(&mut piece.passed_over) {
            emit(Outcome::Skipped(format!("{}:{line}", self.capture.place), reason));
        }
        self.format.decode(&Context { capture: &self.capture, sidecar: &self.sidecar }, piece, emit);
    }
}

enum Failure {
    TooLarge,
    Error(Error),
}

fn read_whole(file: File, raw_head: Vec<u8>, gzip: bool, limits: Limits) -> Result<Piece, Failure> {
    let io = |error: io::Error| Failure::Error(error.into());
    let raw = read_up_to(Cursor::new(raw_head).chain(file), limits.max_bytes)
        .map_err(io)?
        .ok_or(Failure::TooLarge)?;
    let digest = identity::hex(&Sha256::digest(&raw));
    let bytes = if gzip {
        read_up_to(MultiGzDecoder::new(raw.as_slice()), limits.max_bytes)
            .map_err(|error| Failure::Error(Error::Gzip(error)))?
            .ok_or(Failure::TooLarge)?
    } else {
        raw
    };
    Ok(Piece { offset: 0, line: 1, bytes, digest, passed_over: Vec::new() })
}

fn stream(
    file: File,
    raw_head: Vec<u8>,
    gzip: bool,
    digest: &Arc<OnceLock<String>>,
) -> Box<dyn BufRead + Send> {
    const BUFFER_BYTES: usize = 256 << 10;
    let raw =
        Hashing { inner: Cursor::new(raw_head).chain(file), hasher: Sha256::new(), digest: digest.clone() };
    let raw = BufReader::with_capacity(BUFFER_BYTES, raw);
    if gzip {
        Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(raw)))
    } else {
        Box::new(raw)
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

fn read_head(file: &mut File) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    file.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Decompresses what the head holds. A head that stops within a member is no error: the rest comes later.
fn gunzip_head(raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    match MultiGzDecoder::new(raw).take(HEAD_BYTES as u64).read_to_end(&mut plain) {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(plain),
    }
}

/// Whether bytes are no text: many control characters, outside UTF-16. A stray NUL stands in many a real page.
fn is_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return false;
    }
    let control = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    #[expect(clippy::cast_precision_loss, reason = "a head is a few thousand bytes")]
    let share = control as f32 / bytes.len().max(1) as f32;
    share > MAX_CONTROL_SHARE
}
