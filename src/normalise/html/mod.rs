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
pub(crate) mod scripts;
mod streamed;
pub(crate) mod title;
pub(crate) mod tooltips;
pub(crate) mod tree;

pub(crate) use about::{is_degree, is_institution};
pub(crate) use evidence::evidence;

use std::collections::HashSet;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::Node;

use crate::document::fold::word_count;
use crate::document::identity::title_key;
use crate::document::{DateClaim, DateSource, DoubtKind, Evidence, Kind, Moment, Sighting, fold};
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::{Article, Entry, HtmlListing};
use crate::normalise::{Draft, listing};

use crate::normalise::html::element::is_frame;
use metadata::Metadata;

/// Fills the draft.
pub(crate) fn normalise(source: &str, url: Option<&str>, evidence: &Evidence, draft: &mut Draft) {
    let html = &parse(source, draft);
    let metadata = Metadata::read(html);
    let titles = title::title(html, &metadata, None, url);
    let title = titles.text.clone();
    let none = HashSet::new();
    let whole = body::body(html, &metadata, &title, &none);
    let mut about = about::about(html, &metadata, url, &title, (&whole.text, whole.is_forum));
    let address = about.canonical.clone().or_else(|| url.map(str::to_owned));
    let anothers = take_out_another(html, (&title, whole.text.len()), address.as_deref(), &mut about);
    let dates_without = |without: &HashSet<NodeId>| {
        let (captured, locale) = (evidence.captured, about.locale.as_deref());
        published::dates(html, &metadata, address.as_deref(), captured, locale, &title, without)
    };
    let mut dates = dates_without(&anothers);
    let reading =
        Reading { language: about.locale.clone(), day_first: dates.day_first, captured: evidence.captured };
    let is_ware = titles.is_of_one_ware(&metadata);
    // The page of a video, a product or a recipe lists others beside it, however many.
    let found = Some(&titles).filter(|_| !is_ware).and_then(|titles| {
        let is_forum = whole.is_forum || body::is_in_forum(address.as_deref());
        list(html, &metadata, address.as_deref(), &reading, titles, (about.article, is_forum))
    });
    let is_one = found.is_none() && !is_ware;
    let told =
        is_one.then(|| told_text(&metadata, (&title, &whole.text), address.as_deref(), &reading)).flatten();
    let mut authors = about.authors.clone();
    if let Some(found) = &found {
        let entries = &found.listing.entries;
        dates = without_those_of_entries(dates, found, dates_without);
        authors.retain(|name| about.authors_declared || !is_told_of_entries(name, entries));
    }
    let title = match &found {
        Some(found) => {
            let entries = found.listing.entries.iter().map(|entry| &entry.title).chain(&found.name);
            let entries = entries.map(|title| title_key(title)).collect();
            titles.of_listing(&entries).to_owned()
        }
        None => title,
    };
    let title = told.as_ref().map_or(title, |(record, _)| record.title.clone());
    // Where the first heading was an entry's, so is what stands around it.
    let filed = if title == titles.text {
        about::Filed { names: about.categories, is_shown: about.categories_shown }
    } else {
        about::filed(html, &metadata, &about, url, &title)
    };
    let mut categories = without_choices(filed, html, found.as_ref());
    // The text of the entries belongs to the entries.
    let whole_text = whole.text.clone();
    let body = match (&found, &told) {
        (Some(found), _) => own_prose(html, &metadata, &title, &found.nodes),
        (None, Some((_, told))) => body::whole_text(&tree::parse(told).html),
        (None, None) => whole,
    };
    let own_text = without_head(&body.text, &title, &reading);
    draft.text = if told.is_some() { body.text.clone() } else { whole_text };
    draft.code = body.code;
    let headings =
        body.headings.into_iter().filter(|heading| title_key(heading) != title_key(&title)).collect();
    if body.text.is_empty() && found.is_none() {
        draft.doubt(DoubtKind::NoText, "no main text was found");
    }
    if is_one {
        from_record(&metadata, (&title, &own_text), evidence.captured, &mut dates, &mut authors);
    }
    let mut summary = about.summary;
    if let Some((record, _)) = told {
        complete(record, &mut dates, &mut authors, &mut summary, &mut categories);
    }
    draft.doubts.extend(dates.doubts);
    let links = links::links(html, &metadata, address.as_deref(), &own_text);
    let publisher = about.publisher.or_else(|| {
        let shown = titles.is_shown().then_some(title.as_str())?;
        let others: Vec<String> = categories.iter().chain(&authors).cloned().collect();
        about::beside_title(&metadata, shown, &others)
    });
    let is_dated = dates.published.as_ref().is_some_and(|claim| claim.source != DateSource::UrlPath);
    let is_of_one = !anothers.is_empty();
    // The month of an archive stands where a day does.
    dates.published = dates.published.filter(|claim| !is_of_one || is_declared(claim));
    let is_publication = found.is_none()
        && !is_of_one
        && (about.article != Article::No || is_dated || (about.by_people && !authors.is_empty()));
    draft.page = Sighting {
        kind: if is_publication { Kind::Publication } else { Kind::Page },
        title,
        published: dates.published,
        updated: dates.updated,
        categories,
        // Of what is no publication no summary is made.
        summary: if is_publication || !summary.is_empty() { summary } else { about.beginning },
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

/// The publications that a page lists, by what is known of the page: its titles, whether it is an article, whether a forum.
fn list(
    html: &scraper::Html,
    metadata: &Metadata,
    address: Option<&str>,
    reading: &Reading,
    titles: &title::Title,
    (article, is_forum): (Article, bool),
) -> Option<HtmlListing> {
    let said = listing::Said {
        article,
        is_thing: titles.is_of_one_thing(metadata),
        is_forum,
        title: &titles.text,
        by: match () {
            () if about::declares_headline(metadata, &titles.text) => listing::By::Headline,
            () if titles.is_of_a_heading() => listing::By::Heading,
            () => listing::By::Other,
        },
    };
    listing::in_html(html, metadata, address, reading, &said)
}

/// Takes what a page lacks from its own record, where its text is the record's: what it shows of its text is next to nothing, and
/// so it is of the rest.
fn complete(
    record: Entry,
    dates: &mut published::Dates,
    authors: &mut Vec<String>,
    summary: &mut String,
    categories: &mut Vec<String>,
) {
    dates.published = dates.published.take().or(record.published);
    if authors.is_empty() {
        *authors = record.authors.into_iter().filter(|name| citations::is_name(name)).collect();
    }
    if summary.is_empty() {
        *summary = record.summary;
    }
    if categories.is_empty() {
        *categories = record.categories;
    }
}

/// Parses a page; what of it was too much is a doubt.
fn parse(source: &str, draft: &mut Draft) -> scraper::Html {
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
    tree.html
}

/// The only article of the page where it is another page's, the only entry of a listing; what it tells of its authors is taken out.
fn take_out_another(
    html: &scraper::Html,
    (title, text): (&str, usize),
    address: Option<&str>,
    about: &mut about::About,
) -> HashSet<NodeId> {
    let another = about::article_of_another(html, title, address, text);
    let another = another.filter(|_| about.article != Article::Said);
    if another.is_some() {
        about.article = Article::No;
        if !about.authors_declared {
            about.authors.clear();
        }
    }
    another.into_iter().collect()
}

/// Whether the metadata of a page tell a date.
fn is_declared(claim: &DateClaim) -> bool {
    matches!(claim.source, DateSource::JsonLd | DateSource::Meta | DateSource::EmbeddedData)
}

/// Takes the day and the authors that nothing else tells from the page's own record in its data for scripts.
fn from_record(
    metadata: &Metadata,
    (title, text): (&str, &str),
    captured: Option<Moment>,
    dates: &mut published::Dates,
    authors: &mut Vec<String>,
) {
    if dates.published.is_some() && !authors.is_empty() {
        return;
    }
    let Some(record) = about::own_record(metadata, title) else { return };
    let whole = record.published.as_ref().map(DateClaim::interval);
    // Goods and documentation have days in their data too; what was weighed before is not taken after all.
    let is_weighed = |claim: &DateClaim| {
        let mut weighed = dates.candidates.iter().map(|candidate| &candidate.claim);
        weighed.any(|other| other.source != DateSource::EmbeddedData && other.interval() == claim.interval())
    };
    let is_late = |claim: &DateClaim| {
        captured.is_some_and(|captured| claim.interval().earliest > captured.last_day().plus(1))
    };
    // Goods have nobody who wrote them.
    let is_text = word_count(text) >= LEAST_WORDS || !record.authors.is_empty();
    let fits = |claim: &DateClaim| is_text && !is_weighed(claim) && !is_late(claim);
    let day = record.published.filter(fits);
    // What has another day than the page is of something else.
    let is_its = dates.published.as_ref().or(day.as_ref()).map(DateClaim::interval) == whole;
    dates.published = dates.published.take().or(day);
    if authors.is_empty() && is_its {
        *authors = record.authors.into_iter().filter(|name| citations::is_name(name)).collect();
    }
}

/// The page's own record and its text as HTML, where its data for scripts hold one by far longer than what is shown.
fn told_text(
    metadata: &Metadata,
    (title, shown): (&str, &str),
    address: Option<&str>,
    reading: &Reading,
) -> Option<(Entry, String)> {
    /// Words of a page of which no text is looked for. A judgement: thrice as many would be a long article.
    const ENOUGH: usize = 300;
    if word_count(shown) > ENOUGH {
        return None;
    }
    let (record, told) = listing::own_text(metadata, title, address, reading)?;
    let text = body::whole_text(&tree::parse(&told).html).text;
    body::outweighs(&text, shown).then_some((record, told))
}

/// Words of a text whose record in the page's data dates it. A judgement: a post has as many, a product's description may not.
const LEAST_WORDS: usize = 100;

/// What a page is filed under, without what its entries are: several of those are a menu by which a listing is narrowed, and
/// what is shown within some of the entries alone is theirs.
fn without_choices(filed: about::Filed, html: &scraper::Html, found: Option<&HtmlListing>) -> Vec<String> {
    let Some(found) = found else { return filed.names };
    let entries = &found.listing.entries;
    let are = |name: &String| entries.iter().filter(|entry| entry.categories.contains(name)).count();
    let about::Filed { mut names, is_shown } = filed;
    if names.len() > 1 && names.iter().all(|name| are(name) > 0) {
        return Vec::new();
    }
    let is_of_some = |name: &String| is_shown && (1..entries.len()).contains(&are(name));
    names.retain(|name| !is_of_some(name) || stands_outside(html, name, &found.nodes));
    names
}

/// Whether a text stands on a page outside the elements of its entries and outside its frame.
fn stands_outside(html: &scraper::Html, wanted: &str, entries: &HashSet<NodeId>) -> bool {
    /// Bytes of a text at most for each of the wanted one: it may be spelled otherwise. A judgement.
    const LONGER: usize = 4;
    let wanted_words = fold::words(wanted);
    let mut skipped: Option<NodeId> = None;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => match node.value() {
                Node::Element(tag) if entries.contains(&node.id()) || is_frame(tag) => {
                    skipped = Some(node.id());
                }
                Node::Text(text)
                    if text.trim().len() <= LONGER * wanted.len() && fold::words(text) == wanted_words =>
                {
                    return true;
                }
                _ => {}
            },
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            _ => {}
        }
    }
    false
}

