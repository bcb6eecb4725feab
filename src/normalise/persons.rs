//! Names of authors, taken apart: which part is the family's.
//!
//! In: a name as documents have it. Out: the parts of a person's name; none where it is an organisation's, a name of one
//! word, or one of which nobody can tell.

use super::citations::PARTICLES;
use super::html::{is_degree, is_institution};
use crate::document::fold;

/// A person's name in its parts; those that it has not are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Given names and initials.
    pub given: String,
    /// Small words before the family's name (`van der`), in small letters.
    pub particle: String,
    /// The family's name.
    pub family: String,
    /// What stands behind the name (`Jr.`, `III`).
    pub suffix: String,
}

/// Words of one half of a name at most. A judgement: two long names with three small ones before.
const MOST_WORDS: usize = 5;

/// Small words that are part of a family's name with a capital too. A judgement: of those that are no given names.
const CAPITAL_PARTICLES: [&str; 7] = ["Van", "Von", "Der", "Den", "De", "Del", "Della"];

/// Takes a name apart: `Jan van der Berg`, `Sammy Davis Jr.`, `Smith, John`, `King, Jr., Martin Luther`.
pub fn person(name: &str) -> Option<Person> {
    if name.contains(['(', ')', '/', '@', '|', '_', '&', ';', ':', '"']) || is_institution(name) {
        return None;
    }
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [shown] => as_shown(shown, ""),
        [shown, suffix] if is_suffix(suffix) => as_shown(shown, suffix),
        [family, given] => inverted(family, given, ""),
        [family, suffix, given] | [family, given, suffix] if is_suffix(suffix) => {
            inverted(family, given, suffix)
        }
        _ => None,
    }
}

/// `Given Family`.
fn as_shown(text: &str, suffix: &str) -> Option<Person> {
    // Where letters need no spaces the family may come first.
    if text.chars().any(fold::is_unspaced) {
        return None;
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let mut suffix = suffix;
    if let [_, _, .., last] = words.as_slice()
        && suffix.is_empty()
        && is_suffix(last)
    {
        suffix = last;
        words.pop();
    }
    if !are_words(&words) || words.len() < 2 || words.first().is_some_and(|word| PARTICLES.contains(word)) {
        return None;
    }
    let mut start = words.len() - 1;
    while start > 1 && words.get(start - 1).is_some_and(|word| is_particle(word)) {
        // `Santiago Ramón y Cajal`: two names are joined.
        let joins = words.get(start - 1).is_some_and(|word| *word == "y") && start > 2;
        start -= if joins { 2 } else { 1 };
    }
    let (given, family) = words.split_at(start);
    Some(Person { given: given.join(" "), suffix: suffix.to_owned(), ..family_of(family) })
}

/// `Family, Given`.
fn inverted(family: &str, given: &str, suffix: &str) -> Option<Person> {
    if is_degree(given) {
        return None;
    }
    let family: Vec<&str> = family.split_whitespace().collect();
    let mut given: Vec<&str> = given.split_whitespace().collect();
    // `Berg, Jan van der`.
    let small = given.iter().rev().take_while(|word| PARTICLES.contains(word)).count();
    let behind = given.split_off(given.len() - small);
    let full = |words: &[&str]| words.iter().filter(|word| word.chars().nth(2).is_some()).count();
    let begins = given.first().is_some_and(|word| !PARTICLES.contains(word));
    // Two names of two words each are as likely two people.
    if !are_words(&family) || !are_words(&given) || !begins || (full(&family) > 1 && full(&given) > 1) {
        return None;
    }
    let mut person = family_of(&family);
    if person.family.is_empty() {
        return None;
    }
    if person.particle.is_empty() {
        person.particle = behind.join(" ");
    }
    Some(Person { given: given.join(" "), suffix: suffix.to_owned(), ..person })
}

/// The words of a family's name, small ones before it apart.
fn family_of(words: &[&str]) -> Person {
    let small = words.iter().take_while(|word| PARTICLES.contains(word)).count();
    let (particle, family) = words.split_at(small.min(words.len().saturating_sub(1)));
    Person { particle: particle.join(" "), family: family.join(" "), ..Person::default() }
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word) || CAPITAL_PARTICLES.contains(&word)
}

