//! Captures in a WARC file (version 1.1, ISO 28500:2017), each record a gzip member of its own.
//!
//! In: [`Fetched`] pages. Out: records appended to one file: for every exchange the request and the response, for a page that is as
//! it was a revisit. What a kill left half written is cut off before anything is appended. The file is locked as long as it is open.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use url::Url;

use crate::captures::fetch::client::reason_of;
use crate::captures::fetch::folder::is_secret;
use crate::captures::fetch::polite::{MAX_REDIRECTS, redirect};
use crate::captures::fetch::record::Record;
use crate::captures::fetch::{
    Earlier, Error, Exchange, Fetched, Kept, Options, Redaction, Shelf, Validators, decode, moment,
    user_agent,
};
use crate::document::{Moment, identity};

/// Profiles of revisit records (WARC 1.1, section 6.7).
const SAME_DIGEST: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// How pages are fetched that are kept as a browser drew them.
const DRAWN: &str = "browser";

/// A WARC file that captures are appended to.
pub struct Warc {
    path: PathBuf,
    file: File,
    user_agent: String,
    max_bytes: u64,
    redaction: Redaction,
    /// By address as it is shown: the last capture of it, and where the response with its page begins.
    known: HashMap<String, (Earlier, u64)>,
    /// Where addresses lead on to.
    leads: HashMap<String, String>,
    /// Number of records, from which ids are made.
    records: u64,
}

