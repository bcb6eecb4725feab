//! The text of a Markdown file without its marks.
//!
//! In: the events of the text, and which heading is its title. Out: title, parts and text, in which blocks stay apart.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::outline::{Outline, without_attributes};
use crate::document::{Links, identifiers};
use crate::normalise::listing;

/// The text of a Markdown file.
#[derive(Default)]
pub(super) struct Rendered {
    pub(super) title: Option<String>,
    pub(super) headings: Vec<String>,
    pub(super) text: String,
    /// Bytes of the text that stand above the title.
    pub(super) above_title: usize,
    /// Its blocks of code.
    pub(super) code: Vec<String>,
    /// What its links lead to.
    pub(super) links: Links,
}

/// Takes the marks off: blocks stay apart, items begin with a dash, cells are joined by bars.
pub(super) fn render(events: &[(Event<'_>, Range<usize>)], outline: &Outline) -> Rendered {
    let mut out = Rendered::default();
    let mut block = String::new();
    let (mut pictures, mut headings) = (0, 0);
    for (event, _) in events {
        match event {
            // What stands in for a picture is no text of the page, in Markdown as in HTML.
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            Event::Text(_) | Event::Code(_) if pictures > 0 => {}
            Event::Start(Tag::Link { dest_url, .. }) => identifiers::address(dest_url, &mut out.links),
            // What was said about the text is none of it.
            Event::Start(Tag::BlockQuote(_))
                if out.headings.last().is_some_and(|own| {
                    let is_last = || outline.headings == headings;
                    let is_right_above = block.trim().is_empty() && out.text.trim_end().ends_with(own);
                    listing::heads_comments(own) && is_right_above && is_last()
                }) =>
            {
                let heading = out.headings.pop().unwrap_or_default();
                out.text.truncate(out.text.trim_end().len() - heading.len());
                break;
            }
            Event::Start(Tag::Heading { .. }) => {
                put(&mut out.text, &mut block, "\n\n");
                headings += 1;
            }
            Event::End(TagEnd::Heading(_)) => {
                let line = without_attributes(block.trim()).to_owned();
                // The title of a text is no part of it.
                if outline.title.is_some_and(|title| title.heading == headings) {
                    out.title = Some(line);
                    out.above_title = out.text.len();
                } else if !line.is_empty() {
                    put(&mut out.text, &mut line.clone(), "\n\n");
                    out.headings.push(line);
                }
                block.clear();
            }
            Event::Start(Tag::Item) => {
                put(&mut out.text, &mut block, "\n");
                block.push_str("- ");
            }
            Event::Start(Tag::TableCell) if !block.is_empty() => block.push_str(" | "),
            Event::End(TagEnd::TableRow | TagEnd::TableHead | TagEnd::Item) => {
                put(&mut out.text, &mut block, "\n");
            }
            Event::End(
                end @ (TagEnd::Paragraph
                | TagEnd::CodeBlock
                | TagEnd::BlockQuote(_)
                | TagEnd::List(_)
                | TagEnd::Table),
            ) => {
                if *end == TagEnd::CodeBlock {
                    out.code.push(block.trim().to_owned());
                }
                put(&mut out.text, &mut block, "\n\n");
                if !out.text.ends_with("\n\n") && !out.text.is_empty() {
                    out.text.truncate(out.text.trim_end().len());
                    out.text.push_str("\n\n");
                }
            }
            Event::Text(piece)
            | Event::Code(piece)
            | Event::InlineMath(piece)
            | Event::DisplayMath(piece) => block.push_str(piece),
            Event::SoftBreak => block.push(' '),
            Event::HardBreak => block.push('\n'),
            _ => {}
        }
    }
    put(&mut out.text, &mut block, "");
    out.text.truncate(out.text.trim_end().len());
    out
}

/// Moves a finished block to the text.
fn put(text: &mut String, block: &mut String, after: &str) {
    let piece = block.trim();
    if !piece.is_empty() && piece != "-" {
        text.push_str(piece);
        text.push_str(after);
    }
    block.clear();
}

/// The lines right above a title, from so many on, up to a list: a day, names.
pub(super) fn right_above(above: &str) -> Vec<&str> {
    /// A judgement: a topic, names, a day.
    const LINES: usize = 3;
    let lines = above.lines().rev().filter(|line| !line.trim().is_empty());
    let mut lines: Vec<&str> = lines.take(LINES).take_while(|line| !line.starts_with("- ")).collect();
    lines.reverse();
    lines
}

/// Takes the menus out of what stands above the title, so many bytes of the text: blocks of nothing but these lines, which are links.
pub(super) fn take_menu(text: &mut String, above_title: usize, linked: &HashSet<String>) {
    let Some((above, below)) = text.split_at_checked(above_title) else { return };
    let is_link = |line: &str| {
        let own = line.strip_prefix("- ").unwrap_or(line).trim();
        linked.contains(own) || own.split(" | ").all(|cell| linked.contains(cell.trim()))
    };
    let is_menu = |block: &&str| block.lines().all(is_link);
    let kept: Vec<&str> = above.split("\n\n").filter(|block| !is_menu(block)).chain([below]).collect();
    *text = kept.join("\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::markdown::{lines, outline};

    fn read(text: &str) -> Rendered {
        let text = lines::with_days(text);
        let events = lines::events(&text);
        render(&events, &outline::outline(&events, None))
    }

    #[test]
    fn marks_come_off_and_structure_stays() {
        let read = read(
            "# Title\n\nOne *two* [three](https://a.example).\n\n## Part\n\n- a\n- b\n  - c\n\n> said\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n",
        );
        assert_eq!(read.title.as_deref(), Some("Title"));
        assert_eq!(read.headings, ["Part"]);
        assert_eq!(read.text, "One two three.\n\nPart\n\n- a\n- b\n- c\n\nsaid\n\nx | y\n1 | 2\n\ncode");
    }

    #[test]
    fn the_highest_heading_is_the_title_where_it_opens_the_text() {
        for (text, title) in [
            ("## Papers\n\nWords.\n\n### More\n\nWords.", Some("Papers")),
            ("## Papers\n\nWords.\n\n## More\n\nWords.", None),
            ("## Papers\n\nWords.\n\n# More\n\nWords.", None),
            ("## Slow lakes\n\nAda Reed\n\n## I. INTRODUCTION\n\nWords.", Some("Slow lakes")),
            ("## Abstract\n\nWords.\n\n## 1 Introduction\n\nWords.", None),
        ] {
            assert_eq!(read(text).title.as_deref(), title, "{text}");
        }
    }

    #[test]
    fn comments_are_no_part_of_the_text_and_links_are_read() {
        let told = read(
            "# Title\n\nWords [of it](https://arxiv.org/abs/2401.01234).\n\n## 2 Comments\n\n> **ada** · 5 points\n>\n> Yes.\n\n> No.",
        );
        assert_eq!((told.text.as_str(), told.headings.len()), ("Words of it.", 0));
        assert_eq!(told.links.arxiv, ["2401.01234"]);
        assert!(read("# Title\n\n## Comments\n\n> Yes.\n\n## More\n\nNo.").text.ends_with("No."));
        assert!(read("# Title\n\n## Comments\n\nOn quotes:\n\n> Yes.").text.ends_with("Yes."));
    }

    #[test]
    fn only_lines_of_links_are_menus() {
        let source = "* [Home](/)\n* [News](/n)\n\nKey fact: 42 herons.\n\n[a](/a) | [b](/b)\n\n# Ice\n\nThe warden of the upper tarn wrote down every morning how far the ice had gone, and what the herons did about it.";
        let events = lines::events(source);
        let outline = outline::outline(&events, None);
        let mut told = render(&events, &outline);
        take_menu(&mut told.text, told.above_title, &outline.linked);
        assert!(told.text.starts_with("Key fact: 42 herons.\n\nThe warden"), "{}", told.text);
    }

    #[test]
    fn a_heading_after_text_is_no_title() {
        let read = read("Words first.\n\n# Later\n\nMore.");
        assert_eq!((read.title, read.headings.len()), (None, 1));
    }
}
