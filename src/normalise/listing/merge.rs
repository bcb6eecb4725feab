//! Merges what several places of a page say of one publication: a feature card and a row of the table.
//!
//! In: entries in the order of the page. Out: each publication once, with the union of what is said.

use std::collections::HashMap;

use super::Entry;
use super::embedded::batches;
use crate::document::{DateClaim, DateSource, Interval, identity};
use crate::normalise::tables::{Set, Table};

/// Entries met so far, by folded title.
#[derive(Default)]
pub(super) struct Merger {
    places: HashMap<String, Vec<usize>>,
    /// The same by address.
    addresses: HashMap<String, Vec<usize>>,
    /// Of each entry the run of siblings that it was read from, where it was one of several.
    runs: Vec<Option<usize>>,
}

impl Merger {
    /// Adds an entry of a run of siblings, or what it says to the one that it repeats: the same folded title and dates that
    /// agree. Siblings with texts of their own are two: posts of one person are called alike.
    pub(super) fn add(&mut self, entry: Entry, run: Option<usize>, entries: &mut Vec<Entry>) {
        let places = self.places.entry(identity::title_key(&entry.title)).or_default();
        let mut recent = places.iter().rev().take(MAX_NAMESAKES).copied();
        let runs = &self.runs;
        let are_siblings = |place: usize| run.is_some() && runs.get(place) == Some(&run);
        let same = recent.find(|&place| {
            let known = entries.get(place);
            known.is_some_and(|known| agree(known, &entry) && !(are_siblings(place) && differ(known, &entry)))
        });
        if let Some(known) = same.and_then(|place| entries.get_mut(place)) {
            unite(known, entry);
            return;
        }
        let title = identity::title_key(&entry.title);
        let there = entry.url.as_ref().and_then(|url| self.addresses.get(url)).map(Vec::as_slice);
        let mut there = there.unwrap_or_default().iter().rev().take(MAX_NAMESAKES).copied();
        // A card that leads where another does, and is called so in short.
        let shorter = there.find(|&place| {
            entries.get(place).is_some_and(|known| {
                agree(known, &entry)
                    && !are_siblings(place)
                    && batches::begins_alike(&identity::title_key(&known.title), &title)
            })
        });
        if let Some((place, known)) = shorter.and_then(|place| Some((place, entries.get_mut(place)?))) {
            places.push(place);
            if known.title.len() < entry.title.len() {
                known.title.clone_from(&entry.title);
            }
            unite(known, entry);
            return;
        }
        places.push(entries.len());
        if let Some(url) = &entry.url {
            self.addresses.entry(url.clone()).or_default().push(entries.len());
        }
        entries.push(entry);
        self.runs.push(run);
    }

    /// Adds the records of a page's data, their addresses resolved. One that is called as one shown entry alone, and no
    /// other record is, or leads where that does, is that entry, whatever day it has: the day that is shown holds.
    pub(super) fn add_data(&mut self, data: Vec<Entry>, entries: &mut Vec<Entry>) -> Differing {
        let mut days: Table<String, Option<Option<Interval>>> = Table::default();
        for record in &data {
            let own = record.published.as_ref().map(DateClaim::interval);
            let day = days.entry(identity::title_key(&record.title)).or_insert(Some(own));
            *day = day.filter(|day| *day == own);
        }
        let shown = entries.len();
        let mut differing = Differing::default();
        for mut record in data {
            let title = identity::title_key(&record.title);
            let places = self.places.get(&title).map(Vec::as_slice).unwrap_or_default();
            let is_one =
                matches!(places, [place] if *place < shown) && days.get(&title).is_some_and(Option::is_some);
            let is_it = |place: &&usize| {
                let known = entries.get(**place).filter(|_| **place < shown);
                known.is_some_and(|known| match (&known.url, &record.url) {
                    (Some(known), Some(own)) => last_of(known) == last_of(own),
                    _ => is_one,
                })
            };
            let mut places = places.iter().take(MAX_NAMESAKES);
            let agrees = |place: &usize| entries.get(*place).is_some_and(|known| agree(known, &record));
            let same = if places.clone().any(agrees) { None } else { places.find(is_it).copied() };
            let Some((place, known)) = same.and_then(|place| Some((place, entries.get_mut(place)?))) else {
                self.add(record, None, entries);
                continue;
            };
            let [own, other] = [&known.published, &record.published]
                .map(|date| date.as_ref().map(ToString::to_string).unwrap_or_default());
            differing.first.get_or_insert_with(|| format!("{:?} {own}, not {other}", known.title));
            differing.places.insert(place);
            record.published = None;
            unite(known, record);
        }
        differing
    }
}

/// The last part of an address, which is that of a page within its site.
pub(super) fn last_of(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default()
}

/// What the page's data say of its entries.
#[derive(Default)]
pub(super) struct Differing {
    /// Entries of which the data tell another day than the page shows, and the first of them.
    places: Set<usize>,
    first: Option<String>,
}

impl Differing {
    /// What is said of it, where there is any.
    pub(super) fn detail(&self) -> Option<String> {
        let first = self.first.as_ref()?;
        Some(format!("{} shown with other days than the page's data tell: {first}", self.places.len()))
    }
}

/// Entries of one title and different days that are compared with another; bounds the work in endless series.
const MAX_NAMESAKES: usize = 40;

fn agree(known: &Entry, other: &Entry) -> bool {
    let (Some(a), Some(b)) = (&known.published, &other.published) else { return true };
    if a.earliest <= b.latest && b.earliest <= a.latest {
        return true;
    }
    // Data in UTC may be a day off what is shown; of a daily series each part has its own address.
    let embedded = [a, b].into_iter().any(|date| date.source == DateSource::EmbeddedData);
    let one_page = known.url.is_some() && known.url == other.url;
    (embedded || one_page) && a.earliest.plus(-1) <= b.latest && b.earliest.plus(-1) <= a.latest
}

