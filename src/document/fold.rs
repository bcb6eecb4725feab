//! Folding: the spelling under which two texts count as the same.
//!
//! In: text as people write it. Out: lower case, no accents, plain quotes; or words alone. Knows no field.

use unicode_normalization::char::{
    canonical_combining_class, compose, decompose_compatible, is_combining_mark,
};

/// Folds case, accents and compatibility forms: `Éloïse’s Ｆｉｎｄ` becomes `eloise's find`.
///
/// Letters that Unicode does not decompose but people do not tell apart when searching are spelled out
/// (`ß` as `ss`, `ø` as `o`, `ł` as `l`, `æ` as `ae`, …). Quotes and dashes become their ASCII ones. What nobody sees is
/// dropped (see [`is_ignorable`]).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// As [`fold`], appended to a buffer that the caller reuses.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let from = folded.len();
        folded.push_str(text);
        if let Some(added) = folded.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    // Marks are dropped, and nothing else is ever put in another order, so that letters can be taken one by one.
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
            continue;
        }
        decompose_compatible(letter, |part| {
            if !is_combining_mark(part) {
                for lower in part.to_lowercase() {
                    push_folded(lower, folded);
                }
            }
        });
    }
}

/// As [`fold`], for words that are searched (see [`fold_word_into`]).
pub fn fold_word(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_word_into(word, &mut folded);
    folded
}

/// As [`fold_into`], for words that are searched: what is a letter to those who read it stays one, though Unicode takes it for
/// another with a mark. Those are the Cyrillic `й`, `ї`, `ў`, `ѓ` and `ќ`, voiced kana, and the vowels and viramas of India and
/// Southeast Asia; `ё` is written as `е` often enough.
pub fn fold_word_into(word: &str, folded: &mut String) {
    for letter in word.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
            continue;
        }
        if is_own_letter(letter) {
            folded.extend(letter.to_lowercase());
            continue;
        }
        decompose_compatible(letter, |part| {
            let whole = || compose(folded.chars().next_back()?, part).filter(|whole| is_own_letter(*whole));
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(|lower| push_folded(lower, folded));
            } else if let Some(whole) = whole() {
                folded.pop();
                folded.push(whole);
            } else if is_vowel_sign(part) {
                folded.push(part);
            }
        });
    }
}

/// Letters that Unicode takes apart and readers do not: see [`fold_word_into`].
pub(crate) fn is_own_letter(letter: char) -> bool {
    matches!(letter, 'й' | 'Й' | 'ї' | 'Ї' | 'ў' | 'Ў' | 'ѓ' | 'Ѓ' | 'ќ' | 'Ќ' | '\u{3041}'..='\u{30ff}')
        && !is_combining_mark(letter)
}

/// Whether a mark is a vowel, or takes one away, in the scripts of India and of Southeast Asia. Accents, and the points of
/// Hebrew and Arabic, stand before those; the class of viramas is 9 (Unicode Standard Annex 44, section 5.7.4).
pub(crate) fn is_vowel_sign(mark: char) -> bool {
    /// Where the first of those scripts begins.
    const DEVANAGARI: char = '\u{900}';
    mark >= DEVANAGARI
        && is_combining_mark(mark)
        && (mark.is_alphabetic() || canonical_combining_class(mark) == 9)
}

/// Adds a decomposed letter in lower case.
fn push_folded(letter: char, folded: &mut String) {
    match letter {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ł' => folded.push('l'),
        'þ' => folded.push_str("th"),
        'ı' => folded.push('i'),
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' => folded.push('\''),
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => folded.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => folded.push('-'),
        // Lower-casing can bring marks of its own (`İ`), which folding drops like any other.
        letter if is_combining_mark(letter) || is_ignorable(letter) => {}
        letter => folded.push(letter),
    }
}

/// Whether a character says only how others are set: soft hyphens, joiners and non-joiners, word joiners, spaces without
/// width, marks of direction. They are those of Unicode's `Default_Ignorable_Code_Point` that are no letters, which
/// `NFKC_Casefold`, and with it the folding of ICU and Lucene, drops as well.
pub fn is_ignorable(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The folded words of a text, with one space between them: what is left when two spellings of one title
/// are compared. Letters and digits make words; an apostrophe within a word joins its parts (`don't` is `dont`).
pub fn words(text: &str) -> String {
    if text.is_ascii() {
        return ascii_words(text);
    }
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    let mut gap = false;
    for letter in folded.chars() {
        if letter.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(letter);
        } else if letter != '\'' {
            gap = true;
        }
    }
    out
}

