//! Runs the whole way from folders to an index.
//!
//! In: folders, an index folder, a [`Monitor`]. Out: the next state of catalog and index, and [`Totals`] that add up. Knows no
//! terminal.

mod ahead;
mod check;
mod documents;
mod jobs;
mod known;
mod patience;
mod plan;
mod read;
mod scope;
mod totals;
mod watch;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use crate::captures;
use crate::catalog::{self, Catalog};
use crate::document::{Doubt, Evidence};
use crate::formats::Limits;
use crate::index::{self, Finished, IndexedSource, Manifest, Writer};
use crate::ingest::jobs::Jobs;
use crate::ingest::known::KnownSource;
use crate::ingest::read::Reading;
use crate::ingest::scope::{Scope, Scopes, scopes};

pub use check::{Finding, Mend, Part, check};
pub use plan::{Plan, Planned, plan};
pub use totals::{Counts, Totals};
pub use watch::{Changed, Ran, Watched, watch};

/// What a run is told about while it goes on. Called from several threads.
pub trait Monitor: Sync {
    /// A file was read, passed over or could not be read; so many bytes of it.
    fn file(&self, bytes: u64) {
        let _ = bytes;
    }
    /// A file was read, for the first time or again.
    fn read(&self, place: &str, new: bool) {
        let _ = (place, new);
    }
    /// A file is not there any more, and what it showed goes with it.
    fn gone(&self, place: &str) {
        let _ = place;
    }
    /// A file or record was passed over.
    fn skipped(&self, place: &str, reason: &str) {
        let _ = (place, reason);
    }
    /// A file or record could not be read.
    fn problem(&self, place: &str, error: &str) {
        let _ = (place, error);
    }
    /// Something was not sure.
    fn doubt(&self, place: &str, doubt: &Doubt) {
        let _ = (place, doubt);
    }
    /// Something about the run as a whole that a person would want to know.
    fn notice(&self, notice: &Notice) {
        let _ = notice;
    }
    /// All captures are read; so many documents are being written.
    fn writing(&self, documents: u64) {
        let _ = documents;
    }
    /// One more document is written.
    fn written(&self) {}
    /// Whether the run is no longer wanted: it then ends as [`Error::Stopped`], unless it is past the point of no return.
    fn is_stopped(&self) -> bool {
        false
    }
    /// The run is about to take a step, in this order: `read`, `settle`, `merge`, `commit-catalog`, `commit-history`,
    /// `commit-segments`, `latent`, `metas`, `manifest`, `sweep`. Tests stop the program there.
    fn step(&self, step: &'static str) {
        let _ = step;
    }
}

/// What a person would want to know of a run as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The captures of a source are read again, since they would be read in another way now.
    ReadAgain {
        /// Name of the source.
        source: String,
    },
    /// The source has another name now, to tell it from another one.
    Renamed {
        /// Path of the source.
        root: PathBuf,
        /// Its name.
        name: String,
    },
    /// The catalog was of no use and is made anew.
    CatalogAnew {
        /// Why.
        reason: String,
    },
    /// The index was of no use and is made anew.
    IndexAnew {
        /// Why.
        reason: String,
    },
    /// An earlier run was stopped before it was done; what it left is finished.
    Finished,
}

/// A monitor that looks away.
pub struct Quiet;

impl Monitor for Quiet {}

/// What a run may be told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How much is read of one capture.
    pub limits: Limits,
    /// Keep what captures showed that are not there any more.
    pub keep_missing: bool,
    /// Take it for true that a source which is away or empty has no captures any more.
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

/// The file in which what people put right of a source's captures stands: in its folder, or beside it where it is a file.
pub fn corrections_of(root: &Path) -> PathBuf {
    let folder = if root.is_file() { root.parent().unwrap_or(root) } else { root };
    folder.join(captures::CORRECTIONS)
}

/// How people name the corrections of a source.
fn corrections_place(source: &str) -> String {
    Evidence::place(source, Path::new(captures::CORRECTIONS))
}

