//! Whether a date stands in a sentence of a script without small letters, and is the day of what that tells.
//!
//! In: the text of a block before and behind a date. Out: whether both are a sentence. What capitals tell elsewhere, the sign
//! that ends a sentence tells here. Knows no labels of its own but for the words by which a text speaks of itself.

use crate::document::fold::fold;
use crate::normalise::dates::{Label, label};
use crate::normalise::html::published::labels::{eastern, head, phrase, tail};

/// Letters of the sentence around the date, of scripts that part words by spaces and of those that part none. Judgements: the
/// shortest sentence that tells something has a few words, or two and a verb.
const LETTERS: usize = 8;
const EASTERN_LETTERS: usize = 4;

/// Bytes on either side that are looked at: thrice as many as of Latin letters, as many letters.
const BYTES: usize = 240;

/// Words by which a text speaks of itself, of when it was written, or of a report that is sent. Judgements, folded.
const OF_ITSELF: [&str; 31] = [
    "本文",
    "本稿",
    "文章",
    "文/",
    "記事",
    "记者",
    "本页",
    "本頁",
    "網頁",
    "网页",
    "ヘーシ",
    "撰写",
    "撰寫",
    "執筆",
    "执笔",
    "報道",
    "报道",
    "書かれ",
    "公布",
    "刊登",
    "电",
    "기사",
    "글",
    "문서",
    "보도",
    "배포",
    "المقال",
    "الخبر",
    "منتشر",
    "خبر",
    "מאמר",
];

/// Whether a date stands in a sentence: its letters touch the date, and a full stop ends it, or it goes on for long.
pub(super) fn is_told(before: &str, after: &str) -> bool {
    let own = tail(before, BYTES).rsplit(is_break).next().unwrap_or_default();
    let rest = head(after, BYTES);
    // `2024年7月7日（日）に`
    let rest = without_weekday(rest.trim_start());
    let stop = rest.char_indices().find(|(at, sign)| is_stop(*sign, rest.get(at + sign.len_utf8()..)));
    if stop.is_none() && after.len() <= BYTES {
        return false;
    }
    let sentence = rest.get(..stop.map_or(rest.len(), |(at, _)| at)).unwrap_or_default();
    if sentence.contains(['|', '·', '•', '\n']) {
        return false;
    }
    let touches = own.trim_end().ends_with(is_caseless)
        || sentence.trim_start_matches([' ', ',', '，', '、', '،']).starts_with(is_caseless);
    let letters = || own.chars().chain(sentence.chars()).filter(|letter| letter.is_alphabetic());
    let (all, caseless) = (letters().count(), letters().filter(|letter| is_caseless(*letter)).count());
    let least = if letters().any(crate::normalise::dates::is_eastern) { EASTERN_LETTERS } else { LETTERS };
    touches
        && caseless >= least
        && 2 * caseless > all
        && !speaks_of_itself(own)
        && !speaks_of_itself(sentence)
}

/// Whether a part of a sentence says that something was published or changed, or speaks of the text it stands in.
fn speaks_of_itself(part: &str) -> bool {
    let folded = fold(part);
    let says = |word: &str| matches!(label(word), Some(Label::Published | Label::Updated));
    eastern(part).is_some()
        || phrase(&folded).is_some()
        || OF_ITSELF.iter().any(|word| folded.contains(word))
        || folded.split(|letter: char| !letter.is_alphabetic()).any(says)
}

/// A letter of a script that has no small ones.
fn is_caseless(letter: char) -> bool {
    letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase()
}

/// What parts a sentence from what stands before it.
fn is_break(sign: char) -> bool {
    matches!(
        sign,
        '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '۔' | '।' | '|' | '·' | '•' | ':' | '：' | '\n' | '】'
    )
}

/// Whether a sign ends a sentence: a full stop does before a space.
fn is_stop(sign: char, rest: Option<&str>) -> bool {
    match sign {
        '。' | '！' | '？' | '!' | '?' | '؟' | '۔' | '।' => true,
        '.' => rest.is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)),
        _ => false,
    }
}

/// What stands behind the weekday that a date may have in brackets.
fn without_weekday(rest: &str) -> &str {
    /// Bytes in the brackets: `（星期日）`.
    const BYTES: usize = 12;
    let close = rest.strip_prefix(['(', '（']).and_then(|_| rest.find([')', '）']));
    let close = close.filter(|close| *close <= BYTES + 3);
    close.and_then(|close| rest.get(close..)).map_or(rest, |rest| rest.trim_start_matches([')', '）']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_small_letters_tells_of_its_day() {
        for (before, after) in [
            ("这座水文站于", "首次通水。"),
            ("", "，水位降到最低点。"),
            ("この湖は", "（日）に初めて凍った。次の年も凍った。"),
            ("이 호수는 ", " 처음 얼었다."),
            ("تجمدت البحيرة في ", " لأول مرة."),
            ("האגם קפא ביום ", " בפעם הראשונה."),
        ] {
            assert!(is_told(before, after), "{before}…{after}");
        }
        for (before, after) in [
            ("", ""),
            ("来源：湖泊网 ", " 第3版"),
            ("本文最初写于", "。"),
            ("这份报告发布于", "，修改过一次。"),
            ("新华社某地", "电 湖水结冰。"),
            ("この記事は", "に書かれた。"),
            ("", "公開。"),
            ("بقلم ادا ريد، ", ""),
            ("نشر في ", " في الساعة الثامنة."),
            ("글 김에이다, ", ""),
            ("The lake froze on ", " for the first time."),
        ] {
            assert!(!is_told(before, after), "{before}…{after}");
        }
    }
}
