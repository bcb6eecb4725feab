//! Cuts lines in which cards were glued together: `CATEGORY DATE TITLE SUMMARY CATEGORY DATE TITLE …`.
//!
//! In: a line with its dates, and the vocabulary of the text. Out: one [`Segment`] a date, and which part of it
//! is title and which summary. Reads no structure but what dates, categories and known titles show.

use super::vocabulary::{Vocabulary, guess_closing, tokens};
use crate::document::{Interval, fold};
use crate::normalise::dates::Found;
use crate::normalise::listing::flow::Hint;
use crate::normalise::listing::phrases;
use crate::normalise::listing::words::{begins_sentences, needs_more};

/// One card cut out of a line.
#[derive(Debug)]
pub(super) struct Segment<'a> {
    pub(super) interval: Interval,
    pub(super) evidence: &'a str,
    pub(super) category: Option<&'a str>,
    pub(super) text: Text<'a>,
}

/// Where the words of a segment stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Text<'a> {
    /// A title, perhaps with a summary after it.
    Body(&'a str),
    /// A title, and apart from it the summary.
    Parted { title: &'a str, summary: &'a str },
}

/// In which order the parts of each card stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// Date, category, title; or date, title.
    DateFirst,
    /// Category, date, title.
    CategoryDateTitle,
    /// Title, category, date, and the summary after it.
    TitleCategoryDate,
    /// Category, title, date; or title, date.
    DateLast,
    /// Title, date, category.
    TitleDateCategory,
}

/// The stretches of a line before, between and after its dates.
pub(super) fn stretches<'a>(line: &'a str, dates: &[Found]) -> Vec<&'a str> {
    let mut parts = Vec::with_capacity(dates.len() + 1);
    let mut from = 0;
    for date in dates {
        parts.push(trimmed(line.get(from..date.start).unwrap_or("")));
        from = date.end;
    }
    parts.push(trimmed(line.get(from..).unwrap_or("")));
    parts
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '|' | '·' | '•' | '・' | '–' | '—')
    })
}

/// Cuts a line at its dates. None when it does not read as cards.
pub(super) fn cut<'a>(line: &'a str, dates: &[Found], vocabulary: &Vocabulary) -> Option<Vec<Segment<'a>>> {
    let mut parts = stretches(line, dates);
    let (head, first) = split_head(parts.first().copied().unwrap_or(""));
    let columns: Vec<Hint> = hints(head).flatten().collect();
    if let Some(part) = parts.first_mut() {
        *part = first;
    }
    let headed = order_by_head(&columns, &parts);
    let order = headed.or_else(|| order_of(&parts, dates.len(), vocabulary))?;
    let mut segments = Vec::with_capacity(dates.len());
    let mut due = parts.first().copied().unwrap_or("");
    let named = headed.is_some() && columns.contains(&Hint::Category);
    let categorised = match order {
        _ if named => true,
        Order::DateLast => has_leading(parts.get(..dates.len()).unwrap_or_default(), vocabulary),
        _ => has_leading(parts.get(1..).unwrap_or_default(), vocabulary),
    };
    let ends_empty = parts.last().is_none_or(|last| last.is_empty());
    let mut category_due = None;
    if order == Order::CategoryDateTitle {
        category_due = split_closing(due, vocabulary, true).0;
    }
    for (place, date) in dates.iter().enumerate() {
        let after = parts.get(place + 1).copied().unwrap_or("");
        let last = place + 1 == dates.len();
        let (category, text) = match order {
            Order::DateFirst => {
                let (category, body) = split_leading(after, vocabulary, categorised);
                (category, Text::Body(body))
            }
            Order::CategoryDateTitle => {
                let own = category_due.take();
                let (next, body) = if last { (None, after) } else { split_closing(after, vocabulary, true) };
                category_due = next;
                (own, Text::Body(body))
            }
            Order::TitleCategoryDate => {
                let (category, title) = split_closing(due, vocabulary, true);
                let (summary, next) = match (last, ends_empty) {
                    (true, _) => (after, ""),
                    // Where nothing follows the last date there are no summaries.
                    (false, true) => ("", after),
                    (false, false) => part_summary(after, vocabulary),
                };
                due = next;
                (category, Text::Parted { title, summary })
            }
            Order::DateLast => {
                let (category, body) = split_leading(due, vocabulary, categorised);
                due = after;
                (category, Text::Body(body))
            }
            Order::TitleDateCategory => {
                let (category, rest) = split_leading(after, vocabulary, true);
                let title = due;
                due = if category.is_some() { rest } else { after };
                (category, Text::Body(title))
            }
        };
        segments.push(Segment {
            interval: date.interval,
            evidence: line.get(date.start..date.end).unwrap_or(""),
            category,
            text,
        });
    }
    Some(segments)
}

fn has_leading(parts: &[&str], vocabulary: &Vocabulary) -> bool {
    parts.iter().filter(|part| vocabulary.leading(part).is_some()).count() * 2 > parts.len()
}

