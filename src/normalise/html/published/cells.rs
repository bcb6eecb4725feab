//! Which cells of tables and lists of terms are a label and what it labels: two in a row, or a term and what it is.
//!
//! In: the parsed page. Out: such cells by their nodes. Reads no dates; cells of layouts hold more than a label has.

use ego_tree::{NodeId, NodeRef};
use scraper::node::Node;
use scraper::{ElementRef, Html};

use crate::normalise::html::element::is_named;
use crate::normalise::tables::Table;

/// What a cell is in a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cell {
    /// In none.
    #[default]
    None,
    /// The head of a row, or a term.
    Head,
    /// What stands beside a head or a term.
    OfHead,
    /// The second of two cells of a row without a head.
    Second,
}

/// Bytes of the text of such a cell. A judgement: a label with a day in it, doubled.
const BYTES: usize = 80;
/// Nodes in it. A judgement: marks, links and a time; cells of layouts may hold whole tables without a text.
const NODES: usize = 40;

/// All cells of pairs.
pub(super) fn cells(html: &Html) -> Table<NodeId, Cell> {
    let mut cells = Table::default();
    for element in html.tree.nodes().filter_map(ElementRef::wrap) {
        if is_named!(element.value(), "tr") {
            row(&element, &mut cells);
        } else if is_named!(element.value(), "dt") && is_short(*element) && says_something(&element) {
            cells.insert(element.id(), Cell::Head);
            let next = element.next_siblings().find_map(ElementRef::wrap);
            if let Some(next) = next.filter(|next| is_named!(next.value(), "dd") && is_short(**next)) {
                cells.insert(next.id(), Cell::OfHead);
            }
        }
    }
    cells
}

/// The cells of a row that has two, both short.
fn row(row: &ElementRef<'_>, cells: &mut Table<NodeId, Cell>) {
    let mut own = row.child_elements().filter(|cell| is_named!(cell.value(), "td" | "th"));
    let (Some(first), Some(second), None) = (own.next(), own.next(), own.next()) else { return };
    if !is_short(*first) || !is_short(*second) || !says_something(&first) || is_named!(second.value(), "th") {
        return;
    }
    let is_headed = is_named!(first.value(), "th");
    if is_headed {
        cells.insert(first.id(), Cell::Head);
    }
    cells.insert(second.id(), if is_headed { Cell::OfHead } else { Cell::Second });
}

fn says_something(cell: &ElementRef<'_>) -> bool {
    cell.text().any(|text| text.contains(char::is_alphanumeric))
}

fn is_short(cell: NodeRef<'_, Node>) -> bool {
    let mut bytes = 0;
    for (count, node) in cell.descendants().enumerate() {
        bytes += node.value().as_text().map_or(0, |text| text.trim().len());
        if bytes > BYTES || count > NODES {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::html::tree::parse;

    #[test]
    fn two_cells_of_a_row_and_a_term_with_what_it_is_are_pairs() {
        for (source, wanted) in [
            ("<table><tr><th>Opened<td>3 May</table>", vec![Cell::Head, Cell::OfHead]),
            ("<table><tr><td>Opened<td>3 May</table>", vec![Cell::Second]),
            ("<table><tr><td>A lake<td>A weir<td>3 May</table>", vec![]),
            ("<table><tr><th>Title<th>Date</table>", vec![]),
            ("<dl><dt>Opened<dd>3 May<dd>9 May</dl>", vec![Cell::Head, Cell::OfHead]),
        ] {
            let tree = parse(source);
            let found = cells(&tree.html);
            let in_order: Vec<Cell> =
                tree.html.tree.nodes().filter_map(|node| found.get(&node.id()).copied()).collect();
            assert_eq!(in_order, wanted, "{source}");
        }
        let long = format!("<table><tr><td>{}<td>3 May</table>", "Words of a column of the page. ".repeat(4));
        assert!(cells(&parse(&long).html).is_empty());
    }
}
