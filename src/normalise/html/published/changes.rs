//! What is said of a date by words that do not stand right before it: `Updated by Ada Reed on`, `Last checked`, `© 2026 Example.
//! Last updated on`.
//!
//! In: the text before a date. Out: [`Said`], or none. Words that say it right before a date are those of `labels`.

use crate::document::fold::fold;
use crate::normalise::citations::PARTICLES;
use crate::normalise::dates::{Label, label};
use crate::normalise::html::published::labels::{Said, tail};

/// Words by which somebody is named who did something, in the languages of the public benchmarks.
const BY: [&str; 12] = ["by", "von", "par", "por", "da", "di", "door", "av", "af", "przez", "od", "de"];

/// Words between a name and a date.
const JOINTS: [&str; 12] = ["on", "am", "vom", "le", "el", "il", "em", "op", "at", "the", "den", "dnia"];

/// What editors and reviewers of books did as well, so that only the last time is that of a change. A judgement.
const EDITED: [&str; 9] = [
    "edited",
    "reviewed",
    "bearbeitet",
    "redigert",
    "redigeret",
    "editado",
    "editada",
    "revisado",
    "revisada",
];

/// Words for the last time, in the languages of the public benchmarks, and what is before a check of facts.
const LAST: [&str; 9] =
    ["last", "fact", "zuletzt", "letztmals", "laatst", "derniere", "senast", "ultima", "ultimo"];

/// What is said of a date behind who did it: `Last modified by Ada Reed on`, `Created by ada on`. What was made may be something
/// else than the page, so only what a text begins with says that it was published.
pub(super) fn said_before_name(before: &str) -> Option<Said> {
    /// Bytes that hold the label and a name, and words of a name. Judgements: `This page was last modified by`, two names.
    const BYTES: usize = 100;
    const NAME: usize = 4;
    // Sources break and indent their lines.
    let before = tail(before, 8 * BYTES).split_whitespace().collect::<Vec<_>>().join(" ");
    if before.len() > 2 * BYTES {
        return None;
    }
    let own =
        tail(&before, BYTES).rsplit(['|', '·', '•', ';', ',', '(']).find(|part| !part.trim().is_empty())?;
    let words: Vec<&str> = own.split_whitespace().map(|word| word.trim_end_matches(':')).collect();
    let end = words.iter().rposition(|word| !JOINTS.contains(&fold(word).as_str()))? + 1;
    let by = words.get(..end)?.iter().rposition(|word| BY.contains(&fold(word).as_str()))?;
    let name = words.get(by + 1..end)?;
    let is_part = |word: &&str| !word.starts_with(char::is_lowercase) || PARTICLES.contains(word);
    // An account has one word, in any letters.
    if name.is_empty() || name.len() > NAME || !(name.len() == 1 || name.iter().all(is_part)) {
        return None;
    }
    if is_later_act(words.get(..by).unwrap_or_default()) {
        return Some(Said::Thing);
    }
    let said = fold(words.get(by.checked_sub(1)?)?);
    let is_last =
        || words.get(..by).unwrap_or_default().iter().any(|word| LAST.contains(&fold(word).as_str()));
    match label(&said)? {
        Label::Updated => (!EDITED.contains(&said.as_str()) || is_last()).then_some(Said::Updated),
        Label::Published if by <= 2 => Some(Said::Published),
        _ => None,
    }
}

/// What is done to a post that stands there before, folded. A judgement.
const LATER_ACTS: [&str; 12] = [
    "answered",
    "replied",
    "approved",
    "merged",
    "closed",
    "reopened",
    "resolved",
    "assigned",
    "labeled",
    "beantwortet",
    "repondu",
    "respondido",
];

/// Whether words before a name say what somebody did to a post that stood there before: `Answered by`, `Last post by`.
fn is_later_act(words: &[&str]) -> bool {
    const POSTS: [&str; 10] = [
        "post", "reply", "message", "comment", "activity", "beitrag", "antwort", "reponse", "mensaje",
        "bericht",
    ];
    const LATEST: [&str; 4] = ["latest", "letzter", "letzte", "ultimo"];
    let folded: Vec<String> = words.iter().rev().take(2).map(|word| fold(word)).collect();
    let is = |at: usize, known: &[&str]| folded.get(at).is_some_and(|word| known.contains(&word.as_str()));
    is(0, &LATER_ACTS) || is(0, &POSTS) && (is(1, &LAST) || is(1, &LATEST))
}

