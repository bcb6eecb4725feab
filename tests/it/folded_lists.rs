//! The lists of words that folded texts are compared with: an entry that is not folded itself matches nothing.
//!
//! In: the sources that hold such lists. Out: failures that name the entries. Knows no list's meaning.

use rsearch::document::fold::fold;

/// A file below `src/normalise/`, its source, and from what to what its lists reach.
type Place = (&'static str, &'static str, &'static str, &'static str);

macro_rules! places {
    ($($file:literal: $($from:literal to $to:literal),+;)+) => {
        [$($(($file, include_str!(concat!("../../src/normalise/", $file)), $from, $to)),+),+]
    };
}

/// Every stretch of source whose texts are compared with folded ones.
const PLACES: [Place; 24] = places! {
    "dates/words.rs": "fn month(" to "#[cfg(test)]";
    "dates/relative.rs": "fn unit(" to "fn eastern(";
    "listing/headings.rs": "const LISTING_WORDS" to "/// [`ASIDE_HEADINGS`]";
    "listing/phrases.rs": "const PUBLISHED_LABELS" to "/// [`LEADS_ON`]";
    "listing/words.rs": "const COMMON_STARTS" to "fn is_common_start";
    "listing/fields/mod.rs": "const TITLE_LABELS" to "];", "const CATEGORY_LABELS" to "];";
    "html/title/names.rs": "const HOMES" to "];", "const EXTRAS" to "];";
    "html/about/name_words.rs": "const NOBODY" to "];", "const ORGANISATIONS" to "];", "const LINKS" to "];", "const INSTITUTIONS" to "];";
    "html/about/spelling.rs": "fn is_none(" to "\n}", "fn is_no_chip(" to "\n}", "fn is_call(" to "\n}";
    "html/about/topics.rs": "const BACK" to "let begins";
    "html/about/rows.rs": "const TOPICS" to "];";
    "html/about/authors/mod.rs": "if [\"written\"" to "]";
    "html/published/labels.rs": "fn said_after(" to "fn eastern(";
    "dates/others.rs": "fn of_another(" to "\n}";
    "html/published/zones.rs": "const PARTS" to "\n];", "fn words_by_letter(" to "\n}";
    "html/published/embedded.rs": "fn is_date_key(" to "\n}";
};

/// The texts in a stretch of source, the parts of those that `|` parts, comments aside.
fn texts((file, source, from, to): &Place) -> Vec<String> {
    let start = source.find(from).unwrap_or_else(|| panic!("{file} has no `{from}`"));
    let rest = &source[start..];
    let end = rest.find(to).unwrap_or_else(|| panic!("{file} has no `{to}` after `{from}`"));
    let code: Vec<&str> = rest[..end].lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
    // A line end within a text is written `\`.
    let code = code.join("\n").replace("\\\n", "");
    let texts = code.split('"').skip(1).step_by(2).flat_map(|text| text.split('|'));
    texts.map(str::to_owned).collect()
}

#[test]
fn every_entry_is_its_own_folding() {
    let mut wrong = Vec::new();
    for place in &PLACES {
        let texts = texts(place);
        assert!(texts.len() > 3, "{} has no list from `{}` on", place.0, place.2);
        let unfolded = texts.into_iter().filter(|text| fold(text) != *text || text.trim() != text);
        wrong.extend(unfolded.map(|text| format!("{}: {text:?}, folded {:?}", place.0, fold(&text))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_of_dates_are_one_word_of_one_script() {
    for place in PLACES.iter().filter(|place| place.0.starts_with("dates/")) {
        for text in texts(place) {
            let is_latin = |letter: char| letter.is_ascii_alphabetic();
            let text = text.replace('\'', "");
            assert!(
                text.chars().all(char::is_alphabetic)
                    && (text.chars().all(is_latin) || !text.chars().any(is_latin)),
                "{}: {text:?}",
                place.0
            );
        }
    }
}
