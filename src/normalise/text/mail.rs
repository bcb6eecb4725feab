//! The head of a letter that was saved as text: `From: …`, `Subject: …`.
//!
//! In: the text. Out: its subject, who sent it and when, and what was written.

use crate::normalise::citations;

/// How often the day of such a head is right: the program that sent the letter wrote it. A judgement.
pub(super) const CONFIDENCE: f32 = 0.95;

/// Lines of such a head. A judgement: those of a list's software, each folded twice.
const LINES: usize = 60;

/// A letter.
#[derive(Debug, PartialEq)]
pub(super) struct Letter<'a> {
    pub(super) subject: &'a str,
    /// The name of who sent it.
    pub(super) from: Option<&'a str>,
    pub(super) sent: Option<&'a str>,
    pub(super) body: &'a str,
}

/// The letter that a text is; none where it does not begin with such lines, of which one is the subject and one says from whom.
pub(super) fn letter(text: &str) -> Option<Letter<'_>> {
    let text = text.trim_start_matches(['\u{feff}', '\n']);
    let (head, body) = text.split_once("\n\n")?;
    let (mut subject, mut from, mut sent, mut is_to) = (None, None, None, false);
    for (place, line) in head.lines().enumerate() {
        // A line may go on in the next, which is set in; the line above the first is an archive's (`From ada@… Tue …`).
        if place > 0 && line.starts_with([' ', '\t']) || place == 0 && line.starts_with("From ") {
            continue;
        }
        let (key, value) = line.split_once(':').filter(|(key, _)| place < LINES && is_key(key))?;
        let value = Some(value.trim()).filter(|value| !value.is_empty());
        match key.to_ascii_lowercase().as_str() {
            "subject" => subject = subject.or(value),
            "from" => from = from.or(value),
            "date" | "sent" => sent = sent.or(value),
            "to" | "cc" | "message-id" | "reply-to" => is_to = true,
            _ => {}
        }
    }
    let subject = without_list(subject?);
    let is_letter = !subject.is_empty() && (is_to || sent.is_some()) && !body.trim().is_empty();
    is_letter.then_some(Letter { subject, from: from.map(sender)?, sent, body: body.trim() })
}

fn is_key(key: &str) -> bool {
    key.starts_with(char::is_alphabetic)
        && key.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
}

/// A subject without the list that it was sent to: `[lakes] Slow waters`.
fn without_list(subject: &str) -> &str {
    let list = subject.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    list.map_or(subject, |(_, rest)| rest.trim_start())
}

/// The name in `Ada Reed <ada@tarn.example>`, `ada@tarn.example (Ada Reed)` or `ada at tarn.example (Ada Reed)`.
fn sender(value: &str) -> Option<&str> {
    let within = || value.rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    let name = match value.split_once('<') {
        Some((name, _)) if !name.trim().is_empty() => name,
        _ => within().unwrap_or(value),
    };
    let name = name.trim().trim_matches('"');
    (citations::is_name(name) && !name.contains('@')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_told_by_its_head() {
        let text = "From: Ada Reed <ada@tarn.example>\nTo: tarns@tarn.example\nSubject: [tarns] What herons\n know\nDate: Tue, 4 Mar 2025 10:11:12 +0100\n\nThey wait.\n";
        let letter = letter(text).unwrap();
        assert_eq!((letter.subject, letter.from), ("What herons", Some("Ada Reed")));
        assert_eq!((letter.sent, letter.body), (Some("Tue, 4 Mar 2025 10:11:12 +0100"), "They wait."));
        assert_eq!(sender("ada@tarn.example (Ada Reed)"), Some("Ada Reed"));
        assert_eq!(sender("ada@tarn.example"), None);
    }

    #[test]
    fn other_heads_are_no_letters() {
        for text in [
            "Subject: Tarns\nDepth: nine\n\nThey freeze.",
            "From: here to there\n\nSubject: Tarns",
            "From the shore: a view\nSubject: tarns\nDate: May\n\nWords.",
        ] {
            assert_eq!(letter(text), None, "{text}");
        }
    }
}
