//! Words that listings are made of: what a link that leads on says, what a label says, what a column is called.
//!
//! In: short texts. Out: what they mean. Knows no page. The words are judgements of what buttons, boxes and columns say
//! on many sites; some stand on no page of the dev quarter. They are those of the languages whose dates are read;
//! Chinese, Japanese and Korean mostly where links lead on and over boxes. Lists are parted by `|`, and folded
//! (`tests/it/folded_lists.rs`) but for those over [`PUBLISHED_LABELS`], which are when they are looked at.

use std::sync::LazyLock;

use super::days::labels;
use super::fields::bylines;
use super::fields::filed;
use super::flow::{Hint, Told};
use crate::document::fold;
use crate::normalise::dates::{self, Label};
use crate::normalise::tables::{Set, Table};

/// Texts of links and buttons that lead on and are never a title; `arxiv` and `github` as the links of papers are
/// called.
const LEADS_ON: &str = "\
    read more|read|more|continue reading|learn more|read article|read post|read paper|\
    read the paper|read the post|read the article|read blog|read full story|read full article|\
    full story|full article|view|view more|view post|view article|view paper|view details|\
    details|see details|find out more|discover more|explore|watch|watch now|listen|listen now|\
    download|pdf|html|abstract|full text|share|save|like|reply|comment|comments|add comment|\
    leave a comment|add a comment|no comments|bookmark|follow|subscribe|sign up|sign in|log in|\
    open|link|permalink|source|print|email|copy link|play|read story|read now|go to article|\
    transcript|embed|other|code|doi|bibtex|bib|abs|cite|paper|arxiv|github|\
    video|slides|suggest changes|suggest edits|suggest an edit|edit this page|edit page|edit on github|improve this page|\
    en savoir plus|lire la suite|lire plus|weiterlesen|mehr lesen|mehr erfahren|\
    mehr|zum artikel|leer mas|seguir leyendo|ver mas|mas informacion|leggi tutto|\
    continua a leggere|scopri di piu|leia mais|saiba mais|continue lendo|lees meer|lees verder|\
    meer lezen|czytaj wiecej|czytaj dalej|wiecej|читать далее|читать дальше|подробнее|阅读更多|阅读全文|\
    查看更多|了解更多|続きを読む|もっと見る|더 보기|자세히 보기|share this|share this article|share this post|share this page|share on|\
    compartir|compartir en|comparte|partager|partager cet article|partagez|artikel teilen|beitrag teilen|diese seite teilen|\
    condividi|compartilhar|compartilhe|compartilhe isso|deel dit|udostępnij|поделиться|поделиться ссылкой|分享到|シェアする|공유하기|dela detta|del dette|\
    sdílet|paylaş|bagikan|chia sẻ";

/// Texts that say that a listing goes on; the whole text or its beginning.
const GOES_ON: &str = "\
    see more|load more|show more|view more|more posts|more articles|older posts|older entries|\
    older articles|older|next page|view all|see all|show all|load older|more results|\
    more publications|all publications|view older posts|older post|next posts|mehr laden|\
    mehr anzeigen|weitere anzeigen|altere beitrage|nachste seite|voir plus|afficher plus|\
    charger plus|articles plus anciens|page suivante|ver mas|cargar mas|mostrar mas|\
    entradas antiguas|pagina siguiente|mostra altro|carica altro|vedi tutti|pagina successiva|\
    ver mais|carregar mais|mostrar mais|proxima pagina|meer laden|toon meer|volgende pagina|\
    pokaz wiecej|zaladuj wiecej|nastepna strona|показать еще|загрузить еще|следующая страница|\
    altere meldungen|weitere meldungen|weitere beitrage|mehr meldungen|carica altri|articoli precedenti|\
    notizie precedenti|entradas anteriores|mas antiguos|articles precedents|eerdere berichten|starsze wpisy|\
    предыдущие записи|еще новости|visa fler|vis flere|näytä lisää|zobrazit více|zobraziť viac|daha fazla göster|عرض المزيد|\
    تحميل المزيد|نمایش بیشتر|הצג עוד|טען עוד|xem thêm|ดูเพิ่มเติม|加载更多|查看更多|下一页|下页|もっと見る|次のページ|더 보기|더보기|다음 페이지";

