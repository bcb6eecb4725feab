//! What the words before a date say it is the date of.
//!
//! In: the text before a date. Out: [`Said`], or none when nothing is said.

use crate::document::fold::fold;
use crate::normalise::dates::{
    self, BUILD, EVENT, EXPIRY, Label, RECEIPT, REGISTRATION, VISIT, label, of_another,
};
use crate::normalise::html::published::clocks::without_clock;
use crate::normalise::html::published::headers::is_header;
use crate::normalise::html::published::{changes, terms};

/// What is said of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It is when the page was published.
    Published,
    /// It is when the page was changed.
    Updated,
    /// It is a date, says a label, no more.
    Date,
    /// It is that of an act of law or a speech: the page's own where it says no other.
    Act,
    /// It is that of a thing, by a label that is none of publication: it does not date the page by itself.
    Thing,
    /// It is the date of something else, named.
    Other(&'static str),
}

/// Words before a date that are looked at.
const WORDS_BEFORE: usize = 4; // `last updated on the`: as many as labels have

/// What the words right before a date say. Eighty bytes, a judgement: four long words; half as many without spaces.
pub(super) fn said(before: &str) -> Option<Said> {
    if is_header(before) {
        return Some(Said::Published);
    }
    let before = without_clock(before);
    let folded = fold(tail(before, 80));
    if changes::is_copyright(&folded) {
        return Some(Said::Other("copyright"));
    }
    if is_behind_digest(before) {
        return Some(Said::Other(BUILD));
    }
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let near = words.get(words.len().saturating_sub(WORDS_BEFORE)..).unwrap_or_default();
    // Journals put on the web first what they print later.
    if near.ends_with(&["available", "online"]) || near.ends_with(&["online", "seit"]) {
        return Some(Said::Published);
    }
    if changes::is_check(near) || changes::is_version(near) || changes::is_of_changed_page(before) {
        return Some(Said::Updated);
    }
    if changes::is_clock(near, tail(before, 30).contains(':')) {
        return Some(Said::Other(VISIT));
    }
    if let Some(said) = changes::said_before_name(before) {
        return Some(said);
    }
    if changes::begins_with_later_act(before) {
        return Some(Said::Thing);
    }
    if let Some(other) = terms::said(tail(before, 80)).or_else(|| of_something_else(near)) {
        return Some(Said::Other(other));
    }
    // `Register by 1 May`; before a name it is a byline.
    if matches!(near.last(), Some(&("by" | "до"))) {
        return Some(Said::Other(EXPIRY));
    }
    if is_when(near) || (before.trim_end().ends_with(':') && is_of_part(near)) {
        return Some(Said::Other(EVENT));
    }
    // Trackers of issues: `Reported: 3 May 2026`.
    let mut published = *near == ["reported"] && before.trim_end().ends_with(':');
    // `As of 3 May 2026`
    if near.ends_with(&["as", "of"]) {
        return Some(Said::Updated);
    }
    for (at, word) in near.iter().enumerate().rev() {
        match label(word) {
            Some(Label::Updated) => return Some(Said::Updated),
            Some(Label::Published) => published |= !is_counted(near.get(at + 1..).unwrap_or_default()),
            _ => {}
        }
    }
    if published || is_release(near) {
        return Some(if is_of_version(&words) { Said::Other("release") } else { Said::Published });
    }
    if let Some(said) = phrase(&folded).or_else(|| eastern(tail(before, 40))) {
        return Some(said);
    }
    matches!(near.last(), Some(&("date" | "datum" | "fecha" | "data" | "дата"))).then_some(Said::Date)
}

/// Whether what stands behind a label tells how many things somebody did it to: `added 2 commits`.
fn is_counted(behind: &[&str]) -> bool {
    matches!(behind, [number, things, ..] if number.bytes().all(|sign| sign.is_ascii_digit())
        && things.bytes().all(|sign| sign.is_ascii_alphabetic())
        && things.ends_with('s'))
}

/// Whether words ask when something is: `When:`. A judgement, in the languages of the months.
fn is_when(near: &[&str]) -> bool {
    let last = near.last().copied().unwrap_or_default();
    matches!(last, "when" | "wann" | "quand" | "cuando" | "wanneer" | "kiedy" | "когда")
}

