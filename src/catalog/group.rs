//! Finds which sightings are of one publication.
//!
//! In: the keys of all sightings. Out: groups. The groups depend on the set of sightings, never on their order:
//! addresses and record ids join first; what has neither meets by name and date, and only where one candidate fits.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalog::Keys;
use crate::document::{Interval, Kind};

/// Sightings that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Places in the list of sightings, ascending.
    pub members: Vec<usize>,
    /// Whether other groups have the same name and only the date tells them apart.
    pub name_repeats: bool,
    /// Whether several candidates fitted and none was chosen.
    pub ambiguous: bool,
    /// What names it.
    pub named_by: NamedBy,
}

/// What names a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamedBy {
    /// The best of its keys.
    #[default]
    BestKey,
    /// Its place in the page: it is one of several publications there.
    Place,
    /// Its own id: it is one of several records of a file that share an address.
    Record,
}

/// Groups sightings by their keys. Every sighting is in one group; groups come in the order of their first member.
pub fn group(keys: &[&Keys]) -> Vec<Group> {
    let mut groups: Vec<Group> = addressed(keys);
    let by_name = unaddressed(keys);
    let named = groups_by_name(keys, &groups, &by_name);
    for (name, members) in by_name {
        let mut clusters = clusters_by_date(keys, &members);
        let candidates = named.get(&name).map(Vec::as_slice).unwrap_or_default();
        let found = matches(keys, &clusters, candidates, &groups);
        let repeats = clusters.len() > 1;
        for (cluster, candidate) in clusters.drain(..).zip(found) {
            match candidate {
                Match::One(group) => groups[group].members.extend(cluster.members),
                Match::None => groups.push(Group { name_repeats: repeats, ..cluster }),
                Match::Several => groups.push(Group { name_repeats: repeats, ambiguous: true, ..cluster }),
            }
        }
    }
    for group in &mut groups {
        group.members.sort_unstable();
    }
    groups.sort_unstable_by_key(|group| group.members.first().copied());
    groups
}

/// Makes one group of each pair, by their places in the list.
pub fn unite(groups: &mut Vec<Group>, pairs: &[(usize, usize)]) {
    if pairs.is_empty() {
        return;
    }
    let mut sets = DisjointSets::new(groups.len());
    for &(one, other) in pairs {
        sets.join(one, other);
    }
    for place in (0..groups.len()).rev() {
        let root = sets.root(place);
        if root != place {
            let joined = std::mem::take(&mut groups[place]);
            let group = &mut groups[root];
            group.members.extend(joined.members);
            group.members.sort_unstable();
            group.name_repeats |= joined.name_repeats;
            group.ambiguous |= joined.ambiguous;
            group.named_by = group.named_by.max(joined.named_by);
        }
    }
    groups.retain(|group| !group.members.is_empty());
}

/// Groups of the sightings that have an address or a record id.
fn addressed(keys: &[&Keys]) -> Vec<Group> {
    let mut sets = DisjointSets::new(keys.len());
    let mut first_of_url: HashMap<u64, usize> = HashMap::new();
    let mut first_of_record: HashMap<u64, usize> = HashMap::new();
    for (place, key) in keys.iter().enumerate() {
        if let Some(url) = key.url {
            sets.join(*first_of_url.entry(url).or_insert(place), place);
        }
        if let Some(record) = key.record {
            sets.join(*first_of_record.entry(record).or_insert(place), place);
        }
    }
    join_moved(keys, &mut sets);
    let mut components: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.iter().enumerate() {
        if key.url.is_some() || key.record.is_some() {
            components.entry(sets.root(place)).or_default().push(place);
        }
    }
    let groups = components.into_values().flat_map(|members| split_records(keys, members));
    groups.flat_map(|group| split_page(keys, group)).collect()
}

