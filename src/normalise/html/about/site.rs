//! Whose page it is and where it lives.
//!
//! In: the metadata and the address where known. Out: the publisher's name and the canonical address.

use serde_json::Value;
use url::Url;

use crate::document::fold;
use crate::normalise::html::metadata::{self, Metadata};

/// A site's name is short: longer ones in the benchmarks are slogans.
const LONGEST_NAME: usize = 60;

/// The organisation or site behind a page.
pub(crate) fn publisher(metadata: &Metadata) -> Option<String> {
    let from_meta = |names: &[&str]| metadata.first(names).map(metadata::plain);
    from_meta(&["og:site_name"])
        .or_else(|| from_json_ld(metadata))
        .or_else(|| {
            from_meta(&["citation_publisher", "dc.publisher", "dcterms.publisher", "application-name"])
        })
        .or_else(|| from_title(metadata))
        .filter(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.contains("://")
        && !fold::words(name).is_empty()
}

fn from_json_ld(metadata: &Metadata) -> Option<String> {
    let published =
        metadata.json_ld.iter().filter_map(|object| object.get("publisher")).flat_map(metadata::texts);
    let named = metadata
        .json_ld
        .iter()
        .filter(|object| metadata::has_type(object, &["WebSite", "NewsMediaOrganization", "Organization"]))
        .filter_map(|object| object.get("name"))
        .flat_map(metadata::texts);
    published.chain(named).map(|name| metadata::plain(&name)).find(|name| is_name(name))
}

/// Whether what JSON-LD calls an article is the site: without a day, and of the site's name (folded), of no words, or at the root
/// of its host and called as `<title>` ends. Themes of blogs declare their front pages so.
pub(super) fn is_itself(object: &Value, metadata: &Metadata, site: Option<&str>) -> bool {
    let says = |keys: &[&str]| keys.iter().any(|key| object.get(key).is_some());
    if says(&["datePublished", "dateCreated"]) {
        return false;
    }
    let texts = |keys: &[&str]| -> Vec<String> {
        keys.iter().filter_map(|key| object.get(key)).flat_map(metadata::texts).collect()
    };
    let names: Vec<String> = texts(&["headline", "name"]).iter().map(|name| fold::words(name)).collect();
    if names.is_empty() {
        return object.get("wordCount").and_then(Value::as_u64) == Some(0);
    }
    let is_called = |called: &str| names.iter().any(|name| name == called);
    let page = object.get("mainEntityOfPage").and_then(|page| page.get("@id")).and_then(Value::as_str);
    let addresses = texts(&["mainEntityOfPage", "url", "@id"]);
    let is_root = |address: &str| {
        let is_front = |url: Url| url.path() == "/" && url.fragment().is_none() && url.query().is_none();
        Url::parse(address).is_ok_and(is_front)
    };
    // `Posts of May - Tarn Lab`.
    let is_title = || {
        let title = metadata.title.as_deref().map(fold::words).unwrap_or_default();
        let ends = |name: &String| {
            title.strip_suffix(&**name).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        };
        names.iter().any(|name| !name.is_empty() && ends(name))
    };
    site.is_some_and(is_called)
        || (addresses.iter().map(String::as_str).chain(page).any(is_root) && is_title())
}

/// The site's name in `<title>`, where that is a title that the page shows and a sign that parts no title in two, with the name
/// at the other end: `Slow lakes | Notes | Tarn Lab`. `others` are what the page is filed under and who wrote it, which stand there as well.
pub(crate) fn beside_title(metadata: &Metadata, title: &str, others: &[String]) -> Option<String> {
    const SIGNS: [char; 4] = ['|', '·', '•', '»'];
    let whole = metadata::plain(metadata.title.as_deref()?);
    let behind = whole.strip_prefix(title).map(str::trim).filter(|rest| rest.starts_with(SIGNS));
    let before = || whole.strip_suffix(title).map(str::trim).filter(|rest| rest.ends_with(SIGNS));
    let name = match behind {
        Some(rest) => rest.rsplit(SIGNS).next(),
        None => before()?.split(SIGNS).next(),
    }?;
    let name = name.trim();
    let is_filed = others.iter().any(|other| fold::words(other) == fold::words(name));
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_part = name.bytes().any(|byte| byte.is_ascii_digit()) || SECTIONS.contains(&&*fold::words(name));
    // Subtitles have small letters.
    let is_small = |word: &&str| word.starts_with(char::is_lowercase) && !JOINTS.contains(word);
    let is_called = is_name(name) && words.len() <= NAME_WORDS && !words.iter().any(is_small);
    (is_called && !is_filed && !is_part).then(|| name.to_owned())
}

/// Parts of sites that stand beside titles alone. A judgement, in English: elsewhere the name of the site follows them.
const SECTIONS: [&str; 14] = [
    "blog",
    "news",
    "opinion",
    "documentation",
    "docs",
    "review",
    "reviews",
    "english",
    "home",
    "research",
    "publications",
    "articles",
    "podcast",
    "events",
];

/// Words in small letters within names.
pub(crate) const JOINTS: [&str; 13] =
    ["of", "the", "and", "for", "de", "la", "le", "du", "des", "für", "und", "der", "di"];

/// Words of a site's name beside a title. A judgement: claims are longer.
const NAME_WORDS: usize = 5;

/// The last part of `<title>` that another title of the page does not have.
fn from_title(metadata: &Metadata) -> Option<String> {
    let title = metadata::plain(metadata.title.as_deref()?);
    let shorter = metadata.first(&["og:title", "twitter:title"]).map(metadata::plain)?;
    let rest = title.strip_prefix(shorter.as_str())?.trim();
    let mut signs = rest.chars();
    let separator = signs.next()?;
    let name = signs.as_str().trim();
    (!separator.is_alphanumeric() && is_name(name)).then(|| name.to_owned())
}

/// The address that the page gives as its own, absolute.
pub(super) fn canonical(metadata: &Metadata, url: Option<&str>) -> Option<String> {
    let page = url.and_then(|url| Url::parse(url).ok());
    let base = metadata
        .base
        .as_deref()
        .and_then(|base| page.as_ref().map_or_else(|| Url::parse(base).ok(), |page| page.join(base).ok()))
        .or_else(|| page.clone());
    [metadata.link("canonical"), metadata.first(&["og:url"])]
        .into_iter()
        .flatten()
        .filter_map(|href| base.as_ref().map_or_else(|| Url::parse(href).ok(), |base| base.join(href).ok()))
        .find(|found| is_plausible(found, page.as_ref()))
        .map(String::from)
}

/// The address of a dated article that says that it is the root of its site: the one that it gives besides where it is the only one, else
/// none where it `is_signed`. Themes name the root on each page, and two articles are not one.
pub(super) fn own_address(
    address: String,
    metadata: &Metadata,
    is_only: bool,
    is_signed: bool,
) -> Option<String> {
    if !is_front(&address) {
        return Some(address);
    }
    let other = metadata.first(&["og:url"]).filter(|_| is_only).and_then(|other| Url::parse(other).ok());
    match other.filter(|other| !is_root(other) && is_plausible(other, None)) {
        Some(other) => Some(other.into()),
        None => Some(address).filter(|_| !is_signed),
    }
}

/// Whether an address is that of the front page of its site.
pub(super) fn is_front(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| is_root(&url))
}

fn is_root(url: &Url) -> bool {
    url.path().trim_matches('/').is_empty() && url.query().is_none()
}

/// Whether an address can be that of the page: a deep page does not live at the root of a site.
fn is_plausible(found: &Url, page: Option<&Url>) -> bool {
    matches!(found.scheme(), "http" | "https")
        && found.host_str().is_some_and(|host| host.contains('.'))
        && page.is_none_or(|page| !is_root(found) || is_root(page))
}
