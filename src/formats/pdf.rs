//! PDF: papers and reports.
//!
//! In: bytes. Out: one record with the text, and with title, authors and dates of the document's information and its XMP
//! packet. A PDF of pictures has no text and is told so. The libraries that read PDF may panic and may take long, so they
//! work in a thread of their own, for so long and no longer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Dictionary, Document, Object};

use crate::document::{Doubt, DoubtKind, Moment};
use crate::formats::{
    Content, Context, Error, Format, Head, Limits, Outcome, Page, Piece, Record, watch, xml,
};

/// PDF files.
pub(crate) struct Pdf;

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn about(&self) -> &'static str {
        "PDF: text, title, authors and dates"
    }

    fn recognised_by(&self) -> &'static str {
        "`%PDF-` in the first 1,024 bytes"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        // Readers take a header anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13).
        const SEARCHED: usize = 1024;
        let start = &head.bytes[..head.bytes.len().min(SEARCHED)];
        let at = start.windows(5).position(|window| window == b"%PDF-")?;
        let is_other = start[..at].trim_ascii_start().starts_with(b"<") || head.extension == "md";
        (!is_other).then_some("has the header of a PDF")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let mut evidence = context.evidence(self.name(), &piece);
        let place = context.place().to_owned();
        let (mut record, printed) = match within_time(piece.bytes, context.limits) {
            Ok(read) => read,
            Err(error) => return emit(Outcome::Problem(place, error)),
        };
        evidence.captured = printed;
        context.known.complete(&mut evidence);
        context.known.describe(&mut record);
        let mut doubts = Vec::new();
        if record.body.is_empty() {
            doubts.push(Doubt::new(DoubtKind::NoText, "the PDF has no text: it may be scanned"));
        }
        if record.title.is_empty() {
            record.title = first_line(&record.body);
        }
        if record.title.is_empty() {
            let name = place.rsplit('/').next().unwrap_or(&place);
            name.strip_suffix(".pdf").unwrap_or(name).clone_into(&mut record.title);
        }
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: context.known.url.clone(),
            content: Content::Record(Box::new(record)),
            doubts,
            moved_from: None,
        })));
    }
}

/// What a document says, and when a browser printed it, where one did.
type Read = (Record, Option<Moment>);

/// Reads a document, unless that takes too long.
fn within_time(bytes: Vec<u8>, limits: Limits) -> Result<Read, Error> {
    /// Stack of the thread: content streams are read recursively.
    const STACK_BYTES: usize = 16 << 20;
    let bad = |reason| Error::BadRecord { reason: format!("not a readable PDF: {reason}") };
    match watch::within(limits, "pdf", STACK_BYTES, move || read(&bytes))? {
        Some(read) => read.map_err(bad),
        None => Err(bad("the library that reads PDF failed on it".to_owned())),
    }
}

fn read(bytes: &[u8]) -> Result<Read, String> {
    let mut document = Document::load_mem(bytes).map_err(|error| error.to_string())?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| "it is locked by a password".to_owned())?;
    }
    let (mut record, printed) = said(&document);
    // What is said of a document is good also where its text cannot be read.
    let mut text = String::new();
    let mut output = pdf_extract::PlainTextOutput::new(&mut text);
    let extracted = catch_unwind(AssertUnwindSafe(|| pdf_extract::output_doc(&document, &mut output)));
    match extracted {
        Ok(Ok(())) => {}
        _ if record.title.is_empty() && text.trim().is_empty() => {
            return Err("its text is not readable".to_owned());
        }
        _ => {}
    }
    record.body = joined(&text);
    Ok((record, printed))
}

/// Lines joined to blocks, words that a line end divides put together.
fn joined(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\u{c}', "\n\n");
    let mut blocks: Vec<String> = Vec::new();
    for block in text.split("\n\n") {
        let mut out = String::new();
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let divided = out.ends_with('-') && line.starts_with(char::is_lowercase) && !out.ends_with(" -");
            if divided {
                out.pop();
            } else if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(line);
        }
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        // Some programs set every line apart: a block that stops within a sentence goes on in the next.
        match blocks.last_mut() {
            Some(last) if !out.is_empty() && out.starts_with(char::is_lowercase) && !ends_sentence(last) => {
                if last.ends_with('-') && !last.ends_with(" -") {
                    last.pop();
                } else {
                    last.push(' ');
                }
                last.push_str(&out);
            }
            _ if !out.is_empty() => blocks.push(out),
            _ => {}
        }
    }
    blocks.join("\n\n")
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', ':', '”', '"', '»', '。'])
}

fn first_line(body: &str) -> String {
    /// Letters of the longest titles of papers.
    const MAX_LETTERS: usize = 200;
    body.split("\n\n")
        .next()
        .filter(|line| line.chars().count() <= MAX_LETTERS)
        .unwrap_or_default()
        .to_owned()
}

/// How sure it is that a document was published when its file was made.
const MADE: f32 = 0.4;

