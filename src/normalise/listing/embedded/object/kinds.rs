//! Tells which kinds of keys an object of data has.
//!
//! In: an object. Out: its [`Kinds`]. Each of its keys is looked up once, where to ask it for each known key would be ninety
//! look-ups, and most objects are no records.

use std::sync::LazyLock;

use super::Fields;
use super::others::{EVENT_KEYS, FILE_KEYS, GOODS_KEYS, OFFER_KEYS, POINTS};
use super::{
    ADDRESS_KEYS, AUTHOR_KEYS, KIND_KEYS, PARTS, PERSON_KEYS, SUMMARY_KEYS, TITLE_KEYS, TITLES_OF_TEXTS,
    WRAPPERS,
};
use crate::normalise::tables::Table;

/// Kinds of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) const TITLE: Kinds = Kinds(1);
    pub(super) const TITLE_OF_TEXT: Kinds = Kinds(1 << 1);
    pub(super) const PERSON: Kinds = Kinds(1 << 2);
    pub(super) const SUMMARY: Kinds = Kinds(1 << 3);
    pub(super) const ADDRESS: Kinds = Kinds(1 << 4);
    pub(super) const AUTHOR: Kinds = Kinds(1 << 5);
    pub(super) const GOODS: Kinds = Kinds(1 << 6);
    pub(super) const EVENT: Kinds = Kinds(1 << 7);
    pub(super) const OFFER: Kinds = Kinds(1 << 8);
    pub(super) const POINT: Kinds = Kinds(1 << 9);
    pub(super) const FILE: Kinds = Kinds(1 << 10);
    pub(super) const WRAPPER: Kinds = Kinds(1 << 11);
    pub(super) const PART: Kinds = Kinds(1 << 12);
    /// A key that says of which kind the object is.
    pub(super) const KIND: Kinds = Kinds(1 << 13);
    pub(super) const PLACE: Kinds = Kinds(1 << 14);

    /// The kinds of keys that an object has.
    pub(super) fn of(object: &Fields) -> Kinds {
        let known = object.keys().filter_map(|key| KNOWN.get(key.as_str()));
        known.fold(Kinds::default(), |all, kinds| all.or(*kinds))
    }

    /// Both together.
    pub(super) fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Whether one of these is among them.
    pub(super) fn has(self, wanted: Kinds) -> bool {
        self.0 & wanted.0 != 0
    }
}

/// The kinds of every key that is known.
static KNOWN: LazyLock<Table<&str, Kinds>> = LazyLock::new(|| {
    let lists: [(Kinds, &[&str]); 15] = [
        (Kinds::TITLE, TITLE_KEYS),
        (Kinds::TITLE_OF_TEXT, TITLES_OF_TEXTS),
        (Kinds::PERSON, PERSON_KEYS),
        (Kinds::SUMMARY, SUMMARY_KEYS),
        (Kinds::ADDRESS, ADDRESS_KEYS),
        (Kinds::AUTHOR, AUTHOR_KEYS),
        (Kinds::GOODS, GOODS_KEYS),
        (Kinds::EVENT, &EVENT_KEYS),
        (Kinds::OFFER, &OFFER_KEYS),
        (Kinds::POINT, &["department"]),
        (Kinds::FILE, &FILE_KEYS),
        (Kinds::WRAPPER, WRAPPERS),
        (Kinds::PART, PARTS),
        (Kinds::KIND, KIND_KEYS),
        (Kinds::PLACE, &["location"]),
    ];
    let points = POINTS.iter().map(|keys| (Kinds::POINT, *keys));
    let mut known = Table::default();
    for (kind, keys) in lists.into_iter().chain(points) {
        for key in keys {
            let kinds: &mut Kinds = known.entry(*key).or_default();
            *kinds = kinds.or(kind);
        }
    }
    known
});

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_may_be_of_several_kinds_and_others_of_none() {
        let of = |value: serde_json::Value| value.as_object().map(Kinds::of);
        assert_eq!(of(json!({"width": 3, "colour": "red"})), Some(Kinds::default()));
        assert_eq!(of(json!({"headline": "Slow lakes"})), Some(Kinds::TITLE.or(Kinds::TITLE_OF_TEXT)));
        assert!(of(json!({"x": 1, "y": 2, "name": "a"})).is_some_and(|kinds| {
            kinds.has(Kinds::POINT) && kinds.has(Kinds::TITLE) && !kinds.has(Kinds::TITLE_OF_TEXT)
        }));
    }
}
