//! Judges the records of a page's data by the entries that the page shows: which lists of them it is for, which of their days
//! counts, where the others lead.
//!
//! In: lists of records, the entries that are shown. Out: the records that are entries too, their addresses resolved where what
//! is shown tells how. Knows no page.

use std::collections::BTreeSet;

use super::keys::Rank;
use super::object::Item;
use crate::document::{DateSource, Interval, Moment, Precision, identity};
use crate::normalise::listing::Entry;
use crate::normalise::listing::headings;
use crate::normalise::listing::merge::last_of;
use crate::normalise::tables::{Set, Table};

/// Records that stand in one list of a page's data.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) items: Vec<Item>,
    /// The keys of all of them.
    pub(crate) keys: BTreeSet<String>,
    /// Whether JSON-LD lists them: they are of the page, shown or not.
    pub(super) is_declared: bool,
    /// Whether they stand below a key of what is related to the page.
    pub(super) is_related: bool,
    /// What says that there are more of them.
    pub(crate) more: Option<String>,
}

/// What the records of a page's data add to the entries that it shows.
#[derive(Default)]
pub(crate) struct Settled {
    pub(crate) entries: Vec<Entry>,
    /// What says that there are more of them than these.
    pub(crate) more: Option<String>,
}

/// Entries shown, by what records are known by.
struct Shown<'a> {
    entries: &'a [Entry],
    titles: Table<String, Vec<usize>>,
    /// By the last part of their addresses, where no other has it.
    ends: Table<&'a str, Option<usize>>,
}

impl<'a> Shown<'a> {
    fn of(entries: &'a [Entry]) -> Shown<'a> {
        let mut shown = Shown { entries, titles: Table::default(), ends: Table::default() };
        for (place, entry) in entries.iter().enumerate() {
            shown.titles.entry(identity::title_key(&entry.title)).or_default().push(place);
            if let Some(url) = &entry.url {
                shown.ends.entry(name_in(url)).and_modify(|place| *place = None).or_insert(Some(place));
            }
        }
        shown
    }

    /// The entry that a record is: one called so, or one that leads where the record's name says and is called so in short.
    fn of_item(&self, item: &Item) -> Option<usize> {
        let title = identity::title_key(&item.entry.title);
        let known = self.titles.get(&title).map(Vec::as_slice).unwrap_or_default();
        let day = |place: &usize| {
            let date = self.entries.get(*place)?.published.as_ref()?.interval();
            item.days.iter().any(|(_, _, claim)| agrees(&claim.interval(), &date)).then_some(*place)
        };
        // Of several that are called alike each has its day.
        let alone = || if let [place] = known { Some(*place) } else { None };
        if let Some(place) = known.iter().find_map(day).or_else(alone) {
            return Some(place);
        }
        let (name, place) = item.names.iter().find_map(|(_, name)| {
            let name = name_in(name);
            Some((name, self.ends.get(name).copied().flatten()?))
        })?;
        let shown = identity::title_key(&self.entries.get(place)?.title);
        (name.matches('-').count() >= TELLING_NAME || begins_alike(&shown, &title)).then_some(place)
    }
}

/// Hyphens in a name by which a record is known whatever it is called. A judgement: three words are a title in short.
const TELLING_NAME: usize = 2;

/// What names a page in its address: the last part, or the one before it where the last is a number (`/slow-lakes/735`).
fn name_in(address: &str) -> &str {
    let last = last_of(address);
    let path = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
    let before = path.strip_suffix(last).map(last_of).filter(|before| before.contains('-'));
    before.filter(|_| last.bytes().all(|digit| digit.is_ascii_digit())).unwrap_or(last)
}

/// Whether one of two folded titles is the other with more words behind it.
pub(crate) fn begins_alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let goes_on = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    !short.is_empty() && long.strip_prefix(short).is_some_and(goes_on)
}

/// Whether a day of data is one that is shown.
fn agrees(told: &Interval, shown: &Interval) -> bool {
    shown.earliest <= told.latest && told.earliest <= shown.latest
}

/// Whether some record is shown.
pub(crate) fn are_shown(batches: &[Batch], entries: &[Entry]) -> bool {
    let shown = Shown::of(entries);
    batches.iter().flat_map(|batch| &batch.items).any(|item| shown.of_item(item).is_some())
}

