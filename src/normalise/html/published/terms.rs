//! Words that say of a day only where they stand right before it that it is a term, a beginning or that of a copy.
//!
//! In: the text before a date. Out: what they say. `Reageren` is a link and `Captured` a topic where anything else stands between.

use crate::document::fold::fold;
use crate::normalise::dates::{EXPIRY, is_weekday, of_another_beside};

/// Signs that part what stands before a date from it.
const BORDERS: [char; 6] = ['|', '·', '•', '.', ';', '/'];

/// Folded words that may stand between: prepositions, articles, and the verb. A judgement, in the languages of the words.
const JOINTS: &[&str] = &[
    "on", "at", "from", "is", "the", "am", "vom", "ab", "ist", "der", "le", "la", "au", "est", "el", "es",
    "a", "il", "e", "o", "non", "oltre", "op", "tot", "voor", "den", "до", "с", "vanaf", "desde", "dal",
    "fran", "od", "partir", "de", "du",
];

/// Words for what can be had, which say so of texts too but where one of the others follows: `Disponible à partir de`.
const AVAILABLE: [&str; 9] = [
    "lieferbar",
    "verfugbar",
    "disponible",
    "disponibile",
    "disponivel",
    "beschikbaar",
    "tillganglig",
    "dostepny",
    "dostepna",
];
const FROM: [&str; 8] = ["ab", "from", "desde", "partir", "vanaf", "dal", "fran", "od"];

/// Words of a label up to its colon that may tell it. A judgement: `Date limite de dépôt`.
const WORDS: usize = 4;

/// What such a word right before a date says.
pub(super) fn said(before: &str) -> Option<&'static str> {
    let own = before.rsplit(BORDERS).next().unwrap_or_default();
    let own = without_weekday(own.trim_end());
    let Some(label) = own.strip_suffix([':', '：']) else { return last(own) };
    let folded = fold(label);
    let words = || folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_term = words().rev().take(WORDS).any(|word| of_another_beside(word) == Some(EXPIRY));
    if is_term { Some(EXPIRY) } else { last(label.trim_end()) }
}

/// Whether such a word says it of the date in the next element: only with a colon, or where it can be nothing else.
pub(super) fn stands_alone(label: &str) -> bool {
    const TERMS: [&str; 11] = [
        "einsendeschluss",
        "bewerbungsschluss",
        "meldeschluss",
        "annahmeschluss",
        "bewerbungsfrist",
        "einreichungsfrist",
        "anmeldefrist",
        "meldefrist",
        "abgabefrist",
        "antragsfrist",
        "sluitingsdatum",
    ];
    let label = label.trim();
    label.ends_with([':', '：']) || TERMS.contains(&fold(label).as_str())
}

/// What the last word of a text says, joints aside.
fn last(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let joints = folded.split_whitespace().rev().take_while(|word| JOINTS.contains(word));
    let (count, is_until) = joints
        .fold((0, false), |(count, is_until), word| (count + 1, is_until || matches!(word, "tot" | "voor")));
    let word = folded.split_whitespace().rev().nth(count)?;
    let is_from = || {
        let mut joints = folded.split_whitespace().rev().take(count);
        joints.any(|joint| FROM.contains(&joint))
    };
    of_another_beside(word).filter(|_| match word {
        "reageren" => is_until,
        "closed" => count > 0,
        word if AVAILABLE.contains(&word) => is_from(),
        _ => true,
    })
}

/// A text without the weekday it ends with.
fn without_weekday(text: &str) -> &str {
    let Some((rest, word)) = text.rsplit_once(char::is_whitespace) else { return text };
    if is_weekday(&fold(word.trim_end_matches(','))) { rest.trim_end() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_says_it_only_right_before_the_date() {
        for before in [
            "Einsendeschluss ",
            "Einsendeschluss: Montag, ",
            "Die Bewerbungsfrist ist der ",
            "Date limite de dépôt : ",
            "Reageren voor ",
            "Ada Reed | Clipped on ",
            "Starting ",
            "Disponible à partir de ",
        ] {
            assert!(said(before).is_some(), "{before}");
        }
        for before in [
            "",
            "Reageren ",
            "Reageren | ",
            "Disponible le ",
            "Status: Closed ",
            "Downloaded 300 times. ",
            "Moments captured, ",
            "Starting guide · ",
            "Limite | ",
            "Kündigungsfrist | ",
            "Zu Beginn | ",
            "Printed on paper in ",
        ] {
            assert_eq!(said(before), None, "{before}");
        }
        assert!(stands_alone("Bewerbungsfrist") && stands_alone("Captured:") && !stands_alone("Captured"));
    }
}
