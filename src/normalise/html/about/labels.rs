//! Under what a page is filed, by labels: `Filed under: Safety, Policy`, a term `Topic` and what follows it.
//!
//! In: the elements of the page. Out: names as written.

use scraper::ElementRef;

use super::details;
use super::lines::{lines_after, text_of};
use super::marks::is_of_another;
use super::topics::{Elements, MOST_WORDS, short_text};
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
        let mut texts = element.text().map(str::trim);
        let first = texts.find(|text| !text.is_empty()).unwrap_or_default();
        let (label, is_marked) =
            first.split_once([':', '：']).map_or((first, is_term), |(label, _)| (label, true));
        is_marked && label.len() <= LABEL && (listing::names_topics(label) || is_programme(element, label))
    };
    let value = |element: ElementRef<'_>| {
        let whole = short_text(&element, LABEL + VALUES)?;
        let own = whole.split_once([':', '：']).map_or("", |(_, own)| own.trim());
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
            && (!is_of_another(*element) || details::holds(found.details, *element))
            && !is_in_code(&element);
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
