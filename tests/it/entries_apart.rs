//! Which lines and links of a page are entries, and which of them belong to which entry.

use serde_json::Value;

use crate::support::{TestEnv, entries_of, text, texts};

/// `date | title | authors | categories | address` of the entries of a capture.
fn entries(name: &str, content: &str) -> Vec<String> {
    let line = |entry: &Value| {
        let parts = ["/authors", "/categories"].map(|key| texts(entry, key).join(", "));
        let [date, title, url] = ["/published/date", "/title", "/url"].map(|key| text(entry, key));
        format!(
            "{date} | {title} | {} | {}",
            parts.join(" | "),
            url.trim_start_matches("https://tarn.example")
        )
    };
    entries_of(name, content).iter().map(line).collect()
}

fn of_page(body: &str) -> Vec<String> {
    entries(
        "page.html",
        &format!(
            "<html lang=en><head><title>Tarn Lab</title><base href='https://tarn.example/all'></head>\
             <body><main>{body}</main></body></html>"
        ),
    )
}

#[test]
fn links_that_hold_a_whole_card_are_cut() {
    let posts = [
        ("Nov 20, 2025 Fieldwork The upper tarn is frozen", "/a"),
        ("Nov 13, 2025 Policy Our view of weirs and dams", "/b"),
        ("Nov 4, 2025 Models Ice that admits some doubt", "/c"),
        ("Oct 28, 2025 Fieldwork What we found below the ice", "/d"),
    ];
    let wanted = [
        "2025-11-20 | The upper tarn is frozen |  | Fieldwork | /a",
        "2025-11-13 | Our view of weirs and dams |  | Policy | /b",
        "2025-11-04 | Ice that admits some doubt |  | Models | /c",
        "2025-10-28 | What we found below the ice |  | Fieldwork | /d",
    ];
    let items = posts.map(|(text, url)| format!("<li><a href='{url}'>{text}</a></li>")).concat();
    assert_eq!(of_page(&format!("<h1>News</h1><ul>{items}</ul>")), wanted);
    let lines = posts.map(|(text, url)| format!("- [{text}](https://tarn.example{url})\n")).concat();
    assert_eq!(entries("clip.md", &format!("# News\n\n{lines}")), wanted);
    let bare = posts.map(|(text, url)| {
        let text = text.replace(" Fieldwork", "").replace(" Policy", "").replace(" Models", "");
        format!("<li><a href='{url}'>{text}</a></li>")
    });
    let bare = of_page(&format!("<h1>News</h1><ul>{}</ul>", bare.concat()));
    assert_eq!(bare[0], "2025-11-20 | The upper tarn is frozen |  |  | /a");
    assert_eq!(bare.len(), 4);
}

#[test]
fn dates_that_close_rows_are_those_of_the_titles_above_them() {
    let row = |title: &str, url: &str, name: &str, day: &str| {
        format!(
            "[{title}](https://tarn.example{url})\n\n[{name}](https://tarn.example/users/{name})\n\n{day}\n\n"
        )
    };
    let rows = [
        row("Slow lakes have weather", "/p/1/lakes", "reedh", "20 May 2025"),
        row("Gauges by lottery", "/p/2/gauges", "marshb", "18 May 2025"),
        row("A short list of old wells", "/p/3/wells", "aac", "9 May 2025"),
    ];
    assert_eq!(
        entries("clip.md", &format!("# Posts\n\n{}", rows.concat())),
        [
            "2025-05-20 | Slow lakes have weather | reedh |  | /p/1/lakes",
            "2025-05-18 | Gauges by lottery | marshb |  | /p/2/gauges",
            "2025-05-09 | A short list of old wells | aac |  | /p/3/wells",
        ]
    );
}

/// Title, names.
const PAPERS: [(&str, &str); 5] = [
    ("Slow lakes remember longer", "Ada Reed, Basil Marsh"),
    ("Lakes and their rivers", "Clara Hall, Ada Reed"),
    ("Ice that admits doubt", "Basil Marsh, Dan Brook"),
    ("What fish know", "Ada Reed, Dan Brook"),
    ("The first sounding of the upper tarn", "Dan Brook, Clara Hall"),
];

fn papers(shape: impl Fn(usize, &str, &str) -> String) -> String {
    PAPERS.iter().enumerate().map(|(at, (title, names))| shape(at, title, names)).collect()
}

