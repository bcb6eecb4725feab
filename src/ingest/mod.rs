//! Runs the whole way from folders to an index.
//!
//! In: folders, an index folder, a [`Monitor`]. Out: the next state of catalog and index, and [`Totals`] that add up. Knows no
//! terminal.

mod ahead;
mod check;
mod correct;
mod documents;
mod jobs;
mod known;
mod monitor;
mod patience;
mod plan;
mod read;
mod scope;
mod stores;
mod totals;
mod watch;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use crate::captures;
use crate::catalog::{self, Catalog};
use crate::document::Evidence;
use crate::formats::{GivenLimits, Limits};
use crate::index;
use crate::ingest::correct::corrections_place;
use crate::ingest::jobs::Jobs;
use crate::ingest::known::KnownSource;
use crate::ingest::read::Reading;
use crate::ingest::scope::{Scope, Scopes, scopes};
use crate::ingest::stores::{Committing, Stores};

pub use check::{Finding, Mend, Part, check};
pub use correct::{Patience, correct, corrections_at, corrections_of};
pub use monitor::{Monitor, Notice, Quiet};
pub use plan::{Plan, Planned, plan};
pub use totals::{Counts, Totals};
pub use watch::{Changed, Ran, Watched, watch};

/// What a run may be told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How much is read of one capture; what is not named is as it was at the last run.
    pub limits: GivenLimits,
    /// Keep what captures showed that are not there any more.
    pub keep_missing: bool,
    /// Take it for true that a source which is away or empty has no captures any more, and that files which cannot be read
    /// any more show nothing.
    pub prune: bool,
    /// Read every capture again, and write every document into a fresh index.
    pub rebuild: bool,
}

