//! Normalises pages in HTML.
//!
//! In: a page's source, its address, when it was captured. Out: title, dates, text and the rest of a sighting, and the
//! publications that it lists. One parse serves all of it.

mod about;
mod attributes;
pub(crate) mod body;
pub(crate) mod element;
mod evidence;
pub(crate) mod head;
mod json_ld;
mod links;
pub(crate) mod metadata;
mod plain;
mod published;
mod references;
pub(crate) mod title;
pub(crate) mod tooltips;
pub(crate) mod tree;

pub(crate) use about::{is_degree, is_institution};
pub(crate) use evidence::evidence;

use std::collections::HashSet;

use ego_tree::NodeId;

use crate::document::fold::word_count;
use crate::document::identity::title_key;
use crate::document::{DateClaim, DateSource, DoubtKind, Evidence, Kind, Moment, Sighting};
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::{Article, Entry};
use crate::normalise::{Draft, listing};

use crate::normalise::html::element::is_frame;
use metadata::Metadata;

/// Fills the draft.
pub(crate) fn normalise(source: &str, url: Option<&str>, evidence: &Evidence, draft: &mut Draft) {
    let tree = tree::parse_to(source, draft.max_depth);
    if tree.flattened {
        draft.doubt_depth();
    }
    if tree.cut_attributes {
        draft.doubt(
            DoubtKind::AttributesLimited,
            "a tag had more than 1,000 attributes, the rest were left out",
        );
    }
    let html = &tree.html;
    let metadata = Metadata::read(html);
    let titles = title::title(html, &metadata, None, url);
    let title = titles.text.clone();
    let none = HashSet::new();
    let whole = body::body(html, &metadata, &title, &none);
    let about = about::about(html, &metadata, url, &title, &whole.text);
    let address = about.canonical.clone().or_else(|| url.map(str::to_owned));
    let dates_without = |without: &HashSet<NodeId>| {
        let (captured, locale) = (evidence.captured, about.locale.as_deref());
        published::dates(html, &metadata, address.as_deref(), captured, locale, &title, without)
    };
    let mut dates = dates_without(&none);
    let reading =
        Reading { language: about.locale.clone(), day_first: dates.day_first, captured: evidence.captured };
    let said = listing::Said {
        article: about.article,
        is_thing: titles.is_of_one_thing(&metadata),
        title: &title,
        by_heading: titles.is_of_a_heading(),
    };
    let found = listing::in_html(html, &metadata, address.as_deref(), &reading, &said);
    let mut authors = about.authors.clone();
    if let Some(found) = &found {
        let entries = &found.listing.entries;
        // What stands in an entry is the entry's.
        if dates.published.as_ref().is_some_and(|claim| is_of_an_entry(claim, entries)) {
            dates = dates_without(&found.nodes);
        }
        let wrote = |name: &String| entries.iter().filter(|entry| entry.authors.contains(name)).count();
        authors.retain(|name| about.authors_declared || !(1..entries.len()).contains(&wrote(name)));
    }
    let title = match &found {
        Some(found) => {
            let entries = found.listing.entries.iter().map(|entry| title_key(&entry.title)).collect();
            titles.of_listing(&entries).to_owned()
        }
        None => title,
    };
    // Where the first heading was an entry's, so is what stands around it.
    let categories = if title == titles.text {
        about.categories
    } else {
        about::filed(html, &metadata, &about, url, &title)
    };
    let entries = found.iter().flat_map(|found| &found.listing.entries);
    let categories = without_choices(categories, entries);
    // The text of the entries belongs to the entries.
    let body = match &found {
        Some(found) => own_prose(html, &metadata, &title, &found.nodes),
        None => body::Body { text: whole.text.clone(), headings: whole.headings },
    };
    let own_text = without_head(&body.text, &title, &reading);
    draft.text = whole.text;
    let headings =
        body.headings.into_iter().filter(|heading| title_key(heading) != title_key(&title)).collect();
    if body.text.is_empty() && found.is_none() {
        draft.doubt(DoubtKind::NoText, "no main text was found");
    }
    if found.is_none() && !titles.is_of_one_thing(&metadata) {
        from_record(html, (&title, &own_text), evidence.captured, &mut dates, &mut authors);
    }
    draft.doubts.extend(dates.doubts);
    let links = links::links(html, &metadata, address.as_deref(), &own_text);
    let publisher = about.publisher.or_else(|| {
        let shown = titles.is_shown().then_some(title.as_str())?;
        let others: Vec<String> = categories.iter().chain(&authors).cloned().collect();
        about::beside_title(&metadata, shown, &others)
    });
    let is_dated = dates.published.as_ref().is_some_and(|claim| claim.source != DateSource::UrlPath);
    let is_publication = found.is_none()
        && (about.article != Article::No || is_dated || (about.by_people && !authors.is_empty()));
    draft.page = Sighting {
        kind: if is_publication { Kind::Publication } else { Kind::Page },
        title,
        published: dates.published,
        updated: dates.updated,
        categories,
        summary: about.summary,
        links,
        body: own_text,
        headings,
        authors,
        publisher,
        url: address,
        language: about.language,
        ..Sighting::default()
    };
    draft.listing = found.map(|found| found.listing);
}

