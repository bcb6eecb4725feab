//! Tables of what a page holds, and fingerprints of it.
//!
//! In: texts, numbers, nodes. Out: tables seeded anew in every run, so that no page can be written to make them slow, and
//! fingerprints that are the same in every run. Both take a fraction of the time of the standard library's. Knows no page.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use foldhash::fast::RandomState;
use foldhash::quality::{FixedState, FoldHasher};

/// A table.
pub(crate) type Table<Key, Value> = HashMap<Key, Value, RandomState>;

/// A set.
pub(crate) type Set<Key> = HashSet<Key, RandomState>;

/// What two things have in common only by a chance of one in 2^64, unless they are equal.
pub(crate) fn fingerprint<Thing: Hash + ?Sized>(thing: &Thing) -> u64 {
    state().hash_one(thing)
}

/// Makes a fingerprint of several things.
pub(crate) fn hasher() -> FoldHasher<'static> {
    state().build_hasher()
}

fn state() -> FixedState {
    FixedState::with_seed(0)
}
