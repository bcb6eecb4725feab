//! A state of one tantivy index: the file `meta-GENERATION.json` beside its segments.
//!
//! In: a folder of segments, a generation. Out: tantivy's description of the segments with the index's own counts of what is
//! alive in them. A state is written once, under a name of its own, and never changed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::schema::{Field, FieldType, TextFieldIndexing};
use tantivy::{Searcher, TantivyError};

use crate::files;

/// The key under which tantivy keeps what a commit brings along.
const PAYLOAD: &str = "payload";

/// Counts over the living documents of a state.
///
/// tantivy's own counts include deleted documents, and its sums of words are exact where nothing was deleted and estimates
/// where something was. These are the same for the same documents, however they came to be there: lengths are the rounded
/// ones that every document keeps, which are also those that scores use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Living documents.
    pub(crate) documents: u64,
    /// Words in each field of running text, over the living documents.
    pub(crate) words: BTreeMap<String, u64>,
}

/// Name of the file of a generation.
pub(crate) fn name(generation: u64) -> String {
    format!("meta-{generation}.json")
}

/// Name of the file of a generation's vectors.
pub(crate) fn vectors_name(generation: u64) -> String {
    format!("latent-{generation}.bin")
}

/// Whether a file is one of those that a generation has of its own.
pub(crate) fn belongs(file: &Path, generation: u64) -> bool {
    [name(generation), vectors_name(generation)].iter().any(|own| file == Path::new(own))
}

/// Reads the state of a generation.
pub(crate) fn read(segments: &Path, generation: u64) -> io::Result<Vec<u8>> {
    fs::read(segments.join(name(generation)))
}

/// Writes a state: tantivy's description, with the counts.
pub(crate) fn write(segments: &Path, generation: u64, meta: &[u8], counts: &Counts) -> io::Result<()> {
    let mut value: serde_json::Value = serde_json::from_slice(meta).map_err(io::Error::other)?;
    value[PAYLOAD] = serde_json::to_string(counts).map_err(io::Error::other)?.into();
    let mut text = serde_json::to_string_pretty(&value).map_err(io::Error::other)?;
    text.push('\n');
    files::replace(&segments.join(name(generation)), text.as_bytes())
}

/// The counts of a state.
pub(crate) fn counts(meta: &[u8]) -> tantivy::Result<Counts> {
    let lacking = |reason: String| TantivyError::InternalError(reason);
    let value: serde_json::Value = serde_json::from_slice(meta)
        .map_err(|error| lacking(format!("its description is not readable ({error})")))?;
    let payload = value.get(PAYLOAD).and_then(serde_json::Value::as_str);
    let payload = payload.ok_or_else(|| lacking("its description lacks the counts".to_owned()))?;
    serde_json::from_str(payload).map_err(|error| lacking(format!("its counts are not readable ({error})")))
}

/// Counts what is alive.
pub(crate) fn count(searcher: &Searcher) -> tantivy::Result<Counts> {
    let mut counts = Counts { documents: searcher.num_docs(), words: BTreeMap::new() };
    for (field, entry) in searcher.schema().fields() {
        if has_lengths(entry.field_type()) {
            counts.words.insert(entry.name().to_owned(), words(searcher, field)?);
        }
    }
    Ok(counts)
}

fn has_lengths(field: &FieldType) -> bool {
    match field {
        FieldType::Str(options) => options.get_indexing_options().is_some_and(TextFieldIndexing::fieldnorms),
        _ => false,
    }
}

fn words(searcher: &Searcher, field: Field) -> tantivy::Result<u64> {
    let mut sum = 0;
    for segment in searcher.segment_readers() {
        let lengths = segment.get_fieldnorms_reader(field)?;
        sum += segment.doc_ids_alive().map(|doc| u64::from(lengths.fieldnorm(doc))).sum::<u64>();
    }
    Ok(sum)
}
