//! Labels under which things are filed: over topics, before them, between them.
//!
//! In: short texts. Out: whether they name topics, and topics without them. Knows no page. The words are judgements, as those
//! of `phrases`.

use std::sync::LazyLock;

use crate::normalise::listing::flow::Hint;
use crate::normalise::listing::phrases::{SHORT, folded, hint_of_column, labels_small_print, plain};
use crate::normalise::tables::Set;

/// Labels over or before topics beside the names of their columns. In tables some of them head titles: those of theses are their
/// themes.
const TOPIC_LABELS: &str = "\
    filed under|posted in|published in|filed in|research area|research areas|veroffentlicht in|schlagworte|publie dans|\
    publicado en|archiviato in|publicado em|geplaatst in|labels|research topic|research topics|subject area|subject areas|\
    domains|domaines|domaine|thema|themen|themengebiet|ressort|fachgebiet|rubrique|rubriques|thématique|thématiques|catégories|\
    tema|temas|temi|categorías|sección|secciones|seção|sezione|rubrica|onderwerp|onderwerpen|rubriek|categorieën|ämne|ämnen|\
    ämnesområde|ämnesord|kategori|kategorier|emne|emner|aihe|aiheet|osasto|rubrika|rubriky|kategorier|témata|dział|temat|tematy|\
    rovat|téma|témakör|categorii|θέμα|θέματα|κατηγορία|κατηγορίες|konu|konular|kategoriler|тема|темы|категории|категорія|розділ|\
    التصنيف|القسم|الموضوع|دسته بندی|دسته‌بندی|موضوع|קטגוריה|נושא|श्रेणी|विषय|chuyên mục|หมวดหมู่|分類|主題|类别|類別|专题|專題|欄目|標籤|标签|\
    ジャンル|テーマ|タグ|分野|주제|분야|argomento|argomenti";

/// Participles before topics, which no topic is called by: those that content systems write, in the languages of the Latin
/// script whose dates are read.
const FILED_AS: &str = "\
    categorized as|categorised as|categorized in|categorised in|categorized under|categorised under|tagged|tagged as|\
    tagged with|tagged in|filed as|filed under|filed in|posted in|posted under|published in|kategorisiert als|\
    verschlagwortet mit|veroffentlicht in|classe dans|etiquete|publie dans|categorise comme|categorizado como|categorizado en|\
    etiquetado|etiquetado como|etiquetado con|publicado en|categorizzato come|taggato|archiviato in|publicado em|\
    marcado como|marcado com|gecategoriseerd als|getagd|getagged|geplaatst in";

/// [`TOPIC_LABELS`] and [`FILED_AS`], folded.
static LABELS_OF_TOPICS: LazyLock<Set<String>> = LazyLock::new(|| {
    let all = [TOPIC_LABELS, FILED_AS];
    all.into_iter().flat_map(folded).collect()
});
static FILING: LazyLock<Set<String>> = LazyLock::new(|| folded(FILED_AS));

/// Whether a text only says that something is filed under what follows it.
pub(super) fn says_filed(text: &str) -> bool {
    text.len() <= SHORT && FILING.contains(plain(text).as_str())
}

/// Whether a text is the label of topics and nothing else.
pub(crate) fn names_topics(label: &str) -> bool {
    /// Names of columns that head other things too, alone on a page.
    const OF_MUCH: [&str; 3] = ["type", "section", "area"];
    let plain = plain(label);
    let is_column = hint_of_column(label) == Some(Hint::Category) && !OF_MUCH.contains(&&*plain);
    label.len() <= SHORT && (is_column || LABELS_OF_TOPICS.contains(plain.as_str()))
}

/// Topics without the label before them (`Рубрика: Вода`), or behind them that of the day that follows (`Energi – Publisert`).
pub(super) fn without_topic_label(text: &str) -> &str {
    let labelled = text.split_once([':', '：']).filter(|(label, _)| names_topics(label.trim()));
    let text = labelled.map_or(text, |(_, topics)| topics.trim());
    let Some((before, last)) = text.rsplit_once(' ') else { return text };
    let is_parted = before.ends_with(['–', '—', '-', '|', '·', ',']) && labels_small_print(last);
    if is_parted { before.trim_end_matches(['–', '—', '-', '|', '·', ',', ' ']) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_filing_are_labels_and_topics_are_none() {
        for label in ["Categorized as", "Tagged", "Verschlagwortet mit:", "Publié dans"] {
            assert!(says_filed(label) && names_topics(label), "{label}");
        }
        for topic in ["Tags and trees", "Domains", "Labels", "Posted"] {
            assert!(!says_filed(topic), "{topic}");
        }
        assert_eq!(without_topic_label("Рубрика: Вода"), "Вода");
        assert_eq!(without_topic_label("Energi – Publisert"), "Energi");
    }
}
