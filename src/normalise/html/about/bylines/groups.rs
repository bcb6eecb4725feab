//! Several who are named beside each other, within one byline or in entries one after the other.
//!
//! In: the bylines as they were met. Out: the same, each with all whom its place names, less said for those of entries.

use std::collections::{HashMap, HashSet};

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::{LONGEST_BYLINE, MARKED, MOST_NAMES, Met, PROPERTY, TOLD};
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::html::about::lines::{LONGEST, LONGEST_LINE, names_text};
use crate::normalise::html::about::marks::{MARKS, NAMES, has_word};
use crate::normalise::html::about::names::{self, Trust};
use crate::normalise::html::about::pieces::without_intro;
use crate::normalise::html::about::topics;
use crate::normalise::html::element::{Asked, is_named};

/// Entries of a list from which their authors are not the page's. A judgement, as of those who are named away from the title.
const ENTRIES: usize = 3;

/// Classes within a byline that are told apart. A judgement: bounds the work.
const MOST_MARKS: usize = 8;

/// The class of an element that has a word for authors in it.
pub(super) fn mark_of(class: Option<&str>) -> Option<&str> {
    /// Bytes of a class that are looked at. A judgement: ten names.
    const MOST: usize = 240;
    let class = class?;
    let class = class.get(..class.floor_char_boundary(MOST))?;
    class.split_ascii_whitespace().find(|name| has_word(name, &MARKS))
}

/// Takes in an element that is marked within a byline which is marked too.
pub(super) fn take_inner<'a>(met: &mut Met<'a>, element: &ElementRef<'a>) {
    let Some(mark) = mark_of(element.value().attribute("class")) else { return };
    let text = names_text(element, LONGEST);
    if met.weight > MARKED || text.chars().count() > LONGEST_BYLINE || !names::is_plausible(&text) {
        return;
    }
    let place = met.inner.iter().position(|(known, _)| *known == mark);
    if let Some((_, texts)) = place.and_then(|place| met.inner.get_mut(place)) {
        if texts.len() < MOST_NAMES {
            texts.push(text);
        }
    } else if met.inner.len() < MOST_MARKS {
        met.inner.push((mark, vec![text]));
    }
}

/// Gives a byline the names that are marked as such within it (`author-name` in an `author` with a role), or those of its parts,
/// where these are more.
pub(super) fn settle(met: &mut Met<'_>) {
    let inner = std::mem::take(&mut met.inner);
    let is_name = |mark: &str| has_word(mark, &NAMES);
    if let Some((_, texts)) = inner.iter().find(|(mark, _)| is_name(mark)) {
        // As many names as texts, or more; or one within the last of the texts.
        if texts.len() == 1 || texts.len() >= met.texts.len() {
            met.texts.truncate(met.texts.len().saturating_sub(texts.len()));
            met.texts.extend(texts.iter().cloned());
        }
    } else if let Some((_, texts)) = inner.into_iter().find(|(_, texts)| texts.len() > 1) {
        let all = |texts: &[String]| -> HashSet<String> {
            let named = |text: &String| names::clean(text, "", Trust::Marked);
            texts
                .iter()
                .flat_map(named)
                .filter(|name| names::is_whole(name))
                .map(|name| fold::words(&name))
                .collect()
        };
        // A role is marked as its author is.
        let parts = all(&texts);
        if parts.len() == texts.len() && parts.len() > all(&met.texts).len() {
            met.texts = texts;
        }
    }
    if met.weight < PROPERTY
        && let Some(row) = met.holder.and_then(ElementRef::wrap).and_then(|holder| row(&holder))
        && row.len() > met.texts.len()
        && met.texts.iter().all(|text| row.iter().any(|name| fold::words(name) == fold::words(text)))
    {
        met.texts = row;
    }
}

/// The names of an element that is a row of names and nothing else: who stands beside an author wrote with them.
fn row(element: &ElementRef<'_>) -> Option<Vec<String>> {
    let text = names_text(element, LONGEST_LINE);
    names_of_row(text.split('|').next().unwrap_or_default())
}

