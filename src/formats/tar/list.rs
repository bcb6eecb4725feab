//! The members of a tar archive before they are taken apart: their names, and where their bytes are.
//!
//! In: the file that the archive is. Out: a [`List`], which lends the bytes of what may describe other members. What is cut or
//! damaged is told when the archive is read.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;

use crate::formats::members::{is_description, path_of};
use crate::formats::packing::{self, BUFFER_BYTES, Packed};
use crate::formats::tar::{copied, no_room};
use crate::formats::{Error, Limits};

/// How many times `--max-bytes` are kept on the disk of what can be read once only.
pub(super) const KEPT: u64 = 16;

/// Bytes of a name; longer ones no system has, and they would be kept in memory.
pub(super) const LONGEST_NAME: usize = 1 << 14;

/// Bytes of all names, which are kept in memory: a million of 64.
const NAMES: usize = 64 << 20;

/// The members of an archive that are files or links, in order.
pub(super) struct List<'a> {
    pub(super) members: Vec<Listed>,
    /// Further names of a member: the numbers of hard links to it.
    pub(super) links: HashMap<usize, Vec<usize>>,
    file: Kept<'a>,
    /// Whether the archive is known to end before its end.
    pub(super) is_cut: bool,
    /// Why not everything is kept that describes others.
    failure: RefCell<Option<Error>>,
    /// Whether something was asked for that is not kept.
    is_missed: Cell<bool>,
}

/// A member.
pub(super) struct Listed {
    pub(super) name: String,
    at: At,
}

/// Where the bytes of a member are.
#[derive(Clone)]
enum At {
    /// In the file that is kept.
    Range(Range<u64>),
    /// They come by when the archive is read, and only then.
    Passing,
    /// So too, though they might describe others.
    Dropped,
    /// Nowhere: a link that leads out of the archive, or a name that is too long.
    Nowhere,
    /// Nowhere: a symbolic link, or a hard link to one.
    Link,
}

impl Listed {
    /// Whether there is such a member.
    pub(super) fn is_at_hand(&self) -> bool {
        !matches!(self.at, At::Nowhere | At::Link)
    }

    /// Whether it is a symbolic link, by whatever name.
    pub(super) fn is_link(&self) -> bool {
        matches!(self.at, At::Link)
    }
}

enum Kept<'a> {
    /// The archive itself.
    Archive(&'a File),
    /// What of it may describe others.
    Copy(Option<File>),
}

impl<'a> List<'a> {
    fn new(file: Kept<'a>) -> List<'a> {
        let (members, links) = (Vec::new(), HashMap::new());
        List { members, links, file, is_cut: false, failure: RefCell::default(), is_missed: Cell::new(false) }
    }

    /// A list of nothing, for an archive of which nothing is at hand.
    pub(super) fn empty() -> List<'a> {
        List::new(Kept::Copy(None))
    }

