//! Reads a text that is a date and nothing else.
//!
//! In: a short text, such as a cell, a label with its date, or a heading. Out: its interval, or none when
//! anything of substance is left over. Knows years, quarters and seasons besides what running text has.

use crate::document::fold::fold;
use crate::document::{Day, Interval, Precision};
use crate::normalise::dates::numeric::by_order;
use crate::normalise::dates::scan::scan;
use crate::normalise::dates::tokens::{Shape, Token, tokenise};
use crate::normalise::dates::words::{is_of_time, is_weekday, joins, label, month};
use crate::normalise::dates::{Reading, YEARS, digits, east, eras, neighbours};

/// Bytes beyond which a text is no date: a label, a weekday, a date, a time and a zone in Russian (about 120).
pub(super) const MAX_BYTES: usize = 160;

/// The date that the text as a whole is, perhaps after a label and before a time of day.
pub(crate) fn whole(text: &str, reading: &Reading) -> Option<Interval> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    let plain = digits::plain(text);
    let text = plain.as_ref().map_or(text, |plain| &plain.text);
    // A year is written in digits, or it has a sign behind it.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains('年') {
        return None;
    }
    let mut tokens = Vec::new();
    tokenise(text, 0, text.len(), &mut tokens);
    match scan(text, reading).as_slice() {
        [date] => {
            let outside = |token: &Token| token.end <= date.start || token.start >= date.end;
            let rest: Vec<Token> = tokens.into_iter().filter(outside).collect();
            is_insubstantial(text, &rest).then_some(date.interval)
        }
        [] => {
            let first = tokens.iter().position(|token| !is_label(text, token))?;
            let tokens = tokens.get(first..)?;
            let of_era = eras::day(tokens, text, reading).filter(|(_, rest)| is_insubstantial(text, rest));
            of_era
                .map(|(day, _)| day)
                .or_else(|| short_year(text, tokens, reading))
                .or_else(|| year_apart(text, tokens))
                .or_else(|| part_of_year(text, tokens, reading))
                .or_else(|| east::year(text))
        }
        _ => None,
    }
}

/// Whether tokens are only labels, weekdays, times of day and punctuation.
pub(super) fn is_insubstantial(text: &str, tokens: &[Token]) -> bool {
    tokens.iter().enumerate().all(|(at, token)| match token.shape {
        Shape::Word => {
            let word = fold(token.of(text));
            label(&word).is_some()
                || is_weekday(&word)
                || is_of_time(&word)
                || joins(&word)
                || neighbours::is_year(&word)
        }
        Shape::Mark(mark) => is_punctuation(mark) || is_eastern_label(mark),
        Shape::Number { digits, .. } => {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let after = tokens.get(at + 1);
            let mark = |token: Option<&Token>, marks: &str| {
                token.and_then(Token::mark).is_some_and(|mark| marks.contains(mark))
            };
            let of_time =
                after.is_some_and(|after| after.shape == Shape::Word && is_of_time(&fold(after.of(text))));
            match digits {
                1 | 2 => of_time || mark(before, ":.+-T") || mark(after, ":.時点时시분分秒초"),
                4 => mark(before, "+-−"),
                3..=9 => mark(before, ".:"),
                _ => false,
            }
        }
    })
}

fn is_label(text: &str, token: &Token) -> bool {
    match token.shape {
        Shape::Word => {
            let word = fold(token.of(text));
            label(&word).is_some() || is_weekday(&word) || joins(&word)
        }
        Shape::Mark(mark) => {
            matches!(mark, ':' | '：' | ',' | '(' | '[' | '|' | '-' | '–' | '·' | '•' | '.')
                || is_eastern_label(mark)
        }
        Shape::Number { .. } => false,
    }
}

/// Marks that carry no meaning beside a date; a copyright sign or a currency does.
fn is_punctuation(mark: char) -> bool {
    !mark.is_alphanumeric()
        && !matches!(mark, '©' | '®' | '™' | '$' | '€' | '£' | '¥' | '%' | '#' | '&' | '=' | '_' | '@')
}

/// Characters of the labels and times that stand beside dates in Chinese, Japanese and Korean
/// (`公開日`, `发布时间`, `更新`, `작성일`, `오전 10시 3분`).
fn is_eastern_label(mark: char) -> bool {
    "發公開公开発発布发佈表更新日期時时間间投稿作成掲載載最終终後后登録录於于的在上午下前曜月火水木金土星一二三四五六分秒点작성일입력등록수정게시발행최종업데이트오전후시분초월화수목금토요".contains(mark)
}

