//! What entries say besides their titles: names family first, days beside the heading's year, quotes, links' numbers.

use serde_json::Value;

use crate::support::{TestEnv, entries as entries_in, entries_of, text, texts};

const TITLES: [&str; 5] = [
    "Slow lakes remember longer",
    "Ice models that admit doubt",
    "What fish know about currents",
    "Soundings of the upper tarn",
    "How rivers sort their gravel",
];

/// `date | title | authors | path` of the entries of a capture.
fn entries(name: &str, content: &str) -> Vec<String> {
    let line = |entry: &Value| {
        let authors = texts(entry, "/authors").join("; ");
        format!("{} | {} | {authors}", text(entry, "/published/date"), text(entry, "/title"))
    };
    entries_of(name, content).iter().map(line).collect()
}

/// The entries of a page with these titles in a shape: title, number.
fn of_page(around: &str, shape: impl Fn(&str, usize) -> String) -> Vec<String> {
    let cards: String = TITLES.iter().enumerate().map(|(at, title)| shape(title, at)).collect();
    entries(
        "page.html",
        &format!(
            "<html lang=en><head><title>Volume Four</title><base href='https://tarn.example/'></head><body>\
             <main>{}</main></body></html>",
            around.replace("{}", &cards)
        ),
    )
}

/// A line for each title: date, title, authors, of the number.
fn wanted(line: impl Fn(usize, &str) -> String) -> Vec<String> {
    TITLES.iter().enumerate().map(|(at, title)| line(at, title)).collect()
}

#[test]
fn names_family_first_are_not_cut_at_their_commas() {
    for (names, wanted_names) in [
        ("Reed, A., Marsh, B. T.", "Reed, A.; Marsh, B. T."),
        ("Reed, Ada; Marsh, Basil", "Reed, Ada; Marsh, Basil"),
        ("Reed, Ada", "Reed, Ada"),
    ] {
        let found = of_page("<h1>Volume Four</h1>{}", |title, at| {
            format!(
                "<article><h2><a href='/p/{at}'>{title}</a></h2><p class=author>{names}</p><time>May {}, 2025</time></article>",
                at + 1
            )
        });
        assert_eq!(
            found,
            wanted(|at, title| format!("2025-05-0{} | {title} | {wanted_names}", at + 1)),
            "{names}"
        );
    }
}

#[test]
fn a_label_and_many_names_in_links_are_authors() {
    let people = ["Ada Reed", "Basil Marsh", "Clara Brook", "Dan Hall", "Élise Martin"];
    let links: Vec<String> = people.iter().map(|name| format!("<a href='/q?x'>{name}</a>")).collect();
    let found = of_page("<h1>Volume Four</h1><ol>{}</ol>", |title, at| {
        format!(
            "<li><p class=title><a href='/p/{at}'>{title}</a></p><p class=authors><span>Authors:</span> {}</p>\
             <p>Submitted {} May 2025</p></li>",
            links.join(", "),
            at + 1
        )
    });
    assert_eq!(found, wanted(|at, title| format!("2025-05-0{} | {title} | {}", at + 1, people.join("; "))));
}

#[test]
fn a_month_or_a_day_in_an_entry_is_finer_than_the_year_above_it() {
    let found = of_page("<h1>Papers</h1><h2>2025</h2><ol>{}</ol>", |title, at| {
        format!(
            "<li><div class=title><a href='/p/{at}'>{title}</a></div><div class=author>Ada Reed, Basil Marsh</div>\
             <div><em>In Proceedings of the Lake Society</em>, Sep 2025</div></li>"
        )
    });
    assert_eq!(found, wanted(|_, title| format!("2025-09 | {title} | Ada Reed; Basil Marsh")), "month");
    let around = "<h1>Archive</h1><time>2025</time><ul>{}</ul><time>2024</time>\
                  <ul><li><span class='date day'>30</span> <span class='date month'>May</span> \
                  <a href='/p/9'>The year before that one</a></li></ul>";
    let mut found = of_page(around, |title, at| {
        format!(
            "<li><span class='date day'>0{}</span> <span class='date month'>Nov</span> <a href='/p/{at}'>{title}</a></li>",
            at + 1
        )
    });
    assert_eq!(found.pop().as_deref(), Some("2024-05-30 | The year before that one | "));
    assert_eq!(found, wanted(|at, title| format!("2025-11-0{} | {title} | ", at + 1)), "day");
}

