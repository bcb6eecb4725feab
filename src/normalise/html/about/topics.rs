//! Where a page says under what it is filed without marking or labelling it: the small print by its date, its address, its
//! tags, its data for scripts.
//!
//! In: the parsed page. Out: names as written. Which source holds is decided in `categories`.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node};

use super::lines::text_of;
use super::marks::{is_apart, leads_to_editing, own_elements};
use super::rows;
use super::spelling::{is_call, is_internal, is_no_chip};
use crate::document::fold;
use crate::document::identity::title_key;
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_frame, is_named, is_unseen};
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::listing;

/// Words of a topic, as in listings. A judgement.
pub(super) const MOST_WORDS: usize = 4;

/// Links that make the vocabulary of a page. A judgement: bounds the work.
pub(super) const MOST_LINKS: usize = 2_000;

/// What the page's own record in its data for scripts is filed under.
pub(super) fn from_data(metadata: &Metadata, title: &str) -> Vec<String> {
    let own = records(metadata, title, true).into_iter();
    let mut named = own.map(|entry| {
        let mut names = entry.categories;
        names.retain(|name| !is_internal(name));
        names
    });
    named.find(|names| !names.is_empty()).unwrap_or_default()
}

/// The records of a title in data for scripts, and in JSON-LD where they are asked for.
pub(super) fn records(metadata: &Metadata, title: &str, declared: bool) -> Vec<listing::Entry> {
    // Data that lack the longest word of a title lack the title, its first letter aside, which may be small there. Letters
    // beyond ASCII may be written as escapes.
    let words = title.split(|sign: char| !sign.is_ascii_alphanumeric());
    let longest = words.max_by_key(|word| word.len()).and_then(|word| word.get(1..)).unwrap_or_default();
    // What is all in capitals here may be in small letters there.
    let longest = if longest.bytes().any(|letter| letter.is_ascii_uppercase()) { "" } else { longest };
    let title = title_key(title);
    let own = |entry: &listing::Entry| !title.is_empty() && title_key(&entry.title) == title;
    let mut records = listing::records(metadata, longest, declared);
    records.retain(own);
    records
}

/// Elements looked at on either side of the title for the line with the date. A judgement: bylines and their boxes have
/// as many.
const AROUND: usize = 30;

/// Characters of a line of small print: a date, a topic, the time that reading takes, a name. A judgement.
const SMALL_PRINT: usize = 100;

/// The topic in the line by the title that has the date: above the title what the page calls a part of its site in any
/// link, or what stands beside the day in an element or between signs of its own and is not written as a name; below it,
/// where names stand, what is in its menus.
pub(super) fn from_small_print(links: &Links<'_>, site: Option<&str>) -> Vec<String> {
    let Some((above, below)) = links.elements.around_title(AROUND, AROUND) else { return Vec::new() };
    let around = above.iter().chain(below);
    let reading = Reading::default();
    let is_line = |element: &ElementRef<'_>| {
        if is_unseen(element.value())
            || links.elements.is_of_another(**element)
            || links.elements.is_outside(**element)
        {
            return false;
        }
        short_text(element, SMALL_PRINT).is_some_and(|text| dates::scan(&text, &reading).len() == 1)
    };
    let Some((at, line)) = around.enumerate().find(|(_, element)| is_line(element)) else {
        return Vec::new();
    };
    let is_above = at < above.len() && at + NEAR >= above.len();
    let known = if at >= above.len() { links.in_menus() } else { links.everywhere() };
    let parts = line.text().flat_map(|text| text.split(['·', '•', '|', '—', '–', '/'])).map(str::trim);
    let topic = parts.filter(|part| dates::scan(part, &reading).is_empty()).find_map(|part| {
        let folded = fold::words(part);
        let fits = (1..=MOST_WORDS).contains(&folded.split(' ').count())
            && part.starts_with(|first: char| first.is_alphabetic() && !first.is_lowercase())
            && !part.ends_with(':')
            && folded.len() > 1
            && !listing::is_small_print(part)
            && !leads_elsewhere(&folded)
            && !is_no_chip(part)
            && !is_call(part)
            && !is_left_open(&folded)
            && !leads_home(line, part)
            && site.is_none_or(|site| fold::words(site) != folded);
        let is_told = || is_above && is_topic(part, &folded) && is_whole_text(line, part);
        named(known, &folded).cloned().or_else(|| is_told().then(|| part.to_owned())).filter(|_| fits)
    });
    topic.into_iter().collect()
}

