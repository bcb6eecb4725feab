//! Tells titles of one word from the labels of menus: what is said beside them outweighs how short they are.
//!
//! In: a page and its records. Out: yes or no. The words are judgements, in the languages whose dates are read.

use std::sync::LazyLock;

use super::Page;
use crate::document::{DateSource, Precision, fold};
use crate::normalise::listing::flow::{Hint, Kind, Piece, Told, traits, zone};
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::listing::records::columns::ratio;
use crate::normalise::listing::records::{Record, Records};
use crate::normalise::tables::Set;

/// Heads of columns of titles and of nothing else, in the languages whose dates are read: a judgement. Below `Name` people
/// and files stand as well.
const TITLES: &str = "\
    title|titel|titre|título|titolo|tytuł|название|заголовок|назва|标题|標題|题目|題名|タイトル|件名|제목|başlık|τίτλος|cím|název článku|\
    názov|tittel|otsikko|judul|العنوان|عنوان|כותרת|शीर्षक|tiêu đề|headline|article|paper|report";

static OF_TITLES: LazyLock<Set<String>> = LazyLock::new(|| folded(TITLES));

/// Words of headings, and names of pages, over what is read, beside those of `headings`.
const READ: &str = "\
    position|positions|statement|statements|report|reports|essays|article|paper|speech|speeches|letters|opinion|opinions|editorials|columns|\
    commentary|analysis|decisions|judgments|judgements|rulings|briefs|briefings|bulletin|bulletins|newsletter|\
    newsletters|magazine|journal|volume|stories|story|poems|poetry|press|archive|archives|circulars|notices|consultations|guidance|\
    interviews|texts|writings|diary|chronicle|texte|aufsätze|meldungen|mitteilungen|pressemitteilungen|presse|berichte|\
    stellungnahmen|positionen|aktuelles|neuigkeiten|gedichte|geschichten|reden|kolumnen|kommentare|urteile|entscheidungen|archiv|\
    zeitschrift|artikel|rapports|communiqués|communiqué|discours|nouvelles|avis|décisions|poèmes|récits|chroniques|tribunes|\
    revue|numéro|informes|comunicados|discursos|artículos|artículo|opinión|columnas|poemas|cuentos|crónicas|sentencias|\
    publicaciones|revista|número|novedades|relatórios|artigos|crônicas|contos|notícias|novidades|rapporti|\
    comunicati|discorsi|articoli|racconti|poesie|opinioni|sentenze|rivista|rapporten|persberichten|berichten|artikelen|toespraken|\
    verhalen|gedichten|raporty|komunikaty|artykuły|felietony|wiersze|opowiadania|wiadomości|orzeczenia|отчёты|отчеты|заявления|\
    статья|рассказы|стихи|очерки|публикация|доклады|пресс|журнал|звіти|новини|оповідання|вірші|заяви|rapporter|nyheter|nyheder|artiklar|\
    artikler|tal|dikter|digte|krönikor|pressmeddelanden|pressemeddelelser|pressemeldinger|uutiset|artikkelit|tiedotteet|kirjoitukset|\
    puheet|runot|zprávy|články|aktuality|projevy|básně|povídky|fejetony|správy|hírek|cikkek|közlemények|versek|novellák|beszédek|știri|\
    articole|comunicate|poezii|povestiri|νέα|άρθρα|ανακοινώσεις|ποιήματα|haberler|makaleler|yazılar|duyurular|öyküler|şiirler|أخبار|\
    الأخبار|مقالات|بيانات|تقارير|اخبار|گزارش ها|חדשות|מאמרים|סיפורים|שירים|समाचार|लेख|berita|artikel|tulisan|tin tức|bài viết|ข่าว|บทความ";

/// The same, anywhere in a text in Chinese, Japanese and Korean.
const UNSPACED_READ: [&str; 24] = [
    "新闻",
    "新聞",
    "公告",
    "通知",
    "文章",
    "论文",
    "論文",
    "报告",
    "報告",
    "期刊",
    "ニュース",
    "お知らせ",
    "記事",
    "論説",
    "発表",
    "声明",
    "社説",
    "뉴스",
    "소식",
    "공지",
    "논문",
    "보도",
    "기사",
    "자료",
];

