//! Whether the label of a day names a thing rather than the publication: `Delivery: 12 June 2026`, `Founded | 12 June 1998`.
//!
//! In: a label, and how it stands beside its day. Out: whether the day is that of a thing. What labels of publications say is
//! told by `labels`; here is what else may stand in their place: words for a date, kinds of texts, names, places.

use std::sync::LazyLock;

use crate::document::fold::{fold, is_unspaced};
use crate::normalise::dates::{Label, is_month, is_weekday, label};
use crate::normalise::html::published::labels::{is_byline, tail};
use crate::normalise::html::published::sentences::names_page;
use crate::normalise::html::published::spans::names_issue;
use crate::normalise::tables::Set;

/// How a label and its day are a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    /// In two cells of a row, or as a term and what it is: nobody's name labels a day there.
    Cells,
    /// With a colon between them, in a text that is no more.
    Colon,
}

/// Bytes and words of a label. Judgements: `Datum der letzten Zulassung` has four words.
const BYTES: usize = 60;
const WORDS: usize = 6;

/// Words for a day or a time, in the languages of the months, which say nothing of what is dated. A judgement.
const DATES: &str = "\
    date dates dated datum datums dato data fecha дата даты datu dátum päivämäärä päiväys päivä kuupäev tarih tarihi ημερομηνία \
    ημ/νία tanggal ngày thời gian time uhrzeit zeit zeitpunkt day tag jour heure hora ora godzina czas время час tid tijd klo klokken \
    saat aika kl and und et y e en i и og och ja de des du del della der die das den the of van von av af d l la le el il o a \
    um am on at vom dne dnia od от за в em op om w v na i în la timestamp year jahr année año anno rok год";

/// Beginnings of words for a publication, in the languages of the months; a longer word is one of its forms. A judgement.
const BEGINNINGS: &str = "\
    publi pubbl publ veroffent veroeffent erschien erschein gepubl geplaatst plaats objav zverej vydan опубл публ оприлюд \
    размещ розмiщ розміщ выпущ добавл додан обjав објав julka avalda δημοσι αναρτ kozze megjel yayin yayim terbit tayang \
    udgiv utgiv utgitt offentlig opubl wydan dodan zamieszcz post issue upload added submit submis written writ creat erstell \
    angelegt eingest einstell verfass geschrieb gepost online ajout redige ligne paru parut emis emissi anadid adicionad \
    inserit incluid inclus cree creado criado creata creato aangemaakt toegevoegd skapad oprett oppret luotu lisatty vytvor \
    vlozen vlozeno pridan utworz созда lagt laadi announc bekanntg divulg difund diffus sent mailed печат напис scris adaug \
    incarc inkuldve feltoltv letrehoz eklen olustur dibuat diunggah document dokument eintrag entered filed revision stand \
    aktual updat modif revis rever edit bearb uberarb geand ander andr endr endret muokat paivit изм обнов actuali atuali \
    aggiorn bijgew gewijz wijzig oppdater opdater uppdater guncel ενημ τροπ frissi modosi diperbar azurir";

/// Kinds of texts and parts of sites, which pages put before their day as they put a section. A judgement.
const TEXTS: &str = "\
    news press media newsroom announcement announcements advisory alert bulletin letter editorial opinion analysis comment commentary \
    column feature interview essay blog weblog diary journal magazine newsletter podcast episode video webinar research brief \
    briefing memo circular notice minutes protocol protokoll speech remarks transcript statement story recipe tutorial lesson lecture sermon \
    question answer thread topic message mail email page post posting article volume vol number nr no part chapter teil kapitel \
    pressemitteilung medienmitteilung presse pressemeldung meldung mitteilung nachricht nachrichten aktuelles bekanntmachung rede leserbrief \
    kommentar kolumne gastbeitrag leitartikel ausgabe heft folge rezept frage antwort thema actualite actualites nouvelle nouvelles \
    communique chronique tribune editorial billet edition numero noticia noticias nota prensa comunicado columna boletin entrada aviso \
    notizia notizie comunicato stampa rubrica editoriale nieuws nieuwsbericht persbericht bericht opinie brief noticias imprensa artigo \
    nyhet nyheter nyhed nyheder pressmeddelande pressemelding pressemeddelelse uutinen uutiset tiedote aktualnosci komunikat wpis \
    новости новость пресс-релиз релиз пресс статья заметка интервью колонка письмо выпуск вопрос ответ сообщение тема haber haberler \
    zprava zpravy clanek aktuality aktualita clanok sprava hir hirek cikk vijesti novice stiri comunicat νεα berita artikel";