#[test]
fn a_column_of_titles_may_hold_names_and_venues_below_them() {
    let people = ["A Reed, B Marsh", "C Brook", "D Hall", "E Martin, A Reed, B Marsh", "A Reed"];
    let around = "<div>Ada Reed</div><table><tr><th>Title</th><th>Cited by</th><th>Year</th></tr>{}</table>";
    let found = of_page(around, |title, at| {
        format!(
            "<tr class=r><td class=t><a href='/p/{at}' class=at>{title}</a><div class=g>{}</div>\
             <div class=g>Lake communications 11 (1), 112{at}<span class=o>, 2025</span></div></td>\
             <td class=c><a href='/c/{at}'>1{at}</a></td><td class=y><span class=h>2025</span></td></tr>",
            people[at]
        )
    });
    let titles: Vec<&str> = found.iter().filter_map(|line| line.split(" | ").nth(1)).collect();
    assert_eq!(titles, TITLES);
}

#[test]
fn quotes_around_all_titles_are_taken_off() {
    let found = of_page("<h1>Papers</h1><ul>{}</ul>", |title, at| {
        format!("<li><a href='/p/{at}'>“{title}”</a> <span>May {}, 2025</span></li>", at + 1)
    });
    assert_eq!(found, wanted(|at, title| format!("2025-05-0{} | {title} | ", at + 1)));
    let found = of_page("<h1>Papers</h1><ul>{}</ul>", |title, at| {
        let title = if at == 1 { format!("“{title}”") } else { title.to_owned() };
        format!("<li><a href='/p/{at}'>{title}</a> <span>May {}, 2025</span></li>", at + 1)
    });
    assert!(found[1].contains('“'), "one quoted title keeps its quotes: {found:?}");
}

#[test]
fn the_head_of_a_page_and_the_example_of_a_field_are_no_entries() {
    let around = "<div><h1>Volume Four</h1><h4><span>Oslo</span> <span>Apr 23 2026</span></h4></div>\
                  <form><h2>Filter and sort</h2><label>After</label><input><p>For example, 2005 or 21/11/2014</p></form>{}";
    let found = of_page(around, |title, at| {
        format!("<article><h2><a href='/p/{at}'>{title}</a></h2><p>May {}, 2025</p></article>", at + 1)
    });
    assert_eq!(found, wanted(|at, title| format!("2025-05-0{} | {title} | ", at + 1)));
}

#[test]
fn numbers_of_links_are_no_part_of_titles_in_text() {
    let cards: Vec<String> = TITLES
        .iter()
        .enumerate()
        .map(|(at, title)| format!("[2{at}]{title}\n\nMay {}, 2025 | Water\n\nA word on it and on the lake, in short.\n[4{at}]Read more\n\n", at + 1))
        .collect();
    let found = entries("page.txt", &format!("Tarn Lab\n\nNews\n\n{}", cards.concat()));
    assert_eq!(found, wanted(|at, title| format!("2025-05-0{} | {title} | ", at + 1)));
}

#[test]
fn what_stands_around_the_content_of_a_page_is_no_menu_whatever_its_class_says() {
    let around = "<h1>Volume Four</h1>{}";
    let shape = |title: &str, at: usize| {
        format!("<div class=post><h3><a href='/p/{at}'>{title}</a></h3><div>May {}, 2025</div></div>", at + 1)
    };
    let cards: String = TITLES.iter().enumerate().map(|(at, title)| shape(title, at)).collect();
    let page = format!(
        "<html lang=en><head><title>Volume Four</title><base href='https://tarn.example/'></head><body class=nav-fixed>\
         <div id=content class='page-columns page-navbar'><main>{}</main></div></body></html>",
        around.replace("{}", &cards)
    );
    assert_eq!(entries("page.html", &page), wanted(|at, title| format!("2025-05-0{} | {title} | ", at + 1)));
}