/// Takes the records that are entries, and tells their days and addresses by those that are shown.
pub(crate) fn settle(mut batches: Vec<Batch>, entries: &[Entry], captured: Option<Moment>) -> Settled {
    let shown = Shown::of(entries);
    let mut matched: Vec<Vec<Option<usize>>> =
        batches.iter().map(|batch| batch.items.iter().map(|item| shown.of_item(item)).collect()).collect();
    if !entries.is_empty() {
        keep_of_list(&mut batches, &mut matched);
    }
    let prefixes = Prefixes::of(&batches, &matched, entries);
    let languages: Set<&str> = pairs(&batches, &matched)
        .filter(|(_, place)| place.is_some())
        .filter_map(|(item, _)| item.language.as_deref())
        .map(main_language)
        .collect();
    let latest = captured.map(|captured| captured.last_day().plus(1));
    let mut settled = Settled::default();
    for (batch, matched) in batches.iter().zip(&matched) {
        let by = day_shown(batch, matched, entries);
        // What all of them say is no word for what is not published.
        let are_pending = batch.items.iter().all(|item| item.is_pending);
        let leads = |place: &&Option<usize>| {
            place.and_then(|place| entries.get(place)).is_some_and(|entry| entry.url.is_some())
        };
        let are_mostly_led = matched.iter().filter(leads).count() * 3 > matched.len() * 2;
        for (item, place) in batch.items.iter().zip(matched) {
            let mut entry = item.entry.clone();
            let told = by.and_then(|by| item.days.iter().find(|(key, _, _)| key == by));
            if let Some((_, _, claim)) = told {
                entry.published = Some(claim.clone());
            }
            let is_other_language = !languages.is_empty()
                && item.language.as_deref().is_some_and(|tag| !languages.contains(main_language(tag)));
            let is_late =
                entry.published.as_ref().zip(latest).is_some_and(|(day, latest)| day.earliest > latest);
            if entry.published.is_none()
                || (place.is_none()
                    && (item.is_draft || (item.is_pending && !are_pending) || is_late || is_other_language))
            {
                continue;
            }
            if let Some(url) = prefixes.address(batch, item) {
                entry.url = Some(url);
            }
            // Where most are shown, one that is not and leads nowhere is shown under another title. Two thirds are a judgement.
            if place.is_none() && entry.url.is_none() && are_mostly_led {
                continue;
            }
            if let Some(known) = place.and_then(|place| entries.get(place)) {
                // What is the same is called the same.
                entry.title.clone_from(&known.title);
            }
            settled.entries.push(entry);
        }
        if settled.more.is_none() && (entries.is_empty() || matched.iter().any(Option::is_some)) {
            settled.more.clone_from(&batch.more);
        }
    }
    settled
}

fn pairs<'a>(
    batches: &'a [Batch],
    matched: &'a [Vec<Option<usize>>],
) -> impl Iterator<Item = (&'a Item, &'a Option<usize>)> {
    batches.iter().zip(matched).flat_map(|(batch, matched)| batch.items.iter().zip(matched))
}

/// Keeps, once records of some list are shown, those lists of which none is that are made alike: people, pages of law and
/// what a shop sells have days too.
fn keep_of_list(batches: &mut Vec<Batch>, matched: &mut Vec<Vec<Option<usize>>>) {
    let is_shown = |matched: &Vec<Option<usize>>| matched.iter().any(Option::is_some);
    if !matched.iter().any(is_shown) {
        return;
    }
    let shown = batches.iter().zip(matched.iter()).filter(|(_, matched)| is_shown(matched));
    let listed: Vec<&Batch> = shown.map(|(batch, _)| batch).filter(|batch| !batch.is_declared).collect();
    let most = batches.iter().map(|batch| batch.items.len()).max().unwrap_or_default();
    let is_of_list = |batch: &Batch| {
        // The largest of a page is what it is for, where its records lead somewhere.
        let is_largest = || batch.items.len() == most && batch.items.iter().all(|item| item.leads);
        batch.is_declared
            || listed.is_empty()
            || listed.iter().any(|own| are_of_one_kind(batch, own))
            || is_largest()
    };
    let kept: Vec<bool> = batches
        .iter()
        .zip(matched.iter())
        .map(|(batch, matched)| is_shown(matched) || is_of_list(batch))
        .collect();
    let mut keep = kept.iter();
    batches.retain(|_| keep.next().copied().unwrap_or_default());
    let mut keep = kept.iter();
    matched.retain(|_| keep.next().copied().unwrap_or_default());
}

fn kinds_of(batch: &Batch) -> BTreeSet<String> {
    batch.items.iter().filter_map(|item| item.kind.clone()).collect()
}

