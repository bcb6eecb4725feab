//! Normalises a page, but not for ever.
//!
//! In: a page. Out: what it shows, or that it takes too long, or that the program failed on it. Time grows with the length
//! of a page and not faster, so only long ones are watched.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use crate::formats::{Content, Error, Limits, Page};
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
    let work = move || match catch_unwind(AssertUnwindSafe(|| normalise_to(page, limits.max_depth))) {
        Ok(normalised) => Taken::Normalised(Box::new(normalised)),
        Err(_) => Taken::Broke,
    };
    if is_short {
        return work();
    }
    let (sender, receiver) = sync_channel(1);
    let watched = move || {
        // Nobody listens any more where it took too long.
        let _ = sender.send(work());
    };
    let thread = std::thread::Builder::new().name("page".to_owned()).stack_size(STACK_BYTES);
    if let Err(error) = thread.spawn(watched) {
        return Taken::TooLong(error.into());
    }
    receiver.recv_timeout(Duration::from_secs(limits.max_seconds)).unwrap_or_else(|_| {
        let what = format!("takes more than {} seconds", limits.max_seconds);
        Taken::TooLong(Error::Limit { what, flag: "--max-seconds" })
    })
}

/// Bytes that a page has to be read through.
fn length(content: &Content) -> usize {
    match content {
        Content::Html(text) | Content::Text(text) | Content::Markdown { text, .. } => text.len(),
        Content::Viewer(viewer) => viewer.blocks.iter().map(String::len).sum(),
        Content::Record(record) | Content::Entry(record) => record.body.len(),
        Content::Unchanged { content, .. } => length(content),
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
        Page { evidence: Evidence::default(), url: None, content, doubts: Vec::new() }
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
