//! Cross-validation by host: how a model does on pages of hosts that it has not seen.
//!
//! In: the blocks, and the fold of each page. Out: a model for each fold, fitted to the others, the log loss,
//! and the text that the program would take by them, one JSON object a line. Scores nothing: that is for the
//! scorers.

use std::fs;

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use serde_json::json;

use crate::Options;
use crate::boost::{self, Bins, Blocks};
use crate::data::Page;
use crate::model::{self, Model};
use crate::normalise::html::body::blocks::Block;
use crate::normalise::html::body::{render, weigh};
use crate::reading;

/// Fits a model for each fold to the pages of all others.
pub(crate) fn cross_validate(bins: &Bins, blocks: &Blocks, folds: &[u64], options: &Options) -> Vec<Model> {
    let fit = |fold: u64| {
        let used: Vec<bool> = folds.iter().map(|other| *other != fold).collect();
        boost::fit(bins, blocks, &used, options.trees, options.seed.wrapping_add(fold + 1))
    };
    (0..options.folds).map(fit).collect()
}

/// The mean log loss of blocks by the models that have not seen their hosts.
pub(crate) fn loss(blocks: &Blocks, folds: &[u64], models: &[Model]) -> Result<f64> {
    let (mut sum, mut all) = (0.0, 0.0);
    for (block, row) in blocks.rows.iter().enumerate().filter(|(block, _)| blocks.weights[*block] > 0.0) {
        let likely = f64::from(unseen(models, folds[blocks.pages[block]])?.probability(row));
        // No single block counts for more than one that is wrong by 1 in 10,000.
        let likely = likely.clamp(1e-4, 1.0 - 1e-4);
        let (target, weight) = (f64::from(blocks.targets[block]), f64::from(blocks.weights[block]));
        sum -= weight * (target * likely.ln() + (1.0 - target) * (1.0 - likely).ln());
        all += weight;
    }
    ensure!(all > 0.0, "nothing is known of any block");
    Ok(sum / all)
}

/// Writes the text that the program takes of each page by the model that has not seen its host.
pub(crate) fn write(options: &Options, pages: &[Page], folds: &[u64], models: &[Model]) -> Result<()> {
    let line = |(page, fold): (&Page, &u64)| -> Result<String> {
        let bytes = fs::read(&page.path).with_context(|| format!("cannot read {}", page.path.display()))?;
        let model = unseen(models, *fold)?;
        let (title, body) = reading::read(&bytes, page.url.as_deref(), |reading| {
            let (chosen, _) = model::holding(model, || {
                weigh::choose(reading.outline, reading.blocks, reading.metadata, reading.title)
            });
            let kept: Vec<&Block> = chosen.into_iter().map(|place| &reading.blocks[place]).collect();
            (reading.title.to_owned(), render::text(&kept))
        });
        Ok(format!("{}\n", json!({ "id": page.id, "title": title, "body": body })))
    };
    let lines: Result<String> = pages.par_iter().zip(folds).map(line).collect();
    fs::write(&options.cv, lines?).with_context(|| format!("cannot write {}", options.cv.display()))
}

/// The model that was fitted without this fold.
fn unseen(models: &[Model], fold: u64) -> Result<&Model> {
    models.get(usize::try_from(fold)?).context("a fold without a model")
}
