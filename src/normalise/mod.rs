//! Turns pages into sightings: finds title, dates, categories and text, and takes listings apart.
//!
//! In: a [`Page`]. Out: the page's own sighting, those of the publications it lists, and doubts. Pure: no file, no
//! clock, no network; the same page always gives the same sightings. Cannot fail: what it is unsure of it says.
//!
//! Where a weight, threshold or list of this room comes from, it says in its own words or in these. "Measured" gives
//! the figure or where it stands. "By hand" was set while looking at the pages of the dev quarter whose answers are
//! known (docs/quality.md): nothing was held out, and what else was tried is not on record. "A judgement" is argued for;
//! no trial of it on pages is on record.

mod block_links;
mod citations;
mod dates;
mod explain;
mod html;
mod language;
mod listing;
mod markdown;
mod persons;
mod record;
mod rich;
mod summary;
mod tables;
mod text;
mod viewer;
mod ways;

use crate::document::{Doubt, DoubtKind, Evidence, Kind, Moment, Sighting, identifiers, identity};
pub use explain::{Became, Candidate, Explanation, Span, explain};
pub use persons::{Person, person};

use crate::formats::{Content, Limits, Page};

pub use ways::{Ways, ways};

/// What a page shows.
#[derive(Clone, Debug)]
pub struct Normalised {
    /// The page itself.
    pub page: Sighting,
    /// The publications it lists, where it is a listing.
    pub listing: Option<Listing>,
    /// The main text as extractors give it that take nothing apart: with the title and the text of entries in it.
    pub text: String,
    /// What was not sure.
    pub doubts: Vec<Doubt>,
    /// Keys of a record that mean nothing here.
    pub ignored_keys: Vec<String>,
}

/// The publications that a page lists.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Whether nothing says that it goes on elsewhere.
    pub complete: bool,
    /// One sighting a publication, in the order of the page.
    pub entries: Vec<Sighting>,
}

impl Normalised {
    /// All sightings: the page's own, then its entries'.
    pub fn into_sightings(self) -> Vec<Sighting> {
        let mut sightings = vec![self.page];
        sightings.extend(self.listing.into_iter().flat_map(|listing| listing.entries));
        sightings
    }

    /// Says that all of it was captured at this time.
    fn seen_again(&mut self, captured: Option<Moment>) {
        let entries = self.listing.iter_mut().flat_map(|listing| &mut listing.entries);
        for sighting in entries.chain([&mut self.page]) {
            sighting.evidence.captured = captured;
        }
    }
}

/// Normalises a page, with elements of HTML nested as deep as [`Limits`] has it where nobody said how deep.
pub fn normalise(page: Page) -> Normalised {
    normalise_to(page, Limits::default().max_depth)
}

/// Normalises a page. Elements of HTML that are nested deeper than so many are flattened.
pub fn normalise_to(mut page: Page, max_depth: usize) -> Normalised {
    let moved_from = page.moved_from.take().filter(|url| identity::url_key(url).is_some());
    let mut normalised = read(page, max_depth);
    normalised.page.moved_from = moved_from;
    normalised
}

/// Reads what a page holds.
fn read(page: Page, max_depth: usize) -> Normalised {
    let Page { evidence, url, content, doubts, moved_from } = page;
    let mut draft = Draft {
        max_depth,
        page: Sighting::default(),
        listing: None,
        text: String::new(),
        code: Vec::new(),
        doubts,
        ignored_keys: Vec::new(),
    };
    match content {
        Content::Html(source) => html::normalise(&source, url.as_deref(), &evidence, &mut draft),
        Content::Markdown { fields, text } => {
            let captured = markdown::normalise(&fields, &text, url.as_deref(), &evidence, &mut draft);
            draft.page.retold = true;
            return draft.finish(Evidence { captured: evidence.captured.or(captured), ..evidence }, url);
        }
        Content::Viewer(text) => viewer::normalise(&text, url.as_deref(), &evidence, &mut draft),
        Content::Record(record) => {
            record::normalise(*record, evidence.captured, &mut draft);
            draft.page.retold = true;
        }
        Content::Entry(record) => {
            record::normalise(*record, evidence.captured, &mut draft);
            draft.page.as_entry = true;
        }
        Content::Exported(sighting) => {
            let mut page = Sighting { evidence, retold: true, ..*sighting };
            page.url = page.url.filter(|url| identity::url_key(url).is_some());
            clean(&mut page);
            let text = page.body.clone();
            return Normalised { page, listing: None, text, doubts: draft.doubts, ignored_keys: Vec::new() };
        }
        Content::Text(text) => text::normalise(&text, url.as_deref(), &evidence, &mut draft),
        // It says nothing of what the page is, and so is no page of its own.
        Content::Repeat => {
            draft.page = Sighting { kind: Kind::Page, as_entry: true, ..Sighting::default() };
        }
        Content::Filed { content, tags } => {
            let page = Page { evidence, url, content: *content, doubts: draft.doubts, moved_from };
            let mut normalised = read(page, max_depth);
            normalised.page.tags.extend(tags);
            clean(&mut normalised.page);
            return normalised;
        }
        Content::Unchanged { content, shown } => {
            let then = Evidence { captured: shown, ..evidence.clone() };
            let doubts = draft.doubts;
            let page = Page { evidence: then, url, content: *content, doubts, moved_from };
            let mut normalised = read(page, max_depth);
            normalised.seen_again(evidence.captured);
            return normalised;
        }
    }
    draft.finish(evidence, url)
}

