//! What people paste and type as it comes: ids, addresses, plurals of acronyms, words of many scripts, names misspelt.

use serde_json::{Value, json};

use crate::support::{TestEnv, text};

fn corpus() -> TestEnv {
    TestEnv::with_records(&[
        json!({"id": "paper", "title": "Slow lakes", "team": "Lake Society", "published": "2025-01-02",
            "url": "https://arxiv.org/abs/2312.06942", "body": "LLMs on GPUs read the gauges."}),
        json!({"id": "own", "title": "Gauges", "team": "Gauges", "published": "2025-02-03",
            "url": "https://www.tarn.example/papers/gauges/", "body": "One LLM, one GPU, and C++ (doi:10.1016/S0140-6736(20)30183-5)."}),
        json!({"id": "ru", "title": "Озёра", "language": "ru", "body": "Это новая модель озера, для учёных."}),
        json!({"id": "fr", "title": "Lacs", "language": "fr", "body": "Une carte publiée hier."}),
        json!({"id": "ko", "title": "호수", "language": "ko", "body": "호수를 연구하는 GPT모델은 느리다."}),
        json!({"id": "hi", "title": "झील", "language": "hi", "body": "मेला और मिल"}),
        json!({"id": "ja", "title": "川", "language": "ja", "body": "パリの川、C言語"}),
    ])
}

fn found(env: &TestEnv, query: &str) -> Vec<String> {
    let output = env.run(&["query", query, "--format", "jsonl"]);
    assert!(matches!(output.code, 0 | 1), "{output}");
    let mut found: Vec<String> =
        output.jsonl().iter().map(|hit| text(hit, "/record_id").to_owned()).collect();
    found.sort_unstable();
    found
}

#[test]
fn what_has_an_id_or_an_address_is_found_by_it() {
    let env = corpus();
    for (query, wanted) in [
        ("2312.06942", "paper"),
        ("arXiv:2312.06942v1", "paper"),
        ("https://arxiv.org/abs/2312.06942", "paper"),
        ("https://www.tarn.example/papers/gauges", "own"),
        ("www.tarn.example/papers/gauges", "own"),
        ("site:www.tarn.example", "own"),
        ("10.1016/S0140-6736\\(20\\)30183-5", "own"),
        ("doi:\"https://doi.org/10.1016/s0140-6736(20)30183-5\"", "own"),
        ("2312.06943", ""),
        ("tarn.example/papers", ""),
    ] {
        assert_eq!(found(&env, query).join(" "), wanted, "{query}");
    }
}

#[test]
fn forms_of_a_word_find_each_other_and_other_words_do_not() {
    let env = corpus();
    for (query, wanted) in [
        ("LLM", "own paper"),
        ("LLMs gpu", "own paper"),
        ("=LLM", "own"),
        ("C++", "own"),
        ("C", "ja"),
        ("новый", "ru"),
        ("ученый", "ru"),
        ("publié", "fr"),
        ("publier", "fr"),
        ("연구", "ko"),
        ("gpt 모델", "ko"),
        ("मल", ""),
        ("मिल", "hi"),
        ("ハリ", ""),
        ("パリ", "ja"),
        ("/нов.й/", ""),
        ("/нова./", "ru"),
    ] {
        assert_eq!(found(&env, query).join(" "), wanted, "{query}");
    }
}

#[test]
fn values_that_no_document_has_are_answered_with_those_that_are_near() {
    let env = corpus();
    assert_eq!(found(&env, "team:lake-society"), ["paper"]);
    for (query, part, word) in [
        ("team:guages", "category:guages", "category:gauges"),
        ("team:\"lake sociaty\"", "category:\"lake sociaty\"", "category:\"lake society\""),
        ("body:\"gages\"", "gages", "gauges"),
    ] {
        let output = env.run(&["query", query, "--format", "json"]).expect_code(1).json();
        let suggestions = output["suggestions"].as_array().unwrap();
        let told = |pointer: &str| suggestions.first().map(|one: &Value| text(one, pointer).to_owned());
        assert_eq!((told("/part"), told("/words/0/word")), (Some(part.to_owned()), Some(word.to_owned())));
        let shown = env.run(&["query", query]).expect_code(1);
        assert!(shown.stderr.contains(&format!("for {part} there is {word} (")), "{shown}");
    }
}