/// The names of a line of nothing but names.
pub(super) fn names_of_row(line: &str) -> Option<Vec<String>> {
    let line = without_intro(line).unwrap_or(line);
    let is_row = line.len() <= LONGEST_LINE && citations::are_names(line);
    is_row.then(|| citations::names(line).into_iter().map(str::to_owned).collect())
}

/// The entry of a list that an author stands in: an item, a row, with a title of its own or a text. Posts of a thread are articles
/// or longer.
pub(super) fn entry_of<'a>(author: &ElementRef<'a>) -> Option<NodeRef<'a, Node>> {
    /// Elements above an author among which its entry is, and nodes of an entry that are looked at. Judgements.
    const REACH: usize = 4;
    const NODES: usize = 60;
    let is_title = |inner: &ElementRef<'_>| {
        is_named!(inner.value(), "h2" | "h3" | "h4" | "h5")
            || inner.value().attribute("class").is_some_and(|class| has_word(class, &["title"]))
    };
    let is_item = |above: &NodeRef<'_, Node>| {
        above.value().as_element().is_some_and(|above| is_named!(above, "li" | "tr"))
    };
    let item = author.ancestors().take(REACH).find(is_item)?;
    let mut nodes = item.descendants().take(NODES);
    let texts = item.descendants().take(NODES).filter_map(|inner| inner.value().as_text());
    let length = texts.map(|text| text.trim().len()).sum::<usize>();
    let is_titled = nodes.any(|inner| ElementRef::wrap(inner).is_some_and(|inner| is_title(&inner)));
    (is_titled || length > LONGEST).then_some(item)
}

/// The lists whose entries name their authors, by the marks of these.
pub(super) fn lists(all: &[Met<'_>]) -> HashSet<(NodeId, String)> {
    let mut entries: HashMap<(NodeId, String), HashSet<NodeId>> = HashMap::new();
    for met in all {
        if let Some((place, entry)) = list_of(met).zip(met.entry) {
            entries.entry(place).or_default().insert(entry.id());
        }
    }
    entries.into_iter().filter(|(_, entries)| entries.len() >= ENTRIES).map(|(place, _)| place).collect()
}

/// The list that holds the entry of a byline, and the mark of this.
pub(super) fn list_of(met: &Met<'_>) -> Option<(NodeId, String)> {
    let list = met.entry?.parent()?.id();
    Some((list, mark_of(met.element.value().attribute("class")).unwrap_or_default().to_owned()))
}

/// Where an author stands, as far as it tells who stands beside it.
pub(super) struct Beside<'a> {
    /// What holds it and those beside it.
    pub(super) holder: Option<NodeRef<'a, Node>>,
    /// What holds that, where it is short: each may stand in an element of its own within the byline.
    byline: Option<ElementRef<'a>>,
}

impl<'a> Beside<'a> {
    pub(super) fn of(element: &ElementRef<'a>) -> Beside<'a> {
        let holder = topics::holder(element);
        let byline = holder.and_then(|holder| holder.parent()).and_then(ElementRef::wrap);
        let is_short =
            |byline: &ElementRef<'_>| names_text(byline, LONGEST).chars().count() <= LONGEST_BYLINE;
        Beside { holder, byline: byline.filter(is_short) }
    }

    /// Whether an author of this weight stands in the byline that was met: in the same element, told or marked alike.
    pub(super) fn holds(&self, met: &Met<'a>, element: &ElementRef<'a>, weight: f64) -> bool {
        let above = || met.holder.and_then(|holder| holder.parent()).and_then(ElementRef::wrap);
        let is_same = weight <= MARKED
            && met.holder == self.holder
            && met.weight.total_cmp(&weight).is_eq()
            && mark_of(met.element.value().attribute("class")) == mark_of(element.value().attribute("class"));
        let are_told = weight >= TOLD && met.weight >= TOLD;
        (are_told && (met.holder == self.holder || (self.byline.is_some() && above() == self.byline)))
            || is_same
    }
}
