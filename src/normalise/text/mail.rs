//! The head of a letter that was saved as text: `From: …`, `Subject: …`.
//!
//! In: the text. Out: its subject, who sent it and when, and what was written.

use crate::formats::decoded;
use crate::normalise::citations;

/// How often the day of such a head is right: the program that sent the letter wrote it. A judgement.
pub(super) const CONFIDENCE: f32 = 0.95;

/// Lines of such a head. A judgement: those of a list's software, each folded twice.
const LINES: usize = 60;

/// A letter.
#[derive(Debug, PartialEq)]
pub(super) struct Letter {
    pub(super) subject: String,
    /// The name of who sent it.
    pub(super) from: Option<String>,
    pub(super) sent: Option<String>,
    pub(super) body: String,
}

/// The letter that a text is; none where it does not begin with such lines, of which one is the subject and one says from whom, or
/// has several letters, or parts, or is encoded.
pub(super) fn letter(text: &str) -> Option<Letter> {
    let text = text.trim_start_matches(['\u{feff}', '\n']);
    let (head, body) = text.split_once("\n\n")?;
    let (mut subject, mut from, mut sent, mut is_to) = (None, None, None, false);
    let mut lists = String::new();
    for (key, value) in fields(head)? {
        let value = Some(value).filter(|value| !value.is_empty());
        match key.as_str() {
            "subject" => subject = subject.or(value),
            "from" => from = from.or(value),
            "date" | "sent" => sent = sent.or(value),
            "to" | "cc" | "message-id" | "reply-to" | "list-id" => {
                is_to |= key != "list-id";
                if key != "message-id" {
                    lists.extend([value.unwrap_or_default().to_lowercase(), " ".to_owned()]);
                }
            }
            "content-type" if value.as_ref()?.to_lowercase().starts_with("multipart/") => return None,
            "content-transfer-encoding"
                if ["quoted-printable", "base64"].contains(&value.as_ref()?.to_lowercase().as_str()) =>
            {
                return None;
            }
            _ => {}
        }
    }
    let has_others = body.contains("\nFrom ") && body.contains("\nFrom: ");
    let subject = decoded(&subject?);
    let subject = without_list(&subject, &lists).to_owned();
    let is_letter =
        !subject.is_empty() && (is_to || sent.is_some()) && !body.trim().is_empty() && !has_others;
    let from = from.map(|from| sender(&decoded(&from)).map(str::to_owned))?;
    is_letter.then(|| Letter { subject, from, sent, body: body.trim().to_owned() })
}

/// Whether a text begins as letters do, even if it is not read as one.
pub(super) fn has_head(text: &str) -> bool {
    let fields = text.split_once("\n\n").and_then(|(head, _)| fields(head)).unwrap_or_default();
    ["from", "subject"].iter().all(|key| fields.iter().any(|(own, _)| own == key))
}

/// The fields of a head, their keys in small letters; none where one of its lines is no such field.
fn fields(head: &str) -> Option<Vec<(String, String)>> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for (place, line) in head.lines().enumerate() {
        // The line above the first is an archive's (`From ada@… Tue …`).
        if place == 0 && line.starts_with("From ") {
            continue;
        }
        // A line may go on in the next, which is set in.
        if let Some((_, value)) = fields.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let (key, value) = line.split_once(':').filter(|(key, _)| place < LINES && is_key(key))?;
        fields.push((key.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Some(fields)
}

fn is_key(key: &str) -> bool {
    key.starts_with(char::is_alphabetic)
        && key.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
}

/// A subject without the list that it was sent to, as addresses and the list's own name in small letters say:
/// `[lakes] Slow waters`.
fn without_list<'a>(subject: &'a str, lists: &str) -> &'a str {
    let list = subject.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_list = |name: &str| {
        let name = name.to_lowercase();
        let mut words = lists.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '-' | '_'));
        !name.is_empty() && words.any(|word| word == name)
    };
    list.filter(|(name, _)| is_list(name)).map_or(subject, |(_, rest)| rest.trim_start())
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
        assert_eq!((&*letter.subject, letter.from.as_deref()), ("What herons know", Some("Ada Reed")));
        assert_eq!(letter.sent.as_deref(), Some("Tue, 4 Mar 2025 10:11:12 +0100"));
        assert_eq!(letter.body, "They wait.");
        let told = |subject: &str| {
            let text = format!(
                "From: =?utf-8?Q?J=C3=BCrgen_Reed?= <a@t.example>\nTo: l@t.example\nSubject: {subject}\n\nThey wait."
            );
            super::letter(&text).map(|letter| (letter.subject, letter.from))
        };
        for (subject, plain) in [
            ("=?utf-8?B?w5xiZXIgZGFzIEVpcw==?=", "Über das Eis"),
            ("[PATCH 1/2] ice: thaw", "[PATCH 1/2] ice: thaw"),
        ] {
            assert_eq!(told(subject), Some((plain.to_owned(), Some("Jürgen Reed".to_owned()))));
        }
        assert_eq!(sender("ada@tarn.example (Ada Reed)"), Some("Ada Reed"));
        assert_eq!(sender("ada@tarn.example"), None);
    }

    #[test]
    fn other_heads_are_no_letters() {
        for text in [
            "Subject: Tarns\nDepth: nine\n\nThey freeze.",
            "From: here to there\n\nSubject: Tarns",
            "From: Ada Reed <a@t.example>\nTo: l@t.example\nSubject: Ice\nContent-Type: multipart/mixed; boundary=b\n\n--b\nIt.",
            "From a at t\nFrom: a at t (Ada Reed)\nDate: May\nSubject: Ice\n\nIt.\n\nFrom o at t\nFrom: o at t (Ole Tamm)\n\nEels.",
            "From the shore: a view\nSubject: tarns\nDate: May\n\nWords.",
        ] {
            assert_eq!(letter(text), None, "{text}");
        }
    }
}