/// `12/31/19`, `31.12.19`, `7-May-19`; `19-12-31` in Chinese, Japanese and Korean.
fn short_year(text: &str, tokens: &[Token], reading: &Reading) -> Option<Interval> {
    let [one, mark, other, again, year, rest @ ..] = tokens else { return None };
    let sign = mark.mark().filter(|sign| matches!(sign, '.' | '/' | '-'))?;
    let Shape::Number { value, digits: 2 } = year.shape else { return None };
    if again.mark() != Some(sign)
        || [mark, other, again, year].iter().any(|token| token.spaced)
        || !is_insubstantial(text, rest)
    {
        return None;
    }
    // 1970: years of two digits on the web are nearly all after it.
    let whole = |two: u32| i32::try_from(two).ok().map(|two| two + if two < 70 { 2000 } else { 1900 });
    let first = one.small()?;
    let is_eastern = reading.language.as_deref().is_some_and(puts_year_first);
    // With strokes Hong Kong and Singapore put the day first.
    if is_eastern
        && sign != '/'
        && let Shape::Number { value: first, digits: 2 } = one.shape
        && let Some(day) = Day::from_ymd(whole(first)?, other.small()?, value)
    {
        return Some(Interval::day(day));
    }
    let year = whole(value)?;
    let day = match other.shape {
        Shape::Word => Day::from_ymd(year, month(&fold(other.of(text)))?.number, first)?,
        _ => by_order(year, first, other.small()?, sign, reading)?,
    };
    Some(Interval::day(day))
}

/// A year, and apart from it month and day: `2026 03/06`.
fn year_apart(text: &str, tokens: &[Token]) -> Option<Interval> {
    let [year, month, mark, day, rest @ ..] = tokens else { return None };
    let Shape::Number { value, digits: 4 } = year.shape else { return None };
    let is_glued = !mark.spaced && !day.spaced && matches!(mark.mark(), Some('/' | '-' | '.'));
    let is_padded = |token: &Token| matches!(token.shape, Shape::Number { digits: 2, .. });
    if !month.spaced || !is_glued || !is_padded(month) || !is_padded(day) || !is_insubstantial(text, rest) {
        return None;
    }
    let year = i32::try_from(value).ok().filter(|year| YEARS.contains(year))?;
    Some(Interval::day(Day::from_ymd(year, month.small()?, day.small()?)?))
}

/// Whether a language puts the year of a date first: Chinese, Japanese, Korean.
pub(crate) fn puts_year_first(language: &str) -> bool {
    ["zh", "ja", "ko"].iter().any(|east| language.starts_with(east))
}

/// A year, or a named part of one: `2025`, `Q3 2024`, `Spring 2020`, `late 2023`, `2024 H1`.
fn part_of_year(text: &str, tokens: &[Token], reading: &Reading) -> Option<Interval> {
    let mut year = None;
    let mut months = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let word = if token.shape == Shape::Word { fold(token.of(text)) } else { String::new() };
        let next = tokens.get(at + 1);
        match token.shape {
            Shape::Number { value, digits: 4 } if year.is_none() => {
                let written = i32::try_from(value).ok().filter(|year| YEARS.contains(year))?;
                year = Some(eras::year(text, tokens, written, reading));
            }
            // `Q3`, `H1`, `3Q`
            Shape::Word if months.is_none() && matches!(word.as_str(), "q" | "h") => {
                months = Some(fraction(&word, next?.small()?)?);
                at += 1;
            }
            Shape::Number { .. }
                if months.is_none()
                    && next.is_some_and(|next| matches!(fold(next.of(text)).as_str(), "q" | "h")) =>
            {
                months = Some(fraction(&fold(next?.of(text)), token.small()?)?);
                at += 1;
            }
            Shape::Word
                if months.is_none()
                    && ordinal(&word).is_some()
                    && next.is_some_and(|next| fold(next.of(text)) == "quarter") =>
            {
                months = Some(fraction("q", ordinal(&word)?)?);
                at += 1;
            }
            Shape::Word if months.is_none() && season(&word).is_some() => months = season(&word),
            Shape::Word if label(&word).is_some() || joins(&word) || neighbours::is_year(&word) => {}
            // `2025年度`
            Shape::Mark('度') if at.checked_sub(1).and_then(|at| tokens.get(at)?.mark()) == Some('年') => {}
            Shape::Mark(',' | '.' | '-' | '/' | '\'' | '’' | ':' | '(' | ')' | '[' | ']' | '年' | '년') =>
                {}
            _ => return None,
        }
        at += 1;
    }
    let year = year?;
    let Some((first, last)) = months else { return eras::whole_year(year, reading) };
    let (earliest, _) = Day::month(year, first)?;
    let (_, latest) = Day::month(year, last)?;
    Some(Interval { earliest, latest, precision: Precision::Range })
}

/// First and last month of a quarter or half.
fn fraction(kind: &str, number: u32) -> Option<(u32, u32)> {
    match (kind, number) {
        ("q", 1..=4) => Some((number * 3 - 2, number * 3)),
        ("h", 1..=2) => Some((number * 6 - 5, number * 6)),
        _ => None,
    }
}

