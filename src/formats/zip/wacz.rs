//! WACZ: web archives in a zip (specs.webrecorder.net/wacz/1.1.1).
//!
//! In: an archive that is open. Out: the pages of its WARC files, then those that only its lists of pages have. Digests are
//! checked.

use std::collections::HashMap;
use std::io::{Read, Seek};

use serde_json::{Map, Value};

use crate::captures::tree::Kind;
use crate::captures::{Skip, extension_of};
use crate::document::{Doubt, DoubtKind, Moment, identity};
use crate::formats::json_lines::reason_of;
use crate::formats::members::Looked;
use crate::formats::open::Piece;
use crate::formats::unpack::{Flow, Unpacking, within};
use crate::formats::zip::{Open, first_name, is_zip};
use crate::formats::{Content, Context, Error, Format, Head, Outcome, Packing, Page, Record};

/// Web archives in a zip.
pub(crate) struct Wacz;

/// The file that describes a WACZ.
pub(super) const DATA_PACKAGE: &str = "datapackage.json";

impl Format for Wacz {
    fn name(&self) -> &'static str {
        "wacz"
    }

    fn about(&self) -> &'static str {
        "WACZ web archives: WARC files and lists of pages in a zip"
    }

    fn recognised_by(&self) -> &'static str {
        "a zip archive that begins with one of the members of a WACZ, or is named `.wacz`"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        if !is_zip(head.bytes) {
            return None;
        }
        if head.extension == "wacz" {
            return Some("is named as WACZ and begins as a zip archive");
        }
        let first = first_name(head.bytes)?;
        let known = [DATA_PACKAGE.as_bytes(), b"archive/", b"pages/pages.jsonl", b"indexes/index."];
        known
            .iter()
            .any(|name| first.starts_with(name))
            .then_some("is a zip archive that begins as a WACZ does")
    }

    fn packing(&self) -> Packing {
        Packing::Stream(crate::formats::zip::cut)
    }

    /// A line of a list of pages.
    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let object: Map<String, Value> = match parsed(&piece.bytes) {
            Ok(object) => object,
            Err(error) => {
                let reason = format!("not a JSON object: {error}");
                return emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
            }
        };
        let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let status =
            object.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
        if status.is_some_and(|status| status >= 400) {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::ErrorPage));
        }
        let digest = identity::digest_of(&piece.bytes);
        let mut evidence = context.evidence(self.name(), &Piece { digest, ..piece });
        let time = text("ts");
        let mut doubts = Vec::new();
        evidence.captured = Moment::parse(&time);
        if evidence.captured.is_none() && !time.is_empty() {
            let detail = format!("`ts` is {time:?}, which is no time");
            doubts.push(Doubt::new(DoubtKind::UnreadableField, detail));
        }
        evidence.http_status = status;
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: Some(text("url")),
            content: Content::Record(Box::new(Record {
                title: text("title"),
                body: text("text"),
                ..Record::default()
            })),
            doubts,
            moved_from: None,
        })));
    }
}

/// Reads a WACZ: its WARC files, then what only its lists of pages have.
pub(super) fn cut<R: Read + Seek>(
    archive: &Open<'_, R>,
    package: usize,
    names: &[(String, Kind)],
    member: Option<&str>,
    unpacking: &mut Unpacking<'_>,
) -> Flow {
    unpacking.remember_addresses();
    let digests = match archive.description(package) {
        Ok(bytes) => digests(&bytes),
        Err(error) => {
            unpacking.problem(unpacking.place(Some(&within(member, DATA_PACKAGE))), error)?;
            HashMap::new()
        }
    };
    let names = names.iter().map(|(name, _)| name).enumerate();
    let (lists, others): (Vec<_>, Vec<_>) = names.partition(|(_, name)| is_list(name));
    let is_archive = |name: &str| name.starts_with("archive/");
    for (number, name) in others.into_iter().filter(|(_, name)| is_archive(name) && !name.ends_with('/')) {
        unpacking.count(member)?;
        let path = within(member, name);
        let found = archive.entry(number, &path, Looked::default(), unpacking)?;
        if digests.get(name).zip(found).is_some_and(|(digest, found)| *digest != found) {
            unpacking.problem(unpacking.place(Some(&path)), Error::Altered { member: name.clone() })?;
        }
    }
    lists.into_iter().try_for_each(|named| list(archive, named, &digests, member, unpacking))
}

