//! Posts of a thread, members who joined, deadlines and the sections of one thing are no publications and date none.

use serde_json::Value;

use crate::support::{TestEnv, entries, text};

/// Writes a post or a row of its number and two texts.
type Shape<'a> = Box<dyn Fn(usize, &str, &str) -> String + 'a>;

const QUESTION: &str = "Our tide gauge stopped at noon on Friday and nobody has touched the float since.";
const ANSWER: &str = "Take the float out, dry the contacts and put it back before the next tide turns.";
const THANKS: &str = "That was it, thank you, the needle moves again and the log fills up.";
const TITLE: &str = "Tide gauge stops at noon";

/// The posts of a thread: who wrote them, on which day, what.
const POSTS: [(&str, &str, &str); 3] = [
    ("gullwing", "2023-02-11", QUESTION),
    ("oldferry", "2023-02-12", ANSWER),
    ("gullwing", "2023-02-12", THANKS),
];

fn thread(address: &str, body: &str) -> Value {
    let env = TestEnv::empty();
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><title>{TITLE} - Harbour Talk</title>\
         <link rel=canonical href='https://talk.example{address}'></head><body><main>{body}</main></body></html>"
    );
    env.write("page.html", &page);
    env.inspect("page.html").remove(0)
}

fn posts(shape: impl Fn(usize, &str, &str, &str) -> String) -> String {
    POSTS.iter().enumerate().map(|(at, (who, day, said))| shape(at, who, day, said)).collect()
}

#[test]
fn posts_of_a_thread_are_the_text_of_their_page() {
    let h1 = format!("<h1>{TITLE}</h1>");
    let shapes = [
        (
            "answers with the title of the thread",
            "/t/1",
            format!("<h2><a href='/t/1'>{TITLE}</a></h2>")
                + &posts(|at, who, day, said| {
                    let re = if at == 0 { "" } else { "Re: " };
                    format!(
                        "<div class=post><dl><dt><a href='/m.php?u={at}'>{who}</a></dt><dd><b>Joined:</b> Wed Mar 02, 2011 10:41 pm</dd></dl>\
                         <div><h3><a href='#p{at}'>{re}{TITLE}</a></h3><p>by <b>{who}</b> » <time datetime='{day}'>{day}</time></p><div>{said}</div></div></div>"
                    )
                }),
        ),
        (
            "posts called by their members",
            "/d/7",
            h1.clone()
                + &posts(|_, who, day, said| {
                    format!(
                        "<div class=item><article><h3><a href='/u/{who}'>{who}</a></h3><time datetime='{day}T11:00:00Z'>{day}</time><div><p>{said}</p></div></article></div>"
                    )
                }),
        ),
        (
            "posts whose text stands out",
            "/forum/3",
            h1 + &posts(|_, who, day, said| {
                format!(
                    "<div class=item><p><a class=author href='/x'>{who}</a> commented <time datetime='{day}'>{day}</time></p><p>{said}</p></div>"
                )
            }),
        ),
    ];
    for (shape, address, body) in shapes {
        let page = thread(address, &body);
        assert!(entries(&page).is_empty(), "{shape}: {page:#}");
        assert!(!text(&page, "/page/published/date").starts_with("2011"), "{shape}");
        for (.., said) in POSTS {
            assert!(text(&page, "/page/body").contains(said), "{shape}: {page:#}");
        }
    }
}

#[test]
fn the_days_of_something_else_date_no_entry_and_their_labels_are_no_topics() {
    let calls = [
        ("router", "Our router lied again"),
        ("maps", "Mapping a slow river"),
        ("bees", "The bees that stayed"),
    ];
    for label in [
        "<p>Deadline: Jan 30, 2025</p>",
        "<p><b>Joined:</b> Jan 30, 2025</p>",
        "<p>Deadline</p><p>Jan 30, 2025</p>",
    ] {
        let cards = calls.map(|(file, title)| {
            format!("<article><h2><a href='/c/{file}-and-what-it-cost-us'>{title} in a year of rain</a></h2><p>A counter wrapped too soon, and nobody saw it for a year.</p>{label}</article>")
        });
        let page = thread("/calls", &format!("<h1>Open calls</h1>{}", cards.concat()));
        for entry in entries(&page) {
            assert_eq!(text(entry, "/published/date"), "", "{label}");
            assert_eq!(text(entry, "/categories/0"), "", "{label}");
        }
    }
}

/// The days of entries that a shape of their number, path and title makes, at an address.
fn days_at(address: &str, shape: impl Fn(usize, &str, &str) -> String) -> Vec<String> {
    const TITLES: [&str; 4] =
        ["How a ferry turns", "Painting the jetty", "Ropes that remember", "Fog over the slipway"];
    let rows = TITLES.iter().enumerate().map(|(at, title)| shape(at, &format!("/n/{at}"), title));
    let page = thread(address, &format!("<h1>News</h1>{}", rows.collect::<String>()));
    entries(&page).iter().map(|entry| text(entry, "/published/date").to_owned()).collect()
}

const DAYS: [&str; 4] = ["2025-05-07", "2025-05-03", "2025-04-28", "2025-04-02"];
const SHOWN: [&str; 4] = ["May 7, 2025", "May 3, 2025", "April 28, 2025", "April 2, 2025"];

