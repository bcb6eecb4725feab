//! Normalises Markdown notes and clips.
//!
//! In: front matter and text. Out: a sighting; the text keeps its structure as plain blocks. Day and people that the front
//! matter does not name are those of the lines around the title. A listing that was clipped as Markdown is taken apart as its
//! HTML would be.

mod dialects;
mod header;
mod lines;
mod outline;
mod render;

use std::collections::HashSet;

use pulldown_cmark::Event;
use serde_json::{Map, Value};

use render::Rendered;

use crate::document::{DateClaim, DateSource, DoubtKind, Evidence, Kind, Moment, Sighting, identifiers};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::head::{self, Head};
use crate::normalise::html::title::names;
use crate::normalise::html::{body, metadata::Metadata, tree};
use crate::normalise::{Draft, block_links, language, listing, persons, record};

/// How often a date that a person or a clipper put into the front matter is right; it is theirs to state.
const CONFIDENCE: f32 = 0.95;

const TITLE: &[&str] = &["title"];
const URL: &[&str] = &["source", "url", "link", "original", "source_url", "canonical_url"];
const PUBLISHED: &[&str] = &[
    "published",
    "date",
    "pubdate",
    "date_published",
    "publishdate",
    "publish_date",
    "published_at",
    "published_date",
    "publisheddate",
    "datepublished",
];
const UPDATED: &[&str] = &[
    "updated",
    "modified",
    "last_modified",
    "last-modified",
    "last_modified_at",
    "lastmod",
    "date-modified",
    "date_modified",
    "last_updated",
    "updated_at",
    "datemodified",
];
const CAPTURED: &[&str] =
    &["created", "clipped", "saved", "captured", "date_saved", "saved_at", "captured_at"];
const AUTHORS: &[&str] = &["authors", "author", "byline"];
const CATEGORY: &[&str] = &["category", "categories", "team", "section", "topic"];
const SUMMARY: &[&str] = &["summary", "description", "excerpt", "abstract"];
const PUBLISHER: &[&str] = &["publisher", "site", "site_name", "sitename", "website", "publication"];
const LANGUAGE: &[&str] = &["language", "lang"];

/// Fills the draft; gives back when the front matter says it was captured.
pub(crate) fn normalise(
    fields: &Map<String, Value>,
    text: &str,
    url: Option<&str>,
    evidence: &Evidence,
    draft: &mut Draft,
) -> Option<Moment> {
    let text = &*dialects::without_marks(text);
    let text = &*block_links::straightened(text);
    let text = &*lines::with_days(text);
    let url = first(fields, URL).map(|(_, url)| url).or_else(|| url.map(str::to_owned));
    let events = lines::events(text);
    let outline = outline::outline(&events, url.as_deref());
    let mut read = render::render(&events, &outline);
    let fields = &with_header(fields, &mut read);
    let captured = captured(fields, draft);
    let language = first(fields, LANGUAGE)
        .and_then(|(_, tag)| language::code(&tag))
        .or_else(|| language::detected(&read.text));
    let reading = Reading {
        language: language.clone(),
        day_first: dates::order_shown(text),
        captured: evidence.captured.or(captured),
    };
    let mut date = |names: &[&'static str]| {
        let (name, text) = first(fields, names)?;
        let found = record::stated(name, &text, &reading, draft);
        let claim =
            found.map(|interval| DateClaim::new(interval, DateSource::FrontMatter, CONFIDENCE, &text));
        record::not_after(reading.captured, name, claim?, draft)
    };
    let (published, updated) = (date(PUBLISHED), date(UPDATED));
    let url = first(fields, URL).map(|(_, url)| url).or(url);
    let site = first(fields, PUBLISHER).map(|(_, name)| name);
    let title = first(fields, TITLE)
        .map(|(_, title)| names::without_site(&title, site.as_deref(), url.as_deref()))
        .or(read.title.take())
        .unwrap_or_else(|| stem(&evidence.place_within()));
    let authors: Vec<String> =
        list(fields, AUTHORS).iter().flat_map(|stated| persons::people(stated)).collect();
    let is_clip = published.is_some() || url.is_some() || !authors.is_empty();
    let mut page = Sighting {
        kind: if is_clip { Kind::Publication } else { Kind::Page },
        published,
        updated,
        categories: list(fields, CATEGORY),
        summary: first(fields, SUMMARY).map(|(_, text)| text).unwrap_or_default(),
        body: std::mem::take(&mut read.text),
        headings: std::mem::take(&mut read.headings),
        authors,
        publisher: site,
        url,
        language,
        title,
        ..Sighting::default()
    };
    draft.code = std::mem::take(&mut read.code);
    // Days and titles of a menu are not those of a listing.
    let from = outline.title.filter(|title| title.below_menu).map_or(0, |title| title.from);
    let own: Vec<Event<'_>> =
        events.into_iter().filter(|(_, range)| range.start >= from).map(|(event, _)| event).collect();
    take_listing(own, outline.prose > 0, &reading, &mut page, draft);
    // The links of a listing are its entries'.
    if draft.listing.is_none() {
        complete(&mut page, read.above_title, &reading);
        if from > 0 {
            render::take_menu(&mut page.body, read.above_title, &outline.linked);
        }
        page.links = read.links;
        identifiers::text(&page.body, &mut page.links);
        if let Some(url) = &page.url {
            identifiers::address(url, &mut page.links);
        }
    }
    draft.page = page;
    captured
}

/// The fields of front matter, and those of the lines below the title for what it does not name. Those lines are taken out of the
/// text.
fn with_header(fields: &Map<String, Value>, read: &mut Rendered) -> Map<String, Value> {
    let Some((told, below)) = read.text.get(read.above_title..).and_then(header::header) else {
        return fields.clone();
    };
    read.text.truncate(read.above_title);
    read.text.push_str(&below);
    told.into_iter().chain(fields.clone()).collect()
}

