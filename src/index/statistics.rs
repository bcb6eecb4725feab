//! What scores are made of: counts of living documents, over one index or both.
//!
//! In: open indexes. Out: [`Statistics`], which tantivy's queries ask. The same documents give the same counts, whatever was
//! written and deleted on the way to them.

use std::cmp::Ordering;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::index::opened::Opened;
use crate::index::schema::EXACT;

/// Counts over one or more indexes.
pub(crate) struct Statistics<'a> {
    parts: Vec<&'a Opened>,
}

impl<'a> Statistics<'a> {
    /// The sums over some indexes of one schema.
    pub(crate) fn over(parts: Vec<&'a Opened>) -> Statistics<'a> {
        Statistics { parts }
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    /// Words of a field. A field of unstemmed words, which keeps no lengths, has those of the text that it is made of; any
    /// other field without lengths has one word a document, as scores take it.
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let Some(first) = self.parts.first() else { return Ok(0) };
        let name = first.searcher.schema().get_field_name(field);
        let name = name.strip_suffix(EXACT).unwrap_or(name);
        let words = |part: &&Opened| part.counts.words.get(name).copied().unwrap_or(part.counts.documents);
        Ok(self.parts.iter().map(words).sum())
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.parts.iter().map(|part| part.counts.documents).sum())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut sum = 0;
        for part in &self.parts {
            for (place, segment) in part.searcher.segment_readers().iter().enumerate() {
                sum += u64::from(living_with(term, segment, part.deleted(place, segment))?);
            }
        }
        Ok(sum)
    }
}

/// How many living documents of a segment have a term: those that have it, without the deleted ones among them.
fn living_with(term: &Term, segment: &SegmentReader, deleted: &[DocId]) -> tantivy::Result<u32> {
    let words = segment.inverted_index(term.field())?;
    let Some(found) = words.get_term_info(term)? else { return Ok(0) };
    if deleted.is_empty() {
        return Ok(found.doc_freq);
    }
    let mut postings = words.read_postings_from_terminfo(&found, IndexRecordOption::Basic)?;
    let mut gone = 0;
    // The two lists are walked together, each leaping to where the other stands.
    let mut doc = postings.doc();
    let mut rest = deleted;
    while let Some((&next, others)) = rest.split_first() {
        if doc == TERMINATED {
            break;
        }
        match doc.cmp(&next) {
            Ordering::Less => doc = postings.seek(next),
            Ordering::Equal => {
                gone += 1;
                rest = others;
            }
            Ordering::Greater => rest = &rest[rest.partition_point(|&other| other < doc)..],
        }
    }
    Ok(found.doc_freq - gone)
}
