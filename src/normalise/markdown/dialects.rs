//! What other dialects of Markdown write beside the text: modules and comments of MDX, short codes of Hugo and Liquid, divisions
//! and attributes of Pandoc.
//!
//! In: Markdown. Out: the same without them. Code stays as it is.

use std::borrow::Cow;
use std::ops::Range;

/// Signs without one of which a text has nothing of the kind.
const SIGNS: [&str; 8] = [":::", "{{<", "{{%", "{%", "{/*", "]{", "){", "\nimport "];

/// Short codes, which may stand within a line.
const CODES: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{/*", "*/}")];

/// A text without what is none of it.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) && !text.starts_with("import ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut code: Option<Fence> = None;
    let mut has_prose = false;
    for line in text.split_inclusive('\n') {
        let own = line.trim();
        if let Some(open) = code {
            let closes = fence(own).is_some_and(|(fence, rest)| {
                fence.sign == open.sign && fence.length >= open.length && rest.is_empty()
            });
            code = Some(open).filter(|_| !closes);
            out.push_str(line);
            continue;
        }
        code = fence(own).map(|(fence, _)| fence);
        if code.is_some() || own.contains('`') || line.starts_with("    ") {
            out.push_str(line);
        } else if let Some(words) = division(own) {
            out.extend([words, "\n"]);
        } else if is_code_of_line(own) || is_module(own, has_prose) {
            out.push('\n');
        } else {
            has_prose |= !own.is_empty() && !own.starts_with(['#', '<', '-']) && !own.contains(": ");
            push_plain(&mut out, line);
        }
    }
    Cow::Owned(out)
}

/// The signs that code is fenced by.
#[derive(Clone, Copy)]
struct Fence {
    sign: char,
    length: usize,
}

/// The fence that a line begins with, and what follows it.
fn fence(line: &str) -> Option<(Fence, &str)> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let rest = line.trim_start_matches(sign);
    let length = line.len() - rest.len();
    // `` ```a``` `` is code within a line.
    let is_fence = length >= 3 && !(sign == '`' && rest.contains('`'));
    is_fence.then_some((Fence { sign, length }, rest.trim()))
}

/// The words of a line that opens or closes a division: `::: tip Read this first`, `:::note[Look out]`.
fn division(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(":::")?.trim_start_matches(':').trim();
    if let Some((before, words)) = rest.strip_suffix(']').and_then(|rest| rest.split_once('['))
        && !before.contains(char::is_whitespace)
    {
        return Some(words);
    }
    if rest.starts_with('{') {
        return Some(rest.split_once('}').map_or("", |(_, words)| words.trim()));
    }
    let words = rest.split_once(char::is_whitespace).map_or("", |(_, words)| words.trim());
    Some(words.split('{').next().unwrap_or_default().trim())
}

/// Whether a line is nothing but short codes of Liquid, which within a sentence are what it talks about.
fn is_code_of_line(line: &str) -> bool {
    line.starts_with("{%") && line.ends_with("%}") && line.matches("{%").count() == 1
}

/// Whether a line is for a program and shows nothing: it imports, above all text, or exports.
fn is_module(line: &str, has_prose: bool) -> bool {
    let path = line.trim_end_matches(';').rsplit_once(" from ").map_or("", |(_, path)| path);
    let is_path = path.len() > 2
        && !path.contains(char::is_whitespace)
        && ['\'', '"'].iter().any(|sign| path.starts_with(*sign) && path.ends_with(*sign));
    let is_export =
        line.ends_with(';') && (line.starts_with("export const ") || line.starts_with("export default "));
    !has_prose && line.starts_with("import ") && is_path || is_export
}

/// Adds a line without short codes and attributes.
fn push_plain(out: &mut String, line: &str) {
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let code = CODES.iter().find(|(opens, _)| rest.starts_with(opens));
        if let Some(end) = code.and_then(|(_, closes)| code_end(rest, closes)) {
            cuts.push(at..at + end);
            at += end;
            continue;
        }
        let sign = rest.chars().next().unwrap_or_default();
        match sign {
            '[' => open.push(at),
            ']' | ')' => {
                let opening = if sign == ']' { open.pop() } else { None };
                if let Some(length) = attributes(rest.get(1..).unwrap_or_default()) {
                    // A span that has them has brackets for nothing else.
                    let from = opening.map_or(at + 1, |opening| {
                        cuts.push(opening..opening + 1);
                        at
                    });
                    cuts.push(from..at + 1 + length);
                    at += 1 + length;
                    continue;
                }
            }
            _ => {}
        }
        at += sign.len_utf8();
    }
    cuts.sort_unstable_by_key(|cut| cut.start);
    let mut kept = 0;
    for cut in cuts {
        out.push_str(line.get(kept..cut.start).unwrap_or_default());
        kept = kept.max(cut.end);
    }
    out.push_str(line.get(kept..).unwrap_or_default());
}

/// The bytes of a short code, whose last signs are these.
fn code_end(text: &str, closes: &str) -> Option<usize> {
    /// Characters of it. A judgement: a picture and what it shows.
    const LONGEST: usize = 500;
    let near = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    Some(text.get(..near)?.find(closes)? + closes.len())
}

/// The bytes of the attributes that a text begins with: `{.byline}`, `{#top}`, `{rel="author"}`.
fn attributes(text: &str) -> Option<usize> {
    /// Bytes of them. A judgement: some classes.
    const LONGEST: usize = 200;
    let inner = text.strip_prefix('{')?;
    let end = inner.bytes().take(LONGEST).position(|sign| sign == b'}')?;
    let told = inner.get(..end)?;
    let is_one = told.starts_with(['.', '#']) || told.contains("=\"");
    is_one.then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_goes() {
        for (text, plain) in [
            ("import A from '@a/b';\n\nWords.\n\nexport const a = 1;\n", "\n\nWords.\n\n\n"),
            ("::: {.note}\nWords.\n:::\n", "\nWords.\n\n"),
            ("a {{< fig src=\"a.png\" >}} b\n{% include c %}\nd\n", "a  b\n\nd\n"),
            (
                "::: tip Read this first\nWords.\n:::\n\n:::note[Look out]\n",
                "Read this first\nWords.\n\n\nLook out\n",
            ),
            (
                "[By [Ada Reed](/ada){rel=\"author\"}]{.byline} [4 March]{.day}\n",
                "By [Ada Reed](/ada) 4 March\n",
            ),
        ] {
            assert_eq!(without_marks(text), plain, "{text}");
        }
    }

    #[test]
    fn what_may_be_text_stays() {
        for text in [
            "Goods that they import from the north.\n",
            "```\n:::\n{{< a >}}\n```\n",
            "f(x){y} and [a]{b}, `{% raw %}`\n",
            "The sign ::: stands in it.\n",
            "Goods come.\n\nimport taxes are paid from 'there'\n",
            "One writes {% if ice %} and then {% endif %}.\n",
            "````md\n```\n:::\n```\n::: kept\n````\n",
            "~~~~\n```\n{% y %}\n```\n~~~~\n",
        ] {
            assert_eq!(without_marks(text), text);
        }
    }
}
