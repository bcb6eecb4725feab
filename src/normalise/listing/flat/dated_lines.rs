//! The lines of a flattened text, with the dates that each names.
//!
//! In: the text's blocks. Out: its [`Line`]s, in order. Judges nothing: which lines make a publication is decided elsewhere.

use crate::document::{Interval, Precision};
use crate::normalise::dates::{self, Found, Reading};
use crate::normalise::listing::days::moments;
use crate::normalise::listing::days::others;
use crate::normalise::listing::fields;

/// One line of the text.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) block: usize,
    /// Days and months named in it.
    pub(crate) dates: Vec<Found>,
    /// The date, when the line is one and nothing else.
    pub(crate) whole: Option<Interval>,
    /// Whether its words became entries.
    pub(crate) used: bool,
}

/// The lines of blocks, each with the dates it names.
pub(crate) fn read_lines<'a>(blocks: &[&'a str], reading: &Reading) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let rows = || blocks.iter().flat_map(|text| text.lines());
    let has_numbers =
        rows().filter(|line| without_link_number(line.trim()).is_some()).count() >= LINK_NUMBERS;
    for (block, text) in blocks.iter().enumerate() {
        // The cells of a row are parted by tabs where a browser copied it.
        for line in text.lines().flat_map(|line| line.split('\t')) {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let line = without_link_number(line).filter(|_| has_numbers).unwrap_or(line);
            let may_date = line.chars().any(char::is_numeric);
            let valid = |found: &Found| {
                found.start < found.end
                    && line.is_char_boundary(found.start)
                    && line.is_char_boundary(found.end)
                    && !line.get(..found.start).is_some_and(others::labels)
                    && matches!(found.interval.precision, Precision::Day | Precision::Month)
            };
            let mut dates: Vec<Found> = if may_date {
                dates::scan(line, reading).into_iter().filter(valid).collect()
            } else {
                Vec::new()
            };
            if may_date && dates.is_empty() {
                dates.extend(last_word(line, reading));
            }
            let whole = if may_date { moments::whole(line, reading) } else { None };
            lines.push(Line { text: line, block, dates, whole, used: false });
        }
    }
    lines
}

/// Lines that begin with the number of a link, from which a text is of a browser that numbers links. A judgement: two may be
/// notes.
const LINK_NUMBERS: usize = 3;

/// A line without the number of its link, as text browsers write it right before the words: `[20]Slow lakes`.
fn without_link_number(line: &str) -> Option<&str> {
    let (number, rest) = line.strip_prefix('[')?.split_once(']')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// The day that is the last word of small print, its year in two digits: `Ada Reed 11/20/25`.
fn last_word(line: &str, reading: &Reading) -> Option<Found> {
    /// Words of small print: a topic, a name, a day. A judgement.
    const WORDS: usize = 8;
    let (before, word) = line.rsplit_once(' ')?;
    // With full stops it is a version as often.
    let interval = moments::whole(word, reading)
        .filter(|date| date.precision == Precision::Day && word.contains('/'))?;
    let is_short = fields::word_count(before) < WORDS;
    is_short.then(|| Found { start: line.len() - word.len(), end: line.len(), interval })
}
