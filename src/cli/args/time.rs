//! The arguments of the commands that ask about time.
//!
//! In: nothing. Out: structs that clap fills. What they mean is for `commands`.

use clap::{Args, ValueEnum};

use crate::cli::args::{AsOf, Filters, ListFormat};

/// Filters of commands for which `--since` means something else than the date of publication.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Filters (repeat one for \"or\")")]
pub(crate) struct Narrow {
    /// Only what this query finds
    #[arg(long, short, value_name = "QUERY", default_value = "", allow_hyphen_values = true)]
    pub(crate) query: String,
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
    /// Publications (the default), or pages that are none
    #[arg(long, value_name = "KIND", value_parser = ["publication", "page"])]
    pub(crate) kind: Vec<String>,
    /// Language code, such as en
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Vec<String>,
}

impl Narrow {
    /// The filters as other commands have them. Without a kind, publications.
    pub(crate) fn filters(&self) -> Filters {
        let kind = if self.kind.is_empty() { vec!["publication".to_owned()] } else { self.kind.clone() };
        Filters {
            year: self.year.clone(),
            month: self.month.clone(),
            team: self.team.clone(),
            publisher: self.publisher.clone(),
            kind,
            language: self.language.clone(),
            ..Filters::default()
        }
    }

    /// Whether nothing but publications is asked for.
    pub(crate) fn is_plain(&self) -> bool {
        let lists = [&self.year, &self.month, &self.team, &self.publisher, &self.kind, &self.language];
        self.query.trim().is_empty() && lists.iter().all(|list| list.is_empty())
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
A version is how captures showed the document for a time: from the first capture that shows it so until the first
that shows it otherwise. Captures without a time are in no version.

Exit codes: 0 found, 1 there is no such document, 2 error.")]
pub(crate) struct History {
    /// Id, the first four characters or more of one, or the address of a publication or page
    #[arg(value_name = "ID|URL")]
    pub(crate) target: String,
    /// Form of the history
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Of a page that lists publications, what it lists is compared, and the page itself; of a publication, the publication;
without either everything that is indexed. What a later capture of a listing no longer shows is removed, unless that
capture is cut (\"See more\"). A title that changed between two captures is one change where address, or date and team
and most words, tell that it is the same publication.

Exit codes: 0 something differs, 1 nothing does, 2 error.")]
pub(crate) struct Diff {
    /// Id or address of a page or publication; none compares everything
    #[arg(value_name = "ID|URL")]
    pub(crate) target: Option<String>,
    /// As captures showed it then, as with --as-of; the first capture unless given
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// The later moment; the last capture unless given
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// Form of the differences
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Lists publications that captures list and of which no capture is their own page, and listings of which the last
capture is cut (\"See more\"). With --format jsonl each line has a \"url\" where one is known.

Exit codes: 0 something is missing, 1 nothing is, 2 error.")]
pub(crate) struct Missing {
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
#[command(
    group = clap::ArgGroup::new("mark").required(true),
    after_help = "\
With --since: publications that no capture before that day shows, and a later one does. Those of which no capture says
when it was made are counted apart.

With --since-last: what was not told under that name yet, whenever it was captured. The first time that is everything.
What was told is kept in marks/NAME in the state folder, and is written after the answer was.

Exit codes: 0 something is new, 1 nothing is, 2 error."
)]
pub(crate) struct New {
    /// First seen then or later: 2026-05, 2026-05-09, "2 weeks ago", 2026-05-09T18:00:00Z
    #[arg(long, value_name = "DATE", group = "mark")]
    pub(crate) since: Option<String>,
    /// Not told yet to whoever asks under this name
    #[arg(long, value_name = "NAME", group = "mark")]
    pub(crate) since_last: Option<String>,
    /// Tell, and do not note that it was told
    #[arg(long, requires = "since_last")]
    pub(crate) peek: bool,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

/// What lags are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LagBy {
    /// Organisation or site
    Publisher,
    /// Team, section or topic
    Team,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Tells how many days after its date a publication appeared, as far as captures tell: at most until the first capture that
shows it, at least until the last complete capture of a page that lists it later. Only publications that some page did
not list at first and listed later take part: of those that were there at the first capture nothing tells since when.
Days are those of UTC.

Exit codes: 0 something was found, 1 nothing was, 2 error.")]
pub(crate) struct Lag {
    /// What the summary is made by
    #[arg(long, value_enum, value_name = "FIELD", default_value_t = LagBy::Publisher)]
    pub(crate) by: LagBy,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Every {
    /// A day
    Day,
    /// A week from Monday to Sunday (ISO 8601)
    Week,
    /// A month
    Month,
    /// A quarter of a year
    Quarter,
    /// A year
    Year,
}

/// Dates that a timeline counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DateOf {
    /// When it was published, as claimed
    Published,
    /// The first capture that shows it
    FirstSeen,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A publication counts in a stretch of time only where its date lies wholly within it: one of October 2025 counts in that
month, quarter and year, and in no day or week. What is dated less finely or not at all is counted apart.

Exit codes: 0 something was counted, 1 nothing was found, 2 error.")]
pub(crate) struct Timeline {
    /// Field to count each value of: team, publisher, language, kind, site, authors, …
    #[arg(long, value_name = "FIELD")]
    pub(crate) by: Option<String>,
    /// Length of a step
    #[arg(long, value_enum, value_name = "STEP", default_value_t = Every::Month)]
    pub(crate) every: Every,
    /// Date that counts
    #[arg(long, value_enum, value_name = "DATE", default_value_t = DateOf::Published)]
    pub(crate) of: DateOf,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    #[command(flatten)]
    pub(crate) as_of: AsOf,
    /// Form of the counts
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}
