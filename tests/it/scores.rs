//! Answers and scores depend on the documents alone: not on batches, segments, deletions, or what is kept of the past.
//!
//! In: random documents, put, replaced and removed in random batches. Out: an index that was continued from batch to batch,
//! compared with one that was written at once, for every kind of query, scores bit for bit.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rsearch::document::identity::id_of;
use rsearch::document::{
    DateClaim, DateSource, Day, Document, Evidence, Interval, Moment, Role, Seen, Validity,
};
use rsearch::index::{Reader, Update, Writer};
use rsearch::search::query::parse;
use rsearch::search::{Facet, Request, Response, Sort, grammar, search};

/// Words of the documents; the first ones are frequent.
const WORDS: &[&str] = &[
    "model",
    "models",
    "the",
    "of",
    "signs",
    "introspection",
    "reward",
    "hacking",
    "sabotage",
    "modelling",
    "water",
    "tarn",
    "village",
    "interpretable",
];

/// One query of every kind.
const QUERIES: &[&str] = &[
    "model",
    "tarn",
    "reward hacking",
    "the signs of introspection",
    "model OR tarn OR village",
    "reward (hacking OR sabotage) -water",
    "NOT model",
    "\"reward hacking\"",
    "\"signs introspection\"~3",
    "=models",
    "=\"reward hacking\"",
    "mod*",
    "w?ter",
    "modle~",
    "/mod.*/",
    "introspection^3 model",
    "(signs OR tarn)^0.37 model",
    "model^1000 tarn^0.001",
    "title:model body:water",
    "by:ada reward",
    "team:alignment",
    "published:2025 model",
    "year:>=2024 -team:*",
    "*",
];

/// The second at which version `number` of a document begins.
fn second(number: i64) -> i64 {
    1_700_000_000 + number * 1_000
}

/// A version of a document.
#[derive(Clone, Debug)]
struct Version {
    title: Vec<usize>,
    body: Vec<usize>,
    year: i32,
    team: bool,
}

/// What happens to a document in a batch.
#[derive(Clone, Debug)]
enum Change {
    /// It now is so, and was otherwise before.
    Put(Version, Vec<Version>, bool),
    Remove,
}

fn any_version() -> impl Strategy<Value = Version> {
    let word = || (0..WORDS.len(), 0..WORDS.len()).prop_map(|(a, b)| a.min(b));
    let title = prop::collection::vec(word(), 0..6);
    let body = prop::collection::vec(word(), 0..60);
    (title, body, 2023..2027_i32, any::<bool>()).prop_map(|(title, body, year, team)| Version {
        title,
        body,
        year,
        team,
    })
}

fn any_change() -> impl Strategy<Value = Change> {
    let put = (any_version(), prop::collection::vec(any_version(), 0..3), any::<bool>());
    prop_oneof![4 => put.prop_map(|(now, before, timed)| Change::Put(now, before, timed)), 1 => Just(Change::Remove)]
}

/// Batches of changes to some of forty documents.
fn any_history() -> impl Strategy<Value = Vec<BTreeMap<usize, Change>>> {
    prop::collection::vec(prop::collection::btree_map(0..40_usize, any_change(), 0..25), 1..7)
}

fn text(words: &[usize]) -> String {
    words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ")
}

fn document(number: usize, version: &Version, captured: Option<i64>) -> Document {
    let id = id_of(&number.to_string());
    let evidence = Evidence {
        capture: format!("captures/{number}.html"),
        format: "html".to_owned(),
        captured: captured.and_then(Moment::from_unix),
        ..Evidence::default()
    };
    let claim = |year| DateClaim::new(Interval::year(year).unwrap(), DateSource::Text, 1.0, "");
    Document {
        aliases: vec![id.clone()],
        id,
        title: text(&version.title),
        body: text(&version.body),
        authors: if version.team { vec!["Ada Lovelace".to_owned()] } else { Vec::new() },
        categories: if version.team { vec!["Alignment".to_owned()] } else { Vec::new() },
        published: Some(claim(version.year)),
        sightings: vec![Seen { role: Role::Page, evidence }],
        ..Document::default()
    }
}

