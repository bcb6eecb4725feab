//! The first bytes of a packed stream, from which its format is told before all of it is read.
//!
//! In: a stream. Out: its first packed bytes, and the plain ones of these.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use crate::formats::Limits;
use crate::formats::packing::{Packed, ZSTD, is_skippable, unpacked};

/// Packed bytes of a Zstandard frame that are looked at: a block has at most 128 KiB (RFC 8878, section 3.1.1.2.4).
const BLOCK_BYTES: usize = 256 << 10;

/// Bytes of what may be skipped before it, the dictionary of a WARC file, at most.
const MAX_SKIPPED_BYTES: usize = 16 << 20;

/// Reads so many of the first bytes of a stream, and of a packed one enough for some plain ones.
pub(crate) fn read_head(reader: &mut dyn Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(bytes);
    reader.take(bytes as u64).read_to_end(&mut head)?;
    if Packed::of(&head) == Packed::Zstd {
        let wanted = frame_at(&head).min(MAX_SKIPPED_BYTES) + BLOCK_BYTES;
        reader.take(wanted.saturating_sub(bytes) as u64).read_to_end(&mut head)?;
    }
    Ok(head)
}

/// Unpacks what a head holds. A head that stops in the middle is no error, as the rest comes later; one of which nothing comes
/// out is.
pub(crate) fn unpack_head(raw: &[u8], packed: Packed, bytes: usize) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    let raw = match packed {
        Packed::Zstd => ended(raw),
        Packed::Plain | Packed::Gzip => Cow::Borrowed(raw),
    };
    let stream = unpacked(Cursor::new(raw), packed, Limits::default());
    match stream.take(bytes as u64).read_to_end(&mut plain) {
        Err(error) if plain.is_empty() => Err(error),
        _ => Ok(plain),
    }
}

/// Where the first frame begins that is not skipped; where the one that is skipped does not end in the head, its end.
fn frame_at(head: &[u8]) -> usize {
    match head {
        [_, _, _, _, a, b, c, d, ..] if is_skippable(head) => {
            let skipped = u32::from_le_bytes([*a, *b, *c, *d]);
            usize::try_from(skipped).unwrap_or(usize::MAX).saturating_add(8)
        }
        _ => 0,
    }
}

/// The head of a stream whose frame ends with the last block that the head has whole. Of a frame that goes on nothing comes
/// out before a window of it is unpacked, which may be all of it.
fn ended(head: &[u8]) -> Cow<'_, [u8]> {
    marked(head).map_or(Cow::Borrowed(head), Cow::Owned)
}

/// None where the frame ends in the head, or no block does (RFC 8878, sections 3.1.1.1 and 3.1.1.2).
fn marked(head: &[u8]) -> Option<Vec<u8>> {
    const CHECKSUM: u8 = 1 << 2;
    const SINGLE_SEGMENT: u8 = 1 << 5;
    const LAST: u8 = 1;
    const RUN: u32 = 1;
    let start = frame_at(head);
    let descriptor_at = start.checked_add(ZSTD.len())?;
    if !head.get(start..)?.starts_with(&ZSTD) {
        return None;
    }
    let descriptor = *head.get(descriptor_at)?;
    let is_single = descriptor & SINGLE_SEGMENT != 0;
    let window = usize::from(!is_single);
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let content = [usize::from(is_single), 2, 4, 8][usize::from(descriptor >> 6)];
    let mut next = descriptor_at + 1 + window + dictionary + content;
    let mut last = None;
    while let Some(&[a, b, c]) = head.get(next..next + 3) {
        let header = u32::from_le_bytes([a, b, c, 0]);
        if a & LAST != 0 {
            return None;
        }
        let is_run = header >> 1 & 3 == RUN;
        let end = next + 3 + if is_run { 1 } else { usize::try_from(header >> 3).ok()? };
        if end > head.len() {
            break;
        }
        last = Some((next, end));
        next = end;
    }
    let (at, end) = last?;
    let mut marked = head.get(..end)?.to_vec();
    *marked.get_mut(at)? |= LAST;
    *marked.get_mut(descriptor_at)? &= !CHECKSUM;
    Some(marked)
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    /// Text that packs, but not into little.
    fn text(bytes: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let letter = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b"etaoin shrdlu"[state as usize >> 24 & 7]
        };
        std::iter::repeat_with(letter).take(bytes).collect()
    }

    #[test]
    fn the_first_bytes_of_a_frame_that_goes_on_for_long_are_unpacked() {
        let plain = text(6 << 20);
        let packed = compress_to_vec(plain.as_slice(), CompressionLevel::Fastest);
        assert!(packed.len() > 4 * BLOCK_BYTES);
        let mut skipped = [&[0x50, 0x2a, 0x4d, 0x18, 0, 0, 8, 0][..], &vec![7; 8 << 16]].concat();
        skipped.extend(&packed);
        for packed in [packed, skipped] {
            let head = read_head(&mut packed.as_slice(), 8 << 10).unwrap();
            assert!(head.len() < packed.len());
            let found = unpack_head(&head, Packed::of(&head), 8 << 10).unwrap();
            assert_eq!(found.len(), 8 << 10);
            assert!(plain.starts_with(&found));
        }
    }

    #[test]
    fn short_cut_and_damaged_frames() {
        let plain = text(1_000);
        let packed = compress_to_vec(plain.as_slice(), CompressionLevel::Fastest);
        assert_eq!(unpack_head(&packed, Packed::Zstd, 8 << 10).unwrap(), plain);
        for cut in 4..packed.len() {
            let _ = unpack_head(&packed[..cut], Packed::Zstd, 8 << 10);
        }
        assert!(unpack_head(&packed[..8], Packed::Zstd, 8 << 10).is_err());
        assert!(unpack_head(b"\x1f\x8bgarbage", Packed::Gzip, 8 << 10).is_err());
        let large = compress_to_vec(text(1 << 20).as_slice(), CompressionLevel::Fastest);
        let mut damaged = large[..BLOCK_BYTES].to_vec();
        damaged[16..64].fill(0xff);
        assert!(unpack_head(&damaged, Packed::Zstd, 8 << 10).is_err());
    }
}
