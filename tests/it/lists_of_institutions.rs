//! Lists of courts, ministries, journals and departments: which of several days counts, what is a title, what says that a list goes
//! on, and what beside it is none of it.
//!
//! In: pages written for it. Out: failures that name them.

use serde_json::Value;

use crate::support::{TestEnv, entries, text, texts};

const TITLES: [&str; 3] =
    ["Slow lakes remember longer", "Ice models that admit doubt", "What fish know about currents"];

fn page(lang: &str, body: &str) -> Value {
    let env = TestEnv::empty();
    let head = "<meta charset=utf-8><link rel=canonical href='https://lakes.example/list'>";
    env.write(
        "page.html",
        format!("<!DOCTYPE html><html lang={lang}><head>{head}</head><body>{body}</body></html>"),
    );
    env.inspect("page.html").remove(0)
}

/// `title | date` of the entries of a page.
fn listed(body: &str) -> Vec<String> {
    let line = |entry: &Value| format!("{} | {}", text(entry, "/title"), text(entry, "/published/date"));
    entries(&page("en", body)).iter().map(line).collect()
}

/// A part for each title, of that and its number.
fn each(part: impl Fn(&str, usize) -> String) -> String {
    TITLES.iter().enumerate().map(|(at, title)| part(title, at + 1)).collect()
}

/// The lines of the titles with days of this month.
fn in_month(month: &str) -> Vec<String> {
    TITLES.iter().enumerate().map(|(at, title)| format!("{title} | 2026-{month}-0{}", at + 1)).collect()
}

/// What a page with three entries and this above and below them says of whether there is more.
fn goes_on(above: &str, below: &str) -> bool {
    let list =
        each(|title, day| format!("<li><h3><a href=/{day}>{title}</a></h3><p>2026-05-0{day}</p></li>"));
    let page = page("en", &format!("<h1>News</h1>{above}<ul>{list}</ul>{below}"));
    assert_eq!(entries(&page).len(), 3, "{above} {below}");
    page.pointer("/listing/complete") == Some(&Value::Bool(false))
}

#[test]
fn of_several_days_in_a_row_that_of_the_publication_counts() {
    for (earlier, later) in [
        ("Received", "Published"),
        ("Hearing date", "Date of judgment"),
        ("Date", "Released"),
        ("Adopted", "Date of publication"),
        ("Eingang", "Veröffentlicht am"),
        ("Date de séance", "Date de publication"),
        ("Meeting date", "Issue date"),
        ("会议日期", "公布日期"),
    ] {
        let rows = each(|title, day| {
            format!("<tr><td><a href=/{day}>{title}</a><td>{day} April 2026<td>{day} May 2026</tr>")
        });
        let table = |first: &str, second: &str| {
            format!("<h1>All</h1><table><tr><th>Title<th>{first}<th>{second}</tr>{rows}</table>")
        };
        assert_eq!(listed(&table(earlier, later)), in_month("05"), "{earlier}, {later}");
        assert_eq!(listed(&table(later, earlier)), in_month("04"), "{later}, {earlier}");
        let cards = each(|title, day| {
            format!(
                "<div class=c><h3><a href=/{day}>{title}</a></h3><p>{earlier}: {day} April 2026</p><p>{later}: {day} May 2026</p></div>"
            )
        });
        assert_eq!(listed(&format!("<h1>All</h1>{cards}")), in_month("05"), "{earlier}: {later}:");
    }
}

#[test]
fn what_stands_in_place_of_a_day_is_no_topic_and_the_other_day_counts() {
    for (head, cell) in [("Published", "Yes"), ("Published in", "Lake Reports 2027")] {
        let rows =
            each(|title, day| format!("<tr><td><a href=/{day}>{title}</a><td>{day} May 2026<td>{cell}</tr>"));
        let page =
            page("en", &format!("<h1>All</h1><table><tr><th>Title<th>Decided<th>{head}</tr>{rows}</table>"));
        for (entry, line) in entries(&page).iter().zip(in_month("05")) {
            assert_eq!(format!("{} | {}", text(entry, "/title"), text(entry, "/published/date")), line);
            assert!(texts(entry, "/categories").is_empty(), "{head}");
        }
        assert_eq!(entries(&page).len(), 3);
    }
}

