//! The small print of cards: days that only the reader knew, names and topics beside them, dates in addresses.

use serde_json::Value;

use crate::support::{TestEnv, entries, text};

/// Title, author, topic, day, how long ago, file.
const POSTS: [[&str; 6]; 5] = [
    ["Slow lakes remember longer", "Ada Reed", "Depths", "May 7, 2025", "2 hours ago", "slow-lakes"],
    ["Measuring depth by echo alone", "Basil Marsh", "Tools", "April 2, 2025", "3 days ago", "by-echo"],
    ["Ice models that admit doubt", "Clara Brook", "Depths", "March 9, 2025", "a week ago", "ice-models"],
    ["What fish know about currents", "Ada Reed", "Life", "January 19, 2025", "2 months ago", "fish-know"],
    ["The first sounding of the tarn", "Dan Ford", "Tools", "January 8, 2025", "1y", "first-sounding"],
];

fn page(body: &str) -> Value {
    let env = TestEnv::empty();
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>News | Tarn Lab</title><link rel=canonical href=https://tarn.example/news/>
         <header><nav><a href=/>Home</a> <a href=/people>People</a></nav></header><main><h1>News</h1>{body}</main>
         <footer>© 2026 Tarn Lab</footer></html>"
    );
    env.write("page.html", &page);
    env.inspect("page.html").remove(0)
}

/// The entries of a page that says each post as `shape` does: title, author and topic, and the date.
fn listed(shape: impl Fn([&str; 6]) -> String) -> (Value, Vec<String>) {
    let page = page(&POSTS.map(shape).concat());
    let fields = ["/title", "/authors/0", "/categories/0", "/published/date"];
    let line = |entry: &Value| fields.map(|field| text(entry, field)).join(" | ");
    let lines = entries(&page).iter().map(line).collect();
    (page, lines)
}

fn wanted(line: impl Fn([&str; 6]) -> String) -> Vec<String> {
    POSTS.map(line).to_vec()
}

#[test]
fn days_that_nothing_tells_mark_entries_and_date_none() {
    let bare = |[title, ..]: [&str; 6]| format!("{title} |  |  | ");
    for (shape, (_, found)) in [
        (
            "cards",
            listed(|[title, _, _, _, ago, file]| {
                format!(
                    "<div><h3><a href=/{file}>{title}</a></h3><span>{ago}</span><p>We looked at this for a year.</p></div>"
                )
            }),
        ),
        (
            "rows",
            listed(|[title, _, _, _, ago, file]| {
                format!("<li><a href=/{file}>{title}</a> <time>{ago}</time>")
            }),
        ),
        (
            "links around cards",
            listed(|[title, name, _, _, ago, file]| {
                format!("<article><a href=/{file}><p>{ago} · {name}</p><h2>{title}</h2></a></article>")
            }),
        ),
        (
            "days without a year",
            listed(|[title, _, _, day, _, file]| {
                let day = day.split(',').next().unwrap_or_default();
                format!("<div><h2><a href=/{file}>{title}</a></h2><p>{day}</p></div>")
            }),
        ),
    ] {
        assert_eq!(found, wanted(bare), "{shape}");
    }
    let (_, found) = listed(|[title, name, _, _, ago, file]| {
        format!("<div><h2><a href=/{file}>{title}</a></h2><div>Posted {ago} by {name}</div></div>")
    });
    assert_eq!(found, wanted(|[title, name, ..]| format!("{title} | {name} |  | ")), "with a byline");
}

#[test]
fn the_small_print_of_a_card_is_taken_apart_into_date_author_and_topic() {
    let whole =
        |[title, name, topic, day, ..]: [&str; 6]| format!("{title} | {name} | {topic} | {}", iso(day));
    let shapes: [fn([&str; 6]) -> String; 4] = [
        |[_, name, topic, day, ..]| format!("Posted {day} by {name} in {topic}"),
        |[_, name, topic, day, ..]| format!("Posted on {day} in {topic} by {name}"),
        |[_, name, topic, day, ..]| format!("By {name} on {day} in <a href=/c>{topic}</a>"),
        |[_, name, topic, day, ..]| format!("By {name} in {topic}, published on {day}"),
    ];
    for shape in shapes {
        let (page, found) = listed(|post| {
            format!("<div><h2><a href=/{}>{}</a></h2><div>{}</div></div>", post[5], post[0], shape(post))
        });
        assert_eq!(found, wanted(whole), "{}", shape(POSTS[0]));
        // What the first entry says is not said of the page.
        assert_eq!(
            (text(&page, "/published/date"), text(&page, "/authors/0")),
            ("", ""),
            "{}",
            shape(POSTS[0])
        );
    }
}

#[test]
fn names_joined_to_a_date_and_small_print_before_a_link_are_read() {
    let (_, found) = listed(|[title, name, _, day, _, file]| {
        format!("<div><h2><a href=/{file}>{title}</a></h2><span>{name} on {day}</span></div>")
    });
    assert_eq!(found, wanted(|[title, name, _, day, ..]| format!("{title} | {name} |  | {}", iso(day))));
    let (_, found) = listed(|[title, _, topic, day, _, file]| {
        format!("<li>{topic} | {day} | <a href=/{file}>{title}</a>")
    });
    assert_eq!(found, wanted(|[title, _, topic, day, ..]| format!("{title} |  | {topic} | {}", iso(day))));
    // Rows of two, as boards of links have them.
    let rows = POSTS.map(|[title, _, _, _, ago, file]| {
        format!("<tr><td>1.<td><a href=/{file}>{title}</a><tr><td><td>9 points by ada <span>{ago}</span> | <a href=/{file}#c>3 comments</a>")
    });
    let page = page(&format!("<table>{}</table>", rows.concat()));
    let titles: Vec<String> = entries(&page).iter().map(|entry| text(entry, "/title").to_owned()).collect();
    assert_eq!(titles, POSTS.map(|post| post[0].to_owned()));
}

