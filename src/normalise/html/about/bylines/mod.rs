//! Where a page shows who wrote it.
//!
//! In: the parsed page and its title. Out: the texts of bylines, names not yet cleaned out of them, with what speaks for
//! each.

mod accounts;
mod groups;
mod places;
mod texts;
mod written;

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::Range;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node};

use super::authors::Page;
use super::language::Tongue;
use super::lines::{LONGEST, LONGEST_LINE, names_text};
use super::marks::{
    EVERYWHERE, HEIGHT, MARKS, has_word, is_credit, is_labelled_as_author, leads_to, leads_to_author,
    leads_to_person,
};
use super::names::{self, Trust};
use super::rows;
use super::topics;
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named, seen};
use crate::normalise::html::metadata;
use crate::normalise::tables::Table;
use texts::{is_called_so, is_contact, is_linked, is_of_members, letters, property_text, whole_text};

/// Links to authors that stand side by side away from the title from which they are a menu. A judgement.
const MOST_TOLD: usize = 8;

/// Names of one byline. A judgement: papers of large collaborations are cut here.
const MOST_NAMES: usize = 100;

/// Characters of a byline. A judgement: two names with their roles have as many.
const LONGEST_BYLINE: usize = 120;

/// Headings that say the title that are looked at. A judgement: those of a page, of a print version, of a bar above it.
const MOST_HEADINGS: usize = 4;

/// Bylines that are looked at. A judgement: bounds the work on pages of thousands of comments.
const MOST_MET: usize = 200;

/// A text of the page that may say who wrote it.
pub(super) struct Byline {
    /// What kind of place it is, as `inspect --explain` calls it.
    pub(super) source: &'static str,
    /// The texts that hold names.
    pub(super) texts: Vec<String>,
    /// How a name is known in them.
    pub(super) trust: Trust,
    /// What speaks for it, on the scale of `authors`.
    pub(super) weight: f64,
    /// Whether it says so in words, and each of its names is a link.
    pub(super) is_linked: bool,
    /// Whether it stands above the title.
    pub(super) is_above: bool,
}

// What speaks for a byline, and against it. Judgements, held against the authors of 680 pages of four collections.
/// An author in the page's microdata.
const PROPERTY: f64 = 3.2;
/// An element that says it holds the author: `rel=author`, a link to an author's page.
const TOLD: f64 = 2.5;
/// A class or id that has a word for authors.
const MARKED: f64 = 2.0;
/// A link to a page of one of those who write for a site, or have an account there. Not enough away from the title.
const LINKED: f64 = 0.9;
/// A text that begins as bylines do.
const WRITTEN: f64 = 1.7;
/// Who leads through a broadcast: not enough away from the title, and less than anybody who is said to have written.
const HOSTED: f64 = 0.7;
/// An account, or a name, behind `by` in a line with a number: beside the title more than metadata that name an account.
const BEHIND_BY: f64 = 1.9;
/// What such a line is called as evidence.
const BY_WHOM: &str = "a line that tells by whom";
/// Names beside the title of a paper.
const BESIDE_TITLE: f64 = 2.4;
/// Beside the heading that is the page's title.
const NEAR: f64 = 1.5;
/// One of more than two who are named away from the title.
const OF_CARDS: f64 = -2.0;
const MOST_AWAY: usize = 2;
/// Of one of several entries of a list, each of which names somebody.
const OF_ENTRIES: f64 = -4.0;
/// In what belongs to comments, cards, menus or the foot, beside the title or away from it.
const APART_NEAR: f64 = -0.5;
const APART: f64 = -3.0;
/// Of a comment, wherever it stands: less than anything speaks for a byline.
const OF_COMMENT: f64 = -10.0;

/// Bytes of text, white space aside, before and behind the title's heading in which a byline is beside it. Judgements: a topic and
/// a day stand above, a line of three hundred letters and a row of buttons below.
const NEAR_BEFORE: usize = 100;
const NEAR_BEHIND: usize = 500;

/// A byline as it is met, its place in the text of the page.
struct Met<'a> {
    element: ElementRef<'a>,
    at: usize,
    source: &'static str,
    trust: Trust,
    weight: f64,
    texts: Vec<String>,
    holder: Option<NodeRef<'a, Node>>,
    /// The entry of a list that it stands in.
    entry: Option<NodeRef<'a, Node>>,
    /// The texts of what is marked within it, by the class that marks them.
    inner: Vec<(&'a str, Vec<String>)>,
    /// What holds the box that it is the name of, beside those of others.
    boxes: Option<NodeId>,
    /// Whether each of its names is a link.
    is_linked: bool,
}

