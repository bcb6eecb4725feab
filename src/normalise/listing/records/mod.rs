//! Reads the records of a region, each with title, address, date, categories, summary and authors.
//!
//! In: a flow, a region, the group headings of the page. Out: [`Records`], with how well they read as
//! publications. Decides nothing about the page.

pub(super) mod columns;
pub(super) mod headed;
mod judged;
mod leads;
mod named;
pub(super) mod regions;
pub(super) mod sections;
pub(super) mod styles;
mod summaries;
pub(super) mod table_heads;

use super::days;
use super::days::bare;
use super::days::groups::Groups;
use super::days::titled;
use super::days::yearless::{self, Named};
use super::embedded::told::Told;
use super::fields;
use super::fields::bylines;
use super::fields::credits;
use super::flow::{Flow, Hint, Piece, Told as Says, traits, zone};
use crate::document::{DateSource, Interval, Precision};
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::tables::Set;
use columns::{Roles, Row, Table};
use named::{Order, names_before, names_below};
use regions::Card;

/// What one card says.
#[derive(Clone, Debug)]
pub(super) struct Record<'a> {
    pub(super) card: Card,
    /// Empty when the card has none.
    pub(super) title: &'a str,
    /// The piece that holds the title.
    pub(super) title_piece: Option<usize>,
    /// Whether the title stands elsewhere than those of its likes.
    pub(super) spare: bool,
    /// The address as written.
    pub(super) href: Option<&'a str>,
    /// The date, where it was read, and the text of it.
    pub(super) date: Option<(Interval, DateSource, String)>,
    /// How sure the date is at most, where part of it is guessed.
    pub(super) at_most: Option<f32>,
    /// When it was changed, and the text of that; which is the date as well where it shows no other.
    pub(super) updated: Option<(Interval, DateSource, String)>,
    /// Whether the date is a year among other words.
    pub(super) printed: bool,
    /// Whether a date stands in it, be it that nothing tells which day it means (`3 days ago`, `Mar 7`), or that of what was last
    /// said of it; that of something else tells nothing.
    pub(super) is_dated: bool,
    pub(super) categories: Vec<&'a str>,
    /// The parts of the summary, in order.
    pub(super) summary: Vec<&'a str>,
    pub(super) authors: Vec<&'a str>,
}

impl Record<'_> {
    /// Whether its date is that of a change, because it shows no other.
    pub(super) fn is_changed(&self) -> bool {
        self.date.is_some() && self.date == self.updated
    }

    pub(super) fn is_grouped(&self) -> bool {
        self.date.as_ref().is_some_and(|date| date.1 == DateSource::GroupHeading)
    }
}

