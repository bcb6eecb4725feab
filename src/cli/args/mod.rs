//! The command line: commands, flags, help.
//!
//! In: nothing. Out: structs that clap fills. What they mean is for `commands`.

mod asking;
pub(crate) mod capture;
mod eval;
mod finding;
mod fix;
pub(crate) mod follow;
mod query;
mod time;
pub(crate) mod watch;

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use asking::{Meaning, Save, Tui};
pub(crate) use eval::Eval;
pub(crate) use finding::{Judge, Similar, Terms};
pub(crate) use fix::Fix;
pub(crate) use query::{Boost, Hits, Match, Order, Query};
pub(crate) use time::{DateOf, Diff, Every, History, Lag, LagBy, Missing, Narrow, New, Timeline};

use crate::cli::limits::LimitFlags;

/// Where the index is unless something else is said.
pub(crate) const DEFAULT_INDEX: &str = "index";

/// Search a folder of captured research pages.
///
/// rsearch reads captures (saved pages, clips, records), finds the publications in them, each with title, date, team
/// and text, and searches them offline. A publication is the unit, a capture is the evidence, a date is a claim.
#[derive(Debug, Parser)]
#[command(
    name = "rsearch",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", env = "RSEARCH_INDEX", default_value = DEFAULT_INDEX, hide_env_values = true, value_parser = folder("RSEARCH_INDEX"))]
    pub(crate) index: PathBuf,
    /// Folder of what people said: saved queries, judgements, marks; `.rsearch` beside the index unless named
    #[arg(long, global = true, value_name = "DIR", env = "RSEARCH_STATE", hide_env_values = true, value_parser = folder("RSEARCH_STATE"))]
    pub(crate) state: Option<PathBuf>,
    /// Print answers, errors and warnings, and nothing beside them: for cron
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// Print long answers straight to the terminal
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// When to use colours and links
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
    /// Day that "3 months ago" counts back from, instead of today
    #[arg(long, global = true, value_name = "DATE", hide = true)]
    pub(crate) now: Option<String>,
}

/// Reads the name of a folder; an empty one comes from a variable of the environment, most likely.
fn folder(variable: &'static str) -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(move |name| {
        if name.is_empty() {
            return Err(format!("no folder is named; is {variable} set to nothing?"));
        }
        Ok(PathBuf::from(name))
    })
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Capture pages from the web
    Capture(capture::Capture),
    /// Follow a listing: `rsearch update` looks at it
    Follow(follow::Follow),
    /// Capture what is followed and due, index it, and print what is new
    Update(follow::Update),
    /// Read captures and bring the index to what they show
    Index(Index),
    /// Make the index anew beside the old one
    Rebuild(Rebuild),
    /// List the folders that are indexed, or forget one
    Sources(Sources),
    /// Index captures as they arrive
    Watch(watch::Watch),
    /// Search the index
    Query(Query),
    /// Count the values of fields
    Facets(Facets),
    /// Find documents like one
    Similar(Similar),
    /// List words or values that begin so, with how many documents have them
    Terms(Terms),
    /// Search as you type, in the terminal
    Tui(Tui),
    /// Keep a query under a name, list what is kept, or forget it
    Save(Save),
    /// Show a document in full, or cite it
    Show(Show),
    /// Show every capture and every version of a document
    History(History),
    /// Show what changed between two moments
    Diff(Diff),
    /// List what captures first showed since a day, or since you last asked
    New(New),
    /// Count publications along the calendar
    Timeline(Timeline),
    /// Tell how long after their dates publications appeared
    Lag(Lag),
    /// List what is listed but was never captured
    Missing(Missing),
    /// Show what each stage makes of a capture, without indexing it
    Inspect(Inspect),
    /// Put right what captures say wrongly of a document
    Fix(Fix),
    /// List the formats of captures that are read
    Formats(Formats),
    /// Print every document
    Export(Export),
    /// Tell what the index holds
    Status(Status),
    /// Check the index against the captures, and tell what mends it
    Doctor(Doctor),
    /// Measure the ranking against what people judged
    Eval(Eval),
    /// Grade hits, for `rsearch eval`
    Judge(Judge),
    /// Write what a benchmark's scorer reads
    Bench(Bench),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
}

/// Formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A run reads what is new or changed since the last one and takes out what is gone. A folder that is away, unreadable
or suddenly empty takes nothing out, nor does a file that was read before and is damaged or empty now.

Exit codes: 0 done, 3 done but some captures could not be read, 2 error.")]
pub(crate) struct Index {
    /// Folders or files of captures; none looks again at all that were indexed before
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Tell what would be read and what is gone, and change nothing
    #[arg(long, short = 'n', conflicts_with = "verbose")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Keep what files showed that are not there any more
    #[arg(long, conflicts_with = "prune")]
    pub(crate) keep_missing: bool,
    /// Take out what a folder showed that is away or empty, what files showed that cannot be read any more, and what was kept with --keep-missing
    #[arg(long)]
    pub(crate) prune: bool,
}

