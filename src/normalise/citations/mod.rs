//! Reads what lists of papers print beside a title: the authors one after the other, and the venue with its year.
//!
//! In: a short text. Out: the names it begins with, the year it tells. Whether a text is such small print is told by
//! its column, not here.

mod venues;

use std::ops::Range;

use venues::has_words;
pub(crate) use venues::{YEARS, is_printed_in, is_venue, venue, year};

/// Bytes of a text in which names are looked for. A judgement: two hundred authors.
const NAMES: usize = 4_000;

/// Words of a name at most: `Maria de los Ángeles Pérez`.
const NAME_WORDS: usize = 5;

/// Small words within names, of European and Arabic names; a judgement.
pub(crate) const PARTICLES: [&str; 28] = [
    "von", "van", "de", "der", "den", "di", "da", "del", "della", "la", "le", "el", "al", "bin", "ibn", "du",
    "dos", "das", "zu", "zur", "ter", "ten", "v", "y", "af", "dr", "do", "los",
];

/// The names that a text begins with, in order; none unless there are two, or one and `et al`.
///
/// Names stand one after the other, parted by commas, semicolons, bars or `and`; a family name may be parted from its
/// initials (`Reed, H.`). What follows the last name is left.
pub(crate) fn names(text: &str) -> Vec<&str> {
    // What the bound cuts is no name.
    let cut = text.get(..text.floor_char_boundary(NAMES)).filter(|cut| cut.len() < text.len());
    let text = cut.map_or(text, |cut| cut.rsplit_once(',').map_or("", |(whole, _)| whole));
    let text = without_number(text);
    let text = text.trim_start_matches(['.', ',', ':', ';', '–', '—', ' ']);
    // Where commas part the names, a semicolon ends them.
    let before = text.split_once(';').map(|(before, _)| before).filter(|before| before.contains(','));
    let text = before.filter(|before| are_names(before)).unwrap_or(text);
    let mut parts = Parts { text, from: 0 };
    let mut names: Vec<&str> = Vec::new();
    let mut others = false;
    while let Some(span) = parts.next() {
        // Where initials have no full stop, one behind them ends the names (`Reed H, Marsh B. Title`).
        let are_bare = !names.is_empty() && names.iter().all(|name| ends_with_bare_initials(name));
        let (own, stops) = before_stop(text.get(span.clone()).unwrap_or_default(), are_bare);
        // The second of two notes behind a name (`Reed1,2`).
        if own.is_empty() && !stops {
            continue;
        }
        if let Some(first) = own.strip_suffix("et al") {
            others = true;
            names.extend(Some(first.trim_end()).filter(|name| is_name(name)));
            break;
        }
        if is_name(own) {
            names.push(own);
        } else {
            if !is_name_word(own) {
                break;
            }
            let Some(next) = parts.next() else { break };
            let initials = initials_of(text.get(next.clone()).unwrap_or_default());
            if initials.is_empty() {
                break;
            }
            names.extend(text.get(span.start..next.start + initials.len()));
            if initials.len() < next.len() {
                break;
            }
        }
        if stops {
            break;
        }
    }
    if names.len() >= 2 || (others && !names.is_empty()) { names } else { Vec::new() }
}

/// The name that a text begins with where it is written family first, with initials, and no other follows it before the
/// year: `Reed, H. (2024).`
pub(crate) fn lone_inverted_name(text: &str) -> Option<&str> {
    let (family, rest) = text.split_once(", ").filter(|(family, _)| is_family(family))?;
    let initials = initials_of(rest);
    let end = family.len() + ", ".len() + initials.len();
    let follows = text.get(end..)?.trim_start();
    (initials.ends_with('.') && follows.starts_with('(')).then(|| text.get(..end))?
}

/// The names that a text begins with where each is a family's name and initials with full stops behind it (`Reed H. J., Marsh
/// B.`), and what follows the last, with the comma before it. None where it begins with no such name.
pub(crate) fn family_first(text: &str) -> Option<(Vec<&str>, &str)> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let from = rest.trim_start_matches([',', ';', ' ']);
        let Some(end) = initialed(from) else { break };
        names.extend(from.get(..end));
        rest = from.get(end..)?;
        if !rest.starts_with([',', ';']) {
            break;
        }
    }
    (!names.is_empty()).then_some((names, rest))
}

