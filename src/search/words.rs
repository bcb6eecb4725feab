//! A word across fields as one clause: BM25F.
//!
//! In: a word's terms in several fields, with the fields' weights. Out: a tantivy query that matches a document where
//! any field has the term. Its score is BM25 over the weighted sum of the occurrences and of the lengths (Robertson,
//! Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004), with one saturation for all
//! fields, so that a word in title and text is not counted as if it were two.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::steps::Steps;

/// Saturation of repeated occurrences; Lucene's and tantivy's default.
const K1: f32 = 1.2;
/// How much a long text counts against an occurrence. Lucene's and tantivy's 0.75 is for one field; where a title counts
/// three times, 0.6 ranked better on the five test collections.
const B: f32 = 0.6;

/// A word in one field.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// What it is there: a term for each language of the texts, of which a document has one.
    pub(crate) terms: Vec<Term>,
    /// How many times an occurrence here counts.
    pub(crate) weight: f32,
}

/// A word in any of several fields.
#[derive(Clone, Debug)]
pub(crate) struct WordQuery {
    pub(crate) parts: Vec<Part>,
    /// How fine its scores are.
    pub(crate) steps: Steps,
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let statistics = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "counts of documents and words need no more than 24 bits here"
                )]
                let float = |number: u64| number as f32;
                let documents = float(statistics_provider.total_num_docs()?.max(1));
                // How many documents have the word in any field is not known without reading all its postings; most
                // words of a title stand in the text too, so the field that has it most often comes closest.
                let mut frequency = 0;
                let mut length = 0.0;
                for part in &self.parts {
                    let mut with_it = 0;
                    for term in &part.terms {
                        with_it += statistics_provider.doc_freq(term)?;
                    }
                    frequency = frequency.max(with_it);
                    if let Some(term) = part.terms.first() {
                        let words = float(statistics_provider.total_num_tokens(term.field())?);
                        length += part.weight * words / documents;
                    }
                }
                let frequency = float(frequency);
                let idf = (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln();
                Statistics { idf: idf.max(0.0), average_length: length.max(1.0) }
            }
            EnableScoring::Disabled { .. } => Statistics { idf: 0.0, average_length: 1.0 },
        };
        Ok(Box::new(WordWeight {
            parts: self.parts.clone(),
            statistics,
            scored: scoring.is_scoring_enabled(),
            steps: self.steps,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for term in self.parts.iter().flat_map(|part| &part.terms) {
            visitor(term, false);
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Statistics {
    idf: f32,
    /// Weighted words of a document over the fields, on average.
    average_length: f32,
}

struct WordWeight {
    parts: Vec<Part>,
    statistics: Statistics,
    scored: bool,
    steps: Steps,
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let option = if self.scored { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut postings = Vec::new();
        let mut lengths = Vec::new();
        for part in &self.parts {
            for term in &part.terms {
                if let Some(list) = reader.inverted_index(term.field())?.read_postings(term, option)? {
                    postings.push((list, part.weight));
                }
            }
            if let Some(term) = part.terms.first().filter(|_| self.scored) {
                lengths.push((norms(reader, term.field())?, part.weight));
            }
        }
        if postings.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let doc = postings.iter().map(|(list, _)| list.doc()).min().unwrap_or(TERMINATED);
        Ok(Box::new(WordScorer {
            postings,
            lengths,
            doc,
            scale: boost * self.statistics.idf * (K1 + 1.0),
            average_length: self.statistics.average_length,
            steps: self.steps,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = if scorer.doc() < doc { scorer.seek(doc) } else { scorer.doc() };
        if found != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("BM25 over the weighted fields", scorer.score()))
    }
}

fn norms(reader: &SegmentReader, field: Field) -> tantivy::Result<FieldNormReader> {
    reader.get_fieldnorms_reader(field)
}

struct WordScorer {
    postings: Vec<(SegmentPostings, f32)>,
    lengths: Vec<(FieldNormReader, f32)>,
    doc: DocId,
    scale: f32,
    average_length: f32,
    steps: Steps,
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        let mut next = TERMINATED;
        for (list, _) in &mut self.postings {
            let doc = if list.doc() == self.doc { list.advance() } else { list.doc() };
            next = next.min(doc);
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut next = TERMINATED;
        for (list, _) in &mut self.postings {
            let doc = if list.doc() < target { list.seek(target) } else { list.doc() };
            next = next.min(doc);
        }
        self.doc = next;
        next
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.postings.iter().map(|(list, _)| list.size_hint()).max().unwrap_or(0)
    }
}

impl Scorer for WordScorer {
    #[expect(clippy::cast_precision_loss, reason = "occurrences and lengths are far below 2^24")]
    fn score(&mut self) -> Score {
        let mut occurrences = 0.0;
        for (list, weight) in &self.postings {
            if list.doc() == self.doc {
                occurrences += weight * list.term_freq() as f32;
            }
        }
        let length: f32 =
            self.lengths.iter().map(|(norms, weight)| weight * norms.fieldnorm(self.doc) as f32).sum();
        let damping = K1 * (1.0 - B + B * length / self.average_length);
        self.steps.round(self.scale * occurrences / (occurrences + damping))
    }
}
