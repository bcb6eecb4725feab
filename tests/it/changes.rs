//! Whatever happened to a folder, in whatever order and in however many runs, its index is that of the folder as it is now.
//!
//! In: random sequences of adding, changing, removing and renaming captures. Out: an index that was continued from run to run,
//! compared with one that was made at once: documents, versions, answers, scores bit for bit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use rsearch::document::{Day, Document, Moment, Validity};
use rsearch::index::Reader;
use rsearch::ingest::{Mend, Options, Quiet, check, ingest};
use rsearch::search::query::parse;
use rsearch::search::{Facet, Request, Response, grammar, search};

use crate::support::asked_for;
use crate::support::shelf::{Item, metadata, page, records, table, viewer};

/// Folders that are indexed together.
const SOURCES: [&str; 2] = ["captures", "more"];

/// Where captures can lie, by what they are. The first of a kind has a name before, the last one after the others'.
const PLACES: &[(&str, Form)] = &[
    ("captures/a.html", Form::Html),
    ("captures/deep/b.html", Form::Html),
    ("captures/y.html", Form::Html),
    ("captures/z.html", Form::Html),
    ("more/c.html", Form::Html),
    ("captures/d.txt", Form::Text),
    ("more/e.txt", Form::Text),
    ("captures/f.jsonl", Form::Records),
    ("more/g.jsonl", Form::Records),
    ("captures/h.md", Form::Markdown),
];

/// Moments that captures can be of.
const TIMES: &[&str] =
    &["2026-01-01T08:00:00Z", "2026-02-01T08:00:00Z", "2026-02-01T20:00:00Z", "2026-03-01", "2026-04"];

/// Addresses that captures can be of.
const ADDRESSES: &[&str] =
    &["publications", "archive", "notebook", "publications", "research/slow", "research/echo"];

const QUERIES: &[&str] = &[
    "lakes",
    "lakes OR echo OR fish",
    "\"remember longer\"",
    "title:lakes patience",
    "lak*",
    "team:hydrology",
    "published:2025 instruments",
    "*",
];

/// What a capture's name says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Html,
    Text,
    Records,
    Markdown,
}

/// What is put into a file, as far as its form allows it.
#[derive(Clone, Debug)]
enum Content {
    Page(Item),
    Listing(Vec<Item>, bool),
    Empty,
    Broken,
}

/// Metadata: of which address, and of which time, as places in lists.
type Described = (usize, usize);

/// What happens to a folder.
#[derive(Clone, Debug)]
enum Change {
    /// With metadata, or with what metadata it has.
    Put(Index, Content, Option<Described>),
    Remove(Index),
    /// A capture goes to another place of its form, with its metadata or without.
    Rename(Index, Index, bool),
    /// A capture gets metadata.
    Describe(Index, Described),
    /// Metadata that cannot be read.
    Misdescribe(Index),
    Undescribe(Index),
}

/// A few publications under titles, dates and teams that vary.
fn any_item() -> impl Strategy<Value = Item> {
    const SLUGS: &[&str] = &["slow", "echo", "ice", "fish", "first"];
    const TITLES: &[&[&str]] = &[
        &[
            "Slow lakes remember longer",
            "Slow lakes remember deeper",
            "Slow lakes of the north remember longer",
        ],
        &["Measuring depth by echo alone", "Measuring depth by echo", "Update"],
        &["Ice models that admit doubt", "Ice models that admit their doubt", "Update"],
        &["What fish know about currents", "What fish knew about currents", "What lakes know"],
        &["The first sounding of the upper tarn", "First sounding of the upper tarn", "A sounding"],
    ];
    const DATES: &[&str] = &["2025-02-11", "2025-02-12", "2024-11-19"];
    (0..SLUGS.len(), 0..3_usize, 0..DATES.len(), 0..2_usize).prop_map(|(slug, title, date, team)| {
        Item::new(SLUGS[slug], TITLES[slug][title], DATES[date], ["Hydrology", "Acoustics"][team])
    })
}

fn any_content() -> impl Strategy<Value = Content> {
    prop_oneof![
        5 => any_item().prop_map(Content::Page),
        6 => (prop::collection::vec(any_item(), 3..6), any::<bool>())
            .prop_map(|(items, links)| Content::Listing(items, links)),
        1 => Just(Content::Empty),
        1 => Just(Content::Broken),
    ]
}

