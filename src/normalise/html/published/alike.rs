//! How the dates that a page shows stand to those alike: dates in elements of the same names.
//!
//! In: all dates shown, in order, and where the title stands. Out: each with the number of those alike, whether they are
//! those of a list, and how far from the title it stands; what is said of one is said of the other of an element that has it twice,
//! and the first post of a thread is no comment.

use std::collections::HashMap;

use crate::document::{Interval, Precision};
use crate::normalise::html::published::labels::Said;
use crate::normalise::html::published::shown::{Form, Line, Shown};
use crate::normalise::html::published::zones::Zone;

/// Dates with headings between them that make a list of other pages.
const MIN_LISTED: usize = 3; // a post and its "next" have two; feeds and related cards three or more

/// Letters of a row of news or of a reference, from one date to the next: longer ones are posts of a thread. A judgement.
const MAX_ROW: usize = 400;

/// Dates in elements of the same names.
#[derive(Default)]
struct Group {
    dates: usize,
    /// Headings before each, where they differ.
    places: Vec<usize>,
    /// The last row in which one stands that nothing tells the meaning of, and letters of the page before it.
    last: Option<(usize, usize)>,
    /// Rows with one, each soon after the other.
    rows: usize,
    /// The first and the last of those that nothing tells the meaning of, and whether one is earlier than the one before.
    span: Option<(Interval, Interval)>,
    /// Letters of the page before the last of them.
    at: usize,
    falls: bool,
}

impl Group {
    /// Takes in a date that nothing tells the meaning of; gives whether an earlier one stands before it.
    fn day(&mut self, day: Interval, position: usize) -> bool {
        let Some((first, last)) = self.span else {
            (self.span, self.at) = (Some((day, day)), position);
            return false;
        };
        // An element may carry one day and show another, by the zone of its readers.
        if std::mem::replace(&mut self.at, position) == position {
            return false;
        }
        self.falls |= day.latest < last.earliest;
        self.span = Some((first, day));
        first.latest < day.earliest
    }

    /// Takes in the row in which a date stands.
    fn row(&mut self, row: usize, position: usize) {
        let is_soon = |(_, last): (usize, usize)| position.saturating_sub(last) <= MAX_ROW;
        if self.last.is_some_and(|(last, _)| last == row) {
            return;
        }
        if self.rows < MIN_LISTED {
            self.rows = if self.last.is_some_and(is_soon) { self.rows + 1 } else { 1 };
        }
        self.last = Some((row, position));
    }
}

/// Tells each date how it stands to those alike and to the title.
pub(super) fn place(all: &mut [Shown], title: Option<(usize, usize, usize)>) {
    let mut groups: HashMap<u64, Group> = HashMap::new();
    for shown in all.iter_mut() {
        let group = groups.entry(shown.signature).or_default();
        shown.alike.before = group.dates;
        group.dates += 1;
        if group.places.last() != Some(&shown.headings_between) {
            group.places.push(shown.headings_between);
        }
        if let Some(row) = shown.row.filter(|_| shown.said.is_none()) {
            group.row(row, shown.position);
        }
        if shown.said.is_none() && shown.interval.precision == Precision::Day {
            shown.alike.follows = group.day(shown.interval, shown.position);
        }
    }
    for shown in all.iter_mut() {
        if let Some(group) = groups.get(&shown.signature) {
            shown.alike.dates = group.dates;
            shown.alike.listed = group.places.len() >= MIN_LISTED;
            shown.alike.in_rows = group.rows >= MIN_LISTED;
            shown.alike.follows &= !group.falls;
        }
        if let Some((start, end, headings)) = title {
            let after = signed(shown.position) - signed(end);
            let before = signed(shown.position) - signed(start);
            shown.beside.is_in_title = after < 0 && before >= 0;
            shown.distance = Some(if after >= 0 { after } else { before.min(-1) });
            shown.headings_between = shown.headings_between.saturating_sub(headings);
        }
    }
}

