//! Lays a page out as the line of its visible pieces of text, each with what its place in the tree says of it.
//!
//! In: the parsed page. Out: a [`Flow`]: elements with the span of pieces they hold, pieces with link, heading,
//! signature, hints and date. Judges nothing: which pieces make a publication is decided from the flow.

mod boxes;
mod elements;
mod glued;
mod layout;
pub(super) mod names;
pub(super) mod runs;
mod signs;
mod subtitles;

use ego_tree::NodeId;
use scraper::Html;

use super::days::activity;
use super::days::events;
use super::days::hours;
use super::days::others;
use super::days::ranks;
use super::days::roles;
use super::records::table_heads;
use crate::document::{DateSource, Interval};
use crate::normalise::dates::Reading;
use names::Classes;

/// Bits that say where a piece or an element stands.
pub(super) mod zone {
    /// Within navigation.
    pub(crate) const NAVIGATION: u16 = 1;
    /// Within an aside or a sidebar.
    pub(crate) const ASIDE: u16 = 2;
    /// Within the footer of the page.
    pub(crate) const FOOTER: u16 = 4;
    /// Within the header of the page.
    pub(crate) const HEADER: u16 = 8;
    /// Among comments, replies or reviews.
    pub(crate) const COMMENTS: u16 = 16;
    /// A button's own text.
    pub(crate) const BUTTON: u16 = 32;
    /// A caption of a figure.
    pub(crate) const CAPTION: u16 = 64;
    /// Within `main` or an element that has that role.
    pub(crate) const MAIN: u16 = 128;
    /// Within an `article`, an item or a cell, whose footer is not the page's.
    pub(crate) const ARTICLE: u16 = 256;
    /// Within a dialogue or a consent box.
    pub(crate) const DIALOGUE: u16 = 512;
    /// Within the head row of a table.
    pub(crate) const HEAD_ROW: u16 = 1024;
    /// Within code or other text that is set as it was typed.
    pub(crate) const CODE: u16 = 2048;
    /// Places in which no listing of a page's own stands.
    pub(crate) const OUTSIDE: u16 = NAVIGATION | FOOTER | COMMENTS | DIALOGUE | HEAD_ROW;
}

/// Bits that say what a piece reads as.
pub(super) mod traits {
    /// A count, a duration or a place in a ranking.
    pub(crate) const NUMBER: u16 = 1;
    /// The words of a link or button that leads on.
    pub(crate) const LEADS_ON: u16 = 2;
    /// Names of authors after a word that says so.
    pub(crate) const BYLINE: u16 = 4;
    /// A sentence with its full stop.
    pub(crate) const PROSE: u16 = 8;
    /// A price.
    pub(crate) const PRICE: u16 = 16;
    /// The label of a title, with its colon.
    pub(crate) const TITLE_LABEL: u16 = 32;
    /// Names of people, one after the other.
    pub(crate) const NAMES: u16 = 64;
    /// A year, with other words.
    pub(crate) const YEAR: u16 = 128;
    /// Short parts between dots or bars: `5 min read · Ada Reed`.
    pub(crate) const PARTED: u16 = 256;
    /// In strong type.
    pub(crate) const STRONG: u16 = 512;
    /// A word or two that stand before names of authors.
    pub(crate) const NAME_LABEL: u16 = 1024;
    /// What may be the name of one person and nothing else.
    pub(crate) const NAME: u16 = 2048;
    /// What runs into the date behind it: `Submitted to the board on`, `Issue:`.
    pub(crate) const RUNS_ON: u16 = 4096;
}

/// What markup says that a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    Author,
    Category,
    Date,
    Title,
    Summary,
}

/// A date that a piece gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PieceDate {
    /// The days; none when the text gives a day and a month only, or counts back from a day that is not known, or where
    /// it is that of something else.
    pub(super) interval: Option<Interval>,
    /// Where it was read.
    pub(super) source: DateSource,
    /// What is said that it is the day of.
    pub(super) told: Told,
}

/// What is said that a date is the day of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Told {
    #[default]
    Nothing,
    /// Of the publication.
    Published,
    /// Of a change, by a name in markup, which themes give the only day of a post too.
    Marked,
    /// Of a change.
    Updated,
    /// Of the last that somebody wrote below it: a thread has such a day, and no other may be shown.
    Activity,
    /// Of something else: the day is left out.
    Another,
    /// Of something before the publication, the day of which stands beside it: it is left out.
    Outranked,
}

