//! Tar archives of anything that is read, packed or not.
//!
//! In: a stream. Out: what its members hold, in their order. Names of members are names, never paths.

use std::collections::HashSet;

use crate::formats::open::Piece;
use crate::formats::unpack::{Flow, Input, Unpacking, within};
use crate::formats::{Context, Error, Format, Head, Outcome, Packing, zip};

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
    let mut archive = tar::Archive::new(input.plain(unpacking.limits));
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return unpacking.problem(unpacking.place(member), Error::of_stream(error)),
    };
    let mut folders = HashSet::new();
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return unpacking.problem(unpacking.place(member), Error::of_stream(error)),
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        unpacking.count(member)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = name.trim_start_matches("./");
        let path = within(member, name);
        if let Some(reason) = zip::passed_over(name, &|page| folders.contains(page)) {
            unpacking.skipped(unpacking.place(Some(&path)), reason)?;
            continue;
        }
        folders.extend(zip::parts_folder(name).map(str::to_owned));
        unpacking.member(&path, None, depth + 1, None, &mut entry)?;
    }
    Flow::Continue(())
}
