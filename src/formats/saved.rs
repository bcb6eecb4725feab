//! What the program that saved a page wrote into it: a comment near the top with the address and the time.
//!
//! In: the source of a page. Out: address and time, where there is such a comment. Reads the forms of browsers
//! ("saved from url="), monolith, `SingleFile` and `HTTrack`.

use chrono::DateTime;

use crate::document::Moment;

/// Bytes searched: such comments stand before or just after the first tag.
const SEARCHED: usize = 4 << 10;

/// What the comment says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Saved {
    pub(crate) url: Option<String>,
    pub(crate) captured: Option<Moment>,
}

/// Reads the first comment of a page that names where it was saved from; a second one of `HTTrack`'s stands at the end.
pub(crate) fn read(source: &str) -> Saved {
    let end = source.floor_char_boundary(SEARCHED);
    let start = source.floor_char_boundary(source.len().saturating_sub(SEARCHED));
    let head = first_of(&source[..end]);
    if head == Saved::default() { first_of(&source[start..]) } else { head }
}

fn first_of(part: &str) -> Saved {
    let mut rest = part;
    while let Some(start) = rest.find("<!--") {
        let comment = &rest[start + 4..];
        let Some(end) = comment.find("-->") else { break };
        let saved = of_comment(comment[..end].trim());
        if saved != Saved::default() {
            return saved;
        }
        rest = &comment[end + 3..];
    }
    Saved::default()
}

fn of_comment(comment: &str) -> Saved {
    browser(comment)
        .or_else(|| monolith(comment))
        .or_else(|| single_file(comment))
        .or_else(|| httrack(comment))
        .unwrap_or_default()
}

/// `Mirrored from example.org/page by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 02 Oct 2023 13:54:18 GMT`. The
/// scheme is not kept; addresses are told apart without it.
fn httrack(comment: &str) -> Option<Saved> {
    let rest = comment.strip_prefix("Mirrored from ")?;
    let (address, rest) = rest.split_once(" by HTTrack")?;
    let (_, time) = rest.split_once("], ")?;
    let address = web(address).or_else(|| web(&format!("http://{address}")));
    Some(Saved { url: address, captured: Moment::parse(time) })
}

/// `HTTrack` points a page's canonical address to the copy, which is no address: it is taken for no such thing.
pub(crate) fn without_local_canonical(source: String) -> String {
    const MARK: &str = " by HTTrack Website Copier/";
    if source.contains(MARK) { without_canonical(&source) } else { source }
}

/// A page that does not name its address.
pub(crate) fn without_canonical(source: &str) -> String {
    source.replace("rel=\"canonical\"", "rel=\"copy\"")
}

/// `saved from url=(0028)https://example.org/page`; the number is the address's length.
fn browser(comment: &str) -> Option<Saved> {
    let rest = comment.strip_prefix("saved from url=(")?;
    let (length, address) = rest.split_once(')')?;
    let length: usize = length.parse().ok()?;
    let address = address.get(..length).unwrap_or(address);
    Some(Saved { url: web(address), captured: None })
}

/// `Saved from https://example.org/ at 2026-04-28T16:20:05Z using monolith v2.8.1`.
fn monolith(comment: &str) -> Option<Saved> {
    let rest = comment.strip_prefix("Saved from ")?;
    let (address, rest) = rest.split_once(" at ")?;
    let (time, _) = rest.split_once(" using monolith")?;
    Some(Saved { url: web(address), captured: Moment::parse(time) })
}

/// `Page saved with SingleFile`, then ` url: …` and ` saved date: Thu Sep 12 2024 10:15:23 GMT+0200 (…)`.
fn single_file(comment: &str) -> Option<Saved> {
    let mut lines = comment.lines();
    let first = lines.next()?;
    if !first.contains("saved with SingleFile") && !first.contains("processed by SingleFile") {
        return None;
    }
    let mut saved = Saved::default();
    for line in lines {
        if let Some(address) = line.trim().strip_prefix("url:") {
            saved.url = web(address);
        } else if let Some(time) = line.trim().strip_prefix("saved date:") {
            saved.captured = javascript_date(time.trim());
        }
    }
    Some(saved)
}

