//! The parts of dates in words: a day and a month, a month alone.
//!
//! In: the tokens around a year, and the one that a part ends at. Out: where the part begins, and its days. Knows no order
//! but that the year stands behind.

use crate::document::fold::fold_into;
use crate::document::{Day, ENGLISH_MONTHS, Interval, Precision};
use crate::normalise::dates::month::{Month, Name};
use crate::normalise::dates::tokens::{Shape, Token};
use crate::normalise::dates::words::{is_ordinal_ending, is_weekday, joins, month};
use crate::normalise::dates::{Reading, neighbours, solar};

/// A day and a month, in either order, that end at the token: index of the first token, and the interval.
pub(super) fn day_month(
    text: &str,
    tokens: &[Token],
    last: usize,
    year: i32,
    reading: &Reading,
) -> Option<(usize, Interval)> {
    if let Some((named, month)) = month_ending(text, tokens, last) {
        let (first, days) = days_before(text, tokens, named, reading)?;
        return Some((first, span(year, month, days)?));
    }
    let (first, days) = days_at(text, tokens, last)?;
    let mut before = first.checked_sub(1)?;
    for _ in 0..2 {
        let token = tokens.get(before)?;
        let skip = match token.shape {
            Shape::Mark(mark) => matches!(mark, '.' | '-' | ',' | '/' | '‑'),
            Shape::Word => joins(&folded(text, token)),
            Shape::Number { .. } => false,
        };
        if !skip {
            break;
        }
        before = before.checked_sub(1)?;
    }
    let (named, month) = month_ending(text, tokens, before)?;
    Some((named, span(year, month, days)?))
}

/// The day, or first and last day, before a month's name.
fn days_before(text: &str, tokens: &[Token], month: usize, reading: &Reading) -> Option<(usize, (u32, u32))> {
    let mut at = month.checked_sub(1)?;
    for _ in 0..2 {
        let token = tokens.get(at)?;
        let skip = match token.shape {
            // `«5» марта`, `"5" марта`
            Shape::Mark(mark) => {
                matches!(mark, '.' | '-' | '/' | ',' | '‑' | '\u{ba}' | '\u{b0}' | '»' | '”' | '“' | '"')
            }
            Shape::Word => matches!(folded(text, token).as_str(), "of" | "de" | "d"),
            Shape::Number { .. } => false,
        };
        if !skip {
            break;
        }
        at = at.checked_sub(1)?;
    }
    let (first, days) = days_at(text, tokens, at)?;
    let sign = tokens.get(at + 1).and_then(Token::mark);
    let name = tokens.get(month)?;
    let is_english = || reading.speaks("en") && ENGLISH_MONTHS.contains(&&*folded(text, name));
    let is_day = !is_volume(text, tokens, first, sign, is_english) && !are_pages(text, tokens, first, sign);
    is_day.then_some((first, days))
}

/// Whether numbers before a month and a comma are those of pages, a volume or an issue: `pp. 1-19, Nov. 2014`.
fn are_pages(text: &str, tokens: &[Token], first: usize, sign: Option<char>) -> bool {
    let before = |count: usize| first.checked_sub(count).and_then(|at| tokens.get(at));
    let label = before(1).filter(|token| token.mark() == Some('.')).map_or_else(|| before(1), |_| before(2));
    sign == Some(',') && label.is_some_and(|token| is_counted(text, token))
}

/// Whether a word says of the number behind it that it counts pages, volumes or issues.
fn is_counted(text: &str, token: &Token) -> bool {
    let is_named = |word: &str| {
        matches!(
            word,
            "p" | "pp"
                | "page"
                | "pages"
                | "pg"
                | "vol"
                | "volume"
                | "no"
                | "nr"
                | "issue"
                | "art"
                | "bd"
                | "heft"
        )
    };
    token.shape == Shape::Word && is_named(&folded(text, token))
}

/// Whether a number before a month is that of a volume: between commas, or in English between a comma and a full stop
/// (`Transactions, 3. November 2024`). Behind a weekday it is a day.
fn is_volume(
    text: &str,
    tokens: &[Token],
    number: usize,
    sign: Option<char>,
    is_english: impl Fn() -> bool,
) -> bool {
    let before = |count: usize| number.checked_sub(count).and_then(|at| tokens.get(at));
    let is_parted = sign == Some(',') || (sign == Some('.') && is_english());
    let is_behind_comma = || before(1).is_some_and(|token| token.mark() == Some(','));
    let is_weekday = |token: &Token| token.shape == Shape::Word && is_weekday(&folded(text, token));
    // `26, April, 2022`
    let is_parted_once = || {
        let mut rest = tokens.get(number..).unwrap_or_default().iter().skip(3);
        rest.next().is_none_or(|token| token.mark() != Some(','))
    };
    // `PS 3, March 2018`: the number of a paper behind the letters of its series.
    let is_code =
        |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|sign| sign.is_ascii_uppercase());
    // `Lake Notes 4, March 2026`; behind any other name it is a day.
    let is_behind_name = || {
        sign == Some(',')
            && is_parted_once()
            && before(1).is_some_and(|token| {
                token.shape == Shape::Word
                    && token.of(text).starts_with(char::is_uppercase)
                    && (is_of_journals(&folded(text, token))
                        || (is_code(token.of(text)) && !is_weekday(token)))
            })
    };
    is_parted && is_behind_name()
        || is_parted
            && is_behind_comma()
            && before(2).is_some_and(|token| token.shape == Shape::Word && !is_weekday(token))
}

