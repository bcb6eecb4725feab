//! Ranks the several days that one thing has by what their labels or the heads of their columns say: when it was published,
//! when it was decided, when it came in or people met about it.
//!
//! In: a label or a head. Out: its [`Rank`]; a flow in which such labels are small print. Says nothing of a day that stands
//! alone. The words are judgements, in the languages whose dates are read; those of publications are also those of `dates` and
//! `day_labels`.

use std::sync::LazyLock;

use super::labels;
use super::others;
use crate::document::fold;
use crate::normalise::dates::{self, Label};
use crate::normalise::listing::flow::runs;
use crate::normalise::listing::flow::{Flow, Kind, Piece};
use crate::normalise::listing::phrases::{self, folded, plain};
use crate::normalise::tables::Set;

/// Of several days of one thing the first in this order is that of its publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// It was published, released, issued.
    Published,
    /// It was decided or adopted.
    Decided,
    /// A date, or nothing that is known.
    Plain,
    /// Something else, before it or beside it: it came in, was heard, signed; a meeting; the time that it covers.
    Beside,
}

/// Words of the publication beside those of `dates`. `Issue` alone numbers one.
const PUBLISHED: &str = "\
    release|posting|issuance|announced|announcement|gazetted|handed|veröffentlicht|publikation|bekanntmachung|ausgabedatum|\
    ausgegeben|diffusion|difusión|divulgação|diffusione|emissione|publicada|pubblicati|uitgegeven|uitgiftedatum|ogłoszenia|\
    выпуска|выхода|оприлюднення|оприлюднено|utgiven|publicering|utgivning|offentliggjort|offentliggjord|udgivet|utgitt|\
    julkaistu|julkaisu|zveřejnění|zveřejněno|vydání|vydáno|zverejnenia|zverejnené|közzététel|közzétéve|megjelenés|publicării|\
    publicat|δημοσίευση|δημοσίευσης|δημοσιεύθηκε|yayın|yayım|yayımlanma|النشر|نشر|انتشار|פרסום|פורסם|प्रकाशन|प्रकाशित|terbit|\
    đăng|เผยแพร่";

/// Words that say in Chinese, Japanese and Korean that something was published, anywhere in a label.
const UNSPACED_PUBLISHED: [&str; 16] = [
    "公布", "发布", "發布", "發佈", "发表", "發表", "公開", "公表", "掲載", "発表", "発行", "刊登", "게시",
    "공고", "발행", "배포",
];

/// Words of what was added to a site: it may be as old as it likes.
const ADDED: &str = "\
    added|uploaded|created|written|filed|submitted|erstellt|erstellungsdatum|eingestellt|geschrieben|verfasst|ecrit|escrito|creado|\
    criado|scritto|dodano|dodany|utworzono|добавлена|добавлено";

/// Words of decisions.
const DECIDED: &str = "\
    decided|decision|judgment|judgement|judgments|ruling|ruled|verdict|adopted|adoption|delivered|approved|approval|enacted|\
    entscheidung|entschieden|entscheidungsdatum|urteil|urteilsdatum|beschluss|beschlossen|beschlussdatum|verabschiedet|décision|\
    décidé|jugement|arrêt|adopté|adoptée|adoption|délibéré|decisión|decidido|sentencia|fallo|adoptado|aprobado|aprobación|decisão|\
    acórdão|julgamento|julgado|adotado|aprovado|aprovação|decisione|sentenza|deciso|adottato|approvato|approvazione|uitspraak|\
    uitspraakdatum|besluit|beslissing|aangenomen|vastgesteld|orzeczenia|wyroku|uchwalono|przyjęto|решения|постановления|принятия|\
    утверждения|рішення|ухвалення|beslut|avgörande|dom|afgørelse|vedtaget|vedtak|vedtatt|avgjørelse|päätös|rozhodnutí|rozsudku|\
    přijetí|határozat|ítélet|hotărârii|απόφασης|karar|القرار|الحكم|פסק|החלטה";

/// Words of what came before or lies beside.
const BESIDE: &str = "\
    print|printed|druckausgabe|printausgabe|gedruckt|\
    received|receipt|submitted|submission|lodged|accepted|acceptance|heard|hearing|hearings|argued|argument|meeting|session|sitting|\
    period|signed|signature|signing|next|incident|sampled|fieldwork|eingang|eingangsdatum|eingegangen|eingereicht|einreichung|\
    angenommen|sitzung|sitzungsdatum|sitzungstag|verhandlung|verhandlungstermin|anhörung|unterzeichnet|unterzeichnung|\
    unterschrieben|ausfertigung|ausfertigungsdatum|zeitraum|berichtszeitraum|berichtsmonat|nächste|reçu|reçue|réception|dépôt|\
    déposé|déposée|soumis|soumise|accepté|acceptée|séance|audience|réunion|signé|signée|signature|période|prochaine|recibido|\
    recepción|entrada|presentado|presentación|aceptado|aceptación|audiencia|vista|sesión|reunión|firma|firmado|período|periodo|\
    próxima|recebido|recebimento|submetido|submissão|aceito|aceite|audiência|sessão|reunião|assinatura|assinado|ricevuto|\
    ricevimento|presentato|accettato|accettazione|udienza|seduta|riunione|firmato|ontvangen|ontvangst|ingediend|geaccepteerd|\
    zitting|zittingsdatum|vergadering|vergaderdatum|ondertekend|ondertekening|periode|otrzymano|wpływu|złożenia|posiedzenia|\
    rozprawy|podpisania|podpisano|okres|получено|поступления|поступила|подачи|заседания|слушания|подписания|подписано|период|\
    отримано|надходження|засідання|підписання|mottagen|inkommen|inlämnad|sammanträde|sammanträdesdatum|möte|mötesdatum|undertecknad|\
    modtaget|mottatt|møde|mødedato|møte|møtedato|underskrevet|vastaanotettu|kokous|allekirjoitettu|přijato|doručeno|podáno|zasedání|\
    jednání|podepsáno|beérkezett|benyújtva|ülés|aláírás|primit|depus|ședință|semnat|παραλαβή|συνεδρίαση|υπογραφή|alındı|duruşma|\
    toplantı|imza|الاستلام|الجلسة|الاجتماع|التوقيع";

