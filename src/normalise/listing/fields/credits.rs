//! Finds whom the small print of a card names: `5 min read · Ada Reed`, `9 min | Author: Ada Reed`, `Essay · Ada Reed`.
//!
//! In: short texts of parts between dots or bars. Out: the names, and what else is told with them. Knows no page.

use super::{is_number, word_count};
use crate::normalise::citations;
use crate::normalise::listing::flow::Hint;
use crate::normalise::listing::phrases;

/// Signs between the parts of small print.
const SIGNS: [char; 3] = ['·', '•', '|'];

/// Whether a text is short parts between dots or bars, the small print of a card (`5 min read · Ada Reed`). Four words, a
/// judgement: a name, a count, a topic.
pub(crate) fn is_parted(text: &str) -> bool {
    text.contains(SIGNS) && text.split(SIGNS).all(|part| word_count(part) <= 4)
}

/// The names that stand last in such small print, behind what it counts: `5 min read · Ada Reed`.
pub(crate) fn credit(text: &str) -> Option<&str> {
    let (before, names) = text.rsplit_once(SIGNS)?;
    let names = names.trim();
    let counts = before.split(SIGNS).any(|part| part.trim().len() > 1 && is_number(part.trim()));
    (counts && (citations::is_name(names) || citations::are_names(names))).then_some(names)
}

/// The names in that part of small print that says by its label that it names authors: `9 min | Author: Ada Reed`.
pub(crate) fn labelled(text: &str) -> Option<&str> {
    let part = |part: &'_ str| -> Option<(usize, usize)> {
        let (label, names) = part.split_once([':', '：'])?;
        let names = names.trim();
        let are_people = citations::is_name(names) || citations::are_names(names);
        let is_label = are_people && phrases::hint_of_column(label) == Some(Hint::Author);
        is_label.then(|| (part.trim_end().len() - names.len(), part.trim_end().len()))
    };
    let mut parts = text.split(SIGNS).filter_map(|own| own.get(part(own)?.0..part(own)?.1));
    parts.next()
}

/// What a thing is and who wrote it, the two parts of small print: `Essay · Ada Reed`. Three words, a judgement: a kind.
pub(crate) fn kind_and_name(text: &str) -> Option<(&str, &str)> {
    const WORDS: usize = 3;
    let (kind, name) = text.split_once(SIGNS).map(|(kind, name)| (kind.trim(), name.trim()))?;
    let is_kind = (1..=WORDS).contains(&word_count(kind))
        && kind.starts_with(char::is_uppercase)
        && !is_number(kind)
        && !phrases::labels_small_print(kind);
    (is_kind && citations::is_name(name)).then_some((kind, name))
}

/// The names that a word joins: `Ada Reed und Basil Marsh`. In other languages than English each must be a name, as
/// organisations are called so too (`Amt für Wasser und Boden`).
pub(crate) fn joined(text: &str) -> Vec<&str> {
    /// A judgement: the languages whose bylines are read.
    const JOINTS: [&str; 11] =
        [" und ", " et ", " y ", " e ", " en ", " i ", " och ", " og ", " ja ", " и ", " a "];
    let names: Vec<&str> = text.split(" and ").collect();
    let [whole] = names.as_slice() else { return names };
    let parts = JOINTS.iter().map(|joint| whole.split(joint).map(str::trim).collect::<Vec<_>>());
    let is_name = |part: &&str| citations::is_name(part.split('(').next().unwrap_or_default().trim());
    let own = parts.filter(|parts| parts.len() > 1).find(|parts| parts.iter().all(is_name));
    own.unwrap_or(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_among_the_parts_of_small_print() {
        assert!(
            is_parted("· 21 min · Ada Reed")
                && !is_parted("21 min")
                && !is_parted("In short · what we did that year")
        );
        for (text, wanted) in [
            ("9 min | Author: Ada Reed", Some("Ada Reed")),
            ("Author: Ada Reed, Rosa Lind | 9 min", Some("Ada Reed, Rosa Lind")),
            ("Speaker: the lake itself", None),
            ("9 min | Place: Upper Tarn", None),
        ] {
            assert_eq!(labelled(text), wanted, "{text}");
        }
        assert_eq!(kind_and_name("Essay · Ada Reed"), Some(("Essay", "Ada Reed")));
        for text in ["Essay · Berlin", "5 min · Ada Reed", "Essay", "By · Ada Reed"] {
            assert_eq!(kind_and_name(text), None, "{text}");
        }
    }
}
