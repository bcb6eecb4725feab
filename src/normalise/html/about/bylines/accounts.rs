//! Bylines that begin otherwise than with who wrote: `64 points by reeds on July 2`, `Ada Reed released this`, the heads of letters.
//!
//! In: a text or an element of the page. Out: the names that it tells, as written, where it does.

use scraper::{ElementRef, Node};

use ego_tree::NodeRef;

use crate::document::fold;
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::about::lines::{LONGEST, names_text, text_of};
use crate::normalise::html::about::marks::is_credit;
use crate::normalise::html::about::names;
use crate::normalise::html::about::pieces::without_intro;
use crate::normalise::html::element::{Asked, is_named};

use super::texts::{behind_date, heads_value, letters};

/// Bytes of what stands before somebody in such a line, and characters of the line. Judgements: a kind of thing, its number, a day.
const BEFORE: usize = 80;
const LINE: usize = 160;

/// Words before those who made something else of a page than its text, folded: who changed, closed or checked it. A judgement, of what
/// trackers and forums write.
const OTHERS: [&str; 25] = [
    "merged",
    "closed",
    "edited",
    "edit",
    "updated",
    "modified",
    "changed",
    "reviewed",
    "approved",
    "assigned",
    "answered",
    "fixed",
    "resolved",
    "liked",
    "sponsored",
    "powered",
    "owned",
    "maintained",
    "built",
    "hosted",
    "presented",
    "verified",
    "checked",
    "cited",
    "replied",
];

/// Those whom links name behind a text that ends in `by`, in a short line with a number: of points, of a day. Bylines that begin so and
/// name somebody by several words are read as such.
pub(super) fn behind_by(node: NodeRef<'_, Node>, text: &str, last_text: &str) -> Option<Vec<String>> {
    let start = text.trim();
    let (before, by) = start.rsplit_once(char::is_whitespace).unwrap_or(("", start));
    let is_by = ["by", "von", "par", "por", "door"].iter().any(|known| known.eq_ignore_ascii_case(by));
    if start.len() > BEFORE || !is_by {
        return None;
    }
    let next = node.next_sibling().and_then(ElementRef::wrap)?;
    let link = link_of(next)?;
    let holder = node.parent().and_then(ElementRef::wrap)?;
    let name = names_text(&link, LONGEST);
    let is_read = !before.is_empty() && (without_intro(start).is_some() || !behind_date(start).is_empty());
    let is_one_word = !name.trim().contains(' ');
    if name.trim().is_empty() || (is_read && !is_one_word) {
        return None;
    }
    let label = holder.prev_siblings().find_map(ElementRef::wrap).filter(|label| heads_value(*label));
    let label = label.map(|label| text_of(&label)).unwrap_or_default();
    let told = fold::words(&format!("{label} {last_text} {before}"));
    let is_others =
        told.split(' ').any(|word| OTHERS.contains(&word)) || is_credit(&format!("{last_text} {start}"));
    let line = text_of(&holder);
    let is_line = line.chars().count() <= LINE && line.contains(|sign: char| sign.is_ascii_digit());
    if is_others || !is_line || !may_precede(before, is_one_word) || !names::is_plausible(&name) {
        return None;
    }
    Some(vec![name])
}

/// An element that is a link, or the link that is all of it.
fn link_of(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    /// Nodes of such an element. A judgement: a box, a link, a stretch of text.
    const NODES: usize = 8;
    let mut links = element.descendants().take(NODES).filter_map(ElementRef::wrap);
    let link = links.find(|link| is_named!(link.value(), "a"))?;
    (letters(&text_of(&link)) == letters(&text_of(&element))).then_some(link)
}

/// Whether a text may stand before `by` and whoever wrote: it ends with a number or what is counted or dated, or tells that something was
/// begun; before somebody of several words nothing may stand as well.
fn may_precede(before: &str, is_one_word: bool) -> bool {
    /// Judgements, of what trackers and forums write; folded.
    const BEGUN: [&str; 16] = [
        "opened",
        "reported",
        "asked",
        "posted",
        "submitted",
        "created",
        "started",
        "written",
        "filed",
        "published",
        "released",
        "uploaded",
        "added",
        "shared",
        "contributed",
        "raised",
    ];
    const COUNTED: [&str; 10] =
        ["points", "point", "votes", "vote", "utc", "gmt", "ago", "am", "pm", "kudos"];
    let folded = fold::words(before);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    let is_dated =
        || dates::scan(before, &Reading::default()).last().is_some_and(|day| day.end == before.len());
    (before.is_empty() && is_one_word) || BEGUN.contains(&last) || COUNTED.contains(&last) || is_dated()
}

/// Who stands before what they did, as forges tell it: `Ada Reed released this`.
pub(super) fn before_deed(node: NodeRef<'_, Node>, text: &str) -> Option<Vec<String>> {
    const DEEDS: [&str; 8] = [
        "released this",
        "opened this",
        "started this",
        "asked this",
        "published this",
        "posted this",
        "created this",
        "submitted this",
    ];
    let link = node.prev_sibling().and_then(ElementRef::wrap).filter(|link| is_named!(link.value(), "a"))?;
    let folded = fold::words(text.get(..text.floor_char_boundary(BEFORE))?);
    if !DEEDS
        .iter()
        .any(|deed| folded == *deed || folded.strip_prefix(deed).is_some_and(|rest| rest.starts_with(' ')))
    {
        return None;
    }
    let name = names_text(&link, LONGEST);
    names::is_plausible(&name).then(|| vec![name])
}