/// Whether words name a day as that of a part of what is announced: `Start date`. A judgement; `Interview` alone is a kind of text,
/// and what no colon follows is what forums say of threads.
fn is_of_part(near: &[&str]) -> bool {
    const PARTS: [&str; 9] =
        ["start", "end", "interview", "exam", "hearing", "workshop", "conference", "departure", "arrival"];
    matches!(near, [.., part, "date" | "dates"] if PARTS.contains(part))
}

/// Whether words name what is given to the press, and a day follows: `Pressemitteilung vom`, `Press release`. A judgement, in the
/// commonest spellings.
fn is_release(near: &[&str]) -> bool {
    const RELEASES: [&str; 8] = [
        "pressemitteilung",
        "medienmitteilung",
        "presseinformation",
        "pressemeldung",
        "communique",
        "comunicato",
        "persbericht",
        "релиз",
    ];
    matches!(near, [.., "press" | "news" | "media", "release"])
        || matches!(near, [.., release, "vom" | "du" | "del" | "of" | "van" | "от"] if RELEASES.contains(release))
}

/// Whether the words before a day name an act of law or a speech that is of it: `Urteil vom`, `Приказ от`, `Prononcé le`. A
/// judgement, in the languages whose authorities publish so.
pub(super) fn is_of_act(before: &str) -> bool {
    const ACTS: &str = "urteil beschluss verordnung erlass entscheidung gehalten verkundet arret arrete decret \
        jugement loi ordonnance prononce prononcee sentencia decreto ley sentenza ordinanza delibera legge \
        uchwala rozporzadzenie wyrok ustawa judgment judgement ruling delivered приказ постановление \
        распоряжение указ закон решение произнесено";
    let folded = fold(tail(before, 80));
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let near = words.get(words.len().saturating_sub(WORDS_BEFORE)..).unwrap_or_default();
    let leads = |word: &&str| {
        matches!(*word, "vom" | "am" | "du" | "le" | "del" | "dnia" | "of" | "on" | "от" | "el" | "il")
    };
    near.last().is_some_and(leads) && near.iter().any(|word| ACTS.split(' ').any(|act| act == *word))
}

/// Of what else the words before a date say that it is. `Registration news` and `Opens in new window` say nothing of it, and who
/// compiled something wrote it.
fn of_something_else(near: &[&str]) -> Option<&'static str> {
    let words = near.iter().enumerate().rev();
    let mut others =
        words.filter_map(|(place, word)| Some((of_another(word)?, near.get(place + 1).copied(), *word)));
    let is_of_it = |(other, next, word): &(&str, Option<&str>, &str)| match *other {
        REGISTRATION => next.is_none(),
        BUILD => !(*word == "compiled" && *next == Some("by")),
        _ => true,
    };
    others.find(is_of_it).map(|(other, ..)| other)
}

/// Whether words say last that a version was released: `Version 9 was released in`, `gauge 3.8 was first released on`.
fn is_of_version(words: &[&str]) -> bool {
    /// Words between what was released and the date, and those that tell what it is. Judgements.
    const BEHIND: usize = 4;
    const SUBJECT: usize = 3;
    let Some(at) = words.iter().rposition(|word| matches!(*word, "was" | "were" | "been" | "is")) else {
        return false;
    };
    let (before, behind) = words.split_at(at);
    let is_told = |word: &str| word == "version" || word.starts_with(|first: char| first.is_ascii_digit());
    let last = behind.iter().rfind(|word| matches!(label(word), Some(Label::Published | Label::Updated)));
    let is_number = |word: &&&str| word.bytes().all(|sign| sign.is_ascii_digit());
    // `The current version is 5.3.1, released on`
    behind.iter().filter(|word| !is_number(word)).count() <= BEHIND
        && last == Some(&"released")
        && before.iter().rev().take(SUBJECT).any(|word| is_told(word))
}