/// Whether two entries have texts of which neither holds the other, as far as it was not cut.
fn differ(known: &Entry, other: &Entry) -> bool {
    let [known, other] =
        [known, other].map(|entry| entry.summary.trim_end_matches(['…', '.', ' ']).to_lowercase());
    !known.contains(&other) && !other.contains(&known)
}

fn unite(known: &mut Entry, other: Entry) {
    if other.published.as_ref().is_some_and(|date| is_finer(date, known.published.as_ref())) {
        known.published = other.published;
    }
    if known.url.is_none() {
        known.url = other.url;
    }
    if known.summary.chars().count() < other.summary.chars().count() {
        known.summary = other.summary;
    }
    for category in other.categories {
        if !known.categories.iter().any(|own| identity::title_key(own) == identity::title_key(&category)) {
            known.categories.push(category);
        }
    }
    if known.authors.is_empty() {
        known.authors = other.authors;
    }
}

fn is_finer(date: &DateClaim, known: Option<&DateClaim>) -> bool {
    known.is_none_or(|known| date.latest.0 - date.earliest.0 < known.latest.0 - known.earliest.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Day, Interval};

    fn merged(entries: &[(&str, i32, DateSource)]) -> usize {
        let mut merger = Merger::default();
        let mut all = Vec::new();
        for (title, day, source) in entries {
            let date = DateClaim::new(Interval::day(Day(*day)), *source, 0.9, "");
            merger.add(
                Entry { title: (*title).to_owned(), published: Some(date), ..Entry::default() },
                None,
                &mut all,
            );
        }
        all.len()
    }

    #[test]
    fn siblings_of_one_title_with_texts_of_their_own_are_two() {
        let entry = |summary: &str| Entry {
            title: "Ada Reed".to_owned(),
            summary: summary.to_owned(),
            ..Entry::default()
        };
        for (texts, run, wanted) in [
            (["The gauge froze.", "It thawed in March."], Some(3), 2),
            (["The gauge froze.", "The gauge froze. It thawed."], Some(3), 1),
            (["The gauge froze and…", "The gauge froze and thawed."], Some(3), 1),
            (["The gauge froze.", "It thawed in March."], None, 1),
        ] {
            let (mut merger, mut all) = (Merger::default(), Vec::new());
            for text in texts {
                merger.add(entry(text), run, &mut all);
            }
            assert_eq!(all.len(), wanted, "{texts:?}");
        }
    }

    #[test]
    fn a_card_that_leads_where_another_does_and_is_called_so_in_short_is_the_same() {
        let entry = |title: &str, url: &str| Entry {
            title: title.to_owned(),
            url: Some(format!("https://tarn.example/{url}")),
            ..Entry::default()
        };
        for (first, second, runs, wanted) in [
            (("Slow lakes", "a"), ("Slow lakes in spring", "a"), [Some(1), Some(2)], 1),
            (("Slow lakes in spring", "a"), ("Slow lakes", "a"), [Some(1), Some(2)], 1),
            (("Slow lakes", "a"), ("Slow lakes in spring", "b"), [Some(1), Some(2)], 2),
            (("Slow lakes", "a"), ("Counting weirs", "a"), [Some(1), Some(2)], 2),
            (("Slow lakes", "a"), ("Slow lakes in spring", "a"), [Some(1), Some(1)], 2),
        ] {
            let (mut merger, mut all) = (Merger::default(), Vec::new());
            merger.add(entry(first.0, first.1), runs[0], &mut all);
            merger.add(entry(second.0, second.1), runs[1], &mut all);
            assert_eq!(all.len(), wanted, "{first:?} {second:?}");
            if wanted == 1 {
                assert_eq!(all[0].title, "Slow lakes in spring");
            }
        }
    }

    #[test]
    fn one_title_on_one_day_is_one_entry_and_a_daily_series_is_many() {
        let row = DateSource::ListingRow;
        assert_eq!(merged(&[("“Diff” tools", 9, row), ("\"Diff\" Tools", 9, row)]), 1);
        assert_eq!(merged(&[("The day in brief", 9, row), ("The day in brief", 10, row)]), 2);
        assert_eq!(merged(&[("Late at night", 9, row), ("Late at night", 10, DateSource::EmbeddedData)]), 1);
    }

    #[test]
    fn a_record_joins_the_entry_of_its_day_before_another_of_its_title() {
        let entry = |day: i32, source: DateSource, topic: &str| Entry {
            title: "The day in brief".to_owned(),
            published: Some(DateClaim::new(Interval::day(Day(day)), source, 0.9, "")),
            url: Some("https://tarn.example/brief".to_owned()),
            categories: vec![topic.to_owned()],
            ..Entry::default()
        };
        let (mut merger, mut all) = (Merger::default(), Vec::new());
        for day in [30, 40] {
            merger.add(entry(day, DateSource::ListingRow, "Shown"), None, &mut all);
        }
        let data = [40, 50, 50].map(|day| entry(day, DateSource::EmbeddedData, "Data")).to_vec();
        let differing = merger.add_data(data, &mut all).detail().unwrap_or_default();
        let days: Vec<i32> =
            all.iter().filter_map(|entry| Some(entry.published.as_ref()?.earliest.0)).collect();
        assert_eq!(days, [30, 40]);
        assert_eq!(all[1].categories, ["Shown", "Data"]);
        assert!(differing.starts_with("1 shown"), "{differing}");
    }
}