/// Whether words can be those of one half of a name.
fn are_words(words: &[&str]) -> bool {
    let is_name = |word: &&str| {
        // Beyond ASCII there are accents and vowels that are no letters by themselves.
        let fits = |sign: char| {
            sign.is_alphabetic()
                || matches!(sign, '.' | '-' | '\'')
                || !(sign.is_ascii() || sign.is_numeric())
        };
        word.chars().all(fits)
            && word.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
            && !is_joined(word)
    };
    (1..=MOST_WORDS).contains(&words.len())
        && words.iter().all(|word| is_name(word) || PARTICLES.contains(word))
        && words.last().is_some_and(is_name)
}

/// Whether a word is two in one, as names of firms are (`DeepMind`, `OpenAI`), and not a name with its prefix (`MacDonald`).
fn is_joined(word: &str) -> bool {
    /// Letters of the prefixes of names at most, but for one. A judgement: `Mac`, `Mc`, `Le`, `Van`.
    const PREFIX: usize = 3;
    word.split(['-', '\'', '’', '‐', '‑', '.']).any(|part| {
        let letters: Vec<char> = part.chars().collect();
        let turns = letters.windows(2).position(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
        turns.is_some_and(|turn| turn >= PREFIX && !part.starts_with("Fitz"))
    })
}

/// Whether a word tells which of a family it is.
fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "jr" | "sr" | "JR" | "SR" | "II" | "III" | "IV")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_taken_apart() {
        for (name, given, particle, family, suffix) in [
            ("Ada Reed", "Ada", "", "Reed", ""),
            ("Reed, Ada", "Ada", "", "Reed", ""),
            ("Ada B. Reed", "Ada B.", "", "Reed", ""),
            ("Jan van der Berg", "Jan", "van der", "Berg", ""),
            ("van der Berg, Jan", "Jan", "van der", "Berg", ""),
            ("Berg, Jan van der", "Jan", "van der", "Berg", ""),
            ("Jan Van Der Berg", "Jan", "", "Van Der Berg", ""),
            ("Santiago Ramón y Cajal", "Santiago", "", "Ramón y Cajal", ""),
            ("Basil Marsh Jr.", "Basil", "", "Marsh", "Jr."),
            ("Basil Marsh, Jr.", "Basil", "", "Marsh", "Jr."),
            ("Marsh, Jr., Basil", "Basil", "", "Marsh", "Jr."),
            ("Marsh, Basil, III", "Basil", "", "Marsh", "III"),
            ("Peña Ortiz, Inés", "Inés", "", "Peña Ortiz", ""),
            ("Una O’Malley-MacAdam", "Una", "", "O’Malley-MacAdam", ""),
            ("王, 小明", "小明", "", "王", ""),
            ("Ольга Реброва", "Ольга", "", "Реброва", ""),
        ] {
            let [given, particle, family, suffix] = [given, particle, family, suffix].map(str::to_owned);
            assert_eq!(person(name), Some(Person { given, particle, family, suffix }), "{name}");
        }
    }

    #[test]
    fn what_may_be_no_person_stays_whole() {
        for name in [
            "Reed",
            "王小明",
            "王 小明",
            "ada reed",
            "Northern DeepThought",
            "Northern AI",
            "Lamp Research",
            "Institute for Lamps",
            "Lamps, Inc.",
            "Department of Lamps, University of Reed",
            "Ada Reed, PhD",
            "Ada Reed, Basil Marsh",
            "Reed, Ada and Marsh, Basil",
            "Reed & Marsh",
            "Team 7",
            "van Reed",
            ",",
            "",
        ] {
            assert_eq!(person(name), None, "{name}");
        }
    }
}