/// Joins what was captured at another address than was asked for with what has that address and the same name. A redirect
/// alone does not tell: what is gone is often answered with the front page.
fn join_moved(keys: &[&Keys], sets: &mut DisjointSets) {
    let mut wanted: HashMap<(u64, u64), Vec<usize>> = HashMap::new();
    for (place, key) in keys.iter().enumerate().filter(|(_, key)| key.publisher_known) {
        if let Some(moved_from) = key.moved_from() {
            wanted.entry((moved_from, key.title)).or_default().push(place);
        }
    }
    if wanted.is_empty() {
        return;
    }
    for (place, key) in keys.iter().enumerate() {
        let Some(came) = key.url.and_then(|url| wanted.get_mut(&(url, key.title))) else { continue };
        for &other in came.iter() {
            sets.join(place, other);
        }
        // They are one from now on.
        came.truncate(1);
    }
}

/// Publications that stand on one page, each at a place of its own, are not one: some file shows two of them with other
/// titles and other days. What names no place in the page stays together.
fn split_page(keys: &[&Keys], group: Group) -> Vec<Group> {
    if group.named_by == NamedBy::Record || !shows_several(keys, &group.members) {
        return vec![group];
    }
    let mut parts: BTreeMap<Option<u64>, Vec<usize>> = BTreeMap::new();
    for place in group.members {
        parts.entry(keys[place].place()).or_default().push(place);
    }
    let part = |(place, members): (Option<u64>, Vec<usize>)| Group {
        members,
        named_by: if place.is_some() { NamedBy::Place } else { NamedBy::BestKey },
        ..Group::default()
    };
    parts.into_iter().map(part).collect()
}

/// Whether some file shows two places of a page with other titles and days that cannot be one.
fn shows_several(keys: &[&Keys], members: &[usize]) -> bool {
    let mut files: HashMap<u64, Vec<(u64, u64, Interval)>> = HashMap::new();
    for key in members.iter().map(|&member| &keys[member]) {
        if let (Some(place), Some(date)) = (key.place(), key.date) {
            files.entry(key.file).or_default().push((place, key.title, date));
        }
    }
    files.into_values().any(|shown| {
        // What is apart from anything is apart from the first to end or the last to begin.
        let first = shown.iter().min_by_key(|(.., date)| date.latest);
        let last = shown.iter().max_by_key(|(.., date)| date.earliest);
        first.into_iter().chain(last).any(|one| {
            let is_other = |other: &&(u64, u64, Interval)| {
                one.0 != other.0 && one.1 != other.1 && !one.2.overlaps(&other.2)
            };
            shown.iter().any(|other| is_other(&other))
        })
    })
}

/// Records of one file with ids of their own stay apart, even under one address.
fn split_records(keys: &[&Keys], members: Vec<usize>) -> Vec<Group> {
    let mut record_of_file: HashMap<u64, u64> = HashMap::new();
    let clash = members.iter().any(|&place| {
        let key = &keys[place];
        key.record.is_some_and(|record| *record_of_file.entry(key.file).or_insert(record) != record)
    });
    if !clash {
        return vec![Group { members, ..Group::default() }];
    }
    let mut parts: BTreeMap<(bool, u64), Vec<usize>> = BTreeMap::new();
    for place in members {
        let key = &keys[place];
        let part = key.record.map_or((false, key.url.unwrap_or_default()), |record| (true, record));
        parts.entry(part).or_default().push(place);
    }
    let others = parts.keys().any(|(is_record, _)| !is_record);
    parts
        .into_iter()
        .map(|((is_record, _), members)| Group {
            members,
            ambiguous: others && is_record,
            named_by: if is_record { NamedBy::Record } else { NamedBy::BestKey },
            ..Group::default()
        })
        .collect()
}

/// Sightings without address and record id, by name.
fn unaddressed(keys: &[&Keys]) -> BTreeMap<u64, Vec<usize>> {
    let mut by_name: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.iter().enumerate() {
        if key.url.is_none() && key.record.is_none() {
            by_name.entry(key.title).or_default().push(place);
        }
    }
    by_name
}

