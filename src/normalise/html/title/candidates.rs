//! All texts of a page that may be its title.
//!
//! In: the headings of a page, its metadata, the site's names. Out: candidates, each with its source and how far it can be
//! the title as it stands. Decides nothing.

use serde_json::Value;

use crate::document::fold;
use crate::normalise::html::about::ARTICLE_TYPES;
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::html::title::headings::Heading;
use crate::normalise::html::title::names::{self, Names};
use crate::normalise::html::title::{LINK, alike};

/// Longer texts are no titles: the longest of the public benchmarks has 220 characters.
const LONGEST: usize = 300;

/// Texts of more parts are lists; the longest true `<title>`s of the benchmarks have six.
const MOST_PARTS: usize = 10;

/// Types of JSON-LD objects, besides those of articles, whose headline or name is the title of the page: a judgement, of those
/// that a page is made for.
const MADE_FOR: [&str; 6] = ["DiscussionForumPosting", "Recipe", "Product", "Event", "VideoObject", "Course"];

/// Types of schema.org of which a page is made for one. Events and courses have programmes, which are lists.
pub(super) const WARES: [&str; 3] = ["VideoObject", "Product", "Recipe"];
/// The same of what has reviews and what it is about in sections of its page.
pub(super) const THINGS: [&str; 5] =
    ["SoftwareApplication", "MobileApplication", "WebApplication", "VideoGame", "Book"];

/// Whether an object of JSON-LD is what its page is made for.
pub(super) fn is_main(object: &Value) -> bool {
    [ARTICLE_TYPES.as_slice(), &MADE_FOR].iter().any(|types| metadata::has_type(object, types))
}

/// A text that may be the title.
pub(super) struct Candidate {
    pub(super) text: String,
    /// Its words, folded.
    pub(super) words: Vec<String>,
    pub(super) source: &'static str,
    /// How much of the source's worth it has, 0 to 1.
    pub(super) share: f32,
}

/// Signs that stand between a title and the site's name, with white space around them: a judgement: those that
/// content systems offer.
pub(super) const SEPARATORS: [&str; 17] = [
    " | ", " › ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " / ", " \\ ", " • ", " > ", " ― ",
    " ~ ", " ‹ ", " ∙ ",
];

/// Separators that seldom stand within a title, so that parts of it are candidates: a judgement; dashes and strokes do.
const HARD: [&str; 6] = [" | ", " › ", " :: ", " » ", " « ", " • "];

pub(super) fn gather(headings: &[Heading], metadata: &Metadata, names: &Names) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for heading in headings {
        add(&mut candidates, &heading.text, heading.source, heading.share, names);
        // A date, a count of comments, points may stand behind the title in its heading; the fifth less is by hand.
        let bare = heading
            .text
            .trim_end_matches(|sign: char| !sign.is_alphabetic() && !matches!(sign, ')' | '?' | '!'));
        if bare.len() < heading.text.len() {
            push(&mut candidates, bare, heading.source, heading.share * 0.8);
        }
    }
    for object in metadata.json_ld.iter().filter(|object| is_main(object)).take(1) {
        let told =
            ["headline", "name"].into_iter().filter_map(|field| object.get(field)).flat_map(metadata::texts);
        if let Some(text) = told.into_iter().next() {
            add(&mut candidates, &text, "json-ld", 1.0, names);
        }
    }
    for source in ["citation_title", "og:title", "twitter:title", "dc.title"] {
        if let Some(text) = metadata.first(&[source]) {
            add(&mut candidates, text, source, 1.0, names);
        }
    }
    if let Some(text) = &metadata.title {
        add(&mut candidates, text, "title", 1.0, names);
    }
    candidates
}

/// Whether a heading has at least half of its words in common with the page's `<title>`, or a part of it.
pub(super) fn is_headed(candidates: &[Candidate]) -> bool {
    const HALF: f32 = 0.5; // as of headings near which days are looked for
    let is_heading = |one: &&Candidate| matches!(one.source, "h1" | "h2") && one.words.len() > 1;
    let titles = || candidates.iter().filter(|one| one.source == "title");
    candidates
        .iter()
        .filter(is_heading)
        .any(|one| titles().any(|told| alike(&one.words, &told.words) >= HALF))
}

