//! The sections under which a page is filed.
//!
//! In: the parsed page and its metadata. Out: names, spelled one way. Tags and keywords are not sections; they
//! serve only when nothing else names one.

use std::rc::Rc;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use crate::document::fold;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::{language, listing};

use super::marks::has_word;
use super::spelling::{Commas, is_call, is_no_chip, spelled};
use super::topics::{self, Elements, Links};
use super::{ARTICLE_TYPES, breadcrumbs, labels, tags};
use crate::normalise::html::element::{Asked, is_named, is_unseen, without};

/// More sections are a cloud of tags. A judgement.
const MOST: usize = 8;

/// Names of `meta` elements whose contents are subjects rather than words to be found by: Dublin Core's, Highwire Press's.
const SUBJECTS: [&str; 3] = ["dc.subject", "dcterms.subject", "citation_keywords"];

/// Sources whose texts are one name each: those of links.
const ARE_SINGLE: [&str; 6] = [
    "links with rel=category",
    "links around the title",
    "links below the text",
    "json-ld breadcrumbs",
    "breadcrumbs",
    "links to tags",
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
const SHOWN: [&str; 7] = [
    "links with rel=category",
    "links around the title",
    "an element marked as category",
    "a label",
    "small print",
    "links below the text",
    "links to tags",
];

/// The categories of a page: those of the first source that names any.
pub(super) fn categories(html: &Html, metadata: &Metadata, known: &Known) -> Filed {
    told(&Elements::of(html, &known.title, known.details), metadata, known)
        .find(|(_, found)| !found.is_empty())
        .map(|(source, names)| Filed { names, is_shown: SHOWN.contains(&source) })
        .unwrap_or_default()
}

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
    let sources: [Source<'a>; 16] = [
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
        ("an element marked as category", Box::new(|| from_marks(elements))),
        ("a label", Box::new(|| labels::from_labels(elements))),
        ("embedded data", Box::new(|| topics::from_data(metadata, &known.title))),
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
        // Each link is one name, and so is each of several values.
        let commas = if ARE_LISTS.contains(&name) {
            Commas::Part
        } else if ARE_SINGLE.contains(&name) || told.len() > 1 {
            Commas::Belong
        } else {
            Commas::Unsure
        };
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
    let (above, below) = elements.around_title(AROUND / 2, AROUND).unwrap_or_default();
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
    let first = links.first().copied().and_then(topics::holder);
    let group = links.iter().filter(|link| topics::holder(link) == first);
    let names = group.map(|element| element.text().collect::<String>());
    let names: Vec<String> = names.filter(|name| !is_no_chip(name) && !is_call(name)).collect();
    if names.len() > MOST_BY_TITLE { Vec::new() } else { names }
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

/// Words of classes of the chips above a title, in the languages of the public benchmarks. A judgement.
const CHIPS: [&str; 32] = [
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
    "dachzeile",
    "spitzmarke",
    "ressort",
    "topline",
    "roofline",
    "occhiello",
    "sezione",
    "antetitulo",
    "seccion",
    "cintillo",
    "secao",
    "chapeu",
    "surtitre",
    "rubriek",
    "rubrica",
    "rubrika",
    "osasto",
    "emne",
    "kategori",
    "kategoria",
];

/// Words of classes that say what kind a thing is of, before `type`: `content-type`, `pub-type`. A judgement.
const KINDS: [&str; 9] =
    ["content", "pub", "publication", "post", "article", "entry", "resource", "document", "paper"];

/// Words of classes of a chip that stands above the title alone; several are tags, and below the title they mark what is new.
/// A judgement.
const LONE_CHIPS: [&str; 4] = ["badge", "tag", "pill", "chip"];

/// Whether a class says that its element, alone above the title, tells under what the page is filed.
fn is_chip_above(element: &ElementRef<'_>) -> bool {
    let Some(class) = element.value().attribute("class") else { return false };
    let is_kind = |name: &str| {
        name.split_once(['-', '_']).is_some_and(|(kind, rest)| rest == "type" && KINDS.contains(&kind))
    };
    let is_lone = || {
        let beside = element.next_siblings().chain(element.prev_siblings()).filter_map(ElementRef::wrap);
        let mut beside = beside.map(|beside| beside.value());
        !beside.any(|beside| beside.attribute("class") == Some(class))
    };
    class.split_ascii_whitespace().any(is_kind)
        || (has_word(class, &LONE_CHIPS)
            && is_lone()
            && tells_topic(&seen_text(element))
            && !is_in_head(element))
}

/// What such chips say that is no topic: how something stands, who may read it; folded. A judgement.
const STATES: &str = "\
    new|free|live|draft|pinned|open|closed|verified|sponsored|promoted|advertisement|ad|partner content|\
    exclusive|premium|pro|paid|beta|alpha|preview|featured|trending|hot|popular|updated|breaking|\
    breaking news|just in|archived|deprecated|legacy|stable|early access|open access|free access|\
    restricted access|coming soon|must read|for members|for subscribers|solved|resolved|pending|public|\
    private|internal|confidential|neu|kostenlos|exklusiv|anzeige|gesponsert|entwurf|geschlossen|offen|\
    nur fur abonnenten|fur abonnenten|nouveau|gratuit|exclusif|brouillon|ferme|abonnes|\
    reserve aux abonnes|nuevo|gratis|exclusivo|cerrado|borrador|patrocinado|suscriptores|\
    solo suscriptores|nuovo|esclusiva|gratuito|bozza|sponsorizzato|abbonati|novo|assinantes|nieuw|\
    exclusief|gesloten|nowe|nowosc|новое|бесплатно|эксклюзив|реклама|新|最新|免费|置顶|独家|限定|無料|新着|有料|会員限定|독점|\
    무료";

/// Languages, which such chips say something is in; folded. A judgement: those that most is written in.
const LANGUAGES: &str = "\
    english|german|deutsch|french|francais|spanish|espanol|castellano|italian|italiano|portuguese|\
    portugues|dutch|nederlands|polish|polski|russian|русский|ukrainian|українська|chinese|中文|简体中文|繁體中文|\
    japanese|日本語|korean|한국어|arabic|العربية|turkish|turkce|swedish|svenska|danish|dansk|norwegian|norsk|\
    finnish|suomi|czech|cestina|greek|hebrew|hindi";

/// Whether a lone chip tells a topic: neither a state nor a language, nor what may be somebody's name, nor a number.
fn tells_topic(text: &str) -> bool {
    /// Words at the end of what says who may read something: `Members only`.
    const ENDS: [&str; 5] = ["only", "access", "beta", "exclusive", "exclusively"];
    let folded = fold::words(text);
    let is_listed = |list: &str| list.split('|').any(|listed| listed == folded);
    let is_access = folded.rsplit(' ').next().is_some_and(|last| ENDS.contains(&last));
    topics::is_topic(text.trim(), &folded) && !is_access && !is_listed(STATES) && !is_listed(LANGUAGES)
}

/// Whether an element stands in a menu, or in the head of a page rather than of its text.
fn is_in_head(element: &ElementRef<'_>) -> bool {
    let mut above = element.ancestors().filter_map(|above| above.value().as_element());
    let found = above.find(|above| is_named!(above, "nav" | "header" | "main" | "article"));
    let is_menu = found.is_some_and(|found| is_named!(found, "nav"));
    let is_head = found.is_some_and(|found| is_named!(found, "header"));
    is_menu || (is_head && !above.any(|above| is_named!(above, "main" | "article")))
}

/// Elements looked at on either side of the title for a chip. A judgement: a chip is a link in a list in a box.
const NEAR: usize = 12;

/// Elements above a chip that are asked whether they are code. A judgement: words of code are marked one by one.
const CODE: usize = 4;

/// Chips that stand just above or below the title.
fn from_marks(elements: &Elements<'_>) -> Vec<String> {
    let Some((above, below)) = elements.around_title(NEAR, NEAR) else { return Vec::new() };
    let chips = |(at, element): (usize, &ElementRef<'_>)| {
        let is_marked = element.value().attribute("class").is_some_and(|class| {
            let mut words = class.split(|sign: char| !sign.is_ascii_alphabetic());
            words.any(|word| CHIPS.iter().any(|chip| word.eq_ignore_ascii_case(chip)))
        }) || (at < above.len() && is_chip_above(element));
        let is_element = is_named!(element.value(), "a" | "span" | "p" | "div" | "li" | "strong");
        // What leads to a place on the page, or is code, is a part of the page.
        let leads_here = element.value().attribute("href").is_some_and(|href| href.starts_with('#'));
        let mut around = element.ancestors().take(CODE).filter_map(|above| above.value().as_element());
        if !is_marked || !is_element || leads_here || around.any(|above| is_named!(above, "code" | "pre")) {
            return None;
        }
        let whole = || {
            let text = Some(seen_text(element)).filter(|text| is_chip(text))?;
            Some(links_within(element).unwrap_or_else(|| vec![text]))
        };
        side_by_side(element).or_else(whole)
    };
    let around = above.iter().chain(below);
    let mut own = around.enumerate().filter(|(_, element)| !elements.is_of_another(***element));
    own.find_map(chips).unwrap_or_default()
}

/// Whether a text is that of a chip: a few words, where a section of the page has more. Four, as in listings.
fn is_chip(text: &str) -> bool {
    let words = fold::words(text);
    !words.is_empty()
        && words.split(' ').count() <= 4
        && !is_no_chip(text)
        && !is_call(text)
        && !listing::is_small_print(text)
        && dates::whole(text, &Reading::default()).is_none()
}

/// The names of the links that an element holds, where there are several and nothing beside them: one name each.
fn links_within(element: &ElementRef<'_>) -> Option<Vec<String>> {
    /// Nodes of a row of chips that are looked at. A judgement.
    const NODES: usize = 60;
    let links = element.descendants().take(NODES).filter_map(ElementRef::wrap);
    let links: Vec<ElementRef<'_>> = links.filter(|link| is_named!(link.value(), "a")).collect();
    if !(2..=MOST).contains(&links.len()) {
        return None;
    }
    let names: Vec<String> = links.iter().map(seen_text).collect();
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let are_all = names.iter().map(|name| letters(name)).sum::<usize>() == letters(&seen_text(element));
    (are_all && names.iter().all(|name| is_chip(name))).then_some(names)
}

/// The chips that an element holds, each in an element of its own and with nothing but space between them; none where it holds no
/// two. Stretches of text without a class are parts of one name.
fn side_by_side(element: &ElementRef<'_>) -> Option<Vec<String>> {
    let chips: Vec<ElementRef<'_>> = element.children().filter_map(ElementRef::wrap).take(MOST + 1).collect();
    let mut texts = element.children().filter_map(|child| child.value().as_text());
    let is_apart = texts.clone().next().is_none();
    let kind = |chip: &ElementRef<'_>| {
        (chip.value().name.local.clone(), chip.value().attribute("class").map(str::to_owned))
    };
    let are_alike = chips.windows(2).all(|pair| kind(&pair[0]) == kind(&pair[1]));
    let are_told = chips
        .first()
        .is_some_and(|chip| !is_named!(chip.value(), "span") || chip.value().attribute("class").is_some());
    if texts.any(|text| !text.trim().is_empty())
        || !are_alike
        || !(is_apart || are_told)
        || !(2..=MOST).contains(&chips.len())
    {
        return None;
    }
    let names: Vec<String> = chips.iter().map(seen_text).collect();
    names.iter().all(|name| is_chip(name)).then_some(names)
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
