//! The file `latent-GENERATION.bin`: vectors of documents and words.
//!
//! In: vectors, or the bytes of such a file. Out: the other. All numbers have their lowest byte first. A vector is one byte a
//! number: it is told by its direction, and a word's also by a scale.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

use crate::index::latent::{DIMENSIONS, add_to, hash_of};

/// How the file begins; another layout has another number.
const MAGIC: &[u8; 8] = b"rslsi\0\0\x01";

/// Bytes before the first part: magic, counts of words and documents, digest of the sample.
const HEAD: usize = 32;

/// Bytes after the last part: a hash of all before.
const TAIL: usize = 8;

/// A direction: one byte a number.
pub(crate) type Packed = [i8; DIMENSIONS];

/// The words of the sample, in the order of their hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Basis {
    pub(crate) hashes: Vec<u64>,
    /// How much a word tells, by how few documents of the sample have it.
    pub(crate) rarities: Vec<f32>,
    pub(crate) scales: Vec<f32>,
    pub(crate) rows: Vec<Packed>,
}

/// A document's vector.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The number by which documents are ordered.
    pub(crate) order: u64,
    /// A hash of the text that the vector is of.
    pub(crate) content: u64,
    pub(crate) vector: Packed,
}

/// Packs a vector by its greatest number; gives what a unit of the bytes stands for.
pub(crate) fn pack(vector: &[f32]) -> (Packed, f32) {
    const MOST: f32 = 127.0;
    let greatest = vector.iter().fold(0.0_f32, |greatest, value| greatest.max(value.abs()));
    let mut packed = [0; DIMENSIONS];
    if greatest > 0.0 {
        for (byte, value) in packed.iter_mut().zip(vector) {
            #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
            let rounded = (value / greatest * MOST).round() as i8;
            *byte = rounded;
        }
    }
    (packed, greatest / MOST)
}

/// The bytes of a file. Entries are in the order of their numbers.
pub(crate) fn bytes_of(basis: &Basis, digest: u64, entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + basis.hashes.len() * 80 + entries.len() * 80 + TAIL);
    bytes.extend(MAGIC);
    bytes.extend((basis.hashes.len() as u64).to_le_bytes());
    bytes.extend((entries.len() as u64).to_le_bytes());
    bytes.extend(digest.to_le_bytes());
    bytes.extend(basis.hashes.iter().flat_map(|hash| hash.to_le_bytes()));
    bytes.extend(basis.rarities.iter().flat_map(|rarity| rarity.to_le_bytes()));
    bytes.extend(basis.scales.iter().flat_map(|scale| scale.to_le_bytes()));
    bytes.extend(basis.rows.iter().flatten().map(|number| number.to_le_bytes()[0]));
    bytes.extend(entries.iter().flat_map(|entry| entry.order.to_le_bytes()));
    bytes.extend(entries.iter().flat_map(|entry| entry.content.to_le_bytes()));
    bytes.extend(entries.iter().flat_map(|entry| entry.vector).map(|number| number.to_le_bytes()[0]));
    bytes.extend(hash_of(&bytes).to_le_bytes());
    bytes
}

/// Vectors as they lie in a file.
pub(crate) struct Latent {
    bytes: OwnedBytes,
    words: usize,
    documents: usize,
}

impl Latent {
    /// Looks at the head of a file and at its length, and reads no more.
    pub(crate) fn open(bytes: OwnedBytes) -> Result<Latent, String> {
        let unfit = || "its vectors are not readable".to_owned();
        if bytes.len() < HEAD + TAIL || &bytes[..MAGIC.len()] != MAGIC {
            return Err(unfit());
        }
        let count = |at: usize| usize::try_from(number(&bytes, at)).map_err(|_| unfit());
        let (words, documents) = (count(8)?, count(16)?);
        let wanted = words.checked_add(documents).and_then(|sum| sum.checked_mul(16 + DIMENSIONS));
        if wanted.and_then(|wanted| wanted.checked_add(HEAD + TAIL)) != Some(bytes.len()) {
            return Err(unfit());
        }
        Ok(Latent { bytes, words, documents })
    }

    /// Whether the bytes are those that were written. Reads all of them.
    pub(crate) fn is_sound(&self) -> bool {
        let end = self.bytes.len() - TAIL;
        hash_of(&self.bytes[..end]) == number(&self.bytes, end)
    }

    /// The digest of the sample that it was fitted on.
    pub(crate) fn digest(&self) -> u64 {
        number(&self.bytes, 24)
    }

    /// All its words.
    pub(crate) fn basis(&self) -> Basis {
        let packed = |at: usize| unpacked(&self.bytes[self.row(at)]);
        Basis {
            hashes: (0..self.words).map(|at| number(&self.bytes, HEAD + at * 8)).collect(),
            rarities: (0..self.words).map(|at| float(&self.bytes, self.rarity(at))).collect(),
            scales: (0..self.words).map(|at| float(&self.bytes, self.scale(at))).collect(),
            rows: (0..self.words).map(packed).collect(),
        }
    }

