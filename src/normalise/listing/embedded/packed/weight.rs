//! Tells how much a value of data is, so that what names another again and again is bounded.
//!
//! In: a value. Out: a count, and what is left of how much a page may have. Judges nothing.

use std::cell::Cell;

use serde_json::Value;

/// Bytes of a text that count as one value.
pub(super) const TEXT: usize = 64;

/// Values that are laid out on one page, long texts counting as several: a packed value may name another any number of times,
/// and a page may pack any number of them. A judgement: far more than a page shows.
const MAX_VALUES: usize = 500_000;

/// Values that are laid out of a byte. A judgement: a value takes more than one byte, and one that is named several times is
/// longer than its name; what was packed honestly has fewer values than bytes.
const MAX_PER_BYTE: usize = 8;

/// How many values may still be laid out.
#[derive(Debug)]
pub(crate) struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Budget {
        Budget(Cell::new(MAX_VALUES))
    }
}

impl Budget {
    /// The part of it that a text has.
    pub(super) fn of_text(&self, text: &str) -> Budget {
        Budget(Cell::new(self.0.get().min(text.len().saturating_mul(MAX_PER_BYTE))))
    }

    /// Takes what was spent of a part.
    pub(super) fn settle(&self, text: &str, part: &Budget) {
        let spent = self.of_text(text).0.get().saturating_sub(part.0.get());
        self.0.set(self.0.get().saturating_sub(spent));
    }

    /// Spends some values; none where there are not so many, and from then on.
    pub(super) fn spend(&self, values: usize) -> Option<()> {
        let left = self.0.get().checked_sub(values);
        self.0.set(left.unwrap_or_default());
        left.map(|_| ())
    }

    /// Spends a value and a text that it holds.
    pub(super) fn spend_text(&self, text: &str) -> Option<()> {
        self.spend(1 + text.len() / TEXT)
    }

    /// Spends a copy of a value. A large one is not weighed again once nothing is left.
    pub(super) fn spend_value(&self, value: &Value) -> Option<()> {
        if self.0.get() == 0 {
            return None;
        }
        self.spend(of(value))
    }
}

/// The values that a value is, long texts counting as several.
fn of(value: &Value) -> usize {
    1 + match value {
        Value::String(text) => text.len() / TEXT,
        Value::Array(values) => values.iter().map(of).sum(),
        Value::Object(object) => object.iter().map(|(key, value)| key.len() / TEXT + of(value)).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_no_more_values_than_its_length_allows_nor_than_the_page_has_left() {
        let page = Budget::default();
        let part = page.of_text("twelve bytes");
        assert!(part.spend(12 * MAX_PER_BYTE).is_some());
        assert!(part.spend(1).is_none());
        page.settle("twelve bytes", &part);
        let long = "a".repeat(MAX_VALUES);
        let rest = page.of_text(&long);
        assert!(rest.spend(MAX_VALUES - 12 * MAX_PER_BYTE).is_some());
        page.settle(&long, &rest);
        assert!(page.of_text("twelve bytes").spend(1).is_none());
    }
}
