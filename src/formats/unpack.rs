//! Takes captures apart that hold others: a thread reads the container as a stream and hands out its pieces.
//!
//! In: a stream of bytes. Out: [`Piece`]s in the order in which they lie in it, a few at a time, however large the
//! container is. What a member is called is a name and nothing else: no path of an archive touches the file system.

use std::cell::Cell;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sha2::{Digest, Sha256};

use crate::captures::{Skip, extension_of, read_up_to};
use crate::document::identity;
use crate::formats::limits::in_units;
use crate::formats::members::{Looked, Other, Own};
use crate::formats::open::{Again, HEAD_BYTES, Piece, is_binary};
use crate::formats::packing::{self, BUFFER_BYTES, Bomb, Packed};
use crate::formats::{Error, FORMATS, Format, Head, Limits, Outcome, Packing, Sidecar};

/// Pieces that wait to be decoded: enough to keep the threads busy, few enough to bound memory.
const WAITING: usize = 4;

/// How many times `--max-bytes` may be read of members that describe others, and of members once more: an export that describes
/// a thousand pages is looked at a thousand times, and has a megabyte.
const AGAIN: u64 = 1 << 10;

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
    /// What is known of the container, and so of what lies in it.
    known: Option<Box<Sidecar>>,
    again: Option<Box<Again>>,
    /// Bytes that may still be read of members that describe others, and of members once more.
    left: Rc<Cell<u64>>,
}

impl<'a> Unpacking<'a> {
    pub(crate) fn new(
        place: &'a str,
        limits: Limits,
        emit: &'a mut dyn FnMut(Result<Piece, Outcome>) -> Flow,
    ) -> Unpacking<'a> {
        let left = Rc::new(Cell::new(limits.max_bytes.saturating_mul(AGAIN)));
        Unpacking { place, limits, emit, members: 0, addresses: None, known: None, again: None, left }
    }

    /// Hands out a piece.
    pub(crate) fn piece(&mut self, piece: Piece) -> Flow {
        let (of_container, again) = (self.known.clone(), piece.again.or_else(|| self.again.clone()));
        (self.emit)(Ok(Piece { of_container, again, ..piece }))
    }

    /// Says that something was passed over.
    pub(crate) fn skipped(&mut self, place: String, reason: Skip) -> Flow {
        (self.emit)(Err(Outcome::Skipped(place, reason)))
    }

    /// Says that something could not be read.
    pub(crate) fn problem(&mut self, place: String, error: Error) -> Flow {
        (self.emit)(Err(Outcome::Problem(place, error)))
    }

    /// Bytes that may still be read more than once.
    pub(crate) fn left(&self) -> Rc<Cell<u64>> {
        self.left.clone()
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

    /// Tells of a member that is not to be read; gives back what is to be done with one that is.
    pub(crate) fn settle(&mut self, name: &str, looked: Looked) -> std::ops::ControlFlow<(), Option<Looked>> {
        let looked = match looked {
            Looked { own: Own::Told, others } if others.is_empty() => None,
            Looked { own: Own::Refused(refusal), others } if others.is_empty() => {
                self.refused(self.place(Some(name)), refusal)?;
                None
            }
            looked => Some(looked),
        };
        std::ops::ControlFlow::Continue(looked)
    }

    /// Takes apart a member of an archive under its name and under others: finds its format by its content and reads it, or
    /// what lies in it.
    pub(crate) fn member(
        &mut self,
        name: &str,
        looked: Looked,
        depth: usize,
        file: Option<(&File, u64)>,
        reader: &mut dyn Read,
    ) -> Flow {
        let Looked { own, others } = looked;
        let mut bytes = Vec::new();
        let mut whole = Ok(true);
        if !others.is_empty() {
            // What is read more than once has to be at hand.
            let most = self.limits.max_bytes;
            whole =
                reader.take(most.saturating_add(1)).read_to_end(&mut bytes).map(|read| read as u64 <= most);
        }
        let is_told = !matches!(own, Own::Read(_));
        match own {
            Own::Told => {}
            Own::Refused(refusal) => self.refused(self.place(Some(name)), refusal)?,
            Own::Read(known) => {
                let read = Other { name: name.to_owned(), known, again: None };
                match &whole {
                    Ok(true) if !others.is_empty() => self.one(read, depth, None, &mut bytes.as_slice())?,
                    Ok(_) => self.one(read, depth, file, &mut bytes.as_slice().chain(reader))?,
                    Err(_) => {}
                }
            }
        }
        if let Err(error) = whole {
            if !is_told {
                self.problem(self.place(Some(name)), Error::of_stream(error))?;
            }
            return self.lost(name, others);
        }
        for other in others {
            let place = self.place(Some(&other.name));
            let left = self.left.get().checked_sub(bytes.len() as u64);
            if let (Ok(true), Some(left)) = (&whole, left) {
                self.left.set(left);
                self.one(other, depth, None, &mut bytes.as_slice())?;
            } else {
                let what = format!("too much of {name} to be read again");
                self.problem(place, Error::Limit { what, flag: "--max-bytes" })?;
            }
        }
        Flow::Continue(())
    }

    /// Tells of the other names of a member that cannot be read.
    pub(crate) fn lost(&mut self, name: &str, others: Vec<Other>) -> Flow {
        others.into_iter().try_for_each(|other| {
            let (name, reason) = (name.to_owned(), "see there".to_owned());
            self.problem(self.place(Some(&other.name)), Error::NoEarlier { name, reason })
        })
    }

    /// Takes a member apart under one name.
    fn one(&mut self, read: Other, depth: usize, file: Option<(&File, u64)>, reader: &mut dyn Read) -> Flow {
        let Other { name, known, again } = read;
        let place = self.place(Some(&name));
        if known.as_ref().is_some_and(Sidecar::is_failure) {
            return self.skipped(place, Skip::ErrorPage);
        }
        let head = match packing::read_head(reader, HEAD_BYTES) {
            Ok(head) => head,
            Err(error) => return self.problem(place, Error::of_stream(error)),
        };
        let extension = extension_of(name.rsplit('/').next().unwrap_or(&name));
        let found = match recognise(&head, &extension) {
            Ok(found) => found,
            Err(refusal) => return self.refused(place, refusal),
        };
        let (known, again) = (known.map(Box::new), again.map(Box::new));
        let raw = Cursor::new(head).chain(reader);
        match found.format.packing() {
            Packing::Whole => match read_whole(raw, found.packed, self.limits) {
                Ok(piece) => {
                    self.piece(Piece { format: found.format, member: Some(name), known, again, ..piece })
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
                    member: Some(&name),
                    depth,
                };
                // What is known of it holds for what lies in it, unless more is known of that.
                let outer = (self.known.clone(), self.again.clone());
                self.known = known.or(outer.0.clone());
                self.again = again.or(outer.1.clone());
                let flow = cut(input, self);
                (self.known, self.again) = outer;
                flow
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
    if packed == Packed::Plain {
        return Ok(Piece { bytes: raw, digest, ..Piece::default() });
    }
    let mut bytes = Vec::new();
    let plain = packing::unpacked(raw.as_slice(), packed, limits);
    let read = plain.take(limits.max_bytes.saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() as u64 > limits.max_bytes {
        return Err(too_large());
    }
    let is_cut = match read {
        Ok(_) => false,
        // What was packed before the end that is missing is good.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !bytes.is_empty() => true,
        Err(error) => return Err(io(error)),
    };
    Ok(Piece { bytes, digest, is_cut, ..Piece::default() })
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
        let what = format!("larger than {}", in_units(limits.max_bytes));
        Error::Limit { what, flag: "--max-bytes" }
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