/// Names of table columns and labels, by what they head.
const DATE_COLUMNS: &str = "\
    date|published|posted|released|year|datum|fecha|data|publication date|release date|when|日期|发布日期|发布时间|\
    дата|日付|公開日|掲載日|작성일|등록일|날짜|tarih|ημερομηνία|dátum|dato|päivämäärä|datums|tanggal|ngày|التاريخ|תאריך";
const TITLE_COLUMNS: &str = "\
    title|name|headline|article|publication|paper|post|report|titel|titre|titulo|titolo|tytul|\
    название|заголовок|标题|題名|タイトル|제목|document|başlık|τίτλος|cím|název|názov|tittel|otsikko|judul|العنوان|כותרת";
const CATEGORY_COLUMNS: &str = "\
    topic|category|categories|team|type|section|subject|subjects|area|tags|tag|topics|kategorie|\
    categorie|categoria|rubrik|kategoria|research area|категория|рубрика|раздел|分类|栏目|カテゴリ|カテゴリー|분류|카테고리|\
    thema|theme|tema|settore|rubrique|sección|sezione|rubrica|onderwerp|kategori|rubrika|sector|sektor|κατηγορία|konu|ressort|dział|rovat";
const AUTHOR_COLUMNS: &str = "\
    author|authors|by|autor|auteur|autore|speaker|autoren|auteurs|autores|autori|autorzy|автор|авторы|作者|著者|筆者|\
    작성자|글쓴이|저자|autorin|autora|autrice|forfatter|forfattere|författare|kirjoittaja|kirjoittajat|szerző|szerzők|autoři|\
    συγγραφέας|συγγραφείς|yazar|yazarlar|verfasser|verfasserangaben|penulis|tác giả|speakers|presenter|redner|rednerin|\
    redner/in|rednerin/redner|redner/-in|redner:in|referent|referentin|referent/in|intervenant|intervenante|intervenants|\
    orateur|ponente|ponentes|orador|oradora|relatore|relatori|relatrice|spreker|prelegent|talare|докладчик|\
    ομιλητής|konuşmacı|講演者|報告人|报告人|主讲人|연사|발표자";
const SUMMARY_COLUMNS: &str = "\
    summary|abstract|description|beschreibung";

/// Labels before the date of publication.
const PUBLISHED_LABELS: &str = "\
    published|publication date|date published|posted|date|released|release date|created|added|\
    submitted|veroffentlicht|erschienen|datum|publie|publicado|fecha|pubblicato|data|\
    gepubliceerd|opublikowano|опубликовано|дата|发表|发表于|發表|發表於|发布|发布于|發佈|發佈於|公開|公開日|投稿|投稿日|掲載|掲載日";

/// Words that say that a date is that of a change.
const UPDATED_LABELS: &str = "\
    updated|last updated|modified|last modified|edited|revised|aktualisiert|mis a jour|\
    actualizado|aggiornato|atualizado|bijgewerkt|zaktualizowano|обновлено|更新|更新于|更新於|更新日|修改|修改于|修改於";

/// Words before names of authors, alone.
const NAME_LABELS: &str = "\
    by|von|par|por|di|door|av|af|oleh|written by|posted by|submitted by|author|authors|autor|autora|autorin|auteur|autore|\
    forfatter|forfattare|kirjoittaja|szerzo|yazar|автор|作者|著者|筆者";

/// Words that join a date with the rest of a line.
const JOINING_WORDS: &str = "\
    on|at|in|am|le|el|il|em|op|the|den|vom|du|de|del|dne|w|dnia";

/// What is counted beside an entry.
const COUNTED: &str = "\
    reply|replies|comment|comments|view|views|topic|topics|post|posts|thread|threads|message|messages|like|\
    likes|share|shares|vote|votes|answer|answers|member|members|read|reads|min|mins|minutes|star|stars|\
    antworten|kommentare|aufrufe|beitrage|themen|commentaires|vues|reponses|comentarios|respuestas|vistas|\
    commenti|risposte|reacties|komentarze|odpowiedzi|комментарии|ответы|темы|тем|ответов|сообщения|просмотров|\
    temas|mensajes|sujets|yorum";

