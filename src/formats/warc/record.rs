//! Reads WARC records off a stream: header, block, and the blank lines between.
//!
//! In: plain bytes. Out: records that may be pages, and why others are passed over. Forgives what writers of WARC are
//! known to get wrong: missing blank lines, bare line feeds, `<…>` around addresses, garbage between records.

use std::io::{self, BufRead, Read};

use crate::captures::Skip;
use crate::formats::Limits;
use crate::formats::warc::{BLOCK_HEAD_BYTES, http};

/// Bytes of the header of a record at most.
const MAX_HEADER_BYTES: usize = 64 << 10;

/// What a record is, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Response,
    Resource,
    Conversion,
    Revisit,
    /// About the crawl: requests, metadata, the crawler itself.
    Other,
}

/// The header of a record.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// Names in lower case, with their values.
    fields: Vec<(String, String)>,
}

impl Record {
    /// Takes a record apart into its header and its block.
    pub(super) fn split(bytes: &[u8]) -> Option<(Record, &[u8])> {
        let (header, block) = split_header(bytes)?;
        Some((Record::parse(header)?, block))
    }

    /// Parses a header; none where it is not one.
    fn parse(header: &[u8]) -> Option<Record> {
        let text = String::from_utf8_lossy(header);
        let mut lines = text.lines();
        lines.next().filter(|line| line.starts_with("WARC/"))?;
        Some(Record { fields: http::fields(lines) })
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn kind(&self) -> Kind {
        match self.header("warc-type").map(str::to_ascii_lowercase).as_deref() {
            Some("response") => Kind::Response,
            Some("resource") => Kind::Resource,
            Some("conversion") => Kind::Conversion,
            Some("revisit") => Kind::Revisit,
            _ => Kind::Other,
        }
    }

    /// The address that was captured.
    pub(super) fn target(&self) -> Option<String> {
        self.address("warc-target-uri")
    }

    /// The address whose page a revisit repeats: that of the record it refers to, else its own.
    pub(super) fn repeated(&self) -> Option<String> {
        self.address("warc-refers-to-target-uri").or_else(|| self.target())
    }

    /// The address and the time of the record that a revisit refers to.
    pub(super) fn referred(&self) -> Option<(String, &str)> {
        Some((self.address("warc-refers-to-target-uri")?, self.header("warc-refers-to-date")?))
    }

    /// An address in a header. WARC 1.0 was read by some as asking for `<…>` around it.
    fn address(&self, name: &str) -> Option<String> {
        let target = self.header(name)?.trim();
        let target = target.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(target);
        // A scheme means the same in capitals (RFC 3986, section 3.1).
        let address = match target.split_once("://") {
            Some((scheme, rest)) if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                format!("{}://{rest}", scheme.to_ascii_lowercase())
            }
            _ => target.to_owned(),
        };
        (!address.is_empty()).then_some(address)
    }

    fn length(&self) -> Option<u64> {
        self.header("content-length")?.trim().parse().ok()
    }
}

/// What comes next in a stream.
pub(super) enum Next {
    /// A record that may be a page: its header, and all of it.
    Record { bytes: Vec<u8>, record: Record },
    /// A record about the crawl.
    Passed,
    /// A record that is no page.
    Skipped(Skip),
    /// The answer that a page is at another address.
    Redirect {
        /// The address that was asked for.
        from: String,
        /// The one that the server named.
        to: String,
    },
    /// A record that is larger than it may be.
    TooLarge,
    /// A record that cannot be read.
    Bad(String),
}

/// The records of a stream.
pub(super) struct Records<R> {
    inner: R,
    limits: Limits,
    position: u64,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(inner: R, limits: Limits) -> Records<R> {
        Records { inner, limits, position: 0 }
    }

