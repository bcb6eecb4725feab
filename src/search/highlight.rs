//! Finds the words of a query in a text and cuts the fragments that show them best.
//!
//! In: the query's words, a document. Out: [`Snippet`]s with the matches' bytes. The same words are cut, folded and
//! stemmed as when indexing, so what is marked is what matched.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use tantivy_fst::Automaton;

use crate::document::{Document, fold};
use crate::index::{Language, Words};
use crate::search::expressions;
use crate::search::fragments::{FRAGMENT_CHARACTERS, Found, Searched, beginning, choose};
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

/// Matches looked at in one field: more do not make a better fragment, only a slower one.
const MAX_MATCHES: usize = 2_000;

/// Fields that fragments are cut from, the best first.
const FIELDS: [&str; 2] = ["summary", "body"];

/// Fields whose parts are names, cut from for words that stand nowhere else.
const NAMES: [&str; 3] = ["headings", "authors", "labels"];

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
    /// Stems, each with the language whose texts have it.
    Stem(Vec<(Language, String)>),
    Word(String),
    Prefix(String),
    Like(Vec<WildcardPart>),
    Near(String, usize),
    Fits(Box<tantivy_fst::Regex>),
}

/// Where the words of a query stand in the text of a field of a document, in bytes and in order.
pub fn marks(query: &Query, document: &Document, text: &str, field: &str) -> Vec<Range<usize>> {
    let language = Language::of(document.language.as_deref());
    Highlighter::new(query, &[language]).matches(text, field, language)
}

impl Highlighter {
    /// For the words that a query wants, in texts of some languages; excluded ones are not marked.
    pub(crate) fn new(query: &Query, languages: &[Language]) -> Highlighter {
        let stems = |word: &String| {
            Test::Stem(languages.iter().map(|language| (*language, language.stem(word))).collect())
        };
        let sequences = query
            .words()
            .into_iter()
            .filter_map(|text| {
                let words = match &text.pattern {
                    Pattern::Word(word) | Pattern::Phrase { text: word, exact: false, .. } => {
                        Words::all(word).iter().map(stems).collect()
                    }
                    Pattern::Exact(word) | Pattern::Phrase { text: word, exact: true, .. } => {
                        Words::all(word).into_iter().map(Test::Word).collect()
                    }
                    Pattern::Prefix(word) => vec![Test::Prefix(fold::fold(word))],
                    Pattern::Wildcard(parts) => vec![Test::Like(parts.iter().map(folded).collect())],
                    Pattern::Fuzzy { word, distance } => {
                        vec![Test::Near(fold::fold(word), usize::from(*distance))]
                    }
                    Pattern::Regex(pattern) => {
                        let folded = expressions::folded(pattern).ok();
                        let regex = folded.and_then(|folded| tantivy_fst::Regex::new(&folded).ok());
                        regex.into_iter().map(|regex| Test::Fits(Box::new(regex))).collect()
                    }
                };
                (!words.is_empty()).then_some(Sequence { field: text.field, words })
            })
            .collect();
        Highlighter { sequences }
    }

