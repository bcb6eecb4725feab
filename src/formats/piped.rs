//! Captures that come through a pipe.
//!
//! In: `-`, or the name of a pipe. Out: a [`Capture`] in a file for the time being, which has no name: nothing is left of it
//! however the program ends.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use crate::captures::{Capture, modified};
use crate::formats::limits::in_units;
use crate::formats::tar::{copied, no_room};
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

/// Writes what comes through a pipe into a file; none where there is too much.
///
/// # Errors
/// When it cannot be read, or the file cannot be written.
pub fn spool(pipe: Box<dyn Read>, place: &str, limits: Limits) -> Result<Option<(Capture, File)>, Error> {
    let most = limits.max_bytes.saturating_mul(TIMES);
    let mut file = tempfile::tempfile().map_err(|error| no_room(&error))?;
    let bytes = copied(&mut pipe.take(most.saturating_add(1)), &mut file)?;
    file.rewind()?;
    let capture = Capture {
        place: place.to_owned(),
        source: 0,
        path: PathBuf::new(),
        bytes,
        modified: modified(&file)?,
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
