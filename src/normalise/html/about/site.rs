//! Whose page it is and where it lives.
//!
//! In: the metadata and the address where known. Out: the publisher's name and the canonical address.

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

/// Whether an address can be that of the page: a deep page does not live at the root of a site.
fn is_plausible(found: &Url, page: Option<&Url>) -> bool {
    let is_root = |url: &Url| url.path().trim_matches('/').is_empty() && url.query().is_none();
    matches!(found.scheme(), "http" | "https")
        && found.host_str().is_some_and(|host| host.contains('.'))
        && page.is_none_or(|page| !is_root(found) || is_root(page))
}
