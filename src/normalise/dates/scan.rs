//! Finds every date in running text.
//!
//! In: text. Out: [`Found`] in order. Goes from year to year: a date in a text has a year of four digits, so
//! only the few tokens around each are looked at, and the time stays linear in the text.

use crate::document::{Day, Interval};
use crate::normalise::dates::numeric::{by_order, numbers_before, roman_before, year_first_numbers};
use crate::normalise::dates::parts::{day_month, folded, month_alone, month_at};
use crate::normalise::dates::tokens::{Shape, Token, boundary, tokenise};
use crate::normalise::dates::words::{is_weekday, joins};
use crate::normalise::dates::{Found, Reading, YEARS, digits, east, eras, neighbours};

/// Bytes before a year that can belong to its date: the longest is a Russian weekday, day and month (50), doubled.
pub(super) const BYTES_BEFORE: usize = 100;
/// Bytes after a year that can belong to its date: `, September 30th` and the like (20), doubled.
const BYTES_AFTER: usize = 40;

/// The sign of a year in Chinese and Japanese.
const YEAR_SIGN: &[u8] = "年".as_bytes();

/// Every date in running text, in order, not overlapping: days and months, never bare years.
pub(crate) fn scan(text: &str, reading: &Reading) -> Vec<Found> {
    match digits::plain(text) {
        None => scan_plain(text, reading),
        Some(plain) => {
            let found = scan_plain(&plain.text, reading).into_iter();
            found.map(|found| plain.restore(&found)).collect()
        }
    }
}

/// As [`scan`], of a text in plain digits.
fn scan_plain(text: &str, reading: &Reading) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut tokens = Vec::new();
    let mut done = 0;
    for anchor in Anchors::new(text) {
        if anchor.start < done {
            continue;
        }
        let from = boundary(text, anchor.start.saturating_sub(BYTES_BEFORE)).max(done);
        let to = boundary(text, anchor.end.saturating_add(BYTES_AFTER));
        let date = if anchor.eastern {
            east::written(text, (from, to), anchor.start, anchor.end, reading)
        } else {
            tokenise(text, from, to, &mut tokens);
            around_year(text, &tokens, anchor.start, reading)
        };
        if let Some(date) = date {
            done = date.end;
            found.push(date);
        }
    }
    found
}

/// Where a date may be: a run of four digits that can be a year, or a year sign after another kind of numeral.
pub(super) struct Anchor {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The sign of a year in Chinese, Japanese or Korean.
    pub(super) eastern: bool,
}

pub(super) struct Anchors<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Anchors<'a> {
    /// The places in a text where a date may be.
    pub(super) fn new(text: &'a str) -> Anchors<'a> {
        Anchors { text, at: 0 }
    }
}

impl Iterator for Anchors<'_> {
    type Item = Anchor;

    fn next(&mut self) -> Option<Anchor> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            let start = self.at;
            if byte.is_ascii_digit() {
                let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                self.at += length;
                if length == 4 && matches!(bytes[start], b'1' | b'2') {
                    return Some(Anchor { start, end: self.at, eastern: false });
                }
            } else if *byte == YEAR_SIGN[0] && bytes[start..].starts_with(YEAR_SIGN) {
                self.at += YEAR_SIGN.len();
                if start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|byte| !byte.is_ascii()) {
                    return Some(Anchor { start, end: self.at, eastern: true });
                }
                if start
                    .checked_sub(1)
                    .and_then(|at| bytes.get(at))
                    .is_some_and(|byte| byte.is_ascii_digit() || *byte == b')')
                {
                    return Some(Anchor { start, end: self.at, eastern: true });
                }
            } else {
                self.at += 1;
            }
        }
        None
    }
}

