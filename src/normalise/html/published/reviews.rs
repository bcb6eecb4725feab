//! Headings below which readers, guests and customers say what they think.
//!
//! In: a heading. Out: whether it is one of those. Knows no dates.

use std::sync::LazyLock;

use scraper::node::Element;

use crate::document::fold::fold;
use crate::normalise::html::element::is_named;
use crate::normalise::tables::Set;

/// What such headings say, in the languages of the months. A judgement.
const HEADINGS: &str = "\
    reviews|customer reviews|guest reviews|user reviews|product reviews|client reviews|patient reviews|reader reviews|latest reviews|\
    ratings and reviews|ratings & reviews|reviews and ratings|testimonials|client testimonials|customer testimonials|what people say|\
    what people are saying|what our customers say|what our clients say|what our guests say|what others say|bewertungen|\
    kundenbewertungen|kundenmeinungen|kundenstimmen|rezensionen|kundenrezensionen|gästebewertungen|das sagen unsere kunden|avis|\
    avis clients|avis des clients|avis des voyageurs|témoignages|commentaires clients|opiniones|opiniones de clientes|reseñas|\
    valoraciones|testimonios|recensioni|recensioni dei clienti|opinioni dei clienti|testimonianze|beoordelingen|klantbeoordelingen|\
    ervaringen|avaliações|opiniões|depoimentos|opinie|opinie klientów|recenzje|отзывы|отзывы покупателей|отзывы клиентов|\
    отзывы гостей|відгуки|recenze|hodnocení zákazníků|hodnotenia|omdömen|kundrecensioner|anmeldelser|anmeldelser fra kunder|\
    arvostelut|értékelések|vélemények|recenzii|κριτικές|αξιολογήσεις|değerlendirmeler|yorumlar|ulasan|レビュー|カスタマーレビュー|\
    お客様の声|口コミ|用户评价|商品评价|顾客评价|用戶評價|顧客評價|리뷰|상품평|구매후기|이용후기|고객리뷰";

static KNOWN: LazyLock<Set<String>> = LazyLock::new(|| HEADINGS.split('|').map(fold).collect());

/// Whether the text of a heading is one of reviews, a number behind it aside: `Reviews (12)`.
pub(super) fn is_heading(text: &str) -> bool {
    let is_counted =
        |sign: char| sign.is_whitespace() || sign.is_ascii_digit() || matches!(sign, '(' | ')' | ':' | '：');
    KNOWN.contains(fold(text.trim_end_matches(is_counted)).as_str())
}

/// The level of a heading, from `h1` on.
pub(super) fn level(element: &Element) -> Option<u8> {
    if !is_named!(element, "h1" | "h2" | "h3" | "h4" | "h5") {
        return None;
    }
    element.name().as_bytes().get(1).map(|digit| digit - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_reviews_are_told_from_titles() {
        assert!(is_heading("Reviews") && is_heading("Bewertungen (12)") && is_heading("Отзывы"));
        assert!(!is_heading("Reviews of gauges") && !is_heading("") && !is_heading("12"));
    }
}
