//! Finds the dates that stand as headings over the records that follow them.
//!
//! In: a flow. Out: [`Groups`], and which of them governs a card. Reads no record.

use std::collections::{HashMap, HashSet};

use super::bare;
use super::yearless::{self, GUESSED, Named};
use crate::document::{DateSource, Interval, Precision, fold};
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::flow::{Flow, Kind, Piece, traits};
use crate::normalise::listing::records::regions::Card;
use crate::normalise::tables::Set;

/// A date that stands as a heading over what follows it.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Its piece.
    piece: usize,
    /// The piece after the last that it can govern.
    end: usize,
    interval: Interval,
    text: String,
    /// The signature of its piece.
    signature: usize,
    /// How sure its date is at most, where its year is guessed.
    at_most: Option<f32>,
}

/// A date with where it was read and its text, and how sure it is at most where part of it is guessed.
pub(crate) type Given = ((Interval, DateSource, String), Option<f32>);

impl Group {
    /// The year that it is, where it is no more.
    pub(crate) fn year(&self) -> Option<i32> {
        (self.interval.precision == Precision::Year).then(|| self.interval.earliest.ymd().0)
    }

    /// The date it gives a record, together with the day that the record itself names, or that its first or last piece is.
    pub(crate) fn date(
        &self,
        partial: Option<&str>,
        pieces: &[Piece],
        order: Option<bare::Order>,
        reading: &Reading,
    ) -> Option<Given> {
        let Some(partial) = partial else {
            // A number behind a title counts something, unless it names a day of the week.
            let has_words = |piece: &&Piece| piece.text.contains(char::is_alphabetic);
            let mut ends = pieces.first().into_iter().chain(pieces.last().filter(has_words));
            let day = |piece: &Piece| yearless::day_of(&piece.text, &self.interval, reading);
            let in_order = order.zip(self.year());
            if let Some((day, own)) = in_order.and_then(|(order, year)| bare::day(pieces, order, year)) {
                let text = format!("{own} · {}", self.text);
                return Some(((Interval::day(day), DateSource::ListingRow, text), Some(GUESSED)));
            }
            if let Some((day, own)) = ends.find_map(|piece| Some((day(piece)?, &piece.text))) {
                let text = format!("{own} · {}", self.text);
                return Some(((day, DateSource::ListingRow, text), self.at_most));
            }
            return Some(((self.interval, DateSource::GroupHeading, self.text.clone()), self.at_most));
        };
        let (year, ..) = self.interval.earliest.ymd();
        let day = yearless::with_year(partial, year, reading)?;
        Some(((day, DateSource::ListingRow, format!("{partial} · {}", self.text)), self.at_most))
    }
}

/// Every date of a page that can be a heading, in the order of the page.
#[derive(Debug, Default)]
pub(crate) struct Groups(Vec<Group>);

/// The years that headings name, for the months that headings below them do.
#[derive(Default)]
struct Years {
    /// The level of the last such heading, and the year.
    last: Option<(u8, i32)>,
}

impl Years {
    /// The month that a piece is as a heading below one that names its year. Headings are to be given in order.
    fn month(&mut self, piece: &Piece) -> Option<Interval> {
        if piece.heading == 0 {
            return None;
        }
        let counted = || piece.text.trim().strip_suffix(['月', '월'])?.parse().ok();
        if let Some((level, year)) = self.last
            && level < piece.heading
        {
            let number = dates::month_number(&fold::fold(piece.text.trim())).or_else(counted);
            return number.and_then(|number| Interval::month(year, number));
        }
        self.last = yearless::named_year(&piece.text).map(|year| (piece.heading, year));
        None
    }

    /// The year that the last heading named, where that stands above a piece.
    fn above(&self, piece: &Piece) -> Option<i32> {
        let (level, year) = self.last?;
        (piece.heading == 0 || level < piece.heading).then_some(year)
    }
}

/// Whether an element is one of several alike: the next beside it has its name and its classes.
fn is_of_several(flow: &Flow, at: usize) -> bool {
    /// Elements of it that are looked through for the next: a card has some dozens. A judgement, it bounds the work.
    const WITHIN: usize = 200;
    let own = &flow.elements[at];
    let mut after = flow.elements.iter().skip(at + 1).take(WITHIN);
    after
        .find(|other| other.depth <= own.depth)
        .is_some_and(|next| next.parent == own.parent && next.own == own.own && next.kind == own.kind)
}

