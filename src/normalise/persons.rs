//! Names of authors, taken apart: which part is the family's.
//!
//! In: a name as documents have it. Out: the parts of a person's name; none where it is an organisation's, a name of one
//! word, or one of which nobody can tell.

use super::citations::{self, PARTICLES};
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

/// The people of a text that a record or front matter states as its author: `Ada Reed and Basil Marsh`, `Reed, Ada; Marsh, Basil`,
/// `By Ada Reed <ada@example.org>`. What is not names all through is one author as it stands; an address of the web alone is none.
pub(crate) fn people(stated: &str) -> Vec<String> {
    let owned = |names: Vec<&str>| -> Vec<String> { names.into_iter().map(str::to_owned).collect() };
    let stated = without_by(stated);
    if let Some(names) = citations::inverted_names(stated).filter(|names| names.len() > 1) {
        return owned(names);
    }
    let is_of_body = |text: &str| is_institution(text) || is_body(text);
    let in_part = |part: &str| {
        let names = citations::are_names(part).then(|| citations::names(part));
        match names {
            // `Ada Reed, World Bank` tells where she works.
            Some(names) if !names.iter().any(|name| is_of_body(name)) => owned(names),
            _ => vec![part.to_owned()],
        }
    };
    // What stands in brackets behind a name is an address, and is taken off each name.
    let has_brackets = stated.contains(['<', '(', '[']);
    let signs: &[&str] = if has_brackets { &[";", ",", " and ", " & "] } else { &[";"] };
    let parts: Vec<&str> = parts(stated, signs).into_iter().filter_map(bare).collect();
    let is_odd = |part: &&str| part.contains(['<', '>', '(', '[', ']']) || !part.contains(' ');
    if has_brackets && parts.iter().any(is_odd) {
        return if parts.len() == 1 { owned(parts) } else { vec![stated.to_owned()] };
    }
    parts.into_iter().flat_map(in_part).collect()
}

/// The parts of a text between signs that stand in no brackets.
fn parts<'a>(text: &'a str, signs: &[&str]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut at) = (0, 0_usize, 0);
    while let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match sign {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        let parted = signs.iter().find(|sign| depth == 0 && rest.starts_with(**sign));
        if let Some(parted) = parted {
            parts.extend(text.get(start..at));
            start = at + parted.len();
        }
        at += parted.map_or(sign.len_utf8(), |parted| parted.len());
    }
    parts.extend(text.get(start..));
    parts
}

fn without_by(stated: &str) -> &str {
    let text = stated.trim();
    text.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(text, |_| &text[3..])
}

/// A stated author without an address behind it, or the link that it is in; none where that is all.
fn bare(stated: &str) -> Option<&str> {
    let text = without_by(stated);
    let linked = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')?.split_once("]("));
    let text = linked.map_or(text, |(shown, _)| shown);
    // As RSS writes them: `ada@example.org (Ada Reed)`.
    let mailed = text.strip_suffix(')').and_then(|rest| rest.split_once('('));
    let is_mail = |before: &str| before.is_empty() || (before.contains('@') && !before.trim().contains(' '));
    let text = mailed.filter(|(before, _)| is_mail(before)).map_or(text, |(_, name)| name);
    let named = text.strip_suffix('>').and_then(|rest| rest.split_once('<')).map(|(name, _)| name.trim());
    let text = named.filter(|name| !name.is_empty()).unwrap_or(text).trim();
    let is_address =
        |text: &str| !text.contains(' ') && (text.starts_with("http://") || text.starts_with("https://"));
    (!text.is_empty() && !is_address(text)).then_some(text)
}

/// Words of one half of a name at most. A judgement: two long names with three small ones before.
const MOST_WORDS: usize = 5;

/// Small words that are part of a family's name with a capital too. A judgement: of those that are no given names.
const CAPITAL_PARTICLES: [&str; 7] = ["Van", "Von", "Der", "Den", "De", "Del", "Della"];

/// Words that only names of bodies have, folded. A judgement, besides those by which authors are told from organisations.
const BODIES: [&str; 24] = [
    "organization",
    "organisation",
    "organizacion",
    "organizacao",
    "nations",
    "international",
    "internationale",
    "bureau",
    "federation",
    "confederation",
    "museum",
    "parliament",
    "secretariat",
    "statistics",
    "times",
    "survey",
    "surveys",
    "economist",
    "gemeinschaft",
    "gesellschaft",
    "ministerium",
    "stiftung",
    "authority",
    "trust",
];

/// Words that names of bodies begin with and names of people do not, folded. A judgement.
const BODIES_FIRST: [&str; 17] = [
    "the",
    "world",
    "united",
    "national",
    "international",
    "european",
    "british",
    "american",
    "deutsche",
    "deutscher",
    "deutsches",
    "federal",
    "central",
    "associated",
    "us",
    "uk",
    "editorial",
];

