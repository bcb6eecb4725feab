//! JSON Lines: one record a line, plain or gzipped, of any length.
//!
//! In: a stream. Out: one page a record. The stream is cut at line ends into batches of about a mebibyte, which are
//! parsed apart from each other; a line over the limit is passed over without being held.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::captures::Skip;
use crate::document::{Doubt, DoubtKind, Moment, Sighting, identity};
use crate::formats::article;
use crate::formats::exported::{self, Exported};
use crate::formats::record_keys::{self, KEYS, Key, other_key};
use crate::formats::unpack::{Flow, Unpacking};
use crate::formats::{Content, Context, Error, Format, Head, Limits, Outcome, Packing, Page, Piece, Record};

/// Name of the format.
pub const NAME: &str = "json-lines";

/// Bytes of lines in one piece: enough to make handing it over cheap, few enough to share between cores.
const BATCH_BYTES: usize = 1 << 20;

/// JSON Lines.
pub(crate) struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "JSON Lines of records: id, url, title, published, category, summary, body, …"
    }

    fn recognised_by(&self) -> &'static str {
        "a JSON object with a known key on the first line (on a line of more than 8 KiB, its beginning); or `.jsonl`, `.ndjson` and a `{`"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = head.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.bytes).trim_ascii_start();
        if !text.starts_with(b"{") {
            return None;
        }
        let named = matches!(head.extension, "jsonl" | "ndjson");
        match text.iter().position(|byte| *byte == b'\n') {
            Some(end) if named && is_object(&text[..end]) => {
                Some("is named as JSON Lines and its first line is an object")
            }
            Some(end) if has_known_key(&text[..end]) => {
                Some("its first line is a JSON object with known keys")
            }
            None if head.whole && has_known_key(text) => Some("is one JSON object with known keys"),
            None if !head.whole && text[1..].trim_ascii_start().starts_with(b"\"") => {
                Some("begins with a JSON object on one long line")
            }
            _ => named.then_some("is named as JSON Lines and begins with a brace"),
        }
    }

    fn packing(&self) -> Packing {
        Packing::Stream(|input, unpacking| {
            let (member, limits) = (input.member.map(str::to_owned), unpacking.limits);
            let mut batches = Batches { stream: input.plain(limits), limits, offset: 0, line: 1 };
            while let Some(batch) = batches.next(member.as_deref(), unpacking)? {
                unpacking.piece(batch)?;
            }
            Flow::Continue(())
        })
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let mut offset = piece.offset;
        for (line, bytes) in (piece.line..).zip(piece.bytes.split_inclusive(|byte| *byte == b'\n')) {
            let start = offset;
            offset += bytes.len() as u64;
            let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| start == 0).unwrap_or(bytes);
            let text = unmarked.trim_ascii();
            if text.is_empty() {
                continue;
            }
            let place = || format!("{}:{line}", context.place());
            match parse(text) {
                Ok(parsed) if parsed.http_status.is_some_and(|status| status >= 400) => {
                    emit(Outcome::Skipped(place(), Skip::ErrorPage));
                }
                Ok(parsed) if parsed.is_empty() => emit(match parsed.unread {
                    Some(reason) => Outcome::Problem(place(), Error::BadRecord { reason }),
                    None => Outcome::Skipped(place(), Skip::Empty),
                }),
                Ok(parsed) => {
                    // The range and the digest are of the object, without the spaces and the line end around it.
                    let lead = bytes.len() - unmarked.trim_ascii_start().len();
                    let from = start + lead as u64;
                    let range = (from, from + text.len() as u64);
                    emit(Outcome::Page(Box::new(self.page(context, parsed, range, text))));
                }
                Err(reason) => {
                    let reason = format!("not a JSON object: {reason}");
                    let error = if is_cut(bytes) {
                        Error::Packing(io::Error::new(io::ErrorKind::UnexpectedEof, reason))
                    } else {
                        Error::BadRecord { reason }
                    };
                    emit(Outcome::Problem(place(), error));
                }
            }
        }
    }
}

