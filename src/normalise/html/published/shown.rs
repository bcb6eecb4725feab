//! Collects the dates that a page shows, and those that its elements carry in attributes.
//!
//! In: the parsed page and its title. Out: [`Shown`] dates in document order, each with where it stands: how far
//! from the title, in what part of the page, beside what words. Judges nothing.

use std::collections::HashSet;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Node;
use scraper::{ElementRef, Html};

use crate::document::{Interval, Precision};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::published::alike;
use crate::normalise::html::published::block::{Above, Block, Carried};
use crate::normalise::html::published::cells::cells;
use crate::normalise::html::published::clocks::Frame;
use crate::normalise::html::published::coarse::{in_row, whole};
use crate::normalise::html::published::elements::is_silent;
use crate::normalise::html::published::headers::is_header;
use crate::normalise::html::published::labels::{Said, is_byline, is_dateline};
use crate::normalise::html::published::saying::{Around, Behind, has_time, what_is_said};
use crate::normalise::html::published::seasons::season;
use crate::normalise::html::published::sentences::touches_words;
use crate::normalise::html::published::spans::is_from_issue;
use crate::normalise::html::published::title::title_node;
use crate::normalise::html::published::walk::Walk;
use crate::normalise::html::published::zones::{Hints, Named, Names, Zone};
use crate::normalise::html::tooltips;
use crate::normalise::tables::Set;

/// Dates of one page that are kept of each kind: its own stand among the first, archives list thousands.
pub(super) const MAX_DATES: usize = 400;
/// Bytes of text on one page in which dates are looked for; the longest page with a known date has a tenth.
const MAX_SCANNED_BYTES: usize = 4 << 20;
/// An element with more than one letter in this many is no side matter of its page.
const WRAPPER_SHARE: usize = 2; // half: comments can be longer than the text, but rarely than all else together
/// Letters and digits that may stand beside a date that stands alone: `klo 14.00`, `10:30 Uhr`.
const MAX_BESIDE_ALONE: usize = 8;

/// How a date stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In the text.
    Text,
    /// In the text of a `time` element.
    TimeText,
    /// In an attribute that machines read (`datetime` and alike).
    Attribute,
    /// In microdata: `itemprop`, `pubdate`.
    Microdata,
}

/// A date on the page.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) interval: Interval,
    /// The text it was read from, with a few words around it.
    pub(super) evidence: String,
    pub(super) form: Form,
    /// What the words beside it say.
    pub(super) said: Option<Said>,
    pub(super) zone: Zone,
    /// Above the part of the page that holds its title.
    pub(super) above: bool,
    /// Inside a link.
    pub(super) linked: bool,
    pub(super) hints: Hints,
    /// Letters of text between the title and it: negative before the title; none when no title is shown.
    pub(super) distance: Option<i64>,
    /// Letters of its block before it and after it.
    pub(super) around: (usize, usize),
    /// What line it stands in.
    pub(super) line: Line,
    /// Nothing but the date (and punctuation, a time) in its own stretch of text between tags.
    pub(super) alone: bool,
    pub(super) alike: Alike,
    /// Letters of text on the page before it.
    pub(super) position: usize,
    /// Headings between the title and it.
    pub(super) headings_between: usize,
    /// The row of a table or item of a list that it stands in or behind, by number; none of what has a time of day, as posts of
    /// threads have.
    pub(super) row: Option<usize>,
    /// Fields of forms between the title and it.
    pub(super) fields: usize,
    pub(super) frame: Frame,
    /// What stands around it.
    pub(super) beside: Beside,
    /// The names of the elements it stands in.
    pub(super) signature: u64,
}

/// What stands around a date.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is told of by itself")]
pub(super) struct Beside {
    /// A time of day stands behind it.
    pub(super) is_timed: bool,
    /// What the block before it is.
    pub(super) above: Above,
    /// It stands within the title.
    pub(super) is_in_title: bool,
    /// It stands in the part of the page that holds the title: in its `main` or `article`.
    pub(super) is_in_part: bool,
    /// It is the day of the first post of a thread.
    pub(super) is_first_post: bool,
}

/// What line a date stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Line {
    /// Beside an author's name, as far as a first word such as `By` tells.
    Byline,
    /// Behind the place from which the text is reported: `LEIPZIG, Germany – March 4, 2025 –`.
    Dateline,
    /// Beside words that are no byline: `In cinemas March 4, 2025`.
    Words,
    /// In the header of a letter.
    Header,
    /// Any other.
    #[default]
    Other,
}