/// The bylines of a page, those that most speaks for first; of those with the same, the first of the page.
pub(super) fn bylines(page: &Page<'_>, tongue: &Tongue<'_>) -> Vec<Byline> {
    let Page { html, title, details, is_forum, .. } = *page;
    let mut walk =
        Walk { title: fold::words(title), details, is_forum, tongue: Some(tongue), ..Walk::default() };
    walk.through(html);
    walk.met.iter_mut().for_each(groups::settle);
    let places: Vec<Place> = walk.met.iter().map(|met| walk.place(met)).collect();
    let both = || walk.met.iter().zip(&places);
    let mut all: Vec<Byline> = both().map(|(met, place)| weighed(met, *place)).collect();
    // Where several are named away from the title, each is that of a card.
    let is_away = |(met, place): &(&Met<'_>, &Place)| {
        met.weight > LINKED && !place.is_near && place.whose == Whose::Page && !place.is_detail
    };
    let first = |met: &Met<'_>| {
        met.texts.iter().find_map(|text| names::clean(text, "", met.trust).into_iter().next())
    };
    let away = both().filter(is_away).filter_map(|(met, _)| first(met)).map(|name| fold::words(&name));
    if away.collect::<HashSet<_>>().len() > MOST_AWAY {
        for (byline, _) in all.iter_mut().zip(both()).filter(|(_, placed)| is_away(placed)) {
            byline.weight += OF_CARDS;
        }
    }
    // Where lines tell of several people behind `by`, each is that of an entry.
    let is_told = |met: &Met<'_>| met.source == BY_WHOM;
    let told: HashSet<&str> = walk
        .met
        .iter()
        .filter(|met| is_told(met))
        .filter_map(|met| met.texts.first().map(String::as_str))
        .collect();
    if told.len() > 1 {
        for (byline, _) in all.iter_mut().zip(&walk.met).filter(|(_, met)| is_told(met)) {
            byline.weight += OF_CARDS;
        }
    }
    let lists = groups::lists(&walk.met);
    for (byline, met) in all.iter_mut().zip(&walk.met) {
        if !lists.is_empty() && groups::list_of(met).is_some_and(|list| lists.contains(&list)) {
            byline.weight += OF_ENTRIES;
        }
    }
    if let Some((texts, is_sure)) = rows::beside_title(html, title) {
        let weight = NEAR + if is_sure { BESIDE_TITLE } else { WRITTEN };
        let (source, trust) = ("names beside the title", Trust::Written);
        all.push(Byline { source, texts, trust, weight, is_linked: false, is_above: false });
    }
    all.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    all
}

/// Where a byline stands.
#[derive(Clone, Copy)]
struct Place {
    /// Beside the title.
    is_near: bool,
    /// In the box of details.
    is_detail: bool,
    /// Above the title.
    is_above: bool,
    /// Whose it is.
    whose: Whose,
}

/// Whose a part of a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The page's own.
    Page,
    /// That of something else.
    Another,
    /// What readers wrote.
    Reader,
}

/// A byline with what its place says for it.
fn weighed(met: &Met<'_>, place: Place) -> Byline {
    let weight = match (place.is_near, place.whose) {
        (_, Whose::Reader) => OF_COMMENT,
        (true, Whose::Another) => NEAR + APART_NEAR,
        (true, Whose::Page) => NEAR,
        (false, Whose::Another) => APART,
        (false, Whose::Page) => 0.0,
    };
    // Away from the title, more are the menu of those who write for the site, unless words say that they wrote.
    let is_menu = met.texts.len() >= MOST_TOLD && !place.is_near && met.trust != Trust::Written;
    let most = if is_menu { 1 } else { met.texts.len() };
    let texts = met.texts.iter().take(most).cloned().collect();
    let (source, trust, is_linked) = (met.source, met.trust, met.is_linked);
    Byline { source, texts, trust, weight: met.weight + weight, is_linked, is_above: place.is_above }
}

/// A heading that is the title.
struct Heading<'a> {
    element: ElementRef<'a>,
    /// Where its text is.
    at: Range<usize>,
    /// Where the first heading behind it stands that is a link: from there on the page shows other pages.
    first_link: Option<usize>,
}

