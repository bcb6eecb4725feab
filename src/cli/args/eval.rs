//! The arguments of `rsearch eval`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::{Match, ReportFormat};

#[derive(Debug, Args)]
#[command(after_help = "\
TOPICS is JSON Lines: {\"_id\": \"1\", \"text\": \"what was looked for\"}. Texts are plain: no operator is recognised.
QRELS is TREC's four columns, or three with tabs and a line of headings. Documents are named by the id that their
record brought, else by their own. `rsearch judge` writes both into the state folder. Measures are trec_eval's, averaged over the topics that have a relevant document.")]
pub(crate) struct Eval {
    /// What was looked for, instead of topics.jsonl in the state folder
    #[arg(long, value_name = "TOPICS")]
    pub(crate) topics: Option<PathBuf>,
    /// What was judged relevant, instead of qrels.tsv in the state folder
    #[arg(long, value_name = "QRELS")]
    pub(crate) qrels: Option<PathBuf>,
    /// Write what was found as a TREC run
    #[arg(long, value_name = "FILE")]
    pub(crate) run: Option<PathBuf>,
    /// Compare with an earlier TREC run: which topics are won, which are lost
    #[arg(long, value_name = "RUN")]
    pub(crate) compare: Option<PathBuf>,
    /// Tell the milliseconds a query takes in the process: median and 95th percentile
    #[arg(long)]
    pub(crate) timing: bool,
    /// Tell each topic, not only the averages (json always does)
    #[arg(long)]
    pub(crate) each: bool,
    /// How many of a topic's words have to match
    #[arg(long = "match", value_enum, value_name = "HOW", default_value_t = Match::Any)]
    pub(crate) matching: Match,
    /// Rank by words alone, without looking at what the best hits are about
    #[arg(long)]
    pub(crate) no_semantic: bool,
    /// Hits a topic at most
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub(crate) depth: usize,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
}