/// Whether a folded word ends the names of journals: a word for what comes out in volumes, or a science. A judgement.
fn is_of_journals(word: &str) -> bool {
    const JOURNALS: [&str; 16] = [
        "notes",
        "journal",
        "letters",
        "reviews",
        "bulletin",
        "proceedings",
        "transactions",
        "annals",
        "archives",
        "gazette",
        "quarterly",
        "studies",
        "memoirs",
        "papers",
        "research",
        "physics",
    ];
    const SCIENCES: [&str; 4] = ["logy", "logie", "logia", "graphy"];
    JOURNALS.contains(&word) || SCIENCES.iter().any(|end| word.ends_with(end))
}

/// The day, or first and last day, that end at the token: `3`, `3rd`, `3.`, `3-5`.
fn days_at(text: &str, tokens: &[Token], last: usize) -> Option<(usize, (u32, u32))> {
    let mut at = last;
    let token = tokens.get(at)?;
    let ending = match token.shape {
        Shape::Word => !token.spaced && is_ordinal_ending(&folded(text, token)),
        Shape::Mark(mark) => matches!(mark, '\u{ba}' | '\u{b0}' | 'ª'),
        Shape::Number { .. } => false,
    };
    if ending {
        at = at.checked_sub(1)?;
        // `1-го`
        if tokens.get(at)?.mark() == Some('-') {
            at = at.checked_sub(1)?;
        }
    }
    let day = tokens.get(at)?.small().filter(|day| (1..=31).contains(day))?;
    if is_part_of_number(text, tokens, at) {
        return None;
    }
    if let Some(first) = at.checked_sub(2)
        && let Some([from, dash]) = tokens.get(first..at)
        && matches!(dash.mark(), Some('-' | '–' | '—'))
        && let Some(earlier) = from.small().filter(|earlier| (1..day).contains(earlier))
        && !is_part_of_number(text, tokens, first)
        && !(dash.spaced && is_of_issue(text, tokens, first))
    {
        return Some((first, (earlier, day)));
    }
    Some((at, (day, day)))
}

/// Whether a number is that of an issue, and no day: `No. 9 – 11 September 2025`.
fn is_of_issue(text: &str, tokens: &[Token], number: usize) -> bool {
    let before = |count: usize| number.checked_sub(count).and_then(|at| tokens.get(at));
    let label = before(1).filter(|token| token.mark() == Some('.')).map_or_else(|| before(1), |_| before(2));
    label.is_some_and(|token| is_counted(text, token))
}

/// Whether a small number is the tail of something else: a time, a decimal, a price, a code such as `B12`.
fn is_part_of_number(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at).filter(|token| !token.spaced) else { return false };
    let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at)) else { return false };
    match before.shape {
        Shape::Mark(':' | '$' | '€' | '£' | '#' | '%' | '+') => {
            // `Posted:3 May 2020` is no time.
            before.mark() != Some(':')
                || at
                    .checked_sub(2)
                    .and_then(|at| tokens.get(at))
                    .is_some_and(|it| matches!(it.shape, Shape::Number { .. }))
        }
        Shape::Mark('.' | ',' | '/') => at
            .checked_sub(2)
            .and_then(|at| tokens.get(at))
            .is_some_and(|it| matches!(it.shape, Shape::Number { .. }) && !before.spaced),
        // `TR-12, May 2020`
        Shape::Mark('-' | '‑') => {
            at.checked_sub(2).and_then(|at| tokens.get(at)).filter(|_| !before.spaced).is_some_and(|it| {
                it.shape == Shape::Word && !is_weekday(&folded(text, it)) && month_at(text, it).is_none()
            })
        }
        // A code has a letter or two before its number, a judgement; glued text has a word.
        Shape::Word => {
            before.of(text).chars().count() < 3
                && token.start == before.end
                && !is_weekday(&folded(text, before))
        }
        _ => false,
    }
}

