//! How fast pages are read out of containers, beside the same pages as files.
//!
//! `cargo bench --bench formats [-- PAGES ROUNDS]`. Prints megabytes of HTML a second and ratios. For a packed WARC the
//! yardstick is the time to unpack it, and then to read the pages as files. Everything is read by one thread (a container
//! has a second one, which unpacks it) and normalised; nothing is indexed.

mod support;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use rsearch::captures::{Found, sources, walk};
use rsearch::formats::{Limits, Outcome, open};
use rsearch::normalise::normalise;
use support::{article, median, ratio, timed, vocabulary};

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let number = |place: usize, default| numbers.get(place).copied().unwrap_or(default);
    let (pages, rounds) = (number(0, 400), number(1, 3));
    let words = vocabulary(40_000);
    let pages: Vec<String> = (0..pages).map(|number| page(number, &words)).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("html")).expect("a folder");
    for (number, page) in pages.iter().enumerate() {
        fs::write(path("html").join(format!("{number:06}.html")), page).expect("a page");
    }
    let records: Vec<Vec<u8>> = (0..).zip(&pages).map(|(number, page)| record(number, page)).collect();
    fs::write(path("pages.warc"), records.concat()).expect("a file");
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    fs::write(path("pages.warc.gz"), packed).expect("a file");
    let tar = tar_of(&pages);
    fs::write(path("pages.tar.gz"), gzip(&tar)).expect("a file");
    fs::write(path("pages.tar"), tar).expect("a file");

    let plain = measured(rounds, || read(&path("html"), pages.len()));
    report("HTML", bytes, plain, plain);
    for name in ["pages.warc", "pages.warc.gz", "pages.tar", "pages.tar.gz"] {
        let time = measured(rounds, || read(&path(name), pages.len()));
        let is_packed = Path::new(name).extension().is_some_and(|extension| extension == "gz");
        let unpacking = if is_packed { measured(rounds, || unpack(&path(name))) } else { Duration::ZERO };
        report(name, bytes, time, plain + unpacking);
    }
}

fn measured(rounds: usize, mut work: impl FnMut()) -> Duration {
    median((0..rounds).map(|_| timed(&mut work).0).collect())
}

/// Reads everything below a path, and normalises it.
fn read(path: &Path, expected: usize) {
    let mut pages = 0;
    for found in walk(&sources(&[path.to_owned()]).expect("a folder")) {
        let Found::Capture(capture) = found else { continue };
        let mut opened = open(capture, Limits::default()).expect("a capture");
        let decoder = opened.decoder();
        while let Some(piece) = opened.next_piece() {
            decoder.decode(piece.expect("a piece"), &mut |outcome| {
                if let Outcome::Page(page) = outcome {
                    drop(normalise(*page));
                    pages += 1;
                }
            });
        }
    }
    assert_eq!(pages, expected, "{}", path.display());
}

fn unpack(path: &Path) {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(fs::File::open(path).expect("a file")).read_to_end(&mut bytes).expect("bytes");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("bytes")
}

fn record(number: usize, page: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n\
         WARC-Target-URI: https://bench.example/{number}\r\nContent-Type: application/http;msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
    .into_bytes()
}

fn tar_of(pages: &[String]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let mut header = [0_u8; 512];
        let name = format!("{number:06}.html");
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", page.len()).as_bytes());
        header[156] = b'0';
        header[257..263].copy_from_slice(b"ustar\0");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        tar.extend(header);
        tar.extend(page.as_bytes());
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// A page of a few kilobytes of text and as much of frame.
fn page(number: usize, words: &[String]) -> String {
    let article = article(number, 1_200, words);
    let body: Vec<String> = article.body().split("\n\n").map(|text| format!("<p>{text}</p>")).collect();
    let menu: Vec<String> =
        (0..60).map(|item| format!("<li><a href='/section/{item}'>Section {item}</a></li>")).collect();
    let (body, menu) = (body.concat(), menu.concat());
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>\
         <meta property='og:type' content='article'><meta property='article:published_time' content='{date}'>\
         <meta property='article:section' content='{team}'></head><body><nav><ul>{menu}</ul></nav>\
         <article><h1>{title}</h1>{body}</article></body></html>",
        title = article.title,
        date = article.date,
        team = article.team,
    )
}

#[expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "this is the benchmark's report")]
fn report(name: &str, bytes: usize, time: Duration, yardstick: Duration) {
    let seconds = time.as_secs_f64();
    println!("{name}: {:.1} MB/s; ratio {:.2}", bytes as f64 / 1e6 / seconds, ratio(time, yardstick));
}
