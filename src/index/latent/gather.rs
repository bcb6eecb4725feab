//! Reads the words of documents out of postings.
//!
//! In: a searcher. Out: the living documents in the order of ids; for a sample its matrix of words; for any documents the sums
//! of their words' vectors. A document's sum goes field by field and word by word in the order of the alphabet, so that it does
//! not depend on the segment that the document is in.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use crate::index::latent::file::Packed;
use crate::index::latent::{DIMENSIONS, FIELDS, add_to, file, hash_of, weight_of};
use crate::index::schema::{CONTENT, ORDER};

/// Documents whose sums are held at a time, a thread.
const BLOCK: usize = 1 << 16;

/// A living document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Living {
    pub(crate) order: u64,
    /// A hash of its text.
    pub(crate) content: u64,
    segment: usize,
    doc: DocId,
}

/// The living documents, in the order of their ids.
pub(crate) fn living(searcher: &Searcher) -> tantivy::Result<Vec<Living>> {
    let mut living = Vec::new();
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let (orders, contents) = (reader.fast_fields().u64(ORDER)?, reader.fast_fields().u64(CONTENT)?);
        living.extend(reader.doc_ids_alive().map(|doc| Living {
            order: orders.first(doc).unwrap_or(0),
            content: contents.first(doc).unwrap_or(0),
            segment,
            doc,
        }));
    }
    living.sort_unstable_by_key(|one| one.order);
    Ok(living)
}

/// The words of some documents.
pub(crate) struct Counted {
    /// In the order of the alphabet.
    pub(crate) words: Vec<Vec<u8>>,
    /// For each document its words, by their places in the list, with what their occurrences count.
    pub(crate) rows: Vec<Vec<(u32, f32)>>,
}

/// Counts the words of a sample.
pub(crate) fn count(searcher: &Searcher, sample: &[Living]) -> tantivy::Result<Counted> {
    let readers: Vec<&SegmentReader> = searcher.segment_readers().iter().collect();
    let parts: Vec<Part> = readers
        .par_iter()
        .enumerate()
        .map(|(segment, reader)| part(segment, reader, sample))
        .collect::<tantivy::Result<_>>()?;
    let mut words: Vec<Vec<u8>> = parts.iter().flat_map(|part| &part.words).cloned().collect();
    words.sort_unstable();
    words.dedup();
    let place_of: FxHashMap<&[u8], u32> = words.iter().map(Vec::as_slice).zip(0..).collect();
    let mut rows: Vec<Vec<(u32, f32)>> = vec![Vec::new(); sample.len()];
    for part in parts {
        let places: Vec<u32> =
            part.words.iter().filter_map(|word| place_of.get(word.as_slice()).copied()).collect();
        for (row, counted) in part.rows {
            rows[row] = added_up(counted, &places);
        }
    }
    Ok(Counted { words, rows })
}

/// What one segment tells of a sample.
struct Part {
    /// In no order, each once.
    words: Vec<Vec<u8>>,
    /// The rows of documents in the segment, by their places in the sample: places of words, and what they count.
    rows: Vec<(usize, Vec<(u32, f32)>)>,
}

fn part(segment: usize, reader: &SegmentReader, sample: &[Living]) -> tantivy::Result<Part> {
    let mut row_of = vec![u32::MAX; reader.max_doc() as usize];
    let mut rows = Vec::new();
    for (place, one) in sample.iter().enumerate().filter(|(_, one)| one.segment == segment) {
        row_of[one.doc as usize] = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        rows.push((place, Vec::new()));
    }
    let mut met: FxHashMap<Vec<u8>, u32> = FxHashMap::default();
    if !rows.is_empty() {
        for_each_word(reader, &mut |word, postings| {
            let mut place = None;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if let Some((_, row)) = rows.get_mut(row_of[doc as usize] as usize) {
                    let place = *place.get_or_insert_with(|| {
                        let next = u32::try_from(met.len()).unwrap_or(u32::MAX);
                        *met.entry(word.to_vec()).or_insert(next)
                    });
                    row.push((place, weight_of(postings.term_freq())));
                }
                doc = postings.advance();
            }
        })?;
    }
    let mut words = vec![Vec::new(); met.len()];
    for (word, place) in met {
        words[place as usize] = word;
    }
    Ok(Part { words, rows })
}