#[test]
fn an_address_with_a_date_dates_its_entry() {
    // Each in a month of its own: links to one folder are no list.
    let number = |file: &str| POSTS.iter().position(|post| post[5] == file).map_or(0, |at| at + 1);
    let of = |day: &'static str| {
        move |post: [&str; 6]| format!("{} |  |  | 2025-0{}{day}", post[0], number(post[5]))
    };
    let (_, found) =
        listed(|[title, .., file]| format!("<li><a href=/2025/0{}/{file}/>{title}</a>", number(file)));
    assert_eq!(found, wanted(of("")));
    let (_, found) = listed(|[title, .., file]| {
        format!("<li><a href=/notes/2025-0{}-04-{file}>{title}</a>", number(file))
    });
    assert_eq!(found, wanted(of("-04")));
    // The card names the day, the address the year.
    let (_, found) = listed(|[title, .., file]| {
        let month = ["Jan", "Feb", "Mar", "Apr", "May"][number(file) - 1];
        format!("<li><a href=/2025/0{}/{file}/>{title}</a> <span>{month} 4</span>", number(file))
    });
    assert_eq!(found, wanted(of("-04")));
    for other in ["/files/2025/0{}/{}.pdf", "/docs/2025-05-04/{}{}", "/fixtures/2011-12/{}{}"] {
        let (_, found) = listed(|[title, .., file]| {
            let address = other.replacen("{}", &number(file).to_string(), 1).replacen("{}", file, 1);
            format!("<li><a href={address}>{title}</a>")
        });
        assert_eq!(found, [""; 0], "{other}");
    }
}

#[test]
fn the_text_of_a_time_holds_over_a_day_of_another_zone() {
    let next = ["2025-05-08", "2025-04-03", "2025-03-10", "2025-01-20", "2025-01-09"];
    let (_, found) = listed(|[title, _, _, day, _, file]| {
        let next = POSTS.iter().zip(next).find(|(post, _)| post[3] == day).map_or("", |(_, next)| next);
        format!("<li><a href=/{file}>{title}</a> <time datetime={next}T05:00:00Z>{day}</time>")
    });
    assert_eq!(found, wanted(|[title, _, _, day, ..]| format!("{title} |  |  | {}", iso(day))));
}

#[test]
fn the_region_of_a_pages_language_orders_day_and_month() {
    let env = TestEnv::empty();
    let words = "<p>Some words that stand here so that the page has prose enough to be an article on what lakes keep, and why they do.</p>";
    for (language, head, wanted) in [
        ("en", "", "2025-07-05"),
        ("en-US", "<meta property=og:locale content=en_GB>", "2025-07-05"),
        ("en-GB", "", "2025-05-07"),
        ("en", "<meta property=og:locale content=en_GB>", "2025-05-07"),
        ("en", "<meta property=og:locale content=de_DE>", "2025-07-05"),
        ("de", "", "2025-05-07"),
    ] {
        let page = format!(
            "<html lang={language}>{head}<h1>What lakes keep</h1><p>07/05/2025</p>{}",
            words.repeat(8)
        );
        env.write("page.html", &page);
        let page = env.inspect("page.html").remove(0);
        assert_eq!(text(&page, "/page/published/date"), wanted, "{language} {head}");
        assert_eq!(text(&page, "/page/language"), language.split('-').next().unwrap_or_default());
    }
}

#[test]
fn posts_of_a_thread_and_tables_of_results_are_no_listings() {
    let said = [
        "Mine thawed last week.",
        "So did ours, and early.",
        "@basil: not here.",
        "Same.",
        "We measured it twice now",
    ];
    let (_, found) = listed(|[_, name, _, day, ..]| {
        let at = POSTS.iter().position(|post| post[3] == day).unwrap_or_default();
        let said = said.get(at).copied().unwrap_or_default();
        format!(
            "<li><div><b>{name}</b><dl><dd>{day}<dd><a href=/t/9-ice.html#post{at}>#{at}</a></dl></div>
             <blockquote><div>{said}</div></blockquote>"
        )
    });
    assert_eq!(found, [""; 0], "a thread");
    let clubs =
        ["Upper Tarn Rowers", "Lower Tarn Rowers", "Rowers of the Weir", "Tarn Town Club", "The Reed Club"];
    let rows = POSTS.iter().zip(clubs).enumerate().map(|(at, ([_, name, ..], club))| {
        format!("<tr><td>{at}<td>{name}<td>{}<td>{club}<td>7:{at}3</tr>", 1993 + at % 2)
    });
    let page = page(&format!("<table>{}</table>", rows.collect::<String>()));
    assert!(entries(&page).is_empty(), "results");
}

/// A day of [`POSTS`] as ISO 8601 has it.
fn iso(day: &str) -> String {
    let months = ["January", "February", "March", "April", "May"];
    let (month, rest) = day.split_once(' ').unwrap_or_default();
    let (day, year) = rest.split_once(", ").unwrap_or_default();
    let month = months.iter().position(|name| *name == month).map_or(0, |at| at + 1);
    format!("{year}-{month:02}-{day:0>2}")
}