fn wanted(date: &str) -> Vec<String> {
    let line =
        |(at, (title, names)): (usize, &(&str, &str))| format!("{date} | {title} | {names} |  | /{at}");
    PAPERS.iter().enumerate().map(line).collect()
}

#[test]
fn links_with_rows_of_names_are_papers_without_dates() {
    let volume = papers(|at, t, n| format!("<li><a href='/{at}'>{t}</a> <i>{n}</i></li>"));
    assert_eq!(of_page(&format!("<h4>Advances 36</h4><ul>{volume}</ul>")), wanted(""));
    let lines = papers(|at, t, n| {
        let names = n.replace(", ", "</a> | <a href='/people/y/'>");
        format!("<p><strong><a href='/{at}'>{t}</a></strong><br><a href='/people/x/'>{names}</a></p>")
    });
    assert_eq!(of_page(&format!("<h2>Workshop</h2>{lines}")), wanted(""));
    let goods = papers(|at, _, n| format!("<li><a href='/{at}'>{n}</a> <i>{n}</i></li>"));
    assert!(of_page(&format!("<h4>Advances 36</h4><ul>{goods}</ul>")).is_empty());
}

#[test]
fn short_titles_with_marked_authors_and_a_venue_are_papers() {
    let cards = papers(|at, t, n| {
        format!(
            "<div class=paper><p class=title>{t}</p><p><span class=authors>{n}</span>; <span><i>Proceedings of \
             Lakes</i>, 7:1-17, 2023</span></p><p>[<a href='/{at}'>abs</a>]</p></div>"
        )
    });
    assert_eq!(of_page(&format!("<h1>Volume 7</h1>{cards}")), wanted("2023"));
}

/// What a paper looks like: title, names, year, path.
type Shape<'a> = &'a dyn Fn((&str, &str, i32, String)) -> String;

#[test]
fn a_short_title_behind_names_is_one_and_leads_to_its_paper() {
    let titles = ["Slow lakes", "Old gauges", "Deep wells", "Ice models"];
    let line = |at: usize| (titles[at], PAPERS[at].1, if at < 2 { 2024 } else { 2023 }, format!("/{at}.pdf"));
    let lines = |shape: Shape<'_>| -> String {
        (0..4).map(line).map(|(title, names, year, path)| shape((title, names, year, path))).collect()
    };
    let wanted: Vec<String> =
        (0..4).map(line).map(|(t, n, y, path)| format!("{y} | {t} | {n} |  | {path}")).collect();
    let below = lines(&|(title, names, year, path)| {
        let heading = if ["Slow lakes", "Deep wells"].contains(&title) {
            format!("<h2>{year}</h2>")
        } else {
            String::new()
        };
        format!("{heading}<p>{names}. <b>{title} and silt.</b> Soundings. <a href='{path}'>PDF</a></p>")
    });
    let with_silt: Vec<String> =
        (0..4).map(line).map(|(t, n, y, path)| format!("{y} | {t} and silt | {n} |  | {path}")).collect();
    assert_eq!(of_page(&format!("<h1>Publications</h1>{below}")), with_silt);
    let broken = lines(&|(title, names, year, path)| {
        format!(
            "<p><b>{title}.</b><br>{names}.<br><i>Journal of the Lake Society</i>, {year}. \
             [<a href='{path}'>pdf</a>]</p>"
        )
    });
    assert_eq!(of_page(&format!("<h2>Publications</h2>{broken}")), wanted);
    let linked = lines(&|(title, names, year, path)| {
        format!("1. {names}. [{title}](https://tarn.example{path}). *Soundings* 24(3), {year}.\n")
    });
    assert_eq!(entries("clip.md", &format!("# Papers\n\n{linked}")), wanted);
}

#[test]
fn papers_of_one_author_alone_are_listed_below_a_heading_that_says_so() {
    let line =
        |title: &str, names: &str| format!("<p><b>{title}.</b><br>{names}.<br><i>Soundings</i>, 2023.</p>");
    let body = [
        line("Slow lakes", "Ada Reed"),
        line("Old gauges", "Ada Reed, Dan Brook"),
        line("Deep wells", "Ada Reed"),
    ];
    let wanted = [
        "2023 | Slow lakes | Ada Reed |  | ",
        "2023 | Old gauges | Ada Reed, Dan Brook |  | ",
        "2023 | Deep wells | Ada Reed |  | ",
    ];
    assert_eq!(of_page(&format!("<h2>Publications</h2>{}", body.concat())), wanted);
}

