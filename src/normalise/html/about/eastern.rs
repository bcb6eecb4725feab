//! Bylines in Chinese, Japanese and Korean, in which labels stand right beside names.
//!
//! In: the text of a byline. Out: what of it is names.

use super::pieces::is_note;
use crate::document::fold;

/// What Chinese, Japanese and Korean bylines put before a name, with a colon or a stroke behind it. A judgement.
const EASTERN_INTROS: [&str; 14] = [
    "作者",
    "撰文",
    "撰稿",
    "執筆",
    "著者",
    "筆者",
    "記者",
    "记者",
    "작성자",
    "글쓴이",
    "저자",
    "기자",
    "文",
    "글",
];

/// What they put behind a name, or instead of one: who edited, where it is from, when it was published. A judgement.
const EASTERN_ENDS: [&str; 22] = [
    "责任编辑",
    "責任編輯",
    "责编",
    "编辑",
    "編輯",
    "编译",
    "摄影",
    "来源",
    "來源",
    "出处",
    "发布",
    "發布",
    "发表",
    "發表",
    "更新",
    "字号",
    "입력",
    "수정",
    "등록",
    "승인",
    "발행",
    "사진",
];

/// What they put behind the name of somebody who wrote a text, and of somebody who did something else for it: translated,
/// edited, drew. A judgement, of what Japanese and Chinese publishers write, a space before it.
const WROTE: [&str; 4] = ["共著", "編著", "著", "作"];
const DID_ELSE: [&str; 12] =
    ["監訳", "翻訳", "訳", "译", "譯", "監修", "編集", "編", "绘", "絵", "写真", "イラスト"];

/// Whether a text is an introduction and nothing else, not even a colon: a term, or the head of a row or of a column.
pub(super) fn is_intro(text: &str) -> bool {
    behind_intro(text).is_some_and(str::is_empty) && !text.trim_end().ends_with([':', '：'])
}

/// Whether a text is a byline though it begins with no introduction and colon: one stands behind other labels (`来源：河流网
/// 作者：林小河`), or it is a word for writers, a sign or a space, and a name (`文／林小河`, `取材・文／林小河`, `记者 林小河`).
pub(super) fn is_byline(text: &str) -> bool {
    // Where the scripts of the words below begin (CJK Radicals Supplement).
    if !text.contains(|letter: char| letter >= '\u{2e80}') {
        return false;
    }
    let text = text.trim();
    let is_labelled = |intro: &&str| {
        let mut places = text.match_indices(*intro).filter(|(at, _)| *at > 0 && is_behind_space(text, *at));
        intro.chars().nth(1).is_some()
            && places.any(|(at, _)| {
                text.get(at + intro.len()..).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
            })
    };
    let is_introduced = |intro: &&str| {
        let (before, rest) = text.split_once(*intro).unwrap_or((text, ""));
        let is_with = before.is_empty() || WITH.contains(&before);
        let name = rest.trim_start().strip_prefix(SIGNS).map(str::trim_start);
        // Of one letter it begins words too, `文/化とは`: small letters are those of a sentence there.
        let is_small = |letter: char| ('\u{3041}'..='\u{309f}').contains(&letter);
        let fits = |name: &str| {
            is_eastern_name(name) && (intro.chars().nth(1).is_some() || !name.contains(is_small))
        };
        let is_name = |name: &str| name.split(['、', '，']).all(|name| fits(name.trim()));
        is_with && name.is_some_and(is_name) || before.is_empty() && reported(text, 0, intro, rest).is_some()
    };
    EASTERN_INTROS.iter().any(|intro| is_labelled(intro) || is_introduced(intro))
}

/// What somebody did for a text beside writing it, before the word that says so. A judgement, of Japanese bylines.
const WITH: [&str; 4] = ["取材・", "構成・", "写真・", "写真と"];

/// Signs between a word for writers and a name.
const SIGNS: [char; 9] = [':', '：', '/', '／', '|', '｜', '丨', '●', '＝'];

/// Whether a space stands right before a place in a text.
fn is_behind_space(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace))
}

