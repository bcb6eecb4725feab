//! The only article of a page that is another page's: what a listing of one, an archive of a month, shows of it.
//!
//! In: the parsed page, its title, its address. Out: the element. What it tells is not said of the page.

use ego_tree::NodeId;
use scraper::{ElementRef, Html};
use url::Url;

use super::lines::text_of;
use crate::document::identity::title_key;
use crate::normalise::html::element::{Asked, is_named};

/// Share of the page's text that it has at least: a card beside a text has less. A judgement.
const SHARE: usize = 2; // half

/// The only `article` of a page, where its heading is a link that leads elsewhere and says something else than the page's title,
/// and the page has little text, of so many bytes, beside it.
pub(crate) fn article_of_another(
    html: &Html,
    title: &str,
    address: Option<&str>,
    text: usize,
) -> Option<NodeId> {
    let elements = || html.tree.nodes().filter_map(ElementRef::wrap);
    let mut articles = elements().filter(|element| is_named!(element.value(), "article"));
    let article = articles.next()?;
    if articles.next().is_some() {
        return None;
    }
    let is_heading = |element: &ElementRef<'_>| is_named!(element.value(), "h1" | "h2" | "h3" | "h4");
    let mut headings = article.descendants().filter_map(ElementRef::wrap).filter(is_heading);
    let heading = headings.next()?;
    // A heading of another is one within the article; what stands over it is the page's own.
    if headings.next().is_some() || is_named!(heading.value(), "h1") {
        return None;
    }
    let link =
        heading.descendants().filter_map(ElementRef::wrap).find(|link| is_named!(link.value(), "a"))?;
    let (own, other) = (title_key(title), title_key(&text_of(&heading)));
    let is_same = own.is_empty() || other.is_empty() || own.contains(&other) || other.contains(&own);
    let leads_here = leads_here(link.value().attribute("href")?.trim(), address);
    let within = article.descendants().any(|node| {
        let is_title = |node: ElementRef<'_>| is_heading(&node) && title_key(&text_of(&node)) == own;
        ElementRef::wrap(node).is_some_and(is_title)
    });
    let is_most = || text_of(&article).len() * SHARE >= text;
    (!is_same && !leads_here && !within && is_most()).then(|| article.id())
}

/// Whether an address of a link is that of the page; of a page without one, whether it names a place of it.
fn leads_here(href: &str, address: Option<&str>) -> bool {
    let Some(address) = address.and_then(|address| Url::parse(address).ok()) else {
        return href.is_empty() || href.starts_with('#');
    };
    address.join(href).is_ok_and(|other| {
        other.host() == address.host()
            && other.path().trim_end_matches('/') == address.path().trim_end_matches('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_article_is_anothers_where_its_heading_leads_elsewhere_and_says_something_else() {
        let at = |title: &str, article: &str| {
            let html = Html::parse_document(&format!("<h1>{title}</h1><article>{article}</article>"));
            let found = [Some("https://example.org/2021/06/"), None]
                .map(|address| article_of_another(&html, title, address, 60).is_some());
            if article.contains("href=/2021/06/>") { found[0] } else { found[0] && found[1] }
        };
        let teaser = "<h2><a href=/2021/06/gulls/>How gulls are counted</a></h2><p>With patience.</p>";
        assert!(at("June 2021", teaser));
        assert!(!at("How gulls are counted", teaser));
        assert!(!at("June 2021", "<h2><a href=/2021/06/>How gulls are counted</a></h2>"));
        assert!(!at("June 2021", "<h2>How gulls are counted</h2><p><a href=/x>More</a></p>"));
        assert!(!at("June 2021", &format!("{teaser}<h3>What they eat</h3>")));
        let beside = Html::parse_document(&format!("<h1>Slow lakes</h1><article>{teaser}</article>"));
        assert!(article_of_another(&beside, "Slow lakes", None, 1_000).is_none());
    }
}
