//! Finds the words of a query in a text and cuts the fragments that show them best.
//!
//! In: the query's words, a document. Out: [`Snippet`]s with the matches' bytes. The same words are cut, folded and
//! stemmed as when indexing, so what is marked is what matched.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::document::{Document, fold};
use crate::index::{Words, stem};
use crate::search::query::{Pattern, Query, WildcardPart};

/// A fragment of a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The field it is from.
    pub field: &'static str,
    /// The fragment.
    pub text: String,
    /// Where it begins in the field's text, in bytes.
    pub offset: usize,
    /// Where the matches are in the fragment, in bytes: first, and one past the last.
    pub matches: Vec<Range<usize>>,
}

/// Characters of a fragment, about; three lines of a terminal.
const FRAGMENT_CHARACTERS: usize = 220;

/// Characters that a fragment may begin before its first match to start with a sentence.
const LEAD_CHARACTERS: usize = 110;

/// Matches looked at in one field: more do not make a better fragment, only a slower one.
const MAX_MATCHES: usize = 2_000;

/// Fields that fragments are cut from, the best first.
const FIELDS: [&str; 2] = ["summary", "body"];

/// The text of a field, parts of it joined by line breaks.
pub(crate) fn text_of<'a>(document: &'a Document, field: &str) -> Cow<'a, str> {
    match field {
        "title" => Cow::Borrowed(&document.title),
        "summary" => Cow::Borrowed(&document.summary),
        "body" => Cow::Borrowed(&document.body),
        "headings" => Cow::Owned(document.headings.join("\n")),
        "authors" => Cow::Owned(document.authors.join("\n")),
        "labels" => Cow::Owned(document.labels().join("\n")),
        _ => Cow::Borrowed(""),
    }
}

/// What to mark in texts: the words that a query wants.
pub(crate) struct Highlighter {
    sequences: Vec<Sequence>,
}

/// Words that stand one after the other; mostly one word.
struct Sequence {
    field: Option<&'static str>,
    words: Vec<Test>,
}

enum Test {
    Stem(String),
    Word(String),
    Prefix(String),
    Like(Vec<WildcardPart>),
    Near(String, usize),
}

impl Highlighter {
    /// For the words that a query wants; excluded ones are not marked.
    pub(crate) fn new(query: &Query) -> Highlighter {
        let sequences = query
            .words()
            .into_iter()
            .filter_map(|text| {
                let words = match &text.pattern {
                    Pattern::Word(word) | Pattern::Phrase { text: word, exact: false, .. } => {
                        Words::all(word).iter().map(|word| Test::Stem(stem(word))).collect()
                    }
                    Pattern::Exact(word) | Pattern::Phrase { text: word, exact: true, .. } => {
                        Words::all(word).into_iter().map(Test::Word).collect()
                    }
                    Pattern::Prefix(word) => vec![Test::Prefix(fold::fold(word))],
                    Pattern::Wildcard(parts) => vec![Test::Like(parts.iter().map(folded).collect())],
                    Pattern::Fuzzy { word, distance } => {
                        vec![Test::Near(fold::fold(word), usize::from(*distance))]
                    }
                    Pattern::Regex(_) => Vec::new(),
                };
                (!words.is_empty()).then_some(Sequence { field: text.field, words })
            })
            .collect();
        Highlighter { sequences }
    }

    /// At most `most` fragments of a document, from the field that shows the most of the query's words; the start of
    /// its summary or text where none shows any.
    pub(crate) fn snippets(&self, document: &Document, most: usize) -> Vec<Snippet> {
        let mut best: Option<(usize, Vec<Snippet>)> = None;
        for field in FIELDS {
            let text = text_of(document, field);
            let found = self.find(&text, field);
            let covered = found.iter().map(|found| found.sequence).collect::<HashSet<_>>().len();
            if covered > best.as_ref().map_or(0, |(covered, _)| *covered) {
                best = Some((covered, cut(&text, field, &found, most)));
            }
        }
        best.map_or_else(|| beginning(document, most), |(_, snippets)| snippets)
    }

    /// Where the query's words stand in a text.
    pub(crate) fn matches(&self, text: &str, field: &str) -> Vec<Range<usize>> {
        self.find(text, field).into_iter().map(|found| found.bytes).collect()
    }

