//! The members of an archive, walked as a folder is: which of them describe others, and which are passed over.
//!
//! In: their names, and a way to their bytes. Out: what to do with each. Names are names: no path of an archive touches the
//! file system.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use rusqlite::Connection;
use tempfile::NamedTempFile;

use crate::captures::tree::{Entry, Kind, Stamp, Tree};
use crate::captures::walk::Walking;
use crate::captures::{Capture, Found, Skip, Source, read_up_to, zotero};
use crate::formats::open::{Again, HEAD_BYTES};
use crate::formats::sidecar;
use crate::formats::unchanged::{self, Unchanged};
use crate::formats::unpack::{Refusal, within};
use crate::formats::{Error, Format, Head, Limits, Sidecar};

/// Lends the bytes of the member with a number, from its first.
pub(crate) type Lend<'a> =
    &'a dyn Fn(usize, &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()>;

/// How many times `--max-bytes` may be read of members that describe others: an export that describes a thousand pages is read
/// a thousand times, and has a megabyte.
const DESCRIPTIONS: u64 = 64;

/// The members of an archive as files and folders.
pub(crate) struct Members<'a> {
    /// What is in each folder, ordered by name.
    folders: HashMap<PathBuf, Vec<Member>>,
    lend: Lend<'a>,
    /// Bytes that may still be read of members that describe others.
    left: Cell<u64>,
    /// The libraries that were asked for.
    libraries: RefCell<HashMap<PathBuf, Option<Rc<Connection>>>>,
    /// Their copies, where a file that is open cannot be removed.
    #[cfg(not(unix))]
    copies: RefCell<Vec<NamedTempFile>>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    name: OsString,
    /// Of a file its number, of a folder none.
    number: Option<usize>,
}

impl<'a> Members<'a> {
    /// The members with these names, by their places in the list; none where there is nothing to read.
    pub(crate) fn new<'b>(
        names: impl Iterator<Item = Option<&'b str>>,
        limits: Limits,
        lend: Lend<'a>,
    ) -> Members<'a> {
        let mut folders: HashMap<PathBuf, Vec<Member>> = HashMap::from([(PathBuf::new(), Vec::new())]);
        for (number, name) in names.enumerate() {
            let Some(path) = name.map(path_of) else { continue };
            let Some((name, mut folder)) = path.file_name().zip(path.parent()) else { continue };
            let mut member = Member { name: name.to_owned(), number: Some(number) };
            loop {
                let known = folders.get_mut(folder);
                let is_known = known.is_some();
                match known {
                    Some(members) => members.push(member),
                    None => drop(folders.insert(folder.to_owned(), vec![member])),
                }
                if is_known {
                    break;
                }
                let Some(above) = folder.parent() else { break };
                let own = folder.components().next_back().map(Component::as_os_str).unwrap_or_default();
                member = Member { name: own.to_owned(), number: None };
                folder = above;
            }
        }
        for members in folders.values_mut() {
            members.sort_unstable();
        }
        Members {
            folders,
            lend,
            left: Cell::new(limits.max_bytes.saturating_mul(DESCRIPTIONS)),
            libraries: RefCell::default(),
            #[cfg(not(unix))]
            copies: RefCell::default(),
        }
    }

    /// The number of the file at a path.
    fn number(&self, path: &Path) -> Option<usize> {
        let (name, folder) = path.file_name().zip(path.parent())?;
        let members = self.folders.get(folder)?;
        let from = members.partition_point(|member| member.name.as_os_str() < name);
        members[from..].iter().take_while(|member| member.name == name).find_map(|member| member.number)
    }

    fn lend(&self, path: &Path, mut take: impl FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        let number = self.number(path).ok_or(io::ErrorKind::NotFound)?;
        (self.lend)(number, &mut |reader| {
            let mut reader = reader.take(self.left.get());
            let taken = take(&mut reader);
            self.left.set(reader.limit());
            if reader.limit() == 0 {
                return Err(io::Error::other(
                    "more is to be read of what describes others than --max-bytes allows",
                ));
            }
            taken
        })
    }

    /// A copy of a member on the disk.
    fn copy(&self, path: &Path) -> io::Result<NamedTempFile> {
        let mut copy = NamedTempFile::new()?;
        self.lend(path, |reader| io::copy(reader, &mut copy).map(drop))?;
        copy.flush()?;
        Ok(copy)
    }

    /// The first bytes of a member.
    fn head(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.lend(path, |reader| reader.take(bytes).read_to_end(&mut head).map(drop))?;
        Ok(head)
    }
}