/// The words of a text as [`words`] gives them, without spaces between.
pub fn joined(text: &str) -> String {
    words(text).split(' ').collect()
}

/// What two texts are compared by, of a folded one (see [`words`]): its words, or the pairs of letters of those written in a
/// script without spaces. One letter alone is no sign that two such texts are alike.
pub(crate) fn units(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').flat_map(|word| {
        let is_several = word.chars().nth(1).is_some() && word.contains(is_unspaced);
        let starts = word.char_indices().map(|(at, _)| at);
        let ends = word.char_indices().skip(1).map(|(at, letter)| at + letter.len_utf8());
        let pairs = starts.zip(ends).filter_map(|(start, end)| word.get(start..end));
        Some(word).filter(|_| !is_several).into_iter().chain(pairs.filter(move |_| is_several))
    })
}

/// Whether a letter is of a script whose words are written without spaces: Chinese and Japanese, with their signs.
pub(crate) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}')
}

/// How many letters and digits a text has.
pub(crate) fn letter_count(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// How many words a text has; in scripts without spaces two letters count as one, in those of South-East Asia, whose vowels
/// and tones are letters of their own, five.
pub(crate) fn word_count(text: &str) -> usize {
    if text.is_ascii() {
        let mut after_space = true;
        let begins = text.bytes().filter(|byte| {
            let is_space = char::from(*byte).is_whitespace();
            let begins = after_space && !is_space;
            after_space = is_space;
            begins
        });
        return begins.count();
    }
    let spaced = text.split_whitespace().count();
    let kana_and_han = '\u{3040}'..='\u{9fff}';
    let hangul = '\u{ac00}'..='\u{d7a3}';
    let eastern =
        text.chars().filter(|letter| kana_and_han.contains(letter) || hangul.contains(letter)).count();
    let is_southern = |letter: &char| matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    let southern = text.chars().filter(is_southern).count();
    spaced.max(eastern.div_ceil(2)).max(southern.div_ceil(5))
}

/// As [`words`], of a text without accents.
fn ascii_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'\'') {
        let from = out.len();
        let letters = part.iter().filter(|byte| **byte != b'\'');
        out.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
        if from > 0 && out.len() > from {
            out.insert(from, ' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn letter_by_letter_is_as_the_whole_text() {
        let text: String = ('\u{80}'..='\u{1ffff}').flat_map(|letter| [letter, 'e', '\u{301}']).collect();
        let mut whole = String::new();
        for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
            push_folded(letter, &mut whole);
        }
        assert!(fold(&text) == whole);
    }

    #[test]
    fn letters_of_their_own_stay_in_words() {
        for (word, wanted) in [
            ("Новый", "новый"),
            ("Нови\u{306}", "новй"),
            ("Ёлка", "елка"),
            ("Їжак", "їжак"),
            ("パリ", "パリ"),
            ("ハ\u{309a}リ", "パリ"),
            ("ﾊﾟﾘ", "パリ"),
            ("हिन्दी", "हिन्दी"),
            ("क\u{93c}लम", "कलम"),
            ("ที่", "ที"),
            ("كِتَاب", "كتاب"),
            ("Éloïse", "eloise"),
            ("Straße", "strasse"),
        ] {
            assert_eq!(fold_word(word), wanted, "{word}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_pairs_of_letters() {
        assert_eq!(
            units(&words("Deep rivers, 三条河流")).collect::<Vec<_>>(),
            ["deep", "rivers", "三条", "条河", "河流"]
        );
        assert_eq!(units("水").collect::<Vec<_>>(), ["水"]);
    }

    #[test]
    fn case_accents_and_quotes_fold_away() {
        assert_eq!(fold("Éloïse’s “Find” — ﬁne"), "eloise's \"find\" - fine");
        assert_eq!(fold("Straße Ørsted Łódź"), "strasse orsted lodz");
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("ze\u{ad}b\u{200b}r\u{2060}a\u{feff} می\u{200c}شود"), "zebra میشود");
    }

    #[test]
    fn words_ignore_punctuation() {
        assert_eq!(words("  A “diff” tool for AI: Finding… "), "a diff tool for ai finding");
        assert_eq!(words("Claude’s thoughts"), "claudes thoughts");
        assert_eq!(words("GPT‑4o"), "gpt 4o");
        assert_eq!(words("ze\u{ad}bra"), "zebra");
        assert_eq!(words("—"), "");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Éloïse", "İ", "ǅ", "ß", "ΑΣ", "ﷺ"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