fn any_change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    let described = || (0..ADDRESSES.len(), 0..TIMES.len());
    prop_oneof![
        9 => (index(), any_content(), prop::option::weighted(0.7, described()))
            .prop_map(|(place, content, described)| Change::Put(place, content, described)),
        2 => index().prop_map(Change::Remove),
        2 => (index(), index(), any::<bool>()).prop_map(|(from, to, all)| Change::Rename(from, to, all)),
        3 => (index(), described()).prop_map(|(place, described)| Change::Describe(place, described)),
        1 => index().prop_map(Change::Misdescribe),
        1 => index().prop_map(Change::Undescribe),
    ]
}

/// Runs, and what happens before each.
fn any_runs() -> impl Strategy<Value = Vec<Vec<Change>>> {
    prop::collection::vec(prop::collection::vec(any_change(), 1..12), 2..7)
}

impl Content {
    fn written(&self, form: Form) -> String {
        match (self, form) {
            (Content::Page(item), Form::Html) => page(item),
            (Content::Page(item), Form::Records) => records(std::slice::from_ref(item), true),
            (Content::Page(item), Form::Text) => viewer(std::slice::from_ref(item)),
            (Content::Page(item), Form::Markdown) => {
                let Item { title, date, team, text, .. } = item;
                format!(
                    "---\ntitle: {title}\npublished: {date}\nteam: {team}\nsource: {}\n---\n\n{text}\n",
                    item.url()
                )
            }
            (Content::Listing(items, links), Form::Html) => table(items, *links),
            (Content::Listing(items, links), Form::Records) => records(items, *links),
            (Content::Listing(items, _), Form::Text) => viewer(items),
            (Content::Listing(items, _), Form::Markdown) => {
                let row = |item: &Item| format!("- {} [{}]({})", item.date, item.title, item.url());
                items.iter().map(row).collect::<Vec<_>>().join("\n")
            }
            (Content::Empty, _) => String::new(),
            (Content::Broken, Form::Html | Form::Text | Form::Markdown) => "\u{0}\u{1}\u{2}\u{0}".to_owned(),
            (Content::Broken, Form::Records) => {
                "{\"title\":\n{}\n{\"id\":\"1\",\"title\":\"A sounding\"}\n".to_owned()
            }
        }
    }
}

/// The files of a folder, and what is in them.
#[derive(Default)]
struct Folder {
    root: PathBuf,
    files: BTreeMap<String, String>,
}

impl Folder {
    /// The capture that is meant, among those that are there.
    fn chosen(&self, index: Index) -> Option<String> {
        let there: Vec<&str> =
            PLACES.iter().map(|(place, _)| *place).filter(|place| self.files.contains_key(*place)).collect();
        (!there.is_empty()).then(|| there[index.index(there.len())].to_owned())
    }

    fn write(&mut self, name: &str, content: String) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &content).unwrap();
        self.files.insert(name.to_owned(), content);
    }

    fn remove(&mut self, name: &str) {
        if self.files.remove(name).is_some() {
            fs::remove_file(self.root.join(name)).unwrap();
        }
    }

    fn rename(&mut self, from: &str, to: &str) {
        if let Some(content) = self.files.remove(from) {
            fs::create_dir_all(self.root.join(to).parent().unwrap()).unwrap();
            fs::rename(self.root.join(from), self.root.join(to)).unwrap();
            self.files.insert(to.to_owned(), content);
        }
    }

    fn describe(&mut self, name: &str, (address, time): Described) {
        let url = format!("https://tarn.example/{}", ADDRESSES[address]);
        self.write(&format!("{name}.json"), metadata(&url, TIMES[time]));
    }

    fn change(&mut self, change: &Change) {
        let beside = |name: &str| format!("{name}.json");
        match change {
            Change::Put(place, content, described) => {
                let (name, form) = PLACES[place.index(PLACES.len())];
                self.write(name, content.written(form));
                if let Some(described) = described {
                    self.describe(name, *described);
                }
            }
            Change::Remove(place) => {
                if let Some(name) = self.chosen(*place) {
                    self.remove(&name);
                    self.remove(&beside(&name));
                }
            }
            Change::Rename(from, to, with_metadata) => {
                let Some(from) = self.chosen(*from) else { return };
                let form = PLACES.iter().find(|(place, _)| *place == from).unwrap().1;
                let places: Vec<&str> =
                    PLACES.iter().filter(|(_, other)| *other == form).map(|(place, _)| *place).collect();
                let to = places[to.index(places.len())];
                if from != to {
                    self.remove(&beside(to));
                    self.rename(&from, to);
                    if *with_metadata {
                        self.rename(&beside(&from), &beside(to));
                    } else {
                        self.remove(&beside(&from));
                    }
                }
            }
            Change::Describe(place, described) => {
                if let Some(name) = self.chosen(*place) {
                    self.describe(&name, *described);
                }
            }
            Change::Misdescribe(place) => {
                if let Some(name) = self.chosen(*place) {
                    self.write(&beside(&name), "{\"captured\":".to_owned());
                }
            }
            Change::Undescribe(place) => {
                if let Some(name) = self.chosen(*place) {
                    self.remove(&beside(&name));
                }
            }
        }
    }
}

