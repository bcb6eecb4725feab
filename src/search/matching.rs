//! All of a query's words, or any of them.
//!
//! In: the tree of a query. Out: the tree of what has to match. Filters and exclusions apply either way.

use std::borrow::Cow;

use crate::index::tokenizer::is_alone;
use crate::index::{Words, is_stop_word};
use crate::search::Matching;
use crate::search::query::{Pattern, Query, Text};

/// The query of a plain text: each of its words, and no operator recognised.
pub fn plain(text: &str) -> Query {
    Query::all_of(text.split_whitespace().map(|word| word_of(word.to_owned())))
}

/// What has to match of a query.
pub(crate) fn applied(query: &Query, matching: Matching) -> Cow<'_, Query> {
    match matching {
        Matching::All => Cow::Borrowed(query),
        Matching::Any => Cow::Owned(any(query)),
    }
}

/// The parts of the topmost AND that look for words become alternatives of each other.
fn any(query: &Query) -> Query {
    let parts = match query {
        Query::And(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    let (wanted, conditions): (Vec<&Query>, Vec<&Query>) =
        parts.iter().partition(|part| !part.words().is_empty());
    let mut alternatives: Vec<Query> = wanted.into_iter().flat_map(alternatives).collect();
    let is_content = |part: &Query| bare_word(part).is_none_or(|word| !is_stop_word(word));
    if alternatives.iter().any(is_content) {
        alternatives.retain(is_content);
    }
    let mut parts: Vec<Query> = conditions.into_iter().cloned().collect();
    if !alternatives.is_empty() {
        parts.insert(0, Query::any_of(alternatives));
    }
    Query::all_of(parts)
}

/// A part as alternatives: the words of a compound (`state-of-the-art`) each for itself, characters of scripts without spaces
/// by twos that stand together, anything else as it is.
fn alternatives(part: &Query) -> Vec<Query> {
    let Some(word) = bare_word(part) else { return vec![part.clone()] };
    let words = Words::all(word);
    let mut alternatives = Vec::new();
    for run in words.chunk_by(|one, other| is_character(one) && is_character(other)) {
        match run {
            [single] => alternatives.push(word_of(single.clone())),
            several => alternatives.extend(several.windows(2).map(|pair| phrase_of(pair.concat()))),
        }
    }
    alternatives
}

/// Whether a word is one character of a script that is written without spaces, with its marks, or one Korean syllable.
fn is_character(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(is_alone) && !letters.any(is_alone)
}

fn bare_word(part: &Query) -> Option<&str> {
    match part {
        Query::Text(Text { field: None, pattern: Pattern::Word(word) }) => Some(word),
        _ => None,
    }
}

fn phrase_of(text: String) -> Query {
    Query::Text(Text { field: None, pattern: Pattern::Phrase { text, slop: 0, exact: false } })
}

fn word_of(word: String) -> Query {
    Query::Text(Text { field: None, pattern: Pattern::Word(word) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse;

    #[test]
    fn any_word_will_do_and_filters_stay() {
        let grammar = crate::search::grammar(crate::document::Day(20_000));
        for (typed, expected) in [
            ("a model", "model"),
            ("lakes rivers", "lakes OR rivers"),
            ("the lakes of rivers", "lakes OR rivers"),
            ("the of", "the OR of"),
            ("state-of-the-art", "state OR art"),
            ("lakes \"of the\" title:the", "lakes OR \"of the\" OR title:the"),
            ("lakes rivers year:2024 -dam", "(lakes OR rivers) year:2024 -dam"),
            ("lakes (dam OR tarn)", "lakes OR dam OR tarn"),
            ("year:2024", "year:2024"),
            ("解釈可能 gpt研", "\"解釈\" OR \"釈可\" OR \"可能\" OR gpt OR 研"),
            ("", "*"),
        ] {
            let parsed = parse(typed, &grammar).unwrap();
            assert_eq!(any(&parsed).to_string(), parse(expected, &grammar).unwrap().to_string(), "{typed}");
        }
    }

    #[test]
    fn a_plain_text_has_no_operators() {
        let query = plain("title:x OR -y \"z\" (w) NOT w*");
        assert!(matches!(&query, Query::And(parts) if parts.len() == 7), "{query:?}");
        assert_eq!(any(&query).words().len(), 6, "{query:?}");
    }
}