/// Who sent the letter whose head begins in an element: in a `pre` of its own (`From: Ada Reed <ada@…>`), in a term or the head of a row
/// and what stands behind it, or as a name with a link to write to it.
pub(super) fn sender(element: ElementRef<'_>) -> Option<Vec<String>> {
    /// Bytes of a head, and its lines. Judgements.
    const HEAD: usize = 2_000;
    const LINES: usize = 20;
    let behind = || element.next_siblings().find_map(ElementRef::wrap);
    let named = |text: &str| {
        let name = text.split(['<', '(']).next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        (!name.contains('@') && names::is_plausible(name)).then(|| vec![name.to_owned()])
    };
    match () {
        () if is_named!(element.value(), "pre") => {
            let mut head = String::new();
            for text in element.text() {
                head.push_str(text);
                if head.len() > HEAD {
                    break;
                }
            }
            let mut lines = head.trim_start().lines();
            let from = lines.next()?.strip_prefix("From: ")?;
            let is_field = |line: &str| line.starts_with("Subject: ") || line.starts_with("Date: ");
            named(from).filter(|_| lines.take(LINES).take_while(|line| !line.is_empty()).any(is_field))
        }
        () if is_named!(element.value(), "dt" | "th") => {
            let is_from = text_of(&element).trim_end_matches([':', ' ']).eq_ignore_ascii_case("from");
            let value = behind().filter(|_| is_from).map(|value| text_of(&value))?;
            named(&value).filter(|_| value.contains('@'))
        }
        () => {
            let link = behind().filter(|link| is_named!(link.value(), "a"))?;
            let is_letter = link.value().attribute("href")?.starts_with("mailto:");
            let address = text_of(&link);
            let is_address = address.contains('@') || address.contains(" at ");
            let is_alone = element
                .prev_siblings()
                .find_map(ElementRef::wrap)
                .is_none_or(|before| is_named!(before.value(), "h1" | "h2" | "h3" | "hr" | "br"));
            let name = text_of(&element);
            (is_letter && is_address && is_alone && names::is_whole(&name)).then(|| named(&name)).flatten()
        }
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use crate::normalise::html::about::people;
    use crate::normalise::html::metadata::Metadata;

    fn names(body: &str) -> Vec<String> {
        let prose = "<p>The gauges of the lake are read every hour.</p>".repeat(6);
        let html = Html::parse_document(&format!("<body>{body}{prose}"));
        people(&html, &Metadata::read(&html), None, "Slow lakes")
    }

    #[test]
    fn lines_that_end_in_by_name_whom_the_link_behind_them_is_called_after() {
        let line = |line: &str| names(&format!("<h1>Slow lakes</h1>{line}"));
        for (told, wanted) in [
            ("<p>64 points by <a href=/u/r>Ada Reed</a> on July 2, 2024</p>", "Ada Reed"),
            ("<p><span>64 points</span> by <a href=/r>reeds</a> <span>on July 2, 2024</span></p>", "reeds"),
            ("<div>Bug #17 reported by <a href=/r>Ada Reed</a> on 2017-08-16</div>", "Ada Reed"),
            ("<p>opened <time>2023-06-19</time> by <a href=/reeds>reeds</a></p>", "reeds"),
            (
                "<table><tr><th>Reported:<td>2019-06-11 08:15 UTC by <span><a href=/x><b>Ada Reed</b></a></span></table>",
                "Ada Reed",
            ),
            ("<div><a href=/r>Ada Reed</a> released this <time>11 Nov 2024</time></div>", "Ada Reed"),
            ("<div>Asked by Ada Reed on 16 August 2017</div>", "Ada Reed"),
            ("<dl><dt>Reporter:<dd><a href=/r>Ada Reed</a></dl>", "Ada Reed"),
            ("<dl><dt>Opened by:<dd>Ada Reed</dl>", "Ada Reed"),
        ] {
            assert_eq!(line(told), [wanted], "{told}");
        }
        for others in [
            "<p>64 points, edited by <a href=/r>reeds</a> on July 2, 2024</p>",
            "<p>Photo 3 by <a href=/r>reeds</a></p>",
            "<table><tr><th>Modified:<td>2019-06-11 by <a href=/r>reeds</a></table>",
            "<p>2 points by <a href=/r>reeds</a></p><p>3 points by <a href=/o>tamms</a></p><p>4 points by <a href=/a>lees</a></p>",
        ] {
            assert!(line(others).is_empty(), "{others}");
        }
    }

    #[test]
    fn heads_of_letters_tell_who_sent_them() {
        let pre = "<pre>From: <a href=/q>Ada Reed</a> &lt;ada@tarn.example&gt;\nTo: list@tarn.example\nSubject: Slow lakes\n\nThe gauges.</pre>";
        let list = "<h1>Slow lakes</h1><b>Ada Reed</b> <a href='mailto:x'>ada at tarn.example</a><br><i>Mon Jan 9 2006</i>";
        let terms = "<h1>Slow lakes</h1><dl><dt>From:<dd>Ada Reed &lt;ada@tarn.example&gt;</dl>";
        for head in [pre, list, terms] {
            assert_eq!(names(head), ["Ada Reed"], "{head}");
        }
        for none in ["<pre>From: a place\nwhere lakes are</pre>", "<dl><dt>From:<dd>Lund Station</dl>"] {
            assert!(names(none).is_empty(), "{none}");
        }
    }
}
