//! A fitted model, and the place where the program's own choosing asks it.
//!
//! In: the numbers of a block. Out: the probability that it is text. Stands where the program has its
//! `model.rs`, so that [`crate::normalise::html::body::weigh`] asks the model in hand and not the one that is
//! built in.

use std::cell::RefCell;

/// Questions of a tree; the program's `model.rs` says the same.
pub(crate) const QUESTIONS: usize = 5;

/// One table of answers.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// Which number is asked for, and above which value the answer is yes.
    pub(crate) questions: [(usize, f32); QUESTIONS],
    /// What is added, by the answers read as binary digits, the first question's the lowest.
    pub(crate) answers: [f32; 1 << QUESTIONS],
}

/// Trees whose answers add up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// The logarithm of the odds that a block is text before anything is known of it.
    pub(crate) bias: f32,
    /// The trees, in the order in which they were fitted.
    pub(crate) trees: Vec<Tree>,
}

impl Model {
    /// The probability that a block with these numbers is text.
    pub(crate) fn probability(&self, row: &[f32]) -> f32 {
        let answer = |tree: &Tree| {
            let yes = |&(number, above): &(usize, f32)| row.get(number).is_some_and(|value| *value > above);
            let digits = tree.questions.iter().enumerate();
            tree.answers[digits.map(|(place, question)| usize::from(yes(question)) << place).sum::<usize>()]
        };
        logistic(self.bias + self.trees.iter().map(answer).sum::<f32>())
    }
}

/// The probability whose odds have this logarithm.
pub(crate) fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

thread_local! {
    /// The model in hand.
    static MODEL: RefCell<Model> = RefCell::default();
}

/// Calls `choose` with a model in hand, on this thread.
pub(crate) fn holding<T>(model: &Model, choose: impl FnOnce() -> T) -> T {
    MODEL.set(model.clone());
    choose()
}

/// The probability by the model in hand.
pub(crate) fn probability(row: &[f32]) -> f32 {
    MODEL.with_borrow(|model| model.probability(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_binary_digits_and_add_up() {
        let mut answers = [0.0; 1 << QUESTIONS];
        answers[0b00001] = 1.0;
        answers[0b10000] = -1.0;
        let questions = [(0, 0.5), (9, 0.0), (9, 0.0), (9, 0.0), (1, 0.5)];
        let model = Model { bias: 0.0, trees: vec![Tree { questions, answers }; 2] };
        for (row, odds) in [([1.0, 0.0], 2.0), ([0.0, 1.0], -2.0), ([1.0, 1.0], 0.0), ([0.5, 0.5], 0.0)] {
            assert!((model.probability(&row) - logistic(odds)).abs() < 1e-6, "{row:?}");
            assert!((holding(&model, || probability(&row)) - logistic(odds)).abs() < 1e-6, "{row:?}");
        }
    }
}
