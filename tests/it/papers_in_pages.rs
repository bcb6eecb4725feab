//! Lists of papers on pages whose titles are no links: references, lines, tables, and such lists in Markdown.

use serde_json::Value;

use crate::support::{entries_of, text, texts};

/// Title, authors, venue, year.
const PAPERS: [(&str, &[&str], &str, &str); 5] = [
    ("Slow lakes remember longer", &["Ada Reed", "Basil T. Marsh"], "Lake Society", "2025"),
    ("Lakes and their rivers", &["Clara van der Aa", "Ada Reed"], "Soundings", "2025"),
    ("Ice models that admit doubt", &["Élise Martin", "Basil T. Marsh", "Ada Reed"], "Lake Society", "2024"),
    ("What fish know about currents", &["Ada Reed"], "Rivers", "2023"),
    ("The first sounding of the upper tarn", &["Dan Brook", "Clara van der Aa"], "Soundings", "2021"),
];

/// The papers in a shape: title, authors, venue, year, number.
fn papers(shape: impl Fn(&str, &[&str], &str, &str, usize) -> String) -> String {
    PAPERS
        .iter()
        .enumerate()
        .map(|(at, (title, by, venue, year))| shape(title, by, venue, year, at))
        .collect()
}

/// `date | title | authors | address` of the entries of a capture.
fn entries(name: &str, content: &str) -> Vec<String> {
    let line = |entry: &Value| {
        let authors = texts(entry, "/authors").join(", ");
        let url = text(entry, "/url");
        format!("{} | {} | {authors} | {url}", text(entry, "/published/date"), text(entry, "/title"))
    };
    entries_of(name, content).iter().map(line).collect()
}

fn of_page(body: &str) -> Vec<String> {
    let page = format!(
        "<html lang=en><head><title>Tarn Lab</title><base href='https://tarn.example/papers'></head><body>\
         <nav><a href='/'>Home</a> <a href='/people'>People</a></nav><h1>Ada Reed</h1>\
         <p>She looks at lakes and at what they keep, and has walked around most of those that this page names.</p>\
         {body}<footer>© 2026 Tarn Lab</footer></body></html>"
    );
    entries("page.html", &page)
}

/// The lines of all papers, with their addresses by number.
fn wanted(address: impl Fn(usize) -> String) -> Vec<String> {
    let line = |(at, (title, by, _, year)): (usize, &(&str, &[&str], &str, &str))| {
        format!("{year} | {title} | {} | {}", by.join(", "), address(at))
    };
    PAPERS.iter().enumerate().map(line).collect()
}

#[test]
fn papers_without_links_are_entries_of_a_page() {
    let references = papers(|t, by, v, y, _| format!("<li>{}. {t}. <em>{v}</em>, {y}.</li>", by.join(", ")));
    let lines =
        papers(|t, by, v, y, _| format!("<p><b>{t}.</b><br>{}<br><i>In {v}</i>, {y}</p>", by.join(", ")));
    let blocks = papers(|t, by, v, y, _| {
        format!("<div class=p><div>{t}</div><div>{}</div><div>{v}, {y}</div></div>", by.join(", "))
    });
    let rows = papers(|t, by, v, y, at| {
        format!("<tr><td>[{}]<td>{}. {t}. In <em>{v}</em>, {y}.</tr>", at + 1, by.join(" and "))
    });
    for (shape, body) in [
        ("references", format!("<h2>Publications</h2><ul>{references}</ul>")),
        ("lines", format!("<h2>Publications</h2>{lines}")),
        ("blocks", format!("<h2>Papers</h2>{blocks}")),
        ("rows", format!("<h2>Publications</h2><table>{rows}</table>")),
    ] {
        assert_eq!(of_page(&body), wanted(|_| String::new()), "{shape}");
    }
    let notes = papers(|t, by, v, y, _| format!("- {}. {t}. *{v}*, {y}.\n", by.join(", ")));
    let found = entries("notes.md", &format!("# Ada Reed\n\nLakes, mostly.\n\n## Publications\n\n{notes}"));
    assert_eq!(found, wanted(|_| String::new()), "Markdown");
}

#[test]
fn a_link_of_a_paper_is_its_address_and_no_link_that_several_share() {
    let body = papers(|t, by, v, y, at| {
        let by = by.join(", ").replace("Ada Reed", "<a href='/ada'>Ada Reed</a>");
        format!(
            "<p>{by}. {t}. <em>{v}</em>, {y}. [<a href='all_bib.html#k{at}'>bib</a> | <a href='/p/{at}.pdf'>PDF</a>]</p>"
        )
    });
    let found = of_page(&format!("<h2>Publications</h2>{body}"));
    assert_eq!(found, wanted(|at| format!("https://tarn.example/p/{at}.pdf")));
}

#[test]
fn a_month_behind_a_venue_dates_a_paper_and_one_name_may_stand_family_first() {
    let reversed = |name: &str| {
        let (given, family) = name.split_once(' ').unwrap_or_default();
        format!("{family}, {}.", given.chars().next().unwrap_or_default())
    };
    let only: Vec<_> =
        PAPERS.iter().filter(|(_, by, ..)| !by.iter().any(|name| name.contains("der"))).collect();
    let line = |(title, by, venue, year): &&(&str, &[&str], &str, &str)| {
        let by: Vec<String> = by.iter().map(|name| reversed(&name.replace(" T.", ""))).collect();
        let entry = format!("{year}-05 | {title} | {} | ", by.join(", "));
        (format!("<div>{} ({year}). {title}. {venue}, May {year}.</div>", by.join(", ")), entry)
    };
    let (body, entries): (String, Vec<String>) = only.iter().map(line).unzip();
    assert_eq!(of_page(&format!("<h2>Publications</h2>{body}")), entries);
}

#[test]
fn what_a_page_cites_is_no_list_of_its_papers() {
    let references = papers(|t, by, v, y, _| format!("<li>{}. {t}. <em>{v}</em>, {y}.</li>", by.join(", ")));
    for heading in ["References", "Further reading"] {
        let between = "<p>As cited.</p>".repeat(20);
        let found = of_page(&format!("<h2>{heading}</h2>{between}<ol>{references}</ol>"));
        assert_eq!(found, [""; 0], "{heading}");
    }
    let prose = "<p>The lake lies high above the town, and whoever walks up in spring finds it under a lid of ice \
                 that may hold until May, long after the valley is green.</p>";
    assert_eq!(of_page(&format!("{}<ul>{references}</ul>", prose.repeat(9))), [""; 0], "beside much more");
}
