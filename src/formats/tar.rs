//! Tar archives of anything that is read, packed or not.
//!
//! In: a stream, and where it can be had the file that it is. Out: what its members hold, in their order. Names of members are
//! names, never paths. An archive is gone through twice: a member may be described by one that comes after it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;

use crate::formats::members::{Members, Plan, is_description};
use crate::formats::open::Piece;
use crate::formats::packing::{self, BUFFER_BYTES, Packed};
use crate::formats::unpack::{Flow, Input, Unpacking, within};
use crate::formats::{Context, Error, Format, Head, Limits, Outcome, Packing};

/// Tar archives.
pub(crate) struct Tar;

/// Where a header has its mark, and what it is (POSIX.1-2017, pax, "ustar Interchange Format"; GNU writes it so too).
const MARK: (usize, &[u8]) = (257, b"ustar");

impl Format for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn about(&self) -> &'static str {
        "tar archives of any captures: plain, .gz, .zst"
    }

    fn recognised_by(&self) -> &'static str {
        "the mark `ustar` in the first header, packed or not"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let mark = head.bytes.get(MARK.0..MARK.0 + MARK.1.len())?;
        (mark == MARK.1).then_some("begins with a tar header")
    }

    fn packing(&self) -> Packing {
        Packing::Stream(cut)
    }

    fn decode(&self, _: &Context, _: Piece, _: &mut dyn FnMut(Outcome)) {}
}

fn cut(input: Input<'_>, unpacking: &mut Unpacking<'_>) -> Flow {
    let (member, depth) = (input.member.map(str::to_owned), input.depth);
    let member = member.as_deref();
    let limits = unpacking.limits;
    match (input.file, input.packed) {
        (Some((file, start)), Packed::Plain) => {
            let list = List::of_plain(file, start, limits);
            members(&list, input.plain(limits), member, depth, unpacking)
        }
        (Some((file, 0)), packed) if depth == 0 => {
            let list = List::of_packed(file, packed, limits);
            if list.is_cut {
                let what = format!("more than {SPOOLED} times as much as a page may have describes others");
                unpacking.problem(unpacking.place(member), Error::Limit { what, flag: "--max-bytes" })?;
            }
            members(&list, input.plain(limits), member, depth, unpacking)
        }
        // What can be read once only is copied, as its members are described by others that may come after them.
        _ => {
            let mut copy = match tempfile::tempfile() {
                Ok(copy) => copy,
                Err(error) => return unpacking.problem(unpacking.place(member), Error::Io(error)),
            };
            let copied = io::copy(&mut input.plain(limits), &mut copy).and_then(|_| copy.rewind());
            if let Err(error) = copied {
                unpacking.problem(unpacking.place(member), Error::of_stream(error))?;
                if copy.rewind().is_err() {
                    return Flow::Continue(());
                }
            }
            let list = List::of_plain(&copy, 0, limits);
            members(&list, Box::new(BufReader::new(&copy)), member, depth, unpacking)
        }
    }
}

/// Takes every member apart, in order.
fn members<'a>(
    list: &List<'_>,
    stream: Box<dyn BufRead + 'a>,
    member: Option<&str>,
    depth: usize,
    unpacking: &mut Unpacking<'_>,
) -> Flow {
    let lend = |number: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>| list.lend(number, take);
    let names = list.members.iter().map(|(name, _)| Some(name.as_str()));
    let others = Members::new(names, unpacking.limits, &lend);
    let mut plan = Plan::of(&others, member);
    let mut archive = tar::Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return unpacking.problem(unpacking.place(member), Error::of_stream(error)),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return unpacking.problem(unpacking.place(member), Error::of_stream(error)),
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        unpacking.count(member)?;
        let name = name_of(&entry);
        let path = within(member, &name);
        match plan.look(&others, &name) {
            Ok(Some(described)) => unpacking.member(&path, described, depth + 1, None, &mut entry)?,
            Ok(None) => {}
            Err(refusal) => unpacking.refused(unpacking.place(Some(&path)), refusal)?,
        }
    }
    Flow::Continue(())
}

