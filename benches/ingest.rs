//! How fast captures become an index, beside a bare tantivy index of the same text from memory.
//!
//! `cargo bench --bench ingest [-- PAGES RECORDS ROUNDS]`. Prints pages and megabytes a second, and ratios: machines
//! differ, ratios less. The two sides run in turn, and medians are compared.

mod bare;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use bare::{bare_index, json_line};
use rsearch::ingest::{Monitor, Options, ingest};
use support::{Article, Random, article, median, ratio, timed, vocabulary};

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let number = |place: usize, default| numbers.get(place).copied().unwrap_or(default);
    let (pages, records, rounds) = (number(0, 1_000), number(1, 20_000), number(2, 3));
    let words = vocabulary(40_000);
    html(pages, rounds, &words);
    json_lines(records, rounds, &words);
}

fn html(pages: usize, rounds: usize, words: &[String]) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut texts = Vec::new();
    let mut bytes = 0;
    for number in 0..pages {
        let article = article(number, 1_200, words);
        let page =
            if number % 20 == 0 { listing_page(number, words) } else { article_page(number, &article) };
        bytes += page.len();
        fs::write(folder.path().join(format!("{number:06}.html")), page).expect("a page");
        texts.push((article.title.clone(), article.body()));
    }
    let (ours, bare) = in_turn(folder.path(), &texts, rounds);
    report("HTML", pages, bytes, ours, bare);
}

fn json_lines(records: usize, rounds: usize, words: &[String]) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut texts = Vec::new();
    let mut lines = String::new();
    for number in 0..records {
        let article = article(number, 490, words);
        lines.push_str(&json_line(number, &article));
        texts.push((article.title.clone(), article.body()));
    }
    fs::write(folder.path().join("records.jsonl"), &lines).expect("records");
    let (ours, bare) = in_turn(folder.path(), &texts, rounds);
    report("JSON Lines", records, lines.len(), ours, bare);
}

fn in_turn(captures: &Path, texts: &[(String, String)], rounds: usize) -> (Duration, Duration) {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut steps = Steps::default();
    for _ in 0..rounds {
        steps = Steps::default();
        let index = tempfile::tempdir().expect("a folder");
        let paths = [PathBuf::from(captures)];
        ours.push(
            timed(|| {
                ingest(&paths, &index.path().join("index"), &Options::default(), &steps).expect("a run")
            })
            .0,
        );
        steps.step("end");
        let index = tempfile::tempdir().expect("a folder");
        bare.push(timed(|| bare_index(index.path(), texts.iter().cloned())).0);
    }
    steps.report();
    (median(ours), median(bare))
}

/// When a run took which step.
#[derive(Default)]
struct Steps(Mutex<Vec<(&'static str, Instant)>>);

impl Monitor for Steps {
    fn step(&self, step: &'static str) {
        self.0.lock().expect("no step fails").push((step, Instant::now()));
    }
}

impl Steps {
    /// Prints how long each step of the last run took, but for those that took no time.
    #[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
    fn report(&self) {
        let steps = self.0.lock().expect("no step fails");
        for pair in steps.windows(2) {
            let [(step, from), (_, until)] = pair else { continue };
            let seconds = until.duration_since(*from).as_secs_f64();
            if seconds >= 0.01 {
                println!("  {step}: {seconds:.2} s");
            }
        }
    }
}

#[expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "this is the benchmark's report")]
fn report(name: &str, count: usize, bytes: usize, ours: Duration, bare: Duration) {
    let seconds = ours.as_secs_f64();
    println!(
        "{name}: {count} in {seconds:.2} s: {:.0} a second, {:.1} MB/s; bare tantivy on the same text {:.2} s; ratio {:.2}",
        count as f64 / seconds,
        bytes as f64 / 1e6 / seconds,
        bare.as_secs_f64(),
        ratio(ours, bare),
    );
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().concat()
}

/// A page of 20 to 200 KB: head, scripts, navigation, article, related box, footer.
fn article_page(number: usize, article: &Article) -> String {
    let mut random = Random::new(number as u64);
    let filler = "window.dataLayer.push({event:'view',id:1234});".repeat(200 + random.below(2_500));
    let navigation =
        joined((0..60).map(|item| format!("<li><a href='/section/{item}'>Section {item}</a></li>")));
    let body =
        joined(article.paragraphs.iter().map(|text| format!("<div class='block'><p>{text}</p></div>")));
    let related = joined((0..4).map(|item| {
        format!("<div class='card'><a href='/r/{item}'><h4>Another piece {item}</h4></a></div>")
    }));
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title} | Bench Lab</title>\
         <meta property='og:site_name' content='Bench Lab'><meta property='og:type' content='article'>\
         <meta property='article:published_time' content='{date}T09:00:00Z'>\
         <link rel=canonical href='https://bench.example/{number}'><script>{filler}</script></head>\
         <body><header><nav><ul>{navigation}</ul></nav></header><main><article><h1>{title}</h1>\
         <p class=meta><time datetime='{date}'>{date}</time> <span>{team}</span></p>{body}</article>\
         <aside><h3>Related</h3>{related}</aside></main><footer><p>All rights reserved. Privacy. Cookies.</p></footer></body></html>",
        title = article.title,
        date = article.date,
        team = article.team,
    )
}

/// A listing of forty publications.
fn listing_page(number: usize, words: &[String]) -> String {
    let rows = joined(
        (0..40).map(|row| {
            let entry = article(number * 1_000 + row + 500_000, 40, words);
            format!(
                "<li class='row'><a href='/p/{number}-{row}'><time datetime='{date}'>{date}</time><span>{team}</span>\
                 <h3>{title}</h3><p>{summary}</p></a></li>",
                date = entry.date,
                team = entry.team,
                title = entry.title,
                summary = entry.paragraphs[0],
            )
        }),
    );
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Research {number} | Bench Lab</title>\
         <link rel=canonical href='https://bench.example/list/{number}'></head><body><main><h1>Research</h1>\
         <ul>{rows}</ul></main></body></html>"
    )
}
