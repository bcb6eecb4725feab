//! One tantivy index while it is written.
//!
//! In: documents to put and ids to remove, from many threads. Out: new files in a folder of segments, and a state that names
//! them once it is asked for. Until then, and if it is never asked for, the state before stands. Threads and memory are
//! taken only when something changes.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::RwLock;
use std::thread::available_parallelism;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::schema::Field;
use tantivy::{Index, IndexSettings, IndexWriter, Searcher, TantivyDocument, TantivyError, Term};

use crate::files::{self, TEMPORARY, sync_folder};
use crate::index::latent::{self, Built, Latent};
use crate::index::schema;
use crate::index::staged::{Staged, keep_only};
use crate::index::state::{self, Counts};
use crate::index::{keyword_key, opened, tokenizer};

/// Bytes that tantivy may gather in memory a thread before it writes a segment. A bigger one makes fewer segments;
/// beyond this the gain in speed was within the noise on 100,000 documents.
const MEMORY_A_THREAD: usize = 128 << 20;

/// Threads that tantivy takes at most; it takes no more than eight itself.
const MAX_THREADS: usize = 8;

/// Documents from which more than one thread is worth its segment.
const MANY: usize = 2_000;

/// The share of deleted documents from which a segment is written anew without them.
const MOST_DELETED: f32 = 0.3;

/// The same for few documents, which fill less.
const MEMORY_FOR_FEW: usize = 32 << 20;

/// What the writing may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    threads: usize,
    memory_a_thread: usize,
}

impl Effort {
    /// Enough for about so many documents.
    pub(crate) fn for_documents(expected: usize) -> Effort {
        let all = available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
        if expected < MANY {
            Effort { threads: 1, memory_a_thread: MEMORY_FOR_FEW }
        } else {
            Effort { threads: all, memory_a_thread: MEMORY_A_THREAD }
        }
    }
}

/// An index being written.
pub(crate) struct Segments {
    folder: PathBuf,
    directory: Staged,
    index: Index,
    id: Field,
    effort: Effort,
    /// The state it began from; none where it began from nothing.
    before: Option<Before>,
    writing: RwLock<Writing>,
}

/// The state that the writing began from.
struct Before {
    generation: u64,
    meta: Vec<u8>,
    counts: Counts,
    files: HashSet<PathBuf>,
    searcher: Searcher,
}

/// How far the writing is.
enum Writing {
    /// Nothing has changed.
    Untouched,
    Open(Box<IndexWriter>),
    /// Committed, or broken.
    Closed,
}

impl Segments {
    /// Begins an index in a folder that is empty.
    pub(crate) fn create(folder: &Path) -> tantivy::Result<Segments> {
        let directory = Staged::open(folder, None)?;
        let index = Index::create(directory.clone(), schema::schema(), IndexSettings::default())?;
        Segments::of(folder, directory, index, None)
    }

    /// Continues the index in a folder from the state of a generation, and removes what does not belong to that state.
    pub(crate) fn at(folder: &Path, generation: u64) -> tantivy::Result<Segments> {
        let meta = state::read(folder, generation)?;
        let counts = state::counts(&meta)?;
        let directory = Staged::open(folder, Some(meta.clone()))?;
        let index = Index::open(directory.clone())?;
        let files = opened::files(&index)?;
        directory.need(files.clone());
        let searcher = opened::searcher(index.clone())?;
        if searcher.num_docs() != counts.documents {
            return Err(TantivyError::InternalError("it does not hold what it should".to_owned()));
        }
        let before = Before { generation, meta, counts, files, searcher };
        let segments = Segments::of(folder, directory, index, Some(before))?;
        segments.roll_back();
        Ok(segments)
    }

    fn of(
        folder: &Path,
        directory: Staged,
        mut index: Index,
        before: Option<Before>,
    ) -> tantivy::Result<Segments> {
        index.set_tokenizers(tokenizer::all());
        let id = index.schema().get_field("id")?;
        let writing = RwLock::new(Writing::Untouched);
        let effort = Effort::for_documents(0);
        Ok(Segments { folder: folder.to_owned(), directory, index, id, effort, before, writing })
    }

    /// What the writing may take, from when it begins.
    pub(crate) fn take(&mut self, effort: Effort) {
        self.effort = effort;
    }