/// Flags of every command that reads captures into the index.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    #[command(flatten)]
    pub(crate) limits: LimitFlags,
    /// Name every file that was skipped, could not be read or is doubted
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// Kill the program before a step, for tests of what a kill leaves
    #[arg(long, value_name = "STEP", hide = true)]
    pub(crate) kill_before: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Every capture is read again into a fresh index beside the old one, which answers until the new one takes its place.
Use it when `rsearch doctor` finds damage.")]
pub(crate) struct Rebuild {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Take out what a folder showed that is away or empty
    #[arg(long)]
    pub(crate) prune: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Sources {
    #[command(subcommand)]
    pub(crate) what: Option<SourcesWhat>,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourcesWhat {
    /// Take a source out of the index; its captures stay where they are
    Forget {
        /// Names or paths, as `rsearch sources` lists them
        #[arg(required = true, value_name = "SOURCE")]
        sources: Vec<String>,
        /// Kill the program before a step, for tests of what a kill leaves
        #[arg(long, value_name = "STEP", hide = true)]
        kill_before: Option<String>,
    },
}

/// Formats of a list of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// One JSON object a hit
    Jsonl,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// Markdown
    Md,
}

/// How an imprecise date meets a range of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dates {
    /// All its days lie in the range
    Strict,
    /// At least half of its days do
    #[default]
    Likely,
    /// Any of its days does
    Any,
}

/// Filters, which queries can say too.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Filters (repeat one for \"or\")")]
pub(crate) struct Filters {
    /// Year of publication, or a range such as 2023..2025
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Vec<String>,
    /// Month of publication, such as 2025-07
    #[arg(long, value_name = "MONTH")]
    pub(crate) month: Vec<String>,
    /// Team, section or topic
    #[arg(long, value_name = "NAME", visible_alias = "category")]
    pub(crate) team: Vec<String>,
    /// Organisation or site
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Vec<String>,
    /// Publications, or pages that are none
    #[arg(long, value_name = "KIND", value_parser = ["publication", "page"])]
    pub(crate) kind: Vec<String>,
    /// Language code, such as en
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Vec<String>,
    /// A value that a field must have: team=Alignment; or must not: year!=2024; team= for none
    #[arg(long, short = 'f', value_name = "FIELD=VALUE")]
    pub(crate) filter: Vec<String>,
    /// Published then or later: 2025, 2025-07, 2025-07-14, "3 months ago", 7d
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Published then or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// How a date known only to the month or year meets --since and --until
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Dates::Likely)]
    pub(crate) dates: Dates,
}

/// The flag that asks for a past state.
#[derive(Debug, Default, Args)]
pub(crate) struct AsOf {
    /// As captures showed it then: at the end of a day, or at a moment such as 2025-07-14T12:00:00Z
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Facets {
    /// Fields: year, month, team, publisher, kind, language, authors, site, status, method, …
    #[arg(required = true, value_name = "FIELD", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// Count only what this query finds
    #[arg(long, short, value_name = "QUERY", default_value = "", allow_hyphen_values = true)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    #[command(flatten)]
    pub(crate) as_of: AsOf,
    /// Form of the counts
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

/// Formats of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// For people
    Text,
    /// One JSON object a document
    Json,
    /// BibTeX
    Bibtex,
    /// CSL-JSON, as Zotero and pandoc read it
    CslJson,
    /// A line of Markdown
    Md,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Ids, the first four characters or more of one, or web addresses
    #[arg(required = true, value_name = "ID|URL")]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) as_of: AsOf,
    /// Form of the document; bibtex, csl-json and md cite it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub(crate) format: ShowFormat,
    /// Write the captured bytes of the best capture, as they were captured, and nothing else
    #[arg(long, conflicts_with = "format")]
    pub(crate) raw: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 shown, 1 no page came out, 3 something could not be read, 2 error.")]
pub(crate) struct Inspect {
    /// Captures; - is standard input, which is read by its content alone, as pipes are
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Show of every field what else it could have been and why it is not, and what no field claims of the text
    #[arg(long)]
    pub(crate) explain: bool,
    /// Write a page that shows the text coloured by what it became, and every field with its evidence, in place of the text form
    #[arg(long, value_name = "OUT")]
    pub(crate) html: Option<PathBuf>,
    /// Form of the report; json prints one object a page, or one for a file without any
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) limits: LimitFlags,
}

#[derive(Debug, Args)]
pub(crate) struct Formats {
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
}

/// Formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object a document
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) as_of: AsOf,
    /// Form of the documents
    #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(crate) format: ExportFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Notes tell what only a person can judge and may stay as it is: listings that used to give more,
corrections that hold for no document.

Exit codes: 0 sound, notes or none; 1 something is wrong; 2 it could not be checked.")]
pub(crate) struct Doctor {
    /// Read every capture, and compare its bytes with those that were read
    #[arg(long)]
    pub(crate) deep: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    pub(crate) what: BenchWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchWhat {
    /// Normalise every capture of a folder: one JSON line a page, and one an entry of a listing, with "parent"
    Normalise(BenchNormalise),
}

#[derive(Debug, Args)]
pub(crate) struct BenchNormalise {
    /// Folder of captures
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Take only files of this extension, such as html
    #[arg(long, value_name = "EXT")]
    pub(crate) ext: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Command; none for the program itself
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}