/// The byte after a family's name with initials that a text begins with: `Reed H. J.`
fn initialed(text: &str) -> Option<usize> {
    let (family, rest) = text.split_once(' ')?;
    let is_initial = |word: &str| {
        word.ends_with('.')
            && word.len() <= 3 * '\u{ffff}'.len_utf8()
            && initials_of(word).len() == word.len()
    };
    let mut end = family.len();
    for word in rest.split(' ') {
        let own = word.trim_end_matches([',', ';']);
        if !is_initial(own) {
            break;
        }
        end += 1 + own.len();
        if own.len() < word.len() {
            break;
        }
    }
    (is_name_word(family) && !is_initial(family) && end > family.len()).then_some(end)
}

/// The names of a text in which each is written family first: `Reed, A., Marsh, B. T.`, `Reed, Ada; Marsh, Basil`, or one
/// such name alone. None where any is not.
pub(crate) fn inverted_names(text: &str) -> Option<Vec<&str>> {
    let whole: Vec<&str> =
        text.split([';', '&']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    // Where signs part several, one that can be nothing else tells how the others are written.
    let are_told = whole.len() > 1 && whole.iter().any(|name| is_inverted(name));
    if whole.iter().all(|name| is_inverted(name) || (are_told && may_be_inverted(name))) {
        return Some(whole);
    }
    let names = names(text);
    let end = names.last().and_then(|last| Some(text.rfind(last)? + last.len()))?;
    (names.iter().all(|name| name.contains(", ")) && !has_words(text.get(end..)?)).then_some(names)
}

/// Whether a text is a family's name, a comma, and the names or initials of one person: `Reed, Ada`, `Marsh, Basil T.`
fn is_inverted(text: &str) -> bool {
    let Some((family, given)) = text.split_once(", ") else { return false };
    let mut words = given.split(' ');
    is_family(family)
        && words.next().is_some_and(is_name_word)
        && words.all(|word| !initials_of(word).is_empty())
        && (is_name_word(family) || !initials_of(given).is_empty())
}

/// The names of a text in a list that writes them family first, whatever names are given: `Reed, Ada Maria; Marsh, Basil`.
pub(crate) fn told_inverted(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
    (!names.is_empty() && names.iter().all(|name| is_inverted(name) || may_be_inverted(name)))
        .then_some(names)
}

/// Whether a text is one name that is certainly written family first: `Reed, Ada`.
pub(crate) fn is_surely_inverted(text: &str) -> bool {
    text.split(';').any(|name| is_inverted(name.trim()))
}

/// Whether a text may be a family's name of one word, a comma, and several given names, and else two people or more: `Reed, Ada
/// Maria`.
fn may_be_inverted(text: &str) -> bool {
    /// Given names, a judgement.
    const GIVEN: usize = 3;
    let Some((family, given)) = text.split_once(", ") else { return false };
    let is_one = family.rsplit_once(' ').map_or(is_name_word(family), |(small, last)| {
        is_name_word(last) && small.split(' ').all(|word| PARTICLES.contains(&word))
    });
    is_one && given.split(' ').count() <= GIVEN && given.split(' ').all(is_name_word)
}

/// Whether a text is the name of a family: one word, or two, with small words before.
fn is_family(text: &str) -> bool {
    /// Bytes of such a name. A judgement: two long words with three small ones before.
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return false;
    }
    let mut name = text;
    loop {
        if is_name_word(name) || (is_name(name) && initials_of(name).is_empty()) {
            return true;
        }
        match name.split_once(' ') {
            Some((first, rest)) if PARTICLES.contains(&first) => name = rest,
            _ => return false,
        }
    }
}

/// The names of a text that is nothing but names, one or more, all of them with initials: `J. Bos, F. de Vries`. Topics have none.
pub(crate) fn initialled_names(text: &str) -> Option<Vec<&str>> {
    let text = text.trim();
    let names = if are_names(text) { names(text) } else { vec![text] };
    let is_initial =
        |word: &str| word.ends_with('.') && word.split(['.', '-']).all(|part| part.chars().count() < 2);
    let fits = |name: &&str| is_name(name) && name.split(' ').any(is_initial);
    names.iter().all(fits).then_some(names)
}

