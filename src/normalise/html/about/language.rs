//! The language of a page.
//!
//! In: the metadata and the text. Out: an ISO 639-1 code in lower case, or none.

use crate::normalise::html::metadata::Metadata;

/// The language that the page names, else the one that its text is surely in.
pub(super) fn language(metadata: &Metadata, body_text: &str) -> Option<String> {
    let named = [
        metadata.language.as_deref(),
        metadata.first(&["og:locale"]),
        metadata.first(&["content-language", "language", "dc.language", "citation_language"]),
    ];
    named.into_iter().flatten().find_map(code).or_else(|| detected(body_text))
}

/// The two-letter code that a language tag begins with.
fn code(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ',', ' ']).next()?;
    (first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .then(|| first.to_ascii_lowercase())
}

/// Characters that are given to the detector; more change nothing.
const SAMPLE: usize = 2_000;

fn detected(text: &str) -> Option<String> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let info = whatlang::detect(&sample)?;
    if !info.is_reliable() {
        return None;
    }
    CODES.iter().find(|(long, _)| *long == info.lang().code()).map(|(_, short)| (*short).to_owned())
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
