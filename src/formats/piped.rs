//! Captures that come through a pipe.
//!
//! In: `-`, or the name of a pipe. Out: a [`Capture`] in a file for the time being, which has no name that says anything.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::captures::{Capture, modified};
use crate::formats::limits::in_units;
use crate::formats::{Error, Limits, Outcome};

/// How many times `--max-bytes` a pipe may hold: as much as is kept on the disk of archives within archives.
const TIMES: u64 = 16;

/// Opens a file that is a pipe, or standard input; none for any other.
pub fn open(file: &Path) -> Option<io::Result<Box<dyn Read>>> {
    if file.as_os_str() == "-" {
        return Some(Ok(Box::new(io::stdin())));
    }
    is_pipe(file).then(|| File::open(file).map(|file| Box::new(file) as Box<dyn Read>))
}

#[cfg(unix)]
fn is_pipe(file: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    file.metadata().is_ok_and(|metadata| metadata.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

/// Writes what comes through a pipe into a file, which lasts as long as the second value does; none where there is too much.
///
/// # Errors
/// When it cannot be read or written.
pub fn spool(
    pipe: Box<dyn Read>,
    place: &str,
    limits: Limits,
) -> io::Result<Option<(Capture, NamedTempFile)>> {
    let most = limits.max_bytes.saturating_mul(TIMES);
    let mut file = NamedTempFile::new()?;
    let bytes = io::copy(&mut pipe.take(most.saturating_add(1)), &mut file)?;
    let capture = Capture {
        place: place.to_owned(),
        source: 0,
        path: file.path().to_owned(),
        bytes,
        modified: modified(file.as_file())?,
        sidecar: None,
    };
    Ok((bytes <= most).then_some((capture, file)))
}

/// What is told of a pipe that holds too much.
pub fn too_large(place: String, limits: Limits) -> Outcome {
    let most = in_units(limits.max_bytes.saturating_mul(TIMES));
    let what = format!("more than {most} through a pipe");
    Outcome::Problem(place, Error::Limit { what, flag: "--max-bytes" })
}
