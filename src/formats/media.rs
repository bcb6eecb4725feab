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
}

/// Whether an address is for machines: rules for crawlers and lists of addresses.
pub(crate) fn is_service(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.ends_with("/robots.txt")
        || path.ends_with("/favicon.ico")
        || !(url.starts_with("http") || url.is_empty())
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
