//! Cuts a run into jobs that threads take one at a time, so that memory holds a few pages and not a folder.
//!
//! In: sources. Out: [`Job`]s: whole files, pieces of streams, and what the walk passed over.

use std::path::{Path, PathBuf};

use crate::captures::{Found, Source, Walk, walk};
use crate::formats::{Decoder, Error, Limits, Opened, Outcome, Piece, open};
use crate::ingest::Run;

/// One thing to do.
pub(crate) enum Job {
    /// Nothing but to count it.
    Outcome { outcome: Outcome, bytes: u64 },
    /// A file that is decoded as a whole.
    Whole(Box<Opened>),
    /// A piece of a stream, or the error that ended it.
    Piece(Decoder, Result<Box<Piece>, Outcome>),
    /// A stream is at its end.
    StreamEnd { bytes: u64 },
}

/// The iterator over jobs.
pub(crate) struct Jobs<'a> {
    walk: Walk,
    limits: Limits,
    stream: Option<(Opened, Decoder)>,
    run: &'a Run<'a>,
}

impl<'a> Jobs<'a> {
    pub(crate) fn new(sources: &[Source], index: &Path, limits: Limits, run: &'a Run<'a>) -> Jobs<'a> {
        let index: Option<PathBuf> = index.canonicalize().ok();
        Jobs { walk: walk(sources).without(index), limits, stream: None, run }
    }
}

impl Iterator for Jobs<'_> {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        if self.run.failed.load(std::sync::atomic::Ordering::Relaxed) {
            return None;
        }
        if let Some((opened, decoder)) = &mut self.stream {
            if let Some(piece) = opened.next_piece() {
                return Some(Job::Piece(decoder.clone(), piece.map(Box::new)));
            }
            let bytes = opened.capture().bytes;
            self.stream = None;
            return Some(Job::StreamEnd { bytes });
        }
        Some(match self.walk.next()? {
            Found::Skipped { place, reason } => {
                Job::Outcome { outcome: Outcome::Skipped(place, reason), bytes: 0 }
            }
            Found::Problem { place, error } => {
                Job::Outcome { outcome: Outcome::Problem(place, Error::Io(error)), bytes: 0 }
            }
            Found::Capture(capture) => {
                let bytes = capture.bytes;
                match open(capture, self.limits) {
                    Ok(mut opened) if opened.is_stream() => {
                        let decoder = opened.decoder();
                        let first = opened.next_piece();
                        self.stream = Some((opened, decoder.clone()));
                        match first {
                            Some(piece) => Job::Piece(decoder, piece.map(Box::new)),
                            None => return self.next(),
                        }
                    }
                    Ok(opened) => Job::Whole(Box::new(opened)),
                    Err(outcome) => Job::Outcome { outcome, bytes },
                }
            }
        })
    }
}
