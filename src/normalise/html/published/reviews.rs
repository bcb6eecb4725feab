//! Headings below which readers, guests and customers say what they think.
//!
//! In: headings, and where elements end. Out: whether what stands there is by readers. Knows no dates.

use std::sync::LazyLock;

use scraper::node::Element;

use crate::document::fold::fold;
use crate::normalise::dates::{self, Label};
use crate::normalise::html::element::is_named;
use crate::normalise::tables::Set;

/// What such headings say, in the languages of the months. A judgement: words that name sections of news too are left out.
const HEADINGS: &str = "\
    reviews|customer reviews|guest reviews|user reviews|product reviews|client reviews|patient reviews|reader reviews|latest reviews|\
    ratings and reviews|ratings & reviews|reviews and ratings|testimonials|client testimonials|customer testimonials|what people say|\
    what people are saying|what our customers say|what our clients say|what our guests say|what others say|bewertungen|\
    kundenbewertungen|kundenmeinungen|kundenstimmen|kundenrezensionen|gästebewertungen|das sagen unsere kunden|\
    avis clients|avis des clients|avis des voyageurs|témoignages|commentaires clients|opiniones de clientes|reseñas|\
    valoraciones|testimonios|recensioni|recensioni dei clienti|opinioni dei clienti|testimonianze|beoordelingen|klantbeoordelingen|\
    avaliações|opiniões|depoimentos|opinie klientów|отзывы|отзывы покупателей|отзывы клиентов|\
    отзывы гостей|відгуки|recenze|hodnocení zákazníků|hodnotenia|omdömen|kundrecensioner|anmeldelser|anmeldelser fra kunder|\
    arvostelut|értékelések|vélemények|recenzii|κριτικές|αξιολογήσεις|değerlendirmeler|ulasan|レビュー|カスタマーレビュー|\
    お客様の声|口コミ|用户评价|商品评价|顾客评价|用戶評價|顧客評價|리뷰|상품평|구매후기|이용후기|고객리뷰";

static KNOWN: LazyLock<Set<String>> = LazyLock::new(|| HEADINGS.split('|').map(fold).collect());

/// Whether the text of a heading is one of reviews, a number behind it aside: `Reviews (12)`.
fn is_heading(text: &str) -> bool {
    let is_counted =
        |sign: char| sign.is_whitespace() || sign.is_ascii_digit() || matches!(sign, '(' | ')' | ':' | '：');
    KNOWN.contains(fold(text.trim_end_matches(is_counted)).as_str())
}

/// The level of a heading, from `h1` on.
fn level(element: &Element) -> Option<u8> {
    if !is_named!(element, "h1" | "h2" | "h3" | "h4" | "h5") {
        return None;
    }
    element.name().as_bytes().get(1).map(|digit| digit - b'0')
}

/// Whether a walk over a page is below such a heading.
#[derive(Default)]
pub(super) struct Readers {
    /// The level of the heading, and elements around it.
    under: Option<(u8, usize)>,
}

impl Readers {
    /// Whether readers wrote a line, which is in two parts: not when it tells of a change of the page.
    pub(super) fn write(&self, before: &str, text: &str) -> bool {
        self.under.is_some() && !begins_with_change(before, text)
    }

    /// An element begins; gives whether it is a heading.
    pub(super) fn heading_begins(&mut self, element: &Element) -> bool {
        let Some(level) = level(element) else { return false };
        self.under = self.under.filter(|(under, _)| level > *under);
        true
    }

    /// An element ends, which may be a heading with this text, so many letters behind the title, within so many elements.
    pub(super) fn heading_ends(&mut self, element: &Element, text: &str, behind_title: usize, around: usize) {
        /// Letters from the title to the heading: else it tells the section of a text. A judgement: a line.
        const BEHIND: usize = 80;
        let Some(level) = level(element) else { return };
        if self.under.is_none() && behind_title >= BEHIND && is_heading(text) {
            self.under = Some((level, around));
        }
    }

    /// An element ends that stands within so many.
    pub(super) fn element_ends(&mut self, around: usize) {
        self.under = self.under.filter(|(_, held)| around >= *held);
    }
}

/// Whether a line, in two parts, begins with a word for a change of the page: `Last updated`.
fn begins_with_change(before: &str, text: &str) -> bool {
    /// Words up to it: `This page was updated`. A judgement.
    const WORDS: usize = 4;
    let words = before.split_whitespace().chain(text.split_whitespace()).take(WORDS);
    words
        .map(|word| fold(word.trim_matches(|sign: char| !sign.is_alphanumeric())))
        .any(|word| word != "reviewed" && dates::label(&word) == Some(Label::Updated))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn headings_of_reviews_are_told_from_titles() {
        assert!(is_heading("Reviews") && is_heading("Bewertungen (12)") && is_heading("Отзывы"));
        assert!(!is_heading("Reviews of gauges") && !is_heading("") && !is_heading("12"));
        assert!(!is_heading("Opinie") && !is_heading("Avis"));
    }

    #[test]
    fn readers_write_up_to_the_end_of_what_holds_the_heading() {
        let html = Html::parse_fragment("<h2></h2><h3></h3>");
        let elements: Vec<&Element> =
            html.tree.nodes().filter_map(|node| node.value().as_element()).collect();
        let heading = |name: &str| elements.iter().find(|element| element.name() == name).unwrap();
        let mut readers = Readers::default();
        readers.heading_ends(heading("h2"), "Reviews", 10, 3);
        assert!(!readers.write("", "Ada Reed, 3 May"));
        readers.heading_ends(heading("h2"), "Reviews", 200, 3);
        readers.heading_begins(heading("h3"));
        readers.element_ends(3);
        assert!(readers.write("", "Ada Reed, 3 May") && !readers.write("Last ", "updated: 3 May"));
        readers.element_ends(2);
        assert!(!readers.write("", "Ada Reed, 3 May"));
    }
}
