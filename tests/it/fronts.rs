//! Fronts of newspapers and lists of wire services, forges and researchers: what of them is an entry, and by whom.

use serde_json::Value;

use crate::support::{entries_of, text, texts};

const TITLES: [&str; 6] = [
    "Levee board paid three times",
    "Storm closes the coastal road",
    "Rail workers accept new rota",
    "Library to reopen after repair",
    "Museum buys back its stolen bell",
    "Ferry timetable cut by a third",
];

/// `title | date | authors | categories` of the entries of a page.
fn entries(title: &str, body: &str) -> Vec<String> {
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title}</title></head><body><header><a href=/>The \
         Argus</a></header><main>{body}</main></body></html>"
    );
    let joined = |entry: &Value, name: &str| texts(entry, name).join(", ");
    let line = |entry: &Value| {
        let (title, date) = (text(entry, "/title"), text(entry, "/published/date"));
        format!("{title} | {date} | {} | {}", joined(entry, "/authors"), joined(entry, "/categories"))
    };
    entries_of("page.html", &page).iter().map(line).collect()
}

/// A part of a page for each title, of it and its number.
fn each(part: impl Fn(&str, usize) -> String) -> String {
    TITLES.iter().enumerate().map(|(at, title)| part(title, at)).collect()
}

/// A line for each title, of what stands behind it.
fn lines(rest: impl Fn(usize) -> String) -> Vec<String> {
    TITLES.iter().enumerate().map(|(at, title)| format!("{title} | {}", rest(at))).collect()
}

fn days() -> Vec<String> {
    lines(|at| format!("2026-05-0{} |  | ", at + 1))
}

#[test]
fn a_day_with_its_clock_before_a_title_is_no_part_of_it() {
    for (before, after) in [
        ("<small>", "</small> "),
        ("<small>", ", 08:00 ET</small> "),
        ("", " "),
        ("", ", 08:00 ET "),
        ("", " | 8:00 am "),
    ] {
        let cards = each(|title, at| {
            let title = format!("{}{}", title[..1].to_uppercase(), &title[1..]);
            format!("<div><a href=/p/{at}><h3>{before}May {}, 2026{after}{title}</h3></a></div>", at + 1)
        });
        assert_eq!(entries("News", &format!("<h1>News</h1>{cards}")), days(), "{before}{after}");
    }
}

