//! The command line of finding by other means than a query: documents like one, words that begin so, judgements.
//!
//! In: nothing. Out: structs that clap fills.

use std::path::PathBuf;

use clap::Args;

use super::{Filters, Hits, ListFormat};

#[derive(Debug, Args)]
#[command(after_help = "\
Like a document are those that share the words that tell it from others and are about the same. It is not among them.

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct Similar {
    /// Id of the document, the first four characters or more of it, or its web address
    #[arg(value_name = "ID|URL")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Rank by shared words alone
    #[arg(long)]
    pub(crate) no_semantic: bool,
    /// Say of each hit what its score is made of
    #[arg(long)]
    pub(crate) explain: bool,
    /// Fragments of text to show of a hit, at most
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
    pub(crate) snippets: usize,
    #[command(flatten)]
    pub(crate) hits: Hits,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Words are those that queries look for without naming a field, as they are spelt, in small letters and without accents.
With --field, the words of a field of text or the values of another.

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct Terms {
    /// How they begin; nothing lists the most frequent
    #[arg(value_name = "PREFIX", default_value = "")]
    pub(crate) prefix: String,
    /// Field to look in, such as title, team or authors
    #[arg(long, value_name = "FIELD")]
    pub(crate) field: Option<String>,
    /// Words to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Hits without a grade are shown one after the other, and a grade is read for each: 0 not relevant, 1 and more relevant,
the more the better. Enter passes over, u takes the last grade back, q ends. Each grade is kept at once. QUERY is plain
text, as eval takes it, and becomes a topic. `rsearch eval` measures by what was judged.")]
pub(crate) struct Judge {
    /// What is looked for; none goes through all topics
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Topics, instead of topics.jsonl in the state folder
    #[arg(long, value_name = "FILE")]
    pub(crate) topics: Option<PathBuf>,
    /// Judgements, instead of qrels.tsv in the state folder
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: Option<PathBuf>,
    /// Hits a topic that want a grade
    #[arg(long, value_name = "N", default_value_t = 10, allow_negative_numbers = true)]
    pub(crate) depth: usize,
    /// Ask for a grade again where there is one
    #[arg(long)]
    pub(crate) again: bool,
    /// Set a grade without asking: svf4peyjssfc=2
    #[arg(long, value_name = "ID=GRADE", requires = "query")]
    pub(crate) grade: Vec<String>,
}