/// Elements before the title among which a line that no link explains stands. A judgement: a box, a chip, a day, twice.
const NEAR: usize = 8;

/// Whether what stands by the day above a title reads as a topic and not as somebody's name.
pub(super) fn is_topic(part: &str, folded: &str) -> bool {
    let is_written =
        part.chars().all(|sign| sign.is_alphabetic() || matches!(sign, ' ' | '-' | '&' | '\'' | '’'));
    is_written && (!citations::is_name(part) || rows::has_word_of_topics(folded))
}

/// Whether a part of a line is the link to the first page of the site, which is called after it.
fn leads_home(line: &ElementRef<'_>, part: &str) -> bool {
    let is_root = |href: &str| {
        let path = href
            .split_once("://")
            .map_or(href, |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default());
        matches!(path, "" | "/")
    };
    let links = line.descendants().filter_map(ElementRef::wrap).filter(|link| is_named!(link.value(), "a"));
    links
        .filter(|link| link.value().attribute("href").is_some_and(is_root))
        .any(|link| text_of(&link).trim() == part)
}

/// Whether a part is parted from the day by more than a space: a text of its own, or between signs.
fn is_whole_text(line: &ElementRef<'_>, part: &str) -> bool {
    line.text().any(|text| text.split(['·', '•', '|']).any(|own| own.trim() == part))
}

/// Whether a text (folded) ends as what goes on behind it does: `From the`. A judgement, in the languages of Latin script whose days
/// are read.
fn is_left_open(folded: &str) -> bool {
    const OPEN: [&str; 30] = [
        "the", "of", "from", "in", "by", "on", "a", "an", "to", "for", "aus", "der", "dem", "den", "von",
        "vom", "im", "am", "de", "du", "la", "le", "les", "del", "el", "di", "da", "do", "uit", "het",
    ];
    folded.rsplit(' ').next().is_some_and(|last| OPEN.contains(&last))
}

/// Whether a text (folded) is that of a link back, of a button, or to where the page may be shared. The words are judgements.
fn leads_elsewhere(text: &str) -> bool {
    const BACK: [&str; 9] =
        ["back", "zuruck", "retour", "volver", "indietro", "voltar", "terug", "wroc", "назад"];
    const BUTTONS: [&str; 11] = [
        "subscribe",
        "follow us",
        "sign in",
        "sign up",
        "log in",
        "join us",
        "abonnieren",
        "anmelden",
        "abonnez",
        "suscribete",
        "iscriviti",
    ];
    const SHARED: [&str; 14] = [
        "facebook",
        "twitter",
        "x",
        "linkedin",
        "whatsapp",
        "reddit",
        "telegram",
        "instagram",
        "youtube",
        "mastodon",
        "bluesky",
        "mail",
        "e mail",
        "save as pdf",
    ];
    let begins =
        |words: &str| text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    SHARED.contains(&text) || BACK.iter().chain(&BUTTONS).any(|words| begins(words))
}

/// Parts of sites that hold everything. A judgement.
const GENERAL: [&str; 14] = [
    "blog",
    "blogs",
    "news",
    "article",
    "articles",
    "post",
    "posts",
    "story",
    "stories",
    "insights",
    "resources",
    "updates",
    "product",
    "products",
];

/// Segments of addresses that are no part of a site, and those below which people stand. Judgements.
const NO_PARTS: [&str; 10] =
    ["home", "index", "search", "about", "about us", "wiki", "docs", "wp content", "cgi bin", "en us"];
const PEOPLE: [&str; 8] = ["users", "user", "people", "person", "author", "authors", "profile", "members"];

