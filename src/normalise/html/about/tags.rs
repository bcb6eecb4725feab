//! The tags of a page: the links of one row that lead to where tags lie.
//!
//! In: the elements of the page. Out: names as written.

use scraper::ElementRef;

use super::lines::text_of;
use super::topics::{Elements, MOST_LINKS, holder, is_slug_itself, is_slug_of, slug_of};
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named};

/// Links that say that they lead to a tag of the page, in a row or list of their own.
pub(super) fn from_tags(elements: &Elements<'_>) -> Vec<String> {
    /// Characters in the row that are no link's: a label, commas. A judgement.
    const BESIDE: usize = 40;
    /// Tags of a page: more are a cloud of all that its site has. A judgement.
    const MOST_TAGS: usize = 24;
    /// Tags of a row some of which are called otherwise than their addresses: more are a cloud, or a menu. A judgement.
    const MOST_BESIDE: usize = 8;
    let tag = |link: &ElementRef<'_>| {
        let rel = link.value().attribute("rel").unwrap_or_default();
        let path = link.value().attribute("href").unwrap_or_default();
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let (above, last) = path.rsplit_once('/').unwrap_or_default();
        let is_within =
            above.rsplit('/').any(|segment| matches!(segment, "tag" | "tags" | "topic" | "topics"));
        let is_told = rel.split_ascii_whitespace().any(|word| word == "tag");
        match () {
            () if is_told || (is_within && is_slug_in_german(last, &text_of(link))) => Some(Tag::Sure),
            () => is_within.then_some(Tag::Beside),
        }
    };
    let links = elements.all.iter().filter(|element| is_named!(element.value(), "a"));
    let tags = links.filter_map(|link| Some((link, tag(link)?)));
    let tags: Vec<(&ElementRef<'_>, Tag)> =
        tags.filter(|(link, _)| !elements.is_of_another(***link)).take(MOST_LINKS).collect();
    // Those after the first group are of other pages. What is called otherwise than its address is a tag beside those that are
    // called so.
    let Some((first, _)) = tags.iter().find(|(_, tag)| *tag == Tag::Sure) else { return Vec::new() };
    let own = holder(first);
    let mut group: Vec<(&ElementRef<'_>, Tag)> =
        tags.iter().copied().filter(|(link, _)| holder(link) == own).collect();
    let sure = group.iter().filter(|(_, tag)| *tag == Tag::Sure).count();
    if sure * 2 < group.len() || group.len() > MOST_BESIDE {
        group.retain(|(_, tag)| *tag == Tag::Sure);
    }
    let mut linked = 0;
    let named = |(link, _): &(&ElementRef<'_>, Tag)| {
        let text = text_of(link);
        linked += text.trim().len();
        let href = link.value().attribute("href").unwrap_or_default();
        let name = without_count(text.trim(), slug_of(href).unwrap_or_default());
        name.trim_start_matches('#').to_owned()
    };
    let found: Vec<String> = group.iter().map(named).collect();
    let whole = own.and_then(ElementRef::wrap).map_or(0, |holder| text_of(&holder).len());
    // Links within running text lead to what it speaks of.
    let is_row = whole <= linked + BESIDE + 2 * found.len() && found.len() <= MOST_TAGS;
    if is_row { found } else { Vec::new() }
}

/// How far a link says that it leads to a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    /// It says so, or its address is its text.
    Sure,
    /// Its address lies where tags do.
    Beside,
}

/// As [`is_slug_of`], of a text whose marked letters the address may spell as German and the Nordic languages do:
/// `oekologie`, `stroem`.
fn is_slug_in_german(slug: &str, text: &str) -> bool {
    const LETTERS: [(&str, &str); 6] =
        [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("æ", "ae"), ("å", "aa")];
    if is_slug_of(slug, &fold::words(text)) {
        return true;
    }
    let lower = text.to_lowercase();
    let spelled = LETTERS.iter().fold(lower, |text, (letter, spelled)| text.replace(letter, spelled));
    is_slug_of(slug, &fold::words(&spelled))
}

/// The name of a tag without the number of pages behind it (`lakes 12`), where the address of its link names the tag alone.
fn without_count<'a>(text: &'a str, slug: &str) -> &'a str {
    let is_count = |last: &str| {
        let digits = last.trim_matches(|sign| matches!(sign, '(' | ')' | '[' | ']'));
        digits.starts_with(|first: char| first.is_ascii_digit())
            && digits.bytes().all(|digit| digit.is_ascii_digit() || matches!(digit, b',' | b'.'))
    };
    let is_slug = |name: &str| is_slug_itself(slug, &fold::words(name));
    let parts = text.rsplit_once(char::is_whitespace).map(|(name, last)| (name.trim_end(), last));
    parts.filter(|(name, last)| is_count(last) && is_slug(name)).map_or(text, |(name, _)| name)
}
