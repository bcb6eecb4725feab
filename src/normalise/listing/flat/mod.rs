//! Finds the listing in flattened text: a capture viewer's text, copied text, a page without its markup.
//!
//! In: the text's blocks, in order. Out: the publications, and which blocks are theirs. First learns the
//! text's own vocabulary, then cuts glued cards, then reads cards of bare lines.

mod anchors;
pub(super) mod dated_lines;
mod labelled;
mod lines;
pub(super) mod papers;
mod places;
mod segments;
mod twice;
mod vocabulary;

use std::collections::HashSet;

use super::entries::confidence;
use super::fields;
use super::headings;
use super::merge;
use super::phrases;
use super::{Entry, FlatListing, Listing};
use crate::document::{DateClaim, DateSource, Interval, Precision};
use crate::normalise::dates::{Found, Reading};
use dated_lines::{Line, read_lines};
use papers::Paper;
use places::OPENING;
use segments::{Segment, Text};
use vocabulary::{Context, Vocabulary};

/// Finds the publications that a flattened text lists. None when it lists none.
pub(crate) fn in_text(
    blocks: &[&str],
    reading: &Reading,
    known_categories: &[String],
) -> Option<FlatListing> {
    let mut text = read_lines(blocks, reading);
    let mut vocabulary = Vocabulary::new(known_categories);
    learn(&text, &mut vocabulary);
    let mut found = glued(&mut text, &mut vocabulary);
    found.extend(lines::read(&mut text, &vocabulary, reading));
    let papers = papers::read(&text, reading, &|_| true);
    let among = |line: usize| {
        let first = papers.first().is_some_and(|paper| paper.first <= line);
        first && papers.last().is_some_and(|paper| line < paper.end)
    };
    let within = || found.iter().filter(|(line, _)| among(*line));
    let day = |entry: &Entry| entry.published.as_ref().is_some_and(|date| date.precision == Precision::Day);
    let are_finer = within().filter(|(_, entry)| day(entry)).count() * 2 > within().count()
        && !papers.iter().any(|paper| day(&paper.entry));
    let precision = |entry: &Entry| entry.published.as_ref().map(|date| date.precision);
    let as_fine =
        |((_, entry), paper): (&(usize, Entry), &Paper)| precision(entry) == precision(&paper.entry);
    let says_more = papers.len() == within().count() && within().zip(&papers).all(as_fine);
    if !are_finer && (papers.len() > within().count() || says_more) {
        found.retain(|(line, _)| !among(*line));
        take(&mut text, papers, &mut found);
    }
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(line, ..)| *line);
    let mut entry_blocks: HashSet<usize> = HashSet::new();
    entry_blocks.extend(text.iter().filter(|line| line.used).map(|line| line.block));
    if is_beside_prose(&text, &entry_blocks, found.len()) {
        return None;
    }
    let mut entries = Vec::new();
    let mut merger = merge::Merger::default();
    let first = found.first().map_or(0, |(line, _)| *line);
    for (_, entry) in found {
        merger.add(entry, None, &mut entries);
    }
    let more = text
        .iter()
        .skip(first)
        .find(|line| !line.used && phrases::goes_on(line.text))
        .map(|line| line.text.to_owned());
    Some(FlatListing {
        listing: Listing { complete: more.is_none(), more, entries, disagree: None },
        entry_blocks,
    })
}

