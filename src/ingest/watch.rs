//! Runs whenever captures change, until it is told to stop.
//!
//! In: what a run is given, and a flag that stops it. Out: [`Watched`] events, each told when what it says is true: who hears of
//! a run can ask the index for what it brought. Knows no terminal and no signals.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::captures::{Source, Watch};
use crate::index;
use crate::ingest::plan::known_sources;
use crate::ingest::scope::{self, scopes};
use crate::ingest::{Error, Monitor, Notice, Options, Totals, ingest};

/// What a watch tells.
#[derive(Debug)]
pub enum Watched<'a> {
    /// It begins, over these.
    Began(&'a [Source]),
    /// Another process writes to the index; the run waits for it. Told once for each wait.
    Waiting(&'a Error),
    /// A run is over, and it is worth telling.
    Ran(&'a Ran),
    /// A run failed and is tried again. Told once for each reason.
    Failed(&'a Error),
}

/// What a run of a watch did.
#[derive(Debug, Default)]
pub struct Ran {
    /// Whether it is the first, which looks at all that came while nobody watched.
    pub first: bool,
    /// Counts.
    pub totals: Totals,
    /// What became of captures, in the order of their places; of the first run nothing, and of no run more than
    /// [`Ran::NAMED`].
    pub changes: BTreeMap<String, Changed>,
    /// What could not be read, with reasons, if the run before did not tell it already.
    pub problems: BTreeMap<String, String>,
    /// What is to be known of the run as a whole.
    pub notices: Vec<Notice>,
}

impl Ran {
    /// Captures that a run names at most.
    pub const NAMED: usize = 1_000;

    fn is_worth_telling(&self) -> bool {
        self.first
            || self.totals.files.read + self.totals.gone > 0
            || !self.problems.is_empty()
            || !self.notices.is_empty()
    }
}

/// What became of a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was read for the first time.
    New,
    /// It was read again.
    Changed,
    /// It is not there any more.
    Gone,
}

impl Changed {
    /// The word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Changed::New => "new",
            Changed::Changed => "changed",
            Changed::Gone => "gone",
        }
    }
}

/// How long a change is waited for before other things are looked at: whether to stop, whether a folder is there again.
const TICK: Duration = Duration::from_millis(200);

/// Ticks until a run is tried again that found the index locked.
const LOCKED_TICKS: u32 = 2;

/// Ticks until a run is tried again that failed: a full disk is not emptied at once.
const FAILED_TICKS: u32 = 25;

/// Looks at the paths (at all that were indexed before, where none is named), and again whenever something changes there, until
/// `stop` is set: a run that is under way then is rolled back. With `every`, looks again that often even if nothing is heard of
/// a change, as on drives that tell of none. What `tell` fails with ends the watch.
///
/// # Errors
/// When the first run fails, or the folders cannot be watched.
pub fn watch<E: From<Error>>(
    paths: &[PathBuf],
    folder: &Path,
    options: &Options,
    every: Option<Duration>,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Watched<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let sources = sources(paths, folder)?;
    let roots: Vec<PathBuf> = sources.iter().map(|source| source.root.clone()).collect();
    // What changes while the first run looks around is looked at by the second.
    let mut watch = Watch::over(&sources, folder.canonicalize().ok()).map_err(Error::from)?;
    tell(Watched::Began(&sources))?;
    let mut told_problems = BTreeMap::new();
    let mut first = true;
    let mut due = true;
    let mut trouble: Option<Trouble> = None;
    let mut idle_ticks: u32 = 0;
    while !stop.load(Ordering::Relaxed) {
        if due {
            idle_ticks = 0;
            match run(if first { paths } else { &roots }, folder, options, stop) {
                Ok(mut ran) => {
                    let problems = ran.problems.clone();
                    ran.problems.retain(|place, problem| told_problems.get(place) != Some(problem));
                    told_problems = problems;
                    ran.first = first;
                    if first {
                        ran.changes.clear();
                    }
                    if ran.is_worth_telling() {
                        tell(Watched::Ran(&ran))?;
                    }
                    first = false;
                    trouble = None;
                }
                Err(Error::Stopped) => break,
                Err(error) => {
                    let found = Trouble::of(&error);
                    if first && found != Trouble::Locked {
                        return Err(error.into());
                    }
                    if trouble.as_ref() != Some(&found) {
                        tell(match found {
                            Trouble::Locked => Watched::Waiting(&error),
                            Trouble::Failed(_) => Watched::Failed(&error),
                        })?;
                    }
                    trouble = Some(found);
                }
            }
        }
        let changed = watch.changed_within(TICK, stop).map_err(Error::from)?;
        idle_ticks = idle_ticks.saturating_add(1);
        due = match &trouble {
            Some(trouble) => idle_ticks >= trouble.ticks(),
            None => changed || every.is_some_and(|every| TICK.saturating_mul(idle_ticks) >= every),
        };
    }
    Ok(())
}

/// Why there was no run.
#[derive(PartialEq, Eq)]
enum Trouble {
    Locked,
    Failed(String),
}

impl Trouble {
    fn of(error: &Error) -> Trouble {
        match error {
            Error::Index(index::Error::Locked { .. }) => Trouble::Locked,
            error => Trouble::Failed(error.to_string()),
        }
    }

    fn ticks(&self) -> u32 {
        match self {
            Trouble::Locked => LOCKED_TICKS,
            Trouble::Failed(_) => FAILED_TICKS,
        }
    }
}

/// The sources to watch. Makes the index folder, so that it has a name by which it is passed over.
fn sources(paths: &[PathBuf], folder: &Path) -> Result<Vec<Source>, Error> {
    for path in paths {
        scope::check(path, folder)?;
    }
    let scopes = scopes(&known_sources(folder)?, paths)?;
    let sources: Vec<Source> =
        scopes.all.into_iter().filter(|scope| scope.walked).map(|scope| scope.source).collect();
    if sources.is_empty() {
        return Err(Error::NoSources { folder: folder.to_owned() });
    }
    fs::create_dir_all(folder).map_err(|source| Error::Work { folder: folder.to_owned(), source })?;
    Ok(sources)
}

fn run(paths: &[PathBuf], folder: &Path, options: &Options, stop: &AtomicBool) -> Result<Ran, Error> {
    let noting = Noting { stop, ran: Mutex::default() };
    let totals = ingest(paths, folder, options, &noting)?;
    let ran = noting.ran.into_inner().unwrap_or_default();
    Ok(Ran { totals, ..ran })
}

/// Notes what a run tells.
struct Noting<'a> {
    stop: &'a AtomicBool,
    ran: Mutex<Ran>,
}

impl Noting<'_> {
    fn note(&self, note: impl FnOnce(&mut Ran)) {
        if let Ok(mut ran) = self.ran.lock() {
            note(&mut ran);
        }
    }

    fn change(&self, place: &str, changed: Changed) {
        self.note(|ran| {
            ran.changes.insert(place.to_owned(), changed);
            // The first in the order of names stay, whatever came first.
            if ran.changes.len() > Ran::NAMED {
                ran.changes.pop_last();
            }
        });
    }
}

impl Monitor for Noting<'_> {
    fn read(&self, place: &str, new: bool) {
        self.change(place, if new { Changed::New } else { Changed::Changed });
    }

    fn gone(&self, place: &str) {
        self.change(place, Changed::Gone);
    }

    fn problem(&self, place: &str, error: &str) {
        self.note(|ran| {
            ran.problems.insert(place.to_owned(), error.to_owned());
        });
    }

    fn notice(&self, notice: &Notice) {
        self.note(|ran| ran.notices.push(notice.clone()));
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
