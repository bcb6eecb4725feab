//! The part of a page's `<title>` that the page shows as a line of its own, where no heading says what it is called: themes head
//! their pages with the name of the blog, and programs join it to the title by any sign.
//!
//! In: the parsed page, its `<title>`, its headings, the site's names. Out: the part, as the page writes it.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node};

use super::candidates::{SEPARATORS, collapse};
use super::headings::Heading;
use super::names::Names;
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named, is_unseen};

/// Places at which a title is parted. A judgement: bounds the work.
const MOST_PLACES: usize = 8;

/// Texts of a page that are compared. A judgement: the title stands among the first, behind menus.
const MOST_TEXTS: usize = 5_000;

/// The part of `<title>` that is shown as a line, where the other is the site's name and no line, but a first heading perhaps.
pub(super) fn shown_part(html: &Html, told: &str, headings: &[Heading], names: &Names) -> Option<String> {
    let told = collapse(told);
    let heads: Vec<(String, bool)> = headings
        .iter()
        .filter(|heading| heading.source == "h1")
        .map(|heading| (fold::words(&heading.text), heading.leads_home))
        .collect();
    let pairs: Vec<(&str, &str)> = places(&told)
        .into_iter()
        .filter_map(|(start, end)| Some((told.get(..start)?, told.get(start..end)?, told.get(end..)?)))
        // A title may have a colon of its own.
        .map(|(before, sign, after)| (before.trim(), after.trim(), sign == ": " && heads.is_empty()))
        .flat_map(|(before, after, is_own)| [(before, after, is_own), (after, before, is_own)])
        // Before two colons stand the site and its section.
        .filter(|(part, name, is_own)| {
            (!is_own || names.is_site(name) || (told.ends_with(part) && name.contains(": ")))
                && may_be(part, name, &heads, names)
        })
        .map(|(part, name, _)| (part, name))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let folded: Vec<[String; 2]> =
        pairs.iter().map(|(part, name)| [fold::words(part), fold::words(name)]).collect();
    let longest = told.len();
    let texts = html.tree.nodes().filter(|node| node.value().is_text()).take(MOST_TEXTS);
    let mut found: Option<(usize, String)> = None;
    let mut are_shown = vec![false; pairs.len()];
    for node in texts {
        let Some(text) = node.value().as_text().map(|text| text.trim()) else { continue };
        if text.is_empty() || text.len() > longest {
            continue;
        }
        let words = fold::words(text);
        for (place, [part, name]) in folded.iter().enumerate() {
            if words == *part && found.is_none() && is_line(node) {
                found = Some((place, collapse(text)));
            } else if words == *name && is_said(node) {
                are_shown[place] = true;
            }
        }
    }
    found.filter(|(place, _)| !are_shown[*place]).map(|(_, text)| text)
}

/// Whether one part of a title may be what the page is called, and the other the name of its site.
fn may_be(part: &str, name: &str, heads: &[(String, bool)], names: &Names) -> bool {
    /// Words of a title, or letters where words are written without spaces. Judgements: fewer are a section as often.
    const WORDS: usize = 2;
    const LETTERS: usize = 5;
    let words = fold::words(part);
    let is_long = words.split(' ').count() >= WORDS
        || (part.chars().any(fold::is_unspaced) && part.chars().count() >= LETTERS);
    // The name is the shorter part; what ends as a sentence is its claim.
    let is_longer = name.split(": ").all(|name| fold::letter_count(part) > fold::letter_count(name))
        && !part.ends_with('.');
    let name = fold::words(name);
    let is_head =
        heads.iter().any(|(head, leads_home)| *head == name && (*leads_home || names.is_site(head)));
    is_long && is_longer && !name.is_empty() && !names.is_site(part) && (heads.is_empty() || is_head)
}

/// Where separators and colons stand: from the first byte of each to the one behind it.
fn places(told: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut at = 0;
    while places.len() < MOST_PLACES {
        let Some(rest) = told.get(at..) else { break };
        let Some(next) = rest.chars().next() else { break };
        let before = told.get(..at).and_then(|before| before.chars().next_back());
        let unspaced = |sign: Option<char>| sign.is_some_and(|sign| fold::is_unspaced(sign) || sign == '】');
        let length = SEPARATORS
            .iter()
            .chain(&[" : ", ": ", "：", "】"])
            .find(|sign| rest.starts_with(**sign))
            .map(|sign| sign.len());
        // Where words are written without spaces a colon has none either.
        let length = length.or_else(|| (next == ':' && unspaced(before)).then_some(1));
        match length {
            Some(length) => {
                places.push((at, at + length));
                at += length;
            }
            None => at += next.len_utf8(),
        }
    }
    places
}

