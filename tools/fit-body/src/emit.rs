//! Writes a model as the program's `weights.rs`.
//!
//! In: a model. Out: Rust source, thresholds in four digits, answers in thousandths. Says where it comes
//! from, not how well it does: that is for `docs/quality.md`.

use std::fmt::Write as _;

use anyhow::{Context, Result};

use crate::model::{Model, Tree};

/// Digits of a threshold after the first: more change no answer that matters.
const DIGITS: usize = 3;

/// The source of `weights.rs` for a model fitted to so many pages.
pub(crate) fn source(model: &Model, pages: usize) -> Result<String> {
    let mut source = format!(
        "//! The fitted weights of [`super::model`]: {} trees of five questions over the numbers of [`super::features`].
//!
//! Fitted by gradient boosting on the blocks of {pages} pages whose text is known (the dev quarter of three public
//! benchmarks: aeb, wcxb, traf), every page weighing the same within its set, blocks within it by their words. What
//! they score on hosts left out stands in `docs/quality.md`. Written by `tools/fit-body`; not edited by hand.

use super::model::Tree;

/// The logarithm of the odds that a block is text before anything is known of it.
pub(super) const BIAS: f32 = {:.4};

/// The trees, in the order in which they were fitted.
#[rustfmt::skip]
pub(super) static TREES: &[Tree] = &[
",
        model.trees.len(),
        model.bias
    );
    for tree in &model.trees {
        writeln!(source, "    {},", row(tree)?)?;
    }
    source.push_str("];\n");
    Ok(source)
}

fn row(tree: &Tree) -> Result<String> {
    let mut questions = Vec::new();
    for (number, above) in tree.questions {
        let number = u8::try_from(number).context("a block has more numbers than the program can ask for")?;
        questions.push(format!("({number}, {})", literal(above)?));
    }
    let answers: Vec<String> =
        tree.answers.iter().map(|answer| format!("{:.0}", whole(answer * 1000.0))).collect();
    Ok(format!("Tree {{ questions: [{}], answers: [{}] }}", questions.join(", "), answers.join(", ")))
}

/// The nearest whole number, never `-0`.
fn whole(value: f32) -> f32 {
    value.round() + 0.0
}

/// A number as Rust writes it, longer runs of digits in groups of three.
fn literal(value: f32) -> Result<String> {
    let rounded: f64 = format!("{value:.DIGITS$e}").parse()?;
    let text = format!("{rounded:?}");
    let text = if text.contains('e') { format!("{rounded:.8}") } else { text };
    let (before, after) = text.split_once('.').unwrap_or((&text, "0"));
    let after: Vec<char> = after.chars().collect();
    let after: Vec<String> = match after.len() {
        0..=5 => vec![after.iter().collect()],
        _ => after.chunks(3).map(|group| group.iter().collect()).collect(),
    };
    Ok(format!("{before}.{}", after.join("_")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_written_as_rust() {
        let cases = [
            (0.5, "0.5"),
            (1454.0, "1454.0"),
            (0.035_721, "0.03572"),
            (0.000_292_5, "0.000_292_5"),
            (0.000_012_34, "0.000_012_34"),
            (-2.0, "-2.0"),
            (0.0, "0.0"),
        ];
        for (value, text) in cases {
            assert_eq!(literal(value).unwrap(), text);
        }
    }

    #[test]
    fn a_tree_is_a_row() {
        let questions = [(0, 0.5), (1, 1.5), (2, 2.5), (3, 3.5), (255, 4.5)];
        let mut answers = [0.0; 32];
        (answers[0], answers[1]) = (-0.132, -0.0001);
        let text = row(&Tree { questions, answers }).unwrap();
        assert!(text.starts_with("Tree { questions: [(0, 0.5), (1, 1.5), (2, 2.5), (3, 3.5), (255, 4.5)], "));
        assert!(text.contains("answers: [-132, 0, 0, "), "{text}");
        let mut far = questions;
        far[0].0 = 256;
        assert!(row(&Tree { questions: far, answers }).is_err());
    }
}
