//! Properties of the query language: printing and parsing undo each other, and no text is too strange.

use proptest::prelude::*;

use super::tests::{not, parsed};
use super::*;
use crate::document::Day;

/// Letters that mean something somewhere, and some that never do.
const LETTERS: &str = r#"[ab2OR&é研\-\\ *?~^:/()"“”«»=@<>.|!'\x1b]{1,6}"#;

/// Words of the language of dates: after a date they might be read as a part of it.
const DATE_WORDS: &str = "2025|2025-07|2025-07-14|14|July|Q3|last|3|a|days|weeks|ago|yesterday|>=|\\.\\.2025";

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]{1,4}",
        LETTERS,
        "OR|AND|NOT|&&|\\|\\||!a|a\\|b|>=b|<2024|a&&b|\\.\\.|2024\\.\\.|title:a|https://a|team=a|year>1|team!=b",
        DATE_WORDS
    ]
}

fn named_word() -> impl Strategy<Value = String> {
    any_word().prop_map(|text| format!("{text}n"))
}

fn any_phrase() -> impl Strategy<Value = String> {
    (any_word(), any_word()).prop_map(|(one, two)| {
        let text = format!("{one} {two}").split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() { "x".into() } else { text }
    })
}

/// Pieces of which no two neighbours are alike, that are no mere prefix.
fn wildcard_parts() -> impl Strategy<Value = Vec<WildcardPart>> {
    (any_word(), named_word(), any::<bool>()).prop_map(|(one, two, star)| {
        let mark = if star { WildcardPart::Any } else { WildcardPart::One };
        vec![WildcardPart::Text(one), mark, WildcardPart::Text(two)]
    })
}

fn any_regex() -> impl Strategy<Value = String> {
    "([a/*(é\"]|\\\\[a. \\\\])([a/*(é )]|\\\\[a.\\\\]){0,5}"
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    prop_oneof![
        any_word().prop_map(Pattern::Word),
        any_word().prop_map(Pattern::Exact),
        (any_phrase(), 0..9_u32, any::<bool>()).prop_map(|(text, slop, exact)| Pattern::Phrase {
            text,
            slop,
            exact
        }),
        named_word().prop_map(Pattern::Prefix),
        wildcard_parts().prop_map(Pattern::Wildcard),
        (named_word(), 1..3_u8).prop_map(|(word, distance)| Pattern::Fuzzy { word, distance }),
        any_regex().prop_map(Pattern::Regex),
    ]
}

fn any_leaf() -> impl Strategy<Value = Query> {
    let fields = prop_oneof![Just(None), Just(Some("title")), Just(Some("authors"))];
    let values = prop_oneof![
        any_phrase().prop_map(ValuePattern::Is),
        named_word().prop_map(ValuePattern::Prefix),
        wildcard_parts().prop_map(ValuePattern::Wildcard),
        (named_word(), 1..3_u8).prop_map(|(word, distance)| ValuePattern::Fuzzy { word, distance }),
        any_regex().prop_map(ValuePattern::Regex),
    ];
    let days = (-700_000..2_900_000_i32, 0..800_i32, 0..3_u8).prop_map(|(first, length, ends)| {
        let (from, until) = (Day(first), Day(first + length));
        DateSpan { from: (ends != 1).then_some(from), until: (ends != 2).then_some(until) }
    });
    let numbers = (any::<i32>(), 0..9_i64, 0..3_u8).prop_map(|(least, more, ends)| {
        let least = i64::from(least);
        ((ends != 1).then_some(least), (ends != 2).then_some(least + more))
    });
    prop_oneof![
        6 => (fields, any_pattern()).prop_map(|(field, pattern)| Query::Text(Text { field, pattern })),
        2 => values.prop_map(|pattern| Query::Value(Value { field: "category", pattern })),
        1 => any_phrase().prop_map(|text| Query::Value(Value { field: "url", pattern: ValuePattern::Is(text) })),
        1 => days.prop_map(|span| Query::Dates { field: "published", span }),
        1 => (1000..3000_i32, 1..13_u32).prop_map(|(year, month)| Query::Value(Value {
            field: "month",
            pattern: ValuePattern::Is(format!("{year}-{month:02}"))
        })),
        1 => Just(Query::Value(Value { field: "kind", pattern: ValuePattern::Is("page".into()) })),
        1 => numbers.prop_map(|(from, until)| Query::Numbers { field: "year", from, until }),
        1 => prop_oneof![Just("title"), Just("url"), Just("year")].prop_map(Query::Exists),
        1 => "[a-zé_.-][a-z2_.-]{0,3}".prop_map(Query::Saved),
        1 => Just(Query::All),
    ]
}

fn any_query() -> impl Strategy<Value = Query> {
    any_leaf().prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::all_of),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::any_of),
            inner.clone().prop_map(not),
            (inner, 0..60_000_u16)
                .prop_map(|(inner, boost)| Query::Boost(Box::new(inner), f32::from(boost) / 100.0)),
        ]
    })
}

/// Text that is nearly a query.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => LETTERS,
        2 => "(title|team|year|published|since|url|oops):",
        2 => " |\\(|\\)|\"|-|OR |NOT | AND |\\^2|~1|\\.\\.|>=",
        1 => "2025|2025-07|last 3 months|July 2025|yesterday|3 days ago",
        1 => DATE_WORDS,
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_tree_prints_as_a_query_that_parses_to_it(query in any_query()) {
        let text = query.to_string();
        prop_assert_eq!(parsed(&text).map_err(|error| error.message), Ok(query), "{}", text);
    }

    #[test]
    fn no_text_makes_the_parser_panic_and_what_it_gives_prints_alike(text in any_text()) {
        match parsed(&text) {
            Ok(query) => {
                let printed = query.to_string();
                prop_assert_eq!(parsed(&printed), Ok(query), "{}", printed);
            }
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert_eq!(error.render(&text).lines().count(), 2);
                prop_assert!(!error.message.ends_with('.'));
            }
        }
    }

    #[test]
    fn no_date_makes_its_parser_panic(text in "[a-z0-9 .,<>=/-]{0,20}|\\PC{0,12}", today in any::<i32>()) {
        let _ = dates(&text, Day(today));
        for text in ["this week", "last quarter", "last 99999 years", "yesterday", "<today", ">today"] {
            let _ = dates(text, Day(today));
        }
    }
}
