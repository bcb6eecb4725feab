//! Reads the bylines of cards: whom they name, and the topic that some name with them.
//!
//! In: texts as they stand in a card. Out: names, borrowed from them.

use super::credits;
use super::word_count;
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::dates;
use crate::normalise::listing::phrases;

/// Words before names of authors, in lower case, their letters beyond ASCII in either case; a judgement.
const BYLINES: &[&str] = &[
    "by ",
    "by: ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "written by ",
    "posted by ",
    "author: ",
    "authors: ",
    "av ",
    "af ",
    "oleh ",
    "autor: ",
    "autorin: ",
    "autora: ",
    "autoren: ",
    "autores: ",
    "auteur: ",
    "auteur : ",
    "auteurs : ",
    "autore: ",
    "forfatter: ",
    "kirjoittaja: ",
    "yazar: ",
    "penulis: ",
    "автор: ",
    "Автор: ",
    "авторы: ",
    "Авторы: ",
    "作者：",
    "作者: ",
    "作者:",
    "著者：",
    "記者：",
    "记者：",
];

/// The names of a byline, and the topic that it names with them: `By Ada Lane in Research`, `in Research by Ada Lane`.
/// Twelve words, a judgement: four people; more is a sentence.
pub(crate) fn byline(text: &str) -> Option<(&str, Option<&str>)> {
    const IN: &str = "in ";
    /// Words between names and their topic, in the languages of [`BYLINES`].
    const JOINTS: [&str; 5] = [" in ", " dans ", " en ", " em ", " unter "];
    let topic_first = || {
        let start = text.get(..IN.len()).filter(|start| start.eq_ignore_ascii_case(IN))?;
        let (topic, names) = text.get(start.len()..)?.split_once(" by ")?;
        let are_told =
            word_count(topic) <= 4 && [topic, names].iter().all(|it| it.starts_with(char::is_uppercase));
        are_told.then_some((names, Some(topic)))
    };
    let labelled = || credits::labelled(text).map(|names| (names, None));
    let (names, topic) = after_by(text).map(|names| (names, None)).or_else(topic_first).or_else(labelled)?;
    let joint = JOINTS.iter().find_map(|joint| names.split_once(joint));
    let names_first =
        joint.filter(|(_, topic)| word_count(topic) <= 4 && topic.starts_with(char::is_uppercase));
    let (names, topic) = names_first.map_or((names, topic), |(names, topic)| (names, Some(topic)));
    (word_count(names) <= 12).then_some((names, topic))
}

