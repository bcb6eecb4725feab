//! Runs a request.
//!
//! In: a reader and a [`Request`]. Out: a [`Response`].

use std::collections::HashMap;

use tantivy::collector::Collector;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Query as Engine};
use tantivy::{Score, Term};

use crate::document::identity::title_key;
use crate::document::{Day, Kind};
use crate::index::schema::TITLE_KEY;
use crate::index::{FIELDS, FieldType, Language, Place, Reader, View, Words, keyword_key};
use crate::search::better::{Part, Plan};
use crate::search::collect::{Collected, Gather};
use crate::search::facets::{FacetCounts, Tally, present};
use crate::search::highlight::Highlighter;
use crate::search::likeness::Rescored;
use crate::search::plan::Planner;
use crate::search::query::{FieldKind, FieldSpec, Grammar, Pattern, Query, Text, Value, ValuePattern};
use crate::search::suggest::{CloseTitle, Suggestion, fields_of_words, nearest};
use crate::search::timeline::{Along, Step, Timeline, lines};
use crate::search::{
    Error, Facet, Hit, Limiting, Ranked, Ranking, Request, Response, Semantic, Sort, better, explain,
    likeness, matching, phrases,
};

/// The query language over the table of fields.
pub fn grammar(today: Day) -> Grammar<'static> {
    Grammar { fields: &SPECS, today }
}

/// The values of `kind`.
const KINDS: &[&str] = &[Kind::Publication.as_str(), Kind::Page.as_str()];

/// The table of fields as the parser sees it.
static SPECS: std::sync::LazyLock<Vec<FieldSpec>> = std::sync::LazyLock::new(|| {
    FIELDS
        .iter()
        .map(|field| FieldSpec {
            name: field.name,
            aliases: field.aliases,
            kind: match field.kind {
                FieldType::Text { .. } => FieldKind::Text,
                FieldType::Keyword if field.name == "kind" => FieldKind::OneOf(KINDS),
                FieldType::Keyword if field.name == "month" => FieldKind::Month,
                FieldType::Keyword => FieldKind::Keyword,
                FieldType::Url => FieldKind::Url,
                FieldType::Date => FieldKind::Date,
                FieldType::Number if field.name == "year" => FieldKind::Year,
                FieldType::Number => FieldKind::Number,
            },
        })
        .collect()
});

/// Searches.
///
/// # Errors
/// When the index cannot be read, or a pattern of the query is not one.
pub fn search(reader: &Reader, request: &Request) -> Result<Response, Error> {
    let view = reader.view(request.as_of)?;
    let query = matching::applied(&request.query, request.matching);
    let searched = Searched::of(&view, request, &query)?;
    let plan = searched.planner.plan(&query, &request.query)?;
    let (collected, top) = searched.best(&plan, request, &request.facets)?;
    let explaining = if request.explain {
        Some(searched.planner.leaves(&query)?.into_iter().chain(plan.better).collect::<Vec<_>>())
    } else {
        None
    };
    let highlighter = Highlighter::new(&request.query, &searched.planner.languages);
    let hits = searched.hits(&top, &highlighter, request.snippets, explaining.as_deref())?;
    let (mut limiting, mut suggestions, mut close_titles) = (Vec::new(), Vec::new(), Vec::new());
    if collected.total == 0 {
        limiting = searched.limiting(&query)?;
        suggestions = searched.suggestions(&request.query)?;
        close_titles = searched.close_titles(&request.query, &suggestions)?;
    }
    let facets = searched.facets(request, &query, &collected.tallies)?;
    let untimed = if request.as_of.is_some() { searched.untimed(&query)? } else { 0 };
    Ok(Response {
        total: collected.total,
        hits,
        facets,
        as_of: request.as_of,
        untimed,
        limiting,
        suggestions,
        close_titles,
    })
}

/// The order of what matches, by ids alone: no document is read.
///
/// # Errors
/// As [`search`].
pub fn rank(reader: &Reader, request: &Request) -> Result<Ranking, Error> {
    let view = reader.view(request.as_of)?;
    let query = matching::applied(&request.query, request.matching);
    let searched = Searched::of(&view, request, &query)?;
    let plan = searched.planner.plan(&query, &request.query)?;
    let (collected, top) = searched.best(&plan, request, &[])?;
    let ranked = top.iter().map(|one| {
        let (id, record_id) = view.ids(one.place)?;
        Ok(Ranked { id, record_id, score: one.score })
    });
    Ok(Ranking { total: collected.total, ranked: ranked.collect::<Result<Vec<_>, Error>>()? })
}

/// Whether a document has a title of just these words.
///
/// # Errors
/// When the index cannot be read.
pub fn has_title(reader: &Reader, text: &str) -> Result<bool, Error> {
    let view = reader.view(None)?;
    let key = title_key(text);
    let field = view.guard(|| view.schema().get_field(TITLE_KEY))?;
    Ok(!key.is_empty() && !view.with_term(&Term::from_field_text(field, &key))?.is_empty())
}

