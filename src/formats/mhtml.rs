//! MHTML: a web page and its parts in one message (RFC 2557), as Chromium, Internet Explorer and add-ons of Firefox
//! save it.
//!
//! In: the message. Out: one page, the root of the message. Its other parts are pictures, style sheets and frames.

use memchr::memmem;

use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::captures::Skip;
use crate::document::{Doubt, DoubtKind, Moment};
use crate::formats::saved::Saved;
use crate::formats::{Content, Context, Error, Format, Head, Outcome, Page, Piece, charset, wayback};

/// MHTML files.
pub(crate) struct Mhtml;

/// Bytes of the head in which the header of a message ends.
const HEADER_BYTES: usize = 4 << 10;

impl Format for Mhtml {
    fn name(&self) -> &'static str {
        "mhtml"
    }

    fn about(&self) -> &'static str {
        "MHTML pages of Chromium, Edge, Internet Explorer and add-ons of Firefox"
    }

    fn recognised_by(&self) -> &'static str {
        "the header of a MIME message that is `multipart/related` or `text/html`"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text =
            String::from_utf8_lossy(&head.bytes[..head.bytes.len().min(HEADER_BYTES)]).to_ascii_lowercase();
        let text = text.trim_start_matches(['\u{feff}', '\r', '\n']);
        let is_field = |line: &str| line.split_once(':').is_some_and(|(name, _)| is_name(name));
        if !text.lines().next().is_some_and(is_field) {
            return None;
        }
        let end = text.find("\n\n").or_else(|| text.find("\n\r\n")).unwrap_or(text.len());
        let header = &text[..end];
        let has = |name: &str| header.lines().any(|line| line.starts_with(name));
        let is_page = header.contains("multipart/related") || header.contains("text/html");
        let is_message = has("content-type:") && (has("mime-version:") || has("snapshot-content-location:"));
        (is_page && is_message).then_some("begins with the header of a MIME message")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let closed = closed(&piece.bytes);
        let Some(message) = MessageParser::default().parse(closed.as_deref().unwrap_or(&piece.bytes)) else {
            let reason = "not a MIME message".to_owned();
            return emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
        };
        let multipart = message.content_type().filter(|kind| kind.ctype() == "multipart");
        let boundary = multipart.and_then(|kind| kind.attribute("boundary"));
        if multipart.is_some() && boundary.is_none() {
            let reason = "of MIME: it names no boundary, which would tell its parts apart".to_owned();
            return emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
        }
        let Some(root) = root(&message) else {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::NoPage));
        };
        let (source, doubt) = match &root.body {
            // Chromium writes UTF-8 and does not say so; where a part says what it is, it has been decoded.
            PartType::Html(_) if root.content_type().and_then(|kind| kind.attribute("charset")).is_none() => {
                charset::decode_html(root.contents(), None)
            }
            PartType::Html(text) | PartType::Text(text) => (text.to_string(), None),
            _ => charset::decode_html(root.contents(), None),
        };
        let field = |name: &'static str| {
            message.header_raw(HeaderName::Other(name.into())).map(|text| text.trim().to_owned())
        };
        let mut doubts: Vec<Doubt> = doubt.into_iter().collect();
        let mut evidence = context.evidence(self.name(), &piece);
        if closed.is_some() {
            doubts.push(Doubt::new(DoubtKind::CutShort, "the boundary that ends the message is missing"));
        }
        let date = message.date().filter(|date| date.is_valid());
        let captured = date.and_then(|date| Moment::from_unix(date.to_timestamp()));
        let written = message.header_raw(HeaderName::Date).map(str::trim).filter(|text| !text.is_empty());
        if let (None, Some(text)) = (captured, written) {
            let detail = format!("`Date` is {text:?}, which is no time");
            doubts.push(Doubt::new(DoubtKind::UnreadableField, detail));
        }
        let address = field("Snapshot-Content-Location")
            .or_else(|| root.content_location().map(str::to_owned))
            .or_else(|| message.content_location().map(str::to_owned))
            .filter(|address| address.starts_with("http://") || address.starts_with("https://"));
        let (source, saved) = wayback::undone(source, Saved { url: address, captured });
        evidence.captured = saved.captured;
        context.known.complete(&mut evidence);
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: context.known.url.clone().or(saved.url),
            content: Content::Html(source),
            doubts,
            moved_from: None,
        })));
    }
}

/// A message that breaks off, with the boundary that ends it: what reads messages undoes no coding of a part without end. None
/// of a whole one.
fn closed(message: &[u8]) -> Option<Vec<u8>> {
    let header = MessageParser::default().parse_headers(message)?;
    let boundary = header.content_type().filter(|kind| kind.ctype() == "multipart")?.attribute("boundary")?;
    let end = format!("--{boundary}--");
    if memmem::rfind(message, end.as_bytes()).is_some() {
        return None;
    }
    let mut whole = message;
    // What is there of a boundary is no text.
    let line = memchr::memrchr(b'\n', whole).map_or(0, |at| at + 1);
    let last = whole.get(line..).unwrap_or_default().trim_ascii_end();
    if last.starts_with(b"-") && end.as_bytes().starts_with(last) {
        whole = whole.get(..line).unwrap_or_default();
    }
    // Nor is half a letter of quoted-printable (RFC 2045, section 6.7), which would leave the whole part as it is.
    let escape = whole.iter().rev().take(2).position(|byte| *byte == b'=').map(|back| whole.len() - 1 - back);
    if let Some(escape) = escape.filter(|_| memmem::find(message, b"quoted-printable").is_some()) {
        whole = whole.get(..escape).unwrap_or_default();
    }
    Some([whole, b"\r\n", end.as_bytes(), b"\r\n"].concat())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The page itself: the part that `start` names, else the first that is HTML.
fn root<'a, 'x>(message: &'a Message<'x>) -> Option<&'a MessagePart<'x>> {
    let start = message.content_type().and_then(|kind| kind.attribute("start"));
    let start = start.map(|id| id.trim_matches(['<', '>']));
    let named = start.and_then(|id| message.parts.iter().find(|part| part.content_id() == Some(id)));
    let is_html = |part: &&MessagePart<'_>| {
        matches!(part.body, PartType::Html(_))
            || part.content_type().is_some_and(|kind| {
                matches!(kind.subtype(), Some("html" | "xhtml+xml"))
                    && !matches!(part.body, PartType::Multipart(_))
            })
    };
    named.filter(is_html).or_else(|| message.parts.iter().find(is_html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_a_page_is_told_from_text_with_colons() {
        let detected =
            |text: &str| Mhtml.detect(&Head { bytes: text.as_bytes(), extension: "", whole: true }).is_some();
        assert!(detected(
            "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n"
        ));
        assert!(detected("MIME-Version: 1.0\nContent-Type: text/html\n\n<p>"));
        assert!(!detected("Title: x\nMIME-Version: 1.0\n\nmultipart/related"));
        assert!(!detected("title: multipart/related and mime-version: words\n"));
        assert!(!detected("<html>mime-version: multipart/related"));
    }
}
