//! Normalises the flattened text that a capture viewer shows.
//!
//! In: its header and blocks. Out: the page's own prose, with the day and the people that the lines below its title name, or
//! the publications that stand in the blocks as listings.

use crate::document::{DateClaim, DateSource, Evidence, Kind, Sighting, identity::title_key};
use crate::formats::ViewerText;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::head::{self, Head};
use crate::normalise::{Draft, language, listing};

/// How often the date in the viewer's header is the page's own: it is a publication's date on articles, and the newest
/// entry's on listings, where it is trusted less. Both are judgements; no figure of them is on record.
const ON_ARTICLE: f32 = 0.9;
/// See [`ON_ARTICLE`].
const ON_LISTING: f32 = 0.4;

/// Entries from which a text is a listing: two dated lines are an article's own dates as easily.
const LEAST_ENTRIES: usize = 3;

/// Words from which a block without the end of a sentence is still prose. A judgement, as in listings; a sentence with
/// its end has four (`Nobody had looked there.`).
const PROSE_WORDS: usize = 12;

/// Fills the draft.
pub(crate) fn normalise(text: &ViewerText, url: Option<&str>, evidence: &Evidence, draft: &mut Draft) {
    let language = language::detected(&text.blocks.join("\n"));
    let reading = Reading { language: language.clone(), day_first: None, captured: evidence.captured };
    let blocks: Vec<&str> = text.blocks.iter().map(String::as_str).collect();
    // A team's page is named after the team, which is the category of most of its entries.
    let known = [text.title.clone()];
    let found = listing::in_text(&blocks, &reading, &known)
        .filter(|found| found.listing.entries.len() >= LEAST_ENTRIES);
    let own: Vec<&str> = blocks
        .iter()
        .enumerate()
        .filter(|(place, _)| found.as_ref().is_none_or(|found| !found.entry_blocks.contains(place)))
        .map(|(_, block)| *block)
        .collect();
    let body = prose(&own, text);
    let published = text.published.as_deref().and_then(|date| {
        let confidence = if found.is_some() { ON_LISTING } else { ON_ARTICLE };
        let interval = dates::machine(date, &reading)?;
        Some(DateClaim::new(interval, DateSource::CaptureHeader, confidence, &format!("published {date}")))
    });
    let is_listing = found.is_some();
    let head = if is_listing {
        Head::default()
    } else {
        head::of_text(&text.title, below(&text.title, &blocks), &[], url, &reading)
    };
    let published = published.or(head.published);
    let categories = match &found {
        Some(found) if names_a_category(&text.title, &found.listing) => vec![text.title.clone()],
        _ => Vec::new(),
    };
    draft.page = Sighting {
        kind: if published.is_some() && !is_listing { Kind::Publication } else { Kind::Page },
        title: text.title.clone(),
        published,
        updated: head.updated,
        authors: head.authors,
        categories,
        body: body.join("\n\n"),
        publisher: text.publisher.clone(),
        language,
        ..Sighting::default()
    };
    if is_listing {
        draft.text = text.blocks.join("\n\n");
    }
    draft.listing = found.map(|found| found.listing);
}

/// The blocks below the one that is the page's title; all of them where none is.
fn below<'a, 'b>(title: &str, blocks: &'b [&'a str]) -> &'b [&'a str] {
    let title = title_key(title);
    let place = blocks.iter().position(|block| title_key(block) == title);
    place.map_or(blocks, |place| &blocks[place + 1..])
}

fn names_a_category(title: &str, listing: &listing::Listing) -> bool {
    let title = title_key(title);
    listing.entries.iter().flat_map(|entry| &entry.categories).any(|category| title_key(category) == title)
}

/// The blocks of running text, and short blocks between them, which are headings. What stands before the first and
/// after the last is the page's frame: its name with the site's, menus, buttons.
fn prose<'a>(blocks: &[&'a str], text: &ViewerText) -> Vec<&'a str> {
    let title = title_key(&text.title);
    let is_frame = |block: &str| {
        let words = block.split_whitespace().count();
        let ends = block.contains(['.', '!', '?', '。']) && words > 3;
        let repeats_title = title_key(block).starts_with(&title) && !ends;
        repeats_title || (!ends && words < PROSE_WORDS)
    };
    let Some(first) = blocks.iter().position(|block| !is_frame(block)) else { return Vec::new() };
    let last = blocks.iter().rposition(|block| !is_frame(block)).unwrap_or(first);
    blocks[first..=last].to_vec()
}
