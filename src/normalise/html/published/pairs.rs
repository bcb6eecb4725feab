//! Whether the label of a day names a thing rather than the publication: `Delivery: 12 June 2026`, `Founded | 12 June 1998`.
//!
//! In: a label. Out: whether the day is that of a thing, by a word that is known to be said of
//! things. What labels of publications say is told by `labels`; a label that nobody knows is no evidence, as there are more of
//! either than any list has.

use std::sync::LazyLock;

use crate::document::fold::{fold, is_unspaced};
use crate::normalise::dates::{Label, is_month, is_weekday, label};
use crate::normalise::html::published::labels::{is_byline, tail};
use crate::normalise::html::published::sentences::names_page;
use crate::normalise::html::published::spans::names_issue;
use crate::normalise::tables::Set;

/// Bytes and words of a label. Judgements: `Datum der letzten Zulassung` has four words, sentences have more.
const BYTES: usize = 60;
const WORDS: usize = 4;

/// Words for a day or a time, in the languages of the months, which say nothing of what is dated. A judgement.
const DATES: &str = "\
    date dates dated datum datums dato data fecha дата даты datu dátum päivämäärä päiväys päivä kuupäev tarih tarihi ημερομηνία \
    ημ/νία tanggal ngày thời gian time uhrzeit zeit zeitpunkt day tag jour heure hora ora godzina czas время час tid tijd klo klokken \
    saat aika kl and und et y e en i и og och ja de des du del della der die das den the of van von av af d l la le el il o a \
    um am on at vom dne dnia od от за в em op om w v na i în la timestamp year jahr année año anno rok год";

/// Beginnings of words for a publication, in the languages of the months; a longer word is one of its forms. A judgement.
const BEGINNINGS: &str = "\
    publi pubbl publ veroffent veroeffent erschien erschein gepubl geplaatst plaats objav zverej vydan опубл публ оприлюд \
    размещ розміщ выпущ добавл додан објав julka avalda δημοσι αναρτ kozze megjel yayin yayim terbit tayang \
    udgiv utgiv utgitt offentlig opubl wydan dodan zamieszcz post issue upload added submit submis written writ creat erstell \
    angelegt eingest einstell verfass geschrieb gepost online linea ajout redige ligne paru parut emis emissi anadid adicionad \
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
    verbale notulen zapis jegyzokonyv poytakirja referat changelog weeknotes judgment judgement arrete urteil протокол приказ \
    zprava zpravy clanek aktuality aktualita clanok sprava hir hirek cikk vijesti novice stiri comunicat νεα berita artikel";

/// Words that labels of things have and labels of publications have not. A judgement, in the languages of the public benchmarks.
/// What is released, adopted, approved, aired or held may be the publication, and is left out.
const OF_THINGS: &str = "\
    start starts starting end ends ending begin begins beginning open opens opened opening close closes closed closing deadline due \
    delivery delivered ships shipping arrival arrives departure departs available availability valid expires expiry expiration founded \
    established incorporated born died death birth funeral visitation burial wedding joined member login seen active registered \
    registration doors tickets ticket exam viewing auction sailing reopens consecrated completion duration population census \
    inaugurated inauguration demolished renovated acquired purchased retired ordained enlisted warranty manufactured premiere premiered \
    flight battle holiday move booking rental lease rent price prices payment enrolment enrollment semester embargo kick \
    lieferung lieferbar lieferdatum liefertermin beginn starttermin eintrittstermin arbeitsbeginn gultig termin geoffnet gegrundet geboren \
    gestorben beisetzung mitglied zuletzt bezugsfrei besichtigung abfahrt anreise abreise erstzulassung sortiment erstausstrahlung einlass \
    prufung geschlossen verkauf vorverkauf bestellung verfugbar sortie debut livraison disponible prise cloture ouverture fermeture naissance \
    deces obseques membre connexion depart arrivee rentree valable estreno inicio entrega lanzamiento incorporacion cierre valido apertura \
    fundacion nacimiento fallecimiento miembro visita salida consegna inizio disponibile iscritto partenza nato dorucit doruceni dostawa \
    dostepny доставка продаже";

/// What labels of things end with where words are not parted; the rest of such labels is left open, since what is listed of them is
/// not all. A judgement.
const EASTERN: &str = "\
    発売日 発売予定日 発売 予定日 開始日 終了日 締切 期限 施行日 設立 創業 創立 生年月日 誕生日 入会日 放送日 公開予定 公開予定日 撮影日 製造日 登録年月日 没年月日 死亡日 竣工 開業 开业 成立日期 成立时间 生产日期 \
    生产时间 出生日期 生日 上市时间 上市日期 有效期 入职时间 到货日期 发货时间 上映日期 上映时间 注册时间 開演 出荷日 출시일 생년월일 설립일 개봉일 개봉 방영일 유효기간 시행일 가입일 배송일";

static STEMS: LazyLock<Vec<String>> = LazyLock::new(|| BEGINNINGS.split_whitespace().map(fold).collect());
static DATE_WORDS: LazyLock<Set<String>> = LazyLock::new(|| words(DATES));
static TEXT_WORDS: LazyLock<Set<String>> = LazyLock::new(|| words(TEXTS));
static THING_WORDS: LazyLock<Set<String>> = LazyLock::new(|| words(OF_THINGS));

fn words(list: &str) -> Set<String> {
    list.split_whitespace().map(fold).collect()
}

/// Whether the day beside a label is that of a thing.
pub(super) fn is_of_thing(text: &str) -> bool {
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
    let is_published =
        || said.iter().any(|word| is_of_publication(word) || TEXT_WORDS.contains(*word) || names_page(word));
    words.len() <= WORDS
        && (is_presence(&said) || (said.iter().any(|word| THING_WORDS.contains(*word)) && !is_published()))
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

/// Whether a title tells that it is a text: `Minutes of 14 June 2025`, and no lecture or market.
pub(super) fn tells_text(title: &str) -> bool {
    let folded = fold(title);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    // Of compounds the last word says what it is: `Sitzungsprotokoll`.
    let is_compound =
        |word: &str| ["protokoll", "protokol", "bericht", "spiegel"].iter().any(|end| word.ends_with(end));
    words.any(|word| {
        is_compound(word)
            || TEXT_WORDS.contains(word)
            || names_page(word)
            || names_issue(word)
            || is_of_publication(word)
    })
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
    fn a_label_with_a_word_for_things_is_that_of_one() {
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
            "Last Seen",
            "発売日",
            "Premiere",
        ] {
            assert!(is_of_thing(text), "{text}");
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
            "Open letter",
            "Disponible en línea",
            // A label that nobody knows is no evidence.
            "Release Date",
            "For Immediate Release",
            "Verschenen",
            "Kiadva",
            "Meeting date",
            "Language",
            "Jump to",
            "Reuters",
            "Ada Reed",
            "LAKEND",
        ] {
            assert!(!is_of_thing(text), "{text}");
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