impl Tree for &Members<'_> {
    fn look(&self, path: &Path) -> io::Result<(Kind, Stamp)> {
        let kind = match (self.number(path), self.folders.contains_key(path)) {
            (Some(_), _) => Kind::File,
            (None, true) => Kind::Folder,
            (None, false) => return Err(io::Error::new(io::ErrorKind::NotFound, "no such member")),
        };
        Ok((kind, (0, 0)))
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(self.look(path)?.0)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<io::Result<Entry>>> {
        let members = self.folders.get(folder).ok_or(io::ErrorKind::NotFound)?;
        let entry = |member: &Member| {
            let kind = if member.number.is_some() { Kind::File } else { Kind::Folder };
            Ok(Entry { name: member.name.clone(), kind, stamp: Ok((0, 0)) })
        };
        Ok(members.iter().map(entry).collect())
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = None;
        self.lend(path, |reader| {
            bytes = read_up_to(reader, most)?;
            Ok(())
        })?;
        Ok(bytes)
    }

    fn library(&self, path: &Path) -> rusqlite::Result<Option<Rc<Connection>>> {
        if let Some(known) = self.libraries.borrow().get(path) {
            return Ok(known.clone());
        }
        let copy = self.copy(path).map_err(|_| rusqlite::Error::InvalidPath(path.to_owned()))?;
        let library = zotero::open(copy.path())?.map(Rc::new);
        // Elsewhere the copy goes here, so that it does not outlast a run that is killed.
        #[cfg(not(unix))]
        self.copies.borrow_mut().push(copy);
        self.libraries.borrow_mut().insert(path.to_owned(), library.clone());
        Ok(library)
    }
}

/// Whether the members of an archive that can be read in order only may be described by this one, so that it has to be at hand
/// before they come. Its size is in bytes.
pub(crate) fn is_description(name: &str, size: u64) -> bool {
    let path = Path::new(name);
    let is_index =
        path.extension() == Some(OsStr::new("json")) || path.file_name() == Some(OsStr::new("index.jsonl"));
    is_index && size <= sidecar::MAX_BYTES || zotero::is_database(path)
}

/// What to do with the members of an archive.
#[derive(Default)]
pub(crate) struct Plan {
    fates: HashMap<PathBuf, Fate>,
    /// By the members that they speak of.
    repeats: HashMap<PathBuf, Vec<Repeat>>,
}

enum Fate {
    Read {
        described_by: Option<PathBuf>,
    },
    Passed(Skip),
    /// A note, which is told where the member comes that it speaks of.
    Told,
    Bad(Error),
}

/// What is known of a member from others.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) known: Option<Sidecar>,
    /// Notes that it was seen again as it was.
    pub(crate) repeats: Vec<Repeat>,
}

/// A note that a member was seen again as it was.
pub(crate) struct Repeat {
    /// The name of the note.
    pub(crate) name: String,
    pub(crate) known: Sidecar,
    pub(crate) again: Again,
}

impl Plan {
    /// Looks at all members as the walk looks at a folder.
    /// `archive` is its own name, where it is a member itself.
    pub(crate) fn of(members: &Members<'_>, archive: Option<&str>) -> Plan {
        let mut plan = Plan::default();
        let whole = Source { name: String::new(), root: PathBuf::new() };
        for found in Walking::new(members, vec![whole]) {
            let (path, fate) = match found {
                Found::Capture(Capture { path, sidecar: None, .. }) => {
                    let fate =
                        plan.note(members, archive, &path).unwrap_or(Fate::Read { described_by: None });
                    (path, fate)
                }
                Found::Capture(Capture { path, sidecar, .. }) => {
                    let described_by = sidecar.map(|file| file.path);
                    // The index of a snapshot is walked past; others come by themselves.
                    if let Some(by) = &described_by {
                        plan.fates.entry(by.clone()).or_insert(Fate::Passed(Skip::Sidecar));
                    }
                    (path, Fate::Read { described_by })
                }
                Found::Skipped { path, reason, .. } => (path, Fate::Passed(reason)),
                Found::Corrections { path, .. } => (path, Fate::Passed(Skip::Corrections)),
                Found::Problem { path, error, .. } => (path, Fate::Bad(Error::Io(error))),
            };
            plan.fates.insert(path, fate);
        }
        plan
    }

    /// Whether a member is a note that another was seen again as it was; then that is kept for the other.
    fn note(&mut self, members: &Members<'_>, archive: Option<&str>, path: &Path) -> Option<Fate> {
        if path.extension() != Some(OsStr::new("json")) {
            return None;
        }
        let head = members.head(path, HEAD_BYTES as u64).ok()?;
        let whole = head.len() < HEAD_BYTES;
        Unchanged.detect(&Head { bytes: &head, extension: "json", whole })?;
        let told = unchanged::note_in(&members, path).and_then(|note| {
            let known = Sidecar::read_in(&members, path, &note.earlier)?;
            Ok((note, known))
        });
        let (note, known) = match told {
            Ok(told) => told,
            Err(error) => return Some(Fate::Bad(error)),
        };
        let repeat = Repeat { name: within(archive, &name_of(path)), known, again: note.again };
        self.repeats.entry(note.earlier).or_default().push(repeat);
        Some(Fate::Told)
    }

