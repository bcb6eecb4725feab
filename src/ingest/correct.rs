//! Brings what people put right to catalog and index, without looking at captures.
//!
//! In: an index folder, and what is to be done with the files beside captures. Out: the next state of catalog and index.
//! Knows no terminal.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::captures;
use crate::catalog::StoredSource;
use crate::document::Evidence;
use crate::index;
use crate::ingest::stores::{Committing, Stores};
use crate::ingest::{Error, Monitor, Options, Run, Totals};

/// How often is looked whether another run is done.
const LOOK: Duration = Duration::from_millis(100);

/// The file in which what people put right of a source's captures stands: in its folder, or beside it where it is a file.
pub fn corrections_of(root: &Path) -> PathBuf {
    let folder = if root.is_file() { root.parent().unwrap_or(root) } else { root };
    folder.join(captures::CORRECTIONS)
}

/// How people name the corrections of a source.
pub(crate) fn corrections_place(source: &str) -> String {
    Evidence::place(source, Path::new(captures::CORRECTIONS))
}

/// The path of a file of corrections that people name so.
pub fn corrections_at(source: &StoredSource, place: &str) -> PathBuf {
    let below = place.strip_prefix(&source.name).unwrap_or(place).trim_start_matches('/');
    if place == corrections_place(&source.name) {
        corrections_of(&source.root)
    } else {
        source.root.join(below)
    }
}

/// How another run is waited for.
pub struct Patience<'a> {
    /// How long at most.
    pub most: Duration,
    /// Called when the waiting begins.
    pub begins: &'a dyn Fn(),
}

/// Changes files of corrections while nobody else writes, and brings what they say then to catalog and index. `change` does
/// it and gives the files; where another run writes, it is waited for, and if that takes too long nothing is changed.
///
/// # Errors
/// As [`ingest`](crate::ingest::ingest); when a file makes no sense; and what `change` fails with.
pub fn correct<E: From<Error>>(
    folder: &Path,
    patience: &Patience<'_>,
    monitor: &dyn Monitor,
    change: impl FnOnce() -> Result<Vec<PathBuf>, E>,
) -> Result<(), E> {
    let mut stores = open(folder, patience, monitor)?;
    let sources = stores.sources()?;
    let files = change()?;
    if files.is_empty() {
        return Ok(());
    }
    let mut corrections = Vec::new();
    for path in &files {
        // Sources that are files of one folder share its corrections.
        let mut of_path: Vec<&StoredSource> =
            sources.iter().filter(|source| *path == corrections_of(&source.root)).collect();
        if of_path.is_empty() {
            of_path.extend(sources.iter().find(|source| place_in(source, path).is_some()));
        }
        if of_path.is_empty() {
            return Err(Error::NoSources { folder: folder.to_owned() }.into());
        }
        for source in of_path {
            let Some(place) = place_in(source, path) else { continue };
            let read = captures::read_corrections(path, &place).map_err(Error::from)?;
            corrections.push((source.id, place, read));
        }
    }
    stores.catalog.begin().map_err(Error::from)?;
    let run = Run { folder, options: &Options::default(), monitor };
    let mut corrected = || -> Result<Committing, Error> {
        for (source, place, corrections) in &corrections {
            stores.catalog.put_corrections(*source, Some(place), corrections)?;
        }
        let pool = run.pool()?;
        run.settle(&mut stores, &pool, &mut Totals::default())
    };
    match corrected() {
        Ok(committing) => Ok(stores.finish(&committing, monitor).map(|_| ())?),
        Err(error) => {
            // What went wrong first is what is told.
            let _ = stores.catalog.roll_back();
            Err(error.into())
        }
    }
}

/// How people name a file of corrections; none where it is not of the source.
fn place_in(source: &StoredSource, path: &Path) -> Option<String> {
    if path == corrections_of(&source.root) {
        return Some(corrections_place(&source.name));
    }
    Some(Evidence::place(&source.name, path.strip_prefix(&source.root).ok()?))
}

/// Opens catalog and index for writing, when another run is done with them.
fn open(folder: &Path, patience: &Patience<'_>, monitor: &dyn Monitor) -> Result<Stores, Error> {
    let until = Instant::now() + patience.most;
    let mut waits = false;
    loop {
        match Stores::open(folder, &Options::default(), monitor) {
            Err(Error::Index(index::Error::Locked { .. })) if Instant::now() < until => {
                if !std::mem::replace(&mut waits, true) {
                    (patience.begins)();
                }
                std::thread::sleep(LOOK);
            }
            opened => return opened,
        }
    }
}
