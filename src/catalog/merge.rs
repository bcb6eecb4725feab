//! Merges the sightings of one group into one document.
//!
//! In: the sightings. Out: the document, and doubts where they do not agree. A pure function of the set: the order in
//! which sightings come changes nothing.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use crate::catalog::keys::{identify, record_key};
use crate::catalog::parts::{Part, part_of};
use crate::catalog::standings::{Knowing, Standing, standings};
use crate::catalog::steady::{dated_by_first, first_day, is_late};
use crate::catalog::{Group, Keys};
use crate::document::{DateClaim, Day, Document, Doubt, DoubtKind, Kind, Links, Role, Seen, Sighting, fold};

/// Merges. Field by field the best sighting that has the field gives it: its own page before an entry, then the
/// latest captured, then the smallest digest. To its categories come the tags of all. What shows another page at its address is
/// evidence and nothing else.
pub fn merge(sightings: Vec<Sighting>, group: &Group) -> (Document, Vec<Doubt>) {
    let mut doubts = Vec::new();
    let keys: Vec<Keys> = sightings.iter().map(Keys::of).collect();
    let (id, aliases) = identify(keys.iter(), group);
    let kind = sightings.iter().map(|sighting| sighting.kind).min().unwrap_or(Kind::Page);
    let (mut sightings, others) = ranked(sightings);
    doubt_another_page(&others, &mut doubts);
    let published = published(&sightings, kind, first_day_of(&sightings, &others), &mut doubts);
    if group.ambiguous {
        let title = sightings.first().map(|sighting| sighting.title.as_str()).unwrap_or_default();
        let detail = format!("several publications could be the one named {title:?}, so it stands by itself");
        doubts.push(Doubt::new(DoubtKind::AmbiguousMatch, detail));
    }
    doubt_repeated_records(&sightings, &mut doubts);
    let (body, headings) = body_from(&sightings, &mut doubts)
        .map(|place| {
            (std::mem::take(&mut sightings[place].body), std::mem::take(&mut sightings[place].headings))
        })
        .unwrap_or_default();
    let text = |field: fn(&Sighting) -> &str| {
        sightings.iter().map(field).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    };
    let list = |field: fn(&Sighting) -> &Vec<String>| {
        sightings.iter().map(field).find(|list| !list.is_empty()).cloned().unwrap_or_default()
    };
    let option = |field: fn(&Sighting) -> &Option<String>| {
        sightings.iter().find_map(|sighting| field(sighting).clone())
    };
    // What a person filed it under holds whatever the page says of itself.
    let mut categories = list(|sighting| &sighting.categories);
    let mut filed: BTreeSet<String> = categories.iter().map(|category| fold::fold(category)).collect();
    for tag in sightings.iter().chain(&others).flat_map(|sighting| &sighting.tags) {
        if filed.insert(fold::fold(tag)) {
            categories.push(tag.clone());
        }
    }
    // What somebody wrote is better than sentences of the text, whoever shows it.
    let written = sightings.iter().find(|sighting| !sighting.summary.is_empty() && !sighting.summary_made);
    let summarised = written.or_else(|| sightings.iter().find(|sighting| !sighting.summary.is_empty()));
    let mut links = Links::default();
    for sighting in &sightings {
        links.complete(&sighting.links);
    }
    let mut title = text(|sighting| &sighting.title);
    // What nobody named, and of which nothing else is known, goes by its address.
    if title.is_empty() && sightings.iter().all(|sighting| sighting.as_entry) {
        title = option(|sighting| &sighting.url).unwrap_or_default();
    }
    let document = Document {
        id,
        aliases,
        kind,
        record_id: option(|sighting| &sighting.record_id),
        title,
        published,
        updated: sightings.iter().find_map(|sighting| sighting.updated.clone()),
        categories,
        summary: summarised.map(|sighting| sighting.summary.clone()).unwrap_or_default(),
        summary_made: summarised.is_some_and(|sighting| sighting.summary_made),
        body,
        headings,
        authors: list(|sighting| &sighting.authors),
        publisher: option(|sighting| &sighting.publisher),
        url: option(|sighting| &sighting.url),
        language: option(|sighting| &sighting.language),
        links,
        corrections: Vec::new(),
        sightings: sightings
            .into_iter()
            .chain(others)
            .map(|sighting| Seen { role: sighting.role(), evidence: sighting.evidence })
            .collect(),
    };
    (document, doubts)
}

/// The sightings in the order of their rank, and those that show another page, likewise.
fn ranked(sightings: Vec<Sighting>) -> (Vec<Sighting>, Vec<Sighting>) {
    let mut sightings = Cow::Owned(sightings);
    dated_by_first(&mut sightings);
    let standings = standings(&sightings, Knowing::Now);
    let mut standing: Vec<(Standing, Sighting)> = standings.into_iter().zip(sightings.into_owned()).collect();
    standing.sort_by(|(one, a), (other, b)| {
        let role = |sighting: &Sighting| sighting.role() != Role::Page;
        role(a).cmp(&role(b)).then(one.cmp(other)).then_with(|| by_rank(a, b))
    });
    let (others, ranked): (Vec<_>, Vec<_>) =
        standing.into_iter().partition(|(standing, _)| *standing == Standing::ShowsAnother);
    let sightings = |standing: Vec<(Standing, Sighting)>| standing.into_iter().map(|(_, it)| it).collect();
    (sightings(ranked), sightings(others))
}