impl Line {
    /// Whether it tells neither who wrote the text nor from where.
    pub(super) fn is_unsigned(self) -> bool {
        matches!(self, Line::Words | Line::Other)
    }
}

/// The dates that stand in elements of the same names as one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alike {
    /// How many, itself included.
    pub(super) dates: usize,
    /// How many of them stand before it.
    pub(super) before: usize,
    /// Several of them have headings between them: a list of other pages.
    pub(super) listed: bool,
    /// They stand in short rows, one soon after the other: news, references.
    pub(super) in_rows: bool,
    /// An earlier one stands before it, and none before a later one: posts of a thread, a day and that of a change.
    pub(super) follows: bool,
}

/// How much text the page has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Text {
    /// Letters in all, but for those of comments and of what is not shown.
    pub(super) letters: usize,
    /// Letters in long stretches outside of links.
    pub(super) prose: usize,
    /// The same and letters in short sentences.
    pub(super) sentences: usize,
}

/// All dates of the page in document order, and how much text it has. `reading` learns the order of day and month
/// that the dates show, or that agrees with `known` ones.
pub(super) fn shown(
    html: &Html,
    title: &str,
    reading: &mut Reading,
    known: &[Interval],
    without: &HashSet<NodeId>,
) -> (Vec<Shown>, Text) {
    let words = title;
    let title = title_node(html, title);
    let (mut exempt, named) = wrappers(html);
    let elements = html.tree.nodes().filter_map(ElementRef::wrap);
    let tooltips = elements.filter_map(|element| Some((element.id(), tooltips::day(element)?))).collect();
    if let Some(node) = title.and_then(|node| html.tree.get(node)) {
        exempt.extend(node.ancestors().map(|it| it.id()).chain([node.id()]));
    }
    let part = title.and_then(|node| part_of(html, node));
    let mut walk = Walk::new(exempt, title, named)
        .part(part)
        .without(without.clone())
        .tooltips(tooltips)
        .cells(cells(html));
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => walk.open(node.id(), element),
                Node::Text(text) => walk.text(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    walk.close(node.id(), element);
                }
            }
        }
    }
    walk.flush();
    if reading.day_first.is_none() {
        let known: HashSet<Interval> = known.iter().copied().chain(unambiguous(&walk.carried)).collect();
        reading.day_first = order(&walk.blocks, reading, &known);
    }
    // Where most of a page is what readers wrote, that is its text: a thread.
    let is_thread = walk.comments.letters > walk.own;
    let of_comments = if is_thread { walk.comments } else { Text::default() };
    let text = Text {
        letters: walk.own + of_comments.letters,
        prose: walk.prose + of_comments.prose,
        sentences: walk.sentences + of_comments.sentences,
    };
    let mut all: Vec<Shown> =
        walk.carried.iter().filter_map(|carried| read_carried(carried, reading)).collect();
    let (mut scanned, mut found) = (0, 0);
    for block in &walk.blocks {
        scanned += block.text.len();
        if scanned > MAX_SCANNED_BYTES || found >= MAX_DATES {
            break;
        }
        let before = all.len();
        read_block(block, reading, words, &mut all);
        found += all.len() - before;
    }
    all.sort_by_key(|shown| shown.position);
    alike::tell_attributes(&mut all);
    for date in &mut all {
        date.above = walk.part_start.is_some_and(|start| date.position < start);
        date.beside.is_in_part = walk.part_start.is_some() && !date.above;
    }
    alike::place(&mut all, walk.title_span);
    alike::leave_quoted_letters(&mut all);
    if is_thread {
        alike::take_first_post(&mut all);
    }
    (all, text)
}

/// The element that holds the page's matter, and its title: `main`, else an `article`.
fn part_of(html: &Html, title: NodeId) -> Option<NodeId> {
    let above =
        || html.tree.get(title).into_iter().flat_map(|node| node.ancestors()).filter_map(ElementRef::wrap);
    let is_main = |element: &ElementRef| {
        is_named!(element.value(), "main") || element.value().attribute("role") == Some("main")
    };
    let is_article = |element: &ElementRef| is_named!(element.value(), "article");
    above().find(is_main).or_else(|| above().find(is_article)).map(|element| element.id())
}

