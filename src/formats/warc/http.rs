//! Takes the payload out of a WARC record: undoes what HTTP did to it.
//!
//! In: a record's header and block. Out: status, type and payload, without chunks (RFC 9112, section 7.1) and content
//! codings (RFC 9110, section 8.4.1). Forgives crawlers that undid one of them and kept the header.

use std::io::{self, Read};

use crate::captures::{Skip, read_up_to};
use crate::document::identity;
use crate::formats::media::{self, Media};
use crate::formats::packing::{self, Packed, check_ratio};
use crate::formats::warc::bad;
use crate::formats::warc::record::{Kind, Record, split_header};
use crate::formats::{Error, Limits};

/// What a server answered.
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<String>,
    pub(super) payload: Vec<u8>,
    /// Why it is not all of what was sent, where it is not.
    pub(super) cut: Option<String>,
}

/// Why there is no payload.
pub(super) enum Refused {
    Skip(Skip),
    Problem(Error),
}

/// Names in lower case and values of the lines of a header. A line that begins with a space goes on with the one before
/// (RFC 9112, section 5.2).
pub(super) fn fields<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines.take_while(|line| !line.trim().is_empty()) {
        match (line.split_once(':'), fields.last_mut()) {
            (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) => {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            (None, _) => {}
        }
    }
    fields
}