/// A row in the order of the alphabet; a word that several fields of a document have is added up, in the order of fields.
fn added_up(mut row: Vec<(u32, f32)>, places: &[u32]) -> Vec<(u32, f32)> {
    for (place, _) in &mut row {
        *place = places[*place as usize];
    }
    row.sort_by_key(|(place, _)| *place);
    row.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
    row
}

/// What a word counts, and where it points.
pub(crate) struct WordVectors {
    /// Places of words by their hashes.
    pub(crate) places: FxHashMap<u64, u32>,
    /// Vectors, each times what the word tells.
    pub(crate) vectors: Vec<f32>,
}

/// The packed vectors of documents, in their order: the sums of their words' vectors.
pub(crate) fn place(
    searcher: &Searcher,
    documents: &[Living],
    words: &WordVectors,
) -> tantivy::Result<Vec<Packed>> {
    let mut by_segment: Vec<Vec<(DocId, usize)>> = vec![Vec::new(); searcher.segment_readers().len()];
    for (place, one) in documents.iter().enumerate() {
        by_segment[one.segment].push((one.doc, place));
    }
    let blocks: Vec<(&SegmentReader, Vec<(DocId, usize)>)> = searcher
        .segment_readers()
        .iter()
        .zip(by_segment)
        .flat_map(|(reader, mut docs)| {
            docs.sort_unstable();
            docs.chunks(BLOCK).map(|block| (reader, block.to_vec())).collect::<Vec<_>>()
        })
        .collect();
    let placed = blocks
        .par_iter()
        .map(|(reader, block)| {
            let sums = sums(reader, block, words)?;
            let vectors = sums.chunks_exact(DIMENSIONS).map(|sum| file::pack(sum).0);
            Ok(block.iter().map(|(_, place)| *place).zip(vectors).collect::<Vec<_>>())
        })
        .collect::<tantivy::Result<Vec<_>>>()?;
    let mut vectors = vec![[0; DIMENSIONS]; documents.len()];
    for (place, vector) in placed.into_iter().flatten() {
        vectors[place] = vector;
    }
    Ok(vectors)
}

fn sums(reader: &SegmentReader, block: &[(DocId, usize)], words: &WordVectors) -> tantivy::Result<Vec<f32>> {
    /// Postings passed over in the time that leaping to a document takes.
    const LEAP: usize = 16;
    let mut sums = vec![0.0; block.len() * DIMENSIONS];
    let (Some((first, _)), Some((last, _))) = (block.first(), block.last()) else { return Ok(sums) };
    for_each_word(reader, &mut |word, postings| {
        let Some(at) = words.places.get(&hash_of(word)) else { return };
        let at = *at as usize * DIMENSIONS;
        let vector = &words.vectors[at..at + DIMENSIONS];
        let mut add = |row: usize, occurrences: u32| {
            add_to(&mut sums[row * DIMENSIONS..(row + 1) * DIMENSIONS], vector, weight_of(occurrences));
        };
        if block.len() * LEAP < postings.size_hint() as usize {
            for (row, (wanted, _)) in block.iter().enumerate() {
                let doc = postings.doc();
                if (if doc < *wanted { postings.seek(*wanted) } else { doc }) == *wanted {
                    add(row, postings.term_freq());
                }
            }
            return;
        }
        let mut doc = if postings.doc() < *first { postings.seek(*first) } else { postings.doc() };
        let mut row = 0;
        while doc <= *last && doc != TERMINATED {
            while block[row].0 < doc {
                row += 1;
            }
            if block[row].0 == doc {
                add(row, postings.term_freq());
            }
            doc = postings.advance();
        }
    })?;
    Ok(sums)
}

/// Walks over the words of a segment: field by field, each in the order of the alphabet.
fn for_each_word(
    reader: &SegmentReader,
    work: &mut dyn FnMut(&[u8], &mut SegmentPostings),
) -> tantivy::Result<()> {
    for name in FIELDS {
        let index = reader.inverted_index(reader.schema().get_field(name)?)?;
        let mut words = index.terms().stream()?;
        while let Some((word, info)) = words.next() {
            let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            work(word, &mut postings);
        }
    }
    Ok(())
}
