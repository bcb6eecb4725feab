//! Continues an index, or begins one, and makes the new state the index in one step.
//!
//! In: what became of documents, from many threads. Out: an index folder. Until the manifest is replaced the earlier state
//! answers; whatever goes wrong before leaves it as it was, and whoever opens the folder next clears away what is left.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::document::{Document, Validity};
use crate::files;
use crate::index::lock::Lock;
use crate::index::manifest::IndexedSource;
use crate::index::schema::{self, Converter};
use crate::index::segments::{Effort, Segments, remove_temporary};
use crate::index::{Error, Manifest, folder, manifest};

/// What became of one document.
#[derive(Clone, Copy, Debug)]
pub struct Update<'a> {
    /// As it is now.
    pub document: &'a Document,
    /// From when until when captures show it so; none where no interval shows it just as it is now.
    pub validity: Option<Validity>,
    /// What it was before, under the same id.
    pub superseded: &'a [(Document, Validity)],
}

/// What the vectors of documents took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// Whether the sample they are fitted on is another than before, so that all were made anew.
    pub fitted: bool,
    /// Documents whose vectors were made.
    pub placed: u64,
}

/// Writes the next state of an index. Holds the lock of the folder.
pub struct Writer {
    folder: PathBuf,
    segments: Segments,
    history: Segments,
    generation: Option<u64>,
    converter: Converter,
    /// Whether the manifest names what was written.
    named: AtomicBool,
    _lock: Lock,
}

impl Writer {
    /// Opens a folder for writing: takes the lock, continues the index in it, or begins one where there is none, where the
    /// one there is cannot be continued (of another format, with other fields, damaged), or where `fresh` asks for it.
    ///
    /// # Errors
    /// When the folder cannot be written or holds other things, or another process is writing.
    pub fn open(folder: &Path, fresh: bool) -> Result<Writer, Error> {
        folder::create(folder)?;
        let lock = Lock::take(folder)?;
        let io = |source| Error::Io { what: "write", path: folder.to_owned(), source };
        remove_temporary(folder).map_err(io)?;
        let manifest = Manifest::read(folder);
        if let Ok(manifest) = &manifest {
            folder::sweep(folder, &[&manifest.segments, &manifest.history]);
        }
        let continued = match manifest {
            Ok(manifest) if !fresh => continued(folder, &manifest),
            _ => None,
        };
        let (segments, history, generation) = match continued {
            Some((segments, history, generation)) => (segments, history, Some(generation)),
            None => begun(folder)?,
        };
        let converter = Converter::new(schema::schema());
        let named = AtomicBool::new(false);
        let folder = folder.to_owned();
        Ok(Writer { folder, segments, history, generation, converter, named, _lock: lock })
    }

    /// The generation that the index stands at; none when it begins from nothing, so that every document has to be put.
    pub fn generation(&self) -> Option<u64> {
        self.generation
    }

    /// Name of the folder of the segments that are written, such as `segments-3`.
    pub fn segments(&self) -> String {
        self.segments.name()
    }

    /// Tells about how many documents will be put, before the first is: many are given more threads and memory.
    pub fn expect(&mut self, documents: usize) {
        let effort = Effort::for_documents(documents);
        self.segments.take(effort);
        self.history.take(effort);
    }

    /// Puts a document with what it was before, in the place of all that has its id in the state the index stands at. An id
    /// is put or removed once a run.
    ///
    /// # Errors
    /// When the index cannot be written any more, which ends the run.
    pub fn put(&self, update: &Update<'_>) -> Result<(), Error> {
        self.named_error(|| {
            let current = self.converter.convert(update.document, update.validity)?;
            let superseded = update
                .superseded
                .iter()
                .map(|(document, validity)| self.converter.convert(document, Some(*validity)))
                .collect::<tantivy::Result<Vec<_>>>()?;
            self.segments.remove(&update.document.id)?;
            self.history.remove(&update.document.id)?;
            self.segments.add(current)?;
            superseded.into_iter().try_for_each(|document| self.history.add(document))
        })
    }

