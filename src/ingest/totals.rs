//! What became of everything that a run was given.
//!
//! In: events. Out: [`Totals`], which add up: every file is read, unchanged, skipped or a problem.

use std::collections::BTreeMap;

use crate::index::Finished;

/// Counts of one kind of thing by what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Read and indexed.
    pub read: u64,
    /// As the index had it already.
    pub unchanged: u64,
    /// Passed over.
    pub skipped: u64,
    /// Not readable.
    pub problems: u64,
}

impl Counts {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.read + self.unchanged + self.skipped + self.problems
    }
}

/// Counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files, and folders that were not entered.
    pub files: Counts,
    /// Records within files.
    pub records: Counts,
    /// Files read for the first time.
    pub new: u64,
    /// Files read again.
    pub changed: u64,
    /// Files that are not there any more, whose sightings went with them.
    pub gone: u64,
    /// Files that are not there any more, whose sightings were kept.
    pub missing: u64,
    /// Pages and records taken out of captures.
    pub captured_pages: u64,
    /// Pages that list publications.
    pub listings: u64,
    /// Publications that listings list, a publication counted with each listing.
    pub entries: u64,
    /// Documents that are publications.
    pub publications: u64,
    /// Documents that are pages.
    pub pages: u64,
    /// Reasons for skipping, files and records together.
    pub skipped: BTreeMap<String, u64>,
    /// Kinds of problems, files and records together.
    pub problems: BTreeMap<String, u64>,
    /// Kinds of doubts.
    pub doubts: BTreeMap<String, u64>,
    /// What the vectors took by which documents are alike.
    pub vectors: Finished,
    /// Keys of records that mean nothing here, as far as there are few different ones.
    pub ignored_keys: BTreeMap<String, u64>,
}

/// Different ignored keys that are told apart; records whose keys are data would fill memory.
const MAX_IGNORED_KEYS: usize = 100;

impl Totals {
    /// Adds the counts of another part of the run.
    pub fn add(&mut self, other: Totals) {
        for (sum, counts) in [(&mut self.files, other.files), (&mut self.records, other.records)] {
            sum.read += counts.read;
            sum.unchanged += counts.unchanged;
            sum.skipped += counts.skipped;
            sum.problems += counts.problems;
        }
        self.new += other.new;
        self.changed += other.changed;
        self.gone += other.gone;
        self.missing += other.missing;
        self.captured_pages += other.captured_pages;
        self.listings += other.listings;
        self.entries += other.entries;
        self.publications += other.publications;
        self.pages += other.pages;
        for (sum, reasons) in [
            (&mut self.skipped, other.skipped),
            (&mut self.problems, other.problems),
            (&mut self.doubts, other.doubts),
        ] {
            for (reason, count) in reasons {
                *sum.entry(reason).or_default() += count;
            }
        }
        for (key, count) in other.ignored_keys {
            self.ignored_keys_by(&key, count);
        }
    }

    /// Whether some capture could not be read.
    pub fn has_problems(&self) -> bool {
        self.files.problems + self.records.problems > 0
    }

    /// Counts a file that was read.
    pub(crate) fn read(&mut self, new: bool) {
        self.files.read += 1;
        if new {
            self.new += 1;
        } else {
            self.changed += 1;
        }
    }

    pub(crate) fn skip(&mut self, reason: &str, whole_file: bool) {
        if whole_file {
            self.files.skipped += 1;
        } else {
            self.records.skipped += 1;
        }
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
    }

    pub(crate) fn problem(&mut self, kind: &str, whole_file: bool) {
        if whole_file {
            self.files.problems += 1;
        } else {
            self.records.problems += 1;
        }
        *self.problems.entry(kind.to_owned()).or_default() += 1;
    }

    pub(crate) fn doubt(&mut self, kind: &str) {
        *self.doubts.entry(kind.to_owned()).or_default() += 1;
    }

    pub(crate) fn ignored_key(&mut self, key: &str) {
        self.ignored_keys_by(key, 1);
    }

    fn ignored_keys_by(&mut self, key: &str, count: u64) {
        *self.ignored_keys.entry(key.to_owned()).or_default() += count;
        // The first names of the alphabet stay, whatever came first: none of them is ever the last of more than these.
        while self.ignored_keys.len() > MAX_IGNORED_KEYS {
            self.ignored_keys.pop_last();
        }
    }
}
