//! Tells the days on which somebody last wrote below something from those of publications, and rows that are forums from rows
//! that are threads.
//!
//! In: a flow with its dates. Out: the same flow, such days told as activity, their labels small print; or whether a card counts
//! both threads and posts. Knows no forum's program. The lists are judgements: words of forums in the languages whose dates are
//! read.

use std::sync::LazyLock;

use super::others;
use crate::document::fold;
use crate::normalise::listing::flow::{Element, Flow, Kind, Piece, Told};
use crate::normalise::listing::phrases::{SHORT, among, folded, plain};
use crate::normalise::tables::{Set, Table};

/// Labels of such days.
const LABELS: &str = "\
    last post|latest post|last posted|last reply|latest reply|last replied|last message|latest message|last activity|\
    latest activity|last active|last comment|latest comment|last commented|last answer|last answered|last response|\
    most recent post|most recent reply|newest post|newest reply|letzter beitrag|letzte beiträge|letzte antwort|letzte aktivität|\
    letzter kommentar|letzte nachricht|neuester beitrag|neueste antwort|dernier message|derniers messages|dernière réponse|\
    dernier post|dernière activité|dernier commentaire|dernière contribution|último mensaje|última respuesta|última actividad|\
    último comentario|último post|última mensagem|última resposta|última atividade|último comentário|ultimo messaggio|\
    ultima risposta|ultimo post|ultima attività|ultimo intervento|ultimo commento|laatste bericht|laatste reactie|\
    laatste antwoord|laatste activiteit|nieuwste bericht|ostatni post|ostatni wpis|ostatnia odpowiedź|ostatnia wiadomość|\
    ostatnia aktywność|последнее сообщение|последний ответ|последний пост|последняя активность|последний комментарий|\
    останнє повідомлення|остання відповідь|senaste inlägget|senaste inlägg|senaste svar|senaste aktivitet|seneste indlæg|\
    sidste indlæg|seneste svar|siste innlegg|siste svar|viimeisin viesti|viimeinen viesti|uusin viesti|viimeisin vastaus|\
    poslední příspěvek|poslední odpověď|posledný príspevok|utolsó hozzászólás|utolsó üzenet|legutóbbi hozzászólás|\
    ultimul mesaj|ultimul răspuns|τελευταίο μήνυμα|τελευταία δημοσίευση|τελευταία απάντηση|son mesaj|son ileti|son cevap|\
    son yanıt|последно мнение|последен отговор|آخر مشاركة|آخر رد|آخرین ارسال|آخرین پست|آخرین پاسخ|הודעה אחרונה|תגובה אחרונה|\
    अंतिम पोस्ट|最后发表|最后回复|最新回复|最后帖子|最後發表|最後回覆|最後回應|最新回覆|最後の投稿|最終投稿|最終返信|最新の返信|\
    마지막 글|마지막 댓글|최근 글|최종 글|bài viết cuối|bài cuối|trả lời cuối|bài mới nhất|pesan terakhir|kiriman terakhir|\
    balasan terakhir|ข้อความล่าสุด|ตอบล่าสุด";

/// Words of those who count the threads of a forum.
const THREADS: &str = "\
    topics|topic|threads|thread|discussions|themen|thema|sujets|sujet|discussions|temas|tema|tópicos|tópico|discussioni|\
    discussione|argomenti|onderwerpen|discussies|tematy|temat|wątki|темы|тем|тема|теми|trådar|ämnen|emner|tråde|aiheet|aihetta|\
    témata|témat|témy|témák|subiecte|θέματα|konular|konu|теми|المواضيع|مواضيع|موضوع|موضوعات|נושאים|विषय|主题|主題|トピック|\
    スレッド|주제|chủ đề|topik|หัวข้อ|กระทู้";

/// Words of those who count the posts in it.
const POSTS: &str = "\
    posts|post|messages|message|replies|beiträge|beitrag|antworten|nachrichten|mensajes|respuestas|mensagens|respostas|\
    messaggi|risposte|post|berichten|reacties|posty|wiadomości|odpowiedzi|сообщения|сообщений|сообщение|ответы|ответов|\
    повідомлення|inlägg|svar|indlæg|innlegg|viestit|viestiä|příspěvky|příspěvků|príspevky|hozzászólások|üzenetek|mesaje|\
    μηνύματα|δημοσιεύσεις|mesajlar|mesaj|mesajı|мнения|المشاركات|مشاركات|ارسال|پست|הודעות|帖子|帖数|文章|回复|投稿|返信|글|\
    게시물|bài viết|pesan|kiriman|โพสต์|ข้อความ|ตอบ";

