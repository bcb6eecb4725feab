//! Undoes the content encodings of HTTP, to a limit.
//!
//! In: the bytes of a body as they were sent, and the `Content-Encoding` header. Out: the bytes of the page, or why there are
//! none. However small what was sent, no more than the limit is unpacked.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

use crate::captures::read_up_to;

/// What is asked for in `Accept-Encoding`.
pub(crate) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// Encodings laid over each other at most; more serve no purpose but to burst the reader.
const MAX_LAYERS: usize = 3;

/// Bytes of buffer of brotli.
const BUFFER_BYTES: usize = 4 << 10;

/// Why a body cannot be unpacked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is more than the limit.
    TooLarge,
    /// An encoding that nobody asked for, or damaged data.
    Bad(String),
}

/// Undoes every encoding that the header names.
pub(crate) fn decode(raw: &[u8], encodings: &str, limit: u64) -> Result<Vec<u8>, Failure> {
    let names: Vec<String> = encodings
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity")
        .collect();
    if names.len() > MAX_LAYERS {
        return Err(Failure::Bad(format!("{} encodings over each other", names.len())));
    }
    let mut bytes = raw.to_vec();
    for name in names.iter().rev() {
        // A body that is empty was not packed, whatever its header says (answers to HEAD, and sloppy servers).
        if bytes.is_empty() {
            break;
        }
        bytes = undo(&bytes, name, limit)?;
    }
    if bytes.len() as u64 > limit { Err(Failure::TooLarge) } else { Ok(bytes) }
}

fn undo(bytes: &[u8], name: &str, limit: u64) -> Result<Vec<u8>, Failure> {
    let read = |reader: &mut dyn Read| -> Result<Vec<u8>, Failure> {
        match read_up_to(reader, limit) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(Failure::TooLarge),
            Err(error) => Err(Failure::Bad(format!("damaged {name} data: {error}"))),
        }
    };
    match name {
        "gzip" | "x-gzip" => read(&mut MultiGzDecoder::new(bytes)),
        "br" => read(&mut brotli_decompressor::Decompressor::new(bytes, BUFFER_BYTES)),
        "zstd" => {
            let decoder = StreamingDecoder::new(bytes).map_err(io::Error::other);
            match decoder {
                Ok(mut decoder) => read(&mut decoder),
                Err(error) => Err(Failure::Bad(format!("damaged zstd data: {error}"))),
            }
        }
        // RFC 9110 means zlib; some servers send the bare stream.
        "deflate" => read(&mut ZlibDecoder::new(bytes)).or_else(|failure| match failure {
            Failure::TooLarge => Err(failure),
            Failure::Bad(_) => read(&mut DeflateDecoder::new(bytes)),
        }),
        other => Err(Failure::Bad(format!("unknown content encoding {other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_encoding_that_is_asked_for_is_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(b"words").unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(b"words").unwrap();
        let zstd =
            ruzstd::encoding::compress_to_vec(&b"words"[..], ruzstd::encoding::CompressionLevel::Fastest);
        // The words, stored in brotli without compression (RFC 7932, section 9.2).
        let brotli = [0x0b, 0x02, 0x80, b'w', b'o', b'r', b'd', b's', 0x03];
        for (encoding, raw) in [
            ("", b"words".to_vec()),
            ("identity", b"words".to_vec()),
            ("gzip", gzip(b"words")),
            ("X-GZip", gzip(b"words")),
            ("gzip, gzip", gzip(&gzip(b"words"))),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", bare.finish().unwrap()),
            ("zstd", zstd),
            ("br", brotli.to_vec()),
        ] {
            assert_eq!(decode(&raw, encoding, 100).unwrap(), b"words", "{encoding}");
        }
    }

    #[test]
    fn no_more_than_the_limit_is_unpacked() {
        let bomb = gzip(&vec![b'x'; 1 << 20]);
        assert!(bomb.len() < 2_000);
        assert!(matches!(decode(&bomb, "gzip", 10_000), Err(Failure::TooLarge)));
        assert!(matches!(decode(&gzip(&bomb), "gzip, gzip", 10_000), Err(Failure::TooLarge)));
        assert!(matches!(decode(&[b'x'; 11], "", 10), Err(Failure::TooLarge)));
    }

    #[test]
    fn damaged_and_unknown_encodings_are_errors() {
        let cut = &gzip(b"words and more words")[..20];
        for (raw, encoding) in [
            (cut, "gzip"),
            (b"words", "br"),
            (b"words", "zstd"),
            (b"words", "rot13"),
            (b"x", "gzip,gzip,gzip,gzip"),
        ] {
            assert!(matches!(decode(raw, encoding, 100), Err(Failure::Bad(_))), "{encoding}");
        }
    }
}
