//! The digits of other scripts, as those of ASCII: `١٢ مايو ٢٠٢٤`, `२६/०१/२०२५`, `１０月`.
//!
//! In: a text. Out: the same text in plain digits, with where its parts stood. Reads no date.

use crate::normalise::dates::Found;

/// The zeros of the scripts that have digits of their own (Unicode's `Nd`) and are written on pages, in order: Arabic, as in
/// Persian and Urdu, Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Tibetan,
/// Burmese, Khmer, and those of full width.
const ZEROS: [char; 17] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{ff10}',
];

/// A text whose digits are all plain.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) text: String,
    /// Where a digit that was another ends, and where it ended.
    shifts: Vec<(usize, usize)>,
}

impl Plain {
    /// A date of this text at its place in the text as it was.
    pub(super) fn restore(&self, found: &Found) -> Found {
        Found { start: self.place(found.start), end: self.place(found.end), interval: found.interval }
    }

    fn place(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(end, _)| *end <= at).checked_sub(1);
        let shift = before.and_then(|before| self.shifts.get(before));
        shift.map_or(at, |(end, ended)| at - end + ended)
    }
}

/// The text in plain digits; none where it has no others.
pub(super) fn plain(text: &str) -> Option<Plain> {
    if !has_others(text) {
        return None;
    }
    let mut plain = Plain { text: String::with_capacity(text.len()), shifts: Vec::new() };
    for (at, letter) in text.char_indices() {
        match value(letter) {
            Some(digit) => {
                plain.text.push(digit);
                plain.shifts.push((plain.text.len(), at + letter.len_utf8()));
            }
            None => plain.text.push(letter),
        }
    }
    Some(plain)
}

/// Whether a text has a digit of any script.
pub(crate) fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) || has_others(text)
}

fn has_others(text: &str) -> bool {
    // The first bytes of those digits; most texts have none of them.
    text.bytes().any(|byte| matches!(byte, 0xd9 | 0xdb | 0xe0 | 0xe1 | 0xef))
        && text.chars().any(|letter| value(letter).is_some())
}

/// The plain digit of another one.
fn value(letter: char) -> Option<char> {
    let zero = ZEROS.get(ZEROS.partition_point(|zero| *zero <= letter).checked_sub(1)?)?;
    char::from_digit(u32::from(letter) - u32::from(*zero), 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::dates::{Reading, scan};

    #[test]
    fn dates_are_read_in_the_digits_of_any_script() {
        for (language, text, wanted) in [
            ("ar", "نشر في ١٢ مايو ٢٠٢٤ هنا", "١٢ مايو ٢٠٢٤=2024-05-12"),
            ("ar", "١٢/٠٥/٢٠٢٤", "١٢/٠٥/٢٠٢٤=2024-05-12"),
            ("fa", "۱۴۰۴/۰۲/۲۳", "۱۴۰۴/۰۲/۲۳=2025-05-13"),
            ("hi", "२६/०१/२०२५ को", "२६/०१/२०२५=2025-01-26"),
            ("ja", "2024年10月３日（木）", "2024年10月３日=2024-10-03"),
            ("ja", "２０２４．１０．３", ""),
            ("ja", "２０２４/１０/３", "２０２４/１０/３=2024-10-03"),
        ] {
            let reading = Reading { language: Some(language.to_owned()), ..Reading::default() };
            let found: Vec<String> = scan(text, &reading)
                .iter()
                .map(|date| format!("{}={}", &text[date.start..date.end], date.interval))
                .collect();
            assert_eq!(found.concat(), wanted, "{text}");
        }
    }

    #[test]
    fn a_digit_is_one_of_ten() {
        for (letter, digit) in
            [('٠', Some('0')), ('۹', Some('9')), ('９', Some('9')), ('é', None), ('ग', None)]
        {
            assert_eq!(value(letter), digit, "{letter}");
        }
        assert!(has_digit("٣") && has_digit("a3") && !has_digit("три"));
    }
}
