//! What looks like a forum, a text with sections, a history, a table of results or the voice of customers, and lists publications.

use serde_json::Value;

use crate::support::{entries_of, text};

const TITLES: [&str; 3] =
    ["Slow lakes remember longer", "Ice models that admit doubt", "What fish know about currents"];

const PROSE: &str = "The gauge of the lake was read on every day of the winter, and nobody had asked for it.";

/// `title | date` of the entries of a page with this body.
fn entries(title: &str, body: &str) -> Vec<String> {
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    );
    let line = |entry: &Value| format!("{} | {}", text(entry, "/title"), text(entry, "/published/date"));
    entries_of("page.html", &page).iter().map(line).collect()
}

/// A part for each title, of that and its day.
fn each(part: impl Fn(&str, &str) -> String) -> String {
    TITLES.iter().enumerate().map(|(at, entry)| part(entry, &format!("{} May 2026", at + 1))).collect()
}

/// The entries of a page with its heading and such parts.
fn listed(title: &str, part: impl Fn(&str, &str) -> String) -> Vec<String> {
    entries(title, &format!("<h1>{title}</h1>{}", each(part)))
}

/// The lines of entries with the titles and the days of May.
fn dated() -> Vec<String> {
    TITLES.iter().enumerate().map(|(at, title)| format!("{title} | 2026-05-0{}", at + 1)).collect()
}

#[test]
fn headings_without_a_link_in_the_heads_of_cards_are_entries() {
    for card in [
        "<section><header><h2>#</h2><time>@</time></header><p>%</p></section>",
        "<section><header><h3>#</h3><p>@</p></header><div><p>%</p></div></section>",
        "<div><header><h2><a href='#'>#</a></h2></header><time>@</time><p>%</p></div>",
    ] {
        let part = |title: &str, day: &str| {
            card.replace(">#<", &format!(">{title}<")).replace('@', day).replace('%', PROSE)
        };
        assert_eq!(listed("News", part), dated(), "{card}");
    }
    let part = |title: &str, day: &str| {
        if title == TITLES[0] {
            format!("<header><h2>{title}</h2><time>{day}</time><p>{PROSE}</p></header><main>")
        } else {
            format!("<article><h2><a href='/p/{title}'>{title}</a></h2><p>{day}</p><p>{PROSE}</p></article>")
        }
    };
    assert_eq!(entries("Tarn log", &each(part)), dated());
}

#[test]
fn a_day_in_small_print_or_in_the_next_cell_is_that_of_the_heading() {
    for (card, around) in [
        ("<div><h3>#</h3><ul><li>@</li><li>Ada Reed</li></ul><p>%</p></div>", "div"),
        ("<h3>#</h3><ul><li><i></i> @</li><li>Ada Reed</li></ul><p>%</p>", "div"),
        ("<div><h3>#</h3><ul><li>@</li></ul><p>%</p></div>", "div"),
        ("<tr><td>@</td><td><h3>#</h3><p>%</p></td></tr>", "table"),
        ("<tr><td><b>@</b></td><td><h3>#</h3>%</td></tr>", "table"),
        ("<tr><td><h3>#</h3></td><td>@</td></tr>", "table"),
        (
            "<div><h2>#</h2><p>%</p><div><span>@</span> <span>Ada Reed</span> <span>Filed under: Lakes</span></div></div>",
            "div",
        ),
        ("<div><h3>#</h3><p>%</p><p>Contact: Ada Reed</p><p>@</p><p><a href='#'>Share</a></p></div>", "div"),
        ("<div><h3>#</h3><h4>Ada Reed and Basil Marsh</h4><p>@</p><p>%</p></div>", "div"),
        ("<p>@</p><p>Research</p><h3>#</h3><p>%</p>", "div"),
    ] {
        let part = |title: &str, day: &str| {
            card.replace(">#<", &format!(">{title}<")).replace('@', day).replace('%', PROSE)
        };
        let body = format!("<h1>News</h1><{around}>{}</{around}>", each(part));
        assert_eq!(entries("News", &body), dated(), "{card}");
    }
}

