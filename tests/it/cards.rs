//! Cards of listings: subtitles, days of changes beside days of publication, topics in the names of classes, small print.

use serde_json::Value;

use crate::support::{TestEnv, entries, text, texts};

/// Title, summary, name, day, topic.
const POSTS: [[&str; 5]; 4] = [
    ["Slow lakes remember", "Silt keeps what rain forgets.", "Ada Reed", "May 7, 2025", "Depths"],
    ["A tarn without a name", "We asked nine villages and got ten.", "Basil Marsh", "April 2, 2025", "Maps"],
    ["What fish hear", "Less than boats would have it.", "Clara Brook", "March 9, 2024", "Life"],
    ["Ice, in short", "Three winters on one chart.", "Dan Ford", "January 19, 2024", "Tools"],
];
const DAYS: [&str; 4] = ["2025-05-07", "2025-04-02", "2024-03-09", "2024-01-19"];

fn page(body: &str) -> Value {
    let env = TestEnv::empty();
    let source = format!(
        "<!DOCTYPE html><html lang=en><head><title>Tarn Journal</title><meta property=og:site_name content='Tarn Journal'>
         <link rel=canonical href=https://tarn.example/j/></head><body><main><h1>Journal</h1>{body}</main></body></html>"
    );
    env.write("page.html", &source);
    env.inspect("page.html").remove(0)
}

/// A page of these posts, each in a shape of its title, summary, name, day, topic and number.
fn listed(shape: impl Fn([&str; 5], usize) -> String) -> Value {
    page(&POSTS.iter().enumerate().map(|(at, post)| shape(*post, at)).collect::<String>())
}

/// These fields of each entry, lists joined.
fn told(page: &Value, fields: &[&str]) -> Vec<String> {
    let field = |entry: &Value, name: &str| match entry.pointer(name) {
        Some(Value::Array(_)) => texts(entry, name).join(", "),
        Some(Value::Number(number)) => number.to_string(),
        _ => text(entry, name).to_owned(),
    };
    let line = |entry: &Value| fields.iter().map(|name| field(entry, name)).collect::<Vec<_>>().join(" | ");
    entries(page).iter().map(line).collect()
}

fn wanted(line: impl Fn([&str; 5], usize) -> String) -> Vec<String> {
    POSTS.iter().enumerate().map(|(at, post)| line(*post, at)).collect()
}

const DATE: &str = "/published/date";
const CHANGE: &str = "/updated/date";

#[test]
fn a_subtitle_is_the_summary_and_each_card_keeps_its_day() {
    type Shape = fn([&str; 5], usize) -> String;
    let shapes: [(&str, Shape); 3] = [
        ("in the link", |[title, summary, _, day, _], at| {
            format!(
                "<article><a href=/p/{at}><h2>{title}</h2><h3>{summary}</h3></a><div><span>{day}</span></div></article>"
            )
        }),
        ("of the same address", |[title, summary, _, day, _], at| {
            format!(
                "<div><h2><a href=/p/{at}>{title}</a></h2><h4><a href=/p/{at}>{summary}</a></h4><p>{day}</p></div>"
            )
        }),
        ("below the link", |[title, summary, _, day, _], at| {
            format!(
                "<article><h2><a href=/p/{at}>{title}</a></h2><h3>{summary}</h3><span>{day}</span></article>"
            )
        }),
    ];
    for (shape, card) in shapes {
        let found = told(&listed(card), &["/title", "/summary", DATE]);
        let line = |[title, summary, ..]: [&str; 5], at: usize| format!("{title} | {summary} | {}", DAYS[at]);
        assert_eq!(found, wanted(line), "{shape}");
    }
}

#[test]
fn headings_below_a_topic_are_titles() {
    let page = listed(|[title, summary, _, day, topic], at| {
        format!(
            "<article><a href=/p/{at}><h3>{topic}</h3><h4>{title}</h4></a><p>{summary}</p><p>{day}</p></article>"
        )
    });
    assert_eq!(told(&page, &["/title"]), wanted(|[title, ..], _| title.to_owned()));
}

#[test]
fn a_day_of_publication_comes_before_that_of_a_change() {
    type Shape = fn(&str) -> String;
    let shapes: [(&str, Shape); 5] = [
        ("texts", |day| format!("<span>Modified: May 20, 2026</span> <span>Published: {day}</span>")),
        ("one text", |day| format!("<p>Published {day} · Updated 20 May 2026</p>")),
        ("labels before times", |day| {
            format!(
                "<p>Updated: <time datetime=2026-05-20>20 May 2026</time> · Published: <time>{day}</time></p>"
            )
        }),
        ("names of classes", |day| {
            format!(
                "<span class=posted><time class=updated datetime=2026-05-20>May 20</time> \
                 <time class='entry-date published'>{day}</time></span>"
            )
        }),
        ("microdata", |day| {
            format!(
                "<time itemprop=dateModified datetime=2026-05-20>May 20</time> <time itemprop=datePublished>{day}</time>"
            )
        }),
    ];
    for (shape, dates) in shapes {
        let page = listed(|[title, summary, _, day, _], at| {
            format!("<article><h2><a href=/p/{at}>{title}</a></h2><p>{summary}</p>{}</article>", dates(day))
        });
        let found = told(&page, &["/title", DATE, CHANGE, "/categories"]);
        let line = |[title, ..]: [&str; 5], at: usize| format!("{title} | {} | 2026-05-20 | ", DAYS[at]);
        assert_eq!(found, wanted(line), "{shape}");
        assert_eq!(
            [text(&page, "/page/published/date"), text(&page, "/page/updated/date")],
            [""; 2],
            "{shape}"
        );
    }
}

