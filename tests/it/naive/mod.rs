//! The engine against a naive evaluator: for random documents and random queries of the whole language both find the same
//! documents in the same order of dates, and count the same facets.
//!
//! In: documents and questions made up by `documents` and `asked`. Out: what differs. The naive side walks over every word
//! of every document, and shares nothing with the engine but the documents and days.

mod asked;
mod count;
mod documents;
mod evaluate;
mod words;

use proptest::prelude::*;
use rsearch::document::{Day, Document};
use rsearch::index::{Reader, Update, Writer};
use rsearch::search::query::parse;
use rsearch::search::{DateMatch, Facet, Hit, Request, Response, Sort, grammar, search};

use asked::{Asked, Choice};

/// The day that relative dates count back from.
fn today() -> Day {
    Day::from_ymd(2026, 6, 1).unwrap()
}

/// An index of these documents.
fn indexed(documents: &[Document]) -> (tempfile::TempDir, Reader) {
    let folder = tempfile::TempDir::with_prefix_in("naive-", env!("CARGO_TARGET_TMPDIR")).unwrap();
    let writer = Writer::open(folder.path(), true).unwrap();
    for document in documents {
        writer.put(&Update { document, validity: None, superseded: &[] }).unwrap();
    }
    writer.finish(1, Vec::new(), &|_| {}).unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    (folder, reader)
}

fn answer(reader: &Reader, text: &str, request: &Request) -> Result<Response, TestCaseError> {
    let query = parse(text, &grammar(today()))
        .map_err(|error| TestCaseError::fail(format!("{text}: {}", error.render(text))))?;
    let request = Request { query, ..request.clone() };
    search(reader, &request).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))
}

fn check_hits(
    reader: &Reader,
    documents: &[Document],
    asked: &Asked,
    dates: DateMatch,
    sort: Sort,
) -> Result<(), TestCaseError> {
    let text = asked.to_string();
    let request = Request { dates, sort, limit: 1_000, snippets: 3, ..Request::default() };
    let response = answer(reader, &text, &request)?;
    for hit in &response.hits {
        check_snippets(hit, &text)?;
    }
    let found: Vec<&str> = response.hits.iter().map(|hit| hit.document.id.as_str()).collect();
    let mut expected: Vec<&Document> =
        documents.iter().filter(|document| evaluate::holds(asked, document, None, dates)).collect();
    expected.sort_by_key(|document| evaluate::date_order(document, sort));
    let expected: Vec<&str> = expected.iter().map(|document| document.id.as_str()).collect();
    prop_assert_eq!(response.total, expected.len() as u64, "{}", text);
    prop_assert_eq!(found, expected, "{} sorted {:?}", text, sort);
    Ok(())
}

/// Fragments are what stands at their place in the text, and marks lie within them, one after the other.
fn check_snippets(hit: &Hit, query: &str) -> Result<(), TestCaseError> {
    prop_assert!(hit.snippets.len() <= 3);
    for snippet in &hit.snippets {
        let text = match snippet.field {
            "summary" => hit.document.summary.clone(),
            "body" => hit.document.body.clone(),
            "headings" => hit.document.headings.join("\n"),
            "authors" => hit.document.authors.join("\n"),
            _ => hit.document.labels().join("\n"),
        };
        prop_assert_eq!(text.get(snippet.offset..snippet.offset + snippet.text.len()), Some(&*snippet.text));
        let ends = snippet.matches.iter().flat_map(|range| [range.start, range.end]);
        prop_assert!(ends.clone().is_sorted(), "{:?} of {}", snippet, query);
        prop_assert!(
            ends.clone().all(|end| snippet.text.is_char_boundary(end)),
            "{:?} of {}",
            snippet,
            query
        );
    }
    Ok(())
}

fn check_counts(
    reader: &Reader,
    documents: &[Document],
    asked: &Asked,
    choices: &[Choice],
) -> Result<(), TestCaseError> {
    let text = std::iter::once(asked.to_string())
        .chain(choices.iter().map(ToString::to_string))
        .collect::<Vec<_>>()
        .join(" ");
    let facets: Vec<Facet> =
        rsearch::index::facets().map(|field| Facet::named(field.name).unwrap()).collect();
    let response = answer(reader, &text, &Request { facets, ..Request::default() })?;
    for counts in &response.facets {
        let found: Vec<count::Row> =
            counts.values.iter().map(|value| (value.value.clone(), value.count, value.alone)).collect();
        let expected = count::rows(counts.field, asked, choices, documents);
        prop_assert_eq!(found, expected, "{} of {}", counts.field, text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hits_are_those_of_a_walk_over_all_words(
        documents in documents::several(),
        questions in proptest::collection::vec((asked::any(), asked::date_match(), asked::date_sort()), 40),
    ) {
        let (_folder, reader) = indexed(&documents);
        for (asked, dates, sort) in &questions {
            check_hits(&reader, &documents, asked, *dates, *sort)?;
        }
    }

    #[test]
    fn counts_are_those_of_a_walk_over_all_documents(
        documents in documents::several(),
        questions in proptest::collection::vec((asked::words(), asked::choices()), 3),
    ) {
        let (_folder, reader) = indexed(&documents);
        for (asked, choices) in &questions {
            check_counts(&reader, &documents, asked, choices)?;
        }
    }
}