/// Words of headings, and parts of addresses, over what is something else.
const OTHERS: &str = "\
    board|boards|forum|forums|foren|threads|topics|download|downloads|packages|package|pakete|album|albums|alben|gallery|galleries|\
    galerie|photos|fotos|product|products|produkte|produits|productos|prodotti|produtos|shop|store|boutique|tienda|items|parts|goods|\
    course|courses|kurse|cours|cursos|corsi|member|members|mitglieder|membres|miembros|users|user|people|profile|profiles|players|\
    wiki|files|drivers|firmware|plugins|modules|tags|categories|kategorien|catégories|categorías|форум|форумы|загрузки|товары|альбомы|\
    курсы|пользователи|участники";

/// The same, anywhere in a text in Chinese, Japanese and Korean.
const UNSPACED_OTHERS: [&str; 12] = [
    "下载",
    "下載",
    "论坛",
    "論壇",
    "产品",
    "產品",
    "商品",
    "相册",
    "ダウンロード",
    "掲示板",
    "다운로드",
    "게시판",
];

/// Labels of days, and heads of columns, of what is no publication.
const LABELS: &str = "\
    in stock|out of stock|back in stock|available|available from|last post|latest post|last reply|last message|last activity|last active|\
    last seen|last visit|last login|last modified|date modified|last commit|modified|joined|joined on|member since|registered|size|file size|filename|\
    file name|version|replies|views|posts|topics|hits|downloads|stock|price|lieferbar|auf lager|letzter beitrag|letzte antwort|\
    letzte aktivität|zuletzt geändert|geändert|größe|dateigröße|dateiname|änderungsdatum|mitglied seit|antworten|en stock|dernier message|\
    dernière réponse|dernière modification|modifié|taille|inscrit le|réponses|último mensaje|última respuesta|modificado|tamaño|\
    última modificación|respuestas|última mensagem|tamanho|em estoque|ultimo messaggio|ultima modifica|dimensione|disponibile|\
    laatste bericht|laatst gewijzigd|grootte|op voorraad|ostatni post|ostatnia wiadomość|rozmiar|zmodyfikowano|последнее сообщение|\
    размер|изменён|изменен|в наличии|ответов|останнє повідомлення|розмір|senaste inlägg|storlek|ändrad|seneste indlæg|størrelse|\
    siste innlegg|viimeisin viesti|koko|poslední příspěvek|velikost|změněno|skladem|utolsó üzenet|méret|ultimul mesaj|dimensiune|\
    son mesaj|boyut|大小|文件大小|最后回复|最后发表|修改时间|修改日期|サイズ|更新日時|最終更新日|最終投稿|크기|수정일|최근 글";

static IS_READ: LazyLock<Set<String>> = LazyLock::new(|| folded(READ));
static IS_ANOTHER: LazyLock<Set<String>> = LazyLock::new(|| folded(OTHERS));
static OF_OTHERS: LazyLock<Set<String>> = LazyLock::new(|| folded(LABELS));

/// Rows that have to be there: a judgement, fewer are the data of one thing.
const ROWS: usize = 3;

/// Share of titles that read as names of people, from which they are names. A judgement: a place is called as people are.
const NAMES: f32 = 0.3;

/// Mean words of titles that are more than labels. A judgement: `Boarding ladders`.
const WORDS: f32 = 2.0;

/// Pieces before the first record among which its headings are. A judgement: an introduction stands between.
const REACH: usize = 30;

/// Whether records are links of a few words that read as no names, each with a day of its own, and something says that they are
/// read: the heading over them or the page's name, the labels of their days, a summary or an author.
pub(super) fn are_dated_phrases(page: &Page<'_>, records: &Records<'_>) -> bool {
    let has_own_day = |record: &Record<'_>| {
        record.date.as_ref().is_some_and(|(day, source, _)| {
            day.precision != Precision::Year && *source != DateSource::GroupHeading
        })
    };
    let is_name = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| page.flow.pieces.get(at));
        title.is_some_and(|title| title.traits & traits::NAME != 0)
    };
    let names = records.all.iter().filter(|record| is_name(record)).count();
    records.titled >= ROWS
        && records.titled == records.all.len()
        && records.distinct >= 1.0
        && records.title_linked >= 1.0
        && records.title_words >= WORDS
        && ratio(names, records.titled) < NAMES
        && records.all.iter().all(has_own_day)
        && !are_of_another(page, records)
        && are_read(page, records)
}

