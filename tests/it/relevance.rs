//! What is found, and what comes first, beside a bare index of tantivy's and beside what a person looks for by its title.
//!
//! In: a generated corpus, and the sample captures. Out: equal numbers of hits for words, AND, OR and phrases; the title that was
//! typed before every other.

use std::sync::LazyLock;

use rsearch::document::Day;
use rsearch::document::identity::title_key;
use rsearch::index::Reader;
use rsearch::search::query::parse;
use rsearch::search::{Matching, Request, Response, Semantic, grammar, search};
use tantivy::collector::Count;
use tantivy::query::QueryParser;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument};

use crate::support::corpus::{Article, Random, articles};
use crate::support::{TestEnv, text};

struct Corpus {
    articles: Vec<Article>,
    env: TestEnv,
}

/// The generated corpus, indexed once.
static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let articles = articles(1_500);
    let records: Vec<_> =
        articles.iter().enumerate().map(|(number, article)| article.record(number)).collect();
    Corpus { articles, env: TestEnv::with_records(&records) }
});

fn answer(reader: &Reader, query: &str, request: Request) -> Response {
    let query =
        parse(query, &grammar(Day(20_000))).unwrap_or_else(|error| panic!("{query}: {}", error.message));
    search(reader, &Request { query, ..request }).unwrap()
}

/// What tantivy alone makes of the same texts: two fields and the words of the team, its own English stemmer.
fn bare(articles: &[Article]) -> (Index, QueryParser) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let fields = ["title", "body", "team"].map(|name| schema.add_text_field(name, options.clone()));
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(1, 64 << 20).unwrap();
    for article in articles {
        let mut document = TantivyDocument::new();
        for (field, text) in fields.into_iter().zip([&article.title, &article.body, article.team]) {
            document.add_text(field, text);
        }
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    let parser = QueryParser::for_index(&index, fields.to_vec());
    (index, parser)
}

#[test]
fn words_and_or_and_phrases_find_as_many_as_in_plain_tantivy() {
    let corpus = &*CORPUS;
    let reader = Reader::open(&corpus.env.path("index")).unwrap();
    let (index, parser) = bare(&corpus.articles);
    let searcher = index.reader().unwrap().searcher();
    let mut random = Random(7);
    let mut found = [0_u64; 4];
    for _ in 0..150 {
        let (one, two) = (random.word(0), random.word(14));
        // A phrase that stands somewhere.
        let body = &corpus.articles[random.below(corpus.articles.len())].body;
        let words: Vec<&str> = body.split(' ').collect();
        let at = random.below(words.len() - 2);
        let phrase = format!("\"{}\"", words[at..at + 2 + random.below(2)].join(" "));
        for (kind, ours, theirs) in [
            (0, one.clone(), one.clone()),
            (1, format!("{one} {two}"), format!("+{one} +{two}")),
            (2, format!("{one} OR {two}"), format!("{one} {two}")),
            (3, phrase.clone(), phrase),
        ] {
            let total = answer(&reader, &ours, Request { limit: 1, ..Request::default() }).total;
            let expected = searcher.search(&parser.parse_query(&theirs).unwrap(), &Count).unwrap();
            assert_eq!(total, expected as u64, "{ours}");
            found[kind] += total;
        }
    }
    assert!(found.iter().all(|found| *found > 1_000), "{found:?}");
}

/// Every title as it was typed, however it is ranked: the first hit has it.
fn typed_titles_are_first(env: &TestEnv, titles: &[&str]) {
    let reader = Reader::open(&env.path("index")).unwrap();
    let mut refused = Vec::new();
    for title in titles {
        let Ok(query) = parse(title, &grammar(Day(20_000))) else {
            refused.push(*title);
            continue;
        };
        for (matching, semantic) in [
            (Matching::All, Semantic::Rescored),
            (Matching::All, Semantic::Off),
            (Matching::Any, Semantic::Rescored),
        ] {
            let query = query.clone();
            let request = Request { query, limit: 3, matching, semantic, ..Request::default() };
            let response = search(&reader, &request).unwrap();
            let first = response.hits.first().map(|hit| hit.document.title.as_str()).unwrap_or_default();
            assert!(
                title_key(first) == title_key(title),
                "{title:?}, {matching:?}, {semantic:?}: {:?}",
                response.hits.iter().map(|hit| (&hit.document.title, hit.score)).collect::<Vec<_>>()
            );
        }
    }
    // What would be an error is not one where it is a title.
    for title in refused.into_iter().take(8) {
        let output = env.run(&["query", title, "--limit", "1", "--format", "jsonl"]).expect_code(0);
        assert_eq!(title_key(text(&output.jsonl()[0], "/title")), title_key(title), "{output}");
        env.run(&["query", &format!("{title} zeppelin"), "--limit", "1"]).expect_code(2);
    }
}

#[test]
fn a_title_of_the_generated_corpus_that_is_typed_comes_first() {
    let titles: Vec<&str> = CORPUS.articles.iter().step_by(3).map(|article| article.title.as_str()).collect();
    typed_titles_are_first(&CORPUS.env, &titles);
}

#[test]
fn a_title_of_the_sample_captures_that_is_typed_comes_first() {
    let documents = TestEnv::shared().export();
    let titles: Vec<&str> = documents.iter().filter_map(|document| document["title"].as_str()).collect();
    assert!(titles.len() > 70);
    typed_titles_are_first(TestEnv::shared(), &titles);
}
