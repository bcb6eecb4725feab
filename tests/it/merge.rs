//! Which sightings are one publication, and what the merged document takes from which: library level, as data.

use proptest::prelude::*;
use rsearch::catalog::documents;
use rsearch::document::{
    DateClaim, DateSource, Day, Document, Doubt, DoubtKind, Evidence, Interval, Kind, Moment, Sighting,
};

/// `2025`, `2025-10` or `2025-10-29`.
fn date(text: &str, source: DateSource) -> DateClaim {
    let parts: Vec<i32> = text.split('-').map(|part| part.parse().unwrap()).collect();
    let part = |place: usize| u32::try_from(parts[place]).unwrap();
    let interval = match parts.len() {
        1 => Interval::year(parts[0]).unwrap(),
        2 => Interval::month(parts[0], part(1)).unwrap(),
        _ => Interval::day(Day::from_ymd(parts[0], part(1), part(2)).unwrap()),
    };
    DateClaim::new(interval, source, 0.9, text)
}

/// A sighting in a capture: an entry of a listing with a title, by one publisher.
fn entry(capture: &str, title: &str) -> Sighting {
    Sighting {
        as_entry: true,
        title: title.to_owned(),
        publisher: Some("Lab".to_owned()),
        evidence: Evidence {
            capture: capture.to_owned(),
            digest: format!("{capture:0>64}"),
            format: "html".to_owned(),
            ..Evidence::default()
        },
        ..Sighting::default()
    }
}

trait With: Sized {
    fn url(self, url: &str) -> Self;
    fn on(self, date: &str) -> Self;
    fn captured(self, time: &str) -> Self;
    fn teams(self, teams: &[&str]) -> Self;
    fn own_page(self) -> Self;
    fn record(self, id: &str) -> Self;
}

impl With for Sighting {
    fn url(self, url: &str) -> Self {
        Sighting { url: Some(url.to_owned()), ..self }
    }

    fn on(self, text: &str) -> Self {
        Sighting { published: Some(date(text, DateSource::ListingRow)), ..self }
    }

    fn captured(mut self, time: &str) -> Self {
        self.evidence.captured = Moment::parse(time);
        assert!(self.evidence.captured.is_some(), "{time}");
        self
    }

    fn teams(self, teams: &[&str]) -> Self {
        Sighting { categories: teams.iter().map(|team| (*team).to_owned()).collect(), ..self }
    }

    fn own_page(self) -> Self {
        let body = format!("The text of {}.", self.title);
        Sighting { as_entry: false, body, ..self }
    }

    fn record(self, id: &str) -> Self {
        Sighting { record_id: Some(id.to_owned()), as_entry: false, ..self }
    }
}

/// Documents as lines: title, date, captures, kinds of doubts.
fn merged(sightings: &[Sighting]) -> Vec<String> {
    let mut lines: Vec<String> =
        documents(sightings).iter().map(|(document, doubts)| line(document, doubts)).collect();
    lines.sort();
    lines
}

fn line(document: &Document, doubts: &[Doubt]) -> String {
    let mut captures: Vec<&str> =
        document.sightings.iter().map(|seen| seen.evidence.capture.as_str()).collect();
    captures.sort_unstable();
    let date = document.published.as_ref().map_or("undated".to_owned(), ToString::to_string);
    let doubts: String = doubts.iter().flat_map(|doubt| [" ", doubt.kind.as_str()]).collect();
    format!("{} {date} [{}]{doubts}", document.title, captures.join(" "))
}

fn one(sightings: &[Sighting]) -> Document {
    let mut documents = documents(sightings);
    assert_eq!(documents.len(), 1, "{:?}", merged(sightings));
    documents.remove(0).0
}

const URL: &str = "https://lab.example/post";