/// Whether records are rows of a table with a head that says that titles stand below it, each a link with a day beside it.
pub(super) fn are_headed(page: &Page<'_>, records: &Records<'_>) -> bool {
    let flow = page.flow;
    let is_day = |record: &Record<'_>| {
        let day = record.date.as_ref();
        day.is_some_and(|(day, source, _)| {
            day.precision == Precision::Day && *source != DateSource::GroupHeading
        })
    };
    let is_row = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        title.is_some_and(|title| title.hint == Some(Hint::Title) && title.link.is_some())
            && record.card.element.is_some_and(|at| flow.elements[at].kind == Kind::Row)
    };
    records.titled >= ROWS
        && records.titled == records.all.len()
        && records.distinct >= 1.0
        && records.all.iter().all(|record| is_day(record) && is_row(record))
        && heads(page, records).any(|piece| OF_TITLES.contains(plain(&piece.text).as_str()))
        && !are_of_another(page, records)
}

fn first(records: &Records<'_>) -> usize {
    records.all.iter().map(|record| record.card.first).min().unwrap_or_default()
}

/// The heads of the columns right above records.
fn heads<'p>(page: &'p Page<'_>, records: &Records<'_>) -> impl Iterator<Item = &'p Piece> {
    let before = page.flow.within(0, first(records)).iter().rev();
    before.take_while(|piece| piece.zone & zone::HEAD_ROW != 0)
}

/// The name of the page and the nearest heading above records.
fn names<'p>(page: &'p Page<'_>, records: &Records<'_>) -> impl Iterator<Item = &'p str> {
    let first = first(records);
    let before = page.flow.within(first.saturating_sub(REACH), first).iter().rev();
    let heading = before.filter(|piece| piece.heading > 0).map(|piece| piece.text.as_str()).next();
    heading.into_iter().chain(Some(page.said.title))
}

/// Whether a word of a text is one of these, or in scripts without spaces a part.
fn says(text: &str, words: &Set<String>, parts: &[&str]) -> bool {
    let folded = fold::fold(text);
    text.len() <= 2 * SHORT
        && (folded.split(|sign: char| !sign.is_alphanumeric()).any(|word| words.contains(word))
            || (!text.is_ascii() && parts.iter().any(|part| folded.contains(&fold::fold(part)))))
}

/// Whether something says that records are read.
fn are_read(page: &Page<'_>, records: &Records<'_>) -> bool {
    let is_read = |text: &str| says(text, &IS_READ, &UNSPACED_READ) || headings::heads_a_listing(text);
    let is_published = |record: &&Record<'_>| {
        let mut pieces = page.flow.within(record.card.first, record.card.end).iter();
        pieces.any(|piece| piece.date.as_ref().is_some_and(|date| date.told == Told::Published))
    };
    let published = records.all.iter().filter(is_published).count();
    names(page, records).any(is_read)
        || published * 2 > records.all.len()
        || records.authored > 0.5
        || records.roles.summary.is_some()
        || records.roles.authors.is_some()
}

/// Whether labels beside records, heads of their columns, the heading over them or the part of the site they lead to say that they
/// are something else.
pub(super) fn are_of_another(page: &Page<'_>, records: &Records<'_>) -> bool {
    let is_label = |text: &str| {
        let plain = plain(text.split([':', '：']).next().unwrap_or_default());
        text.len() <= SHORT && OF_OTHERS.contains(plain.trim_matches(|sign: char| !sign.is_alphabetic()))
    };
    let is_labelled = |record: &Record<'_>| {
        let mut pieces = page.flow.within(record.card.first, record.card.end).iter();
        let title = record.title_piece.and_then(|at| page.flow.pieces.get(at));
        pieces.any(|piece| title.is_none_or(|title| title.key != piece.key) && is_label(&piece.text))
            || record.date.as_ref().is_some_and(|(.., text)| is_label(text))
    };
    let leads = |record: &Record<'_>| {
        let path = record.href.and_then(|href| href.split(['?', '#']).next()).unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        let (before, last) = path.rsplit_once('/').unwrap_or(("", path));
        // What is handed out to read has an ending.
        !last.contains('.') && before.split('/').any(|part| IS_ANOTHER.contains(part))
    };
    let most = |is: &dyn Fn(&Record<'_>) -> bool| {
        records.all.iter().filter(|record| is(record)).count() * 2 > records.all.len()
    };
    heads(page, records).any(|piece| is_label(&piece.text))
        || names(page, records).any(|text| says(text, &IS_ANOTHER, &UNSPACED_OTHERS))
        || most(&is_labelled)
        || most(&leads)
}