/// Counts alone.
///
/// # Errors
/// As [`search`].
pub fn count_facets(reader: &Reader, request: &Request) -> Result<Response, Error> {
    search(reader, &Request { limit: 0, offset: 0, snippets: 0, ..request.clone() })
}

/// Counts what a query finds along the calendar.
///
/// # Errors
/// As [`search`].
pub fn timeline(
    reader: &Reader,
    request: &Request,
    by: Option<&Facet>,
    step: Step,
    date: &'static str,
) -> Result<Timeline, Error> {
    let view = reader.view(request.as_of)?;
    let query = matching::applied(&request.query, request.matching);
    let searched = Searched::of(&view, request, &query)?;
    let engine = searched.standing(searched.planner.plan(&query, &request.query)?.main);
    let along = Along { by: by.map(|facet| facet.field), step, date, as_of: request.as_of };
    let counts = view.guard(|| {
        let mut fruits = Vec::new();
        for opened in view.parts() {
            let weight = engine.weight(EnableScoring::disabled_from_searcher(&opened.searcher))?;
            for (place, segment) in (0..).zip(opened.searcher.segment_readers()) {
                fruits.push(along.collect_segment(weight.as_ref(), place, segment)?);
            }
        }
        along.merge_fruits(fruits)
    })?;
    let untimed = if request.as_of.is_some() { searched.untimed(&request.query)? } else { 0 };
    Ok(Timeline { untimed, ..lines(counts) })
}

/// Without a word to rank by, the newest come first.
fn order(request: &Request) -> Sort {
    match request.sort {
        Sort::Relevance if request.query.words().is_empty() => Sort::PublishedReverse,
        sort => sort,
    }
}

/// What is searched, and how queries are made for it.
pub(crate) struct Searched<'a> {
    view: &'a View,
    pub(crate) planner: Planner<'a>,
    /// The day from which ages count against scores.
    recent: Option<Day>,
}