/// What the reader of one kind of content fills in.
struct Draft {
    /// Elements of HTML that may be open at once.
    max_depth: usize,
    page: Sighting,
    listing: Option<listing::Listing>,
    /// See [`Normalised::text`]; empty where it is the body.
    text: String,
    /// What of the body is preformatted: code, mostly.
    code: Vec<String>,
    doubts: Vec<Doubt>,
    ignored_keys: Vec<String>,
}

impl Draft {
    fn doubt(&mut self, kind: DoubtKind, detail: impl Into<String>) {
        self.doubts.push(Doubt::new(kind, detail));
    }

    /// Elements were nested too deep.
    fn doubt_depth(&mut self) {
        let detail = format!(
            "elements nested more than {} deep were flattened; --max-depth allows more",
            self.max_depth
        );
        self.doubt(DoubtKind::DepthLimited, detail);
    }

    /// Puts evidence and address to the sightings, and cleans their text.
    fn finish(mut self, evidence: Evidence, url: Option<String>) -> Normalised {
        let mut page = self.page;
        page.retold |= is_elsewhere(page.url.as_deref(), url.as_deref());
        page.url = page.url.or(url).filter(|url| identity::url_key(url).is_some());
        page.evidence = evidence;
        clean(&mut page);
        // Of HTML and Markdown text and links are read together; elsewhere the text is all there is.
        if page.links.is_empty() {
            identifiers::text(&page.body, &mut page.links);
            if let Some(url) = &page.url {
                identifiers::address(url, &mut page.links);
            }
        }
        if page.summary.is_empty() && page.kind == Kind::Publication {
            page.summary = summary::made(&page.title, &page.body, &self.code);
            page.summary_made = !page.summary.is_empty();
        }
        let listing = self.listing.map(|listing| {
            if !listing.complete {
                let shown = listing.more.as_deref().unwrap_or("more");
                let detail =
                    format!("lists {} and says that there is more ({shown:?})", listing.entries.len());
                self.doubts.push(Doubt::new(DoubtKind::ListingIncomplete, detail));
            }
            if let Some(detail) = listing.disagree {
                self.doubts.push(Doubt::new(DoubtKind::DatesDisagree, detail));
            }
            let entries = listing.entries.into_iter().map(|entry| sighting_of(entry, &page)).collect();
            Listing { complete: listing.complete, entries }
        });
        let text = if self.text.is_empty() { page.body.clone() } else { self.text };
        Normalised { page, listing, text, doubts: self.doubts, ignored_keys: self.ignored_keys }
    }
}

/// The sighting of a publication that a page lists. It is the page's publisher's, unless its address is elsewhere.
fn sighting_of(entry: listing::Entry, page: &Sighting) -> Sighting {
    let elsewhere = is_elsewhere(entry.url.as_deref(), page.url.as_deref());
    // A site is no part of itself.
    let site = page.publisher.as_deref().map(identity::title_key).filter(|_| !elsewhere);
    let mut sighting = Sighting {
        kind: Kind::Publication,
        as_entry: true,
        title: entry.title,
        published: entry.published,
        updated: entry.updated,
        categories: entry
            .categories
            .into_iter()
            .filter(|name| site.as_ref() != Some(&identity::title_key(name)))
            .collect(),
        summary: entry.summary,
        authors: entry.authors,
        publisher: page.publisher.clone().filter(|_| !elsewhere),
        url: entry.url,
        language: page.language.clone(),
        evidence: page.evidence.clone(),
        ..Sighting::default()
    };
    clean(&mut sighting);
    if let Some(url) = &sighting.url {
        identifiers::address(url, &mut sighting.links);
    }
    identifiers::text(&sighting.summary, &mut sighting.links);
    sighting
}

/// Whether two addresses are of hosts that have nothing to do with each other.
fn is_elsewhere(one: Option<&str>, other: Option<&str>) -> bool {
    match (one.and_then(identity::host_of), other.and_then(identity::host_of)) {
        (Some(there), Some(here)) => !there.ends_with(&here) && !here.ends_with(&there),
        _ => false,
    }
}

/// Takes out of every text what no reader sees: control characters, and spaces around it.
fn clean(sighting: &mut Sighting) {
    for line in [&mut sighting.title].into_iter().chain(&mut sighting.publisher).chain(&mut sighting.language)
    {
        *line = one_line(line);
    }
    let Sighting { categories, tags, authors, headings, .. } = sighting;
    for list in [categories, tags, authors, headings] {
        for line in list.iter_mut() {
            *line = one_line(line);
        }
        list.retain(|line| !line.is_empty());
    }
    for text in [&mut sighting.summary, &mut sighting.body] {
        if text.contains(|letter: char| letter.is_control() && letter != '\n' && letter != '\t') {
            text.retain(|letter| !letter.is_control() || letter == '\n' || letter == '\t');
        }
        if text.trim().len() != text.len() {
            *text = text.trim().to_owned();
        }
    }
    sighting.publisher = sighting.publisher.take().filter(|name| !name.is_empty());
    sighting.language = sighting.language.take().filter(|code| !code.is_empty());
}

/// A text on one line, without control characters, with single spaces.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
