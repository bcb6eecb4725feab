//! How the text of a byline is parted.
//!
//! In: the text. Out: what of it holds names, without introductions, notes and what follows, and its parts. Whether a part is
//! a name is asked in `names`.

use std::sync::LazyLock;

use super::byline_words::{ENDS, INTROS};
use super::eastern;
use super::language::Tongue;
use super::names::{Trust, is_capital, is_institution};
use crate::document::fold;
use crate::normalise::dates;
use crate::normalise::tables::Table;

/// The rest of a text behind its introduction, none when it has no introduction.
pub(super) fn without_intro(text: &str) -> Option<&str> {
    western_intro(text).or_else(|| eastern::behind_intro(text))
}

/// [`INTROS`] by their first letters, in their order: every short text of a page may have one.
static BY_LETTER: LazyLock<Table<char, Vec<&str>>> = LazyLock::new(|| {
    let mut all: Table<char, Vec<&str>> = Table::default();
    for intro in INTROS {
        all.entry(intro.chars().next().unwrap_or_default()).or_default().push(intro);
    }
    all
});

/// As [`without_intro`], of languages that write words apart.
fn western_intro(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let first = text.chars().flat_map(char::to_lowercase).next()?;
    for intro in BY_LETTER.get(&first)? {
        let Some(head) = text.get(..intro.len()) else { continue };
        let is_intro = head.chars().flat_map(char::to_lowercase).eq(intro.chars());
        let rest = text.get(intro.len()..).unwrap_or_default();
        let is_word = || {
            !rest.starts_with(char::is_alphanumeric) && !rest.starts_with(['-', '\'', '’'])
                || (is_noun(intro) && without_gender(rest).len() < rest.len())
        };
        if is_intro && is_word() {
            let rest = if is_noun(intro) { without_more(without_gender(rest)) } else { rest };
            return Some(rest.trim_start_matches(|sign: char| {
                sign.is_whitespace() || matches!(sign, ':' | '|' | '-' | '–')
            }));
        }
    }
    None
}

/// Words that introduce an author in some languages, and begin names in others: `Di Wu`, `Par Nilsson`, `Von Miller`. A judgement,
/// of the words of one syllable or two in [`INTROS`]; Nordic languages are taken for each other.
const OF_TONGUES: [(&str, &[&str]); 10] = [
    ("di", &["it"]),
    ("par", &["fr"]),
    ("von", &["de"]),
    ("vom", &["de"]),
    ("por", &["es", "pt", "gl"]),
    ("av", NORDIC),
    ("af", NORDIC),
    ("door", &["nl"]),
    ("nga", &["sq"]),
    ("oleh", &["id", "ms"]),
];
const NORDIC: &[&str] = &["da", "no", "nb", "nn", "sv", "is", "fo"];

/// Whether a text begins with a word that introduces authors in languages that are not the page's, and has no colon behind it.
pub(super) fn begins_abroad(text: &str, tongue: &Tongue<'_>) -> bool {
    let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let Some((word, _)) = text.split_once(' ') else { return false };
    let known = OF_TONGUES.iter().find(|(known, _)| word.eq_ignore_ascii_case(known));
    known.is_some_and(|(_, codes)| !tongue.may_be(codes))
}

/// The rest of an introduction without what somebody did besides: `Text und Interview: Ada Reed`.
fn without_more(rest: &str) -> &str {
    let joins = |word: &str| matches!(word, "and" | "und" | "et" | "y" | "&" | "+");
    let more = rest.split_once(':').filter(|(more, _)| {
        let mut words = more.split_whitespace();
        words.next().is_some_and(joins) && words.next().is_some() && words.next().is_none()
    });
    more.map_or(rest, |(_, names)| names)
}

/// What stands behind a noun in German without the ending that makes it name women too: `Autor/innen`, `Autor:in`, `Autor*innen`.
fn without_gender(rest: &str) -> &str {
    let ending =
        rest.strip_prefix(['/', '*', ':', '_', '·']).map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    let behind = ending.and_then(|ending| ending.strip_prefix("innen").or(ending.strip_prefix("in")));
    behind.filter(|behind| !behind.starts_with(char::is_alphanumeric)).unwrap_or(rest)
}

