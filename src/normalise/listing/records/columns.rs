//! Reads alike records as a table: pieces in like places are a column, and a column's values together tell
//! whether it holds titles, categories or summaries.
//!
//! In: a flow and the cards of a region. Out: the column of each piece, and the [`Roles`] of columns. Reads no
//! single card: that is done with the roles known.

use std::cmp::Reverse;

use super::leads::{is_of_items, leads_alone, target};
use super::regions::Card;
use crate::normalise::listing::fields::credits;
use crate::normalise::listing::flow::runs::{AFTER, BEFORE, LABELLED};
use crate::normalise::listing::flow::{Flow, Hint, Piece, Told, traits, zone};
use crate::normalise::tables::fingerprint;

/// Which column holds what.
pub(crate) struct Roles {
    /// The column of titles.
    pub(crate) title: usize,
    /// How well it reads as one.
    pub(crate) title_score: f32,
    /// The columns of categories.
    pub(crate) categories: Vec<usize>,
    /// The column of summaries.
    pub(crate) summary: Option<usize>,
    /// The column of names of authors, where they stand one after the other.
    pub(crate) authors: Option<usize>,
    /// The column that names a kind and an author in one text: `Essay · Ada Reed`.
    pub(crate) kinds: Option<usize>,
    /// The column that prints a year among other words, as venues of papers do.
    pub(crate) years: Option<usize>,
}

/// One card's pieces with the column of each.
pub(crate) struct Row {
    pub(crate) card: Card,
    pub(crate) columns: Vec<usize>,
}

/// Columns are looked up by signature and by how often it occurred in the card before; the buffers are kept
/// from region to region.
#[derive(Default)]
pub(crate) struct Table {
    /// By signature: the column of each occurrence, or `NONE`.
    known: Vec<[usize; OCCURRENCES]>,
    /// Signatures that the present region has set.
    touched: Vec<usize>,
    /// By signature: occurrences in the present card.
    occurrences: Vec<usize>,
    columns: Vec<Column>,
    /// Whether the dates of all cards are those of something else: what stands beside them is a place as often as a topic.
    are_others: bool,
}

/// Times a signature may occur in one card and still be told apart; the rest count as the last. A judgement: parts that
/// look alike are a few links or paragraphs, and each more makes every row of the table longer.
const OCCURRENCES: usize = 4;

const NONE: usize = usize::MAX;

/// What the values of a column have in common, as counts over cards.
#[derive(Default)]
struct Column {
    cards: usize,
    /// The card that was counted last, so that each counts once.
    last_card: Option<usize>,
    words: usize,
    characters: usize,
    /// The keys of its texts; each once, in order, when all cards are counted.
    distinct: Vec<u64>,
    linked: usize,
    /// The texts and addresses of links that hold nothing else, as one key for both; each once, in order, when all cards are
    /// counted.
    targets: Vec<u64>,
    headings: usize,
    prose: usize,
    numbers: usize,
    leads_on: usize,
    aside: usize,
    beside_date: usize,
    /// The same, or with a sign between.
    near_date: usize,
    near_title: usize,
    labelled: usize,
    bylines: usize,
    names: usize,
    people: usize,
    parted: usize,
    /// The keys of kinds and of names that one text tells.
    kinds: Vec<(u64, u64)>,
    years: usize,
    /// Standing before or after a date in one text.
    before_date: usize,
    after_date: usize,
    single_words: usize,
    small_letters: usize,
    hints: [usize; 5],
    /// Those of a category that are all of a link but a date, and lead to a page that is no topic's.
    alone: usize,
    /// Those of an item of a list within a text.
    of_items: usize,
}

impl Column {
    fn share(&self, count: usize) -> f32 {
        ratio(count, self.cards)
    }

    fn hinted(&self, hint: Hint) -> f32 {
        self.share(self.hints[hint as usize])
    }

    fn mean_words(&self) -> f32 {
        ratio(self.words, self.cards)
    }
}

/// A part of a whole; of an empty whole none.
pub(crate) fn ratio(part: usize, whole: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^24")]
    let (part, whole) = (part as f32, whole.max(1) as f32);
    part / whole
}

