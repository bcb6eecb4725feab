//! The group that a page is in, by its breadcrumbs.
//!
//! In: the metadata, or the elements of the page, its titles and its address. Out: the name of a step.

use std::collections::HashSet;
use std::sync::LazyLock;

use ego_tree::NodeId;
use memchr::memchr2_iter;
use scraper::ElementRef;
use serde_json::Value;
use url::Url;

use super::spelling::{holds_words, is_no_chip, is_none};
use super::topics::{Elements, short_text};
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::language;

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

/// The last step of the breadcrumbs that the page shows, its own title and the home page aside; of such as only a label tells where
/// these may tell it.
pub(super) fn shown<'a>(
    elements: &Elements<'a>,
    titles: &[&str],
    address: Option<&str>,
    language: Option<&str>,
    may_be_labelled: bool,
) -> Vec<String> {
    /// Links in a bar that are looked at. A judgement: steps may hold lists of others.
    const MOST_STEPS: usize = 400;
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
    let is_named_so = |element: &ElementRef<'_>, words: &[&str]| {
        let value = element.value();
        let named = ["class", "id", "aria-label", "itemtype"].iter().filter_map(|name| value.attribute(name));
        !is_named!(value, "html" | "body" | "a" | "script" | "style")
            && named.into_iter().any(|name| has_one_of(name, words))
    };
    // Trees and menus are called by the other words too.
    let words = [&BREADCRUMBS[..], &CRUMBS[..]].into_iter();
    let mut bars = words.filter_map(|words| {
        elements.all.iter().copied().find(|element| is_named_so(element, words)).map(|bar| (bar, words))
    });
    let labelled = || labelled(elements).filter(|_| may_be_labelled).map(|bar| (bar, &[][..]));
    let Some((bar, words)) = bars.next().or_else(labelled) else { return Vec::new() };
    let is_trail = |element: &ElementRef<'_>| is_named_so(element, words);
    let leads_to_source = |link: &ElementRef<'_>| {
        let href = link.value().attribute("href").unwrap_or_default();
        ["_sources/", "/edit/", "/blob/", "/raw/"].iter().any(|part| href.contains(part))
    };
    let target = |link: &ElementRef<'_>| {
        let href = link.value().attribute("href")?;
        page.as_ref().map_or_else(|| Url::parse(href).ok(), |page| page.join(href).ok())
    };
    let is_step = |link: &ElementRef<'_>| {
        let value = link.value();
        let is_of_language = |tag: &str| language.is_some() && language::code(tag).as_deref() == language;
        is_named!(value, "a")
            && value.attribute("hreflang").is_none_or(is_of_language)
            && !leads_to_source(link)
    };
    let all: Vec<ElementRef<'a>> =
        bar.descendants().filter_map(ElementRef::wrap).filter(is_step).take(MOST_STEPS).collect();
    // Where the steps lead, the first of them tells: pages are copied to other hosts.
    let site = all.first().and_then(target).and_then(|first| site_of(&first));
    let leads_away = |link: &ElementRef<'_>| {
        target(link).is_some_and(|target| match target.scheme() {
            "mailto" | "tel" => true,
            "http" | "https" => site.is_some() && site_of(&target) != site,
            _ => false,
        })
    };
    let mut links: Vec<ElementRef<'a>> = all.into_iter().filter(|link| !leads_away(link)).collect();
    // Beside the steps a bar may hold the page's languages: what is named so and holds the first two steps is the trail.
    if let [first, second, ..] = links.as_slice() {
        let above: Vec<NodeId> = second.ancestors().map(|above| above.id()).collect();
        let within =
            first.ancestors().take_while(|above| above.id() != bar.id()).filter_map(ElementRef::wrap);
        // A step with others below it is named so too.
        let is_item = |inner: &ElementRef<'_>| {
            let mut beside = inner.next_siblings().chain(inner.prev_siblings()).filter_map(ElementRef::wrap);
            is_named!(inner.value(), "li") || beside.any(|other| is_trail(&other))
        };
        let mut trails =
            within.filter(|inner| is_trail(inner) && above.contains(&inner.id()) && !is_item(inner));
        if let Some(trail) = trails.next() {
            links.retain(|link| link.ancestors().any(|above| above.id() == trail.id()));
        }
    }
    let steps: Vec<(String, bool)> = links
        .iter()
        .map(|link| {
            let href = link.value().attribute("href").filter(|href| !href.starts_with(['#', '?']));
            (metadata::plain(&link.text().collect::<String>()), href.is_some_and(is_page))
        })
        .collect();
    // The trail of a repository tells whose it is, and how its parts are kept: `Harbour / winch / Issues / #77`.
    if is_of_repository(&steps.iter().map(|(step, _)| step.as_str()).collect::<Vec<_>>()) {
        return Vec::new();
    }
    let step = steps.iter().skip(1).rfind(|(step, is_page)| {
        let folded = fold::words(step);
        !folded.is_empty()
            && !is_page
            && !is_of_title(&folded)
            && !is_none(step)
            && !is_no_chip(step)
            && !is_code(step)
            && !shows_source(&folded)
    });
    step.map(|(step, _)| step.clone()).into_iter().collect()
}

