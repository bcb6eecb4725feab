//! The members of an archive as files and folders.
//!
//! In: their names, and a way to their bytes. Out: a [`Tree`]. Judges no name.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rusqlite::Connection;
#[cfg(not(unix))]
use tempfile::NamedTempFile;

use crate::captures::tree::{Entry, Kind, Stamp, Tree};
use crate::captures::{read_up_to, zotero};
use crate::formats::{Limits, exports};

/// Lends the bytes of the member with a number, from its first.
pub(crate) type Lend<'a> =
    &'a dyn Fn(usize, &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()>;

/// Folders in each other; what lies deeper is described by nothing. Mirrors of sites have twenty.
const DEEPEST: usize = 64;

/// The members of an archive as files and folders.
pub(crate) struct Members<'a> {
    /// What is in each folder, ordered by name. The first is the archive.
    folders: Vec<Vec<Member>>,
    lend: Lend<'a>,
    /// Bytes that may still be read of members that describe others.
    left: Rc<Cell<u64>>,
    /// What was read last: one export describes many.
    last: RefCell<Option<(PathBuf, Vec<u8>)>>,
    /// The library that was asked for last.
    library: RefCell<Option<Library>>,
}

/// A library of Zotero in the archive.
struct Library {
    path: PathBuf,
    connection: Option<Rc<Connection>>,
    /// The copy, where a file that is open cannot be removed.
    #[cfg(not(unix))]
    _copy: NamedTempFile,
}

/// One name in a folder. In an archive a file and a folder may share it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    name: Box<str>,
    is: Is,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Is {
    /// With its number in the archive.
    File(usize),
    /// With its place among the folders.
    Folder(usize),
}

impl Is {
    fn folder(self) -> Option<usize> {
        match self {
            Is::Folder(place) => Some(place),
            Is::File(_) => None,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Is::Folder(_) => Kind::Folder,
            Is::File(_) => Kind::File,
        }
    }
}

impl<'a> Members<'a> {
    /// The members with these names, by their places in the list; none where there is nothing to read. No more than
    /// `--max-members` files and as many folders are looked at. Of several files of one name the last is the one.
    pub(crate) fn new<'b>(
        names: impl Iterator<Item = Option<&'b str>>,
        limits: Limits,
        left: Rc<Cell<u64>>,
        lend: Lend<'a>,
    ) -> Members<'a> {
        let most = usize::try_from(limits.max_members).unwrap_or(usize::MAX);
        let mut folders: Vec<Vec<Member>> = vec![Vec::new()];
        let mut known: HashMap<(usize, &str), usize> = HashMap::new();
        let files = names.enumerate().filter_map(|(number, name)| Some((number, name?)));
        for (number, name) in files.take(most) {
            let parts: Vec<&str> = parts(name).take(DEEPEST + 1).collect();
            let Some((own, above)) = parts.split_last().filter(|_| parts.len() <= DEEPEST) else { continue };
            let mut folder = 0;
            for part in above {
                folder = *known.entry((folder, part)).or_insert_with(|| {
                    let place = folders.len();
                    folders.push(Vec::new());
                    folders[folder].push(Member { name: (*part).into(), is: Is::Folder(place) });
                    place
                });
            }
            folders[folder].push(Member { name: (*own).into(), is: Is::File(number) });
            if folders.len() > most {
                break;
            }
        }
        for members in &mut folders {
            members.sort_unstable();
        }
        Members { folders, lend, left, last: RefCell::default(), library: RefCell::default() }
    }

    /// What has a name in a folder: files before folders.
    fn named(&self, folder: usize, name: &str) -> impl Iterator<Item = Is> {
        let members = self.folders.get(folder).map(Vec::as_slice).unwrap_or_default();
        let from = members.partition_point(|member| *member.name < *name);
        members[from..].iter().take_while(move |member| *member.name == *name).map(|member| member.is)
    }

    /// The place of the folder at a path.
    fn folder(&self, path: &Path) -> Option<usize> {
        let inside = |folder: usize, part: &OsStr| self.named(folder, part.to_str()?).find_map(Is::folder);
        path.iter().try_fold(0, inside)
    }

    /// What lies at a path; a file where a folder has the name too.
    fn at(&self, path: &Path) -> Option<Is> {
        match path.iter().next_back() {
            None => Some(Is::Folder(0)),
            Some(name) => {
                let mut named = self.named(self.folder(path.parent()?)?, name.to_str()?);
                let first = named.next()?;
                Some(named.take_while(|is| is.folder().is_none()).last().unwrap_or(first))
            }
        }
    }

    /// The number of the file at a path.
    pub(super) fn number(&self, path: &Path) -> Option<usize> {
        match self.at(path) {
            Some(Is::File(number)) => Some(number),
            _ => None,
        }
    }

    fn lend(&self, path: &Path, mut take: impl FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        let number = self.number(path).ok_or_else(nothing)?;
        (self.lend)(number, &mut |reader| {
            let mut reader = reader.take(self.left.get());
            let taken = take(&mut reader);
            self.left.set(reader.limit());
            if reader.limit() == 0 {
                return Err(too_much());
            }
            taken
        })
    }

    /// The first bytes of a member.
    pub(super) fn head(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.lend(path, |reader| reader.take(bytes).read_to_end(&mut head).map(drop))?;
        Ok(head)
    }
}