impl Table {
    /// Lays out the cards of a region and finds what its columns hold. None when none holds titles.
    pub(crate) fn read(&mut self, flow: &Flow, cards: &[Card]) -> Option<(Vec<Row>, Roles)> {
        let rows = self.lay_out(flow, cards);
        let (title, title_score) = self.title_column(rows.len())?;
        self.near_titles(flow, &rows, title);
        let mut categories = self.category_columns(rows.len(), title);
        let parted = self.parted_columns(rows.len(), title);
        categories.extend(parted.map(|(_, topics)| topics).filter(|topics| !categories.contains(topics)));
        let authors = parted.map(|(names, _)| names).or_else(|| self.authors_column(title, &categories));
        let kinds = self.kinds_column(rows.len(), title).filter(|_| authors.is_none());
        categories.retain(|column| Some(*column) != authors && Some(*column) != kinds);
        let years = self.years_column(rows.len(), title);
        let taken: Vec<usize> = categories.iter().copied().chain(years).chain(kinds).collect();
        let summary = self.summary_column(title, &taken);
        Some((rows, Roles { title, title_score, categories, summary, authors, kinds, years }))
    }

    fn lay_out(&mut self, flow: &Flow, cards: &[Card]) -> Vec<Row> {
        self.known.resize(flow.signatures, [NONE; OCCURRENCES]);
        self.occurrences.resize(flow.signatures, 0);
        for signature in self.touched.drain(..) {
            self.known[signature] = [NONE; OCCURRENCES];
        }
        self.columns.clear();
        let mut rows = Vec::with_capacity(cards.len());
        for (number, card) in cards.iter().enumerate() {
            let pieces = flow.within(card.first, card.end);
            let mut columns = Vec::with_capacity(pieces.len());
            for (place, piece) in pieces.iter().enumerate() {
                let occurrence = self.occurrences[piece.signature].min(OCCURRENCES - 1);
                self.occurrences[piece.signature] += 1;
                let slot = &mut self.known[piece.signature][occurrence];
                if *slot == NONE {
                    *slot = self.columns.len();
                    self.columns.push(Column::default());
                    self.touched.push(piece.signature);
                }
                let column = *slot;
                columns.push(column);
                if piece.date.is_none() {
                    let column = &mut self.columns[column];
                    if column.count(pieces, place, number) {
                        column.targets.extend(target(flow, piece));
                        let is_alone = piece.hint == Some(Hint::Category) && leads_alone(flow, piece);
                        column.alone += usize::from(is_alone);
                        column.of_items += usize::from(is_of_items(flow, card, piece));
                    }
                }
            }
            for piece in pieces {
                self.occurrences[piece.signature] = 0;
            }
            rows.push(Row { card: *card, columns });
        }
        let is_other = |card: &Card| {
            let mut dates =
                flow.within(card.first, card.end).iter().filter_map(|piece| piece.date.as_ref()).peekable();
            dates.peek().is_some() && dates.all(|date| date.told.is_of_another())
        };
        self.are_others = cards.iter().all(is_other);
        for column in &mut self.columns {
            for keys in [&mut column.distinct, &mut column.targets] {
                keys.sort_unstable();
                keys.dedup();
            }
        }
        self.clear_named_titles(rows.len());
        rows
    }

    /// Takes the name of a category off the only column that leads to pages of its own, one from each card and to no topic:
    /// boards call titles subjects. The shares are by hand.
    fn clear_named_titles(&mut self, rows: usize) {
        let leads = |column: &&mut Column| {
            let is_own = column.cards == rows && column.distinct.len() == rows;
            is_own
                && column.share(column.linked) >= 0.9
                && column.share(column.leads_on + column.numbers) < 0.5
        };
        let mut leading = self.columns.iter_mut().filter(leads);
        if let (Some(only), None) = (leading.next(), leading.next())
            && (rows > 1 && only.alone == rows)
        {
            only.hints[Hint::Category as usize] = 0;
        }
    }

    /// Counts how often each column stands directly before or after the title.
    fn near_titles(&mut self, flow: &Flow, rows: &[Row], title: usize) {
        for row in rows {
            let Some(at) = row.columns.iter().position(|column| *column == title) else { continue };
            let pieces = flow.within(row.card.first, row.card.end);
            for near in [at.checked_sub(1), at.checked_add(1)].into_iter().flatten() {
                if let Some(column) = row.columns.get(near)
                    && pieces.get(near).is_some_and(|piece| piece.date.is_none())
                {
                    self.columns[*column].near_title += 1;
                }
            }
        }
    }

