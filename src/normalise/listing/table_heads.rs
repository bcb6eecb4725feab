//! Tells what the days in a column of a table are by the head of the column, and what a table lists by all its heads.
//!
//! In: a flow with its dates. Out: the same flow, in which days under heads of something else are told as those. The lists are
//! judgements, in the languages whose dates are read; single words that pages say of days as well stand in `dates`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::fold;
use crate::normalise::dates::{self, Label};
use crate::normalise::listing::flow::{Flow, Hint, Kind, Told, zone};
use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::listing::{activity, day_labels, others, phrases};
use crate::normalise::tables::Set;

/// Heads and labels of days of publications beside those of `phrases`, `day_labels` and `dates`: days, and what is done with
/// papers when they come out.
const OF_PUBLICATION: &str = "\
    day|month|year|years|time|date and time|online|online since|available online|issue|edition|volume|version|started|opened|asked|\
    adopted|adoption|signed|approved|approval|decided|decision|delivered|given|sent|entered|entry|registered on|recorded|\
    announced|circulated|discussed|tabled|presented|laid|read|aired|broadcast|premiered|listed|first published|first posted|\
    uploaded|upload|reported|launched|release|publish|printed|tag|monat|jahr|zeit|stand|ausgabe|beschluss|beschlossen|\
    eingestellt|online seit|hochgeladen|gesendet|erstellt|jour|mois|année|heure|parution|parus|mise en ligne|mis en ligne|\
    ajouté|créé|adopté|édition|día|mes|año|hora|creado|añadido|subido|emisión|emitido|edición|dia|mês|ano|criado|adicionado|\
    edição|giorno|mese|anno|ora|creato|inserito|uscita|edizione|dag|maand|jaar|tijd|geplaatst|toegevoegd|aangemaakt|verschenen|\
    dzień|miesiąc|rok|dodano|utworzono|wydanie|день|месяц|год|время|добавлено|создано|размещено|выпуск|рік|додано|dag|månad|år|\
    publicerad|skapad|utgåva|måned|offentliggjort|publisert|opprettet|päivä|kuukausi|vuosi|julkaistu|den|měsíc|vydáno|vloženo|\
    zveřejněno|vydané|nap|év|közzétéve|zi|luna|an|publicat|ημέρα|έτος|δημοσίευση|gün|ay|yıl|eklenme|yayın|година|публикувано|\
    السنة|اليوم|سال|روز|שנה|יום|वर्ष|दिनांक|तारीख|年|月|日|年月|月日|年月日|年度|時間|时间|期号|期|掲載|登録日|등록|일자|연도|년도|\
    kuupäev|avaldatud|dagsetning|tarikh|petsa|датум|تاریخ|তারিখ|தேதி|తేదీ|തീയതി|ದಿನಾಂಕ|datë|dyddiad|ամսաթիվ|თარიღი|vyvěšeno|\
    vyvěšeno dne|verabschiedet|verkündet|enacted|dated|yr|premiere|meeting|sitting|session|sitzung|séance|sesión|sessão|seduta|\
    posiedzenie|заседание|week|week ending|period|quarter|season|woche|quartal|semaine|semana|settimana|\
    tahun|hari|bulan|năm|tháng|ngày đăng|วันที่|ปี";

/// Heads of columns that only tables of talks, meetings and matches have: who speaks, where, against whom.
const OF_MEETINGS: &str = "\
    speaker|speakers|speaker(s)|presenter|presenters|lecturer|lecturers|performer|performers|venue|where|room|opponent|\
    opponents|kick-off|sprecher|sprecherin|redner|rednerin|redner/in|rednerin/redner|redner/-in|redner:in|\
    referent|referentin|referent/in|referent*in|referent:in|vortragende|vortragender|vortragende/r|dozent|dozentin|dozent/in|ort|\
    raum|gegner|intervenant|intervenante|intervenants|intervenant(e)|orateur|oratrice|orateurs|conférencier|lieu|salle|ponente|\
    ponentes|conferenciante|orador|oradora|oradores|palestrante|lugar|sala|local|relatore|relatori|relatrice|luogo|aula|spreker|\
    sprekers|locatie|zaal|prelegent|prelegenci|referent|miejsce|sala|докладчик|докладчики|спикер|лектор|место|место проведения|\
    доповідач|місце|talare|föreläsare|plats|lokal|foredragsholder|oplægsholder|sted|puhuja|puhujat|paikka|přednášející|místo|\
    prednášajúci|miesto|előadó|előadók|helyszín|vorbitor|vorbitori|ομιλητής|ομιλητές|χώρος|konuşmacı|konuşmacılar|yer|\
    المتحدث|سخنران|דובר|वक्ता|pembicara|diễn giả|วิทยากร|講演者|講師|報告人|报告人|主讲人|主讲|演讲人|地点|地點|会場|場所|연사|\
    발표자|강연자|장소";

/// Heads of columns of versions, and of what each of them changed.
const OF_VERSIONS: &str =
    "version|versions|revision|rev|ver|versión|versione|versão|versie|wersja|версия|verze|版本|版|버전";
