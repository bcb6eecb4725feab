//! Texts as they are written where some of their signs mean something else: in HTML, in addresses.
//!
//! In: a text, or a part of an address. Out: how it is written there.

/// A text as it stands in HTML.
pub(crate) fn in_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A part of an address with its escapes in one spelling (RFC 3986, section 6.2.2): letters, digits, `-`, `.`, `_` and `~`
/// as they are, all else with capitals.
pub(crate) fn in_address(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = escape(bytes, at);
        match escape {
            Some(escaped) if escaped.is_ascii_alphanumeric() || b"-._~".contains(&escaped) => {
                plain.push(escaped);
            }
            Some(escaped) => plain.extend(format!("%{escaped:02X}").into_bytes()),
            None => plain.push(byte),
        }
        at += if escape.is_some() { ESCAPE } else { 1 };
    }
    // Only letters of ASCII were put in the place of escapes.
    String::from_utf8(plain).unwrap_or_else(|_| part.to_owned())
}

/// The bytes that a part of an address spells, its escapes undone (RFC 3986, section 2.1); what is no escape stays.
pub(crate) fn undone(part: &str) -> Vec<u8> {
    let bytes = part.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = escape(bytes, at);
        plain.push(escape.unwrap_or(byte));
        at += if escape.is_some() { ESCAPE } else { 1 };
    }
    plain
}

/// Bytes of an escape.
const ESCAPE: usize = 3;

/// The byte that an escape at a place spells.
fn escape(bytes: &[u8], at: usize) -> Option<u8> {
    let digits = bytes.get(at..at + ESCAPE)?.strip_prefix(b"%")?;
    let digits = std::str::from_utf8(digits).ok().filter(|_| digits.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_what_only_looks_like_one_stays() {
        for (part, plain) in
            [("a%20b", "a b"), ("%C3%A9", "é"), ("100%", "100%"), ("%+5%4", "%+5%4"), ("%é", "%é")]
        {
            assert_eq!(undone(part), plain.as_bytes(), "{part}");
        }
    }
}
