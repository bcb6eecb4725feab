//! Random questions, and how a person would type them.
//!
//! In: the words and values of `documents`. Out: [`Asked`], a tree of its own that prints as a query. Nothing here is the
//! engine's: what it prints is read by the engine's parser and answered by `evaluate` from the tree.

use std::fmt::{self, Display, Formatter};

use proptest::prelude::*;
use proptest::sample::select;
use rsearch::document::Day;
use rsearch::search::{DateMatch, Sort};

use super::documents::{ADDRESSES, AUTHORS, FORMATS, METHODS, PUBLISHERS, TEAMS};
use super::words;

/// A question.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    Everything,
    Text(Pattern),
    /// A field and a pattern of words, or several in parentheses.
    Within(&'static str, Box<Asked>),
    Value(&'static str, ValueAsked),
    Days(&'static str, Span),
    Numbers(&'static str, i64, i64),
    Exists(&'static str),
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
    Boost(Box<Asked>, u8),
}

/// Words in running text.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Word(String),
    Exact(String),
    Phrase {
        words: Vec<String>,
        slop: usize,
        exact: bool,
    },
    Prefix(String),
    /// Letters, `*` and `?`.
    Wildcard(String),
    Fuzzy(String, usize),
    Regex(Vec<Atom>),
}

/// A piece of a regular expression: letters of which one is meant (none for any), and how often.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub(super) letters: &'static str,
    pub(super) times: char,
}

/// Whole values.
#[derive(Clone, Debug)]
pub(super) enum ValueAsked {
    Is(String),
    Prefix(String),
    Wildcard(String),
    OneOf(Vec<String>),
}

/// A range of days, and how it was typed.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    typed: String,
}

/// A choice among the values of one field.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) field: &'static str,
    pub(super) values: Vec<String>,
    pub(super) excluded: bool,
}

impl Display for Asked {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let several = |f: &mut Formatter<'_>, parts: &[Asked], between: &str| {
            let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
            write!(f, "({})", parts.join(between))
        };
        match self {
            Asked::Everything => f.write_str("*"),
            Asked::Text(pattern) => pattern.fmt(f),
            Asked::Within(field, inner) => write!(f, "{field}:{inner}"),
            Asked::Value(field, value) => write!(f, "{field}:{value}"),
            Asked::Days(field, span) => write!(f, "{}", span.typed.replace("FIELD", field)),
            Asked::Numbers(field, from, until) if from == until => write!(f, "{field}:{from}"),
            Asked::Numbers(field, from, i64::MAX) => write!(f, "{field}:>={from}"),
            Asked::Numbers(field, i64::MIN, until) => write!(f, "{field}:<{}", until + 1),
            Asked::Numbers(field, from, until) => write!(f, "{field}:{from}..{until}"),
            Asked::Exists(field) => write!(f, "{field}:*"),
            Asked::All(parts) => several(f, parts, " "),
            Asked::Any(parts) => several(f, parts, " OR "),
            Asked::Not(inner) => match inner.as_ref() {
                Asked::Not(_) | Asked::Boost(..) => write!(f, "NOT ({inner})"),
                _ => write!(f, "-{inner}"),
            },
            Asked::Boost(inner, boost) => write!(f, "({inner})^{boost}"),
        }
    }
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Word(word) => f.write_str(word),
            Pattern::Exact(word) => write!(f, "={word}"),
            Pattern::Phrase { words, slop, exact } => {
                let exactly = if *exact { "=" } else { "" };
                write!(f, "{exactly}\"{}\"", words.join(" "))?;
                if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
            }
            Pattern::Prefix(word) => write!(f, "{word}*"),
            Pattern::Wildcard(pattern) => f.write_str(pattern),
            Pattern::Fuzzy(word, 1) => write!(f, "{word}~"),
            Pattern::Fuzzy(word, distance) => write!(f, "{word}~{distance}"),
            Pattern::Regex(atoms) => {
                f.write_str("/")?;
                for atom in atoms {
                    match atom.letters.len() {
                        0 => f.write_str(".")?,
                        1 => f.write_str(atom.letters)?,
                        _ => write!(f, "[{}]", atom.letters)?,
                    }
                    if atom.times != '1' {
                        write!(f, "{}", atom.times)?;
                    }
                }
                f.write_str("/")
            }
        }
    }
}

impl Display for ValueAsked {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            ValueAsked::Is(value) => write!(f, "\"{value}\""),
            ValueAsked::Prefix(value) => write!(f, "{value}*"),
            ValueAsked::Wildcard(pattern) => f.write_str(pattern),
            ValueAsked::OneOf(values) => {
                let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
                write!(f, "({})", values.join(" OR "))
            }
        }
    }
}

impl Display for Choice {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let not = if self.excluded { "-" } else { "" };
        write!(f, "{not}{}:{}", self.field, ValueAsked::OneOf(self.values.clone()))
    }
}

/// A question in the whole language.
pub(super) fn any() -> impl Strategy<Value = Asked> {
    let leaf = prop_oneof![
        10 => pattern().prop_map(Asked::Text),
        4 => within(),
        4 => value(),
        3 => days(),
        2 => numbers(),
        1 => exists(),
        1 => Just(Asked::Everything),
    ];
    combined(leaf)
}

