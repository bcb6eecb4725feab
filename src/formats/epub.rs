//! EPUB: books and articles as e-readers read them (EPUB 3.3; EPUB 2 is alike).
//!
//! In: a zip archive. Out: one page with the chapters in the order in which they are read, and what the package says of
//! the book.

use std::io::Cursor;

use zip::ZipArchive;

use crate::captures::read_up_to;
use crate::document::{Moment, escapes};
use crate::formats::article::{self, Article};
use crate::formats::packing::Bounded;
use crate::formats::{
    Content, Context, Error, Format, Head, Limits, Outcome, Page, Piece, charset, xml, zip as archive,
};

/// EPUB files.
pub(crate) struct Epub;

impl Format for Epub {
    fn name(&self) -> &'static str {
        "epub"
    }

    fn about(&self) -> &'static str {
        "EPUB books and articles"
    }

    fn recognised_by(&self) -> &'static str {
        "a zip archive that begins with `mimetype` and `application/epub+zip`, or is named `.epub`"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        const TYPE: &[u8] = b"application/epub+zip";
        let first = archive::first_name(head.bytes).filter(|_| head.bytes.starts_with(b"PK\x03\x04"))?;
        let says = first == b"mimetype"
            && head.bytes[..head.bytes.len().min(200)].windows(TYPE.len()).any(|part| part == TYPE);
        (says || head.extension == "epub").then_some("is a zip archive of an EPUB")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let mut evidence = context.evidence(self.name(), &piece);
        match read(&piece.bytes, context.limits) {
            Ok(Read { source, url, captured }) => {
                evidence.captured = captured;
                context.known.complete(&mut evidence);
                emit(Outcome::Page(Box::new(Page {
                    evidence,
                    url: context.known.url.clone().or(url),
                    content: Content::Html(source),
                    doubts: Vec::new(),
                    moved_from: None,
                })));
            }
            Err(error) => emit(Outcome::Problem(context.place().to_owned(), error)),
        }
    }
}

fn bad(reason: impl std::fmt::Display) -> Error {
    Error::Archive { kind: "EPUB", reason: reason.to_string() }
}

/// A book as one page, and what it says of where it was read off and when.
struct Read {
    source: String,
    url: Option<String>,
    captured: Option<Moment>,
}

fn read(bytes: &[u8], limits: Limits) -> Result<Read, Error> {
    let mut book =
        Book { archive: ZipArchive::new(Cursor::new(bytes)).map_err(bad)?, left: limits.max_bytes, limits };
    let container = book.text("META-INF/container.xml")?;
    let tree = xml::parse(&container).ok_or_else(|| bad("its container.xml is no XML"))?;
    let rootfile = tree
        .descendants()
        .find_map(|node| node.attribute("full-path"))
        .ok_or_else(|| bad("it names no package"))?;
    let package_text = book.text(rootfile)?;
    let package = xml::parse(&package_text).ok_or_else(|| bad("its package is no XML"))?;
    let folder = rootfile.rsplit_once('/').map_or("", |(folder, _)| folder);
    let item = |id: &str| {
        let item = package
            .descendants()
            .find(|node| node.tag_name().name() == "item" && node.attribute("id") == Some(id))?;
        let is_text = item.attribute("media-type").is_none_or(|kind| kind.contains("html"));
        let is_contents = item
            .attribute("properties")
            .is_some_and(|properties| properties.split(' ').any(|one| one == "nav"));
        item.attribute("href").filter(|_| is_text && !is_contents)
    };
    let spine: Vec<String> = package
        .descendants()
        .filter(|node| node.tag_name().name() == "itemref")
        .filter_map(|node| item(node.attribute("idref")?))
        .map(|href| resolved(folder, href))
        .collect();
    let (mut content, mut source) = (String::new(), None);
    for name in &spine {
        let chapter = book.text(name)?;
        if content.is_empty() {
            source = source_of(&chapter);
        }
        content.push_str(article::inner(&chapter));
    }
    let one = |name: &str| xml::texts(&package, name).into_iter().next();
    let (title, authors, categories) =
        (one("title").unwrap_or_default(), xml::texts(&package, "creator"), xml::texts(&package, "subject"));
    let (published, summary, site, language) = (
        one("date"),
        one("description").map(|text| article::plain(&text)),
        one("publisher"),
        one("language"),
    );
    let address = xml::texts(&package, "source").into_iter().chain(xml::texts(&package, "identifier"));
    let url = address.into_iter().find(|text| is_web(text)).or(source);
    // Programs that make books of pages put the moment at which they did so where the day of publication goes.
    let changed = package.descendants().find(|node| node.attribute("property") == Some("dcterms:modified"));
    let changed = changed.map(xml::text_of).filter(|moment| moment.contains('T'));
    let made = published.as_deref().zip(changed.as_deref()).filter(|(one, other)| one == other);
    let captured = made.and_then(|(moment, _)| Moment::parse(moment));
    let source = article::page(&Article {
        title: &title,
        content: &content,
        published: published.as_deref().filter(|_| captured.is_none()),
        authors: authors.iter().map(String::as_str).collect(),
        summary: summary.as_deref(),
        site: site.as_deref(),
        language: language.as_deref(),
        categories: categories.iter().map(String::as_str).collect(),
        ..Article::default()
    });
    Ok(Read { source, url, captured })
}

fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The address that the head of a chapter shows and links to: what percollate writes over a page.
fn source_of(chapter: &str) -> Option<String> {
    let tree = xml::parse(chapter)?;
    let header = tree.descendants().find(|node| node.tag_name().name() == "header")?;
    let mut links = header.descendants().filter(|node| node.tag_name().name() == "a");
    links.find_map(|link| {
        let address = link.attribute("href").filter(|address| is_web(address))?;
        (xml::text_of(link).trim() == address).then(|| address.to_owned())
    })
}

struct Book<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
    limits: Limits,
}

impl Book<'_> {
    fn text(&mut self, name: &str) -> Result<String, Error> {
        let file = self.archive.by_name(name).map_err(|error| bad(format!("{name}: {error}")))?;
        let packed = file.compressed_size();
        let file = Bounded { inner: file, packed, given: 0, ratio: self.limits.max_ratio };
        let bytes = read_up_to(file, self.left).map_err(Error::of_stream)?.ok_or_else(|| Error::Limit {
            what: "its chapters unpack into too much".to_owned(),
            flag: "--max-bytes",
        })?;
        self.left -= bytes.len() as u64;
        Ok(charset::decode_html(&bytes, None).0)
    }
}

/// A name beside the package, `..` and percent signs undone.
fn resolved(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    String::from_utf8_lossy(&escapes::undone(&parts.join("/"))).into_owned()
}
