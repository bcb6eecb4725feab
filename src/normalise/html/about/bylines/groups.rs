//! Several who are named beside each other, within one byline or in entries one after the other.
//!
//! In: the bylines as they were met. Out: the same, each with all whom its place names, less said for those of entries.

use std::collections::{HashMap, HashSet};

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::{LONGEST_BYLINE, MARKED, MOST_NAMES, Met, PROPERTY, TOLD};
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::html::about::lines::{LONGEST, LONGEST_LINE, names_text};
use crate::normalise::html::about::marks::{HEIGHT, MARKS, NAMES, has_word};
use crate::normalise::html::about::name_words::ROLES;
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
    if names_by_affiliation(element).is_some() {
        return;
    }
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

/// The names that an element marked as an author's, or as that of several, holds in elements that say that they are names: beside
/// them stands what somebody is.
pub(super) fn inner_names(element: &ElementRef<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut found: Vec<ElementRef<'_>> = Vec::new();
    let mut last: Option<NodeId> = None;
    for inner in element.descendants().skip(1).take(INNER).filter_map(ElementRef::wrap) {
        let is_within =
            last.is_some_and(|last| inner.ancestors().take(HEIGHT).any(|above| above.id() == last));
        if is_within || !is_name(inner.value()) || is_of_employer(element, &inner) {
            continue;
        }
        let text = names_text(&inner, LONGEST);
        // Others may be named right beside it, `<b class=name>Ada Reed</b> and Ole Tamm`.
        let beside = inner.parent().into_iter().flat_map(|parent| parent.children());
        let mut beside = beside.filter_map(|beside| beside.value().as_text());
        if names.len() >= MOST_NAMES || beside.any(|text| text.trim().contains(' ')) {
            return Vec::new();
        }
        if names::is_plausible(&text) && !has_role(&text) && !names.contains(&text) {
            names.push(text);
            found.push(inner);
        }
        last = Some(inner.id());
    }
    if are_parts(&names, &found) || links_beside(element, &found) { Vec::new() } else { names }
}

/// The names of an element in which lines of where somebody works stand behind each, and `&` before the next, as LaTeX parts authors.
pub(super) fn names_by_affiliation(element: &ElementRef<'_>) -> Option<Vec<String>> {
    let text = names_text(element, LONGEST_LINE);
    if !text.contains('&') || !text.contains('|') || text.len() >= LONGEST_LINE {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    let mut has_lines = false;
    for group in text.split('&') {
        let mut lines = group.split('|').map(str::trim).filter(|line| !line.is_empty());
        let name = lines.next()?;
        has_lines |= lines.next().is_some() && !names.is_empty();
        if citations::are_names(name) {
            names.extend(citations::names(name).into_iter().map(str::to_owned));
        } else {
            names.push(Some(name).filter(|name| citations::is_name(name))?.to_owned());
        }
    }
    (has_lines && names.len() > 1 && names.len() <= MOST_NAMES).then_some(names)
}

/// Whether an element stands in a value whose term says that somebody was an author or editor before: `Former editor`.
pub(super) fn is_former(element: &ElementRef<'_>) -> bool {
    /// Elements of a value above a name, and values of one term. Judgements, that bound the work.
    const REACH: usize = 4;
    const VALUES: usize = 20;
    const FORMER: [&str; 9] =
        ["former", "previous", "past", "ehemalige", "ehemaliger", "fruhere", "ancien", "anciens", "anterior"];
    let mut own =
        std::iter::once(**element).chain(element.ancestors()).take(REACH).filter_map(ElementRef::wrap);
    let Some(value) = own.find(|above| is_named!(above.value(), "dd")) else { return false };
    let mut before = value.prev_siblings().filter_map(ElementRef::wrap).take(VALUES);
    let term = before.find(|before| is_named!(before.value(), "dt")).map(|term| names_text(&term, LONGEST));
    let folded = term.map(|term| fold::words(&term)).unwrap_or_default();
    folded.split(' ').next().is_some_and(|first| FORMER.contains(&first))
}

/// Nodes of a byline that are looked at for names. A judgement: bounds the work.
const INNER: usize = 200;

/// Whether one of the words of a text is what somebody is.
fn has_role(text: &str) -> bool {
    text.split(' ').any(|word| ROLES.contains(&&*word.to_lowercase()))
}

/// Whether a name within an element is that of where somebody works.
fn is_of_employer(element: &ElementRef<'_>, inner: &ElementRef<'_>) -> bool {
    /// Properties of Schema.org whose values are organisations.
    const PROPERTIES: [&str; 5] = ["worksFor", "affiliation", "memberOf", "publisher", "parentOrganization"];
    let above = inner.ancestors().take_while(|above| above.id() != element.id());
    let mut properties = above.filter_map(|above| above.value().as_element()?.attribute("itemprop"));
    properties.any(|property| PROPERTIES.contains(&property))
}

/// Whether two names are those of one person, of one word each and marked otherwise.
fn are_parts(names: &[String], found: &[ElementRef<'_>]) -> bool {
    let [first, second] = found else { return false };
    let class = |name: &ElementRef<'_>| name.value().attribute("class").map(str::to_owned);
    names.iter().all(|name| !name.contains(' ')) && class(first) != class(second)
}

/// Whether a link of an element is called as people are, and stands apart from the names that were found in it.
fn links_beside(element: &ElementRef<'_>, found: &[ElementRef<'_>]) -> bool {
    let links = element.descendants().take(INNER).filter_map(ElementRef::wrap);
    let is_apart = |link: &ElementRef<'_>| {
        let mut around = link.ancestors().take(HEIGHT).chain(link.descendants().take(INNER));
        !around.any(|node| found.iter().any(|name| name.id() == node.id()))
    };
    let is_called = |link: &ElementRef<'_>| {
        let text = names_text(link, LONGEST);
        citations::is_name(&text) && !has_role(&text)
    };
    let mut links = links.filter(|link| is_named!(link.value(), "a"));
    !found.is_empty() && links.any(|link| is_apart(&link) && is_called(&link))
}

