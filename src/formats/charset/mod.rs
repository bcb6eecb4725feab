//! Decodes the bytes of a page into text.
//!
//! In: bytes, and the charset that the server declared. Out: text, and a doubt where bytes did not fit. The order is
//! the HTML Standard's (section 13.2.3.2, "Determining the character encoding"): byte order mark, transport,
//! a declaration near the beginning, then detection. What was wrong in the file already is undone where that is
//! sure.

mod doubled;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::document::{Doubt, DoubtKind};

/// Bytes searched for a declaration: twice the standard's 1,024, since saved pages begin with comments of their tools.
const DECLARATION_BYTES: usize = 2 << 10;

/// How many sequences of UTF-8 that are right stand for each that is not, where bytes are UTF-8 with some damage. In text of one
/// byte a letter, bytes beyond ASCII seldom make such a sequence by chance. A judgement.
const RIGHT_FOR_WRONG: usize = 3;

/// Decodes a web page.
pub(crate) fn decode_html(bytes: &[u8], declared: Option<&str>) -> (String, Option<Doubt>) {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| Encoding::for_label(declared?.as_bytes()))
        .or_else(|| declaration(bytes));
    decode(bytes, encoding)
}

/// Decodes plain text.
pub(crate) fn decode_text(bytes: &[u8], declared: Option<&str>) -> (String, Option<Doubt>) {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| Encoding::for_label(declared?.as_bytes()));
    decode(bytes, encoding)
}

fn decode(bytes: &[u8], encoding: Option<&'static Encoding>) -> (String, Option<Doubt>) {
    // Bytes that are UTF-8 throughout are UTF-8, whatever a page says: no other encoding looks like it by chance.
    if encoding.is_none_or(|encoding| encoding != UTF_16LE && encoding != UTF_16BE)
        && let Ok(text) = std::str::from_utf8(bytes)
        && (encoding.is_none_or(|encoding| encoding == UTF_8 || encoding == WINDOWS_1252) || !text.is_ascii())
    {
        return utf8(text, None);
    }
    if let Some(wrong) = nearly_utf8(bytes, encoding) {
        let are = if wrong == 1 { "byte is" } else { "bytes are" };
        let detail = format!("{wrong} {are} not UTF-8, as the others are; replaced");
        return utf8(&String::from_utf8_lossy(bytes), Some(detail));
    }
    let encoding = encoding.unwrap_or_else(|| detect(bytes));
    let (text, used, damaged) = encoding.decode(bytes);
    if !damaged {
        return (text.into_owned(), None);
    }
    let guessed = detect(bytes);
    if guessed != used {
        let (text, _, damaged) = guessed.decode(bytes);
        if !damaged {
            let detail = format!("declared {}, read as {}", used.name(), guessed.name());
            return (text.into_owned(), Some(Doubt::new(DoubtKind::BadEncoding, detail)));
        }
    }
    let detail = format!("some bytes are not {}", used.name());
    (text.into_owned(), Some(Doubt::new(DoubtKind::BadEncoding, detail)))
}

/// Text that was UTF-8, with what is wrong with it already; put right where it had been decoded wrongly before.
fn utf8(text: &str, wrong: Option<String>) -> (String, Option<Doubt>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let undone = doubled::undone(text);
    let again = undone
        .is_some()
        .then(|| "UTF-8 had been read in another encoding and written again; undone".to_owned());
    let details: Vec<String> = again.into_iter().chain(wrong).collect();
    let doubt = (!details.is_empty()).then(|| Doubt::new(DoubtKind::BadEncoding, details.join("; ")));
    (undone.unwrap_or_else(|| text.to_owned()), doubt)
}

