//! The head of an article that was captured as text or Markdown: when it was published and who wrote it, as far as the lines
//! around its title say so.
//!
//! In: the title and the blocks of the text. Out: [`Head`]. The lines are read as those of a page in
//! HTML are, whose markup says no more of them; a day further away is what the text talks about.

use std::collections::HashSet;

use super::metadata::Metadata;
use super::{about, published, tree};
use crate::document::{DateClaim, DateSource, Interval, escapes};
use crate::normalise::dates::{self, Reading};

/// Bytes of a text that are looked at. A judgement: enough to tell prose from lists, and no more work for a book than for an
/// article.
const LOOKED_AT: usize = 64 << 10;

/// Bytes behind the title in which its day stands, as of pages in HTML (`published`).
const NEAR: usize = 600;

/// Characters of a line of small print. A judgement: a day, a name, a time to read.
const SHORT: usize = 80;

/// What the head of an article says.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// When it was published.
    pub(crate) published: Option<DateClaim>,
    /// When it was last changed.
    pub(crate) updated: Option<DateClaim>,
    /// People who wrote it.
    pub(crate) authors: Vec<String>,
}

impl Head {
    /// Whether what has it is an article, rather than any text. A day in an address may be that of its capture.
    pub(crate) fn is_of_a_publication(&self) -> bool {
        let is_dated = self.published.as_ref().is_some_and(|claim| claim.source != DateSource::UrlPath);
        is_dated || !self.authors.is_empty()
    }
}

/// The head of a text, of which these are the blocks below the title.
pub(crate) fn of_text(title: &str, blocks: &[&str], url: Option<&str>, reading: &Reading) -> Head {
    let mut source = format!("<article><h1>{}</h1>\n", escapes::in_html(title));
    for block in blocks {
        if source.len() > LOOKED_AT {
            break;
        }
        source.push_str("<p>");
        for line in block.lines() {
            source.push_str(&escapes::in_html(line));
            source.push_str("<br>");
        }
    }
    let html = tree::parse(&source).html;
    let metadata = Metadata::default();
    let (captured, language) = (reading.captured, reading.language.as_deref());
    let dates = published::dates(&html, &metadata, url, captured, language, title, &HashSet::new());
    let days = days_of_small_print(blocks, reading);
    let is_of_head = |claim: &DateClaim| {
        claim.source == DateSource::UrlPath
            || (claim.source == DateSource::NearTitle && days.contains(&claim.interval()))
    };
    Head {
        published: dates.published.filter(is_of_head),
        updated: dates.updated.filter(is_of_head),
        authors: about::people(&html, &metadata, url, title),
    }
}

/// The days that short lines name before the text begins in earnest.
fn days_of_small_print(blocks: &[&str], reading: &Reading) -> Vec<Interval> {
    let mut letters = 0;
    let mut days = Vec::new();
    for line in blocks.iter().flat_map(|block| block.lines()) {
        if letters > NEAR {
            break;
        }
        letters += line.len();
        if is_short(line) {
            days.extend(dates::scan(line, reading).into_iter().map(|found| found.interval));
        }
    }
    days
}

/// Whether a line may be small print: neither long nor a sentence.
pub(crate) fn is_short(line: &str) -> bool {
    line.chars().count() <= SHORT && !line.trim_end().ends_with(['.', '!', '?', '。'])
}
