//! Tells records of other kinds from publications: forums, files of a folder, matches, what customers say.
//!
//! In: the records of a region, or those chosen of a page. Out: yes or no. Shares are by hand, most are a half; words
//! are judgements, in the languages whose dates are read.

use crate::normalise::listing::activity;
use crate::normalise::listing::choice::{HEADING_REACH, Page};
use crate::normalise::listing::flow::{Flow, Kind, Piece, zone};
use crate::normalise::listing::headings;
use crate::normalise::listing::records::Record;

/// Whether records of a region are of such a kind.
pub(super) fn are_others(flow: &Flow, records: &[Record<'_>]) -> bool {
    let most = |is: &dyn Fn(&Record<'_>) -> bool| {
        records.iter().filter(|record| is(record)).count() * 2 >= records.len()
    };
    let is_forum = |record: &Record<'_>| {
        activity::counts_threads_and_posts(flow.within(record.card.first, record.card.end))
            || record.title_piece.is_some_and(|title| activity::is_within(flow, title))
    };
    most(&is_forum) || most(&|record| is_file(flow, record)) || most(&|record| has_score(record.title))
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

/// Whether a title is two names with a score between, and no more: `Upper Tarn 2–1 Lower Tarn`.
fn has_score(title: &str) -> bool {
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
    let at = words.iter().position(|word| is_score(word));
    words.len() <= WORDS
        && !title.contains([',', '?', ';'])
        && at.is_some_and(|at| {
            let begins = |word: Option<&&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
            at > 0 && begins(words.first()) && begins(words.get(at + 1))
        })
}

/// Whether the records chosen of a page are what customers say of something: none leads anywhere, and the page or the heading
/// above says so.
pub(super) fn are_testimonials(page: &Page<'_>, chosen: &[Record<'_>]) -> bool {
    let first = chosen.iter().map(|record| record.card.first).min().unwrap_or(0);
    let mut above = page.flow.within(0, first).iter().rev().take(HEADING_REACH);
    let heading = above.find(|piece| piece.heading > 0);
    chosen.iter().all(|record| record.href.is_none())
        && (headings::heads_testimonials(page.said.title)
            || heading.is_some_and(|piece| headings::heads_testimonials(&piece.text)))
}

/// Whether a record is called as its site is: a heading in the head of the page that leads nowhere, or to the front page.
pub(super) fn is_site_name(flow: &Flow, record: &Record<'_>) -> bool {
    let title = record.title_piece.and_then(|at| flow.pieces.get(at));
    let leads_away =
        |title: &Piece| flow.href(title).is_some_and(|href| !matches!(href.trim(), "/" | "./" | "#" | ""));
    title.is_some_and(|title| title.heading > 0 && title.zone & zone::HEADER != 0 && !leads_away(title))
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
    fn scores_between_two_names_are_matches() {
        for title in ["Upper Tarn 2–1 Lower Tarn", "Tarn 12:0 Mere United"] {
            assert!(has_score(title), "{title}");
        }
        for title in [
            "How 9-1 became a number, and why",
            "Tarn 2-1 after extra time: a report on the lake",
            "2026-05-01",
        ] {
            assert!(!has_score(title), "{title}");
        }
    }
}