/// Whether entries tell a name, so that the page does not: it wrote some of them, or they are filed under it, or it is the names of
/// one in a row. Who wrote all of them wrote the page.
fn is_told_of_entries(name: &str, entries: &[Entry]) -> bool {
    let wrote = entries.iter().filter(|entry| entry.authors.iter().any(|author| author == name)).count();
    let is_row = |entry: &Entry| entry.authors.len() > 1 && entry.authors.join(" ") == name;
    let files = |entry: &Entry| entry.categories.iter().any(|category| category == name);
    (1..entries.len()).contains(&wrote) || entries.iter().any(|entry| files(entry) || is_row(entry))
}

/// Whether a date is that of an entry as it counts.
fn is_of_an_entry(claim: &DateClaim, entries: &[Entry]) -> bool {
    let mut days = entries.iter().flat_map(|entry| entry.published.iter().chain(&entry.updated));
    days.any(|own| own.interval() == claim.interval())
}

/// Whether a date is one that the page shows.
fn is_shown(claim: &DateClaim) -> bool {
    matches!(claim.source, DateSource::NearTitle | DateSource::Text | DateSource::TimeElement)
}

/// The days of a listing, without those that stand in an entry: they are the entry's, be it that another of its days counts.
fn without_those_of_entries(
    dates: published::Dates,
    found: &HtmlListing,
    dates_without: impl Fn(&HashSet<NodeId>) -> published::Dates,
) -> published::Dates {
    let entries = &found.listing.entries;
    let shown = || dates.published.iter().chain(&dates.updated).filter(|claim| is_shown(claim));
    let mut kept = None;
    if shown().next().is_some() {
        let outside = dates_without(&found.nodes);
        let own = || outside.published.iter().chain(&outside.updated).map(DateClaim::interval);
        let is_outside = |claim: &DateClaim| own().any(|interval| interval == claim.interval());
        if shown().any(|claim| is_of_an_entry(claim, entries) || !is_outside(claim)) {
            kept = Some(outside);
        }
    }
    let mut dates = kept.unwrap_or(dates);
    // Nor does the day of an entry date the page where its data tell it.
    dates.published = dates.published.filter(|claim| !is_entrys_in_data(claim, entries));
    dates
}

/// Whether a date in the data of a page is that of one of its entries.
fn is_entrys_in_data(claim: &DateClaim, entries: &[Entry]) -> bool {
    let mut days = entries.iter().flat_map(|entry| &entry.published);
    claim.source == DateSource::EmbeddedData && days.any(|own| own.interval() == claim.interval())
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
    body::Body { text: kept.collect::<Vec<_>>().join("\n\n"), ..body }
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