#[test]
fn an_address_joins_sightings_whatever_their_titles_and_spellings_of_it() {
    let sightings = [
        entry("1", "Post").url(URL).on("2025-10-29"),
        entry("2", "Post, revised").url("http://www.lab.example/post/?utm_source=x#top"),
        entry("3", "Post").url("https://lab.example/other"),
    ];
    assert_eq!(merged(&sightings), ["Post 2025-10-29 [1 2]", "Post undated [3]"]);
}

#[test]
fn a_sighting_without_address_meets_the_one_with_it_by_publisher_title_and_date() {
    let addressed = || entry("1", "Signs of life").url(URL).on("2025-10-29");
    for (other, expected) in [
        (entry("2", "SIGNS of  life").on("2025-10-29"), vec!["Signs of life 2025-10-29 [1 2]"]),
        (entry("2", "Signs of life").on("2025-10"), vec!["Signs of life 2025-10-29 [1 2]"]),
        (entry("2", "Signs of life"), vec!["Signs of life 2025-10-29 [1 2]"]),
        (
            entry("2", "Signs of life").on("2024-01-01"),
            vec!["Signs of life 2024-01-01 [2]", "Signs of life 2025-10-29 [1]"],
        ),
        (
            Sighting { publisher: Some("Another".to_owned()), ..entry("2", "Signs of life") },
            vec!["Signs of life 2025-10-29 [1]", "Signs of life undated [2]"],
        ),
        (
            Sighting { publisher: None, ..entry("2", "Signs of life") },
            vec!["Signs of life 2025-10-29 [1]", "Signs of life undated [2]"],
        ),
        (
            Sighting { kind: Kind::Page, ..entry("2", "Signs of life") },
            vec!["Signs of life 2025-10-29 [1]", "Signs of life undated [2]"],
        ),
    ] {
        assert_eq!(merged(&[addressed(), other.clone()]), expected, "{other:?}");
    }
}

#[test]
fn titles_that_repeat_are_told_apart_by_their_dates() {
    let sightings = [
        entry("1", "Update").on("2024-01-01"),
        entry("2", "Update").on("2025-01-01"),
        entry("3", "Update").on("2025-01-01"),
        entry("4", "Update").on("2025-01"),
    ];
    assert_eq!(merged(&sightings), ["Update 2024-01-01 [1]", "Update 2025-01-01 [2 3 4]"]);
    let mut ids: Vec<String> = documents(&sightings).into_iter().map(|(document, _)| document.id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 2);
}

#[test]
fn where_two_candidates_fit_none_is_chosen_and_a_doubt_says_so() {
    let sightings = [
        entry("1", "Update").url("https://lab.example/1").on("2024-01-01"),
        entry("2", "Update").url("https://lab.example/2").on("2024-02-01"),
        entry("3", "Update").on("2024"),
    ];
    assert_eq!(
        merged(&sightings),
        ["Update 2024 [3] ambiguous-match", "Update 2024-01-01 [1]", "Update 2024-02-01 [2]"]
    );
    let undated =
        [entry("1", "Update").on("2024-01-01"), entry("2", "Update").on("2025-01-01"), entry("3", "Update")];
    assert_eq!(
        merged(&undated),
        ["Update 2024-01-01 [1]", "Update 2025-01-01 [2]", "Update undated [3] ambiguous-match"]
    );
}

#[test]
fn pages_of_one_name_are_one_and_never_a_publication() {
    let page = |capture: &str| Sighting { kind: Kind::Page, ..entry(capture, "Research").own_page() };
    let sightings =
        [page("1").on("2024-01-01"), page("2").on("2025-01-01"), entry("3", "Research").on("2025-01-01")];
    assert_eq!(merged(&sightings), ["Research 2024-01-01 [1 2]", "Research 2025-01-01 [3]"]);
}

#[test]
fn a_listing_that_is_also_listed_is_one_document() {
    let sightings = [
        Sighting { kind: Kind::Page, ..entry("1", "Post").own_page().url(URL) },
        entry("2", "Post").url(URL).on("2025"),
    ];
    assert_eq!(merged(&sightings), ["Post 2025 [1 2]"]);
    assert_eq!(one(&sightings).kind, Kind::Publication);
}