    fn find(&self, text: &str, field: &str) -> Vec<Found> {
        let wanted: Vec<(usize, &Sequence)> = self
            .sequences
            .iter()
            .enumerate()
            .filter(|(_, sequence)| sequence.field.is_none_or(|only| only == field))
            .collect();
        let mut found: Vec<Found> = Vec::new();
        if wanted.is_empty() {
            return found;
        }
        // A stem begins as its word does, so most words of a text need not be stemmed.
        let first_letters: HashSet<char> =
            wanted.iter().flat_map(|(_, sequence)| &sequence.words).filter_map(Test::first_letter).collect();
        let may_match =
            |word: &str| word.chars().next().is_some_and(|letter| first_letters.contains(&letter));
        let mut walk = Words::of(text);
        let mut begun: Vec<Begun> = Vec::new();
        while let Some(place) = walk.advance() {
            let word = walk.folded();
            let stemmed = if may_match(word) { stem(word) } else { String::new() };
            begun.retain(|begun| begun.position + 1 == place.position);
            begun.extend(wanted.iter().map(|(sequence, _)| Begun {
                sequence: *sequence,
                matched: 0,
                start: place.bytes.start,
                position: place.position,
            }));
            let mut going = Vec::new();
            for mut candidate in begun.drain(..) {
                let tests = &self.sequences[candidate.sequence].words;
                if !tests[candidate.matched].fits(word, &stemmed) {
                    continue;
                }
                candidate.matched += 1;
                candidate.position = place.position;
                if candidate.matched == tests.len() {
                    let end = capped(text, candidate.start, place.bytes.end);
                    found.push(Found { sequence: candidate.sequence, bytes: candidate.start..end });
                } else {
                    going.push(candidate);
                }
            }
            begun = going;
            if found.len() >= MAX_MATCHES {
                break;
            }
        }
        found.sort_by_key(|found| (found.bytes.start, found.bytes.end));
        found
    }
}

/// The end of a match that is shown: a word may be as long as a text.
fn capped(text: &str, start: usize, end: usize) -> usize {
    text[start..end].char_indices().nth(FRAGMENT_CHARACTERS).map_or(end, |(place, _)| start + place)
}

struct Begun {
    sequence: usize,
    matched: usize,
    start: usize,
    position: usize,
}

struct Found {
    sequence: usize,
    bytes: Range<usize>,
}

impl Test {
    /// The letter that the stem it wants begins with.
    fn first_letter(&self) -> Option<char> {
        match self {
            Test::Stem(stem) => stem.chars().next(),
            _ => None,
        }
    }

    fn fits(&self, word: &str, stemmed: &str) -> bool {
        match self {
            Test::Stem(stem) => stem == stemmed,
            Test::Word(wanted) => wanted == word,
            Test::Prefix(prefix) => word.starts_with(prefix.as_str()),
            Test::Like(parts) => like(word, parts),
            Test::Near(wanted, distance) => strsim::damerau_levenshtein(wanted, word) <= *distance,
        }
    }
}

/// A piece of a pattern as it is compared with folded words.
pub(crate) fn folded(part: &WildcardPart) -> WildcardPart {
    match part {
        WildcardPart::Text(text) => WildcardPart::Text(fold::fold(text)),
        other => other.clone(),
    }
}

/// Whether a word fits a pattern. Goes back to the last `*` only, so its time is the product of the lengths at worst.
pub(crate) fn like(word: &str, parts: &[WildcardPart]) -> bool {
    let (mut rest, mut place) = (word, 0);
    let mut last_any: Option<(usize, &str)> = None;
    loop {
        let next = match parts.get(place) {
            Some(WildcardPart::Any) => {
                last_any = Some((place, rest));
                place += 1;
                continue;
            }
            Some(WildcardPart::Text(text)) => rest.strip_prefix(text.as_str()),
            Some(WildcardPart::One) => after_first(rest),
            None if rest.is_empty() => return true,
            None => None,
        };
        if let Some(next) = next {
            rest = next;
            place += 1;
            continue;
        }
        // The last `*` takes one letter more.
        let Some((any, from)) = last_any else { return false };
        let Some(from) = after_first(from) else { return false };
        last_any = Some((any, from));
        (rest, place) = (from, any + 1);
    }
}

fn after_first(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    letters.next().map(|_| letters.as_str())
}