#[test]
fn titles_of_a_word_stand_among_others_and_below_the_head_of_their_column() {
    let contents = [
        ("Why lakes, why now", "Ada Reed"),
        ("The gauge that kept silent", "Basil Marsh"),
        ("Letters from the far shore", "Rosa Lind"),
        ("Editorial", "Ines Rohde"),
    ];
    let list = contents
        .iter()
        .map(|(title, name)| {
            format!("<li><h3><a href=/v/{}>{title}</a></h3><div class=authors>{name}</div></li>", title.len())
        })
        .collect::<Vec<_>>()
        .concat();
    let found =
        listed(&format!("<h1>Vol. 3 No. 2 (2026): Lakes</h1><p>Published: 2026-05-07</p><ul>{list}</ul>"));
    assert_eq!(found.last().map(String::as_str), Some("Editorial | 2026-05-07"));
    assert_eq!(found.len(), 4);
    let rows = ["Drift", "Shores", "Gauges", "Lamps"]
        .iter()
        .enumerate()
        .map(|(at, title)| format!("<tr><td>{} May 2026<td><a href=/l/{at}>{title}</a></tr>", at + 1))
        .collect::<Vec<_>>()
        .concat();
    let table = |head: &str| format!("<h1>Soundings</h1><table><tr><th>Date<th>{head}</tr>{rows}</table>");
    assert_eq!(listed(&table("Title")).len(), 4);
    assert_eq!(listed(&table("Name")).len(), 0);
    let menu = "<h1>School of lakes</h1><ul><li><h3><a href=/t>Teaching</a></h3><p class=author>Ada Reed</p></li>
        <li><h3><a href=/l>Library</a></h3><p class=author>Basil Marsh</p></li><li><h3><a href=/w>Workshop</a></h3><p class=author>Rosa Lind</p></li></ul>";
    assert_eq!(listed(menu).len(), 0);
}

#[test]
fn the_only_link_of_a_card_is_its_title_whatever_its_class_says() {
    for class in ["subject", "topic"] {
        let list = each(|title, day| {
            format!(
                "<li><a href=/v/{day}><strong class={class}>{title}</strong></a><span>2026-05-0{day}</span></li>"
            )
        });
        assert_eq!(listed(&format!("<h1>News</h1><ul>{list}</ul>")), in_month("05"), "{class}");
        let cards = each(|title, day| {
            format!(
                "<li><a href=/v/{day}><span class={class}>{title}</span><span>2026-05-0{day}</span></a></li>"
            )
        });
        assert_eq!(listed(&format!("<h1>News</h1><ul>{cards}</ul>")), in_month("05"), "{class}");
    }
    for subject in ["<p class=subject>Gauges</p>", "<a class=subject href=/subject/gauges>Gauges</a>"] {
        let cards = each(|title, day| {
            format!("<div class=c>{subject}<h3><a href=/{day}>{title}</a></h3><p>{day} May 2026</p></div>")
        });
        let page = page("en", &format!("<h1>News</h1>{cards}"));
        assert_eq!(entries(&page).len(), 3);
        assert!(entries(&page).iter().all(|entry| texts(entry, "/categories") == ["Gauges"]), "{subject}");
    }
}

#[test]
fn a_list_goes_on_where_it_counts_more_or_leads_to_all() {
    for above in [
        "<p>Showing 1-20 of 412</p>",
        "<p>1,234 results</p>",
        "<p>Page 1 of 12</p>",
        "<p>전체 4,812건</p>",
        "<p>全128件中1〜3件</p>",
        "<p><a href='?o=20'>Next</a></p>",
        "<p>345 publications</p>",
    ] {
        assert!(goes_on(above, ""), "{above}");
    }
    for below in [
        "<a href=/all>All news</a>",
        "<a href=/all>Alle Meldungen »</a>",
        "<a href=/all>Toutes les actualités</a>",
        "<button>عرض المزيد</button>",
        "<button>1</button><button>2</button><button>18</button>",
        "<a href=/all>View all reports and responses (31)</a>",
        "<div>共 36 页 <a>上一页</a> <a href=/i2>下一页</a></div>",
    ] {
        assert!(goes_on("", below), "{below}");
    }
    for (above, below) in [
        ("<p>3 results</p>", "<p><a href=/about>All about the court</a></p>"),
        ("<p>Since 2001 the court has issued 1,234 decisions.</p>", ""),
        ("<p>We reviewed pages 1-20 of 345 files.</p>", ""),
        ("<p>Page 12 of 12</p>", ""),
        ("<p>Showing 1-3 of 3</p>", ""),
        ("<p><a href='#'>Next</a></p>", "<p>12 articles</p>"),
    ] {
        assert!(!goes_on(above, below), "{above} {below}");
    }
}

