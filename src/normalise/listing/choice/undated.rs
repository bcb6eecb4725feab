//! Tells whether records of which none has a date are publications.
//!
//! In: a page and its records. Out: yes or no, strictly: without dates little else tells a listing from a menu.

use std::collections::HashSet;

use super::{Page, news};
use crate::document::Interval;
use crate::normalise::dates;
use crate::normalise::listing::Article;
use crate::normalise::listing::choice;
use crate::normalise::listing::days::issue;
use crate::normalise::listing::fields;
use crate::normalise::listing::flow::zone;
use crate::normalise::listing::records::columns::ratio;
use crate::normalise::listing::records::{Record, Records};

/// Mean words of titles from which records without a date of their own are publications. By hand: names and menus have
/// fewer.
pub(super) const PAPER_WORDS: f32 = 4.0;

/// Mean words of titles where a row of people stands below each, or an address with a day leads to it. By hand: what is sold
/// is called more shortly.
const SIGNED_WORDS: f32 = 3.0;

/// Words of a title that is more than the name of a thing. A judgement, as [`PAPER_WORDS`].
const LONG: usize = 4;

/// Links with rows of names that are publications for nothing else, at least. A judgement: fewer may be films or teams.
const SIGNED: usize = 5;

/// Undated records are publications only when most are headings of some words, linked, by addresses such as posts have,
/// with a summary, in the page's main part; or linked headings, linked terms or links in strong type with an author or with
/// names below them; or links with rows of names below nearly all; or when most lead to a page and have a row of names that is
/// marked as that of authors; or to addresses with a date in them. The shares are by hand, and strict: without dates little
/// else tells a listing from a menu.
pub(super) fn are_publications(page: &Page<'_>, records: &Records<'_>) -> bool {
    let all = records.all.len();
    if page.said.article != Article::No
        || records.titled < 3
        || records.anchored < 0.8
        || records.title_words < SIGNED_WORDS
        || choice::standing(page, records, zone::ASIDE | zone::NAVIGATION | zone::HEADER) > 0
    {
        return false;
    }
    let are_told = records.are_named
        || (records.authored >= 0.7 && records.stood_out >= 0.8 && records.title_linked >= 0.8);
    let leads_to = |fits: &dyn Fn(&str) -> bool| {
        let count = records.all.iter().filter(|record| record.href.is_some_and(fits)).count();
        ratio(count, all)
    };
    // Files lie in folders of their months.
    let is_file = |href: &str| {
        let name = href.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        name.rsplit_once('.').is_some_and(|(_, kind)| !kind.starts_with("htm") && kind.len() <= 4)
    };
    let days: HashSet<Interval> =
        records.all.iter().filter_map(|record| dates::in_path(record.href?)).collect();
    let are_dated =
        days.len() > 1 && leads_to(&|href| dates::in_path(href).is_some() && !is_file(href)) >= 0.8;
    // Three with marked authors and headings are the contents of a thin issue; so are they where the page is called as one.
    let are_announced = records.headed >= 0.9 || issue::is_issue(page.said.title);
    let are_marked = records.cited >= 0.6 && are_announced && records.title_words >= PAPER_WORDS;
    // Where each is a linked heading with its author, and most are of some words, so is one of a word (`Editorial`).
    let is_long = |record: &Record<'_>| fields::word_count(record.title) >= LONG;
    let are_by_somebody = records.authored >= 0.7
        && records.all.iter().filter(|record| is_long(record)).count() * 2 > all
        && records.headed >= 0.9
        && records.title_linked >= 0.9
        && (records.titled >= 4 || issue::is_issue(page.said.title));
    let are_printed = issue::is_edition(page.said.title)
        && records.title_linked >= 0.9
        && records.title_words >= PAPER_WORDS;
    if are_dated || are_marked || are_by_somebody || are_printed {
        return true;
    }
    if records.titled < 4 {
        return false;
    }
    if news::are_news(page, records) {
        return true;
    }
    if records.are_signed && records.titled >= SIGNED {
        return true;
    }
    if records.title_words < PAPER_WORDS {
        return false;
    }
    if records.cited >= 0.5 || are_told {
        return true;
    }
    // Forty letters are a short sentence.
    let summarised =
        records.all.iter().filter(|record| record.summary.iter().any(|part| part.len() >= 40)).count();
    ratio(summarised, all) >= 0.6 && records.headed >= 0.8 && leads_to(&is_slug) >= 0.7
}

/// Whether an address ends as those of posts do: words of a title with hyphens between. Three hyphens are a judgement:
/// names of sections have fewer.
fn is_slug(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or(href).trim_end_matches('/');
    path.rsplit('/').next().is_some_and(|last| last.matches('-').count() >= 3)
}
