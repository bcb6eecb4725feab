//! Reads lists of papers in flattened text by the names of their authors: `Title`, `Ada Reed, Basil Marsh`, `Venue, 2024` on
//! lines of their own, or all of it on one, as references have it.
//!
//! In: lines. Out: entries with the lines each takes. Shares and counts are judgements.

use std::collections::HashMap;

use super::dated_lines::Line;
use super::places::{is_summary_like, is_title_like};
use super::{PROSE_WORDS, claim};
use crate::document::{DateClaim, DateSource, Interval, Precision};
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::Entry;
use crate::normalise::listing::choice::HEADING_REACH;
use crate::normalise::listing::fields::{self, word_count};
use crate::normalise::listing::headings;
use crate::normalise::listing::records::styles;

/// Papers that make a list, at least: two may be cited in passing.
const MIN_PAPERS: usize = 3;

/// Papers of which no date is told, at least: names of goods below each other read alike.
const UNDATED_PAPERS: usize = 5;

/// Mean words of titles, as in `choice`: what is played, sold and filled has shorter names.
const PAPER_WORDS: usize = 4;

/// Lines that one paper has at most: title, names, venue, links, a summary of some lines.
const MAX_LINES: usize = 8;

/// Words of the shortest title: `Slow lakes`.
const TITLE_WORDS: usize = 2;

/// A paper and the lines that it takes.
pub(crate) struct Paper {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) entry: Entry,
    /// Whether it names one person and no others, as text that is no name does.
    is_alone: bool,
}