static ACTIVITY: LazyLock<Set<String>> = LazyLock::new(|| folded(LABELS));
static ACTIVITY_HEADS: LazyLock<Set<String>> = LazyLock::new(|| folded(HEADS));
static OF_THREADS: LazyLock<Set<String>> = LazyLock::new(|| folded(THREADS));
static OF_POSTS: LazyLock<Set<String>> = LazyLock::new(|| folded(POSTS));

/// Heads of columns of such days, alone; elsewhere they head what people do.
const HEADS: &str = "\
    activity|aktivität|activité|actividad|atividade|attività|activiteit|aktywność|активность|активність|aktivitet|aktiivisuus|\
    aktivita|aktivitás|activitate|δραστηριότητα|etkinlik|النشاط|פעילות|aktivitas|hoạt động|活动|活動|活跃|アクティビティ|활동";

/// Words behind such a label that name who wrote it, at most. A judgement: `by Ada Reed`.
const WORDS: usize = 4;

/// Whether a text is such a label, with or without the name of who wrote it behind.
pub(crate) fn is_label(text: &str) -> bool {
    if text.len() > SHORT {
        return false;
    }
    let plain = plain(text);
    let ends = plain.match_indices(' ').map(|(at, _)| at).chain([plain.len()]);
    let mut heads = ends.filter_map(|at| plain.split_at_checked(at));
    heads.any(|(head, rest)| ACTIVITY.contains(head) && rest.split_whitespace().count() <= WORDS)
}

/// Whether a folded text heads a column of such days.
pub(crate) fn is_head(plain: &str) -> bool {
    ACTIVITY_HEADS.contains(plain)
}

/// Says of the days below such labels, or in elements that are called so, what they are. A label that stands once heads a list of
/// what is new, or its first entry.
pub(crate) fn set_aside(flow: &mut Flow) {
    let is_open = |told: Told| !told.is_of_another() && told != Told::Published;
    let is_day = |piece: &Piece| piece.date.as_ref().is_some_and(|date| is_open(date.told));
    let days: Vec<usize> =
        flow.pieces.iter().enumerate().filter(|(_, piece)| is_day(piece)).map(|(at, _)| at).collect();
    let labels: Vec<Option<usize>> = days.iter().map(|day| label_of(flow, *day)).collect();
    let place = |label: &usize| flow.pieces.get(*label).map(|piece| piece.signature);
    let places: Vec<Option<usize>> = labels.iter().map(|label| label.as_ref().and_then(place)).collect();
    let mut times: Table<usize, usize> = Table::default();
    for place in places.iter().flatten() {
        *times.entry(*place).or_default() += 1;
    }
    let recurs =
        |place: Option<usize>| place.and_then(|place| times.get(&place)).is_some_and(|times| *times > 1);
    for (day, (label, place)) in days.into_iter().zip(labels.into_iter().zip(places)) {
        let label = label.filter(|_| recurs(place));
        if label.is_some() || is_within(flow, day) {
            set_one_aside(flow, day);
            if let Some(label) = label {
                others::quiet(flow, label);
            }
        }
    }
}

/// Says of one day that it is one of activity.
pub(crate) fn set_one_aside(flow: &mut Flow, at: usize) {
    others::set_one_aside(flow, at);
    if let Some(date) = flow.pieces.get_mut(at).and_then(|piece| piece.date.as_mut()) {
        date.told = Told::Activity;
    }
}

/// The label of a day: right before it, or a few pieces before in what holds little else.
fn label_of(flow: &Flow, at: usize) -> Option<usize> {
    /// Pieces between a label and its day: the title of the post, who wrote it.
    const REACH: usize = 4;
    /// Pieces of what holds both, at most. Judgements.
    const HELD: usize = 6;
    let date = flow.pieces.get(at)?;
    let before = (at.saturating_sub(REACH)..at).rev();
    let open = |label: &usize| {
        flow.pieces.get(*label).is_some_and(|piece| piece.heading == 0 && piece.date.is_none())
    };
    before.take_while(open).find(|label| {
        let Some(piece) = flow.pieces.get(*label) else { return false };
        let common = flow.elements.get(flow.common(piece.holder, date.holder));
        let is_near = piece.run == date.run
            || label + 1 == at
            || common.is_some_and(|common| common.end - common.first <= HELD);
        is_near && is_label(&piece.text)
    })
}