/// The part of the site that the address names, as the page writes it in its links: of `/research/river-depths/a-title` the
/// last part but the title that a link is called as or leads to; with `general` one of [`GENERAL`].
pub(super) fn from_address(
    links: &Links<'_>,
    address: Option<&str>,
    title: &str,
    language: Option<&str>,
    general: bool,
) -> Vec<String> {
    let Some((_, path)) = address.and_then(|address| address.split("://").nth(1)?.split_once('/')) else {
        return Vec::new();
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let is_index = |(_, last): &(&str, &str)| last.starts_with("index.");
    let path = path.rsplit_once('/').filter(is_index).map_or(path, |(above, _)| above);
    let Some((above, _)) = path.rsplit_once('/') else { return Vec::new() };
    let segments: Vec<&str> = above.split('/').collect();
    let part = |at: usize| {
        // A page may hold others: `/guides.html/first-steps`.
        let segment = segments.get(at)?;
        let segment = without_ending(segment);
        let words = fold::words(segment);
        let holder = at.checked_sub(1).and_then(|before| segments.get(before));
        let is_person = holder.is_some_and(|holder| PEOPLE.contains(holder));
        let is_language = at == 0 && language == Some(&*words);
        let is_meant = GENERAL.contains(&&*words) == general
            && !NO_PARTS.contains(&&*words)
            && !is_person
            && !is_language;
        is_meant.then_some((segment, words))
    };
    let parts: Vec<(&str, String)> = (0..segments.len()).rev().filter_map(part).collect();
    // Links are gone through only where the address has something to look up.
    if parts.is_empty() {
        return Vec::new();
    }
    let (known, slugs) = (links.everywhere(), links.slugs());
    let title = fold::words(title);
    let part = |(segment, words): (&str, String)| {
        // Words with signs between are the slug of a name; those of the title are the page's own.
        let is_slug = (2..=MOST_WORDS).contains(&segment.split('-').count())
            && slugs.contains(segment)
            && words.split(' ').any(|word| word.len() > 2) // `en-us`
            && !title.contains(&words);
        named(known, &words).cloned().or_else(|| is_slug.then(|| segment.to_owned()))
    };
    parts.into_iter().find_map(part).into_iter().collect()
}

fn slug(link: ElementRef<'_>) -> Option<&str> {
    slug_of(link.value().attribute("href")?)
}

/// The last segment of the path of an address.
pub(super) fn slug_of(href: &str) -> Option<&str> {
    let path = href.split(['?', '#']).next()?;
    path.trim_end_matches('/').rsplit('/').next().map(without_ending)
}

/// A segment of an address without what says that it is a file in HTML.
fn without_ending(segment: &str) -> &str {
    segment.strip_suffix(".html").or(segment.strip_suffix(".htm")).unwrap_or(segment)
}

/// The folded words that the last segment of an address is made of.
fn slug_words(slug: &str) -> String {
    fold::words(without_ending(slug))
}

/// Whether the last segment of an address is a text (folded).
pub(super) fn is_slug_itself(slug: &str, text: &str) -> bool {
    slug_words(slug) == text
}

/// Whether a link stands in a card: an element that has a heading of its own holds it.
pub(super) fn is_in_card(link: &ElementRef<'_>) -> bool {
    /// Elements around the link that are asked, and what they hold at most, in nodes. Judgements.
    const HEIGHT: usize = 3;
    const NODES: usize = 30;
    let around = link.ancestors().filter_map(ElementRef::wrap).take(HEIGHT);
    around.filter(|above| above.descendants().nth(NODES).is_none()).any(|above| {
        let mut within = above.descendants().filter_map(|inner| inner.value().as_element());
        within.any(|inner| is_named!(inner, "h2" | "h3" | "h4" | "h5" | "h6"))
    })
}

/// Whether the last segment of an address is a text (folded), or its first words.
pub(super) fn is_slug_of(slug: &str, text: &str) -> bool {
    let words = slug_words(slug);
    let rest = text.strip_prefix(&*words);
    !words.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether more stands beside a link than a label and a comma: it leads to what the text speaks of.
pub(super) fn is_in_running_text(link: &ElementRef<'_>) -> bool {
    /// Bytes of what stands beside it: small print. A judgement.
    const BESIDE: usize = 100;
    let holder = holder(link).and_then(ElementRef::wrap);
    let beside = |holder: ElementRef<'_>| -> usize {
        holder.children().filter_map(|child| child.value().as_text()).map(|text| text.trim().len()).sum()
    };
    holder.is_some_and(|holder| beside(holder) > BESIDE)
}

/// The text of an element where it has so many bytes at most: elements that stand within each other are all asked.
pub(super) fn short_text(element: &ElementRef<'_>, most: usize) -> Option<String> {
    let mut left = most;
    for text in element.text() {
        left = left.checked_sub(text.trim().len())?;
    }
    Some(text_of(element))
}

/// The element that holds a link and those beside it, each of which may stand in an item of its own.
pub(super) fn holder<'a>(link: &ElementRef<'a>) -> Option<NodeRef<'a, Node>> {
    let item = link.parent()?;
    let is_item = item.value().as_element().is_some_and(|item| is_named!(item, "li" | "span"));
    if is_item { item.parent() } else { Some(item) }
}

