//! Tells the beginning of a text from one that was shortened.
//!
//! In: a sighting, and a longer text of the same publication. Out: whether the sighting's text is a part of it, and why.

use crate::document::{Role, Sighting, fold};

/// A text of less than one letter in so many of another is much shorter. A judgement: editors cut paragraphs, not most of it.
const MUCH_SHORTER: usize = 2;
/// Lines of a part that its whole need not have: a call to subscribe, a line of small print. A judgement.
const FOREIGN_LINES: usize = 8;
/// Of so many letters of a part all but one stand in its whole. A judgement.
const FOREIGN_SHARE: usize = 4;
/// Bytes of a line that calls to read on, at most. A judgement: a sentence or two.
const CALL_BYTES: usize = 200;

/// What stands below the beginning of a text whose rest is elsewhere, or for those who pay. A judgement.
const CALLS: &[&str] = &[
    "read more",
    "read on",
    "read the full",
    "read the rest",
    "continue reading",
    "keep reading",
    "subscribe",
    "subscribers",
    "log in",
    "login",
    "sign in",
    "sign up",
    "become a member",
    "for members",
    "members only",
    "weiterlesen",
    "anmelden",
    "abonnieren",
    "abonnenten",
    "lire la suite",
    "abonnez vous",
    "se connecter",
    "connectez vous",
    "leer mas",
    "seguir leyendo",
    "suscribete",
    "iniciar sesion",
    "leggi tutto",
    "continua a leggere",
    "abbonati",
    "ler mais",
    "assine",
    "lees verder",
    "阅读全文",
    "登录",
    "订阅",
    "続きを読む",
    "ログイン",
];

/// Why a text is a part of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It says that it goes on, or something else than the page tells it.
    Beginning,
    /// Nothing tells a page that shows the beginning from one whose text was shortened.
    Unsaid,
}

/// Whether the text of a sighting is a part of a much longer one. At its own address a page that has a line of its own, other
/// than a call to read on below its text, was written anew: that line may say why the rest is gone.
pub(super) fn part_of(sighting: &Sighting, whole: &str) -> Option<Part> {
    let lines = compared(&sighting.body, whole)?;
    if sighting.retold || sighting.role() != Role::Page {
        return Some(Part::Beginning);
    }
    match (lines.notes, lines.below) {
        (true, _) | (_, Below::Words) => None,
        (_, Below::Call) => Some(Part::Beginning),
        (_, Below::Nothing) => Some(Part::Unsaid),
    }
}

/// What stands below the last line that a part and its whole have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    Nothing,
    /// Something says that the text goes on: dots, an end within a line of the whole, a call.
    Call,
    Words,
}

/// What a part has that its whole has not.
struct Lines {
    /// Whether lines of its own stand above or between those of the whole.
    notes: bool,
    below: Below,
}

/// Compares a text with a longer one line by line; nothing where it is not much shorter, or most of it does not stand there.
fn compared(part: &str, whole: &str) -> Option<Lines> {
    const DOTS: [char; 5] = ['…', '.', '[', ']', ' '];
    if part.len().saturating_mul(MUCH_SHORTER) >= whole.len() {
        return None;
    }
    let (mut rest, mut foreign, mut foreign_letters, mut letters) = (whole, 0, 0, 0);
    let mut lines = Lines { notes: false, below: Below::Nothing };
    for raw in part.lines() {
        // What is cut ends in dots.
        let raw = raw.trim();
        let line = raw.trim_end_matches(DOTS);
        let has_dots = raw[line.len()..].contains('…') || raw[line.len()..].contains("...");
        if line.is_empty() {
            if has_dots {
                lines.below = Below::Call;
            }
            continue;
        }
        letters += line.len();
        if let Some(at) = rest.find(line) {
            rest = rest.get(at + line.len()..).unwrap_or_default();
            lines.notes |= lines.below == Below::Words;
            let after = rest.trim_start_matches(DOTS);
            let ends_within = !after.is_empty() && !after.starts_with('\n');
            lines.below = if has_dots || ends_within { Below::Call } else { Below::Nothing };
        } else {
            foreign += 1;
            foreign_letters += line.len();
            if foreign > FOREIGN_LINES {
                return None;
            }
            if lines.below == Below::Call || has_dots || calls(line) {
                lines.below = Below::Call;
            } else {
                lines.below = Below::Words;
                lines.notes |= rest.len() == whole.len();
            }
        }
    }
    (letters > 0 && foreign_letters.saturating_mul(FOREIGN_SHARE) <= letters).then_some(lines)
}

