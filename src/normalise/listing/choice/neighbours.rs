//! Knows the links of an article to the one before it and the one behind it: they are no list.
//!
//! In: a page and the records chosen of a page. Out: the same without those. The words are judgements of what pages write, in
//! the languages whose dates are read.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Page;
use crate::normalise::listing::Article;
use crate::normalise::listing::flow::{Flow, Piece};
use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::listing::records::Record;
use crate::normalise::tables::Set;

/// Labels before the title of such a link.
const LABELS: &str = "\
    previous|next|prev|previous post|next post|previous article|next article|previous entry|next entry|previous story|next story|\
    previous news|next news|previous item|next item|previous page|older post|newer post|vorheriger|vorherige|vorheriges|nächster|\
    nächste|nächstes|vorheriger beitrag|nächster beitrag|vorheriger artikel|nächster artikel|vorherige meldung|nächste meldung|\
    voriger beitrag|précédent|suivant|précédente|suivante|article précédent|article suivant|actualité précédente|\
    actualité suivante|anterior|siguiente|artículo anterior|artículo siguiente|siguiente artículo|noticia anterior|\
    noticia siguiente|entrada anterior|entrada siguiente|próximo|próxima|seguinte|notícia anterior|próxima notícia|artigo anterior|\
    próximo artigo|precedente|successivo|successiva|articolo precedente|articolo successivo|vorige|volgende|vorig bericht|\
    volgend bericht|vorig artikel|volgend artikel|poprzedni|następny|poprzednia|następna|poprzedni wpis|następny wpis|\
    poprzedni artykuł|następny artykuł|предыдущая|следующая|предыдущий|следующий|предыдущая новость|следующая новость|\
    предыдущая статья|следующая статья|предыдущая запись|следующая запись|попередня|наступна|попередній|наступний|föregående|nästa|\
    forrige|neste|næste|edellinen|seuraava|předchozí|další|následující|předchozí článek|další článek|predchádzajúci|nasledujúci|\
    előző|következő|anteriorul|următorul|articolul anterior|articolul următor|προηγούμενο|επόμενο|önceki|sonraki|önceki haber|\
    sonraki haber|önceki yazı|sonraki yazı|السابق|التالي|المقال السابق|المقال التالي|الخبر السابق|الخبر التالي|قبلی|بعدی|הקודם|הבא|\
    sebelumnya|selanjutnya|berikutnya|bài trước|bài sau|上一篇|下一篇|上一条|下一条|上一則|下一則|上一篇文章|下一篇文章|前一篇|\
    后一篇|後一篇|上篇|下篇|前の記事|次の記事|前の投稿|次の投稿|前のページ|前へ|次へ|이전글|다음글|이전 글|다음 글|이전|다음|이전 기사|\
    다음 기사|윗글|아랫글";

static BEFORE_NEIGHBOURS: LazyLock<Set<String>> = LazyLock::new(|| folded(LABELS));

/// Links of one article to others beside it, at most. A judgement: two, and the same once more above the text.
const MOST: usize = 4;

/// Takes out the records that are those, where they are few: half of all and more, or together beside an article. Something else
/// may be announced (`Next: a bridge`), or filed under such a word.
pub(super) fn out(page: &Page<'_>, chosen: &mut Vec<Record<'_>>) {
    let flow = page.flow;
    let mut labels: Vec<(usize, Option<String>)> =
        chosen.iter().map(|record| (record.card.first, label(flow, record))).collect();
    labels.sort_by_key(|(first, _)| *first);
    let count = labels.iter().filter(|(_, label)| label.is_some()).count();
    let is_half = count * 2 >= chosen.len();
    if !(1..=MOST).contains(&count) || !(is_half || are_beside_article(page, &labels)) {
        return;
    }
    let own: HashSet<usize> =
        labels.iter().filter(|(_, label)| label.is_some()).map(|(first, _)| *first).collect();
    chosen.retain(|record| !own.contains(&record.card.first));
}

/// Whether none of those labels stands alone among other records, and the page says that it is an article, or they lead both ways.
fn are_beside_article(page: &Page<'_>, labels: &[(usize, Option<String>)]) -> bool {
    let known: HashSet<&str> = labels.iter().filter_map(|(_, label)| label.as_deref()).collect();
    let mut blocks = labels.chunk_by(|(_, one), (_, other)| one.is_some() == other.is_some());
    let of_labels = |block: &&[(usize, Option<String>)]| block.iter().all(|(_, label)| label.is_some());
    let are_together = blocks.clone().filter(of_labels).count() == 1
        || blocks.by_ref().filter(of_labels).all(|block| block.len() > 1);
    are_together && (known.len() > 1 || page.said.article != Article::No)
}

/// The label right before the title of a record, or at its beginning.
fn label(flow: &Flow, record: &Record<'_>) -> Option<String> {
    let known = |text: &str| {
        Some(plain(text)).filter(|plain| text.len() <= SHORT && BEFORE_NEIGHBOURS.contains(plain.as_str()))
    };
    let begins = record.title.split_once([':', '：']).filter(|(_, rest)| !rest.is_empty());
    let title = record.title_piece.filter(|title| *title > record.card.first);
    let before: Option<&Piece> = title.and_then(|title| flow.pieces.get(title - 1));
    let before = before.filter(|piece| piece.date.is_none());
    begins.and_then(|(label, _)| known(label)).or_else(|| known(&before?.text))
}
