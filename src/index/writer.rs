//! Writes documents into fresh segments and puts them in the place of those before, in one step.
//!
//! In: documents, from many threads. Out: an index folder. Until [`Writer::finish`] the earlier index answers, and
//! whatever goes wrong leaves it as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::RwLock;
use std::thread::available_parallelism;

use tantivy::directory::MmapDirectory;
use tantivy::schema::Schema;
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use crate::document::Document;
use crate::index::lock::Lock;
use crate::index::manifest::IndexedSource;
use crate::index::schema::{self, Converter};
use crate::index::tokenizer::WordTokenizer;
use crate::index::{Error, Manifest, folder, manifest};

/// Bytes that tantivy may gather in memory a thread before it writes a segment. A bigger one makes fewer segments;
/// beyond this the gain in speed was within the noise on 100,000 documents.
const MEMORY_A_THREAD: usize = 128 << 20;

/// Threads that tantivy takes at most; it takes no more than eight itself.
const MAX_THREADS: usize = 8;

/// Writes one new state of an index.
pub struct Writer {
    folder: PathBuf,
    segments: String,
    inner: RwLock<Option<IndexWriter>>,
    converter: Converter,
    _lock: Lock,
}

impl Writer {
    /// Opens a folder for writing: makes it where there is none, takes the lock, begins new segments.
    ///
    /// # Errors
    /// When the folder cannot be written or holds other things, or another process is writing.
    pub fn create(folder: &Path) -> Result<Writer, Error> {
        folder::create(folder)?;
        let lock = Lock::take(folder)?;
        if let Ok(manifest) = Manifest::read(folder) {
            folder::sweep(folder, &manifest.segments);
        }
        let io = |source| Error::Io { what: "write", path: folder.to_owned(), source };
        let segments = folder::next_segments(folder).map_err(io)?;
        fs::create_dir(folder.join(&segments)).map_err(io)?;
        let mut writer = Writer {
            folder: folder.to_owned(),
            segments,
            inner: RwLock::new(None),
            converter: Converter::new(Schema::builder().build()),
            _lock: lock,
        };
        let inner = writer.begin();
        writer.inner = RwLock::new(Some(writer.named(inner)?));
        Ok(writer)
    }

    fn begin(&mut self) -> tantivy::Result<IndexWriter> {
        let schema = schema::schema();
        let directory = MmapDirectory::open(self.folder.join(&self.segments))?;
        let mut index = Index::create(directory, schema.clone(), IndexSettings::default())?;
        index.set_tokenizers(tokenizers());
        self.converter = Converter::new(schema);
        let threads = available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
        index.writer_with_num_threads(threads, threads * MEMORY_A_THREAD)
    }

    /// Adds a document.
    ///
    /// # Errors
    /// When the index cannot be written any more, which ends the run.
    pub fn add(&self, document: &Document) -> Result<(), Error> {
        let converted = self.named(self.converter.convert(document))?;
        let added = match self.inner.read() {
            Ok(inner) => inner.as_ref().map(|writer| writer.add_document(converted)),
            Err(_) => None,
        };
        match added {
            Some(Ok(_)) => Ok(()),
            _ => self.named(Err(self.reason())),
        }
    }

    /// Why documents are no longer taken. tantivy says only that a thread died; what it died of comes when it is joined.
    fn reason(&self) -> TantivyError {
        let taken = self.inner.write().ok().and_then(|mut inner| inner.take());
        let reason = taken.and_then(|writer| writer.wait_merging_threads().err());
        reason
            .unwrap_or_else(|| TantivyError::SystemError("writing stopped after an earlier error".to_owned()))
    }

    /// Commits, and makes the new state the index.
    ///
    /// # Errors
    /// When it cannot be written; the earlier index is then untouched.
    pub fn finish(mut self, documents: u64, sources: Vec<IndexedSource>) -> Result<(), Error> {
        let inner = self.inner.write().ok().and_then(|mut inner| inner.take());
        if let Some(mut inner) = inner {
            let committed = inner.commit();
            self.named(committed)?;
            let merged = inner.wait_merging_threads();
            self.named(merged)?;
        }
        let manifest = Manifest::new(self.segments.clone(), documents, sources);
        let path = self.folder.join(manifest::NAME);
        let io = |source| Error::Io { what: "write", path: path.clone(), source };
        folder::share(&self.folder.join(&self.segments), &self.folder);
        // What the manifest will name has to be on disk before it is named.
        manifest::sync_folder(&self.folder.join(&self.segments)).map_err(io)?;
        manifest.write(&self.folder).map_err(io)?;
        // From here on the new segments are the index, whatever happens.
        let segments = std::mem::take(&mut self.segments);
        if manifest::sync_folder(&self.folder).is_ok() {
            folder::sweep(&self.folder, &segments);
        }
        Ok(())
    }

    fn named<T>(&self, result: tantivy::Result<T>) -> Result<T, Error> {
        result.map_err(|source| Error::Write { folder: self.folder.clone(), source })
    }
}

impl Drop for Writer {
    /// Removes segments that were never finished.
    fn drop(&mut self) {
        if let Ok(mut inner) = self.inner.write() {
            *inner = None;
        }
        if !self.segments.is_empty() {
            let _ = fs::remove_dir_all(self.folder.join(&self.segments));
        }
    }
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    // tantivy asks for its own default tokenizer even for fields of numbers.
    let manager = TokenizerManager::default();
    manager.register(schema::STEMMED, TextAnalyzer::from(WordTokenizer::stemming()));
    manager.register(schema::PLAIN, TextAnalyzer::from(WordTokenizer::plain()));
    manager.register(schema::DISTINCT, TextAnalyzer::from(WordTokenizer::distinct()));
    manager.register(schema::KEYWORD, TextAnalyzer::from(super::tokenizer::KeywordTokenizer::default()));
    manager
}