/// What follows the word before names, with a capital.
fn after_by(text: &str) -> Option<&str> {
    let begins = |word: &&&str| {
        text.as_bytes().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    let word = BYLINES.iter().find(begins)?;
    // `AV Safety` is a topic.
    let is_acronym = text.bytes().take(2).all(|letter| letter.is_ascii_uppercase()) && word.len() == 3;
    if is_acronym && !word.starts_with("by") {
        return None;
    }
    if may_be_name(word)
        && text.get(word.len()..).is_some_and(leads_a_row)
        && text.starts_with(char::is_uppercase)
    {
        return None;
    }
    let is_unspaced = |first: char| word.ends_with(['：', ':', ' ']) && fold::is_unspaced(first);
    text.get(word.len()..)
        .filter(|names| names.starts_with(|first: char| first.is_uppercase() || is_unspaced(first)))
}

/// Whether a word before names, alone before them and without a mark, is what some people are called: `Di Wu`, `Par Lind`.
fn may_be_name(word: &str) -> bool {
    !word.contains([':', '：']) && word.split(' ').nth(1) == Some("") && !word.starts_with("by")
}

/// Whether what follows such a word is one word, and after it stand names of two words and more, as his would be otherwise.
fn leads_a_row(rest: &str) -> bool {
    let mut names =
        rest.split([',', ';', '&', '|', '·', '•']).flat_map(|part| part.split(" and ")).map(str::trim);
    names.next().is_some_and(|first| word_count(first) == 1) && names.any(citations::is_name)
}

/// Whether a text is somebody's name that begins as a byline does: `Di Wu`. That of a link is; elsewhere `Von Ada` is one.
pub(crate) fn is_name_like_byline(text: &str) -> bool {
    let word = text.find(' ').and_then(|gap| text.get(..=gap)).map(str::to_lowercase);
    word.is_some_and(|word| BYLINES.contains(&&*word) && may_be_name(&word))
        && text.starts_with(char::is_uppercase)
        && word_count(text) == 2
        && citations::is_name(text)
}

/// Whether a folded text is words before a name that say what somebody did: `news provided by`. Four, a judgement; `Stand by` is
/// a topic.
pub(crate) fn ends_with_by(plain: &str) -> bool {
    /// Participles that end otherwise than most; `brought to you by`.
    const OTHERS: [&str; 4] = ["brought", "made", "told", "you"];
    let before = plain.strip_suffix(" by").filter(|before| before.split(' ').count() < 4);
    let last = before.and_then(|before| before.rsplit(' ').next()).unwrap_or_default();
    last.ends_with("ed") || last.ends_with("en") || OTHERS.contains(&last)
}

/// Adds the names of people in a text, each once, without the places they work at in brackets and the marks of notes.
/// Five words are a judgement: more is a role or a sentence.
pub(crate) fn push_names<'a>(text: &'a str, authors: &mut Vec<&'a str>) {
    let names = byline(text).map(|(names, _)| names).or_else(|| after_by(text)).unwrap_or(text);
    if let Some(names) = citations::inverted_names(names) {
        for name in names {
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
        return;
    }
    // A full stop behind the last name is no initial's where no other name has one.
    let names = names.strip_suffix('.').filter(|rest| !rest.contains('.')).unwrap_or(names);
    let mut depth = 0_usize;
    let between = |letter: char| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(letter, ',' | ';' | '&' | '|' | '·' | '•')
    };
    for name in names.split(between).flat_map(credits::joined) {
        let name = name.split_once('(').map_or(name, |(name, _)| name);
        let name = name.trim_end_matches(['*', '†', '‡', '∗', ' ']).trim();
        let fits = (1..=5).contains(&word_count(name))
            && name.chars().any(char::is_uppercase)
            && !name.contains(|letter: char| letter == ':' || letter == '@' || letter.is_ascii_digit())
            && !name.eq_ignore_ascii_case("by")
            && !phrases::leads_on(name)
            // `Engineer at Tarn Works` behind a name is a role, `The gauge team at Tarn Works` wrote it.
            && (!name.contains(" at ") || authors.is_empty() || name.starts_with("The "))
            && !phrases::labels_small_print(name)
            && !dates::is_weekday(&fold::fold(name));
        if fits && !authors.contains(&name) {
            authors.push(name);
        }
    }
}

/// Words before the name of whoever wrote a thing, alone; folded. A judgement, in the languages of [`BYLINES`]. Who handed it in,
/// shared or edited it did not write it.
const SIGNATURES: [&str; 23] = [
    "by",
    "written by",
    "posted by",
    "authored by",
    "started by",
    "opened by",
    "asked by",
    "created by",
    "published by",
    "von",
    "geschrieben von",
    "veroffentlicht von",
    "erstellt von",
    "par",
    "ecrit par",
    "publie par",
    "por",
    "escrito por",
    "publicado por",
    "di",
    "scritto da",
    "door",
    "av",
];

/// Whether a text is such words and nothing else.
pub(crate) fn signs(label: &str) -> bool {
    label.len() <= phrases::SHORT && SIGNATURES.contains(&phrases::plain(label).as_str())
}

/// What stands behind such words: `by okvist`, `posted by okvist`.
fn behind_by(text: &str) -> Option<&str> {
    let (label, names) = text.rsplit_once(' ')?;
    signs(label).then_some(names)
}

/// Whether a text names an account behind such words. Behind a small word any other stands (`par jour`, `by hand`): one of those names
/// an account that no word is written as.
pub(crate) fn names_account(text: &str) -> bool {
    let Some(name) = behind_by(text) else { return false };
    let is_small = text.split_whitespace().count() == 2;
    let is_marked = name.contains(|sign: char| !sign.is_alphabetic());
    let mut names = Vec::new();
    if !is_small || is_marked {
        push_account(text, &mut names);
    }
    !names.is_empty()
}