/// The records of a region and how they read.
pub(super) struct Records<'a> {
    /// Without categories and authors, which [`Records::described`] adds.
    pub(super) all: Vec<Record<'a>>,
    pub(super) rows: Vec<Row>,
    pub(super) roles: Roles,
    /// What bylines name as their topics.
    pub(super) topics: Set<&'a str>,
    /// How well the column of titles reads as one.
    pub(super) title_score: f32,
    /// Records with a title, and those with a title in which a date stands.
    pub(super) titled: usize,
    pub(super) dated: usize,
    /// Shares of records whose titles are headings, and that have an address.
    pub(super) headed: f32,
    pub(super) linked: f32,
    /// Share of records whose titles are headings, links in strong type, or terms.
    pub(super) stood_out: f32,
    /// Share of records whose titles are marked as such.
    pub(super) hinted: f32,
    /// Share of titles that are links themselves.
    pub(super) title_linked: f32,
    /// Share of records that lead to a page of their own: the title is a link, or a small card holds one.
    pub(super) anchored: f32,
    /// Share of records dated by a heading above them.
    pub(super) grouped: f32,
    /// Share of records that say who wrote them, and of those that have a row of names as authors.
    pub(super) authored: f32,
    pub(super) cited: f32,
    /// Whether titles are links that stand out, with names that differ right below most, and several below some: a topic may read as
    /// one name.
    pub(super) are_named: bool,
    /// Whether titles are links, with rows of two names and more right below nearly all, most of which differ: places recur,
    /// and so do topics.
    pub(super) are_signed: bool,
    /// How names that are marked as those of authors are written.
    order: Order,
    /// Those whom the column of authors names.
    people: Set<&'a str>,
    /// Share of records dated by a year among other words.
    pub(super) printed: f32,
    /// Share of titles that differ, repetitions of one card aside.
    pub(super) distinct: f32,
    /// Mean words of a title.
    pub(super) title_words: f32,
    /// Whether names stand right before nearly all titles on their lines, several or with initials before some: a topic may read
    /// as one name.
    pub(super) are_led: bool,
    /// Share of records whose title is a row of names, and of those that have one beside it.
    pub(super) of_names: f32,
    pub(super) peopled: f32,
    /// Records dated by a year alone.
    pub(super) years: usize,
    /// Records that show a price.
    pub(super) priced: usize,
    /// Records with a link that is a number of theirs (`#12`), as posts of a thread have.
    pub(super) numbered: usize,
    /// Records with a link that is any such number, wherever it leads.
    pub(super) issues: usize,
}

/// What records are read from and with.
pub(super) struct Source<'a, 's> {
    pub(super) flow: &'a Flow,
    pub(super) groups: &'s Groups,
    /// The year that the page is called by.
    pub(super) named: Option<i32>,
    /// Whether the page is called as lists of papers are.
    pub(super) are_papers: bool,
    pub(super) told: &'s Told,
    pub(super) reading: &'s Reading,
}

/// Reads the cards of a region. None when it has no column of titles.
pub(super) fn read<'a>(source: &Source<'a, '_>, cards: &[Card], table: &mut Table) -> Option<Records<'a>> {
    draft(source, cards, table).map(|draft| judged::judge(source.flow, draft))
}

/// How well the cards of a region read as publications. None when it has no column of titles.
pub(super) fn score(source: &Source<'_, '_>, cards: &[Card], table: &mut Table) -> Option<f32> {
    draft(source, cards, table).map(|draft| judged::score(source.flow, &draft))
}

/// The records of a region before they are judged.
pub(super) struct Draft<'a> {
    pub(super) all: Vec<Record<'a>>,
    pub(super) rows: Vec<Row>,
    pub(super) roles: Roles,
    /// Records with more than two days.
    pub(super) several_days: usize,
    /// Records that show a price.
    pub(super) priced: usize,
}

