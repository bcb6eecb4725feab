//! What the fuzz targets share.
//!
//! In: bytes that a fuzzer made. Out: nothing; a panic, an abort or a hang is the finding.

mod read;

use std::path::PathBuf;
use std::sync::OnceLock;

/// Reads these bytes as a capture of this name, and takes apart every page in it.
pub fn capture(name: &str, bytes: &[u8]) {
    read::capture(&folder().join(name), bytes);
}

/// Reads a page in which this text stands wherever a date may.
pub fn dates(bytes: &[u8]) {
    read::dates(&folder().join("dated.html"), bytes);
}

/// Parses these bytes as a query.
pub fn query(bytes: &[u8]) {
    read::query(bytes);
}

/// A folder of this process, in memory where there is one.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
        // The process ends by a signal or by `_exit`, so nobody would remove it: it holds one small file.
        tempfile::Builder::new().prefix("rsearch-fuzz-").tempdir_in(parent).expect("a folder").keep()
    })
}
