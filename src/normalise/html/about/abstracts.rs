//! What a page shows as its summary: the abstract of a paper, the line below a headline.
//!
//! In: the parsed page. Out: their texts, whole. Reads no metadata.

use std::ops::RangeInclusive;

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::lines::lines_after;
use super::marks::{HEIGHT, has_word, is_marked_as_others, is_of_another};
use crate::document::fold;
use crate::normalise::html::element::{Asked, is_named, is_phrasing, is_unseen};
use crate::normalise::html::metadata;
use crate::normalise::summary::ends_sentence;

/// Characters that an abstract has. A judgement: two sentences at least, and no more than the 500 words that few journals
/// let authors write.
const ABSTRACT: RangeInclusive<usize> = 120..=4_000;

/// Characters of one that is marked and headed as such, at least. A judgement: a sentence.
const HEADED: usize = 50;

/// Characters of the line below a headline. A judgement: less is a label, more is the text.
pub(super) const DEK: RangeInclusive<usize> = 30..=400;

/// Bytes of the first paragraph below the heading of an abstract, at least. A judgement: entries of a table of contents
/// have fewer.
const FIRST_PARAGRAPH: usize = 60;

/// Bytes of paragraphs below the heading of an abstract from which the next belongs to something else: some say in a
/// sentence what they are about first. A judgement.
const ENOUGH: usize = 300;

/// What abstracts are headed, in the languages whose dates are read.
const HEADINGS: [&str; 32] = [
    "abstract",
    "zusammenfassung",
    "résumé",
    "resumen",
    "riassunto",
    "resumo",
    "samenvatting",
    "streszczenie",
    "аннотация",
    "摘要",
    "要旨",
    "초록",
    "abstrakt",
    "abstrak",
    "anotace",
    "sammanfattning",
    "sammendrag",
    "tiivistelmä",
    "összefoglaló",
    "összefoglalás",
    "rezumat",
    "περίληψη",
    "özet",
    "анотація",
    "резюме",
    "抄録",
    "국문초록",
    "ملخص",
    "الملخص",
    "چکیده",
    "תקציר",
    "सारांश",
];

/// What stands below abstracts and is none of them: key words, who owns the page. A judgement; in small letters.
const BELOW: [&str; 24] = [
    "keywords",
    "key words",
    "schlüsselwörter",
    "schlagwörter",
    "mots-clés",
    "mots clés",
    "palabras clave",
    "parole chiave",
    "palavras-chave",
    "trefwoorden",
    "słowa kluczowe",
    "klíčová slova",
    "kľúčové slová",
    "nyckelord",
    "nøkkelord",
    "avainsanat",
    "kulcsszavak",
    "cuvinte cheie",
    "anahtar kelimeler",
    "ключевые слова",
    "ключові слова",
    "copyright",
    "©",
    "关键词",
];

/// Words of classes and ids that mark the line below a headline. A judgement, of what newsrooms and themes call it.
const DEKS: [&str; 4] = ["dek", "standfirst", "subtitle", "lede"];

/// Those that mark other things too, where none of [`DEKS`] is there.
const MORE_DEKS: [&str; 4] = ["deck", "lead", "chapo", "excerpt"];

/// The abstract that a page shows: what is marked as one, or stands below or behind its heading. None where there are
/// several, which are those of the papers that a page lists.
pub(super) fn shown(html: &Html) -> Option<String> {
    only(marked(html, &["abstract"], &ABSTRACT).chain(headed(html, *ABSTRACT.start())))
}

/// The same of a page that declares a paper: a sentence below the heading is its abstract too.
pub(super) fn of_paper(html: &Html) -> Option<String> {
    only(marked(html, &["abstract"], &ABSTRACT).chain(headed(html, HEADED)))
}

/// The abstract that is marked as one in the page's source, where it is the only one.
pub(super) fn sure(html: &Html) -> Option<String> {
    only(marked(html, &["abstract"], &ABSTRACT))
}

/// The line below the headline, where one element and no more is marked as it.
pub(super) fn dek(html: &Html) -> Option<String> {
    only(marked(html, &DEKS, &DEK)).or_else(|| {
        let has_none = marked(html, &DEKS, &DEK).next().is_none();
        has_none.then(|| only(marked(html, &MORE_DEKS, &DEK))).flatten()
    })
}