/// Whether a line begins with the name of who did so to a post: `ada merged 3 commits into main`.
pub(super) fn begins_with_later_act(before: &str) -> bool {
    /// Words of a name. A judgement: an account has one.
    const NAME: usize = 2;
    // A subject that is no name is that of a sentence.
    let is_subject =
        |word: &str| matches!(fold(word).as_str(), "the" | "it" | "this" | "that" | "was" | "is");
    // What was done is told of what stands there: `Schools closed` is news.
    let is_object = |word: &str| {
        matches!(word, "this" | "these" | "commit" | "commits")
            || word.starts_with(|first: char| first.is_ascii_digit())
    };
    let words: Vec<&str> = before.split_whitespace().take(NAME + 2).collect();
    let act = words.iter().skip(1).position(|word| LATER_ACTS.contains(word)).map(|at| at + 1);
    act.is_some_and(|act| {
        act <= NAME
            && !words.iter().take(act).any(|word| is_subject(word))
            && words.get(act + 1).is_some_and(|object| is_object(object))
    })
}

/// Whether a sentence that a date stands in says of the page that it was changed: `It has been updated with new pictures on`, not
/// `It was updated after it was published on` nor `This updated guide appeared on`.
pub(super) fn is_of_changed_page(before: &str) -> bool {
    /// Words of such a sentence up to the date. A judgement.
    const WORDS: usize = 12;
    const PAGES: [&str; 10] =
        ["it", "this", "post", "page", "article", "diese", "dieser", "cet", "cette", "este"];
    // What stands before the word, in the languages of the public benchmarks. A judgement.
    const VERBS: [&str; 11] =
        ["been", "was", "is", "last", "wurde", "zuletzt", "ete", "fue", "sido", "foi", "stata"];
    let sentence = tail(before, 120).rsplit(['.', '!', '?', '|', '·']).next().unwrap_or_default();
    let folded = fold(sentence);
    let words: Vec<&str> = folded.split_whitespace().collect();
    // A label of publication behind that of a change wins.
    let is_told = |word: &&str| matches!(label(word), Some(Label::Updated | Label::Published));
    let Some(told) = words.iter().rposition(is_told) else { return false };
    let is_change = words.get(told).and_then(|word| label(word)) == Some(Label::Updated);
    let verb = told.checked_sub(1).and_then(|before| words.get(before));
    words.len() <= WORDS
        && words.first().is_some_and(|first| PAGES.contains(first))
        && is_change
        && verb.is_some_and(|verb| VERBS.contains(verb))
        && words.last().is_some_and(|last| JOINTS.contains(last))
}

/// Whether words say that somebody looked last whether all holds: `Last checked`, `Zuletzt geprüft am`, `Fact-checked`.
pub(super) fn is_check(near: &[&str]) -> bool {
    // A judgement, in the languages of the public benchmarks.
    const CHECKED: [&str; 12] = [
        "checked",
        "verified",
        "tested",
        "validated",
        "gepruft",
        "uberpruft",
        "verifie",
        "verifiee",
        "verificado",
        "verificato",
        "gecontroleerd",
        "kontrollerad",
    ];
    let is_checked = |word: &&str| CHECKED.contains(word);
    let Some(at) = near.iter().rposition(is_checked) else { return false };
    let joins = near.get(at + 1..).unwrap_or_default().iter().all(|word| JOINTS.contains(word));
    joins
        && (near.get(..at).unwrap_or_default().iter().any(|word| LAST.contains(word))
            || near.ends_with(&["verifie", "le"]))
}

/// Whether the last word before a date says that a mistake was corrected then: `Correction, `. A judgement, in the languages of the public
/// benchmarks.
pub(super) fn is_correction(before: &str) -> bool {
    const CORRECTIONS: [&str; 16] = [
        "correction",
        "corrected",
        "clarification",
        "erratum",
        "corrigendum",
        "korrektur",
        "berichtigung",
        "richtigstellung",
        "rectificatif",
        "correctif",
        "correccion",
        "correzione",
        "rettifica",
        "rectificatie",
        "rattelse",
        "sprostowanie",
    ];
    let folded = fold(tail(before, 40));
    let last = folded.split(|sign: char| !sign.is_alphanumeric()).rfind(|word| !word.is_empty());
    last.is_some_and(|last| CORRECTIONS.contains(&last))
}

/// Whether words name the version of a text by its day, other than that of a law that is quoted: `Fassung vom`.
pub(super) fn is_version(near: &[&str]) -> bool {
    near.ends_with(&["fassung", "vom"]) && !near.contains(&"der")
}

