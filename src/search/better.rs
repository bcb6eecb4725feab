//! What ranks better among documents that match: the whole plan of a query, clause by clause.
//!
//! In: a query, as it has to match and as it was asked. Out: a [`Plan`]: the clause that lets documents through, and those that
//! only add to their scores, each with what it is for people.

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query as Engine};

use crate::document::identity::title_key;
use crate::index::schema::{SAME_WORDS, TITLE_KEY};
use crate::index::{Words, is_stop_word, same_words_key};
use crate::search::plan::Planner;
use crate::search::query::{Pattern, Query, Text};
use crate::search::steps::most_of_words;
use crate::search::titles::TitleQuery;
use crate::search::{Clause, Error};

/// What an exact title adds to a score: more than words can, so that it comes first.
pub(crate) const EXACT_TITLE: f32 = 2_048.0;

/// What a title adds that has the same words in another order or form, so that it comes next.
pub(crate) const SAME_TITLE: f32 = 1_024.0;

/// Weight of the words' score in the title alone, for a title that is nothing but words of the query. Measured on five
/// public test collections together with the fields' weights (docs/ranking.md).
const TITLE_AGAIN: f32 = 0.6;

/// Weight of two of the query's words standing side by side, in the title and in the text; .1 to .25 did equally well.
const ADJACENT: f32 = 0.2;

/// Weight of a word that stands in a title just as it was typed, not in another of its forms, where all words have to match:
/// half a word's own score, so that "introspection" finds "Signs of introspection" before "Introspective awareness".
const AS_TYPED: f32 = 0.5;

/// The same where any word will do: a long question has many words by chance, and at half a word's score it lost a tenth of
/// nDCG@10.
const ONE_OF_MANY_AS_TYPED: f32 = 0.05;

type Boxed = Box<dyn Engine>;

/// How a query is answered.
pub(crate) struct Plan {
    /// What lets documents through, and scores their words.
    pub(crate) main: Boxed,
    /// What only adds to scores.
    pub(crate) better: Vec<Part>,
    /// Titles that come first, with what they add.
    pub(crate) titles: Vec<(Term, f32)>,
    /// Stems of the words that say what is looked for.
    pub(crate) stems: Vec<String>,
}

/// A clause of a plan.
pub(crate) struct Part {
    pub(crate) clause: Clause,
    /// The words that it is about.
    pub(crate) text: String,
    pub(crate) field: Option<&'static str>,
    pub(crate) engine: Boxed,
}

impl Plan {
    /// All clauses as one query.
    pub(crate) fn engine(&self) -> Boxed {
        if self.better.is_empty() {
            return self.main.box_clone();
        }
        let mut clauses = vec![(Occur::Must, self.main.box_clone())];
        clauses.extend(self.better.iter().map(|part| (Occur::Should, part.engine.box_clone())));
        Box::new(BooleanQuery::new(clauses))
    }
}

/// A score that the clauses of [`Plan::better`] do not exceed.
pub(crate) fn most(words: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a query has far fewer than 2^24 words")]
    let times = words.max(1) as f32;
    EXACT_TITLE
        + SAME_TITLE
        + (TITLE_AGAIN + AS_TYPED) * times * most_of_words(1)
        + 2.0 * ADJACENT * most_of_words(words)
}