/// A way through the page in the order of its text.
#[derive(Default)]
struct Walk<'a> {
    /// The folded words of the title.
    title: String,
    /// Bytes of text passed, white space aside.
    at: usize,
    /// The headings that are the title, all of one rank.
    headings: Vec<Heading<'a>>,
    /// The element that was last taken as marked, and the byline that it is in, counted among those met.
    last: Option<(NodeId, usize)>,
    /// The last text passed.
    last_text: &'a str,
    /// The box of details.
    details: Option<NodeId>,
    /// Whether what readers wrote is the page's text.
    is_forum: bool,
    /// In what languages the page may be.
    tongue: Option<&'a Tongue<'a>>,
    /// What holds that heading, and the box of details.
    around: HashSet<NodeId>,
    /// Words of [`EVERYWHERE`] that mark what holds it.
    silent: Vec<&'static str>,
    /// Whether classes and ids have a word for authors: pages repeat the same few.
    marks: Table<&'a str, bool>,
    met: Vec<Met<'a>>,
}

impl<'a> Walk<'a> {
    fn through(&mut self, html: &'a Html) {
        for edge in seen(html.tree.root().traverse()) {
            let Edge::Open(node) = edge else { continue };
            match node.value() {
                Node::Text(text) => {
                    self.written(node, text);
                    if !text.trim().is_empty() {
                        self.last_text = text;
                    }
                    self.at += letters(text);
                }
                Node::Element(tag) => {
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    if is_named!(tag, "h1" | "h2" | "h3" | "h4") {
                        self.heading(element);
                    }
                    if is_named!(tag, "pre" | "dt" | "th" | "b" | "strong")
                        && let Some(texts) = accounts::sender(element)
                    {
                        self.told(element, texts, ("a line that tells who it is from", TOLD));
                    }
                    self.marked(element);
                }
                _ => {}
            }
        }
        self.look_around();
    }

    /// Takes the headings of the highest rank that say the title, or hold it: lower ones may be those of a box.
    fn heading(&mut self, element: ElementRef<'a>) {
        if self.title.is_empty() {
            return;
        }
        let text = whole_text(&element);
        let folded = fold::words(&text);
        let is_title = folded.contains(&self.title) && folded.len() < 2 * self.title.len();
        if !is_title {
            let last = self.headings.last_mut();
            if let Some(last) = last.filter(|last| last.first_link.is_none() && is_linked(&element)) {
                last.first_link = Some(self.at).filter(|_| !folded.contains(&self.title));
            }
            return;
        }
        if self.headings.len() >= MOST_HEADINGS {
            return;
        }
        let rank = element.value().name();
        match self.headings.first().map(|known| known.element.value().name().cmp(rank)) {
            Some(Ordering::Less) => return,
            Some(Ordering::Greater) => self.headings.clear(),
            _ => {}
        }
        let at = self.at..self.at + letters(&text);
        self.headings.push(Heading { element, at, first_link: None });
    }

    /// Takes in what holds the title, once the page is gone through.
    fn look_around(&mut self) {
        let above: Vec<NodeRef<'a, Node>> =
            self.headings.iter().flat_map(|heading| heading.element.ancestors()).collect();
        self.around = above.iter().map(NodeRef::id).chain(self.details).collect();
        let elements = above.iter().filter_map(|above| above.value().as_element());
        let names: Vec<&str> =
            elements.flat_map(|above| ["class", "id"].map(|name| above.attribute(name))).flatten().collect();
        let marks = |word: &&str| names.iter().any(|name| has_word(name, &[word]));
        self.silent = EVERYWHERE.into_iter().filter(marks).collect();
    }