/// Words that introduce an author before a colon, and are the names of lists and headings too.
const NOUNS: [&str; 58] = [
    "autorinnen",
    "autorinnen und autoren",
    "autoren und autorinnen",
    "verfasser",
    "verfasserin",
    "verfasserinnen",
    "text",
    "interview",
    "author",
    "authors",
    "autor",
    "autorin",
    "autoren",
    "auteur",
    "auteurs",
    "auteure",
    "autrice",
    "texte",
    "autora",
    "autores",
    "tekst",
    "autorka",
    "autorzy",
    "текст",
    "авторы",
    "автори",
    "autori",
    "autrici",
    "testo",
    "texto",
    "forfatter",
    "forfattere",
    "skribent",
    "författare",
    "teksti",
    "kirjoittaja",
    "kirjoittajat",
    "szerző",
    "szerzők",
    "autoři",
    "συντάκτης",
    "συγγραφέας",
    "συγγραφείς",
    "κείμενο",
    "yazar",
    "yazarlar",
    "كتب",
    "الكاتب",
    "المؤلف",
    "نویسنده",
    "about",
    "reporter",
    "creator",
    "submitter",
    "host",
    "hosts",
    "presenter",
    "presenters",
];

/// Whether a text begins with a word for who leads through a broadcast: they are its authors where nobody else is. Who is there
/// `with` them is a guest.
pub(super) fn begins_as_host(text: &str) -> bool {
    const HOSTS: [&str; 14] = [
        "hosted by",
        "presented by",
        "host",
        "hosts",
        "presenter",
        "presenters",
        "moderiert von",
        "prasentiert von",
        "anime par",
        "presente par",
        "presentado por",
        "conducido por",
        "condotto da",
        "presentato da",
    ];
    let intro = without_intro(text).and_then(|rest| text.strip_suffix(rest)).map(fold::words);
    intro.is_some_and(|intro| HOSTS.contains(&&*intro))
}

/// Whether a text is nothing but a noun that introduces an author elsewhere: that of a menu.
pub(super) fn is_noun(text: &str) -> bool {
    NOUNS.contains(&text.trim().to_lowercase().as_str())
}

/// Whether a text begins with a word that introduces an author only before a colon or at its end: `Text`, `Interview`, `About`
/// begin headings too.
pub(super) fn begins_as_heading(text: &str) -> bool {
    let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let word = text.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
    let rest = text.get(word.len()..).unwrap_or_default().trim_start();
    is_noun(word) && rest.starts_with(char::is_alphanumeric) && without_more(rest).len() == rest.len()
}

/// The parts of a text between words that join names. Of one letter or two they join where two words stand on either side:
/// `Ana García y Luis Pérez`.
pub(super) fn joined(text: &str) -> Vec<&str> {
    const SURE: [&str; 4] = ["and", "und", "et", "with"];
    const SHORT: [&str; 7] = ["y", "e", "en", "og", "och", "i", "ja"];
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    for word in text.split(' ') {
        let lower = word.to_lowercase();
        let [before, after] =
            [text.get(from..at), text.get(at + word.len()..)].map(|side| side.unwrap_or_default().trim());
        let is_joint = SURE.contains(&&*lower)
            || (SHORT.contains(&&*lower) && [before, after].iter().all(|side| side.contains(' ')));
        if is_joint {
            parts.extend(Some(before).filter(|before| !before.is_empty()));
            from = at + word.len();
        }
        at += word.len() + 1;
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    parts
}

/// Whether a text behind a comma is a degree or a suffix of the name before it.
pub(crate) fn is_degree(text: &str) -> bool {
    let folded = fold::words(text).replace(' ', "");
    matches!(
        &*folded,
        "phd"
            | "md"
            | "msc"
            | "bsc"
            | "ma"
            | "mba"
            | "mph"
            | "rn"
            | "rd"
            | "jd"
            | "dvm"
            | "csc"
            | "drsc"
            | "dsc"
            | "dphil"
            | "llm"
            | "mbchb"
            | "jr"
            | "sr"
            | "ii"
            | "iii"
            | "esq"
    )
}

/// Bytes of a row of a hundred names. A judgement: brackets and labels without end would be looked for again and again.
pub(super) const LONGEST_ROW: usize = 4_000;

/// Signs between names in a row, of several scripts.
pub(super) const SEPARATORS: [char; 6] = [',', '，', '、', '،', '・', '·'];

/// The text without notes behind names, numbers or brackets before a comma: `Ada Reed1, Ole Tamm (ETH)`.
pub(super) fn without_notes(text: &str) -> String {
    let is_row = text.len() <= LONGEST_ROW && (text.contains(SEPARATORS) || text.contains(" and "));
    if !is_row || !text.contains(|sign: char| sign.is_numeric() || matches!(sign, '(' | '*' | '†')) {
        return text.to_owned();
    }
    let ends = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(SEPARATORS) || rest.starts_with("and ") || rest.starts_with('&')
    };
    // `Jane Doe May 3, 2020` has no note.
    let is_behind_name = |bare: &str| {
        let last = bare.trim_end().rsplit(' ').next().unwrap_or_default();
        last.ends_with(char::is_alphabetic) && !dates::is_month(&fold::fold(last))
    };
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let after = match sign {
            '(' => rest.find(')').and_then(|end| rest.get(end + 1..)),
            sign if is_note(sign) && is_behind_name(&bare) => Some(behind_notes(rest)),
            _ => None,
        };
        if let Some(after) = after.filter(|after| ends(after)) {
            bare.truncate(bare.trim_end().len());
            rest = after;
        } else {
            bare.push(sign);
            rest = rest.get(sign.len_utf8()..).unwrap_or_default();
        }
    }
    bare
}