/// Words of labels that are no names, though they may have capitals: `Release Date`, `Move In`, `Opening Night`. A judgement, in the
/// languages of the public benchmarks.
const OF_LABELS: &str = "\
    release released launch launched start starts starting end ends ending begin begins beginning open opens opened opening close closes \
    closed closing deadline due delivery delivered ship ships shipping arrival arrives departure departs check in out move available \
    availability stock from until till by before after since founded established incorporated built born died death birth funeral \
    service visitation burial wedding joined member login log seen active activity registered registration event events exam meeting \
    hearing kick off match game fixture premiere premiered air aired airing flight signed ratified adopted commissioned decommissioned \
    discovered recorded taken photographed shot best expires expiry expiration renewal next review reviewed certified warranty \
    manufactured model today holiday tickets ticket sale sales doors term terms enrolment enrollment semester battle discontinued life \
    support latest stable initial first last final snapshot inspected inspection approved approval listed sold order orders get pick up \
    pre offer valid effective force entry application applications apply interviews interview contract viewing house auction sailing \
    reopens consecrated started completed completion finished duration period season population census area height elevation inaugurated \
    inauguration demolished renovated acquired purchased retired resigned elected appointed installed ordained enlisted service tenure \
    office preceded succeeded status license licence copyright patent filing priority grant granted embargo trial study enrollment \
    booking checkout rental lease rent price prices payment paid invoice lieferung lieferbar verfugbar lieferdatum \
    liefertermin beginn starttermin eintrittstermin arbeitsbeginn gultig kraft inkrafttreten termin geoffnet gegrundet geboren gestorben \
    beisetzung mitglied zuletzt frei bezugsfrei besichtigung abfahrt anreise abreise erstzulassung nachste sortiment premiere \
    erstausstrahlung einlass prufung geschlossen verkauf vorverkauf bestellung anlage sortie debut livraison disponible prise poste \
    cloture ouverture fermeture naissance deces obseques membre connexion depart arrivee rentree valable vigueur estreno inicio entrega vigor \
    lanzamiento incorporacion cierre valido apertura fundacion nacimiento fallecimiento miembro visita salida uscita consegna inizio \
    disponibile iscritto partenza nato";

/// What labels of things end with where words are not parted; the rest of such labels is left open, since what is listed of them is
/// not all. A judgement.
const EASTERN: &str = "\
    発売日 発売予定日 発売 予定日 開始日 終了日 締切 期限 施行日 設立 創業 創立 生年月日 誕生日 入会日 放送日 公開予定 公開予定日 撮影日 製造日 登録年月日 没年月日 死亡日 竣工 開業 开业 成立日期 成立时间 生产日期 \
    生产时间 出生日期 生日 上市时间 上市日期 有效期 入职时间 到货日期 发货时间 上映日期 上映时间 注册时间 開演 出荷日 출시일 생년월일 설립일 개봉일 개봉 방영일 유효기간 시행일 가입일 배송일";

/// What buttons are called that stand above a day with their colon: no labels. A judgement.
const ACTIONS: &str = "\
    share|share this|print|follow|follow us|tags|tag|category|categories|topics|filed under|teilen|drucken|schlagworte|\
    kategorie|rubrik|partager|compartir|condividi|compartilhar|delen|dela|del|поделиться|udostepnij|source|quelle|fuente|\
    fonte|bron|источник|author|autor|auteur|views|hits|likes|comments|kommentare|просмотров|просмотры";

static STEMS: LazyLock<Vec<String>> = LazyLock::new(|| BEGINNINGS.split_whitespace().map(fold).collect());
static DATE_WORDS: LazyLock<Set<String>> = LazyLock::new(|| words(DATES));
static TEXT_WORDS: LazyLock<Set<String>> = LazyLock::new(|| words(TEXTS));
static LABEL_WORDS: LazyLock<Set<String>> = LazyLock::new(|| words(OF_LABELS));

fn words(list: &str) -> Set<String> {
    list.split_whitespace().map(fold).collect()
}

/// Whether the day beside a label is that of a thing.
pub(super) fn is_of_thing(text: &str, pair: Pair) -> bool {
    let text = text.trim().trim_end_matches([':', '：']).trim();
    if text.is_empty()
        || text.len() > BYTES
        || text.contains(['@', '#', '?', '!', '"', '“', '„', '«', '»', '>'])
    {
        return false;
    }
    if text.contains(is_unspaced) {
        return EASTERN.split_whitespace().any(|label| text.ends_with(label));
    }
    // Of other scripts the lists know too little.
    let is_known = |letter: char| !letter.is_alphabetic() || letter < '\u{530}';
    if !text.chars().all(is_known) || is_byline(text) {
        return false;
    }
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let said: Vec<&str> = words.iter().copied().filter(|word| !is_of_date(word)).collect();
    if said.is_empty()
        || words.len() > WORDS
        || said.iter().any(|word| is_of_publication(word)) && !is_presence(&said)
    {
        return false;
    }
    !is_text(&said)
        && !ACTIONS.split('|').any(|action| action == folded)
        && (pair == Pair::Cells || !is_name(text, &words))
}

/// Whether a folded word belongs to any date: a word for one, a number, the name of a day or a month.
fn is_of_date(word: &str) -> bool {
    DATE_WORDS.contains(word)
        || word.bytes().all(|sign| sign.is_ascii_digit())
        || is_weekday(word)
        || is_month(word)
}

