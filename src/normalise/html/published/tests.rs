//! Tests of when a page says it was published.

use super::*;
use crate::document::DoubtKind;
use crate::normalise::html::tree::parse;

/// A page of prose with a heading; `head` and `body` are put in.
pub(super) fn read(head: &str, body: &str, captured: Option<&str>) -> Dates {
    let prose = "<p>Some words that stand here so that the page has prose enough to be an article, about words or about something else.</p>";
    let source = format!("<html lang=en><head>{head}</head><body>{body}{}</body></html>", prose.repeat(8));
    let tree = parse(&source);
    let metadata = Metadata::read(&tree.html);
    let captured = captured.and_then(Moment::parse);
    dates(&tree.html, &metadata, None, captured, None, "A fine title", &HashSet::new())
}

pub(super) fn told(dates: &Dates) -> String {
    let show = |claim: &Option<DateClaim>| {
        claim.as_ref().map_or("none".to_owned(), |claim| format!("{claim} from {}", claim.source.as_str()))
    };
    match &dates.updated {
        None => show(&dates.published),
        updated => format!("{}, updated {}", show(&dates.published), show(updated)),
    }
}

pub(super) const ARTICLE: &str = r#"<script type="application/ld+json">{"@type":"Article","headline":"A fine title",
    "datePublished":"2024-01-12T00:30:27+00:00","dateModified":"2024-02-01"}</script>"#;
const PAGE: &str =
    r#"<script type="application/ld+json">{"@type":"WebPage","datePublished":"2024-01-12"}</script>"#;

#[test]
fn the_date_is_taken_from_where_pages_have_theirs() {
    for (head, body, wanted) in [
        (ARTICLE, "<h1>A fine title</h1>", "2024-01-12 from json-ld, updated 2024-02-01 from json-ld"),
        (
            "<meta property='article:published_time' content='2023-05-06T23:30:00-08:00'>",
            "<h1>A fine title</h1>",
            "2023-05-06 from meta",
        ),
        ("", "<h1>A fine title</h1><p>By Ann Lee | May 7, 2026</p>", "2026-05-07 from near-title"),
        (
            "",
            "<h1>A fine title</h1><time datetime='2026-05-07'>a while ago</time>",
            "2026-05-07 from time-element",
        ),
        ("", "<h1>A fine title</h1><div>Oct 2025</div>", "2025-10 from near-title"),
        (
            "",
            "<h1>A fine title</h1><p>Published: 3 March 2020</p><p>Last updated: 7 May 2021</p>",
            "2020-03-03 from near-title, updated 2021-05-07 from near-title",
        ),
        ("", "<div>07</div><div>May</div><div>2026</div><h1>A fine title</h1>", "2026-05-07 from near-title"),
        (
            "<link rel=canonical href='https://example.org/2020/10/29/a-fine-title'>",
            "<h1>A fine title</h1>",
            "2020-10-29 from url-path",
        ),
        (
            "",
            "<h1>A fine title</h1><div><script>showDate(\"2026/05/07 01:43:09\");</script> | 12 visits</div>",
            "2026-05-07 from near-title",
        ),
        (
            "<title>A fine title - 7 May 2026 - Example</title><meta property=og:type content=article>",
            "<h1>A fine title</h1>",
            "2026-05-07 from meta",
        ),
        (
            "",
            "<h1>A fine title</h1><p>More from this author</p><p>7 May 2026</p>",
            "2026-05-07 from near-title",
        ),
        ("", "<h1>A fine title</h1><p>发布时间：18-03-08 23:16</p>", "2018-03-08 from near-title"),
        (
            "",
            "<h1>A fine title</h1><p>Gespeichert von ada am 7. Mai 2026 - 18:55</p>",
            "2026-05-07 from near-title",
        ),
        (
            "",
            "<h1>A fine title</h1><p>This statement was released on 7 May 2026</p>",
            "2026-05-07 from near-title",
        ),
        (
            "",
            "<h1>A fine title</h1><p>Version 9 was released. Published: 7 May 2026</p>",
            "2026-05-07 from near-title",
        ),
        (
            "",
            "<h1>A fine title</h1><p><span title='2026-05-07T12:11:10'>3 days ago</span></p>",
            "2026-05-07 from time-element",
        ),
        (
            "",
            "<h1>A fine title</h1><time class='entry-date published' datetime=2026-05-07>May 7</time> <time class=updated datetime=2026-05-09>May 9</time>",
            "2026-05-07 from time-element, updated 2026-05-09 from time-element",
        ),
        // The nearer name holds, whichever day stands first.
        (
            "",
            "<h1>A fine title</h1><span class=posted-on><time class=updated datetime=2026-05-09 itemprop=dateModified>May 9</time><time class='entry-date published' datetime=2026-05-07 itemprop=datePublished>May 7</time></span>",
            "2026-05-07 from time-element, updated 2026-05-09 from time-element",
        ),
        // A heading with a chip in it shows the title all the same.
        (
            "",
            "<h1><b>原创</b>A fine title</h1><p>7 May 2026</p><p>Weather of 3 May 2026</p>",
            "2026-05-07 from near-title",
        ),
        // What the page shows at its title beats what a system once wrote.
        (
            "<meta name=date content='2024-04-29'>",
            "<h1>A fine title</h1><p class=date>28.04.2024</p>",
            "2024-04-28 from near-title",
        ),
    ] {
        assert_eq!(told(&read(head, body, None)), wanted, "{head}{body}");
    }
}