/// Whether a letter is Chinese, Japanese or Korean.
pub(super) fn is_eastern(letter: char) -> bool {
    letter.is_alphabetic() && (fold::is_unspaced(letter) || ('가'..='힣').contains(&letter))
}

/// Whether a text is as long as a name in Chinese, Japanese or Korean, and of their letters alone, with one space perhaps.
pub(super) fn is_eastern_name(name: &str) -> bool {
    let letters = || name.chars().filter(|letter| !matches!(letter, '・' | '·' | ' '));
    let most = if name.chars().any(|letter| ('가'..='힣').contains(&letter)) { 4 } else { 8 };
    (2..=most).contains(&letters().count()) && letters().all(is_eastern) && name.matches(' ').count() < 2
}

/// A text up to the label of something else, a word that a colon follows, behind a space: of `王芳 浏览次数：76` the name.
fn before_label(text: &str) -> &str {
    let Some((at, _)) = text.match_indices([':', '：']).next() else { return text };
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.rfind(char::is_whitespace).and_then(|end| before.get(..end)).map_or(text, str::trim_end)
}

/// The rest of a text that begins with an introduction and a colon: `作者：林小河`. Of one letter, an introduction may be part of
/// a title.
pub(super) fn behind_intro(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let is_long = |intro: &&&str| intro.chars().nth(1).is_some();
    let rest = EASTERN_INTROS.iter().filter(is_long).find_map(|intro| text.strip_prefix(intro))?;
    // The term of a list, or the head of a row, stands alone.
    let rest = rest.trim_start();
    if rest.is_empty() { Some(rest) } else { Some(rest.strip_prefix([':', '：'])?.trim_start()) }
}

/// Whether a text is a name and what Korean papers call those who write for them, an address for mail behind it perhaps:
/// `김민수 기자`.
pub(super) fn is_reporter(text: &str) -> bool {
    let text = text.trim();
    let mail = text.rsplit_once(' ').filter(|(_, last)| last.contains('@'));
    let name = mail
        .map_or(text, |(name, _)| name)
        .trim_end()
        .strip_suffix("기자")
        .map(str::trim_end)
        .unwrap_or_default();
    // `시민 기자` and its like say what sort of reporter.
    !matches!(name, "시민" | "수습" | "명예")
        && (2..=4).contains(&name.chars().count())
        && name.chars().all(|letter| ('가'..='힣').contains(&letter))
}

/// What of a byline in Chinese, Japanese or Korean is names: `来源：… 作者：张三 责任编辑：李四` is `张三`.
pub(super) fn eastern(text: &str) -> &str {
    if text.is_ascii() {
        return text;
    }
    let names = EASTERN_INTROS.iter().find_map(|intro| {
        text.match_indices(intro).find_map(|(at, _)| {
            // Of one letter, it may be the end of another word.
            let fits = intro.chars().nth(1).is_some() || is_apart(text, at);
            let rest = text.get(at + intro.len()..).filter(|_| fits)?;
            if let Some(name) = reported(text, at, intro, rest) {
                return Some(name);
            }
            let rest = before_label(rest.trim_start().strip_prefix(SIGNS)?.trim_start());
            // `文/图 张三`: who took the pictures too.
            let pictures = ["图", "圖", "写真", "사진"].iter().find_map(|with| rest.strip_prefix(with));
            Some(pictures.map_or(rest, |rest| rest.trim_start_matches([' ', ':', '：', '/', '　'])))
        })
    });
    // Its introduction may be off already.
    let is_name = || text.starts_with(is_eastern);
    let names = names.unwrap_or_else(|| if is_name() { before_label(text) } else { text });
    let ends = |(at, end): (usize, &str)| {
        let after = names.get(at + end.len()..).unwrap_or_default();
        (is_apart(names, at) || after.starts_with([':', '：'])).then_some(at)
    };
    let end = EASTERN_ENDS.iter().flat_map(|end| names.match_indices(end)).filter_map(ends).min();
    names.get(..end.unwrap_or(names.len())).unwrap_or(names)
}

