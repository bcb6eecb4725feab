//! Catalog and index of a folder, which belong together.
//!
//! In: an index folder. Out: both open for writing, made anew where they are of no use, and committed in one order.

use std::path::Path;

use crate::captures;
use crate::catalog::{self, Catalog};
use crate::index::{self, Finished, IndexedSource, Manifest, Writer};
use crate::ingest::{Error, Monitor, Notice, Options};

/// Catalog and index, open for writing.
pub(crate) struct Stores {
    pub(crate) writer: Writer,
    pub(crate) catalog: Catalog,
    /// Sources of an index whose catalog was lost.
    pub(crate) lost: Vec<IndexedSource>,
}

/// What is left to be done when the documents are written: whether there is a new generation, and which.
pub(crate) struct Committing {
    pub(crate) generation: Option<u64>,
}

impl Stores {
    pub(crate) fn open(folder: &Path, options: &Options, monitor: &dyn Monitor) -> Result<Stores, Error> {
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
    pub(crate) fn sources(&self) -> Result<Vec<catalog::StoredSource>, Error> {
        if self.lost.is_empty() {
            return Ok(self.catalog.sources()?);
        }
        let sources = self.lost.iter().map(|source| self.catalog.put_source(&source.name, &source.root));
        sources.collect::<Result<Vec<_>, _>>()?;
        Ok(self.catalog.sources()?)
    }

    /// Commits the catalog, then the index.
    pub(crate) fn finish(self, committing: &Committing, monitor: &dyn Monitor) -> Result<Finished, Error> {
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