/// What a block of its own says of the date in the next block: only a label, not a sentence or a credit.
pub(super) fn said_by_block(block: &str) -> Option<Said> {
    let words = block.split_whitespace().count();
    // A preposition belongs to what follows it: `More from this author` says nothing of the next block.
    let mut others = block.split_whitespace().rev().skip(1).map(fold);
    if others.any(|word| matches!(&*word, "from" | "before" | "after" | "between" | "next")) {
        return None;
    }
    if terms::said(tail(block, 80)).is_some() && !terms::stands_alone(block) {
        return None;
    }
    said(block).filter(|said| words <= WORDS_BEFORE && *said != Said::Other("copyright"))
}

/// What the words after a date say, as in `am 3. Mai 2020 um 10:15 von Anna geschrieben`: German alone puts them there.
/// Eight words in sixty bytes are a judgement: a time and a name stand between. What a colon follows is said of the next.
pub(super) fn said_after(after: &str) -> Option<Said> {
    let folded = fold(head(after, 60));
    let ends_label = |at: &usize| folded.get(..*at).is_some_and(|label| label.ends_with(char::is_alphabetic));
    let colon = folded.match_indices(':').map(|(at, _)| at).find(ends_label);
    let own = colon.and_then(|at| folded.get(..at)).map(|own| own.trim_end_matches(char::is_alphabetic));
    let words = own
        .unwrap_or(&folded)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8);
    // `6:10 Uhr Aktualisiert am 4. März`: a date follows, which the word is said of.
    let is_of_next = |word: &str| {
        let rest = folded.split_once(word).map(|(_, rest)| rest).unwrap_or_default();
        let joint = rest.trim_start_matches(|sign: char| sign.is_alphabetic() || sign == ' ');
        let number = joint.trim_start_matches(|sign: char| sign.is_ascii_digit());
        number.len() < joint.len() && number.starts_with('.')
    };
    words
        .filter(|word| !is_of_next(word))
        .filter(|word| {
            matches!(
                *word,
                "geschrieben"
                    | "veroffentlicht"
                    | "gepostet"
                    | "erstellt"
                    | "verfasst"
                    | "eingestellt"
                    | "bearbeitet"
                    | "aktualisiert"
                    | "geandert"
            )
        })
        .find_map(label)
        .map(|label| if label == Label::Updated { Said::Updated } else { Said::Published })
}

/// What is said in words that are none by themselves, or are not parted: Vietnamese and Thai, of a text folded.
pub(super) fn phrase(folded: &str) -> Option<Said> {
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| folded.contains(phrase));
    if any(&["cap nhat", "sua doi", "ปรบปรง", "แกไข", "อปเดต"]) {
        return Some(Said::Updated);
    }
    any(&["ngay dang", "dang luc", "dang ngay", "xuat ban", "เผยแพร", "ตพมพ"]).then_some(Said::Published)
}

/// Whether a byline begins the text before a date: `By`, `Von`, `Par`; a judgement, in the languages of the public
/// benchmarks. Only the first word is looked at, which forty bytes hold.
pub(super) fn is_byline(before: &str) -> bool {
    let folded = fold(head(before.trim_start(), 40));
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next().is_some_and(|word| {
        matches!(
            word,
            "by" | "von"
                | "par"
                | "por"
                | "di"
                | "door"
                | "autor"
                | "author"
                | "posted"
                | "text"
                | "redaktion"
                | "автор"
        )
    })
}

