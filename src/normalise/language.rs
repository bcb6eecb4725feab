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

/// What is written for a language and is the code of none: of a country where it is spoken, or an old one (ISO 639-1, ISO 639-2/B). A
/// judgement: what pages of such languages have. Codes of other languages are left as they are.
const MISTAKEN: [(&str, &str); 22] = [
    ("jp", "ja"),
    ("cn", "zh"),
    ("kr", "ko"),
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

/// The language that a long text is surely in at its beginning and at its end.
pub(crate) fn surely_detected(text: &str) -> Option<String> {
    /// Bytes of such a text. A judgement: less may be a quotation, or names.
    const LEAST: usize = 300;
    if text.len() < LEAST {
        return None;
    }
    let begun = detected(text)?;
    let behind = text.len().saturating_sub(4 * SAMPLE / 2);
    let end = text.get(text.ceil_char_boundary(behind)..)?;
    (detected(end).as_ref() == Some(&begun)).then_some(begun)
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