#[test]
fn a_line_that_runs_into_its_day_tells_it_where_it_is_a_byline() {
    for line in [
        "By Ada Reed of the old tarn on 7 May 2026",
        "Written by Ada Reed in Notes on 7 May 2026 at 8 pm",
        "This entry was posted by Ada Reed on 7 May 2026",
        "Cette entrée a été publiée dans non classé par Ada Reed le 7 mai 2026",
        "Published 7 May 2026, 10:15 – 11:20",
        "Ada Reed in Notes on 7 May 2026, 18:00",
        "a history of ideas, 7 May 2026",
    ] {
        let body = format!("<h1>A fine title</h1><p>{line}</p>");
        assert_eq!(told(&read("", &body, None)), "2026-05-07 from near-title", "{line}");
    }
}

#[test]
fn what_came_out_before_a_repository_took_it_in_came_out_when_it_says() {
    for (head, body, wanted) in [
        (
            "<meta name=DCTERMS.available content=2026-05-07T10:11:00Z><meta name=DCTERMS.dateAccepted content=2026-05-07T10:11:00Z><meta name=DCTERMS.issued content=2025-11>",
            "<h1>A fine title</h1>",
            "2025-11 from meta",
        ),
        (
            "<meta name=eprints.date content=2025><meta name=eprints.datestamp content='2026-05-07 10:11:00'>",
            "<h1>A fine title</h1>",
            "2025 from meta",
        ),
        (
            "<meta name=DCTERMS.available content=2026-05-07T10:11:00Z>",
            "<h1>A fine title</h1>",
            "2026-05-07 from meta",
        ),
        // A date that says no more is that of the record, where a citation has another.
        (
            "<meta name=date content=2026-05-07><meta name=citation_publication_date content=2025/11>",
            "<h1>A fine title</h1>",
            "2025-11 from meta",
        ),
        (
            "<meta name=date content=2026-05-07><meta name=citation_year content=2025>",
            "<h1>A fine title</h1>",
            "2025 from meta",
        ),
        (
            "<meta name=date content=2025-11-07><meta name=citation_year content=2025>",
            "<h1>A fine title</h1>",
            "2025-11-07 from meta",
        ),
    ] {
        assert_eq!(told(&read(head, body, None)), wanted, "{head}");
    }
}

