//! What a later capture does not take from a publication: its page, its first date, its whole text.
//!
//! In: the sightings of one group. Out: the same sightings as they read once it is known what came before them. A capture is
//! judged by earlier ones only, so that what was shown at a moment does not change with later captures.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::catalog::merge::by_rank;
use crate::catalog::parts::part_of;
use crate::catalog::standings::{Knowing, Standing, standings};
use crate::catalog::versions::Series;
use crate::document::{DateClaim, Day, Kind, Moment, Role, Sighting};

/// Days after the first sighting on which a publication may still be dated. A judgement: time zones reach a day ahead.
const AHEAD_DAYS: i32 = 1;

/// A date of a sighting, as it is read and as it is put.
type Field = (fn(&Sighting) -> Option<&DateClaim>, fn(&mut Sighting, DateClaim));

const PUBLISHED: Field = (|it| it.published.as_ref(), |it, claim| it.published = Some(claim));
const UPDATED: Field = (|it| it.updated.as_ref(), |it, claim| it.updated = Some(claim));

/// Gives what repeats an earlier capture byte for byte the dates of that: `3 days ago` counts back from when it was written,
/// and the first capture lies next to it.
pub(super) fn dated_by_first(sightings: &mut Cow<'_, [Sighting]>) {
    for (read, put) in [PUBLISHED, UPDATED] {
        for (place, claim) in first_claims(sightings, read) {
            if let Some(sighting) = sightings.to_mut().get_mut(place) {
                put(sighting, claim);
            }
        }
    }
}

/// What sightings of the same bytes have in common that say one thing of one publication, with when and what.
fn key_of_claim(
    sighting: &Sighting,
    read: fn(&Sighting) -> Option<&DateClaim>,
) -> Option<([&str; 4], (Moment, &DateClaim))> {
    let (evidence, claim) = (&sighting.evidence, read(sighting)?);
    let captured = evidence.captured.filter(|_| !evidence.digest.is_empty())?;
    let url = sighting.url.as_deref().unwrap_or_default();
    Some(([&evidence.digest, url, &sighting.title, &claim.evidence], (captured, claim)))
}

/// The places of what has another date than the first capture of the same bytes, and that date.
fn first_claims(
    sightings: &[Sighting],
    read: fn(&Sighting) -> Option<&DateClaim>,
) -> Vec<(usize, DateClaim)> {
    if sightings.len() < 2 {
        return Vec::new();
    }
    let mut firsts: HashMap<_, (Moment, &DateClaim)> = HashMap::new();
    for (same, found) in sightings.iter().filter_map(|it| key_of_claim(it, read)) {
        let order = |(captured, claim): (Moment, &DateClaim)| (captured, claim.earliest, claim.latest);
        let first = firsts.entry(same).or_insert(found);
        if order(found) < order(*first) {
            *first = found;
        }
    }
    let changed = |(place, sighting): (usize, &Sighting)| {
        let (same, (_, claim)) = key_of_claim(sighting, read)?;
        let (_, first) = firsts.get(&same)?;
        (first.interval() != claim.interval()).then(|| (place, (*first).clone()))
    };
    sightings.iter().enumerate().filter_map(changed).collect()
}

/// The day on which a publication was there at the latest, as its captures tell.
pub(super) fn first_day(sightings: &[Sighting]) -> Option<Day> {
    sightings.iter().filter_map(|sighting| sighting.evidence.captured).map(Moment::last_day).min()
}

/// Whether a date lies after the day on which the publication was there already.
pub(super) fn is_late(claim: &DateClaim, first: Option<Day>) -> bool {
    first.is_some_and(|first| claim.earliest > first.plus(AHEAD_DAYS))
}

