//! Which rows and records of a page are publications that it lists, and which are what it says of itself or of something else.

use serde_json::Value;

use crate::support::{TestEnv, text, texts};

/// What is made of a page with this head and this body, in a language.
fn read(language: &str, body: &str) -> Value {
    let env = TestEnv::empty();
    let page = format!(
        "<html lang={language}><head><title>Tarn Lab</title><base href='https://tarn.example/all/'></head>\
         <body><main>{body}</main></body></html>"
    );
    env.write("page.html", page);
    env.inspect("page.html").remove(0)
}

/// `date | title | authors | summary | address` of the entries of a page.
fn entries(body: &str) -> Vec<String> {
    listed(&read("en", body))
}

fn listed(page: &Value) -> Vec<String> {
    let entries = page.pointer("/listing/entries").and_then(Value::as_array).cloned().unwrap_or_default();
    let line = |entry: &Value| {
        let [date, title, summary, url] =
            ["/published/date", "/title", "/summary", "/url"].map(|key| text(entry, key));
        let url = url.trim_start_matches("https://tarn.example");
        format!("{date} | {title} | {} | {summary} | {url}", texts(entry, "/authors").join(", "))
    };
    entries.iter().map(line).collect()
}

const PAPERS: [(&str, &str, &str); 4] = [
    ("Slow lakes remember longer", "2025-05-03", "a"),
    ("Measuring depth by echo alone", "2025-04-09", "b"),
    ("Ice models that admit doubt", "2025-03-01", "c"),
    ("What fish know about currents", "2025-01-08", "d"),
];

/// A script with data: what stands under a key.
fn data(key: &str, records: &str) -> String {
    format!(
        "<script id=__NEXT_DATA__ type='application/json'>{{\"props\": {{\"{key}\": [{records}]}}}}</script>"
    )
}

fn papers(shape: impl Fn(&str, &str, &str) -> String, between: &str) -> String {
    PAPERS.map(|(title, day, slug)| shape(title, day, slug)).join(between)
}

fn cards() -> String {
    papers(
        |title, _, slug| {
            format!("<a href='/p/{slug}'><h3>{title}</h3><p>We sounded it on {slug}-day, twice.</p></a>")
        },
        "",
    )
}

const PROSE: &str = "<p>The board heard the towns on the upper tarn, who say that the gauges fail in frost and that nobody reads them before the thaw.</p>\
    <p>It asks for two more gauges and for somebody who looks after them all winter, whatever that may cost the towns below.</p>\
    <p>A first report is due before the ice breaks, and will be told to everyone who lives by the water or works on it.</p>";

#[test]
fn rows_of_labels_and_days_are_what_a_page_says_of_itself() {
    for (language, rows) in [
        (
            "fr",
            "<dl><dt>Date de dépôt</dt><dd>12/01/2026</dd><dt>Date de l’examen</dt><dd>17/02/2026</dd><dt>Date de publication</dt><dd>01/03/2026</dd></dl>",
        ),
        (
            "it",
            "<table><tr><th>Periodo:</th><td>Febbraio 2026</td></tr><tr><th>Data di uscita:</th><td>17 marzo 2026</td></tr><tr><th>Prossima uscita:</th><td>16 aprile 2026</td></tr></table>",
        ),
        (
            "de",
            "<p>Ausgabe: <b>20.01.2026</b></p><p>LG Seeburg – Urteil vom 3. Juni 2024 – 2 O 1/24</p><p>OLG Seeburg – Urteil vom 10. März 2025 – 3 U 5/24</p>",
        ),
        (
            "fr",
            "<h5>Versions</h5><p>tarn-123, version 1 (03-03-2026)</p><p>Soumis le : mardi 3 mars 2026-10:12:11</p><p>Dernière modification le : mercredi 4 mars 2026-03:22:01</p>",
        ),
        (
            "en",
            "<ul><li>Heard 12 January 2026</li><li>Voted 17 February 2026</li><li>In force 1 March 2026</li></ul>",
        ),
    ] {
        let page = read(language, &format!("<h1>Tarn Lab</h1>{rows}{PROSE}"));
        assert_eq!(listed(&page), [""; 0], "{rows}");
    }
    // Bare titles with days are a list where the page is called as one, or where nothing else is said.
    let rows = papers(|title, day, _| format!("<li>{title} <time>{day}</time></li>"), "");
    assert_eq!(entries(&format!("<h1>Tarn Lab</h1><ul>{rows}</ul>")).len(), 4);
    assert_eq!(
        entries(&format!("<h1>Tarn Lab</h1><p>What we found.</p><h2>Publications</h2><ul>{rows}</ul>")).len(),
        4
    );
}