/// What is written of a put: the document, its validity, what it was before.
fn update(
    number: usize,
    now: &Version,
    before: &[Version],
    timed: bool,
) -> (Document, Option<Validity>, Vec<(Document, Validity)>) {
    if !timed {
        return (document(number, now, None), None, Vec::new());
    }
    let superseded = (0..).zip(before).map(|(place, version)| {
        let validity = Validity { from: second(place), until: Some(second(place + 1)) };
        (document(number, version, Some(second(place))), validity)
    });
    let superseded: Vec<_> = superseded.collect();
    let from = second(i64::try_from(superseded.len()).unwrap());
    (document(number, now, Some(from)), Some(Validity { from, until: None }), superseded)
}

fn write(folder: &Path, fresh: bool, generation: u64, batch: &BTreeMap<usize, Change>) {
    let writer = Writer::open(folder, fresh).unwrap();
    for (number, change) in batch {
        match change {
            Change::Put(now, before, timed) => {
                let (document, validity, superseded) = update(*number, now, before, *timed);
                writer.put(&Update { document: &document, validity, superseded: &superseded }).unwrap();
            }
            Change::Remove => writer.remove(&id_of(&number.to_string())).unwrap(),
        }
    }
    writer.finish(generation, Vec::new(), &|_| {}).unwrap();
}

fn answer(reader: &Reader, query: &str, sort: Sort, as_of: Option<i64>) -> Response {
    let query = parse(query, &grammar(Day(20_000))).unwrap();
    let facets = ["year", "team"].map(|name| Facet::named(name).unwrap()).to_vec();
    search(reader, &Request { query, sort, limit: 100, facets, as_of, ..Request::default() }).unwrap()
}

/// Ids with the bits of their scores.
fn scores(response: &Response) -> Vec<(String, u32)> {
    response.hits.iter().map(|hit| (hit.document.id.clone(), hit.score.to_bits())).collect()
}

fn same(continued: &Reader, fresh: &Reader, as_of: Option<i64>) {
    for query in QUERIES {
        for sort in [Sort::Relevance, Sort::TitleReverse] {
            let (ours, theirs) = (answer(continued, query, sort, as_of), answer(fresh, query, sort, as_of));
            assert_eq!(scores(&ours), scores(&theirs), "{query} as of {as_of:?}");
            assert_eq!(ours.facets, theirs.facets, "{query} as of {as_of:?}");
            assert_eq!((ours.total, ours.untimed), (theirs.total, theirs.untimed), "{query}");
        }
    }
}

#[test]
fn an_index_continued_in_batches_scores_as_one_written_at_once() {
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() });
    let compared = runner.run(&any_history(), |batches| {
        let folder = tempfile::tempdir().unwrap();
        let (continued, fresh) = (folder.path().join("continued"), folder.path().join("fresh"));
        let mut whole: BTreeMap<usize, Change> = BTreeMap::new();
        for (generation, batch) in (1..).zip(&batches) {
            write(&continued, false, generation, batch);
            for (number, change) in batch {
                match change {
                    Change::Put(..) => whole.insert(*number, change.clone()),
                    Change::Remove => whole.remove(number),
                };
            }
        }
        write(&fresh, true, 1, &whole);
        let (continued, fresh) = (Reader::open(&continued).unwrap(), Reader::open(&fresh).unwrap());
        assert_eq!(continued.documents(), whole.len() as u64);
        let documents = |reader: &Reader| reader.all().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        assert_eq!(documents(&continued), documents(&fresh));
        let versions = |reader: &Reader| reader.superseded().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        assert_eq!(versions(&continued), versions(&fresh));
        assert_eq!(continued.check().unwrap(), [""; 0]);
        same(&continued, &fresh, None);
        for number in -1..4 {
            same(&continued, &fresh, Some(second(number)));
        }
        Ok(())
    });
    compared.unwrap();
}

/// A version with some words as its title and its text.
fn version(words: &[usize]) -> Version {
    Version { title: words.to_vec(), body: words.to_vec(), year: 2025, team: false }
}

