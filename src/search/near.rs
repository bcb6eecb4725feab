//! The words of a phrase, moved by a few places.
//!
//! In: terms with their places in the phrase, and by how many places in all they may be moved. Out: a tantivy query. Its
//! matches and scores are those of the phrase and the document alone; tantivy's own would depend on which of the terms is the
//! rarest in a segment.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// A phrase with some play.
#[derive(Clone, Debug)]
pub(crate) struct NearQuery {
    /// Two terms or more of one field, with their places in the phrase.
    pub(crate) terms: Vec<(usize, Term)>,
    /// Places by which they may be moved, all moves added up.
    pub(crate) slop: u32,
}

impl Query for NearQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let terms: Vec<Term> = self.terms.iter().map(|(_, term)| term.clone()).collect();
                Some(Bm25Weight::for_terms(statistics_provider, &terms)?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(NearWeight { query: self.clone(), similarity }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for (_, term) in &self.terms {
            visitor(term, true);
        }
    }
}

struct NearWeight {
    query: NearQuery,
    similarity: Option<Bm25Weight>,
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let last = self.query.terms.iter().map(|(place, _)| *place).max().unwrap_or(0);
        let mut words = Vec::new();
        let mut lengths = FieldNormReader::constant(reader.max_doc(), 1);
        for (place, term) in &self.query.terms {
            let index = reader.inverted_index(term.field())?;
            let found = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
            let Some(postings) = found else { return Ok(Box::new(EmptyScorer)) };
            let ahead = u32::try_from(last - place).unwrap_or(u32::MAX);
            words.push(Word { postings, ahead, places: Vec::new() });
            if self.similarity.is_some() {
                lengths = reader.get_fieldnorms_reader(term.field())?;
            }
        }
        let similarity = self.similarity.as_ref().map(|similarity| similarity.boost_by(boost));
        let slop = self.query.slop;
        let mut scorer =
            NearScorer { words, slop, lengths, similarity, doc: 0, count: 0, places: Vec::new() };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = if scorer.doc() < doc { scorer.seek(doc) } else { scorer.doc() };
        if found != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("BM25 over the words of a phrase", scorer.score()))
    }
}

/// A word of the phrase in a segment.
struct Word {
    postings: SegmentPostings,
    /// Places from it to the last word of the phrase.
    ahead: u32,
    /// Where the last word of the phrase would stand in the document, were it for this one.
    places: Vec<u32>,
}

struct NearScorer {
    words: Vec<Word>,
    slop: u32,
    lengths: FieldNormReader,
    similarity: Option<Bm25Weight>,
    doc: DocId,
    /// Times that the phrase stands in the document.
    count: u32,
    /// The places of all words.
    places: Vec<u32>,
}

impl NearScorer {
    /// Goes to the first document from `target` on that has the phrase.
    fn settle(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            target = self.meet(target);
            if target == TERMINATED {
                break;
            }
            for word in &mut self.words {
                word.postings.positions_with_offset(word.ahead, &mut word.places);
            }
            self.count = count(&self.words, self.slop, &mut self.places);
            if self.count > 0 {
                break;
            }
            target += 1;
        }
        self.doc = target;
        target
    }

    /// The first document from `target` on that has all the words.
    fn meet(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let before = target;
            for word in &mut self.words {
                let doc = word.postings.doc();
                target = if doc < target { word.postings.seek(target) } else { doc };
                if target == TERMINATED {
                    return TERMINATED;
                }
            }
            if target == before && self.words.iter().all(|word| word.postings.doc() == target) {
                return target;
            }
        }
    }
}

/// How often words stand near enough to each other. Wherever the phrase might stand, each word is moved there from its nearest
/// occurrence; occurrences of the first word that serve several such places count once. Linear in the occurrences, but for
/// putting them in order.
fn count(words: &[Word], slop: u32, all: &mut Vec<u32>) -> u32 {
    all.clear();
    all.extend(words.iter().flat_map(|word| &word.places));
    all.sort_unstable();
    all.dedup();
    let mut nearest = vec![0; words.len()];
    let mut last = None;
    let mut count = 0;
    for place in all.iter() {
        let mut moved = 0_u32;
        for (word, nearest) in words.iter().zip(&mut nearest) {
            let distance = |at: usize| word.places.get(at).map_or(u32::MAX, |other| other.abs_diff(*place));
            while distance(*nearest + 1) < distance(*nearest) {
                *nearest += 1;
            }
            moved = moved.saturating_add(distance(*nearest));
            if moved > slop {
                break;
            }
        }
        let first = nearest.first().copied();
        if moved <= slop && last != first {
            last = first;
            count += 1;
        }
    }
    count
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words.iter().map(|word| word.postings.size_hint()).min().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        /// Reading positions costs about as much as so many documents.
        const POSITIONS: u64 = 10;
        u64::from(self.size_hint()) * POSITIONS
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm_id(self.doc);
        self.similarity.as_ref().map_or(1.0, |similarity| similarity.score(length, self.count))
    }
}

#[cfg(test)]
mod tests {
    use crate::search::query::parse;
    use crate::search::{Request, search};

    /// How many documents of a text alone the phrase finds, and how it scores.
    fn scores(texts: &[&str], query: &str) -> Vec<(String, f32)> {
        let folder = tempfile::tempdir().unwrap();
        let writer = crate::index::Writer::open(folder.path(), true).unwrap();
        for text in texts {
            let document = crate::document::Document {
                id: crate::document::identity::id_of(text),
                body: (*text).to_owned(),
                ..crate::document::Document::default()
            };
            let update = crate::index::Update { document: &document, validity: None, superseded: &[] };
            writer.put(&update).unwrap();
        }
        writer.finish(1, Vec::new(), &|_| {}).unwrap();
        let query = parse(query, &crate::search::grammar(crate::document::Day(20_000))).unwrap();
        let request = Request { query, limit: 100, ..Request::default() };
        let reader = crate::index::Reader::open(folder.path()).unwrap();
        let hits = search(&reader, &request).unwrap().hits;
        hits.into_iter().map(|hit| (hit.document.body, hit.score)).collect()
    }

    #[test]
    fn words_may_be_moved_by_so_many_places_in_all() {
        for (text, query, found) in [
            ("one x two", "\"one two\"~1", true),
            ("one x x two", "\"one two\"~1", false),
            ("two one", "\"one two\"~1", false),
            ("two one", "\"one two\"~2", true),
            ("one x two y three", "\"one two three\"~2", true),
            ("one x two y three", "\"one two three\"~1", false),
            ("three x x one two x x three", "\"one two three\"~2", true),
            ("one x two x three x four", "\"one two three four\"~4", true),
            ("one x two x three x four", "\"one two three four\"~3", false),
            ("one two", "\"one two three\"~9", false),
        ] {
            assert_eq!(scores(&[text], query).len(), usize::from(found), "{query} in {text}");
        }
    }

    #[test]
    fn a_phrase_that_stands_twice_scores_higher() {
        let found = scores(&["one x two y one x two y", "one x two y y y y y"], "\"one two\"~1");
        assert!(found.len() == 2 && found[0].1 > found[1].1, "{found:?}");
        assert!(found[0].0.starts_with("one x two y one"), "{found:?}");
    }

    #[test]
    fn a_text_of_one_word_is_counted_in_one_walk() {
        let text = "word ".repeat(200_000);
        assert_eq!(scores(&[&text], "\"word word word\"~1000").len(), 1);
    }
}
