//! Shapes in which people, venues and sites list what they have published.

use serde_json::{Map, Value, json};

use crate::support::{entries_of, text, texts};

/// Title, authors, venue, year, file.
const PAPERS: [(&str, [&str; 2], &str, &str, &str); 5] = [
    ("Slow lakes remember longer", ["Ada Reed", "Basil T. Marsh"], "Lake Society", "2025", "slow"),
    ("Measuring depth by echo alone", ["Clara van der Aa", "Ada Reed"], "Soundings", "2025", "echo"),
    ("Ice models that admit doubt", ["Élise Martin", "Basil T. Marsh"], "Lake Society", "2024", "ice"),
    ("What fish know about currents and weirs", ["Ada Reed", "Dan Brook"], "Rivers", "2023", "fish"),
    ("The first sounding of the upper tarn", ["Dan Brook", "Clara van der Aa"], "Soundings", "2021", "first"),
];

/// The page and its entries (title, date, authors) of a body that says each paper as `shape` does.
fn listed(
    before: &str,
    shape: impl Fn(&str, [&str; 2], &str, &str, &str) -> String,
    after: &str,
) -> Vec<String> {
    let rows: String =
        PAPERS.iter().map(|(title, by, venue, year, file)| shape(title, *by, venue, year, file)).collect();
    of_page(&format!("{before}{rows}{after}"))
}

fn of_page(body: &str) -> Vec<String> {
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>Publications | Tarn Lab</title><link rel=canonical href=https://tarn.example/p/>
         <header><nav><a href=/>Home</a> <a href=/people>People</a></nav></header><main>{body}</main>
         <footer>© 2026 Tarn Lab</footer></html>"
    );
    entries_of("page.html", &page).iter().map(|entry| line(entry, "authors")).collect()
}

/// Date and title of an entry, and the texts of another field.
fn line(entry: &Value, field: &str) -> String {
    let texts = texts(entry, &format!("/{field}")).join(", ");
    format!("{} | {} | {texts}", text(entry, "/published/date"), text(entry, "/title"))
}

/// What every shape that tells the year must give.
fn wanted(dated: bool) -> Vec<String> {
    let line = |(title, by, _, year, _): &(&str, [&str; 2], &str, &str, &str)| {
        format!("{} | {title} | {}", if dated { year } else { "" }, by.join(", "))
    };
    PAPERS.iter().map(line).collect()
}

