//! Turns the tree of a query into tantivy's queries.
//!
//! In: a [`Query`], the schema. Out: a query for tantivy. Words score, filters only let through. What the tree says is
//! what is asked: nothing is dropped but punctuation beside words, as in the text itself.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery,
    Query as Engine, RangeQuery, RegexQuery, TermQuery,
};
use tantivy::schema::{IndexRecordOption, Schema};

use crate::document::fold;
use crate::index::schema::{PRESENT, exact_name};
use crate::index::tokenizer::is_alone;
use crate::index::{FIELDS, Field, FieldType, Language, View, Words, field, is_stop_word};
use crate::search::near::NearQuery;
use crate::search::query::{Pattern, Query, Text, Value, ValuePattern, WildcardPart};
use crate::search::steps::{self, Stepped, Steps};
use crate::search::words::{Part, WordQuery};
use crate::search::{DateMatch, Error, better, evidence, expressions, named, phrases};

/// Two letters that changed places are one mistake, as they are for the person who typed them.
const TRANSPOSITION_IS_ONE: bool = true;

type Boxed = Box<dyn Engine>;

/// Makes tantivy's queries.
#[derive(Clone)]
pub(crate) struct Planner<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) dates: DateMatch,
    /// The languages of the texts, by the rules of each of which a word is stemmed.
    pub(crate) languages: Vec<Language>,
    /// The moment whose captures are meant, in UTC seconds; none for all of them.
    as_of: Option<i64>,
    /// How fine scores are.
    pub(crate) steps: Steps,
    /// Whether words that every text has let through and do not score, since there are others.
    only_telling: bool,
}

