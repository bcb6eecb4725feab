//! Identity: the keys under which sightings of one publication meet, and the short ids made of them.
//!
//! In: URLs, publishers, titles, record ids. Out: keys and ids, pure functions of their input.

use sha2::{Digest, Sha256};
use url::Url;

use crate::document::escapes;
use crate::document::fold;

/// A short, stable id for a key: 12 characters of Crockford's base 32, the first 60 bits of its SHA-256.
///
/// Sixty bits keep the chance of any collision among a million keys below one in two million.
pub fn id_of(key: &str) -> String {
    id_of_bits(bits_of(key))
}

/// The first 64 bits of the SHA-256 of a key.
pub fn bits_of(key: &str) -> u64 {
    let digest = Sha256::digest(key.as_bytes());
    u64::from_be_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ])
}

/// The signs of an id.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Signs of an id.
const ID_LENGTH: usize = 12;

/// Bits that have the id; none for a text that is no id. The last four of a key are not in it, and are 0.
pub fn bits_of_id(id: &str) -> Option<u64> {
    let value =
        |sign: u8| ALPHABET.iter().zip(0_u64..).find(|(own, _)| **own == sign).map(|(_, value)| value);
    let values: Vec<u64> = id.bytes().map(value).collect::<Option<_>>()?;
    (values.len() == ID_LENGTH).then(|| values.iter().fold(0, |bits, value| (bits << 5) | value) << 4)
}

/// The id of a key of which [`bits_of`] is known.
pub fn id_of_bits(mut bits: u64) -> String {
    (0..ID_LENGTH)
        .map(|_| {
            let letter = ALPHABET[(bits >> 59) as usize];
            bits <<= 5;
            char::from(letter)
        })
        .collect()
}

/// The SHA-256 of bytes in lower-case hexadecimal.
pub fn digest_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The form of a web address under which two spellings of it are one: no scheme, `www.`, default port,
/// tracking parameters, `index.html` or closing slash; host in lower case, parameters sorted, what is escaped with capitals
/// and only where it has to be. A fragment is left out where it is a place in the page, and kept where it is a route, which
/// begins with `/` or `!` and says which page scripts show. Of a paper on arXiv all versions are one.
///
/// None for anything that is not an absolute `http` or `https` address.
pub fn url_key(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut key = host.to_owned();
    if let Some(port) = url.port() {
        key.push(':');
        key.push_str(&port.to_string());
    }
    let path = url.path();
    let path = INDEX_NAMES
        .iter()
        .find_map(|name| path.strip_suffix(name).filter(|p| p.ends_with('/')))
        .unwrap_or(path);
    let path = escapes::in_address(path.trim_end_matches('/'));
    key.push_str(if is_arxiv(host) { without_version(&path) } else { &path });
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !is_tracking(name))
        .map(|(n, v)| (n.into_owned(), v.into_owned()))
        .collect();
    pairs.sort();
    for (place, (name, value)) in pairs.iter().enumerate() {
        key.push(if place == 0 { '?' } else { '&' });
        key.push_str(name);
        if !value.is_empty() {
            key.push('=');
            key.push_str(value);
        }
    }
    if let Some(route) = url.fragment().and_then(route) {
        key.push('#');
        key.push_str(&escapes::in_address(route));
    }
    Some(key)
}

/// The form of a web address as [`url_key`] has it, with the place in the page that it leads to; none where it leads to none.
pub fn place_key(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let fragment = url.fragment().filter(|fragment| !fragment.is_empty() && route(fragment).is_none())?;
    Some(format!("{}#{}", url_key(address)?, escapes::in_address(fragment)))
}

/// Whether a host is arXiv, which keeps every version of a paper under an address of its own and the newest under one
/// without a version.
fn is_arxiv(host: &str) -> bool {
    matches!(host, "arxiv.org" | "export.arxiv.org")
}

/// The path of a paper on arXiv without `v2`, and without the `.pdf` that only some addresses of one file have.
fn without_version(path: &str) -> &str {
    let is_paper = ["/abs/", "/pdf/", "/html/"].iter().any(|folder| path.starts_with(folder));
    let plain = path.strip_suffix(".pdf").unwrap_or(path);
    let unversioned = plain.trim_end_matches(|letter: char| letter.is_ascii_digit());
    match unversioned.strip_suffix('v') {
        _ if !is_paper => path,
        Some(paper) if unversioned.len() < plain.len() && paper.ends_with(|c: char| c.is_ascii_digit()) => {
            paper
        }
        _ => plain,
    }
}

/// The fragment if it is a route and leads further than to the front page (`#/`, `#!`).
fn route(fragment: &str) -> Option<&str> {
    let route = fragment.trim_end_matches('/');
    (route.starts_with(['/', '!']) && route.contains(char::is_alphanumeric)).then_some(route)
}

/// File names that a server gives for the folder itself.
const INDEX_NAMES: &[&str] = &["index.html", "index.htm", "index.php"];

