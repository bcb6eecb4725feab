//! Reads days that are two numbers below the heading that names their year: `01-30`, `30/01`.
//!
//! In: the cards of a region, and the year above each. Out: in which order all of them write such days, none where one card has
//! none; and the day of a card in that order. A point stands between hours and minutes as well, and tells no day.

use crate::document::Day;
use crate::normalise::dates::Reading;
use crate::normalise::listing::flow::{Flow, Piece};
use crate::normalise::listing::records::regions::Card;

/// In which order the two numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// Cards that must all have such a day, and different days they must have. A judgement: two may be counts.
const LEAST: usize = 3;

/// The order of the numbers that all cards begin or end with, each below the year of a heading; none where nothing tells it, or
/// where they are not days in the order of time, later ones first or last: scores and times of day stand in any.
pub(crate) fn order(
    flow: &Flow,
    cards: &[Card],
    year_of: impl Fn(&Card) -> Option<i32>,
    reading: &Reading,
) -> Option<Order> {
    if cards.len() < LEAST {
        return None;
    }
    let mut by_hyphens = true;
    let mut written = Vec::new();
    for card in cards {
        let (sign, first, second, _) = numbers(flow.within(card.first, card.end))?;
        by_hyphens &= sign == '-';
        written.push((year_of(card)?, first, second));
    }
    let days = |order: Order| -> Option<Vec<Day>> {
        written.iter().map(|(year, first, second)| in_order(order, *year, *first, *second)).collect()
    };
    let (order, days) = match (days(Order::DayFirst), days(Order::MonthFirst)) {
        (Some(days), None) => (Order::DayFirst, days),
        (None, Some(days)) => (Order::MonthFirst, days),
        (None, None) => return None,
        // As in `2025-01-30`, which is what hyphens are of.
        (Some(_), Some(days)) if by_hyphens => (Order::MonthFirst, days),
        (Some(day_first), Some(month_first)) => {
            if reading.day_first? {
                (Order::DayFirst, day_first)
            } else {
                (Order::MonthFirst, month_first)
            }
        }
    };
    // `08-09` is a season, and `01-01`, `01-02` are parts of a book.
    let are_spans = written.iter().all(|(_, first, second)| first + 1 == *second);
    (are_in_time(days) && !are_spans).then_some(order)
}

/// Whether days fall or rise, several of them different, and not by one each, as what is counted does.
fn are_in_time(mut days: Vec<Day>) -> bool {
    let steps = |fits: fn(i32) -> bool| days.windows(2).all(|pair| fits(pair[1].0 - pair[0].0));
    let are_sorted = steps(|step| step >= 0) || steps(|step| step <= 0);
    let are_counted = steps(|step| step == 1) || steps(|step| step == -1);
    days.dedup();
    are_sorted && !are_counted && days.len() >= LEAST
}

/// The day that two numbers are in an order.
fn in_order(order: Order, year: i32, first: u32, second: u32) -> Option<Day> {
    let (month, day) = if order == Order::DayFirst { (second, first) } else { (first, second) };
    Day::from_ymd(year, month, day)
}

/// The day of a year that the first or last piece of a card is, and its text.
pub(crate) fn day(pieces: &[Piece], order: Order, year: i32) -> Option<(Day, &str)> {
    let (_, first, second, text) = numbers(pieces)?;
    in_order(order, year, first, second).map(|day| (day, text))
}

/// The two numbers that the first or last piece of a card is, the sign between them, and the text.
fn numbers(pieces: &[Piece]) -> Option<(char, u32, u32, &str)> {
    let mut ends = pieces.last().into_iter().chain(pieces.first());
    ends.find_map(|piece| {
        let text = piece.text.trim();
        let sign = text.chars().find(|sign| !sign.is_ascii_digit()).filter(|sign| "-/".contains(*sign))?;
        let (first, second) = text.split_once(sign)?;
        let has_two = |number: &str| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        // `1-3` are pages or a score as often.
        let are_numbers = has_two(first) && has_two(second);
        let [first, second] = [first, second].map(|number| number.parse().ok());
        are_numbers.then_some((sign, first?, second?, text))
    })
}
