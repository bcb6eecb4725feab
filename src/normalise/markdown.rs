//! Normalises Markdown notes and clips.
//!
//! In: front matter and text. Out: a sighting; the text keeps its structure as plain blocks. Day and people that the front
//! matter does not name are those of the lines around the title. A listing that was clipped as Markdown is taken apart as its
//! HTML would be.

use std::collections::HashSet;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use crate::document::{
    DateClaim, DateSource, DoubtKind, Evidence, Kind, Links, Moment, Sighting, fold, identifiers,
};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::title::names;
use crate::normalise::html::{body, head, metadata::Metadata, tree};
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
    let captured = first(fields, CAPTURED).and_then(|(name, text)| {
        let moment = Moment::parse(&text).or_else(|| clipper_time(&text));
        let believed = moment.filter(|moment| moment.may_be_of_capture());
        if moment.is_none() {
            draft.doubt(DoubtKind::UnreadableField, format!("`{name}` is {text:?}, which is no time"));
        } else if believed.is_none() {
            let detail = format!("`{name}` is {text:?}: before the web, or far ahead");
            draft.doubt(DoubtKind::ImplausibleDate, detail);
        }
        believed
    });
    let text = &*block_links::straightened(text);
    let read = render(text);
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
    let url = first(fields, URL).map(|(_, url)| url).or_else(|| url.map(str::to_owned));
    let publisher = first(fields, PUBLISHER).map(|(_, name)| name);
    let title = first(fields, TITLE)
        .map(|(_, title)| names::without_site(&title, publisher.as_deref(), url.as_deref()))
        .or(read.title)
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
        body: read.text,
        headings: read.headings,
        authors,
        publisher,
        url,
        language,
        title,
        ..Sighting::default()
    };
    take_listing(text, &reading, &mut page, draft);
    // The links of a listing are its entries'.
    if draft.listing.is_none() {
        complete(&mut page, read.above_title, &reading);
        page.links = read.links;
        identifiers::text(&page.body, &mut page.links);
        if let Some(url) = &page.url {
            identifiers::address(url, &mut page.links);
        }
    }
    draft.page = page;
    captured
}

/// Takes the listing out of a clipped listing page.
fn take_listing(text: &str, reading: &Reading, page: &mut Sighting, draft: &mut Draft) {
    let mut source = String::new();
    pulldown_cmark::html::push_html(&mut source, parser(text));
    let tree = tree::parse_to(&source, draft.max_depth);
    if tree.flattened {
        draft.doubt_depth();
    }
    let metadata = Metadata::default();
    let article = if page.published.is_some() { listing::Article::Said } else { listing::Article::No };
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

/// Puts in what the lines below the title say and the front matter does not; or those above it, so many bytes of the text.
fn complete(page: &mut Sighting, above_title: usize, reading: &Reading) {
    if page.published.is_some() && !page.authors.is_empty() {
        return;
    }
    let head_from = |from: usize| {
        let blocks: Vec<&str> = page.body.get(from..).unwrap_or_default().split("\n\n").collect();
        head::of_text(&page.title, &blocks, page.url.as_deref(), reading)
    };
    let below = head_from(above_title);
    let head = if above_title > 0 && !below.is_of_a_publication() { head_from(0) } else { below };
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

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(
        text,
        Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS,
    )
}

/// The text of a Markdown file.
#[derive(Default)]
struct Rendered {
    title: Option<String>,
    headings: Vec<String>,
    text: String,
    /// Bytes of the text that stand above the title.
    above_title: usize,
    /// What its links lead to.
    links: Links,
}

/// Takes the marks off: blocks stay apart, items begin with a dash, cells are joined by bars.
fn render(text: &str) -> Rendered {
    let mut out = Rendered::default();
    let mut block = String::new();
    let mut heading: Option<HeadingLevel> = None;
    let mut first_block = true;
    let (mut pictures, mut headings) = (0, 0);
    for event in parser(text) {
        match event {
            // What stands in for a picture is no text of the page, in Markdown as in HTML.
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            Event::Text(_) | Event::Code(_) if pictures > 0 => {}
            Event::Start(Tag::Link { dest_url, .. }) => identifiers::address(&dest_url, &mut out.links),
            // What was said about the text is none of it.
            Event::Start(Tag::BlockQuote(_))
                if out.headings.last().is_some_and(|own| {
                    let is_last = || ranks(text).count() == headings;
                    let is_right_above = block.trim().is_empty() && out.text.trim_end().ends_with(own);
                    listing::heads_comments(own) && is_right_above && is_last()
                }) =>
            {
                let heading = out.headings.pop().unwrap_or_default();
                out.text.truncate(out.text.trim_end().len() - heading.len());
                break;
            }
            Event::Start(Tag::Heading { level, .. }) => {
                put(&mut out.text, &mut block, "\n\n");
                heading = Some(level);
                headings += 1;
            }
            Event::End(TagEnd::Heading(_)) => {
                let line = block.trim().to_owned();
                // A first heading that opens the text is the note's title, not a part of it.
                let is_main = heading == Some(HeadingLevel::H1);
                let opens = first_block && (is_main || is_highest(heading, text) || opens_paper(&line, text));
                let is_below = || is_main && is_menu(&out.text) && is_highest(heading, text);
                if out.title.is_none() && (opens || is_below()) {
                    out.title = Some(line);
                    out.above_title = out.text.len();
                    block.clear();
                } else if !line.is_empty() {
                    out.headings.push(line);
                    put(&mut out.text, &mut block, "\n\n");
                }
                heading = None;
                first_block = false;
            }
            Event::Start(Tag::Item) => {
                put(&mut out.text, &mut block, "\n");
                block.push_str("- ");
            }
            Event::Start(Tag::TableCell) if !block.is_empty() => block.push_str(" | "),
            Event::End(TagEnd::TableRow | TagEnd::TableHead | TagEnd::Item) => {
                put(&mut out.text, &mut block, "\n");
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::CodeBlock
                | TagEnd::BlockQuote(_)
                | TagEnd::List(_)
                | TagEnd::Table,
            ) => {
                put(&mut out.text, &mut block, "\n\n");
                if !out.text.ends_with("\n\n") && !out.text.is_empty() {
                    out.text.truncate(out.text.trim_end().len());
                    out.text.push_str("\n\n");
                }
                first_block = false;
            }
            Event::Text(piece)
            | Event::Code(piece)
            | Event::InlineMath(piece)
            | Event::DisplayMath(piece) => block.push_str(&piece),
            Event::SoftBreak => block.push(' '),
            Event::HardBreak => block.push('\n'),
            _ => {}
        }
    }
    put(&mut out.text, &mut block, "");
    out.text.truncate(out.text.trim_end().len());
    out
}

/// Whether what stands above a heading is a menu, a topic, a day, and no text: a few short lines.
fn is_menu(text: &str) -> bool {
    /// Bytes of it. A judgement: a site's name, a dozen links.
    const LONGEST: usize = 400;
    text.len() <= LONGEST && text.lines().all(head::is_short)
}

/// The ranks of a text's headings.
fn ranks(text: &str) -> impl Iterator<Item = HeadingLevel> {
    parser(text).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level),
        _ => None,
    })
}