/// Whether a line calls to read on, to subscribe or to log in.
pub(super) fn calls(line: &str) -> bool {
    if line.len() > CALL_BYTES {
        return false;
    }
    let words = format!(" {} ", fold::words(line));
    let is_in = |call: &&str| match words.find(*call) {
        Some(_) if call.contains(fold::is_unspaced) => true,
        Some(_) => words.contains(&format!(" {call} ")),
        None => false,
    };
    CALLS.iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Sighting {
        Sighting { body: body.to_owned(), ..Sighting::default() }
    }

    fn lines(numbers: std::ops::Range<usize>) -> String {
        let line =
            |number: usize| format!("On day {number} of the year the staff at the weir was read anew.");
        numbers.map(line).collect::<Vec<_>>().join("\n\n")
    }

    #[test]
    fn the_beginning_of_a_text_is_a_part_of_it_and_another_text_is_none() {
        let whole = lines(0..20);
        let (unsaid, beginning) = (Some(Part::Unsaid), Some(Part::Beginning));
        for (part, is) in [
            (lines(0..4), unsaid),
            (lines(3..5), unsaid),
            (format!("{}…", &lines(0..4)[..200]), beginning),
            (lines(0..4)[..200].to_owned(), beginning),
            (format!("{}\n\nBecome a member.", lines(0..4)), beginning),
            (format!("{}\n\nThe rest is for those who pay.\n\nLog in", lines(0..6)), beginning),
            (format!("{}\n\n[…]\n\nShare", lines(0..4)), beginning),
            // A line of its own says why the rest is gone.
            (format!("Withdrawn by its authors.\n\n{}", lines(0..4)), None),
            (format!("{}\n\nWithdrawn by its authors.", lines(0..4)), None),
            (format!("Withdrawn by its authors.\n\n{}\n\nSubscribe", lines(0..4)), None),
            (format!("Withdrawn by its authors.\n\nSubscribe\n\n{}", lines(0..4)), None),
            // As long as half of it, or in another order, or of other words.
            (lines(0..12), None),
            (format!("{}\n\n{}\n\n{}", lines(9..10), lines(2..3), lines(1..2)), None),
            ("What was measured is told elsewhere.".to_owned(), None),
            (
                format!(
                    "{}\n\n{}",
                    lines(0..1),
                    "Other words of another text, which is not there.".repeat(3)
                ),
                None,
            ),
            (String::new(), None),
        ] {
            assert_eq!(part_of(&page(&part), &whole), is, "{part}");
        }
        let lines: Vec<String> = (0..99).map(|number| format!("{number}?")).collect();
        assert_eq!(part_of(&page(&lines.join("\n")), &whole.repeat(9)), None);
    }

    #[test]
    fn what_others_tell_of_a_page_does_not_shorten_it() {
        let clip = format!("{}\n\nMine: look this up.", lines(0..4));
        for (retold, as_entry) in [(true, false), (false, true)] {
            let sighting = Sighting { as_entry, retold, ..page(&clip) };
            assert_eq!(part_of(&sighting, &lines(0..20)), Some(Part::Beginning));
        }
    }

    #[test]
    fn a_part_is_looked_for_once_however_many_lines_it_has() {
        let whole = "a sentence of the whole text\n".repeat(200_000);
        assert!(part_of(&page(&"a sentence of the whole text\n".repeat(80_000)), &whole).is_some());
        assert!(part_of(&page(&"what is not there\n".repeat(80_000)), &whole).is_none());
    }
}