/// The same, anywhere in a label in Chinese, Japanese and Korean.
const UNSPACED_BESIDE: [&str; 16] = [
    "收稿", "收到", "受理", "会议", "會議", "会議", "开庭", "開庭", "签署", "簽署", "署名", "成文", "접수",
    "회의", "서명", "심리",
];

/// Words for what takes place, folded: `Event on`. A judgement; they are topics as well, and stay them.
const EVENTS: [&str; 5] = ["event", "veranstaltung", "evenement", "evento", "evenemang"];

static OF_PUBLICATION: LazyLock<Set<String>> = LazyLock::new(|| folded(PUBLISHED));
static OF_ADDING: LazyLock<Set<String>> = LazyLock::new(|| folded(ADDED));
static OF_DECISION: LazyLock<Set<String>> = LazyLock::new(|| folded(DECIDED));
static OF_SOMETHING_BESIDE: LazyLock<Set<String>> = LazyLock::new(|| folded(BESIDE));

/// Words of a label that is looked at. A judgement: `Date of publication in the Official Journal` has seven; more is a text.
const WORDS: usize = 7;

/// The rank of the day below or behind a label.
pub(crate) fn rank(label: &str) -> Rank {
    let plain = plain(label);
    let words = || plain.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    if plain.is_empty() || words().nth(WORDS).is_some() {
        return Rank::Plain;
    }
    let is_among = |known: &Set<String>| words().any(|word| known.contains(word));
    let holds =
        |known: &[&str]| !label.is_ascii() && known.iter().any(|part| plain.contains(&fold::fold(part)));
    let is_of_event = || words().any(|word| EVENTS.contains(&word));
    if is_among(&OF_SOMETHING_BESIDE) || holds(&UNSPACED_BESIDE) || is_of_event() {
        return Rank::Beside;
    }
    let is_published = |word: &str| {
        OF_PUBLICATION.contains(word)
            || (dates::label(word) == Some(Label::Published) && !OF_ADDING.contains(word))
    };
    let is_issue = || words().any(|word| word == "issue") && words().any(|word| word == "date");
    if words().any(is_published)
        || is_issue()
        || holds(&UNSPACED_PUBLISHED)
        || labels::is_of_publication(label)
    {
        return Rank::Published;
    }
    if is_among(&OF_DECISION) { Rank::Decided } else { Rank::Plain }
}

/// Makes small print of the labels before days: alone in a term, or in one text with the day.
pub(crate) fn quiet_labels(flow: &mut Flow) {
    let is_day = |at: usize| flow.pieces.get(at).is_some_and(|piece| piece.date.is_some());
    let found: Vec<usize> = (0..flow.pieces.len())
        .filter(|at| {
            is_day(at + 1) && flow.pieces.get(*at).is_some_and(|label| is_label_of(flow, label, at + 1))
        })
        .collect();
    for label in found {
        others::quiet(flow, label);
    }
}

fn is_label_of(flow: &Flow, label: &Piece, day: usize) -> bool {
    let may_be = label.date.is_none() && label.link.is_none() && label.heading == 0;
    let stands = || {
        let is_before = label.part == runs::BEFORE
            && flow.pieces.get(day).is_some_and(|piece| piece.holder == label.holder);
        is_before || flow.elements.get(label.holder).is_some_and(|holder| holder.kind == Kind::Term)
    };
    may_be && stands() && is_label(&label.text)
}

/// Whether a text is nothing but the label of such a day: all its words are those that say so, or join them to a date.
fn is_label(text: &str) -> bool {
    const DATES: [&str; 12] =
        ["date", "datum", "data", "fecha", "дата", "dato", "tarihi", "time", "of", "day", "and", "issue"];
    let known = [&OF_PUBLICATION, &OF_ADDING, &OF_DECISION, &OF_SOMETHING_BESIDE];
    let is_known = |word: &str| {
        known.iter().any(|words| words.contains(word))
            || dates::label(word).is_some()
            || phrases::joins(word)
            || DATES.contains(&word)
    };
    let plain = plain(text);
    rank(text) != Rank::Plain
        && plain.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_one_thing_are_ranked_by_their_labels() {
        for label in
            ["Published", "Date of issue", "Release date", "Veröffentlicht am", "Published in OJ", "公布日期"]
        {
            assert_eq!(rank(label), Rank::Published, "{label}");
        }
        for label in ["Decided", "Date of judgment", "Fecha de la decisión", "Adopted:"] {
            assert_eq!(rank(label), Rank::Decided, "{label}");
        }
        for label in ["Date", "Issue", "Added to site", "Uploaded", "Filed", "", "Opened", "Lakes"] {
            assert_eq!(rank(label), Rank::Plain, "{label}");
        }
        for label in [
            "Received",
            "Submitted",
            "Hearing date",
            "Date de séance",
            "Eingang",
            "Next release",
            "PRINT EDITION",
            "Event on",
            "会议日期",
            "접수일",
        ] {
            assert_eq!(rank(label), Rank::Beside, "{label}");
        }
    }
}
