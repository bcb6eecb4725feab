//! How the cells of tables of data stand in their rows, where they hold paragraphs or lists, or nothing.
//!
//! In: the outline and its blocks. Out: per block that stands in such a cell, which cell it is and how many empty ones stand
//! before it. Tables that only lay out a page, or lists side by side, have none.

use super::blocks::{Block, Form};
use super::outline::{Kind, Outline};
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::tables::{Set, Table};

/// Blocks and characters of a cell of data at most. Judgements: a cell with a list in it; more is a part of a page.
const BLOCKS: u32 = 8;
const CHARS: u32 = 600;

/// Columns that a cell may span and that are told from one another. A judgement: wide tables of figures.
const WIDEST: usize = 100;

/// Where a block stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The cell, by its place in the outline.
    pub(crate) cell: usize,
    /// Empty cells right before it whose columns have text in other rows.
    pub(crate) empty: usize,
}

/// What a table holds.
#[derive(Default)]
struct Held {
    /// Whether it lays out parts of a page.
    is_layout: bool,
    /// Cells with text.
    texts: usize,
    /// Of these, those that hold several items or paragraphs.
    long: usize,
    /// Whether a cell heads others.
    is_headed: bool,
    /// The rows, by the first cell of each.
    rows: usize,
    /// The columns that have text.
    columns: Set<usize>,
}

/// A cell: its table, its row and the column behind it.
struct Cell {
    place: usize,
    table: usize,
    row: usize,
    behind: usize,
    has_text: bool,
}

/// Fills in where blocks stand in the rows of tables of data.
pub(super) fn place(outline: &Outline<'_>, blocks: &mut [Block]) {
    let kind = |place: usize| outline.items.get(place).map(|item| item.kind);
    let above = |place: usize, wanted: Kind| {
        outline.upwards(place).skip(1).find(|above| kind(*above) == Some(wanted))
    };
    let owner = |block: &Block| {
        block.row?;
        outline.upwards(block.container).find(|above| kind(*above) == Some(Kind::Cell))
    };
    let owners: Vec<Option<usize>> = blocks.iter().map(owner).collect();
    if owners.iter().all(Option::is_none) {
        return;
    }
    // What each cell holds, in blocks and characters.
    let mut held: Table<usize, (u32, u32, bool, u32)> = Table::default();
    for (block, owner) in blocks.iter().zip(&owners) {
        let Some(owner) = owner else { continue };
        let cell = held.entry(*owner).or_default();
        cell.0 += 1;
        cell.1 += block.counts.chars;
        cell.2 |= matches!(block.form, Form::Heading(_) | Form::Pre | Form::Button);
        cell.3 += u32::from(matches!(block.form, Form::Item | Form::Paragraph));
    }
    let mut tables: Table<usize, Held> = Table::default();
    let mut cells: Vec<Cell> = Vec::new();
    for (place, item) in outline.items.iter().enumerate() {
        if item.kind == Kind::Table
            && let Some(outer) = above(place, Kind::Table)
        {
            tables.entry(outer).or_default().is_layout = true;
        }
        if item.kind != Kind::Cell || kind(item.parent) != Some(Kind::Row) {
            continue;
        }
        let Some(table) = above(place, Kind::Table) else { continue };
        let span =
            item.element.and_then(|element| element.attribute("colspan")?.trim().parse::<usize>().ok());
        let span = span.unwrap_or(1).clamp(1, WIDEST);
        let before = cells.last().filter(|before| before.row == item.parent);
        let column = before.map_or(0, |before| before.behind);
        let found = held.get(&place);
        let table_held = tables.entry(table).or_default();
        table_held.is_layout |=
            found.is_some_and(|(blocks, chars, parts, _)| *blocks > BLOCKS || *chars > CHARS || *parts);
        table_held.texts += usize::from(found.is_some());
        table_held.long += usize::from(found.is_some_and(|(.., lines)| *lines > 1));
        table_held.is_headed |= item.element.is_some_and(|element| is_named!(element, "th"));
        table_held.rows += usize::from(before.is_none());
        if found.is_some() {
            table_held.columns.extend(column..(column + span).min(WIDEST));
        }
        cells.push(Cell { place, table, row: item.parent, behind: column + span, has_text: found.is_some() });
    }
    // Lists side by side, verses and what they mean.
    for table in tables.values_mut() {
        let is_long = table.long > 0 && table.long * 2 >= table.texts;
        table.is_layout |= is_long && !table.is_headed || table.long > 0 && table.rows == 1;
    }
    let mut texts: Table<usize, usize> = Table::default();
    for cell in cells.iter().filter(|cell| cell.has_text) {
        *texts.entry(cell.row).or_default() += 1;
    }
    let mut places: Table<usize, Place> = Table::default();
    let mut empty = 0;
    let mut row = usize::MAX;
    for cell in &cells {
        if std::mem::replace(&mut row, cell.row) != cell.row {
            empty = 0;
        }
        let Some(table) = tables.get(&cell.table).filter(|table| !table.is_layout && table.columns.len() > 1)
        else {
            continue;
        };
        if cell.has_text {
            // A text that is alone in its row stands in no column.
            let is_alone = texts.get(&cell.row) == Some(&1);
            let empty = if is_alone { 0 } else { std::mem::take(&mut empty) };
            places.insert(cell.place, Place { cell: cell.place, empty });
        } else {
            empty += usize::from(table.columns.contains(&(cell.behind - 1)));
        }
    }
    for (block, owner) in blocks.iter_mut().zip(&owners) {
        block.place = owner.and_then(|owner| places.get(&owner).copied());
    }
}
