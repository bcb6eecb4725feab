//! Chips beside the title of a page that tell under what it is filed.
//!
//! In: the elements of the page. Out: their texts.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::categories::MOST;
use super::marks::has_word;
use super::spelling::{is_call, is_no_chip};
use super::topics::{self, Elements};
use crate::document::{Precision, fold};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_named, is_unseen, without};
use crate::normalise::listing;

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
pub(super) fn from_marks(elements: &Elements<'_>) -> Vec<String> {
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
        side_by_side(element).or_else(|| beside_day(element)).or_else(whole)
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
        // The issue of a month may be a section: `March 2026 Issue`.
        && dates::scan(text, &Reading::default()).iter().all(|date| date.interval.precision != Precision::Day)
        && dates::whole(text, &Reading::default()).is_none()
}

/// The chips of an element that holds the day too, each in an element of its own; none where it holds no day.
fn beside_day(element: &ElementRef<'_>) -> Option<Vec<String>> {
    if element
        .children()
        .filter_map(|child| child.value().as_text())
        .any(|text| text.contains(char::is_alphanumeric))
    {
        return None;
    }
    let texts = element.children().filter_map(ElementRef::wrap).take(MOST + 2);
    let texts: Vec<String> = texts.map(|inner| seen_text(&inner).trim().to_owned()).collect();
    let is_day = |text: &String| dates::whole(text, &Reading::default()).is_some();
    let names: Vec<String> = texts.iter().filter(|text| !is_day(text) && !text.is_empty()).cloned().collect();
    let has_day = texts.iter().any(is_day);
    (has_day && !names.is_empty() && names.len() <= MOST && names.iter().all(|name| is_chip(name)))
        .then_some(names)
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
    let whole = seen_text(element);
    // A label may stand before them: `in: Rivers, Ice`.
    let first = element.children().find_map(|child| child.value().as_text()).map(|text| text.trim());
    let label = first.filter(|text| text.ends_with([':', '：']) && whole.trim_start().starts_with(text));
    let beside = label.map(fold::letter_count).unwrap_or_default();
    let are_all = names.iter().map(|name| fold::letter_count(name)).sum::<usize>() + beside
        == fold::letter_count(&whole);
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
        .is_some_and(|chip| !is_named!(chip.value(), "span") || chip.value().attribute("class").is_some())
        // Within what is marked as categories, names of their own begin with capital letters.
        || chips.iter().all(|chip| seen_text(chip).trim_start().starts_with(char::is_uppercase));
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