#[test]
fn a_venue_and_its_year_date_a_paper_and_the_row_of_names_is_its_authors() {
    let shapes: [(&str, Vec<String>); 7] = [
        (
            "lines of an item",
            listed(
                "<h1>Ada Reed</h1><p>I study lakes.</p><h2>Selected publications</h2><ul>",
                |t, by, v, y, p| {
                    format!(
                        "<li><b>{t}</b><br>{}<br><i>{v} {y}</i>. [<a href=/{p}.pdf>pdf</a>] [<a href=/{p}.zip>code</a>]",
                        by.join(", ")
                    )
                },
                "</ul>",
            ),
        ),
        (
            "a linked title, then the rest in one line",
            listed(
                "<h1>Publications</h1><ul>",
                |t, by, v, y, p| {
                    format!("<li><a href=/{p}>{t}</a>. {} and {}. <em>{v}</em>, {y}.", by[0], by[1])
                },
                "</ul>",
            ),
        ),
        (
            "a title in strong type, then the rest in one line",
            listed(
                "<h1>Publications</h1><ul>",
                |t, by, v, y, p| {
                    format!(
                        "<li><strong>{t}</strong>. {}. <em>{v}</em>, {y}. <a href=/{p}>[PDF]</a>",
                        by.join(", ")
                    )
                },
                "</ul>",
            ),
        ),
        (
            "references: authors, title in strong type, venue",
            listed(
                "<h1>Publications</h1><ol>",
                |t, by, v, y, p| {
                    format!(
                        "<li>{}. <b>{t}</b>. <i>{v}</i> 3(1):1–20, {y}. [<a href=/{p}.pdf>pdf</a>]",
                        by.join(", ")
                    )
                },
                "</ol>",
            ),
        ),
        (
            "numbered references with quoted links",
            listed(
                "<h1>Publications</h1>",
                |t, by, v, y, p| {
                    format!("<p>[7] {}, “<a href=/{p}>{t}</a>,” <i>{v}</i>, vol. 3, {y}.</p>", by.join(", "))
                },
                "",
            ),
        ),
        (
            "terms and what a volume says of them",
            listed(
                "<h1>Volume 9</h1>",
                |t, by, _, y, p| {
                    format!(
                        "<dl><dt>{t}<dd><b><i>{}</i></b>; (3):1−20, {y}.<br>[<a href=/{p}.html>abs</a>][<a href=/{p}.pdf>pdf</a>]</dl>",
                        by.join(", ")
                    )
                },
                "",
            ),
        ),
        (
            "cards with the year behind the venue",
            listed(
                "<h1>Publications</h1>",
                |t, by, v, y, p| {
                    format!("<div class=card><h3><a href=/{p}>{t}</a></h3><div class=who>{}</div><div class=venue>{v} ({y})</div>
                         <p>We say in short what we did and what came of it.</p></div>", by.join(", "))
                },
                "",
            ),
        ),
    ];
    for (shape, found) in shapes {
        assert_eq!(found, wanted(true), "{shape}");
    }
}

#[test]
fn papers_without_a_date_are_listed_by_their_titles_and_authors() {
    let proceedings = listed(
        "<h4>Advances in Lakes 38</h4><ul>",
        |t, by, _, _, p| {
            format!(
                "<li><div><a href=/{p}.html>{t}</a><span class=paper-authors>{}</span></div>",
                by.join(", ")
            )
        },
        "</ul>",
    );
    assert_eq!(proceedings, wanted(false));
    let anthology = listed(
        "<h2>Proceedings of the Lake Society</h2>",
        |t, by, _, _, p| {
            let by: Vec<String> =
                by.iter().map(|name| format!("<a href='/people/{name}/'>{name}</a>")).collect();
            format!(
                "<p><span><a href=/{p}.pdf>pdf</a><a href=/{p}.bib>bib</a></span><span><strong><a href=/{p}/>{t}</a></strong><br>{}</span></p>",
                by.join(" | ")
            )
        },
        "",
    );
    assert_eq!(anthology, wanted(false));
}

#[test]
fn names_with_their_own_marks_are_authors_and_no_titles() {
    let library = listed(
        "<h2 id=y>2025</h2><ul>",
        |t, by, _, _, p| {
            let by: Vec<String> = by.iter().map(|name| format!("<span itemprop=author itemscope><a href='/pid/{p}'><span itemprop=name>{name}</span></a></span>")).collect();
            format!(
                "<li><cite itemprop=headline>{}:<br> <span class=title itemprop=name>{t}</span> <a href=/j><span itemprop=isPartOf>Soundings</span> 12(3)</a></cite>",
                by.join(", ")
            )
        },
        "</ul>",
    );
    let titles: Vec<String> =
        library.iter().filter_map(|line| Some(line.split(" | ").nth(1)?.to_owned())).collect();
    assert_eq!(titles, PAPERS.map(|paper| paper.0));
    let authors: Vec<&str> = library.iter().filter_map(|line| line.split(" | ").nth(2)).collect();
    assert_eq!(authors, PAPERS.map(|paper| paper.1.join(", ")));
}

#[test]
fn a_year_among_other_words_makes_no_listing_of_people_products_or_sections() {
    let sentence = "The gauges were read twice a day by whoever lived nearest, and the books that they kept are still there.";
    let pages = [
        (
            "people",
            listed(
                "<h1>Our team</h1>",
                |_, by, v, y, p| {
                    format!(
                        "<div class=person><h3>{}</h3><p>Doctor of the {v} College, {y}.</p><a href=/{p}>Profile</a></div>",
                        by[0]
                    )
                },
                "",
            ),
        ),
        (
            "products",
            listed(
                "<h1>Gauges</h1>",
                |t, _, _, y, p| {
                    format!(
                        "<div class=p><h3><a href=/{p}>{t}</a></h3><p>Model of {y}</p><span>$19.99</span></div>"
                    )
                },
                "",
            ),
        ),
        (
            "sections",
            listed(
                "<h1>A history of the tarn</h1>",
                |t, _, v, y, _| {
                    format!("<h2>{t}</h2><p>It was {y}, and the {v} had just met. {sentence} {sentence}</p>")
                },
                "",
            ),
        ),
        (
            "questions",
            listed(
                "<h1>Questions</h1>",
                |t, _, _, y, _| format!("<div class=q><h3>{t}?</h3><p>Since {y} it has been so.</p></div>"),
                "",
            ),
        ),
    ];
    let small_prints = [
        ("films", "{y} · 120 min · Drama"),
        ("addresses", "3 George Street, Sydney NSW 2000"),
        ("screens", "1920 x 1080, 60 Hz"),
        ("cars", "{y}, 45 000 km, Petrol"),
        ("photographs", "Photo: Lake Agency © {y}"),
        ("colours", "Matt Black, Sea Blue"),
        ("services", "Web Design, Brand Strategy"),
    ];
    for (page, small_print) in small_prints {
        let found = listed(
            "<h1>All of them</h1>",
            |t, _, _, y, p| {
                format!(
                    "<div class=c><h3><a href=/{p}>{t}</a></h3><p>{}</p></div>",
                    small_print.replace("{y}", y)
                )
            },
            "",
        );
        assert!(found.is_empty(), "{page}: {found:?}");
    }
    for (page, found) in pages {
        assert!(found.is_empty(), "{page}: {found:?}");
    }
}

#[test]
fn what_was_changed_in_the_versions_of_a_program_is_no_list_of_publications() {
    let changes = [
        "Support for gauges of 2025",
        "Drop what nobody has read since the flood",
        "Fix the sign of depths below the mark.",
        "Stop counting boats twice.",
        "<code>read_gauge</code> takes a <code>depthN</code> parameter",
    ];
    let version = |(number, day): (usize, &str)| {
        let items = changes.iter().enumerate().map(|(place, change)| {
            let issue = 10 * number + place;
            let change = change.replace('N', &number.to_string());
            format!("<li><p>{change} <a href=https://code.example/{issue}>#{issue}</a></p></li>")
        });
        let items: String = items.collect();
        format!(
            "<section><h2>Version 1.{number}<a href=#v{number}>¶</a></h2><p>Released {day}</p><ul>{items}</ul></section>"
        )
    };
    let versions = [(3, "2025-05-07"), (2, "2025-04-02"), (1, "2025-03-01")].map(version);
    let found = of_page(&format!("<h1>Changes</h1>{}", versions.concat()));
    let is_change = |entry: &&String| changes.iter().any(|change| entry.contains(change));
    assert_eq!(found.iter().find(is_change), None);
}

#[test]
fn the_first_entry_of_a_page_without_a_heading_of_its_own_is_not_lost() {
    for heading in ["h1", "h2"] {
        let posts = listed(
            "",
            |t, by, _, y, p| {
                format!(
                    "<article><{heading}><a href=/{p}>{t}</a></{heading}><p>Posted on <time datetime={y}-03-02>2 March {y}</time> by <span class=author>{}</span></p><p>In short.</p></article>",
                    by[0]
                )
            },
            "",
        );
        assert_eq!(posts.len(), PAPERS.len(), "{heading}: {posts:?}");
    }
}

#[test]
fn days_are_read_in_boxes_headings_and_brackets() {
    // The day is the place of the paper: one to five.
    let day = |title: &str| PAPERS.iter().position(|paper| paper.0 == title).unwrap() + 1;
    let shapes: [(&str, Vec<String>); 6] = [
        (
            "a leaf of a calendar",
            listed(
                "<h1>News</h1>",
                |t, _, _, y, p| {
                    format!(
                        "<div class=n><div class=box><span>{}</span><span>Mar</span><span>{y}</span></div><h3><a href=/{p}>{t}</a></h3></div>",
                        day(t)
                    )
                },
                "",
            ),
        ),
        (
            "a leaf in blocks, the month first",
            listed(
                "<h1>News</h1>",
                |t, _, _, y, p| {
                    format!(
                        "<div class=n><div><p>March</p><p>{},</p><p>{y}</p></div><h3><a href=/{p}>{t}</a></h3></div>",
                        day(t)
                    )
                },
                "",
            ),
        ),
        (
            "within the heading",
            listed(
                "<h1>News</h1>",
                |t, _, _, y, p| {
                    format!("<h3><a href=/{p}>{t} <span>{} March {y}</span></a></h3><p>In short.</p>", day(t))
                },
                "",
            ),
        ),
        (
            "in brackets before the title",
            listed(
                "<h1>News</h1><ul>",
                |t, _, _, y, p| format!("<li><a href=/{p}>[{y}-03-0{}] {t}</a>", day(t)),
                "</ul>",
            ),
        ),
        (
            "with the author in brackets behind the title",
            listed(
                "<h1>Reports</h1><ol>",
                |t, by, _, y, p| {
                    format!("<li>{t} <span>({}, {y}-03-0{})</span> <a href=/{p}.pdf>PDF</a>", by[0], day(t))
                },
                "</ol>",
            ),
        ),
        (
            "behind titles that all end with a full stop",
            listed(
                "<h1>News</h1>",
                |t, _, _, y, p| {
                    format!(
                        "<div class=n><a class=t href=/{p}>{t}.</a> <span>{} Mar {y}</span></div>",
                        day(t)
                    )
                },
                "",
            ),
        ),
    ];
    let wanted: Vec<String> =
        PAPERS.iter().map(|paper| format!("{}-03-0{} | {}", paper.3, day(paper.0), paper.0)).collect();
    for (shape, found) in shapes {
        let found: Vec<String> =
            found.iter().map(|line| line.rsplit_once(" | ").unwrap().0.to_owned()).collect();
        assert_eq!(found, wanted, "{shape}");
    }
}

fn of_text(content: &str) -> Vec<String> {
    entries_of("page.txt", content).iter().map(|entry| line(entry, "categories")).collect()
}

#[test]
fn copied_text_is_read_by_cells_by_first_days_and_below_its_own_heading() {
    let titles = PAPERS.map(|paper| paper.0);
    let days = ["2025-03-01", "2024-11-02", "2024-06-03", "2023-05-04", "2021-08-15"];
    let topics = ["Hydrology", "Acoustics", "Hydrology", "Acoustics", "Hydrology"];
    let rows = |row: &dyn Fn(usize) -> String| (0..titles.len()).map(row).collect::<String>();
    let plain: Vec<String> =
        (0..titles.len()).map(|at| format!("{} | {} | ", days[at], titles[at])).collect();
    let topical: Vec<String> =
        (0..titles.len()).map(|at| format!("{} | {} | {}", days[at], titles[at], topics[at])).collect();
    let table = rows(&|at| format!("{}\t{}\t{}\n", days[at], titles[at], topics[at]));
    assert_eq!(of_text(&format!("Our reports\n\n{table}")), topical, "cells");
    let arrows = rows(&|at| format!("{} » {}\n", days[at], titles[at]));
    assert_eq!(of_text(&format!("Notes\n\n{arrows}")), plain, "arrows");
    let brackets = rows(&|at| format!("[{}] {}\n", days[at], titles[at]));
    assert_eq!(of_text(&format!("Notes\n\n{brackets}")), plain, "brackets");
    let changed =
        rows(&|at| format!("{}\nAda Reed, Basil Marsh\n{} (modified: 25 Nov 2025)\n", titles[at], days[at]));
    assert_eq!(of_text(&format!("Submissions\n\n{changed}")), plain, "two days on a line");
    let below = rows(&|at| format!("{}\n{}\n", days[at], titles[at]));
    assert_eq!(
        of_text(&format!("Latest news\n\n{below}")),
        plain,
        "days before titles, and a heading before them"
    );
}

/// The papers as records of a content system, each made of title, day, topic and file.
fn records(record: impl Fn(&str, &str, &str, &str) -> Value) -> Vec<Value> {
    PAPERS
        .iter()
        .map(|(title, _, venue, year, file)| record(title, &format!("{year}-03-02"), venue, file))
        .collect()
}

#[test]
fn data_for_scripts_is_read_in_the_packings_of_frameworks() {
    let plain = records(
        |title, day, venue, file| json!({"title": title, "date": day, "team": venue, "path": format!("/{file}")}),
    );
    // Each value is named by its number, the records behind the list of them.
    let mut numbered = vec![json!({"data": 1}), json!({"posts": 2}), Value::Null];
    let places: Vec<usize> = plain
        .iter()
        .map(|record| {
            let at = numbered.len();
            let keys: Map<String, Value> = record
                .as_object()
                .unwrap()
                .keys()
                .zip(at + 1..)
                .map(|(key, at)| (key.clone(), json!(at)))
                .collect();
            numbered.push(Value::Object(keys));
            numbered.extend(record.as_object().unwrap().values().cloned());
            at
        })
        .collect();
    numbered[2] = json!(places);
    let paired = records(
        |title, day, venue, file| json!([0, {"title": [0, title], "date": [3, day], "team": [0, venue], "path": [0, format!("/{file}")]}]),
    );
    let attribute = json!({"posts": [1, paired]}).to_string().replace('&', "&amp;").replace('"', "&quot;");
    let typed: Map<String, Value> = records(|title, day, venue, file| {
        json!({"__typename": "Post", "title": title, "publishedAt": day, "category": {"name": venue}, "path": format!("/{file}")})
    })
    .into_iter()
    .enumerate()
    .map(|(at, record)| (format!("Post:{at}"), record))
    .chain([("User:1".to_owned(), json!({"__typename": "User", "name": "Ada Reed"}))])
    .collect();
    let wrapped = records(|title, day, venue, file| {
        json!({"attributes": {"title": title, "created": format!("{day}T10:00:00Z"), "path": {"alias": format!("/{file}")},
            "team": {"data": {"attributes": {"name": venue}}}}})
    });
    let script = |kind: &str, data: &dyn std::fmt::Display| {
        format!("<div id=app></div><script {kind}>{data}</script>")
    };
    for (packing, body) in [
        ("values named by number", script("type=application/json id=__NUXT_DATA__", &json!(numbered))),
        ("pairs of type and value", format!("<astro-island props=\"{attribute}\"></astro-island>")),
        (
            "a cache of records by key",
            script("", &format!("window.__APOLLO_STATE__={}", Value::Object(typed))),
        ),
        ("wrapped records", script("type=application/json", &json!({"data": wrapped}))),
    ] {
        let page = format!(
            "<!DOCTYPE html><title>Research</title><link rel=canonical href=https://tarn.example/r/>{body}"
        );
        let line = |entry: &Value| {
            let fields = ["/published/date", "/title", "/categories/0", "/url"];
            fields.map(|field| text(entry, field)).join(" ")
        };
        let found: Vec<String> = entries_of("page.html", &page).iter().map(line).collect();
        let wanted = PAPERS.map(|(title, _, venue, year, file)| {
            format!("{year}-03-02 {title} {venue} https://tarn.example/{file}")
        });
        assert_eq!(found, wanted, "{packing}");
    }
}
