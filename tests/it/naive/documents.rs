//! Random documents.
//!
//! In: nothing. Out: strategies. Few words and few values, so that queries meet them often.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use rsearch::document::{
    DateClaim, DateSource, Day, Document, Evidence, Interval, Kind, Moment, Role, Seen, identity::id_of,
};

use super::words;

/// Names of teams, some of them the same but for case and accents.
pub(super) const TEAMS: &[&str] =
    &["Alignment", "alignment", "Société", "societe", "Red Team", "Model Tests"];
/// Names of publishers.
pub(super) const PUBLISHERS: &[&str] = &["Northern Lab", "northern lab", "Café Alpha"];
/// Names of authors.
pub(super) const AUTHORS: &[&str] = &["Zoë Beta", "Alpha Tent", "zoe beta"];
/// Addresses, and the form in which they match.
pub(super) const ADDRESSES: &[(&str, &str)] = &[
    ("https://www.example.org/a", "example.org/a"),
    ("http://example.org/a/b/", "example.org/a/b"),
    ("https://example.org/b?utm_source=x", "example.org/b"),
    ("https://other.example/a#top", "other.example/a"),
];
/// How captures were made.
pub(super) const METHODS: &[&str] = &["plain", "browser"];
/// How captures were packed.
pub(super) const FORMATS: &[&str] = &["html", "viewer"];

pub(super) fn several() -> impl Strategy<Value = Vec<Document>> {
    proptest::collection::vec(one(), 1..24).prop_map(|mut documents| {
        for (number, document) in documents.iter_mut().enumerate() {
            document.id = id_of(&number.to_string());
        }
        documents
    })
}

fn one() -> impl Strategy<Value = Document> {
    let texts = (text(5), text(8), text(20), parts(text(3)));
    let names = (
        parts(select(TEAMS).prop_map(str::to_owned)),
        parts(select(AUTHORS).prop_map(str::to_owned)),
        option::of(select(PUBLISHERS)),
        option::of(select(ADDRESSES)),
        option::of(Just("en".to_owned())),
    );
    let facts =
        (option::of(claim()), option::of(claim()), any::<bool>(), proptest::collection::vec(seen(), 0..3));
    (texts, names, facts).prop_map(|(texts, names, (published, updated, page, sightings))| {
        let (title, summary, body, headings) = texts;
        let (categories, authors, publisher, url, language) = names;
        Document {
            kind: if page { Kind::Page } else { Kind::Publication },
            title,
            summary,
            body,
            headings,
            categories,
            authors,
            publisher: publisher.map(str::to_owned),
            url: url.map(|(url, _)| url.to_owned()),
            language,
            published,
            updated,
            sightings,
            ..Document::default()
        }
    })
}

fn parts(part: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(part, 0..3)
}

fn text(most: usize) -> impl Strategy<Value = String> {
    let word = (select(words::all()), select(vec![" ", " ", " ", ", ", ". ", "-", "'s ", "\n"]));
    proptest::collection::vec(word, 0..most).prop_map(|words| {
        let text: String = words.into_iter().flat_map(|(word, space)| [word, space]).collect();
        text.trim_end_matches(['-', ',', ' ', '\n']).to_owned()
    })
}

fn claim() -> impl Strategy<Value = DateClaim> {
    interval().prop_map(|interval| DateClaim::new(interval, DateSource::Text, 0.9, "text"))
}

fn interval() -> impl Strategy<Value = Interval> {
    let span = (day(), 1..200_i32).prop_map(|(day, days)| Interval {
        latest: day.plus(days),
        precision: rsearch::document::Precision::Range,
        ..Interval::day(day)
    });
    prop_oneof![
        3 => day().prop_map(Interval::day),
        1 => (2023..2027_i32, 1..=12_u32).prop_map(|(year, month)| Interval::month(year, month).unwrap()),
        1 => (2023..2027_i32).prop_map(|year| Interval::year(year).unwrap()),
        1 => span,
    ]
}

fn day() -> impl Strategy<Value = Day> {
    (2023..2027_i32, 1..=12_u32, 1..=28_u32)
        .prop_map(|(year, month, day)| Day::from_ymd(year, month, day).unwrap())
}

fn seen() -> impl Strategy<Value = Seen> {
    let evidence =
        (option::of(day()), option::of(select(vec![200, 404])), option::of(select(METHODS)), select(FORMATS));
    (evidence, 0..3_u8).prop_map(|((day, status, method, format), number)| Seen {
        role: Role::Page,
        evidence: Evidence {
            capture: format!("captures/{number}.html"),
            digest: format!("{number:064x}"),
            format: format.to_owned(),
            captured: day.and_then(|day| Moment::from_unix(day.first_second() + 3_600)),
            http_status: status,
            method: method.map(str::to_owned),
            ..Evidence::default()
        },
    })
}
