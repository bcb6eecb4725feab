//! Whether a day stands in the header of a letter, as archives of lists show letters as they came.
//!
//! In: the text of a block before a date. Out: yes or no. Knows no dates.

use crate::document::fold::fold;
use crate::normalise::html::published::labels::tail;

/// Whether a line for the day ends the header of a letter before a date: `From: Ada Reed`, `Date: Fri,`.
pub(super) fn is_header(before: &str) -> bool {
    /// Names of such lines, folded, as mail programs write them in the languages of the public benchmarks.
    const DAYS: [&str; 8] = ["date", "sent", "datum", "gesendet", "envoye", "enviado", "data", "fecha"];
    const SENDERS: [&str; 7] = ["from", "von", "de", "da", "van", "od", "от"];
    /// Bytes of the lines before the day that are looked at. A judgement: ten lines of addresses.
    const BYTES: usize = 1000;
    let name = |line: &str| line.split_once(':').map(|(name, _)| fold(name.trim()));
    let is_one = |line: &str, names: &[&str]| name(line).is_some_and(|name| names.contains(&name.as_str()));
    let mut lines = tail(before, BYTES).lines().rev();
    lines.next().is_some_and(|line| line.len() <= 40 && is_one(line, &DAYS))
        && lines.any(|line| is_one(line, &SENDERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_the_day_behind_one_for_the_sender_dates_a_letter() {
        assert!(is_header("From: Ada Reed <ada@example.org>\nSubject: Gauges\nDate: Fri, "));
        assert!(is_header("Von: Ada Reed\nGesendet: Freitag, "));
        for other in
            ["Date: ", "From: Ada Reed\nSubject: Gauges of ", "From: the lake\nWe saw it on\nthe date of "]
        {
            assert!(!is_header(other), "{other}");
        }
    }
}
