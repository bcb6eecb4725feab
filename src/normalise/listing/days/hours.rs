//! Tells the days on which something takes place by the hours beside them: from when until when, or when and where.
//!
//! In: a flow with its dates. Out: the same flow, such days told as those of something else.

use super::events;
use super::others;
use crate::document::fold;
use crate::normalise::dates::{self, Label};
use crate::normalise::listing::fields;
use crate::normalise::listing::flow::{Flow, Kind, Piece, Told, traits};

/// What follows the hour of a day. A judgement, in the languages whose days are written with it.
const HOURS: [&str; 8] = ["h", "am", "pm", "a.m", "p.m", "uhr", "時", "时"];

/// Words and signs between two hours of which one is the end, a judgement.
const UNTIL: [&str; 10] = ["-", "to", "until", "till", "bis", "à", "a", "às", "do", "до"];

/// Words before the first of them, a judgement.
const FROM: [&str; 12] = ["from", "at", "time", "von", "ab", "um", "de", "dalle", "od", "с", "kl", "klo"];

/// Words that name a room in which something takes place, a judgement. What is also the name of a topic of news or of an agency
/// (`Theatre`, `Museum`) is none.
const ROOMS: [&str; 30] = [
    "hall",
    "room",
    "auditorium",
    "ballroom",
    "saal",
    "festsaal",
    "raum",
    "horsaal",
    "aula",
    "salle",
    "amphi",
    "amphitheatre",
    "auditorio",
    "sala",
    "salon",
    "zaal",
    "sal",
    "aud",
    "зал",
    "аудитория",
    "ауд",
    "кабинет",
    "会议室",
    "報告廳",
    "报告厅",
    "礼堂",
    "教室",
    "会議室",
    "ホール",
    "회의실",
];

/// Whether a word of a text names a room.
fn names_room(text: &str) -> bool {
    let folded = fold::fold(text);
    let is_room = |word: &str| {
        ROOMS.iter().any(|room| {
            let room = fold::fold(room);
            word == room || (room.starts_with(fold::is_unspaced) && word.contains(&room))
        })
    };
    folded.split(|sign: char| !sign.is_alphanumeric()).any(is_room)
}

/// Whether a time of day stands in a text: `11:00`, `18h30`, `7 pm`, `7.30 pm`, `19 Uhr`, `14時`.
pub(crate) fn has_clock(text: &str) -> bool {
    let words = words(text);
    (0..words.len()).any(|at| clock(&words, at).is_some())
}

/// The words of a text, dashes by themselves.
fn words(text: &str) -> Vec<String> {
    let apart =
        |sign: char| if matches!(sign, '–' | '—' | '-' | '~' | '〜' | '～') { " - " } else { "" };
    let spaced: String = text
        .chars()
        .map(|sign| if apart(sign).is_empty() { sign.to_string() } else { apart(sign).to_owned() })
        .collect();
    let word = |word: &str| word.trim_matches(['(', ')', ',', ';', '@', '.']).to_lowercase();
    spaced.split_whitespace().map(word).filter(|word| !word.is_empty()).collect()
}

/// How many words a time of day takes that begins with one of these.
fn clock(words: &[String], at: usize) -> Option<usize> {
    let word = words.get(at)?;
    let next = words.get(at + 1).map_or("", String::as_str);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    if !(1..=2).contains(&digits) || word.get(..digits)?.parse::<u8>().ok()? > 24 {
        return None;
    }
    let is_unit = |word: &str| HOURS.contains(&word);
    let minutes = HOURS.iter().find_map(|unit| rest.strip_prefix(unit));
    let is_hour = minutes.is_some_and(|rest| {
        rest.trim_end_matches(['分', 'h']).parse::<u8>().is_ok_and(|it| it < 60) || rest.is_empty()
    });
    // `7.30` alone is a number.
    let behind = rest.strip_prefix('.').filter(|rest| rest.len() >= 2 && rest.is_char_boundary(2));
    let dotted = behind
        .map(|rest| rest.split_at(2))
        .filter(|(minutes, _)| minutes.parse::<u8>().is_ok_and(|it| it < 60));
    let is_dotted = dotted.is_some_and(|(_, unit)| is_unit(unit) || (unit.is_empty() && is_unit(next)));
    if fields::is_clock(word) || is_hour {
        return Some(if is_unit(next) { 2 } else { 1 });
    }
    if is_dotted {
        return Some(if dotted.is_some_and(|(_, unit)| unit.is_empty()) { 2 } else { 1 });
    }
    (rest.is_empty() && is_unit(next)).then_some(2)
}

