//! Reads captures: decodes and normalises them, and puts what they show into the catalog.
//!
//! In: [`Job`]s, from many threads. Out: rows of the catalog, counts, and what the monitor is told.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::captures::Skip;
use crate::catalog::{self, CapturedPage, Catalog, Damaged, Known, Lost, NewPage, Outcome as Noted};
use crate::formats::{Decoder, Error, Limits, Outcome, Piece};
use crate::ingest::jobs::{FileRow, Job};
use crate::ingest::patience::{Taken, within};
use crate::ingest::{Monitor, Totals};
use crate::normalise::Normalised;

/// What of a stream could not be read.
#[derive(Default)]
struct Unread {
    lost: Lost,
    /// Whether it may well be read the next time.
    again: bool,
    /// Where the stream itself is damaged, and not only what stands in it.
    damaged: BTreeSet<String>,
    /// Its place, and the last page that was there before, where what it showed stays until it is read.
    before: Option<(String, i64)>,
}

/// One run while it reads.
pub(crate) struct Reading<'a> {
    catalog: &'a Catalog,
    monitor: &'a dyn Monitor,
    limits: Limits,
    totals: Mutex<Totals>,
    /// What of streams could not be read, by row of the capture.
    unread: Mutex<HashMap<i64, Unread>>,
    failed: AtomicBool,
    error: Mutex<Option<catalog::Error>>,
}