#[test]
fn addresses_with_days_date_papers_of_short_titles() {
    let card = |day: &str, title: &str| {
        format!(
            "<div><article><h2><a href='/publication/{day}-x'>{title}</a></h2><p>Published in <i>Soundings</i>, 2024</p>\
             <p>A few words on it.</p></article></div>"
        )
    };
    let cards = [
        card("2024-11-01", "Slow lakes remember"),
        card("2023-05-12", "Rivers without names"),
        card("2021-08-02", "Ice in the wild"),
    ];
    let found = of_page(&format!("<h1>Publications</h1>{}", cards.concat()));
    assert_eq!(found[0], "2024-11-01 | Slow lakes remember |  |  | /publication/2024-11-01-x");
    assert_eq!(found.len(), 3);
}

#[test]
fn the_contents_of_a_thin_issue_are_entries_and_pages_no_summary() {
    let article = |at: usize| {
        let (title, names) = PAPERS[at];
        format!(
            "<div class=obj_article_summary><h3 class=title><a href='/{at}'>{title}</a></h3><div class=meta>\
             <div class=authors>{names}</div><div class=pages>1-12</div></div></div>"
        )
    };
    let page = format!("<h1>Vol. 9 No. 2</h1>{}", [article(0), article(1), article(4)].concat());
    let expected: Vec<String> = [0, 1, 4].into_iter().map(|at| wanted("")[at].clone()).collect();
    assert_eq!(of_page(&page), expected);
    let source = format!("<html><body><main>{page}</main></body></html>");
    assert!(entries_of("page.html", &source).iter().all(|entry| text(entry, "/summary").is_empty()));
}

#[test]
fn labelled_titles_are_those_and_lines_of_names_are_none() {
    let line = |at: usize, (title, names): &(&str, &str)| {
        format!(
            "[no. {at}](https://tarn.example/{at})\n\nTitle: {title}\n\n{names}\n\nSubjects: Water (w.LK)\n\n"
        )
    };
    let days = [line(0, &PAPERS[0]), line(1, &PAPERS[1])].concat();
    let clip =
        format!("# Water\n\n### Fri, 9 May 2025\n\n{days}### Thu, 8 May 2025\n\n{}", line(4, &PAPERS[4]));
    let titles: Vec<String> = [("2025-05-09", 0), ("2025-05-09", 1), ("2025-05-08", 4)]
        .map(|(day, at)| wanted(day)[at].clone())
        .to_vec();
    assert_eq!(entries("clip.md", &clip), titles);
    let paper = |(title, names): &(&str, &str), venue: &str| {
        format!("1.   LK\n\n{title}\n\n_{names}_\n\n_In {venue}_\n\n")
    };
    let clip = format!(
        "# Publications\n\n2024\n----\n\n{}{}2023\n----\n\n{}",
        paper(&PAPERS[0], "Proceedings of Lakes, Jul 2024"),
        paper(&PAPERS[1], "Soundings, May 2024"),
        paper(&PAPERS[4], "Journal of Gauges, Mar 2023")
    );
    let dated = [("2024-07", 0), ("2024-05", 1), ("2023-03", 4)];
    let found: Vec<String> = entries("clip.md", &clip)
        .iter()
        .map(|line| line.split(" | ").take(3).collect::<Vec<_>>().join(" | "))
        .collect();
    assert_eq!(found, dated.map(|(day, at)| format!("{day} | {} | {}", PAPERS[at].0, PAPERS[at].1)));
}

