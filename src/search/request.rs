//! What is asked, and what is answered.
//!
//! In: nothing. Out: the nouns of searching. No tantivy in them, so that a front end can hold them.

use crate::document::{Day, Document};
use crate::index::{self, Field};
use crate::search::facets::FacetCounts;
use crate::search::highlight::Snippet;
use crate::search::query::Query;
use crate::search::suggest::{CloseTitle, Suggestion};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The query, filters included: parts of its topmost AND that limit one field are that field's choices.
    pub query: Query,
    /// How many of its words have to match.
    pub matching: Matching,
    /// Whether what documents are about plays a part in their order.
    pub semantic: Semantic,
    /// Whether every hit says why it stands where it does.
    pub explain: bool,
    /// Order of the hits.
    pub sort: Sort,
    /// The day from which the age of documents counts against their scores; none where age does not matter.
    pub recent: Option<Day>,
    /// Hits wanted.
    pub limit: usize,
    /// Hits to pass over first.
    pub offset: usize,
    /// Fields to count the values of.
    pub facets: Vec<Facet>,
    /// How an imprecise date meets a range.
    pub dates: DateMatch,
    /// Fragments of text wanted for a hit.
    pub snippets: usize,
    /// The moment, in UTC seconds, whose documents are searched: as captures up to then showed them. None for today's.
    pub as_of: Option<i64>,
}

/// How many of the words of a query have to match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// All of them.
    #[default]
    All,
    /// Any of them; words that every text has (the, of, …) are left out where there are others. Filters apply all the same.
    Any,
}

/// Whether what documents are about plays a part in their order, beside the words that they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Semantic {
    /// The best hits by words are looked at once more.
    #[default]
    Rescored,
    /// Words alone count.
    Off,
}

/// A field whose values are counted.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The name it was asked for under, an alias perhaps.
    pub name: String,
    /// The field.
    pub field: &'static Field,
}

impl Facet {
    /// The facet of a name or alias; none when the values of that field are not counted.
    pub fn named(name: &str) -> Option<Facet> {
        let field = index::field(name).filter(|field| field.facet)?;
        Some(Facet { name: name.to_ascii_lowercase(), field })
    }
}

/// Order of the hits. Equal ones come in the order of their ids, reversed in the reverse orders, whatever the segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Oldest first, by the first day, then the last; undated last.
    Published,
    /// The reverse of it; undated still last.
    PublishedReverse,
    /// By the folded words of the title.
    Title,
    /// The reverse of it.
    TitleReverse,
}

/// When a date that is an interval of days lies in a range of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateMatch {
    /// All its days do.
    Strict,
    /// At least half of its days do.
    #[default]
    Likely,
    /// Any of its days does.
    Any,
}

/// What is answered.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// Documents that match.
    pub total: u64,
    /// Those asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts, in the order asked for.
    pub facets: Vec<FacetCounts>,
    /// The moment whose documents were searched, in UTC seconds; none for today's.
    pub as_of: Option<i64>,
    /// Documents that match today and of which no capture says when it was made, so that they are in no past. Counted only
    /// where the documents of a moment were asked for.
    pub untimed: u64,
    /// When nothing matches: what each part of the query would let through without it.
    pub limiting: Vec<Limiting>,
    /// When nothing matches: for words that are in no document, those that are spelt nearly so.
    pub suggestions: Vec<Suggestion>,
    /// When nothing matches: documents whose titles have words of the query.
    pub close_titles: Vec<CloseTitle>,
}

/// One document that matches.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The document, whole.
    pub document: Document,
    /// Its score; comparable only within one answer.
    pub score: f32,
    /// Where the words stand in it.
    pub snippets: Vec<Snippet>,
    /// Where they stand in its title, in bytes.
    pub title_matches: Vec<std::ops::Range<usize>>,
    /// What its score is made of, where that was asked for: the most first.
    pub reasons: Vec<Reason>,
}

/// One part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Which clause gave it.
    pub clause: Clause,
    /// The words that the clause is about, as typed.
    pub text: String,
    /// The only field that it looks in; none where it looks in several.
    pub field: Option<&'static str>,
    /// What it gave.
    pub score: f32,
}

/// The kinds of clauses that a score is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// A word, in any of the fields.
    Word,
    /// Words that follow each other, as the query asks.
    Phrase,
    /// Words that fit a pattern.
    Pattern,
    /// Words in the title, by the share of it that they make up.
    TitleWords,
    /// A word that stands in the title just as it was typed.
    AsTyped,
    /// Two words of the query that stand side by side.
    SideBySide,
    /// The title is exactly what was typed.
    ExactTitle,
    /// The title has the same words, in another order or form.
    SameTitle,
    /// The document is about the same as the query and the best hits.
    Likeness,
    /// What its age took away; below zero.
    Age,
}

impl Clause {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Clause::Word => "word",
            Clause::Phrase => "phrase",
            Clause::Pattern => "pattern",
            Clause::TitleWords => "title-words",
            Clause::AsTyped => "as-typed",
            Clause::SideBySide => "side-by-side",
            Clause::ExactTitle => "exact-title",
            Clause::SameTitle => "same-title",
            Clause::Likeness => "likeness",
            Clause::Age => "age",
        }
    }
}

/// The order of what matches, without the documents themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// Documents that match.
    pub total: u64,
    /// Those asked for, in order.
    pub ranked: Vec<Ranked>,
}

/// One document of a [`Ranking`].
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its id.
    pub id: String,
    /// The id that a record brought with it.
    pub record_id: Option<String>,
    /// Its score; comparable only within one ranking.
    pub score: f32,
}

/// A part of a query that found nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Limiting {
    /// The part, as it would be typed.
    pub part: String,
    /// Documents that match it alone.
    pub alone: u64,
    /// Documents that match all the other parts.
    pub without: u64,
}
