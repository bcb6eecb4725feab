//! Learns the words of a flattened listing: its categories and its clean titles.
//!
//! In: the stretches of text between dates. Out: a [`Vocabulary`]. Learns from the text itself what recurs
//! beside dates; knows no site's categories.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::document::fold;
use crate::normalise::listing::phrases;
use crate::normalise::listing::words::is_common_start;

/// Words that a category has at most. By hand.
pub(super) const MAX_CATEGORY_WORDS: usize = 4;

/// What a text teaches about itself.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Folded categories.
    categories: BTreeSet<String>,
    /// Stretches of capitalised words in which known categories stand side by side (a menu of teams), folded,
    /// with a space at either end.
    menus: Vec<String>,
    /// Folded lines that are short enough to be a category by themselves.
    short_lines: HashSet<String>,
    /// Folded clean titles.
    titles: HashSet<String>,
}

/// The spans of a text's words.
pub(super) fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices() {
        if letter.is_whitespace() {
            if let Some(start) = start.take() {
                spans.push((start, at));
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(start) = start {
        spans.push((start, text.len()));
    }
    spans
}

impl Vocabulary {
    /// Starts with the categories that are known already.
    pub(super) fn new(known: &[String]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for category in known {
            vocabulary.add_category(category);
        }
        vocabulary
    }

    pub(super) fn add_category(&mut self, category: &str) {
        let words = fold::words(category);
        if !words.is_empty() {
            self.categories.insert(words);
        }
    }

    /// Whether a text is a known category. Eighty bytes, a judgement, only spare the folding of longer texts.
    pub(super) fn is_category(&self, text: &str) -> bool {
        text.len() <= 80 && self.categories.contains(&fold::words(text))
    }

    pub(super) fn add_title(&mut self, title: &str) {
        let words = fold::words(title);
        // A title of one short word would match anywhere. Eight letters are a judgement.
        if words.len() >= 8 || words.contains(' ') {
            self.titles.insert(words);
        }
    }

    pub(super) fn is_title(&self, text: &str) -> bool {
        self.titles.contains(&fold::words(text))
    }

    /// Learns the categories that recur beside the dates of a group of stretches: `before` and `after` are the
    /// texts next to each date; `headed` says that a head names a column of categories. A side teaches when what
    /// recurs there stands beside most of its dates. The shares are by hand.
    pub(super) fn learn(&mut self, contexts: &[Context<'_>], headed: bool) {
        if contexts.len() < 2 {
            return;
        }
        for side in [Side::Before, Side::After] {
            let mut seen: HashMap<String, HashSet<i32>> = HashMap::new();
            let phrases: Vec<Vec<String>> = contexts.iter().map(|context| context.phrases(side)).collect();
            for (phrases, context) in phrases.iter().zip(contexts) {
                for phrase in phrases {
                    seen.entry(phrase.clone()).or_default().insert(context.day);
                }
            }
            let count = |phrase: &str| seen.get(phrase).map_or(0, HashSet::len);
            let mut learnt = HashSet::new();
            let mut covered = 0;
            for phrases in &phrases {
                let mut best: Option<&str> = None;
                for phrase in phrases {
                    // A longer phrase must recur half as often as the shorter that it goes on from.
                    let least = best.map_or(2, |shorter| 2.max(count(shorter).div_ceil(2)));
                    if count(phrase) >= least {
                        best = Some(phrase);
                    } else {
                        break;
                    }
                }
                let known = phrases.iter().any(|phrase| self.categories.contains(phrase));
                covered += usize::from(best.is_some() || known);
                learnt.extend(best.map(str::to_owned));
            }
            // Six dates in ten: less is titles that happen to begin alike, unless a head names the column.
            let enough = if headed && side == Side::After { 3 } else { 6 };
            if covered * 10 >= contexts.len() * enough {
                for phrase in learnt {
                    if !is_common_start(&phrase) {
                        self.add_category(&phrase);
                    }
                }
            }
        }
    }

    /// Learns single words that stand between the last sentence of one card and the date of the next, even those
    /// that occur once: cards in which nothing else could stand there.
    pub(super) fn learn_lone_words(&mut self, contexts: &[Context<'_>]) {
        let words: Vec<String> = contexts.iter().filter_map(Context::lone_word).collect();
        // Three cards, and one in five may differ, by hand: before the first date other text may stand.
        if words.len() >= 3 && words.len() * 5 >= contexts.len() * 4 {
            for word in words {
                self.add_category(&word);
            }
        }
    }

    /// Notes where categories stand side by side or alone, from lines without dates. By hand: a category alone has up
    /// to sixty bytes, a menu up to six hundred and three words in a row.
    pub(super) fn note_lines<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        let known: Vec<String> = self
            .categories
            .iter()
            .take(MAX_MENU_CATEGORIES)
            .map(|category| format!(" {category} "))
            .collect();
        for line in lines {
            if line.len() <= 60 && tokens(line).len() <= MAX_CATEGORY_WORDS {
                self.short_lines.insert(fold::words(line));
            }
            // Menus are short; prose need not be searched.
            if line.len() > 600 {
                continue;
            }
            let mut run: Vec<&str> = Vec::new();
            for (start, end) in tokens(line).into_iter().chain([(0, 0)]) {
                let word = &line[start..end];
                let capital = word.starts_with(char::is_uppercase) || matches!(word, "&" | "and");
                let ends = word.ends_with([':', '.', '!', '?']);
                if capital && !ends {
                    run.push(word);
                    continue;
                }
                if run.len() >= 3 {
                    let folded = format!(" {} ", fold::words(&run.join(" ")));
                    if self.menus.len() < MAX_MENUS && known.iter().any(|category| folded.contains(category))
                    {
                        self.menus.push(folded);
                    }
                }
                run.clear();
            }
        }
    }

    /// The known category that a text begins with, and what follows it.
    pub(super) fn leading<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str)> {
        let text = text.trim();
        let spans = tokens(text);
        (1..=MAX_CATEGORY_WORDS.min(spans.len())).rev().find_map(|count| {
            let end = spans.get(count - 1)?.1;
            let phrase = text.get(..end)?;
            self.categories.contains(&fold::words(phrase)).then(|| (phrase, text[end..].trim_start()))
        })
    }

    /// The known category that a text ends with, and what stands before it.
    pub(super) fn closing<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str)> {
        let text = text.trim();
        let spans = tokens(text);
        (1..=MAX_CATEGORY_WORDS.min(spans.len())).rev().find_map(|count| {
            let start = spans.get(spans.len() - count)?.0;
            let phrase = text.get(start..)?;
            self.categories.contains(&fold::words(phrase)).then(|| (phrase, text[..start].trim_end()))
        })
    }

    /// An unlearnt category at the start of a text in which one is due: the longest that stands in a menu of
    /// categories or alone on a line, else the capitalised words before a title in sentence case.
    pub(super) fn guess_leading<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str)> {
        let text = text.trim();
        let spans = capitalised(text);
        let phrase = |count: usize| spans.get(count - 1).and_then(|span| text.get(..span.1));
        let listed = (1..=MAX_CATEGORY_WORDS.min(spans.len()))
            .rev()
            .find(|count| phrase(*count).is_some_and(|phrase| self.is_listed(phrase)));
        // `Sediments Dating river mud`: the last capital begins the title.
        let count =
            listed.or_else(|| (2..=MAX_CATEGORY_WORDS).contains(&spans.len()).then(|| spans.len() - 1))?;
        let end = spans.get(count - 1)?.1;
        let rest = text[end..].trim_start();
        // A text that begins as titles do has no category.
        let first = spans.first().and_then(|(start, end)| text.get(*start..*end))?;
        let is_title = listed.is_none() && is_common_start(&fold::words(first));
        (!rest.is_empty() && !is_title).then(|| (&text[..end], rest))
    }

    fn is_listed(&self, phrase: &str) -> bool {
        let words = fold::words(phrase);
        self.short_lines.contains(&words)
            || self.menus.iter().any(|menu| menu.contains(&format!(" {words} ")))
    }

    /// The longest clean title that a text begins with: the byte after it.
    pub(super) fn title_at_start(&self, text: &str) -> Option<usize> {
        let mut key = String::new();
        let mut best = None;
        for (start, end) in tokens(text).into_iter().take(MAX_TITLE_WORDS) {
            append(&mut key, &fold::words(&text[start..end]));
            if self.titles.contains(&key) {
                best = Some(end);
            }
        }
        best
    }

    /// The longest clean title that a text ends with: its first byte.
    pub(super) fn title_at_end(&self, text: &str) -> Option<usize> {
        let spans = tokens(text);
        let mut parts: Vec<String> = Vec::new();
        let mut best = None;
        for (start, end) in spans.into_iter().rev().take(MAX_TITLE_WORDS) {
            let words = fold::words(&text[start..end]);
            if !words.is_empty() {
                parts.push(words);
            }
            let key = parts.iter().rev().map(String::as_str).collect::<Vec<_>>().join(" ");
            if self.titles.contains(&key) {
                best = Some(start);
            }
        }
        best
    }
}