#[test]
fn behind_a_zone_stands_a_title() {
    let each = ["AM Rates lowers its mark", "EST Media opens office", "PM of Tarn resigns today"];
    let card = |(at, title): (usize, &&str)| {
        format!("<div><a href=/p/{at}><h3>May {}, 2026, 08:00 ET {title}</h3></a></div>", at + 1)
    };
    let cards: String = each.iter().enumerate().map(card).collect();
    let found = entries("News", &format!("<h1>News</h1>{cards}"));
    let wanted: Vec<String> =
        each.iter().enumerate().map(|(at, title)| format!("{title} | 2026-05-0{} |  | ", at + 1)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_month_before_a_title_is_a_part_of_it() {
    let cards = each(|_, at| {
        format!(
            "<article><h3><a href=/p/{at}><span>May 202{at}</span> Newsletter of the lake</a></h3><p>{} June 2026</p></article>",
            at + 1
        )
    });
    let found = entries("News", &format!("<h1>News</h1>{cards}"));
    assert_eq!(found.first().map(String::as_str), Some("May 2020 Newsletter of the lake | 2026-06-01 |  | "));
}

#[test]
fn headlines_with_teasers_are_the_front_of_a_paper_and_offers_are_none() {
    let cards = |titles: &[&str], teaser: &str, folder: &str| {
        let card = |(at, title): (usize, &&str)| {
            format!("<article><h3><a href=/{folder}/a{at}>{title}</a></h3><p>{teaser}</p></article>")
        };
        titles.iter().enumerate().map(card).collect::<String>()
    };
    let front = |titles: &[&str], teaser: &str| entries("Maine", &cards(titles, teaser, "news"));
    let teaser = "Invoices that were read here carry two signatures.";
    let wanted = lines(|_| " |  | ".to_owned());
    assert_eq!(front(&TITLES, teaser), wanted);
    let menu = "<nav><a href=/n>News</a><a href=/s>Sport</a><a href=/o>Opinion</a></nav>";
    assert_eq!(entries("Maine", &format!("{menu}{}", cards(&TITLES, teaser, "a"))), wanted);
    let menu = "<nav><a href=/n>News</a><a href=/s>Support</a></nav>";
    assert!(entries("What we do", &format!("{menu}{}", cards(&TITLES, teaser, "services"))).is_empty());
    for (title, menu, folder) in [
        ("Gauge manual", "<a>Docs</a>", "docs/articles"),
        ("All articles", "<a>Contact</a>", "en/help"),
        ("Projects", "<a href=/n>News</a><a href=/i>International</a>", "projects"),
        ("Lakes", "<a href=/n>News</a><a href=/s>Sports</a>", "lakes"),
        ("Gear", "<a href=/s>Sports</a><a href=/l>Lifestyle</a>", "us/p"),
        ("Stories of our customers", "<a href=/c>Culture</a><a href=/n>News</a>", "work"),
        ("Kurse", "<a href=/p>Politik</a><a href=/g>Gesellschaft</a><a href=/k>Kultur</a>", "kurse"),
        ("Infos pratiques", "<a href=/c>Culture</a><a href=/s>Sport</a><a href=/e>Économie</a>", "demarches"),
        ("Results for “news”", "<a href=/h>Home</a>", "p"),
    ] {
        let body = format!("<nav>{menu}</nav>{}", cards(&TITLES, teaser, folder));
        assert!(entries(title, &body).is_empty(), "{title}");
    }
    assert!(front(&TITLES, "Call our office and your wall is built by June.").is_empty());
    assert!(front(&TITLES, "").is_empty());
    let services = TITLES.map(|title| format!("{title} in Maine"));
    assert!(front(&services.each_ref().map(String::as_str), teaser).is_empty());
    let questions = TITLES.map(|title| format!("{title}?"));
    assert!(front(&questions.each_ref().map(String::as_str), teaser).is_empty());
    assert!(front(&TITLES[..4], teaser).is_empty());
}

#[test]
fn columnists_on_a_front_wrote_their_own_entries() {
    let news = each(|title, at| {
        format!(
            "<article><h3><a href=/news/a{at}>{title}</a></h3><p>Invoices that were read carry two signatures.</p></article>"
        )
    });
    let columns = "<section><h2><a href=/opinion>Opinion</a></h2><article><p class=author>Odile Marchetti</p><h3><a href=/o1>Let \
        the Bells Ring</a></h3></article></section>";
    let found = entries("The Argus", &format!("{news}{columns}"));
    let mut wanted = lines(|_| " |  | ".to_owned());
    wanted.push("Let the Bells Ring |  | Odile Marchetti | ".to_owned());
    assert_eq!(found, wanted);
}

#[test]
fn what_an_edition_holds_has_its_day() {
    let items = each(|title, at| format!("<li><a href=/e{at}>{title}</a></li>"));
    let wanted = lines(|_| "2015-02-21 |  | ".to_owned());
    for head in [
        "<h1>Today’s Paper</h1><p>Saturday, 21 February 2015</p>",
        "<h1>Today’s Paper, 21 February 2015</h1>",
        "<h1>Print edition</h1><p><time datetime=2015-02-21>21 February 2015</time></p>",
    ] {
        let body = format!("{head}<h3>Front Page</h3><ul>{items}</ul>");
        let title = if head.contains("Print") { "Print edition" } else { "Today’s Paper" };
        assert_eq!(entries(title, &body), wanted, "{head}");
    }
    for title in ["In Print | Tarn Press", "E-Paper", "Today’s Paper: How we make it"] {
        let body = format!("<h1>{title}</h1><p>Saturday, 21 February 2015</p><ul>{items}</ul>");
        assert!(entries(title, &body).is_empty(), "{title}");
    }
    let menu = format!("<h1>Guides</h1><p>Saturday, 21 February 2015</p><ul>{items}</ul>");
    assert!(entries("Guides", &menu).is_empty());
}

#[test]
fn messages_headed_by_their_senders_are_no_entries() {
    let message = |name: &str, time: &str| {
        format!(
            "<section><h3>{name}</h3><span>{time}</span><div>The gauge at the weir reads nine when the water stands at seven, and \
             nobody knows since when.</div></section>"
        )
    };
    let thread = |times: [&str; 3]| {
        let names = ["Omar Said", "Pia Sommer", "Yuki Tan"];
        let all: String = names.iter().zip(times).map(|(name, time)| message(name, time)).collect();
        entries("The gauge is wrong", &format!("<h1>The gauge is wrong</h1>{all}"))
    };
    assert!(
        thread(["May 6, 2015, 8:14:33 AM", "May 7, 2015, 9:00:00 AM", "May 8, 2015, 9:30:00 AM"]).is_empty()
    );
    let notices: String = ["Board Meeting", "Winter Lights", "Road Closure"]
        .map(|name| message(name, "May 6, 2015, 7:00 PM"))
        .concat();
    assert_eq!(entries("News", &format!("<h1>News</h1>{notices}")).len(), 3);
}

#[test]
fn files_of_a_repository_are_no_entries() {
    let rows =
        [("src", "Fix the gauge offset"), ("README.md", "Mention the paper"), ("Cargo.toml", "Bump it all")]
            .iter()
            .map(|(name, said)| {
                format!("<tr><td><a href=/go/{name}>{name}</a></td><td>{said}</td><td>May 20, 2024</td></tr>")
            })
            .collect::<Vec<_>>()
            .concat();
    let table = format!(
        "<h1>Saltmarsh</h1><table><thead><tr><th>Name</th><th>Last commit message</th><th>Last commit date</th></tr></thead>\
         <tbody>{rows}</tbody></table>"
    );
    assert!(entries("Saltmarsh", &table).is_empty());
}

#[test]
fn a_release_is_called_by_its_link_and_not_by_what_changed() {
    let releases = each(|_, at| {
        format!(
            "<section><div><time datetime=2026-05-0{0}>{0}</time></div><div><a href=/pd>pdupont</a></div><div><span><a \
             href=/q/releases/tag/v{at}>Quill {at}.0</a></span><p>Reverting it locally makes the test pass.</p><ul><li>Faster \
             reading in {at} steps</li><li>Fix a crash in part {at}</li></ul></div></section>",
            at + 1
        )
    });
    let found = entries("Releases", &format!("<h2>Releases</h2>{releases}"));
    let wanted: Vec<String> =
        (0..TITLES.len()).map(|at| format!("Quill {at}.0 | 2026-05-0{} |  | ", at + 1)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_row_of_papers_keeps_its_names_whatever_leads_it() {
    let rows = [
        "<a href=/ns>Naoko Sato</a>, <strong>Wei Zhang</strong>",
        "<strong>Wei Zhang</strong>, <a href=/be>Bertil Ekholm</a>",
        "<strong>Wei Zhang</strong>",
    ];
    let papers = rows
        .iter()
        .zip(TITLES)
        .enumerate()
        .map(|(at, (names, title))| {
            format!(
                "<tr><td><a href=/p/{at}>{title}</a><br>{names}<br><em>CVPR</em>, 202{at}<br><a href=/x{at}>project page</a><p>Of a \
                 room from a lamp.</p></td></tr>"
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let found = entries("Wei Zhang", &format!("<h1>Wei Zhang</h1><h2>Research</h2><table>{papers}</table>"));
    let wanted: Vec<String> = ["Naoko Sato, Wei Zhang", "Wei Zhang, Bertil Ekholm", "Wei Zhang"]
        .iter()
        .zip(TITLES)
        .enumerate()
        .map(|(at, (names, title))| format!("{title} | 202{at} | {names} | "))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn whoever_stands_behind_the_titles_of_all_papers_wrote_them() {
    for names in ["Naoko Sato, Wei Zhang", "Wei Zhang"] {
        let papers = ["Turning every knob", "The eleventh marble", "Features are not objects"]
            .iter()
            .enumerate()
            .map(|(at, title)| {
                format!("<div><h3><a href=/p/{at}>{title}</a></h3><p>{names}</p><p><em>CVPR</em>, 202{at}</p></div>")
            })
            .collect::<Vec<_>>()
            .concat();
        let found = entries("Publications", &format!("<h1>Publications</h1>{papers}"));
        assert_eq!(
            found.first().map(String::as_str),
            Some(&*format!("Turning every knob | 2020 | {names} | "))
        );
        assert_eq!(found.len(), 3, "{names}");
    }
}

#[test]
fn accounts_are_authors_where_they_are_marked() {
    for (before, after) in [
        ("by <a rel=author href=/u>", "</a>, "),
        ("<span class=author>", "</span> "),
        ("<span class='u-author h-card'>", "</span> "),
        ("by <a href=/u/okvist>", "</a> "),
        ("Posted by ", " on "),
    ] {
        let items = each(|title, at| {
            format!(
                "<li><a href=/p/{at}>{title}</a><div>{before}okvist{at}{after}{} May 2026</div></li>",
                at + 1
            )
        });
        let wanted = lines(|at| format!("2026-05-0{} | okvist{at} | ", at + 1));
        assert_eq!(entries("Issues", &format!("<h1>Issues</h1><ul>{items}</ul>")), wanted, "{before}");
    }
}

#[test]
fn a_name_beside_a_portrait_is_that_of_the_author() {
    let cards = |portrait: &str| {
        let all = each(|title, at| {
            format!(
                "<div class=card><time datetime=2026-05-0{0}>{0}</time><a href=/p/{at}><h2>{title}</h2><p>Plus what the cranes \
                 say</p></a><div>{portrait}<span>Gus Felder</span></div></div>",
                at + 1
            )
        });
        entries("Portside", &format!("<h1>Portside</h1>{all}"))
    };
    let wanted = lines(|at| format!("2026-05-0{} | Gus Felder | ", at + 1));
    for portrait in [
        "<img src=g.png alt=\"Gus Felder’s portrait\">",
        "<img class=avatar src=g.png>",
        "<img src=/avatars/g.png>",
    ] {
        assert_eq!(cards(portrait), wanted, "{portrait}");
    }
    // A place and a topic have such pictures.
    for other in ["", "<img src=pin.svg alt=''>", "<img src=ice.jpg alt='Ice on a lake'>"] {
        assert_eq!(cards(other), days(), "{other}");
    }
}

#[test]
fn what_listeners_say_is_no_episode() {
    let episodes = each(|title, at| {
        format!(
            "<li><time datetime=2026-05-0{0}>{0} May</time> <a href=/e{at}>{title}</a><p>Told by a botanist.</p></li>",
            at + 1
        )
    });
    for heading in ["Customer Reviews", "Ratings &amp; Reviews"] {
        let body = format!(
            "<h1>Points</h1><h2>Episodes</h2><ol>{episodes}</ol><section><h2>{heading}</h2><div><h3>Love it</h3><span>railfan77</span>, \
             <time datetime=2026-05-10>10 May</time><p>Best show on rails, hands down.</p></div></section>"
        );
        assert_eq!(entries("Points", &body), days(), "{heading}");
    }
}

#[test]
fn who_may_read_a_thing_is_no_topic_of_it() {
    for label in ["Page A11", "Subscribers only", "Exclusive", "Print edition"] {
        let items = each(|title, at| {
            format!(
                "<li><a href=/p/{at}>{title}</a> <span>May {}, 2026</span> <span>{label}</span></li>",
                at + 1
            )
        });
        assert_eq!(entries("Maine", &format!("<h1>Maine</h1><ul>{items}</ul>")), days(), "{label}");
    }
}

#[test]
fn a_column_of_activity_has_no_days_of_publication() {
    let rows = each(|title, at| {
        format!("<tr><td><a href=/t/{at}>{title}</a></td><td>{at}</td><td>May {}, 2026</td></tr>", at + 1)
    });
    let table = |head: &str| {
        let body = format!(
            "<h1>Latest</h1><table><thead><tr><th>Title</th><th>Replies</th><th>{head}</th></tr></thead><tbody>{rows}</tbody></table>"
        );
        entries("Latest", &body)
    };
    assert_eq!(table("Activity"), lines(|_| " |  | ".to_owned()));
    assert_eq!(table("Date"), days());
}
