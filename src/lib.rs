//! rsearch makes a folder of captured research pages searchable.
//!
//! A publication is the unit, a capture is the evidence, a date is a claim.

pub mod captures;
pub mod catalog;
pub mod document;
pub mod formats;
pub mod index;
pub mod search;
