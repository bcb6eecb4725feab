//! The sections under which a page is filed.
//!
//! In: the parsed page and its metadata. Out: names, spelled one way. Tags and keywords are not sections; they
//! serve only when nothing else names one.

use std::rc::Rc;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node};

use crate::document::fold;
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::language;

use super::spelling::{Commas, is_call, is_no_chip, spelled};
use super::topics::{self, Elements, Links};
use super::{ARTICLE_TYPES, breadcrumbs, chips, labels, tags};
use crate::normalise::html::element::{Asked, is_named};

/// More sections are a cloud of tags. A judgement.
pub(super) const MOST: usize = 8;

/// Names of `meta` elements whose contents are subjects rather than words to be found by: Dublin Core's, Highwire Press's.
const SUBJECTS: [&str; 3] = ["dc.subject", "dcterms.subject", "citation_keywords"];

/// Sources whose texts are one name each: those of links.
const ARE_SINGLE: [&str; 7] = [
    "links with rel=category",
    "links around the title",
    "links below the text",
    "json-ld breadcrumbs",
    "breadcrumbs",
    "links to tags",
    "links below a heading",
];

/// Sources that are lines of a page in which its title may stand as well.
const LINES: [&str; 3] = ["breadcrumbs", "json-ld breadcrumbs", "small print"];

/// Sources whose texts are lists even where there are several.
const ARE_LISTS: [&str; 2] = ["subjects", "article:tag"];

/// What is known of a page before its categories are looked for.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub(super) title: String,
    pub(super) address: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    /// The box in which the page tells of itself.
    pub(super) details: Option<NodeId>,
}

/// The sections under which a page is filed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filed {
    pub(crate) names: Vec<String>,
    /// Whether the page shows them, where things that it lists may show theirs too.
    pub(crate) is_shown: bool,
}

/// Sources that are shown among the entries of a listing too.
const SHOWN: [&str; 9] = [
    "links with rel=category",
    "links around the title",
    "an element marked as category",
    "a label",
    "small print",
    "links below the text",
    "links to tags",
    "links below a heading",
    "keywords",
];

/// The categories of a page: those of the first source that names any.
pub(super) fn categories(html: &Html, metadata: &Metadata, known: &Known) -> Filed {
    let elements = Elements::of(html, &known.title, known.details);
    let mut told = told(&elements, metadata, known).filter(|(_, found)| !found.is_empty());
    let Some((source, names)) = told.next() else { return Filed::default() };
    // A breadcrumb that only says what kind of page it is gives way to marked topics.
    let is_kind =
        CRUMBS.contains(&source) && names.iter().all(|name| KINDS_OF_PAGES.contains(&&*fold::words(name)));
    // What a page shows is for its readers; data for scripts have what advertisers ask for, too.
    let better = match source {
        _ if is_kind => told.find(|(source, _)| TOPICS.contains(source)),
        DATA => told.find(|(source, _)| ["links below the text", "links to tags"].contains(source)),
        _ => None,
    };
    let (source, names) = better.unwrap_or((source, names));
    Filed { names, is_shown: SHOWN.contains(&source) }
}

/// The source that is the page's own record in its data for scripts.
const DATA: &str = "embedded data";

/// Sources that are breadcrumbs, and those that name topics where these name a kind of page.
const CRUMBS: [&str; 2] = ["breadcrumbs", "json-ld breadcrumbs"];
const TOPICS: [&str; 3] = ["an element marked as category", "a label", "subjects"];

/// What parts of sites are called that hold one kind of page, folded. A judgement, in the languages of the public benchmarks.
const KINDS_OF_PAGES: [&str; 44] = [
    "news",
    "latest news",
    "all news",
    "press",
    "press releases",
    "press release",
    "newsroom",
    "media",
    "media releases",
    "blog",
    "articles",
    "publications",
    "press room",
    "news and events",
    "nachrichten",
    "aktuelles",
    "presse",
    "pressemitteilungen",
    "pressemitteilung",
    "meldungen",
    "neuigkeiten",
    "artikel",
    "publikationen",
    "veroffentlichungen",
    "actualites",
    "communiques",
    "communiques de presse",
    "espace presse",
    "noticias",
    "notas de prensa",
    "prensa",
    "actualidad",
    "notizie",
    "comunicati stampa",
    "comunicati",
    "novita",
    "imprensa",
    "nieuws",
    "persberichten",
    "aktualnosci",
    "nyheter",
    "nyheder",
    "новости",
    "пресс релизы",
];

/// A source by name, and what reads it.
type Source<'a> = (&'static str, Box<dyn Fn() -> Vec<String> + 'a>);