/// Whether a text says from when until when: `10:00 am – 1:00 pm`, `2-4 pm`.
fn has_span(text: &str) -> bool {
    let words = words(text);
    (0..words.len()).any(|at| {
        let is_until = |at: usize| words.get(at).is_some_and(|word| UNTIL.contains(&word.as_str()));
        let is_number = |at: usize| {
            words
                .get(at)
                .is_some_and(|word| word.len() <= 2 && word.parse::<u8>().is_ok_and(|hour| hour <= 24))
        };
        let first = clock(&words, at);
        let from_clock =
            first.is_some_and(|length| is_until(at + length) && clock(&words, at + length + 1).is_some());
        // Of a bare hour only the end says what it is.
        let from_number = first.is_none()
            && is_number(at)
            && words.get(at + 1).is_some_and(|word| word == "-")
            && clock(&words, at + 2).is_some_and(|length| {
                length == 2 || words.get(at + 2).is_some_and(|word| word.ends_with('m'))
            });
        from_clock || from_number
    })
}

/// Whether a text is hours from and until and nothing else.
fn is_span(text: &str) -> bool {
    let is_of_hours = |word: &String| {
        word.bytes().any(|byte| byte.is_ascii_digit())
            || [&UNTIL[..], &HOURS, &FROM].iter().any(|known| known.contains(&word.as_str()))
    };
    has_span(text) && words(text).iter().all(is_of_hours)
}

/// Says of the days beside hours that something takes place then. One such card alone may be the only one that shows hours for
/// another reason; and what stands before an hour may be a topic or an agency (`Reuters, 14:30`), unless it names a room or the
/// heading above says that it is of events.
pub(crate) fn set_aside(flow: &mut Flow) {
    let is_open = |piece: &Piece| {
        piece
            .date
            .as_ref()
            .is_some_and(|date| matches!(date.told, Told::Nothing | Told::Marked) && date.interval.is_some())
    };
    let days: Vec<usize> =
        flow.pieces.iter().enumerate().filter(|(_, piece)| is_open(piece)).map(|(at, _)| at).collect();
    let spans: Vec<usize> = days.iter().copied().filter(|day| lasts(flow, *day)).collect();
    let places: Vec<(usize, usize)> =
        days.iter().filter_map(|day| Some((*day, place_of(flow, *day)?))).collect();
    let under = events::stretches(flow);
    let is_known = |place: &usize| {
        flow.pieces.get(*place).is_some_and(|piece| names_room(&piece.text))
            || under.iter().any(|stretch| stretch.contains(place))
    };
    let known = places.iter().filter(|(_, place)| is_known(place)).count();
    // The other half may be in a church or on a quay.
    let places: Vec<usize> =
        places.iter().filter(|_| known * 2 >= places.len()).map(|(day, _)| *day).collect();
    for found in [spans, places].iter().filter(|found| found.len() > 1) {
        for day in found {
            others::set_one_aside(flow, *day);
        }
    }
}