/// Whether a date stands in the line that a report begins with: behind a place, before a dash. The place may be told closer where
/// it is in capitals, and an agency be named behind the date: `NEW YORK, March 4, 2025 (Reuters) –`, `Roma, 22 luglio 2024 -`.
/// Lengths are judgements, of what such lines have.
pub(in crate::normalise::html) fn is_dateline(before: &str, after: &str) -> bool {
    const PLACE: usize = 60;
    const AGENCY: usize = 30;
    const WORDS: usize = 3;
    let is_capital = |word: &str| {
        let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
        letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
    };
    // `PARIS, le 4 mars`, `TOKYO, Prefecture of Tokyo`
    let is_told = |word: &str| !word.starts_with(char::is_lowercase) || word.chars().nth(3).is_none();
    // `Paris, le`
    let place = before.trim_end();
    let place = place
        .rsplit_once(' ')
        .filter(|(rest, word)| rest.ends_with(',') && !word.starts_with(char::is_uppercase) && is_told(word));
    let place = place.map_or(before.trim_end(), |(rest, _)| rest);
    let mut words = place.split_whitespace();
    let is_name = |place: &str| {
        place.split([' ', '-']).count() <= WORDS
            && place.split([' ', '-']).all(|word| {
                word.starts_with(char::is_uppercase)
                    && word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '.' | '\'' | '’'))
            })
    };
    let mut is_capitals = || {
        place.ends_with([',', '–', '—', '-', '(', '|', ':'])
            && words.next().is_some_and(is_capital)
            && words.all(is_told)
    };
    let is_place = before.len() <= PLACE && (place.strip_suffix(',').is_some_and(is_name) || is_capitals());
    let closes = |rest: &str, sign: char| {
        let end = rest.char_indices().take(AGENCY).find(|(_, own)| *own == sign).map(|(at, _)| at + 1);
        end.and_then(|end| rest.get(end..).map(str::to_owned))
    };
    if is_wired(before, after) {
        return true;
    }
    let rest = head(after, 2 * AGENCY).trim_start_matches([')', ',', '.', ' ', '\u{a0}']);
    if is_place && rest.strip_prefix('/').is_some_and(|agency| closes(agency, '/').is_some()) {
        return true;
    }
    let rest = match rest.strip_prefix(['(', '/']) {
        Some(agency) => closes(agency, if rest.starts_with('(') { ')' } else { '/' }),
        None => Some(rest.to_owned()),
    };
    is_place && rest.is_some_and(|rest| rest.trim_start().starts_with(['–', '—', '-', '―']))
}

/// Whether a date stands between an agency with its place and the word for what comes by wire.
fn is_wired(before: &str, after: &str) -> bool {
    /// Letters of agency and place. A judgement: `中新网呼和浩特`, doubled.
    const LETTERS: usize = 14;
    let own = before.trim().trim_start_matches(['【', '[', '（', '(']);
    after.trim_start().starts_with(['电', '電', '讯', '訊'])
        && own.chars().all(dates::is_eastern)
        && (2..=LETTERS).contains(&own.chars().count())
}

/// Whether the text behind a date is a time from which and one to which something lasts: `, 18:00 – 19:30`.
pub(super) fn begins_and_ends(after: &str) -> bool {
    let is_sign = |sign: char| sign.is_whitespace() || matches!(sign, ',' | '|' | '·' | '•' | '(' | '@');
    let after = head(after, 40).trim_start_matches(is_sign);
    if is_between_hours(after) {
        return true;
    }
    let Some(rest) = behind_time(after) else { return false };
    let rest = rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign.is_ascii_alphabetic());
    rest.strip_prefix(['-', '–', '—', '~', '～', '〜', '至'])
        .is_some_and(|rest| behind_time(rest.trim_start()).is_some())
}

/// What stands behind the time of day that a text begins with: `18:00`, `9.30`.
pub(super) fn behind_time(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text);
    let rest = text.get(hours..)?.strip_prefix([':', '.'])?;
    rest.get(2..).filter(|_| matches!(hours, 1 | 2) && digits(rest) == 2)
}

