//! Normalises a page, but not for ever.
//!
//! In: a page. Out: what it shows, or that it takes too long, or that the program failed on it. Time grows with the length
//! of a page and not faster, so only long ones are watched.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::formats::{Content, Error, Limits, Page, watch};
use crate::ingest::STACK_BYTES;
use crate::normalise::{Normalised, normalise_to};

/// Bytes up to which a page is not watched: the slowest known (a table of nothing but cells) takes half a second a
/// mebibyte, and a thread of its own for every small page would cost more than it could save.
const SHORT: usize = 1 << 20;

/// What became of a page.
pub(crate) enum Taken {
    Normalised(Box<Normalised>),
    /// It took longer than it may. The thread ends by itself later.
    TooLong(Error),
    /// A panic, which is a defect of this program.
    Broke,
}

/// Normalises a page, for so many seconds at most.
pub(crate) fn within(limits: Limits, page: Page) -> Taken {
    let is_short = length(&page.content) <= SHORT;
    let work = move || Box::new(normalise_to(page, limits.max_depth));
    let read = if is_short {
        Ok(catch_unwind(AssertUnwindSafe(work)).ok())
    } else {
        watch::within(limits, "page", STACK_BYTES, work)
    };
    match read {
        Ok(Some(normalised)) => Taken::Normalised(normalised),
        Ok(None) => Taken::Broke,
        Err(error) => Taken::TooLong(error),
    }
}

/// Bytes that a page has to be read through.
fn length(content: &Content) -> usize {
    match content {
        Content::Html(text) | Content::Text(text) | Content::Markdown { text, .. } => text.len(),
        Content::Viewer(viewer) => viewer.blocks.iter().map(String::len).sum(),
        Content::Record(record) | Content::Entry(record) => record.body.len(),
        Content::Exported(sighting) => sighting.body.len(),
        Content::Unchanged { content, .. } | Content::Filed { content, .. } => length(content),
        Content::Repeat => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Evidence;

    fn page(paragraphs: usize) -> Page {
        let prose = "A line of prose that says nothing in particular. ".repeat(20);
        let content =
            Content::Html(format!("<title>A page</title>{}", format!("<p>{prose}").repeat(paragraphs)));
        Page { evidence: Evidence::default(), url: None, content, doubts: Vec::new(), moved_from: None }
    }

    #[test]
    fn a_short_page_is_read_whatever_the_limit() {
        let limits = Limits { max_seconds: 0, ..Limits::default() };
        assert!(matches!(within(limits, page(10)), Taken::Normalised(_)));
    }

    #[test]
    fn a_long_page_is_read_in_time_or_told() {
        let paragraphs = SHORT / 900;
        let patient = Limits { max_seconds: 3_600, ..Limits::default() };
        assert!(matches!(within(patient, page(paragraphs)), Taken::Normalised(_)));
        let limits = Limits { max_seconds: 0, ..Limits::default() };
        let Taken::TooLong(error) = within(limits, page(paragraphs)) else { panic!("it was not told") };
        assert_eq!(error.to_string(), "takes more than 0 seconds; --max-seconds allows more");
    }
}
