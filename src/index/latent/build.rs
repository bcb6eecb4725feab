//! Makes the vectors of a state of the index, as far as those of the state before do not serve.
//!
//! In: what the index holds now, and the vectors of the state before. Out: the bytes of the new file. The same documents give
//! the same bytes, whether anything served or not.

use rustc_hash::FxHashMap;
use tantivy::Searcher;

use crate::index::latent::file::{self, Basis, Entry, Latent};
use crate::index::latent::gather::{self, Counted, Living, WordVectors};
use crate::index::latent::matrix::Sparse;
use crate::index::latent::{DIMENSIONS, LEAST_DOCUMENTS, decompose, hash_of};

/// The vectors of a state.
pub(crate) struct Built {
    pub(crate) bytes: Vec<u8>,
    /// Whether the sample was another than before, so that everything was made anew.
    pub(crate) fitted: bool,
    /// Documents whose vectors were made.
    pub(crate) placed: u64,
}

/// Makes the vectors of all that is alive, fitted on a sample of so many of them at most.
pub(crate) fn build(searcher: &Searcher, before: Option<&Latent>, sample: usize) -> tantivy::Result<Built> {
    let living = gather::living(searcher)?;
    let sample = &living[..living.len().min(sample)];
    let digest = digest_of(sample);
    let before = before.filter(|before| before.digest() == digest);
    let basis = match before {
        Some(before) => before.basis(),
        None => fit(gather::count(searcher, sample)?),
    };
    let known: Vec<Option<Entry>> = living
        .iter()
        .map(|one| {
            before.and_then(|before| before.entry(one.order)).filter(|entry| entry.content == one.content)
        })
        .collect();
    let lacking: Vec<Living> =
        living.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(one, _)| *one).collect();
    let mut placed = if lacking.is_empty() {
        Vec::new().into_iter()
    } else {
        gather::place(searcher, &lacking, &vectors_of(&basis))?.into_iter()
    };
    let entries: Vec<Entry> = living
        .iter()
        .zip(known)
        .filter_map(|(one, known)| {
            let made =
                || placed.next().map(|vector| Entry { order: one.order, content: one.content, vector });
            known.or_else(made)
        })
        .collect();
    let bytes = file::bytes_of(&basis, digest, &entries);
    Ok(Built { bytes, fitted: before.is_none(), placed: lacking.len() as u64 })
}

/// Tells one sample from another.
fn digest_of(sample: &[Living]) -> u64 {
    let numbers = sample.iter().flat_map(|one| [one.order, one.content]);
    hash_of(&numbers.flat_map(u64::to_le_bytes).collect::<Vec<u8>>())
}

/// Finds the directions in which the documents of a sample differ most.
fn fit(counted: Counted) -> Basis {
    let Counted { words, rows } = counted;
    let mut documents = vec![0_u32; words.len()];
    for (place, _) in rows.iter().flatten() {
        documents[*place as usize] += 1;
    }
    // Words that stand in too few documents are left out; the others are counted anew.
    let mut place_of = vec![None; words.len()];
    let mut kept = Vec::new();
    for (place, documents) in documents.iter().enumerate() {
        if *documents >= LEAST_DOCUMENTS {
            place_of[place] = u32::try_from(kept.len()).ok();
            kept.push(place);
        }
    }
    let rarities: Vec<f32> = kept.iter().map(|place| rarity(rows.len(), documents[*place])).collect();
    let weighted = rows.into_iter().map(|row| {
        let row = row.into_iter().filter_map(|(place, count)| {
            let place = place_of[place as usize]?;
            Some((place, count * rarities[place as usize]))
        });
        unit(row.collect())
    });
    let matrix = Sparse::of_rows(weighted, kept.len());
    let places = decompose::directions(&matrix);
    let mut order: Vec<(u64, usize)> =
        kept.iter().enumerate().map(|(at, place)| (hash_of(&words[*place]), at)).collect();
    order.sort_unstable();
    // Two words of one hash would be one in a hundred thousand million; the first stands for both.
    order.dedup_by_key(|(hash, _)| *hash);
    let mut basis = Basis::default();
    for (hash, at) in order {
        let (row, scale) = file::pack(&places[at * DIMENSIONS..(at + 1) * DIMENSIONS]);
        basis.hashes.push(hash);
        basis.rarities.push(rarities[at]);
        basis.scales.push(scale);
        basis.rows.push(row);
    }
    basis
}

/// How much a word tells: BM25's logarithm of how few documents have it.
#[expect(clippy::cast_precision_loss, reason = "a sample has at most some thousand documents")]
fn rarity(sample: usize, documents: u32) -> f32 {
    let (sample, documents) = (sample as f32, documents as f32);
    (1.0 + (sample - documents + 0.5) / (documents + 0.5)).ln()
}

