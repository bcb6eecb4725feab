//! rsearch makes a folder of captured research pages searchable.
//!
//! A publication is the unit, a capture is the evidence, a date is a claim. The way goes from
//! [`captures`] over [`formats`], [`normalise`] and [`catalog`] to [`index`] and [`search`];
//! [`ingest`] goes it as a whole. [`crawl`] makes captures of what is on the web. `docs/architecture.md` is the map.

pub mod captures;
pub mod catalog;
pub mod cli;
pub mod crawl;
pub mod document;
pub mod evaluation;
pub mod files;
pub mod formats;
pub mod index;
pub mod ingest;
pub mod json;
pub mod normalise;
pub mod search;
pub mod state;
