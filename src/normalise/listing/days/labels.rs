//! Labels of days in many languages: those of the publication, and those of something else that is to happen or to end.
//!
//! In: short texts before dates. Out: which of them they are. Knows no page. The lists are judgements, words of forms, calls
//! and calendars; single words that pages say of days as well stand in `dates`. They are folded when they are looked at,
//! since folding takes letters of some scripts apart.

use std::sync::LazyLock;

use crate::document::fold;
use crate::normalise::listing::phrases::{self, SHORT, folded};
use crate::normalise::tables::Set;

/// Labels of the day of publication beside those of `phrases`.
const OF_PUBLICATION: &str = "\
    date of publication|publishing date|posting date|post date|veröffentlichungsdatum|erscheinungsdatum|datum der veröffentlichung|\
    date de publication|date de parution|fecha de publicación|data de publicação|data di pubblicazione|data pubblicazione|\
    publicatiedatum|datum publicatie|data publikacji|дата публикации|дата публікації|publiceringsdatum|publiceringsdag|\
    udgivelsesdato|publiseringsdato|julkaisupäivä|datum zveřejnění|dátum zverejnenia|közzététel dátuma|data publicării|\
    ημερομηνία δημοσίευσης|yayın tarihi|yayınlanma tarihi|تاريخ النشر|تاریخ انتشار|תאריך פרסום|प्रकाशन तिथि|tanggal terbit|\
    ngày đăng|วันที่เผยแพร่|发布日期|发布时间|发文日期|公布日期|公布时间|发表日期|刊登日期|發布日期|發佈日期|發布時間|公告日期|\
    刊登日|公開日|掲載日|発表日|発行日|投稿日|更新発表日|등록일|등록일자|작성일|작성일자|게시일|게시일자|공고일|공고일자|발행일|보도일";

/// Labels of days by which something is asked, or on which it begins, ends or takes place.
const OF_ANOTHER: &str = "\
    it is currently|current time|the time is now|the time now is|aktuelle zeit|aktuelle uhrzeit|es ist jetzt|heute ist|il est actuellement|\
    nous sommes le|fecha actual|hora actual|hoy es|data atual|agora é|oggi è|ora corrente|het is nu|huidige tijd|\
    obecny czas|dzisiaj jest|текущее время|сейчас|поточний час|nyt on|klockan är nu|aktuální čas|pontos idő|ora curentă|τώρα είναι|\
    şu an|当前时间|現在時刻|现在时间|目前時間|현재 시간|\
    apply by|apply before|apply until|applications close|applications due|applications open|application deadline|\
    application period|submission deadline|submit by|respond by|responses due|proposals due|registration deadline|register by|\
    rsvp by|closing date|closing time|opening date|open until|open till|start date|starting date|starts on|end date|\
    valid from|valid to|valid until|valid through|gültig ab|gültig bis|gültig von|valable du|valable jusqu'au|válido desde|\
    válido hasta|válido até|valido dal|valido fino al|geldig van|geldig tot|ważne od|ważne do|действует до|действительно до|\
    giltig från|giltig till|gyldig fra|gyldig til|voimassa|platnost od|platnost do|platné do|érvényes|valabil până la|ισχύει έως|\
    geçerlilik tarihi|有效期|有效期至|有效期限|有効期限|有効期間|유효기간|\
    starts|begins|interview date|interview dates|event date|due date|date due|expiry date|\
    frist|bewerbungsfrist|bewerbungsschluss|einreichungsfrist|einsendeschluss|anmeldefrist|meldefrist|abgabefrist|\
    antragsfrist|stichtag|ende der frist|bewerbung bis|bewerben bis|eintrittsdatum|startdatum|beginn|einlass|\
    date limite|date limite de candidature|date de clôture|clôture|échéance|délai|date de début|date de fin|\
    candidature avant le|plazo|fin de plazo|fecha límite|fecha de cierre|fecha de inicio|fecha de fin|cierre|vencimiento|\
    prazo|data limite|inscrições até|encerramento|scadenza|data di scadenza|termine di presentazione|data di inizio|\
    sluitingsdatum|uiterste datum|aanmelden tot|reageren tot|begindatum|einddatum|termin składania|termin nadsyłania|\
    termin zgłoszeń|ostateczny termin|срок|срок подачи|срок подачи заявок|дедлайн|дата проведения|дата начала|\
    дата окончания|термін подання|кінцевий термін|sista dag|sista ansökningsdag|ansök senast|ansøgningsfrist|\
    søknadsfrist|hakuaika päättyy|hakuaika|uzávěrka|uzávierka|termín|határidő|jelentkezési határidő|termen limită|προθεσμία|\
    καταληκτική ημερομηνία|son tarih|son başvuru|son başvuru tarihi|başvuru tarihi|الموعد النهائي|آخر موعد|مهلت|מועד אחרון|\
    अंतिम तिथि|batas waktu|tenggat|hạn chót|hạn nộp|หมดเขต|截止|截止日期|截止时间|截止日|截稿日期|申报截止|报名时间|申请时间|\
    申报时间|报名截止|活动时间|讲座时间|会议时间|报告时间|培训时间|考试时间|举办时间|开始时间|结束时间|开幕时间|展览时间|\
    截止時間|報名時間|報名期間|活動時間|講座時間|會議時間|展覽時間|締切|締切日|〆切|応募締切|申込締切|募集期間|応募期間|\
    受付期間|申込期間|開催日|開催日時|開催期間|会期|実施日|접수기간|접수 기간|신청기간|신청 기간|모집기간|모집 기간|공모기간|\
    응모기간|마감|마감일|마감일자|접수마감|신청마감|행사기간|행사일시|행사일|개최일|교육기간|일시";

