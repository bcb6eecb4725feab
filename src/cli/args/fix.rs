//! The command line of `rsearch fix`.
//!
//! In: nothing. Out: the struct that clap fills. What it means is for `commands`.

use clap::Args;

/// See [`Command::Fix`](super::Command::Fix).
#[derive(Debug, Args)]
#[command(after_help = "\
Corrections are kept in corrections.toml beside the captures, and hold whenever the index is made anew.
Fields: title, published, updated, category, summary, authors, publisher, url, language, kind.

Examples:
  rsearch fix svf4peyjssfc published=2025-10-29
  rsearch fix svf4peyjssfc team=Interpretability team=Alignment
  rsearch fix svf4peyjssfc summary=           # it has none
  rsearch fix svf4peyjssfc                    # show what was put right
  rsearch fix svf4peyjssfc --undo published   # believe the captures again")]
pub(crate) struct Fix {
    /// Id of the document, the first four characters or more of it, or its web address
    #[arg(value_name = "ID|URL")]
    pub(crate) id: String,
    /// Fields and what they should be; a field named twice has both values
    #[arg(value_name = "FIELD=VALUE", conflicts_with = "undo")]
    pub(crate) values: Vec<String>,
    /// Take corrections back: of the fields named, or all
    #[arg(long, value_name = "FIELD", num_args = 0..)]
    pub(crate) undo: Option<Vec<String>>,
}
