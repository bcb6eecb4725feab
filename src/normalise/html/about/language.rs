//! The language of a page.
//!
//! In: the metadata and the text. Out: an ISO 639-1 code in lower case, or none.

use std::cell::OnceCell;

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html};

use crate::normalise::html::element::{Asked, is_named, seen};
use crate::normalise::html::metadata::Metadata;
use crate::normalise::language;

/// The language of a page: the one that it names, else the one that its text is surely in. Pages in other languages are made with
/// themes in English, and named so: there the element that holds the text tells it, or the text itself.
pub(super) fn language(html: &Html, metadata: &Metadata, body_text: &str) -> Option<String> {
    let named = named(metadata);
    // The code of Kanuri, and of the country where Korean is spoken.
    if named.as_deref() == Some("kr") {
        return language::detected(body_text).filter(|read| read == "ko").or(named);
    }
    if named.as_deref() != Some("en") {
        return named.or_else(|| language::detected(body_text));
    }
    // Filler is written in what looks like Latin.
    let other = language::surely_other_than_english(body_text).filter(|read| read != "la");
    let own = of_text(html)
        .filter(|own| own != "en" && language::detected(body_text).is_none_or(|read| read == *own));
    own.or(other).or(named)
}

/// The language that the only article of a page, or its main part, is marked with, or what holds it.
fn of_text(html: &Html) -> Option<String> {
    let all = |name: &str| {
        let elements = html.tree.nodes().filter_map(ElementRef::wrap);
        elements.filter(|element| element.value().name() == name).take(2).collect::<Vec<_>>()
    };
    let found = [all("article"), all("main")].into_iter().find(|found| found.len() == 1)?;
    let around = found
        .iter()
        .flat_map(|text| std::iter::once(*text).chain(text.ancestors().filter_map(ElementRef::wrap)));
    let mut around = around.filter(|around| !is_named!(around.value(), "html"));
    around.find_map(|around| around.value().attribute("lang")).and_then(language::code)
}

/// The language that the page names.
fn named(metadata: &Metadata) -> Option<String> {
    let named = [
        metadata.language.as_deref(),
        metadata.first(&["og:locale"]),
        metadata.first(&["content-language", "language", "dc.language", "citation_language"]),
    ];
    named.into_iter().flatten().find_map(language::code)
}

/// The languages that a page may be written in: the one that it names, the one that its paragraphs are surely in, which is found out
/// where it is asked for. Pages in other languages are made with themes in English, and named so.
pub(super) struct Tongue<'a> {
    html: &'a Html,
    named: Option<String>,
    read: OnceCell<Option<String>>,
}

impl<'a> Tongue<'a> {
    pub(super) fn of(html: &'a Html, metadata: &Metadata) -> Tongue<'a> {
        Tongue { html, named: named(metadata), read: OnceCell::new() }
    }

    /// Whether the page may be written in one of these languages: nothing says that it is in another.
    pub(super) fn may_be(&self, codes: &[&str]) -> bool {
        let read = self.read.get_or_init(|| {
            let prose = prose(self.html);
            language::detected(&prose).filter(|_| prose.len() >= LEAST)
        });
        let mut known = [&self.named, read].into_iter().flatten().peekable();
        known.peek().is_none() || known.any(|known| codes.contains(&&**known))
    }
}

/// Bytes of text that tell its language. A judgement: two lines.
const LEAST: usize = 160;

/// The beginning of what a page says: its paragraphs, those of its main part where it has one, or else all that this says.
fn prose(html: &Html) -> String {
    let elements = || html.tree.nodes().filter_map(ElementRef::wrap);
    let is_main = |element: &ElementRef<'_>| {
        is_named!(element.value(), "main") || element.value().attribute("role") == Some("main")
    };
    let article = || {
        let mut articles = elements().filter(|element| is_named!(element.value(), "article"));
        articles.next().filter(|_| articles.next().is_none())
    };
    let main = elements().find(is_main).or_else(article);
    let paragraphs = |root: ElementRef<'_>| {
        let within = root.descendants().filter_map(ElementRef::wrap);
        let within = within.filter(|element| is_named!(element.value(), "p"));
        beginning(within.flat_map(|paragraph| paragraph.text()))
    };
    let Some(main) = main else { return paragraphs(html.root_element()) };
    let text = Some(paragraphs(main)).filter(|text| text.len() >= LEAST);
    text.unwrap_or_else(|| {
        let parts = seen(main.traverse()).filter_map(|edge| match edge {
            Edge::Open(node) => node.value().as_text(),
            Edge::Close(_) => None,
        });
        beginning(parts.map(|part| &**part))
    })
}

/// The beginning of what parts of a text say.
fn beginning<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    /// Bytes. A judgement: as many as tell a language.
    const MOST: usize = 2_000;
    let mut text = String::new();
    for part in parts {
        if text.len() > MOST {
            break;
        }
        text.push_str(part);
        text.push(' ');
    }
    text
}

/// A language with the region in which the page says that it is written, its own before that of what is shared.
pub(super) fn locale(metadata: &Metadata, language: Option<&str>) -> Option<String> {
    let language = language?;
    let named =
        [metadata.language.as_deref(), metadata.first(&["content-language"]), metadata.first(&["og:locale"])];
    let has_region =
        |locale: &&str| locale.len() > language.len() && language::code(locale).as_deref() == Some(language);
    Some(named.into_iter().flatten().find(has_region).unwrap_or(language).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_another_language_than_its_theme_tells_its_own() {
        let german = "Die Wand zeigt neunzehn Bänder aus Asche, jedes dünner als eine Münze, und dazwischen Schlamm, der sich über \
            Jahrhunderte abgesetzt hat. Nach oben hin rücken die Bänder zusammen, und eine solche Wand zu datieren dauert lange. \
            Beide Labore sind sich über die Reihenfolge einig, aber nicht über das Tempo.";
        let english = "The wall shows nineteen bands of ash, each of them thinner than a coin, and between them mud that has settled \
            over the centuries. Towards the top the bands move closer together, and it takes long to date such a wall. ";
        let of = |lang: &str, inner: &str, text: &str| {
            let page = format!("<html lang={lang}><article {inner}><h1>Die Wand</h1><p>{text}</p></article>");
            let html = Html::parse_document(&page);
            language(&html, &Metadata::read(&html), text)
        };
        assert_eq!(of("en", "", german).as_deref(), Some("de"));
        assert_eq!(of("en", "lang=de", "Die Wand zeigt Bänder aus Asche.").as_deref(), Some("de"));
        let quote: String = german.chars().take(120).collect();
        assert_eq!(
            of("en", "", &format!("{}„{quote}“ {}", english.repeat(6), english.repeat(6))).as_deref(),
            Some("en")
        );
        assert_eq!(of("en", "lang=de", &english.repeat(2)).as_deref(), Some("en"));
        assert_eq!(of("jp", "", "").as_deref(), Some("ja"));
        let korean = "호수의 수위는 매일 아침 기록되었고 아무도 그 책을 읽지 않았다. 물은 폭풍과 함께 천천히 올라간다.";
        assert_eq!((of("kr", "", korean).as_deref(), of("kr", "", "").as_deref()), (Some("ko"), Some("kr")));
    }
}