/// Adds the text of a link by which the page leads to itself.
pub(super) fn add_link(candidates: &mut Vec<Candidate>, text: &str) {
    if text.chars().count() <= LONGEST {
        push(candidates, text, LINK, 1.0);
    }
}

/// Adds a text and what is left of it without the site's name and without what stands behind a separator. The shares
/// are by hand: the first part before the whole where a hard separator parts them, other parts after both.
fn add(candidates: &mut Vec<Candidate>, text: &str, source: &'static str, share: f32, names: &Names) {
    // Four bytes a character at most, and as much again for references.
    if text.len() > 8 * LONGEST {
        return;
    }
    let text = collapse(&metadata::plain(text));
    // A heading is a title alone: what is joined in it belongs together.
    let is_heading = matches!(source, "h1" | "h2");
    let [hard_joints, joints] = if is_heading { [Joints::None; 2] } else { [Joints::Hard, Joints::All] };
    let parts = split(&text, &SEPARATORS, joints);
    if text.chars().count() > LONGEST || parts.len() > MOST_PARTS {
        return;
    }
    let part_of = |part: &(usize, usize)| text.get(part.0..part.1).unwrap_or_default();
    let is_site = |part: &(usize, usize)| names.is_site(part_of(part));
    let first = parts.iter().position(|part| !is_site(part)).unwrap_or(0);
    let mut last = parts.iter().rposition(|part| !is_site(part)).unwrap_or(parts.len().saturating_sub(1));
    // Where nothing else tells what the site is called, a part behind the title may say that it is a site. What stands
    // behind that is its claim, or where it is from, unless it is the longer part.
    let called = parts.iter().skip(first + 1).position(|part| names::is_called_site(part_of(part)));
    let to_end = |at: usize| parts.get(last).zip(parts.get(at)).map_or(0, |(last, part)| last.1 - part.1);
    if let Some(at) = called.map(|at| at + first + 1).filter(|at| *at <= last && !is_heading)
        && parts
            .get(at - 1)
            .zip(parts.get(first))
            .is_some_and(|(before, from)| to_end(at) < before.1 - from.0)
    {
        last = at - 1;
    }
    let from = parts.get(first).map_or(0, |part| part.0);
    let rest = parts.get(last).and_then(|part| text.get(from..part.1)).unwrap_or(&text);
    // The home page is called what the site is called.
    let site = parts.iter().find(|part| is_site(part)).map(part_of);
    let rest = site.filter(|_| names::is_home(rest)).unwrap_or(rest);
    let hard = split(rest, &HARD, hard_joints);
    let whole_share = if hard.len() > 1 { 0.55 } else { 1.0 };
    push(candidates, rest, source, share * whole_share);
    for (place, part) in hard.iter().filter_map(|(start, end)| rest.get(*start..*end)).enumerate() {
        if hard.len() > 1 {
            push(candidates, part, source, share * if place == 0 { 0.95 } else { 0.6 });
        }
    }
    let soft = split(rest, &SEPARATORS, joints);
    if soft.len() > 1 && hard.len() == 1 {
        for (place, part) in soft.iter().filter_map(|(start, end)| rest.get(*start..*end)).enumerate() {
            push(candidates, part, source, share * if place == 0 { 0.7 } else { 0.45 });
        }
    }
}

fn push(candidates: &mut Vec<Candidate>, text: &str, source: &'static str, share: f32) {
    let text = text.trim();
    let is_quoted = text.ends_with('»') && text.contains('«');
    let bare = if is_quoted {
        text
    } else {
        text.trim_end_matches(['|', '›', '»', '·', '–', '—']).trim_end()
    };
    // Signs of notes.
    let text = bare.trim_end_matches(['☆', '⋆', '†', '‡']).trim_end().to_owned();
    let folded = fold::words(&text);
    if !folded.is_empty() {
        candidates.push(Candidate {
            text,
            words: fold::units(&folded).map(str::to_owned).collect(),
            source,
            share,
        });
    }
}

