//! Tidies the records that were chosen: takes out the head of the page, and off the titles the marks that all have.
//!
//! In: a page and the records chosen of it. Out: the same, fewer or with shorter titles.

use super::Page;
use crate::document::identity;
use crate::normalise::dates::Reading;
use crate::normalise::listing::By;
use crate::normalise::listing::fields;
use crate::normalise::listing::fields::file_marks;
use crate::normalise::listing::flow::Flow;
use crate::normalise::listing::phrases;
use crate::normalise::listing::records::Record;
use crate::normalise::tables::Table;

/// Takes out what is called as the page is and is no link where the titles of most others are: the head of the page.
pub(super) fn page_out(page: &Page<'_>, chosen: &mut Vec<Record<'_>>) {
    let is_linked = |record: &Record<'_>| {
        record.title_piece.and_then(|at| page.flow.pieces.get(at)).is_some_and(|piece| piece.link.is_some())
    };
    let linked = chosen.iter().filter(|record| is_linked(record)).count();
    let title = identity::title_key(page.said.title);
    if linked * 2 > chosen.len() && page.said.by != By::Heading {
        chosen.retain(|record| is_linked(record) || identity::title_key(record.title) != title);
    }
}

/// Takes out what has no address where all others lead away: the head of the page, first and under a higher heading than theirs;
/// and hours of a programme. What has a day and a text, or a day and no more, is an entry that stands out.
pub(super) fn heads_out(page: &Page<'_>, chosen: &mut Vec<Record<'_>>) {
    let level = |record: &Record<'_>| {
        record.title_piece.and_then(|at| page.flow.pieces.get(at)).map_or(0, |piece| piece.heading)
    };
    let stands_out = |record: &Record<'_>| {
        let card = record.card.first..record.card.end;
        let mut others = card.filter(|at| Some(*at) != record.title_piece);
        let is_date = |at: usize| page.flow.pieces.get(at).is_some_and(|piece| piece.date.is_some());
        record.is_dated && (!record.summary.is_empty() || others.all(is_date))
    };
    if let Some((first, others)) = chosen.split_first() {
        let own = level(first);
        let is_below = |other: &Record<'_>| {
            let other_level = level(other);
            other.href.is_some() && (other_level == 0 || other_level > own)
        };
        let is_head = own > 0 && first.href.is_none() && !stands_out(first);
        if is_head && others.len() >= 2 && others.iter().all(is_below) {
            chosen.remove(0);
        }
    }
    chosen.retain(|record| !is_time(record.title));
}

/// Takes out headings of a word or two that stand over the titles of a lower rank behind them, and have no day, author or text:
/// the names of sections.
pub(super) fn sections_out(flow: &Flow, chosen: &mut Vec<Record<'_>>) {
    /// Words of such a heading, a judgement, as names of sections have.
    const WORDS: usize = 2;
    let level = |record: &Record<'_>| {
        record.title_piece.and_then(|at| flow.pieces.get(at)).map_or(0, |piece| piece.heading)
    };
    let heads = |pair: &[Record<'_>]| {
        let [record, next] = pair else { return false };
        let is_bare = !record.is_dated
            && record.authors.is_empty()
            && record.summary.is_empty()
            && fields::word_count(record.title) <= WORDS;
        is_bare && (1..level(next)).contains(&level(record))
    };
    let mut are_heads: Vec<bool> = chosen.windows(2).map(heads).collect();
    are_heads.push(false);
    let mut are_heads = are_heads.into_iter();
    chosen.retain(|_| !are_heads.next().unwrap_or_default());
}

/// Whether a text is hours of a day and nothing else: `9:15 am–10:15 am`.
fn is_time(text: &str) -> bool {
    let is_of_time = |word: &str| {
        let letters = word.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let digits = word.len() - letters.len();
        digits <= 2
            && matches!(
                letters.to_ascii_lowercase().as_str(),
                "" | "am" | "pm" | "a" | "p" | "m" | "h" | "uhr"
            )
    };
    let mut words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    text.contains(':') && text.starts_with(|sign: char| sign.is_ascii_digit()) && words.all(is_of_time)
}

