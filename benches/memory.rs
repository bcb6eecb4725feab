//! How much memory a large WARC file takes, and what it costs when it has not changed.
//!
//! `cargo bench --bench memory [-- MIB PICTURES PROGRAM]`. Writes a plain WARC file of so many mebibytes (256) to the folder for
//! temporary files, as a stream: pages of a few kilobytes, and after each a picture so many times as large (9, about what
//! crawls of the web hold). Indexes it with the program, prints the most memory that its process had for itself (`RssAnon`:
//! without the files that it maps) and in all (`VmHWM`), and runs it once more. Then does the same with the same pages as
//! files: what the index's writers and all else take is the same, so that the difference is what the container takes. The
//! program is the one that was built with this, unless another is named. Linux only.

#[expect(dead_code, reason = "other benchmarks need more of it")]
mod support;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{Random, article, vocabulary};

/// How often the memory is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// The most memory that a process had, in mebibytes.
#[derive(Default)]
struct Most {
    own: u64,
    all: u64,
}

#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let number = |place: usize, default| numbers.get(place).copied().unwrap_or(default);
    let (mebibytes, pictures) = (number(0, 256), number(1, 9));
    let named = std::env::args().skip(1).find(|argument| argument.contains('/'));
    let program = PathBuf::from(named.unwrap_or_else(|| env!("CARGO_BIN_EXE_rsearch").to_owned()));
    let folder = tempfile::tempdir().expect("a folder");
    let (warc, files) = (folder.path().join("large.warc"), folder.path().join("files"));
    let pages = write(&warc, (mebibytes as u64) << 20, pictures).expect("a file");
    println!("{mebibytes} MiB of WARC, {pages} pages");
    report(&program, &warc, &folder.path().join("of-warc"));
    fs::remove_file(&warc).expect("a file");
    write_files(&files, pages).expect("files");
    println!("the same pages as files");
    report(&program, &files, &folder.path().join("of-files"));
}

#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
fn report(program: &Path, captures: &Path, index: &Path) {
    for run in ["indexed", "once more, unchanged"] {
        // Files that were changed within the last two seconds are read again.
        std::thread::sleep(Duration::from_secs(3));
        let begun = Instant::now();
        let most = watched(start(program, captures, index));
        println!("{run}: {:.1?}, {} MiB for itself, {} MiB in all", begun.elapsed(), most.own, most.all);
    }
}

/// Writes so many pages as files.
fn write_files(folder: &Path, pages: usize) -> std::io::Result<()> {
    let words = vocabulary(40_000);
    for number in 0..pages {
        let folder = folder.join(format!("{:04}", number / 500));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{number:07}.html")), page(number, &words))?;
    }
    Ok(())
}

/// Writes a file of about so many bytes; how many pages it has.
fn write(path: &Path, bytes: u64, pictures: usize) -> std::io::Result<usize> {
    let mut out = BufWriter::new(File::create(path)?);
    let (words, mut random) = (vocabulary(40_000), Random::new(7));
    let noise: Vec<u8> = (0..1 << 20).map(|_| u8::try_from(random.below(256)).expect("a byte")).collect();
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        let page = page(number, &words);
        // A piece of noise from another place each time.
        let from = random.below(noise.len() - page.len() * pictures);
        let picture = &noise[from..from + page.len() * pictures];
        for (name, kind, payload) in
            [("page", "text/html; charset=utf-8", page.as_bytes()), ("picture", "image/png", picture)]
        {
            let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n");
            let header = format!(
                "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{name}-{number}>\r\n\
                 WARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Target-URI: https://example.org/{name}/{number}\r\n\
                 Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{http}",
                http.len() + payload.len()
            );
            out.write_all(header.as_bytes())?;
            out.write_all(payload)?;
            out.write_all(b"\r\n\r\n")?;
            written += (header.len() + payload.len() + 4) as u64;
        }
        number += 1;
    }
    out.flush().map(|()| number)
}

fn page(number: usize, words: &[String]) -> String {
    let article = article(number, 1_200, words);
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title>\
         <meta property='article:published_time' content='{date}'></head>\
         <body><article><h1>{title}</h1><p>{body}</p></article></body></html>",
        title = article.title,
        date = article.date,
        body = article.body().replace("\n\n", "</p><p>"),
    )
}

fn start(program: &Path, captures: &Path, index: &Path) -> Child {
    Command::new(program)
        .args(["index".as_ref(), captures.as_os_str(), "--index".as_ref(), index.as_os_str()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program")
}

/// Looks at the memory of a process until it ends.
fn watched(mut program: Child) -> Most {
    let mut most = Most::default();
    loop {
        if let Ok(status) = fs::read_to_string(format!("/proc/{}/status", program.id())) {
            let field = |name: &str| {
                let line = status.lines().find(|line| line.starts_with(name))?;
                line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kibibytes| kibibytes >> 10)
            };
            most.own = most.own.max(field("RssAnon:").unwrap_or(0));
            most.all = most.all.max(field("VmHWM:").unwrap_or(0));
        }
        if let Some(status) = program.try_wait().expect("a process") {
            assert!(status.success(), "{status}");
            return most;
        }
        std::thread::sleep(PAUSE);
    }
}
