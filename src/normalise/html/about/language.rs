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

/// A language with the region in which the page says that it is written, its own before that of what is shared.
pub(super) fn locale(metadata: &Metadata, language: Option<&str>) -> Option<String> {
    let language = language?;
    let named =
        [metadata.language.as_deref(), metadata.first(&["content-language"]), metadata.first(&["og:locale"])];
    let has_region =
        |locale: &&str| locale.len() > language.len() && language::code(locale).as_deref() == Some(language);
    Some(named.into_iter().flatten().find(has_region).unwrap_or(language).to_owned())
}
