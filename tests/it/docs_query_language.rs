//! Holds `docs/query-language.md` to the program: every query in it is read, every error in it is printed so, and its table of
//! fields is that of the program.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use rsearch::document::Day;
use rsearch::index::{FIELDS, FieldType};
use rsearch::search::grammar;
use rsearch::search::query::parse;

use crate::support::{NOW, PACKAGE, TestEnv, asked_for};

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

/// The table of fields as the page shows it.
fn table_of_fields() -> String {
    let mut table =
        "| field | also | holds | weight | counted | what it is |\n|---|---|---|---|---|---|\n".to_owned();
    for field in FIELDS {
        let holds = match field.kind {
            FieldType::Text { .. } => "text",
            FieldType::Keyword => "whole values",
            FieldType::Url => "addresses",
            FieldType::Date => "dates",
            FieldType::Number => "numbers",
        };
        let also = field.aliases.iter().map(|alias| format!("`{alias}`")).collect::<Vec<_>>().join(", ");
        let weight = if field.weight > 0.0 { field.weight.to_string() } else { String::new() };
        let counted = if field.facet { "yes" } else { "" };
        let cells = [&format!("`{}`", field.name), &also, holds, &weight, counted, field.help];
        writeln!(table, "| {} |", cells.join(" | ").replace("  ", " ")).unwrap();
    }
    table
}

#[test]
fn the_table_of_fields_is_that_of_the_program() {
    let page = page();
    let from = page.find("| field | also |").expect("the page has a table of fields");
    let until = from + page[from..].find("\n\n").unwrap() + 1;
    let table = table_of_fields();
    if asked_for("UPDATE_DOCS").is_some() {
        let whole = format!("{}{table}{}", &page[..from], &page[until..]);
        fs::write(Path::new(PACKAGE).join("docs/query-language.md"), whole).unwrap();
        return;
    }
    assert_eq!(page[from..until], table, "`UPDATE_DOCS=1 cargo test docs_query_language` writes it anew");
}

#[test]
fn every_field_and_alias_can_be_asked_for() {
    let env = TestEnv::shared();
    for field in FIELDS {
        for name in [field.name].iter().chain(field.aliases) {
            env.run(&["query", &format!("{name}:* OR -{name}:*"), "--limit", "1"]).expect_code(0);
        }
    }
}