/// A month and a year without a day.
pub(super) fn month_alone(
    text: &str,
    tokens: &[Token],
    last: usize,
    year_at: usize,
    year: i32,
) -> Option<(usize, Interval)> {
    let (first, month) = month_ending(text, tokens, last)?;
    let word = tokens.get(first)?.of(text);
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    // `ago 2020`, `may 2020`: only a capital or the spelled-out name makes a month of it.
    if !month.alone || (!capital && !month.certain) {
        return None;
    }
    // `May-2020` is a month; `May - 2020` is a heading and a year.
    let between = tokens.get(last + 1..=year_at)?;
    if between.iter().any(|token| matches!(token.mark(), Some('-' | '–' | '/')) && token.spaced) {
        return None;
    }
    let only = Interval::month(year, month.number)?;
    if let Some(earlier) = first.checked_sub(2)
        && let Some([from, dash]) = tokens.get(earlier..first)
        && matches!(dash.mark(), Some('-' | '–' | '/' | '&'))
        && let Some(begins) = month_at(text, from).filter(|begins| begins.number < month.number)
        && let Some((earliest, _)) = Day::month(year, begins.number)
    {
        return Some((earlier, Interval { earliest, latest: only.latest, precision: Precision::Range }));
    }
    Some((first, only))
}

/// The days from one of a month to another.
fn span(year: i32, month: Month, days: (u32, u32)) -> Option<Interval> {
    let day = |day| {
        if month.name == Name::Solar {
            solar::day(year, month.number, day)
        } else {
            Day::from_ymd(year, month.number, day)
        }
    };
    let (earliest, latest) = (day(days.0)?, day(days.1)?);
    let precision = if earliest == latest { Precision::Day } else { Precision::Range };
    Some(Interval { earliest, latest, precision })
}

/// The month whose name ends at a token, and where it begins: a word, `تشرين الثاني`, `ก.ย.`, `tháng 3`, or two names of one
/// month (`تشرين الثاني/نوفمبر`).
fn month_ending(text: &str, tokens: &[Token], last: usize) -> Option<(usize, Month)> {
    let token = tokens.get(last)?;
    let before = |count: usize| Some((last.checked_sub(count)?, tokens.get(last.checked_sub(count)?)?));
    if let Some(number) = token.small().filter(|number| (1..=12).contains(number)) {
        let (first, word) = before(1)?;
        let is_counted = word.shape == Shape::Word && folded(text, word) == neighbours::COUNTED_MONTH;
        return is_counted.then_some((first, Month::spelled(number)));
    }
    if let Some(month) = month_at(text, token) {
        let other = before(1).filter(|(_, token)| token.mark() == Some('/')).and_then(|(slash, _)| {
            let (first, other) = one_month(text, tokens, slash.checked_sub(1)?)?;
            (other.number == month.number).then_some(first)
        });
        return Some((other.unwrap_or(last), month));
    }
    one_month(text, tokens, last)
}

/// The month that one name ends at a token.
fn one_month(text: &str, tokens: &[Token], last: usize) -> Option<(usize, Month)> {
    let token = tokens.get(last).filter(|token| token.shape == Shape::Word)?;
    if let Some(month) = month_at(text, token) {
        return Some((last, month));
    }
    // No name of two words is in plain letters.
    if token.of(text).is_ascii() {
        return None;
    }
    let first = last.checked_sub(1)?;
    let before = tokens.get(first)?;
    if before.mark() == Some('.') {
        let first = first.checked_sub(1)?;
        let number = neighbours::dotted_month(text.get(tokens.get(first)?.start..token.end)?)?;
        return Some((first, Month::spelled(number)));
    }
    let name = [folded(text, before), folded(text, token)].join(" ");
    month(&name).map(|month| (first, month))
}

/// The month that a token names; three bytes are the shortest name.
pub(super) fn month_at(text: &str, token: &Token) -> Option<Month> {
    if token.shape != Shape::Word || token.end - token.start < 3 {
        return None;
    }
    // In capitals it is an acronym: `LED`, `ELO`.
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) && !word.chars().skip(1).any(char::is_uppercase);
    let is_told = || {
        is_name(token.of(text))
            || text.get(token.end..).is_some_and(|after| after.starts_with('.'))
            || text.get(..token.start).is_some_and(|before| before.trim_end().ends_with('.'))
    };
    month(&folded(text, token)).filter(|month| month.name != Name::Cut || is_told())
}

/// A word of a date, folded.
pub(super) fn folded(text: &str, token: &Token) -> String {
    let mut folded = String::new();
    // No word of a date is longer; a longer one need not be folded to be no word of a date.
    if token.end - token.start <= 40 {
        fold_into(token.of(text), &mut folded);
    }
    folded
}