    /// Adds a document.
    pub(crate) fn add(&self, document: TantivyDocument) -> tantivy::Result<()> {
        match self.with_writer(|writer| writer.add_document(document).map(|_| ())) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(self.reason()),
            Err(error) => Err(error),
        }
    }

    /// Removes what the state before has under an id. What was added since stays.
    pub(crate) fn remove(&self, id: &str) -> tantivy::Result<()> {
        let Some(before) = &self.before else { return Ok(()) };
        let term = Term::from_field_text(self.id, &keyword_key(id));
        // Most ids that are put are new here, or known only to the other index.
        if before.searcher.doc_freq(&term)? == 0 {
            return Ok(());
        }
        self.with_writer(|writer| {
            writer.delete_term(term);
        })
    }

    fn with_writer<T>(&self, work: impl FnOnce(&IndexWriter) -> T) -> tantivy::Result<T> {
        let stopped = || TantivyError::SystemError("writing stopped after an earlier error".to_owned());
        {
            let writing = self.writing.read().map_err(|_| stopped())?;
            match &*writing {
                Writing::Open(writer) => return Ok(work(writer)),
                Writing::Untouched => {}
                Writing::Closed => return Err(stopped()),
            }
        }
        let mut writing = self.writing.write().map_err(|_| stopped())?;
        if let Writing::Untouched = &*writing {
            *writing = Writing::Open(Box::new(self.begin()?));
        }
        match &*writing {
            Writing::Open(writer) => Ok(work(writer)),
            _ => Err(stopped()),
        }
    }

    fn begin(&self) -> tantivy::Result<IndexWriter> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(self.effort.threads)
            .memory_budget_per_thread(self.effort.memory_a_thread)
            .num_merge_threads(self.effort.threads)
            .build();
        let writer = self.index.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(MOST_DELETED);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }

    /// Why documents are no longer taken. tantivy says only that a thread died; what it died of comes when it is joined.
    fn reason(&self) -> TantivyError {
        let taken = self.close();
        // Waiting for the merging would say no more than that a thread died.
        let reason = taken.and_then(|mut writer| writer.prepare_commit().map(drop).err());
        reason
            .unwrap_or_else(|| TantivyError::SystemError("writing stopped after an earlier error".to_owned()))
    }

    fn close(&self) -> Option<IndexWriter> {
        let mut writing = self.writing.write().ok()?;
        match std::mem::replace(&mut *writing, Writing::Closed) {
            Writing::Open(writer) => Some(*writer),
            Writing::Untouched | Writing::Closed => None,
        }
    }

    /// Brings all changes into segments and waits until these are merged. Nothing names them yet.
    pub(crate) fn commit(&self) -> tantivy::Result<()> {
        if let Some(mut writer) = self.close() {
            writer.commit()?;
            writer.wait_merging_threads()?;
        }
        Ok(())
    }

    /// Writes down what was committed as the state of a generation: first everything that it names, down to the disk.
    pub(crate) fn write_state(&self, generation: u64) -> tantivy::Result<()> {
        let meta = self.directory.meta();
        let unchanged = self.before.as_ref().filter(|before| before.meta == meta);
        let counts = match unchanged {
            Some(before) => before.counts.clone(),
            None => state::count(&opened::searcher(self.index.clone())?)?,
        };
        let known = self.before.as_ref().map(|before| &before.files);
        for file in opened::files(&self.index)? {
            if known.is_none_or(|known| !known.contains(&file)) {
                File::open(self.folder.join(file))?.sync_all()?;
            }
        }
        sync_folder(&self.folder)?;
        state::write(&self.folder, generation, &meta, &counts)?;
        sync_folder(&self.folder)?;
        Ok(())
    }

    /// Whether the state it began from has vectors that can be read.
    pub(crate) fn has_vectors(&self) -> bool {
        matches!(self.vectors_before(), Ok(Some(_)))
    }

    fn vectors_before(&self) -> tantivy::Result<Option<Latent>> {
        match &self.before {
            Some(before) => opened::vectors(&MmapDirectory::open(&self.folder)?, before.generation),
            None => Ok(None),
        }
    }

    /// Makes the vectors of what was committed, for [`Segments::write_vectors`]. Those of the state it began from serve as far
    /// as they are sound.
    pub(crate) fn vectors(&self) -> tantivy::Result<Built> {
        let before = self.vectors_before()?.filter(Latent::is_sound);
        latent::build(&opened::searcher(self.index.clone())?, before.as_ref(), latent::SAMPLE)
    }

    /// Writes vectors down as those of a generation.
    pub(crate) fn write_vectors(&self, generation: u64, vectors: &[u8]) -> tantivy::Result<()> {
        files::replace(&self.folder.join(state::vectors_name(generation)), vectors)?;
        Ok(())
    }

    /// Removes what only earlier states need, once the state of a generation is named.
    pub(crate) fn sweep(&self, generation: u64) {
        if let Ok(files) = opened::files(&self.index) {
            keep_only(&self.folder, |name| files.contains(name) || state::belongs(name, generation));
        }
    }

    /// Goes back to the state that the writing began from; from nothing, to nothing.
    pub(crate) fn roll_back(&self) {
        drop(self.close_unless_untouched());
        match &self.before {
            Some(before) => {
                let generation = before.generation;
                keep_only(&self.folder, |name| {
                    before.files.contains(name) || state::belongs(name, generation)
                });
            }
            None => {
                let _ = fs::remove_dir_all(&self.folder);
            }
        }
    }

    fn close_unless_untouched(&self) -> Option<IndexWriter> {
        let untouched = matches!(self.writing.read().as_deref(), Ok(Writing::Untouched));
        if untouched { None } else { self.close() }
    }

    /// Name of the folder.
    pub(crate) fn name(&self) -> String {
        self.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Removes files in an index folder that a killed run had not yet given their names.
pub(crate) fn remove_temporary(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}
