//! Whether a date stands in a sentence, and is the day of what that tells.
//!
//! In: the text of a block before and behind a date. Out: whether both are a sentence. Bylines and labels are none.

use crate::document::fold::fold;
use crate::normalise::citations::PARTICLES;
use crate::normalise::dates::{Label, is_weekday, label};
use crate::normalise::html::published::labels::{head, tail};

/// Words in small letters that make a sentence of what runs into a date or goes on behind it. A judgement: `story by Ada on` has
/// three, with the preposition.
const WORDS: usize = 3;

/// Bytes on either side that are looked at: more words than that say it too. A judgement.
const BYTES: usize = 120;

/// Whether a date stands in a sentence: what stands before runs into it (`Version 2 reaches its end of life on`), or the sentence
/// ends behind it (`It fell on … .`), or goes on there in small letters. Names, topics and labels have capitals or are marked off.
pub(super) fn is_told(before: &str, after: &str) -> bool {
    let (before, after) = (last_sentence(before), without_year_word(after));
    !before.split_whitespace().any(says_published)
        && (runs_on(before, WORDS, |_| true)
            || (ends(after) && runs_on(before, 1, is_said))
            || runs_through(before, after)
            || goes_on(after))
}

/// Whether a sentence runs into a date and ends behind it, however short it is: `It fell on … .`
pub(super) fn is_told_to_its_end(before: &str, after: &str) -> bool {
    let (before, after) = (last_sentence(before), without_year_word(after));
    ends(after) && runs_on(before, 1, is_said) && !before.split_whitespace().any(says_published)
}

/// Whether words that are no byline touch a date in its line: `In cinemas`, `Listen to the … episode`, `Latest: Storm hits`.
pub(super) fn touches_words(before: &str, after: &str) -> bool {
    /// Folded labels of what else is new. A judgement, in the commonest spellings.
    const NEWS: [&str; 8] = [
        "latest",
        "breaking",
        "trending",
        "related",
        "read also",
        "lesen sie auch",
        "lire aussi",
        "lea tambien",
    ];
    /// Folded words of what is called after its day, right behind that. A judgement; other words may be those of a byline (`2 mai 2025
    /// lecture 5 min`).
    const CALLED: [&str; 17] = [
        "edition",
        "issue",
        "episode",
        "show",
        "broadcast",
        "programme",
        "hearing",
        "game",
        "match",
        "ausgabe",
        "folge",
        "sendung",
        "numero",
        "edicion",
        "episodio",
        "edizione",
        "editie",
    ];
    let (own, after) = (last_sentence(before), without_year_word(after));
    let behind = sentence_behind(after).split_whitespace().take(WORDS);
    let is_called = || {
        let word = after.strip_prefix(' ').and_then(|rest| rest.split_whitespace().next());
        word.is_some_and(|word| CALLED.contains(&fold(word).as_str()))
    };
    // Accounts are written small (`ada reed`), as labels and the days of the week are in many languages; numbers tell how long reading takes.
    let is_text = || own.starts_with(char::is_uppercase) && !own.contains(|sign: char| sign.is_ascii_digit());
    let is_said = |word: &str| is_said(word) && !is_weekday(&fold(word));
    let runs_on = || is_text() && !own.split_whitespace().any(is_release) && runs_on(own, 1, is_said);
    let is_news = |(label, behind): (&str, &str)| {
        NEWS.contains(&fold(label.trim()).as_str()) && !behind.trim().is_empty()
    };
    head(before, BYTES).split_once(':').is_some_and(is_news)
        || (!own.split_whitespace().chain(behind).any(says_published) && (runs_on() || is_called()))
}

/// Whether a word tells of a text that is given to the press: `For immediate release`.
fn is_release(word: &str) -> bool {
    matches!(fold(word).as_str(), "release" | "released")
}

/// Whether a sentence runs into a date and on behind it to its end, with few words on either side: `Join us on … for the lecture.`
/// What speaks of a text is a byline.
fn runs_through(before: &str, after: &str) -> bool {
    /// Small words on both sides, and behind. Judgements: `в лаборатории.`
    const BOTH: usize = 4;
    const BEHIND: usize = 2;
    let smalls = |text: &str| text.split([' ', ',', ';']).filter(|word| is_small(word)).count();
    let sentence = sentence_behind(after);
    let behind = smalls(sentence);
    let words = || before.split_whitespace().chain(sentence.split_whitespace()).map(fold);
    runs_on(before, 1, is_said)
        && sentence.starts_with(char::is_lowercase)
        && ends(after.get(after.find(sentence).unwrap_or_default() + sentence.len()..).unwrap_or_default())
        && behind >= BEHIND
        && smalls(before) + behind >= BOTH
        && !words().any(|word| says_change(&word) || writes(&word) || names_page(&word))
}

/// What stands behind a date up to the end of its sentence.
fn sentence_behind(after: &str) -> &str {
    let rest = head(after, BYTES).trim_start_matches([',', ':', ' ', '\n', '\u{a0}']);
    rest.split(['.', '!', '?', '|', '·', '•']).next().unwrap_or_default()
}