impl Warc {
    /// Opens a file, or makes one, for what is fetched with these options.
    ///
    /// # Errors
    /// When it cannot be read or written, another run writes to it, or it is no WARC file of gzip members.
    pub fn open(path: &Path, options: &Options) -> Result<Warc, Error> {
        let failed = |what| {
            let path = path.to_owned();
            move |source| Error::Io { what, path, source }
        };
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed("write"))?;
        let mut warc = Warc {
            path: path.to_owned(),
            file,
            user_agent: user_agent(options.contact.as_deref()),
            max_bytes: options.max_bytes,
            redaction: options.redaction.clone(),
            known: HashMap::new(),
            leads: HashMap::new(),
            records: 0,
        };
        // Two that append would each write over what the other did.
        match warc.file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(failed("lock")(source)),
        }
        let end = warc.scan()?;
        warc.file.set_len(end).map_err(failed("write"))?;
        warc.file.seek(SeekFrom::Start(end)).map_err(failed("write"))?;
        Ok(warc)
    }

    /// Reads what is there; gives where the last whole record ends.
    fn scan(&mut self) -> Result<u64, Error> {
        let path = self.path.clone();
        let failed = |source| Error::Io { what: "read", path: path.clone(), source };
        let mut reader = BufReader::new(self.file.try_clone().map_err(failed)?);
        reader.seek(SeekFrom::Start(0)).map_err(failed)?;
        let length = self.file.metadata().map_err(failed)?.len();
        let mut end = 0;
        while end < length {
            let mut member = GzDecoder::new(&mut reader);
            match Record::read(&mut member, 0) {
                Ok(Some(record)) => self.remember(&record, end),
                // A member that holds nothing is no record, and what follows it may be one.
                Ok(None) if end > 0 => {
                    end = reader.stream_position().map_err(failed)?;
                    continue;
                }
                // Only what lies at the end can be half written.
                Err(error) if end > 0 && error.kind() == io::ErrorKind::UnexpectedEof => break,
                // Nothing of what is there is ours, so nothing of it is cut off.
                Ok(None) => return Err(Error::NotAppendable { path, offset: end }),
                Err(error) if is_of_content(&error) => {
                    return Err(Error::NotAppendable { path, offset: end });
                }
                Err(error) => return Err(failed(error)),
            }
            self.records += 1;
            end = reader.stream_position().map_err(failed)?;
        }
        Ok(end)
    }

    fn remember(&mut self, record: &Record, offset: u64) {
        let Some(url) = record.header("warc-target-uri").map(str::to_owned) else { return };
        let Some(seen) = record.header("warc-date").and_then(Moment::parse) else { return };
        let digest = record.header("warc-payload-digest").unwrap_or_default().to_owned();
        match record.header("warc-type") {
            Some("response") => {
                let Some(response) = record.response() else { return };
                if let Some(location) = response.header("location").filter(|_| response.status / 100 == 3) {
                    let next = Url::parse(&url).and_then(|url| url.join(&location));
                    self.leads.extend(next.ok().map(|next| (url, self.redaction.shown(&next))));
                    return;
                }
                if !matches!(response.status, 200 | 203) {
                    return;
                }
                self.leads.remove(&url);
                let validators = Validators {
                    final_url: url.clone(),
                    etag: response.header("etag"),
                    last_modified: response.header("last-modified"),
                };
                let content_type = response.header("content-type").unwrap_or_default();
                let name = record.header("warc-record-id").unwrap_or_default().to_owned();
                let method = "plain".to_owned();
                let earlier =
                    Earlier { seen, captured: seen, name, digest, validators, content_type, method };
                self.known.insert(url, (earlier, offset));
            }
            Some("resource") => {
                let header = |name: &str| record.header(name).unwrap_or_default().to_owned();
                let validators = Validators { final_url: url.clone(), ..Validators::default() };
                let (name, content_type) = (header("warc-record-id"), header("content-type"));
                let method = DRAWN.to_owned();
                let earlier =
                    Earlier { seen, captured: seen, name, digest, validators, content_type, method };
                self.leads.remove(&url);
                self.known.insert(url, (earlier, offset));
            }
            Some("revisit") => {
                if let Some((earlier, _)) = self.known.get_mut(&url) {
                    earlier.seen = seen;
                }
            }
            _ => {}
        }
    }

    /// The digest that a page has in this file: of the bytes as they were sent.
    fn digest(raw: &[u8]) -> String {
        format!("sha256:{}", identity::hex(&Sha256::digest(raw)))
    }

    fn write(&mut self, fetched: &Fetched, same: Option<&Earlier>) -> io::Result<u64> {
        if self.records == 0 {
            self.write_info(moment(fetched.last.at))?;
        }
        for exchange in &fetched.redirects {
            self.write_exchange(exchange, None)?;
        }
        let is_drawn = fetched.method == DRAWN && same.is_none();
        let begin =
            if is_drawn { self.write_drawn(fetched)? } else { self.write_exchange(&fetched.last, same)? };
        self.file.sync_data()?;
        Ok(begin)
    }

    fn write_info(&mut self, date: Moment) -> io::Result<()> {
        let body = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
            self.user_agent
        );
        let id = self.next_id(body.as_bytes());
        let headers = [
            ("WARC-Type", "warcinfo".to_owned()),
            ("WARC-Record-ID", id),
            ("WARC-Date", date.to_string()),
            ("Content-Type", "application/warc-fields".to_owned()),
        ];
        self.append(&headers, body.as_bytes())?;
        Ok(())
    }

    /// Writes a page that a browser drew: what was sent for it is not what it is, so it is a resource.
    fn write_drawn(&mut self, fetched: &Fetched) -> io::Result<u64> {
        let id = self.next_id(&fetched.body);
        let headers = [
            ("WARC-Type", "resource".to_owned()),
            ("WARC-Record-ID", id),
            ("WARC-Date", fetched.captured().to_string()),
            ("WARC-Target-URI", self.redaction.shown(&fetched.last.url)),
            ("WARC-Payload-Digest", Warc::digest(&fetched.body)),
            ("Content-Type", fetched.last.answer.header("content-type").unwrap_or_default().to_owned()),
        ];
        self.append(&headers, &fetched.body)
    }

    /// The address that an address leads to in the end, by what was captured.
    fn final_of(&self, url: &Url) -> String {
        let mut address = self.redaction.shown(url);
        for _ in 0..=MAX_REDIRECTS {
            match self.leads.get(&address) {
                Some(next) => address.clone_from(next),
                None => break,
            }
        }
        address
    }

    /// Writes the response (or the revisit) and its request; gives where the first begins.
    fn write_exchange(&mut self, exchange: &Exchange, same: Option<&Earlier>) -> io::Result<u64> {
        let answer = &exchange.answer;
        let url = self.redaction.shown(&exchange.url);
        let date = moment(exchange.at).to_string();
        let mut response =
            format!("HTTP/1.1 {} {}\r\n", answer.status, reason_of(answer.status)).into_bytes();
        for (name, value) in answer.headers.iter().filter(|(name, _)| !is_secret(name)) {
            // The body lies here without the framing that it was sent in.
            let value = self.redaction.header(name, value, &exchange.url);
            let name = if name == "transfer-encoding" { "x-archive-orig-transfer-encoding" } else { name };
            response.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        response.extend_from_slice(b"\r\n");
        // What comes with a redirect mostly says again where it leads.
        let leads_to_secret =
            redirect(answer).is_some_and(|to| self.redaction.header("location", to, &exchange.url) != to);
        let payload: &[u8] = if same.is_some() || leads_to_secret { &[] } else { &answer.raw };
        response.extend_from_slice(payload);
        let id = self.next_id(&response);
        let mut headers = vec![
            ("WARC-Type", if same.is_some() { "revisit" } else { "response" }.to_owned()),
            ("WARC-Record-ID", id.clone()),
            ("WARC-Date", date.clone()),
            ("WARC-Target-URI", url.clone()),
            ("Content-Type", "application/http; msgtype=response".to_owned()),
        ];
        headers.extend(leads_to_secret.then(|| ("WARC-Truncated", "unspecified".to_owned())));
        headers.extend(answer.server.map(|server| ("WARC-IP-Address", server.ip().to_string())));
        match same {
            Some(same) => {
                let profile = if answer.status == 304 { NOT_MODIFIED } else { SAME_DIGEST };
                headers.push(("WARC-Profile", profile.to_owned()));
                headers.push(("WARC-Refers-To", same.name.clone()));
                headers.push(("WARC-Refers-To-Target-URI", same.validators.final_url.clone()));
                headers.push(("WARC-Refers-To-Date", same.captured.to_string()));
                headers.push(("WARC-Payload-Digest", same.digest.clone()));
            }
            None => headers.push(("WARC-Payload-Digest", Warc::digest(payload))),
        }
        let begin = self.append(&headers, &response)?;
        let path = &exchange.url[url::Position::BeforePath..url::Position::AfterQuery];
        // Where a secret was taken out of the address, it is taken out of the request as well.
        let path = if url == exchange.url.as_str() { path.to_owned() } else { path_of(&url) };
        let host = exchange.url.host_str().unwrap_or_default();
        let host = exchange.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let mut request =
            format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nuser-agent: {}\r\n", self.user_agent);
        for (name, value) in exchange.request.iter().filter(|(name, _)| !is_secret(name)) {
            request.extend([name, ": ", value, "\r\n"]);
        }
        request.push_str("\r\n");
        let request_id = self.next_id(request.as_bytes());
        let headers = [
            ("WARC-Type", "request".to_owned()),
            ("WARC-Record-ID", request_id),
            ("WARC-Date", date),
            ("WARC-Target-URI", url),
            ("WARC-Concurrent-To", id),
            ("Content-Type", "application/http; msgtype=request".to_owned()),
        ];
        self.append(&headers, request.as_bytes())?;
        Ok(begin)
    }

    /// Appends one record as one gzip member.
    fn append(&mut self, headers: &[(&str, String)], block: &[u8]) -> io::Result<u64> {
        let begin = self.file.stream_position()?;
        let mut record = b"WARC/1.1\r\n".to_vec();
        for (name, value) in headers {
            record.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        let digest = Warc::digest(block);
        let length = block.len();
        record.extend_from_slice(
            format!("WARC-Block-Digest: {digest}\r\nContent-Length: {length}\r\n\r\n").as_bytes(),
        );
        record.extend_from_slice(block);
        record.extend_from_slice(b"\r\n\r\n");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&record)?;
        self.file.write_all(&encoder.finish()?)?;
        self.records += 1;
        Ok(begin)
    }

    /// An id that no other record has: a UUID of the eighth version (RFC 9562), made of the place in the file and of the content.
    fn next_id(&self, block: &[u8]) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.records.to_le_bytes());
        hasher.update(block);
        hasher.update(self.path.as_os_str().as_encoded_bytes());
        let mut bytes = hasher.finalize();
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = identity::hex(&bytes[..16]);
        format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

