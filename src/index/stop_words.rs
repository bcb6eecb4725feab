//! Words that every English text has, and that say little of what is looked for.
//!
//! In: a folded word. Out: whether it is one of them. Texts are indexed whole, and phrases keep them; what is asked may do
//! without.

use crate::index::stemmer::Language;
use crate::index::tokenizer::Words;

/// Whether a folded word is one of them.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// What two titles share that say the same with the same words: their stems, each once, in the order of the alphabet, without
/// what every text has.
pub fn same_words_key(text: &str) -> String {
    let words = Words::all(text);
    let stem = |word: &str| Language::ENGLISH.stem(word);
    let mut stems: Vec<String> =
        words.iter().filter(|word| !is_stop_word(word)).map(|word| stem(word)).collect();
    if stems.is_empty() {
        stems = words.iter().map(|word| stem(word)).collect();
    }
    stems.sort_unstable();
    stems.dedup();
    stems.join(" ")
}

/// Articles, pronouns, prepositions, conjunctions, auxiliaries, words of questions, and what is left of them when an
/// apostrophe cuts them (don't, we'll); in the order of the alphabet.
const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "before", "being", "between", "both", "but", "by", "can", "could", "d", "did", "do", "does",
    "doing", "don", "during", "each", "either", "etc", "for", "from", "had", "has", "have", "having", "he",
    "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "ll", "m", "may", "me",
    "might", "more", "most", "must", "my", "no", "nor", "not", "of", "on", "one", "only", "or", "other",
    "our", "out", "over", "own", "re", "s", "same", "she", "should", "so", "some", "such", "t", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "to",
    "too", "under", "until", "up", "upon", "us", "ve", "very", "was", "we", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would",
    "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_the_same_words_have_one_key() {
        let key = same_words_key("Signs of introspection in large language models");
        assert_eq!(same_words_key("large language model introspection: signs"), key);
        assert_ne!(same_words_key("signs of introspection"), key);
        assert_eq!(same_words_key("The of"), same_words_key("of the the"));
        assert_eq!(same_words_key("—"), "");
    }

    #[test]
    fn the_list_is_in_order_and_asks_for_nothing() {
        assert!(STOP_WORDS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(is_stop_word("the") && is_stop_word("your") && is_stop_word("a"));
        assert!(!is_stop_word("model") && !is_stop_word("") && !is_stop_word("new"));
    }
}
