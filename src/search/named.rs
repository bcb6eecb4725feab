//! What a word of a query names besides the texts that hold it: an address, an arXiv id, a DOI.
//!
//! In: a word or the value of a field, as it was typed or pasted. Out: fields, and the keys that are looked up in them. Knows
//! no index.

use crate::document::{identifiers, identity};
use crate::index::{self, FieldType, address_key, keyword_key};

/// The fields that a word may be the value of as it stands, each with the key of the value.
pub(crate) fn named(word: &str) -> Vec<(&'static str, String)> {
    if !word.contains(['.', '/']) {
        return Vec::new();
    }
    let links = identifiers::of_whole(word);
    let ids = links.arxiv.iter().map(|id| ("arxiv", id)).chain(links.dois.iter().map(|doi| ("doi", doi)));
    let mut named: Vec<(&'static str, String)> = ids.map(|(field, id)| (field, keyword_key(id))).collect();
    if is_address(word) {
        named.push(("url", address_key(word)));
    }
    named
}

/// Whether a word is the address of a page, with its scheme or without: `https://tarn.example`, `tarn.example/papers`.
fn is_address(word: &str) -> bool {
    let Some((host, path)) = word.split_once('/') else { return false };
    let domain = host.rsplit_once('.').map(|(_, last)| last).unwrap_or_default();
    let is_host = domain.len() > 1 && domain.bytes().all(|letter| letter.is_ascii_alphabetic());
    word.contains("://") || (is_host && !path.is_empty())
}

/// The key of a value of a field as it is typed.
pub(crate) fn key(field: &str, value: &str) -> String {
    let is_address = index::field(field).is_some_and(|field| field.kind == FieldType::Url);
    if is_address { address_key(value) } else { keyword_key(value) }
}

/// The keys that a value of a field has, as it may be typed: an id with its version or address, a host with `www.`, a name as
/// addresses spell it.
pub(crate) fn keys(field: &str, value: &str) -> Vec<String> {
    let own = key(field, value);
    match field {
        "url" => vec![own],
        "arxiv" => vec![identifiers::of_whole(value).arxiv.first().map_or(own, |id| keyword_key(id))],
        "doi" => vec![identifiers::of_whole(value).dois.first().map_or(own, |doi| keyword_key(doi))],
        "site" => {
            let host = identity::host_of(value).map(|host| keyword_key(&host)).unwrap_or(own);
            vec![host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)]
        }
        _ => {
            // `societal-impacts` is shown as `Societal Impacts`.
            let apart = keyword_key(&value.replace(['-', '_'], " "));
            if apart == own { vec![own] } else { vec![own, apart] }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_names_what_it_is() {
        for (word, wanted) in [
            ("2312.06942", "arxiv=2312.06942"),
            ("2312.06942v2", "arxiv=2312.06942"),
            ("https://arxiv.org/abs/2312.06942", "arxiv=2312.06942 url=arxiv.org/abs/2312.06942"),
            ("10.1000/Xyz", "doi=10.1000/xyz"),
            ("https://www.tarn.example/papers/", "url=tarn.example/papers"),
            ("tarn.example/papers", "url=tarn.example/papers"),
            ("and/or", ""),
            ("1.5/2", ""),
            ("node.js", ""),
            ("models", ""),
        ] {
            let found: Vec<String> =
                named(word).into_iter().map(|(field, key)| format!("{field}={key}")).collect();
            assert_eq!(found.join(" "), wanted, "{word}");
        }
    }

    #[test]
    fn values_are_known_by_all_that_they_are_called() {
        for (field, value, wanted) in [
            ("arxiv", "arXiv:2312.06942v1", "2312.06942"),
            ("doi", "https://doi.org/10.1000/XYZ", "10.1000/xyz"),
            ("site", "www.tarn.example", "tarn.example"),
            ("site", "https://www.tarn.example/papers", "tarn.example"),
            ("site", "tarn.example", "tarn.example"),
            ("team", "Societal-Impacts", "societal-impacts|societal impacts"),
            ("team", "Soils", "soils"),
        ] {
            assert_eq!(keys(field, value).join("|"), wanted, "{field}:{value}");
        }
    }
}
