//! Walks over a page and cuts it into blocks of text, each with where it stands.
//!
//! In: the nodes of a page, in document order. Out: [`Block`]s that may hold dates, and dates found on the way:
//! in attributes, and laid out over several blocks. Reads no date in running text.

use std::collections::HashSet;

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::node::Element;

use crate::document::{Interval, Precision};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::published::block::{Above, Block, Carried, Context, Voice};
use crate::normalise::html::published::cells::Cell;
use crate::normalise::html::published::elements::{
    is_filled_in, is_inline, is_prose, is_sentence, is_silent, is_time, joins_letters, names_time,
};
use crate::normalise::html::published::labels::Said;
use crate::normalise::html::published::places::place;
use crate::normalise::html::published::reviews::Readers;
use crate::normalise::html::published::saying::said_beside;
use crate::normalise::html::published::scripted::written_date;
use crate::normalise::html::published::shown::{Form, MAX_DATES, Text};
use crate::normalise::html::published::zones::{Hints, Named, Zone};
use crate::normalise::tables::{Set, Table, fingerprint};

/// Bytes of a block that can be nothing but the label of a date in the next: `Zuletzt aktualisiert am:`, doubled.
const MAX_LABEL_BLOCK_BYTES: usize = 50;
/// Bytes of a block whose label may stand in the block before: a byline with two names takes about 80.
pub(super) const MAX_LABELLED_BYTES: usize = 120;
/// Bytes of a block up to which it can be part of a date laid out in several blocks: `September`.
const MAX_PIECE_BYTES: usize = 12;
/// Bytes of a block that can be a relative date with its label. A judgement: `Posted 3 weeks ago`, doubled.
const MAX_RELATIVE_BYTES: usize = 40;
/// Bytes of an attribute that can be a date: the longest form, of JavaScript, takes about 70.
const MAX_VALUE_BYTES: usize = 80;
/// Words of a link that is the title of another page. A judgement.
const TITLE_WORDS: usize = 4;
/// Names of microdata that hold the date of a page or post: schema.org's, and two other spellings.
const MICRODATA: [&str; 6] =
    ["datepublished", "datemodified", "datecreated", "uploaddate", "created", "pubdate"];

/// What the walk has seen so far.
#[derive(Default)]
pub(super) struct Walk<'page> {
    /// Elements that open no zone, whatever their names.
    exempt: Set<NodeId>,
    /// Elements that are passed over with all that they hold, and how deep the walk is in one.
    without: HashSet<NodeId>,
    passed_over: usize,
    /// Days that elements show under a pointer.
    tooltips: Table<NodeId, &'page str>,
    /// Cells that are a label and what it labels.
    cells: Table<NodeId, Cell>,
    /// The element that shows the title.
    title: Option<NodeId>,
    /// The part of the page that holds it, and letters of text before that.
    part: Option<NodeId>,
    pub(super) part_start: Option<usize>,
    /// What the names of the elements to come say.
    named: std::vec::IntoIter<Named>,
    /// Blocks that may hold dates.
    pub(super) blocks: Vec<Block>,
    pub(super) carried: Vec<Carried>,
    /// Letters of text.
    pub(super) position: usize,
    /// Letters outside of comments and of what is not shown.
    pub(super) own: usize,
    /// Letters in long stretches of text outside of links, and in those and short sentences.
    pub(super) prose: usize,
    pub(super) sentences: usize,
    /// The same of comments.
    pub(super) comments: Text,
    /// Letters before the title and at its end, and headings at its end.
    pub(super) title_span: Option<(usize, usize, usize)>,
    title_start: usize,
    headings: usize,
    rows: usize,
    stack: Vec<Context>,
    text: String,
    parts: Vec<(usize, Context)>,
    block_position: usize,
    /// The last short blocks, for dates laid out in several.
    pieces: Vec<(String, Context)>,
    /// The block before, where it can be a label, and where it is as short as one.
    label: String,
    short: String,
    /// Whether the block before was kept.
    is_behind_kept: bool,
    /// Whether the walk is below a heading of reviews.
    reviews: Readers,
    /// Fields of forms behind the title.
    fields: usize,
    /// What the block before is.
    above: Above,
    /// Whether the block at hand is a heading other than the title.
    in_heading: bool,
    /// Whether the last link leads to a place on the page: headings are linked to themselves.
    leads_within: bool,
    /// How deep the card of the linked heading before is, while the walk is in it.
    card: Option<usize>,
}

