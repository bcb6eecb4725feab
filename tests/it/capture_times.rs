//! When a capture was made: times that cannot be, and dates that are later than their capture.

use serde_json::Value;

use crate::support::{TestEnv, text};

const PAGE: &str = "<!DOCTYPE html><html lang=en><title>Lamps</title><meta property=article:published_time content=2021-03-04>\
                    <h1>Lamps</h1><p>Some words of text.";

fn mhtml(date: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://tarn.example/m\r\n{date}MIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n\
         {PAGE}\r\n--B--\r\n"
    )
}

/// The time of capture, the day of publication and the doubts of the first page.
fn read(env: &TestEnv, name: &str) -> String {
    let page: Value = env.inspect(name).remove(0);
    let doubts = page["doubts"].as_array().unwrap().iter();
    let doubts: Vec<String> =
        doubts.map(|doubt| format!("{}: {}", text(doubt, "/kind"), text(doubt, "/detail"))).collect();
    let captured = text(&page, "/page/sightings/0/captured");
    format!("{captured} | {} | {}", text(&page, "/page/published/date"), doubts.join(", "))
}

#[test]
fn a_time_that_no_capture_can_have_is_doubted_and_a_page_keeps_its_date() {
    let env = TestEnv::empty();
    for (date, wanted) in [
        ("Date: Tue, 9 Mar 2021 10:00:00 -0000\r\n", "2021-03-09T10:00:00Z | 2021-03-04 | "),
        ("", " | 2021-03-04 | "),
        (
            "Date: yesterday\r\n",
            " | 2021-03-04 | unreadable-field: `Date` is \"yesterday\", which is no time",
        ),
        (
            "Date: Thu, 1 Jan 1970 00:00:00 -0000\r\n",
            " | 2021-03-04 | implausible-date: captured 1970-01-01T00:00:00Z: before the web, or far ahead",
        ),
    ] {
        env.write("page.mhtml", mhtml(date));
        assert_eq!(read(&env, "page.mhtml"), wanted, "{date}");
    }
    for year in ["1961", "2222"] {
        let wanted =
            format!(" | 2021-03-04 | implausible-date: captured {year}-01-01: before the web, or far ahead");
        env.write("page.html", PAGE);
        env.write("page.html.json", format!(r#"{{"captured":"{year}-01-01"}}"#));
        assert_eq!(read(&env, "page.html"), wanted);
        env.write(
            "records.jsonl",
            format!(r#"{{"title":"Lamps","published":"2021-03-04","captured":"{year}-01-01"}}"#),
        );
        assert_eq!(read(&env, "records.jsonl"), wanted);
        env.write(
            "note.md",
            format!("---\ntitle: Lamps\npublished: 2021-03-04\ncreated: {year}-01-01\n---\nWords."),
        );
        assert_eq!(
            read(&env, "note.md"),
            format!(
                " | 2021-03-04 | implausible-date: `created` is \"{year}-01-01\": before the web, or far ahead"
            )
        );
    }
}

#[test]
fn a_date_of_publication_after_the_capture_is_left_out_of_every_format() {
    let env = TestEnv::empty();
    env.write("note.md", "---\ntitle: Lamps\npublished: 2031-05-06\ncreated: 2024-01-01\n---\nWords.");
    env.write(
        "records.jsonl",
        r#"{"title":"Lamps","published":"2031-05-06","captured":"2024-01-01T00:00:00Z"}"#,
    );
    env.write(
        "omnivore.json",
        r#"[{"slug":"a","title":"Lamps","url":"https://tarn.example/a","savedAt":"2024-01-01T00:00:00.000Z","publishedAt":"2031-05-06T00:00:00.000Z","readingProgress":0}]"#,
    );
    env.write(
        "feed.xml",
        r#"<rss version="2.0"><channel><title>T</title><item><title>Lamps</title><pubDate>Tue, 06 May 2031 10:00:00 GMT</pubDate></item></channel></rss>"#,
    );
    env.write("feed.xml.json", r#"{"captured":"2024-01-01T00:00:00Z"}"#);
    for name in ["note.md", "records.jsonl", "omnivore.json", "feed.xml"] {
        let read = read(&env, name);
        let wanted = " |  | implausible-date: `published` is 2031-05-06: after the capture";
        assert!(read.starts_with("2024-01-01") && read.ends_with(wanted), "{name}: {read}");
    }
    // A day ahead is another time zone; a month is over at its end.
    for (published, captured) in [("2024-01-02", "2024-01-01T23:00:00Z"), ("2024-01-20", "2024-01")] {
        env.write(
            "records.jsonl",
            format!(r#"{{"title":"Lamps","published":"{published}","captured":"{captured}"}}"#),
        );
        assert_eq!(read(&env, "records.jsonl"), format!("{captured} | {published} | "));
    }
}

#[test]
fn a_page_saved_from_the_wayback_machine_is_of_its_own_address_and_time() {
    const ARCHIVED: &str = "<!--\n     FILE ARCHIVED ON 06:03:32 Feb 12, 2019 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 10:11:12 Sep 03, 2024.\n-->";
    const SHOWN: &str = "https://web.archive.org/web/20190212060332/http://tarn.example/lamps";
    let browser = format!("<!-- saved from url=(0068){SHOWN} -->");
    let single_file = format!(
        "<!--\n Page saved with SingleFile \n url: {SHOWN} \n saved date: Thu Sep 12 2024 10:15:23 GMT+0200 (x)\n-->"
    );
    let monolith = format!("<!-- Saved from {SHOWN} at 2024-09-12T08:15:23Z using monolith v2.8.1 -->");
    let toolbar = "<div id=wm-ipp-base><div>Captured Sep 3, 2020</div></div>";
    let page = |above: &str, below: &str| {
        format!(
            "<!DOCTYPE html>{above}<html lang=en><head><title>Lamps</title><meta property=article:published_time content=2018-05-06></head>\
             <body>{toolbar}<h1>Lamps</h1>\
             <p>Some words of text that stand here for the rest of the page.</p></body></html>{below}"
        )
    };
    let env = TestEnv::empty();
    env.write("p/browser.html", page(&browser, ARCHIVED));
    env.write("p/single.html", page(&single_file, ""));
    env.write("p/monolith.html", page(&monolith, ARCHIVED));
    env.write(
        "p/page.mhtml",
        mhtml("Date: Thu, 12 Sep 2024 08:15:23 -0000\r\n")
            .replace("https://tarn.example/m", SHOWN)
            .replace(PAGE, &page("", "")),
    );
    for name in ["p/browser.html", "p/single.html", "p/monolith.html", "p/page.mhtml"] {
        assert_eq!(read(&env, name), "2019-02-12T06:03:32Z | 2018-05-06 | ", "{name}");
        assert_eq!(text(&env.inspect(name)[0], "/page/url"), "http://tarn.example/lamps", "{name}");
    }
    env.index(&["p"]);
    assert_eq!(env.export().len(), 1);
}