/// What decoding one piece gave.
#[derive(Default)]
struct Decoded {
    pages: Vec<NewPage>,
    passed_over: Vec<Outcome>,
    totals: Totals,
    /// The program itself failed on it.
    broke: bool,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(catalog: &'a Catalog, limits: Limits, monitor: &'a dyn Monitor) -> Reading<'a> {
        Reading {
            catalog,
            monitor,
            limits,
            totals: Mutex::default(),
            unread: Mutex::default(),
            failed: AtomicBool::new(false),
            error: Mutex::new(None),
        }
    }

    /// Whether going on is of no use: the catalog could not be written, or nobody wants it any more.
    pub(crate) fn is_over(&self) -> bool {
        self.failed.load(Ordering::Relaxed) || self.monitor.is_stopped()
    }

    /// The counts, or why the catalog could not be written.
    pub(crate) fn finish(self) -> Result<Totals, catalog::Error> {
        match self.error.into_inner().ok().flatten() {
            Some(error) => Err(error),
            None => Ok(self.totals.into_inner().unwrap_or_default()),
        }
    }

    pub(crate) fn work(&self, job: Job) {
        if self.is_over() {
            return;
        }
        match job {
            Job::Outcome { outcome } => {
                self.monitor.file(0);
                self.passed_over(outcome, true);
            }
            Job::Unchanged { place, bytes, known } => {
                self.monitor.file(bytes);
                self.unchanged(&place, &known);
            }
            Job::Refused { file, outcome } => {
                self.monitor.file(file.stamp.bytes);
                self.refuse(&file, outcome);
            }
            Job::Whole { file, mut opened } => {
                let decoder = opened.decoder();
                match opened.next_piece() {
                    Some(Ok(piece)) => {
                        let digest = opened.digest().unwrap_or(piece.digest()).to_owned();
                        self.whole(&file, &decoder, piece, &digest);
                    }
                    Some(Err(outcome)) => self.refuse(&file, outcome),
                    None => {}
                }
                self.monitor.file(file.stamp.bytes);
            }
            Job::Piece { capture, decoder, piece: Ok(piece) } => self.piece(capture, &decoder, *piece),
            Job::Piece { capture, piece: Err(outcome), .. } => {
                self.lose(capture, &outcome);
                self.passed_over(outcome, false);
            }
            Job::StreamEnd { capture, place, bytes, digest, new } => {
                self.monitor.file(bytes);
                self.count(|totals| totals.read(new));
                self.monitor.read(&place, new);
                self.noted(self.catalog.end_capture(capture, digest.as_deref()));
            }
        }
    }

    /// Notes what could not be read of streams, once every job is done.
    pub(crate) fn note_lost(&self) {
        let unread = self.unread.lock().map(|mut unread| std::mem::take(&mut *unread)).unwrap_or_default();
        for (capture, Unread { lost, again, damaged, before }) in unread {
            if !lost.kinds.is_empty() {
                self.noted(self.catalog.note_lost(capture, &lost, again));
            }
            if let Some((place, last)) = before
                && self.noted(self.catalog.end_kept(capture, last, &within_capture(&place, &damaged)))
                    == Some(true)
            {
                self.monitor.problem(&place, LESS);
            }
        }
    }

    /// Notes that a stream is read from now on. Gives its row, or none when that failed.
    pub(crate) fn begin(&self, file: &FileRow) -> Option<i64> {
        let noted = Noted::Read { lost: None };
        if !self.stays(file, &noted) {
            return self.put(file, None, &noted);
        }
        let before = (file.place.clone(), self.noted(self.catalog.last_page())?);
        let capture = file.stays?;
        if let Ok(mut unread) = self.unread.lock() {
            unread.entry(capture).or_default().before = Some(before);
        }
        Some(capture)
    }

    /// Notes what became of a file and keeps what it showed, where that stays and there is something.
    fn stays(&self, file: &FileRow, noted: &Noted) -> bool {
        let keep = |capture| self.catalog.keep_capture(capture, &file.stamp, file.settled, noted);
        file.stays.is_some_and(|capture| self.noted(keep(capture)) == Some(true))
    }

    /// Notes a file in the catalog; its row, or none when that failed.
    pub(crate) fn put(&self, file: &FileRow, digest: Option<&str>, outcome: &Noted) -> Option<i64> {
        let put =
            self.catalog.put_capture(file.source, &file.path, &file.stamp, file.settled, digest, outcome);
        self.noted(put)
    }

    /// Notes that a file is as it was, at another time.
    pub(crate) fn touch(&self, capture: i64, file: &FileRow) {
        self.noted(self.catalog.touch(capture, &file.stamp, file.settled));
    }

    fn noted<T>(&self, result: Result<T, catalog::Error>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.failed.store(true, Ordering::Relaxed);
                if let Ok(mut slot) = self.error.lock() {
                    slot.get_or_insert(error);
                }
                None
            }
        }
    }

    /// Counts a capture that is as it was and was read whole.
    pub(crate) fn as_it_was(&self, bytes: u64) {
        self.monitor.file(bytes);
        self.count(|totals| totals.files.unchanged += 1);
    }

    /// A capture that is as it was ends as it ended then.
    fn unchanged(&self, place: &str, known: &Known) {
        if known.missing {
            self.noted(self.catalog.keep_missing(known.id, false));
        }
        match &known.outcome {
            Noted::Read { lost } => {
                let lost = lost.as_deref().map(Lost::of_text).unwrap_or_default();
                for (place, message) in &lost.told {
                    self.monitor.problem(place, message);
                }
                let more = lost.kinds.values().sum::<u64>().saturating_sub(lost.told.len() as u64);
                if more > 0 {
                    self.monitor.problem(place, &format!("{more} more records could not be read"));
                }
                if known.kept {
                    self.monitor.problem(place, LESS);
                }
                self.count(|totals| {
                    totals.files.unchanged += 1;
                    for (kind, records) in lost.kinds {
                        totals.records.problems += records;
                        *totals.problems.entry(kind).or_default() += records;
                    }
                });
            }
            Noted::Skipped { reason } => {
                self.monitor.skipped(place, reason);
                self.count(|totals| totals.skip(reason, true));
            }
            Noted::Problem { kind, message } => {
                self.monitor.problem(place, message);
                self.count(|totals| totals.problem(kind, true));
            }
        }
    }

    /// A file that no page comes out of. What could not even be opened, or whose metadata could not, says nothing of what
    /// it holds, so what was known of it stays.
    fn refuse(&self, file: &FileRow, outcome: Outcome) {
        let noted = match &outcome {
            Outcome::Skipped(_, reason) => Some(Noted::Skipped { reason: reason.as_str().to_owned() }),
            Outcome::Problem(_, Error::Io(_) | Error::SidecarUnread { .. }) | Outcome::Page(_) => None,
            Outcome::Problem(_, error) => {
                Some(Noted::Problem { kind: error.kind().to_owned(), message: error.to_string() })
            }
        };
        if let Some(noted) = noted {
            if self.keep(file, &outcome) {
                return;
            }
            self.put(file, None, &noted);
        }
        self.passed_over(outcome, true);
    }

    /// Keeps what a file showed that was read before and cannot be now, or holds nothing: a problem. What it says itself
    /// (that it is not to be read, that the request failed) holds. Gives whether anything was kept.
    fn keep(&self, file: &FileRow, outcome: &Outcome) -> bool {
        let (kind, said) = match outcome {
            Outcome::Problem(_, error) => (error.kind(), error.to_string()),
            Outcome::Skipped(_, reason @ (Skip::Empty | Skip::UnknownFormat)) => {
                (NO_MORE, format!("{} now, and was read before", reason.as_str()))
            }
            _ => return false,
        };
        let message = kept(&said);
        let noted = Noted::Problem { kind: kind.to_owned(), message: message.clone() };
        let is_kept = self.stays(file, &noted);
        if is_kept {
            self.monitor.problem(&file.place, &message);
            self.count(|totals| totals.problem(kind, true));
        }
        is_kept
    }

    fn whole(&self, file: &FileRow, decoder: &Decoder, piece: Piece, digest: &str) {
        if let Some(known) = file.in_doubt.as_ref().filter(|known| known.digest.as_deref() == Some(digest)) {
            self.touch(known.id, file);
            self.unchanged(decoder.place(), known);
            return;
        }
        let mut read = self.decode(decoder, piece, true);
        if read.broke {
            // Another version may do better, so the next run tries again.
            let file = FileRow { settled: false, ..file.clone() };
            let noted = |message: String| Noted::Problem { kind: INTERNAL.to_owned(), message };
            let message = kept(BROKE);
            if self.stays(&file, &noted(message.clone())) {
                self.monitor.problem(&file.place, &message);
            } else {
                self.put(&file, None, &noted(BROKE.to_owned()));
            }
        } else if read.pages.is_empty() {
            match read.passed_over.pop() {
                Some(outcome) => self.refuse(file, outcome),
                None => {
                    self.put(file, Some(digest), &Noted::Read { lost: None });
                }
            }
        } else {
            read.totals.read(file.new);
            self.monitor.read(&file.place, file.new);
            let capture = self.put(file, Some(digest), &Noted::Read { lost: None });
            if let Some(capture) = capture {
                self.noted(self.catalog.add_pages(capture, &read.pages));
            }
        }
        self.count(|totals| totals.add(read.totals));
        for outcome in read.passed_over {
            self.passed_over(outcome, true);
        }
    }

    fn piece(&self, capture: i64, decoder: &Decoder, piece: Piece) {
        let read = self.decode(decoder, piece, false);
        self.noted(self.catalog.add_pages(capture, &read.pages));
        if read.broke {
            self.lost_one(capture, decoder.place(), &Error::Broke);
        }
        self.count(|totals| totals.add(read.totals));
        for outcome in read.passed_over {
            self.lose(capture, &outcome);
            self.passed_over(outcome, false);
        }
    }

    /// Decodes and normalises one piece. A panic is a defect of this program, but one capture's problem.
    fn decode(&self, decoder: &Decoder, piece: Piece, whole_file: bool) -> Decoded {
        let mut read = Decoded::default();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            decoder.decode(piece, &mut |outcome| match outcome {
                Outcome::Page(page) => {
                    read.totals.captured_pages += 1;
                    let is_record = page.evidence.range.is_some() || page.evidence.member.is_some();
                    let place = page.evidence.place_within();
                    // One record that breaks the program leaves the others of its batch.
                    match within(self.limits, *page) {
                        Taken::Normalised(normalised) => {
                            read.totals.records.read += u64::from(is_record);
                            self.note(&place, &normalised, &mut read.totals);
                            let complete_listing =
                                normalised.listing.as_ref().map(|listing| listing.complete);
                            let sightings = normalised.into_sightings();
                            read.pages.extend(NewPage::pack(CapturedPage { sightings, complete_listing }));
                        }
                        Taken::TooLong(error) => read.passed_over.push(Outcome::Problem(place, error)),
                        Taken::Broke => self.broke(&place, whole_file, &mut read),
                    }
                }
                other => read.passed_over.push(other),
            });
        }));
        if outcome.is_err() {
            self.broke(decoder.place(), whole_file, &mut read);
        }
        read
    }

    /// Counts a capture that the program itself failed on.
    fn broke(&self, place: &str, whole_file: bool, read: &mut Decoded) {
        self.monitor.problem(place, BROKE);
        read.totals.problem(INTERNAL, whole_file);
        read.broke = true;
    }

    fn note(&self, place: &str, normalised: &Normalised, totals: &mut Totals) {
        for doubt in &normalised.doubts {
            self.monitor.doubt(place, doubt);
            totals.doubt(doubt.kind.as_str());
        }
        for key in &normalised.ignored_keys {
            totals.ignored_key(key);
        }
        if let Some(listing) = &normalised.listing {
            totals.listings += 1;
            totals.entries += listing.entries.len() as u64;
        }
    }

    /// Remembers that something of a stream could not be read, so that the next run tells it again.
    fn lose(&self, capture: i64, outcome: &Outcome) {
        if let Outcome::Problem(place, error) = outcome {
            self.lost_one(capture, place, error);
        }
    }

    fn lost_one(&self, capture: i64, place: &str, error: &Error) {
        if let Ok(mut unread) = self.unread.lock() {
            let unread = unread.entry(capture).or_default();
            unread.lost.add(error.kind(), place, &error.to_string());
            unread.again |= error.is_passing();
            if error.is_damage() {
                unread.damaged.insert(place.to_owned());
            }
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

/// Kind of problem of a file that was a capture and is none any more.
const NO_MORE: &str = "no capture any more";

/// What is told of a damaged stream of which some of what it showed before was kept.
const LESS: &str = "it lacks some of what it showed before; that is kept, unless you say --prune";

/// What is told of a file of which all that it showed before was kept.
fn kept(said: &str) -> String {
    format!("{said}; what it showed before is kept, unless you say --prune")
}

/// The members of a stream that damaged places are in; all of it where one is in none.
fn within_capture(capture: &str, damaged: &BTreeSet<String>) -> Damaged {
    let member = |place: &String| Some(place.strip_prefix(capture)?.strip_prefix("!/")?.to_owned());
    damaged.iter().map(member).collect::<Option<_>>().map_or(Damaged::Whole, Damaged::Members)
}

/// Kind of problem of a capture that the program itself failed on.
const INTERNAL: &str = "internal failure";

/// What is told of it.
const BROKE: &str = "rsearch failed on it: please report this capture";
