//! Says what each date of a page is the day of: of the publication, or of a change.
//!
//! In: the text before a date, or a flow with its dates. Out: what labels say of them, else what markup does. Chooses no
//! date.

use crate::document::fold;
use crate::normalise::dates::{self, Label};
use crate::normalise::listing::fields;
use crate::normalise::listing::fields::bylines;
use crate::normalise::listing::flow::{Flow, Piece, Told};
use crate::normalise::listing::phrases;

/// Bytes before a date that are looked at. A judgement: `last updated by Ada Reed on the` with room.
const LOOKED_AT: usize = 60;

/// Words that name a date, behind the word that says of what.
const DATE_WORDS: [&str; 6] = ["date", "datum", "data", "fecha", "дата", "time"];

/// What the words right before a date say that it is the day of: `Published on`, `Ada Reed, last updated`.
pub(crate) fn told(before: &str) -> Told {
    let from = before.ceil_char_boundary(before.len().saturating_sub(LOOKED_AT));
    let text = before.get(from..).unwrap_or_default();
    let text = text.trim_end_matches(|sign: char| !sign.is_alphanumeric() && sign != ':');
    let own = text.rsplit(['|', '·', '•', '・', ';']).next().unwrap_or_default();
    let folded = fold::fold(own);
    let words = || folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    // Kinds of posts are called by nouns, without a colon: `Update · May 7, 2026`.
    if words().nth(1).is_none() && !own.ends_with(':') && phrases::is_kind_of_post(folded.trim()) {
        return Told::Nothing;
    }
    let is_joint = |word: &&str| phrases::joins(word) || DATE_WORDS.contains(word);
    let last = words().rev().find(|word| !is_joint(word)).and_then(dates::label);
    match last {
        Some(Label::Published) => Told::Published,
        Some(Label::Updated) => Told::Updated,
        _ => phrases::told_by_end(&folded),
    }
}

/// Says of the dates of a page what the label or the markup around them does, where their own texts say nothing.
pub(crate) fn tell(flow: &mut Flow) {
    for at in 0..flow.pieces.len() {
        let untold = |piece: &Piece| piece.date.as_ref().is_some_and(|date| date.told == Told::Nothing);
        let Some(piece) = flow.pieces.get(at).filter(|piece| untold(piece)) else { continue };
        let by_label = at.checked_sub(1).and_then(|before| by_label(flow, before, piece));
        let told = by_label.unwrap_or_else(|| by_markup(flow, at, piece));
        if let Some(date) = flow.pieces.get_mut(at).and_then(|piece| piece.date.as_mut()) {
            date.told = told;
        }
    }
}

/// What the text before a date says of it as a label: on its line, or in the part of the card before it. Three words are a
/// judgement: more are a text, unless it is a byline.
fn by_label(flow: &Flow, before: usize, piece: &Piece) -> Option<Told> {
    const WORDS: usize = 3;
    let label = flow.pieces.get(before)?;
    let parent = |piece: &Piece| flow.elements[piece.holder].parent;
    let is_beside = label.run == piece.run || parent(label) == parent(piece);
    let is_small_print = label.date.is_none() && label.link == piece.link && label.heading == piece.heading;
    let is_label = fields::word_count(&label.text) <= WORDS
        || (label.run == piece.run && bylines::byline(&label.text).is_some());
    let told = (is_beside && is_small_print && is_label).then(|| told(&label.text))?;
    (told != Told::Nothing).then_some(told)
}

/// What the nearest element around a date that says something of it says, among those that hold nothing else.
fn by_markup(flow: &Flow, at: usize, piece: &Piece) -> Told {
    /// Elements around a date that may hold nothing else: a time in a link in a span. A judgement.
    const LEVELS: usize = 3;
    let mut element = piece.holder;
    for _ in 0..LEVELS {
        let holder = &flow.elements[element];
        if holder.first != at || holder.end != at + 1 {
            break;
        }
        if holder.told != Told::Nothing {
            return holder.told;
        }
        element = holder.parent;
    }
    Told::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_before_a_date_say_of_what_it_is() {
        for (before, wanted) in [
            ("Updated: ", Told::Updated),
            (" · Published: ", Told::Published),
            ("Published ", Told::Published),
            ("By Ada Reed, last updated on ", Told::Updated),
            ("Posted May 3 | updated ", Told::Updated),
            ("Date modified: ", Told::Updated),
            ("Modified date: ", Told::Updated),
            ("Mis à jour le ", Told::Updated),
            ("更新日 ", Told::Updated),
            ("Zuletzt aktualisiert am ", Told::Updated),
            ("Updated rules for the lake · ", Told::Nothing),
            ("Update · ", Told::Nothing),
            ("By Ada Reed on ", Told::Nothing),
            ("", Told::Nothing),
        ] {
            assert_eq!(told(before), wanted, "{before}");
        }
    }
}