impl<'a> Searched<'a> {
    /// The view of a request, and how to plan its query and parts of it.
    pub(crate) fn of(view: &'a View, request: &Request, query: &Query) -> Result<Searched<'a>, Error> {
        let planner = Planner::new(view, request.dates, query, &request.query)?;
        Ok(Searched { view, planner, recent: request.recent })
    }

    /// A query with the condition that documents stood so at the moment asked for.
    pub(crate) fn standing(&self, engine: Box<dyn Engine>) -> Box<dyn Engine> {
        match self.view.as_of() {
            Some(seconds) => both(engine, phrases::standing(seconds)),
            None => engine,
        }
    }

    /// What a plan finds, and the hits that are asked for, in order.
    fn best(
        &self,
        plan: &Plan,
        request: &Request,
        facets: &[Facet],
    ) -> Result<(Collected, Vec<Rescored>), Error> {
        let engine = self.standing(plan.engine());
        let (sort, wanted) = (order(request), request.limit.saturating_add(request.offset));
        let semantic = request.semantic == Semantic::Rescored && sort == Sort::Relevance && wanted > 0;
        let latent = self.view.latent().filter(|_| semantic && !plan.stems.is_empty());
        let looked_at = if latent.is_some() { wanted.max(likeness::LOOKED_AT) } else { wanted };
        let mut collected = self.gather(engine.as_ref(), sort, looked_at, facets)?;
        let top = std::mem::take(&mut collected.top);
        let top = match latent {
            Some(latent) => {
                let first = self.first(plan, &top)?;
                likeness::rescore(self.view, latent, &plan.stems, &first, &top)?
            }
            None => top.into_iter().map(Rescored::by_words).collect(),
        };
        Ok((collected, top.into_iter().take(wanted).skip(request.offset).collect()))
    }

    /// Reads the documents of hits and shows where the words stand in them; says of what their scores are made, where the
    /// clauses are given.
    pub(crate) fn hits(
        &self,
        top: &[Rescored],
        highlighter: &Highlighter,
        snippets: usize,
        explaining: Option<&[Part]>,
    ) -> Result<Vec<Hit>, Error> {
        let hit = |one: &Rescored| {
            let document = self.view.document(one.place)?;
            let snippets = highlighter.snippets(&document, snippets);
            let language = Language::of(document.language.as_deref());
            let title_matches = highlighter.matches(&document.title, "title", language);
            let reasons = match explaining {
                Some(clauses) => explain::reasons(self.view, clauses.iter(), one, self.recent.is_some())?,
                None => Vec::new(),
            };
            Ok(Hit { document, score: one.score, snippets, title_matches, reasons })
        };
        top.iter().map(hit).collect()
    }

    /// What titles add to the scores of those hits that they put first.
    fn first(&self, plan: &Plan, top: &[(Place, Score)]) -> Result<HashMap<Place, Score>, Error> {
        let mut first = HashMap::new();
        // None of them is among hits whose best has no such score.
        if top.first().is_none_or(|(_, score)| *score < better::SAME_TITLE) {
            return Ok(first);
        }
        for (term, score) in &plan.titles {
            for place in self.view.with_term(term)? {
                *first.entry(place).or_insert(0.0) += score;
            }
        }
        Ok(first)
    }

    /// Goes through all parts of the view and puts what they give in one order.
    pub(crate) fn gather(
        &self,
        engine: &dyn Engine,
        sort: Sort,
        wanted: usize,
        facets: &[Facet],
    ) -> Result<Collected, Error> {
        // No index has as many documents as a limit may ask for.
        let wanted = wanted.min(usize::try_from(self.view.documents()).unwrap_or(usize::MAX));
        let gather =
            |part| Gather { part, as_of: self.view.as_of(), sort, recent: self.recent, wanted, facets };
        let statistics = self.view.statistics();
        Ok(self.view.guard(|| {
            let mut fruits = Vec::new();
            for (part, opened) in self.view.parts().into_iter().enumerate() {
                let (collector, searcher) = (gather(part), &opened.searcher);
                let scoring = if collector.requires_scoring() {
                    EnableScoring::enabled_from_statistics_provider(&statistics, searcher)
                } else {
                    EnableScoring::disabled_from_searcher(searcher)
                };
                let weight = engine.weight(scoring)?;
                for (place, segment) in (0..).zip(searcher.segment_readers()) {
                    fruits.push(collector.collect_segment(weight.as_ref(), place, segment)?);
                }
            }
            gather(0).merge_fruits(fruits)
        })?)
    }

    /// How many documents a query finds.
    pub(crate) fn count(&self, engine: &dyn Engine) -> Result<u64, Error> {
        Ok(self.gather(engine, Sort::Title, 0, &[])?.total)
    }

    fn untimed(&self, query: &Query) -> Result<u64, Error> {
        self.count(both(self.planner.of_today().node(query)?, phrases::untimed()).as_ref())
    }

    /// Counts of the facets asked for. A field in which the query makes a choice is counted once more without it.
    pub(crate) fn facets(
        &self,
        request: &Request,
        query: &Query,
        tallies: &[Tally],
    ) -> Result<Vec<FacetCounts>, Error> {
        let mut counts = Vec::new();
        for (facet, tally) in request.facets.iter().zip(tallies) {
            let alone = match without_choices(query, facet.field.name) {
                Some(query) => {
                    let engine = self.standing(self.planner.node(&query)?);
                    let collected =
                        self.gather(engine.as_ref(), Sort::Title, 0, std::slice::from_ref(facet))?;
                    collected.tallies.into_iter().next()
                }
                None => None,
            };
            counts.push(present(facet, tally, alone.as_ref()));
        }
        Ok(counts)
    }

    /// For a query that found nothing: what each of its parts finds alone, and the others without it.
    fn limiting(&self, query: &Query) -> Result<Vec<Limiting>, Error> {
        // More parts than a person types; each costs two searches.
        const MOST: usize = 16;
        let single = [query.clone()];
        let parts: &[Query] = match query {
            Query::And(parts) if parts.len() <= MOST => parts,
            Query::And(_) | Query::All => return Ok(Vec::new()),
            _ => &single,
        };
        let count = |query: &Query| self.count(self.standing(self.planner.node(query)?).as_ref());
        let mut limiting = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let others =
                parts.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, part)| part.clone());
            let without = count(&Query::all_of(others))?;
            // Days are printed as such, so that it does not matter which is today.
            let part_typed = part.typed(&grammar(Day(0)));
            limiting.push(Limiting { part: part_typed, alone: count(part)?, without });
        }
        Ok(limiting)
    }
}

