//! Each shape in which sites list publications, and the shapes that only look like it.

use serde_json::Value;

use crate::support::{TestEnv, text};

const SLOW: &str = "Slow lakes remember longer";
const ECHO: &str = "Measuring depth by echo alone";
const ICE: &str = "Ice models that admit doubt";
const FISH: &str = "What fish know about currents";
const FIRST: &str = "The first sounding of the upper tarn";

/// The page and its listing, as `inspect` sees them.
fn inspected(file: &str) -> Value {
    let env = TestEnv::with_fixtures("listings");
    let mut pages = env.inspect(&format!("listings/{file}"));
    assert_eq!(pages.len(), 1, "{file}");
    pages.remove(0)
}

/// The entries of a listing, a line each: date, categories, title, address, summary.
fn entries(file: &str) -> Vec<String> {
    let page = inspected(file);
    let entries = page.pointer("/listing/entries").and_then(Value::as_array).unwrap();
    let categories = |entry: &Value| {
        let all = entry["categories"].as_array().unwrap().iter().map(|value| value.as_str().unwrap());
        all.collect::<Vec<_>>().join("+")
    };
    let line = |entry: &Value| {
        let parts = [
            text(entry, "/published/date").to_owned(),
            categories(entry),
            text(entry, "/title").to_owned(),
            text(entry, "/url").trim_start_matches("https://").to_owned(),
            text(entry, "/summary").to_owned(),
        ];
        parts.join(" | ").trim_end_matches([' ', '|']).to_owned()
    };
    entries.iter().map(line).collect()
}

#[track_caller]
fn check(file: &str, expected: &[String]) {
    assert_eq!(entries(file), expected, "{file}");
}

#[test]
fn a_list_of_links_with_times_is_a_listing() {
    check(
        "links.html",
        &[
            format!("2026-02-11 |  | {SLOW} | tarn.example/research/slow-lakes"),
            format!("2025-12-03 |  | {ECHO} | tarn.example/research/echo-depth"),
            format!("2025-09-30 |  | {ICE} | tarn.example/research/ice-models"),
            format!("2025-04-01 |  | {FISH} | elsewhere.example/papers/fish"),
            format!("2024-11-19 |  | {FIRST} | tarn.example/research/first-sounding"),
        ],
    );
}

#[test]
fn a_table_with_headed_columns_is_a_listing_and_an_empty_cell_invents_nothing() {
    check(
        "table.html",
        &[
            format!("2026-02-11 | Hydrology | {SLOW} | tarn.example/research/slow-lakes"),
            format!("2025-12-03 | Acoustics | {ECHO} | tarn.example/research/echo-depth"),
            format!("2025-09-30 | Hydrology | {ICE} | tarn.example/research/ice-models"),
            format!("2025-04-01 | Biology | {FISH}"),
            format!(" | Acoustics | {FIRST} | tarn.example/research/first-sounding"),
        ],
    );
}

#[test]
fn repeated_cards_are_a_listing_with_summaries() {
    check(
        "cards.html",
        &[
            format!(
                "2026-02-11 | Hydrology | {SLOW} | tarn.example/research/slow-lakes | A lake that empties slowly keeps a \
                 record of every storm that filled it."
            ),
            format!(
                "2025-12-03 | Acoustics | {ECHO} | tarn.example/research/echo-depth | One clap on the shore is enough, \
                 if you know how long to listen."
            ),
            format!(
                "2025-09-30 | Hydrology | {ICE} | tarn.example/research/ice-models | We let the model say that it does \
                 not know, and it became right more often."
            ),
            format!(
                "2025-04-01 | Biology | {FISH} | tarn.example/research/fish | Fish choose their place before the current \
                 has turned."
            ),
        ],
    );
}

#[test]
fn a_definition_list_is_a_listing() {
    check(
        "definitions.html",
        &[
            format!("2026-02-11 |  | {SLOW} | tarn.example/news/slow-lakes | A record of every storm."),
            format!("2025-12-03 |  | {ECHO} | tarn.example/news/echo-depth | One clap is enough."),
            format!("2025-09-30 |  | {ICE} | tarn.example/news/ice-models | It became right more often."),
            format!("2025-04-01 |  | {FISH} | tarn.example/news/fish | They choose before it turns."),
        ],
    );
}

