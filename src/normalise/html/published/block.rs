//! What a walk over a page gives: blocks of text, and dates found on the way, each with where it stands.
//!
//! In: nothing. Out: the nouns. Reads no date.

use crate::document::Interval;
use crate::normalise::html::published::cells::Cell;
use crate::normalise::html::published::clocks::Frame;
use crate::normalise::html::published::labels::Said;
use crate::normalise::html::published::places::Place;
use crate::normalise::html::published::shown::Form;
use crate::normalise::html::published::zones::{Hints, Zone};

/// What holds for everything inside an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    pub(super) zone: Zone,
    pub(super) linked: bool,
    pub(super) hints: Hints,
    pub(super) in_time: bool,
    pub(super) frame: Frame,
    /// What cell of a pair it is.
    pub(super) cell: Cell,
    /// The names of the element and its parent.
    pub(super) signature: u64,
    /// That of the element alone.
    pub(super) own_signature: u64,
    pub(super) voice: Voice,
}

impl Context {
    /// Whether it is said to hold a date: a `time` element, or one whose names say so.
    pub(super) fn is_for_date(&self) -> bool {
        self.in_time || self.hints.say(Hints::DATE)
    }
}

/// What the text of an element is to readers of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Voice {
    /// Text of the page.
    #[default]
    Shown,
    /// A script that stands among the text, and may write some.
    Writing,
    /// No text of the page.
    Silent,
}

/// A run of text without a break, with where its parts come from.
#[derive(Debug)]
pub(super) struct Block {
    /// The text, after the label of the block before where there is one.
    pub(super) text: String,
    /// Where the block's own text begins.
    pub(super) own: usize,
    /// The stretches between tags: where each begins, and what holds there.
    pub(super) parts: Vec<(usize, Context)>,
    /// Letters of the page before it.
    pub(super) position: usize,
    /// Headings (`h1` to `h4`) of the main part before it.
    pub(super) headings: usize,
    /// Rows of tables and items of lists that begin before it.
    pub(super) rows: usize,
    /// The place that the text right behind it names.
    pub(super) above_place: Option<Place>,
    /// What the block before it is.
    pub(super) above: Above,
    /// Fields of forms between the title and it.
    pub(super) fields: usize,
}

impl Block {
    /// What holds at a byte of the text.
    pub(super) fn context_at(&self, at: usize) -> Context {
        self.part_at(at).map(|(_, context)| context).unwrap_or_default()
    }

    /// The stretch between tags that a byte of the text is in: where it begins, and what holds there.
    pub(super) fn part_at(&self, at: usize) -> Option<(usize, Context)> {
        let index = self.parts.partition_point(|(from, _)| *from <= at);
        self.parts.get(index.checked_sub(1)?).copied()
    }
}

/// What the block before a date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Above {
    /// None of these.
    #[default]
    Other,
    /// A link of several words: the title of another page.
    Link,
    /// The linked heading of the card that both are in.
    Heading,
    /// The same, of several words.
    LongHeading,
}

/// A date found on the way.
#[derive(Debug)]
pub(super) struct Carried {
    /// The days; none for an attribute, which is read when the order of day and month is known.
    pub(super) interval: Option<Interval>,
    pub(super) evidence: String,
    pub(super) form: Form,
    pub(super) context: Context,
    pub(super) said: Option<Said>,
    /// Letters of its block before it.
    pub(super) before: usize,
    pub(super) position: usize,
    pub(super) headings: usize,
    pub(super) above: Above,
}