fn draft<'a>(source: &Source<'a, '_>, cards: &[Card], table: &mut Table) -> Option<Draft<'a>> {
    let flow = source.flow;
    let cards: Vec<Card> = cards.iter().copied().filter(regions::is_of_a_size).collect();
    if cards.is_empty() {
        return None;
    }
    let (rows, mut roles) = table.read(flow, &cards)?;
    let own_dates = own_dates(flow, &cards);
    let year_of = |card: &Card| source.groups.governing(card, &cards, &own_dates)?.year();
    let order = bare::order(flow, &cards, year_of, source.reading);
    // Where most cards are dated, a year is a part of what the others say; and where they name nobody, and what stands by
    // it reads as no venue, it is something else's.
    let is_dated = |card: &&Card| flow.within(card.first, card.end).iter().any(|piece| piece.date.is_some());
    let is_paper = |row: &&Row| {
        let mut pieces = flow.within(row.card.first, row.card.end).iter().zip(&row.columns);
        pieces.any(|(piece, column)| {
            (*column != roles.title && names_somebody(piece))
                || (Some(*column) == roles.years && citations::is_venue(&piece.text))
        })
    };
    let (dated, papers) = (cards.iter().filter(is_dated).count(), rows.iter().filter(is_paper).count());
    let are_papers = source.are_papers || papers * 2 >= cards.len();
    roles.years = roles.years.filter(|_| dated * 2 < cards.len() && are_papers);
    let is_told = (roles.years.is_some(), source.are_papers);
    roles.authors = roles.authors.or_else(|| named::column_of_names(flow, &rows, roles.title, is_told));
    roles.categories.retain(|column| Some(*column) != roles.authors);
    let titled = dated * 2 < cards.len() && titled::are_dated(flow, &rows, roles.title, source.reading);
    let mut records = Vec::with_capacity(rows.len());
    let (mut several_days, mut priced) = (0, 0);
    for row in &rows {
        let (mut record, days) = read_card(source, row, &roles, (&cards, &own_dates), order);
        if titled && let Some(title) = record.title_piece.and_then(|at| flow.pieces.get(at)) {
            record.date = record.date.or_else(|| titled::day(title, source.reading));
            record.is_dated |= record.date.is_some();
        }
        // A day of publication and one of change are usual; three days are a section.
        several_days += usize::from(days > 2);
        let pieces = flow.within(row.card.first, row.card.end);
        // What says on one line when it was published and what it costs is a publication.
        let is_published = |price: usize| {
            let day = price.checked_sub(1).and_then(|before| pieces.get(before));
            let date = day.filter(|day| day.run == pieces[price].run).and_then(|day| day.date.as_ref());
            date.is_some_and(|date| date.told == Says::Published && date.interval.is_some())
        };
        let has_price = |at: &usize| pieces[*at].traits & traits::PRICE != 0;
        priced += usize::from((0..pieces.len()).filter(has_price).any(|at| !is_published(at)));
        records.push(record);
    }
    Some(Draft { all: records, rows, roles, several_days, priced })
}

/// Whether a piece names people, by what it is marked as or by its words.
fn names_somebody(piece: &Piece) -> bool {
    says_author(piece) || piece.traits & traits::NAMES != 0
}

/// Whether a piece is marked as naming authors, or says so.
pub(super) fn says_author(piece: &Piece) -> bool {
    piece.hint == Some(Hint::Author) || piece.traits & traits::BYLINE != 0
}

/// Signatures of the dates that stand within cards: no headings over others.
fn own_dates(flow: &Flow, cards: &[Card]) -> Set<usize> {
    let pieces = cards.iter().flat_map(|card| flow.within(card.first, card.end));
    pieces.filter(|piece| piece.date.is_some() && piece.heading == 0).map(|piece| piece.signature).collect()
}

