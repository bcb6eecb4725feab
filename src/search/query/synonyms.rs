//! Synonyms: words that a person says mean the same.
//!
//! In: the text of the file that lists them, a query. Out: the query with each word replaced by itself or what it means.
//! Reads no file; what was changed shows in the tree.

use std::collections::BTreeMap;

use super::tree::{Pattern, Query, Text};
use crate::document::fold;

/// Words and phrases, folded, with those that may stand in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    others: BTreeMap<String, Vec<String>>,
}

impl Synonyms {
    /// Reads the file. A line is `a, b c, d`: each means all of them; or `a, b => c, d`: the former mean the latter too, and
    /// not the other way round. Empty lines and those that begin with `#` are passed over.
    ///
    /// # Errors
    /// What is wrong, and in which line.
    pub fn read(text: &str) -> Result<Synonyms, String> {
        let mut synonyms = Synonyms::default();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (from, to) = line.split_once("=>").map_or((line, line), |(from, to)| (from, to));
            let (from, to) = (terms(from), terms(to));
            let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (from, to)));
            let mut any = false;
            for (from, to) in pairs.filter(|(from, to)| fold::words(from) != fold::words(to)) {
                any = true;
                let others = synonyms.others.entry(fold::words(from)).or_default();
                if !others.contains(to) {
                    others.push(to.clone());
                }
            }
            if !any {
                return Err(format!("line {number} names fewer than two words"));
            }
        }
        Ok(synonyms)
    }

    /// The query with synonyms put in. Words and phrases are replaced as they are spelt, whatever case and accents; patterns,
    /// exact words and phrases with play stay as they are.
    pub fn expand(&self, query: Query) -> Query {
        let each = |parts: Vec<Query>| parts.into_iter().map(|part| self.expand(part)).collect::<Vec<_>>();
        match query {
            Query::Text(text) => self.expand_text(text),
            Query::And(parts) => Query::all_of(each(parts)),
            Query::Or(parts) => Query::any_of(each(parts)),
            Query::Not(inner) => Query::Not(Box::new(self.expand(*inner))),
            Query::Boost(inner, boost) => Query::Boost(Box::new(self.expand(*inner)), boost),
            leaf => leaf,
        }
    }

    fn expand_text(&self, text: Text) -> Query {
        let spelt = match &text.pattern {
            Pattern::Word(word) | Pattern::Phrase { text: word, slop: 0, exact: false } => fold::words(word),
            _ => return Query::Text(text),
        };
        let field = text.field;
        let others = self.others.get(&spelt).into_iter().flatten().map(|other| {
            let pattern = if other.contains(' ') {
                Pattern::Phrase { text: other.clone(), slop: 0, exact: false }
            } else {
                Pattern::Word(other.clone())
            };
            Query::Text(Text { field, pattern })
        });
        Query::any_of(std::iter::once(Query::Text(text)).chain(others))
    }
}

fn terms(list: &str) -> Vec<String> {
    let single = |term: &str| term.split_whitespace().collect::<Vec<_>>().join(" ");
    list.split(',').map(single).filter(|term| !fold::words(term).is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Day;
    use crate::search::query::parse;

    #[test]
    fn words_and_phrases_mean_their_synonyms() {
        let file = "# mine\nLLM, language model\nsafety => alignment, control\n";
        let synonyms = Synonyms::read(file).unwrap();
        for (query, expected) in [
            ("llm", "llm OR \"language model\""),
            ("\"Language Model\" x", "(\"Language Model\" OR LLM) x"),
            ("title:llm", "title:llm OR title:\"language model\""),
            ("safety", "safety OR alignment OR control"),
            ("alignment", "alignment"),
            ("-llm", "-(llm OR \"language model\")"),
            ("=llm llm* team:llm language model", "=llm llm* category:llm language model"),
            ("a OR llm", "a OR llm OR \"language model\""),
        ] {
            let parsed = parse(query, &crate::search::grammar(Day(20_000))).unwrap();
            assert_eq!(synonyms.expand(parsed).to_string(), expected, "{query}");
        }
    }

    #[test]
    fn a_line_without_a_pair_is_refused() {
        assert_eq!(Synonyms::read("a, b\nalone"), Err("line 2 names fewer than two words".to_owned()));
        assert_eq!(Synonyms::read("a, A"), Err("line 1 names fewer than two words".to_owned()));
        assert!(Synonyms::read("a => b\n\n").is_ok());
    }
}
