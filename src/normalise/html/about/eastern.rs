//! Bylines in Chinese, Japanese and Korean, in which labels stand right beside names.
//!
//! In: the text of a byline. Out: what of it is names.

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

/// The rest of a text that begins with an introduction and a colon: `作者：林小河`. Of one letter, an introduction may be part of
/// a title.
pub(super) fn behind_intro(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let is_long = |intro: &&&str| intro.chars().nth(1).is_some();
    let rest = EASTERN_INTROS.iter().filter(is_long).find_map(|intro| text.strip_prefix(intro))?;
    Some(rest.trim_start().strip_prefix([':', '：'])?.trim_start())
}

/// Whether a text is a name and what Korean papers call those who write for them: `김민수 기자`.
pub(super) fn is_reporter(text: &str) -> bool {
    let name = text.trim().strip_suffix("기자").map(str::trim_end).unwrap_or_default();
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
            let rest = text.get(at + intro.len()..).filter(|_| fits)?.trim_start();
            let rest = rest.strip_prefix([':', '：', '/', '／', '|', '丨', '●', '＝'])?.trim_start();
            // `文/图 张三`: who took the pictures too.
            let pictures = ["图", "圖", "写真", "사진"].iter().find_map(|with| rest.strip_prefix(with));
            Some(pictures.map_or(rest, |rest| rest.trim_start_matches([' ', ':', '：', '/', '　'])))
        })
    });
    let names = names.unwrap_or(text);
    let ends = |(at, end): (usize, &str)| {
        let after = names.get(at + end.len()..).unwrap_or_default();
        (is_apart(names, at) || after.starts_with([':', '：'])).then_some(at)
    };
    let end = EASTERN_ENDS.iter().flat_map(|end| names.match_indices(end)).filter_map(ends).min();
    names.get(..end.unwrap_or(names.len())).unwrap_or(names)
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