const OF_CHANGES: &str = "\
    change|changes|description of change|description of changes|change description|summary of changes|what changed|changelog|\
    änderung|änderungen|art der änderung|modification|modifications|changements|cambio|cambios|alteração|alterações|modifica|\
    modifiche|wijziging|wijzigingen|zmiana|zmiany|изменение|изменения|ändring|ändringar|ændringer|endringer|muutos|muutokset|změna|\
    změny|módosítás|modificări|αλλαγές|değişiklik|変更内容|改訂内容|変更点|更新内容|修改内容|变更内容|변경 내용|변경사항";

static VERSIONS: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_VERSIONS));
static CHANGES: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_CHANGES));
static PUBLICATION: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_PUBLICATION));
static MEETINGS: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_MEETINGS));

/// What a head or a label says of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// They are of publications, or nothing says otherwise.
    Published,
    /// They are of changes.
    Changed,
    /// Somebody wrote below it then.
    Activity,
    /// They are of something else.
    Another,
}

/// What a head or a label says of the days below or behind it.
pub(super) fn days(text: &str) -> Days {
    let plain = plain(text);
    if !plain.contains(char::is_alphabetic) {
        return Days::Published;
    }
    if activity::is_label(text) {
        return Days::Activity;
    }
    if text.len() > SHORT || others::labels(text) || day_labels::is_of_another(text) {
        return Days::Another;
    }
    if phrases::says_updated(text) {
        return Days::Changed;
    }
    let is_known = |text: &str| {
        phrases::hint_of_column(text) == Some(Hint::Date)
            || day_labels::is_of_publication(text)
            || PUBLICATION.contains(text)
    };
    if is_known(&plain) || phrases::is_date_label(text) {
        return Days::Published;
    }
    let words: Vec<&str> =
        plain.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let labels = |wanted: Label| words.iter().any(|word| dates::label(word) == Some(wanted));
    if words.iter().any(|word| is_of_another(word)) {
        return Days::Another;
    }
    if labels(Label::Updated) {
        return Days::Changed;
    }
    if labels(Label::Published) || words.iter().any(|word| is_known(word) || is_date_word(word)) {
        return Days::Published;
    }
    if is_unspaced_date(&plain) { Days::Published } else { Days::Another }
}

/// Whether a folded word says that a day is one of something else; beside those of `dates` words of lives and of goods.
fn is_of_another(word: &str) -> bool {
    const BESIDE: [&str; 18] = [
        "birth",
        "birthday",
        "death",
        "naissance",
        "deces",
        "nacimiento",
        "nascimento",
        "nascita",
        "geboorte",
        "start",
        "end",
        "exam",
        "exams",
        "departure",
        "arrival",
        "best",
        "sell",
        "delivery",
    ];
    word.starts_with("geburts")
        || word.starts_with("sterbe")
        || BESIDE.contains(&word)
        || dates::of_another(word).is_some_and(|kind| kind != dates::RECEIPT)
        || dates::of_another_beside(word).is_some()
}

/// Whether a folded word means a date, alone or at its end: `Sitzungsdatum`.
fn is_date_word(word: &str) -> bool {
    const ENDS: [&str; 6] = ["datum", "dato", "datumet", "paiva", "pvm", "tarihi"];
    phrases::hint_of_column(word) == Some(Hint::Date) || ENDS.iter().any(|end| word.ends_with(end))
}

/// Whether a text of a script without spaces ends with the sign or word of a day.
fn is_unspaced_date(plain: &str) -> bool {
    const ENDS: [&str; 8] = ["日期", "日付", "日時", "年月日", "时间", "時間", "日", "일"];
    plain.starts_with(fold::is_unspaced) && ENDS.iter().any(|end| plain.ends_with(&*fold::fold(end)))
}

/// What the heads of a table say.
struct Head {
    /// Of the days in each column, by the place of the cell.
    columns: Vec<Option<Days>>,
    /// Whether it lists talks or matches, forums, or what versions of one thing changed.
    is_of_others: bool,
}

/// Says of the days in tables what the heads of their columns do.
pub(super) fn set_aside(flow: &mut Flow) {
    // By table: its heads, or that it has none.
    let mut heads: HashMap<usize, Option<Head>> = HashMap::new();
    for row in 0..flow.elements.len() {
        if flow.elements[row].kind != Kind::Row {
            continue;
        }
        let parent = flow.elements[row].parent;
        let table =
            if flow.elements[parent].kind == Kind::Table { parent } else { flow.elements[parent].parent };
        let cells = cells(flow, row);
        match heads.get(&table) {
            None => match read(flow, &cells) {
                First::Short => {}
                First::Like => {
                    heads.insert(table, None);
                }
                First::Heads(head) => {
                    heads.insert(table, Some(head));
                }
            },
            Some(Some(head)) => {
                for (day, days) in days_of(flow, &cells, head) {
                    match days {
                        Days::Activity => activity::set_one_aside(flow, day),
                        Days::Another => others::set_one_aside(flow, day),
                        Days::Changed => change(flow, day),
                        Days::Published => {}
                    }
                }
            }
            Some(None) => {}
        }
    }
}

