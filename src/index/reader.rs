//! Reads an index: opens its segments, gives documents back by address or id.
//!
//! In: an index folder. Out: a [`Reader`]. Takes no lock and waits for no writer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::collector::DocSetCollector;
use tantivy::directory::MmapDirectory;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::document::Document;
use crate::index::read_only::ReadOnly;
use crate::index::schema::{ALIAS, STORE, keyword_key};
use crate::index::{Error, Manifest, writer};

/// An open index, as it stood when it was opened.
pub struct Reader {
    folder: PathBuf,
    manifest: Manifest,
    searcher: Searcher,
}

impl Reader {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// When there is none, it is of another format, or damaged.
    pub fn open(folder: &Path) -> Result<Reader, Error> {
        let mut manifest = Manifest::read(folder)?;
        // A writer may replace the segments between the two steps; then there is a new manifest to read.
        for _ in 0..8 {
            match open_segments(folder, &manifest) {
                Ok(searcher) => return Ok(Reader { folder: folder.to_owned(), manifest, searcher }),
                Err(error) => {
                    let now = Manifest::read(folder)?;
                    if now == manifest {
                        return Err(error);
                    }
                    manifest = now;
                }
            }
        }
        Err(damaged(folder, &manifest, "it was replaced again and again while being opened"))
    }

    /// What the folder says it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Bytes of the files of the segments.
    pub fn bytes(&self) -> u64 {
        walkdir::WalkDir::new(self.folder.join(&self.manifest.segments))
            .into_iter()
            .filter_map(|entry| entry.ok()?.metadata().ok())
            .filter(std::fs::Metadata::is_file)
            .map(|metadata| metadata.len())
            .sum()
    }

    /// The searcher, for the room that searches.
    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Number of documents.
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The document at an address.
    ///
    /// # Errors
    /// When the stored bytes are damaged.
    pub(crate) fn document(&self, address: DocAddress) -> Result<Document, Error> {
        let read = || -> tantivy::Result<Document> {
            let stored: TantivyDocument = self.searcher.doc(address)?;
            let field = self.searcher.schema().get_field(STORE)?;
            let bytes = stored.get_first(field).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
            let lacking = |reason: &str| tantivy::TantivyError::InternalError(reason.to_owned());
            postcard::from_bytes(&bytes.ok_or_else(|| lacking("a document is not stored"))?)
                .map_err(|error| lacking(&format!("a stored document cannot be unpacked ({error})")))
        };
        guard(self, read)
    }

    /// The documents known by an id, a former id, or the beginning of one (four characters or more). More than one
    /// when an old id stood for what are now several publications, or a beginning is not unique.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find(&self, id: &str) -> Result<Vec<Document>, Error> {
        const LEAST: usize = 4;
        let key = keyword_key(id);
        let addresses = guard(self, || {
            let field = self.searcher.schema().get_field(ALIAS)?;
            let by_id = self.searcher.schema().get_field("id")?;
            // An id of today stands before what the same letters once meant.
            for field in [by_id, field] {
                let query = TermQuery::new(Term::from_field_text(field, &key), IndexRecordOption::Basic);
                let found = self.searcher.search(&query, &DocSetCollector)?;
                if !found.is_empty() {
                    return Ok(found);
                }
            }
            if key.chars().count() < LEAST || !key.chars().all(|letter| letter.is_ascii_alphanumeric()) {
                return Ok(std::collections::HashSet::new());
            }
            let query = tantivy::query::RegexQuery::from_pattern(&format!("{key}.*"), by_id)?;
            self.searcher.search(&query, &DocSetCollector)
        })?;
        let mut documents =
            addresses.into_iter().map(|address| self.document(address)).collect::<Result<Vec<_>, _>>()?;
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(documents)
    }

    /// Every document, in the order of their ids.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn all(&self) -> Result<impl Iterator<Item = Result<Document, Error>> + '_, Error> {
        let mut ordered = guard(self, || {
            let mut ordered = Vec::new();
            for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
                let orders = reader.fast_fields().u64(crate::index::schema::ORDER)?;
                let segment = u32::try_from(segment).unwrap_or(u32::MAX);
                ordered.extend(
                    reader
                        .doc_ids_alive()
                        .map(|doc| (orders.first(doc).unwrap_or(0), DocAddress::new(segment, doc))),
                );
            }
            Ok(ordered)
        })?;
        ordered.sort_unstable();
        Ok(ordered.into_iter().map(|(_, address)| self.document(address)))
    }
}

fn open_segments(folder: &Path, manifest: &Manifest) -> Result<Searcher, Error> {
    let open = || -> tantivy::Result<Searcher> {
        let directory = MmapDirectory::open(folder.join(&manifest.segments))?;
        let mut index = Index::open(ReadOnly(directory))?;
        index.set_tokenizers(writer::tokenizers());
        Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher())
    };
    caught(open).map_err(|reason| damaged(folder, manifest, &reason))
}

/// Runs something that reads the index. A failure, or a panic inside a library that meets damaged bytes, becomes an
/// error that names the folder.
///
/// # Errors
/// Whatever went wrong, as [`Error::Damaged`].
pub fn guard<T>(reader: &Reader, read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, Error> {
    caught(read).map_err(|reason| damaged(&reader.folder, &reader.manifest, &reason))
}

fn caught<T>(read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("a part of it makes no sense".to_owned()),
    }
}

fn damaged(folder: &Path, manifest: &Manifest, reason: &str) -> Error {
    /// Characters of a reason that are told: some libraries quote the whole file that they cannot read.
    const TOLD: usize = 160;
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason = match reason.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{} …", &reason[..end]),
        None => reason,
    };
    Error::Damaged { folder: folder.to_owned(), reason, sources: manifest.roots() }
}
