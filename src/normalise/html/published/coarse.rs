//! Reads the date of a block that has no full one in its text: relative, with a short year, or coarse.
//!
//! In: a block. Out: the date, and where it stands in a row of small print. Judges nothing.

use crate::document::{Interval, Precision};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::published::block::Block;
use crate::normalise::html::published::walk::MAX_LABELLED_BYTES;
use crate::normalise::html::published::zones::Hints;

/// The date that a block without a full date in it is: relative, with a short year, or coarse.
pub(super) fn whole(block: &Block, reading: &Reading) -> Option<Interval> {
    let text = block.text.get(block.own..).unwrap_or_default();
    // A single letter that is glued to a number belongs to it: `R6.3.29`, `v6.3.29`.
    let digits = text.find(|letter: char| letter.is_ascii_digit());
    let before = digits.and_then(|at| text.get(..at)).unwrap_or_default();
    let is_code = before.ends_with(|letter: char| letter.is_ascii_alphabetic())
        && !before.chars().nth_back(1).is_some_and(char::is_alphanumeric);
    let at = digits.map(|at| at - usize::from(is_code));
    let (label, digits) = at.and_then(|at| text.split_at_checked(at)).unwrap_or_default();
    // A label tells more of how a date is written than the language that a page declares.
    let is_eastern = label.chars().any(dates::is_eastern);
    let is_told = is_eastern || label.contains(|letter: char| letter.is_ascii_alphabetic());
    let is_of_east = |language: &String| dates::puts_year_first(language);
    let language = reading.language.clone().filter(|language| is_of_east(language) == is_eastern);
    let language = if is_eastern { language.or_else(|| Some("zh".to_owned())) } else { language };
    let by_label = is_told.then(|| Reading { language, ..reading.clone() });
    dates::relative(text, reading)
        .or_else(|| {
            dates::whole(digits, by_label.as_ref().unwrap_or(reading))
                .filter(|it| it.precision == Precision::Day)
        })
        .or_else(|| {
            let context = block.context_at(block.own);
            let coarse = context.hints.say(Hints::DATE) || context.in_time;
            dates::whole(text, reading).filter(|it| coarse && it.precision <= Precision::Month)
        })
}

/// The relative date in a byline or a row of small print: the stretch between tags that is one and said to be a date (`3 days
/// ago` before `by` and a name).
pub(super) fn in_row(block: &Block, reading: &Reading) -> Option<(usize, usize, Interval)> {
    if block.text.len() - block.own > MAX_LABELLED_BYTES || reading.captured.is_none() {
        return None;
    }
    let ends = block.parts.iter().skip(1).map(|(from, _)| *from).chain([block.text.len()]);
    block
        .parts
        .iter()
        .zip(ends)
        .filter(|((from, part), _)| *from >= block.own && part.is_for_date())
        .find_map(|((from, _), to)| {
            let text = block.text.get(*from..to)?;
            let interval = dates::relative(text, reading)?;
            // A label in it stands before the date.
            let start = text.find(|sign: char| sign.is_ascii_digit()).unwrap_or_default();
            Some((from + start, from + text.trim_end().len(), interval))
        })
}
