//! Brings sightings of one publication together.
//!
//! In: sightings, in any order. Out: groups that belong together, and one merged document a group. Pure functions of
//! the sightings, apart from [`Spool`], which keeps their text out of memory. Knows neither HTML nor the index.

mod group;
mod keys;
mod merge;
mod spool;

pub use group::{Group, group};
pub use keys::Keys;
pub use merge::merge;
pub use spool::{Reader, Spool, Spooled};

use crate::document::{Document, Doubt, Sighting};

/// Groups and merges sightings that are all in memory. Documents come in the order of their ids.
pub fn documents(sightings: &[Sighting]) -> Vec<(Document, Vec<Doubt>)> {
    let keys: Vec<Keys> = sightings.iter().map(Keys::of).collect();
    let mut documents: Vec<_> = group(&keys)
        .into_iter()
        .map(|group| {
            let members = group.members.iter().map(|&place| sightings[place].clone()).collect();
            merge(members, &group)
        })
        .collect();
    documents.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    documents
}
