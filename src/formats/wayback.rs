//! Undoes what the Wayback Machine puts around the pages that it shows: its toolbar, its scripts, its own addresses before
//! those of links.
//!
//! In: the source of a page, and what the program that saved it says of it. Out: the page as it was, and what the Machine says:
//! the page's own address, and when it was captured there, which is before it was saved from there.

use std::ops::Range;

use chrono::NaiveDateTime;
use memchr::memmem;

use crate::document::Moment;
use crate::formats::saved::{Saved, web};

/// What stands around the Machine's toolbar.
const TOOLBAR: (&str, &str) =
    ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->");

/// What ends its scripts.
const HEAD: &str = "<!-- End Wayback Rewrite JS Include -->";

/// What its closing comment begins with.
const ARCHIVED: &str = "FILE ARCHIVED ON ";

/// How the ids of the parts of its toolbar begin, where a program that saved the page left comments out.
const PARTS: [&str; 2] = ["wm-ipp", "donato"];

/// The page as it was before the Machine showed it, and its own address and time in place of those that the page was saved
/// from and at. What is no page of it is given back as it is.
pub(crate) fn undone(source: String, saved: Saved) -> (String, Saved) {
    let says = |mark: &str| memmem::find(source.as_bytes(), mark.as_bytes()).is_some();
    let shown = saved.url.as_deref().and_then(shown);
    if shown.is_none() && !says(TOOLBAR.0) && !says(ARCHIVED) && !says(HEAD) {
        return (source, saved);
    }
    let (url, captured) = shown.or_else(|| of_script(&source)).unzip();
    let saved = Saved {
        url: url.or(saved.url),
        captured: of_comment(&source).or(captured.flatten()).or(saved.captured),
    };
    (without_frame(source), saved)
}

/// The address and the time in that of a page as the Machine shows it: `https://web.archive.org/web/20190212060332/http://…`.
fn shown(address: &str) -> Option<(String, Option<Moment>)> {
    let (_, rest) = address.split_once("/web/")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (time, rest) = rest.split_at(digits);
    let (flag, url) = rest.split_once('/')?;
    let is_flag = flag.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    Some((web(url)?, moment(time))).filter(|(_, moment)| moment.is_some() && is_flag)
}

fn moment(digits: &str) -> Option<Moment> {
    let time = NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok().filter(|_| digits.len() == 14)?;
    Moment::from_unix(time.and_utc().timestamp())
}

/// `FILE ARCHIVED ON 06:03:32 Feb 12, 2019 AND RETRIEVED FROM THE INTERNET ARCHIVE ON …`, in a comment.
fn of_comment(source: &str) -> Option<Moment> {
    let at = memmem::rfind(source.as_bytes(), ARCHIVED.as_bytes())?;
    let opened = source[..at].rfind("<!--")?;
    let (time, _) = source[at + ARCHIVED.len()..].split_once(" AND RETRIEVED FROM")?;
    if source[opened..at].contains("-->") {
        return None;
    }
    let time = NaiveDateTime::parse_from_str(time.trim(), "%H:%M:%S %b %d, %Y").ok()?;
    Moment::from_unix(time.and_utc().timestamp())
}

/// The address and the time in `__wm.wombat("http://…","20190212060332",…)`.
fn of_script(source: &str) -> Option<(String, Option<Moment>)> {
    let (_, rest) = source.split_once("__wm.wombat(\"")?;
    let (address, rest) = rest.split_once('"')?;
    let time = rest.trim_start_matches([',', ' ']).strip_prefix('"').and_then(|rest| rest.split('"').next());
    Some((web(address)?, time.and_then(moment)))
}

/// A page without what the Machine put around it and before its addresses.
fn without_frame(source: String) -> String {
    let mut text = source;
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
    for part in PARTS {
        while let Some(place) = element(&text, part) {
            text.replace_range(place, "");
        }
    }
    without_prefixes(&text)
}

