//! How well pages are read, measured on pages of which people wrote down what stands on them.
//!
//! `RSEARCH_DATA=DIR cargo bench --bench quality`, where `DIR/normalise/pages.tar.xz` holds the pages. Prints the table of
//! `docs/quality.md`, what the confidences of dates are worth, and the speed on one core. Ends with an error where a measure
//! is past its limit, or was not measured.

#[path = "quality/measure.rs"]
mod measure;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use measure::{Predicted, Truth};
use rsearch::captures::{Found, sources, walk};
use rsearch::formats::{Limits, Outcome, Page, open};
use rsearch::normalise::{self, Normalised, normalise};

/// A row of the table.
struct Row {
    /// The name that `measure` gives it.
    name: &'static str,
    /// What it must not fall below, or rise above where less is better: what was measured when it was last set, less some
    /// three thousandths, so that a change of the compiler is no alarm and one of a rule is.
    limit: f64,
    /// What others measured on the same pages with the same scorers, in the order of [`OTHERS`], as far as they are known.
    others: &'static [f64],
}

/// The tools beside which the table stands. Their figures on these pages are those of the data's own README, each tool in its
/// best mode; `tools/compare-extractors` runs four of them.
const OTHERS: [&str; 5] = [
    "trafilatura 2.3.1",
    "trafilatura crate 0.6.0",
    "rs-trafilatura 0.2.2",
    "dom_smoothie 0.19",
    "readability-lxml 0.9",
];

const fn row(name: &'static str, limit: f64, others: &'static [f64]) -> Row {
    Row { name, limit, others }
}

/// Every measure.
const ROWS: &[Row] = &[
    row("aeb body, shingles F1", 0.987, &[0.946, 0.958, 0.951, 0.952, 0.967]),
    row("wcxb body, words F1", 0.926, &[0.852, 0.857, 0.863, 0.815, 0.749]),
    row("wcxb body, words F1, article", 0.969, &[0.939, 0.941, 0.933]),
    row("wcxb body, words F1, documentation", 0.950, &[0.938, 0.930, 0.936]),
    row("wcxb body, words F1, service", 0.897, &[0.795, 0.814, 0.876]),
    row("wcxb body, words F1, forum", 0.860, &[0.764, 0.746, 0.744]),
    row("wcxb body, words F1, product", 0.835, &[0.779, 0.745, 0.687]),
    row("wcxb body, words F1, listing", 0.857, &[0.605, 0.626, 0.738]),
    row("wcxb body, words F1, collection", 0.780, &[0.592, 0.661, 0.555]),
    row("wcxb body, shingles F1", 0.914, &[]),
    row("traf snippets F1", 0.960, &[0.924, 0.908, 0.879, 0.875, 0.843]),
    row("traf titles exact", 0.868, &[0.616, 0.616, 0.711, 0.616, 0.720]),
    row("wcxb titles exact", 0.807, &[0.479, 0.475, 0.712, 0.458, 0.638]),
    row("hd right day", 0.935, &[0.931, 0.882, 0.614, 0.545]),
    row("traf right day", 0.89, &[0.877, 0.832, 0.575, 0.480]),
    row("wcxb right day", 0.89, &[0.829, 0.530, 0.624, 0.551]),
    row("wcxb undated pages given a day", 0.075, &[0.96, 0.95, 0.21, 0.04]),
    row("wcxb right day or rightly none", 0.909, &[0.432, 0.286, 0.708, 0.759]),
    row("traf authors exact", 0.746, &[0.603]),
    row("wcxb authors exact", 0.804, &[0.612]),
    row("traf categories F1", 0.605, &[]),
    row("listing entries with the right day", 0.99, &[]),
    row("listing entries F1", 0.985, &[]),
    row("listing entries of texts with the right day", 0.91, &[]),
    row("listing entries of texts F1", 0.985, &[]),
];

/// Measures of which less is better.
const LESS_IS_BETTER: &str = "given a day";