fn ordinal(word: &str) -> Option<u32> {
    ["first", "second", "third", "fourth"]
        .iter()
        .zip(1..)
        .find(|(name, _)| **name == word)
        .map(|(_, number)| number)
}

/// First and last month of a season on the northern half, or of a third of the year. A winter may be the one
/// that ends in the year or the one that begins in it, so it is no finer than the year.
fn season(word: &str) -> Option<(u32, u32)> {
    match word {
        "spring" | "fruhling" | "fruehling" | "fruhjahr" | "fruehjahr" | "printemps" | "primavera"
        | "lente" | "wiosna" | "весна" => Some((3, 5)),
        "summer" | "sommer" | "ete" | "verano" | "estate" | "verao" | "zomer" | "lato" | "лето" => {
            Some((6, 8))
        }
        "autumn" | "fall" | "herbst" | "automne" | "otono" | "autunno" | "outono" | "herfst" | "jesien"
        | "осень" => Some((9, 11)),
        "winter" | "hiver" | "invierno" | "inverno" | "zima" | "зима" => Some((1, 12)),
        "early" => Some((1, 4)),
        "mid" => Some((5, 8)),
        "late" => Some((9, 12)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        whole(text, &Reading { language: Some("en".into()), ..Reading::default() }).map(|it| it.to_string())
    }

    #[test]
    fn labels_weekdays_and_times_may_stand_beside_a_date() {
        for (text, wanted) in [
            ("Published: May 7, 2026", "2026-05-07"),
            ("Posted on 7 May 2026 at 10:30 am EST", "2026-05-07"),
            ("Last updated: Tuesday, 3 March 2020 - 14:05", "2020-03-03"),
            ("Veröffentlicht am 31.03.2020, 09:15 Uhr", "2020-03-31"),
            ("(2025-10-29 10:00:00 +0200)", "2025-10-29"),
            ("12/31/19", "2019-12-31"),
            ("31.12.99", "1999-12-31"),
            ("Fecha de publicación 31/12/25", "2025-12-31"),
            ("Oct 2025", "2025-10"),
            ("2025", "2025"),
            ("公開日：2024年5月3日", "2024-05-03"),
            ("2024 05/03 15:20:33", "2024-05-03"),
        ] {
            assert_eq!(read(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_labelled_day_is_read_in_all_languages() {
        for (language, text) in [
            ("en", "Published on May 7, 2026"),
            ("de", "Veröffentlicht am 7. Mai 2026"),
            ("fr", "Publié le jeudi 7 mai 2026"),
            ("es", "Publicado el 7 de mayo de 2026"),
            ("it", "Pubblicato il 7 maggio 2026"),
            ("pt", "Publicado em 7 de maio de 2026"),
            ("nl", "Gepubliceerd op 7 mei 2026"),
            ("pl", "Opublikowano 7 maja 2026 r."),
            ("ru", "Опубликовано 7 мая 2026 г."),
            ("zh", "发布时间：2026年5月7日"),
            ("ja", "公開日：2026年5月7日"),
            ("ko", "게시일: 2026년 5월 7일"),
        ] {
            let reading = Reading { language: Some(language.into()), ..Reading::default() };
            let read = whole(text, &reading).map(|it| it.to_string());
            assert_eq!(read.as_deref(), Some("2026-05-07"), "{text}");
        }
    }

    #[test]
    fn a_year_of_two_digits_stands_first_in_the_east() {
        assert_eq!(read("18-03-08").as_deref(), Some("2008-03-18"));
        let reading = Reading { language: Some("ja".into()), ..Reading::default() };
        assert_eq!(whole("18-03-08", &reading), whole("2018-03-08", &reading));
    }

    #[test]
    fn parts_of_a_year_are_ranges() {
        for (text, earliest, latest) in [
            ("Q3 2024", "2024-07-01", "2024-09-30"),
            ("2024 Q1", "2024-01-01", "2024-03-31"),
            ("third quarter of 2024", "2024-07-01", "2024-09-30"),
            ("Spring 2020", "2020-03-01", "2020-05-31"),
            ("H2 2021", "2021-07-01", "2021-12-31"),
        ] {
            let it = whole(text, &Reading::default()).unwrap();
            assert_eq!(
                (it.earliest.to_string(), it.latest.to_string()),
                (earliest.into(), latest.into()),
                "{text}"
            );
            assert_eq!(it.precision, Precision::Range);
        }
    }

    #[test]
    fn anything_of_substance_beside_it_makes_it_no_date() {
        for text in [
            "© 2025",
            "May 7, 2026 in Berlin",
            "2025 models",
            "Copyright 2020-10-29",
            "Room 2025",
            "5",
            "",
            "1 2 3",
            "2024 5/3",
            "2024 13/05 15:20",
            "$2025",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