#[test]
fn what_is_kept_of_the_past_changes_no_score_of_today() {
    let folder = tempfile::tempdir().unwrap();
    let (with, without) = (folder.path().join("with"), folder.path().join("without"));
    let now = |number: usize| version(&[number % 5, 4, 5]);
    let before = vec![version(&[0, 1, 10, 11]), version(&[10])];
    let batch = |before: &[Version]| -> BTreeMap<usize, Change> {
        (0..20).map(|number| (number, Change::Put(now(number), before.to_vec(), true))).collect()
    };
    write(&with, false, 1, &batch(&before));
    write(&without, false, 1, &batch(&[]));
    let (with, without) = (Reader::open(&with).unwrap(), Reader::open(&without).unwrap());
    for query in QUERIES {
        let (ours, theirs) =
            (answer(&with, query, Sort::Relevance, None), answer(&without, query, Sort::Relevance, None));
        assert_eq!(scores(&ours), scores(&theirs), "{query}");
    }
    assert_eq!(answer(&with, "water", Sort::Relevance, None).total, 0);
    assert_eq!(answer(&with, "water", Sort::Relevance, Some(second(0))).total, 20);
}

#[test]
fn an_answer_as_of_a_moment_is_that_of_an_index_of_that_moment() {
    let folder = tempfile::tempdir().unwrap();
    let (both, then) = (folder.path().join("both"), folder.path().join("then"));
    let old = |number: usize| version(&[number % 7, 4, 5, 10]);
    let batch: BTreeMap<usize, Change> = (0..30)
        .map(|number| {
            // Every third document is still what it was.
            let before = if number % 3 == 0 { Vec::new() } else { vec![old(number)] };
            let now = if number % 3 == 0 { old(number) } else { version(&[11, 12]) };
            (number, Change::Put(now, before, true))
        })
        .collect();
    let only_then = (0..30).map(|number| (number, Change::Put(old(number), Vec::new(), true))).collect();
    write(&both, false, 1, &batch);
    write(&then, false, 1, &only_then);
    let (both, then) = (Reader::open(&both).unwrap(), Reader::open(&then).unwrap());
    for query in QUERIES {
        for sort in [Sort::Title, Sort::TitleReverse, Sort::Published, Sort::PublishedReverse] {
            let ours = answer(&both, query, sort, Some(second(0)));
            let theirs = answer(&then, query, sort, None);
            let ids = |response: &Response| -> Vec<String> {
                response.hits.iter().map(|hit| hit.document.id.clone()).collect()
            };
            assert_eq!(ids(&ours), ids(&theirs), "{query}");
            assert_eq!((ours.total, ours.facets), (theirs.total, theirs.facets), "{query}");
        }
    }
    let documents = |found: Vec<Result<Document, rsearch::index::Error>>| {
        found.into_iter().map(Result::unwrap).collect::<Vec<_>>()
    };
    assert_eq!(
        documents(both.all_as_of(second(0)).unwrap().collect()),
        documents(then.all().unwrap().collect())
    );
    assert!(
        both.all_as_of(second(-1)).unwrap().next().is_none(),
        "before the first capture there is nothing"
    );
}

#[test]
fn documents_without_a_capture_time_are_in_no_past_and_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let batch =
        (0..10).map(|number| (number, Change::Put(version(&[0]), vec![version(&[1])], number < 4))).collect();
    write(folder.path(), false, 1, &batch);
    let reader = Reader::open(folder.path()).unwrap();
    let response = answer(&reader, "model", Sort::Relevance, Some(second(1)));
    assert_eq!((response.total, response.untimed), (4, 6));
    let today = answer(&reader, "model", Sort::Relevance, None);
    assert_eq!((today.total, today.untimed), (10, 0));
    let id = id_of("1");
    assert_eq!(reader.find(&id).unwrap()[0].title, "model");
    assert_eq!(reader.find_as_of(&id, second(0)).unwrap()[0].title, "models");
    assert!(reader.find_as_of(&id_of("7"), second(5)).unwrap().is_empty());
}
