//! Tells lines of what happened, or is to happen, from publications: a history, a course of life, key dates, what was changed in
//! each version.
//!
//! In: the records chosen of a page. Out: yes or no. Lines that lead somewhere, name somebody or have a text are none of its
//! business.

use std::sync::LazyLock;

use super::{HEADING_REACH, Page};
use crate::document::{DateSource, Precision, fold};
use crate::normalise::dates::Reading;
use crate::normalise::listing::flow::{Flow, Piece};
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::listing::records::columns::ratio;
use crate::normalise::listing::records::{Record, Records};
use crate::normalise::tables::Set;

/// Beginnings of the words of headings over short news, beside those over publications. A judgement, in the languages whose
/// dates are read.
const ANNOUNCED: &str = "\
    notice|press|bulletin|minute|circular|statement|update|newsletter|digest|dispatch|meldung|\
    mitteilung|neuigkeit|neues|aktuell|bekanntmachung|protokoll|presse|rundbrief|communique|annonce|actu|nouvelle|\
    comunicad|noved|novidad|aviso|boletin|edital|editais|comunicat|avvis|novita|bandi|mededeling|bericht|aankondiging|\
    ogloszeni|komunikat|wiadomosc|объявлени|сообщени|пресс|событи|новин|оголошенн|nyhet|nyhed|uutis|tiedott|meddeland|\
    pressmeddel|aktualit|novink|zprav|sprav|oznamen|hirek|kozlemeny|stiri|noutat|anunt|ειδησ|νεα|ανακοιν|δελτι|haber|duyuru|\
    bildiri|съобщен|اخبار|أخبار|اعلان|بیانیه|חדשות|הודעות|समाचार|सूचना|berita|pengumuman|tin tức|thông báo|ข่าว|ประกาศ|お知らせ|\
    新着|ニュース|トピックス|リリース|新闻|新聞|公告|通知|动态|動態|资讯|資訊|公示|通告|快讯|공지|소식|뉴스|알림|보도";

/// Beginnings of the words of headings over works, and over what is new. A judgement, in the same languages.
const WORKS: &str = "\
    books|publication|paper|article|thesis|theses|dissertation|monograph|bibliograph|selected work|collected work|writing|memorand|preprint|what's new|\
    what’s new|what is new|highlight|bücher|buch|veröffentlich|publikation|schrift|aufsätze|beiträge|abschlussarbeit|diplomarbeit|\
    livre|ouvrage|thèse|mémoire|écrits|quoi de neuf|libro|publicacion|obra|tesis|tesina|artículo|escritos|livro|publicaç|tese|\
    dissertaç|artigo|pubblicazion|opere|tesi|saggi|scritti|boek|publicatie|proefschrift|scriptie|artikel|publikacj|książk|prace|\
    rozpraw|artykuł|книг|публикац|труды|статьи|диссертац|монограф|публікац|праці|статті|böcker|publikationer|avhandling|skrifter|\
    bøger|bøker|publikasjon|afhandling|artikler|julkaisu|kirja|väitöskirj|artikkel|publikac|publikáci|knih|disertac|dizertá|články|\
    diplomov|könyv|publikáció|értekezés|cikkek|cărți|publicații|teze|articole|βιβλία|δημοσιεύσεις|διατριβ|άρθρα|kitap|yayın|\
    makale|tezler|публикации|книги|منشورات|مؤلفات|كتب|انتشارات|مقالات|کتاب|פרסומים|ספרים|מאמרים|प्रकाशन|पुस्तक|लेख|sách|\
    bài báo|xuất bản|luận án|buku|publikasi|tesis|skripsi|ผลงาน|หนังสือ|บทความ|論文|業績|著書|著作|出版|论文|论著|专著|論著|專著|논문|업적|\
    저서|출판";

static OVER_NEWS: LazyLock<Vec<String>> =
    LazyLock::new(|| folded(ANNOUNCED).into_iter().chain(folded(WORKS)).collect());

/// Headings over what happened, or is to happen. A judgement, in the same languages.
const HISTORIES: &str = "\
    history|our history|timeline|milestones|chronology|chronicle|our story|key dates|important dates|dates|curriculum vitae|cv|vita|\
    biography|career|document history|version history|revision history|geschichte|unsere geschichte|chronik|zeittafel|\
    meilensteine|lebenslauf|werdegang|termine|wichtige termine|änderungshistorie|histoire|notre histoire|historique|chronologie|\
    dates clés|parcours|calendrier|historia|nuestra historia|cronología|hitos|fechas importantes|fechas clave|calendario|trayectoria|\
    história|nossa história|linha do tempo|datas importantes|storia|la nostra storia|cronologia|tappe|date importanti|geschiedenis|\
    onze geschiedenis|tijdlijn|mijlpalen|belangrijke data|kalendarium|ważne daty|история|хронология|важные даты|історія|\
    хронологія|historik|vår historia|historie|vores historie|vår historie|historiaa|aikajana|důležité termíny|história|\
    történet|történetünk|istoric|istoria|ιστορία|ιστορικό|tarihçe|тарихче|تاريخنا|تاریخچه|ההיסטוריה שלנו|इतिहास|lịch sử|sejarah|\
    ประวัติ|沿革|会社沿革|年表|略歴|経歴|歴史|大事记|大事記|发展历程|發展歷程|历史沿革|重要日期|연혁|약력|연표";