static PUBLICATION: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_PUBLICATION));
static ANOTHER: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_ANOTHER));

/// Whether a text is a label of the day of publication and nothing else.
pub(crate) fn is_of_publication(text: &str) -> bool {
    text.len() <= SHORT && PUBLICATION.contains(plain_label(text).as_str())
}

/// Whether a text ends with a label of the day of publication: `Ministry of Lakes, 발행일`.
pub(crate) fn ends_of_publication(folded: &str) -> bool {
    let plain = phrases::plain(folded);
    ends(&plain, &PUBLICATION)
}

/// Whether a text is a label of another day: one of the list, or with a colon in it one that goes on (`Plazo de solicitud:
/// hasta el`, `Date limite de dépôt :`).
pub(crate) fn is_of_another(text: &str) -> bool {
    /// Words that such a label goes on by, a judgement: `de presentación de solicitudes`.
    const WORDS: usize = 4;
    if text.len() > 2 * SHORT {
        return false;
    }
    let label = text.split([':', '：']).next().unwrap_or_default();
    let plain = plain_label(label);
    if ANOTHER.contains(plain.as_str()) {
        return true;
    }
    let is_marked = label.len() < text.len();
    is_marked && (begins(&plain, WORDS) || ends(&plain, &ANOTHER))
}

/// A label folded, without marks around it and the words that join it to the date.
fn plain_label(text: &str) -> String {
    let mut plain = phrases::plain(text);
    while let Some((before, last)) = plain.rsplit_once(' ') {
        if !phrases::joins(last) || ANOTHER.contains(plain.as_str()) {
            break;
        }
        plain.truncate(before.trim_end().len());
    }
    plain
}

/// Whether a folded text begins with a label of another day and has few words behind it.
fn begins(plain: &str, words: usize) -> bool {
    let gaps = plain.match_indices(' ').map(|(at, _)| at);
    let mut heads = gaps.filter_map(|at| plain.split_at_checked(at));
    heads.any(|(head, rest)| ANOTHER.contains(head) && rest.split_whitespace().count() <= words)
}

/// Whether a folded text ends with a label of a script without spaces (`论文截止日期`), or with one behind a space.
fn ends(plain: &str, labels: &Set<String>) -> bool {
    /// Letters of a label that is looked for within a word: one alone is a part of any.
    const LETTERS: usize = 3;
    let is_start = |at: usize| plain.get(..at).is_some_and(|before| before.ends_with(' '));
    let starts = plain.char_indices().filter(|(at, letter)| fold::is_unspaced(*letter) || is_start(*at));
    starts.filter_map(|(at, _)| plain.get(at..)).any(|tail| {
        let unspaced = tail.chars().all(fold::is_unspaced);
        (!unspaced || tail.chars().count() >= LETTERS) && labels.contains(tail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_other_days_are_told_in_every_script() {
        for text in [
            "Apply by",
            "Frist:",
            "Start date: ",
            "Date limite :",
            "Date limite de dépôt :",
            "Plazo de solicitud: hasta el",
            "截止日期：",
            "论文截止日期：",
            "締切：",
            "접수기간:",
            "Gyldig fra:",
            "Valable jusqu’au",
        ] {
            assert!(is_of_another(text), "{text}");
        }
        for text in [
            "Interview",
            "Start-ups:",
            "Starting over:",
            "Published:",
            "发布日期：",
            "Plazo de solicitud y más",
        ] {
            assert!(!is_of_another(text), "{text}");
        }
    }

    #[test]
    fn labels_of_the_publication_are_told_in_every_script() {
        for text in ["등록일:", "发布日期：", "Fecha de publicación", "Publiceringsdatum:"] {
            assert!(is_of_publication(text), "{text}");
        }
        assert!(ends_of_publication("호수 연구소 등록일") && !ends_of_publication("호수 연구소"));
    }
}
