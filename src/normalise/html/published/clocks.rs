//! Whether a day with a time of day is when the page was looked at.
//!
//! In: a date, and how much of the page is prose. Out: whether a clock shows it. What labels a clock is told by `changes`.

use scraper::node::Element;

use crate::normalise::html::element::is_named;
use crate::normalise::html::published::shown::{Line, Shown};
use crate::normalise::html::published::zones::{Hints, Zone};

/// Whether something stands in the frame of the page or in its matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Frame {
    /// Nothing tells.
    #[default]
    Page,
    /// In the head of the page, which does not hold the title.
    Head,
    /// In the foot of the page.
    Foot,
    /// In its main part, whose head and foot are its own.
    Main,
    /// In an article, whose head and foot are its own.
    Article,
}

impl Frame {
    /// What stands in an element that opens a zone, within this; `is_exempt` elements hold the title or most of the page.
    pub(super) fn within(self, element: &Element, opened: Option<Zone>, is_exempt: bool) -> Frame {
        match self {
            Frame::Page | Frame::Main if is_named!(element, "article") => Frame::Article,
            Frame::Page if is_named!(element, "main") => Frame::Main,
            Frame::Page if opened == Some(Zone::Footer) => Frame::Foot,
            Frame::Page if is_named!(element, "header") && !is_exempt => Frame::Head,
            frame => frame,
        }
    }
}

/// Whether a date is that of a clock: it has a time of day, nothing tells what it is of, and it stands in the page's head or foot,
/// behind a form on a page with little prose, or on a page that shows no title and asks who comes.
pub(super) fn is_clock(date: &Shown, has_prose: bool, has_login: bool) -> bool {
    let is_marked = date.hints.say(Hints::PUBLISHED) && !date.hints.say(Hints::UPDATED);
    let is_bare = date.said.is_none() && date.line == Line::Other && !is_marked;
    let is_by_form = (date.fields > 1 && !has_prose) || (date.distance.is_none() && has_login);
    let is_framed = match date.frame {
        Frame::Head | Frame::Foot => true,
        Frame::Article => false,
        Frame::Page | Frame::Main => is_by_form,
    };
    date.beside.is_timed && is_bare && is_framed
}