/// Bytes of a line that may be the title. A judgement: bounds the work.
const LONGEST_TITLE: usize = 300;

/// The elements of a page in the order in which they were met, gone through once for all that look for categories.
pub(super) struct Elements<'a> {
    pub(super) all: Vec<ElementRef<'a>>,
    /// Where the heading that is the title stands among them, or else the first `h1`, or a line that is the title.
    title: Option<usize>,
    /// What holds that heading, the only `article`, the box of details.
    around: HashSet<NodeId>,
    pub(super) details: Option<NodeId>,
    /// The `main` or `article` that the title is in.
    text: OnceCell<Option<NodeId>>,
}

impl<'a> Elements<'a> {
    /// Gathers them.
    pub(super) fn of(html: &'a Html, title: &str, details: Option<NodeId>) -> Elements<'a> {
        let all: Vec<ElementRef<'a>> = html.tree.nodes().filter_map(ElementRef::wrap).collect();
        let title = fold::words(title);
        let is_title = |element: &ElementRef<'_>| {
            is_named!(element.value(), "h1" | "h2" | "h3") && fold::words(&text_of(element)) == title
        };
        let first = || all.iter().position(|element| is_named!(element.value(), "h1"));
        // A line that is the title, where no heading is.
        let is_line = |element: &ElementRef<'_>| {
            is_named!(element.value(), "div" | "p" | "span" | "strong" | "h4" | "h5" | "h6")
                && short_text(element, LONGEST_TITLE).is_some_and(|text| fold::words(&text) == title)
        };
        let line = || all.iter().position(is_line).filter(|_| !title.is_empty());
        let title = all.iter().position(is_title).or_else(first).or_else(line);
        let heading = title.and_then(|at| all.get(at));
        // The only article of a page is its own, wherever the title stands.
        let mut articles = all.iter().filter(|element| is_named!(element.value(), "article"));
        let only = articles.next().filter(|_| articles.next().is_none());
        let above = heading.into_iter().flat_map(|heading| heading.ancestors());
        let own = only.map(|article| article.id()).into_iter().chain(details);
        let around = above.map(|above| above.id()).chain(own).collect();
        Elements { all, title, around, details, text: OnceCell::new() }
    }

    /// Whether an element belongs to comments, cards of other pages, menus or the foot of the page. What holds the title too
    /// says nothing.
    pub(super) fn is_of_another(&self, node: NodeRef<'_, Node>) -> bool {
        own_elements(node, &self.around).any(|above| is_apart(&above, &self.around, &[]))
    }

    /// Whether an element stands outside the `main` or the `article` that the title is in: in a banner above the page.
    pub(super) fn is_outside(&self, node: NodeRef<'_, Node>) -> bool {
        let text = self.text.get_or_init(|| {
            let heading = self.title.and_then(|at| self.all.get(at))?;
            let mut above = heading.ancestors().filter_map(ElementRef::wrap);
            above.find(|above| is_named!(above.value(), "main" | "article")).map(|text| text.id())
        });
        text.is_some_and(|text| node.id() != text && node.ancestors().all(|above| above.id() != text))
    }

    /// Whether an element stands beside a box that holds the title and paragraphs of text, of a page that marks neither its `main` nor
    /// an `article`: in a column or the foot.
    pub(super) fn is_beside_text(&self, node: NodeRef<'_, Node>) -> bool {
        /// Paragraphs that make a text. A judgement: a standfirst and a byline are two.
        const PARAGRAPHS: usize = 3;
        let Some(heading) = self.title.and_then(|at| self.all.get(at)) else { return false };
        let mut around = heading.ancestors().filter_map(ElementRef::wrap);
        if around.any(|around| is_named!(around.value(), "main" | "article")) {
            return false;
        }
        let above: HashSet<NodeId> = node.ancestors().map(|above| above.id()).collect();
        let own = std::iter::once(**heading).chain(heading.ancestors());
        let Some(branch) = own.take_while(|own| !above.contains(&own.id())).last() else { return false };
        let is_text =
            |inner: &NodeRef<'_, Node>| inner.value().as_element().is_some_and(|tag| is_named!(tag, "p"));
        branch.descendants().filter(is_text).nth(PARAGRAPHS - 1).is_some()
    }

    /// The elements behind the title; all of a page without one.
    pub(super) fn behind_title(&self) -> impl Iterator<Item = &ElementRef<'a>> {
        self.all.iter().skip(self.title.map_or(0, |at| at + 1))
    }

    /// The links that follow the title in the `article` that it stands in, or in the only one of the page.
    pub(super) fn links_of_article(&self) -> impl Iterator<Item = &ElementRef<'a>> {
        let is_own = |element: &&ElementRef<'a>| {
            let mut above = element.ancestors().filter_map(ElementRef::wrap);
            above
                .find(|above| is_named!(above.value(), "article"))
                .is_some_and(|article| self.around.contains(&article.id()))
        };
        let rest = self.all.iter().skip(self.title.unwrap_or(usize::MAX));
        rest.filter(|element| is_named!(element.value(), "a")).filter(is_own)
    }

    /// So many before the title, and so many from it on, itself among them; none where it stands nowhere.
    pub(super) fn around_title(
        &self,
        before: usize,
        from: usize,
    ) -> Option<(&[ElementRef<'a>], &[ElementRef<'a>])> {
        let (above, below) = self.all.split_at_checked(self.title?)?;
        let above = above.get(above.len().saturating_sub(before)..)?;
        Some((above, below.get(..from.min(below.len()))?))
    }
}

