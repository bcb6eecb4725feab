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

/// Labels before what kind of document a thing is, with their colon; alone on a page some head other things too.
const KIND_LABELS: &str = "\
    document type|type of document|publication type|content type|resource type|type|dokumenttyp|dokumentart|dokumententyp|\
    publikationstyp|art des dokuments|type de document|type de publication|type de contenu|nature du document|tipo de documento|\
    tipo de publicación|tipo de contenido|tipo|tipo de publicação|tipo di documento|tipologia|tipo documento|documenttype|\
    type document|soort document|rodzaj dokumentu|typ dokumentu|тип документа|вид документа|тип публикации|тип документу|dokumenttype|\
    publikationstype|publiceringstyp|asiakirjatyyppi|julkaisutyyppi|typ dokumentu|dokumentumtípus|tip document|τύπος εγγράφου|belge türü|\
    نوع الوثيقة|文件类型|文档类型|文种|资料类型|文書種別|資料種別|문서종류|자료유형";

/// Labels before who gave a thing out.
const ORGANISATION_LABELS: &str = "\
    organisation|organization|department|agency|ministry|institution|issued by|published by|behörde|ministerium|herausgeber|\
    institut|organisme|ministère|institution|éditeur|organismo|ministerio|institución|órgão|ministério|ente|ministero|organisatie|\
    instytucja|ведомство|организация|орган|myndighet|organisation|发布机构|发文机关|发布单位|来源部门|所属部門|担当部署|담당부서|부서|기관";

/// Kinds of documents that institutions give out, as labels of one name them in whole.
const KINDS: &str = "\
    press release|press releases|media release|news release|statement|speech|speeches|daily news|policy paper|policy brief|working paper|\
    discussion paper|white paper|briefing paper|impact assessment|open consultation|closed consultation|consultation|guidance|\
    consultation paper|research report|technical report|annual report|research paper|fact sheet|factsheet|circular|notice|memorandum|\
    pressemitteilung|pressemitteilungen|medienmitteilung|rede|stellungnahme|arbeitspapier|jahresbericht|positionspapier|rundschreiben|\
    communiqué de presse|communiqué|discours|déclaration|document de travail|rapport annuel|note d'information|nota de prensa|\
    comunicado de prensa|discurso|declaración|documento de trabajo|informe anual|nota à imprensa|comunicado de imprensa|declaração|\
    relatório anual|comunicato stampa|discorso|dichiarazione|documento di lavoro|relazione annuale|persbericht|toespraak|kamerbrief|\
    jaarverslag|komunikat prasowy|przemówienie|oświadczenie|пресс-релиз|заявление|выступление|прес-реліз|заява|pressmeddelande|tal|\
    pressemeddelelse|pressemelding|tiedote|lehdistötiedote|puhe|tisková zpráva|prohlášení|sajtóközlemény|comunicat de presă|\
    δελτίο τύπου|basın bülteni|بيان صحفي|خطاب|新闻稿|公告|通告|声明|报道資料|報道発表|보도자료|성명|연설문";

static LABELS_OF_KINDS: LazyLock<Set<String>> = LazyLock::new(|| folded(KIND_LABELS));
static LABELS_OF_ORGANISATIONS: LazyLock<Set<String>> = LazyLock::new(|| folded(ORGANISATION_LABELS));
static KINDS_OF_DOCUMENTS: LazyLock<Set<String>> = LazyLock::new(|| folded(KINDS));

/// Whether a text says what kind of document a thing is: with its label, or as one that is known.
pub(crate) fn says_kind(text: &str) -> bool {
    /// Words of a kind behind its label, a judgement.
    const WORDS: usize = 5;
    let labelled = text.split_once([':', '：']).filter(|(label, _)| label.len() <= SHORT);
    let is_labelled = labelled.is_some_and(|(label, kind)| {
        !kind.trim().is_empty()
            && kind.split_whitespace().count() <= WORDS
            && LABELS_OF_KINDS.contains(plain(label).as_str())
    });
    is_labelled || (text.len() <= SHORT && KINDS_OF_DOCUMENTS.contains(plain(text).as_str()))
}

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
    let is_label = |label: &str| {
        let folded = plain(label);
        names_topics(label)
            || [&LABELS_OF_KINDS, &LABELS_OF_ORGANISATIONS]
                .iter()
                .any(|known| known.contains(folded.as_str()))
    };
    let labelled = text.split_once([':', '：']).filter(|(label, _)| is_label(label.trim()));
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
