//! From when until when captures show a document as it is.
//!
//! In: capture times. Out: [`Validity`], half-open intervals of UTC seconds. Never reads a clock.

use serde::{Deserialize, Serialize};

/// From when until when captures show a document: seconds since 1970-01-01T00:00:00Z, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Validity {
    /// The first capture that shows it so.
    pub from: i64,
    /// The first capture of the same page that no longer does; none while there is no such capture.
    pub until: Option<i64>,
}

impl Validity {
    /// Whether the document stood so at a moment.
    pub fn holds_at(self, seconds: i64) -> bool {
        self.from <= seconds && self.until.is_none_or(|until| seconds < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_from_its_first_second_to_before_its_end() {
        let closed = Validity { from: 10, until: Some(20) };
        let open = Validity { from: 10, until: None };
        for (second, in_closed, in_open) in
            [(9, false, false), (10, true, true), (19, true, true), (20, false, true)]
        {
            assert_eq!((closed.holds_at(second), open.holds_at(second)), (in_closed, in_open), "{second}");
        }
    }
}
