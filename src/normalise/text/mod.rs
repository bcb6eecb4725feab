//! Normalises plain text.
//!
//! In: the text, its address where known, and where it was captured. Out: a page with a title and a text, with the day and
//! the people that the lines below its title name; or the publications that it lists, where dated entries make up much of it.

mod dump;
mod mail;
mod top;

use dump::{centred, dump, unwrapped};

use crate::document::{DateClaim, DateSource, Evidence, Kind, Sighting};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::head::{self, Head};
use crate::normalise::listing::{self, FlatListing};
use crate::normalise::{Draft, citations, language, markdown};

/// Characters that a line may have to be a title. A judgement: half of what markup lets a title have, as nothing here
/// says that a line is one.
const MAX_TITLE_LETTERS: usize = 150;

/// Entries from which a text may be a listing: texts mention a few dates. A judgement.
const LEAST_ENTRIES: usize = 4;

/// Of so many bytes of a listing one at least belongs to an entry. A judgement: menus and an introduction take up half
/// of a captured page, and half of the rest may be summaries that were not joined to their entries.
const LISTED_SHARE: usize = 4;

/// Fills the draft.
pub(crate) fn normalise(text: &str, url: Option<&str>, evidence: &Evidence, draft: &mut Draft) {
    let text = text.replace("\r\n", "\n");
    if let Some(letter) = mail::letter(&text) {
        return of_letter(&letter, evidence, draft);
    }
    let dump = dump(&text);
    let text = dump.as_deref().unwrap_or(&text).trim_matches('\n');
    let centred = dump.as_ref().and_then(|_| centred(text));
    let text = text.trim();
    let found =
        || titled_below_menu(text).or_else(|| titled(text)).map(|(line, rest)| (line.to_owned(), rest));
    // A list is called by what stands over it, and not as its first entry is.
    let of_article = if centred.is_some() || mail::has_head(text) { None } else { top::titled(text) };
    let of_article = of_article.filter(|_| !lists(text, evidence));
    let is_article = of_article.is_some();
    let titled = centred.or(of_article).or_else(found).or_else(|| of_paper(text));
    let (title, body) = match titled {
        Some(titled) => titled,
        // The name of a container is not that of a page in it.
        None if evidence.range.is_some() => {
            titled_within(text, url).unwrap_or_else(|| (markdown::stem(&evidence.place_within()), text))
        }
        // A file without a title is called by its name.
        None => (markdown::stem(&evidence.place_within()), text),
    };
    let (whole, joined) = (body, unwrapped(body));
    let body = joined.as_deref().unwrap_or(body);
    let language = language::detected(body);
    let reading = Reading {
        language: language.clone(),
        day_first: dates::order_shown(body),
        captured: evidence.captured,
    };
    let blocks = blocks(body);
    let known = std::slice::from_ref(&title);
    let found = if is_article { None } else { listed(&blocks, known, &reading) };
    let own = match &found {
        Some(found) => {
            let places = blocks.iter().enumerate();
            let own = places.filter(|(place, _)| !found.entry_blocks.contains(place));
            own.map(|(_, block)| *block).collect::<Vec<_>>().join("\n\n")
        }
        None => whole.to_owned(),
    };
    if found.is_some() {
        body.clone_into(&mut draft.text);
    }
    let mut head = match &found {
        Some(_) => Head::default(),
        None => head::of_text(&title, &blocks, &[], url, &reading),
    };
    let above = text.strip_suffix(whole).unwrap_or_default();
    let own = if is_article { top::with_above(above, &title, own) } else { own };
    let memo = top::memo(above);
    if found.is_none() && head.published.is_none() && !memo.is_empty() {
        head.published = head::of_text(&title, &memo, &[], url, &reading).published;
    }
    draft.page = Sighting {
        kind: if head.is_of_a_publication() { Kind::Publication } else { Kind::Page },
        title,
        published: head.published,
        updated: head.updated,
        authors: head.authors,
        language,
        body: own,
        ..Sighting::default()
    };
    draft.listing = found.map(|found| found.listing);
}

/// The blocks of a text.
fn blocks(text: &str) -> Vec<&str> {
    text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).collect()
}

/// The publications that a text lists, of which these are the blocks, with the categories that are known.
fn listed(blocks: &[&str], known: &[String], reading: &Reading) -> Option<FlatListing> {
    listing::in_text(blocks, reading, known).filter(|found| is_listing(blocks, found))
}

/// Whether a text is a list, whatever its title.
fn lists(text: &str, evidence: &Evidence) -> bool {
    let joined = unwrapped(text);
    let text = joined.as_deref().unwrap_or(text);
    let reading = Reading {
        language: language::detected(text),
        day_first: dates::order_shown(text),
        captured: evidence.captured,
    };
    listed(&blocks(text), &[], &reading).is_some()
}

