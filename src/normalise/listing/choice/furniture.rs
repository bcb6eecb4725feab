//! Knows the lines that pages set around a text for their readers: where they are, how large its letters are, whom to tell of it.
//!
//! In: the text of a piece. Out: yes or no. The words are judgements, in the languages whose dates are read.

use std::sync::LazyLock;

use crate::document::fold;

/// What such lines begin with, before a colon.
const LABELS: &str = "\
    you are here|current location|current position|sie sind hier|vous êtes ici|usted está aquí|está aquí|você está aqui|voce está em|\
    ti trovi in|sei qui|u bevindt zich hier|u bent hier|jesteś tutaj|вы здесь|вы находитесь здесь|ви тут|du är här|du er her|\
    olet tässä|nacházíte se|当前位置|您的位置|您当前的位置|\
    您现在的位置|你的位置|所在位置|您所在的位置|目前位置|您在這裡|现在位置|字号|字體|字体|字体大小|字體大小|分享到|分享至|今天是|现在是|\
    现在時間|現在地|文字サイズ|현재위치|현재 위치|글자크기|글자 크기|공유하기";

/// The same, of words that titles begin with as well.
const WORDS: &str = "\
    font size|text size|share|share to|share on|today is|schriftgröße|taille du texte|tamaño de letra";

/// Words behind those at most, numbers aside. A judgement: `A A A`, `Tuesday, December`, three services.
const REST: usize = 3;

static BEFORE_COLON: LazyLock<Vec<String>> = LazyLock::new(|| LABELS.split('|').map(fold::fold).collect());
static BEFORE_FEW_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| WORDS.split('|').map(fold::fold).collect());

/// Whether a text is such a line. One of Chinese may begin so without a colon: `今天是2026年3月5日`.
pub(super) fn is_furniture(text: &str) -> bool {
    /// Bytes that are looked at: the longest label with room.
    const LOOKED_AT: usize = 80;
    let start = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
    let plain = fold::fold(start.trim_start());
    let colon = [':', '：'];
    let is_of_letters = |word: &&str| word.contains(char::is_alphabetic);
    let is_short = |rest: &str| rest.split_whitespace().filter(is_of_letters).count() <= REST;
    BEFORE_COLON.iter().any(|label| {
        let rest = plain.strip_prefix(label.as_str()).map(str::trim_start);
        rest.is_some_and(|rest| {
            let is_open = label.starts_with(fold::is_unspaced)
                && rest.starts_with(|sign: char| sign.is_ascii_digit() || sign == '[');
            rest.starts_with(colon) || is_open
        })
    }) || BEFORE_FEW_WORDS.iter().any(|label| {
        let rest = plain.strip_prefix(label.as_str()).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(colon) && is_short(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around_a_text_are_told_from_titles() {
        for text in [
            "当前位置： 首页> 通知公告",
            "字号：[ 大 中 小]",
            "You are here: Home",
            "今天是2026年3月5日",
            "Share: Mail Print",
            "Today is: Tuesday, May 5, 2026",
        ] {
            assert!(is_furniture(text), "{text}");
        }
        for text in [
            "Share of lakes",
            "You are here to read",
            "当前位置的湖",
            "Font sizes: a history",
            "Share: slow lakes remember longer",
        ] {
            assert!(!is_furniture(text), "{text}");
        }
    }
}
