//! Feeds: the day that is written, addresses, items without a title, items that are odd.

use serde_json::Value;

use crate::support::{Output, TestEnv, text};

/// What is said of a feed.
fn read(name: &str, source: &str) -> Output {
    let env = TestEnv::empty();
    env.write(name, source);
    env.run(&["inspect", "--format", "json", name])
}

fn rss(items: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Tarn Lab</title><link>https://tarn.example/blog/</link>{items}</channel></rss>"#
    )
}

/// The days of publication of the items, and what they were read from.
fn published(pages: &[Value]) -> Vec<String> {
    let day = |page: &Value| {
        format!("{} {}", text(page, "/page/published/date"), text(page, "/page/published/evidence"))
    };
    pages.iter().map(day).collect()
}

fn titles(pages: &[Value]) -> Vec<String> {
    pages.iter().map(|page| format!("{} {}", text(page, "/page/title"), text(page, "/page/url"))).collect()
}

#[test]
fn the_day_is_the_one_that_is_written_whatever_the_zone() {
    for (name, source, wanted) in [
        (
            "rss.xml",
            rss("<item><title>A</title><pubDate>Sat, 31 Dec 2022 23:30:00 -0800</pubDate></item>"),
            "2022-12-31 Sat, 31 Dec 2022 23:30:00 -0800",
        ),
        (
            "atom.xml",
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A</title><id>a</id>
               <published>2023-01-01T00:30:00+09:00</published><updated>2023-01-05T00:30:00+09:00</updated></entry></feed>"#
                .to_owned(),
            "2023-01-01 2023-01-01T00:30:00+09:00",
        ),
        (
            "feed.json",
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"A","date_published":"2023-01-01T00:30:00+09:00"}]}"#
                .to_owned(),
            "2023-01-01 2023-01-01T00:30:00+09:00",
        ),
    ] {
        let pages = read(name, &source).expect_code(0).jsonl();
        assert_eq!(published(&pages), [wanted], "{name}");
        let updated = text(&pages[0], "/page/updated/date");
        assert_eq!(updated, if name == "atom.xml" { "2023-01-05" } else { "" }, "{name}");
    }
}

#[test]
fn dates_are_read_as_people_and_programs_write_them() {
    for (date, wanted) in [
        ("Fri, Oct 7 2022 10:15:00 -0400", "2022-10-07"),
        ("26 August 2019 10:00:00 +0000", "2019-08-26"),
        ("Wed, 25 Aug 2012 03:25:42 GMT", "2012-08-25"),
        ("Wed, 22 Jan 2020 10:58:02 -0000", "2020-01-22"),
        ("24 Sep 2013 1:27 PDT", "2013-09-24"),
        ("5 Jun 2017 24:05 PDT", "2017-06-05"),
        ("Thurs, 13 Jul 2011 07:38:00 GMT", "2011-07-13"),
        ("Sat, 07 Sep 02 00:00:01 GMT", "2002-09-07"),
        ("Tue, 15 Nov 2022 20:15:04 Z", "2022-11-15"),
        ("mer, 16 nov 2022 00:38:15 +0100", "2022-11-16"),
        ("2014-12-29T14:53:35+0200", "2014-12-29"),
        ("2014-12-29", "2014-12-29"),
    ] {
        let pages =
            read("rss.xml", &rss(&format!("<item><title>A</title><pubDate>{date}</pubDate></item>"))).jsonl();
        assert_eq!(text(&pages[0], "/page/published/date"), wanted, "{date}");
    }
}