/// The text up to what it tells of an ORCID, the number by which people who write are told apart (<https://orcid.org>): a link with
/// words for readers who do not see its picture stands behind or before many names.
pub(super) fn before_orcid(text: &str) -> &str {
    const ORCID: &[u8] = b"orcid";
    let is_number = |text: &str| {
        text.len() == 19 && text.bytes().all(|sign| sign.is_ascii_digit() || matches!(sign, b'-' | b'X'))
    };
    if is_number(text.trim()) {
        return "";
    }
    let mut windows = text.as_bytes().windows(ORCID.len());
    let Some(at) = windows.position(|part| part.eq_ignore_ascii_case(ORCID)) else { return text };
    let mut before = text.get(..at).unwrap_or_default();
    while let Some(rest) = ["https:", "http:", "www.", "View", "view", "The"]
        .iter()
        .find_map(|word| bare(before).strip_suffix(word))
    {
        before = rest;
    }
    bare(before)
}

/// A text without signs that open or introduce something at its end.
fn bare(text: &str) -> &str {
    text.trim_end_matches([' ', '(', '[', ':', '/', '\n', '\t'])
}

/// Whether a text is marks of notes and nothing else: `1`, `2, *`.
pub(super) fn are_notes(text: &str) -> bool {
    let mut signs = text.chars().filter(|sign| !sign.is_whitespace() && *sign != ',');
    let is_note = |sign: char| is_note(sign) || matches!(sign, '¶' | '#');
    signs.clone().next().is_some() && signs.all(is_note)
}

/// Whether a sign stands behind names for a note.
pub(super) fn is_note(sign: char) -> bool {
    sign.is_numeric() || matches!(sign, '*' | '∗' | '†' | '‡' | '§')
}

/// The text behind the notes that it begins with: `1`, `1,2`, `2, *`.
fn behind_notes(text: &str) -> &str {
    let mut rest = text.trim_start_matches(is_note);
    while let Some(next) =
        rest.trim_start().strip_prefix(',').map(str::trim_start).filter(|next| next.starts_with(is_note))
    {
        rest = next.trim_start_matches(is_note);
    }
    rest
}

/// The text behind its introductions, but for words that introduce nobody in the page's language. In a field only those that
/// cannot be a name are taken off, and everywhere a second of one word only before a colon: `By Di Wu`.
pub(super) fn without_intros<'a>(text: &'a str, trust: Trust, tongue: Option<&Tongue<'_>>) -> &'a str {
    let mut rest = text;
    let is_field = matches!(trust, Trust::Person | Trust::Told);
    for place in 0.. {
        let Some(behind) = without_intro(rest) else { break };
        if tongue.is_some_and(|tongue| begins_abroad(rest, tongue)) {
            break;
        }
        let intro = rest.get(..rest.len() - behind.len()).unwrap_or_default().trim();
        let is_plain = intro.contains([' ', ':', '|']) || intro.eq_ignore_ascii_case("by");
        // One word behind it may be the family name: `Di Wu`.
        let is_short = || !behind.trim().contains([' ', '.']);
        if !is_plain && (place > 0 || is_field) && is_short() {
            break;
        }
        rest = behind;
    }
    rest
}

/// Words with which what stands behind a name goes on. A judgement, of what the press writes there; ranks and short forms of names end
/// with a full stop too (`Staff Sgt. Ada Reed`, `Hans Chr. Andersen`).
const GO_ON: [&str; 20] = [
    "first",
    "published",
    "posted",
    "updated",
    "last",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photography",
    "illustration",
    "illustrations",
    "edited",
    "translated",
    "reviewed",
    "reporting",
    "additional",
    "this",
    "read",
    "originally",
];