impl JsonLines {
    fn page(&self, context: &Context, parsed: Parsed, range: (u64, u64), text: &[u8]) -> Page {
        let record = Piece { range: Some(range), digest: identity::digest_of(text), ..Piece::default() };
        let mut evidence = context.evidence(self.name(), &record);
        context.known.complete(&mut evidence);
        evidence.captured = parsed.captured.or(evidence.captured);
        evidence.http_status = parsed.http_status.or(evidence.http_status);
        evidence.method = parsed.method.or(evidence.method);
        Page {
            evidence,
            url: parsed.url,
            content: match parsed.exported {
                Some(sighting) => Content::Exported(sighting),
                None => Content::Record(Box::new(parsed.record)),
            },
            doubts: parsed.doubts,
            moved_from: None,
        }
    }
}

/// Whole lines, a batch at a time.
struct Batches<'a> {
    stream: Box<dyn BufRead + 'a>,
    limits: Limits,
    offset: u64,
    line: u64,
}

impl Batches<'_> {
    /// The next batch, or none at the end. What is passed over is told before the batch that it stands in front of.
    fn next(
        &mut self,
        member: Option<&str>,
        unpacking: &mut Unpacking<'_>,
    ) -> ControlFlow<(), Option<Piece>> {
        let mut piece = Piece {
            format: &JsonLines,
            member: member.map(str::to_owned),
            offset: self.offset,
            line: self.line,
            ..Piece::default()
        };
        while piece.bytes.len() < BATCH_BYTES {
            let start = piece.bytes.len();
            match read_line(&mut *self.stream, &mut piece.bytes, self.limits.max_bytes) {
                Ok(Line::End) => break,
                Ok(Line::Read) => {
                    self.offset += (piece.bytes.len() - start) as u64;
                    self.line += 1;
                }
                Ok(Line::TooLong(bytes)) => {
                    piece.bytes.truncate(start);
                    let place = format!("{}:{}", unpacking.place(member), self.line);
                    self.offset += bytes;
                    self.line += 1;
                    unpacking.problem(place, Error::too_large(self.limits))?;
                    // Offsets within a piece are counted from its start, so it ends where a line is left out.
                    if start > 0 {
                        break;
                    }
                    (piece.offset, piece.line) = (self.offset, self.line);
                }
                // What was read before the damage is good; after it nothing can be trusted.
                Err(error) => {
                    piece.bytes.truncate(start);
                    if start > 0 {
                        unpacking.piece(piece)?;
                    }
                    unpacking.problem(unpacking.place(member), Error::of_stream(error))?;
                    return ControlFlow::Continue(None);
                }
            }
        }
        ControlFlow::Continue((!piece.bytes.is_empty()).then_some(piece))
    }
}

enum Line {
    Read,
    TooLong(u64),
    End,
}

fn read_line(stream: &mut dyn BufRead, bytes: &mut Vec<u8>, limit: u64) -> io::Result<Line> {
    let mut length = 0_u64;
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = buffer.iter().position(|byte| *byte == b'\n').map(|end| end + 1);
        let taken = end.unwrap_or(buffer.len());
        length += taken as u64;
        if length <= limit {
            bytes.extend_from_slice(&buffer[..taken]);
        }
        stream.consume(taken);
        if taken == 0 && length == 0 {
            return Ok(Line::End);
        }
        if end.is_some() || taken == 0 {
            return Ok(if length <= limit { Line::Read } else { Line::TooLong(length) });
        }
    }
}

/// Bytes of a text under an unknown key from which it may be what the record is of. A judgement: a paragraph.
const LONG_TEXT: usize = 500;

/// Letters that are shown of what is no address. A judgement: a line on a terminal.
const ADDRESS_SHOWN: usize = 80;

#[derive(Default)]
struct Parsed {
    record: Record,
    /// In place of the record, where rsearch itself wrote it.
    exported: Option<Box<Sighting>>,
    url: Option<String>,
    captured: Option<Moment>,
    http_status: Option<u16>,
    method: Option<String>,
    doubts: Vec<Doubt>,
    /// Why a title, a summary or a text is not read, where there is one.
    unread: Option<String>,
}

