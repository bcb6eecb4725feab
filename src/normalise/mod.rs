//! Turns pages into sightings.
pub mod html;
