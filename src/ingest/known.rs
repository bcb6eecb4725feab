//! Compares what is found with what the catalog knows.
//!
//! In: files as a walk finds them. Out: whether each is new, changed or as it was; and, after the walk, what went away.
//! An unchanged file costs a look at its size and time, nothing more.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::captures::Capture;
use crate::catalog::{Known, Outcome, Stamp};

/// Nanoseconds within which two changes of a file can have one time: FAT keeps time in steps of two seconds.
const TICK: i64 = 2_000_000_000;

/// What the catalog knows of one source.
pub(crate) struct KnownSource {
    root: PathBuf,
    /// By their whole paths, as one name: paths are compared part by part, which takes longer.
    files: HashMap<OsString, File>,
    captures_found: bool,
    /// Folders and files that could not be looked at; nothing is known of what is below them now.
    blocked: Vec<PathBuf>,
    /// The files in which corrections stand, and their names for people.
    corrections: Vec<(PathBuf, String)>,
    /// Whether everything is read again, changed or not.
    reread: bool,
    /// Whether nothing is kept of what cannot be read any more.
    prune: bool,
}

/// A file that the catalog knows.
struct File {
    known: Known,
    /// Whether it was found.
    seen: bool,
}

/// What a file is, compared with what is known.
#[derive(Clone, Debug)]
pub(crate) enum Compared {
    /// Never seen.
    New,
    /// Seen, but another now, or perhaps another.
    Changed {
        /// What is known of it.
        known: Known,
        /// Whether its bytes alone tell: if they are the same, it is as it was.
        in_doubt: bool,
        /// Whether what it showed stays where it cannot be read now: not where the file is the same and only the reading
        /// is another.
        stays: bool,
    },
    /// As it was.
    Unchanged(Known),
}

impl KnownSource {
    /// Everything is read again with `reread`; with `prune` nothing stays of what cannot be read any more.
    pub(crate) fn new(root: PathBuf, files: Vec<(PathBuf, Known)>, reread: bool, prune: bool) -> KnownSource {
        let whole = |path: PathBuf| if path.as_os_str().is_empty() { root.clone() } else { root.join(path) };
        let files = files.into_iter().map(|(path, known)| {
            let file = File { known, seen: false };
            (whole(path).into_os_string(), file)
        });
        KnownSource {
            files: files.collect(),
            root,
            captures_found: false,
            blocked: Vec::new(),
            corrections: Vec::new(),
            reread,
            prune,
        }
    }

    /// The path of a capture below the root; empty where the root is the file itself.
    pub(crate) fn below<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    /// Whether a capture is as it was and was read whole, so that there is nothing to tell of it. Most are; this copies nothing.
    pub(crate) fn is_as_it_was(&mut self, capture: &Capture) -> bool {
        let Some(file) = self.files.get_mut(capture.path.as_os_str()) else { return false };
        let known = &file.known;
        let was_read_whole = !known.missing && matches!(known.outcome, Outcome::Read { lost: None });
        let is_as_it_was = was_read_whole && !self.reread && known.settled && known.stamp == stamp(capture);
        if is_as_it_was {
            self.captures_found = true;
            file.seen = true;
        }
        is_as_it_was
    }

    pub(crate) fn compare(&mut self, capture: &Capture) -> Compared {
        self.captures_found = true;
        let Some(file) = self.files.get_mut(capture.path.as_os_str()) else { return Compared::New };
        file.seen = true;
        let known = file.known.clone();
        let stamp = stamp(capture);
        let in_doubt = known.stamp.bytes == stamp.bytes
            && known.stamp.sidecar == stamp.sidecar
            && known.digest.is_some();
        // Where all is read again the digest is asked for here.
        let is_other =
            || known.stamp != stamp && !(self.reread && in_doubt && capture.digest().ok() == known.digest);
        let stays = !self.prune && (known.kept || is_other());
        if self.reread || self.prune && known.kept {
            return Compared::Changed { known, in_doubt: false, stays };
        }
        if known.stamp == stamp && known.settled {
            return Compared::Unchanged(known);
        }
        Compared::Changed { known, in_doubt, stays }
    }

    /// Notes that a file or folder could not be looked at.
    pub(crate) fn block(&mut self, path: &Path) {
        self.blocked.push(path.to_owned());
    }

    /// Notes a file in which corrections stand.
    pub(crate) fn corrected_in(&mut self, path: PathBuf, place: String) {
        self.corrections.push((path, place));
    }

    /// The files in which corrections stand, and their names for people.
    pub(crate) fn corrections(&self) -> &[(PathBuf, String)] {
        &self.corrections
    }

    /// Whether the source itself could not be looked at.
    pub(crate) fn is_away(&self) -> bool {
        self.blocked.contains(&self.root)
    }

    /// Whether it held captures before and holds none now.
    pub(crate) fn is_suddenly_empty(&self) -> bool {
        !self.captures_found && self.files.values().any(|file| !file.known.missing)
    }

    /// Whether no capture was found.
    pub(crate) fn found_nothing(&self) -> bool {
        !self.captures_found
    }

    /// The captures that are not there any more, in order. Of what could not be looked at nothing is gone, unless `prune`
    /// says so.
    pub(crate) fn parted(&self) -> Vec<(PathBuf, Known)> {
        let mut parted: Vec<_> = self
            .files
            .iter()
            .filter(|(_, file)| !file.seen)
            .map(|(path, file)| (Path::new(path), file))
            .filter(|(path, _)| self.prune || !self.blocked.iter().any(|blocked| path.starts_with(blocked)))
            .map(|(path, file)| (self.below(path).to_owned(), file.known.clone()))
            .collect();
        parted.sort_by(|a, b| a.0.cmp(&b.0));
        parted
    }
}

/// The sizes and times of a capture and of its metadata file.
pub(crate) fn stamp(capture: &Capture) -> Stamp {
    Stamp {
        bytes: capture.bytes,
        modified: capture.modified,
        sidecar: capture.sidecar.as_ref().map(|file| (file.bytes, file.modified)),
    }
}

/// Whether a later change of the files would show in their times, `now` being the time of the file system.
pub(crate) fn is_settled(stamp: &Stamp, now: i64) -> bool {
    let newest = stamp.sidecar.map_or(stamp.modified, |(_, modified)| modified.max(stamp.modified));
    newest < now.saturating_sub(TICK)
}