/// Keys from which they tell what records are, whatever kind they are said to be of. A judgement: things of any kind have a
/// title, a name in the address and a day, and some a picture.
const TELLING: usize = 5;

/// Whether the records of two lists are things of one kind: they have the same keys, and where those are few no other kind is
/// said of them.
fn are_of_one_kind(a: &Batch, b: &Batch) -> bool {
    let least = counted(&a.keys).count().min(counted(&b.keys).count());
    let kinds = [kinds_of(a), kinds_of(b)];
    let are_told = kinds.iter().all(|kinds| !kinds.is_empty());
    are_alike(&a.keys, &b.keys) && (least >= TELLING || !are_told || !kinds[0].is_disjoint(&kinds[1]))
}

/// Whether records have the same keys: four fifths of those of both; where they have many, of those of either. A judgement: a list
/// of what is featured lacks one or two, or has some more.
fn are_alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let both = counted(a).filter(|key| b.contains(*key)).count();
    let (a, b) = (counted(a).count(), counted(b).count());
    let least = a.min(b);
    both * 5 >= (a + b - both) * 4 || (least >= TELLING && both * 5 >= least * 4)
}

/// The keys that say something of a record: those of the content system itself are of all of them.
fn counted(keys: &BTreeSet<String>) -> impl Iterator<Item = &String> {
    const OF_ALL: [&str; 7] = ["id", "documentId", "sys", "locale", "createdAt", "updatedAt", "type"];
    keys.iter().filter(|key| !key.starts_with('_') && !OF_ALL.contains(&key.as_str()))
}

/// The key whose days are those that are shown, of the most records; among equals the one that tells most by its name. None
/// where no day is shown.
fn day_shown<'a>(batch: &'a Batch, matched: &[Option<usize>], entries: &[Entry]) -> Option<&'a str> {
    /// Records whose days must be shown that no name tells to be those of a publication. A judgement: one may be chance.
    const LEAST: usize = 2;
    let mut keys: Vec<(&str, Rank, usize)> = Vec::new();
    let mut dated = 0;
    for (item, place) in batch.items.iter().zip(matched) {
        let known = place.and_then(|place| entries.get(place)).and_then(|entry| entry.published.as_ref());
        let is_told = |source: DateSource| source == DateSource::EmbeddedData;
        let Some(shown) = known.filter(|shown| !is_told(shown.source) && shown.precision == Precision::Day)
        else {
            continue;
        };
        dated += 1;
        for (key, rank, claim) in &item.days {
            let agrees = usize::from(agrees(&claim.interval(), &shown.interval()));
            match keys.iter_mut().find(|(known, _, _)| known == key) {
                Some((_, _, count)) => *count += agrees,
                None => keys.push((key, *rank, agrees)),
            }
        }
    }
    // Most of the days that are shown: a day that two records share by chance is none.
    let counts = |(_, rank, count): &&(&str, Rank, usize)| {
        *count * 2 > dated && (*rank != Rank::Other || (*count >= LEAST && *count == dated))
    };
    let best = keys.iter().filter(counts).min_by_key(|(_, rank, count)| (dated - count, *rank))?;
    Some(best.0)
}