/// Reads the papers of a text; none when there are fewer than three or most have one author, whom nothing tells from a
/// topic, when they stand far apart, or when they are what an article cites. Of what it reads only what `keeps` says is judged.
pub(crate) fn read(text: &[Line<'_>], reading: &Reading, keeps: &dyn Fn(&Paper) -> bool) -> Vec<Paper> {
    let mut papers: Vec<Paper> = Vec::new();
    let mut heading: Option<(Interval, &str)> = None;
    let mut cited = Cited::default();
    let mut from = 0;
    let mut at = 0;
    while let Some(line) = text.get(at) {
        let date = line.whole.filter(|date| matches!(date.precision, Precision::Year | Precision::Month));
        if let Some(date) = date {
            heading = Some((date, line.text));
            from = at + 1;
        } else if let Some(mut paper) =
            one_line(line.text, at, reading).or_else(|| lines(text, at, from, reading))
        {
            let own = paper.entry.published.as_ref().map(DateClaim::interval);
            let is_finer = |(date, _): &(Interval, &str)| {
                own.is_none_or(|own| own.earliest <= date.earliest && date.latest <= own.latest)
            };
            if let Some((date, evidence)) = heading.filter(is_finer) {
                paper.entry.published = Some(claim(date, DateSource::GroupHeading, evidence));
            }
            from = paper.end;
            at = paper.end;
            if !cited.holds(&paper) && keeps(&paper) {
                papers.push(paper);
            }
            continue;
        } else {
            cited.pass(line.text, at);
        }
        at += 1;
    }
    let first = papers.first().map_or(0, |paper| paper.first);
    let last = papers.last().map_or(0, |paper| paper.end);
    let alone = papers.iter().filter(|paper| paper.is_alone).count();
    let above = text.get(first.saturating_sub(HEADING_REACH)..first).unwrap_or_default();
    let is_numbered = || {
        !above.iter().any(|line| headings::heads_papers(line.text)) && are_numbered_below_prose(text, &papers)
    };
    // Below a heading that says so they are papers, of whomever.
    let are_alone = if above.iter().any(|line| headings::heads_papers(line.text)) {
        alone == papers.len()
    } else {
        alone * 2 > papers.len()
    };
    let are_cited = above.iter().any(|line| headings::heads_citations(line.text)) || is_numbered();
    let are_apart = last - first > papers.len() * (MAX_LINES + 1);
    if papers.len() < MIN_PAPERS
        || are_alone
        || are_cited
        || are_apart
        || is_beside_prose(text, first, last)
        || !are_papers(&papers, above, text.get(first..last).unwrap_or_default())
    {
        return Vec::new();
    }
    take_summaries(text, &mut papers);
    papers
}

/// How far down what a text cites goes on.
#[derive(Default)]
struct Cited {
    /// The line up to which the next must begin.
    until: usize,
}

impl Cited {
    /// Passes a line that is no paper: it may be the heading of what is cited, or of papers of somebody's own.
    fn pass(&mut self, text: &str, at: usize) {
        /// Words of such a heading. A judgement: `5. References and notes`.
        const WORDS: usize = 4;
        if word_count(text) > WORDS {
            return;
        }
        if headings::heads_citations(text) {
            self.until = at + HEADING_REACH;
        } else if !text.contains(char::is_numeric)
            && (headings::heads_papers(text) || headings::heads_a_listing(text))
        {
            self.until = 0;
        }
    }

    /// Whether a paper is cited; then the next may be.
    fn holds(&mut self, paper: &Paper) -> bool {
        let holds = self.until > 0 && paper.first <= self.until;
        self.until = if holds { paper.end + HEADING_REACH } else { 0 };
        holds
    }
}

/// Whether what has names and years, or neither, is papers: goods, jobs, concerts and results read alike. What is above the
/// list says so, or people have initials, or wrote several of longer titles, or venues read as venues; where nothing is
/// dated, only the first of these.
fn are_papers(papers: &[Paper], above: &[Line<'_>], own: &[Line<'_>]) -> bool {
    let is_announced = above.iter().any(|line| headings::heads_a_listing(line.text));
    let most =
        |fits: &dyn Fn(&Paper) -> bool| papers.iter().filter(|paper| fits(paper)).count() * 2 > papers.len();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for name in papers.iter().flat_map(|paper| &paper.entry.authors) {
        *seen.entry(name).or_default() += 1;
    }
    let recur = most(&|paper| {
        paper.entry.authors.iter().any(|name| seen.get(&**name).is_some_and(|times| *times > 1))
    });
    let words: usize = papers.iter().map(|paper| word_count(&paper.entry.title)).sum();
    let long_titles = words >= papers.len() * PAPER_WORDS;
    if !papers.iter().any(|paper| paper.entry.published.is_some()) {
        let have_prices = own.iter().any(|line| fields::is_price(line.text));
        return is_announced && !have_prices && papers.len() >= UNDATED_PAPERS && long_titles;
    }
    let has_initials = |name: &String| {
        name.split([' ', '.', '-'])
            .any(|word| word.chars().count() == 1 && word.chars().all(char::is_uppercase))
    };
    let is_in_venue = |paper: &Paper| {
        paper.entry.published.as_ref().is_some_and(|date| citations::is_venue(&date.evidence))
    };
    is_announced
        || (recur && long_titles)
        || most(&|paper| paper.entry.authors.iter().any(has_initials))
        || most(&is_in_venue)
}

/// Whether papers are numbered from one on below running text, as what an article cites is.
fn are_numbered_below_prose(text: &[Line<'_>], papers: &[Paper]) -> bool {
    let number_of = |line: &Line<'_>| {
        let text = line.text.trim_start_matches(['-', '•', ' ', '[', '(']);
        let digits = text.get(..text.bytes().take_while(u8::is_ascii_digit).count())?;
        let is_marked = text.get(digits.len()..).is_some_and(|rest| rest.starts_with(['.', ')', ']']));
        digits.parse::<u32>().ok().filter(|_| is_marked)
    };
    let number = |paper: &Paper| {
        let own = text.get(paper.first).and_then(number_of);
        own.or_else(|| text.get(paper.first.checked_sub(1)?).and_then(number_of))
    };
    // Of those that cannot be read some may stand first.
    let numbers: Vec<u32> = papers.iter().filter_map(number).collect();
    let rise =
        numbers.windows(2).all(|pair| pair[0] < pair[1]) && numbers.first().is_some_and(|first| *first <= 3);
    let above = text.get(..papers.first().map_or(0, |paper| paper.first)).unwrap_or_default();
    numbers.len() * 2 > papers.len() && rise && above.iter().any(|line| word_count(line.text) >= PROSE_WORDS)
}

/// Whether more is said outside of the list than in it.
fn is_beside_prose(text: &[Line<'_>], first: usize, last: usize) -> bool {
    let size = |lines: &[Line<'_>]| lines.iter().map(|line| line.text.len()).sum::<usize>();
    let prose = |lines: &[Line<'_>]| -> usize {
        lines.iter().filter(|line| word_count(line.text) >= PROSE_WORDS).map(|line| line.text.len()).sum()
    };
    let outside = [text.get(..first), text.get(last..)].into_iter().flatten().map(prose).sum::<usize>();
    outside > size(text.get(first..last).unwrap_or_default())
}

/// The names that a text begins with, or one that is all of its first sentence, and what follows the last.
fn split_names(text: &str) -> Option<(Vec<&str>, &str)> {
    let text = citations::without_number(text);
    let text = text.strip_prefix("By ").unwrap_or(text);
    if let Some(name) = citations::lone_inverted_name(text) {
        return Some((vec![name], text.get(name.len()..)?));
    }
    let names = citations::names(text);
    let Some(last) = names.last() else {
        let sign = text.find([';', ':', '(', '"', '“', '„', '«']).and_then(|at| text.split_at_checked(at));
        let (name, rest) = [sentence(text), sign, Some((text, ""))]
            .into_iter()
            .flatten()
            .min_by_key(|(name, _)| name.len())?;
        let name = name.trim_end_matches([' ', ',']);
        let name = citations::without_stop(name);
        return citations::is_name(name).then_some((vec![name], rest));
    };
    let end = text.find(last)? + last.len();
    let rest = text.get(end..)?;
    let rest = rest.strip_prefix(" et al").unwrap_or(rest);
    Some((names, rest.trim_start_matches(|mark: char| mark == '*' || mark == '†' || mark.is_numeric())))
}

/// Whether a text begins with names that signs part: `and` alone parts subjects of a title too.
fn is_row_of_names(text: &str) -> bool {
    let names = citations::names(text);
    let first = names.first().and_then(|first| Some(text.find(first)? + first.len()));
    let after = first.and_then(|end| text.get(end..)).unwrap_or_default().trim_start();
    (names.len() > 1 && !after.starts_with("and "))
        || after.trim_start_matches([',', ' ']).starts_with("et al")
}

/// Words of a venue at most, with volume, pages and links.
const VENUE_WORDS: usize = 20;

/// Whether a text is short enough for a venue and has a year.
fn tells_year(text: &str) -> bool {
    word_count(text) <= VENUE_WORDS && citations::year(text, false).is_some()
}

/// A paper whose names have a line of their own: its title stands on the line above, not before `from`, or below, the
/// venue behind it.
fn lines(text: &[Line<'_>], at: usize, from: usize, reading: &Reading) -> Option<Paper> {
    let own = text.get(at)?;
    let (names, rest) = split_names(own.text)?;
    // `Lakes and Rivers` may be two people or a title: names below it make it one.
    let is_above_names = || text.get(at + 1).is_some_and(|below| is_row_of_names(below.text));
    if (rest.contains(char::is_alphabetic) && !tells_year(rest))
        || (!is_row_of_names(own.text) && is_above_names())
    {
        return None;
    }
    let above =
        at.checked_sub(1).filter(|above| *above >= from).and_then(|above| Some((above, text.get(above)?)));
    let Some((title, line)) = above.filter(|(_, line)| line.dates.is_empty() && is_title(line.text)) else {
        return below_names(text, at, &names, reading);
    };
    let beside = Some((at, rest)).filter(|(_, rest)| tells_year(rest));
    let below = (at + 1..=at + 2).filter_map(|at| Some((at, text.get(at)?))).find(|(_, line)| {
        line.whole.is_none() && tells_year(line.text) && citations::names(line.text).is_empty()
    });
    let venue = beside.or(below.map(|(at, line)| (at, line.text)));
    // A name alone may be anything.
    if names.len() < 2 && venue.is_none() {
        return None;
    }
    let end = venue.map_or(at, |(line, _)| line) + 1;
    let is_alone = citations::names(own.text).is_empty();
    Some(Paper {
        first: title,
        end,
        entry: entry(line.text, &names, venue.map(|(_, text)| text), reading),
        is_alone,
    })
}

/// A paper whose title stands on the line below its names, the venue behind it or on a line of its own; that of one person
/// only where the venue reads as one.
fn below_names(text: &[Line<'_>], at: usize, names: &[&str], reading: &Reading) -> Option<Paper> {
    let own = text.get(at + 1).filter(|line| line.whole.is_none())?.text;
    let beside = sentence(own).filter(|(title, venue)| is_title(title) && tells_year(venue));
    let below = || {
        let venue = text.get(at + 2)?.text;
        let is_venue = tells_year(venue) && !tells_year(own) && citations::names(venue).is_empty();
        (is_venue && is_title(own)).then_some((own, venue))
    };
    let (end, (title, venue)) = match beside {
        Some(beside) => (at + 2, beside),
        None => (at + 3, below()?),
    };
    let is_paper = names.len() > 1 || (end == at + 3 && citations::is_venue(venue));
    is_paper.then(|| Paper {
        first: at,
        end,
        entry: entry(title, names, Some(venue), reading),
        is_alone: names.len() < 2,
    })
}

/// A paper that is cited in one line, its year with it.
fn one_line(text: &str, at: usize, reading: &Reading) -> Option<Paper> {
    // Most lines have no year, and names take long to read.
    if !text.contains(char::is_numeric) {
        return None;
    }
    let is_paper = |(_, title, venue): &(Vec<&str>, &str, &str)| {
        is_title(title) && citations::year(venue, false).is_some()
    };
    if let Some((names, title, venue)) = styles::read(text).filter(is_paper) {
        let entry = entry(title, &names, Some(venue), reading);
        return Some(Paper { first: at, end: at + 1, entry, is_alone: false });
    }
    let readings = || [names_first(text), title_first(text)].into_iter().flatten().filter(is_paper);
    // The beginning of a title may read as one name.
    let several = readings().find(|(names, ..)| names.len() > 1);
    let (names, title, venue) = several.or_else(|| readings().next())?;
    let is_alone = names.len() < 2 && !text.contains(" et al");
    Some(Paper { first: at, end: at + 1, entry: entry(title, &names, Some(venue), reading), is_alone })
}

/// `Ada Reed, Basil Marsh. Title. Venue, 2024.`; the title may stand in quotes or behind the year.
fn names_first(text: &str) -> Option<(Vec<&str>, &str, &str)> {
    let (names, rest) = split_names(text)?;
    let is_mark = |mark: char| mark.is_whitespace() || matches!(mark, '.' | ',' | ':' | ';');
    let rest = rest.trim_start_matches(is_mark);
    let in_brackets = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let year = in_brackets.filter(|(year, _)| citations::year(year, false).is_some());
    let after = year.map_or(rest, |(_, after)| after).trim_start_matches(is_mark);
    let (title, venue) = quoted(after).or_else(|| sentence(after))?;
    // The year before the title is that of the venue.
    Some((names, title, if year.is_some() { rest } else { venue }))
}

/// `Title. Ada Reed, Basil Marsh. Venue, 2024.`
fn title_first(text: &str) -> Option<(Vec<&str>, &str, &str)> {
    let (title, rest) = quoted(text).or_else(|| sentence(text))?;
    let (names, venue) = split_names(rest)?;
    Some((names, title, venue))
}

/// A text in quotes at the start, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')];
    let (open, close) = pairs.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let (title, rest) = text.strip_prefix(open)?.split_once(close)?;
    Some((title.trim_matches(|mark: char| mark.is_whitespace() || matches!(mark, '.' | ',')), rest))
}

/// The first sentence of some words, and what follows it.
fn sentence(text: &str) -> Option<(&str, &str)> {
    let ends = text.match_indices(['.', '?', '!']).filter(|(at, _)| {
        let goes_on = text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        goes_on && text.get(..*at).is_some_and(|title| word_count(title) >= TITLE_WORDS)
    });
    let (at, sign) = ends.take(1).next()?;
    let end = if sign == "." { at } else { at + 1 };
    Some((text.get(..end)?.trim_end(), text.get(at + 1..)?.trim_start()))
}

fn is_title(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    // A programme has times before its titles, and of names cut in two the first is left.
    let has_time = text.starts_with(|sign: char| sign.is_ascii_digit())
        && text.get(..6).is_some_and(|start| start.contains(':'));
    // `[pdf] [code]`
    let is_in_brackets = text.starts_with('[') && text.ends_with(']');
    word_count(text) >= TITLE_WORDS
        && !has_time
        && !is_in_brackets
        && is_title_like(text)
        && !is_row_of_names(text)
        && !headings::heads_a_listing(text)
}

fn entry(title: &str, names: &[&str], venue: Option<&str>, reading: &Reading) -> Entry {
    let date = |venue| {
        let found: Vec<Interval> =
            dates::scan(venue, reading).into_iter().map(|found| found.interval).collect();
        let year = citations::year(venue, false);
        let day = found.iter().find(|date| date.precision == Precision::Day);
        let is_of_year = |date: &&Interval| year.is_some_and(|year| year.contains(date));
        let month = found.iter().filter(|date| date.precision == Precision::Month).find(is_of_year);
        let date = day.or(month).copied().or(year)?;
        Some(claim(date, DateSource::ListingRow, citations::venue(venue)))
    };
    Entry {
        title: title.trim_end_matches('.').trim_end().to_owned(),
        authors: names.iter().map(|name| (*name).to_owned()).collect(),
        published: venue.and_then(date),
        ..Entry::default()
    }
}

/// Gives each paper the first sentences that stand below it, up to the next.
fn take_summaries(text: &[Line<'_>], papers: &mut [Paper]) {
    let starts: Vec<usize> = papers.iter().skip(1).map(|paper| paper.first).collect();
    for (place, paper) in papers.iter_mut().enumerate() {
        let until = starts.get(place).copied().unwrap_or(text.len()).min(paper.end + MAX_LINES);
        let own = text.get(paper.end..until).unwrap_or_default();
        let Some(at) = own.iter().position(|line| {
            is_summary_like(line.text) && !is_title(line.text) && split_names(line.text).is_none()
        }) else {
            continue;
        };
        // Below the last paper the foot of the page stands.
        if at > 2 {
            continue;
        }
        if let Some(line) = own.get(at) {
            fields::clean_summary(line.text).clone_into(&mut paper.entry.summary);
            paper.end += at + 1;
        }
    }
}