    /// What is known of a member that is to be read; none of one that is told where another is read. The notes on a member
    /// are given out once.
    pub(crate) fn look(&mut self, members: &Members<'_>, name: &str) -> Result<Option<Described>, Refusal> {
        let path = path_of(name);
        let known = match self.fates.get(&path) {
            Some(Fate::Read { described_by }) => {
                let read = |by: &PathBuf| Sidecar::read_in(&members, by, &path);
                described_by.as_ref().map(read).transpose().map_err(Refusal::Problem)?
            }
            Some(Fate::Told) => return Ok(None),
            Some(Fate::Passed(reason)) => return Err(Refusal::Skip(*reason)),
            Some(Fate::Bad(_)) => {
                let Some(Fate::Bad(error)) = self.fates.remove(&path) else { return Ok(None) };
                return Err(Refusal::Problem(error));
            }
            // A name that was not listed: nothing is known of it.
            None if members.number(&path).is_none() => None,
            None => {
                let passed = |above: &Path| match self.fates.get(above) {
                    Some(Fate::Passed(reason)) => Some(*reason),
                    _ => None,
                };
                // What the walk does not name at all is another rendering of the page in a snapshot.
                let reason = path.ancestors().find_map(passed).unwrap_or(Skip::PageParts);
                return Err(Refusal::Skip(reason));
            }
        };
        Ok(Some(Described { known, repeats: self.repeats.remove(&path).unwrap_or_default() }))
    }
}

/// The path of a member. Steps that lead nowhere are left out, so that one file has one path.
fn path_of(name: &str) -> PathBuf {
    name.split('/').filter(|part| !matches!(*part, "" | ".")).collect()
}

/// The name of a member with a path.
fn name_of(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is to be done with members, which are given with their texts.
    fn planned(files: &[(&str, &str)]) -> Vec<String> {
        let lend = |number: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>| {
            take(&mut files[number].1.as_bytes())
        };
        let members = Members::new(files.iter().map(|(name, _)| Some(*name)), Limits::default(), &lend);
        let mut plan = Plan::of(&members, None);
        let look = |(name, _): &(&str, &str)| match plan.look(&members, name) {
            Ok(Some(Described { known, repeats })) => {
                let url = known.and_then(|known| known.url).unwrap_or_default();
                let repeats: Vec<String> = repeats.into_iter().map(|repeat| repeat.name).collect();
                format!("{name} {url} {}", repeats.join(" "))
            }
            Ok(None) => format!("{name}: told"),
            Err(Refusal::Skip(reason)) => format!("{name}: {}", reason.as_str()),
            Err(Refusal::Problem(error)) => format!("{name}! {error}"),
        };
        files.iter().map(look).map(|line| line.trim_end().to_owned()).collect()
    }

    #[test]
    fn an_archive_is_walked_as_a_folder_is() {
        let note = |of: &str| {
            format!(
                r#"{{"rsearch": "1", "body": "{of}", "unchanged_since": "2026-01-01T00:00:00Z", "url": "https://a.example/n"}}"#
            )
        };
        let (seen, lost) = (note("page.html"), note("none.html"));
        let files = [
            ("./a/page.html", "x"),
            ("a//page.json", r#"{"url": "https://a.example/p"}"#),
            ("a/later.json", &seen),
            ("a/lost.json", &lost),
            ("a/bad.html", "x"),
            ("a/bad.json", "{"),
            ("../up.html", "x"),
            ("/etc/x.html", "x"),
            ("saved.html", "x"),
            ("saved_files/ad.html", "x"),
            ("__MACOSX/._saved.html", "x"),
            ("old/rsearch.json", r#"{"program": "rsearch"}"#),
            ("old/corrections.toml", ""),
            ("corrections.toml", ""),
            ("archive/1714557600.1/index.json", r#"{"url": "https://a.example/s"}"#),
            ("archive/1714557600.1/output.html", "x"),
            ("archive/1714557600.1/output.pdf", "x"),
        ];
        let planned = planned(&files);
        assert_eq!(
            planned,
            [
                "./a/page.html https://a.example/p a/later.json",
                "a//page.json: metadata of the capture beside it",
                "a/later.json: told",
                "a/lost.json! it says that the page is as in none.html, which cannot be read: no such member",
                "a/bad.html! cannot read its metadata in bad.json: EOF while parsing an object at line 1 column 1",
                "a/bad.json: metadata of the capture beside it",
                "../up.html",
                "/etc/x.html",
                "saved.html",
                "saved_files/ad.html: parts of the page saved beside it",
                "__MACOSX/._saved.html: hidden",
                "old/rsearch.json: rsearch index",
                "old/corrections.toml: rsearch index",
                "corrections.toml: corrections",
                "archive/1714557600.1/index.json: metadata of the capture beside it",
                "archive/1714557600.1/output.html https://a.example/s",
                "archive/1714557600.1/output.pdf: parts of the page saved beside it",
            ]
        );
    }
}
