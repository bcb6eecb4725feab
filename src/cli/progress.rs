//! Shows how a run goes on: a bar on a terminal, a line every few seconds elsewhere.
//!
//! In: what `ingest` tells. Out: talk on standard error. Keeps what `--verbose` lists.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::cli::printer::Printer;
use crate::document::Doubt;
use crate::ingest::{Monitor, Notice};

/// Time between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows progress and collects what was not simply read.
pub(crate) struct Progress {
    bar: ProgressBar,
    lines: bool,
    state: Mutex<State>,
    notes: Mutex<Notes>,
    /// The step before which the program is killed.
    kill_before: Option<String>,
}

struct State {
    started: Instant,
    last_line: Instant,
    files: u64,
    bytes: u64,
    documents: u64,
    total: u64,
}

/// Places kept of one reason: a file of a million bad records is told in counts.
const MAX_NOTES: usize = 10_000;

fn put(list: &mut Vec<String>, line: impl FnOnce() -> String) {
    if list.len() < MAX_NOTES {
        list.push(line());
    }
}

/// What was skipped, could not be read or is doubted, by reason; at most ten thousand places each.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) notices: Vec<String>,
    pub(crate) skipped: BTreeMap<String, Vec<String>>,
    pub(crate) problems: Vec<String>,
    pub(crate) doubts: BTreeMap<String, Vec<String>>,
    /// When the vectors of documents were begun, and what they took.
    vectors: Option<(Instant, Duration)>,
}

impl Notes {
    /// What the vectors of documents took.
    pub(crate) fn vectors_took(&self) -> Duration {
        self.vectors.map(|(_, took)| took).unwrap_or_default()
    }
}

impl Progress {
    /// Begins. The bar shows counts and rates while captures are read, since nobody knows yet how many there are,
    /// and the time left while documents are written.
    pub(crate) fn begin(printer: &Printer, files: Option<u64>, kill_before: Option<String>) -> Progress {
        let terminal = printer.talks_to_terminal();
        let bar = ProgressBar::with_draw_target(
            files,
            if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        bar.set_style(style("{prefix} {bar:30} {human_pos}/{human_len} files, {rate}, {eta} left {msg}"));
        bar.set_prefix("reading");
        bar.enable_steady_tick(Duration::from_millis(200));
        let now = Instant::now();
        let state = State {
            started: now,
            last_line: now,
            files: 0,
            bytes: 0,
            documents: 0,
            total: files.unwrap_or(0),
        };
        let notes = Mutex::new(Notes::default());
        Progress {
            bar,
            lines: !terminal && !printer.is_quiet(),
            state: Mutex::new(state),
            notes,
            kill_before,
        }
    }

    /// Ends; gives what was noted and how long it took.
    pub(crate) fn end(self) -> (Notes, Duration) {
        self.bar.finish_and_clear();
        let took = self.state.lock().map(|state| state.started.elapsed()).unwrap_or_default();
        (self.notes.into_inner().unwrap_or_default(), took)
    }

    fn note(&self, put: impl FnOnce(&mut Notes)) {
        if let Ok(mut notes) = self.notes.lock() {
            put(&mut notes);
        }
    }

    #[expect(
        clippy::print_stderr,
        reason = "called from several threads, where the printer is not; talk only"
    )]
    fn line(&self, state: &mut State, text: impl FnOnce(&State) -> String) {
        if self.lines && state.last_line.elapsed() >= LINE_EVERY {
            state.last_line = Instant::now();
            eprintln!("{}", text(state));
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    })
}

#[expect(clippy::cast_precision_loss, reason = "a rate that people read")]
fn rate(count: u64, since: Instant) -> String {
    format!("{:.0}/s", count as f64 / since.elapsed().as_secs_f64().max(0.001))
}

/// A notice in words.
pub(crate) fn words(notice: &Notice) -> String {
    match notice {
        Notice::ReadAgain { source, limits } => {
            let why = if limits.is_empty() { String::new() } else { format!(" ({})", limits.join(", ")) };
            format!("note: captures are read in another way than before{why}: all of {source} are read again")
        }
        Notice::Renamed { root, name } => {
            format!(
                "note: captures in {} are now called {name}/…: all of them are read again",
                root.display()
            )
        }
        Notice::CatalogAnew { reason } => {
            format!("warning: the catalog is made anew ({reason}): all captures are read again")
        }
        Notice::IndexAnew { reason } => format!("warning: {reason}; it is made anew"),
        Notice::Finished => {
            "note: an earlier run was stopped before it was done; this one finishes it".to_owned()
        }
    }
}

/// Ends the program as a power cut would: nothing is closed, nothing is flushed.
fn kill() {
    let _ = Command::new("kill").args(["-KILL", &std::process::id().to_string()]).status();
}

impl Monitor for Progress {
    fn notice(&self, notice: &Notice) {
        self.note(|notes| notes.notices.push(words(notice)));
    }

    fn step(&self, step: &'static str) {
        if self.kill_before.as_deref() == Some(step) {
            kill();
        }
        self.note(|notes| match (step, &mut notes.vectors) {
            ("latent", vectors) => *vectors = Some((Instant::now(), Duration::ZERO)),
            ("metas", Some((begun, took))) => *took = begun.elapsed(),
            _ => {}
        });
    }

    fn file(&self, bytes: u64) {
        self.bar.inc(1);
        if let Ok(mut state) = self.state.lock() {
            state.files += 1;
            state.bytes += bytes;
            if !self.lines {
                self.bar.set_message(HumanBytes(state.bytes).to_string());
            }
            self.line(&mut state, |state| {
                let of =
                    if state.total > 0 { format!(" of {}", HumanCount(state.total)) } else { String::new() };
                format!(
                    "reading: {}{of} files, {}, {}",
                    HumanCount(state.files),
                    HumanBytes(state.bytes),
                    rate(state.files, state.started)
                )
            });
        }
    }

    fn skipped(&self, place: &str, reason: &str) {
        self.note(|notes| put(notes.skipped.entry(reason.to_owned()).or_default(), || place.to_owned()));
    }

    fn problem(&self, place: &str, error: &str) {
        self.note(|notes| put(&mut notes.problems, || format!("{place}: {error}")));
    }

    fn doubt(&self, place: &str, doubt: &Doubt) {
        let list = |notes: &mut Notes| {
            put(notes.doubts.entry(doubt.kind.as_str().to_owned()).or_default(), || {
                format!("{place}: {}", doubt.detail)
            });
        };
        self.note(list);
    }

    fn writing(&self, documents: u64) {
        self.bar.set_style(style("{prefix} {bar:30} {human_pos}/{human_len} documents, {rate}, {eta} left"));
        self.bar.set_prefix("writing");
        self.bar.set_length(documents);
        self.bar.reset();
        if let Ok(mut state) = self.state.lock() {
            state.total = documents;
        }
    }

    fn written(&self) {
        self.bar.inc(1);
        if self.lines
            && let Ok(mut state) = self.state.lock()
        {
            state.documents += 1;
            self.line(&mut state, |state| {
                format!("writing: {} of {} documents", HumanCount(state.documents), HumanCount(state.total))
            });
        }
    }
}