/// For each name that a sighting without address has: the groups with an address that bear it too.
fn groups_by_name(
    keys: &[&Keys],
    groups: &[Group],
    wanted: &BTreeMap<u64, Vec<usize>>,
) -> HashMap<u64, Vec<usize>> {
    let mut named: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        let borne: HashSet<u64> = group
            .members
            .iter()
            .map(|&place| &keys[place])
            // A record with an id of its own never meets by title; what it met by its address may.
            .filter(|key| key.record.is_none() && key.publisher_known && wanted.contains_key(&key.title))
            .map(|key| key.title)
            .collect();
        for name in borne {
            named.entry(name).or_default().push(index);
        }
    }
    named
}

/// Splits sightings of one name by date. The finest dates are the anchors; a coarser date, or none, belongs to the
/// one anchor that it fits, and stays by itself where several fit. Pages are one whatever their dates: a page that is
/// no publication bears the date of its newest entry.
fn clusters_by_date(keys: &[&Keys], members: &[usize]) -> Vec<Group> {
    if members.iter().all(|&place| keys[place].kind == Kind::Page) {
        return vec![Group { members: members.to_vec(), ..Group::default() }];
    }
    let mut by_date: BTreeMap<Option<(i32, i32)>, Vec<usize>> = BTreeMap::new();
    for &place in members {
        by_date.entry(keys[place].date.map(|date| (date.earliest.0, date.latest.0))).or_default().push(place);
    }
    let anchors = finest(by_date.keys().flatten().copied().collect());
    let mut clusters: BTreeMap<(i32, i32), Group> = BTreeMap::new();
    let mut alone = Vec::new();
    for (date, places) in by_date {
        // Of spans none of which contains another both ends ascend, so those within a date stand side by side.
        let fitting = match date {
            None => anchors.as_slice(),
            Some((earliest, latest)) => {
                let from = anchors.partition_point(|anchor| anchor.0 < earliest);
                let to = anchors.partition_point(|anchor| anchor.1 <= latest);
                anchors.get(from..to).unwrap_or_default()
            }
        };
        match fitting {
            [anchor] => clusters.entry(*anchor).or_default().members.extend(places),
            [] => alone.push(Group { members: places, ..Group::default() }),
            _ => alone.push(Group { members: places, ambiguous: true, ..Group::default() }),
        }
    }
    clusters.into_values().chain(alone).collect()
}

/// The spans that contain no other, in ascending order.
fn finest(mut spans: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    spans.sort_unstable_by_key(|&(earliest, latest)| (latest, std::cmp::Reverse(earliest)));
    let mut last_start = i32::MIN;
    spans.retain(|&(earliest, _)| {
        let contains_none = earliest > last_start;
        last_start = last_start.max(earliest);
        contains_none
    });
    spans
}

enum Match {
    None,
    One(usize),
    Several,
}

/// For each cluster the group with an address that it belongs to: the only one it fits, and the only one to fit it.
fn matches(keys: &[&Keys], clusters: &[Group], candidates: &[usize], groups: &[Group]) -> Vec<Match> {
    let fits: Vec<Vec<usize>> = clusters
        .iter()
        .map(|cluster| {
            candidates
                .iter()
                .filter(|&&group| dates_fit(keys, &cluster.members, &groups[group].members))
                .copied()
                .collect()
        })
        .collect();
    let mut claimants: HashMap<usize, usize> = HashMap::new();
    for group in fits.iter().flatten() {
        *claimants.entry(*group).or_default() += 1;
    }
    fits.iter()
        .map(|fitting| match fitting.as_slice() {
            [] => Match::None,
            [group] if claimants.get(group) == Some(&1) => Match::One(*group),
            _ => Match::Several,
        })
        .collect()
}

/// Whether some date of one side contains some date of the other, or a side has no date at all.
fn dates_fit(keys: &[&Keys], one: &[usize], other: &[usize]) -> bool {
    let dates = |members: &[usize]| -> Vec<Interval> {
        members.iter().filter_map(|&place| keys[place].date).collect()
    };
    let (one, other) = (dates(one), dates(other));
    one.is_empty()
        || other.is_empty()
        || one.iter().any(|a| other.iter().any(|b| a.contains(b) || b.contains(a)))
}

/// Disjoint sets with path halving (Tarjan and van Leeuwen, 1984); the smallest member is the root.
struct DisjointSets(Vec<usize>);