/// Brings what [`corrections_of`] a source says now to catalog and index, without looking at captures.
///
/// # Errors
/// As [`ingest`]; and when the file makes no sense.
pub fn correct(root: &Path, folder: &Path, monitor: &dyn Monitor) -> Result<(), Error> {
    let mut stores = Stores::open(folder, &Options::default(), monitor)?;
    let Some(source) = stores.sources()?.into_iter().find(|source| source.root == root) else {
        return Err(Error::NoSources { folder: folder.to_owned() });
    };
    let place = corrections_place(&source.name);
    let corrections = captures::read_corrections(&corrections_of(root), &place)?;
    stores.catalog.begin()?;
    let run = Run { folder, options: &Options::default(), monitor };
    let mut corrected = || -> Result<Committing, Error> {
        stores.catalog.put_corrections(source.id, Some(&place), &corrections)?;
        let pool = run.pool()?;
        run.settle(&mut stores, &pool, &mut Totals::default())
    };
    match corrected() {
        Ok(committing) => stores.finish(&committing, monitor).map(|_| ()),
        Err(error) => {
            let _ = stores.catalog.roll_back();
            Err(error)
        }
    }
}

/// Catalog and index, open for writing.
struct Stores {
    writer: Writer,
    catalog: Catalog,
    /// Sources of an index whose catalog was lost.
    lost: Vec<IndexedSource>,
}

/// What is left to be done when the documents are written: whether there is a new generation, and which.
struct Committing {
    generation: Option<u64>,
}

impl Stores {
    fn open(folder: &Path, options: &Options, monitor: &dyn Monitor) -> Result<Stores, Error> {
        let manifest = Manifest::read(folder);
        let writer = Writer::open(folder, options.rebuild)?;
        let (catalog, reason) = open_catalog(folder, options.rebuild)?;
        if let (Some(reason), Ok(_)) = (&reason, &manifest) {
            monitor.notice(&Notice::CatalogAnew { reason: reason.clone() });
        }
        let generation = catalog.generation()?;
        let lost = match &manifest {
            _ if generation > 0 => Vec::new(),
            Ok(manifest) => manifest.sources.clone(),
            Err(index::Error::OtherFormat { sources, .. } | index::Error::Damaged { sources, .. }) => {
                let named = captures::named(sources)?;
                named
                    .into_iter()
                    .map(|source| IndexedSource { name: source.name, root: source.root })
                    .collect()
            }
            Err(_) => Vec::new(),
        };
        if let Err(error @ (index::Error::OtherFormat { .. } | index::Error::Damaged { .. })) = &manifest {
            monitor.notice(&Notice::IndexAnew { reason: error.to_string() });
        }
        // An index that was not written from this catalog is of no use to it.
        let belongs = catalog.fact("segments")?.is_some_and(|segments| segments == writer.segments());
        let stores = match writer.generation() {
            Some(index) if !belongs || index > generation => {
                drop(writer);
                if generation > 0 {
                    let reason = "index and catalog do not belong together".to_owned();
                    monitor.notice(&Notice::IndexAnew { reason });
                }
                Stores { writer: Writer::open(folder, true)?, catalog, lost }
            }
            index => {
                if index.is_some_and(|index| index < generation) {
                    monitor.notice(&Notice::Finished);
                }
                Stores { writer, catalog, lost }
            }
        };
        Ok(stores)
    }

    /// The sources that the catalog knows, or that the index knew whose catalog is lost.
    fn sources(&self) -> Result<Vec<catalog::StoredSource>, Error> {
        if self.lost.is_empty() {
            return Ok(self.catalog.sources()?);
        }
        let sources = self.lost.iter().map(|source| self.catalog.put_source(&source.name, &source.root));
        sources.collect::<Result<Vec<_>, _>>()?;
        Ok(self.catalog.sources()?)
    }