    /// Takes an element that is marked as holding an author.
    fn marked(&mut self, element: ElementRef<'a>) {
        let value = element.value();
        let Some(weight) = self.weight_of(element) else { return };
        let is_full = self.met.len() >= MOST_MET;
        if is_full
            || is_named!(value, "link" | "img" | "input" | "body" | "html")
            || is_credit(self.last_text)
            || groups::is_former(&element)
            || weight < MARKED && is_of_members(element)
        {
            return;
        }
        let is_property = weight >= PROPERTY;
        // In what is marked already, or the other way round.
        let is_within =
            |(last, _): &(NodeId, usize)| element.ancestors().take(HEIGHT).any(|above| above.id() == *last);
        let within = self.last.filter(is_within);
        if let Some(met) = within.and_then(|(_, place)| self.met.get_mut(place))
            && (weight <= met.weight || met.weight >= TOLD)
        {
            met.weight = met.weight.max(weight);
            groups::take_inner(met, &element);
            return;
        }
        let beside = groups::Beside::of(&element);
        let holder = beside.holder;
        let entry = groups::entry_of(&element);
        // Those beside the first wrote with them; in an entry of its own each is the author of that.
        let group =
            self.met.iter().rposition(|met| met.entry == entry && beside.holds(met, &element, weight));
        let group = group.and_then(|place| self.met.get_mut(place).map(|group| (place, group)));
        if group.as_ref().is_some_and(|(_, group)| group.texts.len() >= MOST_NAMES) {
            return;
        }
        let text = if is_property { property_text(&element) } else { names_text(&element, LONGEST) };
        let named = if is_property || weight < MARKED { Vec::new() } else { groups::inner_names(&element) };
        let text = if let [name] = named.as_slice() { name.clone() } else { text };
        // As the head of a box about somebody says.
        let text =
            ["About ", "Meet "].iter().find_map(|head| text.strip_prefix(head)).unwrap_or(&text).to_owned();
        // A mark on a whole box, or on a picture alone.
        let may_name = |text: &str| {
            names::is_plausible(text) || (weight >= MARKED && (is_property || names::is_organisation(text)))
        };
        let by_affiliation = groups::names_by_affiliation(&element);
        if by_affiliation.is_some() || text.chars().count() > LONGEST_BYLINE || named.len() > 1 {
            let named = by_affiliation.unwrap_or(named);
            self.row(element, weight, entry, named);
            return;
        }
        if text.is_empty() || !may_name(&text) || is_called_so(value, &text) || is_contact(&text) {
            return;
        }
        if weight < MARKED && !value.attribute("href").is_some_and(|href| leads_to(href, &text)) {
            return;
        }
        if let Some((place, group)) = group {
            group.texts.push(text);
            self.last = Some((element.id(), place));
            return;
        }
        self.last = Some((element.id(), self.met.len()));
        self.met.push(Met {
            element,
            at: self.at,
            source: "an element marked as byline",
            trust: if is_property { Trust::Told } else { Trust::Marked },
            weight,
            texts: vec![text],
            holder,
            entry,
            inner: Vec::new(),
            boxes: beside.boxes,
            is_linked: false,
        });
    }

    /// What the marks of an element say for its being a byline; none where it has none.
    fn weight_of(&mut self, marked: ElementRef<'a>) -> Option<f64> {
        let element = marked.value();
        let has_rel = |rel: &str| rel.split_ascii_whitespace().any(|word| word == "author");
        let href = element.attribute("href");
        let mut marks = |name: &'a str| {
            // What begins an `hentry` is a whole post, and names its author in its classes.
            *self.marks.entry(name).or_insert_with(|| has_word(name, &MARKS) && !has_word(name, &["hentry"]))
        };
        if element.attribute("itemprop").is_some_and(|property| property.trim() == "author") {
            Some(PROPERTY)
        } else if element.attribute("rel").is_some_and(has_rel)
            || href.is_some_and(leads_to_author)
            || is_labelled_as_author(&marked)
        {
            Some(TOLD)
        } else if element.attribute("class").is_some_and(&mut marks)
            || element.attribute("id").is_some_and(marks)
        {
            Some(MARKED)
        } else {
            href.filter(|href| leads_to_person(href)).map(|_| LINKED)
        }
    }

    /// Takes an element that is marked as holding authors, where several are marked as names in it, or where it holds or begins with a
    /// line of nothing but names, however many.
    fn row(
        &mut self,
        element: ElementRef<'a>,
        weight: f64,
        entry: Option<NodeRef<'a, Node>>,
        inner: Vec<String>,
    ) {
        /// Texts of a row of a hundred names, each a link, with their commas and notes. A judgement.
        const MOST_TEXTS: usize = 400;
        if weight < MARKED {
            return;
        }
        let whole = || metadata::plain(&element.text().take(MOST_TEXTS).collect::<String>());
        let lines = names_text(&element, LONGEST_LINE);
        let first = lines.split('|').next().unwrap_or_default();
        let inner = Some(inner).filter(|inner| inner.len() > 1);
        let names = inner.or_else(|| groups::names_of_row(first)).or_else(|| groups::names_of_row(&whole()));
        if let Some(texts) = names {
            let (source, trust) = ("an element marked as byline", Trust::Marked);
            let (at, holder) = (self.at, topics::holder(&element));
            self.last = Some((element.id(), self.met.len()));
            self.met.push(Met {
                element,
                at,
                source,
                trust,
                weight,
                texts,
                holder,
                entry,
                inner: Vec::new(),
                boxes: None,
                is_linked: false,
            });
        }
    }
}
