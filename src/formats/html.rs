//! Web pages as a browser or a crawler saves them: one file, the source of one page.
//!
//! In: bytes. Out: one page with its source as text. Recognised by its first tag.

use crate::captures::Skip;
use crate::document::{Evidence, Moment};
use crate::formats::{
    Content, Context, Format, Head, Outcome, Page, Piece, archive_today, charset, exports, mirror, refresh,
    saved, sidecar, wayback,
};

/// HTML files.
pub(crate) struct HtmlFile;

/// Name of the format.
pub(crate) const NAME: &str = "html";

impl Format for HtmlFile {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "web pages as saved by a browser or a crawler"
    }

    fn recognised_by(&self) -> &'static str {
        "an HTML doctype or one of the tags that pages begin with, after comments and XML declarations; or `.html`, `.htm`, `.xhtml` and a `<`"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = head.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.bytes);
        let text: Vec<u8> = text.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
        let mut start = skip_preamble(&text);
        if start.starts_with(b"<!doctype html") {
            return Some("begins with an HTML doctype");
        }
        if let Some(rest) = start.strip_prefix(b"<!doctype") {
            start = rest
                .iter()
                .position(|byte| *byte == b'>')
                .map_or(rest, |end| skip_preamble(&rest[end + 1..]));
        }
        // Markdown may open with a tag of HTML and is still Markdown.
        let is_markdown = matches!(head.extension, "md" | "markdown");
        if opens_with(start, if is_markdown { &["html", "head", "body"] } else { FIRST_TAGS }) {
            return Some("begins with an HTML tag");
        }
        let named = matches!(head.extension, "html" | "htm" | "xhtml");
        (named && text.contains(&b'<')).then_some("is named as HTML and holds tags")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_html(&piece.bytes, context.known.charset());
        let mut evidence = context.evidence(self.name(), &piece);
        if refresh::sends_elsewhere(&source, context.known.url.as_deref()) {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::Redirect));
        }
        let saved = saved::read(&source);
        let source = saved::without_local_canonical(source);
        let (source, saved) = wayback::undone(source, saved);
        let (source, saved) = archive_today::undone(source, saved);
        let (source, saved) = saved::without_reader(source, saved);
        let (mut source, mut mirrored) = (source, None);
        if mirror::is_pointed_to_copy(context.place(), &source) {
            mirrored = mirror::address(context.place(), &source);
            source = saved::without_canonical(&source);
        }
        // Where a program kept the article alone, its export says what it is.
        let shown = match &context.known.about {
            Some(sidecar::About::Article(item)) => exports::with_article(item, &source),
            Some(sidecar::About::Library(_)) | None => Content::Html(source),
        };
        evidence.captured = saved.captured;
        context.known.complete(&mut evidence);
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: context.known.url.clone().or(saved.url).or(mirrored),
            content: shown,
            doubts: doubt.into_iter().collect(),
            moved_from: None,
        })));
    }
}

/// A page that was just fetched: its bytes, its `Content-Type`, its address, and when it was asked for.
pub fn page_of(bytes: &[u8], content_type: &str, url: &str, captured: Moment) -> Page {
    let (source, doubt) = charset::decode_html(bytes, sidecar::charset_of(content_type));
    let evidence =
        Evidence { format: HtmlFile.name().to_owned(), captured: Some(captured), ..Evidence::default() };
    Page {
        evidence,
        url: Some(url.to_owned()),
        content: Content::Html(source),
        doubts: doubt.into_iter().collect(),
        moved_from: None,
    }
}

/// Tags a page may begin with (WHATWG MIME Sniffing, section 7.1, with `meta` and `link`).
const FIRST_TAGS: &[&str] = &[
    "html", "head", "script", "iframe", "h1", "div", "font", "table", "a", "style", "title", "b", "body",
    "br", "p", "meta", "link", "main", "article", "section", "header", "nav", "ul", "ol", "dl",
];

fn opens_with(text: &[u8], tags: &[&str]) -> bool {
    let Some(rest) = text.strip_prefix(b"<") else { return false };
    tags.iter().any(|tag| {
        rest.strip_prefix(tag.as_bytes()).is_some_and(|after| {
            after.first().is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        })
    })
}

/// Passes over white space, comments and XML declarations.
fn skip_preamble(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii_start();
        let (opening, closing): (&[u8], &[u8]) = if text.starts_with(b"<!--") {
            (b"<!--", b"-->")
        } else if text.starts_with(b"<?xml") {
            (b"<?xml", b"?>")
        } else {
            return text;
        };
        let rest = &text[opening.len()..];
        match rest.windows(closing.len()).position(|window| window == closing) {
            Some(end) => text = &rest[end + closing.len()..],
            None => return &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(text: &str, extension: &str) -> bool {
        HtmlFile.detect(&Head { bytes: text.as_bytes(), extension, whole: true }).is_some()
    }

    #[test]
    fn content_decides_before_the_name() {
        for text in [
            "<!DOCTYPE html><p>",
            "\u{feff} <!-- saved from url=(0014)about:internet -->\n<html>",
            "<?xml version='1.0'?><!DOCTYPE HTML PUBLIC '-//W3C//DTD XHTML 1.0//EN'><html>",
            "<body>x",
            "<P>x</P>",
        ] {
            assert!(detected(text, "txt"), "{text}");
        }
        for text in
            ["plain words", "# Title\n\n<b>x</b>", "<abbr>x</abbr>", "{\"a\":\"<html>\"}", "<!-- open"]
        {
            assert!(!detected(text, "txt"), "{text}");
        }
        assert!(detected("words <i>and</i> tags", "html"));
        assert!(!detected("words alone", "html"));
    }
}
