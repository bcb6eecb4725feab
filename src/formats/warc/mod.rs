//! WARC files (ISO 28500, versions 1.0 and 1.1): what crawlers write, plain, or with every record packed by itself.
//!
//! In: a stream of records. Out: one page for each response or resource that is a page. A record is held one at a time;
//! what is plainly no page is passed over without being held.

mod http;
mod record;
mod revisit;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use crate::captures::Skip;
use crate::document::{Doubt, DoubtKind, Evidence, Moment, identity};
use crate::formats::media::Media;
use crate::formats::open::Piece;
use crate::formats::packing::{Packed, Parts};
use crate::formats::unpack::{Flow, Input, Unpacking};
use crate::formats::warc::record::{Kind, Next, Record, Records};
use crate::formats::warc::revisit::Seen;
use crate::formats::{Content, Context, Error, Format, Head, Limits, Outcome, Packing, Page, Sidecar, media};

/// WARC files.
pub(crate) struct Warc;

/// Bytes of a block that are looked at before the rest is held: HTTP headers are a kilobyte or two.
const BLOCK_HEAD_BYTES: u64 = 16 << 10;

impl Format for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn about(&self) -> &'static str {
        "WARC files of crawlers: plain, .gz, .zst; and WET text"
    }

    fn recognised_by(&self) -> &'static str {
        "`WARC/` and a version at the beginning, packed or not"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        head.bytes.starts_with(b"WARC/").then_some("begins with a WARC record")
    }

    fn packing(&self) -> Packing {
        Packing::Stream(cut)
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let place = format!("{}@{}", context.place(), piece.range.map_or(0, |(from, _)| from));
        let Some((record, block)) = Record::split(&piece.bytes) else {
            return emit(Outcome::Problem(place, bad("its header is not readable")));
        };
        if record.kind() == Kind::Revisit {
            return emit(repeat(&record, block, &place, context, &piece));
        }
        let answer = match http::answer(&record, block, context.limits) {
            Ok(answer) => answer,
            Err(http::Refused::Skip(reason)) => return emit(Outcome::Skipped(place, reason)),
            Err(http::Refused::Problem(error)) => return emit(Outcome::Problem(place, error)),
        };
        let mut doubts = Vec::new();
        let own = Sidecar {
            url: record.target(),
            captured: captured(&record, &mut doubts),
            status: answer.status,
            content_type: answer.content_type.clone(),
            ..Sidecar::default()
        };
        // A revisit is read with the body of what it repeats, and with its own time.
        let known = piece.known.map_or(own, |revisit| *revisit);
        if record.header("warc-truncated").is_some() {
            doubts.push(Doubt::new(DoubtKind::CutShort, "the crawler cut the record short"));
        } else if let Some(cut) = answer.cut {
            doubts
                .push(Doubt::new(DoubtKind::CutShort, format!("the answer was not read to its end: {cut}")));
        }
        let inner = Context { known: &known, place: &place, format: Some(self.name()), ..*context };
        let media = Media::of(answer.content_type.as_deref());
        media::decode(&inner, media, answer.payload, piece.range, &mut |outcome| match outcome {
            Outcome::Page(mut page) => {
                page.doubts.append(&mut doubts);
                page.moved_from.clone_from(&piece.moved_from);
                emit(Outcome::Page(page));
            }
            other => emit(other),
        });
    }

    fn raw(&self, piece: &Piece, _: Option<(u64, u64)>, limits: Limits) -> Option<Vec<u8>> {
        payload(&piece.bytes, limits)
    }

    fn raw_at(&self, mut file: &File, from: u64, limits: Limits) -> Option<Vec<u8>> {
        let before = file.stream_position().ok()?;
        file.seek(SeekFrom::Start(from)).ok()?;
        let record = read_one(BufReader::new(file), limits);
        file.seek(SeekFrom::Start(before)).ok()?;
        payload(&record.ok()??, limits)
    }
}

/// What a revisit says whose page is not in this file: that the page was there, and when.
fn repeat(record: &Record, block: &[u8], place: &str, context: &Context, piece: &Piece) -> Outcome {
    if let Some(reason) = http::no_repeat(record, block) {
        return Outcome::Skipped(place.to_owned(), reason);
    }
    let mut doubts = Vec::new();
    let digest = identity::digest_of(block);
    let evidence = Evidence {
        captured: captured(record, &mut doubts),
        http_status: http::status_of(&piece.bytes),
        digest,
        ..context.evidence(Warc.name(), piece)
    };
    Outcome::Page(Box::new(Page {
        evidence,
        url: record.repeated(),
        content: Content::Repeat,
        doubts,
        moved_from: None,
    }))
}

/// When a record was captured. A year before the web or one that no crawler has seen is no time.
fn captured(record: &Record, doubts: &mut Vec<Doubt>) -> Option<Moment> {
    let text = record.header("warc-date")?;
    let moment = Moment::parse(text).filter(|moment| moment.may_be_of_capture());
    if moment.is_none() {
        doubts.push(Doubt::new(DoubtKind::ImplausibleDate, format!("`WARC-Date` is {text:?}")));
    }
    moment
}

/// What a record holds, as it was before HTTP packed it.
fn payload(record: &[u8], limits: Limits) -> Option<Vec<u8>> {
    let (record, block) = Record::split(record)?;
    http::answer(&record, block, limits).ok().map(|answer| answer.payload)
}

fn bad(reason: impl Into<String>) -> Error {
    Error::BadRecord { reason: format!("of WARC: {}", reason.into()) }
}