impl Tree for &Members<'_> {
    fn look(&self, path: &Path) -> io::Result<(Kind, Stamp)> {
        Ok((self.kind(path)?, (0, 0)))
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        self.at(path).map(Is::kind).ok_or_else(nothing)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<io::Result<Entry>>> {
        let members = self.folder(folder).and_then(|place| self.folders.get(place)).ok_or_else(nothing)?;
        let entry = |member: &Member| {
            let name = member.name.to_string().into();
            Ok(Entry { name, kind: member.is.kind(), stamp: Ok((0, 0)) })
        };
        Ok(members.iter().map(entry).collect())
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        if let Some((_, bytes)) = self.last.borrow().as_ref().filter(|(last, _)| last == path)
            && bytes.len() as u64 <= most
        {
            let left = self.left.get().checked_sub(bytes.len() as u64).ok_or_else(too_much)?;
            self.left.set(left);
            return Ok(Some(bytes.clone()));
        }
        let mut bytes = None;
        self.lend(path, |reader| {
            bytes = read_up_to(reader, most)?;
            Ok(())
        })?;
        *self.last.borrow_mut() = bytes.clone().map(|bytes| (path.to_owned(), bytes));
        Ok(bytes)
    }

    fn library(&self, path: &Path) -> rusqlite::Result<Option<Rc<Connection>>> {
        if let Some(last) = self.library.borrow().as_ref().filter(|last| last.path == path) {
            return Ok(last.connection.clone());
        }
        let mut copy = None;
        let lent = self.lend(path, |reader| {
            copy = Some(exports::copied(reader)?);
            Ok(())
        });
        lent.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let Some(copy) = copy else { return Ok(None) };
        let connection = zotero::open(copy.path())?.map(Rc::new);
        // Where it can, the copy goes here, so that it does not outlast a run that is killed.
        *self.library.borrow_mut() = Some(Library {
            path: path.to_owned(),
            connection: connection.clone(),
            #[cfg(not(unix))]
            _copy: copy,
        });
        Ok(connection)
    }
}

fn too_much() -> io::Error {
    io::Error::other("more is to be read of what describes others than --max-bytes allows")
}

fn nothing() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "no such member")
}

/// The parts of a name. Steps that lead nowhere are left out, so that one file has one path.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split('/').filter(|part| !matches!(*part, "" | "."))
}

/// The path of a member.
pub(crate) fn path_of(name: &str) -> PathBuf {
    parts(name).collect()
}
