//! What lists of papers say of names, days and issues, and which lists are what a paper cites.

use serde_json::Value;

use crate::support::{entries_of, text, texts};

/// `date | title | authors` of the entries of a page or a note.
fn listed(name: &str, content: &str) -> Vec<String> {
    let line = |entry: &Value| {
        let authors = texts(entry, "/authors").join("; ");
        format!("{} | {} | {authors}", text(entry, "/published/date"), text(entry, "/title"))
    };
    entries_of(name, content).iter().map(line).collect()
}

fn page(title: &str, body: &str) -> Vec<String> {
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    );
    listed("page.html", &page)
}

const CITED: [&str; 4] = [
    "A. Reed and B. Marsh. Sounding the upper tarn. Soundings, 2004.",
    "C. Brook and D. Ford. Echoes over mud. Lake Society, 2015.",
    "A. Reed and D. Ford. Ice that lasts. Soundings, 2018.",
    "B. Marsh and C. Brook. Reading a gauge. Lake Society, 2020.",
];

#[test]
fn a_paper_with_its_names_below_the_title_is_not_what_it_cites() {
    let prose =
        "Water levels were read every quarter of an hour by a gauge that had been set in spring. ".repeat(3);
    let items = CITED.map(|cited| format!("- {cited}\n")).concat();
    let note = format!(
        "# Slow lakes remember longer\n\nAda Reed, Basil Marsh\n\n## Abstract\n\nWe ask lakes.\n\n## 1 Introduction\n\n{prose}\n\n## References\n\n{items}"
    );
    assert!(listed("note.md", &note).is_empty(), "{:?}", listed("note.md", &note));
    let items = CITED.map(|cited| format!("<li>{cited}</li>")).concat();
    let body = format!(
        "<p>Ada Reed, Basil Marsh</p><h2>Abstract</h2><p>We ask lakes.</p><h2>References</h2><ol>{items}</ol>"
    );
    assert!(page("Slow lakes remember longer", &body).is_empty());
    let own = format!("<h2>Papers</h2><ol>{items}</ol>");
    assert_eq!(page("Ada Reed", &own).len(), CITED.len());
}

#[test]
fn a_day_without_a_year_is_of_the_year_that_the_page_names_and_of_its_weekday() {
    let body = "<h2>Wednesday, August 10</h2><ul><li><a href=/a>Keys in the snow at noon</a><li><a href=/b>Locks that remember rain</a></ul>\
                <h2>Thursday, August 11</h2><ul><li><a href=/c>Words in the church bulletin</a></ul>";
    for (title, day) in
        [("Sessions 2022", "2022-08-10"), ("Sessions ’22", "2022-08-10"), ("Sessions 2021", "")]
    {
        let found = page(title, body);
        let first = found.first().and_then(|line| line.split(" | ").next()).unwrap_or_default();
        assert_eq!(first, day, "{title}: {found:?}");
    }
}

#[test]
fn given_and_family_names_are_one_person() {
    let cards = |authors: [&str; 3]| {
        let titles =
            ["A moss that remembers frost", "Roots count the hours of day", "Lichen at noon in the sun"];
        let card = |at: usize| {
            format!(
                "<li><h4><a href=/{at}>{}</a></h4>{}<span class=date>2024-05-0{}</span></li>",
                titles[at],
                authors[at],
                at + 1
            )
        };
        format!("<ul>{}</ul>", [0, 1, 2].map(card).concat())
    };
    let person = |given: &str, family: &str| {
        format!("<span class=author><span class=g>{given}</span> <span class=f>{family}</span></span>")
    };
    let two = format!("{}, {}", person("Ada", "Reed"), person("Basil", "Marsh"));
    let apart = [two, person("Clara", "Brook"), person("Dan", "Ford")]
        .map(|names| format!("<div class=authors>{names}</div>"));
    let found = page("Plants", &cards([&apart[0], &apart[1], &apart[2]]));
    let names = |found: &[String]| -> Vec<String> {
        found.iter().filter_map(|line| line.rsplit(" | ").next()).map(str::to_owned).collect()
    };
    assert_eq!(names(&found), ["Ada Reed; Basil Marsh", "Clara Brook", "Dan Ford"]);
    let inverted = ["Reed, Ada Maria", "Marsh, Basil", "Brook, Clara Maria; Ford, Dan"]
        .map(|names| format!("<span class=author>{names}</span> "));
    let found = page("Theses", &cards([&inverted[0], &inverted[1], &inverted[2]]));
    assert_eq!(names(&found), ["Reed, Ada Maria", "Marsh, Basil", "Brook, Clara Maria; Ford, Dan"]);
}

#[test]
fn the_day_of_an_issue_or_announcement_dates_what_has_no_other() {
    let titles = [
        "Lakes that forget their basins",
        "Reading rooms and their clocks",
        "Against the median of waits",
        "A review of the patient archive",
    ];
    let cards = titles
        .map(|title| {
            format!(
                "<li><h3><a href='/{}'>{title}</a></h3><div class=authors>Ada Reed, Basil Marsh</div></li>",
                title.replace(' ', "-")
            )
        })
        .concat();
    let published = "<div><span>Published:</span> <span>2021-12-30</span></div>";
    let dates = |title: &str, above: &str| -> Vec<String> {
        let found = page(title, &format!("{above}<h2>Articles</h2><ul>{cards}</ul>"));
        found.iter().filter_map(|line| line.split(" | ").next()).map(str::to_owned).collect()
    };
    assert_eq!(dates("Vol. 5 No. 2 (2021): Winter", published), ["2021-12-30"; 4]);
    assert_eq!(dates("Limnology", "<h2>Showing new listings for Friday, 8 May 2026</h2>"), ["2026-05-08"; 4]);
    assert_eq!(dates("What we link to", published), [""; 4], "a day of the page is none of its entries");
}

#[test]
fn hours_and_the_head_of_the_page_are_no_entries() {
    let card = |(file, title): (&str, &str)| {
        format!("<li><h4><a href='/{file}'>{title}</a></h4><p>Published: 16 Jan 2024</p></li>")
    };
    let cards = [
        ("a", "Lakes that forget their basins"),
        ("b", "Reading rooms and their clocks"),
        ("c", "Against the median of waits"),
    ]
    .map(card)
    .concat();
    let found = page(
        "Lake Meeting 2024",
        &format!(
            "<header><h2>The Twelfth Conference on Lakes</h2><div>Vienna, Austria May 07 2024</div></header><ul>{cards}</ul>"
        ),
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn months_of_citations_are_read() {
    let row =
        |rest: &str, title: &str| format!("<li>A. Reed, B. Marsh, \"{title}\", <i>Soundings</i>, {rest}");
    let rows = [
        row("vol. 12, no. 4, pp. 1-19, Nov. 2014.", "Turbulence over beds of stone"),
        row("2018 Feb;68(2):11-14.", "Fishermen and their cold knees"),
        row("pp. 33-40, Mar. 2011.", "A laser that is under water"),
    ];
    let found = page("Ada Reed", &format!("<h2>Papers</h2><ul>{}</ul>", rows.concat()));
    let dates: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(dates, ["2014-11", "2018-02", "2011-03"]);
}