/// Whether an element says that it holds a name, of a person where a word of its class says whose.
fn is_name(element: &Element) -> bool {
    /// Words of such a class beside `name`. A judgement: names of sites, files and categories are others.
    const BESIDE: [&str; 6] = ["author", "byline", "full", "person", "display", "writer"];
    let fits = |class: &str| {
        let mut words = class.split(['-', '_']).filter(|word| !word.is_empty());
        has_word(class, &["name"]) && words.all(|word| word == "name" || BESIDE.contains(&word))
    };
    element.attribute("itemprop") == Some("name")
        || element.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(fits))
}

/// The names of a row that goes on where a byline is cut: of the first line behind the introduction.
pub(super) fn row_behind(text: &str) -> Option<Vec<String>> {
    /// Names before the cut from which it is a row. A judgement: two and their posts have as many letters.
    const ROW: usize = 3;
    let line = without_intro(text).unwrap_or(text).split('|').next()?.trim();
    names_of_row(line).filter(|names| names.len() >= ROW).or_else(|| {
        let names = names::clean(line, "", Trust::Written);
        (names.len() >= ROW).then_some(names)
    })
}

/// The names in the values behind a term that says who wrote, each in a value of its own.
pub(super) fn values_behind(term: ElementRef<'_>) -> Option<Vec<String>> {
    if !is_named!(term.value(), "dt") {
        return None;
    }
    let behind = term.next_siblings().filter_map(ElementRef::wrap);
    let values = behind.take_while(|value| is_named!(value.value(), "dd")).take(MOST_NAMES);
    let texts: Vec<String> = values.map(|value| names_text(&value, LONGEST)).collect();
    (texts.len() > 1 && texts.iter().all(|text| names::is_plausible(text))).then_some(texts)
}

/// Whether texts name several, each of whom a link of the element is called after.
pub(super) fn are_links(holder: &ElementRef<'_>, texts: &[String]) -> bool {
    /// Nodes of a byline that are looked at. A judgement: bounds the work.
    const NODES: usize = 200;
    let names = || texts.iter().flat_map(|text| names::clean(text, "", Trust::Written));
    if names().nth(1).is_none() {
        return false;
    }
    let links = holder.descendants().take(NODES).filter_map(ElementRef::wrap);
    let links = links.filter(|link| is_named!(link.value(), "a"));
    let called: HashSet<String> = links.map(|link| fold::words(&names_text(&link, LONGEST))).collect();
    names().all(|name| called.contains(&fold::words(&name)))
}

/// What holds the box of an author that stands beside those of others: in a box are a name and single words, an account, a button.
fn boxes(author: &ElementRef<'_>) -> Option<NodeId> {
    /// Elements above a name that may be its box, and nodes of a box. Judgements, that bound the work.
    const REACH: usize = 4;
    const NODES: usize = 40;
    let texts = |element: &ElementRef<'_>| -> Vec<bool> {
        let texts = element.descendants().take(NODES).filter_map(|inner| inner.value().as_text());
        let texts = texts.map(|text| text.trim()).filter(|text| !text.is_empty());
        texts.map(|text| text.contains(char::is_whitespace)).collect()
    };
    let own = texts(author);
    let several = |texts: &[bool]| texts.iter().filter(|is_several| **is_several).count();
    let is_box = |above: &ElementRef<'_>| {
        let within = texts(above);
        several(&within) == several(&own) && above.descendants().nth(NODES).is_none()
    };
    let above = author.ancestors().take(REACH).filter_map(ElementRef::wrap);
    let found = above.take_while(is_box).last().filter(|found| texts(found).len() > own.len())?;
    found.parent().map(|holder| holder.id())
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
    let names = is_row.then(|| citations::names(line))?;
    // `Ada Reed, Senior Analyst` is one and what she is.
    (!names.iter().skip(1).any(|name| has_role(name))).then(|| names.into_iter().map(str::to_owned).collect())
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
    /// What holds the box that it is the name of.
    pub(super) boxes: Option<NodeId>,
}

impl<'a> Beside<'a> {
    pub(super) fn of(element: &ElementRef<'a>) -> Beside<'a> {
        let holder = topics::holder(element);
        let byline = holder.and_then(|holder| holder.parent()).and_then(ElementRef::wrap);
        let is_short =
            |byline: &ElementRef<'_>| names_text(byline, LONGEST).chars().count() <= LONGEST_BYLINE;
        Beside { holder, byline: byline.filter(is_short), boxes: boxes(element) }
    }

    /// Whether an author of this weight stands in the byline that was met: in the same element, told or marked alike.
    pub(super) fn holds(&self, met: &Met<'a>, element: &ElementRef<'a>, weight: f64) -> bool {
        let above = || met.holder.and_then(|holder| holder.parent()).and_then(ElementRef::wrap);
        let is_same = weight <= MARKED
            && (met.holder == self.holder
                || (weight >= MARKED && self.boxes.is_some() && met.boxes == self.boxes))
            && met.weight.total_cmp(&weight).is_eq()
            && mark_of(met.element.value().attribute("class")) == mark_of(element.value().attribute("class"));
        let are_told = weight >= TOLD && met.weight >= TOLD;
        (are_told && (met.holder == self.holder || (self.byline.is_some() && above() == self.byline)))
            || is_same
    }
}
