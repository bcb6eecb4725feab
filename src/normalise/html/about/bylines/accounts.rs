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

/// Words of who wrote the last of many posts, folded. A judgement, in the languages of [`behind_by`].
const LAST: [&str; 12] = [
    "last", "latest", "letzter", "letzte", "neueste", "dernier", "derniere", "ultimo", "ultima", "ultimas",
    "laatste", "newest",
];

/// What threads have, as the lines above them count it, folded. A judgement, in the same languages.
const THREADS: [&str; 10] = [
    "replies",
    "voices",
    "posts",
    "messages",
    "antworten",
    "beitrage",
    "reponses",
    "respuestas",
    "respostas",
    "reacties",
];

/// Those whom links name behind a text that ends in `by`, in a short line with a number: of points, of a day. Bylines that begin so and
/// name somebody by several words are read as such. No names are told of a line on who wrote last in a thread.
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
    let whole = names_text(&holder, 4 * LINE);
    let own = whole.get(..whole.find(name.trim()).unwrap_or(0)).unwrap_or_default().trim_end();
    let own = own.strip_suffix(by).unwrap_or(own).trim_end();
    let told = fold::words(&format!("{label} {last_text} {before}"));
    let is_others =
        told.split(' ').any(|word| OTHERS.contains(&word)) || is_credit(&format!("{last_text} {start}"));
    let is_line = whole.chars().count() <= LINE && whole.contains(|sign: char| sign.is_ascii_digit());
    // `This topic has 18 replies, and was last updated … by` tells of who wrote there last.
    let of_thread = fold::words(own);
    let has = |known: &[&str]| of_thread.split(' ').any(|word| known.contains(&word));
    if is_one_word && has(&LAST) && has(&THREADS) {
        return Some(Vec::new());
    }
    let is_told = may_precede(if own.is_empty() { &label } else { own }, &label);
    if is_others || !is_line || !is_told || !names::is_plausible(&name) {
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

/// Whether a text may stand before `by` and whoever wrote: it tells that something was begun, as its label may, or is what is counted or
/// a day and nothing else. Other words tell what else somebody did (`Moved 3 May by`).
fn may_precede(before: &str, label: &str) -> bool {
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
    const COUNTED: [&str; 5] = ["points", "point", "votes", "vote", "kudos"];
    /// Signs of a day's line that are no words of their own: zones, clocks, what joins a day.
    const BESIDE: [&str; 10] = ["utc", "gmt", "am", "pm", "on", "at", "um", "le", "vom", "ago"];
    let folded = fold::words(before);
    let words = || folded.split(' ');
    // Presses publish, and labels release.
    let is_only_last = |word: &str| matches!(word, "published" | "released");
    let is_begun = || {
        words().any(|word| BEGUN.contains(&word) && !is_only_last(word))
            || words().next_back().is_some_and(|word| BEGUN.contains(&word))
            || fold::words(label).split(' ').any(|word| BEGUN.contains(&word))
    };
    let is_counted = || {
        let mut words = words();
        words.next().is_some_and(|number| number.bytes().all(|sign| sign.is_ascii_digit()))
            && words.next().is_some_and(|what| COUNTED.contains(&what))
            && words.next().is_none()
    };
    let is_dated = || {
        let days = dates::scan(before, &Reading::default());
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return false };
        let around = format!(
            "{} {}",
            before.get(..first.start).unwrap_or_default(),
            before.get(last.end..).unwrap_or_default()
        );
        let is_beside = |word: &str| {
            word.is_empty() || BESIDE.contains(&word) || word.bytes().all(|sign| sign.is_ascii_digit())
        };
        fold::words(&around).split(' ').all(is_beside)
    };
    let is_last = words().any(|word| LAST.contains(&word));
    !is_last && (is_begun() || is_counted() || is_dated())
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
    /// Elements behind an address among which a day stands. A judgement: the end of a line, and it.
    const BELOW: usize = 2;
    /// Elements before such a head that are looked at. A judgement: bounds the work.
    const BEFORE_PRE: usize = 8;
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
            // One behind paragraphs is quoted.
            let is_quoted = element
                .prev_siblings()
                .filter_map(ElementRef::wrap)
                .take(BEFORE_PRE)
                .any(|before| is_named!(before.value(), "p"));
            named(from)
                .filter(|_| !is_quoted && lines.take(LINES).take_while(|line| !line.is_empty()).any(is_field))
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
            // Below the name and the address of a sender the day stands; those of whom to ask have none.
            let is_dated = || {
                let below = link.next_siblings().filter_map(ElementRef::wrap).take(BELOW);
                below.map(|below| text_of(&below)).any(|below| {
                    below.len() <= BEFORE && !dates::scan(&below, &Reading::default()).is_empty()
                })
            };
            let is_sender = is_letter && is_address && is_alone && names::is_whole(&name) && is_dated();
            is_sender.then(|| named(&name)).flatten()
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
            "<p>Last reply 3 May 2026 by <a href=/r>reeds</a></p>",
            "<div>This topic has 18 replies, and was last updated <a href=/x>6 years ago</a> by <a href=/r>reeds</a>.</div>",
            "<p>Letzter Beitrag am 3. Mai 2026 von <a href=/r>reeds</a></p>",
            "<p>Moved May 3, 2024 by <a href=/r>reeds</a></p>",
            "<p>Won with 64 votes by <a href=/r>Ada Reed</a></p>",
            "<p>by <a href=/r>Category</a> 12</p>",
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
        for none in [
            "<pre>From: a place\nwhere lakes are</pre>",
            "<dl><dt>From:<dd>Lund Station</dl>",
            "<h3>Contact</h3><b>Ada Reed</b> <a href='mailto:x'>ada@tarn.example</a>",
            "<p>A letter says:</p><pre>From: Ada Reed\nSubject: Slow lakes\n\nThe gauges.</pre>",
        ] {
            assert!(names(none).is_empty(), "{none}");
        }
    }
}
