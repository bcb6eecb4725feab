//! Tells the days of something else from those of publications by what their labels say: `Joined: 2 March 2011`,
//! `Deadline` above `1 May 2026`.
//!
//! In: texts before dates, a flow. Out: yes or no, or the same flow in which such days are no dates and their labels no
//! topics. The words are those of pages (`dates::of_another`).

use crate::document::fold;
use crate::normalise::dates::{self, EVENT, Reading, VISIT};
use crate::normalise::listing::flow::{Flow, Kind, traits};

/// Words that a label has at most: `registration is open until`. As many as labels of pages have.
const WORDS: usize = 4;

/// Bytes of a label, a judgement: four long words.
const BYTES: usize = 80;

/// Signs that part small print: what stands before them says nothing of what follows.
const SIGNS: [char; 9] = ['|', '·', '•', '・', ';', '.', '(', '–', '—'];

/// Whether what stands right before a date says that it is one of something else.
pub(super) fn labels(before: &str) -> bool {
    if before.len() > BYTES {
        return false;
    }
    let own = before.trim_end();
    // The sign right before a date parts nothing off.
    let own = own.trim_end_matches(['(', '–', '—']);
    is_label(own.rsplit(SIGNS).next().unwrap_or_default())
}

/// Whether a text is nothing but such a label. Where nothing marks it as one, the last word must say so, and what takes place
/// is a topic as often (`Event`).
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > BYTES {
        return false;
    }
    let is_marked = text.ends_with([':', '：']);
    let folded = fold::fold(text);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let joins = |word: &&&str| matches!(**word, "on" | "at" | "the" | "in" | "am" | "le" | "el" | "is");
    let says = |word: &str| dates::of_another(word).filter(|kind| *kind != VISIT);
    let last = words.iter().rev().find(|word| !joins(word)).and_then(|word| says(word));
    let is_last = last.is_some_and(|kind| is_marked || kind != EVENT);
    // `From` and `next` say nothing by themselves.
    let stands = |word: &&str| {
        says(word).is_some_and(|kind| {
            kind != EVENT || matches!(*word, "event" | "termin" | "starts" | "begins" | "beginnt")
        })
    };
    words.len() <= WORDS && if is_marked { words.iter().any(stands) } else { is_last }
}

/// Takes the dates out of a flow that are labelled as those of something else: they and their labels are small print.
pub(super) fn set_aside(flow: &mut Flow, reading: &Reading) {
    for at in 0..flow.pieces.len() {
        let Some(piece) = flow.pieces.get(at) else { return };
        if piece.date.is_none() {
            if is_labelled(&piece.text, piece.words, reading) {
                quiet(flow, at);
            }
            continue;
        }
        let Some(before) = at.checked_sub(1).and_then(|before| flow.pieces.get(before)) else { continue };
        let is_term = flow.elements.get(before.holder).is_some_and(|holder| holder.kind == Kind::Term);
        let is_beside = before.run == piece.run || is_alone(flow, at - 1) || is_term;
        if is_beside && before.heading == 0 && before.link.is_none() && is_label(&before.text) {
            flow.pieces[at].date = None;
            quiet(flow, at);
            quiet(flow, at - 1);
        }
    }
}

/// Whether a short text is such a label with its date.
fn is_labelled(text: &str, words: usize, reading: &Reading) -> bool {
    /// Words of a label and its date with the time of day. A judgement.
    const LABELLED: usize = 12;
    if words > LABELLED || !dates::has_digit(text) {
        return false;
    }
    let digit = text.find(|sign: char| sign.is_numeric()).unwrap_or_default();
    // A weekday and a month stand between.
    let head = text.get(..digit).unwrap_or_default();
    let names = |word: &str| dates::of_another(&fold::fold(word.trim_matches([':', '.', ',']))).is_some();
    head.len() <= BYTES
        && head.split_whitespace().take(WORDS).any(names)
        && dates::scan(text, reading)
            .first()
            .and_then(|found| text.get(..found.start))
            .is_some_and(|before| !before.is_empty() && labels(before))
}

/// Whether a piece is the only one of its line.
fn is_alone(flow: &Flow, at: usize) -> bool {
    let run = |at: Option<usize>| at.and_then(|at| flow.pieces.get(at)).map(|piece| piece.run);
    let own = run(Some(at));
    run(at.checked_sub(1)) != own && run(at.checked_add(1)) != own
}

/// Makes a piece small print that is neither topic nor title.
fn quiet(flow: &mut Flow, at: usize) {
    if let Some(piece) = flow.pieces.get_mut(at) {
        piece.traits |= traits::NUMBER;
        piece.traits &= !traits::YEAR;
        piece.hint = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_something_else_are_told_from_small_print() {
        for before in [
            "Joined: ",
            "Member since ",
            "Deadline: ",
            "Registration opens ",
            "Ada Reed · joined on ",
            "Event: ",
        ] {
            assert!(labels(before), "{before}");
        }
        for before in
            ["", "Published on ", "By Ada Reed · ", "News from ", "Event ", "Joined at the hip · ", "Today, "]
        {
            assert!(!labels(before), "{before}");
        }
    }
}