impl Told {
    /// Whether it is the day of no publication, nor of a change of one.
    pub(super) fn is_of_another(self) -> bool {
        matches!(self, Told::Activity | Told::Another | Told::Outranked)
    }
}

/// A piece of visible text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its text, white space collapsed.
    pub(super) text: String,
    /// The element that holds it.
    pub(super) holder: usize,
    /// Which inline run it belongs to: pieces of one run stand on one line or in one paragraph.
    pub(super) run: usize,
    /// The element (an `a`) it links by.
    pub(super) link: Option<usize>,
    /// The level of the heading it belongs to, or 0.
    pub(super) heading: u8,
    /// What pieces in a like place have in common, numbered from 0.
    pub(super) signature: usize,
    /// The same, told apart by the place among few siblings.
    pub(super) placed: usize,
    /// Which part of its text it is, as `runs` numbers them.
    pub(super) part: u8,
    /// Where it stands.
    pub(super) zone: u16,
    /// What markup says that it is.
    pub(super) hint: Option<Hint>,
    /// The date, when the piece is one.
    pub(super) date: Option<PieceDate>,
    /// How many words it has.
    pub(super) words: usize,
    /// Hash of its lower-case text.
    pub(super) key: u64,
    /// Bits that say what it reads as.
    pub(super) traits: u16,
}

/// A visible element.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) parent: usize,
    pub(super) node: NodeId,
    pub(super) depth: usize,
    /// First piece within, and the one after the last.
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Hash of its name and of the classes it shares with others.
    pub(super) own: u64,
    /// Place among siblings of its name, from 1; 0 where there are many, but for cells.
    pub(super) place: usize,
    pub(super) zone: u16,
    pub(super) hint: Option<Hint>,
    /// What markup says of a date in it.
    pub(super) told: Told,
    /// The `href` of a link.
    pub(super) href: Option<String>,
    /// The `title` of a link, which may say in full what is shown cut, or what is told in place of a picture.
    pub(super) title: Option<String>,
}

/// The kinds of element that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Article,
    Item,
    Row,
    HeadCell,
    Cell,
    Table,
    Term,
    Definition,
    Heading,
    Link,
    Time,
    Image,
    Block,
    Inline,
}

/// A page as a line of pieces.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) elements: Vec<Element>,
    pub(super) pieces: Vec<Piece>,
    /// How many different signatures the pieces have, placed or not.
    pub(super) signatures: usize,
}

impl Flow {
    /// A span of pieces.
    pub(super) fn within(&self, first: usize, end: usize) -> &[Piece] {
        self.pieces.get(first..end).unwrap_or_default()
    }

    /// The bytes of text in a span of pieces.
    pub(super) fn characters(&self, first: usize, end: usize) -> usize {
        self.within(first, end).iter().map(|piece| piece.text.len()).sum()
    }

    /// The `href` a piece links to.
    pub(super) fn href(&self, piece: &Piece) -> Option<&str> {
        self.elements.get(piece.link?)?.href.as_deref()
    }

    /// The lowest element that holds both.
    pub(super) fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            let (depth_a, depth_b) = (self.elements[a].depth, self.elements[b].depth);
            if depth_a >= depth_b {
                a = self.elements[a].parent;
            }
            if depth_b >= depth_a {
                b = self.elements[b].parent;
            }
        }
        a
    }

    /// The ancestor of an element (or itself) whose parent is `above`; none when it is not below it.
    pub(super) fn child_towards(&self, above: usize, mut below: usize) -> Option<usize> {
        while self.elements[below].depth > self.elements[above].depth + 1 {
            below = self.elements[below].parent;
        }
        (self.elements[below].parent == above && below != above).then_some(below)
    }
}

/// Lays out a page.
pub(super) fn read(html: &Html, reading: &Reading) -> Flow {
    let (mut elements, raw) = layout::walk(html, &Classes::of(html));
    let (pieces, starts) = runs::join(raw, &elements, reading);
    for element in &mut elements {
        element.first = starts.get(element.first).copied().unwrap_or(pieces.len());
        element.end = starts.get(element.end).copied().unwrap_or(pieces.len());
    }
    let mut flow = Flow { elements, pieces, signatures: 0 };
    roles::tell(&mut flow);
    signs::sign(&mut flow);
    others::set_aside(&mut flow, reading);
    activity::set_aside(&mut flow);
    table_heads::set_aside(&mut flow);
    ranks::quiet_labels(&mut flow);
    events::set_aside(&mut flow);
    hours::set_aside(&mut flow);
    flow
}