#[test]
fn the_line_that_a_report_begins_with_has_its_day() {
    let report = "Tarn Works, which measures lakes, opened a hall for visitors. ".repeat(4);
    let read_line =
        |line: &str| told(&read("", &format!("<h1>A fine title</h1><p><b>{line}</b> {report}</p>"), None));
    for line in [
        "LAKEND, Northland – May 7, 2026 –",
        "LAKEND, May 7, 2026 (Tarn Wire) --",
        "LAKEND, N.L., May 7, 2026 /TarnWire/ --",
        "LAKEND, Northland (May 7, 2026) —",
        "LAKEND, le 7 mai 2026 –",
    ] {
        assert_eq!(read_line(line), "2026-05-07 from near-title", "{line}");
    }
    for line in [
        "LAKEND was flooded on May 7, 2026 –",
        "GAUGES – since May 7, 2026 –",
        "LAKEND, May 7, 2026, was wet:",
    ] {
        assert_eq!(read_line(line), "none", "{line}");
    }
}

#[test]
fn days_in_short_rows_one_after_the_other_are_those_of_other_things() {
    let days = ["7 May 2026", "3 March 2026", "2 June 2025", "9 April 2025"];
    let papers = ["May 2026", "March 2026", "June 2025", "April 2025"];
    let rows = days.map(|day| format!("<tr><th>{day}</th><td>We read the gauges of another lake.</td></tr>"));
    let items = papers.map(|month| {
        format!("<li>Ada Reed, Ole Tamm. A lake. <i>Workshop on lakes</i>, pages 1–9, {month}.</li>")
    });
    for body in [
        format!(
            "<p>Reads gauges at the institute of the lake.</p><h2>News</h2><table>{}</table>",
            rows.concat()
        ),
        format!("<ul>{}</ul>", items.concat()),
    ] {
        assert_eq!(told(&read("", &format!("<h1>A fine title</h1>{body}"), None)), "none", "{body}");
    }
    // A thread begins with its first post.
    let posts = days.map(|day| format!("<tr><td>Ada Reed, {day}, 14:17</td><td>Me too.</td></tr>"));
    let thread = read("", &format!("<h1>A fine title</h1><table>{}</table>", posts.concat()), None);
    assert_eq!(told(&thread), "2026-05-07 from near-title");
    // Labels tell what each is.
    let labelled =
        "<ul><li>Written: 7 May 2026</li><li>Published: 9 May 2026</li><li>Updated: 3 June 2026</li></ul>";
    let page = read("", &format!("<h1>A fine title</h1>{labelled}"), None);
    assert!(page.published.is_some_and(|claim| claim.to_string() != "2026-06-03"));
}

#[test]
fn a_day_of_a_change_is_told_in_many_languages() {
    for line in [
        "Ostatnia modyfikacja: 09.10.2024",
        "Diese Seite wurde zuletzt am 9. Oktober 2024 um 08:30 Uhr bearbeitet.",
        "Editado el 9 de octubre de 2024 a las 08:30.",
        "Эта страница в последний раз была отредактирована 9 октября 2024 в 08:30.",
    ] {
        let dates = read(
            "",
            &format!("<h1>A fine title</h1><p>Of the tarn.</p><footer><p>{line}</p></footer>"),
            None,
        );
        let day = dates.candidates.first().map(|candidate| (candidate.role, candidate.claim.to_string()));
        assert_eq!(day, Some((Role::Updated, "2024-10-09".to_owned())), "{line}");
    }
}