/// What stands behind the word for a year that Russian, Ukrainian and Polish put behind its number.
fn without_year_word(after: &str) -> &str {
    let rest = after.trim_start();
    let end = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    let is_year = matches!(word, "года" | "год" | "г" | "р" | "року" | "roku" | "r");
    // The full stop of `г.` ends no sentence.
    let is_cut = word.chars().nth(1).is_none();
    match (is_year, is_cut) {
        (true, true) => behind.strip_prefix('.').unwrap_or(behind),
        (true, false) => behind,
        _ => after,
    }
}

/// Whether a sentence tells of a change of something else than the page: `The law was amended on`, `Das Gesetz wurde am … geändert`.
/// It begins with an article or a pronoun, and what follows names no text and no collection, which may be the page.
pub(super) fn tells_of_another(before: &str, after: &str) -> bool {
    /// Words of such a sentence up to the date. A judgement.
    const WORDS: usize = 12;
    let folded = fold(last_sentence(before));
    let words: Vec<&str> = folded.split_whitespace().collect();
    let Some(first) = words.first().filter(|_| (3..=WORDS).contains(&words.len())) else { return false };
    let is_change = |word: &&str| label(word) == Some(Label::Updated);
    let is_told = words.iter().skip(2).any(is_change)
        || matches!(words.get(1..), Some([.., "wurde" | "wurden", _])) && !sentence_behind(after).is_empty();
    let last =
        |word: &&str| matches!(*word, "last" | "zuletzt" | "derniere" | "ultima" | "laatst" | "latest");
    is_told && opens_with_subject(first) && !words.iter().any(|word| names_page(word) || last(word))
}

/// Whether a folded word begins the subject of a sentence that tells of something known. A judgement, in the languages of the
/// public benchmarks; pronouns that point (`this`, `diese`) mean the page.
fn opens_with_subject(folded: &str) -> bool {
    matches!(
        folded,
        "the"
            | "our"
            | "my"
            | "their"
            | "its"
            | "his"
            | "her"
            | "das"
            | "der"
            | "die"
            | "unser"
            | "unsere"
            | "ihr"
            | "la"
            | "le"
            | "les"
            | "notre"
            | "leur"
            | "el"
            | "los"
            | "las"
            | "nuestra"
            | "nuestro"
            | "il"
            | "lo"
            | "nostra"
            | "nostro"
            | "o"
            | "os"
            | "as"
            | "nossa"
            | "nosso"
            | "de"
            | "het"
            | "onze"
            | "ons"
    )
}

/// Whether a folded word names what a page may be: a text, or a collection that is kept up to date. A judgement, in the languages of
/// [`opens_with_subject`].
pub(super) fn names_page(folded: &str) -> bool {
    const PAGES: &str = "page article post story entry document text site website webpage content contents information report \
        paper guide piece list table dataset data database index tracker register documentation faq policy notice terms \
        statement version review note notes blog wiki above following seite artikel beitrag eintrag dokument webseite inhalt \
        liste tabelle bericht datenschutzerklarung fassung contenu texte liste rapport pagina articulo articolo artigo \
        documento texto testo contenido contenuto conteudo lista informe articolo artikel bericht tekst lijst inhoud \
        статья новость текст страница запись документ";
    let word = folded.trim_matches(|sign: char| !sign.is_alphanumeric());
    PAGES.split_whitespace().any(|page| page == word)
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
pub(super) fn goes_on(after: &str) -> bool {
    /// Words of it among which one of a change is said of the page: `, last updated by`. A judgement.
    const FIRST: usize = 4;
    let after = head(after, BYTES);
    let rest = after.trim_start_matches([',', ':', ' ', '\n', '\u{a0}']);
    let end = rest.find(['.', '!', '?', '|', '·', '•']).unwrap_or(rest.len());
    let sentence = rest.get(..end).unwrap_or_default();
    let is_whole = ends(rest.get(end..).unwrap_or_default()) || after.len() >= BYTES;
    is_whole
        && rest.starts_with(char::is_lowercase)
        && sentence.split_whitespace().next().is_some_and(|first| !begins_byline(first))
        && !sentence.split_whitespace().take(FIRST).any(|word| says_change(&fold(word)))
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
            | "написал"
            | "написала"
            | "написано"
            | "написана"
            | "подготовил"
            | "подготовила"
            | "подготовлено"
            | "подготовлена"
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
    fn words_that_touch_a_day_are_told_from_bylines() {
        for (before, after) in [
            ("In cinemas ", ""),
            ("Listen to the ", " episode"),
            ("Latest: Storm hits ", ""),
            ("", " edition"),
        ] {
            assert!(touches_words(before, after), "{before}…{after}");
        }
        for (before, after) in [
            ("", ""),
            ("Ada Reed | lake writer | ", ""),
            ("Posted in notes on ", ""),
            ("Ada van der ", ""),
            ("Notes: ", " in lakes"),
            ("", ", at noon"),
            ("", " updated"),
            ("", " lecture 5 min"),
            ("", " godzina"),
            ("fredag den ", ""),
            ("Skrevet fredag ", ""),
            ("inserito il ", ""),
            ("5 min read ", ""),
            ("For immediate release ", ""),
            ("ada reed ", ""),
            ("Breaking: ", ""),
        ] {
            assert!(!touches_words(before, after), "{before}…{after}");
        }
    }

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
