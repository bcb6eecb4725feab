//! Which heading of a Markdown text is its title, and what stands above it.
//!
//! In: the events of the text. Out: the title's place. Programs that make Markdown of a whole page put its menus above the title and
//! its further parts below it; notes have neither.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use url::Url;

use crate::document::fold;
use crate::normalise::html::head;

/// The heading that is the title of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Title {
    /// Which of its headings, the first being none.
    pub(super) heading: usize,
    /// Where it begins in the source.
    pub(super) from: usize,
    /// Whether links to elsewhere stand above it, as menus do.
    pub(super) below_menu: bool,
}

/// What is known of a text before it is read.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) title: Option<Title>,
    /// How many headings it has.
    pub(super) headings: usize,
    /// Letters of its running text.
    pub(super) prose: usize,
    /// Lines that are nothing but links.
    pub(super) linked: HashSet<String>,
}

/// Letters from which a paragraph is running text. A judgement: a line of small print has fewer (`head`).
const PROSE: usize = 80;

/// Bytes of small print above a title, without any link. A judgement: a site's name, a topic, a day.
const LONGEST_TOP: usize = 400;

/// Links right below a heading by which it heads a site and no text. A judgement: a text may begin with one or two.
const MENU: usize = 3;

/// The outline of a text, whose own address may be known.
pub(super) fn outline(events: &[(Event<'_>, Range<usize>)], url: Option<&str>) -> Outline {
    let Scan { parts, linked_lines: linked, .. } = scanned(events, url);
    let title = title_of(&parts).and_then(|place| {
        let above = Part::above(parts.get(..place)?);
        Some(Title { heading: place, from: parts.get(place)?.from, below_menu: above.is_menu() })
    });
    let prose = parts.iter().map(|part| part.prose).sum();
    Outline { title, headings: parts.len() - 1, prose, linked }
}

/// What stands from a heading to the next, or above one.
#[derive(Debug, Default)]
struct Part {
    /// The heading; the first part has none.
    rank: Option<HeadingLevel>,
    heading: String,
    from: usize,
    /// Whether it may be a title: it is neither a link to where the site begins nor in a list; and whether it is such a link.
    is_free: bool,
    is_home: bool,
    /// Letters of running text, lines that are links, and links of those that lead elsewhere.
    prose: usize,
    links: usize,
    leading: usize,
    /// Lines that are links to places of the page: one may skip its menu, and more are its contents.
    here: usize,
    /// Bytes of all of it, and whether there is no line but short ones.
    bytes: usize,
    has_long_lines: bool,
}

impl Part {
    /// What stands above a heading, in these parts.
    fn above(parts: &[Part]) -> Part {
        let mut above = Part::default();
        for part in parts {
            above.prose += part.prose;
            above.links += part.links;
            above.leading += part.leading;
            above.here += part.here;
            above.bytes += part.bytes + part.heading.len();
            above.has_long_lines |= part.has_long_lines || !head::is_short(&part.heading);
        }
        above
    }

    /// Whether it has the menu of a page: some links that lead elsewhere, or lines that are links and no text.
    fn is_menu(&self) -> bool {
        /// A judgement: one line may lead back, or to a paper.
        const LINES: usize = 2;
        self.here < LINES && (self.leading >= MENU || self.links >= LINES && self.prose == 0)
    }

    /// Whether it is small print: a few short lines.
    fn is_small(&self) -> bool {
        self.bytes <= LONGEST_TOP && !self.has_long_lines
    }
}

/// The place of the part whose heading is the title. A heading that leads to where the site begins is the name of the site only
/// where another is sure to be the title: projects link their own names.
fn title_of(parts: &[Part]) -> Option<usize> {
    let chosen = chosen(parts);
    let is_first = |place: &usize| parts[..*place].iter().all(|above| above.bytes == 0);
    let is_home = |place: &usize| parts[*place].is_home && parts[*place].rank == Some(HeadingLevel::H1);
    let Some(home) = (1..parts.len()).next().filter(|place| is_first(place) && is_home(place)) else {
        return chosen;
    };
    let is_sure = |place: &usize| {
        let is_main = parts[*place].rank == Some(HeadingLevel::H1) && !has_equals(parts, *place);
        is_main || Part::above(&parts[..*place]).is_menu()
    };
    chosen.filter(|place| *place > home && parts[home].prose == 0 && is_sure(place)).or(Some(home))
}

/// Whether other headings of the rank of this have running text as well: they are parts of one text.
fn has_equals(parts: &[Part], place: usize) -> bool {
    let is_equal = |other: usize| {
        other != place
            && parts[other].is_free
            && parts[other].rank == parts[place].rank
            && prose_of(parts, other) > 0
    };
    (1..parts.len()).any(is_equal)
}

/// The same, but for headings that lead to where the site begins.
fn chosen(parts: &[Part]) -> Option<usize> {
    let free = || (1..parts.len()).filter(|&place| parts[place].is_free);
    let is_highest = |rank: Option<HeadingLevel>| {
        parts.iter().skip(1).filter(|part| part.is_free && part.rank <= rank).take(2).count() == 1
    };
    let opening = free().next().filter(|&place| {
        let part = &parts[place];
        let is_main = part.rank == Some(HeadingLevel::H1);
        // The name of a site, with its menu, where the title stands below.
        let heads_site = || {
            let next = free().find(|&next| next > place && parts[next].rank == part.rank);
            part.prose == 0
                && part.links >= MENU
                && part.leading >= MENU
                && next.is_some_and(|next| prose_of(parts, next) > 0 && !has_equals(parts, next))
        };
        let is_first =
            parts[..place].iter().all(|above| above.bytes == 0 && (above.rank.is_none() || !above.is_free));
        is_first && (is_main && !heads_site() || is_highest(part.rank) || opens_paper(parts, place))
    });
    if opening.is_some() {
        return opening;
    }
    let mut ranks: Vec<_> = free().map(|place| parts[place].rank).collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks.into_iter().find_map(|rank| {
        let mut of_rank = free().filter(|&place| parts[place].rank == rank);
        let is_main = rank == Some(HeadingLevel::H1);
        let place = of_rank.clone().find(|&place| prose_of(parts, place) > 0);
        let place = place.or_else(|| of_rank.next().filter(|_| is_main))?;
        let (above, below) = (Part::above(&parts[..place]), prose_of(parts, place));
        let is_below_menu = above.is_menu() && above.prose < below && !has_equals(parts, place);
        let is_title = if is_main {
            is_below_menu || above.is_small() && is_highest(rank)
        } else {
            // Parts of a text have a rank in common, and share the text.
            let all: usize = parts.iter().map(|part| part.prose).sum();
            (is_below_menu || above.is_small())
                && !is_part_of_paper(&parts[place].heading)
                && below > 0
                && below * 4 >= all * 3
        };
        is_title.then_some(place)
    })
}

/// Letters of the running text from a heading to the next of its rank or a higher one.
fn prose_of(parts: &[Part], place: usize) -> usize {
    let Some((own, after)) = parts.get(place..).and_then(<[Part]>::split_first) else { return 0 };
    own.prose + after.iter().take_while(|part| part.rank > own.rank).map(|part| part.prose).sum::<usize>()
}

/// Whether a heading that opens a text is the title of a paper, whose parts programs that read PDFs give the same rank: one of them
/// is called as parts of papers are, and it is not.
fn opens_paper(parts: &[Part], place: usize) -> bool {
    let is_part = |part: &Part| is_part_of_paper(&part.heading);
    parts.iter().any(is_part) && !parts.get(place).is_some_and(is_part)
}

/// Whether a heading is one that papers have, with its number or without: `I. INTRODUCTION`, `2 References`. A judgement.
fn is_part_of_paper(heading: &str) -> bool {
    const PARTS: [&str; 4] = ["abstract", "introduction", "references", "bibliography"];
    let folded = fold::words(heading);
    let mut words = folded.split(' ');
    let is_number =
        |word: &str| word.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, 'i' | 'v' | 'x'));
    words.next_back().is_some_and(|last| PARTS.contains(&last)) && words.all(is_number)
}

