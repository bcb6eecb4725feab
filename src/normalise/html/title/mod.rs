//! The title of a page, chosen among all that could be it.
//!
//! In: the parsed page, its metadata, the publisher's name and the address where known. Out: a [`Title`] with the
//! runners-up. Keeps the typography as written; knows no site.

mod candidates;
mod headings;
pub(crate) mod names;
mod page;
mod parted;

use std::collections::HashSet;

use scraper::Html;

use crate::document::fold;
use crate::document::identity::title_key;
use crate::normalise::citations;
use crate::normalise::html::metadata::{self, Metadata};
use candidates::{Candidate, gather};

pub(crate) use candidates::parts;
use headings::Heading;
use names::Names;
use page::Page;

/// A page's title and what it was chosen from.
#[derive(Debug, Default)]
pub(crate) struct Title {
    /// The title; empty when the page has none.
    pub(crate) text: String,
    /// Every candidate, where it stood and what it is worth, the best first.
    pub(crate) candidates: Vec<(String, &'static str, f32)>,
}

/// What is left of the worth of a text that ends with the site's name: as of one with a hard separator in it
/// (`candidates`).
const WITH_BANNER: f32 = 0.55;

/// The source that a link of the page to itself is.
const LINK: &str = "link to itself";

/// What each other source is worth by itself, fitted by hand on the dev quarter; what steps were tried is not on
/// record.
const WORTH: [(&str, f32); 7] = [
    ("citation_title", 3.0),
    ("og:title", 1.0),
    ("json-ld", 0.9),
    ("title", 0.8),
    ("h2", 1.0),
    ("twitter:title", 0.4),
    ("dc.title", 0.4),
];

/// Chooses the title of a page.
pub(crate) fn title(html: &Html, metadata: &Metadata, publisher: Option<&str>, url: Option<&str>) -> Title {
    let mut names = Names::of(metadata, publisher, url);
    let told = metadata.title.as_deref().unwrap_or_default();
    let told_parts = parts(told);
    let headings = headings::headings(html, &candidates::folded(&told_parts));
    names.add_logos(&headings, &told_parts);
    let mut candidates = gather(&headings, metadata, &names);
    let address = url.or_else(|| metadata.link("canonical")).or_else(|| metadata.first(&["og:url"]));
    let is_home = address.is_some_and(page::is_home);
    // Where a heading says much of what `<title>` does, it is the headline.
    if !candidates::is_headed(&candidates)
        && let Some(link) = address.and_then(|address| headings::own_link(html, told, address))
    {
        candidates::add_link(&mut candidates, &link);
    }
    let page = Page::of(html, metadata, &candidates, &names, headings.len(), is_home);
    // What papers and the second heading call it, below the number that it has in a series.
    let cited = metadata.first(&["citation_title"]).map(fold::words);
    if let Some(cited) = cited.filter(|cited| headings::is_below(html, cited)) {
        let is_number = |one: &&mut Candidate| one.source == "h1" && one.words.join(" ") != cited;
        candidates.iter_mut().filter(is_number).for_each(|one| one.share *= WITH_BANNER);
    }
    if let Some([headed, banner]) = &page.banner {
        candidates.retain(|candidate| candidate.source != "h1" || candidate.words.join(" ") != *banner);
        for candidate in &mut candidates {
            let words = candidate.words.join(" ");
            if words == *headed {
                candidate.share = 1.0;
            } else if words.strip_suffix(&**banner).is_some_and(|rest| rest.ends_with(' '))
                || words.strip_prefix(&**banner).is_some_and(|rest| rest.starts_with(' '))
            {
                candidate.share *= WITH_BANNER;
            }
        }
    }
    if page.banner.is_none()
        && !page.is_front
        && let Some(headed) = page::headed_part(&candidates, metadata, &names)
    {
        for candidate in &mut candidates {
            let words = candidate.words.join(" ");
            if words != headed && words.contains(&headed) {
                candidate.share *= WITH_BANNER;
            }
        }
    }
    if let Some(line) = &page.line {
        let is_whole =
            |candidate: &Candidate| candidate.source == "title" && candidate.text.contains(line.as_str());
        for candidate in candidates.iter_mut().filter(|candidate| is_whole(candidate)) {
            candidate.share = if candidate.text == *line { 1.0 } else { candidate.share * WITH_BANNER };
        }
    }
    let scores: Vec<f32> =
        candidates.iter().map(|candidate| score(candidate, &candidates, &names, &page)).collect();
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let of = |place: &usize| scores.get(*place).copied().unwrap_or_default();
        of(b).total_cmp(&of(a)).then(a.cmp(b))
    });
    let mut title = Title::default();
    for (candidate, worth) in order.iter().filter_map(|place| candidates.get(*place).zip(scores.get(*place)))
    {
        if title.text.is_empty() {
            title.text.clone_from(&candidate.text);
        }
        if !title
            .candidates
            .iter()
            .any(|(text, source, _)| *text == candidate.text && *source == candidate.source)
        {
            title.candidates.push((candidate.text.clone(), candidate.source, *worth));
        }
    }
    if let Some(plain) = without_label(&title)
        .or_else(|| without_chip(&title, &headings))
        .or_else(|| without_number(&title, &headings, &told_parts))
        .or_else(|| of_author(&title, &headings, &names))
        .or_else(|| before_platform(&title, &told_parts, &names))
    {
        title.text = plain;
    }
    // What headings or declarations say besides is sure enough.
    let is_told = title.is_said_by(|source| source != "title" && source != "h1");
    if !is_told
        && !page.is_front
        && let Some(part) = parted::shown_part(html, told, &headings, &names)
        && title_key(&part) != title_key(&title.text)
    {
        title.text = part;
    }
    title
}

