//! Finds where a page leads on to, beyond what its links' own marks say (`links.next`, `links.feeds`): the next page by its words or
//! number, and all that it links to.
//!
//! In: the source of a page and its address. Out: absolute web addresses, in the order of the page. Fetches nothing.

use std::collections::HashSet;

use scraper::ElementRef;
use url::Url;

use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::tree;
use crate::normalise::listing::goes_on;

/// Where a page leads on to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// The page after this one, where the listing goes on, as only words or numbers tell it.
    pub next: Vec<String>,
    /// All that it links to.
    pub all: Vec<String>,
    /// Whether it has a place without anything in it, in which scripts may draw.
    pub has_empty_place: bool,
}

/// Signs that stand for the next page. A judgement: what pagers show.
const NEXT_SIGNS: &[&str] = &["»", "›", "→", ">", ">>"];

/// Reads the links of a page.
pub fn ways(source: &str, address: &str) -> Ways {
    let Ok(page) = Url::parse(address) else { return Ways::default() };
    let tree = tree::parse(source);
    let elements = || tree.html.tree.nodes().filter_map(ElementRef::wrap);
    let base = elements()
        .find(|element| is_named!(element.value(), "base"))
        .and_then(|element| page.join(element.value().attribute("href")?).ok())
        .unwrap_or_else(|| page.clone());
    let mut found = Found { page: &page, base: &base, ways: Ways::default() };
    for element in elements() {
        found.look(element);
    }
    let Found { mut ways, .. } = found;
    for list in [&mut ways.next, &mut ways.all] {
        let mut seen = HashSet::new();
        list.retain(|address| seen.insert(address.clone()));
    }
    ways
}

/// Elements in which scripts draw lists; those of a page's own making have a hyphen in their names. A judgement.
const PLACES: &[&str] = &["div", "main", "section", "ul", "ol", "table", "tbody"];

/// Bytes of a notice that something is being loaded at most. A judgement: `Loading publications, please wait…`.
const MAX_NOTICE: usize = 40;

/// Whether an element has a name by which scripts find it, and nothing in it but perhaps a notice that it is being loaded.
fn is_empty_place(element: ElementRef) -> bool {
    let value = element.value();
    let is_place = PLACES.contains(&value.name()) || value.name().contains('-');
    let is_named = value.attrs().any(|(name, _)| matches!(name, "id" | "class") || name.starts_with("data-"));
    if !is_place || (!is_named && !value.name().contains('-')) || element.child_elements().next().is_some() {
        return false;
    }
    let text: String = element.text().collect();
    let text = text.trim();
    text.is_empty() || (text.len() <= MAX_NOTICE && fold::words(text).starts_with("loading"))
}

struct Found<'a> {
    page: &'a Url,
    base: &'a Url,
    ways: Ways,
}

impl Found<'_> {
    fn look(&mut self, element: ElementRef) {
        let value = element.value();
        let name = value.name();
        self.ways.has_empty_place |= is_empty_place(element);
        if !matches!(name, "a" | "area") {
            return;
        }
        let Some(address) = value.attribute("href").and_then(|href| self.resolve(href)) else { return };
        if address != self.page.as_str() && self.leads_to_next(element, &address) {
            self.ways.next.push(address.clone());
        }
        self.ways.all.push(address);
    }

    /// Whether the words of a link say that the listing goes on there, or its number is that of the next page.
    fn leads_to_next(&self, element: ElementRef, address: &str) -> bool {
        let text: String = element.text().collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = element.value().attribute("aria-label").unwrap_or_default();
        let says_so = |text: &str| {
            let words = fold::words(text);
            words == "next" || NEXT_SIGNS.contains(&text.trim()) || (!words.is_empty() && goes_on(text))
        };
        if says_so(&text) || says_so(label) {
            // A link of these words to another site is an advertisement.
            return Url::parse(address).is_ok_and(|url| url.host_str() == self.page.host_str());
        }
        let number = text.parse::<u32>().ok();
        let numbered = Url::parse(address).ok().and_then(|url| page_number(&url));
        number.is_some() && number == numbered && numbered == Some(page_number(self.page).unwrap_or(1) + 1)
    }

    fn resolve(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let mut url = self.base.join(href).ok()?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

/// The number of a page of a listing, as `?page=2` or `/page/2` tell it. The names are a judgement: those that content
/// systems and libraries for pages use.
fn page_number(url: &Url) -> Option<u32> {
    let named = url.query_pairs().find(|(name, _)| matches!(name.as_ref(), "page" | "p" | "paged" | "pg"));
    if let Some((_, value)) = named {
        return value.parse().ok();
    }
    let mut segments = url.path_segments()?;
    segments.find(|segment| *segment == "page")?;
    segments.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://a.example/research/";

    #[test]
    fn the_next_page_is_found_by_words_or_number() {
        for (source, next) in [
            (r#"<a href="more">See more</a>"#, "https://a.example/research/more"),
            (r#"<a href="more">Ältere Beiträge</a>"#, "https://a.example/research/more"),
            (r#"<a href="2" aria-label="Next page"><svg></svg></a>"#, "https://a.example/research/2"),
            (r#"<a href="2">Next »</a>"#, "https://a.example/research/2"),
            (r#"<a href="/page/2">2</a> <a href="/page/3">3</a>"#, "https://a.example/page/2"),
            (r#"<base href="/old/"><a href="x">Next</a>"#, "https://a.example/old/x"),
        ] {
            assert_eq!(ways(source, PAGE).next, [next], "{source}");
        }
        for source in [
            r##"<a href="#">See more</a>"##,
            r#"<a href="javascript:more()">See more</a>"#,
            r#"<a href="https://a.example/research/">Next</a>"#,
            r#"<a href="https://ads.example/x">See more</a>"#,
            r#"<a href="/page/3">3</a>"#,
            "<button>See more</button>",
        ] {
            assert_eq!(ways(source, PAGE).next, Vec::<String>::new(), "{source}");
        }
    }

    #[test]
    fn links_are_absolute_and_named_once() {
        let source = r#"<link rel="alternate" type="application/atom+xml" href="/feed.xml">
            <link rel="stylesheet" href="/x.css"><a href="x#a">x</a><a href="x#b">x</a><a href="mailto:a@b.example">m</a>"#;
        assert_eq!(ways(source, PAGE).all, ["https://a.example/research/x"]);
    }

    #[test]
    fn a_place_in_which_scripts_may_draw_is_named_and_empty() {
        for (source, is_empty) in [
            (r#"<ul id="list"></ul>"#, true),
            (r#"<div class="papers"> </div>"#, true),
            (r#"<div id="root">Loading…</div>"#, true),
            ("<paper-list></paper-list>", true),
            (r#"<ul id="list"><li>One</li></ul>"#, false),
            (r#"<div id="root">Loading docks are where ships come to be filled</div>"#, false),
            ("<div></div>", false),
            (r#"<span id="x"></span>"#, false),
        ] {
            assert_eq!(ways(source, PAGE).has_empty_place, is_empty, "{source}");
        }
    }
}
