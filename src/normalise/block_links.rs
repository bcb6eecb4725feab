//! Links that clippers write around whole cards.
//!
//! In: Markdown. Out: the same with the link on the first line of what it held. A link of `CommonMark` (section 6.3) cannot hold
//! blocks, so what clippers make of a card that is one link is no link at all, or one of many lines.

use std::borrow::Cow;

use crate::normalise::listing;

/// Lines of a card at most. A judgement: a picture, a topic, a title, a day, some sentences, with empty lines between.
const LONGEST: usize = 40;

/// Markdown with each link around a card set on the first line of the card that is no picture.
pub(crate) fn straightened(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let (mut at, mut kept) = (0, 0);
    let copy = |out: &mut String, from: usize, to: usize| {
        for line in lines.get(from..to).unwrap_or_default() {
            out.push_str(line);
            out.push('\n');
        }
    };
    let mut is_code = false;
    while at < lines.len() {
        is_code ^= lines.get(at).is_some_and(|line| line.trim_start().starts_with("```"));
        if is_code {
            at += 1;
            continue;
        }
        let Some((end, card)) = card_at(&lines, at) else {
            at += 1;
            continue;
        };
        copy(&mut out, kept, at);
        out.push_str(&card);
        at = end;
        kept = end;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    copy(&mut out, kept, lines.len());
    Cow::Owned(out)
}

/// The card that a link opens before in a line, as it is written without the link around it, and the line behind it. The link
/// opens on a line of its own or before a picture, or its lines are held together by backslashes.
fn card_at(lines: &[&str], at: usize) -> Option<(usize, String)> {
    let opening = lines.get(at)?.trim().strip_prefix('[')?;
    let is_broken = opening.ends_with('\\');
    if !(opening.is_empty() || is_broken || is_picture(opening)) {
        return None;
    }
    let mut inner = vec![opening];
    for (place, line) in lines.iter().enumerate().skip(at + 1).take(LONGEST) {
        let line = line.trim();
        if let Some((last, address)) = closing(line) {
            inner.push(last);
            return Some((place + 1, card(&inner, address)));
        }
        // Another card, or lines that the backslash does not hold together.
        if line == "[" || (is_broken && !line.ends_with('\\')) {
            return None;
        }
        inner.push(line);
    }
    None
}

/// What stands before the end of a link on the line that it ends on, and its address.
fn closing(line: &str) -> Option<(&str, &str)> {
    let (last, address) = line.strip_suffix(')')?.rsplit_once("](")?;
    // The link of a picture, or one that opens on the same line, ends itself.
    let is_open = last.matches('[').count() <= last.matches(']').count();
    (is_open && !address.contains(char::is_whitespace)).then_some((last, address))
}

fn is_picture(line: &str) -> bool {
    line.starts_with("![") && line.ends_with(')') && line.matches("](").count() == 1
}

/// The lines of a card, the first with words linked.
fn card(inner: &[&str], address: &str) -> String {
    let mut card = String::new();
    let mut is_linked = false;
    for line in inner {
        let line = line.trim_end_matches('\\').trim();
        // `Read more`, which the link says.
        if is_linked && !line.is_empty() && listing::leads_on(line) {
            continue;
        }
        if is_linked || line.is_empty() || is_picture(line) {
            card.push_str(line);
        } else {
            let words = line.trim_start_matches('#').trim_start();
            let (rank, _) = line.split_at(line.len() - words.len());
            card.extend([rank, "[", words, "](", address, ")"]);
            is_linked = true;
        }
        // Each line is a paragraph: a title is not one with what follows.
        card.push_str("\n\n");
    }
    card
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that have something.
    fn lines(text: &str) -> Vec<String> {
        straightened(text).lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn a_link_around_a_card_is_on_its_first_line() {
        for (text, wanted) in [
            (
                "[\n\n### Tarns\n\nMay 3\n\nA day.\n\n](/tarns)\nEnd",
                ["### [Tarns](/tarns)", "May 3", "A day.", "End"].as_slice(),
            ),
            ("[**Tarns**\\\n\\\nA day.\\\n\\\nRead more](/tarns)", &["[**Tarns**](/tarns)", "A day."]),
            ("[![](a.png)\n\nTarns\n\n](/tarns)", &["![](a.png)", "[Tarns](/tarns)"]),
            ("See\n[\n\nTarns (old)\n\n](/a_(b))", &["See", "[Tarns (old)](/a_(b))"]),
        ] {
            assert_eq!(lines(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_such_card_stays() {
        for text in [
            "```\n[\n\nTarns\n\n](/tarns)\n```",
            "[![](a.png)](/)\n\nTarns\n\n](/tarns)",
            "[Tarns](/tarns)\n\n[\n\nnever closed",
            "[a]\\\n(b)",
            "- [x] done\n[a\\\nb\n](/c)",
            "[\n[\n",
            "",
        ] {
            assert!(matches!(straightened(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