/// Whether a folded word is said of publications, or of changes.
fn is_of_publication(word: &str) -> bool {
    // `Erscheinungstermin` is to come.
    matches!(label(word), Some(Label::Published | Label::Updated))
        || !word.ends_with("termin") && STEMS.iter().any(|stem| word.starts_with(stem.as_str()))
}

/// Whether words say when somebody was there last: `Zuletzt online`.
fn is_presence(words: &[&str]) -> bool {
    matches!(words, ["last" | "zuletzt" | "was", "online"])
}

/// Whether words name a kind of text, and not the next of its kind.
fn is_text(words: &[&str]) -> bool {
    let is_other =
        |word: &&str| matches!(*word, "next" | "latest" | "last" | "previous" | "upcoming" | "nachste");
    let named = |word: &str| TEXT_WORDS.contains(word) || names_page(word) || names_issue(word);
    let is_of_label = |word: &&str| LABEL_WORDS.contains(*word);
    // `Press release`, `Pressemitteilung Nr. 4`, but `Entry into force`
    let is_led = || words.first().is_some_and(|first| named(first)) && !words.iter().skip(1).any(is_of_label);
    !words.first().is_some_and(is_other)
        && (words.iter().all(|word| named(word))
            || is_led()
            || matches!(words, [.., "press" | "news" | "media", "release"]))
}

/// Whether a title tells that it is a text: `Minutes of 14 June 2025`, and no lecture or market.
pub(super) fn tells_text(title: &str) -> bool {
    let folded = fold(title);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| {
        TEXT_WORDS.contains(word) || names_page(word) || names_issue(word) || is_of_publication(word)
    })
}

/// Whether a text can be the name of a person, an outlet or a place: words with capitals, none of which is one of labels.
fn is_name(text: &str, folded: &[&str]) -> bool {
    /// Letters of a place in capitals, and words of a name. Judgements.
    const PLACE: usize = 3;
    const NAME: std::ops::RangeInclusive<usize> = 2..=4;
    let is_of_labels = folded.iter().any(|word| LABEL_WORDS.contains(*word));
    let parts = || text.split_whitespace();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_loud = parts().all(|word| !word.contains(char::is_lowercase)) && text.chars().count() >= PLACE;
    !is_of_labels && (is_loud || (NAME.contains(&parts().count()) && parts().all(is_capital)))
}

/// The label that a text before a day ends with: what stands before its last colon, up to another sign that parts.
pub(super) fn label_before(before: &str) -> Option<&str> {
    let text = tail(before, 2 * BYTES).trim_end().strip_suffix([':', '：'])?.trim_end();
    let parts = |sign: char| {
        matches!(sign, ':' | '：' | '|' | '·' | '•' | ';' | ',' | '\n' | '(' | ')' | ']' | '»' | '–' | '—')
    };
    let start = text.rfind(parts).map_or(0, |at| {
        text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |sign| at + sign.len_utf8())
    });
    let label = text.get(start..)?;
    let label = label.rsplit(". ").next().unwrap_or(label).trim();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_is_none_of_publication_is_that_of_a_thing() {
        for text in [
            "Starting date",
            "Delivery",
            "Opened",
            "Funeral",
            "Last login",
            "Lieferbar ab",
            "Im Sortiment seit",
            "Sortie",
            "Estreno",
            "Doručit do",
            "В продаже с",
            "Release Date",
            "Last Seen",
            "Next review",
            "発売日",
            "Premiere",
        ] {
            assert!(is_of_thing(text, Pair::Colon) && is_of_thing(text, Pair::Cells), "{text}");
        }
        for text in [
            "",
            "Date",
            "Datum",
            "Yayın tarihi",
            "Δημοσιεύθηκε",
            "Közzétéve",
            "Julkaistu",
            "Online seit",
            "Date added",
            "Issue 14",
            "Blog",
            "Press release",
            "Pressemitteilung Nr. 4",
            "By Ada Reed",
            "ada@example.org",
            "Friday",
            "时间",
            "Datum und Zeit",
            "Posting date",
            "Añadido",
            "Lagt ut",
            "5",
            "عدد",
        ] {
            assert!(!is_of_thing(text, Pair::Colon) && !is_of_thing(text, Pair::Cells), "{text}");
        }
        for name in ["Ada Reed", "LAKEND", "The Lake Times"] {
            assert!(!is_of_thing(name, Pair::Colon), "{name}");
        }
    }

    #[test]
    fn a_label_begins_behind_what_parts_it() {
        for (before, wanted) in [
            ("Opened: ", Some("Opened")),
            ("Colour: grey | Delivery : ", Some("Delivery")),
            ("It is grey. Delivery: ", Some("Delivery")),
            ("Delivery ", None),
            (": ", None),
        ] {
            assert_eq!(label_before(before), wanted, "{before}");
        }
    }
}
