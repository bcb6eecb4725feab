//! Tells records of other kinds from publications: forums, files of a folder, matches, what customers say.
//!
//! In: the records of a region, or those chosen of a page. Out: yes or no. Shares are by hand, most are a half; words
//! are judgements, in the languages whose dates are read.

use super::{HEADING_REACH, Page};
use crate::document::identity;
use crate::normalise::listing::By;
use crate::normalise::listing::days::activity;
use crate::normalise::listing::flow::{Flow, Kind, Piece, traits, zone};
use crate::normalise::listing::headings;
use crate::normalise::listing::records::Record;
use crate::normalise::tables::Set;

/// Whether records of a region are of such a kind.
pub(crate) fn are_others(flow: &Flow, records: &[Record<'_>]) -> bool {
    let most = |is: &dyn Fn(&Record<'_>) -> bool| {
        records.iter().filter(|record| is(record)).count() * 2 >= records.len()
    };
    let is_forum = |record: &Record<'_>| {
        activity::counts_threads_and_posts(flow.within(record.card.first, record.card.end))
            || record.title_piece.is_some_and(|title| activity::is_within(flow, title))
    };
    most(&is_forum) || most(&|record| is_file(flow, record)) || are_matches(records)
}

/// Whether a record is the row of a file or a folder, and its title is no link of more words: its first cell links something of
/// a tree of files by its name, or a program stands in it with its size. A name in a link alone may be a number, a topic or a
/// format (`TR-2024-01`, `Research`, `PDF`).
fn is_file(flow: &Flow, record: &Record<'_>) -> bool {
    /// Elements around a title among which its row is: a link in a line in a cell. A judgement.
    const LEVELS: usize = 4;
    let title = record.title_piece.and_then(|at| flow.pieces.get(at));
    let around = |at: &usize| flow.elements.get(*at).map(|element| element.parent);
    let mut around = std::iter::successors(title.map(|title| title.holder), around).take(LEVELS);
    let Some(row) = around.find(|at| flow.elements[*at].kind == Kind::Row) else { return false };
    let path = |piece: &Piece| flow.href(piece).map(|href| href.split(['?', '#']).next().unwrap_or(href));
    let is_name = |piece: &Piece| {
        path(piece).and_then(|path| path.trim_end_matches('/').rsplit('/').next()).is_some_and(|last| {
            !piece.text.contains(' ') && piece.text.trim_end_matches('/').eq_ignore_ascii_case(last)
        })
    };
    let is_linked = |piece: &&Piece| piece.link.is_some() && piece.words > 1 && !is_name(piece);
    if title.is_some_and(|title| is_linked(&title)) {
        return false;
    }
    let pieces = flow.within(flow.elements[row].first, flow.elements[row].end);
    let cell = |piece: &Piece| flow.child_towards(row, piece.holder);
    let first = pieces.first().and_then(cell);
    let is_of_tree = |piece: &Piece| {
        path(piece).is_some_and(|path| path.split('/').rev().skip(1).any(|part| TREES.contains(&part)))
    };
    let is_program = |piece: &Piece| {
        let ending = piece.text.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        PROGRAMS.contains(&ending.as_str())
    };
    let mut names = pieces.iter().filter(|piece| is_name(piece));
    names.any(|piece| {
        (is_of_tree(piece) && cell(piece) == first)
            || (is_program(piece) && pieces.iter().any(|piece| is_size(&piece.text)))
    })
}

/// Parts of addresses below which forges show the files of a repository. A judgement.
const TREES: [&str; 4] = ["tree", "blob", "raw", "src"];

/// Endings of programs and archives, a judgement; a document is a publication.
const PROGRAMS: [&str; 21] = [
    "exe", "msi", "dmg", "pkg", "deb", "rpm", "apk", "appimage", "jar", "whl", "iso", "img", "bin", "zip",
    "7z", "tar", "gz", "tgz", "bz2", "xz", "zst",
];

/// Whether a text is the size of a file: `21 MB`, `1.2M`.
fn is_size(text: &str) -> bool {
    const UNITS: [&str; 14] =
        ["b", "bytes", "k", "kb", "kib", "ko", "m", "mb", "mib", "mo", "g", "gb", "gib", "go"];
    let text = text.trim().to_lowercase();
    let number = text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    number > 0 && UNITS.contains(&text.get(number..).unwrap_or_default().trim())
}