/// When the front matter says that it was captured.
fn captured(fields: &Map<String, Value>, draft: &mut Draft) -> Option<Moment> {
    let (name, text) = first(fields, CAPTURED)?;
    let moment = Moment::parse(&text).or_else(|| clipper_time(&text));
    let believed = moment.filter(|moment| moment.may_be_of_capture());
    if moment.is_none() {
        draft.doubt(DoubtKind::UnreadableField, format!("`{name}` is {text:?}, which is no time"));
    } else if believed.is_none() {
        let detail = format!("`{name}` is {text:?}: before the web, or far ahead");
        draft.doubt(DoubtKind::ImplausibleDate, detail);
    }
    believed
}

/// Takes the listing out of a clipped listing page. What has running text and says when it was published is an article.
fn take_listing(
    events: Vec<Event<'_>>,
    has_prose: bool,
    reading: &Reading,
    page: &mut Sighting,
    draft: &mut Draft,
) {
    let mut source = String::new();
    pulldown_cmark::html::push_html(&mut source, events.into_iter());
    let tree = tree::parse_to(&source, draft.max_depth);
    if tree.flattened {
        draft.doubt_depth();
    }
    let metadata = Metadata::default();
    let is_article = page.published.is_some() && has_prose;
    let article = if is_article { listing::Article::Said } else { listing::Article::No };
    let said = listing::Said {
        article,
        is_thing: false,
        is_forum: false,
        title: &page.title,
        by: listing::By::Other,
    };
    let Some(found) = listing::in_html(&tree.html, &metadata, page.url.as_deref(), reading, &said) else {
        return;
    };
    let nodes: HashSet<_> = found.nodes;
    let own = body::body(&tree.html, &metadata, &page.title, &nodes);
    page.kind = Kind::Page;
    draft.text = std::mem::replace(&mut page.body, own.text);
    page.headings = own.headings;
    draft.listing = Some(found.listing);
}

/// Puts in what the lines below the title say and the front matter does not; or those right above it, so many bytes of the text.
fn complete(page: &mut Sighting, above_title: usize, reading: &Reading) {
    if page.published.is_some() && !page.authors.is_empty() {
        return;
    }
    let head_of =
        |blocks: &[&str]| head::of_text(&page.title, blocks, &page.headings, page.url.as_deref(), reading);
    let (above, below) = page.body.split_at_checked(above_title).unwrap_or(("", &page.body));
    let mut head = head_of(&below.split("\n\n").collect::<Vec<_>>());
    let has_day =
        |head: &Head| head.published.as_ref().is_some_and(|claim| claim.source != DateSource::UrlPath);
    if !above.is_empty() && (!has_day(&head) || head.authors.is_empty()) {
        let upper = head_of(&render::right_above(above));
        if has_day(&upper) && !has_day(&head) {
            head.published = upper.published;
            head.updated = head.updated.or(upper.updated);
        }
        if head.authors.is_empty() {
            head.authors = upper.authors;
        }
    }
    if head.is_of_a_publication() {
        page.kind = Kind::Publication;
    }
    if page.published.is_none() {
        page.published = head.published;
    }
    page.updated = page.updated.take().or(head.updated);
    if page.authors.is_empty() {
        page.authors = head.authors;
    }
}

/// `2023-02-12T12:31:25 (UTC +01:00)`, as `MarkDownload` writes it.
fn clipper_time(text: &str) -> Option<Moment> {
    let (time, zone) = text.trim().strip_suffix(')')?.split_once("(UTC")?;
    Moment::parse(&format!("{}{}", time.trim(), zone.trim())).or_else(|| Moment::parse(time))
}

/// The name of the file that a capture is, without its extension: what people name notes by.
pub(crate) fn stem(capture: &str) -> String {
    let name = capture.rsplit('/').next().unwrap_or(capture);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// The first of these fields that has a text, and its name.
fn first(fields: &Map<String, Value>, names: &[&'static str]) -> Option<(&'static str, String)> {
    names.iter().find_map(|name| Some((*name, texts(fields.get(*name)?).into_iter().next()?)))
}

/// The texts of the first of these fields that has any.
fn list(fields: &Map<String, Value>, names: &[&str]) -> Vec<String> {
    names
        .iter()
        .filter_map(|name| fields.get(*name))
        .map(texts)
        .find(|texts| !texts.is_empty())
        .unwrap_or_default()
}

/// The texts of a value, without the brackets of wiki links. Somebody may be told by a name with more beside it, and a name by its
/// parts, as Quarto and Hugo have them.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::String(text) => Some(unlinked(text)).filter(|text| !text.is_empty()).into_iter().collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Object(told) => {
            let part = |key: &str| told.get(key).map(texts).unwrap_or_default();
            let whole = ["name", "literal"].into_iter().map(part).find(|names| !names.is_empty());
            whole.unwrap_or_else(|| {
                let parts: Vec<String> = ["given", "family"].into_iter().flat_map(part).collect();
                Some(parts.join(" ")).filter(|name| !name.is_empty()).into_iter().collect()
            })
        }
        _ => Vec::new(),
    }
}

/// `[[Name|shown]]` as `Name`.
fn unlinked(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]"));
    inner.map_or(text, |inner| inner.split('|').next().unwrap_or(inner)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_links_and_clipper_times_are_read() {
        assert_eq!(unlinked("[[Jane Doe|J]]"), "Jane Doe");
        assert_eq!(
            clipper_time("2023-02-12T12:31:25 (UTC +01:00)").unwrap().to_string(),
            "2023-02-12T11:31:25Z"
        );
    }
}
