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
        let escape = bytes.get(at + 1..at + 3).filter(|_| byte == b'%');
        let escape = escape.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let escape = escape.and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(escaped) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            if escaped.is_ascii_alphanumeric() || b"-._~".contains(&escaped) {
                plain.push(escaped);
            } else {
                plain.extend(format!("%{escaped:02X}").into_bytes());
            }
            at += 3;
        } else {
            plain.push(byte);
            at += 1;
        }
    }
    // Only letters of ASCII were put in the place of escapes.
    String::from_utf8(plain).unwrap_or_else(|_| part.to_owned())
}