fn path_of(url: &str) -> String {
    Url::parse(url).map_or_else(|_| "/".to_owned(), |url| url[url::Position::BeforePath..].to_owned())
}

impl Shelf for Warc {
    fn earlier(&mut self, url: &Url) -> Result<Option<Earlier>, Error> {
        Ok(self.known.get(&self.final_of(url)).map(|(earlier, _)| earlier.clone()))
    }

    fn body(&mut self, url: &Url, _earlier: &Earlier) -> Result<Vec<u8>, Error> {
        let failed = |source| Error::Io { what: "read", path: self.path.clone(), source };
        let offset = self.known.get(&self.final_of(url)).map(|(_, offset)| *offset).unwrap_or_default();
        let record = self.record_at(offset, self.max_bytes).map_err(failed)?;
        // What an earlier run took may be more than this one takes.
        if record.as_ref().is_some_and(Record::is_cut) {
            return Err(Error::TooLarge { limit: self.max_bytes });
        }
        if let Some(record) = record.as_ref().filter(|record| record.header("warc-type") == Some("resource"))
        {
            return Ok(record.block.clone());
        }
        let response = record.as_ref().and_then(Record::response);
        let response = response.ok_or_else(|| failed(io::ErrorKind::InvalidData.into()))?;
        let encoding = response.header("content-encoding").unwrap_or_default();
        decode::decode(response.payload, &encoding, self.max_bytes)
            .map_err(|_| failed(io::ErrorKind::InvalidData.into()))
    }

