//! Reads the payload of a capture by its media type, or by its bytes where the type says nothing.
//!
//! In: bytes, and the `Content-Type` they came with. Out: pages. What is plainly no page (pictures, scripts, fonts) is
//! told by its type alone.

use crate::captures::Skip;
use crate::document::identity;
use crate::formats::open::{HEAD_BYTES, Piece};
use crate::formats::packing::Packed;
use crate::formats::unpack::{Refusal, recognise};
use crate::formats::{Context, FORMATS, Outcome, Packing, html};

/// What a media type says of its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// A web page.
    Html,
    /// One of the other things that are read; which, its bytes say. The extension that goes with it.
    Other(&'static str),
    /// A picture, a script, a style sheet, a font: no page.
    NoPage,
}

impl Media {
    /// Of a `Content-Type` header.
    pub(crate) fn of(content_type: Option<&str>) -> Media {
        let Some(content_type) = content_type else { return Media::Other("") };
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/html" | "application/xhtml+xml" => Media::Html,
            "text/plain" => Media::Other("txt"),
            "text/markdown" | "text/x-markdown" => Media::Other("md"),
            "application/pdf" | "application/x-pdf" => Media::Other("pdf"),
            "application/epub+zip" => Media::Other("epub"),
            "application/xml"
            | "text/xml"
            | "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json" => Media::Other("xml"),
            // Servers that know nothing say one of these.
            "" | "application/octet-stream" | "binary/octet-stream" | "unknown/unknown" | "text" => {
                Media::Other("")
            }
            _ => Media::NoPage,
        }
    }

    /// What the end of an address promises. Most pages have none.
    pub(crate) fn of_address(url: &str) -> Media {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        let name = path.split_once('/').map_or("", |(_, path)| path).rsplit('/').next().unwrap_or_default();
        match name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).as_deref() {
            Some("txt") => Media::Other("txt"),
            Some("md") => Media::Other("md"),
            Some("pdf") => Media::Other("pdf"),
            Some("epub") => Media::Other("epub"),
            Some("xml" | "rss" | "atom") => Media::Other("xml"),
            Some(
                "js" | "mjs" | "css" | "json" | "map" | "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp"
                | "avif" | "ico" | "woff" | "woff2" | "ttf" | "otf" | "eot" | "mp3" | "mp4" | "webm" | "ogg"
                | "wav" | "zip" | "gz" | "wasm",
            ) => Media::NoPage,
            _ => Media::Html,
        }
    }
}

/// Whether an address is for machines: rules for crawlers, and what crawlers note under names of their own (`dns:`, `urn:`,
/// `metadata://`). What is left are the schemes by which pages and files are had.
pub(crate) fn is_service(url: &str) -> bool {
    const SCHEMES: [&str; 7] = ["http", "https", "ftp", "ftps", "gemini", "gopher", "file"];
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_had = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    path.ends_with("/robots.txt") || path.ends_with("/favicon.ico") || !(is_had || url.is_empty())
}

/// Takes the pages out of a payload.
pub(crate) fn decode(
    context: &Context,
    media: Media,
    bytes: Vec<u8>,
    range: Option<(u64, u64)>,
    emit: &mut dyn FnMut(Outcome),
) {
    let digest = identity::digest_of(&bytes);
    let piece = Piece { range, bytes, digest, ..Piece::default() };
    let skipped = |reason| Outcome::Skipped(context.place().to_owned(), reason);
    match media {
        Media::NoPage => emit(skipped(Skip::NoPage)),
        Media::Html => FORMATS
            .iter()
            .find(|format| format.name() == html::NAME)
            .map_or((), |format| format.decode(context, piece, emit)),
        Media::Other(extension) => {
            let head = &piece.bytes[..piece.bytes.len().min(HEAD_BYTES)];
            match recognise(head, extension) {
                Ok(found)
                    if matches!(found.format.packing(), Packing::Whole) && found.packed == Packed::Plain =>
                {
                    found.format.decode(context, piece, emit);
                }
                Err(Refusal::Skip(reason)) if reason != Skip::UnknownFormat => emit(skipped(reason)),
                _ => emit(skipped(Skip::NoPage)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_promises_a_page_unless_its_end_says_otherwise() {
        for (url, media) in [
            ("http://lab.example", Media::Html),
            ("http://lab.example/research/x", Media::Html),
            ("http://lab.example/research/v1.2", Media::Html),
            ("http://lab.example/index.php?file=a.png", Media::Html),
            ("http://lab.example/a.b/paper.PDF", Media::Other("pdf")),
            ("http://lab.example/feed.xml", Media::Other("xml")),
            ("http://lab.example/lamp.png?v=2", Media::NoPage),
        ] {
            assert_eq!(Media::of_address(url), media, "{url}");
        }
    }
}