#[test]
fn topics_states_and_titles_before_a_day_are_no_labels_of_something_else() {
    for (first, second) in [("Registration", "Copyright"), ("Member", "Example"), ("Event", "Accepted")] {
        let word = |at: usize| if at.is_multiple_of(2) { first } else { second };
        let shapes: [(&str, Shape<'_>); 4] = [
            (
                "a marked topic",
                Box::new(|at, path, title| {
                    format!(
                        "<article><span class=category>{}</span><span class=date>{}</span><h3><a href={path}>{title}</a></h3></article>",
                        word(at),
                        SHOWN[at]
                    )
                }),
            ),
            (
                "a part of small print",
                Box::new(|at, path, title| {
                    format!(
                        "<article><h3><a href={path}>{title}</a></h3><div>{} · {}</div></article>",
                        word(at),
                        SHOWN[at]
                    )
                }),
            ),
            (
                "texts on a line",
                Box::new(|at, path, title| {
                    format!(
                        "<article><h3><a href={path}>{title}</a></h3><div><span>{}</span> <span>{}</span></div></article>",
                        word(at),
                        SHOWN[at]
                    )
                }),
            ),
            (
                "lines",
                Box::new(|at, path, title| {
                    format!(
                        "<div class=i><div>{}</div><div>{}</div><h3><a href={path}>{title}</a></h3></div>",
                        word(at),
                        SHOWN[at]
                    )
                }),
            ),
        ];
        for (shape, row) in shapes {
            assert_eq!(days_at("/news", row), DAYS, "{first}: {shape}");
        }
    }
    let row = |at: usize, path: &str, title: &str| {
        let state = ["Registered", "Due", "Accepted", "Expires"][at];
        format!("<tr><td><a href={path}>{title}</a></td><td>{state}</td><td>{}</td></tr>", SHOWN[at])
    };
    let head = |at: usize, path: &str, title: &str| {
        let head =
            if at == 0 { "<table><tr><th>Title</th><th>Status</th><th>Published</th></tr>" } else { "" };
        format!("{head}{}{}", row(at, path, title), if at == 3 { "</table>" } else { "" })
    };
    assert_eq!(days_at("/news", head), DAYS, "a state");
    let titles = ["The mill opens", "The school closes", "A new member", "Registration opens"];
    let title = |at: usize, path: &str, _: &str| {
        format!("<li><a href={path}>{} - {}</a></li>", titles[at], SHOWN[at])
    };
    assert_eq!(days_at("/news", title), DAYS, "titles");
    let before = |at: usize, path: &str, title: &str| {
        let lead = ["Mill opens", "School closes", "Season ends", "Member"][at];
        format!("<li>{lead} ({}) <a href={path}>{title}</a></li>", SHOWN[at])
    };
    assert_eq!(days_at("/news", before), DAYS, "before titles");
}

#[test]
fn what_has_only_the_day_of_something_else_is_no_entry() {
    for label in ["Starts: ", "Available since ", "Archived: ", "Deadline "] {
        let row = |at: usize, path: &str, title: &str| {
            format!("<div class=e><h3><a href={path}>{title}</a></h3><p>{label}{}</p></div>", SHOWN[at])
        };
        assert_eq!(days_at("/events", row), [""; 0], "{label}");
    }
}

#[test]
fn people_whom_a_page_is_about_and_notes_at_the_address_of_a_forum_are_entries() {
    let people = ["Ada Reed", "Basil Marsh", "Clara Brook", "Dan Ford"];
    for above in ["people", "u", "members", "author"] {
        let titled = |at: usize, _: &str, title: &str| {
            format!(
                "<article><h3><a href=/{above}/n{at}>{title}</a></h3><time>{}</time><p>{QUESTION}</p></article>",
                SHOWN[at]
            )
        };
        assert_eq!(days_at("/news", titled), DAYS, "{above}");
        let profiles = |at: usize, path: &str, _: &str| titled(at, path, people[at]);
        assert_eq!(days_at("/news", profiles), DAYS, "{above}");
    }
    let notes = |at: usize, _: &str, title: &str| {
        format!("<article><h2>{title}</h2><time>{}</time><p>{QUESTION}</p></article>", SHOWN[at])
    };
    assert_eq!(days_at("/forum/notes", notes), DAYS);
    let signed = |at: usize, _: &str, title: &str| {
        let who = people[at];
        format!(
            "<article><h2>{title}</h2><a href=/u/{at}>{who}</a> <time>{}</time><p>{QUESTION}</p></article>",
            SHOWN[at]
        )
    };
    assert!(days_at("/forum/notes", signed).is_empty());
}

#[test]
fn the_sections_of_one_thing_are_no_entries() {
    let thing = |kind: &str| {
        format!("<script type='application/ld+json'>{{\"@type\":\"{kind}\",\"name\":\"{TITLE}\"}}</script>")
    };
    let section = |title: &str, said: &str| {
        format!(
            "<section><h2>{title}</h2><div>{said}</div><div><div>Updated on</div><div>Mar 4, 2025</div></div></section>"
        )
    };
    let body = section("About this app", QUESTION)
        + &section("What is new here", ANSWER)
        + &section("Ratings and reviews", THANKS);
    for kind in ["SoftwareApplication", "MobileApplication", "Book"] {
        let page = thread("/apps/1", &format!("{}<h1>{TITLE}</h1>{body}", thing(kind)));
        assert!(entries(&page).is_empty(), "{kind}: {page:#}");
    }
}