/// [`LEADS_ON`] and [`GOES_ON`], folded, as sets: every piece of a page is looked up in them.
static LEADING_ON: LazyLock<Set<String>> = LazyLock::new(|| folded(LEADS_ON));
static GOING_ON: LazyLock<Set<String>> = LazyLock::new(|| folded(GOES_ON));
/// What a column of a folded name holds.
static COLUMNS: LazyLock<Table<String, Hint>> = LazyLock::new(|| {
    let columns = [
        (SUMMARY_COLUMNS, Hint::Summary),
        (AUTHOR_COLUMNS, Hint::Author),
        (CATEGORY_COLUMNS, Hint::Category),
        (TITLE_COLUMNS, Hint::Title),
        (DATE_COLUMNS, Hint::Date),
    ];
    columns
        .into_iter()
        .flat_map(|(names, hint)| folded(names).into_iter().map(move |name| (name, hint)))
        .collect()
});
/// The phrases of a list as texts are compared with them: folding takes letters of some scripts apart, and a source
/// cannot be written so.
pub(super) fn folded(list: &str) -> Set<String> {
    list.split('|').map(fold::fold).collect()
}

/// Whether a folded word or phrase is in a list. The list is taken apart once: every piece of a page is looked up.
macro_rules! among {
    ($list:expr, $plain:expr) => {{
        static PHRASES: LazyLock<Set<&str>> = LazyLock::new(|| $list.split('|').collect());
        PHRASES.contains($plain)
    }};
}

pub(super) use among;

/// A text folded, without marks around it.
pub(super) fn plain(text: &str) -> String {
    let is_mark = |letter: char| !letter.is_alphanumeric();
    let mut plain = fold::fold(text.trim());
    plain.truncate(plain.trim_end_matches(is_mark).len());
    let marks = plain.len() - plain.trim_start_matches(is_mark).len();
    plain.drain(..marks);
    plain
}

/// Bytes up to which a text can be the words of a link that leads on, or a label: the longest phrase here takes 35
/// (`следующая страница`), and some words may follow.
pub(super) const SHORT: usize = 60;

/// Whether a text is the words of a link or button, never a title.
pub(crate) fn leads_on(text: &str) -> bool {
    if text.len() > SHORT {
        return false;
    }
    let plain = plain(text);
    let starts =
        ["read more ", "continue reading ", "learn more "].iter().any(|start| plain.starts_with(start));
    plain.is_empty() || starts || LEADING_ON.contains(plain.as_str()) || plain_goes_on(&plain)
}

/// Small print without a phrase of several words at its end that leads on: `Rivers, ice. Read more`.
pub(super) fn without_lead(text: &str) -> &str {
    /// Words of such a phrase.
    const WORDS: usize = 3;
    // `Why we need to learn more` is a title.
    let is_phrase = |tail: &str| {
        let is_unspaced = tail.chars().count() > 2 && tail.chars().all(fold::is_unspaced);
        is_unspaced || tail.contains(' ') && tail.starts_with(char::is_uppercase)
    };
    let ends = text.rmatch_indices(' ').take(WORDS);
    let mut tails = ends.filter_map(|(at, _)| text.split_at_checked(at));
    let found = tails.find(|(_, tail)| is_phrase(tail.trim()) && leads_on(tail));
    found.map_or(text, |(before, _)| before.trim_end())
}

/// Words that may follow a phrase that says that a listing goes on (`See more of our research`). A judgement.
const WORDS_AFTER: usize = 3;

/// Whether a text says that a listing goes on.
pub(crate) fn goes_on(text: &str) -> bool {
    if text.len() > SHORT {
        return false;
    }
    plain_goes_on(&plain(text))
}

fn plain_goes_on(plain: &str) -> bool {
    let ends = plain.match_indices(' ').map(|(at, _)| at).take(WORDS_BEFORE).chain([plain.len()]);
    ends.filter(|end| plain.get(..*end).is_some_and(|start| GOING_ON.contains(start)))
        .any(|end| plain.get(end..).is_some_and(|rest| rest.split_whitespace().count() <= WORDS_AFTER))
}

