//! What a run tells while it goes on.
//!
//! In: nothing. Out: [`Monitor`], which whoever starts a run implements, and [`Notice`]. Knows no terminal.

use std::path::PathBuf;

use crate::document::Doubt;

/// What a run is told about while it goes on. Called from several threads.
pub trait Monitor: Sync {
    /// A file was read, passed over or could not be read; so many bytes of it.
    fn file(&self, bytes: u64) {
        let _ = bytes;
    }
    /// A file was read, for the first time or again.
    fn read(&self, place: &str, new: bool) {
        let _ = (place, new);
    }
    /// A file is not there any more, and what it showed goes with it.
    fn gone(&self, place: &str) {
        let _ = place;
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
    /// Something about the run as a whole that a person would want to know.
    fn notice(&self, notice: &Notice) {
        let _ = notice;
    }
    /// All captures are read; so many documents are being written.
    fn writing(&self, documents: u64) {
        let _ = documents;
    }
    /// One more document is written.
    fn written(&self) {}
    /// Whether the run is no longer wanted: it then ends as [`Error::Stopped`](crate::ingest::Error::Stopped), unless it is
    /// past the point of no return.
    fn is_stopped(&self) -> bool {
        false
    }
    /// The run is about to take a step, in this order: `read`, `settle`, `merge`, `commit-catalog`, `commit-history`,
    /// `commit-segments`, `latent`, `metas`, `manifest`, `sweep`. Tests stop the program there.
    fn step(&self, step: &'static str) {
        let _ = step;
    }
}

/// What a person would want to know of a run as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The captures of a source are read again, since they would be read in another way now.
    ReadAgain {
        /// Name of the source.
        source: String,
        /// The limits that are others now, in words; none where the program is.
        limits: Vec<String>,
    },
    /// The source has another name now, to tell it from another one.
    Renamed {
        /// Path of the source.
        root: PathBuf,
        /// Its name.
        name: String,
    },
    /// The catalog was of no use and is made anew.
    CatalogAnew {
        /// Why.
        reason: String,
    },
    /// The index was of no use and is made anew.
    IndexAnew {
        /// Why.
        reason: String,
    },
    /// An earlier run was stopped before it was done; what it left is finished.
    Finished,
}

/// A monitor that looks away.
pub struct Quiet;

impl Monitor for Quiet {}
