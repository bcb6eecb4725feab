//! Brings what changed in the catalog to the index.
//!
//! In: a catalog that a run has filled. Out: documents in the index, and the catalog's note of them.

use rayon::prelude::*;

use crate::catalog::{self, Catalog, Evaluated};
use crate::index::{Update, Writer};
use crate::ingest::{Error, Monitor, Totals};

/// Publications that are merged at a time: enough to keep every thread busy, few enough to hold in memory.
const BATCH: usize = 512;

/// Merges the publications that are pending; writes and notes those that changed or that the index lacks. Gives whether
/// there was any.
pub(crate) fn bring(
    catalog: &Catalog,
    writer: &Writer,
    pending: &[i64],
    pool: &rayon::ThreadPool,
    generation: u64,
    totals: &mut Totals,
    monitor: &dyn Monitor,
) -> Result<bool, Error> {
    let index = writer.generation();
    monitor.writing(pending.len() as u64);
    let mut any = false;
    for keys in pending.chunks(BATCH) {
        if monitor.is_stopped() {
            return Err(Error::Stopped);
        }
        let materials = catalog.materials(keys, index)?;
        let evaluated = pool.install(|| {
            materials
                .par_iter()
                .map(|material| -> Result<Evaluated, Error> {
                    let evaluated = material.evaluate().map_err(|reason| catalog.damaged(reason))?;
                    if evaluated.to_index {
                        writer.put(&Update {
                            document: &evaluated.document,
                            validity: evaluated.validity,
                            superseded: &evaluated.superseded,
                        })?;
                    }
                    monitor.written();
                    Ok(evaluated)
                })
                .collect::<Result<Vec<_>, _>>()
        })?;
        for one in &evaluated {
            any |= one.to_index;
            let place = one.document.sightings.first().map(|seen| seen.evidence.capture.as_str());
            for doubt in &one.doubts {
                monitor.doubt(place.unwrap_or_default(), doubt);
                totals.doubt(doubt.kind.as_str());
            }
        }
        catalog.note(&evaluated, generation)?;
    }
    for id in catalog.gone_since(index)? {
        // An index that begins from nothing has none of them.
        if index.is_some() {
            writer.remove(&id)?;
            any = true;
        }
    }
    Ok(any)
}

/// Counts what the catalog holds now.
pub(crate) fn count(catalog: &Catalog, totals: &mut Totals) -> Result<(), catalog::Error> {
    let (publications, pages) = catalog.counts()?;
    totals.publications = publications;
    totals.pages = pages;
    Ok(())
}