    /// Removes a document with all that it was before.
    ///
    /// # Errors
    /// When the index cannot be written any more, which ends the run.
    pub fn remove(&self, id: &str) -> Result<(), Error> {
        self.named_error(|| {
            self.segments.remove(id)?;
            self.history.remove(id)
        })
    }

    /// Commits, and makes what was written the index: `generation` of it, higher than the one it stood at. `step` is told of
    /// each step before it is taken: `commit-history`, `commit-segments`, `latent`, `metas`, `manifest`, `sweep`. The earlier
    /// state answers until `manifest` is done, the new one from then on.
    ///
    /// # Errors
    /// When it cannot be written; the earlier index is then untouched.
    pub fn finish(
        self,
        generation: u64,
        sources: Vec<IndexedSource>,
        step: &dyn Fn(&'static str),
    ) -> Result<Finished, Error> {
        let path = self.folder.join(manifest::NAME);
        let io = |source| Error::Io { what: "write", path: path.clone(), source };
        if self.generation.is_some_and(|before| before >= generation) {
            let reason = format!("generation {generation} was written before");
            return Err(io(std::io::Error::other(reason)));
        }
        step("commit-history");
        self.named_error(|| self.history.commit())?;
        step("commit-segments");
        self.named_error(|| self.segments.commit())?;
        step("latent");
        let vectors = self.named_error(|| self.segments.vectors())?;
        step("metas");
        self.named_error(|| {
            self.history.write_state(generation)?;
            self.segments.write_vectors(generation, &vectors.bytes)?;
            self.segments.write_state(generation)
        })?;
        step("manifest");
        let (segments, history) = (self.segments.name(), self.history.name());
        let manifest = Manifest::new(segments.clone(), history.clone(), generation, sources);
        // The folders' own names have to be on the disk before they are used.
        files::sync_folder(&self.folder).map_err(io)?;
        manifest.write(&self.folder).map_err(io)?;
        // From here on the new state is the index, whatever happens.
        self.named.store(true, Ordering::Relaxed);
        if files::sync_folder(&self.folder).is_ok() {
            step("sweep");
            self.segments.sweep(generation);
            self.history.sweep(generation);
            folder::sweep(&self.folder, &[&segments, &history]);
        }
        Ok(Finished { fitted: vectors.fitted, placed: vectors.placed })
    }

    fn named_error<T>(&self, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T, Error> {
        // A library may panic over damaged segments that it merges.
        let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
            Err(tantivy::TantivyError::InternalError("a part of it makes no sense".to_owned()))
        });
        done.map_err(|source| Error::Write { folder: self.folder.clone(), source })
    }
}

impl Drop for Writer {
    /// Goes back to the earlier state unless the new one is named.
    fn drop(&mut self) {
        if !self.named.load(Ordering::Relaxed) {
            self.segments.roll_back();
            self.history.roll_back();
        }
    }
}

/// The index that a manifest names; none when it cannot be continued.
fn continued(folder: &Path, manifest: &Manifest) -> Option<(Segments, Segments, u64)> {
    let open = |name: &str| {
        let segments = folder.join(name);
        let opened = catch_unwind(|| Segments::at(&segments, manifest.generation));
        opened.ok()?.ok()
    };
    let (segments, history) = (open(&manifest.segments)?, open(&manifest.history)?);
    segments.has_vectors().then_some((segments, history, manifest.generation))
}

/// An index from nothing, beside the one there is.
fn begun(folder: &Path) -> Result<(Segments, Segments, Option<u64>), Error> {
    let create = |kind: folder::Kind| -> Result<Segments, Error> {
        let io = |source| Error::Io { what: "write", path: folder.to_owned(), source };
        let path = folder.join(folder::next(folder, kind).map_err(io)?);
        fs::create_dir(&path).map_err(io)?;
        Segments::create(&path).map_err(|source| Error::Write { folder: folder.to_owned(), source })
    };
    Ok((create(folder::Kind::Segments)?, create(folder::Kind::History)?, None))
}