#[test]
fn the_articles_before_and_behind_one_and_a_box_of_two_others_are_no_list() {
    let prose = "<p>Every pier of the lake needs work before the winter, and the council has set money aside for it.</p>".repeat(2);
    for (previous, next) in [
        ("Previous", "Next"),
        ("이전글", "다음글"),
        ("上一篇：", "下一篇："),
        ("Vorheriger Beitrag", "Nächster Beitrag"),
    ] {
        let links = format!(
            "<ul><li>{previous} <a href=/1>Keepers of the gauge are wanted</a> 2026-05-06</li><li>{next} <a href=/2>Results of the harbour checks</a> 2026-05-08</li></ul>"
        );
        assert!(
            listed(&format!("<h1>Fares to the island fall</h1><p>2026-05-07</p>{prose}{links}")).is_empty(),
            "{previous}"
        );
    }
    let others = "<ul><li><a href=/1>Keepers of the gauge are wanted</a> <span>6 May 2026</span></li><li><a href=/2>Results of the harbour checks</a> <span>5 May 2026</span></li></ul>";
    let series = format!(
        "<h1>Small ports in a warming lake</h1><p>7 May 2026</p>{prose}<h2>In the same series</h2>{others}"
    );
    assert!(listed(&series).is_empty());
    assert_eq!(listed(&format!("<h1>Press releases</h1>{others}")).len(), 2);
    let steps = "<ul><li><a href=/1>Next steps for the keepers</a> 2026-05-06</li><li><a href=/2>Previous checks in review</a> 2026-05-05</li></ul>";
    assert_eq!(listed(&format!("<h1>Press releases</h1>{steps}")).len(), 2);
}

#[test]
fn events_beside_news_are_none_of_them() {
    let news = each(|title, day| {
        format!(
            "<article><time>{day} May 2026</time><h3><a href=/{day}>{title}</a></h3><p>Some words on what it says.</p></article>"
        )
    });
    let events = "<ul><li><time>3 June 2026</time> <a href=/e/1>Noise as a signal</a></li><li><time>10 June 2026</time> <a href=/e/2>The last degree of cold</a></li></ul>";
    for heading in ["Upcoming events", "Events", "Veranstaltungen"] {
        let body = format!(
            "<h1>Lakes</h1><section><h2>News</h2>{news}</section><section><h2>{heading}</h2>{events}</section>"
        );
        assert_eq!(listed(&body), in_month("05"), "{heading}");
    }
    let reports = format!("<h1>News</h1><h2>Events</h2>{news}");
    assert_eq!(listed(&reports), in_month("05"));
}

#[test]
fn the_kind_and_the_size_of_a_file_are_no_part_of_a_title() {
    for mark in ["(PDF, 2.3 MB)", "[PDF - 2,3 MB]", "PDF 312 KB", "<span class=f>pdf, 312.45 KB</span>"] {
        let list =
            each(|title, day| format!("<li><a href=/{day}.pdf>{title} {mark}</a> {day} May 2026</li>"));
        let page = page("en", &format!("<h1>Reports</h1><ul>{list}</ul>"));
        let found: Vec<&str> = entries(&page).iter().map(|entry| text(entry, "/title")).collect();
        assert_eq!(found, TITLES, "{mark}");
        assert!(entries(&page).iter().all(|entry| texts(entry, "/categories").is_empty()), "{mark}");
    }
}

/// The entries of a page in this language, each as what this pointer says of it.
fn each_says(lang: &str, body: &str, pointer: &str) -> Vec<String> {
    let page = page(lang, body);
    entries(&page).iter().map(|entry| texts(entry, pointer).join("; ")).collect()
}

