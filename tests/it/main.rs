//! The integration tests: one binary, one file a topic. Every file here is listed below, or `architecture` fails.
#![cfg(test)]

mod architecture;
mod as_of;
mod changes;
mod containers;
mod crashes;
mod damage;
mod damaged_index;
mod docs_query_language;
mod eval_command;
mod export_command;
mod facets;
mod facets_command;
mod formats;
mod help;
mod identity;
mod index_command;
mod inspect_command;
mod json;
mod listings;
mod mending;
mod merge;
mod properties;
mod queries;
mod query_command;
mod sample;
mod scores;
mod shell_command;
mod show_command;
mod status_command;
mod support;
mod time_commands;
mod watch_command;
