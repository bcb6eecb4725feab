//! Takes captures apart that hold others: a thread reads the container as a stream and hands out its pieces.
//!
//! In: a stream of bytes. Out: [`Piece`]s in the order in which they lie in it, a few at a time, however large the
//! container is. What a member is called is a name and nothing else: no path of an archive touches the file system.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sha2::{Digest, Sha256};

use crate::captures::{Skip, extension_of, read_up_to};
use crate::document::identity;
use crate::formats::members::Described;
use crate::formats::open::{HEAD_BYTES, Piece, is_binary};
use crate::formats::packing::{self, BUFFER_BYTES, Bomb, Packed};
use crate::formats::{Error, FORMATS, Format, Head, Limits, Outcome, Packing, Sidecar};

/// Pieces that wait to be decoded: enough to keep the threads busy, few enough to bound memory.
const WAITING: usize = 4;

/// What separates the name of a container from that of its member.
const WITHIN: &str = "!/";

/// Whether to go on. `Break` when nobody listens any more, or a limit ends the container.
pub(crate) type Flow = std::ops::ControlFlow<()>;

/// Takes a container apart.
pub(crate) type Cut = fn(Input<'_>, &mut Unpacking<'_>) -> Flow;

/// A stream that holds records or members.
pub(crate) struct Input<'a> {
    /// Its bytes as they lie, from the first.
    pub(crate) raw: Box<dyn BufRead + 'a>,
    /// How they are packed.
    pub(crate) packed: Packed,
    /// The file and where in it the stream begins, where it lies in one as it is.
    pub(crate) file: Option<(&'a File, u64)>,
    /// Its name within the capture; none for the capture itself.
    pub(crate) member: Option<&'a str>,
    /// In how many containers it lies.
    pub(crate) depth: usize,
}

impl<'a> Input<'a> {
    /// Its plain bytes.
    pub(crate) fn plain(self, limits: Limits) -> Box<dyn BufRead + 'a> {
        packing::unpacked(self.raw, self.packed, limits)
    }
}

/// What carries pieces out of a container.
pub(crate) struct Unpacking<'a> {
    /// The capture, as people name it.
    place: &'a str,
    pub(crate) limits: Limits,
    emit: &'a mut dyn FnMut(Result<Piece, Outcome>) -> Flow,
    members: u64,
    /// Hashes of the addresses of pages, where somebody asked for them.
    addresses: Option<HashSet<u64>>,
}