/// Adds the name of an account that is marked as that of an author, one word in small letters or with a number: `okvist`,
/// `@tarn77`. Names of people are for [`push_names`].
pub(crate) fn push_account<'a>(text: &'a str, authors: &mut Vec<&'a str>) {
    /// Letters of such a name: judgements, as sites ask for three to thirty and some for two.
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=30;
    /// What stands in place of a name.
    const NOBODY: [&str; 26] = [
        "editor",
        "editors",
        "editorial",
        "newsroom",
        "news",
        "press",
        "reporter",
        "webmaster",
        "redaktion",
        "redazione",
        "redactie",
        "team",
        "user",
        "default",
        "accident",
        "mistake",
        "admin",
        "administrator",
        "anonymous",
        "guest",
        "unknown",
        "author",
        "staff",
        "via",
        "from",
        "authored",
    ];
    let text = text.trim();
    let behind = behind_by(text).unwrap_or(text);
    let name = behind.trim_start().trim_start_matches(['@', '~']).trim_end_matches([',', ';']);
    let is_of_account = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.');
    let is_plain = name.chars().any(|sign| sign.is_ascii_digit()) || !name.contains(char::is_uppercase);
    let fits = name.chars().all(is_of_account)
        && is_plain
        && name.starts_with(|sign: char| sign.is_ascii_alphanumeric())
        && name.contains(|sign: char| sign.is_ascii_alphabetic())
        && !name.ends_with('.')
        && LETTERS.contains(&name.len())
        && !phrases::leads_on(name)
        && !phrases::labels_small_print(name)
        && !phrases::joins_or_counts(name)
        && !NOBODY.contains(&name);
    if fits && !authors.contains(&name) {
        authors.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_and_junk_left_out() {
        for (text, wanted) in [
            (
                "By Ada Byron, Charles Babbage and Grace Hopper",
                vec!["Ada Byron", "Charles Babbage", "Grace Hopper"],
            ),
            ("basil t. marsh & Henry Reed", vec!["Henry Reed"]),
            ("Ada Byron (Lake College, Delta Lab), Henry Reed*", vec!["Ada Byron", "Henry Reed"]),
            ("Posts: 633", vec![]),
            ("Submitted by", vec![]),
            ("Ada Reed, Mon", vec!["Ada Reed"]),
            ("Publicado el", vec![]),
            ("Author, Ada Reed", vec!["Ada Reed"]),
            ("Reed H, Marsh B.", vec!["Reed H", "Marsh B"]),
            ("Reed, H., Marsh, B.", vec!["Reed, H.", "Marsh, B."]),
            ("Reed, Hanna", vec!["Reed, Hanna"]),
            ("Di Wu, Rosa Lind", vec!["Di Wu", "Rosa Lind"]),
            ("Par Lind and Ada Reed", vec!["Par Lind", "Ada Reed"]),
            ("Von Ada Reed, Rosa Lind", vec!["Ada Reed", "Rosa Lind"]),
            ("Von Redaktion", vec!["Redaktion"]),
            ("9 min | Author: Ada Reed", vec!["Ada Reed"]),
        ] {
            let mut names = Vec::new();
            push_names(text, &mut names);
            assert_eq!(names, wanted, "{text}");
        }
    }

    #[test]
    fn accounts_are_names_of_one_word_in_small_letters_or_with_a_number() {
        for (text, wanted) in [
            ("okvist", vec!["okvist"]),
            ("by m_reyes", vec!["m_reyes"]),
            ("@Tarn77,", vec!["Tarn77"]),
            ("Posted by okvist", vec!["okvist"]),
            ("via", vec![]),
            ("Submitted by okvist", vec![]),
            ("Ada", vec![]),
            ("two words", vec![]),
            ("by", vec![]),
            ("admin", vec![]),
            ("2026", vec![]),
            ("share", vec![]),
        ] {
            let mut names = Vec::new();
            push_account(text, &mut names);
            assert_eq!(names, wanted, "{text}");
        }
    }

    #[test]
    fn small_words_before_any_other_name_no_account() {
        for text in ["by ada77", "von m_reyes", "posted by okvist"] {
            assert!(names_account(text), "{text}");
        }
        for text in ["by hand", "par jour", "por favor", "von gestern", "opened by default", "by newsroom"] {
            assert!(!names_account(text), "{text}");
        }
    }

    #[test]
    fn bylines_are_told() {
        for (text, wanted) in [
            ("By Ada Byron", Some(("Ada Byron", None))),
            ("By Ada Byron in Soils", Some(("Ada Byron", Some("Soils")))),
            ("in Soils by Ada Byron", Some(("Ada Byron", Some("Soils")))),
            ("By the way", None),
            ("in time by chance", None),
        ] {
            assert_eq!(byline(text), wanted, "{text}");
        }
    }
}