/// Whether records are matches: most titles are two names with a score between, none has a text, and some who stand before a score
/// stand behind another.
fn are_matches(records: &[Record<'_>]) -> bool {
    let sides: Vec<(String, String)> = records
        .iter()
        .filter(|record| record.summary.is_empty())
        .filter_map(|record| sides(record.title))
        .collect();
    let home: Set<&str> = sides.iter().map(|(home, _)| home.as_str()).collect();
    sides.len() * 2 >= records.len() && sides.iter().any(|(_, guest)| home.contains(guest.as_str()))
}

/// The two names of a title with a score between, and no more: `Upper Tarn 2–1 Lower Tarn`.
fn sides(title: &str) -> Option<(String, String)> {
    /// Words of such a title, a judgement: two clubs of three words.
    const WORDS: usize = 8;
    let is_score = |word: &str| {
        let mut sides = word.split(['–', '-', ':', '—']);
        let is_number = |side: Option<&str>| {
            side.is_some_and(|side| {
                (1..=3).contains(&side.len()) && side.bytes().all(|sign| sign.is_ascii_digit())
            })
        };
        is_number(sides.next()) && is_number(sides.next()) && sides.next().is_none()
    };
    let words: Vec<&str> = title.split_whitespace().collect();
    let at = words.iter().position(|word| is_score(word))?;
    let (home, guest) = (words.get(..at)?, words.get(at + 1..)?);
    let begins = |words: &[&str]| words.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    let is_match = words.len() <= WORDS && !title.contains([',', '?', ';']) && begins(home) && begins(guest);
    is_match.then(|| (home.join(" "), guest.join(" ")))
}

/// Whether the records chosen of a page are what customers say of something: none leads anywhere, and the page or the heading
/// above says so. Under a word that heads reviews of books as well most must be called by a name.
pub(super) fn are_testimonials(page: &Page<'_>, chosen: &[Record<'_>]) -> bool {
    let first = chosen.iter().map(|record| record.card.first).min().unwrap_or(0);
    let mut above = page.flow.within(0, first).iter().rev().take(HEADING_REACH);
    let heading = above.find(|piece| piece.heading > 0).map_or("", |piece| &piece.text);
    let says = |is_it: fn(&str) -> bool| is_it(page.said.title) || is_it(heading);
    let is_name = |record: &&Record<'_>| {
        let title = record.title_piece.and_then(|at| page.flow.pieces.get(at));
        title.is_some_and(|title| title.heading == 0 && title.traits & (traits::NAME | traits::NAMES) != 0)
    };
    chosen.iter().all(|record| record.href.is_none())
        && (says(headings::heads_testimonials)
            || (says(headings::heads_reviews) && chosen.iter().filter(is_name).count() * 2 > chosen.len()))
}

/// The record that is called as its site is, if the first is: a heading in the head of the page that leads nowhere or to the front
/// page, and has the page's name, or is one of the first rank without a day.
pub(crate) fn site_name<'r, 'a>(page: &Page<'_>, chosen: &'r [Record<'a>]) -> Option<&'r Record<'a>> {
    let record = chosen.iter().min_by_key(|record| record.card.first)?;
    let title = page.flow.pieces.get(record.title_piece?)?;
    let leads_away = page.flow.href(title).is_some_and(|href| !matches!(href.trim(), "/" | "./" | "#" | ""));
    let (own, name) = (identity::title_key(&title.text), identity::title_key(page.said.title));
    // Where a heading says what the page is called, it may be that of the first entry.
    let is_named = page.said.by != By::Heading
        && !name.is_empty()
        && own.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let is_site = title.heading > 0 && title.zone & zone::HEADER != 0 && !leads_away;
    (is_site && (is_named || (title.heading == 1 && record.date.is_none()))).then_some(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_files_are_told() {
        for text in ["21 MB", "1.2M", "640 bytes", "3,4 Mo"] {
            assert!(is_size(text), "{text}");
        }
        for text in ["2024", "21 lakes", "MB", "5.3.1"] {
            assert!(!is_size(text), "{text}");
        }
    }

    #[test]
    fn scores_between_two_names_are_told() {
        for title in ["Upper Tarn 2–1 Lower Tarn", "Tarn 12:0 Mere United"] {
            assert!(sides(title).is_some(), "{title}");
        }
        for title in [
            "How 9-1 became a number, and why",
            "Tarn 2-1 after extra time: a report on the lake",
            "2026-05-01",
        ] {
            assert!(sides(title).is_none(), "{title}");
        }
    }
}