#[test]
fn dates_of_other_things_are_not_the_pages() {
    let filler =
        "<p>Many more words of the text, which go on for a while before anything else happens here.</p>";
    for (head, body) in [
        ("", "<h1>A fine title</h1><footer>© 3 May 2020 Example</footer>"),
        (
            "",
            "<h1>A fine title</h1><p>Version 2 reaches its end of life on 3 May 2020. You should move before.</p>",
        ),
        ("", "<h1>A fine title</h1><form><label>Day of visit</label><p>For example, 31/3/2020</p></form>"),
        ("", "<h1>A fine title</h1><p><b>It</b> was first described on 3 May 2020 in a paper.</p>"),
        ("", "<h1>A fine title</h1><p>Date: Thursday 3 May 2020, 18:00 – 19:30</p>"),
        ("", "<h1>A fine title</h1><p>3 May 2020 | 6:30 pm - 8:00 pm</p>"),
        ("", "<h1>A fine title</h1><div id=comments><p>Bob <span>3 May 2020</span></p></div>"),
        ("", "<h1>A fine title</h1><p>The offer is valid until 3 May 2020</p>"),
        ("", "<h1>A fine title</h1><p>Joined <b>3 May 2020</b></p>"),
        ("", "<h1>A fine title</h1><p>Register by 3 May 2020</p>"),
        ("", "<h1>A fine title</h1><p>Version 9 was released on 3 May 2020</p>"),
        ("", "<h1>A fine title</h1><p>Gauge 3.8 was first released on 3 May 2020</p>"),
        (
            "<script type='application/ld+json'>{\"@type\":\"MusicEvent\",\"startDate\":\"2020-05-03T18:00\"}</script>",
            "<h1>A fine title</h1><p>3 May 2020, 18:00</p>",
        ),
        ("", "<h1>A fine title</h1><p>It is currently 3 May 2020</p>"),
        ("", "<h1>A fine title</h1><p><script>track('date', '2020-05-03')</script></p>"),
        ("", "<h1>A fine title</h1><p><script>startTimer('2020-05-03 00:00')</script></p>"),
        ("", "<h1>A fine title</h1><p><script>setEventDate('2020-05-03')</script></p>"),
        ("", "<h1>A fine title</h1><p><script>validateUntil('2020-05-03')</script></p>"),
        ("", "<h1>A fine title</h1><p><script>updateDate('2020-05-03')</script></p>"),
        ("", "<h1>A fine title</h1><p><script>var date = write('2020-05-03')</script></p>"),
        (
            "<title>A fine title - 3 May 2020 - Example</title>",
            "<h1>A fine title</h1><p>Doors open at 7pm</p>",
        ),
        ("", "<h1>A fine title</h1><p>Open between 3 May and 5 June 2020</p>"),
        ("", "<h1>A fine title</h1><p>From 10 am on 3 May 2020</p>"),
        ("", "<h1>A fine title</h1><p>The weir broke on 3 May 2020.</p>"),
        ("", "<h1>A fine title</h1><p>It fell on May 3, 2020.</p>"),
        ("", "<h1>A fine title</h1><p>3 May 2020: bring a lamp to the old pier.</p>"),
        ("", "<h1>A fine title</h1><p>On 3 May 2020 the gauge stood still, and nobody knew.</p>"),
        ("", "<h1>A fine title</h1><p>Rendering created 3 May 2020 by Ada Reed</p>"),
        ("", "<h1>A fine title</h1><p>1.8.2 (5c9d07f1e 2020-05-03)</p>"),
        ("<meta name=dc.created content=2020-05-03>", "<h1>A fine title</h1>"),
        (
            "<!-- Generated by a program on Sun May 03 10:11:12 UTC 2020 --><meta name=date content=2020-05-03>",
            "<h1>A fine title</h1>",
        ),
        // What every page of a system has is no evidence.
        (PAGE, "<h1>A fine title</h1>"),
        ("<link rel=canonical href='https://example.org/'>", "<h1>A fine title</h1><p>3 May 2020</p>"),
        (
            "",
            &format!(
                "<h1>A fine title</h1>{}<p>On 3 May 2020 he went to town and bought a lot of things there, and other days he did not go at all, since it was too far to walk.</p>",
                filler.repeat(20)
            ),
        ),
    ] {
        assert_eq!(told(&read(head, body, None)), "none", "{head}{body}");
    }
}

