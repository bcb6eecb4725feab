//! Zip archives of anything that is read.
//!
//! In: a file, or the bytes of an archive within an archive. Out: what its members hold. Names of members are names, never
//! paths.

mod replaced;
mod wacz;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use sha2::{Digest, Sha256};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use crate::captures::tree::Kind;
use crate::captures::{Skip, read_up_to};
use crate::document::identity;
use crate::formats::members::{Looked, Members, Plan};
use crate::formats::open::{HEAD_BYTES, Piece};
use crate::formats::packing::{self, Bounded, Packed};
use crate::formats::unpack::{Flow, Input, Unpacking, within};
use crate::formats::{
    Content, Context, Error, Format, Head, Limits, Outcome, Packing, Page, charset, saved, wayback,
};

pub(crate) use wacz::Wacz;

/// Zip archives.
pub(crate) struct Zip;

/// Bytes of a member that describes others, at most.
const MAX_DESCRIPTION_BYTES: u64 = 64 << 20;

impl Format for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn about(&self) -> &'static str {
        "zip archives of any captures"
    }

    fn recognised_by(&self) -> &'static str {
        "the first bytes of a zip archive"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        is_zip(head.bytes).then_some("begins as a zip archive")
    }

    fn packing(&self) -> Packing {
        Packing::Stream(cut)
    }

    fn decode(&self, _: &Context, _: Piece, _: &mut dyn FnMut(Outcome)) {}
}

/// Pages of `SingleFile` that unpack themselves: a page that shows itself out of a zip archive it carries.
pub(crate) struct SelfExtracting;

impl Format for SelfExtracting {
    fn name(&self) -> &'static str {
        "single-file-zip"
    }

    fn about(&self) -> &'static str {
        "pages of SingleFile that unpack themselves"
    }

    fn recognised_by(&self) -> &'static str {
        "the mark `data-sfz` in the first tag"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        const SEARCHED: usize = 1 << 10;
        let start = String::from_utf8_lossy(&head.bytes[..head.bytes.len().min(SEARCHED)]);
        (start.contains("<html data-sfz") || start.contains(" data-sfz>"))
            .then_some("is marked as an archive of SingleFile")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        const PAGE: &str = "index.html";
        let page = ZipArchive::new(Cursor::new(&piece.bytes))
            .map_err(|error| archive_error(&error))
            .and_then(|mut archive| {
                let file = archive.by_name(PAGE).map_err(|error| archive_error(&error))?;
                let packed = file.compressed_size();
                let plain = Bounded { inner: file, packed, given: 0, ratio: context.limits.max_ratio };
                let bytes = read_up_to(plain, context.limits.max_bytes).map_err(Error::of_stream)?;
                bytes.ok_or_else(|| Error::too_large(context.limits))
            });
        let (source, doubt) = match page {
            Ok(bytes) => charset::decode_html(&bytes, None),
            Err(error) => return emit(Outcome::Problem(context.place().to_owned(), error)),
        };
        // The page outside says where and when it was saved.
        let outside = String::from_utf8_lossy(&piece.bytes[..piece.bytes.len().min(HEAD_BYTES)]).into_owned();
        let (source, saved) = wayback::undone(source, saved::read(&outside));
        let mut evidence = context.evidence(self.name(), &piece);
        evidence.captured = saved.captured;
        context.known.complete(&mut evidence);
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: context.known.url.clone().or(saved.url),
            content: Content::Html(source),
            doubts: doubt.into_iter().collect(),
            moved_from: None,
        })));
    }
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// The name of the first member (APPNOTE 6.3.10, section 4.3.7).
pub(crate) fn first_name(head: &[u8]) -> Option<&[u8]> {
    let length = usize::from(u16::from_le_bytes([*head.get(26)?, *head.get(27)?]));
    head.get(30..30 + length)
}

fn archive_error(error: &dyn std::fmt::Display) -> Error {
    Error::Archive { kind: "zip", reason: error.to_string() }
}

/// Takes an archive apart.
fn cut(input: Input<'_>, unpacking: &mut Unpacking<'_>) -> Flow {
    let (member, depth) = (input.member.map(str::to_owned), input.depth);
    let member = member.as_deref();
    if let (Some((mut file, 0)), Packed::Plain) = (input.file, input.packed) {
        // The stream of the file goes on where it was.
        let before = file.stream_position();
        let flow = match ZipArchive::new(file) {
            Ok(archive) => members(archive, Some(file), member, depth, unpacking),
            Err(error) => unpacking.problem(unpacking.place(member), archive_error(&error)),
        };
        if let Ok(before) = before {
            let _ = file.seek(SeekFrom::Start(before));
        }
        return flow;
    }
    let limits = unpacking.limits;
    let place = unpacking.place(member);
    match read_up_to(packing::unpacked(input.raw, input.packed, limits), limits.max_bytes) {
        Ok(Some(bytes)) => match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => members(archive, None, member, depth, unpacking),
            Err(error) => unpacking.problem(place, archive_error(&error)),
        },
        Ok(None) => {
            let what = "a zip archive within another is held in memory, and this one is too large".to_owned();
            unpacking.problem(place, Error::Limit { what, flag: "--max-bytes" })
        }
        Err(error) => unpacking.problem(place, Error::of_stream(error)),
    }
}

