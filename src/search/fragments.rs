//! Chooses the fragments of a document that show the most of a query.
//!
//! In: texts with where the query's words stand in them. Out: [`Snippet`]s, at most as many as wanted, each of which shows a
//! word or phrase that those before it do not. One walk over the matches a fragment; the text itself is only looked at where
//! a fragment begins and ends.

use std::borrow::Cow;
use std::ops::Range;

use crate::search::highlight::Snippet;

/// Characters of a fragment, about; three lines of a terminal.
pub(crate) const FRAGMENT_CHARACTERS: usize = 220;

/// Characters that a fragment may begin before its first match to start with a sentence.
const LEAD_CHARACTERS: usize = 110;

/// Where a word or phrase of the query stands.
pub(crate) struct Found {
    /// Which one of the query, counted from 0.
    pub(crate) sequence: usize,
    pub(crate) bytes: Range<usize>,
}

/// A text of a document that fragments may be cut from.
pub(crate) struct Searched<'a> {
    pub(crate) field: &'static str,
    pub(crate) text: Cow<'a, str>,
    /// In the order of the text.
    pub(crate) found: Vec<Found>,
}

/// What a fragment would show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    /// Words and phrases that are not shown yet.
    new: usize,
    /// Words of the query that stand beside each other as they do in it.
    beside: usize,
    matches: usize,
}