#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
#[expect(
    clippy::disallowed_methods,
    reason = "where the data is, is told by the environment, as in the tests"
)]
fn main() -> ExitCode {
    let Some(data) = std::env::var_os("RSEARCH_DATA").map(PathBuf::from) else {
        println!("RSEARCH_DATA does not name the data folder: nothing is measured");
        return ExitCode::SUCCESS;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let places = ["", "data"].map(|step| data.join(step).join("normalise/pages.tar.xz"));
    let archive = places.iter().find(|place| place.exists()).unwrap_or(&places[0]);
    let unpacked = Command::new("tar").arg("xJf").arg(archive).arg("-C").arg(folder.path()).status();
    assert!(unpacked.is_ok_and(|status| status.success()), "cannot unpack {}", archive.display());
    let dev = folder.path().join("dev");

    let pages = decoded(&dev.join("pages"), "html");
    let bytes: u64 = pages.iter().map(|(_, _, bytes)| bytes).sum();
    let count = pages.len();
    let begun = Instant::now();
    let read: Vec<(String, Normalised)> =
        pages.into_iter().map(|(id, page, _)| (id, normalise(page))).collect();
    let seconds = begun.elapsed().as_secs_f64();
    let predicted: HashMap<String, Predicted> =
        read.into_iter().map(|(id, page)| (id, page.into())).collect();
    let listings = ["html", "txt"].map(|extension| {
        let pages = decoded(&dev.join("listing/pages"), extension).into_iter();
        pages.map(|(id, page, _)| (id, normalise(page).into())).collect::<HashMap<_, _>>()
    });

    let truth = |set: &str| Truth::read(&dev.join(format!("gt/{set}.jsonl")));
    let mut measures: Vec<(String, f64)> = Vec::new();
    for set in ["aeb", "wcxb", "traf", "hd"] {
        measure::page_measures(set, &truth(set), &predicted, &mut measures);
    }
    for (name, listings) in ["listing entries", "listing entries of texts"].iter().zip(&listings) {
        measure::listing_measures(name, &dev.join("listing/gt.jsonl"), listings, &mut measures);
    }
    let mut failed = Vec::new();
    println!("| measure | rsearch | limit | {} |", OTHERS.join(" | "));
    println!("|---|---|---|{}", "---|".repeat(OTHERS.len()));
    for row in ROWS {
        let Some((_, value)) = measures.iter().find(|(name, _)| name == row.name) else {
            failed.push(format!("{} was not measured", row.name));
            continue;
        };
        let is_less = row.name.ends_with(LESS_IS_BETTER);
        if (is_less && *value > row.limit) || (!is_less && *value < row.limit) {
            failed.push(format!("{} is {value:.4}, past its limit {:.4}", row.name, row.limit));
        }
        let other = |place| row.others.get(place).map_or_else(|| "–".to_owned(), |other| short(*other, 3));
        let others: Vec<String> = (0..OTHERS.len()).map(other).collect();
        println!(
            "| {} | {} | {} | {} |",
            row.name,
            short(*value, 3),
            short(row.limit, 3),
            others.join(" | ")
        );
    }
    println!(
        "\nDays, by how sure they say they are (hd, traf and wcxb; a day for an undated page is wrong):\n"
    );
    println!("| confidence | days | said | right |\n|---|---|---|---|");
    let sets = ["hd", "traf", "wcxb"].map(truth);
    for bin in measure::calibration(&sets, &predicted, &[0.5, 0.7, 0.8, 0.9, 0.95, 1.01]) {
        let [from, to] = [bin.from, bin.to.min(1.0)].map(|end| short(end, 2));
        println!("| {from} to {to} | {} | {} | {} |", bin.days, short(bin.said, 3), short(bin.right, 3));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of pages and bytes are far below 2^52")]
    let (pages, megabytes) = (count as f64, bytes as f64 / 1e6);
    println!(
        "\n{count} pages, {:.0} pages and {:.1} MB a second on one core",
        pages / seconds,
        megabytes / seconds
    );
    for failure in &failed {
        println!("{failure}");
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A number as tables show it: `.952`.
fn short(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    text.strip_prefix('0').map_or_else(|| text.clone(), str::to_owned)
}

/// The pages in a folder by the stems of their names, with their sizes.
fn decoded(folder: &Path, extension: &str) -> Vec<(String, Page, u64)> {
    let mut pages = Vec::new();
    for found in walk(&sources(&[folder.to_owned()]).expect("a folder")) {
        let Found::Capture(capture) = found else { continue };
        if !extension.is_empty() && capture.path.extension().is_none_or(|found| found != extension) {
            continue;
        }
        let stem = capture.path.file_stem().expect("a name").to_string_lossy().into_owned();
        let bytes = std::fs::metadata(&capture.path).expect("a file").len();
        let Ok(mut opened) = open(capture, Limits::default()) else { continue };
        let decoder = opened.decoder();
        while let Some(piece) = opened.next_piece() {
            let Ok(piece) = piece else { continue };
            decoder.decode(piece, &mut |outcome| {
                if let Outcome::Page(page) = outcome {
                    pages.push((stem.clone(), *page, bytes));
                }
            });
        }
    }
    pages
}