#[test]
fn kinds_of_documents_are_topics_and_their_labels_are_none() {
    let kinds = ["Press release", "Statement", "Speech"];
    let labelled = each(|title, day| {
        let kind = kinds[day - 1];
        format!(
            "<li><h3><a href=/{day}>{title}</a></h3><ul><li>Document type: {kind}</li><li>Organisation: Lake Office</li><li>Updated: {day} May 2026</li></ul></li>"
        )
    });
    let wanted = kinds.map(|kind| format!("{kind}; Lake Office"));
    assert_eq!(each_says("en", &format!("<h1>News</h1>{labelled}"), "/categories"), wanted);
    let bare = each(|title, day| {
        let kind = kinds[day - 1];
        format!(
            "<article><ul><li>{kind}</li><li><time>{day} May 2026</time></li></ul><div><a href=/{day}>{title}</a></div></article>"
        )
    });
    assert_eq!(each_says("en", &format!("<h1>News</h1>{bare}"), "/categories"), kinds);
    let other = each(|title, day| {
        format!("<li><h3><a href=/{day}>{title}</a></h3><p>{day} May 2026</p><p>Law: Moorings</p></li>")
    });
    assert_eq!(each_says("en", &format!("<h1>News</h1>{other}"), "/categories"), ["Law: Moorings"; 3]);
}

#[test]
fn one_day_tells_the_order_of_the_figures_of_all() {
    for (days, month) in [(["03/22/04", "03/08/04"], "03"), (["22/03/04", "08/03/04"], "03")] {
        let lines = format!(
            "{} <a href=/1>A breakwater for the lake</a><br>{} <a href=/2>Harbour Day in June</a><br>",
            days[0], days[1]
        );
        let wanted =
            ["A breakwater for the lake | 2004-", "Harbour Day in June | 2004-"].iter().zip(["22", "08"]);
        let wanted: Vec<String> = wanted.map(|(line, day)| format!("{line}{month}-{day}")).collect();
        assert_eq!(listed(&format!("<h1>Press</h1>{lines}")), wanted);
    }
}

#[test]
fn a_day_with_a_colon_below_its_year_is_whole() {
    let list = each(|title, day| format!("<li>{day} May: <a href=/n/{day}>{title}</a></li>"));
    assert_eq!(listed(&format!("<h1>Archive</h1><h2>2026</h2><ul>{list}</ul>")), in_month("05"));
    let list = each(|title, day| format!("<li><a href=/n/{day}>{day} May: {title}</a></li>"));
    let found = listed(&format!("<h1>Archive</h1><h2>2026</h2><ul>{list}</ul>"));
    assert_eq!(found.first().map(String::as_str), Some("1 May: Slow lakes remember longer | 2026"));
}

#[test]
fn amounts_of_grants_are_no_prices() {
    let table = |head: &str, day: &str| {
        let rows =
            each(|title, at| format!("<tr><td><a href=/{at}>{title}</a><td>$420,000<td>{at} May 2026</tr>"));
        format!("<h1>All</h1><table><tr><th>Title<th>{head}<th>{day}</tr>{rows}</table>")
    };
    assert_eq!(listed(&table("Amount", "Date")), in_month("05"));
    assert!(listed(&table("Price", "Available from")).is_empty());
}

#[test]
fn names_are_joined_by_the_word_of_their_language() {
    for (lang, by, and) in
        [("fr", "par", "et"), ("de", "von", "und"), ("es", "por", "y"), ("en", "by", "and")]
    {
        let list = each(|title, day| {
            format!(
                "<li><a href=/{day}>{title}</a><p>2026-05-0{day}, {by} Ada Reed {and} Basil Marsh</p></li>"
            )
        });
        let found = each_says(lang, &format!("<h1>All</h1><ul>{list}</ul>"), "/authors");
        assert_eq!(found, ["Ada Reed; Basil Marsh"; 3], "{lang}");
    }
    let list = each(|title, day| {
        format!("<li><a href=/{day}>{title}</a><p>{day}. Mai 2026, von Amt für Wasser und Boden</p></li>")
    });
    let found = each_says("de", &format!("<h1>Beiträge</h1><ul>{list}</ul>"), "/authors");
    assert_eq!(found, ["Amt für Wasser und Boden"; 3]);
}