    /// Commits the catalog, then the index.
    fn finish(self, committing: &Committing, monitor: &dyn Monitor) -> Result<Finished, Error> {
        let Stores { writer, catalog, .. } = self;
        if let Some(generation) = committing.generation {
            catalog.set_fact("generation", &generation.to_string())?;
            catalog.set_fact("segments", &writer.segments())?;
        }
        let sources: Vec<IndexedSource> = catalog
            .sources()?
            .into_iter()
            .map(|source| IndexedSource { name: source.name, root: source.root })
            .collect();
        monitor.step("commit-catalog");
        catalog.commit()?;
        if let Some(generation) = committing.generation {
            return Ok(writer.finish(generation, sources, &|step| monitor.step(step))?);
        }
        Ok(Finished::default())
    }
}

/// Opens the catalog; one that is of no use is made anew, and why is told.
fn open_catalog(folder: &Path, check: bool) -> Result<(Catalog, Option<String>), Error> {
    let reason = match Catalog::open(folder) {
        Ok(catalog) => match if check { catalog.damages() } else { Ok(Vec::new()) } {
            Ok(findings) if findings.is_empty() => {
                let is_new = catalog.generation()? == 0;
                return Ok((catalog, is_new.then(|| "it is missing or empty".to_owned())));
            }
            Ok(findings) => findings.join("; "),
            Err(error) => error.to_string(),
        },
        Err(error @ (catalog::Error::Damaged { .. } | catalog::Error::OtherVersion { .. })) => {
            error.to_string()
        }
        Err(error) => return Err(error.into()),
    };
    Catalog::remove(folder)?;
    Ok((Catalog::open(folder)?, Some(reason)))
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
        for &source in &scopes.absorbed {
            catalog.forget_source(source)?;
        }
        let mark = reading(self.options.limits);
        let walked: Vec<captures::Source> =
            scopes.all.iter().filter(|scope| scope.walked).map(|scope| scope.source.clone()).collect();
        let now = self.now()?;
        let reading = Reading::new(catalog, self.options.limits, self.monitor);
        // What lies in the folders is looked at while what was known of it is taken out of the catalog.
        let known = ahead::ahead(
            captures::walk(&walked).without(self.folder.canonicalize().ok()),
            |walk| -> Result<_, Error> {
                let mut known = Vec::new();
                for scope in &scopes.all {
                    let id = catalog.put_source(&scope.source.name, &scope.source.root)?;
                    if scope.walked {
                        known.push((id, self.known(catalog, scope, id, &mark)?));
                    }
                }
                let jobs = Jobs::new(walk, &mut known, self.options.limits, now, &reading);
                pool.install(|| jobs.par_bridge().for_each(|job| reading.work(job)));
                Ok(known)
            },
        )?;
        reading.note_lost();
        let mut totals = reading.finish()?;
        if self.monitor.is_stopped() {
            return Err(Error::Stopped);
        }
        for (source, (id, known)) in walked.iter().zip(&known) {
            let lost = stores.lost.iter().any(|lost| lost.root == source.root);
            self.part(catalog, source, known, lost, &mut totals)?;
            if !known.is_away() {
                catalog.set_reading(*id, &mark)?;
            }
            self.corrections(catalog, source, *id, known, &mut totals)?;
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
                    self.monitor.problem(place, &error.to_string());
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
        let stale = !files.is_empty() && catalog.reading(id)?.as_deref() != Some(mark);
        if scope.renamed {
            let (root, name) = (scope.source.root.clone(), scope.source.name.clone());
            self.monitor.notice(&Notice::Renamed { root, name });
        } else if stale {
            self.monitor.notice(&Notice::ReadAgain { source: scope.source.name.clone() });
        }
        let reread = stale || scope.renamed || self.options.rebuild;
        Ok(KnownSource::new(scope.source.root.clone(), files, reread))
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
                self.monitor
                    .problem(&source.name, "held captures before and holds none now; all it showed is kept");
                totals.problem("source suddenly empty", true);
            }
            return Ok(());
        }
        for (path, file) in known.parted(self.options.prune) {
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