/// The parts of a text: what stands above its first heading, then one a heading.
fn scanned(events: &[(Event<'_>, Range<usize>)], url: Option<&str>) -> Scan {
    let mut scan = Scan { parts: vec![Part::default()], ..Scan::default() };
    for (event, range) in events {
        scan.take(event, range, url);
    }
    scan.end_line();
    scan
}

/// The parts that have been read, and the line that is being read.
#[derive(Default)]
struct Scan {
    parts: Vec<Part>,
    /// Lists, tables and pictures that are open.
    lists: usize,
    pictures: usize,
    /// Whether a heading is open; of the link that is open, whether it leads to where the site begins.
    heading: bool,
    link: Option<bool>,
    line: String,
    /// Letters of the line in links, and in links to where the site begins.
    linked: usize,
    rooted: usize,
    /// Links of the line that lead elsewhere than to a place of the page, and those that do not.
    leading: usize,
    here: usize,
    /// Whether the line has words outside of links; lines that have none.
    has_words: bool,
    linked_lines: HashSet<String>,
}

impl Scan {
    fn take(&mut self, event: &Event<'_>, range: &Range<usize>, url: Option<&str>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures -= 1,
            Event::Start(Tag::List(_) | Tag::Table(_)) => {
                self.end_line();
                self.lists += 1;
            }
            Event::End(TagEnd::List(_) | TagEnd::Table) => {
                self.end_line();
                self.lists -= 1;
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_here = dest_url.is_empty() || dest_url.starts_with('#');
                self.link = Some(!is_here && is_root(dest_url, url));
                self.leading += usize::from(!is_here);
                self.here += usize::from(is_here);
            }
            Event::End(TagEnd::Link) => self.link = None,
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_line();
                let is_free = self.lists == 0;
                self.parts.push(Part { rank: Some(*level), from: range.start, is_free, ..Part::default() });
                self.heading = true;
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Text(text) | Event::Code(text) if self.pictures == 0 => {
                let letters = text.trim().chars().count();
                if let Some(is_root) = self.link {
                    self.linked += letters;
                    self.rooted += if is_root { letters } else { 0 };
                } else {
                    self.has_words |= text.contains(char::is_alphanumeric);
                }
                self.line.push_str(text);
            }
            Event::SoftBreak => self.line.push(' '),
            Event::Start(Tag::Item)
            | Event::HardBreak
            | Event::End(
                TagEnd::Item
                | TagEnd::Paragraph
                | TagEnd::TableCell
                | TagEnd::CodeBlock
                | TagEnd::BlockQuote(_),
            ) => self.end_line(),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let heading = without_attributes(self.line.trim()).to_owned();
        let letters = heading.chars().count();
        let Some(part) = self.parts.last_mut() else { return };
        let (has_words, is_home) = (heading.contains(char::is_alphanumeric), self.rooted >= letters);
        part.is_home = part.is_free && has_words && is_home;
        part.is_free &= has_words && !is_home;
        part.heading = heading;
        self.start_line();
        self.heading = false;
    }

    fn start_line(&mut self) {
        self.line.clear();
        (self.linked, self.rooted, self.leading, self.here) = (0, 0, 0, 0);
        self.has_words = false;
    }

    fn end_line(&mut self) {
        let line = self.line.trim();
        let Some(part) = self.parts.last_mut().filter(|_| !line.is_empty() && !self.heading) else { return };
        let plain = line.chars().count().saturating_sub(self.linked);
        part.bytes += line.len();
        part.has_long_lines |= line.lines().any(|line| !head::is_short(line));
        if self.lists == 0 && plain >= PROSE && plain > self.linked {
            part.prose += plain;
        } else if self.linked > plain {
            part.links += 1;
            part.leading += self.leading;
            part.here += usize::from(self.here > 0);
        }
        if self.linked > 0 && !self.has_words {
            self.linked_lines.insert(line.to_owned());
        }
        self.start_line();
    }
}

/// A heading without the attributes that Pandoc writes behind it: `{#top .title}`.
pub(super) fn without_attributes(heading: &str) -> &str {
    let Some((before, attributes)) = heading.strip_suffix('}').and_then(|heading| heading.rsplit_once('{'))
    else {
        return heading;
    };
    if attributes.starts_with(['#', '.', '-']) { before.trim_end() } else { heading }
}

/// Whether an address is the one where a site begins.
fn is_root(address: &str, url: Option<&str>) -> bool {
    let path = match Url::parse(address) {
        Ok(whole) => {
            // A text that lives there may say so of itself.
            let is_own = url.and_then(|url| Url::parse(url).ok()).is_some_and(|own| own.path() == "/");
            if is_own || whole.query().is_some() || !whole.has_host() {
                return false;
            }
            whole.path().to_owned()
        }
        Err(_) => address.to_owned(),
    };
    matches!(path.as_str(), "/" | "./" | "../" | "/index.html" | "index.html" | "/index.php" | "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::markdown::lines;

    const PROSE: &str = "The warden of the upper tarn wrote down every morning how far the ice had gone, and what the herons did about it.";

    /// The title of a text in which `PROSE` stands for running text.
    fn title(text: &str) -> Option<String> {
        let text = text.replace("PROSE", PROSE);
        let events = lines::events(&text);
        let parts = scanned(&events, None).parts;
        let outline = outline(&events, None);
        outline.title.map(|title| parts[title.heading].heading.clone())
    }

    #[test]
    fn the_title_of_a_whole_page_stands_below_its_menus() {
        let menu = "* [An entry](/entry)\n".repeat(60);
        for text in [
            &format!("{menu}\n# What herons know\n\nPROSE"),
            "PROSE\n\n* [Home](/)\n* [a](/a)\n* [b](/b)\n\n# What herons know\n\nPROSE\n\nPROSE",
            "[Skip](#c)\n\n* [Home](/)\n\n# What herons know\n\nPROSE\n\n## Method\n\nPROSE",
            "# [The Tarn](/)\n\n* [Home](/)\n* [a](/a)\n\n## What herons know\n\nPROSE",
            "# The Tarn\n\n* [a](/a)\n* [b](/b)\n* [c](/c)\n\n# What herons know\n\nPROSE",
            "[Ada Reed](/ada)\n\n4 March 2025\n\n## What herons know\n\nPROSE\n\n### Ice\n\nPROSE",
            "# What herons know {#top .title}\n\nPROSE",
        ] {
            assert_eq!(title(text).as_deref(), Some("What herons know"), "{text}");
        }
    }

    #[test]
    fn parts_of_a_note_are_no_titles() {
        for text in [
            "PROSE\n\n# Later\n\nPROSE",
            "See [this](/a) and more of it.\n\nPROSE\n\n# Later\n\nPROSE\n\nPROSE",
            "* [Home](/)\n\n## One\n\nPROSE\n\n## Two\n\nPROSE",
            "* [Home](/)\n\n## Introduction\n\nPROSE",
            "[The talk](https://a.example/t)\n\n# Questions\n\n- why?\n\n# Answers\n\nPROSE",
            "[Back](../README.md)\n\n# Part A\n\nPROSE\n\n# Part B\n\nPROSE PROSE",
            "* [One](#one)\n* [Two](#two)\n\n# One\n\nPROSE\n\n# Two\n\nPROSE",
            "PROSE\n\n* [one](http://a.example/1)\n* [two](http://b.example/2)\n\n# Later\n\nPROSE\n\nPROSE",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
        for text in [
            "# [rgauge](https://tarn.example/)\n\nPROSE\n\n## Install it\n\nPROSE PROSE",
            "# [rgauge](/)\n\n- [a](/a)\n\n## Contents of the list\n\nPROSE",
            "# rgauge\n\n[Docs](/d) | [Chat](/c) | [Site](/s)\n\n# Install\n\nPROSE\n\n# Use\n\nPROSE",
        ] {
            assert_eq!(title(text).as_deref(), Some("rgauge"), "{text}");
        }
        let contents = "# What herons know\n\n* [a](#a)\n* [b](#b)\n* [c](#c)\n\n# A\n\nPROSE";
        assert_eq!(title(contents).as_deref(), Some("What herons know"));
    }
}