#[test]
fn a_day_of_a_change_alone_says_little_of_the_publication() {
    let page = listed(|[title, summary, _, day, _], at| {
        format!("<article><h2><a href=/p/{at}>{title}</a></h2><p>{summary}</p><p>Updated {day}</p></article>")
    });
    let found = told(&page, &[DATE, "/published/confidence", CHANGE]);
    assert_eq!(found, wanted(|_, at| format!("{} | 0.4 | {}", DAYS[at], DAYS[at])));
    assert_eq!(text(&page, "/page/updated/date"), "");
    // Themes call the only day of a post so.
    let page = listed(|[title, _, _, day, _], at| {
        format!("<article><h2><a href=/p/{at}>{title}</a></h2><time class=updated>{day}</time></article>")
    });
    assert_eq!(
        told(&page, &[DATE, "/published/confidence", CHANGE]),
        wanted(|_, at| format!("{} | 0.95 | ", DAYS[at]))
    );
    // Its address tells.
    let page = listed(|[title, _, _, day, _], at| {
        format!("<article><h2><a href=/2020/03/0{}/p>{title}</a></h2><p>Updated {day}</p></article>", at + 1)
    });
    assert_eq!(told(&page, &[DATE, CHANGE]), wanted(|_, at| format!("2020-03-0{} | {}", at + 1, DAYS[at])));
}

#[test]
fn topics_in_the_classes_of_a_card_say_nothing_of_its_parts() {
    let page = listed(|[title, summary, _, day, topic], at| {
        format!(
            "<article class='post-{at} hentry category-{} tag-x'><h2 class=entry-title>{title}</h2>\
             <div class=entry-content><p>{summary}</p></div><time>{day}</time><a class=over href=/p/{at}></a></article>",
            topic.to_lowercase()
        )
    });
    let found = told(&page, &["/title", "/summary", "/categories", "/url"]);
    assert_eq!(
        found,
        wanted(|[title, summary, ..], at| format!("{title} | {summary} |  | https://tarn.example/p/{at}"))
    );
}

#[test]
fn small_print_is_no_topic_and_a_role_no_author() {
    for print in ["One min read", "Hits: 12", "News provided by", "Tarn Journal"] {
        let page = listed(|[title, summary, _, day, _], at| {
            format!(
                "<article><h2><a href=/p/{at}>{title}</a></h2><p>{summary}</p><p>{day} · {print}</p></article>"
            )
        });
        assert_eq!(told(&page, &["/categories"]), [""; 4], "{print}");
    }
    let page = listed(|[title, _, name, day, topic], at| {
        format!(
            "<article><h2><a href=/p/{at}>{title}</a></h2><div class=author><b class=author-name>{name}</b> \
             <small class=author-title>Engineer at Tarn Works</small></div><time>{day}</time>\
             <footer><span class=cat-links>Categorized as <a rel='category tag' href=/c>{topic}</a></span> \
             <span class=tags-links>Tagged <a rel=tag href=/t>wet</a></span></footer></article>"
        )
    });
    let line = |[_, _, name, _, topic]: [&str; 5], _: usize| format!("{name} | {topic}, wet");
    assert_eq!(told(&page, &["/authors", "/categories"]), wanted(line));
    assert_eq!(texts(&page, "/page/categories"), Vec::<&str>::new(), "they are the entries'");
}

#[test]
fn names_and_topics_around_the_day_of_each_row_are_told_apart() {
    for swapped in [false, true] {
        let page = listed(|[title, summary, name, day, topic], at| {
            let (first, last) = if swapped { (topic, name) } else { (name, topic) };
            format!(
                "<div class=r><a href=/p/{at}><h3>{title}</h3></a><p>{summary}</p><p class=meta>{first} · {day} · {last}</p></div>"
            )
        });
        let found = told(&page, &["/authors", "/categories", DATE]);
        assert_eq!(found, wanted(|[_, _, name, _, topic], at| format!("{name} | {topic} | {}", DAYS[at])));
    }
    let page = listed(|[title, _, _, day, topic], at| {
        format!(
            "<div class=r><span class=section>{topic}</span><h3><a href=/p/{at}>{title}</a></h3><time>{day}</time></div>"
        )
    });
    assert_eq!(told(&page, &["/categories"]), wanted(|[.., topic], _| topic.to_owned()));
}

