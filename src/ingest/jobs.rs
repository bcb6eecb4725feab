//! Cuts a run into jobs that threads take one at a time, so that memory holds a few pages and not a folder.
//!
//! In: sources, and what is known of them. Out: [`Job`]s: whole files, pieces of streams, and what the walk passed over.

use std::path::PathBuf;

use crate::captures::{Capture, Found, Skip};
use crate::catalog::{Known, Stamp};
use crate::formats::{Decoder, Error, Limits, Opened, Outcome, Piece, open};
use crate::ingest::known::{Compared, KnownSource, is_settled, stamp};
use crate::ingest::read::Reading;

/// One thing to do.
pub(crate) enum Job {
    /// Nothing but to count it: what is no capture, or could not be looked at.
    Outcome { outcome: Outcome },
    /// A capture that is as it was.
    Unchanged { place: String, bytes: u64, known: Known },
    /// A capture that was not opened.
    Refused { file: FileRow, outcome: Outcome },
    /// A file that is decoded as a whole.
    Whole { file: FileRow, opened: Box<Opened> },
    /// A piece of a stream, or the error that ended it.
    Piece { capture: i64, decoder: Decoder, piece: Result<Box<Piece>, Outcome> },
    /// A stream is at its end.
    StreamEnd { capture: i64, place: String, bytes: u64, digest: Option<String>, new: bool },
}

/// What the catalog is told of a file.
#[derive(Clone, Debug)]
pub(crate) struct FileRow {
    /// Row of its source.
    pub(crate) source: i64,
    /// Path below the source.
    pub(crate) path: PathBuf,
    pub(crate) place: String,
    pub(crate) stamp: Stamp,
    pub(crate) settled: bool,
    /// What is known of it, where its bytes alone tell whether it changed.
    pub(crate) in_doubt: Option<Known>,
    /// Its row, where what it showed stays if it cannot be read now.
    pub(crate) stays: Option<i64>,
    pub(crate) new: bool,
}

/// The iterator over jobs.
pub(crate) struct Jobs<'a, 'b, W> {
    walk: W,
    limits: Limits,
    /// What is known of the sources that are walked, and their rows.
    known: &'a mut [(i64, KnownSource)],
    stream: Option<Stream>,
    run: &'a Reading<'b>,
    /// The file system's time when the run began.
    now: i64,
}

struct Stream {
    opened: Opened,
    decoder: Decoder,
    capture: i64,
    new: bool,
}

impl<'a, 'b, W: Iterator<Item = Found>> Jobs<'a, 'b, W> {
    /// `walk` is over the sources of `known`, in this order.
    pub(crate) fn new(
        walk: W,
        known: &'a mut [(i64, KnownSource)],
        limits: Limits,
        now: i64,
        run: &'a Reading<'b>,
    ) -> Jobs<'a, 'b, W> {
        Jobs { walk, limits, known, stream: None, run, now }
    }

    fn capture(&mut self, capture: Capture) -> Option<Job> {
        let (source, known) = self.known.get_mut(capture.source)?;
        let stamp = stamp(&capture);
        let (in_doubt, stays, new) = match known.compare(&capture) {
            Compared::Unchanged(known) => {
                return Some(Job::Unchanged { place: capture.place, bytes: capture.bytes, known });
            }
            Compared::New => (None, None, true),
            Compared::Changed { known, in_doubt, stays } => {
                (in_doubt.then(|| known.clone()), stays.then_some(known.id), false)
            }
        };
        let mut file = FileRow {
            source: *source,
            path: known.below(&capture.path).to_owned(),
            place: capture.place.clone(),
            settled: is_settled(&stamp, self.now),
            stamp,
            in_doubt,
            stays,
            new,
        };
        let opened = match open(capture, self.limits) {
            Ok(opened) => opened,
            Err(outcome) => return Some(Job::Refused { file, outcome }),
        };
        if !opened.is_stream() {
            return Some(Job::Whole { file, opened: Box::new(opened) });
        }
        // A stream is taken apart while it is read, so whether it is another is asked first.
        if let Some(known) = file.in_doubt.take()
            && opened.digest_of_file().is_ok_and(|digest| known.digest.as_ref() == Some(&digest))
        {
            self.run.touch(known.id, &file);
            return Some(Job::Unchanged { place: file.place, bytes: file.stamp.bytes, known });
        }
        let capture = self.run.begin(&file)?;
        let decoder = opened.decoder();
        self.stream = Some(Stream { opened, decoder, capture, new: file.new });
        self.piece()
    }

    /// The next piece of the stream that is open, or its end.
    fn piece(&mut self) -> Option<Job> {
        let stream = self.stream.as_mut()?;
        if let Some(piece) = stream.opened.next_piece() {
            let decoder = stream.decoder.clone();
            return Some(Job::Piece { capture: stream.capture, decoder, piece: piece.map(Box::new) });
        }
        let Stream { opened, capture, new, .. } = self.stream.take()?;
        let digest = opened.digest().map(str::to_owned);
        let (place, bytes) = (opened.capture().place.clone(), opened.capture().bytes);
        Some(Job::StreamEnd { capture, place, bytes, digest, new })
    }
}

impl<W: Iterator<Item = Found>> Iterator for Jobs<'_, '_, W> {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            if self.run.is_over() {
                return None;
            }
            if self.stream.is_some() {
                return self.piece();
            }
            return match self.walk.next()? {
                Found::Corrections { place, source, path } => {
                    if let Some((_, known)) = self.known.get_mut(source) {
                        known.corrected_in(path, place.clone());
                    }
                    Some(Job::Outcome { outcome: Outcome::Skipped(place, Skip::Corrections) })
                }
                Found::Skipped { place, reason, .. } => {
                    Some(Job::Outcome { outcome: Outcome::Skipped(place, reason) })
                }
                Found::Problem { place, source, path, error } => {
                    if let Some((_, known)) = self.known.get_mut(source) {
                        known.block(&path);
                    }
                    Some(Job::Outcome { outcome: Outcome::Problem(place, Error::Io(error)) })
                }
                Found::Capture(capture) => {
                    let known = self.known.get_mut(capture.source);
                    if known.is_some_and(|(_, known)| known.is_as_it_was(&capture)) {
                        // Handing it to another thread would take longer than all that is done with it.
                        self.run.as_it_was(capture.bytes);
                        continue;
                    }
                    self.capture(capture)
                }
            };
        }
    }
}
