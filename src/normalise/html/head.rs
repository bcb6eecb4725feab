//! The head of an article that was captured as text or Markdown: when it was published and who wrote it, as far as the lines
//! around its title say so.
//!
//! In: the title and the blocks of the text. Out: [`Head`]. The lines are read as those of a page in
//! HTML are, whose markup says no more of them; a day further away is what the text talks about.

use std::collections::HashSet;

use super::metadata::Metadata;
use super::{about, published, tree};
use crate::document::{DateClaim, DateSource, Interval, escapes, fold};
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

/// The head of a text, of which these are the blocks below the title, and those of them that are headings.
pub(crate) fn of_text(
    title: &str,
    blocks: &[&str],
    headings: &[String],
    url: Option<&str>,
    reading: &Reading,
) -> Head {
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
    let mut authors = about::people(&html, &metadata, url, title);
    authors.retain(|name| !headings.contains(name) && !fold::words(name).split(' ').all(is_word_of_label));
    if authors.is_empty() {
        authors = names_beside_day(blocks, headings, &html, reading);
    }
    Head { published: dates.published.filter(is_of_head), updated: dates.updated.filter(is_of_head), authors }
}

/// The names in a line of their own right above or below that of a day, where a page in HTML would have marked them. Below a day
/// the text begins, often with a heading that looks as a name does: one name there stands in the block of the day.
fn names_beside_day(
    blocks: &[&str],
    headings: &[String],
    html: &scraper::Html,
    reading: &Reading,
) -> Vec<String> {
    /// Lines below the title. A judgement: a subtitle, names, a day, a time to read.
    const LINES: usize = 5;
    let lines = blocks.iter().enumerate();
    let lines = lines.flat_map(|(block, text)| text.lines().map(move |line| (block, line.trim())));
    let lines = lines.filter(|(_, line)| line.contains(char::is_alphanumeric)).take(LINES);
    let lines: Vec<(usize, &str)> = lines.take_while(|(_, line)| is_small_line(line)).collect();
    let is_day = |place: usize| {
        lines
            .get(place)
            .is_some_and(|(_, line)| !line.starts_with("- ") && !dates::scan(line, reading).is_empty())
    };
    let named = |place: usize| {
        let (block, line) = lines[place];
        let is_above = is_day(place + 1);
        let is_below = place > 0 && is_day(place - 1);
        if !is_above && !is_below || headings.iter().any(|heading| heading == line) {
            return Vec::new();
        }
        let by = line.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map(|_| line[3..].trim());
        let line = by.unwrap_or(line);
        // `Ada Reed - ada@tarn.example`. Who has an address is somebody, and it is written small.
        let address = line.rsplit_once(" - ").filter(|(_, rest)| rest.contains('@') && !rest.contains(' '));
        if let Some((name, _)) = address {
            return about::names_of_line(name, None);
        }
        let names = about::names_of_line(line, Some(html));
        let is_sure = by.is_some() || names.len() > 1;
        let is_near = is_above || lines[place - 1].0 == block;
        if is_sure || is_near && !is_label(line) { names } else { Vec::new() }
    };
    (0..lines.len()).map(named).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Whether a line of two words is what pages write above their parts and lists, and no name.
fn is_label(line: &str) -> bool {
    fold::words(line).split(' ').any(is_word_of_label)
}

/// Whether such lines have a folded word, and names seldom.
fn is_word_of_label(word: &str) -> bool {
    /// A judgement, folded: words that are names of nobody.
    const WORDS: [&str; 30] = [
        "read",
        "later",
        "key",
        "takeaways",
        "findings",
        "executive",
        "summary",
        "lessons",
        "learned",
        "code",
        "review",
        "latest",
        "news",
        "updates",
        "aktuelle",
        "aktuelles",
        "meldungen",
        "nachrichten",
        "klima",
        "wandel",
        "climate",
        "change",
        "overview",
        "report",
        "notes",
        "team",
        "meeting",
        "blog",
        "article",
        "introduction",
    ];
    WORDS.contains(&word)
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
        if is_small_line(line) {
            days.extend(dates::scan(line, reading).into_iter().map(|found| found.interval));
        } else if let Some(day) = day_of_dateline(line, reading) {
            days.push(day);
        }
    }
    days
}

/// The day of the line that a report begins with: `TARTU, 4 March 2025 — The warden …`.
fn day_of_dateline(line: &str, reading: &Reading) -> Option<Interval> {
    /// Characters in which it stands. A judgement: a place, a country, a day, an agency.
    const LONGEST: usize = 120;
    let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
    let start = line.get(..end)?;
    let first = dates::scan(start, reading).into_iter().next()?;
    published::is_dateline(start.get(..first.start)?, start.get(first.end..)?).then_some(first.interval)
}

/// Whether a line may be small print: neither long nor a sentence.
pub(crate) fn is_short(line: &str) -> bool {
    line.chars().count() <= SHORT && !line.trim_end().ends_with(['.', '!', '?', '。'])
}

/// Whether a line is small print, even if it ends as a sentence does: `Published: 4 March 2026, CET.`
fn is_small_line(line: &str) -> bool {
    /// Words of such a line. A judgement: a label, a day, an hour, a zone.
    const WORDS: usize = 7;
    is_short(line)
        || (is_short(line.trim_end().trim_end_matches('.')) && line.split_whitespace().count() <= WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(below: &str) -> (Option<String>, Vec<String>) {
        let prose = "The warden of the upper tarn wrote down every morning how far the ice had gone, and what the herons did about it.";
        let blocks: Vec<&str> = below.split("\n\n").chain([prose, prose]).collect();
        let head =
            of_text("What herons know", &blocks, &["Lessons Learned".to_owned()], None, &Reading::default());
        (head.published.map(|claim| claim.to_string()), head.authors)
    }

    #[test]
    fn a_name_beside_the_day_is_the_authors() {
        for below in [
            "Ada Reed\nMarch 4, 2025",
            "4 March 2025 10:12\nAda Reed",
            "4 March 2025\n\nBy Ada Reed",
            "By Ada Reed\n4 March 2025",
            "A note on ice\n\nAda Reed\n\nMar 04, 2025",
            "Ada Reed - ada@tarn.example\n\nPublished: 4 Mar, 2025 CET.",
        ] {
            assert_eq!(told(below), (Some("2025-03-04".to_owned()), vec!["Ada Reed".to_owned()]), "{below}");
        }
    }

    #[test]
    fn a_report_is_dated_by_the_line_that_it_begins_with() {
        let report = "TARTU, Estonia, March 4, 2025 — The ice of the upper tarn went early, as the warden said, and the herons came.";
        assert_eq!(told(report).0.as_deref(), Some("2025-03-04"));
        let told_of =
            "It was on March 4, 2025 — a Tuesday — that the ice of the upper tarn went, as the warden said.";
        assert_eq!(told(told_of).0, None);
    }

    #[test]
    fn places_topics_and_other_lines_are_no_authors() {
        for below in [
            "New York\nMarch 4, 2025",
            "March 4, 2025\n\nMachine Learning",
            "Ada Reed\n\nA note",
            "March 4, 2025\n\nKey Takeaways",
            "Read Later\nMarch 4, 2025",
            "Lessons Learned\n\nMarch 4, 2025",
        ] {
            assert_eq!(told(below).1, Vec::<String>::new(), "{below}");
        }
    }
}