/// The status line and the header fields of a response, and where its body begins.
struct Response<'a> {
    status: Option<u16>,
    fields: Vec<(String, String)>,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    /// None where the block is no HTTP response.
    fn read(block: &'a [u8]) -> Option<Response<'a>> {
        if !block.starts_with(b"HTTP/") {
            return None;
        }
        let (header, body) = split_header(block)?;
        let text = String::from_utf8_lossy(header);
        let mut lines = text.lines();
        let status = lines.next()?.split_whitespace().nth(1).and_then(|status| status.parse().ok());
        Some(Response { status, fields: fields(lines), body })
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The status of a response, of which the header may be all there is.
pub(super) fn status_of(record: &[u8]) -> Option<u16> {
    let (_, block) = Record::split(record)?;
    Response::read(block)?.status
}

/// The address that was asked for and the one that the server named instead, where that is what it answered.
pub(super) fn redirect(record: &Record, block: &[u8]) -> Option<(String, String)> {
    let response = Response::read(block).filter(|_| record.kind() == Kind::Response)?;
    let from = record.target()?;
    let location =
        response.field("location").filter(|_| by_status(response.status) == Some(Skip::Redirect))?;
    let to = identity::resolved(&from, location)?;
    Some((from, to))
}

/// Why the beginning of a block shows that it is no page; none where it may be one.
pub(super) fn no_page(record: &Record, block: &[u8]) -> Option<Skip> {
    if record.kind() == Kind::Revisit {
        return None;
    }
    let target = record.target().unwrap_or_default();
    if media::is_service(&target) {
        return Some(Skip::NoPage);
    }
    let response = Response::read(block);
    let content_type = match (&response, record.kind()) {
        (Some(response), Kind::Response) => {
            if let Some(reason) = by_status(response.status) {
                return Some(reason);
            }
            response.field("content-type")
        }
        (_, Kind::Resource | Kind::Conversion) => record.header("content-type"),
        _ => return Some(Skip::NoPage),
    };
    let media = Media::of(content_type);
    (media == Media::NoPage).then_some(Skip::NoPage)
}

/// Why a revisit tells nothing of a page; none where it may tell that a page was there as before.
pub(super) fn no_repeat(record: &Record, block: &[u8]) -> Option<Skip> {
    /// The server says that what it sent before still holds (RFC 9110, section 15.4.5).
    const NOT_MODIFIED: Option<u16> = Some(304);
    let Some(address) = record.repeated().filter(|address| !media::is_service(address)) else {
        return Some(Skip::NoPage);
    };
    let response = Response::read(block);
    let status = response.as_ref().and_then(|response| response.status);
    if let Some(reason) = by_status(status).filter(|_| status != NOT_MODIFIED) {
        return Some(reason);
    }
    let media = match response.as_ref().and_then(|response| response.field("content-type")) {
        Some(content_type) => Media::of(Some(content_type)),
        None => Media::of_address(&address),
    };
    match media {
        Media::NoPage => Some(Skip::NoPage),
        // A list of pages, or what only its bytes would tell.
        Media::Other("xml" | "") => Some(Skip::Repeat),
        Media::Html | Media::Other(_) => None,
    }
}

fn by_status(status: Option<u16>) -> Option<Skip> {
    match status {
        Some(400..) => Some(Skip::ErrorPage),
        Some(300..400) => Some(Skip::Redirect),
        _ => None,
    }
}

/// What a record holds.
pub(super) fn answer(record: &Record, block: &[u8], limits: Limits) -> Result<Answer, Refused> {
    let response = match (Response::read(block), record.kind()) {
        (Some(response), Kind::Response | Kind::Revisit) => response,
        (_, Kind::Resource | Kind::Conversion) => {
            return Ok(Answer {
                status: None,
                content_type: record.header("content-type").map(str::to_owned),
                payload: block.to_vec(),
                cut: None,
            });
        }
        _ => return Err(Refused::Problem(bad("it holds no HTTP response"))),
    };
    if let Some(reason) = by_status(response.status) {
        return Err(Refused::Skip(reason));
    }
    let is_chunked = response
        .field("transfer-encoding")
        .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
    let (mut payload, cut) = match is_chunked.then(|| dechunked(response.body)).flatten() {
        Some(Joined { payload, is_whole: true }) => (payload, None),
        Some(Joined { payload, .. }) => (payload, Some("its chunks break off".to_owned())),
        None => (response.body.to_vec(), None),
    };
    // A length beside chunks does not count (RFC 9112, section 6.3).
    let length = response.field("content-length").filter(|_| !is_chunked);
    let length = length.and_then(|length| length.trim().parse::<u64>().ok());
    let missing = length.filter(|length| *length > payload.len() as u64);
    let cut = cut.or(missing.map(|length| format!("{} of {length} bytes are there", payload.len())));
    if payload.is_empty() {
        return Err(Refused::Skip(Skip::Empty));
    }
    let codings = response.field("content-encoding").unwrap_or_default().to_ascii_lowercase();
    for coding in codings.split(',').rev().map(str::trim) {
        payload = decoded(payload, coding, limits)?;
    }
    Ok(Answer {
        status: response.status,
        content_type: response.field("content-type").map(str::to_owned),
        payload,
        cut,
    })
}

/// A body that was sent in chunks.
#[derive(Debug, PartialEq)]
struct Joined {
    payload: Vec<u8>,
    /// Whether the chunk that ends it is there.
    is_whole: bool,
}

/// Joins chunks. None where the body is not in chunks after all; of a body that breaks off, what is there.
fn dechunked(body: &[u8]) -> Option<Joined> {
    let mut joined = Vec::with_capacity(body.len());
    let cut = |payload: Vec<u8>| Joined { payload, is_whole: false };
    let mut rest = body;
    loop {
        let end = rest.iter().take(100).position(|byte| *byte == b'\n');
        let Some(line) = end.map(|end| &rest[..end]) else {
            return (!joined.is_empty()).then(|| cut(joined));
        };
        let size = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let size = std::str::from_utf8(size).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size else { return (!joined.is_empty()).then(|| cut(joined)) };
        rest = &rest[line.len() + 1..];
        if size == 0 {
            return Some(Joined { payload: joined, is_whole: true });
        }
        if size >= rest.len() {
            joined.extend_from_slice(rest);
            return Some(cut(joined));
        }
        joined.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// Undoes one content coding. A payload that does not begin as the coding would is taken as it is.
fn decoded(payload: Vec<u8>, coding: &str, limits: Limits) -> Result<Vec<u8>, Refused> {
    let packed = Packed::of(&payload);
    let decoded = match coding {
        "gzip" | "x-gzip" if packed == Packed::Gzip => {
            read(packing::unpacked(payload.as_slice(), packed, limits), limits)
        }
        "zstd" if packed == Packed::Zstd => {
            read(packing::unpacked(payload.as_slice(), packed, limits), limits)
        }
        // Servers send either of two things as deflate (RFC 9110, section 8.4.1.2).
        "deflate" => match read(flate2::bufread::ZlibDecoder::new(payload.as_slice()), limits) {
            Ok(Some(plain)) => Ok(Some(plain)),
            _ => match read(flate2::bufread::DeflateDecoder::new(payload.as_slice()), limits) {
                Ok(plain) => Ok(plain),
                Err(_) => return Ok(payload),
            },
        },
        "br" => match read(brotli_decompressor::Decompressor::new(payload.as_slice(), 8 << 10), limits) {
            Ok(plain) => Ok(plain),
            // Text that is no brotli at all was decoded by the crawler.
            Err(_) if std::str::from_utf8(&payload).is_ok() => return Ok(payload),
            Err(error) => Err(error),
        },
        _ => return Ok(payload),
    };
    match decoded {
        Ok(Some(plain)) => {
            check_ratio(payload.len() as u64, plain.len() as u64, limits.max_ratio)
                .map_err(|error| Refused::Problem(Error::of_stream(error)))?;
            Ok(plain)
        }
        Ok(None) => Err(Refused::Problem(Error::too_large(limits))),
        Err(error) => Err(Refused::Problem(Error::of_stream(error))),
    }
}

fn read(reader: impl Read, limits: Limits) -> io::Result<Option<Vec<u8>>> {
    read_up_to(reader, limits.max_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_where_there_are_chunks() {
        for (body, joined) in [
            ("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", Some(("abcde", true))),
            ("3\nabc\n0\n\n", Some(("abc", true))),
            ("<html>not in chunks", None),
            ("<p>\nnot in chunks", None),
            ("3\r\nabc\r\nff\r\ncut", Some(("abccut", false))),
            ("3\r\nabc\r\n", Some(("abc", false))),
            ("ffffffffffffffff\r\nabc", Some(("abc", false))),
            ("", None),
        ] {
            let joined =
                joined.map(|(text, is_whole)| Joined { payload: text.as_bytes().to_vec(), is_whole });
            assert_eq!(dechunked(body.as_bytes()), joined, "{body:?}");
        }
    }

    #[test]
    fn every_coding_is_undone_and_one_that_was_undone_is_left() {
        use flate2::Compression;
        use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
        use std::io::Write;
        let text = b"<p>the same words, the same words</p>".to_vec();
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&text).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&text).unwrap();
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(&text).unwrap();
        for (coding, bytes) in [
            ("gzip", gzip.finish().unwrap()),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", deflate.finish().unwrap()),
            ("gzip", text.clone()),
            ("br", text.clone()),
            ("zstd", text.clone()),
            ("deflate", text.clone()),
            ("identity", text.clone()),
        ] {
            let plain = decoded(bytes, coding, Limits::default()).unwrap_or_default();
            assert_eq!(plain, text, "{coding}");
        }
    }
}
