//! Days on a page that are those of things, of readers, of the moment or of a change, and the page's own beside them.
//!
//! In: pages written for it. Out: failures that name them. What single lines tell is tested beside the code.

use crate::support::{TestEnv, days_of};

const PROSE: &str = "<p>Some words that stand here so that the page has prose enough to be an article, about words or about something else.</p>";

/// The days of publication and of change of a page with this head and body, as it tells them.
fn days(lang: &str, head: &str, body: &str) -> String {
    days_of(&format!(
        "<html lang={lang}><head><title>Gauges of the tarn</title>{head}</head><body>{body}</body></html>"
    ))
}

/// As [`days`], of a page with these lines below its title and prose below them.
fn below(lang: &str, lines: &str) -> String {
    days(lang, "", &format!("<main><h1>Gauges of the tarn</h1>{lines}{}</main>", PROSE.repeat(4)))
}

fn check(cases: &[(&str, &str)], wanted: &str) {
    for (lang, lines) in cases {
        assert_eq!(below(lang, lines), wanted, "{lines}");
    }
}

#[test]
fn a_day_in_a_pair_with_a_label_of_things_is_that_of_one() {
    let things = [
        ("en", "<table><tr><td>Starting date<td>2 April 2019</table>"),
        ("en", "<dl><dt>Opened<dd>2 April 2019</dl>"),
        ("en", "<dl><dt>Opened<dd><time datetime=2019-04-02>2 April</time></dl>"),
        ("en", "<table><tr><th>Population (2 April 2019)<td>41</table>"),
        ("en", "<ul><li>Delivery: 2 April 2019<li>Colour: grey</ul>"),
        ("en", "<p><b>Funeral:</b> 2 April 2019</p>"),
        ("en", "<p>Last login: 2 April 2019, 14:00</p>"),
        ("de", "<p>Lieferbar ab: 02.04.2019</p>"),
        ("de", "<p>Lieferbar ab 02.04.2019</p>"),
        ("es", "<p>Estreno: 2 de abril de 2019</p>"),
        ("cs", "<table><tr><th>Doručení<td>Skladem, můžeme doručit do: 2.4.2019</table>"),
        ("ja", "<p>発売日：2019年4月2日</p>"),
    ];
    check(&things, "- -");
    let own = [
        // A label that nobody knows is no evidence, nor is the title.
        ("en", "<p>Release Date: 2 April 2019</p>"),
        ("nl", "<p>Verschenen: 2 april 2019</p>"),
        ("en", "<p>Jump to:</p><p>2 April 2019</p>"),
        ("en", "<p>Opened: <span class=published>2 April 2019</span></p>"),
        ("en", "<p>Ada Reed: 2 April 2019</p>"),
        ("en", "<p>Date: 2 April 2019</p>"),
        ("en", "<p>Press release: 2 April 2019</p><p>Release date: 18 September 2019</p>"),
        ("en", "<p>Blog: 2 April 2019</p>"),
        ("en", "<p>LAKEND: 2 April 2019</p>"),
        ("en", "<dl><dt>Opened<dd>3 May 2018<dt>Posted<dd>2 April 2019</dl>"),
        ("en", "<dl><dt hidden></dt><dd>2 April 2019, 14:17</dl>"),
        ("de", "<p>Online seit: 2. April 2019</p>"),
        ("de", "<p>Teilen:</p><p>02.04.2019 11:35</p>"),
        ("fi", "<p>Julkaistu: 2.4.2019</p>"),
        ("el", "<p>Δημοσιεύθηκε: 2 Απριλίου 2019</p>"),
        ("hu", "<p>Közzétéve: 2019. április 2.</p>"),
        ("tr", "<p>Yayın tarihi: 02.04.2019</p>"),
        ("fr", "<p>Créé le : 02.04.2019</p>"),
    ];
    check(&own, "2019-04-02 -");
}

