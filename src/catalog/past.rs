//! A document with all of its past.
//!
//! In: its sightings, and the captures of the pages that show it. Out: [`Past`]: how it was shown at any moment, and in what
//! two moments differ. Knows neither the file that it was kept in nor today's date.

use crate::catalog::changes::{Difference, differences};
use crate::catalog::steady::{steadied, steadied_series};
use crate::catalog::versions::standing;
use crate::catalog::{Group, Series, Version, merge, versions};
use crate::document::{Correction, Document, Sighting};

/// A document over time.
#[derive(Clone, Debug)]
pub struct Past {
    /// As it is, merged from all sightings, those without a time of capture among them.
    pub document: Document,
    /// As captures showed it, in order of time.
    pub versions: Vec<Version>,
    sightings: Vec<Sighting>,
    series: Vec<Series>,
    group: Group,
}

impl Past {
    /// The past that sightings show, put right as a person says.
    pub fn of(sightings: &[Sighting], series: &[Series], group: Group, corrections: &[Correction]) -> Past {
        let (mut document, _) = merge(sightings.to_vec(), &group);
        document.correct(corrections);
        let versions = versions(sightings, series, &group, corrections, &document);
        let series = steadied_series(series, sightings).into_owned();
        let sightings = steadied(sightings).into_owned();
        Past { document, versions, sightings, series, group }
    }

    /// The document as captures showed it at a moment; none where nothing showed it then.
    pub fn at(&self, moment: i64) -> Option<&Document> {
        self.versions
            .iter()
            .find(|version| version.validity.holds_at(moment))
            .map(|version| &version.document)
    }

    /// In what it differs between two moments; nothing where it was not shown at one of them.
    pub fn differences(&self, from: i64, until: i64) -> Vec<Difference> {
        let (Some(before), Some(after)) = (self.at(from), self.at(until)) else { return Vec::new() };
        let mut found = differences(before, after);
        if found.is_empty() {
            return found;
        }
        let on_pages: Vec<Difference> = self
            .series
            .iter()
            .filter_map(|series| Some((self.on_page(series, from)?, self.on_page(series, until)?)))
            .flat_map(|(before, after)| differences(&before, &after))
            .collect();
        for difference in &mut found {
            difference.retold = !on_pages.iter().any(|other| other.what == difference.what && !other.retold);
        }
        found
    }

    /// The captures of the pages that show it, from the first that does: the first and the last second of them.
    pub fn span(&self) -> Option<(i64, i64)> {
        let first = self.versions.first()?.validity.from;
        let last = self.series.iter().flat_map(|series| &series.showings).map(|showing| showing.at).max();
        Some((first, last.unwrap_or(first).max(first)))
    }

    /// What one page alone showed of it.
    fn on_page(&self, series: &Series, moment: i64) -> Option<Document> {
        let shown = standing(series, moment);
        let members: Vec<Sighting> =
            shown.iter().filter_map(|&place| self.sightings.get(place).cloned()).collect();
        (!members.is_empty()).then(|| merge(members, &self.group).0)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Showing;

    use super::*;

    fn sighting(as_entry: bool, title: &str, body: &str) -> Sighting {
        Sighting { as_entry, title: title.to_owned(), body: body.to_owned(), ..Sighting::default() }
    }

    /// Captures of one page: second, whether it is complete, which sightings it shows.
    fn series(showings: &[(i64, bool, &[usize])]) -> Series {
        let showing = |(at, complete, shows): &(i64, bool, &[usize])| Showing {
            at: *at,
            complete: *complete,
            shows: shows.to_vec(),
        };
        Series { showings: showings.iter().map(showing).collect() }
    }

    fn named(past: &Past, from: i64, until: i64) -> Vec<(&'static str, bool)> {
        past.differences(from, until).iter().map(|one| (one.what.as_str(), one.retold)).collect()
    }

    #[test]
    fn a_text_that_another_page_tells_is_retold_and_one_that_its_page_changes_is_changed() {
        let sightings = vec![
            sighting(true, "Of lakes", ""),
            sighting(false, "Of lakes", "Deep."),
            sighting(false, "Of all lakes", "Deeper."),
        ];
        let listing = series(&[(10, true, &[0])]);
        let own = series(&[(20, false, &[1]), (30, false, &[2])]);
        let past = Past::of(&sightings, &[listing, own], Group::default(), &[]);
        assert_eq!(named(&past, 10, 20), [("text", true)]);
        assert_eq!(named(&past, 20, 30), [("title", false), ("text", false)]);
        // The listing never showed the title otherwise: it is the page that tells it so now.
        assert_eq!(named(&past, 10, 30), [("title", true), ("text", true)]);
        assert_eq!(named(&past, 9, 30), [], "nothing showed it at the earlier moment");
        assert_eq!(past.span(), Some((10, 30)));
    }

    #[test]
    fn what_a_complete_listing_leaves_out_is_shown_no_more_until_it_is_back() {
        let past = Past::of(
            &[sighting(true, "Of lakes", "")],
            &[series(&[(10, true, &[0]), (20, true, &[]), (30, true, &[0])])],
            Group::default(),
            &[],
        );
        let shown: Vec<bool> = [9, 10, 19, 20, 29, 30].iter().map(|at| past.at(*at).is_some()).collect();
        assert_eq!(shown, [false, true, true, false, false, true]);
    }
}