/// Whether a text begins with two whole hours: `4–7 pm`, `14-16 Uhr`.
fn is_between_hours(text: &str) -> bool {
    let hour = |text: &'_ str| {
        let rest = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
        matches!(text.len() - rest.len(), 1 | 2).then(|| text.len() - rest.len())
    };
    let Some(rest) = hour(text).and_then(|end| text.get(end..)) else { return false };
    let Some(rest) = rest.trim_start().strip_prefix(['-', '–', '—']) else { return false };
    let rest = rest.trim_start();
    let unit = hour(rest).and_then(|end| rest.get(end..)).unwrap_or_default().trim_start();
    ["am", "pm", "a.m", "p.m", "uhr", "h"].iter().any(|known| {
        let rest = unit
            .get(..known.len())
            .filter(|own| own.eq_ignore_ascii_case(known))
            .and_then(|_| unit.get(known.len()..));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// As [`said`], where words are written without spaces; a judgement of what is said in Chinese, Japanese and Korean.
pub(super) fn eastern(before: &str) -> Option<Said> {
    // What stands before another number is said of that.
    let own = before.rsplit(|sign: char| sign.is_ascii_digit()).next().unwrap_or_default();
    let any = |words: &[&str]| words.iter().any(|word| own.contains(word));
    if let Some(other) = eastern_label(own) {
        return Some(Said::Other(other));
    }
    if any(&[
        "收稿",
        "修回",
        "录用",
        "錄用",
        "接受",
        "受付",
        "受理",
        "採択",
        "採録",
        "접수",
        "게재확정",
        "심사",
        "채택",
    ]) {
        return Some(Said::Other(RECEIPT));
    }
    if any(&["更新", "修改", "改訂", "改定", "수정", "업데이트", "개정"]) {
        return Some(Said::Updated);
    }
    let published = [
        "公開", "发布", "發佈", "發布", "发表", "發表", "投稿", "掲載", "出版", "发行", "發行", "刊行",
        "작성", "등록", "입력", "게시", "발행", "게재",
    ];
    any(&published).then_some(Said::Published)
}

/// Of what else a text without spaces says last that a date is: when something takes place or ends. A judgement: in the middle of
/// a text the same words stand in titles (`開催のお知らせ`).
fn eastern_label(own: &str) -> Option<&'static str> {
    const KINDS: [&str; 10] = ["日期", "时间", "時間", "日時", "期間", "期间", "기간", "일시", "日", "일"];
    let label = own.trim_matches(|sign: char| !sign.is_alphanumeric());
    if matches!(label, "日時" | "일시") {
        return Some(EVENT);
    }
    let base = KINDS.iter().find_map(|kind| label.strip_suffix(kind)).unwrap_or(label);
    let ends = |words: &[&str]| words.iter().any(|word| base.ends_with(word));
    if ends(&["截止", "締切", "〆切", "期限", "마감"]) {
        return Some(EXPIRY);
    }
    ends(&[
        "会期", "會期", "開催", "会议", "會議", "活动", "活動", "展览", "開始", "开始", "시작", "행사",
        "전시",
    ])
    .then_some(EVENT)
}

/// The beginning of a text, cut at a character boundary.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let mut to = text.len().min(bytes);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(..to).unwrap_or_default()
}

/// The end of a text, cut at a character boundary.
pub(super) fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// Whether a date stands right behind the digest by which a version of a source is known: `(59a07f16e`, `commit 59a07f16e`.
fn is_behind_digest(before: &str) -> bool {
    /// Signs of a digest: as many as programs shorten it to, up to a whole one of SHA-1.
    const SIGNS: std::ops::RangeInclusive<usize> = 7..=40;
    let mut words = before.split_whitespace();
    let Some(last) = words.next_back() else { return false };
    let word = last.trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
    let is_digest = SIGNS.contains(&word.len())
        && word.bytes().all(|sign| sign.is_ascii_hexdigit())
        && word.bytes().any(|sign| sign.is_ascii_digit())
        && word.bytes().any(|sign| sign.is_ascii_alphabetic());
    // `ada1999` is a reader.
    let is_named = || {
        let name = words.clone().next_back().unwrap_or_default();
        let name = name.trim_end_matches([':', '#']);
        ["commit", "rev", "revision", "build", "version", "sha", "git"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    is_digest && (last.starts_with(['(', '[']) || is_named())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_says_of_a_date_only_what_it_says_where_it_stands() {
        for (before, other) in [
            ("Registration opens ", true),
            ("Registration news, ", false),
            ("Opens in new window · ", false),
            ("Compiled by Ada Reed, ", false),
            ("Compiled on ", true),
            ("Generated by gauges on ", true),
            ("(59a07f16e ", true),
            ("commit 59a07f16e ", true),
            ("ada1999, ", false),
        ] {
            assert_eq!(matches!(said(before), Some(Said::Other(_))), other, "{before}");
        }
    }
}
