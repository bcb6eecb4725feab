//! What bylines hold beside the names of those who wrote: titles, degrees, posts, and people who did something else.
//!
//! In: the text of a byline, or a part of it. Out: the same without that, or whether a part is nothing else.

use std::borrow::Cow;

use super::marks::{is_credit, is_credit_word};
use super::name_words::{DESKS, JOBS, POSTS, ROLES};
use super::names::{behind_comma, is_capital};
use super::pieces::{LONGEST_ROW, without_intro};
use super::rows;
use crate::document::fold;

/// Titles that universities give, as they stand before names. A judgement, of Central and Eastern Europe, Turkey, and where Arabic is
/// written; folded.
const TITLES: [&str; 36] = [
    "phil", "rer", "nat", "pol", "jur", "oec", "theol", "dr", "prof", "doc", "docent", "ing", "mgr", "bc",
    "rndr", "mudr", "phdr", "judr", "mvdr", "paeddr", "hab", "inz", "med", "conf", "univ", "lect", "doc.dr",
    "ogr", "uyesi", "gor", "dipl", "mag", "habil", "yrd", "ars", "akad",
];

/// Those of Arabic bylines, with the full stop that ends them: without it they are letters.
const ARABIC_TITLES: [&str; 6] = ["أ.د.", "ا.د.", "د.", "أ.", "م.", "الدكتور"];

/// Words of the house that speaks, before the post of somebody: `unserem Redakteur Stefan Krüger`. A judgement; folded.
const OURS: [&str; 9] =
    ["our", "unser", "unserem", "unserer", "unseren", "notre", "nuestro", "nuestra", "nostro"];

/// A name without the titles before it, where one of them is written small or shortened as those of a language are: a lone `Dr.` or
/// `Prof.` is how many are called.
pub(super) fn without_titles(name: &str) -> &str {
    let mut rest = name;
    while let Some(after) = ARABIC_TITLES.iter().find_map(|title| rest.strip_prefix(title)) {
        // A title written out is a word by itself.
        if after.trim_start().is_empty() {
            break;
        }
        rest = after.trim_start();
    }
    let mut is_local = false;
    while let Some((word, after)) = rest.split_once(' ') {
        let folded = fold::fold(word.trim_end_matches(['.', ',']));
        let is_common = matches!(&*folded, "dr" | "prof" | "med");
        // `Doc Searls` is a name.
        let is_short = word.starts_with(char::is_lowercase) || word.ends_with('.');
        if !TITLES.contains(&&*folded) || !(is_common || is_short) {
            break;
        }
        is_local |= word.starts_with(char::is_lowercase) || !is_common;
        rest = after.trim_start();
    }
    if is_local || rest.is_empty() || ARABIC_TITLES.iter().any(|title| name.starts_with(title)) {
        rest
    } else {
        name
    }
}

/// A name without what the house calls somebody before it.
pub(super) fn without_post(name: &str) -> &str {
    let Some((first, rest)) = name.split_once(' ') else { return name };
    if !OURS.contains(&&*fold::fold(first)) {
        return name;
    }
    let is_post = |post: &str| {
        let folded = fold::fold(post);
        POSTS.contains(&&*folded) || ROLES.contains(&&*folded)
    };
    let named = rest.split_once(' ').filter(|(post, named)| is_post(post) && named.contains(' '));
    named.map_or(name, |(_, named)| named)
}

/// Whether a text tells of those who write for the house, and names none of them: `Our Foreign Staff`.
pub(super) fn is_staff(text: &str) -> bool {
    let folded = fold::words(text);
    let (first, last) = folded.split_once(' ').map_or(("", ""), |(first, rest)| (first, rest));
    OURS.contains(&first) && last.rsplit(' ').next().is_some_and(|word| JOBS.contains(&word))
}

/// Whether a part behind a name is the post that somebody has, and where: `Senior Researcher`, `Research Scientists`.
pub(super) fn is_post(part: &str) -> bool {
    let folded = fold::words(part);
    folded.split(' ').any(|word| POSTS.contains(&word))
}

/// Whether a text begins with a word of roles: `Senior Analyst`.
pub(super) fn begins_as_role(text: &str) -> bool {
    text.split(' ').next().is_some_and(|word| ROLES.contains(&&*word.to_lowercase()))
}

/// Whether a text ends with what somebody is who writes for a paper: `Home Affairs Editor`.
pub(super) fn ends_as_job(text: &str) -> bool {
    text.rsplit(' ').next().is_some_and(|word| JOBS.contains(&&*fold::fold(word)))
}

/// Whether a text is what somebody is who writes for a desk of a paper, and nothing else: `Home Affairs Editor`.
pub(super) fn is_post_alone(text: &str) -> bool {
    let desks = text.rsplit_once(' ').filter(|_| ends_as_job(text)).map(|(desks, _)| desks);
    desks.is_some_and(|desks| desks.split(' ').all(is_desk))
}

