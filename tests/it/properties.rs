//! Properties of the query parser with the program's own fields: nothing makes it panic, and what it prints it reads
//! the same.

use proptest::prelude::*;
use rsearch::document::Day;
use rsearch::search::grammar;
use rsearch::search::query::{Query, parse};

fn today() -> Day {
    Day::from_ymd(2026, 6, 1).unwrap()
}

/// Text that is nearly a query: marks, names of fields, dates and words, thrown together.
fn nearly_a_query() -> impl Strategy<Value = String> {
    let names: Vec<String> = rsearch::index::FIELDS
        .iter()
        .flat_map(|field| std::iter::once(field.name).chain(field.aliases.iter().copied()))
        .map(|name| format!("{name}:"))
        .collect();
    let piece = prop_oneof![
        4 => "[a-c2é研]{1,4}",
        3 => proptest::sample::select(names),
        3 => " |\\(|\\)|\"|“|”|-|=| OR | NOT | AND |\\*|\\?|~2|\\^3|\\.\\.|>=|<|/|\\\\|@|:",
        2 => "2025|2025-07-14|2025-Q3|last 3 months|July 2025|yesterday|3 months ago|since:|until:",
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match parse(text, &grammar(today())) {
        Ok(query) => {
            let printed = query.to_string();
            let again: Result<Query, String> =
                parse(&printed, &grammar(today())).map_err(|error| error.message);
            prop_assert_eq!(again, Ok(query), "{} was printed as {}", text, printed);
        }
        Err(error) => {
            prop_assert!(
                text.get(error.span.clone()).is_some(),
                "{:?} is no place in {:?}",
                error.span,
                text
            );
            prop_assert!(!error.message.is_empty());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_panic_and_what_it_prints_it_reads_the_same(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn nor_does_text_that_is_nearly_a_query(text in nearly_a_query()) {
        check(&text)?;
    }
}
