//! Texts that browsers of terminals made of pages: they have a margin, numbers of links, and titles in the middle.
//!
//! In: the text. Out: it without what those programs add.

use super::MAX_TITLE_LETTERS;

/// The text that a browser of terminals made of a page (`lynx -dump`), without the numbers of its links and the list of their
/// addresses at its end (`References`); none of any other text.
pub(super) fn dump(text: &str) -> Option<String> {
    let (text, references) = text.rsplit_once("\nReferences\n")?;
    // Such a text has a margin, which one that a person wrote has not.
    let is_reference = |line: &str| {
        if !line.starts_with(' ') {
            return false;
        }
        let (number, address) = line.trim_start().split_once(". ").unwrap_or_default();
        let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
        is_number && address.contains(':') && !address.trim_end().contains(' ')
    };
    // Lynx and ELinks part visible links from hidden ones.
    let mut lines =
        references.lines().filter(|line| !line.trim().is_empty() && !line.trim_end().ends_with("links"));
    if lines.clone().next().is_none() || !lines.all(is_reference) {
        return None;
    }
    // Feeds and other versions of the page stand above it.
    let is_of_head = |line: &str| line.trim().is_empty() || line.trim_start().starts_with("#[");
    let head = text.split_inclusive('\n').take_while(|line| is_of_head(line)).map(str::len).sum();
    let text = text.get(head..)?;
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split('[');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let number = part
            .split_once(']')
            .filter(|(number, _)| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()));
        match number {
            Some((_, rest)) => plain.push_str(rest),
            None => plain.extend(["[", part]),
        }
    }
    Some(plain)
}

/// The heading of such a text, which stands in the middle of its line, and what follows it.
pub(super) fn centred(text: &str) -> Option<(String, &str)> {
    /// Spaces before every line of such a text.
    const MARGIN: usize = 3;
    let is_centred = |line: &str| {
        line.len() - line.trim_start().len() > MARGIN && line.trim_start().starts_with(char::is_alphanumeric)
    };
    let mut at = 0;
    for block in text.split_inclusive("\n\n") {
        at += block.len();
        let lines = block.trim_matches('\n').lines();
        let title = lines.clone().map(str::trim).collect::<Vec<_>>().join(" ");
        if !title.is_empty() && title.chars().count() <= MAX_TITLE_LETTERS && lines.clone().all(is_centred) {
            return text.get(at..).filter(|rest| !rest.trim().is_empty()).map(|rest| (title, rest.trim()));
        }
    }
    None
}

/// The text with each item of its numbered lists on one line, where lines that stand further in go on with it; none where no
/// item has such lines.
pub(super) fn unwrapped(text: &str) -> Option<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_numbered = |line: &str| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(". "))
    };
    let goes_on = |line: &str, item: usize| {
        let own = line.trim_start();
        indent(line) > item && own.starts_with(char::is_alphanumeric) && !is_numbered(own)
    };
    let mut plain = String::with_capacity(text.len());
    let mut item = None;
    let mut is_joined = false;
    for line in text.lines() {
        let own = line.trim_start();
        if item.is_some_and(|item| goes_on(line, item)) {
            plain.extend([" ", own.trim_end()]);
            is_joined = true;
            continue;
        }
        item = is_numbered(own).then(|| indent(line));
        if !plain.is_empty() {
            plain.push('\n');
        }
        plain.push_str(line.trim_end());
    }
    is_joined.then_some(plain)
}