/// Whether a text has one heading of a rank, and none of a higher one: then it is the title, else one of its parts.
fn is_highest(rank: Option<HeadingLevel>, text: &str) -> bool {
    ranks(text).filter(|other| Some(*other) <= rank).take(2).count() == 1
}

/// Whether a heading that opens a text is the title of a paper, whose parts programs that read PDFs give the same rank: one of them
/// is called as parts of papers are, and it is not.
fn opens_paper(line: &str, text: &str) -> bool {
    let mut heading = None;
    let is_part = parser(text).any(|event| {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::End(TagEnd::Heading(_)), Some(own)) if is_part_of_paper(own) => return true,
            (Event::End(TagEnd::Heading(_)), _) => heading = None,
            (Event::Text(part), Some(own)) => own.push_str(&part),
            _ => {}
        }
        false
    });
    is_part && !is_part_of_paper(line)
}

/// Whether a heading is one that papers have, with its number or without: `I. INTRODUCTION`, `2 References`. A judgement.
fn is_part_of_paper(heading: &str) -> bool {
    const PARTS: [&str; 4] = ["abstract", "introduction", "references", "bibliography"];
    let folded = fold::words(heading);
    let mut words = folded.split(' ');
    let is_number =
        |word: &str| word.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, 'i' | 'v' | 'x'));
    words.next_back().is_some_and(|last| PARTS.contains(&last)) && words.all(is_number)
}

/// Moves a finished block to the text.
fn put(text: &mut String, block: &mut String, after: &str) {
    let piece = block.trim();
    if !piece.is_empty() && piece != "-" {
        text.push_str(piece);
        text.push_str(after);
    }
    block.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_and_structure_stays() {
        let read = render(
            "# Title\n\nOne *two* [three](https://a.example).\n\n## Part\n\n- a\n- b\n  - c\n\n> said\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n",
        );
        assert_eq!(read.title.as_deref(), Some("Title"));
        assert_eq!(read.headings, ["Part"]);
        assert_eq!(read.text, "One two three.\n\nPart\n\n- a\n- b\n- c\n\nsaid\n\nx | y\n1 | 2\n\ncode");
    }

    #[test]
    fn the_highest_heading_is_the_title_where_it_opens_the_text() {
        for (text, title) in [
            ("## Papers\n\nWords.\n\n### More\n\nWords.", Some("Papers")),
            ("## Papers\n\nWords.\n\n## More\n\nWords.", None),
            ("## Papers\n\nWords.\n\n# More\n\nWords.", None),
            ("## Slow lakes\n\nAda Reed\n\n## I. INTRODUCTION\n\nWords.", Some("Slow lakes")),
            ("## Abstract\n\nWords.\n\n## 1 Introduction\n\nWords.", None),
        ] {
            assert_eq!(render(text).title.as_deref(), title, "{text}");
        }
    }

    #[test]
    fn comments_are_no_part_of_the_text_and_links_are_read() {
        let read = render(
            "# Title\n\nWords [of it](https://arxiv.org/abs/2401.01234).\n\n## 2 Comments\n\n> **ada** · 5 points\n>\n> Yes.\n\n> No.",
        );
        assert_eq!((read.text.as_str(), read.headings.len()), ("Words of it.", 0));
        assert_eq!(read.links.arxiv, ["2401.01234"]);
        assert!(render("# Title\n\n## Comments\n\n> Yes.\n\n## More\n\nNo.").text.ends_with("No."));
        assert!(render("# Title\n\n## Comments\n\nOn quotes:\n\n> Yes.").text.ends_with("Yes."));
    }

    #[test]
    fn a_heading_after_text_is_no_title() {
        let read = render("Words first.\n\n# Later\n\nMore.");
        assert_eq!((read.title, read.headings.len()), (None, 1));
    }

    #[test]
    fn wiki_links_and_clipper_times_are_read() {
        assert_eq!(unlinked("[[Jane Doe|J]]"), "Jane Doe");
        assert_eq!(
            clipper_time("2023-02-12T12:31:25 (UTC +01:00)").unwrap().to_string(),
            "2023-02-12T11:31:25Z"
        );
    }
}
