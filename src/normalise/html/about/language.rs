//! The language of a page.
//!
//! In: the metadata and the text. Out: an ISO 639-1 code in lower case, or none.

use crate::normalise::html::metadata::Metadata;
use crate::normalise::language;

/// The language that the page names, else the one that its text is surely in.
pub(super) fn language(metadata: &Metadata, body_text: &str) -> Option<String> {
    let named = [
        metadata.language.as_deref(),
        metadata.first(&["og:locale"]),
        metadata.first(&["content-language", "language", "dc.language", "citation_language"]),
    ];
    named.into_iter().flatten().find_map(language::code).or_else(|| language::detected(body_text))
}