/// What a document says of itself.
fn said(document: &Document) -> Read {
    let info = document.trailer.get(b"Info").ok().and_then(|info| dictionary(document, info));
    let text = |name: &[u8]| -> Option<String> {
        let value = info.and_then(|info| info.get(name).ok())?;
        let value = match value {
            Object::Reference(id) => document.get_object(*id).ok()?,
            value => value,
        };
        let text = pdf_extract::decode_text_string(value).ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let packet = packet(document).unwrap_or_default();
    let stated = packet.published.clone();
    let created = text(b"CreationDate");
    let is_print = [text(b"Creator"), text(b"Producer")].iter().flatten().any(|program| is_browser(program));
    let printed = created.as_deref().filter(|_| is_print).and_then(moment);
    let made = created.as_deref().and_then(date).or(packet.created).filter(|_| !is_print);
    let authors = if packet.authors.is_empty() {
        text(b"Author").map(|names| people(&names)).unwrap_or_default()
    } else {
        packet.authors
    };
    let record = Record {
        title: packet.title.or_else(|| text(b"Title")).filter(|title| is_title(title)).unwrap_or_default(),
        published_confidence: if stated.is_some() { None } else { Some(MADE) },
        published: stated.or(made),
        summary: packet.summary.or_else(|| text(b"Subject")).unwrap_or_default(),
        authors,
        publisher: packet.publisher,
        language: packet.language,
        ..Record::default()
    };
    (record, printed)
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    match object {
        Object::Reference(id) => document.get_object(*id).ok()?.as_dict().ok(),
        object => object.as_dict().ok(),
    }
}

/// Names of files and of programs are no titles.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let ends = [".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".rtf", ".qxd", ".pptx", ".ppt"];
    !(ends.iter().any(|end| lower.ends_with(end))
        || lower.starts_with("microsoft word")
        || lower == "untitled")
}

/// Names as people put them into one field: apart by semicolons, else by commas and `and`.
fn people(names: &str) -> Vec<String> {
    let names = names.replace(" and ", ", ").replace(" & ", ", ");
    let separator = if names.contains(';') { ';' } else { ',' };
    names.split(separator).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// `D:20240314120000+01'00'` (ISO 32000-1, section 7.9.4) as a day.
fn date(text: &str) -> Option<String> {
    let digits: String = text.trim_start_matches("D:").chars().take_while(char::is_ascii_digit).collect();
    match digits.len() {
        8.. => Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..8])),
        6 => Some(format!("{}-{}", &digits[..4], &digits[4..6])),
        4 => Some(digits),
        _ => None,
    }
}

/// The same as a moment, where it tells the second.
fn moment(text: &str) -> Option<Moment> {
    let text = text.trim_start_matches("D:");
    let digits = text.get(..14).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let zone = text[14..].replace('\'', ":");
    let zone = match zone.trim_end_matches(':') {
        "" => "Z",
        zone if zone.starts_with('Z') => "Z",
        zone => zone,
    };
    let part = |from: usize, to: usize| &digits[from..to];
    Moment::parse(&format!(
        "{}-{}-{}T{}:{}:{}{zone}",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    ))
}

/// Whether a program is a browser, which prints pages of others.
fn is_browser(program: &str) -> bool {
    ["Mozilla/", "Chromium", "Chrome", "Skia/PDF", "HeadlessChrome", "Firefox", "wkhtmltopdf"]
        .iter()
        .any(|name| program.starts_with(name))
}

/// What an XMP packet says.
#[derive(Default)]
struct Packet {
    title: Option<String>,
    authors: Vec<String>,
    summary: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    published: Option<String>,
    created: Option<String>,
}

/// The XMP packet of the document (ISO 16684-1), where there is one that can be read.
fn packet(document: &Document) -> Option<Packet> {
    let metadata = document.catalog().ok()?.get(b"Metadata").ok()?.as_reference().ok()?;
    let stream = document.get_object(metadata).ok()?.as_stream().ok()?;
    let bytes = stream.get_plain_content().ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let tree = xml::parse(&text)?;
    let one = |name: &str| xml::texts(&tree, name).into_iter().next();
    Some(Packet {
        title: one("title"),
        authors: xml::texts(&tree, "creator"),
        summary: one("description"),
        publisher: one("publisher"),
        language: one("language"),
        published: one("publicationDate").or_else(|| one("coverDate")),
        created: one("CreateDate"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blocks_and_divided_words_are_put_together() {
        assert_eq!(
            joined("One line\nand its end-\ning.\n\n\nNext\x0cPage"),
            "One line and its ending.\n\nNext\n\nPage"
        );
        assert_eq!(
            joined("A line set\n\napart from its end.\n\nNew"),
            "A line set apart from its end.\n\nNew"
        );
    }

    #[test]
    fn dates_and_names_are_read_as_programs_write_them() {
        assert_eq!(date("D:20240314120000+01'00'").as_deref(), Some("2024-03-14"));
        assert_eq!(date("D:2024").as_deref(), Some("2024"));
        assert_eq!(date("yesterday"), None);
        for (text, expected) in [
            ("D:20240314120000+01'00'", Some("2024-03-14T11:00:00Z")),
            ("D:20240314120000Z00'00'", Some("2024-03-14T12:00:00Z")),
            ("D:20240314120000", Some("2024-03-14T12:00:00Z")),
            ("D:20240314", None),
        ] {
            assert_eq!(moment(text).map(|moment| moment.to_string()).as_deref(), expected, "{text}");
        }
        assert_eq!(people("Ada Ferry; Ben Quay"), ["Ada Ferry", "Ben Quay"]);
        assert_eq!(people("Ada Ferry, Ben Quay and Cy Reef"), ["Ada Ferry", "Ben Quay", "Cy Reef"]);
    }

    #[test]
    fn what_is_no_pdf_behind_its_header_is_an_error_and_no_panic() {
        for bytes in
            [&b"%PDF-1.7"[..], b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF"]
        {
            assert!(within_time(bytes.to_vec(), Limits::default()).is_err());
        }
    }
}
