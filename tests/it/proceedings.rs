//! Pages that list the papers of a volume or of a day: where the address of each stands, and what tells them without a date.

use serde_json::Value;

use crate::support::{entries_of, text, texts};

/// Title and authors.
const PAPERS: [(&str, &[&str]); 5] = [
    ("Slow lakes remember longer", &["Ada Reed", "Basil T. Marsh"]),
    ("Ice models that admit doubt", &["Clara Brook"]),
    ("What fish know about currents", &["Élise Martin", "Basil T. Marsh", "Ada Reed"]),
    ("Soundings of the upper tarn", &["Dan Hall"]),
    ("How rivers sort their gravel", &["Ada Reed", "Clara Brook"]),
];

/// `title | authors | path` of the entries of a page with these papers in a shape: title, authors, number.
fn listed(around: &str, shape: impl Fn(&str, &[&str], usize) -> String) -> Vec<String> {
    let papers: String = PAPERS.iter().enumerate().map(|(at, (title, by))| shape(title, by, at)).collect();
    let body = around.replace("{}", &papers);
    let entries = entries_of(
        "page.html",
        format!(
            "<html lang=en><head><title>Volume 4</title><base href='https://tarn.example/'></head><body>\
             <main><h1>Volume 4</h1>{body}</main></body></html>"
        ),
    );
    let line = |entry: &Value| {
        let url = text(entry, "/url");
        let path = url.strip_prefix("https://tarn.example").unwrap_or(url);
        format!("{} | {} | {path}", text(entry, "/title"), texts(entry, "/authors").join(", "))
    };
    entries.iter().map(line).collect()
}

fn wanted() -> Vec<String> {
    let line =
        |(at, (title, by)): (usize, &(&str, &[&str]))| format!("{title} | {} | /p/{at}", by.join(", "));
    PAPERS.iter().enumerate().map(line).collect()
}

fn linked(by: &[&str]) -> String {
    by.iter().map(|name| format!("<a href='/find?q=x'>{name}</a>")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_address_stands_in_the_term_and_no_author_is_it() {
    let found = listed("<h3>Fri, 14 Nov 2025</h3><dl>{}</dl>", |title, by, at| {
        format!(
            "<dt>[{at}] <a href='/p/{at}'>tarn:{at}</a> [<a href='/f/{at}'>pdf</a>]</dt><dd><div class=title>{title}</div>\
             <div class=list-authors>{}</div></dd>",
            linked(by)
        )
    });
    assert_eq!(found, wanted());
}

#[test]
fn an_empty_link_at_the_end_of_a_card_is_its_address() {
    let found = listed("{}", |title, _, at| {
        format!(
            "<article><h2>{title}</h2><p>March {}, 2025</p><a href='/p/{at}' aria-label='{title}'></a></article>",
            at + 1
        )
    });
    let bare: Vec<String> =
        PAPERS.iter().enumerate().map(|(at, (title, _))| format!("{title} |  | /p/{at}")).collect();
    assert_eq!(found, bare);
}

#[test]
fn linked_titles_in_strong_type_and_terms_with_names_below_need_no_date() {
    let strong = |title: &str, by: &[&str], at: usize| {
        let names: Vec<String> = by.iter().map(|name| format!("<a href='/people/x/'>{name}</a>")).collect();
        format!(
            "<p><span><a href='/f/{at}.pdf'>pdf</a></span><span><strong><a href='/p/{at}'>{title}</a></strong><br>{}</span></p>",
            names.join(" | ")
        )
    };
    assert_eq!(listed("{}", strong), wanted(), "strong type");
    let term = |title: &str, by: &[&str], at: usize| {
        let names: Vec<String> =
            by.iter().map(|name| format!("<form><a href='#'>{name}</a>, </form>")).collect();
        let names = names.concat();
        format!("<dt><a href='/p/{at}'>{title}</a></dt><dd>{names}</dd><dd>[<a href='/f/{at}'>pdf</a>]</dd>")
    };
    assert_eq!(listed("<dl>{}</dl>", term), wanted(), "terms");
    let topic = |title: &str, _: &[&str], at: usize| {
        format!("<dt><a href='/p/{at}'>{title}</a></dt><dd>Climate Change</dd>")
    };
    assert_eq!(listed("<dl>{}</dl>", topic), [""; 0], "a topic is no name");
}

#[test]
fn who_handed_a_paper_in_tells_it_without_a_date() {
    let found = listed("{}", |title, _, at| {
        format!(
            "<article><div>Submitted by <a href='/u{at}'>user{at}</a></div><h3><a href='/p/{at}'>{title}</a></h3></article>"
        )
    });
    let bare: Vec<String> =
        PAPERS.iter().enumerate().map(|(at, (title, _))| format!("{title} |  | /p/{at}")).collect();
    assert_eq!(found, bare);
}