fn name_of<R: Read>(entry: &tar::Entry<'_, R>) -> String {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    name.trim_start_matches("./").to_owned()
}

/// How many times `--max-bytes` of members that describe others are kept of a packed archive, on the disk.
const SPOOLED: u64 = 16;

/// The members of an archive before they are taken apart.
struct List<'a> {
    /// Their names, and where their bytes are in the file.
    members: Vec<(String, Option<Range<u64>>)>,
    file: Kept<'a>,
    /// Whether more describes others than is kept.
    is_cut: bool,
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

/// Where the bytes of members are.
enum Kept<'a> {
    /// In the archive itself.
    Archive(&'a File),
    /// Copied from it.
    Copy(Option<File>),
}

impl<'a> List<'a> {
    /// Lists an archive that lies in a file as it is, from a place in it. What is cut or damaged is told when it is read.
    fn of_plain(mut file: &'a File, start: u64, limits: Limits) -> List<'a> {
        let mut members = Vec::new();
        let mut list = || -> io::Result<()> {
            let before = file.stream_position()?;
            file.seek(SeekFrom::Start(start))?;
            let mut archive = tar::Archive::new(Part { file, start });
            for entry in archive.entries_with_seek()?.take(most(limits)) {
                let Ok(entry) = entry else { break };
                let from = start + entry.raw_file_position();
                if entry.header().entry_type().is_file() {
                    members.push((name_of(&entry), Some(from..from + entry.size())));
                }
            }
            file.seek(SeekFrom::Start(before)).map(drop)
        };
        // Where the file cannot be gone through, nothing in it is known.
        let _ = list();
        List { members, file: Kept::Archive(file), is_cut: false }
    }

    /// Lists a packed file, and keeps what in it may describe others.
    fn of_packed(mut file: &'a File, packed: Packed, limits: Limits) -> List<'a> {
        let mut list = List { members: Vec::new(), file: Kept::Copy(None), is_cut: false };
        let mut read = || -> io::Result<()> {
            let before = file.stream_position()?;
            file.rewind()?;
            let mut copy = tempfile::tempfile()?;
            let mut left = limits.max_bytes.saturating_mul(SPOOLED);
            let stream = BufReader::with_capacity(BUFFER_BYTES, file);
            let mut archive = tar::Archive::new(packing::unpacked(stream, packed, limits));
            for entry in archive.entries()?.take(most(limits)) {
                let Ok(mut entry) = entry else { break };
                if !entry.header().entry_type().is_file() {
                    continue;
                }
                let name = name_of(&entry);
                let mut kept = None;
                if is_description(&name, entry.size()) {
                    list.is_cut |= entry.size() > left;
                    if let Some(after) = left.checked_sub(entry.size()) {
                        let from = copy.stream_position()?;
                        if io::copy(&mut entry, &mut copy).is_err() {
                            break;
                        }
                        left = after;
                        kept = Some(from..copy.stream_position()?);
                    }
                }
                list.members.push((name, kept));
            }
            list.file = Kept::Copy(Some(copy));
            file.seek(SeekFrom::Start(before)).map(drop)
        };
        let _ = read();
        list
    }

    /// Lends the bytes of a member, where they are at hand.
    fn lend(&self, number: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        let nowhere = || {
            io::Error::new(
                io::ErrorKind::Unsupported,
                "more describes others than --max-bytes allows to keep of a packed archive",
            )
        };
        let range = self.members.get(number).and_then(|(_, range)| range.clone()).ok_or_else(nowhere)?;
        let mut file = match &self.file {
            Kept::Archive(file) => *file,
            Kept::Copy(copy) => copy.as_ref().ok_or_else(nowhere)?,
        };
        // The stream of the file goes on where it was.
        let before = file.stream_position()?;
        file.seek(SeekFrom::Start(range.start))?;
        let taken = take(&mut BufReader::new(file).take(range.end - range.start));
        file.seek(SeekFrom::Start(before))?;
        taken
    }
}

/// Entries that are listed at most.
fn most(limits: Limits) -> usize {
    usize::try_from(limits.max_members).unwrap_or(usize::MAX)
}