#[test]
fn names_beside_a_date_and_behind_a_count_are_authors() {
    let card = |title: &str, names: &str, date: &str| {
        format!(
            "### [{title}](https://tarn.example/p)\n\n{names} | {date}\n\nA few words on what was found.\n\n"
        )
    };
    let clip = [
        card("Who measures whom", "Jo Ash and Kim Marsh", "January 2025"),
        card("Wells at the edge", "Zara Brook", "December 2024"),
        card("Testimony on weirs", "Sam Reed", "November 19, 2024"),
    ];
    assert_eq!(
        entries("clip.md", &format!("# Publications\n\n{}", clip.concat())),
        [
            "2025-01 | Who measures whom | Jo Ash, Kim Marsh |  | /p",
            "2024-12 | Wells at the edge | Zara Brook |  | /p",
            "2024-11-19 | Testimony on weirs | Sam Reed |  | /p",
        ]
    );
    let post = |title: &str, names: &str, date: &str| {
        format!(
            "<article><header><h2>{title}</h2></header><p>A few words on what was found.</p><footer><span>{date}</span>\
             &nbsp;·&nbsp;4 min&nbsp;·&nbsp;{names}</footer><a href='/p'></a></article>"
        )
    };
    let posts = [
        post("Who measures whom", "Jo Ash, Kim Marsh", "January 12, 2025"),
        post("Wells at the edge", "Zara Brook", "December 2, 2024"),
        post("Testimony on weirs", "Sam Reed", "November 19, 2024"),
    ];
    assert_eq!(
        of_page(&format!("<h1>Blog</h1>{}", posts.concat())),
        [
            "2025-01-12 | Who measures whom | Jo Ash, Kim Marsh |  | /p",
            "2024-12-02 | Wells at the edge | Zara Brook |  | /p",
            "2024-11-19 | Testimony on weirs | Sam Reed |  | /p",
        ]
    );
}

#[test]
fn a_kind_above_each_title_is_its_category() {
    let card = |kind: &str, title: &str, date: &str| {
        format!(
            "<div class=t><div class=teaser__type>{kind}</div><h3><a href='/p'>{title}</a></h3><span>{date}</span></div>"
        )
    };
    let cards = [
        card("Reports", "Who measures whom", "January 12, 2025"),
        card("Data Snapshot", "Wells at the edge", "December 2, 2024"),
        card("Testimony", "A word on weirs", "November 19, 2024"),
    ];
    let found = of_page(&format!("<h1>Publications</h1>{}", cards.concat()));
    assert_eq!(found[1], "2024-12-02 | Wells at the edge |  | Data Snapshot | /p");
}

#[test]
fn a_section_that_holds_the_title_of_the_page_is_no_entry() {
    let page = "<html lang=en><head><title>Paper page - Slow lakes in long winters</title></head><body><main><div><div>\
        <a href='/papers'>Papers</a><h1>Slow lakes in long winters</h1><div>Published on Feb 6, 2025</div>\
        <h2>Abstract</h2><p>Lakes that freeze early thaw late, even where the winter was mild. After correcting for depth \
        the order of the four lakes changes, and the smallest of them comes out ahead.</p></div>\
        <div><h2>Community</h2><div><a href='/bot'>gauge-bot</a><span>Feb 11, 2025</span><p>This is an automated message. \
        I found these papers on similar lakes.</p></div></div></div></main></body></html>";
    assert!(entries_of("page.html", page).is_empty());
    let env = TestEnv::empty();
    env.write("page.html", page);
    assert_eq!(text(&env.inspect("page.html")[0], "/page/published/date"), "2025-02-06");
}

#[test]
fn titles_of_one_word_are_entries_where_each_has_its_day() {
    let list = |titles: [&str; 4]| {
        let days = ["2025-11-21", "2025-08-04", "2025-01-17", "2024-12-09"];
        let items = titles
            .iter()
            .zip(days)
            .map(|(title, day)| format!("<li><a href='/k'>{title}</a> <span>{day}</span></li>"));
        of_page(&format!("<h1>Liste</h1><ul>{}</ul>", items.collect::<String>())).len()
    };
    for (titles, wanted) in [
        (
            [
                "Gewässerschutzverordnung",
                "Forschungsförderung",
                "Bibliotheksöffnung",
                "Jahresabschlussbericht",
            ],
            4,
        ),
        (["人事異動", "入試情報", "年次報告", "受賞"], 4),
        (["เปิดรับสมัครทุนวิจัย", "ประชุมวิชาการระดับชาติ", "รางวัลนักวิจัยดีเด่น", "อบรมการใช้เครื่องมือ"], 4),
        (["reedh", "marshb", "brook", "hallc"], 0),
        (["README.md", "CHANGES.md", "contributing.md", "architecture.md"], 0),
    ] {
        assert_eq!(list(titles), wanted, "{titles:?}");
    }
}