    /// The column most like one of titles. Its share of the rows is by hand; a hundredth only breaks ties, for the
    /// first.
    fn title_column(&self, rows: usize) -> Option<(usize, f32)> {
        let mut best: Option<(usize, f32)> = None;
        for (index, column) in self.columns.iter().enumerate() {
            // Four cards in ten: feature cards among rows may be built otherwise.
            if column.cards == 0 || ratio(column.cards, rows) < 0.4 {
                continue;
            }
            let score = column.title_score(rows);
            if best.is_none_or(|(_, highest)| score > highest + 0.01) {
                best = Some((index, score));
            }
        }
        best.filter(|(_, score)| *score >= MIN_TITLE_SCORE)
    }

    fn category_columns(&self, rows: usize, title: usize) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(index, column)| *index != title && column.cards > 0 && column.holds_categories(rows))
            .filter(|(_, column)| !self.are_others || column.hinted(Hint::Category) > 0.5)
            .map(|(index, _)| index)
            .collect()
    }

    fn summary_column(&self, title: usize, taken: &[usize]) -> Option<usize> {
        let mut best: Option<(usize, f32)> = None;
        for (index, column) in self.columns.iter().enumerate() {
            if index == title || column.cards == 0 || taken.contains(&index) {
                continue;
            }
            let Some(score) = column.summary_score() else { continue };
            if best.is_none_or(|(_, highest)| score > highest) {
                best = Some((index, score));
            }
        }
        best.map(|(index, _)| index)
    }

    /// The first column of which most texts are names that differ: topics recur. Or of which all differ and may be names, and
    /// one is several of them. The shares are by hand.
    fn authors_column(&self, title: usize, categories: &[usize]) -> Option<usize> {
        let is_of_names =
            |column: &Column| column.share(column.names) >= 0.6 && column.share(column.distinct.len()) >= 0.6;
        let is_of_people = |column: &Column| {
            let all = column.cards > 1 && column.distinct.len() == column.cards;
            all && column.names > 0 && column.people == column.cards
        };
        let mut columns = self.columns.iter().enumerate().filter(|(index, _)| *index != title);
        let fits = |index: &usize, column: &Column| {
            is_of_people(column) || (!categories.contains(index) && is_of_names(column))
        };
        columns.find(|(index, column)| fits(index, column)).map(|(index, _)| index)
    }

    /// The column of which all texts are a kind and a name (`Essay · Ada Reed`), where kinds recur and names differ more than they
    /// do. Three rows are a judgement.
    fn kinds_column(&self, rows: usize, title: usize) -> Option<usize> {
        let fits = |column: &Column| {
            let mut kinds: Vec<u64> = column.kinds.iter().map(|(kind, _)| *kind).collect();
            let mut names: Vec<u64> = column.kinds.iter().map(|(_, name)| *name).collect();
            for keys in [&mut kinds, &mut names] {
                keys.sort_unstable();
                keys.dedup();
            }
            column.cards >= 3
                && ratio(column.cards, rows) >= 0.5
                && column.kinds.len() == column.cards
                && kinds.len() < names.len()
        };
        self.columns.iter().enumerate().find(|(index, column)| *index != title && fits(column)).map(|it| it.0)
    }

    /// The columns of names and of topics where all rows part one text alike, a day between: `Ada Reed · May 7, 2025 · Lakes`.
    /// All names differ, as topics seldom do, and most of the topics read as no names. Three rows are a judgement.
    fn parted_columns(&self, rows: usize, title: usize) -> Option<(usize, usize)> {
        let everywhere = |count: fn(&Column) -> usize| {
            let mut columns = self.columns.iter().enumerate().filter(|(index, _)| *index != title);
            columns.find(|(_, column)| column.cards == rows && count(column) == rows)
        };
        let before = everywhere(|column| column.before_date).filter(|_| rows >= 3)?;
        let after = everywhere(|column| column.after_date)?;
        let are_names =
            |column: &Column| column.people == column.cards && column.distinct.len() == column.cards;
        let are_topics = |column: &Column| {
            column.people * 2 < column.cards
                && column.mean_words() <= CATEGORY_WORDS
                && column.leads_on + column.numbers + column.bylines + column.prose == 0
                && column.small_letters == 0
        };
        let mut pairs = [(before, after), (after, before)].into_iter();
        let fits = |pair: &((usize, &Column), (usize, &Column))| are_names(pair.0.1) && are_topics(pair.1.1);
        pairs.find(fits).map(|(names, topics)| (names.0, topics.0))
    }

    /// The column that most often prints a year: in half of the rows and in three at least, of sentences in four of five,
    /// by hand, as a year in fewer is a part of what they say; and one of small print.
    fn years_column(&self, rows: usize, title: usize) -> Option<usize> {
        let is_small_print = |column: &Column| {
            let least = if column.share(column.prose) > 0.5 { 0.8 } else { 0.5 };
            column.mean_words() <= VENUE_WORDS && column.years >= 3 && ratio(column.years, rows) >= least
        };
        let columns = self.columns.iter().enumerate();
        let fits = columns.filter(|(index, column)| *index != title && is_small_print(column));
        fits.max_by_key(|(index, column)| (column.years, Reverse(*index))).map(|(index, _)| index)
    }
}