#[test]
fn a_day_of_a_record_of_a_thing_is_not_the_pages() {
    let head = |record: &str| format!("<script type='application/ld+json'>{record}</script>");
    let page =
        |line: &str| format!("<main><h1>Gauges of the tarn</h1><p>{line}</p>{}</main>", PROSE.repeat(4));
    let product = head(r#"{"@type":"Product","name":"Gauges of the tarn","releaseDate":"2019-04-02"}"#);
    let offer =
        head(r#"{"@type":"Service","name":"Walks","offers":{"@type":"Offer","validFrom":"2019-04-02"}}"#);
    let post = head(
        r#"[{"@type":"BlogPosting","headline":"Gauges of the tarn"},{"@type":"Product","name":"Gauges of the tarn"}]"#,
    );
    assert_eq!(days("en", &product, &page("2 April 2019")), "- -");
    // The day of something that is offered besides is no evidence.
    assert_eq!(days("en", &offer, &page("2 April 2019")), "2019-04-02 -");
    assert_eq!(days("en", &product, &page("Published 3 May 2019")), "2019-05-03 -");
    assert_eq!(days("en", &post, &page("2 April 2019 · by Ada Reed")), "2019-04-02 -");
}

#[test]
fn a_change_is_told_behind_a_mark_of_copyright_or_a_name() {
    let foot = |line: &str| {
        days(
            "en",
            "",
            &format!("<main><h1>Gauges of the tarn</h1><p>Read every day.</p></main><footer>{line}</footer>"),
        )
    };
    for line in [
        "© Copyright 2019, the readers. Last updated on Apr 2, 2019. Made by a program.",
        "© 2019 Lake House | Updated 2 April 2019",
    ] {
        assert_eq!(foot(line), "- 2019-04-02", "{line}");
    }
    assert_eq!(foot("© 2019 Lake House. It was founded on 2 April 1998."), "- -");
    assert_eq!(foot("© 2 April 2019 Lake House"), "- -");
    let own = "<p>Created by Ada Reed on 3 March 2019";
    for line in [
        ", last modified by Ole Tamm on 2 April 2019",
        "</p><p>Last checked: 2 April 2019",
        "</p><p>It has been updated with new pictures on 2 April 2019.",
    ] {
        assert_eq!(below("en", &format!("{own}{line}</p>")), "2019-03-03 2019-04-02", "{line}");
    }
    for line in [
        "This is an updated version of a post first published on 2 April 2019.",
        "Reviewed by Ada Reed on 2 April 2019",
        "Translated and edited by Ada Reed. Lakend, 2 April 2019",
    ] {
        assert_eq!(below("en", &format!("<p>{line}</p>")), "2019-04-02 -", "{line}");
    }
    assert!(below("de", "<p>Fassung vom 2. April 2019</p>").ends_with(" 2019-04-02"));
}

#[test]
fn a_page_of_short_sentences_has_its_day() {
    let lines = "<p>The staff stood at forty, and then it fell.</p><p>What we saw: ice, a boat, and nobody in it.</p>".repeat(4);
    let link = "<link rel=canonical href='https://example.org/2019/04/02/gauges/'>";
    assert_eq!(days("en", link, &format!("<h1>Gauges of the tarn</h1>{lines}")), "2019-04-02 -");
    let login = "<main><h1>Gauges of the tarn</h1><form><input type=password></form><p>Short.</p></main>";
    assert_eq!(days("en", link, login), "- -");
    let question = format!("<h1>Gauges of the tarn</h1><p>Вопрос задан 2 апр. 2019</p>{lines}");
    assert_eq!(days("ru", "", &question), "2019-04-02 -");
}

#[test]
fn a_clock_is_not_the_pages_day() {
    let title = "<h1>Gauges of the tarn</h1>";
    let form = "<form><input name=a><input name=b type=password></form>";
    for body in [
        format!("<header>2 April 2019 5:30 PM <a href=/>Example</a></header><main>{title}{PROSE}</main>"),
        format!("<main>{title}{form}<p>April 2, 2019 5:30 PM</p></main>"),
        format!("<p>Current time: 2 April 2019, 5:30</p>{title}{PROSE}"),
        format!("<div>April 02, 2019, 01:13:01 AM</div>{form}{PROSE}"),
    ] {
        assert_eq!(days("en", "", &body), "- -", "{body}");
    }
    assert_eq!(below("en", "<p>2 April 2019, 09:12</p>"), "2019-04-02 -");
    let day = "2 April 2019, 17:30";
    for body in [
        format!("<div>{day}</div><article>{title}{PROSE}</article>"),
        format!("<article>{title}{PROSE}<footer>{day}</footer></article>"),
        format!("<main>{title}{form}{PROSE}<p>{day}</p></main>"),
    ] {
        assert_eq!(days("en", "", &body), "2019-04-02 -", "{body}");
    }
}

#[test]
fn what_readers_say_of_a_thing_has_days_of_its_own() {
    let title = "<h1>Gauges of the tarn</h1>";
    let review =
        "<div><span>Ada Reed</span> <time datetime=2019-04-02>2 April 2019</time><p>Slow and good.</p></div>";
    for body in [
        format!("{title}{PROSE}<h2>Customer Reviews (2)</h2>{review}"),
        format!("{title}{PROSE}<div class=review--entry>{review}</div>"),
        format!("{title}{PROSE}<section class=testimonials>{review}</section>"),
    ] {
        assert_eq!(days("en", "", &format!("<main>{body}</main>")), "- -", "{body}");
    }
    for body in [
        format!(
            "<div>Reviews</div><h1><img></h1><article><h2>Gauges of the tarn</h2>{review}{PROSE}</article>"
        ),
        format!("<main><h1>Reviews</h1><h2>Gauges of the tarn</h2>{review}{PROSE}</main>"),
        format!("<main>{title}<h2>Reviews</h2>{review}{PROSE}</main>"),
        format!(
            "<main>{title}{PROSE}<section><h2>Reviews</h2><p>Good.</p></section>Posted 2 April 2019</main>"
        ),
        format!("<main>{title}<div class=star-rating>{review}</div>{PROSE}</main>"),
    ] {
        assert_eq!(days("en", "", &body), "2019-04-02 -", "{body}");
    }
    let changed = format!("{title}{PROSE}<h2>Reviews</h2><p>Good.</p><p>Last updated: 2 April 2019</p>");
    assert_eq!(days("en", "", &changed), "- 2019-04-02");
    let own = format!("<main>{title}<div class=review>{review}{}</div></main>", PROSE.repeat(3));
    assert_eq!(days("en", "", &own), "2019-04-02 -");
    let labelled = "<div class=page-review><p>Page last reviewed: 2 April 2019</p></div>";
    assert!(below("en", labelled).ends_with(" 2019-04-02"));
}

#[test]
fn sentences_and_spans_date_no_page() {
    let others = [
        ("en", "<p>In August 2015 the ministry proposed an update of older gauges, and we built one.</p>"),
        ("en", "<p>19–21 May 2019</p>"),
        ("en", "<p>September 21–23, 2019</p>"),
        ("de", "<p>21.–23. September 2019</p>"),
        ("en", "<p>Sat 9 & Sun 10 May 2019</p>"),
        ("en", "<p>12–18 May 2019</p>"),
        ("en", "<p>Saturday 9 May 2019, 22:00 to Sunday 10 May 2019, 04:00</p>"),
        ("en", "<p>Visitation Thursday, April 4, 2019, 4–7 pm</p>"),
        ("en", "<p>New dishes for spring 2019</p>"),
        ("en", "<p>The current version is <b>5.3.1</b>, released on 2 April 2019.</p>"),
        ("en", "<p>Offices closed on 2 April 2019</p>"),
        ("en", "<p>20% off <span id=endTime>04/02/2019 23:59:59</span></p>"),
        ("en", "<p><b>Date:</b> 14 October 1644</p>"),
    ];
    check(&others, "- -");
    assert_eq!(below("en", "<p>Released on 2 April 2019</p>"), "2019-04-02 -");
    assert_eq!(below("en", "<p>Lake Notes, May–June 2019</p>"), "2019 -");
    assert_eq!(below("en", "<p>Issue 14, Spring 2019</p>"), "2019 -");
    assert_eq!(below("en", "<p>Lake Notes 4, March 2019</p>"), "2019-03 -");
    assert_eq!(below("en", "<p>Lake Notes, 4 March 2019</p>"), "2019-03-04 -");
    assert_eq!(below("en", "<p>By Ada Reed 4, March 2019</p>"), "2019-03-04 -");
    assert_eq!(below("en", "<p class=senddate>4 March 2019</p>"), "2019-03-04 -");
    assert_eq!(below("fr", "<p>Disponible le 4 mars 2019</p>"), "2019-03-04 -");
}

#[test]
fn a_day_in_the_title_of_what_is_announced_is_not_sure() {
    let confidence = |title: &str| {
        let env = TestEnv::empty();
        env.write(
            "page.html",
            format!("<html lang=en><title>{title}</title><main><h1>{title}</h1>{}</main>", PROSE.repeat(2)),
        );
        env.inspect("page.html")[0].pointer("/page/published/confidence").and_then(serde_json::Value::as_f64)
    };
    assert!(confidence("Open day, 14 June 2019").is_none_or(|confidence| confidence < 0.5));
    assert!(confidence("Minutes of 14 June 2019").is_some_and(|confidence| confidence > 0.8));
}
