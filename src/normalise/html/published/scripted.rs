//! Reads the date that a script writes where it stands.
//!
//! In: the source of a script. Out: the date that its only call shows. Runs nothing.

use crate::document::Precision;
use crate::normalise::dates::{self, Reading};

/// The date that a script writes where it stands: the one in the text of its only call, `showDate("2020-04-17 01:43")`. By
/// hand: its length, and the words of the call's name, which says that it shows a date.
pub(super) fn written_date(script: &str) -> Option<&str> {
    const LONGEST: usize = 200;
    const BYTES: usize = 80;
    const SHOWING: [&str; 6] = ["show", "write", "print", "format", "display", "render"];
    const DATES: [&str; 4] = ["date", "time", "document", "day"];
    let call = script.trim().trim_end_matches(';');
    let (name, _) = call.split_once('(').filter(|_| call.len() <= LONGEST && call.ends_with(')'))?;
    if call.contains(['{', '=', ';']) {
        return None;
    }
    // `showDate`, `show_date`, `document.write`
    let is_start = |pair: &(usize, char)| pair.1.is_uppercase() || !pair.1.is_alphabetic();
    let starts = name.char_indices().filter(is_start).map(|(at, _)| at);
    let bounds: Vec<usize> = std::iter::once(0).chain(starts).chain([name.len()]).collect();
    let words = || {
        let parts = bounds.windows(2).filter_map(|pair| name.get(pair[0]..pair[1]));
        parts.map(|word| word.trim_matches(|sign: char| !sign.is_alphabetic()).to_ascii_lowercase())
    };
    if !words().any(|word| SHOWING.contains(&&*word)) || !words().any(|word| DATES.contains(&&*word)) {
        return None;
    }
    let mut texts = call.split(['"', '\'']).skip(1).step_by(2);
    texts.find(|text| {
        text.len() <= BYTES
            && matches!(dates::scan(text, &Reading::default()).as_slice(), [date] if date.interval.precision == Precision::Day)
    })
}
