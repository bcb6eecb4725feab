//! Rows of small print on cards and in tables, where the date stands between other things.

use serde_json::Value;

use crate::support::{TestEnv, text};

const POSTS: [(&str, &str, &str); 4] = [
    ("Ice that admits doubt", "Apr 10, 2025", "2025-04-10"),
    ("Slow lakes, long memory", "Apr 2, 2025", "2025-04-02"),
    ("Depth by echo alone", "Mar 25, 2025", "2025-03-25"),
    ("What herons remember", "Mar 4, 2025", "2025-03-04"),
];

/// The entries of a listing of one card a post.
fn entries(lang: &str, before: &str, card: impl Fn(&str, &str) -> String) -> Vec<Value> {
    let env = TestEnv::empty();
    let cards = POSTS.iter().map(|(title, day, _)| card(title, day)).collect::<Vec<_>>().concat();
    env.write(
        "page.html",
        format!("<html lang={lang}><title>Notes | Tarn Lab</title><main><h1>Notes</h1>{before}{cards}</table></main>"),
    );
    env.inspect("page.html")
        .remove(0)
        .pointer("/listing/entries")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

fn days(entries: &[Value]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| format!("{} {}", text(entry, "/published/date"), text(entry, "/title")))
        .collect()
}

fn wanted() -> Vec<String> {
    POSTS.iter().map(|(title, _, day)| format!("{day} {title}")).collect()
}

#[test]
fn a_card_that_is_one_link_has_its_date_between_signs() {
    for row in [
        "Models · DAY · 5 min read",
        "Publication | DAY | 5 min read",
        "Models • DAY • London",
        "By Ada Reed · DAY · 5 min read",
    ] {
        for (open, close) in [("<p>", "</p>"), ("<div>", "</div>"), ("<span class=meta>", "</span>")] {
            let found = entries("en", "", |title, day| {
                let row = row.replace("DAY", day);
                format!(
                    "<article><a href=/p><h3>{title}</h3><p>Found in the waters of the tarn.</p>{open}{row}{close}</a></article>"
                )
            });
            assert_eq!(days(&found), wanted(), "{row} {open}");
        }
    }
}

#[test]
fn kinds_of_posts_are_called_by_nouns() {
    let found = entries("en", "", |title, day| {
        let kind = if title.starts_with("Ice") { "Publication" } else { "Update" };
        format!(
            "<div><span class=category>{kind}</span><a href=/p><h2>{title}</h2></a><time>{day}</time></div>"
        )
    });
    assert_eq!(days(&found), wanted());
    let kinds: Vec<_> = found.iter().map(|entry| text(entry, "/categories/0")).collect();
    assert_eq!(kinds, ["Publication", "Update", "Update", "Update"]);
}

#[test]
fn columns_and_accounts_name_authors_in_other_languages() {
    for (lang, title, author, date) in [
        ("ko", "제목", "작성자", "작성일"),
        ("ru", "Название", "Автор", "Дата"),
        ("zh", "标题", "作者", "日期"),
        ("ja", "タイトル", "著者", "日付"),
        ("pl", "Tytuł", "Autorzy", "Data"),
    ] {
        let head = format!("<table><tr><th>No<th>{title}<th>{author}<th>{date}</tr>");
        let found = entries(lang, &head, |title, day| {
            let day = POSTS.iter().find(|post| post.1 == day).map_or("", |post| post.2);
            format!("<tr><td>7<td><a href=/p>{title}</a><td>Ada Reed<td>{day}</tr>")
        });
        assert_eq!(days(&found), wanted(), "{lang}");
        assert!(
            found.iter().all(|entry| entry["authors"] == serde_json::json!(["Ada Reed"])),
            "{lang}: {found:?}"
        );
    }
    let found = entries("en", "", |title, day| {
        format!(
            "<article><h2><a href=/p>{title}</a></h2><p>Of the tarn.</p><div><time>{day}</time> • <a href=/@ada>Ada Reed</a></div></article>"
        )
    });
    assert!(
        found.len() == 4 && found.iter().all(|entry| entry["authors"] == serde_json::json!(["Ada Reed"]))
    );
}

#[test]
fn the_day_under_a_pointer_dates_a_row_that_counts_back() {
    let found = entries("en", "", |title, day| {
        let day = POSTS.iter().find(|post| post.1 == day).map_or("", |post| post.2);
        format!(
            "<div><h3><a href=/p>{title}</a></h3><span class=age title='{day}T12:11:10 1749125470'><a href=/c>3 days ago</a></span></div>"
        )
    });
    assert_eq!(days(&found), wanted());
}