impl<'page> Walk<'page> {
    /// A walk that has not begun; `exempt` elements open no zone, `title` shows the title, `named` is what the names of all
    /// elements say, in document order.
    pub(super) fn new(exempt: Set<NodeId>, title: Option<NodeId>, named: Vec<Named>) -> Walk<'page> {
        Walk { exempt, title, named: named.into_iter(), ..Walk::default() }
    }

    /// The same walk, which tells where a part of the page begins.
    pub(super) fn part(self, part: Option<NodeId>) -> Walk<'page> {
        Walk { part, ..self }
    }

    /// The same walk, which passes over some elements with all that they hold.
    pub(super) fn without(self, without: HashSet<NodeId>) -> Walk<'page> {
        Walk { without, ..self }
    }

    /// The same walk, which knows the days that elements show under a pointer.
    pub(super) fn tooltips(self, tooltips: Table<NodeId, &'page str>) -> Walk<'page> {
        Walk { tooltips, ..self }
    }

    /// The same walk, which knows which cells are a label and what it labels.
    pub(super) fn cells(self, cells: Table<NodeId, Cell>) -> Walk<'page> {
        Walk { cells, ..self }
    }

    /// An element begins.
    pub(super) fn open(&mut self, node: NodeId, element: &'page Element) {
        if self.passed_over > 0 || self.without.contains(&node) {
            self.passed_over += 1;
            self.named.next();
            return;
        }
        let outer = self.stack.last().copied().unwrap_or_default();
        let is_inline = is_inline(element);
        if !is_inline {
            self.flush();
        } else if !joins_letters(element) {
            self.text.push(' ');
        }
        if self.title == Some(node) {
            self.title_start = self.position;
        }
        if let Some(href) = element.attribute("href").filter(|_| is_named!(element, "a")) {
            self.leads_within = href.starts_with('#');
        }
        if self.part == Some(node) {
            self.part_start = Some(self.position);
        }
        let Named { zone: opened, hints: own, signature: own_signature } =
            self.named.next().unwrap_or_default();
        let is_exempt = self.exempt.contains(&node);
        let opened = opened.filter(|_| !is_exempt);
        // The names of an outer element count for the inline elements in it, not for all that stands in it.
        let near = if is_inline || own != Hints::NONE { outer.hints } else { Hints::NONE };
        let context = Context {
            zone: match (outer.zone, opened) {
                (_, Some(Zone::Hidden)) => Zone::Hidden,
                (Zone::Main, Some(opened)) => opened,
                (zone, _) => zone,
            },
            linked: outer.linked || is_named!(element, "a") && element.attribute("href").is_some(),
            hints: own.within(near),
            in_time: outer.in_time || is_time(element),
            frame: outer.frame.within(element, opened, is_exempt),
            cell: self.cells.get(&node).copied().unwrap_or(outer.cell),
            signature: fingerprint(&(own_signature, outer.own_signature)),
            own_signature,
            voice: match outer.voice {
                Voice::Shown if is_named!(element, "script") => Voice::Writing,
                Voice::Shown if !is_silent(element) => Voice::Shown,
                _ => Voice::Silent,
            },
        };
        if is_named!(element, "h1" | "h2" | "h3" | "h4") && context.zone == Zone::Main {
            self.headings += 1;
        }
        if self.reviews.heading_begins(element) {
            self.short.clear();
        }
        self.note_form(element, context);
        self.rows += usize::from(is_named!(element, "tr" | "li" | "dt"));
        self.stack.push(context);
        if !is_named!(element, "link" | "head" | "html" | "script") {
            self.attributes(element, context);
        }
        if let Some(day) = self.tooltips.get(&node) {
            self.carry(None, (*day).to_owned(), Form::Attribute, context);
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, node: NodeId, element: &Element) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            if self.passed_over == 0 {
                self.flush();
            }
            return;
        }
        if !is_inline(element) {
            self.in_heading =
                is_named!(element, "h2" | "h3" | "h4" | "h5" | "h6") && self.title != Some(node);
            self.flush();
        } else if !joins_letters(element) {
            self.text.push(' ');
        }
        if let Some((_, title, _)) = self.title_span {
            self.reviews.heading_ends(element, &self.short, self.position - title, self.stack.len() - 1);
        }
        if self.title == Some(node) {
            self.flush();
            self.title_span = Some((self.title_start, self.position, self.headings));
        }
        self.stack.pop();
        self.card = self.card.filter(|card| self.stack.len() >= *card);
        self.reviews.element_ends(self.stack.len());
    }

    /// A stretch of text.
    pub(super) fn text(&mut self, text: &str) {
        if self.passed_over > 0 {
            return;
        }
        let mut context = self.in_reviews(self.stack.last().copied().unwrap_or_default(), text);
        let text = match context.voice {
            Voice::Shown => text,
            Voice::Silent => return,
            Voice::Writing => {
                let Some(date) = written_date(text) else { return };
                context.hints = context.hints.or(Hints::DATE);
                date
            }
        };
        let letters = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
        if self.parts.is_empty() {
            if letters == 0 {
                return;
            }
            self.text.clear();
            self.block_position = self.position;
        }
        self.parts.push((self.text.len(), context));
        self.text.push_str(text);
        self.position += letters;
        let counted = |is: bool| if is && !context.linked { letters } else { 0 };
        let (prose, sentences) = (counted(is_prose(letters)), counted(is_sentence(text, letters)));
        if !matches!(context.zone, Zone::Comments | Zone::Hidden) {
            self.own += letters;
            self.prose += prose;
            self.sentences += sentences;
        } else if context.zone == Zone::Comments {
            self.comments.letters += letters;
            self.comments.prose += prose;
            self.comments.sentences += sentences;
        }
    }

    /// Ends a block of text.
    pub(super) fn flush(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let in_heading = std::mem::take(&mut self.in_heading);
        if parts.is_empty() {
            self.text.clear();
            return;
        }
        let text = std::mem::take(&mut self.text);
        let trimmed = text.trim();
        if trimmed.len() <= MAX_PIECE_BYTES {
            self.piece(trimmed, parts.first().map(|(_, context)| *context).unwrap_or_default());
        } else {
            self.pieces.clear();
        }
        if std::mem::take(&mut self.is_behind_kept)
            && let Some(before) = self.blocks.last_mut()
        {
            before.above_place = place(trimmed);
        }
        let above = self.above();
        self.note_link(&parts, trimmed, in_heading);
        let label = std::mem::take(&mut self.label);
        self.short.clear();
        self.short.push_str(if trimmed.len() <= MAX_LABEL_BLOCK_BYTES { trimmed } else { "" });
        let digits = dates::has_digit(trimmed);
        if trimmed.len() <= MAX_LABEL_BLOCK_BYTES && !digits {
            trimmed.clone_into(&mut self.label);
        }
        let in_row = trimmed.len() <= MAX_LABELLED_BYTES && parts.iter().any(|(_, part)| part.is_for_date());
        if !digits && !trimmed.contains(['年', '前', '전']) && !in_row && !self.may_be_relative(trimmed) {
            return;
        }
        let mut block = Block {
            text,
            own: 0,
            parts,
            position: self.block_position,
            headings: self.headings,
            rows: self.rows,
            above_place: None,
            above,
            fields: self.fields,
        };
        if !label.is_empty() && block.text.trim().len() <= MAX_LABELLED_BYTES {
            block.own = label.len() + 1;
            block.text = format!("{label}\n{}", block.text);
            for (from, _) in &mut block.parts {
                *from += block.own;
            }
        }
        self.blocks.push(block);
        self.is_behind_kept = true;
    }

    /// What the block before is to one that comes now.
    fn above(&self) -> Above {
        match self.above {
            Above::Heading if self.card.is_none() => Above::Other,
            Above::LongHeading if self.card.is_none() => Above::Link,
            above => above,
        }
    }

    /// Notes whether a block is a link of several words or a linked heading.
    fn note_link(&mut self, parts: &[(usize, Context)], text: &str, in_heading: bool) {
        let is_linked = parts.iter().all(|(_, part)| part.linked);
        let in_heading = in_heading && !self.leads_within;
        let is_long = text.split_whitespace().nth(TITLE_WORDS - 1).is_some();
        self.above = match (is_linked, in_heading, is_long) {
            (true, true, true) => Above::LongHeading,
            (true, true, false) => Above::Heading,
            (true, false, true) => Above::Link,
            _ => Above::Other,
        };
        if is_linked && in_heading {
            let is_within_link = self.stack.iter().rev().nth(1).is_some_and(|outer| outer.linked);
            self.card = Some(self.stack.len() - 1 - usize::from(is_within_link));
        }
    }

    fn may_be_relative(&self, text: &str) -> bool {
        text.len() <= MAX_RELATIVE_BYTES && self.stack.last().is_some_and(Context::is_for_date)
    }

    /// A short block, which may be the day, the month or the year of a date laid out in blocks of their own.
    fn piece(&mut self, text: &str, context: Context) {
        self.pieces.push((text.to_owned(), context));
        if self.pieces.len() > 3 {
            self.pieces.remove(0);
        }
        let is_day = |text: &str| {
            dates::whole(text, &Reading::default()).filter(|interval| interval.precision == Precision::Day)
        };
        // The year comes last or first.
        if self.pieces.len() < 2
            || !self.pieces.iter().any(|(text, _)| text.bytes().filter(u8::is_ascii_digit).count() == 4)
            || self.pieces.iter().any(|(text, _)| is_day(text).is_some())
        {
            return;
        }
        for from in 0..self.pieces.len() - 1 {
            let Some(pieces) = self.pieces.get(from..) else { return };
            let joined = pieces.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" ");
            if let Some(interval) = is_day(&joined) {
                let context = pieces.first().map(|(_, context)| *context).unwrap_or_default();
                self.carry(Some(interval), joined, Form::Text, context);
                self.pieces.clear();
                return;
            }
        }
    }

    /// A date in an attribute of an element; eight bytes are the shortest day (`20200503`).
    fn attributes(&mut self, element: &Element, context: Context) {
        let (mut property, mut pubdate, mut is_itemprop) = (String::new(), false, false);
        for (attribute, value) in &element.attrs {
            match attribute.local {
                local_name!("itemprop") => (property, is_itemprop) = (value.to_ascii_lowercase(), true),
                local_name!("property") if !is_itemprop => property = value.to_ascii_lowercase(),
                _ => pubdate |= &*attribute.local == "pubdate",
            }
        }
        let microdata = property.split([' ', ':']).any(|part| MICRODATA.contains(&part));
        // Other `meta` elements are declarations about the page, wherever they stand.
        if is_named!(element, "meta") && !(microdata && is_itemprop) {
            return;
        }
        let titled = is_named!(element, "abbr") || is_time(element) || context.hints.say(Hints::PUBLISHED);
        let value = element.attrs.iter().find(|(attribute, value)| {
            (8..=MAX_VALUE_BYTES).contains(&value.len())
                && match attribute.local {
                    local_name!("datetime") => true,
                    local_name!("content") => microdata,
                    local_name!("title") => titled,
                    // The most frequent, so that few are looked at.
                    local_name!("class") | local_name!("href") | local_name!("id") | local_name!("src") => {
                        false
                    }
                    _ => names_time(&attribute.local),
                }
        });
        let Some((_, value)) = value else { return };
        let form = if microdata || pubdate { Form::Microdata } else { Form::Attribute };
        let mut context = context;
        let published = pubdate || matches!(property.as_str(), "datepublished" | "datecreated");
        context.hints = context
            .hints
            .or(Hints::PUBLISHED.when(published))
            .or(Hints::UPDATED.when(property == "datemodified"));
        self.carry(None, value.to_string(), form, context);
    }

    /// What holds for a text below a heading of reviews: readers wrote it, but not when the page was changed.
    fn in_reviews(&self, context: Context, text: &str) -> Context {
        let is_of_readers = context.zone == Zone::Main && self.reviews.write(&self.text, text);
        Context { zone: if is_of_readers { Zone::Comments } else { context.zone }, ..context }
    }

    /// Notes a field of a form that is filled in, behind the title.
    fn note_form(&mut self, element: &Element, context: Context) {
        if context.zone == Zone::Main && self.title_span.is_some() && is_filled_in(element) {
            self.fields += 1;
        }
    }

    fn carry(&mut self, interval: Option<Interval>, evidence: String, form: Form, context: Context) {
        if self.carried.len() >= MAX_DATES {
            return;
        }
        let context = self.in_reviews(context, "");
        let beside = self.text.trim();
        let said = said_beside(beside, &self.label, context.cell);
        // A byline below a link is the page's own; the label of a change may be the card's.
        let is_of_block_above = beside.is_empty() || said == Some(Said::Updated);
        self.carried.push(Carried {
            interval,
            evidence,
            form,
            context,
            said,
            before: beside.len(),
            position: self.position,
            headings: self.headings,
            above: if is_of_block_above { self.above() } else { Above::Other },
        });
    }
}
