//! Rows of small print on cards and in tables, where the date stands between other things.

use serde_json::Value;

use crate::support::{TestEnv, entries_of, text};

const POSTS: [(&str, &str, &str); 4] = [
    ("Ice that admits doubt", "Apr 10, 2025", "2025-04-10"),
    ("Slow lakes, long memory", "Apr 2, 2025", "2025-04-02"),
    ("Depth by echo alone", "Mar 25, 2025", "2025-03-25"),
    ("What herons remember", "Mar 4, 2025", "2025-03-04"),
];

/// The entries of a listing of one card a post.
fn entries(lang: &str, before: &str, card: impl Fn(&str, &str) -> String) -> Vec<Value> {
    let cards = POSTS.iter().map(|(title, day, _)| card(title, day)).collect::<Vec<_>>().concat();
    entries_of(
        "page.html",
        format!(
            "<html lang={lang}><title>Notes | Tarn Lab</title><main><h1>Notes</h1>{before}{cards}</table></main>"
        ),
    )
}

fn days(entries: &[Value]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| format!("{} {}", text(entry, "/published/date"), text(entry, "/title")))
        .collect()
}

fn wanted() -> Vec<String> {
    POSTS.iter().map(|(title, _, day)| format!("{day} {title}")).collect()
}

#[test]
fn a_card_that_is_one_link_has_its_date_between_signs() {
    for row in [
        "Models · DAY · 5 min read",
        "Publication | DAY | 5 min read",
        "Models • DAY • London",
        "By Ada Reed · DAY · 5 min read",
    ] {
        for (open, close) in [("<p>", "</p>"), ("<div>", "</div>"), ("<span class=meta>", "</span>")] {
            let found = entries("en", "", |title, day| {
                let row = row.replace("DAY", day);
                format!(
                    "<article><a href=/p><h3>{title}</h3><p>Found in the waters of the tarn.</p>{open}{row}{close}</a></article>"
                )
            });
            assert_eq!(days(&found), wanted(), "{row} {open}");
        }
    }
}

#[test]
fn kinds_of_posts_are_called_by_nouns() {
    let found = entries("en", "", |title, day| {
        let kind = if title.starts_with("Ice") { "Publication" } else { "Update" };
        format!(
            "<div><span class=category>{kind}</span><a href=/p><h2>{title}</h2></a><time>{day}</time></div>"
        )
    });
    assert_eq!(days(&found), wanted());
    let kinds: Vec<_> = found.iter().map(|entry| text(entry, "/categories/0")).collect();
    assert_eq!(kinds, ["Publication", "Update", "Update", "Update"]);
}

#[test]
fn columns_and_accounts_name_authors_in_other_languages() {
    for (lang, title, author, date) in [
        ("ko", "제목", "작성자", "작성일"),
        ("ru", "Название", "Автор", "Дата"),
        ("zh", "标题", "作者", "日期"),
        ("ja", "タイトル", "著者", "日付"),
        ("pl", "Tytuł", "Autorzy", "Data"),
    ] {
        let head = format!("<table><tr><th>No<th>{title}<th>{author}<th>{date}</tr>");
        let found = entries(lang, &head, |title, day| {
            let day = POSTS.iter().find(|post| post.1 == day).map_or("", |post| post.2);
            format!("<tr><td>7<td><a href=/p>{title}</a><td>Ada Reed<td>{day}</tr>")
        });
        assert_eq!(days(&found), wanted(), "{lang}");
        assert!(
            found.iter().all(|entry| entry["authors"] == serde_json::json!(["Ada Reed"])),
            "{lang}: {found:?}"
        );
    }
    let found = entries("en", "", |title, day| {
        format!(
            "<article><h2><a href=/p>{title}</a></h2><p>Of the tarn.</p><div><time>{day}</time> • <a href=/@ada>Ada Reed</a></div></article>"
        )
    });
    assert!(
        found.len() == 4 && found.iter().all(|entry| entry["authors"] == serde_json::json!(["Ada Reed"]))
    );
}

#[test]
fn the_day_under_a_pointer_dates_a_row_that_counts_back() {
    let found = entries("en", "", |title, day| {
        let day = POSTS.iter().find(|post| post.1 == day).map_or("", |post| post.2);
        format!(
            "<div><h3><a href=/p>{title}</a></h3><span class=age title='{day}T12:11:10 1749125470'><a href=/c>3 days ago</a></span></div>"
        )
    });
    assert_eq!(days(&found), wanted());
}

/// What a listing says of whether it goes on, by what stands below it.
fn is_complete(below: &str) -> Value {
    let env = TestEnv::empty();
    let card = |(title, _, day): &(&str, &str, &str)| {
        format!("<article><h2><a href=/p>{title}</a></h2><time datetime={day}>{day}</time></article>")
    };
    let cards = POSTS.iter().map(card).collect::<Vec<_>>().concat();
    env.write("page.html", format!("<title>Notes</title><main><h1>Notes</h1>{cards}{below}</main>"));
    env.inspect("page.html").remove(0)["listing"]["complete"].clone()
}