/// Where the sentence of a name ends and another begins: `Lena Hirsch. First published`.
fn end_of_sentence(text: &str) -> Option<usize> {
    /// Letters of a word that is neither.
    const LETTERS: usize = 3;
    text.match_indices(". ").map(|(at, _)| at).find(|at| {
        let (head, rest) = text.split_at_checked(*at).unwrap_or((text, ""));
        let (before, last) = head.rsplit_once(' ').unwrap_or_default();
        let is_word = last.chars().count() >= LETTERS
            && last.starts_with(char::is_uppercase)
            && last.chars().skip(1).all(char::is_lowercase);
        let is_title = |word: &str| word.ends_with('.') && word.chars().count() > LETTERS;
        is_word
            && !before.is_empty()
            && !before.split(' ').any(is_title)
            && rest.get(2..).and_then(|next| next.split(' ').next()).is_some_and(|next| {
                next.starts_with(char::is_uppercase) && GO_ON.contains(&next.to_lowercase().as_str())
            })
    })
}

/// The text up to where the names end: a date, a separator, a bracket, an address, a sentence.
pub(super) fn cut(text: &str, trust: Trust) -> &str {
    /// Those at which a field for a person ends: others are parts of the name, `Mohamed el Baz`.
    const IN_FIELDS: [&str; 4] = [" for ", " from ", " at ", " on "];
    /// Words that stand before days, and in names too: `Jan op den Akker`.
    const BEFORE_DAYS: [&str; 4] = ["op", "il", "em", "dnia"];
    let is_account = text.contains('_');
    let stops = |sign: char| {
        sign.is_ascii_digit() && !is_account
            || matches!(sign, '|' | '·' | '•' | '—' | '(' | '[' | '<' | '@' | '→' | '›' | '⋅')
    };
    let end_of_sentence = end_of_sentence(text).unwrap_or(text.len());
    let mut end = text.find(stops).unwrap_or(text.len()).min(end_of_sentence);
    // `Ada Reed in Lund`, where `Sophie in 't Veld` is called so.
    if trust == Trust::Person
        && let Some((name, place)) = text.split_once(" in ")
        && (2..=3).contains(&name.split(' ').count())
        && name.split(' ').all(is_capital)
        && !is_institution(text)
        && place.starts_with(char::is_uppercase)
    {
        end = end.min(name.len());
    }
    // An account's name may have digits in it, a byline has them behind a space.
    if let Some(digit) = text.get(..end).and_then(|head| head.chars().next_back())
        && digit.is_alphanumeric()
        && text.get(end..).is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
    {
        end = text.find(char::is_whitespace).unwrap_or(text.len());
    }
    // `Jane Doe May 3, 2020`: the month is no name.
    if begins_with_day(text.get(end..).unwrap_or_default())
        && let Some(month) = text.get(..end).and_then(|head| head.trim_end().rfind(' '))
    {
        end = month + 1;
    }
    let words: &[&str] = if trust == Trust::Person { &IN_FIELDS } else { &ENDS };
    // Where all is in capitals, so are they.
    let is_loud = !text.chars().any(char::is_lowercase);
    let lower = if is_loud { text.to_ascii_lowercase() } else { text.to_owned() };
    for stop in [" - ", " – "].iter().chain(words) {
        if let Some(at) = lower.get(..end).and_then(|head| head.find(stop)) {
            end = at;
        }
    }
    // `ADA REED ON MAY 3`: the day is cut already.
    let left = lower.get(..end).unwrap_or_default().trim_end();
    let is_before_day =
        text.get(end..).is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
    if let Some((head, last)) = left.rsplit_once(' ')
        && (words.iter().any(|word| word.trim() == last) || is_before_day && BEFORE_DAYS.contains(&last))
    {
        end = head.len();
    }
    text.get(..end).unwrap_or(text).trim()
}

/// Whether a text begins with the number of a day and a year, as behind the name of a month.
fn begins_with_day(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let day = digits(text);
    let rest = text.get(day..).unwrap_or_default();
    let rest = rest.trim_start_matches(|sign: char| sign.is_alphabetic() || sign == ',').trim_start();
    (1..=2).contains(&day) && digits(rest) == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_with_its_sentence_and_not_with_an_initial_or_a_title() {
        for (text, wanted) in [
            ("Lena Hirsch. First published", "Lena Hirsch"),
            ("Lena Hirsch. Published 17 May 2026", "Lena Hirsch"),
            ("Ada B. Reed", "Ada B. Reed"),
            ("J. R. Marsh, Ada Reed", "J. R. Marsh, Ada Reed"),
            ("Prof. Dr. Ada Reed", "Prof. Dr. Ada Reed"),
            ("Ada Reed Jr. and Basil Marsh", "Ada Reed Jr. and Basil Marsh"),
        ] {
            assert_eq!(cut(text, Trust::Written), wanted, "{text}");
        }
    }

    #[test]
    fn an_introduction_is_a_word_by_itself() {
        assert_eq!(without_intro("By: Ann"), Some("Ann"));
        assert_eq!(without_intro("Byron wrote"), None);
        assert_eq!(without_intro("Vonnegut"), None);
    }
}
