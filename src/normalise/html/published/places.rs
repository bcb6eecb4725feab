//! Whether a line tells where something takes place: `Where: the old pier`, `Saal 3.101`.
//!
//! In: a short text below or behind a day. Out: whether it is such a line. Knows no dates.

use crate::document::fold::fold;

/// Bytes of a line that can name a place. A judgement: a house, its street and a room.
const BYTES: usize = 80;

/// Labels of places, folded, in the languages of the months. A judgement.
const LABELS: &[&str] = &[
    "where",
    "venue",
    "location",
    "place",
    "ort",
    "veranstaltungsort",
    "wo",
    "lieu",
    "luogo",
    "dove",
    "lugar",
    "local",
    "locatie",
    "waar",
    "plaats",
    "miejsce",
    "место",
    "地点",
    "地點",
    "会場",
    "會場",
    "場所",
    "장소",
];

/// Words for rooms, folded; only beside a number: people are called Hall and Saal.
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

/// Whether a text is such a line.
pub(super) fn names_place(text: &str) -> bool {
    let text = text.trim();
    if text.len() > BYTES {
        return false;
    }
    let folded = fold(text);
    let label = folded.split_once([':', '：']).map(|(label, _)| label.trim());
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric());
    label.is_some_and(|label| LABELS.contains(&label))
        || (folded.bytes().any(|byte| byte.is_ascii_digit())
            && !folded.contains('@')
            && words.any(|word| ROOMS.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_place_by_its_label_or_its_room() {
        for text in ["Where: the old pier", "Paul-Haus, Saal 3.1", "Reed Hall, 3rd floor", "会場：湖畔館"]
        {
            assert!(names_place(text), "{text}");
        }
        for text in ["", "Ada Hall", "By Ada Hall and Bea Lake", "Nowhere: a novel", "3 comments", "Saal"] {
            assert!(!names_place(text), "{text}");
        }
    }
}