impl DisjointSets {
    fn new(count: usize) -> DisjointSets {
        DisjointSets((0..count).collect())
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.0[place] != place {
            self.0[place] = self.0[self.0[place]];
            place = self.0[place];
        }
        place
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::keys::RareKeys;
    use crate::document::Day;

    /// `u1` address, `#1` place in the page, `<1` address asked for, `r1@f` record and file, `f1` file, `n1` name, `?n1` name
    /// without publisher, a date, `page`.
    fn keys(text: &str) -> Keys {
        let number = |text: &str| text.parse().unwrap();
        let mut keys = Keys {
            record: None,
            file: 0,
            url: None,
            title: 0,
            dated: 0,
            role: crate::document::Role::Page,
            captured: None,
            publisher_known: true,
            kind: Kind::Publication,
            date: None,
            rare: None,
        };
        let mut rare = RareKeys::default();
        for word in text.split(' ') {
            match word.split_at(1) {
                ("u", rest) => keys.url = Some(number(rest)),
                ("r", rest) => {
                    let (record, file) = rest.split_once('@').unwrap();
                    (keys.record, keys.file) = (Some(number(record)), number(file));
                }
                ("#", rest) => rare.place = Some(number(rest)),
                ("<", rest) => rare.moved_from = Some(number(rest)),
                ("f", rest) => keys.file = number(rest),
                ("n", rest) => keys.title = number(rest),
                ("?", rest) => (keys.title, keys.publisher_known) = (number(&rest[1..]), false),
                ("p", _) => keys.kind = Kind::Page,
                _ => {
                    let parts: Vec<i32> = word.split('-').map(|part| part.parse().unwrap()).collect();
                    let part = |place: usize| u32::try_from(parts[place]).unwrap();
                    keys.date = match parts.len() {
                        1 => Interval::year(parts[0]),
                        2 => Interval::month(parts[0], part(1)),
                        _ => Day::from_ymd(parts[0], part(1), part(2)).map(Interval::day),
                    };
                }
            }
        }
        keys.rare = (rare != RareKeys::default()).then(|| Box::new(rare));
        keys
    }

    /// Groups as text, such as `0+2 1!`, `!` standing for ambiguous and `*` for a repeated name; the same whatever the order.
    fn grouped(sightings: &[&str]) -> String {
        let all: Vec<Keys> = sightings.iter().map(|text| keys(text)).collect();
        let shown = |order: &[usize]| {
            let ordered: Vec<&Keys> = order.iter().map(|&place| &all[place]).collect();
            let mut lines: Vec<String> = group(&ordered)
                .into_iter()
                .map(|group| {
                    let mut members: Vec<usize> = group.members.iter().map(|&place| order[place]).collect();
                    members.sort_unstable();
                    let names: Vec<String> = members.iter().map(ToString::to_string).collect();
                    let marks = [(group.ambiguous, "!"), (group.name_repeats, "*")];
                    names.join("+")
                        + &marks.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark).collect::<String>()
                })
                .collect();
            lines.sort();
            lines.join(" ")
        };
        let forward: Vec<usize> = (0..all.len()).collect();
        let backward: Vec<usize> = (0..all.len()).rev().collect();
        assert_eq!(shown(&forward), shown(&backward), "the order changed the groups");
        shown(&forward)
    }

    #[test]
    fn one_address_is_one_publication_whatever_its_titles() {
        assert_eq!(grouped(&["u1 n1", "u1 n2", "u2 n1"]), "0+1 2");
    }

    #[test]
    fn a_sighting_without_address_finds_the_one_of_its_name() {
        assert_eq!(grouped(&["u1 n1 2025-10-29", "n1 2025-10-29", "n1 2025-10"]), "0+1+2");
        assert_eq!(grouped(&["u1 n1 2025-10-29", "n1 2024-01-01"]), "0 1");
        assert_eq!(grouped(&["u1 n1", "n1 2024"]), "0+1");
        assert_eq!(grouped(&["u1 ?n1", "?n1"]), "0 1");
        assert_eq!(
            grouped(&["u1 n1", "n1 page"]),
            "0+1",
            "the kind is part of the name's hash, not compared here"
        );
    }