/// Fills the draft with a letter.
fn of_letter(letter: &mail::Letter, evidence: &Evidence, draft: &mut Draft) {
    let language = language::detected(&letter.body);
    let reading = Reading { language: language.clone(), day_first: None, captured: evidence.captured };
    let sent = letter.sent.as_ref().and_then(|sent| Some((sent, dates::machine(sent, &reading)?)));
    draft.page = Sighting {
        kind: Kind::Publication,
        title: letter.subject.clone(),
        published: sent.map(|(sent, day)| {
            DateClaim::new(day, DateSource::CaptureHeader, mail::CONFIDENCE, &format!("Date: {sent}"))
        }),
        authors: letter.from.clone().into_iter().collect(),
        language,
        body: letter.body.clone(),
        ..Sighting::default()
    };
}

/// The title of a text and what follows it. A line that stands alone over the text is its title, and so is one that only lines
/// of small print part from it.
fn titled(text: &str) -> Option<(&str, &str)> {
    let (head, rest) = text.split_once("\n\n")?;
    let (line, below) = head.split_once('\n').unwrap_or((head, ""));
    let is_title = line.chars().count() <= MAX_TITLE_LETTERS
        && !top::is_stamp(line.trim())
        && below.lines().all(is_small_print_or_names);
    let body = if below.is_empty() { rest } else { &text[line.len()..] };
    (is_title && !rest.trim().is_empty()).then(|| (line.trim(), body.trim()))
}

/// The title of a text that is a record of a container, and what follows it: its first line, which in texts that crawlers make of
/// pages is the title that the page declares; where that is no title, the end of its address.
fn titled_within<'a>(text: &'a str, url: Option<&str>) -> Option<(String, &'a str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let is_title = line.chars().count() <= MAX_TITLE_LETTERS && line.contains(char::is_alphanumeric);
    if is_title && !rest.trim().is_empty() {
        return Some((line.trim().to_owned(), rest.trim()));
    }
    let path = url?.split(['?', '#']).next()?.split_once("://")?.1.trim_end_matches('/');
    let name = markdown::stem(path.split_once('/').map_or(path, |(_, path)| path));
    (!name.is_empty()).then_some((name, text))
}

/// The title of a paper that was taken out of a PDF, on two or three lines, and what follows it: names or an abstract stand below.
fn of_paper(text: &str) -> Option<(String, &str)> {
    /// Lines of a title, and blocks below it among which the abstract begins: a stamp, names, where they work. Judgements.
    const LINES: std::ops::RangeInclusive<usize> = 2..=3;
    const BLOCKS: usize = 6;
    let (head, rest) = text.split_once("\n\n")?;
    let title = head.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let fits = LINES.contains(&head.lines().count())
        && title.chars().count() <= MAX_TITLE_LETTERS
        && title.starts_with(char::is_uppercase)
        && !title.ends_with(['.', ':', ','])
        && !head
            .lines()
            .any(|line| is_small_print_or_names(line) || line.trim_start().starts_with(['-', '*']));
    let mut below = rest.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).take(BLOCKS);
    let heads_abstract = |block: &str| {
        let first = block.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
        first.eq_ignore_ascii_case("abstract")
    };
    let are_names = |block: &str| block.lines().next().is_some_and(citations::are_names);
    let is_paper = fits && (below.clone().next().is_some_and(are_names) || below.any(heads_abstract));
    is_paper.then(|| (title, rest.trim()))
}

/// The same below a menu: a few lines of few words. Only what small print stands below is sure to be the title then.
fn titled_below_menu(text: &str) -> Option<(&str, &str)> {
    /// Lines of a menu, and words of each. Judgements: the site's name, a way to log in.
    const LINES: usize = 12;
    const WORDS: usize = 3;
    let (menu, rest) = text.split_once("\n\n")?;
    let is_choice = |line: &str| line.split_whitespace().count() <= WORDS && !names_day(line);
    let is_menu = (2..=LINES).contains(&menu.lines().count()) && menu.lines().all(is_choice);
    let rest = rest.trim_start_matches('\n');
    // Several of them are a list.
    let has_small_print = |block: &&str| block.lines().nth(1).is_some_and(is_small_print);
    // What stands above the small print is a line of neither names nor days.
    let is_line = |line: &str| !is_small_print(line) && !citations::is_name(line.trim());
    let is_title = is_menu
        && rest.lines().next().is_some_and(is_line)
        && has_small_print(&rest)
        && rest.split("\n\n").filter(has_small_print).count() == 1;
    if is_title { titled(rest) } else { None }
}

fn is_small_print(line: &str) -> bool {
    head::is_short(line) && (listing::is_small_print(line.trim()) || names_day(line))
}