impl Planner<'_> {
    /// The whole query, with what ranks it better: titles, words as they were typed, words side by side. The words are those
    /// of the query as it was asked, before any was left out.
    pub(crate) fn plan(&self, query: &Query, asked: &Query) -> Result<Plan, Error> {
        let main = self.node(query)?;
        let mut plan = Plan { main, better: Vec::new(), titles: Vec::new(), stems: Vec::new() };
        for title in possible_titles(asked) {
            for (name, key, score, clause) in [
                (TITLE_KEY, title_key(&title), EXACT_TITLE, Clause::ExactTitle),
                (SAME_WORDS, same_words_key(&title), SAME_TITLE, Clause::SameTitle),
            ] {
                let term = self.text_term(name, &key)?;
                if !key.is_empty() && plan.titles.iter().all(|(known, _)| *known != term) {
                    let engine = constant(self.term(name, &key)?, score);
                    plan.better.push(Part { clause, text: title.clone(), field: Some("title"), engine });
                    plan.titles.push((term, score));
                }
            }
        }
        let typed = plain_words(asked);
        if typed.is_empty() {
            return Ok(plan);
        }
        let all: Vec<String> = typed.iter().flat_map(|word| Words::all(word)).collect();
        let telling = telling(&all);
        plan.stems = telling
            .iter()
            .flat_map(|word| self.languages.iter().map(|language| language.stem(word)))
            .collect();
        let as_typed = if query == asked { AS_TYPED } else { ONE_OF_MANY_AS_TYPED };
        self.title_words(&telling, as_typed, &mut plan)?;
        self.side_by_side(&all, &telling, &mut plan)?;
        Ok(plan)
    }

    fn title_words(&self, telling: &[String], as_typed: f32, plan: &mut Plan) -> Result<(), Error> {
        let mut words: Vec<(Vec<Term>, f32)> = Vec::new();
        for word in telling {
            let terms = self.stems("title", word)?;
            match words.iter_mut().find(|(known, _)| *known == terms) {
                Some((_, times)) => *times += 1.0,
                None => words.push((terms, 1.0)),
            }
        }
        let engine = Box::new(TitleQuery { words, weight: TITLE_AGAIN, steps: self.steps });
        plan.better.push(Part {
            clause: Clause::TitleWords,
            text: telling.join(" "),
            field: Some("title"),
            engine,
        });
        let mut seen: Vec<&String> = Vec::new();
        for word in telling {
            if !seen.contains(&word) {
                seen.push(word);
                let typed =
                    self.stepped(Box::new(BoostQuery::new(self.term("title_exact", word)?, as_typed)));
                let part =
                    Part { clause: Clause::AsTyped, text: word.clone(), field: Some("title"), engine: typed };
                plan.better.push(part);
            }
        }
        Ok(())
    }

    /// Pairs of telling words that follow each other in the query.
    fn side_by_side(&self, all: &[String], telling: &[String], plan: &mut Plan) -> Result<(), Error> {
        let mut seen = Vec::new();
        for pair in all.windows(2) {
            if !pair.iter().all(|word| telling.contains(word)) || seen.contains(&pair) {
                continue;
            }
            seen.push(pair);
            for (name, language) in
                ["title", "body"].iter().flat_map(|name| self.languages.iter().map(move |it| (*name, *it)))
            {
                let terms = pair
                    .iter()
                    .map(|word| self.text_term(name, &language.stem(word)))
                    .collect::<Result<Vec<_>, _>>()?;
                let phrase = Box::new(BoostQuery::new(Box::new(PhraseQuery::new(terms)), ADJACENT));
                let engine = self.stepped(phrase);
                plan.better.push(Part {
                    clause: Clause::SideBySide,
                    text: pair.join(" "),
                    field: Some(name),
                    engine,
                });
            }
        }
        Ok(())
    }

    /// The words, phrases and patterns of a query as clauses of their own, with what each is.
    pub(crate) fn leaves(&self, query: &Query) -> Result<Vec<Part>, Error> {
        let mut parts = Vec::new();
        self.add_leaves(query, 1.0, &mut parts)?;
        Ok(parts)
    }

    fn add_leaves(&self, query: &Query, boost: f32, parts: &mut Vec<Part>) -> Result<(), Error> {
        match query {
            Query::And(inner) | Query::Or(inner) => {
                inner.iter().try_for_each(|part| self.add_leaves(part, boost, parts))
            }
            Query::Boost(inner, times) => self.add_leaves(inner, boost * times, parts),
            Query::Text(text) => {
                let clause = match &text.pattern {
                    Pattern::Word(_) | Pattern::Exact(_) => Clause::Word,
                    Pattern::Phrase { .. } => Clause::Phrase,
                    _ => Clause::Pattern,
                };
                let engine: Boxed = Box::new(BoostQuery::new(self.node(query)?, boost));
                parts.push(Part { clause, text: query.to_string(), field: text.field, engine });
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// The words that say what is looked for: all but those that every text has; all, where there are no others.
pub(crate) fn telling(words: &[String]) -> Vec<String> {
    let telling: Vec<String> = words.iter().filter(|word| !is_stop_word(word)).cloned().collect();
    if telling.is_empty() { words.to_vec() } else { telling }
}

/// Whether a query that is to match all its words has a telling one, so that the others need no score.
pub(crate) fn has_telling_words(query: &Query) -> bool {
    plain_words(query).iter().flat_map(|word| Words::all(word)).any(|word| !is_stop_word(&word))
}

fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

/// How many words a query has that may be a title's.
pub(crate) fn count_words(query: &Query) -> usize {
    plain_words(query).iter().map(|word| Words::all(word).len()).sum()
}

/// What a query may have been typed to find: its words, as it is read; the same with the first of alternatives, which is what
/// was typed where synonyms were put in; and all that is no filter, whatever marks it has, since a title may have them too.
fn possible_titles(query: &Query) -> Vec<String> {
    let parts = match query {
        Query::And(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    let is_typed =
        |part: &&Query| matches!(part, Query::Text(Text { field: None, .. }) | Query::And(_) | Query::Or(_));
    vec![
        plain_words(query).join(" "),
        parts.iter().filter_map(first_word).collect::<Vec<_>>().join(" "),
        parts.iter().filter(is_typed).map(Query::to_string).collect::<Vec<_>>().join(" "),
    ]
}

/// The words of a query that is only words, or of the topmost AND, as typed: what may be a title.
fn plain_words(query: &Query) -> Vec<&str> {
    match query {
        Query::And(parts) => parts.iter().filter_map(plain_word).collect(),
        single => plain_word(single).into_iter().collect(),
    }
}

fn first_word(query: &Query) -> Option<&str> {
    match query {
        Query::Or(alternatives) => alternatives.first().and_then(plain_word),
        single => plain_word(single),
    }
}

fn plain_word(query: &Query) -> Option<&str> {
    match query {
        Query::Text(Text {
            field: None,
            pattern: Pattern::Word(word) | Pattern::Phrase { text: word, exact: false, .. },
        }) => Some(word),
        _ => None,
    }
}