/// Elements whose names speak of a part of the page, but which hold much of its text: wrappers of it all. The second value is
/// what the names of all elements say, in document order.
fn wrappers(html: &Html) -> (Set<NodeId>, Vec<Named>) {
    let mut meanings = Names::default();
    let mut named = Vec::new();
    let mut letters = 0;
    let mut open = Vec::new();
    let mut sizes = Vec::new();
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let own = meanings.of(element);
                    named.push(own);
                    open.push((letters, own.zone.is_some() && !is_silent(element)));
                }
                Node::Text(text) => {
                    let silent =
                        node.parent().and_then(ElementRef::wrap).is_some_and(|it| is_silent(it.value()));
                    letters += if silent { 0 } else { text.trim().len() };
                }
                _ => {}
            },
            Edge::Close(node) if node.value().is_element() => {
                if let Some((before, true)) = open.pop() {
                    sizes.push((node.id(), letters - before));
                }
            }
            Edge::Close(_) => {}
        }
    }
    let large = sizes.into_iter().filter(|(_, size)| *size > letters / WRAPPER_SHARE);
    (large.map(|(node, _)| node).collect(), named)
}

/// The order of day and month that the page's dates show, or that agrees with dates known otherwise.
fn order(blocks: &[Block], reading: &Reading, known: &HashSet<Interval>) -> Option<bool> {
    let (mut day, mut month) = (0_u32, 0_u32);
    let mut scanned = 0;
    for block in blocks.iter().filter(|block| block.text.contains(['/', '-'])).take(MAX_DATES) {
        scanned += block.text.len();
        if scanned > MAX_SCANNED_BYTES {
            break;
        }
        match dates::order_shown(&block.text) {
            Some(true) => day += 1,
            Some(false) => month += 1,
            None => {
                let agrees = |day_first| {
                    let reading = Reading { day_first: Some(day_first), ..reading.clone() };
                    dates::scan(&block.text, &reading).iter().any(|date| known.contains(&date.interval))
                };
                match (agrees(true), agrees(false)) {
                    (true, false) => day += 1,
                    (false, true) => month += 1,
                    _ => {}
                }
            }
        }
    }
    (day != month).then_some(day > month)
}

/// Days in attributes that read the same in either order.
fn unambiguous(carried: &[Carried]) -> impl Iterator<Item = Interval> {
    let read = |text: &str, day_first| {
        dates::machine(text, &Reading { day_first: Some(day_first), ..Reading::default() })
    };
    carried
        .iter()
        .filter_map(move |it| read(&it.evidence, true).filter(|day| read(&it.evidence, false) == Some(*day)))
}

/// A date that was found on the way.
fn read_carried(carried: &Carried, reading: &Reading) -> Option<Shown> {
    let interval = carried.interval.or_else(|| dates::machine(&carried.evidence, reading))?;
    if interval.precision > Precision::Month && carried.form != Form::Microdata {
        return None;
    }
    Some(Shown {
        interval,
        evidence: dates::noted(&carried.evidence, &interval),
        form: carried.form,
        said: carried.said,
        zone: carried.context.zone,
        above: false,
        linked: carried.context.linked,
        hints: carried.context.hints,
        distance: None,
        around: (carried.before, 0),
        line: Line::Other,
        alone: false,
        alike: Alike::default(),
        position: carried.position,
        headings_between: carried.headings,
        row: None,
        fields: 0,
        frame: carried.context.frame,
        beside: Beside { above: carried.above, ..Beside::default() },
        signature: carried.context.signature ^ u64::from(carried.form == Form::Text),
    })
}