impl<'a> Unpacking<'a> {
    pub(crate) fn new(
        place: &'a str,
        limits: Limits,
        emit: &'a mut dyn FnMut(Result<Piece, Outcome>) -> Flow,
    ) -> Unpacking<'a> {
        Unpacking { place, limits, emit, members: 0, addresses: None }
    }

    /// Hands out a piece.
    pub(crate) fn piece(&mut self, piece: Piece) -> Flow {
        (self.emit)(Ok(piece))
    }

    /// Says that something was passed over.
    pub(crate) fn skipped(&mut self, place: String, reason: Skip) -> Flow {
        (self.emit)(Err(Outcome::Skipped(place, reason)))
    }

    /// Says that something could not be read.
    pub(crate) fn problem(&mut self, place: String, error: Error) -> Flow {
        (self.emit)(Err(Outcome::Problem(place, error)))
    }

    /// How people name a member of the capture, or the capture itself.
    pub(crate) fn place(&self, member: Option<&str>) -> String {
        place_of(self.place, member)
    }

    /// Remembers the addresses of pages from now on.
    pub(crate) fn remember_addresses(&mut self) {
        self.addresses.get_or_insert_default();
    }

    /// Notes the address of a page.
    pub(crate) fn note_address(&mut self, url: Option<&str>) {
        if let (Some(addresses), Some(url)) = (&mut self.addresses, url) {
            addresses.insert(identity::bits_of(url));
        }
    }

    /// Whether a page of this address was noted.
    pub(crate) fn has_address(&self, url: &str) -> bool {
        self.addresses.as_ref().is_some_and(|addresses| addresses.contains(&identity::bits_of(url)))
    }

    /// Counts one more member of an archive; breaks where there are too many.
    pub(crate) fn count(&mut self, archive: Option<&str>) -> Flow {
        self.members += 1;
        if self.members <= self.limits.max_members {
            return Flow::Continue(());
        }
        let error = Error::Limit {
            what: format!("more than {} members", self.limits.max_members),
            flag: "--max-members",
        };
        self.problem(self.place(archive), error)?;
        Flow::Break(())
    }

    /// Says why something is not read.
    pub(crate) fn refused(&mut self, place: String, refusal: Refusal) -> Flow {
        match refusal {
            Refusal::Skip(reason) => self.skipped(place, reason),
            Refusal::Problem(error) => self.problem(place, error),
        }
    }

    /// Takes apart a member of an archive: finds its format by its content and reads it, or what lies in it.
    pub(crate) fn member(
        &mut self,
        member: &str,
        Described { known, repeats }: Described,
        depth: usize,
        file: Option<(&File, u64)>,
        reader: &mut dyn Read,
    ) -> Flow {
        let place = self.place(Some(member));
        if known.as_ref().is_some_and(Sidecar::is_failure) {
            return self.skipped(place, Skip::ErrorPage);
        }
        let mut head = Vec::new();
        if let Err(error) = reader.take(HEAD_BYTES as u64).read_to_end(&mut head) {
            return self.problem(place, Error::of_stream(error));
        }
        let extension = extension_of(member.rsplit('/').next().unwrap_or(member));
        let found = match recognise(&head, &extension) {
            Ok(found) => found,
            Err(refusal) => return self.refused(place, refusal),
        };
        let raw = Cursor::new(head).chain(reader);
        match found.format.packing() {
            Packing::Whole => match read_whole(raw, found.packed, self.limits) {
                Ok(piece) => {
                    for repeat in repeats {
                        self.piece(Piece {
                            format: found.format,
                            member: Some(repeat.name),
                            bytes: piece.bytes.clone(),
                            digest: piece.digest.clone(),
                            known: Some(Box::new(repeat.known)),
                            again: Some(Box::new(repeat.again)),
                            ..Piece::default()
                        })?;
                    }
                    let (member, known) = (Some(member.to_owned()), known.map(Box::new));
                    self.piece(Piece { format: found.format, member, known, ..piece })
                }
                Err(refusal) => self.refused(place, refusal),
            },
            Packing::Stream(cut) => {
                if depth >= self.limits.max_nesting {
                    let what = format!("containers nested more than {} deep", self.limits.max_nesting);
                    return self.problem(place, Error::Limit { what, flag: "--max-nesting" });
                }
                let input = Input {
                    raw: Box::new(BufReader::with_capacity(BUFFER_BYTES, raw)),
                    packed: found.packed,
                    file,
                    member: Some(member),
                    depth,
                };
                cut(input, self)?;
                // What holds many pages is not told again.
                repeats
                    .into_iter()
                    .try_for_each(|repeat| self.skipped(self.place(Some(&repeat.name)), Skip::Repeat))
            }
        }
    }
}

/// How people name a member of a capture.
pub(crate) fn place_of(capture: &str, member: Option<&str>) -> String {
    member.map_or_else(|| capture.to_owned(), |member| format!("{capture}{WITHIN}{member}"))
}

/// The name of a member of an archive that may be a member itself.
pub(crate) fn within(archive: Option<&str>, name: &str) -> String {
    archive.map_or_else(|| name.to_owned(), |archive| format!("{archive}{WITHIN}{name}"))
}

/// A recognised stream.
pub(crate) struct Recognised {
    pub(crate) format: &'static dyn Format,
    pub(crate) reason: &'static str,
    pub(crate) packed: Packed,
}

/// Why there is nothing to read.
pub(crate) enum Refusal {
    Skip(Skip),
    Problem(Error),
}