impl Title {
    /// Whether the page declares in JSON-LD that it is made for one thing, and calls it as itself.
    pub(crate) fn is_of_one_thing(&self, metadata: &Metadata) -> bool {
        self.is_of_one(metadata, &[&candidates::WARES[..], &candidates::THINGS].concat())
    }

    /// The same of what is watched, sold or cooked: it has no record of a publication.
    pub(crate) fn is_of_one_ware(&self, metadata: &Metadata) -> bool {
        self.is_of_one(metadata, &candidates::WARES)
    }

    fn is_of_one(&self, metadata: &Metadata, types: &[&str]) -> bool {
        let mut things = metadata.json_ld.iter().filter(|object| metadata::has_type(object, types));
        let name = things.next().filter(|_| things.next().is_none()).and_then(|thing| thing.get("name"));
        let key = title_key(&self.text);
        name.map(metadata::texts).unwrap_or_default().iter().any(|name| title_key(name) == key)
    }

    /// What a listing of these titles (their keys) is called: as none of them, unless its own `<title>` says so. The first
    /// heading of a front page may be that of its first story; then its `<title>` comes before other headings.
    pub(crate) fn of_listing(&self, entries: &HashSet<String>) -> &str {
        let is_entry = |text: &str| entries.contains(&title_key(text));
        let others = || self.candidates.iter().filter(|(text, ..)| !is_entry(text));
        let told = || others().find(|(_, source, _)| *source == "title");
        let another = || told().or_else(|| others().next()).map(|(text, ..)| text.as_str());
        let is_told = self.is_said_by(|source| source == "title");
        if is_told || !is_entry(&self.text) { &self.text } else { another().unwrap_or(&self.text) }
    }

    /// Whether a heading alone says the title, though the page has titles of other sources: the first heading of a
    /// listing may be that of its first entry.
    pub(crate) fn is_of_a_heading(&self) -> bool {
        let is_heading = |source: &str| matches!(source, "h1" | "h2");
        let others = self.candidates.iter().any(|(_, source, _)| !is_heading(source));
        others && !self.is_said_by(|source| !is_heading(source))
    }

    /// Whether a heading says the title.
    pub(crate) fn is_shown(&self) -> bool {
        self.is_said_by(|source| matches!(source, "h1" | "h2"))
    }

    /// Whether a source of these says the title.
    fn is_said_by(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        self.candidates.iter().any(|(text, source, _)| is_meant(source) && *text == self.text)
    }
}

/// The title without a label before it (`Title: …`), where another candidate is just what follows the label.
fn without_label(title: &Title) -> Option<String> {
    /// Words of a label; what is longer is the first half of a title with a colon in it.
    const LABEL_WORDS: usize = 1;
    let (label, rest) = title.text.split_once(':')?;
    let rest = fold::words(rest);
    let is_label = label.split_whitespace().count() <= LABEL_WORDS && !rest.is_empty();
    let mut others = title.candidates.iter().filter(|(text, ..)| fold::words(text) == rest);
    others.next().filter(|_| is_label).map(|(text, ..)| text.clone())
}

/// The title without what stands before or behind it in an element of its own (`<h1><span>Original</span>A fine title`),
/// where another candidate is just the rest. What stands apart by a space must be a single word: a subtitle is more.
fn without_chip(title: &Title, headings: &[Heading]) -> Option<String> {
    let chips = &headings.iter().find(|heading| heading.text == title.text)?.chips;
    let is_rest = |text: &str| {
        let around = [title.text.strip_suffix(text), title.text.strip_prefix(text)];
        around.into_iter().flatten().any(|chip| {
            let is_apart = chip.starts_with(' ') || chip.ends_with(' ');
            let chip = chip.trim();
            // What a sign joins belongs together: `Rivers: a fine title`.
            let is_joined = |sign: Option<char>| sign.is_some_and(|sign| !sign.is_alphanumeric());
            // `#1130` is a number in a series.
            let chip = chip
                .strip_prefix('#')
                .filter(|chip| chip.bytes().all(|sign| sign.is_ascii_digit()))
                .unwrap_or(chip);
            if is_joined(chip.chars().next()) || is_joined(chip.chars().next_back()) {
                return false;
            }
            chips.iter().any(|known| known.trim_start_matches('#') == chip)
                && (!is_apart || !chip.contains(' '))
        })
    };
    let told = title.candidates.iter().filter(|(_, source, _)| !matches!(*source, "h1" | "h2"));
    told.map(|(text, ..)| text).find(|text| is_rest(text)).cloned()
}