/// The date that the year starting at byte `year` belongs to.
fn around_year(text: &str, tokens: &[Token], year: usize, reading: &Reading) -> Option<Found> {
    let at = tokens.iter().position(|token| token.start == year)?;
    let Shape::Number { value, digits: 4 } = tokens.get(at)?.shape else { return None };
    let value = i32::try_from(value).ok().filter(|year| YEARS.contains(year))?;
    if in_address(text, tokens, at) {
        return None;
    }
    let value = eras::year(text, tokens.get(at.saturating_sub(2)..at).unwrap_or_default(), value, reading);
    year_last(text, tokens, at, value, reading).or_else(|| year_first(text, tokens, at, value, reading))
}

/// Whether the year stands inside an address or a path: what is glued before it holds `://`, `www.`, `@` or `=`.
fn in_address(text: &str, tokens: &[Token], at: usize) -> bool {
    let mut first = at;
    while first > 0 && tokens.get(first).is_some_and(|token| !token.spaced) {
        first -= 1;
    }
    let (Some(first), Some(last)) = (tokens.get(first), tokens.get(at)) else { return false };
    text.get(first.start..last.start).is_some_and(|glued| {
        glued.contains("://") || glued.contains("www.") || glued.contains('@') || glued.contains('=')
    })
}

/// Dates that end with their year.
fn year_last(text: &str, tokens: &[Token], at: usize, year: i32, reading: &Reading) -> Option<Found> {
    let end = tokens.get(at)?.end;
    // `1.2.2020.4` is a version, `3/4/2020/5` nothing.
    let runs_on = matches!(tokens.get(at + 1), Some(next) if !next.spaced && matches!(next.mark(), Some('.' | '/' | '-')))
        && matches!(tokens.get(at + 2), Some(next) if !next.spaced && matches!(next.shape, Shape::Number { .. }));
    if let Some((first, one, other, mark)) = numbers_before(tokens, at)
        && !runs_on
    {
        let interval = Interval::day(by_order(year, one, other, mark, reading)?);
        return Some(with_weekday(text, tokens, first, end, interval));
    }
    if let Some((first, one, other)) = roman_before(text, tokens, at, reading) {
        return Some(with_weekday(text, tokens, first, end, Interval::day(Day::from_ymd(year, other, one)?)));
    }
    let named = eras::before_name(text, tokens, at);
    let before = skip_time(text, tokens, skip_joints(text, tokens, named)?);
    if let Some((first, interval)) = day_month(text, tokens, before, year, reading) {
        return Some(with_weekday(text, tokens, first, end, interval));
    }
    let before = skip_joints(text, tokens, named)?;
    let (first, interval) = month_alone(text, tokens, before, at, year)?;
    Some(Found { start: tokens.get(first)?.start, end, interval })
}

/// The index of the token before `at`, past commas, full stops and joining words: three at most. A judgement, and so
/// are the counts below: as many as stand between the parts of dates.
fn skip_joints(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let mut before = at.checked_sub(1)?;
    for _ in 0..3 {
        let token = tokens.get(before)?;
        let skip = match token.shape {
            Shape::Mark(mark) => matches!(mark, ',' | '.' | '-' | '‑' | '–' | '/' | '\'' | '’' | '`' | '،'),
            Shape::Word => joins(&folded(text, token)),
            Shape::Number { .. } => false,
        };
        if !skip {
            break;
        }
        before = before.checked_sub(1)?;
    }
    Some(before)
}

