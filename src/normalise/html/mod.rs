//! Normalises pages in HTML.
//!
//! In: a page's source, its address, when it was captured. Out: title, dates, text and the rest of a sighting, and the
//! publications that it lists. One parse serves all of it.

mod about;
mod attributes;
pub(crate) mod body;
pub(crate) mod metadata;
mod published;
mod title;
pub(crate) mod tree;

use std::collections::HashSet;

use crate::document::identity::title_key;
use crate::document::{DateSource, DoubtKind, Evidence, Kind, Sighting};
use crate::normalise::dates::{self, Reading};
use crate::normalise::{Draft, listing};

use metadata::Metadata;

/// Fills the draft.
pub(crate) fn normalise(source: &str, url: Option<&str>, evidence: &Evidence, draft: &mut Draft) {
    let tree = tree::parse(source);
    if tree.flattened {
        draft.doubt(DoubtKind::DepthLimited, "elements nested more than 512 deep were flattened");
    }
    if tree.cut_attributes {
        draft.doubt(
            DoubtKind::AttributesLimited,
            "a tag had more than 1,000 attributes, the rest were left out",
        );
    }
    let html = &tree.html;
    let metadata = Metadata::read(html);
    let title = title::title(html, &metadata, None, url).text;
    let none = HashSet::new();
    let whole = body::body(html, &metadata, &title, &none);
    let about = about::about(html, &metadata, url, &whole.text);
    let address = about.canonical.clone().or_else(|| url.map(str::to_owned));
    let dates = published::dates(
        html,
        &metadata,
        address.as_deref(),
        evidence.captured,
        about.language.as_deref(),
        &title,
    );
    let reading = Reading { language: about.language.clone(), day_first: None, captured: evidence.captured };
    let found = listing::in_html(html, &metadata, address.as_deref(), &reading, about.is_article, &title);
    // The text of the entries belongs to the entries.
    let body = match &found {
        Some(found) => body::body(html, &metadata, &title, &found.nodes),
        None => body::Body { text: whole.text.clone(), headings: whole.headings },
    };
    let own_text = without_head(&body.text, &title, &reading);
    draft.text = whole.text;
    let headings =
        body.headings.into_iter().filter(|heading| title_key(heading) != title_key(&title)).collect();
    if body.text.is_empty() && found.is_none() {
        draft.doubt(DoubtKind::NoText, "no main text was found");
    }
    draft.doubts.extend(dates.doubts);
    let is_dated = dates.published.as_ref().is_some_and(|claim| claim.source != DateSource::UrlPath);
    let is_publication = found.is_none() && (about.is_article || is_dated || !about.authors.is_empty());
    draft.page = Sighting {
        kind: if is_publication { Kind::Publication } else { Kind::Page },
        title,
        published: dates.published,
        updated: dates.updated,
        categories: about.categories,
        summary: if about.summary_made { String::new() } else { about.summary },
        body: own_text,
        headings,
        authors: about.authors,
        publisher: about.publisher,
        url: address,
        language: about.language,
        ..Sighting::default()
    };
    draft.listing = found.map(|found| found.listing);
}

/// The text without what repeats other fields at its head: the title, and the date alone on a line.
fn without_head(text: &str, title: &str, reading: &Reading) -> String {
    let mut rest = text.trim_start();
    for is_head in [
        |block: &str, title: &str, _: &Reading| title_key(block) == title_key(title),
        |block: &str, _: &str, reading: &Reading| dates::whole(block, reading).is_some(),
    ] {
        let (block, after) = rest.split_once("\n\n").unwrap_or((rest, ""));
        // A text that is nothing else keeps it.
        if !after.trim().is_empty() && is_head(block, title, reading) {
            rest = after.trim_start();
        }
    }
    rest.to_owned()
}