fn has_known_key(line: &[u8]) -> bool {
    let object: Result<Map<String, Value>, _> = serde_json::from_slice(line.trim_ascii());
    object.is_ok_and(|object| KEYS.iter().any(|(key, _)| object.contains_key(*key)))
}

fn is_object(line: &[u8]) -> bool {
    serde_json::from_slice::<Map<String, Value>>(line.trim_ascii()).is_ok()
}

fn parse(text: &[u8]) -> Result<Parsed, String> {
    let lossy = String::from_utf8_lossy(text);
    let object: Map<String, Value> = serde_json::from_str(&lossy).map_err(|error| reason_of(&error))?;
    let mut parsed = Parsed::default();
    if matches!(lossy, std::borrow::Cow::Owned(_)) {
        parsed.doubts.push(Doubt::new(DoubtKind::BadEncoding, "some bytes are not UTF-8"));
    }
    if exported::is_one(&object) {
        let Exported { sighting, captured, doubts } = exported::read(object);
        parsed.doubts.extend(doubts);
        parsed.url.clone_from(&sighting.url);
        return Ok(Parsed { exported: Some(Box::new(sighting)), captured, ..parsed });
    }
    let (mut others, mut long, mut within) = (Vec::new(), None, None);
    for (name, value) in object {
        match record_keys::known(&name) {
            Some(key) => parsed.take(key, &name, value),
            None => match (other_key(&name), value) {
                (Some((rank, key)), value) => others.push((rank, key, name, value)),
                (None, Value::Object(fields)) if record_keys::is_of_page(&name) => within = Some(fields),
                (None, value) => {
                    if value.as_str().is_some_and(|text| text.len() >= LONG_TEXT) {
                        long.get_or_insert_with(|| name.clone());
                    }
                    parsed.record.ignored.push(name);
                }
            },
        }
    }
    others.sort_by_key(|(rank, ..)| *rank);
    for (_, key, name, value) in others {
        let value = match (key, value) {
            (Key::Body, Value::String(text)) if is_html(&text) => Value::String(article::plain(&text)),
            // Crawl4AI has it in several forms.
            (Key::Body, Value::Object(mut forms)) => {
                forms.remove("raw_markdown").unwrap_or(Value::Object(forms))
            }
            (_, value) => value,
        };
        parsed.take(key, &name, value);
    }
    if let Some(fields) = within {
        parsed.take_within(fields);
    }
    if let Some(url) = parsed.url.as_deref().filter(|url| identity::url_key(url).is_none()) {
        let shown: String = url.chars().take(ADDRESS_SHOWN).collect();
        let detail = format!("`url` is {shown:?}, which is no address of the web");
        parsed.doubts.push(Doubt::new(DoubtKind::UnreadableField, detail));
    }
    if let Some(name) = long.filter(|_| parsed.record.body.is_empty()) {
        let detail = format!("`{name}` holds a long text and is no known key");
        parsed.doubts.push(Doubt::new(DoubtKind::UnreadableField, detail));
    }
    Ok(parsed)
}

/// Whether a line that is no JSON would be the beginning of some, and no line end follows: its file was cut there.
fn is_cut(line: &[u8]) -> bool {
    let parsed = serde_json::from_slice::<IgnoredAny>(line);
    !line.ends_with(b"\n") && parsed.is_err_and(|error| error.is_eof())
}

/// Whether a text that crawlers keep is one of HTML: it begins with a tag or a doctype, and some element ends in it.
fn is_html(text: &str) -> bool {
    let after = text.trim_start().strip_prefix('<');
    after.is_some_and(|after| after.starts_with(|sign: char| sign == '!' || sign.is_ascii_alphabetic()))
        && text.contains("</")
}

/// Why a line is no JSON. The parser saw one line and calls it line 1.
pub(crate) fn reason_of(error: &serde_json::Error) -> String {
    let reason = error.to_string();
    match reason.split_once(" at line ") {
        Some((what, _)) => format!("{what} at column {}", error.column()),
        None => reason,
    }
}

