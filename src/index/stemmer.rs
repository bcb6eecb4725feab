//! Stems words by the rules of a language.
//!
//! In: a language code, a folded word. Out: its stem. Stems of a language other than English are marked with it, so that a word
//! is compared with a text by the rules of the text's language, whatever other languages the index holds. A text whose language
//! is unknown, or has no rules here, is taken for English.
//!
//! Words come without accents, since people leave those out, so some endings that Snowball's rules know by them are told here.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// Stands between the code of a language and a stem; no word has it.
const MARK: char = '\u{1f}';

/// Languages with rules of their own, in the order of their codes: Snowball's stemmers (<https://snowballstem.org>). English is
/// not among them.
const LANGUAGES: &[(&str, Algorithm)] = &[
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("hy", Algorithm::Armenian),
    ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian),
    ("nl", Algorithm::Dutch),
    ("nn", Algorithm::Norwegian),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

/// A language by whose rules words are stemmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Place in [`LANGUAGES`]; none for English.
    place: Option<usize>,
}

impl Language {
    /// The language that most texts are in.
    pub const ENGLISH: Language = Language { place: None };

    /// The language of a code such as `fr` or `pt-BR`; English where it has no rules of its own, or none is given.
    pub fn of(code: Option<&str>) -> Language {
        let first = code.and_then(|code| code.split(['-', '_']).next()).unwrap_or_default();
        let first = first.trim().to_ascii_lowercase();
        Language { place: LANGUAGES.binary_search_by_key(&first.as_str(), |(code, _)| code).ok() }
    }

    /// The stem of a folded word, as it stands in the index.
    pub fn stem(self, word: &str) -> String {
        let mut stem = String::new();
        self.stem_into(&Stemmer::new(self.algorithm()), word, &mut stem);
        stem
    }

    /// The same, with a stemmer of the language that is there already, into what is there already.
    pub(crate) fn stem_into(self, stemmer: &Stemmer, word: &str, stem: &mut String) {
        stem.clear();
        if let Some((code, _)) = self.place.and_then(|place| LANGUAGES.get(place)) {
            stem.push_str(code);
            stem.push(MARK);
        }
        stem.push_str(&stemmer.stem(&self.spelt(word)));
    }

    /// A folded word as the rules of its language know it.
    fn spelt(self, word: &str) -> Cow<'_, str> {
        if let Some(singular) = acronym(word) {
            return Cow::Borrowed(singular);
        }
        let code = self.place.and_then(|place| LANGUAGES.get(place)).map(|(code, _)| *code);
        let endings: &[(&str, &str)] = match code {
            Some("ca") => &[("cions", "cio"), ("sions", "sio")],
            Some("fr") => {
                &[("ees", "e"), ("ee", "e"), ("ieres", "ie"), ("iere", "ie"), ("iers", "ie"), ("ier", "ie")]
            }
            Some("pt") => &[("coes", "cao"), ("soes", "sao"), ("oes", "ao")],
            _ => &[],
        };
        let told = endings.iter().find_map(|(ending, other)| Some((word.strip_suffix(ending)?, other)));
        match told {
            Some((rest, other)) if rest.chars().nth(1).is_some() => Cow::Owned(format!("{rest}{other}")),
            _ => Cow::Borrowed(word),
        }
    }

    /// A stem without the mark of its language.
    pub(crate) fn unmarked(stem: &str) -> &str {
        stem.split_once(MARK).map_or(stem, |(_, stem)| stem)
    }

    pub(crate) fn algorithm(self) -> Algorithm {
        self.place
            .and_then(|place| LANGUAGES.get(place))
            .map_or(Algorithm::English, |(_, algorithm)| *algorithm)
    }
}

/// The acronym of which a folded word is the plural: `llms`, `gpus`. Snowball's rules for English keep an `s` before which no vowel
/// stands, or none but right before it, for the sake of `gas` and `this`.
fn acronym(word: &str) -> Option<&str> {
    let singular = word.strip_suffix('s').filter(|rest| rest.len() > 1 && !rest.ends_with('s'))?;
    let consonants = singular.strip_suffix('u').filter(|rest| rest.len() > 1).unwrap_or(singular);
    let is_consonant = |letter: u8| letter.is_ascii_alphabetic() && !b"aeiouy".contains(&letter);
    consonants.bytes().all(is_consonant).then_some(singular)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_found_by_its_code() {
        for (place, (code, _)) in LANGUAGES.iter().enumerate() {
            assert_eq!(Language::of(Some(code)).place, Some(place), "{code}");
            assert_eq!(
                Language::of(Some(&format!("{}-XX", code.to_uppercase()))).place,
                Some(place),
                "{code}"
            );
        }
        for code in [None, Some(""), Some("en"), Some("en-GB"), Some("ja"), Some("xx")] {
            assert_eq!(Language::of(code), Language::ENGLISH, "{code:?}");
        }
    }

    #[test]
    fn each_language_has_its_own_stems() {
        for (code, forms) in [
            ("en", ["models", "model"]),
            ("de", ["hauser", "haus"]),
            ("fr", ["recherches", "recherche"]),
            ("es", ["modelos", "modelo"]),
            ("ru", ["модели", "модель"]),
        ] {
            let language = Language::of(Some(code));
            assert_eq!(language.stem(forms[0]), language.stem(forms[1]), "{code}");
        }
        assert_ne!(Language::of(Some("fr")).stem("model"), Language::ENGLISH.stem("model"));
    }

    #[test]
    fn plurals_of_acronyms_are_those_of_the_acronyms() {
        for code in ["en", "de", "fr"] {
            let language = Language::of(Some(code));
            for singular in ["llm", "gpu", "cpu", "rnn", "pdf", "lm", "svm"] {
                assert_eq!(
                    language.stem(&format!("{singular}s")),
                    language.stem(singular),
                    "{code} {singular}"
                );
            }
        }
        for word in ["this", "gas", "css", "us", "ms", "bus"] {
            assert_eq!(acronym(word), None, "{word}");
        }
    }

    #[test]
    fn forms_whose_endings_have_accents_are_those_of_one_word() {
        for (code, forms) in [
            ("fr", ["publie", "publiee", "publiees", "publies", "publier"].as_slice()),
            ("fr", &["continue", "continuee", "continuer", "continues"]),
            ("fr", &["premier", "premiere", "premieres", "premiers"]),
            ("pt", &["informacao", "informacoes"]),
            ("pt", &["conclusao", "conclusoes"]),
            ("ca", &["investigacio", "investigacions"]),
            ("ru", &["новый", "новая", "новые", "нового"]),
            ("ru", &["ученый", "ученые"]),
        ] {
            let language = Language::of(Some(code));
            let stems: Vec<String> = forms.iter().map(|form| language.stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{code} {stems:?}");
        }
    }
}
