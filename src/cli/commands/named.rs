//! Which document a person means.
//!
//! In: an id, the beginning of one, or an address, as typed. Out: the document, or that there is none or more than one.

use crate::catalog;
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::text;
use crate::document::Document;
use crate::index::Reader;

/// Where ids are found.
const IDS_STAND: &str =
    "ids stand below every hit of `rsearch query`; an address is that of a page or publication";

/// Letters of an id that are enough to name it.
const ENOUGH: usize = 4;

/// What helps whoever typed something that names no document.
pub(super) fn advice(typed: &str) -> &'static str {
    if typed.chars().count() < ENOUGH {
        "of an id at least the first four characters are needed"
    } else {
        IDS_STAND
    }
}

/// The documents that an id, the beginning of one, or an address leads to, as captures showed them at a moment if there is
/// one. An address is that of any capture, or the one that is shown, which a person may have put right.
pub(super) fn found(reader: &Reader, typed: &str, as_of: Option<i64>) -> Result<Vec<Document>, Failure> {
    let by_id = |id: &str| match as_of {
        None => reader.find(id),
        Some(seconds) => reader.find_as_of(id, seconds),
    };
    if !typed.contains(['.', '/', ':']) {
        return Ok(by_id(typed)?);
    }
    let address = if typed.contains(':') { typed.to_owned() } else { format!("https://{typed}") };
    let id = catalog::id_of_address(&address)
        .ok_or_else(|| Failure::new(format!("{} is no id and no web address", clean(typed))))?;
    let mut documents = by_id(&id)?;
    let known: Vec<String> = documents.iter().map(|document| document.id.clone()).collect();
    let shown = reader.find_at(&address, as_of)?;
    documents.extend(shown.into_iter().filter(|document| !known.contains(&document.id)));
    Ok(documents)
}

/// The only document of those that were found for what was typed; none where there is none.
pub(super) fn only(mut found: Vec<Document>, typed: &str) -> Result<Option<Document>, Failure> {
    if found.len() > 1 {
        let ids: Vec<String> = found
            .iter()
            .map(|document| format!("{} ({})", document.id, text::one_line(&document.title)))
            .collect();
        return Err(Failure::new(format!("{} stands for {} documents", clean(typed), ids.len()))
            .hint(format!("name one: {}", ids.join(", "))));
    }
    Ok(found.pop())
}

/// The document that is meant, or none.
pub(super) fn target(reader: &Reader, typed: &str) -> Result<Option<Document>, Failure> {
    only(found(reader, typed, None)?, typed)
}

/// The document that is meant.
pub(super) fn one_document(reader: &Reader, typed: &str) -> Result<Document, Failure> {
    let unknown =
        || Failure::new(format!("there is no document {}", clean(typed))).hint(advice(typed)).found_nothing();
    target(reader, typed)?.ok_or_else(unknown)
}

/// Says that there is no such document.
pub(super) fn tell_unknown(typed: &str, printer: &Printer) {
    printer.error(&format!("there is no document {}", clean(typed)));
    printer.hint(advice(typed));
}
