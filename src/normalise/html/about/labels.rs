//! Under what a page is filed, by labels: `Filed under: Safety, Policy`, a term `Topic` and what follows it.
//!
//! In: the elements of the page. Out: names as written.

use std::collections::HashMap;

use scraper::ElementRef;

use super::categories::MOST;
use super::details;
use super::lines::{lines_after, text_of};
use super::marks::is_of_another;
use super::spelling::is_call;
use super::topics::{Elements, MOST_LINKS, MOST_WORDS, short_text};
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::html::element::is_named;
use crate::normalise::listing;

/// What stands behind a label: `Filed under: Safety, Policy`, a term `Topic` and what follows it.
pub(super) fn from_labels(found: &Elements<'_>) -> Vec<String> {
    /// Bytes of a label with its colon, and of what stands behind it: eight topics. Judgements.
    const LABEL: usize = 24;
    const VALUES: usize = 200;
    /// Labels that are looked at: forms and tables of goods have many. A judgement.
    const MOST_LABELS: usize = 20;
    /// Values of one label from which they are those of entries. A judgement.
    const ENTRIES: usize = 3;
    /// Elements that are asked. A judgement: bounds the work.
    const MOST_ELEMENTS: usize = 20_000;
    // What heads a column is no label of the next column's head.
    let is_head = |element: &ElementRef<'_>| {
        let next = element.next_siblings().find_map(ElementRef::wrap);
        is_named!(element.value(), "th") && next.is_none_or(|next| !is_named!(next.value(), "td"))
    };
    let is_label = |element: &ElementRef<'_>| {
        let is_term = details::is_label(element.value());
        let mut texts = element.text().map(str::trim).filter(|text| !text.is_empty());
        let first = texts.next().unwrap_or_default();
        // The label may be a link, with the colon behind it.
        let mut is_colon = || texts.next().is_some_and(|next| next.starts_with([':', '：']));
        let (label, is_marked) = first
            .split_once([':', '：'])
            .map_or_else(|| (first, is_term || is_colon()), |(label, _)| (label, true));
        is_marked && label.len() <= LABEL && (listing::names_topics(label) || is_programme(element, label))
    };
    let is_own = |element: ElementRef<'_>| {
        (!is_of_another(*element) || details::holds(found.details, *element)) && !is_in_code(&element)
    };
    let value = |element: ElementRef<'_>| {
        let whole = short_text(&element, LABEL + VALUES)?;
        let own = whole.split_once([':', '：']).map_or("", |(_, own)| own.trim());
        if let Some(links) = links_behind(&element) {
            return Some(links).filter(|_| is_own(element));
        }
        // `Filed under: Rivers, Ice | Tags: silt`
        let next = own.split_once(" | ").filter(|(_, next)| {
            next.split_once(':').is_some_and(|(label, _)| listing::names_topics(label.trim()))
        });
        let own = next.map_or(own, |(own, _)| own);
        let value = if own.is_empty() { below(element)? } else { own.to_owned() };
        // Topics are a few words each; people are named behind such labels too.
        let are_topics =
            value.split([',', ';', '|']).all(|part| part.split_whitespace().count() <= MOST_WORDS);
        let fits = value.len() <= VALUES
            && are_topics
            && value.starts_with(char::is_alphabetic)
            && !has_year(&value)
            && !citations::are_names(&value)
            && is_own(element);
        fits.then_some(value)
    };
    let elements = found.all.iter().take(MOST_ELEMENTS).copied();
    let holds_lines = |element: &ElementRef<'_>| {
        is_named!(
            element.value(),
            "dt" | "dd" | "th" | "td" | "li" | "p" | "div" | "span" | "strong" | "b" | "em" | "small"
        )
    };
    let labels = elements.filter(|element| holds_lines(element) && !is_head(element) && is_label(element));
    let values: Vec<(String, String)> =
        labels.take(MOST_LABELS).filter_map(|label| Some((label_of(&label), value(label)?))).collect();
    let Some((label, first)) = values.first() else { return Vec::new() };
    // Where one label stands before several, each is that of an entry.
    let mut others: Vec<&str> = Vec::new();
    for (_, value) in values.iter().filter(|(other, _)| other == label) {
        if others.iter().all(|known| !known.starts_with(&**value) && !value.starts_with(known)) {
            others.push(value);
        }
    }
    if others.len() >= ENTRIES { Vec::new() } else { vec![first.clone()] }
}

