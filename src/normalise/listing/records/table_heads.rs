//! Tells what the days in a column of a table are by the head of the column, and what a table lists by all its heads.
//!
//! In: a flow with its dates. Out: the same flow, in which days under heads of something else are told as those. The lists are
//! judgements, in the languages whose dates are read; single words that pages say of days as well stand in `dates`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::fold;
use crate::normalise::dates::{self, Label};
use crate::normalise::listing::days::activity;
use crate::normalise::listing::days::hours;
use crate::normalise::listing::days::labels;
use crate::normalise::listing::days::others;
use crate::normalise::listing::days::ranks::{self, Rank};
use crate::normalise::listing::fields::amounts;
use crate::normalise::listing::fields::filed;
use crate::normalise::listing::flow::{Element, Flow, Hint, Kind, Piece, Told, traits, zone};
use crate::normalise::listing::phrases;
use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::tables::Set;

/// Heads and labels of days of publications that have a word of something else in them, beside those of `phrases`, `day_labels`
/// and `dates`.
const OF_PUBLICATION: &str =
    "available online|online since|online seit|en ligne depuis|registered on|filed since";

/// Heads of columns of those who speak or play; speeches, sermons and theses have them as well.
const OF_SPEAKERS: &str = "\
    speaker|speakers|speaker(s)|presenter|presenters|lecturer|lecturers|performer|performers|opponent|opponents|sprecher|sprecherin|\
    redner|rednerin|redner/in|rednerin/redner|redner/-in|redner:in|referent|referentin|referent/in|referent*in|referent:in|\
    vortragende|vortragender|vortragende/r|dozent|dozentin|dozent/in|gegner|intervenant|intervenante|intervenants|intervenant(e)|\
    orateur|oratrice|orateurs|conférencier|ponente|ponentes|conferenciante|orador|oradora|oradores|palestrante|relatore|relatori|\
    relatrice|spreker|sprekers|prelegent|prelegenci|докладчик|докладчики|спикер|лектор|доповідач|talare|föreläsare|\
    foredragsholder|oplægsholder|puhuja|puhujat|přednášející|prednášajúci|előadó|előadók|vorbitor|vorbitori|ομιλητής|ομιλητές|\
    konuşmacı|konuşmacılar|المتحدث|سخنران|דובר|वक्ता|pembicara|diễn giả|วิทยากร|講演者|講師|報告人|报告人|主讲人|主讲|演讲人|연사|\
    발표자|강연자";

/// Heads of columns of places; papers have a venue too, and reports of the police a town.
const OF_PLACES: &str = "\
    venue|where|room|location|ort|raum|lieu|salle|lugar|sala|local|luogo|aula|locatie|zaal|miejsce|место|место проведения|місце|plats|\
    lokal|sted|paikka|místo|miesto|helyszín|χώρος|yer|地点|地點|会場|場所|장소";

/// Heads of columns of authors: what has some is written.
const OF_AUTHORS: &str = "\
    author|authors|author(s)|writer|editor|editors|autor|autoren|autorin|autor/in|verfasser|verfasserin|auteur|auteurs|autores|\
    autora|autore|autori|autorzy|автор|авторы|автори|författare|forfatter|forfattere|kirjoittaja|kirjoittajat|tekijä|tekijät|autoři|\
    szerző|szerzők|συγγραφέας|yazar|yazarlar|المؤلف|نویسنده|מחבר|लेखक|penulis|tác giả|ผู้เขียน|作者|著者|執筆者|저자|글쓴이|작성자";

/// Heads of columns of versions, and of what each of them changed.
const OF_VERSIONS: &str =
    "version|versions|revision|rev|ver|versión|versione|versão|versie|wersja|версия|verze|版本|版|버전";
const OF_CHANGES: &str = "\
    change|changes|description of change|description of changes|change description|summary of changes|what changed|changelog|\
    änderung|änderungen|art der änderung|modification|modifications|changements|cambio|cambios|alteração|alterações|modifica|\
    modifiche|wijziging|wijzigingen|zmiana|zmiany|изменение|изменения|ändring|ändringar|ændringer|endringer|muutos|muutokset|změna|\
    změny|módosítás|modificări|αλλαγές|değişiklik|変更内容|改訂内容|変更点|更新内容|修改内容|变更内容|변경 내용|변경사항";

