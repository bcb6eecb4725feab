//! The sections under which a page is filed.
//!
//! In: the parsed page and its metadata. Out: names, spelled one way. Tags and keywords are not sections; they
//! serve only when nothing else names one.

use std::rc::Rc;

use ego_tree::iter::Edge;
use memchr::memchr2_iter;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;
use url::Url;

use crate::document::fold;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::{language, listing};

use super::ARTICLE_TYPES;
use super::marks::is_of_another;
use super::topics::{self, Elements, Links};
use crate::normalise::html::element::{Asked, is_named, is_unseen, without};

/// More sections are a cloud of tags. A judgement.
const MOST: usize = 8;

/// Words of a text with a full stop from which it is a sentence. A judgement: `St. Louis Co.` is a section.
const SENTENCE: usize = 6;

/// Characters of a section's name; longer texts are sentences. A judgement, as in listings.
const LONGEST: usize = 60;

/// Characters of a section's name that is a link by itself: forums name all that belongs to one. A judgement.
const LONGEST_LINK: usize = 100;

/// Names of `meta` elements whose contents are subjects rather than words to be found by: Dublin Core's, Highwire Press's.
const SUBJECTS: [&str; 3] = ["dc.subject", "dcterms.subject", "citation_keywords"];

/// Sources whose texts are one name each: those of links.
const ARE_SINGLE: [&str; 5] = [
    "links with rel=category",
    "links around the title",
    "json-ld breadcrumbs",
    "breadcrumbs",
    "links to tags",
];

/// Sources whose texts are lists even where there are several.
const ARE_LISTS: [&str; 2] = ["subjects", "article:tag"];

/// What is known of a page before its categories are looked for.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub(super) title: String,
    pub(super) address: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
}

/// The categories of a page: those of the first source that names any.
pub(super) fn categories(html: &Html, metadata: &Metadata, known: &Known) -> Vec<String> {
    told(html, &Elements::of(html), metadata, known)
        .find(|(_, found)| !found.is_empty())
        .map(|(_, found)| found)
        .unwrap_or_default()
}

/// A source by name, and what reads it.
type Source<'a> = (&'static str, Box<dyn Fn() -> Vec<String> + 'a>);