/// What the page calls the parts of its site: short texts of links, by their folded words; small print among them.
type Vocabulary = HashMap<String, String>;

/// The links of a page, gone through once for all that ask for them, and not for nothing.
pub(super) struct Links<'a> {
    elements: &'a Elements<'a>,
    everywhere: OnceCell<Vocabulary>,
    in_menus: OnceCell<Vocabulary>,
    slugs: OnceCell<HashSet<&'a str>>,
}

impl<'a> Links<'a> {
    pub(super) fn of(elements: &'a Elements<'a>) -> Links<'a> {
        Links { elements, everywhere: OnceCell::new(), in_menus: OnceCell::new(), slugs: OnceCell::new() }
    }

    fn all(&self) -> impl Iterator<Item = ElementRef<'a>> + use<'a> {
        let links = self.elements.all.iter().copied().filter(|element| is_named!(element.value(), "a"));
        links.filter(|link| !leads_to_editing(link.value())).take(MOST_LINKS)
    }

    fn everywhere(&self) -> &Vocabulary {
        self.everywhere.get_or_init(|| vocabulary(self.all()))
    }

    /// Those of menus alone.
    fn in_menus(&self) -> &Vocabulary {
        let is_in_menu = |link: &ElementRef<'_>| {
            let mut above = link.ancestors().filter_map(|above| above.value().as_element());
            above.any(|above| is_frame(above) || is_named!(above, "header"))
        };
        self.in_menus.get_or_init(|| vocabulary(self.all().filter(is_in_menu)))
    }

    /// The last segments of the addresses that they lead to.
    fn slugs(&self) -> &HashSet<&'a str> {
        self.slugs.get_or_init(|| self.all().filter_map(slug).collect())
    }
}

/// What is called by folded words, unless it is small print; that is asked of few, so it is asked here.
fn named<'a>(known: &'a Vocabulary, words: &str) -> Option<&'a String> {
    known.get(words).filter(|text| !listing::is_small_print(text))
}

fn vocabulary<'a>(links: impl Iterator<Item = ElementRef<'a>>) -> Vocabulary {
    let mut known = HashMap::new();
    for link in links {
        let text = metadata::plain(&text_of(&link));
        let folded = fold::words(&text);
        if folded.split(' ').count() <= MOST_WORDS && !folded.is_empty() {
            known.entry(folded).or_insert(text);
        }
    }
    known
}
