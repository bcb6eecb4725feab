//! The tools that are compared, each in its best mode for whole pages, with the fields that it gives.
//!
//! In: the sources of pages. Out: a [`Reading`] a tool. What a tool cannot read counts as read empty.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use cpu_time::ProcessTime;
use serde_json::Value;

use crate::document::Evidence;
use crate::formats::{Content, Page};
use crate::measure::Predicted;
use crate::normalise::normalise;
use crate::{Options, Reading, Source};

/// A tool that is called here.
type Tool = (&'static str, fn(&str) -> Predicted);

const TOOLS: [Tool; 4] = [
    ("rsearch", rsearch),
    ("trafilatura crate", trafilatura_crate),
    ("rs-trafilatura", rs_trafilatura_crate),
    ("dom_smoothie", dom_smoothie_crate),
];

/// The name of trafilatura itself.
const PYTHON: &str = "trafilatura";

/// All that were asked for, rsearch first.
pub(crate) fn readings<'a>(
    sources: &'a [Source],
    options: &'a Options,
) -> Result<impl Iterator<Item = Result<Reading>> + 'a> {
    let is_wanted = |name: &str| options.only.is_empty() || options.only.iter().any(|only| only == name);
    let here = TOOLS.into_iter().filter(move |(name, _)| is_wanted(name));
    let here = here.map(|tool| Ok(reading(tool, sources, options.rounds)));
    let python = options.python.as_deref().filter(|_| is_wanted(PYTHON));
    Ok(here.chain(python.map(|python| in_python(python, sources, options))))
}

fn reading((name, tool): Tool, sources: &[Source], rounds: u64) -> Reading {
    let mut pages = Vec::new();
    let mut times = Vec::new();
    for _ in 0..rounds {
        let begun = ProcessTime::now();
        pages = sources
            .iter()
            .map(|source| catch_unwind(AssertUnwindSafe(|| tool(&source.text))).unwrap_or_default())
            .collect();
        times.push(begun.elapsed());
    }
    Reading { name, pages, rounds: times }
}

fn rsearch(source: &str) -> Predicted {
    let page = Page {
        evidence: Evidence::default(),
        url: None,
        content: Content::Html(source.to_owned()),
        doubts: Vec::new(),
        moved_from: None,
    };
    normalise(page).into()
}

/// With its fallbacks, as its own figures are made.
fn trafilatura_crate(source: &str) -> Predicted {
    let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    let Ok(page) = trafilatura::extract(source, &options) else { return Predicted::default() };
    Predicted {
        title: page.metadata.title,
        date: page.metadata.date.map(|day| day.format("%Y-%m-%d").to_string()),
        body: page.content_text,
        ..Predicted::default()
    }
}

fn rs_trafilatura_crate(source: &str) -> Predicted {
    let Ok(page) = rs_trafilatura::extract(source) else { return Predicted::default() };
    Predicted {
        title: page.metadata.title.unwrap_or_default(),
        date: page.metadata.date.map(|moment| moment.format("%Y-%m-%d").to_string()),
        body: page.content_text,
        ..Predicted::default()
    }
}

/// With formatted text, since the raw one runs words together.
fn dom_smoothie_crate(source: &str) -> Predicted {
    let config =
        dom_smoothie::Config { text_mode: dom_smoothie::TextMode::Formatted, ..dom_smoothie::Config::default() };
    let read = dom_smoothie::Readability::new(source, None, Some(config)).and_then(|mut page| page.parse());
    let Ok(page) = read else { return Predicted::default() };
    Predicted {
        title: page.title,
        date: page.published_time.and_then(|time| time.get(..10).map(str::to_owned)),
        body: page.text_content.to_string(),
        ..Predicted::default()
    }
}

/// What is run there: reads paths from standard input, times `bare_extraction` alone, and writes a line a page.
const SCRIPT: &str = r#"
import json, sys, time
from trafilatura import bare_extraction
pages = [open(path, encoding="utf-8").read() for path in sys.stdin.read().split("\n") if path]
rounds = []
for _ in range(int(sys.argv[1])):
    read, begun = [], time.process_time()
    for page in pages:
        try:
            read.append(bare_extraction(page, with_metadata=True, include_comments=False))
        except Exception:
            read.append(None)
    rounds.append(time.process_time() - begun)
print(json.dumps(rounds))
for page in read:
    print(json.dumps({name: getattr(page, name, None) for name in ("title", "date", "text")}))
"#;

/// trafilatura itself, in a Python that has it.
fn in_python(python: &Path, sources: &[Source], options: &Options) -> Result<Reading> {
    let folder = std::env::temp_dir().join(format!("compare-extractors-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let mut paths = String::new();
    for source in sources {
        let path = folder.join(&source.id);
        fs::write(&path, &source.text)?;
        paths.push_str(&path.to_string_lossy());
        paths.push('\n');
    }
    let list = folder.join("list of pages");
    fs::write(&list, paths)?;
    let output = Command::new(python)
        .args(["-c", SCRIPT, &options.rounds.to_string()])
        .stdin(fs::File::open(&list)?)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run {}", python.display()));
    fs::remove_dir_all(&folder)?;
    let output = output?;
    ensure!(output.status.success(), "{} failed", python.display());
    let text = String::from_utf8(output.stdout)?;
    let mut lines = text.lines();
    let rounds: Vec<f64> = serde_json::from_str(lines.next().context("no times")?)?;
    let page = |line: &str| -> Result<Predicted> {
        let page: Value = serde_json::from_str(line)?;
        let text = |name: &str| page[name].as_str().map(str::to_owned);
        Ok(Predicted {
            title: text("title").unwrap_or_default(),
            date: text("date"),
            body: text("text").unwrap_or_default(),
            ..Predicted::default()
        })
    };
    Ok(Reading {
        name: PYTHON,
        pages: lines.map(page).collect::<Result<_>>()?,
        rounds: rounds.into_iter().map(Duration::from_secs_f64).collect(),
    })
}