/// The title without the number of a report or a request behind it in an element of its own (`<h1><bdi>A fine title</bdi>
/// <span>#402</span>`), where the page's `<title>` begins with the rest and has the number in another part. Of a part of a series the
/// number is what it is called by.
fn without_number(title: &Title, headings: &[Heading], told: &[String]) -> Option<String> {
    /// Words of such a title. A judgement: series are called more shortly.
    const WORDS: usize = 3;
    let chips = &headings.iter().find(|heading| heading.text == title.text)?.chips;
    let (rest, number) = title.text.rsplit_once(" #")?;
    let is_number = !number.is_empty() && number.bytes().all(|sign| sign.is_ascii_digit());
    let is_chip = chips.iter().any(|chip| chip.strip_prefix('#') == Some(number));
    let (first, others) = told.split_first()?;
    let marked = format!("#{number}");
    (is_number
        && is_chip
        && rest.split_whitespace().count() >= WORDS
        && first.starts_with(rest)
        && !first.contains(&marked)
        && others.iter().any(|other| other.ends_with(&marked)))
    .then(|| rest.to_owned())
}

/// What a site is called that stands on a platform, where `<title>` has its name first, a person who writes it, and the platform last
/// (`Tarn Notes | Ada Reed | Platform`): the address has both names.
fn before_platform(title: &Title, told: &[String], names: &Names) -> Option<String> {
    let [site, between, platform] = told else { return None };
    let is_shown = title.candidates.iter().any(|(text, source, _)| {
        !matches!(*source, "title" | "og:title" | "twitter:title") && text == between
    });
    let are_names = names.is_site(site) && names.is_site(platform) && title_key(site) != title_key(platform);
    (*between == title.text && citations::is_name(between) && are_names && !is_shown).then(|| site.clone())
}

/// The name in a title that programs make for the page of an author (`Ada Reed, Author at Tarn`), where a heading says it or the rest
/// is the site: `Author at Heart` is none.
fn of_author(title: &Title, headings: &[Heading], names: &Names) -> Option<String> {
    let (author, site) = names::author_of(&title.text)?;
    let key = title_key(author);
    let is_headed = headings.iter().any(|heading| {
        let text = title_key(&heading.text);
        text.strip_suffix(key.as_str()).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    });
    (is_headed || names.is_site(site)).then(|| author.to_owned())
}

/// What a candidate is worth: its source's worth, and that of every other source as far as it says the same. What is
/// left of it where it is likely something else (a heading that no other source shares a word with, a front page's
/// heading, the site's name, a single word) is by hand: less, the surer that it is no title.
fn score(candidate: &Candidate, all: &[Candidate], names: &Names, page: &Page) -> f32 {
    let mut score = 0.0;
    for (source, worth) in WORTH.into_iter().chain([("h1", page.heading), (LINK, page.heading)]) {
        if source == candidate.source {
            score += worth * candidate.share;
            continue;
        }
        let said = all
            .iter()
            .filter(|other| other.source == source)
            .map(|other| alike(&candidate.words, &other.words) * other.share)
            .fold(0.0, f32::max);
        // Squared: half the words in common are a coincidence of the subject.
        score += worth * said * said;
    }
    let metas = all.iter().filter(|other| !matches!(other.source, "h1" | "h2"));
    let agreed = metas.map(|other| alike(&candidate.words, &other.words)).reduce(f32::max);
    let agrees_less = |least: f32| agreed.is_some_and(|agreed| agreed <= least);
    // Of several `h2`, and of one that is a label, a word in common is a coincidence; a lone long one may well be the title.
    let is_box = candidate.source == "h2" && (!page.is_lone || candidate.words.len() < 4);
    if (candidate.source == "h1" && agrees_less(0.0)) || (is_box && agrees_less(0.25)) {
        score *= 0.55;
    }
    if page.is_front && matches!(candidate.source, "h1" | "h2") {
        score *= 0.3;
    }
    let words = candidate.words.len();
    if names::is_home(&candidate.text) {
        score *= 0.2;
    } else if !page.is_front && names.is_site(&candidate.text) {
        score *= 0.3;
    } else if words == 1 && candidate.source != "citation_title" {
        score *= 0.9;
    }
    score
}

/// How much two texts have in common: the harmonic mean of the shares of their words that the other has.
fn alike(a: &[String], b: &[String]) -> f32 {
    if a == b {
        return 1.0;
    }
    let within = |a: &[String], b: &[String]| a.iter().filter(|word| b.contains(word)).count();
    // A word that one says twice is no more than the other has of it.
    let shared = within(a, b).min(within(b, a));
    let number = |count: usize| u16::try_from(count).map_or(f32::from(u16::MAX), f32::from);
    2.0 * number(shared) / number((a.len() + b.len()).max(1))
}

#[cfg(test)]
mod tests;
