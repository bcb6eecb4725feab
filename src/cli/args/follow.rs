//! The arguments of `rsearch follow` and `rsearch update`.
//!
//! In: nothing. Out: structs that clap fills.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::ReportFormat;
use crate::cli::args::capture::{Drawing, Fetching, age};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "\
`rsearch update` captures what is followed when it is due, indexes it and prints what is new.")]
pub(crate) struct Follow {
    #[command(subcommand)]
    pub(crate) what: Option<FollowWhat>,
    /// Address of a page that lists publications, or of a feed
    #[arg(value_name = "URL", required = true)]
    pub(crate) url: Option<String>,
    /// How often to look, such as 12h or 1d
    #[arg(long, value_name = "TIME", default_value = "1d", value_parser = every)]
    pub(crate) every: Duration,
    /// Tell only of publications of this team
    #[arg(long, value_name = "NAME")]
    pub(crate) team: Option<String>,
    /// Go on to the next pages of the listing each time
    #[arg(long)]
    pub(crate) next: bool,
    /// Follow publications on other sites too
    #[arg(long)]
    pub(crate) any_site: bool,
    /// Folder of captures
    #[arg(long, value_name = "DIR", default_value = "captures")]
    pub(crate) into: PathBuf,
    #[command(flatten)]
    pub(crate) drawing: Drawing,
}

/// Reads how often to look, in whole seconds; none of them is every time.
fn every(text: &str) -> Result<Duration, String> {
    let every = age(text)?;
    if every.as_secs() == 0 && !every.is_zero() {
        return Err("wanted whole seconds, such as 12h or 1d".to_owned());
    }
    Ok(Duration::from_secs(every.as_secs()))
}

#[derive(Debug, Subcommand)]
pub(crate) enum FollowWhat {
    /// List what is followed
    List {
        /// Form of the list
        #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
        format: ReportFormat,
    },
    /// Follow no more; captures and index stay as they are
    Rm {
        /// Addresses, as `rsearch follow list` shows them
        #[arg(required = true, value_name = "URL")]
        urls: Vec<String>,
    },
}

/// Forms of what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewsFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Captures what is followed (`rsearch follow`) and due, indexes it, and prints the publications that no capture showed
before.

Exit codes: 0 something is new, 1 nothing is, 2 error, 130 stopped.")]
pub(crate) struct Update {
    /// Look at everything that is followed, due or not
    #[arg(long)]
    pub(crate) all: bool,
    /// Form of what is new
    #[arg(long, value_enum, default_value_t = NewsFormat::Text)]
    pub(crate) format: NewsFormat,
    /// Write the latest publications into an Atom feed too, which replaces the file
    #[arg(long, value_name = "FILE")]
    pub(crate) atom: Option<PathBuf>,
    /// Name every address and what became of it
    #[arg(long, short)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
}
