//! Runs the whole way from folders to an index.
//!
//! In: folders, an index folder, a [`Monitor`]. Out: a new index, and [`Totals`] that add up. Knows no terminal.

mod jobs;
mod totals;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use crate::captures::{self, sources};
use crate::catalog::{self, Spool, Spooled};
use crate::document::{Doubt, Kind};
use crate::formats::{Limits, Outcome};
use crate::index::{self, IndexedSource, Reader, Update, Writer};
use crate::ingest::jobs::{Job, Jobs};
use crate::normalise::{Normalised, normalise};

pub use totals::{Counts, Totals};

/// What a run is told about while it goes on. Called from several threads.
pub trait Monitor: Sync {
    /// A file was read, passed over or could not be read; so many bytes of it.
    fn file(&self, bytes: u64) {
        let _ = bytes;
    }
    /// A file or record was passed over.
    fn skipped(&self, place: &str, reason: &str) {
        let _ = (place, reason);
    }
    /// A file or record could not be read.
    fn problem(&self, place: &str, error: &str) {
        let _ = (place, error);
    }
    /// Something was not sure.
    fn doubt(&self, place: &str, doubt: &Doubt) {
        let _ = (place, doubt);
    }
    /// All captures are read; so many documents are being written.
    fn writing(&self, documents: u64) {
        let _ = documents;
    }
    /// One more document is written.
    fn written(&self) {}
}

/// A monitor that looks away.
pub struct Quiet;

impl Monitor for Quiet {}

/// What a run may be told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How much is read of one capture.
    pub limits: Limits,
}