/// Whether a mark of copyright stands before a date, and no label of a change behind it: `© 2026 Example`.
pub(super) fn is_copyright(folded: &str) -> bool {
    let mark = folded.rfind('©').max(folded.rfind("(c)"));
    let behind = mark.and_then(|at| folded.get(at..));
    let is_change = |word: &str| label(word) == Some(Label::Updated);
    behind.is_some_and(|behind| !behind.split(|sign: char| !sign.is_alphanumeric()).any(is_change))
}

/// Whether words tell the time at which a page is looked at, before a colon or a verb: `Current time:`, `La hora actual es`.
pub(super) fn is_clock(near: &[&str], is_labelled: bool) -> bool {
    // Judgements, in the languages of the months; `aktuelles Datum` may be that of a text.
    const CURRENT: [&str; 13] = [
        "current",
        "aktuelle",
        "aktuelles",
        "actuelle",
        "actual",
        "attuale",
        "atual",
        "huidige",
        "aktualny",
        "текущее",
        "текущая",
        "поточнии",
        "trenutno",
    ];
    const TIMES: [&str; 9] = ["time", "zeit", "uhrzeit", "heure", "hora", "ora", "tijd", "время", "час"];
    const VERBS: [&str; 5] = ["is", "ist", "est", "es", "e"];
    let is_labelled = is_labelled || near.last().is_some_and(|last| VERBS.contains(last));
    is_labelled
        && near.windows(2).any(|pair| {
            let [one, other] = pair else { return false };
            (CURRENT.contains(one) && TIMES.contains(other))
                || (TIMES.contains(one) && CURRENT.contains(other))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_holds_over_the_name_of_who_did_it() {
        for (before, wanted) in [
            ("Last modified by Ada Reed on ", Some(Said::Updated)),
            ("This page was last edited by ada on ", Some(Said::Updated)),
            ("Created by Ada Reed on ", Some(Said::Published)),
            ("Created by Ada Reed on 3 May 2020, last modified by Ole van der Lake on ", Some(Said::Updated)),
            ("Zuletzt bearbeitet von Ada Reed am ", Some(Said::Updated)),
            ("The weir was created by Ada Reed on ", None),
            ("By Ada Reed on ", None),
            ("Reviewed by Ada Reed on ", None),
            ("Translated and edited by Ada Reed. Lakend, ", None),
            ("Updated by the readers of gauges on ", None),
            ("Answered by ada ", Some(Said::Thing)),
            ("Last post by ada ", Some(Said::Thing)),
            ("A post by Ada Reed ", None),
        ] {
            assert_eq!(said_before_name(before), wanted, "{before}");
        }
    }

    #[test]
    fn what_is_done_to_a_post_is_told_by_who_does_it() {
        assert!(
            begins_with_later_act("ada merged 3 commits into main ")
                && begins_with_later_act("Ada Reed closed this ")
        );
        for other in [
            "The weir closed on ",
            "It was approved on ",
            "ada opened this ",
            "Gauges of a weir closed ",
            "Schools closed ",
            "Question answered on ",
            "",
        ] {
            assert!(!begins_with_later_act(other), "{other}");
        }
    }

    #[test]
    fn a_sentence_tells_of_a_change_of_its_page() {
        assert!(is_of_changed_page("Published long ago. It has been updated with new pictures on "));
        for other in [
            "It fell on ",
            "The law was updated with new terms on ",
            "It has been updated and sold in ",
            "This is an updated version of a post first published on ",
            "This updated guide appeared on ",
        ] {
            assert!(!is_of_changed_page(other), "{other}");
        }
    }

    #[test]
    fn a_mark_of_copyright_holds_up_to_a_label_of_change() {
        for (before, wanted) in [
            ("© 2026 example. last updated on ", false),
            ("© copyright 2026, the lake authors | modified ", false),
            ("(c) 2026 example, founded on ", true),
            ("© ", true),
            ("last updated on ", false),
        ] {
            assert_eq!(is_copyright(before), wanted, "{before}");
        }
    }

    #[test]
    fn checks_versions_and_clocks_are_told_by_their_words() {
        assert!(
            is_check(&["last", "checked"])
                && is_check(&["zuletzt", "gepruft", "am"])
                && is_check(&["fact", "checked"])
        );
        assert!(!is_check(&["checked"]) && !is_check(&["last", "checked", "by", "ada"]));
        assert!(is_version(&["fassung", "vom"]) && !is_version(&["in", "der", "fassung", "vom"]));
        assert!(
            is_clock(&["current", "time"], true)
                && is_clock(&["la", "hora", "actual", "es"], false)
                && !is_clock(&["current", "issue"], true)
                && !is_clock(&["die", "aktuelle", "zeit"], false)
        );
    }
}
