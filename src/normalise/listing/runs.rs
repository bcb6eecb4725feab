//! Joins the texts of a line into pieces: what reads as one sentence becomes one piece, dates are split off.
//!
//! In: raw pieces. Out: pieces without hints and signatures, and where each raw piece begins among them.

use crate::document::DateSource;
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::flow::{Element, Piece, PieceDate, zone};
use crate::normalise::listing::layout::Raw;
use crate::normalise::listing::{fields, moments};

/// Joins the raw pieces of a page. The second value says for each raw piece, and for the end, at which piece
/// it begins.
pub(super) fn join(raw: Vec<Raw>, elements: &[Element], reading: &Reading) -> (Vec<Piece>, Vec<usize>) {
    let mut pieces = Vec::new();
    let mut starts = Vec::with_capacity(raw.len() + 1);
    let mut raw = raw.into_iter().peekable();
    let mut run = Vec::new();
    while let Some(piece) = raw.next() {
        let last = raw.peek().is_none_or(|next| next.run != piece.run);
        run.push(piece);
        if last {
            finish_run(&mut run, &mut pieces, &mut starts, elements, reading);
        }
    }
    starts.push(pieces.len());
    (pieces, starts)
}

/// Turns the raw pieces of one run into pieces: joins what is one sentence, splits dates off.
fn finish_run(
    run: &mut Vec<Raw>,
    pieces: &mut Vec<Piece>,
    starts: &mut Vec<usize>,
    elements: &[Element],
    reading: &Reading,
) {
    // Which finished piece each raw piece begins at, so that elements keep their spans.
    let first = starts.len();
    let mut joined: Vec<(Raw, usize)> = Vec::new();
    for raw in run.drain(..) {
        starts.push(usize::MAX);
        let index = starts.len() - 1 - first;
        let joins = joined.last().is_some_and(|(last, _)| belongs_to_sentence(last, &raw, elements));
        match joined.last_mut() {
            Some((last, _)) if joins => {
                if !last.text.ends_with(' ') && !raw.text.starts_with(|c: char| c.is_ascii_punctuation()) {
                    last.text.push(' ');
                }
                if last.link.is_none() || (raw.link.is_some() && raw.text.len() > last.text.len()) {
                    last.link = raw.link.filter(|_| raw.text.len() > last.text.len());
                }
                last.text.push_str(&raw.text);
            }
            _ => joined.push((raw, index)),
        }
    }
    for (raw, index) in joined {
        let begin = pieces.len();
        split_dates(&raw, pieces, reading);
        if let Some(start) = starts.get_mut(first + index) {
            *start = begin;
        }
    }
    // A raw piece that was joined to the one before it begins where the next one does.
    let mut next = pieces.len();
    for start in starts.iter_mut().skip(first).rev() {
        if *start == usize::MAX {
            *start = next;
        }
        next = *start;
    }
}

/// Whether two neighbouring pieces of a run read as one text: both stand in the same heading, link or
/// paragraph, and neither is a date.
fn belongs_to_sentence(last: &Raw, next: &Raw, elements: &[Element]) -> bool {
    if last.time || next.time || (last.zone ^ next.zone) & zone::BUTTON != 0 {
        return false;
    }
    let hinted = |raw: &Raw| elements.get(raw.holder).is_some_and(|holder| holder.hint.is_some());
    if last.heading > 0 && last.heading == next.heading {
        return last.link == next.link && !hinted(next) && !hinted(last);
    }
    // Loose text of four words is a sentence that goes on, not a separator between chips.
    let is_sentence = |raw: &Raw| raw.text.split_whitespace().nth(3).is_some();
    if last.loose && is_sentence(last) && !next.text.trim().is_empty() {
        // A link that is a number leads to a page of a list.
        let pager = next.link.is_some() && fields::is_number(next.text.trim());
        return !pager
            && !moments::is_date_like(&next.text)
            && (next.link == last.link || last.link.is_none());
    }
    next.loose && last.loose && last.link == next.link
}

/// Splits the dates at the ends of a piece off, and keeps the rest.
fn split_dates(raw: &Raw, pieces: &mut Vec<Piece>, reading: &Reading) {
    let text = raw.text.trim();
    if text.is_empty() {
        return;
    }
    let mut push = |text: &str, part: u8, date: Option<PieceDate>| {
        let text = text.trim();
        if !text.is_empty() {
            pieces.push(Piece {
                text: text.to_owned(),
                holder: raw.holder,
                run: raw.run,
                link: raw.link,
                // A remark in brackets after a heading's date (`(12 entries)`) is no heading.
                heading: if part == 2 && text.starts_with('(') { 0 } else { raw.heading },
                signature: 0,
                placed: 0,
                part,
                zone: raw.zone,
                hint: None,
                date,
                words: 0,
                key: 0,
                traits: 0,
            });
        }
    };
    if raw.time {
        let machine = raw.datetime.as_deref().and_then(|text| dates::machine(text, reading));
        let shown = moments::split(text, true, reading);
        if machine.is_some() || shown.as_ref().is_some_and(|split| split.date.interval.is_some()) {
            let (before, own, after) =
                shown.as_ref().map_or(("", text, ""), |split| (split.before, split.own, split.after));
            let updated = shown.as_ref().is_some_and(|split| split.date.updated);
            let interval = machine.or(shown.as_ref().and_then(|split| split.date.interval));
            push(before, 1, None);
            push(own, 0, Some(PieceDate { interval, source: DateSource::TimeElement, updated }));
            push(after, 2, None);
            return;
        }
    }
    let title_like = raw.heading > 0 || raw.link.is_some();
    match moments::split(text, !title_like, reading) {
        Some(split) => {
            push(split.before, 1, None);
            push(split.own, 3, Some(split.date.clone()));
            push(split.after, 2, None);
        }
        None => push(text, 0, None),
    }
}