#[test]
fn cards_without_a_day_have_that_of_their_record() {
    let records = papers(
        |title, day, slug| format!("{{\"title\": \"{title}\", \"slug\": \"{slug}\", \"date\": \"{day}\"}}"),
        ",",
    );
    let found = entries(&format!("<h1>Papers</h1>{}{}", cards(), data("papers", &records)));
    assert_eq!(found.len(), 4);
    assert_eq!(
        found[0],
        "2025-05-03 | Slow lakes remember longer |  | We sounded it on a-day, twice. | /p/a"
    );
}

#[test]
fn data_about_something_else_are_no_publications() {
    let events = "{\"title\": \"Open day at the weir\", \"date\": \"2026-03-01\"}, \
        {\"title\": \"Walk around the tarn\", \"date\": \"2026-04-01\"}, {\"title\": \"Annual tarn lecture\", \"date\": \"2026-06-01\"}";
    let heading = "<h1>Tarn Lab</h1><p>We look after a lake.</p>";
    for key in ["events", "upcomingEvents", "past_events", "testimonials"] {
        assert_eq!(entries(&format!("{heading}{}", data(key, events))), [""; 0], "{key}");
    }
    let placed = events.replace("\"}", "\", \"location\": \"Upper tarn\"}");
    let timed = events.replace("\"}", "\", \"startTime\": \"18:00\"}");
    for records in [placed, timed] {
        let page = read("en", &format!("{heading}{}", data("items", &records)));
        assert_eq!(listed(&page), [""; 0], "{records}");
    }
    // What is shown is not displaced by other data, and data of which nothing is shown are a list by themselves.
    let page = read("en", &format!("<h1>Papers</h1>{}{}", cards(), data("items", events)));
    assert!(listed(&page).iter().all(|entry| !entry.contains("tarn")), "{page}");
    assert_eq!(entries(&format!("{heading}{}", data("items", events))).len(), 3);
    let written = events.replace("\"}", "\", \"location\": \"Upper tarn\", \"authors\": [\"Ada Reed\"]}");
    assert_eq!(entries(&format!("{heading}{}", data("items", &written))).len(), 3);
}

#[test]
fn the_day_that_is_shown_holds_against_that_of_the_data() {
    let dated =
        papers(|title, day, slug| format!("<li><a href='/p/{slug}'>{title}</a> <time>{day}</time></li>"), "");
    let records = papers(
        |title, _, slug| {
            format!("{{\"title\": \"{title}\", \"slug\": \"{slug}\", \"publishedAt\": \"2025-11-07\"}}")
        },
        ",",
    );
    let page = read("en", &format!("<h1>Papers</h1><ul>{dated}</ul>{}", data("posts", &records)));
    assert_eq!(listed(&page).len(), 4);
    assert!(listed(&page)[0].starts_with("2025-05-03 | Slow lakes"), "{page}");
    let doubts: Vec<&str> =
        page["doubts"].as_array().unwrap().iter().map(|doubt| text(doubt, "/kind")).collect();
    assert_eq!(doubts, ["dates-disagree"]);
    // A series has one title and many days.
    let rows = ["2025-05-01", "2025-05-09"]
        .map(|day| format!("<li><a href='/n/{day}'>News from the tarn</a> <time>{day}</time></li>"));
    let more = ["2025-05-09", "2025-05-17", "2025-05-25"].map(|day| {
        format!("{{\"title\": \"News from the tarn\", \"url\": \"/n/{day}\", \"date\": \"{day}\"}}")
    });
    let data = data("posts", &more.join(","));
    let series = entries(&format!("<h1>News</h1><ul>{dated}{}</ul>{data}", rows.concat()));
    assert_eq!(series.len(), 4 + 4);
}