/// Makes papers the entries of the lines from the first to the last of them.
fn take(text: &mut [Line<'_>], papers: Vec<Paper>, found: &mut Vec<(usize, Entry)>) {
    let (first, end) =
        papers.first().zip(papers.last()).map_or((0, 0), |(first, last)| (first.first, last.end));
    for line in text.get_mut(first..end).unwrap_or_default() {
        line.used = false;
    }
    for paper in papers {
        for line in text.get_mut(paper.first..paper.end).unwrap_or_default() {
            line.used = true;
        }
        found.push((paper.first, paper.entry));
    }
}

/// Words of a line of prose. A judgement: captions and menus have fewer.
pub(super) const PROSE_WORDS: usize = 20;

/// Whether the text is an article with a few dated links beside it: its own prose outweighs them. The numbers are by
/// hand.
fn is_beside_prose(text: &[Line<'_>], entry_blocks: &HashSet<usize>, entries: usize) -> bool {
    let mut prose = 0;
    let mut listed = 0;
    for line in text {
        if entry_blocks.contains(&line.block) {
            listed += line.text.len();
        } else if line.text.split_whitespace().count() >= PROSE_WORDS {
            prose += line.text.len();
        }
    }
    let first = text.iter().position(|line| line.used).unwrap_or(0);
    let related = first
        .checked_sub(1)
        .and_then(|before| text.get(before))
        .is_some_and(|line| headings::heads_an_aside(line.text));
    // A listing's own introduction has a few hundred letters, an article thousands.
    (prose > 2_000 && prose > listed.saturating_mul(3) && entries < 12)
        || (related && entries < 6 && prose > listed)
}

/// Whether a line tells right behind a day when the thing was changed: `Posted 2024-06-30 Updated 2024-07-02`, with the labels
/// before the days or behind them, and names no other day. It is of one card.
fn tells_change(line: &Line<'_>) -> bool {
    // The day may have a time.
    let is_time = |sign: char| sign.is_ascii_digit() || sign == ':' || sign.is_whitespace();
    let is_label = |text: &str| phrases::is_date_label(text);
    let [first, second] = line.dates.as_slice() else { return false };
    let between = line.text.get(first.end..second.start).unwrap_or_default().trim_start_matches(is_time);
    if phrases::says_updated(between) {
        return is_label(between);
    }
    // `Updated rules` is a title.
    let rest = line.text.get(second.end..).unwrap_or_default().trim_start();
    let (label, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let labels_both = !between.trim().is_empty() && is_label(between) && is_label(label);
    labels_both && phrases::says_updated(label) && !rest.starts_with(char::is_lowercase)
}

/// Days only: months in running text are part of titles.
fn days(line: &Line<'_>) -> Vec<Found> {
    line.dates.iter().filter(|found| found.interval.precision == Precision::Day).cloned().collect()
}

/// Learns categories from what recurs beside the dates of each glued line, and of all lines with one date; and
/// from what cards and rows say alike.
fn learn(text: &[Line<'_>], vocabulary: &mut Vocabulary) {
    let mut singles: Vec<Context<'_>> = Vec::new();
    let mut several: Vec<(Vec<Context<'_>>, bool)> = Vec::new();
    for line in text {
        let dates = days(line);
        let parts = segments::stretches(line.text, &dates);
        let contexts = contexts(&parts, &dates);
        if dates.len() >= 2 && !tells_change(line) {
            several.push((contexts, parts.first().is_some_and(|head| segments::names_categories(head))));
        } else {
            let beside = |context: &Context<'_>| !context.before.is_empty() || !context.after.is_empty();
            singles.extend(contexts.into_iter().filter(beside));
        }
    }
    let all: Vec<Context<'_>> =
        several.iter().flat_map(|(contexts, _)| contexts).chain(&singles).copied().collect();
    for category in twice::categories(&all) {
        vocabulary.add_category(&category);
    }
    for (contexts, headed) in &several {
        vocabulary.learn_lone_words(contexts);
        vocabulary.learn(contexts, *headed);
    }
    vocabulary.learn(&singles, false);
    vocabulary.note_lines(text.iter().filter(|line| line.dates.is_empty()).map(|line| line.text));
}

fn contexts<'a>(parts: &[&'a str], dates: &[Found]) -> Vec<Context<'a>> {
    dates
        .iter()
        .zip(parts.windows(2))
        .map(|(date, pair)| Context { before: pair[0], after: pair[1], day: date.interval.earliest.0 })
        .collect()
}

/// Cuts the lines in which cards are glued: first those whose titles stand clean, then the others by them.
fn glued(text: &mut [Line<'_>], vocabulary: &mut Vocabulary) -> Vec<(usize, Entry)> {
    let holds_cards = |line: &Line<'_>| line.dates.len() >= 2 && !tells_change(line);
    let several: Vec<usize> = (0..text.len()).filter(|&at| holds_cards(&text[at])).collect();
    let mut cuts: Vec<(usize, Vec<Segment<'_>>)> = Vec::new();
    let mut done: HashSet<usize> = HashSet::new();
    for &at in &several {
        if let Some(cut) = segments::cut(text[at].text, &days(&text[at]), vocabulary) {
            learn_titles(&cut, vocabulary);
            done.insert(at);
            cuts.push((at, cut));
        }
    }
    // What could not be cut without titles may be now; so may cards that stand alone on a line.
    for (at, line) in text.iter().enumerate() {
        if line.dates.is_empty() || line.whole.is_some() || done.contains(&at) || tells_change(line) {
            continue;
        }
        let dates = days(line);
        let single = dates.len() == 1
            && line.text.split_whitespace().count() >= MIN_GLUED_WORDS
            && !is_row(line.text, &dates);
        let glued = dates.len() > 1 || single;
        if glued && let Some(cut) = segments::cut(line.text, &dates, vocabulary) {
            cuts.push((at, cut));
        }
    }
    let mut found = Vec::new();
    for (at, cut) in &cuts {
        let entries: Vec<Entry> = cut.iter().filter_map(|segment| entry_of(segment, vocabulary)).collect();
        // A paragraph that names days is not made of cards. Half of them is a judgement.
        if entries.is_empty() || entries.len() * 2 < cut.len() {
            continue;
        }
        text[*at].used = true;
        found.extend(entries.into_iter().map(|entry| (*at, entry)));
    }
    found
}

/// Whether a line is a row by itself: a date at an end and a clean title beside it. Rows are read together.
fn is_row(text: &str, dates: &[Found]) -> bool {
    let parts = segments::stretches(text, dates);
    match parts.as_slice() {
        ["", rest] | [rest, ""] => segments::is_clean(rest),
        _ => false,
    }
}

/// Words of a line with one date from which it may be a whole card: a category, a date, a title of two words. A
/// judgement.
const MIN_GLUED_WORDS: usize = 6;

/// Learns the titles of a cut whose parts are nearly all clean. Four in five of three are by hand.
fn learn_titles(cut: &[Segment<'_>], vocabulary: &mut Vocabulary) {
    let bodies: Vec<&str> = cut
        .iter()
        .map(|segment| match segment.text {
            Text::Body(body) => body,
            Text::Parted { title, .. } => title,
        })
        .collect();
    // The last may have text of something else glued to it.
    let sure = bodies.split_last().map_or(&[] as &[&str], |(_, sure)| sure);
    let clean = sure.iter().filter(|body| segments::is_clean(body)).count();
    if clean > 0 && clean * 5 >= sure.len() * 4 && cut.len() >= 3 {
        for body in bodies.iter().filter(|body| segments::is_clean(body)) {
            vocabulary.add_title(body);
        }
    }
}

fn entry_of(segment: &Segment<'_>, vocabulary: &Vocabulary) -> Option<Entry> {
    let (title, summary) = match segment.text {
        Text::Body(body) => segments::part_body(body, vocabulary),
        Text::Parted { title, summary } => (title, summary),
    };
    let title = title.trim();
    let words = title.split_whitespace().count();
    let begins = title.starts_with(|sign: char| sign.is_alphanumeric() || OPENING.contains(&sign));
    // Forty words are no title, a judgement: glued text runs on longer than what is one elsewhere.
    if words == 0
        || words > 40
        || !begins
        || title.ends_with(':')
        || !title.chars().any(char::is_alphabetic)
        || phrases::leads_on(title)
    {
        return None;
    }
    Some(Entry {
        title: title.to_owned(),
        published: Some(claim(segment.interval, DateSource::ListingRow, segment.evidence)),
        categories: segment.category.map(str::to_owned).into_iter().collect(),
        summary: fields::clean_summary(summary).to_owned(),
        ..Entry::default()
    })
}

pub(super) fn claim(interval: Interval, source: DateSource, evidence: &str) -> DateClaim {
    DateClaim::new(interval, source, confidence(source, interval.precision), evidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `date | categories | title | summary` of each entry, and the blocks that are the page's own.
    fn shown(text: &str, known: &[&str]) -> (Vec<String>, Vec<String>, bool) {
        let blocks: Vec<&str> = text.split("\n\n").collect();
        let known: Vec<String> = known.iter().map(|category| (*category).to_owned()).collect();
        let Some(found) = in_text(&blocks, &Reading::default(), &known) else {
            return (Vec::new(), blocks.iter().map(|block| (*block).to_owned()).collect(), true);
        };
        let show = |entry: &Entry| {
            let date = entry.published.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{date} | {} | {} | {}", entry.categories.join(", "), entry.title, entry.summary)
        };
        let own = blocks.iter().enumerate().filter(|(at, _)| !found.entry_blocks.contains(at));
        let own = own.map(|(_, block)| (*block).to_owned()).collect();
        (found.listing.entries.iter().map(show).collect(), own, found.listing.complete)
    }

    const ALL: [&str; 4] = [
        "2026-05-07 | Coastal Habitats | Quiet circuits: do sleeping features wake up? | We look for late features. They exist.",
        "2026-04-02 | Seasonal Research | Reading a model’s “mind” with few probes | Few probes read concepts better.",
        "2026-01-19 | Coastal Habitats | Why do agents stall? | ",
        "2025-10-29 | Sediments | Counting what matters in long documents | The facts that matter are hidden. Counting is a start.",
    ];

    #[test]
    fn glued_cards_meet_the_rows_of_their_table() {
        let text = "Example Lab teams: Sediments Seasonal Research Coastal Habitats\n\n\
            Quiet circuits: do sleeping features wake up? Coastal Habitats May 7, 2026 We look for late features. They exist.\n\n\
            Seasonal Research Apr 2, 2026 Reading a model’s “mind” with few probes Few probes read concepts better. \
            Coastal Habitats Jan 19, 2026 Why do agents stall? \
            Sediments Oct 29, 2025 Counting what matters in long documents The facts that matter are hidden. Counting is a start.\n\n\
            Publications Search\n\n\
            Date Category Title May 7, 2026 Coastal Habitats Quiet circuits: do sleeping features wake up? \
            Apr 2, 2026 Seasonal Research Reading a model’s “mind” with few probes \
            Jan 19, 2026 Coastal Habitats Why do agents stall? \
            Oct 29, 2025 Sediments Counting what matters in long documents\n\nSee more";
        let (entries, own, complete) = shown(text, &["Seasonal Research"]);
        assert_eq!(entries, ALL);
        assert_eq!(own.len(), 3, "{own:?}");
        assert!(!complete);
    }

    #[test]
    fn cards_are_cut_without_a_list_of_titles() {
        let text = "Papers\n\nCoastal Habitats May 7, 2026 Quiet circuits: do sleeping features wake up? We look for late features. They exist. \
            Seasonal Research Apr 2, 2026 Reading a model’s “mind” with few probes Few probes read concepts better. \
            Coastal Habitats Jan 19, 2026 Why do agents stall? \
            Sediments Oct 29, 2025 Counting what matters in long documents The facts that matter are hidden. Counting is a start.";
        assert_eq!(shown(text, &["Seasonal Research"]).0, ALL);
    }

    const FEW: [&str; 4] = [
        "2026-02-11 | Hydrology | Slow lakes remember longer | A lake keeps a record of every storm.",
        "2025-12-03 | Acoustics | Measuring depth by echo alone | One clap is enough, if you listen.",
        "2025-09-30 | Geology | Ice models that admit doubt | We let the model say that it does not know.",
        "2025-04-01 | Biology | What fish know about currents | ",
    ];

    const FEW_CARDS: &str = "Hydrology Feb 11, 2026 Slow lakes remember longer A lake keeps a record of every storm. \
        Acoustics Dec 3, 2025 Measuring depth by echo alone One clap is enough, if you listen. \
        Geology Sep 30, 2025 Ice models that admit doubt We let the model say that it does not know.";

    const FEW_ROWS: &str = "Feb 11, 2026 Hydrology Slow lakes remember longer Dec 3, 2025 Acoustics Measuring depth by \
        echo alone Sep 30, 2025 Geology Ice models that admit doubt Apr 1, 2025 Biology What fish know about currents";

    #[test]
    fn categories_that_occur_once_are_learnt_from_cards_and_rows_of_the_same_days() {
        for rows in [format!("Date Category Title {FEW_ROWS}"), FEW_ROWS.to_owned()] {
            let (entries, own, _) = shown(&format!("{FEW_CARDS}\n\nPublications\n\n{rows}"), &[]);
            assert_eq!(entries, FEW, "{rows}");
            assert_eq!(own, ["Publications"]);
        }
        assert_eq!(shown(FEW_CARDS, &[]).0, FEW[..3], "the cards alone");
    }

    #[test]
    fn the_head_of_a_run_of_rows_tells_which_words_are_categories() {
        let titles = |text: &str| shown(text, &[]).0;
        let bare = FEW.map(|entry| entry.split(" | ").take(3).collect::<Vec<_>>().join(" | ") + " | ");
        assert_eq!(titles(&format!("Date Category Title {FEW_ROWS}")), bare);
        let last = "Category Title Date Hydrology Slow lakes remember longer Feb 11, 2026 Acoustics Measuring depth by echo \
            alone Dec 3, 2025 Geology Ice models that admit doubt Sep 30, 2025 Biology What fish know about currents Apr 1, 2025";
        assert_eq!(titles(last), bare);
        let without =
            "Date Title Feb 11, 2026 Slow lakes remember longer Dec 3, 2025 Measuring depth by echo alone";
        assert_eq!(
            titles(without),
            [
                "2026-02-11 |  | Slow lakes remember longer | ",
                "2025-12-03 |  | Measuring depth by echo alone | "
            ]
        );
    }

    #[test]
    fn lines_are_read_in_whatever_order_they_stand() {
        let cases = [
            "May 7, 2026\n\nCoastal Habitats\n\nQuiet circuits: do sleeping features wake up?\n\nWe look for late features. They exist.\n\n\
             Apr 2, 2026\n\nSeasonal Research\n\nReading a model’s “mind” with few probes\n\nFew probes read concepts better.\n\n\
             Jan 19, 2026\n\nCoastal Habitats\n\nWhy do agents stall?\n\n\
             Oct 29, 2025\n\nSediments\n\nCounting what matters in long documents\n\nThe facts that matter are hidden. Counting is a start.",
            "Quiet circuits: do sleeping features wake up?\n\nWe look for late features. They exist.\n\nCoastal Habitats May 7, 2026\n\
             Reading a model’s “mind” with few probes\n\nFew probes read concepts better.\n\nSeasonal Research Apr 2, 2026\n\
             Why do agents stall?\n\nCoastal Habitats Jan 19, 2026\n\
             Counting what matters in long documents\n\nThe facts that matter are hidden. Counting is a start.\n\nSediments Oct 29, 2025",
        ];
        for text in cases {
            let text = format!("Papers of the lab\n\n{text}\n\nLoad more");
            let (entries, own, complete) = shown(&text, &["Sediments", "Seasonal Research"]);
            assert_eq!(entries, ALL);
            assert_eq!(own, ["Papers of the lab", "Load more"]);
            assert!(!complete);
        }
    }

    #[test]
    fn rows_with_other_dates_are_read() {
        let rows = "2026-05-07 A paper on one thing\n2026-04-02 A paper on two things\n2026-01-19 A paper on three things";
        assert_eq!(
            shown(rows, &[]).0,
            [
                "2026-05-07 |  | A paper on one thing | ",
                "2026-04-02 |  | A paper on two things | ",
                "2026-01-19 |  | A paper on three things | "
            ]
        );
        let years = "2026\nMar 3 A paper on one thing\n2 Jan A paper on two things\n\n2025\nDec 5 A paper on three things";
        assert_eq!(
            shown(years, &[]).0,
            [
                "2026-03-03 |  | A paper on one thing | ",
                "2026-01-02 |  | A paper on two things | ",
                "2025-12-05 |  | A paper on three things | "
            ]
        );
        let labelled = "Fri, 6 Mar 2026\n[1] 2603.91001\nTitle: A paper on one thing\nAda Byron, Charles Babbage\nSubjects: Logic\n\
             [2] 2603.91002\nTitle: A paper on two things\nSubjects: Logic; Sets\nThu, 5 Mar 2026\n[3] 2603.91003\nTitle: A paper on three things";
        assert_eq!(
            shown(labelled, &[]).0,
            [
                "2026-03-06 | Logic | A paper on one thing | ",
                "2026-03-06 | Logic, Sets | A paper on two things | ",
                "2026-03-05 |  | A paper on three things | "
            ]
        );
    }

    #[test]
    fn prose_that_names_days_is_no_listing() {
        let paragraph =
            "On May 3, 2025 we began with a plan. By June 4, 2025 it was gone, and so were we. ".repeat(4);
        let text = format!(
            "Why we built it\n\n{}\n\nRelated\n\nMay 7, 2026\nSomething else we wrote\n\nMay 3, 2026\nAnother thing we wrote",
            [paragraph.as_str(); 5].join("\n\n")
        );
        assert_eq!(shown(&text, &[]).0, Vec::<String>::new());
    }
}
