//! Reads days that are two numbers below the heading that names their year: `01-30`, `30/01`.
//!
//! In: the cards of a region. Out: in which order all of them write such days, none where one card has none; and the day of
//! a card in that order.

use crate::document::Day;
use crate::normalise::dates::Reading;
use crate::normalise::listing::flow::{Flow, Piece};
use crate::normalise::listing::regions::Card;

/// In which order the two numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// Cards that must all have such a day. A judgement: two may be counts.
const LEAST: usize = 3;

/// The order of the numbers that all cards begin or end with; none where nothing tells it.
pub(super) fn order(flow: &Flow, cards: &[Card], reading: &Reading) -> Option<Order> {
    if cards.len() < LEAST {
        return None;
    }
    let (mut day_first, mut month_first, mut by_hyphens) = (true, true, true);
    let mut days = Vec::new();
    for card in cards {
        let (sign, first, second, _) = numbers(flow.within(card.first, card.end))?;
        let is_month = |number: u32| (1..=12).contains(&number);
        day_first &= is_month(second);
        month_first &= is_month(first);
        by_hyphens &= sign == '-';
        days.push((first, second));
    }
    // The same in each is a score or a part.
    days.dedup();
    match (day_first, month_first) {
        _ if days.len() < 2 => None,
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        (false, false) => None,
        // As in `2025-01-30`, which is what hyphens are of.
        (true, true) if by_hyphens => Some(Order::MonthFirst),
        (true, true) => Some(if reading.day_first? { Order::DayFirst } else { Order::MonthFirst }),
    }
}

/// The day of a year that the first or last piece of a card is, and its text.
pub(super) fn day(pieces: &[Piece], order: Order, year: i32) -> Option<(Day, &str)> {
    let (_, first, second, text) = numbers(pieces)?;
    let (month, day) = if order == Order::DayFirst { (second, first) } else { (first, second) };
    Day::from_ymd(year, month, day).map(|day| (day, text))
}

/// The two numbers that the first or last piece of a card is, the sign between them, and the text.
fn numbers(pieces: &[Piece]) -> Option<(char, u32, u32, &str)> {
    let mut ends = pieces.last().into_iter().chain(pieces.first());
    ends.find_map(|piece| {
        let text = piece.text.trim();
        let sign = text.chars().find(|sign| !sign.is_ascii_digit()).filter(|sign| "-/.".contains(*sign))?;
        let (first, second) = text.split_once(sign)?;
        let has_two = |number: &str| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        // `1-3` are pages or a score as often.
        let are_numbers = has_two(first) && has_two(second);
        let [first, second] = [first, second].map(|number| number.parse().ok());
        are_numbers.then_some((sign, first?, second?, text))
    })
}
