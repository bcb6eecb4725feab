//! Lays out small tables, and bars beside counts.
//!
//! In: cells. Out: lines of equal columns. Widths are counted in terminal cells, so that wide characters line up.

use unicode_width::UnicodeWidthStr;

/// Rows of cells, the first column to the left, the others to the right, and text behind them.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<(Vec<String>, String)>,
}

/// Spaces between columns.
const GAP: &str = "  ";

impl Table {
    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.row_before(cells, String::new());
    }

    /// Adds a row with a text behind it, to the left.
    pub(crate) fn row_before(&mut self, cells: impl IntoIterator<Item = String>, text: String) {
        self.rows.push((cells.into_iter().collect(), text));
    }

    /// The lines, without spaces at their ends.
    pub(crate) fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|(cells, _)| cells.get(column))
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        self.rows
            .iter()
            .map(|(row, text)| {
                let cells = row
                    .iter()
                    .zip(&widths)
                    .enumerate()
                    .map(|(column, (cell, width))| {
                        let space = " ".repeat(width - cell.width());
                        if column == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
                    })
                    .chain([text.clone()])
                    .collect::<Vec<_>>();
                cells.join(GAP).trim_end().to_owned()
            })
            .collect()
    }
}

/// A bar whose length is to `width` as `count` to `most`; eighths of a cell are drawn, and something for anything.
pub(crate) fn bar(count: u64, most: u64, width: usize) -> String {
    const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
    let eighths =
        usize::try_from(u128::from(count) * (width as u128) * 8 / u128::from(most.max(1))).unwrap_or(0);
    let eighths = if count > 0 { eighths.max(1) } else { 0 };
    let mut bar = "█".repeat(eighths / 8);
    if let Some(part) = (eighths % 8).checked_sub(1).and_then(|part| EIGHTHS.get(part)) {
        bar.push(*part);
    }
    bar
}

/// A number with its thousands apart.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A size for people.
#[expect(clippy::cast_precision_loss, reason = "a size that people read")]
pub(crate) fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    let mut unit = "B";
    for larger in ["KiB", "MiB", "GiB", "TiB"] {
        if value < 1024.0 {
            break;
        }
        value /= 1024.0;
        unit = larger;
    }
    if unit == "B" { format!("{bytes} B") } else { format!("{value:.1} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_script() {
        let mut table = Table::default();
        table.row(["解釈".to_owned(), "9".to_owned()]);
        table.row(["team".to_owned(), "10".to_owned()]);
        assert_eq!(table.lines(), ["解釈   9", "team  10"]);
        let mut table = Table::default();
        table.row_before(["a".to_owned(), "9".to_owned()], "/long/path".to_owned());
        table.row_before(["a".to_owned(), "10".to_owned()], "/path".to_owned());
        assert_eq!(table.lines(), ["a   9  /long/path", "a  10  /path"]);
    }

    #[test]
    fn bars_and_numbers() {
        assert_eq!(bar(0, 10, 10), "");
        assert_eq!(bar(10, 10, 3), "███");
        assert_eq!(bar(1, 1_000_000, 3), "▏");
        assert!(!bar(3, 0, 3).is_empty());
        assert_eq!((thousands(0), thousands(1_234_567)), ("0".into(), "1,234,567".into()));
        assert_eq!((size(512), size(1536)), ("512 B".into(), "1.5 KiB".into()));
    }
}
