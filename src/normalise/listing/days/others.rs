//! Tells the days of something else from those of publications by what their labels say: `Joined: 2 March 2011`,
//! `Deadline` above `1 May 2026`.
//!
//! In: texts before dates, a flow. Out: yes or no, or the same flow in which such days are told as those and their labels are
//! no topics. The words are those of pages (`dates::of_another`).

use super::labels;
use crate::document::{DateSource, fold};
use crate::normalise::dates::{self, EVENT, Reading, VISIT};
use crate::normalise::listing::flow::runs;
use crate::normalise::listing::flow::{Flow, Hint, Kind, Piece, PieceDate, Told, traits};
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases;
use crate::normalise::listing::records::table_heads::{self, Days};
use crate::normalise::tables::Table;

/// Words that a label has at most: `registration is open until`. As many as labels of pages have.
const WORDS: usize = 4;

/// Bytes of a label, a judgement: four long words.
const BYTES: usize = 80;

/// Signs that part small print: what stands before them says nothing of what follows.
const SIGNS: [char; 9] = ['|', '·', '•', '・', ';', '.', '(', '–', '—'];

/// Words that end a label which nothing marks as one, a judgement: what is also called so as a topic or a state (`Registration`,
/// `Accepted`) is none.
const LAST: [&str; 31] = [
    "joined",
    "registered",
    "registriert",
    "beigetreten",
    "inscrit",
    "deadline",
    "anmeldeschluss",
    "due",
    "until",
    "till",
    "bis",
    "jusqu'au",
    "hasta",
    "expires",
    "closes",
    "ends",
    "opens",
    "starts",
    "begins",
    "beginnt",
    "since",
    "seit",
    "depuis",
    "desde",
    "accessed",
    "retrieved",
    "abgerufen",
    "consulte",
    "consultado",
    "geraadpleegd",
    "geboren",
];

/// Words that say what became of a person or a thing on the day behind them, beside those of `dates`; alone, or behind a comma.
/// A judgement.
const BECAME: [&str; 24] = [
    "elected",
    "appointed",
    "ordained",
    "departs",
    "departing",
    "departure",
    "arrival",
    "sails",
    "graduated",
    "married",
    "incorporated",
    "inaugurated",
    "gewahlt",
    "ernannt",
    "abfahrt",
    "abreise",
    "anreise",
    "elu",
    "elue",
    "nomme",
    "depart",
    "elegido",
    "salida",
    "partenza",
];

/// Words that stand in such labels beside those of `dates`, a judgement.
const BESIDE: [&str; 7] = ["is", "are", "open", "application", "applications", "submission", "submissions"];

/// Whether what stands right before a date says that it is one of something else.
pub(crate) fn labels(before: &str) -> bool {
    if before.len() > BYTES {
        return false;
    }
    let own = before.trim_end();
    // The sign right before a date parts nothing off.
    let own = own.trim_end_matches(['(', '–', '—']);
    is_label(own.rsplit(SIGNS).next().unwrap_or_default())
}

/// Whether a text ends with the mark of a label.
pub(crate) fn is_marked(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

/// Whether a text is nothing but such a label. Where nothing marks it as one, all its words must be those of labels, and the
/// last one that says it.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > BYTES {
        return false;
    }
    if labels::is_of_another(text) {
        return true;
    }
    let folded = fold::fold(text);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > WORDS {
        return false;
    }
    let says = |word: &str| dates::of_another(word).filter(|kind| *kind != VISIT);
    // `From` and `next` say nothing by themselves.
    let stands = |word: &&str| {
        says(word).is_some_and(|kind| {
            kind != EVENT || matches!(*word, "event" | "termin" | "starts" | "begins" | "beginnt")
        })
    };
    if is_marked(text) {
        return words.iter().any(|word| stands(word) || BECAME.contains(word));
    }
    let behind_comma = folded.rsplit(',').next().unwrap_or_default().trim();
    if BECAME.contains(&behind_comma) {
        return true;
    }
    let joins = |word: &str| phrases::joins(word) || BESIDE.contains(&word);
    words.iter().all(|word| joins(word) || says(word).is_some())
        && words.iter().rev().find(|word| !phrases::joins(word)).is_some_and(|word| LAST.contains(word))
}