/// Whether hours from and until stand on the line of a day, or alone on the next.
fn lasts(flow: &Flow, day: usize) -> bool {
    /// Words of a line of hours and nothing else: `from 10:00 am to 1:00 pm`.
    const WORDS: usize = 8;
    let Some(piece) = flow.pieces.get(day) else { return false };
    let next = flow.pieces.get(day + 1);
    // `10:30 – 11:10 Uhr aktualisiert`
    let is_of_change = |piece: &Piece| {
        let mut words = piece.text.split_whitespace().map(fold::fold);
        words.any(|word| dates::label(word.trim_matches(['.', ',', ':', '(', ')'])) == Some(Label::Updated))
    };
    if is_of_change(piece) || next.is_some_and(|next| next.run == piece.run && is_of_change(next)) {
        return false;
    }
    let is_small_print = |piece: &&Piece| {
        piece.heading == 0 && piece.link.is_none() && piece.words <= WORDS && piece.date.is_none()
    };
    let own = has_span(&piece.text);
    let next_line = next.filter(is_small_print).is_some_and(|next| is_span(&next.text));
    // The sign between was taken off with the day.
    let is_cut = next.is_some_and(|next| {
        let (before, after) = (words(&piece.text), words(&next.text));
        let ends =
            (0..before.len()).any(|at| clock(&before, at).is_some_and(|length| at + length == before.len()));
        next.holder == piece.holder && ends && clock(&after, 0) == Some(after.len())
    });
    own || next_line || is_cut
}

/// The text beside the title of a day in which an hour stands behind something else: `Town hall, 8 pm`.
fn place_of(flow: &Flow, day: usize) -> Option<usize> {
    /// Pieces behind a day among which that is. A judgement: the title and a topic.
    const REACH: usize = 3;
    /// Words of it, a judgement: `St Mark’s church hall, 7.30 pm`.
    const WORDS: usize = 7;
    let piece = flow.pieces.get(day)?;
    if has_clock(&piece.text) {
        return None;
    }
    let is_title = |piece: &Piece| piece.link.is_some() || piece.heading > 0;
    let says = |other: &Piece| {
        !is_title(other)
            && other.date.is_none()
            && (2..=WORDS).contains(&other.words)
            && other.traits & (traits::PROSE | traits::BYLINE | traits::LEADS_ON) == 0
            && other.text.contains([',', '·', '|', '–', '@'])
            && other.text.starts_with(char::is_alphabetic)
            && has_clock(&other.text)
    };
    let behind = flow.within(day + 1, day + 1 + REACH);
    let at = behind.iter().position(says)?;
    let place = flow.pieces.get(day + 1 + at).map_or(0, |place| place.holder);
    let common = &flow.elements[flow.common(piece.holder, place)];
    // In one card, with its title between or before.
    let is_card = common.end - common.first <= 2 * REACH + 2 && !matches!(common.kind, Kind::Table);
    let is_place = is_card
        && behind.get(..at).unwrap_or_default().iter().all(|piece| piece.date.is_none())
        && flow.within(common.first, common.end).iter().any(is_title);
    is_place.then_some(day + 1 + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_spans_of_them_are_told() {
        for text in [
            "11:00",
            "18h30",
            "7 pm",
            "7.30 pm",
            "St Mark’s, 7.30pm",
            "19 Uhr",
            "14時30分",
            "8 p.m.",
            "(9:30–11:00)",
        ] {
            assert!(has_clock(text), "{text}");
        }
        for text in
            ["7.30", "Version 3.26", "30 May 2026", "The 12 lakes", "Room 11", "2 April", "4 hours", "1h2o4"]
        {
            assert!(!has_clock(text), "{text}");
        }
        for text in
            ["@ 10:00 am – 1:00 pm", "18:30-20:00", "2–4 pm", "from 10:00 to 11:30", "von 9 Uhr bis 11 Uhr"]
        {
            assert!(has_span(text), "{text}");
        }
        for text in ["10:00 am", "10:00, updated 11:30", "2-4 lakes", "12–14 May 2026"] {
            assert!(!has_span(text), "{text}");
        }
        assert!(is_span("from 8:00 to 12:00") && !is_span("Water off in Mill Street 8:00–12:00"));
        assert!(names_room("Town Hall, 8 pm") && names_room("第二会议室，14时"));
        assert!(!names_room("Reuters, 14:30") && !names_room("Politik | 14:30 Uhr"));
    }
}
