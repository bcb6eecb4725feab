//! The keys of a sighting: what it can meet other sightings by.
//!
//! In: a sighting. Out: its keys as text, for ids, and as short hashes, for grouping a million of them.

use crate::catalog::{Group, NamedBy};
use crate::document::identity::{bits_of, bits_of_id, id_of_bits, place_key, title_key, url_key};
use crate::document::{DateClaim, Evidence, Interval, Kind, Moment, Precision, Role, Sighting, fold};

/// What grouping and naming need to know of a sighting; about a hundred bytes, so that a million fit in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Hash of the file and the id that a record brought with it.
    pub(crate) record: Option<u64>,
    /// Hash of the file alone.
    pub(crate) file: u64,
    /// Hash of the canonical address.
    pub(crate) url: Option<u64>,
    /// Hash of kind, publisher and folded title.
    pub(crate) title: u64,
    /// Hash of the same with the date, where there is one: what names it when the title repeats.
    pub(crate) dated: u64,
    /// Whether the publisher is known; without it a title meets only within one capture.
    pub(crate) publisher_known: bool,
    /// Publication or page.
    pub(crate) kind: Kind,
    /// The claimed publication date.
    pub(crate) date: Option<Interval>,
    /// The document's own page, or an entry of a listing.
    pub(crate) role: Role,
    /// Second of its capture.
    pub(crate) captured: Option<i64>,
    /// Keys that few have.
    pub(crate) rare: Option<Box<RareKeys>>,
}

/// Keys that few sightings have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RareKeys {
    /// Hash of the address with the place in the page that it leads to.
    pub(crate) place: Option<u64>,
    /// Hash of the address that was asked for, where another one answered.
    pub(crate) moved_from: Option<u64>,
    /// Hashes that lead to it wherever its file comes to lie, and whatever else comes to stand in it; nothing meets by them.
    pub(crate) wherever: Vec<u64>,
}

impl Keys {
    /// The keys of a sighting.
    pub fn of(sighting: &Sighting) -> Keys {
        let record = record_key(sighting);
        let name = name_key(sighting);
        let dated = sighting.published.as_ref().map(|claim| format!("{name}\n{}", exact(claim)));
        let rare = RareKeys {
            place: sighting.url.as_deref().and_then(place_key).map(|key| hash(format!("place\n{key}"))),
            moved_from: sighting.moved_from.as_deref().and_then(url_of),
            wherever: wherever(sighting),
        };
        Keys {
            file: hash(file_of(sighting)),
            rare: (rare != RareKeys::default()).then(|| Box::new(rare)),
            record: record.as_deref().map(hash),
            url: address_key(sighting).as_deref().map(hash),
            title: hash(&name),
            dated: hash(dated.as_ref().unwrap_or(&name)),
            publisher_known: sighting.publisher.is_some(),
            kind: sighting.kind,
            date: sighting.published.as_ref().map(DateClaim::interval),
            role: sighting.role(),
            captured: sighting.evidence.captured.map(Moment::last_second),
        }
    }
}

impl Keys {
    /// Hash of the address with the place in the page that it leads to.
    pub(crate) fn place(&self) -> Option<u64> {
        self.rare.as_ref()?.place
    }

    /// Hash of the address that was asked for, where another one answered.
    pub(crate) fn moved_from(&self) -> Option<u64> {
        self.rare.as_ref()?.moved_from
    }
}

/// The id of a group, and the ids of every key that leads to it, its own included, in order. The name with the date is
/// among them even where the name alone tells it apart: it still does when the name comes to repeat.
///
/// The address names it (with the place in the page, where each place is of a publication of its own), of several that of its own page and of those the one captured first; else the record; else the
/// name that was captured first. The id is thus that of a key, and stays when later captures bring others.
pub(crate) fn identify<'a>(members: impl Iterator<Item = &'a Keys>, group: &Group) -> (String, Vec<String>) {
    let members: Vec<&Keys> = members.collect();
    let name = |keys: &Keys| if group.name_repeats { keys.dated } else { keys.title };
    let first = |key: &dyn Fn(&Keys) -> Option<u64>| {
        let ranked = members.iter().filter_map(|keys| {
            let captured = keys.captured.unwrap_or(i64::MAX);
            key(keys).map(|key| (keys.role != Role::Page, captured, key))
        });
        ranked.min().map(|(.., key)| key)
    };
    let own = match group.named_by {
        NamedBy::Record => first(&|keys| keys.record),
        NamedBy::Place => first(&|keys| keys.place()),
        NamedBy::BestKey => None,
    };
    let best = own
        .or_else(|| first(&|keys| keys.url))
        .or_else(|| first(&|keys| keys.record))
        .or_else(|| first(&|keys| Some(name(keys))))
        .unwrap_or_default();
    let mut aliases: Vec<u64> = members
        .iter()
        .flat_map(|keys| [keys.url, keys.record, Some(keys.title), Some(keys.dated)])
        .flatten()
        .collect();
    if group.named_by == NamedBy::Place {
        aliases.extend(members.iter().filter_map(|keys| keys.place()));
    }
    aliases.extend(members.iter().filter_map(|keys| keys.rare.as_ref()).flat_map(|rare| &rare.wherever));
    aliases.push(best);
    let mut aliases: Vec<String> = aliases.into_iter().map(id_of_bits).collect();
    aliases.sort_unstable();
    aliases.dedup();
    (id_of_bits(best), aliases)
}