/// Cuts a file into the records that may be pages.
pub(crate) fn cut(input: Input<'_>, unpacking: &mut Unpacking<'_>) -> Flow {
    let mut seen = Seen::new(input.file);
    let member = input.member.map(str::to_owned);
    let member = member.as_deref();
    if input.packed == Packed::Plain {
        let mut reader = input.raw;
        return stream(&mut reader, &mut 0, member, &mut seen, unpacking);
    }
    let mut parts = Parts::new(input.raw, input.packed);
    // Plain bytes before the part that is read, for parts that hold more than one record.
    let mut base = 0;
    loop {
        let start = parts.position();
        let read = match parts.next() {
            Ok(true) => part(&mut parts, start, &mut base, member, &mut seen, unpacking),
            Ok(false) => return Flow::Continue(()),
            Err(error) => Err(error),
        };
        match read {
            Ok(flow) => flow?,
            Err(error) => {
                damaged(error, member, start, unpacking)?;
                if !parts.recover().unwrap_or(false) {
                    return Flow::Continue(());
                }
            }
        }
    }
}

/// Cuts one part into its records. What a part holds is handed on once it was read to its end, where its checksum stands, unless
/// it is one of those that hold a whole crawl. The error is damage in it.
fn part<R: BufRead>(
    parts: &mut Parts<R>,
    start: u64,
    base: &mut u64,
    member: Option<&str>,
    seen: &mut Seen<'_>,
    unpacking: &mut Unpacking<'_>,
) -> io::Result<Flow> {
    /// Bytes of a part beyond its first record that are held. A judgement: few pages are larger, and all of it fits in memory.
    const HELD_BYTES: u64 = 16 << 20;
    let mut records = Records::new(BufReader::new(&mut *parts), unpacking.limits);
    let Some(first) = records.next()? else { return Ok(Flow::Continue(())) };
    let more = records.skip_blank()?;
    let plain = records.position();
    let mut rest = records.into_inner();
    let mut held = Vec::new();
    if more {
        (&mut rest).take(HELD_BYTES).read_to_end(&mut held)?;
    }
    let from = *base;
    *base += plain;
    if !more {
        drop(rest);
        let range = (start, parts.position());
        return Ok(hand(first, range, member, seen, unpacking));
    }
    let flow = hand(first, (from, *base), member, seen, unpacking);
    if flow.is_break() {
        return Ok(flow);
    }
    Ok(stream(&mut held.as_slice().chain(rest), base, member, seen, unpacking))
}

fn damaged(error: io::Error, member: Option<&str>, at: u64, unpacking: &mut Unpacking<'_>) -> Flow {
    let place = format!("{}@{at}", unpacking.place(member));
    unpacking.problem(place, Error::of_stream(error))
}

/// Cuts a stream of plain records, of which the first begins at `base`, and counts its bytes to that.
fn stream(
    reader: &mut dyn BufRead,
    base: &mut u64,
    member: Option<&str>,
    seen: &mut Seen<'_>,
    unpacking: &mut Unpacking<'_>,
) -> Flow {
    let begin = *base;
    let mut records = Records::new(reader, unpacking.limits);
    loop {
        let blank = records.skip_blank();
        let start = begin + records.position();
        let next = match blank {
            Ok(_) => records.next(),
            Err(error) => Err(error),
        };
        *base = begin + records.position();
        match next {
            Ok(Some(next)) => hand(next, (start, *base), member, seen, unpacking)?,
            Ok(None) => return Flow::Continue(()),
            Err(error) => return damaged(error, member, start, unpacking),
        }
    }
}

/// Hands a record on, or says why not.
fn hand(
    next: Next,
    range: (u64, u64),
    member: Option<&str>,
    seen: &mut Seen<'_>,
    unpacking: &mut Unpacking<'_>,
) -> Flow {
    let place = || format!("{}@{}", unpacking.place(member), range.0);
    match next {
        Next::Passed => Flow::Continue(()),
        Next::Skipped(reason) => unpacking.skipped(place(), reason),
        Next::Redirect { from, to } => {
            seen.note_redirect(from, &to);
            unpacking.skipped(place(), Skip::Redirect)
        }
        Next::TooLarge => unpacking.problem(place(), Error::too_large(unpacking.limits)),
        Next::Bad(reason) => unpacking.problem(place(), bad(reason)),
        Next::Record { bytes, record } if record.kind() == Kind::Revisit => {
            let member = member.map(str::to_owned);
            let piece = Piece { format: &Warc, member, range: Some(range), ..Piece::default() };
            let Some(original) = seen.original(&record) else {
                return unpacking.piece(Piece { bytes, ..piece });
            };
            let known = Sidecar {
                url: record.target(),
                captured: captured(&record, &mut Vec::new()),
                status: http::status_of(&bytes),
                ..Sidecar::default()
            };
            unpacking.piece(Piece { bytes: original, known: Some(Box::new(known)), ..piece })
        }
        Next::Record { bytes, record } => {
            seen.note(&record, range);
            unpacking.note_address(record.target().as_deref());
            let member = member.map(str::to_owned);
            let moved_from = record.target().and_then(|target| seen.moved_from(&target));
            let piece = Piece { format: &Warc, member, range: Some(range), ..Piece::default() };
            unpacking.piece(Piece { bytes, moved_from, ..piece })
        }
    }
}

/// Reads one record that begins at the first byte of a stream; what stands for it in a piece.
pub(crate) fn read_one(raw: impl BufRead, limits: Limits) -> io::Result<Option<Vec<u8>>> {
    let mut raw = raw;
    let head = raw.fill_buf()?;
    let packed = Packed::of(head);
    let next = if packed == Packed::Plain {
        Records::new(raw, limits).next()?
    } else {
        let mut parts = Parts::new(raw, packed);
        if !parts.next()? {
            return Ok(None);
        }
        Records::new(BufReader::new(&mut parts), limits).next()?
    };
    Ok(match next {
        Some(Next::Record { bytes, .. }) => Some(bytes),
        _ => None,
    })
}