    /// Bytes that were read.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn into_inner(self) -> R {
        self.inner
    }

    /// Passes over blank lines; whether anything follows.
    pub(super) fn skip_blank(&mut self) -> io::Result<bool> {
        loop {
            let buffer = self.inner.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let all = blank == buffer.len();
            self.inner.consume(blank);
            self.position += blank as u64;
            if !all {
                return Ok(true);
            }
        }
    }

    /// The next record; none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Next>> {
        if !self.skip_blank()? {
            return Ok(None);
        }
        let mut header = Vec::new();
        self.line(&mut header)?;
        if !header.starts_with(b"WARC/") {
            return self
                .find_record()
                .map(|()| Some(Next::Bad("something else stands where a record should".to_owned())));
        }
        loop {
            let before = header.len();
            self.line(&mut header)?;
            if header.len() > MAX_HEADER_BYTES {
                self.find_record()?;
                return Ok(Some(Next::Bad("its header is longer than 64 KiB".to_owned())));
            }
            if header.len() == before {
                return Ok(Some(Next::Bad("it ends within its header".to_owned())));
            }
            if header[before..].trim_ascii().is_empty() {
                break;
            }
        }
        let Some((record, length)) = Record::parse(&header)
            .and_then(|record| Some((record.length()?, record)))
            .map(|(length, record)| (record, length))
        else {
            self.find_record()?;
            return Ok(Some(Next::Bad("it does not say how long it is".to_owned())));
        };
        self.block(header, record, length).map(Some)
    }

    fn block(&mut self, header: Vec<u8>, record: Record, length: u64) -> io::Result<Next> {
        if record.kind() == Kind::Other {
            self.pass(length)?;
            return Ok(Next::Passed);
        }
        let mut bytes = header;
        let start = bytes.len();
        self.take(length.min(BLOCK_HEAD_BYTES), &mut bytes)?;
        let rest = length - (bytes.len() - start) as u64;
        if let Some(reason) = http::no_page(&record, &bytes[start..]) {
            let redirect = http::redirect(&record, &bytes[start..]);
            self.pass(rest)?;
            return Ok(match redirect {
                Some((from, to)) => Next::Redirect { from, to },
                None => Next::Skipped(reason),
            });
        }
        if length > self.limits.max_bytes {
            self.pass(rest)?;
            return Ok(Next::TooLarge);
        }
        self.take(rest, &mut bytes)?;
        if ((bytes.len() - start) as u64) < length {
            return Ok(Next::Bad("it ends before its length".to_owned()));
        }
        Ok(Next::Record { bytes, record })
    }

    /// Reads up to and with the next line feed, or as much as a header may have.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<()> {
        let bytes = (&mut self.inner).take(MAX_HEADER_BYTES as u64).read_until(b'\n', line)?;
        self.position += bytes as u64;
        Ok(())
    }

    fn take(&mut self, length: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let read = (&mut self.inner).take(length).read_to_end(bytes)?;
        self.position += read as u64;
        Ok(())
    }

    fn pass(&mut self, length: u64) -> io::Result<()> {
        self.position += io::copy(&mut (&mut self.inner).take(length), &mut io::sink())?;
        Ok(())
    }

    /// Goes on to the next line that begins a record.
    fn find_record(&mut self) -> io::Result<()> {
        let mut at_line_start = true;
        loop {
            let buffer = self.inner.fill_buf()?;
            if buffer.is_empty() || (at_line_start && buffer.starts_with(b"WARC/")) {
                return Ok(());
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            at_line_start = end.is_some();
            let bytes = end.map_or(buffer.len(), |end| end + 1);
            self.inner.consume(bytes);
            self.position += bytes as u64;
        }
    }
}

/// A header and what follows the blank line after it.
pub(super) fn split_header(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut place = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        place += line.len();
        if line.trim_ascii().is_empty() {
            return Some((&bytes[..place], &bytes[place..]));
        }
        if place > MAX_HEADER_BYTES * 2 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut records = Records::new(text.as_bytes(), Limits { max_bytes: 100, ..Limits::default() });
        let mut found = Vec::new();
        while let Some(next) = records.next().unwrap() {
            found.push(match next {
                Next::Record { bytes, record } => {
                    let (_, block) = Record::split(&bytes).unwrap();
                    format!("{} {}", record.target().unwrap_or_default(), String::from_utf8_lossy(block))
                }
                Next::Passed => "passed".to_owned(),
                Next::Skipped(reason) => reason.as_str().to_owned(),
                Next::Redirect { from, to } => format!("{from} is at {to}"),
                Next::TooLarge => "too large".to_owned(),
                Next::Bad(reason) => format!("bad: {reason}"),
            });
        }
        found
    }

    #[test]
    fn records_are_read_one_after_another_whatever_stands_between_them() {
        let record = |kind: &str, block: &str| {
            format!(
                "WARC/1.0\r\nWARC-Type: {kind}\r\nwarc-target-uri: <http://a.example/>\r\nContent-Type: text/html\r\n\
                 Content-Length: {}\r\n\r\n{block}",
                block.len()
            )
        };
        let text = [
            &record("warcinfo", "x"),
            "\r\n\r\n",
            &record("resource", "one"),
            "\n",
            &record("resource", "two"),
            "\r\n\r\ngarbage\nmore\n",
            &record("resource", "three"),
            "\r\n\r\nWARC/1.0\r\nWARC-Type: resource\r\n\r\nno length\r\n",
            &record("resource", &"x".repeat(101)),
            "\r\n\r\n",
            &record("resource", "cut")[..record("resource", "cut").len() - 1],
        ]
        .concat();
        assert_eq!(
            read(&text),
            [
                "passed",
                "http://a.example/ one",
                "http://a.example/ two",
                "bad: something else stands where a record should",
                "http://a.example/ three",
                "bad: it does not say how long it is",
                "too large",
                "bad: it ends before its length",
            ]
        );
    }

    #[test]
    fn a_header_without_end_is_not_held() {
        assert_eq!(
            read(&format!("WARC/1.0\r\nA: {}", "x".repeat(1 << 20))),
            ["bad: its header is longer than 64 KiB"]
        );
        assert_eq!(read("WARC/1.0\r\nContent-Length: 3\r\n"), ["bad: it ends within its header"]);
    }
}