/// Whether steps are those to a part that every repository has: behind an owner and a name, with nothing but a number behind it. A
/// judgement, of what three forges call such parts; papers have issues and campaigns theirs (`Home / Issues / Climate`).
fn is_of_repository(steps: &[&str]) -> bool {
    const PARTS: [&str; 5] =
        ["issues", "merge requests", "pull requests", "issues and pull requests", "work items"];
    let Some(at) = steps.iter().rposition(|step| PARTS.contains(&&*fold::words(step))) else { return false };
    let is_number =
        |step: &&&str| step.starts_with(['#', '!']) || step.starts_with(|first: char| first.is_ascii_digit());
    let behind = steps.get(at + 1..).unwrap_or_default();
    at > 1
        && !steps.first().is_some_and(|first| is_none(first))
        && behind.first().is_none_or(|step| is_number(&step))
}

/// Whether a link (folded) says that it shows the source of the page, or where that is edited: `View page source`. A judgement, of what
/// manuals write beside their breadcrumbs.
fn shows_source(folded: &str) -> bool {
    let mut words = folded.split(' ');
    let is_deed = matches!(words.next(), Some("view" | "edit" | "show" | "improve" | "suggest"));
    is_deed
        && words.any(|word| matches!(word, "source" | "page" | "github" | "gitlab" | "bitbucket" | "edits"))
}

/// The element that begins with a label of breadcrumbs, or the one around that label.
fn labelled<'a>(elements: &Elements<'a>) -> Option<ElementRef<'a>> {
    /// Bytes of the bar. A judgement: a label and six steps.
    const MOST: usize = 300;
    /// Elements around the label that may be the bar.
    const REACH: usize = 2;
    let is_label = |element: &ElementRef<'_>| {
        let first = element.children().find_map(|child| {
            let text = child.value().as_text().map(|text| text.trim());
            text.filter(|text| !text.is_empty())
        });
        first.is_some_and(|text| text.len() <= LABEL && LABELS.contains(&fold::words(text)))
    };
    let has_steps = |bar: &ElementRef<'_>| {
        let links =
            bar.descendants().filter_map(ElementRef::wrap).filter(|link| is_named!(link.value(), "a"));
        short_text(bar, MOST).is_some() && links.take(2).count() == 2
    };
    let label = elements.all.iter().copied().find(is_label)?;
    let around = label.ancestors().filter_map(ElementRef::wrap).take(REACH);
    [label].into_iter().chain(around).find(has_steps)
}

/// Bytes of a label of breadcrumbs. A judgement.
const LABEL: usize = 48;

/// What stands before breadcrumbs: that the reader is here. A judgement, of what pages in these languages write.
const HERE: &str = "\
    you are here|sie sind hier|sie befinden sich hier|du bist hier|u bevindt zich hier|u bent hier|je bent hier|\
    je bevindt je hier|vous êtes ici|usted está aquí|está aquí|estás aquí|ti trovi in|ti trovi qui|sei qui|\
    você está aqui|jesteś tutaj|du er her|du är här|olet tässä|вы здесь|nacházíte se zde|buradasınız|当前位置|您的位置|\
    您现在的位置|你的位置|現在位置|現在地|현재 위치";

/// [`HERE`], folded.
static LABELS: LazyLock<HashSet<String>> = LazyLock::new(|| HERE.split('|').map(fold::words).collect());

/// The site that an address is of: its parts may be hosts of their own. The last two labels of the host, or three where the last
/// but one is short: `example.co.uk`. A judgement.
fn site_of(url: &Url) -> Option<String> {
    let labels: Vec<&str> = url.host_str()?.rsplit('.').collect();
    let is_short = labels.get(1).is_some_and(|label| label.len() <= 3) && labels.first()?.len() == 2;
    let mut site: Vec<&str> = labels.into_iter().take(if is_short { 3 } else { 2 }).collect();
    site.reverse();
    Some(site.join("."))
}

/// What names of breadcrumbs have in them, and what they have where no name has that: shorter ones, those of Japanese themes.
const BREADCRUMBS: [&str; 1] = ["breadcrumb"];
const CRUMBS: [&str; 13] = [
    "crumb",
    "topicpath",
    "topic-path",
    "topic_path",
    "pankuzu",
    "fil-ariane",
    "fil-d-ariane",
    "filariane",
    "briciole",
    "kruimel",
    "okruszk",
    "brotkrume",
    "murupolku",
];

/// Whether a name has one of these words in it.
fn has_one_of(name: &str, words: &[&str]) -> bool {
    let bytes = name.as_bytes();
    words.iter().any(|word| {
        let word = word.as_bytes();
        let begins =
            |at: usize| bytes.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
        let [first, ..] = *word else { return false };
        memchr2_iter(first, first.to_ascii_uppercase(), bytes).any(begins)
    })
}

/// Whether a step is a code and no name: `cs`, `en`. A judgement: a word of two small letters.
fn is_code(step: &str) -> bool {
    step.len() == 2 && step.bytes().all(|letter| letter.is_ascii_lowercase())
}
