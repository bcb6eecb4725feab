//! The words that naive documents are made of.
//!
//! In: nothing. Out: words with the number of their stem, a naive tokenizer, a naive fold. Knows English only by this table.

/// Words that have the same stem stand in one row.
const STEMS: &[&[&str]] = &[
    &["model", "models", "modelled", "modelling"],
    &["test", "tests", "tested", "testing"],
    &["hack", "hacks", "hacking"],
    &["signal", "signals"],
    &["café", "cafe", "CAFE"],
    &["mode", "modes"],
    &["modle"],
    &["tent", "tents"],
    &["text"],
    &["GPT", "gpt"],
    &["4"],
    &["alpha", "Alpha"],
    &["beta"],
    &["Zoë", "zoe"],
];

/// The same for a text in French, where English forms are words of their own.
const FRENCH_STEMS: &[&[&str]] = &[
    &["model", "models"],
    &["modelled"],
    &["modelling"],
    &["test", "tests"],
    &["tested"],
    &["testing"],
    &["hack", "hacks"],
    &["hacking"],
    &["signal", "signals"],
    &["café", "cafe", "CAFE"],
    &["mode", "modes"],
    &["tent", "tents"],
];

/// Every word that a document may have.
pub(super) fn all() -> Vec<&'static str> {
    STEMS.iter().flat_map(|row| row.iter().copied()).collect()
}

/// Lower case, without accents, single spaces.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'é' | 'ë' => 'e',
            letter => letter,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words of a text: runs of letters and digits, without a possessive.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let text = fold(text).replace("'s ", " ").replace("'s.", " ");
    let text = text.strip_suffix("'s").unwrap_or(&text);
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether two folded words have the same stem in a language.
pub(super) fn same_stem(a: &str, b: &str, language: &str) -> bool {
    let stems = if language == "fr" { FRENCH_STEMS } else { STEMS };
    let row = |word: &str| stems.iter().position(|row| row.iter().any(|other| fold(other) == word));
    a == b || row(a).is_some_and(|row_a| row(b) == Some(row_a))
}

/// Letters added, left out, changed or two neighbours swapped, no letter touched twice.
pub(super) fn mistakes(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, j) => j,
                (i, 0) => i,
                (i, j) => {
                    let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    if swapped { least.min(table[i - 2][j - 2] + 1) } else { least }
                }
            };
        }
    }
    table[a.len()][b.len()]
}
