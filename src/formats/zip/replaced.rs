//! Finds the members of a zip archive that a later one of the same name replaces, which the library passes over.
//!
//! In: an archive. Out: the archive, and the names of such members, each as often as it was replaced.

use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipResult;

/// The first bytes of an entry of the archive's list (APPNOTE 6.3.10, section 4.3.12).
const SIGNATURE: &[u8; 4] = b"PK\x01\x02";

/// Bytes of an entry before the name, and where the lengths of name, extra field and comment stand in them.
const FIXED_BYTES: usize = 46;
const LENGTHS: [usize; 3] = [28, 30, 32];

/// Reads the archive's list.
pub(super) fn read<R: Read + Seek>(archive: ZipArchive<R>) -> ZipResult<(ZipArchive<R>, Vec<String>)> {
    let start = archive.central_directory_start();
    let mut reader = archive.into_inner();
    reader.seek(SeekFrom::Start(start))?;
    let mut names = Vec::new();
    while let Some(name) = next(&mut reader)? {
        names.push(name);
    }
    let mut seen = HashSet::new();
    let mut replaced: Vec<String> = names
        .into_iter()
        .rev()
        .filter(|name| !seen.insert(name.clone()))
        .map(|name| String::from_utf8_lossy(&name).into_owned())
        .collect();
    replaced.reverse();
    Ok((ZipArchive::new(reader)?, replaced))
}

/// The name of the next entry; none after the last.
fn next(reader: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut fixed = Vec::new();
    reader.take(FIXED_BYTES as u64).read_to_end(&mut fixed)?;
    if fixed.len() < FIXED_BYTES || !fixed.starts_with(SIGNATURE) {
        return Ok(None);
    }
    let [name, extra, comment] = LENGTHS.map(|at| u64::from(u16::from_le_bytes([fixed[at], fixed[at + 1]])));
    let mut bytes = Vec::new();
    reader.take(name).read_to_end(&mut bytes)?;
    io::copy(&mut reader.take(extra + comment), &mut io::sink())?;
    Ok(Some(bytes))
}
