//! Resolves the character references that most pages have.
//!
//! In: a stretch of source. Out: its text, or nothing where a reference is of a rarer kind. Knows no other syntax.

use memchr::memchr;

/// References by name whose meaning hangs on nothing that follows them.
const NAMED: [(&str, char); 24] = [
    ("amp", '&'),
    ("nbsp", '\u{a0}'),
    ("quot", '"'),
    ("lt", '<'),
    ("gt", '>'),
    ("apos", '\''),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("rsquo", '’'),
    ("lsquo", '‘'),
    ("rdquo", '”'),
    ("ldquo", '“'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("rarr", '→'),
    ("larr", '←'),
    ("times", '×'),
    ("eacute", 'é'),
];

/// Bytes of the longest reference that is resolved here, without its `&` and `;`.
const LONGEST: usize = 8;

/// A stretch of source with its references resolved; none where one is not plain.
pub(super) fn resolved(source: &str, in_attribute: bool) -> Option<String> {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        text.push_str(rest.get(..at)?);
        rest = rest.get(at + 1..)?;
        // An ampersand with a space after it is one.
        if rest.starts_with([' ', '\n', '\t', '&']) || (in_attribute && begins_parameter(rest)) {
            text.push('&');
        } else {
            let end = rest.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
            text.push(meaning(rest.get(..end)?)?);
            rest = rest.get(end + 1..)?;
        }
    }
    text.push_str(rest);
    Some(text)
}

/// Whether it goes on as the parameters of an address do, `&page=2`: in attributes that is no reference (HTML Standard,
/// section 13.2.5.73).
fn begins_parameter(rest: &str) -> bool {
    let name = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric());
    name.is_some_and(|end| end > 0 && rest.as_bytes().get(end) == Some(&b'='))
}

/// What a reference stands for, if it is plain.
fn meaning(reference: &str) -> Option<char> {
    let Some(number) = reference.strip_prefix('#') else {
        return NAMED.iter().find(|(name, _)| *name == reference).map(|(_, sign)| *sign);
    };
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
    // A sign before the digits would be read as a number too.
    let sign = char::from_u32(u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?)?;
    // Controls and what is no character are repaired in ways of their own (HTML Standard, section 13.2.5.80).
    matches!(sign, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fdcf}' | '\u{1f000}'..='\u{1faff}')
        .then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_references_are_resolved_and_others_left() {
        for (source, text) in [
            ("a", Some("a")),
            ("a &amp; b&nbsp;c&#39;s &#x2019; & d", Some("a & b\u{a0}c's ’ & d")),
            ("&&amp;", Some("&&")),
            ("&amp", None),
            ("&notit;", None),
            ("&#0;", None),
            ("&#150;", None),
            ("&#+65;", None),
            ("&", None),
        ] {
            assert_eq!(resolved(source, false).as_deref(), text, "{source}");
        }
        assert_eq!(resolved("?a=1&copy=2&amp;b", true).as_deref(), Some("?a=1&copy=2&b"));
        assert_eq!(resolved("?a=1&copy", true), None);
    }
}
