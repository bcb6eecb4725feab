//! The arguments of `rsearch watch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::limits::LimitFlags;

/// Formats of what goes on as it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EventFormat {
    /// For people
    Text,
    /// One JSON object an event
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Runs until it gets a signal (Ctrl-C): a run that is under way is then rolled back. A line is printed when what it says can be
searched. While another rsearch writes to the index, it waits.

Exit codes: 0 stopped by a signal, 2 error.")]
pub(crate) struct Watch {
    /// Folders or files of captures; none watches all that were indexed before
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Keep what files showed that are not there any more
    #[arg(long)]
    pub(crate) keep_missing: bool,
    /// Look again every so many seconds, for drives that tell of no changes
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) every: Option<u32>,
    #[command(flatten)]
    pub(crate) limits: LimitFlags,
    /// Form of the lines
    #[arg(long, value_enum, default_value_t = EventFormat::Text)]
    pub(crate) format: EventFormat,
}