/// What each source names, the most trusted first; read as the iterator is advanced.
pub(super) fn told<'a>(
    elements: &'a Elements<'a>,
    metadata: &'a Metadata,
    known: &'a Known,
) -> impl Iterator<Item = (&'static str, Vec<String>)> + use<'a> {
    let title = fold::words(&known.title);
    let shown_title = title.clone();
    let site = known.publisher.as_deref().map(fold::words);
    let shared = fold::words(metadata.first(&["og:title"]).unwrap_or_default());
    let shared_title = shared.clone();
    let language = move || metadata.language.as_deref().and_then(language::code);
    let links = Rc::new(Links::of(elements));
    let [by_print, by_address, by_general] = [0; 3].map(|_| Rc::clone(&links));
    let sources: [Source<'a>; 18] = [
        ("links with rel=category", Box::new(|| from_links(elements))),
        ("article:section", Box::new(|| metadata.all("article:section").map(str::to_owned).collect())),
        (
            "json-ld articleSection",
            Box::new(|| {
                let objects =
                    metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES));
                objects.filter_map(|object| object.get("articleSection")).flat_map(metadata::texts).collect()
            }),
        ),
        ("links around the title", Box::new(|| from_addresses(elements))),
        ("json-ld breadcrumbs", Box::new(|| breadcrumbs::told(metadata))),
        (
            "breadcrumbs",
            Box::new(move || {
                breadcrumbs::shown(
                    elements,
                    &[&shown_title, &shared_title],
                    known.address.as_deref(),
                    language().as_deref(),
                    // Subjects are finer than parts of a site.
                    SUBJECTS.iter().all(|name| metadata.first(&[*name]).is_none()),
                )
            }),
        ),
        ("an element marked as category", Box::new(|| chips::from_marks(elements))),
        ("a label", Box::new(|| labels::from_labels(elements))),
        (DATA, Box::new(|| topics::from_data(metadata, &known.title))),
        ("small print", Box::new(move || topics::from_small_print(&by_print, known.publisher.as_deref()))),
        (
            "subjects",
            Box::new(|| SUBJECTS.iter().flat_map(|name| metadata.all(name)).map(str::to_owned).collect()),
        ),
        (
            "the address",
            Box::new(move || {
                topics::from_address(
                    &by_address,
                    known.address.as_deref(),
                    &known.title,
                    language().as_deref(),
                    false,
                )
            }),
        ),
        ("links below the text", Box::new(|| from_foot(elements))),
        ("article:tag", Box::new(|| metadata.all("article:tag").map(str::to_owned).collect())),
        ("links to tags", Box::new(|| tags::from_tags(elements))),
        ("links below a heading", Box::new(|| labels::from_headings(elements))),
        ("keywords", Box::new(|| labels::from_keywords(elements))),
        (
            "the address",
            Box::new(move || {
                topics::from_address(
                    &by_general,
                    known.address.as_deref(),
                    &known.title,
                    language().as_deref(),
                    true,
                )
            }),
        ),
    ];
    sources.into_iter().map(move |(name, source)| {
        let mut names: Vec<String> = Vec::new();
        let told = source();
        let commas = commas_of(name, told.len());
        // A title with commas that stands where sections do is no list of these.
        let is_title =
            |told: &&String| LINES.contains(&name) && [&title, &shared].contains(&&fold::words(told));
        for name in told.iter().filter(|told| !is_title(told)).flat_map(|told| spelled(told, commas)) {
            let folded = fold::words(&name);
            // An account is its person's name, joined.
            let letters = |name: &str| fold::words(name).replace(' ', "");
            let is_other = |known: &String| letters(known) != letters(&name);
            let is_new = folded != title
                && folded != shared
                && known.authors.iter().all(is_other)
                && !names.iter().any(|known| fold::words(known) == folded);
            if names.len() < MOST && is_new {
                names.push(name);
            }
        }
        // A site is no part of itself.
        let is_site = |name: &String| site.as_ref().is_some_and(|site| fold::words(name) == *site);
        if names.iter().all(is_site) {
            names.clear();
        }
        (name, names)
    })
}

/// What commas are in so many texts of a source: each link is one name, and so is each of several values.
fn commas_of(source: &str, texts: usize) -> Commas {
    if ARE_LISTS.contains(&source) {
        Commas::Part
    } else if ARE_SINGLE.contains(&source) || texts > 1 {
        Commas::Belong
    } else {
        Commas::Unsure
    }
}

/// Links that say they lead to the page's categories. Those after the first group are of other pages.
fn from_links(elements: &Elements<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut group = None;
    for element in &elements.all {
        let value = element.value();
        let is_category = || {
            let rel = value.attribute("rel").unwrap_or_default();
            rel.split_ascii_whitespace().any(|word| word == "category")
        };
        if !is_named!(value, "a") || !is_category() {
            continue;
        }
        let parent = element.parent().map(|parent| parent.id());
        if *group.get_or_insert(parent) == parent {
            found.push(element.text().collect::<String>());
        }
    }
    found
}

/// Elements looked at after the title for links to categories, and half as many before it. A judgement: bylines and
/// their chips have as many. The segments are those that content systems give, in several languages.
const AROUND: usize = 60;