#[test]
fn a_listing_says_in_many_ways_that_it_goes_on() {
    for below in [
        "<a href='?p=2' rel='nofollow next'>More</a>",
        "<div>Showing 1–4 of 120 results</div>",
        "<p>1 - 4 von 17</p>",
        "<p>Showing 1–4 of 1,200 results</p>",
        "<a href=?seite=2>Ältere Meldungen</a>",
        "<a href=?page=2>Weiter ›</a>",
        "<a href=?page=2>Siguiente ›</a>",
        "<button>Carica altri</button>",
        "<a href=?page=2>Successiva »</a>",
        "<a href=?page=2>Следующая</a>",
        "<a href=2.htm>下页</a>",
        "<button>더보기</button>",
    ] {
        assert_eq!(is_complete(below), false, "{below}");
    }
    for below in [
        "",
        "<p>1 – 4 of 4</p>",
        "<p>Volume 1, pages 1 to 900</p>",
        "<a href=/about>Next to the lake</a>",
        "<a rel=next href=#top>Top</a>",
        "<a rel=next href='javascript:void(0)'>Slide</a>",
        "<p>Last updated 5/8/2026</p>",
        "<p>Tel. 1-4-555</p>",
    ] {
        assert_eq!(is_complete(below), true, "{below}");
    }
}

#[test]
fn the_site_is_named_beside_the_title_that_the_page_shows() {
    let publisher = |title: &str, body: &str| {
        let env = TestEnv::empty();
        env.write("page.html", format!("<title>{title}</title><main>{body}<p>Of the tarn.</p></main>"));
        env.inspect("page.html").remove(0)["page"]["publisher"].clone()
    };
    let body = "<h1>Slow lakes</h1>";
    for title in ["Slow lakes | Tarn Lab", "Slow lakes · Notes · Tarn Lab", "Tarn Lab » Slow lakes"] {
        assert_eq!(publisher(title, body), "Tarn Lab", "{title}");
    }
    let filed = format!("<nav class=breadcrumb><a href=/>Home</a> › <a href=/n>Field Notes</a></nav>{body}");
    for (title, body) in [
        ("Slow lakes - a study", body),
        ("Slow lakes | Tarn Lab", "<p>Slow lakes</p>"),
        ("Slow lakes | All that we know of lakes and rivers", body),
        ("Slow lakes | Field Notes", &filed),
        ("Slow lakes | Part 2", body),
        ("Slow lakes | Opinion", body),
        ("Slow lakes | How they melt", body),
    ] {
        assert_eq!(publisher(title, body), Value::Null, "{title}");
    }
}

#[test]
fn the_pages_own_record_in_its_data_tells_its_day_and_authors() {
    let prose =
        "<p>We let the model of ice say how sure it is of what it says, and wrote down all of it.</p>"
            .repeat(8);
    let read = |title: &str, data: &str| {
        let env = TestEnv::empty();
        env.write(
            "page.html",
            format!(
                "<title>Slow lakes</title><main><article><h1>{title}</h1>{prose}</article></main>
                 <script id=__NEXT_DATA__ type=application/json>{{\"props\":{{\"pageProps\":{data}}}}}</script>"
            ),
        );
        let page = env.inspect("page.html").remove(0)["page"].clone();
        format!("{} {}", text(&page, "/published/date"), page["authors"])
    };
    let related = r#""related":[{"title":"Fast lakes","publishedAt":"2024-08-01"}]"#;
    for (post, wanted) in [
        (r#""title":"Slow lakes","slug":"slow","publishedAt":"2024-07-11""#, "2024-07-11 []"),
        (
            r#""title":"Slow lakes","slug":"slow","date":"2024-07-11","authors":[{"name":"Ada Reed"}]"#,
            "2024-07-11 [\"Ada Reed\"]",
        ),
        (r#""title":"Slow rivers","slug":"slow","date":"2024-07-11""#, " []"),
    ] {
        let data = format!("{{\"post\":{{{post}}},{related}}}");
        assert_eq!(read("Slow lakes", &data), wanted, "{post}");
    }
    let two = r#"{"one":{"title":"Slow lakes","date":"2024-07-11"},"two":{"title":"Slow lakes","date":"2023-07-11"}}"#;
    assert_eq!(read("Slow lakes", two), " []");
}

#[test]
fn a_page_with_a_box_of_one_other_is_no_listing() {
    let prose =
        "<p>We let the model of ice say how sure it is of what it says, and wrote down all of it.</p>"
            .repeat(4);
    let env = TestEnv::empty();
    env.write(
        "page.html",
        format!(
            "<title>Slow lakes - Tarn Lab</title><main><section class=cover><p class=label>Notes</p><h1>Slow lakes</h1>
             <dl><dt>Published</dt><dd><time datetime=2025-04-02>2 April 2025</time></dd></dl></section>{prose}
             <section><h2>Related posts</h2><a href=/p/2><h3>Fast lakes</h3><time datetime=2024-08-01>1 August 2024</time></a>
             </section></main>"
        ),
    );
    let page = env.inspect("page.html").remove(0);
    assert_eq!(page["listing"]["entries"], serde_json::json!([]));
    assert_eq!(text(&page["page"], "/published/date"), "2025-04-02");
}

#[test]
fn a_menu_of_what_a_listing_holds_is_not_what_it_is_filed_under() {
    let read = |menu: &str| {
        let env = TestEnv::empty();
        let card = |(title, day, _): &(&str, &str, &str)| {
            let topic = if title.starts_with("Ice") { "Models" } else { "Field Notes" };
            format!(
                "<article><span class=category>{topic}</span><h2><a href=/p>{title}</a></h2><time>{day}</time></article>"
            )
        };
        let cards = POSTS.iter().map(card).collect::<Vec<_>>().concat();
        env.write(
            "page.html",
            format!("<title>All | Tarn Lab</title><main><h1>All</h1>{menu}{cards}</main>"),
        );
        env.inspect("page.html").remove(0)["page"]["categories"].clone()
    };
    let topics = "<div><a href=/topics/models>Models</a> <a href=/topics/field-notes>Field Notes</a></div>";
    assert_eq!(read(topics), serde_json::json!([]));
    assert_eq!(read("<div><a href=/topics/models>Models</a></div>"), serde_json::json!(["Models"]));
}