#[test]
fn headings_of_years_and_months_date_what_follows_and_no_finer() {
    check(
        "headings.html",
        &[
            format!("2025 |  | {ECHO} | tarn.example/a/echo-depth"),
            format!("2025 |  | {ICE} | tarn.example/a/ice-models"),
            format!("2025 |  | {FISH} | tarn.example/a/fish"),
            format!("2024-11 |  | {FIRST} | tarn.example/a/first-sounding"),
            "2024-11 |  | A rope with knots is an instrument | tarn.example/a/rope".to_owned(),
            "2023 |  | Boats for shallow water | tarn.example/a/boats".to_owned(),
            "2023 |  | Old maps and new shores | tarn.example/a/maps".to_owned(),
        ],
    );
    let page = inspected("headings.html");
    for entry in page.pointer("/listing/entries").and_then(Value::as_array).unwrap() {
        assert_eq!(text(entry, "/published/source"), "group-heading");
    }
}

#[test]
fn glued_cards_of_viewer_text_are_cut_at_the_titles_of_the_table() {
    check(
        "glued.txt",
        &[
            format!(
                "2026-02-11 | Hydrology | {SLOW} |  | A lake that empties slowly keeps a record of every storm that filled it."
            ),
            format!(
                "2025-12-03 | Acoustics | {ECHO} |  | One clap on the shore is enough, if you know how long to listen."
            ),
            format!(
                "2025-09-30 | Hydrology | {ICE} |  | We let the model say that it does not know, and it became right more often."
            ),
            format!("2025-04-01 | Biology | {FISH}"),
        ],
    );
}

#[test]
fn an_article_with_a_box_of_related_posts_is_an_article() {
    let page = inspected("article.html");
    assert_eq!(entries("article.html"), [""; 0]);
    assert_eq!(text(&page, "/page/kind"), "publication");
    assert_eq!(text(&page, "/page/title"), SLOW);
    assert_eq!(text(&page, "/page/published/date"), "2026-02-11");
    let body = text(&page, "/page/body");
    assert!(body.contains("A slow lake remembers longer"), "{body}");
    assert!(!body.contains(ECHO), "{body}");
}

#[test]
fn a_navigation_menu_is_nothing() {
    let page = inspected("menu.html");
    assert_eq!(entries("menu.html"), [""; 0]);
    assert_eq!(text(&page, "/page/kind"), "page");
    let body = text(&page, "/page/body");
    assert!(body.contains("a small laboratory beside deep water"), "{body}");
    assert!(!body.contains("Careers"), "{body}");
}

const LISTINGS: &[&str] =
    &["links.html", "table.html", "cards.html", "definitions.html", "headings.html", "glued.txt"];

#[test]
fn a_page_that_lists_is_a_page_and_its_body_holds_no_text_of_entries() {
    for file in LISTINGS {
        let page = inspected(file);
        assert_eq!(text(&page, "/page/kind"), "page", "{file}");
        let body = text(&page, "/page/body");
        for title in [SLOW, ECHO, ICE, FISH, "One clap"] {
            assert!(!body.contains(title), "{file}: {body}");
        }
    }
}

#[test]
fn the_text_of_a_listing_has_no_menu_and_no_footer() {
    for file in LISTINGS {
        let page = inspected(file);
        let body = text(&page, "/page/body");
        for left_out in ["Careers", "Privacy", "Imprint", "© 2026"] {
            assert!(!body.contains(left_out), "{file}: {left_out}: {body}");
        }
    }
}

#[test]
fn an_entry_is_found_by_itself_and_the_page_is_not_found_instead() {
    let env = TestEnv::with_fixtures("listings");
    env.index(&["listings/cards.html"]);
    let answer = env.run(&["query", "clap", "--format", "json"]).expect_code(0).json();
    assert_eq!(answer["total"], 1, "{answer}");
    assert_eq!(text(&answer, "/hits/0/title"), ECHO);
    assert_eq!(text(&answer, "/hits/0/kind"), "publication");
    assert_eq!(text(&answer, "/hits/0/sightings/0/as"), "entry");
    assert_eq!(text(&answer, "/hits/0/sightings/0/capture"), "cards.html");
}