/// Whether a text is names of people and nothing else, two or more.
pub(crate) fn are_names(text: &str) -> bool {
    let names = names(text);
    let end = names.last().and_then(|last| Some(text.rfind(last)? + last.len()));
    names.len() >= 2 && end.and_then(|end| text.get(end..)).is_some_and(|rest| !has_words(rest))
}

/// The text without the number that it has in a list of references (`[12]`, `3.`).
pub(crate) fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let rest = text.trim_start_matches('[').trim_start_matches(|letter: char| letter.is_ascii_digit());
    let bare = rest.trim_start_matches([']', '.', ')']);
    // `3 George Street` has no number of a list.
    if rest.len() == text.len() || bare.len() == rest.len() { text } else { bare.trim_start() }
}

/// Where the parts of a text stand between signs that part names, white space taken off.
struct Parts<'a> {
    text: &'a str,
    /// Where the next part begins.
    from: usize,
}

impl Iterator for Parts<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while let Some(rest) = self.text.get(self.from..).filter(|rest| !rest.is_empty()) {
            let sign = |(at, letter): (usize, char)| match letter {
                ',' | ';' | '&' | '|' | '·' | '•' => Some((at, letter.len_utf8())),
                ' ' if rest.get(at..).is_some_and(|rest| rest.starts_with(" and ")) => {
                    Some((at, " and ".len()))
                }
                // `Reed, and Marsh` is parted twice.
                'a' if at == 1 && rest.get(at..).is_some_and(|rest| rest.starts_with("and ")) => {
                    Some((at, "and ".len()))
                }
                _ => None,
            };
            let (end, length) = rest.char_indices().find_map(sign).unwrap_or((rest.len(), 0));
            let start = self.from;
            self.from += end + length;
            let part = rest.get(..end).unwrap_or_default();
            let start = start + (part.len() - part.trim_start().len());
            let part = part.trim();
            if !part.is_empty() {
                return Some(start..start + part.len());
            }
        }
        None
    }
}

/// A part up to what ends the names, without marks of notes (`Ada Reed*`), and whether something does: initials end with
/// a full stop too.
fn before_stop(part: &str, initials_stop: bool) -> (&str, bool) {
    let is_stop = |at: &usize| {
        let word = part.get(..*at).unwrap_or_default().rsplit([' ', '.', '-']).next().unwrap_or_default();
        !part.get(*at..).is_some_and(|rest| rest.starts_with('.'))
            || word.chars().count() > 1
            || initials_stop
    };
    let stop = part.match_indices(['.', ':', '(', '[']).map(|(at, _)| at).find(is_stop);
    let own = stop.and_then(|at| part.get(..at)).unwrap_or(part);
    let is_note = |sign: char| matches!(sign, '*' | '†' | '‡' | '∗' | ' ') || sign.is_numeric();
    (own.trim_end_matches(is_note), stop.is_some())
}

/// Whether a name has its initials behind the family's name and without full stops: `Reed HJ` (the style of Vancouver).
fn ends_with_bare_initials(name: &str) -> bool {
    name.rsplit_once(' ').is_some_and(|(_, last)| {
        (1..=3).contains(&last.chars().count()) && last.chars().all(char::is_uppercase)
    })
}

/// Whether a text is the name of a person in two words or more.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=NAME_WORDS).contains(&words.len())
        && words.iter().all(|word| is_name_word(word) || PARTICLES.contains(word))
        && words.last().is_some_and(|word| is_name_word(word))
        && initials_of(text).len() < text.len()
}

/// A name without the full stop behind its last word, which is no initial.
pub(crate) fn without_stop(name: &str) -> &str {
    let is_word = |rest: &&str| rest.chars().rev().take(2).all(char::is_lowercase);
    name.strip_suffix('.').filter(is_word).unwrap_or(name)
}