impl<'a> Planner<'a> {
    /// A planner for a query, as it has to match and as it was asked, and for parts of it.
    pub(crate) fn new(
        view: &'a View,
        dates: DateMatch,
        query: &Query,
        asked: &Query,
    ) -> Result<Planner<'a>, Error> {
        let most = steps::most(query) + better::most(better::count_words(asked));
        let steps = Steps::for_scores_up_to(most);
        Ok(Planner {
            schema: view.schema(),
            dates,
            languages: view.languages()?,
            as_of: view.as_of(),
            steps,
            only_telling: better::has_telling_words(query),
        })
    }

    /// The same for documents with all their captures.
    pub(crate) fn of_today(&self) -> Planner<'a> {
        Planner { as_of: None, ..self.clone() }
    }

    /// A node of the tree.
    pub(crate) fn node(&self, query: &Query) -> Result<Boxed, Error> {
        if let Some(seconds) = self.as_of
            && let Some(then) = evidence::condition(query, seconds, self.dates)?
        {
            // What some capture has now it may not have had then, but what it had then it has now; only of the number of
            // captures and the last of them that is not so.
            let changes = matches!(
                query,
                Query::Numbers { field: "sightings", .. } | Query::Dates { field: "last_seen", .. }
            );
            let ever = if changes { Box::new(AllQuery) } else { self.of_today().node(query)? };
            let clauses = [ever, then].map(|clause| (Occur::Must, constant(clause, 0.0))).into();
            return Ok(Box::new(BooleanQuery::new(clauses)));
        }
        match query {
            Query::All => Ok(constant(Box::new(AllQuery), 0.0)),
            Query::Text(text) => self.text(text),
            Query::Value(value) => Ok(constant(self.value(value)?, 0.0)),
            Query::Dates { field, span } => Ok(constant(phrases::dates(field, span, self.dates), 0.0)),
            Query::Numbers { field, from, until } => {
                let handle = self.handle(field)?;
                let bound = |end: &Option<i64>| {
                    end.map_or(std::ops::Bound::Unbounded, |end| {
                        std::ops::Bound::Included(Term::from_field_i64(handle, end))
                    })
                };
                Ok(constant(Box::new(RangeQuery::new(bound(from), bound(until))), 0.0))
            }
            Query::Exists(name) => Ok(constant(self.term(PRESENT, name)?, 0.0)),
            Query::Saved(name) => Err(Error::NoSuchSavedQuery { name: name.clone() }),
            Query::And(parts) => self.all_of(parts),
            Query::Or(parts) => {
                let clauses = parts
                    .iter()
                    .map(|part| Ok((Occur::Should, self.node(part)?)))
                    .collect::<Result<Vec<_>, Error>>()?;
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            Query::Not(inner) => Ok(Box::new(BooleanQuery::new(vec![
                (Occur::Must, constant(Box::new(AllQuery), 0.0)),
                (Occur::MustNot, self.stepped(self.node(inner)?)),
            ]))),
            Query::Boost(inner, boost) => Ok(Box::new(BoostQuery::new(self.node(inner)?, *boost))),
        }
    }

    fn all_of(&self, parts: &[Query]) -> Result<Boxed, Error> {
        let mut clauses = Vec::new();
        for part in parts {
            match part {
                Query::Not(inner) => clauses.push((Occur::MustNot, self.stepped(self.node(inner)?))),
                Query::Text(text) if text.is_punctuation() => {}
                part => clauses.push((Occur::Must, self.node(part)?)),
            }
        }
        // Marks alone are no words, and match nothing.
        if clauses.is_empty() && !parts.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn text(&self, text: &Text) -> Result<Boxed, Error> {
        let fields: Vec<&'static Field> = match text.field {
            Some(name) => field(name).into_iter().collect(),
            None => FIELDS.iter().filter(|field| field.weight > 0.0).collect(),
        };
        match &text.pattern {
            Pattern::Word(word) => {
                let words = Words::all(word);
                let matching = self.words(&fields, &words, 0)?;
                let tells = !self.only_telling || !words.iter().all(|word| is_stop_word(word));
                let matching = if tells { matching } else { constant(matching, 0.0) };
                let named = if text.field.is_none() { named::named(word) } else { Vec::new() };
                if named.is_empty() {
                    return Ok(matching);
                }
                let clause = |(field, key): (&'static str, String)| {
                    Ok((Occur::Should, constant(self.term(field, &key)?, steps::MOST_A_WORD)))
                };
                let mut clauses = named.into_iter().map(clause).collect::<Result<Vec<_>, Error>>()?;
                clauses.push((Occur::Should, matching));
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            Pattern::Phrase { text, slop, exact: false } => self.words(&fields, &Words::all(text), *slop),
            Pattern::Exact(word) => self.exact(&fields, &Words::all(word)),
            Pattern::Phrase { text, exact: true, .. } => self.exact(&fields, &Words::all(text)),
            Pattern::Prefix(prefix) => {
                let pattern = format!("{}.*", escaped(&one_token(prefix)?));
                self.matching(&fields, &pattern)
            }
            Pattern::Wildcard(parts) => self.matching(&fields, &wildcard_regex(parts, true)?),
            Pattern::Regex(pattern) => {
                let folded = expressions::folded(pattern)?;
                if expressions::has_run(&folded, is_alone) {
                    return Err(in_a_run(pattern));
                }
                self.any_field(&fields, |planner, field| planner.regex(&exact_name(field), &folded, pattern))
            }
            Pattern::Fuzzy { word, distance } => {
                let word = one_token(word)?;
                self.any_field(&fields, |planner, field| {
                    let term = planner.text_term(&exact_name(field), &word)?;
                    let fuzzy = FuzzyTermQuery::new(term, *distance, TRANSPOSITION_IS_ONE);
                    Ok(planner.stepped(Box::new(fuzzy)))
                })
            }
        }
    }

    /// Words in any of the fields: one word, or several one after the other.
    fn words(&self, fields: &[&'static Field], words: &[String], slop: u32) -> Result<Boxed, Error> {
        match words {
            [] => Ok(Box::new(EmptyQuery)),
            [word] => {
                let part = |field: &&'static Field| {
                    Ok(Part { terms: self.field_terms(field, word)?, weight: field.weight.max(1.0) })
                };
                let parts = fields.iter().map(part).collect::<Result<Vec<_>, Error>>()?;
                Ok(Box::new(WordQuery { parts, steps: self.steps }))
            }
            words => {
                let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
                for field in fields {
                    for terms in self.sequences(field, words)? {
                        let terms: Vec<(usize, Term)> = terms.into_iter().enumerate().collect();
                        let phrase: Boxed = match slop {
                            0 => Box::new(PhraseQuery::new_with_offset(terms)),
                            slop => Box::new(NearQuery { terms, slop }),
                        };
                        let phrase = BoostQuery::new(self.stepped(phrase), field.weight.max(1.0));
                        clauses.push((Occur::Should, Box::new(phrase)));
                    }
                }
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
        }
    }

    /// Words as they are spelt. Their score is that of the words in any form.
    fn exact(&self, fields: &[&'static Field], words: &[String]) -> Result<Boxed, Error> {
        let scored = self.words(fields, words, 0)?;
        let mut clauses = vec![(Occur::Must, scored)];
        if let [word] = words {
            let spelt = self.any_field(fields, |planner, field| planner.term(&exact_name(field), word))?;
            clauses.push((Occur::Must, constant(spelt, 0.0)));
        } else {
            let names = fields.iter().map(|field| field.name).collect();
            clauses.push((Occur::Must, constant(phrases::exact_phrase(names, words.to_vec()), 0.0)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Unstemmed words that match a regular expression.
    fn matching(&self, fields: &[&'static Field], pattern: &str) -> Result<Boxed, Error> {
        self.any_field(fields, |planner, field| planner.regex(&exact_name(field), pattern, pattern))
    }

    fn any_field(
        &self,
        fields: &[&'static Field],
        make: impl Fn(&Self, &'static Field) -> Result<Boxed, Error>,
    ) -> Result<Boxed, Error> {
        let clauses = fields
            .iter()
            .map(|field| Ok((Occur::Should, make(self, field)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn value(&self, value: &Value) -> Result<Boxed, Error> {
        let is_url = field(value.field).is_some_and(|field| field.kind == FieldType::Url);
        match &value.pattern {
            ValuePattern::Is(text) => {
                let clauses = named::keys(value.field, text)
                    .into_iter()
                    .map(|key| Ok((Occur::Should, self.term(value.field, &key)?)))
                    .collect::<Result<Vec<_>, Error>>()?;
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            ValuePattern::Prefix(text) => {
                let pattern = format!("{}.*", escaped(&named::key(value.field, text)));
                self.regex(value.field, &pattern, &pattern)
            }
            ValuePattern::Wildcard(parts) => {
                let pattern = wildcard_regex(parts, false)?;
                self.regex(value.field, &pattern, &pattern)
            }
            // Addresses keep their case.
            ValuePattern::Regex(pattern) if is_url => self.regex(value.field, pattern, pattern),
            ValuePattern::Regex(pattern) => self.regex(value.field, &expressions::folded(pattern)?, pattern),
            ValuePattern::Fuzzy { word, distance } => {
                let term = self.text_term(value.field, &named::key(value.field, word))?;
                Ok(Box::new(FuzzyTermQuery::new(term, *distance, TRANSPOSITION_IS_ONE)))
            }
        }
    }

    /// Terms of a field that match a regular expression, which stands otherwise in the query perhaps.
    fn regex(&self, name: &str, pattern: &str, typed: &str) -> Result<Boxed, Error> {
        let query = RegexQuery::from_pattern(pattern, self.handle(name)?).map_err(|error| Error::Pattern {
            message: format!("this is no pattern that can be searched for: {}", reason(&error.to_string())),
            part: typed.to_owned(),
            hint: "letters, `.`, `*`, `+`, `?`, `[abc]`, `(a|b)` and `\\` before a mark make a pattern; `=word` finds text as it is",
        })?;
        Ok(self.stepped(Box::new(query)))
    }

    /// A clause whose scores are in whole steps.
    pub(crate) fn stepped(&self, inner: Boxed) -> Boxed {
        Box::new(Stepped { inner, steps: self.steps })
    }

    pub(crate) fn term(&self, name: &str, text: &str) -> Result<Boxed, Error> {
        Ok(Box::new(TermQuery::new(self.text_term(name, text)?, IndexRecordOption::Basic)))
    }

    /// What a word is in a field: where it is stemmed, its stem in each of the languages.
    fn field_terms(&self, field: &Field, word: &str) -> Result<Vec<Term>, Error> {
        match field.kind {
            FieldType::Text { stemmed: true } => self.stems(field.name, word),
            _ => Ok(vec![self.text_term(field.name, word)?]),
        }
    }

    /// The stems of a word in each of the languages, as terms of a field.
    pub(crate) fn stems(&self, name: &str, word: &str) -> Result<Vec<Term>, Error> {
        self.languages.iter().map(|language| self.text_term(name, &language.stem(word))).collect()
    }

    /// What words that follow each other are in a field: in a text all are of one language.
    fn sequences(&self, field: &Field, words: &[String]) -> Result<Vec<Vec<Term>>, Error> {
        let terms = words.iter().map(|word| self.field_terms(field, word)).collect::<Result<Vec<_>, _>>()?;
        let languages = terms.first().map_or(0, Vec::len);
        let in_language =
            |language: usize| terms.iter().filter_map(|terms| terms.get(language).cloned()).collect();
        Ok((0..languages).map(in_language).collect())
    }

    pub(crate) fn text_term(&self, name: &str, text: &str) -> Result<Term, Error> {
        Ok(Term::from_field_text(self.handle(name)?, text))
    }

    fn handle(&self, name: &str) -> Result<tantivy::schema::Field, Error> {
        self.schema.get_field(name).map_err(|_| Error::NoSuchField { name: name.to_owned() })
    }
}

fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

/// The word of a pattern, which has to be one.
fn one_token(text: &str) -> Result<String, Error> {
    match Words::all(text).as_slice() {
        [word] => Ok(word.clone()),
        _ if text.contains(is_alone) => Err(in_a_run(text)),
        _ => Err(Error::Pattern {
            message: "`*`, `?` and `~` go with one word of letters and digits".to_owned(),
            part: text.to_owned(),
            hint: "quote the words as a phrase, or put the mark at the last of them alone",
        }),
    }
}

/// The error about a pattern over a run of characters each of which is a word.
fn in_a_run(part: &str) -> Error {
    Error::Pattern {
        message: "in this script each character is a word, and a pattern goes with one".to_owned(),
        part: part.to_owned(),
        hint: "leave the mark out: such a run is found wherever it stands; quote it, or write `AND` between its parts",
    }
}

/// A pattern with `*` and `?` as a regular expression over folded words or values.
fn wildcard_regex(parts: &[WildcardPart], in_text: bool) -> Result<String, Error> {
    let mut pattern = String::new();
    let spelt: String = parts.iter().map(WildcardPart::spelt).collect();
    let characters = fold::fold(&spelt).chars().filter(|letter| *letter != '*').count();
    if in_text && characters > 1 && spelt.contains(is_alone) {
        return Err(in_a_run(&spelt));
    }
    for part in parts {
        match part {
            WildcardPart::Any => pattern.push_str(".*"),
            WildcardPart::One => pattern.push('.'),
            WildcardPart::Text(text) => {
                let folded = if in_text { fold::fold_word(text) } else { fold::fold(text) };
                if in_text && !folded.chars().all(char::is_alphanumeric) {
                    one_token(text)?;
                }
                pattern.push_str(&escaped(&folded));
            }
        }
    }
    Ok(pattern)
}

/// The reason in what a parser of regular expressions says, which quotes the pattern over several lines first.
fn reason(message: &str) -> String {
    // The words of the library tell of its plans, not of what is wrong.
    const PLACES: [&str; 2] = ["Empty match operators", "Word boundary operators"];
    if PLACES.iter().any(|words| message.contains(words)) {
        return "it is compared with whole words, so `^`, `$` and `\\b` have no place in it".to_owned();
    }
    let last = message.rsplit("error: ").next().unwrap_or(message);
    let last = last.rsplit("RegexQueryError: ").next().unwrap_or(last);
    last.trim()
        .trim_end_matches(['\'', '"', '.'])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(100)
        .collect()
}

/// A text as a regular expression that matches just it.
fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