#[test]
fn an_entry_ends_with_its_item() {
    let item = |title: &str, names: &str, venue: &str, id: &str| {
        format!(
            "<li><div class=title>{title}</div><div class=author>{names}</div><div class=venue><em>{venue}</em></div>\
             <a href='https://papers.example/{id}'>PDF</a></li>"
        )
    };
    let first = item("A toy lake model", "Ada Reed, Basil Marsh", "In Soundings , 2025", "1");
    let second = item("Second thoughts on weirs", "Ada Reed, Cleo Ford", "In Tides , Jul 2025", "2");
    let third = item("What gauges see", "Basil Marsh, Cleo Ford", "In Tides , Jul 2024", "3");
    let found = entries(&format!(
        "<h1>publications</h1><h2>2025</h2><ol>{first}{second}</ol><h2>2024</h2><ol>{third}</ol>"
    ));
    assert_eq!(
        found,
        [
            "2025 | A toy lake model | Ada Reed, Basil Marsh |  | https://papers.example/1",
            "2025-07 | Second thoughts on weirs | Ada Reed, Cleo Ford |  | https://papers.example/2",
            "2024-07 | What gauges see | Basil Marsh, Cleo Ford |  | https://papers.example/3",
        ]
    );
}

#[test]
fn a_link_on_a_line_of_its_own_is_that_of_its_paper() {
    let item = |title: &str, names: &str, venue: &str, id: &str| {
        format!(
            "<li><b>{title}.</b><br>{names}.<br><i>{venue}.</i><br>[<a href='https://arxiv.org/abs/{id}'>arXiv:{id}</a>]</li>"
        )
    };
    let items = [
        item("Slow lakes remember longer", "Ada Reed, Basil Marsh", "Soundings, 2025", "2501.00010"),
        item("Measuring depth by echo", "Cleo Ford, Dan Hill", "Tides, 2025", "2501.00011"),
        item("Ice models that doubt", "Eve Stone, Finn Moor", "Limnology, 2024", "2501.00012"),
    ];
    let found = entries(&format!("<h1>Papers</h1><ul>{}</ul>", items.concat()));
    let ends: Vec<&str> = found.iter().filter_map(|entry| entry.rsplit(" | ").next()).collect();
    assert_eq!(ends, ["10", "11", "12"].map(|id| format!("https://arxiv.org/abs/2501.000{id}")));
}

#[test]
fn what_readers_said_is_no_entry() {
    let row = |title: &str, day: &str, slug: &str| {
        format!(
            "<div class=item><a href='/posts/{slug}'>{title}</a> <a href='/users/{slug}'>Ada Lee</a> <time datetime='{day}'>3mo</time></div>"
        )
    };
    let rows = papers(row, "");
    let said = "<div class=said><a href='/posts/x'>An old post about weirs</a> <a href='/users/q'>heron</a> \
        <time datetime='2025-10-01'>2mo</time><p>I still think that this is right.</p></div>";
    let page =
        |heading: &str| entries(&format!("<h1>Forum</h1><h2>Posts</h2>{rows}<h2>{heading}</h2>{said}")).len();
    assert_eq!(page("Recent Discussion"), 4);
    assert_eq!(page("Recent comments"), 4);
    assert_eq!(page("Older posts"), 5);
}

#[test]
fn a_box_of_other_articles_makes_no_listing_of_an_article() {
    let row = |title: &str, day: &str, slug: &str| {
        format!("<li><a href='/n/{slug}'>{title}</a> <span>{day}</span></li>")
    };
    let rows = papers(row, "");
    for (language, day, heading) in [
        ("de", "<p>2019-03-08</p>", "Aus dem Archiv"),
        ("de", "<p>2019-03-08</p>", "Noch mehr vom See"),
        ("cs", "", "Další zprávy"),
        ("ja", "", "アクセスランキング"),
    ] {
        let page =
            read(language, &format!("<h1>Tarn Lab</h1>{day}{PROSE}{PROSE}<h2>{heading}</h2><ul>{rows}</ul>"));
        assert_eq!(listed(&page), [""; 0], "{heading}");
    }
    // Where the text is short, or nothing dates it, it introduces the list.
    let short = entries(&format!(
        "<h1>Tarn Lab</h1><p>2019-03-08</p><p>What we found in the water.</p><h2>From the lake</h2><ul>{rows}</ul>"
    ));
    let undated = entries(&format!("<h1>Tarn Lab</h1>{PROSE}<h2>From the lake</h2><ul>{rows}</ul>"));
    assert_eq!((short.len(), undated.len()), (4, 4));
    // Linked headings with days of their own are a list behind any introduction, and rows behind one that is no longer than they.
    let headed = papers(
        |title, day, slug| format!("<div><h3><a href='/n/{slug}'>{title}</a></h3><span>{day}</span></div>"),
        "",
    );
    let letter = entries(&format!("<h1>Tarn Lab</h1><p>2025-05-09</p>{PROSE}{PROSE}{headed}"));
    let bare = papers(|title, day, _| format!("<li>{title} <span>{day}</span></li>"), "");
    let hello = "<p>We tell what we found in the waters of the tarn and of the lake, for all who ask, in words that are plain.</p>";
    let few = entries(&format!("<h1>Tarn Lab</h1>{hello}{hello}<ul>{bare}</ul>"));
    assert_eq!((letter.len(), few.len()), (4, 4));
}