/// A date as a key: two different dates are never one text.
fn exact(claim: &DateClaim) -> String {
    match claim.precision {
        Precision::Range => format!("{}/{}", claim.earliest, claim.latest),
        _ => claim.to_string(),
    }
}

/// A key as 64 bits: among a million keys the chance of any collision is below one in thirty million.
pub(crate) fn hash(key: impl AsRef<str>) -> u64 {
    bits_of(key.as_ref())
}

/// The id of whatever has an address, or had it at some time; none for what is no web address.
pub fn id_of_address(address: &str) -> Option<String> {
    Some(id_of_bits(hash(address_text(address)?)))
}

/// A record's own id within its file.
pub(crate) fn record_key(sighting: &Sighting) -> Option<String> {
    Some(record_in(&file_of(sighting), sighting.record_id.as_ref()?))
}

fn record_in(file: &str, id: &str) -> String {
    format!("record\n{file}\n{id}")
}

/// The hashes that lead to it wherever its file lies. What rsearch exported is known by the id that it was printed with, too.
fn wherever(sighting: &Sighting) -> Vec<u64> {
    let exported = sighting.exported_id.as_deref().and_then(bits_of_id);
    exported.into_iter().chain(of_file(sighting)).collect()
}

/// The hashes of what is known by nothing but the file it stands in: one for each name that the file has with less of the
/// way to it. A folder that is told from another by more of its path, or indexed under another name, keeps them.
///
/// A record is known by its id there. What has neither address nor publisher is known by its title: the rest of the file may
/// come to be another.
fn of_file(sighting: &Sighting) -> Vec<u64> {
    let title = title_key(&sighting.title);
    let key = |file: &str| match &sighting.record_id {
        Some(id) => record_in(file, id),
        None => format!("file\n{file}\n{title}"),
    };
    if sighting.record_id.is_none() && (sighting.url.is_some() || sighting.publisher.is_some()) {
        return Vec::new();
    }
    let file = file_of(sighting);
    // What lies in an archive is named by the archive's own name and the way within.
    let folders = file.split_once("!/").map_or(file.as_str(), |(archive, _)| archive);
    let mut keys: Vec<u64> =
        folders.match_indices('/').filter_map(|(at, _)| Some(hash(key(file.get(at + 1..)?)))).collect();
    if sighting.record_id.is_none() {
        keys.push(hash(key(&file)));
    }
    keys
}

/// The file that a record stands in, be it on disk or in an archive.
fn file_of(sighting: &Sighting) -> String {
    let Evidence { capture, member, .. } = &sighting.evidence;
    member.as_ref().map_or_else(|| capture.clone(), |member| format!("{capture}!/{member}"))
}

/// The canonical address.
pub(crate) fn address_key(sighting: &Sighting) -> Option<String> {
    address_text(sighting.url.as_deref()?)
}

/// As the key of a sighting under an address.
pub(crate) fn url_of(address: &str) -> Option<u64> {
    address_text(address).as_deref().map(hash)
}

fn address_text(address: &str) -> Option<String> {
    Some(format!("url\n{}", url_key(address)?))
}

/// Kind, publisher and folded title. Where the publisher is unknown the capture's digest stands for it, so that
/// copies of one file meet and other pages of the same name do not.
pub(crate) fn name_key(sighting: &Sighting) -> String {
    let kind = sighting.kind.as_str();
    let title = title_key(&sighting.title);
    match &sighting.publisher {
        Some(publisher) => format!("title\n{kind}\n{}\n{title}", fold::words(publisher)),
        None => format!("title\n{kind}\n#{}\n{title}", sighting.evidence.digest),
    }
}