/// Finds the format of a stream by its first bytes and its extension.
pub(crate) fn recognise(raw_head: &[u8], extension: &str) -> Result<Recognised, Refusal> {
    if raw_head.is_empty() {
        return Err(Refusal::Skip(Skip::Empty));
    }
    let packed = Packed::of(raw_head);
    let plain = packing::unpack_head(raw_head, packed, HEAD_BYTES)
        .map_err(|error| Refusal::Problem(Error::of_stream(error)))?;
    let head = Head { bytes: &plain, extension, whole: plain.len() < HEAD_BYTES };
    if plain.trim_ascii().is_empty() && head.whole {
        return Err(Refusal::Skip(Skip::Empty));
    }
    let binary = is_binary(head.bytes);
    let found = FORMATS
        .iter()
        .filter(|format| !binary || format.is_binary())
        .find_map(|format| Some((*format, format.detect(&head)?)));
    match found {
        Some((format, reason)) => Ok(Recognised { format, reason, packed }),
        None if binary && promises_text(extension) => {
            Err(Refusal::Problem(Error::Binary { extension: extension.to_owned() }))
        }
        None => Err(Refusal::Skip(Skip::UnknownFormat)),
    }
}

/// Whether an extension promises text.
fn promises_text(extension: &str) -> bool {
    matches!(extension, "html" | "htm" | "xhtml" | "md" | "markdown" | "txt" | "jsonl" | "ndjson")
}

/// Reads all of a stream as one piece, whose format is still the caller's to say.
pub(crate) fn read_whole(raw: impl Read, packed: Packed, limits: Limits) -> Result<Piece, Refusal> {
    let io = |error: io::Error| Refusal::Problem(Error::of_stream(error));
    let too_large = || Refusal::Problem(Error::too_large(limits));
    let raw = read_up_to(raw, limits.max_bytes).map_err(io)?.ok_or_else(too_large)?;
    let digest = identity::hex(&Sha256::digest(&raw));
    let bytes = match packed {
        Packed::Plain => raw,
        _ => read_up_to(packing::unpacked(raw.as_slice(), packed, limits), limits.max_bytes)
            .map_err(io)?
            .ok_or_else(too_large)?,
    };
    Ok(Piece { bytes, digest, ..Piece::default() })
}

/// The pieces of a container, read by a thread of its own.
pub(crate) struct Feed {
    pieces: Receiver<Result<Piece, Outcome>>,
}

impl Feed {
    /// Starts reading. `read` gets what it hands its pieces to.
    pub(crate) fn start(
        place: String,
        limits: Limits,
        read: impl FnOnce(&mut Unpacking<'_>) + Send + 'static,
    ) -> io::Result<Feed> {
        let (sender, pieces) = sync_channel(WAITING);
        std::thread::Builder::new()
            .name("unpack".to_owned())
            .spawn(move || run(&place, limits, &sender, read))?;
        Ok(Feed { pieces })
    }

    /// The next piece, or none after the last.
    pub(crate) fn next(&mut self) -> Option<Result<Piece, Outcome>> {
        self.pieces.recv().ok()
    }
}

/// A panic is a defect of a library that reads containers, and the container's problem.
fn run(
    place: &str,
    limits: Limits,
    sender: &SyncSender<Result<Piece, Outcome>>,
    read: impl FnOnce(&mut Unpacking<'_>),
) {
    let mut emit = |piece| match sender.send(piece) {
        Ok(()) => Flow::Continue(()),
        Err(_) => Flow::Break(()),
    };
    let done = catch_unwind(AssertUnwindSafe(|| read(&mut Unpacking::new(place, limits, &mut emit))));
    if done.is_err() {
        let _ = sender.send(Err(Outcome::Problem(place.to_owned(), Error::Broke)));
    }
}

impl Error {
    /// A page or record is larger than it may be.
    pub(crate) fn too_large(limits: Limits) -> Error {
        let bytes = limits.max_bytes;
        let size = match bytes {
            _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
            _ if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
            _ => format!("{bytes} bytes"),
        };
        Error::Limit { what: format!("larger than {size}"), flag: "--max-bytes" }
    }

    /// What failed while a stream was read.
    pub(crate) fn of_stream(error: io::Error) -> Error {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Bomb>()) {
            Some(bomb) => Error::Limit { what: bomb.to_string(), flag: "--max-ratio" },
            None if error.raw_os_error().is_some() => Error::Io(error),
            None => Error::Packing(error),
        }
    }
}
