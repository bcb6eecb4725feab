//! What says that a listing goes on elsewhere.
//!
//! In: the page, its pieces of text and the cards of its entries. Out: the words of a button or link, the address of the page that
//! follows, or a count of all there are.

use std::sync::LazyLock;

use scraper::Html;
use scraper::node::Element;

use super::counts::{self, Count};
use super::fields::addresses::Addresses;
use super::flow::{Flow, Piece, zone};
use super::phrases::{self, SHORT};
use super::records::regions::Card;
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata::Metadata;
use crate::normalise::tables::Set;

/// Pieces beside the entries among which the words that a listing goes on stand. A judgement: a pager of ten pages with
/// signs between, a button, a line of counts.
const BESIDE_ENTRIES: usize = 30;

/// What says that the listing goes on: `rel=next`, a button or link after the entries, or a count of all there are.
/// Data for scripts may hold more than is shown, and do not say whether that is all, so that a button counts beside them: only
/// where the page counts no more than the `known` entries it is complete.
pub(super) fn says_more(
    html: &Html,
    flow: &Flow,
    (metadata, addresses): (&Metadata, &Addresses),
    cards: &[Card],
    known: usize,
) -> Option<String> {
    let span = cards.iter().map(|card| card.first).min().zip(cards.iter().map(|card| card.end).max());
    let (first, end) = span.unwrap_or_default();
    let before = flow.within(first.saturating_sub(BESIDE_ENTRIES), first);
    let behind = flow.within(end, flow.pieces.len().min(end + BESIDE_ENTRIES));
    let shown = |piece: &&Piece| piece.zone & zone::FOOTER == 0;
    let says = |piece: &&Piece| {
        phrases::goes_on(without_count(&piece.text))
            || (piece.link.is_some() && (is_next(&piece.text) || is_later_page(&piece.text)))
    };
    // Behind a heading that follows the entries all of something else is meant.
    let own = behind.iter().position(|piece| piece.heading > 0 && piece.link.is_none());
    let own = own.unwrap_or(behind.len());
    let goes_on = || {
        let mut free = behind.iter().enumerate().filter(|(_, piece)| shown(piece));
        let found = free.find(|(at, piece)| says(piece) || (*at < own && says_all(flow, addresses, piece)));
        found.map(|(_, piece)| piece).or_else(|| button_of_page(behind))
    };
    // Before the entries only a pager counts: the rest may be of other things.
    let is_pager = |piece: &&Piece| {
        piece.link.is_some()
            && (is_later_page(&piece.text)
                || (is_next(&piece.text) && flow.href(piece).is_some_and(is_numbered)))
    };
    let pager = || before.iter().find(is_pager);
    let counts = |pieces: &'_ [Piece], is_above: bool| {
        let free = pieces.iter().enumerate().filter(|(_, piece)| shown(piece));
        let told = free.filter_map(|(at, piece)| Some((at, counts::count(&piece.text)?)));
        told.filter(|(at, count)| {
            let is_free = pieces.get(*at).is_some_and(|piece| piece.link.is_none() && piece.heading == 0);
            let is_things = matches!(count, Count::Things(_));
            // Beside topics and names stands how much there is of each.
            !matches!(count, Count::All(_) | Count::Things(_)) || (is_free && (!is_things || is_above))
        })
        .collect::<Vec<_>>()
    };
    let mut counted = None;
    for (pieces, found) in [(before, counts(before, true)), (behind, counts(behind, false))] {
        for (at, count) in found {
            let goes_on = match count {
                // The page counts no more than the known entries.
                Count::Range(first, last, all) | Count::Loose(first, last, all)
                    if all <= known && last - first + 1 == cards.len() =>
                {
                    return None;
                }
                Count::Range(_, last, all) => last < all && all > known,
                Count::Loose(first, last, all) => last < all && last - first + 1 == cards.len(),
                Count::All(all) | Count::Things(all) => all > known,
                Count::Pages => true,
            };
            counted = counted.or_else(|| pieces.get(at).filter(|_| goes_on));
        }
    }
    if let Some(next) = metadata.link("next").or_else(|| linked_next(html)) {
        return Some(next.to_owned());
    }
    span?;
    let found = goes_on().or_else(pager).or(counted);
    found.map(|piece| piece.text.clone())
}

/// A text without how many there are, in brackets at its end: `View all reports (31)`.
fn without_count(text: &str) -> &str {
    let counted = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let is_count = |count: &str| !count.is_empty() && count.bytes().all(|sign| sign.is_ascii_digit());
    counted.filter(|(_, count)| is_count(count)).map_or(text, |(before, _)| before)
}

