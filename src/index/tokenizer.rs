//! Cuts text into words, folds them, and stems them.
//!
//! In: text. Out: words with their places. The same words are made of what is indexed and of what is asked. A word is
//! a run of letters and digits, whatever stands in it that nobody sees (soft hyphens, joiners, spaces without width); a
//! possessive `'s` is left off; `C++` and `F#` keep their signs; each Han, Hiragana, Katakana, Thai, Lao, Khmer or Burmese
//! letter and each Korean syllable is a word, so that a run of them is found as a phrase. Knows no field.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use frostem::Stemmer;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use tantivy::tokenizer::{PreTokenizedString, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use unicode_normalization::char::is_combining_mark;

use crate::document::fold::{self, is_ignorable};
use crate::index::schema::{self, SHOWN_AFTER};
use crate::index::stemmer::Language;

/// Stands between parts of one field (two authors, two headings), so that no phrase crosses from one to the other.
pub(crate) const PART_BREAK: char = '\u{1d}';

/// Places that a part break takes; wider than any slop a query may ask for.
const PART_BREAK_PLACES: usize = 1_000;

/// Bytes of a word that count; nobody types more, and tantivy takes no more than 65,530.
const MAX_WORD_BYTES: usize = 200;

/// Words and their stems remembered by a tokenizer; English text of any length has fewer frequent ones.
const MAX_REMEMBERED: usize = 1 << 16;

/// A walk over the words of a text.
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    place: usize,
    folded: String,
}

/// Where a word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// Which word it is, counted from 0; a part break counts as many.
    pub position: usize,
}

