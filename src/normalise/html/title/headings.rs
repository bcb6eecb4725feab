//! The headings of a page that may be its title.
//!
//! In: the parsed page. Out: its headings, each with how much its place lets it be the title. Knows no metadata.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node};
use url::Url;

use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named, is_unseen};
use crate::normalise::html::title::candidates::collapse;

/// Headings that are looked at; pages with more use them for something else. A judgement.
const MOST_HEADINGS: usize = 12;

/// A heading of the page.
pub(super) struct Heading {
    pub(super) text: String,
    pub(super) source: &'static str,
    pub(super) share: f32,
    /// The texts of the elements right within it.
    pub(super) chips: Vec<String>,
    /// Whether it is a link to itself, as programs make of the headings of sections.
    is_linked: bool,
    /// Whether it leads to the site's front page: it is the site's logo.
    pub(super) leads_home: bool,
}

/// The page's `h1`s, and its first `h2`s when it has none but the site's logo. What is left of one that is said three times, or is not the
/// first, is by hand; of later `h2`s .7 loses a title of the dev quarter, .9 takes sections of references for titles.
/// `told` are the parts of the page's `<title>`, folded.
pub(super) fn headings(html: &Html, told: &[String]) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for (name, source) in [("h1", "h1"), ("h2", "h2")] {
        let elements =
            html.tree.nodes().filter_map(ElementRef::wrap).filter(|element| element.value().name() == name);
        for element in elements.take(MOST_HEADINGS) {
            let text = text_of(*element);
            if !fold::words(&text).is_empty() {
                let (share, leads_home) = (standing(&element), leads_home(&element));
                let (chips, is_linked) = (chips(&element), links_itself(&element));
                found.push(Heading { text, source, share, chips, is_linked, leads_home });
            }
        }
        if found.iter().any(|heading| !heading.leads_home) {
            break;
        }
    }
    // A lower one that microdata call the headline stands for them.
    if found.is_empty() {
        let is_headline = |element: &ElementRef<'_>| {
            is_named!(element.value(), "h3" | "h4" | "h5" | "h6")
                && element
                    .value()
                    .attribute("itemprop")
                    .is_some_and(|names| names.split_ascii_whitespace().any(|name| name == "headline"))
        };
        let mut headlines = html.tree.nodes().filter_map(ElementRef::wrap).filter(is_headline);
        if let Some(headline) = headlines.next().filter(|_| headlines.next().is_none()) {
            let text = text_of(*headline);
            let told = told.contains(&spaced(&text));
            let share = standing(&headline);
            let heading =
                Heading { text, source: "h2", share, chips: Vec::new(), is_linked: false, leads_home: false };
            found.extend(Some(heading).filter(|_| told));
        }
    }
    // Below a logo that `<title>` says too only a lone `h1`, or what it says besides, is a title: others are headings of parts.
    let logos: Vec<String> =
        found.iter().filter(|heading| heading.leads_home).map(|logo| spaced(&logo.text)).collect();
    if !logos.is_empty() {
        let says = |text: &str, part: &String| text.contains(part.as_str()) && !logos.contains(part);
        let own = found.iter().filter(|heading| heading.source == "h1" && !heading.leads_home).count();
        let is_named = told.len() > 1 && told.iter().any(|part| logos.contains(part));
        found.retain(|heading| {
            let text = spaced(&heading.text);
            let may_be = heading.source == "h1" && (own == 1 || !is_named);
            heading.leads_home || may_be || told.iter().any(|part| says(&text, part))
        });
    }
    // What is said twice is a label: "Read also", "Footer navigation".
    let times: Vec<usize> =
        found.iter().map(|heading| found.iter().filter(|other| other.text == heading.text).count()).collect();
    // Where several are numbered, all are sections: `1. Introduction`, `2. Gauges`, `Appendix`.
    // Where each links to itself and `<title>` says none of them, they are too.
    let is_told = |heading: &Heading| told.contains(&spaced(&heading.text));
    let are_linked = found.len() > 1 && found.iter().all(|heading| heading.is_linked && !is_told(heading));
    let are_sections = are_linked || found.iter().filter(|heading| is_numbered(&heading.text)).count() > 1;
    for (place, (heading, times)) in found.iter_mut().zip(times).enumerate() {
        if are_sections {
            heading.share *= 0.2;
        } else if times > 2 {
            heading.share *= 0.3;
        }
        if place > 0 {
            heading.share *= if heading.source == "h1" { 0.9 } else { 0.8 };
        }
    }
    found
}