/// Whether a word is that of a desk of a paper.
pub(super) fn is_desk(word: &str) -> bool {
    let folded = fold::fold(word);
    DESKS.contains(&&*folded) || rows::has_word_of_topics(&folded)
}

/// Whether the second part of a text is all of one word, behind a comma and a name of several: where somebody is (`Ada Reed, London`).
/// A judgement: those who go by one word are hardly named second and last.
pub(super) fn is_place(text: &str, part: &str, names: &[String]) -> bool {
    let [first] = names else { return false };
    let part = part.trim();
    first.contains(' ')
        && part.chars().all(char::is_alphabetic)
        && part.starts_with(char::is_uppercase)
        && behind_comma(text, part)
        && text.matches(',').count() == 1
}

/// The text without the places where those whom it names are, where each has its own: `Ada Reed in Lund and Ole Tamm, in Paris`.
pub(super) fn without_places(text: &str) -> Cow<'_, str> {
    /// Words of a place. A judgement: `New York City`.
    const WORDS: usize = 3;
    if text.len() > LONGEST_ROW || text.matches(" in ").count() < 2 {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut parts = text.split(" in ").peekable();
    kept.push_str(parts.next().unwrap_or_default());
    while let Some(part) = parts.next() {
        let mut joints = [", and ", " and ", ", ", " und ", " & ", "; "].into_iter().filter_map(|sign| {
            let (place, next) = part.split_once(sign)?;
            let is_place = place.split(' ').count() <= WORDS && place.split(' ').all(is_capital);
            (is_place && next.contains(' ') && next.starts_with(char::is_uppercase)).then_some(next)
        });
        let next = joints.next().filter(|_| parts.peek().is_some());
        kept.truncate(kept.trim_end_matches([',', ' ']).len());
        kept.push_str(if next.is_some() { ", " } else { " in " });
        kept.push_str(next.unwrap_or(part));
    }
    Cow::Owned(kept)
}

/// The text without those who did something else than write, behind labels that say so: `Text: Ada Reed, Fotos: Ole Tamm`.
pub(super) fn without_credits(text: &str) -> String {
    if text.len() > LONGEST_ROW || !text.contains([':', '：']) {
        return text.to_owned();
    }
    let mut kept = String::new();
    let (mut from, mut is_kept) = (0, true);
    for (at, _) in text.match_indices([':', '：']) {
        let start = label_start(text, from, at);
        let label = text.get(start..=at).unwrap_or_default();
        let is_others = is_credit(label) && !is_joined(text.get(from..start).unwrap_or_default());
        let names_authors = || without_intro(text.get(start..).unwrap_or_default()).is_some();
        if !is_others && (is_kept || !names_authors()) {
            continue;
        }
        if is_kept {
            put(&mut kept, text.get(from..start).unwrap_or_default().trim_end().trim_end_matches('.'));
        }
        let behind = at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        (from, is_kept) = if is_others { (start, false) } else { (behind, true) };
    }
    if is_kept {
        put(&mut kept, text.get(from..).unwrap_or_default());
    }
    kept
}

/// Adds those whom a part of the text names.
fn put(kept: &mut String, part: &str) {
    let part = part.trim().trim_end_matches([',', '/', '-', ' ']);
    if !kept.is_empty() && !part.is_empty() {
        kept.push_str(", ");
    }
    kept.push_str(part);
}

/// Where the label begins that ends at a colon: one word, or several that all tell of other work.
fn label_start(text: &str, from: usize, colon: usize) -> usize {
    let mut start = colon;
    let is_label = |word: &str| word == "by" || is_credit_word(&fold::words(word));
    for (place, word) in text.get(from..colon).unwrap_or_default().rsplit(' ').enumerate() {
        if place > 0 && !is_label(word) {
            break;
        }
        start = start.saturating_sub(word.len() + usize::from(place > 0));
    }
    start
}

/// Whether a text ends with a word that joins: `Text und Fotos:` tells of one person.
fn is_joined(text: &str) -> bool {
    let last = text.trim_end().rsplit(' ').next().unwrap_or_default();
    matches!(
        &*fold::fold(last),
        "and" | "und" | "et" | "y" | "e" | "i" | "en" | "og" | "och" | "ja" | "&" | "+"
    )
}

/// A text without the label before it, of so many words, whatever it is: what an element marked as a byline begins with.
pub(super) fn without_label(text: &str) -> &str {
    /// Words and bytes of a label. A judgement: `Texte et photos`, in letters of two bytes.
    const WORDS: usize = 3;
    const LENGTH: usize = 40;
    let Some((label, rest)) = text.split_once([':', '：']) else { return text };
    let fits = label.len() <= LENGTH && label.split_whitespace().count() <= WORDS;
    if fits && rest.trim_start().starts_with(char::is_alphabetic) { rest.trim_start() } else { text }
}

#[cfg(test)]
mod tests {
    use crate::normalise::html::about::names::{Trust, clean};

