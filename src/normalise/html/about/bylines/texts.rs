//! The texts in which bylines are looked for.
//!
//! In: an element or a text. Out: the text of it, or what it is.

use scraper::ElementRef;
use scraper::node::Element;

use crate::document::fold;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::about::lines::text_of;
use crate::normalise::html::about::marks::{MARKS, has_word};
use crate::normalise::html::about::pieces::without_intro;
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata;

/// Whether an element is code, or part of it.
pub(super) fn is_code(element: ElementRef<'_>) -> bool {
    /// Elements above it that are looked at: words of code are marked one by one. A judgement.
    const REACH: usize = 4;
    let mut both = std::iter::once(*element).chain(element.ancestors()).take(REACH);
    both.any(|above| above.value().as_element().is_some_and(|above| is_named!(above, "code" | "pre")))
}

/// Whether an element is the head of what stands behind it, a term or the head of a row, and not of a column.
pub(super) fn heads_value(element: ElementRef<'_>) -> bool {
    let next = || element.next_siblings().find_map(ElementRef::wrap);
    is_named!(element.value(), "dt")
        || is_named!(element.value(), "th") && next().is_some_and(|next| is_named!(next.value(), "td"))
}

/// Whether a text says whom to ask: `Contact: Ada Reed, 555-0134`. A judgement, in the languages of the public benchmarks; folded.
pub(super) fn is_contact(text: &str) -> bool {
    const LABELS: [&str; 16] = [
        "contact",
        "contacts",
        "press contact",
        "media contact",
        "media contacts",
        "kontakt",
        "pressekontakt",
        "ansprechpartner",
        "ansprechpartnerin",
        "contacto",
        "contatto",
        "contatti",
        "contato",
        "contactpersoon",
        "yhteystiedot",
        "контакты",
    ];
    text.split_once(':').is_some_and(|(label, _)| LABELS.contains(&fold::words(label).as_str()))
}

/// Whether the first line of an element is a word of the class that marks it: the heading of a box, `Highlights` of
/// `author-highlights`.
pub(super) fn is_called_so(element: &Element, text: &str) -> bool {
    let first = text.split(['|', ',']).next().unwrap_or_default().trim();
    let is_it = |name: &str| has_word(name, &MARKS) && has_word(name, &[first]);
    let class = element.attribute("class").filter(|_| !first.contains(' '));
    class.is_some_and(|class| class.split_ascii_whitespace().any(is_it))
}

/// Whether a link is the first cell of a short row of a table, and so is the link of another account in the row before or behind:
/// members, of whom the table tells when they joined.
pub(super) fn is_of_members(link: ElementRef<'_>) -> bool {
    /// Bytes of such a row: a name, a day, a place. A judgement; posts are longer.
    const ROW: usize = 80;
    fn row_of(link: ElementRef<'_>) -> Option<ElementRef<'_>> {
        /// Elements above a link among which its row is. A judgement: a line in a cell.
        const REACH: usize = 4;
        let mut above = link.ancestors().take(REACH).filter_map(ElementRef::wrap);
        above.find(|above| is_named!(above.value(), "tr"))
    }
    // The link that is all of the first cell of a row.
    fn first<'a>(row: &ElementRef<'a>) -> Option<ElementRef<'a>> {
        let cell = row.child_elements().next().filter(|cell| is_named!(cell.value(), "td"))?;
        let link = cell.descendants().filter_map(ElementRef::wrap).find(|it| is_named!(it.value(), "a"))?;
        (letters(&text_of(&link)) == letters(&text_of(&cell))).then_some(link)
    }
    fn place<'a>(link: &ElementRef<'a>) -> Option<(&'a str, &'a str)> {
        link.value().attribute("href")?.trim_end_matches('/').rsplit_once('/')
    }
    let Some(row) = row_of(link).filter(|row| first(row).is_some_and(|own| own.id() == link.id())) else {
        return false;
    };
    let is_short = row.text().map(|text| text.trim().len()).sum::<usize>() <= ROW;
    let next = row.next_siblings().find_map(ElementRef::wrap);
    let before = row.prev_siblings().find_map(ElementRef::wrap);
    let own = place(&link);
    let is_beside = |row: ElementRef<'_>| {
        let other = first(&row).and_then(|link| place(&link));
        own.zip(other).is_some_and(|(own, other)| own.0 == other.0 && own.1 != other.1)
    };
    is_short && [next, before].into_iter().flatten().any(is_beside)
}

/// Whether a heading is a link, or in one.
pub(super) fn is_linked(heading: &ElementRef<'_>) -> bool {
    /// Elements of a heading, and above it, that are looked at. A judgement.
    const REACH: usize = 4;
    let inner = heading.descendants().take(REACH);
    let mut both = inner.chain(heading.ancestors().take(REACH)).filter_map(|node| node.value().as_element());
    both.any(|element| is_named!(element, "a"))
}

/// The text of an element of microdata that is an author: its own value, else that of its name (HTML Standard, section
/// 5.2.4), else what it shows.
pub(super) fn property_text(element: &ElementRef<'_>) -> String {
    /// Nodes of an author that are looked at. A judgement.
    const MOST_NODES: usize = 200;
    if let Some(content) = element.value().attribute("content") {
        return metadata::plain(content);
    }
    let names = element.descendants().skip(1).take(MOST_NODES).filter_map(ElementRef::wrap);
    let mut names = names.filter(|inner| inner.value().attribute("itemprop") == Some("name"));
    match names.next() {
        Some(name) => match name.value().attribute("content") {
            Some(content) => metadata::plain(content),
            None => text_of(&name),
        },
        None => text_of(element),
    }
}

/// How long a text is, in bytes, white space aside.
pub(super) fn letters(text: &str) -> usize {
    text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count()
}

/// The text of a heading, as far as it can be a title.
pub(super) fn whole_text(element: &ElementRef<'_>) -> String {
    /// Texts in a heading. A judgement.
    const MOST_TEXTS: usize = 40;
    metadata::plain(&element.text().take(MOST_TEXTS).collect::<Vec<_>>().join(" "))
}

/// The byline behind the date that a text begins with: `Posted on May 7, 2025 by Ada Reed`; empty where there is none.
pub(super) fn behind_date(text: &str) -> &str {
    /// Bytes of what stands before the date. A judgement: `Veröffentlicht am`, doubled.
    const LABEL: usize = 40;
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return "";
    }
    let found = dates::scan(text, &Reading::default()).into_iter().next();
    // Who made a page out of its source did not write it: `HTML rendering created 3 May 2025 by`.
    let is_build = |before: &str| {
        fold::words(before).split(' ').any(|word| dates::of_another(word) == Some(dates::BUILD))
    };
    let rest = found
        .filter(|found| found.start <= LABEL && !text.get(..found.start).is_some_and(is_build))
        .and_then(|found| text.get(found.end..))
        .unwrap_or_default();
    let rest = rest.trim_start_matches(|sign: char| !sign.is_alphabetic());
    if without_intro(rest).is_some() {
        return rest;
    }
    // `May 7, 2025 | 5 min read | By Ada Reed`
    let parts = rest.match_indices(['|', '·', '•']).filter_map(|(at, sign)| rest.get(at + sign.len()..));
    parts.map(str::trim_start).find(|part| without_intro(part).is_some()).unwrap_or_default()
}