/// What ends a run.
#[derive(Debug, Error)]
pub enum Error {
    /// The folders that were named.
    #[error(transparent)]
    Captures(#[from] captures::Error),
    /// The corrections beside the captures.
    #[error(transparent)]
    Corrections(#[from] captures::CorrectionsError),
    /// The index.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// The catalog.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// Nothing was named, and nothing is known.
    #[error("the index in {} knows no folder of captures", folder.display())]
    NoSources {
        /// The index folder.
        folder: PathBuf,
    },
    /// The index itself was named as a folder of captures.
    #[error("{} is the index itself, not a folder of captures", path.display())]
    IsIndex {
        /// The path as given.
        path: PathBuf,
    },
    /// A source of an index whose catalog is lost cannot be read, so that its documents would be lost.
    #[error("{} shows no captures and the catalog is lost, so the index in {} stays as it is", root.display(), folder.display())]
    Away {
        /// The index folder.
        folder: PathBuf,
        /// The source.
        root: PathBuf,
    },
    /// The monitor no longer wanted it; the earlier state stands.
    #[error("stopped before it was done")]
    Stopped,
    /// Threads could not be made, or the folder could not be written.
    #[error("cannot work in {}", folder.display())]
    Work {
        /// The index folder.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Bytes of stack of a reading thread: trees are at most some 500 deep, and a frame takes a kilobyte or two.
const STACK_BYTES: usize = 8 << 20;

/// Reads what is new and changed in the folders, and brings catalog and index to what the captures show now. Without
/// paths, every folder that was indexed before is looked at.
///
/// # Errors
/// When a folder cannot be read or the index cannot be written; the earlier state then still answers. A capture that
/// cannot be read is no error: the monitor hears of it and the totals count it.
pub fn ingest(
    paths: &[PathBuf],
    folder: &Path,
    options: &Options,
    monitor: &dyn Monitor,
) -> Result<Totals, Error> {
    // A path that is not there is told before anything is made.
    for path in paths {
        scope::check(path, folder)?;
    }
    // Nor is an index made of nothing.
    if paths.is_empty() && !folder.exists() {
        return Err(Error::NoSources { folder: folder.to_owned() });
    }
    let mut stores = Stores::open(folder, options, monitor)?;
    let scopes = scopes(&stores.sources()?, paths)?;
    if scopes.all.is_empty() {
        return Err(Error::NoSources { folder: folder.to_owned() });
    }
    stores.catalog.begin()?;
    let run = Run { folder, options, monitor };
    match run.carry_out(&mut stores, &scopes) {
        Ok((mut totals, committing)) => {
            totals.vectors = stores.finish(&committing, monitor)?;
            Ok(totals)
        }
        Err(error) => {
            // What went wrong first is what is told.
            let _ = stores.catalog.roll_back();
            Err(error)
        }
    }
}

/// Forgets sources: their captures stay where they are, what they showed leaves catalog and index.
///
/// # Errors
/// As [`ingest`].
pub fn forget(sources: &[i64], folder: &Path, monitor: &dyn Monitor) -> Result<(), Error> {
    let mut stores = Stores::open(folder, &Options::default(), monitor)?;
    stores.catalog.begin()?;
    let run = Run { folder, options: &Options::default(), monitor };
    let mut forgotten = || -> Result<Committing, Error> {
        for &source in sources {
            stores.catalog.forget_source(source)?;
        }
        let pool = run.pool()?;
        run.settle(&mut stores, &pool, &mut Totals::default())
    };
    match forgotten() {
        Ok(committing) => stores.finish(&committing, monitor).map(|_| ()),
        Err(error) => {
            let _ = stores.catalog.roll_back();
            Err(error)
        }
    }
}

/// One run.
struct Run<'a> {
    folder: &'a Path,
    options: &'a Options,
    monitor: &'a dyn Monitor,
}

impl Run<'_> {
    fn carry_out(&self, stores: &mut Stores, scopes: &Scopes) -> Result<(Totals, Committing), Error> {
        let pool = self.pool()?;
        self.monitor.step("read");
        let mut totals = self.read(stores, scopes, &pool)?;
        let committing = self.settle(stores, &pool, &mut totals)?;
        documents::count(&stores.catalog, &mut totals)?;
        Ok((totals, committing))
    }

    fn pool(&self) -> Result<rayon::ThreadPool, Error> {
        let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build();
        pool.map_err(|error| self.cannot_work(std::io::Error::other(error)))
    }

    fn cannot_work(&self, source: std::io::Error) -> Error {
        Error::Work { folder: self.folder.to_owned(), source }
    }

    /// Walks the sources and reads what is new or changed.
    fn read(&self, stores: &Stores, scopes: &Scopes, pool: &rayon::ThreadPool) -> Result<Totals, Error> {
        let catalog = &stores.catalog;
        let before = last_limits(catalog)?;
        let limits = self.options.limits.over(before);
        if limits != before {
            catalog.set_fact(LIMITS, &limits.to_text())?;
        }
        let mark = reading(limits);
        let walked: Vec<captures::Source> =
            scopes.all.iter().filter(|scope| scope.walked).map(|scope| scope.source.clone()).collect();
        let now = self.now()?;
        let reading = Reading::new(catalog, limits, self.monitor);
        let last = catalog.last_page()?;
        // What lies in the folders is looked at while what was known of it is taken out of the catalog.
        let known = ahead::ahead(
            captures::walk(&walked).without(self.folder.canonicalize().ok()),
            |walk| -> Result<_, Error> {
                let mut known = Vec::new();
                for scope in &scopes.all {
                    let id = catalog.put_source(&scope.source.name, &scope.source.root)?;
                    for (absorbed, below) in &scope.absorbs {
                        catalog.absorb(*absorbed, id, below)?;
                    }
                    if scope.walked {
                        known.push((id, self.known(catalog, scope, id, &mark)?));
                    }
                }
                let jobs = Jobs::new(walk, &mut known, limits, now, &reading);
                pool.install(|| jobs.par_bridge().for_each(|job| reading.work(job)));
                Ok(known)
            },
        )?;
        reading.note_lost();
        let mut totals = reading.finish()?;
        if self.monitor.is_stopped() {
            return Err(Error::Stopped);
        }
        let walked = scopes.all.iter().filter(|scope| scope.walked);
        for (Scope { source, renamed, .. }, (id, known)) in walked.zip(&known) {
            let is_lost = stores.lost.iter().any(|lost| lost.root == source.root);
            self.part(catalog, source, known, is_lost, &mut totals)?;
            if !known.is_away() {
                catalog.set_reading(*id, &mark)?;
            }
            self.corrections(catalog, source, *id, known, &mut totals)?;
            if *renamed {
                catalog.rename_pages(*id, last)?;
            }
        }
        Ok(totals)
    }

    /// Brings what people put right to the catalog. A file that makes no sense is a problem, and what it said before holds.
    fn corrections(
        &self,
        catalog: &Catalog,
        source: &captures::Source,
        id: i64,
        known: &KnownSource,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        if (known.is_away() || known.is_suddenly_empty()) && !self.options.prune {
            return Ok(());
        }
        let mut files = known.corrections().to_vec();
        // A file that was named by itself has its corrections beside it, as all others have.
        if source.root.is_file() {
            files.push((corrections_of(&source.root), corrections_place(&source.name)));
        }
        let mut all = Vec::new();
        let mut broken = false;
        for (path, place) in &files {
            match captures::read_corrections(path, place) {
                Ok(corrections) => all.extend(corrections),
                Err(error) => {
                    broken = true;
                    self.monitor.problem(place, &error.reason());
                    totals.problem("corrections that make no sense", false);
                }
            }
        }
        if !broken {
            catalog.put_corrections(id, None, &all)?;
        }
        Ok(())
    }

    /// What is known of a source that is walked.
    fn known(&self, catalog: &Catalog, scope: &Scope, id: i64, mark: &str) -> Result<KnownSource, Error> {
        let files = catalog.known(id)?;
        let before = catalog.reading(id)?;
        let stale = !files.is_empty() && before.as_deref() != Some(mark);
        if scope.renamed {
            let (root, name) = (scope.source.root.clone(), scope.source.name.clone());
            self.monitor.notice(&Notice::Renamed { root, name });
        } else if stale {
            let limits = before.as_deref().and_then(limits_of).zip(limits_of(mark));
            let limits = limits.map(|(before, now)| now.changed_from(before)).unwrap_or_default();
            self.monitor.notice(&Notice::ReadAgain { source: scope.source.name.clone(), limits });
        }
        let reread = stale || scope.renamed || self.options.rebuild;
        Ok(KnownSource::new(scope.source.root.clone(), files, reread, self.options.prune))
    }

    /// Parts with the captures of a source that are not there any more, unless the source itself is not there.
    fn part(
        &self,
        catalog: &Catalog,
        source: &captures::Source,
        known: &KnownSource,
        catalog_lost: bool,
        totals: &mut Totals,
    ) -> Result<(), Error> {
        let is_away = known.is_away();
        if catalog_lost && known.found_nothing() && !self.options.prune {
            return Err(Error::Away { folder: self.folder.to_owned(), root: source.root.clone() });
        }
        if (is_away || known.is_suddenly_empty()) && !self.options.prune {
            // That it is away was told when it was walked.
            if !is_away {
                self.monitor.problem(
                    &source.name,
                    "held captures before and holds none now; all it showed is kept, unless you say --prune",
                );
                totals.problem("source suddenly empty", true);
            }
            return Ok(());
        }
        for (path, file) in known.parted() {
            if self.options.keep_missing {
                catalog.keep_missing(file.id, true)?;
                totals.missing += 1;
            } else if file.missing && !self.options.prune {
                // It was kept on purpose when it went away.
                totals.missing += 1;
            } else {
                catalog.forget_capture(file.id)?;
                self.monitor.gone(&Evidence::place(&source.name, &path));
                totals.gone += 1;
            }
        }
        Ok(())
    }

    /// Groups, merges and writes what the run has touched.
    fn settle(
        &self,
        stores: &mut Stores,
        pool: &rayon::ThreadPool,
        totals: &mut Totals,
    ) -> Result<Committing, Error> {
        self.monitor.step("settle");
        let catalog = &stores.catalog;
        let index = stores.writer.generation();
        let before = catalog.generation()?;
        let generation = before.max(index.unwrap_or(0)) + 1;
        if let Some(index) = index {
            catalog.forget_buried(index)?;
        }
        catalog.settle(generation)?;
        self.monitor.step("merge");
        let pending = catalog.pending(index)?;
        stores.writer.expect(pending.len());
        let changed =
            documents::bring(catalog, &stores.writer, &pending, pool, generation, totals, self.monitor)?;
        for listing in catalog.newly_lessened()? {
            let doubt = listing.doubt();
            self.monitor.doubt(&listing.capture, &doubt);
            totals.doubt(doubt.kind.as_str());
        }
        for unplaced in catalog.newly_unplaced()? {
            let doubt = unplaced.doubt();
            self.monitor.doubt(&unplaced.correction.file, &doubt);
            totals.doubt(doubt.kind.as_str());
        }
        let committing = changed || index.is_none() || index.is_some_and(|index| index < before);
        Ok(Committing { generation: committing.then_some(generation) })
    }

    /// The time by the clock of the file system on which the index lies, in nanoseconds since 1970.
    fn now(&self) -> Result<i64, Error> {
        let file = tempfile::tempfile_in(self.folder).map_err(|error| self.cannot_work(error))?;
        captures::modified(&file).map_err(|error| self.cannot_work(error))
    }
}

/// What tells whether captures would be read as they were: the source of the rooms that read, and the limits.
fn reading(limits: Limits) -> String {
    format!("{} {}", env!("RSEARCH_READING"), limits.to_text())
}

/// The limits of a text that [`reading`] made.
fn limits_of(reading: &str) -> Option<Limits> {
    Limits::of_text(reading.rsplit(' ').next()?)
}

/// Name of the fact that tells the limits of the last run.
const LIMITS: &str = "limits";

/// The limits of the last run; of a catalog that an earlier program wrote, those that a source was read with.
///
/// # Errors
/// When the catalog cannot be read.
pub fn last_limits(catalog: &Catalog) -> Result<Limits, catalog::Error> {
    if let Some(limits) = catalog.fact(LIMITS)?.as_deref().and_then(Limits::of_text) {
        return Ok(limits);
    }
    let mut of_sources = Vec::new();
    for source in catalog.sources()? {
        of_sources.extend(catalog.reading(source.id)?.as_deref().and_then(limits_of));
    }
    // Where only some were named others, those were meant.
    let named = of_sources.into_iter().find(|limits| *limits != Limits::default());
    Ok(named.unwrap_or_default())
}