/// Cuts the fragments, in the order of the texts and within each of places. `known` says which words and phrases are shown
/// elsewhere; fragments are not cut for them alone.
pub(crate) fn choose(texts: &[Searched<'_>], most: usize, mut known: Vec<bool>) -> Vec<Snippet> {
    let mut taken: Vec<(usize, Range<usize>)> = Vec::new();
    while taken.len() < most {
        let mut best: Option<(Worth, usize, Range<usize>)> = None;
        for (place, text) in texts.iter().enumerate() {
            if let Some((worth, core)) = best_window(&text.found, &known)
                && best.as_ref().is_none_or(|(other, ..)| worth > *other)
            {
                best = Some((worth, place, core));
            }
        }
        let Some((_, place, core)) = best else { break };
        let Searched { text, found, .. } = &texts[place];
        let there: Vec<&Range<usize>> =
            taken.iter().filter(|(other, _)| *other == place).map(|(_, fragment)| fragment).collect();
        // A text that is hardly longer than a fragment is shown whole.
        let short = text.char_indices().nth(FRAGMENT_CHARACTERS + LEAD_CHARACTERS).is_none();
        let fragment = if short { trimmed(text, 0..text.len()) } else { widen(text, &core, &there) };
        for found in found.iter().filter(|found| holds(&fragment, &found.bytes)) {
            known[found.sequence] = true;
        }
        taken.push((place, fragment));
    }
    taken.sort_by_key(|(place, fragment)| (*place, fragment.start));
    taken.into_iter().map(|(place, fragment)| shown(&texts[place], fragment)).collect()
}

/// The beginning of a text, of about a fragment's length.
pub(crate) fn beginning(field: &'static str, text: &str) -> Snippet {
    let start = text.len() - text.trim_start().len();
    let range = widen(text, &(start..start), &[]);
    Snippet { field, text: text[range.clone()].to_owned(), offset: range.start, matches: Vec::new() }
}

/// The matches that fit into one fragment and show the most; none where all are known.
fn best_window(found: &[Found], known: &[bool]) -> Option<(Worth, Range<usize>)> {
    let mut times = vec![0_usize; known.len()];
    let mut worth = Worth { new: 0, beside: 0, matches: 0 };
    let beside = |first: &Found, second: &Found| {
        /// Bytes between two words that stand side by side.
        const APART: usize = 3;
        first.sequence + 1 == second.sequence && second.bytes.start.saturating_sub(first.bytes.end) <= APART
    };
    let mut best: Option<(Worth, Range<usize>)> = None;
    let mut next = 0;
    for first in 0..found.len() {
        let reach = found[first].bytes.start + FRAGMENT_CHARACTERS - LEAD_CHARACTERS / 2;
        while next < found.len() && (next <= first || found[next].bytes.end <= reach) {
            let sequence = found[next].sequence;
            worth.new += usize::from(!known[sequence] && times[sequence] == 0);
            worth.beside += usize::from(next > first && beside(&found[next - 1], &found[next]));
            worth.matches += 1;
            times[sequence] += 1;
            next += 1;
        }
        if worth.new > 0 && best.as_ref().is_none_or(|(other, _)| worth > *other) {
            best = Some((worth, found[first].bytes.start..found[next - 1].bytes.end));
        }
        let sequence = found[first].sequence;
        times[sequence] -= 1;
        worth.new -= usize::from(!known[sequence] && times[sequence] == 0);
        worth.matches -= 1;
        worth.beside -= usize::from(next > first + 1 && beside(&found[first], &found[first + 1]));
    }
    best
}

fn holds(fragment: &Range<usize>, bytes: &Range<usize>) -> bool {
    fragment.start <= bytes.start && bytes.end <= fragment.end
}

/// A fragment with its matches; those that overlap are one.
fn shown(searched: &Searched<'_>, fragment: Range<usize>) -> Snippet {
    let mut matches: Vec<Range<usize>> = Vec::new();
    for found in searched.found.iter().filter(|found| holds(&fragment, &found.bytes)) {
        let bytes = found.bytes.start - fragment.start..found.bytes.end - fragment.start;
        match matches.last_mut() {
            Some(before) if bytes.start < before.end => before.end = before.end.max(bytes.end),
            _ => matches.push(bytes),
        }
    }
    let text = searched.text[fragment.clone()].to_owned();
    Snippet { field: searched.field, text, offset: fragment.start, matches }
}

/// Grows the core to whole sentences where they are near, else to whole words.
fn widen(text: &str, core: &Range<usize>, taken: &[&Range<usize>]) -> Range<usize> {
    let floor = taken.iter().map(|taken| taken.end).filter(|end| *end <= core.start).max().unwrap_or(0);
    let ceiling =
        taken.iter().map(|taken| taken.start).filter(|start| *start >= core.end).min().unwrap_or(text.len());
    let lead = text[floor..core.start].char_indices().rev().take(LEAD_CHARACTERS).last();
    let earliest = lead.map_or(core.start, |(place, _)| floor + place);
    let start = sentence_start(&text[earliest..core.start])
        .map(|place| earliest + place)
        .or_else(|| (earliest == floor).then_some(floor))
        .or_else(|| after_space(&text[earliest..core.start]).map(|place| earliest + place))
        .unwrap_or(core.start);
    let used = text[start..core.end].chars().count();
    let room = FRAGMENT_CHARACTERS.saturating_sub(used);
    let tail =
        text[core.end..ceiling].char_indices().nth(room).map_or(ceiling, |(place, _)| core.end + place);
    let end = if tail == ceiling {
        ceiling
    } else {
        let rest = &text[core.end..tail];
        let sentence = last_sentence_end(rest);
        sentence.or_else(|| rest.rfind(char::is_whitespace)).map_or(core.end, |place| core.end + place)
    };
    trimmed(text, start..end.max(core.end))
}

/// Where the first word after a space begins.
fn after_space(text: &str) -> Option<usize> {
    text.char_indices()
        .find(|(_, letter)| letter.is_whitespace())
        .map(|(place, letter)| place + letter.len_utf8())
}

/// Where the last sentence of a text begins.
fn sentence_start(text: &str) -> Option<usize> {
    let mut start = None;
    let mut letters = text.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        let ends = matches!(letter, '.' | '!' | '?' | '。' | '！' | '？' | '\n');
        if let Some(&(next, following)) = letters.peek()
            && ends
            && (following.is_whitespace() || matches!(letter, '。' | '！' | '？' | '\n'))
        {
            start = Some(next + following.len_utf8() * usize::from(following.is_whitespace()));
        }
    }
    start.or_else(|| text.ends_with('\n').then_some(text.len()))
}

/// Just past the last sentence that ends in a text.
fn last_sentence_end(text: &str) -> Option<usize> {
    let mut end = None;
    let mut letters = text.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        let next_is_space = letters.peek().is_none_or(|(_, following)| following.is_whitespace());
        if letter == '\n'
            || (matches!(letter, '.' | '!' | '?') && next_is_space)
            || matches!(letter, '。' | '！' | '？')
        {
            end = Some(place + letter.len_utf8());
        }
    }
    end
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.end - (part.len() - part.trim_end().len());
    start..end.max(start)
}
