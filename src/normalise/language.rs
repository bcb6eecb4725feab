//! The language of a text.
//!
//! In: what a page or record names, or the text itself. Out: an ISO 639-1 code in lower case, or none.

/// The two-letter code of the language that a tag begins with.
pub(crate) fn code(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ',', ' ']).next()?.to_ascii_lowercase();
    let known =
        |list: &[(&str, &'static str)]| list.iter().find(|(tag, _)| *tag == first).map(|(_, code)| *code);
    if let Some(code) = known(&MISTAKEN).or_else(|| known(&CODES)) {
        return Some(code.to_owned());
    }
    (first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(first)
}

/// What is written for a language and is the code of none: of a country where it is spoken, or an old one (ISO 639-1); and codes
/// of three letters (ISO 639-2, both B and T) for which the detector has others. A judgement: what pages of such languages have.
/// Codes of other languages are left as they are.
const MISTAKEN: [(&str, &str); 21] = [
    ("jp", "ja"),
    ("cn", "zh"),
    ("gr", "el"),
    ("ua", "uk"),
    ("dk", "da"),
    ("cz", "cs"),
    ("iw", "he"),
    ("in", "id"),
    ("ji", "yi"),
    ("vn", "vi"),
    ("sp", "es"),
    ("ger", "de"),
    ("fre", "fr"),
    ("dut", "nl"),
    ("gre", "el"),
    ("cze", "cs"),
    ("chi", "zh"),
    ("zho", "zh"),
    ("fas", "fa"),
    ("per", "fa"),
    ("rum", "ro"),
];

/// Characters that are given to the detector; more change nothing.
const SAMPLE: usize = 2_000;

/// The language that a text is surely in.
pub(crate) fn detected(text: &str) -> Option<String> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let info = whatlang::detect(&sample)?;
    if !info.is_reliable() {
        return None;
    }
    CODES.iter().find(|(long, _)| *long == info.lang().code()).map(|(_, short)| (*short).to_owned())
}

/// The language other than English that a long text is surely in, at its beginning and at its end.
pub(crate) fn surely_other_than_english(text: &str) -> Option<String> {
    /// Bytes of such a text. A judgement: less may be a quotation, or names.
    const LEAST: usize = 300;
    /// Characters of either sample: halves of a text that has fewer than both.
    const MOST: usize = SAMPLE / 2;
    if text.len() < LEAST {
        return None;
    }
    let half = text.ceil_char_boundary(text.len() / 2);
    let (first, second) = text.split_at(half);
    let begun = first.char_indices().nth(MOST).map_or(first, |(end, _)| &first[..end]);
    let ended = second.char_indices().rev().nth(MOST).map_or(second, |(start, _)| &second[start..]);
    if is_in_english(begun) || is_in_english(ended) {
        return None;
    }
    let other = detected(begun).filter(|other| other != "en")?;
    (detected(ended).as_ref() == Some(&other)).then_some(other)
}

/// Whether a text has words that are common in English, and in no other language: one in thirty. A judgement; a text in
/// English has three times as many.
fn is_in_english(text: &str) -> bool {
    const COMMON: [&str; 5] = ["the", "and", "of", "with", "that"];
    let mut words = 0;
    let mut common = 0;
    for word in text.split_ascii_whitespace() {
        words += 1;
        common += usize::from(COMMON.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    common * 30 >= words && common > 0
}

/// ISO 639-3 to ISO 639-1, of the languages that the detector knows.
#[rustfmt::skip]
const CODES: [(&str, &str); 69] = [
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"),
    ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("dan", "da"), ("deu", "de"), ("ell", "el"),
    ("eng", "en"), ("epo", "eo"), ("est", "et"), ("fin", "fi"), ("fra", "fr"), ("guj", "gu"), ("heb", "he"),
    ("hin", "hi"), ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"),
    ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"), ("khm", "km"), ("kor", "ko"), ("lat", "la"), ("lav", "lv"),
    ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"), ("nld", "nl"),
    ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"), ("ron", "ro"),
    ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"), ("sna", "sn"), ("spa", "es"), ("srp", "sr"),
    ("swe", "sv"), ("tam", "ta"), ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"), ("tur", "tr"),
    ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_halves_of_a_text_tell_that_it_is_not_in_english() {
        let german = "Jeden Morgen seit neunzig Jahren schreibt der Keeper auf, wie hoch der See steht, in ein großes blaues Buch, \
            und niemand hatte es gelesen, denn das Rathaus bewahrte es auf dem Dachboden auf. ";
        let english = "Each morning for ninety years the keeper wrote down how high the lake stood, and nobody had read it. ";
        let of = |text: &str| surely_other_than_english(text);
        for times in [2, 8, 60] {
            assert_eq!(of(&german.repeat(times)).as_deref(), Some("de"), "{times}");
        }
        for (before, behind) in [(1, 2), (4, 4), (14, 40), (40, 14)] {
            let [german, english] = [german.repeat(before), english.repeat(behind)];
            assert_eq!(of(&format!("{german}{english}")), None, "{before}, {behind}");
            assert_eq!(of(&format!("{english}{german}")), None, "{behind}, {before}");
        }
        assert_eq!(of(german), None, "short");
    }

    #[test]
    fn tags_are_codes_of_two_letters_or_three_or_countries() {
        for (tag, known) in [
            ("en-GB", Some("en")),
            ("de_AT", Some("de")),
            ("deu", Some("de")),
            ("ger", Some("de")),
            ("jp", Some("ja")),
            ("cn", Some("zh")),
            ("iw", Some("he")),
            ("sv", Some("sv")),
            ("english", None),
            ("x-default", None),
        ] {
            assert_eq!(code(tag).as_deref(), known, "{tag}");
        }
    }
}