#[test]
fn a_thread_is_dated_by_its_first_post() {
    let post = |day: u32| {
        format!(
            "<li class=post><p><span class=date>{day}-05-2026, 09:21</span></p><h2>{}</h2><p>Of gauges.</p>",
            if day == 17 { "A fine title" } else { "" }
        )
    };
    let posts: String = [17, 18, 19].map(post).concat();
    let thread = format!("<h1>Thread: A fine title</h1><ol>{posts}</ol>");
    assert_eq!(told(&read("", &thread, None)), "2026-05-17 from near-title");
    // Two zones of one time are no thread.
    let zones = "<h1>A fine title</h1><time datetime=2026-05-07T23:30:00Z>May 8, 2026</time>";
    assert_eq!(told(&read("", zones, None)), "2026-05-08 from time-element");
    // An element that a site made for itself holds a time as `time` does, and posts that are called comments are the page.
    let comment = "<div class=comment><p>One of the readers of the gauges answers at some length, as others have done before, and goes on about the lake.</p></div>";
    let page = format!(
        "<h1>A fine title</h1><div>ada opened this on <relative-time datetime=2026-05-07T10:00:00Z>May 7</relative-time></div>{}",
        comment.repeat(4)
    );
    let tree = parse(&page);
    let metadata = Metadata::read(&tree.html);
    let dates = dates(&tree.html, &metadata, None, None, None, "A fine title", &HashSet::new());
    assert_eq!(told(&dates), "2026-05-07 from time-element");
}

#[test]
fn a_list_of_pages_has_no_date() {
    let card = |day: u32| {
        format!("<div class=card><h3>Another page {day}</h3><span class=date>{day} May 2020</span></div>")
    };
    let cards: String = (1..9).map(card).collect();
    let tree = parse(&format!("<body><h1>News</h1>{cards}"));
    let dates = dates(&tree.html, &Metadata::read(&tree.html), None, None, None, "News", &HashSet::new());
    assert_eq!(told(&dates), "none");
    assert_eq!(dates.candidates.len(), 8);
    assert!(dates.candidates.iter().all(|candidate| candidate.rejected.is_some()));
}

#[test]
fn other_dates_tell_the_order_of_day_and_month() {
    let body = "<h1>A fine title</h1><p class=date>3/4/2020</p>";
    assert_eq!(told(&read("", body, None)), "2020-03-04 from near-title");
    let head = "<meta property='article:modified_time' content='2020-04-03'>";
    assert!(told(&read(head, &format!("{body}<p>28/3/2020</p>"), None)).starts_with("2020-04-03"));
}

#[test]
fn a_date_after_the_capture_is_left_out_and_doubted() {
    let dates = read(ARTICLE, "<h1>A fine title</h1>", Some("2023-12-31"));
    assert_eq!(told(&dates), "none");
    assert!(dates.doubts.iter().any(|doubt| doubt.kind == DoubtKind::ImplausibleDate));
}

#[test]
fn relative_dates_count_back_from_the_capture() {
    let body = "<h1>A fine title</h1><p class=date>3 days ago</p>";
    assert_eq!(told(&read("", body, Some("2026-05-07T10:00:00Z"))), "2026-05-04 from near-title");
    assert_eq!(told(&read("", body, None)), "none");
}

#[test]
fn two_good_dates_that_disagree_are_doubted() {
    let dates = read(ARTICLE, "<h1>A fine title</h1><p class=date>Published 5 May 2020</p>", None);
    assert!(dates.doubts.iter().any(|doubt| doubt.kind == DoubtKind::DatesDisagree));
    assert!(dates.published.unwrap().confidence < 0.9);
}

#[test]
fn a_change_that_is_told_as_one_says_nothing_against_the_day_of_publication() {
    for (head, body) in [
        ("", "<p>Published April 1, 2025 · Updated May 3, 2025</p>"),
        ("", "<p>Published: April 1, 2025</p><p>Updated: May 3, 2025</p>"),
        (
            "",
            "<p>Published <time datetime=2025-04-01>April 1</time> Updated <time datetime=2025-05-03>May 3</time></p>",
        ),
        (
            r#"<script type="application/ld+json">{"@type":"Article","headline":"A fine title","datePublished":"2025-04-01","dateModified":"2025-05-03"}</script>"#,
            "<p>April 1, 2025 (updated May 3, 2025)</p>",
        ),
    ] {
        let with = read(head, &format!("<h1>A fine title</h1>{body}"), None);
        assert!(
            told(&with).starts_with("2025-04-01") && told(&with).contains("updated 2025-05-03"),
            "{body}"
        );
        assert_eq!(with.doubts, [], "{body}");
        assert!(with.published.unwrap().confidence > 0.8, "{body}");
    }
}

