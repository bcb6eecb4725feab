//! How fast queries are answered, beside tantivy's bare top ten over two fields of the same text.
//!
//! `cargo bench --bench search [-- DOCUMENTS…]`. Prints medians in microseconds and ratios, what counting four facets adds,
//! and the time from process start to the end of the answer. From half a million documents on they are of 30 words, not 300.

mod bare;
mod support;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use bare::{bare_index, json_line};
use rsearch::document::Day;
use rsearch::index::Reader;
use rsearch::ingest::{Options, Quiet, ingest};
use rsearch::search::query::parse;
use rsearch::search::{Facet, Request, grammar, search};
use support::{article, median, ratio, timed, vocabulary};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;

/// Runs of each query; the median is taken.
const RUNS: usize = 51;

#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    let words = vocabulary(40_000);
    for documents in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let captures = folder.path().join("records.jsonl");
        let length = if documents < 500_000 { 300 } else { 30 };
        let articles = || (0..documents).map(|number| article(number, length, &words));
        let mut records = BufWriter::new(fs::File::create(&captures).expect("a file"));
        for (number, article) in articles().enumerate() {
            records.write_all(json_line(number, &article).as_bytes()).expect("a record");
        }
        records.flush().expect("records");
        let index = folder.path().join("index");
        ingest(&[captures], &index, &Options::default(), &Quiet).expect("a run");
        let bare = folder.path().join("bare");
        fs::create_dir(&bare).expect("a folder");
        let bare = bare_index(&bare, articles().map(|article| (article.title.clone(), article.body())));
        println!("{documents} documents");
        compare(&index, &bare, &words);
        process(&index, &words[40], &words[90]);
    }
}

#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
fn compare(index: &Path, bare: &tantivy::Index, words: &[String]) {
    let reader = Reader::open(index).expect("an index");
    let searcher = bare.reader().expect("a reader").searcher();
    let schema = bare.schema();
    let fields = ["title", "body"].map(|name| schema.get_field(name).expect("a field")).to_vec();
    let parser = QueryParser::for_index(bare, fields);
    let (one, two, rare) = (&words[40], &words[90], &words[4_000]);
    let facets =
        ["year", "team", "kind", "language"].map(|name| Facet::named(name).expect("a facet")).to_vec();
    let queries = [
        ("one term", one.clone(), one.clone(), Vec::new()),
        ("rare term", rare.clone(), rare.clone(), Vec::new()),
        ("two terms", format!("{one} {two}"), format!("+{one} +{two}"), Vec::new()),
        ("phrase", format!("\"{one} {two}\""), format!("\"{one} {two}\""), Vec::new()),
        ("filter", format!("{one} year:2024"), one.clone(), Vec::new()),
        ("four facets", format!("{one} {two}"), format!("+{one} +{two}"), facets),
    ];
    let mut medians = Vec::new();
    for (name, ours, theirs, facets) in queries {
        let query = parse(&ours, &grammar(Day(20_000))).expect("a query");
        let request = Request { query, limit: 10, facets, snippets: 3, ..Request::default() };
        let bare_query = parser.parse_query(&theirs).expect("a query");
        let (mut our_times, mut bare_times) = (Vec::new(), Vec::new());
        let mut totals = (0, 0);
        for _ in 0..RUNS {
            let (time, response) = timed(|| search(&reader, &request).expect("an answer"));
            our_times.push(time);
            totals.0 = response.total;
            let (time, (top, count)) = timed(|| {
                searcher
                    .search(&bare_query, &(TopDocs::with_limit(10).order_by_score(), Count))
                    .expect("an answer")
            });
            bare_times.push(time);
            assert!(top.len() <= 10);
            totals.1 = count as u64;
        }
        let (ours, bare) = (median(our_times), median(bare_times));
        println!(
            "  {name:<12} {:>8} µs, bare {:>8} µs, ratio {:>6.2}, {} hits",
            ours.as_micros(),
            bare.as_micros(),
            ratio(ours, bare),
            totals.0
        );
        medians.push((name, ours));
    }
    let time =
        |wanted: &str| medians.iter().find(|(name, _)| *name == wanted).map_or(Duration::ZERO, |it| it.1);
    let (without, with) = (time("two terms"), time("four facets"));
    println!("  counting four facets adds {:.2} of what the query takes", ratio(with, without) - 1.0);
}

/// From the start of a process to the end of its answer.
#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
fn process(index: &Path, one: &str, two: &str) {
    let run = |arguments: &[&str]| -> Duration {
        timed(|| {
            Command::new(env!("CARGO_BIN_EXE_rsearch"))
                .args(arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .expect("the program runs")
        })
        .0
    };
    let folder = index.to_string_lossy().into_owned();
    let alone = ["query", one, "--index", &folder];
    let facets = ["query", one, two, "--facets", "year,team,kind,language", "--index", &folder];
    let [one_word, with_facets] =
        [&alone[..], &facets].map(|arguments| median((0..21).map(|_| run(arguments)).collect()));
    let version = median((0..21).map(|_| run(&["--version"])).collect());
    println!(
        "  as a process {:>8} µs; two words with four facets {:>8} µs; a process that does nothing {:>8} µs",
        one_word.as_micros(),
        with_facets.as_micros(),
        version.as_micros()
    );
}
