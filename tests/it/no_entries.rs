//! What has a day and is no entry of a listing: deadlines, events, forums, sections, lines of a history, files; and what looks
//! alike and is one.

use serde_json::Value;

use crate::support::{entries_of, text};

const TITLES: [&str; 3] =
    ["Slow lakes remember longer", "Ice models that admit doubt", "What fish know about currents"];

/// `title | date` of the entries of a page.
fn entries(title: &str, head: &str, body: &str) -> Vec<String> {
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body><header><a href='/'>Tarn \
         Works</a></header><main><h1>{title}</h1>{body}</main></body></html>"
    );
    let line = |entry: &Value| format!("{} | {}", text(entry, "/title"), text(entry, "/published/date"));
    entries_of("page.html", &page).iter().map(line).collect()
}

/// A part of a page for each title, of its link and number.
fn each(part: impl Fn(&str, usize) -> String) -> String {
    TITLES
        .iter()
        .enumerate()
        .map(|(at, title)| part(&format!("<a href='/p/{at}'>{title}</a>"), at + 1))
        .collect()
}

/// The lines of entries with the titles and the days of May.
fn dated() -> Vec<String> {
    TITLES.iter().enumerate().map(|(at, title)| format!("{title} | 2026-05-0{}", at + 1)).collect()
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_column_of_days_dates_its_rows_under_a_head_of_publication_alone() {
    let table = |first: &str, second: &str| {
        let rows = each(|link, at| format!("<tr><td>{link}</td><td>{at} May 2026</td></tr>"));
        entries("Tarn", "", &format!("<table><tr><th>{first}</th><th>{second}</th></tr>{rows}</table>"))
    };
    for (first, second) in [
        ("Grant", "Deadline"),
        ("File", "Expires"),
        ("Course", "Starts"),
        ("Member", "Born"),
        ("Soup", "Best before"),
    ] {
        assert_eq!(table(first, second), none(), "{second}");
    }
    for (first, second) in [
        ("Title", "Date"),
        ("Notice", "Issued"),
        ("Title", "Published"),
        ("Paper", "Meeting date"),
        ("Bericht", "Erscheinungsdatum"),
        ("件名", "掲載日"),
        ("Minutes", "&nbsp;"),
        ("Opinion", "Handed down"),
        ("Akt", "Kelt"),
        ("Artikel", "Aasta"),
        ("Paper", "Accepted"),
    ] {
        assert_eq!(table(first, second), dated(), "{second}");
    }
    let rows =
        each(|link, at| format!("<tr><td>{link}</td><td>{at} May 2026</td><td>{at} July 2026</td></tr>"));
    let table = format!("<table><tr><th>Notice</th><th>Issued</th><th>Expires</th></tr>{rows}</table>");
    assert_eq!(entries("Notices", "", &table), dated());
}

#[test]
fn heads_of_titles_say_nothing_of_the_days_in_their_cells() {
    for head in ["News", "Document", "News from the lake"] {
        let rows = each(|link, at| format!("<tr><td>{at} May 2026<br>{link}</td><td>120 kB</td></tr>"));
        let table = format!("<table><tr><th>{head}</th><th>Size</th></tr>{rows}</table>");
        assert_eq!(entries("Tarn", "", &table), dated(), "{head}");
    }
}

#[test]
fn a_table_of_talks_lists_no_publications() {
    let table = |heads: [&str; 2], is_linked: bool, place: &str| {
        let rows = each(|link, at| {
            let title = if is_linked { link } else { TITLES[at - 1] };
            let place = place.replace('#', &at.to_string());
            format!("<tr><td>{at} May 2026</td><td>{place}</td><td>{title}</td><td>Hill {at}</td></tr>")
        });
        let head = format!("<tr><th>Date</th><th>{}</th><th>Title</th><th>{}</th></tr>", heads[0], heads[1]);
        entries("Tarn", "", &format!("<table><thead>{head}</thead>{rows}</table>"))
    };
    let talk = "Ada Reed (Lake College #)";
    for head in ["Speaker", "Redner/in", "Intervenant", "講演者"] {
        assert_eq!(table([head, "Host"], false, talk), none(), "{head}");
    }
    assert_eq!(table(["Time", "Venue"], false, "7.30 pm"), none());
    // Speeches and sermons that can be read, theses with who opposed them, papers with where they appeared, reports of a town.
    for heads in [
        ["Author", "Host"],
        ["Speaker", "Host"],
        ["Author", "Opponent"],
        ["Author", "Venue"],
        ["Ort", "Where"],
    ] {
        assert_eq!(table(heads, true, talk), dated(), "{heads:?}");
    }
    assert_eq!(table(["Authors", "Venue"], false, "A. Reed, B. Marsh").len(), 3);
    let rows = each(|link, at| format!("<tr><td>{at} May 2026</td><td>Seen</td><td>{link}</td></tr>"));
    let table = format!("<table><tr><th>Datum</th><th>Thema</th><th>Beitrag</th></tr>{rows}</table>");
    assert_eq!(entries("Presseschau", "", &table), dated());
}

#[test]
fn cards_of_what_takes_place_are_no_publications() {
    let cards = |day: &str, title: &str| {
        each(|link, at| {
            let day = day.replace('#', &at.to_string());
            format!(
                "<div class=card><h3>{link}</h3><p>{day}</p><p>A week on the lake with a guide and a boat.</p></div>"
            )
        }) + title
    };
    for day in [
        "Departure: # May 2026",
        "Treasurer, elected # May 2026",
        "# May 2026 @ 10:00 am – 1:00 pm",
        "Best before: # May 2026",
    ] {
        assert_eq!(entries("Tarn", "", &cards(day, "")), none(), "{day}");
    }
    for day in [
        "# May 2026",
        "# May 2026, 10:00 am",
        "Posted: # May 2026",
        "Issued: # May 2026",
        "Lisatud: # May 2026",
        "Interview: # May 2026",
        "Ada Reed: # May 2026",
        "Press notice: # May 2026",
    ] {
        assert_eq!(entries("Tarn", "", &cards(day, "")), dated(), "{day}");
    }
    let rows = |place: &str| {
        let row = |link: &str, at: usize| {
            format!("<li><span>{at} May 2026</span> {link} <span>{place}</span></li>")
        };
        entries("Tarn", "", &format!("<ul>{}</ul>", each(row)))
    };
    assert_eq!(rows("Lake hall, 7.30 pm"), none());
    for place in
        ["Upper Tarn", "Tarn Wire, 14:30", "Politik | 14:30 Uhr", "Ada Reed · 14:30", "Video | 04:30"]
    {
        assert_eq!(rows(place), dated(), "{place}");
    }
    let row =
        |link: &str, at: usize| format!("<li><span>{at} May 2026</span> {link} <span>Quay, 3 pm</span></li>");
    assert_eq!(entries("Concerts", "", &format!("<ul>{}</ul>", each(row))), none());
    let changed = |link: &str, at: usize| {
        format!("<li>{link} <span>{at} May 2026, 10:30 – 11:00 Uhr aktualisiert</span></li>")
    };
    assert_eq!(entries("Tarn", "", &format!("<ul>{}</ul>", each(changed))).len(), 3);
    let notices = (1..4).map(|at| {
        format!(
            "<li><span>{at} May 2026</span> <a href='/n/{at}'>Water off in Mill Street 8:00–12:0{at}</a></li>"
        )
    });
    let notices = notices.collect::<Vec<_>>().concat();
    assert_eq!(entries("Notices", "", &format!("<ul>{notices}</ul>")).len(), 3);
    let row = |link: &str, at: usize| format!("<li><p>Incorporated</p><p>{at} May 2026</p>{link}</li>");
    assert_eq!(entries("Tarn", "", &format!("<ul>{}</ul>", each(row))), dated());
}

#[test]
fn what_the_data_of_a_page_call_an_event_is_none_of_its_publications() {
    let event = |kind: &str| {
        let events: Vec<String> = TITLES
            .iter()
            .enumerate()
            .map(|(at, title)| {
                format!(
                    "{{\"@type\":\"{kind}\",\"name\":\"{title}\",\"startDate\":\"2026-05-0{}T19:00:00Z\"}}",
                    at + 1
                )
            })
            .collect();
        format!("<script type='application/ld+json'>[{}]</script>", events.join(","))
    };
    let cards = each(|link, at| format!("<article><h3>{link}</h3><time>{at} May 2026</time></article>"));
    assert_eq!(entries("Tarn", &event("MusicEvent"), &cards), none());
    for kind in ["PublicationEvent", "BroadcastEvent", "OnDemandEvent"] {
        assert_eq!(entries("Tarn", &event(kind), &cards), dated(), "{kind}");
    }
    assert_eq!(entries("Tarn", "", &cards), dated());
}

#[test]
fn matches_are_no_publications() {
    let row = |at: usize, title: &str| {
        format!("<li><a href='/m/{at}'><span>{at} May 2026</span> <span>{title}</span></a></li>")
    };
    let list = |titles: [&str; 3]| {
        let rows: String = titles.iter().enumerate().map(|(at, title)| row(at + 1, title)).collect();
        entries("Tarn", "", &format!("<ul>{rows}</ul>"))
    };
    assert_eq!(
        list(["Upper Tarn 2–1 Lower Tarn", "Mere United 0–0 Upper Tarn", "Upper Tarn 3–3 Lake Rovers"]),
        none()
    );
    assert_eq!(list(TITLES), dated());
}

#[test]
fn the_last_post_dates_no_forum_and_no_thread() {
    let forum = |last: &str| {
        each(|_, at| {
            format!(
                "<li><dl><dt><a href='/forum/{at}'>Water{at}</a><br>Wind, ice and patience and all that makes a lake of number \
                 {at}</dt><dd>{at}00 Topics</dd><dd>{at}700 Posts</dd><dd class=lastpost><span>{last} by <a href='#'>heron</a> \
                 <br>2026-05-0{at} 21:07</span></dd></dl></li>"
            )
        })
    };
    for last in ["Last post", "Letzter Beitrag", "Dernier message", ""] {
        assert_eq!(entries("Tarn", "", &format!("<ul>{}</ul>", forum(last))), none(), "{last}");
    }
    let threads = |heads: &str, days: &dyn Fn(usize) -> String| {
        let rows = each(|link, at| format!("<tr><td>{link}</td>{}</tr>", days(at)));
        entries("Water", "", &format!("<table><tr><th>Topic</th>{heads}</tr>{rows}</table>"))
    };
    let both = |at: usize| format!("<td>{at} May 2026</td><td>2{at} May 2026</td>");
    assert_eq!(threads("<th>Started</th><th>Last post</th>", &both), dated());
    let last = |at: usize| format!("<td>12</td><td>2{at} May 2026</td>");
    let undated: Vec<String> = TITLES.iter().map(|title| format!("{title} | ")).collect();
    assert_eq!(threads("<th>Replies</th><th>Last post</th>", &last), undated);
}

#[test]
fn sections_of_a_text_are_no_entries_and_headings_with_a_day_each_are() {
    let prose = "<p>A plain paragraph of what the grant is about, long enough to be a text of its own.</p>";
    for sections in [
        format!("<h2>Key dates</h2><p>Opens 1 June 2026</p><h2>Who may apply</h2>{prose}<h2>Earlier rounds</h2><p>2 May 2025: 14 grants</p>"),
        "<h2>Important dates</h2><ul><li>17 July 2026</li></ul><h2>Chairs</h2><ul><li>18 July 2026</li></ul>".to_owned(),
        format!("<h2>Sale</h2>{prose}<table><tr><td>14 Aug 2015</td></tr></table><h2>Rent</h2>{prose}<table><tr><td>15 Aug 2015</td></tr></table>"),
        "<h2>A clean interface</h2><pre>\"time\": \"2025-01-15\"</pre><h2>A quick start</h2><pre>\"time\": \"2025-01-16\"</pre>".to_owned(),
    ] {
        assert_eq!(entries("Grant for small lakes", "", &format!("{prose}{sections}")), none(), "{sections}");
    }
    let news = TITLES
        .iter()
        .enumerate()
        .map(|(at, title)| {
            format!(
                "<h2>{title}</h2><p>{} May 2026</p><p>It is open again after a winter of work.</p>",
                at + 1
            )
        })
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(entries("News", "", &news), dated());
}

#[test]
fn answers_below_a_question_are_no_entries() {
    let body = "<p class=who>heron 2023-07-18</p><p>A whole box on the balcony has grown long shoots. Must I throw all of these \
                away, or can they still be eaten when they are boiled?</p><div><h2>Best answer</h2><p>reed 2023-07-18</p><p>Break \
                them off and boil the rest, they are as good as before.</p></div><div><h2>Other answers (2)</h2><p>mo \
                2023-07-25</p><p>Put one in water, it makes a pretty plant.</p></div>";
    assert_eq!(entries("Can sweet potatoes with shoots still be eaten?", "", body), none());
}

#[test]
fn lines_of_a_history_are_no_publications_and_lines_of_news_are() {
    let lines = [
        ("1998-04-01", "The works are founded at the lake"),
        ("2007-10-15", "A first gauge is sold"),
        ("2021-06-01", "All move to the new house"),
    ];
    let list =
        lines.iter().map(|(day, line)| format!("<dt>{day}</dt><dd>{line}</dd>")).collect::<Vec<_>>().concat();
    for title in ["Our history", "沿革", "Curriculum vitae"] {
        assert_eq!(entries(title, "", &format!("<dl>{list}</dl>")), none(), "{title}");
    }
    let versions = (1..6)
        .map(|at| format!("<tr><td>{at}.0</td><td>{at} May 2026</td><td>A region of number {at}</td></tr>"))
        .collect::<Vec<_>>()
        .concat();
    let versions = format!("<table><tr><th>Version</th><th>Date</th><th>Change</th></tr>{versions}</table>");
    assert_eq!(entries("Terms", "", &versions), none());
    let rules = each(|link, at| format!("<tr><td>{at}.0</td><td>{at} May 2026</td><td>{link}</td></tr>"));
    let rules = format!("<table><tr><th>Version</th><th>Date</th><th>Changes</th></tr>{rules}</table>");
    assert_eq!(entries("Rules", "", &rules), dated());
    for title in ["News", "お知らせ", "Bekanntmachungen"] {
        assert_eq!(entries(title, "", &format!("<dl>{list}</dl>")).len(), 3, "{title}");
    }
}

#[test]
fn files_and_what_a_version_changed_are_no_publications() {
    let row = |name: &str, at: usize| {
        format!(
            "<tr><td><a href='/tree/{name}'>{name}</a></td><td>Test the gauge with two clocks, part {at}</td><td>{at} May 2026</td></tr>"
        )
    };
    let files = ["src", "tests", "README.md"]
        .iter()
        .enumerate()
        .map(|(at, name)| row(name, at + 1))
        .collect::<String>();
    assert_eq!(entries("tarn", "", &format!("<table>{files}</table>")), none());
    let program = |at: usize| {
        format!(
            "<tr><td>System {at} and later</td><td><a href='/get/tarn-{at}.exe'>tarn-{at}.exe</a></td><td>21 MB</td><td>{at} May 2026</td></tr>"
        )
    };
    let programs = (1..4).map(program).collect::<Vec<_>>().concat();
    assert_eq!(entries("Download Tarn", "", &format!("<table>{programs}</table>")), none());
    // Numbers, topics and formats are called as their addresses end as well.
    for link in [
        "<a href='/tr/TR-2026-0#'>TR-2026-0#</a>",
        "<a href='/tag/research'>Research</a>",
        "<a href='/p/#/pdf'>PDF</a>",
        "<a href='/p/lake#.pdf'>lake#.pdf</a>",
    ] {
        for is_first in [true, false] {
            let rows = each(|_, at| {
                let (title, link) = (TITLES[at - 1], link.replace('#', &at.to_string()));
                let cells = if is_first {
                    format!("{link}</td><td>{title}")
                } else {
                    format!("{title}</td><td>{link}")
                };
                format!("<tr><td>{cells}</td><td>{at} May 2026</td></tr>")
            });
            assert_eq!(
                entries("Reports", "", &format!("<table>{rows}</table>")),
                dated(),
                "{link} {is_first}"
            );
        }
    }
    let version = |name: &str, day: usize| {
        format!(
            "<h2>{name} ({day} April 2026)</h2><ul><li>Opens files of more than two gigabytes ({name})</li><li>Forgets no width</li></ul>"
        )
    };
    let notes = version("5.3.1", 28) + &version("5.3.0", 18) + &version("5.2.0", 2);
    assert_eq!(entries("Release notes", "", &notes), none());
    let minutes = each(|link, at| format!("<tr><td>{link}</td><td>{at} May 2026</td></tr>"));
    assert_eq!(
        entries("Minutes", "", &format!("<table><tr><th>Title</th><th>Date</th></tr>{minutes}</table>")),
        dated()
    );
}

#[test]
fn what_customers_say_is_no_listing() {
    let said = |title: &str| {
        let cards = TITLES
            .iter()
            .enumerate()
            .map(|(at, heading)| format!("<div><h3>{heading}</h3><p>They came on the same day.</p><p>Ada B., {} May 2026</p></div>", at + 1)).collect::<Vec<_>>().concat();
        entries(title, "", &cards)
    };
    assert_eq!(said("What our customers say"), none());
    assert_eq!(said("News").len(), 3);
}

#[test]
fn a_label_of_publication_outweighs_a_price() {
    let list = |print: &str| {
        each(|link, at| {
            format!(
                "<li><h3>{link}</h3><p>Ada Reed</p><p>{} · £18.99</p></li>",
                print.replace('#', &at.to_string())
            )
        })
    };
    assert_eq!(entries("Our books", "", &format!("<ul>{}</ul>", list("Published # May 2026"))), dated());
    assert_eq!(entries("Our boats", "", &format!("<ul>{}</ul>", list("In stock # May 2026"))), none());
}

#[test]
fn the_name_of_the_site_is_no_entry() {
    let posts = each(|link, at| {
        format!("<article><h1>{link}</h1><p>Published: {at} May 2026</p><p>Some words on it.</p></article>")
    });
    let page = format!(
        "<html lang=en><head><title>The log of Ada</title></head><body><header><h1><a href='/'>The log of Ada <strong>A diary.</strong>\
         </a></h1></header><section>{posts}</section></body></html>"
    );
    let titles: Vec<String> =
        entries_of("page.html", &page).iter().map(|entry| text(entry, "/title").to_owned()).collect();
    assert_eq!(titles, TITLES);
}

#[test]
fn beside_a_video_others_are_listed_that_are_not_its_page_s() {
    let cards = each(|link, at| format!("<div class=card><h3>{link}</h3><time>{at} May 2026</time></div>"));
    let cards = cards.clone() + &cards.replace("/p/", "/q/").replace("</a>", ", again</a>");
    let page = |name: &str| {
        let data = format!(r#"{{"@type":"VideoObject","name":"{name}","uploadDate":"2026-04-30"}}"#);
        let head = format!("<script type='application/ld+json'>{data}</script>");
        entries("A lamp under ice", &head, &format!("<p>Filmed at the upper lake.</p>{cards}"))
    };
    assert_eq!(page("A lamp under ice"), none());
    assert_eq!(page("Welcome to the lake").len(), 6);
}