/// The only one of some texts; those that say the same, or the beginning of it, are one.
fn only(texts: impl Iterator<Item = String>) -> Option<String> {
    /// Bytes by which texts are known to be one.
    const KNOWN_BY: usize = 60;
    let start = |text: &str| text.get(..text.floor_char_boundary(KNOWN_BY)).map(str::to_owned);
    let mut found: Option<String> = None;
    for text in texts {
        match &found {
            Some(first) if start(first) != start(&text) => return None,
            Some(_) => {}
            None => found = Some(text),
        }
    }
    found
}

/// The texts of the outermost elements with one of these words in a class or id.
fn marked<'a>(
    html: &'a Html,
    words: &'a [&'a str],
    length: &'a RangeInclusive<usize>,
) -> impl Iterator<Item = String> + 'a {
    let is_marked = move |element: &Element| {
        let names = ["class", "id"].into_iter().filter_map(|name| element.attribute(name));
        !is_named!(element, "html" | "body" | "main" | "article")
            && names.into_iter().any(|name| has_word(name, words))
    };
    let is_abstract = words.contains(&"abstract");
    // Themes put what they show into cards. Several abstracts are those of papers that a page lists.
    let is_others = move |element: &ElementRef<'_>| {
        let mut around = element.ancestors().take(HEIGHT).filter_map(ElementRef::wrap).chain([*element]);
        if !is_abstract {
            return is_of_another(**element) || is_of_card(element);
        }
        around.any(|above| {
            is_named!(above.value(), "nav" | "aside" | "footer")
                || is_marked_as_others(above.value(), &["card", "cards"])
        })
    };
    let elements = html.tree.nodes().filter_map(ElementRef::wrap);
    let outer = elements.filter(move |element| {
        let mut above = element.ancestors().filter_map(|node| node.value().as_element());
        is_marked(element.value()) && !above.any(is_marked) && !is_others(element)
    });
    outer.filter_map(move |element| {
        let text = whole_text(&element);
        let is_headed =
            is_abstract && without_heading(&text).is_some_and(|rest| rest.starts_with([' ', ':']));
        let least = if is_headed { HEADED } else { *length.start() };
        fitting(&text, &(least..=*length.end()))
    })
}

/// Whether an element holds the heading of a card, or stands behind it: one of a lower level that is a link to another page.
fn is_of_card(element: &ElementRef<'_>) -> bool {
    /// Elements between a heading and what stands behind it in a card. A judgement: a day, a picture.
    const BETWEEN: usize = 3;
    /// Nodes of a link that may hold the heading. A judgement: a picture, a day.
    const NODES: usize = 12;
    let is_linked = |heading: &ElementRef<'_>| {
        let mut inner = heading.descendants().chain(heading.parent());
        inner.any(|inner| inner.value().as_element().is_some_and(|tag| is_named!(tag, "a")))
    };
    // The title of a page may be a link to itself, in old themes of the second level.
    let is_heading = |tag: &Element| is_named!(tag, "h3" | "h4" | "h5" | "h6");
    let leads = |before: &ElementRef<'_>| {
        let mut inner = before.descendants().take(NODES).filter_map(|inner| inner.value().as_element());
        is_named!(before.value(), "a") && inner.any(is_heading)
    };
    let mut inner = element.descendants().filter_map(ElementRef::wrap);
    let mut before = element.prev_siblings().filter_map(ElementRef::wrap).take(BETWEEN);
    inner.any(|inner| is_named!(inner.value(), "h2" | "h3" | "h4" | "h5" | "h6") && is_linked(&inner))
        || before.any(|before| leads(&before) || is_heading(before.value()) && is_linked(&before))
}

/// Headings of abstracts that are looked at. A judgement: bounds the work; a page of more lists papers.
const MOST_LABELS: usize = 16;