/// Words after which a phrase that says that a listing goes on can end: the longest has three, and one is spare.
const WORDS_BEFORE: usize = 4;

/// Whether a text is a label for a date, with or without the colon; so are mere marks and joining words.
pub(super) fn is_date_label(text: &str) -> bool {
    // Beyond the longest label, with room for two joining words.
    if text.len() > SHORT {
        return false;
    }
    let plain = plain(text);
    let joins = |rest: &str| {
        let mut words = rest.split([' ', ',', ':', '|', '·']).filter(|word| !word.is_empty());
        words.all(|word| among!(JOINING_WORDS, word))
    };
    joins(&plain)
        || labels::is_of_publication(&plain)
        || PUBLISHED_LABELS.split('|').chain(UPDATED_LABELS.split('|')).any(|label| {
            plain
                .strip_prefix(label)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && joins(rest))
        })
}

/// What stands before a date without the words that join it to the date: `By Ada Lane, published on`.
pub(super) fn without_joining(before: &str) -> &str {
    let joins = |word: &str| among!(JOINING_WORDS, word.to_lowercase().as_str());
    let labels = |word: &str| {
        among!(PUBLISHED_LABELS, plain(word).as_str()) || among!(UPDATED_LABELS, plain(word).as_str())
    };
    let Some(rest) = without_last(before, joins) else { return before };
    without_last(rest, labels).unwrap_or(rest)
}

/// A text without its last word, where that fits.
fn without_last(text: &str, fits: impl Fn(&str) -> bool) -> Option<&str> {
    let (rest, last) = text.trim_end().rsplit_once(char::is_whitespace)?;
    fits(last).then(|| rest.trim_end())
}

/// Whether a text is the label of a date or of names and nothing else. `Data`, a date in Italian, is a topic as often, and
/// kinds of posts are called by nouns (`Publication`, `Update`); so are short labels that are looked for beside days alone.
pub(super) fn labels_small_print(text: &str) -> bool {
    /// Bytes of a label that is no topic. A judgement: `updated`.
    const LONG: usize = 7;
    let plain = plain(text);
    let is_label = || matches!(dates::label(&plain), Some(Label::Published | Label::Updated));
    !is_kind_of_post(&plain)
        && (bylines::ends_with_by(&plain)
            || among!(NAME_LABELS, plain.as_str())
            || is_date_label(text)
            || (plain.len() >= LONG && is_label()))
}

/// Whether a folded word that labels dates is what a kind of posts is called, or a topic, as often.
pub(super) fn is_kind_of_post(plain: &str) -> bool {
    const TOPICS: [&str; 5] = ["data", "publication", "update", "publikacja", "публикация"];
    TOPICS.contains(&plain)
}

/// Whether a text is a word or two that stand before names of authors.
pub(super) fn is_name_label(text: &str) -> bool {
    text.len() <= SHORT && among!(NAME_LABELS, plain(text).as_str())
}

/// Words before examples, as beside the fields of forms, in the languages of the Latin script whose dates are read.
const EXAMPLE_WORDS: [&str; 10] = [
    "for example",
    "e.g.",
    "eg:",
    "example:",
    "zum beispiel",
    "z. b.",
    "par exemple",
    "por ejemplo",
    "ad esempio",
    "bijvoorbeeld",
];

/// Whether a text is an example of what a field takes: `For example, 2005 or 21/11/2014`.
pub(super) fn is_example(text: &str) -> bool {
    text.len() <= SHORT && {
        let plain = fold::fold(text.trim_start());
        EXAMPLE_WORDS.iter().any(|word| plain.starts_with(word))
    }
}

/// Whether a text only joins others, or counts something: `on`, `79 Topics`, `Replies`, `5 min read`, `One min read`, `Hits: 12`.
pub(super) fn joins_or_counts(text: &str) -> bool {
    if text.len() > SHORT {
        return false;
    }
    if is_labelled_count(text) {
        return true;
    }
    let plain = plain(text);
    let is_count = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit()) || word == "one";
    let mut counted = plain.split_whitespace().skip_while(|word| is_count(word)).peekable();
    plain.split_whitespace().all(|word| among!(JOINING_WORDS, word))
        || (counted.peek().is_some() && counted.all(|word| among!(COUNTED, word)))
}