/// Whether a piece may be the title of a card: a link, a heading, or more than the one word of a label.
fn may_be_title(piece: &Piece) -> bool {
    piece.link.is_some() || piece.heading > 0 || piece.words > 1
}

/// Headings before a card that are looked back at.
const LOOK_BACK: usize = 40; // a page's groups nest two deep; the rest are dates of other cards

impl Groups {
    /// Finds them: dates in headings, terms and heads of columns, and dates alone on their lines of which two
    /// alike at least differ (one alone is the day of the page). `named` is the year that the page is called by.
    pub(crate) fn find(flow: &Flow, named: Option<i32>, reading: &Reading) -> Groups {
        let mut found: Vec<(Group, bool)> = Vec::new();
        let mut years = Years::default();
        for (index, piece) in flow.pieces.iter().enumerate() {
            let month = years.month(piece);
            let date = piece.date.as_ref().filter(|date| !date.told.is_of_another());
            let own = date.and_then(|date| date.interval);
            // `December 9` over the news of that day.
            let lacks_year = date.is_some() && own.is_none();
            let of_day = || {
                let year = years.above(piece).map(Named::Heading).or(named.map(Named::Title));
                yearless::before_capture(&piece.text, year, reading).filter(|_| lacks_year)
            };
            let known = own.or(month).map(|interval| (interval, None));
            let Some((interval, at_most)) = known.or_else(of_day) else { continue };
            let before = index.checked_sub(1).and_then(|before| flow.pieces.get(before));
            let within_a_line = before.is_some_and(|before| before.run == piece.run);
            if within_a_line || (piece.link.is_some() && piece.heading == 0) {
                continue;
            }
            let mut line_end = index + 1;
            let mut is_alone = true;
            while let Some(next) = flow.pieces.get(line_end).filter(|next| next.run == piece.run) {
                // How many there are of that year.
                is_alone &= interval.precision == Precision::Year && next.traits & traits::NUMBER != 0;
                line_end += 1;
            }
            // Up to the element that holds more than the heading.
            let mut top = piece.holder;
            let mut closes_a_card = false;
            while flow.elements[top].end <= line_end && top != 0 {
                let before = flow.within(flow.elements[top].first, index);
                closes_a_card |= before.iter().any(may_be_title) && is_of_several(flow, top);
                top = flow.elements[top].parent;
            }
            // What stands last in one of several alike is of that one, and heads none that follow.
            if closes_a_card {
                continue;
            }
            let kind = flow.elements[piece.holder].kind;
            let heading = piece.heading > 0 || matches!(kind, Kind::Term | Kind::HeadCell);
            if heading || is_alone {
                let (text, end) = (piece.text.clone(), flow.elements[top].end);
                found.push((
                    Group { piece: index, end, interval, text, signature: piece.signature, at_most },
                    heading,
                ));
            }
        }
        let mut alike: HashMap<usize, HashSet<Interval>> = HashMap::new();
        for (group, _) in &found {
            alike.entry(group.signature).or_default().insert(group.interval);
        }
        let several = |group: &Group| alike.get(&group.signature).is_some_and(|days| days.len() >= 2);
        found.retain(|(group, heading)| *heading || several(group));
        Groups(found.into_iter().map(|(group, _)| group).collect())
    }

    /// The nearest heading before a card whose reach ends no sooner than the card, and that stands within no
    /// card itself. `own` are signatures of dates within cards: what dates one card is no heading over another.
    pub(crate) fn governing(&self, card: &Card, cards: &[Card], own: &Set<usize>) -> Option<&Group> {
        let before = self.0.partition_point(|group| group.piece < card.first);
        self.0.get(..before)?.iter().rev().take(LOOK_BACK).find(|group| {
            let after = cards.partition_point(|other| other.first <= group.piece);
            let holder = after.checked_sub(1).and_then(|at| cards.get(at));
            let within = holder.is_some_and(|other| group.piece < other.end);
            group.end >= card.end && !within && !own.contains(&group.signature)
        })
    }
}