/// Categories by which menus are known. A judgement: bounds the work; few sites have more topics.
const MAX_MENU_CATEGORIES: usize = 100;

/// Menus of categories that are kept. A judgement: bounds the work; a page has a few.
const MAX_MENUS: usize = 200;

/// Words of the longest title that is looked for, as many as `flat` lets a title have.
const MAX_TITLE_WORDS: usize = 40;

fn append(key: &mut String, words: &str) {
    if !words.is_empty() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(words);
    }
}

/// The spans of the capitalised words that a text begins with (joining words within them included).
fn capitalised(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    for (start, end) in tokens(text).into_iter().take(MAX_CATEGORY_WORDS + 1) {
        let word = &text[start..end];
        let joins = matches!(word, "&" | "and" | "of" | "+" | "/") && !spans.is_empty();
        if !word.starts_with(char::is_uppercase) && !joins {
            break;
        }
        spans.push((start, end));
        if word.ends_with([':', '.', ',', '?', '!', ';']) {
            break;
        }
    }
    spans
}

/// An unlearnt category at the end of a text: the capitalised words after the last sentence, or after a
/// title in sentence case.
pub(super) fn guess_closing(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let spans = tokens(text);
    let mut first = spans.len();
    while let Some((start, end)) = first.checked_sub(1).and_then(|at| spans.get(at)) {
        let word = &text[*start..*end];
        let joins = matches!(word, "&" | "and" | "of") && first < spans.len();
        let ends = word.ends_with(['.', '?', '!', '…', ':', ',', ';']);
        if ends || !(word.starts_with(char::is_uppercase) || joins) {
            break;
        }
        first -= 1;
    }
    let count = spans.len() - first;
    // Without anything before it, it may be a title.
    if first == 0 || !(1..=MAX_CATEGORY_WORDS).contains(&count) {
        return None;
    }
    let start = spans.get(first)?.0;
    Some((&text[start..], text[..start].trim_end()))
}