/// Reads one card; also counts the different days it names.
fn read_card<'a>(
    source: &Source<'a, '_>,
    row: &Row,
    roles: &Roles,
    (cards, own_dates): (&[Card], &Set<usize>),
    order: Option<bare::Order>,
) -> (Record<'a>, usize) {
    let flow = source.flow;
    let card = row.card;
    let pieces = flow.within(card.first, card.end);
    let in_column = row.columns.iter().position(|column| *column == roles.title);
    let own = in_column.filter(|at| pieces.get(*at).is_some_and(|piece| piece.date.is_none()));
    let at = own.or_else(|| spare_title(pieces));
    let href = fields::address(flow, &card, at);
    let heading =
        at.filter(|at| href.is_none() && pieces.get(*at).is_some_and(sections::is_unlinked_heading));
    let dates = match heading {
        Some(heading) => days::of(sections::beside_heading(flow, &card, heading)),
        None => days::of(pieces.iter()),
    };
    let owned =
        |(_, interval, source, text): (u8, Interval, DateSource, &str)| (interval, source, text.to_owned());
    let mut date = dates.chosen.map(owned);
    let updated = dates.updated.map(owned);
    let mut at_most = None;
    if date.is_none() {
        let group = source.groups.governing(&card, cards, own_dates);
        let given = group.and_then(|group| group.date(dates.partial, pieces, order, source.reading));
        (date, at_most) = given.map_or((None, None), |(date, at_most)| (Some(date), at_most));
    }
    if date.is_none()
        && let Some(partial) = dates.partial
    {
        let of_address = || Some((yearless::in_address(partial, href?, source.reading)?, None));
        let named = source.named.map(Named::Title);
        let day = of_address().or_else(|| yearless::before_capture(partial, named, source.reading));
        (date, at_most) = day.map_or((None, None), |(interval, at_most)| {
            (Some((interval, DateSource::ListingRow, partial.to_owned())), at_most)
        });
    }
    let mut printed = false;
    if date.is_none()
        && let Some(piece) = in_years(pieces, row, roles)
        && let Some(year) = citations::year(&piece.text, piece.traits & traits::PROSE != 0)
    {
        date = Some((year, DateSource::ListingRow, citations::venue(&piece.text).to_owned()));
        printed = true;
    }
    let is_of_year = |(interval, source, _): &&(Interval, DateSource, String)| {
        interval.precision == Precision::Year && (printed || *source == DateSource::GroupHeading)
    };
    // What shows no day has that of its record in the page's data.
    let date = date.or_else(|| source.told.day(card.first + at?));
    let finer =
        date.as_ref().filter(is_of_year).and_then(|(year, ..)| printed_in(pieces, at, year, source.reading));
    let date = finer.or(date);
    let takes_place = |date: &(Interval, DateSource, String)| {
        let title = at.and_then(|at| pieces.get(at)).map_or("", |piece| &piece.text);
        source.told.takes_place(title, &date.0)
    };
    let date = date.filter(|date| !takes_place(date));
    let is_dated = date.is_some() || dates.partial.is_some() || dates.names_activity;
    let record = Record {
        card,
        title: at.and_then(|at| pieces.get(at)).map_or("", |piece| fields::clean_title(&piece.text)),
        title_piece: at.map(|at| card.first + at),
        spare: own.is_none(),
        href,
        date,
        at_most,
        updated,
        printed,
        is_dated,
        categories: Vec::new(),
        summary: summaries::of(pieces, row, roles, at),
        authors: Vec::new(),
    };
    (record, dates.days)
}

/// The month or day of a year that small print of a card tells, its title aside: `In Soundings, Sep 2025`.
fn printed_in(
    pieces: &[Piece],
    title: Option<usize>,
    year: &Interval,
    reading: &Reading,
) -> Option<(Interval, DateSource, String)> {
    /// Bytes of such print at most: as much as is searched for a year in `citations`.
    const PRINT: usize = 300;
    let small_print = |(at, piece): &(usize, &Piece)| {
        Some(*at) != title && piece.traits & traits::YEAR != 0 && piece.text.len() <= PRINT
    };
    pieces.iter().enumerate().filter(small_print).find_map(|(_, piece)| {
        let found =
            dates::scan(&piece.text, reading).into_iter().find(|found| year.contains(&found.interval))?;
        Some((found.interval, DateSource::ListingRow, citations::venue(&piece.text).to_owned()))
    })
}

/// The piece of a card in the column that prints years.
fn in_years<'a>(pieces: &'a [Piece], row: &Row, roles: &Roles) -> Option<&'a Piece> {
    let years = roles.years?;
    row.columns.iter().position(|column| *column == years).and_then(|at| pieces.get(at))
}