impl Parsed {
    /// Whether it says nothing but that it is there.
    fn is_empty(&self) -> bool {
        let Record { title, body, summary, .. } = &self.record;
        self.exported.is_none() && title.is_empty() && body.is_empty() && summary.is_empty()
    }

    /// Takes what a record says of its page in an object of its own (`metadata`), where it does not say it itself. What else
    /// stands there is the page's, and often in shapes of its own.
    fn take_within(&mut self, fields: Map<String, Value>) {
        let doubts = self.doubts.len();
        for (name, value) in fields {
            let key = record_keys::known(&name).or_else(|| other_key(&name).map(|(_, key)| key));
            let is_of_page = |key: &Key| !matches!(key, Key::Id | Key::Body | Key::Category | Key::Method);
            let Some(key) = key.filter(is_of_page) else { continue };
            if !matches!(key, Key::Authors) || self.record.authors.is_empty() {
                self.take(key, &name, value);
            }
        }
        self.doubts.truncate(doubts);
    }

    fn take(&mut self, key: Key, name: &str, value: Value) {
        if value.is_null() {
            return;
        }
        let record = &mut self.record;
        let understood = match key {
            Key::Id => set(&mut record.id, scalar(value)),
            Key::Url => set(&mut self.url, scalar(value)),
            Key::Title => fill(&mut record.title, scalar(value)),
            Key::Published => set(&mut record.published, scalar(value)),
            Key::Updated => set(&mut record.updated, scalar(value)),
            Key::Category => extend(&mut record.categories, value),
            Key::Summary => fill(&mut record.summary, scalar(value)),
            Key::Body => fill(&mut record.body, scalar(value)),
            Key::Publisher => set(&mut record.publisher, scalar(value)),
            Key::Authors => extend(&mut record.authors, value),
            Key::Language => set(&mut record.language, scalar(value)),
            Key::Method => set(&mut self.method, scalar(value)),
            Key::HttpStatus => {
                let status = scalar(value).and_then(|text| text.parse().ok());
                self.http_status = self.http_status.or(status);
                status.is_some()
            }
            Key::Captured => {
                let captured = scalar(value).and_then(|text| Moment::parse(&text));
                let is_read = captured.is_some();
                self.captured = self.captured.or(captured);
                is_read
            }
        };
        if !understood {
            let detail = format!("`{name}` is in a shape that is not understood");
            if matches!(key, Key::Title | Key::Summary | Key::Body) {
                self.unread.get_or_insert_with(|| detail.clone());
            }
            self.doubts.push(Doubt::new(DoubtKind::UnreadableField, detail));
        }
    }
}

/// The text of a string, number or truth value.
fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Sets a field unless an earlier key of the same meaning has; an empty text sets nothing.
fn set(field: &mut Option<String>, text: Option<String>) -> bool {
    let Some(text) = text else { return false };
    if field.is_none() && !text.trim().is_empty() {
        *field = Some(text.trim().to_owned());
    }
    true
}

fn fill(field: &mut String, text: Option<String>) -> bool {
    let Some(text) = text else { return false };
    if field.is_empty() && !text.trim().is_empty() {
        *field = text;
    }
    true
}

/// Adds a text, a list of texts, or a list of objects with a `name`.
fn extend(field: &mut Vec<String>, value: Value) -> bool {
    match value {
        Value::Array(values) => {
            let before = values.len();
            let texts: Vec<String> = values
                .into_iter()
                .filter_map(|value| match value {
                    Value::Object(mut object) => object.remove("name").and_then(scalar),
                    other => scalar(other),
                })
                .collect();
            let all = texts.len() == before;
            for text in &texts {
                push_new(field, text);
            }
            all
        }
        other => match scalar(other) {
            Some(text) => {
                push_new(field, &text);
                true
            }
            None => false,
        },
    }
}

fn push_new(field: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !text.is_empty() && !field.iter().any(|known| known == text) {
        field.push(text.to_owned());
    }
}
