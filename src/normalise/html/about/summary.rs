//! The summary of a page.
//!
//! In: the parsed page, its metadata. Out: the author's own summary.

use scraper::Html;

use crate::document::fold;
use crate::normalise::html::metadata::{self, Metadata};

use super::{ARTICLE_TYPES, abstracts};

/// Fewer words are no summary but a label. A judgement.
const FEWEST_WORDS: usize = 4;

/// The summary that the page gives of itself; empty where it gives none.
pub(super) fn summary(html: &Html, metadata: &Metadata) -> String {
    told(html, metadata).find(|(_, text)| is_summary(text)).map(|(_, text)| text).unwrap_or_default()
}

/// Whether a text is long enough to be one.
pub(super) fn is_summary(text: &str) -> bool {
    fold::words(text).split(' ').count() >= FEWEST_WORDS
}

/// What each source gives, the most trusted first.
pub(super) fn told<'a>(
    html: &'a Html,
    metadata: &'a Metadata,
) -> impl Iterator<Item = (&'static str, String)> + use<'a> {
    let named = |names: &'static [&'static str]| {
        names.iter().filter_map(|name| Some((*name, metadata::plain(metadata.first(&[*name])?))))
    };
    // Of a paper, what is written for search engines is often the library's own claim.
    let papers = named(&["citation_abstract", "dcterms.abstract"]);
    let is_paper = metadata.first(&["citation_title", "citation_author", "citation_doi"]).is_some();
    let sure =
        std::iter::once_with(move || if is_paper { abstracts::shown(html) } else { abstracts::sure(html) });
    let sure = sure.flatten().map(|text| ("abstract", text));
    let shown = std::iter::once_with(move || if is_paper { None } else { abstracts::shown(html) })
        .flatten()
        .map(|text| ("abstract", text));
    let written = named(&["dc.description", "description", "og:description", "twitter:description"]);
    let objects = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES));
    let linked = objects
        .flat_map(|object| ["description", "abstract"].into_iter().filter_map(|field| object.get(field)))
        .flat_map(metadata::texts)
        .map(|text| ("json-ld", metadata::plain(&text)));
    let dek =
        std::iter::once_with(|| abstracts::dek(html)).flatten().map(|text| ("line below the title", text));
    papers.chain(sure).chain(written).chain(linked).chain(shown).chain(dek)
}
