//! Puts dates together whose day, month and year each stand in an element of their own, as leaves of a calendar do.
//!
//! In: the raw pieces of a page and its elements, which hold them by number. Out: the same number of raw pieces, the first
//! of each such date with all of its text, the others without any.

use super::layout::Raw;
use super::{Element, Hint};
use crate::document::Precision;
use crate::normalise::dates::Reading;
use crate::normalise::listing::days::moments;

/// Bytes of a part: `September` and a comma, `вересня`.
const PART: usize = 18;

/// Elements above a part among which the box is. A judgement: a span in a block in the box, and one more.
const LEVELS: usize = 3;

/// Puts the dates of a page together.
pub(super) fn unite(raw: &mut [Raw], elements: &[Element], reading: &Reading) {
    let mut at = 0;
    while at < raw.len() {
        let end = end_of_box(raw, at, elements).or_else(|| end_of_marked(raw, at, elements));
        let united = end.map(|end| (end, text_of(raw, at, end))).filter(|(_, text)| is_date(text, reading));
        let Some((end, text)) = united.or_else(|| beside_month(raw, at, elements, reading)) else {
            at += 1;
            continue;
        };
        if let Some([first, others @ ..]) = raw.get_mut(at..end) {
            first.text = text;
            for other in others {
                other.text.clear();
            }
        }
        at = end;
    }
}

/// The raw piece after the last of an element that holds two or three short ones from this on.
fn end_of_box(raw: &[Raw], at: usize, elements: &[Element]) -> Option<usize> {
    let first = raw.get(at).filter(|first| is_part(first))?;
    let mut element = first.holder;
    for _ in 0..=LEVELS {
        let holder = elements.get(element).filter(|holder| holder.first == at)?;
        if (at + 2..=at + 3).contains(&holder.end) {
            return raw.get(at..holder.end).filter(|parts| parts.iter().all(is_part)).map(|_| holder.end);
        }
        element = holder.parent;
    }
    None
}

/// The raw piece after a day and a month that stand side by side, each in an element whose class says that it is of a date.
fn end_of_marked(raw: &[Raw], at: usize, elements: &[Element]) -> Option<usize> {
    let [day, month] = raw.get(at..at + 2)? else { return None };
    let [first, second] = [elements.get(day.holder)?, elements.get(month.holder)?];
    let are_marked = [first, second].iter().all(|holder| holder.hint == Some(Hint::Date));
    (are_marked
        && day.holder != month.holder
        && first.parent == second.parent
        && is_part(day)
        && is_part(month))
    .then_some(at + 2)
}

/// The raw piece after a day and the month of a year that stand side by side, each in an element of its own (`24`, `Nov
/// 2025`), and the date that they are.
fn beside_month(raw: &[Raw], at: usize, elements: &[Element], reading: &Reading) -> Option<(usize, String)> {
    let [day, month] = raw.get(at..at + 2)? else { return None };
    let day_text = day.text.trim();
    let is_number = matches!(day_text.len(), 1 | 2) && day_text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || day.time || month.time || day.heading != month.heading || day.link != month.link {
        return None;
    }
    let [first, second] = [elements.get(day.holder)?, elements.get(month.holder)?];
    let month_text = month.text.trim();
    let are_beside = day.holder != month.holder
        && (first.parent == second.parent || second.parent == day.holder)
        && (5..=2 * PART).contains(&month_text.len())
        && moments::whole(month_text, reading).is_none_or(|it| it.precision == Precision::Month);
    if !are_beside {
        return None;
    }
    let text = match month_text.chars().find(|sign| !sign.is_ascii_digit()) {
        // `2025-11`, `2025年11月`
        Some('年') => format!("{month_text}{day_text}日"),
        Some(sign @ ('-' | '/' | '.')) => format!("{month_text}{sign}{day_text}"),
        _ => format!("{day_text} {month_text}"),
    };
    let is_day = moments::whole(&text, reading).is_some_and(|it| it.precision == Precision::Day);
    is_day.then_some((at + 2, text))
}

fn is_part(raw: &Raw) -> bool {
    let text = raw.text.trim();
    (1..=PART).contains(&text.len()) && !text.contains(' ') && !raw.time && raw.heading == 0
}

fn text_of(raw: &[Raw], first: usize, end: usize) -> String {
    let parts = raw.get(first..end).unwrap_or_default().iter().map(|raw| raw.text.trim());
    parts.collect::<Vec<_>>().join(" ")
}

fn is_date(text: &str, reading: &Reading) -> bool {
    moments::whole(text, reading).is_some_and(|interval| interval.precision == Precision::Day)
        || moments::is_partial(text, reading)
}
