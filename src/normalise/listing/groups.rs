//! Finds the dates that stand as headings over the records that follow them.
//!
//! In: a flow. Out: [`Groups`], and which of them governs a card. Reads no record.

use std::collections::{HashMap, HashSet};

use crate::document::{DateSource, Interval, Precision};
use crate::normalise::dates::Reading;
use crate::normalise::listing::flow::{Flow, Kind, traits};
use crate::normalise::listing::moments;
use crate::normalise::listing::regions::Card;
use crate::normalise::tables::Set;

/// A date that stands as a heading over what follows it.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Its piece.
    piece: usize,
    /// The piece after the last that it can govern.
    end: usize,
    interval: Interval,
    text: String,
    /// The signature of its piece.
    signature: usize,
}

impl Group {
    /// The date it gives a record, together with the day that the record itself names.
    pub(super) fn date(
        &self,
        partial: Option<&str>,
        reading: &Reading,
    ) -> Option<(Interval, DateSource, String)> {
        let Some(partial) = partial else {
            return Some((self.interval, DateSource::GroupHeading, self.text.clone()));
        };
        let (year, ..) = self.interval.earliest.ymd();
        let day = moments::with_year(partial, year, reading)?;
        Some((day, DateSource::ListingRow, format!("{partial} · {}", self.text)))
    }
}

/// Every date of a page that can be a heading, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Groups(Vec<Group>);

/// Headings before a card that are looked back at.
const LOOK_BACK: usize = 40; // a page's groups nest two deep; the rest are dates of other cards

impl Groups {
    /// Finds them: dates in headings, terms and heads of columns, and dates alone on their lines of which two
    /// alike at least differ (one alone is the day of the page).
    pub(super) fn find(flow: &Flow) -> Groups {
        let mut found: Vec<(Group, bool)> = Vec::new();
        for (index, piece) in flow.pieces.iter().enumerate() {
            let Some(interval) = piece.date.as_ref().and_then(|date| date.interval) else { continue };
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
            while flow.elements[top].end <= line_end && top != 0 {
                top = flow.elements[top].parent;
            }
            let kind = flow.elements[piece.holder].kind;
            let heading = piece.heading > 0 || matches!(kind, Kind::Term | Kind::HeadCell);
            if heading || is_alone {
                let (text, end) = (piece.text.clone(), flow.elements[top].end);
                found
                    .push((Group { piece: index, end, interval, text, signature: piece.signature }, heading));
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
    pub(super) fn governing(&self, card: &Card, cards: &[Card], own: &Set<usize>) -> Option<&Group> {
        let before = self.0.partition_point(|group| group.piece < card.first);
        self.0.get(..before)?.iter().rev().take(LOOK_BACK).find(|group| {
            let after = cards.partition_point(|other| other.first <= group.piece);
            let holder = after.checked_sub(1).and_then(|at| cards.get(at));
            let within = holder.is_some_and(|other| group.piece < other.end);
            group.end >= card.end && !within && !own.contains(&group.signature)
        })
    }
}