/// The sighting that gives the text: the best that has one, unless that is the beginning of a much longer one.
fn body_from(sightings: &[Sighting], doubts: &mut Vec<Doubt>) -> Option<usize> {
    let longest = sightings.iter().rev().max_by_key(|sighting| sighting.body.len())?;
    let is_own = !longest.retold && longest.role() == Role::Page;
    let mut shortened = None;
    let gives = |sighting: &Sighting| {
        let part = part_of(sighting, &longest.body);
        if is_own && part == Some(Part::Unsaid) {
            shortened.get_or_insert_with(|| sighting.evidence.place_within());
        }
        !sighting.body.is_empty() && part.is_none()
    };
    let place = sightings.iter().position(gives);
    if let Some(shortened) = shortened {
        let detail = format!(
            "{shortened} shows less than half of a text that was longer before and does not say why; the longer text is kept"
        );
        doubts.push(Doubt::new(DoubtKind::TextShortened, detail));
    }
    place
}

fn first_day_of(sightings: &[Sighting], others: &[Sighting]) -> Option<Day> {
    first_day(sightings).into_iter().chain(first_day(others)).min()
}

/// Says which capture shows something else than the publication; the latest, where several do.
fn doubt_another_page(others: &[Sighting], doubts: &mut Vec<Doubt>) {
    let Some(other) = others.first() else { return };
    let place = other.evidence.place_within();
    let detail = format!("{place} shows another page at its address ({:?}), which is left out", other.title);
    doubts.push(Doubt::new(DoubtKind::AnotherPage, detail));
}

/// Best first. Everything that can differ is compared in the end, so that equal ranks are equal sightings.
pub(super) fn by_rank(a: &Sighting, b: &Sighting) -> Ordering {
    let rank = |sighting: &Sighting| {
        (sighting.role() != Role::Page, sighting.retold, Reverse(sighting.evidence.captured))
    };
    rank(a)
        .cmp(&rank(b))
        .then_with(|| a.evidence.digest.cmp(&b.evidence.digest))
        .then_with(|| a.evidence.capture.cmp(&b.evidence.capture))
        .then_with(|| a.evidence.member.cmp(&b.evidence.member))
        .then_with(|| a.evidence.range.cmp(&b.evidence.range))
        .then_with(|| a.title.cmp(&b.title))
        .then_with(|| date_order(a).cmp(&date_order(b)))
        .then_with(|| a.url.cmp(&b.url))
        .then_with(|| a.summary.cmp(&b.summary))
        .then_with(|| a.body.cmp(&b.body))
        // Rarely reached, and then everything counts.
        .then_with(|| format!("{a:?}").cmp(&format!("{b:?}")))
}

/// Two records of one file with one id and different contents: only the best is shown.
fn doubt_repeated_records(sightings: &[Sighting], doubts: &mut Vec<Doubt>) {
    let mut records: Vec<(String, &str)> = sightings
        .iter()
        .filter_map(|sighting| Some((record_key(sighting)?, sighting.evidence.digest.as_str())))
        .collect();
    records.sort_unstable();
    records.dedup();
    if records.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        let id = sightings.iter().find_map(|sighting| sighting.record_id.as_deref()).unwrap_or_default();
        let detail =
            format!("the record id {id:?} stands for records that differ; the latest captured is shown");
        doubts.push(Doubt::new(DoubtKind::RepeatedId, detail));
    }
}

fn date_order(sighting: &Sighting) -> Option<(i32, i32)> {
    sighting.published.as_ref().map(|claim| (claim.earliest.0, claim.latest.0))
}

/// The best sighting's date, or a finer one that lies within it: those agree. What is dated after the day on which it was there
/// already gives way to any other. Dates that have no day in common with the chosen one are doubted, except of pages that are no
/// publications, which change as their entries do.
fn published(
    sightings: &[Sighting],
    kind: Kind,
    first_day: Option<Day>,
    doubts: &mut Vec<Doubt>,
) -> Option<DateClaim> {
    // A listing's own page may bear the date of its newest entry; it tells nothing of the publication it became.
    let claims: Vec<&DateClaim> = sightings
        .iter()
        .filter(|sighting| sighting.kind == kind)
        .filter_map(|sighting| sighting.published.as_ref())
        .collect();
    let is_timely = |claim: &&&DateClaim| kind == Kind::Page || !is_late(claim, first_day);
    let first = *claims.iter().find(is_timely).or(claims.first())?;
    let has_timely = is_timely(&&first);
    let finest = claims
        .iter()
        .filter(|claim| !has_timely || is_timely(claim))
        .filter(|claim| first.interval().contains(&claim.interval()))
        .min_by_key(|claim| claim.latest.0 - claim.earliest.0)
        .copied()
        .unwrap_or(first);
    if kind == Kind::Publication
        && let Some(other) = claims.iter().find(|claim| !claim.interval().overlaps(&finest.interval()))
    {
        let detail = format!(
            "published {finest} ({}), but {other} elsewhere ({})",
            finest.source.as_str(),
            other.source.as_str()
        );
        doubts.push(Doubt::new(DoubtKind::DatesDisagree, detail));
    }
    Some(finest.clone())
}
