//! Holds `docs/query-language.md` to the program: every query in it is read, and every error in it is printed so.

use std::fs;
use std::path::Path;

use rsearch::document::Day;
use rsearch::search::grammar;
use rsearch::search::query::parse;

use crate::support::{NOW, PACKAGE, TestEnv};

fn page() -> String {
    fs::read_to_string(Path::new(PACKAGE).join("docs/query-language.md")).unwrap()
}

/// The text in backticks at the beginning of the rows of the tables.
fn queries(page: &str) -> Vec<String> {
    let row = |line: &str| {
        let cell = line.strip_prefix("| `")?;
        let end = cell.find("` |")?;
        Some(cell[..end].to_owned())
    };
    page.lines().filter_map(row).collect()
}

/// The errors that stand in blocks of code: the query under `error:`, and the whole block.
fn errors(page: &str) -> Vec<(String, String)> {
    let blocks = page.split("```\n").skip(1).step_by(2);
    blocks
        .filter(|block| block.starts_with("error: "))
        .map(|block| (block.lines().nth(1).unwrap().trim().to_owned(), block.to_owned()))
        .collect()
}

#[test]
fn every_query_of_the_tables_is_read() {
    let page = page();
    let queries = queries(&page);
    assert!(queries.len() > 60, "the tables have {} queries", queries.len());
    let parts: Vec<u32> = NOW.split('-').map(|part| part.parse().unwrap()).collect();
    let today = Day::from_ymd(i32::try_from(parts[0]).unwrap(), parts[1], parts[2]).unwrap();
    for query in queries {
        if let Err(error) = parse(&query, &grammar(today)) {
            panic!("{query}: {}", error.message);
        }
    }
}

#[test]
fn every_error_of_the_page_is_printed_so() {
    let page = page();
    let errors = errors(&page);
    assert!(errors.len() >= 2);
    for (query, block) in errors {
        let output = TestEnv::shared().run(&["query", &query]).expect_code(2);
        assert_eq!(output.stderr, block);
    }
}

#[test]
fn every_field_that_the_page_names_exists() {
    let page = page();
    for name in [
        "title",
        "summary",
        "body",
        "team",
        "category",
        "publisher",
        "kind",
        "language",
        "url",
        "published",
        "year",
    ] {
        assert!(page.contains(&format!("`{name}`")), "the page does not name {name}");
        assert!(rsearch::index::field(name).is_some(), "{name}");
    }
}