/// Says of the dates in a flow that are labelled as those of something else that they are: they and their labels are small print.
pub(crate) fn set_aside(flow: &mut Flow, reading: &Reading) {
    for at in 0..flow.pieces.len() {
        let Some(piece) = flow.pieces.get(at) else { return };
        if piece.date.is_none() {
            let may_be_title =
                piece.heading > 0 || (piece.link.is_some() && !piece.text.contains([':', '：']));
            if !may_be_title && is_labelled(&piece.text, piece.words, reading) {
                set_one_aside(flow, at);
            }
        } else if let Some(before) = at.checked_sub(1).filter(|before| is_label_of(flow, *before, at)) {
            quiet(flow, before);
            set_one_aside(flow, at);
        }
    }
    for label in repeated_labels(flow) {
        quiet(flow, label);
        set_one_aside(flow, label + 1);
    }
}

/// The labels with a colon before days that stand before several alike and are known to be of something else: `Best before:`. Of a
/// label that nobody knows nothing follows: it is a word of publications in some language, a topic, a place or a name.
fn repeated_labels(flow: &Flow) -> Vec<usize> {
    let is_label = |at: &usize| {
        let (Some(label), Some(day)) = (flow.pieces.get(*at), flow.pieces.get(*at + 1)) else { return false };
        label.part == runs::BEFORE
            && label.holder == day.holder
            && label.date.is_none()
            && label.heading == 0
            && is_marked(&label.text)
            && day.date.as_ref().is_some_and(|date| date.told == Told::Nothing)
            && table_heads::days(&label.text) == Days::Another
            && !headings::heads_a_listing(&label.text)
            && label.traits & traits::BYLINE == 0
    };
    let labels: Vec<usize> = (0..flow.pieces.len()).filter(is_label).collect();
    let mut times: Table<u64, usize> = Table::default();
    for piece in labels.iter().filter_map(|at| flow.pieces.get(*at)) {
        *times.entry(piece.key).or_default() += 1;
    }
    let recurs = |at: &usize| {
        flow.pieces.get(*at).and_then(|piece| times.get(&piece.key)).is_some_and(|times| *times > 1)
    };
    labels.into_iter().filter(recurs).collect()
}

/// Whether a piece is such a label of the date behind it: on its line, or alone on the line before.
fn is_label_of(flow: &Flow, before: usize, at: usize) -> bool {
    let (Some(label), Some(piece)) = (flow.pieces.get(before), flow.pieces.get(at)) else { return false };
    // What stands in one text with the date was told with it.
    let is_told = label.part == runs::BEFORE && label.holder == piece.holder;
    let is_other = is_told || label.date.is_some() || label.heading > 0 || label.hint == Some(Hint::Category);
    if is_other || !is_label(&label.text) {
        return false;
    }
    let kind = |piece: &Piece| flow.elements.get(piece.holder).map(|holder| holder.kind);
    let is_marked = is_marked(&label.text);
    let is_beside =
        label.run == piece.run || is_alone(flow, before) || (is_marked && kind(label) == Some(Kind::Term));
    // A cell of another column says nothing of this one.
    let common = &flow.elements[flow.common(label.holder, piece.holder)];
    let is_of_column =
        common.kind == Kind::Row && common.end - common.first > 2 && kind(label) != Some(Kind::HeadCell);
    let is_link = label.link.is_some() && (!is_marked || label.link != piece.link);
    // `Incorporated` alone on a line is a topic as well.
    let is_topic = !is_marked && BECAME.contains(&fold::fold(label.text.trim()).as_str());
    is_beside && !is_of_column && !is_link && !is_topic
}

/// Says of a date that it is one of something else.
pub(crate) fn set_one_aside(flow: &mut Flow, at: usize) {
    if let Some(piece) = flow.pieces.get_mut(at) {
        let source = piece.date.as_ref().map_or(DateSource::ListingRow, |date| date.source);
        piece.date = Some(PieceDate { interval: None, source, told: Told::Another });
    }
    quiet(flow, at);
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
    let names = |word: &str| {
        let word = fold::fold(word.trim_matches([':', '.', ',']));
        dates::of_another(&word).is_some() || BECAME.contains(&word.as_str())
    };
    let is_named = || labels::is_of_another(head) || head.split_whitespace().take(WORDS).any(names);
    head.len() <= BYTES
        && is_named()
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
pub(crate) fn quiet(flow: &mut Flow, at: usize) {
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
            "Deadline ",
            "Available since ",
            "Application deadline (",
        ] {
            assert!(labels(before), "{before}");
        }
        for before in [
            "",
            "Published on ",
            "By Ada Reed · ",
            "News from ",
            "Event ",
            "Joined at the hip · ",
            "Today, ",
            "Registration ",
            "Copyright · ",
            "The mill opens – ",
            "A new member ",
        ] {
            assert!(!labels(before), "{before}");
        }
    }
}