/// Whether a text is all that its line says, and no first heading.
fn is_said(text: NodeRef<'_, Node>) -> bool {
    let in_heading = |above: ElementRef<'_>| {
        is_unseen(above.value()) || is_named!(above.value(), "h1" | "head" | "title" | "svg" | "option")
    };
    is_alone(text) && !text.ancestors().take(HEIGHT).filter_map(ElementRef::wrap).any(in_heading)
}

/// Elements above a text that are asked. A judgement: bounds the work.
const HEIGHT: usize = 40;

/// Whether a text is all that its line says, in a place where a title can stand: in no menu, list or foot, in the head of a page only as
/// a heading, and in no link but that of a heading.
fn is_line(text: NodeRef<'_, Node>) -> bool {
    let mut is_heading = false;
    let mut is_link = false;
    for above in text.ancestors().take(HEIGHT).filter_map(ElementRef::wrap) {
        let value = above.value();
        if is_unseen(value)
            || is_named!(
                value,
                "head"
                    | "title"
                    | "nav"
                    | "aside"
                    | "footer"
                    | "li"
                    | "option"
                    | "button"
                    | "form"
                    | "select"
                    | "textarea"
                    | "svg"
            )
            || (!is_heading && is_named!(value, "header"))
            || value.attribute("class").is_some_and(is_of_site)
            || value
                .attribute("role")
                .is_some_and(|role| matches!(role, "navigation" | "contentinfo" | "complementary"))
        {
            return false;
        }
        is_heading |= is_named!(value, "h1" | "h2" | "h3" | "h4");
        is_link |= is_named!(value, "a");
    }
    is_alone(text) && (is_heading || !is_link)
}

/// Whether a class says that an element is the logo of a site or says what it claims. A judgement.
fn is_of_site(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["logo", "brand", "tagline", "slogan", "site-"].iter().any(|word| class.contains(word))
}

/// Whether nothing stands beside a text in its own element: that would belong to it.
fn is_alone(text: NodeRef<'_, Node>) -> bool {
    [text.prev_sibling(), text.next_sibling()].into_iter().flatten().all(|beside| match beside.value() {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => is_named!(element, "br") || is_named!(element, "img"),
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::super::title;
    use super::*;
    use crate::normalise::html::metadata::Metadata;

    fn of(source: &str) -> String {
        let html = Html::parse_document(source);
        title(&html, &Metadata::read(&html), None, None).text
    }

    #[test]
    fn the_part_that_a_page_shows_as_a_line_is_its_title() {
        let text = "<p>The gauge was read on every day of the winter, and nobody had asked for it.</p>";
        let logo = "<h1><a href=/>Tarn Notes</a></h1>";
        for (page, wanted) in [
            (
                format!(
                    "<title>Tarn Notes: Reading the gauge</title>{logo}<h2>Thursday</h2><h3>Reading the gauge</h3>{text}"
                ),
                "Reading the gauge",
            ),
            (
                format!(
                    "<title>Reading the gauge : Tarn Notes</title><div>Tarn</div><span>Reading the gauge</span>{text}"
                ),
                "Reading the gauge",
            ),
            (
                format!(
                    "<title>湖の水位を毎日読む:山小屋だより</title><div><b>湖の水位を毎日読む</b></div>{text}"
                ),
                "湖の水位を毎日読む",
            ),
            // A title with a colon of its own, and one whose page shows both.
            (
                format!("<title>Lakes: reading the gauge</title><h1>Lakes: reading the gauge</h1>{text}"),
                "Lakes: reading the gauge",
            ),
            (
                format!(
                    "<title>Wood: four benches and a saw</title><h1>Wood</h1><h2>Four benches and a saw</h2>{text}"
                ),
                "Wood",
            ),
            (
                format!(
                    "<title>Slow lakes: reading the gauge</title><p>Slow lakes</p><p>Reading the gauge</p>{text}"
                ),
                "Slow lakes: reading the gauge",
            ),
            (
                format!(
                    "<title>Slow lakes: reading the gauge</title><nav><span>Reading the gauge</span></nav>{text}"
                ),
                "Slow lakes: reading the gauge",
            ),
            (
                format!(
                    "<title>Contact us - The Tarn and Lake Society</title><nav><a href=/c>Contact us</a></nav>
                     <div class=logo>The Tarn and Lake Society</div>{text}"
                ),
                "Contact us - The Tarn and Lake Society",
            ),
        ] {
            assert_eq!(of(&page), wanted, "{page:.120}");
        }
    }
}