/// The words of a text, folded, with a space between.
fn spaced(text: &str) -> String {
    fold::units(&fold::words(text)).collect::<Vec<_>>().join(" ")
}

/// Whether all that a heading says is a link to a place on the page.
fn links_itself(element: &ElementRef<'_>) -> bool {
    let is_link = |link: &ElementRef<'_>| {
        is_named!(link.value(), "a")
            && link.value().attribute("href").is_some_and(|href| href.starts_with('#'))
    };
    let link = element.children().filter_map(ElementRef::wrap).find(is_link);
    link.is_some_and(|link| text_of(*link) == text_of(**element))
}

/// The link by which a page leads to itself, where its text begins the page's `<title>`: a headline that is no heading.
pub(super) fn own_link(html: &Html, title: &str, address: &str) -> Option<String> {
    /// Links that are looked at, and words of a headline: names of parts of a site have fewer. Judgements.
    const MOST: usize = 2_000;
    const WORDS: usize = 3;
    let address = Url::parse(address).ok()?;
    let last = address.path().trim_end_matches('/').rsplit('/').next().filter(|last| !last.is_empty())?;
    let title = spaced(title);
    let leads_here = |href: &str| {
        let other = address.join(href).ok();
        other.is_some_and(|other| {
            let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
            other.host() == address.host()
                && path(&other) == path(&address)
                && other.query() == address.query()
        })
    };
    let links = html.tree.nodes().filter_map(ElementRef::wrap).filter(|link| is_named!(link.value(), "a"));
    links.take(MOST).find_map(|link| {
        let href = link.value().attribute("href")?;
        if href.starts_with('#') || !href.contains(last) || !leads_here(href) || standing(&link) < 0.5 {
            return None;
        }
        let text = text_of(*link);
        let words = spaced(&text);
        let begins = title.strip_prefix(&*words).is_some_and(|rest| rest.starts_with(' '));
        (begins && words.split(' ').count() >= WORDS).then_some(text)
    })
}

/// Whether one of the first `h2`s below the `h1` says these words (folded, [`fold::units`]), in a place where a title can be.
pub(super) fn is_below(html: &Html, words: &str) -> bool {
    let elements = html.tree.nodes().filter_map(ElementRef::wrap);
    let below = elements.skip_while(|element| !is_named!(element.value(), "h1"));
    let mut lower = below.filter(|element| is_named!(element.value(), "h2")).take(MOST_HEADINGS);
    lower.any(|element| {
        fold::units(&fold::words(&text_of(*element))).eq(words.split(' ')) && standing(&element) > 0.5
    })
}

/// Whether the first `h1` stands outside of every `article`: it heads the site, where an article has a heading of its own.
pub(super) fn is_above_article(html: &Html) -> bool {
    let mut elements = html.tree.nodes().filter_map(ElementRef::wrap);
    let first = elements.find(|element| is_named!(element.value(), "h1"));
    let is_in = |heading: ElementRef<'_>| {
        heading.ancestors().filter_map(ElementRef::wrap).any(|above| is_named!(above.value(), "article"))
    };
    first.is_some_and(|heading| !is_in(heading))
}