#[test]
fn records_with_ids_stay_apart_in_their_file_and_never_meet_by_title() {
    let record = |capture: &str, id: &str| entry(capture, "Paper").record(id);
    assert_eq!(
        merged(&[record("f", "1"), record("f", "2"), entry("2", "Paper")]),
        ["Paper undated [2]", "Paper undated [f]", "Paper undated [f]"]
    );
    assert_eq!(
        merged(&[record("f", "1").url(URL), entry("2", "Paper").url(URL)]),
        ["Paper undated [2 f]"],
        "an address joins them all the same"
    );
    assert_eq!(
        one(&[record("f", "1").url(URL), entry("2", "Paper").url(URL)]).record_id.as_deref(),
        Some("1")
    );
}

#[test]
fn records_of_one_address_in_one_file_have_ids_of_their_own() {
    let sightings = [entry("f", "One").record("1").url(URL), entry("f", "Two").record("2").url(URL)];
    let ids: Vec<String> = documents(&sightings).into_iter().map(|(document, _)| document.id).collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn sightings_of_one_rank_that_differ_in_one_field_only_merge_the_same_in_any_order() {
    let one = entry("1", "Post").url(URL).teams(&["A"]);
    for other in [
        entry("1", "Post").url(URL).teams(&["B"]),
        Sighting { authors: vec!["Ada".to_owned()], ..one.clone() },
        Sighting { language: Some("en".to_owned()), ..one.clone() },
        Sighting { publisher: Some("Other".to_owned()), ..one.clone() },
        Sighting { updated: Some(date("2025", DateSource::Text)), ..one.clone() },
        Sighting { headings: vec!["Heading".to_owned()], body: "Text".to_owned(), ..one.clone() },
        Sighting { kind: Kind::Page, ..one.clone() },
        Sighting { published: Some(date("2025", DateSource::Meta)), ..one.clone() }.on("2025"),
        one.clone().record("r"),
    ] {
        let (forward, backward) = ([one.clone(), other.clone()], [other, one.clone()]);
        assert_eq!(documents(&forward), documents(&backward));
    }
}

#[test]
fn its_own_page_is_the_best_sighting_then_the_latest_captured() {
    let early = entry("1", "Post").url(URL).teams(&["Early"]).captured("2026-01-01T00:00:00Z");
    let late = entry("2", "Post, retitled").url(URL).teams(&["Late"]).captured("2026-02-01T00:00:00Z");
    let page = entry("3", "The post").url(URL).own_page().captured("2025-12-01T00:00:00Z");
    let document = one(&[early.clone(), late.clone(), page.clone()]);
    assert_eq!(document.title, "The post");
    assert_eq!(document.body, "The text of The post.");
    assert_eq!(document.categories, ["Late"], "the first sighting that has any, not the union");
    let order: Vec<&str> = document.sightings.iter().map(|seen| seen.evidence.capture.as_str()).collect();
    assert_eq!(order, ["3", "2", "1"]);
    assert_eq!(one(&[early, late]).title, "Post, retitled");
    assert_eq!(document.first_seen().unwrap().to_string(), "2025-12-01T00:00:00Z");
    assert_eq!(document.last_seen().unwrap().to_string(), "2026-02-01T00:00:00Z");
}

#[test]
fn a_finer_date_within_the_best_one_wins_and_a_disjoint_one_is_doubted() {
    let page = |text: &str| entry("1", "Post").url(URL).own_page().on(text);
    for (best, other, expected) in [
        ("2025-10", "2025-10-29", "Post 2025-10-29 [1 2]"),
        ("2025", "2025-10", "Post 2025-10 [1 2]"),
        ("2025-10-29", "2025", "Post 2025-10-29 [1 2]"),
        ("2025-10-29", "2024-01-01", "Post 2025-10-29 [1 2] dates-disagree"),
        ("2025-10", "2025-09-30", "Post 2025-10 [1 2] dates-disagree"),
    ] {
        assert_eq!(
            merged(&[page(best), entry("2", "Post").url(URL).on(other)]),
            [expected],
            "{best} {other}"
        );
    }
    let doubts = documents(&[page("2025-10-29"), entry("2", "Post").url(URL).on("2024-01-01")]).remove(0).1;
    assert_eq!(doubts[0].kind, DoubtKind::DatesDisagree);
    assert!(
        doubts[0].detail.contains("2025-10-29") && doubts[0].detail.contains("2024-01-01"),
        "{}",
        doubts[0].detail
    );
}

#[test]
fn an_id_learnt_before_the_address_still_leads_to_the_document() {
    let before = one(&[entry("1", "Post").on("2025")]);
    let after = one(&[entry("1", "Post").on("2025"), entry("2", "Post").url(URL).on("2025")]);
    assert_ne!(before.id, after.id);
    assert!(after.aliases.contains(&before.id), "{:?} lacks {}", after.aliases, before.id);
    assert!(after.aliases.contains(&after.id));
}

#[test]
fn a_field_without_evidence_stays_empty() {
    let document = one(&[entry("1", "Post")]);
    assert_eq!((document.published, document.url, document.language), (None, None, None));
    assert!(document.summary.is_empty() && document.body.is_empty() && document.authors.is_empty());
}

fn any_sighting() -> impl Strategy<Value = Sighting> {
    let captures = proptest::sample::select(vec!["1", "2", "3"]);
    let titles = proptest::sample::select(vec!["Update", "update", "Post", "Signs of life"]);
    let urls = proptest::option::of(proptest::sample::select(vec![
        URL,
        "https://lab.example/2",
        "http://lab.example/2/",
    ]));
    let dates = proptest::option::of(proptest::sample::select(vec![
        "2024",
        "2025",
        "2025-10",
        "2025-10-29",
        "2025-11-01",
    ]));
    let times =
        proptest::option::of(proptest::sample::select(vec!["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"]));
    let records = proptest::option::weighted(0.2, proptest::sample::select(vec!["r1", "r2"]));
    let publisher = proptest::option::weighted(0.8, Just("Lab".to_owned()));
    let flags = (any::<bool>(), proptest::bool::weighted(0.2), proptest::option::of("[A-C]"));
    (captures, titles, urls, dates, times, records, publisher, flags).prop_map(
        |(capture, title, url, date, time, record, publisher, (own, page, team))| {
            let mut sighting = Sighting { publisher, ..entry(capture, title) };
            sighting = if own { sighting.own_page() } else { sighting };
            sighting = url.map_or(sighting.clone(), |url| sighting.url(url));
            sighting = date.map_or(sighting.clone(), |date| sighting.on(date));
            sighting = time.map_or(sighting.clone(), |time| sighting.captured(time));
            sighting = record.map_or(sighting.clone(), |record| sighting.record(record));
            sighting = team.map_or(sighting.clone(), |team| sighting.teams(&[&team]));
            Sighting { kind: if page { Kind::Page } else { Kind::Publication }, ..sighting }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_sightings_changes_nothing(
        (sightings, shuffled) in proptest::collection::vec(any_sighting(), 0..12)
            .prop_flat_map(|sightings| (Just(sightings.clone()), Just(sightings).prop_shuffle())),
    ) {
        prop_assert_eq!(documents(&sightings), documents(&shuffled));
    }

    #[test]
    fn every_sighting_is_behind_one_document_and_every_id_is_one_documents(
        sightings in proptest::collection::vec(any_sighting(), 0..12),
    ) {
        let documents = documents(&sightings);
        let seen: usize = documents.iter().map(|(document, _)| document.sightings.len()).sum();
        prop_assert_eq!(seen, sightings.len());
        let mut ids: Vec<&str> = documents.iter().map(|(document, _)| document.id.as_str()).collect();
        let all = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), all, "{:?}", ids);
    }
}