/// The sightings as they read beside those before them: late dates give way to earlier ones, and the beginning of a text to
/// the whole.
pub(super) fn steadied(sightings: &[Sighting]) -> Cow<'_, [Sighting]> {
    let mut steady = Cow::Borrowed(sightings);
    if sightings.len() < 2 {
        return steady;
    }
    dated_by_first(&mut steady);
    for (place, claim) in timely_claims(&steady) {
        if let Some(sighting) = steady.to_mut().get_mut(place) {
            sighting.published = Some(claim);
        }
    }
    let standings = standings(sightings, Knowing::Before);
    let has_text = |sighting: &Sighting| !sighting.body.is_empty() && sighting.evidence.captured.is_some();
    let mut in_time: Vec<usize> = (0..sightings.len())
        .filter(|&place| standings[place] == Standing::Shows && has_text(&sightings[place]))
        .collect();
    in_time.sort_by(|&one, &other| by_rank(&sightings[other], &sightings[one]));
    in_time.sort_by_key(|&place| sightings[place].evidence.captured);
    let mut longest: Option<usize> = None;
    for place in in_time {
        let (sighting, whole) = (&sightings[place], longest.map(|longest| &sightings[longest]));
        match whole {
            Some(whole) if part_of(sighting, &whole.body).is_some() => {
                let (body, headings) = (whole.body.clone(), whole.headings.clone());
                let sighting = &mut steady.to_mut()[place];
                (sighting.body, sighting.headings) = (body, headings);
            }
            Some(whole) if whole.body.len() >= sighting.body.len() => {}
            _ => longest = Some(place),
        }
    }
    steady
}

/// The places of what is dated late, and the best date of those before it that is not.
fn timely_claims(sightings: &[Sighting]) -> Vec<(usize, DateClaim)> {
    let first = first_day(sightings);
    let claim_of = |sighting: &Sighting| {
        let claim = sighting.published.clone().filter(|_| sighting.kind == Kind::Publication)?;
        Some((sighting.evidence.captured?, is_late(&claim, first), claim))
    };
    let mut timely: Option<Vec<&Sighting>> = None;
    let mut found = Vec::new();
    for (place, sighting) in sightings.iter().enumerate() {
        let Some((captured, true, _)) = claim_of(sighting) else { continue };
        let timely = timely.get_or_insert_with(|| {
            let is_timely = |it: &&Sighting| claim_of(it).is_some_and(|(_, is_late, _)| !is_late);
            let mut timely: Vec<&Sighting> = sightings.iter().filter(is_timely).collect();
            timely.sort_by(|one, other| by_rank(one, other));
            timely
        });
        let best = timely.iter().find(|it| it.evidence.captured.is_some_and(|before| before <= captured));
        found.extend(best.and_then(|it| Some((place, it.published.clone()?))));
    }
    found
}

/// The captures of pages as versions follow each other: one that shows another page in place of the publication tells nothing of
/// it, and what others tell goes on beside the page itself.
pub(super) fn steadied_series<'a>(series: &'a [Series], sightings: &[Sighting]) -> Cow<'a, [Series]> {
    let standings = standings(sightings, Knowing::Before);
    let shows_another = |place: &usize| standings.get(*place) == Some(&Standing::ShowsAnother);
    let is_retold = |place: &usize| {
        sightings.get(*place).is_some_and(|sighting| sighting.retold && sighting.role() == Role::Page)
    };
    let mut steady = Cow::Borrowed(series);
    for (number, one) in series.iter().enumerate() {
        let shown = || one.showings.iter().flat_map(|showing| &showing.shows);
        let is_of_page = shown().any(|place| !is_retold(place));
        if !shown().any(|place| shows_another(place) || is_of_page && is_retold(place)) {
            continue;
        }
        let (mut of_page, mut of_others) = (Series::default(), Series::default());
        for showing in &one.showings {
            let mut showing = showing.clone();
            let shows_nothing = showing.shows.iter().any(shows_another);
            showing.shows.retain(|place| !shows_another(place));
            showing.complete &= !shows_nothing;
            let is_others = is_of_page && showing.shows.iter().any(is_retold);
            if is_others { &mut of_others } else { &mut of_page }.showings.push(showing);
        }
        let steady = steady.to_mut();
        steady[number] = of_page;
        if !of_others.showings.is_empty() {
            steady.push(of_others);
        }
    }
    steady
}
