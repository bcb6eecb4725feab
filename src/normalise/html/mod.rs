//! Normalises pages in HTML.
//!
//! In: a page's source, its address, when it was captured. Out: title, dates, text and the rest of a sighting.

pub(crate) mod metadata;
pub(crate) mod tree;
