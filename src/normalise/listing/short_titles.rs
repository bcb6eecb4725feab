//! Tells titles of one word from the labels of menus: what is said beside them outweighs how short they are.
//!
//! In: a flow and its records. Out: yes or no.

use std::sync::LazyLock;

use crate::document::{DateSource, Precision};
use crate::normalise::listing::columns::ratio;
use crate::normalise::listing::flow::{Flow, Hint, Kind, traits, zone};
use crate::normalise::listing::phrases::{folded, plain};
use crate::normalise::listing::records::{Record, Records};
use crate::normalise::tables::Set;

/// Heads of columns of titles and of nothing else, in the languages whose dates are read: a judgement. Below `Name` people
/// and files stand as well.
const TITLES: &str = "\
    title|titel|titre|título|titolo|tytuł|название|заголовок|назва|标题|標題|题目|題名|タイトル|件名|제목|başlık|τίτλος|cím|název článku|\
    názov|tittel|otsikko|judul|العنوان|عنوان|כותרת|शीर्षक|tiêu đề|headline|article|paper|report";

static OF_TITLES: LazyLock<Set<String>> = LazyLock::new(|| folded(TITLES));

/// Rows that have to be there: a judgement, fewer are the data of one thing.
const ROWS: usize = 3;

/// Share of titles that read as names of people, from which they are names. A judgement: a place is called as people are.
const NAMES: f32 = 0.3;

/// Mean words of titles that are more than labels. A judgement: `Boarding ladders`.
const WORDS: f32 = 2.0;

/// Whether records are links of a few words that read as no names, each with a day of its own.
pub(super) fn are_dated_phrases(flow: &Flow, records: &Records<'_>) -> bool {
    let has_own_day = |record: &Record<'_>| {
        record.date.as_ref().is_some_and(|(day, source, _)| {
            day.precision != Precision::Year && *source != DateSource::GroupHeading
        })
    };
    let is_name = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        title.is_some_and(|title| title.traits & traits::NAME != 0)
    };
    let names = records.all.iter().filter(|record| is_name(record)).count();
    records.titled >= ROWS
        && records.titled == records.all.len()
        && records.distinct >= 1.0
        && records.title_linked >= 1.0
        && records.title_words >= WORDS
        && ratio(names, records.titled) < NAMES
        && records.all.iter().all(has_own_day)
}

/// Whether records are rows of a table with a head that says that titles stand below it, each a link with a day beside it.
pub(super) fn are_headed(flow: &Flow, records: &Records<'_>) -> bool {
    let is_day = |record: &Record<'_>| {
        let day = record.date.as_ref();
        day.is_some_and(|(day, source, _)| {
            day.precision == Precision::Day && *source != DateSource::GroupHeading
        })
    };
    let is_row = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        title.is_some_and(|title| title.hint == Some(Hint::Title) && title.link.is_some())
            && record.card.element.is_some_and(|at| flow.elements[at].kind == Kind::Row)
    };
    let first = records.all.iter().map(|record| record.card.first).min().unwrap_or_default();
    let mut heads = flow.within(0, first).iter().rev().take_while(|piece| piece.zone & zone::HEAD_ROW != 0);
    records.titled >= ROWS
        && records.titled == records.all.len()
        && records.distinct >= 1.0
        && records.all.iter().all(|record| is_day(record) && is_row(record))
        && heads.any(|piece| OF_TITLES.contains(plain(&piece.text).as_str()))
}
