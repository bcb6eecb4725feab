//! Undoes what archive.today puts around the pages that it shows: its header, its own address and day, its addresses before those
//! of links.
//!
//! In: the source of a page, and what the program that saved it says of it. Out: the page without that, and what the archive says:
//! the page's own address, and when it was captured there.

use chrono::NaiveDateTime;
use memchr::memmem;

use crate::document::Moment;
use crate::formats::saved::{self, Saved, web};

/// The names that the archive goes by.
const HOSTS: [&str; 7] =
    ["archive.today", "archive.ph", "archive.is", "archive.li", "archive.vn", "archive.fo", "archive.md"];

/// Bytes in which the archive tells of the page: its own head is short.
const HEAD: usize = 64 << 10;

/// The page without what the archive put around it, and its own address and time. What is no page of the archive's is given back as
/// it is.
pub(crate) fn undone(source: String, saved: Saved) -> (String, Saved) {
    let Some((host, url, captured)) = snapshot(&source).filter(|_| bounds(&source).is_some()) else {
        return (source, saved);
    };
    let source = without_links(&without_header(source), host);
    // What the archive declares is of its own page.
    let own = ["property=\"og:url\"", "property=\"og:site_name\"", "itemprop=\"dateModified\""];
    let source = own.iter().fold(source, |source, own| source.replace(own, "name=\"copy\""));
    (saved::without_canonical(&source), Saved { url: Some(url), captured: Some(captured) })
}

/// The archive's name, the page's address and its time: `<link rel="bookmark" href="http://archive.today/20250310101112/https://…">`.
fn snapshot(source: &str) -> Option<(&'static str, String, Moment)> {
    let head = source.get(..source.floor_char_boundary(HEAD))?;
    let links = memmem::find_iter(head.as_bytes(), "rel=\"bookmark\"").filter_map(|at| {
        let tag = head.get(head.get(..at)?.rfind('<')?..)?.split('>').next()?;
        // Pages link to snapshots of others so too.
        let own = tag.strip_prefix("<link")?;
        own.split_once("href=\"")?.1.split('"').next()
    });
    let mut read = links.filter_map(|href| {
        let (_, address) = href.split_once("://")?;
        let (named, rest) = address.split_once('/')?;
        let host = HOSTS.into_iter().find(|host| *host == named)?;
        let (time, url) = rest.split_once('/')?;
        let time = NaiveDateTime::parse_from_str(time, "%Y%m%d%H%M%S").ok().filter(|_| time.len() == 14)?;
        Some((host, web(url)?, Moment::from_unix(time.and_utc().timestamp())?))
    });
    read.next()
}

/// Where the archive's header begins, and where it ends: where the page's own element begins.
fn bounds(source: &str) -> Option<(usize, usize)> {
    let [from, to] = ["<div id=\"HEADER\"", "<div id=\"CONTENT\""].map(|mark| source.find(mark));
    from.zip(to).filter(|(from, to)| from < to)
}

/// A page without the archive's header.
fn without_header(source: String) -> String {
    match bounds(&source) {
        Some((from, to)) => [&source[..from], &source[to..]].concat(),
        None => source,
    }
}

/// A page whose links lead where they did: `https://archive.ph/o/AbCdE/https://…`. They name the archive by the name under which
/// the page was seen.
fn without_links(source: &str, host: &str) -> String {
    let mut hosts: Vec<&str> =
        HOSTS.into_iter().filter(|other| source.contains(&format!("://{other}/o/"))).collect();
    hosts.sort_by_key(|other| *other != host);
    hosts.into_iter().fold(source.to_owned(), |source, host| {
        let mut plain = String::with_capacity(source.len());
        let mut rest = &*source;
        let mark = format!("https://{host}/o/");
        while let Some((before, after)) = rest.split_once(&mark) {
            plain.push_str(before);
            let own = after.split_once('/').filter(|(code, own)| {
                code.bytes().all(|byte| byte.is_ascii_alphanumeric()) && web(own).is_some()
            });
            if own.is_none() {
                plain.push_str(&mark);
            }
            rest = own.map_or(after, |(_, own)| own);
        }
        plain.push_str(rest);
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_archive_is_the_page_that_it_shows() {
        let page = "<html><head><link rel=\"canonical\" href=\"https://archive.ph/2026.03.10-101112/https://tarn.example/slow\">\
             <meta property=\"og:site_name\" content=\"archive.ph\">\
             <link rel=\"bookmark\" href=\"http://archive.today/20260310101112/https://tarn.example/slow\">\
             <meta itemprop=\"dateModified\" content=\"2026-03-10T10:11:12\"></head><body>\
             <div id=\"HEADER\"><time datetime=\"2026-03-10\">10 Mar</time></div>\
             <div id=\"CONTENT\"><h1>Slow lakes</h1><a href=\"https://archive.ph/o/AbCdE/https://tarn.example/reed\">Reed</a></div>";
        let (source, saved) = undone(page.to_owned(), Saved::default());
        assert_eq!(saved.url.as_deref(), Some("https://tarn.example/slow"));
        assert_eq!(saved.captured.map(|moment| moment.to_string()).as_deref(), Some("2026-03-10T10:11:12Z"));
        for gone in ["HEADER", "10 Mar", "rel=\"canonical\"", "og:site_name", "dateModified", "archive.ph/o/"]
        {
            assert!(!source.contains(gone), "{gone} in {source}");
        }
        assert!(source.contains("<a href=\"https://tarn.example/reed\">"));
    }

    #[test]
    fn a_page_that_only_links_to_the_archive_stays_as_it_is() {
        let header = "<div id=\"HEADER\"></div><div id=\"CONTENT\"></div>";
        let snapshot = "href=\"https://archive.ph/20260310101112/https://a.example/\"";
        for page in [
            format!(
                "<p><a rel=\"bookmark\" {snapshot}>a copy</a> <a href=\"https://archive.ph/o/AbCdE/https://a.example/\">b</a>{header}"
            ),
            format!("<link rel=\"bookmark\" {snapshot}><h1>A post</h1>"),
        ] {
            assert_eq!(undone(page.clone(), Saved::default()), (page, Saved::default()));
        }
    }
}