/// What stands behind or below the headings of abstracts, of so many letters at least.
fn headed(html: &Html, least: usize) -> impl Iterator<Item = String> + '_ {
    let labels = html.tree.nodes().filter(|node| node.value().as_text().is_some_and(|text| is_label(text)));
    labels.take(MOST_LABELS).filter_map(move |label| {
        let is_block = |element: &ElementRef<'_>| !is_phrasing(element.value());
        let block = label.ancestors().filter_map(ElementRef::wrap).find(is_block)?;
        if is_of_another(*block)
            || is_named!(block.value(), "script" | "style" | "title" | "option" | "button")
        {
            return None;
        }
        let own = whole_text(&block);
        if !is_label(&own) {
            return None;
        }
        if let Some(behind) = fitting(&own, &ABSTRACT) {
            return Some(behind);
        }
        let lines = lines_after(block, *ABSTRACT.end());
        lines.first().filter(|first| first.len() >= FIRST_PARAGRAPH)?;
        let mut text = String::new();
        for line in lines {
            let is_below = || {
                let start = line.get(..line.floor_char_boundary(40)).unwrap_or_default().to_lowercase();
                BELOW.iter().any(|word| start.starts_with(word))
            };
            if text.len() >= ENOUGH || is_below() || is_label(&line) {
                break;
            }
            text.push_str(&line);
            text.push(' ');
        }
        // Less than two sentences are one.
        let text = fitting(&text, &(least..=*ABSTRACT.end()))?;
        (length(&text) >= *ABSTRACT.start() || ends_sentence(&text)).then_some(text)
    })
}

/// Signs between the heading of an abstract and its text.
const MARKS: [char; 7] = [':', '.', '—', '–', '-', '|', '：'];

/// Whether a text begins with the heading of an abstract, alone or before a mark.
fn is_label(text: &str) -> bool {
    without_heading(text).map(str::trim_start).is_some_and(|rest| rest.is_empty() || rest.starts_with(MARKS))
}

/// What follows the heading of an abstract that a text begins with. Accents count: a resume is something else than a
/// résumé.
fn without_heading(text: &str) -> Option<&str> {
    /// Bytes of the longest heading.
    const LONGEST: usize = 24;
    let text = text.trim_start();
    let head = text.get(..text.floor_char_boundary(LONGEST))?;
    let word = head.split(|sign: char| !sign.is_alphabetic()).next()?;
    HEADINGS.contains(&word.to_lowercase().as_str()).then(|| text.get(word.len()..))?
}

/// A text without the heading of an abstract before it, where it is as long as it should be.
fn fitting(text: &str, length: &RangeInclusive<usize>) -> Option<String> {
    let text = without_heading(text).unwrap_or(text);
    let text = text.trim_start_matches(|sign| sign == ' ' || MARKS.contains(&sign)).trim();
    length.contains(&self::length(text)).then(|| text.to_owned())
}

/// Letters of a text; one of a script without spaces says as much as two others.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(|letter| 1 + usize::from(fold::is_unspaced(letter))).sum()
    }
}