/// Whether a line before the first `h2` says this text, which is several words: a title that is no heading.
pub(super) fn is_line_above(html: &Html, text: &str) -> bool {
    /// Elements that are looked at, nodes that a line holds, elements around it that are asked what they are. Judgements, that
    /// bound the work.
    const ELEMENTS: usize = 3_000;
    const NODES: usize = 12;
    const HEIGHT: usize = 12;
    /// Words of a title. A judgement: names of parts of a site have fewer.
    const WORDS: usize = 3;
    let words = fold::words(text);
    if fold::units(&words).count() < WORDS {
        return false;
    }
    // Menus, bars, logos and breadcrumbs say it too.
    let is_apart = |above: ElementRef<'_>| {
        let value = above.value();
        let is_called =
            |class: &str| ["crumb", "logo", "brand", "site-"].iter().any(|word| class.contains(word));
        is_named!(value, "a" | "li" | "nav" | "header" | "aside" | "form")
            || value.attribute("class").is_some_and(is_called)
    };
    let elements = html.tree.root().descendants().filter_map(ElementRef::wrap).take(ELEMENTS);
    let mut above = elements.take_while(|element| !is_named!(element.value(), "h2"));
    above.any(|element| {
        let mut around =
            std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap)).take(HEIGHT);
        is_named!(element.value(), "div" | "p" | "span" | "strong")
            && element.descendants().nth(NODES).is_none()
            && fold::words(&text_of(*element)) == words
            && !around.any(is_apart)
    })
}

/// Whether a heading begins with the number of a section.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with(". ")
}

/// The texts of the elements right within a heading, where there are so few that they may be chips: a topic, a mark, the
/// site's name. A judgement.
fn chips(element: &ElementRef<'_>) -> Vec<String> {
    const MOST: usize = 4;
    let within = element.children().filter(|child| child.value().is_element()).take(MOST);
    within.map(text_of).filter(|text| !text.is_empty()).collect()
}

/// The text of a heading, or of an element within it, as far as it is seen, white space collapsed.
fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    seen_text(node, &mut text);
    collapse(&text)
}

/// How much a heading's place lets it be the title, 0 to 1. By hand: so little that any other source wins over it, and
/// that it is there where nothing else is.
fn standing(element: &ElementRef<'_>) -> f32 {
    let mut share: f32 = 1.0;
    for above in element.ancestors().filter_map(ElementRef::wrap).chain([*element]) {
        let value = above.value();
        let is_aside = is_named!(value, "nav" | "footer" | "aside" | "dialog")
            || value.attribute("hidden").is_some()
            || value.attribute("aria-hidden") == Some("true")
            || value.attribute("role").is_some_and(|role| matches!(role, "dialog" | "navigation" | "alert"))
            || value.attribute("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
        if is_aside && !is_named!(value, "body") && !is_named!(value, "html") {
            share = share.min(0.2);
        }
    }
    if leads_home(element) { share.min(0.15) } else { share }
}

/// Whether a heading leads to the front page of its site.
fn leads_home(element: &ElementRef<'_>) -> bool {
    element.descendants().filter_map(ElementRef::wrap).chain(element.parent().and_then(ElementRef::wrap)).any(
        |link| {
            is_named!(link.value(), "a")
                && link.value().attribute("href").is_some_and(|href| {
                    let path = href.split("://").nth(1).map_or(href, |rest| {
                        rest.find('/').map_or("", |at| rest.get(at..).unwrap_or_default())
                    });
                    href != "#" && path.trim_matches('/').is_empty()
                })
        },
    )
}

/// The text of a heading as it is seen: no scripts and drawings, line ends as spaces.
fn seen_text(node: ego_tree::NodeRef<'_, scraper::Node>, text: &mut String) {
    match node.value() {
        scraper::Node::Text(own) => text.push_str(own),
        scraper::Node::Element(element) => {
            if is_unseen(element) || is_named!(element, "svg" | "button" | "select") {
                return;
            }
            if is_anchor(node, element) {
                return;
            }
            let breaks = is_named!(element, "br" | "div" | "p" | "li" | "small");
            if breaks {
                text.push(' ');
            }
            for child in node.children() {
                seen_text(child, text);
            }
            if breaks {
                text.push(' ');
            }
        }
        _ => {}
    }
}

/// Whether an element is the link that a heading carries to itself, a sign such as `¶`.
fn is_anchor(node: ego_tree::NodeRef<'_, scraper::Node>, element: &scraper::node::Element) -> bool {
    is_named!(element, "a")
        && element.attribute("href").is_some_and(|target| target.starts_with('#'))
        && !node
            .descendants()
            .filter_map(|inside| inside.value().as_text())
            .any(|text| text.chars().any(char::is_alphanumeric))
}