/// Heads of columns that say what last changed a file of a repository, or their beginnings, folded.
const OF_COMMITS: [&str; 10] = [
    "last commit",
    "latest commit",
    "letzter commit",
    "dernier commit",
    "ultimo commit",
    "laatste commit",
    "последний коммит",
    "最后提交",
    "最終コミット",
    "마지막 커밋",
];

static VERSIONS: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_VERSIONS));
static CHANGES: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_CHANGES));
static PUBLICATION: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_PUBLICATION));
static SPEAKERS: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_SPEAKERS));
static PLACES: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_PLACES));
static AUTHORS: LazyLock<Set<String>> = LazyLock::new(|| folded(OF_AUTHORS));

/// What a head or a label says of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Days {
    /// They are of publications, or nothing says otherwise.
    Published,
    /// They are of changes.
    Changed,
    /// Somebody wrote below it then.
    Activity,
    /// They are of something else.
    Another,
    /// They are of something before the publication, and another column has its day.
    Outranked,
}

/// What a head or a label says of the days below or behind it. One that nobody knows says nothing.
pub(crate) fn days(text: &str) -> Days {
    let plain = plain(text);
    if !plain.contains(char::is_alphabetic) || text.len() > SHORT {
        return Days::Published;
    }
    if activity::is_label(text) || activity::is_head(&plain) {
        return Days::Activity;
    }
    if others::labels(text) || labels::is_of_another(text) {
        return Days::Another;
    }
    if phrases::says_updated(text) {
        return Days::Changed;
    }
    let is_known = phrases::hint_of_column(&plain) == Some(Hint::Date) || PUBLICATION.contains(&plain);
    if is_known || phrases::is_date_label(text) {
        return Days::Published;
    }
    let words = || plain.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let labels = |wanted: Label| words().any(|word| dates::label(word) == Some(wanted));
    // `News from the lake` is no day on which something begins.
    let joins = |word: &str| phrases::joins(word) || is_date_word(word) || is_unsure(word);
    if words().any(is_of_another) || (words().any(is_unsure) && words().all(joins)) {
        return Days::Another;
    }
    if labels(Label::Updated) && !labels(Label::Published) { Days::Changed } else { Days::Published }
}

/// Whether a folded word is said of days of something else and of much besides: `from`, `next`, `today`, `event`, `member`.
fn is_unsure(word: &str) -> bool {
    let is_sure = matches!(word, "starts" | "begins" | "beginnt" | "arrives" | "effective");
    !is_sure
        && (matches!(word, "member" | "mitglied")
            || dates::of_another(word)
                .is_some_and(|kind| matches!(kind, dates::EVENT | dates::VISIT | dates::REGISTRATION)))
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
        || dates::of_another(word).is_some_and(|kind| kind != dates::RECEIPT && !is_unsure(word))
        || dates::of_another_beside(word).is_some()
}

/// Whether a folded word means a date, alone or at its end: `Sitzungsdatum`.
fn is_date_word(word: &str) -> bool {
    const ENDS: [&str; 6] = ["datum", "dato", "datumet", "paiva", "pvm", "tarihi"];
    phrases::hint_of_column(word) == Some(Hint::Date) || ENDS.iter().any(|end| word.ends_with(end))
}

/// What the head of a column says of the publication of what is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Published {
    /// Nothing.
    Nothing,
    /// When it was.
    Day,
    /// Where it was, or under what topic.
    Place,
}

/// What a head says of that. `Publication` heads titles.
fn published(head: &str) -> Published {
    let folded = plain(head);
    let first = folded.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let says = dates::label(first) == Some(Label::Published) || labels::is_of_publication(head);
    match () {
        () if !says || phrases::hint_of_column(head) == Some(Hint::Title) => Published::Nothing,
        () if filed::names_topics(head) => Published::Place,
        () => Published::Day,
    }
}

/// What the heads of a table say.
struct Head {
    /// Of the days in each column, by the place of the cell.
    columns: Vec<Option<Days>>,
    /// Which of the days in a row is that of the publication, by the same places.
    ranks: Vec<Rank>,
    /// What is said of the publication in each.
    published: Vec<Published>,
    /// Whether amounts stand in each, which are no prices.
    amounts: Vec<bool>,
    /// Whether it lists talks or matches, forums, or what versions of one thing changed.
    is_of_others: bool,
}