/// Whether a day, or the title of a post, stands in an element that is called by what was last said: a cell, or what stands beside a
/// count. The last of a list of posts is called so too.
pub(crate) fn is_within(flow: &Flow, at: usize) -> bool {
    /// Elements around a day that are looked at. A judgement: a time in a line in a cell.
    const LEVELS: usize = 4;
    /// Pieces of such an element, at most. A judgement: the title of a post, who wrote it, when.
    const HELD: usize = 12;
    let holder = flow.pieces.get(at).map(|piece| piece.holder);
    let around = |at: &usize| flow.elements.get(*at).map(|element| element.parent).filter(|_| *at != 0);
    let elements = std::iter::successors(holder, around).take(LEVELS).filter_map(|at| flow.elements.get(at));
    elements
        .take_while(|element| element.end - element.first <= HELD && element.kind != Kind::Table)
        .any(|element| element.told == Told::Activity && is_column(flow, element))
}

/// Whether an element is a cell, or has a count and no other day beside it.
fn is_column(flow: &Flow, element: &Element) -> bool {
    /// Pieces of what holds it, at most. A judgement: thrice what is last said there, for a title, what it is about and counts.
    const ROW: usize = 36;
    if matches!(element.kind, Kind::Cell | Kind::Definition) {
        return true;
    }
    let Some(row) = flow.elements.get(element.parent).filter(|row| row.end - row.first <= ROW) else {
        return false;
    };
    let beside = || flow.within(row.first, element.first).iter().chain(flow.within(element.end, row.end));
    let is_count = |piece: &Piece| {
        let text = fold::fold(&piece.text);
        let mut parts = text.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
        has_digit(&text) && parts.all(is_counting)
    };
    beside().any(is_count) && beside().all(|piece| piece.date.is_none())
}

/// Whether pieces count threads and posts, as the row of a forum does.
pub(crate) fn counts_threads_and_posts(pieces: &[Piece]) -> bool {
    /// Words of a piece that counts: `300 Topics, 2700 Posts`.
    const COUNTING: usize = 6;
    let short = || pieces.iter().filter(|piece| piece.words <= COUNTING && piece.date.is_none());
    let has_number = short().any(|piece| piece.text.bytes().any(|byte| byte.is_ascii_digit()));
    // A label of what is counted is all of a piece, or stands beside a number.
    let counts = |words: &Set<String>| {
        short().any(|piece| {
            let text = fold::fold(&piece.text);
            let of_it = |word: &str| words.contains(word);
            let mut parts = text.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
            of_it(plain(&piece.text).as_str())
                || (has_digit(&text) && parts.clone().any(of_it))
                    && parts.all(|part| of_it(part) || is_counting(part))
        })
    };
    has_number && counts(&OF_THREADS) && counts(&OF_POSTS)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a part of a text that counts is a number, or counts threads, posts or views.
fn is_counting(part: &str) -> bool {
    part.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, 'k' | 'm'))
        || OF_THREADS.contains(part)
        || OF_POSTS.contains(part)
        || among!("views|view|and|und|et|y|e|i|aufrufe|vues|vistas", part)
}

/// Whether a text is the head of a column that counts threads, and of one that counts posts.
pub(crate) fn heads_counts(text: &str) -> (bool, bool) {
    let plain = plain(text);
    (OF_THREADS.contains(plain.as_str()), OF_POSTS.contains(plain.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_what_was_last_said_are_told_in_many_languages() {
        for text in [
            "Last post",
            "Last post by heron",
            "Letzter Beitrag:",
            "Dernier message par",
            "最后发表",
            "Son mesaj",
        ] {
            assert!(is_label(text), "{text}");
        }
        for text in
            ["Last posts of a long dead sailor on the lake", "Posted", "The last reply to all questions"]
        {
            assert!(!is_label(text), "{text}");
        }
    }
}