/// Whether a text is one word of a name.
fn is_name_word(text: &str) -> bool {
    let fits = |letter: char| letter.is_alphabetic() || matches!(letter, '.' | '-' | '\'' | '’' | '‐');
    text.starts_with(char::is_uppercase) && text.chars().all(fits)
}

/// The initials that a text begins with (`H. J.`, `HJ`), empty where its first word is none.
fn initials_of(text: &str) -> &str {
    let is_initial = |word: &str| {
        let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
        (1..=3).contains(&letters)
            && word.chars().all(|letter| letter.is_uppercase() || matches!(letter, '.' | '-'))
    };
    let end = text.split(' ').take_while(|word| is_initial(word)).map(|word| word.len() + 1).sum::<usize>();
    text.get(..end.saturating_sub(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_without_end_before_a_name_are_none() {
        let row = format!("{}Reed, A. (2024).", "de ".repeat(200_000));
        assert_eq!(lone_inverted_name(&row), None);
        assert_eq!(lone_inverted_name("van de Reed, A. (2024)."), Some("van de Reed, A."));
    }

    #[test]
    fn a_row_of_names_has_nothing_else() {
        assert!(are_names("Ada Reed*, Basil Marsh and Clara van der Aa."));
        for other in ["Ada Reed", "Ada Reed, Basil Marsh. Slow lakes", "Slow lakes remember longer"] {
            assert!(!are_names(other), "{other}");
        }
    }

    #[test]
    fn names_that_are_written_family_first_are_told() {
        for (text, wanted) in [
            ("Reed, A., Marsh, B. T.", Some(vec!["Reed, A.", "Marsh, B. T."])),
            ("Reed, Ada; van der Aa, C.", Some(vec!["Reed, Ada", "van der Aa, C."])),
            ("Reed, Ada and Marsh, Basil T.", Some(vec!["Reed, Ada", "Marsh, Basil T."])),
            ("Reed, Ada", Some(vec!["Reed, Ada"])),
            ("Reed, Ada Maria; Marsh, Basil", Some(vec!["Reed, Ada Maria", "Marsh, Basil"])),
            ("Ada Reed, Basil Marsh", None),
            ("Author, Ada Reed", None),
            ("Reed H, Marsh B.", None),
        ] {
            assert_eq!(inverted_names(text), wanted, "{text}");
        }
    }

    #[test]
    fn names_are_told_from_titles_and_topics() {
        for (text, wanted) in [
            (
                "Ada Reed, Basil T. Marsh, and Clara van der Aa",
                vec!["Ada Reed", "Basil T. Marsh", "Clara van der Aa"],
            ),
            ("[12] Ada Reed and Basil Marsh. ", vec!["Ada Reed", "Basil Marsh"]),
            ("Ada Reed*, Basil Marsh†; 26(1):1−48, 2024.", vec!["Ada Reed", "Basil Marsh"]),
            ("Reed, A., Marsh, B. T. Limnology, 2020", vec!["Reed, A.", "Marsh, B. T."]),
            ("Ada Reed, Basil Marsh; Lake Society, 2024", vec!["Ada Reed", "Basil Marsh"]),
            ("Reed, A.; Marsh, B.", vec!["Reed, A.", "Marsh, B."]),
            ("Reed A, Marsh B, Aa C. Slow lakes remember. Limnology", vec!["Reed A", "Marsh B", "Aa C"]),
            ("Reed A, Hall G. Silt and how it moves", vec!["Reed A", "Hall G"]),
            ("Ada Reed et al., 2025", vec!["Ada Reed"]),
            ("A. Reed & B.-T. Marsh", vec!["A. Reed", "B.-T. Marsh"]),
            ("Ada Reed | Élise Martin", vec!["Ada Reed", "Élise Martin"]),
            ("Ada Reed1,2, Basil Marsh²", vec!["Ada Reed", "Basil Marsh"]),
            ("Ada Reed", vec![]),
            ("Otters, Herons and Eels", vec![]),
            ("3 George Street, Sydney NSW", vec![]),
            ("How rivers sort gravel, sand and silt", vec![]),
            ("", vec![]),
            (", and ", vec![]),
        ] {
            assert_eq!(names(text), wanted, "{text}");
        }
    }
}
