//! Reads records of a WARC file back, as they were written: each a gzip member of its own.
//!
//! In: the plain bytes of one record. Out: a [`Record`], its headers and the beginning of what it holds, and the response in it.

use std::io::{self, Read};

/// Bytes of the head of a record or of a response, above which a file is none of ours.
const MAX_HEAD_BYTES: usize = 1 << 20;

/// A record that was read back.
pub(super) struct Record {
    headers: Vec<(String, String)>,
    /// What it holds, or the beginning of it.
    pub(super) block: Vec<u8>,
    /// Bytes that it holds.
    length: u64,
}

/// The response in a record.
pub(super) struct Response<'a> {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) payload: &'a [u8],
}

impl Record {
    /// Reads one to its end, and keeps its heads and so many bytes of what it holds; none at the end of the file.
    pub(super) fn read(reader: &mut impl Read, most_bytes: u64) -> io::Result<Option<Record>> {
        let limit = most_bytes.saturating_add(2 * MAX_HEAD_BYTES as u64);
        let mut bytes = Vec::new();
        match reader.by_ref().take(limit).read_to_end(&mut bytes) {
            Ok(_) => {}
            Err(error) if bytes.is_empty() && error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let bad = || io::Error::new(io::ErrorKind::InvalidData, "not a WARC record in a gzip member");
        let (head, rest) = split_head(&bytes).ok_or_else(bad)?;
        let (version, headers) = read_head(head);
        if !version.starts_with("WARC/") {
            return Err(bad());
        }
        let record = Record { headers, block: Vec::new(), length: 0 };
        let length =
            record.header("content-length").and_then(|text| text.parse::<u64>().ok()).ok_or_else(bad)?;
        let more = io::copy(reader, &mut io::sink())?;
        if (rest.len() as u64).saturating_add(more) < length {
            return Err(bad());
        }
        let kept = usize::try_from(length).unwrap_or(usize::MAX).min(rest.len());
        Ok(Some(Record { block: rest[..kept].to_vec(), length, ..record }))
    }

    /// Whether it holds more than was kept of it.
    pub(super) fn is_cut(&self) -> bool {
        (self.block.len() as u64) < self.length
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn response(&self) -> Option<Response<'_>> {
        let (head, payload) = split_head(&self.block)?;
        let (line, headers) = read_head(head);
        let status = line.split(' ').nth(1)?.parse().ok()?;
        Some(Response { status, headers, payload })
    }
}

impl Response<'_> {
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

/// Parts a head from what follows its empty line.
fn split_head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let window = &bytes[..bytes.len().min(MAX_HEAD_BYTES)];
    let end = window.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some((&bytes[..end], &bytes[end + 4..]))
}

/// The first line, and the headers with their names in small letters.
fn read_head(head: &[u8]) -> (String, Vec<(String, String)>) {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default().to_owned();
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    (first, headers)
}