    #[test]
    fn labels_titles_posts_and_other_work_are_no_part_of_a_name() {
        let cases: [(&str, &[&str]); 29] = [
            ("Af Mette Holm", &["Mette Holm"]),
            ("Skrevet av Kari Nilsen", &["Kari Nilsen"]),
            ("Kirjoittaja: Matti Saari", &["Matti Saari"]),
            ("Συγγραφείς: Μαρία Λίμνη, Κώστας Όχθη", &["Μαρία Λίμνη", "Κώστας Όχθη"]),
            ("بقلم: سلمى الحسن", &["سلمى الحسن"]),
            ("لیبل: مریم رضایی", &["مریم رضایی"]),
            ("Tác giả: Trần Minh Hồ", &["Trần Minh Hồ"]),
            ("Words and such: Ada Reed", &["Ada Reed"]),
            ("Von unserem Redakteur Ole Tamm", &["Ole Tamm"]),
            ("文｜林小河", &["林小河"]),
            ("本报记者 林小河", &["林小河"]),
            ("記者林小河／台北報導", &["林小河"]),
            ("【記者林小河花蓮報導】", &["林小河"]),
            ("dr hab. Anna Brzeg", &["Anna Brzeg"]),
            ("doc. Ing. Petr Jezero, CSc., RNDr. Lucie Malá, Ph.D.", &["Petr Jezero", "Lucie Malá"]),
            ("أ.د. محمد العلي، د. فاطمة الزهراء", &["محمد العلي", "فاطمة الزهراء"]),
            ("Prof. Ada Reed", &["Prof. Ada Reed"]),
            ("Text: Ada Reed, Fotos: Ole Tamm", &["Ada Reed"]),
            ("Foto: Ole Tamm / Tekst: Ada Reed", &["Ada Reed"]),
            ("Texto: Ada Reed / Fotografía: Ole Tamm", &["Ada Reed"]),
            ("Text und Fotos: Ada Reed", &["Ada Reed"]),
            ("Photo by: Ole Tamm", &[]),
            ("Ada Reed and Ole Tamm, Research Scientists", &["Ada Reed", "Ole Tamm"]),
            ("Ada Reed, Senior Researcher; Ole Tamm, Principal Research Manager", &["Ada Reed", "Ole Tamm"]),
            ("Doc Searls", &["Doc Searls"]),
            ("By Gor Sargsyan, Mag Lund", &["Gor Sargsyan", "Mag Lund"]),
            ("Words: Ada Reed. Photo: Ole Tamm, Text: Kit Moor", &["Ada Reed", "Kit Moor"]),
            ("山田 太郎¹・佐藤 花子²", &["山田 太郎", "佐藤 花子"]),
            ("ジョン・スミス", &["ジョン・スミス"]),
        ];
        for (told, names) in cases {
            assert_eq!(clean(told, "", Trust::Marked), names, "{told}");
        }
        assert_eq!(clean("Tekst: Ada de Reed. Foto: Ole Tamm", "", Trust::Written), ["Ada de Reed"]);
    }

    #[test]
    fn jobs_desks_and_places_are_no_names() {
        for (told, names) in [
            ("By Ada Reed, Political correspondent", &["Ada Reed"][..]),
            ("By Ada Reed, Education reporter", &["Ada Reed"]),
            ("By Ada Reed, Home Affairs Editor, and Ole Tamm", &["Ada Reed", "Ole Tamm"]),
            ("By Ada Reed Science Editor", &["Ada Reed"]),
            ("By Ada Reed, in Washington, and Ole Tamm, in New York", &["Ada Reed", "Ole Tamm"]),
            ("By Ada Reed in London and Ole Tamm in Paris", &["Ada Reed", "Ole Tamm"]),
            ("Von Ada Reed, London", &["Ada Reed"]),
            ("By Our Foreign Staff", &[]),
            ("Home Affairs Editor", &[]),
            ("Ada Reed, Edith Head", &["Ada Reed", "Edith Head"]),
        ] {
            assert_eq!(clean(told, "", Trust::Marked), names, "{told}");
        }
        for (told, names) in [
            ("Ada Reed, Political editor", &["Ada Reed"][..]),
            ("Ada Reed in Bathwell", &["Ada Reed"]),
            ("Sophie in 't Veld", &["Sophie in 't Veld"]),
            ("Verein für Kultur in Berlin", &["Verein für Kultur in Berlin"]),
            ("School of Hygiene in London", &["School of Hygiene in London"]),
            ("Staff and agencies", &[]),
        ] {
            assert_eq!(clean(told, "", Trust::Person), names, "{told}");
        }
        assert!(clean(&" in X, Y".repeat(50_000), "", Trust::Marked).is_empty());
    }

    #[test]
    fn colons_without_end_are_gone_through_once() {
        for hostile in ["foto: ", ":", "foto:x text:y "] {
            clean(&hostile.repeat(50_000), "", Trust::Marked);
        }
    }
}