    fn keep(&mut self, fetched: &Fetched, earlier: Option<&Earlier>) -> Result<(Kept, PathBuf), Error> {
        let raw = &fetched.last.answer.raw;
        let same = earlier.filter(|earlier| fetched.is_unchanged() || earlier.digest == Warc::digest(raw));
        let begin = self.write(fetched, same).map_err(|source| Error::Io {
            what: "write",
            path: self.path.clone(),
            source,
        })?;
        for hop in &fetched.redirects {
            let next = hop.answer.header("location").and_then(|location| hop.url.join(location).ok());
            self.leads.extend(next.map(|next| (self.redaction.shown(&hop.url), self.redaction.shown(&next))));
        }
        let address = self.redaction.shown(&fetched.last.url);
        self.leads.remove(&address);
        let captured = fetched.captured();
        if same.is_some() {
            if let Some((earlier, _)) = self.known.get_mut(&address) {
                earlier.seen = captured;
            }
            return Ok((Kept::Unchanged, self.path.clone()));
        }
        let answer = &fetched.last.answer;
        let header = |name: &str| answer.header(name).map(str::to_owned);
        let validators = Validators {
            final_url: self.redaction.shown(&fetched.last.url),
            etag: header("etag"),
            last_modified: header("last-modified"),
        };
        let earlier = Earlier {
            seen: captured,
            captured,
            name: self.id_at(begin)?,
            digest: Warc::digest(raw),
            validators,
            content_type: header("content-type").unwrap_or_default(),
            method: fetched.method.to_owned(),
        };
        self.known.insert(address, (earlier, begin));
        Ok((Kept::Captured, self.path.clone()))
    }
}

impl Warc {
    /// The id of the record that begins there.
    fn id_at(&self, offset: u64) -> Result<String, Error> {
        let failed = |source| Error::Io { what: "read", path: self.path.clone(), source };
        let record = self.record_at(offset, 0).map_err(failed)?;
        Ok(record.and_then(|record| record.header("warc-record-id").map(str::to_owned)).unwrap_or_default())
    }

    /// The record that begins there. It is read through the file that holds the lock: some systems let no other read it.
    fn record_at(&self, offset: u64, most_bytes: u64) -> io::Result<Option<Record>> {
        let mut reader = BufReader::new(&self.file);
        reader.seek(SeekFrom::Start(offset))?;
        let record = Record::read(&mut GzDecoder::new(&mut reader), most_bytes);
        reader.seek(SeekFrom::End(0))?;
        record
    }
}

/// Whether reading failed because of what the file holds, and not because it could not be read.
fn is_of_content(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}