/// A row whose length is made one, so that long documents weigh no more than short ones.
fn unit(mut row: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, value) in &mut row {
            *value /= length;
        }
    }
    row
}

/// Vectors to add up, from packed ones: what is added is the same whether they were just made or read.
fn vectors_of(basis: &Basis) -> WordVectors {
    let mut vectors = Vec::with_capacity(basis.rows.len() * DIMENSIONS);
    for ((row, scale), rarity) in basis.rows.iter().zip(&basis.scales).zip(&basis.rarities) {
        vectors.extend(file::wide(row).map(|value| value * scale * rarity));
    }
    let places: FxHashMap<u64, u32> = basis.hashes.iter().copied().zip(0..).collect();
    WordVectors { places, vectors }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use tantivy::directory::OwnedBytes;
    use tantivy::indexer::NoMergePolicy;
    use tantivy::{Index, Term};

    use super::*;
    use crate::document::Document;
    use crate::document::identity::id_of;
    use crate::index::schema::{Converter, order_of, schema};
    use crate::index::{opened, tokenizer};

    /// Documents that the vectors are fitted on in these tests.
    const FITTED_ON: usize = 20;

    /// What a document of a number is about: one of three things, in words of which some are its own.
    fn document(number: usize) -> Document {
        let topics = ["lake water ice depth", "model reward training score", "letter archive paper ink"];
        let (topic, other) = (topics[number % 3], topics[number % 5 % 3]);
        let body = format!("{topic} {} {other} word{} alone{number}", topic.repeat(number % 4), number % 7);
        Document { id: id_of(&number.to_string()), title: topic.to_owned(), body, ..Document::default() }
    }

    /// An index that was written in batches, a segment each; then some were removed.
    fn written<const BATCHES: usize>(batches: [Range<usize>; BATCHES], removed: Range<usize>) -> Searcher {
        let mut index = Index::create_in_ram(schema());
        index.set_tokenizers(tokenizer::all());
        let mut writer = index.writer_with_num_threads(1, 16 << 20).unwrap();
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let converter = Converter::new(schema());
        for batch in batches {
            for number in batch {
                writer.add_document(converter.convert(&document(number), None).unwrap()).unwrap();
            }
            writer.commit().unwrap();
        }
        for number in removed {
            let id = index.schema().get_field("id").unwrap();
            writer.delete_term(Term::from_field_text(id, &id_of(&number.to_string())));
        }
        writer.commit().unwrap();
        opened::searcher(index).unwrap()
    }

    fn built(searcher: &Searcher, before: Option<&Built>) -> Built {
        let before = before.map(|built| Latent::open(OwnedBytes::new(built.bytes.clone())).unwrap());
        build(searcher, before.as_ref(), FITTED_ON).unwrap()
    }

    /// Numbers up to one, those whose documents are in the sample first.
    fn by_order(numbers: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..numbers).collect();
        numbers.sort_by_key(|number| order_of(&id_of(&number.to_string())));
        numbers
    }

    #[test]
    fn the_same_documents_have_the_same_vectors_in_any_segments() {
        let at_once = built(&written([0..30, 30..60], 0..0), None);
        assert!(at_once.fitted && at_once.placed == 60);
        for batches in [[0..1, 1..60], [30..60, 0..30]] {
            let named = format!("{batches:?}");
            assert!(built(&written(batches, 0..0), None).bytes == at_once.bytes, "{named}");
        }
        let with_others = written([40..70, 0..40], 60..70);
        assert!(built(&with_others, None).bytes == at_once.bytes, "what was removed leaves no trace");
    }

    #[test]
    fn a_run_that_leaves_the_sample_as_it_was_places_only_what_is_new() {
        let order = by_order(61);
        let last = *order.last().unwrap();
        let before = built(&written([0..last, last + 1..61], 0..0), None);
        let searcher = written([0..last, last + 1..61, last..last + 1], 0..0);
        let continued = built(&searcher, Some(&before));
        assert!(!continued.fitted && continued.placed == 1);
        assert!(continued.bytes == built(&searcher, None).bytes && continued.bytes != before.bytes);
    }

    #[test]
    fn a_run_that_changes_the_sample_makes_all_anew() {
        let first = by_order(61)[0];
        let before = built(&written([0..first, first + 1..61], 0..0), None);
        let searcher = written([0..50, 50..61], 0..0);
        let continued = built(&searcher, Some(&before));
        assert!(continued.fitted && continued.placed == 61);
        assert!(continued.bytes == built(&searcher, None).bytes);
    }
}
