//! Facets are exact: every count equals a naive count over `export`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{TestEnv, text};

/// A choice in one field: the field and the values of which one must be had.
type Choice<'a> = (&'a str, &'a [&'a str]);

/// The fields counted here, under the names they are asked for.
const FIELDS: &[&str] = &[
    "year",
    "month",
    "published",
    "team",
    "publisher",
    "kind",
    "language",
    "authors",
    "site",
    "status",
    "method",
    "format",
    "precision",
    "source",
];

/// The values of a field of a document, each once.
fn values(document: &Value, field: &str) -> Vec<String> {
    let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    let list = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    let sightings = || document["sightings"].as_array().unwrap().iter();
    let within = |length: usize| {
        let (earliest, latest) = (text(document, "/published/earliest"), text(document, "/published/latest"));
        let same = !earliest.is_empty() && earliest[..length] == latest[..length];
        one(if same { &earliest[..length] } else { "" })
    };
    let mut values = match field {
        "year" => within(4),
        "month" => within(7),
        "published" => [within(4), within(7)].concat(),
        "team" => list(&document["categories"]),
        "authors" => list(&document["authors"]),
        "site" => {
            let host = text(document, "/url").split('/').nth(2).unwrap_or_default();
            one(host.strip_prefix("www.").unwrap_or(host))
        }
        "status" => {
            sightings().filter_map(|seen| seen["http_status"].as_u64()).map(|n| n.to_string()).collect()
        }
        "method" | "format" => sightings().flat_map(|seen| one(text(seen, &format!("/{field}")))).collect(),
        "precision" | "source" => one(text(document, &format!("/published/{field}"))),
        name => one(text(document, &format!("/{name}"))),
    };
    values.sort_unstable();
    values.dedup();
    values
}

/// Whether a document has one of the values of every choice, but for those in `except`; years and months are dates.
fn passes(document: &Value, choices: &[Choice], except: &str) -> bool {
    let is_kept =
        |field: &str| field != except && !(except == "published" && matches!(field, "year" | "month"));
    choices.iter().filter(|(field, _)| is_kept(field)).all(|(field, wanted)| {
        values(document, field)
            .iter()
            .any(|value| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(value)))
    })
}

/// Counts of one field: hits, and hits without this field's own choices. Documents without a value count under none.
fn naive(documents: &[Value], choices: &[Choice], field: &str) -> BTreeMap<Option<String>, (u64, u64)> {
    let mut counts: BTreeMap<Option<String>, (u64, u64)> = BTreeMap::new();
    for document in documents {
        let mut keys: Vec<Option<String>> = values(document, field).into_iter().map(Some).collect();
        if keys.is_empty() {
            keys.push(None);
        }
        for key in keys {
            let counted = counts.entry(key).or_default();
            counted.0 += u64::from(passes(document, choices, ""));
            counted.1 += u64::from(passes(document, choices, field));
        }
    }
    counts.retain(|_, (count, alone)| *count + *alone > 0);
    counts
}

/// The answer's counts of one field.
fn counted(answer: &Value, field: &str) -> BTreeMap<Option<String>, (u64, u64)> {
    let values = answer["facets"][field].as_array().unwrap_or_else(|| panic!("no {field} in {answer}"));
    values
        .iter()
        .map(|value| {
            let number = |name: &str| value[name].as_u64().unwrap();
            (value["value"].as_str().map(str::to_owned), (number("count"), number("alone")))
        })
        .collect()
}

fn flags<'a>(choices: &[Choice<'a>]) -> Vec<String> {
    let flag = |(field, values): &Choice<'a>| {
        let name = format!("--{field}");
        values.iter().flat_map(move |value| [name.clone(), (*value).to_owned()]).collect::<Vec<_>>()
    };
    choices.iter().flat_map(flag).collect()
}

#[test]
fn counts_and_alone_equal_a_naive_count_over_the_export() {
    let env = TestEnv::shared();
    let documents = env.export();
    for choices in [
        &[] as &[Choice],
        &[("kind", &["publication"])],
        &[("team", &["Alignment"])],
        &[("team", &["alignment", "Interpretability"])],
        &[("year", &["2025"]), ("kind", &["publication"])],
        &[("year", &["2024", "2025"]), ("team", &["Interpretability", "Policy"])],
        &[("publisher", &["Anthropic", "METR"]), ("year", &["2025"]), ("kind", &["publication"])],
        &[("language", &["fr"])],
        &[("month", &["2025-03"])],
    ] {
        let flags = flags(choices);
        let mut arguments = vec!["query", "--limit", "0", "--format", "json", "--facets"];
        let fields = FIELDS.join(",");
        arguments.push(&fields);
        arguments.extend(flags.iter().map(String::as_str));
        let answer = env.run(&arguments).expect_code(0).json();
        for field in FIELDS {
            assert_eq!(counted(&answer, field), naive(&documents, choices, field), "{field} of {choices:?}");
        }
        let total = documents.iter().filter(|document| passes(document, choices, "")).count();
        assert_eq!(answer["total"], total, "{choices:?}");
    }
}

#[test]
fn facets_of_words_count_the_hits() {
    let env = TestEnv::shared();
    let answer =
        env.run(&["query", "models", "--limit", "1000", "--format", "json", "--facets", "year,team"]).json();
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(answer["total"], hits.len());
    for field in ["year", "team"] {
        assert_eq!(counted(&answer, field), naive(hits, &[], field), "{field}");
    }
    let alone = env.run(&["facets", "year,team", "--query", "models", "--format", "json"]).json();
    assert_eq!(alone["facets"], answer["facets"]);
}

#[test]
fn years_and_months_come_in_the_order_of_time_and_others_by_count() {
    let env = TestEnv::shared();
    let answer = env.run(&["facets", "year,month,team", "--format", "json"]).json();
    let column = |field: &str| answer["facets"][field].as_array().unwrap().clone();
    for field in ["year", "month"] {
        let named: Vec<String> =
            column(field).iter().filter_map(|value| value["value"].as_str().map(str::to_owned)).collect();
        assert!(named.len() > 4 && named.is_sorted(), "{field}: {named:?}");
    }
    let counts: Vec<u64> = column("team")
        .iter()
        .filter(|value| !value["value"].is_null())
        .map(|value| value["count"].as_u64().unwrap())
        .collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
    for field in ["year", "team"] {
        assert!(column(field).last().unwrap()["value"].is_null(), "documents without a value come last");
    }
}

#[test]
fn the_quick_start_shows_four_years_and_six_teams_or_more() {
    let env = TestEnv::shared();
    let answer =
        env.run(&["facets", "year,team,publisher", "--kind", "publication", "--format", "json"]).json();
    let named = |field: &str| counted(&answer, field).keys().flatten().count();
    assert!(named("year") >= 4 && named("team") >= 6 && named("publisher") >= 3, "{answer}");
}

#[test]
fn a_facet_stands_under_the_name_it_was_asked_for() {
    let env = TestEnv::shared();
    let answer = env.run(&["facets", "team,category,topic", "--format", "json"]).json();
    let facets = answer["facets"].as_object().unwrap();
    assert_eq!(facets.keys().collect::<Vec<_>>(), ["team", "category", "topic"]);
    assert_eq!(facets["team"], facets["category"]);
}
