//! What a search looks at: the documents of today, or those of a moment, out of both indexes.
//!
//! In: an open state of an index, a moment or none. Out: [`View`]: the searchers, the places of documents, the documents
//! themselves, as far as captures had shown them by then.

use std::collections::{BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{Bm25StatisticsProvider, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::{DocAddress, Term};

use crate::document::{Document, Validity};
use crate::index::latent::Latent;
use crate::index::opened::Opened;
use crate::index::reader::{State, Which};
use crate::index::schema::{ALIAS, address_key, keyword_key};
use crate::index::statistics::Statistics;
use crate::index::{Error, Language, Manifest};

/// Documents to search.
pub(crate) struct View {
    state: Arc<State>,
    as_of: Option<i64>,
}

/// Where a document is: in which part of a view, and where there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) part: usize,
    pub(crate) address: DocAddress,
}

impl View {
    pub(crate) fn new(state: Arc<State>, as_of: Option<i64>) -> View {
        View { state, as_of }
    }

    /// The moment it is of, in UTC seconds; none for today.
    pub(crate) fn as_of(&self) -> Option<i64> {
        self.as_of
    }

    /// The indexes that it is made of: today's first.
    pub(crate) fn parts(&self) -> Vec<&Opened> {
        let mut parts = vec![&self.state.current];
        if self.as_of.is_some() {
            parts.extend(self.state.opened_history());
        }
        parts
    }

    /// The schema of all parts.
    pub(crate) fn schema(&self) -> &Schema {
        self.state.current.searcher.schema()
    }

    /// What scores are made of.
    pub(crate) fn statistics(&self) -> Statistics<'_> {
        Statistics::over(self.parts())
    }

    /// The languages by whose rules the words of living documents are stemmed, English first.
    ///
    /// # Errors
    /// When the terms are damaged.
    pub(crate) fn languages(&self) -> Result<Vec<Language>, Error> {
        let statistics = self.statistics();
        self.guard(|| {
            let field = self.schema().get_field("language")?;
            let mut codes = BTreeSet::new();
            for segment in self.parts().into_iter().flat_map(|opened| opened.searcher.segment_readers()) {
                let index = segment.inverted_index(field)?;
                let mut terms = index.terms().stream()?;
                while terms.advance() {
                    codes.insert(String::from_utf8_lossy(terms.key()).into_owned());
                }
            }
            let mut languages = vec![Language::ENGLISH];
            for code in codes {
                let language = Language::of(Some(&code));
                if !languages.contains(&language)
                    && statistics.doc_freq(&Term::from_field_text(field, &code))? > 0
                {
                    languages.push(language);
                }
            }
            Ok(languages)
        })
    }

    /// Documents in all parts.
    pub(crate) fn documents(&self) -> u64 {
        self.parts().iter().map(|part| part.counts.documents).sum()
    }

    /// The document at a place, with the sightings of its time.
    ///
    /// # Errors
    /// When the stored bytes are damaged.
    pub(crate) fn document(&self, place: Place) -> Result<Document, Error> {
        let document = self.stored(place)?;
        Ok(match self.as_of {
            Some(seconds) => document.as_of(seconds),
            None => document,
        })
    }

    /// The document at a place as it is stored, in whichever index.
    pub(crate) fn stored(&self, place: Place) -> Result<Document, Error> {
        self.guard(|| self.part(place.part)?.document(place.address))
    }

    /// The id of the document at a place, and that which its record brought, without reading the document.
    ///
    /// # Errors
    /// When the columns are damaged.
    pub(crate) fn ids(&self, place: Place) -> Result<(String, Option<String>), Error> {
        self.guard(|| self.part(place.part)?.ids(place.address))
    }

    /// The number by which the document at a place is ordered.
    ///
    /// # Errors
    /// When the column is damaged.
    pub(crate) fn order(&self, place: Place) -> Result<u64, Error> {
        self.guard(|| self.part(place.part)?.order(place.address))
    }

    /// The places of the documents that have a term.
    ///
    /// # Errors
    /// When the postings are damaged.
    pub(crate) fn with_term(&self, term: &Term) -> Result<HashSet<Place>, Error> {
        self.guard(|| self.matching(&TermQuery::new(term.clone(), IndexRecordOption::Basic)))
    }

    /// What documents are about; none of the past, whose documents have no vectors.
    pub(crate) fn latent(&self) -> Option<&Latent> {
        self.state.current.latent.as_ref().filter(|_| self.as_of.is_none())
    }

    fn part(&self, part: usize) -> tantivy::Result<&Opened> {
        let part = match part {
            0 => Some(&self.state.current),
            _ => self.state.opened_history(),
        };
        part.ok_or_else(|| tantivy::TantivyError::InternalError("a part of it is not open".to_owned()))
    }

    /// Every document, in the order of ids.
    pub(crate) fn all(&self) -> Result<Vec<Place>, Error> {
        let mut ordered = Vec::new();
        for which in [Which::Current, Which::Superseded].into_iter().take(self.parts().len()) {
            ordered.extend(self.ordered(which)?);
        }
        ordered.retain(|(_, validity, _)| self.holds(*validity));
        ordered.sort_by_key(|(order, _, place)| (*order, *place));
        Ok(ordered.into_iter().map(|(_, _, place)| place).collect())
    }

    /// Every document of one index with from when until when it holds, in the order of ids, then of time.
    pub(crate) fn kept(&self, which: Which) -> Result<Vec<(Option<Validity>, Place)>, Error> {
        let mut ordered = self.ordered(which)?;
        ordered.sort_unstable();
        Ok(ordered.into_iter().map(|(_, validity, place)| (validity, place)).collect())
    }

    fn ordered(&self, which: Which) -> Result<Vec<(u64, Option<Validity>, Place)>, Error> {
        let part = usize::from(which == Which::Superseded);
        let addresses = self.guard(|| self.part(part)?.addresses())?;
        let placed = |(order, validity, address)| (order, validity, Place { part, address });
        Ok(addresses.into_iter().map(placed).collect())
    }

    fn holds(&self, validity: Option<Validity>) -> bool {
        self.as_of.is_none_or(|seconds| validity.is_some_and(|validity| validity.holds_at(seconds)))
    }

    /// The documents known by an id, a former id, or the beginning of one (four characters or more), in the order of ids.
    pub(crate) fn find(&self, id: &str) -> Result<Vec<Document>, Error> {
        self.documents_at(|| self.places_of(&keyword_key(id)))
    }

    /// The documents that are shown with an address, in the order of ids.
    pub(crate) fn find_at(&self, address: &str) -> Result<Vec<Document>, Error> {
        let key = address_key(address);
        self.documents_at(|| {
            let term = Term::from_field_text(self.schema().get_field("url")?, &key);
            self.matching(&TermQuery::new(term, IndexRecordOption::Basic))
        })
    }

    fn documents_at(
        &self,
        places: impl FnOnce() -> tantivy::Result<HashSet<Place>>,
    ) -> Result<Vec<Document>, Error> {
        let places = self.guard(places)?;
        let mut documents =
            places.into_iter().map(|place| self.document(place)).collect::<Result<Vec<_>, _>>()?;
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(documents)
    }

    fn places_of(&self, key: &str) -> tantivy::Result<HashSet<Place>> {
        const LEAST: usize = 4;
        let by_id = self.schema().get_field("id")?;
        let by_alias = self.schema().get_field(ALIAS)?;
        let exactly =
            |field: Field| TermQuery::new(Term::from_field_text(field, key), IndexRecordOption::Basic);
        // An id of today stands before what the same letters once meant.
        for field in [by_id, by_alias] {
            let found = self.matching(&exactly(field))?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        if key.chars().count() < LEAST || !key.chars().all(|letter| letter.is_ascii_alphanumeric()) {
            return Ok(HashSet::new());
        }
        let mut found = HashSet::new();
        for field in [by_id, by_alias] {
            if found.is_empty() {
                found = self.matching(&RegexQuery::from_pattern(&format!("{key}.*"), field)?)?;
            }
        }
        Ok(found)
    }

    fn matching(&self, query: &dyn Query) -> tantivy::Result<HashSet<Place>> {
        let mut places = HashSet::new();
        for (part, opened) in self.parts().into_iter().enumerate() {
            for address in opened.searcher.search(query, &DocSetCollector)? {
                if self.as_of.is_none() || self.holds(opened.validity(address)?) {
                    places.insert(Place { part, address });
                }
            }
        }
        Ok(places)
    }

    /// Runs something that reads the index. A failure, or a panic inside a library that meets damaged bytes, becomes an
    /// error that names the folder.
    ///
    /// # Errors
    /// Whatever went wrong, as [`Error::Damaged`].
    pub(crate) fn guard<T>(&self, read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, Error> {
        caught(read).map_err(|reason| damaged(&self.state.folder, &self.state.manifest, &reason))
    }
}

/// What a reading gives, or why it failed, be it by a panic.
pub(crate) fn caught<T>(read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("a part of it makes no sense".to_owned()),
    }
}

/// The error of an index that cannot be read.
pub(crate) fn damaged(folder: &Path, manifest: &Manifest, reason: &str) -> Error {
    /// Characters of a reason that are told: some libraries quote the whole file that they cannot read.
    const TOLD: usize = 160;
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason = match reason.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{} …", &reason[..end]),
        None => reason,
    };
    Error::Damaged { folder: folder.to_owned(), reason, sources: manifest.roots() }
}