static OVER_HISTORIES: LazyLock<Set<String>> = LazyLock::new(|| folded(HISTORIES));

/// Headings over the parts of a life, which are topics of news as well. A judgement, in the same languages.
const LIVES: &str = "\
    education|employment|positions|appointments|experience|work experience|degrees|ausbildung|studium|berufserfahrung|beruf|\
    formation|études|diplômes|expérience|formación|estudios|experiencia|formação|experiência|istruzione|formazione|esperienza|\
    opleiding|werkervaring|wykształcenie|doświadczenie|образование|опыт работы|освіта|utbildning|anställningar|uddannelse|utdanning|\
    ansættelser|koulutus|työkokemus|vzdělání|praxe|vzdelanie|tanulmányok|educație|εκπαίδευση|σπουδές|eğitim|образование|التعليم|\
    تحصیلات|השכלה|शिक्षा|học vấn|pendidikan|การศึกษา|学歴|职历|職歴|教育经历|工作经历|學歷|학력|경력";

static OF_LIVES: LazyLock<Set<String>> = LazyLock::new(|| folded(LIVES));

/// Headings above the first line of which one may announce the list: years and months stand between. A judgement.
const HEADINGS: usize = 3;

/// Lines that are a list where nothing is known of what stands above them, at least, and the years that these lie within. Judgements:
/// few are key dates, and news without a link are seldom kept for longer.
const LEAST: usize = 4;
const YEARS: i32 = 15;

/// Whether records are such lines: most have a title and a day and nothing else, and are to happen after the page was captured; or
/// they stand under a heading, or on a page, of a history, and no nearer heading says that they are news or works. Few, or those that
/// lie decades apart, are such lines under a heading over a part of a life and where the page has no title and no heading; few are
/// where what happens is the label of each day.
pub(super) fn are_lines(page: &Page<'_>, chosen: &[Record<'_>], reading: &Reading) -> bool {
    let flow = page.flow;
    let bare: Vec<&Record<'_>> = chosen.iter().filter(|record| is_bare(flow, record)).collect();
    // Seven in ten, by hand: some lines say more.
    if bare.len() * 10 < chosen.len() * 7 {
        return false;
    }
    let is_to_come = |record: &&&Record<'_>| {
        let (Some(captured), Some((day, ..))) = (reading.captured, &record.date) else { return false };
        captured.last_day() < day.earliest
    };
    if bare.iter().filter(is_to_come).count() * 2 > bare.len() {
        return true;
    }
    let first = chosen.iter().map(|record| record.card.first).min().unwrap_or(0);
    let is_heading = |piece: &&Piece| piece.heading > 0 && piece.date.is_none();
    let above = flow.within(0, first).iter().rev().filter(is_heading).take(HEADINGS);
    let said: Vec<&str> = above.map(|piece| piece.text.as_str()).chain([page.said.title]).collect();
    let is_history = |text: &str| text.len() <= SHORT && OVER_HISTORIES.contains(plain(text).as_str());
    let years = || bare.iter().filter_map(|record| record.date.as_ref()).map(|date| date.0.earliest.ymd().0);
    let span = years().max().unwrap_or_default() - years().min().unwrap_or_default();
    let are_apart = chosen.len() < LEAST || span >= YEARS;
    let is_life = |text: &str| text.len() <= SHORT && OF_LIVES.contains(plain(text).as_str());
    if are_apart && said.first().is_some_and(|text| is_life(text)) {
        return true;
    }
    // The first that is known to mean something says it.
    if let Some(text) = said.iter().find(|text| is_history(text) || announces(text)) {
        return is_history(text);
    }
    let is_labelled = |record: &&Record<'_>| record.title_piece.is_some_and(|at| labels_a_day(flow, at));
    (are_apart && said.iter().all(|text| text.is_empty()))
        || (chosen.len() < LEAST && chosen.iter().filter(is_labelled).count() * 2 > chosen.len())
}