/// Says of dates in attributes what the texts of their elements say of the days in them: `<time datetime=…>Updated 3 May`.
pub(super) fn tell_attributes(all: &mut [Shown]) {
    /// Letters from the beginning of such a text to its day. A judgement: `Zuletzt aktualisiert am`, with a time.
    const LETTERS: usize = 40;
    for at in 1..all.len() {
        let (before, from) = all.split_at_mut(at);
        let (Some(attribute), Some(text)) = (before.last_mut(), from.first()) else { return };
        if attribute.said.is_none()
            && attribute.form == Form::Attribute
            && text.form == Form::TimeText
            && (text.signature, text.interval) == (attribute.signature, attribute.interval)
            && text.position - attribute.position <= LETTERS
        {
            attribute.said = text.said;
        }
    }
}

/// Takes the first post of a thread out of the comments, by which name some threads call all their posts: no more than what is said
/// of a post stands between the title and it.
pub(super) fn take_first_post(all: &mut [Shown]) {
    /// Letters between them. A judgement: states, tabs and who asked.
    const LETTERS: i64 = 300;
    let is_post = |date: &&mut Shown| date.zone == Zone::Comments;
    // A post with a day of its own, and comments below it.
    let start = all.iter().find(|date| date.zone == Zone::Comments).map_or(0, |date| date.position);
    let is_own = |date: &Shown| {
        let is_told = matches!(date.said, Some(Said::Published | Said::Date)) || date.line == Line::Byline;
        date.zone == Zone::Main && (is_told || date.said.is_none() && date.position < start)
    };
    if all.iter().any(is_own) {
        return;
    }
    let Some(first) = all.iter_mut().find(is_post) else { return };
    if first.headings_between > 0 || !first.distance.is_some_and(|distance| (0..=LETTERS).contains(&distance))
    {
        return;
    }
    let position = first.position;
    for date in all.iter_mut().filter(|date| date.zone == Zone::Comments && date.position == position) {
        date.zone = Zone::Main;
        date.beside.is_first_post = true;
    }
}

/// Says nothing of the days in headers of letters that a text quotes: the letter of an archive begins right below the title, or the page.
pub(super) fn leave_quoted_letters(all: &mut [Shown]) {
    /// Letters before the day of a header. A judgement: who sent it to whom, its subject and its number.
    const LETTERS: i64 = 300;
    let is_quoted = |date: &&mut Shown| {
        let before = date.distance.unwrap_or_else(|| signed(date.position));
        date.line == Line::Header && !(0..=LETTERS).contains(&before)
    };
    for date in all.iter_mut().filter(is_quoted) {
        date.said = Some(Said::Thing);
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use crate::normalise::html::published::tests::{ARTICLE, read, told};

    const WORDS: &str =
        "<p>Some words of those who read gauges, which go on for a while and say what they saw there.</p>";

    #[test]
    fn comments_below_a_post_that_has_a_day_date_nothing() {
        let comment = |day: u32| {
            let time = format!("<time datetime=2026-05-0{day}>May {day}, 2026</time>");
            format!("<div class=comment><a>ada</a> {time}{}</div>", WORDS.repeat(12))
        };
        let comment = [3, 4, 5].map(comment).concat();
        for (head, body, wanted) in [
            ("", format!("<p>May 1, 2026</p><h1>A fine title</h1>{comment}"), "2026-05-01"),
            (
                "",
                format!("<h1>A fine title</h1>{comment}<p>Posted May 1, 2026 by Ada Reed</p>"),
                "2026-05-01",
            ),
            (ARTICLE, format!("<h1>A fine title</h1>{comment}"), "2024-01-12"),
        ] {
            let found = told(&read(head, &body, None));
            assert!(found.starts_with(wanted), "{found}: {body}");
        }
    }

    #[test]
    fn letters_that_a_text_quotes_do_not_date_it() {
        let letter = "<pre>From: Ole Tamm\nDate: 3 May 2019\n\nThe gauges.</pre>";
        let quoted = format!("<h1>A fine title</h1><p>May 2, 2025</p>{}{letter}", WORDS.repeat(5));
        assert!(told(&read("", &quoted, None)).starts_with("2025-05-02"));
        assert!(
            told(&read(ARTICLE, &format!("<h1>A fine title</h1>{letter}"), None)).starts_with("2024-01-12")
        );
    }
}
