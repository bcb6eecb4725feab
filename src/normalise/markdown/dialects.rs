//! What other dialects of Markdown write beside the text: modules and comments of MDX, short codes of Hugo and Liquid, divisions
//! and attributes of Pandoc.
//!
//! In: Markdown. Out: the same without them. Code stays as it is.

use std::borrow::Cow;
use std::ops::Range;

/// Signs without one of which a text has nothing of the kind.
const SIGNS: [&str; 8] = [":::", "{{<", "{{%", "{%", "{/*", "]{", "){", "\nimport "];

/// Short codes, which may stand within a line.
const CODES: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{/*", "*/}")];

/// A text without what is none of it.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) && !text.starts_with("import ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        let own = line.trim();
        let is_fence = own.starts_with("```") || own.starts_with("~~~");
        is_code ^= is_fence;
        if is_code || is_fence || own.contains('`') || line.starts_with("    ") {
            out.push_str(line);
        } else if is_directive(own) {
            out.push('\n');
        } else {
            push_plain(&mut out, line);
        }
    }
    Cow::Owned(out)
}

/// Whether a line is for a program and shows nothing.
fn is_directive(line: &str) -> bool {
    let is_module =
        line.ends_with([';', '\'', '"']) && (line.contains(" from '") || line.contains(" from \""));
    let is_export =
        line.ends_with(';') && (line.starts_with("export const ") || line.starts_with("export default "));
    line.starts_with(":::") || line.starts_with("import ") && is_module || is_export
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
            ("a {{< fig src=\"a.png\" >}} b {% include c %}d\n", "a  b d\n"),
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
        ] {
            assert_eq!(without_marks(text), text);
        }
    }
}