fn is_small_print_or_names(line: &str) -> bool {
    is_small_print(line) || citations::are_names(line.trim())
}

fn names_day(line: &str) -> bool {
    !dates::scan(line, &Reading::default()).is_empty()
}

/// Whether dated entries make up so much of a text that it is a listing, and no text with dates in it.
fn is_listing(blocks: &[&str], found: &FlatListing) -> bool {
    let letters = |place: usize| blocks.get(place).map_or(0, |block| block.len());
    let all: usize = blocks.iter().map(|block| block.len()).sum();
    let of_entries: usize = found.entry_blocks.iter().map(|place| letters(*place)).sum();
    found.listing.entries.len() >= LEAST_ENTRIES && of_entries * LISTED_SHARE >= all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Content, Page};
    use crate::normalise::{Normalised, normalise};

    fn read(text: &str) -> Normalised {
        let content = Content::Text(text.to_owned());
        normalise(Page {
            evidence: Evidence::default(),
            url: None,
            content,
            doubts: Vec::new(),
            moved_from: None,
        })
    }

    #[test]
    fn a_text_of_dated_titles_is_taken_apart() {
        let card = |day: u32, title: &str| {
            format!(
                "Research May {day}, 2026\n{title}\n\nThe institute tells in a few words what was found in its waters."
            )
        };
        let cards = [
            card(7, "Tides in shallow seas"),
            card(6, "Ice on the upper tarn"),
            card(5, "What herons remember"),
            card(3, "A map of the old wells"),
            card(1, "Why rivers sing at night"),
        ];
        let page = read(&format!("Sea Institute\n\nHome\n\n{}", cards.join("\n\n")));
        let entries = page.listing.map(|listing| listing.entries).unwrap_or_default();
        let told: Vec<_> = entries
            .iter()
            .map(|entry| (entry.title.as_str(), entry.published.as_ref().map(ToString::to_string)))
            .collect();
        assert_eq!(told.len(), 5, "{told:?}");
        assert_eq!(told[0], ("Tides in shallow seas", Some("2026-05-07".to_owned())));
        assert!(
            page.text.contains("Ice on the upper tarn") && !page.page.body.contains("Ice on the upper tarn")
        );
    }

    #[test]
    fn the_head_of_a_paper_is_read_where_its_title_goes_over_lines() {
        let text = "We read the gauges of a lake. ".repeat(20);
        for head in [
            "Slow Lakes and What They Know of\nStorms\n\nAda Reed, Ole Tamm",
            "Slow Lakes and What They Know of\nStorms\n\nLAKE:7\n\nAda Reed, Ole Tamm",
        ] {
            let page = read(&format!("{head}\n\nAbstract\nIt knows.\n\n{text}")).page;
            assert_eq!(page.title, "Slow Lakes and What They Know of Storms", "{head}");
            assert!(page.body.starts_with("Ada Reed") || page.body.starts_with("LAKE"), "{head}");
        }
        let page = read(&format!("Slow Lakes\nAda Reed and Ole Tamm\nMay 2020\n\nIt knows.\n\n{text}")).page;
        assert_eq!((page.title.as_str(), page.authors.len()), ("Slow Lakes", 2));
        let prose = read(&format!("We walked along\nthe shore.\n\nAda Reed, Ole Tamm\n\n{text}")).page;
        assert!(!prose.title.starts_with("We walked"));
    }

    #[test]
    fn a_list_is_not_called_as_its_first_entry() {
        let card = |day: u32, title: &str| {
            format!(
                "{title}\n\nMay {day}, 2026\n\nThe institute tells in a few words what was found in all of its waters, and by whom it was."
            )
        };
        let titles = [
            "Tides in shallow seas",
            "Ice on the upper tarn",
            "What herons remember",
            "A map of the old wells",
            "Why rivers sing",
        ];
        let cards: Vec<String> =
            titles.iter().zip([9, 7, 5, 3, 1]).map(|(title, day)| card(day, title)).collect();
        let page = read(&format!("Sea Institute\n\nHome\n\n{}", cards.join("\n\n")));
        assert_eq!(
            (page.page.title.as_str(), page.listing.map(|it| it.entries.len())),
            ("Sea Institute", Some(5))
        );
    }

    #[test]
    fn a_text_that_names_days_is_none() {
        let day = |day: u32| {
            format!(
                "On {day} May 2020 we walked along the shore again and wrote down what the water had left there, as we had promised."
            )
        };
        let text = format!("A walk along the shore\n\n{}", (1..9).map(day).collect::<Vec<_>>().join("\n\n"));
        let page = read(&text);
        assert!(page.listing.is_none() && page.page.title == "A walk along the shore");
        assert!(page.page.body.contains("On 8 May 2020"));
    }
}
