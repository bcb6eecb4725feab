//! How well pages are read, measured on pages of which people wrote down what stands on them.
//!
//! `RSEARCH_DATA=DIR cargo bench --bench quality`, where `DIR/normalise/pages.tar.xz` holds the pages. Prints every measure
//! with its floor, what confidences of dates are worth, and the speed on one core. Ends with an error where a measure lies
//! below its floor, or where a host of the pages stands in the source.

#[path = "quality/measure.rs"]
mod measure;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use measure::{Predicted, Truth};
use rsearch::captures::{Found, sources, walk};
use rsearch::formats::{Limits, Outcome, Page, open};
use rsearch::normalise::normalise;

/// Every measure with the value that it must not fall below, or, where less is better, not rise above: what was measured
/// when it was last raised, less half a point.
const FLOORS: &[(&str, f64)] = &[
    ("aeb body, shingles F1", 0.985),
    ("wcxb body, shingles F1", 0.900),
    ("wcxb body, words F1", 0.910),
    ("wcxb body, words F1, article", 0.945),
    ("wcxb body, words F1, collection", 0.780),
    ("wcxb body, words F1, forum", 0.800),
    ("wcxb body, words F1, listing", 0.780),
    ("wcxb body, words F1, product", 0.830),
    ("traf snippets F1", 0.960),
    ("traf titles exact", 0.857),
    ("wcxb titles exact", 0.747),
    ("hd right day", 0.926),
    ("traf right day", 0.883),
    ("wcxb right day", 0.892),
    ("wcxb undated pages left undated", 0.911),
    ("wcxb right day or rightly none", 0.901),
    ("traf authors exact", 0.644),
    ("traf categories F1", 0.433),
    ("listing entries with the right day", 0.990),
    ("listing entries F1", 0.985),
];

#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
fn main() -> ExitCode {
    let Some(data) = std::env::var_os("RSEARCH_DATA").map(PathBuf::from) else {
        println!("RSEARCH_DATA does not name the data folder: nothing is measured");
        return ExitCode::SUCCESS;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let archive = data.join("normalise/pages.tar.xz");
    let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(folder.path()).status();
    assert!(unpacked.is_ok_and(|status| status.success()), "cannot unpack {}", archive.display());
    let dev = folder.path().join("dev");

    let pages = decoded(&dev.join("pages"), "html");
    let bytes: u64 = pages.iter().map(|(_, _, bytes)| bytes).sum();
    let count = pages.len();
    let begun = Instant::now();
    let predicted: HashMap<String, Predicted> =
        pages.into_iter().map(|(id, page, _)| (id, Predicted::of(normalise(page)))).collect();
    let seconds = begun.elapsed().as_secs_f64();
    let listings: HashMap<String, Predicted> = decoded(&dev.join("listing/pages"), "")
        .into_iter()
        .map(|(id, page, _)| (id, Predicted::of(normalise(page))))
        .collect();

    let truth = |set: &str| Truth::read(&dev.join(format!("gt/{set}.jsonl")));
    let mut measures: Vec<(String, f64)> = Vec::new();
    for set in ["aeb", "wcxb", "traf", "hd"] {
        measure::page_measures(set, &truth(set), &predicted, &mut measures);
    }
    measure::listing_measures(&dev.join("listing/gt.jsonl"), &listings, &mut measures);
    let mut failed = false;
    for (name, value) in &measures {
        let floor = FLOORS.iter().find(|(known, _)| known == name).map(|(_, floor)| *floor);
        let is_low = floor.is_some_and(|floor| *value < floor);
        failed |= is_low;
        let floor = floor.map(|floor| format!("  floor {floor:.3}")).unwrap_or_default();
        println!("{name:<42} {value:.4}{floor}{}", if is_low { "  BELOW" } else { "" });
    }
    for (name, _) in FLOORS.iter().filter(|(name, _)| measures.iter().all(|(known, _)| known != name)) {
        println!("{name:<42} was not measured");
        failed = true;
    }
    println!("\nof dates that say how sure they are, so many are right (hd, traf and wcxb):");
    for line in measure::calibration(&["hd", "traf", "wcxb"].map(truth), &predicted) {
        println!("{line}");
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of pages and bytes are far below 2^52")]
    let (pages, megabytes) = (count as f64, bytes as f64 / 1e6);
    println!("\n{:.0} pages and {:.1} MB a second on one core", pages / seconds, megabytes / seconds);
    for named in hosts_in_source(&dev.join("urls.jsonl")) {
        println!("the source names {named}");
        failed = true;
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The pages in a folder by the stems of their names, with their sizes.
fn decoded(folder: &Path, extension: &str) -> Vec<(String, Page, u64)> {
    let mut pages = Vec::new();
    for found in walk(&sources(&[folder.to_owned()]).expect("a folder")) {
        let Found::Capture(capture) = found else { continue };
        if !extension.is_empty() && capture.extension() != extension {
            continue;
        }
        let stem = capture.path.file_stem().expect("a name").to_string_lossy().into_owned();
        let bytes = capture.bytes;
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

/// Hosts of the pages that stand in the source. Those that also publish what rsearch links to or is tested with by name,
/// and names of one plain word, are no sign of anything.
fn hosts_in_source(urls: &Path) -> Vec<String> {
    let source: String = walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/normalise"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| fs::read_to_string(entry.path()).expect("source").to_lowercase())
        .collect();
    let mut hosts: Vec<String> = measure::lines(urls)
        .iter()
        .filter_map(|line| rsearch::document::identity::host_of(line["url"].as_str()?))
        .filter(|host| source.contains(&format!("\"{host}")) || source.contains(&format!("/{host}")))
        .filter(|host| !PUBLIC.contains(&host.as_str()))
        .collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

/// Hosts of ids that become fields, and of the rules that comments cite.
const PUBLIC: [&str; 4] = ["github.com", "arxiv.org", "doi.org", "en.wikipedia.org"];
