//! The summary of a page.
//!
//! In: the metadata. Out: the author's own summary.

use crate::document::fold;
use crate::normalise::html::metadata::{self, Metadata};

use super::ARTICLE_TYPES;

/// Fewer words are no summary but a label.
const FEWEST_WORDS: usize = 4;

/// The summary that the page gives of itself; empty where it gives none.
pub(super) fn summary(metadata: &Metadata) -> String {
    let names = [
        "citation_abstract",
        "dc.description",
        "dcterms.abstract",
        "description",
        "og:description",
        "twitter:description",
    ];
    let told = names.iter().filter_map(|name| metadata.first(&[name])).map(metadata::plain);
    let objects = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES));
    let linked = objects
        .flat_map(|object| ["description", "abstract"].into_iter().filter_map(|field| object.get(field)))
        .flat_map(metadata::texts)
        .map(|text| metadata::plain(&text));
    let mut all = told.chain(linked);
    all.find(|text| fold::words(text).split(' ').count() >= FEWEST_WORDS).unwrap_or_default()
}