/// Past a time of day and its zone, as Unix writes them between day and year: `Sep 24 10:22:11 CEST 2020`.
fn skip_time(text: &str, tokens: &[Token], at: usize) -> usize {
    let zone = tokens.get(at).is_some_and(|token| {
        let word = token.of(text);
        token.shape == Shape::Word
            && (2..=5).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    let last = at.saturating_sub(usize::from(zone));
    let clock = |end: usize| {
        let first = end.checked_sub(2)?;
        let [hour, colon, minute] = tokens.get(first..=end)? else { return None };
        (hour.small().is_some() && colon.mark() == Some(':') && minute.small().is_some() && !colon.spaced)
            .then_some(first)
    };
    let Some(mut first) = clock(last) else { return at };
    if let Some(earlier) = clock(first) {
        first = earlier;
    }
    first.checked_sub(1).unwrap_or(at)
}

/// Takes a weekday before the date into its span.
fn with_weekday(text: &str, tokens: &[Token], first: usize, end: usize, interval: Interval) -> Found {
    let mut start = tokens.get(first).map_or(end, |token| token.start);
    let mut at = first;
    for _ in 0..3 {
        let Some(before) = at.checked_sub(1) else { break };
        let Some(token) = tokens.get(before) else { break };
        match token.shape {
            Shape::Mark(',' | '.') => at = before,
            Shape::Word if joins(&folded(text, token)) => at = before,
            Shape::Word if is_weekday(&folded(text, token)) => {
                start = token.start;
                break;
            }
            _ => break,
        }
    }
    Found { start, end, interval }
}

/// Dates that begin with their year.
fn year_first(text: &str, tokens: &[Token], at: usize, year: i32, reading: &Reading) -> Option<Found> {
    let start = tokens.get(at)?.start;
    let after = tokens.get(at + 1..)?;
    if let [year_sign, month, month_sign, rest @ ..] = after
        && matches!(year_sign.mark(), Some('年' | '년'))
        && matches!(month_sign.mark(), Some('月' | '월'))
    {
        let month = month.small()?;
        if let [day, day_sign, ..] = rest
            && matches!(day_sign.mark(), Some('日' | '일' | '号' | '號'))
            && let Some(day) = day.small().and_then(|day| Day::from_ymd(year, month, day))
        {
            return Some(Found { start, end: day_sign.end, interval: Interval::day(day) });
        }
        return Some(Found { start, end: month_sign.end, interval: Interval::month(year, month)? });
    }
    if let Some(date) = year_first_numbers(text, tokens, at, year, reading) {
        return Some(date);
    }
    year_first_words(text, after, start, year)
}

/// `2020 September 24`, `2020-Sep-24`, `2018. szeptember 30`.
fn year_first_words(text: &str, after: &[Token], start: usize, year: i32) -> Option<Found> {
    let mut rest = after;
    if let [mark, others @ ..] = rest
        && matches!(mark.mark(), Some('-' | ',' | '.' | '/'))
    {
        rest = others;
    }
    // `2025 m. kovo 12`, `2025. gada 12. marts`
    let is_year = |token: &Token| token.shape == Shape::Word && neighbours::is_year(&folded(text, token));
    if let [word, others @ ..] = rest
        && is_year(word)
    {
        rest =
            if others.first().is_some_and(|mark| mark.mark() == Some('.')) { &others[1..] } else { others };
        if let [day, stop, name, ..] = rest
            && stop.mark() == Some('.')
            && let Some(month) = month_at(text, name)
        {
            let day = Day::from_ymd(year, month.number, day.small()?)?;
            return Some(Found { start, end: name.end, interval: Interval::day(day) });
        }
    }
    let [name, others @ ..] = rest else { return None };
    let month = month_at(text, name)?;
    rest = others;
    // Before its volume a journal's issue has no day: `2018 Feb;68(2)`, and none in what is cut short: `2018 Feb.`
    let is_named = month.certain || name.of(text).starts_with(char::is_uppercase);
    let ends = || text.get(name.end..).is_some_and(|rest| rest.trim_end().trim_end_matches('.').is_empty());
    if month.alone && is_named && (rest.first().is_some_and(|mark| mark.mark() == Some(';')) || ends()) {
        return Some(Found { start, end: name.end, interval: Interval::month(year, month.number)? });
    }
    if let [mark, others @ ..] = rest
        && matches!(mark.mark(), Some('-' | '.' | '/'))
    {
        rest = others;
    }
    let [day, others @ ..] = rest else { return None };
    let number = day.small()?;
    // `2019 March 5th, 2020`: the day belongs to the year after it. `5:30`: the number is a time.
    let next = others.iter().find(|token| token.shape != Shape::Word && token.mark() != Some(','));
    if next
        .is_some_and(|next| matches!(next.shape, Shape::Number { digits: 4, .. }) || next.mark() == Some(':'))
    {
        return None;
    }
    let interval = Interval::day(Day::from_ymd(year, month.number, number)?);
    Some(Found { start, end: day.end, interval })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, language: &str) -> Vec<String> {
        let reading = Reading { language: Some(language.into()), ..Reading::default() };
        scan(text, &reading)
            .iter()
            .map(|date| format!("{}={}", &text[date.start..date.end], date.interval))
            .collect()
    }

    #[test]
    fn days_are_found_as_people_write_them() {
        for (language, text, wanted) in [
            ("en", "May 7, 2026", "May 7, 2026=2026-05-07"),
            ("en", "on 7 May 2026.", "7 May 2026=2026-05-07"),
            ("en", "16 April 2025", "16 April 2025=2025-04-16"),
            ("en", "Soundings. 2018 Feb;68(2):11", "2018 Feb=2018-02"),
            ("en", "no. 4, pp. 1-19, Nov. 2014", "Nov. 2014=2014-11"),
            ("en", "No. 9 – 11 September 2025", "11 September 2025=2025-09-11"),
            ("ru", "«5» марта 2026 года", "5» марта 2026=2026-03-05"),
            ("en", "Technical report TR-12, May 2025", "May 2025=2025-05"),
            ("en", "Mon-12 May 2025", "12 May 2025=2025-05-12"),
            ("en", "2025-10-29", "2025-10-29=2025-10-29"),
            ("en", "at 2025-10-29T10:00:00Z", "2025-10-29=2025-10-29"),
            ("en", "2025/10/29", "2025/10/29=2025-10-29"),
            ("de", "am 31.03.2020 um", "31.03.2020=2020-03-31"),
            ("de", "31. 03. 2020", "31. 03. 2020=2020-03-31"),
            ("de", "3. März 2020", "3. März 2020=2020-03-03"),
            ("en", "3/4/2025", "3/4/2025=2025-03-04"),
            ("en-GB", "3/4/2025", "3/4/2025=2025-04-03"),
            ("en", "31/4/2025 31/3/2025", "31/3/2025=2025-03-31"),
            ("en", "Sept. 3rd, 2021", "Sept. 3rd, 2021=2021-09-03"),
            ("en", "the 3rd of September, 2021", "3rd of September, 2021=2021-09-03"),
            ("en", "Tuesday, 3 March 2020", "Tuesday, 3 March 2020=2020-03-03"),
            ("en", "Tue Mar 3 10:22:11 CET 2020", "Tue Mar 3 10:22:11 CET 2020=2020-03-03"),
            ("fr", "30 septembre 2018", "30 septembre 2018=2018-09-30"),
            ("fr", "1er août 2018", "1er août 2018=2018-08-01"),
            ("es", "3 de mayo de 2020", "3 de mayo de 2020=2020-05-03"),
            ("pl", "5 października 2020", "5 października 2020=2020-10-05"),
            ("ru", "9 мая 2020 г.", "9 мая 2020=2020-05-09"),
            ("zh", "发布于2024年5月3日。", "2024年5月3日=2024-05-03"),
            ("ja", "二〇二四年十二月三十一日", "二〇二四年十二月三十一日=2024-12-31"),
            ("ja", "令和6年5月3日", "令和6年5月3日=2024-05-03"),
            ("ko", "2024년 5월 3일", "2024년 5월 3일=2024-05-03"),
            ("ko", "2018. 9. 30.", "2018. 9. 30=2018-09-30"),
            ("fa", "1394/9/13", "1394/9/13=2015-12-04"),
            ("fa", "1404-07-30", "1404-07-30=2025-10-22"),
            ("fa", "13/09/1394", "13/09/1394=2015-12-04"),
            ("en", "Lake Notes 4, March 2026", "March 2026=2026-03"),
            ("en", "PS 3, March 2026", "March 2026=2026-03"),
            ("en", "MON 2, March 2026", "MON 2, March 2026=2026-03-02"),
            ("en", "By Ada Reed 4, March 2026", "4, March 2026=2026-03-04"),
            ("en", "Lakend 4, March, 2026", "4, March, 2026=2026-03-04"),
            ("en", "Posted 4, March 2026", "4, March 2026=2026-03-04"),
            ("fa", "2025-10-22", "2025-10-22=2025-10-22"),
            ("en", "1415-10-25", "1415-10-25=1415-10-25"),
            ("ar", "1445/09/12", "1445/09/12=1445-09-12"),
            ("en", "03-May-2020", "03-May-2020=2020-05-03"),
            ("en", "2020-May-03", "2020-May-03=2020-05-03"),
            ("en", "May 3–5, 2020", "May 3–5, 2020=2020-05"),
            ("pl", "dnia 15 XI 2025 r.", "15 XI 2025=2025-11-15"),
            ("hu", "15.IV.2025", "15.IV.2025=2025-04-15"),
            ("en", "Letters of lakes, 3. November 2024", "November 2024=2024-11"),
            ("en", "Letters of lakes, 7, March 2022.", "March 2022=2022-03"),
            ("en", "Lakend, 3 November 2024", "3 November 2024=2024-11-03"),
            ("de", "Seestadt, 3. November 2024", "3. November 2024=2024-11-03"),
            ("en", "Monday, 3. November 2024", "Monday, 3. November 2024=2024-11-03"),
        ] {
            assert_eq!(found(text, language), [wanted], "{text}");
        }
    }

    #[test]
    fn glued_dates_are_found() {
        assert_eq!(found("ArchaeologyMay 7, 2026AI models", "en"), ["May 7, 2026=2026-05-07"]);
        assert_eq!(found("SedimentsOct 2025Title", "en"), ["Oct 2025=2025-10"]);
        assert_eq!(found("Title2025-10-29Product", "en"), ["2025-10-29=2025-10-29"]);
        assert_eq!(
            found("May 7, 2026May 6, 2026Research5 May 2026", "en"),
            ["May 7, 2026=2026-05-07", "May 6, 2026=2026-05-06", "5 May 2026=2026-05-05"]
        );
    }

    #[test]
    fn months_stay_months_and_two_of_them_a_range() {
        for (text, wanted) in [
            ("Oct 2025", "Oct 2025=2025-10"),
            ("in October 2025 we", "October 2025=2025-10"),
            ("outubro de 2025", "outubro de 2025=2025-10"),
            ("2025-10", "2025-10=2025-10"),
            ("July–August 2021", "July–August 2021=2021"),
        ] {
            assert_eq!(found(text, "pt"), [wanted], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "we may 2020 times",
            "March 10 people",
            "version 1.2.2020.4",
            "10.1038/s41586-020-2649-2",
            "doi:10.1038/2020.10.29",
            "costs $2020",
            "call 555-10-2020-33",
            "https://example.org/2020/10/29/a",
            "in 2025",
            "2019-20 season",
            "pages 2020-10 and",
            "3 years ago 2020",
            "99.99.2020",
            "chapter 15 XI 2025",
            "12 des 2024 bourses",
            "they led 20 2019",
            "12345678",
        ] {
            assert_eq!(found(text, "en"), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn no_text_panics() {
        let pieces =
            ["2020", "年", "May", "é", "3", ".", "/", "-", " ", "十", "st", ":", "月", "31", "\u{301}", "日"];
        let mut seed = 7_usize;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..9 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(seed >> 33) % pieces.len()]);
            }
            for date in scan(&text, &Reading::default()) {
                assert!(text.get(date.start..date.end).is_some(), "{text}");
            }
            crate::normalise::dates::order_shown(&text);
            let _ = crate::normalise::dates::whole(&text, &Reading::default());
            let _ = crate::normalise::dates::machine(&text, &Reading::default());
        }
    }
}
