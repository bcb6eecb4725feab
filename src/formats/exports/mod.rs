//! Exports of programs that keep pages for later: what they say of each page, and its text where they kept it.
//!
//! In: files of JSON, CSV or HTML. Out: one page for each item with a text, one entry for each without. An export of
//! JSON is a file here and a [`JsonExport`]; what all have in common is done once.

mod bookmarks;
mod csv;
mod described;
mod karakeep;
mod linkwarden;
mod omnivore;
mod readability;
mod readeck;
mod wallabag;
mod zotero;

use serde_json::Value;

use crate::captures::Skip;
use crate::document::{Doubt, Moment};
use crate::formats::article::{self, Article};
use crate::formats::{Content, Context, Error, Format, Head, Outcome, Page, Piece, Record, charset};

pub(crate) use bookmarks::Bookmarks;
pub(crate) use csv::SavedCsv;
pub(crate) use described::described;
pub(crate) use karakeep::KARAKEEP;
pub(crate) use linkwarden::LINKWARDEN;
pub(crate) use omnivore::OMNIVORE;
pub(crate) use readability::READABILITY;
pub(crate) use readeck::Readeck;
pub(crate) use wallabag::WALLABAG;
pub(crate) use zotero::{Zotero, copied, of_stored};

/// What an export says of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Item {
    pub(crate) url: Option<String>,
    pub(crate) title: String,
    /// When it was put into the program, which fetched it then.
    pub(crate) saved: Option<Moment>,
    pub(crate) published: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) summary: String,
    pub(crate) site: Option<String>,
    pub(crate) language: Option<String>,
    /// The person's own tags.
    pub(crate) tags: Vec<String>,
    /// The page's text as HTML, where it was kept.
    pub(crate) content: String,
    /// What the person wrote, of a note that is no page.
    pub(crate) note: String,
    /// Whether it stands for a file that is kept and has no address.
    pub(crate) is_file: bool,
}

/// An export that is one JSON value, or one a line.
pub(crate) struct JsonExport {
    name: &'static str,
    about: &'static str,
    recognised_by: &'static str,
    /// The letter that it begins with.
    opening: char,
    /// Keys that stand in its first bytes, all of a list of them.
    keys: &'static [&'static [&'static str]],
    /// The items in the value.
    items: fn(&Value) -> Vec<Item>,
}

impl Format for JsonExport {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn recognised_by(&self) -> &'static str {
        self.recognised_by
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes);
        let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        let has = |key: &&str| text.contains(&format!("\"{key}\""));
        (text.starts_with(self.opening) && self.keys.iter().any(|keys| keys.iter().all(has)))
            .then_some("has the keys of its items")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_text(&piece.bytes, context.known.charset());
        let mut items = Vec::new();
        for value in serde_json::Deserializer::from_str(&source).into_iter::<Value>() {
            match value {
                Ok(value) => items.extend((self.items)(&value)),
                Err(error) => {
                    let reason = format!("not JSON: {error}");
                    emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
                    break;
                }
            }
        }
        if let [item] = items.as_mut_slice() {
            // One page may be known from elsewhere.
            item.url = item.url.take().or_else(|| context.known.url.clone());
            item.saved = item.saved.or(context.known.captured);
        }
        give(items, self.name, context, &piece, doubt, emit);
    }
}

/// Gives each item as a page, or as an entry where it has no text; the doubt with the first. One that says nothing is told by
/// its number.
pub(crate) fn give(
    items: Vec<Item>,
    format: &str,
    context: &Context,
    piece: &Piece,
    mut doubt: Option<Doubt>,
    emit: &mut dyn FnMut(Outcome),
) {
    if items.is_empty() {
        return emit(Outcome::Skipped(context.place().to_owned(), Skip::Empty));
    }
    let is_one = items.len() == 1;
    for (number, item) in (1..).zip(items) {
        let place = || {
            if is_one { context.place().to_owned() } else { format!("{}#{number}", context.place()) }
        };
        let has_address =
            item.url.as_deref().is_some_and(|url| url.starts_with("http://") || url.starts_with("https://"));
        if item.is_file {
            emit(Outcome::Skipped(place(), Skip::NoPage));
            continue;
        }
        if !has_address && item.title.is_empty() && item.content.is_empty() && item.note.is_empty() {
            emit(Outcome::Skipped(place(), Skip::Empty));
            continue;
        }
        let mut evidence = context.evidence(format, piece);
        evidence.captured = item.saved;
        let url = item.url.clone().filter(|_| has_address);
        let shown = content_of(item);
        let doubts = doubt.take().into_iter().collect();
        emit(Outcome::Page(Box::new(Page { evidence, url, content: shown, doubts, moved_from: None })));
    }
}

/// A page of which only the article was kept, with what the export says of it.
pub(crate) fn with_article(item: &Item, source: &str) -> Content {
    page(Item { content: article::inner(source).to_owned(), ..item.clone() })
}

fn content_of(item: Item) -> Content {
    if item.content.trim().is_empty() {
        return Content::Entry(Box::new(Record {
            title: if item.title.is_empty() { article::opening(&item.note) } else { item.title },
            published: item.published,
            tags: item.tags,
            summary: article::plain(&item.summary),
            body: item.note,
            publisher: item.site,
            authors: item.authors,
            language: item.language,
            ..Record::default()
        }));
    }
    page(item)
}

fn page(item: Item) -> Content {
    let source = article::page(&Article {
        title: &item.title,
        content: &item.content,
        published: item.published.as_deref(),
        authors: item.authors.iter().map(String::as_str).collect(),
        summary: Some(&article::plain(&item.summary)),
        site: item.site.as_deref(),
        language: item.language.as_deref(),
        ..Article::default()
    });
    Content::Filed { content: Box::new(Content::Html(source)), tags: item.tags }
}

/// A text of an object, without spaces around it; empty where there is none.
fn text(object: &Value, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// The same, none where it is empty.
fn some(object: &Value, name: &str) -> Option<String> {
    Some(text(object, name)).filter(|text| !text.is_empty())
}

/// A list of texts, or of objects with a `name`.
fn names(object: &Value, name: &str) -> Vec<String> {
    let values = object.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name = |value: &Value| {
        value.as_str().or_else(|| value.get("name")?.as_str()).map(|text| text.trim().to_owned())
    };
    values.iter().filter_map(name).filter(|text| !text.is_empty()).collect()
}

/// A time: as text, or as Unix seconds, milliseconds or microseconds.
fn time(value: Option<&Value>) -> Option<Moment> {
    match value? {
        Value::Number(number) => unix(number.as_i64()?),
        Value::String(text) => moment(text),
        _ => None,
    }
}

/// A time as text.
fn moment(text: &str) -> Option<Moment> {
    match text.trim().parse::<i64>() {
        Ok(number) if text.trim().len() >= 9 => unix(number),
        _ => Moment::parse(text),
    }
}

/// Unix seconds; numbers too large for them are milliseconds or microseconds.
fn unix(number: i64) -> Option<Moment> {
    /// Seconds in the year 5138, milliseconds in 1973.
    const LARGEST: i64 = 100_000_000_000;
    let mut number = number;
    while number > LARGEST {
        number /= 1000;
    }
    (number > 0).then(|| Moment::from_unix(number)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_unit() {
        for text in ["1710403200", "1710403200000", "1710403200000000", "2024-03-14T08:00:00Z"] {
            assert_eq!(moment(text).unwrap().to_string(), "2024-03-14T08:00:00Z", "{text}");
        }
        assert_eq!(moment("0"), None);
        assert_eq!(moment("soon"), None);
    }
}