/// A question of words and patterns alone.
pub(super) fn words() -> impl Strategy<Value = Asked> {
    combined(prop_oneof![6 => pattern().prop_map(Asked::Text), 1 => Just(Asked::Everything)])
}

fn combined(leaf: impl Strategy<Value = Asked> + 'static) -> impl Strategy<Value = Asked> {
    leaf.prop_recursive(4, 12, 4, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            3 => several.clone().prop_map(Asked::All),
            3 => several.prop_map(Asked::Any),
            2 => inner.clone().prop_map(|inner| Asked::Not(Box::new(inner))),
            1 => (inner, 0..9_u8).prop_map(|(inner, boost)| Asked::Boost(Box::new(inner), boost)),
        ]
    })
}

fn word() -> impl Strategy<Value = String> {
    select(words::all()).prop_map(str::to_owned)
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let atom = (
        select(vec!["a", "e", "m", "o", "t", "s", "", "det", "xyzst"]),
        select(vec!['1', '1', '?', '*', '+']),
    )
        .prop_map(|(letters, times)| Atom { letters, times });
    let phrase = proptest::collection::vec(word(), 2..4).boxed();
    prop_oneof![
        6 => word().prop_map(Pattern::Word),
        1 => (word(), word()).prop_map(|(a, b)| Pattern::Word(format!("{a}-{b}"))),
        2 => word().prop_map(Pattern::Exact),
        3 => (phrase.clone(), 0..6_usize).prop_map(|(words, slop)| Pattern::Phrase { words, slop, exact: false }),
        1 => phrase.prop_map(|words| Pattern::Phrase { words, slop: 0, exact: true }),
        2 => select(vec!["te", "mo", "mod", "h", "CA", "zo", "4", "q"]).prop_map(|word| Pattern::Prefix(word.to_owned())),
        2 => select(vec!["m*l", "t?st", "?ode", "*ing", "te*t*", "m?d?l*", "*a", "z*q"])
            .prop_map(|pattern| Pattern::Wildcard(pattern.to_owned())),
        2 => (select(vec!["test", "mode", "model", "caef", "etst", "betas", "alhpa"]), 1..3_usize)
            .prop_map(|(word, distance)| Pattern::Fuzzy(word.to_owned(), distance)),
        2 => proptest::collection::vec(atom, 1..6).prop_map(Pattern::Regex),
    ]
}

fn within() -> impl Strategy<Value = Asked> {
    let field = select(vec!["title", "summary", "body", "headings", "authors", "labels", "by"]);
    let several = proptest::collection::vec(pattern().prop_map(Asked::Text), 2..4).boxed();
    let inner = prop_oneof![
        3 => pattern().prop_map(Asked::Text),
        1 => several.clone().prop_map(Asked::All),
        1 => several.prop_map(Asked::Any),
    ];
    (field, inner).prop_map(|(field, inner)| Asked::Within(field, Box::new(inner)))
}

fn value() -> impl Strategy<Value = Asked> {
    let team = prop_oneof![
        2 => select(TEAMS).prop_map(|team| ValueAsked::Is(team.to_owned())),
        1 => select(vec!["al", "soc", "Re", "q"]).prop_map(|start| ValueAsked::Prefix(start.to_owned())),
        1 => select(vec!["*ment", "so?iet*", "*e*e*"]).prop_map(|pattern| ValueAsked::Wildcard(pattern.to_owned())),
        1 => proptest::collection::vec(select(TEAMS).prop_map(str::to_owned), 2..3).prop_map(ValueAsked::OneOf),
    ];
    let is =
        |values: &'static [&'static str]| select(values).prop_map(|value| ValueAsked::Is(value.to_owned()));
    let url = select(ADDRESSES).prop_map(|(url, _)| ValueAsked::Is(url.to_owned()));
    let below = select(vec!["https://example.org/a", "example.org", "https://other.example/a"])
        .prop_map(|start| ValueAsked::Prefix(start.to_owned()));
    let named = |field: &'static str, value: BoxedStrategy<ValueAsked>| {
        value.prop_map(move |value| Asked::Value(field, value))
    };
    prop_oneof![
        3 => named("team", team.clone().boxed()),
        1 => named("category", team.boxed()),
        1 => named("publisher", is(PUBLISHERS).boxed()),
        1 => named("kind", is(&["page", "Publication"]).boxed()),
        1 => named("language", is(&["en", "fr"]).boxed()),
        1 => named("month", is(&["2024-05", "2025-07"]).boxed()),
        1 => named("site", is(&["example.org", "other.example"]).boxed()),
        1 => named("method", is(METHODS).boxed()),
        1 => named("format", is(FORMATS).boxed()),
        1 => named("capture", is(&["captures/0.html", "captures/2.html"]).boxed()),
        1 => named("precision", is(&["day", "month", "year", "range"]).boxed()),
        1 => named("url", prop_oneof![url, below].boxed()),
    ]
}

