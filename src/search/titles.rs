//! The words of a query in a title as one clause.
//!
//! In: terms of the title. Out: a tantivy query that matches a document whose title has any of them. Its score is the sum of
//! their BM25 over titles alone, times the share of the title that they make up: a title that is all about what was asked
//! says more than a long one that mentions it.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::steps::Steps;

/// Saturation of repeated occurrences, and how much a long title counts against them: Lucene's and tantivy's defaults.
const K1: f32 = 1.2;
/// See [`K1`].
const B: f32 = 0.75;

/// Words in a title.
#[derive(Clone, Debug)]
pub(crate) struct TitleQuery {
    /// Words of the title, each once, with how often the query has them: a term for each language of the texts, of which a
    /// title has one.
    pub(crate) words: Vec<(Vec<Term>, f32)>,
    /// How many times the score counts.
    pub(crate) weight: f32,
    /// How fine its scores are.
    pub(crate) steps: Steps,
}

impl Query for TitleQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut rarities = vec![0.0; self.words.len()];
        let mut average_length = 1.0;
        if let EnableScoring::Enabled { statistics_provider, .. } = scoring {
            #[expect(
                clippy::cast_precision_loss,
                reason = "counts of documents need no more than 24 bits here"
            )]
            let float = |number: u64| number as f32;
            let documents = float(statistics_provider.total_num_docs()?.max(1));
            for ((terms, times), rarity) in self.words.iter().zip(&mut rarities) {
                let mut with_it = 0;
                for term in terms {
                    with_it += statistics_provider.doc_freq(term)?;
                }
                let frequency = float(with_it);
                let idf = (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln();
                *rarity = times * idf.max(0.0) * (K1 + 1.0) * self.weight;
                if let Some(term) = terms.first() {
                    average_length = float(statistics_provider.total_num_tokens(term.field())?) / documents;
                }
            }
        }
        Ok(Box::new(TitleWeight {
            query: self.clone(),
            rarities,
            average_length: f32::max(average_length, 1.0),
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for term in self.words.iter().flat_map(|(terms, _)| terms) {
            visitor(term, false);
        }
    }
}

struct TitleWeight {
    query: TitleQuery,
    rarities: Vec<f32>,
    average_length: f32,
}

impl Weight for TitleWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words = Vec::new();
        let mut lengths = None;
        let with_rarity = self.query.words.iter().zip(&self.rarities);
        for (term, rarity) in
            with_rarity.flat_map(|((terms, _), rarity)| terms.iter().map(move |term| (term, rarity)))
        {
            let index = reader.inverted_index(term.field())?;
            if let Some(postings) = index.read_postings(term, IndexRecordOption::WithFreqs)? {
                words.push((postings, boost * rarity));
                lengths = Some(reader.get_fieldnorms_reader(term.field())?);
            }
        }
        let Some(lengths) = lengths else { return Ok(Box::new(EmptyScorer)) };
        let doc = words.iter().map(|(postings, _)| postings.doc()).min().unwrap_or(TERMINATED);
        let (average_length, steps) = (self.average_length, self.query.steps);
        Ok(Box::new(TitleScorer { words, lengths, doc, average_length, steps }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = if scorer.doc() < doc { scorer.seek(doc) } else { scorer.doc() };
        if found != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("BM25 over titles, times the share of the title", scorer.score()))
    }
}

struct TitleScorer {
    words: Vec<(SegmentPostings, f32)>,
    lengths: FieldNormReader,
    doc: DocId,
    average_length: f32,
    steps: Steps,
}

impl TitleScorer {
    fn move_all(&mut self, step: impl Fn(&mut SegmentPostings, DocId) -> DocId) -> DocId {
        let before = self.doc;
        self.doc =
            self.words.iter_mut().map(|(postings, _)| step(postings, before)).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for TitleScorer {
    fn advance(&mut self) -> DocId {
        self.move_all(
            |postings, before| if postings.doc() == before { postings.advance() } else { postings.doc() },
        )
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.move_all(
            |postings, _| if postings.doc() < target { postings.seek(target) } else { postings.doc() },
        )
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words.iter().map(|(postings, _)| postings.size_hint()).max().unwrap_or(0)
    }
}

impl Scorer for TitleScorer {
    #[expect(clippy::cast_precision_loss, reason = "occurrences and lengths of titles are small")]
    fn score(&mut self) -> Score {
        let length = (self.lengths.fieldnorm(self.doc) as f32).max(1.0);
        let damping = K1 * (1.0 - B + B * length / self.average_length);
        let (mut sum, mut covered) = (0.0, 0.0);
        for (postings, scale) in &self.words {
            if postings.doc() == self.doc {
                let occurrences = postings.term_freq() as f32;
                sum += scale * occurrences / (occurrences + damping);
                covered += occurrences;
            }
        }
        self.steps.round(sum * (covered / length).min(1.0))
    }
}