impl<'a> Words<'a> {
    /// A walk from the start of a text.
    pub fn of(text: &'a str) -> Words<'a> {
        Words { text, at: 0, place: 0, folded: String::new() }
    }

    /// Every word of a text, folded.
    pub fn all(text: &str) -> Vec<String> {
        let mut walk = Words::of(text);
        let mut words = Vec::new();
        while walk.advance().is_some() {
            words.push(walk.folded().to_owned());
        }
        words
    }

    /// The next word, which [`Words::folded`] then gives.
    pub fn advance(&mut self) -> Option<Place> {
        loop {
            let bytes = self.next_run()?;
            self.fold(&bytes);
            // A run of marks alone folds to nothing.
            if !self.folded.is_empty() {
                let position = self.place;
                self.place += 1;
                return Some(Place { bytes, position });
            }
        }
    }

    /// The word last found, folded.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    fn next_run(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        loop {
            let first = *bytes.get(start)?;
            if first.is_ascii() {
                if first.is_ascii_alphanumeric() {
                    break;
                }
                if first == PART_BREAK as u8 {
                    self.place += PART_BREAK_PLACES;
                }
                start += 1;
            } else {
                let letter = self.text[start..].chars().next()?;
                if is_word(letter) {
                    break;
                }
                start += letter.len_utf8();
            }
        }
        let end = self.end_of_run(start);
        self.at = self.after_possessive(start, end);
        Some(start..end)
    }

    fn end_of_run(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start;
        while let Some(&byte) = bytes.get(end) {
            if byte.is_ascii() {
                if !byte.is_ascii_alphanumeric() {
                    break;
                }
                end += 1;
            } else {
                let Some(letter) = self.text[end..].chars().next() else { break };
                if is_alone(letter) {
                    if end == start {
                        // With the vowels and tones that are written as its marks, and the rest of a syllable.
                        let after = &self.text[end + letter.len_utf8()..];
                        let goes_on = |next| is_combining_mark(next) || is_rest_of_syllable(next);
                        end = self.text.len() - after.trim_start_matches(goes_on).len();
                    }
                    return end;
                }
                if is_ignorable(letter) {
                    // It belongs to the word that goes on behind it.
                    let after = self.text[end..].trim_start_matches(is_ignorable);
                    if !after.starts_with(|next| is_word(next) && !is_alone(next)) {
                        break;
                    }
                    end = self.text.len() - after.len();
                    continue;
                }
                if !is_word(letter) {
                    break;
                }
                end += letter.len_utf8();
            }
        }
        end + self.sign_behind(start, end)
    }

    /// Bytes of the sign that belongs to a letter: `C++`, `F#`. Behind a word it is a mark: `Methods#`.
    fn sign_behind(&self, start: usize, end: usize) -> usize {
        if end - start > 1 {
            return 0;
        }
        let rest = &self.text[end..];
        let is_sharp = rest.starts_with('#') && !rest[1..].starts_with(|next| next == '#' || is_word(next));
        match () {
            () if rest.starts_with("++") && !rest[2..].starts_with('+') => 2,
            () if is_sharp => 1,
            () => 0,
        }
    }

    /// Where to go on after a word: past an `'s` that belongs to it.
    fn after_possessive(&self, start: usize, end: usize) -> usize {
        let rest = self.text[end..].trim_start_matches(is_ignorable);
        let tail = rest.strip_prefix('\'').or_else(|| rest.strip_prefix('’'));
        match tail.and_then(|tail| tail.strip_prefix(['s', 'S'])) {
            Some(after) if end > start && !after.starts_with(is_word) => self.text.len() - after.len(),
            _ => end,
        }
    }

    fn fold(&mut self, bytes: &Range<usize>) {
        self.folded.clear();
        let word = &self.text[bytes.clone()];
        if word.is_ascii() {
            self.folded
                .extend(word.bytes().take(MAX_WORD_BYTES).map(|byte| byte.to_ascii_lowercase() as char));
            return;
        }
        fold::fold_word_into(word, &mut self.folded);
        self.folded.retain(|letter| letter.is_alphanumeric() || fold::is_vowel_sign(letter));
        if self.folded.len() > MAX_WORD_BYTES {
            let end = (0..=MAX_WORD_BYTES).rev().find(|&end| self.folded.is_char_boundary(end)).unwrap_or(0);
            self.folded.truncate(end);
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// Letters of scripts written without spaces between words, and of Korean, which writes particles onto words: syllables, or
/// what those begin with where they are taken apart.
pub(crate) fn is_alone(letter: char) -> bool {
    is_east_asian(letter)
        || matches!(letter, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{115f}')
        || is_southeast_asian(letter) && letter.is_alphabetic() && !is_combining_mark(letter)
}

/// The vowel and the end of a Korean syllable that is taken apart, the marks of voice of narrow Katakana.
fn is_rest_of_syllable(letter: char) -> bool {
    matches!(letter, '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}')
}

/// Thai and Lao, Burmese and Khmer: whole blocks, with their digits and marks.
fn is_southeast_asian(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{a9e0}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aa7f}')
}

fn is_east_asian(letter: char) -> bool {
    matches!(letter, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// The stems of a text in a language, for fields whose tokenizer would take it for English.
pub(crate) fn stemmed(text: &str, language: Language) -> PreTokenizedString {
    let mut tokenizer = WordTokenizer::stemming(language);
    let mut words = tokenizer.token_stream(text);
    let mut tokens = Vec::new();
    words.process(&mut |token| tokens.push(token.clone()));
    PreTokenizedString { text: String::new(), tokens }
}

/// The tokenizers that the schema names.
pub(crate) fn all() -> TokenizerManager {
    // tantivy asks for its own default tokenizer even for fields of numbers.
    let manager = TokenizerManager::default();
    manager.register(schema::STEMMED, TextAnalyzer::from(WordTokenizer::stemming(Language::ENGLISH)));
    manager.register(schema::PLAIN, TextAnalyzer::from(WordTokenizer::plain()));
    manager.register(schema::DISTINCT, TextAnalyzer::from(WordTokenizer::distinct()));
    manager.register(schema::KEYWORD, TextAnalyzer::from(KeywordTokenizer::default()));
    manager
}

/// The tokenizer of text fields.
#[derive(Clone)]
pub(crate) struct WordTokenizer {
    token: Token,
    form: Form,
}

/// What a tokenizer makes of words.
#[derive(Clone)]
enum Form {
    /// Every word as it is spelt.
    Plain,
    /// Each word once a text, as it is spelt: enough for an index that keeps no positions, and a third of the work.
    Distinct(FxHashSet<u64>),
    /// Every word's stem; those of the words met so far are remembered.
    Stemmed(Language, FxHashMap<String, String>),
}

impl WordTokenizer {
    /// One that keeps words as they are spelt.
    pub(crate) fn plain() -> WordTokenizer {
        WordTokenizer { token: Token::default(), form: Form::Plain }
    }

    /// One that keeps words as they are spelt, and gives each once.
    pub(crate) fn distinct() -> WordTokenizer {
        WordTokenizer { token: Token::default(), form: Form::Distinct(FxHashSet::default()) }
    }

    /// One that stems.
    pub(crate) fn stemming(language: Language) -> WordTokenizer {
        WordTokenizer { token: Token::default(), form: Form::Stemmed(language, FxHashMap::default()) }
    }

    fn language(&self) -> Language {
        match &self.form {
            Form::Stemmed(language, _) => *language,
            Form::Plain | Form::Distinct(_) => Language::ENGLISH,
        }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        let stemmer = Stemmer::new(self.language().algorithm());
        if let Form::Distinct(seen) = &mut self.form {
            seen.clear();
        }
        WordStream { words: Words::of(text), token: &mut self.token, form: &mut self.form, stemmer }
    }
}

/// The words of one text.
pub(crate) struct WordStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
    form: &'a mut Form,
    stemmer: Stemmer,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some(place) = self.words.advance() else { return false };
            let word = self.words.folded();
            if let Form::Distinct(seen) = self.form
                && !seen.insert(hash(word))
            {
                continue;
            }
            let text = &mut self.token.text;
            match self.form {
                Form::Plain | Form::Distinct(_) => {
                    text.clear();
                    text.push_str(word);
                }
                Form::Stemmed(language, remembered) => {
                    if let Some(stem) = remembered.get(word) {
                        stem.clone_into(text);
                    } else {
                        language.stem_into(&self.stemmer, word, text);
                        if remembered.len() < MAX_REMEMBERED {
                            remembered.insert(word.to_owned(), text.clone());
                        }
                    }
                }
            }
            self.token.offset_from = place.bytes.start;
            self.token.offset_to = place.bytes.end;
            self.token.position = place.position;
            return true;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Sixty-four bits of a word: among the words of one text two alike would be a chance of one in many millions.
fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The tokenizer of keywords: one token, the folded form that stands before the value as it is shown.
#[derive(Clone, Default)]
pub(crate) struct KeywordTokenizer {
    token: Token,
}

impl Tokenizer for KeywordTokenizer {
    type TokenStream<'a> = KeywordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KeywordStream<'a> {
        self.token.reset();
        let key = text.split_once(SHOWN_AFTER).map_or(text, |(key, _)| key);
        self.token.text.push_str(key);
        self.token.offset_to = key.len();
        KeywordStream { token: &mut self.token, done: false }
    }
}

/// The one token of a keyword.
pub(crate) struct KeywordStream<'a> {
    token: &'a mut Token,
    done: bool,
}

impl TokenStream for KeywordStream<'_> {
    fn advance(&mut self) -> bool {
        let first = !self.done;
        self.token.position = 0;
        self.done = true;
        first
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut walk = Words::of(text);
        let mut words = Vec::new();
        while let Some(place) = walk.advance() {
            assert!(text.get(place.bytes.clone()).is_some());
            words.push(walk.folded().to_owned());
        }
        words
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_folded() {
        for (text, expected) in [
            ("GPT-4o: state-of-the-art!", "gpt 4o state of the art"),
            ("Claude’s “thoughts” aren't", "claude thoughts aren t"),
            ("the teams' work, it's 's", "the teams work it s"),
            ("naïve cafe\u{301} Straße", "naive cafe strasse"),
            ("解釈可能性 研究", "解 釈 可 能 性 研 究"),
            ("인공지능 연구", "인 공 지 능 연 구"),
            ("GPT모델은", "gpt 모 델 은"),
            ("C++ and C#, g++17; F#.", "c++ and c# g++ 17 f#"),
            ("a+++b no#1 #2 1+1 C##", "a b no 1 2 1 1 c"),
            ("Methods# LSTM++", "methods lstm"),
            ("パリ ﾊﾟﾘ ばら", "パ リ パ リ ば ら"),
            ("मिल मल", "मिल मल"),
            ("word解word", "word 解 word"),
            ("\u{301}\u{301} — …", ""),
            ("ภาษาไทย ๒๕๖๘", "ภ า ษ า ไ ท ย ๒๕๖๘"),
            ("ที่นี้ ພາສາ", "ที นี ພ າ ສ າ"),
            ("ខ្មែរ။ မြန်မာ GPT", "ខ្ មែ រ မြ န် မာ gpt"),
            ("ze\u{ad}bra \u{2060}quag\u{200b}\u{ad}ga\u{200b} a\u{200d}", "zebra quagga a"),
            ("Claude\u{200b}’s \u{ad} \u{200b}-\u{200b}x", "claude x"),
            ("解\u{200b}釈\u{200b}a", "解 釈 a"),
            ("می\u{200c}خواهم \u{915}\u{94d}\u{200d}\u{937}", "میخواهم \u{915}\u{94d}\u{937}"),
        ] {
            let expected: Vec<String> = expected.split_whitespace().map(fold::fold_word).collect();
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_ends_at_its_last_letter() {
        let text = "\u{200b}ze\u{ad}bra\u{200b} x";
        assert_eq!(Words::of(text).advance().map(|place| place.bytes), Some(3..10));
    }

    #[test]
    fn parts_are_far_apart() {
        let mut walk = Words::of("one two\u{1d}three");
        let places: Vec<usize> = std::iter::from_fn(|| walk.advance()).map(|place| place.position).collect();
        assert_eq!(places, [0, 1, 1_002]);
    }

    #[test]
    fn overlong_words_are_cut_at_a_character() {
        let long = "é".repeat(5_000);
        assert_eq!(words(&long)[0].len(), MAX_WORD_BYTES);
        assert_eq!(words(&"語".repeat(300)).len(), 300);
    }

    #[test]
    fn inflected_forms_have_one_stem() {
        let stem = |word| Language::ENGLISH.stem(word);
        assert_eq!(stem("introspection"), stem("introspect"));
        assert_eq!(stem("models"), stem("model"));
        assert_ne!(stem("alignment"), stem("aliens"));
    }
}