impl<'a> Records<'a> {
    /// A record with its categories and authors.
    pub(super) fn described(&self, flow: &'a Flow, index: usize) -> Option<Record<'a>> {
        let (record, row) = (self.all.get(index)?, self.rows.get(index)?);
        let mut record = record.clone();
        let pieces = flow.within(record.card.first, record.card.end);
        for (place, (piece, column)) in pieces.iter().zip(&row.columns).enumerate() {
            let title = record.title_piece == Some(record.card.first + place);
            if title || piece.date.is_some() || piece.zone & zone::BUTTON != 0 {
                continue;
            }
            // Eight words, a judgement: longer chips are sentences.
            let chip = piece.hint == Some(Hint::Category) && piece.heading == 0 && piece.words <= 8;
            let is_linked_name = piece.link.is_some() && bylines::is_name_like_byline(&piece.text);
            if is_linked_name && piece.hint == Some(Hint::Author) {
                record.authors.push(&piece.text);
            } else if self.order == Order::FamilyFirst
                && piece.hint == Some(Hint::Author)
                && let Some(names) = citations::told_inverted(&piece.text)
            {
                record.authors.extend(names);
            } else if bylines::names_account(&piece.text) {
                bylines::push_account(&piece.text, &mut record.authors);
            } else if piece.hint == Some(Hint::Author)
                || piece.traits & traits::BYLINE != 0
                || is_signature(pieces, place)
            {
                bylines::push_names(&piece.text, &mut record.authors);
                if piece.traits & traits::BYLINE == 0 {
                    bylines::push_account(&piece.text, &mut record.authors);
                }
                // A place stands there as well: what several say is a topic.
                let topic = bylines::byline(&piece.text).and_then(|(_, topic)| topic);
                if let Some(topic) = topic.filter(|topic| self.topics.contains(*topic)) {
                    fields::push_categories(topic, &mut record.categories);
                }
            } else if self.roles.kinds == Some(*column)
                && let Some((kind, name)) = credits::kind_and_name(&piece.text)
            {
                fields::push_categories(kind, &mut record.categories);
                bylines::push_names(name, &mut record.authors);
            } else if self.roles.authors == Some(*column) && record.authors.is_empty() {
                let told = Some(&*piece.text).filter(|_| piece.traits & traits::PARTED != 0);
                let text = told.and_then(credits::credit).unwrap_or(&piece.text);
                record.authors = citations::names(text);
                // One author alone is told by the column.
                let alone = Some(text.trim_end_matches(['.', '*'])).filter(|name| citations::is_name(name));
                record.authors.extend(alone.filter(|_| record.authors.is_empty()));
            } else if self.roles.categories.contains(column) || chip {
                match citations::initialled_names(&piece.text) {
                    Some(names) => record.authors.extend(names),
                    None => fields::push_categories(&piece.text, &mut record.categories),
                }
            }
        }
        if self.are_led {
            let names = names_before(flow, &record);
            record.categories.retain(|category| !names.contains(category));
            record.authors = if names.is_empty() { record.authors } else { names };
        }
        if record.authors.is_empty() && self.are_named {
            record.authors = names_below(flow, &record);
        }
        if record.authors.is_empty() && self.roles.authors.is_some() {
            record.authors = named::names_instead(flow, &record, &self.people);
        }
        let title = record.title;
        record.categories.retain(|category| !title.eq_ignore_ascii_case(category));
        Some(record)
    }
}

/// Whether a piece is a link right behind a word that stands before names of authors: `by <a>okvist</a>`.
fn is_signature(pieces: &[Piece], place: usize) -> bool {
    let before = place.checked_sub(1).and_then(|before| pieces.get(before)).zip(pieces.get(place));
    before.is_some_and(|(before, piece)| {
        before.run == piece.run && piece.link.is_some() && bylines::signs(&before.text)
    })
}

/// The title of a card that lacks the column: a heading, else what markup calls a title. Two words are a judgement: one
/// is a label.
fn spare_title(pieces: &[Piece]) -> Option<usize> {
    let fits =
        |piece: &Piece| piece.date.is_none() && piece.words >= 2 && piece.traits & traits::LEADS_ON == 0;
    pieces
        .iter()
        .position(|piece| piece.heading > 0 && fits(piece))
        .or_else(|| pieces.iter().position(|piece| piece.hint == Some(Hint::Title) && fits(piece)))
}