/// Whether a member is called as a list of pages is.
fn is_list(name: &str) -> bool {
    name.starts_with("pages/") && extension_of(name) == "jsonl"
}

/// The lists of pages in an archive that nothing says to be a WACZ: which members they are.
pub(super) fn lists<R: Read + Seek>(archive: &Open<'_, R>, names: &[(String, Kind)]) -> Vec<usize> {
    let called = names.iter().enumerate().filter(|(_, (name, kind))| *kind == Kind::File && is_list(name));
    let begins = |number: &usize| {
        let bytes = archive.description(*number).unwrap_or_default();
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        parsed(line).is_ok_and(|line| is_head(&line))
    };
    called.map(|(number, _)| number).filter(begins).collect()
}

/// Whether a line is the first of a list of pages, which describes the list (section 5.2.2).
fn is_head(line: &Map<String, Value>) -> bool {
    let format = line.get("format").and_then(Value::as_str);
    format.is_some_and(|format| format.starts_with("json-pages-"))
}

fn parsed(line: &[u8]) -> serde_json::Result<Map<String, Value>> {
    serde_json::from_slice(line.trim_ascii())
}

/// Reads one list of pages.
pub(super) fn list<R: Read + Seek>(
    archive: &Open<'_, R>,
    (number, name): (usize, &String),
    digests: &HashMap<String, String>,
    member: Option<&str>,
    unpacking: &mut Unpacking<'_>,
) -> Flow {
    unpacking.count(member)?;
    let path = within(member, name);
    let bytes = match archive.description(number) {
        Ok(bytes) => bytes,
        Err(error) => return unpacking.problem(unpacking.place(Some(&path)), error),
    };
    if digests.get(name).is_some_and(|digest| *digest != identity::digest_of(&bytes)) {
        unpacking.problem(unpacking.place(Some(&path)), Error::Altered { member: name.clone() })?;
    }
    pages(&bytes, &path, unpacking)
}

/// The SHA-256 of members by their paths.
fn digests(package: &[u8]) -> HashMap<String, String> {
    let package: Value = serde_json::from_slice(package).unwrap_or_default();
    let resources = package.get("resources").and_then(Value::as_array).cloned().unwrap_or_default();
    let digest = |resource: &Value| {
        let path = resource.get("path")?.as_str()?.to_owned();
        let hash = resource.get("hash")?.as_str()?.strip_prefix("sha256:")?.to_ascii_lowercase();
        Some((path, hash))
    };
    resources.iter().filter_map(digest).collect()
}

/// Hands on the pages of a list that no WARC file holds and of which the list has a title or a text.
fn pages(bytes: &[u8], path: &str, unpacking: &mut Unpacking<'_>) -> Flow {
    let mut offset = 0;
    for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        let start = offset;
        offset += line.len() as u64;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let object = match parsed(line) {
            Ok(object) => object,
            Err(error) => {
                let reason = format!("not a JSON object: {}", reason_of(&error));
                let place = format!("{}:{number}", unpacking.place(Some(path)));
                unpacking.problem(place, Error::BadRecord { reason })?;
                continue;
            }
        };
        let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
        let says_something = !text("title").is_empty() || !text("text").is_empty();
        if is_head(&object) || text("url").is_empty() || !says_something || unpacking.has_address(text("url"))
        {
            continue;
        }
        let bytes = line.trim_ascii().to_vec();
        let range = Some((start, start + bytes.len() as u64));
        unpacking.piece(Piece {
            format: &Wacz,
            member: Some(path.to_owned()),
            range,
            offset: start,
            bytes,
            ..Piece::default()
        })?;
    }
    Flow::Continue(())
}