/// Whether a query parameter tells who sent the reader rather than what the page is.
fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_")
        || matches!(
            name,
            "fbclid"
                | "gclid"
                | "dclid"
                | "msclkid"
                | "yclid"
                | "igshid"
                | "mc_cid"
                | "mc_eid"
                | "_ga"
                | "_gl"
                | "ref_src"
        )
}

/// An address that stands on a page, whole; none where the page's is no web address.
pub fn resolved(page: &str, address: &str) -> Option<String> {
    Some(Url::parse(page).ok()?.join(address.trim()).ok()?.to_string())
}

/// The host of a web address in lower case, without `www.`.
pub fn host_of(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let host = url.host_str()?.trim_end_matches('.');
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The folded words of a title, or the trimmed title itself where it has no word at all.
pub fn title_key(title: &str) -> String {
    let words = fold::words(title);
    if words.is_empty() { title.trim().to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_and_nothing_else_is_one() {
        let id = id_of("anything");
        assert_eq!(bits_of_id(&id).map(id_of_bits), Some(id.clone()));
        assert_eq!(bits_of_id(&id).map(|bits| bits >> 4), Some(bits_of("anything") >> 4));
        for other in ["", "aaaa", "svf4peyjssfcx", "svf4peyjssfu", "SVF4PEYJSSFC", "é23456789a"] {
            assert_eq!(bits_of_id(other), None, "{other}");
        }
    }

    #[test]
    fn one_page_has_one_url_key() {
        let key = Some("example.org/a/b?x=1&y=2".to_owned());
        for address in [
            "https://example.org/a/b?x=1&y=2",
            "http://www.example.org/a/b/?y=2&x=1#part",
            "https://EXAMPLE.org:443/a/b?utm_source=feed&x=1&y=2&fbclid=abc",
        ] {
            assert_eq!(url_key(address), key, "{address}");
        }
        assert_eq!(url_key("https://example.org/index.html"), url_key("https://example.org"));
        assert_ne!(url_key("https://example.org/reindex.html"), url_key("https://example.org/re"));
        for (address, key) in [
            ("https://example.org/docs/#!/one", "example.org/docs#!/one"),
            ("https://www.example.org/docs#!/one/", "example.org/docs#!/one"),
            ("https://example.org/#/posts/2?page=3", "example.org#/posts/2?page=3"),
            ("https://example.org/?b=1&a=2#!two", "example.org?a=2&b=1#!two"),
            ("https://example.org/#/", "example.org"),
            ("https://example.org/#!", "example.org"),
            ("https://example.org/#part/one", "example.org"),
        ] {
            assert_eq!(url_key(address).as_deref(), Some(key), "{address}");
        }
        for (address, key) in [
            ("https://example.org/r%c3%a9sum%c3%A9", "example.org/r%C3%A9sum%C3%A9"),
            ("https://example.org/résumé", "example.org/r%C3%A9sum%C3%A9"),
            ("https://example.org/%7Eada/a%2fb%2", "example.org/~ada/a%2Fb%2"),
            ("https://example.org/#!/%c3%a9", "example.org#!/%C3%A9"),
            ("https://arxiv.org/abs/2505.01234v2", "arxiv.org/abs/2505.01234"),
            ("https://arxiv.org/pdf/2505.01234v12.pdf", "arxiv.org/pdf/2505.01234"),
            ("https://arxiv.org/abs/hep-th/9901001v1", "arxiv.org/abs/hep-th/9901001"),
            ("https://arxiv.org/abs/2505.01234", "arxiv.org/abs/2505.01234"),
            ("https://arxiv.org/list/v2", "arxiv.org/list/v2"),
            ("https://example.org/abs/2505.01234v2", "example.org/abs/2505.01234v2"),
        ] {
            assert_eq!(url_key(address).as_deref(), Some(key), "{address}");
        }
        for (address, key) in [
            ("https://www.example.org/a/?x=1#Part%5f1", Some("example.org/a?x=1#Part_1")),
            ("https://example.org/a#", None),
            ("https://example.org/a", None),
            ("https://example.org/#/a", None),
        ] {
            assert_eq!(place_key(address).as_deref(), key, "{address}");
        }
        for address in ["", "mailto:a@example.org", "/a/b", "file:///etc/passwd", "about:blank"] {
            assert_eq!(url_key(address), None, "{address}");
        }
    }

    #[test]
    fn ids_are_short_and_stable() {
        assert_eq!(id_of("example.org/a"), id_of("example.org/a"));
        assert_ne!(id_of("example.org/a"), id_of("example.org/b"));
        assert_eq!(id_of("").len(), 12);
    }

    #[test]
    fn a_title_without_words_is_its_own_key() {
        assert_eq!(title_key("  ⟂⟂ "), "⟂⟂");
        assert_eq!(title_key("Hello, World!"), "hello world");
    }
}
