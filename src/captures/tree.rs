//! Files and folders by their paths: those of a disk, or the members of an archive.
//!
//! In: a path. Out: what lies there, what a folder has in it, bytes. What any of it means is for others.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::time::UNIX_EPOCH;

use rusqlite::Connection;

use crate::captures::{read_up_to, zotero};

/// Size in bytes, and time of change in nanoseconds since 1970.
pub(crate) type Stamp = (u64, i64);

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    Link,
    /// A device, a pipe or a socket.
    Special,
}

/// One name in a folder.
pub(crate) struct Entry {
    pub(crate) name: OsString,
    pub(crate) kind: Kind,
    /// Of a regular file its size and time.
    pub(crate) stamp: io::Result<Stamp>,
}

/// Where files and folders are looked for.
pub(crate) trait Tree {
    /// What lies at a path, at the end of any links.
    fn look(&self, path: &Path) -> io::Result<(Kind, Stamp)>;

    /// What lies at a path itself, be it a link.
    fn kind(&self, path: &Path) -> io::Result<Kind>;

    /// The names in a folder, in any order, and what could not be looked at there.
    fn list(&self, folder: &Path) -> io::Result<Vec<io::Result<Entry>>>;

    /// The bytes of a file; none where they are more than `most`.
    fn read(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>>;

    /// The database of a Zotero library; none where it is another program's.
    fn library(&self, path: &Path) -> rusqlite::Result<Option<Rc<Connection>>>;

    /// Whether a path leads to a file.
    fn is_file(&self, path: &Path) -> bool {
        self.look(path).is_ok_and(|(kind, _)| kind == Kind::File)
    }

    /// Whether a path leads to a folder.
    fn is_folder(&self, path: &Path) -> bool {
        self.look(path).is_ok_and(|(kind, _)| kind == Kind::Folder)
    }
}

/// The disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk;

impl Tree for Disk {
    fn look(&self, path: &Path) -> io::Result<(Kind, Stamp)> {
        let metadata = fs::metadata(path)?;
        Ok((kind(metadata.file_type()), stamp(&metadata)))
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(kind(fs::symlink_metadata(path)?.file_type()))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<io::Result<Entry>>> {
        Ok(fs::read_dir(folder)?.map(|entry| entry.and_then(|entry| entry_of(&entry))).collect())
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        read_up_to(fs::File::open(path)?, most)
    }

    fn library(&self, path: &Path) -> rusqlite::Result<Option<Rc<Connection>>> {
        Ok(zotero::open(path)?.map(Rc::new))
    }
}

/// Looks at an entry of a folder. Only of files more is asked than the listing says.
fn entry_of(entry: &fs::DirEntry) -> io::Result<Entry> {
    let kind = kind(entry.file_type()?);
    let stamp =
        if kind == Kind::File { entry.metadata().map(|metadata| stamp(&metadata)) } else { Ok((0, 0)) };
    Ok(Entry { name: entry.file_name(), kind, stamp })
}

fn kind(kind: fs::FileType) -> Kind {
    if kind.is_dir() {
        Kind::Folder
    } else if kind.is_symlink() {
        Kind::Link
    } else if kind.is_file() {
        Kind::File
    } else {
        Kind::Special
    }
}

/// Size and time of a file.
pub(crate) fn stamp(metadata: &fs::Metadata) -> Stamp {
    (metadata.len(), modified(metadata))
}

/// When a file was changed last, in nanoseconds since 1970; 0 where the system does not say.
pub(crate) fn modified(metadata: &fs::Metadata) -> i64 {
    let nanoseconds = |duration: std::time::Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match metadata.modified().map(|time| time.duration_since(UNIX_EPOCH)) {
        Ok(Ok(since)) => nanoseconds(since),
        Ok(Err(before)) => -nanoseconds(before.duration()),
        Err(_) => 0,
    }
}
