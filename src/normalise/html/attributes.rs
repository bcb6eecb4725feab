//! Bounds the attributes of a tag before the page is parsed.
//!
//! In: the source of a page. Out: the same, or a copy in which tags with very many attributes are cut. The tokenizer of
//! `html5ever` compares each attribute with all before it, so its time grows with the square of their number.

use std::borrow::Cow;

/// Attributes of one tag that are read. Pages made by frameworks have some dozens; no browser's own limit is as low.
pub(super) const MAX_ATTRIBUTES: usize = 1_000;

/// Where the attributes of the tag that begins at a place are cut, and where it ends; none where there are not too many.
pub(super) fn too_many(source: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = source.as_bytes();
    let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
    bytes.get(name).filter(|first| first.is_ascii_alphabetic())?;
    let (end, cut) = tag(bytes, name);
    cut.map(|cut| (cut, end))
}

/// The source with no tag of more than [`MAX_ATTRIBUTES`], for when the tokenizer reads all of it. What is cut is blanked.
pub(crate) fn bounded(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(found) = source.get(at..).and_then(|rest| rest.find('<')) {
        at += found + 1;
        at += usize::from(bytes.get(at) == Some(&b'/'));
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (end, cut) = tag(bytes, at);
        cuts.extend(cut.map(|cut| (cut, end)));
        at = end;
    }
    if cuts.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.len());
    let mut from = 0;
    for (start, end) in cuts {
        text.push_str(source.get(from..start).unwrap_or_default());
        text.extend(std::iter::repeat_n(' ', end - start));
        from = end;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    Cow::Owned(text)
}

/// Where a tag ends, from the first letter of its name, and where the first attribute too many begins.
fn tag(bytes: &[u8], start: usize) -> (usize, Option<usize>) {
    let mut at = start;
    let mut attributes = 0;
    let mut cut = None;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'=' => at = value(bytes, at + 1),
            byte if byte.is_ascii_whitespace() || byte == b'/' => {
                at += 1;
                let begins = bytes
                    .get(at)
                    .is_some_and(|next| !next.is_ascii_whitespace() && !matches!(next, b'>' | b'/' | b'='));
                if begins {
                    attributes += 1;
                    if attributes > MAX_ATTRIBUTES && cut.is_none() {
                        cut = Some(at);
                    }
                }
            }
            _ => at += 1,
        }
    }
    (at, cut)
}

/// Where the value after an equals sign ends.
fn value(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let rest = &bytes[at + 1..];
            rest.iter().position(|byte| *byte == quote).map_or(bytes.len(), |end| at + 1 + end + 1)
        }
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_left_as_they_are() {
        for source in [
            "<p class='a' id=b>x</p>",
            "a < b <c d=\"e > f\">",
            "<",
            "<a",
            "<a b='",
            "<script>if (a<b) { c = '<' }</script>",
        ] {
            assert!(matches!(bounded(source), Cow::Borrowed(_)), "{source}");
        }
    }

    #[test]
    fn a_tag_of_very_many_attributes_is_cut_and_the_text_stays() {
        let attributes: String =
            (0..300_000).map(|number| format!(" a{number}='>'")).collect::<Vec<_>>().concat();
        let source = format!("<p>before</p><div{attributes}>é within</div>");
        let bounded = bounded(&source);
        assert_eq!(bounded.len(), source.len());
        assert!(
            bounded.ends_with(">é within</div>") && bounded.contains("a999=") && !bounded.contains("a1000=")
        );
    }

    #[test]
    fn unclosed_tags_take_no_square_of_time() {
        let _ = bounded(&"<a b='".repeat(200_000));
        let _ = bounded(&"<a ".repeat(500_000));
        let _ = bounded(&"<a".repeat(500_000));
    }
}