#[test]
fn a_heading_that_says_nothing_of_a_history_heads_a_list() {
    let line = |(title, year): (&&str, i32)| format!("<li><span>{year}-05-06</span> <b>{title}</b></li>");
    let lines = TITLES.iter().zip([2024, 2011, 1999]).map(line).collect::<Vec<_>>().concat();
    let page = |title: &str, heading: &str| {
        let body = format!("<h1>{title}</h1><p>We read the gauge.</p><h2>{heading}</h2><ul>{lines}</ul>");
        entries(title, &body).len()
    };
    for (title, heading) in [
        ("Ada Reed", "Books"),
        ("Ada Reed", "Julkaisut"),
        ("Ada Reed", "Highlights"),
        ("Tarn Works", "What is new"),
        ("O nas", "Aktualności"),
        ("Our story", "News"),
        ("History", "Articles"),
        ("Curriculum vitae", "Selected works"),
    ] {
        assert_eq!(page(title, heading), 3, "{title}, {heading}");
    }
    for (title, heading) in [("Ada Reed", "Career"), ("Ada Reed", "Education"), ("Curriculum vitae", "Lakes")]
    {
        assert_eq!(page(title, heading), 0, "{title}, {heading}");
    }
    let labelled =
        "<li>Opens: 3 May 2026</li><li>Start of the courses: 14 May 2026</li><li>End: 25 May 2026</li>";
    assert_eq!(
        entries("A year on the lake", &format!("<h1>A year on the lake</h1><ul>{labelled}</ul>")).len(),
        0
    );
    let part = |title: &str, day: &str| format!("<li>{title}: a note {day}</li>");
    assert_eq!(entries("Tarn", &format!("<h1>Tarn</h1><ul>{}</ul>", each(part))).len(), 3);
    let part = |title: &str, day: &str| format!("<div><time>{day}</time> <a href='#'>{title}</a></div>");
    assert_eq!(listed("History", part), dated());
}

#[test]
fn issues_weeks_verses_and_reports_of_matches_are_publications() {
    for titles in [
        ["Lake digest 6-12 May", "Lake digest 13-19 May", "Lake digest 20-26 May"],
        ["Rundbrief 1-2 Mai", "Rundbrief 2-3 Mai", "Rundbrief 3-4 Mai"],
        ["Heft 1-2 Seen und Berge", "Heft 3-4 Seen und Berge", "Heft 5-6 Seen und Berge"],
        ["Vol. 3 No. 1-2 Spring", "Vol. 4 No. 1-2 Spring", "Vol. 5 No. 1-2 Spring"],
        ["Mark 1:10 The lake and the storm", "Mark 2:11 The lake and the storm", "Luke 3:12 The lake"],
    ] {
        let row = |(at, title): (usize, &str)| {
            format!("<li><a href='/n/{at}'>{title}</a> <time>{} May 2026</time></li>", at + 1)
        };
        let rows = titles.into_iter().enumerate().map(row).collect::<Vec<_>>().concat();
        assert_eq!(entries("Archive", &format!("<h1>Archive</h1><ul>{rows}</ul>")).len(), 3, "{titles:?}");
    }
    let report = |(at, title): (usize, &str)| {
        format!(
            "<article><h2><a href='/n/{at}'>{title}</a></h2><time>{} May 2026</time><p>{PROSE}</p></article>",
            at + 1
        )
    };
    let reports = ["Upper Tarn 2-1 Lower Tarn", "Mere United 0-0 Upper Tarn", "Upper Tarn 3-3 Lake Rovers"];
    let reports = reports.into_iter().enumerate().map(report).collect::<Vec<_>>().concat();
    assert_eq!(entries("News", &format!("<h1>News</h1>{reports}")).len(), 3);
}

#[test]
fn the_last_post_of_a_blog_is_a_post() {
    let post = |class: &str, title: &str, day: &str| {
        format!(
            "<div class='{class}'><h2><a href='/{title}'>{title}</a></h2><span>{day}</span><p>{PROSE}</p></div>"
        )
    };
    let last =
        |title: &str, day: &str| post(if title == TITLES[2] { "post last-post" } else { "post" }, title, day);
    assert_eq!(listed("Tarn log", last), dated());
    assert_eq!(listed("Tarn log", |title, day| post("last-post", title, day)), dated());
    let row = |title: &str, day: &str| format!("<li><a href='/{title}'>{title}</a> <span>{day}</span></li>");
    let rows = format!("<h1>Tarn log</h1><div class=last-post><ul>{}</ul></div>", each(row));
    assert_eq!(entries("Tarn log", &rows), dated());
    let first = |title: &str, day: &str| {
        let label = if title == TITLES[0] { "Latest post" } else { "Lakes" };
        format!(
            "<div><span>{label}</span><time>{day}</time> <h2><a href='/{title}'>{title}</a></h2><p>{PROSE}</p></div>"
        )
    };
    assert_eq!(listed("Tarn log", first), dated());
}

#[test]
fn reviews_under_headings_of_their_own_are_those_of_a_paper() {
    for (title, by) in [("Reviews", ""), ("Reviews", "by Ada Reed, "), ("Recensioni", "di Ada Reed, ")] {
        let part =
            |entry: &str, day: &str| format!("<div><h2>{entry}</h2><p>{by}{day}</p><p>{PROSE}</p></div>");
        assert_eq!(listed(title, part), dated(), "{title}, {by}");
    }
}

#[test]
fn news_below_an_introduction_with_its_day_is_a_list() {
    let row = |title: &str, day: &str| format!("<li>{day}: {title}</li>");
    let body = format!(
        "<h1>Tarn Works</h1><p>7 May 2026</p><p>{PROSE} It is written down.</p><h2>News</h2><ul>{}</ul>",
        each(row)
    );
    assert_eq!(entries("Tarn Works", &body), dated());
}