#[test]
fn titles_that_hold_words_of_labels_are_titles() {
    let found = |shape: &dyn Fn(&str) -> String, titles: [&str; 4]| {
        entries(&format!("<h1>News of the lake</h1><ul>{}</ul>", titles.map(shape).concat())).len()
    };
    let summary = "We mended the gauge of the lake and wrote it down for all.";
    let headed = |title: &str| {
        format!("<li><h3>{title}</h3><span>May {}, 2026</span><p>{summary}</p></li>", title.len())
    };
    let strong = |title: &str| format!("<li><b>{title}</b> <span>May {}, 2026</span></li>", title.len());
    let plain = |title: &str| format!("<li>{title}: May {}, 2026</li>", title.len());
    let updates = ["Gauge update", "Winter update", "Boat update", "Eel update"];
    assert_eq!(found(&headed, updates), 4);
    let published =
        ["Published report 1", "Published report of two", "Published report on ice", "Published report four"];
    assert_eq!(found(&strong, published), 4);
    let bare =
        ["Tides in shallow seas", "Ice on the upper tarn", "What herons remember", "A map of the old wells"];
    assert_eq!(found(&plain, bare), 4);
}

#[test]
fn a_part_of_a_paper_that_is_called_comment_holds_entries() {
    let card = |title: &str, day: &str, slug: &str| {
        format!("<div><h3><a href='/p/{slug}'>{title}</a></h3><span>{day}</span></div>")
    };
    let (cards, more) = (
        papers(card, ""),
        papers(|title, day, slug| card(&format!("{title} still"), day, &format!("{slug}2")), ""),
    );
    for heading in ["Comment", "Comments", "Analysis"] {
        let found = entries(&format!("<h1>Tarn Times</h1><h2>{heading}</h2>{cards}<h2>News</h2>{more}"));
        assert_eq!(found.len(), 8, "{heading}");
    }
}

#[test]
fn titles_that_hold_their_day_date_their_entries() {
    let rows = |titles: [&str; 3]| {
        let rows = titles.map(|title| {
            format!("<li><a href='/d/{}'>{title}</a><p>Who may fish below the weir</p></li>", title.len())
        });
        entries(&format!("<h1>Decisions</h1><ul>{}</ul>", rows.concat()))
    };
    let found = rows([
        "Lake Court, 4 March 2026, no. 24-12.345",
        "High Lake Court, 25 February 2026, no. 24-1",
        "Court of the Weir, 17 February 2026, no. 25-80.111",
    ]);
    assert_eq!(found.len(), 3);
    assert!(found[0].starts_with("2026-03-04 | Lake Court, 4 March 2026, no. 24-12.345"), "{found:?}");
    let some = rows([
        "What froze on 4 March 2026 in the tarn",
        "A weir that nobody wanted to have",
        "Fish below the weir in summer",
    ]);
    assert!(some.iter().all(|entry| !entry.starts_with("2026")), "{some:?}");
}

#[test]
fn data_beside_a_button_leave_open_whether_there_is_more() {
    let dated = |to: usize| {
        let rows = PAPERS
            .map(|(title, day, slug)| format!("<li><a href='/p/{slug}'>{title}</a> <time>{day}</time></li>"));
        rows[..to].concat()
    };
    let records = papers(
        |title, day, slug| format!("{{\"title\": \"{title}\", \"url\": \"/p/{slug}\", \"date\": \"{day}\"}}"),
        ",",
    );
    let complete = |beside: &str| {
        let page =
            read("en", &format!("<h1>Papers</h1><ul>{}</ul>{beside}{}", dated(2), data("posts", &records)));
        assert_eq!(listed(&page).len(), 4);
        page["listing"]["complete"] == true
    };
    assert!(complete(""));
    assert!(!complete("<button>See more</button>"));
    assert!(complete("<p>Showing 1–2 of 4 results</p><button>See more</button>"));
    assert!(!complete("<p>Showing 1–2 of 9 results</p>"));
}