    /// At most `most` fragments of a document, which together show the most of the query's words and phrases; the start of
    /// its summary or text where they show none.
    pub(crate) fn snippets(&self, document: &Document, most: usize) -> Vec<Snippet> {
        if most == 0 {
            return Vec::new();
        }
        let language = Language::of(document.language.as_deref());
        let searched = |field: &&'static str| {
            let text = text_of(document, field);
            Searched { field, found: self.find(&text, field, language), text }
        };
        let texts: Vec<Searched<'_>> = FIELDS.iter().map(searched).collect();
        let mut snippets = choose(&texts, most, vec![false; self.sequences.len()]);
        if snippets.len() < most {
            // Names are shown where nothing else shows the word.
            let mut known = vec![false; self.sequences.len()];
            let title = self.find(&document.title, "title", language);
            for found in texts.iter().flat_map(|text| &text.found).chain(&title) {
                known[found.sequence] = true;
            }
            let names: Vec<Searched<'_>> = NAMES.iter().map(searched).collect();
            snippets.extend(choose(&names, most - snippets.len(), known));
        }
        // Every hit names its teams and publisher anyway, so that they alone take the place of no text.
        if snippets.iter().all(|snippet| snippet.field == "labels")
            && FIELDS.iter().any(|field| !text_of(document, field).trim().is_empty())
        {
            snippets.clear();
        }
        if snippets.is_empty() {
            let text = FIELDS.into_iter().map(|field| (field, text_of(document, field)));
            let first = text.into_iter().find(|(_, text)| !text.trim().is_empty());
            snippets.extend(first.map(|(field, text)| beginning(field, &text)));
        }
        snippets
    }

    /// Where the query's words stand in a text of a language.
    pub(crate) fn matches(&self, text: &str, field: &str, language: Language) -> Vec<Range<usize>> {
        self.find(text, field, language).into_iter().map(|found| found.bytes).collect()
    }

    fn find(&self, text: &str, field: &str, language: Language) -> Vec<Found> {
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
        let tests = wanted.iter().flat_map(|(_, sequence)| &sequence.words);
        let first_letters: HashSet<char> = tests.flat_map(|test| test.first_letters(language)).collect();
        let may_match =
            |word: &str| word.chars().next().is_some_and(|letter| first_letters.contains(&letter));
        let mut walk = Words::of(text);
        let mut begun: Vec<Begun> = Vec::new();
        while let Some(place) = walk.advance() {
            let word = walk.folded();
            let stemmed = if may_match(word) { language.stem(word) } else { String::new() };
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

impl Test {
    /// The letters that words begin with whose stems it may want.
    fn first_letters(&self, language: Language) -> Vec<char> {
        let Test::Stem(stems) = self else { return Vec::new() };
        let own = stems.iter().filter(|(of, _)| *of == language);
        own.filter_map(|(_, stem)| Language::unmarked(stem).chars().next()).collect()
    }

    fn fits(&self, word: &str, stemmed: &str) -> bool {
        match self {
            Test::Stem(stems) => stems.iter().any(|(_, stem)| stem == stemmed),
            Test::Word(wanted) => wanted == word,
            Test::Prefix(prefix) => word.starts_with(prefix.as_str()),
            Test::Like(parts) => like(word, parts),
            Test::Near(wanted, distance) => strsim::osa_distance(wanted, word) <= *distance,
            Test::Fits(regex) => {
                let end = word.bytes().fold(regex.start(), |state, byte| regex.accept(&state, byte));
                regex.is_match(&end)
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse;

    fn snippets(body: &str, query: &str) -> Vec<Snippet> {
        let grammar = crate::search::grammar(crate::document::Day(20_000));
        let document = Document { body: body.to_owned(), ..Document::default() };
        Highlighter::new(&parse(query, &grammar).unwrap(), &[Language::ENGLISH]).snippets(&document, 3)
    }

    /// What is marked, fragment by fragment.
    fn marked(body: &str, query: &str) -> Vec<Vec<String>> {
        let marks = |snippet: Snippet| {
            assert_eq!(body[snippet.offset..snippet.offset + snippet.text.len()], snippet.text);
            snippet.matches.into_iter().map(|range| snippet.text[range].to_owned()).collect()
        };
        snippets(body, query).into_iter().map(marks).collect()
    }

    #[test]
    fn whatever_matches_is_marked() {
        for (body, query, expected) in [
            ("The models were modelled.", "model", "models modelled"),
            ("An interpreter interprets.", "interp*", "interpreter interprets"),
            ("Colour or color.", "/colou?r/", "Colour color"),
            ("A wrod, a word.", "word~1", "wrod word"),
            ("Large language models, models of language.", "\"language model\"", "language models"),
            ("Café or cafés.", "=cafe", "Café"),
            ("The word wörd.", "w?rd", "word wörd"),
        ] {
            assert_eq!(marked(body, query).concat().join(" "), expected, "{query}");
        }
    }

    #[test]
    fn fragments_cover_the_words_that_lie_apart() {
        let filler = "Nothing of note stands here at all, and it goes on for a while. ".repeat(20);
        let body = format!(
            "{filler}An apple is here. {filler}A pear is there. {filler}Plums grow elsewhere. {filler}"
        );
        assert_eq!(marked(&body, "apple pear plum"), [["apple"], ["pear"], ["Plums"]]);
        assert_eq!(marked(&body, "apple pear").len(), 2, "no more fragments than words");
        let found = snippets(&body, "pear");
        assert!(found[0].text.starts_with("Nothing of note") || found[0].text.starts_with("A pear"));
        assert!(found[0].text.ends_with('.'), "{}", found[0].text);
    }

    #[test]
    fn words_side_by_side_are_shown_before_words_apart() {
        let filler = "Nothing of note stands here at all, and it goes on for a while. ".repeat(20);
        let body = format!("{filler}The hacking of a reward. {filler}A case of reward hacking. {filler}");
        let found = snippets(&body, "reward hacking");
        assert!(found.len() == 1 && found[0].text.contains("case of reward hacking"), "{found:?}");
    }

    #[test]
    fn a_name_is_shown_where_nothing_else_shows_the_word() {
        let document = Document {
            title: "A title".to_owned(),
            body: "Some text.".to_owned(),
            authors: vec!["Ada Loop".to_owned()],
            publisher: Some("Lab".to_owned()),
            ..Document::default()
        };
        let grammar = crate::search::grammar(crate::document::Day(20_000));
        let fields = |query: &str| -> Vec<&str> {
            let highlighter = Highlighter::new(&parse(query, &grammar).unwrap(), &[Language::ENGLISH]);
            highlighter.snippets(&document, 3).iter().map(|snippet| snippet.field).collect()
        };
        assert_eq!(
            (fields("text loop"), fields("title"), fields("loop")),
            (vec!["body", "authors"], vec!["body"], vec!["authors"])
        );
        assert_eq!((fields("lab"), fields("lab text")), (vec!["body"], vec!["body", "labels"]));
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