/// Takes the day and the authors that nothing else tells from the page's own record in its data for scripts.
fn from_record(
    html: &scraper::Html,
    (title, text): (&str, &str),
    captured: Option<Moment>,
    dates: &mut published::Dates,
    authors: &mut Vec<String>,
) {
    if dates.published.is_some() && !authors.is_empty() {
        return;
    }
    let Some(record) = about::own_record(html, title) else { return };
    let whole = record.published.as_ref().map(DateClaim::interval);
    // Goods and documentation have days in their data too; what was weighed before is not taken after all.
    let is_weighed = |claim: &DateClaim| {
        let mut weighed = dates.candidates.iter().map(|candidate| &candidate.claim);
        weighed.any(|other| other.source != DateSource::EmbeddedData && other.interval() == claim.interval())
    };
    let is_late = |claim: &DateClaim| {
        captured.is_some_and(|captured| claim.interval().earliest > captured.last_day().plus(1))
    };
    let fits = |claim: &DateClaim| word_count(text) >= LEAST_WORDS && !is_weighed(claim) && !is_late(claim);
    let day = record.published.filter(fits);
    // What has another day than the page is of something else.
    let is_its = dates.published.as_ref().or(day.as_ref()).map(DateClaim::interval) == whole;
    dates.published = dates.published.take().or(day);
    if authors.is_empty() && is_its {
        *authors = record.authors.into_iter().filter(|name| citations::is_name(name)).collect();
    }
}

/// Words of a text whose record in the page's data dates it. A judgement: a post has as many, a product's description may not.
const LEAST_WORDS: usize = 100;

/// What a page is filed under, without what its entries are: several of those are a menu by which a listing is narrowed.
fn without_choices<'a>(categories: Vec<String>, entries: impl Iterator<Item = &'a Entry>) -> Vec<String> {
    let of_entries: HashSet<&str> = entries.flat_map(|entry| &entry.categories).map(String::as_str).collect();
    let are_choices =
        categories.len() > 1 && categories.iter().all(|name| of_entries.contains(name.as_str()));
    if are_choices { Vec::new() } else { categories }
}

/// Whether a date that the page shows is that of one of its entries.
fn is_of_an_entry(claim: &DateClaim, entries: &[Entry]) -> bool {
    matches!(claim.source, DateSource::NearTitle | DateSource::Text | DateSource::TimeElement)
        && entries.iter().flat_map(|entry| &entry.published).any(|own| own.interval() == claim.interval())
}

/// What a listing says for itself: the text without its entries, without the frame of the page, and without rows of
/// column heads. Without its entries a page is so short that menus and footers look like text, so they are left out by
/// what they say they are (WAI-ARIA 1.2, section 5.3.4, "Landmark Roles").
fn own_prose(
    html: &scraper::Html,
    metadata: &Metadata,
    title: &str,
    entries: &HashSet<NodeId>,
) -> body::Body {
    /// Words of a cell that names a column. A judgement: `Date of publication`.
    const HEAD_WORDS: usize = 3;
    let frame = html
        .tree
        .nodes()
        .filter(|node| node.value().as_element().is_some_and(is_frame))
        .map(|node| node.id());
    let without: HashSet<NodeId> = entries.iter().copied().chain(frame).collect();
    let body = body::body(html, metadata, title, &without);
    let is_heads = |block: &str| {
        block.contains(" | ") && block.split(" | ").all(|cell| cell.split_whitespace().count() <= HEAD_WORDS)
    };
    let kept = body.text.split("\n\n").filter(|block| !is_heads(block.trim()));
    body::Body { text: kept.collect::<Vec<_>>().join("\n\n"), headings: body.headings }
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