/// What ends a run.
#[derive(Debug, Error)]
pub enum Error {
    /// The folders that were named.
    #[error(transparent)]
    Captures(#[from] captures::Error),
    /// The index.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// Nothing at all could be read, and there is an index that would be lost.
    #[error("no capture was read, so the index in {} with its {documents} documents stays as it is", folder.display())]
    Nothing {
        /// The index folder.
        folder: PathBuf,
        /// Documents of the index there is.
        documents: u64,
    },
    /// Sightings could not be kept on disk while reading.
    #[error("cannot keep what was read in {}", folder.display())]
    Spool {
        /// The index folder.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Bytes of stack of a reading thread: trees are at most some 500 deep, and a frame takes a kilobyte or two.
const STACK_BYTES: usize = 8 << 20;

/// Reads every capture in the folders and replaces the index with what they show.
///
/// # Errors
/// When a folder cannot be read or the index cannot be written; the earlier index then still answers. A capture that
/// cannot be read is no error: the monitor hears of it and the totals count it.
pub fn ingest(
    paths: &[PathBuf],
    folder: &Path,
    options: &Options,
    monitor: &dyn Monitor,
) -> Result<Totals, Error> {
    let sources = sources(paths)?;
    let writer = Writer::open(folder, true, usize::MAX)?;
    let spool_error = |source| Error::Spool { folder: folder.to_owned(), source };
    let spool = Spool::create(folder).map_err(spool_error)?;
    let run = Run {
        spool,
        totals: Mutex::new(Totals::default()),
        failed: AtomicBool::new(false),
        error: Mutex::new(None),
        monitor,
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build();
    let pool = pool.map_err(|error| spool_error(std::io::Error::other(error)))?;
    let jobs = Jobs::new(&sources, folder, options.limits, &run);
    pool.install(|| jobs.par_bridge().for_each(|job| run.work(job)));
    if let Some(error) = run.error.into_inner().ok().flatten() {
        return Err(spool_error(error));
    }
    let mut totals = run.totals.into_inner().unwrap_or_default();
    let spooled = run.spool.finish().map_err(spool_error)?;
    // A drive that is not mounted looks like an empty folder.
    if spooled.keys.is_empty()
        && let Ok(documents @ 1..) = Reader::open(folder).map(|reader| reader.documents())
    {
        return Err(Error::Nothing { folder: folder.to_owned(), documents });
    }
    write(&pool, &writer, &spooled, folder, &mut totals, monitor)?;
    let remembered =
        sources.into_iter().map(|source| IndexedSource { name: source.name, root: source.root }).collect();
    writer.finish(1, remembered, &|_| {})?;
    Ok(totals)
}

/// Merges what was read, and writes it.
fn write(
    pool: &rayon::ThreadPool,
    writer: &Writer,
    spooled: &Spooled,
    folder: &Path,
    totals: &mut Totals,
    monitor: &dyn Monitor,
) -> Result<(), Error> {
    let groups = catalog::group(&spooled.keys);
    monitor.writing(groups.len() as u64);
    let counted = pool.install(|| {
        groups
            .par_iter()
            .map(|group| -> Result<Totals, Error> {
                let sightings = spooled
                    .reader
                    .read(&group.members)
                    .map_err(|source| Error::Spool { folder: folder.to_owned(), source })?;
                let (document, doubts) = catalog::merge(sightings, group);
                writer.put(&Update { document: &document, validity: None, superseded: &[] })?;
                let mut counted = Totals::default();
                match document.kind {
                    Kind::Publication => counted.publications = 1,
                    Kind::Page => counted.pages = 1,
                }
                for doubt in doubts {
                    let place = document
                        .sightings
                        .first()
                        .map(|seen| seen.evidence.capture.as_str())
                        .unwrap_or_default();
                    monitor.doubt(place, &doubt);
                    counted.doubt(doubt.kind.as_str());
                }
                monitor.written();
                Ok(counted)
            })
            .try_reduce(Totals::default, |mut sum, counted| {
                sum.add(counted);
                Ok(sum)
            })
    })?;
    totals.add(counted);
    Ok(())
}

/// One run while it reads.
struct Run<'a> {
    spool: Spool,
    totals: Mutex<Totals>,
    failed: AtomicBool,
    error: Mutex<Option<std::io::Error>>,
    monitor: &'a dyn Monitor,
}

impl Run<'_> {
    fn work(&self, job: Job) {
        if self.failed.load(Ordering::Relaxed) {
            return;
        }
        match job {
            Job::Outcome { outcome, bytes } => {
                self.monitor.file(bytes);
                self.passed_over(outcome, true);
            }
            Job::Whole(mut opened) => {
                let bytes = opened.capture().bytes;
                let decoder = opened.decoder();
                match opened.next_piece() {
                    Some(Ok(piece)) => self.decode(&decoder, piece, true),
                    Some(Err(outcome)) => self.passed_over(outcome, true),
                    None => {}
                }
                self.monitor.file(bytes);
            }
            Job::Piece(decoder, Ok(piece)) => self.decode(&decoder, *piece, false),
            // A stream that breaks off has been counted as a file that was read.
            Job::Piece(_, Err(outcome)) => self.passed_over(outcome, false),
            Job::StreamEnd { bytes } => {
                self.monitor.file(bytes);
                self.count(|totals| totals.files.read += 1);
            }
        }
    }

    /// Decodes and normalises one piece. A panic is a defect of this program, but one capture's problem.
    fn decode(&self, decoder: &crate::formats::Decoder, piece: crate::formats::Piece, whole_file: bool) {
        let mut sightings = Vec::new();
        let mut passed_over = Vec::new();
        let mut counted = Totals::default();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            decoder.decode(piece, &mut |outcome| match outcome {
                Outcome::Page(page) => {
                    counted.captured_pages += 1;
                    let is_record = page.evidence.range.is_some();
                    let place = page.evidence.capture.clone();
                    // One record that breaks the program leaves the others of its batch.
                    match catch_unwind(AssertUnwindSafe(|| normalise(*page))) {
                        Ok(normalised) => {
                            counted.records.read += u64::from(is_record);
                            self.note(&place, &normalised, &mut counted);
                            sightings.extend(normalised.into_sightings());
                        }
                        Err(_) => self.broke(&place, whole_file, &mut counted),
                    }
                }
                other => passed_over.push(other),
            });
        }));
        if outcome.is_err() {
            self.broke(decoder.place(), whole_file, &mut counted);
        } else if whole_file && counted.captured_pages > 0 && counted.files.problems == 0 {
            counted.files.read += 1;
        }
        if let Err(error) = self.spool.add(&sightings) {
            self.failed.store(true, Ordering::Relaxed);
            if let Ok(mut slot) = self.error.lock() {
                slot.get_or_insert(error);
            }
        }
        self.count(|totals| totals.add(counted));
        for outcome in passed_over {
            self.passed_over(outcome, whole_file);
        }
    }

    /// Counts a capture that the program itself failed on.
    fn broke(&self, place: &str, whole_file: bool, counted: &mut Totals) {
        self.monitor.problem(place, "rsearch failed on it: please report this capture");
        counted.problem("internal failure", whole_file);
    }

    fn note(&self, place: &str, normalised: &Normalised, counted: &mut Totals) {
        for doubt in &normalised.doubts {
            self.monitor.doubt(place, doubt);
            counted.doubt(doubt.kind.as_str());
        }
        for key in &normalised.ignored_keys {
            counted.ignored_key(key);
        }
        if let Some(listing) = &normalised.listing {
            counted.listings += 1;
            counted.entries += listing.entries.len() as u64;
        }
    }

    fn passed_over(&self, outcome: Outcome, whole_file: bool) {
        match outcome {
            Outcome::Skipped(place, reason) => {
                self.monitor.skipped(&place, reason.as_str());
                self.count(|totals| totals.skip(reason.as_str(), whole_file));
            }
            Outcome::Problem(place, error) => {
                self.monitor.problem(&place, &error.to_string());
                self.count(|totals| totals.problem(error.kind(), whole_file));
            }
            Outcome::Page(_) => {}
        }
    }

    fn count(&self, change: impl FnOnce(&mut Totals)) {
        if let Ok(mut totals) = self.totals.lock() {
            change(&mut totals);
        }
    }
}
