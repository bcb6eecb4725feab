//! A month, as its name tells it.
//!
//! In: a folded name. Out: [`Month`]. The names themselves are in `words` and `neighbours`.

use crate::normalise::dates::words::month;

/// A month's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    /// 1 to 12.
    pub(super) number: u32,
    /// Spelled out, and no everyday word besides: a month even where nothing but its name says so.
    pub(super) certain: bool,
    /// A month beside a year alone; else it needs a day, as names of people and places are spelled so.
    pub(super) alone: bool,
    pub(super) name: Name,
}

/// What kind of name a month goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// That of a month as most calendars have it.
    Whole,
    /// The same cut, which is a word of another language besides: it needs a capital or a full stop beside it.
    Cut,
    /// That of a month of the Solar Hijri calendar.
    Solar,
}

impl Month {
    /// A month that nothing but its name need tell.
    pub(super) fn spelled(number: u32) -> Month {
        Month { number, certain: true, alone: true, name: Name::Whole }
    }
}

/// The number of the month that a folded word spells out.
pub(crate) fn month_number(folded: &str) -> Option<u32> {
    month(folded).filter(|month| month.name == Name::Whole).map(|month| month.number)
}
