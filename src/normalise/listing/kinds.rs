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

/// Whether a record is the row of a file or a folder: what its row links is called as its address ends, and its title is no
/// link of more words.
fn is_file(flow: &Flow, record: &Record<'_>) -> bool {
    /// Elements around a title among which its row is: a link in a line in a cell. A judgement.
    const LEVELS: usize = 4;
    let title = record.title_piece.and_then(|at| flow.pieces.get(at));
    let around = |at: &usize| flow.elements.get(*at).map(|element| element.parent);
    let mut around = std::iter::successors(title.map(|title| title.holder), around).take(LEVELS);
    let is_row = around.any(|at| flow.elements[at].kind == Kind::Row);
    let is_name = |piece: &Piece| {
        let last = flow.href(piece).map(|href| {
            let path = href.split(['?', '#']).next().unwrap_or(href).trim_end_matches('/');
            path.rsplit('/').next().unwrap_or(path)
        });
        last.is_some_and(|last| {
            !piece.text.contains(' ') && piece.text.trim_end_matches('/').eq_ignore_ascii_case(last)
        })
    };
    let is_linked = |piece: &&Piece| piece.link.is_some() && piece.words > 1 && !is_name(piece);
    is_row
        && !title.is_some_and(|title| is_linked(&title))
        && flow.within(record.card.first, record.card.end).iter().any(is_name)
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
