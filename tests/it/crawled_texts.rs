//! Texts and records that crawlers write: titles of texts in a container, schemes of addresses, names of keys.

use serde_json::{Value, json};

use crate::support::{TestEnv, text};

const WORDS: &str = "We read the gauges of the upper tarn every morning of a year, and wrote down what the water had done overnight.";

fn record(kind: &str, url: &str, content_type: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-14T09:12:44Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

fn titles(records: &[String]) -> Vec<String> {
    let env = TestEnv::empty();
    env.write("crawl.warc", records.concat());
    let pages = env.run(&["inspect", "--format", "json", "crawl.warc"]).jsonl();
    pages.iter().map(|page| format!("{} {}", text(page, "/page/title"), text(page, "/page/url"))).collect()
}

#[test]
fn a_text_in_a_container_is_not_called_by_the_name_of_the_container() {
    let text = |url: &str, text: &str| record("conversion", url, "text/plain", text);
    let found = titles(&[
        text(
            "https://tarn.example/a/",
            &format!("Gauges of the tarn - Tarn Lab\nHome\nAbout\n{WORDS}\n{WORDS}"),
        ),
        text("https://tarn.example/b.txt", &format!("Notes on weirs\nAda Reed\n\n{WORDS}")),
        text("https://tarn.example/notes/long.txt?v=1", &format!("{WORDS} {WORDS} {WORDS}")),
    ]);
    assert_eq!(
        found,
        [
            "Gauges of the tarn - Tarn Lab https://tarn.example/a/",
            "Notes on weirs https://tarn.example/b.txt",
            "long https://tarn.example/notes/long.txt?v=1",
        ]
    );
}

#[test]
fn schemes_are_read_in_capitals_and_those_of_crawlers_are_no_pages() {
    let page = |url: &str, title: &str| {
        let page =
            format!("<!DOCTYPE html><html lang=en><title>{title}</title><h1>{title}</h1><p>{WORDS}</p>");
        record("resource", url, "text/html", &page)
    };
    let found = titles(&[
        page("HTTPS://tarn.example/One", "One"),
        page("ftp://tarn.example/pub/two.html", "Two"),
        page("urn:view:https://tarn.example/", "Three"),
        page("metadata://tool.example/manifest", "Four"),
        page("dns:tarn.example", "Five"),
    ]);
    assert_eq!(found, ["One https://tarn.example/One", "Two "]);
}

fn read(record: &Value) -> Value {
    let env = TestEnv::empty();
    env.write("records.jsonl", record.to_string());
    env.run(&["inspect", "--format", "json", "records.jsonl"]).jsonl().remove(0)
}

#[test]
fn records_of_crawlers_are_read_by_the_names_that_they_use() {
    let flat = json!({ "url": "https://tarn.example/a", "title": "Gauges", "published_date": "2023-03-03", "content": WORDS,
                       "description": "Of gauges.", "scraped_at": "2024-05-14T09:12:44+00:00", "status_code": 200 });
    let nested = json!({ "markdown": WORDS, "metadata": { "title": "Gauges", "sourceURL": "https://tarn.example/a",
                         "publishedTime": "2023-03-03T08:00:00Z", "description": "Of gauges.", "language": "en-GB",
                         "scraped_at": "2024-05-14T09:12:44Z", "keywords": ["a"], "author": {"odd": true} } });
    for record in [flat, nested] {
        let page = read(&record);
        for (field, wanted) in [
            ("/page/url", "https://tarn.example/a"),
            ("/page/title", "Gauges"),
            ("/page/published/date", "2023-03-03"),
            ("/page/summary", "Of gauges."),
            ("/page/body", WORDS),
            ("/page/sightings/0/captured", "2024-05-14T09:12:44Z"),
        ] {
            assert_eq!(text(&page, field), wanted, "{field} of {record}");
        }
        assert_eq!(page["doubts"], json!([]), "{record}");
    }
    // What a record has always said goes first.
    let both = json!({ "title": "Gauges", "content": "Another text.", "text": WORDS, "published_at": "2020-01-01", "date": "2023-03-03" });
    let page = read(&both);
    assert_eq!((text(&page, "/page/body"), text(&page, "/page/published/date")), (WORDS, "2023-03-03"));
}

#[test]
fn a_long_text_that_is_left_aside_is_told() {
    let long = WORDS.repeat(6);
    let page = read(&json!({ "title": "Gauges", "full_story": long }));
    assert_eq!(text(&page, "/doubts/0/detail"), "`full_story` holds a long text and is no known key");
    let page = read(&json!({ "title": "Gauges", "text": WORDS, "source_code": long }));
    assert_eq!(page["doubts"], json!([]));
}

#[test]
fn what_a_record_says_of_its_page_is_read_whatever_the_case_of_its_name() {
    let page =
        read(&json!({ "title": "Gauges", "text": WORDS, "Metadata": { "published_at": "2023-03-03" } }));
    assert_eq!(text(&page, "/page/published/date"), "2023-03-03");
}

#[test]
fn a_text_of_crawlers_that_is_html_is_read_as_such() {
    for (content, wanted) in [
        (
            "<p>The gauge &amp; the <b>weir</b>.</p><script>one()</script><p>Both.</p>",
            "The gauge & the weir.\n\nBoth.",
        ),
        ("<3 of the gauge, and of what is </ 4.", "<3 of the gauge, and of what is </ 4."),
        ("The tag <b>weir</b> in a text.", "The tag <b>weir</b> in a text."),
    ] {
        let page = read(&json!({ "title": "Gauges", "content": content }));
        assert_eq!(text(&page, "/page/body"), wanted);
    }
}

#[test]
fn a_text_in_several_forms_and_a_day_that_was_not_set_are_told_as_what_they_are() {
    let page = read(
        &json!({ "url": "https://tarn.example/a", "title": "Gauges | Tarn Lab", "site_name": "Tarn Lab",
                             "markdown": { "raw_markdown": WORDS, "fit_markdown": "" }, "date": "1970-01-01",
                             "authors": "Ada Reed and Basil Marsh" }),
    );
    assert_eq!(text(&page, "/page/title"), "Gauges");
    assert_eq!(text(&page, "/page/body"), WORDS);
    assert_eq!(page.pointer("/page/authors"), Some(&json!(["Ada Reed", "Basil Marsh"])));
    assert_eq!(page.pointer("/page/published/date"), Some(&Value::Null));
    assert_eq!(text(&page, "/doubts/0/kind"), "implausible-date");
    let within = read(&json!({ "url": "https://tarn.example/a", "markdown": WORDS,
                               "metadata": { "title": "Gauges", "article:published_time": "2023-03-03T08:00:00Z" } }));
    assert_eq!(text(&within, "/page/published/date"), "2023-03-03");
}
