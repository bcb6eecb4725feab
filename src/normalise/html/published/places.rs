//! Whether a line tells where something takes place: `Where: the old pier`, `Saal 3.101`.
//!
//! In: a short text below or behind a day. Out: what place it tells. Knows no dates.

use crate::document::fold::fold;
use crate::normalise::html::published::labels::is_byline;

/// Bytes of a line that can name a place. A judgement: a house, its street and a room.
const BYTES: usize = 80;

/// Labels of where people meet, folded, in the languages of the months. A judgement.
const MEETINGS: &[&str] = &["where", "venue", "veranstaltungsort", "wo", "dove", "waar", "会場", "會場"];

/// Labels of places, folded, which reports have as well. A judgement.
const PLACES: &[&str] = &[
    "location",
    "place",
    "ort",
    "lieu",
    "luogo",
    "lugar",
    "local",
    "locatie",
    "plaats",
    "miejsce",
    "место",
    "地点",
    "地點",
    "場所",
    "장소",
];

/// Words for rooms, folded; only where a number touches them: people are called Hall and Saal.
const ROOMS: &[&str] = &[
    "room",
    "hall",
    "floor",
    "auditorium",
    "raum",
    "saal",
    "horsaal",
    "aula",
    "salle",
    "amphi",
    "sala",
    "zaal",
    "зал",
    "аудитория",
];

/// Folded words that may stand behind the number of a room: any other is what the number counts.
const BEHIND: [&str; 9] = ["at", "in", "im", "am", "of", "du", "de", "des", "van"];

/// What a line tells of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Where people meet.
    Meeting,
    /// A place, which may be that from which something is told.
    Any,
}

/// The place that a text tells, where it is such a line.
pub(super) fn place(text: &str) -> Option<Place> {
    let text = text.trim();
    if text.len() > BYTES || is_byline(text) {
        return None;
    }
    let folded = fold(text);
    let label = folded.split_once([':', '：']).map_or("", |(label, _)| label.trim());
    if MEETINGS.contains(&label) || (!folded.contains('@') && (has_room(&folded) || has_floor(&folded))) {
        return Some(Place::Meeting);
    }
    PLACES.contains(&label).then_some(Place::Any)
}

/// Whether a room with its number stands in a folded text, and nothing that the number counts: `Saal 3.1`.
fn has_room(folded: &str) -> bool {
    let mut words = folded.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let room = word.trim_start_matches(|sign: char| !sign.is_alphanumeric()).trim_end_matches(':');
        let Some(number) = words.peek().filter(|_| ROOMS.contains(&room)) else { continue };
        let closes = !number.ends_with(|sign: char| sign.is_alphanumeric());
        if number.starts_with(|sign: char| sign.is_ascii_digit()) {
            let next = words.clone().nth(1);
            return closes
                || next
                    .is_none_or(|next| BEHIND.contains(&next) || !next.starts_with(char::is_alphanumeric));
        }
    }
    false
}

/// Whether a folded text ends with a floor told by its number, and no other word before that: `Reed Hall, 3rd floor`.
fn has_floor(folded: &str) -> bool {
    let Some(rest) = folded.trim_end_matches(['.', ',']).strip_suffix(" floor") else { return false };
    let (before, number) = rest.rsplit_once(' ').unwrap_or(("", rest));
    number.starts_with(|sign: char| sign.is_ascii_digit())
        && !before.trim_end().ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_place_by_its_label_or_its_room() {
        for text in [
            "Where: the old pier",
            "Paul-Haus, Saal 3.1",
            "Reed Hall, 3rd floor",
            "Room 4 at the pier",
            "会場：湖畔館",
        ] {
            assert_eq!(place(text), Some(Place::Meeting), "{text}");
        }
        for text in ["Location: London", "Ort: Berlin", "場所：東京"] {
            assert_eq!(place(text), Some(Place::Any), "{text}");
        }
        for text in [
            "",
            "Ada Hall",
            "By Ada Hall and Bea Lake",
            "By Ada Hall · 3 min read",
            ", 14:00 · Ada Hall · 3 comments",
            "Ada Hall 3 comments",
            "Views from the 3rd floor of the tarn house",
            "There is room for 3 more herons",
            "Top 10 Hall of Fame",
            "Nowhere: a novel",
            "3 comments",
            "Saal",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
