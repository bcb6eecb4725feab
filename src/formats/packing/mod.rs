//! Undoes compression as a stream, and stops what unpacks into far more than it should.
//!
//! In: compressed bytes. Out: a reader of plain bytes that never holds more than its buffers. Knows gzip of several
//! members and Zstandard of several frames; what is inside is for others.

mod head;

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use flate2::bufread::{GzDecoder, MultiGzDecoder};
use ruzstd::decoding::{Dictionary, FrameDecoder, StreamingDecoder};

use crate::formats::Limits;

pub(crate) use head::{read_head, unpack_head};

/// Bytes that are read at once.
pub(crate) const BUFFER_BYTES: usize = 256 << 10;

/// Plain bytes up to which any ratio is taken: a page of nothing but spaces is small, whatever it was packed into.
const RATIO_FREE_BYTES: u64 = 16 << 20;

/// Window of a Zstandard frame at most: what `zstd --long` writes, and what a decoder must hold (RFC 8878, section
/// 3.1.1.1.2 recommends to accept 8 MiB).
const MAX_WINDOW_BYTES: u64 = 128 << 20;

/// The first bytes of a member of gzip, in the one packing that there is (RFC 1952, section 2.3.1).
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// The first bytes of a Zstandard frame.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packed {
    /// Not at all.
    Plain,
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878), perhaps after a skippable frame.
    Zstd,
}

impl Packed {
    /// Tells by the first bytes.
    pub(crate) fn of(head: &[u8]) -> Packed {
        if head.starts_with(&[0x1f, 0x8b]) {
            Packed::Gzip
        } else if head.starts_with(&ZSTD) || is_skippable(head) {
            Packed::Zstd
        } else {
            Packed::Plain
        }
    }
}

/// Whether bytes begin a skippable frame of Zstandard.
pub(crate) fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// What unpacked into more than is allowed; stands inside an [`io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unpacks into more than {ratio} times its size")]
pub(crate) struct Bomb {
    /// The limit.
    pub(crate) ratio: u64,
}

/// The plain bytes of a stream.
pub(crate) fn unpacked<'a>(raw: impl BufRead + 'a, packed: Packed, limits: Limits) -> Box<dyn BufRead + 'a> {
    let taken = Rc::new(Cell::new(0));
    let counted = Counted { inner: raw, taken: taken.clone() };
    let plain: Box<dyn Read + 'a> = match packed {
        Packed::Plain => return Box::new(counted),
        Packed::Gzip => Box::new(MultiGzDecoder::new(counted)),
        Packed::Zstd => Box::new(Joined(Parts::new(counted, packed))),
    };
    let guard = Guard { inner: plain, taken, given: 0, ratio: limits.max_ratio };
    Box::new(BufReader::with_capacity(BUFFER_BYTES, guard))
}

/// Counts what is taken out of a stream.
struct Counted<R> {
    inner: R,
    taken: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.taken.set(self.taken.get() + bytes as u64);
        Ok(bytes)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.taken.set(self.taken.get() + bytes as u64);
        self.inner.consume(bytes);
    }
}

/// Compares what comes out with what went in.
struct Guard<'a> {
    inner: Box<dyn Read + 'a>,
    taken: Rc<Cell<u64>>,
    given: u64,
    ratio: u64,
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.given += bytes as u64;
        check_ratio(self.taken.get(), self.given, self.ratio)?;
        Ok(bytes)
    }
}

/// The plain bytes of a stream of which it is known how many packed bytes it has.
pub(crate) struct Bounded<R> {
    pub(crate) inner: R,
    pub(crate) packed: u64,
    pub(crate) given: u64,
    pub(crate) ratio: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.given += bytes as u64;
        check_ratio(self.packed, self.given, self.ratio)?;
        Ok(bytes)
    }
}

/// Whether so many packed bytes may become so many plain ones.
pub(crate) fn check_ratio(packed: u64, plain: u64, ratio: u64) -> io::Result<()> {
    if plain > RATIO_FREE_BYTES && plain / ratio.max(1) > packed {
        return Err(io::Error::other(Bomb { ratio }));
    }
    Ok(())
}

/// The parts of a stream that are packed one by one: members of gzip, frames of Zstandard. Reading ends where a part
/// does; [`Parts::next`] goes on to the next.
pub(crate) struct Parts<R: BufRead> {
    state: State<R>,
    packed: Packed,
    /// What the frames refer to.
    dictionary: Option<Vec<u8>>,
    taken: Rc<Cell<u64>>,
}

type Frame<R> = StreamingDecoder<io::Chain<Cursor<[u8; 4]>, Counted<R>>, FrameDecoder>;

enum State<R: BufRead> {
    Between(Counted<R>),
    Gzip(Box<GzDecoder<Counted<R>>>),
    Zstd(Box<Frame<R>>),
    Lost,
}

impl<R: BufRead> Parts<R> {
    pub(crate) fn new(source: R, packed: Packed) -> Parts<R> {
        let taken = Rc::new(Cell::new(0));
        let source = Counted { inner: source, taken: taken.clone() };
        Parts { state: State::Between(source), packed, dictionary: None, taken }
    }

    /// Bytes of the source that were taken so far; between two parts, where the next begins.
    pub(crate) fn position(&self) -> u64 {
        self.taken.get()
    }