#[test]
fn a_title_that_is_shown_cut_is_made_whole_by_that_of_its_link() {
    let list = |shown: fn(&str) -> String, whole: &str| {
        let list = each(|title, day| {
            format!(
                "<li><a href=/{day} title='{title}{whole}'>{}</a> <span>[{day} May 2026]</span></li>",
                shown(title)
            )
        });
        let found = listed(&format!("<h1>Papers</h1><ul>{list}</ul>"));
        found.first().and_then(|line| line.split(" | ").next()).unwrap_or_default().to_owned()
    };
    let whole = "Slow lakes remember longer and say why";
    assert_eq!(list(|title| format!("{title}..."), " and say why"), whole);
    assert_eq!(list(|title| format!("{title} …"), " and say why"), whole);
    assert_eq!(list(str::to_owned, " - read more on our site"), TITLES[0]);
}

#[test]
fn short_titles_with_days_are_a_list_and_lines_around_a_text_are_none() {
    let list = |titles: [&str; 3]| {
        let item = |(at, title): (usize, &&str)| format!("<li><a href=/{at}>{title}</a> (May 202{at})</li>");
        let items: String = titles.iter().enumerate().map(item).collect();
        listed(&format!("<h1>Positions</h1><p>They say what the board thinks of it, and are read again in every third year.</p><ul>{items}</ul>")).len()
    };
    assert_eq!(list(["Nights ashore", "Boarding ladders", "Fog signals"]), 3);
    assert_eq!(list(["Ada Reed", "Basil Marsh", "Rosa Lind"]), 0);
    let page = page(
        "zh",
        "<div>今天是2026年5月5日 星期二</div><div>当前位置：<a>首页</a> &gt; <a>通知公告</a></div><h1>关于湖区渡口管理的通知</h1>
         <div>发布时间：2026-05-07 09:30 来源：水运厅办公室 字号：[ <a>大</a> <a>中</a> <a>小</a> ]</div><p>每个渡口都要有专人值守，夜间不得开渡。</p>
         <p>本通知自2026年6月1日起施行。</p><p>2026年5月6日</p><div>分享到： 打印 关闭</div>",
    );
    assert!(entries(&page).is_empty());
}

#[test]
fn links_of_two_words_with_days_are_read_only_where_something_says_so() {
    let titles = ["Nights ashore", "Boarding ladders", "Fog signals", "Old piers"];
    let rows = |part: &dyn Fn(usize, &str) -> String| {
        titles.iter().enumerate().map(|(at, title)| part(at + 1, title)).collect::<Vec<_>>().concat()
    };
    let list = |heading: &str, path: &str, label: &str, behind: &str| {
        let rows = rows(&|day, title| {
            let behind = behind.replace('#', &day.to_string());
            format!("<li><a href=/{path}/{day}>{title}</a> <span>{label}2026-05-0{day}</span>{behind}</li>")
        });
        listed(&format!("<h1>{heading}</h1><ul>{rows}</ul>")).len()
    };
    for heading in ["Opinions", "Stellungnahmen", "Noticias", "Положения: статьи"] {
        assert_eq!(list(heading, "n", "", ""), 4, "{heading}");
    }
    assert_eq!(list("The keepers", "n", "Published: ", ""), 4);
    assert_eq!(
        list("The keepers", "n", "", "<p>What the keepers of the gauge say of it in winter #.</p>"),
        4
    );
    for (heading, path, label) in [
        ("The keepers", "n", ""),
        ("Boards", "n", ""),
        ("Releases", "n", ""),
        ("Opinions", "boards", ""),
        ("Forum articles", "n", ""),
        ("Opinions", "n", "In stock: "),
        ("Opinions", "n", "Last post: "),
    ] {
        assert_eq!(list(heading, path, label, ""), 0, "{heading} {path} {label}");
    }
    let table = |path: &str, head: &str| {
        let rows = rows(&|day, title| {
            let word = title.split(' ').next().unwrap_or_default();
            format!("<tr><td><a href=/{path}/{day}>{word}</a><td>2026-05-0{day}<td>{day}</tr>")
        });
        listed(&format!("<h1>Soundings</h1><table><tr><th>Title<th>Date<th>{head}</tr>{rows}</table>")).len()
    };
    assert_eq!(table("n", "Number"), 4);
    assert_eq!(table("downloads", "Number"), 0);
    assert_eq!(table("n", "Size"), 0);
}