/// Says of a day that it is one of a change, where nothing else is said.
fn change(flow: &mut Flow, at: usize) {
    let date = flow.pieces.get_mut(at).and_then(|piece| piece.date.as_mut());
    if let Some(date) = date.filter(|date| date.told == Told::Nothing) {
        date.told = Told::Updated;
    }
}

/// The cells of a row.
fn cells(flow: &Flow, row: usize) -> Vec<usize> {
    let depth = flow.elements[row].depth;
    let within =
        flow.elements.iter().enumerate().skip(row + 1).take_while(|(_, element)| element.depth > depth);
    let is_cell = |element: &crate::normalise::listing::flow::Element| {
        element.parent == row && matches!(element.kind, Kind::Cell | Kind::HeadCell)
    };
    within.filter(|(_, element)| is_cell(element)).map(|(at, _)| at).collect()
}

/// What a first row is.
enum First {
    /// Too short to tell.
    Short,
    /// A row like others.
    Like,
    /// Heads of columns.
    Heads(Head),
}

/// What the first row of a table is.
fn read(flow: &Flow, cells: &[usize]) -> First {
    let filled: Vec<usize> =
        cells.iter().copied().filter(|cell| flow.elements[*cell].end > flow.elements[*cell].first).collect();
    if filled.len() < 2 {
        return First::Short;
    }
    let pieces = |cell: usize| flow.within(flow.elements[cell].first, flow.elements[cell].end);
    let is_head = |cell: &usize| {
        let is_marked = flow.elements[*cell].kind == Kind::HeadCell
            || pieces(*cell).iter().all(|piece| piece.zone & zone::HEAD_ROW != 0);
        is_marked && pieces(*cell).iter().all(|piece| piece.date.is_none())
    };
    if !filled.iter().all(is_head) {
        return First::Like;
    }
    let text =
        |cell: usize| pieces(cell).iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = cells.iter().map(|cell| text(*cell)).collect();
    let has = |heads: &Set<String>| texts.iter().any(|text| heads.contains(plain(text).as_str()));
    let is_of_meetings = has(&MEETINGS);
    let is_of_versions = has(&VERSIONS) && has(&CHANGES);
    let counts: Vec<(bool, bool)> = texts.iter().map(|text| activity::heads_counts(text)).collect();
    // Of threads the first column is called `Topics`.
    let behind = counts.get(1..).unwrap_or_default();
    let is_of_forums = behind.iter().any(|(threads, _)| *threads) && counts.iter().any(|(_, posts)| *posts);
    let columns = texts.iter().map(|text| Some(days(text)).filter(|_| !text.is_empty())).collect();
    First::Heads(Head { columns, is_of_others: is_of_meetings || is_of_forums || is_of_versions })
}

/// The days in a row that are no days of publication, with what they are.
fn days_of(flow: &Flow, cells: &[usize], head: &Head) -> Vec<(usize, Days)> {
    let mut found = Vec::new();
    // Cells that span columns stand under other heads.
    let is_aligned = cells.len() == head.columns.len();
    for (place, cell) in cells.iter().enumerate() {
        let (first, end) = (flow.elements[*cell].first, flow.elements[*cell].end);
        let pieces = flow.within(first, end);
        let days = head.columns.get(place).copied().flatten().filter(|_| is_aligned);
        let days = if head.is_of_others { Some(Days::Another) } else { days };
        let Some(days) = days else { continue };
        // A cell of days begins with one; elsewhere it stands beside a title.
        let is_of_days = pieces.first().is_some_and(|piece| piece.date.is_some())
            && pieces.iter().all(|piece| piece.heading == 0);
        for (at, piece) in pieces.iter().enumerate() {
            let is_open = piece
                .date
                .as_ref()
                .is_some_and(|date| date.told == Told::Nothing || date.told == Told::Marked);
            if is_open && (is_of_days || days == Days::Activity) {
                found.push((first + at, days));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_columns_say_what_their_days_are() {
        for head in [
            "Date",
            "Datum",
            "Published",
            "Date of issue",
            "Issued",
            "Erscheinungsdatum",
            "発行日",
            "发布时间",
            "",
            "#",
            "Meeting date",
            "Started",
            "Fecha de publicación",
            "Sitzungsdatum",
            "Year",
        ] {
            assert_eq!(days(head), Days::Published, "{head}");
        }
        for head in [
            "Deadline",
            "Expires",
            "Starts",
            "Born",
            "Best before",
            "Date of birth",
            "Start date",
            "Geburtsdatum",
            "Due date",
            "Grant",
            "Joined",
            "截止日期",
        ] {
            assert_eq!(days(head), Days::Another, "{head}");
        }
        for head in ["Last post", "Letzte Antwort"] {
            assert_eq!(days(head), Days::Activity, "{head}");
        }
        for head in ["Last modified", "Updated", "更新日"] {
            assert_eq!(days(head), Days::Changed, "{head}");
        }
    }
}