/// Where a `div` stands whose id begins so.
fn element(text: &str, id: &str) -> Option<Range<usize>> {
    let marks = [format!(" id=\"{id}"), format!(" id={id}")];
    let start = marks.iter().find_map(|mark| {
        let start = text[..text.find(mark.as_str())?].rfind('<')?;
        text[start..].starts_with("<div ").then_some(start)
    })?;
    let (mut place, mut open) = (start, 0_usize);
    loop {
        let next = place + text[place..].find("div")?;
        if text[..next].ends_with("</") {
            open = open.checked_sub(1)?;
        } else if text[..next].ends_with('<') {
            open += 1;
        }
        place = next + "div".len();
        if open == 0 {
            return Some(start..place + text[place..].find('>')? + 1);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(saved: &Saved) -> String {
        let captured = saved.captured.map(|moment| moment.to_string()).unwrap_or_default();
        format!("{} {captured}", saved.url.as_deref().unwrap_or_default())
    }

    #[test]
    fn what_the_wayback_machine_put_around_a_page_is_taken_off() {
        let source = "<html><head><script src=\"https://web-static.archive.org/_static/js/x.js\"></script>\
                      <script>__wm.wombat(\"https://a.example/x\",\"20190212060332\",\"https://web.archive.org/\")</script>\
                      <!-- End Wayback Rewrite JS Include -->\n<title>T</title></head><body>\
                      <!-- BEGIN WAYBACK TOOLBAR INSERT --><div>12 captures</div><!-- END WAYBACK TOOLBAR INSERT -->\
                      <a href=\"https://web.archive.org/web/20190212060332/https://a.example/y\">y</a>\
                      <img src=\"/web/20190212060332im_/http://a.example/z.png\"><a href=\"/web/about\">w</a></body></html>";
        let (text, saved) = undone(source.to_owned(), Saved::default());
        assert_eq!(
            text,
            "<html><head>\n<title>T</title></head><body><a href=\"https://a.example/y\">y</a>\
             <img src=\"http://a.example/z.png\"><a href=\"/web/about\">w</a></body></html>"
        );
        assert_eq!(told(&saved), "https://a.example/x 2019-02-12T06:03:32Z");
        let source = "<p>/web/20190212060332/https://a.example/</p>";
        assert_eq!(undone(source.to_owned(), Saved::default()), (source.to_owned(), Saved::default()));
    }

    #[test]
    fn what_the_machine_says_holds_before_what_the_saving_program_says() {
        let comment = "<p>x</p>\n<!--\n     FILE ARCHIVED ON 06:03:32 Feb 12, 2019 AND RETRIEVED FROM THE\n INTERNET ARCHIVE ON x\n-->";
        let later = Moment::parse("2024-09-12T08:15:23Z");
        for (source, url, wanted) in [
            (comment, None, " 2019-02-12T06:03:32Z"),
            (comment, Some("https://a.example/x"), "https://a.example/x 2019-02-12T06:03:32Z"),
            (
                comment,
                Some("https://web.archive.org/web/20180101000000/http://a.example/x"),
                "http://a.example/x 2019-02-12T06:03:32Z",
            ),
            (
                "<p>x</p>",
                Some("https://web.archive.org/web/20190212060332if_/http://a.example/x?y=/web/1"),
                "http://a.example/x?y=/web/1 2019-02-12T06:03:32Z",
            ),
            (
                "<p>x</p>",
                Some("https://a.example/web/2019/x"),
                "https://a.example/web/2019/x 2024-09-12T08:15:23Z",
            ),
            (
                "<p>FILE ARCHIVED ON 06:03:32 Feb 12, 2019 AND RETRIEVED FROM",
                Some("https://a.example/x"),
                "https://a.example/x 2024-09-12T08:15:23Z",
            ),
        ] {
            let saved = Saved { url: url.map(str::to_owned), captured: later };
            assert_eq!(told(&undone(source.to_owned(), saved).1), wanted, "{source} {url:?}");
        }
    }

    #[test]
    fn a_toolbar_without_its_comments_is_taken_off() {
        let source = "<body><div id=wm-ipp-base lang=en><div id=wm-ipp><div>Feb 12 2019</div></div></div>\
                      <div class=\"x\" id=\"donato\">Give</div><p>x</p><div id=wm-ipp-print>open";
        let saved = Saved {
            url: Some("https://web.archive.org/web/20190212060332/http://a.example/x".to_owned()),
            captured: None,
        };
        assert_eq!(undone(source.to_owned(), saved).0, "<body><p>x</p><div id=wm-ipp-print>open");
    }
}