/// What a column must reach to be one of titles. By hand: a bare column of distinct texts of some words has 5, and may
/// be missing in some rows or repeat some texts.
const MIN_TITLE_SCORE: f32 = 4.0;

/// Words and bytes that a category has at most, on average. By hand.
const CATEGORY_WORDS: f32 = 4.0;
const CATEGORY_CHARACTERS: f32 = 40.0;

/// Words that a venue has at most, on average, with the authors before it. By hand: ten authors and a journal.
const VENUE_WORDS: f32 = 30.0;

/// Words that a summary has at least, on average, when it is no sentence. By hand: less is small print.
const SUMMARY_WORDS: f32 = 6.0;

impl Column {
    /// Counts a piece, unless its card has been counted; whether it has been counted now.
    fn count(&mut self, pieces: &[Piece], place: usize, card: usize) -> bool {
        let Some(piece) = pieces.get(place) else { return false };
        if self.last_card == Some(card) {
            return false;
        }
        self.last_card = Some(card);
        self.cards += 1;
        self.words += piece.words;
        self.characters += piece.text.len();
        self.distinct.push(piece.key);
        let has = |bit: u16| usize::from(piece.traits & bit != 0);
        self.linked += usize::from(piece.link.is_some());
        self.headings += usize::from(piece.heading > 0);
        self.prose += has(traits::PROSE);
        self.numbers += has(traits::NUMBER);
        self.leads_on += has(traits::LEADS_ON);
        self.bylines += has(traits::BYLINE);
        self.names += has(traits::NAMES);
        self.people += usize::from(piece.traits & (traits::NAMES | traits::NAME) != 0);
        if piece.traits & traits::PARTED != 0 {
            self.parted += 1;
            let told = credits::kind_and_name(&piece.text);
            self.kinds.extend(told.map(|(kind, name)| (fingerprint(kind), fingerprint(name))));
        }
        self.years += has(traits::YEAR);
        self.before_date += usize::from(piece.part == BEFORE);
        self.after_date += usize::from(piece.part == AFTER);
        self.single_words += usize::from(piece.words == 1);
        self.small_letters += usize::from(piece.text.starts_with(char::is_lowercase));
        self.aside += usize::from(piece.zone & (zone::BUTTON | zone::CAPTION) != 0 && piece.heading == 0);
        let before = place.checked_sub(1).and_then(|before| pieces.get(before));
        let is_own = |told: Told| told == Told::Outranked || !told.is_of_another();
        let dated = |beside: &&Piece| beside.date.as_ref().is_some_and(|date| is_own(date.told));
        let [earlier, later] = [pieces.get(..place), pieces.get(place + 1..)].map(Option::unwrap_or_default);
        self.beside_date += usize::from(earlier.last().into_iter().chain(later.first()).any(|it| dated(&it)));
        // A sign may part them (`Lakes — May 7, 2026`); a comma stands behind who wrote it.
        let is_sign = |sign: char| "·•・|–—-/»› ".contains(sign);
        let is_read = |piece: &&Piece| piece.date.is_some() || !piece.text.chars().all(is_sign);
        let nearest = [earlier.iter().rev().take(2).find(is_read), later.iter().take(2).find(is_read)];
        self.near_date += usize::from(nearest.iter().flatten().any(dated));
        let is_label = |label: &Piece| label.traits & traits::TITLE_LABEL != 0;
        self.labelled += usize::from(piece.part == LABELLED || before.is_some_and(is_label));
        if let Some(hint) = piece.hint {
            self.hints[hint as usize] += 1;
        }
        true
    }

    /// Whether the column is of buttons: its texts recur, and wherever one does, its link leads elsewhere. Those of a topic lead
    /// to one place.
    fn holds_buttons(&self) -> bool {
        self.distinct.len() * 2 <= self.cards && self.targets.len() == self.cards
    }