/// Takes every member apart, in the order of the archive's list.
fn members<R: Read + Seek>(
    mut archive: ZipArchive<R>,
    file: Option<&File>,
    member: Option<&str>,
    depth: usize,
    unpacking: &mut Unpacking<'_>,
) -> Flow {
    if archive.has_duplicate_names() {
        let replaced;
        (archive, replaced) = match replaced::read(archive) {
            Ok(read) => read,
            Err(error) => return unpacking.problem(unpacking.place(member), archive_error(&error)),
        };
        for name in replaced {
            unpacking.count(member)?;
            unpacking.skipped(unpacking.place(Some(&within(member, &name))), Skip::Replaced)?;
        }
    }
    let names = names(&mut archive);
    let package = archive.index_for_name(wacz::DATA_PACKAGE);
    let limits = unpacking.limits;
    let archive = Open { archive: RefCell::new(archive), file, depth, limits };
    if let Some(number) = package {
        return wacz::cut(&archive, number, &names, member, unpacking);
    }
    let lists = wacz::lists(&archive, &names);
    if !lists.is_empty() {
        unpacking.remember_addresses();
    }
    let lend = |number: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>| {
        take(&mut archive.bounded(archive.archive.borrow_mut().by_index(number)?))
    };
    let files = names.iter().map(|(name, kind)| (*kind == Kind::File).then_some(name.as_str()));
    let members = Members::new(files, limits, unpacking.left(), &lend);
    let mut plan = Plan::of(&members, member);
    for (number, (name, kind)) in names.iter().enumerate() {
        let path = within(member, name);
        match kind {
            Kind::Folder => {}
            // A WACZ that lost what describes it: its lists of pages come after what they list.
            Kind::File if lists.contains(&number) => {}
            Kind::Link | Kind::Special => {
                unpacking.count(member)?;
                unpacking.skipped(unpacking.place(Some(&path)), Skip::Link)?;
            }
            Kind::File => {
                unpacking.count(member)?;
                let looked = plan.look(&members, number, name);
                if let Some(looked) = unpacking.settle(&path, looked)? {
                    archive.entry(number, &path, looked, unpacking)?;
                }
            }
        }
    }
    for number in lists {
        let Some((name, _)) = names.get(number) else { continue };
        wacz::list(&archive, (number, name), &HashMap::new(), member, unpacking)?;
    }
    Flow::Continue(())
}

/// The names of an archive, and what they are.
fn names<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Vec<(String, Kind)> {
    let count = archive.len();
    let named = |number: usize| {
        let entry = archive.by_index_raw(number).ok()?;
        let kind = match () {
            () if entry.is_dir() => Kind::Folder,
            () if entry.is_symlink() => Kind::Link,
            () => Kind::File,
        };
        Some((entry.name().ok()?.into_owned(), kind))
    };
    let named: Vec<Option<(String, Kind)>> = (0..count).map(named).collect();
    // What cannot be looked at is told where it is read.
    let named = named.into_iter().enumerate().map(|(number, named)| {
        named.unwrap_or_else(|| {
            let name = archive.name_for_index(number).and_then(Result::ok).unwrap_or_default();
            (name.into_owned(), Kind::File)
        })
    });
    named.collect()
}

/// An archive that is open.
struct Open<'a, R> {
    archive: RefCell<ZipArchive<R>>,
    /// The file that it is, where it is one.
    file: Option<&'a File>,
    depth: usize,
    limits: Limits,
}

impl<R: Read + Seek> Open<'_, R> {
    /// Takes one member apart; gives its SHA-256, where it could be read to its end.
    fn entry(
        &self,
        number: usize,
        path: &str,
        looked: Looked,
        unpacking: &mut Unpacking<'_>,
    ) -> ControlFlow<(), Option<String>> {
        let mut archive = self.archive.borrow_mut();
        let entry = match archive.by_index(number) {
            Ok(entry) => entry,
            Err(error) => {
                unpacking.problem(unpacking.place(Some(path)), archive_error(&error))?;
                unpacking.lost(path, looked.others)?;
                return ControlFlow::Continue(None);
            }
        };
        let is_stored = entry.compression() == CompressionMethod::Stored;
        let file = self.file.zip(entry.data_start()).filter(|_| is_stored);
        let mut reader = Hashing { inner: self.bounded(entry), hasher: Sha256::new() };
        unpacking.member(path, looked, self.depth + 1, file, &mut reader)?;
        let is_whole = io::copy(&mut reader, &mut io::sink()).is_ok();
        ControlFlow::Continue(is_whole.then(|| identity::hex(&reader.hasher.finalize())))
    }

    /// A member within the ratio that is allowed.
    fn bounded<'r>(&self, entry: ZipFile<'r, R>) -> Bounded<ZipFile<'r, R>> {
        Bounded { packed: entry.compressed_size(), inner: entry, given: 0, ratio: self.limits.max_ratio }
    }

    /// The bytes of a member that describes others.
    fn description(&self, number: usize) -> Result<Vec<u8>, Error> {
        let mut archive = self.archive.borrow_mut();
        let file = archive.by_index(number).map_err(|error| archive_error(&error))?;
        let bytes = read_up_to(file, MAX_DESCRIPTION_BYTES).map_err(Error::of_stream)?;
        bytes.ok_or_else(|| archive_error(&"a list in it is larger than 64 MiB"))
    }
}

struct Hashing<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..bytes]);
        Ok(bytes)
    }
}
