//! Counts of values, by looking at every document.
//!
//! In: a field, a question with its choices, documents. Out: the rows of a facet in their order.

use std::collections::BTreeMap;

use rsearch::document::Document;
use rsearch::search::DateMatch;

use super::asked::{Asked, Choice};
use super::evaluate::{holds, values};
use super::words::fold;

/// A value as shown, how many of the hits have it, and how many there would be if it were chosen in its field.
pub(super) type Row = (Option<String>, u64, u64);

/// How many hits have a value, how many there would be, and how often it is spelt how.
type Counted = (u64, u64, BTreeMap<String, u64>);

pub(super) fn rows(field: &str, asked: &Asked, choices: &[Choice], documents: &[Document]) -> Vec<Row> {
    let own_field = |choice: &Choice| {
        choice.field == field || (field == "published" && matches!(choice.field, "year" | "month"))
    };
    let fits = |document: &Document, choice: &Choice| {
        let has = if choice.field == "authors" {
            // In a field of text a choice is a phrase.
            document
                .authors
                .iter()
                .any(|author| choice.values.iter().any(|value| fold(value) == fold(author)))
        } else {
            let keys = values(document, choice.field);
            choice.values.iter().any(|value| keys.iter().any(|(key, _)| *key == fold(value)))
        };
        has != choice.excluded
    };
    let mut counts: BTreeMap<(bool, String), Counted> = BTreeMap::new();
    for document in documents.iter().filter(|document| holds(asked, document, None, DateMatch::Likely)) {
        let others = choices.iter().filter(|choice| !own_field(choice)).all(|choice| fits(document, choice));
        let own = choices.iter().filter(|choice| own_field(choice)).all(|choice| fits(document, choice));
        if !others {
            continue;
        }
        let found = values(document, field);
        let none = (true, String::new(), String::new());
        let found: Vec<(bool, String, String)> =
            found.into_iter().map(|(key, shown)| (false, key, shown)).collect();
        for (lacking, key, shown) in if found.is_empty() { vec![none] } else { found } {
            let row = counts.entry((lacking, key)).or_default();
            row.0 += u64::from(own);
            row.1 += 1;
            *row.2.entry(shown).or_default() += 1;
        }
    }
    let mut rows: Vec<(bool, String, Row)> = counts
        .into_iter()
        .map(|((lacking, key), (count, alone, spellings))| {
            let most = spellings.values().max().copied().unwrap_or_default();
            let shown = spellings.into_iter().find(|(_, times)| *times == most).map(|(shown, _)| shown);
            (lacking, key, (shown.filter(|_| !lacking), count, alone))
        })
        .collect();
    let in_time = matches!(field, "year" | "month" | "published");
    rows.sort_by(|(a_lacking, a_key, (_, a, a_alone)), (b_lacking, b_key, (_, b, b_alone))| {
        let by_count = if in_time { std::cmp::Ordering::Equal } else { b.cmp(a).then(b_alone.cmp(a_alone)) };
        a_lacking.cmp(b_lacking).then(by_count).then(a_key.cmp(b_key))
    });
    rows.into_iter().map(|(_, _, row)| row).collect()
}
