//! The summary of a page.
//!
//! In: the metadata. Out: the author's own summary.

use crate::document::fold;
use crate::normalise::html::metadata::{self, Metadata};

use super::ARTICLE_TYPES;

/// Fewer words are no summary but a label. A judgement.
const FEWEST_WORDS: usize = 4;

/// The summary that the page gives of itself; empty where it gives none.
pub(super) fn summary(metadata: &Metadata) -> String {
    told(metadata).find(|(_, text)| is_summary(text)).map(|(_, text)| text).unwrap_or_default()
}

/// Whether a text is long enough to be one.
pub(super) fn is_summary(text: &str) -> bool {
    fold::words(text).split(' ').count() >= FEWEST_WORDS
}

/// What each source gives, the most trusted first.
pub(super) fn told(metadata: &Metadata) -> impl Iterator<Item = (&'static str, String)> {
    let names = [
        "citation_abstract",
        "dc.description",
        "dcterms.abstract",
        "description",
        "og:description",
        "twitter:description",
    ];
    let told = names.into_iter().filter_map(|name| Some((name, metadata::plain(metadata.first(&[name])?))));
    let objects = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES));
    let linked = objects
        .flat_map(|object| ["description", "abstract"].into_iter().filter_map(|field| object.get(field)))
        .flat_map(metadata::texts)
        .map(|text| ("json-ld", metadata::plain(&text)));
    told.chain(linked)
}