/// How many bytes are not UTF-8 where nearly all are; none where they are in another encoding. An encoding of several bytes a
/// letter that is declared and fits holds: its pairs may look like UTF-8.
fn nearly_utf8(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<usize> {
    if declared.is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE) {
        return None;
    }
    let (mut right, mut wrong, mut wrong_bytes) = (0_usize, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
        wrong_bytes += chunk.invalid().len();
    }
    let is_cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    // What is said to be UTF-8 and has as much of it as of anything else is.
    let wanted = if declared == Some(UTF_8) { wrong } else { wrong * RIGHT_FOR_WRONG };
    let is_nearly = right >= wanted || is_cut && (right > 0 || declared == Some(UTF_8));
    let fits = |encoding: &'static Encoding| {
        encoding != UTF_8 && !encoding.is_single_byte() && !encoding.decode(bytes).2
    };
    (wrong > 0 && is_nearly && !declared.is_some_and(fits)).then_some(wrong_bytes)
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The charset that a page declares in a `meta` element or an XML declaration.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_BYTES)].to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(found) = find(rest, b"charset").or_else(|| find(rest, b"encoding")) {
        rest = &rest[found + 7..];
        let value = rest.strip_prefix(b"g").unwrap_or(rest).trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
        if let Some(encoding) = Encoding::for_label(&value[..end.unwrap_or(value.len())]) {
            // A declaration that could be read as ASCII cannot be in UTF-16 (HTML Standard, section 13.2.3.2).
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(bytes: &[u8], declared: Option<&str>) -> String {
        decode_html(bytes, declared).0
    }

    #[test]
    fn the_mark_then_the_server_then_the_page_decide() {
        assert_eq!(html(b"\xef\xbb\xbfcaf\xc3\xa9", Some("windows-1252")), "café");
        assert_eq!(html(b"\xff\xfec\0a\0f\0\xe9\0", None), "café");
        assert_eq!(html(b"caf\xe9", Some("iso-8859-1")), "café");
        assert_eq!(html(b"<meta charset=windows-1251>\xcf\xf0", None), "<meta charset=windows-1251>Пр");
        assert_eq!(
            html(b"<meta http-equiv=Content-Type content='text/html; charset = \"gbk\"'>\xc4\xe3", None),
            "<meta http-equiv=Content-Type content='text/html; charset = \"gbk\"'>你"
        );
        assert_eq!(
            html(b"<?xml version='1.0' encoding='iso-8859-2'?>\xb1", None),
            "<?xml version='1.0' encoding='iso-8859-2'?>ą"
        );
    }

    #[test]
    fn utf8_that_is_declared_otherwise_is_still_utf8() {
        assert_eq!(
            html("<meta charset=iso-8859-1>café’s".as_bytes(), None),
            "<meta charset=iso-8859-1>café’s"
        );
    }

    #[test]
    fn without_a_declaration_the_bytes_are_looked_at() {
        let (text, doubt) = decode_text(b"Stra\xdfe nach M\xfcnchen und zur\xfcck", None);
        assert_eq!((text.as_str(), doubt), ("Straße nach München und zurück", None));
    }

    #[test]
    fn a_wrong_byte_in_utf8_is_replaced_and_counted() {
        for (bytes, text, detail) in [
            (
                "Größe, schön: x?y".as_bytes(),
                "Größe, schön: x\u{fffd}y",
                "1 byte is not UTF-8, as the others are; replaced",
            ),
            (
                "Größe, schön, über, für, naïve: ??".as_bytes(),
                "Größe, schön, über, für, naïve: \u{fffd}\u{fffd}",
                "2 bytes are not UTF-8, as the others are; replaced",
            ),
            (
                "\u{feff}donâ€™t, weâ€™ve, itâ€™s ?".as_bytes(),
                "don’t, we’ve, it’s \u{fffd}",
                "UTF-8 had been read in another encoding and written again; undone; \
                 1 byte is not UTF-8, as the others are; replaced",
            ),
        ] {
            let bytes: Vec<u8> = bytes.iter().map(|byte| if *byte == b'?' { 0xff } else { *byte }).collect();
            for declared in [None, Some("utf-8"), Some("iso-8859-1"), Some("gbk")] {
                for (read, doubt) in [decode_html(&bytes, declared), decode_text(&bytes, declared)] {
                    assert_eq!(read, text, "{declared:?}");
                    assert_eq!(doubt.unwrap().detail, detail, "{declared:?}");
                }
            }
        }
        // What is declared needs less.
        assert_eq!(html(b"Gr\xc3\xb6\xc3\x9fe x\xffy", Some("utf-8")), "Größe x\u{fffd}y");
        assert_ne!(html(b"Gr\xc3\xb6\xc3\x9fe x\xffy", None), "Größe x\u{fffd}y");
        // A last letter that is cut.
        assert_eq!(html(b"caf\xc3\xa9 \xe2\x80", None), "café \u{fffd}");
        assert_eq!(html(b"<meta charset=utf-8>caf\xc3", None), "<meta charset=utf-8>caf\u{fffd}");
    }

    #[test]
    fn another_encoding_in_which_some_pairs_look_like_utf8_is_still_that() {
        for (encoding, text) in [
            ("gbk", "测量湖水深度的方法"),
            ("shift_jis", "湖の深さを測る方法ﾃｽﾄ"),
            ("windows-1251", "Исследование глубины озёр"),
            ("windows-874", "การวัดความลึกของทะเลสาบ"),
            ("iso-8859-1", "Â© Müller, naïve Überprüfung"),
        ] {
            let bytes = Encoding::for_label(encoding.as_bytes()).unwrap().encode(text).0.into_owned();
            assert_eq!(html(&bytes, Some(encoding)), text);
        }
    }

    #[test]
    fn bytes_that_fit_nothing_are_replaced_and_doubted() {
        let (text, doubt) = decode_html(b"<meta charset=utf-8>a\xff\xfe\xfdb \x81\x8d", None);
        assert!(text.starts_with("<meta charset=utf-8>a"), "{text}");
        assert_eq!(doubt.unwrap().kind, DoubtKind::BadEncoding);
    }
}