/// Whether a link says that all or more of what is listed stands behind it: the whole text, as some titles begin so. The page itself
/// is no more, and in a menu it says nothing of the list.
fn says_all(flow: &Flow, addresses: &Addresses, piece: &Piece) -> bool {
    let is_button = piece.zone & zone::BUTTON != 0 || piece.link.is_some();
    is_button
        && piece.text.len() <= SHORT
        && SAYS_ALL.contains(phrases::plain(&piece.text).as_str())
        && piece.zone & zone::NAVIGATION == 0
        && flow.href(piece).is_none_or(|href| {
            // A script may load more.
            href.starts_with(['#', 'j']) || !addresses.leads_nowhere(href)
        })
}

/// The second of the buttons of a pager that are numbers: `1`, `2`, `18`.
fn button_of_page(pieces: &[Piece]) -> Option<&Piece> {
    let is_button = |piece: &Piece, text: &str| piece.zone & zone::BUTTON != 0 && piece.text.trim() == text;
    pieces.windows(2).find(|pair| is_button(&pair[0], "1") && is_button(&pair[1], "2")).map(|pair| &pair[1])
}

/// Whether an address tells of a page by its number.
fn is_numbered(href: &str) -> bool {
    !href.starts_with(['#', 'j']) && href.bytes().any(|sign| sign.is_ascii_digit())
}

/// Texts of links that lead to all of what is listed, or to more of it, in whole.
const ALL: &str = "\
    all news|more news|all the news|all articles|all stories|more stories|all posts|all press releases|more press releases|all updates|\
    more updates|all reports|all news and updates|alle meldungen|alle nachrichten|alle news|alle pressemitteilungen|alle beiträge|\
    alle artikel|alle publikationen|alle veröffentlichungen|alle aktuellen meldungen|mehr news|mehr nachrichten|weitere nachrichten|\
    weitere news|weitere pressemitteilungen|weitere artikel|alle anzeigen|toutes les actualités|toutes nos actualités|toute l'actualité|\
    toutes les nouvelles|tous les articles|tous les communiqués|toutes les publications|plus d'actualités|voir tout|tout voir|\
    voir toutes|voir toutes les actualités|voir tous les articles|todas las noticias|más noticias|todos los artículos|\
    todas las publicaciones|todos los comunicados|ver todas|ver todos|ver todo|ver todas las noticias|todas as notícias|mais notícias|\
    ver tudo|ver todas as notícias|veja todas|todas as publicações|tutte le notizie|tutte le news|altre notizie|tutti gli articoli|\
    tutti i comunicati|tutte le pubblicazioni|vedi tutto|vedi tutte|al het nieuws|alle nieuws|meer nieuws|alle nieuwsberichten|\
    alle berichten|alle publicaties|bekijk alle|bekijk alles|wszystkie aktualności|więcej aktualności|wszystkie wiadomości|\
    wszystkie artykuły|zobacz wszystkie|все новости|больше новостей|все публикации|все статьи|все материалы|смотреть все|всі новини|\
    усі новини|більше новин|alla nyheter|fler nyheter|visa alla|alle nyheder|flere nyheder|se alle|alle nyheter|\
    flere nyheter|kaikki uutiset|lisää uutisia|näytä kaikki|všechny aktuality|další aktuality|všechny zprávy|další zprávy|\
    zobrazit vše|všetky aktuality|ďalšie aktuality|összes hír|további hírek|toate știrile|\
    mai multe știri|vezi toate|όλα τα νέα|περισσότερα νέα|tüm haberler|tüm duyurular|daha fazla haber|tümünü gör|\
    المزيد من الأخبار|كل الأخبار|جميع الأخبار|عرض الكل|همه اخبار|اخبار بیشتر|כל החדשות|עוד חדשות|\
    semua berita|berita lainnya|lihat semua|xem tất cả|tất cả tin tức|ดูทั้งหมด|ข่าวทั้งหมด|सभी समाचार|और देखें|\
    更多新闻|更多新聞|全部新闻|所有新闻|查看全部|すべて見る|すべて表示|一覧を見る|一覧へ|ニュース一覧|お知らせ一覧|新着情報一覧|전체보기|전체 보기|\
    모두 보기|뉴스 더보기|소식 더보기";

static SAYS_ALL: LazyLock<Set<String>> = LazyLock::new(|| phrases::folded(ALL));

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
        let counts_pages = |text: &str| matches!(counts::count(text), Some(Count::Pages));
        for text in ["Page 1 of 3", "Seite 2 von 14", "Página 1 de 3", "page: 1/4"] {
            assert!(counts_pages(text), "{text}");
        }
        for text in ["Page 3 of 3", "Page 2", "Page 1 of 3 is by Ada Reed", "Pageant 1 of 3"] {
            assert!(!counts_pages(text), "{text}");
        }
    }
}
