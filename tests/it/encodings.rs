//! Bytes that are not what they say they are: what can be read of a capture is, and a doubt tells of the rest.

use serde_json::Value;

use crate::support::{TestEnv, text};

const WORDS: &str = "Größe, schön, über, für, naïve: x~y";

/// A capture with a byte in it that is no UTF-8, in the place of `~`, as it is read.
fn read(name: &str, source: &str) -> Vec<Value> {
    let env = TestEnv::empty();
    let bytes: Vec<u8> = source.bytes().map(|byte| if byte == b'~' { 0xff } else { byte }).collect();
    env.write(name, bytes);
    env.inspect(name)
}

fn doubts(page: &Value) -> Vec<String> {
    let doubts = page["doubts"].as_array().unwrap().iter();
    doubts.map(|doubt| format!("{}: {}", text(doubt, "/kind"), text(doubt, "/detail"))).collect()
}

#[test]
fn one_wrong_byte_leaves_the_rest_as_it_is_in_every_format_of_text() {
    let wanted = WORDS.replace('~', "\u{fffd}");
    for (name, source) in [
        (
            "page.html",
            format!(
                "<!DOCTYPE html><meta charset=utf-8><title>{WORDS}</title><h1>{WORDS}</h1><p>Some words, and more."
            ),
        ),
        ("note.md", format!("# {WORDS}\n\nSome words.\n")),
        ("note.txt", format!("{WORDS}\n\nSome words.\n")),
        (
            "list.csv",
            format!(
                "title,url,time_added,tags,status\n\"{WORDS}\",https://lab.example/a,1614850000,,unread\n"
            ),
        ),
        (
            "bookmarks.html",
            format!(
                "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://lab.example/a\">{WORDS}</A></DL>"
            ),
        ),
        (
            "karakeep.json",
            format!(
                r#"{{"bookmarks":[{{"createdAt":1614850000,"title":"{WORDS}","tags":[],"content":{{"type":"link","url":"https://lab.example/a"}}}}]}}"#
            ),
        ),
        (
            "feed.xml",
            format!(
                r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title><item><title>{WORDS}</title><link>https://lab.example/a</link></item></channel></rss>"#
            ),
        ),
    ] {
        let page = read(name, &source).remove(0);
        assert_eq!(text(&page, "/page/title"), wanted, "{name}");
        let many = if name == "page.html" { "2 bytes are" } else { "1 byte is" };
        let doubt = format!("bad-encoding: {many} not UTF-8, as the others are; replaced");
        assert_eq!(doubts(&page), [doubt], "{name}");
    }
}

#[test]
fn a_last_letter_that_is_cut_takes_nothing_else_with_it() {
    let env = TestEnv::empty();
    let page = "<!DOCTYPE html><meta charset=utf-8><title>Исследование</title><h1>Исследование</h1><p>Исследование языка и мышления";
    env.write("page.html", &page.as_bytes()[..page.len() - 1]);
    let page = env.inspect("page.html").remove(0);
    assert_eq!(text(&page, "/page/title"), "Исследование");
    assert_eq!(doubts(&page), ["bad-encoding: 1 byte is not UTF-8, as the others are; replaced"]);
}