#[test]
fn a_name_that_is_an_address_and_relative_links_give_the_address() {
    let pages = read(
        "rss.xml",
        &rss("<item><title>A</title><guid>https://tarn.example/blog/a?x=1&amp;y=2</guid></item>
              <item><title>B</title><guid isPermaLink=\"false\">https://tarn.example/?p=7&amp;q=1</guid></item>
              <item><title>C</title><guid>urn:c</guid></item>
              <item><title>D</title><link>/d</link></item>
              <item><title>E</title><link>https://tarn.example/e</link><guid>https://tarn.example/other</guid></item>"),
    )
    .expect_code(0)
    .jsonl();
    assert_eq!(
        titles(&pages),
        [
            "A https://tarn.example/blog/a?x=1&y=2",
            "B ",
            "C ",
            "D https://tarn.example/d",
            "E https://tarn.example/e"
        ]
    );
    let source = r#"{"version":"https://jsonfeed.org/version/1","title":"T","home_page_url":"https://tarn.example/blog/","items":[{"id":"1","title":"A","url":"a"}]}"#;
    assert_eq!(titles(&read("feed.json", source).jsonl()), ["A https://tarn.example/blog/a"]);
}

#[test]
fn an_item_without_a_title_is_called_by_its_first_words_and_one_without_anything_is_counted() {
    let long = "The lake was measured every morning by whoever had woken first and could row the boat out to the buoy.";
    let output = read(
        "rss.xml",
        &rss(&format!(
            "<item><description>&lt;p&gt;Only a note.&lt;/p&gt;&lt;p&gt;And more.&lt;/p&gt;</description></item>
             <item><description>{long}</description></item><item><guid isPermaLink=\"false\">7</guid></item>"
        )),
    )
    .expect_code(0);
    let pages = output.jsonl();
    assert_eq!(
        titles(&pages),
        [
            "Only a note. ",
            "The lake was measured every morning by whoever had woken first and could row the… "
        ]
    );
    assert_eq!(text(&pages[0], "/page/kind"), "publication");
    assert_eq!(output.stderr, "skipped: rss.xml#3: empty\n");
}

#[test]
fn an_odd_item_of_a_json_feed_takes_no_other_with_it() {
    let source = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","authors":[{"name":"Ada Lane"}],"items":[
        {"id":1,"title":"A number","tags":["ice",null,2]},{"id":"2","content_text":"No title here"},"odd",{"id":3},
        {"id":"4","title":{"x":1},"content_html":"<p>Words of it","authors":[{"name":"Bo Reed"}]}]}"#;
    let output = read("feed.json", source).expect_code(3);
    let pages = output.jsonl();
    assert_eq!(titles(&pages), ["A number ", "No title here ", "Words of it "]);
    assert_eq!(pages[0]["page"]["authors"], serde_json::json!(["Ada Lane"]));
    assert_eq!(pages[2]["page"]["authors"], serde_json::json!(["Bo Reed"]));
    assert_eq!(text(&pages[2], "/doubts/0/detail"), "`title` is in a shape that is not understood");
    assert!(output.stderr.contains("feed.json#3: of a JSON Feed: the item is no JSON object"), "{output}");
    assert!(output.stderr.contains("skipped: feed.json#4: empty"), "{output}");
}

#[test]
fn a_feed_that_breaks_off_gives_its_whole_items() {
    let item =
        |name: &str| format!("<item><title>{name}</title><link>https://tarn.example/{name}</link></item>");
    let whole = rss(&[item("a"), item("b"), item("c")].concat());
    let entry = |name: &str| {
        format!(
            "<entry><title>{name}</title><id>{name}</id><link href='https://tarn.example/{name}'/></entry>"
        )
    };
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>{}{}{}</feed>",
        entry("a"),
        entry("b"),
        entry("c")
    );
    for (source, end) in
        [(&whole, "tle>c</"), (&whole, "<item><title>c"), (&atom, "/><"), (&atom, "<entry><title>c")]
    {
        let cut = source.rfind(end).unwrap();
        let pages = read("feed.xml", &source[..cut]).expect_code(0).jsonl();
        let wanted = ["a https://tarn.example/a", "b https://tarn.example/b"];
        assert_eq!(titles(&pages), wanted, "before {end}");
        assert_eq!(text(&pages[0], "/doubts/0/kind"), "cut-short", "before {end}");
        assert_eq!(pages[1]["doubts"].as_array().map(Vec::len), Some(0), "once");
    }
    read("feed.xml", &whole[..whole.find("</item>").unwrap()]).expect_code(3);
    let pages = read("feed.xml", &whole).jsonl();
    assert!(pages.iter().all(|page| page["doubts"].as_array().unwrap().is_empty()), "{pages:?}");
}