    /// Lists an archive that lies in a part of a file as it is.
    pub(super) fn of_plain(mut file: &'a File, part: Range<u64>, limits: Limits) -> List<'a> {
        let start = part.start;
        let mut list = List::new(Kept::Archive(file));
        let Ok(before) = file.stream_position() else { return list };
        let mut archive = tar::Archive::new(Part { file, start });
        if file.seek(SeekFrom::Start(start)).is_ok()
            && let Ok(entries) = archive.entries_with_seek()
        {
            list.fill(entries, limits, &mut |entry, name| {
                let from = start.checked_add(entry.raw_file_position());
                // The bytes of a sparse file do not lie together.
                let from = from.filter(|_| !entry.header().entry_type().is_gnu_sparse());
                match from.and_then(|from| Some(from..from.checked_add(entry.size())?)) {
                    Some(range) if range.end <= part.end => At::Range(range),
                    Some(_) if is_description(name, entry.size()) => At::Dropped,
                    _ => At::Passing,
                }
            });
        }
        list.restore(file, before);
        list
    }

    /// Lists a packed file, and keeps what in it may describe others.
    pub(super) fn of_packed(mut file: &'a File, packed: Packed, limits: Limits) -> List<'a> {
        let mut list = List::new(Kept::Copy(None));
        let Ok(before) = file.stream_position() else { return list };
        let mut copy = match tempfile::tempfile() {
            Ok(copy) => Some(copy),
            Err(error) => {
                list.fail(no_room(&error));
                None
            }
        };
        let (mut from, mut left, mut is_full) = (0, limits.max_bytes.saturating_mul(KEPT), copy.is_none());
        let stream = BufReader::with_capacity(BUFFER_BYTES, file);
        if file.rewind().is_ok() {
            let mut archive = tar::Archive::new(packing::unpacked(stream, packed, limits));
            let mut failure = None;
            if let Ok(entries) = archive.entries() {
                list.fill(entries, limits, &mut |entry, name| {
                    let size = entry.size();
                    if !is_description(name, size) {
                        return At::Passing;
                    }
                    let (Some(file), Some(after), false) = (&mut copy, left.checked_sub(size), is_full)
                    else {
                        return At::Dropped;
                    };
                    match copied(entry, file) {
                        Ok(bytes) => {
                            left = after;
                            from += bytes;
                            At::Range(from - bytes..from)
                        }
                        Err(error) => {
                            // A stream that is damaged is told when it is read.
                            if matches!(error, Error::NoRoom { .. }) {
                                failure = Some(error);
                            }
                            is_full = true;
                            At::Dropped
                        }
                    }
                });
            }
            if let Some(error) = failure {
                list.fail(error);
            }
        }
        list.file = Kept::Copy(copy);
        list.restore(file, before);
        list
    }

    /// Puts the file to where it is read on from.
    fn restore(&mut self, mut file: &File, before: u64) {
        if let Err(error) = file.seek(SeekFrom::Start(before)) {
            self.fail(Error::Io(error));
        }
    }

    /// Notes why not everything is at hand.
    pub(super) fn fail(&mut self, error: Error) {
        self.failure.get_mut().get_or_insert(error);
    }

    fn fill<'b, R: Read + 'b>(
        &mut self,
        entries: tar::Entries<'b, R>,
        limits: Limits,
        at: &mut dyn FnMut(&mut tar::Entry<'b, R>, &str) -> At,
    ) {
        let most = usize::try_from(limits.max_members).unwrap_or(usize::MAX);
        let mut names_left = NAMES;
        // By path, as a name can be written in several ways.
        let mut known: HashMap<PathBuf, usize> = HashMap::new();
        for entry in entries.filter(is_named).take(most) {
            let Ok(mut entry) = entry else { break };
            let name = name_of(&entry);
            let Some(left) = names_left.checked_sub(name.len()) else {
                let reason = format!(
                    "its names have more than {NAMES} bytes; what comes after is described by nothing"
                );
                self.fail(Error::Archive { kind: "tar", reason });
                break;
            };
            names_left = left;
            let number = self.members.len();
            let at = match entry.header().entry_type() {
                _ if name.len() > LONGEST_NAME => At::Nowhere,
                tar::EntryType::Symlink => {
                    known.insert(path_of(&name), number);
                    At::Link
                }
                tar::EntryType::Link => {
                    let target = entry.link_name_bytes().map(|name| decoded(&name));
                    match target.and_then(|target| known.get(&path_of(&target)).copied()) {
                        Some(target) => {
                            self.links.entry(target).or_default().push(number);
                            known.insert(path_of(&name), target);
                            self.members[target].at.clone()
                        }
                        None => At::Nowhere,
                    }
                }
                _ => {
                    known.insert(path_of(&name), number);
                    at(&mut entry, &name)
                }
            };
            self.members.push(Listed {
                name: if matches!(at, At::Nowhere | At::Link) { String::new() } else { name },
                at,
            });
        }
    }

    /// Lends the bytes of a member, where they are at hand.
    pub(super) fn lend(
        &self,
        number: usize,
        take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        let file = match &self.file {
            Kept::Archive(file) => Some(*file),
            Kept::Copy(copy) => copy.as_ref(),
        };
        let refused = |reason| io::Error::new(io::ErrorKind::Unsupported, reason);
        let (mut file, range) = match (file, self.members.get(number).map(|listed| &listed.at)) {
            (Some(file), Some(At::Range(range))) => (file, range),
            (_, Some(At::Passing)) => {
                return Err(refused("of a packed archive only metadata of at most 16 MiB is at hand"));
            }
            _ => {
                self.is_missed.set(true);
                return Err(refused("more describes others than is kept of a packed archive"));
            }
        };
        // The stream of the file goes on where it was.
        let before = file.stream_position()?;
        file.seek(SeekFrom::Start(range.start))?;
        let taken = take(&mut BufReader::new(file).take(range.end - range.start));
        file.seek(SeekFrom::Start(before))?;
        taken
    }

    /// What is to be told of the archive, once it is read: that some of it described nothing.
    pub(super) fn trouble(&self) -> Option<Error> {
        let missed = || Error::Limit {
            what: format!("more than {KEPT} times as much as a page may have, which describes others,"),
            flag: "--max-bytes",
        };
        self.failure.take().or_else(|| self.is_missed.get().then(missed))
    }
}

/// Whether an entry is a file or a link, or none that can be read.
pub(super) fn is_named<R: Read>(entry: &io::Result<tar::Entry<'_, R>>) -> bool {
    let Ok(entry) = entry else { return true };
    let kind = entry.header().entry_type();
    kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() || kind.is_hard_link() || kind.is_symlink()
}

/// The name of a member.
pub(super) fn name_of<R: Read>(entry: &tar::Entry<'_, R>) -> String {
    let name = decoded(&entry.path_bytes());
    name.strip_prefix("./").map(str::to_owned).unwrap_or(name)
}

/// A name as text. One that is no UTF-8 is taken for Windows-1252, in which every byte is a character and names stay apart.
fn decoded(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(name).0.into_owned(),
    }
}

/// A file from a place on, as if it began there.
struct Part<'a> {
    file: &'a File,
    start: u64,
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for Part<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(place) => SeekFrom::Start(self.start.saturating_add(place)),
            other => other,
        };
        Ok(self.file.seek(to)?.saturating_sub(self.start))
    }
}