fn split_leading<'a>(text: &'a str, vocabulary: &Vocabulary, due: bool) -> (Option<&'a str>, &'a str) {
    let found = vocabulary
        .leading(text)
        .filter(|_| due)
        .or_else(|| if due { vocabulary.guess_leading(text) } else { None });
    found.map_or((None, text), |(category, rest)| (Some(category), trimmed(rest)))
}

fn split_closing<'a>(text: &'a str, vocabulary: &Vocabulary, due: bool) -> (Option<&'a str>, &'a str) {
    let found = vocabulary.closing(text).or_else(|| if due { guess_closing(text) } else { None });
    found.map_or((None, text), |(category, rest)| (Some(category), trimmed(rest)))
}

/// A stretch between two cards whose titles come first: the summary of the one and the title (with its
/// category) of the other.
fn part_summary<'a>(text: &'a str, vocabulary: &Vocabulary) -> (&'a str, &'a str) {
    let (_, before) = split_closing(text, vocabulary, true);
    if let Some(start) = vocabulary.title_at_end(before) {
        return (trimmed(&text[..start]), trimmed(&text[start..]));
    }
    // The title begins after the last full stop before it.
    match last_sentence_end(before) {
        Some(end) => (trimmed(&text[..end]), trimmed(&text[end..])),
        None => ("", text),
    }
}

/// Decides the order of a line's parts from where its categories stand and which ends are empty. "Most" is six in ten,
/// as where categories are learnt ([`Vocabulary::learn`]); three cards in a row are a judgement: two may be chance.
fn order_of(parts: &[&str], count: usize, vocabulary: &Vocabulary) -> Option<Order> {
    let (first, last) = (*parts.first()?, *parts.last()?);
    let starts_empty = is_head(first);
    let most = |found: usize| found > 0 && found * 10 >= count * 6;
    let leading = parts[1..].iter().filter(|part| vocabulary.leading(part).is_some()).count();
    let closing = parts[..count].iter().filter(|part| vocabulary.closing(part).is_some()).count();
    let leading_before = parts[..count]
        .iter()
        .filter(|part| vocabulary.leading(part).is_some_and(|(_, rest)| !rest.is_empty()))
        .count();
    if last.is_empty()
        && most(leading_before)
        && vocabulary.leading(first).is_some()
        && closing <= leading_before
    {
        return Some(Order::DateLast);
    }
    if most(closing) && closing >= leading {
        let rest = vocabulary.closing(first).map_or(first, |(_, rest)| rest);
        return Some(if is_head(rest) { Order::CategoryDateTitle } else { Order::TitleCategoryDate });
    }
    if most(leading) {
        let ends_with_category = vocabulary.leading(last).is_some_and(|(_, rest)| rest.is_empty());
        return Some(if ends_with_category && !starts_empty {
            Order::TitleDateCategory
        } else {
            Order::DateFirst
        });
    }
    let known = |part: &&&str| vocabulary.title_at_start(part).is_some();
    if count < 2 {
        return (starts_empty && vocabulary.title_at_start(last).is_some())
            .then_some(Order::DateFirst)
            .or_else(|| (last.is_empty() && vocabulary.is_title(first)).then_some(Order::DateLast));
    }
    let titles =
        |parts: &[&str]| parts.iter().all(|part| (1..=MAX_STRETCH_WORDS).contains(&tokens(part).len()));
    if starts_empty && titles(&parts[1..]) {
        return Some(Order::DateFirst);
    }
    if last.is_empty() && titles(&parts[..count]) && count >= 3 {
        return Some(Order::DateLast);
    }
    most(parts[1..].iter().filter(known).count()).then_some(Order::DateFirst)
}

/// Words that a title and its summary have together, at most. A judgement: a title of twenty and a summary of a
/// hundred.
const MAX_STRETCH_WORDS: usize = 120;

/// The names of columns that a stretch begins with (two at least: one may be a title's word), and the rest.
fn split_head(text: &str) -> (&str, &str) {
    let named: Vec<(usize, usize)> = tokens(text)
        .into_iter()
        .take_while(|(start, end)| phrases::hint_of_column(&text[*start..*end]).is_some())
        .collect();
    match named.last() {
        Some((_, end)) if named.len() >= 2 => (&text[..*end], text[*end..].trim_start()),
        _ => ("", text),
    }
}

/// What each word of a stretch names, read as the head of a table.
fn hints(text: &str) -> impl Iterator<Item = Option<Hint>> {
    tokens(text).into_iter().map(|(start, end)| phrases::hint_of_column(&text[start..end]))
}

/// The order that the names of columns tell, where the rows after them can have it.
fn order_by_head(columns: &[Hint], parts: &[&str]) -> Option<Order> {
    let order = match columns {
        [Hint::Date, Hint::Category, Hint::Title] | [Hint::Date, Hint::Title] => Order::DateFirst,
        [Hint::Category, Hint::Date, Hint::Title] => Order::CategoryDateTitle,
        [Hint::Category, Hint::Title, Hint::Date] | [Hint::Title, Hint::Date] => Order::DateLast,
        [Hint::Title, Hint::Category, Hint::Date] => Order::TitleCategoryDate,
        [Hint::Title, Hint::Date, Hint::Category] => Order::TitleDateCategory,
        _ => return None,
    };
    let starts_empty = parts.first()?.is_empty();
    let ends_empty = parts.last()?.is_empty();
    let fits = match order {
        Order::DateFirst => starts_empty && !ends_empty,
        Order::CategoryDateTitle | Order::TitleDateCategory => !starts_empty && !ends_empty,
        Order::DateLast | Order::TitleCategoryDate => !starts_empty && ends_empty,
    };
    // A single row needs no order told: its head may be words of the page.
    (fits && parts.len() > 2).then_some(order)
}