/// Cuts fragments around the matches: each time the window that shows the most words not shown yet.
fn cut(text: &str, field: &'static str, found: &[Found], most: usize) -> Vec<Snippet> {
    let mut shown: HashSet<usize> = HashSet::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    // A text that is hardly longer than a fragment is shown whole.
    let short = text.char_indices().nth(FRAGMENT_CHARACTERS + LEAD_CHARACTERS).is_none();
    if short && most > 0 {
        taken.push(trimmed(text, 0..text.len()));
    }
    for _ in taken.len()..most {
        if short {
            break;
        }
        let mut best: Option<(usize, usize, Range<usize>)> = None;
        let mut last = 0;
        for first in 0..found.len() {
            last = last.max(first);
            let reach = found[first].bytes.start + FRAGMENT_CHARACTERS - LEAD_CHARACTERS / 2;
            while last + 1 < found.len() && found[last + 1].bytes.end <= reach {
                last += 1;
            }
            let window = &found[first..=last];
            let new: HashSet<usize> = window
                .iter()
                .map(|found| found.sequence)
                .filter(|sequence| !shown.contains(sequence))
                .collect();
            let rank = (new.len(), window.len());
            let bytes = found[first].bytes.start..found[last].bytes.end;
            let free = taken.iter().all(|taken| bytes.end <= taken.start || taken.end <= bytes.start);
            if free
                && !new.is_empty()
                && best.as_ref().is_none_or(|(covered, count, _)| rank > (*covered, *count))
            {
                best = Some((rank.0, rank.1, bytes));
            }
        }
        let Some((_, _, core)) = best else { break };
        shown.extend(
            found
                .iter()
                .filter(|f| core.start <= f.bytes.start && f.bytes.end <= core.end)
                .map(|f| f.sequence),
        );
        let fragment = widen(text, &core, &taken);
        taken.push(fragment);
    }
    taken.sort_by_key(|fragment| fragment.start);
    taken
        .into_iter()
        .map(|fragment| {
            let mut matches: Vec<Range<usize>> = Vec::new();
            for found in
                found.iter().filter(|f| fragment.start <= f.bytes.start && f.bytes.end <= fragment.end)
            {
                let bytes = found.bytes.start - fragment.start..found.bytes.end - fragment.start;
                match matches.last_mut() {
                    Some(before) if bytes.start < before.end => before.end = before.end.max(bytes.end),
                    _ => matches.push(bytes),
                }
            }
            Snippet { field, text: text[fragment.clone()].to_owned(), offset: fragment.start, matches }
        })
        .collect()
}

/// Grows the core to whole sentences where they are near, else to whole words.
fn widen(text: &str, core: &Range<usize>, taken: &[Range<usize>]) -> Range<usize> {
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

fn beginning(document: &Document, most: usize) -> Vec<Snippet> {
    let field = FIELDS.into_iter().find(|field| !text_of(document, field).trim().is_empty());
    let Some(field) = field.filter(|_| most > 0) else { return Vec::new() };
    let text = text_of(document, field);
    let start = text.len() - text.trim_start().len();
    let range = widen(&text, &(start..start), &[]);
    vec![Snippet { field, text: text[range.clone()].to_owned(), offset: range.start, matches: Vec::new() }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse;

    fn snippets(body: &str, query: &str) -> Vec<Snippet> {
        let grammar = crate::search::grammar(crate::document::Day(20_000));
        let document = Document { body: body.to_owned(), ..Document::default() };
        Highlighter::new(&parse(query, &grammar).unwrap()).snippets(&document, 2)
    }

    #[test]
    fn fragments_are_cut_at_characters_whatever_the_spaces() {
        for space in ["\u{a0}", "\u{2009}", "\u{3000}", " "] {
            let filler = format!("語x{space}").repeat(200);
            let found = snippets(&format!("{filler}needle {filler}"), "needle");
            let snippet = &found[0];
            assert_eq!(&snippet.text[snippet.matches[0].clone()], "needle");
        }
    }

    #[test]
    fn a_word_as_long_as_a_text_is_not_shown_whole() {
        let found = snippets(&format!("before secret{} after", "a".repeat(100_000)), "secret*");
        assert!(found[0].text.len() < 2_000, "{}", found[0].text.len());
    }

    #[test]
    fn wildcards_match_without_going_back_forever() {
        let word = format!("{}b", "a".repeat(200));
        let parts = |pattern: &str| -> Vec<WildcardPart> {
            pattern
                .chars()
                .map(|letter| match letter {
                    '*' => WildcardPart::Any,
                    '?' => WildcardPart::One,
                    letter => WildcardPart::Text(letter.to_string()),
                })
                .collect()
        };
        assert!(like(&word, &parts("*a*a*a*a*a*a*a*a*a*b")));
        assert!(!like(&word, &parts("*a*a*a*a*a*a*a*a*a*c")));
        assert!(like("model", &parts("m?d*l")) && like("model", &parts("*")) && like("", &parts("*")));
        assert!(!like("model", &parts("m?l")) && !like("", &parts("?")));
    }
}