    /// How much the column looks like one of titles. The weights order what authors of pages do: headings,
    /// then links and names of classes, then length; they and the steps of length were set by hand on the listing pages
    /// of the dev quarter. What has one word, or thirty, or is the same in every row is no title.
    fn title_score(&self, rows: usize) -> f32 {
        // Fourteen letters and more are several words in one.
        let is_short = ratio(self.characters, self.cards) < 14.0;
        let length = match self.mean_words() {
            words if words < 1.5 && is_short => -2.0,
            words if words < 2.5 => -1.0,
            words if words <= 18.0 => 1.0,
            words if words <= 30.0 => 0.0,
            _ => -3.0,
        };
        let constant = if self.cards >= 3 && self.distinct.len() == 1 { -5.0 } else { 0.0 };
        // Two subjects of a title may read as two names, and some titles have a year: what counts is the column.
        let most = |count: usize| f32::from(u8::from(self.share(count) > 0.5));
        2.0 * ratio(self.cards, rows)
            + 2.0 * self.share(self.distinct.len())
            + 3.0 * self.share(self.headings)
            + 1.5 * self.share(self.linked)
            + 2.0 * self.hinted(Hint::Title)
            - 3.0 * self.hinted(Hint::Author)
            - 3.0 * self.hinted(Hint::Category)
            - 2.0 * self.hinted(Hint::Summary)
            - 3.0 * self.hinted(Hint::Date)
            - 1.5 * self.share(self.prose)
            - 5.0 * self.share(self.leads_on)
            - 5.0 * self.share(self.numbers)
            - 4.0 * self.share(self.aside)
            - 3.0 * self.share(self.bylines)
            - 3.0 * most(self.names)
            - most(self.years)
            - self.share(self.of_items)
            + 3.0 * self.share(self.labelled)
            + length
            + constant
    }

    /// Whether the column holds categories: short texts beside the date or the title that recur. Its shares are by
    /// hand.
    fn holds_categories(&self, rows: usize) -> bool {
        let junk = self.share(self.leads_on + self.numbers + self.bylines) > 0.3
            || self.share(self.aside) > 0.5
            || self.hinted(Hint::Author) > 0.3
            || self.hinted(Hint::Summary) > 0.3
            || self.holds_buttons();
        if junk {
            return false;
        }
        if self.hinted(Hint::Category) > 0.5 && self.mean_words() <= 2.0 * CATEGORY_WORDS {
            return true;
        }
        let short =
            self.mean_words() <= CATEGORY_WORDS && ratio(self.characters, self.cards) <= CATEGORY_CHARACTERS;
        // Topics recur more than names do; and names are seldom one word.
        let recurs = rows >= 4
            && (self.distinct.len() * 5 <= self.cards * 3
                || (self.distinct.len() < self.cards && self.share(self.single_words) >= 0.15));
        let by_date = self.share(self.near_date) >= 0.5;
        let beside = by_date || self.share(self.near_title) >= 0.5;
        // What every card has is a label, unless it stands right by the date.
        let right_by_date = self.share(self.beside_date) >= 0.5;
        let constant = self.distinct.len() == 1 && self.cards > 1;
        short
            && self.share(self.headings) <= 0.5
            && ratio(self.cards, rows) >= 0.3
            && beside
            && (recurs || (rows < 4 && by_date))
            && (!constant || (right_by_date && self.small_letters == 0))
    }

    /// How much the column looks like one of summaries, none when it cannot be one. Its shares are by hand.
    fn summary_score(&self) -> Option<f32> {
        let hinted = self.hinted(Hint::Summary) > 0.5;
        let junk = self.share(self.aside) > 0.5
            || self.hinted(Hint::Author) > 0.3
            || self.share(self.names) > 0.5
            || self.share(self.parted.max(self.bylines)) > 0.5
            || self.share(self.headings) > 0.5
            || self.hinted(Hint::Title) > 0.5
            || self.hinted(Hint::Category) > 0.5
            || (self.cards >= 3 && self.distinct.len() == 1);
        if junk || (self.mean_words() < SUMMARY_WORDS && self.share(self.prose) < 0.5 && !hinted) {
            return None;
        }
        // Thirty words are a full summary; a column that says what it is counts thrice.
        Some(self.mean_words().min(30.0) * ratio(self.cards, 1).sqrt() * if hinted { 3.0 } else { 1.0 })
    }
}