#[test]
fn what_a_title_announces_and_what_it_measures_stays_in_it() {
    for (before, behind) in [
        ("Next: ", ""),
        ("Previous: ", ""),
        ("Share: ", ""),
        ("", " with 16 GB"),
        ("", " at 2 mo"),
        ("", " (XML)"),
    ] {
        let others = (4..7).map(|day| {
            format!("<li><h3><a href=/{day}>A pier that was mended in part {day}</a></h3><p>2026-05-0{day}</p></li>")
        });
        let one =
            format!("<li><h3><a href=/1>{before}Slow lakes remember{behind}</a></h3><p>2026-05-01</p></li>");
        let list = others.chain([one]).collect::<Vec<_>>().concat();
        let found = listed(&format!("<h1>News</h1><ul>{list}</ul>"));
        let wanted = format!("{before}Slow lakes remember{behind} | 2026-05-01");
        assert_eq!(found.last(), Some(&wanted));
    }
    let shared = each(|title, day| {
        format!("<li><h3><a href=/{day}>Share: {title}</a></h3><p>2026-05-0{day}</p></li>")
    });
    assert_eq!(listed(&format!("<h1>News</h1><ul>{shared}</ul>")).len(), 3);
    // What is filed under such a word is no neighbour of an article.
    let chips = (1..9).map(|day| {
        let chip = if day % 3 == 0 { "Next" } else { "Water" };
        format!("<article><span>{chip}</span><h2><a href=/{day}>A pier that was mended in part {day}</a></h2><time>2026-05-0{day}</time></article>")
    });
    assert_eq!(listed(&format!("<h1>News</h1>{}", chips.collect::<Vec<_>>().concat())).len(), 8);
}

#[test]
fn a_part_of_the_news_may_be_called_as_a_calendar_is() {
    let part = |heading: &str, month: usize, clock: &str| {
        let cards = each(|title, day| {
            format!(
                "<article><h3><a href=/{month}/{day}>{title} ({heading})</a></h3><time>2025-0{month}-0{day}{clock}</time></article>"
            )
        });
        format!("<h2>{heading}</h2>{cards}")
    };
    let page = |heading: &str, clock: &str| {
        listed(&format!("<h1>The gauge</h1>{}{}", part("Politics", 3, ""), part(heading, 5, clock))).len()
    };
    assert_eq!(page("Agenda", ""), 6);
    assert_eq!(page("Upcoming events", ""), 3);
}

#[test]
fn links_to_all_of_something_else_say_nothing_of_a_list() {
    for below in [
        "<a href='https://lakes.example/list'>All news</a>",
        "<nav><a href=/all>All news</a></nav>",
        "<section><h2>Our press</h2><a href=/press>All press releases</a></section>",
    ] {
        assert!(!goes_on("", below), "{below}");
    }
    assert!(goes_on("", "<h3><a href=/all>All news</a></h3>"));
}

#[test]
fn a_day_of_an_entry_that_does_not_count_is_none_of_the_page() {
    let list = each(|title, day| {
        format!(
            "<article><h3><a href=/{day}>{title}</a></h3><p>Release: 2026-05-0{day}</p><p>Posted 2026-06-0{day}</p></article>"
        )
    });
    let found = page("en", &format!("<h1>List</h1>{list}"));
    assert_eq!(entries(&found).len(), 3);
    assert_eq!(text(&found, "/page/published/date"), "");
    let dated = page("en", &format!("<h1>List</h1><p>Last updated: 2026-07-01</p>{list}"));
    assert_eq!(text(&dated, "/page/updated/date"), "2026-07-01");
}

#[test]
fn the_name_of_the_site_is_no_part_of_a_title_made_whole() {
    let titles = |whole: fn(&str) -> String| {
        let list = each(|title, day| {
            let shown: String = title.chars().take(10).collect();
            format!(
                "<li><a href=/{day} title='{}'>{shown}…</a> <span>{day} May 2026</span></li>",
                whole(title)
            )
        });
        listed(&format!("<h1>Papers</h1><ul>{list}</ul>"))
    };
    assert_eq!(titles(|title| format!("{title} | Lake News")), in_month("05"));
    assert_eq!(titles(|title| format!("{title} - Read more")), in_month("05"));
    assert_eq!(titles(str::to_owned), in_month("05"));
}
