//! Tar archives of anything that is read, packed or not.
//!
//! In: a stream, and where it can be had the file that it is. Out: what its members hold, in their order. Names of members are
//! names, never paths. An archive is gone through twice: a member may be described by one that comes after it.

mod list;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};

use crate::captures::Skip;
use crate::formats::members::{Looked, Members, Other, Own, Plan};
use crate::formats::open::Piece;
use crate::formats::packing::{BUFFER_BYTES, Packed};
use crate::formats::tar::list::{KEPT, LONGEST_NAME, List, Listed, is_named, name_of};
use crate::formats::unpack::{Flow, Input, Unpacking, within};
use crate::formats::{Context, Error, Format, Head, Outcome, Packing};

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
            let list = List::of_plain(file, start..u64::MAX, limits);
            members(&list, input.plain(limits), member, depth, unpacking)
        }
        (Some((file, 0)), packed) if depth == 0 => {
            let list = List::of_packed(file, packed, limits);
            members(&list, input.plain(limits), member, depth, unpacking)
        }
        // What can be read once only is copied, as its members are described by others that may come after them.
        _ => {
            let most = limits.max_bytes.saturating_mul(KEPT);
            let mut copy = match tempfile::tempfile() {
                Ok(copy) => copy,
                Err(error) => {
                    unpacking.problem(unpacking.place(member), no_room(&error))?;
                    return members(&List::empty(), input.plain(limits), member, depth, unpacking);
                }
            };
            let mut plain = input.plain(limits);
            let copied = copied(&mut (&mut plain).take(most), &mut copy);
            let (kept, is_cut) = match copied {
                Ok(bytes) => (bytes, false),
                Err(error) => {
                    unpacking.problem(unpacking.place(member), error)?;
                    (u64::MAX, true)
                }
            };
            if let Err(error) = copy.rewind() {
                return unpacking.problem(unpacking.place(member), Error::Io(error));
            }
            let mut list = List::of_plain(&copy, 0..kept, limits);
            list.is_cut = is_cut;
            let has_more = !is_cut && plain.fill_buf().is_ok_and(|rest| !rest.is_empty());
            if kept == most && has_more {
                let what =
                    format!("what describes others past {KEPT} times as much of it as a page may have");
                list.fail(Error::Limit { what, flag: "--max-bytes" });
            }
            // What is not kept is described by nothing after it.
            let rest: Box<dyn BufRead> = if is_cut { Box::new(io::empty()) } else { plain };
            members(&list, Box::new(BufReader::new(&copy).chain(rest)), member, depth, unpacking)
        }
    }
}

/// Copies a stream to a file for the time being.
pub(crate) fn copied(stream: &mut dyn Read, copy: &mut File) -> Result<u64, Error> {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut all = 0;
    loop {
        let bytes = stream.read(&mut buffer).map_err(Error::of_stream)?;
        if bytes == 0 {
            return Ok(all);
        }
        copy.write_all(&buffer[..bytes]).map_err(|error| no_room(&error))?;
        all += bytes as u64;
    }
}

/// Nothing can be written where files for the time being go.
pub(crate) fn no_room(error: &io::Error) -> Error {
    let folder = std::env::temp_dir();
    Error::NoRoom { folder, reason: error.to_string() }
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
    let names = list.members.iter().map(|listed| Some(listed.name.as_str()).filter(|_| listed.is_at_hand()));
    let others = Members::new(names, unpacking.limits, unpacking.left(), &lend);
    let mut plan = Plan::of(&others, member);
    let mut archive = tar::Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return unpacking.problem(unpacking.place(member), Error::of_stream(error)),
    };
    for (number, entry) in entries.filter(is_named).enumerate() {
        let entry = match entry {
            Ok(entry) => entry,
            // What was cut is told already.
            Err(_) if list.is_cut => break,
            Err(error) => return unpacking.problem(unpacking.place(member), Error::of_stream(error)),
        };
        unpacking.count(member)?;
        let name = name_of(&entry);
        let path = within(member, &name);
        let place = unpacking.place(Some(&path));
        if name.len() > LONGEST_NAME {
            let what = format!("a name of more than {LONGEST_NAME} bytes");
            unpacking.problem(unpacking.place(member), Error::BadRecord { reason: what })?;
            continue;
        }
        match entry.header().entry_type() {
            tar::EntryType::Symlink => unpacking.skipped(place, Skip::Link)?,
            // It is told where the member comes that it is another name of.
            tar::EntryType::Link if list.members.get(number).is_some_and(Listed::is_at_hand) => {}
            tar::EntryType::Link if list.members.get(number).is_some_and(Listed::is_link) => {
                unpacking.skipped(place, Skip::Link)?;
            }
            tar::EntryType::Link => {
                let what = if number < list.members.len() { "is not" } else { "is not known to be" };
                let reason = format!("a hard link to what {what} in the archive before it");
                unpacking.problem(place, Error::BadRecord { reason })?;
            }
            _ => {
                let is_listed = number < list.members.len();
                let mut looked =
                    if is_listed { plan.look(&others, number, &name) } else { Looked::default() };
                for &link in list.links.get(&number).into_iter().flatten() {
                    let Some(listed) = list.members.get(link) else { continue };
                    let path = within(member, &listed.name);
                    let Looked { own, others: notes } = plan.look(&others, link, &listed.name);
                    looked.others.extend(notes);
                    match own {
                        Own::Read(known) => looked.others.push(Other { name: path, known, again: None }),
                        Own::Refused(refusal) => {
                            unpacking.refused(unpacking.place(Some(&path)), refusal)?;
                        }
                        Own::Told => {}
                    }
                }
                if let Some(looked) = unpacking.settle(&path, looked)? {
                    let left = entry.size();
                    unpacking.member(&path, looked, depth + 1, None, &mut Whole { inner: entry, left })?;
                }
            }
        }
    }
    if let Some(error) = list.trouble() {
        unpacking.problem(unpacking.place(member), error)?;
    }
    Flow::Continue(())
}

/// A member of which no byte may be missing.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(bytes as u64);
        if bytes == 0 && !buffer.is_empty() && self.left > 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends within it"));
        }
        Ok(bytes)
    }
}