#[test]
fn two_numbers_below_a_year_are_a_day_where_every_row_has_them() {
    let rows = |days: [&str; 3]| {
        let row =
            |at: usize| format!("<li><a href=/p/{at}>{}</a> <span>{}</span></li>", POSTS[at][0], days[at]);
        let body = format!("<h2>2025</h2><ul>{}</ul><h2>2024</h2><ul>{}{}</ul>", row(0), row(1), row(2));
        told(&page(&body), &[DATE])
    };
    assert_eq!(rows(["01-30", "09-17", "05-04"]), ["2025-01-30", "2024-09-17", "2024-05-04"]);
    assert_eq!(rows(["30/01", "17/09", "04/05"]), ["2025-01-30", "2024-09-17", "2024-05-04"]);
    // Nothing tells which is the month; one row has none, or no day; they stand in no order; they may be times.
    for days in [
        ["03/01", "09/07", "05/04"],
        ["30/01", "", "04/05"],
        ["10/15", "11/20", "10/40"],
        ["10-12", "08-12", "11-09"],
        ["09.30", "09.20", "08.15"],
    ] {
        assert!(rows(days).iter().all(|date| matches!(&**date, "2025" | "2024")), "{days:?}");
    }
}

#[test]
fn counts_below_a_year_are_no_days_and_days_of_two_numbers_are_less_sure() {
    let rows = |days: [&str; 4]| {
        let row =
            |at: usize| format!("<li><a href=/p/{at}>{}</a> <span>{}</span></li>", POSTS[at][0], days[at]);
        let body = format!("<h2>2025</h2><ul>{}</ul>", (0..4).map(row).collect::<String>());
        told(&page(&body), &[DATE, "/published/confidence"])
    };
    assert_eq!(rows(["09-30", "09-17", "05-04", "01-30"])[1], "2025-09-17 | 0.7");
    for parts in [["01-01", "01-02", "01-03", "01-04"], ["07-08", "08-09", "09-10", "10-11"]] {
        assert_eq!(rows(parts)[1], "2025 | 0.83", "{parts:?}");
    }
}

#[test]
fn a_card_with_a_day_above_the_others_is_an_entry_and_a_day_below_its_label_heads_rows() {
    let hero = "<div class=hero><h2>Our report on the tarn</h2><p>May 8, 2025</p><p>All that was read at the tarn in a year.</p></div>";
    let card = |at: usize| {
        let [title, summary, _, day, _] = POSTS[at];
        format!("<article><h3><a href=/p/{at}>{title}</a></h3><time>{day}</time><p>{summary}</p></article>")
    };
    let found = told(&page(&format!("{hero}{}", (0..4).map(card).collect::<String>())), &["/title", DATE]);
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(found[0], "Our report on the tarn | 2025-05-08");
    let row = |at: usize| {
        let [title, _, _, day, _] = POSTS[at];
        format!(
            "<li class=r><b></b><span>Day</span><br><span>{day}</span></li><li class=r><a href=/p/{at}>{title}</a></li>"
        )
    };
    let found = told(&page(&format!("<ul>{}</ul>", (0..4).map(row).collect::<String>())), &[DATE]);
    assert_eq!(found, DAYS);
}

#[test]
fn people_of_a_place_are_authors_and_words_before_a_small_one_topics() {
    let page = listed(|[title, _, _, day, _], at| {
        format!(
            "<article><h3><a href=/p/{at}>{title}</a></h3><span class=author>Researchers at Tarn Works</span> \
             <span class=category>Stand by</span> <time>{day}</time></article>"
        )
    });
    let found = told(&page, &["/authors", "/categories"]);
    assert_eq!(found, wanted(|_, _| "Researchers at Tarn Works | Stand by".to_owned()));
}

#[test]
fn behind_the_headline_of_a_declared_article_parts_of_it_are_no_rows() {
    let env = TestEnv::empty();
    let prose =
        "The hut above the tarn has stood empty since the path was moved, and nobody has asked for the key. ";
    env.write(
        "page.html",
        format!(
            "<!DOCTYPE html><html lang=en><head><title>The hut above the tarn</title><script type=application/ld+json>\
             {{\"@type\":\"BlogPosting\",\"headline\":\"The hut above the tarn\",\"datePublished\":\"2025-05-07\"}}</script></head>\
             <body><article><h1>The hut above the tarn</h1><h2>Nobody asked for the key in nine years.</h2>\
             <div><a href=/@ada>Ada Reed</a> <span>May 7, 2025</span></div><p>{prose}</p><p>{prose}</p></article>\
             <div><h2>More from Ada Reed</h2><article><h2>Slugs, an apology</h2><span>Jan 3, 2025</span></article></div>\
             <div><h2>Recommended</h2><article><h2>A hedge of my own</h2><span>Apr 1, 2025</span></article></div></body></html>"
        ),
    );
    let page = env.inspect("page.html").remove(0);
    assert!(entries(&page).is_empty(), "{page}");
    assert!(text(&page, "/page/body").contains("nobody has asked"), "{page}");
}