/// The name behind a word for reporters and writers that no sign parts from it: `本报记者 刘洋`, `記者林志明／台北報導`, and before the
/// place without a sign too: `記者陳怡君花蓮報導`, of whose letters the last two are taken for the place. A judgement.
fn reported<'a>(text: &str, at: usize, intro: &str, rest: &'a str) -> Option<&'a str> {
    /// Letters before the word that say whose reporter it is.
    const HOUSE: usize = 4;
    /// Letters of a name in Chinese.
    const NAME: std::ops::RangeInclusive<usize> = 2..=4;
    let before = text.get(..at)?.trim_start_matches(['【', '（', '(', '[']);
    if intro.chars().nth(1).is_none()
        || before.chars().count() > HOUSE
        || !before.chars().all(fold::is_unspaced)
    {
        return None;
    }
    let is_name = |name: &str| NAME.contains(&name.chars().count()) && name.chars().all(fold::is_unspaced);
    let rest = rest.trim_end_matches(['】', '）', ')', ']']);
    if let Some(report) = ["報導", "報道", "报道"].iter().find_map(|end| rest.strip_suffix(end)) {
        let name = if let Some((name, _)) = report.split_once(['／', '/']) {
            name.trim()
        } else {
            let (place, _) = report.char_indices().rev().nth(1)?;
            report.get(..place)?.trim()
        };
        return is_name(name).then_some(name);
    }
    let first = rest.strip_prefix([' ', '　'])?;
    first.split([' ', '、', '，', ',']).all(is_name).then_some(first)
}

/// What most families are called in Korea and China: nine people in ten (the censuses of both).
const KOREAN_FAMILIES: &str =
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변";
const CHINESE_FAMILIES: &str = "\
    王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭蔡潘田董袁于余叶葉\
    蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸金石戴贾賈韦韋夏邱方侯邹鄒熊孟秦白江阎閻薛尹段雷龙龍史陶黎贺賀\
    顾顧毛郝龚龔邵万萬钱錢严嚴武洪赖賴";

/// The names of a line of nothing but names in Korean or Chinese: three or more, each of which begins with what families are
/// called. A word of so many letters may begin so too; several seldom do.
pub(super) fn row(line: &str) -> Option<Vec<&str>> {
    let is_korean = |name: &str| {
        name.chars().count() == 3
            && name.starts_with(|first| KOREAN_FAMILIES.contains(first))
            && name.chars().all(|letter| ('가'..='힣').contains(&letter))
    };
    let is_chinese = |name: &str| {
        (2..=3).contains(&name.chars().count())
            && name.starts_with(|first| CHINESE_FAMILIES.contains(first))
            && name.chars().all(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter))
    };
    if line.is_ascii() {
        return None;
    }
    let parts = line
        .split([',', '，', '、', ';', '；', '·'])
        .map(|part| part.trim_matches(|sign: char| is_note(sign) || sign.is_whitespace()));
    let names: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let is_row = (names.iter().all(|name| is_korean(name)) || names.iter().all(|name| is_chinese(name)))
        && names.len() > 2;
    is_row.then_some(names)
}

/// The names of a row in Chinese characters that stand side by side with a dot between them: `山田 太郎・佐藤花子`. Where foreign
/// names are spelled in kana, the dot stands within a name.
pub(super) fn eastern_row(part: &str) -> impl Iterator<Item = &str> {
    let is_row = part.contains('・')
        && part.split('・').all(|name| {
            let letters = || name.trim().chars().filter(|letter| !letter.is_whitespace());
            (3..=6).contains(&letters().count())
                && letters().all(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter))
        });
    part.split(move |sign| is_row && sign == '・')
}

/// A name without what says behind it that somebody wrote the text; none where that says that they did something else for it
/// (`白桦 译`).
pub(super) fn without_work(name: &str) -> Option<&str> {
    let without = |works: &[&str]| {
        let rest = works.iter().find_map(|work| name.strip_suffix(work))?;
        rest.ends_with(char::is_whitespace).then(|| rest.trim_end())
    };
    if without(&DID_ELSE).is_some() { None } else { Some(without(&WROTE).unwrap_or(name)) }
}

/// Whether no letter stands right before a place in a text.
fn is_apart(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|sign| !sign.is_alphanumeric())
}