    #[test]
    fn where_two_candidates_fit_none_is_chosen() {
        assert_eq!(grouped(&["u1 n1 2025", "u2 n1 2025", "n1 2025-03-01"]), "0 1 2!");
        assert_eq!(grouped(&["u1 n1", "n1 2024-01-01", "n1 2025-01-01"]), "0 1!* 2!*");
        assert_eq!(grouped(&["n1 2024-01-01", "n1 2025-01-01", "n1"]), "0* 1* 2!*");
    }

    #[test]
    fn repeated_names_are_told_apart_by_date_and_coarse_dates_join_the_one_they_fit() {
        assert_eq!(grouped(&["n1 2024-01-01", "n1 2025-01-01", "n1 2025-01", "n1 2024"]), "0+3* 1+2*");
        assert_eq!(grouped(&["n1 2025-01-01", "n1 2025-01-02", "n1 2025-01"]), "0* 1* 2!*");
        assert_eq!(grouped(&["n1", "n1", "n1 2025"]), "0+1+2");
    }

    #[test]
    fn pages_of_one_name_are_one_whatever_their_dates() {
        assert_eq!(grouped(&["n1 page 2024-01-01", "n1 page 2025-01-01", "n1 page"]), "0+1+2");
    }

    #[test]
    fn records_with_ids_stay_apart_within_a_file_and_meet_others_by_address() {
        assert_eq!(grouped(&["r1@1 n1", "r2@1 n1", "r3@2 n1"]), "0 1 2");
        assert_eq!(grouped(&["r1@1 u1", "u1 n1", "r7@2 u1"]), "0+1+2");
        assert_eq!(grouped(&["r1@1 u1", "r2@1 u1"]), "0 1");
        assert_eq!(grouped(&["r1@1 u1", "r2@1 u1", "u1"]), "0! 1! 2");
        assert_eq!(grouped(&["r1@1 u1 n1", "n1"]), "0 1", "a record never meets by title");
        assert_eq!(grouped(&["r1@1 u1 n1", "u1 n1", "n1"]), "0+1+2", "but what it met by its address does");
    }

    #[test]
    fn what_moved_is_one_with_what_had_its_name_at_the_address_that_was_asked_for() {
        assert_eq!(grouped(&["u1 n1", "u2 n1 <1", "u2 n1"]), "0+1+2");
        assert_eq!(grouped(&["u1 n1", "u2 n2 <1"]), "0 1", "the front page that answers for it");
        assert_eq!(grouped(&["u1 ?n1", "u2 ?n1 <1"]), "0 1");
    }

    #[test]
    fn publications_at_places_of_one_page_are_apart_where_a_file_shows_several() {
        let of_one_file = [
            "f1 u1 #1 n1 2025-05-03",
            "f1 u1 #2 n2 2025-05-02",
            "f2 u1 #2 n2 2025-05-02",
            "u1 n3",
            "f2 u1 n4",
        ];
        assert_eq!(grouped(&of_one_file), "0 1+2 3+4");
        // Retitled, or dated anew, between two captures.
        assert_eq!(grouped(&["f1 u1 #1 n1 2025-05-03", "f2 u1 #2 n2 2025-05-02"]), "0+1");
        for one_publication in [
            ["f1 u1 #1 n1 2025-05-03", "f1 u1 #2 n1 2025-05-02"],
            ["f1 u1 #1 n1 2025-05-03", "f1 u1 #2 n2 2025-05"],
            ["f1 u1 #1 n1 2025-05-03", "f1 u1 #2 n2"],
            ["f1 u1 #1 n1 2025-05-03", "f1 u1 n2 2025-05-02"],
        ] {
            assert_eq!(grouped(&one_publication), "0+1", "{one_publication:?}");
        }
    }

    #[test]
    fn many_dates_of_one_name_take_no_square_of_time() {
        let keys: Vec<Keys> =
            (0..200_000).map(|day| Keys { date: Some(Interval::day(Day(day))), ..keys("n1") }).collect();
        assert_eq!(group(&keys.iter().collect::<Vec<_>>()).len(), 200_000);
    }
}