impl Searched<'_> {
    /// For the plain words of a query that are in no document, and the values that none has: those that are spelt nearly so.
    fn suggestions(&self, query: &Query) -> Result<Vec<Suggestion>, Error> {
        /// Words, and values, that are looked up.
        const MOST: usize = 8;
        /// In a shorter word one letter changed makes any other.
        const SHORT: usize = 3;
        let mut suggestions = Vec::new();
        let fields = self.view.guard(|| fields_of_words(self.view.schema()))?;
        for typed in plain_words(query).into_iter().take(MOST) {
            let [folded] = &*Words::all(&typed) else { continue };
            if folded.chars().count() < SHORT {
                continue;
            }
            let word = |text: String| Query::Text(Text { field: None, pattern: Pattern::Word(text) });
            let words =
                self.near(&word(typed.clone()), &fields, folded, |near| (near.clone(), word(near)))?;
            suggestions.push(Suggestion { part: typed, words });
        }
        for value in query.values().into_iter().take(MOST) {
            let ValuePattern::Is(typed) = &value.pattern else { continue };
            let field = self.view.guard(|| self.view.schema().get_field(value.field))?;
            let asked = Query::Value(value.clone());
            let part = asked.to_string();
            let words = self.near(&asked, &[field], &keyword_key(typed), |near| {
                let other = Query::Value(Value { field: value.field, pattern: ValuePattern::Is(near) });
                (other.to_string(), other)
            })?;
            suggestions.push(Suggestion { part, words });
        }
        suggestions.retain(|suggestion| !suggestion.words.is_empty());
        Ok(suggestions)
    }

    /// Where a query finds nothing, the terms of fields that are nearest to one, each as `other` shows and asks for it, that
    /// documents have; with how many.
    fn near(
        &self,
        asked: &Query,
        fields: &[tantivy::schema::Field],
        term: &str,
        other: impl Fn(String) -> (String, Query),
    ) -> Result<Vec<(String, u64)>, Error> {
        /// Terms offered.
        const OFFERED: usize = 3;
        let count = |query: &Query| self.count(self.standing(self.planner.node(query)?).as_ref());
        if count(asked)? > 0 {
            return Ok(Vec::new());
        }
        let searchers: Vec<_> = self.view.parts().into_iter().map(|opened| &opened.searcher).collect();
        let mut found = Vec::new();
        for (shown, query) in
            self.view.guard(|| nearest(&searchers, fields, term, OFFERED))?.into_iter().map(other)
        {
            let documents = count(&query)?;
            if documents > 0 {
                found.push((shown, documents));
            }
        }
        Ok(found)
    }

    /// The documents whose titles have the most of a query's words, or of what may have been meant by them.
    fn close_titles(&self, query: &Query, suggestions: &[Suggestion]) -> Result<Vec<CloseTitle>, Error> {
        const MOST: usize = 3;
        let meant = suggestions.iter().filter_map(|suggestion| suggestion.words.first());
        let words: Vec<Query> = plain_words(query)
            .into_iter()
            .chain(meant.map(|(word, _)| word.clone()))
            .map(|word| Query::Text(Text { field: Some("title"), pattern: Pattern::Word(word) }))
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let engine = self.standing(self.planner.node(&Query::any_of(words))?);
        let collected = self.gather(engine.as_ref(), Sort::Relevance, MOST, &[])?;
        let title = |place| -> Result<CloseTitle, Error> {
            let document = self.view.document(place)?;
            Ok(CloseTitle { id: document.id, title: document.title })
        };
        collected.top.into_iter().map(|(place, _)| title(place)).collect()
    }
}

/// The words of a query that are wanted as they are typed, each once.
fn plain_words(query: &Query) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in query.words() {
        let word = match &text.pattern {
            Pattern::Word(word) => word,
            // `author:"greenblat"`
            Pattern::Phrase { text, slop: 0, exact: false } if Words::all(text).len() == 1 => text,
            _ => continue,
        };
        if !words.contains(word) && !text.is_punctuation() {
            words.push(word.clone());
        }
    }
    words
}

/// What a query finds, as far as a condition lets it through.
fn both(engine: Box<dyn Engine>, condition: Box<dyn Engine>) -> Box<dyn Engine> {
    let condition: Box<dyn Engine> = Box::new(ConstScoreQuery::new(condition, 0.0));
    Box::new(BooleanQuery::new(vec![(Occur::Must, engine), (Occur::Must, condition)]))
}

/// The query without its choices in a field; none when it makes none there. Years and months are choices among dates too.
fn without_choices(query: &Query, name: &str) -> Option<Query> {
    let parts: Vec<&Query> = match query {
        Query::And(parts) => parts.iter().collect(),
        single => vec![single],
    };
    let kept: Vec<Query> =
        parts.iter().filter(|part| !chooses_in(part, name)).map(|part| (*part).clone()).collect();
    (kept.len() < parts.len()).then(|| Query::all_of(kept))
}

/// Whether a part of a query is about one field only.
fn chooses_in(query: &Query, name: &str) -> bool {
    let is = |field: &str| field == name || (name == "published" && matches!(field, "year" | "month"));
    match query {
        Query::Value(value) => is(value.field),
        Query::Text(text) => text.field.is_some_and(is),
        Query::Numbers { field, .. } | Query::Dates { field, .. } | Query::Exists(field) => is(field),
        Query::And(parts) | Query::Or(parts) => parts.iter().all(|part| chooses_in(part, name)),
        Query::Not(inner) | Query::Boost(inner, _) => chooses_in(inner, name),
        Query::All | Query::Saved(_) => false,
    }
}