/// Which side of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// What stands on either side of one date.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    pub(super) day: i32,
}

impl<'a> Context<'a> {
    /// The capitalised phrases next to the date, shortest first.
    fn phrases(&self, side: Side) -> Vec<String> {
        let split = if side == Side::After { self.leadings() } else { self.closings() };
        split.into_iter().map(|(phrase, _)| phrase).collect()
    }

    /// The capitalised phrases, folded, with which the text after the date may begin, and what follows each.
    pub(super) fn leadings(&self) -> Vec<(String, &'a str)> {
        let text = self.after.trim_start();
        let mut split = Vec::new();
        for (_, end) in capitalised(text).into_iter().take(MAX_CATEGORY_WORDS) {
            let phrase = &text[..end];
            let open = phrase.ends_with([':', '.', ',', '?', '!', ';', '&'])
                || phrase.ends_with(" and")
                || phrase.ends_with(" of");
            if !open {
                split.push((fold::words(phrase), text[end..].trim_start()));
            }
        }
        split.retain(|(phrase, _)| can_be_category(phrase));
        split
    }

    /// The capitalised phrases, folded, with which the text before the date may end, and what precedes each.
    pub(super) fn closings(&self) -> Vec<(String, &'a str)> {
        let text = self.before.trim_end();
        let mut split = Vec::new();
        for (start, end) in tokens(text).into_iter().rev().take(MAX_CATEGORY_WORDS) {
            let word = &text[start..end];
            if word.ends_with(['.', '?', '!', ':', ',']) {
                break;
            }
            if word.starts_with(char::is_uppercase) {
                split.push((fold::words(&text[start..]), text[..start].trim_end()));
            } else if !matches!(word, "&" | "and" | "of") {
                break;
            }
        }
        split.retain(|(phrase, _)| can_be_category(phrase));
        split
    }

    /// The one capitalised word, folded, that stands between the end of a sentence and the date of a title.
    fn lone_word(&self) -> Option<String> {
        let (phrase, before) = self.closings().into_iter().next()?;
        let apart = before.is_empty() || before.ends_with(['.', '?', '!', '…', '”', '"']);
        let titled = self.after.trim_start().starts_with(char::is_uppercase);
        (apart && titled && !phrases::is_date_label(&phrase)).then_some(phrase)
    }
}

fn can_be_category(phrase: &str) -> bool {
    !phrase.is_empty() && !is_common_start(phrase) && phrases::hint_of_column(phrase).is_none()
}