#[test]
fn a_capture_known_to_the_month_counts_from_its_end() {
    let dates = read(ARTICLE, "<h1>A fine title</h1>", Some("2024-01"));
    assert!(told(&dates).starts_with("2024-01-12"), "{}", told(&dates));
    assert!(told(&read(ARTICLE, "<h1>A fine title</h1>", Some("2024"))).starts_with("2024-01-12"));
    assert_eq!(told(&read(ARTICLE, "<h1>A fine title</h1>", Some("2023-12"))), "none");
}

#[test]
fn a_day_that_no_calendar_has_is_doubted() {
    let impossible = ARTICLE.replace("2024-01-12T00:30:27+00:00", "2025-02-31");
    let dates = read(&impossible, "<h1>A fine title</h1>", None);
    assert_eq!(dates.published, None);
    let told: Vec<&str> = dates.doubts.iter().map(|doubt| doubt.detail.as_str()).collect();
    assert_eq!(told, ["datePublished is \"2025-02-31\": there is no such day"]);
}

#[test]
fn any_page_is_read_in_linear_time() {
    for unit in [
        "<p>3/4/2020</p>",
        "2020-",
        "3/4/2020x",
        "<div>May",
        "<time datetime=2020-01-01>x</time>",
        "<h1>a b",
        "年",
    ] {
        let tree = parse(&unit.repeat(40_000 / unit.len()));
        dates(&tree.html, &Metadata::read(&tree.html), None, None, None, "a b", &HashSet::new());
    }
}

#[test]
fn what_software_and_signed_manuals_declare_is_the_day_of_the_page() {
    let page = |kind: &str, more: &str| {
        let head = format!(
            r#"<script type="application/ld+json">{{"@type":"{kind}","headline":"A fine title",{more}"datePublished":"2024-01-12"}}</script>"#
        );
        told(&read(&head, "<h1>A fine title</h1>", None))
    };
    let signed = r#""author":{"@type":"Person","name":"Ada Reed"},"#;
    for (kind, more) in [("SoftwareSourceCode", ""), ("LearningResource", ""), ("TechArticle", signed)] {
        assert_eq!(page(kind, more), "2024-01-12 from json-ld", "{kind}");
    }
    assert_eq!(page("TechArticle", ""), "none");
}

#[test]
fn a_thread_of_comments_begins_with_its_first_post() {
    let words =
        "<p>Some words of those who read gauges, which go on for a while and say what they saw there.</p>"
            .repeat(9);
    let post = |day: u32| {
        format!("<div class=comment><a>ada</a> <time datetime=2026-05-0{day}>May {day}</time>{words}</div>")
    };
    let body = format!(
        "<h1>A fine title</h1><p>Answered</p>{}<div>Answered by <a>bo</a> <time datetime=2026-05-05>May 5</time></div>\
        <div>bo added 2 commits <time datetime=2026-05-04>May 4</time></div>{}",
        post(3),
        post(5)
    );
    assert_eq!(told(&read("", &body, None)), "2026-05-03 from time-element");
}

#[test]
fn issues_and_letters_are_dated_and_cards_are_not_the_page() {
    let words =
        "<p>Some words of the text, which go on for a while before anything else happens here.</p>".repeat(9);
    for (body, wanted) in [
        ("<div>From the <a href=/i>May 2026 issue</a></div><h1>A fine title</h1>".to_owned(), "2026-05 from near-title"),
        (
            "<pre>From: Ada Reed\nSubject: A fine title\nDate: Thu, 7 May 2026 11:02:17 +0100\n\nThe gauge stands still.</pre>".to_owned(),
            "2026-05-07 from text",
        ),
        (
            format!("<h1>A fine title</h1><p>Published 7 May 2026</p>{words}<a href=/o><h4>Other</h4></a><p>Updated May 20, 2026</p>"),
            "2026-05-07 from near-title",
        ),
    ] {
        assert_eq!(told(&read("", &body, None)), wanted, "{body}");
    }
}
