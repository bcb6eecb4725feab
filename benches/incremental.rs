//! What a run costs when little or nothing has changed.
//!
//! `cargo bench --bench incremental [-- CAPTURES CHANGED ROUNDS]`. Two ratios, of whole processes run in turn: a run over
//! captures none of which changed, to `find PATH -type f -print0 | xargs -0 stat`; and a run that meets so many changed
//! captures among the others, to a fresh index of those alone. Telling anew what all documents are about, which a run has
//! to do when one of the sample has changed, is also told apart. Needs `sh`, `find`, `xargs` and `stat`.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use support::{Article, article, median, ratio, timed, vocabulary};

/// Captures in one folder.
const IN_A_FOLDER: usize = 200;

#[expect(clippy::print_stdout, reason = "this is the benchmark's report")]
fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let number = |place: usize, default| numbers.get(place).copied().unwrap_or(default);
    let (captures, changed, rounds) = (number(0, 100_000), number(1, 100), number(2, 5));
    let words = vocabulary(40_000);
    let folder = tempfile::tempdir().expect("a folder");
    let all = folder.path().join("captures");
    for number in 0..captures {
        write(&all, number, &article(number, 150, &words));
    }
    let index = folder.path().join("index");
    let first = timed(|| run(&all, &index)).0;
    println!("first run over {captures} captures: {first:?}");
    // Files that were changed within the last two seconds are read again: let the clock of the file system pass them.
    std::thread::sleep(Duration::from_secs(3));
    run(&all, &index);

    let (mut ours, mut stat) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(timed(|| run(&all, &index)).0);
        stat.push(timed(|| look(&all)).0);
    }
    let (ours, stat) = (median(ours), median(stat));
    println!("nothing changed: {ours:?}, find and stat {stat:?}, ratio {:.2}", ratio(ours, stat));

    let (mut ours, mut alone, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let some = folder.path().join(format!("some-{round}"));
        for number in 0..changed {
            let place = number * (captures / changed.max(1));
            let article = article(captures + round * changed + number, 150, &words);
            write(&all, place, &article);
            write(&some, place, &article);
        }
        let (took, placing) = timed(|| run(&all, &index));
        ours.push(took);
        without.push(took.saturating_sub(placing));
        let fresh = folder.path().join(format!("fresh-{round}"));
        alone.push(timed(|| run(&some, &fresh)).0);
    }
    let (ours, alone, without) = (median(ours), median(alone), median(without));
    println!("{changed} changed: {ours:?}, these alone {alone:?}, ratio {:.2}", ratio(ours, alone));
    println!("  but for telling what documents are about: {without:?}, ratio {:.2}", ratio(without, alone));
}

/// A page with an address of its own, as a browser saves one.
fn write(folder: &Path, number: usize, article: &Article) {
    let folder = folder.join(format!("{:04}", number / IN_A_FOLDER));
    fs::create_dir_all(&folder).expect("a folder");
    let page = format!(
        "<html><head><title>{title}</title><link rel=\"canonical\" href=\"https://example.org/{number}\">\
         <meta property=\"article:published_time\" content=\"{date}\">\
         <meta property=\"article:section\" content=\"{team}\"></head>\
         <body><article><h1>{title}</h1><p>{body}</p></article></body></html>",
        title = article.title,
        body = article.body(),
        date = article.date,
        team = article.team,
    );
    fs::write(folder.join(format!("{number:07}.html")), page).expect("a page");
}

/// Indexes. Gives how long telling what documents are about took, to a tenth of a second, as the report has it.
fn run(captures: &Path, index: &Path) -> Duration {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_rsearch"));
    let output = Command::new(program)
        .args(["index".as_ref(), captures.as_os_str(), "--index".as_ref(), index.as_os_str()])
        .output()
        .expect("the program");
    assert!(output.status.success(), "{}", output.status);
    let report = String::from_utf8_lossy(&output.stderr);
    let seconds = report.split(", ").find_map(|part| part.split_once(" s of it to tell")?.0.parse().ok());
    seconds.map_or(Duration::ZERO, Duration::from_secs_f64)
}

fn look(captures: &Path) {
    let status = Command::new("sh")
        .args(["-c", "find \"$1\" -type f -print0 | xargs -0 stat > /dev/null", "sh"])
        .arg(captures)
        .status()
        .expect("a shell");
    assert!(status.success(), "{status}");
}