/// Says of the days in tables what the heads of their columns do.
pub(crate) fn set_aside(flow: &mut Flow) {
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
            None => match read(flow, table, row, &cells) {
                First::Short => {}
                First::Like => {
                    heads.insert(table, None);
                }
                First::Heads(head) => {
                    heads.insert(table, Some(head));
                }
            },
            Some(Some(head)) => {
                for piece in undated(flow, &cells, head) {
                    others::quiet(flow, piece);
                }
                for piece in amounts_in(flow, &cells, head) {
                    others::quiet(flow, piece);
                    flow.pieces[piece].traits &= !traits::PRICE;
                }
                for (day, days) in days_of(flow, &cells, head) {
                    match days {
                        Days::Activity => activity::set_one_aside(flow, day),
                        Days::Another => others::set_one_aside(flow, day),
                        Days::Outranked => {
                            others::set_one_aside(flow, day);
                            outrank(flow, day);
                        }
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

/// Says of a day set aside that it is one of the same thing all the same.
fn outrank(flow: &mut Flow, at: usize) {
    if let Some(date) = flow.pieces.get_mut(at).and_then(|piece| piece.date.as_mut()) {
        date.told = Told::Outranked;
    }
}

/// The cells of a row.
fn cells(flow: &Flow, row: usize) -> Vec<usize> {
    let depth = flow.elements[row].depth;
    let within =
        flow.elements.iter().enumerate().skip(row + 1).take_while(|(_, element)| element.depth > depth);
    let is_cell =
        |element: &Element| element.parent == row && matches!(element.kind, Kind::Cell | Kind::HeadCell);
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
fn read(flow: &Flow, table: usize, row: usize, cells: &[usize]) -> First {
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
    let is_of_others = lists_others(flow, table, row, &texts);
    let columns = texts.iter().map(|text| Some(days(text)).filter(|_| !text.is_empty())).collect();
    let ranks = texts.iter().map(|text| ranks::rank(text)).collect();
    let published = texts.iter().map(|text| published(text)).collect();
    let amounts = texts.iter().map(|text| amounts::heads(text)).collect();
    First::Heads(Head { columns, ranks, published, amounts, is_of_others })
}

/// Whether a table lists talks or matches, forums, or what versions of one thing changed: its heads say so, and its rows agree.
fn lists_others(flow: &Flow, table: usize, row: usize, heads: &[String]) -> bool {
    /// Rows that are looked at. A judgement.
    const ROWS: usize = 30;
    let column = |known: &Set<String>| heads.iter().position(|text| known.contains(plain(text).as_str()));
    let (speakers, places) = (column(&SPEAKERS), column(&PLACES));
    let is_of_versions = column(&VERSIONS).is_some() && column(&CHANGES).is_some();
    let is_of_files = |text: &String| {
        let head = plain(text);
        text.len() <= SHORT && OF_COMMITS.iter().any(|commit| head.starts_with(&fold::fold(commit)))
    };
    if heads.iter().any(is_of_files) {
        return true;
    }
    let counts: Vec<(bool, bool)> = heads.iter().map(|text| activity::heads_counts(text)).collect();
    // Of threads the first column is called `Topics`.
    let threads = counts.iter().skip(1).position(|(threads, _)| *threads).map(|at| at + 1);
    let counts = threads.zip(counts.iter().position(|(_, posts)| *posts));
    let is_of_meetings = (speakers.is_some() || places.is_some()) && column(&AUTHORS).is_none();
    if !is_of_meetings && !is_of_versions && counts.is_none() {
        return false;
    }
    let depth = flow.elements[table].depth;
    let within =
        flow.elements.iter().enumerate().skip(row + 1).take_while(|(_, element)| element.depth > depth);
    let is_own = |element: &Element| {
        element.kind == Kind::Row
            && (element.parent == table || flow.elements[element.parent].parent == table)
    };
    let rows: Vec<Vec<usize>> = within
        .filter(|(_, element)| is_own(element))
        .map(|(at, _)| cells(flow, at))
        .filter(|cells| cells.len() == heads.len())
        .take(ROWS)
        .collect();
    let pieces = |cell: usize| flow.within(flow.elements[cell].first, flow.elements[cell].end);
    let most = |is: &dyn Fn(&[usize]) -> bool| {
        !rows.is_empty() && rows.iter().filter(|row| is(row.as_slice())).count() * 2 > rows.len()
    };
    let is_number = |cell: Option<&usize>| {
        cell.is_some_and(|cell| {
            pieces(*cell).iter().any(|piece| piece.text.starts_with(|sign: char| sign.is_ascii_digit()))
        })
    };
    let are_counted = counts.is_some_and(|(threads, posts)| {
        most(&|row| is_number(row.get(threads)) && is_number(row.get(posts)))
    });
    // What was said or played and can be read or heard is published; the link of a speaker leads to a person.
    let leads = |row: &[usize], but: [Option<usize>; 2]| {
        row.iter().enumerate().any(|(at, cell)| {
            !but.contains(&Some(at)) && pieces(*cell).iter().any(|piece| piece.link.is_some())
        })
    };
    let is_of_hours = || {
        most(&|row| row.iter().any(|cell| pieces(*cell).iter().any(|piece| hours::has_clock(&piece.text))))
    };
    let are_meetings = is_of_meetings
        && !most(&|row| leads(row, [speakers, places]))
        && (speakers.is_some() || is_of_hours());
    are_counted || are_meetings || (is_of_versions && !most(&|row| leads(row, [None, None])))
}

/// The amounts in a row, below heads that say so.
fn amounts_in(flow: &Flow, cells: &[usize], head: &Head) -> Vec<usize> {
    let is_aligned = cells.len() == head.columns.len();
    let columns = cells.iter().zip(&head.amounts).filter(|(_, are_amounts)| is_aligned && **are_amounts);
    let places = columns.map(|(cell, _)| &flow.elements[*cell]).flat_map(|cell| cell.first..cell.end);
    places.filter(|at| flow.pieces.get(*at).is_some_and(|piece| piece.traits & traits::PRICE != 0)).collect()
}

/// What stands in a row in place of a day under a head that says when something was published: `Yes`, the volume of a series
/// (`Published in`). It is neither topic nor title.
fn undated(flow: &Flow, cells: &[usize], head: &Head) -> Vec<usize> {
    let columns = (0..cells.len()).filter(|_| cells.len() == head.columns.len());
    let found = columns.filter_map(|at| {
        let cell = &flow.elements[*cells.get(at)?];
        let pieces = flow.within(cell.first, cell.end);
        let is_print = |piece: &Piece| piece.date.is_none() && piece.link.is_none() && piece.heading == 0;
        let fits = match head.published.get(at)? {
            Published::Day => pieces.iter().all(is_print),
            Published::Place => {
                pieces.iter().all(|piece| is_print(piece) && piece.traits & traits::YEAR != 0)
            }
            Published::Nothing => false,
        };
        fits.then_some(cell.first..cell.end)
    });
    found.flatten().collect()
}

/// The days in a row that are no days of publication, with what they are. Of several that may be, those are something else
/// that the head of another column outranks: `Received` beside `Published`.
fn days_of(flow: &Flow, cells: &[usize], head: &Head) -> Vec<(usize, Days)> {
    let mut found = Vec::new();
    let mut published: Vec<(Rank, usize)> = Vec::new();
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
            let is_known = piece.date.as_ref().is_some_and(|date| date.interval.is_some());
            if days == Days::Published && is_of_days && is_known {
                published.extend(head.ranks.get(place).map(|rank| (*rank, first + at)));
            }
        }
    }
    let best = published.iter().map(|(rank, _)| *rank).min();
    let outranked = published.into_iter().filter(|(rank, _)| Some(*rank) > best);
    found.extend(outranked.map(|(_, at)| (at, Days::Outranked)));
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
            "Kelt",
            "Aasta",
            "Jaargang",
            "Handed down",
            "News from the lake",
            "Document",
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
            "Joined",
            "截止日期",
            "Available from",
            "Event date",
            "Next",
        ] {
            assert_eq!(days(head), Days::Another, "{head}");
        }
        for head in ["Last post", "Letzte Antwort", "Activity", "Aktivität"] {
            assert_eq!(days(head), Days::Activity, "{head}");
        }
        for head in ["Last modified", "Updated", "更新日"] {
            assert_eq!(days(head), Days::Changed, "{head}");
        }
    }
}
