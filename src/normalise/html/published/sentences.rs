//! Whether a date stands in a sentence, and is the day of what that tells.
//!
//! In: the text of a block before and behind a date. Out: whether both are a sentence. Bylines and labels are none.

use crate::document::fold::fold;
use crate::normalise::citations::PARTICLES;
use crate::normalise::dates::{Label, label};
use crate::normalise::html::published::labels::{head, tail};

/// Words in small letters that make a sentence of what runs into a date or goes on behind it. A judgement: `story by Ada on` has
/// three, with the preposition.
const WORDS: usize = 3;

/// Bytes on either side that are looked at: more words than that say it too. A judgement.
const BYTES: usize = 120;

/// Whether a date stands in a sentence: what stands before runs into it (`Version 2 reaches its end of life on`), or the sentence
/// ends behind it (`It fell on … .`), or goes on there in small letters. Names, topics and labels have capitals or are marked off.
pub(super) fn is_told(before: &str, after: &str) -> bool {
    let before = last_sentence(before);
    !before.split_whitespace().any(says_published)
        && (runs_on(before, WORDS, |_| true)
            || (ends(after) && runs_on(before, 1, is_said))
            || goes_on(after))
}

/// Whether a sentence runs into a date and ends behind it, however short it is: `It fell on … .`
pub(super) fn is_told_to_its_end(before: &str, after: &str) -> bool {
    let before = last_sentence(before);
    ends(after) && runs_on(before, 1, is_said) && !before.split_whitespace().any(says_published)
}

/// What stands before a date in its sentence.
fn last_sentence(before: &str) -> &str {
    tail(before, BYTES).rsplit(['.', '!', '?', '|', '·', '•', ':']).next().unwrap_or_default()
}

/// Whether a text runs into what follows it, with so many small words of these.
fn runs_on(before: &str, words: usize, counts: impl Fn(&str) -> bool) -> bool {
    let mut last = before.split_whitespace();
    before.ends_with(char::is_whitespace)
        && last.next_back().is_some_and(is_small)
        && before.split_whitespace().filter(|word| is_small(word) && counts(word)).count() >= words
}

/// Whether a small word says something: neither a preposition of dates nor a part of a name.
fn is_said(word: &str) -> bool {
    label(&fold(word)) != Some(Label::Plain) && !PARTICLES.contains(&word)
}

/// Whether a sentence ends here.
fn ends(after: &str) -> bool {
    after
        .trim_start()
        .strip_prefix(['.', '!', '?'])
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '\u{a0}']))
}

/// Whether a sentence goes on behind a date, to its end: ` the opposite happened.`, `: meet at the bridge at nine.`
fn goes_on(after: &str) -> bool {
    let after = head(after, BYTES);
    let rest = after.trim_start_matches([',', ':', ' ', '\n', '\u{a0}']);
    let end = rest.find(['.', '!', '?', '|', '·', '•']).unwrap_or(rest.len());
    let sentence = rest.get(..end).unwrap_or_default();
    let is_whole = ends(rest.get(end..).unwrap_or_default()) || after.len() >= BYTES;
    is_whole
        && rest.starts_with(char::is_lowercase)
        && sentence.split_whitespace().next().is_some_and(|first| !begins_byline(first))
        && !sentence.split_whitespace().any(|word| says_change(&fold(word)))
        && sentence.split([' ', ',', ';']).filter(|word| is_small(word)).count() >= WORDS
}

fn is_small(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && word.ends_with(char::is_alphabetic)
}

/// Whether a word says that something was published or changed, or introduces an author: `This entry was posted by Ada Reed on`.
fn says_published(word: &str) -> bool {
    let is_author = matches!(word, "by" | "von" | "par" | "por" | "door" | "da" | "przez" | "af" | "av");
    let folded = fold(word.trim_end_matches([',', ';', ':']));
    is_author || writes(&folded) || says_change(&folded)
}

/// Whether a folded word says that somebody wrote something, or that it appeared. A judgement, in the languages of
/// [`begins_byline`].
fn writes(folded: &str) -> bool {
    matches!(
        folded,
        "wrote"
            | "written"
            | "schrieb"
            | "geschrieben"
            | "verfasst"
            | "paru"
            | "parue"
            | "ecrit"
            | "escrito"
            | "scritto"
            | "geschreven"
    )
}

fn says_change(folded: &str) -> bool {
    matches!(label(folded), Some(Label::Published | Label::Updated))
}

/// Whether a word begins what stands behind the day of a byline: a time, a place, a section, an author, the word for a year. A
/// judgement, in the languages of the public benchmarks.
fn begins_byline(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']);
    matches!(
        word,
        "at" | "by"
            | "in"
            | "from"
            | "on"
            | "under"
            | "tagged"
            | "filed"
            | "with"
            | "and"
            | "for"
            | "um"
            | "von"
            | "vom"
            | "aus"
            | "unter"
            | "und"
            | "uhr"
            | "à"
            | "a"
            | "as"
            | "às"
            | "par"
            | "dans"
            | "sous"
            | "bajo"
            | "sob"
            | "sotto"
            | "onder"
            | "et"
            | "por"
            | "en"
            | "e"
            | "y"
            | "las"
            | "alle"
            | "ore"
            | "di"
            | "da"
            | "de"
            | "om"
            | "door"
            | "kl"
            | "klo"
            | "av"
            | "af"
            | "i"
            | "o"
            | "godz"
            | "przez"
            | "w"
            | "v"
            | "ve"
            | "года"
            | "год"
            | "г"
            | "р"
            | "року"
            | "в"
            | "pm"
            | "am"
            | "est"
            | "last"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_a_sentence_is_told_by_the_words_on_both_sides() {
        for (before, after) in [
            ("Version 2 reaches its end of life on ", ""),
            ("On ", " the gauge stood still: the lake was low, and nobody knew."),
            ("It froze on ", "."),
            ("The course begins ", ". Bring a coat."),
            ("Saturday ", ": bring a lamp to the old pier at six."),
        ] {
            assert!(is_told(before, after), "{before}…{after}");
        }
        for (before, after) in [
            ("By Ada Reed on ", "."),
            ("Ada van der Aa, ", "."),
            ("Posted ", "."),
            ("Bericht vom ", "."),
            ("a history of ideas, ", ""),
            ("", " in notes of the lake by Ada Reed."),
            ("", ", last updated by the readers of gauges."),
            ("", " at eight in the evening."),
            ("", " Gauges and lakes."),
            ("", " · a few minutes to read"),
            ("", " under methods tagged weirs, staffs and gauges."),
            ("", " sous méthodes, barrages et jauges."),
            ("Article paru le ", "."),
            ("Ada Reed schrieb am ", "."),
        ] {
            assert!(!is_told(before, after), "{before}…{after}");
        }
    }
}