/// The texts of the links that are all that stands behind the label and the colon of an element, several of them, or values of a term.
fn links_behind(element: &ElementRef<'_>) -> Option<String> {
    /// Nodes of a row of links that are looked at. A judgement: eight links in items.
    const NODES: usize = 80;
    let joined = |links: &[String]| (links.len() > 1 && links.len() <= MOST).then(|| links.join("; "));
    if is_named!(element.value(), "dt") {
        let values = element.next_siblings().filter_map(ElementRef::wrap);
        let values = values.take_while(|value| is_named!(value.value(), "dd")).take(MOST + 1);
        let links: Option<Vec<String>> = values.map(|value| links_alone(&value, false)?.pop()).collect();
        return joined(&links?);
    }
    element
        .descendants()
        .nth(NODES)
        .is_none()
        .then(|| links_alone(element, true))?
        .and_then(|links| joined(&links))
}

/// The texts of the links of an element where nothing else stands in it, or before them nothing but a label; none where one is no topic.
fn links_alone(element: &ElementRef<'_>, may_be_labelled: bool) -> Option<Vec<String>> {
    /// Links that are looked at. A judgement: bounds the work.
    const LINKS: usize = 30;
    let whole = text_of(element);
    let label = whole.split_once([':', '：']).filter(|_| may_be_labelled).map_or("", |(label, _)| label);
    let links = element.descendants().filter_map(ElementRef::wrap).filter(|it| is_named!(it.value(), "a"));
    let texts = links.take(LINKS).map(|link| text_of(&link).trim().to_owned());
    let texts: Vec<String> = texts.skip_while(|text| !text.is_empty() && text == label.trim()).collect();
    let is_topic = |text: &String| {
        text.starts_with(char::is_alphanumeric)
            && text.split_whitespace().count() <= MOST_WORDS
            && !is_call(text)
    };
    let linked: usize = texts.iter().map(|text| fold::letter_count(text)).sum();
    let are_all = linked > 0 && linked + fold::letter_count(label) == fold::letter_count(&whole);
    (are_all && texts.iter().all(is_topic)).then_some(texts)
}

/// The links of a row or a list right below a line that is nothing but a label of topics (`Tags`), behind the title and within what
/// holds the text.
pub(super) fn from_headings(found: &Elements<'_>) -> Vec<String> {
    /// Bytes of the line. A judgement.
    const LABEL: usize = 24;
    /// All that a site is filed under is headed so too, beside its articles.
    const OF_SITES: [&str; 6] =
        ["categories", "category", "kategorien", "categorias", "categorie", "rubriques"];
    let is_line = |element: &&ElementRef<'_>| {
        is_named!(element.value(), "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "div" | "span" | "strong" | "b")
            && short_text(element, LABEL).is_some_and(|text| {
                listing::names_topics(text.trim()) && !OF_SITES.contains(&&*fold::words(&text))
            })
    };
    let values = |line: &ElementRef<'_>| {
        let next = line.next_siblings().find_map(ElementRef::wrap)?;
        let links = if is_named!(next.value(), "a") {
            let links = line.next_siblings().filter_map(ElementRef::wrap);
            let links = links.map(|link| links_alone(&link, false)?.pop()).take(MOST + 1);
            links.collect::<Option<Vec<String>>>()?
        } else {
            links_alone(&next, false)?
        };
        (!links.is_empty() && links.len() <= MOST && !is_menu(found, &links)).then_some(links)
    };
    let lines = found.behind_title().filter(is_line);
    let mut own = lines.filter(|line| !found.is_of_another(***line) && !found.is_outside(***line));
    // Whether one stands beside the text is asked last: that goes through all of it.
    let is_beside = |line: &&ElementRef<'_>| found.is_beside_text(***line);
    own.find_map(|line| Some((line, values(line)?)))
        .filter(|(line, _)| !is_beside(line))
        .map(|(_, found)| found)
        .unwrap_or_default()
}

/// Whether links are those of a menu, which a page has at its head and at its foot: several, each called as another link is.
fn is_menu(found: &Elements<'_>, links: &[String]) -> bool {
    /// Links from which that tells. A judgement: two tags may stand above and below a text.
    const SEVERAL: usize = 4;
    if links.len() < SEVERAL {
        return false;
    }
    let all = found.all.iter().filter(|element| is_named!(element.value(), "a")).take(MOST_LINKS);
    let mut counts: HashMap<String, usize> = HashMap::new();
    for link in all {
        *counts.entry(text_of(link).trim().to_owned()).or_default() += 1;
    }
    links.iter().all(|link| counts.get(link).is_some_and(|count| *count > 1))
}

