//! The command line of queries: words, how they match, and which hits are shown in which form.
//!
//! In: nothing. Out: structs that clap fills.

use clap::{Args, ValueEnum};

use super::{AsOf, Filters, ListFormat, Meaning};

/// Orders of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Best first; newest first where there are no words to rank by
    Relevance,
    /// Oldest first
    #[value(alias = "date")]
    Published,
    /// Newest first
    #[value(name = "-published", alias = "-date")]
    PublishedReverse,
    /// By title
    Title,
    /// By title, from the end
    #[value(name = "-title")]
    TitleReverse,
}

/// How many of the words of a query have to match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Match {
    /// All of them
    #[default]
    All,
    /// Any of them; those that match more of them come first
    Any,
}

/// What may count beside the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Boost {
    /// Scores fall with age: to three quarters in a year, to half in the end
    Recent,
}

/// Which hits are shown, and in which form.
#[derive(Debug, Args)]
pub(crate) struct Hits {
    /// Hits to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    /// Hits to pass over first
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true)]
    pub(crate) offset: usize,
    /// Fields to count the values of, such as year,team
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) facets: Vec<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
    /// Fields to print, in this order (not with text)
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
All words must match, anywhere in title, summary, text, authors, team or publisher. Also:
  \"a phrase\"  a OR b  -word  NOT word  ( )  prefix*  w?rd  word~1  =exact  /regex/
  title:word  team:alignment  published:2025-07..2026-01  year:>=2024  url:*
Filters without words browse, newest first. docs/query-language.md tells all of it.

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct Query {
    /// Words and operators; none browses
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) filters: Filters,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    #[command(flatten)]
    pub(crate) as_of: AsOf,
    /// How many of the words have to match; filters and -words apply all the same
    #[arg(long = "match", value_enum, value_name = "HOW", default_value_t = Match::All)]
    pub(crate) matching: Match,
    /// Rank by words alone, without looking at what the best hits are about
    #[arg(long)]
    pub(crate) no_semantic: bool,
    /// Say of each hit what its score is made of
    #[arg(long)]
    pub(crate) explain: bool,
    /// What counts beside the words, which nothing does unless asked for
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) boost: Option<Boost>,
    /// Order of the hits
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Order::Relevance, allow_hyphen_values = true)]
    pub(crate) sort: Order,
    /// Fragments of text to show of a hit, at most
    #[arg(long, value_name = "N", default_value_t = 3, allow_negative_numbers = true)]
    pub(crate) snippets: usize,
    #[command(flatten)]
    pub(crate) hits: Hits,
    /// Print each hit in a form of your own: '{number}. {title} ({published}) {url}'
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["format", "fields"])]
    pub(crate) template: Option<String>,
    /// Open the capture of the hit with this number, in $BROWSER or the desktop's program
    #[arg(long, value_name = "N")]
    pub(crate) open: Option<usize>,
    /// Show how the query is read, and stop
    #[arg(long, conflicts_with = "format")]
    pub(crate) parse: bool,
}