/// What each source names, the most trusted first; read as the iterator is advanced.
pub(super) fn told<'a>(
    html: &'a Html,
    elements: &'a Elements<'a>,
    metadata: &'a Metadata,
    known: &'a Known,
) -> impl Iterator<Item = (&'static str, Vec<String>)> + use<'a> {
    let title = fold::words(&known.title);
    let shown_title = title.clone();
    let site = known.publisher.as_deref().map(fold::words);
    let shared = fold::words(metadata.first(&["og:title"]).unwrap_or_default());
    let shared_title = shared.clone();
    let language = metadata.language.as_deref().and_then(language::code);
    let its = language.clone();
    let links = Rc::new(Links::of(elements));
    let [by_print, by_address, by_general] = [0; 3].map(|_| Rc::clone(&links));
    let sources: [Source<'a>; 15] = [
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
        ("json-ld breadcrumbs", Box::new(|| from_breadcrumbs(metadata))),
        (
            "breadcrumbs",
            Box::new(move || {
                from_shown_breadcrumbs(elements, &[&shown_title, &shared_title], known.address.as_deref())
            }),
        ),
        ("an element marked as category", Box::new(|| from_marks(elements))),
        ("a label", Box::new(|| topics::from_labels(elements))),
        ("embedded data", Box::new(|| topics::from_data(html, metadata, &known.title))),
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
                    language.as_deref(),
                    false,
                )
            }),
        ),
        ("article:tag", Box::new(|| metadata.all("article:tag").map(str::to_owned).collect())),
        ("links to tags", Box::new(|| topics::from_tags(elements))),
        (
            "the address",
            Box::new(move || {
                topics::from_address(
                    &by_general,
                    known.address.as_deref(),
                    &known.title,
                    its.as_deref(),
                    true,
                )
            }),
        ),
    ];
    sources.into_iter().map(move |(name, source)| {
        let mut names: Vec<String> = Vec::new();
        let told = source();
        // Each link is one name, and so is each of several values.
        let commas = if ARE_LISTS.contains(&name) {
            Commas::Part
        } else if ARE_SINGLE.contains(&name) || told.len() > 1 {
            Commas::Belong
        } else {
            Commas::Unsure
        };
        for name in told.iter().flat_map(|told| spelled(told, commas)) {
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

/// Links around the title whose address says that they lead to a category.
fn from_addresses(elements: &Elements<'_>) -> Vec<String> {
    let Some((above, below)) = elements.around_title(AROUND / 2, AROUND) else { return Vec::new() };
    let around = || above.iter().chain(below);
    let leads = |element: &&ElementRef<'_>| {
        let href = element.value().attribute("href").unwrap_or_default();
        is_named!(element.value(), "a") && names_part(href, &element.text().collect::<String>())
    };
    let leads =
        |link: &&ElementRef<'_>| leads(link) && !is_of_another(***link) && !topics::is_in_running_text(link);
    let first = around().find(leads).and_then(topics::holder);
    let group = around().filter(leads).filter(|link| topics::holder(link) == first);
    let names: Vec<String> = group.map(|element| element.text().collect::<String>()).collect();
    if names.len() > MOST_BY_TITLE { Vec::new() } else { names }
}

/// Whether a link leads to a category, or to another part of the site that it is named after: by the segment above the last
/// of its address, or by what it asks for. Judgements.
fn names_part(href: &str, text: &str) -> bool {
    const CATEGORIES: [&str; 5] = ["category", "categories", "kategorie", "rubrik", "categoria"];
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
    is_page
        && (segments.clone().any(|above| CATEGORIES.contains(&above))
            || is_part()
            || query.split('&').any(asks))
}

/// The last step of the breadcrumbs that the page shows, its own title and the home page aside.
fn from_shown_breadcrumbs<'a>(
    elements: &Elements<'a>,
    titles: &[&str],
    address: Option<&str>,
) -> Vec<String> {
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

/// Words of classes of the chips above a title, in the languages of the public benchmarks. A judgement.
const CHIPS: [&str; 12] = [
    "category",
    "categories",
    "kategorie",
    "kategorien",
    "categorie",
    "categoria",
    "rubrik",
    "rubrique",
    "section",
    "kicker",
    "eyebrow",
    "overline",
];

/// Elements looked at on either side of the title for a chip. A judgement: a chip is a link in a list in a box.
const NEAR: usize = 12;

/// Chips that stand just above or below the title.
fn from_marks(elements: &Elements<'_>) -> Vec<String> {
    let Some((above, below)) = elements.around_title(NEAR, NEAR) else { return Vec::new() };
    let chip = |element: &ElementRef<'_>| {
        let is_marked = element.value().attribute("class").is_some_and(|class| {
            let mut words = class.split(|sign: char| !sign.is_ascii_alphabetic());
            words.any(|word| CHIPS.iter().any(|chip| word.eq_ignore_ascii_case(chip)))
        });
        if !is_marked || !is_named!(element.value(), "a" | "span" | "p" | "div" | "li" | "strong") {
            return None;
        }
        let text = seen_text(element);
        let words = fold::words(&text);
        // A chip is a few words; a section of the page is more. Four, as in listings.
        let fits = !words.is_empty()
            && words.split(' ').count() <= 4
            && !is_no_chip(&text)
            && !listing::is_small_print(&text)
            && dates::whole(&text, &Reading::default()).is_none();
        fits.then_some(text)
    };
    above
        .iter()
        .chain(below)
        .filter(|element| !is_of_another(***element))
        .find_map(chip)
        .into_iter()
        .collect()
}

/// The text of an element without that of scripts, styles and buttons within it; no more of it than a few chips have.
fn seen_text(element: &ElementRef<'_>) -> String {
    /// Bytes, a judgement.
    const MOST: usize = 400;
    let mut text = String::new();
    let is_left_out = |element: &Element| is_unseen(element) || is_named!(element, "button" | "select");
    for edge in without(element.traverse(), is_left_out) {
        if let Edge::Open(node) = edge
            && let Node::Text(part) = node.value()
        {
            text.push_str(part);
        }
        if text.len() > MOST {
            break;
        }
    }
    text
}

/// The last but one step of the breadcrumbs: the group that the page is in.
fn from_breadcrumbs(metadata: &Metadata) -> Vec<String> {
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

/// What commas in a text are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commas {
    /// They part names.
    Part,
    /// They are part of a name.
    Belong,
    /// They part names, but for those of `Art, Music and Theatre`.
    Unsure,
}

/// The names in a text, a slug written out; a sentence is none.
fn spelled(told: &str, commas: Commas) -> Vec<String> {
    let told = metadata::plain(told);
    if told.ends_with('.') && told.split(' ').count() >= SENTENCE {
        return Vec::new();
    }
    let is_joint = |word: &str| matches!(word, "and" | "&" | "und" | "et" | "y" | "e");
    let longest = if commas == Commas::Belong { LONGEST_LINK } else { LONGEST };
    let is_row = || {
        told.rsplit_once(',').is_some_and(|(before, last)| {
            let is_first = last.split_whitespace().next().is_some_and(is_joint);
            is_first || (!before.contains(',') && last.split_whitespace().any(is_joint))
        })
    };
    let is_one = commas == Commas::Belong || (commas == Commas::Unsure && is_row());
    told.split(|sign| sign == ',' && !is_one || matches!(sign, ';' | '|'))
        .map(|name| unslugged(unquoted(name.trim())))
        .filter(|name| !name.is_empty() && name.chars().count() <= longest && !is_none(name))
        .collect()
}

/// A name without the quotation marks around it.
fn unquoted(name: &str) -> &str {
    const PAIRS: [(char, char); 11] = [
        ('“', '”'),
        ('"', '"'),
        ('„', '“'),
        ('„', '”'),
        ('”', '”'),
        ('«', '»'),
        ('»', '«'),
        ('‘', '’'),
        ('‚', '‘'),
        ('「', '」'),
        ('《', '》'),
    ];
    let inner = |(open, close): (char, char)| {
        let inner = name.strip_prefix(open)?.strip_suffix(close)?;
        Some(inner.trim()).filter(|inner| !inner.contains([open, close]))
    };
    PAIRS.into_iter().find_map(inner).unwrap_or(name)
}

/// Whether a name is that of no section; a judgement: what content systems put where nobody chose one, what heads a list
/// of tags, years, code, labels of forms.
fn is_none(name: &str) -> bool {
    let folded = fold::words(name);
    let is_year = folded.len() == 4 && (folded.starts_with("19") || folded.starts_with("20"));
    matches!(
        &*folded,
        "" | "home"
            | "uncategorized"
            | "uncategorised"
            | "none"
            | "null"
            | "allgemein"
            | "general"
            | "tag"
            | "tags"
            | "category"
            | "categories"
            | "article"
            | "post"
            | "posts"
            | "all"
            | "all posts"
            | "latest"
            | "popular"
            | "featured"
            | "top stories"
            | "search"
            | "search results"
    ) || (is_year && folded.bytes().all(|byte| byte.is_ascii_digit()))
        || name.contains(['{', '}', '='])
        || name.ends_with(':')
}

/// Whether a text that nothing but its place makes a section is none: a letter of an index, a number, a button. A
/// judgement.
fn is_no_chip(text: &str) -> bool {
    /// What the buttons of an account and of a site's readers say.
    const BUTTONS: [&str; 6] = ["login", "log in", "sign in", "sign up", "subscribe", "follow us"];
    let folded = fold::words(text);
    let has_button = || BUTTONS.iter().any(|button| holds_words(&folded, button));
    text.starts_with('@')
        || is_call(&folded)
        || folded.starts_with("see more")
        || has_button()
        || matches!(&*folded, "print" | "share" | "email" | "topics" | "get in touch" | "contact us")
        || (folded.is_ascii() && folded.len() < 2)
        || folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

/// Whether folded words ask the reader to do something: `Download the report`, `Watch video`. A judgement.
fn is_call(folded: &str) -> bool {
    const VERBS: [&str; 11] =
        ["download", "get", "watch", "email", "read", "listen", "try", "buy", "book", "join", "visit"];
    const OBJECTS: [&str; 16] = [
        "the", "our", "your", "my", "a", "an", "me", "us", "it", "now", "free", "this", "video", "here",
        "more", "to",
    ];
    let mut words = folded.split(' ');
    words.next().is_some_and(|verb| VERBS.contains(&verb))
        && words.next().is_some_and(|object| OBJECTS.contains(&object))
}

/// Whether folded words have others among them, one behind the other.
fn holds_words(words: &str, others: &str) -> bool {
    format!(" {words} ").contains(&format!(" {others} "))
}

/// `coastal-habitats` as `Coastal Habitats`; anything with a space or a capital is left as written.
fn unslugged(name: &str) -> String {
    let is_slug = name.contains(['-', '_'])
        && name.chars().all(|sign| sign.is_lowercase() || sign.is_ascii_digit() || matches!(sign, '-' | '_'));
    if !is_slug {
        return name.to_owned();
    }
    let words = name.split(['-', '_']).filter(|word| !word.is_empty()).map(|word| {
        let mut signs = word.chars();
        signs.next().map(|first| first.to_uppercase().chain(signs).collect::<String>()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}
