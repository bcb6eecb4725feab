//! Reads references in styles that tell their parts by signs: `names. title[J]. venue`, `names,「title」, venue`, `Family I., Family
//! I. Title // Venue`, `Family I., Title, Venue`.
//!
//! In: a text. Out: names, title and venue as they stand in it. Whether it has a year is looked at elsewhere.

use crate::normalise::citations;

/// The parts of a reference: names, title, and what follows it.
pub(crate) type Parts<'a> = (Vec<&'a str>, &'a str, &'a str);

/// Reads a reference in the first style that fits.
pub(crate) fn read(text: &str) -> Option<Parts<'_>> {
    let text = citations::without_number(text);
    marked(text).or_else(|| in_corners(text)).or_else(|| slashed(text)).or_else(|| after_initials(text))
}

/// Whether a text is a reference with signs that nothing else has: `[J]` behind its title, or corners around it.
pub(crate) fn has_signs(text: &str) -> bool {
    let text = citations::without_number(text);
    marked(text).or_else(|| in_corners(text)).is_some()
}

/// Names that signs part, those of two to four Chinese signs among them; none where any part is no name.
pub(crate) fn people(text: &str) -> Option<Vec<&str>> {
    let text = text.trim().trim_end_matches([',', '，', '、', ':', '：', '.', '．', ' ']);
    let is_han = |name: &str| {
        (2..=4).contains(&name.chars().count())
            && name.chars().all(|letter| matches!(letter, '\u{3400}'..='\u{9fff}'))
    };
    let parts = text.split([',', '，', '、', ';', '；', '・']).map(str::trim);
    let names: Vec<&str> = parts.filter(|part| !matches!(*part, "等" | "他" | "et al")).collect();
    names.iter().all(|name| is_han(name) || citations::is_name(name)).then_some(names)
}

/// The style of GB/T 7714, which says behind a title what it is: `[J]` for a journal, `[D]` for a thesis.
fn marked(text: &str) -> Option<Parts<'_>> {
    const KINDS: [&str; 11] = ["J", "M", "C", "D", "R", "P", "S", "N", "Z", "G", "A"];
    let is_kind = |(at, _): &(usize, &str)| {
        let inside =
            text.get(at + 1..).and_then(|rest| rest.split_once(']')).map_or("", |(inside, _)| inside);
        KINDS.contains(&inside.split('/').next().unwrap_or_default())
    };
    let (at, _) = text.match_indices('[').find(is_kind)?;
    let (before, venue) = (text.get(..at)?, text.get(at..)?.split_once(']')?.1);
    let (names, title) = before.split_once(['.', '．'])?;
    Some((people(names)?, title.trim(), venue))
}

/// The Japanese style: the title stands in corners behind the names.
fn in_corners(text: &str) -> Option<Parts<'_>> {
    let (names, rest) = text.split_once(['「', '『'])?;
    let (title, venue) = rest.split_once(['」', '』'])?;
    Some((people(names)?, title.trim(), venue))
}

/// The style of GOST: two strokes between a title and where it was published.
fn slashed(text: &str) -> Option<Parts<'_>> {
    let (before, venue) = text.split_once(" // ")?;
    let (names, title) = citations::family_first(before)?;
    Some((names, title.trim_start_matches([',', ' ']), venue))
}

/// Names with their initials, and the title between commas behind them.
fn after_initials(text: &str) -> Option<Parts<'_>> {
    let (names, rest) = citations::family_first(text)?;
    let rest = rest.strip_prefix(',')?.trim_start();
    // Of the commas behind it the first before what begins a venue, else the first of all.
    let begins_venue = |(at, _): &(usize, &str)| {
        let after = rest.get(at + 2..).unwrap_or_default();
        after.starts_with(['„', '«', '“', '"', '[']) || after.starts_with("w: ") || after.starts_with("in: ")
    };
    let commas = || rest.match_indices(", ");
    let (at, _) = commas().find(begins_venue).or_else(|| commas().next())?;
    Some((names, rest.get(..at)?, rest.get(at + 1..)?))
}