/// Whether a text that ends with a colon stands before a day on its line: `Opens: 3 May 2026`.
fn labels_a_day(flow: &Flow, at: usize) -> bool {
    let (Some(piece), Some(next)) = (flow.pieces.get(at), flow.pieces.get(at + 1)) else { return false };
    piece.text.trim_end().ends_with([':', '：']) && next.date.is_some() && next.run == piece.run
}

/// Whether a record is a title and a day and nothing else.
fn is_bare(flow: &Flow, record: &Record<'_>) -> bool {
    let title = record.title_piece.and_then(|at| flow.pieces.get(at));
    record.href.is_none()
        && !record.printed
        && record.summary.is_empty()
        && record.authors.is_empty()
        && title.is_some_and(|title| title.heading == 0 && title.link.is_none())
}

/// Whether a heading says that news, works or publications follow.
pub(super) fn announces(text: &str) -> bool {
    if headings::heads_a_listing(text) {
        return true;
    }
    // Twice as long as a label: the name of the site may stand beside it.
    if text.len() > 2 * SHORT {
        return false;
    }
    let text = fold::fold(text);
    let begins = |start: &String| {
        text.match_indices(start.as_str()).any(|(at, found)| {
            found.starts_with(fold::is_unspaced)
                || text.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        })
    };
    OVER_NEWS.iter().any(begins)
}

/// Whether records read as what was changed in a version: below its day, without a heading or an address of their own, with the
/// numbers of issues (`#123`) behind some or headings that name versions. The shares are a judgement.
pub(super) fn are_changes(flow: &Flow, records: &Records<'_>) -> bool {
    let is_below_day = |record: &&Record<'_>| {
        let date = record.date.as_ref();
        date.is_some_and(|(day, source, _)| {
            *source == DateSource::GroupHeading && day.precision == Precision::Day
        })
    };
    let below_day = records.all.iter().filter(is_below_day).count();
    let is_bullet = |record: &&Record<'_>| is_below_version(flow, record);
    if records.all.iter().filter(is_bullet).count() * 2 > records.all.len() {
        return true;
    }
    below_day * 2 > records.all.len()
        && (ratio(records.issues, records.all.len()) >= 0.3
            || records.all.first().is_some_and(|record| lists_versions(flow, record.card.first)))
        && records.title_linked < 0.5
        && records.headed < 0.5
}

/// Whether the title of a record is the first line below a heading that names a version.
fn is_below_version(flow: &Flow, record: &Record<'_>) -> bool {
    let Some(title) = record.title_piece.filter(|at| flow.pieces.get(*at).is_some_and(|it| it.heading == 0))
    else {
        return false;
    };
    let before = flow.within(record.card.first, title);
    record.href.is_none() && before.iter().any(|piece| piece.heading > 0 && names_version(&piece.text))
}

/// Whether headings name versions: two at least begin with a number of two parts, or have it behind one or two words.
fn lists_versions(flow: &Flow, first: usize) -> bool {
    let from = first.saturating_sub(HEADING_REACH);
    let is_version = |piece: &&Piece| piece.heading > 0 && piece.date.is_none() && names_version(&piece.text);
    flow.pieces.iter().skip(from).filter(is_version).take(2).count() == 2
}

/// Whether a text names a version: `5.3.1`, `v2.0`, `Version 1.2.0`.
fn names_version(text: &str) -> bool {
    /// Words before the number, at most: `Tarnpad for Linux 2.0`.
    const WORDS: usize = 4;
    let is_number = |word: &str| {
        let word = word.trim_matches(['(', ')', '[', ']', ',', ':']).trim_start_matches(['v', 'V']);
        let mut parts = word.split('.');
        let is_part =
            |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|sign| sign.is_ascii_digit());
        parts.clone().count() >= 2 && parts.next().is_some_and(is_part) && parts.next().is_some_and(is_part)
    };
    text.split_whitespace().take(WORDS).any(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_over_news_are_told_in_many_languages() {
        for text in [
            "News",
            "お知らせ",
            "Pressemitteilungen",
            "Notices of the harbour",
            "公告",
            "Aktualności",
            "소식",
        ] {
            assert!(announces(text), "{text}");
        }
        for text in ["沿革", "Key dates", "Our history", "Lebenslauf", "Document history", "Express"] {
            assert!(!announces(text), "{text}");
        }
    }

    #[test]
    fn versions_are_told_from_numbers() {
        for text in ["5.3.1", "v2.0", "Version 1.2.0", "Tarnpad 3.1 (final)"] {
            assert!(names_version(text), "{text}");
        }
        for text in ["2026", "3 May", "A lake in 2 parts", "No. 7"] {
            assert!(!names_version(text), "{text}");
        }
    }
}
