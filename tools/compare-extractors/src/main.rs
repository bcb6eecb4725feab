//! Runs rsearch and other extractors over the same pages, one after the other, on one core.
//!
//! In: a folder of pages of which people wrote down what stands on them. Out: how many pages and megabytes each tool reads in
//! a second of a core's time, and how well, by the measures of rsearch's own benchmark. rsearch's code is taken in by path,
//! as it is; nothing here is part of the program.

mod tools;

#[path = "../../../src/document/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the program's nouns; reading a page needs few of them")]
mod document;

#[path = "../../../src/formats"]
mod formats {
    #[cfg_attr(not(test), expect(dead_code, reason = "pages are decoded as HTML"))]
    pub(crate) mod charset;
    mod encoded_words;
    #[expect(dead_code, reason = "pages of other formats are the program's")]
    mod page;

    pub(crate) use encoded_words::decoded;
    pub(crate) use page::{Content, Page, Record, ViewerText};

    /// Of the program's limits those that reading a page asks for.
    pub(crate) struct Limits {
        pub(crate) max_depth: usize,
    }

    impl Default for Limits {
        /// As the program has it.
        fn default() -> Limits {
            Limits { max_depth: 512 }
        }
    }
}

#[path = "../../../src/normalise/mod.rs"]
#[expect(dead_code, unused_imports, reason = "what the program explains of a page and follows on it")]
mod normalise;

#[path = "../../../benches/quality/measure.rs"]
#[expect(dead_code, reason = "listings and confidences are rsearch's alone")]
mod measure;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use serde_json::json;

use measure::{Predicted, Truth};

/// Runs rsearch and other extractors over the same pages.
#[derive(Parser)]
struct Options {
    /// The folder with pages/ and gt/.
    data_dir: PathBuf,
    /// Times that everything is read; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    rounds: u64,
    /// A Python that has trafilatura; without it trafilatura itself is left out.
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
    /// Only these tools.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Where to write what each tool read, a file of JSON Lines a tool, for the scorers of the data.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
}

/// A page to read.
struct Source {
    id: String,
    /// Its source, decoded: what an encoding is, is no tool's task here.
    text: String,
}

/// What a tool made of all pages, in their order, and the time it took of a core in each round.
struct Reading {
    name: &'static str,
    pages: Vec<Predicted>,
    rounds: Vec<Duration>,
}

/// The measures that stand beside the speeds.
const MEASURES: [&str; 8] = [
    "aeb body, shingles F1",
    "wcxb body, words F1",
    "traf snippets F1",
    "traf titles exact",
    "wcxb titles exact",
    "hd right day",
    "wcxb right day or rightly none",
    "traf right day",
];

#[expect(clippy::print_stdout, reason = "this is the report")]
fn main() -> Result<()> {
    let options = Options::parse();
    let sources = sources(&options)?;
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let truths = ["aeb", "wcxb", "traf", "hd"]
        .map(|set| (set, Truth::read(&options.data_dir.join(format!("gt/{set}.jsonl")))));
    println!("{} pages, {:.1} MB; seconds of one core, median of {}\n", sources.len(), mega(bytes), options.rounds);
    println!("| tool | pages/s | MB/s | rsearch is faster | {} |", MEASURES.join(" | "));
    println!("|---|---|---|---|{}", "---|".repeat(MEASURES.len()));
    let mut first = None;
    for reading in tools::readings(&sources, &options)? {
        let reading = reading?;
        let mut rounds = reading.rounds.clone();
        rounds.sort();
        let seconds = rounds.get(rounds.len() / 2).map_or(f64::NAN, Duration::as_secs_f64);
        let ours = *first.get_or_insert(seconds);
        if let Some(folder) = &options.keep {
            keep(folder, &reading, &sources)?;
        }
        let read: HashMap<String, Predicted> =
            sources.iter().map(|source| source.id.clone()).zip(reading.pages).collect();
        let mut measures = Vec::new();
        for (set, truth) in &truths {
            measure::page_measures(set, truth, &read, &mut measures);
        }
        let told = MEASURES.map(|name| {
            let found = measures.iter().find(|(known, _)| known == name);
            found.map_or_else(|| "–".to_owned(), |(_, value)| format!("{value:.3}"))
        });
        println!(
            "| {} | {:.0} | {:.1} | {:.1}× | {} |",
            reading.name,
            mega(sources.len()) * 1e6 / seconds,
            mega(bytes) / seconds,
            seconds / ours,
            told.join(" | ")
        );
    }
    Ok(())
}

/// The pages, in the order of their names.
fn sources(options: &Options) -> Result<Vec<Source>> {
    let folder = options.data_dir.join("pages");
    let files = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = files.map(|file| Ok(file?.path())).collect::<Result<Vec<PathBuf>>>()?;
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Source { id, text: formats::charset::decode_html(&bytes, None).0 })
    };
    paths.into_iter().map(read).collect()
}

/// Writes what a tool read.
fn keep(folder: &std::path::Path, reading: &Reading, sources: &[Source]) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut lines = String::new();
    for (source, page) in sources.iter().zip(&reading.pages) {
        let line = json!({
            "id": source.id, "title": page.title, "date": page.date, "body": page.body,
            "author": page.authors, "category": page.categories, "confidence": page.confidence,
            "entries": page.entries,
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    let path = folder.join(format!("{}.jsonl", reading.name.replace(' ', "-")));
    fs::write(&path, lines).with_context(|| format!("cannot write {}", path.display()))
}

#[expect(clippy::cast_precision_loss, reason = "counts of pages and bytes are far below 2^52")]
fn mega(count: usize) -> f64 {
    count as f64 / 1e6
}
