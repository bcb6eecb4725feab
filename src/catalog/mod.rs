//! Remembers what captures show, and brings sightings of one publication together.
//!
//! In: sightings, in any order. Out: groups that belong together, one merged document a group, its versions in time, and
//! what changed since. Grouping, merging and versions are pure functions of the sightings; [`Catalog`] keeps them on disk.
//! Knows neither HTML nor the index.

mod changes;
mod group;
mod keys;
mod merge;
mod pairs;
mod parts;
mod past;
mod standings;
mod steady;
mod store;
mod versions;
mod words;

pub use changes::{Difference, Value, What, differences};
pub use group::{Group, NamedBy, group, unite};
pub use keys::{Keys, id_of_address};
pub use merge::merge;
pub use past::Past;
pub use store::{
    Arrival, CATALOG, CapturedPage, Catalog, Change, Cut, Damaged, Error, Evaluated, FirstSeen, History,
    Kept, Known, Lag, Lessened, Listing, ListingChanges, Lost, Material, NewPage, Outcome, Sighted, Stamp,
    StoredSource, Uncaptured, Unplaced,
};
pub use versions::{Series, Showing, Version, same_content, versions};
pub use words::{Piece, word_changes};

use crate::document::{Document, Doubt, Sighting};

/// Groups and merges sightings that are all in memory. Documents come in the order of their ids.
pub fn documents(sightings: &[Sighting]) -> Vec<(Document, Vec<Doubt>)> {
    let keys: Vec<Keys> = sightings.iter().map(Keys::of).collect();
    let mut documents: Vec<_> = group(&keys.iter().collect::<Vec<_>>())
        .into_iter()
        .map(|group| {
            let members = group.members.iter().map(|&place| sightings[place].clone()).collect();
            merge(members, &group)
        })
        .collect();
    documents.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    documents
}