/// The whole text of an element in one line.
pub(super) fn whole_text(element: &ElementRef<'_>) -> String {
    let mut text = String::new();
    for edge in element.traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            Node::Text(_)
                if matches!(edge, Edge::Close(_))
                    || node.parent().and_then(|above| above.value().as_element()).is_some_and(is_unseen) => {}
            Node::Text(part) => text.push_str(part),
            Node::Element(tag) if !is_phrasing(tag) => text.push(' '),
            _ => {}
        }
        if text.len() > 4 * *ABSTRACT.end() {
            break;
        }
    }
    metadata::plain(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "We read the gauges of a lake for ninety years and asked what it still knows of its storms. It knows \
        more than we thought, and less than the people who live beside it.";

    #[test]
    fn an_abstract_is_found_by_its_mark_its_heading_or_its_first_word() {
        for shown_as in [
            format!("<blockquote class='abstract mathjax'><span>Abstract:</span>{TEXT}</blockquote>"),
            format!("<div class='paper-abstract'><h5>Abstract</h5><p>{TEXT}</p></div>"),
            format!(
                "<div class=card><div class='card-body abstract'><h5>Abstract</h5><span>{TEXT}</span></div></div>"
            ),
            format!("<h4>Abstract</h4><p>{TEXT}</p><h4>Methods</h4><p>Not this.</p>"),
            format!("<p><b>Résumé</b></p><p>{TEXT}</p>"),
            format!("<p><b>Özet</b></p><p>{TEXT}</p><p>Keywords: silt, ice</p><p>© Tarn Lab</p>"),
            format!("<p><em>Abstract</em> — {TEXT}</p>"),
            format!("<div><strong>Abstract:</strong><span>{TEXT}</span></div>"),
        ] {
            let page = format!(
                "<nav><a href='#a'>Abstract</a></nav><h1>Slow lakes</h1>{shown_as}<h2>Lakes</h2><p>Long.</p>"
            );
            assert_eq!(shown(&Html::parse_document(&page)).as_deref(), Some(TEXT), "{shown_as}");
        }
    }

    #[test]
    fn an_abstract_of_a_sentence_is_one_where_it_is_marked_and_headed() {
        let text = "We read the gauges of a lake and asked what it knows.";
        let page = format!("<section id=abstract><h2>Abstract</h2><p>{text}</p></section>");
        assert_eq!(shown(&Html::parse_document(&page)).as_deref(), Some(text));
        assert_eq!(shown(&Html::parse_document(&format!("<div class=abstract>{text}</div>"))), None);
        // Of a paper that is declared as one it is below its heading, too.
        let text = "We read the gauges of a lake and asked what it still knows of storms.";
        let below =
            Html::parse_document(&format!("<h2>Abstract</h2><p>{text}</p><h2>Keywords</h2><p>silt</p>"));
        assert_eq!((of_paper(&below).as_deref(), shown(&below)), (Some(text), None));
    }

    #[test]
    fn the_excerpt_of_a_card_is_no_line_below_the_headline() {
        let text = "Another lake has storms as well, and nobody who lives there knows of it yet.";
        let page =
            |body: &str| Html::parse_document(&format!("<body class=no-sidebar><h1>Slow lakes</h1>{body}"));
        assert_eq!(dek(&page(&format!("<p class=excerpt>{text}</p>"))).as_deref(), Some(text));
        for card in [
            format!("<div class=excerpt><h5><a href=/o>Another lake</a></h5><p>{text}</p></div>"),
            format!("<div><h4><a href=/o>Another lake</a></h4><p class=excerpt>{text}</p></div>"),
            format!("<div><a href=/o><h3>Another lake</h3></a><p class=excerpt>{text}</p></div>"),
        ] {
            assert_eq!(dek(&page(&card)), None, "{card}");
        }
    }

    #[test]
    fn headings_are_known_in_every_script() {
        for heading in HEADINGS {
            assert!(
                is_label(heading) && is_label(&format!("{}: {TEXT}", heading.to_uppercase())),
                "{heading}"
            );
        }
        assert!(!is_label("") && !is_label("Lakes"));
    }

    #[test]
    fn what_is_no_abstract_of_the_page_is_none() {
        for (page, why) in [
            (format!("<p>Abstract art is what hangs there. {TEXT}</p>"), "a word of a sentence"),
            (
                "<div class='abstract-shape'></div><h2>Abstract</h2><ul><li>Introduction<li>Methods</ul>"
                    .to_owned(),
                "a shape, a table of contents",
            ),
            (
                format!("<div class=abstract>One. {TEXT}</div><div class=abstract>Two. {TEXT}</div>"),
                "those of two papers",
            ),
            (format!("<div class=abstract>{}</div>", TEXT.repeat(30)), "a whole text"),
            (format!("<footer><h4>Abstract</h4><p>{TEXT}</p></footer>"), "the foot"),
        ] {
            assert_eq!(shown(&Html::parse_document(&page)), None, "{why}");
        }
    }

    #[test]
    fn the_line_below_a_headline_is_told_where_it_is_marked_once() {
        let dek_of = |page: &str| dek(&Html::parse_document(page));
        let popup = "<h1>Slow lakes</h1><p>Text.</p><div class=next_excerpt><h5><a href=/m>The mill opens again</a></h5><p>Nobody knows who will play there first.</p></div>";
        assert_eq!(dek_of(popup), None);
        let line = "<p class='article__standfirst'>How a lake remembers what fell into it.</p>";
        assert_eq!(dek_of(line).as_deref(), Some("How a lake remembers what fell into it."));
        assert_eq!(dek_of(&format!("{line}<p class=dek>What another lake knows of its storms.</p>")), None);
        assert_eq!(dek_of("<p class=dek>Lakes</p>"), None);
        for class in ["lead", "gh-article-excerpt", "gem-c-lead-paragraph", "chapo"] {
            let line = format!("<p class={class}>How a lake remembers what fell into it.</p>");
            assert!(dek_of(&line).is_some(), "{class}");
        }
        assert_eq!(dek_of("<p class=leading>How a lake remembers what fell into it.</p>"), None);
    }
}