fn exists() -> impl Strategy<Value = Asked> {
    let names: Vec<&'static str> = rsearch::index::FIELDS.iter().map(|field| field.name).collect();
    select(names).prop_map(Asked::Exists)
}

fn numbers() -> impl Strategy<Value = Asked> {
    let range = |(a, b): (i64, i64), form: u8| match form {
        0 => (a, a),
        1 => (a, i64::MAX),
        2 => (i64::MIN, a),
        _ => (a.min(b), a.max(b)),
    };
    let year = (2022..2028_i64, 2022..2028_i64);
    let status = (select(vec![200, 404, 500]), select(vec![200_i64, 404]));
    let sightings = (0..4_i64, 0..4_i64);
    prop_oneof![
        2 => (year, 0..4_u8).prop_map(move |(ends, form)| (("year"), range(ends, form))),
        1 => (status, 0..4_u8).prop_map(move |(ends, form)| (("status"), range(ends, form))),
        1 => (sightings, 0..4_u8).prop_map(move |(ends, form)| (("sightings"), range(ends, form))),
    ]
    .prop_map(|(field, (from, until))| Asked::Numbers(field, from, until))
}

/// A date as people write it, with its first and last day.
fn written() -> impl Strategy<Value = (String, Day, Day)> {
    const MONTHS: [&str; 12] = [
        "January", "Feb", "March", "Apr", "May", "June", "Jul", "August", "Sept", "October", "Nov",
        "December",
    ];
    let numbers = (2023..2027_i32, 1..=12_u32, 1..=28_u32);
    (numbers, 0..5_u8).prop_map(|((year, month, day), form)| {
        let (of_year, of_month) = (Day::year(year).unwrap(), Day::month(year, month).unwrap());
        let quarter = (month - 1) / 3;
        let date = Day::from_ymd(year, month, day).unwrap();
        match form {
            0 => (format!("{year}"), of_year.0, of_year.1),
            1 => (format!("{year}-{month:02}"), of_month.0, of_month.1),
            2 => (format!("{year}-{month:02}-{day:02}"), date, date),
            3 => {
                let first = Day::month(year, quarter * 3 + 1).unwrap().0;
                (format!("{year}-Q{}", quarter + 1), first, Day::month(year, quarter * 3 + 3).unwrap().1)
            }
            _ => (format!("\"{} {year}\"", MONTHS[month as usize - 1]), of_month.0, of_month.1),
        }
    })
}

fn days() -> impl Strategy<Value = Asked> {
    let field = select(vec!["published", "date", "updated", "captured", "first_seen", "last_seen"]);
    (field, written(), written(), 0..8_u8).prop_map(|(field, (typed, first, last), (other, _, end), form)| {
        let span = |from, until, typed: String| Span { from, until, typed };
        let plain = |text: &str| !text.starts_with('"');
        let day = |year, month, day| Day::from_ymd(year, month, day);
        match form {
            0 => Asked::Days("published", span(Some(first), None, format!("since:{typed}"))),
            1 => Asked::Days("published", span(None, Some(last), format!("until:{typed}"))),
            2 => Asked::Days(field, span(Some(first), None, format!("FIELD:>={typed}"))),
            3 => Asked::Days(field, span(None, Some(first.plus(-1)), format!("FIELD:<{typed}"))),
            4 => Asked::Days(field, span(Some(last.plus(1)), None, format!("FIELD:>{typed}"))),
            5 if first <= end && plain(&typed) && plain(&other) => {
                Asked::Days(field, span(Some(first), Some(end), format!("FIELD:{typed}..{other}")))
            }
            6 => {
                // Back from 2026-06-01.
                let (from, until) = (day(2026, 3, 1), day(2026, 6, 1));
                Asked::Days(field, span(from, until, "FIELD:\"last 3 months\"".to_owned()))
            }
            _ => Asked::Days(field, span(Some(first), Some(last), format!("FIELD:{typed}"))),
        }
    })
}

/// Choices in fields, each field once.
pub(super) fn choices() -> impl Strategy<Value = Vec<Choice>> {
    let choice = |field: &'static str, values: &'static [&'static str]| {
        let values = proptest::collection::vec(select(values).prop_map(str::to_owned), 1..3);
        let one = (values, any_bool()).prop_map(move |(values, excluded)| Choice { field, values, excluded });
        proptest::option::weighted(0.3, one)
    };
    let all = (
        choice("category", TEAMS),
        choice("publisher", PUBLISHERS),
        choice("year", &["2023", "2024", "2025"]),
        choice("method", METHODS),
        choice("month", &["2024-05", "2025-07"]),
        choice("authors", AUTHORS),
    );
    all.prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f].into_iter().flatten().collect())
}

fn any_bool() -> impl Strategy<Value = bool> {
    proptest::bool::weighted(0.2)
}

pub(super) fn date_match() -> impl Strategy<Value = DateMatch> {
    select(vec![DateMatch::Strict, DateMatch::Likely, DateMatch::Any])
}

pub(super) fn date_sort() -> impl Strategy<Value = Sort> {
    select(vec![Sort::Published, Sort::PublishedReverse])
}