/// A date as JavaScript prints it (ECMAScript, section 21.4.4.41): `Thu Sep 12 2024 10:15:23 GMT+0200 (…)`.
fn javascript_date(text: &str) -> Option<Moment> {
    let text = text.split(" (").next()?;
    let time = DateTime::parse_from_str(text, "%a %b %d %Y %H:%M:%S GMT%z").ok()?;
    Moment::from_unix(time.timestamp())
}

/// What Firefox puts around an article in its reader view: the page's address is that of the link to its site, and the line of who
/// wrote it is told as such.
pub(crate) fn without_reader(source: String, saved: Saved) -> (String, Saved) {
    let head = source.get(..source.floor_char_boundary(READER)).unwrap_or_default();
    let Some(at) = head.find("reader-domain\"").filter(|_| head.contains("aboutReader.css")) else {
        return (source, saved);
    };
    let tag = head.get(..at).and_then(|before| before.rfind('<')).and_then(|from| head.get(from..));
    let href = tag.and_then(|tag| tag.split('>').next()?.split_once("href=\"")?.1.split('"').next());
    let url = saved.url.or_else(|| href.and_then(web));
    (source.replacen(" reader-credits\"", " reader-credits author\"", 1), Saved { url, ..saved })
}

/// Bytes before an article in the reader view of Firefox: its styles may be within them. A judgement.
const READER: usize = 256 << 10;

pub(super) fn web(address: &str) -> Option<String> {
    let address = address.trim();
    (address.starts_with("https://") || address.starts_with("http://")).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_view_of_firefox_tells_address_and_author() {
        let page = "<link rel=stylesheet href=\"chrome://global/skin/aboutReader.css\"><a class=\"domain reader-domain\" \
             href=\"https://tarn.example/slow\">tarn.example</a><div class=\"credits reader-credits\">Ada Reed</div>";
        let (source, saved) = without_reader(page.to_owned(), Saved::default());
        assert_eq!(saved.url.as_deref(), Some("https://tarn.example/slow"));
        assert!(source.contains("class=\"credits reader-credits author\""), "{source}");
        let other = "<a class=\"reader-domain\" href=\"https://tarn.example/\">x</a>".to_owned();
        assert_eq!(without_reader(other.clone(), Saved::default()), (other, Saved::default()));
    }

    #[test]
    fn each_programs_comment_is_read() {
        for (source, url, captured) in [
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0021)https://a.example/x/y -->\n<html>",
                Some("https://a.example/x/y"),
                None,
            ),
            ("<!-- saved from url=(0014)about:internet --><html>", None, None),
            (
                "<!-- Saved from https://a.example/x at 2026-04-28T16:20:05Z using monolith v2.8.1 --><html>",
                Some("https://a.example/x"),
                Some("2026-04-28T16:20:05Z"),
            ),
            (
                "<!-- Saved from local source at 2026-04-28T16:20:05Z using monolith v2.8.1 -->",
                None,
                Some("2026-04-28T16:20:05Z"),
            ),
            (
                "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://a.example/x \n saved date: Thu Sep 12 2024 10:15:23 GMT+0200 (Central European Summer Time)\n-->",
                Some("https://a.example/x"),
                Some("2024-09-12T08:15:23Z"),
            ),
            (
                "<html>\n<!-- Mirrored from a.example/x by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 02 Oct 2023 13:54:18 GMT -->",
                Some("http://a.example/x"),
                Some("2023-10-02T13:54:18Z"),
            ),
            ("<!-- a comment --><p>saved from url=(3)abc", None, None),
            ("<!-- never closed", None, None),
        ] {
            let saved = read(source);
            assert_eq!(saved.url.as_deref(), url, "{source}");
            assert_eq!(saved.captured.map(|moment| moment.to_string()).as_deref(), captured, "{source}");
        }
    }
}
