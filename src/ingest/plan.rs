//! Tells what a run would do, and does none of it.
//!
//! In: what a run would be given. Out: a [`Plan`]. Takes no lock and writes nothing.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::captures::{self, Capture, Found, walk};
use crate::catalog::{self, Catalog, Known, Outcome, StoredSource};
use crate::document::Evidence;
use crate::index::Manifest;
use crate::ingest::correct::corrections_place;
use crate::ingest::known::{Compared, KnownSource};
use crate::ingest::scope::scopes;
use crate::ingest::{Error, Options, corrections_of, known, last_limits, reading, scope};

/// What would become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Planned {
    /// It would be read for the first time.
    New,
    /// It would be read again.
    Changed,
    /// It is not there any more; what it showed would go.
    Gone,
    /// It is not there any more; what it showed would be kept.
    Missing,
    /// It could not be looked at.
    Problem,
}

impl Planned {
    /// The word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Planned::New => "new",
            Planned::Changed => "changed",
            Planned::Gone => "gone",
            Planned::Missing => "missing",
            Planned::Problem => "problem",
        }
    }
}

/// What a run would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What would become of files, with their places, in order. What stays as it is, is not among them.
    pub files: Vec<(Planned, String)>,
    /// Files that are as they were.
    pub unchanged: u64,
    /// Files that would be passed over.
    pub skipped: u64,
    /// Files of which something could not be read, that are as they were then, and of which it would be a problem again.
    pub problems: u64,
    /// Files of corrections that make no sense, and why; they are problems among the files too.
    pub broken: Vec<(String, String)>,
    /// Files whose names are no text; they are problems among the files too.
    pub misnamed: Vec<String>,
}

impl Plan {
    /// Counts a file that is as it was, and would end as it ended then.
    fn as_it_was(&mut self, known: &Known) {
        match known.outcome {
            Outcome::Read { lost: None } => self.unchanged += 1,
            Outcome::Skipped { .. } => self.skipped += 1,
            Outcome::Read { lost: Some(_) } | Outcome::Problem { .. } => self.problems += 1,
        }
    }

    /// Notes that a file would be read, if it can be opened.
    fn note_reading(&mut self, planned: Planned, capture: &Capture) {
        let sidecar = capture.sidecar.as_ref().map(|sidecar| File::open(&sidecar.path));
        let is_open = capture.open().is_ok() && sidecar.is_none_or(|sidecar| sidecar.is_ok());
        self.files.push((if is_open { planned } else { Planned::Problem }, capture.place.clone()));
    }

    /// Reads a file of corrections, as a run would.
    fn look_at_corrections(&mut self, path: &Path, place: String) {
        if let Err(error) = captures::read_corrections(path, &place) {
            self.files.push((Planned::Problem, place.clone()));
            self.broken.push((place, error.reason()));
        }
    }
}

/// Compares the folders with what is known of them.
///
/// # Errors
/// When a folder or the catalog cannot be read.
pub fn plan(paths: &[PathBuf], folder: &Path, options: &Options) -> Result<Plan, Error> {
    for path in paths {
        scope::check(path, folder)?;
    }
    let catalog = catalog(folder)?;
    let sources = sources(catalog.as_ref(), folder)?;
    let scopes = scopes(&sources, paths)?;
    if scopes.all.is_empty() {
        return Err(Error::NoSources { folder: folder.to_owned() });
    }
    let before = catalog.as_ref().map(last_limits).transpose()?.unwrap_or_default();
    let mark = reading(options.limits.over(before));
    let mut walked = Vec::new();
    let mut known_sources = Vec::new();
    for scope in scopes.all.iter().filter(|scope| scope.walked) {
        let (mut files, stale) = match (&catalog, scope.id) {
            (Some(catalog), Some(id)) => (catalog.known(id)?, catalog.reading(id)?.as_deref() != Some(&mark)),
            _ => (Vec::new(), false),
        };
        if let Some(catalog) = &catalog {
            for (absorbed, below) in &scope.absorbs {
                let moved = |path: PathBuf| {
                    if path.as_os_str().is_empty() { below.clone() } else { below.join(path) }
                };
                files.extend(catalog.known(*absorbed)?.into_iter().map(|(path, known)| (moved(path), known)));
            }
        }
        let reread = stale || scope.renamed || options.rebuild;
        known_sources.push(KnownSource::new(scope.source.root.clone(), files, reread, options.prune));
        walked.push(scope.source.clone());
    }
    let mut plan = Plan::default();
    for found in walk(&walked).without(folder.canonicalize().ok()) {
        match found {
            Found::Skipped { .. } => plan.skipped += 1,
            Found::Corrections { place, path, .. } => {
                plan.skipped += 1;
                plan.look_at_corrections(&path, place);
            }
            Found::Problem { place, source, path, .. } => {
                if let Some(known) = known_sources.get_mut(source) {
                    known.block(&path);
                }
                if path.to_str().is_none() {
                    plan.misnamed.push(place.clone());
                }
                plan.files.push((Planned::Problem, place));
            }
            Found::Capture(capture) => {
                let Some(known) = known_sources.get_mut(capture.source) else { continue };
                match known.compare(&capture) {
                    Compared::New => plan.note_reading(Planned::New, &capture),
                    Compared::Unchanged(known) => plan.as_it_was(&known),
                    Compared::Changed { known, in_doubt, .. }
                        if known.digest.is_none() && known.stamp == known::stamp(&capture)
                            || in_doubt && capture.digest().ok() == known.digest =>
                    {
                        plan.as_it_was(&known);
                    }
                    Compared::Changed { .. } => plan.note_reading(Planned::Changed, &capture),
                }
            }
        }
    }
    for (source, known) in walked.iter().zip(&known_sources) {
        if source.root.is_file() {
            plan.look_at_corrections(&corrections_of(&source.root), corrections_place(&source.name));
        }
        if (known.is_away() || known.is_suddenly_empty()) && !options.prune {
            if !known.is_away() {
                plan.files.push((Planned::Problem, source.name.clone()));
            }
            continue;
        }
        for (path, file) in known.parted() {
            let kept = options.keep_missing || (file.missing && !options.prune);
            let planned = if kept { Planned::Missing } else { Planned::Gone };
            plan.files.push((planned, Evidence::place(&source.name, &path)));
        }
    }
    plan.files.sort();
    Ok(plan)
}

/// The sources that a run would know of without being told.
pub(crate) fn known_sources(folder: &Path) -> Result<Vec<StoredSource>, Error> {
    sources(catalog(folder)?.as_ref(), folder)
}

/// The catalog; none where a run would begin a new one.
fn catalog(folder: &Path) -> Result<Option<Catalog>, Error> {
    match Catalog::open_to_read(folder) {
        Ok(catalog) => Ok(Some(catalog)),
        Err(error @ catalog::Error::Sqlite { .. }) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

fn sources(catalog: Option<&Catalog>, folder: &Path) -> Result<Vec<StoredSource>, Error> {
    match catalog {
        Some(catalog) => Ok(catalog.sources()?),
        None => Ok(remembered(folder)),
    }
}

/// The sources that the index remembers where there is no catalog.
fn remembered(folder: &Path) -> Vec<StoredSource> {
    let sources = Manifest::read(folder).map(|manifest| manifest.sources).unwrap_or_default();
    (0..).zip(sources).map(|(id, source)| StoredSource { id, name: source.name, root: source.root }).collect()
}
