//! Weighs a block: how likely is it text?
//!
//! In: the numbers of a block, as [`super::features`] orders them. Out: a probability. The weights stand in
//! [`super::weights`]: trees whose levels ask one question each, so that a tree of five questions is a table of
//! 32 answers, and the answers of all trees add up (gradient boosting; Prokhorenkova and others, 2018).

use super::weights::{BIAS, TREES};

/// Questions of a tree. As `tools/fit-body` fits them: 32 answers a tree; other depths are not on record.
pub(crate) const QUESTIONS: usize = 5;

/// One table of answers.
pub(crate) struct Tree {
    /// Which number is asked for, and above which value the answer is yes.
    pub(crate) questions: [(u8, f32); QUESTIONS],
    /// What is added, in thousandths, by the answers read as binary digits, the first question's the lowest.
    pub(crate) answers: [i16; 1 << QUESTIONS],
}

/// The probability that a block with these numbers is text.
pub(crate) fn probability(row: &[f32]) -> f32 {
    // As many as can be asked for; what the row does not have is above nothing.
    let mut numbers = [f32::NEG_INFINITY; 1 << u8::BITS];
    for (number, value) in numbers.iter_mut().zip(row) {
        *number = *value;
    }
    let mut sum = 0_i32;
    for tree in TREES {
        let mut answer = 0;
        for (place, (number, above)) in tree.questions.iter().enumerate() {
            answer |= usize::from(numbers[usize::from(*number)] > *above) << place;
        }
        sum += i32::from(tree.answers.get(answer).copied().unwrap_or(0));
    }
    // More than 32 either way is as good as sure.
    let sum =
        BIAS + i16::try_from(sum).map_or(if sum > 0 { 32.0 } else { -32.0 }, |sum| f32::from(sum) / 1000.0);
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_is_between_none_and_all() {
        for value in [-1.0e9, -1.0, 0.0, 0.5, 1.0e9] {
            let probability = probability(&[value; 256]);
            assert!((0.0..=1.0).contains(&probability), "{value} {probability}");
        }
        assert!((0.0..=1.0).contains(&probability(&[])));
    }
}