/// Words that names of bodies end with, and some names of people, folded: what stands before a name of a person is a given name,
/// so three words are a body's (`Human Rights Watch`), and `Paul Bank` is a person. A judgement.
const BODIES_LAST: [&str; 10] =
    ["bank", "press", "board", "reserve", "library", "watch", "cross", "service", "union", "post"];

/// Whether a name reads as that of a body, not of a person.
fn is_body(name: &str) -> bool {
    /// Words of a body's name that ends as names of people may. A judgement.
    const WORDS: usize = 3;
    let folded = fold::words(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    // German joins it to what stands before: `Forschungsgemeinschaft`.
    let says =
        |word: &&str| BODIES.iter().any(|body| word == body || (body.len() > 7 && word.ends_with(body)));
    let has_initial = words.iter().any(|word| word.chars().count() == 1);
    words.len() > 1
        && (words.iter().any(says)
            || BODIES_FIRST.contains(first)
            || (BODIES_LAST.contains(last) && words.len() >= WORDS && !has_initial)
            || ends_in_capitals(name))
}

/// Whether the last of several words is letters of a short name, or initials behind the family's name: of neither can be told what
/// is the family's. Where the whole name is in capitals they say nothing.
fn ends_in_capitals(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let are_capitals = |word: &str| {
        word.chars().count() > 1 && word.chars().all(|sign| sign.is_alphabetic() && sign.is_uppercase())
    };
    let Some((last, others)) = words.split_last() else { return false };
    are_capitals(last) && !is_suffix(last) && others.iter().any(|word| word.chars().any(char::is_lowercase))
}

/// Takes a name apart: `Jan van der Berg`, `Sammy Davis Jr.`, `Smith, John`, `King, Jr., Martin Luther`.
pub fn person(name: &str) -> Option<Person> {
    if name.contains(['(', ')', '/', '@', '|', '_', '&', ';', ':', '"'])
        || is_institution(name)
        || (!name.contains(',') && is_body(name))
    {
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
            ("Reed, HJ", "HJ", "", "Reed", ""),
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
            ("Paul Bank", "Paul", "", "Bank", ""),
            ("Peter B. Press", "Peter B.", "", "Press", ""),
            ("Iain Banks", "Iain", "", "Banks", ""),
            ("ADA REED", "ADA", "", "REED", ""),
        ] {
            let [given, particle, family, suffix] = [given, particle, family, suffix].map(str::to_owned);
            assert_eq!(person(name), Some(Person { given, particle, family, suffix }), "{name}");
        }
    }

    #[test]
    fn several_people_in_one_text_are_several_authors() {
        let both = ["Ada Reed", "Basil Marsh"].as_slice();
        for (stated, wanted) in [
            ("Ada Reed and Basil Marsh", both),
            ("Ada Reed & Basil Marsh", both),
            ("Ada Reed, Basil Marsh", both),
            ("Ada Reed; Basil Marsh", both),
            ("By Ada Reed and Basil Marsh", both),
            ("Ada Reed <ada@example.org>; [Basil Marsh](https://example.org/b)", both),
            ("Ada Reed <ada@example.org>, Basil Marsh <basil@example.org>", both),
            ("[Ada Reed](https://example.org/a), [Basil Marsh](https://example.org/b)", both),
            ("ada@example.org (Ada Reed), basil@example.org (Basil Marsh)", both),
            ("(Ada Reed) and (Basil Marsh)", both),
            ("https://example.org/a Ada Reed", &["https://example.org/a Ada Reed"]),
            ("Ada Reed (Lake Lab, Upper Tarn)", &["Ada Reed (Lake Lab, Upper Tarn)"]),
            ("Reed, Ada; Marsh, Basil", &["Reed, Ada", "Marsh, Basil"]),
            ("Reed, Ada", &["Reed, Ada"]),
            ("ada@example.org (Ada Reed)", &["Ada Reed"]),
            ("(Ada Reed)", &["Ada Reed"]),
            ("Ada Reed (editor)", &["Ada Reed (editor)"]),
            ("Ada Reed", &["Ada Reed"]),
            ("ada", &["ada"]),
            ("Basil Marsh, Jr.", &["Basil Marsh, Jr."]),
            ("Reed & Marsh", &["Reed & Marsh"]),
            ("National Lake and Lamp Council", &["National Lake and Lamp Council"]),
            ("Ada Reed, World Bank", &["Ada Reed, World Bank"]),
            ("Ada Reed, Department of Lamps", &["Ada Reed, Department of Lamps"]),
            ("https://example.org/ada", &[]),
            ("", &[]),
        ] {
            assert_eq!(people(stated), wanted, "{stated}");
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
            "World Lamp Organization",
            "World Bank",
            "United Lamps",
            "Lamplight International",
            "US Lamp Survey",
            "Associated Lamps",
            "Green Lamps Watch",
            "The Lamplighter",
            "Deutsche Lampengesellschaft",
            "Northern LMP",
            "Reed HJ",
            "van Reed",
            ",",
            "",
        ] {
            assert_eq!(person(name), None, "{name}");
        }
    }
}