/// Whether a text is a number with its label: `Hits: 12`. Two words, a judgement.
fn is_labelled_count(text: &str) -> bool {
    text.split_once(':').is_some_and(|(label, count)| {
        let count = count.trim();
        let is_number = count.bytes().all(|sign| sign.is_ascii_digit() || matches!(sign, b'.' | b','));
        (1..=2).contains(&label.split_whitespace().count()) && !count.is_empty() && is_number
    })
}

/// Whether a word is what pages count of a text: words, minutes, replies.
pub(super) fn is_counted(word: &str) -> bool {
    const OF_TEXTS: [&str; 5] = ["words", "chars", "字", "分钟", "分"];
    OF_TEXTS.contains(&word) || among!(COUNTED, plain(word).as_str())
}

/// Whether the text before a date says that it is the day of a change.
pub(super) fn says_updated(text: &str) -> bool {
    let plain = plain(text);
    // Of `published May 3, updated` and `updated May 3, published` the last word counts.
    UPDATED_LABELS.split('|').any(|label| plain.contains(label))
        && !PUBLISHED_LABELS.split('|').any(|label| plain.ends_with(label))
}

/// What a folded text that ends with a label of several words, or of a script without spaces, says of the date behind it.
/// Labels of one word are those of `dates`.
pub(super) fn told_by_end(folded: &str) -> Told {
    let text = folded.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    let text = without_last(text, joins).unwrap_or(text);
    let ends = |label: &str| {
        let is_unspaced = label.starts_with(fold::is_unspaced);
        let before = text.strip_suffix(label).filter(|_| is_unspaced || label.contains(' '));
        before.is_some_and(|before| is_unspaced || !before.ends_with(char::is_alphanumeric))
    };
    match () {
        () if UPDATED_LABELS.split('|').any(ends) => Told::Updated,
        () if PUBLISHED_LABELS.split('|').any(ends) || labels::ends_of_publication(text) => Told::Published,
        () => Told::Nothing,
    }
}

/// Whether a folded word joins a date with the rest of a line.
pub(super) fn joins(word: &str) -> bool {
    among!(JOINING_WORDS, word)
}

/// Bytes before the colon of a label, at most: the longest that is asked for has eleven.
const LABEL: usize = 16;

/// A text without a label such as `Title:` in front.
pub(super) fn without_label<'a>(text: &'a str, labels: &[&str]) -> &'a str {
    let Some((label, rest)) = text.split_once(':').filter(|(label, _)| label.len() <= LABEL) else {
        return text;
    };
    if labels.contains(&fold::fold(label.trim()).as_str()) { rest.trim() } else { text }
}

/// What a column of this name holds.
pub(super) fn hint_of_column(name: &str) -> Option<Hint> {
    if name.len() > SHORT {
        return None;
    }
    COLUMNS.get(plain(name).as_str()).copied()
}

/// What a label before a value says of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// People wrote the thing.
    Authors,
    /// It is of that day.
    Day,
    /// It is filed under that.
    Topics,
}

/// What a label says that the value behind it is, as far as pages tell of themselves so.
pub(crate) fn detail(text: &str) -> Option<Detail> {
    match hint_of_column(text) {
        // `By` begins lines anywhere.
        Some(Hint::Author) if plain(text) != "by" => Some(Detail::Authors),
        Some(Hint::Date) => Some(Detail::Day),
        _ => filed::names_topics(text).then_some(Detail::Topics),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_met_in_every_script_whatever_their_marks() {
        for text in [
            "Read more",
            "Compartir en:",
            "Leer más →",
            "читать далее",
            "続きを読む",
            "더 보기",
            "자세히 보기",
        ] {
            assert!(leads_on(text), "{text}");
        }
        for text in ["Next page", "Página siguiente", "次のページ", "다음 페이지", "See more of our research"]
        {
            assert!(goes_on(text), "{text}");
        }
        for text in ["Acoustics of caves", "동굴의 소리"] {
            assert!(!leads_on(text) && !goes_on(text), "{text}");
        }
    }
}
