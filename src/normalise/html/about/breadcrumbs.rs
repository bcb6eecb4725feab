//! The group that a page is in, by its breadcrumbs.
//!
//! In: the metadata, or the elements of the page, its titles and its address. Out: the name of a step.

use memchr::memchr2_iter;
use scraper::ElementRef;
use serde_json::Value;
use url::Url;

use super::spelling::{holds_words, is_no_chip, is_none};
use super::topics::Elements;
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata::{self, Metadata};

/// The last but one step of the breadcrumbs: the group that the page is in.
pub(super) fn told(metadata: &Metadata) -> Vec<String> {
    let Some(list) = metadata.json_ld.iter().find(|object| metadata::has_type(object, &["BreadcrumbList"]))
    else {
        return Vec::new();
    };
    let Some(Value::Array(steps)) = list.get("itemListElement") else { return Vec::new() };
    let names: Vec<String> = steps
        .iter()
        .filter_map(|step| step.get("name").or_else(|| step.get("item").and_then(|item| item.get("name"))))
        .flat_map(metadata::texts)
        .collect();
    // The first step is the home page, the last the page itself.
    match names.as_slice() {
        [_, group, _] | [_, _, .., group, _] => vec![group.clone()],
        _ => Vec::new(),
    }
}

/// The last step of the breadcrumbs that the page shows, its own title and the home page aside.
pub(super) fn shown<'a>(elements: &Elements<'a>, titles: &[&str], address: Option<&str>) -> Vec<String> {
    /// Words of a step that is the title cut short. A judgement: a section may lend its title one or two.
    const OF_TITLE: usize = 3;
    let is_of_title = |folded: &str| {
        let has = |title: &&str| holds_words(title, folded);
        titles.contains(&folded) || (folded.split(' ').count() >= OF_TITLE && titles.iter().any(has))
    };
    let page = address.and_then(|address| Url::parse(address).ok());
    let is_page = |href: &str| {
        let target = page.as_ref().and_then(|page| page.join(href).ok());
        target.zip(page.as_ref()).is_some_and(|(target, page)| target.path() == page.path())
    };
    let is_trail = |element: &ElementRef<'_>| {
        let value = element.value();
        let named = ["class", "id", "aria-label", "itemtype"].iter().filter_map(|name| value.attribute(name));
        !is_named!(value, "html" | "body" | "a" | "script" | "style")
            && named.into_iter().any(names_breadcrumbs)
    };
    let Some(bar) = elements.all.iter().copied().find(is_trail) else { return Vec::new() };
    let leads_to_source = |link: &ElementRef<'_>| {
        let href = link.value().attribute("href").unwrap_or_default();
        ["_sources/", "/edit/", "/blob/", "/raw/"].iter().any(|part| href.contains(part))
    };
    // The parts of a site may be hosts of their own.
    let leads_away = |link: &ElementRef<'_>| {
        let href = link.value().attribute("href").unwrap_or_default();
        let target = page.as_ref().and_then(|page| page.join(href).ok());
        target.zip(page.as_ref()).is_some_and(|(target, page)| {
            let ends = [target, page.clone()].map(|url| {
                let host = url.host_str().unwrap_or_default();
                host.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>()
            });
            ends[0] != ends[1]
        })
    };
    let is_step = |link: &ElementRef<'_>| {
        let value = link.value();
        is_named!(value, "a")
            && value.attribute("hreflang").is_none()
            && !leads_to_source(link)
            && !leads_away(link)
    };
    let links = |trail: &ElementRef<'a>| trail.descendants().filter_map(ElementRef::wrap).filter(is_step);
    // Beside the steps a bar may hold the page's languages.
    let mut inner = bar.descendants().skip(1).filter_map(ElementRef::wrap).filter(is_trail);
    let trail = inner.find(|inner| links(inner).nth(1).is_some()).unwrap_or(bar);
    let links = links(&trail);
    let steps: Vec<(String, bool)> = links
        .map(|link| {
            let href = link.value().attribute("href").filter(|href| !href.starts_with(['#', '?']));
            (metadata::plain(&link.text().collect::<String>()), href.is_some_and(is_page))
        })
        .collect();
    let step = steps.iter().skip(1).rfind(|(step, is_page)| {
        let folded = fold::words(step);
        !folded.is_empty() && !is_page && !is_of_title(&folded) && !is_none(step) && !is_no_chip(step)
    });
    step.map(|(step, _)| step.clone()).into_iter().collect()
}

/// Whether a name has the word for breadcrumbs in it.
fn names_breadcrumbs(name: &str) -> bool {
    const WORD: &[u8] = b"breadcrumb";
    let bytes = name.as_bytes();
    let begins =
        |at: usize| bytes.get(at..at + WORD.len()).is_some_and(|part| part.eq_ignore_ascii_case(WORD));
    memchr2_iter(b'b', b'B', bytes).any(begins)
}