/// Brings an index to what the folder holds. A source from which the last capture went is empty on purpose here.
fn index(root: &Path, index: &Path) {
    let paths = SOURCES.map(|source| root.join(source));
    let options = Options { prune: true, ..Options::default() };
    ingest(&paths, index, &options, &Quiet).unwrap();
}

fn answer(reader: &Reader, query: &str, as_of: Option<i64>) -> Response {
    let query = parse(query, &grammar(Day(20_000))).unwrap();
    let facets = ["year", "team", "kind"].map(|name| Facet::named(name).unwrap()).to_vec();
    search(reader, &Request { query, limit: 100, facets, as_of, snippets: 1, ..Request::default() }).unwrap()
}

/// Hits with the bits of their scores.
fn scores(response: &Response) -> Vec<(String, u32)> {
    response.hits.iter().map(|hit| (hit.document.id.clone(), hit.score.to_bits())).collect()
}

type Dated = (Document, Option<Validity>);

fn documents(reader: &Reader) -> (Vec<Dated>, Vec<(Document, Validity)>) {
    let current = reader.current().unwrap().collect::<Result<_, _>>().unwrap();
    (current, reader.superseded().unwrap().collect::<Result<_, _>>().unwrap())
}

/// Compares an index with one made anew from the folder.
fn is_as_if_made_anew(folder: &Folder, continued: &Path) -> Result<(), TestCaseError> {
    let fresh = folder.root.join("fresh");
    let _ = fs::remove_dir_all(&fresh);
    index(&folder.root, &fresh);
    let (ours, theirs) = (Reader::open(continued).unwrap(), Reader::open(&fresh).unwrap());
    let ((current, superseded), (their_current, their_superseded)) = (documents(&ours), documents(&theirs));
    prop_assert_eq!(current, their_current);
    prop_assert_eq!(superseded, their_superseded);
    for query in QUERIES {
        for as_of in [None].into_iter().chain(TIMES.iter().map(|time| Moment::parse(time))) {
            let as_of = as_of.map(Moment::last_second);
            let (ours, theirs) = (answer(&ours, query, as_of), answer(&theirs, query, as_of));
            prop_assert_eq!(scores(&ours), scores(&theirs), "{} as of {:?}", query, as_of);
            prop_assert_eq!(ours.facets, theirs.facets, "{} as of {:?}", query, as_of);
            prop_assert_eq!((ours.total, ours.untimed), (theirs.total, theirs.untimed), "{}", query);
        }
    }
    // That a listing used to give more is what the captures say, not damage.
    let mut findings = check(continued, true).unwrap();
    findings.retain(|finding| finding.mend != Mend::Look);
    prop_assert_eq!(findings, []);
    Ok(())
}

/// Sequences that are tried, where `RSEARCH_CASES` does not ask for more.
const CASES: u32 = 16;

#[test]
fn an_index_is_that_of_the_folder_as_it_is_whatever_happened_before() {
    let cases = asked_for("RSEARCH_CASES").and_then(|cases| cases.to_str()?.parse().ok()).unwrap_or(CASES);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let tried = TestRunner::new(config).run(&any_runs(), |runs| {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder { root: place.path().canonicalize().unwrap(), ..Folder::default() };
        for source in SOURCES {
            fs::create_dir_all(folder.root.join(source)).unwrap();
        }
        let continued = folder.root.join("index");
        for changes in &runs {
            for change in changes {
                folder.change(change);
            }
            index(&folder.root, &continued);
        }
        is_as_if_made_anew(&folder, &continued)
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
}