    /// A document's entry.
    pub(crate) fn entry(&self, order: u64) -> Option<Entry> {
        let orders = self.documents_start();
        let at = find(&self.bytes, orders, self.documents, order)?;
        let content = number(&self.bytes, orders + (self.documents + at) * 8);
        Some(Entry { order, content, vector: self.vector(at) })
    }

    /// The direction of some words together; none where the sample has none of them.
    pub(crate) fn direction<'a>(&self, words: impl Iterator<Item = &'a str>) -> Option<[f32; DIMENSIONS]> {
        let mut sum = [0.0; DIMENSIONS];
        for word in words {
            let Some(at) = find(&self.bytes, HEAD, self.words, hash_of(word.as_bytes())) else { continue };
            let weight = float(&self.bytes, self.rarity(at)) * float(&self.bytes, self.scale(at));
            add_to(&mut sum, &wide(&unpacked(&self.bytes[self.row(at)])), weight);
        }
        unit(sum)
    }

    fn vector(&self, at: usize) -> Packed {
        let start = self.documents_start() + self.documents * 16 + at * DIMENSIONS;
        unpacked(&self.bytes[start..start + DIMENSIONS])
    }

    fn rarity(&self, at: usize) -> usize {
        HEAD + self.words * 8 + at * 4
    }

    fn scale(&self, at: usize) -> usize {
        HEAD + self.words * 12 + at * 4
    }

    fn row(&self, at: usize) -> Range<usize> {
        let start = HEAD + self.words * 16 + at * DIMENSIONS;
        start..start + DIMENSIONS
    }

    fn documents_start(&self) -> usize {
        HEAD + self.words * (16 + DIMENSIONS)
    }
}

/// A vector's length made one; none where it has none.
pub(crate) fn unit(mut vector: [f32; DIMENSIONS]) -> Option<[f32; DIMENSIONS]> {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length <= f32::MIN_POSITIVE {
        return None;
    }
    for value in &mut vector {
        *value /= length;
    }
    Some(vector)
}

/// The numbers of packed ones.
pub(crate) fn wide(packed: &Packed) -> [f32; DIMENSIONS] {
    packed.map(f32::from)
}

fn unpacked(bytes: &[u8]) -> Packed {
    let mut packed = [0; DIMENSIONS];
    for (number, byte) in packed.iter_mut().zip(bytes) {
        *number = i8::from_le_bytes([*byte]);
    }
    packed
}

/// Which of so many sorted numbers that begin at a byte is the wanted one.
fn find(bytes: &[u8], start: usize, count: usize, wanted: u64) -> Option<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if number(bytes, start + middle * 8) < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    (low < count && number(bytes, start + low * 8) == wanted).then_some(low)
}

fn number(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}

fn float(bytes: &[u8], at: usize) -> f32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    f32::from_le_bytes(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut hashes: Vec<u64> = ["lake", "dam"].iter().map(|word| hash_of(word.as_bytes())).collect();
        hashes.sort_unstable();
        let rows = [0, 1].map(|at| {
            let mut row = [0.0; DIMENSIONS];
            row[at] = 2.0;
            pack(&row)
        });
        let basis = Basis {
            hashes,
            rarities: vec![1.0, 2.0],
            scales: rows.iter().map(|(_, scale)| *scale).collect(),
            rows: rows.iter().map(|(row, _)| *row).collect(),
        };
        let entry = |order| Entry { order, content: order * 10, vector: [7; DIMENSIONS] };
        bytes_of(&basis, 99, &[entry(3), entry(5), entry(8)])
    }

    #[test]
    fn a_file_gives_back_what_was_written() {
        let latent = Latent::open(OwnedBytes::new(sample())).unwrap();
        assert!(latent.is_sound() && latent.digest() == 99);
        assert_eq!(latent.entry(5).map(|entry| (entry.content, entry.vector)), Some((50, [7; DIMENSIONS])));
        assert!(latent.entry(4).is_none() && latent.entry(9).is_none() && latent.entry(0).is_none());
        let direction = latent.direction(["lake", "dam", "tarn"].into_iter()).unwrap();
        let mut lengths = [direction[0], direction[1]];
        lengths.sort_by(f32::total_cmp);
        assert!((lengths[1] / lengths[0] - 2.0).abs() < 1e-3, "{lengths:?}");
        assert!(latent.direction(std::iter::once("tarn")).is_none());
        assert_eq!(latent.basis().rows.len(), 2);
    }

    #[test]
    fn a_file_that_is_cut_or_changed_is_noticed() {
        let bytes = sample();
        for length in 0..bytes.len() {
            assert!(Latent::open(OwnedBytes::new(bytes[..length].to_vec())).is_err(), "{length}");
        }
        let mut changed = bytes.clone();
        changed[40] ^= 1;
        assert!(!Latent::open(OwnedBytes::new(changed)).unwrap().is_sound());
        let mut huge = bytes;
        huge[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(Latent::open(OwnedBytes::new(huge)).is_err());
    }
}
