//! The arguments of `rsearch capture`.
//!
//! In: nothing. Out: structs that clap fills.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use regex::Regex;

use crate::captures::fetch::Method;
use crate::cli::args::{Narrow, ReportFormat};
use crate::cli::limits::bytes;

#[derive(Debug, Args)]
#[command(after_help = "\
Each page becomes HOST/PATH/TIME.html below the folder, with what is known of the capture in TIME.json beside it. A page
that is as it was at its last capture leaves only the second file. What robots.txt does not allow is not captured.
After a kill, the same command goes on where it was.

Exit codes: 0 done, 3 some addresses could not be captured, 2 none could, or error, 130 stopped.")]
pub(crate) struct Capture {
    /// Addresses of pages
    #[arg(value_name = "URL", required_unless_present_any = ["list", "missing"])]
    pub(crate) urls: Vec<String>,
    /// File with an address a line; - reads them from standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) list: Option<PathBuf>,
    /// Capture the own pages of what the index lists without one, as `rsearch missing` tells; with --next also the rest of
    /// listings that are cut
    #[arg(long)]
    pub(crate) missing: bool,
    /// Folder of captures
    #[arg(long, value_name = "DIR", default_value = "captures")]
    pub(crate) into: PathBuf,
    /// Append to this WARC file instead
    #[arg(long, value_name = "FILE", conflicts_with = "into")]
    pub(crate) warc: Option<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// Name every address and what became of it
    #[arg(long, short)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) following: Following,
    #[command(flatten)]
    pub(crate) drawing: Drawing,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
}

/// What to follow.
#[derive(Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(next_help_heading = "Following")]
pub(crate) struct Following {
    /// Capture the own page of every publication that a page lists, if it was not captured before
    #[arg(long, value_name = "WHAT", value_parser = ["entries"])]
    pub(crate) follow: Option<String>,
    /// Go on to the next pages of a listing
    #[arg(long)]
    pub(crate) next: bool,
    /// Capture what the feeds of a page name; of a feed that is named itself that is always done
    #[arg(long)]
    pub(crate) feed: bool,
    /// Capture what the sitemaps of the site name; of a sitemap that is named itself that is always done
    #[arg(long)]
    pub(crate) sitemap: bool,
    /// Follow links to addresses that this regular expression matches
    #[arg(long, value_name = "REGEX", value_parser = Regex::new)]
    pub(crate) links: Option<Regex>,
    /// How many links away --links goes
    #[arg(long, value_name = "N", default_value_t = 1, requires = "links")]
    pub(crate) depth: u32,
    /// Pages followed at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) max: usize,
    /// Follow to other sites too
    #[arg(long)]
    pub(crate) any_site: bool,
    /// Capture again what was captured longer ago than this, such as 7d, and nothing that is younger
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub(crate) refresh: Option<Duration>,
}

/// Ways to fetch a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MethodName {
    /// As it is sent
    Plain,
    /// As a browser draws it: an installed Chromium, Chrome or Edge
    Browser,
    /// As it is sent, and where that has scripts and hardly any text as a browser draws it
    Auto,
}

impl MethodName {
    pub(crate) fn method(self) -> Method {
        match self {
            MethodName::Plain => Method::Plain,
            MethodName::Browser => Method::Browser,
            MethodName::Auto => Method::Auto,
        }
    }
}

/// How pages are drawn.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pages that scripts draw")]
pub(crate) struct Drawing {
    /// How pages are fetched
    #[arg(long, value_enum, default_value_t = MethodName::Plain)]
    pub(crate) method: MethodName,
    /// In the browser, press what this CSS selector finds, as long as it is there and does something (repeatable)
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) click: Vec<String>,
    /// In the browser, press what says that the page goes on, such as "See more", and scroll to its end
    #[arg(long)]
    pub(crate) expand: bool,
}

/// How pages are fetched.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fetching")]
pub(crate) struct Fetching {
    /// How to reach you, an address of a page or a mailbox: sites see it in the User-Agent
    #[arg(long, value_name = "WHO", env = "RSEARCH_CONTACT", hide_env_values = true, value_parser = contact)]
    pub(crate) contact: Option<String>,
    /// Time between two requests to a host; a site's Crawl-delay counts where it is longer
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = age)]
    pub(crate) delay: Duration,
    /// Time for one request and its answer
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = age)]
    pub(crate) timeout: Duration,
    /// How often a request that failed for the moment is made again
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) retries: u32,
    /// Largest page, packed and unpacked
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = bytes)]
    pub(crate) max_bytes: u64,
    /// Ask hosts on this machine and this network too: all, or those that are named
    #[arg(long, value_name = "HOST", num_args = 0..=1, require_equals = true, value_delimiter = ',', default_missing_value = "*")]
    pub(crate) allow_private: Option<Vec<String>>,
    /// Capture what robots.txt does not allow: for sites of your own
    #[arg(long)]
    pub(crate) ignore_robots: bool,
    /// Keep the values of this parameter of addresses, which is called like a secret and is none, such as key (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) not_secret: Vec<String>,
    /// The browser that draws pages; without it, one of the usual names is looked for
    #[arg(long, value_name = "PROGRAM", env = "RSEARCH_BROWSER", hide_env_values = true)]
    pub(crate) browser: Option<PathBuf>,
    /// Let the browser run without its sandbox, as it must for root and in some containers: a page that breaks out of it can
    /// then do what you can
    #[arg(long)]
    pub(crate) no_sandbox: bool,
}

/// Looks whether a contact can stand in a header.
pub(crate) fn contact(text: &str) -> Result<String, String> {
    match text.chars().find(|letter| !matches!(letter, ' '..='~')) {
        None => Ok(text.to_owned()),
        Some(letter) => Err(format!("{letter:?} cannot stand in the header that tells sites of it")),
    }
}

/// Reads a length of time: `90s`, `1.5h`, `7d`, `2w`; a bare number is seconds.
pub(crate) fn age(text: &str) -> Result<Duration, String> {
    let wanted = || "wanted a time such as 90s, 12h or 7d".to_owned();
    let text = text.trim();
    let digits = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let scale = match unit.trim() {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        "w" => 604_800.0,
        _ => return Err(wanted()),
    };
    let number: f64 = number.parse().map_err(|_| wanted())?;
    Duration::try_from_secs_f64(number * scale).map_err(|_| wanted())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_has_no_letters_that_no_header_can_hold() {
        assert_eq!(contact("me@a.example"), Ok("me@a.example".to_owned()));
        assert_eq!(
            contact("a\nb"),
            Err("'\\n' cannot stand in the header that tells sites of it".to_owned())
        );
        assert!(contact("\u{e9}").is_err());
    }

    #[test]
    fn times_are_read_with_and_without_units() {
        for (text, milliseconds) in [
            ("0", 0),
            ("90", 90_000),
            ("1.5s", 1_500),
            ("250ms", 250),
            ("2h", 7_200_000),
            ("7d", 604_800_000),
        ] {
            assert_eq!(age(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in ["", "s", "-1s", "1y", "1.2.3s", "9e99d"] {
            assert!(age(text).is_err(), "{text}");
        }
    }
}
