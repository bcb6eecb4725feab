//! Reads relative dates: `3 days ago`, `gestern`, `2小时前`.
//!
//! In: a short text and the moment of its capture. Out: the days it can mean, as coarse as its unit: sites round
//! and cut differently, so "2 weeks ago" is a span. Without a capture time there is no answer.

use crate::document::fold::fold;
use crate::document::{Day, Fineness, Interval, Moment, Precision};
use crate::normalise::dates::tokens::{Shape, Token, tokenise};
use crate::normalise::dates::words::{is_of_time, is_weekday, joins, label};
use crate::normalise::dates::{Reading, digits};

/// Bytes beyond which a text is no relative date: a label and `33 минуты назад` (60), doubled.
const MAX_BYTES: usize = 120;

/// Whether a text as a whole is a date to whoever knows the day it was read.
pub(crate) fn counts_back(text: &str) -> bool {
    // Any moment will do to see whether the text is read.
    let captured = Some(Moment { seconds: 1_000_000_000, fineness: Fineness::Second });
    relative(text, &Reading { captured, ..Reading::default() }).is_some()
}

/// The date that the text as a whole means, counted back from the capture.
pub(crate) fn relative(text: &str, reading: &Reading) -> Option<Interval> {
    let captured = reading.captured.filter(|captured| captured.fineness >= Fineness::Day)?;
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    let plain = digits::plain(text);
    let text = plain.as_ref().map_or(text, |plain| &plain.text);
    if let Some((count, unit)) = eastern(text) {
        return counted(captured, count, unit);
    }
    let mut tokens = Vec::new();
    tokenise(text, 0, text.len(), &mut tokens);
    let words: Vec<String> = tokens.iter().map(|token| fold(token.of(text))).collect();
    named_day(&tokens, &words, captured).or_else(|| {
        let (count, unit) = count_and_unit(&tokens, &words)?;
        counted(captured, count, unit)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// The unit that a folded word names, and whether it is one only in short forms such as `2d`. This list and those
/// below are judgements, in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Russian;
/// [`eastern`] has Chinese, Japanese and Korean.
fn unit(word: &str) -> Option<(Unit, bool)> {
    let (unit, short) =
        match word {
            "s" | "sec" | "secs" => (Unit::Second, true),
            "second" | "seconds" | "sekunde" | "sekunden" | "seconde" | "secondes" | "segundo"
            | "segundos" | "secondo" | "secondi" | "seconden" | "sekund" | "sekundy" | "секунд"
            | "секунды" | "секунду" => (Unit::Second, false),
            "m" | "min" | "mins" | "мин" => (Unit::Minute, true),
            "minute" | "minutes" | "minuten" | "minuto" | "minutos" | "minuti" | "minuut" | "minut"
            | "minuty" | "минут" | "минуты" | "минуту" => (Unit::Minute, false),
            "h" | "hr" | "hrs" | "std" | "ч" => (Unit::Hour, true),
            "hour" | "hours" | "stunde" | "stunden" | "heure" | "heures" | "hora" | "horas" | "ora"
            | "ore" | "uur" | "godzin" | "godziny" | "godzine" | "час" | "часа" | "часов" => {
                (Unit::Hour, false)
            }
            "d" | "j" | "д" => (Unit::Day, true),
            "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "dia" | "dias" | "giorno"
            | "giorni" | "dag" | "dagen" | "dzien" | "dni" | "день" | "дня" | "днеи" => {
                (Unit::Day, false)
            }
            "w" | "wk" | "wks" => (Unit::Week, true),
            "week" | "weeks" | "woche" | "wochen" | "semaine" | "semaines" | "semana" | "semanas"
            | "settimana" | "settimane" | "weken" | "tydzien" | "tygodnie" | "tygodni" | "неделю"
            | "недели" | "недель" => (Unit::Week, false),
            "mo" | "mos" => (Unit::Month, true),
            "month" | "months" | "monat" | "monate" | "monaten" | "mois" | "mes" | "meses" | "mese"
            | "mesi" | "maand" | "maanden" | "miesiac" | "miesiace" | "miesiecy" | "месяц" | "месяца"
            | "месяцев" => (Unit::Month, false),
            "y" | "yr" | "yrs" => (Unit::Year, true),
            "year" | "years" | "jahr" | "jahre" | "jahren" | "an" | "ans" | "annee" | "annees" | "ano"
            | "anos" | "anno" | "anni" | "jaar" | "rok" | "lata" | "lat" | "год" | "года" | "лет" => {
                (Unit::Year, false)
            }
            _ => return None,
        };
    Some((unit, short))
}

fn is_one(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "one"
            | "ein"
            | "eine"
            | "einem"
            | "einer"
            | "einen"
            | "un"
            | "une"
            | "una"
            | "uno"
            | "um"
            | "uma"
            | "een"
            | "jeden"
    )
}

/// The words that make a count of units a time in the past.
fn is_ago(word: &str) -> bool {
    matches!(word, "ago" | "vor" | "hace" | "fa" | "ha" | "atras" | "geleden" | "temu" | "назад")
}

/// `yesterday`, `just now`: a named day before the capture.
fn named_day(tokens: &[Token], words: &[String], captured: Moment) -> Option<Interval> {
    let mut days = None;
    for (token, word) in tokens.iter().zip(words) {
        let named = match word.as_str() {
            "today" | "now" | "heute" | "hoy" | "oggi" | "hoje" | "vandaag" | "dzisiaj" | "dzis"
            | "сегодня" | "aujourd" => Some(0),
            "yesterday" | "gestern" | "hier" | "ayer" | "ieri" | "ontem" | "gisteren" | "wczoraj"
            | "вчера" => Some(1),
            "vorgestern" | "anteayer" | "anteontem" | "eergisteren" | "przedwczoraj" | "позавчера" => {
                Some(2)
            }
            _ => None,
        };
        let filler = matches!(
            token.shape,
            Shape::Number { digits: 1 | 2, .. } | Shape::Mark(':' | ',' | '.' | '\'' | '-' | '·')
        ) || matches!(word.as_str(), "just" | "hui" | "right")
            || label(word).is_some()
            || is_of_time(word)
            || joins(word);
        match named {
            Some(_) if days.is_some() => return None,
            Some(named) => days = Some(named),
            None if filler => {}
            None => return None,
        }
    }
    Some(Interval::day(captured.day().plus(-days?)))
}

/// `3 days ago`, `vor einer Woche`, `il y a 2 ans`, `12h`.
fn count_and_unit(tokens: &[Token], words: &[String]) -> Option<(u32, Unit)> {
    let (mut count, mut found, mut ago, mut short) = (None, None, false, false);
    for (at, (token, word)) in tokens.iter().zip(words).enumerate() {
        let next = |n: usize| words.get(at + n).map(String::as_str);
        match token.shape {
            Shape::Number { value, .. } if count.is_none() => count = Some(value),
            Shape::Word if is_ago(word) => ago = true,
            Shape::Word if word == "y" && next(1) == Some("a") => ago = true,
            Shape::Word
                if matches!(
                    word.as_str(),
                    "il" | "about" | "environ" | "etwa" | "over" | "almost" | "ungefahr" | "ca" | "circa"
                ) => {}
            Shape::Word if count.is_some() && found.is_none() && unit(word).is_some() => {
                let (it, brief) = unit(word)?;
                found = Some(it);
                short = brief && !token.spaced;
            }
            Shape::Word
                if count.is_none()
                    && is_one(word)
                    && next(1).is_some_and(|next| unit(next).is_some_and(|(_, short)| !short)) =>
            {
                count = Some(1);
            }
            Shape::Word
                if count.is_some() && found.is_some() && !ago && (word == "y" || is_weekday(word)) =>
            {
                return None;
            }
            Shape::Word if label(word).is_some() || joins(word) || is_of_time(word) => {}
            Shape::Mark(',' | '.' | ':' | '·' | '•' | '-' | '|' | '(' | ')' | '~' | '+') => {}
            _ => return None,
        }
    }
    // `2d` is enough in itself; `2 days` may be how long something took.
    (ago || short).then_some((count?, found?))
}

/// `3天前`, `2時間前`, `5일 전`, `昨天`.
fn eastern(text: &str) -> Option<(u32, Unit)> {
    for (name, days) in [
        ("今天", 0),
        ("昨天", 1),
        ("前天", 2),
        ("今日", 0),
        ("昨日", 1),
        ("一昨日", 2),
        ("오늘", 0),
        ("어제", 1),
        ("그저께", 2),
        ("刚刚", 0),
    ] {
        if text == name {
            return Some((days, Unit::Day));
        }
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let count = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?.trim();
    let unit = rest.strip_suffix('前').or_else(|| rest.strip_suffix('전'))?.trim();
    let unit = match unit {
        "秒" | "초" => Unit::Second,
        "分" | "分钟" | "分鐘" | "분" => Unit::Minute,
        "小时" | "小時" | "个小时" | "時間" | "시간" => Unit::Hour,
        "天" | "日" | "일" => Unit::Day,
        "周" | "週" | "星期" | "个星期" | "週間" | "주" => Unit::Week,
        "月" | "个月" | "個月" | "か月" | "ヶ月" | "ヵ月" | "개월" | "달" => Unit::Month,
        "年" | "년" => Unit::Year,
        _ => return None,
    };
    Some((count, unit))
}

/// Counts back, ten thousand units at most, a judgement: what counts more counts no date. Units above a day give from
/// half a unit less to a whole unit more: some sites round, some cut.
fn counted(captured: Moment, count: u32, unit: Unit) -> Option<Interval> {
    let count = i32::try_from(count).ok().filter(|count| *count <= 10_000)?;
    let today = captured.day();
    let days = match unit {
        Unit::Day => return Some(Interval::day(today.plus(-count))),
        Unit::Second | Unit::Minute | Unit::Hour => {
            let length: i64 = match unit {
                Unit::Second => 1,
                Unit::Minute => 60,
                _ => 3600,
            };
            let seconds = length * i64::from(count);
            if captured.fineness == Fineness::Second {
                return Some(Interval::day(captured.minus(seconds)?.day()));
            }
            // Only the day of the capture is known: the count may lead across midnight.
            let earliest = captured.minus(seconds)?.day();
            let latest = today.plus(-i32::try_from(seconds / 86_400).ok()?);
            return Some(between(earliest, latest));
        }
        Unit::Week => 7,
        Unit::Month => 30,
        Unit::Year => 365,
    };
    // A day more for leap days and long months, as many as there are units.
    let slack = if unit == Unit::Week { 0 } else { count + 1 };
    Some(between(today.plus(-days * (count + 1) - slack), today.plus(-days * count + days / 2)))
}

fn between(earliest: Day, latest: Day) -> Interval {
    let precision = if earliest == latest { Precision::Day } else { Precision::Range };
    Interval { earliest, latest, precision }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_dates_count_back_from_the_capture() {
        let reading = Reading { captured: Moment::parse("2026-05-07T10:00:00Z"), ..Reading::default() };
        for (text, wanted) in [
            ("3 days ago", "2026-05-04"),
            ("a day ago", "2026-05-06"),
            ("yesterday", "2026-05-06"),
            ("Posted yesterday at 10:15", "2026-05-06"),
            ("2d", "2026-05-05"),
            ("12h ago", "2026-05-06"),
            ("9 hours ago", "2026-05-07"),
            ("vor 3 Tagen", "2026-05-04"),
            ("il y a 3 jours", "2026-05-04"),
            ("hace 3 días", "2026-05-04"),
            ("3 дня назад", "2026-05-04"),
            ("3д", "2026-05-04"),
            ("3 giorni fa", "2026-05-04"),
            ("há 3 dias", "2026-05-04"),
            ("3 dagen geleden", "2026-05-04"),
            ("3 dni temu", "2026-05-04"),
            ("3日前", "2026-05-04"),
            ("3天前", "2026-05-04"),
            ("3일 전", "2026-05-04"),
            ("昨日", "2026-05-06"),
        ] {
            assert_eq!(relative(text, &reading).map(|it| it.to_string()).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn coarse_units_are_ranges() {
        let reading = Reading { captured: Moment::parse("2026-05-07"), ..Reading::default() };
        let it = relative("2 weeks ago", &reading).unwrap();
        assert_eq!(
            (it.earliest.to_string(), it.latest.to_string()),
            ("2026-04-16".into(), "2026-04-26".into())
        );
        assert_eq!(it.precision, Precision::Range);
        assert_eq!(relative("3 hours ago", &reading).unwrap().precision, Precision::Range);
    }

    #[test]
    fn without_a_capture_time_there_is_no_answer() {
        assert_eq!(relative("3 days ago", &Reading::default()), None);
        let reading = Reading { captured: Moment::parse("2026-05-07"), ..Reading::default() };
        for text in ["3 days", "3 days ago in Berlin", "5", "ago", "today 2020", "the day after"] {
            assert_eq!(relative(text, &reading), None, "{text}");
        }
    }
}