/// What stands behind a label of keywords, as papers have it.
pub(super) fn from_keywords(found: &Elements<'_>) -> Vec<String> {
    /// Such labels in the languages of the public benchmarks, folded; and bytes of a line with them. Judgements.
    const LABELS: [&str; 15] = [
        "keywords",
        "key words",
        "keyword",
        "index terms",
        "schlusselworter",
        "mots cles",
        "palabras clave",
        "palavras chave",
        "parole chiave",
        "trefwoorden",
        "slowa kluczowe",
        "ключевые слова",
        "关键词",
        "キーワード",
        "키워드",
    ];
    const LINE: usize = 300;
    /// Bytes of a label: as many as the longest has.
    const LABEL: usize = 40;
    const MOST_ELEMENTS: usize = 20_000;
    let value = |element: &ElementRef<'_>| {
        let mut texts = element.text().map(str::trim).filter(|text| !text.is_empty());
        let label = texts.next()?.split([':', '：']).next().filter(|label| label.len() <= LABEL)?;
        if !LABELS.contains(&&*fold::words(label)) {
            return None;
        }
        let whole = short_text(element, LINE)?;
        let value = whole.split_once([':', '：'])?.1.trim();
        let parts: Vec<&str> = value.split([',', ';', '|', '·', '•']).map(str::trim).collect();
        let are_topics = parts.iter().all(|part| part.split_whitespace().count() <= MOST_WORDS);
        let is_own = !is_of_another(**element) && !is_in_code(element);
        (are_topics && is_own && value.starts_with(char::is_alphanumeric)).then(|| parts.join("; "))
    };
    let holds_lines =
        |element: &&ElementRef<'_>| is_named!(element.value(), "p" | "div" | "li" | "section" | "span");
    let mut lines = found.all.iter().take(MOST_ELEMENTS).filter(holds_lines);
    lines.find_map(value).into_iter().collect()
}

/// Whether a label names a programme, with a link to that and nothing else behind it: the research of an institute is parted so.
fn is_programme(element: &ElementRef<'_>, label: &str) -> bool {
    const LABELS: [&str; 8] = [
        "program",
        "programs",
        "programme",
        "programmes",
        "programm",
        "programma",
        "programa",
        "research program",
    ];
    let mut links =
        element.descendants().filter_map(ElementRef::wrap).filter(|it| is_named!(it.value(), "a"));
    LABELS.contains(&fold::words(label).as_str())
        && links
            .next()
            .zip(text_of(element).split_once(':'))
            .is_some_and(|(link, (_, value))| text_of(&link) == value.trim())
}

/// The label that an element begins with, folded.
fn label_of(element: &ElementRef<'_>) -> String {
    let mut texts = element.text().map(str::trim);
    let first = texts.find(|text| !text.is_empty()).unwrap_or_default();
    fold::words(first.split_once([':', '：']).map_or(first, |(label, _)| label))
}

/// What stands below a label: the items of a short list, each a link, where a colon says that it belongs to the label; or a line.
fn below(label: ElementRef<'_>) -> Option<String> {
    /// Items of such a list. A judgement: more are a menu.
    const ITEMS: usize = 6;
    let next = label.next_siblings().find_map(ElementRef::wrap);
    let Some(list) = next.filter(|next| is_named!(next.value(), "ul" | "ol")) else {
        return lines_after(label, 1).into_iter().next();
    };
    let items: Vec<ElementRef<'_>> = list.children().filter_map(ElementRef::wrap).take(ITEMS + 1).collect();
    let is_link = |item: &ElementRef<'_>| {
        let first = item.children().find_map(ElementRef::wrap);
        first.is_some_and(|first| is_named!(first.value(), "a"))
    };
    let are_its = text_of(&label).ends_with([':', '：'])
        && (1..=ITEMS).contains(&items.len())
        && items.iter().all(is_link);
    are_its.then(|| items.iter().map(text_of).collect::<Vec<_>>().join("; "))
}

/// Whether a text has a year in it: what was published in a year is no topic.
fn has_year(text: &str) -> bool {
    citations::year(text, false).is_some()
}

/// Whether an element is part of code or of a printed message, whose labels (`Subject:`) are its own.
fn is_in_code(element: &ElementRef<'_>) -> bool {
    /// Elements of a line of code within its box. A judgement.
    const HEIGHT: usize = 4;
    let mut above = element.ancestors().take(HEIGHT).filter_map(|above| above.value().as_element());
    above.any(|above| is_named!(above, "pre" | "code"))
}