/// The parts of a title: what stands between separators. None of what is too long for a title.
pub(crate) fn parts(title: &str) -> Vec<String> {
    if title.len() > 8 * LONGEST {
        return Vec::new();
    }
    let title = collapse(&metadata::plain(title));
    let parts =
        split(&title, &SEPARATORS, Joints::All).into_iter().filter_map(|(start, end)| title.get(start..end));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The parts of a title folded, and of each what stands before and after a colon.
pub(super) fn folded(parts: &[String]) -> Vec<String> {
    let spaced = |part: &str| fold::units(&fold::words(part)).collect::<Vec<_>>().join(" ");
    let halves = |part: &'_ str| {
        let halves = part
            .split_once(": ")
            .or_else(|| part.rsplit_once('：'))
            .map(|(before, after)| [spaced(before), spaced(after)]);
        [spaced(part)].into_iter().chain(halves.into_iter().flatten())
    };
    parts.iter().flat_map(|part| halves(part)).filter(|part| !part.is_empty()).collect()
}

/// Which separators without spaces part a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joints {
    None,
    /// Those that seldom stand within a title.
    Hard,
    All,
}

/// The ranges between separators, and between such joints.
fn split(text: &str, separators: &[&str], joints: Joints) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(sign) = rest.find([' ', '_', '-', '|', '｜', '–', '—']) else { break };
        at += sign;
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        if quotes(before, rest) {
            at += 1;
            continue;
        }
        let spaced = separators.iter().find(|separator| rest.starts_with(**separator)).map(|it| it.len());
        match spaced.or_else(|| joint(before, rest, joints)) {
            Some(length) => {
                parts.push((start, at));
                at += length;
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push((start, text.len()));
    parts
}

/// Whether what stands between two parts of a title is a mark of quotation with the space that French puts inside it: one that opens
/// and is closed later, or that closes one.
fn quotes(before: &str, rest: &str) -> bool {
    let is_open = |text: &str| {
        text.rfind('«').is_some_and(|at| text.get(at..).is_some_and(|in_it| !in_it.contains('»')))
    };
    match rest.get(1..).and_then(|after| after.chars().next()) {
        Some('«') => rest.contains('»') && !is_open(before),
        Some('»') => is_open(before),
        _ => false,
    }
}

/// The length of a separator without spaces between what stands before and what begins with it. Where words are written
/// without spaces titles are joined so: `标题_网站`, `标题--栏目--网站`. A dash may stand within the title, so only the last
/// parts it, from what is shorter; two are a dash of Chinese.
fn joint(before: &str, rest: &str, joints: Joints) -> Option<usize> {
    const DASHES: [char; 3] = ['-', '–', '—'];
    let after = rest.trim_start_matches(['_', '-', '|', '｜', '–', '—']);
    let sign = rest.get(..rest.len() - after.len())?;
    let (last, next) = (before.chars().next_back()?, after.chars().next()?);
    let (is_before, is_after) = (fold::is_unspaced(last), fold::is_unspaced(next));
    let is_hard = matches!(sign, "_" | "__" | "|" | "｜" | "||" | "--" | "---");
    let parts = if is_hard {
        (is_before || is_after) && !last.is_whitespace() && !next.is_whitespace()
    } else {
        joints == Joints::All
            && matches!(sign, "-" | "–" | "—")
            && is_before
            && is_after
            && !after.contains(DASHES)
            && after.len() < before.len()
    };
    (parts && joints != Joints::None).then_some(sign.len())
}

/// The text with white space collapsed, ends trimmed, and without signs that are not seen.
pub(super) fn collapse(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|sign| !matches!(sign, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'))
        .collect();
    // Those that part or join the letters of Persian, Urdu and Hindi words are spelling within a word.
    let is_joiner = |sign: char| matches!(sign, '\u{200c}' | '\u{200d}');
    let words =
        seen.split_whitespace().map(|word| word.trim_matches(is_joiner)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_quotation_and_joiners_are_part_of_a_title() {
        for (title, wanted) in [
            ("Colloque « Lacs et glaces »", &["Colloque « Lacs et glaces »"][..]),
            ("« Lacs et glaces » : un colloque", &["« Lacs et glaces » : un colloque"]),
            ("Journée « Lacs » à Lyon » Tarn", &["Journée « Lacs » à Lyon", "Tarn"]),
            ("Slow lakes « Tarn", &["Slow lakes", "Tarn"]),
            ("Slow lakes » Tarn", &["Slow lakes", "Tarn"]),
        ] {
            assert_eq!(parts(title), wanted, "{title}");
        }
        assert_eq!(collapse("\u{200b}گونه\u{200c}ای\u{200c} تازه"), "گونه\u{200c}ای تازه");
    }
}