/// The first part of a language's tag, in lower case where it is written so.
fn main_language(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// How the addresses of records are made that are shown: what stands before and behind the name of each, by the key of the
/// name; for each kind of record, where several are told.
struct Prefixes {
    rules: Vec<Rule>,
}

struct Rule {
    keys: BTreeSet<String>,
    kind: Option<String>,
    /// The key of the name, and what stands before and behind it.
    name: String,
    before: String,
    behind: String,
    /// Parts of what stands before that are what the records are filed under, folded.
    topics: Vec<String>,
}

impl Rule {
    /// Whether what stands before the name of others can stand before that of a record: a month or a topic in it is its own.
    fn fits(&self, item: &Item) -> bool {
        let day = item.entry.published.as_ref().map(ToString::to_string).unwrap_or_default();
        let path = self.before.split_once("://").map_or(self.before.as_str(), |(_, rest)| rest);
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let is_number = |part: &str, digits: usize| {
            part.len() == digits && part.bytes().all(|digit| digit.is_ascii_digit())
        };
        let year = parts
            .iter()
            .position(|part| is_number(part, 4) && (part.starts_with("19") || part.starts_with("20")));
        let is_its_month = year.is_none_or(|at| {
            let month = parts.get(at + 1).filter(|part| is_number(part, 2));
            let wanted = month.map_or_else(|| parts[at].to_owned(), |month| format!("{}-{month}", parts[at]));
            let date = month.and_then(|_| parts.get(at + 2)).filter(|part| is_number(part, 2));
            day.starts_with(&date.map_or_else(|| wanted.clone(), |date| format!("{wanted}-{date}")))
        });
        is_its_month && self.topics.iter().all(|topic| topics_of(item).any(|own| own == *topic))
    }
}

/// What a record is filed under, folded.
fn topics_of(item: &Item) -> impl Iterator<Item = String> {
    item.entry.categories.iter().map(|category| identity::title_key(category))
}

impl Prefixes {
    fn of(batches: &[Batch], matched: &[Vec<Option<usize>>], entries: &[Entry]) -> Prefixes {
        let mut rules = Vec::new();
        for (batch, matched) in batches.iter().zip(matched) {
            let kinds: BTreeSet<Option<&str>> = batch.items.iter().map(|item| item.kind.as_deref()).collect();
            for kind in kinds {
                let of_kind =
                    batch.items.iter().zip(matched).filter(|(item, _)| item.kind.as_deref() == kind);
                let led = |(item, place): (&'_ Item, &Option<usize>)| {
                    let url = place.and_then(|place| entries.get(place))?.url.clone()?;
                    Some((item.clone(), url))
                };
                let led: Vec<(Item, String)> = of_kind.filter_map(led).collect();
                if let Some((name, before, behind)) = rule(&led) {
                    let parts = before.split('/').map(|part| identity::title_key(&part.replace('-', " ")));
                    let is_topic = |part: &String| {
                        !part.is_empty()
                            && led.iter().all(|(item, _)| topics_of(item).any(|own| own == *part))
                    };
                    let topics = parts.filter(is_topic).collect();
                    rules.push(Rule {
                        keys: batch.keys.clone(),
                        kind: kind.map(str::to_owned),
                        name,
                        before,
                        behind,
                        topics,
                    });
                }
            }
        }
        Prefixes { rules }
    }

    /// The address of a record.
    fn address(&self, batch: &Batch, item: &Item) -> Option<String> {
        let mut rules =
            self.rules.iter().filter(|rule| rule.kind == item.kind && are_alike(&rule.keys, &batch.keys));
        let rule = rules.next()?;
        // Two ways to make one are none.
        if rules.any(|other| (&other.before, &other.behind) != (&rule.before, &rule.behind)) {
            return None;
        }
        let (_, name) = item.names.iter().find(|(key, _)| *key == rule.name)?;
        // An address of its own holds, unless it is the name that stands in those that are shown.
        let leads_elsewhere =
            item.entry.url.as_ref().is_some_and(|url| url != name || url.starts_with("http"));
        (!leads_elsewhere && rule.fits(item))
            .then(|| format!("{}{}{}", rule.before, name.trim_matches('/'), rule.behind))
    }
}

/// What stands before and behind the name of each record in the address to which it leads: the same for all of them. A whole part
/// of the path, or parts, is meant.
fn rule(led: &[(Item, String)]) -> Option<(String, String, String)> {
    let (first, url) = led.first()?;
    first.names.iter().find_map(|(key, name)| {
        let name = name.trim_matches('/');
        let at = url.rfind(name).filter(|_| !name.is_empty() && !name.contains("://"))?;
        let (before, behind) = (url.get(..at)?, url.get(at + name.len()..)?);
        let is_whole =
            before.ends_with('/') && matches!(behind.chars().next(), None | Some('/' | '.' | '?' | '#'));
        let makes = |(item, url): &(Item, String)| {
            let own = item.names.iter().find(|(other, _)| other == key);
            own.is_some_and(|(_, name)| format!("{before}{}{behind}", name.trim_matches('/')) == *url)
        };
        (is_whole && led.iter().all(makes)).then(|| (key.clone(), before.to_owned(), behind.to_owned()))
    })
}

/// Whether a page is about the thing that one of its records is of, in a list of others: its title is the page's, or its name the
/// end of the page's address. Pages that list have records too.
pub(crate) fn is_own(item: &Item, title: &str, address: Option<&str>) -> bool {
    if headings::heads_a_listing(title) {
        return false;
    }
    let key = identity::title_key(title);
    if !key.is_empty() && identity::title_key(&item.entry.title) == key {
        return true;
    }
    // A name of one word may be that of a part of a site.
    let end = address.map(last_of).filter(|end| end.contains('-'));
    end.is_some_and(|end| item.names.iter().any(|(_, name)| last_of(name) == end))
}

#[cfg(test)]
mod tests;