/// Links to categories by the title, at most: more are a menu. A judgement.
const MOST_BY_TITLE: usize = 5;

/// Links in boxes of their own above the title that are a menu. A judgement: a page is filed under one or two there.
const MENU: usize = 3;

/// Links around the title whose address says that they lead to a category.
fn from_addresses(elements: &Elements<'_>) -> Vec<String> {
    let (above, below) = elements.around_title(AROUND / 2, AROUND).unwrap_or_default();
    // Above the title several in boxes of their own are a menu.
    let is_boxed = |link: &&ElementRef<'_>| {
        let id = |holder: Option<NodeRef<'_, Node>>| holder.map(|holder| holder.id());
        is_named!(link.value(), "a") && id(holder(link)) != id(topics::holder(link))
    };
    let is_menu = above.iter().filter(is_boxed).count() >= MENU;
    let above = if is_menu { &[][..] } else { above };
    first_group(elements, above.iter().chain(below), names_part)
}

/// Links behind the title in the page's own article, each called as the category that its address ends with.
fn from_foot(elements: &Elements<'_>) -> Vec<String> {
    let links = elements.links_of_article().filter(|link| !topics::is_in_card(link));
    first_group(elements, links, |href, text| {
        let last = topics::slug_of(href).unwrap_or_default();
        names_category(href) && (last.contains('%') || topics::is_slug_itself(last, &fold::words(text)))
    })
}

/// The texts of the first links that lead to a category, and of those beside them.
fn first_group<'a: 'b, 'b>(
    elements: &Elements<'a>,
    among: impl Iterator<Item = &'b ElementRef<'a>>,
    leads: impl Fn(&str, &str) -> bool,
) -> Vec<String> {
    let leads = |element: &&ElementRef<'_>| {
        let href = element.value().attribute("href").unwrap_or_default().trim();
        is_named!(element.value(), "a")
            && leads(href, &element.text().collect::<String>())
            && !elements.is_of_another(***element)
            && !topics::is_in_running_text(element)
    };
    let links: Vec<&ElementRef<'a>> = among.filter(leads).collect();
    let first = links.first().copied().and_then(holder);
    let group = links.iter().filter(|link| holder(link) == first);
    let names = group.map(|element| element.text().collect::<String>());
    let names: Vec<String> = names.filter(|name| !is_no_chip(name) && !is_call(name)).collect();
    if names.len() > MOST_BY_TITLE { Vec::new() } else { names }
}

/// What holds a link and those beside it, which may each stand in a box of its own.
fn holder<'a>(link: &ElementRef<'a>) -> Option<NodeRef<'a, Node>> {
    let whole = topics::holder(link)?;
    let is_box = |node: NodeRef<'_, Node>| node.value().as_element().is_some_and(|tag| is_named!(tag, "div"));
    let elements = |node: NodeRef<'a, Node>| node.children().filter(|child| child.value().is_element());
    let is_alone = |node: NodeRef<'a, Node>| {
        elements(node).count() == 1
            && node.children().filter_map(|child| child.value().as_text()).all(|text| text.trim().is_empty())
    };
    let mut beside =
        whole.next_siblings().chain(whole.prev_siblings()).filter(|node| node.value().is_element());
    let is_row = is_box(whole) && is_alone(whole) && beside.any(|other| is_box(other) && is_alone(other));
    if is_row { whole.parent() } else { Some(whole) }
}

/// Segments of addresses above those of categories. Judgements.
const CATEGORIES: [&str; 9] = [
    "category",
    "categories",
    "kategorie",
    "rubrik",
    "categoria",
    "categorie",
    "kategori",
    "kategoria",
    "rubrique",
];

/// Whether an address lies below that of all categories.
fn names_category(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let is_page = !path.contains(':') || path.starts_with("http");
    is_page && path.trim_end_matches('/').rsplit('/').skip(1).any(|above| CATEGORIES.contains(&above))
}

/// Whether a link leads to a category, or to another part of the site that it is named after: by the segment above the last
/// of its address, or by what it asks for. Judgements.
fn names_part(href: &str, text: &str) -> bool {
    const PARTS: [&str; 8] = ["section", "team", "teams", "topic", "topics", "subject", "subjects", "area"];
    let (path, query) = href.split_once('?').unwrap_or((href, ""));
    let text = fold::words(text);
    let is_named = |slug: &str| topics::is_slug_of(slug, &text);
    let asks = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or_default();
        (PARTS.contains(&key) || CATEGORIES.contains(&key)) && is_named(value)
    };
    let mut segments = path.trim_end_matches('/').rsplit('/');
    let last = segments.next().unwrap_or_default();
    let is_page = !path.contains(':') || path.starts_with("http");
    let is_part = || segments.clone().next().is_some_and(|above| PARTS.contains(&above)) && is_named(last);
    names_category(path) || (is_page && (is_part() || query.split('&').any(asks)))
}