#[test]
fn labels_and_names_are_no_categories() {
    let topics = ["Ice", "Silt", "Ice", "Silt", "Ice"];
    let people = ["Ada Reed", "Ole Tamm", "Basil Marsh", "Clara Bay", "Ada Reed"];
    let initials = ["A. Reed, O. Tamm", "B. Marsh", "C. van Bay"];
    let told = |count: usize, line: &dyn Fn(usize) -> String| {
        let card = |at: usize, title: &str| {
            format!("<div class=i><a href=/{at}><h2>{title}</h2></a>{}</div>", line(at))
        };
        let cards: String =
            TITLES.iter().enumerate().take(count).map(|(at, title)| card(at, title)).collect();
        let page = format!("<html><title>Notes</title><main><h1>Notes</h1>{cards}</main>");
        let parts =
            |entry: &Value| (texts(entry, "/categories").join("; "), texts(entry, "/authors").join("; "));
        entries_of("page.html", page).iter().map(parts).collect::<Vec<_>>()
    };
    let day = |at: usize| format!("2025-0{}-10", at + 2);
    for label in ["Ämne: ", "Catégorie : ", "Рубрика: ", "分类："] {
        let found =
            told(5, &|at| format!("<div><span>{label}{}</span> <span>{}</span></div>", topics[at], day(at)));
        assert!(found.iter().map(|(topic, _)| &**topic).eq(topics), "{label}: {found:?}");
    }
    for label in ["Autor: ", "Автор: ", "作者：", "Av ", "Por "] {
        let found =
            told(5, &|at| format!("<div><span>{label}{}</span> <span>{}</span></div>", people[at], day(at)));
        let wanted = people.map(|name| (String::new(), name.to_owned()));
        assert_eq!(found, wanted, "{label}");
    }
    let found = told(3, &|at| format!("<p>1{at}-11-2025 | {}</p>", initials[at]));
    let wanted = initials.map(|names| (String::new(), names.replace(", ", "; ")));
    assert_eq!(found, wanted);
    let found = told(5, &|at| format!("<p>{} – Publisert 1{at}.11.2025</p>", topics[at]));
    assert!(found.iter().map(|(topic, _)| &**topic).eq(topics), "{found:?}");
}

#[test]
fn a_heading_of_a_day_without_its_year_dates_all_that_stands_below_it() {
    let env = TestEnv::empty();
    let rows = |(at, pair): (usize, &[&str])| {
        let link = |title: &&str| {
            format!("<h2><a href='/p/{at}-{}'>{title}</a> (<span>{at}</span>)</h2>", title.len())
        };
        let links = pair.iter().map(link).collect::<Vec<_>>().concat();
        format!("<p class=day>December {}</p>{links}", 9 - at)
    };
    let cards = TITLES[..4].chunks(2).enumerate().map(rows).collect::<Vec<_>>().concat();
    env.write(
        "page.html",
        format!(
            "<html lang=en><title>Tarn news</title><base href='https://tarn.example/'><h1>News</h1>{cards}</html>"
        ),
    );
    env.write("page.html.json", r#"{"captured": "2025-12-10T08:00:00Z"}"#);
    let page = env.inspect("page.html").remove(0);
    let line = |entry: &Value| format!("{} {}", text(entry, "/published/date"), text(entry, "/title"));
    let found: Vec<String> = entries_in(&page).iter().map(line).collect();
    let day = |at: usize| if at < 2 { "2025-12-09" } else { "2025-12-08" };
    assert_eq!(found, (0..4).map(|at| format!("{} {}", day(at), TITLES[at])).collect::<Vec<_>>());
}
