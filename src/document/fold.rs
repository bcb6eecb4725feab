//! Folding: the spelling under which two texts count as the same.
//!
//! In: text as people write it. Out: lower case, no accents, plain quotes; or words alone. Knows no field.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds case, accents and compatibility forms: `Éloïse’s Ｆｉｎｄ` becomes `eloise's find`.
///
/// Letters that Unicode does not decompose but people do not tell apart when searching are spelled out
/// (`ß` as `ss`, `ø` as `o`, `ł` as `l`, `æ` as `ae`, …). Quotes and dashes become their ASCII ones.
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
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
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
            letter if is_combining_mark(letter) => {}
            letter => folded.push(letter),
        }
    }
}

/// The folded words of a text, with one space between them: what is left when two spellings of one title
/// are compared. Letters and digits make words; an apostrophe within a word joins its parts (`don't` is `dont`).
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        push_words(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())), &mut out);
    } else {
        push_words(fold(text).chars(), &mut out);
    }
    out
}

/// Adds the words of folded letters.
fn push_words(folded: impl Iterator<Item = char>, out: &mut String) {
    let mut gap = false;
    for letter in folded {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_quotes_fold_away() {
        assert_eq!(fold("Éloïse’s “Find” — ﬁne"), "eloise's \"find\" - fine");
        assert_eq!(fold("Straße Ørsted Łódź"), "strasse orsted lodz");
        assert_eq!(fold("İstanbul"), "istanbul");
    }

    #[test]
    fn words_ignore_punctuation() {
        assert_eq!(words("  A “diff” tool for AI: Finding… "), "a diff tool for ai finding");
        assert_eq!(words("Claude’s thoughts"), "claudes thoughts");
        assert_eq!(words("GPT‑4o"), "gpt 4o");
        assert_eq!(words("—"), "");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Éloïse", "İ", "ǅ", "ß", "ΑΣ", "ﷺ"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
