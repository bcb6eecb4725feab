//! What the program that saved a page wrote into it: a comment near the top with the address and the time.
//!
//! In: the source of a page. Out: address and time, where there is such a comment. Reads the forms of browsers
//! ("saved from url="), monolith, `SingleFile`, `HTTrack` and the Wayback Machine, and takes off what the last put around
//! the page.

use chrono::{DateTime, NaiveDateTime};
use memchr::memmem;

use crate::document::Moment;

/// Bytes searched: such comments stand before or just after the first tag.
const SEARCHED: usize = 4 << 10;

/// What the comment says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Saved {
    pub(crate) url: Option<String>,
    pub(crate) captured: Option<Moment>,
}

/// Reads the first comment of a page that names where it was saved from; the Wayback Machine's and a second one of
/// `HTTrack`'s stand at the end.
pub(crate) fn read(source: &str) -> Saved {
    let end = boundary(source, source.len().min(SEARCHED));
    let start = boundary(source, source.len().saturating_sub(SEARCHED));
    let head = first_of(&source[..end]);
    if head == Saved::default() { first_of(&source[start..]) } else { head }
}

/// The last place up to this one at which a text can be cut.
fn boundary(text: &str, place: usize) -> usize {
    (0..=place).rev().find(|&place| text.is_char_boundary(place)).unwrap_or(0)
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
        .or_else(|| wayback(comment))
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

/// `FILE ARCHIVED ON 06:03:32 Feb 12, 2019 AND RETRIEVED FROM THE INTERNET ARCHIVE ON …`. The address is in the links.
fn wayback(comment: &str) -> Option<Saved> {
    let (_, rest) = comment.split_once("FILE ARCHIVED ON ")?;
    let (time, _) = rest.split_once(" AND RETRIEVED FROM")?;
    let time = NaiveDateTime::parse_from_str(time.trim(), "%H:%M:%S %b %d, %Y").ok()?;
    Some(Saved { url: None, captured: Moment::from_unix(time.and_utc().timestamp()) })
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

/// A page as it was before the Wayback Machine put its toolbar and its addresses into it, with the address that they
/// tell. None where the page is not of it.
pub(crate) fn without_wayback(source: &str) -> Option<(String, Option<String>)> {
    const TOOLBAR: (&str, &str) =
        ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->");
    const HEAD: &str = "<!-- End Wayback Rewrite JS Include -->";
    let says = |mark: &str| memmem::find(source.as_bytes(), mark.as_bytes()).is_some();
    let is_of_it = says(TOOLBAR.0) || says("FILE ARCHIVED ON ") || says(HEAD);
    if !is_of_it {
        return None;
    }
    let mut text = source.to_owned();
    if let (Some(start), Some(end)) = (text.find(TOOLBAR.0), text.find(TOOLBAR.1))
        && start < end
    {
        text.replace_range(start..end + TOOLBAR.1.len(), "");
    }
    // What the Machine puts first into the head: its scripts and style sheets, up to a comment that ends them.
    if let Some(end) = text.find(HEAD)
        && let Some(head) = text[..end].find("<head").and_then(|at| Some(at + text[at..end].find('>')? + 1))
    {
        text.replace_range(head..end + HEAD.len(), "");
    }
    let url = address_of_toolbar(source);
    Some((without_prefixes(&text), url))
}

/// The address in `__wm.wombat("http://…","20190212060332",…)`, or in the link of the toolbar's form.
fn address_of_toolbar(source: &str) -> Option<String> {
    let (_, rest) = source.split_once("__wm.wombat(\"")?;
    web(rest.split('"').next()?)
}

/// Takes `https://web.archive.org/web/20190212060332im_/` off every address.
fn without_prefixes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/web/") {
        let (before, found) = rest.split_at(at);
        let after = &found["/web/".len()..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let flag =
            after[digits..].bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'_').count();
        let target = &after[digits + flag..];
        let is_target = target.starts_with("/http://") || target.starts_with("/https://");
        if digits == 14 && flag <= 3 && is_target {
            let host = ["https://web.archive.org", "http://web.archive.org", "//web.archive.org"];
            let kept = host.iter().find_map(|host| before.strip_suffix(host)).unwrap_or(before);
            out.push_str(kept);
            rest = &target[1..];
        } else {
            out.push_str(before);
            out.push_str("/web/");
            rest = after;
        }
    }
    out + rest
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

fn web(address: &str) -> Option<String> {
    let address = address.trim();
    (address.starts_with("https://") || address.starts_with("http://")).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (
                "<p>x</p>\n<!--\n     FILE ARCHIVED ON 06:03:32 Feb 12, 2019 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON x\n-->",
                None,
                Some("2019-02-12T06:03:32Z"),
            ),
            ("<!-- a comment --><p>saved from url=(3)abc", None, None),
            ("<!-- never closed", None, None),
        ] {
            let saved = read(source);
            assert_eq!(saved.url.as_deref(), url, "{source}");
            assert_eq!(saved.captured.map(|moment| moment.to_string()).as_deref(), captured, "{source}");
        }
    }
    #[test]
    fn what_the_wayback_machine_put_around_a_page_is_taken_off() {
        let source = "<html><head><script src=\"https://web-static.archive.org/_static/js/x.js\"></script>\
                      <script>__wm.wombat(\"https://a.example/x\",\"20190212060332\",\"https://web.archive.org/\")</script>\
                      <!-- End Wayback Rewrite JS Include -->\n<title>T</title></head><body>\
                      <!-- BEGIN WAYBACK TOOLBAR INSERT --><div>12 captures</div><!-- END WAYBACK TOOLBAR INSERT -->\
                      <a href=\"https://web.archive.org/web/20190212060332/https://a.example/y\">y</a>\
                      <img src=\"/web/20190212060332im_/http://a.example/z.png\"><a href=\"/web/about\">w</a></body></html>";
        let (text, url) = without_wayback(source).unwrap();
        assert_eq!(
            text,
            "<html><head>\n<title>T</title></head><body><a href=\"https://a.example/y\">y</a>\
             <img src=\"http://a.example/z.png\"><a href=\"/web/about\">w</a></body></html>"
        );
        assert_eq!(url.as_deref(), Some("https://a.example/x"));
        assert!(without_wayback("<p>/web/20190212060332/https://a.example/</p>").is_none());
    }
}