/// Takes the quotation marks off titles where the list sets them around each: around four of five, by hand.
pub(super) fn quotes_off(chosen: &mut [Record<'_>]) {
    const PAIRS: [(char, char); 5] = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')];
    fn inside(title: &str) -> Option<&str> {
        let of = |(open, close): (char, char)| {
            let own = title.strip_prefix(open)?.strip_suffix(close)?.trim();
            (!own.is_empty() && !own.contains([open, close])).then_some(own)
        };
        PAIRS.into_iter().find_map(of)
    }
    let quoted = chosen.iter().filter(|record| inside(record.title).is_some()).count();
    if quoted >= 3 && quoted * 5 >= chosen.len() * 4 {
        for record in chosen {
            record.title = inside(record.title).unwrap_or(record.title);
        }
    }
}

/// Gives titles that are shown cut the whole of what the `title` of their link says, where that begins as they do: without the name
/// of the site that all have behind a sign, and without the words of a link.
pub(super) fn cut_made_whole<'a>(flow: &'a Flow, chosen: &mut [Record<'a>]) {
    let said = |record: &Record<'_>| {
        let link = record.title_piece.and_then(|at| flow.pieces.get(at)).and_then(|piece| piece.link);
        link.and_then(|link| flow.elements.get(link)?.title.as_deref()).map(str::trim)
    };
    let mut ends: Table<&str, usize> = Table::default();
    for whole in chosen.iter().filter_map(said) {
        *ends.entry(whole_and_end(whole).1).or_default() += 1;
    }
    for record in chosen {
        let shown = record.title.trim_end_matches(['…', '.', ' ']);
        let is_cut = ["…", "..."].iter().any(|it| record.title.ends_with(it));
        let own = said(record).map(|whole| {
            let (own, end) = whole_and_end(whole);
            let is_shared = ends.get(end).is_some_and(|count| *count > 1);
            if !end.is_empty() && (is_shared || phrases::leads_on(end)) { own } else { whole }
        });
        let goes_on = |whole: &&str| {
            let rest = whole.strip_prefix(shown).unwrap_or_default().trim_end_matches(['…', '.']);
            !rest.is_empty() && !shown.is_empty() && !whole.contains('\n')
        };
        if let Some(whole) = own.filter(|whole| is_cut && goes_on(whole)) {
            record.title = whole;
        }
    }
}

/// A text before the last sign that sets its end off, and that end.
fn whole_and_end(text: &str) -> (&str, &str) {
    const SIGNS: [&str; 7] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » "];
    let cut = SIGNS.iter().filter_map(|sign| text.rsplit_once(sign)).max_by_key(|(before, _)| before.len());
    cut.map_or((text, ""), |(before, end)| (before.trim_end(), end.trim()))
}

/// Takes the marks of files off titles: `Slow lakes (PDF, 2.3 MB)`.
pub(super) fn files_off(chosen: &mut [Record<'_>], reading: &Reading) {
    /// Titles that have to be there, so that most of them say something. A judgement.
    const SEVERAL: usize = 3;
    let is_french = reading.language.as_deref().is_some_and(|language| language.starts_with("fr"));
    let marked = chosen.iter().filter(|record| file_marks::is_marked(record.title)).count();
    let is_usual = marked >= SEVERAL && marked * 2 > chosen.len();
    for record in chosen {
        let file = file_marks::File { href: record.href, is_french, is_usual };
        record.title = file_marks::without(record.title, file);
    }
}

/// Takes out the first record where it has no day and leads to the front page of the site that others are on: its name stands
/// above them.
pub(super) fn front_out(chosen: &mut Vec<Record<'_>>) {
    let place = |record: &Record<'_>| {
        let href = record.href.map(str::trim).filter(|href| !href.is_empty())?;
        let (host, path) = href
            .split_once("://")
            .map_or(("", href), |(_, rest)| rest.split_at(rest.find('/').unwrap_or(rest.len())));
        Some((host.to_owned(), matches!(path, "" | "/")))
    };
    let Some((first, others)) = chosen.split_first().filter(|(first, _)| !first.is_dated) else { return };
    let is_front = place(first).is_some_and(|(host, is_front)| {
        is_front && others.iter().filter_map(place).any(|(other, is_front)| !is_front && other == host)
    });
    if is_front && others.len() >= 2 {
        chosen.remove(0);
    }
}

/// Takes the full stop off titles where the list sets one behind each, as catalogues do: behind four of five, by hand.
pub(super) fn stops_off(chosen: &mut [Record<'_>]) {
    /// Letters of an abbreviation (`Inc.`): by hand.
    const ABBREVIATION: usize = 3;
    let is_word = |rest: &&str| rest.chars().rev().take(ABBREVIATION + 1).all(char::is_alphanumeric);
    let without_stop = |title: &str| title.strip_suffix('.').filter(is_word).map(str::len);
    let stopped = chosen.iter().filter(|record| without_stop(record.title).is_some()).count();
    if stopped >= 3 && stopped * 5 >= chosen.len() * 4 {
        for record in chosen {
            let end = without_stop(record.title).unwrap_or(record.title.len());
            record.title = record.title.get(..end).unwrap_or(record.title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_from_titles() {
        for text in ["9:15 am–10:15 am", "14:00 - 15:30", "9:15"] {
            assert!(is_time(text), "{text}");
        }
        for text in ["9:15 at the station", "2001: a gauge", "12 lakes"] {
            assert!(!is_time(text), "{text}");
        }
    }
}
