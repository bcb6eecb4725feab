//! Undoes UTF-8 that was read as ISO-8859-1 or windows-1252 and written as UTF-8 again: `donâ€™t` for `don’t`.
//!
//! In: text. Out: the text as it was before, where most of its signs beyond ASCII are such pairs. Programs that fetch pages do
//! this where a server names no charset: the standard of old took ISO-8859-1 for granted (RFC 2616, section 3.7.1).

use encoding_rs::WINDOWS_1252;
use memchr::{memchr_iter, memmem};

/// Pairs that no text has by intent from which a text is looked at. A judgement.
const LEAST: usize = 3;

/// The text before its bytes were read wrongly; none where they were not, where most of the text is right, or where most of the
/// pairs are visible signs that stand by themselves, as those that a text on encodings shows.
pub(super) fn undone(text: &str) -> Option<String> {
    if !is_suspect(text.as_bytes()) {
        return None;
    }
    let mut undone = String::with_capacity(text.len());
    let (mut pairs, mut others, mut meant) = (0_usize, 0_usize, 0_usize);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((sign, length)) = sign(rest) {
            let before = undone.chars().next_back();
            let (pair, behind) = rest.split_at(length);
            rest = behind;
            let touches = [before, rest.chars().next()].into_iter().flatten().any(char::is_alphabetic);
            let has_control = || pair.contains(|sign| matches!(sign, '\u{80}'..='\u{9f}'));
            meant += usize::from(touches || has_control());
            undone.push(sign);
            pairs += 1;
        } else {
            // A space that does not break is written beside either.
            others += usize::from(!first.is_ascii() && first != '\u{a0}');
            undone.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    (pairs > others && meant * 2 > pairs).then_some(undone)
}

/// Whether a text has some of the pairs that no text has by intent: control signs of C1, `â€`, a letter such as `Ã`
/// before a sign such as `©`.
fn is_suspect(bytes: &[u8]) -> bool {
    let is_pair = |place: &usize| {
        let before = place.checked_sub(2).and_then(|from| bytes.get(from..*place));
        bytes.get(place + 1).is_some_and(|next| match next {
            0x80..=0x9f => true,
            0xa1..=0xbf => matches!(before, Some([0xc3, 0x82..=0xb4])),
            _ => false,
        })
    };
    let pairs = memchr_iter(0xc2, bytes).filter(is_pair).take(LEAST).count();
    pairs + memmem::find_iter(bytes, "â€").take(LEAST).count() >= LEAST
}

/// The sign whose UTF-8 a text begins with, each byte a sign of its own, and the length of them in bytes.
fn sign(text: &str) -> Option<(char, usize)> {
    let mut signs = text.chars();
    let lead = byte(signs.next()?)?;
    let count = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    for place in bytes.get_mut(1..count)? {
        *place = byte(signs.next()?)?;
    }
    let sign = std::str::from_utf8(bytes.get(..count)?).ok()?.chars().next()?;
    Some((sign, text.len() - signs.as_str().len()))
}

/// The byte beyond ASCII that is read as a sign in ISO-8859-1 or windows-1252.
fn byte(sign: char) -> Option<u8> {
    if let '\u{80}'..='\u{ff}' = sign {
        return u8::try_from(u32::from(sign)).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_unknown) = WINDOWS_1252.encode(sign.encode_utf8(&mut buffer));
    match *bytes {
        [byte] if !is_unknown && !byte.is_ascii() => Some(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text read as ISO-8859-1, or else as windows-1252.
    fn doubled(text: &str, is_latin: bool) -> String {
        if is_latin {
            return text.bytes().map(char::from).collect();
        }
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_read_wrongly_is_undone() {
        for text in [
            "“We don’t know – yet”",
            "Où est l’élève ? À l’école.",
            "Привет, мир",
            "三条河流的深度测量方法",
            "Ürün güncellemeleri 😀 “neu”",
        ] {
            for is_latin in [true, false] {
                let read = doubled(text, is_latin);
                assert_ne!(read, text);
                assert_eq!(undone(&read).as_deref(), Some(text), "{read}");
            }
        }
        // Some of a page may be right.
        let mixed = format!("Ada Grüß – {}", doubled("“We don’t know – yet”", true));
        assert_eq!(undone(&mixed).as_deref(), Some("Ada Grüß – “We don’t know – yet”"));
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "",
            "plain",
            "“We don’t know – yet”: ça va, Ürün, São Paulo, IRMÃ\u{a0}",
            "Â©, Ã©",
            "»So ein Spaß«, sagte er, »ein Fuß«, und: »Gruß«",
            "Mojibake: ’ becomes â€™, é becomes Ã©, – becomes â€“; “so” – ‘it’ – goes – on – and – on",
        ] {
            assert_eq!(undone(text), None, "{text}");
        }
        for text in [
            "Why do I see â€™ instead of an apostrophe, â€œ and â€ instead of quotes, and Ã© instead of e?",
            "s.replace('â€™', \"'\").replace('â€œ', '\"').replace('Ã©', 'e')",
        ] {
            assert_eq!(undone(text), None, "{text}");
        }
        assert!(undone(&"â€".repeat(100_000)).is_none());
        assert!(undone(&"Ã©".repeat(100_000)).is_some());
    }
}