/// The dates in a block's text.
fn read_block(block: &Block, reading: &Reading, title: &str, all: &mut Vec<Shown>) {
    let mut found: Vec<(usize, usize, Interval)> = dates::scan(&block.text, reading)
        .into_iter()
        // The text before the block's own was only kept for its label.
        .filter(|date| date.start >= block.own)
        .take(MAX_DATES)
        .map(|date| (date.start, date.end, date.interval))
        .collect();
    if found.is_empty()
        && let Some(interval) = whole(block, reading)
    {
        let own = block.text.get(block.own..).unwrap_or_default();
        // What stands before its number labels it: `Updated on 11/30/22`.
        let start = own.find(|sign: char| sign.is_ascii_digit()).unwrap_or_default();
        found.push((block.own + start, block.text.len(), interval));
    }
    if found.is_empty() {
        found.extend(in_row(block, reading));
    }
    if found.is_empty() {
        let own = block.text.get(block.own..).and_then(season);
        found.extend(own.map(|(start, end, days)| (block.own + start, block.own + end, days)));
    }
    let letters = |from: usize, to: usize| -> usize {
        block.text.get(from..to).unwrap_or_default().split_whitespace().map(str::len).sum()
    };
    let total = letters(block.own, block.text.len());
    let (mut counted, mut before) = (block.own, 0);
    for (start, end, interval) in found {
        before += letters(counted, start);
        let date = letters(start, end);
        let context = block.context_at(start);
        let own = block.text.get(block.own..start).unwrap_or_default();
        let label = block.text.get(..block.own).unwrap_or_default();
        let after = block.text.get(end..).unwrap_or_default();
        let (line, alone) = (line_of(own, after), is_alone(block, start, end));
        let around = Around {
            interval,
            label: Some(label).filter(|_| before == 0),
            before: own,
            after,
            alone,
            cell: context.cell,
            may_be_told: line.is_unsigned() && !context.in_time,
            above_place: block.above_place,
            behind: Behind {
                is_link: !context.linked && block.context_at(start - gap(own)).linked,
                is_label_apart: is_label_apart(block, start),
            },
            written: block.text.get(start..end).unwrap_or_default(),
            title,
        };
        let said = what_is_said(&around, reading);
        all.push(Shown {
            interval,
            evidence: evidence(&block.text, start, end),
            form: if context.in_time { Form::TimeText } else { Form::Text },
            said,
            zone: context.zone,
            above: false,
            linked: context.linked,
            hints: context.hints,
            distance: None,
            // In the header of a letter each line stands for itself.
            around: if line == Line::Header {
                (0, after.lines().next().map_or(0, str::len))
            } else {
                (before, total.saturating_sub(before + date))
            },
            line,
            alone,
            alike: Alike::default(),
            position: block.position + before,
            headings_between: block.headings,
            row: Some(block.rows).filter(|_| !has_time(after)),
            fields: block.fields,
            frame: context.frame,
            beside: Beside { is_timed: has_time(after), above: block.above, ..Beside::default() },
            signature: context.signature,
        });
        before += date;
        counted = end;
    }
}

/// Whether the colon before a date ends a stretch between tags, and the date begins the next: `<b>Opened:</b> 3 May 2026`.
fn is_label_apart(block: &Block, start: usize) -> bool {
    let before = block.text.get(block.own..start).unwrap_or_default();
    let colon = before.trim_end().strip_suffix([':', '：']).map(|label| block.own + label.len());
    let part = |at: usize| block.part_at(at).map(|(from, _)| from);
    colon.is_some_and(|colon| part(colon) != part(start) || part(colon) != part(block.own))
}

/// Bytes from the last letter of a text to what stands behind it.
fn gap(text: &str) -> usize {
    let end = text.char_indices().rfind(|(_, sign)| sign.is_alphanumeric());
    end.map_or(0, |(at, _)| text.len() - at)
}

/// The line in which a date stands, by the text of its block before and behind it.
fn line_of(before: &str, after: &str) -> Line {
    match () {
        () if is_header(before) => Line::Header,
        () if is_byline(before) => Line::Byline,
        () if is_dateline(before, after) => Line::Dateline,
        () if touches_words(before, after) || is_from_issue(before, after) => Line::Words,
        () => Line::Other,
    }
}

/// Whether the stretch of text between tags that holds the date holds hardly more.
fn is_alone(block: &Block, start: usize, end: usize) -> bool {
    let from = block.part_at(start).map_or(0, |(from, _)| from);
    let next = block.parts.partition_point(|(from, _)| *from < end);
    let to = block.parts.get(next).map_or(block.text.len(), |(from, _)| *from);
    let beside = |from: usize, to: usize| {
        let letters =
            block.text.get(from..to).unwrap_or_default().chars().filter(|letter| letter.is_alphanumeric());
        letters.take(MAX_BESIDE_ALONE + 1).count()
    };
    beside(from, start) + beside(end, to) <= MAX_BESIDE_ALONE
}

/// The date with a few words around it.
fn evidence(text: &str, start: usize, end: usize) -> String {
    let mut from = start.saturating_sub(30);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (end + 30).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(from..to).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}
