//! The command line of asking: saved queries, synonyms, the terminal interface.
//!
//! In: nothing. Out: structs that clap fills.

use std::path::PathBuf;

use clap::Args;

use super::ListFormat;

/// What words mean beside themselves.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Synonyms")]
pub(crate) struct Meaning {
    /// File of synonyms, instead of synonyms.txt in the state folder
    #[arg(long, value_name = "FILE")]
    pub(crate) synonyms: Option<PathBuf>,
    /// Take every word for itself
    #[arg(long, conflicts_with = "synonyms")]
    pub(crate) no_synonyms: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A saved query is used as @NAME in other queries, also in saved ones. Queries are lines of queries.tsv in the state
folder: a name, a tab and the query. --format tsv exports them.")]
pub(crate) struct Save {
    /// Name: letters, digits, -, _ and .; none lists what is saved
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Query to save in its place; none shows what is saved under the name
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Forget the query
    #[arg(long, requires = "name", conflicts_with = "query")]
    pub(crate) remove: bool,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Type, and hits follow. ↑ ↓ go through them, Enter reads one, Tab goes to the values of fields, where Space chooses;
F1 shows all keys. Esc ends.")]
pub(crate) struct Tui {
    /// Query to begin with
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
}
