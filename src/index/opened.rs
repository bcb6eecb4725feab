//! One tantivy index, opened at one state.
//!
//! In: a folder of segments, a generation. Out: [`Opened`]: a searcher, the counts of what is alive, the documents back.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::index::SegmentComponent;
use tantivy::schema::Value;
use tantivy::{
    DocAddress, DocId, Index, ReloadPolicy, Searcher, SegmentReader, TantivyDocument, TantivyError,
};

use crate::document::{Document, Validity};
use crate::index::latent::Latent;
use crate::index::read_only::ReadOnly;
use crate::index::schema::{
    self, ORDER, RECORD_ID, SHOWN_AFTER, STORE, VALID_FROM, VALID_UNTIL, id_of_order,
};
use crate::index::state::{self, Counts};
use crate::index::tokenizer;

/// An open index.
pub(crate) struct Opened {
    pub(crate) searcher: Searcher,
    pub(crate) counts: Counts,
    /// What documents are about; the index of superseded versions has no such vectors.
    pub(crate) latent: Option<Latent>,
    /// The deleted documents of each segment, in order, once they were asked for.
    deleted: Vec<OnceLock<Vec<DocId>>>,
}

impl Opened {
    /// Opens the state of a generation.
    pub(crate) fn at(segments: &Path, generation: u64) -> tantivy::Result<Opened> {
        let meta = state::read(segments, generation)?;
        let counts = state::counts(&meta)?;
        let directory = ReadOnly { files: MmapDirectory::open(segments)?, meta: Arc::new(meta) };
        let latent = vectors(&directory.files, generation)?;
        let opened = Opened::of(Index::open(directory)?, counts, latent)?;
        // The manifest has been checked for the version of the schema, so another one here is damage.
        if *opened.searcher.schema() != schema::schema() {
            return Err(TantivyError::InternalError("its fields are not those it was made with".to_owned()));
        }
        if opened.searcher.num_docs() != opened.counts.documents {
            return Err(TantivyError::InternalError("it does not hold what it should".to_owned()));
        }
        Ok(opened)
    }

    /// An index of tantivy's, whose counts are known.
    fn of(index: Index, counts: Counts, latent: Option<Latent>) -> tantivy::Result<Opened> {
        let searcher = searcher(index)?;
        let deleted = searcher.segment_readers().iter().map(|_| OnceLock::new()).collect();
        Ok(Opened { searcher, counts, latent, deleted })
    }

    /// The deleted documents of a segment, in order.
    pub(crate) fn deleted(&self, place: usize, segment: &SegmentReader) -> &[DocId] {
        match (self.deleted.get(place), segment.alive_bitset()) {
            (Some(known), Some(alive)) => {
                known.get_or_init(|| (0..segment.max_doc()).filter(|doc| alive.is_deleted(*doc)).collect())
            }
            _ => &[],
        }
    }

    /// The document at an address.
    pub(crate) fn document(&self, address: DocAddress) -> tantivy::Result<Document> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let field = self.searcher.schema().get_field(STORE)?;
        let bytes = stored.get_first(field).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        let lacking = |reason: &str| TantivyError::InternalError(reason.to_owned());
        postcard::from_bytes(&bytes.ok_or_else(|| lacking("a document is not stored"))?)
            .map_err(|error| lacking(&format!("a stored document cannot be unpacked ({error})")))
    }

    /// The id of the document at an address, and that which its record brought.
    pub(crate) fn ids(&self, address: DocAddress) -> tantivy::Result<(String, Option<String>)> {
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let order = columns.u64(ORDER)?.first(address.doc_id).unwrap_or(0);
        let Some(records) = columns.str(RECORD_ID)? else { return Ok((id_of_order(order), None)) };
        let mut record_id = String::new();
        let found = match records.ords().first(address.doc_id) {
            Some(ordinal) => records.ord_to_str(ordinal, &mut record_id)?,
            None => false,
        };
        let shown = record_id.split_once(SHOWN_AFTER).map(|(_, shown)| shown.to_owned());
        Ok((id_of_order(order), shown.filter(|_| found)))
    }

    /// The number by which the document at an address is ordered.
    pub(crate) fn order(&self, address: DocAddress) -> tantivy::Result<u64> {
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        Ok(columns.u64(ORDER)?.first(address.doc_id).unwrap_or(0))
    }

    /// Every living document: the number by which it is ordered, from when until when it holds, its address.
    pub(crate) fn addresses(&self) -> tantivy::Result<Vec<(u64, Option<Validity>, DocAddress)>> {
        let mut addresses = Vec::new();
        for (place, segment) in (0..).zip(self.searcher.segment_readers()) {
            let orders = segment.fast_fields().u64(ORDER)?;
            let validities = Validities::open(segment)?;
            addresses.extend(segment.doc_ids_alive().map(|doc| {
                (orders.first(doc).unwrap_or(0), validities.of(doc), DocAddress::new(place, doc))
            }));
        }
        Ok(addresses)
    }

    /// From when until when the document at an address holds.
    pub(crate) fn validity(&self, address: DocAddress) -> tantivy::Result<Option<Validity>> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        Ok(Validities::open(segment)?.of(address.doc_id))
    }
}

/// The vectors of a generation, where there are any.
pub(crate) fn vectors(files: &MmapDirectory, generation: u64) -> tantivy::Result<Option<Latent>> {
    match files.open_read(Path::new(&state::vectors_name(generation))) {
        Ok(file) => Latent::open(file.read_bytes()?).map(Some).map_err(TantivyError::InternalError),
        Err(OpenReadError::FileDoesNotExist(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The columns of a segment that say from when until when its documents hold.
pub(crate) struct Validities {
    from: tantivy::columnar::Column<i64>,
    until: tantivy::columnar::Column<i64>,
}

impl Validities {
    /// Opens the columns.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Validities> {
        let columns = segment.fast_fields();
        Ok(Validities { from: columns.i64(VALID_FROM)?, until: columns.i64(VALID_UNTIL)? })
    }

    /// From when until when a document holds; none where no capture says.
    pub(crate) fn of(&self, doc: DocId) -> Option<Validity> {
        Some(Validity { from: self.from.first(doc)?, until: self.until.first(doc) })
    }
}

/// A searcher over what an index holds now.
pub(crate) fn searcher(mut index: Index) -> tantivy::Result<Searcher> {
    index.set_tokenizers(tokenizer::all());
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher())
}

/// The files without which the segments of an index are not whole.
pub(crate) fn files(index: &Index) -> tantivy::Result<HashSet<PathBuf>> {
    let mut files = HashSet::new();
    for segment in index.searchable_segment_metas()? {
        for component in [
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::Terms,
            SegmentComponent::Store,
            SegmentComponent::FastFields,
            SegmentComponent::FieldNorms,
        ] {
            files.insert(segment.relative_path(component));
        }
        if segment.has_deletes() {
            files.insert(segment.relative_path(SegmentComponent::Delete));
        }
    }
    Ok(files)
}

/// The names of the files of an index that are damaged: those whose checksum is not that of their content, and those that
/// cannot be read at all.
pub(crate) fn damaged_files(index: &Index) -> tantivy::Result<Vec<String>> {
    let sound = |file: &Path| {
        let checked = catch_unwind(AssertUnwindSafe(|| index.directory().validate_checksum(file)));
        matches!(checked, Ok(Ok(true)))
    };
    let mut damaged: Vec<String> = files(index)?
        .iter()
        .filter(|file| !sound(file))
        .map(|file| file.to_string_lossy().into_owned())
        .collect();
    damaged.sort();
    Ok(damaged)
}