    /// Goes on to the next part, whatever is left of this one; false at the end of the source.
    pub(crate) fn next(&mut self) -> io::Result<bool> {
        io::copy(self, &mut io::sink())?;
        let mut source = match std::mem::replace(&mut self.state, State::Lost) {
            State::Between(source) => source,
            State::Gzip(decoder) => decoder.into_inner(),
            State::Zstd(frame) => frame.into_inner().into_inner().1,
            State::Lost => return Ok(false),
        };
        loop {
            if source.fill_buf()?.is_empty() {
                self.state = State::Between(source);
                return Ok(false);
            }
            match self.packed {
                Packed::Gzip | Packed::Plain => {
                    self.state = State::Gzip(Box::new(GzDecoder::new(source)));
                    return Ok(true);
                }
                Packed::Zstd => {
                    let mut magic = [0; 4];
                    source.read_exact(&mut magic)?;
                    if is_skippable(&magic) {
                        self.skip_frame(&mut source, magic)?;
                        continue;
                    }
                    let mut decoder = FrameDecoder::new();
                    decoder.set_max_window_size(MAX_WINDOW_BYTES);
                    if let Some(dictionary) = &self.dictionary {
                        let dictionary = Dictionary::decode_dict(dictionary).map_err(io::Error::other)?;
                        decoder.add_dict(dictionary).map_err(io::Error::other)?;
                    }
                    let frame = StreamingDecoder::new_with_decoder(Cursor::new(magic).chain(source), decoder);
                    self.state = State::Zstd(Box::new(frame.map_err(io::Error::other)?));
                    return Ok(true);
                }
            }
        }
    }

    /// After damage goes on to what looks like the beginning of another part; false where there is none. A beginning of which
    /// the end of a buffer shows less than all is taken for one.
    pub(crate) fn recover(&mut self) -> io::Result<bool> {
        let mut source = match std::mem::replace(&mut self.state, State::Lost) {
            State::Between(source) => source,
            State::Gzip(decoder) => decoder.into_inner(),
            State::Zstd(frame) => frame.into_inner().into_inner().1,
            State::Lost => return Ok(false),
        };
        let magic: &[u8] = if self.packed == Packed::Zstd { &ZSTD } else { &GZIP };
        loop {
            let buffer = source.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let found = (0..buffer.len()).find(|at| {
                let rest = &buffer[*at..];
                rest.starts_with(magic) || magic.starts_with(rest)
            });
            let passed = found.unwrap_or(buffer.len());
            source.consume(passed);
            if found.is_some() {
                self.state = State::Between(source);
                return Ok(true);
            }
        }
    }

    /// Passes over a skippable frame; the one before all others may hold the dictionary of a `.warc.zst` (IIPC, "Use of
    /// Zstandard compression with WARC files").
    fn skip_frame(&mut self, source: &mut Counted<R>, magic: [u8; 4]) -> io::Result<()> {
        const DICTIONARY: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];
        const MAX_DICTIONARY_BYTES: u64 = 16 << 20;
        let is_first = self.taken.get() == 4;
        let mut length = [0; 4];
        source.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        if is_first && magic == DICTIONARY && length <= MAX_DICTIONARY_BYTES {
            let mut bytes = Vec::new();
            source.take(length).read_to_end(&mut bytes)?;
            if bytes.starts_with(&ZSTD) {
                let mut plain = Vec::new();
                let mut frame = StreamingDecoder::new(bytes.as_slice()).map_err(io::Error::other)?;
                (&mut frame).take(MAX_DICTIONARY_BYTES).read_to_end(&mut plain)?;
                bytes = plain;
            }
            self.dictionary = Some(bytes);
            return Ok(());
        }
        if io::copy(&mut source.take(length), &mut io::sink())? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Parts<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.state {
            State::Gzip(decoder) => decoder.read(buffer),
            State::Zstd(frame) => frame.read(buffer),
            State::Between(_) | State::Lost => Ok(0),
        }
    }
}

/// The parts of a stream as one.
struct Joined<R: BufRead>(Parts<R>);

impl<R: BufRead> Read for Joined<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let bytes = self.0.read(buffer)?;
            if bytes > 0 || buffer.is_empty() || !self.0.next()? {
                return Ok(bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "one" and "two", each a frame of `zstd`, after a skippable frame of three bytes.
    fn frames() -> Vec<u8> {
        let mut bytes = vec![0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9];
        for word in [b"one", b"two"] {
            // Magic, a header of one segment and three bytes, one raw last block (RFC 8878, section 3.1.1).
            bytes.extend([0x28, 0xb5, 0x2f, 0xfd, 0x20, 3, 0x19, 0, 0]);
            bytes.extend(word);
        }
        bytes
    }

    #[test]
    fn frames_are_read_one_by_one_and_as_one() {
        let bytes = frames();
        let mut parts = Parts::new(bytes.as_slice(), Packed::Zstd);
        let mut found = Vec::new();
        while parts.next().unwrap() {
            let mut text = String::new();
            parts.read_to_string(&mut text).unwrap();
            found.push((text, parts.position()));
        }
        assert_eq!(found, [("one".to_owned(), 23), ("two".to_owned(), 35)]);
        let mut text = String::new();
        let mut joined = unpacked(bytes.as_slice(), Packed::of(&bytes), Limits::default());
        joined.read_to_string(&mut text).unwrap();
        assert_eq!(text, "onetwo");
    }

    #[test]
    fn what_unpacks_into_far_more_than_it_should_is_stopped() {
        use flate2::{Compression, write::GzEncoder};
        use std::io::Write;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..64 {
            encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let bytes = encoder.finish().unwrap();
        let limits = Limits { max_ratio: 200, ..Limits::default() };
        let error =
            io::copy(&mut unpacked(bytes.as_slice(), Packed::Gzip, limits), &mut io::sink()).unwrap_err();
        assert_eq!(error.to_string(), "unpacks into more than 200 times its size");
        let limits = Limits { max_ratio: 2_000, ..Limits::default() };
        let read = io::copy(&mut unpacked(bytes.as_slice(), Packed::Gzip, limits), &mut io::sink()).unwrap();
        assert_eq!(read, 64 << 20);
    }
}