/// Whether a stretch is the head of a table that has a column of categories.
pub(super) fn names_categories(text: &str) -> bool {
    hints(text).count() >= 2
        && hints(text).all(|hint| hint.is_some())
        && hints(text).flatten().any(|hint| hint == Hint::Category)
}

/// Whether a stretch before the first date is empty or the head of a table (`Date Category Title`).
fn is_head(text: &str) -> bool {
    hints(text).all(|hint| hint.is_some())
}

/// Whether a text reads as a title and nothing else. By hand.
pub(super) fn is_clean(text: &str) -> bool {
    let words = tokens(text).len();
    // Twenty-five words: longer titles are rare, shorter summaries are not.
    (1..=25).contains(&words) && !text.trim_end().ends_with(['.', '…']) && sentence_ends(text).is_empty()
}

/// Parts a body into title and summary: by the titles known from elsewhere, else by best evidence. By hand: up to
/// fourteen words a clean text is a title alone, and a sentence of up to twenty-five is one.
pub(super) fn part_body<'a>(text: &'a str, vocabulary: &Vocabulary) -> (&'a str, &'a str) {
    if let Some(end) = vocabulary.title_at_start(text) {
        return (trimmed(&text[..end]), trimmed(&text[end..]));
    }
    if is_clean(text) && tokens(text).len() <= 14 {
        return (text, "");
    }
    match boundary(text) {
        Some(at) => (trimmed(&text[..at]), trimmed(&text[at..])),
        None if is_clean(text) => (text, ""),
        None => match sentence_ends(text).first() {
            Some(end) if tokens(&text[..*end]).len() <= 25 => {
                (trimmed(&text[..*end]), trimmed(&text[*end..]))
            }
            _ => (text, ""),
        },
    }
}

/// Where a summary begins after a title that no mark ends: at a word that begins sentences, written with a
/// capital after a word that can end a title; else at the first capital after a title in sentence case. It lies among
/// the first thirty words, beyond which no title goes; a word of three letters that begins
/// sentences does so whatever follows, by hand.
fn boundary(text: &str) -> Option<usize> {
    let spans = tokens(text);
    let mut weak: Option<usize> = None;
    let mut weak_count = 0;
    for (place, pair) in spans.windows(2).enumerate().take(30) {
        let [(start, end), (next_start, next_end)] = [pair[0], pair[1]];
        let (word, next) = (&text[start..end], &text[next_start..next_end]);
        let bare = next.trim_start_matches(['“', '"', '‘', '«', '(']);
        if !bare.starts_with(char::is_uppercase) {
            continue;
        }
        // A title has two words at least.
        let words = place + 1;
        if word.ends_with(['?', '!']) && words >= 2 {
            return Some(next_start);
        }
        if word.ends_with(':') || word.ends_with(',') || words < 2 {
            continue;
        }
        if word.ends_with('.') {
            return weak.or(Some(next_start));
        }
        if needs_more(&fold::words(word)) {
            continue;
        }
        let following = spans.get(place + 2).map_or("", |(start, end)| &text[*start..*end]);
        let lower_after = following.starts_with(char::is_lowercase) || following.is_empty();
        if begins_sentences(&fold::words(next)) && (lower_after || fold::words(next).len() <= 3) {
            return Some(next_start);
        }
        if word.chars().any(char::is_lowercase) && word.starts_with(char::is_lowercase) && lower_after {
            weak_count += 1;
            weak.get_or_insert(next_start);
        }
    }
    weak.filter(|_| weak_count >= 1 && !sentence_ends(text).is_empty() || text.ends_with('.'))
}

/// The bytes after full stops that end sentences within a text.
fn sentence_ends(text: &str) -> Vec<usize> {
    let spans = tokens(text);
    spans
        .windows(2)
        .filter(|pair| {
            let (word, next) = (&text[pair[0].0..pair[0].1], &text[pair[1].0..pair[1].1]);
            let bare = word.trim_end_matches(['”', '"', '\'', '’', ')']);
            // An initial or an abbreviation of one letter ends no sentence.
            bare.ends_with('.')
                && bare.chars().count() > 2
                && next.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit())
        })
        .map(|pair| pair[0].1)
        .collect()
}

fn last_sentence_end(text: &str) -> Option<usize> {
    let ends = sentence_ends(text);
    let marks = tokens(text)
        .windows(2)
        .filter(|pair| text[pair[0].0..pair[0].1].ends_with(['?', '!']))
        .map(|pair| pair[0].1)
        .max();
    ends.last().copied().max(marks)
}
