//! What says that a listing goes on elsewhere.
//!
//! In: the page, its pieces of text and the cards of its entries. Out: the words of a button or link, the address of the page that
//! follows, or a count of all there are.

use scraper::Html;
use scraper::node::Element;

use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata::Metadata;
use crate::normalise::listing::flow::{Flow, Piece, zone};
use crate::normalise::listing::phrases;
use crate::normalise::listing::regions::Card;

/// Pieces beside the entries among which the words that a listing goes on stand. A judgement: a pager of ten pages with
/// signs between, a button, a line of counts.
const BESIDE_ENTRIES: usize = 30;

/// What says that the listing goes on: `rel=next`, a button or link after the entries, or a count of all there are.
/// Data for scripts may hold more than is shown, and do not say whether that is all, so that a button counts beside them: only
/// where the page counts no more than the `known` entries it is complete.
pub(super) fn says_more(
    html: &Html,
    flow: &Flow,
    metadata: &Metadata,
    cards: &[Card],
    known: usize,
) -> Option<String> {
    let span = cards.iter().map(|card| card.first).min().zip(cards.iter().map(|card| card.end).max());
    let (first, end) = span.unwrap_or_default();
    let before = flow.within(first.saturating_sub(BESIDE_ENTRIES), first);
    let behind = flow.within(end, flow.pieces.len().min(end + BESIDE_ENTRIES));
    let shown = |piece: &&Piece| piece.zone & zone::FOOTER == 0;
    let says = |piece: &&Piece| {
        phrases::goes_on(&piece.text)
            || counts_pages(&piece.text)
            || (piece.link.is_some() && (is_next(&piece.text) || is_later_page(&piece.text)))
    };
    let goes_on = || behind.iter().filter(shown).find(says);
    // Before the entries only a pager counts: the rest may be of other things.
    let is_pager = |piece: &&Piece| piece.link.is_some() && is_later_page(&piece.text);
    let pager = || before.iter().find(is_pager);
    let mut around = before.iter().chain(behind).filter(shown);
    let counted = around.find_map(|piece| Some((piece, counted(&piece.text, cards.len())?)));
    if counted.is_some_and(|(_, all)| all <= known) {
        return None;
    }
    if let Some(next) = metadata.link("next").or_else(|| linked_next(html)) {
        return Some(next.to_owned());
    }
    span?;
    let found = goes_on().or_else(pager).or(counted.map(|(piece, _)| piece));
    found.map(|piece| piece.text.clone())
}

/// Where a link leads that is to the page that follows (HTML Standard, section 4.6.7.15, "Link type "next"").
fn linked_next(html: &Html) -> Option<&str> {
    let elements = html.tree.nodes().filter_map(|node| node.value().as_element());
    let links = elements.filter(|element| is_named!(element, "a"));
    let is_next = |element: &&Element| {
        let rel = element.attribute("rel").unwrap_or_default();
        rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next"))
    };
    let leads = |href: &&str| {
        let is_no_page = ["#", "javascript:", "mailto:"].iter().any(|start| href.starts_with(start));
        !href.is_empty() && !is_no_page
    };
    links.filter(is_next).filter_map(|element| element.attribute("href")).map(str::trim).find(leads)
}

/// How many entries there are, by a text that counts which of them are shown, as many as are: `Showing 1–20 of 118 results`.
fn counted(text: &str, shown: usize) -> Option<usize> {
    /// Bytes of such a text. A judgement.
    const LONGEST: usize = 60;
    /// Words and signs between the first and the last that are shown, in the languages whose dates are read.
    const UP_TO: [&str; 13] = ["-", "–", "—", "~", "to", "bis", "à", "a", "al", "tot", "do", "до", "至"];
    if text.len() > LONGEST {
        return None;
    }
    let text: String = text.chars().filter(|sign| *sign != ',').collect();
    let mut numbers = text.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let signs = text.split(|sign: char| sign.is_ascii_digit()).filter(|signs| !signs.is_empty());
    let mut number = || numbers.next()?.parse::<usize>().ok();
    let [first, last, all, other] = [number(), number(), number(), number()];
    // What stands before the first number is none of those between.
    let between: Vec<&str> =
        signs.skip(usize::from(!text.starts_with(|sign: char| sign.is_ascii_digit()))).collect();
    let (Some(first), Some(last), Some(all), None) = (first, last, all, other) else { return None };
    let is_range = between.first().is_some_and(|signs| UP_TO.contains(&signs.trim()));
    let is_of_all = between.get(1).is_some_and(|signs| signs.contains(char::is_alphabetic));
    let counts = first > 0 && first <= last && last < all && last - first + 1 == shown;
    (is_range && is_of_all && counts).then_some(all)
}

/// Whether a text says which of how many pages this is, not the last: `Page 1 of 3`.
fn counts_pages(text: &str) -> bool {
    /// Bytes of such a text. A judgement.
    const LONGEST: usize = 40;
    /// A page, in the languages whose dates are read that put it first.
    const PAGE: [&str; 13] = [
        "page",
        "seite",
        "página",
        "pagina",
        "strona",
        "страница",
        "сторінка",
        "sida",
        "side",
        "sivu",
        "stránka",
        "sayfa",
        "pàgina",
    ];
    let lower = if text.len() <= LONGEST { text.trim().to_lowercase() } else { return false };
    let Some(rest) = PAGE.iter().find_map(|page| lower.strip_prefix(page)) else { return false };
    let numbers: Vec<Option<u32>> = rest
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().ok())
        .collect();
    let is_counted = rest.starts_with([' ', ':']) && rest.ends_with(|sign: char| sign.is_ascii_digit());
    is_counted && matches!(numbers.as_slice(), [Some(this), Some(all)] if 0 < *this && this < all)
}

/// Whether a link's text is the number of a later page, or the range of entries on it (`51-100`, as several kinds of
/// pager write it). Six digits, a judgement: more is no number of entries.
fn is_later_page(text: &str) -> bool {
    let number = |part: &str| part.trim().parse::<u32>().ok().filter(|_| part.len() <= 6);
    match text.split_once(['-', '–']) {
        Some((first, last)) => {
            number(first).zip(number(last)).is_some_and(|(first, last)| 1 < first && first < last)
        }
        None => text.trim() == "2",
    }
}

/// Whether a link's text is that of a pager's next page: the sign or word alone, in the languages whose dates are
/// read. A judgement.
fn is_next(text: &str) -> bool {
    const NEXT: &[&str] = &[
        "",
        "next",
        "weiter",
        "nächste",
        "suivant",
        "suivante",
        "siguiente",
        "volgende",
        "avanti",
        "successiva",
        "successivo",
        "próxima",
        "próximo",
        "następna",
        "далее",
        "следующая",
        "下一页",
        "下页",
        "次へ",
        "다음",
    ];
    let text = text.trim();
    let word = text.trim_end_matches(['»', '›', '→', '>']);
    (word.len() < text.len() || !word.is_empty()) && NEXT.contains(&word.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_of_how_many_pages_it_is_says_that_there_are_more() {
        for text in ["Page 1 of 3", "Seite 2 von 14", "Página 1 de 3", "page: 1/4"] {
            assert!(counts_pages(text), "{text}");
        }
        for text in ["Page 3 of 3", "Page 2", "Pages 1 of 3", "Page 1 of 3 is by Ada Reed", "Pageant 1 of 3"]
        {
            assert!(!counts_pages(text), "{text}");
        }
    }
}
